//! Titles of charts: what each finds, in one sentence without a stop, never more than the limits
//! allow.

use firstyear_analysis::{
    AreaComparison, AreaFunnel, AreaProfile, AuditedNeed, Decomposition, Evaluation,
    FunnelPosition, GapScenario, GapTest, GapTrend, InequalityProfile, NamedSwing, Narrowing,
    ProfileGroup, ProfilePeriod, Scorecard, ScorecardRow, SmallAreas, Standing, Trend, TrendSeries,
    Verdict,
};
use firstyear_core::{Estimate, Period};

use super::{Measured, profile, scenario};
use crate::format::{Unit, capital, count, number};
use crate::words::{Words, say};

/// A sentence as a title: without its stop.
#[must_use]
pub fn of_sentence(sentence: &str) -> String {
    sentence.trim_end().trim_end_matches('.').to_owned()
}

/// The first sentence of some as a title; `otherwise` where there is none.
#[must_use]
pub fn of_first(sentences: &[String], otherwise: &str) -> String {
    sentences.first().map_or_else(|| otherwise.to_owned(), |said| of_sentence(said))
}

/// The latest gap, and how it stands to the first where the two can be held against each other.
#[must_use]
pub fn gap(trend: &GapTrend, words: &Words) -> String {
    let latest = trend.series.iter().filter_map(|series| series.points.last());
    let Some(point) = latest.max_by_key(|point| point.period.end()) else {
        return say!(words, "gap-title-none", group = trend.group.as_str());
    };
    let when = words.period(point.period);
    let Some(gap) = point.relative.value() else {
        let why = words.missing(&point.relative).unwrap_or_else(|| say!(words, "not-known"));
        return say!(words, "gap-title-missing", period = when, missing = why);
    };
    let value = Unit::Percent.value(gap.value);
    let said = say!(words, "gap-title", value = value, period = when);
    let compared = trend.comparisons.iter().find(|one| one.later == point.period);
    let Some(compared) = compared else { return said };
    let earlier = words.period(compared.earlier);
    let held = match compared.verdict {
        Verdict::CannotTell => say!(words, "gap-title-cannot-tell", earlier = earlier),
        Verdict::NotCompared if compared.test == GapTest::Overlapping => {
            say!(words, "gap-title-overlapping", earlier = earlier)
        }
        Verdict::NotCompared => say!(words, "gap-title-not-compared", earlier = earlier),
        _ if compared.across_break.is_some() => {
            say!(words, "gap-title-across-break", earlier = earlier)
        }
        Verdict::Higher => say!(words, "gap-title-higher", earlier = earlier),
        Verdict::Lower => say!(words, "gap-title-lower", earlier = earlier),
    };
    said + &held
}

/// The rates of the two sides of the latest gap for which both are known.
#[must_use]
pub fn rates(trend: &GapTrend, measured: &Measured) -> String {
    let latest = known_rates(trend).into_iter().max_by_key(|(at, _)| at.end());
    latest.map_or_else(
        || say!(measured.words, "gap-rates-none", group = trend.group.as_str()),
        |latest| rates_of(trend, latest, measured),
    )
}

/// The same of the first period; `None` where no other has both rates.
#[must_use]
pub fn first_rates(trend: &GapTrend, measured: &Measured) -> Option<String> {
    let known = known_rates(trend);
    let first = *known.iter().min_by_key(|(at, _)| at.start())?;
    let others = known.iter().any(|(at, _)| *at != first.0);
    others.then(|| rates_of(trend, first, measured))
}

/// Rates of the group and of those it is held against.
type BothRates = (f64, f64);

fn known_rates(trend: &GapTrend) -> Vec<(Period, BothRates)> {
    let points = trend.series.iter().flat_map(|series| &series.points);
    let known = points.filter_map(|point| {
        let value = |rate: &Option<firstyear_analysis::CountedRate>| {
            rate.as_ref().and_then(|rate| rate.rate.value()).map(|estimate| estimate.value)
        };
        let counted = value(&point.group).zip(value(&point.all));
        let printed = point.printed_rates.as_ref();
        let printed = printed.and_then(|(group, all)| Some((*group.value()?, *all.value()?)));
        Some((point.period, printed.or(counted)?))
    });
    known.collect()
}

