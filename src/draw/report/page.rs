//! What a page tells in, its HTML out.

use serde_json::value::RawValue;

use super::check::PageCheck;
use super::data::data;
use super::escape::{html, script};
use super::headline::headline;
use super::language::Language;
use super::map::{caption, legend, map, maps};
use super::numbers::{count, whole_percent};
use super::policy::content_policy;
use super::style::{SCRIPT, style};
use super::table::table;
use super::template::fill;
use super::texts::Texts;
use crate::table::{Counts, Month, Regions, SpeedFigures, Trend};

const TEMPLATE: &str = include_str!("report.html");

/// What a page tells. All text in it is data, whatever characters it has.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// The language of texts and numbers.
    pub language: Language,
    /// The counts of the country.
    pub national: Counts,
    /// What the measurements of the country come to.
    pub national_speeds: SpeedFigures,
    /// Whether the input tells numbers of students.
    pub has_students: bool,
    /// Whether there are measurements.
    pub has_measurements: bool,
    /// How many schools were measured in each month, from the first to the last; the trends of levels go before it.
    pub measured_by_month: &'a [(Month, u32)],
    /// The fewest schools of known status of a ranked region; with fewer of what it divides by, no share is mapped.
    pub min_schools: u64,
    /// The smallest share of known status of a ranked region, 0–1.
    pub min_known: f64,
    /// The levels, the coarsest first.
    pub levels: Vec<PageLevel<'a>>,
    /// The checks that spoke.
    pub checks: Vec<PageCheck>,
    /// How many words of connectivity there are; `report` may list fewer.
    pub n_status_values: usize,
    /// What `report.json` tells.
    pub report: &'a RawValue,
    /// The version of the program.
    pub version: &'a str,
}

/// A level of a page. All columns have one entry for each region.
#[derive(Clone, Debug)]
pub struct PageLevel<'a> {
    /// The regions.
    pub regions: &'a Regions,
    /// Their counts.
    pub counts: &'a [Counts],
    /// What their measurements come to; blank where there are none.
    pub speeds: &'a [SpeedFigures],
    /// Whether enough is known to rank a region.
    pub is_enough: Vec<bool>,
    /// What downloads come to month by month.
    pub trend: Option<&'a Trend>,
    /// The number of the next coarser level on the page.
    pub coarser: Option<usize>,
}

impl Page<'_> {
    /// What texts about ranking are filled with.
    pub(super) fn rule_values(&self) -> [(&'static str, String); 2] {
        [
            ("schools", count(self.min_schools, self.language)),
            ("share", whole_percent(self.min_known, self.language)),
        ]
    }
}

/// The page as it is written. It opens without a server, asks for nothing, and is the same for the same input.
///
/// # Panics
/// If a level has fewer counts than regions.
#[must_use]
pub fn report_page(page: &Page) -> Vec<u8> {
    let texts = Texts::of(page.language);
    let (maps, first) = maps(&page.levels);
    let shown_map = map(page, &texts, maps.first().and_then(Option::as_ref), &first);
    let json = data(page, &texts, maps);
    let style = style();
    let slot = |name: &str| match name {
        "language" => page.language.code().to_owned(),
        "policy" => html(&content_policy(&style, SCRIPT)).into_owned(),
        "style" => style.clone(),
        "script" => SCRIPT.to_owned(),
        "subtitle" => html(&subtitle(page, &texts)).into_owned(),
        "headline" => headline(page, &texts),
        "caption" => caption(page, &texts),
        "map" => shown_map.clone(),
        "legend" => legend(page, &texts),
        "table" => table(page, &texts),
        "made_by" => html(&made_by(page, &texts)).into_owned(),
        "data" => script(&json),
        text => html(texts.get(text.trim_start_matches("text:"))).into_owned(),
    };
    fill(TEMPLATE, slot).into_bytes()
}

fn subtitle(page: &Page, texts: &Texts) -> String {
    let number = |number| count(number, page.language);
    let mut parts = vec![texts.with("subtitle", &[("schools", number(page.national.n_schools))])];
    parts.extend(page.levels.iter().map(|level| {
        let values = [
            ("level", level.regions.level.clone()),
            ("regions", number(level.regions.len() as u64)),
        ];
        texts.with("subtitle_level", &values)
    }));
    parts.join(" · ")
}

fn made_by(page: &Page, texts: &Texts) -> String {
    texts.with("made_by", &[("version", page.version.to_owned())])
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
