//! What became of what a pathway owes, as tables and sentences.

use chrono::NaiveDate;
use firstyear_analysis::{
    JudgedGroup, JudgedObligation, JudgedWho, LogDisclosure, PathwayJudgement, Released,
};
use firstyear_core::pathway::Verdict;
use firstyear_core::{Cell, Estimate};

use crate::chart::{Column, DataTable, TableCell};
use crate::format::{Unit, count, number};
use crate::site::escaped;
use crate::words::{Words, english, say};

/// The verdicts that are shown.
const SHOWN: [Verdict; 6] = [
    Verdict::Met,
    Verdict::Late,
    Verdict::Missed,
    Verdict::Declined,
    Verdict::Pending,
    Verdict::Unknown,
];

/// Their heads.
fn heads(words: &Words) -> [String; 6] {
    [
        say!(words, "pathway-column-met"),
        say!(words, "pathway-column-late"),
        say!(words, "pathway-column-missed"),
        say!(words, "pathway-column-declined"),
        say!(words, "pathway-column-pending"),
        say!(words, "pathway-column-unknown"),
    ]
}

/// One table of all obligations, a row for each group: of cases, and of activations
/// where each is looked at.
#[must_use]
pub fn judgement_table(released: &Released<PathwayJudgement>, words: &Words) -> DataTable {
    let found = released.get();
    let mut columns = vec![
        Column::text(say!(words, "pathway-column-obligation")),
        Column::text(say!(words, "pathway-column-of")),
    ];
    if found.grouping.is_some() {
        columns.push(Column::text(group_heading(found, words)));
    }
    columns.extend(figure_columns(words));
    let [of_cases, of_each] =
        [say!(words, "pathway-of-cases"), say!(words, "pathway-of-activations")];
    let mut rows = Vec::new();
    for one in &found.obligations {
        let cases = one.cases.iter().map(|group| (&of_cases, group));
        let each = one.activations.iter().map(|group| (&of_each, group));
        rows.extend(cases.chain(each).map(|(of, group)| {
            let mut row = vec![TableCell::text(&one.id), TableCell::text(of)];
            if found.grouping.is_some() {
                row.push(TableCell::text(who(&group.who, words)));
            }
            row.extend(figures(group, words));
            row
        }));
    }
    let caption = say!(words, "pathway-judgement", pathway = found.title.as_str());
    DataTable { caption, columns, rows }
}

/// All of it in Markdown: for each obligation what is owed, what became of it, and its
/// table. It is English, as all of the command line.
#[must_use]
pub fn judgement_markdown(released: &Released<PathwayJudgement>) -> String {
    let found = released.get();
    let words = english();
    let title = say!(words, "pathway-judgement", pathway = found.title.as_str());
    let mut blocks = vec![format!("# {}", escaped(&title))];
    blocks.extend(judgement_notes(released, words).iter().map(|note| escaped(note)));
    for one in &found.obligations {
        blocks.push(format!("## {}", escaped(&one.text)));
        blocks.push(escaped(&obligation_finding(one, words)));
        blocks.push(obligation_table(found, one, false, words).markdown().trim_end().to_owned());
        if !one.activations.is_empty() {
            blocks.push(say!(words, "pathway-each-time"));
            blocks.push(obligation_table(found, one, true, words).markdown().trim_end().to_owned());
        }
    }
    blocks.join("\n\n") + "\n"
}

/// What readers must know of the whole: of how many cases, until when, what judges
/// nothing, what is withheld.
#[must_use]
pub fn judgement_notes(released: &Released<PathwayJudgement>, words: &Words) -> Vec<String> {
    let found = released.get();
    let mut notes = vec![looked_at(found.cases, found.observed_until, words)];
    if found.is_draft {
        notes.push(say!(words, "pathway-draft"));
    }
    if !found.open.is_empty() {
        let (many, list) = (found.open.len() as u64, words.and(&found.open));
        notes.push(say!(words, "pathway-open", n = many, list = list));
    }
    notes.push(say!(words, "pathway-judgement-reading"));
    if found.disclosure == LogDisclosure::Rounded {
        notes.push(say!(words, "pathway-judgement-rounded"));
    }
    notes
}

