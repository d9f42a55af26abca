//! Outlines as flat columns: coordinates, and where rings, parts and rows end.
//!
//! A row's outline is the union of its parts; a part is the even-odd area of all its rings, whatever their
//! direction and whether or not the first vertex is repeated at the end. Nothing is regrouped or repaired here:
//! the coordinates are those of the file.

use std::ops::Range;

/// One vertex or point as longitude, latitude in degrees, not yet checked.
pub type RawLonLat = [f64; 2];

/// The outlines of many rows. A row without an outline has no parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlines {
    coords: Vec<RawLonLat>,
    ring_ends: Vec<usize>,
    part_ends: Vec<usize>,
    row_ends: Vec<usize>,
}

impl Outlines {
    /// No rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for so many vertices.
    pub fn reserve_vertices(&mut self, n_vertices: usize) {
        self.coords.reserve(n_vertices);
    }

    /// Adds a vertex to the ring under construction.
    pub fn push_vertex(&mut self, vertex: RawLonLat) {
        self.coords.push(vertex);
    }

    /// Adds vertices to the ring under construction.
    pub fn extend_ring(&mut self, vertices: impl IntoIterator<Item = RawLonLat>) {
        self.coords.extend(vertices);
    }

    /// Ends the ring under construction.
    pub fn end_ring(&mut self) {
        self.ring_ends.push(self.coords.len());
    }

    /// Ends the part under construction.
    pub fn end_part(&mut self) {
        self.part_ends.push(self.ring_ends.len());
    }

    /// Ends the row under construction.
    pub fn end_row(&mut self) {
        self.row_ends.push(self.part_ends.len());
    }

    /// Drops what was added since the last [`end_row`](Self::end_row), as when a geometry turns out broken.
    pub fn abandon_row(&mut self) {
        let parts = self.row_ends.last().copied().unwrap_or(0);
        let rings = if parts == 0 {
            0
        } else {
            self.part_ends[parts - 1]
        };
        let coords = if rings == 0 {
            0
        } else {
            self.ring_ends[rings - 1]
        };
        self.part_ends.truncate(parts);
        self.ring_ends.truncate(rings);
        self.coords.truncate(coords);
    }

    /// Number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.row_ends.len()
    }

    /// Number of parts over all rows.
    #[must_use]
    pub fn n_parts(&self) -> usize {
        self.part_ends.len()
    }

    /// Number of rings over all rows.
    #[must_use]
    pub fn n_rings(&self) -> usize {
        self.ring_ends.len()
    }

    /// Number of vertices over all rows, repeated closing vertices included.
    #[must_use]
    pub fn n_vertices(&self) -> usize {
        self.coords.len()
    }

    /// All vertices, row after row.
    #[must_use]
    pub fn vertices(&self) -> &[RawLonLat] {
        &self.coords
    }

    /// All vertices, to be changed in place.
    pub fn vertices_mut(&mut self) -> &mut [RawLonLat] {
        &mut self.coords
    }

    /// The parts of a row, as indices over all parts.
    ///
    /// # Panics
    /// If `row` is not below [`n_rows`](Self::n_rows).
    #[must_use]
    pub fn parts(&self, row: usize) -> Range<usize> {
        span(&self.row_ends, row)
    }

    /// The rings of a part, as indices over all rings.
    ///
    /// # Panics
    /// If `part` is not below [`n_parts`](Self::n_parts).
    #[must_use]
    pub fn rings(&self, part: usize) -> Range<usize> {
        span(&self.part_ends, part)
    }

    /// The vertices of a ring as the file gave them.
    ///
    /// # Panics
    /// If `ring` is not below [`n_rings`](Self::n_rings).
    #[must_use]
    pub fn ring(&self, ring: usize) -> &[RawLonLat] {
        &self.coords[span(&self.ring_ends, ring)]
    }

    /// Whether a row has no vertex at all.
    ///
    /// # Panics
    /// If `row` is not below [`n_rows`](Self::n_rows).
    #[must_use]
    pub fn is_blank(&self, row: usize) -> bool {
        self.parts(row)
            .all(|part| self.rings(part).all(|ring| self.ring(ring).is_empty()))
    }

    /// The outlines of some rows, in their order.
    #[must_use]
    pub fn of_rows(&self, rows: &[usize]) -> Self {
        let mut chosen = Self::new();
        for row in rows {
            for part in self.parts(*row) {
                for ring in self.rings(part) {
                    chosen.coords.extend_from_slice(self.ring(ring));
                    chosen.end_ring();
                }
                chosen.end_part();
            }
            chosen.end_row();
        }
        chosen
    }

    /// Appends all rows of another table.
    pub fn append(&mut self, other: &Self) {
        let (coords, rings, parts) = (
            self.coords.len(),
            self.ring_ends.len(),
            self.part_ends.len(),
        );
        self.coords.extend_from_slice(&other.coords);
        self.ring_ends
            .extend(other.ring_ends.iter().map(|end| end + coords));
        self.part_ends
            .extend(other.part_ends.iter().map(|end| end + rings));
        self.row_ends
            .extend(other.row_ends.iter().map(|end| end + parts));
    }
}

