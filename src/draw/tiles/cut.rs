//! Polygons on the grid of a zoom in, their pieces by tile out.

use super::mercator::Spot;
use super::mvt::{EXTENT, EXTENT_BITS, push_ring};
use super::place::place_of_tile;
use super::ring::{GridRing, Keep, clipped, doubled_ring_area, tidied};

/// How far beyond its tile a piece goes, so that its cut edges stay out of sight, in units of the tile.
pub(super) const BUFFER: i32 = 64;

/// What of a region lies in a tile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The place of the tile among those of its zoom.
    pub(super) place: u64,
    /// The drawing commands.
    pub(super) commands: Vec<u32>,
}

/// The rings of a polygon: the shell, then the holes.
pub(super) type Rings = Vec<GridRing>;

/// A block of tiles: the first, and the one behind the last, on each axis.
#[derive(Clone, Copy)]
struct Block {
    from: Spot,
    to: Spot,
}

/// Cuts the polygons of a region into tiles, each with a piece of it once; in the order of the tiles.
pub(super) fn cut(zoom: u8, polygons: impl IntoIterator<Item = Rings>) -> Vec<Piece> {
    let mut parts = Vec::new();
    for rings in polygons {
        if let Some(block) = block_of(&rings, zoom) {
            split(zoom, &rings, block, &mut parts);
        }
    }
    // Stable: polygons stay in their order.
    parts.sort_by_key(|(place, _)| *place);
    let same_tile = |a: &(u64, Rings), b: &(u64, Rings)| a.0 == b.0;
    parts.chunk_by(same_tile).filter_map(piece).collect()
}

/// The piece of a few rings in their own tile, which they may leave by no more than the buffer.
pub(super) fn piece_of(zoom: u8, ring: &[Spot], tile: Spot) -> Piece {
    let [x, y] = tile.map(i32::unsigned_abs);
    let local = ring
        .iter()
        .map(|spot| [0, 1].map(|axis| spot[axis] - (tile[axis] << EXTENT_BITS)));
    let mut commands = Vec::new();
    push_ring(&mut commands, &mut [0, 0], &local.collect::<Vec<_>>());
    Piece {
        place: place_of_tile(zoom, x, y),
        commands,
    }
}

/// The tiles that a shell touches.
fn block_of(rings: &Rings, zoom: u8) -> Option<Block> {
    let shell = rings.first()?;
    let side = 1 << zoom;
    let range = |axis: usize| {
        let coordinates = shell.iter().map(|spot| spot[axis]);
        let (low, high) = (coordinates.clone().min()?, coordinates.max()?);
        let from = ((low - BUFFER) >> EXTENT_BITS).clamp(0, side);
        let to = (((high + BUFFER) >> EXTENT_BITS) + 1).clamp(0, side);
        (from < to).then_some((from, to))
    };
    let ((west, east), (north, south)) = (range(0)?, range(1)?);
    Some(Block {
        from: [west, north],
        to: [east, south],
    })
}

/// Halves a block until it is one tile.
fn split(zoom: u8, rings: &Rings, block: Block, parts: &mut Vec<(u64, Rings)>) {
    let Block { from, to } = block;
    let size = [to[0] - from[0], to[1] - from[1]];
    if size == [1, 1] {
        let [x, y] = from.map(i32::unsigned_abs);
        parts.extend(in_tile(rings, from).map(|rings| (place_of_tile(zoom, x, y), rings)));
        return;
    }
    let axis = usize::from(size[1] > size[0]);
    let middle = from[axis] + size[axis] / 2;
    let line = middle << EXTENT_BITS;
    let (mut near, mut far) = (block, block);
    (near.to[axis], far.from[axis]) = (middle, middle);
    let halves = [
        (near, line + BUFFER, Keep::Below),
        (far, line - BUFFER, Keep::Above),
    ];
    for (half, line, keep) in halves {
        let kept = clip_all(rings, axis, line, keep);
        if !kept.is_empty() {
            split(zoom, &kept, half, parts);
        }
    }
}

/// The rings on one side of a line; none where nothing of the shell is there.
fn clip_all(rings: &Rings, axis: usize, line: i32, keep: Keep) -> Rings {
    let mut kept = rings.iter().map(|ring| clipped(ring, axis, line, keep));
    let Some(shell) = kept.next().filter(|shell| !shell.is_empty()) else {
        return Rings::new();
    };
    let holes = kept.filter(|hole| !hole.is_empty());
    std::iter::once(shell).chain(holes).collect()
}

/// What lies in one tile, in its own coordinates.
fn in_tile(rings: &Rings, tile: Spot) -> Option<Rings> {
    let corner = tile.map(|number| number << EXTENT_BITS);
    let mut local = rings.iter().map(|ring| tidied(window(ring, corner)));
    let shell = local.next().filter(|shell| !shell.is_empty())?;
    let holes = local.filter(|hole| !hole.is_empty());
    Some(std::iter::once(shell).chain(holes).collect())
}

