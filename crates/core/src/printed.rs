//! What a publication prints: tables whose rows have counts and percentages,
//! statements that set figures against each other, and notes on what is odd
//! in them.

use crate::{IdError, Place, PrintedId, SourceId};

mod number;

pub use number::{PrintedNumber, PrintedNumberError};

/// Everything that publications print of this kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Printed {
    /// Rows of tables, in the order of the files.
    pub rows: Vec<PrintedRow>,
    /// Statements.
    pub statements: Vec<Statement>,
    /// What is odd in what is printed.
    pub annotations: Vec<Annotation>,
}

impl Printed {
    /// Adds one part.
    pub fn add(&mut self, part: PrintedPart) {
        match part {
            PrintedPart::Row(row) => self.rows.push(row),
            PrintedPart::Statement(statement) => self.statements.push(statement),
            PrintedPart::Annotation(annotation) => self.annotations.push(annotation),
        }
    }

    /// Adds everything of another.
    pub fn extend(&mut self, other: Self) {
        self.rows.extend(other.rows);
        self.statements.extend(other.statements);
        self.annotations.extend(other.annotations);
    }

    /// Everything, part by part.
    pub fn into_parts(self) -> impl Iterator<Item = PrintedPart> {
        let rows = self.rows.into_iter().map(PrintedPart::Row);
        let statements = self.statements.into_iter().map(PrintedPart::Statement);
        rows.chain(statements).chain(self.annotations.into_iter().map(PrintedPart::Annotation))
    }

    /// How many rows, statements and annotations there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len() + self.statements.len() + self.annotations.len()
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// One part of what is printed.
#[derive(Clone, Debug, PartialEq)]
pub enum PrintedPart {
    /// A row of a table.
    Row(PrintedRow),
    /// A statement.
    Statement(Statement),
    /// A note on something odd.
    Annotation(Annotation),
}

/// A row of a printed table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedRow {
    /// The table.
    pub table: PrintedId,
    /// Its title.
    pub title: String,
    /// The row, unique in its table.
    pub row: PrintedId,
    /// The row of which it is a part; `None` for a row of the first level and
    /// for the total.
    pub parent: Option<PrintedId>,
    /// Whether it is the total.
    pub role: PrintedRole,
    /// What it counts.
    pub label: String,
    /// As printed.
    pub count: u64,
    /// As printed, with its decimals; `None` where none is printed.
    pub percent: Option<PrintedNumber>,
    /// The cell letter for letter, where it is given: `17 (24.3)`.
    pub cell: Option<String>,
    /// Where it comes from.
    pub source: SourceId,
    /// Where it stands in its file.
    pub place: Place,
}

/// What a row of a printed table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrintedRole {
    /// A row, or a part of one.
    Row,
    /// The total of all rows of the first level.
    Total,
}

impl PrintedRole {
    /// Every role with its word.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Row, "row"), (Self::Total, "total")];
}

/// A statement of a text that sets printed figures against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its id.
    pub id: PrintedId,
    /// The section of the publication.
    pub section: String,
    /// What it is about.
    pub about: String,
    /// How the result follows from the operands.
    pub relation: Relation,
    /// As printed, in their order.
    pub operands: Vec<PrintedNumber>,
    /// Unit of the operands.
    pub unit: String,
    /// As printed.
    pub result: PrintedNumber,
    /// Unit of the result.
    pub result_unit: String,
    /// Where it comes from.
    pub source: SourceId,
    /// Where it stands in its file.
    pub place: Place,
}

/// How the result of a statement follows from its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The first minus the second.
    Difference,
    /// All added up.
    Sum,
    /// The first in percent of the second.
    PercentOf,
    /// The first over the second.
    Ratio,
}

impl Relation {
    /// Every relation with its word.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Difference, "difference"),
        (Self::Sum, "sum"),
        (Self::PercentOf, "percent-of"),
        (Self::Ratio, "ratio"),
    ];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Difference => "difference",
            Self::Sum => "sum",
            Self::PercentOf => "percent-of",
            Self::Ratio => "ratio",
        }
    }
}

/// Something odd in what a publication prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Its id.
    pub id: PrintedId,
    /// The figures that it is about; none where it is about the text.
    pub concerns: Vec<Concern>,
    /// What kind of oddity it is, such as `period mismatch`.
    pub kind: String,
    /// How much it matters.
    pub weight: Weight,
    /// What is printed.
    pub printed: String,
    /// What is odd about it.
    pub odd: String,
    /// How it is handled here.
    pub handling: String,
    /// The section of the publication.
    pub section: String,
    /// Where it comes from.
    pub source: SourceId,
    /// Where it stands in its file.
    pub place: Place,
}

/// A figure that an annotation is about: a table, a row of one as
/// `table-3/other`, a statement, a figure or an indicator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Concern {
    /// The table, statement, figure or indicator.
    pub of: PrintedId,
    /// The row of a table.
    pub row: Option<PrintedId>,
}

impl std::str::FromStr for Concern {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (of, row) = text.split_once('/').map_or((text, None), |(of, row)| (of, Some(row)));
        Ok(Self { of: PrintedId::new(of)?, row: row.map(PrintedId::new).transpose()? })
    }
}

impl std::fmt::Display for Concern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.row {
            Some(row) => write!(f, "{}/{row}", self.of),
            None => self.of.fmt(f),
        }
    }
}

/// How much an annotation matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// A figure would be read wrongly without it.
    High,
    /// A figure needs it beside it.
    Medium,
    /// Good to know.
    Low,
    /// A check that was passed.
    Info,
}

impl Weight {
    /// Every weight with its word.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::High, "high"), (Self::Medium, "medium"), (Self::Low, "low"), (Self::Info, "info")];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Info => "info",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concern_is_a_figure_or_a_row_of_a_table() {
        let row: Concern = "table-3/other".parse().unwrap();
        assert_eq!((row.of.as_str(), row.row.as_ref().unwrap().as_str()), ("table-3", "other"));
        assert_eq!(row.to_string(), "table-3/other");
        assert_eq!("figure-5".parse::<Concern>().unwrap().row, None);
        for bad in ["", "table-3/", "/other", "Table 3", "a/b/c"] {
            assert_eq!(bad.parse::<Concern>(), Err(IdError), "{bad}");
        }
    }

    #[test]
    fn words_are_those_of_the_lists() {
        assert!(Relation::ALL.iter().all(|(relation, word)| relation.word() == *word));
        assert!(Weight::ALL.iter().all(|(weight, word)| weight.word() == *word));
    }
}
