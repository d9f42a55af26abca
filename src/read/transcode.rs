//! Bytes of some encoding in, UTF-8 out, block by block, with a NUL character in place of what cannot be decoded.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};

/// How many bytes are decoded in one go.
const RAW_BYTES: usize = 64 << 10;

/// Reads the text of another reader's bytes.
pub(super) struct Transcoder<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: String,
    /// How much of `text` was handed on.
    at: usize,
    is_ended: bool,
}

impl<R: Read> Transcoder<R> {
    /// Decodes bytes of an encoding that have no byte order mark.
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: Vec::new(),
            text: String::new(),
            at: 0,
            is_ended: false,
        }
    }

    /// Decodes the next bytes.
    fn advance(&mut self) -> io::Result<()> {
        self.raw.clear();
        let limit = RAW_BYTES as u64;
        let n_read = self.inner.by_ref().take(limit).read_to_end(&mut self.raw)?;
        self.is_ended = n_read < RAW_BYTES;
        self.text.clear();
        self.at = 0;
        let mut rest = &self.raw[..];
        loop {
            self.text.reserve(rest.len() + rest.len() / 8 + 64);
            let (result, n_read) = self.decoder.decode_to_string_without_replacement(
                rest,
                &mut self.text,
                self.is_ended,
            );
            rest = &rest[n_read..];
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.text.push('\0'),
            }
        }
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.is_ended {
            self.advance()?;
        }
        let n_bytes = (&self.text.as_bytes()[self.at..]).read(out)?;
        self.at += n_bytes;
        Ok(n_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{SHIFT_JIS, UTF_16LE};

    fn transcoded(bytes: &[u8], encoding: &'static Encoding) -> String {
        let mut text = String::new();
        Transcoder::new(bytes, encoding)
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn characters_across_the_borders_of_blocks_are_whole() {
        let text = format!("x{}", "テé😀".repeat(RAW_BYTES / 5));
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(transcoded(&wide, UTF_16LE), text);
        assert_eq!(transcoded(&wide[1..], UTF_16LE).len(), {
            let (expected, _) = UTF_16LE.decode_without_bom_handling(&wide[1..]);
            expected.replace('\u{fffd}', "\0").len()
        });
    }

    #[test]
    fn damage_leaves_a_nul() {
        assert_eq!(transcoded(b"a\xff\xffb\x83\x65", SHIFT_JIS), "a\0\0bテ");
        assert_eq!(transcoded(b"a\x83", SHIFT_JIS), "a\0");
    }
}
