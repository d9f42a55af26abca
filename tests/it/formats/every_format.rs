//! One table of schools and one of regions, in every format that can hold them: the same figures, byte for byte.
//!
//! The files have names that say nothing.

use std::fs;
use std::path::{Path, PathBuf};

use schoolreach::pipeline::{FileBytes, Plan, Silent, run};
use sha2::{Digest, Sha256};

use super::binary;
#[cfg(feature = "geopackage")]
use super::geopackage::geopackage;
use super::packed;
#[cfg(feature = "parquet")]
use super::parquet::{geoparquet, parquet};
use super::table::{self, Table};
use super::textual;
#[cfg(feature = "spreadsheet")]
use super::workbook;
use crate::world::text;

/// What must be the same: the figures of the regions and of the country, and the schools but for the file and the row
/// that each comes from.
#[derive(Debug, PartialEq, Eq)]
struct Figures {
    regions: String,
    totals: String,
    schools: Vec<String>,
}

fn figures(dir: &Path, schools: &Path, regions: &Path) -> Figures {
    let level = format!("adm2={}", text(regions));
    let plan = Plan::new(&[text(schools)], &[level]).unwrap();
    let out = dir.join("out");
    let outcome = run(&plan, &out, &Silent)
        .unwrap_or_else(|error| panic!("{}, {}: {error}", schools.display(), regions.display()));
    let inputs = &outcome.report.inputs;
    for (input, path) in [(&inputs.schools[0], schools), (&inputs.regions[0], regions)] {
        check_bytes(input.bytes.as_ref(), path);
        for other in &input.beside {
            check_bytes(other.bytes.as_ref(), &path.with_file_name(&other.file));
        }
        let is_shapefile = path.extension().is_some();
        assert_eq!(input.beside.is_empty(), !is_shapefile);
    }
    let file = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    let of_school = |line: &str| line.splitn(3, ',').last().unwrap_or_default().to_owned();
    Figures {
        regions: file("regions_adm2.csv"),
        totals: file("totals_adm2.csv"),
        schools: file("schools.csv").lines().map(of_school).collect(),
    }
}

/// What is told of the content of a file is that on the disk.
fn check_bytes(told: Option<&FileBytes>, path: &Path) {
    let told = told.unwrap_or_else(|| panic!("{}: nothing told", path.display()));
    let bytes = fs::read(path).unwrap();
    assert_eq!(told.bytes, bytes.len() as u64, "{}", path.display());
    let digits = Sha256::digest(&bytes);
    let digits: Vec<String> = digits.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(told.sha256, digits.concat(), "{}", path.display());
}

/// A folder of files, each with what it is.
struct Files {
    dir: tempfile::TempDir,
    found: Vec<(&'static str, PathBuf)>,
}

impl Files {
    fn of(contents: Vec<(&'static str, Vec<u8>)>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let write = |(number, (what, bytes)): (usize, (&'static str, Vec<u8>))| {
            let path = dir.path().join(format!("table {number}"));
            fs::write(&path, bytes).unwrap();
            (what, path)
        };
        let found = contents.into_iter().enumerate().map(write).collect();
        Self { dir, found }
    }

    /// Adds a Shapefile, whose files are known by their names, and where it can be read, one in an archive.
    fn with_shapefile(mut self, table: &Table) -> Self {
        let path = self.dir.path().join("table.shp");
        binary::shapefile(table, &path);
        #[cfg(feature = "zip")]
        {
            let content = |extension| fs::read(path.with_extension(extension)).unwrap();
            let [shp, shx, dbf, cpg] = ["shp", "shx", "dbf", "cpg"].map(content);
            let members: [(&str, &[u8]); 4] = [
                ("a/t.shp", &shp),
                ("a/t.shx", &shx),
                ("a/t.dbf", &dbf),
                ("a/t.cpg", &cpg),
            ];
            let archive = self.dir.path().join("archive");
            fs::write(&archive, packed::zipped(&members)).unwrap();
            self.found.push(("zipped Shapefile", archive));
        }
        self.found.push(("Shapefile", path));
        self
    }
}

