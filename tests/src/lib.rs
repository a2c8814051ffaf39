//! What the whole-program tests share: the catalogue as code lists, and the
//! folders of the repository.

pub mod fhir_r4;

use std::path::{Path, PathBuf};

use firstyear_catalogue::catalogue;
use firstyear_ingest::{CodeLists, PathwayRules};

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of the reference material beside the repository; `None` where there
/// is none, which is an error where `FIRSTYEAR_REQUIRE_SHARED` is set.
///
/// # Panics
///
/// When the material is required and absent.
#[must_use]
pub fn shared(path: &str) -> Option<PathBuf> {
    let path = root().join("../shared").join(path);
    if path.exists() {
        return Some(path);
    }
    assert!(
        std::env::var_os("FIRSTYEAR_REQUIRE_SHARED").is_none(),
        "{} is required",
        path.display()
    );
    eprintln!("{} is not there: not compared", path.display());
    None
}

/// The catalogue as code lists.
#[must_use]
pub fn codes() -> CodeLists<'static> {
    let catalogue = catalogue();
    CodeLists::new(catalogue.definitions(), catalogue.dimensions(), catalogue.labels())
        .with_external(catalogue.external_codes())
        .with_areas(catalogue.areas())
        .with_improvement(catalogue.themes(), catalogue.interventions())
        .with_pathways(PathwayRules {
            known: catalogue.pathways(),
            problems: firstyear_pathways::problems,
            log_plan: firstyear_pathways::log_plan,
        })
}
