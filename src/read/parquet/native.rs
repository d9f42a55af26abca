//! The coordinate columns of a row group in, rows of the geometry table out: the encodings of `GeoArrow`, where a
//! geometry is a list of lists down to its coordinates (`GeoParquet` 1.1).

use ::parquet::basic::Type;
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::DoubleType;
use ::parquet::errors::ParquetError;
use ::parquet::schema::types::SchemaDescriptor;

use super::leaf::{Entries, Leaf};
use crate::read::shape::{self, Shape};
use crate::table::{Geometries, RawLonLat};

/// A column of native geometries.
#[derive(Clone, Debug)]
pub(super) struct Native {
    kind: Kind,
    /// How many lists lie around a vertex.
    depth: i16,
    /// What the geometries are called.
    word: &'static str,
    /// The columns of longitude and latitude, or one of both in turn.
    leaves: Vec<Leaf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Point,
    MultiPoint,
    /// Lines of any kind, which hold no school.
    Other,
    Polygon,
    MultiPolygon,
}

/// The encodings, each with the number of lists around a vertex and a word for its geometries.
const ENCODINGS: [(&str, Kind, i16, &str); 6] = [
    ("point", Kind::Point, 0, "Point"),
    ("multipoint", Kind::MultiPoint, 1, "MultiPoint"),
    ("linestring", Kind::Other, 1, "LineString"),
    ("multilinestring", Kind::Other, 2, "MultiLineString"),
    ("polygon", Kind::Polygon, 2, "Polygon"),
    ("multipolygon", Kind::MultiPolygon, 3, "MultiPolygon"),
];

impl Native {
    /// The encoding of that name in the columns that make up the geometries; none where they do not fit it.
    pub(super) fn of(encoding: &str, leaves: &[usize], schema: &SchemaDescriptor) -> Option<Self> {
        let (_, kind, depth, word) = ENCODINGS.iter().find(|(name, ..)| *name == encoding)?;
        let of_name = |name: &str| {
            leaves
                .iter()
                .copied()
                .find(|leaf| schema.column(*leaf).name() == name)
        };
        let (found, max_repetition) = match (of_name("x"), of_name("y"), leaves) {
            (Some(x), Some(y), _) => (vec![x, y], *depth),
            (_, _, [leaf]) => (vec![*leaf], depth + 1),
            _ => return None,
        };
        let leaf = |index: usize| Leaf::of(index, &schema.column(index));
        let fits = |index: &usize| {
            let column = schema.column(*index);
            column.physical_type() == Type::DOUBLE && column.max_rep_level() == max_repetition
        };
        found.iter().all(fits).then(|| Self {
            kind: *kind,
            depth: *depth,
            word,
            leaves: found.iter().copied().map(leaf).collect(),
        })
    }

    /// The columns of the file that hold the coordinates.
    pub(super) fn leaves(&self) -> impl Iterator<Item = usize> {
        self.leaves.iter().map(|leaf| leaf.index)
    }

    /// Reads the next rows.
    pub(super) fn push(
        &self,
        readers: &mut [ColumnReader],
        n_rows: usize,
        geometries: &mut Geometries,
    ) -> Result<(), ParquetError> {
        let vertices = match readers {
            [x, y] => pairs(
                self.coordinates(0, x, n_rows)?,
                &self.coordinates(1, y, n_rows)?,
            )?,
            [both] => in_turn(&self.coordinates(0, both, n_rows)?, self.depth),
            _ => Vec::new(),
        };
        let mut row = Row::default();
        for (number, vertex) in vertices.iter().enumerate() {
            if vertex.repetition == 0 && number > 0 {
                self.end_row(&mut row, geometries);
            }
            self.add(vertex, &mut row, geometries);
        }
        if !vertices.is_empty() {
            self.end_row(&mut row, geometries);
        }
        Ok(())
    }

