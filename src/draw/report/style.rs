//! The style and the script of the page, as they are put into it.

use super::template::fill;
use crate::colors::{
    CONNECTED, MORE_IS_BETTER, MORE_IS_WORSE, NO_DATA, NOT_CONNECTED, PATTERN, TOO_LITTLE_KNOWN,
    UNKNOWN,
};

/// The style.
pub(super) fn style() -> String {
    fill(include_str!("report.css"), |name| color(name).to_owned())
}

/// The color that a slot of the style names: `warm0`, the first of those of which more is worse.
fn color(name: &str) -> &'static str {
    match name {
        "connected" => CONNECTED,
        "not_connected" => NOT_CONNECTED,
        "unknown" => UNKNOWN,
        "too_little_known" => TOO_LITTLE_KNOWN,
        "no_data" => NO_DATA,
        "pattern" => PATTERN,
        class => {
            let (scheme, number) = class.split_at("warm".len());
            let colors = if scheme == "warm" {
                MORE_IS_WORSE
            } else {
                MORE_IS_BETTER
            };
            colors[number.parse::<usize>().expect("a class of the style")]
        }
    }
}

/// The script: its parts stand in one function, so that they know each other and nothing else knows them.
pub(super) const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("script/page.js"),
    include_str!("script/measures.js"),
    include_str!("script/map.js"),
    include_str!("script/details.js"),
    include_str!("script/moves.js"),
    include_str!("script/charts.js"),
    include_str!("script/trend.js"),
    include_str!("script/table.js"),
    include_str!("script/facts.js"),
    include_str!("script/start.js"),
    "})();\n"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_and_script_are_small_and_end_no_element() {
        assert!(SCRIPT.len() <= 32 * 1024, "{}", SCRIPT.len());
        for text in [&style(), SCRIPT] {
            assert!(!text.contains("</") && !text.contains("<!--"));
        }
    }

    #[test]
    fn every_color_of_the_style_is_known() {
        let style = style();
        assert!(!style.contains("{{") && !style.contains("}}"));
        assert!(style.contains(".warm .k4 { fill: #bd0026; }"));
        assert!(style.contains(".cool .k0 { fill: #ffffcc; }"));
    }

    #[test]
    fn the_script_makes_no_markup_and_asks_for_nothing() {
        for word in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "Function(",
            "fetch(",
            "XMLHttpRequest",
            "import(",
            "http:",
            "https:",
        ] {
            let names_svg = SCRIPT.replace("http://www.w3.org/2000/svg", "");
            assert!(!names_svg.contains(word), "{word}");
        }
    }
}
