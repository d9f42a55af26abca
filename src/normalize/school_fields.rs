//! The columns of a school file: header in, the column of each field out.

use std::collections::BTreeSet;

use super::candidates::of_connectivity;
use super::matching::{Choice, Match, Matcher, Said};
use super::school_aliases::{
    BOTH_COORDINATES, COUNTRY, DECLARED, ID_GIGA, ID_GOVT, LATITUDE, LEVEL, LONGITUDE, NAME, OPEN,
    REAL_TIME, SPEED, STATED, STATUS_SOURCE, STUDENTS,
};
use super::traits::{self, AREA_TYPE, ELECTRICITY, FUNDING_TYPE, Trait};
use crate::error::Error;
use crate::table::{Header, Wanted};

/// The fields of schools that a caller may name a column for.
pub const SCHOOL_FIELDS: [&str; 14] = [
    ID_GIGA.name,
    ID_GOVT.name,
    NAME.name,
    LEVEL.name,
    COUNTRY.name,
    LONGITUDE.name,
    LATITUDE.name,
    STUDENTS.name,
    OPEN.name,
    REAL_TIME.name,
    DECLARED.name,
    STATUS_SOURCE.name,
    SPEED.name,
    STATED.name,
];

/// The same, and those that only filters and breakdowns ask for.
pub const SCHOOL_CHOICES: [&str; 17] = [
    ID_GIGA.name,
    ID_GOVT.name,
    NAME.name,
    LEVEL.name,
    COUNTRY.name,
    LONGITUDE.name,
    LATITUDE.name,
    STUDENTS.name,
    OPEN.name,
    REAL_TIME.name,
    DECLARED.name,
    STATUS_SOURCE.name,
    SPEED.name,
    STATED.name,
    AREA_TYPE.name,
    FUNDING_TYPE.name,
    ELECTRICITY.name,
];

/// The columns of one school file, as indices into its header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchoolColumns {
    pub(super) id_giga: Option<usize>,
    pub(super) id_govt: Option<usize>,
    pub(super) name: Option<usize>,
    pub(super) level: Option<usize>,
    pub(super) country: Option<usize>,
    pub(super) longitude: Option<usize>,
    pub(super) latitude: Option<usize>,
    /// Whether rows carry a geometry, but the coordinate columns go before it, as the caller named them.
    pub(super) coordinates_first: bool,
    /// Whether rows carry a geometry.
    has_geometry: bool,
    pub(super) status_source: Option<usize>,
    pub(super) students: Option<usize>,
    pub(super) open: Option<usize>,
    pub(super) real_time: Option<usize>,
    pub(super) declared: Vec<usize>,
    pub(super) speed: Option<usize>,
    pub(super) stated: Vec<usize>,
    /// What filters and breakdowns ask for.
    pub(super) traits: Vec<Trait>,
    /// Which columns were taken for it.
    trait_matches: Vec<Match>,
    /// Whether the file is a page of Giga's API, whose booleans merge no and unknown.
    pub(super) is_api_page: bool,
    /// Which column was taken for which field.
    pub matches: Vec<Match>,
    /// Columns that may tell of connectivity, where none was taken for it.
    pub connectivity_candidates: Vec<String>,
}

impl SchoolColumns {
    /// Finds the columns; `levels` are the names of the run's levels, whose ids rows may state.
    ///
    /// # Errors
    /// [`Error::AmbiguousColumn`].
    pub fn find(header: &Header, choices: &[Choice], levels: &[String]) -> Result<Self, Error> {
        let mut matcher = Matcher::new(header, vec!["schools"], choices);
        let id_giga = matcher.one(ID_GIGA)?;
        let id_govt = matcher.one(ID_GOVT)?;
        let name = matcher.one(NAME)?;
        let level = matcher.one(LEVEL)?;
        let country = matcher.one(COUNTRY)?;
        let (longitude, latitude) = coordinates(&mut matcher, header)?;
        let coordinates_first = header.has_geometry
            && matches!(matcher.said(LONGITUDE.name), Said::Columns(_))
            && matches!(matcher.said(LATITUDE.name), Said::Columns(_));
        let status_source = matcher.one(STATUS_SOURCE)?;
        let students = matcher.one(STUDENTS)?;
        let open = matcher.one(OPEN)?;
        let real_time = matcher.one(REAL_TIME)?;
        let declared = matcher.all(DECLARED);
        let speed = matcher.one(SPEED)?;
        let stated = stated(&mut matcher, levels);
        let connectivity_candidates = if declared.is_empty() {
            of_connectivity(header)
        } else {
            Vec::new()
        };
        let is_api_page = matcher
            .folded_names()
            .iter()
            .any(|column| column == "giga_id_school");
        Ok(Self {
            id_giga,
            id_govt,
            name,
            level,
            country,
            longitude,
            latitude,
            coordinates_first,
            has_geometry: header.has_geometry,
            status_source,
            students,
            open,
            real_time,
            declared,
            speed,
            stated,
            traits: Vec::new(),
            trait_matches: Vec::new(),
            is_api_page,
            matches: matcher.matches,
            connectivity_candidates,
        })
    }

