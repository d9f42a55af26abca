//! The outlines and figures of a level in, a map colored by class out, as one SVG document.

use std::collections::BTreeSet;

use super::borders::borders;
use super::classes::{Breaks, Classes, Figure, percent};
use super::legend::{LEGEND_WIDTH_PX, legend_height_px, push_legend};
use super::measure::Measure;
use super::palette::Palette;
use super::projection::Projection;
use super::simplify::simplify_to_see;
use super::svg::{FONTS, escaped, fitted, push, push_text};
use crate::table::{Outlines, TextColumn};

/// How far edges may move: less than what is seen.
const TOLERANCE_PX: f64 = 0.4;
const MARGIN_PX: f64 = 18.0;
const TITLE_PX: f64 = 20.0;
const SUBTITLE_PX: f64 = 13.0;
const NOTE_PX: f64 = 10.5;
/// The map is at most so many times as high as wide.
const TALLEST: f64 = 1.3;
/// Above so many regions those of a class are one path, without names: documents stay small.
const MOST_NAMED: usize = 10_000;
/// The width of a border between regions, as a share of their size, and the least that is drawn, in pixels.
const BORDER_SHARE: f64 = 1.0 / 40.0;
const BORDER_PX: [f64; 2] = [0.12, 0.6];

/// What a map shows.
#[derive(Clone, Copy, Debug)]
pub struct Choropleth<'a> {
    /// The title.
    pub title: &'a str,
    /// What is shown, of what.
    pub subtitle: &'a str,
    /// Lines below the map: rules, sources.
    pub notes: &'a [String],
    /// The outlines of the regions, of any resolution: they are simplified to what is seen.
    pub outlines: &'a Outlines,
    /// The names of the regions, shown where a pointer rests.
    pub names: &'a TextColumn,
    /// The ids of their parents: borders between parents are thicker. Blank where they are not known.
    pub parents: &'a TextColumn,
    /// The share shown; it chooses the colors.
    pub measure: Measure,
    /// What each region has to show.
    pub figures: &'a [Figure],
    /// Where classes end.
    pub breaks: &'a Breaks,
    /// How it looks.
    pub style: Style<'a>,
}

/// How a map looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style<'a> {
    /// The width of the whole picture in pixels; at least 400.
    pub width_px: f64,
    /// Light on dark.
    pub is_dark: bool,
    /// What the ids in the document start with: a page that holds several maps gives each its own.
    pub id: &'a str,
}

impl Default for Style<'_> {
    fn default() -> Self {
        Self {
            width_px: 900.0,
            is_dark: false,
            id: "map",
        }
    }
}

/// Draws a map: regions filled by class, lines where too little is known and dots where there is no share, borders
/// between parents thicker, with a legend, a scale bar, and the number of regions of each class.
///
/// # Panics
/// If there are fewer names, parents or figures than outlines.
#[must_use]
pub fn choropleth(map: &Choropleth<'_>) -> String {
    let width = map.style.width_px.max(400.0);
    let classes = Classes::of(map.figures, map.breaks);
    let palette = Palette::of(map.measure, map.style.is_dark);
    let map_width = width - 3.0 * MARGIN_PX - LEGEND_WIDTH_PX;
    let projection = Projection::fit(&[map.outlines], map_width, map_width * TALLEST);
    let simplified = simplify_to_see(&[map.outlines], projection.tolerance_m(TOLERANCE_PX));
    let body_top = MARGIN_PX + TITLE_PX + SUBTITLE_PX + 22.0;
    let body_height = projection.height_px().max(legend_height_px(&classes));
    let notes_top = body_top + body_height + MARGIN_PX;
    #[expect(clippy::cast_precision_loss, reason = "a handful of notes")]
    let height = (notes_top + map.notes.len() as f64 * 14.0 + MARGIN_PX / 2.0).ceil();
    let patterns = ["little", "none"].map(|kind| format!("{}-{kind}", escaped(map.style.id)));

    let mut svg = String::new();
    push_head(&mut svg, map, &palette, [width, height]);
    push_patterns(&mut svg, &patterns, &palette);
    push_titles(&mut svg, map, width, &palette);
    push_map(
        &mut svg,
        map,
        &simplified[0],
        &Drawing {
            projection,
            classes: &classes,
            palette,
            patterns: &patterns,
        },
        [
            MARGIN_PX + (map_width - projection.width_px()) / 2.0,
            body_top,
        ],
    );
    push_legend(
        &mut svg,
        [width - MARGIN_PX - LEGEND_WIDTH_PX, body_top],
        &classes,
        (&palette, [&patterns[0], &patterns[1]]),
        projection.metres_per_pixel(),
    );
    push_notes(&mut svg, map.notes, [notes_top, width], &palette);
    svg.push_str("</svg>\n");
    svg
}

