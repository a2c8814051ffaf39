//! Limits of a fraction by the profile of what it rests on.

use firstyear_core::{Confidence, Interval};

use super::RelativeRisk;
use super::uncertain::{Formula, Shares};
use crate::limits::deviate;

/// The smallest and the largest fraction that shares and relative risks give
/// within the confidence's number of standard errors of those found: relative
/// risks on the logarithm, people by level on the cube root, on which Poisson
/// counts are nearly normal.
///
/// Where one relative risk is all that has an error, its own limits put into
/// the formula. The delta method on the fraction agrees to the first order, and
/// differs as soon as the fraction bends between estimate and limit.
///
/// # Source
///
/// Venzon DJ, Moolgavkar SH (1988), Appl Stat 37:87-94 (limits by the
/// profile); Rackwitz R, Fiessler B (1978), Comput Struct 9:489-494 (the
/// farthest point by its gradient); Wilson EB, Hilferty MM (1931), Proc Natl
/// Acad Sci 17:684-688 (cube root).
pub(super) fn by_profile(
    shares: Shares<'_>,
    risks: &[RelativeRisk],
    confidence: Confidence,
    formula: &impl Formula,
) -> Interval {
    let people = People::of(shares);
    let found = Found { shares, people, risks };
    // Slopes are those of ln(1 - F), which falls as the fraction rises.
    let farthest = |distance: f64| found.farthest(distance, formula);
    let distance = deviate(confidence);
    Interval { lower: farthest(distance), upper: farthest(-distance), confidence }
}

/// What a fraction rests on, as found.
struct Found<'a> {
    shares: Shares<'a>,
    people: People,
    risks: &'a [RelativeRisk],
}

/// Standard errors away from what was found, each number on its own scale.
#[derive(Clone)]
struct Deviations {
    risks: Vec<f64>,
    people: Vec<f64>,
}

impl Deviations {
    fn length(&self) -> f64 {
        self.risks.iter().chain(&self.people).map(|u| u * u).sum::<f64>().sqrt()
    }

    /// The same direction, at a distance.
    fn at(mut self, distance: f64) -> Self {
        let length = self.length();
        if length > 0.0 {
            let all = self.risks.iter_mut().chain(&mut self.people);
            all.for_each(|u| *u *= distance / length);
        }
        self
    }

    /// Halfway to others of the same length, and how far these are.
    fn halfway(&self, to: &Self) -> (Self, f64) {
        let middle = |a: &[f64], b: &[f64]| -> Vec<f64> {
            a.iter().zip(b).map(|(a, b)| f64::midpoint(*a, *b)).collect()
        };
        let pairs = self.risks.iter().zip(&to.risks).chain(self.people.iter().zip(&to.people));
        let apart = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        let between = Self {
            risks: middle(&self.risks, &to.risks),
            people: middle(&self.people, &to.people),
        };
        (between, apart)
    }
}

impl Found<'_> {
    /// The fraction at the point `distance` standard errors away in the
    /// direction in which `ln(1 - F)` rises there; the other way below 0.
    fn farthest(&self, distance: f64, formula: &impl Formula) -> f64 {
        let nowhere =
            Deviations { risks: vec![0.0; self.risks.len()], people: vec![0.0; self.people.len()] };
        let mut at = self.gradient(&nowhere, formula).at(distance);
        // Halfway each time: whole steps can swing to and fro for ever. Some
        // dozen are usual.
        for _ in 0..200 {
            let uphill = self.gradient(&at, formula).at(distance);
            let (between, apart) = at.halfway(&uphill);
            if apart < 1e-12 {
                break;
            }
            at = between.at(distance.abs());
        }
        let (shares, risks) = self.moved(&at);
        // Nobody exposed to what protects makes -0.
        formula.fraction(&shares, &risks) + 0.0
    }

    /// Shares and relative risks at some deviations.
    fn moved(&self, by: &Deviations) -> (Vec<f64>, Vec<f64>) {
        let risks = self.risks.iter().zip(&by.risks);
        let risks = risks.map(|(risk, u)| risk.at(*u)).collect();
        let shares = self.people.shares(&by.people);
        (shares.unwrap_or_else(|| self.shares.values.to_vec()), risks)
    }

    /// How `ln(1 - F)` changes with each deviation.
    fn gradient(&self, at: &Deviations, formula: &impl Formula) -> Deviations {
        let (shares, risks) = self.moved(at);
        let slopes = formula.slopes(&shares, &risks);
        let by_risk = slopes.by_ln_risk.iter().zip(self.risks);
        Deviations {
            risks: by_risk.map(|(slope, risk)| slope * risk.ln_error()).collect(),
            people: self.people.gradient(&at.people, &shares, &slopes.by_share),
        }
    }
}

