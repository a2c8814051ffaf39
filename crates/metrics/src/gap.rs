//! Gaps between a group and those it is held against.
//!
//! | you have                                    | you want             | use                        |
//! |---------------------------------------------|----------------------|----------------------------|
//! | counts of a group and of others, or of all  | the relative gap     | [`relative_gap`]           |
//! | the same                                    | the absolute gap     | [`absolute_gap`]           |
//! | a published relative gap with its counts    | its limits           | [`published_relative_gap`] |
//! | two gaps of periods that do not overlap     | whether they differ  | [`change_in_relative_gap`] |
//!
//! Gaps are positive when the group has the higher rate. A relative gap is a
//! fraction: 0.12 for 12%.

mod method;

pub(crate) use method::METHODS;

use firstyear_core::{Confidence, Counts, Estimate, Interval, MethodId, SampleFraction};

use crate::limits::deviate;
use crate::poisson::count_limits;
use crate::special::{beta, normal};

/// The method of [`relative_gap`].
pub const RELATIVE_GAP: MethodId = MethodId::new("relative-gap");
/// The method of [`absolute_gap`].
pub const ABSOLUTE_GAP: MethodId = MethodId::new("absolute-gap");
/// The method of [`published_relative_gap`].
pub const PUBLISHED_RELATIVE_GAP: MethodId = MethodId::new("published-relative-gap");

/// Below so many events in the group limits are exact.
const FEW: u64 = 10;

/// A group and those it is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapInput {
    /// Events and people at risk of the group.
    pub group: Counts,
    /// Events and people at risk of those it is held against.
    pub against: Counts,
    /// How the two relate.
    pub relation: Relation,
    /// The fraction sampled, where the group's share of those at risk is known
    /// from a sample only.
    pub sample: Option<SampleFraction>,
}

/// How a group relates to those it is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Two groups without a common member.
    Apart,
    /// The group is a part of those it is held against, so the two rates are
    /// not independent.
    PartOfWhole,
}

/// Why there is no gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GapError {
    /// A rate needs people at risk.
    #[error("nobody at risk in the group or in those it is held against")]
    NobodyAtRisk,
    /// A relative gap needs a comparator rate above 0.
    #[error(
        "no events in those the group is held against: the gap relative to them is not defined"
    )]
    NoEventsAgainst,
    /// The share of people is the share of events over the rate ratio: without
    /// events it is 0 over 0.
    #[error(
        "no events in the group: its share of people, and so the limits of a published gap, cannot be worked out"
    )]
    NoGroupEvents,
    /// A part cannot be larger than its whole.
    #[error("the group has more events or people than the whole that contains it")]
    PartExceedsWhole,
    /// A number is not finite, or a rate or gap is out of range.
    #[error("a rate must be above 0 and a relative gap above -1, both finite")]
    OutOfRange,
    /// Two gaps can be compared only when both have limits.
    #[error("a gap without limits, or with a limit of -100%, cannot be tested against another")]
    NoLimits,
}

