//! A file as the command line names it in, the same as a config elsewhere must name it out.

use std::path::{Component, Path, absolute};

/// How a config names a file, folder or pattern; the config lies at a path, or is printed and thought to lie here.
pub(super) fn seen_from(config: Option<&Path>, pattern: &str) -> String {
    let folder = config.and_then(Path::parent).unwrap_or(Path::new(""));
    let is_here = folder.as_os_str().is_empty() || folder == Path::new(".");
    if is_here || pattern == "-" || Path::new(pattern).is_absolute() {
        return pattern.to_owned();
    }
    let mut parts = folder.components();
    if parts.all(|part| matches!(part, Component::Normal(_))) {
        return "../".repeat(folder.components().count()) + pattern;
    }
    let whole = absolute(pattern).ok();
    let whole = whole.and_then(|path| path.into_os_string().into_string().ok());
    whole.unwrap_or_else(|| pattern.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_from_the_folder_of_the_config() {
        let seen = |config: &str| seen_from(Some(Path::new(config)), "in/a.csv");
        assert_eq!(seen("c.toml"), "in/a.csv");
        assert_eq!(seen("./c.toml"), "in/a.csv");
        assert_eq!(seen("conf/ken/c.toml"), "../../in/a.csv");
        assert!(
            seen("../c.toml").ends_with("in/a.csv") && Path::new(&seen("../c.toml")).is_absolute()
        );
        assert_eq!(seen_from(None, "in/a.csv"), "in/a.csv");
        assert_eq!(
            seen_from(Some(Path::new("conf/c.toml")), "/a.csv"),
            "/a.csv"
        );
    }
}
