//! What is told once for a file, at the first place where it shows.

use firstyear_core::{Place, Problem, ProblemCode, Severity};

/// One observation on the file as a whole, and how many rows it concerns.
pub(crate) struct Once {
    code: ProblemCode,
    severity: Severity,
    message: &'static str,
    first: Option<Place>,
    rows: u64,
}

impl Once {
    pub(crate) const fn new(code: ProblemCode, severity: Severity, message: &'static str) -> Self {
        Self { code, severity, message, first: None, rows: 0 }
    }

    pub(crate) fn see(&mut self, place: impl FnOnce() -> Place) {
        self.rows += 1;
        if self.first.is_none() {
            self.first = Some(place());
        }
    }

    /// The problem; `None` where nothing was seen.
    pub(crate) fn told(self) -> Option<Problem> {
        let message = match self.rows {
            0 | 1 => self.message.to_owned(),
            rows => format!("{}; the first of {rows} rows", self.message),
        };
        Some(Problem::new(self.code, self.first?, message).with_severity(self.severity))
    }
}