/// The people seen at the reference and at each level; nobody where shares are
/// taken as known.
struct People(Vec<f64>);

impl People {
    fn of(shares: Shares<'_>) -> Self {
        let Some(people) = shares.people else { return Self(Vec::new()) };
        let shares = std::iter::once(shares.reference()).chain(shares.values.iter().copied());
        Self(shares.map(|share| share * people).collect())
    }

    const fn len(&self) -> usize {
        self.0.len()
    }

    /// A count at a deviation over that found, on the cube root.
    fn root(count: f64, deviation: f64) -> f64 {
        if count == 0.0 { 1.0 } else { (1.0 + deviation / (3.0 * count.sqrt())).max(0.0) }
    }

    fn moved(&self, by: &[f64]) -> Vec<f64> {
        self.0.iter().zip(by).map(|(count, u)| count * Self::root(*count, *u).powi(3)).collect()
    }

    /// Shares of the levels without the reference.
    fn shares(&self, by: &[f64]) -> Option<Vec<f64>> {
        let counts = self.moved(by);
        let total: f64 = counts.iter().sum();
        (total > 0.0).then(|| counts[1..].iter().map(|count| count / total).collect())
    }

    /// Of what has these slopes in the shares: the reference, whose share no
    /// formula asks for, has a slope of 0.
    fn gradient(&self, by: &[f64], shares: &[f64], slopes: &[f64]) -> Vec<f64> {
        let total: f64 = self.moved(by).iter().sum();
        let mean: f64 = shares.iter().zip(slopes).map(|(share, slope)| share * slope).sum();
        let slopes = std::iter::once(0.0).chain(slopes.iter().copied());
        let each = self.0.iter().zip(by).zip(slopes);
        each.map(|((count, u), slope)| {
            let by_deviation = count.sqrt() * Self::root(*count, *u).powi(2);
            (slope - mean) * by_deviation / total
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::{PI, TAU};

    use super::*;
    use crate::attribution::{
        Adjustment, Basis, FractionLimits, Shift, levin, miettinen, paf_categories,
        potential_impact_fraction,
    };

    const P95: Confidence = Confidence::P95;
    const DRAWN: FractionLimits = FractionLimits::MonteCarlo { draws: 200_000, seed: 5 };

    fn risk(value: f64, factor: f64) -> RelativeRisk {
        let (lower, upper) = (value / factor, value * factor);
        let limits = Interval { lower, upper, confidence: P95 };
        RelativeRisk::new(value, Some(limits), Adjustment::Crude).unwrap()
    }

    #[test]
    fn of_one_relative_risk_they_are_its_own_limits_in_the_formula() {
        for (p, rr, factor) in
            [(0.3, 2.0, 1.42), (0.05, 1.2, 2.0), (0.4, 0.7, 1.3), (1.0, 3.0, 1.5)]
        {
            let found = levin(p, None, risk(rr, factor), FractionLimits::Profile, P95).unwrap();
            let limits = found.estimate.interval.unwrap();
            let by_hand = |rr: f64| p * (rr - 1.0) / (1.0 + p * (rr - 1.0));
            assert!((limits.lower - by_hand(rr / factor)).abs() < 1e-12, "{limits:?}");
            assert!((limits.upper - by_hand(rr * factor)).abs() < 1e-12, "{limits:?}");
        }
    }

    #[test]
    fn they_agree_with_draws_where_the_delta_method_does_not() {
        // Of the width of the limits, where relative risks are known badly.
        for (p, people, rr, factor) in
            [(0.3, 2_000.0, 1.2, 2.19), (0.1, 2_000.0, 1.6, 1.5), (0.3, 200.0, 3.0, 1.48)]
        {
            for (way, bends) in [(levin as Way, true), (miettinen, false)] {
                let limits = |kind| {
                    let found = way(p, Some(people), risk(rr, factor), kind, P95).unwrap();
                    found.estimate.interval.unwrap()
                };
                let (ours, drawn) = (limits(FractionLimits::Profile), limits(DRAWN));
                let delta = limits(FractionLimits::Delta);
                let width = drawn.upper - drawn.lower;
                let apart = |a: Interval| {
                    (a.lower - drawn.lower).abs().max((a.upper - drawn.upper).abs()) / width
                };
                assert!(apart(ours) < 0.03, "{p} {people} {rr}: {ours:?} {drawn:?}");
                // Among cases the delta method is the nearer one here and there.
                assert!(!bends || apart(delta) > 2.0 * apart(ours), "{delta:?} {drawn:?}");
            }
        }
    }

    #[test]
    fn no_point_of_the_sphere_gives_more_or_less() {
        // Tried one by one: deviations of the relative risk, of those exposed
        // and of those that are not.
        let z = deviate(P95);
        for (p, people, rr, factor) in [(0.05, 200.0, 1.0, 2.0), (0.3, 60.0, 1.6, 1.3)] {
            for (basis, way) in [(Basis::Population, levin as Way), (Basis::Cases, miettinen)] {
                let risk = risk(rr, factor);
                let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
                let steps = 400;
                for i in 0..=steps {
                    for j in 0..2 * steps {
                        let (a, b) = (
                            PI * f64::from(i) / f64::from(steps),
                            TAU * f64::from(j) / f64::from(2 * steps),
                        );
                        let u = [z * a.cos(), z * a.sin() * b.cos(), z * a.sin() * b.sin()];
                        let count =
                            |n: f64, u: f64| n * (1.0 + u / 3.0 / n.sqrt()).max(0.0).powi(3);
                        let (exposed, others) =
                            (count(p * people, u[1]), count((1.0 - p) * people, u[2]));
                        let (p, rr) =
                            (exposed / (exposed + others), rr * (risk.ln_error() * u[0]).exp());
                        let f = match basis {
                            Basis::Population => p * (rr - 1.0) / (1.0 + p * (rr - 1.0)),
                            Basis::Cases => p * (rr - 1.0) / rr,
                        };
                        (least, most) = (least.min(f), most.max(f));
                    }
                }
                let found = way(p, Some(people), risk, FractionLimits::Profile, P95).unwrap();
                let limits = found.estimate.interval.unwrap();
                let near = |a: f64, b: f64| (a - b).abs() < 2e-4 * (most - least);
                assert!(
                    near(limits.lower, least) && near(limits.upper, most),
                    "{limits:?} {least} {most}"
                );
                assert!(limits.lower <= least + 1e-12 && limits.upper >= most - 1e-12);
            }
        }
    }

    type Way = fn(
        f64,
        Option<f64>,
        RelativeRisk,
        FractionLimits,
        Confidence,
    ) -> Result<
        crate::attribution::AttributableFraction,
        crate::attribution::AttributionError,
    >;

    #[test]
    fn levels_and_changes_agree_with_draws() {
        let shares = Shares { values: &[0.2, 0.1], people: Some(600.0) };
        let risks = [risk(1.6, 1.3), risk(2.5, 1.6)];
        let kinds = [FractionLimits::Profile, DRAWN];
        let close = |[a, b]: [Interval; 2]| {
            let slack = 0.05 * (b.upper - b.lower);
            assert!(
                (a.lower - b.lower).abs() < slack && (a.upper - b.upper).abs() < slack,
                "{a:?} {b:?}"
            );
        };
        for basis in [Basis::Population, Basis::Cases] {
            close(kinds.map(|kind| {
                paf_categories(shares, &risks, basis, kind, P95).unwrap().estimate.interval.unwrap()
            }));
        }
        for shift in [Shift::SharesTo(&[0.1, 0.05]), Shift::Reduced(&[0.3, 0.6])] {
            close(kinds.map(|kind| {
                let found = potential_impact_fraction(shares, shift, &risks, kind, P95).unwrap();
                found.estimate.interval.unwrap()
            }));
        }
    }

    #[test]
    fn nobody_and_everybody_exposed() {
        let kind = FractionLimits::Profile;
        let limits =
            |p, rr| levin(p, Some(50.0), rr, kind, P95).unwrap().estimate.interval.unwrap();
        let nobody = limits(0.0, risk(0.5, 1.5));
        assert_eq!([nobody.lower.to_bits(), nobody.upper.to_bits()], [0; 2]);
        let all = limits(1.0, risk(2.0, 1.25));
        assert!((all.lower - 0.375).abs() < 1e-12 && (all.upper - 0.6).abs() < 1e-12, "{all:?}");
        // Few were asked: a level may be empty at its limit, and nothing breaks.
        let few = levin(0.5, Some(2.0), risk(2.0, 1.25), kind, P95).unwrap();
        let few = few.estimate.interval.unwrap();
        assert!(few.lower >= 0.0 && few.upper < 1.0, "{few:?}");
    }
}
