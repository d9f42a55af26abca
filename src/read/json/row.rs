//! The text of one object in, its values under flat names out: `{"client":{"Geo":{"City":"Nairobi"}}}` has one value,
//! `client.Geo.City`.

use std::collections::HashSet;

use crate::read::geojson::Flaw;
use crate::read::geojson::column::{Columns, Row, half_a_character, repeated};
use crate::read::geojson::cursor::{Cursor, check, unescaped};

/// How deep objects may nest in one row.
const MAX_DEPTH: usize = 32;

/// Takes in the columns of a row, which is checked to be JSON.
pub(super) fn add_columns(row: &str, columns: &mut Columns) -> Result<(), Flaw> {
    check(row)?;
    let mut likely = 0;
    each(row, &mut |name, _| {
        likely = columns.position_or_add(name, likely) + 1;
        Ok(())
    })
}

/// Takes the values of a row in place of those before.
pub(super) fn fill<'a>(row: &'a str, columns: &Columns, fields: &mut Row<'a>) -> Result<(), Flaw> {
    fields.clear();
    let mut likely = 0;
    each(row, &mut |name, value| {
        let Some(column) = columns.position(name, likely) else {
            return Err(Flaw::structure(format!("found a new property `{name}`")));
        };
        likely = column + 1;
        fields.set(column, name, value)
    })
}

/// What is done with every value and its name.
type Visit<'v, 'a> = &'v mut dyn FnMut(&str, &'a str) -> Result<(), Flaw>;

fn each<'a>(row: &'a str, visit: Visit<'_, 'a>) -> Result<(), Flaw> {
    if !row.starts_with('{') {
        check(row)?;
        return Err(Flaw::structure("expected an object, found another value"));
    }
    let mut walk = Walk {
        text: row,
        name: String::new(),
        objects: HashSet::new(),
        visit,
    };
    walk.object(&mut Cursor::new(row.as_bytes()), 1)
}

struct Walk<'v, 'a> {
    text: &'a str,
    /// The keys down to where the walk is.
    name: String,
    /// The names of the objects inside the row: none may come up twice.
    objects: HashSet<String>,
    visit: Visit<'v, 'a>,
}

impl<'a> Walk<'_, 'a> {
    fn object(&mut self, cursor: &mut Cursor<'a>, depth: usize) -> Result<(), Flaw> {
        if depth > MAX_DEPTH {
            let message = format!("expected objects at most {MAX_DEPTH} deep, found deeper ones");
            return Err(Flaw::structure(message));
        }
        cursor.object(|cursor, key| {
            let key = unescaped(&self.text[key]).ok_or_else(half_a_character)?;
            let length = self.name.len();
            if depth > 1 {
                self.name.push('.');
            }
            self.name.push_str(&key);
            self.value(cursor, depth)?;
            self.name.truncate(length);
            Ok(())
        })
    }

    fn value(&mut self, cursor: &mut Cursor<'a>, depth: usize) -> Result<(), Flaw> {
        if cursor.peek() != Some(b'{') {
            let value = &self.text[cursor.value()?];
            return (self.visit)(&self.name, value);
        }
        if !self.objects.insert(self.name.clone()) {
            return Err(repeated(&self.name));
        }
        self.object(cursor, depth + 1)
    }
}