/// What regions are drawn with.
struct Drawing<'a> {
    projection: Projection,
    classes: &'a Classes,
    palette: Palette,
    patterns: &'a [String; 2],
}

fn push_head(svg: &mut String, map: &Choropleth, palette: &Palette, [width, height]: [f64; 2]) {
    push(
        svg,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\" aria-label=\"{}\" font-family=\"{FONTS}\">\n<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n",
            escaped(map.title),
            palette.background
        ),
    );
}

/// Lines where too little is known, dots where there is no data.
fn push_patterns(svg: &mut String, ids: &[String; 2], palette: &Palette) {
    let ink = palette.pattern;
    let lines = format!(
        "<path d=\"M-15 15 15-15M0 60 60 0M45 75 75 45\" stroke=\"{ink}\" stroke-width=\"10\"/>"
    );
    let dots = format!(
        "<path d=\"M30 30h.1\" stroke=\"{ink}\" stroke-width=\"16\" stroke-linecap=\"round\"/>"
    );
    svg.push_str("<defs>\n");
    for ((id, marks), ground) in ids.iter().zip([lines, dots]).zip(palette.grounds()) {
        push(
            svg,
            format_args!(
                "<pattern id=\"{id}\" width=\"60\" height=\"60\" patternUnits=\"userSpaceOnUse\"><rect width=\"60\" \
                 height=\"60\" fill=\"{ground}\"/>{marks}</pattern>\n"
            ),
        );
    }
    svg.push_str("</defs>\n");
}

fn push_titles(svg: &mut String, map: &Choropleth, width: f64, palette: &Palette) {
    let room = width - 2.0 * MARGIN_PX;
    let (title_y, subtitle_y) = (
        MARGIN_PX + TITLE_PX * 0.8,
        MARGIN_PX + TITLE_PX + SUBTITLE_PX + 4.0,
    );
    push(
        svg,
        format_args!(
            "<text x=\"{MARGIN_PX}\" y=\"{title_y}\" font-size=\"{TITLE_PX}\" font-weight=\"bold\" fill=\"{}\">{}</text>\n",
            palette.text,
            escaped(&fitted(map.title, TITLE_PX * 1.1, room))
        ),
    );
    push(svg, format_args!("<g fill=\"{}\">\n", palette.faint_text));
    push_text(
        svg,
        [MARGIN_PX, subtitle_y],
        SUBTITLE_PX,
        room,
        map.subtitle,
    );
    svg.push_str("</g>\n");
}

fn push_notes(svg: &mut String, notes: &[String], [top, width]: [f64; 2], palette: &Palette) {
    push(svg, format_args!("<g fill=\"{}\">\n", palette.faint_text));
    let mut y = top + NOTE_PX;
    for note in notes {
        push_text(svg, [MARGIN_PX, y], NOTE_PX, width - 2.0 * MARGIN_PX, note);
        y += 14.0;
    }
    svg.push_str("</g>\n");
}

fn push_map(
    svg: &mut String,
    map: &Choropleth,
    outlines: &Outlines,
    drawing: &Drawing,
    [left, top]: [f64; 2],
) {
    push(
        svg,
        format_args!(
            "<g transform=\"translate({left:.1} {top:.1}) scale(.1)\" fill-rule=\"evenodd\" stroke-linejoin=\"round\">\n"
        ),
    );
    for (group, fill) in drawing.fills().into_iter().enumerate() {
        let rows = (0..outlines.n_rows()).filter(|row| drawing.group(map.figures[*row]) == group);
        push_group(svg, (map, drawing), outlines, fill, rows);
    }
    push_borders(svg, map, outlines, drawing);
    svg.push_str("</g>\n");
}

