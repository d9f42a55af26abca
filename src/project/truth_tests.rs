//! Transformed coordinates against numbers that others made.

use super::{System, Unknown};
use crate::table::RawLonLat;

/// Points of a system and their longitude and latitude by PROJ 9.5.1 (pyproj 3.7.2, without grids).
#[rustfmt::skip]
const PROJ: [(u32, RawLonLat, RawLonLat); 32] = [
    (32636, [301_231.528, 4_652_562.677], [30.600_000_000, 42.000_000_000]), // WGS 84 / UTM zone 36N
    (32636, [698_768.472, 4_652_562.677], [35.400_000_000, 42.000_000_000]), // WGS 84 / UTM zone 36N
    (32737, [295_126.193, 5_569_483.782], [36.600_000_000, -40.000_000_000]), // WGS 84 / UTM zone 37S
    (32737, [704_873.807, 5_569_483.782], [41.400_000_000, -40.000_000_000]), // WGS 84 / UTM zone 37S
    (5880, [3_368_250.346, 8_361_203.321], [-69.137_000_000, -14.335_000_000]), // SIRGAS 2000 / Brazil Polyconic
    (5880, [7_567_960.243, 8_282_158.980], [-30.153_000_000, -14.335_000_000]), // SIRGAS 2000 / Brazil Polyconic
    (31983, [240_963.701, 8_430_483.412], [-47.400_000_000, -14.185_000_000]), // SIRGAS 2000 / UTM zone 23S
    (31983, [759_036.299, 8_430_483.412], [-42.600_000_000, -14.185_000_000]), // SIRGAS 2000 / UTM zone 23S
    (25833, [363_793.014, 6_587_048.599], [12.601_000_000, 59.400_000_000]), // ETRS89 / UTM zone 33N
    (25833, [636_774.591, 6_587_069.110], [17.409_000_000, 59.400_000_000]), // ETRS89 / UTM zone 33N
    (2154, [-130_607.209, 6_640_978.739], [-7.836_000_000, 46.355_000_000]), // RGF93 v1 / Lambert-93
    (2154, [1_111_526.833, 6_597_859.342], [8.356_000_000, 46.355_000_000]), // RGF93 v1 / Lambert-93
    (2056, [2_521_664.613, 1_185_239.368], [6.412_209_099, 46.813_685_836]), // CH1903+ / LV95
    (2056, [2_798_170.153, 1_188_009.160], [10.035_654_266, 46.813_719_667]), // CH1903+ / LV95
    (27700, [25_925.954, 625_455.746], [-7.908_798_599, 55.379_957_938]), // OSGB36 / British National Grid
    (27700, [584_212.465, 613_409.618], [0.906_086_545, 55.380_074_636]), // OSGB36 / British National Grid
    (3123, [385_891.755, 1_361_447.743], [119.952_415_494, 12.308_622_122]), // PRS92 / Philippines zone 3
    (3123, [604_317.338, 1_361_411.161], [121.960_412_692, 12.308_669_033]), // PRS92 / Philippines zone 3
    (24047, [370_661.994, 1_442_301.454], [97.802_402_044, 13.047_118_810]), // Indian 1975 / UTM zone 47N
    (24047, [775_760.878, 1_443_379.460], [101.537_939_450, 13.047_203_119]), // Indian 1975 / UTM zone 47N
    (4240, [98.170, 13.045], [98.165_356_353, 13.047_126_745]), // Indian 1975
    (4240, [104.810, 13.045], [104.804_549_776, 13.047_281_474]), // Indian 1975
    (2193, [1_143_461.746, 5_478_813.466], [167.596_000_000, -40.715_000_000]), // NZGD2000 / New Zealand Transverse Mercator 2000
    (2193, [1_972_029.057, 5_483_543.447], [177.404_000_000, -40.715_000_000]), // NZGD2000 / New Zealand Transverse Mercator 2000
    (9377, [3_889_701.875, 2_190_786.475], [-82.980_000_000, 5.640_000_000]), // MAGNA-SIRGAS 2018 / Origen-Nacional
    (9377, [5_480_872.902, 2_183_002.177], [-68.660_000_000, 5.640_000_000]), // MAGNA-SIRGAS 2018 / Origen-Nacional
    (31370, [45_193.207, 133_671.278], [2.891_219_099, 50.504_453_893]), // BD72 / Belgian Lambert 72
    (31370, [266_511.316, 133_917.221], [6.011_306_537, 50.504_435_600]), // BD72 / Belgian Lambert 72
    (28992, [33_016.364, 472_160.127], [3.601_827_888, 52.224_008_180]), // Amersfoort / RD New
    (28992, [252_715.760, 471_621.939], [6.817_354_118, 52.224_002_968]), // Amersfoort / RD New
    (7755, [2_844_697.226, 3_577_632.481], [68.782_000_000, 19.690_000_000]), // WGS 84 / India NSF LCC
    (7755, [5_465_375.421, 3_605_719.948], [94.238_000_000, 19.690_000_000]), // WGS 84 / India NSF LCC
];

