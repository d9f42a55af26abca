//! Words of connectivity columns in, answers out; answers and speeds in, the status of a school out.

use super::words::{is_unknown, plain};
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
    /// As yes, because the caller says so.
    MappedYes,
    /// As no, because the caller says so.
    MappedNo,
    /// As no answer, because the caller says so.
    MappedUnknown,
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
            Self::MappedYes => "yes (mapped)",
            Self::MappedNo => "no (mapped)",
            Self::MappedUnknown => "no answer (mapped)",
        }
    }

    /// What the reading says about the school.
    #[must_use]
    pub fn answer(self) -> Answer {
        match self {
            Self::Yes | Self::MappedYes => Answer::Yes,
            Self::No | Self::MappedNo => Answer::No,
            Self::Unknown
            | Self::NotUnderstood
            | Self::NotMonitored
            | Self::ApiFalse
            | Self::MappedUnknown => Answer::None,
        }
    }
}

/// Yes in English, French, Spanish and Portuguese, as flags, and our own word.
const YES: [&str; 15] = [
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
    "1.0",
    "connected",
];

/// No in the same languages, as flags, and our own word.
const NO: [&str; 13] = [
    "no",
    "n",
    "non",
    "nao",
    "false",
    "f",
    "faux",
    "falso",
    "0",
    "0.0",
    "not_connected",
    "not connected",
    "0,0",
];

/// What a boolean false looks like on its way through files.
const FALSE: [&str; 5] = ["false", "f", "0", "0.0", "0,0"];

/// Reads a yes/no value.
pub(crate) fn read_word(value: &str) -> Reading {
    let word = plain(value);
    if YES.contains(&word.as_str()) {
        Reading::Yes
    } else if NO.contains(&word.as_str()) {
        Reading::No
    } else if is_unknown(value) {
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

/// Reads the source of a status in our own outputs: evidence by a measurement or a real-time flag stays such.
pub(crate) fn read_source(value: &str) -> Reading {
    match plain(value).as_str() {
        "measured" | "rt_flag" => Reading::Yes,
        "declared" | "speed" => Reading::Unknown,
        _ if is_unknown(value) => Reading::Unknown,
        _ => Reading::NotUnderstood,
    }
}

/// Reads a value of an API page's connectivity column, in which `false` is no answer.
pub(crate) fn read_api(value: &str) -> Reading {
    match read_word(value) {
        Reading::No if FALSE.contains(&plain(value).as_str()) => Reading::ApiFalse,
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
        for word in ["Public", "2", "maybe", "4G", "-1", "1?", "✓", "name"] {
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
        for boolean in ["False", "0", "f"] {
            assert_eq!(read_api(boolean), Reading::ApiFalse, "{boolean}");
        }
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
