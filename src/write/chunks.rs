//! Rows in, bytes out: chunks are formatted in parallel and written in order, so that the number of threads cannot
//! be seen in the file.

use std::io::{self, Write};
use std::mem;
use std::ops::Range;

use rayon::prelude::*;

/// Rows that one task formats: enough to be worth a task, few enough that wide outlines fit in memory.
pub(super) const ROWS_PER_CHUNK: usize = 128;

/// Tasks for each thread in one round, so that threads seldom wait for the slowest chunk.
const CHUNKS_PER_THREAD: usize = 8;

/// Formats `0..n_rows` in parallel and writes the bytes in row order; while one round is written the next is
/// formatted, in the buffers of the round before: fresh memory costs more than the formatting.
pub(super) fn write_in_order(
    n_rows: usize,
    out: &mut (dyn Write + Send),
    push_rows: impl Fn(Range<usize>, &mut Vec<u8>) + Sync,
) -> io::Result<()> {
    let round = rayon::current_num_threads() * CHUNKS_PER_THREAD * ROWS_PER_CHUNK;
    let (mut ready, mut spare) = (Vec::new(), Vec::new());
    for start in (0..n_rows).step_by(round) {
        let rows = start..n_rows.min(start + round);
        let (written, next) = rayon::join(
            || write_all(out, &ready),
            || formatted(rows, spare, &push_rows),
        );
        written?;
        spare = mem::replace(&mut ready, next);
    }
    write_all(out, &ready)
}

/// The chunks of some rows, in order.
pub(super) fn chunks(rows: Range<usize>) -> impl IndexedParallelIterator<Item = Range<usize>> {
    (0..rows.len().div_ceil(ROWS_PER_CHUNK))
        .into_par_iter()
        .map(move |chunk| {
            let start = rows.start + chunk * ROWS_PER_CHUNK;
            start..rows.end.min(start + ROWS_PER_CHUNK)
        })
}

fn formatted(
    rows: Range<usize>,
    mut buffers: Vec<Vec<u8>>,
    push_rows: &(impl Fn(Range<usize>, &mut Vec<u8>) + Sync),
) -> Vec<Vec<u8>> {
    buffers.resize_with(rows.len().div_ceil(ROWS_PER_CHUNK), Vec::new);
    let tasks = buffers.par_iter_mut().zip(chunks(rows));
    tasks.for_each(|(buffer, chunk)| {
        buffer.clear();
        push_rows(chunk, buffer);
    });
    buffers
}

fn write_all(out: &mut (dyn Write + Send), buffers: &[Vec<u8>]) -> io::Result<()> {
    buffers.iter().try_for_each(|buffer| out.write_all(buffer))
}
