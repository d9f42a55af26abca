//! A real number in, its text out.

/// The shortest text that reads back the same, with an exponent where it is long without.
pub(super) fn real_text(value: f64) -> String {
    if is_plain(value.abs()) {
        return value.to_string();
    }
    format!("{value:e}")
}

/// Whether a number of that size is short enough without an exponent.
pub(super) fn is_plain(size: f64) -> bool {
    size == 0.0 || !size.is_finite() || (1e-7..1e17).contains(&size)
}
