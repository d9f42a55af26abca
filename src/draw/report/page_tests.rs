//! Pages of small countries, and of such whose names want to be markup.

use super::*;
use crate::draw::report::fixture::Country;
use crate::draw::report::hostile::hostile_names;

fn written(country: &Country, language: Language) -> String {
    String::from_utf8(report_page(&country.page(language))).unwrap()
}

/// The page's data, as a browser takes it from the page.
fn json(html: &str) -> serde_json::Value {
    let (_, rest) = html
        .split_once("<script type=\"application/json\" id=\"data\">")
        .unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

/// All tags of the page, their attributes without values.
fn tags(html: &str) -> Vec<String> {
    let mut tags = Vec::new();
    for rest in html.split('<').skip(1) {
        let mut tag = String::new();
        for (number, part) in rest.split('"').enumerate() {
            let is_value = number % 2 == 1;
            match part.split_once('>').filter(|_| !is_value) {
                Some((end, _)) => {
                    tag.push_str(end);
                    break;
                }
                None if !is_value => tag.push_str(part),
                None => {}
            }
        }
        tags.push(tag);
    }
    tags
}

#[test]
fn the_headline_names_what_it_divides_by() {
    let html = written(&Country::of(&["A", "B", "C"]), Language::English);
    let (_, rest) = html.split_once("<section id=\"headline\"").unwrap();
    let section = rest.split_once("</section>").unwrap().0;
    let lines: Vec<&str> = section
        .lines()
        .filter(|line| line.starts_with("<p") || line.starts_with("<li"))
        .collect();
    let text = lines.join("\n");
    insta::assert_snapshot!(text, @r#"
    <p class="lead">Between 50.0% and 87.5% of 24 schools are not connected.</p>
    <li><svg viewBox="0 0 20 14" aria-hidden="true"><rect class="not_connected" width="20" height="14"/></svg>Not connected: 12 (50.0%)</li>
    <li><svg viewBox="0 0 20 14" aria-hidden="true"><rect class="unknown" width="20" height="14"/></svg>Unknown: 9 (37.5%)</li>
    <li><svg viewBox="0 0 20 14" aria-hidden="true"><rect class="connected" width="20" height="14"/></svg>Connected: 3 (12.5%)</li>
    <p>Of the 15 schools of known status, 80.0% (12) are not connected.</p>
    <p>Of 9 schools (37.5%) the status is unknown: all of them may be connected, or none. That is the width between the two shares.</p>
    <p>At least 0 of 0 students are in schools that are not connected; numbers of students are known for 0 of 24 schools.</p>
    "#);
}

#[test]
fn every_language_is_spoken_and_its_numbers_are_its_own() {
    let names = vec!["A"; 2000];
    let country = Country::of(&names);
    for (language, number) in [
        (Language::English, "2,000"),
        (Language::French, "2\u{202f}000"),
        (Language::Spanish, "2000"),
        (Language::Portuguese, "2.000"),
    ] {
        let html = written(&country, language);
        assert!(html.starts_with(&format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">",
            language.code()
        )));
        assert!(html.contains(number), "{}", language.code());
        assert!(!html.split("<script").next().unwrap().contains("{{"));
    }
}

#[test]
fn hostile_names_are_text_and_nothing_else() {
    let names = hostile_names();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let plain: Vec<String> = (0..names.len())
        .map(|row| format!("Region {row}"))
        .collect();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let [hostile, harmless] = [&names, &plain].map(|names| {
        let country = Country::of(names);
        let mut page = country.page(Language::English);
        // All names stand in the page itself, too.
        page.levels.swap(0, 1);
        String::from_utf8(report_page(&page)).unwrap()
    });
    assert_eq!(tags(&hostile), tags(&harmless));
    assert!(!hostile.contains('\0'));
    let levels = &json(&hostile)["levels"];
    let read: Vec<&str> = levels[0]["name"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    assert_eq!(read, names);
}

#[test]
fn the_policy_allows_this_style_and_this_script_alone() {
    let html = written(&Country::of(&["A"]), Language::English);
    assert!(html.contains("content=\"default-src &#39;none&#39;; style-src &#39;sha256-"));
    assert_eq!(html.matches("<style>").count(), 1);
    assert_eq!(html.matches("<script>").count(), 1);
    for forbidden in [
        " on", " style=", " src=", "<link", "<img", "<iframe", "url(http",
    ] {
        let (markup, _) = html.split_once("<script type").unwrap();
        let (_, markup) = markup.split_once("<body>").unwrap();
        let in_tags = tags(markup)
            .iter()
            .any(|tag| format!("<{tag}").contains(forbidden));
        assert!(!in_tags, "{forbidden}");
    }
}

#[test]
fn many_regions_take_little() {
    let names: Vec<String> = (0..5564).map(|row| format!("Município {row}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let html = written(&Country::of(&names), Language::Portuguese);
    assert!(html.len() < 1_000_000, "{}", html.len());
    assert_eq!(html.matches("<th scope=\"row\"><bdi>").count(), 1);
}

#[test]
fn the_same_page_comes_twice() {
    let country = Country::of(&["A", "B"]);
    assert_eq!(
        written(&country, Language::French),
        written(&country, Language::French)
    );
}

#[test]
fn a_country_without_regions_or_outlines_has_a_page() {
    let country = Country::of(&[]);
    let mut page = country.page(Language::English);
    assert!(!report_page(&page).is_empty());
    page.levels.clear();
    let html = String::from_utf8(report_page(&page)).unwrap();
    assert!(html.contains("id=\"regions-map\"") && html.contains("hidden"));
}