impl Drawing<'_> {
    /// What fills the regions of each group, and the color around them: classes, then too little known, then no data.
    fn fills(&self) -> Vec<(String, &'static str)> {
        let n_classes = self.classes.len();
        let classes = (0..n_classes).map(|class| self.palette.class(class, n_classes));
        let patterns = self.patterns.iter().map(|id| format!("url(#{id})"));
        let patterned = patterns.zip(self.palette.grounds());
        let filled = classes.map(|color| (color.to_owned(), color));
        filled.chain(patterned).collect()
    }

    fn group(&self, figure: Figure) -> usize {
        match figure {
            Figure::Share(share) => self.classes.class_of(share),
            Figure::TooLittleKnown => self.classes.len(),
            Figure::NoData => self.classes.len() + 1,
        }
    }
}

/// Appends regions of one fill. Their own color runs around them, or the ground would shine through between them.
fn push_group(
    svg: &mut String,
    (map, drawing): (&Choropleth, &Drawing),
    outlines: &Outlines,
    (fill, around): (String, &str),
    rows: impl Iterator<Item = usize>,
) {
    push(
        svg,
        format_args!("<g fill=\"{fill}\" stroke=\"{around}\" stroke-width=\"4\">\n"),
    );
    let is_named = outlines.n_rows() <= MOST_NAMED;
    let mut joined = String::new();
    for row in rows {
        let path = drawing.projection.path(outlines, row);
        if is_named && !path.is_empty() {
            let name = escaped(map.names.get(row));
            let figure = told(map.figures[row]);
            push(
                svg,
                format_args!("<path d=\"{path}\"><title>{name}: {figure}</title></path>\n"),
            );
        } else {
            joined.push_str(&path);
        }
    }
    if !joined.is_empty() {
        push(svg, format_args!("<path d=\"{joined}\"/>\n"));
    }
    svg.push_str("</g>\n");
}

fn told(figure: Figure) -> String {
    match figure {
        Figure::Share(share) => format!("{} %", percent(share)),
        Figure::TooLittleKnown => "too little known".to_owned(),
        Figure::NoData => "no data".to_owned(),
    }
}

fn push_borders(svg: &mut String, map: &Choropleth, outlines: &Outlines, drawing: &Drawing) {
    let lines = borders(outlines, map.parents, &drawing.projection);
    let palette = &drawing.palette;
    svg.push_str("<g fill=\"none\">\n");
    let rows = (0..outlines.n_rows()).map(|row| map.parents.get(row));
    let n_parents = rows.collect::<BTreeSet<_>>().len();
    let inner_px = border_px(&drawing.projection, outlines.n_rows());
    let parent_px = border_px(&drawing.projection, n_parents);
    for (path, color, width_px) in [
        (&lines.inner, palette.border, inner_px),
        (&lines.outer, palette.border, Some(BORDER_PX[1])),
        (
            &lines.parent,
            palette.parent_border,
            parent_px.map(|width_px| 2.0 * width_px),
        ),
    ] {
        if let Some(width_px) = width_px.filter(|_| !path.is_empty()) {
            let width = width_px * 10.0;
            push(
                svg,
                format_args!(
                    "<path d=\"{path}\" stroke=\"{color}\" stroke-width=\"{width:.1}\"/>\n"
                ),
            );
        }
    }
    svg.push_str("</g>\n");
}

/// The width of borders between so many regions; `None` where there are so many that borders would be all to be seen.
fn border_px(projection: &Projection, n_regions: usize) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a number of regions")]
    let area_px = projection.width_px() * projection.height_px() / n_regions.max(1) as f64;
    let width_px = area_px.sqrt() * BORDER_SHARE;
    (width_px >= BORDER_PX[0]).then(|| width_px.min(BORDER_PX[1]))
}

#[cfg(test)]
#[path = "choropleth_tests.rs"]
mod tests;
