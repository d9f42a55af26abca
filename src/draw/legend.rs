//! Classes and colors in, a legend with the number of regions of each class out.

use super::classes::Classes;
use super::palette::Palette;
use super::scale_bar::scale_bar;
use super::svg::{push, push_text};

/// The width of a legend in pixels.
pub(super) const LEGEND_WIDTH_PX: f64 = 190.0;
const ROW_PX: f64 = 20.0;
const TEXT_PX: f64 = 12.0;
const SWATCH_PX: [f64; 2] = [22.0, 14.0];
/// Below the rows: the scale bar and its label.
const SCALE_PX: f64 = 52.0;

/// What fills a swatch and what it stands for.
struct Row {
    fill: String,
    label: String,
    n_regions: u64,
}

/// The height of a legend in pixels.
pub(super) fn legend_height_px(classes: &Classes) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
    let rows = (classes.len() + 3) as f64;
    rows * ROW_PX + SCALE_PX
}

/// Appends a legend whose upper left corner is at a place; `patterns` fill what has too little known and no data.
pub(super) fn push_legend(
    svg: &mut String,
    [x, y]: [f64; 2],
    classes: &Classes,
    (palette, patterns): (&Palette, [&str; 2]),
    metres_per_pixel: f64,
) {
    push(svg, format_args!("<g fill=\"{}\">\n", palette.text));
    push_text(svg, [x, y + 10.0], TEXT_PX, 120.0, "Share");
    push_count(svg, [x, y + 10.0], "regions");
    let mut top = y + ROW_PX;
    for row in rows(classes, palette, patterns) {
        push_row(svg, [x, top], &row, palette);
        top += ROW_PX;
    }
    let bar = scale_bar(metres_per_pixel, 110.0);
    let (bar_y, length) = (top + 22.0, bar.length_px);
    push(
        svg,
        format_args!(
            "<path d=\"M{x} {}v6h{length:.1}v-6\" fill=\"none\" stroke=\"{}\"/>\n",
            bar_y - 6.0,
            palette.text
        ),
    );
    push_text(svg, [x, bar_y + 15.0], TEXT_PX, LEGEND_WIDTH_PX, &bar.label);
    svg.push_str("</g>\n");
}

fn rows(classes: &Classes, palette: &Palette, patterns: [&str; 2]) -> Vec<Row> {
    let of_class = |class: usize| Row {
        fill: palette.class(class, classes.len()).to_owned(),
        label: classes.label(class),
        n_regions: classes.n_regions[class],
    };
    let patterned = |pattern: &str, label: &str, n_regions: u64| Row {
        fill: format!("url(#{pattern})"),
        label: label.to_owned(),
        n_regions,
    };
    let mut rows: Vec<Row> = (0..classes.len()).map(of_class).collect();
    rows.push(patterned(
        patterns[0],
        "too little known",
        classes.n_too_little_known,
    ));
    rows.push(patterned(patterns[1], "no data", classes.n_no_data));
    rows
}

fn push_row(svg: &mut String, [x, y]: [f64; 2], row: &Row, palette: &Palette) {
    let [width, height] = SWATCH_PX;
    // Patterns are in the units of the map.
    push(
        svg,
        format_args!(
            "<rect transform=\"translate({x} {y}) scale(.1)\" width=\"{}\" height=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"5\"/>\n",
            width * 10.0,
            height * 10.0,
            row.fill,
            palette.border
        ),
    );
    push_text(svg, [x + width + 8.0, y + 11.5], TEXT_PX, 120.0, &row.label);
    push_count(svg, [x, y + 11.5], &row.n_regions.to_string());
}

/// The right column.
fn push_count(svg: &mut String, [x, y]: [f64; 2], text: &str) {
    let right = x + LEGEND_WIDTH_PX;
    push(
        svg,
        format_args!(
            "<text x=\"{right}\" y=\"{y}\" font-size=\"{TEXT_PX}\" text-anchor=\"end\">{text}</text>\n"
        ),
    );
}
