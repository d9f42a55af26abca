//! Phases of a run as a bar, where a person is watching.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use schoolreach::pipeline::Progress;

/// Draws the phase that is going on; draws nothing in a pipe or when asked to be quiet.
pub(crate) struct Bar {
    bar: Mutex<Option<ProgressBar>>,
    is_visible: bool,
}

impl Bar {
    pub(crate) fn new(quiet: bool) -> Self {
        Self {
            bar: Mutex::new(None),
            is_visible: !quiet && std::io::stderr().is_terminal(),
        }
    }

    fn with(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        if self.is_visible
            && let Ok(mut bar) = self.bar.lock()
        {
            act(&mut bar);
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Progress for Bar {
    fn begin(&self, phase: &str, total: Option<u64>) {
        self.with(|bar| {
            let fresh = match total {
                Some(total) => ProgressBar::new(total).with_style(style(
                    "{spinner} {msg:<20} [{bar:30}] {human_pos} of {human_len}",
                )),
                None => {
                    ProgressBar::new_spinner().with_style(style("{spinner} {msg:<20} {human_pos}"))
                }
            };
            fresh.set_message(phase.to_owned());
            fresh.enable_steady_tick(Duration::from_millis(100));
            *bar = Some(fresh);
        });
    }

    fn advance(&self, steps: u64) {
        self.with(|bar| {
            if let Some(bar) = bar {
                bar.inc(steps);
            }
        });
    }

    fn end(&self) {
        self.with(|bar| {
            if let Some(bar) = bar.take() {
                bar.finish_and_clear();
            }
        });
    }
}
