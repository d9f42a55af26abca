//! One batch of a measurement file in, the measurements of known schools, counts and issues out.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::super::numbers::{Number, count, number};
use super::super::words::trimmed;
use super::columns::MeasurementColumns;
use super::id_map::IdMap;
use super::schools::{Owner, RowIds, SchoolIds, Unmatched};
use super::time::{Time, read_time};
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::table::{
    Batch, Day, Fields, Header, MeasurementCounts, MeasurementRows, Metric, ReadyMade, Zone,
};

/// Which measurements speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub since: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
    /// The day that stands for "now"; what is later is from the future.
    pub reference: Option<Day>,
}

/// How measurement rows are read.
#[derive(Clone, Debug, Default)]
pub struct MeasurementOptions {
    /// Ids that files have wrong, and the right ones.
    pub id_map: IdMap,
    /// The decimal mark; both are understood where none is given.
    pub decimal: Option<char>,
    /// The country of rows that name none.
    pub country: Option<String>,
    /// Which measurements speak.
    pub window: Window,
    /// The zone that days are taken in.
    pub zone: Zone,
    /// How many issues of each check are kept.
    pub issue_limit: Option<usize>,
}

/// The measurements of one batch.
#[derive(Debug, Default)]
pub struct MeasurementChunk {
    /// Those of known schools, with a time in the window and a usable value.
    pub rows: MeasurementRows,
    /// Where each of `rows` stands in the file.
    pub source_row: Vec<u64>,
    /// Ready-made figures of known schools.
    pub ready: Vec<ReadyRow>,
    /// How many rows each correction of ids was for.
    pub corrected: BTreeMap<u32, u64>,
    /// How all rows came out; `rows` and `ready` are counted as folded.
    pub counts: MeasurementCounts,
    /// What the rows raised.
    pub issues: IssueLog,
}

/// Ready-made figures of a school.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReadyRow {
    /// The row of the school.
    pub school: u32,
    /// Where the figures stand in their file.
    pub source_row: u64,
    /// The figures.
    pub figures: ReadyMade,
}

/// Turns the batches of one measurement file into chunks.
#[derive(Clone, Copy, Debug)]
pub struct MeasurementNormalizer<'a> {
    file: &'a Arc<str>,
    header: &'a Header,
    columns: &'a MeasurementColumns,
    ids: &'a SchoolIds<'a>,
    options: &'a MeasurementOptions,
}

/// Speeds above 100 Gbit/s and latencies above ten minutes are no measurements of a school's line, and no more packets
/// are lost than all; sums of what is below stay far from the limits of 64 bits.
const MOST: [f64; Metric::ALL.len()] = [1e11, 1e11, 6e8, 1e6];

/// No test is faster than the server that it was made against: those of M-Lab, which Giga Meter uses, have uplinks of
/// 10 Gbit/s (<https://www.measurementlab.net/contribute/host-managed>, serving requirements).
const FASTEST_SERVER_BPS: f64 = 1e10;

impl<'a> MeasurementNormalizer<'a> {
    /// Prepares for one file; batches must carry what [`MeasurementColumns::wanted`] asks for.
    #[must_use]
    pub fn new(
        header: &'a Header,
        columns: &'a MeasurementColumns,
        ids: &'a SchoolIds<'a>,
        options: &'a MeasurementOptions,
    ) -> Self {
        Self {
            file: &header.file,
            header,
            columns,
            ids,
            options,
        }
    }

    /// Normalizes one batch.
    #[must_use]
    pub fn normalize(&self, batch: &Batch<'_>) -> MeasurementChunk {
        let wanted = self.columns.wanted().columns;
        let field = |column: Option<usize>| Slot {
            column,
            fields: (wanted.iter().position(|wanted| Some(*wanted) == column))
                .map(|slot| &batch.columns[slot]),
        };
        let values = self.columns.values;
        let mut rows = Rows {
            plan: self,
            batch,
            giga: field(self.columns.id_giga),
            govt: field(self.columns.id_govt),
            country: field(self.columns.country),
            time: field(self.columns.time),
            samples: field(self.columns.samples),
            values: values.map(|value| field(value.map(|value| value.index))),
            factors: values.map(|value| value.map_or(1.0, |value| value.factor)),
            chunk: MeasurementChunk {
                rows: MeasurementRows::in_zone(self.options.zone.clone()),
                issues: IssueLog::new(self.options.issue_limit),
                ..MeasurementChunk::default()
            },
        };
        rows.refused();
        for (row, (owner, correction)) in rows.owners().into_iter().enumerate() {
            if let Some(correction) = correction {
                rows.corrected(row, correction);
            }
            rows.row(row, owner);
        }
        rows.chunk
    }
}

