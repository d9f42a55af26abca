//! The viewer that is built in: names in, files out.

/// A file of the viewer.
pub(super) struct Asset {
    pub(super) content_type: &'static str,
    pub(super) bytes: &'static [u8],
}

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The file at a path.
pub(super) fn asset(path: &str) -> Option<Asset> {
    let (content_type, bytes): (_, &'static [u8]) = match path {
        "/" => (HTML, include_bytes!("../../../../viewer/dist/index.html")),
        "/app.js" => (SCRIPT, include_bytes!("../../../../viewer/dist/app.js")),
        "/worker.js" => (SCRIPT, include_bytes!("../../../../viewer/dist/worker.js")),
        "/app.css" => (
            "text/css; charset=utf-8",
            include_bytes!("../../../../viewer/dist/app.css"),
        ),
        "/licenses.txt" => (
            "text/plain; charset=utf-8",
            include_bytes!("../../../../viewer/dist/licenses.txt"),
        ),
        _ => return None,
    };
    Some(Asset {
        content_type,
        bytes,
    })
}
