//! Holds the files of a report against its manifest.
//!
//! Nothing outside the folder is read, whatever a manifest says, and no link is
//! followed in it. A file of another length than the manifest gives is changed, and is
//! not read: what is read is never longer than what was written.
//!
//! A manifest bears no signature. Whoever can change a file can change the manifest with
//! it; that is found by the hash of the manifest alone, where it was published apart.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use firstyear_core::{Content, Sha256};

use super::MANIFEST;
use crate::format::count;
use crate::wire::{
    FileHashV1, FileStateV1, ManifestV1, SCHEMA_VERSION, VerificationV1, VerifiedFileV1,
};

/// Bytes that a manifest may have: those of some hundred thousand files.
const LARGEST: u64 = 64 << 20;
/// Files and folders that a report may hold.
const MOST: usize = 1_000_000;

/// What a report is held against beside its own manifest.
#[derive(Clone, Copy, Debug, Default)]
pub struct Expected<'e> {
    /// The hash of the manifest, as it was published.
    pub manifest: Option<Sha256>,
    /// The folder of the project, whose files are held against the hashes of inputs.
    pub project: Option<&'e Path>,
}

/// Why nothing can be said of a report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// There is no manifest.
    #[error(
        "{}: no manifest.json in this folder; name the folder of a report, and write one of an \
         earlier version anew", folder.display()
    )]
    NoManifest {
        /// The folder.
        folder: PathBuf,
    },
    /// The manifest cannot be used.
    #[error("{}: {why}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong, and what would be right.
        why: String,
    },
    /// More than any report holds.
    #[error(
        "{}: more than {} files, which no report has; name the folder of a report",
        folder.display(), MOST
    )]
    TooMany {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder of the project is not there.
    #[error("{}: no folder; name the folder of the project that the report was made from", folder.display())]
    NoProject {
        /// The folder.
        folder: PathBuf,
    },
    /// The manifest lists no inputs.
    #[error(
        "{}: the manifest lists no file that the report was made from, as {why}; leave --project \
         out", folder.display()
    )]
    NoInputs {
        /// The folder of the project.
        folder: PathBuf,
        /// Why.
        why: String,
    },
    /// The system refused.
    #[error("{}: cannot be read: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// Says of every file of the report in `folder` whether it is as it was written, and
/// which are there that were not.
///
/// # Errors
///
/// [`VerifyError`] where there is no manifest, it cannot be used, or something cannot be
/// read. A file that differs is no error.
pub fn verify(folder: &Path, expected: Expected<'_>) -> Result<VerificationV1, VerifyError> {
    let (manifest, manifest_sha256) = read_manifest(folder)?;
    let mut outputs = Vec::new();
    for file in &manifest.outputs {
        outputs.push(held(file, state(folder, file)?));
    }
    let known: BTreeSet<&str> = manifest.outputs.iter().map(|file| file.path.as_str()).collect();
    outputs.extend(extra(folder, &known)?);
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    if let (Some(project), Some(why)) = (expected.project, &manifest.inputs_left_out) {
        let (folder, why) = (project.to_owned(), why.clone());
        return Err(VerifyError::NoInputs { folder, why });
    }
    let inputs = expected.project.map(|project| verify_inputs(&manifest, project)).transpose()?;
    let manifest_as_expected = expected.manifest.map(|hash| hash == manifest_sha256);
    let all = outputs.iter().chain(inputs.iter().flatten());
    let unchanged = manifest_as_expected != Some(false)
        && all.map(|file| file.state).all(|state| state == FileStateV1::Unchanged);
    let schema_version = SCHEMA_VERSION;
    Ok(VerificationV1 {
        schema_version,
        unchanged,
        manifest_sha256,
        manifest_as_expected,
        outputs,
        inputs,
    })
}

/// Says of every input whether it is the one that was read. A link counts for what it
/// points to, within the folder of the project.
fn verify_inputs(
    manifest: &ManifestV1,
    project: &Path,
) -> Result<Vec<VerifiedFileV1>, VerifyError> {
    let folder = if project.is_file() { project.parent().unwrap_or(project) } else { project };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real =
        folder.canonicalize().map_err(|_| VerifyError::NoProject { folder: folder.to_owned() })?;
    let mut inputs = Vec::new();
    for file in &manifest.inputs {
        let path = real.join(&file.path);
        let state = match path.canonicalize() {
            Err(error) if is_missing(&error) => FileStateV1::Missing,
            Err(error) => return Err(VerifyError::Io { path, source: error }),
            Ok(path) if !path.starts_with(&real) => FileStateV1::NotAFile,
            Ok(path) => content_state(&path, file)?,
        };
        inputs.push(held(file, state));
    }
    Ok(inputs)
}

fn held(file: &FileHashV1, state: FileStateV1) -> VerifiedFileV1 {
    VerifiedFileV1 { path: file.path.clone(), state }
}

