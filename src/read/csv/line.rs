//! Bytes in, physical lines out: LF, CRLF and lone CR end a line.

use memchr::{memchr_iter, memchr2};

/// Number of line ends. The bytes must not begin inside a CRLF.
pub(super) fn count(bytes: &[u8]) -> u64 {
    let n_feeds = memchr_iter(b'\n', bytes).count();
    let lone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
    let n_lone_returns = memchr_iter(b'\r', bytes).filter(lone).count();
    (n_feeds + n_lone_returns) as u64
}

/// Where the next line starts, the number of bytes where there is none.
pub(super) fn next_start(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    memchr2(b'\n', b'\r', rest).map_or(bytes.len(), |end| after(bytes, from + end))
}

/// The position after the line end that stands at `end`.
pub(super) fn after(bytes: &[u8], end: usize) -> usize {
    let is_pair = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
    end + if is_pair { 2 } else { 1 }
}

/// Whether a byte is a line end or the first half of one.
pub(super) fn is_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        assert_eq!(count(b"a\nb\r\nc\rd"), 3);
        assert_eq!(count(b"\r\r\n\n\r"), 4);
        assert_eq!(count(b""), 0);
    }

    #[test]
    fn a_line_starts_after_its_whole_end() {
        assert_eq!(next_start(b"a\r\nb", 0), 3);
        assert_eq!(next_start(b"a\rb", 0), 2);
        assert_eq!(next_start(b"ab", 0), 2);
        assert_eq!(next_start(b"ab", 9), 2);
    }
}