/// The rate of a group minus that of those it is held against, over the
/// latter, with limits.
///
/// With 10 or more events in the group the limits are those of the logarithm
/// of the rate ratio R/A. Below, they are exact, given the total number of
/// events: of these, each falls into the group with a chance that depends on
/// the rate ratio alone.
///
/// The variance of ln(R/A), with s the group's share of events, w its share of
/// people and d its events:
///
/// | relation     | variance                        |
/// |--------------|---------------------------------|
/// | apart        | 1/d + 1/(events of the others)  |
/// | part of whole| (1 - s)/d                       |
///
/// A share of people known from a sample of n adds (1 - w)/(w n).
///
/// # Units
///
/// Counts in, a fraction out: 0.12 for a gap of 12%. Positive when the group
/// has the higher rate; -1 when it has no events.
///
/// # Errors
///
/// [`GapError`]: nobody at risk, no events to hold against, or a part larger
/// than its whole.
///
/// # Source
///
/// Delta method; exact limits as in Clopper and Pearson (1934) after
/// conditioning on the total, Przyborowski and Wilenski (1940), Biometrika
/// 31:313-323.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::{GapInput, Relation, relative_gap};
///
/// let input = GapInput {
///     group: Counts { events: 30, at_risk: 5_000 },
///     against: Counts { events: 80, at_risk: 20_000 },
///     relation: Relation::PartOfWhole,
///     sample: None,
/// };
/// let gap = relative_gap(&input, Confidence::P95)?;
/// assert_eq!(format!("{:.2}", gap.value), "0.50");
/// # Ok::<(), firstyear_metrics::GapError>(())
/// ```
pub fn relative_gap(input: &GapInput, confidence: Confidence) -> Result<Estimate, GapError> {
    input.check()?;
    if input.against.events == 0 {
        return Err(GapError::NoEventsAgainst);
    }
    let ratio = rate(input.group) / rate(input.against);
    let sampling = input.sampling_variance();
    let (lower, upper) = if input.group.events < FEW || input.others().events < FEW {
        widen(exact_ratio_limits(input, confidence), ratio, sampling, confidence)
    } else {
        let d = input.group.events as f64;
        let events = match input.relation {
            Relation::Apart => 1.0 / d + 1.0 / input.against.events as f64,
            Relation::PartOfWhole => (1.0 - d / input.against.events as f64) / d,
        };
        let margin = deviate(confidence) * (events + sampling).sqrt();
        (ratio * (-margin).exp(), ratio * margin.exp())
    };
    Ok(Estimate {
        value: ratio - 1.0,
        interval: Some(Interval { lower: lower - 1.0, upper: upper - 1.0, confidence }),
        method: RELATIVE_GAP,
        counts: Some(input.group),
    })
}

/// The rate of a group minus that of those it is held against, with limits.
///
/// The limits combine those of the two single rates (exact below 10 events,
/// Byar's from there on), so they hold for few events and for none. A group
/// and the whole that contains it are split first: their gap is the gap
/// between the group and the others, times the others' share of people.
///
/// # Units
///
/// Counts in, events per person out. Positive when the group has the higher
/// rate.
///
/// # Errors
///
/// [`GapError`]: nobody at risk, or a part larger than its whole.
///
/// # Source
///
/// Zou GY, Donner A (2008), Stat Med 27:1693-1702 (method of variance
/// estimates recovery).
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::{GapInput, Relation, absolute_gap};
///
/// let input = GapInput {
///     group: Counts { events: 0, at_risk: 500 },
///     against: Counts { events: 80, at_risk: 20_000 },
///     relation: Relation::Apart,
///     sample: None,
/// };
/// let gap = absolute_gap(&input, Confidence::P95)?;
/// assert!(gap.interval.unwrap().contains(0.0), "no events among 500 prove little");
/// # Ok::<(), firstyear_metrics::GapError>(())
/// ```
pub fn absolute_gap(input: &GapInput, confidence: Confidence) -> Result<Estimate, GapError> {
    input.check()?;
    let value = rate(input.group) - rate(input.against);
    let others = input.others();
    let (lower, upper) = if others.at_risk == 0 {
        // The group is the whole: there is no gap, and no doubt of it.
        (0.0, 0.0)
    } else {
        let share = others.at_risk as f64 / input.against.at_risk as f64;
        let sampling =
            deviate(confidence).powi(2) * input.sampling_variance() * rate(input.group).powi(2);
        let (mine, theirs) = (limits(input.group, confidence), limits(others, confidence));
        let (r, o) = (rate(input.group), rate(others));
        let below = share.powi(2) * ((r - mine.lower).powi(2) + (theirs.upper - o).powi(2));
        let above = share.powi(2) * ((mine.upper - r).powi(2) + (o - theirs.lower).powi(2));
        (value - (below + sampling).sqrt(), value + (above + sampling).sqrt())
    };
    Ok(Estimate {
        value,
        interval: Some(Interval { lower, upper, confidence }),
        method: ABSOLUTE_GAP,
        counts: Some(input.group),
    })
}

