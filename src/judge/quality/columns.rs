//! Giga's columns: their kinds, allowed values and ranges, and the names of the checks of each.
//!
//! From Giga's published pipeline (unicef/giga-dagster, `config_expectations.py`, and the column help of
//! unicef/giga-data-ingestion), as read in July 2026.

/// One of Giga's columns of schools.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) need: Need,
    pub(super) checks: CheckNames,
}

/// What a column holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Any text.
    Text,
    /// One of some words, in any case.
    Words(&'static [&'static str]),
    /// A number.
    Number,
    /// A number from the first to the second, both included.
    Range(f64, f64),
    /// A degree of longitude or latitude, which the intake judges.
    Degrees,
}

/// Whether a column must be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// A school without it cannot be taken.
    Critical,
    /// An upload shall bring it.
    Mandatory,
    /// Giga's master must have it; an upload may lack the column, but not leave fields blank.
    Master,
    /// It may be blank.
    Optional,
}

/// What the checks of one column are called.
#[derive(Debug)]
pub(super) struct CheckNames {
    pub(super) null_mandatory: &'static str,
    pub(super) null_optional: &'static str,
    pub(super) domain: &'static str,
    pub(super) range: &'static str,
    pub(super) not_numeric: &'static str,
    pub(super) not_alphanumeric: &'static str,
    pub(super) too_long: &'static str,
}

macro_rules! columns {
    ($($name:literal: $kind:expr, $need:ident;)*) => {
        &[$(Column {
            name: $name,
            kind: $kind,
            need: Need::$need,
            checks: CheckNames {
                null_mandatory: concat!("dq_is_null_mandatory-", $name),
                null_optional: concat!("dq_is_null_optional-", $name),
                domain: concat!("dq_is_invalid_domain-", $name),
                range: concat!("dq_is_invalid_range-", $name),
                not_numeric: concat!("dq_is_not_numeric-", $name),
                not_alphanumeric: concat!("dq_is_not_alphanumeric-", $name),
                too_long: concat!("dq_is_string_more_than_255_characters-", $name),
            },
        }),*]
    };
}

use Kind::{Degrees, Number, Range, Text, Words};

const YES_NO: Kind = Words(&["yes", "no"]);
const EDUCATION_LEVELS: Kind = Words(&[
    "Pre-Primary",
    "Primary",
    "Secondary",
    "Post-Secondary",
    "Pre-Primary and Primary",
    "Primary and Secondary",
    "Pre-Primary, Primary and Secondary",
    "Primary, Secondary and Post-Secondary",
]);
const CONNECTIVITY_TYPES: Kind = Words(&[
    "fiber",
    "xdsl",
    "wired",
    "cellular",
    "p2mp wireless",
    "p2p wireless",
    "satellite",
    "other",
    "copper",
    "coaxial",
    "unknown",
]);
const ELECTRICITY_TYPES: Kind = Words(&[
    "electrical grid",
    "diesel generator",
    "solar power station",
    "other",
]);
/// Giga's upper bound is the current year; this one asks no clock, so that a rerun judges the same.
const YEAR: Kind = Range(1000.0, 2100.0);
const DISTANCE: Kind = Range(0.0, 10_000_000.0);
const UP_TO_200: Kind = Range(0.0, 200.0);

