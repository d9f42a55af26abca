//! What was computed in, what a person should see of it first out: the worst regions, and warnings.

use std::collections::BTreeSet;
use std::fmt;

use super::inputs::FileReport;
use super::plan::Plan;
use super::run::Computed;
use super::workbook::LeftOut;
use crate::plural::{part_of, plural};
use crate::summarize::{RankingRule, rank};
use crate::table::{Counts, Regions, Summaries};
use crate::write::MOST_SHEET_ROWS;

/// How many of the worst regions are told.
const N_WORST: usize = 5;

/// The worst regions of a level.
#[derive(Clone, Debug)]
pub struct LevelSummary {
    /// The level.
    pub level: String,
    /// The worst by share of unconnected schools among those of known status.
    pub by_share: Vec<RegionSummary>,
    /// The worst by number of unconnected schools.
    pub by_number: Vec<RegionSummary>,
    /// How many regions may be ranked.
    pub n_ranked: usize,
    /// How many regions have schools, but too little is known of them.
    pub n_too_little_known: usize,
    /// All regions.
    pub n_regions: usize,
}

/// The figures of one region.
#[derive(Clone, Debug)]
pub struct RegionSummary {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The name of its parent, blank where unknown.
    pub parent_name: String,
    /// Its counts.
    pub counts: Counts,
}

pub(super) fn level_summary(
    regions: &Regions,
    summaries: &Summaries,
    rule: RankingRule,
) -> LevelSummary {
    let ranking = rank(&summaries.regions, rule, N_WORST);
    let region = |row: &usize| RegionSummary {
        id: regions.region_id.get(*row).to_owned(),
        name: regions.region_name.get(*row).to_owned(),
        parent_name: regions.parent_name.get(*row).to_owned(),
        counts: summaries.regions[*row],
    };
    LevelSummary {
        level: regions.level.clone(),
        by_share: ranking.by_share.iter().map(region).collect(),
        by_number: ranking.by_number.iter().map(region).collect(),
        n_ranked: ranking.n_ranked,
        n_too_little_known: ranking.n_too_little_known,
        n_regions: regions.len(),
    }
}

