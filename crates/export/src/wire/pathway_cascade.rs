//! How far people come on a care pathway.

use chrono::NaiveDate;
use firstyear_analysis::{
    CascadeCounts, CascadeGroup, CascadeMeasure, PathwayCascade, Released, StageTiming, Within,
};
use firstyear_core::pathway::{ExitReason, StageKind};
use firstyear_core::{Cell, Estimate, SourceClass};
use serde::Serialize;

use super::cell::status;
use super::{CountV1, EstimateCellV1, EstimateV1, Number, SCHEMA_VERSION, StatusV1, VerdictV1};
use crate::sentence::cascade::no_split;
use crate::words::english;

/// How far the cases of an event log come on a care pathway, by group.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PathwayCascadeV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Id of the pathway.
    pub pathway: String,
    /// Version of the pathway.
    pub pathway_version: String,
    /// Title of the pathway.
    pub title: String,
    /// The last day of the log that was looked at.
    pub observed_until: NaiveDate,
    /// The class of the log: small counts of a restricted one are hidden.
    pub class: SourceClass,
    /// Whether groups with a small count are hidden whole, and everyone with them: no
    /// way was found to hide less, or none was looked for as there are too many counts.
    pub whole_groups_hidden: bool,
    /// Cases that begin after the last day, which are not counted.
    pub not_begun: CountV1,
    /// Days until which shares by time are told.
    pub horizon_days: u32,
    /// What the groups are; null for everyone as one.
    pub grouping: Option<CascadeGroupingV1>,
    /// The category that the others are held against; null for everyone else.
    pub reference: Option<String>,
    /// The stages, in order.
    pub stages: Vec<CascadeStageV1>,
    /// The groups in order, those of whom it is not recorded last; everyone as one
    /// where there is no grouping.
    pub groups: Vec<CascadeGroupV1>,
    /// Everyone; null where there is no grouping.
    pub total: Option<CascadeGroupV1>,
    /// Slopes across groups in an order of disadvantage; empty where there is no order.
    pub slopes: Vec<CascadeSlopeV1>,
    /// How many steps of groups are held against others.
    pub steps_compared: u64,
    /// How many of these would seem apart by chance alone if none truly were.
    pub expected_by_chance: Number,
}

/// What groups are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CascadeGroupingV1 {
    /// Its id, or the two of a pair.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whether its order is one of disadvantage, the worst off first.
    pub ranked: bool,
}

/// A stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CascadeStageV1 {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is among the stages of care.
    pub kind: StageKind,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CascadeGroupV1 {
    /// Its category; null for everyone, and for those of whom it is not recorded.
    pub category: Option<String>,
    /// False for those of whom it is not recorded.
    pub recorded: bool,
    /// All of its cases.
    pub cases: CountV1,
    /// What became of them at each stage, in order.
    pub stages: Vec<StageCountsV1>,
    /// Those who set out among all whom it concerns, percent.
    pub reach: EstimateCellV1,
    /// Those who came to the last stage among those who set out, percent.
    pub effectiveness: EstimateCellV1,
    /// Those who came to the last stage among all whom it concerns, percent.
    pub completion: EstimateCellV1,
    /// How these stand to those of the others; empty where the group is held against
    /// nobody, or counts are not known.
    pub ratios: Vec<CascadeRatioV1>,
    /// The ratio of completion by step; null where there is none.
    pub split: Option<CascadeSplitV1>,
    /// Why there is none, in words; null where there is one.
    pub no_split: Option<String>,
}

/// What became of those who came to the stage before; to the first come all cases.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StageCountsV1 {
    /// Id of the stage.
    pub stage: String,
    /// They came this far too.
    pub reached: CountV1,
    /// They did not, for any of the reasons below.
    pub dropped: CountV1,
    /// They left for good, by reason: those that stand in the log.
    pub left: Vec<LeftV1>,
    /// A step is recorded, and what must hold with it does not; at the first stage it
    /// does not concern them.
    pub unmet: CountV1,
    /// The log does not say whether what must hold does.
    pub unknown: CountV1,
    /// It may yet come: the share by time is then to be read, and not the raw one.
    pub open: CountV1,
    /// Those who came this far among those of the stage before, percent; among all cases
    /// at the first stage.
    pub conditional: EstimateCellV1,
    /// Those who came this far among those at the first stage, percent; not applicable
    /// at the first.
    pub cumulative: EstimateCellV1,
    /// How long it took since the stage before; not applicable at the first.
    pub since_before: StageTimingV1,
    /// How long it took since the case began, among those at the first stage; not
    /// applicable at the first.
    pub since_index: StageTimingV1,
}

/// Those who left for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftV1 {
    /// Why.
    pub reason: ExitReason,
    /// How many.
    pub count: CountV1,
}

