//! Interventions: what is done about a cause of death, with the numbers that
//! say what it would change.
//!
//! It is an authored document and its own wire type: version 1 only gains
//! optional fields. Each number says where it comes from ([`Origin`]), so that
//! what was solved for is never taken for what was found.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{CategoryId, Confidence, DimensionId, IndicatorId};

/// Version 1 of a document of interventions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Interventions {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The interventions; their ids are unique.
    #[serde(rename = "intervention")]
    pub interventions: Vec<Intervention>,
}

/// One intervention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Intervention {
    /// Its id, kebab-case.
    pub id: String,
    /// What is done.
    pub title: String,
    /// When it is expected to show in infant mortality.
    pub timescale: Timescale,
    /// The exposure that it changes, in words. For something that protects,
    /// those exposed are those without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_factor: Option<String>,
    /// The classification that the group below belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<DimensionId>,
    /// The group whose exposure changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<CategoryId>,
    /// The published contribution, in percentage points of the relative gap
    /// between the group and all; left out where none was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contribution_points: Option<f64>,
    /// What is counted at the start, in percent, where the report states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline_percent: Option<f64>,
    /// What is counted when the aim is met, in percent, where the report
    /// states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_percent: Option<f64>,
    /// The section of the report.
    pub report_section: String,
    /// Whether the contribution can be recomputed: `yes` from what the report
    /// states, or `with assumptions`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recomputes: Option<String>,
    /// The indicator that shows whether it happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// Ids of others that act in part on the same deaths, so that
    /// contributions do not simply add up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overlaps: Vec<String>,
    /// The id of another through which this one acts and no other way: deaths
    /// that both would prevent count once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acts_through: Option<String>,
    /// How well its effect is known, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// What to know before its figure is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The numbers from which its contribution is worked out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Input>,
    /// Other estimates of the effect, which are not used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<Input>,
}

impl Intervention {
    /// Whether an input is the value at which the published contribution comes
    /// out: the contribution then says nothing new, has no interval and is
    /// said to be calibrated to the published figure.
    #[must_use]
    pub fn is_calibrated(&self) -> bool {
        self.inputs.iter().any(|input| input.origin == Origin::Solved)
    }

    /// An input, where there is one.
    #[must_use]
    pub fn input(&self, quantity: Quantity) -> Option<&Input> {
        self.inputs.iter().find(|input| input.quantity == quantity)
    }
}

/// One number of a model, with where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What it is.
    pub quantity: Quantity,
    /// Its value; prevalences, shares and changes are fractions.
    pub value: f64,
    /// Its lower limit, in its unit, where limits were published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// Its upper limit, in its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
    /// Confidence of the limits, as a fraction; 0.95 where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub confidence: Option<Confidence>,
    /// The number of people that a share was counted among; left out where it
    /// is taken as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<f64>,
    /// The outcome that an effect was estimated for, in words; death in
    /// infancy of any cause where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Whether an effect is adjusted for confounders; left out where that is
    /// not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<bool>,
    /// Where it comes from.
    pub origin: Origin,
    /// The section, publication or condition behind it; left out when it is
    /// assumed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Input {
    /// What is wrong with it, and what would be right; `None` for a number
    /// that can be used.
    ///
    /// ```
    /// use firstyear_core::intervention::{Input, Origin, Quantity};
    ///
    /// let source = Some("a survey".to_owned());
    /// let mut share = Input::new(Quantity::ExposedBefore, 0.23, Origin::External, source);
    /// assert_eq!(share.fault(), None);
    /// share.value = 23.0;
    /// assert_eq!(share.fault(), Some("a share or its change is a fraction between 0 and 1"));
    /// ```
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        if self.source.is_none() != (self.origin == Origin::Assumed) {
            return Some("every input but an assumed one must name its source");
        }
        if let Some(fault) = self.quantity.fault(self.value) {
            return Some(fault);
        }
        match (self.lower, self.upper) {
            (None, None) => {}
            (Some(lower), Some(upper)) => {
                let outside = self.quantity.fault(lower).or(self.quantity.fault(upper)).is_some();
                if outside || !(lower <= self.value && self.value <= upper) {
                    return Some("limits hold their value and are of its kind");
                }
            }
            _ => return Some("both limits are asked for, or none"),
        }
        if self.people.is_some_and(|people| !(people > 0.0 && people.is_finite())) {
            return Some("the people behind a share are a finite number above 0");
        }
        None
    }

    /// A number without limits.
    #[must_use]
    pub const fn new(
        quantity: Quantity,
        value: f64,
        origin: Origin,
        source: Option<String>,
    ) -> Self {
        Self {
            quantity,
            value,
            lower: None,
            upper: None,
            confidence: None,
            people: None,
            outcome: None,
            adjusted: None,
            origin,
            source,
        }
    }
}