fn rates_of(
    trend: &GapTrend,
    (at, (group, all)): (Period, BothRates),
    measured: &Measured,
) -> String {
    let words = measured.words;
    say!(
        words,
        "gap-rates-title",
        period = words.period(at),
        rate = measured.unit.value(group),
        group = trend.group.as_str(),
        other = measured.unit.short(all),
    )
}

/// Which end of an order has the higher rate; the lowest and the highest where there is no order.
#[must_use]
pub fn groups(
    found: &InequalityProfile,
    at: &ProfilePeriod,
    place: &str,
    measured: &Measured,
) -> String {
    let Some(slope) = at.slope.as_ref().filter(|_| profile::has_slope_order(found.direction))
    else {
        // What is left out of the comparison is told beside the chart.
        let (said, _) = profile::span(found, at, place, measured);
        return of_sentence(&said);
    };
    slope_of(&slope.sii, &measured.words.period(at.period), measured)
}

/// The slope of one period.
fn slope_of(sii: &Estimate, when: &str, measured: &Measured) -> String {
    let words = measured.words;
    let limits = sii.interval.filter(|limits| !limits.contains(0.0));
    if limits.is_none() {
        let slope = words.estimate(&measured.unit, sii);
        return say!(words, "profile-title-flat", period = when, slope = slope);
    }
    let slope = measured.unit.value(sii.value.abs());
    if sii.value > 0.0 {
        say!(words, "profile-title-most", period = when, slope = slope)
    } else {
        say!(words, "profile-title-least", period = when, slope = slope)
    }
}

/// The slope of the latest period that has one; no test says whether it changed.
#[must_use]
pub fn slopes(found: &InequalityProfile, measured: &Measured) -> String {
    let words = measured.words;
    let latest = found.periods.iter().rev().find_map(|at| Some((at, at.slope.as_ref()?)));
    latest.map_or_else(
        || say!(words, "profile-title-no-slope"),
        |(at, slope)| slope_of(&slope.sii, &words.period(at.period), measured),
    )
}

/// Where the first and the last group stood in the earliest and in the latest period that has both:
/// no test says whether they moved.
#[must_use]
pub fn groups_over_time(found: &InequalityProfile, measured: &Measured) -> String {
    let words = measured.words;
    let none = || say!(words, "profile-title-no-course");
    let Some(last) = found.periods.last() else { return none() };
    // Groups of another version are others.
    let first = found.periods.iter().find(|at| at.version == last.version);
    let Some(first) = first.filter(|first| first.period != last.period) else {
        return none();
    };
    let course = |group: &ProfileGroup| {
        let earlier = first.groups.iter().find(|one| one.label == group.label)?;
        let [then, now] =
            [earlier.rate.rate.value()?, group.rate.rate.value()?].map(|rate| rate.value);
        Some(say!(
            words,
            "profile-title-course-group",
            then = measured.unit.short(then),
            now = measured.unit.short(now),
            group = group.label.as_str()
        ))
    };
    let ends: Vec<&ProfileGroup> = match last.groups.as_slice() {
        [first, .., last] => vec![first, last],
        some => some.iter().collect(),
    };
    let said: Vec<String> = ends.into_iter().filter_map(course).collect();
    if said.is_empty() {
        return none();
    }
    say!(
        words,
        "profile-title-course",
        earlier = words.period(first.period),
        later = words.period(last.period),
        courses = words.and(&said)
    )
}

/// How a rate moved, by its yearly change.
#[must_use]
pub fn trend(found: &Trend, words: &Words) -> String {
    let series = [Some(&found.group), found.against.as_ref()].into_iter().flatten();
    let said: Vec<String> = series.map(|series| moved(series, words)).collect();
    capital(&said.join("; "))
}

