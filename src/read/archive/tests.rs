//! Archives of one dataset and of several, and those that lie.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::format::Format;
use crate::read::testing::{
    Read, failure, mutants, read, read_opened, read_part, regions_fgb, shared,
};
use crate::read::{ReadOptions, open, sources};
use crate::table::GeometryKind;

/// An archive of members with their content.
fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in members {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const CSV: &[u8] = b"id,name\n1,a\n2,b\n";

#[test]
fn one_dataset_is_read_as_if_it_stood_alone() {
    let leavings: [(&str, &[u8]); 4] = [
        ("__MACOSX/._schools.csv", b"x"),
        (".DS_Store", b"x"),
        ("LEIAME.txt", b"read me"),
        ("map.png", b"\x89PNG"),
    ];
    let with = |member: (&'static str, &'static [u8])| [&leavings[..], &[member]].concat();
    for member in [("data/schools.csv", CSV), ("SCHOOLS.CSV", CSV)] {
        let table = read(&packed(&with(member))).unwrap();
        assert_eq!(
            (table.header.format, table.column("name")),
            (Format::Csv, vec!["a", "b"])
        );
    }
    assert_eq!(
        read(&packed(&[("list.txt", CSV)])).unwrap().column("id"),
        ["1", "2"]
    );
    assert_eq!(
        read(&packed(&[("data", CSV)])).unwrap().column("id"),
        ["1", "2"]
    );
    let fgb = regions_fgb(true);
    let table = read(&packed(&[("a.json", &fgb)])).unwrap();
    assert_eq!(table.header.format, Format::FlatGeobuf);
    assert_eq!(table.rows.geometries, read(&fgb).unwrap().rows.geometries);
}

#[test]
fn one_dataset_of_several_is_named() {
    let fgb = regions_fgb(false);
    let both = packed(&[
        ("schools.csv", CSV),
        ("adm/regions.fgb", &fgb),
        ("notes.txt", b"x"),
    ]);
    insta::assert_snapshot!(failure(&both), @"table: expected one dataset, or its name after the file's: FILE#NAME, found the members `schools.csv`, `adm/regions.fgb`");
    insta::assert_snapshot!(read_part(&both, "regions.fgb").unwrap_err(), @"table: expected one dataset, or its name after the file's: FILE#NAME, found the members `schools.csv`, `adm/regions.fgb` but no `regions.fgb`");
    assert_eq!(
        read_part(&both, "schools.csv").unwrap().header.format,
        Format::Csv
    );
    assert_eq!(
        read_part(&both, "adm/regions.fgb").unwrap().header.format,
        Format::FlatGeobuf
    );
    let note = read_part(&both, "notes.txt").unwrap();
    assert_eq!(note.header.columns, ["x"]);
}

#[test]
fn a_part_of_the_only_dataset_is_named_at_once() {
    let text = br#"{"a":{"type":"FeatureCollection","features":[]},"b":{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"k":1}}]}}"#;
    let archive = packed(&[("regions.json", text)]);
    for part in ["b", "regions.json#b"] {
        assert_eq!(read_part(&archive, part).unwrap().column("k"), ["1"]);
    }
    insta::assert_snapshot!(read_part(&archive, "c").unwrap_err(), @"table: expected one dataset, or its name after the file's: FILE#NAME, found the collections `a`, `b` but no `c`");
}

#[cfg(feature = "kml")]
#[test]
fn an_index_of_layers_is_no_dataset() {
    let index = b"<kml><Document><NetworkLink><Link><href>layers/a.kml</href></Link></NetworkLink></Document></kml>";
    let layer = b"<kml><Document><Placemark><name>a</name></Placemark></Document></kml>";
    let table = read(&packed(&[("doc.kml", index), ("layers/a.kml", layer)])).unwrap();
    assert_eq!(table.column("name"), ["a"]);
    let both = packed(&[("doc.kml", layer), ("layers/a.kml", layer)]);
    assert!(failure(&both).ends_with("found the members `doc.kml`, `layers/a.kml`"));
    assert!(failure(&packed(&[("doc.kml", index)])).contains("a link to another file"));
}

#[test]
fn archives_that_lie_or_hide_are_refused() {
    insta::assert_snapshot!(failure(&packed(&[("a.zip", &packed(&[("a.csv", CSV)]))])), @"table: expected a dataset in an archive, found an archive in an archive; unpack it first");
    insta::assert_snapshot!(failure(&packed(&[])), @"table: expected one dataset, or its name after the file's: FILE#NAME, found no members");
    let zeros = vec![b'0'; 20 << 20];
    insta::assert_snapshot!(failure(&packed(&[("a.csv", &zeros)])), @"table: expected a member at most 200 times larger than its 20388 packed bytes, found in `a.csv` a larger one");
    let names: Vec<String> = (0..=1_000).map(|number| format!("{number}.csv")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), CSV)).collect();
    insta::assert_snapshot!(failure(&packed(&many)), @"table: expected at most 1000 members, found more");
    let mut locked = packed(&[("a.csv", CSV)]);
    let directory = memchr::memmem::find(&locked, b"PK\x01\x02").unwrap();
    locked[directory + 8] |= 1;
    insta::assert_snapshot!(failure(&locked), @"table: expected a member without a password, found in `a.csv` an encrypted one");
    let mut larger = packed(&[("a.csv", CSV)]);
    larger[directory + 24] += 1;
    insta::assert_snapshot!(failure(&larger), @"table: expected a member of 17 bytes, as the archive says, found in `a.csv` one of 16");
    let mut damaged = packed(&[("a.csv", CSV)]);
    damaged[38] ^= 0x10;
    assert!(read(&damaged).is_err());
    let mut claims = packed(&[("a.csv", CSV)]);
    claims.extend_from_slice(b"PK\x06\x06\x2c\0\0\0\0\0\0\0");
    claims.extend_from_slice(&[0xff; 44]);
    insta::assert_snapshot!(failure(&claims), @"table: expected at most 1000 members, found more");
}

