//! What a run shall do: inputs, rules and outputs.

use std::path::PathBuf;

use super::breakdown::BreakdownPlan;
use super::measurements::MeasurementPlan;
use crate::draw::Language;
use crate::error::Error;
use crate::format::Format;
use crate::judge::Gravities;
use crate::normalize::{Choice, StatusRule, WordChoice, level_name};
use crate::read::ReadOptions;
use crate::summarize::RankingRule;
use crate::write::Decimals;

/// What a run shall do.
///
/// ```
/// use schoolreach::pipeline::Plan;
/// let plan = Plan::new(&["schools.csv"], &["adm1=states.geojson", "adm2=districts.fgb"])?;
/// assert_eq!(plan.regions[1].level.as_deref(), Some("adm2"));
/// assert_eq!(plan.rules.snap_m, 1500.0);
/// # Ok::<(), schoolreach::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Plan {
    /// School files, folders or patterns.
    pub schools: Vec<String>,
    /// Region files, folders or patterns, with the level that they are said to hold.
    pub regions: Vec<RegionInput>,
    /// Measurements, and how they count.
    pub measurements: MeasurementPlan,
    /// Which schools count, and by what the figures are broken down.
    pub breakdown: BreakdownPlan,
    /// How text is read.
    pub read: ReadOptions,
    /// The decimal mark; both are understood where none is given.
    pub decimal: Option<char>,
    /// The country of school rows that name none.
    pub country: Option<String>,
    /// Coordinate systems that the caller names.
    pub crs: CrsChoices,
    /// Columns that the caller names.
    pub choices: Vec<Choice>,
    /// What the caller says that words of some columns mean.
    pub words: Vec<WordChoice>,
    /// The rules of the figures.
    pub rules: Rules,
    /// Which checks a run makes.
    pub checks: Checks,
    /// How grave each check is.
    pub gravities: Gravities,
    /// What is written.
    pub output: Output,
    /// Number of threads; all cores where none is given.
    pub threads: Option<usize>,
}

/// A region input: `adm2=districts.fgb`, or a bare name whose level the file tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionInput {
    /// The level, where it is said.
    pub level: Option<String>,
    /// A file, folder or pattern.
    pub pattern: String,
}

impl RegionInput {
    /// Splits `LEVEL=FILE`. What stands before the `=` is no level where it holds what paths and patterns hold
    /// (`/ \ : * ? [`), or where the whole text is a file or folder that exists.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let is_word =
            |word: &str| !word.is_empty() && !word.contains(['/', '\\', ':', '*', '?', '[']);
        match text.split_once('=') {
            Some((level, pattern)) if is_word(level) && !PathBuf::from(text).exists() => Self {
                level: Some(level_name(level)),
                pattern: pattern.to_owned(),
            },
            _ => Self {
                level: None,
                pattern: text.to_owned(),
            },
        }
    }
}

/// Coordinate systems that the caller names (`EPSG:25833`, a URN, well-known text); they go before what files say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrsChoices {
    /// That of the schools' coordinates.
    pub schools: Option<String>,
    /// That of the outlines.
    pub regions: Option<String>,
}

/// The rules of the figures, as the report repeats them.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a rule of its own that is on or off"
)]
pub struct Rules {
    /// How far from an outline a school outside all of them may lie to count there, in metres; 0 turns it off.
    pub snap_m: f64,
    /// By which rule evidence becomes a status.
    pub status_rule: StatusRule,
    /// Whether coordinates are repaired where the right ones are provable.
    pub repair: bool,
    /// Whether a school without a usable position counts in the region whose id it states.
    pub use_stated: bool,
    /// Whether schools that are not open count as schools.
    pub include_closed: bool,
    /// Whether `false` in a page of Giga's API means no; else it is no answer.
    pub api_false_is_no: bool,
    /// Which regions may be ranked.
    pub ranking: RankingRule,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            snap_m: 1500.0,
            status_rule: StatusRule::default(),
            repair: true,
            use_stated: true,
            include_closed: false,
            api_false_is_no: false,
            ranking: RankingRule::default(),
        }
    }
}

/// Which checks a run makes; a check makes all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Checks {
    /// Those that decide reading, position, status and placement.
    #[default]
    Placing,
    /// Giga's checks of quality, too.
    All,
}

impl Checks {
    /// The word that stands for the choice in options and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Placing => "placing",
            Self::All => "all",
        }
    }
}

