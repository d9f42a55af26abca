//! The help texts, as they are read.

use std::path::Path;

use crate::world::call;

fn help(args: &[&str]) -> String {
    let said = call(Path::new("."), args);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    said.stdout
}

#[test]
fn of_the_program() {
    let told = help(&["--help"]);
    // The map viewer is in builds with its feature alone.
    let told: Vec<&str> = told
        .lines()
        .filter(|line| !line.starts_with("  view "))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @"
    Tells which schools the internet does not reach yet, and where

    Usage: schoolreach <COMMAND>

    Commands:
      run      Compute the unconnected share of every region
      fold     Fold measurements into tallies that a run merges
      check    Judge every row by Giga's checks, and tell those that pass from those that fail
      near     Find the unconnected schools nearest to a point, or to every row of a file
      picture  Draw a map of a result
      columns  Tell what is understood of files, and write a config to start from
      demo     Make a small country and run the main job on it
      help     Print this message or the help of the given subcommand(s)

    Options:
      -h, --help     Print help
      -V, --version  Print version

    For developers:
      generate  Write a seeded synthetic country of any size
      bench     Time every phase of the main job on a synthetic country

    Examples:
      schoolreach demo
      schoolreach run --schools schools.csv --regions districts.geojson --out result
      schoolreach run --schools 'lists/*.csv' --regions adm1=states.fgb --regions adm2=districts.fgb
      --out result
      schoolreach run --schools schools.csv --regions districts.geojson --measurements meter.csv --out
      result
      schoolreach check schools.csv --regions country.geojson --out quality
      schoolreach near --schools schools.csv --at 36.82,-1.29
      schoolreach picture result --out map.svg
      schoolreach columns schools.csv districts.geojson --out country.toml

    Results go to files, talk goes to standard error.
    Exit status: 0 done; 1 failed, nothing written; 2 wrong usage; 3 done, and rows were refused (in a
    check: or failed) under --strict.
    ");
}

