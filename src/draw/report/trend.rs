//! What was measured month by month in, the columns that the script draws lines and bars of out.

use serde::Serialize;

use super::page::{Page, PageLevel};
use crate::table::{Month, Part, Trend, TrendRow};

/// The regions of a level are left out where they and their months are more: the page has to stay small.
const MOST_CELLS: usize = 200_000;
/// Medians are told in thousandths of a Mbit/s.
const STEPS: f64 = 1000.0;

/// The months of the country.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct CountryTrend {
    months: Vec<String>,
    #[serde(flatten)]
    figures: Figures,
}

/// The months of those regions of a level that have a download.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct LevelTrend {
    /// The rows of these regions.
    regions: Vec<u32>,
    #[serde(flatten)]
    figures: Figures,
}

/// For each region all months, one after the other.
#[derive(Debug, PartialEq, Serialize)]
struct Figures {
    n_measured: Vec<u32>,
    /// None where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    download_mbps_median: Option<Vec<Option<f64>>>,
}

impl Figures {
    fn of(rows: &[TrendRow]) -> Self {
        let median = |row: &TrendRow| Some((row.download_mbps_median? * STEPS).round() / STEPS);
        Self {
            n_measured: rows.iter().map(|row| row.n_measured).collect(),
            download_mbps_median: Some(rows.iter().map(median).collect()),
        }
    }
}

/// The trend of the country: of downloads where there are some, else how many schools were measured; none where nothing
/// was measured.
pub(super) fn country_trend(page: &Page) -> Option<CountryTrend> {
    let of_downloads = page.levels.iter().find_map(|level| level.trend);
    let trend = match of_downloads {
        Some(trend) => CountryTrend {
            months: names(trend.months.iter()),
            figures: Figures::of(rows_of_country(trend)),
        },
        None => CountryTrend {
            months: names(page.measured_by_month.iter().map(|(month, _)| month)),
            figures: Figures {
                n_measured: page.measured_by_month.iter().map(|(_, n)| *n).collect(),
                download_mbps_median: None,
            },
        },
    };
    (!trend.months.is_empty()).then_some(trend)
}

/// The trend of the regions of a level, unless it would be too large.
pub(super) fn level_trend(level: &PageLevel) -> Option<LevelTrend> {
    let trend = level.trend.filter(|trend| trend.rows.len() <= MOST_CELLS)?;
    let region = |part: &Part| match part {
        Part::Region(row) => Some(*row),
        _ => None,
    };
    // Regions come before all other parts.
    let regions: Vec<u32> = trend.parts.iter().map_while(region).collect();
    let figures = Figures::of(&trend.rows[..regions.len() * trend.months.len()]);
    Some(LevelTrend { regions, figures })
}

fn rows_of_country(trend: &Trend) -> &[TrendRow] {
    &trend.rows[trend.rows.len().saturating_sub(trend.months.len())..]
}

fn names<'a>(months: impl Iterator<Item = &'a Month>) -> Vec<String> {
    months.map(Month::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Country;
    use super::super::language::Language;
    use super::*;
    use crate::table::Day;

    fn months(n: u16) -> Vec<Month> {
        let first = Month::of(Day::parse("2026-01-31").unwrap());
        (0..n).map(|after| first.after(after)).collect()
    }

    fn trend(n_months: u16, parts: Vec<Part>) -> Trend {
        let n_rows = u32::try_from(parts.len()).unwrap() * u32::from(n_months);
        let row = |n_measured| TrendRow {
            n_measured,
            download_mbps_median: (n_measured > 0).then(|| f64::from(n_measured) + 0.123_456),
            ..TrendRow::default()
        };
        Trend {
            months: months(n_months),
            parts,
            rows: (0..n_rows).map(row).collect(),
        }
    }

    #[test]
    fn regions_have_their_own_months_and_the_country_the_last() {
        let country = Country::of(&["A", "B"]);
        let mut page = country.page(Language::English);
        let parts = vec![Part::Region(1), Part::Outside, Part::National];
        let trend = trend(2, parts);
        page.levels[1].trend = Some(&trend);
        let of_country = serde_json::to_string(&country_trend(&page)).unwrap();
        insta::assert_snapshot!(of_country, @r#"{"months":["2026-01","2026-02"],"n_measured":[4,5],"download_mbps_median":[4.123,5.123]}"#);
        let of_regions = serde_json::to_string(&level_trend(&page.levels[1])).unwrap();
        insta::assert_snapshot!(of_regions, @r#"{"regions":[1],"n_measured":[0,1],"download_mbps_median":[null,1.123]}"#);
        assert_eq!(level_trend(&page.levels[0]), None);
    }

    #[test]
    fn without_downloads_the_country_has_the_schools_measured() {
        let country = Country::of(&["A"]);
        let mut page = country.page(Language::English);
        assert_eq!(country_trend(&page), None);
        let measured: Vec<(Month, u32)> = months(2).into_iter().zip([7, 0]).collect();
        page.measured_by_month = &measured;
        let of_country = serde_json::to_string(&country_trend(&page)).unwrap();
        insta::assert_snapshot!(of_country, @r#"{"months":["2026-01","2026-02"],"n_measured":[7,0]}"#);
    }

    #[test]
    fn too_many_regions_and_months_are_left_to_the_table() {
        let country = Country::of(&["A"]);
        let mut page = country.page(Language::English);
        let parts = (0..500).map(Part::Region).chain([Part::National]);
        let trend = trend(400, parts.collect());
        page.levels[1].trend = Some(&trend);
        assert_eq!(level_trend(&page.levels[1]), None);
        assert!(country_trend(&page).is_some());
    }
}
