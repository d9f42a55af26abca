//! What an archive holds in, the JSON that tells viewers of it out.

use serde_json::{Value, json};

use super::TileInput;
use super::figures::{REGION_KEYS, SCHOOL_KEYS, TEXTS, TRUTHS};
use super::regions::RegionMap;
use super::tile::SCHOOL_LAYER;
use super::zooms::Zooms;

/// The metadata of an archive, as the specifications of `PMTiles` and of `TileJSON` 3.0 ask for it.
pub(super) fn metadata(
    input: &TileInput<'_>,
    layers: &[String],
    maps: &[RegionMap<'_>],
    zooms: Zooms,
) -> String {
    let regions = layers.iter().zip(maps).map(|(name, map)| {
        let told = format!(
            "Regions with counts and shares of schools; small ones are drawn together, with n_regions, before zoom {}",
            map.each_from_zoom
        );
        layer(name, &told, &REGION_KEYS, zooms)
    });
    let schools = input.schools.iter().map(|_| {
        let told = format!(
            "Open schools with a position; grouped, with n_schools, before zoom {}",
            zooms.schools_from
        );
        layer(SCHOOL_LAYER, &told, &SCHOOL_KEYS, zooms)
    });
    let layers: Vec<Value> = regions.chain(schools).collect();
    let told = json!({
        "name": "schoolreach",
        "description": "Schools that the internet does not reach yet, by region",
        "type": "overlay",
        "format": "pbf",
        "attribution": escaped(&input.attribution),
        "generator": concat!("schoolreach ", env!("CARGO_PKG_VERSION")),
        "schools_from_zoom": zooms.schools_from,
        "vector_layers": layers,
    });
    told.to_string()
}

fn layer(name: &str, told: &str, keys: &[&str], zooms: Zooms) -> Value {
    let fields: serde_json::Map<String, Value> = keys
        .iter()
        .map(|key| ((*key).to_owned(), Value::from(kind(key))))
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
