//! Words of columns that say whether a school is open in, openness out.

use super::numbers::{Number, number};
use super::status::{Reading, read_word};
use super::words::plain;
use crate::table::Openness;

/// Words for an open school in English, French, Spanish and Portuguese.
const OPEN: [&str; 14] = [
    "open",
    "active",
    "operational",
    "functional",
    "ouvert",
    "ouverte",
    "abierto",
    "abierta",
    "activa",
    "en funcionamiento",
    "aberto",
    "aberta",
    "ativa",
    "em atividade",
];

/// Words for a school that is not open, in the same languages.
const CLOSED: [&str; 16] = [
    "closed",
    "inactive",
    "suspended",
    "non-operational",
    "not open",
    "ferme",
    "fermee",
    "cerrado",
    "cerrada",
    "inactiva",
    "fechado",
    "fechada",
    "inativa",
    "paralisada",
    "extinta",
    "em paralisacao",
];

/// Reads whether a school is open; `None` where the value is no word for it. In a census column
/// (`TP_SITUACAO_FUNCIONAMENTO`) 1 is open and every other number is not.
pub(crate) fn read_openness(value: &str, is_census: bool) -> Option<Openness> {
    let word = plain(value);
    match read_word(value) {
        Reading::Unknown => Some(Openness::Unsaid),
        Reading::Yes => Some(Openness::Open),
        Reading::No => Some(Openness::Closed),
        _ if OPEN.contains(&word.as_str()) => Some(Openness::Open),
        _ if CLOSED.contains(&word.as_str()) => Some(Openness::Closed),
        _ if is_census && matches!(number(value, None), Number::Value(_)) => Some(Openness::Closed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_census_numbers() {
        for (value, is_census, expected) in [
            ("yes", false, Some(Openness::Open)),
            ("Em Atividade", true, Some(Openness::Open)),
            ("fermée", false, Some(Openness::Closed)),
            ("Closed", false, Some(Openness::Closed)),
            ("1", true, Some(Openness::Open)),
            ("3", true, Some(Openness::Closed)),
            ("3", false, None),
            ("planned", true, None),
            ("", true, Some(Openness::Unsaid)),
        ] {
            assert_eq!(read_openness(value, is_census), expected, "{value}");
        }
    }
}
