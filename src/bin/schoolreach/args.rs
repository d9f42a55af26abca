//! The arguments of the command, and how they become a plan.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use schoolreach::format::Format;
use schoolreach::normalize::{Choice, WordChoice, WordMap, level_name};
use schoolreach::pipeline::{Checks, Layer, NearQuestion, Origin, Plan};
use schoolreach::read::{Quote, ReadOptions};
use schoolreach::summarize::RankingRule;
use schoolreach::table::Status;
use schoolreach::write::Decimals;
use schoolreach::{Error, LonLat};

use crate::columns::{self, ColumnsArgs};
use crate::measurement_args::MeasurementArgs;
use crate::quality_args::{self, CheckArgs};

/// Tells which schools the internet does not reach yet, and where.
#[derive(Debug, Parser)]
#[command(name = "schoolreach", version, propagate_version = true, after_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
For developers:
  generate  Write a seeded synthetic country of any size
  bench     Time every phase of the main job on a synthetic country

Examples:
  schoolreach demo
  schoolreach run --schools schools.csv --regions districts.geojson --out result
  schoolreach run --schools 'lists/*.csv' --regions adm1=states.fgb --regions adm2=districts.fgb --out result
  schoolreach run --schools schools.csv --regions districts.geojson --measurements meter.csv --out result
  schoolreach check schools.csv --regions country.geojson --out quality
  schoolreach near --schools schools.csv --at 36.82,-1.29
  schoolreach columns schools.csv districts.geojson --out country.toml

Results go to files, talk goes to standard error.
Exit status: 0 done; 1 failed, nothing written; 2 wrong usage; 3 done, and rows were refused (in a check: or failed) under --strict.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Compute the unconnected share of every region
    #[command(after_help = RUN_HELP)]
    Run(Box<RunArgs>),
    /// Judge every row by Giga's checks, and tell those that pass from those that fail
    #[command(after_help = quality_args::HELP)]
    Check(Box<CheckArgs>),
    /// Find the unconnected schools nearest to a point, or to every row of a file
    #[command(after_help = NEAR_HELP)]
    Near(Box<NearArgs>),
    /// Tell what is understood of files, and write a config to start from
    #[command(after_help = columns::HELP)]
    Columns(Box<ColumnsArgs>),
    /// Make a small country and run the main job on it
    Demo(DemoArgs),
    /// Write a seeded synthetic country of any size
    #[command(hide = true)]
    Generate(GenerateArgs),
    /// Time every phase of the main job on a synthetic country
    #[command(hide = true)]
    Bench(crate::bench::BenchArgs),
}

const RUN_HELP: &str = "\
Columns are found by their usual names (Giga, INEP, geoBoundaries, GADM, COD-AB, IBGE, …) and listed; \
name others by hand:
  --column schools.school_id_govt=CODE --column schools.connectivity=HasNet
  --column regions.id=CO_MUN --column adm1.name=STATE

Words that are no yes or no of English, French, Spanish and Portuguese, in connectivity, connectivity_RT, \
is_school_open and education_level:
  --value 'connectivity.em instalação=not_connected' --value is_school_open.3=closed

