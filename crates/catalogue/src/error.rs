//! What can be wrong with a catalogue.

use std::collections::BTreeSet;

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// Not valid TOML, or a field that is missing, unknown or of the wrong
    /// type.
    #[error("{file}: {message}")]
    Invalid {
        /// The file.
        file: &'static str,
        /// What the parser says, with line and column.
        message: String,
    },
    /// Another layout.
    #[error("{file}: schema version {given} is not read: it must be 1")]
    Version {
        /// The file.
        file: &'static str,
        /// What it says.
        given: u32,
    },
    /// One id stands twice.
    #[error("{file}: `{id}` stands twice: ids must be unique")]
    Repeated {
        /// The file.
        file: &'static str,
        /// The id, term or printed label.
        id: String,
    },
    /// A reference to something that is not there.
    #[error("{file}: `{from}` refers to `{to}`, which is not there")]
    Unresolved {
        /// The file.
        file: &'static str,
        /// Where the reference stands.
        from: String,
        /// What it names.
        to: String,
    },
    /// An entry that contradicts itself or lacks what it needs.
    #[error("{file}: `{id}`: {problem}")]
    Wrong {
        /// The file.
        file: &'static str,
        /// The entry.
        id: String,
        /// What is wrong, and what would be right.
        problem: &'static str,
    },
}

/// Parses a file and checks its version.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(
    file: &'static str,
    text: &str,
    version: impl Fn(&T) -> u32,
) -> Result<T, CatalogueError> {
    let parsed: T = toml::from_str(text)
        .map_err(|error| CatalogueError::Invalid { file, message: error.to_string() })?;
    match version(&parsed) {
        1 => Ok(parsed),
        given => Err(CatalogueError::Version { file, given }),
    }
}

/// Refuses an id that stands twice in one list. `within` is what the list belongs
/// to; empty for the file itself.
pub(crate) fn unique<'a>(
    file: &'static str,
    ids: impl Iterator<Item = &'a str>,
    within: &str,
) -> Result<(), CatalogueError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            let id = if within.is_empty() { id.to_owned() } else { format!("{within}/{id}") };
            return Err(CatalogueError::Repeated { file, id });
        }
    }
    Ok(())
}
