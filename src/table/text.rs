//! Text columns: all fields end to end in one buffer, with offsets.

/// A column of text in one buffer. A blank field and a missing one are the same: both are `""`.
///
/// ```
/// use schoolreach::table::TextColumn;
/// let names: TextColumn = ["Kabete", "", "Ol Donyo"].into_iter().collect();
/// assert_eq!(names.get(2), "Ol Donyo");
/// assert_eq!(names.known(1), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextColumn {
    text: String,
    ends: Vec<usize>,
}

impl TextColumn {
    /// An empty column.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A column of `n_rows` blank fields.
    #[must_use]
    pub fn blank(n_rows: usize) -> Self {
        Self {
            text: String::new(),
            ends: vec![0; n_rows],
        }
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the column has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Appends one field.
    pub fn push(&mut self, field: &str) {
        self.text.push_str(field);
        self.ends.push(self.text.len());
    }

    /// The field of a row, `""` where it is blank.
    ///
    /// # Panics
    /// If `row` is not below [`len`](Self::len).
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.text[start..self.ends[row]]
    }

    /// The field of a row, `None` where it is blank.
    ///
    /// # Panics
    /// If `row` is not below [`len`](Self::len).
    #[must_use]
    pub fn known(&self, row: usize) -> Option<&str> {
        Some(self.get(row)).filter(|field| !field.is_empty())
    }

    /// The first field that is not blank.
    #[must_use]
    pub fn known_first(&self) -> Option<&str> {
        self.iter().find(|field| !field.is_empty())
    }

    /// All fields in row order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.get(row))
    }

    /// Appends all rows of another column.
    pub fn append(&mut self, other: &Self) {
        let offset = self.text.len();
        self.text.push_str(&other.text);
        self.ends.extend(other.ends.iter().map(|end| end + offset));
    }
}

impl<'a> FromIterator<&'a str> for TextColumn {
    fn from_iter<I: IntoIterator<Item = &'a str>>(fields: I) -> Self {
        let mut column = Self::new();
        for field in fields {
            column.push(field);
        }
        column
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn append_keeps_every_field() {
        let mut left: TextColumn = ["a", "", "ção"].into_iter().collect();
        let right: TextColumn = ["", "z"].into_iter().collect();
        left.append(&right);
        assert_eq!(left.iter().collect::<Vec<_>>(), ["a", "", "ção", "", "z"]);
        assert_eq!(TextColumn::blank(2).iter().collect::<Vec<_>>(), ["", ""]);
    }
}
