//! Errors in, the option that settles them out.

use schoolreach::Error;
use schoolreach::error::Fault;

/// What a person can do about an error.
pub(crate) fn hint(error: &Error) -> Option<String> {
    match error {
        Error::AmbiguousColumn { field, candidates, .. } => {
            let first = candidates.first()?;
            Some(format!("say which one with --column '{field}={first}', or that there is none with '{field}=none'"))
        }
        Error::MissingColumn { field, .. } => Some(format!("name it with --column {field}=HEADER")),
        Error::UnknownUnit { of, units, .. } => {
            Some(format!("say it with --{of}-unit UNIT ({units}), or leave the column out with --column measurements.{of}=none"))
        }
        Error::MissingFeature { feature, .. } => {
            Some(format!("install the program with --features {feature}, or with --features full for all formats"))
        }
        Error::AmbiguousSheet { sheets, .. } => {
            let first = sheets.first()?;
            Some(format!("say which one with --sheet '{first}'; files whose sheets differ need a run of their own or CSV"))
        }
        Error::UnknownSheet { .. } => Some("name a sheet, or give its number from 1".to_owned()),
        Error::UnknownColumn { .. } => Some("name a column as the header spells it".to_owned()),
        Error::WrongColumn { .. } => {
            Some("if the rows are one school with names spelled anew, correct the names; if the column is no id, name another with --column schools.school_id_govt=HEADER, or say that there is none: schools.school_id_govt=none".to_owned())
        }
        Error::Malformed { expected, .. } if expected.contains("quote") => {
            Some("if the file does not quote its fields, use --quote none".to_owned())
        }
        Error::Malformed { place, expected, .. } if place.row.is_some() && expected.contains("distinct column names") => {
            Some("if the first row is data, use --no-header".to_owned())
        }
        Error::AllRefused { .. } => {
            Some("see whether --delimiter, --quote or --encoding is needed; a decimal comma must be quoted where fields are separated by commas".to_owned())
        }
        Error::NoSchools(_) => Some("choose another --status, or name the columns with --column schools.connectivity=HEADER and the like".to_owned()),
        Error::Unplaced { fault, .. } => Some(unplaced(*fault).to_owned()),
        Error::CoordinateSystem { of, .. } => Some(format!(
            "say which system it is with --{of}-crs EPSG:n, or convert the file to longitude and latitude on WGS 84 (EPSG:4326) first"
        )),
        Error::Outlines { message, .. } if message.contains("metres of a projected system") => {
            Some("say which with --regions-crs EPSG:n".to_owned())
        }
        Error::Outlines { message, .. } if message.ends_with("these are degrees") => {
            Some("if the file names its system wrongly, say --regions-crs EPSG:4326".to_owned())
        }
        Error::Locked(_) => Some("wait until it has ended, or choose another folder with --out".to_owned()),
        _ => None,
    }
}

fn unplaced(fault: Fault) -> &'static str {
    match fault {
        Fault::SwappedAxes => {
            "name the columns with --column schools.longitude=… and --column schools.latitude=…"
        }
        Fault::Metres => "say which system the coordinates are of, with --schools-crs EPSG:n",
        Fault::Elsewhere => {
            "check that the outlines are of the schools' country, and the longitude and latitude columns"
        }
        Fault::NoCoordinates => {
            "name the columns with --column schools.longitude=…, schools.latitude=… or schools.stated=…"
        }
    }
}
