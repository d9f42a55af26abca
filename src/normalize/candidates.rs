//! A field without a column in, the columns that may be meant for it out: for a person to choose from, never taken.

use super::matching::Match;
use super::words::folded;
use crate::table::Header;

/// Words in the names of columns that may be meant for a field; `cod-` is every word that begins so.
const ROOTS: [(&str, &str); 16] = [
    ("school_id_govt", "id cod- emis- number numero num no nr"),
    (
        "school_name",
        "name- nom- school- escola- escuela- ecole- etab- instit-",
    ),
    (
        "education_level",
        "level- nivel- niveau- etapa- grade- ensino- modal- cycle- ciclo-",
    ),
    ("country", "country- pais- pays- iso iso3"),
    (
        "longitude",
        "lon long longit- lng x east- este coord- gps geo-",
    ),
    ("latitude", "lat latit- y north- norte coord- gps geo-"),
    (
        "num_students",
        "student- pupil- learner- enrol- alun- alumn- matric- eleve- effectif-",
    ),
    (
        "is_school_open",
        "open- status- situa- func- oper- activ- ativ- aberta- estado- etat-",
    ),
    ("connectivity_RT", "rt real- monitor- online"),
    (
        "download_speed_govt",
        "speed- mbps veloc- debit- bandwidth-",
    ),
    (
        "stated",
        "adm- mun- district- county- province- region- ward- commune- depart- ibge-",
    ),
    (
        "school_area_type",
        "area- urban- rural- zon- local- milieu environment",
    ),
    (
        "school_funding_type",
        "fund- sector- setor- secteur- depend- owner- public- privat- priv- manag- gestion- statut",
    ),
    ("electricity_availability", "electr- eletr- energ- power-"),
    ("id", "id cod- geocod- pcode- iso-"),
    ("name", "name- nom- nm"),
];

/// The columns that may be meant for a field; not those that are taken for another.
#[must_use]
pub fn field_candidates(header: &Header, field: &str, taken: &[Match]) -> Vec<String> {
    let is_taken = |column: &String| taken.iter().any(|found| found.column == *column);
    let mut columns = if field == "connectivity" {
        of_connectivity(header)
    } else {
        let roots = ROOTS.iter().find(|(name, _)| *name == field);
        of_roots(header, roots.map_or("", |(_, roots)| roots))
    };
    columns.retain(|column| !is_taken(column));
    columns
}

fn of_roots(header: &Header, roots: &str) -> Vec<String> {
    let is_of = |word: &str| {
        roots.split(' ').any(|root| match root.strip_suffix('-') {
            Some(beginning) => word.starts_with(beginning),
            None => word == root,
        })
    };
    let columns = header.columns.iter();
    let meant = columns.filter(|column| folded(column).split('_').any(is_of));
    meant.cloned().collect()
}

/// Columns whose name speaks of the internet.
pub(super) fn of_connectivity(header: &Header) -> Vec<String> {
    const ROOTS: [&str; 6] = [
        "internet",
        "connect",
        "conect",
        "online",
        "banda",
        "broadband",
    ];
    let speaks = |column: &&String| {
        let name = folded(column);
        ROOTS.iter().any(|root| name.contains(root))
    };
    header.columns.iter().filter(speaks).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::super::matching::tests::header;
    use super::*;

    #[test]
    fn candidates_are_columns_that_no_field_has() {
        let header = header(&[
            "Municipio",
            "Situação atual",
            "Lat. (graus)",
            "Latency",
            "lat",
            "Y",
        ]);
        let taken = [Match {
            field: "latitude".to_owned(),
            column: "lat".to_owned(),
            by_hand: false,
        }];
        let of = |field| field_candidates(&header, field, &taken);
        assert_eq!(of("is_school_open"), ["Situação atual"]);
        assert_eq!(of("latitude"), ["Lat. (graus)", "Y"]);
        assert_eq!(of("stated"), ["Municipio"]);
        assert!(of("connectivity").is_empty());
    }
}
