//! Batches of region files in, one table of regions for each level out.

use std::collections::HashMap;
use std::sync::Arc;

use super::region_fields::{RegionColumns, level_name};
use super::words::id;
use crate::error::Error;
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::lonlat::without_dust;
use crate::table::{Batch, GeometryKind, Header, Outlines, RawLonLat, Regions, TextColumn};

/// Turns the batches of one region file into chunks.
#[derive(Clone, Debug)]
pub struct RegionNormalizer {
    file: Arc<str>,
    header: Vec<String>,
    columns: RegionColumns,
    slots: Vec<Option<usize>>,
    keep_properties: bool,
}

/// The regions of one batch.
#[derive(Debug, Default)]
pub struct RegionChunk {
    regions: Regions,
    issues: Vec<Issue>,
    /// Rows of other levels.
    n_left_out: usize,
    /// The first outline that is not in degrees.
    out_of_range: Option<Error>,
}

impl RegionChunk {
    /// Number of rows that the batch held, refused ones included.
    #[must_use]
    pub fn n_rows(&self) -> u64 {
        let refused = self
            .issues
            .iter()
            .filter(|issue| issue.severity == Severity::Refused)
            .count();
        (self.regions.len() + self.n_left_out + refused) as u64
    }
}

/// How far beyond its bounds a coordinate may lie to be taken for the bound: rounding of ±180 and ±90, about 0.1 m.
const ROUNDING_DEG: f64 = 1e-6;

impl RegionNormalizer {
    /// Prepares for one file; batches must carry what [`RegionColumns::wanted`] asks for.
    #[must_use]
    pub fn new(header: &Header, columns: RegionColumns, keep_properties: bool) -> Self {
        let mut slots = vec![None; header.columns.len()];
        for (slot, column) in columns
            .wanted(header, keep_properties)
            .columns
            .iter()
            .enumerate()
        {
            slots[*column] = Some(slot);
        }
        Self {
            file: header.file.clone(),
            header: header.columns.clone(),
            columns,
            slots,
            keep_properties,
        }
    }

    /// Normalizes one batch.
    #[must_use]
    pub fn normalize(&self, mut batch: Batch) -> RegionChunk {
        let mut chunk = RegionChunk::default();
        self.leave_out_other_levels(&mut batch, &mut chunk);
        chunk.regions.region_id = self.text(&batch, Some(self.columns.id));
        chunk.regions.parent_id = self.text(&batch, self.columns.parent_id);
        chunk.regions.parent_name = self.text(&batch, self.columns.parent_name);
        chunk.regions.region_name = self.names(&batch);
        if self.keep_properties {
            let all = 0..self.header.len();
            chunk.regions.properties = all
                .map(|c| (self.header[c].clone(), self.raw(&batch, c)))
                .collect();
        }
        self.tell(&batch, &mut chunk);
        chunk.regions.outlines = batch.geometries.outlines;
        chunk.regions.source_row = batch.rows;
        self.check_range(&mut chunk);
        chunk
    }

    /// Leaves out rows that say that they belong to another level.
    fn leave_out_other_levels(&self, batch: &mut Batch, chunk: &mut RegionChunk) {
        let Some(told) = &self.columns.told else {
            return;
        };
        let level_of = |row: usize| self.field(batch, Some(told.column), row);
        let is_other =
            |row: usize| !level_of(row).is_empty() && level_name(level_of(row)) != told.level;
        let others: Vec<bool> = (0..batch.rows.len()).map(is_other).collect();
        if others.iter().all(|other| !other) {
            return;
        }
        for row in (0..others.len()).filter(|row| others[*row]) {
            let place =
                Place::row(&self.file, batch.rows[row]).in_column(&self.header[told.column]);
            let message = format!("a row of another level than {}; left out", told.level);
            chunk.issues.push(Issue::new(
                place,
                "other_level",
                Severity::Doubt,
                level_of(row),
                message,
            ));
        }
        chunk.n_left_out = others.iter().filter(|other| **other).count();
        *batch = std::mem::take(batch).without(&others);
    }

    fn text(&self, batch: &Batch, column: Option<usize>) -> TextColumn {
        (0..batch.rows.len())
            .map(|row| id(self.field(batch, column, row)))
            .collect()
    }

