//! Text columns: all fields end to end in one buffer, with offsets.
//!
//! Most files lack most columns, so rows before the first field that is not blank cost nothing; an end takes four
//! bytes as long as the text is shorter than 4 GiB.

use std::ops::Range;

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
    /// Rows before the first that is not blank.
    n_blank: usize,
    /// Where the fields of all later rows end.
    ends: Ends,
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
            n_blank: n_rows,
            ..Self::default()
        }
    }

    /// All rows of some columns, one after the other.
    #[must_use]
    pub fn concat(parts: &[Self]) -> Self {
        let mut all = Self::new();
        all.text
            .reserve(parts.iter().map(|part| part.text.len()).sum());
        let has_text = parts.iter().position(|part| !part.text.is_empty());
        let from_text_on = &parts[has_text.unwrap_or(parts.len())..];
        all.ends.reserve(from_text_on.iter().map(Self::len).sum());
        for part in parts {
            all.append(part);
        }
        all
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.n_blank + self.ends.len()
    }

    /// Whether the column has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Makes room for so many rows with so much text.
    pub fn reserve(&mut self, n_rows: usize, n_bytes: usize) {
        self.text.reserve(n_bytes);
        self.ends.reserve(n_rows);
    }

    /// Appends one field.
    #[inline]
    pub fn push(&mut self, field: &str) {
        self.text.push_str(field);
        if self.text.is_empty() {
            self.n_blank += 1;
        } else {
            self.ends.push(self.text.len());
        }
    }

    /// The field of a row, `""` where it is blank.
    ///
    /// # Panics
    /// If `row` is not below [`len`](Self::len).
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        &self.text[self.place(row)]
    }

    /// The field of a row in UTF-8: quicker where nothing is done but to write it.
    ///
    /// # Panics
    /// If `row` is not below [`len`](Self::len).
    #[must_use]
    pub fn bytes(&self, row: usize) -> &[u8] {
        &self.text.as_bytes()[self.place(row)]
    }

    /// The fields of consecutive rows in UTF-8, end to end.
    ///
    /// # Panics
    /// If the rows do not end at [`len`](Self::len) or before.
    #[must_use]
    pub fn span(&self, rows: Range<usize>) -> &[u8] {
        let Some(last) = rows.end.checked_sub(1).filter(|last| *last >= rows.start) else {
            return &[];
        };
        &self.text.as_bytes()[self.place(rows.start).start..self.place(last).end]
    }

    /// Where in the text the field of a row is.
    fn place(&self, row: usize) -> Range<usize> {
        match row.checked_sub(self.n_blank) {
            None => 0..0,
            Some(0) => 0..self.ends.get(0),
            Some(row) => self.ends.get(row - 1)..self.ends.get(row),
        }
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
        (!self.text.is_empty()).then(|| self.get(self.n_blank))
    }

    /// All fields in row order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.get(row))
    }

    /// Appends all rows of another column.
    pub fn append(&mut self, other: &Self) {
        self.append_rows(other, 0..other.len());
    }

    /// Appends consecutive rows of another column.
    ///
    /// # Panics
    /// If the rows do not end at the other's [`len`](Self::len) or before.
    pub fn append_rows(&mut self, other: &Self, mut rows: Range<usize>) {
        let first_with_end = rows.end.min(other.n_blank).max(rows.start);
        self.push_blank(first_with_end - rows.start);
        rows.start = first_with_end;
        while self.text.is_empty() && !rows.is_empty() {
            self.push(other.get(rows.start));
            rows.start += 1;
        }
        if rows.is_empty() {
            return;
        }
        let text = other.place(rows.start).start..other.place(rows.end - 1).end;
        let offset = self.text.len();
        self.text.push_str(&other.text[text.clone()]);
        let rows = rows.start - other.n_blank..rows.end - other.n_blank;
        self.ends.append(&other.ends, rows, text.start, offset);
    }

    fn push_blank(&mut self, n_rows: usize) {
        if self.text.is_empty() {
            self.n_blank += n_rows;
        } else {
            self.ends.push_again(self.text.len(), n_rows);
        }
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

/// Where fields end, as short as the last end allows.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Ends {
    Short(Vec<u32>),
    Long(Vec<usize>),
}

impl Default for Ends {
    fn default() -> Self {
        Self::Short(Vec::new())
    }
}

impl Ends {
    fn len(&self) -> usize {
        match self {
            Self::Short(ends) => ends.len(),
            Self::Long(ends) => ends.len(),
        }
    }

    fn get(&self, row: usize) -> usize {
        match self {
            Self::Short(ends) => ends[row] as usize,
            Self::Long(ends) => ends[row],
        }
    }

    fn reserve(&mut self, n_rows: usize) {
        match self {
            Self::Short(ends) => ends.reserve(n_rows),
            Self::Long(ends) => ends.reserve(n_rows),
        }
    }

