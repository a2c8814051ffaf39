//! Sentences about a gap between a group and all.

use firstyear_analysis::{GapComparison, GapPoint, GapTest, GapTrend, GapTrendSeries, Verdict};
use firstyear_core::Period;

use super::Measured;
use crate::format::Unit;
use crate::words::{Words, say};

/// The latest gap of each series, in order of time: held against the first gap
/// where the two are compared, otherwise by itself.
#[must_use]
pub fn findings(trend: &GapTrend, measured: &Measured) -> Vec<String> {
    let compared =
        trend.comparisons.iter().map(|c| (Some(c.later), comparison(trend, c, measured)));
    let alone = trend
        .series
        .iter()
        .enumerate()
        .filter(|(place, series)| !is_compared(trend, *place, series))
        .map(|(_, series)| {
            (series.points.last().map(|p| p.period), latest(trend, series, measured.words))
        });
    let mut said: Vec<_> = compared.chain(alone).collect();
    said.sort_by_key(|(period, _)| period.map(Period::end));
    said.into_iter().map(|(_, sentence)| sentence).collect()
}

/// Whether a comparison says the latest gap of a series.
fn is_compared(trend: &GapTrend, place: usize, series: &GapTrendSeries) -> bool {
    let Some(last) = series.points.last() else { return false };
    trend.comparisons.iter().any(|c| {
        let ends = [(c.earlier_series, c.earlier), (c.later_series, c.later)];
        ends.contains(&(place, last.period))
    })
}

/// The latest gap of a series by itself.
#[must_use]
pub fn latest(trend: &GapTrend, series: &GapTrendSeries, words: &Words) -> String {
    match series.points.last() {
        Some(point) => {
            let subject = say!(
                words,
                "gap-subject-by",
                group = trend.group.as_str(),
                against = series.against.as_str(),
                classification = series.name.as_str(),
            );
            stated(&subject, point, words)
        }
        None => say!(words, "gap-no-period", classification = series.name.as_str()),
    }
}

/// The later gap of a comparison, how it stands to the earlier one, and what
/// lies between the two.
#[must_use]
pub fn comparison(trend: &GapTrend, comparison: &GapComparison, measured: &Measured) -> String {
    let words = measured.words;
    let earlier = point(trend, comparison.earlier_series, comparison.earlier);
    let series = trend.series.get(comparison.later_series);
    let later = point(trend, comparison.later_series, comparison.later);
    let mut sentences = vec![match series.zip(later) {
        Some((series, later)) => {
            let (group, against) = (trend.group.as_str(), series.against.as_str());
            stated(&say!(words, "gap-subject", group = group, against = against), later, words)
        }
        None => say!(words, "gap-of-not-known", period = words.period(comparison.later)),
    }];
    sentences.push(verdict(comparison, earlier, later, measured));
    if let Some((from, to)) = &comparison.across_break {
        sentences.push(say!(words, "gap-across-break", from = from.as_str(), to = to.as_str()));
    }
    sentences.join(" ")
}

/// What a comparison rests on, for readers who want to know.
#[must_use]
pub fn basis(test: GapTest, words: &Words) -> String {
    match test {
        GapTest::Difference { .. } => say!(words, "gap-basis-difference"),
        GapTest::WithinLimits => say!(words, "gap-basis-within-limits"),
        GapTest::Overlapping => say!(words, "gap-basis-overlapping"),
    }
}

/// That periods of a series share days; `None` where they do not.
#[must_use]
pub fn overlap(series: &GapTrendSeries, words: &Words) -> Option<String> {
    let overlap = series.points.iter().any(|point| point.overlaps_previous);
    overlap.then(|| say!(words, "gap-overlap", classification = series.name.as_str()))
}

/// The absolute gap of a point; `None` where only a relative gap is known.
#[must_use]
pub fn absolute(point: &GapPoint, measured: &Measured) -> Option<String> {
    let (gap, words) = (point.absolute.value()?, measured.words);
    let value = words.estimate(&measured.unit, gap);
    Some(say!(words, "gap-absolute", value = value, period = words.period(point.period)))
}

/// The point of one series in one period.
fn point(trend: &GapTrend, series: usize, period: Period) -> Option<&GapPoint> {
    trend.series.get(series)?.points.iter().find(|point| point.period == period)
}

/// What the gap was, and whether it is real.
fn stated(subject: &str, point: &GapPoint, words: &Words) -> String {
    let period = words.period(point.period);
    let Some(value) = point.relative.value() else {
        let missing = words.missing(&point.relative).unwrap_or_else(|| say!(words, "not-known"));
        return say!(
            words,
            "gap-is-missing",
            subject = subject,
            missing = missing,
            period = period
        );
    };
    let counts_are_known = point
        .printed_events
        .is_some_and(|(group, all)| group.value().is_some() && all.value().is_some());
    let limits = if value.interval.is_some() {
        words.bracket(&Unit::Percent, value)
    } else if counts_are_known {
        say!(words, "gap-no-interval-from-counts")
    } else {
        say!(words, "gap-no-interval-without-counts")
    };
    let said = say!(
        words,
        "gap-was",
        subject = subject,
        value = Unit::Percent.value(value.value),
        period = period,
        limits = limits,
    );
    let mut sentences = vec![said];
    if value.value < 0.0 {
        sentences.push(say!(words, "gap-below-0"));
    }
    sentences.push(match point.against_none() {
        Verdict::Higher | Verdict::Lower => say!(words, "gap-is-real"),
        Verdict::CannotTell => say!(words, "gap-may-be-chance"),
        Verdict::NotCompared => say!(words, "gap-real-not-known"),
    });
    sentences.join(" ")
}

