//! Well-known text in, its horizontal part and the code that it gives itself out: by brackets and quotes alone.

/// How deep brackets may nest: real descriptions stay below 10.
const DEEPEST: usize = 32;
/// How long a description may be; real ones stay below 5,000 bytes.
const LONGEST: usize = 1 << 16;

/// The part of a well-known text that describes longitude and latitude or a projection of them, with its brackets:
/// the whole text, or a part of one that adds a height or a shift. `None` where there is no such text.
pub(super) fn horizontal(text: &str) -> Option<&str> {
    const PROJECTED: [&str; 3] = ["PROJCS", "PROJCRS", "PROJECTEDCRS"];
    const GEOGRAPHIC: [&str; 5] = [
        "GEOGCS",
        "GEOGCRS",
        "GEOGRAPHICCRS",
        "GEODCRS",
        "GEODETICCRS",
    ];
    if text.len() > LONGEST || !is_balanced(text) {
        return None;
    }
    let found = |names: &[&str]| words(text).find(|word| names.iter().any(|name| word.is(name)));
    let start = found(&PROJECTED).or_else(|| found(&GEOGRAPHIC))?.start;
    let end = end_of_bracket(&text[start..])?;
    Some(&text[start..start + end])
}

/// The authority and the code that stand directly in the outermost bracket: `AUTHORITY["EPSG","25833"]` of WKT 1 and
/// `ID["EPSG",25833]` of WKT 2.
pub(super) fn root_id(text: &str) -> Option<(&str, &str)> {
    let id = words(text)
        .filter(|word| word.depth == 1 && (word.is("AUTHORITY") || word.is("ID")))
        .last()?;
    let rest = &text[id.start..];
    let inside = rest.get(rest.find(['[', '('])? + 1..end_of_bracket(rest)? - 1)?;
    let mut fields = inside
        .split(',')
        .map(|field| field.trim().trim_matches('"').trim());
    Some((fields.next()?, fields.next()?))
}

/// The quoted text that follows the first of these words and its bracket.
#[cfg(feature = "crs")]
pub(super) fn quoted_after<'a>(text: &'a str, names: &[&str]) -> Option<&'a str> {
    let word = words(text).find(|word| names.iter().any(|name| word.is(name)))?;
    let rest = &text[word.start..];
    rest.split('"').nth(1)
}

/// Whether a word stands before some bracket.
#[cfg(feature = "crs")]
pub(super) fn has_word(text: &str, name: &str) -> bool {
    words(text).any(|word| word.is(name))
}

/// A word before a bracket.
struct Word<'a> {
    name: &'a str,
    start: usize,
    /// How many brackets it stands in.
    depth: usize,
}

impl Word<'_> {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// The words before brackets, in order.
fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut start = 0;
    marks(text).filter_map(move |(at, mark, depth)| {
        let before = text.get(start..at).unwrap_or_default();
        let word = before.trim();
        let begins = start + (before.len() - before.trim_start().len());
        start = at + 1;
        let is_word = matches!(mark, '[' | '(') && !word.is_empty();
        is_word.then_some(Word {
            name: word,
            start: begins,
            depth,
        })
    })
}

/// The brackets and commas outside of quotes, each with its place and the brackets that it stands in.
fn marks(text: &str) -> impl Iterator<Item = (usize, char, usize)> {
    let (mut depth, mut is_quoted) = (0_usize, false);
    text.char_indices().filter_map(move |(at, mark)| {
        if mark == '"' {
            is_quoted = !is_quoted;
        }
        if is_quoted {
            return None;
        }
        match mark {
            '[' | '(' => {
                depth += 1;
                Some((at, mark, depth - 1))
            }
            ']' | ')' => {
                depth = depth.saturating_sub(1);
                Some((at, mark, depth))
            }
            ',' => Some((at, mark, depth)),
            _ => None,
        }
    })
}

/// Whether brackets open and close in pairs, not too deep.
fn is_balanced(text: &str) -> bool {
    let mut open = 0_usize;
    for (_, mark, _) in marks(text) {
        match mark {
            '[' | '(' => open += 1,
            ']' | ')' if open == 0 => return false,
            ']' | ')' => open -= 1,
            _ => {}
        }
        if open > DEEPEST {
            return false;
        }
    }
    open == 0
}

/// Where the first bracket of a text ends: behind its closing mark.
fn end_of_bracket(text: &str) -> Option<usize> {
    let closed = |(_, mark, depth): &(usize, char, usize)| matches!(mark, ']' | ')') && *depth == 0;
    marks(text).find(closed).map(|(at, _, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hide_brackets() {
        let text = r#"PROJCS["a ] ( , AUTHORITY[",UNIT["m",1],AUTHORITY [ "EPSG" , "7" ]]"#;
        assert_eq!(horizontal(text), Some(text));
        assert_eq!(root_id(text), Some(("EPSG", "7")));
        assert_eq!(
            root_id(r#"GEOGCS["x",DATUM["y",AUTHORITY["EPSG","1"]]]"#),
            None
        );
    }

    #[test]
    fn open_deep_and_long_texts_are_none() {
        assert_eq!(horizontal(r#"PROJCS["a""#), None);
        assert_eq!(horizontal(r#"PROJCS["a"]]"#), None);
        assert_eq!(
            horizontal(&format!("PROJCS{}{}", "[".repeat(40), "]".repeat(40))),
            None
        );
        assert_eq!(
            horizontal(&format!("PROJCS[\"{}\"]", "a".repeat(LONGEST))),
            None
        );
    }
}
