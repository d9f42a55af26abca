//! The counts of the first level in, the table that those without scripts see out.

use super::escape::html;
use super::numbers::{count, percent};
use super::page::{Page, PageLevel};
use super::texts::Texts;

/// Up to so many regions all stand in the table.
const MOST_ROWS: usize = 300;
/// Of more regions, so many stand in it.
const ROWS_OF_MANY: usize = 100;

/// The columns, by the keys of their names.
const COLUMNS: [&str; 10] = [
    "region_name",
    "parent_name",
    "n_schools",
    "n_connected",
    "n_not_connected",
    "n_unknown",
    "known_share",
    "unconnected_share_of_known",
    "unconnected_share_min",
    "unconnected_share_max",
];
/// Of which so many are text.
const N_TEXTS: usize = 2;

pub(super) fn table(page: &Page, texts: &Texts) -> String {
    let Some(level) = page.levels.first() else {
        return String::new();
    };
    let rows = rows(level);
    let body: String = rows.iter().map(|row| line(page, level, *row)).collect();
    format!(
        "<table id=\"figures\"><caption>{}</caption>\n<thead><tr>{}</tr></thead>\n<tbody>\n{body}</tbody></table>",
        html(&caption(page, texts, level, rows.len())),
        heads(texts)
    )
}

/// All rows in their order; of many those with the most unconnected schools.
fn rows(level: &PageLevel) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..level.regions.len().min(level.counts.len())).collect();
    if rows.len() > MOST_ROWS {
        rows.sort_by_key(|row| std::cmp::Reverse(level.counts[*row].n_not_connected));
        rows.truncate(ROWS_OF_MANY);
    }
    rows
}

fn caption(page: &Page, texts: &Texts, level: &PageLevel, n_shown: usize) -> String {
    let values = [
        ("level", level.regions.level.clone()),
        ("shown", count(n_shown as u64, page.language)),
        ("all", count(level.regions.len() as u64, page.language)),
    ];
    let caption = texts.with("table_caption", &values);
    if n_shown == level.regions.len() {
        return caption;
    }
    format!("{caption}. {}", texts.with("table_cut", &values))
}

fn heads(texts: &Texts) -> String {
    let heads = COLUMNS.iter().enumerate().map(|(number, key)| {
        let class = if number < N_TEXTS {
            ""
        } else {
            " class=\"number\""
        };
        let name = format!("column_{key}");
        format!("<th scope=\"col\"{class}>{}</th>", html(texts.get(&name)))
    });
    heads.collect()
}

fn line(page: &Page, level: &PageLevel, row: usize) -> String {
    let (regions, counts) = (level.regions, &level.counts[row]);
    let shares = counts.shares();
    let cell = |number: &str| format!("<td class=\"number\">{number}</td>");
    let numbers = [
        counts.n_schools,
        counts.n_connected,
        counts.n_not_connected,
        counts.n_unknown,
    ]
    .map(|number| cell(&count(number, page.language)));
    let shares = [
        shares.known_share,
        shares.unconnected_share_of_known,
        shares.unconnected_share_min,
        shares.unconnected_share_max,
    ]
    .map(|share| cell(&percent(share, page.language)));
    let cells = numbers.concat() + &shares.concat();
    format!(
        "<tr><th scope=\"row\"><bdi>{}</bdi></th><td><bdi>{}</bdi></td>{cells}</tr>\n",
        html(regions.region_name.get(row)),
        html(regions.parent_name.get(row))
    )
}
