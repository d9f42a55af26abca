//! A code of the EPSG registry in, its definition and how well it is known out.
//!
//! Definitions are those of the crate `crs-definitions`. Some of them lack the shift to WGS 84 or have a poor one, and
//! new systems are missing: `codes.tsv` lists every code that agrees with PROJ within 10 m, how closely, and what
//! stands in place of the crate's definition. Its shifts and definitions come from the EPSG dataset, owned by IOGP.

use super::definition::Definition;

const CODES: &str = include_str!("codes.tsv");

/// The definition of a code; `None` of one that is not known, or whose way to WGS 84 is not.
pub(super) fn definition(code: u32) -> Option<Definition> {
    let entry = CODES
        .lines()
        .filter_map(Entry::parse)
        .find(|entry| entry.has(code))?;
    let of_crate = || crs_definitions::from_code(code.try_into().ok()?).map(|found| found.proj4);
    let text = Some(entry.definition)
        .filter(|text| !text.is_empty())
        .or_else(of_crate)?;
    let definition = Definition::new(text, Some(entry.within_m));
    Some(if entry.shift.is_empty() {
        definition
    } else {
        definition.shifted(entry.shift)
    })
}

/// A line of the list.
struct Entry {
    first: u32,
    last: u32,
    within_m: u32,
    shift: &'static str,
    definition: &'static str,
}

impl Entry {
    fn parse(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        Some(Self {
            first: fields.next()?.parse().ok()?,
            last: fields.next()?.parse().ok()?,
            within_m: fields.next()?.parse().ok()?,
            shift: fields.next()?,
            definition: fields.next()?,
        })
    }

    fn has(&self, code: u32) -> bool {
        (self.first..=self.last).contains(&code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_read_and_every_code_of_it_is_a_system() {
        let lines = CODES.lines().filter(|line| !line.starts_with('#')).count();
        let entries: Vec<Entry> = CODES.lines().filter_map(Entry::parse).collect();
        assert_eq!(entries.len(), lines);
        assert!(entries.windows(2).all(|pair| pair[0].last < pair[1].first));
        let codes: Vec<u32> = entries
            .iter()
            .flat_map(|entry| entry.first..=entry.last)
            .collect();
        let known = codes.iter().filter(|code| {
            let code = u16::try_from(**code).unwrap();
            crs_definitions::from_code(code).is_some() || definition(code.into()).is_some()
        });
        assert_eq!(known.count(), 5_214);
        let made = entries.iter().filter_map(|entry| definition(entry.first));
        assert!(
            made.map(|definition| definition.transformation())
                .all(|made| made.is_ok())
        );
    }

    #[test]
    fn a_code_is_defined_by_the_crate_by_the_list_or_not_at_all() {
        let text = |code| definition(code).map(|definition| definition.text);
        assert_eq!(
            text(25833).as_deref(),
            Some("+proj=utm +zone=33 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs")
        );
        assert_eq!(
            text(24047).as_deref(),
            Some(
                "+proj=utm +zone=47 +a=6377276.345 +b=6356075.41314024 +units=m +no_defs +towgs84=293,836,318,0.5,1.6,-2.8,2.1"
            )
        );
        assert!(text(9377).is_some(), "younger than the crate's list");
        for refused in [26710, 5513, 4807, 27200, 1, u32::MAX] {
            assert_eq!(text(refused), None, "{refused}");
        }
    }
}
