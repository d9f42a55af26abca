//! Shares of regions in, the class of each out, and what the classes are for a legend.

use crate::colors::SHARE_BREAKS;

/// What a region has to show on a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// A share, 0–1.
    Share(f64),
    /// There is a share, but of too few schools, or of too few whose status is known, to compare it.
    TooLittleKnown,
    /// No share: no school, or none of known status.
    NoData,
}

/// Where one class ends and the next begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Breaks {
    /// 20, 40, 60 and 80 %: the same for every country, so that pictures compare.
    #[default]
    Fixed,
    /// Five classes of as many regions each.
    Quantile,
    /// Five classes of the same width, from the smallest share to the largest.
    Equal,
    /// At these shares, rising, above 0 and below 1; at most [`MOST_BREAKS`].
    At(Vec<f64>),
}

/// More classes than five are not told apart by their colors.
pub const MOST_BREAKS: usize = 4;
/// Shares are shown, and told apart, by tenths of a percent.
const STEPS: f64 = 1000.0;

/// The classes of some shares: class `k` holds the shares from its lower bound to below its upper one, the last class
/// its upper bound, too.
#[derive(Clone, Debug, PartialEq)]
pub struct Classes {
    /// The bounds of the classes, rising: one more than there are classes.
    bounds: Vec<f64>,
    /// How many regions each class holds.
    pub n_regions: Vec<u64>,
    /// How many regions have too little known.
    pub n_too_little_known: u64,
    /// How many regions have no share.
    pub n_no_data: u64,
}

impl Breaks {
    /// The breaks that a word or a list of percentages stands for: `fixed`, `quantile`, `equal`, `10,25,50`.
    ///
    /// # Errors
    /// What was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text {
            "fixed" => Ok(Self::Fixed),
            "quantile" => Ok(Self::Quantile),
            "equal" => Ok(Self::Equal),
            list => {
                let numbers = list.split(',').map(|number| number.trim().parse::<f64>());
                let numbers = numbers.collect::<Result<Vec<_>, _>>();
                let at = numbers.ok().filter(|at| is_rising(at)).ok_or_else(|| {
                    format!("expected fixed, quantile, equal, or up to {MOST_BREAKS} rising percentages between 0 and 100 (10,25,50), found `{text}`")
                })?;
                Ok(Self::At(at.iter().map(|percent| percent / 100.0).collect()))
            }
        }
    }
}

fn is_rising(percentages: &[f64]) -> bool {
    let inside = |at: &f64| *at > 0.0 && *at < 100.0;
    percentages.len() <= MOST_BREAKS
        && percentages.iter().all(inside)
        && percentages.windows(2).all(|pair| pair[0] < pair[1])
}

impl Classes {
    /// Sorts figures into classes.
    #[must_use]
    pub fn of(figures: &[Figure], breaks: &Breaks) -> Self {
        let mut classes = Self {
            bounds: bounds(figures, breaks),
            n_regions: Vec::new(),
            n_too_little_known: 0,
            n_no_data: 0,
        };
        classes.n_regions = vec![0; classes.len()];
        for figure in figures {
            match figure {
                Figure::Share(share) => {
                    let class = classes.class_of(*share);
                    classes.n_regions[class] += 1;
                }
                Figure::TooLittleKnown => classes.n_too_little_known += 1,
                Figure::NoData => classes.n_no_data += 1,
            }
        }
        classes
    }

    /// Number of classes; at least one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bounds.len() - 1
    }

    /// Never: there is at least one class.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The class of a share.
    #[must_use]
    pub fn class_of(&self, share: f64) -> usize {
        let inner = &self.bounds[1..self.len()];
        inner.partition_point(|bound| *bound <= share)
    }

    /// The bounds of a class in words: `20–40 %`.
    ///
    /// # Panics
    /// If there is no such class.
    #[must_use]
    pub fn label(&self, class: usize) -> String {
        let [low, high] = [self.bounds[class], self.bounds[class + 1]].map(percent);
        format!("{low}–{high} %")
    }
}

/// The bounds of all classes.
fn bounds(figures: &[Figure], breaks: &Breaks) -> Vec<f64> {
    let mut shares: Vec<f64> = figures.iter().filter_map(share).collect();
    shares.sort_by(f64::total_cmp);
    let (lowest, highest) = match (shares.first(), shares.last()) {
        (Some(first), Some(last)) => (rounded(*first, f64::floor), rounded(*last, f64::ceil)),
        _ => (0.0, 1.0),
    };
    match breaks {
        Breaks::Fixed => [&[0.0], &SHARE_BREAKS[..], &[1.0]].concat(),
        Breaks::At(at) => [&[0.0], at.as_slice(), &[1.0]].concat(),
        Breaks::Equal => {
            let width = (highest - lowest) / 5.0;
            let inner = (1..5).map(|step| lowest + width * f64::from(step));
            between(lowest, inner, highest)
        }
        Breaks::Quantile => {
            let inner = (1..5).filter_map(|step| shares.get(shares.len() * step / 5).copied());
            between(lowest, inner, highest)
        }
    }
}

