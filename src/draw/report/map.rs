//! Outlines and counts in, the map of the first level and its legend out, and the outlines of the others.

use serde::Serialize;

use super::classes::{CLASSES, class_of};
use super::escape::html;
use super::numbers::{count, whole_percent};
use super::page::{Page, PageLevel};
use super::texts::Texts;
use crate::colors::SHARE_BREAKS;
use crate::draw::{Projection, UNITS_PER_PIXEL, simplify};
use crate::table::Outlines;

/// The map is at most so many pixels wide and high before it is zoomed.
const LARGEST_PX: f64 = 1000.0;
/// Edges move by at most so many pixels.
const TOLERANCE_PX: f64 = 0.5;

/// A level as the script draws it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct LevelMap {
    /// In units of the paths.
    width: f64,
    /// In units of the paths.
    height: f64,
    km_per_unit: f64,
    /// The outlines of the coarser level.
    borders: String,
    /// One path for each region; those of the first level stand in the page itself.
    paths: Option<Vec<String>>,
}

/// The maps of all levels, in one projection, and the paths of the first level; none for a level without outlines.
pub(super) fn maps(levels: &[PageLevel]) -> (Vec<Option<LevelMap>>, Vec<String>) {
    let outlines: Vec<&Outlines> = levels.iter().map(|level| &level.regions.outlines).collect();
    let projection = Projection::fit(&outlines, LARGEST_PX, LARGEST_PX);
    let coarse = simplify(&outlines, projection.tolerance_m(TOLERANCE_PX));
    let mut paths: Vec<Vec<String>> = coarse
        .iter()
        .map(|level| paths(&projection, level))
        .collect();
    let maps = levels.iter().enumerate().map(|(number, level)| {
        let is_blank = paths[number].iter().all(String::is_empty);
        let borders = level.coarser.and_then(|coarser| paths.get(coarser));
        (!is_blank).then(|| LevelMap {
            width: (projection.width_px() * UNITS_PER_PIXEL).ceil(),
            height: (projection.height_px() * UNITS_PER_PIXEL).ceil(),
            km_per_unit: projection.metres_per_pixel() / UNITS_PER_PIXEL / 1000.0,
            borders: borders.map(|paths| paths.concat()).unwrap_or_default(),
            paths: (number > 0).then(|| paths[number].clone()),
        })
    });
    let maps = maps.collect();
    let first = if paths.is_empty() {
        Vec::new()
    } else {
        paths.swap_remove(0)
    };
    (maps, first)
}

fn paths(projection: &Projection, outlines: &Outlines) -> Vec<String> {
    (0..outlines.n_rows())
        .map(|row| projection.path(outlines, row))
        .collect()
}

/// What the map shows, above it.
pub(super) fn caption(page: &Page, texts: &Texts) -> String {
    let level = page.levels.first().map_or("", |level| &level.regions.level);
    let measure = texts.get("measure_unconnected_share_of_known");
    html(&format!("{level} · {measure}")).into_owned()
}

/// The map of the first level as SVG.
pub(super) fn map(page: &Page, texts: &Texts, map: Option<&LevelMap>, first: &[String]) -> String {
    let label = page.levels.first().map(|level| {
        let values = [
            ("regions", count(level.regions.len() as u64, page.language)),
            ("level", level.regions.level.clone()),
            (
                "measure",
                texts.get("measure_unconnected_share_of_known").to_owned(),
            ),
        ];
        texts.with("map_label", &values)
    });
    let [width, height] = map.map_or([1.0, 1.0], |map| [map.width, map.height]);
    let (hidden, unhidden) = if map.is_some() {
        ("", " hidden")
    } else {
        (" hidden", "")
    };
    format!(
        "<svg id=\"regions-map\" class=\"map warm\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\"{hidden}>\n\
         <defs>{}</defs>\n<g id=\"regions\">{}</g>\n\
         <path id=\"borders\" d=\"\"/><path id=\"mark\" d=\"\"/><g id=\"scale\"></g>\n</svg>\n\
         <p id=\"map-empty\" class=\"note\"{unhidden}>{}</p>",
        html(&label.unwrap_or_default()),
        patterns(),
        region_paths(page, first),
        html(texts.get("map_no_outlines")),
    )
}

/// Lines where too little is known and dots where there is no data, in units of the map and of the legend.
fn patterns() -> String {
    let pattern = |kind: &str, marks: &str| {
        let on = |place: &str, scale: f64| {
            format!(
                "<pattern id=\"{kind}-{place}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" \
                 patternTransform=\"rotate(45) scale({scale})\"><rect class=\"{kind}-ground\" width=\"8\" height=\"8\"/>\
                 <path class=\"{kind}-marks\" d=\"{marks}\"/></pattern>"
            )
        };
        on("map", UNITS_PER_PIXEL) + &on("legend", 0.7)
    };
    pattern("few", "M0 4h8") + &pattern("none", "M4 4h.1")
}

fn region_paths(page: &Page, paths: &[String]) -> String {
    let Some(level) = page.levels.first() else {
        return String::new();
    };
    let path = |(row, path)| format!("<path class=\"{}\" d=\"{path}\"/>", class(level, row));
    let paths: Vec<String> = paths.iter().enumerate().map(path).collect();
    paths.concat()
}

fn class(level: &PageLevel, row: usize) -> &'static str {
    let is_enough = level.is_enough.get(row).copied().unwrap_or(false);
    level
        .counts
        .get(row)
        .map_or("none", |counts| class_of(counts, is_enough))
}

/// The classes with how many regions of the first level each has.
pub(super) fn legend(page: &Page, texts: &Texts) -> String {
    let Some(level) = page.levels.first() else {
        return String::new();
    };
    let classes: Vec<&str> = (0..level.regions.len())
        .map(|row| class(level, row))
        .collect();
    let rows = CLASSES.iter().enumerate().map(|(number, name)| {
        let n_regions = classes.iter().filter(|class| *class == name).count();
        format!(
            "<tr><td><svg viewBox=\"0 0 20 14\" aria-hidden=\"true\"><rect class=\"{name}\" width=\"20\" height=\"14\"/></svg></td>\
             <th scope=\"row\">{}</th><td>{}</td></tr>\n",
            html(&class_label(page, texts, number)),
            count(n_regions as u64, page.language)
        )
    });
    let rows: String = rows.collect();
    format!("<table id=\"legend\" class=\"legend warm\"><tbody>\n{rows}</tbody></table>")
}

fn class_label(page: &Page, texts: &Texts, number: usize) -> String {
    let edge = |share: f64| whole_percent(share, page.language);
    let low = number
        .checked_sub(1)
        .and_then(|below| SHARE_BREAKS.get(below));
    match (CLASSES[number], low, SHARE_BREAKS.get(number)) {
        ("few", ..) => texts.with("legend_few_known", &page.rule_values()),
        ("none", ..) => texts.get("legend_none").to_owned(),
        (_, low, Some(high)) => {
            format!("{} – < {}", edge(low.copied().unwrap_or(0.0)), edge(*high))
        }
        (_, low, None) => format!("{} – {}", edge(low.copied().unwrap_or(0.0)), edge(1.0)),
    }
}
