//! What publications print, beside what it gives when it is recomputed.

use firstyear_analysis::{
    CheckedPercent, CheckedRow, CheckedStatement, CheckedTable, Misprint, PlacedAnnotation,
    PrintedArithmetic, Released,
};
use firstyear_core::{PrintedId, SourceClass, SourceId};
use serde::Serialize;

use super::SCHEMA_VERSION;

/// Tables and statements of publications, recomputed, and notes on what is odd
/// in them. Where two printed figures disagree both are here, and neither is
/// called right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PrintedArithmeticV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Printed tables.
    pub tables: Vec<PrintedTableV1>,
    /// Statements that set printed figures against each other.
    pub statements: Vec<StatementV1>,
    /// Notes on what is odd in the publications.
    pub annotations: Vec<AnnotationV1>,
    /// How many checks were made.
    pub checked: ChecksV1,
    /// Tables of restricted sources that are not listed.
    pub tables_not_listed: u64,
    /// Statements of restricted sources that are not listed.
    pub statements_not_listed: u64,
}

/// How many checks were made, those that found nothing included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChecksV1 {
    /// Printed totals held against the sum of their rows.
    pub totals: u64,
    /// Rows held against the sum of their parts.
    pub parts: u64,
    /// Percentages made anew from their counts.
    pub percents: u64,
    /// Results of statements made anew.
    pub statements: u64,
}

/// A printed table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PrintedTableV1 {
    /// Id of the table.
    pub table: PrintedId,
    /// Its title.
    pub title: String,
    /// Id of the source.
    pub source: SourceId,
    /// Class of the source.
    pub class: SourceClass,
    /// Its rows in their order, without the total.
    pub rows: Vec<PrintedRowV1>,
    /// The printed total; null where none is printed.
    pub total: Option<PrintedRowV1>,
    /// The sum of the rows of the first level.
    pub row_sum: u64,
    /// The sum of the rows minus the printed total: positive where the rows
    /// have more, negative for what no row accounts for. Null without a total.
    pub difference: Option<i64>,
    /// The sum of the percentages of the first level; null where a row has
    /// none.
    pub percent_sum: Option<PercentSumV1>,
}

/// The sum of printed percentages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PercentSumV1 {
    /// In percent, misprints as they are read, with the decimals of the table.
    pub sum: String,
    /// Whether rounding alone can keep it from 100.
    pub within_rounding: bool,
}

/// A row of a printed table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PrintedRowV1 {
    /// Id of the row in its table.
    pub row: PrintedId,
    /// Id of the row of which it is a part; null for others.
    pub parent: Option<PrintedId>,
    /// What it counts.
    pub label: String,
    /// The count as printed.
    pub count: u64,
    /// The sum of its parts, for a total of all rows of the first level; null
    /// where it has no parts.
    pub sum: Option<u64>,
    /// The sum of its parts minus its own count; null where it has none.
    pub difference: Option<i64>,
    /// Its percentage; null where none is printed.
    pub percent: Option<PrintedPercentV1>,
    /// The cell letter for letter; null where it is not given.
    pub cell: Option<String>,
}

/// A printed percentage beside what its count gives. Numbers are texts, as
/// their decimals say to what they were rounded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PrintedPercentV1 {
    /// In percent, as printed.
    pub printed: String,
    /// In percent, as read: without the digits too many of a misprint.
    pub read: String,
    /// The count in percent of the printed total, a half rounded up, to the
    /// decimals with which it is read; null without a total.
    pub recomputed: Option<String>,
    /// Whether the percentage as read is what the count gives.
    pub agrees: bool,
    /// Why it is taken for a misprint; null where it is not.
    pub misprint: Option<MisprintV1>,
}

/// A slip of the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MisprintV1 {
    /// A digit stands where the bracket should close.
    DigitForBracket,
    /// The bracket is not closed.
    BracketOpen,
    /// More decimals than the column, and not what the count gives.
    TooManyDecimals,
}

/// A statement that sets printed figures against each other. Numbers are
/// texts, as their decimals say to what they were rounded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatementV1 {
    /// Id of the statement.
    pub statement: PrintedId,
    /// Section of the publication.
    pub section: String,
    /// What it is about.
    pub about: String,
    /// How the result follows: `difference` (first minus second), `sum`,
    /// `percent-of` (first of second) or `ratio` (first over second).
    pub relation: String,
    /// The operands as printed, in `unit`.
    pub operands: Vec<String>,
    /// Unit of the operands.
    pub unit: String,
    /// The result as printed, in `result_unit`.
    pub result: String,
    /// Unit of the result.
    pub result_unit: String,
    /// The result from the printed operands, in `result_unit`, a half rounded
    /// away from zero; null where it has too many digits.
    pub recomputed: Option<String>,
    /// Whether the printed result is the recomputed one.
    pub agrees: bool,
    /// Whether figures that round to the printed operands could give the
    /// printed result.
    pub within_rounding: bool,
    /// Id of the source.
    pub source: SourceId,
    /// Class of the source.
    pub class: SourceClass,
}

