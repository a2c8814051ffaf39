//! Sentences about whether something that was done worked.

use firstyear_analysis::{
    ArmRate, EvaluatedArm, Evaluation, EvaluationCaution, EvaluationEffect, EvaluationOrigin,
    NoEffect, When,
};
use firstyear_core::Estimate;

use super::{Measured, refusal};
use crate::format::{Unit, capital, count, number};
use crate::words::{Words, say};

/// A time in words.
#[must_use]
pub fn when(when: &When, words: &Words) -> String {
    match when {
        When::Period(of) => words.period(*of),
        When::Printed(label) => label.clone(),
    }
}

/// What changed on each side, and what of it is more than elsewhere.
#[must_use]
pub fn findings(found: &Evaluation, measured: &Measured) -> Vec<String> {
    let words = measured.words;
    let mut said: Vec<String> =
        [&found.visited, &found.comparison].map(|arm| changed(arm, measured)).into();
    match &found.effect {
        Ok(effect) => {
            said.push(beyond(found, effect, measured));
            said.push(conclusion(found, words));
        }
        Err(reasons) => {
            said.push(say!(words, "evaluation-no-effect"));
            said.extend(reasons.iter().map(|why| refused(why, words)));
        }
    }
    said
}

/// The rate of one side at one time, or why there is none.
fn rate(at: &ArmRate, measured: &Measured) -> String {
    let (cell, words) = (&at.rate.rate, measured.words);
    cell.value().map_or_else(
        || words.missing(cell).unwrap_or_else(|| say!(words, "not-known")),
        |rate| measured.unit.value(rate.value),
    )
}

/// How the rate of one side went.
fn changed(arm: &EvaluatedArm, measured: &Measured) -> String {
    let words = measured.words;
    let (indicator, side) = (capital(&measured.name), arm.name.as_str());
    let [(before, at), (after, later)] =
        [&arm.before, &arm.after].map(|at| (rate(at, measured), when(&at.when, words)));
    let Some(change) = &arm.change else {
        return say!(
            words,
            "evaluation-side",
            indicator = indicator,
            side = side,
            before = before,
            when = at,
            after = after,
            later = later,
        );
    };
    let relative = arm.relative_change.as_ref().map(|relative| signed_percent(relative, words));
    let printed = arm.printed_change.map(|printed| signed(printed, 1));
    match (relative, printed) {
        (None, None) => say!(
            words,
            "evaluation-side-changed",
            indicator = indicator,
            side = side,
            before = before,
            when = at,
            after = after,
            later = later,
            change = difference(change, measured),
        ),
        (None, Some(printed)) => say!(
            words,
            "evaluation-side-changed-printed",
            indicator = indicator,
            side = side,
            before = before,
            when = at,
            after = after,
            later = later,
            change = difference(change, measured),
            printed = printed,
        ),
        (Some(relative), None) => say!(
            words,
            "evaluation-side-within",
            indicator = indicator,
            side = side,
            before = before,
            when = at,
            after = after,
            later = later,
            change = relative,
        ),
        (Some(relative), Some(printed)) => say!(
            words,
            "evaluation-side-within-printed",
            indicator = indicator,
            side = side,
            before = before,
            when = at,
            after = after,
            later = later,
            change = relative,
            printed = printed,
        ),
    }
}

/// The change beyond that of the others.
fn beyond(found: &Evaluation, effect: &EvaluationEffect, measured: &Measured) -> String {
    let words = measured.words;
    let (visited, comparison) = (found.visited.name.as_str(), found.comparison.name.as_str());
    let absolute = difference(&effect.absolute, measured);
    let limits = words.bracket(&measured.unit, &effect.absolute);
    match &effect.relative {
        None => say!(
            words,
            "evaluation-beyond-absolute",
            comparison = comparison,
            visited = visited,
            absolute = absolute,
            limits = limits,
        ),
        Some(relative) => say!(
            words,
            "evaluation-beyond",
            comparison = comparison,
            visited = visited,
            relative = signed_percent(relative, words),
            absolute = absolute,
            limits = limits,
        ),
    }
}

fn conclusion(found: &Evaluation, words: &Words) -> String {
    match (found.is_beyond_chance(), found.cautions.is_empty()) {
        (false, _) => say!(words, "evaluation-chance-alone"),
        (true, true) => say!(words, "evaluation-beyond-chance"),
        (true, false) => say!(words, "evaluation-beyond-chance-but"),
    }
}

fn refused(why: &NoEffect, words: &Words) -> String {
    format!("{}.", capital(&refusal::effect(why, words)))
}

