//! Case studies and resources.

use firstyear_core::intervention::Intervention;
use firstyear_core::library::Library;
use firstyear_core::recommendation::Themes;

use crate::CatalogueError;
use crate::error::{parse, unique};

const FILE: &str = "library.toml";

pub(crate) fn load(
    text: &str,
    themes: &Themes,
    interventions: &[Intervention],
) -> Result<Library, CatalogueError> {
    let library: Library = parse(FILE, text, |library: &Library| library.schema_version)?;
    let cases = library.case_studies.iter().map(|one| &*one.id);
    unique(FILE, cases.chain(library.resources.iter().map(|one| &*one.id)), "")?;
    let of_cases = library.case_studies.iter().map(|one| (&one.id, &one.theme));
    let all = of_cases.chain(library.resources.iter().map(|one| (&one.id, &one.theme)));
    let stray = all.into_iter().find(|(_, theme)| themes.theme(theme).is_none());
    let known = |id: &String| interventions.iter().any(|one| one.id == *id);
    let unknown = library
        .case_studies
        .iter()
        .find_map(|one| Some((&one.id, one.interventions.iter().find(|id| !known(id))?)));
    match stray.or(unknown) {
        Some((from, to)) => {
            let (from, to) = (from.clone(), to.clone());
            Err(CatalogueError::Unresolved { file: FILE, from, to })
        }
        None => Ok(library),
    }
}
