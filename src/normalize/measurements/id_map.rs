//! A table of wrong ids and their right ones in, the id that a row means out.
//!
//! Giga Meter keeps such a table, `giga_id_school_mapping_fix`, for devices that were set up under the id of another
//! school: an id is corrected where the row is of the country of the right one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::matching::{Field, Matcher};
use super::super::words::{id, is_unknown};
use super::countries::country;
use crate::error::Error;
use crate::issue::{Issue, Place, Severity};
use crate::table::{Batch, Header, Wanted};

const WRONG: Field = Field {
    name: "wrong_id",
    tiers: &[
        &["giga_id_school_wrong"],
        &["wrong_id", "id_wrong", "wrong", "old_id", "from"],
    ],
};

const RIGHT: Field = Field {
    name: "right_id",
    tiers: &[
        &["giga_id_school_correct"],
        &[
            "right_id",
            "correct_id",
            "id_right",
            "id_correct",
            "right",
            "correct",
            "new_id",
            "to",
        ],
    ],
};

const COUNTRY: Field = Field {
    name: "country",
    tiers: &[
        &["correct_country"],
        &["country", "country_code", "country_iso3_code", "iso3"],
    ],
};

/// The columns of a table of ids.
#[derive(Clone, Copy, Debug)]
pub struct IdMapColumns {
    wrong: usize,
    right: usize,
    country: Option<usize>,
}

impl IdMapColumns {
    /// Finds the columns.
    ///
    /// # Errors
    /// [`Error::AmbiguousColumn`], and [`Error::MissingColumn`] where there is none for either id.
    pub fn find(header: &Header) -> Result<Self, Error> {
        let mut matcher = Matcher::new(header, vec!["id_map"], &[]);
        Ok(Self {
            wrong: matcher.required_after(&[], WRONG)?,
            right: matcher.required_after(&[], RIGHT)?,
            country: matcher.one(COUNTRY)?,
        })
    }

    /// The columns that batches must carry.
    #[must_use]
    pub fn wanted(self) -> Wanted {
        let mut columns = vec![self.wrong, self.right];
        columns.extend(self.country);
        columns.sort_unstable();
        columns.dedup();
        Wanted {
            columns,
            geometry: false,
        }
    }
}

/// Wrong ids and their right ones. Case and padding make no difference.
#[derive(Clone, Debug, Default)]
pub struct IdMap {
    /// The file and the row of each correction, in their order.
    rows: Vec<(Arc<str>, Correction)>,
    /// The rows by their wrong id in lower case.
    by_wrong: BTreeMap<String, Vec<u32>>,
}

/// One row of a table of ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    wrong: String,
    right: String,
    /// The country that measurements must be of, in one spelling; blank where the row is for any.
    country: String,
    source_row: u64,
}

/// The corrections of one batch.
///
/// # Errors
/// [`Error::Malformed`] for a row that is none or lacks an id.
pub fn corrections(
    header: &Header,
    columns: IdMapColumns,
    batch: &Batch<'_>,
) -> Result<Vec<Correction>, Error> {
    if let Some(refused) = batch.refused.first() {
        return Err(Error::Malformed {
            place: Place::row(&header.file, refused.row),
            expected: "a row of ids".to_owned(),
            found: refused.message.clone(),
        });
    }
    let wanted = columns.wanted().columns;
    let field = |column: usize, row: usize| {
        let slot = wanted.iter().position(|wanted| *wanted == column);
        slot.map_or("", |slot| batch.columns[slot].get(row))
    };
    let known = |column: usize, row: usize| {
        let text = id(field(column, row));
        if is_unknown(text) {
            return Err(Error::Malformed {
                place: Place::row(&header.file, batch.rows[row]).in_column(&header.columns[column]),
                expected: "an id".to_owned(),
                found: format!("`{text}`"),
            });
        }
        Ok(text.to_owned())
    };
    let of_country = |row| columns.country.map_or("", |column| field(column, row));
    let correction = |row: usize| {
        Ok(Correction {
            wrong: known(columns.wrong, row)?,
            right: known(columns.right, row)?,
            country: country(of_country(row)),
            source_row: batch.rows[row],
        })
    };
    (0..batch.rows.len()).map(correction).collect()
}

impl IdMap {
    /// Takes in a correction of a file.
    ///
    /// # Errors
    /// [`Error::Malformed`] where it contradicts an earlier one.
    pub fn add(&mut self, file: &Arc<str>, new: Correction) -> Result<(), Error> {
        let of_same_id = self.by_wrong.entry(new.wrong.to_lowercase()).or_default();
        let earlier = of_same_id.iter().map(|row| &self.rows[*row as usize].1);
        let rival = earlier.clone().find(|old| {
            let is_same_country =
                old.country.is_empty() || new.country.is_empty() || old.country == new.country;
            is_same_country && !old.right.eq_ignore_ascii_case(&new.right)
        });
        if let Some(rival) = rival {
            return Err(Error::Malformed {
                place: Place::row(file, new.source_row),
                expected: format!(
                    "one right id for `{}`, which is `{}` in row {}",
                    new.wrong, rival.right, rival.source_row
                ),
                found: format!("`{}`", new.right),
            });
        }
        of_same_id.extend(u32::try_from(self.rows.len()));
        self.rows.push((file.clone(), new));
        Ok(())
    }

