//! Whether a pathway is sound.

pub(crate) mod conditions;
mod decisions;
mod grounds;
mod names;
mod obligations;
mod references;
mod routes;
mod stages;
pub(crate) mod times;
mod windows;

use firstyear_core::pathway::CarePathway;

use crate::finding::Finding;
pub(crate) use conditions::Inputs;

/// What is wrong in a pathway, and what is open in it.
///
/// | asked                                    | the answer is                          |
/// |------------------------------------------|----------------------------------------|
/// | does every name lead somewhere           | an unknown or repeated id              |
/// | does everything say what it rests on     | missing grounds, open elements         |
/// | can a case get everywhere, and out again | unreachable, dead ends, endless loops  |
/// | does one row fit each case               | a gap or an overlap with a witness     |
/// | can all that is owed be met              | windows that contradict each other     |
/// | is every referral answered               | a referral without feedback            |
/// | do stages say who comes that far         | one without steps, an unknown input    |
///
/// An element that is open judges nothing and is told as a note; every other finding
/// is an error, or a warning where something could not be looked through whole.
///
/// A contradiction of windows that is told is one: for each combination of what
/// `eligible` looks at, the obligations owed there whose steps come once in a case are
/// laid out as bounds on differences of dates, and again of hours where nothing but
/// hours is asked, and bounds that no dates meet are named. Units are turned into days
/// generously, so that some contradictions are not found.
///
/// # Example
///
/// ```
/// use firstyear_core::ProblemCode;
/// use firstyear_core::pathway::CarePathway;
///
/// # let text = include_str!("../tests/data/stop-smoking.toml");
/// let mut pathway: CarePathway = toml::from_str(text)?;
/// let found = firstyear_pathways::check(&pathway);
/// assert!(found.iter().all(|one| one.code == ProblemCode::PathwayElementOpen));
///
/// // Without the row for what is not recorded, some go nowhere.
/// pathway.decisions[0].rows.pop();
/// let found = firstyear_pathways::check(&pathway);
/// assert_eq!(
///     found[0].to_string(),
///     "decision `smokes`: no row fits where `co-reading` is not recorded"
/// );
/// # Ok::<(), toml::de::Error>(())
/// ```
#[must_use]
pub fn check(pathway: &CarePathway) -> Vec<Finding> {
    let inputs = Inputs::of([pathway]);
    let mut found = Vec::new();
    names::check(pathway, &mut found);
    references::check(pathway, &mut found);
    grounds::check(pathway, &mut found);
    routes::check(pathway, &mut found);
    decisions::check(pathway, &inputs, &mut found);
    obligations::check(pathway, &inputs, &mut found);
    stages::check(pathway, &inputs, &mut found);
    windows::check(pathway, &inputs, &mut found);
    grounds::standing(pathway, &mut found);
    found
}