fn moved(series: &TrendSeries, words: &Words) -> String {
    let group = series.name.as_str();
    let (Ok(change), Some(run)) = (&series.change, &series.run) else {
        return say!(words, "trend-title-none", group = group);
    };
    let [first, last] = [run.first, run.last].map(|at| words.period(at));
    let Some(limits) = change.percent.interval.filter(|limits| !limits.contains(0.0)) else {
        return say!(words, "trend-title-cannot-tell", first = first, last = last, group = group);
    };
    let percent = number(change.percent.value.abs(), 1);
    if limits.upper < 0.0 {
        say!(
            words,
            "trend-title-fell",
            first = first,
            last = last,
            group = group,
            percent = percent
        )
    } else {
        say!(
            words,
            "trend-title-rose",
            first = first,
            last = last,
            group = group,
            percent = percent
        )
    }
}

/// How many areas stand apart from the comparator.
#[must_use]
pub fn areas(found: &AreaComparison, words: &Words) -> String {
    let of = |verdict| found.areas.iter().filter(|area| area.verdict == verdict).count() as u64;
    let (higher, lower, same) = (of(Verdict::Higher), of(Verdict::Lower), of(Verdict::CannotTell));
    let compared = higher + lower + same;
    let name = found.comparator.name.as_str();
    if compared == 0 {
        return say!(words, "areas-title-none", name = name);
    }
    say!(
        words,
        "areas-title",
        higher = count(higher),
        manyhigher = higher,
        compared = count(compared),
        manycompared = compared,
        name = name,
        lower = count(lower)
    )
}

/// How many areas lie outside the lines.
#[must_use]
pub fn funnel(found: &AreaFunnel, words: &Words) -> String {
    use FunnelPosition::{High, Low, VeryHigh, VeryLow};
    let compared = found.compared() as u64;
    if compared == 0 {
        return say!(words, "funnel-title-none");
    }
    let far = found.at(&[VeryLow, VeryHigh]).count() as u64;
    let all = far + found.at(&[Low, High]).count() as u64;
    say!(
        words,
        "funnel-title",
        outside = count(all),
        manyoutside = all,
        compared = count(compared),
        manycompared = compared,
        far = count(far)
    )
}

/// How many areas probably lie above and below the comparator.
#[must_use]
pub fn small_areas(found: &SmallAreas, words: &Words) -> String {
    let (above, below) = found.likely();
    say!(
        words,
        "small-areas-title",
        above = count(above.len() as u64),
        manyabove = above.len(),
        all = count(found.areas.len() as u64),
        against = found.comparator.name.as_str(),
        below = count(below.len() as u64)
    )
}

/// The difference that is taken apart, and whether there is one.
#[must_use]
pub fn decomposition(
    found: &Decomposition,
    (first, second): (&str, &str),
    unit: &str,
    words: &Words,
) -> String {
    let Ok(known) = &found.parts else {
        return say!(words, "decomposition-title-refused", first = first, second = second);
    };
    let difference = number(known.difference.value, 2);
    if known.difference.interval.is_some_and(|limits| limits.contains(0.0)) {
        return say!(
            words,
            "decomposition-title-chance",
            difference = difference,
            unit = unit,
            first = first,
            second = second
        );
    }
    match super::decomposition::most(found, words) {
        Some(most) => say!(
            words,
            "decomposition-title-most",
            first = first,
            second = second,
            difference = difference,
            unit = unit,
            most = of_sentence(&most)
        ),
        None => say!(
            words,
            "decomposition-title",
            first = first,
            second = second,
            difference = difference,
            unit = unit
        ),
    }
}

/// What changed where something was done, beyond the others.
#[must_use]
pub fn evaluation(found: &Evaluation, words: &Words) -> String {
    let Ok(effect) = &found.effect else {
        return of_sentence(&say!(words, "evaluation-no-effect"));
    };
    let change = effect.relative.as_ref().map_or_else(
        || number(effect.absolute.value, 2),
        |relative| format!("{}%", number(relative.value, 1)),
    );
    say!(
        words,
        "evaluation-title",
        visited = capital(&found.visited.name),
        change = change,
        comparison = found.comparison.name.as_str(),
        chance = if found.is_beyond_chance() { "beyond" } else { "within" },
    )
}

