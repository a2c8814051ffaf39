//! Indicators: what is counted, among whom, and which way is good.

use serde::{Deserialize, Serialize};

use crate::IndicatorId;

/// The definition of an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Its id.
    pub id: IndicatorId,
    /// Its name.
    pub name: String,
    /// What it measures, in a sentence or two.
    pub definition: String,
    /// The field it belongs to, such as `mortality`.
    pub domain: String,
    /// The events counted.
    pub numerator: String,
    /// Those among whom they are counted.
    pub denominator: String,
    /// The factor of the printed value: 1,000 for a rate per 1,000.
    pub multiplier: u32,
    /// The unit of the printed value, such as `per 1,000 live births`.
    pub unit: String,
    /// Which way is good.
    pub polarity: Polarity,
    /// Whether the numerator counts members of the denominator.
    pub kind: IndicatorKind,
}

impl Indicator {
    /// The multiplier as the factor by which a fraction is shown.
    #[must_use]
    pub fn factor(&self) -> f64 {
        f64::from(self.multiplier)
    }
}

/// Which way is good. It can differ between the uses of one indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// Less is better, as with deaths.
    LowerIsBetter,
    /// More is better, as with breastfeeding.
    HigherIsBetter,
    /// No agreed optimum: high and low are both only facts.
    NoAgreedOptimum,
}

impl Polarity {
    /// Every polarity with its word.
    pub const ALL: &[(Self, &'static str)] = &[
        (Self::LowerIsBetter, "lower-is-better"),
        (Self::HigherIsBetter, "higher-is-better"),
        (Self::NoAgreedOptimum, "no-agreed-optimum"),
    ];

    /// The polarity with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(polarity, _)| *polarity)
    }
}

/// How numerator and denominator relate, which decides the interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum IndicatorKind {
    /// Events over those at risk, as independent events: Poisson limits.
    Rate,
    /// Members of the denominator with a property: binomial limits.
    Proportion,
    /// A comparison of rates, such as a gap.
    Comparison,
}

impl IndicatorKind {
    /// Every kind with its word.
    pub const ALL: &[(Self, &'static str)] =
        &[(Self::Rate, "rate"), (Self::Proportion, "proportion"), (Self::Comparison, "comparison")];

    /// The kind with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}
