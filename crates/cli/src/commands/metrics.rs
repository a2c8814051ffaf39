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
    let table = table(text, &asked.column)?;
    let settings = Settings::new(asked.set.iter().cloned());
    let result =
        run(method, &table, &settings).map_err(|error| use_of(method, &error.to_string()))?;
    let mut bytes = Vec::new();
    plain_csv::write(result.table.names(), result.table.rows(), &mut bytes)?;
    match &asked.out {
        Some(path) => {
            interrupt::writing(|stop| atomic::write_file(path, &bytes, stop))?;
        }
        None => {
            print_bytes(&bytes)?;
        }
    }
    if !read_problems.is_empty() {
        anstream::eprint!("{}", problems::text(&read_problems));
    }
    anstream::eprint!("{}", without_result(&result.problems));
    let clean = result.problems.is_empty() && read_problems.is_empty();
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

fn read(input: &Path) -> Result<(TextTable, Vec<firstyear_core::Problem>), Failure> {
    let name = input.display().to_string();
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

/// The rows as the method sees them, with columns under the names that it
/// knows.
fn table(text: TextTable, renamed: &[(String, String)]) -> Result<Table, Failure> {
    let mut table = Table::new(text.names).map_err(|error| Failure::Input(error.to_string()))?;
    for row in text.rows {
        table
            .push(row.into_iter().map(Value::Text))
            .map_err(|error| Failure::Defect(error.to_string()))?;
    }
    for (name, column) in renamed {
        let at = table.column(column).ok_or_else(|| {
            let columns = table.names().join("`, `");
            Failure::Use(format!("--column {name}={column}: the file has `{columns}`"))
        })?;
        table.rename(at, name).map_err(|error| Failure::Use(error.to_string()))?;
    }
    Ok(table)
}

/// The rows and groups without a result, the first of them one by one.
fn without_result(problems: &[firstyear_metrics::run::GroupProblem]) -> String {
    const SHOWN: usize = 20;
    let mut text = String::new();
    for problem in problems.iter().take(SHOWN) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "no result for {problem}");
    }
    if problems.len() > SHOWN {
        let _ = writeln!(text, "and {} more without a result", problems.len() - SHOWN);
    }
    text
}
