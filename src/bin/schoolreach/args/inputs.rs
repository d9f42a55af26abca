//! The files that a command reads, and how they are read.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use schoolreach::Error;
use schoolreach::normalize::{Choice, WordChoice, WordMap, level_name};
use schoolreach::pipeline::Plan;
use schoolreach::read::{Quote, ReadOptions};

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

/// How outlines are read.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Inputs")]
pub(crate) struct OutlineArgs {
    /// Coordinate system of the outlines, as in --regions-crs EPSG:25833 [default: what the file says, else degrees]
    #[arg(long, value_name = "CRS")]
    pub(crate) regions_crs: Option<String>,
}

impl InputArgs {
    pub(super) fn plan(&self, regions: &[String]) -> Result<Plan, Error> {
        self.reading.plan(&self.schools, regions)
    }
}

impl OutlineArgs {
    pub(crate) fn apply(&self, plan: &mut Plan) {
        plan.crs.regions.clone_from(&self.regions_crs);
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
