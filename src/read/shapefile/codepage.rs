//! The text of a `.dbf` and what is said of its encoding in, its encoding out.

use std::path::Path;

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, IBM866, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
    WINDOWS_1258,
};

use super::field::trimmed;
use super::table::Table;
use crate::error::Error;
use crate::read::encoding::labelled;
use crate::read::origin::Origin;
use crate::read::survey;

/// The encoding of a table's text: the one of the label; else UTF-8 where the text is that, whatever else is said of
/// it; else what the `.cpg` or the table itself says, as long as it can be; else a guess.
pub(super) fn of(
    table: &Table<'_>,
    cpg: Option<&[u8]>,
    label: Option<&str>,
) -> Result<&'static Encoding, Error> {
    if let Some(label) = label {
        return labelled(label);
    }
    let text = text_beyond_ascii(table);
    if text.is_empty() || std::str::from_utf8(&text).is_ok() {
        return Ok(UTF_8);
    }
    let said = cpg
        .and_then(of_cpg)
        .or_else(|| of_language(table.language()));
    let can_be = |said: &&'static Encoding| {
        let decoded = said.decode_without_bom_handling_and_without_replacement(&text);
        decoded.is_some()
    };
    match said.filter(can_be) {
        Some(said) => Ok(said),
        None => survey::encoding(&Origin::in_memory(Path::new("its .dbf"), text)),
    }
}

/// The cells that tell something about the encoding, a line each.
fn text_beyond_ascii(table: &Table<'_>) -> Vec<u8> {
    let mut text = Vec::new();
    let fields: Vec<_> = table
        .fields()
        .iter()
        .filter(|field| field.is_text())
        .collect();
    for row in table.rows() {
        for cell in fields.iter().map(|field| whole(row.cell(field))) {
            if !cell.is_ascii() {
                text.extend_from_slice(cell);
                text.push(b'\n');
            }
        }
    }
    text
}

/// The bytes of a text, without the piece of a character that can end one that fills its cell.
fn whole(cell: &[u8]) -> &[u8] {
    let text = trimmed(cell);
    match std::str::from_utf8(text) {
        Err(error) if error.error_len().is_none() && text.len() == cell.len() => {
            text.get(..error.valid_up_to()).unwrap_or_default()
        }
        _ => text,
    }
}

/// The encoding that a `.cpg` names: by a label, or by the number of a code page.
fn of_cpg(bytes: &[u8]) -> Option<&'static Encoding> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.trim_start_matches('\u{feff}').trim();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    of_code_page(&digits).or_else(|| Encoding::for_label_no_replacement(text.as_bytes()))
}

fn of_code_page(number: &str) -> Option<&'static Encoding> {
    if let Some(part) = number.strip_prefix("8859") {
        return Encoding::for_label(format!("iso-8859-{part}").as_bytes());
    }
    match number {
        "65001" => Some(UTF_8),
        "866" => Some(IBM866),
        "874" => Some(WINDOWS_874),
        "932" => Some(SHIFT_JIS),
        "936" => Some(GBK),
        "949" => Some(EUC_KR),
        "950" => Some(BIG5),
        "1250" => Some(WINDOWS_1250),
        "1251" => Some(WINDOWS_1251),
        "1252" => Some(WINDOWS_1252),
        "1253" => Some(WINDOWS_1253),
        "1254" => Some(WINDOWS_1254),
        "1255" => Some(WINDOWS_1255),
        "1256" => Some(WINDOWS_1256),
        "1257" => Some(WINDOWS_1257),
        "1258" => Some(WINDOWS_1258),
        _ => None,
    }
}

/// The encoding by the language driver of dBASE, where it is one of today's.
fn of_language(driver: u8) -> Option<&'static Encoding> {
    let number = match driver {
        0x03 | 0x57..=0x59 => "1252",
        0x13 | 0x7b => "932",
        0x26 | 0x65 => "866",
        0x4d | 0x7a => "936",
        0x4e | 0x79 => "949",
        0x4f | 0x78 => "950",
        0x50 | 0x7c => "874",
        0x7d => "1255",
        0x7e => "1256",
        0xc8 => "1250",
        0xc9 => "1251",
        0xca => "1254",
        0xcb => "1253",
        0xcc => "1257",
        _ => return None,
    };
    of_code_page(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_pages_go_by_many_names() {
        for (text, name) in [
            ("UTF-8", "UTF-8"),
            ("\u{feff}utf8\r\n", "UTF-8"),
            ("65001", "UTF-8"),
            ("1252", "windows-1252"),
            ("ANSI 1251", "windows-1251"),
            ("CP1256", "windows-1256"),
            ("ISO-8859-2", "ISO-8859-2"),
            ("ISO 88595", "ISO-8859-5"),
            ("88591", "windows-1252"),
            ("Big5", "Big5"),
        ] {
            assert_eq!(
                of_cpg(text.as_bytes()).map(Encoding::name),
                Some(name),
                "{text}"
            );
        }
        assert!(of_cpg(b"OEM").is_none() && of_cpg(b"\xff").is_none());
    }
}
