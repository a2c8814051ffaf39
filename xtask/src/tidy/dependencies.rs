//! What the workspace depends on: licences, places and versions, by the rules
//! of `deny.toml`. Cargo itself is asked, for the machine that runs the check
//! and without the network; `cargo deny check` asks for every other machine.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;
use toml::{Table, Value};

use super::licence;
use crate::{Failure, Finding, read};

const RULES: &str = "deny.toml";

/// Broken rules, and the packages that are there in several versions: those
/// cost time to build, but are for others to mend.
pub(super) fn check(root: &Path) -> Result<(Vec<Finding>, Vec<String>), Failure> {
    let rules: Table = match read(root, &root.join(RULES))?.parse() {
        Ok(rules) => rules,
        Err(error) => {
            let what = format!("not valid TOML: {}", error.message());
            return Ok((vec![Finding::new(RULES, what, "mend the file")], Vec::new()));
        }
    };
    let metadata = metadata(root)?;
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    let mut found = wrong_licences(packages, &allowed(&rules));
    found.extend(wrong_places(packages));
    found.extend(wildcards(packages));
    let duplicates = cargo(
        root,
        &["tree", "--duplicates", "--workspace", "--all-features", "--prefix=none", "--depth=0"],
    )?;
    Ok((found, several_versions(&duplicates)))
}

/// What cargo knows of every package that is built here.
fn metadata(root: &Path) -> Result<Json, Failure> {
    let text = cargo(
        root,
        &["metadata", "--format-version=1", "--all-features", "--filter-platform=host-tuple"],
    )?;
    let failed = |error: serde_json::Error| Failure::Io {
        file: "cargo metadata".to_owned(),
        error: error.into(),
    };
    serde_json::from_str(&text).map_err(failed)
}

/// Whether cargo failed for packages that are not on this machine.
#[cfg(test)]
pub(super) fn is_not_fetched(failure: &Failure) -> bool {
    failure.to_string().contains(FETCH)
}

/// What helps where a package is not on this machine.
const FETCH: &str = "run `cargo fetch --locked` once";

/// What cargo prints, without the network and with the versions that are
/// locked.
fn cargo(root: &Path, args: &[&str]) -> Result<String, Failure> {
    let failed = |error| Failure::Io { file: format!("cargo {}", args[0]), error };
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let output = command
        .args(args)
        .args(["--locked", "--offline"])
        .current_dir(root)
        .output()
        .map_err(failed)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let help =
            if said.contains("--offline") { format!("\n  help: {FETCH}") } else { String::new() };
        return Err(failed(io::Error::other(format!("{}{help}", said.trim()))));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The licences that the rules allow.
fn allowed(rules: &Table) -> Vec<&str> {
    let list = rules.get("licenses").and_then(|licences| licences.get("allow"));
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).collect()
}

fn wrong_licences(packages: &[Json], allowed: &[&str]) -> Vec<Finding> {
    let right = format!("depend on it under one of the licences that {RULES} allows");
    let wrong = packages.iter().filter_map(|package| {
        let what = match package["license"].as_str() {
            None => format!("{} names no licence", named(package)),
            Some(licence) => match licence::is_met(licence, allowed) {
                Some(true) => return None,
                Some(false) => format!("{} is licensed under {licence}", named(package)),
                None => format!("the licence of {} cannot be read: {licence}", named(package)),
            },
        };
        Some(Finding::new("Cargo.lock", what, right.as_str()))
    });
    wrong.collect()
}

/// Packages from elsewhere than this workspace or a registry.
fn wrong_places(packages: &[Json]) -> Vec<Finding> {
    let elsewhere = packages.iter().filter(|package| {
        package["source"].as_str().is_some_and(|source| !source.starts_with("registry+"))
    });
    elsewhere
        .map(|package| {
            let what = format!("{} does not come from a registry", named(package));
            Finding::new("Cargo.lock", what, "depend on a published version")
        })
        .collect()
}

/// Our own dependencies that take any version.
fn wildcards(packages: &[Json]) -> Vec<Finding> {
    let ours = packages.iter().filter(|package| package["source"].is_null());
    ours.flat_map(|package| {
        let wanted = package["dependencies"].as_array().into_iter().flatten();
        let any = wanted.filter(|to| to["req"] == "*" && to["path"].is_null());
        any.map(move |to| {
            let to = to["name"].as_str().unwrap_or_default();
            let what = format!("{} takes any version of `{to}`", named(package));
            Finding::new("Cargo.toml", what, "name the version that is meant")
        })
    })
    .collect()
}

/// Packages in several versions, from what `cargo tree --duplicates` prints:
/// the name and the version of each, a line each. The metadata would not do:
/// they list packages that only an unused option of another would build.
fn several_versions(duplicates: &str) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in duplicates.lines() {
        let mut words = line.split_whitespace();
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            versions.entry(name).or_default().insert(version.trim_start_matches('v'));
        }
    }
    let several = versions.into_iter().filter(|(_, versions)| versions.len() > 1);
    several
        .map(|(name, versions)| {
            let versions: Vec<_> = versions.into_iter().collect();
            format!("note: `{name}` is built in several versions: {}", versions.join(", "))
        })
        .collect()
}

fn named(package: &Json) -> String {
    let text = |key: &str| package[key].as_str().unwrap_or_default();
    format!("`{}` {}", text("name"), text("version"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const REGISTRY: &str = "registry+https://example.org/index";

    fn what(found: &[Finding]) -> Vec<&str> {
        found.iter().map(|finding| finding.what.as_str()).collect()
    }

    #[test]
    fn a_licence_that_is_not_allowed_is_named() {
        let packages = [
            json!({ "name": "fine", "version": "1.0.0", "license": "MIT OR ISC" }),
            json!({ "name": "copyleft", "version": "2.0.0", "license": "GPL-3.0-only" }),
            json!({ "name": "silent", "version": "0.1.0", "license": null }),
            json!({ "name": "odd", "version": "0.1.0", "license": "MIT OR" }),
        ];
        let rules: Table = "[licenses]\nallow = [\"MIT\"]".parse().unwrap();
        assert_eq!(
            what(&wrong_licences(&packages, &allowed(&rules))),
            [
                "`copyleft` 2.0.0 is licensed under GPL-3.0-only",
                "`silent` 0.1.0 names no licence",
                "the licence of `odd` 0.1.0 cannot be read: MIT OR",
            ]
        );
    }

    #[test]
    fn places_and_versions_are_named() {
        let packages = [
            json!({ "name": "ours", "version": "0.1.0", "source": null, "dependencies": [
                { "name": "core", "req": "*", "path": "../core" },
                { "name": "any", "req": "*" },
            ]}),
            json!({ "name": "fine", "version": "1.0.0", "source": REGISTRY }),
            json!({ "name": "forked", "version": "1.0.0", "source": "git+https://example.org/f" }),
        ];
        assert_eq!(
            what(&wrong_places(&packages)),
            ["`forked` 1.0.0 does not come from a registry"]
        );
        assert_eq!(what(&wildcards(&packages)), ["`ours` 0.1.0 takes any version of `any`"]);
        assert_eq!(
            several_versions("once v1.0.0\n\ntwice v1.0.0\n\ntwice v2.0.0\ntwice v2.0.0 (*)\n"),
            ["note: `twice` is built in several versions: 1.0.0, 2.0.0"]
        );
    }
}
