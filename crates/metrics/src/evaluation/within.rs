//! Difference in differences within areas: each area is held against itself.

use firstyear_core::{Confidence, Counts, Estimate, Interval, MethodId};

use super::difference::marks;
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError, VALUE};
use crate::special::{normal, student_t_p, student_t_quantile};

/// The method of [`WithinAreas::ratio`].
pub const DID_WITHIN: MethodId = MethodId::new("difference-in-differences-within-areas");
/// The method of [`WithinAreas::absolute`].
pub const DID_WITHIN_ABSOLUTE: MethodId =
    MethodId::new("difference-in-differences-within-areas-absolute");

/// An area before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DidArea {
    /// Whether something was done in this area.
    pub treated: bool,
    /// Events and people at risk before.
    pub before: Counts,
    /// Events and people at risk after.
    pub after: Counts,
}

/// What chance does to the events of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DidKind {
    /// Events of a rate: a Poisson count.
    Rate,
    /// Members of those at risk, such as mothers who smoke: a binomial count,
    /// which chance moves less the closer the proportion is to 1.
    Proportion,
}

/// What changed within the areas where something was done, beyond what changed
/// within the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WithinAreas {
    /// The relative change where something was done, and elsewhere: fractions,
    /// -0.1 for a tenth lower. `None` where an arm has no events before, or
    /// none after.
    pub arms: [Option<Estimate>; 2],
    /// The absolute change where something was done, and elsewhere, in events
    /// per person. `None` where an arm has no events at all, as chance cannot
    /// be told.
    pub absolute_arms: [Option<Estimate>; 2],
    /// The relative change beyond that of the others, a fraction: -0.2 when
    /// the rate fell by a fifth more.
    pub ratio: Option<Estimate>,
    /// Two-sided probability of so large a relative change by chance.
    pub p: Option<f64>,
    /// The absolute change beyond that of the others, in events per person.
    pub absolute: Option<Estimate>,
    /// The factor by which scatter of the areas' changes widens the variance
    /// of relative changes: 1 for chance alone.
    pub dispersion: f64,
    /// The same of absolute changes.
    pub absolute_dispersion: f64,
}

/// Why there is no difference in differences within areas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WithinError {
    /// One arm has no area.
    #[error("no area {0}")]
    NoArea(&'static str),
    /// An area is not seen at both times.
    #[error("area {index} (counted from 1) has nobody at risk before or after: leave it out")]
    NobodyAtRisk {
        /// The first such area.
        index: usize,
    },
    /// More have the event than there are.
    #[error("area {index} (counted from 1) has more events than people, which no proportion has")]
    MoreThanAll {
        /// The first such area.
        index: usize,
    },
}

