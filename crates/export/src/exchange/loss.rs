//! What a format cannot say.

use std::collections::BTreeMap;

/// What was lost on the way into a format, in words, with the number of rows
/// that lost it.
///
/// ```
/// use firstyear_export::exchange::Loss;
///
/// let mut loss = Loss::default();
/// loss.add("the standard error");
/// loss.add("the standard error");
/// assert_eq!(loss.lines().collect::<Vec<_>>(), ["the standard error (2 rows)"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loss(BTreeMap<&'static str, u64>);

impl Loss {
    /// One more row lost `what`: words that complete "the format cannot hold".
    pub fn add(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }

    /// The same where `lost` holds.
    pub fn add_if(&mut self, lost: bool, what: &'static str) {
        if lost {
            self.add(what);
        }
    }

    /// Whether the format said everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many rows lost `what`.
    #[must_use]
    pub fn rows(&self, what: &str) -> u64 {
        self.0.get(what).copied().unwrap_or(0)
    }

    /// One line for each thing that was lost, in the order of letters.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(what, rows)| match rows {
            1 => format!("{what} (1 row)"),
            rows => format!("{what} ({rows} rows)"),
        })
    }
}
