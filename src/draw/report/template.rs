//! A template and what goes into its slots in, the filled text out.

/// Fills every `{{name}}`. What is put in is not looked at again.
pub(super) fn fill(template: &str, slot: impl Fn(&str) -> String) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, name, after)) = next_slot(rest) {
        filled.push_str(before);
        filled.push_str(&slot(name));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// The text before the next slot, its name, and the text after it.
fn next_slot(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_filled_once() {
        let filled = fill("<{{a}}|{{b}}> {{", |name| format!("{{{{{name}{name}}}}}"));
        assert_eq!(filled, "<{{aa}}|{{bb}}> {{");
    }
}
