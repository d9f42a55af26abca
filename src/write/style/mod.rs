//! The rules of the figures in, layer styles of QGIS out: `NAME.qml` beside `NAME.fgb` is how QGIS shows that layer.
//!
//! Regions are colored by their share of unconnected schools of known status, in the five classes `YlOrRd` of Cynthia
//! Brewer's color schemes, which are safe for the color-blind; hatched where too little is known to say, or nothing.
//! Schools show their status by color, those of Okabe and Ito, and by shape. The files beside this one are the styles;
//! words in braces stand for what the rules say.

/// The style of a layer of regions. A region of fewer schools of known status than `min_schools`, or of a smaller share
/// of them than `min_known`, is hatched.
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
    include_str!("regions.qml")
        .replace("{enough}", &enough)
        .replace("{few}", &few)
}

/// The style of the layer of schools. Those that are not open are shown apart, unless they count.
#[must_use]
pub fn schools_style(include_closed: bool) -> String {
    let open = if include_closed {
        "TRUE"
    } else {
        "coalesce(&quot;is_school_open&quot;, 'yes') &lt;&gt; 'no'"
    };
    include_str!("schools.qml").replace("{open}", open)
}

#[cfg(test)]
mod tests {
    use super::*;

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
