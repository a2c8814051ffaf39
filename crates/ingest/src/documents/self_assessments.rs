//! Self-assessments, and the matrix of statements that they answer.

use chrono::NaiveDate;
use firstyear_core::self_assessment::{
    MatrixStatement, MaturityLevel, SelfAssessmentAnswer, SelfAssessmentMatrix,
};
use firstyear_core::{Dataset, IndicatorId, Place, Placed, Problem, ProblemCode, is_kebab};

use super::form::{CellKind, Kind, column};
use super::personal::{keep_out, looks_personal};
use super::{check_theme_id, without_repeats};
use crate::CodeLists;
use crate::fault::Fault;
use crate::project::fields::Fields;
use crate::project::questions::check_indicator;

pub(super) const KIND: Kind = Kind {
    list: "answer",
    name: "self-assessments",
    columns: &[
        column("area", true, CellKind::Text),
        column("on", true, CellKind::Text),
        column("statement", true, CellKind::Text),
        column("level", true, CellKind::Number),
        column("by", false, CellKind::Text),
        column("evidence", false, CellKind::Text),
    ],
};

pub(super) const MATRIX: Kind =
    Kind { list: "statement", name: "matrix of self-assessment", columns: &[] };

/// One answer; `None` where a field of it has a fault.
pub(super) fn read(mut fields: Fields<'_, '_>) -> Option<Placed<SelfAssessmentAnswer>> {
    let place = fields.place();
    let area = fields.required("area");
    let on = fields.required("on");
    let statement = fields.required("statement");
    let level: Option<u8> = fields.required("level");
    if level == Some(0) {
        fields.reject("level", "levels are counted from 1 for the lowest");
    }
    let by = fields.optional("by");
    let evidence = fields.optional("evidence");
    fields.finish();
    let item = SelfAssessmentAnswer {
        area: area?,
        on: on?,
        statement: statement?,
        level: level?,
        by,
        evidence,
    };
    Some(Placed { place, item })
}

/// Keeps out what looks personal.
pub(super) fn settle(read: &mut Placed<SelfAssessmentAnswer>, problems: &mut Vec<Problem>) {
    let Placed { place, item } = read;
    item.by = keep_out(item.by.take(), "by", place, problems);
    item.evidence = keep_out(item.evidence.take(), "evidence", place, problems);
}

/// A matrix; `None` where a field of it has a fault.
pub(super) fn read_matrix(
    fields: &mut Fields<'_, '_>,
    codes: &CodeLists<'_>,
) -> Option<SelfAssessmentMatrix> {
    let name = of_nobody(fields, "name");
    let source = of_nobody(fields, "source");
    let levels: Vec<MaturityLevel> = fields.tables("level", read_level);
    if levels.len() < 2 || levels.len() > usize::from(u8::MAX) {
        let message = "a matrix has at least two levels and 255 at the most, the lowest first";
        fields.reject("level", message);
    }
    let mut statements: Vec<MatrixStatement> = Vec::new();
    for one in fields.tables("statement", |fields| read_statement(fields, codes)) {
        if statements.iter().any(|other| other.id == one.id) {
            fields.reject("statement", &format!("`{}` stands twice", one.id));
        }
        statements.push(one);
    }
    if statements.is_empty() {
        fields.reject("statement", "a matrix without statements asks nothing");
    }
    Some(SelfAssessmentMatrix {
        schema_version: super::VERSION,
        name: name?,
        source: source?,
        levels,
        statements,
    })
}

fn read_level(mut fields: Fields<'_, '_>) -> Option<MaturityLevel> {
    let (name, meaning) = (of_nobody(&mut fields, "name"), of_nobody(&mut fields, "meaning"));
    fields.finish();
    Some(MaturityLevel { name: name?, meaning: meaning? })
}

