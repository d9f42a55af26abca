//! A path in, the text of a config out, and messages that name the line of an offset in it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use schoolreach::Error;
use schoolreach::issue::shortened;

/// The most bytes of a config; a thousand mapped words take a twentieth of it.
const MAX_BYTES: usize = 1 << 20;

/// The text of a config.
#[derive(Debug)]
pub(super) struct ConfigText {
    name: String,
    pub(super) text: String,
}

impl ConfigText {
    /// Reads a config; a byte order mark is no part of its text.
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let refused = |source| Error::Io {
            action: "read",
            path: path.to_owned(),
            source,
        };
        let name = path.display().to_string();
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(refused)?;
        file.take(MAX_BYTES as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(refused)?;
        Self::of(name, &bytes)
    }

    pub(super) fn of(name: String, bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > MAX_BYTES {
            return Err(Error::Plan(format!(
                "{name}: expected a config of at most {MAX_BYTES} bytes, found more"
            )));
        }
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self {
                name,
                text: text.to_owned(),
            }),
            Err(error) => {
                let line = line_of(bytes, error.valid_up_to());
                Err(Error::Plan(format!(
                    "{name}:{line}: expected a config in UTF-8, found bytes that are not"
                )))
            }
        }
    }

    /// The error that something is wrong at an offset.
    pub(super) fn fault(&self, offset: usize, message: impl std::fmt::Display) -> Error {
        let line = line_of(self.text.as_bytes(), offset);
        Error::Plan(shown(&format!("{}:{line}: {message}", self.name)))
    }

    /// The error that something is wrong somewhere.
    pub(super) fn fault_anywhere(&self, message: impl std::fmt::Display) -> Error {
        Error::Plan(shown(&format!("{}: {message}", self.name)))
    }
}

/// The line of an offset, counted from 1.
fn line_of(bytes: &[u8], offset: usize) -> usize {
    let before = bytes.iter().take(offset);
    before.filter(|byte| **byte == b'\n').count() + 1
}

/// Text of a config as messages quote it: shortened.
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", shortened(text))
}

/// Text with escapes for what a terminal would obey or not show.
pub(crate) fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_alphanumeric() || matches!(character, '"' | '\'' | '\\') {
            shown.push(character);
        } else {
            shown.extend(character.escape_debug());
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<ConfigText, Error> {
        ConfigText::of("c.toml".to_owned(), bytes)
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(read(b"\xef\xbb\xbfk = 3").unwrap().text, "k = 3");
    }

    #[test]
    fn what_is_no_text_names_its_line() {
        insta::assert_snapshot!(
            read(b"k = 3\ncountry = \"\xe3\"").unwrap_err(),
            @"c.toml:2: expected a config in UTF-8, found bytes that are not"
        );
        insta::assert_snapshot!(
            read(&vec![b'#'; MAX_BYTES + 1]).unwrap_err(),
            @"c.toml: expected a config of at most 1048576 bytes, found more"
        );
        assert!(read(&vec![b'#'; MAX_BYTES]).is_ok());
    }

    #[test]
    fn what_a_terminal_obeys_is_escaped() {
        assert_eq!(
            shown("\u{1b}[2J\u{202e}é\"\\ …"),
            r#"\u{1b}[2J\u{202e}é"\ …"#
        );
        assert_eq!(quoted(&"a".repeat(500)).chars().count(), 123);
    }
}