words! {
    /// What an input is. Prevalences are those in the group.
    #[non_exhaustive]
    Quantity {
        /// Share exposed at the start.
        ExposedBefore "exposed-before",
        /// Share exposed at the end.
        ExposedAfter "exposed-after",
        /// Share exposed at the start minus that at the end.
        ExposureFall "exposure-fall",
        /// That fall over the share exposed at the start.
        ExposureRelativeFall "exposure-relative-fall",
        /// Risk of the exposed over that of the others.
        RelativeRisk "relative-risk",
        /// Odds of the exposed over those of the others.
        OddsRatio "odds-ratio",
        /// Hazard of the exposed over that of the others.
        HazardRatio "hazard-ratio",
        /// Share of infant deaths that is due to the cause on which the exposure
        /// acts.
        CauseShare "cause-share",
        /// Relative rise of mean income.
        IncomeRise "income-rise",
        /// Relative fall of mortality over the relative rise of income.
        MortalityFallPerIncomeRise "mortality-fall-per-income-rise",
    }
}

impl Quantity {
    /// What is wrong with a value of this kind.
    fn fault(self, value: f64) -> Option<&'static str> {
        match self {
            Self::ExposedBefore | Self::ExposedAfter | Self::CauseShare => (!(0.0..=1.0)
                .contains(&value))
            .then_some("a share or its change is a fraction between 0 and 1"),
            // A negative fall is a rise: it widens the gap and can be meant.
            Self::ExposureFall | Self::ExposureRelativeFall => (!(value.is_finite()
                && value <= 1.0))
                .then_some("a fall of a share is a fraction of at most 1"),
            Self::RelativeRisk | Self::OddsRatio | Self::HazardRatio => (!(value > 0.0
                && value.is_finite()))
            .then_some("a ratio of risks, odds or hazards is a finite number above 0"),
            Self::IncomeRise | Self::MortalityFallPerIncomeRise => {
                (!value.is_finite()).then_some("a finite number is asked for")
            }
        }
    }
}

words! {
    /// Where an input comes from.
    Origin {
        /// The report of 2010 states it.
        Stated "stated",
        /// Another publication does.
        External "external",
        /// Taken as plausible.
        Assumed "assumed",
        /// The value at which the published contribution comes out.
        Solved "solved",
    }
}

/// When an intervention is expected to show in infant mortality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Timescale {
    /// By 2011.
    #[serde(rename = "by-2011")]
    By2011,
    /// Beyond 2011.
    #[serde(rename = "beyond-2011")]
    Beyond2011,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(quantity: Quantity, value: f64) -> Input {
        Input::new(quantity, value, Origin::Assumed, None)
    }

    #[test]
    fn impossible_numbers_are_refused() {
        let cases = [
            (Quantity::ExposedBefore, [1.01, -0.01, f64::NAN]),
            (Quantity::CauseShare, [1.5, -1.0, f64::INFINITY]),
            (Quantity::ExposureFall, [1.2, f64::NAN, f64::NEG_INFINITY]),
            (Quantity::RelativeRisk, [0.0, -1.4, f64::INFINITY]),
            (Quantity::IncomeRise, [f64::NAN, f64::INFINITY, f64::NEG_INFINITY]),
        ];
        for (quantity, values) in cases {
            for value in values {
                assert!(input(quantity, value).fault().is_some(), "{quantity:?} {value}");
            }
        }
        // A rise of the exposure can be meant.
        assert_eq!(input(Quantity::ExposureFall, -0.1).fault(), None);
    }

    #[test]
    fn limits_and_sources_belong_to_their_number() {
        let both = |lower, upper| Input { lower, upper, ..input(Quantity::OddsRatio, 0.79) };
        assert_eq!(both(Some(0.67), Some(0.93)).fault(), None);
        assert_eq!(both(Some(0.67), None).fault(), Some("both limits are asked for, or none"));
        for (lower, upper) in [(0.8, 0.93), (0.0, 0.93), (0.67, f64::INFINITY)] {
            let fault = both(Some(lower), Some(upper)).fault();
            assert_eq!(fault, Some("limits hold their value and are of its kind"));
        }
        let source = "every input but an assumed one must name its source";
        for origin in [Origin::Stated, Origin::External, Origin::Solved] {
            let bare = Input { origin, ..input(Quantity::RelativeRisk, 1.4) };
            assert_eq!(bare.fault(), Some(source));
        }
        let nobody = Input { people: Some(0.0), ..input(Quantity::ExposedBefore, 0.2) };
        assert!(nobody.fault().is_some());
    }

    #[test]
    fn a_document_comes_back_as_it_was_written() {
        let text = r#"{"schema_version":1,"intervention":[{"id":"smoking","title":"Stop","timescale":"by-2011","report_section":"1.4","acts_through":"sudi","inputs":[{"quantity":"relative-risk","value":1.4,"lower":1.2,"upper":1.6,"confidence":0.95,"adjusted":false,"origin":"solved","source":"gives 2"}]}]}"#;
        let read: Interventions = serde_json::from_str(text).unwrap();
        assert!(read.interventions[0].is_calibrated());
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        let slip = text.replace("acts_through", "act_through");
        assert!(serde_json::from_str::<Interventions>(&slip).is_err());
    }
}