/// A ring clipped to a tile and its buffer, counted from the tile's corner.
fn window(ring: &[Spot], corner: Spot) -> GridRing {
    let (least, most) = (-BUFFER, EXTENT + BUFFER);
    let local: GridRing = ring
        .iter()
        .map(|spot| [spot[0] - corner[0], spot[1] - corner[1]])
        .collect();
    let is_within = |axis: usize| {
        local
            .iter()
            .all(|spot| (least..=most).contains(&spot[axis]))
    };
    let outside: Vec<usize> = (0..2).filter(|axis| !is_within(*axis)).collect();
    outside.into_iter().fold(local, |ring, axis| {
        let above = clipped(&ring, axis, least, Keep::Above);
        clipped(&above, axis, most, Keep::Below)
    })
}

/// What of a region lies in one tile, as commands.
fn piece(parts: &[(u64, Rings)]) -> Option<Piece> {
    let place = parts.first()?.0;
    let mut commands = Vec::new();
    let mut pen = [0, 0];
    for (_, rings) in parts {
        for (number, ring) in rings.iter().enumerate() {
            push_ring(&mut commands, &mut pen, &turned(ring, number == 0));
        }
    }
    Some(Piece { place, commands })
}

/// A ring clockwise, or against it: shells have a positive area in tiles, holes a negative one.
fn turned(ring: &[Spot], clockwise: bool) -> GridRing {
    let mut turned = ring.to_vec();
    if (doubled_ring_area(ring) > 0) != clockwise {
        turned.reverse();
    }
    turned
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rings that commands draw.
    pub(crate) fn rings_of(commands: &[u32]) -> Vec<GridRing> {
        let unzigzag = |number: u32| (number >> 1).cast_signed() ^ -(number & 1).cast_signed();
        let (mut rings, mut pen, mut at) = (Vec::<GridRing>::new(), [0, 0], 0);
        while let Some(command) = commands.get(at) {
            at += 1;
            if command & 7 == 1 {
                rings.push(Vec::new());
            }
            let n_steps = if command & 7 == 7 { 0 } else { command >> 3 };
            for _ in 0..n_steps {
                pen = [
                    pen[0] + unzigzag(commands[at]),
                    pen[1] + unzigzag(commands[at + 1]),
                ];
                at += 2;
                rings.last_mut().unwrap().push(pen);
            }
        }
        rings
    }

    fn square([x, y]: Spot, side: i32) -> GridRing {
        vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
    }

    #[test]
    fn a_square_over_four_tiles_comes_in_four_pieces_with_its_hole() {
        let (shell, hole) = (square([4000, 4000], 1000), square([4300, 4300], 20));
        let pieces = cut(1, [vec![shell, hole]]);
        let places: Vec<u64> = pieces.iter().map(|piece| piece.place).collect();
        assert_eq!(places, [0, 1, 2, 3]);
        let areas: Vec<Vec<i64>> = pieces
            .iter()
            .map(|piece| rings_of(&piece.commands))
            .map(|rings| {
                rings
                    .iter()
                    .map(|ring| doubled_ring_area(ring) / 2)
                    .collect()
            })
            .collect();
        // With buffers: 96 + 64 on the near side, 904 + 64 on the far one. The hole is in the last tile alone.
        let mut areas = areas;
        areas.sort();
        let (near, far) = (160, 968);
        let expected = vec![
            vec![near * near],
            vec![near * far],
            vec![near * far],
            vec![far * far, -400],
        ];
        assert_eq!(areas, expected);
    }

    #[test]
    fn a_square_over_a_whole_world_fills_every_tile() {
        let world = 4096 << 3;
        let pieces = cut(3, [vec![square([0, 0], world)]]);
        assert_eq!(pieces.len(), 64);
        let inner = pieces.iter().filter(|piece| {
            let rings = rings_of(&piece.commands);
            doubled_ring_area(&rings[0]) / 2 == i64::from(EXTENT + 2 * BUFFER).pow(2)
        });
        assert_eq!(inner.count(), 36);
    }

    #[test]
    fn polygons_of_one_region_in_one_tile_are_one_piece() {
        let pieces = cut(0, [vec![square([5, 5], 10)], vec![square([50, 50], 10)]]);
        assert_eq!(pieces.len(), 1);
        let drawn = rings_of(&pieces[0].commands);
        assert_eq!(drawn, [square([5, 5], 10), square([50, 50], 10)]);
    }

    proptest! {
        #[test]
        fn pieces_without_their_buffers_have_the_area_of_the_whole(
            corner in [200_i32..9000, 200..9000],
            side in 1_i32..7000,
        ) {
            let pieces = cut(2, [vec![square(corner, side)]]);
            let area: i64 = pieces.iter().flat_map(|piece| rings_of(&piece.commands)).map(|ring| {
                let inside = [(0, 0, Keep::Above), (0, EXTENT, Keep::Below), (1, 0, Keep::Above), (1, EXTENT, Keep::Below)]
                    .into_iter()
                    .fold(ring, |ring, (axis, line, keep)| clipped(&ring, axis, line, keep));
                doubled_ring_area(&inside) / 2
            }).sum();
            prop_assert_eq!(area, i64::from(side).pow(2));
        }
    }
}