/// A group of output files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// `regions_LEVEL.*` and `totals_LEVEL.csv`.
    Regions,
    /// `schools.*`.
    Schools,
    /// `issues.csv`.
    Issues,
}

/// What is written.
#[derive(Clone, Debug)]
pub struct Output {
    /// The formats asked for by name; all but the workbook where none is named.
    pub formats: Option<Vec<Format>>,
    /// The groups of files.
    pub layers: Vec<Layer>,
    /// Whether the input's own columns go behind ours.
    pub keep_properties: bool,
    /// How coordinates are rounded in GeoJSON.
    pub decimals: Decimals,
    /// By how many metres the edges of the outlines that are also written simplified may move, where any are.
    pub simplify_m: Option<f64>,
    /// How many issues of each check are listed; all of them where none is given.
    pub issue_limit: Option<usize>,
    /// The language of the report.
    pub language: Language,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            formats: None,
            layers: vec![Layer::Regions, Layer::Schools, Layer::Issues],
            keep_properties: false,
            decimals: Decimals::Seven,
            simplify_m: None,
            issue_limit: Some(1000),
            language: Language::default(),
        }
    }
}

/// Above this many schools GeoJSON of schools is written only if asked for by name: viewers freeze on it.
pub(super) const MOST_SCHOOLS_IN_GEOJSON: usize = 100_000;

impl Output {
    pub(super) fn has_layer(&self, layer: Layer) -> bool {
        self.layers.contains(&layer)
    }

    /// Whether the workbook is asked for: by name only, as it takes longer than all else.
    pub(super) fn has_workbook(&self) -> bool {
        let asked = self.formats.as_ref();
        asked.is_some_and(|formats| formats.contains(&Format::Xlsx))
    }

    pub(super) fn has_format(&self, format: Format) -> bool {
        self.formats
            .as_ref()
            .is_none_or(|formats| formats.contains(&format))
    }

    /// Whether schools go out as GeoJSON.
    pub(super) fn has_schools_geojson(&self, n_schools: usize) -> bool {
        let asked = self
            .formats
            .as_ref()
            .is_some_and(|formats| formats.contains(&Format::GeoJson));
        asked || (self.has_format(Format::GeoJson) && n_schools <= MOST_SCHOOLS_IN_GEOJSON)
    }
}

impl Plan {
    /// A plan with the default rules; regions as `LEVEL=FILE` or `FILE`.
    ///
    /// # Errors
    /// [`Error::Plan`] if there is no school file.
    pub fn new(schools: &[impl AsRef<str>], regions: &[impl AsRef<str>]) -> Result<Self, Error> {
        if schools.is_empty() {
            return Err(Error::Plan("expected at least one school file".to_owned()));
        }
        Ok(Self {
            schools: schools
                .iter()
                .map(|pattern| pattern.as_ref().to_owned())
                .collect(),
            regions: regions
                .iter()
                .map(|text| RegionInput::parse(text.as_ref()))
                .collect(),
            measurements: MeasurementPlan::default(),
            breakdown: BreakdownPlan::default(),
            read: ReadOptions::default(),
            decimal: None,
            country: None,
            crs: CrsChoices::default(),
            choices: Vec::new(),
            words: Vec::new(),
            rules: Rules::default(),
            checks: Checks::default(),
            gravities: Gravities::default(),
            output: Output::default(),
            threads: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_a_plain_word_and_paths_stay_whole() {
        let split = |text: &str| {
            let input = RegionInput::parse(text);
            (input.level.unwrap_or_default(), input.pattern)
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            split(r"adm1=C:\dados\munic\u{ed}pios.geojson"),
            pair("adm1", r"C:\dados\munic\u{ed}pios.geojson")
        );
        assert_eq!(
            split(r"C:\dados\adm1.geojson"),
            pair("", r"C:\dados\adm1.geojson")
        );
        assert_eq!(
            split("ADM2=out lines/é*.fgb"),
            pair("adm2", "out lines/é*.fgb")
        );
        assert_eq!(split("./a=b.geojson"), pair("", "./a=b.geojson"));
        assert_eq!(split("Município=m.fgb"), pair("municipio", "m.fgb"));
        assert_eq!(split("adm 2.5=m.fgb"), pair("adm_2_5", "m.fgb"));
        assert_eq!(split("states.geojson"), pair("", "states.geojson"));
    }
}
