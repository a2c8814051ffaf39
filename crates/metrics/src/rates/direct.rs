//! Directly standardised rates.

use firstyear_core::{Cell, Confidence, Interval, MethodId};

use super::bands::{BandsError, check, check_people};
use super::count_limits::{CountLimits, LimitsOfCount};
use super::estimates::Estimates;
use super::few_events::FewEvents;
use super::sum::Sum;
use crate::poisson::exact_limits;
use crate::special::gamma;

/// The method of [`directly_standardised`].
pub const DSR: MethodId = MethodId::new("dsr");

/// What a directly standardised rate is made of, one number for each band, in
/// any order that all three share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DirectBands<'a> {
    /// Events in each band.
    pub events: &'a [f64],
    /// People in each band.
    pub at_risk: &'a [f64],
    /// The standard population of each band, in any unit.
    pub standard: &'a [f64],
}

/// How limits of a directly standardised rate are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DirectLimits {
    /// Limits of the total count, carried over to the rate: those of published
    /// profiles. Too narrow where few events fall into bands with large
    /// weights.
    #[default]
    Dobson,
    /// Limits of a gamma variable with the rate's variance, the largest weight
    /// of a single event added above: not too narrow, and wider than needed.
    Gamma,
}

/// What the caller decides.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DirectRules {
    /// How limits are made.
    pub limits: DirectLimits,
    /// What becomes of a rate that rests on few events.
    pub few_events: FewEvents,
}

/// The rate that the standard population would have at the rates of each band,
/// with limits at each level.
///
/// Dobson's limits are those of the total count (exact below 10 events, Byar's
/// from there on), carried over to the rate by the ratio of standard
/// deviations. With no events in a band that has weight that ratio does not
/// exist: the upper limit is then that of a count of 0 in the band with the
/// largest weight per person, which errs on the wide side, as do gamma limits
/// always.
///
/// # Units
///
/// Events and people in; events per person out. The numerator is the total
/// count, the denominator all people.
///
/// # Errors
///
/// [`BandsError`]: no bands, columns of different lengths, a number that is
/// negative or not finite, nobody at risk in a band, or no weights. Too few
/// events are no error: [`FewEvents`] says what they become.
///
/// # Source
///
/// Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991), Stat Med 10:457-462;
/// gamma limits, and those of no events: Fay MP, Feuer EJ (1997), Stat Med
/// 16:791-801.
///
/// # Example
///
/// ```
/// use firstyear_core::{Cell, Confidence};
/// use firstyear_metrics::rates::{BandsError, DirectBands, DirectRules, FewEvents, directly_standardised};
///
/// let bands = DirectBands {
///     events: &[10.0, 40.0],
///     at_risk: &[1_000.0, 2_000.0],
///     standard: &[3.0, 1.0],
/// };
/// let few_events = FewEvents::NotApplicableBelow(10.0);
/// let rules = DirectRules { few_events, ..DirectRules::default() };
/// let Cell::Known { value: rate, .. } = directly_standardised(bands, rules, [Confidence::P95])?
/// else {
///     unreachable!("50 events are not few")
/// };
/// // (3 x 0.01 + 1 x 0.02) / 4
/// assert_eq!(rate.value, 0.0125);
/// # Ok::<(), BandsError>(())
/// ```
pub fn directly_standardised<const N: usize>(
    bands: DirectBands<'_>,
    rules: DirectRules,
    levels: [Confidence; N],
) -> Result<Cell<Estimates<N>>, BandsError> {
    check_bands(bands)?;
    let totals = Totals::of(bands, |band| bands.events[band]);
    Ok(totals.judge(rules, &levels))
}

/// How many people had an event so many times, by band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeated<'a> {
    /// Times: 1 for people with a single event.
    pub times: f64,
    /// People with so many events, one number for each band.
    pub people: &'a [f64],
}

