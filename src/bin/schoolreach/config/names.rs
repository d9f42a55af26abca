//! A name that is not known in, the message that tells the nearest known one out.

use rapidfuzz::fuzz;

use super::text::quoted;

/// From this likeness (0 to 1) on a known name is taken for the one that was meant.
const LIKE: f64 = 0.6;

/// The message that a name is not known.
pub(super) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let shown = quoted(name);
    match nearest(name, known) {
        Some(nearest) => format!("unknown {what} {shown}; did you mean `{nearest}`?"),
        None => format!(
            "unknown {what} {shown}; expected one of {}",
            known.join(", ")
        ),
    }
}

/// The known name most like a name; of several the first.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let folded: Vec<char> = name.chars().take(60).flat_map(char::to_lowercase).collect();
    let mut best: Option<(f64, &str)> = None;
    for known in known {
        let lower = known.chars().flat_map(char::to_lowercase);
        let likeness = fuzz::ratio(folded.iter().copied(), lower.collect::<Vec<char>>());
        if likeness >= best.map_or(LIKE, |(best, _)| best + f64::EPSILON) {
            best = Some((likeness, known));
        }
    }
    best.map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_and_a_guess_is_none() {
        let known = ["schools", "regions", "snap-km", "connectivity_RT"];
        let nearest = |name| nearest(name, &known);
        assert_eq!(nearest("scohols"), Some("schools"));
        assert_eq!(nearest("snap_km"), Some("snap-km"));
        assert_eq!(nearest("CONNECTIVITY_rt"), Some("connectivity_RT"));
        assert_eq!(nearest("threads"), None);
    }
}
