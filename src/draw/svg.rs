//! Untrusted text and sizes in, pieces of SVG out.

use std::fmt::Write;

/// Generic fonts: those of the machine that shows the picture.
pub(super) const FONTS: &str = "Helvetica,Arial,'DejaVu Sans',sans-serif";

/// Text as it may stand in elements and attributes; signs that XML cannot hold are replaced.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {
                escaped.push('\u{fffd}');
            }
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// The text, cut where it would not fit into a width, by an estimate that is rather too wide.
pub(super) fn fitted(text: &str, size_px: f64, width_px: f64) -> String {
    let mut left_px = width_px;
    for (place, sign) in text.char_indices() {
        left_px -= sign_width_px(sign, size_px);
        if left_px < size_px && text[place..].chars().nth(1).is_some() {
            return format!("{}…", &text[..place]);
        }
    }
    text.to_owned()
}

/// Signs of East Asia are as wide as high.
fn sign_width_px(sign: char, size_px: f64) -> f64 {
    let is_wide = ('\u{1100}'..='\u{11ff}').contains(&sign)
        || ('\u{2e80}'..='\u{fe6f}').contains(&sign) && !('\u{fb00}'..='\u{fdff}').contains(&sign);
    let share = match sign {
        _ if is_wide => 1.0,
        'i' | 'l' | 'j' | '.' | ',' | ':' | ' ' | 'f' | 't' | '|' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' => 0.95,
        'A'..='Z' => 0.7,
        _ => 0.6,
    };
    share * size_px
}

/// Appends formatted text.
pub(super) fn push(svg: &mut String, text: std::fmt::Arguments<'_>) {
    svg.write_fmt(text).expect("text is written without errors");
}

/// Appends a line of text whose baseline starts at a place, cut to a width.
pub(super) fn push_text(
    svg: &mut String,
    [x, y]: [f64; 2],
    size_px: f64,
    width_px: f64,
    text: &str,
) {
    let text = escaped(&fitted(text, size_px, width_px));
    push(
        svg,
        format_args!("<text x=\"{x}\" y=\"{y}\" font-size=\"{size_px}\">{text}</text>\n"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_element() {
        assert_eq!(
            escaped("<script>\"&'\u{0}\u{ffff}\n"),
            "&lt;script&gt;&quot;&amp;&#39;\u{fffd}\u{fffd} "
        );
    }

    #[test]
    fn what_does_not_fit_is_cut_between_signs() {
        assert_eq!(fitted("abc", 10.0, 100.0), "abc");
        assert_eq!(fitted("", 10.0, 0.0), "");
        assert_eq!(fitted("ação em municípios", 10.0, 60.0), "ação em …");
        assert_eq!(fitted("学校の一覧", 10.0, 40.0), "学校の…");
    }
}
