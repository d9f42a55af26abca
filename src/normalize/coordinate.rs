//! A coordinate that is no plain number in, the degrees that it says out, and what had to be understood.
//!
//! Understood is what has one meaning: characters that add none (padding, a trailing comma, a degree sign, the minus
//! and the digits of other alphabets), degrees with minutes and seconds, and letters of hemispheres in English,
//! French, Spanish and Portuguese (where `O` is west and `L` is east; a German `O` would be the other way round, which
//! the region tells). A sign that contradicts its letter, minutes from 60 on, and a letter of the other axis mean
//! nothing for sure.

use super::numbers::{Number, number};

/// Which coordinate a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    /// Degrees east.
    Longitude,
    /// Degrees north.
    Latitude,
}

/// What had to be understood of a cell, strongest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Repair {
    /// White space around the number.
    Padding,
    /// Characters that add no meaning.
    Characters,
    /// A letter of a hemisphere.
    Hemisphere,
    /// Minutes and perhaps seconds.
    Minutes,
}

impl Repair {
    /// The stable word of the check that lists it.
    pub(super) fn check(self) -> &'static str {
        match self {
            Self::Padding => "coordinate_padding",
            Self::Characters => "coordinate_characters",
            Self::Hemisphere => "coordinate_hemisphere",
            Self::Minutes => "coordinate_minutes",
        }
    }
}

/// Degrees that a cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Understood {
    pub(super) degrees: f64,
    pub(super) repair: Repair,
}

/// Understands a cell that is no plain number; none where it has no meaning for sure.
pub(super) fn understood(field: &str, axis: Axis, decimal: Option<char>) -> Option<Understood> {
    let (degrees, repair) = of_cleaned(&cleaned(field), axis, decimal)?;
    degrees
        .is_finite()
        .then_some(Understood { degrees, repair })
}

fn of_cleaned(text: &str, axis: Axis, decimal: Option<char>) -> Option<(f64, Repair)> {
    let bare = text.trim_end_matches([',', ';', '\'', '°', '.']).trim();
    let bare = bare.trim_start_matches('\'');
    if let Number::Value(value) = number(bare, decimal) {
        return Some((value, Repair::Characters));
    }
    if let Some(value) = grouped(bare) {
        return Some((value, Repair::Characters));
    }
    let (letter, rest) = hemisphere(text);
    let (sign, rest) = signed(rest);
    let (size, repair) = sexagesimal(rest, decimal)?;
    let value = match letter {
        None => sign.unwrap_or(1.0) * size,
        Some(letter) => {
            let direction = direction(letter, axis)?;
            if sign.is_some_and(|sign| sign != direction) {
                return None;
            }
            direction * size
        }
    };
    Some((value, repair))
}

/// The text without white space around it, in ASCII as far as digits and signs go.
fn cleaned(field: &str) -> String {
    let plain = |character: char| match character {
        '\u{2212}' | '\u{2013}' | '\u{2010}' | '\u{2011}' | '\u{fe63}' | '\u{ff0d}' => Some('-'),
        '\u{660}'..='\u{669}' => char::from_digit(character as u32 - 0x660, 10),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(character as u32 - 0x6f0, 10),
        '\u{66b}' => Some('.'),
        '\u{200b}'..='\u{200f}' | '\u{feff}' => None,
        '\u{2032}' | '\u{2019}' | '\u{2018}' | '\u{b4}' | '`' => Some('\''),
        '\u{2033}' | '\u{201d}' | '\u{201c}' => Some('"'),
        'º' | '˚' => Some('°'),
        character if character.is_whitespace() => Some(' '),
        character => Some(character.to_ascii_uppercase()),
    };
    let text: String = field.chars().filter_map(plain).collect();
    text.trim().to_owned()
}

/// A whole number whose digits a spreadsheet grouped by threes because its decimal mark was lost: `-9.624.016`.
fn grouped(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let mark = ['.', ',']
        .into_iter()
        .find(|mark| unsigned.matches(*mark).count() > 1)?;
    let mut groups = unsigned.split(mark);
    let first = groups.next()?;
    let is_first = (1..=3).contains(&first.len());
    let is_grouped = groups.all(|group| group.len() == 3);
    let digits: String = text
        .chars()
        .filter(|character| *character != mark)
        .collect();
    match number(&digits, Some('.')) {
        Number::Value(value) if is_first && is_grouped => Some(value),
        _ => None,
    }
}

/// The letter of a hemisphere at the start or the end, and the text without it.
fn hemisphere(text: &str) -> (Option<char>, &str) {
    let is_letter = |letter: &char| matches!(letter, 'N' | 'S' | 'E' | 'W' | 'O' | 'L');
    if let Some(letter) = text.chars().next().filter(is_letter) {
        return (Some(letter), text[1..].trim_start_matches([' ', ':']));
    }
    match text.chars().next_back().filter(is_letter) {
        Some(letter) => (Some(letter), text[..text.len() - 1].trim_end()),
        None => (None, text),
    }
}

fn direction(letter: char, axis: Axis) -> Option<f64> {
    match (letter, axis) {
        ('N', Axis::Latitude) | ('E' | 'L', Axis::Longitude) => Some(1.0),
        ('S', Axis::Latitude) | ('W' | 'O', Axis::Longitude) => Some(-1.0),
        _ => None,
    }
}

