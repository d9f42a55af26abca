//! The schools that lie elsewhere than they declare in, a frame of them out.

use std::borrow::Cow;

use super::places::{Level, LevelPlaces};
use super::run::Computed;
use crate::judge::Mismatch;
use crate::table::{Column, Frame, FrameGeometry, RegionIdx, Schools, TextColumn};

/// For every level whose regions rows declare, the schools that lie elsewhere.
pub(super) fn declared_frames(computed: &Computed) -> Vec<Frame<'_>> {
    let levels = computed.levels.iter().zip(&computed.places.levels);
    let declared = levels.filter(|(_, places)| places.declared.tells());
    declared
        .map(|(level, places)| declared_frame(&computed.schools, level, places))
        .collect()
}

/// `declared_LEVEL`: one row for each positioned school that does not lie in the region that its row declares, or whose
/// declared region cannot be told.
fn declared_frame<'a>(
    schools: &'a Schools,
    level: &'a Level,
    places: &'a LevelPlaces,
) -> Frame<'a> {
    let mismatches = &places.declared.mismatches;
    let regions = &level.regions;
    let text = |name: &str, of: &dyn Fn(&Mismatch) -> &'a str| {
        let fields: TextColumn = mismatches.iter().map(of).collect();
        (name.to_owned(), Column::Text(Cow::Owned(fields)))
    };
    let region_text =
        |name: &str, texts: &'a TextColumn, of: &dyn Fn(&Mismatch) -> Option<RegionIdx>| {
            text(name, &|mismatch| {
                of(mismatch).map_or("", |region| texts.get(region.row()))
            })
        };
    let declared = |mismatch: &Mismatch| mismatch.declared;
    let located = |mismatch: &Mismatch| places.placements.region[mismatch.school];
    let columns = vec![
        text("source_file", &|m| {
            &schools.files[schools.source_file[m.school] as usize]
        }),
        (
            "source_row".to_owned(),
            Column::Integer(mismatches.iter().map(|m| source_row(schools, m)).collect()),
        ),
        text("school_id_giga", &|m| schools.school_id_giga.get(m.school)),
        text("school_id_govt", &|m| schools.school_id_govt.get(m.school)),
        text("school_name", &|m| schools.school_name.get(m.school)),
        text("column", &|m| &schools.stated[m.stated].0),
        text("declared", &|m| schools.stated[m.stated].1.get(m.school)),
        region_text("declared_id", &regions.region_id, &declared),
        region_text("declared_name", &regions.region_name, &declared),
        text("agrees", &|m| m.agreement.name()),
        region_text("located_id", &regions.region_id, &located),
        region_text("located_name", &regions.region_name, &located),
        text("placement", &|m| {
            places.placements.placement[m.school].name()
        }),
        (
            "distance_to_declared_m".to_owned(),
            Column::Real(mismatches.iter().map(|m| m.distance_m).collect()),
        ),
    ];
    Frame {
        name: format!("declared_{}", regions.level),
        n_rows: mismatches.len(),
        columns,
        geometry: FrameGeometry::None,
    }
}

fn source_row(schools: &Schools, mismatch: &Mismatch) -> Option<i64> {
    i64::try_from(schools.source_row[mismatch.school]).ok()
}
