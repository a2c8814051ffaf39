//! Care pathways in formats of other systems.
//!
//! | a file of                                    | is read by |
//! |----------------------------------------------|------------|
//! | FHIR R4: a `PlanDefinition`, alone or bundled | [`fhir`]   |
//! | BPMN 2.0: a model of one process             | [`bpmn`]   |
//!
//! A file that was written here comes back as it was. Another is read as far as it
//! goes, as a draft: what our document asks for and the file does not say is supplied
//! and told, a condition that is a program is open, and what has no place is told and
//! left. Nothing is made up: no threshold, no window, no way.

mod assemble;
mod bpmn;
mod draft;
mod fhir;
mod located;

use std::path::Path;
use std::sync::Arc;

use firstyear_core::pathway::CarePathway;
use firstyear_core::{Place, Problem, ProblemCode};

use crate::input::Input;
use crate::{CodeLists, OnProgress, ReadError};

/// A format in which other systems keep pathways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathwayFormat {
    /// FHIR R4, JSON.
    Fhir,
    /// BPMN 2.0, XML.
    Bpmn,
}

/// A pathway of another system as far as it could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedPathway {
    /// The pathway: a draft, unless it was written here.
    pub pathway: CarePathway,
    /// Whether it was written here, so that nothing of it was supplied or left.
    pub is_ours: bool,
    /// What could not be taken, and what was supplied; an error is something that the
    /// file says wrongly and that was left out.
    pub problems: Vec<Problem>,
}

/// Reads a care pathway of another system; its format is told from its content where
/// none is given.
///
/// # Errors
///
/// [`ReadError`] when the file cannot be opened, is none of these formats, or holds no
/// pathway, or several.
pub fn import_pathway(
    path: &Path,
    format: Option<PathwayFormat>,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<ImportedPathway, ReadError> {
    import(&Input::at(path, &path.display().to_string().into())?, format, codes, progress)
}

/// Reads the bytes of a care pathway of another system, as [`import_pathway`] does.
///
/// ```
/// use firstyear_ingest::{CodeLists, import_pathway_bytes, unwatched};
///
/// let plan = br#"{"resourceType": "PlanDefinition", "id": "quit", "status": "active",
///     "title": "Quit", "action": [{"title": "Ask"}, {"title": "Refer"}]}"#;
/// let read = import_pathway_bytes(plan, "quit.json", None, &CodeLists::NONE, &mut unwatched)?;
/// let names: Vec<_> = read.pathway.steps.iter().map(|step| step.name.as_str()).collect();
/// assert_eq!(names, ["Ask", "Refer"]);
/// # Ok::<(), firstyear_ingest::ReadError>(())
/// ```
///
/// # Errors
///
/// As [`import_pathway`].
pub fn import_pathway_bytes(
    bytes: &[u8],
    file: &str,
    format: Option<PathwayFormat>,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<ImportedPathway, ReadError> {
    import(&Input::of_bytes(bytes, &file.into()), format, codes, progress)
}

/// Bytes that such a file may have: the largest bundles of guidelines have a few
/// million.
const LARGEST: usize = 1 << 26;

/// Actions or nodes that a pathway of others may have: nobody draws a thousand.
const MOST: usize = 10_000;

fn import(
    input: &Input<'_>,
    format: Option<PathwayFormat>,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<ImportedPathway, ReadError> {
    let bytes = input.whole()?;
    input.report(progress)?;
    let place = input.place();
    if bytes.len() > LARGEST {
        return Err(refused(&place, "the file is larger than any pathway").into());
    }
    let text = crate::text::decode(&bytes, &input.file)?;
    let told = match text.trim_start().as_bytes().first() {
        Some(b'{' | b'[') => Some(PathwayFormat::Fhir),
        Some(b'<') => Some(PathwayFormat::Bpmn),
        _ => None,
    };
    match format.or(told) {
        Some(PathwayFormat::Fhir) => fhir::read(text, &place, codes, progress),
        Some(PathwayFormat::Bpmn) => bpmn::read(text, &place, codes, progress),
        None => {
            let help =
                "give FHIR R4 in JSON or BPMN 2.0; a pathway in our own layout needs no import";
            Err(refused(&place, "the file is no format of pathways that is read")
                .with_help(help)
                .into())
        }
    }
}

/// A file that is refused whole.
fn refused(file: &Place, message: impl Into<String>) -> Problem {
    Problem::new(ProblemCode::PathwayFileInvalid, file.clone(), message)
}

/// One that has more parts than any pathway.
fn too_many(file: &Place) -> Problem {
    refused(file, format!("it has more than {MOST} parts, which no pathway has"))
}

/// What is told of a file on the way.
#[derive(Debug)]
struct Report {
    file: Place,
    problems: Vec<Problem>,
}

impl Report {
    const fn new(file: Place) -> Self {
        Self { file, problems: Vec::new() }
    }

    fn place(&self, path: &str) -> Place {
        if path.is_empty() {
            self.file.clone()
        } else {
            self.file.clone().column(Arc::<str>::from(path))
        }
    }

    fn add(&mut self, code: ProblemCode, path: &str, message: impl Into<String>) {
        let place = self.place(path);
        self.problems.push(Problem::new(code, place, message));
    }

    /// Something that our document has no place for.
    fn not_taken(&mut self, path: &str, what: impl Into<String>) {
        self.add(ProblemCode::PathwayPartNotTaken, path, what);
    }

    /// Something that our document asks for and the file does not say.
    fn supplied(&mut self, path: &str, what: impl Into<String>) {
        self.add(ProblemCode::PathwayPartSupplied, path, what);
    }

    /// Something that the file says wrongly: it is left out.
    fn wrong(&mut self, path: &str, what: impl Into<String>) {
        self.add(ProblemCode::PathwayPartInvalid, path, what);
    }
}
