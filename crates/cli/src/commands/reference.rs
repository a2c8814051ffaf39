//! Reference: `list`, `explain`, `schema`, `completions`, `man`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use clap::CommandFactory;
use firstyear_catalogue::{Catalogue, ExternalStatus, IndicatorEntry, catalogue};
use firstyear_core::project::FileFormat;
use firstyear_core::{Dimension, Polarity, ProblemCode, Role};
use firstyear_metrics::Method;
use firstyear_metrics::run::{Argument, Call, Field};

use crate::args::{Args, Listing};
use crate::exit::{Code, Failure};

/// Prints everything of one kind, a line each: id and name.
pub(crate) fn list(what: Listing) -> Result<Code, Failure> {
    let catalogue = catalogue();
    let rows: Vec<(String, String)> = match what {
        Listing::Indicators => catalogue
            .indicators()
            .values()
            .map(|entry| (entry.indicator.id.to_string(), entry.indicator.name.clone()))
            .collect(),
        Listing::Dimensions => catalogue
            .dimensions()
            .values()
            .map(|d| (d.id().to_string(), d.about().name.clone()))
            .collect(),
        Listing::Formats => FileFormat::ALL
            .iter()
            .map(|(format, name)| ((*name).to_owned(), format_purpose(*format).to_owned()))
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
    let width = rows.iter().map(|(id, _)| id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (id, name) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{id:width$}  {name}");
    }
    print(&text)
}

/// A method's name, with the reference vectors that it answers.
fn method_line(method: &Method) -> String {
    match method.call.vectors {
        [] => method.name.to_owned(),
        vectors => format!("{} [{}]", method.name, vectors.join(", ")),
    }
}

/// Prints what is known of a problem code, method, indicator, dimension, file
/// format or word of the glossary.
pub(crate) fn explain(term: &str) -> Result<Code, Failure> {
    let catalogue = catalogue();
    let text = ProblemCode::from_text(term)
        .map(problem)
        .or_else(|| firstyear_metrics::method(term).map(method))
        .or_else(|| indicator(catalogue, term))
        .or_else(|| dimension(catalogue, term))
        .or_else(|| FileFormat::from_name(term).map(format))
        .or_else(|| word(catalogue, term));
    match text {
        Some(text) => print(&text),
        // A name on the command line is the user's own word, not data.
        None => Err(Failure::Use(unknown(catalogue, term))),
    }
}

/// Names at most so many terms that hold what was asked for.
const NEAR: usize = 5;

fn unknown(catalogue: &Catalogue, term: &str) -> String {
    let asked = term.to_lowercase();
    let indicators = catalogue.indicators().values().map(|e| e.indicator.id.as_str());
    let dimensions = catalogue.dimensions().values().map(|d| d.id().as_str());
    let methods = firstyear_metrics::methods().iter().map(|method| method.id.as_str());
    let problems = ProblemCode::ALL.iter().map(|code| code.as_str());
    let terms = indicators.chain(dimensions).chain(methods).chain(problems);
    let near: Vec<_> = terms.filter(|known| known.contains(&asked)).take(NEAR).collect();
    let near = if near.is_empty() {
        String::new()
    } else {
        format!(" (did you mean {}?)", near.join(", "))
    };
    format!(
        "nothing is known by the name `{term}`{near}: `firstyear list` shows indicators, \
         dimensions, formats, methods and problems"
    )
}

fn problem(code: ProblemCode) -> String {
    format!(
        "{code} (a problem of the input: {})\n\n{}\n\nWhat would be right: {}.\n",
        code.severity(),
        code.explanation(),
        code.help()
    )
}

fn method(method: &Method) -> String {
    let ordered = if method.ordered { "in an order of disadvantage" } else { "in any order" };
    format!(
        "{}: {}\n\n{}\n\nUnit: {}.\nReading: {}.\nGroups: {ordered}.\nSource: {}.\n\n{}",
        method.id,
        method.name,
        method.explanation,
        method.unit,
        method.reading,
        method.source,
        call(&method.call)
    )
}

/// What a method reads and writes.
fn call(call: &Call) -> String {
    let mut text = format!("{}\n", call.grouping());
    let mut part = |title: &str, lines: Vec<(String, String)>| {
        if lines.is_empty() {
            return;
        }
        let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\n{title}:");
        for (name, meaning) in lines {
            let _ = writeln!(text, "  {name:width$}  {meaning}");
        }
    };
    let field = |field: &Field| {
        let may = if field.optional { " (may be left out)" } else { "" };
        (field.name.to_owned(), format!("{}{may}", field.meaning))
    };
    part("Columns read", call.inputs.iter().map(field).collect());
    let argument = |argument: &Argument| {
        let default =
            argument.default.map_or_else(String::new, |text| format!("; {text} unless said"));
        (argument.name.to_owned(), format!("{}{default}", argument.meaning))
    };
    part(
        "Arguments, each a column or `--set NAME=VALUE`",
        call.arguments.iter().map(argument).collect(),
    );
    part("Columns written", call.outputs.iter().map(field).collect());
    if !call.vectors.is_empty() {
        let _ = writeln!(text, "\nAnswers the reference vectors {}.", call.vectors.join(", "));
    }
    text
}

fn indicator(catalogue: &Catalogue, term: &str) -> Option<String> {
    let entry = catalogue.indicators().values().find(|e| e.indicator.id.as_str() == term)?;
    Some(indicator_text(entry))
}

fn indicator_text(entry: &IndicatorEntry) -> String {
    let indicator = &entry.indicator;
    let polarity = match indicator.polarity {
        Polarity::LowerIsBetter => "lower is better",
        Polarity::HigherIsBetter => "higher is better",
        Polarity::NoAgreedOptimum => "no agreed optimum",
    };
    let mut text = format!(
        "{}: {}\n\nNumerator: {}.\nDenominator: {}.\nUnit: {}.\nReading: {polarity}.\nLimits: {}.\nCollected by: {}.\n",
        indicator.id,
        indicator.name,
        indicator.numerator,
        indicator.denominator,
        indicator.unit,
        entry.method,
        entry.data_source
    );
    for external in &entry.external {
        let status = match external.status {
            ExternalStatus::Verified => "verified",
            ExternalStatus::Unconfirmed => "unconfirmed: check before use",
        };
        let _ = writeln!(text, "Id in {}: {} ({status}).", external.scheme, external.id);
    }
    if let Some(pathway) = &entry.pathway {
        let _ = writeln!(text, "Care pathway: {pathway}.");
    }
    text
}

fn dimension(catalogue: &Catalogue, term: &str) -> Option<String> {
    let dimension = catalogue.dimensions().values().find(|d| d.id().as_str() == term)?;
    let about = dimension.about();
    let order = match dimension {
        Dimension::Ordered(_) => "ordered",
        Dimension::Unordered(_) => "without an order",
    };
    let mut text = format!(
        "{}: {} ({order})\n\nFamily: {}.\nSource: {}.\n\nCategories:\n",
        about.id, about.name, about.family, about.source
    );
    for category in dimension.categories() {
        let role = match &category.role {
            Role::Group => String::new(),
            Role::Within(whole) => format!(" (within {whole})"),
            Role::Total => " (total)".to_owned(),
            Role::Remainder => " (in no group)".to_owned(),
            Role::Beside => " (beside the total)".to_owned(),
        };
        let _ = writeln!(text, "  {}  {}{role}", category.id, category.label);
    }
    Some(text)
}

const fn format_purpose(format: FileFormat) -> &'static str {
    match format {
        FileFormat::Tidy => "Observations, one a row, CSV",
        FileFormat::TidyGaps => "Published gaps with their counts, CSV",
        FileFormat::OnsChildMortality => {
            "Child mortality workbook of the Office for National Statistics"
        }
        _ => "",
    }
}

fn format(format: FileFormat) -> String {
    use firstyear_core::layout::{gap, observation};
    let columns = |columns: &[&str], optional: &[&str]| {
        columns.iter().fold(String::new(), |mut text, column| {
            let may = if optional.contains(column) { " (may be left out)" } else { "" };
            let _ = writeln!(text, "  {column}{may}");
            text
        })
    };
    let detail = match format {
        FileFormat::Tidy => columns(&observation::COLUMNS, &observation::OPTIONAL),
        FileFormat::TidyGaps => columns(&gap::COLUMNS, &gap::OPTIONAL),
        _ => "  tables are found by their titles and read by their own headers\n".to_owned(),
    };
    format!("{}: {}\n\n{detail}", format.name(), format_purpose(format))
}

fn word(catalogue: &Catalogue, term: &str) -> Option<String> {
    let found = catalogue.glossary().iter().find(|word| word.term.eq_ignore_ascii_case(term))?;
    Some(format!("{}: {}.\n", found.term, found.meaning))
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
