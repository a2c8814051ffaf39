//! Columns of flat tables, each with what may stand in it: headers, Table Schemas and
//! tables in columns come from here.

use firstyear_core::PeriodUnit;
use firstyear_core::layout::{flag, status};

use ColumnKind::{Fraction, Id, Number, Ordinal, PeriodKind, Severity, Status, Text, Verdict};

use super::cascade;
use crate::wire::{SeverityV1, VerdictV1};

/// A column of a flat table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What stands in its cells.
    pub kind: ColumnKind,
    /// What it is, with its unit.
    pub meaning: &'static str,
    /// Whether every row fills it.
    pub filled: bool,
}

/// The columns of every result with what may stand in them, in order. A cell is empty
/// where a figure has nothing to say in it; `status` is that of the tidy layout.
pub const FIELDS: [Column; 19] = [
    must("result", Id, "what was asked, such as gap-trend"),
    may("indicator", Id, "id of the indicator, which gives the unit of rates"),
    may("area", Text, "code of the area"),
    may("period", Text, "when, such as 2020 to 2022 or 2006/07"),
    may("period_kind", PeriodKind, "what the period counts in"),
    may("dimension", Id, "id of the dimension that splits the population"),
    may("groups", Text, "dimension=category, several separated by `; `; empty for everyone"),
    may("label", Text, "whom or what the figure is of, in words"),
    must("measure", Id, "what the figure is, such as rate or relative-gap"),
    may("value", Number, "the figure, in the unit of its measure"),
    may("status", Status, "whether there is a figure and, if not, why; with flags"),
    may("lower", Number, "lower limit, in the unit of the value"),
    may("upper", Number, "upper limit, in the unit of the value"),
    may("confidence", Fraction, "confidence of the limits, as a fraction"),
    may("method", Id, "id of the method, which `firstyear explain` expands"),
    may("verdict", Verdict, "how the figure stands to what it is held against"),
    may(
        "denominator_basis",
        Text,
        "complete, or sample:0.1 for a 10% sample multiplied up; of counts and rates",
    ),
    may("sources", Text, "ids of the sources, separated by `; `"),
    may("note", Text, "what else must be known of the figure"),
];

/// The columns of problems with what may stand in them, in order.
pub const PROBLEM_FIELDS: [Column; 8] = [
    must("code", Id, "what kind of problem, which `firstyear explain` expands"),
    must("severity", Severity, "how much it matters"),
    must("file", Text, "the file as the project names it"),
    may("sheet", Text, "the sheet of a workbook"),
    may("row", Ordinal, "the row or line, counted from 1, the header included"),
    may("column", Text, "the column"),
    must("message", Text, "what is wrong"),
    may("help", Text, "what would be right"),
];

/// The columns of what a local care pathway keeps of a reference, in order.
pub const DIFF_FIELDS: [Column; 11] = [
    must("reference", Text, "id of the reference pathway"),
    must("reference_version", Text, "its version"),
    must("pathway", Text, "id of the pathway that is held against it"),
    must("version", Text, "its version"),
    may("area", Text, "code of the area that the pathway is of"),
    must("element", Id, "what kind of element differs, such as obligation"),
    must("id", Text, "id of the element in the reference, or of one that the pathway adds"),
    may("local", Text, "id of the element in the pathway"),
    must("became", Text, "what became of it, such as entailed or weakened"),
    may("direction", Id, "stricter where more is asked, looser where less, other where neither"),
    may("why", Text, "the reason, in words"),
];

/// The columns of how many people come how far by a plan, in order.
pub const FLOW_FIELDS: [Column; 8] = [
    must("question", Text, "now, or id of a question of the plan"),
    must("stage", Text, "id of the stage"),
    may("group", Text, "the group; empty for all people"),
    must("measure", Id, "what the figure is, such as people or wait-median"),
    must("unit", Id, "its unit"),
    may("value", Number, "the figure, in its unit"),
    may("lower", Number, "lower limit, in the unit of the value"),
    may("upper", Number, "upper limit, in the unit of the value"),
];

/// What stands in the cells of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Any text.
    Text,
    /// An id or a word of small letters, digits, hyphens and points.
    Id,
    /// A whole number from 1 on.
    Ordinal,
    /// A number; an empty cell has its reason in the column `status`, where the table
    /// has one.
    Number,
    /// A number from 0 to 1.
    Fraction,
    /// State and flags of a figure.
    Status,
    /// What a period counts in.
    PeriodKind,
    /// A verdict.
    Verdict,
    /// How much a problem matters.
    Severity,
    /// `yes` or `no`.
    YesNo,
}

