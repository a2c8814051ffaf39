//! Deaths by cause group and age at death: what do they die of, and when?

use std::collections::BTreeSet;

use firstyear_core::project::CausesQuestion;
use firstyear_core::{
    AreaCode, Category, CategoryId, Cell, Dimension, DimensionId, IndicatorId, Period, Role,
    SourceClass, SourceId,
};

use crate::select::{Slice, by_category};
use crate::{Evidence, QuestionError};

/// Deaths by cause in the latest period.
#[derive(Clone, Debug, PartialEq)]
pub struct Causes {
    /// The classification of causes.
    pub dimension: DimensionId,
    /// Its name.
    pub dimension_name: String,
    /// Where.
    pub area: AreaCode,
    /// When.
    pub period: Period,
    /// The ages at death, in order: indicator and name.
    pub ages: Vec<(IndicatorId, String)>,
    /// The causes, in the order of the classification.
    pub causes: Vec<CauseRow>,
    /// All causes.
    pub total: Option<CauseRow>,
}

/// Deaths of one cause.
#[derive(Clone, Debug, PartialEq)]
pub struct CauseRow {
    /// The cause.
    pub cause: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Deaths at each age, in the order of [`Causes::ages`].
    pub deaths: Vec<Cell<u64>>,
    /// The strictest class of the sources.
    pub class: SourceClass,
    /// Where the counts come from.
    pub sources: BTreeSet<SourceId>,
}

/// Answers a [`CausesQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator or dimension, or when no figure
/// fits.
pub fn causes(
    evidence: &Evidence<'_>,
    question: &CausesQuestion,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<Causes, QuestionError> {
    let area = question.area.as_ref().unwrap_or(area);
    let mut ages = Vec::new();
    for id in &question.ages {
        ages.push((id.clone(), evidence.indicator(id)?.name.clone()));
    }
    let latest = evidence
        .versions(&question.dimension)?
        .into_iter()
        .filter_map(|version| Some((latest_period(evidence, &ages, area, version)?, version)))
        .max_by_key(|(period, _)| *period);
    let Some((period, version)) = latest else {
        let indicator = question.ages.first().unwrap_or(indicator).clone();
        let (area, dimension) = (area.clone(), Some(question.dimension.clone()));
        return Err(QuestionError::NoFigures { indicator, area, dimension });
    };
    let slices: Vec<Slice<'_>> = ages
        .iter()
        .map(|(id, _)| {
            by_category(evidence, id, area, version.id()).remove(&period).unwrap_or_default()
        })
        .collect();
    let rows = |keep: fn(&Role) -> bool| -> Vec<CauseRow> {
        version
            .categories()
            .iter()
            .filter(|category| keep(&category.role))
            .filter_map(|category| row(evidence, &slices, category))
            .collect()
    };
    Ok(Causes {
        dimension: version.id().clone(),
        dimension_name: version.about().name.clone(),
        area: area.clone(),
        period,
        ages,
        causes: rows(|role| matches!(role, Role::Group | Role::Remainder)),
        total: rows(|role| *role == Role::Total).pop(),
    })
}

fn latest_period(
    evidence: &Evidence<'_>,
    ages: &[(IndicatorId, String)],
    area: &AreaCode,
    version: &Dimension,
) -> Option<Period> {
    ages.iter().flat_map(|(id, _)| by_category(evidence, id, area, version.id()).into_keys()).max()
}

/// `None` for a cause that no age has.
fn row(evidence: &Evidence<'_>, slices: &[Slice<'_>], category: &Category) -> Option<CauseRow> {
    let found: Vec<_> = slices.iter().map(|slice| slice.get(&category.id)).collect();
    let (class, sources) = evidence.origin(found.iter().flatten().map(|o| o.source.clone()));
    found.iter().any(Option::is_some).then(|| CauseRow {
        cause: category.id.clone(),
        label: category.label.clone(),
        deaths: found.iter().map(|o| o.map_or(Cell::Absent, |o| o.numerator)).collect(),
        class,
        sources,
    })
}
