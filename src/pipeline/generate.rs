//! Synthetic countries as files, and the demo that runs the main job on one.

use std::borrow::Cow;
use std::path::Path;

use super::files::find_files;
use super::inputs::{open_regions, read_regions};
use super::plan::Plan;
use super::progress::{Phases, Progress};
use super::run::{Outcome, run};
use crate::error::Error;
use crate::format::Format;
use crate::generate::{Country, CountryPlan, country, random_points, write_scattered_schools};
use crate::locate::nesting;
use crate::table::{Column, Frame, FrameGeometry, Nesting, Regions};
use crate::write::{self, Decimals, Folder, WrittenFile};

/// The folder inside the demo's that holds its inputs.
pub const DEMO_INPUT: &str = "input";

/// Makes the country of the demo in `dir/input` and runs the main job on it into `dir`.
///
/// # Errors
/// Those of [`generate`] and [`run`].
pub fn demo(dir: &Path, threads: Option<usize>, progress: &dyn Progress) -> Result<Outcome, Error> {
    let input = dir.join(DEMO_INPUT);
    generate(&demo_country(), &input, progress)?;
    let path = |name: &str| input.join(name).to_string_lossy().into_owned();
    let regions =
        ["adm1", "adm2"].map(|level| format!("{level}={}", path(&format!("{level}.geojson"))));
    let mut plan = Plan::new(&[path("schools.csv")], &regions)?;
    plan.threads = threads;
    run(&plan, dir, progress)
}

/// A country with enough schools in most of its regions to rank them.
fn demo_country() -> CountryPlan {
    CountryPlan {
        n_schools: 6_000,
        n_adm2: 42,
        n_adm1: 7,
        dirty_share: 0.01,
        ..CountryPlan::default()
    }
}

/// Writes a synthetic country into `dir`: `schools.csv`, `adm1` and `adm2` as GeoJSON and FlatGeobuf, and
/// `measurements.csv` where the plan has measurements.
///
/// # Errors
/// [`Error::Plan`] for impossible sizes, [`Error::Io`] and [`Error::Locked`] for the folder.
pub fn generate(
    plan: &CountryPlan,
    dir: &Path,
    progress: &dyn Progress,
) -> Result<Vec<WrittenFile>, Error> {
    let mut phases = Phases::new(progress);
    let country = phases.run("making a country", None, |_| country(plan))?;
    let mut folder = Folder::open(dir)?;
    phases.run("writing regions", None, |_| {
        write_levels(&country, &mut folder)
    })?;
    phases.run("writing schools", None, |_| {
        folder.file("schools.csv", |out| {
            country.write_schools(out).map(|counts| counts.n_rows)
        })
    })?;
    if plan.n_measurements > 0 {
        phases.run("writing measurements", None, |_| {
            folder.file("measurements.csv", |out| country.write_measurements(out))
        })?;
    }
    finish(folder, &country.name)
}

/// Scatters `n_schools` clean schools over the outlines of a file and writes them as `schools.csv` into `dir`.
///
/// # Errors
/// Those of reading the outlines and writing the folder.
pub fn generate_over(
    outlines: &str,
    n_schools: usize,
    seed: u64,
    dir: &Path,
    progress: &dyn Progress,
) -> Result<Vec<WrittenFile>, Error> {
    let mut phases = Phases::new(progress);
    let plan = Plan::new(&["-"], &[outlines])?;
    let inputs = phases.run("reading regions", None, |progress| {
        let files = find_files(&plan)?;
        read_regions(&plan, open_regions(&plan, &files.regions)?, progress)
    })?;
    let regions = inputs.levels.first().map(|level| &level.outlines);
    let points = regions
        .map(|outlines| random_points(outlines, n_schools, seed))
        .unwrap_or_default();
    let mut folder = Folder::open(dir)?;
    phases.run("writing schools", None, |_| {
        folder.file("schools.csv", |out| {
            write_scattered_schools(&points, seed, out)
        })
    })?;
    finish(folder, outlines)
}

fn finish(folder: Folder, name: &str) -> Result<Vec<WrittenFile>, Error> {
    let files = folder.files().to_vec();
    let report = serde_json::json!({
        "country": name,
        "files": files,
        "version": env!("CARGO_PKG_VERSION"),
    });
    folder.finish(|_| format!("{report:#}\n").into_bytes())?;
    Ok(files)
}

fn write_levels(country: &Country, folder: &mut Folder) -> Result<(), Error> {
    for regions in &country.levels {
        let nesting = nesting(&regions.outlines);
        let frame = level_frame(regions, &nesting);
        folder.file(&name(regions, Format::GeoJson), |out| {
            write::geojson(&frame, Decimals::Full, out)
        })?;
        folder.file(&name(regions, Format::FlatGeobuf), |out| {
            write::flatgeobuf(&frame, out)
        })?;
    }
    Ok(())
}

fn name(regions: &Regions, format: Format) -> String {
    format!("{}.{}", regions.level, format.extension())
}

fn level_frame<'a>(regions: &'a Regions, nesting: &'a Nesting) -> Frame<'a> {
    let columns = [
        ("region_id", &regions.region_id),
        ("region_name", &regions.region_name),
        ("parent_id", &regions.parent_id),
        ("parent_name", &regions.parent_name),
    ];
    Frame {
        name: regions.level.clone(),
        n_rows: regions.len(),
        columns: columns
            .map(|(name, text)| (name.to_owned(), Column::Text(Cow::Borrowed(text))))
            .into(),
        geometry: FrameGeometry::Outlines(&regions.outlines, nesting),
    }
}