/// A relative gap as its publisher prints it, with the counts behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublishedGapInput {
    /// The gap as a fraction: 0.12 for 12%.
    pub relative_gap: f64,
    /// Events in the group.
    pub group_events: u64,
    /// Events in all, the group included.
    pub all_events: u64,
    /// Rate of all, per person: 0.0044 for 4.4 per 1,000.
    pub all_rate: f64,
    /// The fraction of births sampled to find the group's share of them.
    pub sample: Option<SampleFraction>,
}

/// Limits of a published relative gap, from its counts.
///
/// Publishers compute gaps from rates that they then round, so the gap itself
/// is taken as printed. With s the group's share of events, its share of
/// people is w = s/(1 + gap); the rate of all gives the number of people, and
/// the sample fraction the number sampled. With fewer than 10 events in the
/// group or in the others the limits are exact.
///
/// # Units
///
/// A fraction out: 0.12 for 12%. Positive when the group has the higher rate.
///
/// # Errors
///
/// [`GapError`]: no events in the group, a part larger than its whole, or a
/// rate or gap out of range.
///
/// # Source
///
/// As [`relative_gap`], part of whole.
///
/// # Example
///
/// Routine and manual occupations against all in England and Wales, 2007 to
/// 2009: 12%, with 3,650 of 8,698 deaths, 4.4 per 1,000, and births by
/// occupation from a 10% sample:
///
/// ```
/// use firstyear_core::{Confidence, SampleFraction};
/// use firstyear_metrics::{PublishedGapInput, published_relative_gap};
///
/// let input = PublishedGapInput {
///     relative_gap: 0.12,
///     group_events: 3_650,
///     all_events: 8_698,
///     all_rate: 0.0044,
///     sample: Some(SampleFraction::new(0.1)?),
/// };
/// let limits = published_relative_gap(&input, Confidence::P95)?.interval.unwrap();
/// assert_eq!(format!("{:.3} {:.3}", limits.lower, limits.upper), "0.092 0.149");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn published_relative_gap(
    input: &PublishedGapInput,
    confidence: Confidence,
) -> Result<Estimate, GapError> {
    if input.group_events == 0 {
        return Err(GapError::NoGroupEvents);
    }
    let ratio = 1.0 + input.relative_gap;
    let in_range = |x: f64| x.is_finite() && x > 0.0;
    if !in_range(ratio) || !in_range(input.all_rate) {
        return Err(GapError::OutOfRange);
    }
    if input.group_events > input.all_events {
        return Err(GapError::PartExceedsWhole);
    }
    let (d, all) = (input.group_events as f64, input.all_events as f64);
    let share_of_events = d / all;
    let share_of_people = share_of_events / ratio;
    if share_of_people >= 1.0 {
        return Err(GapError::PartExceedsWhole);
    }
    let sampling = input.sample.map_or(0.0, |fraction| {
        let sampled = all / input.all_rate * fraction.get();
        (1.0 - share_of_people) / (share_of_people * sampled)
    });
    let others = input.all_events - input.group_events;
    let (lower, upper) = if input.group_events < FEW || others < FEW {
        let (low, high) = exact_share_limits(input.group_events, others, confidence);
        let limits = (low / share_of_people, high / share_of_people);
        widen(limits, ratio, sampling, confidence)
    } else {
        let variance = (1.0 - share_of_events) / d + sampling;
        let margin = deviate(confidence) * variance.sqrt();
        (ratio * (-margin).exp(), ratio * margin.exp())
    };
    Ok(Estimate {
        value: input.relative_gap,
        interval: Some(Interval { lower: lower - 1.0, upper: upper - 1.0, confidence }),
        method: PUBLISHED_RELATIVE_GAP,
        counts: None,
    })
}

