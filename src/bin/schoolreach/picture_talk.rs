//! A map that was drawn in, what to tell of it out.

use std::path::Path;

use schoolreach::pipeline::Picture;

use crate::talk::counted;

/// What was drawn, and what no map can show.
pub(crate) fn summary(picture: &Picture, path: &Path) -> String {
    let regions = counted(picture.n_regions, "region");
    let missing = match picture.n_without_outline {
        0 => String::new(),
        n => format!(", {} without an outline among them", counted(n, "region")),
    };
    format!(
        "{}: {regions} of {}{missing}\n",
        path.display(),
        picture.level
    )
}