/// A directly standardised rate of events that one person can have several
/// times, with limits that allow for it.
///
/// Admissions are not independent: who was admitted once is likelier to be
/// admitted again, and the count varies more than a Poisson count. A person
/// with k events adds k to the count and k² to its variance.
///
/// # Units
///
/// As [`directly_standardised`], which this is when every `times` is 1.
///
/// # Errors
///
/// As [`directly_standardised`].
///
/// # Source
///
/// Compound Poisson variance in Dobson's limits, as the English public-health
/// profiles use them; Stukel TA, Glynn RJ, Fisher ES, Sharp SM, Lu-Yao G,
/// Wennberg JE (1994), Stat Med 13:1781-1791.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::rates::{BandsError, DirectRules, Repeated, directly_standardised_repeated};
///
/// let groups = [
///     Repeated { times: 1.0, people: &[30.0, 50.0] },
///     Repeated { times: 2.0, people: &[5.0, 10.0] },
/// ];
/// let rate = directly_standardised_repeated(
///     &groups,
///     &[1_000.0, 2_000.0],
///     &[1.0, 1.0],
///     DirectRules::default(),
///     [Confidence::P95],
/// )?;
/// // (40 / 1,000 + 70 / 2,000) / 2
/// assert!((rate.value().unwrap().value - 0.0375).abs() < 1e-15);
/// # Ok::<(), BandsError>(())
/// ```
pub fn directly_standardised_repeated<const N: usize>(
    repeated: &[Repeated<'_>],
    at_risk: &[f64],
    standard: &[f64],
    rules: DirectRules,
    levels: [Confidence; N],
) -> Result<Cell<Estimates<N>>, BandsError> {
    if repeated.is_empty() {
        return Err(BandsError::Empty);
    }
    for (group, Repeated { times, people }) in repeated.iter().enumerate() {
        check("people with events", people, at_risk.len())?;
        if !(times.is_finite() && *times > 0.0) {
            return Err(BandsError::OutOfRange { column: "times", band: group + 1 });
        }
    }
    let at = |band: usize, power: i32| {
        Sum::of(repeated.iter().map(|group| group.people[band] * group.times.powi(power)))
    };
    let events: Vec<f64> = (0..at_risk.len()).map(|band| at(band, 1)).collect();
    let bands = DirectBands { events: &events, at_risk, standard };
    check_bands(bands)?;
    Ok(Totals::of(bands, |band| at(band, 2)).judge(rules, &levels))
}

/// Directly standardised rates of many areas that share their bands.
///
/// Rows follow one another: the first `standard.len()` numbers of `events` and
/// `at_risk` are the bands of the first area. A row that makes no rate gets its
/// own error and leaves the others as they are.
///
/// # Errors
///
/// [`BandsError`] when the columns are not `out.len()` rows long.
///
/// # Example
///
/// ```
/// use firstyear_core::{Cell, Confidence};
/// use firstyear_metrics::rates::{BandsError, CountLimits, DirectRules, directly_standardised_rows};
///
/// let mut rates = [Ok(Cell::Absent); 2];
/// directly_standardised_rows(
///     &[10.0, 40.0, 5.0, 20.0],
///     &[1_000.0, 2_000.0, 0.0, 2_000.0],
///     &[3.0, 1.0],
///     DirectRules::default(),
///     &[CountLimits::new(Confidence::P95)],
///     &mut rates,
/// )?;
/// assert_eq!(rates[0].unwrap().value().unwrap().value, 0.0125);
/// assert_eq!(rates[1], Err(BandsError::NobodyAtRisk { column: "people", band: 1 }));
/// # Ok::<(), BandsError>(())
/// ```
pub fn directly_standardised_rows<const N: usize>(
    events: &[f64],
    at_risk: &[f64],
    standard: &[f64],
    rules: DirectRules,
    levels: &[CountLimits; N],
    out: &mut [Result<Cell<Estimates<N>>, BandsError>],
) -> Result<(), BandsError> {
    let width = standard.len();
    if width == 0 {
        return Err(BandsError::Empty);
    }
    let expected = width * out.len();
    for (column, values) in [("events", events), ("people", at_risk)] {
        if values.len() != expected {
            return Err(BandsError::Lengths { column, given: values.len(), expected });
        }
    }
    let rows = events.chunks_exact(width).zip(at_risk.chunks_exact(width));
    for ((events, at_risk), out) in rows.zip(out) {
        let bands = DirectBands { events, at_risk, standard };
        *out = check_bands(bands)
            .map(|()| Totals::of(bands, |band| events[band]).judge(rules, levels));
    }
    Ok(())
}

pub(crate) fn check_bands(bands: DirectBands<'_>) -> Result<(), BandsError> {
    let expected = bands.events.len();
    check("events", bands.events, expected)?;
    check_people("people", bands.at_risk, expected)?;
    check("standard population", bands.standard, expected)?;
    if bands.standard.iter().all(|weight| *weight == 0.0) {
        return Err(BandsError::NoWeight);
    }
    Ok(())
}

/// What the bands add up to.
pub(crate) struct Totals {
    pub(crate) events: f64,
    pub(crate) people: f64,
    pub(crate) rate: f64,
    pub(crate) variance: f64,
    /// The largest weight of a single event.
    largest: f64,
}

impl Totals {
    /// `variance` gives the variance of the count of a band: the count itself
    /// where events are independent.
    pub(crate) fn of(bands: DirectBands<'_>, variance: impl Fn(usize) -> f64) -> Self {
        let [mut events, mut people, mut weights] = [Sum::default(); 3];
        let [mut weighted, mut weighted_variance] = [Sum::default(); 2];
        let mut largest = 0.0_f64;
        for (band, ((count, at_risk), weight)) in
            bands.events.iter().zip(bands.at_risk).zip(bands.standard).enumerate()
        {
            let each = weight / at_risk;
            events.add(*count);
            people.add(*at_risk);
            weights.add(*weight);
            weighted.add(count * each);
            weighted_variance.add(variance(band) * each * each);
            largest = largest.max(each);
        }
        let total = weights.total();
        Self {
            events: events.total(),
            people: people.total(),
            rate: weighted.total() / total,
            variance: weighted_variance.total() / (total * total),
            largest: largest / total,
        }
    }

    fn judge<const N: usize, L: LimitsOfCount>(
        &self,
        rules: DirectRules,
        levels: &[L; N],
    ) -> Cell<Estimates<N>> {
        let intervals = std::array::from_fn(|level| {
            let (lower, upper) = self.limits(rules.limits, &levels[level]);
            Interval { lower, upper, confidence: levels[level].confidence() }
        });
        let (numerator, denominator) = (self.events, self.people);
        let rate = Estimates { value: self.rate, intervals, method: DSR, numerator, denominator };
        rules.few_events.judge(self.events, rate)
    }

    fn limits(&self, limits: DirectLimits, level: &impl LimitsOfCount) -> (f64, f64) {
        let tail = level.confidence().tail();
        if self.rate == 0.0 {
            return (0.0, self.largest * exact_limits(0.0, tail).1);
        }
        match limits {
            DirectLimits::Dobson => {
                let (lower, upper) = self.dobson(level.limits(self.events));
                (lower.max(0.0), upper)
            }
            DirectLimits::Gamma => self.gamma(tail),
        }
    }

    /// Gamma variables with the rate's mean and variance, and with those of
    /// one event more in the band of the largest weight.
    fn gamma(&self, tail: f64) -> (f64, f64) {
        let scale = self.variance / self.rate;
        let lower = scale * gamma::quantile(tail, self.rate / scale);
        let mean = self.rate + self.largest;
        let scale = (self.variance + self.largest * self.largest) / mean;
        (lower, scale * gamma::upper_quantile(tail, mean / scale))
    }

    /// Limits of the total count, carried over to the rate.
    pub(crate) fn dobson(&self, (lower, upper): (f64, f64)) -> (f64, f64) {
        let each = (self.variance / self.events).sqrt();
        (self.rate + each * (lower - self.events), self.rate + each * (upper - self.events))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::poisson::count_limits;

    const BOTH: [Confidence; 2] = [Confidence::P95, Confidence::P998];

    fn known<const N: usize>(cell: Cell<Estimates<N>>) -> Estimates<N> {
        *cell.value().expect("a known rate")
    }

    #[test]
    fn one_band_is_a_crude_rate() {
        for events in [0_u64, 1, 9, 10, 2_240] {
            let (x, n) = (events as f64, 577_046.0);
            let bands = DirectBands { events: &[x], at_risk: &[n], standard: &[7.0] };
            let got = known(directly_standardised(bands, DirectRules::default(), BOTH).unwrap());
            assert!((got.value - x / n).abs() < 1e-15);
            for interval in got.intervals {
                let limits = count_limits(events, interval.confidence);
                assert!((interval.lower - limits.lower / n).abs() < 1e-15, "{events}");
                assert!((interval.upper - limits.upper / n).abs() < 1e-15, "{events}");
            }
        }
    }

    #[test]
    fn what_makes_no_rate_is_refused() {
        let rate = |events: &[f64], at_risk: &[f64], standard: &[f64]| {
            directly_standardised(
                DirectBands { events, at_risk, standard },
                DirectRules::default(),
                BOTH,
            )
            .map(known)
            .map(|rate| rate.value)
        };
        assert_eq!(rate(&[], &[], &[]), Err(BandsError::Empty));
        let lengths = |column, given| Err(BandsError::Lengths { column, given, expected: 2 });
        assert_eq!(rate(&[1.0, 1.0], &[1.0], &[1.0, 1.0]), lengths("people", 1));
        assert_eq!(rate(&[1.0, 1.0], &[1.0, 1.0], &[1.0]), lengths("standard population", 1));
        let range = |column| Err(BandsError::OutOfRange { column, band: 1 });
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(rate(&[bad], &[1.0], &[1.0]), range("events"));
            assert_eq!(rate(&[1.0], &[bad], &[1.0]), range("people"));
            assert_eq!(rate(&[1.0], &[1.0], &[bad]), range("standard population"));
        }
        let nobody = Err(BandsError::NobodyAtRisk { column: "people", band: 2 });
        assert_eq!(rate(&[1.0, 0.0], &[1.0, 0.0], &[1.0, 1.0]), nobody);
        assert_eq!(rate(&[1.0], &[1.0], &[0.0]), Err(BandsError::NoWeight));
        assert_eq!(rate(&[0.0], &[10.0], &[1.0]), Ok(0.0));
    }

    #[test]
    fn gamma_limits_of_one_band_are_exact() {
        // With one weight for all, Fay and Feuer's limits are the exact ones.
        let rules = DirectRules { limits: DirectLimits::Gamma, ..DirectRules::default() };
        for events in [0_u64, 1, 7, 40] {
            let (x, n) = (events as f64, 1_000.0);
            let bands = DirectBands { events: &[x], at_risk: &[n], standard: &[7.0] };
            for interval in known(directly_standardised(bands, rules, BOTH).unwrap()).intervals {
                let exact = crate::poisson_exact(events, interval.confidence);
                assert!((interval.lower * n - exact.lower).abs() < 1e-10, "{events}");
                assert!((interval.upper * n - exact.upper).abs() < 1e-10, "{events}");
            }
        }
    }

    #[test]
    fn events_in_bands_without_weight_alone_leave_doubt() {
        let bands =
            DirectBands { events: &[5.0, 0.0], at_risk: &[10.0, 10.0], standard: &[0.0, 1.0] };
        for limits in [DirectLimits::Dobson, DirectLimits::Gamma] {
            let rules = DirectRules { limits, ..DirectRules::default() };
            let [at_95, _] = known(directly_standardised(bands, rules, BOTH).unwrap()).intervals;
            // Garwood's upper limit of no events is 3.689.
            assert!((at_95.upper - 0.3689).abs() < 5e-5 && at_95.lower == 0.0, "{limits:?}");
        }
    }

    #[test]
    fn few_events_become_what_the_caller_says() {
        let bands = DirectBands { events: &[9.0], at_risk: &[100.0], standard: &[1.0] };
        let withheld = Cell::Withheld(firstyear_core::Withholding::Primary);
        let of = |few_events| {
            let rules = DirectRules { few_events, ..DirectRules::default() };
            directly_standardised(bands, rules, BOTH).unwrap()
        };
        assert_eq!(of(FewEvents::NotApplicableBelow(10.0)), Cell::NotApplicable);
        assert_eq!(of(FewEvents::WithheldBelow(10.0)), withheld);
        assert_eq!(known(of(FewEvents::WithheldBelow(9.0))).value, 0.09);
    }

    prop_compose! {
        fn some_bands()(size in 1..20_usize)(
            events in proptest::collection::vec(prop_oneof![Just(0_u32), 0..5_u32, 0..5_000_u32], size),
            people in proptest::collection::vec(1..100_000_u32, size),
            standard in proptest::collection::vec(1..10_000_u32, size),
        ) -> [Vec<f64>; 3] {
            [events, people, standard].map(|column| column.into_iter().map(f64::from).collect())
        }
    }

    fn standardised([events, at_risk, standard]: &[Vec<f64>; 3]) -> Estimates<2> {
        let bands = DirectBands { events, at_risk, standard };
        known(directly_standardised(bands, DirectRules::default(), BOTH).unwrap())
    }

    fn near(a: Estimates<2>, b: Estimates<2>) -> bool {
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-12 * a.abs().max(1e-12);
        close(a.value, b.value)
            && a.intervals
                .iter()
                .zip(&b.intervals)
                .all(|(a, b)| close(a.lower, b.lower) && close(a.upper, b.upper))
    }

    proptest! {
        #[test]
        fn the_order_of_bands_and_the_unit_of_weights_do_not_matter(
            bands in some_bands(),
            factor in 0.001..1e6_f64,
        ) {
            let expected = standardised(&bands);
            let mut turned = bands.clone();
            for column in &mut turned {
                column.reverse();
            }
            for weight in &mut turned[2] {
                *weight *= factor;
            }
            prop_assert!(near(standardised(&turned), expected));
            let [at_95, at_998] = expected.intervals;
            prop_assert!(at_95.contains(expected.value));
            prop_assert!(at_998.lower <= at_95.lower && at_95.upper <= at_998.upper);
        }

        #[test]
        fn weights_of_the_people_themselves_give_the_crude_rate(bands in some_bands()) {
            let [events, people, _] = bands;
            let crude: f64 = events.iter().sum::<f64>() / people.iter().sum::<f64>();
            let got = standardised(&[events, people.clone(), people]);
            prop_assert!((got.value - crude).abs() <= 1e-12 * crude);
        }

        #[test]
        fn events_that_happen_once_are_independent(bands in some_bands()) {
            let [events, people, standard] = &bands;
            let once = [Repeated { times: 1.0, people: events }];
            let got = directly_standardised_repeated(&once, people, standard, DirectRules::default(), BOTH)?;
            prop_assert!(near(known(got), standardised(&bands)));
        }

        #[test]
        fn rows_are_what_they_are_alone(bands in some_bands()) {
            let [events, people, standard] = &bands;
            let levels = BOTH.map(CountLimits::new);
            let mut out = [Ok(Cell::Absent); 2];
            let (twice, people) = ([&events[..], &events[..]].concat(), [&people[..], &people[..]].concat());
            directly_standardised_rows(&twice, &people, standard, DirectRules::default(), &levels, &mut out)?;
            prop_assert_eq!(out[1], Ok(Cell::known(standardised(&bands))));
        }
    }
}