    fn raw(&self, batch: &Batch, column: usize) -> TextColumn {
        (0..batch.rows.len())
            .map(|row| self.field(batch, Some(column), row))
            .collect()
    }

    /// The first name that is not blank, else the id.
    fn names(&self, batch: &Batch) -> TextColumn {
        let candidates = |row: usize| {
            let names = self
                .columns
                .names
                .iter()
                .map(move |column| self.field(batch, Some(*column), row).trim());
            names.chain([id(self.field(batch, Some(self.columns.id), row))])
        };
        let name = |row: usize| {
            candidates(row)
                .find(|name| !name.is_empty())
                .unwrap_or_default()
        };
        (0..batch.rows.len()).map(name).collect()
    }

    fn field<'a>(&self, batch: &'a Batch, column: Option<usize>, row: usize) -> &'a str {
        match column.and_then(|column| self.slots[column]) {
            Some(slot) => batch.columns[slot].get(row),
            None => "",
        }
    }

    fn tell(&self, batch: &Batch, chunk: &mut RegionChunk) {
        for refused in &batch.refused {
            let place = Place::row(&self.file, refused.row);
            let message = refused.message.clone();
            chunk.issues.push(Issue::new(
                place,
                refused.check,
                Severity::Refused,
                &refused.value,
                message,
            ));
        }
        for (row, kind) in batch.geometries.kinds.iter().enumerate() {
            let found = match kind {
                GeometryKind::Polygonal => continue,
                GeometryKind::Missing => "no geometry".to_owned(),
                GeometryKind::Point => "a point".to_owned(),
                GeometryKind::Other(kind) => kind.clone(),
                GeometryKind::Broken(reason) => reason.clone(),
            };
            let place = Place::row(&self.file, batch.rows[row]);
            let value = chunk.regions.region_id.get(row);
            let message = format!("expected an outline, found {found}; the region takes no school");
            chunk.issues.push(Issue::new(
                place,
                "outline_missing",
                Severity::Doubt,
                value,
                message,
            ));
        }
        for row in (0..batch.rows.len()).filter(|row| chunk.regions.region_id.known(*row).is_none())
        {
            let place =
                Place::row(&self.file, batch.rows[row]).in_column(&self.header[self.columns.id]);
            let value = chunk.regions.region_name.get(row);
            let message = "expected an id; no school can state this region".to_owned();
            chunk.issues.push(Issue::new(
                place,
                "region_id_missing",
                Severity::Doubt,
                value,
                message,
            ));
        }
    }

    /// Brings rounding beyond ±180 and ±90 back to the bound, and finds outlines that are not in degrees.
    fn check_range(&self, chunk: &mut RegionChunk) {
        if chunk.regions.outlines.vertices().iter().all(is_ordinary) {
            return;
        }
        let outlines = &chunk.regions.outlines;
        let beyond = |[lon, lat]: &[f64; 2]| *lon < -180.0 || *lon > 360.0 || lat.abs() > 90.0;
        let rounded: Vec<(usize, [f64; 2])> = (0..outlines.n_rows())
            .filter_map(|row| find_vertex(outlines, row, beyond).map(|vertex| (row, vertex)))
            .collect();
        for vertex in chunk.regions.outlines.vertices_mut() {
            *vertex = [
                within(vertex[0], -180.0, 360.0),
                within(vertex[1], -90.0, 90.0),
            ];
        }
        for (row, vertex) in rounded {
            if let Some(bad) = find_vertex(&chunk.regions.outlines, row, beyond) {
                chunk.out_of_range = Some(self.not_degrees(chunk, row, bad));
                return;
            }
            self.tell_clamped(chunk, row, vertex);
        }
    }

    fn tell_clamped(&self, chunk: &mut RegionChunk, row: usize, [lon, lat]: [f64; 2]) {
        let place = Place::row(&self.file, chunk.regions.source_row[row]);
        let message =
            "a vertex lies beyond ±180 or ±90 by rounding; brought back to the bound".to_owned();
        let value = format!("{lon}, {lat}");
        chunk.issues.push(Issue::new(
            place,
            "outline_clamped",
            Severity::Repaired,
            &value,
            message,
        ));
    }

    fn not_degrees(&self, chunk: &RegionChunk, row: usize, [x, y]: [f64; 2]) -> Error {
        let likely = if x.abs() > 1000.0 || y.abs() > 1000.0 {
            "; these are metres of a projected system"
        } else {
            ""
        };
        Error::Outlines {
            place: Place::row(&self.file, chunk.regions.source_row[row]),
            message: format!(
                "expected degrees of longitude in -180..=360 and latitude in -90..=90, found {x}, {y}{likely}"
            ),
        }
    }
}

