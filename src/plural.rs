//! A number in, the words that agree with it out.

/// The first words for one, the second for any other number: `plural(1, "row is", "rows are")`.
pub(crate) fn plural<'a>(number: u64, one: &'a str, others: &'a str) -> &'a str {
    if number == 1 { one } else { others }
}

/// `1 of 1 row is`, `1 of 3 rows is`, `2 of 3 rows are`: a part and a whole with their noun and verb.
pub(crate) fn part_of(part: u64, whole: u64, noun: [&str; 2], verb: [&str; 2]) -> String {
    let noun = plural(whole, noun[0], noun[1]);
    let verb = plural(part, verb[0], verb[1]);
    format!("{part} of {whole} {noun} {verb}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_one() {
        assert_eq!(
            [0, 1, 2].map(|n| plural(n, "row", "rows")),
            ["rows", "row", "rows"]
        );
    }

    #[test]
    fn the_verb_goes_with_the_part_and_the_noun_with_the_whole() {
        let told = |part, whole| part_of(part, whole, ["row", "rows"], ["is", "are"]);
        assert_eq!(told(1, 1), "1 of 1 row is");
        assert_eq!(told(1, 3), "1 of 3 rows is");
        assert_eq!(told(2, 3), "2 of 3 rows are");
    }
}
