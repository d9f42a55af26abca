//! Headers in, the column for each field out: by the caller's word, else by alias, never by a guess.

use super::words::folded_header;
use crate::error::Error;
use crate::table::Header;

/// A caller's word on which column holds a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// `schools`, `regions`, or the name of a level.
    pub kind: String,
    /// The field: `latitude`, `id`.
    pub field: String,
    /// The column as the header spells it, or [`Choice::NONE`].
    pub column: String,
}

impl Choice {
    /// The column name that says: no column holds this field.
    pub const NONE: &'static str = "none";
}

/// A field and the folded column names that stand for it, in tiers: the most specific first. Two columns in the best
/// tier that has any are an ambiguity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// The name that choices and reports use.
    pub(crate) name: &'static str,
    /// Folded aliases, best tier first.
    pub(crate) tiers: &'static [&'static [&'static str]],
}

/// Which column was taken for a field, as reports tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The field: `latitude`.
    pub field: String,
    /// The column as the header spells it.
    pub column: String,
    /// Whether it took the caller's word: no alias would have found it.
    pub by_hand: bool,
}

/// What the caller said of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// Nothing that concerns this file.
    Nothing,
    /// That no column holds it.
    Nowhere,
    /// That these columns hold it.
    Columns(Vec<usize>),
}

/// Finds columns for fields in one file's header, and remembers what it found.
#[derive(Debug)]
pub(crate) struct Matcher<'a> {
    header: &'a Header,
    folded: Vec<String>,
    kinds: Vec<&'a str>,
    choices: &'a [Choice],
    /// What was found so far.
    pub(crate) matches: Vec<Match>,
}

impl<'a> Matcher<'a> {
    /// A matcher for a file whose choices carry one of `kinds`; an earlier kind wins.
    pub(crate) fn new(header: &'a Header, kinds: Vec<&'a str>, choices: &'a [Choice]) -> Self {
        Self {
            header,
            folded: header
                .columns
                .iter()
                .map(|column| folded_header(column))
                .collect(),
            kinds,
            choices,
            matches: Vec::new(),
        }
    }

    /// The one column for a field, `None` where there is none.
    pub(crate) fn one(&mut self, field: Field) -> Result<Option<usize>, Error> {
        self.one_after(&[], field)
    }

    /// As [`one`](Self::one), where the first column of some folded names goes before the field's aliases.
    pub(crate) fn one_after(
        &mut self,
        names: &[String],
        field: Field,
    ) -> Result<Option<usize>, Error> {
        let found = self.aliased(names, field);
        let (columns, is_said) = match self.said(field.name) {
            Said::Nothing => (found.clone(), false),
            Said::Nowhere => return Ok(None),
            Said::Columns(columns) => (columns, true),
        };
        match columns.as_slice() {
            [] => Ok(None),
            [column] => {
                let by_hand = is_said && columns != found;
                Ok(Some(self.note(field.name, *column, by_hand)))
            }
            several => Err(self.ambiguous(field.name, several)),
        }
    }

    /// The columns that a field has without the caller's word.
    fn aliased(&self, names: &[String], field: Field) -> Vec<usize> {
        if let Some(column) = self.first_of(names) {
            return vec![column];
        }
        let tiers = field.tiers.iter().map(|tier| self.columns_named(tier));
        let found = tiers.into_iter().find(|found| !found.is_empty());
        found.unwrap_or_default()
    }

    /// As [`one_after`](Self::one_after), where a column must be.
    pub(crate) fn required_after(
        &mut self,
        names: &[String],
        field: Field,
    ) -> Result<usize, Error> {
        self.one_after(names, field)?
            .ok_or_else(|| Error::MissingColumn {
                file: self.header.file.clone(),
                field: self.full_name(field.name),
                columns: self.header.columns.clone(),
            })
    }

