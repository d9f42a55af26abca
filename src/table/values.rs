//! A column's values by row: a list of them, or a view that makes them when they are asked for.

use std::fmt;
use std::sync::Arc;

/// One value or none for each row: a list, or a view of another column that holds nothing itself.
///
/// ```
/// use schoolreach::table::Values;
/// let students = [Some(120_u32), None, Some(80)];
/// let view = Values::view(|row| students[row].map(i64::from));
/// assert_eq!((view.get(0), view.get(1)), (Some(120), None));
/// assert_eq!(Values::from(vec![Some(1.5)]).get(0), Some(1.5));
/// ```
#[derive(Clone)]
pub struct Values<'a, T>(Option<Arc<dyn View<T> + 'a>>);

impl<'a, T: 'a> Values<'a, T> {
    /// No value in any row.
    #[must_use]
    pub fn null() -> Self {
        Self(None)
    }

    /// The values that a function makes of row numbers.
    #[must_use]
    pub fn view(of_row: impl Fn(usize) -> Option<T> + Send + Sync + 'a) -> Self {
        Self(Some(Arc::new(of_row)))
    }

    /// The value of a row.
    ///
    /// # Panics
    /// If there is no such row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<T> {
        self.0.as_ref().and_then(|view| view.get(row))
    }

    /// The values of some rows; `None` where no row of the column has one.
    ///
    /// Quicker than to ask for one after the other, above all where rows lie far apart: the loop has no branches, so
    /// the processor fetches several values at a time.
    ///
    /// # Panics
    /// If there is no such row.
    #[must_use]
    pub fn gather(&self, rows: &[usize]) -> Option<Vec<Option<T>>> {
        self.0.as_ref().map(|view| view.gather(rows))
    }
}

impl<'a, T: Copy + Send + Sync + 'a> From<Vec<Option<T>>> for Values<'a, T> {
    fn from(list: Vec<Option<T>>) -> Self {
        Self::view(move |row| list[row])
    }
}

impl<'a, T: Copy + Send + Sync + 'a> FromIterator<Option<T>> for Values<'a, T> {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(list: I) -> Self {
        Self::from(list.into_iter().collect::<Vec<_>>())
    }
}

impl<T> fmt::Debug for Values<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.0.is_some() { "Values" } else { "Null" };
        formatter.write_str(kind)
    }
}

/// A function of row numbers, whose loops over many rows are compiled for it.
trait View<T>: Send + Sync {
    fn get(&self, row: usize) -> Option<T>;
    fn gather(&self, rows: &[usize]) -> Vec<Option<T>>;
}

impl<T, F: Fn(usize) -> Option<T> + Send + Sync> View<T> for F {
    fn get(&self, row: usize) -> Option<T> {
        self(row)
    }

    fn gather(&self, rows: &[usize]) -> Vec<Option<T>> {
        rows.iter().map(|row| self(*row)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_views_and_nothing_answer_alike() {
        let list: Values<i64> = [Some(4), None, Some(6)].into_iter().collect();
        let view = Values::view(|row| (row != 1).then(|| [4, 5, 6][row]));
        for rows in [&[][..], &[2, 0, 1, 1]] {
            assert_eq!(list.gather(rows), view.gather(rows));
            let one_by_one: Vec<_> = rows.iter().map(|row| list.get(*row)).collect();
            assert_eq!(list.gather(rows), Some(one_by_one));
        }
        let null = Values::<i64>::null();
        assert_eq!((null.get(9), null.gather(&[9])), (None, None));
        assert_eq!(format!("{list:?} {null:?}"), "Values Null");
    }
}
