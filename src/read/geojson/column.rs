//! Features in, the columns that their properties make and the fields of one row out.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Flaw;
use super::feature::Feature;
use super::property;

/// The name of the column that holds the features' own ids.
const ID: &str = "id";

/// The keys of all properties in the order of their first appearance, and a column for the features' ids.
#[derive(Debug, Default)]
pub(in crate::read) struct Columns {
    names: Vec<String>,
    positions: HashMap<String, usize>,
    has_feature_id: bool,
    /// The column of the features' ids, where no property has its name.
    id: Option<usize>,
}

impl Columns {
    /// The names in order.
    pub(in crate::read) fn names(&self) -> &[String] {
        &self.names
    }

    /// Takes in the keys of a feature.
    pub(in crate::read) fn add(&mut self, feature: &Feature<'_>) -> Result<(), Flaw> {
        self.has_feature_id |= feature.id.is_some();
        let mut likely = 0;
        let add = |key: Cow<'_, str>, _: &str| likely = self.position_or_add(&key, likely) + 1;
        Ok(feature
            .properties
            .map_or(Ok(()), |properties| property::each(properties, add))?)
    }

    /// Takes in the columns of later features.
    pub(in crate::read) fn merge(&mut self, later: &Self) {
        self.has_feature_id |= later.has_feature_id;
        for name in &later.names {
            self.position_or_add(name, usize::MAX);
        }
    }

    /// Gives the ids a column, when all keys are known.
    pub(in crate::read) fn settle_id(&mut self) {
        if self.has_feature_id && !self.positions.contains_key(ID) {
            self.id = Some(self.position_or_add(ID, usize::MAX));
        }
    }

    /// The column of that name, a new one if there is none; `likely` is tried first.
    pub(in crate::read) fn position_or_add(&mut self, name: &str, likely: usize) -> usize {
        if let Some(position) = self.position(name, likely) {
            return position;
        }
        self.names.push(name.to_owned());
        self.positions.insert(name.to_owned(), self.names.len() - 1);
        self.names.len() - 1
    }

    /// The column of that name; most features have the keys of the one before, in the same order.
    pub(in crate::read) fn position(&self, name: &str, likely: usize) -> Option<usize> {
        match self.names.get(likely) {
            Some(there) if there == name => Some(likely),
            _ => self.positions.get(name).copied(),
        }
    }
}

/// The fields of one feature, a column each.
#[derive(Debug)]
pub(in crate::read) struct Row<'a> {
    fields: Vec<Option<Cow<'a, str>>>,
}

impl<'a> Row<'a> {
    /// A row of blank fields.
    pub(in crate::read) fn new(columns: &Columns) -> Self {
        Self {
            fields: vec![None; columns.names.len()],
        }
    }

    /// The field of a column.
    pub(in crate::read) fn get(&self, column: usize) -> &str {
        self.fields[column].as_deref().unwrap_or_default()
    }

    /// Takes the fields of a feature in place of those before.
    pub(in crate::read) fn fill(
        &mut self,
        columns: &Columns,
        feature: &Feature<'a>,
    ) -> Result<(), Flaw> {
        self.fields.fill(None);
        if let (Some(column), Some(id)) = (columns.id, feature.id) {
            self.fields[column] = Some(property::text(id).ok_or_else(half_a_character)?);
        }
        let Some(properties) = feature.properties else {
            return Ok(());
        };
        let (mut likely, mut flaw) = (0, None);
        let each = |key: Cow<'a, str>, value| match columns.position(&key, likely) {
            Some(column) => {
                likely = column + 1;
                flaw = flaw.take().or_else(|| self.set(column, &key, value).err());
            }
            None => flaw = Some(Flaw::structure(format!("found a new property `{key}`"))),
        };
        property::each(properties, each)?;
        flaw.map_or(Ok(()), Err)
    }

    /// Makes all fields blank.
    pub(in crate::read) fn clear(&mut self) {
        self.fields.fill(None);
    }

    /// The field of a column, a slice of the text where it can be one.
    pub(in crate::read) fn field(&self, column: usize) -> Cow<'a, str> {
        self.fields[column].clone().unwrap_or_default()
    }

    /// Gives a column the text of a value; a second one for the same column is refused.
    pub(in crate::read) fn set(
        &mut self,
        column: usize,
        key: &str,
        value: &'a str,
    ) -> Result<(), Flaw> {
        if self.fields[column].is_some() {
            return Err(repeated(key));
        }
        self.fields[column] = Some(property::text(value).ok_or_else(half_a_character)?);
        Ok(())
    }
}

/// A key that stands twice in one row.
pub(in crate::read) fn repeated(key: &str) -> Flaw {
    Flaw::structure(format!("expected one property `{key}`, found two"))
}

/// An escape that stands for no character.
pub(in crate::read) fn half_a_character() -> Flaw {
    Flaw::Refused {
        check: "encoding",
        message: "expected text, found an escape that stands for half a character".to_owned(),
    }
}
