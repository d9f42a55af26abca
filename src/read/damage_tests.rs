//! Mutants of small files in every format: an answer or a clean error, never a panic.

use super::testing::{mutants, read, regions_fgb};

const GEOJSON: &str = concat!(
    r#"{"type":"FeatureCollection","name":"a[b","crs":{"type":"name","properties":{"name":"x"}},"features":["#,
    r#"{"type":"Feature","id":1,"properties":{"n":"S\u00e3o","m":1.5e3,"k":null},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]]}},"#,
    r#"{"type":"Feature","id":"b","properties":{"n":"é","m":true,"k":{"x":[1]}},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2,3]}]}}"#,
    "]}\n"
);

const CSV: &str = "id;nome;lat\n1;\"São \"\"João\"\"\";-9,5\r\n2;Três;-8\n3;\"a;b\nc\";7\n";

/// How many mutants of a file are read.
fn n_accepted(original: &[u8], count: usize) -> usize {
    assert!(read(original).is_ok());
    mutants(original, count, 20_260_131)
        .filter(|mutant| read(mutant).is_ok())
        .count()
}

#[test]
fn mutants_of_delimited_text() {
    assert!(n_accepted(CSV.as_bytes(), 3_000) > 0);
    let wide: Vec<u8> = CSV.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(n_accepted(&wide, 1_000) > 0);
}

#[test]
fn mutants_of_geojson() {
    assert!(n_accepted(GEOJSON.as_bytes(), 4_000) > 0);
}

#[test]
fn mutants_of_flatgeobuf() {
    for write_index in [false, true] {
        assert!(n_accepted(&regions_fgb(write_index), 3_000) > 0);
    }
}

#[test]
fn noise_is_no_panic() {
    let noise: Vec<u8> = (0..=255).collect();
    for mutant in mutants(&noise, 200, 7) {
        let _ = read(&mutant);
    }
}
