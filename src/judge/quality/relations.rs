//! Columns that must agree with each other: Giga's relations between columns.

use super::number::number;

/// A relation between columns, judged where a file has all of them.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) name: &'static str,
    pub(super) columns: &'static str,
    pub(super) fields: &'static [&'static str],
    pub(super) description: &'static str,
    /// Whether the relation holds, given the fields in their order.
    pub(super) holds: fn(&[Option<&str>]) -> bool,
}

macro_rules! relation {
    ($name:expr, [$first:literal $(, $more:literal)*], $description:literal, $holds:expr) => {
        Relation {
            name: $name,
            columns: concat!($first $(, ", ", $more)*),
            fields: &[$first $(, $more)*],
            description: $description,
            holds: $holds,
        }
    };
}

macro_rules! nearest {
    ($id:literal, $distance:literal) => {
        relation!(
            concat!("dq_column_relation_checks-", $id, "_", $distance),
            [$id, $distance],
            "the id and the distance of the nearest cell are both there, or neither",
            |fields| fields[0].is_some() == fields[1].is_some()
        )
    };
}

pub(super) static RELATIONS: [Relation; 12] = [
    relation!(
        "dq_column_relation_checks-connectivity_connectivity_RT_connectivity_govt_download_speed_contracted",
        [
            "connectivity",
            "connectivity_RT",
            "connectivity_govt",
            "download_speed_contracted"
        ],
        "connectivity is yes if the real-time flag or the government's is yes or a speed is contracted, and no only if none is",
        connectivity_agrees
    ),
    relation!(
        "dq_column_relation_checks-connectivity_govt_download_speed_contracted",
        ["connectivity_govt", "download_speed_contracted"],
        "a contracted speed comes with the government's flag",
        |fields| fields[1].is_none() || fields[0].is_some()
    ),
    relation!(
        "dq_column_relation_checks-connectivity_RT_connectivity_RT_datasource_connectivity_RT_ingestion_timestamp",
        [
            "connectivity_RT",
            "connectivity_RT_datasource",
            "connectivity_RT_ingestion_timestamp"
        ],
        "a real-time flag of yes, its source and its time are all there, or none (a flag of no says: not monitored)",
        |fields| {
            let is_there = [
                says(fields[0], &YES),
                fields[1].is_some(),
                fields[2].is_some(),
            ];
            is_there == [true; 3] || is_there == [false; 3]
        }
    ),
    relation!(
        "dq_column_relation_checks-cellular_coverage_availability_cellular_coverage_type",
        ["cellular_coverage_availability", "cellular_coverage_type"],
        "coverage of some type is there if it is available, and none if it is not",
        coverage_agrees
    ),
    relation!(
        "dq_column_relation_checks-connectivity_govt_connectivity_govt_ingestion_timestamp",
        ["connectivity_govt", "connectivity_govt_ingestion_timestamp"],
        "a government's flag of yes has a time",
        |fields| !says(fields[0], &YES) || fields[1].is_some()
    ),
    relation!(
        "dq_column_relation_checks-electricity_availability_electricity_type",
        ["electricity_availability", "electricity_type"],
        "electricity that is available is of some type",
        |fields| !says(fields[0], &YES) || fields[1].is_some()
    ),
    relation!(
        "dq_is_null_connectivity_type_when_connectivity_govt",
        ["connectivity_govt", "connectivity_type_govt"],
        "a government's flag of yes comes with a type of connection",
        |fields| !says(fields[0], &YES) || fields[1].is_some()
    ),
    nearest!("nearest_NR_id", "nearest_NR_distance"),
    nearest!("nearest_LTE_id", "nearest_LTE_distance"),
    nearest!("nearest_UMTS_id", "nearest_UMTS_distance"),
    nearest!("nearest_GSM_id", "nearest_GSM_distance"),
    relation!(
        "dq_is_sum_of_percent_not_equal_100",
        ["percent_2G", "percent_3G", "percent_4G"],
        "the three shares, where any is there, add up to 100 (to a hundredth)",
        is_hundred
    ),
];

const YES: [&str; 3] = ["yes", "true", "1"];
const NO: [&str; 3] = ["no", "false", "0"];

fn says(field: Option<&str>, words: &[&str]) -> bool {
    field.is_some_and(|field| words.iter().any(|word| field.eq_ignore_ascii_case(word)))
}

fn connectivity_agrees(fields: &[Option<&str>]) -> bool {
    let speed = fields[3].and_then(|speed| number(speed, None));
    let is_told =
        says(fields[1], &YES) || says(fields[2], &YES) || speed.is_some_and(|speed| speed > 0.0);
    if says(fields[0], &YES) {
        is_told
    } else if says(fields[0], &NO) {
        !is_told
    } else {
        true
    }
}

fn coverage_agrees(fields: &[Option<&str>]) -> bool {
    let has_type = fields[1].is_some() && !says(fields[1], &["no coverage"]);
    if says(fields[0], &YES) {
        has_type
    } else if says(fields[0], &NO) {
        !has_type
    } else {
        true
    }
}

fn is_hundred(fields: &[Option<&str>]) -> bool {
    let shares = fields.iter().flatten().map(|share| number(share, None));
    let known: Vec<Option<f64>> = shares.collect();
    if known.is_empty() {
        return true;
    }
    let sum: Option<f64> = known.into_iter().sum();
    sum.is_some_and(|sum| (sum - 100.0).abs() <= 0.01)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(index: usize, fields: &[&str]) -> bool {
        let fields: Vec<Option<&str>> = fields
            .iter()
            .map(|field| Some(*field).filter(|field| !field.is_empty()))
            .collect();
        (RELATIONS[index].holds)(&fields)
    }

    #[test]
    fn each_relation_tells_the_row_that_fails_from_the_one_that_just_passes() {
        let cases: [(usize, &[&str], &[&str]); 14] = [
            (0, &["Yes", "No", "no", ""], &["Yes", "No", "no", "0.5"]),
            (0, &["No", "Yes", "", ""], &["No", "No", "no", "0"]),
            (0, &["Yes", "No", "", ""], &["", "Yes", "", ""]),
            (1, &["", "5"], &["no", "5"]),
            (2, &["Yes", "", "2024-01-01"], &["No", "", ""]),
            (2, &["No", "mlab", ""], &["yes", "mlab", "2024-01-01"]),
            (3, &["yes", "No Coverage"], &["yes", "2G"]),
            (3, &["no", "2G"], &["no", ""]),
            (4, &["YES", ""], &["no", ""]),
            (5, &["yes", ""], &["yes", "other"]),
            (6, &["1", ""], &["0", ""]),
            (7, &["", "12.5"], &["cell-7", "12.5"]),
            (11, &["50", "30", "19.98"], &["50", "30", "20"]),
            (11, &["100", "x", ""], &["", "", ""]),
        ];
        for (index, fails, passes) in cases {
            assert!(!holds(index, fails), "{}: {fails:?}", RELATIONS[index].name);
            assert!(
                holds(index, passes),
                "{}: {passes:?}",
                RELATIONS[index].name
            );
        }
    }
}
