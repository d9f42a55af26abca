//! Rings and lines in whole units in, path data of SVG out: as short as relative moves make it.

use std::fmt::Write;

/// Appends a closed ring. Vertices that repeat the one before are left out, and so is a ring of fewer than three.
pub(super) fn push_ring(path: &mut String, ring: &[[i64; 2]]) {
    let mut vertices = ring.to_vec();
    vertices.dedup();
    while vertices.len() > 1 && vertices.first() == vertices.last() {
        vertices.pop();
    }
    let [[x, y], _, _, ..] = vertices[..] else {
        return;
    };
    push_steps(path, [x, y], &vertices);
    path.push('z');
}

/// Appends a line that may be open. Vertices that repeat the one before are left out, and so is a line of fewer than
/// two.
pub(super) fn push_line(path: &mut String, line: &[[i64; 2]]) {
    let mut vertices = line.to_vec();
    vertices.dedup();
    if let [first, _, ..] = vertices[..] {
        push_steps(path, first, &vertices);
    }
}

fn push_steps(path: &mut String, [x, y]: [i64; 2], vertices: &[[i64; 2]]) {
    push(path, format_args!("M{x} {y}"));
    let mut command = 'M';
    for edge in vertices.windows(2) {
        let step = [edge[1][0] - edge[0][0], edge[1][1] - edge[0][1]];
        command = push_step(path, step, command);
    }
}

/// Appends a step as a line, or as one across or down; returns its command, which need not be said again.
fn push_step(path: &mut String, step: [i64; 2], before: char) -> char {
    let (command, numbers) = match step {
        [x, 0] => ('h', [Some(x), None]),
        [0, y] => ('v', [Some(y), None]),
        [x, y] => ('l', [Some(x), Some(y)]),
    };
    let mut is_separated = command != before;
    if is_separated {
        path.push(command);
    }
    for number in numbers.into_iter().flatten() {
        // A minus separates as a blank does.
        let blank = if is_separated || number < 0 { "" } else { " " };
        push(path, format_args!("{blank}{number}"));
        is_separated = false;
    }
    command
}

fn push(path: &mut String, text: std::fmt::Arguments<'_>) {
    path.write_fmt(text)
        .expect("text is written without errors");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(ring: &[[i64; 2]]) -> String {
        let mut path = String::new();
        push_ring(&mut path, ring);
        path
    }

    #[test]
    fn steps_are_relative_and_commands_are_said_once() {
        let ring = [[1, 2], [4, 6], [3, 5], [9, 5], [9, 1], [2, 0], [1, 2]];
        assert_eq!(path(&ring), "M1 2l3 4-1-1h6v-4l-7-1z");
    }

    #[test]
    fn what_collapses_on_the_grid_is_left_out() {
        assert_eq!(path(&[[1, 1], [1, 1], [2, 1], [1, 1]]), "");
        assert_eq!(path(&[]), "");
        let mut line = String::new();
        push_line(&mut line, &[[1, 1], [1, 1]]);
        push_line(&mut line, &[[1, 1], [1, 1], [2, 0]]);
        assert_eq!(line, "M1 1l1-1");
    }
}
