//! Sentences about a gap between a group and all.

use firstyear_analysis::{GapComparison, GapPoint, GapTest, GapTrend, GapTrendSeries, Verdict};
use firstyear_core::{Cell, Period};

use super::{Measured, missing, period};
use crate::format::Unit;

/// The latest gap of each series, in order of time: held against the first gap
/// where the two are compared, otherwise by itself.
#[must_use]
pub fn findings(trend: &GapTrend, measured: &Measured) -> Vec<String> {
    let compared =
        trend.comparisons.iter().map(|c| (Some(c.later), comparison(trend, c, measured)));
    let alone = trend
        .series
        .iter()
        .filter(|series| !is_compared(trend, series))
        .map(|series| (series.points.last().map(|p| p.period), latest(trend, series)));
    let mut said: Vec<_> = compared.chain(alone).collect();
    said.sort_by_key(|(period, _)| period.map(Period::end));
    said.into_iter().map(|(_, sentence)| sentence).collect()
}

/// Whether a comparison says the latest gap of a series.
fn is_compared(trend: &GapTrend, series: &GapTrendSeries) -> bool {
    let Some(last) = series.points.last() else { return false };
    trend.comparisons.iter().any(|c| {
        let is_later = c.later == last.period && later_series(trend, c) == Some(series);
        let is_earlier = c.earlier == last.period && earlier_series(trend, c) == Some(series);
        is_later || is_earlier
    })
}

/// The latest gap of a series by itself.
#[must_use]
pub fn latest(trend: &GapTrend, series: &GapTrendSeries) -> String {
    match series.points.last() {
        Some(point) => stated(trend, point, Some(&series.name)),
        None => format!("No period has a figure by {}.", series.name),
    }
}

/// The later gap of a comparison, how it stands to the earlier one, and what
/// lies between the two.
#[must_use]
pub fn comparison(trend: &GapTrend, comparison: &GapComparison, measured: &Measured) -> String {
    let earlier = earlier_series(trend, comparison).and_then(|s| point(s, comparison));
    let later = later_series(trend, comparison)
        .and_then(|s| s.points.iter().rfind(|p| p.period == comparison.later));
    let mut sentences = vec![match later {
        Some(later) => stated(trend, later, None),
        None => format!("The gap of {} is not known.", period(comparison.later)),
    }];
    sentences.push(verdict(comparison, earlier, later, measured));
    if let Some((from, to)) = &comparison.across_break {
        sentences
            .push(format!("Between the two lies a change of classification, from {from} to {to}."));
    }
    sentences.join(" ")
}

/// What a comparison rests on, for readers who want to know.
#[must_use]
pub const fn basis(test: GapTest) -> &'static str {
    match test {
        GapTest::Difference { .. } => {
            "Both gaps have limits: the ratio of the two rate ratios was tested against 1."
        }
        GapTest::WithinLimits => {
            "At most one of the two gaps has limits: where one has, the question is whether the \
             other lies between them."
        }
        GapTest::Overlapping => "The periods share days, so that no test of the two is valid.",
    }
}

/// That periods of a series share days; `None` where they do not.
#[must_use]
pub fn overlap(series: &GapTrendSeries) -> Option<String> {
    series.points.iter().any(|point| point.overlaps_previous).then(|| {
        format!(
            "Some periods of {} overlap: they share years with the one before, so that \
             neighbouring figures are not independent. They are marked, and not compared with \
             each other.",
            series.name
        )
    })
}

/// The absolute gap of a point; `None` where only a relative gap is known.
#[must_use]
pub fn absolute(point: &GapPoint, measured: &Measured) -> Option<String> {
    let gap = point.absolute.value()?;
    Some(format!(
        "The difference between the two rates was {} in {}.",
        measured.unit.estimate(gap),
        period(point.period)
    ))
}

fn point<'a>(series: &'a GapTrendSeries, comparison: &GapComparison) -> Option<&'a GapPoint> {
    series.points.iter().find(|point| point.period == comparison.earlier)
}

fn earlier_series<'a>(
    trend: &'a GapTrend,
    comparison: &GapComparison,
) -> Option<&'a GapTrendSeries> {
    trend.series.iter().find(|series| point(series, comparison).is_some())
}

fn later_series<'a>(trend: &'a GapTrend, comparison: &GapComparison) -> Option<&'a GapTrendSeries> {
    match &comparison.across_break {
        Some((_, to)) => trend.series.iter().find(|series| series.name == *to),
        None => earlier_series(trend, comparison),
    }
}

fn stated(trend: &GapTrend, point: &GapPoint, name: Option<&str>) -> String {
    let by = name.map_or_else(String::new, |name| format!(" (by {name})"));
    let subject = format!("The gap of {} against {}{by}", trend.group, trend.against);
    let when = period(point.period);
    match &point.relative {
        Cell::Known { value, .. } => {
            let bracket = if value.interval.is_some() {
                Unit::Percent.bracket(value)
            } else {
                "(no interval can be given, because its counts are not known)".to_owned()
            };
            let below =
                if value.value < 0.0 { " Below 0, the group has the lower rate." } else { "" };
            format!(
                "{subject} was {} in {when} {bracket}.{below}",
                Unit::Percent.value(value.value)
            )
        }
        cell => format!("{subject} is {} for {when}.", missing(cell).unwrap_or("not known")),
    }
}

