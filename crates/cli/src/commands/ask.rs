//! `gap` and `inequality`: one kind of question, printed.

use std::fmt::Write as _;

use firstyear_analysis::Answers;
use firstyear_catalogue::catalogue;
use firstyear_core::project::ProfileQuestion;
use firstyear_export::site::{Answer, Report, gap_answer, profile_answers};
use firstyear_export::tidy::WriteError;
use firstyear_export::wire::{GapTrendV1, InequalityProfileV1, csv, to_json};
use firstyear_ingest::ProjectData;

use crate::args::{Ask, Shape};
use crate::commands::asked::Asked;
use crate::commands::grid;
use crate::commands::reference::print;
use crate::exit::{Code, Failure};
use crate::load;

/// Holds groups against all, by period.
pub(crate) fn gap(ask: &Ask) -> Result<Code, Failure> {
    let mut read = load::project(&ask.project)?;
    if read.project.gaps.is_empty() {
        return Err(Failure::Use("the project asks for no gap: add [[gap]]".to_owned()));
    }
    read.project.profiles.clear();
    only(&mut read);
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
        read.project.profiles = about(&read.project.profiles, dimension)?;
    }
    only(&mut read);
    with_report(ask, &read, profile_answers)
}

/// The questions about a dimension or family. A version of a family that the
/// project asks about narrows its question to this version.
fn about(asked: &[ProfileQuestion], dimension: &str) -> Result<Vec<ProfileQuestion>, Failure> {
    let version = catalogue().dimensions().values().find(|known| known.id().as_str() == dimension);
    let is_asked = |question: &&ProfileQuestion| {
        question.dimension.as_str() == dimension
            || version.is_some_and(|version| version.about().family == question.dimension)
    };
    let narrowed = |question: &ProfileQuestion| {
        let dimension = version.map_or(&question.dimension, |version| version.id()).clone();
        ProfileQuestion { dimension, ..question.clone() }
    };
    let found: Vec<_> = asked.iter().filter(is_asked).map(narrowed).collect();
    if found.is_empty() {
        let asked: Vec<_> = asked.iter().map(|question| question.dimension.to_string()).collect();
        return Err(Failure::Use(format!(
            "--dimension: the project asks for no profile by `{dimension}`, but for {}; name one \
             of these or a version of it, or add [[profile]]",
            asked.join(", ")
        )));
    }
    Ok(found)
}

/// Leaves out the questions that neither command prints: answering them takes
/// time, and warns of what nobody asked.
fn only(read: &mut ProjectData) {
    read.project.areas.clear();
    read.project.causes.clear();
}

fn with_report(
    ask: &Ask,
    read: &ProjectData,
    of: impl Fn(&Report<'_>) -> Vec<Answer>,
) -> Result<Code, Failure> {
    let asked = Asked::of(read);
    let found = || of(&asked.report(&[]));
    let width = grid::terminal_width();
    print(&match ask.format {
        Shape::Text => found().iter().map(|a| text(a, width)).collect::<Vec<_>>().join("\n"),
        Shape::Md => found().into_iter().map(|a| a.markdown).collect::<Vec<_>>().join("\n"),
        Shape::Svg => found().into_iter().flat_map(|a| a.charts).collect::<Vec<_>>().join("\n"),
        Shape::Json => documents(&asked.answers)?,
        Shape::Csv => figures(&asked.answers)?,
    })?;
    asked.warn();
    Ok(asked.verdict())
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

/// Sentences and tables; on a terminal of a known width, tables fit into it.
fn text(answer: &Answer, width: Option<usize>) -> String {
    let mut out = format!("{}\n\n", answer.title);
    for sentence in &answer.sentences {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{sentence}");
    }
    for table in &answer.tables {
        let _ = write!(out, "\n{}\n{}\n", table.caption, grid::text(table, width));
    }
    out
}
