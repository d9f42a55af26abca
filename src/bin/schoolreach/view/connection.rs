//! One connection in, its requests answered until it is closed, idle, broken or slow.

use std::io::{self, BufWriter, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::answer::Answer;
use super::request::{Head, MOST_HEAD_BYTES, Request, head};
use super::site::Site;

/// How long a head may take from its first wait to its last byte.
const HEAD_TIME: Duration = Duration::from_secs(5);

/// How long a write may stand still.
const WRITE_TIME: Duration = Duration::from_secs(20);

/// How many requests one connection may send.
const MOST_REQUESTS: usize = 10_000;

/// Answers the requests of a connection.
pub(super) fn answer_all(stream: &TcpStream, site: &Site) -> io::Result<()> {
    stream.set_write_timeout(Some(WRITE_TIME))?;
    stream.set_nodelay(true)?;
    let mut out = BufWriter::new(stream);
    let mut bytes = Vec::new();
    for _ in 0..MOST_REQUESTS {
        let request = match next(stream, &mut bytes)? {
            Next::Request(request) => request,
            Next::Refused(status) => return Answer::refusal(status).send(&mut out, false, false),
            Next::Closed => return Ok(()),
        };
        // A body that nothing takes would be read as the next request.
        let keeps_open = request.keeps_open && !request.has_body;
        let head_only = request.method == "HEAD";
        site.answer(&request)
            .send(&mut out, keeps_open, head_only)?;
        if !keeps_open {
            return Ok(());
        }
    }
    out.flush()
}

enum Next {
    Request(Box<Request>),
    Refused(u16),
    Closed,
}

/// The next request; `bytes` are what was read already and are left what belongs to later ones.
fn next(mut stream: &TcpStream, bytes: &mut Vec<u8>) -> io::Result<Next> {
    let started = Instant::now();
    let mut buffer = [0; 2048];
    loop {
        match head(bytes) {
            Head::Whole(request, n_bytes) => {
                bytes.drain(..n_bytes);
                return Ok(Next::Request(request));
            }
            Head::Broken => return Ok(Next::Refused(400)),
            Head::Partial if bytes.len() >= MOST_HEAD_BYTES => return Ok(Next::Refused(431)),
            Head::Partial => {}
        }
        let left = HEAD_TIME.saturating_sub(started.elapsed());
        if left.is_zero() {
            return Ok(too_late(bytes));
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(Next::Closed),
            Ok(n_read) => bytes.extend(buffer.iter().take(n_read)),
            Err(error) if is_timeout(&error) => return Ok(too_late(bytes)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// A connection that has said nothing is idle; one that has begun is too slow.
fn too_late(bytes: &[u8]) -> Next {
    if bytes.is_empty() {
        Next::Closed
    } else {
        Next::Refused(408)
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}
