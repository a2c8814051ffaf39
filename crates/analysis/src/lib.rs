//! The questions of firstyear: one question, one file; observations in, a
//! typed result out.
//!
//! | the question                                        | use                   |
//! |-----------------------------------------------------|-----------------------|
//! | how wide is the gap, and is it real?                | [`gap_trend`]         |
//! | who does it fall on?                                | [`inequality_profile`]|
//! | which areas differ by more than chance?             | [`area_comparison`]   |
//! | which areas lie outside what chance allows their size? | [`area_funnel`]    |
//! | which areas to turn to first, and is that luck?     | [`area_selection`]    |
//! | what do small areas really say, and their ranks?    | [`small_areas`](fn@small_areas) |
//! | what do babies die of, and when?                    | [`causes`]            |
//! | is it rising or falling, and how fast?              | [`trend()`]           |
//! | which changes are more than chance?                 | [`spc()`]             |
//! | why do two rates differ?                            | [`decomposition`]     |
//! | in which period of life do more die?                | [`ppor`](fn@ppor)     |
//! | what would narrow a gap, and by how much?           | [`gap_scenario`]      |
//! | what is known of one area?                          | [`area_profile`](fn@area_profile) |
//! | the same of every area that is compared?            | [`EveryArea`]         |
//! | how does an area stand, on many indicators?         | [`scorecard`](fn@scorecard) |
//! | what was recommended, by theme?                     | [`themes`](themes())  |
//! | is it happening?                                    | [`progress`](progress()) |
//! | which recommendations are meant?                    | [`RecommendationChoice`] |
//! | what was discussed and found on visits?             | [`visits`](visits())  |
//! | what followed what was recommended?                 | [`learning`](fn@learning) |
//! | how far does an area say it is?                     | [`self_assessment`](fn@self_assessment) |
//! | who uses a service against who needs it?            | [`equity_audit`](fn@equity_audit) |
//! | what did a review of deaths find?                   | [`deaths_review`](fn@deaths_review) |
//! | what became of what a pathway owes?                 | [`pathway_judgement`](fn@pathway_judgement) |
//! | do the care pathways of a project work?             | [`PathwayAnswer`]     |
//! | did it work, and can that be told?                 | [`evaluation`](fn@evaluation) |
//! | how far do people come on a pathway, and for whom does it fail where? | [`cascade`](fn@cascade) |
//! | what was read, and does it agree with itself?       | [`data_quality`]      |
//! | is anything in it unlikely?                         | [`plausibility`](fn@plausibility) |
//! | does a report's arithmetic agree?                  | [`printed_arithmetic`](fn@printed_arithmetic) |
//! | how many come how far on a pathway, and what if?    | [`flow`](fn@flow)     |
//! | what would a log with known drop-out look like?     | [`simulate_log`](fn@simulate_log) |
//! | may it be shown?                                    | [`release`]           |
//!
//! Results leave this crate through [`release`], which hides small counts of
//! restricted sources with every rate and interval made from them.

mod answers;
mod area_comparison;
mod area_funnel;
mod area_profile;
mod area_rates;
mod area_rows;
mod area_selection;
mod bound;
mod cascade;
mod categories;
mod causes;
mod chosen;
mod counted;
mod data_quality;
mod deaths_review;
mod decomposition;
mod delay;
mod equity_audit;
mod evaluation;
mod every_area;
mod evidence;
mod flow;
mod gap_trend;
mod inequality_profile;
mod lacking_need;
mod learning;
mod partitions;
mod pathway_answer;
mod pathway_judgement;
mod plausibility;
mod pool;
mod ppor;
mod printed_arithmetic;
mod progress;
mod rate_series;
mod release;
mod rules;
mod run;
mod scenario;
mod scorecard;
mod select;
mod self_assessment;
mod shown;
mod simulate_log;
mod small_areas;
mod spc;
mod themes;
mod together;
mod total_kinds;
mod trend;
mod verdict;
mod visits;

