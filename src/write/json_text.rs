//! Text in, what stands between the quotes of a JSON string out.

use super::escape::Escape;

/// How JSON writes text.
pub(super) const JSON: Escape = Escape {
    are_plain: |_, text| is_plain(text),
    push,
};

/// Appends a text, with what JSON wants escaped in the shortest form.
pub(super) fn push(buffer: &mut Vec<u8>, text: &[u8]) {
    if is_plain(text) {
        buffer.extend_from_slice(text);
    } else {
        for byte in text {
            push_byte(buffer, *byte);
        }
    }
}

/// Whether nothing has to be escaped. Looks at every byte, which is quicker than to stop at the first that must.
fn is_plain(text: &[u8]) -> bool {
    let is_special = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    !text
        .iter()
        .fold(false, |found, byte| found | is_special(*byte))
}

fn push_byte(buffer: &mut Vec<u8>, byte: u8) {
    let letter = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        0..b' ' => return push_code(buffer, byte),
        _ => return buffer.push(byte),
    };
    buffer.extend_from_slice(&[b'\\', letter]);
}

/// Appends a control character by its number.
fn push_code(buffer: &mut Vec<u8>, byte: u8) {
    let digit = |value: u8| b"0123456789abcdef"[usize::from(value)];
    buffer.extend_from_slice(br"\u00");
    buffer.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_bytes_are_those_of_serde_json(text in "\\PC*|[\u{0}-\u{7f}é]*") {
            let mut buffer = b"\"".to_vec();
            push(&mut buffer, text.as_bytes());
            buffer.push(b'"');
            prop_assert_eq!(buffer, serde_json::to_vec(&text).unwrap());
        }
    }
}
