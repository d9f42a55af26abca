//! The figures of regions: integer counts, and the shares computed from them once.

use super::{Activity, Placement, Status, Threshold};

/// The counts of one region, or of one row of the totals. Closed schools count in `n_closed` alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Open schools.
    pub n_schools: u64,
    /// Open schools with status `connected`.
    pub n_connected: u64,
    /// Open schools with status `not_connected`.
    pub n_not_connected: u64,
    /// Open schools with status `unknown`.
    pub n_unknown: u64,
    /// Schools that are not open.
    pub n_closed: u64,
    /// Connected schools whose evidence is a measurement or a real-time flag.
    pub n_connected_measured: u64,
    /// Open schools placed by the border rule.
    pub n_border: u64,
    /// Open schools placed by snapping.
    pub n_snapped: u64,
    /// Open schools placed by the region that they state.
    pub n_stated: u64,
    /// Open schools with a known number of students.
    pub n_schools_with_students: u64,
    /// Students of open schools.
    pub n_students: u64,
    /// Students of connected schools.
    pub n_students_connected: u64,
    /// Students of schools that are not connected.
    pub n_students_not_connected: u64,
    /// Students of schools of unknown status.
    pub n_students_unknown: u64,
    /// Open schools with a measurement.
    pub n_measured: u64,
    /// Measurements of open schools.
    pub n_tests: u64,
    /// Open schools measured at most 21 days before the reference date.
    pub n_live: u64,
    /// Open schools last measured 22 to 28 days before it.
    pub n_at_risk: u64,
    /// Open schools last measured more than 28 days before it.
    pub n_dropped_off: u64,
}

impl Counts {
    /// Counts one open school.
    pub fn add_school(
        &mut self,
        status: Status,
        measured: bool,
        placement: Placement,
        num_students: Option<u32>,
    ) {
        self.n_schools += 1;
        let (schools, students) = match status {
            Status::Connected => (&mut self.n_connected, &mut self.n_students_connected),
            Status::NotConnected => (
                &mut self.n_not_connected,
                &mut self.n_students_not_connected,
            ),
            Status::Unknown => (&mut self.n_unknown, &mut self.n_students_unknown),
        };
        *schools += 1;
        if let Some(number) = num_students {
            *students += u64::from(number);
            self.n_students += u64::from(number);
            self.n_schools_with_students += 1;
        }
        self.n_connected_measured += u64::from(measured && status == Status::Connected);
        match placement {
            Placement::Border => self.n_border += 1,
            Placement::Snapped => self.n_snapped += 1,
            Placement::Stated => self.n_stated += 1,
            Placement::Inside | Placement::Outside | Placement::NoPosition => {}
        }
    }

    /// Counts the measurements of one open school.
    pub fn add_measured(&mut self, n_tests: u64, activity: Option<Activity>) {
        self.n_measured += u64::from(n_tests > 0);
        self.n_tests += n_tests;
        match activity {
            Some(Activity::Live) => self.n_live += 1,
            Some(Activity::AtRisk) => self.n_at_risk += 1,
            Some(Activity::DroppedOff) => self.n_dropped_off += 1,
            Some(Activity::Never) | None => {}
        }
    }

    /// Adds the counts of another region; commutative and associative.
    pub fn merge(&mut self, other: &Self) {
        let Self {
            n_schools,
            n_connected,
            n_not_connected,
            n_unknown,
            n_closed,
            n_connected_measured,
            n_border,
            n_snapped,
            n_stated,
            n_schools_with_students,
            n_students,
            n_students_connected,
            n_students_not_connected,
            n_students_unknown,
            n_measured,
            n_tests,
            n_live,
            n_at_risk,
            n_dropped_off,
        } = other;
        self.n_schools += n_schools;
        self.n_connected += n_connected;
        self.n_not_connected += n_not_connected;
        self.n_unknown += n_unknown;
        self.n_closed += n_closed;
        self.n_connected_measured += n_connected_measured;
        self.n_border += n_border;
        self.n_snapped += n_snapped;
        self.n_stated += n_stated;
        self.n_schools_with_students += n_schools_with_students;
        self.n_students += n_students;
        self.n_students_connected += n_students_connected;
        self.n_students_not_connected += n_students_not_connected;
        self.n_students_unknown += n_students_unknown;
        self.n_measured += n_measured;
        self.n_tests += n_tests;
        self.n_live += n_live;
        self.n_at_risk += n_at_risk;
        self.n_dropped_off += n_dropped_off;
    }

