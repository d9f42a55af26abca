//! A table in, text of it in every format that is text out.

use serde_json::{Map, Value, json};

use super::table::{Ring, Shape, Table};

/// Delimited text with every field in quotes that needs them.
pub(super) fn delimited(table: &Table, delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    writer
        .write_record(table.columns.iter().map(|(name, _)| name))
        .unwrap();
    for row in 0..table.n_rows() {
        let fields = table.fields(row).map(|(_, cell)| cell.text());
        writer.write_record(fields).unwrap();
    }
    writer.into_inner().unwrap()
}

/// UTF-16 with a byte order mark, as spreadsheets save "Unicode text".
pub(super) fn utf_16(text: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(text).unwrap();
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

fn properties(table: &Table, row: usize) -> Map<String, Value> {
    let fields = table.fields(row);
    fields
        .map(|(name, cell)| (name.to_owned(), cell.json()))
        .collect()
}

pub(super) fn json_array(table: &Table) -> Vec<u8> {
    let rows = (0..table.n_rows()).map(|row| Value::Object(properties(table, row)));
    Value::Array(rows.collect()).to_string().into_bytes()
}

pub(super) fn json_lines(table: &Table) -> Vec<u8> {
    let rows = (0..table.n_rows()).map(|row| Value::Object(properties(table, row)));
    records("", rows.map(|row| row.to_string()))
}

/// A line for each, with something before it.
fn records(before: &str, texts: impl Iterator<Item = String>) -> Vec<u8> {
    let all = texts.fold(String::new(), |all, text| all + before + &text + "\n");
    all.into()
}

fn features(table: &Table) -> impl Iterator<Item = Value> {
    table.shapes.iter().enumerate().map(|(row, shape)| {
        let geometry = match shape {
            Shape::Point(point) => json!({"type": "Point", "coordinates": point}),
            Shape::Polygons(polygons) => json!({"type": "MultiPolygon", "coordinates": polygons}),
        };
        json!({"type": "Feature", "properties": properties(table, row), "geometry": geometry})
    })
}

pub(super) fn geojson(table: &Table) -> Vec<u8> {
    let features: Vec<Value> = features(table).collect();
    json!({"type": "FeatureCollection", "features": features})
        .to_string()
        .into()
}

/// One feature a line, as `ogr2ogr -f GeoJSONSeq` writes them.
pub(super) fn geojson_lines(table: &Table) -> Vec<u8> {
    records("", features(table).map(|feature| feature.to_string()))
}

/// A text sequence by RFC 8142: each feature, over several lines, behind a record separator.
pub(super) fn geojson_sequence(table: &Table) -> Vec<u8> {
    records(
        "\u{1e}",
        features(table).map(|feature| format!("{feature:#}")),
    )
}

/// Every ring is an arc of its own.
pub(super) fn topojson(table: &Table) -> Vec<u8> {
    let mut arcs: Vec<&Ring> = Vec::new();
    let mut geometries = Vec::new();
    for (row, shape) in table.shapes.iter().enumerate() {
        let Shape::Polygons(polygons) = shape else {
            unreachable!("regions have polygons");
        };
        let mut ring = |ring| {
            arcs.push(ring);
            vec![arcs.len() - 1]
        };
        let polygons: Vec<Vec<Vec<usize>>> = polygons
            .iter()
            .map(|rings| rings.iter().map(&mut ring).collect())
            .collect();
        geometries.push(
            json!({"type": "MultiPolygon", "arcs": polygons, "properties": properties(table, row)}),
        );
    }
    let objects = json!({"regions": {"type": "GeometryCollection", "geometries": geometries}});
    json!({"type": "Topology", "objects": objects, "arcs": arcs})
        .to_string()
        .into()
}

/// Fields as extended data.
#[cfg(feature = "kml")]
pub(super) fn kml(table: &Table) -> Vec<u8> {
    let placemark = |row: usize| {
        let data = table.fields(row).map(|(name, cell)| {
            let value = cell.text();
            format!("<Data name=\"{name}\"><value><![CDATA[{value}]]></value></Data>")
        });
        let data: Vec<String> = data.collect();
        let shape = match &table.shapes[row] {
            Shape::Point(point) => format!("<Point>{}</Point>", coordinates(&[*point])),
            Shape::Polygons(polygons) => {
                format!("<MultiGeometry>{}</MultiGeometry>", multi(polygons))
            }
        };
        let data = data.concat();
        format!("<Placemark><ExtendedData>{data}</ExtendedData>{shape}</Placemark>\n")
    };
    let placemarks: Vec<String> = (0..table.n_rows()).map(placemark).collect();
    let start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>\n";
    format!("{start}{}</Document></kml>\n", placemarks.concat()).into()
}

#[cfg(feature = "kml")]
fn multi(polygons: &[Vec<Ring>]) -> String {
    let boundary = |(number, ring): (usize, &Ring)| {
        let word = if number == 0 { "outer" } else { "inner" };
        let ring = coordinates(ring);
        format!("<{word}BoundaryIs><LinearRing>{ring}</LinearRing></{word}BoundaryIs>")
    };
    let polygon = |rings: &Vec<Ring>| {
        let boundaries: Vec<String> = rings.iter().enumerate().map(boundary).collect();
        format!("<Polygon>{}</Polygon>", boundaries.concat())
    };
    polygons.iter().map(polygon).collect::<Vec<_>>().concat()
}

#[cfg(feature = "kml")]
fn coordinates(positions: &[[f64; 2]]) -> String {
    let tuples: Vec<String> = positions
        .iter()
        .map(|[x, y]| format!("{x},{y},0"))
        .collect();
    format!("<coordinates>{}</coordinates>", tuples.join(" "))
}

/// A spreadsheet's content as `OpenDocument` has it.
#[cfg(feature = "spreadsheet")]
pub(super) fn open_document_content(table: &Table) -> String {
    use super::table::Cell;

    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let cell = |cell: Cell<'_>| match cell {
        Cell::Blank => "<table:table-cell/>".to_owned(),
        Cell::Text(text) => format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
            escaped(text)
        ),
        number => format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{0}\"><text:p>{0}</text:p></table:table-cell>",
            number.text()
        ),
    };
    let line =
        |cells: Vec<String>| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let header = table.columns.iter().map(|(name, _)| cell(Cell::Text(name)));
    let mut rows = line(header.collect());
    for row in 0..table.n_rows() {
        rows += &line(table.fields(row).map(|(_, value)| cell(value)).collect());
    }
    let spaces = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"";
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name=\"S\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
}
