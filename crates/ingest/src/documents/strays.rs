//! Recommendations that name a visit which is not there, or is one to another
//! area.

use std::collections::BTreeMap;

use firstyear_core::recommendation::Recommendation;
use firstyear_core::visit::Visit;
use firstyear_core::{AreaCode, Placed, Problem, ProblemCode};

/// The visits that recommendations can come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownVisits<'a>(BTreeMap<&'a str, &'a AreaCode>);

/// Why a recommendation does not come from the visit that it names.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StrayVisit {
    /// There is no such visit.
    #[error("no document holds a visit with this id")]
    Unknown,
    /// The visit is one to another area.
    #[error("the visit is one to another area")]
    Elsewhere {
        /// The area of the visit.
        area: AreaCode,
    },
}

impl<'a> KnownVisits<'a> {
    /// These visits.
    #[must_use]
    pub fn of(visits: &'a [Placed<Visit>]) -> Self {
        Self(visits.iter().map(|visit| (visit.item.id.as_str(), &visit.item.area)).collect())
    }

    /// Whether a recommendation to `area` can come from the visit with this id.
    ///
    /// # Errors
    ///
    /// [`StrayVisit`] where it cannot.
    pub fn check(&self, id: &str, area: &AreaCode) -> Result<(), StrayVisit> {
        let visited = *self.0.get(id).ok_or(StrayVisit::Unknown)?;
        if visited == area { Ok(()) } else { Err(StrayVisit::Elsewhere { area: visited.clone() }) }
    }
}

/// Recommendations whose visit is not there, or is one to another area; they
/// stay, without it.
pub(crate) fn without_strays(
    recommendations: &mut [Placed<Recommendation>],
    visits: &[Placed<Visit>],
) -> Vec<Problem> {
    let known = KnownVisits::of(visits);
    let mut problems = Vec::new();
    for one in recommendations {
        let Some(visit) = &one.item.visit else { continue };
        let Err(why) = known.check(visit, &one.item.area) else { continue };
        let place = one.place.clone().column("visit");
        let message = format!("{why}: it is used without it");
        problems.push(Problem::new(ProblemCode::VisitUnknown, place, message));
        one.item.visit = None;
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_known_by_its_id_and_its_area() {
        let [here, there] =
            ["E06000001", "E06000002"].map(|code| AreaCode::new(code).expect("a code"));
        let known = KnownVisits(BTreeMap::from([("autumn", &here)]));
        assert_eq!(known.check("autumn", &here), Ok(()));
        assert_eq!(known.check("spring", &here), Err(StrayVisit::Unknown));
        assert_eq!(
            known.check("autumn", &there),
            Err(StrayVisit::Elsewhere { area: here.clone() })
        );
    }
}
