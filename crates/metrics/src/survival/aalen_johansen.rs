//! How many have left by each of several ways.

use firstyear_core::{Confidence, Estimate, Interval, MethodId};

use super::kaplan_meier::nobody;
use super::spell::{INPUTS, log_log_limits, risk_sets, spells};
use super::{Spell, SurvivalError};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};

/// The method of [`aalen_johansen`].
pub const AALEN_JOHANSEN: MethodId = MethodId::new("aalen-johansen");

/// The fractions that have left by each way, from one time of events to the
/// next.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidenceStep {
    /// The time, in the unit of the spells.
    pub time: f64,
    /// Subjects at risk just before.
    pub at_risk: u64,
    /// The fraction that has left by each way up to this time, from the first.
    pub incidence: Vec<f64>,
    /// The standard error of each.
    pub standard_errors: Vec<f64>,
    /// The limits of each; `None` where nobody has left by that way yet, or all
    /// have.
    pub intervals: Vec<Option<Interval>>,
}

/// The fraction that has left by each of `ways` ways, at each time at which
/// somebody left: the cumulative incidence with competing exits.
///
/// Taking the other ways as censored would answer a question about a world in
/// which nobody leaves by them, and overstate each. Here the fractions of all
/// ways and of those still in add up to 1.
///
/// # Units
///
/// Times in any unit, in any order; fractions out, one for each way.
///
/// # Errors
///
/// [`SurvivalError`]: nobody observed, times that make no spell, or an exit
/// above `ways`.
///
/// # Source
///
/// Aalen OO, Johansen S (1978), Scand J Stat 5:141-150; variance: Marubini E,
/// Valsecchi MG (1995), *Analysing survival data from clinical trials and
/// observational studies*, section 10.3; limits on the scale of ln(−ln).
///
/// # Example
///
/// Referred smokers: 1 for those who quit, 2 for those who dropped out, 0 for
/// those who are still in the service.
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::survival::{Spell, aalen_johansen};
///
/// let spells = [(2.0, 2), (4.0, 1), (4.0, 2), (6.0, 0), (8.0, 1)]
///     .map(|(end, exit)| Spell { entry: 0.0, end, exit });
/// let steps = aalen_johansen(&spells, 2, Confidence::P95)?;
/// let last = &steps.last().unwrap().incidence;
/// assert!((last[0] + last[1] - 1.0).abs() < 1e-12);
/// # Ok::<(), firstyear_metrics::survival::SurvivalError>(())
/// ```
pub fn aalen_johansen(
    spells: &[Spell],
    ways: usize,
    confidence: Confidence,
) -> Result<Vec<IncidenceStep>, SurvivalError> {
    let mut survival = 1.0;
    let mut tallies = vec![Tally::default(); ways];
    let steps = risk_sets(spells, ways)?.into_iter().map(|set| {
        let n = set.at_risk as f64;
        let all = set.all_events() as f64;
        for (tally, events) in tallies.iter_mut().zip(&set.events) {
            tally.add(survival, *events as f64, all, n);
        }
        survival *= (n - all) / n;
        let mut incidence: Vec<f64> = tallies.iter().map(|tally| tally.incidence).collect();
        if survival == 0.0 {
            all_by_one_way(&mut incidence);
        }
        // Where the fraction is 1 rounding leaves a trace of variance too.
        let variance = |(tally, f): (&Tally, &f64)| if *f < 1.0 { tally.variance() } else { 0.0 };
        let variances: Vec<f64> = tallies.iter().zip(&incidence).map(variance).collect();
        let limits = incidence.iter().zip(&variances);
        IncidenceStep {
            time: set.time,
            at_risk: set.at_risk,
            intervals: limits.map(|(f, v)| log_log_limits(*f, *v, confidence)).collect(),
            standard_errors: variances.iter().map(|variance| variance.sqrt()).collect(),
            incidence,
        }
    });
    Ok(steps.collect())
}