fn verdict(
    comparison: &GapComparison,
    earlier: Option<&GapPoint>,
    later: Option<&GapPoint>,
    measured: &Measured,
) -> String {
    let words = measured.words;
    let when = words.period(comparison.earlier);
    let known = |point: Option<&GapPoint>| point.and_then(|p| p.relative.value()).map(|e| e.value);
    let against = match known(earlier) {
        Some(value) => {
            say!(words, "gap-earlier-value", value = Unit::Percent.value(value), period = when)
        }
        None => say!(words, "gap-earlier", period = when),
    };
    let across = comparison.across_break.is_some();
    match comparison.verdict {
        Verdict::CannotTell => say!(words, "gap-cannot-tell", earlier = against),
        Verdict::NotCompared if comparison.test == GapTest::Overlapping => {
            say!(words, "gap-overlapping", earlier = against)
        }
        Verdict::NotCompared if known(earlier).is_some() && known(later).is_some() => {
            say!(words, "gap-without-limits", earlier = against)
        }
        Verdict::NotCompared => say!(words, "gap-without-figure", earlier = against),
        Verdict::Higher if across => say!(words, "gap-higher-across-break", earlier = against),
        Verdict::Lower if across => say!(words, "gap-lower-across-break", earlier = against),
        Verdict::Higher | Verdict::Lower => {
            // A gap that fell through 0 has not become narrower.
            let both_above =
                known(earlier).zip(known(later)).is_some_and(|(a, b)| a > 0.0 && b > 0.0);
            let rose = comparison.verdict == Verdict::Higher;
            let change = match (both_above, rose) {
                (true, true) => say!(words, "gap-widened"),
                (true, false) => say!(words, "gap-narrowed"),
                (false, _) => String::new(),
            };
            let judged = match comparison.verdict.is_better(measured.polarity) {
                Some(true) => say!(words, "gap-better"),
                Some(false) => say!(words, "gap-worse"),
                None => String::new(),
            };
            if rose {
                say!(words, "gap-higher", earlier = against, change = change, judged = judged)
            } else {
                say!(words, "gap-lower", earlier = against, change = change, judged = judged)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Cell, Language, Polarity, Withholding};

    use super::*;
    use crate::testing::{gap_trend, measured};

    fn english() -> &'static Words {
        Words::of(Language::English)
    }

    #[test]
    fn the_gap_of_2007_to_2009_cannot_be_told_from_that_of_1997_to_1999() {
        // Figures: Tackling health inequalities in infant and maternal health outcomes
        // (Department of Health, 2010) and Hansard, 15 September 2004.
        let trend = gap_trend();
        assert_eq!(
            comparison(&trend, &trend.comparisons[0], &measured()),
            "The gap of routine and manual occupations against all jointly registered births \
             was 12% in 2007 to 2009 (95% interval 9.2% to 14.9%). It is more than chance \
             explains. It cannot be told from the 13% of 1997 to 1999. Between the two lies a change of classification, from NS-SEC \
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
        trend.comparisons[0].later_series = 0;
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
    fn each_classification_names_those_that_it_covers() {
        let mut trend = gap_trend();
        trend.series[1].against = "births at the same address".to_owned();
        let said = comparison(&trend, &trend.comparisons[0], &measured());
        assert!(
            said.starts_with(
                "The gap of routine and manual occupations against births at the same address was \
                 12% in 2007 to 2009"
            ),
            "{said}"
        );
        assert!(
            latest(&trend, &trend.series[0], english())
                .contains("against all jointly registered births")
        );
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
            overlap(&trend.series[1], english())
                .unwrap()
                .starts_with("Some periods of NS-SEC 2001 overlap")
        );
        assert_eq!(overlap(&trend.series[0], english()), None);
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
    fn why_there_is_no_interval_is_said() {
        let mut trend = gap_trend();
        let said = |trend: &GapTrend| latest(trend, &trend.series[0], english());
        let untold = "Without limits it cannot be told whether chance explains it.";
        let unknown = format!("because its counts are not known). {untold}");
        assert!(said(&trend).ends_with(&unknown), "{}", said(&trend));
        trend.series[0].points[0].printed_events = Some((Cell::known(0), Cell::known(60)));
        let none = format!("because its counts give none). {untold}");
        assert!(said(&trend).ends_with(&none), "{}", said(&trend));
    }

    #[test]
    fn whether_the_gap_itself_is_real_is_said() {
        let mut trend = gap_trend();
        let mut said = |value, lower, upper| {
            let point = trend.series[1].points.last_mut().unwrap();
            point.relative = Cell::known(crate::testing::estimate(value, lower, upper));
            latest(&trend, &trend.series[1], english())
        };
        let chance = "Chance alone could explain it: 0 lies between its limits.";
        assert!(
            said(6.7, -48.7, 68.4)
                .ends_with(&format!("(95% interval \u{2212}48.7% to 68.4%). {chance}"))
        );
        assert!(said(12.0, 9.2, 14.9).ends_with("to 14.9%). It is more than chance explains."));
        let below = "Below 0, the group has the lower rate. ";
        assert!(
            said(-12.0, -14.9, -9.2).ends_with(&format!("{below}It is more than chance explains."))
        );
        assert!(said(-1.0, -14.9, 9.2).ends_with(&format!("{below}{chance}")));
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
             counts are not known). Without limits it cannot be told whether chance explains it.",
                "The gap of routine and manual occupations against all jointly registered births \
             (by NS-SEC 2001) is withheld for 2007 to 2009."
            ]
        );
        trend.series[1].points.clear();
        assert_eq!(
            latest(&trend, &trend.series[1], english()),
            "No period has a figure by NS-SEC 2001."
        );
    }
}
