//! A cell that holds both coordinates in, longitude and latitude out.

use super::coordinate::{Axis, understood};
use super::numbers::{Number, number};
use crate::table::RawLonLat;

/// Reads the two coordinates of one cell: latitude first, as maps and phones write them, unless the numbers, letters
/// of hemispheres or the word `POINT` of well-known text say otherwise. An altitude and an accuracy behind them, as
/// survey tools write, are left. None where it is not clear which digits belong together.
pub(super) fn pair(field: &str, decimal: Option<char>) -> Option<RawLonLat> {
    let text = field.trim().trim_matches(['(', ')', '[', ']']).trim();
    if text.len() > 5 && text.is_char_boundary(5) && text[..5].eq_ignore_ascii_case("point") {
        return well_known(&text[5..]);
    }
    let mut readings = splits(text)
        .into_iter()
        .filter_map(|(first, second)| two(first, second, decimal));
    let found = readings.next()?;
    readings.all(|other| other == found).then_some(found)
}

/// The coordinates of `POINT (36.8 -1.3)`, from what stands behind the word.
fn well_known(text: &str) -> Option<RawLonLat> {
    let inside = text.trim_matches(['(', ')', ' ']);
    let mut numbers = inside
        .split_whitespace()
        .map(|text| number(text, Some('.')));
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(Number::Value(lon)), Some(Number::Value(lat)), None) => Some([lon, lat]),
        _ => None,
    }
}

/// The ways to cut a cell in two: at a semicolon or the like, at a comma with a space, at white space, at the only
/// comma.
fn splits(text: &str) -> Vec<(&str, &str)> {
    if let Some(halves) = text.split_once([';', '/', '|', '\t']) {
        return vec![halves];
    }
    if let Some(halves) = text.split_once(", ") {
        return vec![halves];
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [only] => match only.split_once(',') {
            Some((first, second)) if !second.contains(',') && both_have_points(first, second) => {
                vec![(first, second)]
            }
            _ => Vec::new(),
        },
        [first, second] => vec![(first, second)],
        // Latitude, longitude, altitude and perhaps accuracy.
        [first, second, rest @ ..]
            if rest.len() <= 2 && words.iter().all(|word| is_number(word)) =>
        {
            vec![(first, second)]
        }
        _ => after_letter(text),
    }
}

/// Whether both sides of a comma have a decimal point: `1,5` is one number.
fn both_have_points(first: &str, second: &str) -> bool {
    first.contains('.') && second.contains('.')
}

fn is_number(word: &str) -> bool {
    matches!(number(word, Some('.')), Number::Value(_))
}

/// The cut behind the letter of a hemisphere in the middle: `9°37'S 49°9'W`.
fn after_letter(text: &str) -> Vec<(&str, &str)> {
    let is_letter = |character: char| "NSEWOLnsewol".contains(character);
    let cut = text
        .char_indices()
        .find(|(at, character)| *at > 0 && is_letter(*character));
    match cut {
        Some((at, _)) if at + 1 < text.len() => vec![text.split_at(at + 1)],
        _ => Vec::new(),
    }
}

fn two(first: &str, second: &str, decimal: Option<char>) -> Option<RawLonLat> {
    let value = |text: &str, axis| match number(text, decimal) {
        Number::Value(value) => Some(value),
        _ => understood(text, axis, decimal).map(|found| found.degrees),
    };
    let latitude_first = value(first, Axis::Latitude).zip(value(second, Axis::Longitude));
    let longitude_first = value(first, Axis::Longitude).zip(value(second, Axis::Latitude));
    let is_latitude = |degrees: f64| degrees.abs() <= 90.0;
    match (latitude_first, longitude_first) {
        (Some((lat, lon)), Some((lon_first, lat_last))) => {
            let turned = !is_latitude(lat) && is_latitude(lat_last);
            Some(if turned {
                [lon_first, lat_last]
            } else {
                [lon, lat]
            })
        }
        (Some((lat, lon)), None) | (None, Some((lon, lat))) => Some([lon, lat]),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latitude_comes_first_unless_it_cannot() {
        let expected = Some([-49.15, -9.62]);
        for field in [
            "-9.62, -49.15",
            "-9.62,-49.15",
            "(-9.62 -49.15)",
            "-9,62 -49,15",
            "-9,62; -49,15",
            "-9,62, -49,15",
            "9.62 S, 49.15 W",
            "49.15W / 9.62S",
            "POINT (-49.15 -9.62)",
            "-9.62 -49.15 280.5 5",
        ] {
            assert_eq!(pair(field, None), expected, "{field}");
        }
        assert_eq!(pair("121.05, 14.6", None), Some([121.05, 14.6]));
        assert_eq!(pair("9°30'S 49°15'W", None), Some([-49.25, -9.5]));
    }

    #[test]
    fn what_may_be_one_number_is_no_pair() {
        for field in [
            "",
            "-9.62",
            "9,62",
            "9,62,49,15",
            "a b",
            "9.62 S",
            "POINT EMPTY",
            "1 2 3 4 5",
            "n",
        ] {
            assert_eq!(pair(field, None), None, "{field}");
        }
    }
}