/// What all measures together would do.
#[must_use]
pub fn narrowing(outcome: &Narrowing, words: &Words) -> String {
    let points = outcome.together.value;
    say!(
        words,
        "scenario-title-together",
        change = if points < 0.0 { "adds" } else { "takes" },
        points = number(points.abs(), 1),
        left = number(outcome.gap_after.value, 1),
    )
}

/// Which measure has the largest part in it.
#[must_use]
pub fn largest_part(found: &GapScenario, outcome: &Narrowing, words: &Words) -> String {
    let parts = found.measures.iter().zip(&outcome.of_measures);
    let known = parts.filter_map(|(measure, part)| Some((measure, part.as_ref()?.part.value)));
    known.max_by(|a, b| a.1.total_cmp(&b.1)).map_or_else(
        || of_sentence(&say!(words, "scenario-points-empty")),
        |(measure, points)| {
            say!(
                words,
                "scenario-title-largest-part",
                measure = measure.label.as_str(),
                points = number(points, 1),
            )
        },
    )
}

/// Which input moves the result most.
#[must_use]
pub fn swings(found: &GapScenario, swings: &[NamedSwing], words: &Words) -> String {
    swings.first().map_or_else(
        || of_sentence(&say!(words, "scenario-tornado-empty")),
        |widest| {
            say!(
                words,
                "scenario-title-swings",
                measure = found.measures[widest.measure].label.as_str(),
                input = scenario::swing(found, widest, words),
                low = number(widest.at_lower.min(widest.at_upper), 1),
                high = number(widest.at_lower.max(widest.at_upper), 1),
            )
        },
    )
}

/// How many indicators stand in which way to the comparator.
#[must_use]
pub fn indicators<'a>(
    rows: impl Iterator<Item = &'a ScorecardRow>,
    area: &str,
    comparator: &str,
    words: &Words,
) -> String {
    let standings: Vec<Standing> = rows.map(ScorecardRow::standing).collect();
    let of = |wanted| standings.iter().filter(|one| **one == wanted).count() as u64;
    let many = standings.len() as u64 - of(Standing::NotCompared);
    if many == 0 {
        return say!(words, "scorecard-title-none", area = area, comparator = comparator);
    }
    let apart = [Standing::Worse, Standing::Better, Standing::Differs];
    let told: Vec<String> = apart
        .into_iter()
        .map(|standing| (standing, of(standing)))
        .filter(|(_, rows)| *rows > 0)
        .enumerate()
        .map(|(at, (standing, rows))| so_many(at == 0, standing, &count(rows), (comparator, words)))
        .collect();
    let compared = count(many);
    if told.is_empty() {
        return say!(
            words,
            "scorecard-title-alike",
            area = area,
            comparator = comparator,
            compared = compared,
            many = many
        );
    }
    say!(
        words,
        "scorecard-title",
        area = area,
        told = words.and(&told),
        compared = compared,
        many = many
    )
}

/// How many stand so; the first of a list names the comparator.
fn so_many(
    is_first: bool,
    standing: Standing,
    count: &str,
    (comparator, words): (&str, &Words),
) -> String {
    match (standing, is_first) {
        (Standing::Worse, true) => {
            say!(words, "scorecard-title-worse-than", comparator = comparator, count = count)
        }
        (Standing::Worse, false) => say!(words, "scorecard-title-worse", count = count),
        (Standing::Better, true) => {
            say!(words, "scorecard-title-better-than", comparator = comparator, count = count)
        }
        (Standing::Better, false) => say!(words, "scorecard-title-better", count = count),
        (_, true) => {
            say!(words, "scorecard-title-apart-from", comparator = comparator, count = count)
        }
        (_, false) => say!(words, "scorecard-title-apart", count = count),
    }
}

