//! A rate by period: what trends and control charts are made of.

use std::collections::BTreeMap;

use firstyear_core::{
    AreaCode, CategoryId, Dimension, DimensionId, Flags, Indicator, Observation, Period,
};

use crate::counted::settle_published;
use crate::pool::Pooled;
use crate::select::{Slice, by_category};
use crate::{CountedRate, Evidence, QuestionError};

/// A rate in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct RatePoint {
    /// When.
    pub period: Period,
    /// The version of the classification by which the group is defined;
    /// `None` for everyone.
    pub version: Option<DimensionId>,
    /// The rate with its counts.
    pub rate: CountedRate,
}

impl RatePoint {
    /// Whether the publisher says that the figure does not compare with the
    /// one before it.
    #[must_use]
    pub fn follows_break(&self) -> bool {
        let flags = self.rate.rate.flags() | self.rate.events.flags() | self.rate.at_risk.flags();
        flags.contains(Flags::SERIES_BREAK)
    }
}

/// The rates of a group, or of everyone where there is no dimension, in order
/// of time; those of several versions of a dimension stand side by side.
pub(crate) fn rate_series(
    evidence: &Evidence<'_>,
    indicator: &Indicator,
    area: &AreaCode,
    dimension: Option<&DimensionId>,
    categories: &[CategoryId],
) -> Result<Vec<RatePoint>, QuestionError> {
    let mut points = match dimension {
        None => of_everyone(evidence, indicator, area),
        Some(id) => {
            let mut points = Vec::new();
            for version in evidence.versions(id)? {
                points.extend(of_group(evidence, indicator, area, version, categories));
            }
            points
        }
    };
    if points.is_empty() {
        return Err(QuestionError::NoFigures {
            indicator: indicator.id.clone(),
            area: area.clone(),
            dimension: dimension.cloned(),
        });
    }
    settle_published(points.iter_mut().map(|point| &mut point.rate));
    points.sort_by(|a, b| (a.period, &a.version).cmp(&(b.period, &b.version)));
    Ok(points)
}

fn of_everyone(evidence: &Evidence<'_>, indicator: &Indicator, area: &AreaCode) -> Vec<RatePoint> {
    let mut found: BTreeMap<Period, &Observation> = BTreeMap::new();
    let rows = evidence.data.observations.iter();
    for row in
        rows.filter(|o| o.indicator == indicator.id && o.area == *area && o.groups.is_everyone())
    {
        let known = found.entry(row.period).or_insert(row);
        // Of two sources the one whose id comes first, whatever the order of
        // files.
        if row.source < known.source {
            *known = row;
        }
    }
    let point = |(period, row)| RatePoint {
        period,
        version: None,
        rate: Pooled::from(row).rate(evidence, indicator),
    };
    found.into_iter().map(point).collect()
}

fn of_group(
    evidence: &Evidence<'_>,
    indicator: &Indicator,
    area: &AreaCode,
    version: &Dimension,
    categories: &[CategoryId],
) -> Vec<RatePoint> {
    let point = |(period, slice): (Period, Slice<'_>)| {
        let parts: Vec<&Observation> =
            categories.iter().filter_map(|category| slice.get(category).copied()).collect();
        let lacks_a_part = parts.len() < categories.len();
        let sum = Pooled::sum(parts)?;
        let sum = if lacks_a_part { sum.incomplete() } else { sum };
        let rate = sum.rate(evidence, indicator);
        Some(RatePoint { period, version: Some(version.id().clone()), rate })
    };
    by_category(evidence, &indicator.id, area, version.id()).into_iter().filter_map(point).collect()
}