All of it stands in a config too, whose keys are the names of the options and whose paths start at its folder:
  schools = [\"schools.csv\"]
  snap-km = 2
  [columns.schools]
  latitude = \"LAT_2023\"
  [values.connectivity]
  \"em instalação\" = \"not_connected\"

Inputs are files, folders, patterns, or - for standard input, told by content: CSV/TSV, JSON, GeoJSON, TopoJSON, \
FlatGeobuf or Shapefile, also compressed by gzip; with the feature \"full\" also workbooks, Parquet, GeoPackage, KML, \
zip archives and Zstandard. FILE#NAME is one of several datasets in a file.";

const NEAR_HELP: &str = "\
Examples:
  schoolreach near --schools schools.csv --at 36.82,-1.29
  schoolreach near --schools schools.csv --points towers.geojson --k 3 --within-km 20 --out near.csv
  schoolreach near --schools schools.csv --points towers.csv --column points.longitude=EAST --status any

The result is one row for each school found, with rank and distance_m (geodesic metres on WGS 84), and one without \
a rank for each point that has no position or no such school within reach.";

#[derive(Debug, ClapArgs)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Region outlines; a level may have several files, a run several levels
    #[arg(long, required = true, num_args = 1.., value_name = "[LEVEL=]FILE", help_heading = "Inputs")]
    pub(crate) regions: Vec<String>,
    /// Coordinate system of the outlines, as in --regions-crs EPSG:25833 [default: what the file says, else degrees]
    #[arg(long, value_name = "CRS", help_heading = "Inputs")]
    pub(crate) regions_crs: Option<String>,
    #[command(flatten)]
    pub(crate) measurements: MeasurementArgs,
    /// Folder for the results
    #[arg(long, value_name = "DIR", help_heading = "Outputs")]
    pub(crate) out: PathBuf,
    /// Formats to write [default: all; GeoJSON of schools only up to 100,000 of them]
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "FORMAT,…",
        help_heading = "Outputs"
    )]
    pub(crate) formats: Vec<FormatArg>,
    /// Groups of files to write [default: all]
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "LAYER,…",
        help_heading = "Outputs"
    )]
    pub(crate) layers: Vec<LayerArg>,
    /// Coordinates in GeoJSON: rounded to 7 decimals, or exact
    #[arg(long, value_enum, default_value = "7", help_heading = "Outputs")]
    pub(crate) decimals: DecimalsArg,
    /// Add the input's own columns behind the computed ones
    #[arg(long, help_heading = "Outputs")]
    pub(crate) keep_properties: bool,
    /// Checks whose issues are listed: those that decide the figures, or Giga's checks of quality and those of outlines too
    #[arg(long, value_enum, default_value = "placing", help_heading = "Outputs")]
    pub(crate) checks: ChecksArg,
    /// Also write how long each stage took, as JSON
    #[arg(long, value_name = "FILE", help_heading = "Outputs")]
    pub(crate) timings: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct NearArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) from: OriginArgs,
    /// How many schools to find for each point
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..), help_heading = "Question")]
    pub(crate) k: u32,
    /// Status of the schools to find
    #[arg(
        long,
        value_enum,
        default_value = "not_connected",
        help_heading = "Question"
    )]
    pub(crate) status: StatusArg,
    /// How far a school may be [default: any distance]
    #[arg(long, value_name = "KM", value_parser = |text: &str| in_range(text, 0.0, f64::INFINITY), help_heading = "Question")]
    pub(crate) within_km: Option<f64>,
    /// Find schools that are not open, too
    #[arg(long, help_heading = "Question")]
    pub(crate) include_closed: bool,
    /// Read `false` in pages of Giga's API, which merge no and unknown
    #[arg(long, value_enum, default_value = "unknown", help_heading = "Question")]
    pub(crate) api_false: ApiFalse,
    /// CSV file for the result [default: standard output]
    #[arg(long, value_name = "FILE", help_heading = "Outputs")]
    pub(crate) out: Option<PathBuf>,
    /// Add the points' own columns behind the computed ones
    #[arg(long, help_heading = "Outputs")]
    pub(crate) keep_properties: bool,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

