//! Outlines in, issues about them out: rings that are none, crossings, overlaps, gaps, levels that do not nest.
//!
//! Nothing is repaired: what a defect does to points is decided where points are placed. Edges that neighbors share
//! cancel each other first (`loose.rs`); what is left, a coast and what does not match, is overlaid by `geo`, whose
//! overlay rounds to a few billionths of the extent. Pieces smaller than 0.1 km² or narrower than 11 m are counted as
//! slivers and not told one by one. Areas are those of WGS 84 between edges that are straight in longitude and
//! latitude.

mod area;
mod centers;
mod clip;
mod crossings;
mod gaps;
mod levels;
mod loose;
mod overlaps;
mod plane;
mod rings;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::table::{Nesting, RawLonLat, Regions};
use area::{Extents, NARROWEST_M, SMALLEST_M2, TINY_M2, km2, signed_m2};
use crossings::{are_entangled, crossings};
use gaps::{Gap, Gaps, gaps};
use loose::LooseEdges;
use overlaps::{Overlaps, overlaps};
use plane::{Part, lay_out};

/// How many neighbors of a gap are named.
const MOST_NAMED: usize = 4;
/// Two regions that have so much of both in common are one outline twice.
const SAME_SHARE: f64 = 0.999;

/// The places that one region encloses and none holds.
struct Holes {
    number: u64,
    area_m2: f64,
    largest_at: RawLonLat,
}

/// The outlines of one level, laid out to be compared.
pub struct Laid<'a> {
    regions: &'a Regions,
    /// In the order of their rows.
    parts: Vec<Part>,
}

impl<'a> Laid<'a> {
    /// Checks the rings of every region by themselves, and lays out the regions; `nesting` is that of their rings.
    #[must_use]
    pub fn out(regions: &'a Regions, nesting: &Nesting, issues: &mut IssueLog) -> Self {
        rings::tell(regions, issues);
        let crossings = crossings(&regions.outlines);
        crossings::tell(regions, &crossings, issues);
        Self {
            regions,
            parts: lay_out(&regions.outlines, nesting, &crossings),
        }
    }

    /// Checks the regions against each other: those that are too small for a school, pairs that overlap and gaps
    /// between them.
    pub fn check(&self, issues: &mut IssueLog) {
        let areas_m2 = self.areas_m2();
        self.tell_tiny(&areas_m2, issues);
        let loose = LooseEdges::of(&self.parts);
        let contours = loose.contours();
        if are_entangled(&contours) {
            self.tell_entangled(issues);
            return;
        }
        let overlaps = overlaps(&self.parts);
        self.tell_overlaps(&overlaps, &areas_m2, issues);
        let gaps = gaps(&loose, &contours);
        let (holes, between): (Vec<&Gap>, Vec<&Gap>) =
            gaps.told.iter().partition(|gap| gap.neighbors.len() == 1);
        for gap in between {
            self.tell_gap(gap, issues);
        }
        self.tell_holes(&holes, issues);
        self.tell_slivers(&overlaps, &gaps, issues);
    }

    /// Checks that the regions of this level fill those of the next coarser one that they name as parents, and reach no
    /// farther.
    pub fn check_nesting(&self, coarser: &Self, issues: &mut IssueLog) {
        levels::tell(self, coarser, issues);
    }

    /// The parts of a region.
    fn of_row(&self, row: usize) -> impl Iterator<Item = &Part> {
        let from = self.parts.partition_point(|part| part.row < row);
        let parts = self.parts[from..].iter();
        parts.take_while(move |part| part.row == row)
    }

    fn areas_m2(&self) -> Vec<f64> {
        let mut areas_m2 = vec![0.0; self.regions.len()];
        for part in &self.parts {
            areas_m2[part.row] += part.rings.0.iter().map(signed_m2).sum::<f64>();
        }
        areas_m2
    }

    fn tell_tiny(&self, areas_m2: &[f64], issues: &mut IssueLog) {
        for (row, area_m2) in areas_m2.iter().enumerate() {
            if self.of_row(row).next().is_some() && *area_m2 < TINY_M2 {
                let message = format!(
                    "the region has {area_m2:.0} m², less than {TINY_M2} m²: hardly a place for a school"
                );
                let value = format!("{area_m2:.0} m²");
                issues.push(doubt(self.regions, row, "outline_tiny", &value, message));
            }
        }
    }

