//! What was recorded of a case, event by event.

use firstyear_core::event::{CaseLog, When};

use super::conditions::Asked;
use super::truth::Truth;

/// For each attribute that conditions look at, what of it is known at each event of
/// one case.
#[derive(Debug)]
pub(crate) struct Recordings {
    /// The attributes.
    columns: Vec<usize>,
    /// For each attribute its text at each event.
    texts: Vec<Vec<Option<usize>>>,
    /// The last text so far, at each event.
    so_far: Vec<Option<usize>>,
}

impl Recordings {
    /// Of the attributes that these conditions look at.
    pub(crate) fn of<'c>(asked: impl Iterator<Item = &'c Asked>) -> Self {
        let mut columns: Vec<usize> = asked.map(|asked| asked.column).collect();
        columns.sort_unstable();
        columns.dedup();
        Self { texts: vec![Vec::new(); columns.len()], so_far: Vec::new(), columns }
    }

    /// What was last recorded at each of these events of a case, which have these times,
    /// or before it: with what follows it and is not surely later.
    pub(crate) fn read(&mut self, log: &CaseLog, case: usize, events: &[usize], times: &[When]) {
        for (column, texts) in self.columns.iter().zip(&mut self.texts) {
            texts.clear();
            let Some(column) = log.column(*column) else {
                texts.resize(times.len(), None);
                continue;
            };
            let mut last = column.of_case(case);
            self.so_far.clear();
            self.so_far.extend(events.iter().map(|&event| {
                last = column.of_event(event).or(last);
                last
            }));
            for at in 0..times.len() {
                let text = if at > 0 && times[at] == times[at - 1] {
                    texts[at - 1]
                } else {
                    let later =
                        times[at + 1..].iter().take_while(|&&later| known_at(times[at], later));
                    self.so_far[at + later.count()]
                };
                texts.push(text);
            }
        }
    }

    /// Whether all of it holds at an event, by what was last recorded.
    pub(crate) fn at_event(&self, asked: &[Asked], event: usize) -> Truth {
        let text = |asked: &Asked| self.texts_of(asked).and_then(|texts| texts[event]);
        all(asked, text)
    }

    fn texts_of(&self, asked: &Asked) -> Option<&[Option<usize>]> {
        let at = self.columns.iter().position(|&column| column == asked.column)?;
        Some(&self.texts[at])
    }
}

/// Whether all of it holds by what a case has, or what was recorded first.
pub(crate) fn at_first(log: &CaseLog, case: usize, asked: &[Asked]) -> Truth {
    let text = |asked: &Asked| {
        let column = log.column(asked.column)?;
        let of_events = || log.events_of(case).find_map(|event| column.of_event(event));
        column.of_case(case).or_else(of_events)
    };
    all(asked, text)
}

/// Whether all of it holds by what a case has, or what these events of it first said:
/// words for what is not recorded say nothing.
pub(crate) fn first_said(log: &CaseLog, case: usize, events: &[usize], asked: &[Asked]) -> Truth {
    let text = |asked: &Asked| {
        let column = log.column(asked.column)?;
        let of_events = events.iter().filter_map(|&event| column.of_event(event));
        let mut texts = column.of_case(case).into_iter().chain(of_events);
        texts.find(|&text| asked.is_told_by(text))
    };
    all(asked, text)
}

fn all(asked: &[Asked], text: impl Fn(&Asked) -> Option<usize>) -> Truth {
    asked.iter().fold(Truth::Yes, |all, asked| all.and(asked.of(text(asked))))
}

/// Whether what is recorded at the later of two events in order is known at the first.
fn known_at(first: When, later: When) -> bool {
    match first.is_before(later) {
        Some(before) => !before,
        None => first.day().is_none(),
    }
}
