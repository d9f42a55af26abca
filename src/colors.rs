//! Where the classes of shares begin, and the colors of maps: the same in pictures, on the page, in the styles of QGIS
//! and in the viewer, so that a country looks alike wherever it is opened.
//!
//! Classes have the colors of `ColorBrewer` (Brewer and Harrower, <https://colorbrewer2.org>): sequential schemes whose
//! order people see whatever their color vision, and in gray, too. Statuses have colors of Okabe and Ito's
//! (<https://jfly.uni-koeln.de/color/>), which people with any color vision tell apart. What has no class differs from
//! all of them by its pattern: lines where too little is known, dots where there is nothing to divide by.

/// Where the classes of shares begin, but for the first: the same for every country, so that maps compare.
pub(crate) const SHARE_BREAKS: [f64; 4] = [0.2, 0.4, 0.6, 0.8];

/// `YlOrRd`, five classes: more is worse.
pub(crate) const MORE_IS_WORSE: [&str; 5] = ["#ffffb2", "#fecc5c", "#fd8d3c", "#f03b20", "#bd0026"];
/// `YlGnBu`, five classes: more is better.
pub(crate) const MORE_IS_BETTER: [&str; 5] =
    ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"];

/// Schools that are not connected.
pub(crate) const NOT_CONNECTED: &str = "#d55e00";
/// Schools that are connected.
pub(crate) const CONNECTED: &str = "#0072b2";
/// Schools of which it is not known: gray, and dark enough for a dot on white.
pub(crate) const UNKNOWN: &str = "#87909a";

/// The ground of regions of which too little is known, below lines.
pub(crate) const TOO_LITTLE_KNOWN: &str = "#ffffff";
/// The ground of regions without any data, below dots.
pub(crate) const NO_DATA: &str = "#d8dde3";
/// The lines and dots on both grounds.
pub(crate) const PATTERN: &str = "#6e7781";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_viewer_has_the_same_classes_and_colors() {
        let viewer = include_str!("../viewer/src/classes.js").replace(['\'', '"'], "");
        let classes =
            [MORE_IS_WORSE, MORE_IS_BETTER].map(|colors| format!("[{}]", colors.join(", ")));
        let breaks = format!("{SHARE_BREAKS:?}");
        let statuses = [NOT_CONNECTED, CONNECTED, UNKNOWN].map(|color| format!("color: {color}"));
        let grounds = [
            format!("TOO_LITTLE_KNOWN_COLOR = {TOO_LITTLE_KNOWN}"),
            format!("NO_DATA_COLOR = {NO_DATA}"),
            format!("PATTERN_COLOR = {PATTERN}"),
        ];
        for wanted in classes
            .iter()
            .chain(&statuses)
            .chain(&grounds)
            .chain([&breaks])
        {
            assert!(viewer.contains(wanted), "{wanted}");
        }
    }
}
