//! `gap` and `inequality`: one kind of question, printed.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, Table};
use firstyear_analysis::Answers;
use firstyear_catalogue::catalogue;
use firstyear_export::chart::{ColumnKind, DataTable, TableCell};
use firstyear_export::site::{Answer, Report, gap_answer, profile_answers};
use firstyear_export::tidy::WriteError;
use firstyear_export::wire::{GapTrendV1, InequalityProfileV1, csv, to_json};
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
    if read.project.profiles.is_empty() {
        return Err(Failure::Use("the project asks for no profile: add [[profile]]".to_owned()));
    }
    if let Some(dimension) = dimension {
        let asked: Vec<_> =
            read.project.profiles.iter().map(|question| question.dimension.to_string()).collect();
        read.project.profiles.retain(|question| question.dimension.as_str() == dimension);
        if read.project.profiles.is_empty() {
            return Err(Failure::Use(format!(
                "--dimension: the project asks for no profile by `{dimension}`, but for {}; name \
                 one of these, or add [[profile]]",
                asked.join(", ")
            )));
        }
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
    let found = || {
        of(&Report {
            project: &read.project,
            indicators: catalogue.definitions(),
            dimensions: catalogue.dimensions(),
            sources: &read.read.rows.sources,
            geography: &read.read.rows.geography,
            answers: &answers,
            problems: &read.read.problems,
            methods: &[],
            version: env!("CARGO_PKG_VERSION"),
        })
    };
    print(&match ask.format {
        Shape::Text => found().iter().map(text).collect::<Vec<_>>().join("\n"),
        Shape::Md => found().into_iter().map(|a| a.markdown).collect::<Vec<_>>().join("\n"),
        Shape::Svg => found().into_iter().flat_map(|a| a.charts).collect::<Vec<_>>().join("\n"),
        Shape::Json => documents(&answers)?,
        Shape::Csv => figures(&answers)?,
    })?;
    anstream::eprint!("{}", firstyear_export::problems::text(&read.read.problems));
    Ok(load::verdict(&read.read.problems))
}

/// The answers as a JSON array: one document of `schemas/v1` for each question.
/// It is an array even for one question, so that its reader needs no case.
fn documents(answers: &Answers) -> Result<String, Failure> {
    let gaps = answers.gaps.iter().map(|gap| to_json(&GapTrendV1::from(gap)));
    let profiles =
        answers.profiles.iter().map(|profile| to_json(&InequalityProfileV1::from(profile)));
    let documents = gaps
        .chain(profiles)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Failure::Defect(error.to_string()))?;
    let documents: Vec<_> = documents.iter().map(|document| document.trim_end()).collect();
    Ok(format!("[{}]\n", documents.join(",\n")))
}

/// The answers as one flat table, one row a figure.
fn figures(answers: &Answers) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let written: Result<(), WriteError> = if answers.gaps.is_empty() {
        csv::inequality_profiles(&answers.profiles, &mut bytes)
    } else {
        csv::gap_trends(&answers.gaps, &mut bytes)
    };
    written.map_err(|error| Failure::Defect(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Failure::Defect(error.to_string()))
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
