//! Systems by description, as the files that accompany Shapefiles have them.

use proptest::prelude::*;

use super::{System, Unknown};

/// The description of a transverse Mercator grid on a datum, without code and shift, in ESRI's words.
fn prj(datum: &str, spheroid: &str) -> String {
    format!(
        r#"PROJCS["Grid",GEOGCS["GCS",DATUM["{datum}",SPHEROID[{spheroid}]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",10000000.0],PARAMETER["Central_Meridian",39.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#
    )
}

#[test]
fn a_description_without_shift_gets_that_of_its_datum() {
    let clarke = r#""Clarke_1880_RGS",6378249.145,293.465"#;
    let described = System::find(&prj("D_Arc_1960", clarke)).unwrap();
    let coded = System::find("EPSG:21037").unwrap();
    let given = [300_000.0, 9_800_000.0];
    let (a, b) = (described.point(given).unwrap(), coded.point(given).unwrap());
    assert!(
        (a[0] - b[0]).abs() < 1e-8 && (a[1] - b[1]).abs() < 1e-8,
        "{a:?} {b:?}"
    );
    assert_eq!(described.within_m(), Some(10));
}

#[test]
fn the_greek_datum_is_shifted_although_its_ellipsoid_is_that_of_the_world() {
    let greek = System::find(&prj("D_GGRS_1987", r#""GRS_1980",6378137.0,298.257222101"#)).unwrap();
    let world = System::find("EPSG:32737").unwrap();
    let given = [500_000.0, 9_000_000.0];
    let (a, b) = (greek.point(given).unwrap(), world.point(given).unwrap());
    assert!((a[0] - b[0]).abs() > 1e-4, "{a:?} {b:?}");
}

#[test]
fn a_datum_that_is_not_known_is_refused_by_name_unless_the_file_tells_its_shift() {
    let bessel = r#""Bessel_1841",6377397.155,299.1528128"#;
    assert_eq!(
        System::find(&prj("D_Ours", bessel)).err(),
        Some(Unknown::Datum("D_Ours".to_owned()))
    );
    let told = prj("Ours", &format!("{bessel}],TOWGS84[600,70,400"));
    let system = System::find(&told).unwrap();
    assert_eq!(system.within_m(), None);
}

#[test]
fn degrees_stay_as_they_are_and_grads_are_refused() {
    let geographic = |datum: &str, unit: &str| {
        format!(
            r#"GEOGCS["GCS",DATUM["{datum}",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT[{unit}]]"#
        )
    };
    let degree = r#""Degree",0.0174532925199433"#;
    assert!(
        System::find(&geographic("D_SIRGAS_2000", degree))
            .unwrap()
            .is_degrees()
    );
    assert!(
        !System::find(&geographic("D_GGRS_1987", degree))
            .unwrap()
            .is_degrees()
    );
    let grad = geographic("D_SIRGAS_2000", r#""Grad",0.01570796326794897"#);
    assert!(matches!(System::find(&grad), Err(Unknown::Projection(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Damage is an answer or an error, never a panic.
    #[test]
    fn damaged_descriptions_do_no_harm(cut in 0_usize..500, at in 0_usize..500, mark in "[\\[\\]\",A-Z0-9. -]") {
        let whole = prj("D_Arc_1960", r#""Clarke_1880_RGS",6378249.145,293.465"#);
        let mut cut_off = whole.clone();
        cut_off.truncate(cut.min(whole.len()));
        let _ = System::find(&cut_off);
        let mut changed = whole;
        let at = at.min(changed.len() - 1);
        changed.replace_range(at..=at, &mark);
        if let Ok(system) = System::find(&changed) {
            let _ = system.point([300_000.0, 9_800_000.0]);
        }
    }

    #[test]
    fn any_text_is_an_answer(text in "\\PC{0,80}") {
        let _ = System::find(&text);
        let _ = System::find(&format!("PROJCS[{text}]"));
        let _ = System::find(&format!("GEOGCS[\"{text}\",{text}]"));
    }
}
