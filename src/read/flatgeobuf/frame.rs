//! The bytes of a file in, its header and where its features stand out, every byte accounted for.

use std::ops::Range;

use ::flatgeobuf::{Crs, GeometryType, Header, size_prefixed_root_as_header};

use super::schema::Schema;

/// The file's first bytes: the format, its version, the format; a patch level follows.
const MAGIC: &[u8] = b"fgb\x03fgb";

/// The bytes of one node of the packed R-tree: four doubles and an offset.
const NODE_BYTES: u64 = 40;

/// Bytes that are not those of the format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Damage {
    pub(super) expected: String,
    pub(super) found: String,
}

/// What a file holds.
#[derive(Debug)]
pub(super) struct Frame {
    /// Each feature with its size before it.
    pub(super) features: Vec<Range<usize>>,
    pub(super) schema: Schema,
    pub(super) geometry_type: GeometryType,
    pub(super) crs: Option<String>,
}

/// Finds header and features.
pub(super) fn of(bytes: &[u8]) -> Result<Frame, Damage> {
    if !bytes.starts_with(MAGIC) {
        return Err(Damage {
            expected: "the first bytes of a FlatGeobuf file".to_owned(),
            found: "damaged or cut ones".to_owned(),
        });
    }
    let header_span = sized(bytes, MAGIC.len() + 1, "the header")?;
    let start = header_span.end;
    let header = size_prefixed_root_as_header(&bytes[header_span]).map_err(|error| Damage {
        expected: "a header".to_owned(),
        found: format!("damaged bytes: {error}"),
    })?;
    let start = after_index(bytes, start, &header)?;
    Ok(Frame {
        features: features(bytes, start, header.features_count())?,
        schema: header.columns().map(Schema::of).unwrap_or_default(),
        geometry_type: header.geometry_type(),
        crs: header.crs().and_then(|crs| crs_name(&crs)),
    })
}

/// Where the table stands whose size is at `start`, the size included.
fn sized(bytes: &[u8], start: usize, what: &str) -> Result<Range<usize>, Damage> {
    let rest = bytes.get(start..).unwrap_or_default();
    let cut = |expected: String| Damage {
        expected,
        found: format!(
            "{} bytes before the file ends: it seems to be cut off",
            rest.len()
        ),
    };
    let Some(size) = rest.first_chunk::<4>() else {
        return Err(cut(format!("the 4 bytes of the size of {what}")));
    };
    let size = u32::from_le_bytes(*size) as usize;
    if size > rest.len() - 4 {
        return Err(cut(format!("{size} bytes of {what} and 4 of its size")));
    }
    Ok(start..start + 4 + size)
}

/// Where the features start: behind the index, if there is one.
fn after_index(bytes: &[u8], start: usize, header: &Header<'_>) -> Result<usize, Damage> {
    let n_features = header.features_count();
    let node_size = header.index_node_size();
    if n_features == 0 || node_size == 0 {
        return Ok(start);
    }
    let size = index_bytes(n_features, node_size);
    let end = size.and_then(|size| usize::try_from(size).ok()?.checked_add(start));
    end.filter(|end| *end <= bytes.len()).ok_or_else(|| Damage {
        expected: format!("an index of {n_features} features in nodes of {node_size}"),
        found: format!(
            "{} bytes before the file ends: it seems to be cut off",
            bytes.len() - start
        ),
    })
}

/// The size of a packed R-tree: all its levels from the features up to one root.
fn index_bytes(n_features: u64, node_size: u16) -> Option<u64> {
    if node_size < 2 {
        return None;
    }
    let mut n_on_level = n_features;
    let mut n_nodes = n_features;
    loop {
        n_on_level = n_on_level.div_ceil(u64::from(node_size));
        n_nodes = n_nodes.checked_add(n_on_level)?;
        if n_on_level == 1 {
            return n_nodes.checked_mul(NODE_BYTES);
        }
    }
}

/// All features to the end of the file, as many as the header says unless it says none.
fn features(bytes: &[u8], start: usize, n_expected: u64) -> Result<Vec<Range<usize>>, Damage> {
    let mut features: Vec<Range<usize>> = Vec::new();
    let mut at = start;
    while at < bytes.len() {
        let n_before = features.len() as u64;
        if n_expected != 0 && n_before == n_expected {
            return Err(Damage {
                expected: format!("the end of the file after {n_expected} features"),
                found: format!("{} bytes more", bytes.len() - at),
            });
        }
        let feature = sized(bytes, at, &format!("feature {}", n_before + 1))?;
        at = feature.end;
        features.push(feature);
    }
    if n_expected != 0 && features.len() as u64 != n_expected {
        return Err(Damage {
            expected: format!("{n_expected} features"),
            found: format!(
                "{} before the file ends: it seems to be cut off",
                features.len()
            ),
        });
    }
    Ok(features)
}

/// The reference system by authority and code where they are known, else by description or name.
fn crs_name(crs: &Crs<'_>) -> Option<String> {
    let known = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    let code = match crs.code() {
        0 => known(crs.code_string()),
        code => Some(code.to_string()),
    };
    match code {
        Some(code) => {
            let org = known(crs.org()).unwrap_or_else(|| "EPSG".to_owned());
            Some(format!("{org}:{code}"))
        }
        None => known(crs.wkt()).or_else(|| known(crs.name())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::flatgeobuf::packed_r_tree::PackedRTree;

    #[test]
    fn index_sizes_are_those_of_the_crate() {
        for node_size in [2, 3, 16, 65_535] {
            for n_features in [1, 2, 15, 16, 17, 256, 257, 4_097, 1_000_000] {
                let reference = PackedRTree::index_size(n_features, node_size);
                assert_eq!(
                    index_bytes(n_features as u64, node_size),
                    Some(reference as u64)
                );
            }
        }
    }

    #[test]
    fn impossible_indexes_have_no_size() {
        assert_eq!(index_bytes(5, 1), None);
        assert_eq!(index_bytes(u64::MAX, 16), None);
        assert_eq!(index_bytes(u64::MAX / 40, 2), None);
    }
}
