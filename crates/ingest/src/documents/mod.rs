//! Authored documents of visits, recommendations, self-assessments, care pathways
//! and the logs of these: TOML, JSON and CSV, every problem of them in one pass.
//!
//! An entry with a fault is left out and listed; the rest is used. Text that
//! looks as if it were about a person is kept out of what is read.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use firstyear_core::project::FileFormat;
use firstyear_core::{Dataset, Place, Placed, Problem, ProblemCode, Read};
use toml::de::DeTable;

use crate::fault::Fault;
use crate::format::{Fit, Format};
use crate::input::Input;
use crate::project::fields::{Document, Fields};
use crate::sample::Sample;
use crate::sink::{Fate, Sink};
use crate::{CodeLists, OnProgress, ReadError};

mod birth_simulation;
pub(crate) mod count_spec;
mod edit;
pub(crate) mod flow_plan;
mod form;
mod json;
pub(crate) mod log_mapping;
mod log_simulation;
pub(crate) mod pathways;
mod personal;
mod plan;
mod project_records;
mod recommendations;
mod self_assessments;
mod strays;
mod table;
mod visits;

pub use birth_simulation::read_birth_simulation;
pub use count_spec::{read_count_spec, read_count_spec_bytes};
pub use edit::{EditError, add_recommendation, change_recommendation};
pub use flow_plan::{read_flow_plan, read_flow_plan_bytes};
pub use log_mapping::{read_log_mapping, read_log_mapping_bytes};
pub use log_simulation::{read_log_simulation, read_log_simulation_bytes};
pub(crate) use pathways::read_input as read_pathway_input;
pub use pathways::{ReadPathway, read_pathway, read_pathway_bytes};
pub use project_records::read_project_records;
pub(crate) use recommendations::check_theme;
pub(crate) use self_assessments::{held_against_matrix, later_answers};
pub(crate) use strays::without_strays;
pub use strays::{KnownVisits, StrayVisit};
pub use table::recommendations_csv;

use form::{Form, Kind};

/// The version of the layouts that this program reads.
const VERSION: u32 = 1;

/// The format of recommendations, for the list of formats.
pub(crate) const RECOMMENDATIONS: Format = Format {
    format: FileFormat::Recommendations,
    title: "Recommendations and what became of them, TOML, JSON or CSV",
    explanation: "An authored document: `firstyear schema recommendations` has its fields, and \
                  those are the columns of its CSV, with semicolons between the items of a list \
                  (`\\;` for one that belongs to an item). A history is written `agreed 2024-04-20; stopped 2024-06-01 (no money)`. An \
                  entry with a fault is left out and listed. People are named by their roles: text \
                  that looks as if it were about a person is kept out.",
    fits: |sample| fits(sample, &recommendations::KIND),
    read: |input, with, sink, progress| {
        let mut read = entries(input, &recommendations::KIND, sink, progress, |fields| {
            recommendations::read(fields, with.codes)
        })?;
        for one in &mut read.rows {
            recommendations::settle(one, &mut read.problems);
        }
        read.rows.into_iter().for_each(|one| sink.recommendation(one));
        read.problems.into_iter().for_each(|problem| sink.problem(problem));
        Ok(())
    },
};

/// The format of visits.
pub(crate) const VISITS: Format = Format {
    format: FileFormat::Visits,
    title: "Visits to areas, TOML or JSON",
    explanation: "An authored document: `firstyear schema visits` has its fields. Discussion \
                  groups are held against their rule: every core group, and two that the area \
                  chooses. People are named by their roles: text that looks as if it were about a \
                  person is kept out.",
    fits: |sample| fits(sample, &visits::KIND),
    read: |input, with, sink, progress| {
        let mut read = entries(input, &visits::KIND, sink, progress, |fields| {
            visits::read(fields, with.codes)
        })?;
        for one in &mut read.rows {
            visits::settle(one, with.codes, &mut read.problems);
        }
        read.rows.into_iter().for_each(|one| sink.visit(one));
        read.problems.into_iter().for_each(|problem| sink.problem(problem));
        Ok(())
    },
};