/// A note on something odd in a publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnnotationV1 {
    /// Id of the note.
    pub annotation: PrintedId,
    /// Ids of tables, rows as table/row, statements, figures or indicators
    /// that it concerns; empty for one on the text alone.
    pub concerns: Vec<String>,
    /// Whether the project holds any of these.
    pub has_figure: bool,
    /// What kind of oddity it is.
    pub kind: String,
    /// `high`, `medium`, `low` or `info`.
    pub severity: String,
    /// What is printed.
    pub printed: String,
    /// What is odd about it.
    pub odd: String,
    /// How it is handled.
    pub handling: String,
    /// Section of the publication.
    pub section: String,
    /// Id of the source.
    pub source: SourceId,
}

impl From<&Released<PrintedArithmetic>> for PrintedArithmeticV1 {
    fn from(released: &Released<PrintedArithmetic>) -> Self {
        let found = released.get();
        Self {
            schema_version: SCHEMA_VERSION,
            tables: found.tables.iter().map(table).collect(),
            statements: found.statements.iter().map(statement).collect(),
            annotations: found.annotations.iter().map(annotation).collect(),
            checked: ChecksV1 {
                totals: found.checked.totals as u64,
                parts: found.checked.parts as u64,
                percents: found.checked.percents as u64,
                statements: found.checked.statements as u64,
            },
            tables_not_listed: found.tables_not_listed as u64,
            statements_not_listed: found.statements_not_listed as u64,
        }
    }
}

fn table(table: &CheckedTable) -> PrintedTableV1 {
    PrintedTableV1 {
        table: table.table.clone(),
        title: table.title.clone(),
        source: table.source.clone(),
        class: table.class,
        rows: table.rows.iter().map(row).collect(),
        total: table.total.as_ref().map(row),
        row_sum: table.row_sum,
        difference: table.difference(),
        percent_sum: table.percent_sum.map(|found| PercentSumV1 {
            sum: found.sum.to_string(),
            within_rounding: found.within_rounding,
        }),
    }
}

fn row(row: &CheckedRow) -> PrintedRowV1 {
    let printed = &row.printed;
    PrintedRowV1 {
        row: printed.row.clone(),
        parent: printed.parent.clone(),
        label: printed.label.clone(),
        count: printed.count,
        sum: row.sum,
        difference: row.difference(),
        percent: row.percent.as_ref().map(percent),
        cell: printed.cell.clone(),
    }
}

fn percent(percent: &CheckedPercent) -> PrintedPercentV1 {
    PrintedPercentV1 {
        printed: percent.printed.to_string(),
        read: percent.read.to_string(),
        recomputed: percent.recomputed.map(|number| number.to_string()),
        agrees: percent.agrees(),
        misprint: percent.misprint.map(|misprint| match misprint {
            Misprint::DigitForBracket => MisprintV1::DigitForBracket,
            Misprint::BracketOpen => MisprintV1::BracketOpen,
            Misprint::TooManyDecimals => MisprintV1::TooManyDecimals,
        }),
    }
}

fn statement(checked: &CheckedStatement) -> StatementV1 {
    let said = &checked.printed;
    StatementV1 {
        statement: said.id.clone(),
        section: said.section.clone(),
        about: said.about.clone(),
        relation: said.relation.word().to_owned(),
        operands: said.operands.iter().map(ToString::to_string).collect(),
        unit: said.unit.clone(),
        result: said.result.to_string(),
        result_unit: said.result_unit.clone(),
        recomputed: checked.recomputed.map(|number| number.to_string()),
        agrees: checked.agrees(),
        within_rounding: checked.within_rounding,
        source: said.source.clone(),
        class: checked.class,
    }
}

fn annotation(placed: &PlacedAnnotation) -> AnnotationV1 {
    let note = &placed.annotation;
    AnnotationV1 {
        annotation: note.id.clone(),
        concerns: note.concerns.iter().map(ToString::to_string).collect(),
        has_figure: placed.has_figure,
        kind: note.kind.clone(),
        severity: note.weight.word().to_owned(),
        printed: note.printed.clone(),
        odd: note.odd.clone(),
        handling: note.handling.clone(),
        section: note.section.clone(),
        source: note.source.clone(),
    }
}