fn signed(text: &str) -> (Option<f64>, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (Some(-1.0), rest.trim_start()),
        None => match text.strip_prefix('+') {
            Some(rest) => (Some(1.0), rest.trim_start()),
            None => (None, text),
        },
    }
}

/// Degrees with perhaps minutes and seconds. Two numbers need a mark that says so (`9 37` may be a number with a
/// space in it); of all but the last no part has decimals.
fn sexagesimal(text: &str, decimal: Option<char>) -> Option<(f64, Repair)> {
    let is_mark = |character: char| matches!(character, '°' | '\'' | '"' | ':' | ' ' | 'D' | 'M');
    let has_degree_mark = text.contains(['°', 'D']) || text.contains('\'');
    let text = text.strip_suffix('S').unwrap_or(text);
    let parts: Vec<&str> = text
        .split(is_mark)
        .filter(|part| !part.is_empty())
        .collect();
    let values = parts.iter().map(|part| part_of(part, decimal));
    match *values.collect::<Option<Vec<f64>>>()?.as_slice() {
        [degrees] => Some((degrees, Repair::Hemisphere)),
        [degrees, minutes] if has_degree_mark => {
            let is_sound = degrees.fract() == 0.0 && minutes < 60.0;
            is_sound.then_some((degrees + minutes / 60.0, Repair::Minutes))
        }
        [degrees, minutes, seconds] => {
            let is_whole = degrees.fract() == 0.0 && minutes.fract() == 0.0;
            let is_sound = is_whole && minutes < 60.0 && seconds < 60.0;
            is_sound.then_some((
                degrees + (minutes * 60.0 + seconds) / 3600.0,
                Repair::Minutes,
            ))
        }
        _ => None,
    }
}

/// A number without sign and exponent.
fn part_of(text: &str, decimal: Option<char>) -> Option<f64> {
    let is_plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
    match number(text, decimal) {
        Number::Value(value) if text.bytes().all(is_plain) => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn latitude(field: &str) -> Option<(f64, &'static str)> {
        let found = understood(field, Axis::Latitude, None)?;
        Some((found.degrees, found.repair.check()))
    }

    fn longitude(field: &str) -> Option<f64> {
        understood(field, Axis::Longitude, None).map(|found| found.degrees)
    }

    #[test]
    fn characters_without_meaning_are_dropped() {
        for field in [
            "-9.624,",
            "\u{2212}9.624",
            "-9.624°",
            "'-9.624",
            "-9,624;",
            "-٩.٦٢٤",
        ] {
            assert_eq!(
                latitude(field),
                Some((-9.624, "coordinate_characters")),
                "{field}"
            );
        }
        assert_eq!(
            latitude("-9.624.016"),
            Some((-9_624_016.0, "coordinate_characters"))
        );
        for field in [
            "-9.624.01",
            "1234.567.890",
            "--9",
            "9.6x",
            "north",
            ".",
            "1e",
            "٫",
        ] {
            assert_eq!(latitude(field), None, "{field}");
        }
    }

    #[test]
    fn minutes_and_seconds_are_parts_of_degrees() {
        let expected = Some((-(9.0 + (37.0 * 60.0 + 26.5) / 3600.0), "coordinate_minutes"));
        for field in [
            "9°37'26.5\"S",
            "9° 37′ 26,5″ S",
            "S 9 37 26.5",
            "-9 37 26.5",
            "9:37:26.5 S",
            "9d37m26.5s S",
            "9º37'26.5''S",
            "-9°37'26.5\" S",
        ] {
            assert_eq!(latitude(field), expected, "{field}");
        }
        assert_eq!(latitude("9°30'N"), Some((9.5, "coordinate_minutes")));
        for field in [
            "9 37",
            "9°60'N",
            "9.5°30'N",
            "9°30'61\"N",
            "9°30.5'20\"N",
            "1 2 3 4",
            "9°-3'",
        ] {
            assert_eq!(latitude(field), None, "{field}");
        }
    }

    #[test]
    fn letters_give_the_sign_and_must_fit_the_axis() {
        assert_eq!(latitude("9.5 S"), Some((-9.5, "coordinate_hemisphere")));
        assert_eq!(latitude("-9.5S"), Some((-9.5, "coordinate_hemisphere")));
        assert_eq!((latitude("-9.5N"), latitude("9.5W")), (None, None));
        assert_eq!(longitude("49.15 O"), Some(-49.15));
        assert_eq!(longitude("W 49,15"), Some(-49.15));
        assert_eq!(longitude("36.8L"), Some(36.8));
        assert_eq!(longitude("36.8 N"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_left(field in "[-+0-9°'\":., NSEWOLDM\u{2212}\u{660}]{0,24}") {
            if let Some(found) = understood(&field, Axis::Longitude, None) {
                prop_assert!(found.degrees.is_finite());
            }
        }

        #[test]
        fn seconds_come_back(total in 0_u32..180 * 3600) {
            let (degrees, minutes, seconds) = (total / 3600, total / 60 % 60, total % 60);
            let text = format!("{degrees}°{minutes}'{seconds}\"W");
            let found = longitude(&text).unwrap();
            prop_assert!((found + f64::from(total) / 3600.0).abs() < 1e-12, "{}", text);
        }
    }
}
