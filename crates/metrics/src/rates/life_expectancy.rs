//! Life expectancy from an abridged life table.

use firstyear_core::{Cell, Confidence, MethodId};

use super::estimates::{Estimates, intervals};
use crate::limits::deviate;

/// The method of [`LifeTable`].
pub const LIFE_EXPECTANCY: MethodId = MethodId::new("life-expectancy");

/// Bands or counts that make no life table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LifeTableError {
    /// No band, or a single one: nothing to follow.
    #[error("fewer than two age bands: a life table needs at least two, the last without end")]
    TooFewBands,
    /// A start below the one before, or not a number.
    #[error("band {band} does not start above the one before it: give ages in ascending order")]
    NotAscending {
        /// Counted from 1.
        band: usize,
    },
    /// A fraction lived outside 0 to 1.
    #[error("the fraction of band {band} lived by those who die in it is not between 0 and 1")]
    FractionOutOfRange {
        /// Counted from 1.
        band: usize,
    },
    /// Columns of another length than the bands.
    #[error("{column} has {given} numbers for {expected} age bands")]
    Lengths {
        /// The column.
        column: &'static str,
        /// Its length.
        given: usize,
        /// The number of bands, times the number of tables.
        expected: usize,
    },
    /// NaN, infinite or negative.
    #[error("{column} of band {band} is negative or not a finite number")]
    OutOfRange {
        /// The column.
        column: &'static str,
        /// Counted from 1.
        band: usize,
    },
    /// A band without people has no death rate.
    #[error("nobody lives in band {band}: join it with a neighbour")]
    NobodyAtRisk {
        /// Counted from 1.
        band: usize,
    },
    /// The death rate does not fit the fraction lived.
    #[error(
        "at the death rate of band {band} more than all would die in it: check deaths and people, or give a smaller fraction lived"
    )]
    MoreThanAllDie {
        /// Counted from 1.
        band: usize,
    },
    /// How long the oldest live is unknown.
    #[error(
        "nobody died in the last band, so that nothing says how long its people live: join it with the one before"
    )]
    NoDeathsInLastBand,
}

/// The age bands of a life table: where each starts, and which fraction of it
/// those live who die in it.
#[derive(Clone, Debug, PartialEq)]
pub struct LifeTable {
    starts: Vec<f64>,
    /// Width in years and fraction lived, for all bands but the last.
    bands: Vec<(f64, f64)>,
}

/// What a life table says at the start of one band.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Expectation {
    /// Years still to live, on average.
    pub years: f64,
    /// Variance of these years.
    pub variance: f64,
    /// Deaths from this age on.
    pub deaths: f64,
    /// People from this age on.
    pub people: f64,
}

impl LifeTable {
    /// Bands from the ages at which they start, the last without end.
    ///
    /// Those who die live half of their band, a tenth where the first band is
    /// the first year of life: most infant deaths fall into its first days.
    /// [`with_fractions`](Self::with_fractions) takes others.
    ///
    /// # Errors
    ///
    /// [`LifeTableError`]: fewer than two bands, or ages not in order.
    ///
    /// # Example
    ///
    /// ```
    /// use firstyear_metrics::rates::{Expectation, LifeTable, LifeTableError};
    ///
    /// let table = LifeTable::new(&[0.0, 1.0, 65.0])?;
    /// let mut ages = [Expectation::default(); 3];
    /// table.expectations(&[4.0, 100.0, 200.0], &[1_000.0, 60_000.0, 4_000.0], &mut ages)?;
    /// // 200 deaths among 4,000: 20 years each.
    /// assert_eq!(ages[2].years, 20.0);
    /// # Ok::<(), LifeTableError>(())
    /// ```
    pub fn new(starts: &[f64]) -> Result<Self, LifeTableError> {
        let infants = starts.first() == Some(&0.0) && starts.get(1) == Some(&1.0);
        let fractions: Vec<f64> = (0..starts.len().saturating_sub(1))
            .map(|band| if band == 0 && infants { 0.1 } else { 0.5 })
            .collect();
        Self::with_fractions(starts, &fractions)
    }

