//! JSON Schemas of what is read and written, draft 2020-12.
//!
//! Documents of the program are described as they are written: fields that are
//! always there are required, and further fields may come. Authored documents
//! are described as they are read: fields that may be left out are optional,
//! and others are refused.

use firstyear_core::count::{BirthSimulation, CountReport, CountSpec};
use firstyear_core::driver::DriverMap;
use firstyear_core::intervention::Interventions;
use firstyear_core::library::Library;
use firstyear_core::mapping::Mapping;
use firstyear_core::pathway::{CarePathway, FlowPlan, LogMapping, LogSimulation};
use firstyear_core::project::Project;
use firstyear_core::recommendation::{Recommendations, Themes};
use firstyear_core::self_assessment::{SelfAssessmentMatrix, SelfAssessments};
use firstyear_core::visit::Visits;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use crate::wire::{
    AreaComparisonV1, AreaProfileV1, CausesV1, CheckV1, DataQualityV1, DeathsReviewV1,
    DecompositionV1, Document, EquityAuditV1, EvaluationV1, FlowV1, FunnelV1, GapTrendV1,
    InequalityProfileV1, LearningV1, LogTruthV1, ManifestV1, ObservationV1, PathwayCascadeV1,
    PathwayDiffV1, PathwayJudgementV1, PporV1, PrintedArithmeticV1, ProblemsV1, PublishedGapV1,
    QueryAnswerV1, RecommendationProgressV1, RecommendationThemesV1, ScenarioV1, ScorecardV1,
    SelectionV1, SelfAssessmentV1, SmallAreasV1, SpcV1, TrendV1, VerificationV1, schema_id,
};

/// The name, under which a schema is committed and asked for, and the schema,
/// for every document; in alphabetical order.
///
/// ```
/// let schemas = firstyear_export::schema::schemas();
/// let (_, project) = schemas.iter().find(|(name, _)| *name == "project").unwrap();
/// assert_eq!(project.get("$id").unwrap(), "urn:firstyear:schema:v1:project");
/// ```
#[must_use]
pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        written::<AreaComparisonV1>("Area comparison"),
        written::<AreaProfileV1>("What is known of one area"),
        read::<BirthSimulation>("birth-simulation", "A plan of synthetic births and deaths"),
        written::<CausesV1>("Deaths by cause"),
        written::<CheckV1>("What a check found"),
        read::<CountSpec>("count", "A specification of counts"),
        written::<CountReport>("What a count found in its records"),
        written::<DataQualityV1>("Data quality"),
        written::<DeathsReviewV1>("What a review of infant deaths found"),
        written::<DecompositionV1>("Decomposition of a difference"),
        read::<DriverMap>("drivers", "Drivers of an outcome"),
        written::<EquityAuditV1>("Use of services against need"),
        written::<EvaluationV1>("Whether something that was done worked"),
        written::<FlowV1>("How many come how far on a pathway"),
        read::<FlowPlan>("flow-plan", "A plan of flow through a pathway"),
        written::<FunnelV1>("Areas by their size"),
        written::<PublishedGapV1>("Published gap"),
        written::<GapTrendV1>("Gap trend"),
        written::<InequalityProfileV1>("Inequality profile"),
        read::<Interventions>("interventions", "Interventions"),
        written::<LearningV1>("What followed recommendations"),
        read::<Library>("library", "Case studies and resources"),
        read::<LogMapping>("log-mapping", "What names of an event log stand for"),
        read::<LogSimulation>("log-simulation", "A plan of a synthetic log"),
        written::<LogTruthV1>("What was planted in a synthetic log"),
        written::<ManifestV1>("What a report is made of"),
        read::<Mapping>("mapping", "Mapping file"),
        written::<ObservationV1>("Observation"),
        read::<CarePathway>("pathway", "A care pathway"),
        written::<PathwayCascadeV1>("How far people come on a care pathway"),
        written::<PathwayDiffV1>("What is kept of a reference pathway"),
        written::<PathwayJudgementV1>("What became of what a pathway owes"),
        written::<PporV1>("Perinatal periods of risk"),
        written::<PrintedArithmeticV1>("What publications print"),
        written::<ProblemsV1>("Problems"),
        read::<Project>("project", "Project file"),
        written::<QueryAnswerV1>("The answer of a query"),
        written::<RecommendationProgressV1>("What became of recommendations"),
        written::<RecommendationThemesV1>("Recommendations by theme"),
        read::<Recommendations>("recommendations", "Recommendations and what became of them"),
        written::<ScenarioV1>("What would narrow a gap"),
        written::<ScorecardV1>("How an area stands"),
        written::<SelectionV1>("Which areas to turn to first"),
        written::<SelfAssessmentV1>("How far an area says it is"),
        read::<SelfAssessmentMatrix>("self-assessment-matrix", "What a self-assessment asks"),
        read::<SelfAssessments>("self-assessments", "How far areas say they are"),
        written::<SmallAreasV1>("Areas with few events"),
        written::<SpcV1>("Control chart"),
        read::<Themes>("themes", "Themes of recommendations"),
        written::<TrendV1>("Trend"),
        written::<VerificationV1>("Whether a report is as it was written"),
        read::<Visits>("visits", "Visits to areas"),
    ]
}

