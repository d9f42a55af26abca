//! Features in, the bytes of a tile's layers out, by the Mapbox Vector Tile specification 2.1.
//!
//! Layers come to millions of features, and their attributes to a few thousand distinct values a tile. So features are
//! written as they come, values are looked up by what they borrow, and nothing is held twice; the crate `mvt`, which
//! makes an object of every feature and value, takes several times as long and serves the tests as oracle.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// Units along the side of a tile.
pub(super) const EXTENT: i32 = 1 << EXTENT_BITS;

/// [`EXTENT`] as a power of two.
pub(super) const EXTENT_BITS: u32 = 12;

/// The value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Value<'a> {
    /// Text.
    Text(&'a str),
    /// A count.
    Count(u64),
    /// The bits of a real number.
    Real(u64),
    /// Yes or no.
    Truth(bool),
}

/// What a feature shows, with its commands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Geometry<'a> {
    /// A point in the tile.
    Point([i32; 2]),
    /// Polygons as [`push_ring`] made them.
    Polygons(&'a [u32]),
}

/// A layer under construction.
pub(super) struct Layer<'a> {
    name: &'a str,
    keys: &'a [&'a str],
    features: Vec<u8>,
    values: Vec<u8>,
    value_numbers: HashMap<Value<'a>, u32, FixedState>,
    feature: Vec<u8>,
    tags: Vec<u8>,
}

// Numbers of fields in the messages of the specification.
const TILE_LAYER: u32 = 3;
const LAYER_NAME: u32 = 1;
const LAYER_FEATURE: u32 = 2;
const LAYER_KEY: u32 = 3;
const LAYER_VALUE: u32 = 4;
const LAYER_EXTENT: u32 = 5;
const LAYER_VERSION: u32 = 15;
const FEATURE_ID: u32 = 1;
const FEATURE_TAGS: u32 = 2;
const FEATURE_TYPE: u32 = 3;
const FEATURE_GEOMETRY: u32 = 4;
const VALUE_TEXT: u32 = 1;
const VALUE_REAL: u32 = 3;
const VALUE_COUNT: u32 = 5;
const VALUE_TRUTH: u32 = 7;

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE_PATH: u32 = 7 | 1 << 3;

