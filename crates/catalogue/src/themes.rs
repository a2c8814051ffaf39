//! Themes of recommendations.

use firstyear_core::recommendation::{Theme, Themes};

use crate::CatalogueError;
use crate::error::parse;

const FILE: &str = "themes.toml";

pub(crate) fn load(text: &str) -> Result<Themes, CatalogueError> {
    let themes: Themes = parse(FILE, text, |themes: &Themes| themes.schema_version)?;
    unique(themes.themes.iter().map(|theme| &*theme.id), "")?;
    themes.themes.iter().try_for_each(check)?;
    Ok(themes)
}

fn check(theme: &Theme) -> Result<(), CatalogueError> {
    unique(theme.categories.iter().map(|category| &*category.id), &theme.id)?;
    for category in &theme.categories {
        let within = format!("{}/{}", theme.id, category.id);
        unique(category.parts.iter().map(|part| &*part.id), &within)?;
    }
    Ok(())
}

/// Refuses an id that stands twice in one list.
fn unique<'a>(ids: impl Iterator<Item = &'a str>, within: &str) -> Result<(), CatalogueError> {
    let mut seen = Vec::new();
    for id in ids {
        if seen.contains(&id) {
            let id = if within.is_empty() { id.to_owned() } else { format!("{within}/{id}") };
            return Err(CatalogueError::Repeated { file: FILE, id });
        }
        seen.push(id);
    }
    Ok(())
}
