//! Ids of schools in, the row of the school that has an id out: one place of memory for nearly every look-up.
//!
//! A table of open addresses: a slot holds the key of the id and the row. A key is looked for from the slot that its
//! hash names until an empty one comes; the table is at most three quarters full.

use super::super::words::id;
use super::id_key::{IdKey, Kind};
use crate::table::TextColumn;

/// The rows of a column by their ids.
#[derive(Debug, Default)]
pub(super) struct IdTable {
    /// A power of two of them, or none.
    slots: Vec<Slot>,
    n_ids: usize,
}

/// 24 bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    words: [u64; 2],
    /// The first row with the id.
    row: u32,
    /// What the words are; `None` in an empty slot.
    kind: Option<Kind>,
    /// Whether the id has no upper-case letter.
    is_lower: bool,
    /// Whether later rows have the id, too, but for its case.
    is_several: bool,
}

/// An id that is looked for, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sought<'a> {
    table: &'a IdTable,
    key: IdKey,
    is_lower: bool,
    /// The first slot where it can be.
    start: usize,
}

/// What a table has of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The first row with the id.
    pub(super) row: u32,
    /// Whether other rows have it, too, but for its case.
    pub(super) is_several: bool,
    /// Whether the field is the row's own id to the letter.
    pub(super) is_exact: bool,
}

impl IdTable {
    /// A table with room for so many ids.
    pub(super) fn with_room(n_ids: usize) -> Self {
        Self {
            slots: vec![Slot::default(); n_slots(n_ids)],
            n_ids: 0,
        }
    }

    /// Enters the id that a row of a column has.
    pub(super) fn enter(&mut self, row: u32, column: &TextColumn) {
        if n_slots(self.n_ids + 1) > self.slots.len() {
            self.grow(column);
        }
        let id = column.get(row as usize);
        let (key, is_lower) = IdKey::of(id);
        let mask = self.slots.len() - 1;
        let mut at = self.start(key);
        while self.slots[at].kind.is_some() {
            if self.slots[at].has(key, id, column) {
                self.slots[at].is_several = true;
                return;
            }
            at = (at + 1) & mask;
        }
        self.n_ids += 1;
        self.slots[at] = Slot {
            words: key.words(),
            row,
            kind: Some(key.kind()),
            is_lower,
            is_several: false,
        };
    }

    /// Twice as many slots.
    fn grow(&mut self, column: &TextColumn) {
        let room = Self::with_room(2 * self.n_ids + 1);
        let filled = std::mem::replace(self, room).slots;
        for slot in filled.into_iter().filter(|slot| slot.kind.is_some()) {
            self.n_ids += 1;
            let (key, _) = IdKey::of(column.get(slot.row as usize));
            let mask = self.slots.len() - 1;
            let mut at = self.start(key);
            while self.slots[at].kind.is_some() {
                at = (at + 1) & mask;
            }
            self.slots[at] = slot;
        }
    }

    #[inline]
    fn start(&self, key: IdKey) -> usize {
        let mask = self.slots.len().saturating_sub(1);
        usize::try_from(key.hash() & mask as u64).unwrap_or_default()
    }

    /// Prepares to look for an id.
    #[inline]
    pub(super) fn seek(&self, id: &str) -> Sought<'_> {
        let (key, is_lower) = IdKey::of(id);
        Sought {
            table: self,
            key,
            is_lower,
            start: self.start(key),
        }
    }
}

/// How many slots a table of so many ids has: the next power of two above four thirds of them.
fn n_slots(n_ids: usize) -> usize {
    match n_ids {
        0 => 0,
        _ => (n_ids + n_ids / 3 + 1).next_power_of_two(),
    }
}

impl Slot {
    #[inline]
    fn has(&self, key: IdKey, id: &str, column: &TextColumn) -> bool {
        self.words == key.words()
            && self.kind == Some(key.kind())
            && (key.kind() != Kind::Long || column.get(self.row as usize).eq_ignore_ascii_case(id))
    }
}

impl Sought<'_> {
    /// A number out of the slot where the id can be. Reading those of many ids first makes the processor wait for all
    /// of them at a time, for none decides on what is read next.
    #[inline]
    pub(super) fn touch(&self) -> u32 {
        self.table.slots.get(self.start).map_or(0, |slot| slot.row)
    }

    /// The row of a column that has the id; `field` is the id as it is written, perhaps with padding.
    #[inline]
    pub(super) fn find(&self, field: &str, column: &TextColumn) -> Option<Found> {
        let slots = &self.table.slots;
        let mut at = self.start;
        loop {
            let slot = slots.get(at).filter(|slot| slot.kind.is_some())?;
            if slot.has(self.key, id(field), column) {
                return Some(Found {
                    row: slot.row,
                    is_several: slot.is_several,
                    is_exact: self.is_exact(slot, field, column),
                });
            }
            at = (at + 1) & (slots.len() - 1);
        }
    }

    /// Whether a field is a slot's id to the letter: where neither has a letter that could be in another case and the
    /// keys are the ids themselves, it is but for padding.
    #[inline]
    fn is_exact(&self, slot: &Slot, field: &str, column: &TextColumn) -> bool {
        if self.is_lower && slot.is_lower && self.key.kind() != Kind::Long {
            return field.len() == id(field).len();
        }
        column.get(slot.row as usize) == field
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids() -> impl Strategy<Value = Vec<String>> {
        let id = prop_oneof![
            "[0-9]{1,3}",
            "[aAbB]{1,3}",
            "[aA]{15,17}",
            "[01aA]{8}-0000-0000-0000-000000000000",
        ];
        prop::collection::vec(id, 0..60)
    }

    /// What a table must find: the first row of those with the id, and the rest.
    fn expected(own: &TextColumn, field: &str) -> Option<Found> {
        let mut rows = (0..).zip(own.iter());
        let (row, first) = rows.find(|(_, id)| id.eq_ignore_ascii_case(field))?;
        Some(Found {
            row,
            is_several: rows.any(|(_, id)| id.eq_ignore_ascii_case(field)),
            is_exact: first == field,
        })
    }

    proptest! {
        #[test]
        fn every_id_is_found_in_any_case(own in ids(), others in ids(), n_room in 0_usize..60) {
            let column: TextColumn = own.iter().map(String::as_str).collect();
            let mut table = IdTable::with_room(n_room);
            for row in 0..u32::try_from(own.len()).unwrap() {
                table.enter(row, &column);
            }
            for field in own.iter().chain(&others) {
                let found = table.seek(field).find(field, &column);
                prop_assert_eq!(found, expected(&column, field), "{}", field);
            }
        }
    }

    #[test]
    fn a_slot_is_small_and_padding_is_no_part_of_an_id() {
        assert_eq!(size_of::<Slot>(), 24);
        let column: TextColumn = ["7"].into_iter().collect();
        let mut table = IdTable::default();
        assert_eq!(table.seek("7").find("7", &column), None);
        table.enter(0, &column);
        let found = table.seek("7").find(" 7", &column).unwrap();
        assert_eq!((found.row, found.is_exact), (0, false));
    }
}
