//! Texts that many rows repeat, each read once.

use std::collections::HashMap;

use crate::fault::Fault;

/// What each text of a column was read as, faults included. Rows then share
/// one id instead of holding a copy each.
pub(crate) struct Memo<T> {
    index: HashMap<Box<str>, usize>,
    entries: Vec<(Box<str>, Result<T, Fault>)>,
    last: usize,
}

impl<T> Memo<T> {
    pub(crate) fn new() -> Self {
        Self { index: HashMap::new(), entries: Vec::new(), last: 0 }
    }

    /// What `text` is read as; `read` is called at the first sight of it.
    pub(crate) fn get(
        &mut self,
        text: &str,
        read: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> &Result<T, Fault> {
        // Tables are usually sorted, so a cell often repeats the one above.
        let repeats = self.entries.get(self.last).is_some_and(|(known, _)| **known == *text);
        if !repeats {
            self.last = if let Some(at) = self.index.get(text) {
                *at
            } else {
                self.index.insert(text.into(), self.entries.len());
                self.entries.push((text.into(), read(text)));
                self.entries.len() - 1
            };
        }
        &self.entries[self.last].1
    }
}
