//! The head of a request in, what it asks for out.

use super::range::Asked;

/// The longest head that is read, in bytes: browsers send less than 2,000.
pub(super) const MOST_HEAD_BYTES: usize = 8 * 1024;

/// The most header fields of a head.
const MOST_FIELDS: usize = 64;

/// What a request asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: String,
    /// The path as it was sent, without a query.
    pub(super) path: String,
    pub(super) host: Option<String>,
    /// From where the browser says that the request comes.
    pub(super) fetch_site: Option<String>,
    pub(super) range: Option<Asked>,
    pub(super) if_range: Option<String>,
    pub(super) if_none_match: Option<String>,
    /// Whether the connection is to stay open.
    pub(super) keeps_open: bool,
    /// Whether a body follows, which nothing here takes.
    pub(super) has_body: bool,
}

/// What the bytes so far are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// A whole head of so many bytes.
    Whole(Box<Request>, usize),
    /// The beginning of one.
    Partial,
    /// None.
    Broken,
}

/// Reads the head at the beginning of some bytes.
pub(super) fn head(bytes: &[u8]) -> Head {
    let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
    let mut parsed = httparse::Request::new(&mut fields);
    match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(n_bytes)) => match request(&parsed) {
            Some(request) => Head::Whole(Box::new(request), n_bytes),
            None => Head::Broken,
        },
        Ok(httparse::Status::Partial) => Head::Partial,
        Err(_) => Head::Broken,
    }
}

fn request(parsed: &httparse::Request<'_, '_>) -> Option<Request> {
    let target = parsed.path?;
    let mut request = Request {
        method: parsed.method?.to_owned(),
        path: target.split('?').next()?.to_owned(),
        keeps_open: parsed.version == Some(1),
        ..Request::default()
    };
    for field in parsed.headers.iter() {
        let value = std::str::from_utf8(field.value).ok()?.trim();
        request.take(field.name, value)?;
    }
    Some(request)
}

impl Request {
    /// Takes a field; `None` if it must not stand twice and does.
    fn take(&mut self, name: &str, value: &str) -> Option<()> {
        match name.to_ascii_lowercase().as_str() {
            "host" if self.host.is_some() => return None,
            "host" => self.host = Some(value.to_owned()),
            "sec-fetch-site" => self.fetch_site = Some(value.to_owned()),
            "range" => self.range = Asked::parse(value),
            "if-range" => self.if_range = Some(value.to_owned()),
            "if-none-match" => self.if_none_match = Some(value.to_owned()),
            "connection" if value.eq_ignore_ascii_case("close") => self.keeps_open = false,
            "content-length" => self.has_body |= value != "0",
            "transfer-encoding" => self.has_body = true,
            _ => {}
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_once_it_is_whole() {
        let text =
            "GET /data/a.csv?x=1 HTTP/1.1\r\nHost: localhost:80\r\nRange: bytes=0-9\r\n\r\nmore";
        let Head::Whole(request, n_bytes) = head(text.as_bytes()) else {
            unreachable!("the head is whole")
        };
        assert_eq!(n_bytes, text.len() - 4);
        assert_eq!(
            (request.method.as_str(), request.path.as_str()),
            ("GET", "/data/a.csv")
        );
        assert_eq!(request.host.as_deref(), Some("localhost:80"));
        assert!(request.keeps_open && !request.has_body && request.range.is_some());
        for end in 0..text.len() - 4 {
            assert_eq!(head(&text.as_bytes()[..end]), Head::Partial, "{end}");
        }
    }

    #[test]
    fn what_is_no_head_is_broken() {
        let twice = "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n";
        let many = format!(
            "GET / HTTP/1.1\r\n{}\r\n",
            "X: y\r\n".repeat(MOST_FIELDS + 1)
        );
        for bytes in [
            twice.as_bytes(),
            many.as_bytes(),
            b"\x16\x03\x01\x02\0",
            b"GET / HTTP/9\r\n\r\n",
        ] {
            assert_eq!(head(bytes), Head::Broken);
        }
    }
}
