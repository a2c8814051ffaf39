//! What a self-assessment asks where a project brings no matrix of its own.

use std::collections::BTreeMap;

use firstyear_core::IndicatorId;
use firstyear_core::recommendation::Themes;
use firstyear_core::self_assessment::SelfAssessmentMatrix;

use crate::error::parse;
use crate::{CatalogueError, IndicatorEntry};

const FILE: &str = "self_assessment.toml";

pub(crate) fn load(
    text: &str,
    themes: &Themes,
    indicators: &BTreeMap<IndicatorId, IndicatorEntry>,
) -> Result<SelfAssessmentMatrix, CatalogueError> {
    let matrix: SelfAssessmentMatrix =
        parse(FILE, text, |matrix: &SelfAssessmentMatrix| matrix.schema_version)?;
    if matrix.levels.len() < 2 {
        let (id, problem) = (matrix.name, "a matrix has at least two levels");
        return Err(CatalogueError::Wrong { file: FILE, id, problem });
    }
    for (at, one) in matrix.statements.iter().enumerate() {
        if matrix.statements[..at].iter().any(|other| other.id == one.id) {
            return Err(CatalogueError::Repeated { file: FILE, id: one.id.clone() });
        }
        let theme = (themes.theme(&one.theme).is_none()).then(|| one.theme.clone());
        let indicator = one.indicators.iter().find(|id| !indicators.contains_key(*id));
        if let Some(to) = theme.or_else(|| indicator.map(ToString::to_string)) {
            return Err(CatalogueError::Unresolved { file: FILE, from: one.id.clone(), to });
        }
    }
    Ok(matrix)
}
