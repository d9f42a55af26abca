//! The tallies of every 64th school: rows in, in lots; one tally for each school that has any.

use super::row::TallyRow;
use super::seen::Seen;
use super::{Distribution, Tallies};
use crate::table::Metric;

/// The tallies of every 64th school, so that as many threads can fold without waiting for each other.
#[derive(Clone, Debug, Default)]
pub struct Shard {
    /// For each school of the shard where its tally is; [`NO_SLOT`] where it has none.
    slots: Vec<u32>,
    seen: Vec<Seen>,
    /// By metric; as long as its last tally needs.
    metrics: [Vec<Distribution>; Metric::ALL.len()],
}

const NO_SLOT: u32 = u32::MAX;

impl Shard {
    /// The empty shards for so many schools: school `n` is in shard `n` % 64.
    #[must_use]
    pub fn all(n_schools: usize) -> Vec<Self> {
        let of = |shard: usize| Self {
            slots: vec![NO_SLOT; (n_schools + Tallies::N_SHARDS - 1 - shard) / Tallies::N_SHARDS],
            ..Self::default()
        };
        (0..Tallies::N_SHARDS).map(of).collect()
    }

    /// Adds rows whose schools are in this shard; many at a time are quicker.
    ///
    /// They are taken in the order of their schools: the tallies then pass by once, one after the other, and do not
    /// have to be fetched for every row.
    ///
    /// # Panics
    /// If a row's school is not in the shard.
    pub fn add(&mut self, rows: &[TallyRow]) {
        let mut scratch = Vec::new();
        for row in self.by_school(rows) {
            let row = &rows[row as usize];
            let slot = self.slot(place(row));
            self.seen[slot].add(row.at(), row.is_connected());
            for metric in Metric::ALL {
                if let Some(value) = row.value(metric) {
                    self.distribution(metric, slot).add_by(value, &mut scratch);
                }
            }
        }
    }

    /// The rows in the order of their schools, those of one school in their own.
    fn by_school(&self, rows: &[TallyRow]) -> Vec<u32> {
        let mut next = vec![0_u32; self.slots.len() + 1];
        for row in rows {
            next[place(row) + 1] += 1;
        }
        let mut before = 0;
        for next in &mut next {
            before += *next;
            *next = before;
        }
        let mut order = vec![0; rows.len()];
        for (index, row) in (0..).zip(rows) {
            let next = &mut next[place(row)];
            order[*next as usize] = index;
            *next += 1;
        }
        order
    }

    /// Adds the tallies of the same shard of others; commutative and associative.
    ///
    /// # Panics
    /// If it is a shard of another number of schools.
    pub fn merge(&mut self, other: &Self) {
        assert_eq!(self.slots.len(), other.slots.len(), "the same schools");
        let mut scratch = Vec::new();
        for (place, theirs) in other.slots.iter().enumerate() {
            let theirs = *theirs as usize;
            let Some(seen) = other.seen.get(theirs) else {
                continue;
            };
            let slot = self.slot(place);
            self.seen[slot].merge(seen);
            for metric in Metric::ALL {
                if let Some(more) = other.metrics[metric as usize].get(theirs) {
                    self.distribution(metric, slot).merge_by(more, &mut scratch);
                }
            }
        }
    }

    /// Counts what waits to be counted, so that quantiles are quick.
    pub fn pack(&mut self) {
        let mut scratch = Vec::new();
        let all = self.metrics.iter_mut().flatten();
        all.for_each(|metric| metric.pack_by(&mut scratch));
    }

    /// Where the tally of the school with a place in this shard is, `None` where it has no measurement.
    pub(super) fn slot_of(&self, place: usize) -> Option<usize> {
        let slot = self.slots[place] as usize;
        (slot < self.seen.len()).then_some(slot)
    }

    pub(super) fn seen(&self, slot: usize) -> &Seen {
        &self.seen[slot]
    }

    pub(super) fn metric(&self, metric: Metric, slot: usize) -> Option<&Distribution> {
        let of_slot = self.metrics[metric as usize].get(slot);
        of_slot.filter(|distribution| distribution.count() > 0)
    }

    /// Number of schools, those without a measurement too.
    #[must_use]
    pub fn n_schools(&self) -> usize {
        self.slots.len()
    }

    /// Where the tally of a school is; a new one where it has none.
    #[inline]
    fn slot(&mut self, place: usize) -> usize {
        let slot = &mut self.slots[place];
        if *slot == NO_SLOT {
            *slot = u32::try_from(self.seen.len()).unwrap_or(NO_SLOT);
            self.seen.push(Seen::default());
        }
        *slot as usize
    }

    /// The distribution of a slot; that of a metric which no row had before has no room yet.
    #[inline]
    pub(super) fn distribution(&mut self, metric: Metric, slot: usize) -> &mut Distribution {
        let of_metric = &mut self.metrics[metric as usize];
        if of_metric.len() <= slot {
            of_metric.resize_with(slot + 1, Distribution::default);
        }
        &mut of_metric[slot]
    }

    /// Puts what is known of a school that has no tally yet; answers with where it is.
    pub(super) fn put(&mut self, place: usize, seen: Seen) -> usize {
        let slot = self.slot(place);
        self.seen[slot] = seen;
        slot
    }

    /// How many bytes the tallies take, but for what the allocator adds.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        let metrics = self.metrics.iter().flatten();
        let metrics = metrics.map(|one| size_of::<Distribution>() + one.n_bytes());
        let seen = self.seen.iter();
        let seen = seen.map(|seen| size_of::<Seen>() + seen.days.n_bytes());
        size_of_val(&*self.slots) + metrics.chain(seen).sum::<usize>()
    }
}

/// Where the school of a row is in its shard.
#[inline]
fn place(row: &TallyRow) -> usize {
    row.school() / Tallies::N_SHARDS
}
