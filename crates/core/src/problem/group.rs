//! Problems that say the same of many rows, told once.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Place, Problem, ProblemCode, Severity};

/// One problem, and how many places have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemGroup {
    /// The first of them.
    pub first: Problem,
    /// How many there are.
    pub count: u64,
    /// Where the first few of them stand, in the order in which they were
    /// found: at most [`ProblemGroup::PLACES`].
    pub places: Vec<Place>,
}

impl ProblemGroup {
    /// So many places are kept.
    pub const PLACES: usize = 5;

    fn new(first: Problem) -> Self {
        Self { places: vec![first.place.clone()], count: 1, first }
    }

    fn add(&mut self, place: Place) {
        self.count += 1;
        if self.places.len() < Self::PLACES {
            self.places.push(place);
        }
    }
}

/// Collects problems by what they say. Those that differ in numbers alone, or
/// in the row where they stand, are of one group.
///
/// Memory grows with the number of groups and not of problems; beyond
/// [`ProblemGroups::MOST`] groups those of one code are one.
///
/// ```
/// use firstyear_core::{Place, Problem, ProblemCode, ProblemGroups};
///
/// let mut groups = ProblemGroups::default();
/// for row in 17..1221 {
///     let place = Place::file("deaths.csv").row(row).column("numerator");
///     groups.add(Problem::new(ProblemCode::CellNotANumber, place, "not a number"));
/// }
/// let groups = groups.finish();
/// assert_eq!((groups[0].count, groups[0].first.place.row), (1204, Some(17)));
/// ```
#[derive(Clone, Debug, Default)]
pub struct ProblemGroups {
    index: HashMap<Key, usize>,
    groups: Vec<ProblemGroup>,
}

/// What the problems of a group share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    severity: Severity,
    code: ProblemCode,
    file: Arc<str>,
    sheet: Option<Arc<str>>,
    column: Option<Arc<str>>,
    /// The message and the help, each number replaced by one sign; `None` once
    /// there are too many.
    words: Option<String>,
}

impl ProblemGroups {
    /// So many groups are kept apart.
    pub const MOST: usize = 10_000;

    /// Adds a problem that `count` places have, of which only the first is
    /// known.
    pub fn add_many(&mut self, problem: Problem, count: u64) {
        if count == 0 {
            return;
        }
        let at = self.add_one(problem);
        self.groups[at].count += count - 1;
    }

    /// Adds a problem.
    pub fn add(&mut self, problem: Problem) {
        self.add_one(problem);
    }

    /// Adds a problem and tells its group.
    fn add_one(&mut self, problem: Problem) -> usize {
        let key = Key::of(&problem, self.groups.len() < Self::MOST);
        if let Some(&at) = self.index.get(&key) {
            self.groups[at].add(problem.place);
            return at;
        }
        self.index.insert(key, self.groups.len());
        self.groups.push(ProblemGroup::new(problem));
        self.groups.len() - 1
    }

    /// The groups in the order of their first problems.
    #[must_use]
    pub fn finish(self) -> Vec<ProblemGroup> {
        self.groups
    }

    /// How many problems there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> u64 {
        let of_it = self.groups.iter().filter(|group| group.first.severity == severity);
        of_it.map(|group| group.count).sum()
    }
}

impl Extend<Problem> for ProblemGroups {
    fn extend<I: IntoIterator<Item = Problem>>(&mut self, problems: I) {
        problems.into_iter().for_each(|problem| self.add(problem));
    }
}

impl FromIterator<Problem> for ProblemGroups {
    fn from_iter<I: IntoIterator<Item = Problem>>(problems: I) -> Self {
        let mut groups = Self::default();
        groups.extend(problems);
        groups
    }
}

impl Key {
    fn of(problem: &Problem, with_words: bool) -> Self {
        let place = &problem.place;
        let words = with_words.then(|| {
            let mut words = without_numbers(&problem.message);
            words.push('\n');
            words.push_str(&without_numbers(problem.help.as_deref().unwrap_or_default()));
            words
        });
        Self {
            severity: problem.severity,
            code: problem.code,
            file: Arc::clone(&place.file),
            sheet: place.sheet.clone(),
            column: place.column.clone(),
            words,
        }
    }
}

/// The text with one sign in place of each run of digits.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: u64, column: &str, message: &str) -> Problem {
        let place = Place::file("a.csv").row(row).column(column);
        Problem::new(ProblemCode::CategoryUnknown, place, message)
    }

    #[test]
    fn numbers_and_rows_do_not_tell_groups_apart_and_columns_do() {
        let groups: ProblemGroups = [
            at(2, "groups", "category 11 is outside 1 to 10"),
            at(3, "groups", "category 12 is outside 1 to 10"),
            at(3, "period", "category 12 is outside 1 to 10"),
            at(9, "groups", "not a category"),
        ]
        .into_iter()
        .collect();
        assert_eq!(groups.count(Severity::Error), 4);
        let counts: Vec<u64> = groups.finish().iter().map(|group| group.count).collect();
        assert_eq!(counts, [2, 1, 1]);
    }

    #[test]
    fn memory_does_not_grow_with_messages() {
        let mut groups = ProblemGroups::default();
        let word = |n: usize| -> String {
            let letter =
                |i: u32| char::from(b'a' + u8::try_from(n / 26_usize.pow(i) % 26).unwrap());
            (0..4).map(letter).collect()
        };
        (0..30_000).for_each(|n| groups.add(at(n as u64, "groups", &word(n))));
        assert_eq!(groups.count(Severity::Error), 30_000);
        assert_eq!(groups.finish().len(), ProblemGroups::MOST + 1);
    }
}
