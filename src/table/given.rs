//! Coordinates as rows give them, kept only where they are not those of the position.

use super::RawLonLat;
use crate::lonlat::LonLat;

/// The coordinates that rows give beside their positions: nearly all rows give their position and take no memory here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// By row, in row order.
    apart: Vec<(usize, RawLonLat)>,
}

impl Given {
    /// What a row gives, whose position is this.
    #[must_use]
    pub fn get(&self, row: usize, position: Option<LonLat>) -> Option<RawLonLat> {
        match self.apart.binary_search_by_key(&row, |(row, _)| *row) {
            Ok(index) => Some(self.apart[index].1),
            Err(_) => position.map(|position| [position.lon_deg(), position.lat_deg()]),
        }
    }

    /// Takes note of what a row gives, whose position is this; rows must come in order.
    pub fn push(&mut self, row: usize, given: Option<RawLonLat>, position: Option<LonLat>) {
        if let Some(given) = given
            && !is_position(given, position)
        {
            self.apart.push((row, given));
        }
    }

    /// Appends what the rows of another table give, which come after `n_rows`.
    pub fn append(&mut self, later: &Self, n_rows: usize) {
        let later = later.apart.iter();
        self.apart
            .extend(later.map(|(row, given)| (row + n_rows, *given)));
    }

    /// Keeps what rows give whose positions are about to be others; rows that are kept already stay as they are.
    pub fn keep(&mut self, given: impl IntoIterator<Item = (usize, RawLonLat)>) {
        self.apart.extend(given);
        self.apart.sort_by_key(|(row, _)| *row);
        self.apart.dedup_by_key(|(row, _)| *row);
    }

    /// The rows that do not give their position, in order, and what they give.
    pub fn apart(&self) -> impl Iterator<Item = (usize, RawLonLat)> {
        self.apart.iter().copied()
    }
}

/// Whether coordinates are those of a position to the last bit.
fn is_position([lon, lat]: RawLonLat, position: Option<LonLat>) -> bool {
    position.is_some_and(|position| {
        position.lon_deg().to_bits() == lon.to_bits()
            && position.lat_deg().to_bits() == lat.to_bits()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_comes_back() {
        let rows = [
            Some([1.0, 2.0]),
            None,
            Some([270.0, -0.0]),
            Some([500_000.0, 9.0]),
        ];
        let position = |given: Option<RawLonLat>| given.and_then(|[x, y]| LonLat::new(x, y).ok());
        let mut given = Given::default();
        for (row, pair) in rows.into_iter().enumerate() {
            given.push(row, pair, position(pair));
        }
        let mut twice = given.clone();
        twice.append(&given, rows.len());
        for (row, pair) in rows.into_iter().cycle().take(2 * rows.len()).enumerate() {
            let found = twice.get(row, position(pair));
            assert_eq!(format!("{found:?}"), format!("{pair:?}"));
        }
        assert_eq!(twice.apart().count(), 4);
    }
}
