//! What is to be sent in, the bytes of an answer out.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// An answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) fields: Vec<(&'static str, String)>,
    pub(super) body: Body,
}

/// The body of an answer.
pub(super) enum Body {
    /// Bytes at hand.
    Bytes(Cow<'static, [u8]>),
    /// So many bytes of a file, from one on.
    Part { file: File, from: u64, n_bytes: u64 },
}

impl Answer {
    /// An answer of bytes at hand.
    pub(super) fn of(
        status: u16,
        content_type: &str,
        bytes: impl Into<Cow<'static, [u8]>>,
    ) -> Self {
        Self {
            status,
            fields: vec![("Content-Type", content_type.to_owned())],
            body: Body::Bytes(bytes.into()),
        }
    }

    /// A refusal, which says no more than its name.
    pub(super) fn refusal(status: u16) -> Self {
        let text = format!("{} {}\n", status, reason(status));
        Self::of(status, "text/plain; charset=utf-8", text.into_bytes())
    }

    /// Adds a field.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    /// Sends the answer; the body not where only the head was asked for.
    pub(super) fn send(
        self,
        out: &mut impl Write,
        keeps_open: bool,
        head_only: bool,
    ) -> io::Result<()> {
        write!(out, "HTTP/1.1 {} {}\r\n", self.status, reason(self.status))?;
        for (name, value) in &self.fields {
            write!(out, "{name}: {value}\r\n")?;
        }
        if self.status != 304 {
            write!(out, "Content-Length: {}\r\n", self.body.n_bytes())?;
        }
        let connection = if keeps_open { "keep-alive" } else { "close" };
        write!(out, "Connection: {connection}\r\n\r\n")?;
        if !head_only && self.status != 304 {
            self.body.send(out)?;
        }
        out.flush()
    }
}

impl Body {
    fn n_bytes(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Part { n_bytes, .. } => *n_bytes,
        }
    }

    fn send(self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Bytes(bytes) => out.write_all(&bytes),
            Self::Part {
                mut file,
                from,
                n_bytes,
            } => {
                file.seek(SeekFrom::Start(from))?;
                let sent = io::copy(&mut file.take(n_bytes), out)?;
                // The length is promised: a file that has become shorter ends the connection.
                if sent == n_bytes {
                    Ok(())
                } else {
                    Err(io::ErrorKind::UnexpectedEof.into())
                }
            }
        }
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        _ => "Service Unavailable",
    }
}
