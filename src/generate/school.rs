//! A row number in, that row of the schools file out, with the truth about it.

use std::borrow::Cow;

use super::country::Country;
use super::dirt::Dirt;
use super::evidence::Evidence;
use super::names::push_word;
use super::people::Site;
use super::random::{Draws, Topic, mix};
use super::spot::{Spot, count_of};
use crate::table::{RegionIdx, Status};

/// The columns of the schools file, as Giga spells them, and the code of the region.
pub(super) const COLUMNS: [&str; 15] = [
    "school_id_giga",
    "school_id_govt",
    "school_name",
    "education_level",
    "country",
    "admin1",
    "admin2",
    "adm2_pcode",
    "latitude",
    "longitude",
    "num_students",
    "connectivity_govt",
    "connectivity_RT",
    "download_speed_govt",
    "is_school_open",
];

/// What is true of one row of the schools file, whatever the row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchoolTruth {
    /// The adm1 where the school stands, as row of `levels[0]`.
    pub adm1: RegionIdx,
    /// The adm2 where the school stands, as row of `levels[1]`; the row's `adm2_pcode` names it.
    pub adm2: RegionIdx,
    /// The status that the evidence in the row gives.
    pub status: Status,
    /// What is wrong with the row.
    pub dirt: Option<Dirt>,
    /// The row, counted from 0, that a [`Dirt::Duplicate`] repeats.
    pub repeats: Option<u64>,
}

/// A row of the file.
pub(super) struct Row<'a> {
    pub(super) fields: [Cow<'a, str>; COLUMNS.len()],
    /// The column whose field is left out.
    pub(super) missing: Option<usize>,
    pub(super) truth: SchoolTruth,
}

const ID_GIGA: usize = 0;
const ID_GOVT: usize = 1;
const EDUCATION_LEVEL: usize = 3;
const LATITUDE: usize = 8;
const LONGITUDE: usize = 9;
const NUM_STUDENTS: usize = 10;
const IS_OPEN: usize = 14;

/// Giga's education levels, frequent ones repeated.
const EDUCATION_LEVELS: [&str; 12] = [
    "Primary",
    "Primary",
    "Primary",
    "Primary",
    "Secondary",
    "Secondary",
    "Pre-Primary",
    "Pre-Primary and Primary",
    "Primary and Secondary",
    "Pre-Primary, Primary and Secondary",
    "Primary, Secondary and Post-Secondary",
    "",
];
const UNUSUAL_STATUSES: [&str; 5] = ["planned", "in progress", "à vérifier", "see remarks", "3"];
const SPREADSHEET_ERRORS: [&str; 3] = ["#N/A", "#N/A", "#REF!"];

/// The share of schools in the building of the school before them: shifts share buildings.
const SHARED_BUILDING_SHARE: f64 = 0.03;
/// How far back a duplicate looks for the school to repeat, in rows.
const LONGEST_LOOK_BACK: u64 = 5_000;

/// The row with a number, from 0.
pub(super) fn row(country: &Country, number: u64) -> Row<'_> {
    match country.dirty_rows.dirt_of(number) {
        Some(Dirt::Duplicate) => repeated(country, number),
        dirt => drawn(country, number, dirt),
    }
}

/// A row of its own.
fn drawn(country: &Country, number: u64, dirt: Option<Dirt>) -> Row<'_> {
    let mut draws = draws_of(country, number);
    let site = site(country, number, dirt, &mut draws);
    let adm1 = country.adm1_of(site.adm2);
    let evidence = Evidence::draw(country.profiles[adm1], site.remoteness, &mut draws);
    let evidence = match dirt {
        Some(Dirt::UnusualStatus) => evidence.without_answer(draws.word(&UNUSUAL_STATUSES)),
        Some(Dirt::SpreadsheetError) => evidence.without_answer(draws.word(&SPREADSHEET_ERRORS)),
        _ => evidence,
    };
    let truth = SchoolTruth {
        adm1: RegionIdx::new(adm1),
        adm2: RegionIdx::new(site.adm2),
        status: evidence.status(),
        dirt,
        repeats: None,
    };
    let mut row = Row {
        fields: fields(country, number, site, evidence, &mut draws),
        missing: None,
        truth,
    };
    soil(&mut row, country, site.spot, &mut draws);
    row
}

/// The row of an earlier school once more, dirt and all, with a blank filled or a number changed.
fn repeated(country: &Country, number: u64) -> Row<'_> {
    let mut draws = draws_of(country, number);
    let most = number.min(LONGEST_LOOK_BACK) as usize;
    let newest = number.saturating_sub(1 + draws.below(most) as u64);
    let can_repeat = |row: &u64| {
        let dirt = country.dirty_rows.dirt_of(*row);
        !matches!(dirt, Some(Dirt::Duplicate | Dirt::MissingField))
    };
    let origin = (0..=newest).rev().find(can_repeat).unwrap_or(0);
    let mut row = drawn(country, origin, country.dirty_rows.dirt_of(origin));
    row.truth.dirt = Some(Dirt::Duplicate);
    row.truth.repeats = Some(origin);
    let students = row.fields[NUM_STUDENTS].parse().unwrap_or(40_u32);
    row.fields[NUM_STUDENTS] = Cow::Owned((students + 7).to_string());
    if row.fields[EDUCATION_LEVEL].is_empty() {
        row.fields[EDUCATION_LEVEL] = Cow::Borrowed("Primary");
    }
    row
}

fn draws_of(country: &Country, number: u64) -> Draws {
    Draws::new(country.seed(), Topic::School, number)
}

