//! Texts that many rows repeat, each read once.

use std::collections::HashMap;

use crate::fault::Fault;

/// What each text of a column was read as, faults included. Rows then share
/// one id instead of holding a copy each.
pub(crate) struct Memo<T> {
    index: HashMap<Box<str>, usize>,
    entries: Vec<(Box<str>, Result<T, Fault>)>,
    /// Which entry was asked for after each, the last time.
    after: Vec<usize>,
    last: usize,
}

impl<T> Memo<T> {
    pub(crate) fn new() -> Self {
        Self { index: HashMap::new(), entries: Vec::new(), after: Vec::new(), last: 0 }
    }

    /// What `text` is read as; `read` is called at the first sight of it.
    pub(crate) fn get(
        &mut self,
        text: &str,
        read: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> &Result<T, Fault> {
        let is = |entries: &[(Box<str>, _)], at: usize| {
            entries.get(at).is_some_and(|(known, _): &(Box<str>, _)| same(known, text))
        };
        // Tables are usually sorted: a cell repeats the one above, or goes
        // round with the others of its column.
        if !is(&self.entries, self.last) {
            let likely = self.after.get(self.last).copied().unwrap_or(0);
            let at = if is(&self.entries, likely) { likely } else { self.find(text, read) };
            self.after[self.last] = at;
            self.last = at;
        }
        &self.entries[self.last].1
    }

    fn find(&mut self, text: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> usize {
        if let Some(at) = self.index.get(text) {
            return *at;
        }
        let at = self.entries.len();
        self.index.insert(text.into(), at);
        self.entries.push((text.into(), read(text)));
        self.after.push(at);
        at
    }
}

/// Whether two texts are one. Cells are so short that a call of the system's
/// comparison costs more than the comparison.
#[inline]
fn same(a: &str, b: &str) -> bool {
    let ((a, a_rest), (b, b_rest)) = (a.as_bytes().as_chunks::<8>(), b.as_bytes().as_chunks::<8>());
    a.len() == b.len()
        && a_rest.len() == b_rest.len()
        && a.iter().zip(b).all(|(a, b)| u64::from_ne_bytes(*a) == u64::from_ne_bytes(*b))
        && a_rest.iter().zip(b_rest).all(|(a, b)| a == b)
}