/// What the caller should know before using the figures.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// A file has no column that declares connectivity.
    NoConnectivity {
        /// The file.
        file: String,
        /// Whether nothing else in the file tells of connectivity either.
        is_silent: bool,
        /// Columns that may be meant.
        candidates: Vec<String>,
    },
    /// More than one school in twenty is outside all regions of a level.
    ManyOutside {
        /// The level.
        level: String,
        /// Schools outside.
        n_outside: u64,
        /// All open schools.
        n_schools: u64,
    },
    /// The schools were not written as GeoJSON, because viewers freeze on so many.
    SchoolsGeojsonLeftOut {
        /// Schools.
        n_schools: u64,
    },
    /// Vector tiles are larger than viewers like.
    TilesOverLimit {
        /// Such tiles.
        n_tiles: u64,
    },
    /// A table is not in the workbook, because a sheet does not hold its rows.
    SheetLeftOut {
        /// The sheet.
        sheet: String,
        /// The rows that it would have.
        n_rows: u64,
    },
    /// No row of the school files is a school.
    NoSchools,
    /// A column states codes of which some are region ids, but it does not seem to be of this level.
    StatedColumnUnused {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// The level.
        level: String,
        /// Codes that are the id of exactly one region.
        n_matched: u64,
        /// Codes stated.
        n_stated: u64,
    },
    /// The plan says another coordinate system than the file names.
    CrsDiffers {
        /// The file.
        file: String,
        /// What the file names, shortened.
        found: String,
        /// What its coordinates were taken to be.
        taken: String,
    },
    /// The shift of a file's datum to WGS 84 is known by some metres only.
    CrsApproximate {
        /// The file.
        file: String,
        /// Its coordinate system.
        system: String,
        /// How far positions may be off, in metres; unknown where the file itself gives the shift.
        within_m: Option<u32>,
    },
    /// A word was given a meaning, but no field has it.
    WordUnused {
        /// The field that it was said to stand in.
        field: String,
        /// The word.
        word: String,
    },
    /// More than half of the rows of measurements are of no known school.
    MeasurementsUnmatched {
        /// Rows of no known school.
        n_unmatched: u64,
        /// All rows.
        n_rows: u64,
        /// How many of them have no country, or that of no school.
        n_no_country: u64,
    },
    /// Region ids stand more than once at a level.
    DuplicateRegionIds {
        /// How many regions repeat an earlier id.
        n_regions: u64,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoConnectivity {
                file,
                is_silent,
                candidates,
            } => f.write_str(&no_connectivity(file, *is_silent, candidates)),
            Self::ManyOutside {
                level,
                n_outside,
                n_schools,
            } => write!(
                f,
                "{} outside all regions of {level}",
                part_of(
                    *n_outside,
                    *n_schools,
                    ["school", "schools"],
                    ["lies", "lie"]
                )
            ),
            Self::SchoolsGeojsonLeftOut { n_schools } => {
                write!(
                    f,
                    "schools.geojson is left out: map viewers freeze on {n_schools} schools; use schools.fgb"
                )
            }
            Self::TilesOverLimit { n_tiles } => write!(
                f,
                "{n_tiles} vector tiles are above 500 kB: many schools lie close together there, and none is left out"
            ),
            Self::SheetLeftOut { sheet, n_rows } => write!(
                f,
                "schoolreach.xlsx has no sheet {sheet}: its {n_rows} rows are more than the {MOST_SHEET_ROWS} that a \
                 sheet holds; csv has them all"
            ),
            Self::NoSchools => f.write_str("the school files hold no school"),
            Self::StatedColumnUnused {
                file,
                column,
                level,
                n_matched,
                n_stated,
            } => write!(
                f,
                "column `{column}` of {file} is not taken for ids of {level}, although {} such: too few, or they \
                 contradict the positions",
                part_of(*n_matched, *n_stated, ["code", "codes"], ["is", "are"])
            ),
            Self::CrsDiffers { file, found, taken } => {
                write!(
                    f,
                    "{file}: its coordinates are taken for {taken} as asked, although it names {found}"
                )
            }
            Self::CrsApproximate {
                file,
                system,
                within_m,
            } => {
                let how = match within_m {
                    Some(within_m) => format!("within about {within_m} m only"),
                    None => "by the shift that the file itself gives".to_owned(),
                };
                write!(f, "{file}: positions in {system} come to WGS 84 {how}")
            }
            Self::WordUnused { field, word } => write!(
                f,
                "no row has the word `{word}` in a column for {field}: the meaning that it was given changes nothing; is \
                 it spelled as in the file?"
            ),
            Self::MeasurementsUnmatched {
                n_unmatched,
                n_rows,
                n_no_country,
            } => {
                write!(
                    f,
                    "{} of no known school; {n_no_country} of them {} no country that the schools have (see `country`)",
                    part_of(
                        *n_unmatched,
                        *n_rows,
                        ["row of measurements", "rows of measurements"],
                        ["is", "are"]
                    ),
                    plural(*n_no_country, "names", "name")
                )
            }
            Self::DuplicateRegionIds { n_regions } => {
                write!(
                    f,
                    "{n_regions} {} a region of its own",
                    plural(
                        *n_regions,
                        "region repeats the id of an earlier one; it is kept as",
                        "regions repeat the id of an earlier one; each is kept as"
                    )
                )
            }
        }
    }
}

fn no_connectivity(file: &str, is_silent: bool, candidates: &[String]) -> String {
    let extent = if is_silent {
        "all its schools are of unknown status"
    } else {
        "much may be of unknown status"
    };
    let told = if candidates.is_empty() {
        String::new()
    } else {
        format!("; columns that may tell it: {}", candidates.join(", "))
    };
    format!("{file}: no column is taken for declared connectivity, so that {extent}{told}")
}

