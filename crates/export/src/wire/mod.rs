//! What leaves the program, in version 1: JSON that other programs may rely
//! on.
//!
//! | you have                     | use                     |
//! |------------------------------|-------------------------|
//! | a row of the tidy layout     | [`ObservationV1`]       |
//! | a published gap              | [`PublishedGapV1`]      |
//! | problems                     | [`ProblemsV1`]          |
//! | what a check found           | [`CheckV1`]             |
//! | a gap by period              | [`GapTrendV1`]          |
//! | rates across a dimension     | [`InequalityProfileV1`] |
//! | rates of areas               | [`AreaComparisonV1`]    |
//! | areas by their size          | [`FunnelV1`]            |
//! | areas with few events        | [`SmallAreasV1`]        |
//! | deaths by cause and age      | [`CausesV1`]            |
//! | a rate over time             | [`TrendV1`]             |
//! | a control chart              | [`SpcV1`]               |
//! | the parts of a difference    | [`DecompositionV1`]     |
//! | periods of risk              | [`PporV1`]              |
//! | what would narrow a gap      | [`ScenarioV1`]          |
//! | which areas first            | [`SelectionV1`]         |
//! | how an area stands           | [`ScorecardV1`]         |
//! | what is known of one area    | [`AreaProfileV1`]       |
//! | what followed recommendations| [`LearningV1`]          |
//! | how far an area says it is   | [`SelfAssessmentV1`]    |
//! | use of a service against need| [`EquityAuditV1`]       |
//! | what a review of deaths found| [`DeathsReviewV1`]      |
//! | what became of what is owed  | [`PathwayJudgementV1`]  |
//! | how far people come          | [`PathwayCascadeV1`]    |
//! | did it work                  | [`EvaluationV1`]        |
//! | the state of the data        | [`DataQualityV1`]       |
//! | what publications print      | [`PrintedArithmeticV1`] |
//! | what is kept of a pathway    | [`PathwayDiffV1`]       |
//! | a log that was made up       | [`LogTruthV1`]          |
//! | how many come how far        | [`FlowV1`]              |
//! | the answer of a query        | [`QueryAnswerV1`]       |
//! | what a report is made of     | [`ManifestV1`], [`VerificationV1`] |
//! | any result, as a flat table  | [`csv`]                 |
//!
//! Results come in [`Released`](firstyear_analysis::Released) and no other
//! way; comparisons of pathways hold no figures of people. Version 1 only gains optional fields. Comments of fields are the
//! descriptions in the JSON Schemas, so they carry units and signs.
//!
//! ```
//! use firstyear_export::wire::{ProblemsV1, to_json};
//!
//! let json = to_json(&ProblemsV1::from([].as_slice()))?;
//! let head = "{\n  \"$schema\": \"urn:firstyear:schema:v1:problems\",\n  \"schema_version\": 1,";
//! assert!(json.starts_with(head));
//! # Ok::<(), firstyear_export::wire::JsonError>(())
//! ```

mod area_comparison;
mod area_profile;
mod causes;
mod cell;
mod check;
pub mod csv;
mod data_quality;
mod deaths_review;
mod decomposition;
mod document;
mod equity_audit;
mod estimate;
mod evaluation;
mod flow;
mod funnel;
mod gap_trend;
mod inequality_profile;
mod learning;
mod log_truth;
mod manifest;
mod number;
mod pathway_cascade;
mod pathway_diff;
mod pathway_judgement;
mod period;
mod ppor;
mod printed_arithmetic;
mod problems;
mod query_answer;
mod rate_series;
mod recommendations;
mod rows;
mod scenario;
mod scorecard;
mod selection;
mod self_assessment;
mod small_areas;
mod spc;
mod trend;
mod verdict;

