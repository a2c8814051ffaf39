//! Problems as people and programs read them.
//!
//! | for            | use                              |
//! |----------------|----------------------------------|
//! | a terminal     | [`text`]                         |
//! | a page         | [`markdown`]                     |
//! | another program| [`ProblemsV1`](crate::wire::ProblemsV1) |
//!
//! Problems of one kind stand together: the first five with their places, and
//! how many more are like them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use firstyear_core::{Problem, ProblemCode, Severity};

use crate::format::{count, plural};

/// How many places of one kind are listed before the rest is only counted.
const SHOWN: usize = 5;

/// Problems as plain text, gravest first, with a closing line that counts
/// them. Ends in a line feed.
///
/// ```
/// use firstyear_core::{Place, Problem, ProblemCode};
/// use firstyear_export::problems;
///
/// let place = Place::file("deaths.csv").row(4).column("groups");
/// let message = "category 11 is outside 1 to 10";
/// let problem = Problem::new(ProblemCode::CategoryUnknown, place, message);
/// assert_eq!(
///     problems::text(&[problem]),
///     "\
/// error[category-unknown]: category 11 is outside 1 to 10
///   at deaths.csv, row 4, column `groups`
///   help: use a category of the dimension: `firstyear list dimensions` shows them
///
/// 1 error in 1 file
/// "
/// );
/// ```
#[must_use]
pub fn text(problems: &[Problem]) -> String {
    let mut out = String::new();
    for kind in kinds(problems) {
        for message in kind.messages() {
            let _ = writeln!(out, "{}[{}]: {}", kind.severity, kind.code, message.text);
            for place in message.places {
                let _ = writeln!(out, "  at {place}");
            }
            if let Some(help) = message.help {
                let _ = writeln!(out, "  help: {help}");
            }
        }
        if let Some(more) = kind.more() {
            let _ = writeln!(out, "  {more}");
        }
        out.push('\n');
    }
    out.push_str(&summary(problems));
    out.push('\n');
    out
}

/// Problems as a Markdown list, gravest first, after a line that counts them.
/// Ends in a line feed.
#[must_use]
pub fn markdown(problems: &[Problem]) -> String {
    let mut out = format!("{}.\n", crate::format::capital(&summary(problems)));
    for kind in kinds(problems) {
        out.push('\n');
        for message in kind.messages() {
            let _ =
                writeln!(out, "- **{}** `{}`: {}", kind.severity, kind.code, escape(message.text));
            for place in message.places {
                let _ = writeln!(out, "  - at {}", escape(&place));
            }
            if let Some(help) = message.help {
                let _ = writeln!(out, "  - help: {}", escape(help));
            }
        }
        if let Some(more) = kind.more() {
            let _ = writeln!(out, "- {more}");
        }
    }
    out
}

/// How many there are: `2 errors and 1 warning in 2 files`, or `no problems`.
#[must_use]
pub fn summary(problems: &[Problem]) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| {
            let n = problems.iter().filter(|p| p.severity == severity).count() as u64;
            let s = plural(n, "", "s");
            (n > 0).then(|| format!("{} {severity}{s}", count(n)))
        })
        .collect();
    if parts.is_empty() {
        return "no problems".to_owned();
    }
    let files = problems.iter().map(|p| &p.place.file).collect::<BTreeSet<_>>().len() as u64;
    let s = plural(files, "", "s");
    format!("{} in {} file{s}", crate::format::and(&parts), count(files))
}

/// Problems of one code and severity, in the order in which they were found.
pub(crate) struct Kind<'a> {
    pub(crate) severity: Severity,
    pub(crate) code: ProblemCode,
    pub(crate) problems: Vec<&'a Problem>,
}

/// Problems of one kind that read the same but for their places.
struct Message<'a> {
    text: &'a str,
    help: Option<&'a str>,
    places: Vec<String>,
}

/// Kinds from errors to notes, each in the order of its first problem.
pub(crate) fn kinds(problems: &[Problem]) -> Vec<Kind<'_>> {
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    for problem in problems {
        let (severity, code) = (problem.severity, problem.code);
        match kinds.iter_mut().find(|kind| (kind.severity, kind.code) == (severity, code)) {
            Some(kind) => kind.problems.push(problem),
            None => kinds.push(Kind { severity, code, problems: vec![problem] }),
        }
    }
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.severity));
    kinds
}

