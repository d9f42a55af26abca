//! A plan in, a country out: its regions as tables, and all that its schools are drawn from.

use std::sync::Arc;

use super::dirt::DirtyRows;
use super::division::division;
use super::evidence::{Profile, profiles};
use super::grow::NOBODY;
use super::land::{land, lattice_for};
use super::names::{RegionNames, iso3, region_names};
use super::outline::outlines;
use super::people::{People, people};
use super::plan::CountryPlan;
use super::spot::{count_of, real_count};
use super::territory::Territory;
use crate::error::Error;
use crate::table::{Outlines, Regions, TextColumn};

/// A synthetic country.
#[derive(Clone, Debug)]
pub struct Country {
    /// An invented name.
    pub name: String,
    /// A code that ISO 3166 leaves to users: `XSR`.
    pub iso3: String,
    /// The regions: `adm1`, then `adm2`. Each level is a clean partition of the land: neighbors share their vertices,
    /// and an adm1 is exactly the union of its adm2.
    pub levels: Vec<Regions>,
    pub(super) territory: Territory,
    pub(super) people: People,
    pub(super) profiles: Vec<Profile>,
    pub(super) dirty_rows: DirtyRows,
    pub(super) plan: CountryPlan,
}

/// Lattice cells of land for each adm2.
const LAND_PER_ADM2: usize = 4;
/// The fewest lattice cells of land: less has no coast to speak of.
const LEAST_LAND: usize = 60;

/// Makes the country that a plan describes.
///
/// The country lies in open water, within 17° of the equator. It has a ragged coast with islets that belong to regions
/// on the mainland, and a lake that no region holds; with 4 adm2 or more also an enclave (an adm2 wholly inside
/// another), with 6 or more an exclave (a part of an adm2 wholly inside another; of its adm1 too, where there are two).
///
/// # Errors
/// [`Error::Plan`] for numbers that no country can have.
pub fn country(plan: &CountryPlan) -> Result<Country, Error> {
    plan.check()?;
    let n_land = LEAST_LAND.max(plan.n_adm2 * LAND_PER_ADM2);
    let lattice = lattice_for(plan.seed, n_land);
    let land = land(&lattice, n_land);
    let territory = Territory {
        division: division(&lattice, &land, plan.n_adm2, plan.n_adm1),
        lattice,
        halvings: plan.edge_halvings,
    };
    let names = region_names(plan.seed, plan.n_adm1, &territory.division.adm1_of_adm2);
    let iso3 = iso3(plan.seed);
    let n_dirty = count_of(real_count(plan.n_schools) * plan.dirty_share);
    Ok(Country {
        levels: levels(&territory, &names, &iso3, plan.n_adm1),
        name: names.country,
        iso3,
        people: people(&territory),
        profiles: profiles(plan.seed, plan.n_adm1),
        dirty_rows: DirtyRows::new(plan.seed, plan.n_schools as u64, n_dirty as u64),
        territory,
        plan: plan.clone(),
    })
}

impl Country {
    /// The plan that the country was made by.
    #[must_use]
    pub fn plan(&self) -> &CountryPlan {
        &self.plan
    }

    pub(super) fn seed(&self) -> u64 {
        self.plan.seed
    }

    pub(super) fn n_rows(&self) -> u64 {
        self.plan.n_schools as u64
    }

    pub(super) fn adm1_of(&self, adm2: usize) -> usize {
        self.territory.division.adm1_of_adm2[adm2] as usize
    }
}

/// Both levels as tables.
fn levels(territory: &Territory, names: &RegionNames, iso3: &str, n_adm1: usize) -> Vec<Regions> {
    let division = &territory.division;
    let adm1_of_cell: Vec<u32> = division
        .adm2_of_cell
        .iter()
        .map(|adm2| match *adm2 {
            NOBODY => NOBODY,
            adm2 => division.adm1_of_adm2[adm2 as usize],
        })
        .collect();
    let adm1_ids = adm1_ids(iso3, n_adm1);
    let adm1 = Regions {
        region_id: adm1_ids.clone(),
        region_name: names.adm1.clone(),
        parent_id: same(iso3, n_adm1),
        parent_name: same(&names.country, n_adm1),
        ..regions("adm1", outlines(territory, &adm1_of_cell, n_adm1))
    };
    let parents = || division.adm1_of_adm2.iter().map(|adm1| *adm1 as usize);
    let n_adm2 = division.adm1_of_adm2.len();
    let adm2 = Regions {
        region_id: adm2_ids(&adm1_ids, &division.adm1_of_adm2),
        region_name: names.adm2.clone(),
        parent_id: parents().map(|row| adm1_ids.get(row)).collect(),
        parent_name: parents().map(|row| names.adm1.get(row)).collect(),
        ..regions("adm2", outlines(territory, &division.adm2_of_cell, n_adm2))
    };
    vec![adm1, adm2]
}

/// A level with its outlines, as if read from one file.
fn regions(level: &str, outlines: Outlines) -> Regions {
    let n_regions = outlines.n_rows();
    Regions {
        level: level.to_owned(),
        files: vec![Arc::from(format!("{level}.geojson"))],
        source_file: vec![0; n_regions],
        source_row: (1..).take(n_regions).collect(),
        outlines,
        ..Regions::default()
    }
}

/// `XSR001`, `XSR002`, …
fn adm1_ids(iso3: &str, n_adm1: usize) -> TextColumn {
    let width = width_of(n_adm1);
    let ids: Vec<String> = (1..=n_adm1)
        .map(|number| format!("{iso3}{number:0width$}"))
        .collect();
    ids.iter().map(String::as_str).collect()
}

/// The id of the parent and a number within it: `XSR001004`.
fn adm2_ids(adm1_ids: &TextColumn, adm1_of_adm2: &[u32]) -> TextColumn {
    let families = || adm1_of_adm2.chunk_by(|a, b| a == b);
    let width = width_of(families().map(<[u32]>::len).max().unwrap_or(0));
    let mut ids = TextColumn::new();
    for family in families() {
        for (number, adm1) in (1..).zip(family) {
            ids.push(&format!("{}{number:0width$}", adm1_ids.get(*adm1 as usize)));
        }
    }
    ids
}

/// The digits of the largest number, at least three: ids of one level have one length.
fn width_of(largest: usize) -> usize {
    largest.to_string().len().max(3)
}

fn same(text: &str, n_rows: usize) -> TextColumn {
    std::iter::repeat_n(text, n_rows).collect()
}

#[cfg(test)]
#[path = "country_tests.rs"]
mod tests;
