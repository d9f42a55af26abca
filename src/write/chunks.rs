//! Rows in, bytes out: chunks are formatted in parallel and written in order, so that the number of threads cannot
//! be seen in the file.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::ScopeFifo;
use rayon::prelude::*;

/// Rows that one task formats: enough to be worth a task, few enough that wide outlines fit in memory.
pub(super) const ROWS_PER_CHUNK: usize = 128;

/// Chunks for each thread that are formatted or wait to be written, so that threads seldom wait for the slowest.
const CHUNKS_PER_THREAD: usize = 8;

/// Formats `0..n_rows` in parallel and writes the bytes in row order.
///
/// Nobody waits: whoever finishes a chunk writes what is ready, unless another thread is writing; and each chunk written
/// starts one more. So no more than a few are in memory, in buffers used again and again, for fresh memory costs more
/// than the formatting.
pub(super) fn write_in_order(
    n_rows: usize,
    out: &mut (dyn Write + Send),
    push_rows: impl Fn(Range<usize>, &mut Vec<u8>) + Sync,
) -> io::Result<()> {
    let line = Line {
        n_rows,
        push_rows,
        queue: Mutex::new(Queue::new(out)),
    };
    let look_ahead = rayon::current_num_threads() * CHUNKS_PER_THREAD;
    rayon::scope_fifo(|scope| {
        (0..look_ahead).for_each(|_| line.start_next(scope));
    });
    let queue = line.queue.into_inner();
    queue.unwrap_or_else(PoisonError::into_inner).result
}

/// The chunks of `0..n_rows`, in order.
pub(super) fn chunks(n_rows: usize) -> impl IndexedParallelIterator<Item = Range<usize>> {
    let chunks = (0..n_rows.div_ceil(ROWS_PER_CHUNK)).into_par_iter();
    chunks.map(move |chunk| rows_of(chunk, n_rows))
}

fn rows_of(chunk: usize, n_rows: usize) -> Range<usize> {
    let start = chunk * ROWS_PER_CHUNK;
    start..n_rows.min(start + ROWS_PER_CHUNK)
}

/// The chunks of one file on their way.
struct Line<'a, F> {
    n_rows: usize,
    push_rows: F,
    queue: Mutex<Queue<'a>>,
}

/// What the threads share.
struct Queue<'a> {
    /// The writer, while nobody writes.
    out: Option<&'a mut (dyn Write + Send)>,
    /// The chunks behind the last one that was written, `None` while they are formatted.
    chunks: VecDeque<Option<Vec<u8>>>,
    n_written: usize,
    spare: Vec<Vec<u8>>,
    result: io::Result<()>,
}

impl<'a> Queue<'a> {
    fn new(out: &'a mut (dyn Write + Send)) -> Self {
        Self {
            out: Some(out),
            chunks: VecDeque::new(),
            n_written: 0,
            spare: Vec::new(),
            result: Ok(()),
        }
    }

    /// The next chunk, if it is ready and nothing went wrong.
    fn pop_ready(&mut self) -> Option<Vec<u8>> {
        self.result.as_ref().ok()?;
        let ready = self.chunks.front_mut()?.take()?;
        self.chunks.pop_front();
        self.n_written += 1;
        Some(ready)
    }
}

impl<'a, F: Fn(Range<usize>, &mut Vec<u8>) + Sync> Line<'a, F> {
    /// Starts the next chunk, if there is one and nothing went wrong.
    fn start_next<'scope>(&'scope self, scope: &ScopeFifo<'scope>) {
        let mut queue = self.queue();
        let chunk = queue.n_written + queue.chunks.len();
        let rows = rows_of(chunk, self.n_rows);
        if rows.is_empty() || queue.result.is_err() {
            return;
        }
        queue.chunks.push_back(None);
        let mut buffer = queue.spare.pop().unwrap_or_default();
        drop(queue);
        scope.spawn_fifo(move |scope| {
            (self.push_rows)(rows, &mut buffer);
            self.finish(chunk, buffer, scope);
        });
    }

    /// Takes a chunk that was formatted, and writes what is ready.
    fn finish<'scope>(&'scope self, chunk: usize, buffer: Vec<u8>, scope: &ScopeFifo<'scope>) {
        let mut queue = self.queue();
        let place = chunk - queue.n_written;
        queue.chunks[place] = Some(buffer);
        let Some(out) = queue.out.take() else {
            return;
        };
        while let Some(ready) = queue.pop_ready() {
            drop(queue);
            let written = out.write_all(&ready);
            self.give_back(ready, written);
            self.start_next(scope);
            queue = self.queue();
        }
        queue.out = Some(out);
    }

    fn give_back(&self, mut buffer: Vec<u8>, written: io::Result<()>) {
        buffer.clear();
        let mut queue = self.queue();
        queue.spare.push(buffer);
        queue.result = written;
    }

    fn queue(&self) -> MutexGuard<'_, Queue<'a>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes so many bytes, then fails.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self
                .0
                .checked_sub(bytes.len())
                .ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn push(rows: Range<usize>, buffer: &mut Vec<u8>) {
        for row in rows {
            buffer.extend_from_slice(&row.to_le_bytes());
        }
    }

    #[test]
    fn rows_come_in_order_whatever_the_number_of_threads() {
        for n_rows in [0, 1, 127, 128, 129, 5000, 50_000] {
            let mut expected = Vec::new();
            push(0..n_rows, &mut expected);
            for n_threads in [1, 2, 5] {
                let pool = rayon::ThreadPoolBuilder::new()
                    .num_threads(n_threads)
                    .build()
                    .unwrap();
                let mut written = Vec::new();
                pool.install(|| write_in_order(n_rows, &mut written, push))
                    .unwrap();
                assert!(written == expected, "{n_rows} rows, {n_threads} threads");
            }
        }
    }

    #[test]
    fn a_failure_ends_the_work() {
        let formatted = Mutex::new(0);
        let error = write_in_order(10_000_000, &mut Full(10_000), |rows, buffer| {
            *formatted.lock().unwrap() += rows.len();
            push(rows, buffer);
        });
        assert_eq!(error.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert!(formatted.into_inner().unwrap() < 5_000_000);
    }
}
