//! Well-known text without a code in, the definition that it describes out.
//!
//! What such a text says of the projection is taken; the shift of its datum is looked up by the datum's name, because
//! the texts that accompany Shapefiles never tell it, and without it outlines would come to lie hundreds of metres off
//! without a word.

use super::bracket::{has_word, quoted_after};
use super::datums;
use super::definition::Definition;
use super::system::Unknown;

/// What a text calls the datum.
const DATUM: [&str; 4] = ["DATUM", "ENSEMBLE", "GEODETICDATUM", "TRF"];

/// The definition of a description.
///
/// # Errors
/// [`Unknown::Projection`] and [`Unknown::Datum`].
pub(super) fn definition(wkt: &str) -> Result<Definition, Unknown> {
    let text =
        proj4wkt::wkt_to_projstring(wkt).map_err(|error| Unknown::Projection(error.to_string()))?;
    if text.contains("+proj=longlat") && !is_in_degrees(wkt) {
        return Err(Unknown::Projection(
            "its angles are not in degrees".to_owned(),
        ));
    }
    let datum = quoted_after(wkt, &DATUM).unwrap_or_default();
    match datums::shift(datum) {
        Some(shift) => Ok(Definition::new(&text, Some(shift.within_m)).shifted(shift.parameters)),
        None if has_word(wkt, "TOWGS84") => Ok(Definition::new(&text, None)),
        None => Err(Unknown::Datum(datum.to_owned())),
    }
}

/// Whether the first unit of angles is the degree; `proj4wkt` takes it so, whatever it is.
fn is_in_degrees(wkt: &str) -> bool {
    let unit = quoted_after(wkt, &["ANGLEUNIT"]).or_else(|| quoted_after(wkt, &["UNIT"]));
    unit.is_none_or(|unit| unit.to_ascii_lowercase().starts_with("degree"))
}
