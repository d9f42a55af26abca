//! A table and a column in, what the column means out: the one place where columns of outputs are defined.
//!
//! The text files beside this one hold five lines for every column: `column | unit | denominator`, then its meaning in
//! English, French, Spanish and Portuguese. `LEVEL` stands there for the name of a level, `NUMBER` for any speed.

mod written;

pub(super) use written::Dictionary;

/// What a column of an output means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnMeaning {
    /// What is counted or measured: `schools`, `Mbit/s`; `fraction` is from 0 to 1. Blank where nothing is.
    pub unit: &'static str,
    /// The columns that a share is divided by, blank where the column is no share.
    pub denominator: &'static str,
    /// A sentence in English, French, Spanish and Portuguese.
    pub meanings: [String; 4],
}

/// The languages of the meanings, as ISO 639-1 has them.
pub(super) const LANGUAGES: [&str; 4] = ["en", "fr", "es", "pt"];

/// The tables, and the files that define their columns.
const TABLES: &[(&str, &[&str])] = &[
    ("regions_LEVEL", &[REGIONS, FIGURES, SPEEDS]),
    ("regions_LEVEL_simplified", &[REGIONS, FIGURES, SPEEDS]),
    (
        "totals_LEVEL",
        &[include_str!("totals.txt"), FIGURES, SPEEDS],
    ),
    (
        "regions_LEVEL_by",
        &[REGIONS, PART, include_str!("by.txt"), FIGURES, SPEEDS],
    ),
    ("trend_LEVEL", &[REGIONS, PART, include_str!("trend.txt")]),
    (
        "schools",
        &[
            SOURCE,
            SCHOOL,
            POSITION,
            include_str!("schools.txt"),
            include_str!("measured.txt"),
        ],
    ),
    ("issues", &[include_str!("issues.txt")]),
    (
        "declared_LEVEL",
        &[SOURCE, SCHOOL, include_str!("declared.txt")],
    ),
    ("passed", &[POSITION]),
    ("failed", &[SOURCE, include_str!("failed.txt"), POSITION]),
    (
        "near",
        &[include_str!("near.txt"), SOURCE, SCHOOL, POSITION],
    ),
    ("columns", &[include_str!("columns.txt")]),
    ("summary", &[include_str!("summary.txt")]),
    ("*", &[OWN]),
];
const REGIONS: &str = include_str!("regions.txt");
const FIGURES: &str = include_str!("figures.txt");
const SPEEDS: &str = include_str!("speeds.txt");
const PART: &str = include_str!("part.txt");
const SOURCE: &str = include_str!("source.txt");
const POSITION: &str = include_str!("position.txt");
const SCHOOL: &str = include_str!("school.txt");
const OWN: &str = include_str!("own.txt");

/// What stands for the name of a level.
const LEVEL: &str = "LEVEL";

/// What a column of a table means, whose levels have these names; `None` for a column of the input that was kept.
///
/// ```
/// use schoolreach::pipeline::column_meaning;
/// let share = column_meaning("totals_adm2", "known_share", &["adm1", "adm2"]).ok_or("no such column")?;
/// assert_eq!((share.unit, share.denominator), ("fraction", "n_schools"));
/// let id = column_meaning("schools", "adm2_id", &["adm1", "adm2"]).ok_or("no such column")?;
/// assert_eq!(id.meanings[0], "Id of the region of level adm2 in which the school counts.");
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn column_meaning(
    table: &str,
    column: &str,
    levels: &[impl AsRef<str>],
) -> Option<ColumnMeaning> {
    let tables = spellings(table, levels, table_of_level);
    let mut columns = spellings(column, levels, column_of_level);
    columns.extend(numbered(column));
    tables.iter().find_map(|(table, of_table)| {
        let entries = entries_of(table);
        let found = columns.iter().find_map(|(column, of_column)| {
            let entry = entries.iter().find(|entry| entry.column == column)?;
            Some((entry, of_column))
        });
        found.map(|(entry, of_column)| entry.meaning(of_column.or(*of_table)))
    })
}

/// What is said of a column of the input that was kept.
fn own_column() -> Option<ColumnMeaning> {
    let entries = entries_of("*");
    entries.first().map(|entry| entry.meaning(None))
}

