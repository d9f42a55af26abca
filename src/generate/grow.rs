//! Seeds on a graph in, the whole graph shared out among them: each grows along cheap links first.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use super::random::Draws;
use super::spot::{Spot, whole};

/// The mark of a node that no seed reached.
pub(super) const NOBODY: u32 = u32::MAX;

/// Gives every node to the seed that reaches it at the least cost (Dijkstra from all seeds at once); ties go to the
/// lower node, then the lower owner. `links` lists a node's neighbors with the cost to get there.
pub(super) fn grow<I>(
    n_nodes: usize,
    seeds: &[(usize, u32)],
    links: impl Fn(usize) -> I,
) -> Vec<u32>
where
    I: Iterator<Item = (usize, u32)>,
{
    let mut owners = vec![NOBODY; n_nodes];
    for (node, owner) in seeds {
        owners[*node] = *owner;
    }
    let mut frontier = BinaryHeap::new();
    let reach = |frontier: &mut BinaryHeap<_>, owners: &[u32], node: usize, cost: u32| {
        for (next, step) in links(node) {
            if owners[next] == NOBODY {
                frontier.push(Reverse((cost + step, next, owners[node])));
            }
        }
    };
    for (node, _) in seeds {
        reach(&mut frontier, &owners, *node, 0);
    }
    while let Some(Reverse((cost, node, owner))) = frontier.pop() {
        if owners[node] == NOBODY {
            owners[node] = owner;
            reach(&mut frontier, &owners, node, cost);
        }
    }
    owners
}

/// Chooses `n` of the candidates (all, if there are fewer), at random and well apart: at most one in each square of
/// the side `apart_udeg` as long as that suffices.
pub(super) fn spread(
    mut candidates: Vec<(usize, Spot)>,
    n: usize,
    apart_udeg: f64,
    draws: &mut Draws,
) -> Vec<usize> {
    draws.shuffle(&mut candidates);
    let mut taken = HashSet::new();
    let square = |spot: Spot| {
        spot.in_udeg()
            .map(|udeg| whole((udeg / apart_udeg).floor()))
    };
    let (mut chosen, crowded): (Vec<_>, Vec<_>) = candidates
        .into_iter()
        .partition(|(_, spot)| taken.insert(square(*spot)));
    chosen.extend(crowded);
    chosen.truncate(n);
    chosen.into_iter().map(|(node, _)| node).collect()
}

#[cfg(test)]
mod tests {
    use super::super::random::Topic;
    use super::*;

    #[test]
    fn a_chain_is_shared_where_the_costs_meet() {
        let links = |node: usize| {
            let back = node.checked_sub(1).map(|before| (before, 1));
            let on = (node < 9).then_some((node + 1, if node == 2 { 10 } else { 1 }));
            back.into_iter().chain(on)
        };
        let owners = grow(10, &[(0, 0), (9, 1)], links);
        assert_eq!(owners, [0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
    }

    #[test]
    fn what_cannot_be_reached_is_nobodys() {
        let owners = grow(3, &[(0, 5)], |_| std::iter::empty());
        assert_eq!(owners, [5, NOBODY, NOBODY]);
    }

    #[test]
    fn spread_keeps_squares_apart_until_they_run_out() {
        let candidates: Vec<(usize, Spot)> = (0..100_usize)
            .zip(0..)
            .map(|(node, lon_udeg)| {
                (
                    node,
                    Spot {
                        lon_udeg,
                        lat_udeg: 0,
                    },
                )
            })
            .collect();
        let mut draws = Draws::new(1, Topic::Division, 0);
        let mut chosen = spread(candidates.clone(), 10, 10.0, &mut draws);
        chosen.sort_unstable();
        assert!(
            chosen
                .iter()
                .enumerate()
                .all(|(square, node)| node / 10 == square)
        );
        assert_eq!(spread(candidates, 1_000, 10.0, &mut draws).len(), 100);
    }
}
