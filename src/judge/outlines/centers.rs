//! Regions and schools in, doubts about schools that stand on the center of their region out: geocoders put a school
//! there when they know no more than the region.

use geo::{Coord, LineString};
use rayon::prelude::*;

use super::{Laid, called};
use crate::ellipsoid::Site;
use crate::issue::{Issue, IssueLog, Severity};
use crate::judge::place_of;
use crate::lonlat::LonLat;
use crate::table::{Placements, RegionIdx, Schools};

/// A position as near as this to a center is on it: so far is a position with four decimals rounded.
const NEAR_M: f64 = 11.0;
/// Nearer still in small regions: this share of the square root of the area. By chance one school in a thousand is as
/// near to one of the three centers, however large its region is.
const NEAR_SHARE: f64 = 0.01;

/// What geocoders and map tools call the center of a region.
struct Centers([(&'static str, Option<Site>); 3]);

/// A school that stands on a center of its region.
#[derive(Clone, Copy, Debug)]
struct OnCenter {
    region: RegionIdx,
    center: &'static str,
    distance_m: f64,
}

impl Laid<'_> {
    /// Doubts the position of every school that stands on a center of the region that holds it: the centroid, the center
    /// of its box, or the point inside that map tools choose (amid the widest stretch of its middle latitude, as GEOS).
    pub fn doubt_centers(
        &self,
        schools: &mut Schools,
        placements: &Placements,
        issues: &mut IssueLog,
    ) {
        let rows = (0..self.regions.len()).into_par_iter();
        let centers: Vec<(Centers, f64)> = rows.map(|row| self.centers(row)).collect();
        let found: Vec<Option<OnCenter>> = (0..schools.len())
            .into_par_iter()
            .map(|school| {
                let (position, region) = (schools.position[school]?, placements.region[school]?);
                let (centers, near_m) = &centers[region.row()];
                let (center, distance_m) = centers.nearest(position)?;
                let found = OnCenter {
                    region,
                    center,
                    distance_m,
                };
                (distance_m <= *near_m).then_some(found)
            })
            .collect();
        let mut n_schools = vec![0_u64; self.regions.len()];
        for on_center in found.iter().flatten() {
            n_schools[on_center.region.row()] += 1;
        }
        for (school, on_center) in found.into_iter().enumerate() {
            if let Some(on_center) = on_center {
                let n_schools = n_schools[on_center.region.row()];
                issues.push_with("region_center", Severity::Doubt, || {
                    self.on_center(schools, school, on_center, n_schools)
                });
                schools.n_issues[school] += 1;
            }
        }
    }

    fn on_center(
        &self,
        schools: &Schools,
        school: usize,
        found: OnCenter,
        n_schools: u64,
    ) -> Issue {
        let position = schools.position[school];
        let value = position.map(|at| format!("{}, {}", at.lon_deg(), at.lat_deg()));
        let others = match n_schools {
            1 => String::new(),
            _ => format!("; {n_schools} schools of the region stand on a center of it"),
        };
        let message = format!(
            "{:.1} m from the {} of {} of {}, where geocoding puts what it knows no better place of{others}",
            found.distance_m,
            found.center,
            called(self.regions, found.region.row()),
            self.regions.level,
        );
        Issue::new(
            place_of(schools, school),
            "region_center",
            Severity::Doubt,
            &value.unwrap_or_default(),
            message,
        )
    }

    /// The centers of a region, and how near to them a position is on them.
    fn centers(&self, row: usize) -> (Centers, f64) {
        let rings: Vec<&LineString> = self.of_row(row).flat_map(|part| &part.rings.0).collect();
        let area_m2: f64 = rings.iter().copied().map(super::signed_m2).sum();
        let centers = Centers([
            ("centroid", centroid(&rings).and_then(on_earth)),
            (
                "center of the box",
                box_center(rings.iter().copied()).and_then(on_earth),
            ),
            ("inner point", self.inner_point(row).and_then(on_earth)),
        ]);
        (centers, NEAR_M.min(NEAR_SHARE * area_m2.max(0.0).sqrt()))
    }

    /// Amid the widest stretch of the middle latitude of a part, of the part where that is widest.
    fn inner_point(&self, row: usize) -> Option<Coord> {
        let stretches = self.of_row(row).filter_map(|part| widest(&part.rings.0));
        let widest = stretches.max_by(|(a, _), (b, _)| a.total_cmp(b));
        widest.map(|(_, point)| point)
    }
}

impl Centers {
    fn nearest(&self, position: LonLat) -> Option<(&'static str, f64)> {
        let here = Site::new(position);
        let distances = self.0.iter().filter_map(|(name, center)| {
            let distance_m = center.as_ref()?.distance_m(&here);
            Some((*name, distance_m))
        });
        distances.min_by(|(_, a), (_, b)| a.total_cmp(b))
    }
}

/// The position of a vertex of the plane, which may lie beyond the antimeridian.
fn on_earth(at: Coord) -> Option<Site> {
    let lon = if at.x > 180.0 { at.x - 360.0 } else { at.x };
    LonLat::new(lon, at.y).ok().map(Site::new)
}

/// The centroid of the area that rings fill, shells counterclockwise and holes clockwise, on the plane of longitude and
/// latitude.
fn centroid(rings: &[&LineString]) -> Option<Coord> {
    let origin = *rings.first()?.0.first()?;
    let mut twice_area = 0.0;
    let mut sum = Coord { x: 0.0, y: 0.0 };
    for edge in rings.iter().flat_map(|ring| ring.lines()) {
        let (from, to) = (edge.start - origin, edge.end - origin);
        let cross = from.x * to.y - to.x * from.y;
        twice_area += cross;
        sum = sum + (from + to) * cross;
    }
    (twice_area > 0.0).then(|| origin + sum / (3.0 * twice_area))
}

fn box_center<'a>(rings: impl Iterator<Item = &'a LineString>) -> Option<Coord> {
    let mut corners = rings.flat_map(LineString::coords).copied();
    let first = corners.next()?;
    let (low, high) = corners.fold((first, first), |(low, high), at| {
        let low = Coord {
            x: low.x.min(at.x),
            y: low.y.min(at.y),
        };
        let high = Coord {
            x: high.x.max(at.x),
            y: high.y.max(at.y),
        };
        (low, high)
    });
    Some((low + high) / 2.0)
}

/// The widest stretch of the middle latitude of some rings: its width in degrees and its middle.
fn widest(rings: &[LineString]) -> Option<(f64, Coord)> {
    let lats = || rings.iter().flat_map(LineString::coords).map(|at| at.y);
    let middle = box_center(rings.iter())?.y;
    let above = lats().filter(|lat| *lat > middle).reduce(f64::min)?;
    let below = lats().filter(|lat| *lat <= middle).reduce(f64::max)?;
    let lat = f64::midpoint(above, below);
    let crossed = rings.iter().flat_map(LineString::lines).filter_map(|edge| {
        let ((from, to), way) = ((edge.start, edge.end), edge.delta());
        ((from.y > lat) != (to.y > lat)).then(|| from.x + (lat - from.y) / way.y * way.x)
    });
    let mut lons: Vec<f64> = crossed.collect();
    lons.sort_by(f64::total_cmp);
    let stretches = lons.chunks_exact(2).map(|pair| {
        let x = f64::midpoint(pair[0], pair[1]);
        (pair[1] - pair[0], Coord { x, y: lat })
    });
    stretches.max_by(|(a, _), (b, _)| a.total_cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Nesting, Outlines, Regions};
    use geo::{Centroid, InteriorPoint, Polygon};

    fn line(corners: &[[f64; 2]]) -> LineString {
        let coords = corners.iter().map(|[x, y]| Coord { x: *x, y: *y });
        LineString(coords.collect())
    }

    #[test]
    fn centers_are_those_of_map_tools() {
        let shell = line(&[
            [10.0, 0.0],
            [14.0, 0.0],
            [14.0, 5.0],
            [13.0, 5.0],
            [13.0, 1.0],
            [10.0, 1.0],
            [10.0, 0.0],
        ]);
        let hole = line(&[
            [13.3, 2.0],
            [13.3, 3.0],
            [13.8, 3.0],
            [13.8, 2.0],
            [13.3, 2.0],
        ]);
        let rings = [shell.clone(), hole.clone()];
        let polygon = Polygon::new(shell, vec![hole]);
        let (ours, theirs) = (centroid(&rings.each_ref()), polygon.centroid());
        let (ours, theirs) = (ours.expect("an area"), theirs.expect("an area").0);
        assert!((ours - theirs).x.abs() < 1e-9 && (ours - theirs).y.abs() < 1e-9);
        let inner = widest(&rings).expect("an area").1;
        assert_eq!(inner, polygon.interior_point().expect("an area").0);
    }

    /// An L whose arms are 4° and 5° long and 1° wide, and a square of 100 m.
    fn regions() -> Regions {
        let l = [
            [10.0, 0.0],
            [14.0, 0.0],
            [14.0, 5.0],
            [13.0, 5.0],
            [13.0, 1.0],
            [10.0, 1.0],
        ];
        let small = [[20.0, 0.0], [20.001, 0.0], [20.001, 0.001], [20.0, 0.001]];
        let mut outlines = Outlines::new();
        for ring in [&l[..], &small[..]] {
            outlines.extend_ring(ring.iter().copied());
            outlines.end_ring();
            outlines.end_part();
            outlines.end_row();
        }
        Regions {
            level: "adm2".to_owned(),
            region_id: ["1", "2"].into_iter().collect(),
            region_name: ["El", "Small"].into_iter().collect(),
            outlines,
            ..Regions::default()
        }
    }

    #[test]
    fn schools_on_a_center_of_their_region_are_doubted() {
        let at = |lon: f64, lat: f64| LonLat::new(lon, lat).ok();
        let position = vec![
            at(12.75, 1.75),
            at(12.750_2, 1.75),
            at(12.0, 2.5),
            at(13.5, 1.5),
            at(13.5, 3.0),
            at(20.000_5, 0.000_5),
            at(20.000_52, 0.000_5),
            None,
        ];
        let mut schools = Schools {
            files: vec!["schools.csv".into()],
            source_file: vec![0; position.len()],
            source_row: (2..).take(position.len()).collect(),
            n_issues: vec![0; position.len()],
            position,
            ..Schools::default()
        };
        let rows = [0, 0, 0, 0, 0, 1, 1, 1];
        let placements = Placements {
            region: rows.map(|row| Some(RegionIdx::new(row))).to_vec(),
            ..Placements::default()
        };
        let regions = regions();
        let nesting = Nesting {
            depth: vec![0; 2],
            parent: vec![None; 2],
        };
        let crossings = vec![None; 2];
        let laid = Laid {
            regions: &regions,
            parts: super::super::lay_out(&regions.outlines, &nesting, &crossings),
        };
        let mut issues = IssueLog::default();
        laid.doubt_centers(&mut schools, &placements, &mut issues);
        let told: Vec<String> = issues
            .sorted(&schools.files)
            .iter()
            .map(|issue| format!("{}: `{}` {}", issue.place, issue.value, issue.message))
            .collect();
        insta::assert_snapshot!(told.join("\n"), @"
        schools.csv:2: `12.75, 1.75` 0.0 m from the centroid of El (1) of adm2, where geocoding puts what it knows no better place of; 3 schools of the region stand on a center of it
        schools.csv:4: `12, 2.5` 0.0 m from the center of the box of El (1) of adm2, where geocoding puts what it knows no better place of; 3 schools of the region stand on a center of it
        schools.csv:6: `13.5, 3` 0.0 m from the inner point of El (1) of adm2, where geocoding puts what it knows no better place of; 3 schools of the region stand on a center of it
        schools.csv:7: `20.0005, 0.0005` 0.0 m from the center of the box of Small (2) of adm2, where geocoding puts what it knows no better place of
        ");
    }
}