/// Whether a row speaks, and for which time.
enum Spoken {
    At(u32),
    /// Its file has no times.
    Undated,
    /// It is counted among those that do not.
    Silent,
}

/// A column of the file, and its fields where the file has it.
#[derive(Clone, Copy)]
struct Slot<'a> {
    column: Option<usize>,
    fields: Option<&'a Fields<'a>>,
}

impl<'a> Slot<'a> {
    /// No column.
    const NONE: Self = Self {
        column: None,
        fields: None,
    };

    /// The field of a row, blank where the file has no such column.
    fn get(self, row: usize) -> &'a str {
        self.fields.map_or("", |fields| fields.get(row))
    }
}

/// Whose measurement a row is, and the correction of ids that tells so.
type Owned = (Owner, Option<u32>);

/// One batch on its way to a chunk.
struct Rows<'a> {
    plan: &'a MeasurementNormalizer<'a>,
    batch: &'a Batch<'a>,
    giga: Slot<'a>,
    govt: Slot<'a>,
    country: Slot<'a>,
    time: Slot<'a>,
    samples: Slot<'a>,
    values: [Slot<'a>; Metric::ALL.len()],
    /// Whole units of one unit of each column.
    factors: [f64; Metric::ALL.len()],
    chunk: MeasurementChunk,
}

impl<'a> Rows<'a> {
    fn refused(&mut self) {
        for refused in &self.batch.refused {
            let place = Place::row(self.plan.file, refused.row);
            let message = refused.message.clone();
            let value = &refused.value;
            let issue = Issue::new(place, refused.check, Severity::Refused, value, message);
            self.chunk.issues.push(issue);
        }
        let n_refused = self.batch.refused.len() as u64;
        self.chunk.counts.refused = n_refused;
        self.chunk.counts.rows_read = n_refused + self.batch.rows.len() as u64;
    }

    /// Whose measurements the rows are, and the corrections of ids that tell so.
    fn owners(&self) -> Vec<Owned> {
        let mut countries = HashMap::with_hasher(FixedState::default());
        let mut country = |row: usize| {
            let said = self.country.get(row);
            *countries
                .entry(said)
                .or_insert_with(|| self.plan.ids.country(self.country_said(said)))
        };
        let ids = |row: usize| {
            let ids = RowIds {
                giga: self.giga.get(row),
                govt: self.govt.get(row),
                country: self.govt.fields.and_then(|_| country(row)),
            };
            self.right_ids(row, ids)
        };
        let (ids, corrections): (Vec<_>, Vec<_>) = (0..self.batch.rows.len()).map(ids).unzip();
        let owners = self.plan.ids.owners(&ids).into_iter().zip(corrections);
        let owned = owners.map(|(owner, correction)| match correction {
            Some(_) => (owner.spelled_right(), correction),
            None => (owner, None),
        });
        owned.collect()
    }

