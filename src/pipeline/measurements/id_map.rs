//! The plan's table of wrong ids in, the map that measurements are read with out.

use crate::error::Error;
use crate::normalize::{IdMap, IdMapColumns, corrections};
use crate::pipeline::file_bytes::NamedBytes;
use crate::pipeline::plan::Plan;
use crate::read::{open, sources};

/// A table of wrong ids, read.
#[derive(Default)]
pub(super) struct ReadIdMap {
    pub(super) map: IdMap,
    /// Its files.
    pub(super) files: Vec<NamedBytes>,
}

/// Reads the table of wrong ids; an empty one where the plan has none.
pub(super) fn read_id_map(plan: &Plan) -> Result<ReadIdMap, Error> {
    let mut read = ReadIdMap::default();
    let Some(pattern) = &plan.measurements.id_map else {
        return Ok(read);
    };
    for source in sources(std::slice::from_ref(pattern))? {
        let opened = open(&source, &plan.read)?;
        let header = opened.header();
        let columns = IdMapColumns::find(header)?;
        opened.read(
            &columns.wanted(),
            |batch| corrections(header, columns, &batch),
            |found| {
                let mut found = found?.into_iter();
                found.try_for_each(|correction| read.map.add(&header.file, correction))
            },
        )?;
        let found = opened.fingerprints();
        let fingerprint = found.as_ref().map(|found| &found.file);
        read.files.push(NamedBytes::of(&header.file, fingerprint));
    }
    read.map.check()?;
    Ok(read)
}
