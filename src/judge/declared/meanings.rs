//! Regions in, what a code or a name stands for out.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::DeclaredBy;
use crate::table::{RegionIdx, Regions, TextColumn};

/// What a declared code or name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// One region.
    One(RegionIdx),
    /// One of several regions.
    Several,
}

/// What the codes or the names of a level stand for.
pub(super) struct Meanings {
    pub(super) by: DeclaredBy,
    of_keys: HashMap<String, Meaning, FixedState>,
}

/// Meanings that were looked up before, by the text as it stands: most rows declare what another did.
pub(super) type Memory<'a> = HashMap<&'a str, Option<Meaning>, FixedState>;

impl Meanings {
    pub(super) fn of_ids(regions: &Regions) -> Self {
        Self::of(&regions.region_id, DeclaredBy::Code)
    }

    pub(super) fn of_names(regions: &Regions) -> Self {
        Self::of(&regions.region_name, DeclaredBy::Name)
    }

    fn of(texts: &TextColumn, by: DeclaredBy) -> Self {
        let mut of_keys: HashMap<String, Meaning, FixedState> = HashMap::default();
        for (row, text) in texts.iter().enumerate() {
            of_keys
                .entry(key(text, by))
                .and_modify(|meaning| *meaning = Meaning::Several)
                .or_insert(Meaning::One(RegionIdx::new(row)));
        }
        of_keys.remove("");
        Self { by, of_keys }
    }

    /// What a text stands for; `None` where no region bears it.
    pub(super) fn look_up<'a>(&self, text: &'a str, memory: &mut Memory<'a>) -> Option<Meaning> {
        let of_key = || self.of_keys.get(&key(text, self.by)).copied();
        *memory.entry(text).or_insert_with(of_key)
    }
}

fn key(text: &str, by: DeclaredBy) -> String {
    match by {
        DeclaredBy::Code => code_key(text),
        DeclaredBy::Name => name_key(text),
    }
}

/// A code without the zeros before a number.
fn code_key(code: &str) -> String {
    let is_number = code.bytes().all(|byte| byte.is_ascii_digit());
    let key = if is_number {
        code.trim_start_matches('0')
    } else {
        code
    };
    key.to_owned()
}

/// A name without case, accents, blanks and signs.
pub(super) fn name_key(name: &str) -> String {
    let plain = deunicode::deunicode(name);
    let letters = plain.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}
