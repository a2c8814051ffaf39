//! Measures as they go into a scenario: numbers with what is known of their
//! errors.

use firstyear_core::Interval;

use super::exposure::share;
use super::{ExposureChange, ScenarioError};
use crate::attribution::RelativeRisk;
use crate::limits::deviate;
use crate::random::Counter;

/// A share, with the number of people that its error comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShareInput {
    value: f64,
    /// `None` where it is taken as known.
    people: Option<f64>,
}

impl ShareInput {
    /// A share that is taken as known.
    ///
    /// # Errors
    ///
    /// [`ScenarioError::Outside`] unless it is a fraction from 0 to 1.
    pub fn known(value: f64) -> Result<Self, ScenarioError> {
        Self::counted(value, None)
    }

    /// A share that was counted among this many people; taken as known where
    /// none are given.
    ///
    /// # Errors
    ///
    /// [`ScenarioError::Outside`]: no fraction from 0 to 1, no number above 0.
    pub fn counted(value: f64, people: Option<f64>) -> Result<Self, ScenarioError> {
        share("a share", value)?;
        match people {
            Some(people) if !(people > 0.0 && people.is_finite()) => Err(ScenarioError::Outside {
                what: "the number of people behind a share",
                value: people,
                range: "a finite number above 0",
            }),
            _ => Ok(Self { value, people }),
        }
    }

    /// A share with published limits. They stand for a sample of the size that
    /// gives limits of this width.
    ///
    /// # Errors
    ///
    /// [`ScenarioError`]: limits that do not hold the share, or hold nothing
    /// else.
    pub fn with_limits(value: f64, limits: Interval) -> Result<Self, ScenarioError> {
        let Interval { lower, upper, confidence } = limits;
        let inside = 0.0 < lower && lower <= value && value <= upper && upper < 1.0;
        if !inside || lower == upper {
            return Err(ScenarioError::Limits { what: "share" });
        }
        let error = (upper - lower) / (2.0 * deviate(confidence));
        Self::counted(value, Some(value * (1.0 - value) / error.powi(2)))
    }

    /// The share.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.value
    }

    /// A share that could be behind what was counted: a beta number.
    fn draw(self, generator: &mut Counter) -> f64 {
        match self.people {
            Some(people) if self.value > 0.0 && self.value < 1.0 => {
                generator.beta(self.value * people, (1.0 - self.value) * people)
            }
            _ => self.value,
        }
    }

    /// The share at a number of standard errors from its value.
    fn at(self, errors: f64) -> f64 {
        let error = self.people.map_or(0.0, |n| (self.value * (1.0 - self.value) / n).sqrt());
        (self.value + errors * error).clamp(0.0, 1.0)
    }
}

/// What an exposure becomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ExposureTarget {
    /// This share.
    To(f64),
    /// Less by this share of all, 0.1 for ten points.
    By(f64),
    /// Less by this fraction of those exposed, 0.5 for a halving.
    ByFraction(f64),
}

impl ExposureTarget {
    /// What is left of an exposure; never below nobody or above everybody.
    fn after(self, before: f64) -> f64 {
        match self {
            Self::To(after) => after,
            Self::By(points) => before - points,
            Self::ByFraction(fraction) => before * (1.0 - fraction),
        }
        .clamp(0.0, 1.0)
    }
}

/// What a measure changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Input {
    /// The exposure of a group.
    Exposure {
        /// The share exposed before.
        before: ShareInput,
        /// What it becomes. What is aimed at has no error.
        target: ExposureTarget,
        /// Of death in infancy, or of dying of the cause that it acts on.
        risk: RelativeRisk,
        /// The share of the group's deaths that are of this cause; `None`
        /// where it acts on all.
        cause_share: Option<ShareInput>,
    },
    /// The group's rate, by a way that is not a risk factor, such as income.
    Fall {
        /// The fraction by which the rate falls.
        value: f64,
        /// Standard error of `ln(1 - value)`; 0 where it is taken as known.
        ln_error: f64,
    },
}

impl Input {
    /// Whether both rest on the same relative risk: one number, not two that are
    /// alike.
    pub(super) fn shares_risk(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Exposure { risk: one, .. }, Self::Exposure { risk: another, .. }) => {
                one == another
            }
            _ => false,
        }
    }
}

/// An input that has an error, by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InputKind {
    /// The share exposed before.
    Before,
    /// The relative risk.
    RelativeRisk,
    /// The cause's share of deaths.
    CauseShare,
    /// A fall that is given as such.
    Fall,
}

