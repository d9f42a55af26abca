//! The tables of a run in, `columns.csv` out: every column that was written, in its order, with its meaning.

use std::borrow::Cow;

use super::{ColumnMeaning, LANGUAGES, column_meaning, own_column};
use crate::pipeline::places::Level;
use crate::table::{Column, Frame, FrameGeometry, TextColumn};

/// The name of the table of columns.
const NAME: &str = "columns";
/// The type of columns of text.
const TEXT: &str = "text";

/// The columns of the tables that a run writes.
pub(in crate::pipeline) struct Dictionary {
    levels: Vec<String>,
    rows: Vec<Row>,
}

/// What is told of a column: table, column, type, unit, denominator, and the meanings.
type Row = [String; 9];

impl Dictionary {
    /// Without columns yet; tables and columns may bear the names of these levels.
    pub(in crate::pipeline) fn of(levels: &[Level]) -> Self {
        Self {
            levels: levels
                .iter()
                .map(|level| level.regions.level.clone())
                .collect(),
            rows: Vec::new(),
        }
    }

    /// Takes in the columns of tables that are written.
    pub(in crate::pipeline) fn add<'f>(&mut self, frames: impl IntoIterator<Item = &'f Frame<'f>>) {
        for frame in frames {
            for (name, column) in &frame.columns {
                self.rows.push(self.row(&frame.name, name, type_of(column)));
            }
        }
    }

    /// `columns`: one row for each column, those of this table included.
    pub(in crate::pipeline) fn frame(&self) -> Frame<'static> {
        let meanings = LANGUAGES.map(|language| format!("meaning_{language}"));
        let names = ["table", "column", "type", "unit", "denominator"];
        let names: Vec<&str> = names
            .into_iter()
            .chain(meanings.iter().map(String::as_str))
            .collect();
        let own: Vec<Row> = names
            .iter()
            .map(|name| self.row(NAME, name, TEXT))
            .collect();
        let texts = |index: usize| -> TextColumn {
            let rows = self.rows.iter().chain(&own);
            rows.map(|row| row[index].as_str()).collect()
        };
        let columns = names.iter().enumerate().map(|(index, name)| {
            let column = Column::Text(Cow::Owned(texts(index)));
            ((*name).to_owned(), column)
        });
        Frame {
            name: NAME.to_owned(),
            n_rows: self.rows.len() + own.len(),
            columns: columns.collect(),
            geometry: FrameGeometry::None,
        }
    }

    fn row(&self, table: &str, column: &str, kind: &str) -> Row {
        // A column of text with a unit is not ours, but one of the input that has its name.
        let is_ours = |meaning: &ColumnMeaning| meaning.unit.is_empty() || kind != TEXT;
        let meaning = column_meaning(table, column, &self.levels).filter(is_ours);
        let meaning = meaning.or_else(own_column);
        let (unit, denominator, meanings) = meaning.map_or_else(Default::default, |meaning| {
            (meaning.unit, meaning.denominator, meaning.meanings)
        });
        let [english, french, spanish, portuguese] = meanings;
        [
            table.to_owned(),
            column.to_owned(),
            kind.to_owned(),
            unit.to_owned(),
            denominator.to_owned(),
            english,
            french,
            spanish,
            portuguese,
        ]
    }
}

fn type_of(column: &Column) -> &'static str {
    match column {
        Column::Text(_) | Column::Words { .. } => TEXT,
        Column::Integer(_) => "integer",
        Column::Real(_) => "real",
    }
}