impl ColumnKind {
    /// The words that may stand in it, each with its meaning; `None` where other words
    /// may come.
    #[must_use]
    pub fn words(self) -> Option<Vec<(String, String)>> {
        let owned = |(word, meaning): (&str, &str)| (word.to_owned(), meaning.to_owned());
        let words = match self {
            Self::Text | Self::Id | Self::Ordinal | Self::Number | Self::Fraction => return None,
            Self::Status => statuses(),
            Self::PeriodKind => {
                let spaced =
                    |(_, word): &(PeriodUnit, &str)| ((*word).to_owned(), word.replace('-', " "));
                PeriodUnit::WORDS.iter().map(spaced).collect()
            }
            Self::Verdict => VerdictV1::MEANINGS
                .into_iter()
                .map(|(verdict, meaning)| owned((verdict.word(), meaning)))
                .collect(),
            Self::Severity => SeverityV1::MEANINGS
                .into_iter()
                .map(|(severity, meaning)| owned((severity.word(), meaning)))
                .collect(),
            Self::YesNo => ["yes", "no"].map(|word| owned((word, word))).into(),
        };
        Some(words)
    }
}

/// Every state, and for a figure that is there every set of flags.
fn statuses() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (word, meaning) in status::MEANINGS {
        all.push((word.to_owned(), meaning.to_owned()));
        if word != status::KNOWN {
            continue;
        }
        for set in 1_u32..1 << flag::MEANINGS.len() {
            let flags = flag::MEANINGS.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
            let (words, meanings): (Vec<_>, Vec<_>) = flags.map(|(_, flag)| *flag).unzip();
            all.push((format!("{word}+{}", words.join("+")), meanings.join("; ")));
        }
    }
    all
}

/// The columns of a kind of flat table.
#[derive(Clone, Copy, Debug)]
pub struct TableLayout {
    /// What it is called in the name of its schema.
    pub name: &'static str,
    /// In words.
    pub title: &'static str,
    /// The columns, in order.
    pub columns: &'static [Column],
}

impl TableLayout {
    /// That of every result: one figure a row.
    pub const FIGURES: Self =
        Self { name: "figures", title: "Figures, one a row", columns: &FIELDS };
    /// That of problems.
    pub const PROBLEMS: Self =
        Self { name: "problems", title: "Problems, one a row", columns: &PROBLEM_FIELDS };
    /// That of a cascade on a care pathway.
    pub const CASCADE: Self = Self {
        name: "cascade",
        title: "How far people come, one figure a row",
        columns: &cascade::CASCADE_FIELDS,
    };

    /// That of what a care pathway keeps of a reference.
    pub const DIFF: Self = Self {
        name: "diff",
        title: "What is kept of a reference pathway, one reason a row",
        columns: &DIFF_FIELDS,
    };
    /// That of how many people come how far by a plan.
    pub const FLOW: Self = Self {
        name: "flow",
        title: "How many people a plan expects, one figure a row",
        columns: &FLOW_FIELDS,
    };

    /// Whether it has a column of this kind.
    #[must_use]
    pub fn has(&self, kind: ColumnKind) -> bool {
        self.columns.iter().any(|column| column.kind == kind)
    }
}

/// A column that a row may leave empty.
pub(super) const fn may(name: &'static str, kind: ColumnKind, meaning: &'static str) -> Column {
    Column { name, kind, meaning, filled: false }
}

/// A column that every row fills.
pub(super) const fn must(name: &'static str, kind: ColumnKind, meaning: &'static str) -> Column {
    Column { name, kind, meaning, filled: true }
}

/// The names of columns.
pub(crate) const fn names<const N: usize>(fields: &[Column; N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = fields[at].name;
        at += 1;
    }
    names
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Cell, Flags};

    use super::*;
    use crate::tidy::full_status;

    #[test]
    fn every_status_that_is_written_is_among_the_words() {
        let words = ColumnKind::Status.words().unwrap();
        let flags = [
            Flags::PROVISIONAL,
            Flags::REVISED,
            Flags::ESTIMATED,
            Flags::LOW_RELIABILITY,
            Flags::SERIES_BREAK,
        ];
        for set in 0_u32..1 << flags.len() {
            let chosen = flags.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
            let all = chosen.fold(Flags::default(), |all, (_, flag)| all | *flag);
            let written = full_status(&Cell::flagged(1, all));
            assert!(words.iter().any(|(word, _)| *word == written), "{written}");
        }
        assert_eq!(words.len(), 32 + 5);
    }
}