pub use answers::{Answers, Unanswered, answers, answers_by};
pub use area_comparison::{AreaComparison, AreaRate, ComparedArea, area_comparison};
pub use area_funnel::{
    AreaFunnel, FUNNEL, FunnelArea, FunnelBand, FunnelKind, FunnelLine, FunnelPosition, Scatter,
    area_funnel,
};
pub use area_profile::{
    AreaProfile, AreaProfileAsked, AtRiskChange, Neighbour, NeighbourOrigin, Neighbours,
    NoNeighbours, PlaceAmong, ProfileRow, Spread, area_profile,
};
pub use area_selection::{AreaSelection, ListSummary, SelectedArea, area_selection};
pub use cascade::{
    CascadeAsked, CascadeCounts, CascadeGroup, CascadeGrouping, CascadeMeasure, CascadePart,
    CascadeQuestionError, CascadeSlope, CascadeSplit, CascadeStage, NoSplit, PathwayCascade,
    StageTiming, Within, cascade,
};
pub use causes::{CauseRow, Causes, causes};
pub use chosen::{ChoiceOnDay, RecommendationChoice, StatusChoice};
pub use counted::CountedRate;
pub use data_quality::{
    CellStates, Counted, DataQuality, RateDisagreement, SourceQuality, TotalDisagreement,
    data_quality,
};
pub use deaths_review::{
    ComparatorLacks, DeathsReview, ReviewedCause, ReviewedFactor, deaths_review,
};
pub use decomposition::{
    DecomposedCategory, DecomposedPopulation, Decomposition, DecompositionForm, DecompositionParts,
    DecompositionRefusal, decomposition,
};
pub use equity_audit::{AuditedGroup, AuditedNeed, EquityAudit, equity_audit};
pub use evaluation::{
    ArmRate, EvaluatedArea, EvaluatedArm, Evaluation, EvaluationCaution, EvaluationEffect,
    EvaluationOrigin, NoEffect, NoSeries, SeriesEffect, When, evaluation,
};
pub use every_area::{AreaAnswers, AreaList, EveryArea, NoAreaReports, ReportedArea};
pub use evidence::{Evidence, QuestionError};
pub use firstyear_metrics::scenario::{InequalityChange, InequalityOf};
pub use flow::{
    Flow, FlowOtherwise, FlowState, NoFlow, QueueChange, QueueNumbers, Ranged, StageChange,
    StageNumbers, flow,
};
pub use gap_trend::{
    GapComparison, GapOrigin, GapPoint, GapTest, GapTrend, GapTrendSeries, gap_trend,
};
pub use inequality_profile::{
    ExcessOverBest, InequalityProfile, NotComputed, ProfileGroup, ProfilePeriod, Slope, Summary,
    inequality_profile,
};
pub use lacking_need::{LackingNeed, NoAudit};
pub use learning::{Learning, LearningArea, LearningSide, NoLearning, learning};
pub use pathway_answer::{NoPathway, PathwayAnswer, finding_of_log, log_grouping};
pub use pathway_judgement::{
    JudgedGroup, JudgedObligation, JudgedWho, LogDisclosure, PathwayJudgement, pathway_judgement,
};
pub use plausibility::plausibility;
pub use ppor::{
    BirthweightParts, DistributionAndMortality, PeriodMap, PeriodOfRisk, PeriodRates, Ppor,
    PporBand, PporRefusal, PporSide, ppor,
};
pub use printed_arithmetic::{
    CheckedPercent, CheckedRow, CheckedStatement, CheckedTable, Checks, Misprint, PercentSum,
    PlacedAnnotation, PrintedArithmetic, printed_arithmetic,
};
pub use progress::{DONE_BY, MedianDays, Progress, ProgressRow, STALLS_AFTER, Tracked, progress};
pub use rate_series::RatePoint;
pub use release::{Disclose, Released, release};
pub use rules::{RateRule, Rules};
pub use run::{LeftOut, Run, WhyLeftOut};
pub use scenario::{
    AcrossGroups, DatedMeasure, GapScenario, GroupAfter, InputKind, MeasureCaution, MeasureCosts,
    MeasureInGroup, MeasurePart, ModelledMeasure, NamedSwing, Narrowing, NotAcross, NotIdentified,
    NotSteadied, PathRefusal, PathYear, RatesOfScenario, SCENARIO_DRAWS, SCENARIO_GENERATOR,
    ScenarioPathResult, ScenarioRefusal, ScenarioStart, StartOrigin, SteadiedStart,
    TargetArithmetic, TimescalePoints, gap_scenario,
};
pub use scorecard::{
    DomainSum, LinkedRecommendations, Scorecard, ScorecardAsked, ScorecardGap, ScorecardRow,
    Standing, TargetDistance, scorecard,
};
pub use self_assessment::{
    AssessedStatement, LevelChange, SelfAssessment, SelfAssessmentAsked, ThemeLevels,
    self_assessment,
};
pub use simulate_log::{
    LogTruth, PlantedValue, PlantedWay, SYNTHETIC, SimulatedLog, SimulatedStepCount,
    SimulationError, TruthOfGroup, add_objects, simulate_log,
};
pub use small_areas::{
    Draws, RANK_INTERVAL, RankInterval, ShrunkRate, SmallArea, SmallAreas, small_areas,
};
pub use spc::{
    Assurance, ChartError, NewLimits, PointKind, Spc, SpcDirection, SpcPoint, SpecialCause, spc,
};
pub use themes::{
    ComparedTheme, ComparedThemes, PerArea, ThemePair, ThemeRow, ThemeTable, ThemeTables, themes,
};
pub use total_kinds::{TotalKind, TotalReason};
pub use trend::{
    Change, NoTrend, RateTrendError, RecentTrend, RecentTrendError, Trend, TrendGap, TrendSeries,
    YearlyChange, trend,
};
pub use verdict::Verdict;
pub use visits::{FEWEST_ANSWERS, Participants, VisitSummary, visits};
