//! What a file or a caller says of its coordinate system in, what it names out.

use serde_json::Value;

use super::bracket::{horizontal, root_id};

/// What a text names as a coordinate system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// Longitude and latitude in degrees on WGS 84, by one of its many names.
    Wgs84,
    /// A code of the EPSG registry.
    Epsg(u32),
    /// A description as well-known text (WKT 1, WKT 2 or that of an ESRI `.prj`) without a code of its own.
    Wkt(String),
    /// Nothing that is known here.
    Other,
}

/// Tells what a text names: `EPSG:25833`, a URN or URL of a code, `CRS84`, a bare code, well-known text or PROJJSON.
///
/// Of a description the code that it gives itself counts; of one that adds a height, the horizontal part.
///
/// ```
/// use schoolreach::project::{Named, named};
/// assert_eq!(named("urn:ogc:def:crs:EPSG::25833"), Named::Epsg(25833));
/// assert_eq!(named("http://www.opengis.net/def/crs/OGC/1.3/CRS84"), Named::Wgs84);
/// ```
#[must_use]
pub fn named(text: &str) -> Named {
    let text = text.trim().trim_start_matches('\u{feff}');
    if text.starts_with('{') {
        return serde_json::from_str(text).map_or(Named::Other, |json| of_json(&json));
    }
    match horizontal(text) {
        Some(wkt) => of_wkt(wkt),
        None => of_words(text),
    }
}

fn of_wkt(wkt: &str) -> Named {
    let code = root_id(wkt).map(|(authority, code)| of_id(authority, code));
    match code {
        Some(Named::Other) | None => Named::Wkt(wkt.to_owned()),
        Some(named) => named,
    }
}

/// The `id` of a PROJJSON object, of the horizontal part of one with heights, or of the source of a bound one.
fn of_json(json: &Value) -> Named {
    let id = json.get("id").and_then(|id| {
        let code = id.get("code")?;
        let code = code
            .as_str()
            .map_or_else(|| code.to_string(), str::to_owned);
        Some(of_id(id.get("authority")?.as_str()?, &code))
    });
    let part = || {
        let components = json.get("components").and_then(|parts| parts.get(0));
        components.or_else(|| json.get("source_crs")).map(of_json)
    };
    let name = || json.get("name").and_then(Value::as_str).map(of_words);
    let known = |named: &Named| *named != Named::Other;
    id.filter(known)
        .or_else(|| part().filter(known))
        .or_else(name)
        .unwrap_or(Named::Other)
}

fn of_id(authority: &str, code: &str) -> Named {
    if authority.eq_ignore_ascii_case("EPSG") || authority.eq_ignore_ascii_case("ESRI") {
        return code
            .parse()
            .map_or(Named::Other, |code| of_code(authority, code));
    }
    of_words(code)
}

/// A code; of ESRI's own only those that are EPSG systems under another number, of numbers that EPSG never gave only
/// that which the web knows as Web Mercator.
fn of_code(authority: &str, code: u32) -> Named {
    match code {
        4326 | 4979 => Named::Wgs84,
        102_100 | 102_113 | 900_913 => Named::Epsg(3857),
        _ if authority.eq_ignore_ascii_case("EPSG") => Named::Epsg(code),
        _ => Named::Other,
    }
}

/// A name, a URN, a URL or a bare code.
fn of_words(text: &str) -> Named {
    let letters: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if matches!(
        letters.as_str(),
        "WGS84" | "WGS1984" | "GCSWGS1984" | "WORLDGEODETICSYSTEM1984"
    ) {
        return Named::Wgs84;
    }
    let last = text
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| !word.is_empty())
        .unwrap_or_default();
    let is_bare = letters == last;
    match last.parse::<u32>() {
        Ok(code) if is_bare || letters.contains("EPSG") => of_code("EPSG", code),
        Ok(code) if letters.contains("ESRI") => of_code("ESRI", code),
        _ if last.eq_ignore_ascii_case("CRS84") || last.eq_ignore_ascii_case("CRS84H") => {
            Named::Wgs84
        }
        _ => match letters.strip_prefix("EPSG").map(str::parse) {
            Some(Ok(code)) => of_code("EPSG", code),
            _ => Named::Other,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_on_wgs_84_have_many_names() {
        for text in [
            "EPSG:4326",
            "epsg:4326",
            "4326",
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "urn:ogc:def:crs:OGC::CRS84",
            "urn:ogc:def:crs:EPSG::4326",
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            "OGC:CRS84",
            "WGS 84",
            "WGS84",
            "GCS_WGS_1984",
            r#"{"type":"GeographicCRS","name":"WGS 84 (CRS84)","id":{"authority":"OGC","code":"CRS84"}}"#,
            r#"GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],AUTHORITY["EPSG","4326"]]"#,
        ] {
            assert_eq!(named(text), Named::Wgs84, "{text}");
        }
    }

    #[test]
    fn codes_are_found_wherever_they_stand() {
        for text in [
            "EPSG:25833",
            " EPSG 25833 ",
            "epsg25833",
            "25833",
            "urn:ogc:def:crs:EPSG::25833",
            "urn:ogc:def:crs:EPSG:6.9:25833",
            "http://www.opengis.net/def/crs/EPSG/0/25833",
            "http://www.opengis.net/gml/srs/epsg.xml#25833",
            "https://epsg.io/25833",
            r#"{"name":"ETRS89 / UTM zone 33N","id":{"authority":"EPSG","code":25833}}"#,
            r#"{"type":"CompoundCRS","name":"x","components":[{"id":{"authority":"EPSG","code":25833}},{}]}"#,
            r#"{"type":"BoundCRS","source_crs":{"id":{"authority":"EPSG","code":"25833"}}}"#,
            r#"PROJCS["ETRS89 / UTM zone 33N",GEOGCS["ETRS89",AUTHORITY["EPSG","4258"]],AUTHORITY["EPSG","25833"]]"#,
            r#"PROJCRS["ETRS89 / UTM zone 33N",BASEGEOGCRS["ETRS89",ID["EPSG",4258]],CONVERSION["UTM",ID["EPSG",16033]],ID["EPSG",25833]]"#,
            r#"COMPD_CS["with height",PROJCS["x",AUTHORITY["EPSG","25833"]],VERT_CS["h",AUTHORITY["EPSG","5941"]],AUTHORITY["EPSG","5973"]]"#,
        ] {
            assert_eq!(named(text), Named::Epsg(25833), "{text}");
        }
        assert_eq!(named("ESRI:102100"), Named::Epsg(3857));
        assert_eq!(named("EPSG:900913"), Named::Epsg(3857));
    }

    #[test]
    fn a_description_without_a_code_is_taken_as_one_and_anything_else_as_nothing() {
        let prj = r#"PROJCS["WGS_1984_UTM_Zone_37S",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]]"#;
        assert_eq!(named(prj), Named::Wkt(prj.to_owned()));
        for text in [
            "",
            "local",
            "ESRI:102022",
            "{",
            "{}",
            "EPSG:",
            "EPSG:99999999999",
            "[",
            "PROJCS",
        ] {
            assert_eq!(named(text), Named::Other, "{text}");
        }
    }
}
