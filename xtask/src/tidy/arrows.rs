//! Dependencies between our crates point one way, so that each can be taken
//! alone.

use std::path::Path;

use toml::{Table, Value};

use crate::{Failure, Finding, entries, read, shown};

const PREFIX: &str = "firstyear-";

/// What each crate may depend on; the program may depend on all.
const ARROWS: [(&str, &[&str]); 9] = [
    ("core", &[]),
    ("catalogue", &["core"]),
    ("ingest", &["core"]),
    ("metrics", &["core"]),
    ("pathways", &["core"]),
    ("records", &["core", "catalogue", "ingest", "metrics", "pathways"]),
    ("analysis", &["core", "catalogue", "ingest", "metrics", "pathways"]),
    ("export", &["core", "pathways", "analysis"]),
    (
        "cli",
        &["core", "catalogue", "ingest", "metrics", "pathways", "records", "analysis", "export"],
    ),
];

pub(super) fn check(root: &Path) -> Result<Vec<Finding>, Failure> {
    let mut found = Vec::new();
    for folder in entries(root, &root.join("crates"))? {
        let manifest = folder.join("Cargo.toml");
        if manifest.is_file() {
            let file = shown(root, &manifest);
            found.extend(wrong_arrows(&file, &read(root, &manifest)?));
        }
    }
    Ok(found)
}

fn wrong_arrows(file: &str, manifest: &str) -> Vec<Finding> {
    let manifest: Table = match manifest.parse() {
        Ok(manifest) => manifest,
        Err(error) => {
            let what = format!("not valid TOML: {}", error.message());
            return vec![Finding::new(file, what, "mend the manifest")];
        }
    };
    let package = manifest.get("package").and_then(|p| p.get("name")).and_then(Value::as_str);
    let name = package.and_then(|name| name.strip_prefix(PREFIX)).unwrap_or_default();
    let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == name) else {
        let what = format!("the package `{}` has no place in the map", package.unwrap_or_default());
        return vec![Finding::new(file, what, "add it to the arrows in xtask/src/tidy/arrows.rs")];
    };
    let right = if allowed.is_empty() {
        format!("`{name}` depends on none of our crates")
    } else {
        format!("`{name}` may depend on {}", allowed.join(", "))
    };
    ours(&manifest)
        .into_iter()
        .filter(|to| !allowed.contains(&to.as_str()))
        .map(|to| Finding::new(file, format!("`{name}` depends on `{to}`"), right.as_str()))
        .collect()
}

/// Our crates among the dependencies of a manifest: of the library, of tests
/// and builds, and of single targets.
fn ours(manifest: &Table) -> Vec<String> {
    let of_targets = manifest.get("target").and_then(Value::as_table).into_iter().flatten();
    let tables = of_targets.filter_map(|(_, table)| table.as_table()).chain([manifest]);
    let mut ours: Vec<String> = tables
        .flat_map(|table| {
            ["dependencies", "dev-dependencies", "build-dependencies"]
                .into_iter()
                .filter_map(|kind| table.get(kind)?.as_table())
        })
        .flatten()
        .map(|(key, value)| {
            // A renamed dependency keeps its name in `package`.
            value.get("package").and_then(Value::as_str).unwrap_or(key)
        })
        .filter_map(|name| name.strip_prefix(PREFIX))
        .map(str::to_owned)
        .collect();
    ours.sort();
    ours.dedup();
    ours
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_lead_to_known_crates_and_never_back() {
        for (i, (name, allowed)) in ARROWS.iter().enumerate() {
            for to in *allowed {
                assert!(ARROWS[..i].iter().any(|(known, _)| known == to), "{name} to {to}");
            }
        }
    }

    #[test]
    fn an_arrow_against_the_map_is_named() {
        let manifest = r#"
            [package]
            name = "firstyear-metrics"
            [dependencies]
            firstyear-core = { workspace = true }
            thiserror = "2"
            [dev-dependencies]
            births = { package = "firstyear-ingest", path = "../ingest" }
            [target.'cfg(unix)'.dependencies]
            firstyear-analysis.workspace = true
        "#;
        let found = wrong_arrows("crates/metrics/Cargo.toml", manifest);
        let found: Vec<_> = found.iter().map(Finding::to_string).collect();
        assert_eq!(
            found,
            [
                "error: crates/metrics/Cargo.toml: `metrics` depends on `analysis`\n  help: `metrics` may depend on core",
                "error: crates/metrics/Cargo.toml: `metrics` depends on `ingest`\n  help: `metrics` may depend on core",
            ]
        );
    }

    #[test]
    fn a_crate_outside_the_map_is_named() {
        let found = wrong_arrows("crates/births/Cargo.toml", "[package]\nname = \"births\"");
        assert_eq!(found[0].what, "the package `births` has no place in the map");
        assert!(wrong_arrows("Cargo.toml", "[package")[0].what.starts_with("not valid TOML"));
    }
}