impl<'a> Layer<'a> {
    /// A layer without features, whose attributes may have these keys.
    pub(super) fn new(name: &'a str, keys: &'a [&'a str]) -> Self {
        Self {
            name,
            keys,
            features: Vec::new(),
            values: Vec::new(),
            value_numbers: HashMap::default(),
            feature: Vec::new(),
            tags: Vec::new(),
        }
    }

    /// Adds a feature; its attributes go by the numbers of their keys.
    pub(super) fn add(
        &mut self,
        id: u64,
        geometry: Geometry<'_>,
        attributes: impl IntoIterator<Item = (u32, Value<'a>)>,
    ) {
        let mut tags = std::mem::take(&mut self.tags);
        tags.clear();
        for (key, value) in attributes {
            push_varint(&mut tags, key.into());
            push_varint(&mut tags, self.number(value).into());
        }
        let mut feature = std::mem::take(&mut self.feature);
        feature.clear();
        push_number(&mut feature, FEATURE_ID, id);
        push_bytes(&mut feature, FEATURE_TAGS, &tags);
        geometry.push(&mut feature);
        push_bytes(&mut self.features, LAYER_FEATURE, &feature);
        (self.tags, self.feature) = (tags, feature);
    }

    /// Appends the layer to a tile, unless it has no features.
    pub(super) fn push(self, tile: &mut Vec<u8>) {
        if self.features.is_empty() {
            return;
        }
        let mut layer = Vec::with_capacity(self.features.len() + self.values.len() + 200);
        push_bytes(&mut layer, LAYER_NAME, self.name.as_bytes());
        layer.extend(&self.features);
        for key in self.keys {
            push_bytes(&mut layer, LAYER_KEY, key.as_bytes());
        }
        layer.extend(&self.values);
        push_number(&mut layer, LAYER_EXTENT, EXTENT.unsigned_abs().into());
        push_number(&mut layer, LAYER_VERSION, 2);
        push_bytes(tile, TILE_LAYER, &layer);
    }

    /// The number of a value, which is new or known.
    fn number(&mut self, value: Value<'a>) -> u32 {
        let next = u32::try_from(self.value_numbers.len()).unwrap_or(u32::MAX);
        let values = &mut self.values;
        *self.value_numbers.entry(value).or_insert_with(|| {
            value.push(values);
            next
        })
    }
}

impl Value<'_> {
    /// A real number.
    pub(super) fn real(number: f64) -> Self {
        Self::Real(number.to_bits())
    }

    fn push(self, values: &mut Vec<u8>) {
        let mut message = Vec::new();
        match self {
            Self::Text(text) => push_bytes(&mut message, VALUE_TEXT, text.as_bytes()),
            Self::Count(count) => push_number(&mut message, VALUE_COUNT, count),
            Self::Truth(truth) => push_number(&mut message, VALUE_TRUTH, truth.into()),
            Self::Real(bits) => {
                // Eight bytes of fixed width.
                push_varint(&mut message, (VALUE_REAL << 3 | 1).into());
                message.extend(bits.to_le_bytes());
            }
        }
        push_bytes(values, LAYER_VALUE, &message);
    }
}

impl Geometry<'_> {
    fn push(self, feature: &mut Vec<u8>) {
        let (kind, commands) = match self {
            Self::Point([x, y]) => (1, &[MOVE_TO | 1 << 3, zigzag(x), zigzag(y)][..]),
            Self::Polygons(commands) => (3, commands),
        };
        push_number(feature, FEATURE_TYPE, kind);
        let n_bytes = commands
            .iter()
            .map(|command| n_varint_bytes(*command))
            .sum();
        push_varint(feature, (FEATURE_GEOMETRY << 3 | 2).into());
        push_varint(feature, n_bytes);
        for command in commands {
            push_varint(feature, (*command).into());
        }
    }
}

/// Appends the commands that draw a ring, whose first vertex is not repeated; `pen` is where the ring before ended.
pub(super) fn push_ring(commands: &mut Vec<u32>, pen: &mut [i32; 2], ring: &[[i32; 2]]) {
    let Some((first, rest)) = ring.split_first() else {
        return;
    };
    let n_lines = u32::try_from(rest.len()).unwrap_or(u32::MAX);
    commands.push(MOVE_TO | 1 << 3);
    push_step(commands, pen, *first);
    commands.push(LINE_TO | n_lines << 3);
    for vertex in rest {
        push_step(commands, pen, *vertex);
    }
    commands.push(CLOSE_PATH);
}

fn push_step(commands: &mut Vec<u32>, pen: &mut [i32; 2], to: [i32; 2]) {
    commands.extend([zigzag(to[0] - pen[0]), zigzag(to[1] - pen[1])]);
    *pen = to;
}

/// Small numbers of either sign as small numbers.
fn zigzag(number: i32) -> u32 {
    (number << 1 ^ number >> 31).cast_unsigned()
}

fn push_number(message: &mut Vec<u8>, field: u32, number: u64) {
    push_varint(message, (field << 3).into());
    push_varint(message, number);
}

fn push_bytes(message: &mut Vec<u8>, field: u32, bytes: &[u8]) {
    push_varint(message, (field << 3 | 2).into());
    push_varint(message, bytes.len() as u64);
    message.extend_from_slice(bytes);
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn push_varint(message: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        message.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    message.push(number.to_le_bytes()[0]);
}

fn n_varint_bytes(number: u32) -> u64 {
    u64::from((38 - (number | 1).leading_zeros()) / 7)
}

#[cfg(test)]
#[path = "mvt_tests.rs"]
mod tests;
