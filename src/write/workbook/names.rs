//! Names of tables in, names that sheets of one workbook may have out.

/// The most characters of a sheet's name (Excel specifications and limits).
const MOST_CHARS: usize = 31;

/// Names of at most 31 characters without those that Excel refuses, distinct but for case.
pub(super) fn sheet_names<'a>(tables: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for table in tables {
        let name = free_name(&allowed(table), &names);
        names.push(name);
    }
    names
}

fn allowed(table: &str) -> String {
    let name: String = table.replace(['[', ']', ':', '*', '?', '/', '\\', '\''], "_");
    if name.is_empty() || name.eq_ignore_ascii_case("history") {
        return format!("{name}_");
    }
    name
}

/// The name, shortened and numbered as far as it must be.
fn free_name(name: &str, taken: &[String]) -> String {
    let is_free = |name: &String| {
        !taken
            .iter()
            .any(|other| other.to_lowercase() == name.to_lowercase())
    };
    let numbered = (2..).map(|number| {
        let ending = format!("~{number}");
        shortened(name, MOST_CHARS - ending.len()) + &ending
    });
    let mut names = std::iter::once(shortened(name, MOST_CHARS)).chain(numbered);
    names.find(is_free).unwrap_or_default()
}

/// The name without its middle where it is too long: its ending tells tables of one level apart.
fn shortened(name: &str, most: usize) -> String {
    if name.encode_utf16().count() <= most {
        return name.to_owned();
    }
    let ending: Vec<char> = cut(name.chars().rev(), (most - 1) / 2);
    let beginning = cut(name.chars(), most / 2).into_iter();
    let ending = ending.into_iter().rev();
    beginning.chain(['~']).chain(ending).collect()
}

/// The first characters, as UTF-16 counts them.
fn cut(chars: impl Iterator<Item = char>, most: usize) -> Vec<char> {
    let mut n_units = 0;
    let fits = |c: &char| {
        n_units += c.len_utf16();
        n_units <= most
    };
    chars.take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_allowed_and_distinct() {
        let long = "regions_a_level_with_a_very_long_name";
        let by = "regions_a_level_with_a_very_long_name_by";
        let tables = [
            long, by, long, "Issues", "issues", "a/b:c", "History", "'x'",
        ];
        let names = sheet_names(tables.into_iter());
        let expected = [
            "regions_a_level~_very_long_name",
            "regions_a_level~ry_long_name_by",
            "regions_a_leve~very_long_name~2",
            "Issues",
            "issues~2",
            "a_b_c",
            "History_",
            "_x_",
        ];
        assert_eq!(names, expected);
        assert!(names.iter().all(|name| name.chars().count() <= MOST_CHARS));
    }
}
