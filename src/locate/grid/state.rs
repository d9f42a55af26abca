//! What holds a point in, what holds another one beyond some edges out.

use super::labels::{Held, Labels};

/// A set of parts, known by the sum of their labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    pub(super) sum: u64,
    /// The set has no more parts than this.
    pub(super) at_most: u32,
}

/// The parts that a way enters or leaves, known in the same manner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Change {
    sum: u64,
    n_parts: u32,
}

impl Change {
    /// Takes the part of each edge crossed, ascending: a part crossed twice is entered and left.
    pub(super) fn of(parts: impl Iterator<Item = u32>, labels: &Labels) -> Self {
        let mut pending = None;
        let mut change = Self::default();
        for part in parts {
            match pending {
                Some(same) if same == part => pending = None,
                Some(other) => {
                    change.add(other, labels);
                    pending = Some(part);
                }
                None => pending = Some(part),
            }
        }
        if let Some(last) = pending {
            change.add(last, labels);
        }
        change
    }

    fn add(&mut self, part: u32, labels: &Labels) {
        self.sum ^= labels.of_part(part);
        self.n_parts += 1;
    }
}

impl State {
    /// The set after a change. Where too many parts are about for the sum to tell, `count` does.
    pub(super) fn after(self, change: Change, labels: &Labels, count: impl Fn() -> u32) -> Self {
        let sum = self.sum ^ change.sum;
        let at_most = self.at_most.saturating_add(change.n_parts);
        let told = match labels.held(sum) {
            Held::ByNone => 0,
            Held::By(_) => 1,
            Held::BySeveral => return Self { sum, at_most },
        };
        let is_certain = at_most <= labels.most_certain();
        let at_most = if is_certain { told } else { count() };
        Self { sum, at_most }
    }
}