    /// Open schools whose status is known.
    #[must_use]
    pub fn n_known(&self) -> u64 {
        self.n_connected + self.n_not_connected
    }

    /// The shares that follow from the counts.
    #[must_use]
    pub fn shares(&self) -> Shares {
        Shares {
            known_share: share(self.n_known(), self.n_schools),
            unconnected_share_of_known: share(self.n_not_connected, self.n_known()),
            unconnected_share_min: share(self.n_not_connected, self.n_schools),
            unconnected_share_max: share(self.n_not_connected + self.n_unknown, self.n_schools),
        }
    }
}

/// The four shares of a region, fractions 0–1; `None`, not 0, where the denominator is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shares {
    /// (connected + not connected) / all open schools.
    pub known_share: Option<f64>,
    /// Not connected / (connected + not connected).
    pub unconnected_share_of_known: Option<f64>,
    /// Not connected / all open schools: every unknown school taken for connected.
    pub unconnected_share_min: Option<f64>,
    /// (Not connected + unknown) / all open schools: every unknown school taken for not connected.
    pub unconnected_share_max: Option<f64>,
}

/// The correctly rounded quotient of two counts, `None` over 0.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of schools stay far below 2^53, where the conversion is exact"
)]
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// What the measurements of a region's schools come to: its figures are those of its schools' medians, so that a school
/// with many tests weighs no more than one with few. Speeds in Mbit/s.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpeedFigures {
    /// The mean of the schools' median downloads.
    pub download_mbps_mean: Option<f64>,
    /// A tenth of the schools have a lower median download.
    pub download_mbps_p10: Option<f64>,
    /// Half of the schools have a lower median download.
    pub download_mbps_median: Option<f64>,
    /// Nine tenths of the schools have a lower median download.
    pub download_mbps_p90: Option<f64>,
    /// Half of the schools have a lower median upload.
    pub upload_mbps_median: Option<f64>,
    /// Half of the schools have a lower median latency.
    pub latency_ms_median: Option<f64>,
    /// Half of the schools have a lower median loss of packets.
    pub loss_percent_median: Option<f64>,
    /// Measured schools with too few tests to speak in these figures.
    pub n_too_few_tests: u64,
    /// Schools that speak with a median download.
    pub n_with_median: u64,
    /// Schools below each of the speeds that they are held to, and those that can be held to it, in the order of
    /// [`LevelSpeeds::thresholds`].
    pub below: Vec<Below>,
}

/// The schools that are held to a speed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Below {
    /// Those below it.
    pub n_below: u64,
    /// Those that have what the speed is about, below it or not.
    pub n_held: u64,
}

/// What the measurements of a level's schools come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LevelSpeeds {
    /// By region.
    pub regions: Vec<SpeedFigures>,
    /// The speeds that schools are held to, in the order of [`SpeedFigures::below`].
    pub thresholds: Vec<Threshold>,
    /// Of all schools in a region, of those outside, of those without position, and of all.
    pub totals: [SpeedFigures; 4],
}

/// The figures of one level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summaries {
    /// The counts of each region, in the order of the regions.
    pub regions: Vec<Counts>,
    /// The sum over all regions.
    pub placed: Counts,
    /// Positioned schools that no region holds.
    pub outside: Counts,
    /// Schools without position and stated region.
    pub no_position: Counts,
    /// All schools.
    pub national: Counts,
    /// Open schools for each placement, in the order of [`Placement::ALL`].
    pub placements: [u64; 6],
    /// Open schools that more than one region holds.
    pub n_overlap: u64,
}

