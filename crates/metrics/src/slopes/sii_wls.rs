//! The slope index by weighted least squares, with simulated limits.

use firstyear_core::MethodId;

use super::simulation::{Area, Room, Rules, SlopeSettings, in_parallel};
use super::table::{self, Reading};
use super::{Quantile, SimulatedSlope, SimulatedSlopeError};
use crate::random::Counter;
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};

/// The method of [`sii_wls`].
pub const SII_WLS: MethodId = MethodId::new("sii-wls");

/// Slope and relative index of inequality of areas, by a line weighted by
/// population, with limits from values drawn anew.
///
/// Each area has a name, which chooses its stream of random numbers: its
/// limits depend on the seed, its name and its own values alone, not on other
/// areas or threads. A result should name [`Counter::NAME`] and the seed.
///
/// # Units
///
/// Quantiles in their order. Values in; differences of values (times the
/// multiplier) and ratios out. Positive, and above 1, when values rise along
/// the order; the other way round for a negative multiplier.
///
/// # Errors
///
/// For each area [`SimulatedSlopeError`]: fewer than 3 quantiles or more than
/// 100, a quantile that cannot be used, settings that make no sense.
///
/// # Source
///
/// Pamuk ER (1985), Popul Stud 39:17-31; Low A, Low A (2004), J Public Health
/// 26:390-395 (limits by simulation).
///
/// # Example
///
/// ```
/// use firstyear_metrics::slopes::{Quantile, SlopeSettings, sii_wls};
///
/// let fifths: Vec<Quantile> = [70.0, 72.0, 74.0, 76.0, 78.0]
///     .map(|years| Quantile::new(10_000.0, years, 0.5))
///     .into();
/// let slopes = sii_wls(&[("Hull", fifths)], 2_010, &SlopeSettings::default());
/// let slope = slopes[0].as_ref().unwrap();
/// assert!((slope.sii - 10.0).abs() < 1e-9);
/// // A standard error of 0.5 over the square root of Σ (b - 1/2)² = 0.4.
/// let half = 1.96 * 0.5 / 0.4_f64.sqrt();
/// assert!((slope.limits[0].sii.upper - 10.0 - half).abs() < 0.03);
/// ```
#[must_use]
pub fn sii_wls(
    areas: &[(&str, Vec<Quantile>)],
    seed: u64,
    settings: &SlopeSettings,
) -> Vec<Result<SimulatedSlope, SimulatedSlopeError>> {
    in_parallel(areas.len(), |mine| {
        let mut room = Room::default();
        mine.map(|at| {
            let (name, groups) = &areas[at];
            let area = Area::new(groups, settings, Rules::Ours, 3);
            let mut generator = Counter::named(seed, name);
            let simulate =
                |area: Area| area.simulate(&mut room, |numbers| generator.normals(numbers));
            (at, area.map(simulate))
        })
        .collect()
    })
}

pub(super) const METHOD: Method = Method {
    id: SII_WLS,
    name: "Slope index of inequality (weighted least squares)",
    family: "inequality",
    unit: "that of the values, times the multiplier",
    ordered: true,
    reading: "positive when values rise along the order; quantile 1 stands at its beginning",
    source: "Pamuk (1985), Popul Stud 39:17; Low and Low (2004), J Public Health 26:390",
    explanation: "A line weighted by population is fitted to the values at the middles of the quantiles' shares of the population: slope is its end minus its beginning, the relative index their ratio. Limits come from values drawn anew from their standard errors: on the logarithm for rates, on the logit for proportions. They show the uncertainty of the values alone, not how far the quantiles scatter round the line. Each area has random numbers of its own (Philox), so that it does not depend on the others. A negative multiplier turns the order round: slope, relative index and limits with it. Where quantile 1 is the most disadvantaged the sign is that of `who-sii`, and the opposite of slopes of counts (`sii-poisson` and so on). Limits are named by what they bound and their level, `sii_lower95_0cl`, `rii_upper99_8cl` and so on; with `layout` long each result is a row, its name under `statistic` and its number under `value`.",
    call: Call {
        key: &["area"],
        inputs: table::INPUTS,
        arguments: &[
            table::VALUE_TYPE,
            table::UNCERTAINTY,
            table::TRANSFORM,
            Argument::MULTIPLIER,
            Argument::REPETITIONS,
            Argument::CONFIDENCE,
            table::RELIABILITY,
            Argument::new("seed", "1", "a whole number from 0"),
            table::LAYOUT,
        ],
        outputs: &[
            table::SII,
            table::RII,
            Field::optional("sii_lower95_0cl", "lower limit of the slope, by level"),
            Field::optional("sii_upper95_0cl", "upper limit of the slope, by level"),
            Field::optional("rii_lower95_0cl", "lower limit of the relative index, by level"),
            Field::optional("rii_upper95_0cl", "upper limit of the relative index, by level"),
            Field::optional(
                "intercept",
                "the fitted value at the beginning, times the multiplier's size",
            ),
            Field::optional("generator", "the generator of the random numbers"),
            Field::optional("seed", "its seed"),
            table::STATISTIC,
            table::LONG_VALUE,
        ],
        vectors: &[],
        run: run_wls,
    },
};

