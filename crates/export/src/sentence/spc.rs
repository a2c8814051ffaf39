//! Sentences about a control chart.

use firstyear_analysis::{
    Assurance, ChartError, NewLimits, PointKind, Spc, SpcDirection, SpcPoint, SpecialCause,
};
use firstyear_core::project::SpcChart;

use super::Measured;
use crate::format::{count, number};
use crate::words::{Words, say};

/// The latest point in `place` between its lines, what is marked since the limits began,
/// and what the target may expect.
#[must_use]
pub fn findings(chart: &Spc, measured: &Measured, place: &str) -> Vec<String> {
    let words = measured.words;
    let mut said = vec![latest(chart, measured, place)];
    if let Some(why) = chart.no_lines {
        said.push(say!(words, "spc-no-limits", why = reason(why, words)));
        return said;
    }
    if !has_limits(chart) {
        said.push(say!(words, "spc-nothing-varies", since = since(chart, words)));
        return said;
    }
    said.push(marked(chart, words));
    said.extend(assurance(chart, measured));
    said.extend(short(chart, words));
    said
}

/// Why a chart has no lines.
fn reason(why: ChartError, words: &Words) -> String {
    match why {
        ChartError::Empty => say!(words, "spc-why-empty"),
        ChartError::NoDenominator { point } => {
            say!(words, "spc-why-denominator", point = point.to_string())
        }
        ChartError::EventsExceedAtRisk { point } => {
            say!(words, "spc-why-more-events", point = point.to_string())
        }
        // What no rates of a report lead to has no words of its own.
        other => other.to_string(),
    }
}

/// The kind of chart.
#[must_use]
pub fn kind(chart: SpcChart, words: &Words) -> String {
    match chart {
        SpcChart::Xmr => say!(words, "spc-kind-xmr"),
        SpcChart::U => say!(words, "spc-kind-u"),
        SpcChart::P => say!(words, "spc-kind-p"),
        SpcChart::UPrime => say!(words, "spc-kind-u-prime"),
        SpcChart::PPrime => say!(words, "spc-kind-p-prime"),
    }
}

/// The rule that marks a point.
#[must_use]
pub fn rule(cause: SpecialCause, words: &Words) -> String {
    use SpcDirection::{Down, Up};
    match cause {
        SpecialCause::Outside(Up) => say!(words, "spc-rule-above"),
        SpecialCause::Outside(Down) => say!(words, "spc-rule-below"),
        SpecialCause::Trend(Up, run) => {
            say!(words, "spc-rule-rising", points = run.points().to_string())
        }
        SpecialCause::Trend(Down, run) => {
            say!(words, "spc-rule-falling", points = run.points().to_string())
        }
        SpecialCause::NearLimit(Up) => say!(words, "spc-rule-near-upper"),
        SpecialCause::NearLimit(Down) => say!(words, "spc-rule-near-lower"),
        SpecialCause::Shift(Up, run) => {
            say!(words, "spc-rule-high", points = run.points().to_string())
        }
        SpecialCause::Shift(Down, run) => {
            say!(words, "spc-rule-low", points = run.points().to_string())
        }
    }
}

/// What a mark means.
#[must_use]
pub fn meaning(kind: PointKind, words: &Words) -> String {
    match kind {
        PointKind::CommonCause => say!(words, "spc-chance"),
        PointKind::Improvement => say!(words, "spc-better"),
        PointKind::Concern => say!(words, "spc-worse"),
        PointKind::NeutralHigh => say!(words, "spc-higher"),
        PointKind::NeutralLow => say!(words, "spc-lower"),
    }
}