/// The change of a rate within the areas where something was done, beyond its
/// change within the others.
///
/// Each area is held against itself, so that lasting differences between areas
/// play no part, nor do areas that grow. Limits are those of chance or those of
/// the scatter of the areas' changes round that of their arm, with Student's t,
/// whichever are wider; with one area in either arm scatter cannot be seen.
///
/// # Units
///
/// Areas in any order, each with its counts before and after. Fractions and
/// events per person out; negative when the rate fell more, or rose less, where
/// something was done. Counts of an estimate are those after, where something
/// was done.
///
/// # Errors
///
/// [`WithinError`]: an arm without areas, an area without people at one of the
/// two times, more events than people of a proportion.
///
/// # Source
///
/// Relative: Poisson regression with a fixed effect for each area, by its
/// conditional likelihood, Hausman J, Hall BH, Griliches Z (1984), Econometrica
/// 52:909-938; for a proportion the variance of the hypergeometric
/// distribution. Absolute: differences of Mantel and Haenszel, Greenland S,
/// Robins JM (1985), Biometrics 41:55-68. Both with Pearson's dispersion.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::evaluation::{DidArea, DidKind, difference_in_differences_within};
///
/// let area = |treated, before, after| DidArea {
///     treated,
///     before: Counts { events: before, at_risk: 20_000 },
///     after: Counts { events: after, at_risk: 20_000 },
/// };
/// let areas = [area(true, 150, 108), area(true, 80, 58), area(false, 100, 91),
///     area(false, 60, 53)];
/// let found = difference_in_differences_within(&areas, DidKind::Rate, Confidence::P95)?;
/// assert_eq!(format!("{:.2}", found.ratio.unwrap().value), "-0.20");
/// assert_eq!(found.dispersion, 1.0);
/// # Ok::<(), firstyear_metrics::evaluation::WithinError>(())
/// ```
pub fn difference_in_differences_within(
    areas: &[DidArea],
    kind: DidKind,
    confidence: Confidence,
) -> Result<WithinAreas, WithinError> {
    check(areas, kind)?;
    let arms = [true, false].map(|treated| Arm {
        areas: areas.iter().filter(|area| area.treated == treated).collect(),
        kind,
    });
    let [relative, absolute] = [Arm::relative, Arm::absolute].map(|change| {
        let changes = [change(&arms[0]), change(&arms[1])];
        Changes::of(changes, confidence)
    });
    let [counts, _] = arms.map(|arm| arm.after());
    let as_fraction = |(log, limits): (f64, Interval), method| Estimate {
        value: log.exp_m1(),
        interval: Some(Interval {
            lower: limits.lower.exp_m1(),
            upper: limits.upper.exp_m1(),
            confidence,
        }),
        method,
        counts: Some(counts),
    };
    let as_it_is = |(value, limits): (f64, Interval), method| Estimate {
        value,
        interval: Some(limits),
        method,
        counts: Some(counts),
    };
    Ok(WithinAreas {
        arms: relative.arms.map(|arm| arm.map(|found| as_fraction(found, DID_WITHIN))),
        absolute_arms: absolute
            .arms
            .map(|arm| arm.map(|found| as_it_is(found, DID_WITHIN_ABSOLUTE))),
        ratio: relative.beyond.map(|(found, _)| as_fraction(found, DID_WITHIN)),
        p: relative.beyond.map(|(_, p)| p),
        absolute: absolute.beyond.map(|(found, _)| as_it_is(found, DID_WITHIN_ABSOLUTE)),
        dispersion: relative.dispersion,
        absolute_dispersion: absolute.dispersion,
    })
}

fn check(areas: &[DidArea], kind: DidKind) -> Result<(), WithinError> {
    for (treated, arm) in [(true, "where something was done"), (false, "where nothing was done")] {
        if !areas.iter().any(|area| area.treated == treated) {
            return Err(WithinError::NoArea(arm));
        }
    }
    let first = |is: &dyn Fn(&Counts) -> bool| {
        areas.iter().position(|area| is(&area.before) || is(&area.after)).map(|at| at + 1)
    };
    if let Some(index) = first(&|counts| counts.at_risk == 0) {
        return Err(WithinError::NobodyAtRisk { index });
    }
    match first(&|counts| kind == DidKind::Proportion && counts.events > counts.at_risk) {
        Some(index) => Err(WithinError::MoreThanAll { index }),
        None => Ok(()),
    }
}

/// A change of one arm: its value, the variance that chance gives it, and the
/// scatter of the areas round it.
#[derive(Clone, Copy)]
struct Change {
    value: f64,
    variance: f64,
    pearson: f64,
    /// Areas that say something of it.
    areas: usize,
}

/// The areas of one arm.
struct Arm<'a> {
    areas: Vec<&'a DidArea>,
    kind: DidKind,
}

