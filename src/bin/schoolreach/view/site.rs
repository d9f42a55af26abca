//! A request in, its answer out: what may be asked for, by whom, and under which rules a browser shows it.

use super::answer::{Answer, Body};
use super::assets::asset;
use super::folder::{Folder, Opened};
use super::request::Request;

/// Everything that is served.
pub(super) struct Site {
    folder: Folder,
    /// The values of `Host` that this server answers to: pages of other names may lead here by their DNS.
    hosts: [String; 2],
    settings: String,
    policy: String,
}

impl Site {
    /// What is served on a port.
    pub(super) fn new(folder: Folder, port: u16, basemap: Option<&str>) -> Self {
        Self {
            folder,
            hosts: ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}")),
            settings: serde_json::json!({ "basemap": basemap }).to_string(),
            policy: policy(basemap),
        }
    }

    /// The answer to a request.
    pub(super) fn answer(&self, request: &Request) -> Answer {
        let answer = match self.refusal(request) {
            Some(status) => Answer::refusal(status),
            None => self.found(request),
        };
        answer
            .with("Content-Security-Policy", &self.policy)
            .with("X-Content-Type-Options", "nosniff")
            .with("X-Frame-Options", "DENY")
            .with("Referrer-Policy", "no-referrer")
            .with("Cross-Origin-Resource-Policy", "same-origin")
            .with("Cross-Origin-Opener-Policy", "same-origin")
            .with("Cache-Control", "no-cache")
    }

    /// Why a request gets nothing.
    fn refusal(&self, request: &Request) -> Option<u16> {
        let is_ours = |host: &String| {
            self.hosts
                .iter()
                .any(|ours| ours.eq_ignore_ascii_case(host))
        };
        let is_same_site = |site: &String| site == "same-origin" || site == "none";
        if request.has_body {
            Some(413)
        } else if !request.host.as_ref().is_some_and(is_ours) {
            Some(if request.host.is_some() { 403 } else { 400 })
        } else if !request.fetch_site.as_ref().is_none_or(is_same_site) && request.path != "/" {
            // A link from another page may lead to the map; nothing of the folder goes to one.
            Some(403)
        } else if !matches!(request.method.as_str(), "GET" | "HEAD") {
            Some(405)
        } else {
            None
        }
    }

    fn found(&self, request: &Request) -> Answer {
        if let Some(asset) = asset(&request.path) {
            return Answer::of(200, asset.content_type, asset.bytes);
        }
        if request.path == "/settings.json" {
            return Answer::of(200, JSON, self.settings.clone().into_bytes());
        }
        let name = request.path.strip_prefix("/data/").and_then(decoded);
        let opened = name.and_then(|name| Some((self.folder.file(&name)?, name)));
        match opened {
            Some((opened, name)) => file(request, opened, content_type(&name)),
            None => Answer::refusal(404),
        }
    }
}

const JSON: &str = "application/json; charset=utf-8";

/// What a page of this server may do: run and fetch what this server sends, and fetch the basemap.
fn policy(basemap: Option<&str>) -> String {
    let origin = basemap.and_then(origin).map(|origin| format!(" {origin}"));
    let basemap = origin.unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; connect-src 'self'{basemap}; \
         img-src 'self' data: blob:{basemap}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// The scheme, host and port of an address.
fn origin(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split('/').next()?;
    address.get(..scheme.len() + 3 + host.len())
}

/// The answer that holds a file or a range of it.
fn file(request: &Request, opened: Opened, content_type: &str) -> Answer {
    let n_bytes = opened.n_bytes;
    let tag = opened.sha256.as_ref().map(|sha256| format!("\"{sha256}\""));
    let is_known = |known: &String| tag.as_ref().is_some_and(|tag| known.contains(tag.as_str()));
    if request.if_none_match.as_ref().is_some_and(is_known) {
        return tagged(Answer::of(304, content_type, &[][..]), tag);
    }
    // A range of another version than the one at hand is answered with the whole.
    let asked = request
        .range
        .filter(|_| request.if_range.as_ref().is_none_or(is_known));
    let range = asked.map(|asked| asked.of(n_bytes));
    let (status, range) = match range {
        Some(None) => {
            return Answer::refusal(416).with("Content-Range", format!("bytes */{n_bytes}"));
        }
        Some(Some(range)) => (206, range),
        None => (200, 0..n_bytes),
    };
    let mut answer = Answer::of(status, content_type, &[][..]).with("Accept-Ranges", "bytes");
    if status == 206 {
        let told = format!("bytes {}-{}/{n_bytes}", range.start, range.end - 1);
        answer = answer.with("Content-Range", told);
    }
    answer.body = Body::Part {
        file: opened.file,
        from: range.start,
        n_bytes: range.end - range.start,
    };
    tagged(answer, tag)
}

fn tagged(answer: Answer, tag: Option<String>) -> Answer {
    match tag {
        Some(tag) => answer.with("ETag", tag),
        None => answer,
    }
}

/// The kind of a file by its ending; none is a page or a script.
fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("json" | "geojson") => JSON,
        Some("csv") => "text/csv; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A name without percent signs; `None` where it is no text or not sent as one.
fn decoded(sent: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(sent.len());
    let mut rest = sent.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let text = std::str::from_utf8(&digits).ok()?;
            bytes.push(
                u8::from_str_radix(text, 16)
                    .ok()
                    .filter(|_| !text.starts_with('+'))?,
            );
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