/// The fraction that has left by each of `ways` ways by `time`, as
/// [`aalen_johansen`] has it; `None` where the last who were seen were still in
/// before it, so that nobody knows.
///
/// # Units
///
/// Times in any unit, in any order; fractions out, one for each way. Without
/// limits where nobody has left by that way yet, or all have.
///
/// # Errors
///
/// As [`aalen_johansen`].
///
/// # Example
///
/// Five referred smokers, worked out by hand: in the second week one of five
/// drops out, in the fourth one of four quits and one drops out, one is still in
/// after six, and the last quits in the eighth.
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::survival::{Spell, incidence_by};
///
/// let spells = [(2.0, 2), (4.0, 1), (4.0, 2), (6.0, 0), (8.0, 1)]
///     .map(|(end, exit)| Spell { entry: 0.0, end, exit });
/// let quit = |spells: &[Spell], week| {
///     let found = incidence_by(spells, 2, week, Confidence::P95).unwrap();
///     found.map(|ways| format!("{:.2}", ways[0].value))
/// };
/// assert_eq!(quit(&spells, 1.0).as_deref(), Some("0.00"));
/// assert_eq!(quit(&spells, 7.0).as_deref(), Some("0.20"));
/// // All have left: what is known at the end stays known.
/// assert_eq!(quit(&spells, 52.0).as_deref(), Some("0.60"));
/// assert_eq!(quit(&spells[..4], 7.0), None);
/// ```
pub fn incidence_by(
    spells: &[Spell],
    ways: usize,
    time: f64,
    confidence: Confidence,
) -> Result<Option<Vec<Estimate>>, SurvivalError> {
    let steps = aalen_johansen(spells, ways, confidence)?;
    let last = spells.iter().map(|spell| spell.end).fold(f64::NEG_INFINITY, f64::max);
    let all_have_left = spells.iter().filter(|spell| spell.end == last).all(|one| one.exit != 0);
    if last < time && !all_have_left {
        return Ok(None);
    }
    let reached = steps.iter().take_while(|step| step.time <= time).last();
    let of_way = |way: usize| Estimate {
        value: reached.map_or(0.0, |step| step.incidence[way]),
        interval: reached.and_then(|step| step.intervals[way]),
        method: AALEN_JOHANSEN,
        counts: None,
    };
    Ok(Some((0..ways).map(of_way).collect()))
}

/// Where all have left by one and the same way its fraction is 1: what rounding
/// makes of the sum would seem to have limits.
fn all_by_one_way(incidence: &mut [f64]) {
    let mut ways = incidence.iter_mut().filter(|fraction| **fraction > 0.0);
    if let (Some(only), None) = (ways.next(), ways.next()) {
        *only = 1.0;
    }
}

/// The incidence F of one way, with the sums from which its variance is made
/// without going back over earlier times: with a = d/(n(n − d)),
/// Σ (F − Fᵢ)² aᵢ + Σ Sᵢ² dᵢⱼ(nᵢ − dᵢⱼ)/nᵢ³ − 2 Σ (F − Fᵢ) Sᵢ dᵢⱼ/nᵢ².
#[derive(Clone, Default)]
struct Tally {
    incidence: f64,
    a: f64,
    a_f: f64,
    a_f2: f64,
    own: f64,
    cross: f64,
    cross_f: f64,
}

impl Tally {
    fn add(&mut self, survival: f64, events: f64, all: f64, n: f64) {
        self.incidence += survival * events / n;
        let f = self.incidence;
        // When all at risk leave, F changes no more and the term is 0.
        if all < n {
            let a = all / (n * (n - all));
            self.a += a;
            self.a_f += a * f;
            self.a_f2 += a * f * f;
        }
        self.own += survival.powi(2) * events * (n - events) / n.powi(3);
        let cross = survival * events / (n * n);
        self.cross += cross;
        self.cross_f += cross * f;
    }

    fn variance(&self) -> f64 {
        let f = self.incidence;
        let others = f * f * self.a - 2.0 * f * self.a_f + self.a_f2;
        // Differences of nearly equal sums can fall below 0 by rounding.
        (others + self.own - 2.0 * (f * self.cross - self.cross_f)).max(0.0)
    }
}

pub(super) const METHOD: Method = Method {
    id: AALEN_JOHANSEN,
    name: "Cumulative incidence with competing exits",
    family: "time to event",
    unit: "fraction",
    ordered: false,
    reading: "the fraction that has left by a way up to a time",
    source: "Aalen and Johansen (1978), Scand J Stat 5:141; variance: Marubini and Valsecchi (1995), section 10.3",
    explanation: "The fraction that has left by each of several ways, after each time at which somebody left. The fractions of all ways and of those still in add up to 1; taking other ways as censored would overstate each. Limits on the scale of ln(-ln), too narrow where few are at risk; there are none for a way by which nobody has left yet, or all have.",
    call: Call {
        key: &["group"],
        inputs: INPUTS,
        arguments: &[Argument::CONFIDENCE],
        outputs: &[
            Field::new("time", "a time at which somebody left"),
            Field::new("way", "the way out, from 1"),
            Field::new("at_risk", "subjects at risk just before"),
            Field::new(
                "value",
                "fraction that has left by this way up to this time; limits beside it, NA at 0 and 1",
            ),
            Field::new("se", "its standard error"),
        ],
        vectors: &[],
        run,
    },
};

