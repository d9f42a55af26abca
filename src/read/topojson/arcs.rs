//! The text of arcs in, the coordinates of each out.

use super::topology::Transform;
use crate::read::geojson::coordinate::{Reason, position};
use crate::read::geojson::cursor::Cursor;
use crate::table::RawLonLat;

/// The lines that outlines are made of.
#[derive(Debug, Default)]
pub(super) struct Arcs {
    coords: Vec<RawLonLat>,
    ends: Vec<usize>,
}

impl Arcs {
    /// Decodes all arcs: with a transform each position is the difference to the one before.
    pub(super) fn of(text: Option<&str>, transform: Option<Transform>) -> Result<Self, Reason> {
        let text = text.ok_or("none")?;
        let mut arcs = Self::default();
        Cursor::new(text.as_bytes()).array(|cursor| {
            let mut sum = [0.0; 2];
            cursor.array(|cursor| {
                let read = position(text, cursor)?;
                arcs.coords.push(match transform {
                    None => read,
                    Some(transform) => {
                        sum = [sum[0] + read[0], sum[1] + read[1]];
                        transform.of(sum)
                    }
                });
                Ok::<_, Reason>(())
            })?;
            arcs.ends.push(arcs.coords.len());
            Ok::<_, Reason>(())
        })?;
        Ok(arcs)
    }

    /// How many vertices all arcs have.
    pub(super) fn n_vertices(&self) -> usize {
        self.coords.len()
    }

    /// The vertices of an arc, from its end where the index is negative: -1 is the first arc from its end.
    pub(super) fn get(&self, index: i64) -> Option<impl DoubleEndedIterator<Item = &RawLonLat>> {
        let position = if index < 0 { !index } else { index };
        let position = usize::try_from(position).ok()?;
        let end = *self.ends.get(position)?;
        let start = match position {
            0 => 0,
            _ => self.ends[position - 1],
        };
        let forwards = self.coords[start..end].iter();
        let (forwards, backwards) = match index {
            0.. => (Some(forwards), None),
            _ => (None, Some(forwards.rev())),
        };
        Some(
            forwards
                .into_iter()
                .flatten()
                .chain(backwards.into_iter().flatten()),
        )
    }
}
