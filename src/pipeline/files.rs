//! A plan in, the files that it stands for out: looked up once, with names that are distinct over all inputs.

use std::path::Path;

use super::plan::{Plan, RegionInput};
use crate::error::Error;
use crate::normalize::{level_name, number_of};
use crate::read::{Source, refuse_repeated, sources_by_pattern};

/// The files that a plan stands for.
pub(super) struct InputFiles {
    pub(super) schools: Vec<Source>,
    pub(super) regions: Vec<RegionSource>,
    pub(super) measurements: Vec<Source>,
}

/// A region file.
pub(super) struct RegionSource {
    pub(super) source: Source,
    /// The level that the plan says.
    pub(super) level: Option<String>,
    /// The level's name where neither the plan nor the file tells it: the file's name, or that of the folder whose
    /// files share a level.
    pub(super) fallback: String,
}

pub(super) fn find_files(plan: &Plan) -> Result<InputFiles, Error> {
    let regions = plan.regions.iter().map(|input| &input.pattern);
    let patterns = plan.schools.iter().chain(regions);
    let patterns: Vec<String> = patterns.chain(&plan.measurements.files).cloned().collect();
    let mut found = sources_by_pattern(&patterns)?;
    let of_measurements = found.split_off(plan.schools.len() + plan.regions.len());
    let of_regions = found.split_off(plan.schools.len());
    let files = InputFiles {
        schools: found.into_iter().flatten().collect(),
        regions: plan
            .regions
            .iter()
            .zip(of_regions)
            .flat_map(|(input, found)| region_sources(input, found))
            .collect(),
        measurements: of_measurements.into_iter().flatten().collect(),
    };
    refuse_repeated(&files.schools)?;
    refuse_repeated(&files.measurements)?;
    refuse_repeated_regions(&files.regions)?;
    Ok(files)
}

/// One file may serve several levels, but none twice.
fn refuse_repeated_regions(regions: &[RegionSource]) -> Result<(), Error> {
    for region in regions {
        let of_level = regions.iter().filter(|other| other.level == region.level);
        refuse_repeated(
            &of_level
                .map(|other| other.source.clone())
                .collect::<Vec<_>>(),
        )?;
    }
    Ok(())
}

fn region_sources(input: &RegionInput, found: Vec<Source>) -> Vec<RegionSource> {
    let shared = (found.len() > 1).then(|| shared_name(&input.pattern));
    let region = |source: Source| RegionSource {
        fallback: fallback(&source, shared.as_deref()),
        level: input.level.clone(),
        source,
    };
    found.into_iter().map(region).collect()
}

/// The name that the files of one pattern share: the folder's.
fn shared_name(pattern: &str) -> String {
    let path = Path::new(pattern);
    let folder = path.file_name().filter(|_| path.is_dir());
    folder.map_or_else(
        || "regions".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// The file's own name, or that of its part, where it stands alone or is that of a numbered level (`adm2.geojson`),
/// else the shared one.
pub(super) fn fallback(source: &Source, shared: Option<&str>) -> String {
    let part = source
        .part
        .as_deref()
        .and_then(|part| part.rsplit('#').next());
    let path = part.map(Path::new).or(source.path.as_deref());
    let stem = stem(path.unwrap_or(Path::new("regions")));
    let name = level_name(&stem);
    let is_numbered = ["adm", "admin", "level"].iter().any(|word| {
        name.strip_prefix(word)
            .is_some_and(|rest| number_of(&name).is_some() && rest.len() <= 2)
    });
    match shared {
        Some(shared) if !is_numbered => shared.to_owned(),
        _ => stem,
    }
}

/// The base name without its extension; a compressed file has two.
fn stem(path: &Path) -> String {
    let is_compressed = path
        .extension()
        .is_some_and(|word| word.eq_ignore_ascii_case("gz") || word.eq_ignore_ascii_case("zst"));
    let path = if is_compressed {
        path.with_extension("")
    } else {
        path.to_owned()
    };
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_folder_share_a_level_unless_their_names_tell_levels() {
        let source = |path: &str| Source {
            name: path.into(),
            path: Some(path.into()),
            part: None,
        };
        assert_eq!(fallback(&source("st/East.geojson"), Some("st")), "st");
        assert_eq!(fallback(&source("st/adm2.geojson"), Some("st")), "adm2");
        assert_eq!(fallback(&source("st/East.geojson"), None), "East");
        assert_eq!(fallback(&source("st/adm2.geojson.gz"), Some("st")), "adm2");
        for (part, name) in [
            ("adm1", "adm1"),
            ("a/Districts.shp", "Districts"),
            ("a.gpkg#adm2", "adm2"),
        ] {
            let source = Source {
                part: Some(part.to_owned()),
                ..source("country.zip")
            };
            assert_eq!(fallback(&source, None), name);
        }
    }
}