/// Bounds rounded as they are shown; those that would be the same, or of no class, are left out.
fn between(lowest: f64, inner: impl Iterator<Item = f64>, highest: f64) -> Vec<f64> {
    let inner = inner.map(|bound| rounded(bound, f64::round));
    let mut bounds = vec![lowest];
    bounds.extend(inner.filter(|bound| *bound > lowest && *bound < highest));
    bounds.push(highest);
    bounds.dedup();
    if bounds.len() < 2 {
        bounds.push(highest);
    }
    bounds
}

fn share(figure: &Figure) -> Option<f64> {
    match figure {
        Figure::Share(share) => Some(*share),
        Figure::TooLittleKnown | Figure::NoData => None,
    }
}

fn rounded(share: f64, round: fn(f64) -> f64) -> f64 {
    round(share * STEPS) / STEPS
}

/// A share as a percentage with at most one decimal.
pub(super) fn percent(share: f64) -> String {
    let tenths = (share * STEPS).round() / 10.0;
    format!("{tenths}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn labels(shares: &[f64], breaks: &Breaks) -> Vec<(String, u64)> {
        let figures: Vec<Figure> = shares.iter().copied().map(Figure::Share).collect();
        let classes = Classes::of(&figures, breaks);
        let labels = (0..classes.len()).map(|class| classes.label(class));
        labels.zip(classes.n_regions.iter().copied()).collect()
    }

    fn text(labels: &[(String, u64)]) -> String {
        let lines: Vec<String> = labels
            .iter()
            .map(|(label, n)| format!("{label}: {n}"))
            .collect();
        lines.join(", ")
    }

    #[test]
    fn fixed_classes_hold_their_lower_bound() {
        let shares = [0.0, 0.199, 0.2, 0.4, 0.8, 1.0];
        let found = labels(&shares, &Breaks::default());
        assert_eq!(
            text(&found),
            "0–20 %: 2, 20–40 %: 1, 40–60 %: 1, 60–80 %: 0, 80–100 %: 2"
        );
    }

    #[test]
    fn quantiles_and_equal_widths_are_rounded_as_they_are_shown() {
        let shares = [0.01, 0.02, 0.033_33, 0.04, 0.5];
        let found = labels(&shares, &Breaks::Quantile);
        assert_eq!(text(&found), "1–2 %: 1, 2–3.3 %: 1, 3.3–4 %: 1, 4–50 %: 2");
        let found = labels(&[0.1, 0.3, 0.6], &Breaks::Equal);
        assert_eq!(
            text(&found),
            "10–20 %: 1, 20–30 %: 0, 30–40 %: 1, 40–50 %: 0, 50–60 %: 1"
        );
        assert_eq!(text(&labels(&[0.5; 9], &Breaks::Quantile)), "50–50 %: 9");
        assert_eq!(
            text(&labels(&[], &Breaks::Equal)),
            "0–20 %: 0, 20–40 %: 0, 40–60 %: 0, 60–80 %: 0, 80–100 %: 0"
        );
    }

    #[test]
    fn what_has_no_share_is_in_no_class() {
        let figures = [
            Figure::NoData,
            Figure::Share(0.0),
            Figure::TooLittleKnown,
            Figure::NoData,
        ];
        let classes = Classes::of(&figures, &Breaks::Fixed);
        assert_eq!(classes.n_regions, [1, 0, 0, 0, 0]);
        assert_eq!((classes.n_too_little_known, classes.n_no_data), (1, 2));
    }

    #[test]
    fn breaks_are_words_or_rising_percentages() {
        assert_eq!(
            Breaks::parse("10, 25,50"),
            Ok(Breaks::At(vec![0.1, 0.25, 0.5]))
        );
        assert_eq!(Breaks::parse("equal"), Ok(Breaks::Equal));
        for wrong in ["", "jenks", "50,20", "0,50", "100", "NaN", "1,2,3,4,5"] {
            assert!(Breaks::parse(wrong).is_err(), "{wrong}");
        }
        insta::assert_snapshot!(Breaks::parse("jenks").unwrap_err(), @"expected fixed, quantile, equal, or up to 4 rising percentages between 0 and 100 (10,25,50), found `jenks`");
    }

    proptest! {
        #[test]
        fn every_share_has_a_class_that_its_label_tells(
            shares in prop::collection::vec(0.0..=1.0_f64, 1..40),
            breaks in prop_oneof![Just(Breaks::Fixed), Just(Breaks::Quantile), Just(Breaks::Equal), Just(Breaks::At(vec![0.3]))],
        ) {
            let figures: Vec<Figure> = shares.iter().copied().map(Figure::Share).collect();
            let classes = Classes::of(&figures, &breaks);
            prop_assert_eq!(classes.n_regions.iter().sum::<u64>(), shares.len() as u64);
            for share in shares {
                let class = classes.class_of(share);
                prop_assert!(classes.bounds[class] <= share && share <= classes.bounds[class + 1]);
            }
        }
    }
}
