//! The folder of a finished run in, a map of one of its levels out: where *read* and *draw* meet.

mod result;

use std::path::{Path, PathBuf};

use self::result::{InputFile, LevelResult, ResultFolder, RunReport};
use super::progress::{Phases, Progress};
use crate::draw::{Breaks, Choropleth, Figure, Measure, Style, choropleth};
use crate::error::Error;
use crate::summarize::RankingRule;
use crate::table::Counts;
use crate::write;

/// What a picture shall show.
///
/// ```
/// use schoolreach::pipeline::{PicturePlan, Silent, demo, picture};
/// # let place = tempfile::tempdir()?;
/// # let dir = place.path();
/// demo(dir, None, &Silent)?; // a folder that a run wrote
/// let picture = picture(&PicturePlan::new(dir), &Silent)?;
/// assert_eq!(picture.level, "adm2");
/// picture.save(&dir.join("map.svg"))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PicturePlan {
    /// A folder that a run wrote.
    pub dir: PathBuf,
    /// The level shown; the one with the most regions where none is given.
    pub level: Option<String>,
    /// The share shown.
    pub measure: Measure,
    /// Where classes end.
    pub breaks: Breaks,
    /// The title; that of the measure where none is given.
    pub title: Option<String>,
    /// The width in pixels.
    pub width_px: u32,
    /// Light on dark.
    pub is_dark: bool,
    /// The fewest schools of known status of a region that is compared; that of the run where none is given.
    pub min_schools: Option<u64>,
    /// The smallest share of known status of a region that is compared, 0–1; that of the run where none is given.
    pub min_known: Option<f64>,
}

/// A map.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The map as an SVG document.
    pub svg: String,
    /// The level shown.
    pub level: String,
    /// The regions of the level.
    pub n_regions: u64,
    /// Those without an outline, which no map can show.
    pub n_without_outline: u64,
}

/// Pictures are at least and at most so wide: below, text does not fit, and above no one looks at all of it.
const WIDTHS_PX: std::ops::RangeInclusive<u32> = 400..=5_000;

impl PicturePlan {
    /// A plan for a map of the unconnected share, 900 pixels wide.
    #[must_use]
    pub fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            level: None,
            measure: Measure::default(),
            breaks: Breaks::default(),
            title: None,
            width_px: 900,
            is_dark: false,
            min_schools: None,
            min_known: None,
        }
    }
}

/// Draws a map of a level of a finished run: the file of its outlines holds the figures, its report the rest.
///
/// # Errors
/// [`Error::NoInput`] where the folder is not that of a run or the level has no outlines in it, [`Error::Plan`] where
/// there is no such level, and those of reading the files.
pub fn picture(plan: &PicturePlan, progress: &dyn Progress) -> Result<Picture, Error> {
    if !WIDTHS_PX.contains(&plan.width_px) {
        return Err(Error::Plan(format!(
            "expected a width of {} to {} pixels, found {}",
            WIDTHS_PX.start(),
            WIDTHS_PX.end(),
            plan.width_px
        )));
    }
    let mut phases = Phases::new(progress);
    let folder = ResultFolder::open(&plan.dir)?;
    let level = folder.level(plan.level.as_deref())?;
    let result = phases.run("reading regions", None, |progress| {
        folder.read(&level, progress)
    })?;
    let svg = phases.run("drawing", None, |_| {
        drawn(plan, &folder.report, &level, &result)
    });
    let n_drawn = result.outlines.n_rows() as u64;
    let n_regions = folder.n_regions(&level).max(n_drawn);
    Ok(Picture {
        svg,
        level,
        n_regions,
        n_without_outline: n_regions - n_drawn,
    })
}

impl Picture {
    /// Fails where [`save`](Self::save) would for the name alone: it ends in neither `.svg` nor `.png`, or this build
    /// draws no PNG.
    ///
    /// # Errors
    /// [`Error::Plan`].
    pub fn check_name(path: &Path) -> Result<(), Error> {
        is_png(path).map(|_| ())
    }