    /// The ids of a row as the map of ids has them, and the row of the map that tells so.
    fn right_ids<'s>(&'s self, row: usize, ids: RowIds<'s>) -> (RowIds<'s>, Option<u32>) {
        let map = &self.plan.options.id_map;
        if map.is_empty() {
            return (ids, None);
        }
        let country = self.country_said(self.country.get(row));
        if let Some((giga, correction)) = map.corrected(ids.giga, country) {
            return (RowIds { giga, ..ids }, Some(correction));
        }
        match map.corrected(ids.govt, country) {
            Some((govt, correction)) => (RowIds { govt, ..ids }, Some(correction)),
            None => (ids, None),
        }
    }

    /// The country that a field names, or else the plan.
    fn country_said<'s>(&'s self, field: &'s str) -> &'s str {
        let said = trimmed(field);
        if said.is_empty() {
            self.plan.options.country.as_deref().unwrap_or_default()
        } else {
            said
        }
    }

    fn row(&mut self, row: usize, owner: Owner) {
        let school = match owner {
            Owner::School {
                row: school,
                is_exact: true,
            } => school,
            Owner::School {
                row: school,
                is_exact: false,
            } => {
                self.spelled_otherwise(row);
                school
            }
            Owner::Nobody(why) => return self.unmatched(row, why),
        };
        let is_ready_made = self.plan.columns.is_ready_made();
        match self.time(row) {
            Spoken::Silent => {}
            _ if is_ready_made => self.ready_made(row, school),
            Spoken::At(at) => self.test(row, school, Some(at)),
            Spoken::Undated => self.test(row, school, None),
        }
    }

    fn test(&mut self, row: usize, school: u32, measured_at: Option<u32>) {
        let values = Metric::ALL.map(|metric| self.value(row, metric));
        if values.iter().all(Option::is_none) {
            return self.without_value(row);
        }
        self.chunk.counts.folded += 1;
        self.chunk.source_row.push(self.batch.rows[row]);
        self.chunk.rows.push(school, measured_at, values);
    }

    fn without_value(&mut self, row: usize) {
        self.chunk.counts.no_value += 1;
        let message = "expected a download, an upload, a latency or a loss; the row does not speak";
        self.doubt(row, Slot::NONE, "measurement_no_value", message);
    }

    /// The id that says most of a row.
    fn id(&self, row: usize) -> Slot<'a> {
        if self.giga.get(row).is_empty() {
            self.govt
        } else {
            self.giga
        }
    }

    fn corrected(&mut self, row: usize, correction: u32) {
        *self.chunk.corrected.entry(correction).or_default() += 1;
        let message = "the map of ids has it as wrong; taken for the right one";
        let check = "measurement_id_corrected";
        self.tell(row, self.id(row), check, Severity::Repaired, message);
    }

    fn spelled_otherwise(&mut self, row: usize) {
        let message = "the school has it with other case, padding or decimals; taken for its id";
        let check = "measurement_id_spelling";
        self.tell(row, self.id(row), check, Severity::Repaired, message);
    }

    fn unmatched(&mut self, row: usize, why: Unmatched) {
        let counts = &mut self.chunk.counts;
        let (count, check, message) = match why {
            Unmatched::NoId => (
                &mut counts.no_id,
                "measurement_no_id",
                "expected the id of a school; the row is nobody's",
            ),
            Unmatched::Unknown => (
                &mut counts.unknown_school,
                "measurement_unknown_school",
                "no school has this id; the row is nobody's",
            ),
            Unmatched::NoCountry => (
                &mut counts.no_country,
                "measurement_no_country",
                "a government's id means a school within its country only, and the row names none that schools have",
            ),
            Unmatched::Several => (
                &mut counts.ambiguous_id,
                "measurement_ambiguous_id",
                "several schools have this id, but for its case; the row is nobody's",
            ),
            Unmatched::Conflict => (
                &mut counts.conflicting_ids,
                "measurement_conflicting_ids",
                "no school has the row's Giga id, and the one with its government's id has another; the row is nobody's",
            ),
        };
        *count += 1;
        self.doubt(row, self.id(row), check, message);
    }

    /// Whether the row speaks, and for which time.
    fn time(&mut self, row: usize) -> Spoken {
        let window = self.plan.options.window;
        if self.time.fields.is_none() {
            if window.since.is_none() && window.until.is_none() {
                return Spoken::Undated;
            }
            self.chunk.counts.out_of_window += 1;
            return Spoken::Silent;
        }
        let Some(at) = self.moment(row) else {
            return Spoken::Silent;
        };
        let day = self.plan.options.zone.day_of(at);
        let is_early = window.since.is_some_and(|since| day < since);
        if is_early || window.until.is_some_and(|until| day > until) {
            self.chunk.counts.out_of_window += 1;
            return Spoken::Silent;
        }
        if window.reference.is_some_and(|reference| day > reference) {
            self.chunk.counts.future += 1;
            let message = "later than the reference date; the row does not speak";
            self.doubt(row, self.time, "measurement_future", message);
            return Spoken::Silent;
        }
        Spoken::At(at)
    }

    /// The time that the row tells.
    fn moment(&mut self, row: usize) -> Option<u32> {
        let (check, message) = match read_time(self.time.get(row), &self.plan.options.zone) {
            Time::At { unix_s, is_leap } => {
                if is_leap {
                    let message = "a leap second; taken for the second before it";
                    let check = "measurement_leap_second";
                    self.tell(row, self.time, check, Severity::Repaired, message);
                }
                return Some(unix_s);
            }
            Time::Blank => (
                "measurement_no_time",
                "expected a time; the row does not speak",
            ),
            Time::Unreadable => (
                "measurement_unreadable_time",
                "expected a time as ISO 8601 writes it or in seconds since 1970; the row does not speak",
            ),
            Time::Implausible => (
                "measurement_implausible_time",
                "expected a time from 2000 to 2099; the row does not speak",
            ),
        };
        self.chunk.counts.no_time += 1;
        self.doubt(row, self.time, check, message);
        None
    }

    /// The value of a metric in whole units.
    fn value(&mut self, row: usize, metric: Metric) -> Option<u64> {
        let slot = self.values[metric as usize];
        let field = slot.get(row);
        if field.is_empty() {
            return None;
        }
        let (check, message) = match number(field, self.plan.options.decimal) {
            Number::Value(value) => {
                let value = value * self.factors[metric as usize];
                if (0.0..=MOST[metric as usize]).contains(&value) {
                    if value == 0.0 && metric != Metric::Loss {
                        let message =
                            "a test without any throughput or delay; it counts as measured";
                        self.doubt(row, slot, "measurement_zero", message);
                    }
                    let is_speed = matches!(metric, Metric::Download | Metric::Upload);
                    if is_speed && value > FASTEST_SERVER_BPS {
                        let message = "above 10 Gbit/s, faster than the servers of tests; counted";
                        self.doubt(row, slot, "measurement_too_fast", message);
                    }
                    return Some(whole(value));
                }
                if value < 0.0 {
                    ("measurement_negative", "expected 0 or more; not counted")
                } else {
                    (
                        "measurement_impossible",
                        "expected at most 100 Gbit/s, ten minutes or all packets; not counted",
                    )
                }
            }
            Number::Blank if trimmed(field).is_empty() => return None,
            Number::Blank | Number::Unreadable => {
                ("measurement_not_a_number", "expected a number; not counted")
            }
        };
        self.doubt(row, slot, check, message);
        None
    }

    /// Ready-made figures: the numbers of a school as the file has them.
    fn ready_made(&mut self, row: usize, school: u32) {
        let medians = Metric::ALL.map(|metric| {
            self.value(row, metric)?;
            self.as_written(row, metric)
        });
        if medians.iter().all(Option::is_none) {
            return self.without_value(row);
        }
        let samples = count(self.samples.get(row), self.plan.options.decimal);
        let n_tests = match samples {
            Ok(Some(n_tests)) if n_tests > 0 => n_tests,
            _ => {
                let message = "expected the number of tests; the school counts with one";
                self.doubt(row, self.samples, "measurement_sample_count", message);
                1
            }
        };
        self.chunk.counts.folded += 1;
        self.chunk.ready.push(ReadyRow {
            school,
            source_row: self.batch.rows[row],
            figures: ReadyMade {
                n_tests: n_tests.into(),
                medians,
                is_connected: medians[Metric::Download as usize].is_some_and(|mbps| mbps > 0.0),
            },
        });
    }

    /// The value of a metric in Mbit/s, ms or per cent, not rounded.
    fn as_written(&self, row: usize, metric: Metric) -> Option<f64> {
        let field = self.values[metric as usize].get(row);
        let Number::Value(value) = number(field, self.plan.options.decimal) else {
            return None;
        };
        let (factor, units) = (self.factors[metric as usize], metric.units());
        Some(if factor == units {
            value
        } else {
            value * factor / units
        })
    }

    fn doubt(&mut self, row: usize, slot: Slot<'a>, check: &'static str, message: &str) {
        self.tell(row, slot, check, Severity::Doubt, message);
    }

    fn tell(
        &mut self,
        row: usize,
        slot: Slot<'a>,
        check: &'static str,
        severity: Severity,
        message: &str,
    ) {
        self.chunk.issues.push_with(check, severity, || {
            let mut place = Place::row(self.plan.file, self.batch.rows[row]);
            if let Some(column) = slot.column {
                place = place.in_column(&self.plan.header.columns[column]);
            }
            Issue::new(place, check, severity, slot.get(row), message.to_owned())
        });
    }
}

/// A value as a whole number of its unit.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the caller made sure that it is between 0 and its most"
)]
fn whole(value: f64) -> u64 {
    value.round() as u64
}
