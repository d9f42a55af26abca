//! Names of fields in, the columns of a school file that hold them out: the traits that filters and breakdowns ask for.
//!
//! A trait is a field of schools, found by its aliases or by the caller's word, or any other column by its header.

use super::candidates::field_candidates;
use super::matching::{Choice, Field, Match, Matcher};
use super::school_aliases::{
    COUNTRY, ID_GIGA, ID_GOVT, LEVEL, NAME, OPEN, REAL_TIME, SPEED, STATUS_SOURCE, STUDENTS,
};
use super::school_fields::SchoolColumns;
use super::words::folded;
use crate::error::Error;
use crate::table::{Header, Schools, TextColumn};

/// Urban or rural.
pub(super) const AREA_TYPE: Field = Field {
    name: "school_area_type",
    tiers: &[
        &["school_area_type"],
        &[
            "area_type",
            "urban_rural",
            "rural_urban",
            "tp_localizacao",
            "localizacao",
            "school_location_type",
            "environment",
            "zona",
            "milieu",
        ],
        &["area", "zone", "location_type"],
    ],
};

/// Who pays for a school.
pub(super) const FUNDING_TYPE: Field = Field {
    name: "school_funding_type",
    tiers: &[
        &["school_funding_type"],
        &[
            "funding_type",
            "tp_dependencia",
            "dependencia_administrativa",
            "school_ownership",
            "ownership",
            "school_sector",
            "school_management",
            "tipo_gestion",
            "statut_ecole",
        ],
        &["sector", "setor", "secteur", "management", "gestion"],
    ],
};

/// Whether a school has electricity.
pub(super) const ELECTRICITY: Field = Field {
    name: "electricity_availability",
    tiers: &[
        &["electricity_availability"],
        &[
            "has_electricity",
            "electricity",
            "energia_eletrica",
            "energia_electrica",
            "electricidad",
            "electricite",
        ],
    ],
};

/// The fields that a trait may be by their aliases.
const FIELDS: [Field; 13] = [
    LEVEL,
    COUNTRY,
    AREA_TYPE,
    FUNDING_TYPE,
    ELECTRICITY,
    OPEN,
    REAL_TIME,
    STATUS_SOURCE,
    STUDENTS,
    SPEED,
    NAME,
    ID_GIGA,
    ID_GOVT,
];

/// A trait and its column in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trait {
    pub(super) name: String,
    /// `None` where the file has no such column.
    pub(super) column: Option<usize>,
}

impl Trait {
    /// Whether schools have a column of their own for it.
    pub(super) fn is_held(&self) -> bool {
        self.name == LEVEL.name || self.name == COUNTRY.name
    }
}

/// The one name of a trait: that of the field, or else the header as the caller spells it.
///
/// ```
/// use schoolreach::normalize::trait_name;
/// assert_eq!(trait_name("Education level"), "education_level");
/// assert_eq!(trait_name(" TP_REDE "), "TP_REDE");
/// ```
#[must_use]
pub fn trait_name(name: &str) -> String {
    field_of(name).map_or_else(|| name.trim().to_owned(), |field| field.name.to_owned())
}

/// The field that a name is of, however it is spelled.
fn field_of(name: &str) -> Option<Field> {
    let name = folded(name);
    FIELDS.into_iter().find(|field| folded(field.name) == name)
}

/// The column of each trait in a file, and what is to be told of it.
pub(super) fn find(
    header: &Header,
    choices: &[Choice],
    names: &[String],
) -> Result<(Vec<Trait>, Vec<Match>), Error> {
    let mut matcher = Matcher::new(header, vec!["schools"], choices);
    let traits = names.iter().map(|name| {
        let column = match field_of(name) {
            Some(field) => matcher.one(field)?,
            None => matcher.by_header(name),
        };
        let name = name.clone();
        Ok(Trait { name, column })
    });
    let traits = traits.collect::<Result<_, Error>>()?;
    Ok((traits, matcher.matches))
}

