//! A progress bar on standard error: only on a terminal, and only for work
//! that takes longer than a second.

use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

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