#[test]
fn every_cut_is_an_error_and_every_change_an_error_or_the_same() {
    let whole = packed(&[("a.csv", CSV)]);
    for cut in 4..whole.len() {
        assert!(read(&whole[..cut]).is_err(), "cut at {cut}");
    }
    for mutant in mutants(&whole, 3_000, 13) {
        if let Ok(table) = read(&mutant)
            && table.header.columns == ["id", "name"]
        {
            assert_eq!(table.column("name"), ["a", "b"]);
        }
    }
}

/// A real file, one part of it where it has several.
fn real(path: &str, part: &str) -> Option<Read> {
    let pattern = format!("{}{part}", shared(path)?.display());
    let source = &sources(&[pattern]).unwrap()[0];
    Some(read_opened(open(source, &ReadOptions::default()).unwrap()).unwrap())
}

#[test]
fn real_archives() {
    if let Some(countries) = real("admin/ne_10m_admin_0_countries_deu.zip", "") {
        let geometries = &countries.rows.geometries;
        assert_eq!(geometries.kinds, vec![GeometryKind::Polygonal; 250]);
        assert_eq!(geometries.outlines.n_vertices(), 547_488);
        let names = countries.column("NAME_PT");
        assert!(names.contains(&"Costa do Marfim") && names.contains(&"São Tomé e Príncipe"));
        assert!(
            countries
                .header
                .crs
                .unwrap()
                .starts_with("GEOGCS[\"GCS_WGS_1984\"")
        );
    }
    if let Some(schools) = real("schools/ken_schools_utm37s.zip", "") {
        assert_eq!(
            schools.rows.geometries.kinds,
            vec![GeometryKind::Point; 37_930]
        );
        assert_eq!(schools.column("CODE")[0], "1");
        assert!(schools.header.crs.unwrap().contains("UTM_Zone_37S"));
    }
    if let Some(regions) = real("admin/no_fylker_epsg25833.zip", "#Fylke") {
        assert_eq!(
            regions.rows.geometries.kinds,
            vec![GeometryKind::Polygonal; 15]
        );
        assert_eq!(regions.header.crs.as_deref(), Some("EPSG:25833"));
    }
}
