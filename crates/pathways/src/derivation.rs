//! Whether what pathways were made from is there, and nothing is made from itself.

use std::collections::BTreeMap;

use firstyear_core::ProblemCode;
use firstyear_core::pathway::{CarePathway, ElementKind, ElementRef};

use crate::finding::Finding;

/// What is wrong in `derived_from` of several pathways, which are told apart by id
/// and version.
///
/// ```
/// use firstyear_core::ProblemCode;
/// use firstyear_core::pathway::{CarePathway, DerivedFrom};
/// use firstyear_pathways::check_derivations;
///
/// # let text = include_str!("../tests/data/stop-smoking.toml");
/// let reference: CarePathway = toml::from_str(text)?;
/// let mut local = CarePathway { id: "ours".to_owned(), ..reference.clone() };
/// local.derived_from =
///     Some(DerivedFrom { id: reference.id.clone(), version: reference.version.clone() });
/// assert!(check_derivations(&[&reference, &local]).is_empty());
/// let found = check_derivations(&[&local]);
/// assert_eq!(found[0].code, ProblemCode::PathwayReferenceUnknown);
/// # Ok::<(), toml::de::Error>(())
/// ```
#[must_use]
pub fn check_derivations(pathways: &[&CarePathway]) -> Vec<Finding> {
    let mut places = BTreeMap::new();
    for (at, pathway) in pathways.iter().enumerate() {
        places.entry((pathway.id.as_str(), pathway.version.as_str())).or_insert(at);
    }
    let mut found = Vec::new();
    let mut before = vec![None; pathways.len()];
    for (at, pathway) in pathways.iter().enumerate() {
        let Some(from) = &pathway.derived_from else { continue };
        before[at] = places.get(&(from.id.as_str(), from.version.as_str())).copied();
        if before[at].is_none() {
            let message = format!(
                "it is derived from version `{}` of `{}`, which is not here",
                from.version, from.id
            );
            let element = ElementRef::new(ElementKind::Pathway, &pathway.id);
            found.push(Finding::new(ProblemCode::PathwayReferenceUnknown, element, message));
        }
    }
    found.extend(cycles(&before).into_iter().map(|cycle| {
        let names: Vec<_> = cycle.iter().map(|&at| format!("`{}`", pathways[at].id)).collect();
        let element = ElementRef::new(ElementKind::Pathway, &pathways[cycle[0]].id);
        let message = match names.as_slice() {
            [_] => "it is derived from itself".to_owned(),
            _ => format!("it is derived from itself: {} and back", names.join(" from ")),
        };
        Finding::new(ProblemCode::PathwayDerivationCyclic, element, message)
    }));
    found
}

/// Each circle once, beginning with the first of it.
fn cycles(before: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut circles = Vec::new();
    let mut walked = vec![None; before.len()];
    for start in 0..before.len() {
        let mut way = Vec::new();
        let mut at = Some(start);
        while let Some(here) = at
            && walked[here].is_none()
        {
            walked[here] = Some(start);
            way.push(here);
            at = before[here];
        }
        // A walk that ends where it has been itself has gone round.
        if let Some(end) = at
            && walked[end] == Some(start)
            && let Some(from) = way.iter().position(|&one| one == end)
        {
            circles.push(way.split_off(from));
        }
    }
    circles
}