#[test]
#[expect(clippy::too_many_lines, reason = "the help is one text")]
fn of_run() {
    insta::assert_snapshot!(help(&["run", "--help"]), @r#"
    Compute the unconnected share of every region

    Usage: schoolreach run [OPTIONS] --schools <FILE>... --regions <[LEVEL=]FILE>... --out <DIR>

    Options:
      -h, --help     Print help
      -V, --version  Print version

    Inputs:
          --schools <FILE>...           School files
          --config <FILE>               Take options, columns and meanings of words from a TOML file;
                                        what the command line says goes before it
          --column <KIND.FIELD=HEADER>  Take this column for a field: KIND is schools, regions,
                                        measurements or a level; HEADER none says there is none
          --value <FIELD.WORD=MEANING>  Take a word of a column for its meaning, as in --value
                                        connectivity.sim=connected
          --delimiter <C>               Field delimiter, as in --delimiter tab [default: found out]
          --quote <C|none>              Quote character, or none [default: "]
          --encoding <NAME>             Text encoding, as in --encoding windows-1252 [default: found
                                        out]
          --decimal <C>                 Decimal mark of numbers [default: point and comma]
          --sheet <NAME|NUMBER>         Sheet of workbooks, by name or number from 1 [default: the only
                                        one with rows]
          --no-header                   The first row is data; columns are called 1, 2, …
          --schools-crs <CRS>           Coordinate system of the schools, as in --schools-crs EPSG:32737
                                        [default: what the file says, else degrees]
          --country <ISO3>              Country of rows that name none, for government ids
          --regions <[LEVEL=]FILE>...   Region outlines; a level may have several files, a run several
                                        levels
          --regions-crs <CRS>           Coordinate system of the outlines, as in --regions-crs
                                        EPSG:25833 [default: what the file says, else degrees]

    Measurements:
          --measurements <FILE>...  Measurement files: Giga Meter, QoS, M-Lab, Giga's daily and
                                    percentile tables, or others with a school's id
          --download-unit <UNIT>    Unit of downloads where a file does not tell it: bit/s, kbit/s,
                                    Mbit/s or Gbit/s
          --upload-unit <UNIT>      Unit of uploads where a file does not tell it
          --latency-unit <UNIT>     Unit of latencies where a file does not tell it: us, ms or s
          --loss-unit <UNIT>        Unit of packet losses where a file does not tell it: percent or
                                    fraction
          --since <YYYY-MM-DD>      First day that counts
          --until <YYYY-MM-DD>      Last day that counts
          --as-of <YYYY-MM-DD>      Day that stands for now; later rows are no evidence [default: the
                                    newest on which 1 % of measured schools reported]
          --recent-days <N>         Take only measurements of the last N days as evidence of connection,
                                    and no real-time flag
          --id-map <FILE>           Table of ids that measurements have wrong and the right ones:
                                    `giga_id_school_wrong` and `giga_id_school_correct`, or `wrong_id`
                                    and `right_id`; with a country, for its rows alone
          --min-tests <N>           Leave the medians of schools with fewer tests out of the figures of
                                    regions; such schools count as measured [default: 1]
          --below <SPEED,…>         Count the schools of each region whose median is below: Mbit/s of
                                    download, basic (1 down, 0.5 up), broadband (25 down, 3 up),
                                    per-student (1 for each student), or giga: 1, 5, 20 and all these
          --time-zone <ZONE>        Zone that days are taken in: an offset as +03:00, or a name as
                                    `America/Sao_Paulo` [default: UTC]
          --daily-means             Write Giga's mean of daily means for each school; takes 30 to 60
                                    bytes of memory for each school and day
          --dedupe                  Drop rows that repeat school and second of an earlier one; takes
                                    about 20 bytes of memory for each row
          --tallies <PART>...       Tallies that `fold` made of other measurements of the same schools
                                    under the same options

    Breakdown:
          --where <FIELD=VALUE,…>  Count only schools whose field has one of the values (FIELD!=VALUE:
                                   none of them; no VALUE: a blank field); may be repeated, all must
                                   hold
          --by <FIELD,…>           Split the figures of regions by the values of fields, into
                                   `regions_LEVEL_by.csv`
          --trend                  Tell the measured downloads of regions month by month, in
                                   `trend_LEVEL.csv`; takes about 100 bytes of memory for each month in
                                   which a school has one

    Outputs:
          --out <DIR>            Folder for the results
          --formats <FORMAT,…>   Formats to write [default: all but pmtiles and xlsx; GeoJSON of schools
                                 only up to 100,000 of them] [possible values: geojson, flatgeobuf, csv,
                                 pmtiles, report, xlsx]
          --layers <LAYER,…>     Groups of files to write [default: all] [possible values: regions,
                                 schools, issues]
          --decimals <DECIMALS>  Coordinates in GeoJSON: rounded to 7 decimals, or exact [default: 7]
                                 [possible values: 7, full]
          --simplify <METRES>    Also write outlines for maps whose edges move by at most so many
                                 metres; figures come from the exact ones
          --keep-properties      Add the input's own columns behind the computed ones
          --checks <CHECKS>      Checks whose issues are listed: those that decide the figures, or
                                 Giga's checks of quality and those of outlines too [default: placing]
                                 [possible values: placing, all]
          --timings <FILE>       Also write how long each stage took, as JSON
          --language <LANGUAGE>  Language of report.html [default: en] [possible values: en, fr, es, pt]

    Rules:
          --policy <POLICY>        By which rule a school is connected: the default, or that of Giga
                                   Maps, to reconcile with it [default: default] [possible values:
                                   default, giga-maps]
          --snap-km <KM>           How far outside all outlines a school may lie to count in the nearest
                                   region; 0 turns it off [default: 1.5]
          --no-repair              Do not repair coordinates, even where the right ones are provable
          --no-stated              Do not place schools without a position in the region whose code they
                                   state
          --include-closed         Count schools that are not open as schools
          --api-false <API_FALSE>  Read `false` in pages of Giga's API, which merge no and unknown
                                   [default: unknown] [possible values: unknown, no]
          --min-schools <N>        Fewest schools of known status of a ranked region [default: 10]
          --min-known <SHARE>      Smallest share of schools of known status of a ranked region
                                   [default: 0.5]

    How:
          --threads <N>  Number of threads [default: all cores]
          --strict       Exit with status 3 if a row was refused
      -q, --quiet        Print errors only

    Columns are found by their usual names (Giga, INEP, geoBoundaries, GADM, COD-AB, IBGE, …) and
    listed; name others by hand:
      --column schools.school_id_govt=CODE --column schools.connectivity=HasNet
      --column regions.id=CO_MUN --column adm1.name=STATE

    Words that are no yes or no of English, French, Spanish and Portuguese, in connectivity,
    connectivity_RT, is_school_open and education_level:
      --value 'connectivity.em instalação=not_connected' --value is_school_open.3=closed

    All of it stands in a config too, whose keys are the names of the options and whose paths start at
    its folder:
      schools = ["schools.csv"]
      snap-km = 2
      [columns.schools]
      latitude = "LAT_2023"
      [values.connectivity]
      "em instalação" = "not_connected"

    Inputs are files, folders, patterns, or - for standard input, told by content: CSV/TSV, JSON,
    GeoJSON, TopoJSON, FlatGeobuf or Shapefile, also compressed by gzip; with the feature "full" also
    workbooks, Parquet, GeoPackage, KML, zip archives and Zstandard. FILE#NAME is one of several
    datasets in a file.
    "#);
}

#[test]
fn of_near() {
    insta::assert_snapshot!(help(&["near", "--help"]), @r#"
    Find the unconnected schools nearest to a point, or to every row of a file

    Usage: schoolreach near [OPTIONS] --schools <FILE>... <--at <LON,LAT>|--points <FILE>...>

    Options:
      -h, --help     Print help
      -V, --version  Print version

    Inputs:
          --schools <FILE>...           School files
          --config <FILE>               Take options, columns and meanings of words from a TOML file;
                                        what the command line says goes before it
          --column <KIND.FIELD=HEADER>  Take this column for a field: KIND is schools, regions,
                                        measurements or a level; HEADER none says there is none
          --value <FIELD.WORD=MEANING>  Take a word of a column for its meaning, as in --value
                                        connectivity.sim=connected
          --delimiter <C>               Field delimiter, as in --delimiter tab [default: found out]
          --quote <C|none>              Quote character, or none [default: "]
          --encoding <NAME>             Text encoding, as in --encoding windows-1252 [default: found
                                        out]
          --decimal <C>                 Decimal mark of numbers [default: point and comma]
          --sheet <NAME|NUMBER>         Sheet of workbooks, by name or number from 1 [default: the only
                                        one with rows]
          --no-header                   The first row is data; columns are called 1, 2, …
          --schools-crs <CRS>           Coordinate system of the schools, as in --schools-crs EPSG:32737
                                        [default: what the file says, else degrees]
          --country <ISO3>              Country of rows that name none, for government ids

    Question:
          --at <LON,LAT>           Position to search from, in degrees, longitude first; may be repeated
          --points <FILE>...       Files with a position in each row, in any format that schools can
                                   have
          --k <N>                  How many schools to find for each point [default: 5]
          --status <STATUS>        Status of the schools to find [default: not_connected] [possible
                                   values: not_connected, connected, unknown, any]
          --within-km <KM>         How far a school may be [default: any distance]
          --include-closed         Find schools that are not open, too
          --api-false <API_FALSE>  Read `false` in pages of Giga's API, which merge no and unknown
                                   [default: unknown] [possible values: unknown, no]

    Outputs:
          --out <FILE>       CSV file for the result [default: standard output]
          --keep-properties  Add the points' own columns behind the computed ones

    How:
          --threads <N>  Number of threads [default: all cores]
          --strict       Exit with status 3 if a row was refused
      -q, --quiet        Print errors only

    Examples:
      schoolreach near --schools schools.csv --at 36.82,-1.29
      schoolreach near --schools schools.csv --points towers.geojson --k 3 --within-km 20 --out near.csv
      schoolreach near --schools schools.csv --points towers.csv --column points.longitude=EAST --status
      any

    The result is one row for each school found, with rank and distance_m (geodesic metres on WGS 84),
    and one without a rank for each point that has no position or no such school within reach.
    "#);
}

#[test]
fn of_check_and_demo() {
    insta::assert_snapshot!(help(&["demo", "--help"]), @"
    Make a small country and run the main job on it

    Usage: schoolreach demo [OPTIONS]

    Options:
          --out <DIR>  Folder for the results; the country is kept in DIR/input [default:
                       schoolreach-demo]
      -h, --help       Print help
      -V, --version    Print version

    How:
          --threads <N>  Number of threads [default: all cores]
          --strict       Exit with status 3 if a row was refused
      -q, --quiet        Print errors only
    ");
    assert!(help(&["check", "--help"]).contains("--out <DIR>"));
    assert!(help(&["columns", "--help"]).contains("--as <KIND>"));
    assert!(help(&["generate", "--help"]).contains("--seed"));
    assert!(help(&["bench", "--help"]).contains("--baseline"));
}

#[test]
fn wrong_usage_has_a_status_of_its_own() {
    assert_eq!(call(Path::new("."), &["run"]).code, 2);
    assert_eq!(call(Path::new("."), &["fly"]).code, 2);
    assert_eq!(call(Path::new("."), &[]).code, 2);
    let far = [
        "run",
        "--schools",
        "s",
        "--regions",
        "r",
        "--out",
        "o",
        "--snap-km",
        "500",
    ];
    assert_eq!(call(Path::new("."), &far).code, 2);
}