    fn tell_overlaps(&self, overlaps: &Overlaps, areas_m2: &[f64], issues: &mut IssueLog) {
        let regions = self.regions;
        for ([row, other], Extents { told_m2, .. }) in &overlaps.pairs {
            let larger_m2 = areas_m2[*row].max(areas_m2[*other]);
            let name = called(regions, *row);
            if *told_m2 >= SAME_SHARE * larger_m2 && larger_m2 > 0.0 {
                let message = format!("the same outline as {name}; the earlier takes all schools");
                let value = regions.region_id.get(*other);
                issues.push(doubt(regions, *other, "outline_duplicate", value, message));
            } else if *told_m2 > 0.0 {
                let area = km2(*told_m2);
                let message = format!(
                    "overlaps {} by {area}; of regions that hold a school, the smallest takes it",
                    called(regions, *other)
                );
                issues.push(doubt(regions, *row, "outline_overlap", &area, message));
            }
        }
        for row in &overlaps.cut {
            let message = "more than 1,000 regions may overlap this one; the others were not compared with it";
            let check = "outline_compared_in_part";
            issues.push(doubt(regions, *row, check, "", message.to_owned()));
        }
    }

    fn tell_gap(&self, gap: &Gap, issues: &mut IssueLog) {
        let Some(first) = gap.neighbors.first() else {
            return;
        };
        let named = gap.neighbors.iter().take(MOST_NAMED);
        let named: Vec<String> = named.map(|row| called(self.regions, *row)).collect();
        let more = if gap.neighbors.len() > MOST_NAMED {
            " and others"
        } else {
            ""
        };
        let [lon, lat] = gap.at;
        let area = km2(gap.area_m2);
        let message = format!(
            "no region holds {area} at {lon:.5}, {lat:.5}, between {}{more}",
            named.join(", ")
        );
        issues.push(doubt(self.regions, *first, "outline_gap", &area, message));
    }

    /// One issue for every region that leaves out places amid it: most are lakes.
    fn tell_holes(&self, holes: &[&Gap], issues: &mut IssueLog) {
        let mut of_rows: BTreeMap<usize, Holes> = BTreeMap::new();
        for hole in holes {
            let of_row = of_rows.entry(hole.neighbors[0]).or_insert(Holes {
                number: 0,
                area_m2: 0.0,
                largest_at: hole.at,
            });
            of_row.number += 1;
            of_row.area_m2 += hole.area_m2;
        }
        let mut of_rows: Vec<(usize, Holes)> = of_rows.into_iter().collect();
        of_rows.sort_by(|(_, a), (_, b)| b.area_m2.total_cmp(&a.area_m2));
        for (row, holes) in of_rows {
            let [lon, lat] = holes.largest_at;
            let message = format!(
                "amid the region no region holds {}, the largest place at {lon:.5}, {lat:.5}: lakes, or regions that are missing",
                km2(holes.area_m2)
            );
            let value = holes.number.to_string();
            issues.push(doubt(self.regions, row, "outline_holes", &value, message));
        }
    }

    /// One issue for all that is too small to be told one by one.
    fn tell_slivers(&self, overlaps: &Overlaps, gaps: &Gaps, issues: &mut IssueLog) {
        let all = overlaps.pairs.iter();
        let overlaps = all.fold(Extents::default(), |sum, (_, extents)| sum.and(extents));
        let number = overlaps.n_slivers + gaps.n_slivers;
        if number == 0 {
            return;
        }
        let message = format!(
            "pieces between regions of {} that are narrower than {NARROWEST_M} m or smaller than {}: overlaps {}, {} in all; gaps {}, {} in all",
            self.regions.level,
            km2(SMALLEST_M2),
            overlaps.n_slivers,
            km2(overlaps.sliver_m2),
            gaps.n_slivers,
            km2(gaps.sliver_m2)
        );
        self.tell_of_level("outline_slivers", &number.to_string(), message, issues);
    }

    fn tell_entangled(&self, issues: &mut IssueLog) {
        let message = format!(
            "so many edges of {} lie across others that overlaps and gaps were not looked for",
            self.regions.level
        );
        self.tell_of_level("outline_compared_in_part", "", message, issues);
    }

    fn tell_of_level(
        &self,
        check: &'static str,
        value: &str,
        message: String,
        issues: &mut IssueLog,
    ) {
        let file = self.regions.files.first().cloned().unwrap_or_default();
        let place = Place::file(&file);
        issues.push(Issue::new(place, check, Severity::Doubt, value, message));
    }
}

impl Part {
    /// The same part, its rings running the other way.
    fn reversed(&self) -> Self {
        let mut rings = self.rings.clone();
        rings.0.iter_mut().for_each(|ring| ring.0.reverse());
        Self {
            row: self.row,
            rings,
            envelope: self.envelope,
        }
    }
}

/// A doubt about the outline of a region.
fn doubt(
    regions: &Regions,
    row: usize,
    check: &'static str,
    value: &str,
    message: String,
) -> Issue {
    let file = &regions.files[regions.source_file[row] as usize];
    let place = Place::row(file, regions.source_row[row]);
    Issue::new(place, check, Severity::Doubt, value, message)
}

/// How messages name a region: name and id.
fn called(regions: &Regions, row: usize) -> String {
    format!(
        "{} ({})",
        regions.region_name.get(row),
        regions.region_id.get(row)
    )
}