    /// The coordinates of a column, absent ones too.
    fn coordinates(
        &self,
        leaf: usize,
        reader: &mut ColumnReader,
        n_rows: usize,
    ) -> Result<Vec<Coordinate>, ParquetError> {
        let ColumnReader::DoubleColumnReader(reader) = reader else {
            return Err(ParquetError::General(
                "coordinates that are no doubles".to_owned(),
            ));
        };
        let reader: &mut ColumnReaderImpl<DoubleType> = reader;
        let entries = Entries::read(reader, n_rows)?;
        let mut coordinates = Vec::new();
        entries.each(&self.leaves[leaf], |repetition, _, value| {
            coordinates.push(Coordinate {
                repetition,
                value: value.copied(),
            });
            Ok(())
        })?;
        Ok(coordinates)
    }

    fn add(&self, vertex: &Vertex, row: &mut Row, geometries: &mut Geometries) {
        let depth = self.depth;
        if vertex.repetition < depth {
            row.end_ring(geometries);
        }
        if vertex.repetition < depth - 1 {
            row.end_part(geometries);
        }
        let Some(position) = vertex.position else {
            return;
        };
        let is_blank = position.iter().all(|number| number.is_nan());
        if !is_blank && !position.iter().all(|number| number.is_finite()) {
            let [x, y] = position;
            row.flaw = Some(format!("expected finite coordinates, found {x} {y}"));
        }
        match self.kind {
            Kind::Point | Kind::MultiPoint if is_blank => {}
            Kind::Point | Kind::MultiPoint => row.shape.add_point(position),
            Kind::Other => row.shape.add_other(),
            Kind::Polygon | Kind::MultiPolygon => {
                geometries.outlines.push_vertex(position);
                row.n_vertices += 1;
            }
        }
    }

    fn end_row(&self, row: &mut Row, geometries: &mut Geometries) {
        row.end_ring(geometries);
        row.end_part(geometries);
        let Row { shape, flaw, .. } = std::mem::take(row);
        let shape = flaw.map_or(Ok(shape), Err);
        shape::end_row(shape, self.word, geometries);
    }
}

/// One number of a vertex.
#[derive(Debug)]
struct Coordinate {
    repetition: i16,
    value: Option<f64>,
}

/// One vertex; none where a row, a part or a ring is empty.
#[derive(Debug)]
struct Vertex {
    repetition: i16,
    position: Option<RawLonLat>,
}

/// Vertices of two columns that run side by side.
fn pairs(x: Vec<Coordinate>, y: &[Coordinate]) -> Result<Vec<Vertex>, ParquetError> {
    let agree = |(x, y): (&Coordinate, &Coordinate)| {
        x.repetition == y.repetition && x.value.is_some() == y.value.is_some()
    };
    if x.len() != y.len() || !x.iter().zip(y).all(agree) {
        let message = "longitudes and latitudes that do not belong together";
        return Err(ParquetError::General(message.to_owned()));
    }
    let vertex = |(x, y): (Coordinate, &Coordinate)| Vertex {
        repetition: x.repetition,
        position: x.value.zip(y.value).map(|(x, y)| [x, y]),
    };
    Ok(x.into_iter().zip(y).map(vertex).collect())
}

/// Vertices of one column where the numbers of each follow one another; those after the second are heights and the
/// like.
fn in_turn(coordinates: &[Coordinate], depth: i16) -> Vec<Vertex> {
    let begins = |_: &Coordinate, next: &Coordinate| next.repetition > depth;
    let vertex = |numbers: &[Coordinate]| {
        let number = |index: usize| numbers.get(index).and_then(|number| number.value);
        Vertex {
            repetition: numbers.first().map_or(0, |number| number.repetition),
            position: number(0).map(|x| [x, number(1).unwrap_or(f64::NEG_INFINITY)]),
        }
    };
    coordinates.chunk_by(begins).map(vertex).collect()
}

/// The row under construction.
#[derive(Debug, Default)]
struct Row {
    shape: Shape,
    n_vertices: usize,
    n_rings: usize,
    flaw: Option<String>,
}

impl Row {
    fn end_ring(&mut self, geometries: &mut Geometries) {
        self.n_rings += shape::end_ring(std::mem::take(&mut self.n_vertices), geometries);
    }

    fn end_part(&mut self, geometries: &mut Geometries) {
        let n_rings = std::mem::take(&mut self.n_rings);
        self.shape.end_part(n_rings, geometries);
    }
}
