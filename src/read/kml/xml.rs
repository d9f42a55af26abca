//! XML in, its elements and their text out, one step at a time.

use std::fmt::Display;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::issue::shortened;

/// How deep elements may nest.
const MAX_DEPTH: usize = 64;

/// The most attributes that an element may have.
const MAX_ATTRIBUTES: usize = 256;

/// Why a text is no KML, or none that can be read.
#[derive(Debug)]
pub(super) struct Flaw {
    pub(super) expected: String,
    pub(super) found: String,
}

impl Flaw {
    pub(super) fn new(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            expected: expected.into(),
            found: found.into(),
        }
    }

    fn not_xml(found: impl Display) -> Self {
        Self::new("XML", shortened(&found.to_string()))
    }
}

/// The start of an element.
#[derive(Debug)]
pub(super) struct Tag {
    /// Its name without namespace.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Step {
    Start(Tag),
    End,
    Text(String),
    Eof,
}

/// A walk over a text. Every start has its end, an element without content too.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// A walk from the start of a text.
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    /// The next start, end or piece of text.
    pub(super) fn step(&mut self) -> Result<Step, Flaw> {
        loop {
            return Ok(match self.reader.read_event().map_err(Flaw::not_xml)? {
                Event::Start(start) => {
                    self.depth += 1;
                    check_depth(self.depth)?;
                    Step::Start(tag(&start)?)
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Step::End
                }
                Event::Text(text) => Step::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Step::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => Step::Text(character(&reference)?.to_string()),
                Event::Eof => Step::Eof,
                Event::Empty(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => continue,
            });
        }
    }

    /// The next start inside the element that one is in; none at its end. Text between is passed over.
    pub(super) fn child(&mut self) -> Result<Option<Tag>, Flaw> {
        loop {
            match self.step()? {
                Step::Start(tag) => return Ok(Some(tag)),
                Step::End => return Ok(None),
                Step::Text(_) => {}
                Step::Eof => return Err(cut()),
            }
        }
    }

    /// The text up to the end of the element that one is in, that of elements in it included.
    pub(super) fn text(&mut self) -> Result<String, Flaw> {
        let (mut all, mut n_open) = (String::new(), 0);
        loop {
            match self.step()? {
                Step::Start(_) => n_open += 1,
                Step::Text(text) => all.push_str(&text),
                Step::End if n_open == 0 => return Ok(all.trim().to_owned()),
                Step::End => n_open -= 1,
                Step::Eof => return Err(cut()),
            }
        }
    }

    /// Passes over the rest of the element that one is in.
    pub(super) fn skip(&mut self) -> Result<(), Flaw> {
        self.text().map(|_| ())
    }
}

fn check_depth(depth: usize) -> Result<(), Flaw> {
    if depth > MAX_DEPTH {
        let expected = format!("elements at most {MAX_DEPTH} deep");
        return Err(Flaw::new(expected, "deeper ones"));
    }
    Ok(())
}

/// The character that a reference stands for: one of the five that XML knows, or a number.
fn character(reference: &BytesRef<'_>) -> Result<char, Flaw> {
    let resolved = match &**reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => reference.resolve_char_ref().map_err(Flaw::not_xml)?,
    };
    resolved.ok_or_else(|| {
        let found = format!("the entity `{}`", shortened(reference));
        Flaw::new("text without entities of its own", found)
    })
}

fn tag(start: &BytesStart<'_>) -> Result<Tag, Flaw> {
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false) {
        if attributes.len() == MAX_ATTRIBUTES {
            let expected = format!("elements of at most {MAX_ATTRIBUTES} attributes");
            return Err(Flaw::new(expected, "one of more"));
        }
        let attribute = attribute.map_err(Flaw::not_xml)?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(Flaw::not_xml)?;
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(Tag {
        name: start.local_name().as_ref().to_owned(),
        attributes,
    })
}

fn cut() -> Flaw {
    Flaw::new(
        "the end of all elements",
        "the end of the file: it seems to be cut off",
    )
}
