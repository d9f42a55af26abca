//! Bytes in, the same bytes packed out.

use std::io::Write;

pub(super) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// An archive of members with their content; a `mimetype` is stored as it is.
#[cfg(any(feature = "zip", feature = "spreadsheet"))]
pub(super) fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    use zip::CompressionMethod::{Deflated, Stored};
    use zip::write::SimpleFileOptions;

    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        let method = if *name == "mimetype" {
            Stored
        } else {
            Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
