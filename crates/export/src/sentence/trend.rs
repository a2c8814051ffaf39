//! Sentences about a rate over time.

use firstyear_analysis::{
    Change, NoTrend, RatePoint, Run, Trend, TrendGap, TrendSeries, YearlyChange,
};
use firstyear_core::{Cell, Polarity};

use super::{Measured, missing, period};
use crate::format::{Unit, number};

/// Scatter round a line from which on a reader should look at its bends.
const SCATTERED: f64 = 2.0;

/// The latest rate of each group in `place`, its recent trend and its yearly
/// change, and how the gap between the two changes.
#[must_use]
pub fn findings(trend: &Trend, measured: &Measured, place: &str) -> Vec<String> {
    let series = [Some(&trend.group), trend.against.as_ref()];
    let mut said: Vec<String> = series
        .into_iter()
        .flatten()
        .map(|series| {
            let sentences = [
                latest(series, measured, place),
                recent(series, trend.polarity),
                change(series, trend.polarity),
            ];
            sentences.join(" ")
        })
        .collect();
    said.extend(trend.gap.as_ref().map(|found| gap(trend, found)));
    said
}

/// What stands for no trend in a list of what cannot be told.
#[must_use]
pub fn not_told(trend: &Trend) -> Vec<String> {
    let series = [Some(&trend.group), trend.against.as_ref()];
    let mut said: Vec<String> = series
        .into_iter()
        .flatten()
        .filter_map(|s| s.recent.err().map(|why| format!("The recent trend of {}: {why}.", s.name)))
        .collect();
    said.extend(
        trend
            .gap
            .as_ref()
            .and_then(|gap| gap.change.err())
            .map(|why| format!("Whether the gap of {} changes: {why}.", trend.group.name)),
    );
    said
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
    let subject = format!("The {} of {} in {place}", measured.name, series.name);
    let Some(point) = series.points.last() else {
        return format!("{subject} is not known for any period.");
    };
    let when = period(point.period);
    match &point.rate.rate {
        Cell::Known { value, .. } => {
            format!("{subject} was {} in {when}.", measured.unit.estimate(value))
        }
        cell => format!("{subject} is {} for {when}.", missing(cell).unwrap_or("not known")),
    }
}

fn recent(series: &TrendSeries, polarity: Polarity) -> String {
    let marker = match series.recent {
        Ok(marker) => marker,
        Err(why) => return format!("No recent trend is told: {why}."),
    };
    let points = used(series);
    let latest = &points[points.len().saturating_sub(5)..];
    let when = match latest {
        [first, .., last] => format!(" from {} to {}", period(first.period), period(last.period)),
        _ => String::new(),
    };
    // A line through zeros is flat, and says nothing of the risk.
    if latest.iter().all(|point| point.rate.events.value() == Some(&0)) {
        return format!(
            "There were no events{when}, so nothing can be said of a recent trend; the risk need \
             not be zero."
        );
    }
    match marker.change {
        Change::NotSignificant => format!(
            "The recent trend{when} shows no significant change, which is not to say that nothing \
             changed."
        ),
        change => format!("The recent trend{when} is ‘{}’.", change.label(polarity)),
    }
}

fn change(series: &TrendSeries, polarity: Polarity) -> String {
    let (change, run) = match (&series.change, &series.run) {
        (Ok(change), Some(run)) => (change, run),
        (Err(why), _) => return format!("No yearly change is told: {why}."),
        (Ok(_), None) => return String::new(),
    };
    let when = over(run);
    if !is_significant(change) {
        return format!("{when}, a yearly change cannot be told from none: {}.", signed(change));
    }
    let good = match (polarity, change.percent.value < 0.0) {
        (Polarity::NoAgreedOptimum, _) => "",
        (Polarity::LowerIsBetter, true) | (Polarity::HigherIsBetter, false) => ", for the better",
        (Polarity::LowerIsBetter, false) | (Polarity::HigherIsBetter, true) => ", for the worse",
    };
    // Of a course that bends, one figure is no more than its average.
    let bends = if change.dispersion > SCATTERED { ", on average and not evenly" } else { "" };
    format!("{when} it {}{bends}, more than chance explains{good}.", moved(change))
}

