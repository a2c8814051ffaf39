//! Sentences about a control chart.

use firstyear_analysis::{
    Assurance, NewLimits, PointKind, Spc, SpcDirection, SpcPoint, SpecialCause,
};
use firstyear_core::Cell;
use firstyear_core::project::SpcChart;

use super::{Measured, missing, period};
use crate::format::{and, count, number, plural};

/// What the limits rest on, for readers who want to know.
pub const READING: &str = "The limits show what chance makes of a process that does not change. A \
    point of chance is no news, whichever way it goes from the one before. Limits need about 12 \
    points: with fewer they move with each that comes. Of a rate that rises or falls for long they mark \
    the two ends: its trend says more.";

/// The latest point in `place` between its lines, what is marked since the limits began,
/// and what the target may expect.
#[must_use]
pub fn findings(chart: &Spc, measured: &Measured, place: &str) -> Vec<String> {
    let mut said = vec![latest(chart, measured, place)];
    if let Some(why) = chart.no_lines {
        said.push(format!("There are no limits: {why}."));
        return said;
    }
    if !has_limits(chart) {
        said.push(nothing_varies(chart));
        return said;
    }
    said.push(marked(chart));
    said.extend(assurance(chart, measured));
    said.extend(short(chart));
    said
}

/// The kind of chart within a sentence.
#[must_use]
pub const fn kind(chart: SpcChart) -> &'static str {
    match chart {
        SpcChart::Xmr => "an XmR chart (values and their moving ranges)",
        SpcChart::U => "a u chart (events over births or people, limits from chance alone)",
        SpcChart::P => "a p chart (events among people, limits from chance alone)",
        SpcChart::UPrime => {
            "a u′ chart (events over births or people, limits allow for more variation than chance)"
        }
        SpcChart::PPrime => {
            "a p′ chart (events among people, limits allow for more variation than chance)"
        }
    }
}

/// The rule that marks a point.
#[must_use]
pub fn rule(cause: SpecialCause) -> String {
    let up = cause.direction() == SpcDirection::Up;
    match cause {
        SpecialCause::Outside(_) if up => "above the upper limit".to_owned(),
        SpecialCause::Outside(_) => "below the lower limit".to_owned(),
        SpecialCause::Trend(_, run) => {
            let way = if up { "rises" } else { "falls" };
            format!("in a run of {} or more points that {way} at each step", run.points())
        }
        SpecialCause::NearLimit(_) => {
            let limit = if up { "upper" } else { "lower" };
            format!("one of two in three points near the {limit} limit")
        }
        SpecialCause::Shift(_, run) => {
            let side = if up { "above" } else { "below" };
            format!("in a run of {} or more points {side} the centre", run.points())
        }
    }
}

/// What a mark means.
#[must_use]
pub const fn meaning(kind: PointKind) -> &'static str {
    match kind {
        PointKind::CommonCause => "chance",
        PointKind::Improvement => "better",
        PointKind::Concern => "worse",
        PointKind::NeutralHigh => "higher",
        PointKind::NeutralLow => "lower",
    }
}

