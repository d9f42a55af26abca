//! `columns`: what it tells of files, and that the config that it writes gives the same reading.

use std::fs;
use std::path::Path;

use crate::world::{Said, call, contents, fixture, text};

const ALL: &str = "--formats=csv,geojson,flatgeobuf";

/// Runs on files as they are, and by the config that `columns` writes of them; answers the config.
fn same_by_config(
    dir: &Path,
    schools: &str,
    regions: &str,
    options: &[&str],
    formats: &str,
) -> String {
    let columns = ["columns", schools, regions, "--out", "conf/country.toml"];
    fs::create_dir_all(dir.join("conf")).unwrap();
    let _ = fs::remove_file(dir.join("conf/country.toml"));
    done(&call(dir, &[&columns[..], options].concat()));
    let by_hand = [
        "run",
        "--schools",
        schools,
        "--regions",
        regions,
        formats,
        "--out",
        "a",
    ];
    done(&call(dir, &[&by_hand[..], options].concat()));
    let by_config = [
        "run",
        "--config",
        "conf/country.toml",
        formats,
        "--out",
        "b",
    ];
    done(&call(dir, &by_config));
    let (a, b) = (contents(&dir.join("a")), contents(&dir.join("b")));
    assert_eq!(a.len(), b.len());
    for ((name, one), (_, other)) in a.iter().zip(&b) {
        let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(
            one == other,
            "{name}\n{:.2000}\n{:.2000}",
            shown(one),
            shown(other)
        );
    }
    fs::read_to_string(dir.join("conf/country.toml")).unwrap()
}

fn done(said: &Said) {
    assert_eq!(said.code, 0, "{}", said.stderr);
}

#[test]
fn a_config_gives_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["schools_every_case.csv", "regions_quarters.geojson"] {
        fs::copy(fixture(name), dir.path().join(name)).unwrap();
    }
    let (schools, regions) = ("schools_every_case.csv", "regions_quarters.geojson");
    let config = same_by_config(dir.path(), schools, regions, &[], ALL);
    insta::assert_snapshot!(config, @r#"
    # A config for `schoolreach run`, `check` and `near`: --config FILE. Options of the command line go before it.
    # Files and folders start at the folder of this file. A line that begins with # says nothing.

    schools = ["../schools_every_case.csv"]
    regions = ["adm2=../regions_quarters.geojson"]
    # out = "result"
    delimiter = ","

    [columns.schools]
    school_id_giga = "school_id_giga"
    school_id_govt = "school_id_govt"
    school_name = "school_name"
    education_level = "education_level"
    longitude = "longitude"
    latitude = "latitude"
    num_students = "num_students"
    is_school_open = "is_school_open"
    connectivity_RT = "connectivity_RT"
    connectivity = "connectivity_govt"
    # stated = "adm2_pcode"  # found by itself
    # country = ""
    # download_speed_govt = ""

    [columns.adm2]
    id = "GID_2"
    name = "NAME_2"
    # parent_id = "GID_1"  # found by itself
    # parent_name = ""

    [values.connectivity]  # connected, not_connected or unknown
    # "maybe" = ""  # 1 row, read as no answer (not understood)
    # "no" = ""  # 4 rows, read as no
    # "yes" = ""  # 2 rows, read as yes
    # "" = ""  # 1 row, read as no answer
    # "-" = ""  # 1 row, read as no answer
    # "1" = ""  # 1 row, read as yes
    # "Sim" = ""  # 1 row, read as yes
    # "Unknown" = ""  # 1 row, read as no answer
    # "não" = ""  # 1 row, read as no

    [values.connectivity_RT]  # connected or unknown
    # "No" = ""  # 11 rows, read as no answer (not monitored)
    # "" = ""  # 1 row, read as no answer
    # "Yes" = ""  # 1 row, read as yes

    [values.is_school_open]  # open, closed or unknown
    # "yes" = ""  # 10 rows, read as open
    # "" = ""  # 2 rows, read as unknown (counts as open)
    # "no" = ""  # 1 row, read as closed
    "#);
    let options = [
        "--column=schools.school_name=education_level",
        "--column=regions.name=GID_2",
        "--value=connectivity.yes=unknown",
        "--value=is_school_open.\"a\\b\t\u{202e}=closed",
        "--country=KEN",
    ];
    let config = same_by_config(dir.path(), schools, regions, &options, ALL);
    assert!(
        config.contains("\nschool_name = \"education_level\"\n"),
        "{config}"
    );
    assert!(
        config.contains("\n\"\\\"a\\\\b\\t\\U0000202E\" = \"closed\"\n"),
        "{config}"
    );
}

#[test]
fn a_config_gives_the_same_bytes_for_every_kind_of_file() {
    let dir = tempfile::tempdir().unwrap();
    let regions = text(&fixture("regions_quarters.geojson"));
    let latin = "código;Nome da escola;GPS;Acesso a Internet;Situação\n\
                 007;José;0.5, 0.5;Sim;1\n008;Zé;0.5, 1.5;não sei;1\n";
    let latin: Vec<u8> = latin.chars().map(|c| c as u8).collect();
    fs::write(dir.path().join("latin.csv"), latin).unwrap();
    let points = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": "A", "lat": 1.5, "lon": 1.5, "internet": true},
         "geometry": {"type": "Point", "coordinates": [0.5, 0.5]}}]}"#;
    fs::write(dir.path().join("points.geojson"), points).unwrap();
    let tabs = "name\tx\ty\tconnectivity\tconnectivity_RT\nA\t0.5\t1.5\tno\tyes\n";
    fs::write(dir.path().join("tabs.tsv"), tabs).unwrap();
    for schools in ["latin.csv", "points.geojson", "tabs.tsv"] {
        let config = same_by_config(dir.path(), schools, &regions, &[], ALL);
        assert!(
            config.contains(&format!("schools = [\"../{schools}\"]")),
            "{config}"
        );
    }
}

