//! Giga's columns in, the table of all checks out: what each tests, where its threshold comes from, and how grave it
//! is by default.

use std::sync::LazyLock;

use super::check::{Check, Gravity, Rule, check};
use super::column_checks::of_column;
use super::columns::COLUMNS;
use super::relations::{RELATIONS, Relation};

/// Giga's check, told apart by a true distance.
const GIGA_TRUE: &str = "Giga (unicef/giga-dagster); a true radius instead of a grid cell";
/// All checks, in the order in which they are listed.
#[must_use]
pub fn catalog() -> &'static [Check] {
    static CATALOG: LazyLock<Vec<Check>> = LazyLock::new(|| {
        let of_columns = COLUMNS.iter().flat_map(of_column);
        let relations = RELATIONS.iter().map(of_relation);
        [
            of_structure(),
            of_ids(),
            of_columns.collect(),
            of_places(),
            of_alike(),
            relations.collect(),
            of_intake(),
        ]
        .concat()
    });
    &CATALOG
}

fn of_structure() -> Vec<Check> {
    let refused = |name, description| check(name, "", Gravity::Critical, Rule::Intake, description);
    vec![
        refused("field_count", "the row has as many fields as the header"),
        refused("encoding", "the row is text in the encoding of its file"),
        refused("structure", "the row can be taken apart"),
    ]
}

fn of_ids() -> Vec<Check> {
    use Gravity::{Critical, Warning};
    vec![
        check(
            "dq_duplicate-school_id_giga",
            "school_id_giga",
            Critical,
            Rule::DuplicateIdGiga,
            "no other row of the file has the id, in whatever case",
        ),
        check(
            "dq_duplicate-school_id_govt",
            "school_id_govt",
            Critical,
            Rule::DuplicateIdGovt,
            "no other row of the file and the country has the id",
        ),
        check(
            "dq_is_not_36_character_hash-school_id_giga",
            "school_id_giga",
            Critical,
            Rule::NotUuid,
            "36 characters in the form of a UUID: 8-4-4-4-12 hexadecimal digits",
        ),
        check(
            "school_id_placeholder",
            "school_id_giga, school_id_govt",
            Critical,
            Rule::Intake,
            "an id, not a word for unknown or a lone 0",
        ),
        check(
            "school_in_several_files",
            "school_id_giga, school_id_govt",
            Warning,
            Rule::SeveralFiles,
            "no earlier file has a school of this id; if one has, the row completes it",
        ),
        check(
            "duplicate_contradiction",
            "",
            Warning,
            Rule::Intake,
            "a row that repeats the id of a school agrees with its first row",
        ),
    ]
}

fn of_places() -> Vec<Check> {
    use Gravity::{Critical, Warning};
    let geometry = |name, description| check(name, "geometry", Critical, Rule::Intake, description);
    vec![
        geometry(
            "dq_is_null_mandatory-geometry",
            "a row of a map file has a geometry",
        ),
        geometry("dq_is_invalid_geometry", "the geometry is a point"),
        check(
            "null_island",
            "latitude, longitude",
            Critical,
            Rule::Intake,
            "not longitude 0 and latitude 0, which stand for a missing position",
        ),
        check(
            "dq_is_not_within_country",
            "latitude, longitude",
            Critical,
            Rule::Outside,
            "a region of the coarsest level holds the position or lies within the snap distance (1.5 km unless set otherwise); only where regions are given",
        ),
        check(
            "axes_swapped",
            "latitude, longitude",
            Warning,
            Rule::Intake,
            "does not lie in a region only with longitude and latitude swapped",
        ),
        check(
            "level_conflict",
            "latitude, longitude",
            Warning,
            Rule::Intake,
            "the regions of all levels belong to each other",
        ),
        check(
            "declared_elsewhere",
            "latitude, longitude",
            Warning,
            Rule::Intake,
            "lies within 1.5 km of the region that the row declares by code or name",
        ),
        check(
            "region_center",
            "latitude, longitude",
            Warning,
            Rule::Intake,
            "farther than 11 m (in regions below 1.21 km² 1 % of the root of the area) from the centroid, the center of the box and the inner point of its region, where geocoding puts what it knows no better place of",
        ),
        check(
            "dq_is_school_density_greater_than_5",
            "latitude, longitude",
            Warning,
            Rule::Crowded,
            "at most 5 rows in the H3 cell of resolution 8 (about 0.7 km²)",
        ),
    ]
}

fn of_alike() -> Vec<Check> {
    let alike = |name, column, rule, description: &str| {
        check(name, column, Gravity::Warning, rule, description)
    };
    let mut checks = vec![
        alike(
            "dq_duplicate_location_rows_flag",
            "latitude, longitude",
            Rule::SamePlace,
            "no other row has exactly this position (Giga's set location_id)",
        ),
        alike(
            "dq_duplicate_set-education_level_location_id",
            "education_level, latitude, longitude",
            Rule::SamePlaceLevel,
            "no other row has this position and education level",
        ),
        alike(
            "dq_duplicate_set-school_name_education_level_location_id",
            "school_name, education_level, latitude, longitude",
            Rule::SamePlaceLevelName,
            "no other row has this position, education level and name",
        ),
        alike(
            "dq_duplicate_set-school_id_govt_school_name_education_level_location_id",
            "school_id_govt, school_name, education_level, latitude, longitude",
            Rule::SamePlaceLevelNameId,
            "no other row has this position, education level, name and government id",
        ),
        alike(
            "dq_duplicate_all_except_school_code",
            "",
            Rule::SameButId,
            "no other row is the same in all of Giga's columns but the ids",
        ),
    ];
    let near = [
        alike(
            "dq_duplicate_name_level_within_110m_radius",
            "school_name, education_level, latitude, longitude",
            Rule::SameNameNear,
            "no other row of the same name and education level, in any case, lies within 110 m",
        ),
        alike(
            "dq_duplicate_similar_name_same_level_within_110m_radius",
            "school_name, education_level, latitude, longitude",
            Rule::SimilarNameNear,
            "no other row of the same education level and a name whose ratio is above 0.70 lies within 110 m; each name is compared with at most 100 others near it",
        ),
    ];
    checks.extend(near.into_iter().map(|check| Check {
        source: GIGA_TRUE,
        ..check
    }));
    checks
}

fn of_relation(relation: &'static Relation) -> Check {
    check(
        relation.name,
        relation.columns,
        Gravity::Warning,
        Rule::Relation(relation),
        relation.description,
    )
}

fn of_intake() -> Vec<Check> {
    let warning = |name, description| {
        check(
            name,
            "connectivity",
            Gravity::Warning,
            Rule::Intake,
            description,
        )
    };
    vec![
        warning(
            "status_value",
            "a connectivity column says yes, no or unknown in a known word",
        ),
        warning(
            "status_conflict",
            "no connectivity column says yes where another says no",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_check_has_a_name_of_its_own_and_says_what_it_tests() {
        let names: BTreeSet<&str> = catalog().iter().map(|check| check.name).collect();
        assert_eq!(names.len(), catalog().len());
        assert!(catalog().iter().all(|check| !check.description.is_empty()));
    }
}
