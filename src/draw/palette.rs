//! The colors of pictures.
//!
//! Classes have the colors of `ColorBrewer` (Brewer and Harrower, <https://colorbrewer2.org>): sequential schemes that
//! people see the order of whatever their color vision, and in grey, too.

use super::measure::Measure;

/// `YlOrRd`, five classes: more is worse.
const MORE_IS_WORSE: [&str; 5] = ["#ffffb2", "#fecc5c", "#fd8d3c", "#f03b20", "#bd0026"];
/// `YlGnBu`, five classes: more is better.
const MORE_IS_BETTER: [&str; 5] = ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"];

/// The colors of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Palette {
    pub(super) background: &'static str,
    pub(super) text: &'static str,
    pub(super) faint_text: &'static str,
    pub(super) border: &'static str,
    pub(super) parent_border: &'static str,
    pub(super) hatched: &'static str,
    pub(super) hatch: &'static str,
    pub(super) blank: &'static str,
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
                hatched: "#3a4049",
                hatch: "#7d8692",
                blank: "#3a4049",
                classes,
            }
        } else {
            Self {
                background: "#ffffff",
                text: "#1b1f24",
                faint_text: "#57606a",
                border: "#8c959f",
                parent_border: "#24292f",
                hatched: "#f3f4f6",
                hatch: "#8c959f",
                blank: "#dfe3e8",
                classes,
            }
        }
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
