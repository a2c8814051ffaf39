//! Rates of areas and of what they are held against, in one period: of a year,
//! or of several added up.

use std::collections::BTreeMap;

use firstyear_core::{AreaCode, Indicator, IndicatorId, Observation, Period, PeriodUnit};

use crate::counted::settle_published;
use crate::pool::Pooled;
use crate::{AreaRate, CountedRate, Evidence, QuestionError};

/// Which areas are asked for, of what, and when.
pub(crate) struct AreasAsked<'q> {
    /// What their codes begin with.
    pub(crate) prefixes: &'q [String],
    /// What they are held against.
    pub(crate) comparator: &'q AreaCode,
    /// What is measured.
    pub(crate) indicator: &'q IndicatorId,
    /// How many years are added up.
    pub(crate) pool_years: u16,
    /// The period, or its last year; the latest unless told.
    pub(crate) period: Option<&'q str>,
}

/// Rates in one period.
pub(crate) struct AreaRates {
    pub(crate) period: Period,
    pub(crate) comparator: AreaRate,
    /// In order of the area's code.
    pub(crate) areas: Vec<AreaRate>,
}

/// The observations of an area that are split by nothing.
type Periods<'a> = BTreeMap<Period, &'a Observation>;

/// Rates in the latest period, or that asked for, in which the comparator has
/// every year and an area has any.
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator, or when no period fits.
pub(crate) fn area_rates(
    evidence: &Evidence<'_>,
    asked: &AreasAsked<'_>,
) -> Result<AreaRates, QuestionError> {
    let by_area = by_area(evidence, asked.indicator);
    let indicator = evidence.indicator(asked.indicator)?;
    let comparator = by_area.get(asked.comparator).ok_or_else(|| none(asked))?;
    // An area is never held against itself.
    let is_asked_for = |code: &AreaCode| {
        code != asked.comparator
            && asked.prefixes.iter().any(|prefix| code.as_str().starts_with(prefix.as_str()))
    };
    let areas: Vec<(&AreaCode, &Periods<'_>)> = by_area
        .iter()
        .filter(|(code, _)| is_asked_for(code))
        .map(|(code, periods)| (*code, periods))
        .collect();
    let (period, window) = comparator
        .keys()
        .rev()
        .filter_map(|last| window(comparator, *last, asked.pool_years))
        .filter(|(whole, window)| is_period_asked(asked.period, *whole, window))
        .find(|(_, window)| areas.iter().any(|(_, periods)| has_any(periods, window)))
        .ok_or_else(|| no_period(asked))?;
    let rate = |code, periods| added_up(evidence, indicator, code, periods, &window);
    let mut comparator = rate(asked.comparator, comparator).ok_or_else(|| none(asked))?;
    let mut areas: Vec<AreaRate> =
        areas.into_iter().filter_map(|(code, periods)| rate(code, periods)).collect();
    let rates = areas.iter_mut().map(|area: &mut AreaRate| &mut area.rate);
    settle_published(rates.chain([&mut comparator.rate]));
    Ok(AreaRates { period, comparator, areas })
}

/// The rate of one area over the latest years of which all are told, or over those
/// up to `last`; `None` where there are not so many.
pub(crate) fn pooled_rate(
    evidence: &Evidence<'_>,
    indicator: &Indicator,
    code: &AreaCode,
    (years, whole): (u16, Option<Period>),
) -> Option<(Period, CountedRate)> {
    let mut periods = Periods::new();
    let rows = evidence.data.observations.iter();
    let own = rows.filter(|row| row.indicator == indicator.id && row.area == *code);
    for row in own.filter(|row| row.groups.is_everyone()) {
        let found = periods.entry(row.period).or_insert(row);
        if row.source < found.source {
            *found = row;
        }
    }
    let windows = periods.keys().rev().filter_map(|last| window(&periods, *last, years));
    let is_asked = |(period, _): &(Period, Vec<Period>)| whole.is_none_or(|whole| whole == *period);
    let (period, window) = windows.into_iter().find(is_asked)?;
    let rate = added_up(evidence, indicator, code, &periods, &window)?;
    Some((period, rate.rate))
}

/// Counts that a rate could be made of. There is none for nobody at risk, and
/// none for a proportion of more than all: one such area spoils no other.
pub(crate) fn usable(rate: &CountedRate) -> Option<(u64, u64)> {
    rate.counts().filter(|(_, at_risk)| *at_risk > 0 && rate.rate.value().is_some())
}

/// The observations of one indicator that are split by nothing, by area and
/// period: one pass, as there are hundreds of areas.
fn by_area<'a>(evidence: &Evidence<'a>, id: &IndicatorId) -> BTreeMap<&'a AreaCode, Periods<'a>> {
    let mut by_area: BTreeMap<&AreaCode, Periods<'_>> = BTreeMap::new();
    let of_everyone =
        evidence.data.observations.iter().filter(|o| o.indicator == *id && o.groups.is_everyone());
    for observation in of_everyone {
        let periods = by_area.entry(&observation.area).or_default();
        let found = periods.entry(observation.period).or_insert(observation);
        // Of two sources the one whose id comes first, whatever the order of
        // files.
        if observation.source < found.source {
            *found = observation;
        }
    }
    by_area
}

