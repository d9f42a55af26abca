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

/// Tells, for every region that others name as their parent, what they cover beyond it and what of it none covers.
pub(super) fn tell(finer: &Laid, coarser: &Laid, issues: &mut IssueLog) {
    let families = families(finer.regions, coarser.regions);
    let differences: Vec<(usize, Option<Apart>)> = families
        .par_iter()
        .map(|(parent, children)| (*parent, apart(finer, children, coarser, *parent)))
        .collect();
    for (parent, apart) in differences {
        if let Some(apart) = apart {
            tell_apart(coarser.regions, parent, &finer.regions.level, apart, issues);
        }
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

fn tell_apart(coarser: &Regions, parent: usize, finer: &str, apart: Apart, issues: &mut IssueLog) {
    let name = called(coarser, parent);
    let mut tell = |check, area_m2: f64, message: String| {
        if area_m2 > 0.0 {
            issues.push(doubt(coarser, parent, check, &km2(area_m2), message));
        }
    };
    let beyond = km2(apart.beyond_m2);
    tell(
        "level_beyond_parent",
        apart.beyond_m2,
        format!("the regions of {finer} that name {name} as their parent reach {beyond} beyond it"),
    );
    let bare = km2(apart.bare_m2);
    tell(
        "level_parent_bare",
        apart.bare_m2,
        format!("no region of {finer} that names {name} as its parent holds {bare} of it"),
    );
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