    /// Bands with the fraction of each that those live who die in it, for all
    /// bands but the last.
    ///
    /// # Errors
    ///
    /// [`LifeTableError`]: as [`new`](Self::new), or a fraction outside 0 to 1.
    pub fn with_fractions(starts: &[f64], fractions: &[f64]) -> Result<Self, LifeTableError> {
        if starts.len() < 2 {
            return Err(LifeTableError::TooFewBands);
        }
        if fractions.len() + 1 != starts.len() {
            let (given, expected) = (fractions.len(), starts.len() - 1);
            return Err(LifeTableError::Lengths { column: "fractions", given, expected });
        }
        let mut bands = Vec::with_capacity(fractions.len());
        for (band, (ages, fraction)) in starts.windows(2).zip(fractions).enumerate() {
            let width = ages[1] - ages[0];
            if !(width.is_finite() && width > 0.0) {
                return Err(LifeTableError::NotAscending { band: band + 2 });
            }
            if !(0.0..=1.0).contains(fraction) {
                return Err(LifeTableError::FractionOutOfRange { band: band + 1 });
            }
            bands.push((width, *fraction));
        }
        Ok(Self { starts: starts.to_vec(), bands })
    }

    /// The ages at which the bands start.
    #[must_use]
    pub fn starts(&self) -> &[f64] {
        &self.starts
    }

    /// Years still to live at the start of each band.
    ///
    /// Works from the oldest band down: with q the chance to die in a band of n
    /// years and a the fraction lived, `e = n (1 - q + a q) + (1 - q) e'`, and
    /// the variance is `(1 - q)² V' + ((1 - a) n + e')² q² (1 - q) / D`. The
    /// last band has e = people/deaths, with variance e²/D.
    ///
    /// # Units
    ///
    /// Deaths and people of the same years in, years of life out, in the order
    /// of the bands.
    ///
    /// # Errors
    ///
    /// [`LifeTableError`]: columns that do not fit the bands, a number that is
    /// negative or not finite, an empty band, more deaths than a band can hold,
    /// or none in the last.
    ///
    /// # Source
    ///
    /// Chiang CL (1984), *The life table and its applications*, chapter 8;
    /// last band: Silcocks PBS, Jenner DA, Reza R (2001), J Epidemiol Community
    /// Health 55:38-43.
    pub fn expectations(
        &self,
        deaths: &[f64],
        people: &[f64],
        out: &mut [Expectation],
    ) -> Result<(), LifeTableError> {
        let expected = self.starts.len();
        let given = out.len();
        if given != expected {
            return Err(LifeTableError::Lengths { column: "results", given, expected });
        }
        check("deaths", deaths, expected)?;
        check("people", people, expected)?;
        if let Some(band) = people.iter().position(|n| *n == 0.0) {
            return Err(LifeTableError::NobodyAtRisk { band: band + 1 });
        }
        let last = expected - 1;
        let mut older = oldest(deaths[last], people[last])?;
        out[last] = older;
        for band in (0..last).rev() {
            let (width, fraction) = self.bands[band];
            let reach = width * deaths[band] / people[band];
            let dying = reach / (1.0 + reach * (1.0 - fraction));
            if dying > 1.0 {
                return Err(LifeTableError::MoreThanAllDie { band: band + 1 });
            }
            older = step(width, fraction, dying, deaths[band], people[band], older);
            out[band] = older;
        }
        Ok(())
    }
}

/// The band without end.
fn oldest(deaths: f64, people: f64) -> Result<Expectation, LifeTableError> {
    if deaths == 0.0 {
        return Err(LifeTableError::NoDeathsInLastBand);
    }
    let years = people / deaths;
    Ok(Expectation { years, variance: years * years / deaths, deaths, people })
}

/// A band, from what the one after it expects.
fn step(
    width: f64,
    fraction: f64,
    dying: f64,
    deaths: f64,
    people: f64,
    older: Expectation,
) -> Expectation {
    let surviving = 1.0 - dying;
    // A band without deaths adds no variance, as far as it can tell.
    let chance = if deaths == 0.0 { 0.0 } else { dying * dying * surviving / deaths };
    let lost = (1.0 - fraction) * width + older.years;
    Expectation {
        years: width * (surviving + fraction * dying) + surviving * older.years,
        variance: surviving * surviving * older.variance + lost * lost * chance,
        deaths: older.deaths + deaths,
        people: older.people + people,
    }
}

fn check(column: &'static str, values: &[f64], expected: usize) -> Result<(), LifeTableError> {
    if values.len() != expected {
        return Err(LifeTableError::Lengths { column, given: values.len(), expected });
    }
    match values.iter().position(|x| !(x.is_finite() && *x >= 0.0)) {
        Some(at) => Err(LifeTableError::OutOfRange { column, band: at + 1 }),
        None => Ok(()),
    }
}

/// What a life expectancy must rest on to be given.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LifeExpectancyRules {
    /// People in all bands together; `None` asks for none.
    pub people_above: Option<f64>,
    /// Years from the value to its limits at 95%; `None` asks for nothing.
    pub at_most_years_either_side: Option<f64>,
}