impl Arm<'_> {
    fn after(&self) -> Counts {
        self.areas.iter().fold(Counts { events: 0, at_risk: 0 }, |sum, area| Counts {
            events: sum.events + area.after.events,
            at_risk: sum.at_risk + area.after.at_risk,
        })
    }

    /// By how much chance moves the count of an area of this rate less than a
    /// Poisson count.
    fn narrower(&self, area: &DidArea) -> f64 {
        match self.kind {
            DidKind::Rate => 1.0,
            DidKind::Proportion => 1.0 - mean(area),
        }
    }

    /// The logarithm of the common ratio of the rates after and before.
    fn relative(&self) -> Option<Change> {
        let log = self.log_ratio()?;
        let (mut information, mut chance, mut pearson, mut areas) = (0.0, 0.0, 0.0, 0);
        for area in self.areas.iter().filter(|area| events(area) > 0.0) {
            let share = share_after(area, log);
            let binomial = events(area) * share * (1.0 - share);
            let variance = binomial * self.narrower(area);
            information += binomial;
            chance += variance;
            // Of an area in which all have it both times chance moves nothing.
            if variance > 0.0 {
                let miss = area.after.events as f64 - events(area) * share;
                pearson += miss * miss / variance;
                areas += 1;
            }
        }
        let variance = chance / (information * information);
        (variance > 0.0).then_some(Change { value: log, variance, pearson, areas })
    }

    /// The root of the conditional score by Newton's steps; `None` where an arm
    /// has no events at one of the two times, and the ratio no value.
    fn log_ratio(&self) -> Option<f64> {
        let after: f64 = self.areas.iter().map(|area| area.after.events as f64).sum();
        let all: f64 = self.areas.iter().map(|area| events(area)).sum();
        if after == 0.0 || after == all {
            return None;
        }
        let pooled = |of: fn(&DidArea) -> Counts| {
            let people: f64 = self.areas.iter().map(|area| of(area).at_risk as f64).sum();
            people.ln()
        };
        // The pooled ratio is close, and exact where all areas grew alike.
        let mut log = after.ln() - (all - after).ln() - pooled(|area| area.after)
            + pooled(|area| area.before);
        for _ in 0..100 {
            let (mut miss, mut slope) = (after, 0.0);
            for area in &self.areas {
                let share = share_after(area, log);
                miss -= events(area) * share;
                slope += events(area) * share * (1.0 - share);
            }
            let step = (miss / slope).clamp(-1.0, 1.0);
            log += step;
            if step.abs() < 1e-13 {
                break;
            }
        }
        log.is_finite().then_some(log)
    }

    /// The common difference of the rates after and before, each area weighing
    /// as much as it is known.
    fn absolute(&self) -> Option<Change> {
        let (mut weights, mut sum, mut chance) = (0.0, 0.0, 0.0);
        for area in &self.areas {
            let weight = weight(area);
            weights += weight;
            sum += weight * difference(area);
            chance += weight * mean(area) * self.narrower(area);
        }
        let value = sum / weights;
        let (mut pearson, mut areas) = (0.0, 0);
        for area in &self.areas {
            let variance = mean(area) * self.narrower(area) / weight(area);
            if variance > 0.0 {
                pearson += (difference(area) - value).powi(2) / variance;
                areas += 1;
            }
        }
        let variance = chance / (weights * weights);
        (variance > 0.0).then_some(Change { value, variance, pearson, areas })
    }
}

fn events(area: &DidArea) -> f64 {
    area.before.events as f64 + area.after.events as f64
}

/// The rate of both times together.
fn mean(area: &DidArea) -> f64 {
    events(area) / (area.before.at_risk as f64 + area.after.at_risk as f64)
}

fn difference(area: &DidArea) -> f64 {
    let rate = |counts: Counts| counts.events as f64 / counts.at_risk as f64;
    rate(area.after) - rate(area.before)
}

/// The weight of Mantel and Haenszel: one over the variance of the difference
/// at a rate of 1.
fn weight(area: &DidArea) -> f64 {
    let (before, after) = (area.before.at_risk as f64, area.after.at_risk as f64);
    before * after / (before + after)
}

/// The share of an area's events that fall after, at this ratio.
fn share_after(area: &DidArea, log: f64) -> f64 {
    let odds = log.exp() * area.after.at_risk as f64 / area.before.at_risk as f64;
    odds / (1.0 + odds)
}

/// Value and limits.
type Limited = (f64, Interval);

/// The changes of both arms, and that of the first beyond that of the second.
struct Changes {
    arms: [Option<Limited>; 2],
    beyond: Option<(Limited, f64)>,
    dispersion: f64,
}

