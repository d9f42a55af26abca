//! The fields of one column of a batch: slices of the file's text as far as it holds them as they are.

use std::borrow::Cow;

use super::TextColumn;

/// The fields of one column of a batch, one for each row.
#[derive(Clone, Debug)]
pub enum Fields<'a> {
    /// Slices of the file's text.
    Slices(Vec<&'a str>),
    /// Copies, where some field had to be unescaped or printed.
    Copies(TextColumn),
}

impl<'a> Fields<'a> {
    /// No fields yet; copies where none can be a slice.
    #[must_use]
    pub fn copies() -> Self {
        Self::Copies(TextColumn::new())
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Slices(fields) => fields.len(),
            Self::Copies(fields) => fields.len(),
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The field of a row, `""` where it is blank.
    ///
    /// # Panics
    /// If `row` is not below [`len`](Self::len).
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        match self {
            Self::Slices(fields) => fields[row],
            Self::Copies(fields) => fields.get(row),
        }
    }

    /// Calls `each` with every row and its field, in row order.
    #[inline]
    pub fn each<'this>(&'this self, mut each: impl FnMut(usize, &'this str)) {
        match self {
            Self::Slices(fields) => {
                let fields = fields.iter().enumerate();
                fields.for_each(|(row, field)| each(row, field));
            }
            Self::Copies(fields) => (0..fields.len()).for_each(|row| each(row, fields.get(row))),
        }
    }

    /// All fields in row order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.get(row))
    }

    /// Appends one field; the first that is no slice turns all into copies.
    pub fn push(&mut self, field: Cow<'a, str>) {
        match field {
            Cow::Borrowed(field) => self.push_slice(field),
            Cow::Owned(field) => self.push_copy(&field),
        }
    }

    /// Appends one field that is a slice.
    #[inline]
    pub fn push_slice(&mut self, field: &'a str) {
        match self {
            Self::Slices(fields) => fields.push(field),
            Self::Copies(fields) => fields.push(field),
        }
    }

    /// Appends a copy of one field.
    pub fn push_copy(&mut self, field: &str) {
        if let Self::Slices(fields) = self {
            *self = Self::Copies(fields.iter().copied().collect());
        }
        if let Self::Copies(fields) = self {
            fields.push(field);
        }
    }

    /// The fields as a column of their own.
    #[must_use]
    pub fn into_column(self) -> TextColumn {
        match self {
            Self::Slices(fields) => fields.into_iter().collect(),
            Self::Copies(fields) => fields,
        }
    }
}

impl Default for Fields<'_> {
    fn default() -> Self {
        Self::Slices(Vec::new())
    }
}

impl PartialEq for Fields<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_among_slices_keeps_those_before() {
        let mut fields = Fields::default();
        for field in [Cow::Borrowed("a"), Cow::Owned("b\"".to_owned()), "ç".into()] {
            fields.push(field);
        }
        assert_eq!(fields.iter().collect::<Vec<_>>(), ["a", "b\"", "ç"]);
        assert_eq!((fields.len(), fields.get(1)), (3, "b\""));
        assert_eq!(fields.clone().into_column().get(2), "ç");
    }
}