/// How long a stage took, with leaving as a competing exit and those who wait counted for
/// as long as they were seen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StageTimingV1 {
    /// Whether there are times, and if not, why.
    pub status: StatusV1,
    /// By the horizon; null where those who were seen longest still waited before it, or
    /// there are no times.
    pub at_horizon: Option<WithinV1>,
    /// By the longest that anybody was seen; null where there are no times.
    pub at_end: Option<WithinV1>,
    /// Days until half of all had come; null where fewer have.
    pub half_by_days: Option<Number>,
    /// Its lower limit, days.
    pub half_by_lower: Option<Number>,
    /// Its upper limit, days; null where it may lie at any time beyond.
    pub half_by_upper: Option<Number>,
    /// The median of those who came, days; they are the quick ones where some still
    /// wait.
    pub median_of_those_who_came: Option<Number>,
    /// Those of whom a day is not known, who are not in it; null where there are no
    /// times.
    pub untimed: Option<CountV1>,
}

/// What had become of people by a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WithinV1 {
    /// Days.
    pub days: u32,
    /// Those who had come, percent.
    pub came: EstimateV1,
    /// Those who had left, or for whom what must hold did not, percent.
    pub left: EstimateV1,
}

/// A share between two stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CascadeMeasureV1 {
    /// Those who set out, among all whom it concerns.
    Reach,
    /// Those who came to the last stage, among those who set out.
    Effectiveness,
    /// Those who came to the last stage, among all whom it concerns.
    Completion,
}

/// A share of a group over that of those whom it is held against.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CascadeRatioV1 {
    /// Which share.
    pub measure: CascadeMeasureV1,
    /// The ratio: below 1 where fewer of the group come.
    pub ratio: EstimateV1,
    /// How it stands to 1.
    pub verdict: VerdictV1,
}

/// A ratio of completion by step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CascadeSplitV1 {
    /// Natural logarithm of the ratio: below 0 where fewer of the group come to the end.
    pub log_ratio: EstimateV1,
    /// What each step adds to it; they add up to it.
    pub parts: Vec<CascadePartV1>,
    /// Id of the stage to which the step leads that makes most of it; null where none
    /// does.
    pub main: Option<String>,
}

/// What one step makes of a ratio.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CascadePartV1 {
    /// Id of the stage that the step leads to.
    pub stage: String,
    /// What it adds to the natural logarithm of the ratio.
    pub log_ratio: EstimateV1,
    /// Its share of the ratio, percent; null where steps work against each other.
    pub share_percent: Option<Number>,
    /// How it stands to 0.
    pub verdict: VerdictV1,
}

/// A slope across groups in an order of disadvantage.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CascadeSlopeV1 {
    /// Of which share.
    pub measure: CascadeMeasureV1,
    /// The fitted share at the most disadvantaged end less that at the other, percentage
    /// points: below 0 where the disadvantaged come less far. Null where there is none.
    pub slope_index: Option<EstimateV1>,
    /// The first over the second; null where there is none.
    pub relative_index: Option<EstimateV1>,
    /// Why there is none, in words; null where there is one.
    pub why_none: Option<String>,
}

/// All measures with their words.
pub(crate) const MEASURES: [(CascadeMeasure, CascadeMeasureV1); 3] = [
    (CascadeMeasure::Reach, CascadeMeasureV1::Reach),
    (CascadeMeasure::Effectiveness, CascadeMeasureV1::Effectiveness),
    (CascadeMeasure::Completion, CascadeMeasureV1::Completion),
];

impl From<&Released<PathwayCascade>> for PathwayCascadeV1 {
    fn from(released: &Released<PathwayCascade>) -> Self {
        let found = released.get();
        let of = |of: &CascadeGroup| group(found, of);
        Self {
            schema_version: SCHEMA_VERSION,
            pathway: found.pathway.clone(),
            pathway_version: found.version.clone(),
            title: found.title.clone(),
            observed_until: found.observed_until,
            class: found.class,
            whole_groups_hidden: found.whole_groups_hidden,
            not_begun: found.not_begun.into(),
            horizon_days: found.horizon,
            grouping: found.grouping.as_ref().map(|grouping| CascadeGroupingV1 {
                id: grouping.id.clone(),
                name: grouping.name.clone(),
                ranked: grouping.ranked,
            }),
            reference: found
                .reference
                .and_then(|at| found.groups.get(at))
                .map(|group| group.label.clone()),
            stages: found
                .stages
                .iter()
                .map(|stage| CascadeStageV1 {
                    id: stage.id.clone(),
                    name: stage.name.clone(),
                    kind: stage.kind,
                })
                .collect(),
            groups: found.groups.iter().map(of).collect(),
            total: found.total.as_ref().map(of),
            slopes: slopes(found),
            steps_compared: found.compared() as u64,
            expected_by_chance: found.expected_by_chance().into(),
        }
    }
}

