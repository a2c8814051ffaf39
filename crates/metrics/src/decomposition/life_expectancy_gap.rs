//! A gap in life expectancy, by age and by cause of death.

use firstyear_core::{Confidence, Estimate, MethodId};

use super::DecompositionError;
use super::strata::estimate;
use crate::delta;
use crate::rates::{Expectation, LifeTable};

/// The method of [`life_expectancy_gap`].
pub const LIFE_EXPECTANCY_GAP: MethodId = MethodId::new("life-expectancy-gap");

/// Deaths by cause and people of one population, by age.
#[derive(Clone, Debug, PartialEq)]
pub struct DeathsByCause {
    /// For each cause the deaths in each age band; one cause for all deaths.
    pub deaths: Vec<Vec<u64>>,
    /// People in each age band.
    pub people: Vec<f64>,
}

/// From which population the change is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapDirection {
    /// The mean of both ways: neither population is preferred.
    Both,
    /// From the first to the second, as Arriaga has it.
    FirstToSecond,
}

/// A gap in life expectancy, first minus second, and its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct LifeExpectancyGap {
    /// The whole gap, in years.
    pub gap: Estimate,
    /// The part of each age band.
    pub by_age: Vec<Estimate>,
    /// The part of each cause.
    pub by_cause: Vec<Estimate>,
    /// The part of each cause in each age band, `[cause][age]`.
    pub by_cause_and_age: Vec<Vec<Estimate>>,
}

/// Takes a gap in life expectancy at the start of the first band apart by age,
/// and within ages by cause.
///
/// An age's part is split by cause in proportion to the differences of their
/// death rates. The parts add up to the gap, whether the populations differ
/// much or little. An age at which two causes differ in opposite directions
/// keeps both parts, even where they cancel. Limits are by the delta method,
/// with deaths varying as Poisson counts; those of parts do not add up to
/// those of the gap.
///
/// # Units
///
/// `starts`: ages at which the bands start, the last without end;
/// `fractions`: of each band but the last, how much those live who die in it
/// (`None` for half, and a tenth of the first year). Years out; positive where
/// the first population lives longer, or dies less of the cause.
///
/// # Errors
///
/// [`DecompositionError`]: columns that do not fit, or numbers that make no
/// life table.
///
/// # Source
///
/// Arriaga EE (1984), Demography 21:83-96; by cause: Arriaga EE (1989), in
/// Ruzicka, Wunsch, Kane, *Differential mortality*, 53-68.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::decomposition::{DeathsByCause, GapDirection, life_expectancy_gap};
///
/// let people = vec![1_000.0, 60_000.0, 4_000.0];
/// let first = DeathsByCause { deaths: vec![vec![4, 100, 200]], people: people.clone() };
/// let second = DeathsByCause { deaths: vec![vec![8, 100, 200]], people };
/// let gap = life_expectancy_gap(
///     &[0.0, 1.0, 65.0], None, &first, &second, GapDirection::Both, Confidence::P95,
/// )?;
/// // Only infants differ, so all of the gap is theirs.
/// assert!(gap.by_age[0].value > 0.25);
/// assert!((gap.gap.value - gap.by_age[0].value).abs() < 1e-12);
/// # Ok::<(), firstyear_metrics::decomposition::DecompositionError>(())
/// ```
pub fn life_expectancy_gap(
    starts: &[f64],
    fractions: Option<&[f64]>,
    first: &DeathsByCause,
    second: &DeathsByCause,
    direction: GapDirection,
    confidence: Confidence,
) -> Result<LifeExpectancyGap, DecompositionError> {
    if first.deaths.len() != second.deaths.len() {
        return Err(DecompositionError::Lengths {
            what: "the second population's causes",
            given: second.deaths.len(),
            expected: first.deaths.len(),
        });
    }
    check("first", starts, fractions, first)?;
    check("second", starts, fractions, second)?;
    let bands = Bands::new(starts, fractions);
    let (ages, causes) = (starts.len(), first.deaths.len());
    let values = [rates(first, |d, n| d / n), rates(second, |d, n| d / n)].concat();
    let errors = [rates(first, |d, n| d.sqrt() / n), rates(second, |d, n| d.sqrt() / n)].concat();
    let parts = |at: &[f64]| {
        let (first, second) = at.split_at(causes * ages);
        summed(&bands.parts(first, second, direction), ages)
    };
    let found: Vec<Estimate> = parts(&values)
        .into_iter()
        .zip(delta::standard_errors(&values, &errors, parts))
        .map(|(value, error)| estimate(value, error, confidence, LIFE_EXPECTANCY_GAP))
        .collect();
    let (by_age, rest) = found[1..].split_at(ages);
    let (by_cause, cells) = rest.split_at(causes);
    Ok(LifeExpectancyGap {
        gap: found[0],
        by_age: by_age.to_vec(),
        by_cause: by_cause.to_vec(),
        by_cause_and_age: cells.chunks(ages).map(<[Estimate]>::to_vec).collect(),
    })
}

