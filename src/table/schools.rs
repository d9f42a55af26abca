//! The schools: one row for each school that is left after duplicates are merged, closed ones included.

use std::sync::Arc;

use super::{Given, RawLonLat, TextColumn};
use crate::lonlat::LonLat;

/// What a yes/no field says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The field says yes.
    Yes,
    /// The field says no.
    No,
    /// The field is blank, says unknown, or says something that is neither.
    #[default]
    None,
}

/// Whether a school is reached by the internet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// There is evidence that it is.
    Connected,
    /// Its row says that it is not.
    NotConnected,
    /// Nothing says either.
    #[default]
    Unknown,
}

/// What kind of evidence decided a [`Status`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusSource {
    /// A dated measurement with a download speed above 0.
    Measured,
    /// A real-time flag (`connectivity_RT` = yes).
    RtFlag,
    /// A yes or no in a connectivity column.
    Declared,
    /// A declared download speed.
    Speed,
    /// No evidence.
    #[default]
    None,
}

/// Whether a school's row says that it is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Openness {
    /// The row says that the school is open.
    Open,
    /// The row says that the school is not open (closed, suspended, extinct).
    Closed,
    /// The row does not say; the school counts as open.
    #[default]
    Unsaid,
}

impl Status {
    /// All statuses in the order in which reports list them.
    pub const ALL: [Self; 3] = [Self::Connected, Self::NotConnected, Self::Unknown];

    /// The word that stands for the status in outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::NotConnected => "not_connected",
            Self::Unknown => "unknown",
        }
    }
}

impl StatusSource {
    /// All sources in the order in which reports list them.
    pub const ALL: [Self; 5] = [
        Self::Measured,
        Self::RtFlag,
        Self::Declared,
        Self::Speed,
        Self::None,
    ];

    /// The word that stands for the source in outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::RtFlag => "rt_flag",
            Self::Declared => "declared",
            Self::Speed => "speed",
            Self::None => "none",
        }
    }
}

/// The schools; all columns have one entry for each school, in the order of the input.
#[derive(Clone, Debug, Default)]
pub struct Schools {
    /// The names of the files that the schools come from.
    pub files: Vec<Arc<str>>,
    /// Index into `files`.
    pub source_file: Vec<u32>,
    /// Where the school stands in its file: the physical line in delimited text, the feature's number elsewhere.
    pub source_row: Vec<u64>,
    /// Giga's id.
    pub school_id_giga: TextColumn,
    /// The government's id, unique within a country.
    pub school_id_govt: TextColumn,
    /// The name.
    pub school_name: TextColumn,
    /// The education level as the file words it.
    pub education_level: TextColumn,
    /// The country: ISO 3166-1 alpha-3 where the file or the plan gives it so.
    pub country: TextColumn,
    /// Whether the row says that the school is open.
    pub openness: Vec<Openness>,
    /// Number of students.
    pub num_students: Vec<Option<u32>>,
    /// The coordinates that rows give and that are not their positions; [`given`](Self::given) tells those of all.
    pub given: Given,
    /// The position, where what is given is in range and credible.
    pub position: Vec<Option<LonLat>>,
    /// What a real-time flag says.
    pub real_time: Vec<Answer>,
    /// What the connectivity columns say together.
    pub declared: Vec<Answer>,
    /// What the row says to Giga Maps; empty unless its rule is asked for.
    pub published: Vec<Answer>,
    /// The declared download speed in Mbit/s; empty where no row has one, and once the status is decided.
    pub download_speed_mbps: Vec<Option<f64>>,
    /// The status, decided from the three columns before.
    pub status: Vec<Status>,
    /// What decided the status.
    pub status_source: Vec<StatusSource>,
    /// Columns in which rows state a region's code, under the header that the first file spelled.
    pub stated: Vec<(String, TextColumn)>,
    /// What filters and breakdowns ask for and no other column holds, under its name.
    pub traits: Vec<(String, TextColumn)>,
    /// Number of issues that a school's rows raised.
    pub n_issues: Vec<u32>,
    /// The input's own columns, where the plan keeps them.
    pub properties: Vec<(String, TextColumn)>,
}

impl Schools {
    /// Number of schools, closed ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.source_row.len()
    }

    /// The two coordinates as a row gives them (longitude column first), where both are finite numbers, in or out of
    /// range.
    #[must_use]
    pub fn given(&self, row: usize) -> Option<RawLonLat> {
        self.given
            .get(row, self.position.get(row).copied().flatten())
    }

    /// Gives schools other positions than their rows give; what rows give stays as it is.
    ///
    /// # Panics
    /// If a row is not below [`len`](Self::len).
    pub fn reposition(&mut self, positions: &[(usize, LonLat)]) {
        let rows = positions.iter();
        let given = rows.filter_map(|(row, _)| self.given(*row).map(|given| (*row, given)));
        let given: Vec<(usize, RawLonLat)> = given.collect();
        self.given.keep(given);
        for (row, position) in positions {
            self.position[*row] = Some(*position);
        }
    }

    /// Whether there are no schools.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.source_row.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_row_gives_outlives_its_position() {
        let position = |lon: f64, lat: f64| LonLat::new(lon, lat).ok();
        let mut schools = Schools {
            source_row: vec![2, 3, 4],
            position: vec![position(1.0, 2.0), None, position(5.0, 6.0)],
            ..Schools::default()
        };
        schools.given.push(1, Some([3e9, 4e9]), None);
        let found = [
            (0, position(2.0, 1.0).unwrap()),
            (1, position(3.0, 4.0).unwrap()),
        ];
        schools.reposition(&found);
        assert_eq!(
            schools.position[..2],
            [position(2.0, 1.0), position(3.0, 4.0)]
        );
        let given: Vec<_> = (0..3).map(|row| schools.given(row).unwrap()).collect();
        assert_eq!(given, [[1.0, 2.0], [3e9, 4e9], [5.0, 6.0]]);
    }
}