/// What speaks against taking the change for an effect.
#[must_use]
pub fn caution(found: &Evaluation, of: EvaluationCaution, words: &Words) -> String {
    let baseline = || {
        found.baseline.as_ref().map_or_else(
            || say!(words, "evaluation-no-events-before"),
            |baseline| signed_percent(baseline, words),
        )
    };
    let (visited, comparison) = (found.visited.name.as_str(), found.comparison.name.as_str());
    match of {
        EvaluationCaution::StartedWorse => say!(
            words,
            "evaluation-started-worse",
            visited = visited,
            comparison = comparison,
            baseline = baseline(),
        ),
        EvaluationCaution::StartedBetter => say!(
            words,
            "evaluation-started-better",
            visited = visited,
            comparison = comparison,
            baseline = baseline(),
        ),
        EvaluationCaution::MovedBefore => {
            let yearly = found.before.as_ref();
            say!(
                words,
                "evaluation-moved-before",
                visited = visited,
                comparison = comparison,
                yearly = yearly.map_or_else(|_| String::new(), |of| signed_percent(of, words)),
            )
        }
        EvaluationCaution::UnequalPeriods { before, after } => say!(
            words,
            "evaluation-unequal-periods",
            count = before,
            before = before.to_string(),
            after = after.to_string(),
        ),
        EvaluationCaution::OneArea => say!(words, "evaluation-one-area"),
        EvaluationCaution::LeftOut { areas } => {
            let areas = areas as u64;
            say!(words, "evaluation-left-out", count = areas, written = count(areas))
        }
    }
}

/// What the single years say.
#[must_use]
pub fn series(found: &Evaluation, words: &Words) -> String {
    match &found.series {
        Ok(series) => say!(
            words,
            "evaluation-series",
            comparison = found.comparison.name.as_str(),
            visited = found.visited.name.as_str(),
            level = signed_percent(&series.level, words),
            slope = signed_percent(&series.slope, words),
            end = signed_percent(&series.at_end, words),
        ),
        Err(why) => say!(words, "evaluation-no-series", why = why.to_string()),
    }
}

/// Where stated figures come from; `None` where they were counted.
#[must_use]
pub fn origin(found: &Evaluation, words: &Words) -> Option<String> {
    match &found.origin {
        EvaluationOrigin::Stated { source, .. } => {
            Some(say!(words, "evaluation-origin", source = source.as_str()))
        }
        EvaluationOrigin::Counted => None,
    }
}

/// A change in the indicator's unit, with its sign.
fn difference(change: &Estimate, measured: &Measured) -> String {
    match &measured.unit {
        Unit::Percent => {
            let value = signed(change.value, 1);
            say!(measured.words, "evaluation-percentage-points", value = value)
        }
        Unit::Rate(unit) => format!("{} {unit}", signed(change.value, 2)),
        _ => signed(change.value, 2),
    }
}

/// `+4.2% (95% interval 1.0% to 7.5%)`.
fn signed_percent(change: &Estimate, words: &Words) -> String {
    format!("{}%{}", signed(change.value, 1), words.within(change, 1, "%"))
}

fn signed(value: f64, decimals: usize) -> String {
    let digits = number(value, decimals);
    if value > 0.0 { format!("+{digits}") } else { digits }
}

/// What the chart of both sides over time shows: by single years where there are some.
#[must_use]
pub fn course(found: &Evaluation, measured: &Measured, by_year: bool, has_line: bool) -> String {
    let words = measured.words;
    let mut said = vec![say!(
        words,
        "evaluation-course-words",
        indicator = measured.name.as_str(),
        visited = found.visited.name.as_str(),
        comparison = found.comparison.name.as_str(),
    )];
    said.extend([&found.visited, &found.comparison].into_iter().filter_map(|arm| {
        let [(from, first), (to, last)] = match (arm.by_year.as_slice(), by_year) {
            ([first, .., last], true) => {
                [first, last].map(|(year, rate)| (words.period(*year), &rate.rate))
            }
            (_, true) => return None,
            (_, false) => {
                [&arm.before, &arm.after].map(|at| (when(&at.when, words), &at.rate.rate))
            }
        };
        let [first, last] = [first, last].map(|rate| {
            rate.value().map_or_else(
                || words.missing(rate).unwrap_or_else(|| say!(words, "not-known")),
                |value| words.estimate(&measured.unit, value),
            )
        });
        Some(say!(
            words,
            "evaluation-course-side",
            side = capital(&arm.name),
            first = first,
            from = from,
            last = last,
            to = to,
        ))
    }));
    said.extend(has_line.then(|| say!(words, "evaluation-course-line")));
    said.push(say!(words, "evaluation-course-rest"));
    said.join(" ")
}