/// What marks a point and where new limits begin; `None` for a point of
/// chance.
#[must_use]
pub fn point_words(point: &SpcPoint, words: &Words) -> Option<String> {
    let begins = point.new_limits.map(|why| match why {
        NewLimits::Asked => say!(words, "spc-begins"),
        NewLimits::Break => say!(words, "spc-begins-after-break"),
    });
    let mark = point.cause.map(|cause| {
        let (meaning, rule) = (meaning(point.kind, words), rule(cause, words));
        say!(words, "spc-mark", meaning = meaning, rule = rule)
    });
    let said: Vec<String> = begins.into_iter().chain(mark).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// The latest limits round their centre; `None` for a chart without.
#[must_use]
pub fn latest_limits(chart: &Spc, measured: &Measured) -> Option<String> {
    let point = chart.points.iter().rev().find(|point| point.limits.is_some())?;
    let ((lower, upper), centre) = (point.limits?, point.centre?);
    let line = |value| number(value, measured.unit.decimals());
    Some(say!(
        measured.words,
        "spc-chart-limits",
        lower = line(lower),
        upper = line(upper),
        centre = line(centre)
    ))
}

fn latest(chart: &Spc, measured: &Measured, place: &str) -> String {
    let words = measured.words;
    let (indicator, group) = (measured.name.as_str(), chart.name.as_str());
    let Some(point) = chart.points.last() else {
        return say!(words, "spc-unknown", indicator = indicator, group = group, area = place);
    };
    let (when, cell) = (words.period(point.at.period), &point.at.rate.rate);
    let Some(rate) = cell.value() else {
        let missing = words.missing(cell).unwrap_or_else(|| say!(words, "not-known"));
        return say!(
            words,
            "spc-missing",
            indicator = indicator,
            group = group,
            area = place,
            missing = missing,
            period = when
        );
    };
    let rate = measured.unit.value(rate.value);
    let Some((lower, upper)) = point.limits else {
        return say!(
            words,
            "spc-was",
            indicator = indicator,
            group = group,
            area = place,
            value = rate,
            period = when
        );
    };
    let [lower, upper] = [lower, upper].map(|limit| number(limit, measured.unit.decimals()));
    match point.cause {
        None => say!(
            words,
            "spc-was-within",
            indicator = indicator,
            group = group,
            area = place,
            value = rate,
            period = when,
            lower = lower,
            upper = upper
        ),
        Some(cause) => say!(
            words,
            "spc-was-marked",
            indicator = indicator,
            group = group,
            area = place,
            value = rate,
            period = when,
            lower = lower,
            upper = upper,
            meaning = meaning(point.kind, words),
            rule = rule(cause, words)
        ),
    }
}

/// The points since the latest limits began.
fn of_phase(chart: &Spc) -> impl Iterator<Item = &SpcPoint> {
    let phase = chart.points.last().map(|point| point.phase);
    chart.points.iter().filter(move |point| Some(point.phase) == phase)
}

/// How many of these have a figure.
fn known(chart: &Spc) -> u64 {
    of_phase(chart).filter(|point| point.at.rate.rate.value().is_some()).count() as u64
}

/// When the latest limits begin.
fn since(chart: &Spc, words: &Words) -> String {
    of_phase(chart).next().map_or_else(String::new, |point| words.period(point.at.period))
}

/// Whether the latest limits hold anything between them.
fn has_limits(chart: &Spc) -> bool {
    of_phase(chart).any(|point| point.limits.is_some())
}

/// What is marked since the latest limits began, by rule.
fn marked(chart: &Spc, words: &Words) -> String {
    let since = since(chart, words);
    let mut rules: Vec<(PointKind, SpecialCause, Vec<&SpcPoint>)> = Vec::new();
    for point in of_phase(chart) {
        let Some(cause) = point.cause else { continue };
        match rules.iter_mut().find(|(kind, known, _)| (*kind, *known) == (point.kind, cause)) {
            Some((.., points)) => points.push(point),
            None => rules.push((point.kind, cause, vec![point])),
        }
    }
    if rules.is_empty() {
        // Limits of few points claim nothing: how many there are is said next.
        return if chart.points.last().is_some_and(|point| point.short) {
            say!(words, "spc-none-marked-short", since = since)
        } else {
            say!(words, "spc-none-marked", since = since)
        };
    }
    let (all, marked) = (known(chart), rules.iter().map(|(.., of)| of.len() as u64).sum());
    let which = rules.iter().map(|(kind, cause, points)| {
        say!(
            words,
            "spc-marked-periods",
            periods = periods(points, words),
            meaning = meaning(*kind, words),
            rule = rule(*cause, words)
        )
    });
    say!(
        words,
        "spc-marked",
        allCount = all,
        all = count(all),
        since = since,
        markedCount = marked,
        marked = count(marked),
        which = which.collect::<Vec<_>>().join("; ")
    )
}

/// Up to three by name, more by number, first and last.
fn periods(points: &[&SpcPoint], words: &Words) -> String {
    let named: Vec<String> = points.iter().map(|point| words.period(point.at.period)).collect();
    match named.as_slice() {
        [first, .., last] if named.len() > 3 => say!(
            words,
            "spc-many-periods",
            count = count(named.len() as u64),
            first = first.as_str(),
            last = last.as_str()
        ),
        _ => words.and(&named),
    }
}

fn assurance(chart: &Spc, measured: &Measured) -> Option<String> {
    let words = measured.words;
    let target = measured.unit.value(chart.target?);
    Some(match chart.assurance {
        Some(Assurance::ConsistentPass) => say!(words, "spc-target-met", target = target),
        Some(Assurance::ConsistentFail) => say!(words, "spc-target-missed", target = target),
        Some(Assurance::Inconsistent) => say!(words, "spc-target-between", target = target),
        None => say!(words, "spc-target-not-told", target = target),
    })
}

/// That the latest limits rest on few points.
fn short(chart: &Spc, words: &Words) -> Option<String> {
    chart.points.last().filter(|point| point.short)?;
    let known = known(chart);
    Some(say!(words, "spc-short", count = known, points = count(known)))
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Cell, SourceClass};

    use super::*;
    use crate::testing::{control_chart, measured};
    use crate::words::english;

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

    #[test]
    fn every_target_rule_and_kind_has_its_words() {
        let mut chart = control_chart(SourceClass::Published);
        let mut target = |assurance| {
            chart.assurance = assurance;
            assurance_words(&chart)
        };
        assert!(target(Some(Assurance::ConsistentFail)).contains("will miss the target of 7.0"));
        assert!(target(Some(Assurance::Inconsistent)).ends_with("it lies between the limits."));
        assert!(target(None).starts_with("Whether the target of 7.0 per 1,000 live births"));
        let mut seen = std::collections::BTreeSet::new();
        for (at, cause) in [
            SpecialCause::Outside(SpcDirection::Up),
            SpecialCause::Outside(SpcDirection::Down),
            SpecialCause::NearLimit(SpcDirection::Up),
            SpecialCause::NearLimit(SpcDirection::Down),
        ]
        .into_iter()
        .enumerate()
        {
            let said = rule(cause, english());
            assert_eq!(said.contains("upper"), at % 2 == 0, "{said}");
            assert!(seen.insert(said));
        }
        for (chart, _) in SpcChart::ALL {
            assert!(seen.insert(kind(chart, english())));
        }
        for kind in [
            PointKind::CommonCause,
            PointKind::Improvement,
            PointKind::Concern,
            PointKind::NeutralHigh,
            PointKind::NeutralLow,
        ] {
            assert!(seen.insert(meaning(kind, english())));
        }
        let whys = [
            ChartError::Empty,
            ChartError::NoDenominator { point: 2 },
            ChartError::EventsExceedAtRisk { point: 2 },
            ChartError::Target,
        ];
        for why in whys {
            assert_eq!(reason(why, english()), why.to_string());
        }
    }

    fn assurance_words(chart: &Spc) -> String {
        assurance(chart, &measured()).unwrap()
    }

    #[test]
    fn one_point_is_one_and_many_marked_are_counted() {
        let mut chart = control_chart(SourceClass::Published);
        let cause = chart.points[11].cause;
        for point in &mut chart.points {
            (point.cause, point.kind) = (cause, PointKind::Concern);
        }
        assert_eq!(
            marked(&chart, english()),
            "Of the 12 points with a figure since 2009, 12 are more than chance: 12 from 2009 to \
             2020 (worse, above the upper limit)."
        );
        chart.points.truncate(1);
        chart.points[0].short = true;
        assert_eq!(
            marked(&chart, english()),
            "Of the 1 point with a figure since 2009, 1 is more than chance: 2009 (worse, above \
             the upper limit)."
        );
        assert!(
            short(&chart, english()).unwrap().starts_with("The latest limits rest on 1 point.")
        );
        chart.points[0].limits = None;
        let said = latest(&chart, &measured(), "England");
        assert!(said.ends_with("was 4.0 per 1,000 live births in 2009."), "{said}");
        chart.points.clear();
        assert!(latest(&chart, &measured(), "England").ends_with("not known for any period."));
    }

    #[test]
    fn where_limits_begin_is_said_with_the_mark() {
        let mut chart = control_chart(SourceClass::Published);
        let point = &mut chart.points[11];
        point.new_limits = Some(NewLimits::Asked);
        assert_eq!(
            point_words(point, english()).unwrap(),
            "new limits begin; worse: above the upper limit"
        );
        (point.new_limits, point.cause) = (Some(NewLimits::Break), None);
        let said = point_words(point, english()).unwrap();
        assert_eq!(said, "new limits begin after a break of the series");
    }
}