/// Where the school of a row stands.
fn site(country: &Country, number: u64, dirt: Option<Dirt>, draws: &mut Draws) -> Site {
    let (people, territory) = (&country.people, &country.territory);
    let own = people.site(territory, draws);
    if dirt == Some(Dirt::OffCoast) {
        return people.site_off_coast(territory, draws);
    }
    match number.checked_sub(1) {
        Some(before) if draws.chance(SHARED_BUILDING_SHARE) => {
            people.site(territory, &mut draws_of(country, before))
        }
        _ => own,
    }
}

fn fields<'a>(
    country: &'a Country,
    number: u64,
    site: Site,
    evidence: Evidence,
    draws: &mut Draws,
) -> [Cow<'a, str>; COLUMNS.len()] {
    let regions = &country.levels[1];
    let [longitude, latitude] = [site.spot.lon_udeg, site.spot.lat_udeg].map(degrees_text);
    let speed = |tenths: usize| format!("{}.{}", tenths / 10, tenths % 10);
    [
        giga_id(country.seed(), number).into(),
        govt_id(number).into(),
        school_name(draws).into(),
        draws.word(&EDUCATION_LEVELS).into(),
        country.iso3.as_str().into(),
        regions.parent_name.get(site.adm2).into(),
        regions.region_name.get(site.adm2).into(),
        regions.region_id.get(site.adm2).into(),
        latitude.into(),
        longitude.into(),
        num_students(draws).into(),
        evidence.govt_text.into(),
        if evidence.is_monitored { "Yes" } else { "No" }.into(),
        evidence.speed_tenths.map(speed).unwrap_or_default().into(),
        draws
            .word(&["yes", "yes", "yes", "yes", "yes", "yes", "yes", ""])
            .into(),
    ]
}

/// Does to a row what its dirt says.
fn soil(row: &mut Row<'_>, country: &Country, spot: Spot, draws: &mut Draws) {
    let fields = &mut row.fields;
    match row.truth.dirt {
        Some(Dirt::SwappedCoordinates) => fields.swap(LATITUDE, LONGITUDE),
        Some(Dirt::DecimalComma) => {
            for column in [LATITUDE, LONGITUDE] {
                fields[column] = fields[column].replace('.', ",").into();
            }
        }
        Some(Dirt::BlankCoordinates) => fields[LATITUDE..=LONGITUDE].fill(Cow::Borrowed("")),
        Some(Dirt::LatitudeOutOfRange) => {
            fields[LATITUDE] = degrees_text(95_000_000 + spot.lat_udeg.abs()).into();
        }
        Some(Dirt::NullIsland) => fields[LATITUDE..=LONGITUDE].fill(Cow::Borrowed("0.0")),
        Some(Dirt::FarAtSea) => {
            let far = country.territory.lattice.center(0).lon_udeg - 500_000;
            let lon_udeg = far - i64::try_from(draws.below(2_000_000)).unwrap_or(0);
            fields[LONGITUDE] = degrees_text(lon_udeg).into();
        }
        Some(Dirt::Closed) => fields[IS_OPEN] = Cow::Borrowed("no"),
        Some(Dirt::MissingField) => row.missing = Some(EDUCATION_LEVEL),
        Some(Dirt::PaddedId) => {
            fields[ID_GIGA] = format!("{} ", fields[ID_GIGA]).into();
            fields[ID_GOVT] = format!(" {}  ", fields[ID_GOVT]).into();
        }
        Some(Dirt::OffCoast | Dirt::Duplicate | Dirt::UnusualStatus | Dirt::SpreadsheetError)
        | None => {}
    }
}

/// Degrees with six decimals.
fn degrees_text(udeg: i64) -> String {
    let sign = if udeg < 0 { "-" } else { "" };
    let udeg = udeg.unsigned_abs();
    format!("{sign}{}.{:06}", udeg / 1_000_000, udeg % 1_000_000)
}

/// The government's id of a row's school.
pub(super) fn govt_id(number: u64) -> String {
    format!("{:07}", number + 1)
}

/// An id in the shape of Giga's, a UUID of version 3. Half of its bits are a bijection of the row number, so that no
/// two rows share one.
pub(super) fn giga_id(seed: u64, number: u64) -> String {
    let own = mix(mix(seed) ^ number);
    let more = mix(own);
    format!(
        "{:08x}-{:04x}-3{:03x}-{:04x}-{:012x}",
        own >> 32,
        own >> 16 & 0xffff,
        more & 0xfff,
        0x8000 | more >> 16 & 0x3fff,
        (own & 0xffff) << 32 | more >> 32,
    )
}

/// An invented name of a school; some have commas, quotes or letters beyond ASCII.
fn school_name(draws: &mut Draws) -> String {
    const PATTERNS: [&str; 8] = [
        "# Primary School",
        "Escola #",
        "École #",
        "St. #'s School",
        "Colégio \"#\"",
        "# Community School",
        "Lycée de #",
        "#",
    ];
    let (before, after) = draws.word(&PATTERNS).split_once('#').unwrap_or_default();
    let mut name = String::with_capacity(40);
    name.push_str(before);
    push_word(&mut name, 2 + draws.below(2), draws);
    name.push_str(after);
    let annex = draws.below(60);
    if annex < 5 {
        name.push_str(", Annex ");
        name.push(char::from(b'1' + u8::try_from(annex).unwrap_or(0)));
    }
    name
}

/// A number of students, blank for one school in twelve.
fn num_students(draws: &mut Draws) -> String {
    let number = count_of(25.0 * draws.power_law(90.0) + draws.between(0.0, 60.0));
    if draws.below(12) == 0 {
        String::new()
    } else {
        number.to_string()
    }
}
