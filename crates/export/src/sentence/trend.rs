//! Sentences about a rate over time.

use firstyear_analysis::{
    Change, NoTrend, RatePoint, RateTrendError, RecentTrendError, Run, Trend, TrendGap,
    TrendSeries, YearlyChange,
};
use firstyear_core::{Estimate, Polarity};

use super::Measured;
use crate::format::{Unit, count, number};
use crate::words::{Words, say};

/// Scatter round a line from which on a reader should look at its bends.
const SCATTERED: f64 = 2.0;

/// The latest points that the recent trend looks at.
const LATEST: usize = 5;

/// The latest rate of each group in `place`, its recent trend and its yearly
/// change, and how the gap between the two changes.
#[must_use]
pub fn findings(trend: &Trend, measured: &Measured, place: &str) -> Vec<String> {
    let words = measured.words;
    let series = [Some(&trend.group), trend.against.as_ref()];
    let mut said: Vec<String> = series
        .into_iter()
        .flatten()
        .map(|series| {
            let sentences = [
                latest(series, measured, place),
                recent(series, trend.polarity, words),
                change(series, trend.polarity, words),
            ];
            sentences.join(" ")
        })
        .collect();
    said.extend(trend.gap.as_ref().map(|found| gap(trend, found, words)));
    said
}

/// What stands for no trend in a list of what cannot be told.
#[must_use]
pub fn not_told(trend: &Trend, words: &Words) -> Vec<String> {
    let series = [Some(&trend.group), trend.against.as_ref()];
    let mut said: Vec<String> = series
        .into_iter()
        .flatten()
        .filter_map(|series| {
            let why = reason(series.recent.err()?, words);
            let group = series.name.as_str();
            Some(say!(words, "trend-cannot-tell-recent", group = group, why = why))
        })
        .collect();
    said.extend(trend.gap.as_ref().and_then(|gap| gap.change.err()).map(|why| {
        let (group, why) = (trend.group.name.as_str(), reason(why, words));
        say!(words, "trend-cannot-tell-gap", group = group, why = why)
    }));
    said
}

/// Why no trend is told.
#[must_use]
pub fn reason(why: NoTrend, words: &Words) -> String {
    match why {
        NoTrend::TooFewPeriods { given, needed } => say!(
            words,
            "trend-why-too-few",
            count = given,
            given = count(given as u64),
            needed = count(needed as u64)
        ),
        NoTrend::NotYearly { years } => {
            say!(words, "trend-why-not-yearly", years = years.to_string())
        }
        NoTrend::Sampled => say!(words, "trend-why-sampled"),
        NoTrend::SharedMembers => say!(words, "trend-why-shared-members"),
        NoTrend::Change(RateTrendError::NoEvents) => say!(words, "trend-why-no-events"),
        NoTrend::Change(RateTrendError::NotSettled) => say!(words, "trend-why-not-settled"),
        NoTrend::Recent(RecentTrendError::Proportion { index }) => {
            say!(words, "trend-why-proportion", point = index.to_string())
        }
        NoTrend::Recent(RecentTrendError::Limits { index }) => {
            say!(words, "trend-why-limits", point = index.to_string())
        }
        // What no counts of a report lead to has no words of its own.
        other => other.to_string(),
    }
}

/// What the recent trend is called; better or worse where a direction is agreed.
#[must_use]
pub fn marker(change: Change, polarity: Polarity, words: &Words) -> String {
    use Polarity::{HigherIsBetter, LowerIsBetter, NoAgreedOptimum};
    match (change, polarity) {
        (Change::NotSignificant, _) => say!(words, "trend-marker-none"),
        (Change::Increasing, NoAgreedOptimum) => say!(words, "trend-marker-increasing"),
        (Change::Decreasing, NoAgreedOptimum) => say!(words, "trend-marker-decreasing"),
        (Change::Increasing, HigherIsBetter) => say!(words, "trend-marker-increasing-better"),
        (Change::Increasing, LowerIsBetter) => say!(words, "trend-marker-increasing-worse"),
        (Change::Decreasing, LowerIsBetter) => say!(words, "trend-marker-decreasing-better"),
        (Change::Decreasing, HigherIsBetter) => say!(words, "trend-marker-decreasing-worse"),
    }
}

/// The points that the trend of a series rests on.
fn used(series: &TrendSeries) -> Vec<&RatePoint> {
    // Both stand in order of time.
    let mut left = series.left_out.iter().peekable();
    let mut used: Vec<&RatePoint> = series.points.iter().collect();
    used.retain(|point| {
        left.next_if(|l| l.period == point.period && l.version == point.version).is_none()
    });
    used
}