/// How many cases were looked at, and until when.
fn looked_at(cases: Cell<u64>, until: Option<NaiveDate>, words: &Words) -> String {
    match (cases, until.map(|until| words.day(until))) {
        (Cell::Known { value, .. }, Some(until)) => {
            say!(words, "pathway-cases-until", n = value, count = count(value), day = until)
        }
        (Cell::Known { value, .. }, None) => {
            say!(words, "pathway-all-cases", n = value, count = count(value))
        }
        (_, Some(until)) => say!(words, "pathway-few-cases-until", day = until),
        (_, None) => say!(words, "pathway-few-cases"),
    }
}

/// What became of one obligation, in a sentence or two.
#[must_use]
pub fn obligation_finding(one: &JudgedObligation, words: &Words) -> String {
    let Some(all) = one.cases.first() else { return String::new() };
    let found = match all.met {
        Cell::Known { value, .. } => {
            let share = percent_with_limits(&value, words);
            if one.has_end {
                say!(words, "pathway-met", share = share)
            } else {
                say!(words, "pathway-met-so-far", share = share)
            }
        }
        Cell::NotApplicable => say!(words, "pathway-met-nobody"),
        _ => say!(words, "pathway-met-withheld"),
    };
    let decided = all.decided.value().copied().filter(|&decided| decided > 0);
    // Who is counted in the share is no more than those to whom it is owed.
    let found = match decided.zip(all.owed.value().copied()) {
        None => say!(words, "pathway-of-nobody", found = found),
        Some((decided, owed)) if decided == owed => {
            say!(words, "pathway-of-all-owed", found = found, count = count(owed))
        }
        Some((decided, owed)) => {
            let [decided, owed] = [decided, owed].map(count);
            if one.has_end {
                say!(words, "pathway-of-decided", found = found, count = decided, owed = owed)
            } else {
                say!(words, "pathway-of-owed", found = found, count = decided, owed = owed)
            }
        }
    };
    let mut said = vec![found];
    if let Some((low, high)) = all.if_unknown {
        let [low, high] = [low, high].map(|share| number(100.0 * share, 0));
        said.push(say!(words, "pathway-if-unknown", low = low, high = high));
    }
    let [less, more] = groups_apart(one, words);
    if !less.is_empty() {
        said.push(say!(words, "pathway-less-often", groups = words.and(&less)));
    }
    if !more.is_empty() {
        said.push(say!(words, "pathway-more-often", groups = words.and(&more)));
    }
    said.join(" ")
}

/// The groups whose share lies apart from everyone's by more than their limits: those below
/// it, then those above.
pub(crate) fn groups_apart(one: &JudgedObligation, words: &Words) -> [Vec<String>; 2] {
    let Some(all) = one.cases.first().and_then(|all| all.met.value()) else {
        return [Vec::new(), Vec::new()];
    };
    let beyond = |above: bool| -> Vec<String> {
        let groups = one.cases.iter().skip(1).filter(|group| {
            let limits = group.met.value().and_then(|met| met.interval);
            limits.is_some_and(|limits| {
                if above { limits.lower > all.value } else { limits.upper < all.value }
            })
        });
        groups.map(|group| who(&group.who, words)).collect()
    };
    [beyond(false), beyond(true)]
}

/// One obligation as a table, a row for each group.
#[must_use]
pub fn obligation_table(
    found: &PathwayJudgement,
    one: &JudgedObligation,
    each: bool,
    words: &Words,
) -> DataTable {
    let rows = if each { &one.activations } else { &one.cases };
    let mut columns = vec![Column::text(group_heading(found, words))];
    columns.extend(figure_columns(words));
    let rows = rows.iter().map(|group| {
        let mut row = vec![TableCell::text(who(&group.who, words))];
        row.extend(figures(group, words));
        row
    });
    let caption = if each {
        say!(words, "pathway-obligation-each", obligation = one.text.as_str())
    } else {
        say!(words, "pathway-obligation-cases", obligation = one.text.as_str())
    };
    DataTable { caption, columns, rows: rows.collect() }
}

fn group_heading(found: &PathwayJudgement, words: &Words) -> String {
    found.grouping.clone().unwrap_or_else(|| say!(words, "cascade-column-group"))
}

fn figure_columns(words: &Words) -> Vec<Column> {
    let mut columns = vec![Column::number(say!(words, "pathway-column-owed"))];
    columns.extend(heads(words).map(Column::number));
    columns.push(Column::number(say!(words, "pathway-column-share")));
    columns.push(Column::text(say!(words, "pathway-column-limits")));
    columns
}

