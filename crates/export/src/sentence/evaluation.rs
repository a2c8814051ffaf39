//! Sentences about whether something that was done worked.

use firstyear_analysis::{
    ArmRate, EvaluatedArm, Evaluation, EvaluationCaution, EvaluationEffect, EvaluationOrigin,
    NoEffect, NoSeries, When,
};
use firstyear_core::Estimate;

use super::{Measured, missing, period};
use crate::format::{Unit, capital, count, number, plural};

/// What a change beyond the others is, and what it is not.
pub const READING: &str = "Each area is held against itself, and the change of those visited \
     against that of the others. This is an effect of what was done only if both would have changed \
     alike without it, which no figure proves. Areas chosen because their rate was high at the time \
     come back towards the others by themselves.";

/// What the limits hold.
pub const LIMITS: &str = "Limits are those of chance, or those of the scatter of the areas' \
     changes where that is wider. Relative changes assume that rates would have changed by the same \
     share, absolute ones by the same amount: where the two disagree, the answer rests on that \
     choice.";

/// A time in words.
#[must_use]
pub fn when(when: &When) -> String {
    match when {
        When::Period(of) => period(*of),
        When::Printed(words) => words.clone(),
    }
}

/// What changed on each side, and what of it is more than elsewhere.
#[must_use]
pub fn findings(found: &Evaluation, measured: &Measured) -> Vec<String> {
    let mut said: Vec<String> =
        [&found.visited, &found.comparison].map(|arm| changed(arm, measured)).into();
    match &found.effect {
        Ok(effect) => {
            said.push(beyond(found, effect, measured));
            said.push(conclusion(found).to_owned());
        }
        Err(reasons) => {
            said.push("No effect of what was done can be told from these figures.".to_owned());
            said.extend(reasons.iter().map(refusal));
        }
    }
    said
}

/// How the rate of one side went.
fn changed(arm: &EvaluatedArm, measured: &Measured) -> String {
    let rate = |at: &ArmRate| match (at.rate.rate.value(), missing(&at.rate.rate)) {
        (Some(rate), _) => measured.unit.value(rate.value),
        (None, why) => why.unwrap_or("not known").to_owned(),
    };
    let change = arm.change.as_ref().map_or_else(String::new, |change| {
        let relative = arm.relative_change.as_ref().map_or_else(String::new, |relative| {
            format!(", within areas {}", signed_percent(relative))
        });
        let printed = arm
            .printed_change
            .map_or_else(String::new, |printed| format!(" (printed as {})", signed(printed, 1)));
        match relative.as_str() {
            "" => format!(": {}{printed}", difference(change, measured)),
            words => format!("{words}{printed}"),
        }
    });
    format!(
        "{} of {}: {} in {}, {} in {}{change}.",
        capital(&measured.name),
        arm.name,
        rate(&arm.before),
        when(&arm.before.when),
        rate(&arm.after),
        when(&arm.after.when)
    )
}

/// The change beyond that of the others.
fn beyond(found: &Evaluation, effect: &EvaluationEffect, measured: &Measured) -> String {
    let absolute = difference(&effect.absolute, measured);
    let limits = measured.unit.bracket(&effect.absolute);
    let Some(relative) = &effect.relative else {
        return format!(
            "Beyond {}, the change of {} is {absolute} {limits}; a side without events at one of \
             the two times has no relative change.",
            found.comparison.name, found.visited.name
        );
    };
    format!(
        "Beyond {}, the change of {} is {}: {absolute} {limits}.",
        found.comparison.name,
        found.visited.name,
        signed_percent(relative)
    )
}

fn conclusion(found: &Evaluation) -> &'static str {
    let is_against = !found.cautions.is_empty();
    match (found.is_beyond_chance(), is_against) {
        (false, _) => {
            "Chance alone could explain this difference: it shows no effect, and none is ruled out \
             within the limits."
        }
        (true, false) => {
            "That is more than chance explains, and an effect if both would have changed alike \
             otherwise."
        }
        (true, true) => "That is more than chance explains, but something else could have made it.",
    }
}

fn refusal(why: &NoEffect) -> String {
    format!("{}.", capital(&why.to_string()))
}

/// What speaks against taking the change for an effect.
#[must_use]
pub fn caution(found: &Evaluation, of: EvaluationCaution) -> String {
    let no_events = || "which had no events at all".to_owned();
    let baseline = found.baseline.as_ref().map_or_else(no_events, signed_percent);
    let (visited, comparison) = (&found.visited.name, &found.comparison.name);
    match of {
        EvaluationCaution::StartedWorse => format!(
            "Before, the rate of {visited} was worse than that of {comparison} ({baseline}): if they \
             were chosen for it, part of the change came by itself."
        ),
        EvaluationCaution::StartedBetter => format!(
            "Before, the rate of {visited} was better than that of {comparison} ({baseline}): the \
             two may not have changed alike."
        ),
        EvaluationCaution::MovedBefore => {
            let yearly = found.before.as_ref().map_or_else(|_| String::new(), signed_percent);
            format!(
                "The rate of {visited} already moved against that of {comparison} before ({yearly} a \
                 year): what went on then may simply have gone on."
            )
        }
        EvaluationCaution::UnequalPeriods { before, after } => format!(
            "{} {} before are held against {} after.",
            before,
            plural(before.into(), "year", "years"),
            after
        ),
        EvaluationCaution::OneArea => "One side is a single area: how much areas scatter beyond \
             chance is not seen on it, and the limits may be too narrow."
            .to_owned(),
        EvaluationCaution::LeftOut { areas } => format!(
            "{} {} without counts at one of the two times {} left out.",
            count(areas as u64),
            plural(areas as u64, "area", "areas"),
            plural(areas as u64, "is", "are")
        ),
    }
}

/// What the single years say.
#[must_use]
pub fn series(found: &Evaluation) -> String {
    match &found.series {
        Ok(series) => format!(
            "By single years, and against that of {}, the rate of {} changed by {} in its level when \
             it was done, and by {} a year in its slope; at the end it stood {} from where the \
             years before led to.",
            found.comparison.name,
            found.visited.name,
            signed_percent(&series.level),
            signed_percent(&series.slope),
            signed_percent(&series.at_end)
        ),
        Err(why) => no_series(why),
    }
}

fn no_series(why: &NoSeries) -> String {
    format!("No interrupted series: {why}.")
}

/// Where stated figures come from; `None` where they were counted.
#[must_use]
pub fn origin(found: &Evaluation) -> Option<String> {
    match &found.origin {
        EvaluationOrigin::Stated { source, .. } => {
            Some(format!("The figures are those that the {source} states, recomputed."))
        }
        EvaluationOrigin::Counted => None,
    }
}

/// A change in the indicator's unit, with its sign.
fn difference(change: &Estimate, measured: &Measured) -> String {
    match &measured.unit {
        Unit::Percent => format!("{} percentage points", signed(change.value, 1)),
        Unit::Rate(words) => format!("{} {words}", signed(change.value, 2)),
        _ => signed(change.value, 2),
    }
}

/// `+4.2% (95% interval 1.0% to 7.5%)`.
fn signed_percent(change: &Estimate) -> String {
    let limits = change
        .interval
        .as_ref()
        .map_or_else(String::new, |limits| format!(" ({})", Unit::Percent.limits(limits)));
    format!("{}%{limits}", signed(change.value, 1))
}

fn signed(value: f64, decimals: usize) -> String {
    let digits = number(value, decimals);
    if value > 0.0 { format!("+{digits}") } else { digits }
}