/// The gap, ages, causes, then cause by age.
fn summed(cells: &[f64], ages: usize) -> Vec<f64> {
    let by_age = (0..ages).map(|age| cells.iter().skip(age).step_by(ages).sum::<f64>());
    let by_cause = cells.chunks(ages).map(|cause| cause.iter().sum::<f64>());
    let by_age: Vec<f64> = by_age.collect();
    let gap = by_age.iter().sum();
    std::iter::once(gap).chain(by_age).chain(by_cause).chain(cells.iter().copied()).collect()
}

fn check(
    population: &'static str,
    starts: &[f64],
    fractions: Option<&[f64]>,
    counts: &DeathsByCause,
) -> Result<(), DecompositionError> {
    if counts.deaths.is_empty() {
        return Err(DecompositionError::NoStrata);
    }
    let mut all = vec![0.0; starts.len()];
    for cause in &counts.deaths {
        if cause.len() != starts.len() {
            return Err(DecompositionError::Lengths {
                what: "deaths of a cause",
                given: cause.len(),
                expected: starts.len(),
            });
        }
        for (all, deaths) in all.iter_mut().zip(cause) {
            *all += *deaths as f64;
        }
    }
    let table = match fractions {
        Some(fractions) => LifeTable::with_fractions(starts, fractions),
        None => LifeTable::new(starts),
    };
    let mut years = vec![Expectation::default(); starts.len()];
    table
        .and_then(|table| table.expectations(&all, &counts.people, &mut years))
        .map_err(|error| DecompositionError::LifeTable { population, error })
}

/// A figure for each cause and age, of deaths and people.
fn rates(counts: &DeathsByCause, figure: fn(f64, f64) -> f64) -> Vec<f64> {
    let cells = counts.deaths.iter().flat_map(|cause| cause.iter().zip(&counts.people));
    cells.map(|(deaths, people)| figure(*deaths as f64, *people)).collect()
}

/// Width, and fraction lived by those who die, of all bands but the last.
struct Bands(Vec<(f64, f64)>);

/// What a life table needs here: survivors to each age, years still to live
/// there, and the death rate.
struct Lives {
    survivors: Vec<f64>,
    years: Vec<f64>,
    rates: Vec<f64>,
}

impl Bands {
    /// As [`LifeTable`] has them.
    fn new(starts: &[f64], fractions: Option<&[f64]>) -> Self {
        let infants = starts.first() == Some(&0.0) && starts.get(1) == Some(&1.0);
        let fraction = |band: usize| match fractions {
            Some(fractions) => fractions[band],
            None if band == 0 && infants => 0.1,
            None => 0.5,
        };
        let widths = starts.windows(2).map(|ages| ages[1] - ages[0]);
        Self(widths.enumerate().map(|(band, width)| (width, fraction(band))).collect())
    }

    fn lives(&self, by_cause: &[f64]) -> Lives {
        let ages = self.0.len() + 1;
        let rates: Vec<f64> =
            (0..ages).map(|age| by_cause.iter().skip(age).step_by(ages).sum()).collect();
        let dying = |band: usize| {
            let (width, fraction) = self.0[band];
            width * rates[band] / (1.0 + (1.0 - fraction) * width * rates[band])
        };
        let mut survivors = vec![1.0; ages];
        for band in 0..ages - 1 {
            survivors[band + 1] = survivors[band] * (1.0 - dying(band));
        }
        let mut years = vec![1.0 / rates[ages - 1]; ages];
        for band in (0..ages - 1).rev() {
            let ((width, fraction), q) = (self.0[band], dying(band));
            years[band] = width * (1.0 - (1.0 - fraction) * q) + (1.0 - q) * years[band + 1];
        }
        Lives { survivors, years, rates }
    }

