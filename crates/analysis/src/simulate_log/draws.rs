//! Draws: a stream for each thing that is drawn.

use std::fmt::Write as _;

use firstyear_metrics::random::Counter;

use crate::delay::whole;

/// The draws of one case.
#[derive(Debug)]
pub(super) struct Draws {
    seed: u64,
    case: u32,
    name: String,
}

impl Draws {
    pub(super) const fn new(seed: u64) -> Self {
        Self { seed, case: 0, name: String::new() }
    }

    pub(super) const fn case(&mut self, case: u32) {
        self.case = case;
    }

    /// The stream of something that is come to for the `nth` time.
    pub(super) fn of(&mut self, what: &str, id: &str, nth: u32) -> Counter {
        self.name.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.name, "{}/{what}/{id}/{nth}", self.case);
        Counter::named(self.seed, &self.name)
    }

    pub(super) fn uniform(&mut self, what: &str, id: &str, nth: u32) -> f64 {
        self.of(what, id, nth).uniform()
    }
}

/// Which of several chances a uniform number falls to; `None` for what they leave over.
pub(super) fn chosen(uniform: f64, chances: impl IntoIterator<Item = f64>) -> Option<usize> {
    let mut below = 0.0;
    chances.into_iter().position(|chance| {
        below += chance;
        uniform < below
    })
}

/// A whole number from 0 to less than `many`.
pub(super) fn below(generator: &mut Counter, many: i64) -> i64 {
    whole((generator.uniform() * many as f64).floor()).clamp(0, (many - 1).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_chances_leave_over_is_nobody() {
        assert_eq!(chosen(0.1, [0.2, 0.3]), Some(0));
        assert_eq!(chosen(0.49, [0.2, 0.3]), Some(1));
        assert_eq!(chosen(0.5, [0.2, 0.3]), None);
        assert_eq!(chosen(0.0, []), None);
    }
}
