//! Giga's ids in, those that do not have the shape of one out.

use super::check::Check;
use super::fields::known_where;
use super::finding::Finding;
use crate::table::Records;

/// Rows whose Giga id has not the 36 characters of a UUID.
pub(super) fn not_uuid(check: &'static Check, records: &Records) -> Finding {
    known_where(check, records, &records.cells("school_id_giga"), |id| {
        !is_uuid(id)
    })
}

/// Hexadecimal digits in groups of 8, 4, 4, 4 and 12 (RFC 9562), whatever the version: Giga's are of version 3.
fn is_uuid(id: &str) -> bool {
    let is_in_place = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    id.len() == 36 && id.bytes().enumerate().all(is_in_place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_has_its_dashes_in_place() {
        assert!(is_uuid("3f2504e0-4f89-31d3-9a0c-0305e82c3301"));
        assert!(is_uuid("3F2504E0-4F89-31D3-9A0C-0305E82C3301"));
        for id in [
            "3f2504e04f8931d39a0c0305e82c3301",
            "3f2504e0-4f89-31d3-9a0c-0305e82c330",
            "3f2504e0-4f89-31d3-9a0c-0305e82c330g",
            "3f2504e0+4f89-31d3-9a0c-0305e82c3301",
            "g01",
        ] {
            assert!(!is_uuid(id), "{id}");
        }
    }
}
