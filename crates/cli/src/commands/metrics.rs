//! `metrics run`: any method on a CSV of inputs.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use firstyear_export::{atomic, plain_csv, problems};
use firstyear_ingest::columns::{self, TextTable};
use firstyear_metrics::Method;
use firstyear_metrics::run::{Settings, Table, Value, run};

use crate::args::RunMethod;
use crate::commands::reference::print_bytes;
use crate::exit::{Code, Failure};
use crate::interrupt;

/// Runs a method on the rows of a file, and writes its results as CSV.
pub(crate) fn run_method(asked: &RunMethod) -> Result<Code, Failure> {
    let method = firstyear_metrics::method(&asked.method).ok_or_else(|| {
        Failure::Use(format!(
            "no method `{}`: `firstyear list methods` shows all{}",
            asked.method,
            near(&asked.method)
        ))
    })?;
    let (text, read_problems) = read(&asked.input)?;
    if !read_problems.is_empty() {
        anstream::eprint!("{}", problems::text(&read_problems));
    }
    let (table, renamed) = table(text, &asked.column, method)?;
    let settings = Settings::new(asked.set.iter().cloned());
    let result =
        run(method, &table, &settings).map_err(|error| use_of(method, &error.to_string()))?;
    let mut bytes = Vec::new();
    let names = own_names(result.table.names(), &renamed, method);
    plain_csv::write(&names, result.table.rows(), &mut bytes)?;
    match &asked.out {
        Some(path) => {
            interrupt::writing(|stop| atomic::write_file(path, &bytes, stop))?;
        }
        None => {
            print_bytes(&bytes)?;
        }
    }
    anstream::eprint!("{}", first_of("no result for ", "without a result", &result.problems));
    anstream::eprint!("{}", first_of("note on ", "with a note", &result.notes));
    // The columns are written all the same: what reads them finds no rows.
    if table.is_empty() {
        anstream::eprintln!("{} has no rows that can be used", name_of(&asked.input));
    }
    let clean = result.problems.is_empty() && read_problems.is_empty() && !table.is_empty();
    Ok(if clean { Code::Done } else { Code::Problems })
}

fn use_of(method: &Method, message: &str) -> Failure {
    Failure::Use(format!(
        "{message}\n  `firstyear explain {}` says what the method reads",
        method.id
    ))
}

/// Methods whose ids hold the word that was asked for.
fn near(asked: &str) -> String {
    let ids: Vec<&str> = firstyear_metrics::methods()
        .iter()
        .map(|method| method.id.as_str())
        .filter(|id| id.contains(asked) || asked.contains(id))
        .take(6)
        .collect();
    if ids.is_empty() { String::new() } else { format!(", among them `{}`", ids.join("`, `")) }
}

fn name_of(input: &Path) -> String {
    if input == Path::new("-") { "standard input".to_owned() } else { input.display().to_string() }
}

fn read(input: &Path) -> Result<(TextTable, Vec<firstyear_core::Problem>), Failure> {
    let name = name_of(input);
    let mut bytes = Vec::new();
    let opened = if input == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(input).map(|read| bytes = read)
    };
    opened.map_err(|error| Failure::File(format!("{name} cannot be read: {error}")))?;
    columns::read(&bytes, &name).map(|read| (read.rows, read.problems)).map_err(|error| {
        anstream::eprint!("{}", problems::text(&error.problems()));
        Failure::Input(format!("{name} cannot be used"))
    })
}

/// A column that the method sees under another name than the file's.
struct Renamed {
    seen: String,
    own: String,
}

/// The rows as the method sees them, with columns under the names that it
/// knows. What is asked for goes before columns of the file that have the same
/// name, or another of the same argument: these are set aside.
fn table(
    text: TextTable,
    asked: &[(String, String)],
    method: &Method,
) -> Result<(Table, Vec<Renamed>), Failure> {
    let mut names = text.names.clone();
    let mut sources = Vec::with_capacity(asked.len());
    for (name, column) in asked {
        let at = text.names.iter().position(|known| known == column).ok_or_else(|| {
            let columns = text.names.join("`, `");
            Failure::Use(format!("--column {name}={column}: the file has `{columns}`"))
        })?;
        if sources.contains(&at) {
            return Err(Failure::Use(format!(
                "--column {name}={column}: the column has another name already"
            )));
        }
        name.clone_into(&mut names[at]);
        sources.push(at);
    }
    for (_, name) in names.iter_mut().enumerate().filter(|(at, _)| !sources.contains(at)) {
        if asked.iter().any(|(taken, _)| is_same(method, taken, name)) {
            name.push_str(SET_ASIDE);
        }
    }
    let renamed = names.iter().zip(&text.names).filter(|(seen, own)| seen != own);
    let renamed =
        renamed.map(|(seen, own)| Renamed { seen: seen.clone(), own: own.clone() }).collect();
    let mut table = Table::new(names).map_err(|error| Failure::Use(error.to_string()))?;
    for row in text.rows {
        table
            .push(row.into_iter().map(Value::Text))
            .map_err(|error| Failure::Defect(error.to_string()))?;
    }
    Ok((table, renamed))
}

/// Behind the name of a column whose place another one takes.
const SET_ASIDE: &str = " (of the file)";

/// Whether two names are one to a method.
fn is_same(method: &Method, one: &str, other: &str) -> bool {
    one == other
        || method.call.arguments.iter().any(|argument| {
            let has = |name: &str| argument.names().any(|known| known == name);
            has(one) && has(other)
        })
}

/// The names of the results, those of the file's columns as the file has them
/// unless the method writes a column of that name.
fn own_names(names: &[String], renamed: &[Renamed], method: &Method) -> Vec<String> {
    let own = |name: &String| {
        if method.call.outputs.iter().any(|output| output.name == *name) {
            return None;
        }
        let own = &renamed.iter().find(|renamed| renamed.seen == *name)?.own;
        let taken = names.contains(own) && !renamed.iter().any(|other| other.seen == *own);
        (!taken).then(|| own.clone())
    };
    names.iter().map(|name| own(name).unwrap_or_else(|| name.clone())).collect()
}

/// What is said of rows and groups, the first of them one by one.
fn first_of(before: &str, what: &str, said: &[firstyear_metrics::run::GroupProblem]) -> String {
    const SHOWN: usize = 20;
    let mut text = String::new();
    for said in said.iter().take(SHOWN) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{before}{said}");
    }
    if said.len() > SHOWN {
        let _ = writeln!(text, "and {} more {what}", said.len() - SHOWN);
    }
    text
}
