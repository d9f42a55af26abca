//! Maps of results from end to end, and outlines simplified for maps.

use std::path::Path;

use schoolreach::pipeline::{PicturePlan, Silent, picture};

use crate::world::{Said, call, contents, fixture, text};

fn run(dir: &Path, more: &[&str]) -> Said {
    let (schools, halves, quarters) = (
        text(&fixture("schools_every_case.csv")),
        format!("adm1={}", text(&fixture("regions_halves.geojson"))),
        format!("adm2={}", text(&fixture("regions_quarters.geojson"))),
    );
    let inputs = [
        "run",
        "--schools",
        &schools,
        "--regions",
        &halves,
        &quarters,
        "--out",
        "out",
    ];
    let said = call(dir, &[&inputs[..], more].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    said
}

#[test]
fn a_map_is_the_same_from_both_formats() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &[]);
    let drawn = || call(dir.path(), &["picture", "out", "--min-schools", "1"]);
    let exact = drawn();
    assert_eq!((exact.code, exact.stderr.as_str()), (0, ""));
    std::fs::remove_file(dir.path().join("out/regions_adm2.fgb")).unwrap();
    let rounded = drawn();
    assert_eq!(exact.stdout, rounded.stdout);
    assert_eq!(exact.stdout.matches("<title>").count(), 4);
}

#[test]
fn a_map_is_written_and_told() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["--layers", "regions"]);
    let args = [
        "picture",
        "out",
        "--level",
        "ADM1",
        "--measure",
        "known_share",
        "--breaks",
        "50",
    ];
    let more = [
        "--title", "A <b>", "--dark", "--width", "500", "--out", "map.svg",
    ];
    let said = call(dir.path(), &[&args[..], &more].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    insta::assert_snapshot!(said.stderr, @"map.svg: 2 regions of adm1");
    let svg = std::fs::read_to_string(dir.path().join("map.svg")).unwrap();
    assert!(
        svg.contains("A &lt;b&gt;") && svg.contains("width=\"500\"") && svg.contains(">50–100 %<")
    );
}

#[cfg(feature = "picture")]
#[test]
fn a_map_is_drawn_in_pixels() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &[]);
    let said = call(
        dir.path(),
        &["picture", "out", "--out", "map.PNG", "--quiet"],
    );
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    let png = std::fs::read(dir.path().join("map.PNG")).unwrap();
    assert_eq!(
        (&png[1..4], &png[16..20]),
        (&b"PNG"[..], &[0, 0, 3, 132][..])
    );
}

#[test]
fn what_is_no_result_is_told() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["--formats", "csv"]);
    let at = |name: &str| dir.path().join(name);
    std::fs::create_dir(at("empty")).unwrap();
    std::fs::create_dir(at("other")).unwrap();
    std::fs::write(at("other/report.json"), "{\"files\": []}").unwrap();
    for (args, code, told) in [
        (
            "out",
            1,
            "expected outlines of adm2 (regions_adm2.fgb or .geojson), found none",
        ),
        (
            "out --level adm3",
            2,
            "no level `adm3`; its levels are `adm1`, `adm2`",
        ),
        (
            "empty",
            1,
            "expected a folder that a run wrote, found no report.json in it",
        ),
        ("nowhere", 1, "found no such folder"),
        ("other", 1, "found another report.json (missing field"),
        (
            "out --measure n_schools",
            2,
            "expected one of `unconnected_share_of_known`",
        ),
        (
            "out --out map.gif",
            2,
            "expected a name that ends in .svg or .png",
        ),
    ] {
        let args = ["picture"].into_iter().chain(args.split(' '));
        let said = call(dir.path(), &args.collect::<Vec<_>>());
        assert_eq!(said.code, code, "{}", said.stderr);
        assert!(said.stderr.contains(told), "{}", said.stderr);
    }
}

/// A result whose files were changed is an error or another map, never a panic.
#[test]
fn damaged_results_are_errors() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["--layers", "regions", "--formats", "geojson"]);
    let out = dir.path().join("out");
    for name in ["report.json", "regions_adm2.geojson"] {
        let whole = std::fs::read(out.join(name)).unwrap();
        for part in 0..60 {
            let place = whole.len() * part / 60;
            let mut flipped = whole.clone();
            flipped[place] ^= 1 << (part % 8);
            for bytes in [&whole[..place], &flipped] {
                std::fs::write(out.join(name), bytes).unwrap();
                let _ = picture(&PicturePlan::new(&out), &Silent);
            }
        }
        let counts = String::from_utf8(whole.clone()).unwrap();
        let negative = counts.replace("\"n_unknown\":", "\"n_unknown\":-");
        std::fs::write(out.join(name), negative).unwrap();
        let drawn = picture(&PicturePlan::new(&out), &Silent);
        assert_eq!(drawn.is_err(), name != "report.json");
        std::fs::write(out.join(name), whole).unwrap();
    }
}

#[test]
fn simplified_outlines_stand_beside_the_exact_ones() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &[]);
    let exact = contents(&dir.path().join("out"));
    run(dir.path(), &["--simplify", "1000"]);
    let both = contents(&dir.path().join("out"));
    let added: Vec<&str> = both
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| name.contains("_simplified"))
        .collect();
    assert_eq!(
        added,
        [
            "regions_adm1_simplified.fgb",
            "regions_adm1_simplified.geojson",
            "regions_adm1_simplified.qml",
            "regions_adm2_simplified.fgb",
            "regions_adm2_simplified.geojson",
            "regions_adm2_simplified.qml",
        ]
    );
    for (name, bytes) in exact {
        if !["report.json", "report.html", "columns.csv"].contains(&name.as_str()) {
            assert!(both.contains(&(name.clone(), bytes)), "{name}");
        }
    }
    let (_, report) = both.iter().find(|(name, _)| name == "report.json").unwrap();
    let report: serde_json::Value = serde_json::from_slice(report).unwrap();
    assert_eq!(report["policy"]["simplify_m"], 1000.0);
    let listed = report["files"].as_array().unwrap().iter();
    assert_eq!(
        listed
            .filter(|file| file["name"].as_str().unwrap().contains("_simplified"))
            .count(),
        6
    );
}
