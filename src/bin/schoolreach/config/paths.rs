//! Paths and patterns of a config in, the same seen from where the command runs out.

use std::path::{Path, PathBuf};

use glob::Pattern;
use schoolreach::Error;
use schoolreach::pipeline::RegionInput;

/// The folder of a config.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// The folder that a config lies in.
    pub(super) fn of(config: &Path) -> Self {
        Self(config.parent().unwrap_or(Path::new("")).to_owned())
    }

    /// A path of the config.
    pub(super) fn path(&self, text: &str) -> Result<String, Error> {
        let joined = self.0.join(text).into_os_string();
        joined.into_string().map_err(|path| {
            Error::Plan(format!(
                "{}: expected a folder of configs whose name is UTF-8",
                Path::new(&path).display()
            ))
        })
    }

    /// A file, folder or pattern of the config; `-` is the standard input. What the folder's own name holds is no
    /// wildcard.
    pub(super) fn pattern(&self, text: &str) -> Result<String, Error> {
        if text == "-" {
            return Ok(text.to_owned());
        }
        let joined = self.path(text)?;
        let is_pattern = text.contains(['*', '?', '[']) && !Path::new(&joined).exists();
        if !is_pattern || Path::new(text).is_absolute() {
            return Ok(joined);
        }
        let escaped = Pattern::escape(&self.path("")?);
        Ok(escaped + text)
    }

    /// A region input of the config, with or without its level.
    pub(super) fn region(&self, text: &str) -> Result<String, Error> {
        if self.0.join(text).exists() {
            return self.path(text);
        }
        let input = RegionInput::parse(text);
        let pattern = self.pattern(&input.pattern)?;
        Ok(match input.level {
            Some(level) => format!("{level}={pattern}"),
            None => pattern,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_start_at_the_folder_of_the_config() {
        let here = Folder::of(Path::new("country.toml"));
        assert_eq!(here.pattern("lists/*.csv").unwrap(), "lists/*.csv");
        let there = Folder::of(Path::new("conf/country.toml"));
        assert_eq!(there.path("out").unwrap(), "conf/out");
        assert_eq!(
            there.pattern("../lists/*.csv").unwrap(),
            "conf/../lists/*.csv"
        );
        assert_eq!(there.pattern("-").unwrap(), "-");
        assert_eq!(there.pattern("/a/b.csv").unwrap(), "/a/b.csv");
        assert_eq!(there.region("ADM2=m.fgb").unwrap(), "adm2=conf/m.fgb");
        assert_eq!(there.region("m.fgb#part").unwrap(), "conf/m.fgb#part");
    }

    #[test]
    fn the_folder_is_no_pattern() {
        let odd = Folder::of(Path::new("lists [2025]/country.toml"));
        assert_eq!(odd.pattern("a.csv").unwrap(), "lists [2025]/a.csv");
        assert_eq!(odd.pattern("*.csv").unwrap(), "lists [[]2025[]]/*.csv");
    }
}
