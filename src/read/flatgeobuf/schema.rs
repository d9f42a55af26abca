//! The columns of a file or of one feature in, the values of a feature's columns out.

use std::collections::{BTreeSet, HashMap};

use ::flatgeobuf::{Column, ColumnType, Feature};

use super::Flaw;
use super::frame::Damage;
use super::property::{Value, Values};
use crate::read::MAX_COLUMNS;

/// Names and types of columns, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Schema {
    names: Vec<String>,
    types: Vec<ColumnType>,
    positions: HashMap<String, usize>,
}

impl Schema {
    /// The columns of a header or a feature.
    pub(super) fn of<'a>(columns: impl IntoIterator<Item = Column<'a>>) -> Self {
        let mut schema = Self::default();
        for column in columns {
            schema.push(column.name(), column.type_());
        }
        schema
    }

    /// The names in order.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether there is no column.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Takes in the columns of a later feature.
    pub(super) fn merge(&mut self, later: &Self) {
        for (name, kind) in later.names.iter().zip(&later.types) {
            if !self.positions.contains_key(name) {
                self.push(name, *kind);
            }
        }
    }

    fn push(&mut self, name: &str, kind: ColumnType) {
        self.positions.insert(name.to_owned(), self.names.len());
        self.names.push(name.to_owned());
        self.types.push(kind);
    }

    /// Whether the names differ and are not too many.
    pub(super) fn check(&self) -> Result<(), Damage> {
        if self.names.len() > MAX_COLUMNS {
            return Err(Damage {
                expected: format!("at most {MAX_COLUMNS} columns"),
                found: self.names.len().to_string(),
            });
        }
        let mut seen = BTreeSet::new();
        match self.names.iter().find(|name| !seen.insert(name.as_str())) {
            Some(name) => Err(Damage {
                expected: "distinct column names".to_owned(),
                found: format!("`{name}` twice"),
            }),
            None => Ok(()),
        }
    }

    /// The values of a feature, one for each of these columns, in place of those before.
    pub(super) fn fill<'a>(
        &self,
        feature: &Feature<'a>,
        values: &mut Vec<Option<Value<'a>>>,
    ) -> Result<(), Flaw> {
        values.clear();
        values.resize(self.names.len(), None);
        let properties = feature.properties().map(|properties| properties.bytes());
        let properties = properties.unwrap_or_default();
        match feature.columns() {
            Some(columns) if !columns.is_empty() => {
                let own = Self::of(columns);
                let place = |column: usize| self.positions.get(&own.names[column]).copied();
                own.place(properties, place, values)
            }
            _ => self.place(properties, Some, values),
        }
    }

    /// Puts the values of these columns where `place` says.
    fn place<'a>(
        &self,
        properties: &'a [u8],
        place: impl Fn(usize) -> Option<usize>,
        values: &mut [Option<Value<'a>>],
    ) -> Result<(), Flaw> {
        for value in Values::new(properties, &self.types) {
            let (column, value) = value?;
            let name = &self.names[column];
            let there = place(column).and_then(|there| values.get_mut(there));
            let there =
                there.ok_or_else(|| Flaw::structure(format!("found a new column `{name}`")))?;
            if there.replace(value).is_some() {
                return Err(Flaw::structure(format!(
                    "expected one value of `{name}`, found two"
                )));
            }
        }
        Ok(())
    }
}
