//! The rules of the figures in, layer styles of QGIS out: `NAME.qml` beside `NAME.fgb` is how QGIS shows that layer.
//!
//! Regions are colored by their share of unconnected schools of known status, in the five classes that all maps have;
//! lines fill those of which too little is known to say, dots those without a school of known status. Schools show their
//! status by color and by shape. The files beside this one are the styles; words in braces stand for what the rules say
//! and for the colors that all maps share.

use crate::colors::{
    CONNECTED, MORE_IS_WORSE, NO_DATA, NOT_CONNECTED, PATTERN, TOO_LITTLE_KNOWN, UNKNOWN,
};

/// The style of a layer of regions. A region of fewer schools of known status than `min_schools`, or of a smaller share
/// of them than `min_known`, has lines.
///
/// ```
/// let style = schoolreach::write::regions_style(10, 0.5);
/// assert!(style.contains("fewer than 10 schools of known status"));
/// ```
#[must_use]
pub fn regions_style(min_schools: u64, min_known: f64) -> String {
    let enough = format!(
        "&quot;n_connected&quot; + &quot;n_not_connected&quot; &gt;= {min_schools} \
         AND &quot;known_share&quot; &gt;= {min_known}"
    );
    let few = format!(
        "too little known: fewer than {min_schools} schools of known status, or less than {} % of all",
        min_known * 100.0
    );
    let classes = MORE_IS_WORSE.iter().enumerate();
    let classes = classes.map(|(class, color)| (format!("class_{}", class + 1), *color));
    let grounds = [
        ("too_little_known", TOO_LITTLE_KNOWN),
        ("no_data", NO_DATA),
        ("pattern", PATTERN),
    ];
    let grounds = grounds.map(|(name, color)| (name.to_owned(), color));
    let style = include_str!("regions.qml")
        .replace("{enough}", &enough)
        .replace("{few}", &few);
    colored(style, classes.chain(grounds))
}

/// The style of the layer of schools. Those that are not open are shown apart, unless they count.
#[must_use]
pub fn schools_style(include_closed: bool) -> String {
    let open = if include_closed {
        "TRUE"
    } else {
        "coalesce(&quot;is_school_open&quot;, 'yes') &lt;&gt; 'no'"
    };
    let style = include_str!("schools.qml").replace("{open}", open);
    let colors = [
        ("connected", CONNECTED),
        ("not_connected", NOT_CONNECTED),
        ("unknown", UNKNOWN),
    ];
    colored(style, colors.map(|(name, color)| (name.to_owned(), color)))
}

/// A style with a color for every name in braces.
fn colored(style: String, colors: impl IntoIterator<Item = (String, &'static str)>) -> String {
    let fill = |style: String, (name, color): (String, &str)| {
        style.replace(&format!("{{{name}}}"), &rgba(color))
    };
    colors.into_iter().fold(style, fill)
}

/// A color as QGIS writes it: `#fecc5c` is `254,204,92,255`.
fn rgba(color: &str) -> String {
    let channel = |from: usize| u8::from_str_radix(&color[from..from + 2], 16).unwrap_or_default();
    format!("{},{},{},255", channel(1), channel(3), channel(5))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colors::SHARE_BREAKS;

    #[test]
    fn colors_are_written_as_qgis_does() {
        assert_eq!(rgba("#fecc5c"), "254,204,92,255");
        assert!(regions_style(10, 0.5).contains("\"color\" v=\"254,204,92,255\""));
    }

    /// The values of an attribute.
    fn values<'a>(style: &'a str, attribute: &str) -> Vec<&'a str> {
        let start = format!(" {attribute}=\"");
        let parts = style.split(&start).skip(1);
        parts.filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn every_region_has_one_class() {
        let style = regions_style(10, 0.5);
        assert!(!style.contains(['{', '}']));
        let filters = values(&style, "filter");
        let plain = filters[5].replace("&quot;", "\"").replace("&gt;", ">");
        assert_eq!(
            plain,
            "\"unconnected_share_of_known\" IS NOT NULL AND NOT (\"n_connected\" + \"n_not_connected\" >= 10 AND \
             \"known_share\" >= 0.5)"
        );
        let limits: Vec<&str> = filters[..5]
            .iter()
            .flat_map(|filter| filter.split_whitespace())
            .filter(|word| word.starts_with(['0', '1']) && word.len() == 3)
            .collect();
        assert_eq!(limits.len(), 15, "two limits and the least known share");
        let breaks: Vec<String> = SHARE_BREAKS.map(|share| share.to_string()).into();
        assert_eq!(
            limits.iter().skip(3).step_by(3).collect::<Vec<_>>(),
            breaks.iter().collect::<Vec<_>>()
        );
        assert_eq!(values(&style, "label").len(), 7);
    }

    #[test]
    fn statuses_differ_in_shape_too() {
        let style = schools_style(false);
        assert!(!style.contains(['{', '}']));
        let shapes = style.split("<prop k=\"name\" v=\"").skip(1);
        let shapes: Vec<&str> = shapes.filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(shapes, ["triangle", "circle", "square", "cross2"]);
        assert!(schools_style(true).contains("NOT (TRUE)"));
    }
}