    /// The part of each cause in each age, cause by cause.
    fn parts(&self, first: &[f64], second: &[f64], direction: GapDirection) -> Vec<f64> {
        let (a, b) = (self.lives(first), self.lives(second));
        let ages = a.rates.len();
        let forth = self.years_by_rate(&a, &b);
        let years_by_rate: Vec<f64> = match direction {
            GapDirection::FirstToSecond => forth,
            GapDirection::Both => forth
                .into_iter()
                .zip(self.years_by_rate(&b, &a))
                .map(|(forth, back)| f64::midpoint(forth, back))
                .collect(),
        };
        let differences = first.iter().zip(second).enumerate();
        differences.map(|(i, (a, b))| (b - a) * years_by_rate[i % ages]).collect()
    }

    /// The years that a death rate lower by one is worth at each age.
    ///
    /// Arriaga's direct and indirect effects at an age are together
    /// `l (q - q') ((1 - a) n + e')`, where `l` and `q` are of the one
    /// population, and `q'` and the years `e'` left after the band of the
    /// other; `q - q'` is the difference of the death rates times
    /// `n / ((1 + (1-a) n m)(1 + (1-a) n m'))`. So written, causes share in
    /// proportion to their rates without dividing by a difference that may be
    /// 0.
    fn years_by_rate(&self, one: &Lives, other: &Lives) -> Vec<f64> {
        let last = one.rates.len() - 1;
        (0..=last)
            .map(|age| {
                if age == last {
                    return one.survivors[age] / (one.rates[age] * other.rates[age]);
                }
                let (width, fraction) = self.0[age];
                let after = (1.0 - fraction) * width;
                let both = (1.0 + after * one.rates[age]) * (1.0 + after * other.rates[age]);
                one.survivors[age] * width * (after + other.years[age + 1]) / both
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rates::LifeTableError;

    const STARTS: [f64; 5] = [0.0, 1.0, 15.0, 45.0, 75.0];

    fn population(causes: &[[u64; 5]], people: [f64; 5]) -> DeathsByCause {
        DeathsByCause {
            deaths: causes.iter().map(|deaths| deaths.to_vec()).collect(),
            people: people.to_vec(),
        }
    }

    fn gap(a: &DeathsByCause, b: &DeathsByCause, direction: GapDirection) -> LifeExpectancyGap {
        life_expectancy_gap(&STARTS, None, a, b, direction, Confidence::P95).unwrap()
    }

    /// Arriaga's formulas as printed, from columns l, L and T, second minus
    /// first.
    fn arriaga(a: &DeathsByCause, b: &DeathsByCause) -> Vec<f64> {
        let columns = |p: &DeathsByCause| {
            let m: Vec<f64> = (0..5)
                .map(|x| p.deaths.iter().map(|cause| cause[x] as f64).sum::<f64>() / p.people[x])
                .collect();
            let (mut l, mut lived) = (vec![100_000.0], Vec::new());
            for x in 0..4 {
                let (n, a) = (STARTS[x + 1] - STARTS[x], if x == 0 { 0.1 } else { 0.5 });
                let d = l[x] * n * m[x] / (1.0 + (1.0 - a) * n * m[x]);
                lived.push(n * (l[x] - d) + a * n * d);
                l.push(l[x] - d);
            }
            lived.push(l[4] / m[4]);
            let t: Vec<f64> = (0..5).map(|x| lived[x..].iter().sum()).collect();
            (l, lived, t)
        };
        let ((l1, lived1, t1), (l2, lived2, t2)) = (columns(a), columns(b));
        (0..5)
            .map(|x| {
                let start = l1[x] / l1[0];
                if x == 4 {
                    return start * (t2[x] / l2[x] - t1[x] / l1[x]);
                }
                let direct = start * (lived2[x] / l2[x] - lived1[x] / l1[x]);
                direct + t2[x + 1] / l1[0] * (l1[x] / l2[x] - l1[x + 1] / l2[x + 1])
            })
            .collect()
    }

    fn example() -> (DeathsByCause, DeathsByCause) {
        let people = [5_000.0, 70_000.0, 160_000.0, 120_000.0, 30_000.0];
        let first = population(&[[20, 9, 80, 700, 1_500], [5, 4, 60, 300, 1_000]], people);
        let second = population(
            &[[35, 12, 120, 900, 1_600], [4, 4, 90, 420, 1_100]],
            [6_000.0, 72_000.0, 150_000.0, 110_000.0, 25_000.0],
        );
        (first, second)
    }

    #[test]
    fn ages_follow_the_printed_formula() {
        let (first, second) = example();
        let found = gap(&first, &second, GapDirection::FirstToSecond);
        for (part, expected) in found.by_age.iter().zip(arriaga(&first, &second)) {
            assert!((part.value + expected).abs() < 1e-12, "{} {expected}", part.value);
        }
        let both = gap(&first, &second, GapDirection::Both);
        let (forth, back) = (arriaga(&first, &second), arriaga(&second, &first));
        for (age, part) in both.by_age.iter().enumerate() {
            assert!((part.value - f64::midpoint(back[age], -forth[age])).abs() < 1e-12);
        }
    }

    #[test]
    fn causes_that_cancel_keep_their_parts() {
        let people = [5_000.0, 70_000.0, 160_000.0, 120_000.0, 30_000.0];
        let first = population(&[[20, 9, 80, 700, 1_500], [10, 4, 60, 300, 1_000]], people);
        let second = population(&[[10, 9, 80, 700, 1_500], [20, 4, 60, 300, 1_000]], people);
        let found = gap(&first, &second, GapDirection::Both);
        assert_eq!(found.gap.value, 0.0);
        assert!(found.by_cause[0].value < -0.1 && found.by_cause[1].value > 0.1);
    }

    #[test]
    fn the_gap_has_the_error_of_the_life_tables() {
        // Chiang's variances, with Silcocks' for the last band; the delta
        // method on Poisson counts differs from their binomial by the factor
        // 1 - q in the closed bands.
        let (first, second) = example();
        let variance = |p: &DeathsByCause| {
            let deaths: Vec<f64> =
                (0..5).map(|x| p.deaths.iter().map(|cause| cause[x] as f64).sum()).collect();
            let mut out = [Expectation::default(); 5];
            LifeTable::new(&STARTS).unwrap().expectations(&deaths, &p.people, &mut out).unwrap();
            out[0].variance
        };
        let expected = (variance(&first) + variance(&second)).sqrt();
        let limits = gap(&first, &second, GapDirection::Both).gap.interval.unwrap();
        let error = (limits.upper - limits.lower) / (2.0 * 1.959_963_984_540_054);
        assert!((error / expected - 1.0).abs() < 0.06, "{error} {expected}");
    }

    #[test]
    fn what_makes_no_life_table_is_refused() {
        let (first, mut second) = example();
        let refused = |second: &DeathsByCause| {
            let both = GapDirection::Both;
            life_expectancy_gap(&STARTS, None, &first, second, both, Confidence::P95).unwrap_err()
        };
        second.people[2] = 0.0;
        let error = LifeTableError::NobodyAtRisk { band: 3 };
        let expected = DecompositionError::LifeTable { population: "second", error };
        assert_eq!(refused(&second), expected);
        second.deaths.pop();
        assert!(matches!(refused(&second), DecompositionError::Lengths { .. }));
    }

    fn any_population() -> impl Strategy<Value = DeathsByCause> {
        let cause = proptest::collection::vec(0..400_u64, 5).prop_map(|mut deaths| {
            deaths[4] += 1;
            deaths
        });
        let people = proptest::collection::vec(20_000.0..200_000.0_f64, 5);
        (proptest::collection::vec(cause, 3), people)
            .prop_map(|(deaths, people)| DeathsByCause { deaths, people })
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_gap_of_two_life_tables(a in any_population(), b in any_population()) {
            let years = |p: &DeathsByCause| {
                let deaths: Vec<f64> =
                    (0..5).map(|x| p.deaths.iter().map(|cause| cause[x] as f64).sum()).collect();
                let mut out = [Expectation::default(); 5];
                LifeTable::new(&STARTS).unwrap().expectations(&deaths, &p.people, &mut out).unwrap();
                out[0].years
            };
            let expected = years(&a) - years(&b);
            let slack = 1e-9 * years(&a).max(years(&b));
            for direction in [GapDirection::Both, GapDirection::FirstToSecond] {
                let found = gap(&a, &b, direction);
                let sum = |parts: &[Estimate]| parts.iter().map(|part| part.value).sum::<f64>();
                prop_assert!((found.gap.value - expected).abs() < slack);
                prop_assert!((sum(&found.by_age) - expected).abs() < slack);
                prop_assert!((sum(&found.by_cause) - expected).abs() < slack);
            }
            let same = gap(&a, &a, GapDirection::Both);
            prop_assert!(same.by_cause.iter().all(|part| part.value == 0.0));
        }
    }
}
