//! A listener in, its connections answered, each by a thread of its own and never more than a few at once.

use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::answer::Answer;
use super::connection::answer_all;
use super::site::Site;

/// Connections at once: a browser opens six to a server.
pub(super) const MOST_CONNECTIONS: usize = 32;

/// The pause after the system has refused a connection, as when there are no more file descriptors.
const PAUSE: Duration = Duration::from_millis(50);

/// Answers connections without end.
pub(super) fn serve(listener: &TcpListener, site: &Site) {
    let n_open = AtomicUsize::new(0);
    thread::scope(|scope| {
        for stream in listener.incoming() {
            let Ok(stream) = stream else {
                thread::sleep(PAUSE);
                continue;
            };
            if n_open.fetch_add(1, Ordering::AcqRel) >= MOST_CONNECTIONS {
                n_open.fetch_sub(1, Ordering::AcqRel);
                turn_away(&stream);
                continue;
            }
            let n_open = &n_open;
            let answer = move || {
                // A browser that goes away is no fault of the server.
                let _ = answer_all(&stream, site);
                n_open.fetch_sub(1, Ordering::AcqRel);
            };
            if thread::Builder::new().spawn_scoped(scope, answer).is_err() {
                n_open.fetch_sub(1, Ordering::AcqRel);
            }
        }
    });
}

/// Tells a connection that there are too many; it is not waited for.
fn turn_away(mut stream: &TcpStream) {
    let _ = stream.set_write_timeout(Some(PAUSE));
    let _ = Answer::refusal(503).send(&mut stream, false, false);
}
