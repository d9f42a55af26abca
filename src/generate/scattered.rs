//! Points in, a schools file with a clean row for each out: large and plain, for benches over real outlines.

use std::io::{self, Write};

use super::random::{Draws, Topic};
use crate::lonlat::LonLat;

/// Writes a clean row for each point, about 80 bytes each, and answers with their number. Of the schools six in ten
/// are connected, three are not, one is unknown.
///
/// # Errors
/// Those of the writer.
pub fn write_scattered_schools(
    points: &[LonLat],
    seed: u64,
    out: &mut (dyn Write + Send),
) -> io::Result<u64> {
    writeln!(
        out,
        "school_id_govt,school_name,education_level,latitude,longitude,num_students,connectivity_govt"
    )?;
    let mut draws = Draws::new(seed, Topic::Points, 1);
    for (number, point) in points.iter().enumerate() {
        let level = ["Primary", "Secondary", "Primary and Secondary"][draws.below(3)];
        let connectivity = [
            "yes", "yes", "yes", "yes", "yes", "yes", "no", "no", "no", "",
        ][draws.below(10)];
        let (lon_deg, lat_deg, students) =
            (point.lon_deg(), point.lat_deg(), 20 + draws.below(980));
        let id = number + 1;
        writeln!(
            out,
            "{id:08},School number {id},{level},{lat_deg},{lon_deg},{students},{connectivity}"
        )?;
    }
    Ok(points.len() as u64)
}
