//! How a run tells its caller how far it is.

use std::time::{Duration, Instant};

/// Hears how far a run is. All methods may be called from any thread.
pub trait Progress: Sync {
    /// A phase begins; `total` is its number of steps where it is known.
    fn begin(&self, phase: &str, total: Option<u64>);
    /// So many more steps of the phase are done.
    fn advance(&self, steps: u64);
    /// The phase is over.
    fn end(&self);
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _phase: &str, _total: Option<u64>) {}
    fn advance(&self, _steps: u64) {}
    fn end(&self) {}
}

/// How long a phase took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// The phase.
    pub phase: String,
    /// Its wall time.
    pub duration: Duration,
}

/// Runs phases one after the other, tells of them and times them.
pub(super) struct Phases<'a> {
    progress: &'a dyn Progress,
    pub(super) timings: Vec<Timing>,
}

impl<'a> Phases<'a> {
    pub(super) fn new(progress: &'a dyn Progress) -> Self {
        Self {
            progress,
            timings: Vec::new(),
        }
    }

    pub(super) fn run<T>(
        &mut self,
        phase: &str,
        total: Option<u64>,
        work: impl FnOnce(&dyn Progress) -> T,
    ) -> T {
        let started = Instant::now();
        self.progress.begin(phase, total);
        let result = work(self.progress);
        self.progress.end();
        self.timings.push(Timing {
            phase: phase.to_owned(),
            duration: started.elapsed(),
        });
        result
    }
}
