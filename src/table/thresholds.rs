//! Speeds that schools are held to: what a person writes in, the name of a column and who is below out.

/// A speed that a school's median is held to; a school that has just that speed is not below it.
///
/// ```
/// use schoolreach::table::Threshold;
/// let broadband = Threshold::parse("broadband").ok_or("no threshold")?;
/// assert_eq!(broadband[0].column(), "n_below_broadband");
/// assert_eq!(Threshold::parse("0.5").ok_or("no threshold")?[0].column(), "n_below_0_5_mbps");
/// assert_eq!(Threshold::parse("giga").map(|all| all.len()), Some(6));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Threshold {
    /// So many bit/s of download.
    Download(u64),
    /// 1 Mbit/s of download and 0.5 of upload: basic connectivity (`giga-spatial`, handlers of school measurements).
    Basic,
    /// 25 Mbit/s of download and 3 of upload: broadband (the same).
    Broadband,
    /// 1 Mbit/s of download for each student: Brazil's target (Giga Meter, case studies).
    PerStudent,
}

/// Giga's own: its base benchmark, its fallback for countries, its global benchmark (Giga Maps), and the others.
const OF_GIGA: [Threshold; 6] = [
    Threshold::Download(1_000_000),
    Threshold::Download(5_000_000),
    Threshold::Download(20_000_000),
    Threshold::Basic,
    Threshold::Broadband,
    Threshold::PerStudent,
];

/// No line of a school is faster.
const MOST_MBPS: f64 = 100_000.0;

/// What a school has that thresholds are about: its medians, and its students.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Held {
    /// The median download.
    pub download_mbps: Option<f64>,
    /// The median upload.
    pub upload_mbps: Option<f64>,
    /// Its students; 0 stands for nobody counted them.
    pub n_students: Option<u32>,
}

impl Threshold {
    /// Reads a number of Mbit/s, `basic`, `broadband`, `per-student`, or `giga`, which is 1, 5, 20 and all words.
    #[must_use]
    pub fn parse(text: &str) -> Option<Vec<Self>> {
        Some(match text.trim() {
            "giga" => OF_GIGA.to_vec(),
            "basic" => vec![Self::Basic],
            "broadband" => vec![Self::Broadband],
            "per-student" => vec![Self::PerStudent],
            number => vec![Self::of_mbps(number)?],
        })
    }

    fn of_mbps(text: &str) -> Option<Self> {
        let mbps: f64 = text.parse().ok()?;
        let bps = (mbps * 1e6).round();
        let is_usable = (1.0..=MOST_MBPS * 1e6).contains(&bps);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number between 1 and 1e11"
        )]
        is_usable.then_some(Self::Download(bps as u64))
    }

    /// The column that counts the schools below it.
    #[must_use]
    pub fn column(self) -> String {
        match self {
            Self::Download(bps) => {
                format!("n_below_{}_mbps", mbps(bps).to_string().replace('.', "_"))
            }
            Self::Basic => "n_below_basic".to_owned(),
            Self::Broadband => "n_below_broadband".to_owned(),
            Self::PerStudent => "n_below_1_mbps_per_student".to_owned(),
        }
    }

    /// The column that counts the schools which can be held to it.
    #[must_use]
    pub fn denominator(self) -> &'static str {
        match self {
            Self::Download(_) => "n_with_median",
            Self::Basic | Self::Broadband => "n_with_both_medians",
            Self::PerStudent => "n_with_median_and_students",
        }
    }

    /// Whether a school is below; `None` where it lacks what the threshold is about.
    #[must_use]
    pub fn is_below(self, school: Held) -> Option<bool> {
        let download = school.download_mbps?;
        let both = |least_down: f64, least_up: f64| {
            let upload = school.upload_mbps?;
            Some(download < least_down || upload < least_up)
        };
        match self {
            Self::Download(bps) => Some(download < mbps(bps)),
            Self::Basic => both(1.0, 0.5),
            Self::Broadband => both(25.0, 3.0),
            Self::PerStudent => {
                let n_students = school.n_students.filter(|n| *n > 0)?;
                Some(download < f64::from(n_students))
            }
        }
    }
}

/// Mbit/s of bit/s; the nearest number, as text is read to it.
#[expect(clippy::cast_precision_loss, reason = "at most 1e11, far below 2^53")]
fn mbps(bps: u64) -> f64 {
    bps as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(download: f64, upload: Option<f64>, n_students: Option<u32>) -> Held {
        Held {
            download_mbps: Some(download),
            upload_mbps: upload,
            n_students,
        }
    }

    #[test]
    fn who_has_just_the_speed_is_not_below() {
        let of = |text: &str| Threshold::parse(text).unwrap()[0];
        for text in ["0.3", "1", "20", "99.999999"] {
            let exactly: f64 = text.parse().unwrap();
            assert_eq!(of(text).is_below(held(exactly, None, None)), Some(false));
            let less = exactly.next_down();
            assert_eq!(of(text).is_below(held(less, None, None)), Some(true));
        }
        let basic = |down, up| of("basic").is_below(held(down, up, None));
        assert_eq!(basic(1.0, Some(0.5)), Some(false));
        assert_eq!(basic(30.0, Some(0.4)), Some(true));
        assert_eq!(basic(0.1, None), None);
        assert_eq!(
            of("broadband").is_below(held(24.9, Some(3.0), None)),
            Some(true)
        );
        let per_student = |students| of("per-student").is_below(held(200.0, None, students));
        assert_eq!(per_student(Some(200)), Some(false));
        assert_eq!(per_student(Some(201)), Some(true));
        assert_eq!((per_student(Some(0)), per_student(None)), (None, None));
        assert_eq!(of("1").is_below(Held::default()), None);
    }

    #[test]
    fn columns_have_exact_names() {
        let columns = |text: &str| {
            let all = Threshold::parse(text).unwrap();
            all.iter()
                .map(|one| one.column())
                .collect::<Vec<_>>()
                .join(" ")
        };
        insta::assert_snapshot!(columns("giga"), @"n_below_1_mbps n_below_5_mbps n_below_20_mbps n_below_basic n_below_broadband n_below_1_mbps_per_student");
        insta::assert_snapshot!(columns("10.0"), @"n_below_10_mbps");
        insta::assert_snapshot!(columns("0.000001"), @"n_below_0_000001_mbps");
        for text in [
            "", "0", "-1", "1e-7", "fast", "nan", "inf", "100001", "Basic",
        ] {
            assert_eq!(Threshold::parse(text), None, "{text}");
        }
    }
}