/// The format of self-assessments.
pub(crate) const SELF_ASSESSMENTS: Format = Format {
    format: FileFormat::SelfAssessments,
    title: "How far areas say they are, TOML, JSON or CSV",
    explanation: "An authored document: `firstyear schema self-assessments` has its fields, and \
                  those are the columns of its CSV, one answer a row. Statements and levels are \
                  those of the matrix of the project, or of the one that the program brings \
                  (`firstyear list self-assessment`). People are named by their roles: text that \
                  looks as if it were about a person is kept out.",
    fits: |sample| fits(sample, &self_assessments::KIND),
    read: |input, _, sink, progress| {
        let kind = &self_assessments::KIND;
        let mut read = entries(input, kind, sink, progress, self_assessments::read)?;
        for one in &mut read.rows {
            self_assessments::settle(one, &mut read.problems);
        }
        read.rows.into_iter().for_each(|one| sink.self_assessment(one));
        read.problems.into_iter().for_each(|problem| sink.problem(problem));
        Ok(())
    },
};

/// The format of what a self-assessment asks.
pub(crate) const MATRIX: Format = Format {
    format: FileFormat::SelfAssessmentMatrix,
    title: "What a self-assessment asks: statements and levels, TOML or JSON",
    explanation: "An authored document: `firstyear schema self-assessment-matrix` has its fields. \
                  It takes the place of the matrix that the program brings, for every \
                  self-assessment of the project.",
    fits: |sample| fits(sample, &self_assessments::MATRIX),
    read: |input, with, sink, progress| {
        let read = document(input, &self_assessments::MATRIX, progress, |fields, document, _| {
            let before = document.len();
            let place = fields.place();
            let matrix = self_assessments::read_matrix(fields, with.codes);
            matrix.filter(|_| document.len() == before).map(|item| Placed { place, item })
        })?;
        sink.row(if read.rows.is_some() { Fate::Used } else { Fate::Refused });
        read.rows.into_iter().for_each(|matrix| sink.matrix(matrix));
        read.problems.into_iter().for_each(|problem| sink.problem(problem));
        Ok(())
    },
};

/// Sure where the list of the kind begins in the first part of a file, or a CSV
/// has the columns that are asked for.
fn fits(sample: &Sample, kind: &Kind) -> Fit {
    let Some(text) = sample.text() else { return Fit::No };
    // A list of tables in TOML opens with a bracket, as a list in JSON does.
    if let Some(json) = text.json().filter(|json| json.starts_with('{')) {
        return Fit::sure_if(has_list(json, kind.list));
    }
    let head = format!("[[{}]]", kind.list);
    if text.head.lines().any(|line| line.trim() == head) {
        return Fit::Sure;
    }
    let header = text.header();
    let mut asked = kind.columns.iter().filter(|column| column.required);
    let has_all = asked.all(|column| header.iter().any(|cell| column.is_headed(cell)));
    Fit::sure_if(!kind.columns.is_empty() && has_all)
}

/// Whether JSON has a list of this name: a recommendation names its visit in a
/// field that is none.
fn has_list(json: &str, name: &str) -> bool {
    let name = format!("\"{name}\"");
    json.match_indices(&name).any(|(at, _)| {
        let after = json[at + name.len()..].trim_start();
        after.strip_prefix(':').is_some_and(|value| value.trim_start().starts_with('['))
    })
}

/// The entries of a document, with what is wrong with the others; tells the sink
/// what became of each.
fn entries<T>(
    input: &Input<'_>,
    kind: &Kind,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
    mut read: impl FnMut(Fields<'_, '_>) -> Option<Placed<T>>,
) -> Result<Read<Vec<Placed<T>>>, ReadError> {
    let mut at = 0;
    document(input, kind, progress, |fields, document, form| {
        fields.tables(kind.list, |fields| {
            let (entry, before) = (at, document.len());
            at += 1;
            let one = read(fields).filter(|_| document.len() == before);
            sink.row(if one.is_some() { Fate::Used } else { Fate::Refused });
            one.map(|one| Placed { place: form.entry_line(entry, &one.place), ..one })
        })
    })
}