    /// Writes the map: whole, or not at all. As PNG (with the feature `picture`) where the name ends in `.png`, as SVG
    /// where it ends in `.svg`.
    ///
    /// # Errors
    /// [`Error::Plan`] for other names, [`Error::Io`] where it cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        let bytes = if is_png(path)? {
            png(&self.svg).map_err(|error| Error::io("draw", path, error))?
        } else {
            self.svg.clone().into_bytes()
        };
        write::file(path, |out| out.write_all(&bytes).map(|()| 1)).map(|_| ())
    }
}

fn is_png(path: &Path) -> Result<bool, Error> {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    match extension.to_ascii_lowercase().as_str() {
        "svg" => Ok(false),
        "png" if cfg!(feature = "picture") => Ok(true),
        "png" => Err(Error::Plan(format!(
            "cannot write {}: this build draws no PNG, as it is without the feature `picture`; expected .svg",
            path.display()
        ))),
        _ => Err(Error::Plan(format!(
            "cannot tell the format of {}: expected a name that ends in .svg or .png",
            path.display()
        ))),
    }
}

#[cfg(feature = "picture")]
fn png(svg: &str) -> std::io::Result<Vec<u8>> {
    crate::draw::png(svg, 1.0)
}

#[cfg(not(feature = "picture"))]
fn png(_svg: &str) -> std::io::Result<Vec<u8>> {
    Err(std::io::ErrorKind::Unsupported.into())
}

fn drawn(plan: &PicturePlan, report: &RunReport, level: &str, result: &LevelResult) -> String {
    let rule = RankingRule {
        min_schools: plan.min_schools.unwrap_or(report.policy.min_schools),
        min_known: plan.min_known.unwrap_or(report.policy.min_known),
    };
    let figures: Vec<Figure> = result
        .counts
        .iter()
        .map(|counts| figure(plan.measure, rule, counts))
        .collect();
    choropleth(&Choropleth {
        title: plan.title.as_deref().unwrap_or(plan.measure.title()),
        subtitle: &subtitle(plan.measure, level, &report.national()),
        notes: &notes(plan.measure, rule, report, level),
        outlines: &result.outlines,
        names: &result.names,
        parents: &result.parents,
        measure: plan.measure,
        figures: &figures,
        breaks: &plan.breaks,
        style: Style {
            width_px: plan.width_px.into(),
            is_dark: plan.is_dark,
            ..Style::default()
        },
    })
}

/// What a region shows. How much is known is shown of every region: there, little is a figure like others.
pub(super) fn figure(measure: Measure, rule: RankingRule, counts: &Counts) -> Figure {
    match measure.of(&counts.shares()) {
        None => Figure::NoData,
        Some(share) if measure == Measure::KnownShare || rule.admits(counts) => {
            Figure::Share(share)
        }
        Some(_) => Figure::TooLittleKnown,
    }
}

/// What is shown, of what, and the same of the whole country.
pub(super) fn subtitle(measure: Measure, level: &str, national: &Counts) -> String {
    let [part, whole] = measure.fraction(national);
    let country = measure.of(&national.shares()).map_or_else(
        || "no such school in the country".to_owned(),
        |share| format!("whole country {:.1} % ({part} of {whole})", share * 100.0),
    );
    format!("{}, by {level} · {country}", measure.denominator())
}

fn notes(measure: Measure, rule: RankingRule, report: &RunReport, level: &str) -> Vec<String> {
    let mut notes = Vec::new();
    if measure != Measure::KnownShare {
        notes.push(format!(
            "Too little known: fewer than {} schools of known connectivity, or known of less than {} % of its schools",
            rule.min_schools,
            (rule.min_known * 1000.0).round() / 10.0
        ));
    }
    let names = |files: &[InputFile]| {
        let of_level = files
            .iter()
            .filter(|file| file.level.as_deref().is_none_or(|it| it == level));
        let names: Vec<&str> = of_level.map(|file| file.file.as_str()).collect();
        names.join(", ")
    };
    let inputs = [
        ("Schools", names(&report.inputs.schools)),
        ("Outlines", names(&report.inputs.regions)),
        ("Measurements", names(&report.inputs.measurements)),
    ];
    let given = inputs.iter().filter(|(_, names)| !names.is_empty());
    let sources: Vec<String> = given
        .map(|(kind, names)| format!("{kind}: {names}"))
        .collect();
    notes.push(sources.join(" · "));
    notes
}
