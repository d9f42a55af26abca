//! A chunk of schools in, its rows at the end of the whole table out.
//!
//! Chunks come one by one and go at once, so that the rows stand in memory once.

use crate::table::{Schools, TextColumn};

/// Appends the rows of a chunk, which are those of one file: an index into the files of the whole.
pub(super) fn append(all: &mut Schools, chunk: Schools, file: u32) {
    let (before, added) = (all.len(), chunk.len());
    all.given.append(&chunk.given, before);
    append_named(&mut all.stated, chunk.stated, before, added);
    append_named(&mut all.traits, chunk.traits, before, added);
    append_named(&mut all.properties, chunk.properties, before, added);
    all.school_id_giga.append(&chunk.school_id_giga);
    all.school_id_govt.append(&chunk.school_id_govt);
    all.school_name.append(&chunk.school_name);
    all.education_level.append(&chunk.education_level);
    all.country.append(&chunk.country);
    let download_speed_mbps = &mut all.download_speed_mbps;
    append_sparse(
        download_speed_mbps,
        &chunk.download_speed_mbps,
        before,
        added,
    );
    all.source_file.extend(std::iter::repeat_n(file, added));
    all.source_row.extend(chunk.source_row);
    all.position.extend(chunk.position);
    all.num_students.extend(chunk.num_students);
    all.n_issues.extend(chunk.n_issues);
    all.openness.extend(chunk.openness);
    all.real_time.extend(chunk.real_time);
    all.declared.extend(chunk.declared);
    all.published.extend(chunk.published);
}

/// Appends columns by name; rows of files that lack a column are blank in it.
pub(super) fn append_named(
    all: &mut Vec<(String, TextColumn)>,
    chunk: Vec<(String, TextColumn)>,
    before: usize,
    added: usize,
) {
    for (name, column) in chunk {
        if let Some((_, known)) = all.iter_mut().find(|(known, _)| *known == name) {
            known.append(&column);
        } else {
            let mut fresh = TextColumn::blank(before);
            fresh.append(&column);
            all.push((name, fresh));
        }
    }
    for (_, column) in all.iter_mut().filter(|(_, column)| column.len() == before) {
        column.append(&TextColumn::blank(added));
    }
}

/// Appends a column that is empty where no row has a value.
fn append_sparse(all: &mut Vec<Option<f64>>, chunk: &[Option<f64>], before: usize, added: usize) {
    if !all.is_empty() || !chunk.is_empty() {
        all.resize(before, None);
        all.extend_from_slice(chunk);
        all.resize(before + added, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(rows: &[u64], stated: &[&str], speeds: &[Option<f64>]) -> Schools {
        let codes = |name: &&str| {
            let codes: Vec<String> = rows.iter().map(|row| format!("{name}{row}")).collect();
            let column = codes.iter().map(String::as_str).collect();
            ((*name).to_owned(), column)
        };
        Schools {
            source_row: rows.to_vec(),
            stated: stated.iter().map(codes).collect(),
            download_speed_mbps: speeds.to_vec(),
            ..Schools::default()
        }
    }

    #[test]
    fn columns_that_a_file_lacks_are_blank_in_it() {
        let mut all = Schools::default();
        for (file, chunk) in [
            (0, chunk(&[2, 3], &[], &[])),
            (1, chunk(&[2], &["b"], &[])),
            (2, chunk(&[], &["a"], &[])),
            (2, chunk(&[2, 3], &["a"], &[Some(1.0), None])),
            (3, chunk(&[4], &["b"], &[])),
        ] {
            append(&mut all, chunk, file);
        }
        assert_eq!(all.source_row, [2, 3, 2, 2, 3, 4]);
        assert_eq!(all.source_file, [0, 0, 1, 2, 2, 3]);
        let speeds = [None, None, None, Some(1.0), None, None];
        assert_eq!(all.download_speed_mbps, speeds);
        let found: Vec<(&str, Vec<&str>)> = all
            .stated
            .iter()
            .map(|(name, column)| (name.as_str(), column.iter().collect()))
            .collect();
        assert_eq!(found[0], ("b", vec!["", "", "b2", "", "", "b4"]));
        assert_eq!(found[1], ("a", vec!["", "", "", "a2", "a3", ""]));
    }
}
