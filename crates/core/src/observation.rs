//! Observations: what one row of a tidy table says.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::area_map::AreaMap;
use crate::recommendation::Recommendation;
use crate::self_assessment::{SelfAssessmentAnswer, SelfAssessmentMatrix};
use crate::visit::Visit;
use crate::{
    AreaCode, CategoryId, Cell, Dimension, DimensionId, IndicatorId, Interval, Period, Place,
    Placed, SourceId,
};

/// Counts and a published value for one group of one area in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// What is measured.
    pub indicator: IndicatorId,
    /// Where.
    pub area: AreaCode,
    /// When.
    pub period: Period,
    /// For whom.
    pub groups: Groups,
    /// Events, such as infant deaths.
    pub numerator: Cell<u64>,
    /// Those at risk, such as live births.
    pub denominator: Cell<u64>,
    /// How the denominator was counted.
    pub basis: Basis,
    /// The value that the publisher prints, in the indicator's unit.
    pub value: Cell<f64>,
    /// The limits that the publisher prints, in the indicator's unit.
    pub interval: Option<Interval>,
    /// The standard error that the publisher prints, in the indicator's unit.
    pub standard_error: Option<f64>,
    /// What the publisher says of the figure, as printed.
    pub note: Option<Arc<str>>,
    /// Where it comes from.
    pub source: SourceId,
    /// Where it stands in its file.
    pub place: Place,
}

/// How a denominator was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Basis {
    /// Everyone was counted.
    #[default]
    Complete,
    /// A sample, multiplied up. The fraction sampled lies between 0 and 1:
    /// 0.1 for the 10% sample of births that is coded by occupation.
    Sample(SampleFraction),
}

impl Basis {
    /// The fraction sampled; `None` where everyone was counted.
    #[must_use]
    pub const fn sample(self) -> Option<SampleFraction> {
        match self {
            Self::Complete => None,
            Self::Sample(fraction) => Some(fraction),
        }
    }
}

/// The fraction of a population that was sampled: above 0 and below 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct SampleFraction(f64);

/// A sample fraction that is not between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sample fraction lies between 0 and 1: write 0.1 for a 10% sample")]
pub struct SampleFractionError;

impl SampleFraction {
    /// # Errors
    ///
    /// [`SampleFractionError`] unless `0 < fraction < 1`.
    pub fn new(fraction: f64) -> Result<Self, SampleFractionError> {
        if fraction > 0.0 && fraction < 1.0 { Ok(Self(fraction)) } else { Err(SampleFractionError) }
    }

    /// The fraction, such as 0.1.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

/// The group that an observation is about: one category of each dimension by
/// which it is split, in order of the dimension's id. Empty for everyone. Rows
/// of one group share one list.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Groups(Arc<[(DimensionId, CategoryId)]>);

impl Groups {
    /// Everyone.
    #[must_use]
    pub fn everyone() -> Self {
        Self::default()
    }

    /// One category of one dimension.
    #[must_use]
    pub fn one(dimension: DimensionId, category: CategoryId) -> Self {
        Self(Arc::new([(dimension, category)]))
    }

    /// `None` when a dimension is named twice.
    #[must_use]
    pub fn new(pairs: impl IntoIterator<Item = (DimensionId, CategoryId)>) -> Option<Self> {
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort();
        let twice = pairs.windows(2).any(|pair| pair[0].0 == pair[1].0);
        (!twice).then(|| Self(pairs.into()))
    }

    /// The category in this dimension.
    #[must_use]
    pub fn get(&self, dimension: &DimensionId) -> Option<&CategoryId> {
        self.0.iter().find(|(known, _)| known == dimension).map(|(_, category)| category)
    }

    /// Dimensions and categories, in order of the dimension's id.
    #[must_use]
    pub fn as_slice(&self) -> &[(DimensionId, CategoryId)] {
        &self.0
    }

    /// The same, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = (&DimensionId, &CategoryId)> {
        self.0.iter().map(|(dimension, category)| (dimension, category))
    }

    /// Whether it is everyone.
    #[must_use]
    pub fn is_everyone(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Groups {
    /// As in the tidy layout: `imd-2019-decile=1; sex=male`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (dimension, category)) in self.iter().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{dimension}={category}")?;
        }
        Ok(())
    }
}