fn schools() -> Files {
    let (points, flat) = (table::schools(), table::schools().with_positions());
    let csv = textual::delimited(&flat, b',');
    #[allow(unused_mut, reason = "formats behind features are added")]
    let mut contents = vec![
        ("CSV", csv.clone()),
        ("CSV in gzip", packed::gzipped(&csv)),
        ("TSV", textual::delimited(&flat, b'\t')),
        ("CSV with semicolons", textual::delimited(&flat, b';')),
        ("CSV in UTF-16", textual::utf_16(&csv)),
        ("JSON", textual::json_array(&flat)),
        ("JSON lines", textual::json_lines(&flat)),
        ("GeoJSON", textual::geojson(&points)),
        (
            "GeoJSON in gzip",
            packed::gzipped(&textual::geojson(&points)),
        ),
        ("GeoJSON lines", textual::geojson_lines(&points)),
        ("GeoJSON sequence", textual::geojson_sequence(&points)),
        ("FlatGeobuf", binary::flatgeobuf(&points)),
    ];
    #[cfg(feature = "zstd")]
    contents.push(("CSV in Zstandard", zstd::encode_all(&csv[..], 3).unwrap()));
    #[cfg(feature = "zip")]
    contents.push(("CSV in zip", packed::zipped(&[("t.csv", &csv)])));
    #[cfg(feature = "spreadsheet")]
    contents.extend([
        ("XLSX", workbook::xlsx(&flat)),
        ("ODS", workbook::ods(&flat)),
    ]);
    #[cfg(feature = "parquet")]
    contents.extend([
        ("Parquet", parquet(&flat)),
        ("GeoParquet", geoparquet(&points)),
    ]);
    #[cfg(feature = "geopackage")]
    contents.push(("GeoPackage", geopackage(&points)));
    #[cfg(feature = "kml")]
    contents.push(("KML", textual::kml(&points)));
    Files::of(contents).with_shapefile(&points)
}

fn regions() -> Files {
    let table = table::regions();
    #[allow(unused_mut, reason = "formats behind features are added")]
    let mut contents = vec![
        ("GeoJSON", textual::geojson(&table)),
        (
            "GeoJSON in gzip",
            packed::gzipped(&textual::geojson(&table)),
        ),
        ("GeoJSON lines", textual::geojson_lines(&table)),
        ("GeoJSON sequence", textual::geojson_sequence(&table)),
        ("TopoJSON", textual::topojson(&table)),
        ("FlatGeobuf", binary::flatgeobuf(&table)),
    ];
    #[cfg(feature = "parquet")]
    contents.push(("GeoParquet", geoparquet(&table)));
    #[cfg(feature = "geopackage")]
    contents.push(("GeoPackage", geopackage(&table)));
    #[cfg(feature = "kml")]
    contents.push(("KML", textual::kml(&table)));
    #[cfg(all(feature = "kml", feature = "zip"))]
    contents.push((
        "KMZ",
        packed::zipped(&[
            ("doc.kml", &textual::kml(&table)),
            ("files/pin.png", b"\x89PNG"),
        ]),
    ));
    Files::of(contents).with_shapefile(&table)
}

#[test]
fn schools_in_every_format_give_the_same_figures() {
    let (schools, regions) = (schools(), regions());
    let dir = schools.dir.path();
    let of = |path: &Path| figures(dir, path, &regions.found[0].1);
    let expected = of(&schools.found[0].1);
    assert_eq!(expected.schools.len(), 301);
    for kind in ["inside", "border", "snapped", "outside"] {
        let is_there = |line: &String| line.contains(&format!(",{kind},"));
        assert!(expected.schools.iter().any(is_there), "{kind}");
    }
    for (what, path) in &schools.found {
        assert_eq!(of(path), expected, "{what}");
    }
}

#[test]
fn regions_in_every_format_give_the_same_figures() {
    let (schools, regions) = (schools(), regions());
    let dir = regions.dir.path();
    let of = |path: &Path| figures(dir, &schools.found[0].1, path);
    let expected = of(&regions.found[0].1);
    assert_eq!(expected.regions.lines().count(), 14);
    for (what, path) in &regions.found {
        assert_eq!(of(path), expected, "{what}");
    }
}
