//! A whole table in memory in, its header and batches of its rows out: what formats come to that are taken apart in
//! one go.

use std::ops::Range;
use std::sync::Arc;

use super::{BATCH_BYTES, MAX_COLUMNS, SAMPLE_ROWS, order};
use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;
use crate::table::{
    Batch, Fields, Geometries, GeometryKind, Header, RawLonLat, RefusedRow, TextColumn, Wanted,
};

/// A table of text columns. `rows` and all columns are equally long, and so are the geometries if there are any.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) columns: Vec<(String, TextColumn)>,
    /// The number of each row, ascending.
    pub(super) rows: Vec<u64>,
    pub(super) geometries: Geometries,
    /// Rows that are none, by ascending number.
    pub(super) refused: Vec<RefusedRow>,
}

/// What a file says of itself as a whole.
#[derive(Debug)]
pub(super) struct About {
    pub(super) format: Format,
    pub(super) has_geometry: bool,
    pub(super) encoding: &'static str,
    pub(super) crs: Option<String>,
}

impl Held {
    /// A table of no rows with these columns.
    pub(super) fn of_columns(names: impl IntoIterator<Item = String>) -> Self {
        let columns = names.into_iter().map(|name| (name, TextColumn::new()));
        Self {
            columns: columns.collect(),
            ..Self::default()
        }
    }

    /// The header of the table.
    pub(super) fn header(&self, file: &Arc<str>, about: About) -> Result<Header, Error> {
        if self.columns.len() > MAX_COLUMNS {
            let expected = format!("at most {MAX_COLUMNS} columns");
            let found = self.columns.len().to_string();
            return Err(Error::malformed(Place::file(file), expected, found));
        }
        let n_rows = self.rows.len().min(SAMPLE_ROWS);
        let sample = |column: &TextColumn| column.iter().take(n_rows).collect();
        Ok(Header {
            file: Arc::clone(file),
            format: about.format,
            columns: self.columns.iter().map(|(name, _)| name.clone()).collect(),
            has_geometry: about.has_geometry,
            encoding: about.encoding,
            delimiter: None,
            crs: about.crs,
            sample: self
                .columns
                .iter()
                .map(|(_, column)| sample(column))
                .collect(),
        })
    }

    /// Reads all rows in batches.
    pub(super) fn read<T: Send>(
        &self,
        wanted: &Wanted,
        map: impl Fn(Batch<'_>) -> T + Sync,
        fold: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let batch = |rows: Range<usize>| Ok(map(self.batch(rows, wanted)));
        order::in_order(self.groups().into_iter().map(Ok), batch, fold)
    }

    /// The rows in groups of about as many bytes as the batches of other formats have.
    fn groups(&self) -> Vec<Range<usize>> {
        let mut end = 0;
        let sizes = (0..self.rows.len()).map(|row| {
            let start = end;
            end += self.n_bytes(row);
            start..end
        });
        let mut groups = order::groups(&sizes.collect::<Vec<_>>(), BATCH_BYTES);
        if groups.is_empty() && !self.refused.is_empty() {
            groups.push(0..0);
        }
        groups
    }

    fn n_bytes(&self, row: usize) -> usize {
        let outlines = &self.geometries.outlines;
        let parts = (row < outlines.n_rows()).then(|| outlines.parts(row));
        let rings = parts
            .into_iter()
            .flatten()
            .flat_map(|part| outlines.rings(part));
        let n_vertices: usize = rings.map(|ring| outlines.ring(ring).len()).sum();
        let fields = self
            .columns
            .iter()
            .map(|(_, column)| column.get(row).len() + 1);
        n_vertices * size_of::<RawLonLat>() + fields.sum::<usize>()
    }

    fn batch(&self, rows: Range<usize>, wanted: &Wanted) -> Batch<'_> {
        let fields = |column: &usize| {
            let (_, column) = &self.columns[*column];
            Fields::Slices(rows.clone().map(|row| column.get(row)).collect())
        };
        Batch {
            rows: self.rows[rows.clone()].to_vec(),
            columns: wanted.columns.iter().map(fields).collect(),
            geometries: self.geometries_of(&rows, wanted.geometry),
            refused: self.refused_among(&rows).to_vec(),
        }
    }

    fn geometries_of(&self, rows: &Range<usize>, are_wanted: bool) -> Geometries {
        if !are_wanted {
            return Geometries::default();
        }
        if !self.geometries.kinds.is_empty() {
            return self.geometries.of_rows(&rows.clone().collect::<Vec<_>>());
        }
        let mut none = Geometries::default();
        rows.clone()
            .for_each(|_| none.push_without(GeometryKind::Missing));
        none
    }

    /// The refused rows after the row before a group and before the row after it.
    fn refused_among(&self, rows: &Range<usize>) -> &[RefusedRow] {
        let before = |number: u64| self.refused.partition_point(|refused| refused.row < number);
        let start = match rows.start {
            0 => 0,
            start => before(self.rows[start]),
        };
        let end = self
            .rows
            .get(rows.end)
            .map_or(self.refused.len(), |number| before(*number));
        &self.refused[start..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::refused;
    use crate::read::testing::owned;

    #[test]
    fn every_row_comes_up_once() {
        let mut held = Held::of_columns(["a".to_owned(), "b".to_owned()]);
        let text = "x".repeat(BATCH_BYTES / 4);
        for number in 1..=20_u64 {
            if number % 3 == 0 || number == 1 {
                held.refused
                    .push(refused(number, "structure", "", String::new()));
                continue;
            }
            held.rows.push(number);
            held.columns[0].1.push(&text);
            held.columns[1].1.push(&number.to_string());
        }
        let wanted = Wanted {
            columns: vec![1],
            geometry: true,
        };
        let (mut rows, mut refused, mut n_batches) = (Vec::new(), Vec::new(), 0);
        let fold = |batch: Batch<'static>| {
            assert_eq!(batch.geometries.kinds.len(), batch.rows.len());
            let numbers = batch.columns[0]
                .iter()
                .map(|field| field.parse::<u64>().unwrap());
            rows.extend(numbers);
            refused.extend(batch.refused.iter().map(|row| row.row));
            n_batches += 1;
            Ok(())
        };
        held.read(&wanted, owned, fold).unwrap();
        assert_eq!((rows, n_batches), (held.rows.clone(), 4));
        assert_eq!(refused, [1, 3, 6, 9, 12, 15, 18]);
    }

    #[test]
    fn refused_rows_alone_come_up_too() {
        let held = Held {
            refused: vec![refused(1, "structure", "", String::new())],
            ..Held::default()
        };
        let mut n_refused = 0;
        let fold = |n: usize| {
            n_refused += n;
            Ok(())
        };
        held.read(&Wanted::default(), |batch| batch.refused.len(), fold)
            .unwrap();
        assert_eq!(n_refused, 1);
    }
}