fn latest(series: &TrendSeries, measured: &Measured, place: &str) -> String {
    let words = measured.words;
    let (indicator, group) = (measured.name.as_str(), series.name.as_str());
    let Some(point) = series.points.last() else {
        return say!(words, "trend-unknown", indicator = indicator, group = group, area = place);
    };
    let (when, cell) = (words.period(point.period), &point.rate.rate);
    if let Some(rate) = cell.value() {
        return say!(
            words,
            "trend-was",
            indicator = indicator,
            group = group,
            area = place,
            value = words.estimate(&measured.unit, rate),
            period = when
        );
    }
    let missing = words.missing(cell).unwrap_or_else(|| say!(words, "not-known"));
    say!(
        words,
        "trend-missing",
        indicator = indicator,
        group = group,
        area = place,
        missing = missing,
        period = when
    )
}

fn recent(series: &TrendSeries, polarity: Polarity, words: &Words) -> String {
    let not_told = |why| say!(words, "trend-recent-not-told", why = reason(why, words));
    let found = match series.recent {
        Ok(found) => found,
        Err(why) => return not_told(why),
    };
    let points = used(series);
    let latest = &points[points.len().saturating_sub(LATEST)..];
    let [first, .., last] = latest else {
        return not_told(NoTrend::TooFewPeriods { given: latest.len(), needed: LATEST });
    };
    let [first, last] = [first, last].map(|point| words.period(point.period));
    // A line through zeros is flat, and says nothing of the risk.
    if latest.iter().all(|point| point.rate.events.value() == Some(&0)) {
        return say!(words, "trend-recent-no-events", first = first, last = last);
    }
    if found.change == Change::NotSignificant {
        return say!(words, "trend-recent-none", first = first, last = last);
    }
    let marker = marker(found.change, polarity, words);
    say!(words, "trend-recent", first = first, last = last, marker = marker)
}

/// Whether a change is good, as a word that the catalogue chooses by.
const fn judged(polarity: Polarity, falls: bool) -> &'static str {
    match (polarity, falls) {
        (Polarity::NoAgreedOptimum, _) => "neither",
        (Polarity::LowerIsBetter, true) | (Polarity::HigherIsBetter, false) => "better",
        (Polarity::LowerIsBetter, false) | (Polarity::HigherIsBetter, true) => "worse",
    }
}

fn change(series: &TrendSeries, polarity: Polarity, words: &Words) -> String {
    let (change, run) = match (&series.change, &series.run) {
        (Ok(change), Some(run)) => (change, run),
        (Err(why), _) => {
            return say!(words, "trend-change-not-told", why = reason(*why, words));
        }
        (Ok(_), None) => return String::new(),
    };
    let [first, last] = ends(run, words);
    if !is_significant(change) {
        return say!(
            words,
            "trend-change-cannot-tell",
            first = first,
            last = last,
            percent = number(change.percent.value, 1),
            limits = words.bracket(&Unit::Percent, &change.percent)
        );
    }
    let (way, moved) = moved(change);
    say!(
        words,
        "trend-changed",
        first = first,
        last = last,
        way = way,
        percent = number(moved.value, 1),
        limits = words.bracket(&Unit::Percent, &moved),
        // Of a course that bends, one figure is no more than its average.
        course = if change.dispersion > SCATTERED { "bent" } else { "even" },
        judged = judged(polarity, change.percent.value < 0.0)
    )
}

/// How the gap changes.
fn gap(trend: &Trend, gap: &TrendGap, words: &Words) -> String {
    let group = trend.group.name.as_str();
    let against = trend
        .against
        .as_ref()
        .map_or_else(|| say!(words, "trend-others"), |against| against.name.clone());
    let (change, run) = match (&gap.change, &gap.run) {
        (Ok(change), Some(run)) => (change, run),
        (Err(NoTrend::SharedMembers), _) => {
            return say!(words, "trend-gap-shared-members", group = group, against = against);
        }
        (Err(why), _) => return say!(words, "trend-gap-not-told", why = reason(*why, words)),
        (Ok(_), None) => return String::new(),
    };
    let [first, last] = ends(run, words);
    if !is_significant(change) {
        return say!(
            words,
            "trend-gap-cannot-tell",
            first = first,
            last = last,
            group = group,
            against = against,
            percent = number(change.percent.value, 1),
            limits = words.bracket(&Unit::Percent, &change.percent)
        );
    }
    let grew = change.percent.value > 0.0;
    let course = match gap.group_higher {
        // A gap that changes its sign has neither widened nor narrowed.
        Some((true, true)) if grew => "widened",
        Some((true, true)) => "narrowed",
        Some((false, false)) if grew => "lower-narrowed",
        Some((false, false)) => "lower-widened",
        _ => "neither",
    };
    let (way, moved) = moved(change);
    say!(
        words,
        "trend-gap-changed",
        first = first,
        last = last,
        group = group,
        against = against,
        way = way,
        percent = number(moved.value, 1),
        limits = words.bracket(&Unit::Percent, &moved),
        gap = course,
        judged = judged(trend.polarity, !grew)
    )
}

