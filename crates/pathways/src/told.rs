//! What is found as problems, for a reader of files that does not know these rules.

use firstyear_core::event::LogPlan;
use firstyear_core::pathway::{CarePathway, ElementKind, ElementRef, LogMapping};
use firstyear_core::{Place, Problem};

use crate::{Finding, PathwayLog, check, check_derivations};

/// What is wrong in a pathway, and in what it says that it was made from, each at its place.
/// `others` are the pathways that it can have been made from.
///
/// ```
/// use firstyear_core::Place;
/// use firstyear_core::pathway::CarePathway;
/// use firstyear_pathways::problems;
///
/// # let text = include_str!("../tests/data/stop-smoking.toml");
/// let mut pathway: CarePathway = toml::from_str(text)?;
/// pathway.decisions[0].rows.pop();
/// let found = problems(&pathway, &[], &|_| Place::file("smoking.toml"));
/// assert_eq!(
///     found[0].to_string(),
///     "smoking.toml: decision `smokes`: no row fits where `co-reading` is not recorded"
/// );
/// # Ok::<(), toml::de::Error>(())
/// ```
#[must_use]
pub fn problems(
    pathway: &CarePathway,
    others: &[&CarePathway],
    place: &dyn Fn(&ElementRef<'static>) -> Place,
) -> Vec<Problem> {
    let all: Vec<&CarePathway> = [pathway].into_iter().chain(others.iter().copied()).collect();
    let itself = ElementRef::new(ElementKind::Pathway, &pathway.id);
    let origins = check_derivations(&all).into_iter().filter(|found| found.element == itself);
    let at = |finding: Finding| {
        let place = place(&finding.element);
        finding.at(place)
    };
    check(pathway).into_iter().chain(origins).map(at).collect()
}

/// What to keep of a log that is held against a pathway.
///
/// # Errors
///
/// Everything in the mapping that does not fit the pathway, at `place`.
pub fn log_plan(
    pathway: &CarePathway,
    mapping: &LogMapping,
    place: &Place,
) -> Result<LogPlan, Vec<Problem>> {
    match PathwayLog::new(pathway, mapping) {
        Ok(reading) => Ok(reading.plan().clone()),
        Err(found) => Err(found.into_iter().map(|one| one.at(place.clone())).collect()),
    }
}