fn figures(group: &JudgedGroup, words: &Words) -> Vec<TableCell> {
    let mut cells = vec![count_cell(group.owed, words)];
    cells.extend(SHOWN.map(|verdict| count_cell(group.of(verdict), words)));
    let missing = |reason| [TableCell::missing(reason), TableCell::text("")];
    match &group.met {
        Cell::Known { value, .. } => {
            let limits = value.interval.map(|limits| {
                let [lower, upper] =
                    [limits.lower, limits.upper].map(|share| number(100.0 * share, 1));
                say!(words, "span", from = lower, to = upper)
            });
            cells.push(TableCell::number(100.0 * value.value, 1));
            cells.push(TableCell::text_or(limits, &say!(words, "none")));
        }
        Cell::NotApplicable => cells.extend(missing(say!(words, "pathway-nobody-decided"))),
        _ => cells.extend(missing(say!(words, "withheld"))),
    }
    cells
}

fn count_cell(cell: Cell<u64>, words: &Words) -> TableCell {
    match cell {
        Cell::Known { value, .. } => TableCell::number(value as f64, 0),
        Cell::Withheld(_) => TableCell::missing(say!(words, "withheld")),
        Cell::Absent | Cell::NotApplicable => TableCell::missing(say!(words, "none")),
    }
}

/// A group in words.
fn who(who: &JudgedWho, words: &Words) -> String {
    match who {
        JudgedWho::All => say!(words, "pathway-all"),
        JudgedWho::Category(category) => category.clone(),
        JudgedWho::NotRecorded => say!(words, "cascade-not-recorded"),
    }
}

/// A share as a percentage with its limits.
pub(crate) fn percent_with_limits(met: &Estimate, words: &Words) -> String {
    let share = format!("{}%", number(100.0 * met.value, 1));
    if met.interval.is_none() {
        return share;
    }
    format!("{share} {}", words.bracket(&Unit::Percent, &met.scaled(100.0)))
}

#[cfg(test)]
mod tests {
    use firstyear_core::Withholding;

    use super::*;

    #[test]
    fn a_share_says_of_whom_it_is_and_to_how_many_it_is_owed() {
        let [met, decided, owed, all] = [490, 500, 510, 500].map(Cell::known);
        let share = crate::testing::bare(0.98);
        let group = |decided, owed| JudgedGroup {
            who: JudgedWho::All,
            owed,
            verdicts: [met; Verdict::COUNT],
            decided,
            met: Cell::known(share),
            if_unknown: None,
        };
        let said = |has_end, group| {
            let one = JudgedObligation {
                id: "asked".to_owned(),
                text: "She is asked.".to_owned(),
                strength: firstyear_core::pathway::Strength::Must,
                measures: Vec::new(),
                has_end,
                cases: vec![group],
                activations: Vec::new(),
            };
            obligation_finding(&one, english())
        };
        assert_eq!(
            said(false, group(decided, owed)),
            "Met so far for 98.0% of 500: those of the 510 to whom it is owed who did not decline, \
             and of whom it is known."
        );
        assert_eq!(
            said(true, group(decided, owed)),
            "Met for 98.0% of 500: those of the 510 to whom it is owed who did not decline, and for \
             whom it is decided."
        );
        assert_eq!(said(true, group(decided, all)), "Met for 98.0% of the 500 to whom it is owed.");
        assert_eq!(said(true, group(Cell::known(0), owed)), "Met for 98.0%.");
    }

    #[test]
    fn what_is_told_of_cases_follows_their_number() {
        let day = NaiveDate::from_ymd_opt(2024, 3, 31);
        let of = |cases, until| looked_at(cases, until, english());
        let hidden = Cell::Withheld(Withholding::Primary);
        assert_eq!(of(Cell::known(1), None), "1 case.");
        assert_eq!(of(Cell::known(2), None), "2 cases.");
        assert_eq!(of(Cell::known(1), day), "1 case, looked at until 31 March 2024.");
        assert_eq!(of(Cell::known(1_200), day), "1,200 cases, looked at until 31 March 2024.");
        assert_eq!(of(hidden, None), "Fewer cases than may be told.");
        let few = "Fewer cases than may be told, looked at until 31 March 2024.";
        assert_eq!(of(hidden, day), few);
    }
}