fn run(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (spells, ways) = spells(group)?;
    let levels = group.confidences()?;
    let curves: Vec<Vec<IncidenceStep>> = levels
        .iter()
        .map(|confidence| aalen_johansen(&spells, ways, *confidence).map_err(RunError::measure))
        .collect::<Result<_, _>>()?;
    let Some(first) = curves.first() else { return Ok(()) };
    if first.is_empty() {
        return Err(nobody());
    }
    for (i, step) in first.iter().enumerate() {
        for way in 0..ways {
            let limits: Vec<_> = levels
                .iter()
                .zip(&curves)
                .map(|(level, curve)| (*level, curve[i].intervals[way]))
                .collect();
            out.row()
                .set("time", step.time)
                .set("way", way + 1)
                .set("at_risk", step.at_risk)
                .set("value", step.incidence[way])
                .set("se", step.standard_errors[way])
                .limits_where_known(&limits);
        }
    }
    for (way, times) in without_limits(first, ways) {
        out.note(format!(
            "way {way} has no limits at {times} of {} times: nobody had left by it yet, or all had",
            first.len()
        ));
    }
    Ok(())
}

/// The ways, from 1, that have no limits at some times, and at how many.
fn without_limits(steps: &[IncidenceStep], ways: usize) -> Vec<(usize, usize)> {
    let times = |way: usize| steps.iter().filter(|step| step.intervals[way].is_none()).count();
    (0..ways).map(|way| (way + 1, times(way))).filter(|(_, times)| *times > 0).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::survival::kaplan_meier;

    fn subjects() -> impl Strategy<Value = Vec<Spell>> {
        let spell = (0..12_u8, 1..12_u8, 0..4_usize).prop_map(|(entry, time, exit)| {
            // A third come in late.
            let entry = if entry < 4 { f64::from(entry) } else { 0.0 };
            Spell { entry, end: entry + f64::from(time), exit }
        });
        prop::collection::vec(spell, 1..80)
    }

    proptest! {
        #[test]
        fn all_ways_and_those_still_in_add_up(spells in subjects()) {
            let steps = aalen_johansen(&spells, 3, Confidence::P95).unwrap();
            let still = kaplan_meier(&spells, Confidence::P95).unwrap();
            for (step, still) in steps.iter().zip(&still) {
                let gone: f64 = step.incidence.iter().sum();
                prop_assert!((gone + still.survival - 1.0).abs() < 1e-12);
            }
        }

        #[test]
        fn a_single_way_is_the_complement_of_kaplan_meier(spells in subjects()) {
            let one: Vec<_> = spells.iter().map(|s| Spell { exit: s.exit.min(1), ..*s }).collect();
            let steps = aalen_johansen(&one, 1, Confidence::P95).unwrap();
            let still = kaplan_meier(&one, Confidence::P95).unwrap();
            for (step, still) in steps.iter().zip(&still) {
                prop_assert!((step.incidence[0] + still.survival - 1.0).abs() < 1e-12);
                // Where anybody is left the variance is Greenwood's.
                if let Some(error) = still.standard_error {
                    prop_assert!((step.standard_errors[0] - error).abs() < 1e-9);
                }
                prop_assert_eq!(step.intervals[0].is_none(), still.interval.is_none());
            }
        }

        #[test]
        fn without_censoring_the_variance_is_binomial(
            exits in prop::collection::vec((0..9_u8, 1..4_usize), 2..60),
        ) {
            let spells: Vec<_> = exits
                .iter()
                .map(|&(time, exit)| Spell { entry: 0.0, end: f64::from(time), exit })
                .collect();
            let n = exits.len() as f64;
            for step in aalen_johansen(&spells, 3, Confidence::P95).unwrap() {
                for way in 0..3 {
                    let gone = exits
                        .iter()
                        .filter(|(time, exit)| f64::from(*time) <= step.time && *exit == way + 1)
                        .count() as f64;
                    prop_assert!((step.incidence[way] - gone / n).abs() < 1e-12);
                    let binomial = gone / n * (1.0 - gone / n) / n;
                    prop_assert!((step.standard_errors[way].powi(2) - binomial).abs() < 1e-10);
                    // At 0 and 1 the variance says nothing of what may be.
                    let ends = gone == 0.0 || gone == n;
                    prop_assert_eq!(step.intervals[way].is_none(), ends);
                }
            }
        }
    }

    #[test]
    fn an_exit_that_is_no_way_out_is_refused() {
        let bad = [Spell { entry: 0.0, end: 1.0, exit: 3 }];
        let error = aalen_johansen(&bad, 2, Confidence::P95).unwrap_err();
        assert_eq!(error, SurvivalError::Exit { index: 1, ways: 2 });
    }
}
