//! How an area stands on many indicators.

use chrono::NaiveDate;
use firstyear_analysis::{
    DomainSum, LinkedRecommendations, Released, Scorecard, ScorecardGap, ScorecardRow, Standing,
};
use firstyear_core::project::{CompareRule, ScorecardDomain};
use firstyear_core::{AreaCode, IndicatorId};
use serde::Serialize;

use super::trend::{RecentTrendV1, recent};
use super::{
    CountedRateV1, EstimateCellV1, Number, PeriodV1, RatePointV1, SCHEMA_VERSION, VerdictV1,
};

/// How an area stands on many indicators. No score is made of them: the sums by
/// domain say how many rows stand in which way.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScorecardV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What it is called.
    pub name: String,
    /// Code of the area.
    pub area: AreaCode,
    /// Code of the area that it is held against; null where nothing is compared.
    pub comparator: Option<AreaCode>,
    /// How the two are held against each other.
    pub compare: CompareRule,
    /// The day of which it speaks, as YYYY-MM-DD; null where the project names
    /// none.
    pub as_of: Option<NaiveDate>,
    /// The indicators, by domain.
    pub rows: Vec<ScorecardRowV1>,
    /// The gaps between groups of the area.
    pub gaps: Vec<ScorecardGapV1>,
    /// How the rows of each domain stand.
    pub domains: Vec<DomainSumV1>,
    /// Ids of indicators that are asked for and of which the area has no
    /// figures.
    pub lacking: Vec<IndicatorId>,
    /// Ids of indicators that the files name, of which the area has figures and
    /// which nobody defines: they have no row. Left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undefined: Vec<IndicatorId>,
}

/// One indicator.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScorecardRowV1 {
    /// Its id, which gives the unit.
    pub indicator: IndicatorId,
    /// The domain that it is listed under.
    pub domain: ScorecardDomain,
    /// What it counts for in the sums of its domain.
    pub weight: Number,
    /// The figure of the latest period with its limits, as its publisher prints
    /// it where the counts do not give it.
    pub figure: EstimateCellV1,
    /// Whether the figure is the publisher's, which its counts do not give: it
    /// may be standardised.
    pub printed_otherwise: bool,
    /// The area's rates by period, in order of time, the latest last.
    pub series: Vec<RatePointV1>,
    /// The period of the figure; null where there is none.
    pub period: Option<PeriodV1>,
    /// Days from the end of that period to the day of the project; negative
    /// where it ends later. Null where there is no day.
    pub age_days: Option<i64>,
    /// The comparator's rate in the same period; null where there is none.
    pub comparator: Option<CountedRateV1>,
    /// How the figure stands to the comparator's.
    pub verdict: VerdictV1,
    /// Whether that is good.
    pub standing: StandingV1,
    /// The marker of the latest five years; null where there is none.
    pub recent_trend: Option<RecentTrendV1>,
    /// Why there is no marker; null where there is one.
    pub no_recent_trend: Option<String>,
    /// What is aimed at; null where nothing is.
    pub target: Option<TargetV1>,
    /// Recommendations to the area that should move it.
    pub recommendations: LinkedRecommendationsV1,
}

/// How a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StandingV1 {
    /// Better than what it is held against, by more than chance explains.
    Better,
    /// Worse, by more than chance explains.
    Worse,
    /// Apart by more than chance explains, without an agreed optimum.
    Differs,
    /// Within what chance explains.
    CannotTell,
    /// Not held against anything.
    NotCompared,
}

/// What is aimed at.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TargetV1 {
    /// The value, in the indicator's unit.
    pub value: Number,
    /// The calendar year by which it is to be reached.
    pub by: u16,
    /// Where it is stated.
    pub source: String,
    /// Target less figure; null where there is no figure.
    pub left: Option<Number>,
    /// Whether it is met; null where chance alone could make the difference, or
    /// there is no figure.
    pub is_met: Option<bool>,
}

/// Recommendations that name an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkedRecommendationsV1 {
    /// Their ids.
    pub made: Vec<String>,
    /// How many are done; with the next three null where the project names no day.
    pub done: Option<usize>,
    /// How many were stopped.
    pub stopped: Option<usize>,
    /// How many are neither done nor stopped.
    pub not_closed: Option<usize>,
    /// How many of these are past their day.
    pub overdue: Option<usize>,
}

