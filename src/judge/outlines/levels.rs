//! Two levels in, the regions of the coarser that those of the finer do not fill, or reach beyond, out.

use std::collections::HashMap;

use geo::BooleanOps;
use geo::bool_ops::FillRule;
use rayon::prelude::*;

use super::area::{Extents, km2};
use super::crossings::are_entangled;
use super::loose::LooseEdges;
use super::plane::{Part, Rings};
use super::{Laid, called, doubt};
use crate::issue::IssueLog;
use crate::table::Regions;

/// What the regions of a finer level and the one that they name as their parent have apart.
#[derive(Clone, Copy, Debug)]
struct Apart {
    beyond_m2: f64,
    bare_m2: f64,
}

/// Tells, for every region that others name as their parent, what they cover beyond it and what of it none covers: the
/// most first.
pub(super) fn tell(finer: &Laid, coarser: &Laid, issues: &mut IssueLog) {
    let families = families(finer.regions, coarser.regions);
    let compared = families.par_iter().filter_map(|(parent, children)| {
        let apart = apart(finer, children, coarser, *parent)?;
        Some((*parent, apart))
    });
    let mut apart: Vec<(usize, Apart)> = compared.collect();
    let level = &finer.regions.level;
    apart.sort_by(|(_, a), (_, b)| b.beyond_m2.total_cmp(&a.beyond_m2));
    for (parent, Apart { beyond_m2, .. }) in &apart {
        tell_beyond(coarser.regions, *parent, level, *beyond_m2, issues);
    }
    apart.sort_by(|(_, a), (_, b)| b.bare_m2.total_cmp(&a.bare_m2));
    for (parent, Apart { bare_m2, .. }) in &apart {
        tell_bare(coarser.regions, *parent, level, *bare_m2, issues);
    }
}

/// Compares the children of a region with it; `None` where they fill it to the last vertex, or are too entangled.
fn apart(finer: &Laid, children: &[usize], coarser: &Laid, parent: usize) -> Option<Apart> {
    if is_same(finer, children, coarser, parent) {
        return None;
    }
    let of_children = children.iter().flat_map(|row| finer.of_row(*row));
    let together = LooseEdges::of(of_children).contours();
    let alone = LooseEdges::of(coarser.of_row(parent)).contours();
    if together.0.is_empty() || alone.0.is_empty() {
        return None;
    }
    let mut all = together.clone();
    all.0.extend(alone.0.iter().cloned());
    if are_entangled(&all) {
        return None;
    }
    let told_m2 = |one: &Rings, other: &Rings| {
        let difference = one.difference_with_fill_rule(other, FillRule::NonZero);
        Extents::of(&difference).told_m2
    };
    Some(Apart {
        beyond_m2: told_m2(&together, &alone),
        bare_m2: told_m2(&alone, &together),
    })
}

/// Whether the edges of the children that no other child shares are those of their parent.
fn is_same(finer: &Laid, children: &[usize], coarser: &Laid, parent: usize) -> bool {
    let reversed: Vec<Part> = coarser.of_row(parent).map(Part::reversed).collect();
    let parts = children.iter().flat_map(|row| finer.of_row(*row));
    LooseEdges::of(parts.chain(&reversed)).len() == 0
}

fn tell_beyond(coarser: &Regions, row: usize, finer: &str, area_m2: f64, issues: &mut IssueLog) {
    if area_m2 > 0.0 {
        let (name, area) = (called(coarser, row), km2(area_m2));
        let message = format!(
            "the regions of {finer} that name {name} as their parent reach {area} beyond it"
        );
        issues.push(doubt(coarser, row, "level_beyond_parent", &area, message));
    }
}

fn tell_bare(coarser: &Regions, row: usize, finer: &str, area_m2: f64, issues: &mut IssueLog) {
    if area_m2 > 0.0 {
        let (name, area) = (called(coarser, row), km2(area_m2));
        let message =
            format!("no region of {finer} that names {name} as its parent holds {area} of it");
        issues.push(doubt(coarser, row, "level_parent_bare", &area, message));
    }
}

/// Each region of the coarser level with those of the finer that name it, in row order; ids that several bear say
/// nothing.
fn families(finer: &Regions, coarser: &Regions) -> Vec<(usize, Vec<usize>)> {
    let mut rows: HashMap<&str, Vec<usize>> = HashMap::new();
    for (row, id) in coarser.region_id.iter().enumerate() {
        rows.entry(id).or_default().push(row);
    }
    rows.remove("");
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); coarser.len()];
    for (row, parent) in finer.parent_id.iter().enumerate() {
        if let Some([only]) = rows.get(parent).map(Vec::as_slice) {
            children[*only].push(row);
        }
    }
    let named = children.into_iter().enumerate();
    named.filter(|(_, children)| !children.is_empty()).collect()
}