fn run_wls(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let reading = Reading::of(group)?;
    let settings = reading.settings(group, table::fractions)?;
    let seed = table::whole(group, "seed")?;
    let shown =
        table::Shown { rii: true, intercept: true, long: table::is_long(group)?, suffix: "cl" };
    let rows = group.in_order("quantile")?;
    let quantiles = reading.quantiles(group, Group::numbers)?;
    let name = group.texts("area").swap_remove(0);
    let area = (name.as_str(), rows.iter().map(|row| quantiles[*row]).collect());
    let slope = sii_wls(&[area], seed, &settings).swap_remove(0).map_err(RunError::measure)?;
    let mut values = shown.values(Some(&slope), &settings);
    if !shown.long {
        values.push(("generator".to_owned(), Counter::NAME.into()));
        values.push(("seed".to_owned(), seed.into()));
    }
    table::write(out, None, shown.long, values);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::slopes::{FitOn, ValueScale};

    fn settings() -> SlopeSettings {
        SlopeSettings { repetitions: 4_000, ..SlopeSettings::default() }
    }

    fn one(groups: Vec<Quantile>, settings: &SlopeSettings) -> SimulatedSlope {
        sii_wls(&[("one", groups)], 5, settings).remove(0).unwrap()
    }

    fn rates() -> Vec<Quantile> {
        (0..10)
            .map(|i| {
                let rate = 90.0 - 5.0 * f64::from(i);
                Quantile::with_limits(4_000.0, rate, rate / 1.2, rate * 1.2, ValueScale::Log)
            })
            .collect()
    }

    #[test]
    fn limits_agree_with_the_variance_of_the_line() {
        // Weighted least squares is a sum of independent values: its variance
        // is the sum of theirs times the squares of the weights.
        let groups: Vec<Quantile> =
            (1..=8).map(|i| Quantile::new(f64::from(i) * 100.0, f64::from(i), 0.3)).collect();
        let total = 3_600.0;
        let (mut before, mut places) = (0.0, Vec::new());
        for group in &groups {
            places.push((before + group.population / 2.0) / total);
            before += group.population;
        }
        let spread: f64 = groups
            .iter()
            .zip(&places)
            .map(|(g, b)| g.population / total * (b - 0.5) * (b - 0.5))
            .sum();
        let weight = |g: &Quantile, b: f64| g.population / total * (b - 0.5) / spread;
        let squares: f64 = groups.iter().zip(&places).map(|(g, b)| weight(g, *b).powi(2)).sum();
        let (slope, error): (f64, f64) = (
            groups.iter().zip(&places).map(|(g, b)| weight(g, *b) * g.value).sum(),
            0.3 * squares.sqrt(),
        );
        let many = SlopeSettings { repetitions: 200_000, ..SlopeSettings::default() };
        let got = one(groups, &many);
        assert!((got.sii - slope).abs() < 1e-10);
        let limits = got.limits[0].sii;
        assert!((limits.lower - (slope - 1.959_964 * error)).abs() < 0.02 * error);
        assert!((limits.upper - (slope + 1.959_964 * error)).abs() < 0.02 * error);
    }

    #[test]
    fn other_areas_change_nothing() {
        let alone = sii_wls(&[("b", rates())], 5, &settings());
        let among = sii_wls(&[("a", rates()), ("c", rates()), ("b", rates())], 5, &settings());
        assert_eq!(alone[0], among[2]);
        assert_ne!(among[0], among[1]);
    }

    #[test]
    fn a_negative_multiplier_turns_everything_round() {
        for fit_on in [FitOn::Values, FitOn::Scale] {
            let plus = SlopeSettings { scale: ValueScale::Log, fit_on, ..settings() };
            let minus = SlopeSettings { multiplier: -0.5, ..plus.clone() };
            let (a, b) = (one(rates(), &plus), one(rates(), &minus));
            assert!((a.sii * -0.5 - b.sii).abs() < 1e-9 && (a.rii * b.rii - 1.0).abs() < 1e-9);
            let (a, b) = (a.limits[0], b.limits[0]);
            assert!((a.sii.lower * -0.5 - b.sii.upper).abs() < 1e-9);
            // The line between neighbours is not that of the inverses.
            assert!((a.rii.lower * b.rii.upper - 1.0).abs() < 1e-4);
            assert!(b.sii.lower < b.sii.upper && b.rii.lower < b.rii.upper);
        }
    }

    #[test]
    fn a_multiplier_below_one_keeps_the_limits_in_order() {
        let scale = SlopeSettings {
            scale: ValueScale::Log,
            fit_on: FitOn::Scale,
            multiplier: 0.5,
            ..settings()
        };
        let got = one(rates(), &scale).limits[0];
        assert!(
            got.sii.lower < got.sii.upper && got.rii.lower < got.rii.upper && got.rii.upper < 1.0
        );
    }

    #[test]
    fn reliability_says_how_far_limits_move() {
        let with = SlopeSettings { reliability: true, ..settings() };
        let (sii, rii) = one(rates(), &with).limits[0].moved.unwrap();
        assert!(sii > 0.0 && sii < 2.0 && rii > 0.0 && rii < 0.1);
        assert_eq!(one(rates(), &settings()).limits[0].moved, None);
    }

    #[test]
    fn what_has_no_slope_is_refused() {
        let refuse = |groups: Vec<Quantile>, settings: SlopeSettings| {
            sii_wls(&[("one", groups)], 5, &settings).remove(0).unwrap_err()
        };
        let two = rates()[..2].to_vec();
        let groups = SimulatedSlopeError::Groups { given: 2, least: 3 };
        assert_eq!(refuse(two, settings()), groups);
        for bad in [
            Quantile::new(0.0, 1.0, 1.0),
            Quantile::new(f64::NAN, 1.0, 1.0),
            Quantile::new(9.0, f64::INFINITY, 1.0),
            Quantile::new(9.0, 1.0, -1.0),
        ] {
            let groups = vec![Quantile::new(9.0, 1.0, 1.0), bad, Quantile::new(9.0, 1.0, 1.0)];
            assert_eq!(refuse(groups, settings()), SimulatedSlopeError::Group { index: 2 });
        }
        let few = SlopeSettings { repetitions: 10, ..settings() };
        assert_eq!(refuse(rates(), few), SimulatedSlopeError::Repetitions { given: 10 });
        for multiplier in [0.0, f64::NAN, f64::INFINITY] {
            let none = SlopeSettings { multiplier, ..settings() };
            assert_eq!(refuse(rates(), none), SimulatedSlopeError::Multiplier);
        }
        let scale = SlopeSettings { fit_on: FitOn::Scale, ..settings() };
        assert_eq!(refuse(rates(), scale), SimulatedSlopeError::NoScale);
        let level = firstyear_core::Confidence::new(0.999_9).unwrap();
        let level = SlopeSettings { confidences: vec![level], ..settings() };
        assert_eq!(refuse(rates(), level), SimulatedSlopeError::Level);
    }

    proptest! {
        #[test]
        fn equal_values_have_no_slope(value in 1.0..90.0_f64, k in 3..12_usize) {
            let got = one(vec![Quantile::new(50.0, value, 1.0); k], &SlopeSettings {
                repetitions: 1_000,
                ..SlopeSettings::default()
            });
            prop_assert!(got.sii.abs() < 1e-9 && (got.rii - 1.0).abs() < 1e-9);
            let limits = got.limits[0].sii;
            prop_assert!(limits.lower < 0.0 && limits.upper > 0.0);
        }
    }
}
