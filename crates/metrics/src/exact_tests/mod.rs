//! Exact tests of counts.
//!
//! | you have                                | you want                               | use                |
//! |-----------------------------------------|----------------------------------------|--------------------|
//! | events among trials                     | a test against a known chance          | [`binomial_test`]  |
//! | a count at an exposure                  | a test against a known rate            | [`poisson_test`]   |
//! | two counts at two exposures             | a test of the ratio of their rates     | [`rate_ratio_test`] |
//!
//! The two-sided p-value adds up all results that are no more likely than the
//! one seen. It need not agree with the two-sided limits, which put half of
//! what is left in each tail.

mod binomial;
mod poisson;

pub use binomial::binomial_test;
pub use poisson::{poisson_test, rate_ratio_test};

use firstyear_core::Confidence;

use crate::registry::Method;
use crate::run::{Argument, Field, Group, Output, RunError};

/// What is held against no difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Alternative {
    /// A difference either way.
    #[default]
    TwoSided,
    /// A smaller value; the lower limit is then the smallest there is.
    Less,
    /// A larger value; the upper limit is then the largest there is.
    Greater,
}

/// The result of an exact test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExactTest {
    /// What was seen: a proportion, a rate, or a ratio of rates.
    pub estimate: f64,
    /// The probability of what was seen, or what speaks as strongly against
    /// the value that is tested, if that value is true.
    pub p_value: f64,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

/// Why there is no test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExactTestError {
    /// No trials.
    #[error("no trials: a proportion needs one or more")]
    NoTrials,
    /// More events than trials.
    #[error("more events than trials: each trial counts once")]
    EventsExceedTrials,
    /// A chance outside 0 to 1.
    #[error("the chance that is tested must lie between 0 and 1")]
    Chance,
    /// An exposure that is not above zero.
    #[error("an exposure must be a finite number above 0")]
    Exposure,
    /// A rate or ratio below zero.
    #[error("the rate or ratio that is tested must be a finite number, 0 or more")]
    Rate,
}

pub(crate) const METHODS: &[Method] = &[binomial::METHOD, poisson::METHOD];

const ALTERNATIVE: Argument = Argument::new(
    "alternative",
    "two.sided",
    "`two.sided`, `less` or `greater`: what is held against no difference",
);

fn alternative(group: &Group<'_>) -> Result<Alternative, RunError> {
    group.choice(
        "alternative",
        &[
            ("two.sided", Alternative::TwoSided),
            ("less", Alternative::Less),
            ("greater", Alternative::Greater),
        ],
    )
}

/// Writes a test at each level of confidence.
fn write(
    group: &Group<'_>,
    out: &mut Output,
    test: impl Fn(Confidence) -> Result<ExactTest, ExactTestError>,
) -> Result<(), RunError> {
    for confidence in group.confidences()? {
        let test = test(confidence).map_err(RunError::measure)?;
        out.row()
            .set("estimate", test.estimate)
            .set("p_value", test.p_value)
            .set("lower", test.lower)
            .set("upper", test.upper);
    }
    Ok(())
}

/// What a test writes, for a figure such as `the proportion` and the value
/// that is tested.
const fn outputs(estimate: &'static str, p_value: &'static str) -> [Field; 4] {
    [
        Field::new("estimate", estimate),
        Field::new("p_value", p_value),
        Field::new("lower", "lower limit of the estimate"),
        Field::new("upper", "upper limit of the estimate"),
    ]
}

/// Two results are as likely as one another when their probabilities differ by
/// less than rounding could make them: R's tolerance.
const AS_LIKELY: f64 = 1.0 + 1e-7;

/// The first number from `low` on, `high` at most, at which `holds` is true;
/// it must stay true from there on.
fn first(mut low: u64, mut high: u64, holds: impl Fn(f64) -> bool) -> u64 {
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle as f64) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// A number rounded down to a count.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float keeps to the range of the whole number"
)]
const fn count(x: f64) -> u64 {
    x as u64
}