pub(super) fn warnings(plan: &Plan, computed: &Computed) -> Vec<Warning> {
    let files = computed
        .school_inputs
        .files
        .iter()
        .zip(&computed.school_inputs.columns);
    let silent = files.filter(|(_, columns)| {
        !columns.tells_connectivity() || !columns.connectivity_candidates.is_empty()
    });
    let mut warnings: Vec<Warning> = silent
        .map(|(file, columns)| Warning::NoConnectivity {
            file: file.header.file.to_string(),
            is_silent: !columns.tells_connectivity(),
            candidates: columns.connectivity_candidates.clone(),
        })
        .collect();
    let n_schools = computed.intake.schools;
    for (level, summaries) in computed.levels.iter().zip(&computed.summaries) {
        let n_outside = summaries.outside.n_schools;
        if n_outside * 20 > n_schools {
            warnings.push(Warning::ManyOutside {
                level: level.regions.level.clone(),
                n_outside,
                n_schools,
            });
        }
    }
    if computed.schools.is_empty() {
        warnings.push(Warning::NoSchools);
    }
    let files = computed.school_inputs.files.iter();
    warnings.extend(
        files
            .chain(&computed.region_inputs.files)
            .flat_map(crs_warnings),
    );
    warnings.extend(unused_columns(computed));
    warnings.extend(unused_words(plan, computed));
    warnings.extend(unmatched(computed));
    let n_regions = computed.issues.count("duplicate_region_id");
    if n_regions > 0 {
        warnings.push(Warning::DuplicateRegionIds { n_regions });
    }
    if super::outputs::leaves_out_schools_geojson(plan, computed.schools.len()) {
        let n_schools = computed.schools.len() as u64;
        warnings.push(Warning::SchoolsGeojsonLeftOut { n_schools });
    }
    warnings
}

/// That a table is not in the workbook.
pub(super) fn sheet_warning(table: LeftOut) -> Warning {
    Warning::SheetLeftOut {
        sheet: table.sheet,
        n_rows: table.n_rows,
    }
}

/// That most measurements are nobody's.
fn unmatched(computed: &Computed) -> Option<Warning> {
    let counts = computed.measurements.as_ref()?.counts;
    (counts.unmatched() * 2 > counts.rows_read).then(|| Warning::MeasurementsUnmatched {
        n_unmatched: counts.unmatched(),
        n_rows: counts.rows_read,
        n_no_country: counts.no_country,
    })
}

/// What to know of the coordinate system of a file.
fn crs_warnings(file: &FileReport) -> Vec<Warning> {
    let Some(of_file) = &file.system else {
        return Vec::new();
    };
    let name = || file.header.file.to_string();
    let taken = of_file.system.name().to_owned();
    let within_m = of_file.system.within_m();
    let differs = of_file.differs().then(|| Warning::CrsDiffers {
        file: name(),
        found: of_file.found.clone().unwrap_or_default(),
        taken: taken.clone(),
    });
    let is_close = within_m.is_some_and(|within_m| within_m <= 2);
    let approximate = (!is_close).then(|| Warning::CrsApproximate {
        file: name(),
        system: taken,
        within_m,
    });
    differs.into_iter().chain(approximate).collect()
}

/// Words with a meaning that no field has. Of choices about one word the first stands for all.
fn unused_words(plan: &Plan, computed: &Computed) -> Vec<Warning> {
    let uses = &computed.school_inputs.word_uses;
    let mut known = BTreeSet::new();
    let unused =
        plan.words.iter().enumerate().filter(|(number, choice)| {
            known.insert(choice.compared()) && !uses.contains_key(number)
        });
    unused
        .map(|(_, choice)| Warning::WordUnused {
            field: choice.field.clone(),
            word: choice.word.clone(),
        })
        .collect()
}

/// Stated columns that might have placed schools which now have no region.
fn unused_columns(computed: &Computed) -> Vec<Warning> {
    let levels = computed
        .levels
        .iter()
        .zip(&computed.places.levels)
        .zip(&computed.summaries);
    let in_need = levels.filter(|(_, summaries)| summaries.no_position.n_schools > 0);
    let unused = in_need.flat_map(|((level, places), _)| {
        let unused = places.stated.iter().filter(|stated| !stated.is_used);
        unused.map(|stated| Warning::StatedColumnUnused {
            file: computed.schools.files[stated.file].to_string(),
            column: stated.column.clone(),
            level: level.regions.level.clone(),
            n_matched: stated.n_matched,
            n_stated: stated.n_stated,
        })
    });
    unused.collect()
}
