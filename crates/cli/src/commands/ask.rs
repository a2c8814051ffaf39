//! `gap` and `inequality`: one kind of question, printed.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, Table};
use firstyear_catalogue::catalogue;
use firstyear_export::chart::{ColumnKind, DataTable, TableCell};
use firstyear_export::site::{Answer, Report, gap_answer, profile_answers};
use firstyear_ingest::ProjectData;

use crate::args::{Ask, Shape};
use crate::commands::reference::print;
use crate::commands::report::ask as answer;
use crate::exit::{Code, Failure};
use crate::load;

/// Holds groups against all, by period.
pub(crate) fn gap(ask: &Ask) -> Result<Code, Failure> {
    let mut read = load::project(&ask.project)?;
    if read.project.gaps.is_empty() {
        return Err(Failure::Use("the project asks for no gap: add [[gap]]".to_owned()));
    }
    read.project.profiles.clear();
    with_report(ask, &read, |report| gap_answer(report).into_iter().collect())
}

/// Rates across the groups of dimensions.
pub(crate) fn inequality(ask: &Ask, dimension: Option<&str>) -> Result<Code, Failure> {
    let mut read = load::project(&ask.project)?;
    read.project.gaps.clear();
    if let Some(dimension) = dimension {
        read.project.profiles.retain(|question| question.dimension.as_str() == dimension);
    }
    if read.project.profiles.is_empty() {
        return Err(Failure::Use(
            "the project asks for no such profile: add [[profile]] with its dimension".to_owned(),
        ));
    }
    with_report(ask, &read, profile_answers)
}

fn with_report(
    ask: &Ask,
    read: &ProjectData,
    of: impl Fn(&Report<'_>) -> Vec<Answer>,
) -> Result<Code, Failure> {
    let answers = answer(read);
    for question in &answers.unanswered {
        anstream::eprintln!("warning: no answer to `{}`: {}", question.question, question.why);
    }
    let catalogue = catalogue();
    let found = of(&Report {
        project: &read.project,
        indicators: catalogue.definitions(),
        dimensions: catalogue.dimensions(),
        sources: &read.read.rows.sources,
        geography: &read.read.rows.geography,
        answers: &answers,
        problems: &read.read.problems,
        methods: &[],
        version: env!("CARGO_PKG_VERSION"),
    });
    print(&written(&found, ask.format))?;
    anstream::eprint!("{}", firstyear_export::problems::text(&read.read.problems));
    Ok(load::verdict(&read.read.problems))
}

fn written(answers: &[Answer], shape: Shape) -> String {
    let tables = answers.iter().flat_map(|answer| &answer.tables);
    match shape {
        Shape::Text => answers.iter().map(text).collect::<Vec<_>>().join("\n"),
        Shape::Md => answers.iter().map(|a| a.markdown.clone()).collect::<Vec<_>>().join("\n"),
        Shape::Csv => tables.map(DataTable::csv).collect::<Vec<_>>().join("\n"),
        Shape::Svg => answers.iter().flat_map(|a| a.charts.clone()).collect::<Vec<_>>().join("\n"),
        Shape::Json => {
            let documents: Vec<_> =
                answers.iter().flat_map(|a| &a.json).map(|document| document.trim_end()).collect();
            format!("[{}]\n", documents.join(",\n"))
        }
    }
}

fn text(answer: &Answer) -> String {
    let mut out = format!("{}\n\n", answer.title);
    for sentence in &answer.sentences {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{sentence}");
    }
    for table in &answer.tables {
        let _ = write!(out, "\n{}\n{}\n", table.caption, grid(table));
    }
    out
}

/// A table without colours or borders, the same on a terminal and in a pipe.
fn grid(data: &DataTable) -> Table {
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::ASCII_BORDERS_ONLY_CONDENSED);
    table.set_header(data.columns.iter().map(|column| &column.heading));
    for row in &data.rows {
        table.add_row(row.iter().map(|cell| match cell {
            TableCell::Text(words) => words.clone(),
            TableCell::Missing { reason } => reason.clone(),
            TableCell::Number { value, decimals } => format!("{value:.decimals$}"),
        }));
    }
    for (column, kind) in table.column_iter_mut().zip(data.columns.iter().map(|c| c.kind)) {
        if kind == ColumnKind::Number {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}