/// A relative gap as its publisher prints it, with the counts behind it.
///
/// Publishers compute a gap from unrounded rates. Dividing the rounded ones
/// gives another figure, so a published gap is an input of its own kind.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedGap {
    /// What is measured.
    pub indicator: IndicatorId,
    /// Where.
    pub area: AreaCode,
    /// When.
    pub period: Period,
    /// The classification by which the group is defined.
    pub dimension: DimensionId,
    /// The group, such as `routine-and-manual`.
    pub group: CategoryId,
    /// Group rate minus the rate of all, over the rate of all, in percent.
    pub relative_gap: Cell<f64>,
    /// Events in the group.
    pub group_events: Cell<u64>,
    /// Events in all, the group included.
    pub all_events: Cell<u64>,
    /// Rate of the group, in the indicator's unit, as printed.
    pub group_rate: Cell<f64>,
    /// Rate of all, in the indicator's unit, as printed.
    pub all_rate: Cell<f64>,
    /// How the births were counted.
    pub basis: Basis,
    /// Where the figure comes from.
    pub source: SourceId,
    /// The publication that printed it, where a source collects several.
    pub origin: String,
    /// Where it stands in its file.
    pub place: Place,
}

/// An indicator as a publisher's file names it, without a definition: what it
/// is counted among and which way is good, nobody has said yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedIndicator {
    /// The id that its rows bear: scheme and code, such as `fingertips-93085`.
    pub id: IndicatorId,
    /// The scheme of its code, such as `fingertips`.
    pub scheme: String,
    /// The code as its publisher writes it.
    pub code: String,
    /// The name as its publisher writes it.
    pub name: String,
    /// The unit, where the file says it.
    pub unit: Option<String>,
}

/// Sources, code lists and figures: everything that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dataset {
    /// Areas that the files name.
    pub geography: crate::Geography,
    /// Indicators that a file names and the code lists do not define.
    pub named: BTreeMap<IndicatorId, NamedIndicator>,
    /// Dimensions that a file brings with it.
    pub dimensions: BTreeMap<DimensionId, Dimension>,
    /// Where figures come from.
    pub sources: BTreeMap<SourceId, crate::Source>,
    /// Counts and rates.
    pub observations: Vec<Observation>,
    /// Published gaps.
    pub gaps: Vec<PublishedGap>,
    /// Tables and statements as printed, and notes on them.
    pub printed: crate::Printed,
    /// What was recommended, and what became of it.
    pub recommendations: Vec<Placed<Recommendation>>,
    /// Visits to areas.
    pub visits: Vec<Placed<Visit>>,
    /// How far areas say they are.
    pub self_assessments: Vec<Placed<SelfAssessmentAnswer>>,
    /// What they were asked, where files say it; the first goes before others.
    pub matrices: Vec<Placed<SelfAssessmentMatrix>>,
    /// The file that was to say it and has a fault, where no other does: then no
    /// matrix stands in for it.
    pub unusable_matrix: Option<Arc<str>>,
    /// Where areas are drawn, in the order of the files.
    pub maps: Vec<Placed<AreaMap>>,
    /// Care pathways, one for each question of the project about one.
    pub pathways: Vec<crate::project::ProjectPathway>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_name_each_dimension_once_in_a_fixed_order() {
        let pair = |d, c| (DimensionId::new(d).unwrap(), CategoryId::new(c).unwrap());
        let groups = Groups::new([pair("sex", "male"), pair("imd-2019-decile", "1")]).unwrap();
        assert_eq!(groups.to_string(), "imd-2019-decile=1; sex=male");
        assert_eq!(Groups::new([pair("sex", "male"), pair("sex", "female")]), None);
        assert_eq!(Groups::everyone().to_string(), "");
    }

    #[test]
    fn sample_fractions_are_fractions() {
        for bad in [0.0, 1.0, 10.0, -0.1, f64::NAN] {
            assert_eq!(SampleFraction::new(bad), Err(SampleFractionError));
        }
        assert!((SampleFraction::new(0.1).unwrap().get() - 0.1).abs() < f64::EPSILON);
    }
}