/// Whether a vertex is in range and needs no change, as nearly all are.
fn is_ordinary([lon, lat]: &RawLonLat) -> bool {
    (-180.0..=360.0).contains(lon)
        && (-90.0..=90.0).contains(lat)
        && without_dust(*lon).to_bits() == lon.to_bits()
        && without_dust(*lat).to_bits() == lat.to_bits()
}

fn within(value: f64, low: f64, high: f64) -> f64 {
    let bound = value.clamp(low, high);
    without_dust(if (value - bound).abs() <= ROUNDING_DEG {
        bound
    } else {
        value
    })
}

fn find_vertex(
    outlines: &Outlines,
    row: usize,
    test: impl Fn(&[f64; 2]) -> bool,
) -> Option<[f64; 2]> {
    let rings = outlines.parts(row).flat_map(|part| outlines.rings(part));
    rings
        .flat_map(|ring| outlines.ring(ring))
        .copied()
        .find(|vertex| test(vertex))
}

/// Gathers the chunks of all files of one level.
#[derive(Debug, Default)]
pub struct RegionIntake {
    regions: Regions,
}

impl RegionIntake {
    /// An empty level.
    #[must_use]
    pub fn new(level: &str) -> Self {
        Self {
            regions: Regions {
                level: level.to_owned(),
                ..Regions::default()
            },
        }
    }

    /// Begins the next file of the level.
    pub fn begin_file(&mut self, file: &Arc<str>) {
        self.regions.files.push(file.clone());
    }

    /// Takes the next chunk of the file begun last.
    ///
    /// # Errors
    /// [`Error::Outlines`] if an outline is not in degrees.
    ///
    /// # Panics
    /// If no file was begun.
    pub fn push(&mut self, chunk: RegionChunk, issues: &mut IssueLog) -> Result<(), Error> {
        if let Some(error) = chunk.out_of_range {
            return Err(error);
        }
        chunk
            .issues
            .into_iter()
            .for_each(|issue| issues.push(issue));
        let (all, more) = (&mut self.regions, chunk.regions);
        let before = all.len();
        let file = u32::try_from(all.files.len().checked_sub(1).expect("a file was begun"))
            .unwrap_or(u32::MAX);
        all.source_file
            .extend(std::iter::repeat_n(file, more.len()));
        all.region_id.append(&more.region_id);
        all.region_name.append(&more.region_name);
        all.parent_id.append(&more.parent_id);
        all.parent_name.append(&more.parent_name);
        all.outlines.append(&more.outlines);
        all.source_row.extend(more.source_row);
        let added = all.len() - before;
        super::join::append_named(&mut all.properties, more.properties, before, added);
        Ok(())
    }

    /// Finishes the level; ids that stand more than once are doubts.
    ///
    /// # Errors
    /// [`Error::Outlines`] if no region of the level has an outline.
    pub fn finish(self, issues: &mut IssueLog) -> Result<Regions, Error> {
        let regions = self.regions;
        if (0..regions.len()).all(|row| regions.outlines.is_blank(row)) {
            let file = regions.files.first().cloned().unwrap_or_default();
            return Err(Error::Outlines {
                place: Place::file(&file),
                message: format!(
                    "expected polygons for level {}, found none in {} rows",
                    regions.level,
                    regions.len()
                ),
            });
        }
        tell_duplicate_ids(&regions, issues);
        Ok(regions)
    }
}

fn tell_duplicate_ids(regions: &Regions, issues: &mut IssueLog) {
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(regions.len());
    for row in 0..regions.len() {
        let Some(id) = regions.region_id.known(row) else {
            continue;
        };
        let first = *seen.entry(id).or_insert(row);
        if first != row {
            let place = Place::row(
                &regions.files[regions.source_file[row] as usize],
                regions.source_row[row],
            );
            let message = format!(
                "row {} has this id too; both are kept as regions",
                regions.source_row[first]
            );
            issues.push(Issue::new(
                place,
                "duplicate_region_id",
                Severity::Doubt,
                id,
                message,
            ));
        }
    }
}
