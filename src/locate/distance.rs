//! Positions and a region for each in, the geodesic distances between the two out.

use rayon::prelude::*;

use super::RegionIndex;
use crate::lonlat::LonLat;
use crate::table::{Placement, RegionIdx};

impl RegionIndex {
    /// Geodesic metres on WGS 84 from each position to its region: 0 inside it and on its outline, `None` for a region
    /// without an outline.
    ///
    /// Each region is laid out by itself, once for all positions that ask for it.
    ///
    /// # Panics
    /// If a region is not one of the outlines' rows.
    #[must_use]
    pub fn distances_m(&self, asked: &[(LonLat, RegionIdx)]) -> Vec<Option<f64>> {
        let region = |number: usize| asked[number].1;
        let mut by_region: Vec<usize> = (0..asked.len()).collect();
        by_region.sort_by_key(|number| region(*number));
        let groups: Vec<&[usize]> = by_region
            .chunk_by(|one, other| region(*one) == region(*other))
            .collect();
        let found = groups.par_iter().flat_map_iter(|group| {
            let positions: Vec<LonLat> = group.iter().map(|number| asked[*number].0).collect();
            let distances = self.distances_to(region(group[0]), &positions);
            group.iter().copied().zip(distances)
        });
        let mut distances = vec![None; asked.len()];
        for (number, distance_m) in found.collect::<Vec<_>>() {
            distances[number] = distance_m;
        }
        distances
    }

    fn distances_to(&self, region: RegionIdx, positions: &[LonLat]) -> Vec<Option<f64>> {
        let alone = Self::build(&self.naive.outlines().of_rows(&[region.row()]));
        let positions: Vec<Option<LonLat>> = positions.iter().copied().map(Some).collect();
        let placed = alone.locate(&positions, f64::INFINITY);
        let distance_m = |(placement, snap_m): (Placement, Option<f64>)| match placement {
            Placement::Inside | Placement::Border => Some(0.0),
            _ => snap_m,
        };
        let all = placed.placement.into_iter().zip(placed.snap_m);
        all.map(distance_m).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Outlines;

    /// Squares of one degree on the equator, and a region without an outline.
    fn index() -> RegionIndex {
        let mut outlines = Outlines::new();
        for west in [0.0, 0.5, 100.0] {
            outlines.extend_ring([
                [west, 0.0],
                [west + 1.0, 0.0],
                [west + 1.0, 1.0],
                [west, 1.0],
            ]);
            outlines.end_ring();
            outlines.end_part();
            outlines.end_row();
        }
        outlines.end_row();
        RegionIndex::build(&outlines)
    }

    fn to(lon: f64, row: usize) -> (LonLat, RegionIdx) {
        let position = LonLat::new(lon, 0.0).expect("in range");
        (position, RegionIdx::new(row))
    }

    #[test]
    fn inside_on_the_outline_near_and_far() {
        let asked = [to(1.5, 0), to(0.0, 2), to(0.75, 0), to(0.0, 3), to(1.0, 0)];
        let found = index().distances_m(&asked);
        let near = found[0].expect("an outline");
        assert!(
            (near - 55_659.75).abs() < 0.01,
            "half a degree along the equator: {near}"
        );
        let far = found[1].expect("an outline");
        assert!(
            (far - 11_131_773.681).abs() < 0.01,
            "to the northern corner: {far}"
        );
        assert_eq!(
            found[2..],
            [Some(0.0), None, Some(0.0)],
            "inside, although another region holds it too; no outline; on the outline"
        );
    }

    #[test]
    fn many_positions_at_once_are_as_far_as_each_by_itself() {
        let asked: Vec<_> = (0..500).map(|n| to(f64::from(n) - 150.0, 0)).collect();
        let index = index();
        let one_by_one = asked.iter().flat_map(|one| index.distances_m(&[*one]));
        assert_eq!(index.distances_m(&asked), one_by_one.collect::<Vec<_>>());
    }
}