    #[inline]
    fn push(&mut self, end: usize) {
        match (&mut *self, u32::try_from(end)) {
            (Self::Short(ends), Ok(end)) => ends.push(end),
            _ => self.push_again(end, 1),
        }
    }

    /// Appends the same end so many times.
    fn push_again(&mut self, end: usize, times: usize) {
        self.widen_for(end);
        match self {
            Self::Short(ends) => ends.extend(std::iter::repeat_n(short(end), times)),
            Self::Long(ends) => ends.extend(std::iter::repeat_n(end, times)),
        }
    }

    /// Appends the ends of some rows, of which there are any, moved by as much as `from` is before `to`.
    fn append(&mut self, more: &Self, rows: Range<usize>, from: usize, to: usize) {
        self.widen_for(more.get(rows.end - 1) - from + to);
        match (&mut *self, more) {
            (Self::Short(ends), Self::Short(more)) => {
                let (from, to) = (short(from), short(to));
                ends.extend(more[rows].iter().map(|end| end - from + to));
            }
            _ => rows.for_each(|row| self.push(more.get(row) - from + to)),
        }
    }

    fn widen_for(&mut self, end: usize) {
        if let Self::Short(ends) = self
            && u32::try_from(end).is_err()
        {
            *self = Self::Long(ends.iter().map(|end| *end as usize).collect());
        }
    }
}

/// An end that is known to be short.
#[expect(
    clippy::cast_possible_truncation,
    reason = "ends are widened before one is too long"
)]
fn short(end: usize) -> u32 {
    end as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn column(fields: &[String]) -> TextColumn {
        fields.iter().map(String::as_str).collect()
    }

    fn parts() -> impl Strategy<Value = Vec<Vec<String>>> {
        let field = prop::sample::select(vec!["", "", "", "a", "ção", "Ol Donyo"]);
        let part = prop::collection::vec(field.prop_map(str::to_owned), 0..6);
        prop::collection::vec(part, 0..6)
    }

    #[test]
    fn append_keeps_every_field() {
        let mut left: TextColumn = ["a", "", "ção"].into_iter().collect();
        let right: TextColumn = ["", "z"].into_iter().collect();
        left.append(&right);
        assert_eq!(left.iter().collect::<Vec<_>>(), ["a", "", "ção", "", "z"]);
        assert_eq!(TextColumn::blank(2).iter().collect::<Vec<_>>(), ["", ""]);
    }

    #[test]
    fn consecutive_fields_are_one_span() {
        let names: TextColumn = ["", "a", "", "ção"].into_iter().collect();
        assert_eq!(names.bytes(3), "ção".as_bytes());
        assert_eq!(names.span(0..4), "ação".as_bytes());
        assert_eq!((names.span(0..1), names.span(2..2)), (&[][..], &[][..]));
        assert!(TextColumn::blank(2).span(0..2).is_empty());
    }

    #[test]
    fn ends_beyond_four_gibibytes_are_kept() {
        let far = u32::MAX as usize + 7;
        let mut ends = Ends::default();
        ends.push(5);
        ends.push_again(far, 2);
        let mut all = Ends::default();
        all.push(9);
        all.append(&ends, 0..3, 0, 9);
        let found: Vec<usize> = (0..all.len()).map(|row| all.get(row)).collect();
        assert_eq!(found, [9, 14, far + 9, far + 9]);
        let mut late = Ends::Short(vec![3]);
        late.append(&Ends::Short(vec![1, 3, 8]), 1..3, 1, far);
        assert_eq!(late, Ends::Long(vec![3, far + 2, far + 7]));
    }

    proptest! {
        #[test]
        fn parts_joined_are_the_fields_pushed_one_by_one(parts in parts()) {
            let expected: Vec<String> = parts.concat();
            let columns: Vec<TextColumn> = parts.iter().map(|part| column(part)).collect();
            let joined = TextColumn::concat(&columns);
            prop_assert_eq!(joined.iter().collect::<Vec<_>>(), expected.iter().map(String::as_str).collect::<Vec<_>>());
            prop_assert_eq!(joined.known_first(), expected.iter().map(String::as_str).find(|field| !field.is_empty()));
            prop_assert_eq!(joined, column(&expected));
        }

        #[test]
        fn rows_appended_are_the_fields_pushed_one_by_one(
            before in parts(),
            more in parts(),
            cut in (0_usize..40, 0_usize..40),
        ) {
            let (before, more) = (before.concat(), more.concat());
            let end = cut.1.min(more.len());
            let rows = cut.0.min(end)..end;
            let mut appended = column(&before);
            appended.append_rows(&column(&more), rows.clone());
            prop_assert_eq!(appended, column(&[&before[..], &more[rows]].concat()));
        }
    }
}
