//! Words of connectivity columns in, answers out; answers and speeds in, the status of a school out.

use super::words::folded;
use crate::table::{Answer, Status, StatusSource};

/// How a value of a connectivity column was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reading {
    /// As yes.
    Yes,
    /// As no.
    No,
    /// As no answer: blank, or a word for unknown.
    Unknown,
    /// As no answer, because the word is neither yes, no nor unknown.
    NotUnderstood,
    /// As no answer: `No` in a real-time column means that nobody monitors.
    NotMonitored,
    /// As no answer: `false` in an API page stands for no and for unknown alike.
    ApiFalse,
}

impl Reading {
    /// The word that stands for the reading in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "no answer",
            Self::NotUnderstood => "no answer (not understood)",
            Self::NotMonitored => "no answer (not monitored)",
            Self::ApiFalse => "no answer (false in an API page)",
        }
    }

    /// What the reading says about the school.
    #[must_use]
    pub fn answer(self) -> Answer {
        match self {
            Self::Yes => Answer::Yes,
            Self::No => Answer::No,
            Self::Unknown | Self::NotUnderstood | Self::NotMonitored | Self::ApiFalse => {
                Answer::None
            }
        }
    }
}

/// Yes in English, French, Spanish and Portuguese, as flags, and our own word.
const YES: &[&str] = &[
    "yes",
    "y",
    "oui",
    "o",
    "si",
    "s",
    "sim",
    "true",
    "t",
    "vrai",
    "verdadero",
    "verdadeiro",
    "1",
    "1_0",
    "connected",
];

/// No in the same languages, as flags, and our own word.
const NO: &[&str] = &[
    "no",
    "n",
    "non",
    "nao",
    "false",
    "f",
    "faux",
    "falso",
    "0",
    "0_0",
    "not_connected",
];

/// Words for unknown, and what spreadsheets print for an error.
const UNKNOWN: &[&str] = &[
    "",
    "unknown",
    "nan",
    "none",
    "null",
    "na",
    "n_a",
    "nd",
    "n_d",
    "missing",
    "inconnu",
    "desconocido",
    "desconhecido",
    "value",
    "ref",
    "name",
    "num",
    "div_0",
];

/// Reads a yes/no value.
pub(crate) fn read_word(value: &str) -> Reading {
    let word = folded(value);
    let is_in = |words: &[&str]| words.contains(&word.as_str());
    if is_in(YES) {
        Reading::Yes
    } else if is_in(NO) {
        Reading::No
    } else if is_in(UNKNOWN) {
        Reading::Unknown
    } else {
        Reading::NotUnderstood
    }
}

/// Reads a value of a real-time column, in which no is no answer.
pub(crate) fn read_real_time(value: &str) -> Reading {
    match read_word(value) {
        Reading::No => Reading::NotMonitored,
        reading => reading,
    }
}

/// Reads a value of an API page's connectivity column, in which `false` is no answer.
pub(crate) fn read_api(value: &str) -> Reading {
    match read_word(value) {
        Reading::No if folded(value) == "false" => Reading::ApiFalse,
        reading => reading,
    }
}

/// The status that real-time flag, declarations and declared speed (Mbit/s) give together, first evidence first.
pub(crate) fn decide(
    real_time: Answer,
    declared: Answer,
    speed_mbps: Option<f64>,
) -> (Status, StatusSource) {
    match (real_time, declared, speed_mbps) {
        (Answer::Yes, _, _) => (Status::Connected, StatusSource::RtFlag),
        (_, Answer::Yes, _) => (Status::Connected, StatusSource::Declared),
        (_, Answer::No, _) => (Status::NotConnected, StatusSource::Declared),
        (_, Answer::None, Some(speed)) if speed > 0.0 => (Status::Connected, StatusSource::Speed),
        (_, Answer::None, Some(_)) => (Status::NotConnected, StatusSource::Speed),
        (_, Answer::None, None) => (Status::Unknown, StatusSource::None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_four_languages() {
        for word in ["Yes", "OUI", "sí", "Sim", "1", "1.0", "TRUE", "connected"] {
            assert_eq!(read_word(word), Reading::Yes, "{word}");
        }
        for word in ["No", "non", "NÃO", "0", "0.0", "False", "not_connected"] {
            assert_eq!(read_word(word), Reading::No, "{word}");
        }
        for word in [
            "", "  ", "Unknown", "NaN", "n/a", "-", "#REF!", "#DIV/0!", "None",
        ] {
            assert_eq!(read_word(word), Reading::Unknown, "{word}");
        }
        for word in ["Public", "2", "maybe", "4G"] {
            assert_eq!(read_word(word), Reading::NotUnderstood, "{word}");
        }
    }

    #[test]
    fn a_real_time_no_means_not_monitored() {
        assert_eq!(read_real_time("No").answer(), Answer::None);
        assert_eq!(read_real_time("Yes").answer(), Answer::Yes);
    }

    #[test]
    fn an_api_false_is_no_answer_but_a_no_is() {
        assert_eq!(read_api("False"), Reading::ApiFalse);
        assert_eq!(read_api("No"), Reading::No);
        assert_eq!(read_api("true"), Reading::Yes);
    }

    #[test]
    fn first_evidence_decides() {
        use Answer::{No, None as Silent, Yes};
        let table = [
            (
                (Yes, No, Some(0.0)),
                (Status::Connected, StatusSource::RtFlag),
            ),
            (
                (Silent, Yes, Some(0.0)),
                (Status::Connected, StatusSource::Declared),
            ),
            (
                (Silent, No, Some(9.0)),
                (Status::NotConnected, StatusSource::Declared),
            ),
            (
                (Silent, Silent, Some(9.0)),
                (Status::Connected, StatusSource::Speed),
            ),
            (
                (Silent, Silent, Some(0.0)),
                (Status::NotConnected, StatusSource::Speed),
            ),
            (
                (Silent, Silent, None),
                (Status::Unknown, StatusSource::None),
            ),
        ];
        for ((real_time, declared, speed), expected) in table {
            assert_eq!(decide(real_time, declared, speed), expected);
        }
    }
}
