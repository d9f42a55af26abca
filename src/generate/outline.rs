//! A label for each cell in, one outline for each label out.
//!
//! Half-borders with another label on the far side are followed counterclockwise. Three cells meet in every corner, so
//! the way on is never in doubt, rings are simple and do not touch. Cells are visited from the south and sides from
//! the southwest: the first ring met of a connected piece is its shell, all later ones are holes.

use super::grow::NOBODY;
use super::lattice::N_SIDES;
use super::spot::Spot;
use super::territory::Territory;
use crate::table::Outlines;

/// The order in which sides are visited, from the southwest: on the southernmost cell of a piece, the first side can
/// only belong to the shell.
const SIDES_FROM_SOUTHWEST: [usize; N_SIDES] = [4, 5, 0, 1, 2, 3];

/// The outlines of labels `0..n_labels`: a part for each connected piece, shells counterclockwise and holes clockwise
/// as RFC 7946 asks, first vertices repeated at the end.
pub(super) fn outlines(territory: &Territory, labels: &[u32], n_labels: usize) -> Outlines {
    let pieces = pieces(territory, labels);
    let mut pieces_of_label = vec![Vec::new(); n_labels];
    for piece in pieces {
        pieces_of_label[piece.label as usize].push(piece);
    }
    let mut outlines = Outlines::new();
    let mut line = Vec::new();
    for pieces in &pieces_of_label {
        for piece in pieces {
            for ring in &piece.rings {
                push_ring(territory, ring, &mut line, &mut outlines);
            }
            outlines.end_part();
        }
        outlines.end_row();
    }
    outlines
}

/// Connected cells of one label; rings are lists of cells and sides.
#[derive(Clone)]
struct Piece {
    label: u32,
    rings: Vec<Vec<(usize, usize)>>,
}

/// All pieces in the order of their first cells, each with its shell first.
fn pieces(territory: &Territory, labels: &[u32]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut piece_of_cell = vec![None; labels.len()];
    let mut is_followed = vec![0_u8; labels.len()];
    for cell in territory.lattice.inner_cells() {
        if labels[cell] == NOBODY {
            continue;
        }
        let piece = piece_of_cell[cell].unwrap_or_else(|| {
            mark_piece(territory, labels, cell, pieces.len(), &mut piece_of_cell);
            let (label, rings) = (labels[cell], Vec::new());
            pieces.push(Piece { label, rings });
            pieces.len() - 1
        });
        for side in SIDES_FROM_SOUTHWEST {
            let differs = labels[territory.lattice.neighbor(cell, side)] != labels[cell];
            if differs && is_followed[cell] & (1 << side) == 0 {
                let ring = follow(territory, labels, (cell, side), &mut is_followed);
                pieces[piece].rings.push(ring);
            }
        }
    }
    pieces
}

/// Marks all cells of a label that hang together with the first.
fn mark_piece(
    territory: &Territory,
    labels: &[u32],
    first: usize,
    piece: usize,
    piece_of_cell: &mut [Option<usize>],
) {
    piece_of_cell[first] = Some(piece);
    let mut waiting = vec![first];
    while let Some(cell) = waiting.pop() {
        for next in territory.lattice.neighbors(cell) {
            if labels[next] == labels[first] && piece_of_cell[next].is_none() {
                piece_of_cell[next] = Some(piece);
                waiting.push(next);
            }
        }
    }
}

/// The ring of half-borders through the first, counterclockwise around the label.
fn follow(
    territory: &Territory,
    labels: &[u32],
    first: (usize, usize),
    is_followed: &mut [u8],
) -> Vec<(usize, usize)> {
    let mut ring = Vec::new();
    let (mut cell, mut side) = first;
    loop {
        ring.push((cell, side));
        is_followed[cell] |= 1 << side;
        side = (side + 1) % N_SIDES;
        let next = territory.lattice.neighbor(cell, side);
        if labels[next] == labels[cell] {
            (cell, side) = (next, (side + 4) % N_SIDES);
        }
        if (cell, side) == first {
            return ring;
        }
    }
}

/// Writes a ring's vertices.
fn push_ring(
    territory: &Territory,
    ring: &[(usize, usize)],
    line: &mut Vec<Spot>,
    outlines: &mut Outlines,
) {
    line.clear();
    for (cell, side) in ring {
        territory.push_border(*cell, *side, line);
    }
    for spot in line.iter().chain(line.first()) {
        outlines.push_vertex(spot.in_degrees());
    }
    outlines.end_ring();
}
