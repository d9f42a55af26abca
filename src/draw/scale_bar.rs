//! The scale of a picture in, a bar of a round length out.

/// A bar that shows a length.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ScaleBar {
    pub(super) length_px: f64,
    pub(super) label: String,
}

/// The longest bar of 1, 2 or 5 times a power of ten metres that is not above a length in pixels.
pub(super) fn scale_bar(metres_per_pixel: f64, longest_px: f64) -> ScaleBar {
    let longest_m = metres_per_pixel * longest_px;
    let power = 10.0_f64.powf(longest_m.log10().floor());
    let fits = |times: &f64| times * power <= longest_m;
    let times = [5.0, 2.0].into_iter().find(fits).unwrap_or(1.0);
    let length_m = times * power;
    ScaleBar {
        length_px: length_m / metres_per_pixel,
        label: if length_m < 1000.0 {
            format!("{length_m} m")
        } else {
            format!("{} km", length_m / 1000.0)
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_round() {
        for (metres_per_pixel, label) in [
            (1.0, "100 m"),
            (30.0, "2 km"),
            (59.0, "5 km"),
            (4999.0, "200 km"),
            (0.011, "1 m"),
        ] {
            let bar = scale_bar(metres_per_pixel, 100.0);
            assert_eq!(bar.label, label);
            assert!(bar.length_px <= 100.0 && bar.length_px > 39.0);
        }
    }
}
