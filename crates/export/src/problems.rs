//! Problems as people and programs read them.
//!
//! | for            | use                              |
//! |----------------|----------------------------------|
//! | a terminal     | [`text`]                         |
//! | a page         | [`markdown`]                     |
//! | another program| [`ProblemsV1`](crate::wire::ProblemsV1) |
//!
//! Problems that say the same are joined: the few with their places, the many
//! with their number and the first place.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use firstyear_core::{Problem, ProblemCode, ProblemGroup, ProblemGroups, Severity};

use crate::format::{count, plural};

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
///   help: use a category of the dimension: `firstyear explain` with its name shows them, such as `firstyear explain imd-2019-decile`
///
/// 1 error in 1 file
/// "
/// );
/// ```
#[must_use]
pub fn text(problems: &[Problem]) -> String {
    text_of_groups(&grouped(problems))
}

/// The same of problems that are grouped already.
#[must_use]
pub fn text_of_groups(groups: &[ProblemGroup]) -> String {
    let mut out = String::new();
    for kind in by_kind(groups) {
        for (i, group) in kind.iter().enumerate() {
            let first = &group.first;
            let _ = writeln!(out, "{}[{}]: {}", first.severity, first.code, first.message);
            for line in places(group) {
                let _ = writeln!(out, "  {line}");
            }
            // Help that is the same for all is said once, at the end.
            let next = kind.get(i + 1).map(|next| &next.first.help);
            if let Some(help) = first.help.as_ref().filter(|_| next != Some(&first.help)) {
                let _ = writeln!(out, "  help: {help}");
            }
        }
        out.push('\n');
    }
    out.push_str(&summary_of_groups(groups));
    out.push('\n');
    out
}

/// Problems as a Markdown list, gravest first, after a line that counts them.
/// Ends in a line feed.
#[must_use]
pub fn markdown(problems: &[Problem]) -> String {
    let groups = grouped(problems);
    let mut out = format!("{}.\n", crate::format::capital(&summary_of_groups(&groups)));
    for kind in by_kind(&groups) {
        out.push('\n');
        for group in kind {
            let Problem { severity, code, message, help, .. } = &group.first;
            let _ = writeln!(out, "- **{severity}** `{code}`: {}", escape(message));
            for line in places(group) {
                let _ = writeln!(out, "  - {}", escape(&line));
            }
            if let Some(help) = help {
                let _ = writeln!(out, "  - help: {}", escape(help));
            }
        }
    }
    out
}

/// Problems that say the same, joined.
#[must_use]
pub fn grouped(problems: &[Problem]) -> Vec<ProblemGroup> {
    problems.iter().cloned().collect::<ProblemGroups>().finish()
}

/// Groups from errors to notes, those of one code together, each kind in the
/// order of its first problem.
pub(crate) fn by_kind(groups: &[ProblemGroup]) -> Vec<Vec<&ProblemGroup>> {
    let mut kinds: Vec<Vec<&ProblemGroup>> = Vec::new();
    for group in groups {
        let of = |group: &ProblemGroup| (group.first.severity, group.first.code);
        match kinds.iter_mut().find(|kind| of(kind[0]) == of(group)) {
            Some(kind) => kind.push(group),
            None => kinds.push(vec![group]),
        }
    }
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind[0].first.severity));
    kinds
}

/// Where the problems of a group stand: each of a few, and the first of many.
fn places(group: &ProblemGroup) -> Vec<String> {
    const EACH: u64 = 3;
    if group.count <= EACH {
        return group.places.iter().map(|place| format!("at {place}")).collect();
    }
    let like_this = if group.first.place.row.is_some() { "rows like this" } else { "like this" };
    vec![format!("{} {like_this}, first at {}", count(group.count), group.first.place)]
}

/// How many there are: `2 errors and 1 warning in 2 files`, or `no problems`.
#[must_use]
pub fn summary(problems: &[Problem]) -> String {
    summary_of_groups(&grouped(problems))
}

/// The same of problems that are grouped already.
#[must_use]
pub fn summary_of_groups(groups: &[ProblemGroup]) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| {
            let of_it = groups.iter().filter(|group| group.first.severity == severity);
            let n: u64 = of_it.map(|group| group.count).sum();
            let s = plural(n, "", "s");
            (n > 0).then(|| format!("{} {severity}{s}", count(n)))
        })
        .collect();
    if parts.is_empty() {
        return "no problems".to_owned();
    }
    let files = groups.iter().map(|group| &group.first.place.file).collect::<BTreeSet<_>>();
    let files = files.len() as u64;
    let s = plural(files, "", "s");
    format!("{} in {} file{s}", crate::format::and(&parts), count(files))
}

/// Problems of one code and severity, in the order in which they were found.
pub(crate) struct Kind<'a> {
    pub(crate) severity: Severity,
    pub(crate) code: ProblemCode,
    pub(crate) problems: Vec<&'a Problem>,
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
  43 rows like this, first at deaths.csv, row 2, column `groups`
  help: use a category of the dimension: `firstyear explain` with its name shows them, such as `firstyear explain imd-2019-decile`

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