impl Summaries {
    /// Adds the figures of other schools of the same level; commutative and associative. Without any school yet, there
    /// may be no region yet, too.
    ///
    /// # Panics
    /// If both have regions, and not as many.
    pub fn merge(&mut self, other: &Self) {
        if self.regions.is_empty() {
            self.regions = vec![Counts::default(); other.regions.len()];
        }
        if !other.regions.is_empty() {
            assert_eq!(self.regions.len(), other.regions.len(), "the same level");
        }
        let regions = self.regions.iter_mut().zip(&other.regions);
        regions.for_each(|(mine, theirs)| mine.merge(theirs));
        self.placed.merge(&other.placed);
        self.outside.merge(&other.outside);
        self.no_position.merge(&other.no_position);
        self.national.merge(&other.national);
        let placements = self.placements.iter_mut().zip(other.placements);
        placements.for_each(|(mine, theirs)| *mine += theirs);
        self.n_overlap += other.n_overlap;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A school: its status, whether a measurement says so, the region it is in, its students and tests.
    type School = (usize, bool, usize, Option<u32>, u64);

    fn schools() -> impl Strategy<Value = Vec<School>> {
        let students = prop::option::of(0_u32..2_000);
        let school = (0_usize..3, any::<bool>(), 0_usize..5, students, 0_u64..9);
        prop::collection::vec(school, 0..60)
    }

    fn summed(schools: &[School]) -> Summaries {
        let mut sums = Summaries {
            regions: vec![Counts::default(); 4],
            ..Summaries::default()
        };
        for (status, is_measured, region, students, n_tests) in schools {
            let status = [Status::Connected, Status::NotConnected, Status::Unknown][*status];
            let placement = Placement::ALL[*region];
            let of_region = sums.regions.get_mut(*region).unwrap_or(&mut sums.outside);
            for counts in [of_region, &mut sums.national] {
                counts.add_school(status, *is_measured, placement, *students);
                counts.add_measured(*n_tests, Some(Activity::ALL[*region % 4]));
            }
            sums.placements[placement as usize] += 1;
            sums.n_overlap += n_tests % 2;
        }
        sums
    }

    proptest! {
        #[test]
        fn parts_of_the_schools_merge_to_the_whole(schools in schools(), cuts in prop::array::uniform2(0_usize..60)) {
            let [first, second] = cuts.map(|cut| cut.min(schools.len()));
            let (first, second) = (first.min(second), first.max(second));
            let parts = [&schools[..first], &schools[first..second], &schools[second..]].map(summed);
            let merged = |order: [usize; 3]| {
                let mut all = Summaries::default();
                for part in order {
                    all.merge(&parts[part]);
                }
                all
            };
            let mut tail = parts[1].clone();
            tail.merge(&parts[2]);
            let mut tree = parts[0].clone();
            tree.merge(&tail);
            prop_assert_eq!(&tree, &summed(&schools));
            prop_assert_eq!(&merged([0, 1, 2]), &tree);
            prop_assert_eq!(&merged([2, 0, 1]), &tree);
        }
    }

    #[test]
    fn unknown_is_never_no() {
        let mut counts = Counts::default();
        for (status, times) in [
            (Status::Connected, 400),
            (Status::NotConnected, 100),
            (Status::Unknown, 500),
        ] {
            for _ in 0..times {
                counts.add_school(status, false, Placement::Inside, None);
            }
        }
        let shares = counts.shares();
        assert_eq!(shares.known_share, Some(0.5));
        assert_eq!(shares.unconnected_share_of_known, Some(0.2));
        assert_eq!(shares.unconnected_share_min, Some(0.1));
        assert_eq!(shares.unconnected_share_max, Some(0.6));
    }

    #[test]
    fn no_denominator_no_share() {
        assert_eq!(Counts::default().shares(), Shares::default());
        let mut counts = Counts::default();
        counts.add_school(Status::Unknown, false, Placement::Outside, Some(12));
        assert_eq!(counts.shares().unconnected_share_of_known, None);
        assert_eq!(counts.shares().unconnected_share_max, Some(1.0));
        assert_eq!(counts.n_students_unknown, 12);
    }
}
