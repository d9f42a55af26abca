//! Text in, the same text out where it can be nothing but text: in HTML, and in a script's data.

use std::borrow::Cow;

/// Text for HTML, between tags and in quoted attributes. A NUL, which HTML does not have, becomes U+FFFD.
pub(super) fn html(text: &str) -> Cow<'_, str> {
    let is_special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'' | '\0');
    if !text.contains(is_special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\0' => escaped.push('\u{fffd}'),
            _ => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// JSON for a `<script>`: what could end the element, open a comment or end a line stands as `\u…`, which in JSON can
/// only be within strings.
pub(super) fn script(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len() + json.len() / 64);
    let is_special = |c: char| matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}');
    let mut rest = json;
    while let Some(at) = rest.find(is_special) {
        let (before, from) = rest.split_at(at);
        escaped.push_str(before);
        let mut chars = from.chars();
        escaped.push_str(match chars.next() {
            Some('<') => "\\u003c",
            Some('>') => "\\u003e",
            Some('&') => "\\u0026",
            Some('\u{2028}') => "\\u2028",
            _ => "\\u2029",
        });
        rest = chars.as_str();
    }
    escaped.push_str(rest);
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(
            html("<img src='x' onerror=\"a\">&\0"),
            "&lt;img src=&#39;x&#39; onerror=&quot;a&quot;&gt;&amp;\u{fffd}"
        );
        assert!(matches!(html("São João"), Cow::Borrowed(_)));
        assert_eq!(
            script("\"</script><!--&\u{2028}\u{2029}\""),
            r#""\u003c/script\u003e\u003c!--\u0026\u2028\u2029""#
        );
    }

    proptest! {
        #[test]
        fn escaped_json_means_the_same_and_ends_no_element(text in any::<String>()) {
            let escaped = script(&serde_json::to_string(&text).unwrap());
            let has_special = escaped.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
            prop_assert!(!has_special);
            prop_assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), text);
        }

        #[test]
        fn escaped_text_holds_no_markup(text in any::<String>()) {
            let has_markup = html(&text).contains(['<', '>', '"', '\'', '\0']);
            prop_assert!(!has_markup);
        }
    }
}