/// What marks a point and where new limits begin; `None` for a point of
/// chance.
#[must_use]
pub fn point_words(point: &SpcPoint) -> Option<String> {
    let begins = point.new_limits.map(|why| match why {
        NewLimits::Asked => "new limits begin".to_owned(),
        NewLimits::Break => "new limits begin after a break of the series".to_owned(),
    });
    let mark = point.cause.map(|cause| format!("{}: {}", meaning(point.kind), rule(cause)));
    let words: Vec<String> = begins.into_iter().chain(mark).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

fn latest(chart: &Spc, measured: &Measured, place: &str) -> String {
    let subject = format!("The {} of {} in {place}", measured.name, chart.name);
    let Some(point) = chart.points.last() else {
        return format!("{subject} is not known for any period.");
    };
    let when = period(point.at.period);
    let rate = match &point.at.rate.rate {
        Cell::Known { value, .. } => measured.unit.value(value.value),
        cell => {
            let why = missing(cell).unwrap_or("not known");
            return format!("{subject} is {why} for {when}.");
        }
    };
    let Some((lower, upper)) = point.limits else {
        return format!("{subject} was {rate} in {when}.");
    };
    let [lower, upper] = [lower, upper].map(|limit| number(limit, measured.unit.decimals()));
    let says = match point.cause {
        None => "within what chance explains".to_owned(),
        Some(cause) => format!("{}, {}", meaning(point.kind), rule(cause)),
    };
    format!("{subject} was {rate} in {when}, between limits of {lower} and {upper}: {says}.")
}

/// Whether the latest limits hold anything between them.
fn has_limits(chart: &Spc) -> bool {
    let phase = chart.points.last().map(|point| point.phase);
    chart.points.iter().any(|point| Some(point.phase) == phase && point.limits.is_some())
}

fn nothing_varies(chart: &Spc) -> String {
    let phase = chart.points.last().map(|point| point.phase);
    let first = chart.points.iter().find(|point| Some(point.phase) == phase);
    let since = first.map_or_else(String::new, |point| period(point.at.period));
    format!(
        "There are no limits since {since}: nothing has varied or happened from which to tell what \
         chance allows."
    )
}

/// What is marked since the latest limits began, by rule.
fn marked(chart: &Spc) -> String {
    let phase = chart.points.last().map_or(0, |point| point.phase);
    let of_phase = || chart.points.iter().filter(|point| point.phase == phase);
    let since = of_phase().next().map_or_else(String::new, |point| period(point.at.period));
    let mut rules: Vec<(PointKind, SpecialCause, Vec<&SpcPoint>)> = Vec::new();
    for point in of_phase() {
        let Some(cause) = point.cause else { continue };
        match rules.iter_mut().find(|(kind, known, _)| (*kind, *known) == (point.kind, cause)) {
            Some((.., points)) => points.push(point),
            None => rules.push((point.kind, cause, vec![point])),
        }
    }
    if rules.is_empty() {
        // Limits of few points claim nothing: how many there are is said next.
        let says = if chart.points.last().is_some_and(|point| point.short) {
            "."
        } else {
            ": what varies is within what chance explains."
        };
        return format!("No point since {since} is marked by a rule{says}");
    }
    let marked = rules.iter().map(|(.., points)| points.len() as u64).sum();
    let words: Vec<String> = rules
        .iter()
        .map(|(kind, cause, points)| {
            format!("{} ({}, {})", periods(points), meaning(*kind), rule(*cause))
        })
        .collect();
    format!(
        "Of the {} with a figure since {since}, {} {} more than chance: {}.",
        points(of_phase().filter(|point| point.at.rate.rate.value().is_some()).count() as u64),
        count(marked),
        plural(marked, "is", "are"),
        words.join("; ")
    )
}

fn points(number: u64) -> String {
    format!("{} {}", count(number), plural(number, "point", "points"))
}

/// Up to three by name, more by number, first and last.
fn periods(points: &[&SpcPoint]) -> String {
    let named: Vec<String> = points.iter().map(|point| period(point.at.period)).collect();
    match named.as_slice() {
        [first, .., last] if named.len() > 3 => {
            format!("{} from {first} to {last}", count(named.len() as u64))
        }
        _ => and(&named),
    }
}

fn assurance(chart: &Spc, measured: &Measured) -> Option<String> {
    let target = measured.unit.value(chart.target?);
    Some(match chart.assurance {
        Some(Assurance::ConsistentPass) => {
            format!("The process as it is will meet the target of {target}: both limits do.")
        }
        Some(Assurance::ConsistentFail) => format!(
            "The process as it is will miss the target of {target}: no value between the limits \
             meets it. It takes a change of the process."
        ),
        Some(Assurance::Inconsistent) => format!(
            "The process as it is will meet the target of {target} in some periods and miss it in \
             others, by chance: it lies between the limits."
        ),
        None => format!(
            "Whether the target of {target} will be met is not told: that takes limits, and a \
             direction that is agreed to be better."
        ),
    })
}

/// That the latest limits rest on few points.
fn short(chart: &Spc) -> Option<String> {
    let last = chart.points.last().filter(|point| point.short)?;
    let of_phase = chart.points.iter().filter(|point| point.phase == last.phase);
    let known = of_phase.filter(|point| point.at.rate.rate.value().is_some()).count() as u64;
    Some(format!(
        "The latest limits rest on {}. Limits need about 12, and will move until then.",
        points(known)
    ))
}

#[cfg(test)]
mod tests {
    use firstyear_core::SourceClass;

    use super::*;
    use crate::testing::{control_chart, measured};

    #[test]
    fn the_latest_point_the_marks_and_the_target_are_said() {
        // 480 events in 12 × 10,000: 4.0 ± 1.9 per 1,000.
        let chart = control_chart(SourceClass::Published);
        assert_eq!(
            findings(&chart, &measured(), "England"),
            [
                "The infant mortality rate of everyone in England was 6.0 per 1,000 live births in \
                 2020, between limits of 2.1 and 5.9: worse, above the upper limit.",
                "Of the 12 points with a figure since 2009, 2 are more than chance: 2019 (better, \
                 below the lower limit); 2020 (worse, above the upper limit).",
                "The process as it is will meet the target of 7.0 per 1,000 live births: both \
                 limits do.",
            ]
        );
    }

    #[test]
    fn few_points_no_limits_and_missing_figures_are_said() {
        let mut chart = control_chart(SourceClass::Published);
        chart.points.truncate(4);
        for point in &mut chart.points {
            point.short = true;
        }
        chart.target = None;
        let said = findings(&chart, &measured(), "England");
        assert!(said[1].starts_with("No point since 2009 is marked by a rule"), "{said:?}");
        assert!(said[2].starts_with("The latest limits rest on 4 points."), "{said:?}");
        assert_eq!(said[1], "No point since 2009 is marked by a rule.");
        chart.points[3].at.rate.rate = Cell::Absent;
        assert!(findings(&chart, &measured(), "England")[0].ends_with("is not reported for 2012."));
        let mut still = chart.clone();
        for point in &mut still.points {
            point.limits = None;
        }
        assert_eq!(
            findings(&still, &measured(), "England")[1],
            "There are no limits since 2009: nothing has varied or happened from which to tell \
             what chance allows."
        );
        chart.no_lines = Some(firstyear_analysis::ChartError::Empty);
        assert!(
            findings(&chart, &measured(), "England")[1]
                .starts_with("There are no limits: no points")
        );
    }
}