/// How to read a yearly change whose line its years do not follow; `None`
/// where they do.
#[must_use]
pub fn scatter(series: &TrendSeries, words: &Words) -> Option<String> {
    let change = series.change.as_ref().ok().filter(|change| change.dispersion > SCATTERED)?;
    let (group, times) = (series.name.as_str(), number(change.dispersion, 1));
    Some(say!(words, "trend-scatter", group = group, times = times))
}

/// The first and the last period of a run.
pub(super) fn ends(run: &Run, words: &Words) -> [String; 2] {
    [run.first, run.last].map(|at| words.period(at))
}

/// By the limits that are printed, so that words and figures agree.
fn is_significant(change: &YearlyChange) -> bool {
    change.percent.interval.is_some_and(|limits| !limits.contains(0.0))
}

/// Which way a rate moved and by how much: limits turned with the figure.
fn moved(change: &YearlyChange) -> (&'static str, Estimate) {
    if change.percent.value >= 0.0 {
        return ("rose", change.percent);
    }
    let mut shown = change.percent.scaled(-1.0);
    if let Some(limits) = shown.interval.as_mut()
        && limits.lower > limits.upper
    {
        std::mem::swap(&mut limits.lower, &mut limits.upper);
    }
    ("fell", shown)
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Cell, SourceClass};

    use super::*;
    use crate::testing::{estimate, measured, trend};
    use crate::words::english;

    #[test]
    fn years_without_events_are_no_trend() {
        let mut series = trend(SourceClass::Published).group.clone();
        for point in &mut series.points {
            point.rate.events = Cell::known(0);
        }
        let said = recent(&series, Polarity::LowerIsBetter, english());
        assert!(said.starts_with("There were no events from 2016 to 2020"), "{said}");
    }

    #[test]
    fn a_rate_that_falls_is_said_with_its_limits_and_for_the_better() {
        // Halves each year, against one that stays: see the test data.
        let trend = trend(SourceClass::Published);
        let said = findings(&trend, &measured(), "England");
        assert_eq!(said.len(), 3);
        assert!(
            said[0].starts_with("The infant mortality rate of the most deprived fifth in England was 10.0 per 1,000 live births (95% interval"),
            "{}", said[0]
        );
        assert!(said[0].contains("from 2016 to 2020 shows no significant change"), "{}", said[0]);
        assert!(said[0].contains("a yearly change cannot be told from none: "), "{}", said[0]);
        assert!(said[1].contains("is ‘Decreasing and getting better’."), "{}", said[1]);
        assert!(said[1].contains("it fell by 50.0% a year (95% interval "), "{}", said[1]);
        assert!(said[1].ends_with("more than chance explains, for the better."), "{}", said[1]);
        assert!(
            said[2].starts_with("From 2016 to 2020, the rate of the most deprived fifth over that of the least deprived fifth rose by 100.0% a year"),
            "{}", said[2]
        );
        assert!(said[2].ends_with(", which is worse for the group."), "{}", said[2]);
    }

    #[test]
    fn without_an_agreed_direction_nothing_is_better() {
        let mut trend = trend(SourceClass::Published);
        trend.polarity = Polarity::NoAgreedOptimum;
        let said = findings(&trend, &measured(), "England").join(" ");
        assert!(said.contains("‘Decreasing’") && !said.contains("better"), "{said}");
        assert!(!said.contains("worse"), "{said}");
    }

    #[test]
    fn why_there_is_no_trend_is_said() {
        let mut trend = trend(SourceClass::Published);
        trend.group.recent = Err(NoTrend::TooFewPeriods { given: 3, needed: 5 });
        trend.gap.as_mut().unwrap().change = Err(NoTrend::SharedMembers);
        let said = findings(&trend, &measured(), "England");
        assert!(
            said[0].contains("No recent trend is told: 3 comparable periods, and 5 are needed.")
        );
        assert!(said[2].starts_with("No trend in the gap is told: the most deprived fifth and"));
        assert_eq!(not_told(&trend, english()).len(), 2);
    }

    #[test]
    fn the_reasons_are_those_of_the_files() {
        let all = [
            NoTrend::TooFewPeriods { given: 1, needed: 5 },
            NoTrend::TooFewPeriods { given: 4, needed: 5 },
            NoTrend::NotYearly { years: 3 },
            NoTrend::Sampled,
            NoTrend::SharedMembers,
            NoTrend::Change(RateTrendError::NoEvents),
            NoTrend::Change(RateTrendError::NotSettled),
            NoTrend::Change(RateTrendError::TooFewPoints { given: 2 }),
            NoTrend::Recent(RecentTrendError::Proportion { index: 3 }),
            NoTrend::Recent(RecentTrendError::Limits { index: 3 }),
        ];
        for why in all {
            assert_eq!(reason(why, english()), why.to_string());
        }
        for change in [Change::NotSignificant, Change::Increasing, Change::Decreasing] {
            for polarity in
                [Polarity::LowerIsBetter, Polarity::HigherIsBetter, Polarity::NoAgreedOptimum]
            {
                assert_eq!(marker(change, polarity, english()), change.label(polarity));
            }
        }
    }

    #[test]
    fn a_change_is_said_with_its_course_and_what_is_good() {
        let mut series = trend(SourceClass::Published).group.clone();
        let mut said = |percent: f64, dispersion, polarity| {
            let percent = estimate(percent, percent - 1.0, percent + 1.0);
            series.change = Ok(YearlyChange { percent, p: 0.001, dispersion });
            change(&series, polarity, english())
        };
        assert_eq!(
            said(-2.6, 1.0, Polarity::LowerIsBetter),
            "From 2016 to 2020 it fell by 2.6% a year (95% interval 1.6% to 3.6%), more than \
             chance explains, for the better."
        );
        assert_eq!(
            said(2.6, 3.0, Polarity::LowerIsBetter),
            "From 2016 to 2020 it rose by 2.6% a year (95% interval 1.6% to 3.6%), on average and \
             not evenly, more than chance explains, for the worse."
        );
        assert!(said(2.6, 1.0, Polarity::NoAgreedOptimum).ends_with("more than chance explains."),);
        assert!(said(0.5, 1.0, Polarity::LowerIsBetter).ends_with(
            "cannot be told from none: 0.5% a year (95% interval \u{2212}0.5% to 1.5%)."
        ));
    }

    #[test]
    fn whether_a_gap_widens_hangs_on_who_has_the_higher_rate() {
        let mut trend = trend(SourceClass::Published);
        let mut said = |percent: f64, higher| {
            let percent = estimate(percent, percent - 1.0, percent + 1.0);
            let found = trend.gap.as_mut().unwrap();
            found.change = Ok(YearlyChange { percent, p: 0.001, dispersion: 1.0 });
            found.group_higher = Some(higher);
            let found = found.clone();
            gap(&trend, &found, english())
        };
        let cases = [
            (3.0, (true, true), "explains: the gap has widened, which is worse for the group."),
            (-3.0, (true, true), "explains: the gap has narrowed, which is better for the group."),
            (
                3.0,
                (false, false),
                ": the gap, in which the group has the lower rate, has narrowed, which is worse \
                 for the group.",
            ),
            (
                -3.0,
                (false, false),
                ": the gap, in which the group has the lower rate, has widened, which is better \
                 for the group.",
            ),
            (3.0, (false, true), "more than chance explains, which is worse for the group."),
        ];
        for (percent, higher, end) in cases {
            let said = said(percent, higher);
            assert!(said.ends_with(end), "{said}");
        }
        let said = said(0.5, (true, true));
        assert!(said.contains("whether the gap widens or narrows cannot be told: the rate of"));
    }

    #[test]
    fn a_rate_that_is_missing_is_said_in_words() {
        let mut series = trend(SourceClass::Published).group.clone();
        series.points.last_mut().unwrap().rate.rate = Cell::Absent;
        let said = latest(&series, &measured(), "England");
        assert!(said.ends_with("in England is not reported for 2020."), "{said}");
        series.points.clear();
        let said = latest(&series, &measured(), "England");
        assert!(said.ends_with("in England is not known for any period."), "{said}");
        let said = recent(&series, Polarity::LowerIsBetter, english());
        assert!(said.contains("0 comparable periods, and 5 are needed"), "{said}");
        series.change.as_mut().unwrap().dispersion = 2.5;
        assert!(scatter(&series, english()).unwrap().contains("2.5 times as much as chance"));
    }
}
