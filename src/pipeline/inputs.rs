//! Files in, tables out: where *read* and *normalize* meet.

use std::path::PathBuf;
use std::sync::Arc;

use super::files::{InputFiles, RegionSource};
use super::plan::Plan;
use super::progress::Progress;
use crate::error::Error;
use crate::issue::{IssueLog, Place};
use crate::normalize::{
    DecimalMarks, Intake, Match, REGION_FIELDS, RegionColumns, RegionIntake, RegionNormalizer,
    SCHOOL_FIELDS, SchoolColumns, SchoolIntake, SchoolNormalizer, SchoolOptions, check_choices,
};
use crate::read::{Opened, Source, open};
use crate::table::{Header, Regions};

/// What was understood of one file.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// What is known of the file itself.
    pub header: Header,
    /// Where the file is, unless it is the standard input.
    pub path: Option<PathBuf>,
    /// Which column was taken for which field.
    pub matches: Vec<Match>,
    /// The level, for region files.
    pub level: Option<String>,
    /// Rows read.
    pub rows: u64,
    /// The decimal marks of its coordinates.
    pub decimal_marks: DecimalMarks,
}

/// The schools and what was understood of their files.
pub(super) struct SchoolInputs {
    pub(super) intake: Intake,
    pub(super) files: Vec<FileReport>,
    pub(super) columns: Vec<SchoolColumns>,
}

/// The levels, each with its regions, and what was understood of their files.
pub(super) struct RegionInputs {
    pub(super) levels: Vec<Regions>,
    pub(super) issues: IssueLog,
    pub(super) files: Vec<FileReport>,
}

/// Region files that are open, each with its columns and so its level.
pub(super) type OpenedRegions = Vec<(Opened, RegionColumns)>;

/// Opens region and school files side by side. Of errors in both, that of the regions is returned.
pub(super) fn open_inputs(
    plan: &Plan,
    files: &InputFiles,
) -> Result<(OpenedRegions, Vec<Opened>), Error> {
    let (regions, schools) = rayon::join(
        || open_regions(plan, &files.regions),
        || open_all(plan, &files.schools),
    );
    Ok((regions?, schools?))
}

/// The names of the levels of region files, in the order in which they first come up.
pub(super) fn level_names(opened: &OpenedRegions) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (_, columns) in opened {
        if !names.contains(&columns.level) {
            names.push(columns.level.clone());
        }
    }
    names
}

/// Reads the school files; `levels` are the names of the run's levels.
pub(super) fn read_schools(
    plan: &Plan,
    opened: Vec<Opened>,
    levels: &[String],
    progress: &dyn Progress,
) -> Result<SchoolInputs, Error> {
    let headers: Vec<Header> = opened
        .iter()
        .map(|opened| opened.header().clone())
        .collect();
    check_choices(
        &["schools"],
        &SCHOOL_FIELDS,
        &plan.choices,
        &headers.iter().collect::<Vec<_>>(),
    )?;
    let columns = headers
        .iter()
        .map(|header| school_columns(plan, header, levels));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    SchoolColumns::check_coordinates(
        &headers.iter().zip(&columns).collect::<Vec<_>>(),
        &plan.choices,
    )?;
    let mut intake = SchoolIntake::new(plan.output.issue_limit);
    let options = SchoolOptions {
        decimal: plan.decimal,
        country: plan.country.clone(),
        api_false_is_no: plan.rules.api_false_is_no,
        keep_properties: plan.output.keep_properties,
        repair: plan.rules.repair,
    };
    for (opened, columns) in opened.into_iter().zip(&columns) {
        let header = opened.header().clone();
        let wanted = columns.wanted(&header, plan.output.keep_properties);
        let normalizer =
            SchoolNormalizer::new(&header, columns.clone(), &options, plan.output.issue_limit);
        intake.begin_file(&header.file);
        opened.read(
            &wanted,
            |batch| normalizer.normalize(&batch),
            |chunk| {
                progress.advance(chunk.n_rows());
                intake.push(chunk);
                Ok(())
            },
        )?;
    }
    let intake = intake.finish()?;
    let rows = headers.into_iter().zip(&columns).zip(&intake.files);
    let files = rows.map(|((header, columns), counts)| FileReport {
        header,
        path: None,
        matches: columns.matches.clone(),
        level: None,
        rows: counts.rows_read,
        decimal_marks: counts.decimal_marks,
    });
    Ok(SchoolInputs {
        files: files.collect(),
        intake,
        columns,
    })
}

fn school_columns(plan: &Plan, header: &Header, levels: &[String]) -> Result<SchoolColumns, Error> {
    check_degrees(header)?;
    SchoolColumns::find(header, &plan.choices, levels)
}

/// Opens the region files.
pub(super) fn open_regions(plan: &Plan, sources: &[RegionSource]) -> Result<OpenedRegions, Error> {
    let mut opened = Vec::with_capacity(sources.len());
    for region in sources {
        let file = open(&region.source, &plan.read)?;
        check_degrees(file.header())?;
        let columns = RegionColumns::find(
            file.header(),
            &plan.choices,
            region.level.as_deref(),
            &region.fallback,
        )?;
        opened.push((file, columns));
    }
    check_region_choices(plan, &opened)?;
    Ok(opened)
}