fn written<T: JsonSchema + Document>(title: &str) -> (&'static str, Schema) {
    let (name, mut schema) =
        named::<T>(SchemaSettings::draft2020_12().for_serialize(), T::NAME, title);
    let fields = schema.as_object_mut().and_then(|schema| schema.get_mut("properties"));
    if let Some(Value::Object(fields)) = fields {
        let own = json!({
            "const": schema_id(T::NAME),
            "description": "Id of the schema of this document.",
            "type": "string",
        });
        fields.insert("$schema".to_owned(), own);
        fields.sort_keys();
    }
    (name, schema)
}

fn read<T: JsonSchema>(name: &'static str, title: &str) -> (&'static str, Schema) {
    named::<T>(SchemaSettings::draft2020_12().for_deserialize(), name, title)
}

fn named<T: JsonSchema>(
    settings: SchemaSettings,
    name: &'static str,
    title: &str,
) -> (&'static str, Schema) {
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("$id".to_owned(), schema_id(name).into());
    schema.insert("title".to_owned(), title.into());
    tidy(schema.as_object_mut());
    (name, schema)
}

/// Keys in alphabetical order, whatever the features of `serde_json`, and
/// descriptions in one line, so that the same schema gives the same bytes and
/// a comment that is wrapped anew is no change.
fn tidy(object: Option<&mut Map<String, Value>>) {
    let Some(object) = object else { return };
    object.sort_keys();
    for (key, inner) in object {
        match inner {
            Value::String(text) if key == "description" => *text = text.replace('\n', " "),
            Value::Array(items) => items.iter_mut().for_each(|item| tidy(item.as_object_mut())),
            inner => tidy(inner.as_object_mut()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_in_order() {
        let names: Vec<_> = schemas().into_iter().map(|(name, _)| name).collect();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
    }

    /// A schema is the manual of whoever reads our files: each field says what
    /// it is, and in which unit.
    #[test]
    fn every_field_is_described() {
        for (name, schema) in schemas() {
            assert!(schema.get("description").is_some(), "{name}");
            let mut bare = Vec::new();
            fields_without_description(schema.as_value(), name, &mut bare);
            assert_eq!(bare, Vec::<String>::new(), "fields without a description");
        }
    }

    fn fields_without_description(schema: &Value, at: &str, bare: &mut Vec<String>) {
        let Some(object) = schema.as_object() else { return };
        if let Some(fields) = object.get("properties").and_then(Value::as_object) {
            for (field, schema) in fields {
                // The tag of an enum is described by its variants.
                if schema.get("description").is_none() && schema.get("const").is_none() {
                    bare.push(format!("{at}/{field}"));
                }
            }
        }
        for (key, inner) in object {
            let at = format!("{at}/{key}");
            match inner {
                Value::Array(items) => {
                    for item in items {
                        fields_without_description(item, &at, bare);
                    }
                }
                inner => fields_without_description(inner, &at, bare),
            }
        }
    }
}
