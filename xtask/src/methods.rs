//! The reference pages of the statistical methods, made from the registry:
//! one page for each family, and an index.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use firstyear_metrics::run::{Argument, Call, Field};
use firstyear_metrics::{Method, methods};

use crate::{Failure, Finding, entries, read, shown};

mod columns;

/// Where the pages stand.
const FOLDER: &str = "docs/methods/reference";
const MADE: &str = "<!-- Made by `cargo xtask methods` from the registry of firstyear-metrics. -->";

/// Writes the pages that have changed, and takes away those of families that
/// are no more.
pub(crate) fn write(root: &Path) -> Result<Vec<String>, Failure> {
    let folder = root.join(FOLDER);
    let io = |file: String| move |error| Failure::Io { file, error };
    fs::create_dir_all(&folder).map_err(io(FOLDER.to_owned()))?;
    let mut done = Vec::new();
    for (name, text) in pages() {
        let path = folder.join(&name);
        if fs::read_to_string(&path).is_ok_and(|committed| committed == text) {
            continue;
        }
        fs::write(&path, text).map_err(io(shown(root, &path)))?;
        done.push(format!("{FOLDER}/{name} written"));
    }
    for path in strays(root)? {
        fs::remove_file(&path).map_err(io(shown(root, &path)))?;
        done.push(format!("{} taken away", shown(root, &path)));
    }
    if done.is_empty() {
        done.push("the reference pages have not changed".to_owned());
    }
    Ok(done)
}

/// Fails when the committed pages differ from what the registry says.
pub(crate) fn check(root: &Path) -> Result<Vec<String>, Failure> {
    let right = "write them with `cargo xtask methods`";
    let mut found: Vec<Finding> = strays(root)?
        .iter()
        .map(|path| Finding::new(shown(root, path), "no family has this page", right))
        .collect();
    for (name, text) in pages() {
        let path = root.join(FOLDER).join(&name);
        if !path.is_file() || read(root, &path)? != text {
            found.push(Finding::new(shown(root, &path), "differs from the registry", right));
        }
    }
    if found.is_empty() {
        Ok(vec!["reference pages are as the registry says".to_owned()])
    } else {
        Err(Failure::Wrong(found))
    }
}

/// Pages of families that the registry does not have.
fn strays(root: &Path) -> Result<Vec<std::path::PathBuf>, Failure> {
    let pages = pages();
    let known = |path: &std::path::PathBuf| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| pages.contains_key(name))
    };
    Ok(entries(root, &root.join(FOLDER))?.into_iter().filter(|path| !known(path)).collect())
}

/// Names of pages with their texts.
fn pages() -> BTreeMap<String, String> {
    let mut families: BTreeMap<&str, Vec<&Method>> = BTreeMap::new();
    for method in methods() {
        families.entry(method.family).or_default().push(method);
    }
    let mut pages: BTreeMap<String, String> = families
        .iter()
        .map(|(family, methods)| (file_of(family), family_page(family, methods)))
        .collect();
    pages.insert("README.md".to_owned(), index(&families));
    pages
}

fn file_of(family: &str) -> String {
    format!("{}.md", family.replace(' ', "-"))
}

/// Writing to a string cannot fail, so results of `writeln!` are dropped.
fn index(families: &BTreeMap<&str, Vec<&Method>>) -> String {
    let mut text = format!(
        "{MADE}\n\n# Methods\n\n\
         `firstyear explain METHOD` prints the same, and `firstyear metrics run --method METHOD \
         --input rows.csv` runs a method on a table.\n\n\
         | method | what it is | family | unit |\n|---|---|---|---|\n"
    );
    for (family, methods) in families {
        for method in methods {
            let _ = writeln!(
                text,
                "| [`{id}`]({file}#{id}) | {} | {family} | {} |",
                method.name,
                method.unit,
                id = method.id,
                file = file_of(family),
            );
        }
    }
    text.push_str(&columns::conventions(families));
    let mut vectors: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for method in methods() {
        for folder in method.call.vectors {
            vectors.entry(folder).or_default().push(method.id.as_str());
        }
    }
    if !vectors.is_empty() {
        text.push_str("\n## Reference vectors\n\nWhich methods answer the numbers of other packages:\n\n| package and function | methods |\n|---|---|\n");
        for (folder, ids) in vectors {
            let _ = writeln!(text, "| {folder} | `{}` |", ids.join("`, `"));
        }
    }
    text
}

fn family_page(family: &str, methods: &[&Method]) -> String {
    let mut title = family.to_owned();
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let mut text = format!("{MADE}\n\n# {title}\n");
    for method in methods {
        let order = if method.ordered { "in an order of disadvantage" } else { "in any order" };
        let _ = write!(
            text,
            "\n## {}\n\n{}. {}\n\n| | |\n|---|---|\n| unit | {} |\n| reading | {} |\n| groups | {order} |\n| source | {} |\n",
            method.id, method.name, method.explanation, method.unit, method.reading, method.source
        );
        text.push_str(&call(&method.call));
    }
    text
}

/// What a method reads and writes.
fn call(call: &Call) -> String {
    let mut text = format!("\n{}\n", call.grouping());
    let field = |field: &Field| {
        let may = if field.optional { " (may be left out)" } else { "" };
        format!("- `{}`: {}{may}\n", field.name, field.meaning)
    };
    let argument = |argument: &Argument| {
        let default = argument
            .default
            .filter(|text| !text.is_empty())
            .map_or_else(String::new, |text| format!("; `{text}` unless said"));
        format!("- `{}`: {}{default}\n", argument.name, argument.meaning)
    };
    let mut part = |title: &str, lines: String| {
        if !lines.is_empty() {
            let _ = write!(text, "\n{title}:\n\n{lines}");
        }
    };
    part("Columns read", call.inputs.iter().map(field).collect());
    part(
        "Arguments, each a column or `--set NAME=VALUE`",
        call.arguments.iter().map(argument).collect(),
    );
    part("Columns written", call.outputs.iter().map(field).collect());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    #[test]
    fn committed_pages_are_as_the_registry_says() {
        if let Err(failure) = check(root()) {
            panic!("{failure}");
        }
    }

    #[test]
    fn every_method_has_a_place_in_the_index() {
        let index = &pages()["README.md"];
        for method in methods() {
            assert!(index.contains(&format!("[`{}`]", method.id)), "{}", method.id);
        }
    }
}