/// What the chart of changes shows: each with its name and limits, relative ones in percent.
#[must_use]
pub fn changes<'a>(
    found: &Evaluation,
    measured: &Measured,
    rows: impl Iterator<Item = (&'a str, &'a Estimate)>,
    is_relative: bool,
) -> String {
    let words = measured.words;
    let mut said = vec![say!(
        words,
        "evaluation-changes-words",
        visited = found.visited.name.as_str(),
        comparison = found.comparison.name.as_str(),
    )];
    said.extend(rows.map(|(place, change)| {
        let change = if is_relative {
            signed_percent(change, words)
        } else {
            let decimals = if measured.unit == Unit::Percent { 1 } else { 2 };
            format!("{}{}", difference(change, measured), words.within(change, decimals, ""))
        };
        say!(words, "evaluation-changes-row", place = place, change = change)
    }));
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Cell, SourceClass, Withholding};

    use super::*;
    use crate::sentence::title;
    use crate::testing;
    use crate::words::english;

    /// The evaluation of the tests with a change made to it.
    fn with(change: impl FnOnce(&mut Evaluation)) -> Evaluation {
        let mut found = testing::evaluation(SourceClass::Published);
        change(&mut found);
        found
    }

    #[test]
    fn a_side_is_said_with_the_change_that_it_has() {
        let said =
            |change: fn(&mut Evaluation)| changed(&with(change).visited, &testing::measured());
        let within = said(|_| {});
        assert!(within.contains(" in 2004 to 2006, within areas \u{2212}22.6% (95%"), "{within}");
        let printed = said(|of| of.visited.printed_change = Some(-0.4));
        assert!(printed.ends_with("10.2%) (printed as \u{2212}0.4)."), "{printed}");
        let absolute = said(|of| of.visited.relative_change = None);
        assert!(absolute.contains(" in 2004 to 2006: \u{2212}"), "{absolute}");
        assert!(absolute.ends_with(" per 1,000 live births."), "{absolute}");
        let both = said(|of| {
            (of.visited.relative_change, of.visited.printed_change) = (None, Some(0.2));
        });
        assert!(both.ends_with(" per 1,000 live births (printed as +0.2)."), "{both}");
        let none = said(|of| {
            of.visited.change = None;
            of.visited.after.rate.rate = Cell::Withheld(Withholding::Primary);
        });
        assert!(none.ends_with(" in 2001 to 2003, withheld in 2004 to 2006."), "{none}");
    }

    #[test]
    fn a_change_beyond_the_others_is_judged_by_its_limits() {
        let measured = testing::measured();
        let last = |found: &Evaluation| findings(found, &measured).pop().unwrap();
        let sure = with(|of| of.cautions.clear());
        assert!(last(&sure).starts_with("That is more than chance explains, and an effect if"));
        assert!(title::evaluation(&sure, english()).ends_with(", more than chance explains"));
        let caution = with(|of| of.cautions = vec![EvaluationCaution::OneArea]);
        assert!(last(&caution).ends_with("but something else could have made it."));
        let open = with(|of| {
            let effect = of.effect.as_mut().unwrap();
            effect.relative.as_mut().unwrap().interval.as_mut().unwrap().upper = 1.0;
        });
        assert!(last(&open).starts_with("Chance alone could explain this difference"));
        assert!(title::evaluation(&open, english()).ends_with("chance alone could explain"));
        let absolute = with(|of| of.effect.as_mut().unwrap().relative = None);
        let said = findings(&absolute, &measured).swap_remove(2);
        assert!(
            said.ends_with(
                "; a side without events at one of the two times has no relative change."
            )
        );
        let none = with(|of| of.effect = Err(vec![NoEffect::NoDenominators]));
        assert_eq!(
            title::evaluation(&none, english()),
            "No effect of what was done can be told from these figures"
        );
    }

    #[test]
    fn every_caution_has_its_words() {
        let found = with(|of| of.baseline = None);
        let said = |of| caution(&found, of, english());
        assert!(said(EvaluationCaution::StartedWorse).contains("(which had no events at all): if"));
        assert!(said(EvaluationCaution::StartedBetter).contains("was better than that of others"));
        assert!(
            said(EvaluationCaution::MovedBefore).contains("already moved against that of others")
        );
        assert!(said(EvaluationCaution::OneArea).starts_with("One side is a single area"));
        assert_eq!(
            [1, 3].map(|before| said(EvaluationCaution::UnequalPeriods { before, after: 2 })),
            ["1 year before is held against 2 after.", "3 years before are held against 2 after."]
        );
        assert_eq!(
            [1, 1_200].map(|areas| said(EvaluationCaution::LeftOut { areas })),
            [
                "1 area without counts at one of the two times is left out.",
                "1,200 areas without counts at one of the two times are left out."
            ]
        );
    }

    #[test]
    fn charts_are_told_by_what_they_draw() {
        let measured = testing::measured();
        let found = with(|of| of.comparison.after.rate.rate = Cell::Absent);
        let said = course(&found, &measured, false, false);
        assert!(said.contains(" in 2001 to 2003, not reported in 2004 to 2006. Every"), "{said}");
        assert!(!said.contains("A line marks"), "{said}");
        let change = found.visited.change.unwrap();
        let said = changes(&found, &measured, [("Here", &change)].into_iter(), false);
        let row = " Here: \u{2212}1.48 per 1,000 live births (95% interval \u{2212}2.35 to";
        assert!(said.contains(row), "{said}");
    }
}