/// The same of a scorecard.
#[must_use]
pub fn scorecard(found: &Scorecard, area: &str, comparator: &str, words: &Words) -> String {
    indicators(found.rows.iter(), area, comparator, words)
}

/// The same of the profile of an area.
#[must_use]
pub fn area_profile(found: &AreaProfile, area: &str, comparator: &str, words: &Words) -> String {
    indicators(found.rows.iter().map(|row| &row.row), area, comparator, words)
}

/// How many of the figures compared, of so many areas on so many indicators, stand worse.
#[must_use]
pub fn rug(
    (worse, compared): (usize, usize),
    (areas, indicators): (usize, usize),
    words: &Words,
) -> String {
    say!(
        words,
        "area-profile-rug-title",
        worse = count(worse as u64),
        manyworse = worse,
        compared = count(compared as u64),
        manycompared = compared,
        areas = count(areas as u64),
        manyareas = areas,
        indicators = count(indicators as u64),
        manyindicators = indicators
    )
}

/// Which groups use a service less or more for their need than those they are held against.
#[must_use]
pub fn used(need: &AuditedNeed, words: &Words) -> String {
    let against = super::equity_audit::against(need, words);
    let of = |verdict| -> Vec<String> {
        let groups = need.groups.iter().filter(|group| need.verdict(group) == verdict);
        groups.map(|group| say!(words, "equity-quoted", group = group.label.as_str())).collect()
    };
    let (less, more) = (of(Verdict::Lower), of(Verdict::Higher));
    let mut said = Vec::new();
    if !less.is_empty() {
        let groups = words.and(&less);
        said.push(say!(words, "equity-title-less", groups = groups, many = less.len()));
    }
    if !more.is_empty() {
        let groups = words.and(&more);
        said.push(say!(words, "equity-title-more", groups = groups, many = more.len()));
    }
    if said.is_empty() {
        return say!(words, "equity-title-none", against = against);
    }
    say!(words, "equity-title", told = words.and(&said), against = against)
}

#[cfg(test)]
mod tests {
    use firstyear_core::SourceClass;

    use super::*;
    use crate::testing;

    #[test]
    fn a_title_of_a_gap_says_no_more_than_its_test() {
        let mut trend = testing::gap_trend();
        assert_eq!(
            gap(&trend, testing::measured().words),
            "The gap was 12% in 2007 to 2009, which cannot be told from that of 1997 to 1999"
        );
        trend.comparisons[0].verdict = Verdict::Lower;
        assert!(
            gap(&trend, testing::measured().words)
                .ends_with("cannot be told across a change of classification"),
            "{}",
            gap(&trend, testing::measured().words)
        );
        trend.comparisons[0].across_break = None;
        assert!(
            gap(&trend, testing::measured().words)
                .ends_with(", lower than in 1997 to 1999 by more than chance explains")
        );
        trend.comparisons.clear();
        assert_eq!(gap(&trend, testing::measured().words), "The gap was 12% in 2007 to 2009");
        trend.series[1].points.last_mut().unwrap().relative =
            firstyear_core::Cell::Withheld(firstyear_core::Withholding::Primary);
        assert_eq!(gap(&trend, testing::measured().words), "The gap of 2007 to 2009 is withheld");
        trend.series.clear();
        assert_eq!(
            gap(&trend, testing::measured().words),
            format!("No gap of {} is known", trend.group)
        );
    }

    #[test]
    fn a_title_of_a_trend_names_a_change_only_beyond_its_limits() {
        let trend = testing::trend(SourceClass::Published);
        let said = super::trend(&trend, testing::measured().words);
        assert!(
            said.contains(
                "a yearly change of the rate of the most deprived fifth cannot be told from none"
            ),
            "{said}"
        );
        assert!(
            said.ends_with("the rate of the least deprived fifth fell by 50.0% a year"),
            "{said}"
        );
    }

    #[test]
    fn a_title_ends_without_a_stop() {
        assert_eq!(of_sentence("No point is marked. "), "No point is marked");
        assert_eq!(of_first(&[], "Nothing"), "Nothing");
    }
}
