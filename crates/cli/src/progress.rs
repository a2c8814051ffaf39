//! Progress bars on standard error: only on a terminal, and only for work that
//! takes longer than a second.

use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use firstyear_export::every_area::AreasDone;
use firstyear_ingest::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Watches readers.
pub(crate) struct Watch {
    begun: Instant,
    bar: Option<ProgressBar>,
    on_terminal: bool,
}

impl Watch {
    pub(crate) fn new() -> Self {
        let on_terminal = std::io::stderr().is_terminal();
        Self { begun: Instant::now(), bar: None, on_terminal }
    }

    /// Shows how far a reader has come.
    pub(crate) fn see(&mut self, progress: &Progress) -> ControlFlow<()> {
        if self.on_terminal && self.begun.elapsed() > Duration::from_secs(1) {
            let bar = self.bar.get_or_insert_with(|| {
                let style = ProgressStyle::with_template("{msg} {bar:30} {bytes}/{total_bytes}")
                    .unwrap_or_else(|_| ProgressStyle::default_bar());
                ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr())
                    .with_style(style)
            });
            bar.set_length(progress.total);
            bar.set_position(progress.done);
            bar.set_message(progress.file.to_string());
        }
        ControlFlow::Continue(())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Shows that something is under way whose end is not known.
#[cfg(feature = "records")]
pub(crate) struct Busy {
    begun: Instant,
    what: &'static str,
    on_terminal: bool,
}

/// What is shown of the work that is under way.
#[cfg(feature = "records")]
static BUSY: std::sync::Mutex<Option<ProgressBar>> = std::sync::Mutex::new(None);

#[cfg(feature = "records")]
fn busy() -> std::sync::MutexGuard<'static, Option<ProgressBar>> {
    BUSY.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Says a line about the work that is under way, above what is shown of it.
#[cfg(feature = "cluster")]
pub(crate) fn say(line: &str) {
    match busy().as_ref() {
        Some(bar) => bar.suspend(|| anstream::eprintln!("{line}")),
        None => anstream::eprintln!("{line}"),
    }
}

/// Shows what the work that is under way is at.
#[cfg(feature = "cluster")]
pub(crate) fn is_at(what: String) {
    if let Some(bar) = busy().as_ref() {
        bar.set_message(what);
    }
}

#[cfg(feature = "records")]
impl Busy {
    pub(crate) fn new(what: &'static str) -> Self {
        let on_terminal = std::io::stderr().is_terminal();
        Self { begun: Instant::now(), what, on_terminal }
    }

    /// Shows for how long it has been under way.
    pub(crate) fn see(&self) {
        if !self.on_terminal || self.begun.elapsed() < Duration::from_secs(1) {
            return;
        }
        let mut bar = busy();
        let bar = bar.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{spinner} {msg}, {elapsed}")
                .unwrap_or_else(|_| ProgressStyle::default_spinner());
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.with_style(style).with_message(self.what)
        });
        bar.tick();
    }
}

#[cfg(feature = "records")]
impl Drop for Busy {
    fn drop(&mut self) {
        if let Some(bar) = busy().take() {
            bar.finish_and_clear();
        }
    }
}

/// Watches areas being made, and says how long the rest will take.
pub(crate) struct Areas {
    begun: Instant,
    bar: Option<ProgressBar>,
    on_terminal: bool,
}

impl Areas {
    pub(crate) fn new() -> Self {
        let on_terminal = std::io::stderr().is_terminal();
        Self { begun: Instant::now(), bar: None, on_terminal }
    }

    /// Shows how many areas are whole.
    pub(crate) fn see(&mut self, seen: AreasDone) {
        let elapsed = self.begun.elapsed();
        if !self.on_terminal || elapsed < Duration::from_secs(1) {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("areas {bar:30} {pos}/{len}, {msg}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr()).with_style(style)
        });
        let left = left(elapsed, seen);
        bar.set_length(seen.all as u64);
        bar.set_position(seen.done as u64);
        bar.set_message(format!("about {} s left", left.as_secs_f64().ceil()));
    }
}

/// How long the rest will take, at the pace so far. What an earlier run has made took
/// no time.
fn left(elapsed: Duration, AreasDone { done, earlier, all }: AreasDone) -> Duration {
    let made = done.saturating_sub(earlier).max(1);
    elapsed.mul_f64(all.saturating_sub(done) as f64 / made as f64)
}

impl Drop for Areas {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_earlier_run_has_made_is_no_measure_of_pace() {
        let left =
            |done, earlier| left(Duration::from_secs(6), AreasDone { done, earlier, all: 150 });
        assert_eq!(left(50, 0), Duration::from_secs(12));
        assert_eq!(left(100, 50), Duration::from_secs(6));
        assert_eq!(left(150, 0), Duration::ZERO);
        // The first that is seen can be one that was there.
        assert_eq!(left(0, 0), Duration::from_secs(900));
    }
}