impl Changes {
    fn of(changes: [Option<Change>; 2], confidence: Confidence) -> Self {
        let known = || changes.iter().flatten();
        let df = known().map(|change| change.areas).sum::<usize>().saturating_sub(known().count());
        let pearson: f64 = known().map(|change| change.pearson).sum();
        let chance = normal::quantile(1.0 - confidence.tail());
        // Of a scatter below that of chance Student's t would ask too much: the
        // limits are those of chance or those of scatter, whichever are wider.
        let scatter = if df == 0 { 0.0 } else { pearson / df as f64 };
        let reach = match df {
            0 => chance,
            df => {
                let t = student_t_quantile(1.0 - confidence.tail(), df as f64);
                chance.max(t * scatter.sqrt())
            }
        };
        let limited = |value: f64, variance: f64| {
            let reach = reach * variance.sqrt();
            (value, Interval { lower: value - reach, upper: value + reach, confidence })
        };
        let [first, second] = changes;
        let beyond = first.zip(second).map(|(first, second)| {
            let (value, variance) = (first.value - second.value, first.variance + second.variance);
            let deviate = value / variance.sqrt();
            let by_chance = 2.0 * normal::probability(-deviate.abs());
            let by_scatter = match df {
                0 => by_chance,
                df => student_t_p(deviate / scatter.sqrt(), df as f64),
            };
            (limited(value, variance), by_chance.max(by_scatter))
        });
        Self {
            arms: changes.map(|change| change.map(|of| limited(of.value, of.variance))),
            beyond,
            dispersion: scatter.max(1.0),
        }
    }
}

pub(super) const RATIO: Method = Method {
    id: DID_WITHIN,
    name: "Difference in differences within areas, relative",
    family: "evaluation",
    unit: "fraction",
    ordered: false,
    reading: "negative when the rate fell more where something was done: -0.2 is a fifth more",
    source: "Poisson regression with fixed effects of areas: Hausman, Hall and Griliches (1984), Econometrica 52:909",
    explanation: "The change of a rate within the areas where something was done over its change within the others. Each area is held against itself: lasting differences between them play no part. It shows the effect only if both would have changed alike without it. Limits are those of chance or those of the scatter of the areas' changes, whichever are wider; with one area in either arm it cannot be seen. Not defined where an arm has no events before or none after.",
    call: Call {
        key: &["case"],
        inputs: &[
            Field::new("treated", "1 in areas where something was done, 0 elsewhere"),
            Field::new("x_before", "events before, a count"),
            Field::new("n_before", "people at risk before, a count above 0"),
            Field::new("x_after", "events after, a count"),
            Field::new("n_after", "people at risk after, a count above 0"),
        ],
        arguments: &[KIND, Argument::MULTIPLIER, Argument::CONFIDENCE],
        outputs: &[
            VALUE,
            Field::new("p_value", "two-sided probability of so large a change by chance"),
            Field::new("dispersion", "factor by which scatter widens the variance"),
        ],
        vectors: &[],
        run: |group, out| run(group, out, true),
    },
};

pub(super) const ABSOLUTE: Method = Method {
    id: DID_WITHIN_ABSOLUTE,
    name: "Difference in differences within areas, absolute",
    unit: "events per person",
    reading: "negative when the rate fell more where something was done",
    source: "differences of Mantel and Haenszel: Greenland and Robins (1985), Biometrics 41:55",
    explanation: "The change of a rate within the areas where something was done minus its change within the others, each area weighing as much as it is known. It shows the effect only if both would have changed by the same number without it, which is another assumption than that of the relative one.",
    call: Call {
        outputs: &[VALUE, Field::new("dispersion", "factor by which scatter widens the variance")],
        run: |group, out| run(group, out, false),
        ..RATIO.call
    },
    ..RATIO
};

const KIND: Argument = Argument::new(
    "kind",
    "rate",
    "`rate` for events of a rate, `proportion` where events are members of those at risk",
);

