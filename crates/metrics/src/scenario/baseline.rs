//! A group's relative gap to the whole that contains it, and what a fall of
//! the group's rate takes from it.

use firstyear_core::{Counts, MethodId};

use super::ScenarioError;
use crate::random::Counter;

/// The method that solves for an input: [`GapBaseline::fall_for`], then
/// [`ExposureChange::relative_risk_for`](super::ExposureChange::relative_risk_for)
/// or another of its kind.
pub const GAP_CONTRIBUTION: MethodId = MethodId::new("gap-contribution");

/// What becomes of the rate of the whole when that of the group falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// It falls with the group, which is a part of it.
    Moves,
    /// It is held where it was: only for comparison with figures worked out
    /// this way. Contributions come out too large.
    Held,
}

/// Where a group stands before anything is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapBaseline {
    gap: f64,
    share_of_births: f64,
    /// Of the group and of the others; `None` where the gap is taken as known.
    rates: Option<[UncertainRate; 2]>,
}

/// A rate that is known with an error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UncertainRate {
    /// Its expected value, events per person.
    pub mean: f64,
    /// The variance of what it may be; 0 where it is taken as known.
    pub variance: f64,
}

impl UncertainRate {
    /// That of a count, whose rate is a gamma number of its events.
    fn of(counts: Counts) -> Self {
        let (events, at_risk) = (counts.events as f64, counts.at_risk as f64);
        Self { mean: events / at_risk, variance: events / (at_risk * at_risk) }
    }

    /// A rate that could be behind it: a gamma number of this mean and variance.
    fn drawn(self, generator: &mut Counter) -> f64 {
        if self.variance > 0.0 && self.mean > 0.0 {
            let shape = self.mean * self.mean / self.variance;
            generator.gamma(shape) * self.variance / self.mean
        } else {
            self.mean
        }
    }
}

/// What a share of deaths may be above 1 by the rounding of its product.
const ROUNDING: f64 = 1e-9;

/// The relative gap of a group with this rate and share of births among others
/// with theirs; -1, and nothing to narrow, where the group's rate is 0.
fn gap_of_rates(group: f64, others: f64, share: f64) -> f64 {
    if group > 0.0 { group / (share * group + (1.0 - share) * others) - 1.0 } else { -1.0 }
}

impl GapBaseline {
    /// A group with this relative gap to the whole (0.19 for 19%) and this
    /// share of all births.
    ///
    /// # Errors
    ///
    /// [`ScenarioError`]: a gap that is no number above -1, a share of births
    /// outside 0 to 1 or at its ends (a group that is the whole has no gap to
    /// it), a group that would have more than all deaths.
    ///
    /// ```
    /// use firstyear_metrics::scenario::GapBaseline;
    ///
    /// // England and Wales, 2002 to 2004, routine and manual occupations.
    /// let baseline = GapBaseline::new(0.19, 0.375)?;
    /// assert!((baseline.share_of_deaths() - 0.44625).abs() < 1e-12);
    /// assert!(GapBaseline::new(0.0, 1.0).is_err());
    /// # Ok::<(), firstyear_metrics::scenario::ScenarioError>(())
    /// ```
    pub fn new(gap: f64, share_of_births: f64) -> Result<Self, ScenarioError> {
        if !(gap.is_finite() && gap > -1.0) {
            let range = "a number above -1";
            return Err(ScenarioError::Outside { what: "the relative gap", value: gap, range });
        }
        if !(share_of_births > 0.0 && share_of_births < 1.0) {
            return Err(ScenarioError::Outside {
                what: "the group's share of births",
                value: share_of_births,
                range: "between 0 and 1: a group that is the whole has no gap to it",
            });
        }
        if share_of_births * (1.0 + gap) > 1.0 + ROUNDING {
            return Err(ScenarioError::MoreThanAll { births: share_of_births, gap });
        }
        Ok(Self { gap, share_of_births, rates: None })
    }