/// The years up to `last` that are added up, latest first, and the period that
/// they make; `None` where one is lacking. A period that already spans several
/// years, or is no year, stays as it is.
fn window(periods: &Periods<'_>, last: Period, years: u16) -> Option<(Period, Vec<Period>)> {
    let is_year = |period: Period| {
        let years = [PeriodUnit::CalendarYear, PeriodUnit::FinancialYear, PeriodUnit::AcademicYear];
        period.units() == 1 && years.contains(&period.unit())
    };
    let mut window = vec![last];
    if years <= 1 || !is_year(last) {
        return Some((last, window));
    }
    let mut first = last;
    for &period in periods.range(..last).rev().map(|(period, _)| period) {
        if window.len() == usize::from(years) {
            break;
        }
        if is_year(period) && period.unit() == last.unit() && period.meets(first) {
            window.push(period);
            first = period;
        }
    }
    let whole = Period::spanning(first, last).ok()?;
    (window.len() == usize::from(years)).then_some((whole, window))
}

fn is_period_asked(label: Option<&str>, whole: Period, window: &[Period]) -> bool {
    let is = |label: &str, period: Period| Period::parse(label, Some(period.unit())) == Ok(period);
    label
        .is_none_or(|label| is(label, whole) || window.first().is_some_and(|last| is(label, *last)))
}

fn has_any(periods: &Periods<'_>, window: &[Period]) -> bool {
    window.iter().any(|period| periods.contains_key(period))
}

/// The counts of an area over the years of a window. One that lacks a year
/// stands as not reported; `None` for one that has no year at all.
fn added_up(
    evidence: &Evidence<'_>,
    indicator: &Indicator,
    code: &AreaCode,
    periods: &Periods<'_>,
    window: &[Period],
) -> Option<AreaRate> {
    let found: Vec<&Observation> =
        window.iter().filter_map(|period| periods.get(period).copied()).collect();
    let sum = Pooled::sum(found.iter().copied())?;
    let sum = if found.len() < window.len() { sum.incomplete() } else { sum };
    Some(named(evidence, code, sum.rate(evidence, indicator)))
}

fn named(evidence: &Evidence<'_>, code: &AreaCode, rate: CountedRate) -> AreaRate {
    AreaRate { code: code.clone(), name: evidence.data.geography.name(code).to_owned(), rate }
}

fn none(asked: &AreasAsked<'_>) -> QuestionError {
    QuestionError::NoFigures {
        indicator: asked.indicator.clone(),
        area: asked.comparator.clone(),
        dimension: None,
    }
}

fn no_period(asked: &AreasAsked<'_>) -> QuestionError {
    if asked.pool_years <= 1 && asked.period.is_none() {
        return none(asked);
    }
    QuestionError::NoPeriod {
        indicator: asked.indicator.clone(),
        area: asked.comparator.clone(),
        years: asked.pool_years,
    }
}