fn run(group: &Group<'_>, out: &mut Output, relative: bool) -> Result<(), RunError> {
    let kind =
        group.choice("kind", &[("rate", DidKind::Rate), ("proportion", DidKind::Proportion)])?;
    let treated = marks(group, "treated")?;
    let counts = |events, at_risk| -> Result<Vec<Counts>, RunError> {
        let (events, at_risk) = (group.counts(events)?, group.counts(at_risk)?);
        let both = events.into_iter().zip(at_risk);
        Ok(both.map(|(events, at_risk)| Counts { events, at_risk }).collect())
    };
    let (before, after) = (counts("x_before", "n_before")?, counts("x_after", "n_after")?);
    let areas: Vec<DidArea> = treated
        .into_iter()
        .zip(before.into_iter().zip(after))
        .map(|(treated, (before, after))| DidArea { treated, before, after })
        .collect();
    let multiplier = group.multiplier()?;
    let found = group
        .confidences()?
        .into_iter()
        .map(|confidence| difference_in_differences_within(&areas, kind, confidence))
        .collect::<Result<Vec<_>, _>>()
        .map_err(RunError::measure)?;
    let estimate = |did: &WithinAreas| {
        let none = "an arm has no events before or none after";
        let chosen = if relative { did.ratio } else { did.absolute };
        chosen.map(|e| e.scaled(multiplier)).ok_or_else(|| RunError::Measure(none.to_owned()))
    };
    let estimates = found.iter().map(estimate).collect::<Result<Vec<_>, _>>()?;
    let mut row = out.row();
    row.estimates(&estimates);
    if let Some(did) = found.first() {
        if relative {
            row.set("p_value", did.p);
            row.set("dispersion", did.dispersion);
        } else {
            row.set("dispersion", did.absolute_dispersion);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::random::Counter;

    fn area(treated: bool, before: (u64, u64), after: (u64, u64)) -> DidArea {
        let counts = |(events, at_risk)| Counts { events, at_risk };
        DidArea { treated, before: counts(before), after: counts(after) }
    }

    fn six() -> [DidArea; 6] {
        [
            area(true, (40, 9_000), (31, 9_500)),
            area(true, (75, 12_000), (52, 11_000)),
            area(true, (18, 4_000), (17, 4_600)),
            area(false, (60, 15_000), (58, 15_500)),
            area(false, (33, 8_000), (27, 7_000)),
            area(false, (90, 20_000), (88, 23_000)),
        ]
    }

    fn se(estimate: Estimate, of: fn(f64) -> f64) -> f64 {
        let limits = estimate.interval.unwrap();
        (of(limits.upper) - of(limits.lower)) / (2.0 * normal::quantile(0.975))
    }

    #[test]
    fn it_is_poisson_regression_with_a_term_for_each_area() {
        // All eight coefficients fitted by iterated weighted least squares in
        // NumPy, from the same counts; the scatter of 0.28 on 4 degrees of
        // freedom is less than chance, and widens nothing.
        let found =
            difference_in_differences_within(&six(), DidKind::Rate, Confidence::P95).unwrap();
        let ratio = found.ratio.unwrap();
        assert!((ratio.value - (-0.161_099_777_309_448_2_f64).exp_m1()).abs() < 1e-12);
        assert!((se(ratio, f64::ln_1p) - 0.169_778_526_173_559_8).abs() < 1e-9);
        let others = found.arms[1].unwrap();
        assert!((others.value - (-0.114_651_863_965_137_7_f64).exp_m1()).abs() < 1e-12);
        assert!((se(others, f64::ln_1p) - 0.106_169_922_456_239_9).abs() < 1e-9);
        assert_eq!(found.dispersion, 1.0);
    }

    #[test]
    fn the_absolute_one_weighs_areas_by_what_is_known_of_them() {
        // Weights, differences and variances by hand in NumPy.
        for (kind, errors) in [
            (DidKind::Rate, [0.000_609_953_472_085_5, 0.000_427_067_774_804_5]),
            (DidKind::Proportion, [0.000_608_490_727_953_7, 0.000_426_207_208_685_4]),
        ] {
            let found = difference_in_differences_within(&six(), kind, Confidence::P95).unwrap();
            let [visited, others] = found.absolute_arms.map(Option::unwrap);
            assert!((visited.value + 0.001_273_532_375_940_868).abs() < 1e-15);
            assert!((others.value + 0.000_461_437_134_167_634).abs() < 1e-15);
            assert!((se(visited, |x| x) - errors[0]).abs() < 1e-12);
            assert!((se(others, |x| x) - errors[1]).abs() < 1e-12);
            let beyond = found.absolute.unwrap();
            assert!((beyond.value - (visited.value - others.value)).abs() < 1e-15);
            assert!((se(beyond, |x| x) - errors[0].hypot(errors[1])).abs() < 1e-12);
        }
    }

    #[test]
    fn lasting_differences_between_areas_are_no_scatter() {
        // Rates of 1 to 1,000, one change: the pooled form would call it scatter.
        let areas = [
            area(true, (1_000, 10_000), (800, 10_000)),
            area(true, (10, 10_000), (8, 10_000)),
            area(false, (500, 10_000), (500, 10_000)),
            area(false, (5, 10_000), (5, 10_000)),
        ];
        let found =
            difference_in_differences_within(&areas, DidKind::Rate, Confidence::P95).unwrap();
        assert!((found.ratio.unwrap().value + 0.2).abs() < 1e-12);
        assert_eq!(found.dispersion, 1.0);
        let rows: Vec<_> = areas
            .iter()
            .flat_map(|area| {
                [(false, area.before), (true, area.after)].map(|(after, counts)| {
                    crate::evaluation::DidRow { treated: area.treated, after, counts }
                })
            })
            .collect();
        let pooled = crate::evaluation::difference_in_differences(&rows, Confidence::P95).unwrap();
        assert!(pooled.dispersion > 100.0);
    }

    #[test]
    fn scatter_beyond_chance_widens_the_limits() {
        // Pearson's sum over its degrees of freedom, with Student's t on two.
        let areas = [
            area(true, (500, 10_000), (300, 10_000)),
            area(true, (500, 10_000), (500, 10_000)),
            area(false, (500, 10_000), (600, 10_000)),
            area(false, (500, 10_000), (400, 10_000)),
        ];
        let found =
            difference_in_differences_within(&areas, DidKind::Rate, Confidence::P95).unwrap();
        // Shares after: 800 of 1,800 and 1,000 of 2,000.
        let miss = |after: f64, all: f64, share: f64| {
            (after - all * share).powi(2) / (all * share * (1.0 - share))
        };
        let pearson = miss(300.0, 800.0, 4.0 / 9.0)
            + miss(500.0, 1_000.0, 4.0 / 9.0)
            + miss(600.0, 1_100.0, 0.5)
            + miss(400.0, 900.0, 0.5);
        assert!((found.dispersion - pearson / 2.0).abs() < 1e-9);
        let ratio = found.ratio.unwrap();
        let variance = 1.0 / (1_800.0 * 20.0 / 81.0) + 1.0 / (2_000.0 * 0.25);
        let reach = student_t_quantile(0.975, 2.0) * (found.dispersion * variance).sqrt();
        let upper = ratio.interval.unwrap().upper.ln_1p();
        assert!((upper - ratio.value.ln_1p() - reach).abs() < 1e-9);
        let t = ratio.value.ln_1p() / (found.dispersion * variance).sqrt();
        assert!((found.p.unwrap() - student_t_p(t, 2.0)).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_told_is_absent_or_refused() {
        let none = [area(true, (0, 100), (4, 100)), area(false, (3, 100), (5, 100))];
        let found =
            difference_in_differences_within(&none, DidKind::Rate, Confidence::P95).unwrap();
        assert_eq!((found.ratio, found.p, found.arms[0]), (None, None, None));
        assert!(found.arms[1].is_some());
        assert!((found.absolute.unwrap().value - 0.02).abs() < 1e-15);
        let refused = |areas: &[DidArea], kind| {
            difference_in_differences_within(areas, kind, Confidence::P95).unwrap_err()
        };
        assert_eq!(
            refused(&none[..1], DidKind::Rate).to_string(),
            "no area where nothing was done"
        );
        let nobody = [none[0], area(false, (3, 100), (0, 0))];
        assert_eq!(refused(&nobody, DidKind::Rate), WithinError::NobodyAtRisk { index: 2 });
        let more = [none[0], area(false, (3, 2), (0, 9))];
        assert_eq!(refused(&more, DidKind::Proportion), WithinError::MoreThanAll { index: 2 });
    }

    /// The share of 1,000 simulated studies whose limits hold the planted
    /// effect, relative or absolute, and the mean of what they find: 15 areas
    /// visited of 43, each with a rate of its own.
    fn simulated(kind: DidKind, base: f64, relative: bool) -> (f64, f64) {
        const STUDIES: u32 = 1_000;
        let mut draws = Counter::named(2_010, "planted effect");
        let (mut held, mut sum) = (0.0, 0.0);
        for _ in 0..STUDIES {
            let areas: Vec<DidArea> = (0..43)
                .map(|at| {
                    let treated = at < 15;
                    let rate = base * (0.6 + 0.8 * draws.uniform());
                    let change = if treated { -0.28 } else { -0.1 };
                    let after = rate + change * if relative { rate } else { base };
                    let people = 4_000 + 200 * at;
                    let mut seen = |rate: f64| (drawn(&mut draws, people, rate, kind), people);
                    area(treated, seen(rate), seen(after))
                })
                .collect();
            let found = difference_in_differences_within(&areas, kind, Confidence::P95).unwrap();
            let (estimate, truth) = if relative {
                (found.ratio.unwrap(), -0.2)
            } else {
                (found.absolute.unwrap(), base * -0.18)
            };
            held += f64::from(u8::from(estimate.interval.unwrap().contains(truth)));
            sum += estimate.value / truth;
        }
        (held / f64::from(STUDIES), sum / f64::from(STUDIES))
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a draw of events is whole and not below 0"
    )]
    fn drawn(draws: &mut Counter, people: u64, rate: f64, kind: DidKind) -> u64 {
        let mean = people as f64 * rate;
        match kind {
            DidKind::Rate => draws.poisson(mean) as u64,
            // Close enough for thousands of people, and quick.
            DidKind::Proportion => {
                (mean + draws.normal() * (mean * (1.0 - rate)).sqrt()).round() as u64
            }
        }
    }

    #[test]
    fn a_planted_effect_is_found_as_often_as_the_limits_say() {
        for (kind, base) in [(DidKind::Rate, 0.005), (DidKind::Proportion, 0.6)] {
            for relative in [true, false] {
                let (held, mean) = simulated(kind, base, relative);
                // Three standard errors of a share of 1,000 are 2 points; a
                // scatter that is never below chance adds a point.
                assert!((0.93..0.98).contains(&held), "{kind:?} {relative} {held}");
                assert!((mean - 1.0).abs() < 0.05, "{kind:?} {relative} {mean}");
            }
        }
    }

    proptest! {
        #[test]
        fn exchanging_the_arms_turns_the_sign(
            events in prop::array::uniform8(1..500_u64),
            people in prop::array::uniform8(600..90_000_u64),
        ) {
            let areas: Vec<_> = (0..4)
                .map(|at| {
                    let [b, a] = [2 * at, 2 * at + 1];
                    area(at < 2, (events[b], people[b]), (events[a], people[a]))
                })
                .collect();
            let turned: Vec<_> =
                areas.iter().map(|area| DidArea { treated: !area.treated, ..*area }).collect();
            for kind in [DidKind::Rate, DidKind::Proportion] {
                let work = |areas: &[DidArea]| {
                    difference_in_differences_within(areas, kind, Confidence::P95).unwrap()
                };
                let (one, other) = (work(&areas), work(&turned));
                let (a, b) = (one.ratio.unwrap(), other.ratio.unwrap());
                prop_assert!((a.value.ln_1p() + b.value.ln_1p()).abs() < 1e-9);
                prop_assert!(a.interval.unwrap().contains(a.value));
                let (a, b) = (one.absolute.unwrap(), other.absolute.unwrap());
                prop_assert!((a.value + b.value).abs() < 1e-12);
                prop_assert!(one.dispersion >= 1.0 && one.dispersion.is_finite());
            }
        }
    }
}