impl<'a> Kind<'a> {
    /// The first few problems, those with the same words joined.
    fn messages(&self) -> Vec<Message<'a>> {
        let mut messages: Vec<Message<'a>> = Vec::new();
        for &problem in self.problems.iter().take(SHOWN) {
            let (text, help) = (problem.message.as_str(), problem.help.as_deref());
            let place = problem.place.to_string();
            match messages.iter_mut().find(|m| m.text == text && m.help == help) {
                Some(message) => message.places.push(place),
                None => messages.push(Message { text, help, places: vec![place] }),
            }
        }
        // Help that is the same for all is said once, at the end.
        for i in 1..messages.len() {
            if messages[i - 1].help == messages[i].help {
                messages[i - 1].help = None;
            }
        }
        messages
    }

    fn more(&self) -> Option<String> {
        let more = self.problems.len().saturating_sub(SHOWN) as u64;
        (more > 0).then(|| format!("and {} more like it", count(more)))
    }
}

/// Backslashes before what Markdown would read as markup, outside of code
/// between backticks.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // An odd backtick would open code that never ends.
    let paired = text.matches('`').count().is_multiple_of(2);
    let mut in_code = false;
    for c in text.chars() {
        match c {
            '`' if paired => in_code = !in_code,
            '`' | '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' if !in_code => {
                out.push('\\');
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use firstyear_core::Place;

    use super::*;

    fn at(row: u64, message: &str) -> Problem {
        let place = Place::file("deaths.csv").row(row).column("groups");
        Problem::new(ProblemCode::CategoryUnknown, place, message)
    }

    #[test]
    fn no_problems_are_said_in_one_line() {
        assert_eq!(text(&[]), "no problems\n");
        assert_eq!(markdown(&[]), "No problems.\n");
    }

    #[test]
    fn the_gravest_come_first_and_the_many_are_counted() {
        let warning = Problem::new(
            ProblemCode::ColumnUnknown,
            Place::file("births.csv").row(1),
            "column 3 is not part of the layout",
        );
        let mut problems = vec![warning];
        problems.extend((2..44).map(|row| at(row, "category 11 is outside 1 to 10")));
        problems.insert(2, at(99, "category 12 is outside 1 to 10"));
        let expected = "\
error[category-unknown]: category 11 is outside 1 to 10
  at deaths.csv, row 2, column `groups`
  at deaths.csv, row 3, column `groups`
  at deaths.csv, row 4, column `groups`
  at deaths.csv, row 5, column `groups`
error[category-unknown]: category 12 is outside 1 to 10
  at deaths.csv, row 99, column `groups`
  help: use a category of the dimension: `firstyear list dimensions` shows them
  and 38 more like it

warning[column-unknown]: column 3 is not part of the layout
  at births.csv, row 1
  help: rename it to a column of the layout, or remove it

43 errors and 1 warning in 2 files
";
        assert_eq!(text(&problems), expected);
    }

    #[test]
    fn help_of_its_own_stays_with_its_message() {
        let first = at(2, "category 11 is outside 1 to 10").with_help("write 1 to 10");
        let text = text(&[first, at(3, "category 12 is outside 1 to 10")]);
        assert!(text.contains("row 2, column `groups`\n  help: write 1 to 10\n"), "{text}");
        assert!(text.contains("row 3, column `groups`\n  help: use a category"), "{text}");
    }

    #[test]
    fn markdown_keeps_code_and_escapes_markup_in_names() {
        let place = Place::file("my_births*.csv").row(4).column("area_name");
        let problem = Problem::new(ProblemCode::RowShape, place, "the row has 3 cells");
        let expected = "\
1 error in 1 file.

- **error** `row-shape`: the row has 3 cells
  - at my\\_births\\*.csv, row 4, column `area_name`
  - help: check for a comma or a line break inside a cell that is not quoted
";
        assert_eq!(markdown(&[problem]), expected);
        assert_eq!(escape("a`b_c"), "a\\`b\\_c");
    }
}
