//! The first bytes of a text in, its delimiter out.

use super::record::Records;
use super::{Dialect, Position};
use crate::read::origin::Head;

/// The delimiters that are tried, the likeliest first.
const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How much of a text is looked at.
pub(super) const SAMPLE_BYTES: usize = 64 << 10;

/// How well a delimiter fits: compared in the order of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// No quoted field is flawed.
    has_sound_quotes: bool,
    /// The records with as many fields as the first, in millionths.
    agreement_ppm: usize,
    /// The fields of the first record.
    n_fields: usize,
}

/// The delimiter that gives the most records as many fields as the first record has, which are two or more; a comma
/// where none does.
pub(super) fn found_out(sample: &Head, quote: Option<u8>) -> u8 {
    let mut best: Option<(Fit, u8)> = None;
    for delimiter in CANDIDATES {
        let fit = fit(&sample.bytes, sample.is_whole, Dialect { delimiter, quote });
        if fit.n_fields >= 2 && best.is_none_or(|(other, _)| fit > other) {
            best = Some((fit, delimiter));
        }
    }
    best.map_or(b',', |(_, delimiter)| delimiter)
}

fn fit(sample: &[u8], is_whole: bool, dialect: Dialect) -> Fit {
    let mut records = Records::new(sample, dialect, Position { at: 0, line: 1 });
    let (mut n_fields, mut n_records, mut n_agreeing) = (0, 0, 0);
    let has_sound_quotes = loop {
        match records.next() {
            Ok(None) => break true,
            // The sample may cut a quoted field or the last record.
            Err(flaw) => break !is_whole && flaw.kind == super::quoted::Kind::Unclosed,
            Ok(Some(record)) if !is_whole && n_records > 0 && record.span.end == sample.len() => {
                break true;
            }
            Ok(Some(_)) => {}
        }
        let found = records.fields().len();
        if n_records == 0 {
            n_fields = found;
        }
        n_records += 1;
        n_agreeing += usize::from(found == n_fields);
    };
    Fit {
        has_sound_quotes,
        agreement_ppm: n_agreeing * 1_000_000 / n_records.max(1),
        n_fields,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::origin;

    fn found(text: &str) -> char {
        let head = origin::head(text.as_bytes(), SAMPLE_BYTES).unwrap();
        char::from(found_out(&head, Some(b'"')))
    }

    #[test]
    fn each_candidate_is_found() {
        for delimiter in CANDIDATES.map(char::from) {
            let text = "id|name|lat\n1|x|2\n2|y|3\n".replace('|', &delimiter.to_string());
            assert_eq!(found(&text), delimiter);
        }
    }

    #[test]
    fn decimal_commas_and_quoted_text_do_not_mislead() {
        assert_eq!(found("id;lat;lon\n1;-9,5;3,1\n2;-9,6;3,2\n"), ';');
        assert_eq!(found("id,name\n1,\"a;b;c\"\n2,\"d;e;f\"\n"), ',');
        assert_eq!(found("\"a\";\"b\"\n\"1,2\";\"3,4\"\n"), ';');
    }

    #[test]
    fn one_column_needs_no_delimiter() {
        assert_eq!(found("name\nA\nB\n"), ',');
    }

    #[test]
    fn a_cut_sample_does_not_mislead() {
        let row = "1;\"first line\nsecond, line\"\n";
        let text = format!("a;b\n{}", row.repeat(SAMPLE_BYTES / row.len() + 10));
        assert_eq!(found(&text), ';');
    }
}
