//! The JSON Schemas of all documents and their reference pages, generated and committed.
//!
//! A committed schema is a promise: it is replaced only by one that accepts
//! all that it accepted. What cannot be kept starts another version, in a
//! folder of its own.

use std::fs;
use std::path::{Path, PathBuf};

use firstyear_export::wire::json_text;
use serde_json::Value;

use crate::{Failure, Finding, entries, read, shown};

mod compare;
mod pages;

use compare::narrowings;

/// A schema, the file that it belongs in and the text of that file.
struct Generated {
    file: PathBuf,
    schema: Value,
    text: String,
}

fn generated(root: &Path) -> Vec<Generated> {
    firstyear_export::schema::schemas()
        .into_iter()
        .map(|(name, schema)| {
            let text = json_text(&schema).expect("a schema holds finite numbers only");
            let schema = schema.to_value();
            let version = version(&schema);
            let file = root.join("schemas").join(version).join(format!("{name}.json"));
            Generated { file, schema, text }
        })
        .collect()
}

/// The version in the `$id` of a schema: `v1` of `urn:firstyear:schema:v1:gap`.
fn version(schema: &Value) -> &str {
    let id = schema["$id"].as_str().unwrap_or_default();
    id.rsplit(':').nth(1).unwrap_or("v1")
}

/// Writes every schema, or none when one would break its promise.
pub(crate) fn write(root: &Path) -> Result<Vec<String>, Failure> {
    let generated = generated(root);
    let mut broken = Vec::new();
    for new in &generated {
        broken.extend(broken_promises(root, new)?);
    }
    if !broken.is_empty() {
        return Err(Failure::Wrong(broken));
    }
    let mut done = Vec::new();
    for new in &generated {
        let file = shown(root, &new.file);
        if committed(root, &new.file)?.is_some_and(|text| text == new.text) {
            continue;
        }
        let folder = new.file.parent().unwrap_or(root);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&new.file, &new.text))
            .map_err(|error| Failure::Io { file: file.clone(), error })?;
        done.push(format!("written: {file}"));
    }
    for (file, text) in pages::pages(root, &generated)? {
        let path = root.join(&file);
        if committed(root, &path)?.is_some_and(|known| known == text) {
            continue;
        }
        let folder = path.parent().unwrap_or(root);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| Failure::Io { file: file.clone(), error })?;
        done.push(format!("written: {file}"));
    }
    if done.is_empty() {
        done.push(format!("{} schemas, all as committed", generated.len()));
    }
    Ok(done)
}

/// Fails when a committed schema is not what the code gives.
pub(crate) fn check(root: &Path) -> Result<Vec<String>, Failure> {
    let generated = generated(root);
    let mut wrong = Vec::new();
    for new in &generated {
        if committed(root, &new.file)?.is_some_and(|text| text == new.text) {
            continue;
        }
        let broken = broken_promises(root, new)?;
        if broken.is_empty() {
            wrong.push(Finding::new(
                shown(root, &new.file),
                "not what the code gives",
                "run `cargo xtask schemas` and commit the result",
            ));
        }
        wrong.extend(broken);
    }
    for (file, text) in pages::pages(root, &generated)? {
        if committed(root, &root.join(&file))?.is_none_or(|known| known != text) {
            wrong.push(Finding::new(
                file,
                "not what the schema and its example give",
                "run `cargo xtask schemas` and commit the result",
            ));
        }
    }
    wrong.extend(orphans(root, &generated)?);
    if wrong.is_empty() {
        Ok(vec![format!("{} schemas, all as committed", generated.len())])
    } else {
        Err(Failure::Wrong(wrong))
    }
}

/// The text of a committed schema; `None` for a new one.
fn committed(root: &Path, file: &Path) -> Result<Option<String>, Failure> {
    if file.is_file() { read(root, file).map(Some) } else { Ok(None) }
}

/// Where `new` rejects what the committed schema accepted.
fn broken_promises(root: &Path, new: &Generated) -> Result<Vec<Finding>, Failure> {
    let file = shown(root, &new.file);
    let Some(text) = committed(root, &new.file)? else { return Ok(Vec::new()) };
    let Ok(old) = serde_json::from_str::<Value>(&text) else {
        return Ok(vec![Finding::new(file, "not valid JSON", "restore the committed file")]);
    };
    let narrowings = narrowings(&old, &new.schema).into_iter();
    Ok(narrowings
        .map(|narrowing| {
            Finding::new(
                file.as_str(),
                narrowing.to_string(),
                "keep what earlier documents rely on, or start another version of the document",
            )
        })
        .collect())
}

/// Committed schemas of documents that the code no longer knows in any
/// version.
fn orphans(root: &Path, generated: &[Generated]) -> Result<Vec<Finding>, Failure> {
    let mut orphans = Vec::new();
    for folder in entries(root, &root.join("schemas"))? {
        let is_version =
            folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with('v'));
        if !is_version {
            continue;
        }
        for file in entries(root, &folder)? {
            if generated.iter().all(|new| new.file.file_name() != file.file_name()) {
                orphans.push(Finding::new(
                    shown(root, &file),
                    "the schema of a document that the code does not know",
                    "a committed schema stays: list the document in `firstyear_export::schema`",
                ));
            }
        }
    }
    Ok(orphans)
}

#[cfg(test)]
mod tests;