fn span(ends: &[usize], index: usize) -> Range<usize> {
    let start = if index == 0 { 0 } else { ends[index - 1] };
    start..ends[index]
}

/// How the rings of [`Outlines`] lie in one another, one entry per ring, within the ring's own part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nesting {
    /// How many other rings of the part hold this ring. Even: a shell; odd: a hole.
    pub depth: Vec<u32>,
    /// The innermost ring of the part (index over all rings) that holds this one.
    pub parent: Vec<Option<usize>>,
}

/// What a row's geometry was in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeometryKind {
    /// `null`, absent or empty.
    Missing,
    /// One point.
    Point,
    /// A polygon, multipolygon, or a collection that holds some.
    Polygonal,
    /// Readable, but neither a point nor polygonal; the word is the format's (`LineString`).
    Other(String),
    /// Not readable; the text says why.
    Broken(String),
}

/// The geometries of a batch of rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Geometries {
    /// What each row has.
    pub kinds: Vec<GeometryKind>,
    /// The point of each row: finite where the kind is [`GeometryKind::Point`], else unused zeros.
    pub points: Vec<RawLonLat>,
    /// The outline of each row: finite, with parts only where the kind is [`GeometryKind::Polygonal`].
    pub outlines: Outlines,
}

impl Geometries {
    /// The geometries of some rows, in their order; none where there are no geometries at all.
    #[must_use]
    pub fn of_rows(&self, rows: &[usize]) -> Self {
        if self.kinds.is_empty() {
            return Self::default();
        }
        Self {
            kinds: rows.iter().map(|row| self.kinds[*row].clone()).collect(),
            points: rows.iter().map(|row| self.points[*row]).collect(),
            outlines: self.outlines.of_rows(rows),
        }
    }

    /// Appends a row that has neither point nor outline.
    pub fn push_without(&mut self, kind: GeometryKind) {
        self.push_point_of(kind, [0.0; 2]);
    }

    /// Appends a row with a point.
    pub fn push_point(&mut self, point: RawLonLat) {
        self.push_point_of(GeometryKind::Point, point);
    }

    /// Appends a row whose outline was just built in [`outlines`](Self::outlines) and is not ended yet.
    pub fn push_outline(&mut self) {
        self.push_point_of(GeometryKind::Polygonal, [0.0; 2]);
    }

    fn push_point_of(&mut self, kind: GeometryKind, point: RawLonLat) {
        self.kinds.push(kind);
        self.points.push(point);
        self.outlines.end_row();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn triangle(outlines: &mut Outlines, x: f64) {
        for vertex in [[x, 0.0], [x + 1.0, 0.0], [x, 1.0]] {
            outlines.push_vertex(vertex);
        }
        outlines.end_ring();
    }

    #[test]
    fn append_shifts_every_level() {
        let mut left = Outlines::new();
        triangle(&mut left, 0.0);
        left.end_part();
        left.end_row();
        let mut right = Outlines::new();
        right.end_row();
        triangle(&mut right, 5.0);
        triangle(&mut right, 7.0);
        right.end_part();
        right.end_row();
        left.append(&right);
        assert_eq!((left.n_rows(), left.n_parts(), left.n_rings()), (3, 2, 3));
        assert!(left.is_blank(1));
        assert_eq!(left.rings(left.parts(2).start).len(), 2);
        assert_eq!(left.ring(2)[0], [7.0, 0.0]);
    }

    #[test]
    fn chosen_rows_keep_their_rings() {
        let mut outlines = Outlines::new();
        for x in [0.0, 5.0, 9.0] {
            triangle(&mut outlines, x);
            outlines.end_part();
            outlines.end_row();
        }
        let chosen = outlines.of_rows(&[2, 0]);
        assert_eq!(
            (chosen.n_rows(), chosen.ring(0)[0], chosen.ring(1)[0]),
            (2, [9.0, 0.0], [0.0, 0.0])
        );
    }

    #[test]
    fn an_abandoned_row_leaves_no_trace() {
        let mut outlines = Outlines::new();
        triangle(&mut outlines, 0.0);
        outlines.end_part();
        outlines.end_row();
        let before = outlines.clone();
        triangle(&mut outlines, 3.0);
        outlines.end_part();
        outlines.push_vertex([9.0, 9.0]);
        outlines.abandon_row();
        assert_eq!(outlines, before);
    }
}
