//! A rate over time, and the gap between two.

use firstyear_analysis::{
    Change, RecentTrend, Released, Trend, TrendGap, TrendSeries, YearlyChange,
};
use firstyear_core::{AreaCode, DimensionId, IndicatorId};
use serde::Serialize;

use super::{EstimateV1, LeftOutV1, Number, RatePointV1, RunV1, SCHEMA_VERSION};

/// A rate over time with its recent trend and yearly change, and the trend in
/// the gap to another group.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrendV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Id of the indicator, which gives the unit of rates.
    pub indicator: IndicatorId,
    /// Code of the area.
    pub area: AreaCode,
    /// Id of the dimension of the groups, or of the family of its versions;
    /// null for everyone.
    pub dimension: Option<DimensionId>,
    /// The group, or everyone.
    pub group: TrendSeriesV1,
    /// The group that it is held against; null where there is none.
    pub against: Option<TrendSeriesV1>,
    /// The trend in the gap between the two; null where there is one group.
    pub gap: Option<TrendGapV1>,
}

/// The rate of one group by period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrendSeriesV1 {
    /// Whose rate it is, in words.
    pub name: String,
    /// In order of time.
    pub points: Vec<RatePointV1>,
    /// The periods that the trend rests on; null where none are comparable.
    pub run: Option<RunV1>,
    /// The periods that it does not rest on, in order of time.
    pub left_out: Vec<LeftOutV1>,
    /// The marker of the latest five years of the run; null where there is
    /// none.
    pub recent_trend: Option<RecentTrendV1>,
    /// Why there is no marker; null where there is one.
    pub no_recent_trend: Option<String>,
    /// The yearly change over the whole run; null where there is none.
    pub yearly_change: Option<YearlyChangeV1>,
    /// Why there is no yearly change; null where there is one.
    pub no_yearly_change: Option<String>,
}

/// The marker of the Fingertips profiles of English public health.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecentTrendV1 {
    /// Which way the rate goes.
    pub change: ChangeV1,
    /// The words of the profiles, with a judgement where the indicator has an
    /// agreed direction: `Increasing and getting worse`.
    pub label: String,
    /// Chi-square of the slope, one degree of freedom: beyond 9.55 the change
    /// is significant at 99.8%.
    pub chi_square: Number,
    /// The slope a year, in the indicator's unit; of a proportion, that of its
    /// logit.
    pub slope: Number,
    /// Whether the slope keeps its sign whichever year is left out: without
    /// that no change is significant.
    pub steady: bool,
    /// Id of the method, which `firstyear explain` expands.
    pub method: String,
}

/// Which way a rate goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChangeV1 {
    /// Up, by more than chance.
    Increasing,
    /// Down, by more than chance.
    Decreasing,
    /// No change that could be told from chance.
    NotSignificant,
}

/// A change a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct YearlyChangeV1 {
    /// Relative change in percent a year: -2 for 2% less each year.
    pub percent: EstimateV1,
    /// Two-sided probability of so large a change if there were none, from 0
    /// to 1.
    pub p: Number,
    /// The factor by which scatter round the line widens the variance: 1 for
    /// chance alone.
    pub dispersion: Number,
}

/// The trend in a gap.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrendGapV1 {
    /// The periods that it rests on, those in which both groups have counts;
    /// null where there are none.
    pub run: Option<RunV1>,
    /// The yearly change of the ratio of the group's rate to the other's:
    /// positive when the group's rate grows against the other's. Null where
    /// there is none.
    pub yearly_change: Option<YearlyChangeV1>,
    /// Why there is no yearly change; null where there is one.
    pub no_yearly_change: Option<String>,
}

impl From<&Released<Trend>> for TrendV1 {
    fn from(released: &Released<Trend>) -> Self {
        let trend = released.get();
        Self {
            schema_version: SCHEMA_VERSION,
            indicator: trend.indicator.clone(),
            area: trend.area.clone(),
            dimension: trend.dimension.clone(),
            group: series(trend, &trend.group),
            against: trend.against.as_ref().map(|against| series(trend, against)),
            gap: trend.gap.as_ref().map(gap),
        }
    }
}

fn series(trend: &Trend, series: &TrendSeries) -> TrendSeriesV1 {
    TrendSeriesV1 {
        name: series.name.clone(),
        points: series.points.iter().map(RatePointV1::new).collect(),
        run: series.run.as_ref().map(RunV1::new),
        left_out: series.left_out.iter().map(LeftOutV1::new).collect(),
        recent_trend: series.recent.as_ref().ok().map(|marker| recent(trend, marker)),
        no_recent_trend: series.recent.err().map(|why| why.to_string()),
        yearly_change: series.change.as_ref().ok().map(yearly),
        no_yearly_change: series.change.err().map(|why| why.to_string()),
    }
}

pub(super) fn recent(trend: &Trend, marker: &RecentTrend) -> RecentTrendV1 {
    RecentTrendV1 {
        change: match marker.change {
            Change::Increasing => ChangeV1::Increasing,
            Change::Decreasing => ChangeV1::Decreasing,
            Change::NotSignificant => ChangeV1::NotSignificant,
        },
        label: marker.change.label(trend.polarity).to_owned(),
        chi_square: marker.chi_square.into(),
        slope: marker.slope.into(),
        steady: marker.steady,
        method: trend.recent_method().to_string(),
    }
}

fn yearly(change: &YearlyChange) -> YearlyChangeV1 {
    YearlyChangeV1 {
        percent: EstimateV1::new(&change.percent),
        p: change.p.into(),
        dispersion: change.dispersion.into(),
    }
}

fn gap(gap: &TrendGap) -> TrendGapV1 {
    TrendGapV1 {
        run: gap.run.as_ref().map(RunV1::new),
        yearly_change: gap.change.as_ref().ok().map(yearly),
        no_yearly_change: gap.change.err().map(|why| why.to_string()),
    }
}