/// A name as it is, and with `LEVEL` for the level that it holds.
fn spellings<'a>(
    name: &str,
    levels: &'a [impl AsRef<str>],
    of_level: fn(&str, &str) -> Option<String>,
) -> Vec<(String, Option<&'a str>)> {
    let general = levels.iter().filter_map(|level| {
        let level = level.as_ref();
        Some((of_level(name, level)?, Some(level)))
    });
    std::iter::once((name.to_owned(), None))
        .chain(general)
        .collect()
}

/// `n_below_NUMBER_mbps` for `n_below_0_5_mbps`, which every number may be in.
fn numbered(column: &str) -> Option<(String, Option<&'static str>)> {
    let number = column.strip_prefix("n_below_")?.strip_suffix("_mbps")?;
    let is_number = number
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'_');
    is_number.then(|| ("n_below_NUMBER_mbps".to_owned(), None))
}

/// `regions_LEVEL` for `regions_adm2`; what follows stays.
fn table_of_level(table: &str, level: &str) -> Option<String> {
    let (kind, rest) = table.split_once('_')?;
    let rest = rest.strip_prefix(level)?;
    let is_whole = rest.is_empty() || rest.starts_with('_');
    is_whole.then(|| format!("{kind}_{LEVEL}{rest}"))
}

/// `LEVEL_id` for `adm2_id`.
fn column_of_level(column: &str, level: &str) -> Option<String> {
    let rest = column.strip_prefix(level)?.strip_prefix('_')?;
    Some(format!("{LEVEL}_{rest}"))
}

/// The definition of a column.
struct Entry {
    column: &'static str,
    unit: &'static str,
    denominator: &'static str,
    meanings: [&'static str; 4],
}

fn entries_of(table: &str) -> Vec<Entry> {
    let files = TABLES.iter().find(|(name, _)| *name == table);
    let files = files.map_or(&[][..], |(_, files)| files);
    files.iter().flat_map(|file| entries(file)).collect()
}

fn entries(file: &'static str) -> Vec<Entry> {
    let lines = file.lines().filter(|line| !line.is_empty());
    let lines: Vec<&'static str> = lines.collect();
    let entry = |lines: &[&'static str]| match *lines {
        [head, en, fr, es, pt] => Entry::of(head, [en, fr, es, pt]),
        _ => None,
    };
    lines.chunks(5).filter_map(entry).collect()
}

impl Entry {
    fn of(head: &'static str, meanings: [&'static str; 4]) -> Option<Self> {
        let mut fields = head.split('|').map(str::trim);
        Some(Self {
            column: fields.next()?,
            unit: fields.next()?,
            denominator: fields.next()?,
            meanings,
        })
    }

    fn meaning(&self, level: Option<&str>) -> ColumnMeaning {
        let level = level.unwrap_or(LEVEL);
        ColumnMeaning {
            unit: self.unit,
            denominator: self.denominator,
            meanings: self.meanings.map(|text| text.replace(LEVEL, level)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_entry_is_whole() {
        for (table, files) in TABLES {
            let mut seen = BTreeSet::new();
            for file in *files {
                let found = entries(file);
                let n_lines = file.lines().filter(|line| !line.is_empty()).count();
                assert_eq!(found.len() * 5, n_lines, "{table}");
                for entry in found {
                    assert!(seen.insert(entry.column), "{table}: {} twice", entry.column);
                    let is_share = entry.unit == "fraction";
                    assert_eq!(is_share, !entry.denominator.is_empty(), "{}", entry.column);
                    for meaning in entry.meanings {
                        assert!(meaning.ends_with('.'), "{}: {meaning}", entry.column);
                    }
                }
            }
        }
    }

    #[test]
    fn the_name_of_a_level_may_be_odd() {
        let levels = ["id", "adm_1", "adm"];
        let english = |table: &str, column: &str| {
            column_meaning(table, column, &levels).map(|found| found.meanings[0].clone())
        };
        let told = english("schools", "adm_1_placement").unwrap();
        assert!(told.contains("level adm_1:"), "{told}");
        let told = english("schools", "id_id").unwrap();
        assert!(told.contains("level id "), "{told}");
        assert!(english("regions_adm_1", "n_border").is_some());
        assert!(english("regions_adm_1", "school_name").is_none());
        assert!(english("regions_adm3", "n_border").is_none());
    }
}