/// A gap between a group and all.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScorecardGapV1 {
    /// Id of the indicator.
    pub indicator: IndicatorId,
    /// The group in words.
    pub group: String,
    /// Those that it is held against, in words.
    pub against: String,
    /// When; null where nothing is told.
    pub period: Option<PeriodV1>,
    /// The relative gap, in percent: positive where the group has the higher
    /// rate.
    pub relative: EstimateCellV1,
    /// How the gap stands: worse where the group is worse off than all.
    pub standing: StandingV1,
    /// The latest gap against the first of its classification; null where they are
    /// not held against each other.
    pub change: Option<VerdictV1>,
}

/// How the rows of a domain stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DomainSumV1 {
    /// The domain; gaps are those of inequality.
    pub domain: ScorecardDomain,
    /// How many rows stand in each way, and what they weigh together.
    pub standings: Vec<StandingSumV1>,
}

/// Rows that stand in one way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StandingSumV1 {
    /// How they stand.
    pub standing: StandingV1,
    /// How many they are.
    pub rows: usize,
    /// What they weigh together.
    pub weight: Number,
}

impl StandingV1 {
    pub(super) const fn new(standing: Standing) -> Self {
        match standing {
            Standing::Better => Self::Better,
            Standing::Worse => Self::Worse,
            Standing::Differs => Self::Differs,
            Standing::CannotTell => Self::CannotTell,
            Standing::NotCompared => Self::NotCompared,
        }
    }
}

impl From<&Released<Scorecard>> for ScorecardV1 {
    fn from(released: &Released<Scorecard>) -> Self {
        let found = released.get();
        Self {
            schema_version: SCHEMA_VERSION,
            name: found.name.clone(),
            area: found.area.clone(),
            comparator: found.comparator.clone(),
            compare: found.compare,
            as_of: found.as_of,
            rows: found.rows.iter().map(|one| row(one, found.as_of)).collect(),
            gaps: found.gaps.iter().map(gap).collect(),
            domains: found.sums().iter().map(domain).collect(),
            lacking: found.lacking.clone(),
            undefined: found.undefined.clone(),
        }
    }
}

pub(super) fn row(of: &ScorecardRow, day: Option<NaiveDate>) -> ScorecardRowV1 {
    let series = &of.series.group;
    ScorecardRowV1 {
        indicator: of.indicator.clone(),
        domain: of.domain,
        weight: of.weight.into(),
        figure: EstimateCellV1::new(&of.figure()),
        printed_otherwise: of.is_printed_otherwise(),
        series: series.points.iter().map(RatePointV1::new).collect(),
        period: of.latest().map(|point| point.period.into()),
        age_days: day.and_then(|day| of.age_days(day)),
        comparator: of.comparator.as_ref().map(CountedRateV1::new),
        verdict: VerdictV1::new(of.verdict()),
        standing: StandingV1::new(of.standing()),
        recent_trend: series.recent.as_ref().ok().map(|marker| recent(&of.series, marker)),
        no_recent_trend: series.recent.err().map(|why| why.to_string()),
        target: target(of),
        recommendations: linked(&of.recommendations, day),
    }
}

fn target(of: &ScorecardRow) -> Option<TargetV1> {
    let target = of.target.as_ref()?;
    let distance = of.distance();
    Some(TargetV1 {
        value: target.value.into(),
        by: target.by,
        source: target.source.clone(),
        left: distance.map(|distance| distance.left.into()),
        is_met: distance.and_then(|distance| distance.is_met),
    })
}

fn linked(of: &LinkedRecommendations, day: Option<NaiveDate>) -> LinkedRecommendationsV1 {
    LinkedRecommendationsV1 {
        made: of.made.clone(),
        done: day.map(|_| of.done),
        stopped: day.map(|_| of.stopped),
        not_closed: day.map(|_| of.not_closed),
        overdue: day.map(|_| of.overdue),
    }
}

fn gap(of: &ScorecardGap) -> ScorecardGapV1 {
    let latest = of.latest();
    let relative = latest.map_or(firstyear_core::Cell::Absent, |point| point.relative);
    ScorecardGapV1 {
        indicator: of.trend.indicator.clone(),
        group: of.trend.group.clone(),
        against: of.trend.against.clone(),
        period: latest.map(|point| point.period.into()),
        relative: EstimateCellV1::new(&relative),
        standing: StandingV1::new(of.standing()),
        change: of.change().map(VerdictV1::new),
    }
}

fn domain(sum: &DomainSum) -> DomainSumV1 {
    let of = |(standing, rows, weight): (Standing, usize, f64)| StandingSumV1 {
        standing: StandingV1::new(standing),
        rows,
        weight: weight.into(),
    };
    DomainSumV1 { domain: sum.domain, standings: sum.standings().map(of).collect() }
}