    /// Asks for the columns of some traits, each a field or the header of a column ([`trait_name`](super::trait_name)).
    ///
    /// # Errors
    /// [`Error::AmbiguousColumn`].
    pub fn ask(
        &mut self,
        header: &Header,
        choices: &[Choice],
        names: &[String],
    ) -> Result<(), Error> {
        (self.traits, self.trait_matches) = traits::find(header, choices, names)?;
        Ok(())
    }

    /// Which column was taken for which field, and for which trait where that is no field.
    #[must_use]
    pub fn all_matches(&self) -> Vec<Match> {
        let traits = self.trait_matches.iter();
        let more = traits.filter(|found| !self.matches.contains(found));
        self.matches.iter().chain(more).cloned().collect()
    }

    /// Checks that some file says where its schools are: by geometry, by two columns, or, where the caller said that
    /// there are none, by a column that states a region.
    ///
    /// # Errors
    /// [`Error::MissingColumn`] for the first file.
    pub fn check_coordinates(files: &[(&Header, &Self)], choices: &[Choice]) -> Result<(), Error> {
        let is_said_none = |field: &str| {
            let is_none = |choice: &Choice| choice.field == field && choice.column == Choice::NONE;
            choices
                .iter()
                .any(|choice| choice.kind == "schools" && is_none(choice))
        };
        let tells = |columns: &Self| {
            columns.has_geometry || (columns.longitude.is_some() && columns.latitude.is_some())
        };
        if files.is_empty()
            || files.iter().any(|(_, columns)| tells(columns))
            || is_said_none(LONGITUDE.name)
        {
            return Ok(());
        }
        let (header, columns) = files[0];
        let missing = if columns.longitude.is_none() {
            LONGITUDE.name
        } else {
            LATITUDE.name
        };
        Err(Error::MissingColumn {
            file: header.file.clone(),
            field: format!("schools.{missing}"),
            columns: header.columns.clone(),
        })
    }

    /// Whether any column can tell of connectivity.
    #[must_use]
    pub fn tells_connectivity(&self) -> bool {
        !self.declared.is_empty() || self.real_time.is_some() || self.speed.is_some()
    }

    /// Whether a column carries real-time flags.
    #[must_use]
    pub fn tells_real_time(&self) -> bool {
        self.real_time.is_some() || self.status_source.is_some()
    }

    /// Whether a column carries numbers of students.
    #[must_use]
    pub fn tells_students(&self) -> bool {
        self.students.is_some()
    }

    /// The columns that batches must carry: those of fields, or all of them where the plan keeps properties.
    #[must_use]
    pub fn wanted(&self, header: &Header, keep_properties: bool) -> Wanted {
        let mut columns: Vec<usize> = if keep_properties {
            (0..header.columns.len()).collect()
        } else {
            self.columns().collect()
        };
        columns.sort_unstable();
        columns.dedup();
        Wanted {
            columns,
            geometry: header.has_geometry,
        }
    }

    fn columns(&self) -> impl Iterator<Item = usize> {
        let single = [
            self.id_giga,
            self.id_govt,
            self.name,
            self.level,
            self.country,
            self.longitude,
            self.latitude,
            self.status_source,
            self.students,
            self.open,
            self.real_time,
            self.speed,
        ];
        let several = self.declared.iter().chain(&self.stated).copied();
        let traits = self.traits.iter().filter_map(|asked| asked.column);
        single.into_iter().flatten().chain(several).chain(traits)
    }
}

/// The columns of longitudes and latitudes; where there is neither, and rows have no geometry, the one that holds both.
fn coordinates(
    matcher: &mut Matcher,
    header: &Header,
) -> Result<(Option<usize>, Option<usize>), Error> {
    let longitude = matcher.one(LONGITUDE)?;
    let latitude = matcher.one(LATITUDE)?;
    let is_open = longitude.is_none()
        && latitude.is_none()
        && !header.has_geometry
        && matcher.said(LONGITUDE.name) == Said::Nothing
        && matcher.said(LATITUDE.name) == Said::Nothing;
    if !is_open {
        return Ok((longitude, latitude));
    }
    let names = BOTH_COORDINATES.map(str::to_owned);
    let latitude = matcher.first_named(LATITUDE.name, &names);
    let longitude = matcher.first_named(LONGITUDE.name, &names);
    Ok((longitude, latitude))
}

