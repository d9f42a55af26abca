//! The counts of the country in, what is said first out: the shares with what they divide by, and the width that the
//! unknown leaves.

use super::escape::html;
use super::numbers::{count, percent};
use super::page::Page;
use super::texts::Texts;
use crate::table::Counts;

/// The width of the bar in units.
const BAR_UNITS: f64 = 1000.0;

pub(super) fn headline(page: &Page, texts: &Texts) -> String {
    let sentences = sentences(page, texts);
    let mut lines = sentences.iter().enumerate().map(|(number, sentence)| {
        let class = if number == 0 { " class=\"lead\"" } else { "" };
        format!("<p{class}>{}</p>\n", html(sentence))
    });
    let lead = lines.next().unwrap_or_default();
    let further: String = lines.collect();
    format!("{lead}{}{}{further}", bar(page, texts), key(page, texts))
}

fn sentences(page: &Page, texts: &Texts) -> Vec<String> {
    let (counts, shares) = (&page.national, page.national.shares());
    let number = |number: u64| count(number, page.language);
    let share = |share| percent(share, page.language);
    let values = [
        ("schools", number(counts.n_schools)),
        ("known", number(counts.n_known())),
        ("min", share(shares.unconnected_share_min)),
        ("max", share(shares.unconnected_share_max)),
    ];
    let lead = match counts {
        Counts { n_schools: 0, .. } => "headline_no_schools",
        Counts { n_unknown: 0, .. } => "headline_exact",
        _ if counts.n_known() == 0 => "headline_nothing",
        _ => "headline_range",
    };
    let mut sentences = vec![texts.with(lead, &values)];
    let with = |key: &str, count: u64, of: Option<f64>| {
        let more = [("count", number(count)), ("share", share(of))];
        texts.with(key, &[&values[..], &more].concat())
    };
    if counts.n_known() > 0 {
        let of_known = shares.unconnected_share_of_known;
        sentences.push(with("headline_known", counts.n_not_connected, of_known));
    }
    if counts.n_unknown > 0 && counts.n_known() > 0 {
        let unknown = shares.known_share.map(|known| 1.0 - known);
        sentences.push(with("headline_unknown", counts.n_unknown, unknown));
    }
    if page.has_students {
        let more = [
            ("count", number(counts.n_students_not_connected)),
            ("students", number(counts.n_students)),
            ("counted", number(counts.n_schools_with_students)),
        ];
        sentences.push(texts.with("headline_students", &[&values[..], &more].concat()));
    }
    sentences
}

/// The three statuses with their counts, in the order of the bar.
fn statuses(counts: &Counts) -> [(&'static str, u64); 3] {
    [
        ("not_connected", counts.n_not_connected),
        ("unknown", counts.n_unknown),
        ("connected", counts.n_connected),
    ]
}

/// From the left: not connected, then what may be, then connected.
fn bar(page: &Page, texts: &Texts) -> String {
    let counts = &page.national;
    let label = statuses(counts).map(|(status, n)| (status, count(n, page.language)));
    let mut before = 0;
    let rects = statuses(counts).map(|(status, n)| {
        let [x, end] = [before, before + n].map(|n| units(n, counts.n_schools));
        before += n;
        let width = end - x;
        format!("<rect class=\"{status}\" x=\"{x:.1}\" width=\"{width:.1}\" height=\"40\"/>")
    });
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 {BAR_UNITS} 40\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{}\">{}</svg>\n",
        html(&texts.with("bar_label", &label)),
        rects.concat()
    )
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of schools stay far below 2^53"
)]
fn units(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64 * BAR_UNITS
}

/// What the colors of the bar mean, with counts and shares of all schools.
fn key(page: &Page, texts: &Texts) -> String {
    let counts = &page.national;
    let items = statuses(counts).map(|(status, n)| {
        let share = (counts.n_schools > 0).then(|| units(n, counts.n_schools) / BAR_UNITS);
        let name = texts.get(match status {
            "connected" => "status_connected",
            "not_connected" => "status_not_connected",
            _ => "status_unknown",
        });
        format!(
            "<li><svg viewBox=\"0 0 20 14\" aria-hidden=\"true\"><rect class=\"{status}\" width=\"20\" height=\"14\"/></svg>\
             {}: {} ({})</li>\n",
            html(name),
            count(n, page.language),
            percent(share, page.language)
        )
    });
    format!("<ul class=\"key\">\n{}</ul>\n", items.concat())
}