/// Schools of Kenya as the ministry's table gives them, in degrees, and as its Shapefile does, in EPSG:32737.
const KENYA: [(RawLonLat, RawLonLat); 5] = [
    (
        [143_417.238_351_786_5, 10_045_338.886_444_407],
        [35.79708, 0.40955],
    ),
    (
        [153_107.651_772_875_34, 10_037_237.734_597_815],
        [35.88406, 0.3364],
    ),
    (
        [76_304.858_824_319_2, 9_924_872.325_396_908],
        [35.194_912, -0.678_195],
    ),
    (
        [64_302.051_394_914_28, 9_900_611.311_101_148],
        [35.08708, -0.89709],
    ),
    (
        [235_605.708_378_951_07, 9_922_765.832_893_286],
        [36.624_465, -0.698_157],
    ),
];

fn apart_m(a: RawLonLat, b: RawLonLat) -> f64 {
    let east = (a[0] - b[0]) * b[1].to_radians().cos();
    east.hypot(a[1] - b[1]) * 111_320.0
}

#[test]
fn systems_of_many_countries_agree_with_proj_within_a_metre() {
    for (code, given, truth) in PROJ {
        let system = System::find(&format!("EPSG:{code}")).unwrap();
        let found = system.point(given).unwrap();
        let off_m = apart_m(found, truth);
        assert_eq!(system.within_m(), Some(1), "{code}");
        assert!(off_m < 1.0, "EPSG:{code}: {off_m} m");
    }
}

#[test]
fn a_datum_that_no_single_shift_fits_says_how_far_it_may_be() {
    let arc_1960 = System::find("EPSG:21037").unwrap();
    assert_eq!(arc_1960.within_m(), Some(10));
    let found = arc_1960.point([477_860.677_4, 9_350_668.775_5]).unwrap();
    let off_m = apart_m(found, [38.800_828_359, -5.877_223_507]);
    assert!((1.0..10.0).contains(&off_m), "{off_m} m");
}

#[test]
fn the_two_files_of_kenyas_schools_agree() {
    let by_code = System::find("EPSG:32737").unwrap();
    let prj = r#"PROJCS["WGS_1984_UTM_Zone_37S",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",10000000.0],PARAMETER["Central_Meridian",39.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
    let by_description = System::find(prj).unwrap();
    assert_eq!(by_description.name(), "WGS_1984_UTM_Zone_37S");
    for (given, truth) in KENYA {
        for system in [&by_code, &by_description] {
            let off_m = apart_m(system.point(given).unwrap(), truth);
            assert!(off_m < 0.2, "{off_m} m; degrees are rounded to 0.1 m");
        }
    }
}

#[test]
fn systems_whose_way_is_not_known_are_refused() {
    for code in [
        26710, // NAD27 / UTM zone 10N: the shift is a grid
        5514,  // Krovak East North: its shifts for the two countries are 13 m apart
        5513,  // Krovak: axes south and west
        3003,  // Monte Mario / Italy zone 1
        4248,  // PSAD56: its shifts differ from country to country
        27200, // New Zealand Map Grid: the projection is not implemented
        4807,  // NTF (Paris): grads from Paris
        2053,  // Hartebeesthoek94 / Lo29: axes west and south
    ] {
        assert_eq!(
            System::find(&format!("EPSG:{code}")).err(),
            Some(Unknown::Code(code))
        );
    }
}

#[test]
fn numbers_that_are_no_place_of_the_system_are_none() {
    let utm = System::find("EPSG:32737").unwrap();
    for given in [
        [1e12, 1e12],
        [f64::NAN, 0.0],
        [f64::MAX, f64::MIN],
        [0.0, 1e300],
    ] {
        assert_eq!(utm.point(given), None, "{given:?}");
    }
    let geographic = System::find("EPSG:4240").unwrap();
    for given in [[0.0, 91.0], [1e9, 0.0], [f64::INFINITY, 0.0]] {
        assert_eq!(geographic.point(given), None, "{given:?}");
    }
}
