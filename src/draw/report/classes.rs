//! The counts of a region in, its class on the first map out: that of the unconnected share of known schools.
//!
//! Fixed breaks make countries comparable. No data, and too little of it, are classes of their own: neither is 0.

use crate::colors::SHARE_BREAKS;
use crate::table::Counts;

/// Where the classes of downloads in Mbit/s begin, but for the first: Giga's limits of 1, 5 and 20, and one between.
pub(super) const SPEED_BREAKS: [f64; 4] = [1.0, 5.0, 10.0, 20.0];

/// The classes in the order of the legend, by the names that the style gives colors to.
pub(super) const CLASSES: [&str; 7] = ["k0", "k1", "k2", "k3", "k4", "few", "none"];

/// The class of a region of whose schools enough is known, or not.
pub(super) fn class_of(counts: &Counts, is_enough: bool) -> &'static str {
    match counts.shares().unconnected_share_of_known {
        None => "none",
        Some(_) if !is_enough => "few",
        Some(share) => CLASSES[SHARE_BREAKS.iter().filter(|low| share >= **low).count()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_belong_to_the_class_above_and_nothing_is_no_zero() {
        let class = |n_connected, n_not_connected, is_enough| {
            let counts = Counts {
                n_schools: 100,
                n_connected,
                n_not_connected,
                ..Counts::default()
            };
            class_of(&counts, is_enough)
        };
        assert_eq!(class(0, 0, true), "none");
        assert_eq!(class(5, 5, false), "few");
        assert_eq!(class(100, 0, true), "k0");
        assert_eq!(class(81, 19, true), "k0");
        assert_eq!(class(80, 20, true), "k1");
        assert_eq!(class(0, 100, true), "k4");
    }
}
