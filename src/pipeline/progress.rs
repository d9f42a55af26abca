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
    /// Its wall time; phases that ran side by side each have their own.
    pub duration: Duration,
}

/// The times of consecutive pieces of work.
#[derive(Debug, Default)]
pub(super) struct Laps(Vec<Timing>);

impl Laps {
    /// Does a piece of work and keeps its time.
    pub(super) fn time<T>(&mut self, phase: &str, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = work();
        self.0.push(Timing {
            phase: phase.to_owned(),
            duration: started.elapsed(),
        });
        result
    }
}

/// Runs phases, tells of them and times them.
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

    /// Runs two lines of work side by side, told of as one phase; each times its own laps.
    pub(super) fn side_by_side<A: Send, B: Send>(
        &mut self,
        phase: &str,
        one: impl FnOnce(&dyn Progress, &mut Laps) -> A + Send,
        other: impl FnOnce(&dyn Progress, &mut Laps) -> B + Send,
    ) -> (A, B) {
        let progress = self.progress;
        let (mut laps, mut later) = (Laps::default(), Laps::default());
        progress.begin(phase, None);
        let results = rayon::join(|| one(progress, &mut laps), || other(progress, &mut later));
        progress.end();
        self.timings.append(&mut laps.0);
        self.timings.append(&mut later.0);
        results
    }

    pub(super) fn run<T>(
        &mut self,
        phase: &str,
        total: Option<u64>,
        work: impl FnOnce(&dyn Progress) -> T,
    ) -> T {
        let mut laps = Laps::default();
        self.progress.begin(phase, total);
        let result = laps.time(phase, || work(self.progress));
        self.progress.end();
        self.timings.append(&mut laps.0);
        result
    }
}
