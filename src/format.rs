//! The file formats the project reads and writes, by name.

use std::fmt;

/// A file format. Which one a file has is told by its content, never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Delimited text: comma, semicolon, tab or bar.
    Csv,
    /// A JSON array of objects, the pages of an interface, or JSON lines.
    Json,
    /// A GeoJSON `FeatureCollection`, bare `Feature` or newline-delimited features.
    GeoJson,
    /// An Excel workbook of 2007 and later.
    Xlsx,
    /// A binary Excel workbook of 2007 and later.
    Xlsb,
    /// An Excel workbook up to 2003.
    Xls,
    /// An `OpenDocument` spreadsheet.
    Ods,
    /// Parquet, with the geometries of `GeoParquet` where it has such metadata.
    Parquet,
    /// FlatGeobuf 3.x, with or without a spatial index.
    FlatGeobuf,
    /// `TopoJSON`, quantized or not; read, not written.
    TopoJson,
    /// A Shapefile: `.shp`, `.dbf` and what else lies beside them; read, not written.
    Shapefile,
    /// A layer of a `GeoPackage`; read, not written.
    GeoPackage,
    /// KML, plain or in a KMZ; read, not written.
    Kml,
    /// Vector tiles in one `PMTiles` archive; written, not read.
    PmTiles,
    /// One HTML page with map, charts and tables; written, not read.
    Report,
}

impl Format {
    /// The word that stands for the format in options and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Parquet => "parquet",
            Self::GeoJson => "geojson",
            Self::FlatGeobuf => "flatgeobuf",
            Self::TopoJson => "topojson",
            Self::Shapefile => "shapefile",
            Self::GeoPackage => "geopackage",
            Self::Kml => "kml",
            Self::PmTiles => "pmtiles",
            Self::Report => "report",
        }
    }

    /// The file name extension that files in this format carry.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Parquet => "parquet",
            Self::GeoJson => "geojson",
            Self::FlatGeobuf => "fgb",
            Self::TopoJson => "topojson",
            Self::Shapefile => "shp",
            Self::GeoPackage => "gpkg",
            Self::Kml => "kml",
            Self::PmTiles => "pmtiles",
            Self::Report => "html",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