/// Giga's columns of schools.
pub(super) static COLUMNS: &[Column] = columns! {
    "school_id_giga": Text, Master;
    "school_id_govt": Text, Critical;
    "school_id_govt_type": Text, Optional;
    "school_name": Text, Mandatory;
    "school_address": Text, Optional;
    "latitude": Degrees, Critical;
    "longitude": Degrees, Critical;
    "education_level": EDUCATION_LEVELS, Mandatory;
    "education_level_govt": Text, Optional;
    "admin1": Text, Master;
    "admin1_id_giga": Text, Optional;
    "admin2": Text, Master;
    "admin2_id_giga": Text, Optional;
    "admin3": Text, Optional;
    "admin4": Text, Optional;
    "is_school_open": YES_NO, Optional;
    "school_establishment_year": YEAR, Optional;
    "school_area_type": Words(&["urban", "rural"]), Optional;
    "school_funding_type": Words(&["public", "private", "charitable", "others"]), Optional;
    "building_id_govt": Text, Optional;
    "num_schools_per_building": Number, Optional;
    "connectivity": Text, Optional;
    "connectivity_govt": YES_NO, Optional;
    "connectivity_govt_collection_year": YEAR, Optional;
    "connectivity_govt_ingestion_timestamp": Text, Optional;
    "connectivity_RT": Text, Optional;
    "connectivity_RT_datasource": Text, Optional;
    "connectivity_RT_ingestion_timestamp": Text, Optional;
    "connectivity_type_govt": CONNECTIVITY_TYPES, Optional;
    "connectivity_type": Text, Optional;
    "download_speed_govt": Range(1.0, 200.0), Optional;
    "download_speed_contracted": Range(1.0, 500.0), Optional;
    "download_speed_benchmark": Number, Optional;
    "cellular_coverage_availability": YES_NO, Optional;
    "cellular_coverage_type": Words(&["2G", "3G", "4G", "5G", "no coverage"]), Optional;
    "fiber_node_distance": DISTANCE, Optional;
    "microwave_node_distance": DISTANCE, Optional;
    "nearest_NR_id": Text, Optional;
    "nearest_NR_distance": Number, Optional;
    "nearest_LTE_id": Text, Optional;
    "nearest_LTE_distance": Number, Optional;
    "nearest_UMTS_id": Text, Optional;
    "nearest_UMTS_distance": Number, Optional;
    "nearest_GSM_id": Text, Optional;
    "nearest_GSM_distance": Number, Optional;
    "nearest_school_distance": DISTANCE, Optional;
    "schools_within_1km": Range(0.0, 20.0), Optional;
    "schools_within_2km": Range(0.0, 40.0), Optional;
    "schools_within_3km": Range(0.0, 60.0), Optional;
    "schools_within_10km": Range(0.0, 100.0), Optional;
    "pop_within_1km": Number, Optional;
    "pop_within_2km": Number, Optional;
    "pop_within_3km": Number, Optional;
    "pop_within_10km": Number, Optional;
    "percent_2G": Number, Optional;
    "percent_3G": Number, Optional;
    "percent_4G": Number, Optional;
    "num_computers": Range(0.0, 500.0), Optional;
    "num_computers_desired": Range(0.0, 1000.0), Optional;
    "num_tablets": Number, Optional;
    "num_robotic_equipment": Number, Optional;
    "computer_lab": YES_NO, Optional;
    "computer_availability": Text, Optional;
    "device_availability": Text, Optional;
    "num_teachers": UP_TO_200, Optional;
    "num_teachers_female": UP_TO_200, Optional;
    "num_teachers_male": UP_TO_200, Optional;
    "num_adm_personnel": UP_TO_200, Optional;
    "num_students": Range(0.0, 10_000.0), Optional;
    "num_students_girls": Number, Optional;
    "num_students_boys": Number, Optional;
    "num_students_other": Number, Optional;
    "num_classrooms": UP_TO_200, Optional;
    "num_latrines": UP_TO_200, Optional;
    "electricity_availability": YES_NO, Optional;
    "electricity_type": ELECTRICITY_TYPES, Optional;
    "water_availability": YES_NO, Optional;
    "teachers_trained": Text, Optional;
    "sustainable_business_model": Text, Optional;
    "school_data_source": Text, Optional;
    "school_data_collection_year": YEAR, Optional;
    "school_data_collection_modality": Words(&["online", "in-person", "phone", "other"]), Optional;
    "school_location_ingestion_timestamp": Text, Optional;
};

/// The names of Giga's columns.
pub fn column_names() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|column| column.name)
}
