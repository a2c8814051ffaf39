//! Reference: `list`, `schema`, `completions`, `man`.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use clap::CommandFactory;
use firstyear_catalogue::{Catalogue, catalogue};
use firstyear_core::ProblemCode;
use firstyear_export::atomic;
use firstyear_metrics::Method;

use crate::args::{Args, Listing};
use crate::exit::{Code, Failure};
use crate::interrupt;

/// Prints everything of one kind, a line each: id and name.
pub(crate) fn list(what: Listing) -> Result<Code, Failure> {
    let catalogue = catalogue();
    let rows: Vec<(String, String)> = match what {
        Listing::Indicators => catalogue
            .indicators()
            .values()
            .map(|entry| (entry.indicator.id.to_string(), entry.indicator.name.clone()))
            .collect(),
        Listing::Dimensions => dimensions(catalogue),
        Listing::Interventions => {
            catalogue.interventions().iter().map(|i| (i.id.clone(), i.title.clone())).collect()
        }
        Listing::Drivers => {
            let drivers = catalogue.drivers().drivers.iter();
            drivers.map(|driver| (driver.id.clone(), driver.name.clone())).collect()
        }
        Listing::Themes => themes(catalogue),
        Listing::SelfAssessment => self_assessment(catalogue),
        Listing::Library => {
            let library = catalogue.library();
            let cases = library.case_studies.iter();
            let cases = cases.map(|one| (one.id.clone(), format!("{} ({})", one.title, one.place)));
            let resources = library.resources.iter();
            cases.chain(resources.map(|one| (one.id.clone(), one.title.clone()))).collect()
        }
        Listing::Glossary => {
            catalogue.glossary().iter().map(|t| (t.term.clone(), t.meaning.clone())).collect()
        }
        Listing::Formats => firstyear_ingest::formats()
            .map(|known| (known.format.name().to_owned(), known.title.to_owned()))
            .collect(),
        Listing::Methods => firstyear_metrics::methods()
            .iter()
            .map(|method| (method.id.to_string(), method_line(method)))
            .collect(),
        Listing::Problems => ProblemCode::ALL
            .iter()
            .map(|code| {
                let first = code.explanation().split(". ").next().unwrap_or_default();
                (code.to_string(), first.trim_end_matches('.').to_owned())
            })
            .collect(),
    };
    let width = rows.iter().map(|(id, _)| id.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (id, name) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{id:width$}  {name}");
    }
    print(&text)
}

/// Dimensions, and before each family of several versions the family: a project
/// may name either.
fn dimensions(catalogue: &Catalogue) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for dimension in catalogue.dimensions().values() {
        let family = &dimension.about().family;
        let versions: Vec<_> = catalogue.family(family).map(|d| d.id().to_string()).collect();
        let is_first = versions.first().is_some_and(|first| first == dimension.id().as_str());
        if is_first && family != dimension.id() {
            rows.push((family.to_string(), format!("family of {}", versions.join(", "))));
        }
        rows.push((dimension.id().to_string(), dimension.about().name.clone()));
    }
    rows
}

/// Themes, their categories and parts, each with the ids above it.
fn themes(catalogue: &Catalogue) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for theme in &catalogue.themes().themes {
        rows.push((theme.id.clone(), theme.name.clone()));
        for category in &theme.categories {
            let id = format!("{}/{}", theme.id, category.id);
            rows.push((id.clone(), category.name.clone()));
            let parts = category.parts.iter();
            rows.extend(parts.map(|part| (format!("{id}/{}", part.id), part.name.clone())));
        }
    }
    rows
}

/// The levels of a self-assessment, lowest first, and its statements.
fn self_assessment(catalogue: &Catalogue) -> Vec<(String, String)> {
    let matrix = catalogue.self_assessment();
    let levels = (1..).zip(&matrix.levels).map(|(at, level): (usize, _)| {
        (format!("level {at}"), format!("{}: {}", level.name, level.meaning))
    });
    let statements = matrix.statements.iter().map(|one| (one.id.clone(), one.text.clone()));
    levels.chain(statements).collect()
}

/// A method's name, with the reference vectors that it answers.
fn method_line(method: &Method) -> String {
    match method.call.vectors {
        [] => method.name.to_owned(),
        vectors => format!("{} [{}]", method.name, vectors.join(", ")),
    }
}

/// Prints a JSON Schema, or the names of all.
pub(crate) fn schema(name: Option<&str>) -> Result<Code, Failure> {
    let schemas = firstyear_export::schema::schemas();
    let Some(name) = name else {
        let names = schemas.iter().fold(String::new(), |mut text, (name, _)| {
            let _ = writeln!(text, "{name}");
            text
        });
        return print(&names);
    };
    let Some((_, schema)) = schemas.iter().find(|(known, _)| *known == name) else {
        let names: Vec<_> = schemas.iter().map(|(name, _)| *name).collect();
        let names = names.join(", ");
        return Err(Failure::Use(format!("no schema of this name: there are {names}")));
    };
    let text =
        serde_json::to_string_pretty(schema).map_err(|error| Failure::Defect(error.to_string()))?;
    print(&format!("{text}\n"))
}

/// Writes completions for a shell to standard output.
pub(crate) fn completions(shell: clap_complete::Shell) -> Result<Code, Failure> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "firstyear", &mut bytes);
    print_bytes(&bytes)
}

/// Writes a manual page for the program and for each command.
pub(crate) fn man(out: &Path) -> Result<Code, Failure> {
    if out.is_file() {
        return Err(Failure::Use(format!(
            "--out: {} is not a folder; name a folder for the pages",
            out.display()
        )));
    }
    std::fs::create_dir_all(out)
        .and_then(|()| clap_mangen::generate_to(Args::command(), out))
        .map_err(|error| Failure::File(format!("{}: {error}", out.display())))?;
    print(&format!("manual pages written to {}\n", out.display()))
}

pub(crate) fn print(text: &str) -> Result<Code, Failure> {
    print_bytes(text.as_bytes())
}

pub(crate) fn print_bytes(bytes: &[u8]) -> Result<Code, Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Code::Done)
}

/// Writes to a file, or to standard output where none is named. What is no text
/// is kept off a terminal; a pipe may have it.
pub(crate) fn put(bytes: &[u8], is_binary: bool, out: Option<&Path>) -> Result<Code, Failure> {
    match out {
        Some(path) => {
            interrupt::writing(|stop| atomic::write_file(path, bytes, stop))?;
            Ok(Code::Done)
        }
        None if is_binary && std::io::stdout().is_terminal() => {
            let message = "the format is not text for a terminal: name a file with --out";
            Err(Failure::Use(message.to_owned()))
        }
        None => print_bytes(bytes),
    }
}