/// Columns in which rows state a region's code or name: national spellings, `adm2_pcode`, `admin1_id_giga`, `admin1`, and
/// the ids and names of the run's own levels (`adm2_id`).
fn stated(matcher: &mut Matcher, levels: &[String]) -> Vec<usize> {
    let mut found = matcher.all(STATED);
    if matcher.said(STATED.name) == Said::Nothing {
        let numbered = (0..=5).flat_map(numbered_codes);
        let own = levels
            .iter()
            .flat_map(|level| [format!("{level}_id"), format!("{level}_name")]);
        for name in numbered.chain(own).collect::<BTreeSet<_>>() {
            found.extend(matcher.first_named(STATED.name, &[name]));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn numbered_codes(level: u8) -> [String; 11] {
    [
        format!("adm{level}_pcode"),
        format!("adm{level}_id"),
        format!("adm{level}_psgc"),
        format!("admin{level}_pcode"),
        format!("admin{level}pcode"),
        format!("admin{level}_id_giga"),
        format!("admin{level}_id"),
        format!("admin{level}"),
        format!("gid_{level}"),
        format!("adm{level}_name"),
        format!("admin{level}_name"),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::matching::tests::header;
    use super::*;

    fn found(columns: &[&str]) -> Vec<(String, String)> {
        let header = header(columns);
        let columns = SchoolColumns::find(&header, &[], &["adm2".to_owned()]).unwrap();
        columns
            .matches
            .into_iter()
            .map(|m| (m.field, m.column))
            .collect()
    }

    #[test]
    fn the_censo_of_brazil() {
        let text = found(&[
            "CO_MUNICIPIO",
            "NO_ENTIDADE",
            "CO_ENTIDADE",
            "LATITUDE",
            "LONGITUDE",
            "TP_SITUACAO_FUNCIONAMENTO",
            "IN_INTERNET",
            "IN_INTERNET_ALUNOS",
        ]);
        insta::assert_snapshot!(
            text.iter().map(|(field, column)| format!("{field}={column}")).collect::<Vec<_>>().join("\n"),
            @r"
        school_id_govt=CO_ENTIDADE
        school_name=NO_ENTIDADE
        longitude=LONGITUDE
        latitude=LATITUDE
        is_school_open=TP_SITUACAO_FUNCIONAMENTO
        connectivity=IN_INTERNET
        stated=CO_MUNICIPIO
        "
        );
    }

    #[test]
    fn the_list_of_sao_paulo_and_that_of_kenya() {
        let columns = found(&[
            "CD_IBGE",
            "COD_ESC",
            "CODESCMEC",
            "NOMESC",
            "DS_LATITUDE",
            "DS_LONGITUDE",
        ]);
        assert!(columns.contains(&("school_id_govt".to_owned(), "CODESCMEC".to_owned())));
        let kenya = found(&[
            "OBJECTID",
            "CODE",
            "SCHOOL_NAM",
            "LEVEL",
            "Status",
            "X_Coord",
            "Y_Coord",
        ]);
        assert!(kenya.contains(&("longitude".to_owned(), "X_Coord".to_owned())));
        assert!(
            !kenya
                .iter()
                .any(|(field, column)| field == "connectivity" || column == "Status")
        );
    }

    #[test]
    fn both_spellings_of_gigas_id() {
        for spelling in ["school_id_giga", "giga_id_school"] {
            assert!(
                found(&[spelling, "lat", "lon"])
                    .contains(&("school_id_giga".to_owned(), spelling.to_owned()))
            );
        }
    }

    #[test]
    fn one_column_may_hold_both_coordinates() {
        let columns = found(&["name", "GPS Coordinates"]);
        assert!(columns.contains(&("longitude".to_owned(), "GPS Coordinates".to_owned())));
        assert!(columns.contains(&("latitude".to_owned(), "GPS Coordinates".to_owned())));
        let columns = found(&["gps", "lat", "lon"]);
        assert!(!columns.iter().any(|(_, column)| column == "gps"));
    }

    #[test]
    fn no_coordinates_is_an_error_that_lists_the_columns() {
        let header = header(&["name", "district"]);
        insta::assert_snapshot!(
            SchoolColumns::check_coordinates(&[(&header, &SchoolColumns::find(&header, &[], &[]).unwrap())], &[])
                .unwrap_err(),
            @"schools.csv: no column for schools.longitude; its columns are `name`, `district`"
        );
    }

    #[test]
    fn our_own_output_goes_in_again() {
        let columns = found(&[
            "source_file",
            "school_id_giga",
            "school_id_govt",
            "school_name",
            "longitude",
            "latitude",
            "connectivity_status",
            "status_source",
            "adm2_id",
            "adm2_name",
        ]);
        assert!(columns.contains(&("stated".to_owned(), "adm2_id".to_owned())));
        assert!(columns.contains(&("connectivity".to_owned(), "connectivity_status".to_owned())));
    }
}
