//! Files of tallies that were folded before in, one part that holds them all out.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;

use crate::error::Error;
use crate::fold::{Part, Terms};
use crate::issue::Place;
use crate::normalize::{LatencyUnit, LossUnit, SpeedUnit};
use crate::pipeline::file_bytes::NamedBytes;
use crate::pipeline::plan::Plan;
use crate::read::{Slot, Source, sources};
use crate::table::{Day, Schools};

/// The terms of a folding by this plan: whose measurements, and the options that decide what of them is folded.
pub(super) fn terms(plan: &Plan, schools: &Schools) -> Terms {
    let wanted = &plan.measurements;
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let speed = |unit: Option<SpeedUnit>| unit.map(|unit| unit.name().to_owned());
    let options = [
        ("download_unit", speed(wanted.download_unit)),
        ("upload_unit", speed(wanted.upload_unit)),
        (
            "latency_unit",
            wanted
                .latency_unit
                .map(LatencyUnit::name)
                .map(str::to_owned),
        ),
        (
            "loss_unit",
            wanted.loss_unit.map(LossUnit::name).map(str::to_owned),
        ),
        ("since", day(wanted.since)),
        ("until", day(wanted.until)),
        ("as_of", day(wanted.as_of)),
        ("time_zone", Some(wanted.zone.to_string())),
        ("country", plan.country.clone()),
        ("decimal", plan.decimal.map(String::from)),
        ("dedupe", wanted.dedupe.then(|| "yes".to_owned())),
    ];
    let said = options
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Terms::of(schools, said.collect::<BTreeMap<_, _>>())
}

/// Finds the files of tallies that a plan names.
pub(super) fn find_parts(plan: &Plan) -> Result<Vec<Source>, Error> {
    let wanted = &plan.measurements;
    let parts = sources(&wanted.tallies)?;
    if parts.is_empty() {
        return Ok(parts);
    }
    let is_alone = parts.len() == 1 && wanted.files.is_empty();
    let refused = [
        (
            wanted.daily_means,
            "tallies that were folded before do not hold the sums of each day; expected measurement files alone for daily means",
        ),
        (
            plan.breakdown.trend,
            "tallies that were folded before do not hold the downloads of each month; expected measurement files alone for a trend",
        ),
        (
            wanted.dedupe && !is_alone,
            "duplicates cannot be told across tallies that were folded apart; expected one file of tallies and no measurement file",
        ),
    ];
    if let Some((_, why)) = refused.iter().find(|(is_asked, _)| *is_asked) {
        return Err(Error::Plan((*why).to_owned()));
    }
    Ok(parts)
}

/// Reads parts and merges them with what was folded here; also returns their files.
pub(super) fn merged(
    parts: &[Source],
    terms: &Terms,
    folded: Part,
) -> Result<(Part, Vec<NamedBytes>), Error> {
    let mut files = Vec::with_capacity(parts.len());
    let merged = parts.iter().try_fold(folded, |merged, source| {
        let (part, file) = read_part(source, terms)?;
        files.push(file);
        Ok(merged.merge(&part))
    })?;
    Ok((merged, files))
}

fn read_part(source: &Source, terms: &Terms) -> Result<(Part, NamedBytes), Error> {
    let Some(path) = &source.path else {
        let place = Place::file(&source.name);
        return Err(Error::malformed(place, "a file of tallies", "a stream"));
    };
    let file = File::open(path).map_err(|error| Error::io("open", path, error))?;
    let fingerprint = Slot::default();
    let mut input = BufReader::with_capacity(1 << 18, fingerprint.reader(file));
    let part = Part::read(&mut input, &source.name, terms)?;
    Ok((part, NamedBytes::of(&source.name, fingerprint.get())))
}