    /// The same from deaths and births of the group and of all others. The
    /// gap then has the error of its counts of deaths.
    ///
    /// # Errors
    ///
    /// [`ScenarioError`]: no births on one side, no deaths in the group, none among
    /// the others: a gamma number of none has no error, and theirs is not known so well.
    ///
    /// ```
    /// use firstyear_core::Counts;
    /// use firstyear_metrics::scenario::GapBaseline;
    ///
    /// let group = Counts { events: 60, at_risk: 10_000 };
    /// let others = Counts { events: 60, at_risk: 15_000 };
    /// let baseline = GapBaseline::counted(group, others)?;
    /// assert!((baseline.gap() - 0.25).abs() < 1e-12);
    /// # Ok::<(), firstyear_metrics::scenario::ScenarioError>(())
    /// ```
    pub fn counted(group: Counts, others: Counts) -> Result<Self, ScenarioError> {
        if others.events == 0 && group.events > 0 {
            return Err(ScenarioError::NoEventsInOthers);
        }
        let births = group.at_risk as f64 + others.at_risk as f64;
        let rates = [group, others].map(UncertainRate::of);
        let share = group.at_risk as f64 / births;
        let baseline = Self::of_rates(rates[0].mean, rates[1].mean, share)?;
        Ok(Self { rates: Some(rates), ..baseline })
    }

    /// The same from rates that were steadied by what other areas show, such as
    /// the mean and variance of a
    /// [`Posterior`](crate::small_areas::Posterior), and the group's share of
    /// births.
    ///
    /// # Errors
    ///
    /// [`ScenarioError`]: a rate below 0 or a variance below 0, a share outside
    /// 0 to 1, no events in the group.
    ///
    /// ```
    /// use firstyear_metrics::scenario::{GapBaseline, UncertainRate};
    ///
    /// let rate = |mean| UncertainRate { mean, variance: 1e-7 };
    /// let baseline = GapBaseline::steadied(rate(0.006), rate(0.004), 0.4)?;
    /// assert!((baseline.gap() - 0.25).abs() < 1e-12);
    /// # Ok::<(), firstyear_metrics::scenario::ScenarioError>(())
    /// ```
    pub fn steadied(
        group: UncertainRate,
        others: UncertainRate,
        share_of_births: f64,
    ) -> Result<Self, ScenarioError> {
        for rate in [group, others] {
            for (what, value) in [("a rate", rate.mean), ("the variance of a rate", rate.variance)]
            {
                if !(value >= 0.0 && value.is_finite()) {
                    let range = "a finite number from 0";
                    return Err(ScenarioError::Outside { what, value, range });
                }
            }
        }
        let baseline = Self::of_rates(group.mean, others.mean, share_of_births)?;
        Ok(Self { rates: Some([group, others]), ..baseline })
    }

    /// A group with this rate and share of births, among others with theirs.
    fn of_rates(group: f64, others: f64, share: f64) -> Result<Self, ScenarioError> {
        if group == 0.0 {
            return Err(ScenarioError::NoEventsInGroup);
        }
        Self::new(gap_of_rates(group, others, share), share)
    }

    /// A baseline that could be behind the counts: rates are gamma numbers of
    /// their deaths. Itself where the gap is taken as known.
    pub(super) fn drawn(self, generator: &mut Counter) -> Self {
        let Some([group, others]) = self.rates else { return self };
        let (of_group, of_others) = (group.drawn(generator), others.drawn(generator));
        // Rates of a draw are those of a group and of a whole that it is part of:
        // there is nothing in them to refuse.
        Self { gap: gap_of_rates(of_group, of_others, self.share_of_births), ..self }
    }

    /// Whether the gap has the error of counts.
    pub(super) const fn is_counted(self) -> bool {
        self.rates.is_some()
    }

    /// The relative gap, a fraction.
    #[must_use]
    pub const fn gap(self) -> f64 {
        self.gap
    }

    /// The group's share of births.
    #[must_use]
    pub const fn share_of_births(self) -> f64 {
        self.share_of_births
    }

    /// The group's share of deaths: that of births, times 1 + gap.
    #[must_use]
    pub fn share_of_deaths(self) -> f64 {
        (self.share_of_births * (1.0 + self.gap)).min(1.0)
    }