/// A change between two relative gaps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapChange {
    /// (1 + later gap) over (1 + earlier gap): above 1 when the gap widened.
    pub ratio: f64,
    /// Two-sided probability of so large a change if there were none.
    pub p: f64,
}

/// Whether two relative gaps differ, for periods that do not overlap.
///
/// # Units
///
/// Gaps as fractions. The limits of both give their variances on the
/// logarithmic scale, so both must have been made by this module.
///
/// # Errors
///
/// [`GapError::NoLimits`] when one has no limits or a limit of -1.
///
/// # Source
///
/// Altman DG, Bland JM (2003), BMJ 326:219 (interaction on the log scale).
pub fn change_in_relative_gap(earlier: &Estimate, later: &Estimate) -> Result<GapChange, GapError> {
    let on_log_scale = |gap: &Estimate| {
        let interval = gap.interval.ok_or(GapError::NoLimits)?;
        if interval.lower <= -1.0 || gap.value <= -1.0 {
            return Err(GapError::NoLimits);
        }
        let width = interval.upper.ln_1p() - interval.lower.ln_1p();
        let se = width / (2.0 * deviate(interval.confidence));
        Ok((gap.value.ln_1p(), se))
    };
    let ((before, se_before), (after, se_after)) = (on_log_scale(earlier)?, on_log_scale(later)?);
    let z = (after - before) / se_before.hypot(se_after);
    let p = if z.is_nan() { 1.0 } else { 2.0 * normal::probability(-z.abs()) };
    Ok(GapChange { ratio: (after - before).exp(), p })
}

impl GapInput {
    fn check(&self) -> Result<(), GapError> {
        if self.group.at_risk == 0 || self.against.at_risk == 0 {
            return Err(GapError::NobodyAtRisk);
        }
        let larger =
            self.group.events > self.against.events || self.group.at_risk > self.against.at_risk;
        if self.relation == Relation::PartOfWhole && larger {
            return Err(GapError::PartExceedsWhole);
        }
        Ok(())
    }

    /// Those it is held against, without the group.
    fn others(&self) -> Counts {
        match self.relation {
            Relation::Apart => self.against,
            Relation::PartOfWhole => Counts {
                events: self.against.events - self.group.events,
                at_risk: self.against.at_risk - self.group.at_risk,
            },
        }
    }

    /// (1 - w)/(w n): the variance of ln w, the group's share of those at
    /// risk, when it is known from a sample of n.
    fn sampling_variance(&self) -> f64 {
        self.sample.map_or(0.0, |fraction| {
            let whole = match self.relation {
                Relation::PartOfWhole => self.against.at_risk,
                Relation::Apart => self.group.at_risk + self.against.at_risk,
            } as f64;
            let w = self.group.at_risk as f64 / whole;
            (1.0 - w) / (w * whole * fraction.get())
        })
    }
}

fn rate(counts: Counts) -> f64 {
    counts.events as f64 / counts.at_risk as f64
}

fn limits(counts: Counts, confidence: Confidence) -> Interval {
    count_limits(counts.events, confidence).scaled(1.0 / counts.at_risk as f64)
}

/// Limits of the rate ratio, given the total number of events.
fn exact_ratio_limits(input: &GapInput, confidence: Confidence) -> (f64, f64) {
    let (low, high) = exact_share_limits(input.group.events, input.others().events, confidence);
    let people = input.group.at_risk as f64;
    match input.relation {
        // The share of events over the share of people.
        Relation::PartOfWhole => {
            let w = people / input.against.at_risk as f64;
            (low / w, high / w)
        }
        // Odds of the share of events over odds of the share of people.
        Relation::Apart => {
            let odds = people / input.against.at_risk as f64;
            (low / (1.0 - low) / odds, high / (1.0 - high) / odds)
        }
    }
}

