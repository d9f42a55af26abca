//! Rows and their keys in, the groups of rows that share one out: as many steps as there are rows, however they group.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::FixedState;

use super::finding::About;

/// Rows that share something with another row.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    /// The rows, ascending.
    rows: Vec<u32>,
    /// The group of each.
    group: Vec<u32>,
    /// The first row and the size of each group.
    heads: Vec<(u32, u32)>,
}

impl Groups {
    /// The rows of `0..n_rows` that share their key with another; rows without a key are alone.
    pub(super) fn of<K: Hash + Eq>(n_rows: usize, key: impl Fn(usize) -> Option<K>) -> Self {
        let rows = 0..u32::try_from(n_rows).unwrap_or(u32::MAX);
        Self::found(rows.filter_map(|row| Some((row, key(row as usize)?))))
    }

    /// The rows that share this key, too, with another of their group.
    pub(super) fn refined<K: Hash + Eq>(&self, key: impl Fn(usize) -> Option<K>) -> Self {
        let rows = self.rows.iter().zip(&self.group);
        Self::found(rows.filter_map(|(row, group)| Some((*row, (*group, key(*row as usize)?)))))
    }

    fn found<K: Hash + Eq>(keys: impl Iterator<Item = (u32, K)>) -> Self {
        let mut known: HashMap<K, u32, FixedState> = HashMap::default();
        let mut all = Self::default();
        for (row, key) in keys {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            let group = *known.entry(key).or_insert(next);
            if group == next {
                all.heads.push((row, 0));
            }
            all.heads[group as usize].1 += 1;
            all.rows.push(row);
            all.group.push(group);
        }
        all.without_lone()
    }

    fn without_lone(mut self) -> Self {
        let is_shared = |group: &u32| self.heads[*group as usize].1 > 1;
        let members = self.rows.iter().copied().zip(self.group.iter().copied());
        (self.rows, self.group) = members.filter(|(_, group)| is_shared(group)).unzip();
        self
    }

    /// The rows, each with the first row and the size of its group.
    pub(super) fn members(&self) -> impl Iterator<Item = (u32, About)> {
        self.rows.iter().zip(&self.group).map(|(row, group)| {
            let (first, size) = self.heads[*group as usize];
            (*row, About::Group { first, size })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_without_a_key_share_nothing() {
        let keys = [Some("a"), None, Some("b"), Some("a"), None];
        let found: Vec<_> = Groups::of(keys.len(), |row| keys[row]).members().collect();
        let group = About::Group { first: 0, size: 2 };
        assert_eq!(found, [(0, group), (3, group)]);
    }

    proptest! {
        #[test]
        fn refining_is_grouping_by_both(keys in prop::collection::vec((0..4_u8, 0..4_u8), 0..40)) {
            let both = Groups::of(keys.len(), |row| Some(keys[row]));
            let refined = Groups::of(keys.len(), |row| Some(keys[row].0)).refined(|row| Some(keys[row].1));
            prop_assert_eq!(both.members().collect::<Vec<_>>(), refined.members().collect::<Vec<_>>());
            for (row, about) in both.members() {
                let alike: Vec<usize> = (0..keys.len()).filter(|other| keys[*other] == keys[row as usize]).collect();
                let About::Group { first, size } = about else { panic!("a group") };
                prop_assert_eq!((first as usize, size as usize), (alike[0], alike.len()));
            }
        }
    }
}