    /// The percentage points that a fall of the group's rate takes from its
    /// relative gap, while the rates of the others stay as they are.
    ///
    /// # Units
    ///
    /// A fall as a fraction of the group's rate, at most 1; percentage points
    /// out, positive where the gap narrows. NaN for a fall above 1.
    ///
    /// # Source
    ///
    /// From the definition of the gap: `100 (1 + G) (1 - (1 - x)/(1 - s x))`
    /// with `s` the group's share of deaths; held, `100 (1 + G) x`. Where the
    /// others' rate changes too, see [`Self::points_with_others`].
    ///
    /// ```
    /// use firstyear_metrics::scenario::{ExposureChange, GapBaseline, Whole};
    ///
    /// // Smoking from 23% to 15% at a relative risk of 1.4.
    /// let fall = ExposureChange::new(0.23, 0.15, 1.4)?.fall();
    /// let baseline = GapBaseline::new(0.19, 0.375)?;
    /// assert_eq!(format!("{:.2}", baseline.points(fall, Whole::Moves)), "1.96");
    /// assert_eq!(format!("{:.2}", baseline.points(fall, Whole::Held)), "3.49");
    /// # Ok::<(), firstyear_metrics::scenario::ScenarioError>(())
    /// ```
    #[must_use]
    pub fn points(self, fall: f64, whole: Whole) -> f64 {
        self.points_with_others(fall, 0.0, whole)
    }

    /// The percentage points that a fall of the group's rate and one of the
    /// others' together take from its relative gap: none where both fall by the
    /// same fraction, and fewer than none where the others gain more.
    ///
    /// # Units
    ///
    /// Falls as fractions of the group's rate and of that of all others, each at
    /// most 1; percentage points out, positive where the gap narrows. NaN for a
    /// fall above 1, and where nobody is left to die.
    ///
    /// # Source
    ///
    /// From the definition of the gap: `100 (1 + G) (1 - s) (x - y)/(s (1 - x) +
    /// (1 - s)(1 - y))` with `s` the group's share of deaths; held, `100 (1 + G)
    /// x`.
    ///
    /// ```
    /// use firstyear_metrics::scenario::{GapBaseline, Whole};
    ///
    /// let baseline = GapBaseline::new(0.19, 0.375)?;
    /// let points = |others| baseline.points_with_others(0.03, others, Whole::Moves);
    /// assert_eq!(points(0.03), 0.0);
    /// assert!(points(0.0) > points(0.02) && points(0.05) < 0.0);
    /// # Ok::<(), firstyear_metrics::scenario::ScenarioError>(())
    /// ```
    #[must_use]
    pub fn points_with_others(self, fall: f64, of_others: f64, whole: Whole) -> f64 {
        if !(fall <= 1.0 && of_others <= 1.0) {
            return f64::NAN;
        }
        let factor = 100.0 * (1.0 + self.gap);
        match whole {
            Whole::Held => factor * fall,
            Whole::Moves => {
                let others = 1.0 - self.share_of_deaths();
                // All deaths are the group's: its rate and the gap go together.
                if others <= 0.0 {
                    return 0.0;
                }
                let left = others * (1.0 - of_others) + self.share_of_deaths() * (1.0 - fall);
                factor * (fall - of_others) * others / left
            }
        }
    }

    /// The fall of the group's rate, a fraction, that takes this many percentage
    /// points from the gap while the rate of the others stays as it is: the
    /// inverse of [`Self::points`].
    ///
    /// # Errors
    ///
    /// [`ScenarioError::Unreachable`] where no fall of at most 1 does.
    pub fn fall_for(self, points: f64, whole: Whole) -> Result<f64, ScenarioError> {
        let part = points / (100.0 * (1.0 + self.gap));
        let fall = match whole {
            Whole::Held => part,
            Whole::Moves => {
                let below = 1.0 - (1.0 - part) * self.share_of_deaths();
                if below > 0.0 { part / below } else { f64::NAN }
            }
        };
        if fall.is_finite() && fall <= 1.0 {
            Ok(fall)
        } else {
            Err(ScenarioError::Unreachable { what: "fall of the group's rate", points })
        }
    }
}