    /// All columns for a field that may have several.
    pub(crate) fn all(&mut self, field: Field) -> Vec<usize> {
        let tiers = field.tiers.iter();
        let mut found: Vec<usize> = tiers.flat_map(|tier| self.columns_named(tier)).collect();
        found.sort_unstable();
        found.dedup();
        let columns = match self.said(field.name) {
            Said::Nothing => found.clone(),
            Said::Nowhere => Vec::new(),
            Said::Columns(columns) => columns,
        };
        for column in &columns {
            self.note(field.name, *column, !found.contains(column));
        }
        columns
    }

    /// The first column of one of these folded names, noted for a field; the caller's word is not asked.
    pub(crate) fn first_named(&mut self, field: &str, names: &[String]) -> Option<usize> {
        let column = self.first_of(names)?;
        Some(self.note(field, column, false))
    }

    /// The column of this header, as spelled or else by its folded name, which the caller names it by.
    pub(crate) fn by_header(&mut self, name: &str) -> Option<usize> {
        let column = self.column_named(name)?;
        Some(self.note(name, column, true))
    }

    fn first_of(&self, names: &[String]) -> Option<usize> {
        let column_of = |name: &String| self.folded.iter().position(|folded| folded == name);
        names.iter().find_map(column_of)
    }

    /// Notes which column was taken for a field.
    fn note(&mut self, field: &str, column: usize, by_hand: bool) -> usize {
        self.matches.push(Match {
            field: field.to_owned(),
            column: self.header.columns[column].clone(),
            by_hand,
        });
        column
    }

    /// The folded names of all columns.
    pub(crate) fn folded_names(&self) -> &[String] {
        &self.folded
    }

    /// What the caller said of a field. A column that this file does not have counts as nothing said, since another
    /// file may have it.
    pub(crate) fn said(&self, field: &str) -> Said {
        let of_kind = |kind: &str| -> Vec<&Choice> {
            self.choices
                .iter()
                .filter(|choice| choice.kind == kind && choice.field == field)
                .collect()
        };
        let Some(choices) = self
            .kinds
            .iter()
            .map(|kind| of_kind(kind))
            .find(|choices| !choices.is_empty())
        else {
            return Said::Nothing;
        };
        let mut columns: Vec<usize> = choices
            .iter()
            .filter_map(|choice| self.column_named(&choice.column))
            .collect();
        columns.sort_unstable();
        columns.dedup();
        if !columns.is_empty() {
            Said::Columns(columns)
        } else if choices.iter().any(|choice| choice.column == Choice::NONE) {
            Said::Nowhere
        } else {
            Said::Nothing
        }
    }

    /// The column that the caller names, as spelled or else by its folded name.
    fn column_named(&self, name: &str) -> Option<usize> {
        let wanted = folded_header(name);
        let exact = self
            .header
            .columns
            .iter()
            .position(|column| *column == name);
        exact.or_else(|| self.folded.iter().position(|folded| *folded == wanted))
    }

    fn columns_named(&self, names: &[&str]) -> Vec<usize> {
        let is_named = |column: &usize| names.contains(&self.folded[*column].as_str());
        (0..self.folded.len()).filter(is_named).collect()
    }

    fn full_name(&self, field: &str) -> String {
        format!("{}.{field}", self.kinds.last().unwrap_or(&"schools"))
    }

    fn ambiguous(&self, field: &str, columns: &[usize]) -> Error {
        Error::AmbiguousColumn {
            file: self.header.file.clone(),
            field: self.full_name(field),
            candidates: columns
                .iter()
                .map(|column| self.header.columns[*column].clone())
                .collect(),
        }
    }
}

/// Checks the choices of some kinds: each names one of `fields`, and a column that some file has.
///
/// # Errors
/// [`Error::Plan`] for an unknown field, [`Error::UnknownColumn`] with the columns of the first file.
pub fn check_choices(
    kinds: &[&str],
    fields: &[&str],
    choices: &[Choice],
    headers: &[&Header],
) -> Result<(), Error> {
    for choice in choices
        .iter()
        .filter(|choice| kinds.contains(&choice.kind.as_str()))
    {
        if !fields.contains(&choice.field.as_str()) {
            return Err(Error::Plan(format!(
                "a column is named for `{}.{}`; expected one of the fields {}",
                choice.kind,
                choice.field,
                fields.join(", ")
            )));
        }
        check_column(choice, headers)?;
    }
    Ok(())
}

