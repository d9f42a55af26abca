//! What a synthetic country shall be like, checked.

use super::measurements::MeasurementUnit;
use crate::error::Error;

/// What a synthetic country shall be like.
///
/// ```
/// use schoolreach::generate::{CountryPlan, country};
/// let plan = CountryPlan { n_schools: 100, n_adm2: 12, n_adm1: 3, ..CountryPlan::default() };
/// let country = country(&plan)?;
/// assert_eq!(country.levels[1].len(), 12);
/// let mut csv = Vec::new();
/// assert_eq!(country.write_schools(&mut csv)?.n_rows, 100);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CountryPlan {
    /// Same seed and sizes, same country.
    pub seed: u64,
    /// Rows of the schools file, dirty ones included.
    pub n_schools: usize,
    /// Regions of level adm2, 1 to 500,000.
    pub n_adm2: usize,
    /// Regions of level adm1, 1 to `n_adm2`.
    pub n_adm1: usize,
    /// The share of the rows that are dirty, 0 to 1; the kinds of [`Dirt`](super::Dirt) come in equal numbers.
    pub dirty_share: f64,
    /// How detailed the outlines are, 0 to 6: a border between two lattice cells is halved so often, which makes it a
    /// line of `2^edge_halvings` segments. A region of several neighbors has about 15 such borders.
    pub edge_halvings: u32,
    /// Rows of the measurements file; the dirty share is that of these rows, too.
    pub n_measurements: u64,
    /// The unit that their speeds are written in.
    pub measurement_unit: MeasurementUnit,
}

impl Default for CountryPlan {
    fn default() -> Self {
        Self {
            seed: 7,
            n_schools: 2_000,
            n_adm2: 60,
            n_adm1: 8,
            dirty_share: 0.03,
            edge_halvings: 4,
            n_measurements: 0,
            measurement_unit: MeasurementUnit::default(),
        }
    }
}

/// The most regions that keep the lattice coarse against the micro-degree to which it is rounded.
const MOST_ADM2: usize = 500_000;
/// The finest borders, for the same reason.
const MOST_HALVINGS: u32 = 6;

impl CountryPlan {
    /// Refuses numbers that no country can have.
    pub(super) fn check(&self) -> Result<(), Error> {
        let refuse = |message: String| Err(Error::Plan(message));
        if !(1..=MOST_ADM2).contains(&self.n_adm2) {
            return refuse(format!(
                "expected 1 to {MOST_ADM2} adm2 regions, found {}",
                self.n_adm2
            ));
        }
        if !(1..=self.n_adm2).contains(&self.n_adm1) {
            return refuse(format!(
                "expected 1 to {} adm1 regions (as many as adm2 at most), found {}",
                self.n_adm2, self.n_adm1
            ));
        }
        if !(0.0..=1.0).contains(&self.dirty_share) {
            return refuse(format!(
                "expected a dirty share of 0 to 1, found {}",
                self.dirty_share
            ));
        }
        if self.edge_halvings > MOST_HALVINGS {
            return refuse(format!(
                "expected 0 to {MOST_HALVINGS} edge halvings, found {}",
                self.edge_halvings
            ));
        }
        if u32::try_from(self.n_schools).is_err() {
            return refuse(format!(
                "expected at most {} schools, found {}",
                u32::MAX,
                self.n_schools
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(change: impl FnOnce(&mut CountryPlan)) -> String {
        let mut plan = CountryPlan::default();
        change(&mut plan);
        plan.check().unwrap_err().to_string()
    }

    #[test]
    fn impossible_numbers_are_refused_with_what_was_expected() {
        insta::assert_snapshot!(message(|p| p.n_adm2 = 0), @"expected 1 to 500000 adm2 regions, found 0");
        insta::assert_snapshot!(message(|p| p.n_adm1 = 0), @"expected 1 to 60 adm1 regions (as many as adm2 at most), found 0");
        insta::assert_snapshot!(message(|p| p.n_adm1 = 61), @"expected 1 to 60 adm1 regions (as many as adm2 at most), found 61");
        insta::assert_snapshot!(message(|p| p.dirty_share = f64::NAN), @"expected a dirty share of 0 to 1, found NaN");
        insta::assert_snapshot!(message(|p| p.edge_halvings = 7), @"expected 0 to 6 edge halvings, found 7");
        assert!(message(|p| p.n_schools = usize::MAX).starts_with("expected at most 4294967295"));
        assert!(message(|p| p.n_adm2 = 500_001).contains("500001"));
    }
}
