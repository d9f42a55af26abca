//! Shapefiles by the crate of that name: the same table as in GeoJSON, what their text may be written in, damage.

use std::collections::BTreeMap;
use std::convert::TryFrom;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use ::shapefile::dbase::{FieldName, FieldValue, Record, TableWriterBuilder};
use ::shapefile::{Point, Polygon, PolygonRing, ShapeWriter, Writer};

use crate::error::Error;
use crate::format::Format;
use crate::read::origin::Origin;
use crate::read::surroundings::Surroundings;
use crate::read::testing::{Read, mutants, read, read_opened, square};
use crate::read::{ReadOptions, open, open_origin, sources};
use crate::table::GeometryKind;

/// The files of a Shapefile by their extensions.
#[derive(Clone)]
struct Set(BTreeMap<&'static str, Vec<u8>>);

impl Set {
    fn read(&self) -> Result<Read, Error> {
        let file: Arc<str> = "regions.shp".into();
        let surroundings = Surroundings {
            part: None,
            beside: &|extension| Ok(self.0.get(extension).cloned()),
            is_member: false,
        };
        let origin = Origin::in_memory(Path::new("regions.shp"), self.0["shp"].clone());
        read_opened(open_origin(
            &file,
            origin,
            &ReadOptions::default(),
            &surroundings,
        )?)
    }

    fn with(&self, extension: &'static str, content: &[u8]) -> Self {
        let mut set = self.clone();
        set.0.insert(extension, content.to_vec());
        set
    }

    fn without(&self, extension: &str) -> Self {
        let mut set = self.clone();
        set.0.remove(extension);
        set
    }

    fn failure(&self) -> String {
        self.read().unwrap_err().to_string()
    }
}

fn ring(x: f64, y: f64) -> Vec<Point> {
    square(x, y)
        .into_iter()
        .map(|[x, y]| Point::new(x, y))
        .collect()
}

const NAMES: [&str; 3] = ["Açaí", "", "Óbidos"];

/// Three regions of three rings each with a name, a code, a share, a date and a flag.
fn regions() -> Set {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("regions.shp");
    let name = |name| FieldName::try_from(name).unwrap();
    let table = TableWriterBuilder::new()
        .add_character_field(name("name"), 20)
        .add_numeric_field(name("code"), 18, 0)
        .add_numeric_field(name("share"), 20, 6)
        .add_date_field(name("since"))
        .add_logical_field(name("open"));
    let mut writer = Writer::from_path(&path, table).unwrap();
    for (number, name) in NAMES.into_iter().enumerate() {
        let x = f64::from(u8::try_from(number).unwrap());
        let rings = [ring(2.0 * x, 0.0), ring(2.0 * x, 5.0), ring(2.0 * x, 7.0)];
        let polygon = Polygon::with_rings(rings.map(PolygonRing::Outer).to_vec());
        let mut record = Record::default();
        let known = (!name.is_empty()).then(|| name.to_owned());
        record.insert("name".to_owned(), FieldValue::Character(known));
        record.insert(
            "code".to_owned(),
            FieldValue::Numeric(Some(1_100_000.0 + x)),
        );
        record.insert(
            "share".to_owned(),
            FieldValue::Numeric((number != 1).then_some(x / 4.0)),
        );
        let date = ::shapefile::dbase::Date::new(31, 1, 2026).unwrap();
        record.insert(
            "since".to_owned(),
            FieldValue::Date((number == 0).then_some(date)),
        );
        record.insert(
            "open".to_owned(),
            FieldValue::Logical((number != 1).then_some(number == 0)),
        );
        writer.write_shape_and_record(&polygon, &record).unwrap();
    }
    drop(writer);
    let content =
        |extension: &'static str| (extension, fs::read(path.with_extension(extension)).unwrap());
    Set(["shp", "shx", "dbf"].map(content).into_iter().collect())
}

/// The same as `GeoJSON`, with the rings as the reader has them: closed, clockwise.
fn features() -> Read {
    let ring = |x: f64, y: f64| {
        let mut vertices = square(x, y);
        vertices.reverse();
        format!("{vertices:?}")
    };
    let mut text = r#"{"type":"FeatureCollection","features":["#.to_owned();
    for (number, name) in (0_u8..).zip(NAMES) {
        let (x, comma) = (f64::from(number) * 2.0, if number == 0 { "" } else { "," });
        let share = if number == 1 {
            "null".to_owned()
        } else {
            (f64::from(number) / 4.0).to_string()
        };
        let since = if number == 0 {
            "\"2026-01-31\""
        } else {
            "null"
        };
        let open = ["true", "null", "false"][usize::from(number)];
        write!(
            text,
            r#"{comma}{{"type":"Feature","properties":{{"name":{name:?},"code":{},"share":{share},"since":{since},"open":{open}}},"geometry":{{"type":"Polygon","coordinates":[{},{},{}]}}}}"#,
            1_100_000 + u32::from(number), ring(x, 0.0), ring(x, 5.0), ring(x, 7.0)
        )
        .unwrap();
    }
    text.push_str("]}");
    read(text.as_bytes()).unwrap()
}

#[test]
fn the_table_is_that_of_geojson() {
    let (set, features) = (regions().read().unwrap(), features());
    assert_eq!(
        (set.header.format, set.header.encoding),
        (Format::Shapefile, "UTF-8")
    );
    assert_eq!(set.header.columns, features.header.columns);
    assert_eq!(set.header.sample, features.header.sample);
    assert_eq!(set.rows.columns, features.rows.columns);
    assert_eq!(set.rows.geometries, features.rows.geometries);
    assert_eq!((set.rows.rows, set.header.crs), (vec![1, 2, 3], None));
}

#[test]
fn a_folder_is_the_shapefile_in_it() {
    let folder = tempfile::tempdir().unwrap();
    for (extension, content) in &regions().with("prj", b" GEOGCS[\"GCS_WGS_1984\"]\r\n").0 {
        let name = format!("Regions.{}", extension.to_ascii_uppercase());
        fs::write(folder.path().join(name), content).unwrap();
    }
    let found = sources(&[folder.path().to_str().unwrap().to_owned()]).unwrap();
    assert_eq!(found.len(), 1);
    let table = read_opened(open(&found[0], &ReadOptions::default()).unwrap()).unwrap();
    assert_eq!(
        table.header.crs.as_deref(),
        Some("GEOGCS[\"GCS_WGS_1984\"]")
    );
    assert_eq!(table.column("name"), NAMES);
}

/// The `.dbf` with the names in another encoding.
fn named(set: &Set, names: [&[u8]; 3]) -> Set {
    let mut set = set.clone();
    let rows = set.0.get_mut("dbf").unwrap();
    let start = usize::from(u16::from_le_bytes([rows[8], rows[9]]));
    let row_bytes = usize::from(u16::from_le_bytes([rows[10], rows[11]]));
    for (number, name) in names.into_iter().enumerate() {
        let cell = &mut rows[start + number * row_bytes + 1..][..20];
        cell.fill(b' ');
        cell[..name.len()].copy_from_slice(name);
    }
    set
}

#[test]
fn text_is_read_whatever_is_said_of_it() {
    let encoding = |set: &Set| {
        let table = set.read().unwrap();
        let name = table.column("name")[0].to_owned();
        (table.header.encoding, name)
    };
    let latin = named(&regions(), [b"A\xe7a\xed", b"S\xe3o", b"x"]);
    let cyrillic = named(
        &regions(),
        [
            b"\xd3\xf7\xe8\xeb\xe8\xf9\xe5",
            b"\xd8\xea\xee\xeb\xe0",
            b"x",
        ],
    );
    let utf_8 = named(
        &regions(),
        ["Açaí".as_bytes(), "123456789012345678ã".as_bytes(), b"x"],
    );
    let (acai, said) = ("Açaí".to_owned(), "Училище".to_owned());
    assert_eq!(encoding(&latin), ("windows-1252", acai.clone()));
    assert_eq!(
        encoding(&latin.with("cpg", b"UTF-8")),
        ("windows-1252", acai.clone())
    );
    assert_eq!(
        encoding(&cyrillic.with("cpg", b"1251")),
        ("windows-1251", said.clone())
    );
    assert_eq!(
        encoding(&cyrillic.with("cpg", b"UTF-8")),
        ("windows-1251", said)
    );
    assert_eq!(encoding(&utf_8.with("cpg", b"ISO-8859-1")), ("UTF-8", acai));
    let cut = named(
        &regions(),
        [
            "Açaí".as_bytes(),
            &"1234567890123456789ã".as_bytes()[..20],
            b"x",
        ],
    );
    assert_eq!(cut.read().unwrap().column("name")[1], "1234567890123456789");
}

#[test]
fn cells_that_are_no_text_refuse_their_row() {
    let set = named(&regions(), ["Açaí".repeat(3).as_bytes(), b"a\0b", b"x"]);
    let table = set.read().unwrap();
    assert_eq!(table.refusals(), [(2, "encoding")]);
    assert_eq!(
        (table.rows.rows, table.rows.geometries.outlines.n_rows()),
        (vec![1, 3], 2)
    );
}

#[test]
fn deleted_rows_take_their_outlines_along() {
    let mut set = regions();
    let rows = set.0.get_mut("dbf").unwrap();
    let start = usize::from(u16::from_le_bytes([rows[8], rows[9]]));
    rows[start] = b'*';
    let table = set.read().unwrap();
    assert_eq!(table.refusals(), [(1, "structure")]);
    assert_eq!(table.column("name"), ["", "Óbidos"]);
    assert_eq!(table.rows.geometries.outlines.ring(0)[0][0], 2.0);
}

fn points(points: &[[f64; 2]]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.shp");
    let mut writer = ShapeWriter::from_path(&path).unwrap();
    for [x, y] in points {
        writer.write_shape(&Point::new(*x, *y)).unwrap();
    }
    drop(writer);
    fs::read(path).unwrap()
}

#[test]
fn points_are_positions_and_null_is_missing() {
    let mut bytes = points(&[[36.5, -1.25], [1.0, 2.0], [3.0, f64::NAN]]);
    bytes[100 + 28 + 8..][..4].fill(0); // the type of the second record
    let set = regions().with("shp", &bytes);
    let geometries = set.read().unwrap().rows.geometries;
    assert_eq!(geometries.points[0], [36.5, -1.25]);
    assert_eq!(
        geometries.kinds[..2],
        [GeometryKind::Point, GeometryKind::Missing]
    );
    assert!(
        matches!(&geometries.kinds[2], GeometryKind::Broken(reason) if reason.contains("finite"))
    );
}

#[test]
fn files_that_do_not_belong_together_are_refused() {
    let set = regions();
    insta::assert_snapshot!(set.without("dbf").failure(), @"regions.shp: expected a .dbf file beside the .shp, found none; the attributes of the outlines are in it");
    insta::assert_snapshot!(set.with("shp", &points(&[[0.0; 2]])).failure(), @"regions.shp: expected a .dbf of as many rows as the .shp, 1, found 3");
    let index = &set.0["shx"];
    let mut shorter = index[..index.len() - 8].to_vec();
    shorter[27] -= 4;
    insta::assert_snapshot!(set.with("shx", &shorter).failure(), @"regions.shp: expected a .shx of as many rows as the .shp, 3, found 2");
    assert_eq!(set.without("shx").read().unwrap().rows.rows.len(), 3);
}

#[test]
fn every_cut_is_an_error() {
    let set = regions();
    for extension in ["shp", "shx", "dbf"] {
        let whole = &set.0[extension];
        // The one byte that ends a `.dbf` is often left out.
        let end = whole.len() - usize::from(extension == "dbf");
        for cut in (4..end).step_by(3) {
            assert!(
                set.with(extension, &whole[..cut]).read().is_err(),
                "{extension} cut at {cut}"
            );
        }
    }
    insta::assert_snapshot!(set.with("shp", &set.0["shp"][..300]).failure(), @"regions.shp: expected a .shp with 1012 bytes, found 300: it seems to be cut off");
    insta::assert_snapshot!(set.with("dbf", &set.0["dbf"][..300]).failure(), @"regions.shp: expected a .dbf with 397 bytes, found 300: it seems to be cut off");
}

#[test]
fn changes_are_errors_or_all_rows() {
    let set = regions();
    for extension in ["shp", "shx", "dbf"] {
        let mut n_read = 0;
        for mutant in mutants(&set.0[extension], 2_000, 3) {
            if let Ok(table) = set.with(extension, &mutant).read()
                && table.header.format == Format::Shapefile
            {
                assert_eq!(table.rows.rows.len() + table.rows.refused.len(), 3);
                n_read += 1;
            }
        }
        assert!(n_read > 0, "{extension}");
    }
}