/// Limits of the group's share of all events.
fn exact_share_limits(events: u64, others: u64, confidence: Confidence) -> (f64, f64) {
    let (d, others) = (events as f64, others as f64);
    let lower = |x: f64, rest: f64| {
        if x == 0.0 { 0.0 } else { beta::quantile(confidence.tail(), x, rest + 1.0) }
    };
    (lower(d, others), 1.0 - lower(others, d))
}

/// Adds the variance of sampling to limits that are not symmetric.
fn widen(
    (lower, upper): (f64, f64),
    ratio: f64,
    sampling: f64,
    confidence: Confidence,
) -> (f64, f64) {
    if sampling == 0.0 {
        return (lower, upper);
    }
    let extra = deviate(confidence) * sampling.sqrt();
    if ratio == 0.0 {
        return (lower, upper * extra.exp());
    }
    let side = |limit: f64| (limit / ratio).ln().hypot(extra);
    (if lower == 0.0 { 0.0 } else { ratio * (-side(lower)).exp() }, ratio * side(upper).exp())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn input(group: (u64, u64), against: (u64, u64), relation: Relation) -> GapInput {
        GapInput {
            group: Counts { events: group.0, at_risk: group.1 },
            against: Counts { events: against.0, at_risk: against.1 },
            relation,
            sample: None,
        }
    }

    #[test]
    fn limits_of_the_gap_of_2007_to_2009() {
        // Department of Health, December 2010: 12%, 3,650 of 8,698 deaths, 4.4
        // per 1,000, births by occupation from a 10% sample; limits by the
        // variance of the logarithm, worked by hand: ln 1.12 ± 1.96 × 0.0129.
        let input = PublishedGapInput {
            relative_gap: 0.12,
            group_events: 3_650,
            all_events: 8_698,
            all_rate: 0.0044,
            sample: SampleFraction::new(0.1).ok(),
        };
        let limits = published_relative_gap(&input, Confidence::P95).unwrap().interval.unwrap();
        assert!((limits.lower - 0.092).abs() < 5e-4 && (limits.upper - 0.149).abs() < 5e-4);
        assert!(limits.contains(0.13), "the 13% of 1997 to 1999 cannot be told apart");
    }

    #[test]
    fn limits_of_a_published_gap_are_exact_over_few_events() {
        // 3 of 60 events, 1 of 28 people: a ratio of 1.4. The limits of 3 of
        // 60 are those of Clopper and Pearson, 0.0104323 and 0.1392432, made
        // with scipy.stats.beta 3, 58 and 4, 57.
        let few = PublishedGapInput {
            relative_gap: 0.4,
            group_events: 3,
            all_events: 60,
            all_rate: 60.0 / 280_000.0,
            sample: None,
        };
        let limits = published_relative_gap(&few, Confidence::P95).unwrap().interval.unwrap();
        assert!((limits.lower - (0.010_432_330 * 28.0 - 1.0)).abs() < 1e-6, "{limits:?}");
        assert!((limits.upper - (0.139_243_247 * 28.0 - 1.0)).abs() < 1e-6, "{limits:?}");
        let counts = input((3, 10_000), (60, 280_000), Relation::PartOfWhole);
        let same = relative_gap(&counts, Confidence::P95).unwrap().interval.unwrap();
        assert!((limits.lower - same.lower).abs() < 1e-12);
        assert!((limits.upper - same.upper).abs() < 1e-12);
        let sampled = PublishedGapInput { sample: SampleFraction::new(0.1).ok(), ..few };
        let wider = published_relative_gap(&sampled, Confidence::P95).unwrap().interval.unwrap();
        assert!(wider.lower < limits.lower && limits.upper < wider.upper);
    }

    #[test]
    fn a_published_gap_of_no_events_has_no_limits_for_a_reason_of_its_own() {
        for relative_gap in [-1.0, -0.9] {
            let none = PublishedGapInput {
                relative_gap,
                group_events: 0,
                all_events: 60,
                all_rate: 0.0044,
                sample: None,
            };
            let error = published_relative_gap(&none, Confidence::P95);
            assert_eq!(error, Err(GapError::NoGroupEvents));
        }
    }

    #[test]
    fn what_makes_no_gap_is_refused() {
        use Relation::{Apart, PartOfWhole};
        let cases = [
            (input((1, 0), (2, 10), Apart), GapError::NobodyAtRisk),
            (input((1, 10), (0, 10), Apart), GapError::NoEventsAgainst),
            (input((3, 10), (2, 20), PartOfWhole), GapError::PartExceedsWhole),
            (input((1, 30), (2, 20), PartOfWhole), GapError::PartExceedsWhole),
        ];
        for (input, error) in cases {
            assert_eq!(relative_gap(&input, Confidence::P95), Err(error));
        }
        let none = PublishedGapInput {
            relative_gap: f64::NAN,
            group_events: 1,
            all_events: 2,
            all_rate: 0.1,
            sample: None,
        };
        assert_eq!(published_relative_gap(&none, Confidence::P95), Err(GapError::OutOfRange));
    }

    #[test]
    fn two_gaps_differ_only_beyond_chance() {
        let gap = |events| {
            let input = input((events, 100_000), (1_000, 200_000), Relation::PartOfWhole);
            relative_gap(&input, Confidence::P95).unwrap()
        };
        assert!(change_in_relative_gap(&gap(600), &gap(610)).unwrap().p > 0.05);
        let wider = change_in_relative_gap(&gap(550), &gap(750)).unwrap();
        assert!(wider.p < 0.001 && wider.ratio > 1.0);
        let same = change_in_relative_gap(&gap(600), &gap(600)).unwrap();
        assert!((same.p - 1.0).abs() < 1e-12 && (same.ratio - 1.0).abs() < 1e-12);
        let none = Estimate { interval: None, ..gap(600) };
        assert_eq!(change_in_relative_gap(&none, &gap(600)), Err(GapError::NoLimits));
    }

    proptest! {
        #[test]
        fn limits_hold_the_gap_and_none_is_a_number_gone_astray(
            d in 0..400_u64, others in 1..400_u64, n in 1_000..50_000_u64, m in 1_000..50_000_u64,
        ) {
            for relation in [Relation::Apart, Relation::PartOfWhole] {
                let against = match relation {
                    Relation::Apart => (others, m),
                    Relation::PartOfWhole => (d + others, n + m),
                };
                let input = input((d, n), against, relation);
                for gap in [
                    relative_gap(&input, Confidence::P95)?,
                    absolute_gap(&input, Confidence::P95)?,
                ] {
                    let limits = gap.interval.unwrap();
                    prop_assert!(limits.lower.is_finite() && limits.upper.is_finite());
                    prop_assert!(limits.lower <= gap.value && gap.value <= limits.upper);
                }
            }
        }

        #[test]
        fn equal_rates_make_no_gap(d in 1..400_u64, n in 1_000..50_000_u64, times in 2..9_u64) {
            let input = input((d, n), (d * times, n * times), Relation::PartOfWhole);
            let gap = relative_gap(&input, Confidence::P95)?;
            prop_assert!(gap.value.abs() < 1e-12);
            prop_assert!(gap.interval.unwrap().contains(0.0));
            prop_assert!(absolute_gap(&input, Confidence::P95)?.value.abs() < 1e-15);
        }

        #[test]
        fn a_sampled_denominator_widens_the_limits(d in 0..400_u64, n in 1_000..50_000_u64) {
            let complete = input((d, n), (d + 100, 3 * n), Relation::PartOfWhole);
            let sampled = GapInput { sample: SampleFraction::new(0.1).ok(), ..complete };
            for gap in [relative_gap, absolute_gap] {
                let width = |input| {
                    let limits = gap(input, Confidence::P95).unwrap().interval.unwrap();
                    limits.upper - limits.lower
                };
                prop_assert!(width(&sampled) >= width(&complete));
            }
        }
    }
}