pub use area_comparison::{AreaComparisonV1, AreaRateV1, ComparedAreaV1};
pub use area_profile::{
    AreaProfileV1, NeighbourV1, NeighboursV1, ProfileRowV1, SpreadV1, SteadiedV1,
};
pub use causes::{AgeV1, CauseRowV1, CausesV1};
pub use cell::{CountV1, EstimateCellV1, FlagV1, StatusV1, ValueV1};
pub use check::{CheckV1, CheckedFileV1, ProblemGroupV1};
pub use data_quality::{
    CellStatesV1, CountedV1, DataQualityV1, RateDisagreementV1, SourceQualityV1,
    TotalDisagreementV1,
};
pub use deaths_review::{DeathsReviewV1, ReviewedCauseV1, ReviewedFactorV1};
pub use decomposition::{
    DecomposedCategoryV1, DecomposedPopulationV1, DecompositionFormV1, DecompositionV1,
    InNoCategoryV1,
};
pub use document::{Document, json_text, schema_id, to_json};
pub use equity_audit::{AuditedGroupV1, AuditedNeedV1, EquityAuditV1, LackingNeedV1};
pub use estimate::{CountedRateV1, CountsV1, EstimateV1};
pub use evaluation::{
    ArmRateV1, EvaluatedAreaV1, EvaluatedArmV1, EvaluationCautionV1, EvaluationEffectV1,
    EvaluationSeriesV1, EvaluationV1, YearOfArmV1,
};
pub use flow::{
    FlowChangeV1, FlowGroupV1, FlowLeftV1, FlowOtherwiseV1, FlowQueueChangeV1, FlowQueueV1,
    FlowStageV1, FlowStateV1, FlowV1, RangedV1,
};
pub use funnel::{
    FunnelAreaV1, FunnelLineV1, FunnelV1, LimitsV1, OverdispersionV1, PositionV1, ScatterV1,
};
pub use gap_trend::{
    AcrossBreakV1, GapComparisonV1, GapOriginV1, GapPointV1, GapSeriesV1, GapTestV1, GapTrendV1,
    PrintedRatesV1,
};
pub use inequality_profile::{
    DirectionV1, ExcessV1, InequalityProfileV1, ProfileGroupV1, ProfilePeriodV1, SlopeV1,
};
pub use learning::{LearningAreaV1, LearningSideV1, LearningV1};
pub use log_truth::{
    LogTruthV1, PlantedValueV1, PlantedWayV1, SimulatedStepCountV1, TruthOfGroupV1,
};
pub use manifest::{
    DisclosureRuleV1, FileHashV1, FileStateV1, ManifestV1, ProgramV1, RandomNumbersV1,
    VerificationV1, VerifiedFileV1,
};
pub use number::Number;
pub use pathway_cascade::{
    CascadeGroupV1, CascadeGroupingV1, CascadeMeasureV1, CascadePartV1, CascadeRatioV1,
    CascadeSlopeV1, CascadeSplitV1, CascadeStageV1, LeftV1, PathwayCascadeV1, StageCountsV1,
    StageTimingV1, WithinV1,
};
pub use pathway_diff::{
    ComparedDecisionV1, ComparedObligationV1, ComparedPathwayV1, ComparedStepV1, CoveredAreaV1,
    CoveredObligationV1, DerivationV1, DifferenceDirectionV1, DifferenceKindV1, DifferenceV1,
    InputValueV1, LostLoopV1, MatchedByV1, NamedPathwayV1, ObligationClassV1, PathwayCoverageV1,
    PathwayDiffV1, SentElsewhereV1, StepChangeV1,
};
pub use pathway_judgement::{JudgedGroupV1, JudgedObligationV1, PathwayJudgementV1};
pub use period::PeriodV1;
pub use ppor::{
    BirthweightPartsV1, PeriodOfRiskNameV1, PeriodOfRiskV1, PeriodRatesV1, PporBandV1, PporSideV1,
    PporV1, WeightPartsV1,
};
pub use printed_arithmetic::{
    AnnotationV1, ChecksV1, MisprintV1, PercentSumV1, PrintedArithmeticV1, PrintedPercentV1,
    PrintedRowV1, PrintedTableV1, StatementV1,
};
pub use problems::{PlaceV1, ProblemV1, ProblemsV1, SeverityV1};
pub use query_answer::{
    QueryAnswerV1, QueryColumnV1, QueryKindV1, QueryNoteV1, QueryReleaseV1, QueryValueV1,
};
pub use rate_series::{LeftOutV1, RatePointV1, RunV1, WhyLeftOutV1};
pub use recommendations::{
    ClosedV1, ComparedThemeV1, DoneWithinV1, NotClosedV1, ParticipantsV1, ProgressRowV1,
    RecommendationProgressV1, RecommendationThemesV1, ThemeComparisonV1, ThemePairV1, ThemeRowV1,
    ThemeTableV1, VisitFindingV1, VisitSummaryV1,
};
pub use rows::{ObservationV1, PublishedGapV1, observations, published_gaps};
pub use scenario::{
    DatedMeasureV1, ExposureForTargetV1, GroupAfterV1, InequalityChangeV1, InequalityOfV1,
    MeasureCostsV1, PathYearV1, ScenarioAcrossV1, ScenarioCostsV1, ScenarioMeasureV1,
    ScenarioOutcomeV1, ScenarioPathV1, ScenarioStartV1, ScenarioTargetV1, ScenarioV1,
    SteadiedStartV1, SwingInputV1, SwingV1,
};
pub use scorecard::{
    DomainSumV1, LinkedRecommendationsV1, ScorecardGapV1, ScorecardRowV1, ScorecardV1,
    StandingSumV1, StandingV1, TargetV1,
};
pub use selection::{SelectedAreaV1, SelectionListV1, SelectionV1};
pub use self_assessment::{
    AssessedStatementV1, BesideStatementV1, LevelChangeV1, MaturityLevelV1, SelfAssessmentV1,
    ThemeLevelsV1,
};
pub use small_areas::{DrawsV1, RankV1, ShrunkV1, SmallAreaV1, SmallAreasV1, TowardsV1};
pub use spc::{
    AssuranceV1, NewLimitsV1, PointKindV1, RuleV1, SpcPointV1, SpcV1, SpecialCauseV1, UpDownV1,
};
pub use trend::{ChangeV1, RecentTrendV1, TrendGapV1, TrendSeriesV1, TrendV1, YearlyChangeV1};
pub use verdict::VerdictV1;

/// The version of every document in this module.
pub const SCHEMA_VERSION: u32 = 1;

/// A document that cannot be written as JSON.
#[derive(Debug, thiserror::Error)]
#[error("the document cannot be written as JSON: {0}")]
pub struct JsonError(#[from] serde_json::Error);

#[cfg(test)]
mod tests;
