//! The elements of a placemark in, its fields and geometry out.

use super::geometry::Geometry;
use super::xml::{Flaw, Tag, Xml};
use crate::read::MAX_COLUMNS;

/// Elements whose text is a field of its own.
const FIELDS: [&str; 3] = ["name", "description", "address"];

/// One row.
#[derive(Debug, Default)]
pub(super) struct Placemark {
    /// Fields by the names of their columns.
    pub(super) fields: Vec<(String, String)>,
    /// A name that two fields have.
    pub(super) repeated: Option<String>,
    pub(super) geometry: Geometry,
}

impl Placemark {
    /// Reads a placemark up to its end.
    pub(super) fn read(xml: &mut Xml<'_>, start: &Tag) -> Result<Self, Flaw> {
        let mut placemark = Self::default();
        if let Some(id) = start.attribute("id") {
            placemark.set("id", id.to_owned())?;
        }
        while let Some(tag) = xml.child()? {
            match tag.name.as_str() {
                name if FIELDS.contains(&name) => placemark.set(name, xml.text()?)?,
                "ExtendedData" => placemark.extended(xml)?,
                name if Geometry::is_one(name) => placemark.geometry.read(xml, name)?,
                _ => xml.skip()?,
            }
        }
        Ok(placemark)
    }

    /// Extended data, plain or by a schema.
    fn extended(&mut self, xml: &mut Xml<'_>) -> Result<(), Flaw> {
        while let Some(tag) = xml.child()? {
            match (tag.name.as_str(), tag.attribute("name")) {
                ("Data", Some(name)) => {
                    let value = data_value(xml)?;
                    self.set_extended(name, value)?;
                }
                ("SchemaData", _) => self.schema_data(xml)?,
                _ => xml.skip()?,
            }
        }
        Ok(())
    }

    fn schema_data(&mut self, xml: &mut Xml<'_>) -> Result<(), Flaw> {
        while let Some(tag) = xml.child()? {
            match (tag.name.as_str(), tag.attribute("name")) {
                ("SimpleData", Some(name)) => {
                    let value = xml.text()?;
                    self.set_extended(name, value)?;
                }
                _ => xml.skip()?,
            }
        }
        Ok(())
    }

    /// Extended data with the name of a field of the placemark itself are another column.
    fn set_extended(&mut self, name: &str, value: String) -> Result<(), Flaw> {
        if name == "id" || FIELDS.contains(&name) {
            return self.set(&format!("data.{name}"), value);
        }
        self.set(name, value)
    }

    fn set(&mut self, name: &str, value: String) -> Result<(), Flaw> {
        if self.fields.len() == MAX_COLUMNS {
            let expected = format!("at most {MAX_COLUMNS} data in a placemark");
            return Err(Flaw::new(expected, "more"));
        }
        if self.fields.iter().any(|(known, _)| known == name) {
            self.repeated = Some(name.to_owned());
        }
        self.fields.push((name.to_owned(), value));
        Ok(())
    }
}

/// The text of the element `value`.
fn data_value(xml: &mut Xml<'_>) -> Result<String, Flaw> {
    let mut value = String::new();
    while let Some(tag) = xml.child()? {
        let text = xml.text()?;
        if tag.name == "value" {
            value = text;
        }
    }
    Ok(value)
}
