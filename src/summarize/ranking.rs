//! Counts of regions in, the worst regions out, among those of which enough is known.

use crate::table::Counts;

/// Which regions may be ranked: the others are "too little known".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankingRule {
    /// The fewest schools of known status.
    pub min_schools: u64,
    /// The smallest share of schools of known status, 0–1.
    pub min_known: f64,
}

impl Default for RankingRule {
    fn default() -> Self {
        Self {
            min_schools: 10,
            min_known: 0.5,
        }
    }
}

/// Rows of the worst regions of a level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// By share of unconnected schools among those of known status, worst first; ties by number, then by row.
    pub by_share: Vec<usize>,
    /// By number of unconnected schools, worst first; ties by row.
    pub by_number: Vec<usize>,
    /// How many regions may be ranked.
    pub n_ranked: usize,
    /// How many regions have schools, but too little is known of them.
    pub n_too_little_known: usize,
}

impl RankingRule {
    /// Whether enough is known of a region.
    #[must_use]
    pub fn admits(&self, counts: &Counts) -> bool {
        let known_share = counts.shares().known_share.unwrap_or(0.0);
        counts.n_known() >= self.min_schools.max(1) && known_share >= self.min_known
    }
}

/// Ranks regions and keeps the `n_worst` of each order; regions without an unconnected school are in none.
#[must_use]
pub fn rank(regions: &[Counts], rule: RankingRule, n_worst: usize) -> Ranking {
    let admitted: Vec<usize> = (0..regions.len())
        .filter(|row| rule.admits(&regions[*row]))
        .collect();
    let with_schools = regions.iter().filter(|counts| counts.n_schools > 0).count();
    let unconnected = |row: &usize| regions[*row].n_not_connected;
    let mut by_number: Vec<usize> = admitted
        .iter()
        .copied()
        .filter(|row| unconnected(row) > 0)
        .collect();
    let mut by_share = by_number.clone();
    by_number.sort_by_key(|row| (std::cmp::Reverse(unconnected(row)), *row));
    by_share.sort_by(|a, b| {
        let product = |one: &usize, other: &usize| {
            u128::from(regions[*one].n_not_connected) * u128::from(regions[*other].n_known())
        };
        let shares = product(b, a).cmp(&product(a, b));
        shares
            .then(unconnected(b).cmp(&unconnected(a)))
            .then(a.cmp(b))
    });
    by_number.truncate(n_worst);
    by_share.truncate(n_worst);
    Ranking {
        by_share,
        by_number,
        n_ranked: admitted.len(),
        n_too_little_known: with_schools - admitted.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(connected: u64, not_connected: u64, unknown: u64) -> Counts {
        Counts {
            n_schools: connected + not_connected + unknown,
            n_connected: connected,
            n_not_connected: not_connected,
            n_unknown: unknown,
            ..Counts::default()
        }
    }

    #[test]
    fn little_known_regions_are_not_ranked() {
        let regions = [
            counts(10, 10, 0),
            counts(0, 9, 0),
            counts(1, 19, 40),
            counts(300, 100, 0),
            counts(5, 15, 20),
            counts(50, 0, 0),
            counts(0, 0, 0),
        ];
        let ranking = rank(&regions, RankingRule::default(), 5);
        assert_eq!(ranking.by_share, [4, 0, 3]);
        assert_eq!(ranking.by_number, [3, 4, 0]);
        assert_eq!((ranking.n_ranked, ranking.n_too_little_known), (4, 2));
    }
}
