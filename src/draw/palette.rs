//! The colors of pictures, on light and on dark.

use super::measure::Measure;
use crate::colors::{MORE_IS_BETTER, MORE_IS_WORSE, NO_DATA, PATTERN, TOO_LITTLE_KNOWN};

/// The colors of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Palette {
    pub(super) background: &'static str,
    pub(super) text: &'static str,
    pub(super) faint_text: &'static str,
    pub(super) border: &'static str,
    pub(super) parent_border: &'static str,
    /// The ground of regions of which too little is known, below lines.
    too_little_known: &'static str,
    /// The ground of regions without any data, below dots.
    no_data: &'static str,
    /// Of those lines and dots.
    pub(super) pattern: &'static str,
    classes: [&'static str; 5],
}

impl Palette {
    pub(super) fn of(measure: Measure, is_dark: bool) -> Self {
        let classes = match measure {
            Measure::KnownShare => MORE_IS_BETTER,
            _ => MORE_IS_WORSE,
        };
        if is_dark {
            Self {
                background: "#14171c",
                text: "#f2f4f7",
                faint_text: "#aab2bd",
                border: "#5b626c",
                parent_border: "#0b0d10",
                too_little_known: "#14171c",
                no_data: "#3a4049",
                pattern: "#8b95a1",
                classes,
            }
        } else {
            Self {
                background: "#ffffff",
                text: "#1b1f24",
                faint_text: "#57606a",
                border: "#8c959f",
                parent_border: "#24292f",
                too_little_known: TOO_LITTLE_KNOWN,
                no_data: NO_DATA,
                pattern: PATTERN,
                classes,
            }
        }
    }

    /// The grounds of regions without a class: too little known, no data.
    pub(super) fn grounds(&self) -> [&'static str; 2] {
        [self.too_little_known, self.no_data]
    }

    /// The color of a class, spread over the scheme where there are fewer than five.
    pub(super) fn class(&self, class: usize, n_classes: usize) -> &'static str {
        let last = self.classes.len() - 1;
        let place = match n_classes {
            0 | 1 => last / 2,
            n => class.min(n - 1) * last / (n - 1),
        };
        self.classes[place.min(last)]
    }
}
