//! The name of a datum in, its shift to WGS 84 out.

/// The shift of a datum to WGS 84.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    /// Three or seven parameters of a position vector transformation, as `+towgs84` takes them.
    pub(super) parameters: &'static str,
    /// How far the result is from PROJ's best, at most.
    pub(super) within_m: u32,
}

const DATUMS: &str = include_str!("datums.tsv");

/// The shift of a datum by its EPSG, WKT 1 or ESRI name; `None` of one that is not known or whose shift depends on the
/// place by more than 10 m.
pub(super) fn shift(datum: &str) -> Option<Shift> {
    let name = key(datum);
    let ensemble = format!("{name}ensemble"); // the newer name of WGS 84 and ETRS89
    DATUMS
        .lines()
        .filter_map(entry)
        .find(|(known, _)| *known == name || *known == ensemble)
        .map(|(_, shift)| shift)
}

fn entry(line: &'static str) -> Option<(&'static str, Shift)> {
    let mut fields = line.split('\t');
    let (name, within_m, parameters) = (fields.next()?, fields.next()?, fields.next()?);
    let within_m = within_m.parse().ok()?;
    let parameters = if parameters == "0" {
        "0,0,0"
    } else {
        parameters
    };
    Some((
        name,
        Shift {
            parameters,
            within_m,
        },
    ))
}

/// Letters and digits in lower case, without the `D_` that ESRI puts before names of datums.
fn key(datum: &str) -> String {
    let name = datum.strip_prefix("D_").unwrap_or(datum);
    let plain = name.chars().filter(char::is_ascii_alphanumeric);
    plain.map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datum_is_known_by_each_of_its_spellings() {
        let near = Some(Shift {
            parameters: "0,0,0",
            within_m: 1,
        });
        for name in [
            "D_WGS_1984",
            "WGS_1984",
            "World Geodetic System 1984",
            "D_SIRGAS_2000",
            "D_ETRS_1989",
        ] {
            assert_eq!(shift(name), near, "{name}");
        }
        assert_eq!(shift("Arc_1960"), shift("D_Arc_1960"));
        assert_eq!(
            shift("D_Arc_1960").map(|shift| shift.parameters),
            Some("-160,-6,-302")
        );
        for name in [
            "",
            "D_Unknown",
            "D_North_American_1927",
            "Provisional South American Datum 1956",
        ] {
            assert_eq!(shift(name), None, "{name}");
        }
    }

    #[test]
    fn every_line_is_read() {
        let lines = DATUMS.lines().filter(|line| !line.starts_with('#'));
        assert!(lines.clone().count() > 500);
        assert!(lines.into_iter().all(|line| entry(line).is_some()));
    }
}