fn check_column(choice: &Choice, headers: &[&Header]) -> Result<(), Error> {
    let is_meant = |column: &String| {
        *column == choice.column || folded_header(column) == folded_header(&choice.column)
    };
    let is_met = choice.column == Choice::NONE
        || headers
            .iter()
            .any(|header| header.columns.iter().any(is_meant));
    match headers.first() {
        Some(header) if !is_met => Err(Error::UnknownColumn {
            file: header.file.clone(),
            field: format!("{}.{}", choice.kind, choice.field),
            column: choice.column.clone(),
            columns: header.columns.clone(),
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::format::Format;

    pub(in crate::normalize) fn header(columns: &[&str]) -> Header {
        Header {
            file: "schools.csv".into(),
            format: Format::Csv,
            columns: columns.iter().map(|column| (*column).to_owned()).collect(),
            has_geometry: false,
            encoding: "UTF-8",
            delimiter: Some(','),
            crs: None,
            sample: Vec::new(),
        }
    }

    const LATITUDE: Field = Field {
        name: "latitude",
        tiers: &[&["latitude"], &["lat", "y_coord"]],
    };

    #[test]
    fn the_best_tier_wins_and_two_in_it_are_ambiguous() {
        let clear = header(&["lat", "Latitude"]);
        let mut matcher = Matcher::new(&clear, vec!["schools"], &[]);
        assert_eq!(matcher.one(LATITUDE).unwrap(), Some(1));
        let unclear = header(&["Lat", "Y_Coord"]);
        let mut matcher = Matcher::new(&unclear, vec!["schools"], &[]);
        insta::assert_snapshot!(
            matcher.one(LATITUDE).unwrap_err(),
            @"schools.csv: schools.latitude could be any of the columns `Lat`, `Y_Coord`"
        );
    }

    #[test]
    fn the_callers_word_settles_it() {
        let unclear = header(&["Lat", "Y_Coord"]);
        let said = |column: &str| {
            [Choice {
                kind: "schools".to_owned(),
                field: "latitude".to_owned(),
                column: column.to_owned(),
            }]
        };
        let choices = said("Y_Coord");
        let mut matcher = Matcher::new(&unclear, vec!["schools"], &choices);
        assert_eq!(matcher.one(LATITUDE).unwrap(), Some(1));
        assert!(matcher.matches[0].by_hand);
        let choices = said("none");
        assert_eq!(
            Matcher::new(&unclear, vec!["schools"], &choices)
                .one(LATITUDE)
                .unwrap(),
            None
        );
    }

    #[test]
    fn several_choices_are_for_fields_that_have_several_columns() {
        let given = header(&["NetA", "NetB", "lat"]);
        let choice = |column: &str| Choice {
            kind: "schools".to_owned(),
            field: "latitude".to_owned(),
            column: column.to_owned(),
        };
        let choices = [choice("NetA"), choice("elsewhere"), choice("NetB")];
        let mut matcher = Matcher::new(&given, vec!["schools"], &choices);
        assert_eq!(matcher.all(LATITUDE), [0, 1]);
        assert!(matches!(
            matcher.one(LATITUDE),
            Err(Error::AmbiguousColumn { .. })
        ));
        let mut matcher = Matcher::new(&given, vec!["schools"], &choices[..2]);
        assert_eq!(
            matcher.one(LATITUDE).unwrap(),
            Some(0),
            "a column of another file is no hindrance"
        );
    }

    #[test]
    fn a_choice_that_no_file_has_is_an_error() {
        let given = header(&["name", "lat"]);
        let choices = [Choice {
            kind: "schools".to_owned(),
            field: "latitude".to_owned(),
            column: "latitud".to_owned(),
        }];
        insta::assert_snapshot!(
            check_choices(&["schools"], &["latitude"], &choices, &[&given]).unwrap_err(),
            @"schools.csv: no column `latitud` for schools.latitude; its columns are `name`, `lat`"
        );
    }
}
