//! The records of a project: the specification of counts that it names.

use std::path::PathBuf;

use firstyear_core::Place;
use firstyear_core::count::{CountSpec, RecordFiles};

use super::count_spec::read_count_spec;
use crate::paths::inside;
use crate::{OnProgress, ProjectData, ReadError};

/// The specification of counts that a project names, with where it stands; `None` where it
/// names none.
///
/// # Errors
///
/// [`ReadError`] as of [`read_count_spec`], and where the specification or a file of its
/// records lies outside the folder of what names it: nothing there is read because a file
/// says so.
pub fn read_project_records(
    data: &ProjectData,
    progress: OnProgress<'_>,
) -> Result<Option<(CountSpec, PathBuf)>, ReadError> {
    let Some(named) = &data.project.records else { return Ok(None) };
    let unusable = |problem| ReadError::Unusable { problems: vec![problem] };
    let path = inside(&data.folder, named, || Place::file(crate::project::FILE_NAME));
    let path = path.map_err(unusable)?;
    let spec = read_count_spec(&path, progress)?;
    let folder = path.parent().map_or_else(|| data.folder.clone(), std::path::Path::to_path_buf);
    let files = |records: &RecordFiles| records.files.clone();
    for file in files(&spec.births).into_iter().chain(spec.deaths.iter().flat_map(files)) {
        inside(&folder, &file, || Place::file(named.as_str())).map_err(unusable)?;
    }
    Ok(Some((spec, path)))
}
