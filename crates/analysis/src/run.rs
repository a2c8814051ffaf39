//! Which periods of a series may be tested together: equal, next to each
//! other, without overlap and on one side of every break.

use std::collections::BTreeMap;

use firstyear_core::{Cell, DimensionId, Period, PeriodUnit};

use crate::RatePoint;

/// Points enough for the marker of a recent trend.
const ENOUGH: usize = 5;

/// Comparable periods, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first period.
    pub first: Period,
    /// The last period.
    pub last: Period,
    /// How many there are.
    pub periods: usize,
    /// The version of the classification; `None` for everyone.
    pub version: Option<DimensionId>,
}

/// A period that is not tested with the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The period.
    pub period: Period,
    /// The version of the classification; `None` for everyone.
    pub version: Option<DimensionId>,
    /// Why it is left out.
    pub why: WhyLeftOut,
}

/// Why a period is not tested with the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// It shares days with those that are used: the counts are not
    /// independent.
    Overlaps,
    /// It is longer or shorter than those that are used, or another kind of
    /// year.
    OtherLength,
    /// Another version of the classification.
    OtherVersion,
    /// A break of the series lies between it and those that are used.
    BeforeBreak,
    /// A period between it and those that are used has no counts.
    Interrupted,
    /// Its counts are missing, for the reason in the cell; a known cell where
    /// a rate is published without its counts.
    NoCounts(Cell<()>),
    /// Not a whole year: seasons would look like a trend.
    NotYears,
}

/// The places of the longest run of the latest comparable periods, and the
/// points outside it.
///
/// Of each kind of period and version of the classification, the run ends at
/// its latest period with counts. Of these, one with five periods or more goes
/// before a shorter one, then the later, then the longer one.
pub(crate) fn latest_run(
    points: &[RatePoint],
    usable: impl Fn(&RatePoint) -> bool,
) -> (Vec<usize>, Vec<LeftOut>) {
    let mut kinds: BTreeMap<Kind<'_>, Vec<usize>> = BTreeMap::new();
    for (at, point) in points.iter().enumerate() {
        if point.period.unit().months() == 12 {
            kinds.entry(kind(point)).or_default().push(at);
        }
    }
    let run = kinds
        .values()
        .map(|of_kind| chain(points, of_kind, &usable))
        .max_by_key(|run| {
            let end = run.last().map(|at| points[*at].period.end());
            (run.len().min(ENOUGH), end, run.len())
        })
        .unwrap_or_default();
    let left_out = left_out(points, &run, &usable);
    (run, left_out)
}

/// The run in words that a reader can check; `None` where it is empty.
pub(crate) fn describe(points: &[RatePoint], run: &[usize]) -> Option<Run> {
    let (first, last) = (&points[*run.first()?], &points[*run.last()?]);
    Some(Run {
        first: first.period,
        last: last.period,
        periods: run.len(),
        version: last.version.clone(),
    })
}

type Kind<'a> = (Option<&'a DimensionId>, PeriodUnit, u16);

fn kind(point: &RatePoint) -> Kind<'_> {
    (point.version.as_ref(), point.period.unit(), point.period.units())
}

/// Back from the latest point with counts, as far as one period meets the
/// next.
fn chain(
    points: &[RatePoint],
    of_kind: &[usize],
    usable: &impl Fn(&RatePoint) -> bool,
) -> Vec<usize> {
    let Some(last) = of_kind.iter().rposition(|at| usable(&points[*at])) else { return Vec::new() };
    let mut run = vec![of_kind[last]];
    let mut next = &points[of_kind[last]];
    let mut broken = next.follows_break();
    for &at in of_kind[..last].iter().rev() {
        let point = &points[at];
        if !broken && point.period.overlaps(next.period) {
            // A rolling period in between: skipped, but never a break in it.
            broken = point.follows_break();
            continue;
        }
        if broken || !point.period.meets(next.period) || !usable(point) {
            break;
        }
        run.push(at);
        next = point;
        broken = point.follows_break();
    }
    run.reverse();
    run
}

fn left_out(
    points: &[RatePoint],
    run: &[usize],
    usable: &impl Fn(&RatePoint) -> bool,
) -> Vec<LeftOut> {
    let used: Option<(&RatePoint, &RatePoint)> =
        run.first().zip(run.last()).map(|(first, last)| (&points[*first], &points[*last]));
    // The earliest break after each point would do; the latest before the run
    // parts everything in front of it.
    let last_break = used.and_then(|(first, _)| {
        let before = points.iter().filter(|p| kind(p) == kind(first) && p.period <= first.period);
        before.filter(|p| p.follows_break()).map(|p| p.period).max()
    });
    let mut inside = run.iter().peekable();
    let mut left = Vec::new();
    for (at, point) in points.iter().enumerate() {
        if inside.next_if(|used| **used == at).is_some() {
            continue;
        }
        let why = why(point, used, last_break, usable(point));
        left.push(LeftOut { period: point.period, version: point.version.clone(), why });
    }
    left
}

fn why(
    point: &RatePoint,
    used: Option<(&RatePoint, &RatePoint)>,
    last_break: Option<Period>,
    usable: bool,
) -> WhyLeftOut {
    let no_counts = WhyLeftOut::NoCounts(point.rate.rate.map(|_| ()));
    if point.period.unit().months() != 12 {
        return WhyLeftOut::NotYears;
    }
    let Some((first, last)) = used else { return no_counts };
    if point.version != first.version {
        return WhyLeftOut::OtherVersion;
    }
    if point.period.start() <= last.period.end() && first.period.start() <= point.period.end() {
        return WhyLeftOut::Overlaps;
    }
    if kind(point) != kind(first) {
        return WhyLeftOut::OtherLength;
    }
    if !usable {
        return no_counts;
    }
    match last_break {
        Some(at) if point.period < at => WhyLeftOut::BeforeBreak,
        _ => WhyLeftOut::Interrupted,
    }
}
