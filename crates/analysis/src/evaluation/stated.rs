//! Figures as a publication states them: recomputed, and no effect made of
//! them.

use std::collections::BTreeSet;

use firstyear_core::project::{
    EvaluatedAreas, EvaluationQuestion, StatedChange, StatedChanges, StatedFigure,
};
use firstyear_core::{Basis, Cell, Indicator, SourceClass};

use super::{ArmRate, EvaluatedArm, Evaluation, EvaluationOrigin, NoEffect, When, started};
use crate::{CountedRate, Evidence};

pub(super) fn of_statement(
    evidence: &Evidence<'_>,
    question: &EvaluationQuestion,
    stated: &StatedChanges,
    indicator: &Indicator,
) -> Evaluation {
    let arm = |areas: &EvaluatedAreas, change: &StatedChange| {
        stated_arm(evidence, indicator, &areas.name, change)
    };
    let arms =
        [arm(&question.visited, &stated.visited), arm(&question.comparison, &stated.comparison)];
    let origin = EvaluationOrigin::Stated {
        source: stated.source.clone(),
        comparison_holds_visited: stated.comparison_holds_visited,
    };
    let effect = Err(refusals(stated));
    Evaluation { effect, ..started(question, indicator, origin, arms, evidence.confidence) }
}

fn stated_arm(
    evidence: &Evidence<'_>,
    indicator: &Indicator,
    name: &str,
    stated: &StatedChange,
) -> EvaluatedArm {
    let rate = |value: f64| {
        let origin = (SourceClass::Published, BTreeSet::new());
        let (none, level) = (Cell::Absent, evidence.confidence);
        CountedRate::new(none, none, Basis::Complete, indicator, level, origin)
            .with_published(Cell::known(value))
    };
    let at = |figure: &StatedFigure| ArmRate {
        when: When::Printed(figure.period.clone()),
        rate: rate(figure.value),
    };
    let change = difference(stated.before.value, stated.after.value);
    EvaluatedArm {
        name: name.to_owned(),
        rest_of: None,
        areas: Vec::new(),
        before: at(&stated.before),
        after: at(&stated.after),
        change: Some(firstyear_metrics::as_published(change)),
        relative_change: None,
        printed_change: stated.printed_change,
        by_year: Vec::new(),
    }
}

/// The difference of two printed figures, without the digits that binary
/// arithmetic adds.
fn difference(before: f64, after: f64) -> f64 {
    ((after - before) * 1e9).round() / 1e9
}

/// Every reason why stated figures give no effect.
fn refusals(stated: &StatedChanges) -> Vec<NoEffect> {
    let (visited, comparison) = (&stated.visited, &stated.comparison);
    let mut reasons = Vec::new();
    let (before, other) = (&visited.before, &comparison.before);
    if difference(before.value, other.value) != 0.0 || before.period != other.period {
        reasons.push(NoEffect::UnequalBaselines {
            visited: before.value,
            visited_when: before.period.clone(),
            comparison: other.value,
            comparison_when: other.period.clone(),
        });
    }
    reasons.push(NoEffect::NoDenominators);
    if before.period != other.period || visited.after.period != comparison.after.period {
        let span = |of: &StatedChange| format!("{} to {}", of.before.period, of.after.period);
        reasons.push(NoEffect::UnequalPeriods {
            visited: span(visited),
            comparison: span(comparison),
        });
    }
    if stated.comparison_holds_visited {
        reasons.push(NoEffect::HoldsVisited);
    }
    reasons
}
