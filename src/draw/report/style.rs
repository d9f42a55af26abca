//! The style and the script of the page, as they are put into it.

/// The style.
pub(super) const STYLE: &str = include_str!("report.css");

/// The script: its parts stand in one function, so that they know each other and nothing else knows them.
pub(super) const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("script/page.js"),
    include_str!("script/measures.js"),
    include_str!("script/map.js"),
    include_str!("script/details.js"),
    include_str!("script/moves.js"),
    include_str!("script/charts.js"),
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
        assert!(SCRIPT.len() <= 25 * 1024, "{}", SCRIPT.len());
        for text in [STYLE, SCRIPT] {
            assert!(!text.contains("</") && !text.contains("<!--"));
        }
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