#[test]
fn what_a_run_would_ask_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let schools =
        "School,Lat,Latitud,Lon,Net access,Aberta?\nA,1,1,200,talvez,sim\nB,2,2,,não,em obras\n";
    fs::write(dir.path().join("schools.csv"), schools).unwrap();
    let said = call(dir.path(), &["columns", "schools.csv"]);
    done(&said);
    insta::assert_snapshot!(said.stderr, @"
    schools.csv: schools, 2 rows, csv, UTF-8, delimiter `,`, decimal mark not seen
      coordinates: columns; the file names no system, degrees are taken
        0 rows of degrees, 2 without coordinates
      School      = school_name  A · B
      Lat         not used       1 · 2
      Latitud     not used       1 · 2
      Lon         = longitude    200
      Net access  not used       talvez · não
      Aberta?     not used       sim · em obras
      latitude: could be any of `Lat`, `Latitud`; a run asks which
      is_school_open: no column; perhaps `Aberta?`
      no column for school_id_giga, school_id_govt, education_level, country, num_students, connectivity_RT, connectivity, download_speed_govt, stated
      A run needs a column for longitude and one for latitude.
      No column tells of connectivity: all schools would be of unknown status.
    ");
    insta::assert_snapshot!(said.stdout, @r#"
    # A config for `schoolreach run`, `check` and `near`: --config FILE. Options of the command line go before it.
    # Files and folders start at the folder of this file. A line that begins with # says nothing.

    schools = ["schools.csv"]
    # regions = ["adm2=districts.geojson"]
    # out = "result"
    delimiter = ","

    [columns.schools]
    school_name = "School"
    longitude = "Lon"
    # latitude = "Lat"  # could be this, or "Latitud"
    # school_id_giga = ""
    # school_id_govt = ""
    # education_level = ""
    # country = ""
    # num_students = ""
    # is_school_open = "Aberta?"  # perhaps this
    # connectivity_RT = ""
    # connectivity = ""
    # download_speed_govt = ""
    # stated = ""
    "#);
    let options = [
        "columns",
        "schools.csv",
        "--column=schools.latitude=Lat",
        "--column=schools.connectivity=Net access",
        "--column=schools.is_school_open=Aberta?",
    ];
    let said = call(dir.path(), &options);
    insta::assert_snapshot!(said.stderr, @"
    schools.csv: schools, 2 rows, csv, UTF-8, delimiter `,`, decimal mark not seen
      coordinates: columns; the file names no system, degrees are taken
        1 row of degrees, 1 without coordinates
      School      = school_name     A · B
      Lat         = latitude        1 · 2
      Latitud     not used          1 · 2
      Lon         = longitude       200
      Net access  = connectivity    talvez · não
      Aberta?     = is_school_open  sim · em obras
      no column for school_id_giga, school_id_govt, education_level, country, num_students, connectivity_RT, download_speed_govt, stated
      words of connectivity
        Net access `talvez`: 1 row, read as no answer (not understood)
        Net access `não`: 1 row, read as no
      words of is_school_open
        Aberta? `em obras`: 1 row, read as unknown (not understood; counts as open)
        Aberta? `sim`: 1 row, read as open
    ");
    let typo = call(
        dir.path(),
        &["columns", "schools.csv", "--column=schools.latitude=Breite"],
    );
    assert_eq!(typo.code, 1, "{}", typo.stderr);
}

#[test]
fn regions_without_ids_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let region = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"kód obce": "1", "name": "N"},
        "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}"#;
    fs::write(dir.path().join("obce.geojson"), region).unwrap();
    let said = call(dir.path(), &["columns", "obce.geojson"]);
    insta::assert_snapshot!(said.stderr, @"
    obce.geojson: regions of level obce, 1 row, geojson, UTF-8
      coordinates: geometry of the rows; the file names no system, degrees are taken
      kód obce  not used  1
      name      = name    N
      no column for id, parent_id, parent_name
      A run needs a column for the ids of regions.
    ");
    let schools = call(
        dir.path(),
        &["columns", "obce.geojson", "--as", "schools", "-q"],
    );
    assert!(
        schools.stdout.contains("[columns.schools]"),
        "{}",
        schools.stdout
    );
    assert_eq!(schools.stderr, "");
}

#[test]
fn a_config_is_never_written_over() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("s.csv"), "name,lat,lon\nA,1,2\n").unwrap();
    fs::write(dir.path().join("c.toml"), "mine").unwrap();
    let said = call(dir.path(), &["columns", "s.csv", "--out", "c.toml"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert_eq!(
        fs::read_to_string(dir.path().join("c.toml")).unwrap(),
        "mine"
    );
}

/// The real lists of Brazil, each with its municipalities.
#[test]
fn real_files_by_config() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let regions = data.join("admin/br_municipios.geojson");
    let files = ["br_to_censo2025_escolas.csv", "br_sp_escolas_062025.csv"];
    for schools in files.map(|name| data.join("schools").join(name)) {
        if let Some(missing) = [&schools, &regions].into_iter().find(|path| !path.exists()) {
            skip(missing);
            continue;
        }
        let dir = tempfile::tempdir().unwrap();
        let (schools, regions) = (text(&schools), text(&regions));
        same_by_config(
            dir.path(),
            &schools,
            &regions,
            &["--quiet"],
            "--formats=csv",
        );
    }
}

#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
fn skip(path: &Path) {
    eprintln!("skipped: {} is not here", path.display());
}
