//! Whether everything says what it rests on, and what is open.

use firstyear_core::ProblemCode;
use firstyear_core::pathway::{
    CarePathway, ElementBasis, ElementKind, ElementRef, Grounds, PathwayStatus,
};

use crate::finding::Finding;

pub(super) fn check(pathway: &CarePathway, found: &mut Vec<Finding>) {
    for (element, grounds) in pathway.grounds() {
        if let Some(message) = missing(grounds) {
            found.push(Finding::new(ProblemCode::PathwayGroundsMissing, element.clone(), message));
        }
        if let Some(source) = grounds.source_id()
            && !pathway.sources.iter().any(|one| one.id == source)
        {
            let message = format!("its source `{source}` is not among the sources");
            found.push(Finding::new(ProblemCode::PathwayGroundsMissing, element, message));
        }
    }
}

fn missing(grounds: &Grounds) -> Option<&'static str> {
    let why = grounds.why.as_deref().is_some_and(|why| !why.trim().is_empty());
    match grounds.basis {
        ElementBasis::Stated if grounds.source_id().is_none() => {
            Some("it is stated, and no source is named")
        }
        ElementBasis::Inferred if !why => Some("it is inferred, and nothing says why"),
        ElementBasis::Open if !why => Some("it is open, and nothing says what is missing"),
        _ => None,
    }
}

/// What is open, and whether the status says so.
pub(super) fn standing(pathway: &CarePathway, found: &mut Vec<Finding>) {
    let open = pathway.open().count();
    if pathway.status == PathwayStatus::Agreed && open > 0 {
        let element = ElementRef::new(ElementKind::Pathway, &pathway.id);
        let message = match open {
            1 => "it is called agreed, and one of its elements is open".to_owned(),
            _ => format!("it is called agreed, and {open} of its elements are open"),
        };
        found.push(Finding::new(ProblemCode::PathwayNotDraft, element, message));
    }
    for (element, grounds) in pathway.grounds() {
        if grounds.basis == ElementBasis::Open {
            let why = grounds.why.as_deref().unwrap_or("nothing says what is missing");
            let message = format!("it is open: {why}");
            found.push(Finding::new(ProblemCode::PathwayElementOpen, element, message));
        }
    }
}
