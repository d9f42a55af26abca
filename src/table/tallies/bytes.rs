//! Tallies in, bytes out, and back.
//!
//! First the number of tallies, then each, in the order of the schools: the school's row, number of tests, first, last
//! and last connected second (four bytes each), one byte for an undated connection; the number of blocks of days (two
//! bytes) and each block's number (two) and bits (eight); for every metric the number of values (four) and, where there
//! are any, their sum, minimum and maximum (eight each) and their packed buckets behind the length.

use std::io;

use super::days::Days;
use super::seen::Seen;
use super::shard::Shard;
use super::{Distribution, Tallies, Tally};
use crate::table::Metric;
use crate::table::bytes::{BytesIn, BytesOut, Flaw};

impl Tallies {
    /// Writes the tallies; the same measurements give the same bytes.
    pub(crate) fn write(&self, out: &mut BytesOut<'_>) -> io::Result<()> {
        out.u64(self.iter().count() as u64)?;
        let mut bytes = Vec::new();
        for (school, tally) in self.iter() {
            bytes.clear();
            let row = u32::try_from(school).map_err(io::Error::other)?;
            bytes.extend(row.to_le_bytes());
            tally.append(&mut bytes);
            out.bytes(&bytes)?;
        }
        Ok(())
    }

    /// Reads tallies of so many schools.
    pub(crate) fn read(input: &mut BytesIn<'_>, n_schools: usize) -> Result<Self, Flaw> {
        let mut tallies = Self::new(n_schools);
        let mut next = 0;
        for _ in 0..input.u64()? {
            let school = input.u32()? as usize;
            if school < next || school >= n_schools {
                let expected = format!("the row of a school in {next}..{n_schools}");
                return Err(Flaw::malformed(expected, school.to_string()));
            }
            next = school + 1;
            let shard = &mut tallies.shards_mut()[school % Self::N_SHARDS];
            read_tally(input, shard, school / Self::N_SHARDS)?;
        }
        Ok(tallies)
    }
}

impl Tally<'_> {
    fn append(&self, bytes: &mut Vec<u8>) {
        self.seen().append(bytes);
        for metric in Metric::ALL {
            match self.metric(metric) {
                Some(distribution) => distribution.append(bytes),
                None => bytes.extend(0_u32.to_le_bytes()),
            }
        }
    }
}

fn read_tally(input: &mut BytesIn<'_>, shard: &mut Shard, place: usize) -> Result<(), Flaw> {
    let seen = Seen::read(input)?;
    let slot = shard.put(place, seen);
    for metric in Metric::ALL {
        if let Some(distribution) = Distribution::read(input)? {
            *shard.distribution(metric, slot) = distribution;
        }
    }
    Ok(())
}

impl Seen {
    fn append(&self, bytes: &mut Vec<u8>) {
        let times = [
            self.first_unix_s,
            self.last_unix_s,
            self.last_connected_unix_s,
        ];
        bytes.extend(self.n_tests.to_le_bytes());
        bytes.extend(times.iter().flat_map(|at| at.to_le_bytes()));
        bytes.push(self.is_connected_undated.into());
        self.days.append(bytes);
    }

    fn read(input: &mut BytesIn<'_>) -> Result<Self, Flaw> {
        Ok(Self {
            n_tests: input.u32()?,
            first_unix_s: input.u32()?,
            last_unix_s: input.u32()?,
            last_connected_unix_s: input.u32()?,
            is_connected_undated: match input.u8()? {
                0 => false,
                1 => true,
                other => return Err(Flaw::malformed("0 or 1", other.to_string())),
            },
            days: Days::read(input)?,
        })
    }
}
