//! Nothing in, the most memory that the process has held out, where the system tells.

use std::fs;

/// Forgets the peak so far, so that it counts from what is held now; false where the system cannot.
pub(super) fn reset_peak() -> bool {
    // proc(5): 5 resets the peak resident set size of the process.
    cfg!(target_os = "linux") && fs::write("/proc/self/clear_refs", "5").is_ok()
}

/// The peak resident set size in bytes.
pub(super) fn peak() -> Option<u64> {
    peak_in(&fs::read_to_string("/proc/self/status").ok()?)
}

fn peak_in(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read_in_kibibytes() {
        assert_eq!(
            peak_in("VmPeak:\t 9 kB\nVmHWM:\t  12 kB\n"),
            Some(12 * 1024)
        );
        assert_eq!(peak_in("VmPeak:\t 9 kB\n"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn linux_tells() {
        assert!(peak().is_some_and(|bytes| bytes > 1 << 16));
    }
}
