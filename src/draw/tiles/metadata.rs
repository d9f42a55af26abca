//! What an archive holds in, the JSON that tells viewers of it out.

use serde_json::{Value, json};

use super::figures::{REGION_KEYS, SCHOOL_KEYS, TEXTS, TRUTHS};
use super::regions::RegionMap;
use super::tile::SCHOOL_LAYER;
use super::zooms::Zooms;
use super::{TileInput, TileSchools};

/// The metadata of an archive, as the specifications of `PMTiles` and of `TileJSON` 3.0 ask for it.
pub(super) fn metadata(
    input: &TileInput<'_>,
    layers: &[String],
    maps: &[RegionMap<'_>],
    zooms: Zooms,
) -> String {
    let regions = layers.iter().zip(maps).map(|(name, map)| {
        let told = "Regions with counts and shares of schools";
        let together = "small ones are drawn together, with n_regions,";
        let told = before_zoom(told, together, map.each_from_zoom);
        layer(name, &told, region_keys(map), zooms)
    });
    let schools = input.schools.iter().map(|schools| {
        let told = "Open schools with a position";
        let told = before_zoom(told, "grouped, with n_schools,", zooms.schools_from);
        layer(SCHOOL_LAYER, &told, school_keys(schools, zooms), zooms)
    });
    let layers: Vec<Value> = regions.chain(schools).collect();
    let told = json!({
        "name": "schoolreach",
        "description": "Schools that the internet does not reach yet, by region",
        "type": "overlay",
        "format": "pbf",
        "attribution": escaped(&input.attribution),
        "generator": concat!("schoolreach ", env!("CARGO_PKG_VERSION")),
        // Text, as every value but the layers: tippecanoe passes over a number, with a warning.
        "schools_from_zoom": zooms.schools_from.to_string(),
        "vector_layers": layers,
    });
    told.to_string()
}

/// What a layer shows, and what else before a zoom, where there is a zoom before it.
fn before_zoom(told: &str, before: &str, zoom: u8) -> String {
    if zoom == 0 {
        told.to_owned()
    } else {
        format!("{told}; {before} before zoom {zoom}")
    }
}

/// The attributes that regions of a level have.
fn region_keys(map: &RegionMap<'_>) -> impl Iterator<Item = &'static str> {
    let are_joined = map.each_from_zoom > 0;
    (REGION_KEYS.into_iter()).filter(move |key| are_joined || *key != "n_regions")
}

/// The attributes that schools have.
fn school_keys(schools: &TileSchools<'_>, zooms: Zooms) -> impl Iterator<Item = &'static str> {
    let is_measured = schools.measured.is_some();
    let tells_real_time = schools.tells_real_time;
    SCHOOL_KEYS.into_iter().filter(move |key| match *key {
        "connectivity" => is_measured,
        "is_rt_connected" => tells_real_time,
        key => !key.starts_with("n_") || zooms.schools_from > 0,
    })
}

fn layer(name: &str, told: &str, keys: impl Iterator<Item = &'static str>, zooms: Zooms) -> Value {
    let fields: serde_json::Map<String, Value> = keys
        .map(|key| (key.to_owned(), Value::from(kind(key))))
        .collect();
    json!({
        "id": name,
        "description": told,
        "minzoom": 0,
        "maxzoom": zooms.deepest,
        "fields": fields,
    })
}

fn kind(key: &str) -> &'static str {
    if TEXTS.contains(&key) {
        "String"
    } else if TRUTHS.contains(&key) {
        "Boolean"
    } else {
        "Number"
    }
}

/// Viewers take an attribution for HTML, and names of files are not.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribution_is_no_markup() {
        assert_eq!(escaped("<b a=\"1\">&"), "&lt;b a=&quot;1&quot;&gt;&amp;");
    }
}