/// Where schools are looked for from: one of the two.
#[derive(Debug, ClapArgs)]
#[group(required = true, multiple = false)]
#[command(next_help_heading = "Question")]
pub(crate) struct OriginArgs {
    /// Position to search from, in degrees, longitude first; may be repeated
    #[arg(long, value_name = "LON,LAT", value_parser = lon_lat, allow_hyphen_values = true)]
    pub(crate) at: Vec<LonLat>,
    /// Files with a position in each row, in any format that schools can have
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) points: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DemoArgs {
    /// Folder for the results; the country is kept in DIR/input
    #[arg(long, value_name = "DIR", default_value = "schoolreach-demo")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct GenerateArgs {
    /// Folder for adm1.geojson, adm2.geojson (and .fgb) and schools.csv
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The same seed and sizes give the same bytes
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Number of school rows
    #[arg(long, default_value_t = 2000)]
    pub(crate) schools: usize,
    /// Number of regions of level adm1
    #[arg(long, default_value_t = 6)]
    pub(crate) adm1: usize,
    /// Number of regions of level adm2
    #[arg(long, default_value_t = 48)]
    pub(crate) adm2: usize,
    /// Share of dirty rows, 0 to 1
    #[arg(long, default_value_t = 0.04)]
    pub(crate) dirty: f64,
    /// Scatter clean schools over these outlines instead of a synthetic country
    #[arg(long, value_name = "FILE")]
    pub(crate) over: Option<String>,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Inputs")]
pub(crate) struct InputArgs {
    /// School files
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    pub(crate) schools: Vec<String>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// How school files are read.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Inputs")]
pub(crate) struct ReadingArgs {
    /// Take options, columns and meanings of words from a TOML file; what the command line says goes before it
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Take this column for a field: KIND is schools, regions, measurements or a level; HEADER none says there is none
    #[arg(long = "column", value_name = "KIND.FIELD=HEADER", value_parser = choice)]
    pub(crate) columns: Vec<Choice>,
    /// Take a word of a column for its meaning, as in --value connectivity.sim=connected
    #[arg(long = "value", value_name = "FIELD.WORD=MEANING", value_parser = word_choice)]
    pub(crate) words: Vec<WordChoice>,
    /// Field delimiter, as in --delimiter tab [default: found out]
    #[arg(long, value_name = "C", value_parser = delimiter)]
    pub(crate) delimiter: Option<u8>,
    /// Quote character, or none [default: "]
    #[arg(long, value_name = "C|none", value_parser = quote)]
    pub(crate) quote: Option<Quote>,
    /// Text encoding, as in --encoding windows-1252 [default: found out]
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// Decimal mark of numbers [default: point and comma]
    #[arg(long, value_name = "C", value_parser = decimal)]
    pub(crate) decimal: Option<char>,
    /// Sheet of workbooks, by name or number from 1 [default: the only one with rows]
    #[arg(long, value_name = "NAME|NUMBER")]
    pub(crate) sheet: Option<String>,
    /// The first row is data; columns are called 1, 2, …
    #[arg(long)]
    pub(crate) no_header: bool,
    /// Coordinate system of the schools, as in --schools-crs EPSG:32737 [default: what the file says, else degrees]
    #[arg(long, value_name = "CRS")]
    pub(crate) schools_crs: Option<String>,
    /// Country of rows that name none, for government ids
    #[arg(long, value_name = "ISO3")]
    pub(crate) country: Option<String>,
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Rules")]
pub(crate) struct RuleArgs {
    /// How far outside all outlines a school may lie to count in the nearest region; 0 turns it off
    #[arg(long, value_name = "KM", default_value_t = 1.5, value_parser = |text: &str| in_range(text, 0.0, 100.0))]
    pub(crate) snap_km: f64,
    /// Do not repair coordinates, even where the right ones are provable
    #[arg(long)]
    pub(crate) no_repair: bool,
    /// Do not place schools without a position in the region whose code they state
    #[arg(long)]
    pub(crate) no_stated: bool,
    /// Count schools that are not open as schools
    #[arg(long)]
    pub(crate) include_closed: bool,
    /// Read `false` in pages of Giga's API, which merge no and unknown
    #[arg(long, value_enum, default_value = "unknown")]
    pub(crate) api_false: ApiFalse,
    /// Fewest schools of known status of a ranked region
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) min_schools: u64,
    /// Smallest share of schools of known status of a ranked region
    #[arg(long, value_name = "SHARE", default_value_t = 0.5, value_parser = |text: &str| in_range(text, 0.0, 1.0))]
    pub(crate) min_known: f64,
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "How")]
pub(crate) struct HowArgs {
    /// Number of threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Exit with status 3 if a row was refused
    #[arg(long)]
    pub(crate) strict: bool,
    /// Print errors only
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FormatArg {
    Geojson,
    Flatgeobuf,
    Csv,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LayerArg {
    Regions,
    Schools,
    Issues,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ChecksArg {
    Placing,
    All,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum DecimalsArg {
    #[value(name = "7")]
    Seven,
    Full,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum StatusArg {
    NotConnected,
    Connected,
    Unknown,
    Any,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ApiFalse {
    Unknown,
    No,
}

/// A position as `LON,LAT`.
fn lon_lat(text: &str) -> Result<LonLat, String> {
    let malformed = || format!("expected LON,LAT in degrees, as in 36.82,-1.29; found {text}");
    let (lon, lat) = text.split_once(',').ok_or_else(malformed)?;
    let degrees = |text: &str| text.trim().parse::<f64>().ok();
    match (degrees(lon), degrees(lat)) {
        (Some(lon_deg), Some(lat_deg)) => LonLat::new(lon_deg, lat_deg)
            .map_err(|error| format!("{error} (longitude comes first)")),
        _ => Err(malformed()),
    }
}

fn choice(text: &str) -> Result<Choice, String> {
    let (left, column) = text.split_once('=').ok_or("expected KIND.FIELD=HEADER")?;
    let (kind, field) = left
        .split_once('.')
        .ok_or("expected KIND.FIELD=HEADER, as in schools.latitude=LAT")?;
    Ok(Choice {
        kind: level_name(kind),
        field: field.to_owned(),
        column: column.to_owned(),
    })
}

/// A word may hold points and equals signs; fields hold no point and meanings no equals sign.
fn word_choice(text: &str) -> Result<WordChoice, String> {
    const EXPECTED: &str = "expected FIELD.WORD=MEANING, as in connectivity.sim=connected";
    let (field, rest) = text.split_once('.').ok_or(EXPECTED)?;
    let (word, meaning) = rest.rsplit_once('=').ok_or(EXPECTED)?;
    let choice = WordChoice {
        field: field.to_owned(),
        word: word.to_owned(),
        meaning: meaning.to_owned(),
    };
    let known = WordMap::default().add(&choice);
    known.map(|()| choice).map_err(|error| error.to_string())
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text {
        "tab" | "\\t" => Ok(b'\t'),
        _ => single_byte(text),
    }
}

fn quote(text: &str) -> Result<Quote, String> {
    match text {
        "none" => Ok(Quote::None),
        _ => single_byte(text).map(Quote::Char),
    }
}

fn decimal(text: &str) -> Result<char, String> {
    match text {
        "." => Ok('.'),
        "," => Ok(','),
        _ => Err("expected . or ,".to_owned()),
    }
}

fn single_byte(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !matches!(byte, b'\n' | b'\r') => Ok(*byte),
        _ => Err("expected one ASCII character".to_owned()),
    }
}

/// A number that must lie in a range.
fn in_range(text: &str, low: f64, high: f64) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (low..=high).contains(&value) => Ok(value),
        _ => Err(format!("expected a number in {low}..={high}")),
    }
}

impl RunArgs {
    pub(crate) fn plan(&self) -> Result<Plan, Error> {
        let mut plan = self.input.plan(&self.regions)?;
        plan.crs.regions.clone_from(&self.regions_crs);
        plan.measurements = self.measurements.plan();
        self.rules.apply(&mut plan);
        self.how.apply(&mut plan);
        plan.output.formats = (!self.formats.is_empty()).then(|| {
            self.formats
                .iter()
                .copied()
                .map(FormatArg::format)
                .collect()
        });
        if !self.layers.is_empty() {
            plan.output.layers = self.layers.iter().copied().map(LayerArg::layer).collect();
        }
        plan.output.keep_properties = self.keep_properties;
        plan.checks = match self.checks {
            ChecksArg::Placing => Checks::Placing,
            ChecksArg::All => Checks::All,
        };
        plan.output.decimals = match self.decimals {
            DecimalsArg::Seven => Decimals::Seven,
            DecimalsArg::Full => Decimals::Full,
        };
        Ok(plan)
    }
}

impl NearArgs {
    pub(crate) fn plan(&self) -> Result<Plan, Error> {
        let mut plan = self.input.plan(&[])?;
        self.how.apply(&mut plan);
        plan.rules.include_closed = self.include_closed;
        plan.rules.api_false_is_no = self.api_false == ApiFalse::No;
        plan.output.keep_properties = self.keep_properties;
        Ok(plan)
    }

    pub(crate) fn question(&self) -> NearQuestion {
        NearQuestion {
            from: self.from.origin(),
            k: self.k as usize,
            status: self.status.status(),
            within_m: self.within_km.unwrap_or(f64::INFINITY) * 1000.0,
        }
    }
}

impl OriginArgs {
    fn origin(&self) -> Origin {
        if self.points.is_empty() {
            Origin::At(self.at.clone())
        } else {
            Origin::Files(self.points.clone())
        }
    }
}

impl InputArgs {
    fn plan(&self, regions: &[String]) -> Result<Plan, Error> {
        self.reading.plan(&self.schools, regions)
    }
}

impl ReadingArgs {
    pub(crate) fn plan(&self, schools: &[String], regions: &[String]) -> Result<Plan, Error> {
        let mut plan = Plan::new(schools, regions)?;
        plan.read = ReadOptions {
            delimiter: self.delimiter,
            quote: self.quote.unwrap_or(Quote::Standard),
            encoding: self.encoding.clone(),
            has_header: !self.no_header,
            sheet: self.sheet.clone(),
        };
        plan.decimal = self.decimal;
        plan.country.clone_from(&self.country);
        plan.crs.schools.clone_from(&self.schools_crs);
        plan.choices.clone_from(&self.columns);
        plan.words.clone_from(&self.words);
        Ok(plan)
    }
}

impl RuleArgs {
    pub(crate) fn apply(&self, plan: &mut Plan) {
        plan.rules.snap_m = self.snap_km * 1000.0;
        plan.rules.repair = !self.no_repair;
        plan.rules.use_stated = !self.no_stated;
        plan.rules.include_closed = self.include_closed;
        plan.rules.api_false_is_no = self.api_false == ApiFalse::No;
        plan.rules.ranking = RankingRule {
            min_schools: self.min_schools,
            min_known: self.min_known,
        };
    }
}

impl HowArgs {
    pub(crate) fn apply(&self, plan: &mut Plan) {
        plan.threads = self.threads.map(usize::from);
    }
}

impl FormatArg {
    pub(crate) fn format(self) -> Format {
        match self {
            Self::Geojson => Format::GeoJson,
            Self::Flatgeobuf => Format::FlatGeobuf,
            Self::Csv => Format::Csv,
        }
    }
}

impl StatusArg {
    fn status(self) -> Option<Status> {
        match self {
            Self::NotConnected => Some(Status::NotConnected),
            Self::Connected => Some(Status::Connected),
            Self::Unknown => Some(Status::Unknown),
            Self::Any => None,
        }
    }
}

impl LayerArg {
    fn layer(self) -> Layer {
        match self {
            Self::Regions => Layer::Regions,
            Self::Schools => Layer::Schools,
            Self::Issues => Layer::Issues,
        }
    }
}
