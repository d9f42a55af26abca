//! What a run found in, one HTML page that people look at out: `report.html`.
//!
//! The page holds all that it shows and asks for nothing: style, script and data stand in it, and its policy of
//! contents allows only these, by their hashes. What is essential is written as plain HTML (the headline, the map and
//! the table of the first level), the script makes the rest from the page's data. Names and values are data: they come
//! escaped into HTML, and as text nodes from the script.

mod check;
mod classes;
mod data;
mod escape;
mod headline;
mod language;
mod map;
mod numbers;
mod page;
mod policy;
mod style;
mod table;
mod template;
mod texts;
mod trend;

pub use self::check::PageCheck;
pub use self::language::Language;
pub use self::page::{Page, PageLevel, report_page};

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod hostile;