fn slopes(found: &PathwayCascade) -> Vec<CascadeSlopeV1> {
    let of = |&(measure, word): &(CascadeMeasure, CascadeMeasureV1)| match found.slope(measure) {
        Ok(slope) => Some(CascadeSlopeV1 {
            measure: word,
            slope_index: Some(percent(&slope.sii)),
            relative_index: Some(EstimateV1::new(&slope.rii)),
            why_none: None,
        }),
        Err(why) if why.is_empty() => None,
        Err(why) => Some(CascadeSlopeV1 {
            measure: word,
            slope_index: None,
            relative_index: None,
            why_none: Some(why),
        }),
    };
    MEASURES.iter().filter_map(of).collect()
}

fn percent(estimate: &Estimate) -> EstimateV1 {
    EstimateV1::new(&estimate.scaled(100.0))
}

fn in_percent(cell: Cell<Estimate>) -> EstimateCellV1 {
    EstimateCellV1::new(&cell.map(|estimate| estimate.scaled(100.0)))
}

fn group(found: &PathwayCascade, of: &CascadeGroup) -> CascadeGroupV1 {
    let measure = |measure| in_percent(found.measure(of, measure));
    let split = found.split(of);
    let ratio = |&(measure, word): &(CascadeMeasure, CascadeMeasureV1)| {
        let ratio = found.ratio(of, measure)?;
        Some(CascadeRatioV1 {
            measure: word,
            ratio: EstimateV1::new(&ratio),
            verdict: VerdictV1::new(found.verdict(of, measure)),
        })
    };
    let stages = of.stages.iter().enumerate();
    CascadeGroupV1 {
        category: (!of.label.is_empty()).then(|| of.label.clone()),
        recorded: of.recorded,
        cases: of.cases.into(),
        stages: stages.map(|(at, counts)| stage(found, of, at, counts)).collect(),
        reach: measure(CascadeMeasure::Reach),
        effectiveness: measure(CascadeMeasure::Effectiveness),
        completion: measure(CascadeMeasure::Completion),
        ratios: MEASURES.iter().filter_map(ratio).collect(),
        no_split: split.as_ref().err().map(|why| no_split(found, why, english())),
        split: split.ok().map(|split| {
            let id = |stage: usize| found.stages[stage].id.clone();
            CascadeSplitV1 {
                log_ratio: EstimateV1::new(&split.ratio),
                parts: split
                    .parts
                    .iter()
                    .map(|part| CascadePartV1 {
                        stage: id(part.stage),
                        log_ratio: EstimateV1::new(&part.part),
                        share_percent: part.share.map(|share| (share * 100.0).into()),
                        verdict: VerdictV1::new(part.verdict()),
                    })
                    .collect(),
                main: split.main().map(|main| id(main.stage)),
            }
        }),
    }
}

fn stage(
    found: &PathwayCascade,
    group: &CascadeGroup,
    at: usize,
    of: &CascadeCounts,
) -> StageCountsV1 {
    let left = of.left.iter();
    StageCountsV1 {
        stage: found.stages[at].id.clone(),
        reached: of.reached.into(),
        dropped: of.dropped.into(),
        left: left.map(|&(reason, count)| LeftV1 { reason, count: count.into() }).collect(),
        unmet: of.unmet.into(),
        unknown: of.unknown.into(),
        open: of.open.into(),
        conditional: in_percent(found.conditional(group, at)),
        cumulative: in_percent(found.cumulative(group, at)),
        since_before: timing(&of.since_before),
        since_index: timing(&of.since_index),
    }
}

fn timing(cell: &Cell<StageTiming>) -> StageTimingV1 {
    let known = cell.value();
    let half = known.and_then(|timing| timing.half_by);
    StageTimingV1 {
        status: status(cell),
        at_horizon: known.and_then(|timing| timing.at_horizon.as_ref().map(within)),
        at_end: known.map(|timing| within(&timing.at_end)),
        half_by_days: half.map(|half| half.days.into()),
        half_by_lower: half.and_then(|half| half.lower).map(Number::from),
        half_by_upper: half.and_then(|half| half.upper).map(Number::from),
        median_of_those_who_came: known
            .and_then(|timing| timing.median_of_those_who_came)
            .map(Number::from),
        untimed: known.map(|timing| timing.untimed.into()),
    }
}

fn within(of: &Within) -> WithinV1 {
    WithinV1 { days: of.days, came: percent(&of.came), left: percent(&of.left) }
}