/// Checks that some file has a column for each trait; `country` is that of rows that name none.
///
/// # Errors
/// [`Error::AmbiguousColumn`] with the columns that may be meant, [`Error::MissingColumn`] where there is none, and
/// [`Error::UnknownColumn`] for a trait that is no field, for the first file.
pub fn check_traits(
    files: &[(&Header, &SchoolColumns)],
    country: Option<&str>,
) -> Result<(), Error> {
    let Some((header, first)) = files.first() else {
        return Ok(());
    };
    for (index, asked) in first.traits.iter().enumerate() {
        let is_said = asked.name == COUNTRY.name && country.is_some();
        let has_it = |(_, columns): &(&Header, &SchoolColumns)| {
            let found = columns.traits.get(index);
            found.is_some_and(|found| found.column.is_some())
        };
        if !is_said && !files.iter().any(has_it) {
            return Err(lacking(header, first, &asked.name));
        }
    }
    Ok(())
}

fn lacking(header: &Header, columns: &SchoolColumns, name: &str) -> Error {
    let file = header.file.clone();
    if field_of(name).is_none() {
        return Error::UnknownColumn {
            file,
            field: "a filter or breakdown".to_owned(),
            column: name.to_owned(),
            columns: header.columns.clone(),
        };
    }
    let field = format!("schools.{name}");
    let candidates = field_candidates(header, name, &columns.matches);
    if candidates.is_empty() {
        let columns = header.columns.clone();
        return Error::MissingColumn {
            file,
            field,
            columns,
        };
    }
    Error::AmbiguousColumn {
        file,
        field,
        candidates,
    }
}

/// The texts of a trait, `None` where it was not asked for.
pub(super) fn texts<'a>(schools: &'a Schools, name: &str) -> Option<&'a TextColumn> {
    if name == LEVEL.name {
        return Some(&schools.education_level);
    }
    if name == COUNTRY.name {
        return Some(&schools.country);
    }
    let found = schools.traits.iter().find(|(known, _)| known == name);
    found.map(|(_, texts)| texts)
}

#[cfg(test)]
mod tests {
    use super::super::matching::tests::header;
    use super::*;

    fn columns(header: &Header, names: &[&str]) -> Result<SchoolColumns, Error> {
        let mut columns = SchoolColumns::find(header, &[], &[])?;
        let names: Vec<String> = names.iter().map(|name| trait_name(name)).collect();
        columns.ask(header, &[], &names)?;
        Ok(columns)
    }

    fn refused(header: &Header, name: &str) -> Error {
        let columns = columns(header, &[name]).unwrap();
        check_traits(&[(header, &columns)], None).unwrap_err()
    }

    #[test]
    fn fields_are_found_by_alias_and_other_columns_by_their_header() {
        let header = header(&["NIVEL", "TP_LOCALIZACAO", "Rede de ensino", "lat", "lon"]);
        let found = columns(
            &header,
            &["Education Level", "school_area_type", "rede de ensino"],
        );
        let traits: Vec<_> = found
            .unwrap()
            .traits
            .into_iter()
            .map(|t| t.column)
            .collect();
        assert_eq!(traits, [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn what_no_file_has_is_told_with_what_may_be_meant() {
        let header = header(&["Setor economico", "lat", "lon"]);
        insta::assert_snapshot!(
            refused(&header, "school_funding_type"),
            @"schools.csv: schools.school_funding_type could be any of the columns `Setor economico`"
        );
        insta::assert_snapshot!(
            refused(&header, "electricity_availability"),
            @"schools.csv: no column for schools.electricity_availability; its columns are `Setor economico`, `lat`, `lon`"
        );
        insta::assert_snapshot!(
            refused(&header, "rede"),
            @"schools.csv: no column `rede` for a filter or breakdown; its columns are `Setor economico`, `lat`, `lon`"
        );
    }

    #[test]
    fn the_country_of_all_rows_needs_no_column() {
        let header = header(&["lat", "lon"]);
        let columns = columns(&header, &["country"]).unwrap();
        assert!(check_traits(&[(&header, &columns)], Some("BRA")).is_ok());
        assert!(check_traits(&[(&header, &columns)], None).is_err());
    }
}
