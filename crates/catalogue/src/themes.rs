//! Themes of recommendations.

use firstyear_core::recommendation::{Theme, Themes};

use crate::CatalogueError;
use crate::error::{parse, unique};

const FILE: &str = "themes.toml";

pub(crate) fn load(text: &str) -> Result<Themes, CatalogueError> {
    let themes: Themes = parse(FILE, text, |themes: &Themes| themes.schema_version)?;
    unique(FILE, themes.themes.iter().map(|theme| &*theme.id), "")?;
    themes.themes.iter().try_for_each(check)?;
    Ok(themes)
}

fn check(theme: &Theme) -> Result<(), CatalogueError> {
    unique(FILE, theme.categories.iter().map(|category| &*category.id), &theme.id)?;
    for category in &theme.categories {
        let within = format!("{}/{}", theme.id, category.id);
        unique(FILE, category.parts.iter().map(|part| &*part.id), &within)?;
    }
    Ok(())
}