/// How the gap changes.
fn gap(trend: &Trend, gap: &TrendGap) -> String {
    let against = trend.against.as_ref().map_or("the others", |against| &against.name);
    let pair = format!("the rate of {} over that of {against}", trend.group.name);
    let (change, run) = match (&gap.change, &gap.run) {
        (Ok(change), Some(run)) => (change, run),
        (Err(NoTrend::SharedMembers), _) => {
            return format!(
                "No trend in the gap is told: {} and {against} share members. Hold the group \
                 against others.",
                trend.group.name
            );
        }
        (Err(why), _) => return format!("No trend in the gap is told: {why}."),
        (Ok(_), None) => return String::new(),
    };
    let when = over(run);
    if !is_significant(change) {
        return format!(
            "{when}, whether the gap widens or narrows cannot be told: {pair} changed by {}.",
            signed(change)
        );
    }
    let grew = change.percent.value > 0.0;
    let words = match gap.group_higher {
        // A gap that changes its sign has neither widened nor narrowed.
        Some((true, true)) if grew => ": the gap has widened",
        Some((true, true)) => ": the gap has narrowed",
        Some((false, false)) if grew => {
            ": the gap, in which the group has the lower rate, has narrowed"
        }
        Some((false, false)) => ": the gap, in which the group has the lower rate, has widened",
        _ => "",
    };
    let good = match (trend.polarity, grew) {
        (Polarity::NoAgreedOptimum, _) => "",
        (Polarity::LowerIsBetter, true) | (Polarity::HigherIsBetter, false) => {
            ", which is worse for the group"
        }
        (Polarity::LowerIsBetter, false) | (Polarity::HigherIsBetter, true) => {
            ", which is better for the group"
        }
    };
    format!("{when}, {pair} {}, more than chance explains{words}{good}.", moved(change))
}

/// How to read a yearly change whose line its years do not follow; `None`
/// where they do.
#[must_use]
pub fn scatter(series: &TrendSeries) -> Option<String> {
    let change = series.change.as_ref().ok().filter(|change| change.dispersion > SCATTERED)?;
    Some(format!(
        "The years of {} scatter round the line of the yearly change {} times as much as chance \
         would have them: the course bends, and one figure for all years says less than the chart. \
         The limits allow for it.",
        series.name,
        number(change.dispersion, 1)
    ))
}

fn over(run: &Run) -> String {
    format!("From {} to {}", period(run.first), period(run.last))
}

/// By the limits that are printed, so that words and figures agree.
fn is_significant(change: &YearlyChange) -> bool {
    change.percent.interval.is_some_and(|limits| !limits.contains(0.0))
}

/// `fell by 2.6% a year (95% interval ...)`: limits turned with the figure.
fn moved(change: &YearlyChange) -> String {
    let falls = change.percent.value < 0.0;
    let mut shown = if falls { change.percent.scaled(-1.0) } else { change.percent };
    if let Some(limits) = shown.interval.as_mut()
        && limits.lower > limits.upper
    {
        std::mem::swap(&mut limits.lower, &mut limits.upper);
    }
    let verb = if falls { "fell by" } else { "rose by" };
    format!("{verb} {}% a year {}", number(shown.value, 1), Unit::Percent.bracket(&shown))
}

fn signed(change: &YearlyChange) -> String {
    let value = number(change.percent.value, 1);
    format!("{value}% a year {}", Unit::Percent.bracket(&change.percent))
}

#[cfg(test)]
mod tests {
    use firstyear_core::SourceClass;

    use super::*;
    use crate::testing::{measured, trend};

    #[test]
    fn years_without_events_are_no_trend() {
        let mut series = trend(SourceClass::Published).group.clone();
        for point in &mut series.points {
            point.rate.events = Cell::known(0);
        }
        let said = recent(&series, Polarity::LowerIsBetter);
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
        assert_eq!(not_told(&trend).len(), 2);
    }
}
