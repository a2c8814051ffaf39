//! Documents with a schema of their own, and JSON that names it.

use firstyear_core::count::CountReport;
use serde::Serialize;

use super::{
    AreaComparisonV1, AreaProfileV1, CausesV1, CheckV1, DataQualityV1, DeathsReviewV1,
    DecompositionV1, EquityAuditV1, EvaluationV1, FlowV1, FunnelV1, GapTrendV1,
    InequalityProfileV1, JsonError, LearningV1, LogTruthV1, ManifestV1, ObservationV1,
    PathwayCascadeV1, PathwayDiffV1, PathwayJudgementV1, PporV1, PrintedArithmeticV1, ProblemsV1,
    PublishedGapV1, QueryAnswerV1, RecommendationProgressV1, RecommendationThemesV1,
    SCHEMA_VERSION, ScenarioV1, ScorecardV1, SelectionV1, SelfAssessmentV1, SmallAreasV1, SpcV1,
    TrendV1, VerificationV1,
};

/// A document that other programs may rely on.
pub trait Document: Serialize {
    /// The name of its schema, as `firstyear schema` takes it.
    const NAME: &'static str;
}

macro_rules! documents {
    ($($type:ident $name:literal)*) => {
        $(impl Document for $type {
            const NAME: &'static str = $name;
        })*
    };
}

documents! {
    AreaComparisonV1 "area-comparison"
    AreaProfileV1 "area-profile"
    CausesV1 "causes"
    CheckV1 "check"
    CountReport "count-report"
    DataQualityV1 "data-quality"
    DeathsReviewV1 "deaths-review"
    DecompositionV1 "decomposition"
    EquityAuditV1 "equity-audit"
    EvaluationV1 "evaluation"
    FlowV1 "flow"
    FunnelV1 "funnel"
    GapTrendV1 "gap-trend"
    InequalityProfileV1 "inequality-profile"
    LearningV1 "learning"
    LogTruthV1 "log-truth"
    ManifestV1 "manifest"
    ObservationV1 "observation"
    PathwayCascadeV1 "pathway-cascade"
    PathwayDiffV1 "pathway-diff"
    PathwayJudgementV1 "pathway-judgement"
    PporV1 "ppor"
    PrintedArithmeticV1 "printed-arithmetic"
    ProblemsV1 "problems"
    PublishedGapV1 "gap"
    QueryAnswerV1 "query-answer"
    RecommendationProgressV1 "recommendation-progress"
    RecommendationThemesV1 "recommendation-themes"
    ScenarioV1 "scenario"
    ScorecardV1 "scorecard"
    SelectionV1 "selection"
    SelfAssessmentV1 "self-assessment"
    SmallAreasV1 "small-areas"
    SpcV1 "spc"
    TrendV1 "trend"
    VerificationV1 "verification"
}

/// The id of the schema of this name.
#[must_use]
pub fn schema_id(name: &str) -> String {
    format!("urn:firstyear:schema:v{SCHEMA_VERSION}:{name}")
}

/// A document with the id of its schema before its fields.
#[derive(Serialize)]
struct Identified<'d, D> {
    #[serde(rename = "$schema")]
    schema: String,
    #[serde(flatten)]
    document: &'d D,
}

/// A document as JSON with the id of its schema, as [`json_text`] writes it. Fields
/// stand in the order of the schema, so the same document gives the same bytes.
///
/// # Errors
///
/// [`JsonError`] when a [`Number`](super::Number) is not finite.
pub fn to_json<D: Document>(document: &D) -> Result<String, JsonError> {
    json_text(&Identified { schema: schema_id(D::NAME), document })
}

/// Any value as JSON, indented by two spaces and ended by a line feed.
///
/// # Errors
///
/// [`JsonError`] when a [`Number`](super::Number) is not finite: JSON has no way to say
/// so, and no other number would be right.
pub fn json_text<T: Serialize + ?Sized>(value: &T) -> Result<String, JsonError> {
    let mut json = serde_json::to_string_pretty(value)?;
    json.push('\n');
    Ok(json)
}
