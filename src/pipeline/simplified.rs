//! Levels and their frames in, the same frames with coarser outlines out: for maps, never for figures.

use super::places::Level;
use crate::draw::simplify;
use crate::error::Error;
use crate::locate::nesting;
use crate::table::{Frame, FrameGeometry, Nesting, Outlines};

/// What the names of such files end in.
const SUFFIX: &str = "_simplified";

/// Coarser outlines of all levels, by level; none where none are asked for.
pub(super) struct Simplified(Vec<(Outlines, Nesting)>);

impl Simplified {
    /// Simplifies the outlines of all levels at once, so that they agree; `None` asks for none.
    ///
    /// # Errors
    /// [`Error::Plan`] where a level is named as the file of another one would be.
    pub(super) fn of(levels: &[Level], tolerance_m: Option<f64>) -> Result<Self, Error> {
        let Some(tolerance_m) = tolerance_m else {
            return Ok(Self(Vec::new()));
        };
        let names = || levels.iter().map(|level| level.regions.level.as_str());
        let is_taken = |name: &str| {
            let plain = name.strip_suffix(SUFFIX);
            plain.is_some_and(|plain| names().any(|other| other == plain))
        };
        if let Some(name) = names().find(|name| is_taken(name)) {
            let message = format!(
                "a level cannot be called {name} where outlines are simplified, as regions_{name} is then a file of another level"
            );
            return Err(Error::Plan(message));
        }
        let outlines: Vec<&Outlines> = levels.iter().map(|level| &level.regions.outlines).collect();
        let simplified = simplify(&outlines, tolerance_m).into_iter();
        let nested = simplified.map(|outlines| {
            let nesting = nesting(&outlines);
            (outlines, nesting)
        });
        Ok(Self(nested.collect()))
    }

    /// The frames of the levels with these outlines.
    pub(super) fn frames<'a>(
        &'a self,
        exact: impl Iterator<Item = &'a Frame<'a>>,
    ) -> Vec<Frame<'a>> {
        let coarser =
            |(frame, (outlines, nesting)): (&'a Frame<'a>, &'a (Outlines, Nesting))| Frame {
                name: format!("{}{SUFFIX}", frame.name),
                geometry: FrameGeometry::Outlines(outlines, nesting),
                ..frame.clone()
            };
        exact.zip(&self.0).map(coarser).collect()
    }
}