fn read_statement(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<MatrixStatement> {
    let id: Option<String> = fields.required("id");
    if id.as_ref().is_some_and(|id| !is_kebab(id)) {
        fields.reject("id", "not an id: write small letters, digits and single hyphens");
    }
    let theme: Option<String> = fields.required("theme");
    if let Some(theme) = &theme {
        check_theme_id(&fields, "theme", theme, codes);
    }
    let text = of_nobody(&mut fields, "text");
    let standing = fields.required("standing");
    let source = of_nobody(&mut fields, "source");
    let indicators: Vec<IndicatorId> = fields.optional_list("indicators");
    for id in &indicators {
        check_indicator(&fields, "indicators", id, codes);
    }
    fields.finish();
    Some(MatrixStatement {
        id: id?,
        theme: theme?,
        text: text?,
        standing: standing?,
        source: source?,
        indicators,
    })
}

/// A text that must stand; one that looks personal is a fault, as a statement
/// without its words asks nothing.
fn of_nobody(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<String> {
    let text: String = fields.required(name)?;
    let Some(what) = looks_personal(&text) else { return Some(text) };
    let message = format!("the text holds {what}, and a matrix speaks of roles");
    fields.fault(name, &Fault::new(ProblemCode::PersonalText, message));
    None
}

/// Leaves out answers to a statement that is answered already for the area and
/// the day, in whatever file; the first stays.
pub(super) fn without_second_answers(all: &mut Vec<Placed<SelfAssessmentAnswer>>) -> Vec<Problem> {
    without_repeats(
        all,
        |one| (one.area.clone(), one.on, one.statement.clone()),
        |first| {
            ("statement", format!("is answered in {first} for this area and day: it is left out"))
        },
    )
}

/// Leaves out answers that the matrix has no statement or no level for, and every
/// matrix but the first. Where a project's own matrix has a fault, answers stay as
/// they are: another would find fault with what is right.
pub(crate) fn held_against_matrix(rows: &mut Dataset, codes: &CodeLists<'_>) -> Vec<Problem> {
    let Dataset { self_assessments: answers, matrices, unusable_matrix, .. } = rows;
    if unusable_matrix.is_some() {
        return Vec::new();
    }
    let mut problems: Vec<Problem> = matrices
        .iter()
        .skip(1)
        .map(|other| {
            let message = format!(
                "a project has one matrix, and it stands in {}: this one is left out",
                matrices[0].place
            );
            Problem::new(ProblemCode::DocumentInvalid, other.place.clone(), message)
        })
        .collect();
    matrices.truncate(1);
    let matrix = matrices.first().map_or(codes.matrix, |own| &own.item);
    answers.retain(|one| {
        let fault = answer_fault(&one.item, matrix, &one.place);
        let is_right = fault.is_none();
        problems.extend(fault);
        is_right
    });
    problems
}

/// Notes answers that are later than the day of the project: they are kept, and not
/// counted.
pub(crate) fn later_answers(rows: &Dataset, as_of: NaiveDate) -> Vec<Problem> {
    let later = rows.self_assessments.iter().filter(|one| one.item.on > as_of);
    let note = |one: &Placed<SelfAssessmentAnswer>| {
        let message = format!(
            "the answer is later than the day of the project (as_of = {as_of}), and is not counted"
        );
        let place = one.place.clone().column("on");
        let help = "check the day of the answer, or give the project a later day";
        Problem::new(ProblemCode::RowUnused, place, message).with_help(help)
    };
    later.map(note).collect()
}

/// What the matrix lacks of an answer.
fn answer_fault(
    one: &SelfAssessmentAnswer,
    matrix: &SelfAssessmentMatrix,
    place: &Place,
) -> Option<Problem> {
    let (column, fault) = if matrix.statement(&one.statement).is_none() {
        let known = matrix.statements.iter().map(|known| known.id.as_str());
        let fault =
            Fault::new(ProblemCode::StatementUnknown, "the matrix has no statement with this id")
                .with_nearest(&one.statement, known);
        ("statement", fault)
    } else if !matrix.has_level(one.level) {
        let levels = matrix.levels.len();
        let fault = Fault::new(
            ProblemCode::StatementUnknown,
            format!("the matrix has no level of this number: its levels are 1 to {levels}"),
        );
        ("level", fault)
    } else {
        return None;
    };
    Some(fault.at(place.clone().column(column)))
}
