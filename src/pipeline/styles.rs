//! A layer in, the writing of its style for QGIS out: as many features as the style has symbols.

use super::plan::Rules;
use crate::table::Frame;
use crate::write::{Job, regions_style, schools_style};

/// `regions_LEVEL.qml`: a region has lines where it may not be ranked.
pub(super) fn regions_style_job(regions: &Frame, rules: &Rules) -> Job<'static> {
    let ranking = rules.ranking;
    let style = regions_style(ranking.min_schools, ranking.min_known);
    style_job(&regions.name, style)
}

/// `schools.qml`.
pub(super) fn schools_style_job(schools: &Frame, rules: &Rules) -> Job<'static> {
    style_job(&schools.name, schools_style(rules.include_closed))
}

fn style_job(layer: &str, style: String) -> Job<'static> {
    Job::new(format!("{layer}.qml"), move |out| {
        let n_symbols = style.matches("<rule ").count() as u64;
        out.write_all(style.as_bytes()).map(|()| n_symbols)
    })
}