/// What `read` makes of the fields of a document of a version that is read.
fn document<T: Default>(
    input: &Input<'_>,
    kind: &Kind,
    progress: OnProgress<'_>,
    read: impl FnOnce(&mut Fields<'_, '_>, &Document<'_>, &Form) -> T,
) -> Result<Read<T>, ReadError> {
    let form = Form::of(&input.whole()?, &input.file, kind)?;
    input.report(progress)?;
    let codes = [ProblemCode::DocumentInvalid, ProblemCode::DocumentFieldUnknown];
    let document = Document::new(&form.text, Arc::clone(&input.file), kind.name).with_codes(codes);
    let (table, errors) = DeTable::parse_recoverable(&form.text);
    for error in &errors {
        let message = format!("not valid TOML: {}", error.message());
        document.add(error.span(), None, &Fault::new(ProblemCode::DocumentInvalid, message));
    }
    let mut rows = T::default();
    let mut usable = errors.is_empty();
    if usable {
        let mut fields = Fields::new(&document, table.get_ref(), None);
        usable = fields.required::<u32>("schema_version") == Some(VERSION);
        if !usable && fields.stands("schema_version") {
            let message = "not a version of the layout that this program reads";
            let fault = Fault::new(ProblemCode::ProjectVersion, message);
            let help = format!("write {VERSION}, or take a program that reads a later one");
            fields.fault("schema_version", &fault.with_help(help));
        }
        rows = read(&mut fields, &document, &form);
        fields.finish();
    }
    let mut problems = document.finish();
    for problem in &mut problems {
        form.back(&mut problem.place);
    }
    if usable { Ok(Read { rows, problems }) } else { Err(ReadError::Unusable { problems }) }
}

/// Notes an id that no theme has.
pub(crate) fn check_theme_id(
    fields: &Fields<'_, '_>,
    field: &'static str,
    id: &str,
    codes: &CodeLists<'_>,
) {
    if codes.themes.theme(id).is_none() {
        let known: Vec<&str> = codes.themes.themes.iter().map(|theme| theme.id.as_str()).collect();
        unknown_theme(fields, field, (id, "a known theme"), &known);
    }
}

/// Notes what is not in a list of themes, categories or parts.
fn unknown_theme(
    fields: &Fields<'_, '_>,
    field: &'static str,
    (given, what): (&str, &str),
    known: &[&str],
) {
    let fault = Fault::new(ProblemCode::ThemeUnknown, format!("not {what}"));
    let fault = if known.is_empty() {
        fault
    } else {
        fault.with_help(format!("use one of {}", known.join(", ")))
    };
    fields.fault(field, &fault.with_nearest(given, known.iter().copied()));
}

/// How many entries these problems left out once all were read.
pub(crate) fn left_out(found: &[Problem]) -> u64 {
    let codes = [ProblemCode::RecommendationRepeated, ProblemCode::StatementUnknown];
    found.iter().filter(|problem| codes.contains(&problem.code)).count() as u64
}

/// Leaves out what has the id of another, and second answers to one statement.
pub(crate) fn settle(rows: &mut Dataset) -> Vec<Problem> {
    let of_id = |first: &Place| ("id", format!("has the id of {first}: it is left out"));
    let mut problems = without_repeats(&mut rows.visits, |visit| visit.id.clone(), of_id);
    problems.extend(without_repeats(&mut rows.recommendations, |one| one.id.clone(), of_id));
    problems.extend(self_assessments::without_second_answers(&mut rows.self_assessments));
    problems
}

/// Leaves out entries whose key another has, in whatever file; the first stays.
/// `said` gives the column and what is wrong, from the place of the first.
fn without_repeats<T, K: Ord>(
    all: &mut Vec<Placed<T>>,
    key: impl Fn(&T) -> K,
    said: impl Fn(&Place) -> (&'static str, String),
) -> Vec<Problem> {
    let mut seen: BTreeMap<K, Place> = BTreeMap::new();
    let mut problems = Vec::new();
    all.retain(|one| match seen.entry(key(&one.item)) {
        Entry::Vacant(slot) => {
            slot.insert(one.place.clone());
            true
        }
        Entry::Occupied(first) => {
            let (column, message) = said(first.get());
            let place = one.place.clone().column(column);
            problems.push(Problem::new(ProblemCode::RecommendationRepeated, place, message));
            false
        }
    });
    problems
}
