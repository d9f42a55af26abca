//! Chunks of schools in, one table out: every column is joined once, all columns side by side.

use rayon::Scope;
use rayon::prelude::*;

use crate::table::{Schools, TextColumn};

/// Joins the rows of chunks; `file_of` has the file of each chunk, as an index into the files of the whole.
pub(super) fn joined(mut chunks: Vec<Schools>, file_of: &[u32]) -> Schools {
    let mut all = Schools::default();
    let lengths: Vec<usize> = chunks.iter().map(Schools::len).collect();
    all.stated = named(&mut chunks, &lengths, |chunk| &mut chunk.stated);
    all.properties = named(&mut chunks, &lengths, |chunk| &mut chunk.properties);
    let source_file = &mut all.source_file;
    rayon::scope(|scope| {
        let mut columns = Columns {
            chunks: &mut chunks,
            scope,
        };
        columns.text(&mut all.school_id_giga, |chunk| &mut chunk.school_id_giga);
        columns.text(&mut all.school_id_govt, |chunk| &mut chunk.school_id_govt);
        columns.text(&mut all.school_name, |chunk| &mut chunk.school_name);
        columns.text(&mut all.education_level, |chunk| &mut chunk.education_level);
        columns.text(&mut all.country, |chunk| &mut chunk.country);
        columns.values(&mut all.position, |chunk| &mut chunk.position);
        columns.values(&mut all.given, |chunk| &mut chunk.given);
        columns.values(&mut all.source_row, |chunk| &mut chunk.source_row);
        columns.values(&mut all.download_speed_mbps, |chunk| {
            &mut chunk.download_speed_mbps
        });
        columns.values(&mut all.num_students, |chunk| &mut chunk.num_students);
        columns.values(&mut all.n_issues, |chunk| &mut chunk.n_issues);
        columns.values(&mut all.openness, |chunk| &mut chunk.openness);
        columns.values(&mut all.real_time, |chunk| &mut chunk.real_time);
        columns.values(&mut all.declared, |chunk| &mut chunk.declared);
        scope.spawn(|_| {
            let files = file_of.iter().zip(&lengths);
            source_file.reserve(lengths.iter().sum());
            files.for_each(|(file, rows)| source_file.extend(std::iter::repeat_n(*file, *rows)));
        });
    });
    all
}

/// The columns of chunks on their way into one column each.
struct Columns<'chunks, 'work, 'scope> {
    chunks: &'chunks mut [Schools],
    scope: &'work Scope<'scope>,
}

impl<'scope> Columns<'_, '_, 'scope> {
    fn values<T>(&mut self, all: &'scope mut Vec<T>, column: fn(&mut Schools) -> &mut Vec<T>)
    where
        T: Copy + Send + 'scope,
    {
        let parts = self.taken(column);
        self.scope.spawn(move |_| *all = parts.concat());
    }

    fn text(&mut self, all: &'scope mut TextColumn, column: fn(&mut Schools) -> &mut TextColumn) {
        let parts = self.taken(column);
        self.scope.spawn(move |_| *all = TextColumn::concat(&parts));
    }

    fn taken<T: Default>(&mut self, column: fn(&mut Schools) -> &mut T) -> Vec<T> {
        let chunks = self.chunks.iter_mut();
        chunks.map(|chunk| std::mem::take(column(chunk))).collect()
    }
}

/// Joins columns by name in the order of their first appearance; rows of files that lack a column are blank in it.
fn named(
    chunks: &mut [Schools],
    lengths: &[usize],
    columns: fn(&mut Schools) -> &mut Vec<(String, TextColumn)>,
) -> Vec<(String, TextColumn)> {
    let mut all: Vec<(String, Vec<TextColumn>)> = Vec::new();
    for (index, chunk) in chunks.iter_mut().enumerate() {
        for (name, column) in std::mem::take(columns(chunk)) {
            let slot = all.iter().position(|(known, _)| *known == name);
            let slot = slot.unwrap_or_else(|| {
                all.push((name, Vec::new()));
                all.len() - 1
            });
            let blanks = lengths[all[slot].1.len()..index].iter();
            let blanks: Vec<_> = blanks.map(|rows| TextColumn::blank(*rows)).collect();
            all[slot].1.extend(blanks);
            all[slot].1.push(column);
        }
    }
    let join = |(name, mut parts): (String, Vec<TextColumn>)| {
        let left = lengths[parts.len()..].iter();
        parts.extend(left.map(|rows| TextColumn::blank(*rows)));
        (name, TextColumn::concat(&parts))
    };
    all.into_par_iter().map(join).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(rows: &[u64], stated: &[&str]) -> Schools {
        let codes = |name: &&str| {
            let codes: Vec<String> = rows.iter().map(|row| format!("{name}{row}")).collect();
            let column = codes.iter().map(String::as_str).collect();
            ((*name).to_owned(), column)
        };
        Schools {
            source_row: rows.to_vec(),
            stated: stated.iter().map(codes).collect(),
            ..Schools::default()
        }
    }

    #[test]
    fn columns_that_a_file_lacks_are_blank_in_it() {
        let chunks = vec![
            chunk(&[2, 3], &[]),
            chunk(&[2], &["b"]),
            chunk(&[], &["a"]),
            chunk(&[2, 3], &["a"]),
            chunk(&[4], &["b"]),
        ];
        let all = joined(chunks, &[0, 1, 2, 2, 3]);
        assert_eq!(all.source_row, [2, 3, 2, 2, 3, 4]);
        assert_eq!(all.source_file, [0, 0, 1, 2, 2, 3]);
        let found: Vec<(&str, Vec<&str>)> = all
            .stated
            .iter()
            .map(|(name, column)| (name.as_str(), column.iter().collect()))
            .collect();
        assert_eq!(found[0], ("b", vec!["", "", "b2", "", "", "b4"]));
        assert_eq!(found[1], ("a", vec!["", "", "", "a2", "a3", ""]));
    }
}
