//! Pieces of a file in, the results of a parallel function on them out, in order.

use std::ops::Range;

use rayon::prelude::*;

use crate::error::Error;

/// How many pieces each thread gets in one window.
const PIECES_PER_THREAD: usize = 8;

/// Maps pieces in parallel and folds the results in order. While one window of pieces is mapped, the results of the
/// window before are folded and the pieces of the next are gathered: three windows are in memory at most. `pieces`
/// ends with its first error. Of several errors the earliest piece's is returned.
pub(super) fn in_order<P: Send, T: Send>(
    pieces: impl Iterator<Item = Result<P, Error>>,
    map: impl Fn(P) -> Result<T, Error> + Sync,
    mut fold: impl FnMut(T) -> Result<(), Error>,
) -> Result<(), Error> {
    let window = rayon::current_num_threads() * PIECES_PER_THREAD;
    let mut pieces = pieces.fuse();
    let mut next: Vec<Result<P, Error>> = pieces.by_ref().take(window).collect();
    let mut mapped: Vec<Result<T, Error>> = Vec::new();
    while !next.is_empty() || !mapped.is_empty() {
        let now = std::mem::take(&mut next);
        let mut results = Vec::new();
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| {
                now.into_par_iter()
                    .map(|piece| piece.and_then(&map))
                    .collect_into_vec(&mut results);
            });
            mapped.drain(..).try_for_each(|result| fold(result?))?;
            next.extend(pieces.by_ref().take(window));
            Ok(())
        })?;
        mapped = results;
    }
    Ok(())
}

/// Groups consecutive features to about `target_bytes` each, as ranges of feature numbers from 0.
pub(super) fn groups(features: &[Range<usize>], target_bytes: usize) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let (mut first, mut n_bytes) = (0, 0);
    for (number, feature) in features.iter().enumerate() {
        n_bytes += feature.len();
        if n_bytes >= target_bytes {
            groups.push(first..number + 1);
            (first, n_bytes) = (number + 1, 0);
        }
    }
    if first < features.len() {
        groups.push(first..features.len());
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(piece: u32) -> Error {
        Error::Plan(piece.to_string())
    }

    #[test]
    fn results_come_in_order() {
        let mut seen = Vec::new();
        let fold = |piece: u32| {
            seen.push(piece);
            Ok(())
        };
        in_order((0..500).map(Ok), |piece: u32| Ok(piece * 2), fold).unwrap();
        assert_eq!(seen, (0..500).map(|piece| piece * 2).collect::<Vec<_>>());
    }

    #[test]
    fn the_earliest_error_wins() {
        let pieces = (0..500).map(|piece| {
            if piece == 40 {
                Err(failure(40))
            } else {
                Ok(piece)
            }
        });
        let map = |piece: u32| {
            if piece >= 30 {
                Err(failure(piece))
            } else {
                Ok(piece)
            }
        };
        let error = in_order(pieces, map, |_| Ok(())).unwrap_err();
        assert_eq!(error.to_string(), "30");
    }

    #[test]
    fn groups_cover_all_features_once() {
        let features: Vec<Range<usize>> = (0..10).map(|at| at * 10..at * 10 + 10).collect();
        assert_eq!(groups(&features, 25), [0..3, 3..6, 6..9, 9..10]);
        assert_eq!(groups(&features, 1).len(), 10);
        assert!(groups(&[], 25).is_empty());
    }
}