/// One measure of a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// What it changes.
    pub input: Input,
    /// The place, from 0, of another measure through which this one acts and
    /// no other way: a death that both would prevent counts once.
    pub through: Option<usize>,
    /// Whether an input was solved so that a published contribution comes
    /// out: such a contribution says nothing new, and gets no limits.
    pub calibrated: bool,
}

impl Measure {
    /// A measure of its own.
    #[must_use]
    pub const fn new(input: Input) -> Self {
        Self { input, through: None, calibrated: false }
    }

    /// By how much the group's rate falls, with everything at its value.
    ///
    /// # Errors
    ///
    /// [`ScenarioError::Outside`] for a target that is no share, or a fall
    /// above 1.
    pub fn fall(&self) -> Result<f64, ScenarioError> {
        match self.input {
            Input::Exposure { target, .. } => {
                let (what, value, low) = match target {
                    ExposureTarget::To(value) => ("the exposure aimed at", value, 0.0),
                    ExposureTarget::By(value) => ("the fall of the exposure", value, -1.0),
                    ExposureTarget::ByFraction(value) => {
                        ("the relative fall of the exposure", value, -1.0)
                    }
                };
                if !(low..=1.0).contains(&value) {
                    let range = if low == 0.0 {
                        "a fraction from 0 to 1"
                    } else {
                        "a fraction of at most 1, negative for a rise"
                    };
                    return Err(ScenarioError::Outside { what, value, range });
                }
            }
            Input::Fall { value, ln_error } => {
                if !(value.is_finite() && value <= 1.0) {
                    let range = "a fraction of at most 1, negative for a rise";
                    return Err(ScenarioError::Outside {
                        what: "the fall of the rate",
                        value,
                        range,
                    });
                }
                if !(ln_error >= 0.0 && ln_error.is_finite()) {
                    let (what, range) = ("the error of the fall", "a finite number from 0");
                    return Err(ScenarioError::Outside { what, value: ln_error, range });
                }
            }
        }
        Ok(self.fall_with(|_, input| input.value()))
    }

    /// The inputs that have an error.
    pub(super) fn uncertain_inputs(&self) -> Vec<InputKind> {
        let mut kinds = Vec::new();
        self.fall_with(|kind, input| {
            kinds.extend((!input.is_known()).then_some(kind));
            input.value()
        });
        kinds
    }

    /// The fall when each input is what `pick` makes of it.
    pub(super) fn fall_with(&self, mut pick: impl FnMut(InputKind, Uncertain) -> f64) -> f64 {
        match self.input {
            Input::Exposure { before, target, risk, cause_share } => {
                let share = pick(InputKind::Before, Uncertain::Share(before));
                let risk = pick(InputKind::RelativeRisk, Uncertain::Risk(risk));
                let cause = cause_share
                    .map_or(1.0, |share| pick(InputKind::CauseShare, Uncertain::Share(share)));
                ExposureChange::fall_of(share, target.after(share), risk, cause)
            }
            Input::Fall { value, ln_error } => {
                pick(InputKind::Fall, Uncertain::Fall { value, ln_error })
            }
        }
    }
}

/// A number that has an error.
#[derive(Clone, Copy)]
pub(super) enum Uncertain {
    Share(ShareInput),
    Risk(RelativeRisk),
    Fall { value: f64, ln_error: f64 },
}

impl Uncertain {
    pub(super) fn value(self) -> f64 {
        self.at(0.0)
    }

    pub(super) fn is_known(self) -> bool {
        match self {
            Self::Share(share) => share.people.is_none(),
            Self::Risk(risk) => risk.ln_error() == 0.0,
            Self::Fall { ln_error, .. } => ln_error == 0.0,
        }
    }

    pub(super) fn draw(self, generator: &mut Counter) -> f64 {
        match self {
            _ if self.is_known() => self.value(),
            Self::Share(share) => share.draw(generator),
            Self::Risk(_) | Self::Fall { .. } => self.at(generator.normal()),
        }
    }

    /// The number at so many standard errors from its value, on its own scale.
    pub(super) fn at(self, errors: f64) -> f64 {
        match self {
            Self::Share(share) => share.at(errors),
            Self::Risk(risk) => risk.at(errors),
            Self::Fall { value, .. } if errors == 0.0 => value,
            // Up is a greater fall.
            Self::Fall { value, ln_error } => 1.0 - (1.0 - value) * (-errors * ln_error).exp(),
        }
    }
}