fn check_region_choices(plan: &Plan, opened: &[(Opened, RegionColumns)]) -> Result<(), Error> {
    let all: Vec<&Header> = opened.iter().map(|(file, _)| file.header()).collect();
    check_choices(&["regions"], &REGION_FIELDS, &plan.choices, &all)?;
    for (_, columns) in opened {
        let of_level = opened
            .iter()
            .filter(|(_, other)| other.level == columns.level);
        let headers: Vec<&Header> = of_level.map(|(file, _)| file.header()).collect();
        check_choices(&[&columns.level], &REGION_FIELDS, &plan.choices, &headers)?;
    }
    check_kinds(plan, opened)
}

/// Choices for a level that the run does not have are a mistake, not a wish for later.
fn check_kinds(plan: &Plan, opened: &[(Opened, RegionColumns)]) -> Result<(), Error> {
    let is_known = |kind: &str| {
        kind == "schools" || kind == "regions" || opened.iter().any(|(_, c)| c.level == kind)
    };
    match plan.choices.iter().find(|choice| !is_known(&choice.kind)) {
        None => Ok(()),
        Some(choice) => {
            let mut levels: Vec<&str> = opened
                .iter()
                .map(|(_, columns)| columns.level.as_str())
                .collect();
            levels.dedup();
            Err(Error::Plan(format!(
                "a column is named for `{}.{}`; expected `schools`, `regions` or a level of this run ({})",
                choice.kind,
                choice.field,
                levels.join(", ")
            )))
        }
    }
}

/// Reads the region files, gathered by level in the order in which the levels first come up.
pub(super) fn read_regions(
    plan: &Plan,
    opened: OpenedRegions,
    progress: &dyn Progress,
) -> Result<RegionInputs, Error> {
    let mut levels: Vec<(String, RegionIntake)> = Vec::new();
    let mut issues = IssueLog::new(plan.output.issue_limit);
    let mut files = Vec::with_capacity(opened.len());
    for (file, columns) in opened {
        let slot = levels
            .iter()
            .position(|(level, _)| *level == columns.level)
            .unwrap_or_else(|| {
                levels.push((columns.level.clone(), RegionIntake::new(&columns.level)));
                levels.len() - 1
            });
        let intake = &mut levels[slot].1;
        files.push(read_region_file(
            plan,
            file,
            columns,
            intake,
            &mut issues,
            progress,
        )?);
    }
    let levels = levels
        .into_iter()
        .map(|(_, intake)| intake.finish(&mut issues))
        .collect::<Result<_, _>>()?;
    Ok(RegionInputs {
        levels,
        issues,
        files,
    })
}

fn read_region_file(
    plan: &Plan,
    file: Opened,
    columns: RegionColumns,
    intake: &mut RegionIntake,
    issues: &mut IssueLog,
    progress: &dyn Progress,
) -> Result<FileReport, Error> {
    let header = file.header().clone();
    let wanted = columns.wanted(&header, plan.output.keep_properties);
    let (level, matches) = (columns.level.clone(), columns.matches.clone());
    let normalizer = RegionNormalizer::new(&header, columns, plan.output.keep_properties);
    intake.begin_file(&header.file);
    let mut rows = 0;
    file.read(
        &wanted,
        |batch| normalizer.normalize(batch),
        |chunk| {
            rows += chunk.n_rows();
            progress.advance(chunk.n_rows());
            intake.push(chunk, issues)
        },
    )?;
    Ok(FileReport {
        header,
        path: None,
        matches,
        level: Some(level),
        rows,
        decimal_marks: DecimalMarks::default(),
    })
}

/// Opens files, in their order.
pub(super) fn open_all(plan: &Plan, sources: &[Source]) -> Result<Vec<Opened>, Error> {
    sources
        .iter()
        .map(|source| open(source, &plan.read))
        .collect()
}

/// Refuses a file whose coordinates are not longitude and latitude on WGS 84 or a datum that agrees with it within
/// a metre (SIRGAS 2000, ETRS89).
fn check_degrees(header: &Header) -> Result<(), Error> {
    match &header.crs {
        Some(crs) if !is_degrees(crs) => Err(Error::Outlines {
            place: Place::file(&header.file),
            message: format!(
                "expected longitude and latitude in degrees on WGS 84, found the coordinate system {}",
                crs.chars().take(80).collect::<String>()
            ),
        }),
        _ => Ok(()),
    }
}

fn is_degrees(crs: &str) -> bool {
    const CODES: [&str; 6] = ["4326", "4979", "4674", "4258", "CRS84", "CRS84H"];
    let upper = crs.to_ascii_uppercase();
    let code = upper
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    let is_geographic =
        upper.starts_with("GEOGC") && (upper.contains("WGS 84") || upper.contains("WGS_1984"));
    CODES.contains(&code) || is_geographic || matches!(upper.as_str(), "WGS 84" | "WGS84")
}

/// The names of the files of a kind, in their order.
pub(super) fn file_names(files: &[FileReport]) -> impl Iterator<Item = Arc<str>> {
    files.iter().map(|file| file.header.file.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_known_by_many_names_and_metres_are_not() {
        for crs in [
            "EPSG:4326",
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "urn:ogc:def:crs:EPSG::4326",
            "EPSG:4674",
            "WGS 84",
            "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\"]]",
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        ] {
            assert!(is_degrees(crs), "{crs}");
        }
        for crs in [
            "EPSG:25833",
            "urn:ogc:def:crs:EPSG::32737",
            "PROJCS[\"WGS 84 / UTM zone 37S\"]",
            "EPSG:4210",
        ] {
            assert!(!is_degrees(crs), "{crs}");
        }
    }
}
