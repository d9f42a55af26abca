//! What a file and the plan say of a coordinate system in, batches in degrees out: where *read* and *project* meet.

use std::sync::Arc;

use crate::error::Error;
use crate::issue::{Place, shortened};
use crate::normalize::ToDegrees;
use crate::project::System;
use crate::table::{Batch, GeometryKind, Header};

/// The coordinate system of a file.
#[derive(Clone, Debug)]
pub struct FileSystem {
    /// What the file names, shortened; nothing where only the plan does.
    pub found: Option<String>,
    /// What its coordinates are taken to be.
    pub system: Arc<System>,
    /// Whether the plan said so.
    pub by_option: bool,
    /// How many vertices were added to its outlines, so that straight edges stay where they are.
    pub n_added: u64,
}

impl FileSystem {
    /// Finds the system of a file: that which the plan says for files `of` this kind (`schools`, `regions`), else that
    /// which the file names. `None` where neither does, so that its coordinates are taken for degrees on WGS 84.
    pub(super) fn find(
        header: &Header,
        said: Option<&str>,
        of: &'static str,
    ) -> Result<Option<Self>, Error> {
        let found = header.crs.as_deref().map(shortened);
        let Some(text) = said.or(header.crs.as_deref()) else {
            return Ok(None);
        };
        let unknown = |reason| Error::CoordinateSystem {
            place: Place::file(&header.file),
            of,
            found: shortened(text),
            reason,
        };
        Ok(Some(Self {
            found,
            system: Arc::new(
                System::find(text).map_err(|unknown_system| unknown(unknown_system.to_string()))?,
            ),
            by_option: said.is_some(),
            n_added: 0,
        }))
    }

    /// Whether the file names another system than the plan says.
    pub(super) fn differs(&self) -> bool {
        let named = self.found.as_deref().map(System::find);
        self.by_option
            && named
                .is_some_and(|named| named.map_or(true, |named| named.name() != self.system.name()))
    }

    /// What brings coordinates of columns to degrees, where a plan says that they are others.
    pub(super) fn to_degrees(&self) -> Option<ToDegrees> {
        let system = Arc::clone(&self.system);
        (self.by_option && !system.is_degrees())
            .then(|| ToDegrees::new(move |given| system.point(given)))
    }
}

/// Brings the points of a batch to degrees; one that is no place of the system is broken.
pub(super) fn points_in_degrees(file_system: Option<&FileSystem>, batch: &mut Batch<'_>) {
    let Some(system) = transforming(file_system) else {
        return;
    };
    let rows = batch
        .geometries
        .kinds
        .iter_mut()
        .zip(&mut batch.geometries.points);
    for (kind, point) in rows.filter(|(kind, _)| **kind == GeometryKind::Point) {
        let [x, y] = *point;
        if let Some(degrees) = system.point(*point) {
            *point = degrees;
        } else {
            *kind = GeometryKind::Broken(format!("{x}, {y} is no place of {}", system.name()));
        }
    }
}

/// Brings the outlines of a batch to degrees and answers how many vertices were added.
pub(super) fn outlines_in_degrees(
    file: &Arc<str>,
    file_system: Option<&FileSystem>,
    batch: &mut Batch<'_>,
) -> Result<u64, Error> {
    let Some(system) = transforming(file_system) else {
        return Ok(0);
    };
    let projected = system
        .outlines(&batch.geometries.outlines)
        .map_err(|misfit| {
            let [x, y] = misfit.vertex;
            let likely = if misfit.looks_like_degrees {
                "; these are degrees"
            } else {
                ""
            };
            Error::Outlines {
                place: batch
                    .rows
                    .get(misfit.row)
                    .map_or_else(|| Place::file(file), |row| Place::row(file, *row)),
                message: format!(
                    "expected coordinates of {}, found {x}, {y}{likely}",
                    system.name()
                ),
            }
        })?;
    batch.geometries.outlines = projected.outlines;
    Ok(projected.n_added)
}

/// The system of a file, unless its coordinates are degrees already.
fn transforming(file_system: Option<&FileSystem>) -> Option<&System> {
    let system = file_system.map(|file_system| &*file_system.system);
    system.filter(|system| !system.is_degrees())
}