fn verdict(
    comparison: &GapComparison,
    earlier: Option<&GapPoint>,
    later: Option<&GapPoint>,
    measured: &Measured,
) -> String {
    let when = period(comparison.earlier);
    let known = |point: Option<&GapPoint>| point.and_then(|p| p.relative.value()).map(|e| e.value);
    let against = match known(earlier) {
        Some(value) => format!("the {} of {when}", Unit::Percent.value(value)),
        None => format!("the gap of {when}"),
    };
    match comparison.verdict {
        Verdict::CannotTell => format!("It cannot be told from {against}."),
        Verdict::NotCompared if comparison.test == GapTest::Overlapping => format!(
            "It is not compared with {against}: the periods overlap, so that the two are not \
             independent."
        ),
        Verdict::NotCompared if known(earlier).is_some() && known(later).is_some() => {
            format!("It is not compared with {against}: neither has limits.")
        }
        Verdict::NotCompared => {
            format!("It is not compared with {against}: a figure is missing or withheld.")
        }
        Verdict::Higher | Verdict::Lower if comparison.across_break.is_some() => format!(
            "It is {} than {against}, but the two classifications define the group and those it \
             is held against differently: whether the gap changed cannot be told from them.",
            comparison.verdict.word()
        ),
        Verdict::Higher | Verdict::Lower => {
            // A gap that fell through 0 has not become narrower.
            let both_above =
                known(earlier).zip(known(later)).is_some_and(|(a, b)| a > 0.0 && b > 0.0);
            let change = match comparison.verdict {
                Verdict::Higher if both_above => ": the gap has widened",
                Verdict::Lower if both_above => ": the gap has narrowed",
                _ => "",
            };
            let good = match comparison.verdict.is_better(measured.polarity) {
                Some(true) => ", which is better for the group",
                Some(false) => ", which is worse for the group",
                None => "",
            };
            format!(
                "It is {} than {against} by more than chance explains{change}{good}.",
                comparison.verdict.word()
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Polarity, Withholding};

    use super::*;
    use crate::testing::{gap_trend, measured};

    #[test]
    fn the_gap_of_2007_to_2009_cannot_be_told_from_that_of_1997_to_1999() {
        // Figures: Tackling health inequalities in infant and maternal health outcomes
        // (Department of Health, 2010) and Hansard, 15 September 2004.
        let trend = gap_trend();
        assert_eq!(
            comparison(&trend, &trend.comparisons[0], &measured()),
            "The gap of routine and manual occupations against all jointly registered births \
             was 12% in 2007 to 2009 (95% interval 9.2% to 14.9%). It cannot be told from the \
             13% of 1997 to 1999. Between the two lies a change of classification, from NS-SEC \
             90 to NS-SEC 2001."
        );
    }

    #[test]
    fn a_change_is_named_and_judged_only_where_that_is_agreed() {
        let mut trend = gap_trend();
        trend.comparisons[0].verdict = Verdict::Lower;
        trend.comparisons[0].across_break = None;
        trend.series.remove(0);
        trend.comparisons[0].earlier = trend.series[0].points[0].period;
        let mut measured = measured();
        let said = comparison(&trend, &trend.comparisons[0], &measured);
        assert!(
            said.ends_with(
                "It is lower than the 19% of 2002 to 2004 by more than chance explains: the gap \
                 has narrowed, which is better for the group."
            ),
            "{said}"
        );
        measured.polarity = Polarity::NoAgreedOptimum;
        let said = comparison(&trend, &trend.comparisons[0], &measured);
        assert!(said.ends_with("explains: the gap has narrowed."), "{said}");
    }

    #[test]
    fn overlapping_periods_are_not_compared() {
        let mut trend = gap_trend();
        trend.comparisons[0].verdict = Verdict::NotCompared;
        trend.comparisons[0].test = GapTest::Overlapping;
        let said = comparison(&trend, &trend.comparisons[0], &measured());
        assert!(
            said.contains("It is not compared with the 13% of 1997 to 1999: the periods overlap")
        );
        assert!(
            overlap(&trend.series[1]).unwrap().starts_with("Some periods of NS-SEC 2001 overlap")
        );
        assert_eq!(overlap(&trend.series[0]), None);
    }

    #[test]
    fn without_limits_or_figures_nothing_is_compared() {
        let mut trend = gap_trend();
        trend.comparisons[0].verdict = Verdict::NotCompared;
        let said = comparison(&trend, &trend.comparisons[0], &measured());
        assert!(said.contains("with the 13% of 1997 to 1999: neither has limits."), "{said}");
        trend.series[0].points[0].relative = Cell::Absent;
        let said = comparison(&trend, &trend.comparisons[0], &measured());
        assert!(said.contains("with the gap of 1997 to 1999: a figure is missing"), "{said}");
    }

    #[test]
    fn a_withheld_gap_is_never_a_number() {
        let mut trend = gap_trend();
        trend.comparisons.clear();
        trend.series[1].points.last_mut().unwrap().relative = Cell::Withheld(Withholding::Primary);
        assert_eq!(
            findings(&trend, &measured()),
            [
                "The gap of routine and manual occupations against all jointly registered births \
             (by NS-SEC 90) was 13% in 1997 to 1999 (no interval can be given, because its \
             counts are not known).",
                "The gap of routine and manual occupations against all jointly registered births \
             (by NS-SEC 2001) is withheld for 2007 to 2009."
            ]
        );
        trend.series[1].points.clear();
        assert_eq!(latest(&trend, &trend.series[1]), "No period has a figure by NS-SEC 2001.");
    }
}
