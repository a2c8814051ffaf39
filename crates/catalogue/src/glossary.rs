//! Words and abbreviations.

use serde::Deserialize;

use crate::CatalogueError;
use crate::error::{parse, unique};

const FILE: &str = "glossary.toml";

/// A word or abbreviation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The word.
    pub term: String,
    /// What it means.
    pub meaning: String,
    /// Terms to read beside it.
    #[serde(default)]
    pub see: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema_version: u32,
    term: Vec<Term>,
}

pub(crate) fn load(text: &str) -> Result<Vec<Term>, CatalogueError> {
    let file: File = parse(FILE, text, |file: &File| file.schema_version)?;
    let terms = file.term;
    unique(FILE, terms.iter().map(|term| &*term.term), "")?;
    for term in &terms {
        if let Some(missing) =
            term.see.iter().find(|see| !terms.iter().any(|other| other.term == **see))
        {
            let (from, to) = (term.term.clone(), missing.clone());
            return Err(CatalogueError::Unresolved { file: FILE, from, to });
        }
    }
    Ok(terms)
}