impl LifeExpectancyRules {
    /// The rules of the English public-health profiles: more than 5,000
    /// people, and no more than 10 years either side.
    pub const PUBLIC_HEALTH_PROFILES: Self =
        Self { people_above: Some(5_000.0), at_most_years_either_side: Some(10.0) };

    /// The expectation with its limits at each level, or not applicable where
    /// the rules are not met.
    ///
    /// `all_people` are those of all bands, also when the expectation is that
    /// at a later age. A lower limit below 0 years is 0.
    ///
    /// ```
    /// use firstyear_core::{Cell, Confidence};
    /// use firstyear_metrics::rates::{Expectation, LifeExpectancyRules};
    ///
    /// let at_birth = Expectation { years: 80.0, variance: 4.0, deaths: 40.0, people: 5_000.0 };
    /// let rules = LifeExpectancyRules::PUBLIC_HEALTH_PROFILES;
    /// assert_eq!(rules.judge(at_birth, 5_000.0, [Confidence::P95]), Cell::NotApplicable);
    /// let given = rules.judge(at_birth, 5_001.0, [Confidence::P95]);
    /// assert_eq!(format!("{:.2}", given.value().unwrap().intervals[0].lower), "76.08");
    /// ```
    #[must_use]
    pub fn judge<const N: usize>(
        &self,
        expectation: Expectation,
        all_people: f64,
        levels: [Confidence; N],
    ) -> Cell<Estimates<N>> {
        let years = expectation.years;
        let error = expectation.variance.sqrt();
        let either_side = deviate(Confidence::P95) * error;
        let too_few = self.people_above.is_some_and(|least| all_people <= least);
        let too_wide = self.at_most_years_either_side.is_some_and(|most| either_side > most);
        if too_few || too_wide {
            return Cell::NotApplicable;
        }
        Cell::known(Estimates {
            value: years,
            intervals: intervals(levels, |confidence| {
                let margin = deviate(confidence) * error;
                // Nobody has fewer than no years to live.
                ((years - margin).max(0.0), years + margin)
            }),
            method: LIFE_EXPECTANCY,
            numerator: expectation.deaths,
            denominator: expectation.people,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The life table as textbooks set it out (Chiang 1984, table 8.1): a
    /// column for each quantity, survivors of 100,000.
    fn textbook(
        starts: &[f64],
        fractions: &[f64],
        deaths: &[f64],
        people: &[f64],
    ) -> Vec<(f64, f64)> {
        let k = starts.len();
        let mut survivors = vec![100_000.0];
        let (mut dying, mut lived) = (vec![0.0; k], vec![0.0; k]);
        for i in 0..k - 1 {
            let (n, m, a) = (starts[i + 1] - starts[i], deaths[i] / people[i], fractions[i]);
            dying[i] = n * m / (1.0 + (1.0 - a) * n * m);
            let d = survivors[i] * dying[i];
            survivors.push(survivors[i] - d);
            lived[i] = n * (survivors[i] - d) + a * n * d;
        }
        lived[k - 1] = survivors[k - 1] / (deaths[k - 1] / people[k - 1]);
        let years: Vec<f64> =
            (0..k).map(|i| lived[i..].iter().sum::<f64>() / survivors[i]).collect();
        (0..k)
            .map(|age| {
                let m = deaths[k - 1] / people[k - 1];
                let mut variance =
                    (survivors[k - 1] / survivors[age]).powi(2) / (deaths[k - 1] * m * m);
                for i in age..k - 1 {
                    if deaths[i] > 0.0 {
                        let s = dying[i].powi(2) * (1.0 - dying[i]) / deaths[i];
                        let n = starts[i + 1] - starts[i];
                        let reach = (1.0 - fractions[i]) * n + years[i + 1];
                        variance += (survivors[i] / survivors[age] * reach).powi(2) * s;
                    }
                }
                (years[age], variance)
            })
            .collect()
    }

    const STARTS: [f64; 20] = [
        0.0, 1.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0, 55.0, 60.0, 65.0,
        70.0, 75.0, 80.0, 85.0, 90.0,
    ];

    #[test]
    fn what_makes_no_table_is_refused() {
        use LifeTableError as E;
        assert_eq!(LifeTable::new(&[]), Err(E::TooFewBands));
        assert_eq!(LifeTable::new(&[0.0]), Err(E::TooFewBands));
        assert_eq!(LifeTable::new(&[0.0, 5.0, 5.0]), Err(E::NotAscending { band: 3 }));
        assert_eq!(LifeTable::new(&[0.0, f64::NAN]), Err(E::NotAscending { band: 2 }));
        let fraction = LifeTable::with_fractions(&[0.0, 1.0], &[1.5]);
        assert_eq!(fraction, Err(E::FractionOutOfRange { band: 1 }));
        let table = LifeTable::new(&[0.0, 1.0]).unwrap();
        let of = |deaths: &[f64], people: &[f64]| {
            let mut out = [Expectation::default(); 2];
            table.expectations(deaths, people, &mut out).map(|()| out[0].years)
        };
        let lengths = E::Lengths { column: "people", given: 1, expected: 2 };
        assert_eq!(of(&[1.0, 1.0], &[1.0]), Err(lengths));
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            let error = Err(E::OutOfRange { column: "deaths", band: 2 });
            assert_eq!(of(&[1.0, bad], &[9.0, 9.0]), error);
        }
        assert_eq!(of(&[1.0, 1.0], &[9.0, 0.0]), Err(E::NobodyAtRisk { band: 2 }));
        assert_eq!(of(&[1.0, 0.0], &[9.0, 9.0]), Err(E::NoDeathsInLastBand));
        assert_eq!(of(&[90.0, 1.0], &[8.0, 9.0]), Err(E::MoreThanAllDie { band: 1 }));
    }

    #[test]
    fn limits_are_cut_at_no_years() {
        // One death among two: 2 ± 1.96 x 2 years.
        let old = Expectation { years: 2.0, variance: 4.0, deaths: 1.0, people: 2.0 };
        let rules = LifeExpectancyRules::default();
        let cell = rules.judge(old, 2.0, [Confidence::P95]);
        let [limits] = cell.value().unwrap().intervals;
        assert!(limits.lower == 0.0 && (limits.upper - 5.919_928).abs() < 1e-6);
    }

    #[test]
    fn the_first_year_of_life_alone_has_a_tenth() {
        let fraction = |starts: &[f64]| LifeTable::new(starts).unwrap().bands[0].1;
        assert_eq!(fraction(&[0.0, 1.0, 5.0]), 0.1);
        assert_eq!(fraction(&[0.0, 5.0]), 0.5);
        assert_eq!(fraction(&[1.0, 5.0]), 0.5);
    }

    #[test]
    fn expectations_beyond_a_band_in_which_all_die_still_exist() {
        let table = LifeTable::new(&[0.0, 2.0, 4.0]).unwrap();
        let mut out = [Expectation::default(); 3];
        // Rate 1 over two years, half of them lived: the chance to die is 1.
        table.expectations(&[10.0, 1.0, 10.0], &[10.0, 10.0, 40.0], &mut out).unwrap();
        assert_eq!((out[0].years, out[0].variance), (1.0, 0.0));
        assert_eq!(out[2].years, 4.0);
    }

    proptest! {
        #[test]
        fn the_textbook_gives_the_same(
            rows in proptest::collection::vec((0.0..0.3_f64, 1_000..100_000_u32), 20),
            first in 0.0..1.0_f64,
            none in 0..18_usize,
        ) {
            let people: Vec<f64> = rows.iter().map(|(_, n)| f64::from(*n)).collect();
            let mut deaths: Vec<f64> = rows.iter().map(|(m, n)| (m * f64::from(*n)).ceil() + 1.0).collect();
            deaths[none] = 0.0;
            let mut fractions = [0.5; 19];
            fractions[0] = first;
            let table = LifeTable::with_fractions(&STARTS, &fractions)?;
            let mut out = [Expectation::default(); 20];
            table.expectations(&deaths, &people, &mut out)?;
            for (got, (years, variance)) in out.iter().zip(textbook(&STARTS, &fractions, &deaths, &people)) {
                prop_assert!((got.years / years - 1.0).abs() < 1e-9);
                prop_assert!((got.variance / variance - 1.0).abs() < 1e-9);
            }
        }

        #[test]
        fn more_people_for_the_same_rates_narrow_the_limits_alone(
            rows in proptest::collection::vec((1..100_u32, 1_000..100_000_u32), 20),
            factor in 2.0..100.0_f64,
        ) {
            let table = LifeTable::new(&STARTS)?;
            let deaths: Vec<f64> = rows.iter().map(|(d, _)| f64::from(*d)).collect();
            let people: Vec<f64> = rows.iter().map(|(_, n)| f64::from(*n)).collect();
            let times = |column: &[f64]| column.iter().map(|x| x * factor).collect::<Vec<_>>();
            let (mut a, mut b) = ([Expectation::default(); 20], [Expectation::default(); 20]);
            table.expectations(&deaths, &people, &mut a)?;
            table.expectations(&times(&deaths), &times(&people), &mut b)?;
            for (a, b) in a.iter().zip(&b) {
                prop_assert!((a.years / b.years - 1.0).abs() < 1e-12);
                prop_assert!((a.variance / (b.variance * factor) - 1.0).abs() < 1e-9);
            }
        }
    }
}
