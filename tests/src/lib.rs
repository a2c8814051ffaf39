//! What the whole-program tests share: the catalogue as code lists, and the
//! folders of the repository.

pub mod fhir_r4;

use std::path::{Path, PathBuf};

use firstyear_analysis::{Answers, Evidence};
use firstyear_catalogue::catalogue;
use firstyear_export::site::{Report, ReportPlace};
use firstyear_export::words::Words;
use firstyear_ingest::{CodeLists, PathwayRules, ProjectData};

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

/// What questions are asked of, beside the code lists of the catalogue.
#[must_use]
pub fn evidence(data: &ProjectData) -> Evidence<'_> {
    Evidence {
        data: &data.read.rows,
        indicators: &data.indicators,
        dimensions: catalogue().dimensions(),
        interventions: catalogue().interventions(),
        themes: catalogue().themes(),
        matrix: catalogue().self_assessment(),
        confidence: data.project.confidence,
    }
}

/// The report of a project, without what is told of methods and words.
#[must_use]
pub fn report<'a>(data: &'a ProjectData, answers: &'a Answers) -> Report<'a> {
    Report {
        project: &data.project,
        indicators: &data.indicators,
        dimensions: catalogue().dimensions(),
        drivers: catalogue().drivers(),
        interventions: catalogue().interventions(),
        library: catalogue().library(),
        sources: &data.read.rows.sources,
        geography: &data.read.rows.geography,
        maps: &data.read.rows.maps,
        answers,
        problems: &data.read.problems,
        methods: &[],
        words: &[],
        version: "0.0.0",
        language: Words::of(data.project.language),
        inputs: &data.inputs,
        place: ReportPlace::Alone,
    }
}