fn read_manifest(folder: &Path) -> Result<(ManifestV1, Sha256), VerifyError> {
    let path = folder.join(MANIFEST);
    let refused = |why: String| VerifyError::Manifest { path: path.clone(), why };
    let about = match fs::symlink_metadata(&path) {
        Err(error) if is_missing(&error) => {
            return Err(VerifyError::NoManifest { folder: folder.to_owned() });
        }
        about => about.map_err(|source| VerifyError::Io { path: path.clone(), source })?,
    };
    if !about.is_file() {
        return Err(refused("a link or a folder, and no file".to_owned()));
    }
    let mut bytes = Vec::new();
    File::open(&path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|source| VerifyError::Io { path: path.clone(), source })?;
    if bytes.len() as u64 > LARGEST {
        return Err(refused(format!("larger than {} MB, which no manifest is", LARGEST >> 20)));
    }
    let manifest: ManifestV1 = serde_json::from_slice(&bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        refused(format!("no manifest of a report: line {line}, column {column}"))
    })?;
    if manifest.schema_version != SCHEMA_VERSION {
        return Err(refused(format!(
            "version {} of the layout; this program reads version {SCHEMA_VERSION}",
            manifest.schema_version
        )));
    }
    for files in [&manifest.outputs, &manifest.inputs] {
        let mut seen = BTreeSet::new();
        for file in files {
            if !stays_inside(&file.path) {
                return Err(refused(format!(
                    "`{}` leads out of the folder, and nothing was read",
                    shown(&file.path)
                )));
            }
            if !seen.insert(&file.path) {
                return Err(refused(format!("`{}` stands in it twice", shown(&file.path))));
            }
        }
    }
    Ok((manifest, Sha256::of(&bytes)))
}

/// Whether a path of a manifest names something within the folder, on any system.
fn stays_inside(named: &str) -> bool {
    let of_windows = named.contains('\\') || named.as_bytes().get(1) == Some(&b':');
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    !named.is_empty() && !of_windows && Path::new(named).components().all(plain)
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// What became of a file of the report: no link is followed on the way to it.
fn state(folder: &Path, file: &FileHashV1) -> Result<FileStateV1, VerifyError> {
    let mut path = folder.to_owned();
    let mut parts = Path::new(&file.path).components().peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let about = match fs::symlink_metadata(&path) {
            Err(error) if is_missing(&error) => return Ok(FileStateV1::Missing),
            about => about.map_err(|source| VerifyError::Io { path: path.clone(), source })?,
        };
        if parts.peek().is_some() && !about.is_dir() {
            return Ok(FileStateV1::NotAFile);
        }
    }
    content_state(&path, file)
}

/// The same of the file itself.
fn content_state(path: &Path, file: &FileHashV1) -> Result<FileStateV1, VerifyError> {
    let io = |source| VerifyError::Io { path: path.to_owned(), source };
    let about: Metadata = fs::symlink_metadata(path).map_err(io)?;
    if !about.is_file() {
        return Ok(FileStateV1::NotAFile);
    }
    if about.len() != file.bytes {
        return Ok(FileStateV1::Changed);
    }
    let content = content(path, file.bytes).map_err(io)?;
    let same = content == Content { bytes: file.bytes, sha256: file.sha256 };
    Ok(if same { FileStateV1::Unchanged } else { FileStateV1::Changed })
}

/// What a file holds, up to one byte more than `most`.
fn content(path: &Path, most: u64) -> io::Result<Content> {
    Content::read(File::open(path)?.take(most.saturating_add(1)))
}

/// What is in the folder and not in the manifest. Links are told and not followed.
fn extra(folder: &Path, known: &BTreeSet<&str>) -> Result<Vec<VerifiedFileV1>, VerifyError> {
    let (mut open, mut found, mut seen) = (vec![String::new()], Vec::new(), 0);
    while let Some(within) = open.pop() {
        let path = folder.join(&within);
        let io = |source| VerifyError::Io { path: path.clone(), source };
        for entry in fs::read_dir(&path).map_err(io)? {
            let entry = entry.map_err(io)?;
            seen += 1;
            if seen > MOST {
                return Err(VerifyError::TooMany { folder: folder.to_owned() });
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if within.is_empty() { name } else { format!("{within}/{name}") };
            if entry.file_type().map_err(io)?.is_dir() {
                open.push(path);
            } else if path != MANIFEST && !known.contains(path.as_str()) {
                found.push(VerifiedFileV1 { path, state: FileStateV1::Extra });
            }
        }
    }
    Ok(found)
}

/// A name without what a terminal would act on.
fn shown(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// What was found, in words: first the verdict, then every file that differs.
#[must_use]
pub fn words(found: &VerificationV1) -> String {
    let mut text = String::new();
    let verdict = |found: &VerificationV1| {
        if found.unchanged { "as it was written" } else { "not as it was written" }
    };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "The report is {}.", verdict(found));
    part("written with the report", &found.outputs, &mut text);
    match &found.inputs {
        Some(inputs) => part("that it was made from", inputs, &mut text),
        None => text.push_str(
            "The files that it was made from were not looked at: name their folder with --project.\n",
        ),
    }
    let _ = writeln!(text, "SHA-256 of {MANIFEST}: {}", found.manifest_sha256);
    text.push_str(match found.manifest_as_expected {
        Some(true) => "It is the manifest that was expected.\n",
        Some(false) => "It is not the manifest that was expected: it was changed, or is another's.\n",
        None => {
            "A manifest can be changed with the files that it lists: hold its hash against one that \
             was published, with --manifest-hash.\n"
        }
    });
    text
}

fn part(what: &str, files: &[VerifiedFileV1], text: &mut String) {
    let same = files.iter().filter(|file| file.state == FileStateV1::Unchanged).count();
    let (all, same) = (count(files.len() as u64), count(same as u64));
    let _ = writeln!(text, "Files {what}: {same} of {all} unchanged.");
    for file in files.iter().filter(|file| file.state != FileStateV1::Unchanged) {
        let _ = writeln!(text, "  {}: {}", file.state.words(), shown(&file.path));
    }
}

#[cfg(test)]
mod tests;