    /// Checks that no right id is itself a wrong one: whether it were to be corrected again would be a guess.
    ///
    /// # Errors
    /// [`Error::Malformed`] with the row of the right id.
    pub fn check(&self) -> Result<(), Error> {
        let chained = self.rows.iter().find_map(|(file, row)| {
            let next = self.by_wrong.get(&row.right.to_lowercase())?;
            let mut next = next.iter().map(|next| &self.rows[*next as usize].1);
            let other = next.find(|next| !next.right.eq_ignore_ascii_case(&row.right))?;
            Some((file, row, other))
        });
        let Some((file, row, next)) = chained else {
            return Ok(());
        };
        Err(Error::Malformed {
            place: Place::row(file, row.source_row),
            expected: "a right id that no row calls wrong".to_owned(),
            found: format!("`{}`, which row {} does", row.right, next.source_row),
        })
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nothing to correct.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The right id of a field, and the row that tells it; `None` where the field is no wrong id in that country.
    pub(super) fn corrected(&self, field: &str, of_country: &str) -> Option<(&str, u32)> {
        let rows = self.by_wrong.get(&id(field).to_lowercase())?;
        let row = rows.iter().find(|row| {
            let wanted = &self.rows[**row as usize].1.country;
            wanted.is_empty() || *wanted == country(of_country)
        })?;
        Some((&self.rows[*row as usize].1.right, *row))
    }

    /// What is to be told of the rows that corrected no measurement; `uses` says how many each did.
    #[must_use]
    pub fn unused(&self, uses: &BTreeMap<u32, u64>) -> Vec<Issue> {
        let rows = (0..).zip(&self.rows);
        let unused = rows.filter(|(row, _)| !uses.contains_key(row));
        unused
            .map(|(_, (file, row))| {
                let message = "no measurement has this id; the row corrects nothing".to_owned();
                let place = Place::row(file, row.source_row);
                Issue::new(place, "id_map_unused", Severity::Doubt, &row.wrong, message)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::matching::tests::header;
    use super::*;
    use crate::table::Fields;

    /// The map of a table whose first line is the header.
    fn map(table: &str) -> Result<IdMap, Error> {
        let mut lines = table
            .lines()
            .map(|line| line.split('|').collect::<Vec<_>>());
        let header = header(&lines.next().unwrap());
        let rows: Vec<Vec<&str>> = lines.collect();
        let columns = IdMapColumns::find(&header)?;
        let fields = |column: &usize| Fields::Slices(rows.iter().map(|row| row[*column]).collect());
        let batch = Batch {
            rows: (2..).take(rows.len()).collect(),
            columns: columns.wanted().columns.iter().map(fields).collect(),
            ..Batch::default()
        };
        let mut map = IdMap::default();
        for correction in corrections(&header, columns, &batch)? {
            map.add(&header.file, correction)?;
        }
        map.check()?;
        Ok(map)
    }

    #[test]
    fn gigas_table_corrects_ids_of_its_country() {
        let table = "\
giga_id_school_wrong|wrong_country|giga_id_school_correct|correct_country
AA-1|KE|aa-9|BR
aa-1|KE|aa-8|KEN
aa-2|KE|aa-7|";
        let map = map(table).unwrap();
        assert_eq!(map.corrected(" Aa-1 ", "br"), Some(("aa-9", 0)));
        assert_eq!(map.corrected("aa-1", "KE"), Some(("aa-8", 1)));
        assert_eq!(map.corrected("aa-1", "MD"), None);
        assert_eq!(map.corrected("aa-2", ""), Some(("aa-7", 2)));
        let unused = map.unused(&BTreeMap::from([(0, 5), (1, 1)]));
        assert_eq!(unused.len(), 1);
        assert_eq!(unused[0].value, "aa-2");
    }

    #[test]
    fn contradictions_are_errors_with_both_rows() {
        let messages = [
            "wrong_id|right_id\na|b\nA|c",
            "wrong_id|right_id|country\na|b|KE\na|c|",
            "wrong_id|right_id\na|b\nb|c",
            "wrong_id|right_id\na|-",
            "wrong_id|rigth\na|b",
        ]
        .map(|table| map(table).unwrap_err().to_string());
        insta::assert_snapshot!(messages.join("\n"), @"
        schools.csv:3: expected one right id for `A`, which is `b` in row 2, found `c`
        schools.csv:3: expected one right id for `a`, which is `b` in row 2, found `c`
        schools.csv:2: expected a right id that no row calls wrong, found `b`, which row 3 does
        schools.csv:2: column `right_id`: expected an id, found `-`
        schools.csv: no column for id_map.right_id; its columns are `wrong_id`, `rigth`
        ");
        assert!(map("wrong_id|right_id\na|b\na|B").is_ok());
    }
}
