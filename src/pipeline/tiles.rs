//! What a run computed in, its archive of vector tiles out.

use super::plan::{Output, Plan};
use super::run::Computed;
use super::summary::Warning;
use crate::draw::TilesReport;
use crate::error::Error;
use crate::format::Format;
use crate::write::Folder;

/// Whether tiles are asked for, which is done by name.
pub(super) fn asks_for_tiles(output: &Output) -> bool {
    let formats = output.formats.as_deref().unwrap_or_default();
    formats.contains(&Format::PmTiles)
}

/// Refuses to make tiles in a build that cannot, or in a check, before any work is done.
pub(super) fn refuse_tiles(output: &Output, is_check: bool) -> Result<(), Error> {
    let reason = if !asks_for_tiles(output) {
        return Ok(());
    } else if is_check {
        "a check writes no vector tiles: expected other formats"
    } else if cfg!(not(feature = "pmtiles")) {
        "this build does not write vector tiles: it is without the feature `pmtiles`"
    } else {
        return Ok(());
    };
    Err(Error::Plan(reason.to_owned()))
}

/// What a caller should know of the tiles.
pub(super) fn tiles_warning(report: Option<&TilesReport>) -> Option<Warning> {
    let n_tiles = report?.tiles_over_limit;
    (n_tiles > 0).then_some(Warning::TilesOverLimit { n_tiles })
}

/// The archive of tiles.
#[cfg(feature = "pmtiles")]
const TILES: &str = "schoolreach.pmtiles";

/// Writes the archive of a run.
#[cfg(feature = "pmtiles")]
pub(super) fn write_archive(
    plan: &Plan,
    computed: &Computed,
    folder: &mut Folder,
) -> Result<TilesReport, Error> {
    use std::io::{self, Seek};

    use super::outputs::told;
    use super::plan::Layer;
    use super::run::open_positions;
    use crate::draw::tiles::{TileInput, TileLevel, TileSchools, write_tiles};
    use crate::locate::nesting;

    let positions = open_positions(&computed.schools, plan.rules.include_closed);
    let levels = computed.levels.iter();
    let nestings: Vec<_> = levels
        .map(|level| nesting(&level.regions.outlines))
        .collect();
    let schools = plan.output.has_layer(Layer::Schools).then(|| TileSchools {
        schools: &computed.schools,
        positions: &positions,
        measured: computed.measurements.as_ref().map(|found| &found.measured),
        tells_real_time: told(computed).real_time,
    });
    let levels = computed
        .levels
        .iter()
        .zip(&nestings)
        .zip(&computed.summaries);
    let levels = levels.map(|((level, nesting), summaries)| TileLevel {
        regions: &level.regions,
        nesting,
        counts: &summaries.regions,
    });
    let input = TileInput {
        schools,
        levels: if plan.output.has_layer(Layer::Regions) {
            levels.collect()
        } else {
            Vec::new()
        },
        attribution: attribution(computed),
    };
    // An archive begins with what is known only at its end, and a file of the folder is written from front to back.
    let mut scratch = folder.scratch()?;
    let written = write_tiles(&input, &mut scratch).and_then(|report| {
        scratch.rewind()?;
        Ok(report)
    });
    let report = written.map_err(|error| folder.refused(TILES, error))?;
    let n_features = report.schools + report.levels.iter().map(|level| level.regions).sum::<u64>();
    folder.file(TILES, |mut out| {
        io::copy(&mut scratch, &mut out).map(|_| n_features)
    })?;
    Ok(report)
}

/// Writes nothing: such a build has refused the plan.
#[cfg(not(feature = "pmtiles"))]
pub(super) fn write_archive(
    plan: &Plan,
    _: &Computed,
    _: &mut Folder,
) -> Result<TilesReport, Error> {
    refuse_tiles(&plan.output, false).map(|()| TilesReport::default())
}

/// The input files, as the source that a map names.
#[cfg(feature = "pmtiles")]
fn attribution(computed: &Computed) -> String {
    let files = super::run::all_files(computed);
    let names: Vec<&str> = files.iter().map(AsRef::as_ref).collect();
    names.join(", ")
}
