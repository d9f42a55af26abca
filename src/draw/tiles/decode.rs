//! An archive in, its tiles with their features out: a plain reader for tests.

use std::io::Read;

use flate2::read::GzDecoder;

/// A decoded feature: its layer, its id and its counts by key.
#[derive(Clone, Debug)]
pub(crate) struct Feature {
    pub(crate) layer: String,
    pub(crate) id: u64,
    pub(crate) attributes: Vec<(String, String)>,
}

/// An archive's header and directory entries.
pub(crate) struct Decoded {
    pub(crate) is_clustered: bool,
    pub(crate) root_bytes: u64,
    /// Id of the first tile, number of tiles, and where the bytes are.
    pub(crate) entries: Vec<(u64, u64, std::ops::Range<usize>)>,
    pub(crate) metadata: serde_json::Value,
}

impl Feature {
    /// A count, 1 where there is none.
    pub(crate) fn count(&self, key: &str) -> u64 {
        let found = self.attributes.iter().find(|(name, _)| name == key);
        found.map_or(1, |(_, count)| count.parse().unwrap())
    }
}

fn number_at(bytes: &[u8], at: usize) -> usize {
    usize::try_from(u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())).unwrap()
}

pub(crate) fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
    plain
}

pub(crate) fn decoded(archive: &[u8]) -> Decoded {
    assert_eq!(&archive[..8], b"PMTiles\x03");
    let field = |index: usize| number_at(archive, 8 + 8 * index);
    let (root, metadata, leaves, data) = (0, 2, 4, 6);
    let part = |index: usize| &archive[field(index)..field(index) + field(index + 1)];
    let mut entries = Vec::new();
    add_entries(part(root), part(leaves), field(data), &mut entries);
    Decoded {
        is_clustered: archive[96] == 1,
        root_bytes: field(1) as u64,
        entries,
        metadata: serde_json::from_slice(&unzipped(part(metadata))).unwrap(),
    }
}

fn add_entries(
    directory: &[u8],
    leaves: &[u8],
    data: usize,
    entries: &mut Vec<(u64, u64, std::ops::Range<usize>)>,
) {
    let plain = unzipped(directory);
    let mut rest = &plain[..];
    let n_entries = usize::try_from(varint(&mut rest)).unwrap();
    let mut column = || {
        (0..n_entries)
            .map(|_| varint(&mut rest))
            .collect::<Vec<u64>>()
    };
    let (steps, runs, lengths, offsets) = (column(), column(), column(), column());
    let (mut id, mut end) = (0, 0);
    for index in 0..n_entries {
        id += steps[index];
        let start = if offsets[index] == 0 {
            end
        } else {
            offsets[index] - 1
        };
        end = start + lengths[index];
        let bytes = usize::try_from(start).unwrap()..usize::try_from(end).unwrap();
        if runs[index] == 0 {
            add_entries(&leaves[bytes], leaves, data, entries);
        } else {
            entries.push((id, runs[index], bytes.start + data..bytes.end + data));
        }
    }
}

fn varint(rest: &mut &[u8]) -> u64 {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = rest[0];
        *rest = &rest[1..];
        number |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            return number;
        }
    }
}

enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

fn fields(mut rest: &[u8]) -> Vec<(u64, Field<'_>)> {
    let mut fields = Vec::new();
    while !rest.is_empty() {
        let tag = varint(&mut rest);
        let field = match tag & 7 {
            0 => Field::Number(varint(&mut rest)),
            1 => {
                let (bytes, behind) = rest.split_at(8);
                rest = behind;
                Field::Number(u64::from_le_bytes(bytes.try_into().unwrap()))
            }
            _ => {
                let length = usize::try_from(varint(&mut rest)).unwrap();
                let (bytes, behind) = rest.split_at(length);
                rest = behind;
                Field::Bytes(bytes)
            }
        };
        fields.push((tag >> 3, field));
    }
    fields
}

/// The features of a tile.
pub(crate) fn features(tile: &[u8]) -> Vec<Feature> {
    let plain = unzipped(tile);
    let layers = fields(&plain);
    layers
        .iter()
        .flat_map(|(_, layer)| match layer {
            Field::Bytes(layer) => layer_features(layer),
            Field::Number(_) => unreachable!("a layer is a message"),
        })
        .collect()
}

fn layer_features(layer: &[u8]) -> Vec<Feature> {
    let of = |wanted: u64| {
        let found = fields(layer)
            .into_iter()
            .filter(move |(number, _)| *number == wanted);
        found.filter_map(|(_, field)| match field {
            Field::Bytes(bytes) => Some(bytes),
            Field::Number(_) => None,
        })
    };
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let keys: Vec<String> = of(3).map(text).collect();
    let values: Vec<String> = of(4).map(value).collect();
    let name = of(1).map(text).next().unwrap();
    of(2)
        .map(|feature| {
            let mut found = Feature {
                layer: name.clone(),
                id: 0,
                attributes: Vec::new(),
            };
            for (number, field) in fields(feature) {
                match (number, field) {
                    (1, Field::Number(id)) => found.id = id,
                    (2, Field::Bytes(mut tags)) => {
                        while !tags.is_empty() {
                            let (key, value) = (varint(&mut tags), varint(&mut tags));
                            let at = |index: u64| usize::try_from(index).unwrap();
                            found
                                .attributes
                                .push((keys[at(key)].clone(), values[at(value)].clone()));
                        }
                    }
                    _ => {}
                }
            }
            found
        })
        .collect()
}

fn value(message: &[u8]) -> String {
    match fields(message).pop() {
        Some((1, Field::Bytes(text))) => String::from_utf8(text.to_vec()).unwrap(),
        Some((3, Field::Number(bits))) => f64::from_bits(bits).to_string(),
        Some((_, Field::Number(number))) => number.to_string(),
        _ => unreachable!("a value of a known kind"),
    }
}
