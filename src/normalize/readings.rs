//! The values of a column of words in, how each is read and how often it stands there out.
//!
//! Such a column holds a handful of different values, mostly the one of the row before. The first few are kept in a
//! short list that is searched from its front; only a column that is no such column comes to the map.

use std::collections::BTreeMap;

/// How many values the list keeps.
const FEW: usize = 12;

/// The readings of the distinct values that came so far.
#[derive(Debug)]
pub(super) struct Readings<'a, T, R> {
    read: R,
    few: Vec<(&'a str, T, u64)>,
    many: BTreeMap<&'a str, (T, u64)>,
}

impl<'a, T: Copy, R: Fn(&'a str) -> T> Readings<'a, T, R> {
    /// No values yet, to be read that way.
    pub(super) fn new(read: R) -> Self {
        Self {
            read,
            few: Vec::new(),
            many: BTreeMap::new(),
        }
    }

    /// Reads a value and counts it.
    pub(super) fn of(&mut self, value: &'a str) -> T {
        if let Some((_, reading, times)) = self.few.iter_mut().find(|few| few.0 == value) {
            *times += 1;
            return *reading;
        }
        if self.few.len() < FEW {
            let reading = (self.read)(value);
            self.few.push((value, reading, 1));
            return reading;
        }
        let read = &self.read;
        let (reading, times) = self.many.entry(value).or_insert_with(|| (read(value), 0));
        *times += 1;
        *reading
    }

    /// Every distinct value, how it was read and how often it came.
    pub(super) fn counts(self) -> impl Iterator<Item = (&'a str, T, u64)> {
        let many = self.many.into_iter();
        let many = many.map(|(value, (reading, times))| (value, reading, times));
        self.few.into_iter().chain(many)
    }
}

#[cfg(test)]
mod tests {
    use super::super::status::read_word;
    use super::*;

    #[test]
    fn every_value_is_counted_however_many_there_are() {
        let values: Vec<String> = (0..100_u32).map(|n| (n % 37).to_string()).collect();
        let mut readings = Readings::new(read_word);
        for value in &values {
            assert_eq!(readings.of(value), read_word(value));
        }
        let counts: BTreeMap<&str, u64> = readings.counts().map(|(v, _, n)| (v, n)).collect();
        assert_eq!(counts.len(), 37);
        assert_eq!((counts["25"], counts["26"]), (3, 2));
    }
}
