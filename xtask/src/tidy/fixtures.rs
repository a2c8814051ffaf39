//! A fixture names its publisher and licence: without them nobody may pass it
//! on.

use std::path::Path;

use crate::{Failure, Finding, entries, read, shown};

/// What a folder may hold that comes from nobody else.
const OURS: [&str; 3] = ["ORIGIN.md", "README.md", "firstyear.toml"];

pub(super) fn check(root: &Path) -> Result<Vec<Finding>, Failure> {
    let mut found = Vec::new();
    for folder in entries(root, &root.join("fixtures"))? {
        if !folder.is_dir() {
            let right = "move it into a folder of its own with an ORIGIN.md";
            found.push(Finding::new(shown(root, &folder), "a fixture outside a folder", right));
            continue;
        }
        let file = folder.join("ORIGIN.md");
        if !file.is_file() {
            let right = "write one that names publisher and licence of each file";
            found.push(Finding::new(shown(root, &folder), "there is no ORIGIN.md", right));
            continue;
        }
        let names: Vec<String> = entries(root, &folder)?
            .iter()
            .filter_map(|path| path.file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        found.extend(origin(&shown(root, &file), &read(root, &file)?, &names));
    }
    Ok(found)
}

/// What an ORIGIN.md leaves open.
fn origin(file: &str, text: &str, names: &[String]) -> Vec<Finding> {
    let lower = text.to_lowercase();
    let words = ["publisher", "licence"].into_iter().filter(|word| !lower.contains(word));
    let unsaid = words.map(|word| {
        Finding::new(
            file,
            format!("does not name the {word}"),
            format!("say the {word} of each file"),
        )
    });
    let ours = |name: &&String| OURS.contains(&name.as_str());
    let unnamed = names.iter().filter(|name| !ours(name) && !text.contains(name.as_str()));
    let unnamed = unnamed.map(|name| {
        let what = format!("does not say where `{name}` comes from");
        Finding::new(file, what, "add a row with its publisher and licence")
    });
    unsaid.chain(unnamed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_an_origin() {
        let names = ["ORIGIN.md", "births.csv", "deaths.csv"].map(str::to_owned);
        let text = "| file | publisher | licence |\n| births.csv | a | b |";
        let found = origin("fixtures/x/ORIGIN.md", text, &names);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].what, "does not say where `deaths.csv` comes from");
        let found = origin("fixtures/x/ORIGIN.md", "births.csv, deaths.csv", &names);
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_folder_without_an_origin_is_named() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("fixtures/wales")).unwrap();
        std::fs::write(root.path().join("fixtures/loose.csv"), "").unwrap();
        let found = check(root.path()).unwrap();
        let files: Vec<_> = found.iter().map(|finding| finding.file.as_str()).collect();
        assert_eq!(files, ["fixtures/loose.csv", "fixtures/wales"]);
    }
}
