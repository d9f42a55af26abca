//! A finished file in, its content on the disk out, while others are still being written.

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};

/// A file on its way to the disk. Dropping it waits for the end, so that no file outlives its folder.
#[derive(Debug)]
pub(super) struct Syncing {
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Syncing {
    /// Starts to bring a file to the disk in a thread of its own, for the thread only waits; at once where the system
    /// gives no thread.
    pub(super) fn begin(file: File) -> io::Result<Self> {
        let file = Arc::new(file);
        let theirs = Arc::clone(&file);
        match Builder::new().spawn(move || theirs.sync_all()) {
            Ok(thread) => Ok(Self {
                thread: Some(thread),
            }),
            Err(_no_thread) => file.sync_all().map(|()| Self { thread: None }),
        }
    }

    /// Waits until the content is on the disk.
    pub(super) fn wait(mut self) -> io::Result<()> {
        self.join()
    }

    fn join(&mut self) -> io::Result<()> {
        self.thread.take().map_or(Ok(()), |thread| {
            let ended = thread.join();
            ended.unwrap_or_else(|_| Err(io::Error::other("the thread that syncs has failed")))
        })
    }
}

impl Drop for Syncing {
    fn drop(&mut self) {
        // Nobody waits for the answer any more.
        let _ = self.join();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::fd::OwnedFd;

    use super::*;

    #[test]
    fn a_refusal_of_the_system_is_told() {
        // Nothing that runs through a pipe can be brought to a disk.
        let (_reader, writer) = io::pipe().unwrap();
        let pipe = File::from(OwnedFd::from(writer));
        let error = Syncing::begin(pipe).unwrap().wait().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
        let file = tempfile::tempfile().unwrap();
        Syncing::begin(file).unwrap().wait().unwrap();
    }
}
