//! Boxes in, an order in which near ones are beside each other out.

use super::bounds::Bounds;
use super::tree::NODE_LEN;

/// Boxes below which halves are not worth a task of their own.
const BOXES_PER_TASK: usize = 1 << 12;

/// Numbers of boxes in an order in which near ones are beside each other: halved along the longer side, always at whole
/// nodes, until one node is left.
///
/// # Panics
/// If there are more than `u32::MAX` boxes: their vertices would fill 70 GB.
pub(super) fn order(bounds: &[Bounds]) -> Vec<u32> {
    let number = |run: usize| u32::try_from(run).expect("fewer than u32::MAX runs");
    let middles = bounds.iter().map(Bounds::middle).enumerate();
    let mut items: Vec<Item> = middles.map(|(run, at)| (at, number(run))).collect();
    halve(&mut items);
    items.into_iter().map(|(_, run)| run).collect()
}

/// The middle of a box and its number.
type Item = ([f32; 2], u32);

fn halve(items: &mut [Item]) {
    if items.len() <= NODE_LEN {
        return;
    }
    let axis = longer_axis(items);
    let in_order = |a: &Item, b: &Item| a.0[axis].total_cmp(&b.0[axis]).then(a.1.cmp(&b.1));
    let n_left = n_on_the_left(items.len());
    items.select_nth_unstable_by(n_left, in_order);
    let n_items = items.len();
    let (left, right) = items.split_at_mut(n_left);
    if n_items >= BOXES_PER_TASK {
        rayon::join(|| halve(left), || halve(right));
    } else {
        halve(left);
        halve(right);
    }
}

/// About half of some items, in whole nodes of the highest level that has several.
fn n_on_the_left(n: usize) -> usize {
    let mut unit = NODE_LEN;
    while unit * NODE_LEN < n {
        unit *= NODE_LEN;
    }
    (n.div_ceil(unit) / 2).max(1) * unit
}

/// The axis along which items are spread wider, in metres.
fn longer_axis(items: &[Item]) -> usize {
    let mut low = [f32::INFINITY; 2];
    let mut high = [f32::NEG_INFINITY; 2];
    for (at, _) in items {
        low = [0, 1].map(|axis| low[axis].min(at[axis]));
        high = [0, 1].map(|axis| high[axis].max(at[axis]));
    }
    let narrowing = f32::midpoint(low[1], high[1]).to_radians().cos();
    usize::from((high[0] - low[0]) * narrowing < high[1] - low[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_of_all_levels_are_halved_whole() {
        for (n, n_left) in [
            (17, 16),
            (256, 128),
            (257, 256),
            (300, 256),
            (600, 256),
            (70_000, 65_536),
        ] {
            assert_eq!(n_on_the_left(n), n_left, "{n}");
        }
    }
}
