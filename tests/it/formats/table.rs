//! The tables of schools and regions that every writer of the tests is given.

/// Columns of equal length, and a shape for each row.
pub(super) struct Table {
    pub(super) columns: Vec<(&'static str, Values)>,
    pub(super) shapes: Vec<Shape>,
}

/// What the fields of a column are; a blank text is a missing one.
pub(super) enum Values {
    Text(Vec<String>),
    Whole(Vec<Option<i64>>),
    Real(Vec<f64>),
}

/// One field.
#[derive(Clone, Copy)]
pub(super) enum Cell<'a> {
    Blank,
    Text(&'a str),
    Whole(i64),
    Real(f64),
}

pub(super) type Ring = Vec<[f64; 2]>;

pub(super) enum Shape {
    Point([f64; 2]),
    /// Polygons of rings, the outer one first.
    Polygons(Vec<Vec<Ring>>),
}

impl Table {
    pub(super) fn cell(&self, column: usize, row: usize) -> Cell<'_> {
        match &self.columns[column].1 {
            Values::Text(texts) if texts[row].is_empty() => Cell::Blank,
            Values::Text(texts) => Cell::Text(&texts[row]),
            Values::Whole(numbers) => numbers[row].map_or(Cell::Blank, Cell::Whole),
            Values::Real(numbers) => Cell::Real(numbers[row]),
        }
    }

    /// The fields of a row with the names of their columns.
    pub(super) fn fields(&self, row: usize) -> impl Iterator<Item = (&'static str, Cell<'_>)> {
        let named = self.columns.iter().enumerate();
        named.map(move |(column, (name, _))| (*name, self.cell(column, row)))
    }

    pub(super) fn n_rows(&self) -> usize {
        self.shapes.len()
    }

    pub(super) fn has_points(&self) -> bool {
        matches!(self.shapes.first(), Some(Shape::Point(_)))
    }

    /// The points as columns of their own.
    pub(super) fn with_positions(mut self) -> Self {
        for (axis, name) in ["longitude", "latitude"].into_iter().enumerate() {
            let degrees = |shape: &Shape| match shape {
                Shape::Point(point) => point[axis],
                Shape::Polygons(_) => f64::NAN,
            };
            let values = self.shapes.iter().map(degrees).collect();
            self.columns.push((name, Values::Real(values)));
        }
        self
    }
}

impl Cell<'_> {
    pub(super) fn text(self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.to_owned(),
            Self::Whole(number) => number.to_string(),
            Self::Real(number) => number.to_string(),
        }
    }

    pub(super) fn json(self) -> serde_json::Value {
        match self {
            Self::Blank => serde_json::Value::Null,
            Self::Text(text) => text.into(),
            Self::Whole(number) => number.into(),
            Self::Real(number) => number.into(),
        }
    }
}

/// Schools on a lattice whose points lie in regions, on their borders and corners, off their coast and far away.
pub(super) fn schools() -> Table {
    let numbers = 0..300_u32;
    let text = |of: fn(u32) -> String| Values::Text(numbers.clone().map(of).collect());
    let name = |number: u32| match number % 5 {
        0 => format!("Açaí \"{number}\", <b> & Co; 'x'"),
        1 => String::new(),
        _ => format!("Escola {number}"),
    };
    let students = |number: u32| (!number.is_multiple_of(4)).then_some(i64::from(number) * 7);
    let answers = |number: u32| ["yes", "no", "", "Sim", "não"][number as usize % 5].to_owned();
    let point = |number: u32| {
        let nudge = if number.is_multiple_of(4) { 0.005 } else { 0.0 };
        let x = 35.0 + f64::from(number * 37 % 57) / 8.0 - nudge;
        Shape::Point([x, -2.5 + f64::from(number * 25 % 34) / 8.0])
    };
    Table {
        columns: vec![
            ("school_id", text(|number| format!("00{number}"))),
            ("school_nam", text(name)),
            ("internet", text(answers)),
            (
                "students",
                Values::Whole(numbers.clone().map(students).collect()),
            ),
        ],
        shapes: numbers.clone().map(point).collect(),
    }
}

/// Squares of a degree: one with a hole and a region in it, one with an island.
pub(super) fn regions() -> Table {
    let mut shapes: Vec<Vec<Vec<Ring>>> = (0..12_u8)
        .map(|number| {
            let [x, y] = [number % 4, number / 4].map(f64::from);
            vec![vec![square(36.0 + x, -2.0 + y, 1.0)]]
        })
        .collect();
    let hole = square(37.25, -0.75, 0.5);
    shapes[5][0].push(hole.iter().rev().copied().collect());
    shapes[7].push(vec![square(41.0, 0.0, 0.5)]);
    shapes.push(vec![vec![hole]]);
    let ids = (0..shapes.len()).map(|number| format!("0{number}"));
    let names = (0..shapes.len()).map(|number| format!("Região {number}"));
    Table {
        columns: vec![
            ("shapeID", Values::Text(ids.collect())),
            ("shapeName", Values::Text(names.collect())),
        ],
        shapes: shapes.into_iter().map(Shape::Polygons).collect(),
    }
}

fn square(x: f64, y: f64, side: f64) -> Ring {
    vec![
        [x, y],
        [x + side, y],
        [x + side, y + side],
        [x, y + side],
        [x, y],
    ]
}
