//! Why a query has no answer. What the engine says once records or figures were read may
//! repeat one of them, so that its words are passed on only where it has read nothing yet.

use datafusion::arrow::error::ArrowError;
use datafusion::common::SchemaError;
use datafusion::error::DataFusionError;
use firstyear_ingest::nearest;

use super::statistic::FunctionError;
use crate::CountError;

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// It is no query, or none that is planned.
    #[error("{0}")]
    Use(String),
    /// It asks of records what is not told of them.
    #[error(
        "of records only this is told: SELECT, GROUP BY columns of `births`, with count(*), sum(…) of its counts, status() and statistics over these; {rule}"
    )]
    Form {
        /// The rule that it breaks, and what would be right.
        rule: String,
    },
    /// Whatever is hidden of the answer, a small count can be worked out.
    #[error("refused to disclose: {why}")]
    Disclosive {
        /// Why, and what would do.
        why: String,
    },
    /// The records cannot be counted.
    #[error(transparent)]
    Count(#[from] CountError),
    /// The specification of the records cannot be asked.
    #[error("{0}")]
    Specification(String),
    /// It fails over what it reads.
    #[error("{0}")]
    Running(String),
    /// The engine failed.
    #[error("the engine failed: {0}")]
    Engine(String),
    /// It was asked to stop.
    #[error("stopped before the query was answered")]
    Stopped,
}

impl QueryError {
    /// That of a plan of which nothing was read yet. `functions` are all that there are.
    pub(super) fn of_plan(error: &DataFusionError, functions: &[String]) -> Self {
        let root = error.find_root();
        if let Some(told) = told(root) {
            return Self::Use(told);
        }
        Self::Use(match root {
            DataFusionError::SchemaError(error, _) => match error.as_ref() {
                SchemaError::FieldNotFound { field, valid_fields } => {
                    let known: Vec<&str> =
                        valid_fields.iter().map(|column| column.name.as_str()).collect();
                    no_such("column", &field.name, &known)
                }
                SchemaError::AmbiguousReference { field } => format!(
                    "`{}` is a column of several tables: write table.{}",
                    field.name, field.name
                ),
                _ => "two columns of the result have one name: give one another with AS".to_owned(),
            },
            DataFusionError::SQL(error, _) => {
                let text = error.to_string();
                format!("no SQL: {}", text.trim_start_matches("sql parser error: "))
            }
            other => {
                let text = other.message();
                let line = own_words(text.lines().next().unwrap_or_default());
                match line
                    .strip_prefix("Invalid function '")
                    .and_then(|rest| rest.split('\'').next())
                {
                    Some(name) => {
                        let known: Vec<&str> = functions.iter().map(String::as_str).collect();
                        no_function(name, &known)
                    }
                    None => format!("the query does not hold together: {line}"),
                }
            }
        })
    }

    /// That of a plan under way.
    pub(super) fn of_run(error: &DataFusionError) -> Self {
        let root = error.find_root();
        if let Some(told) = told(root) {
            return Self::Running(told);
        }
        Self::Running(match root {
            DataFusionError::ArrowError(error, _) => match error.as_ref() {
                ArrowError::DivideByZero => {
                    "it divides by 0: write nullif(…, 0) for the divisor".to_owned()
                }
                ArrowError::CastError(_) | ArrowError::ParseError(_) => {
                    "a value cannot be read as what it is cast to: try_cast(… AS …) gives NULL there".to_owned()
                }
                ArrowError::ArithmeticOverflow(_) => {
                    "a result is too large for its type: cast to double before".to_owned()
                }
                _ => "a value does not fit what is made of it".to_owned(),
            },
            DataFusionError::ResourcesExhausted(_) => {
                "the memory that is allowed does not suffice: allow more".to_owned()
            }
            DataFusionError::NotImplemented(_) => {
                "it asks for something that the engine cannot do".to_owned()
            }
            _ => "a value does not fit what is made of it".to_owned(),
        })
    }

    /// That the engine does not take what this crate asks of it.
    pub(super) fn unexpected(error: &DataFusionError) -> Self {
        match told(error.find_root()) {
            Some(told) => Self::Running(told),
            None => Self::Engine("it does not take the tables of the query".to_owned()),
        }
    }
}

/// What a function of ours says of the types that it is given, without what the engine puts
/// round it.
fn own_words(line: &str) -> &str {
    let inner = line.split_once("coercion failed with: ").map_or(line, |(_, inner)| inner);
    let inner = inner.strip_prefix("Error during planning: ").unwrap_or(inner);
    inner.split(". No function matches").next().unwrap_or(inner)
}

/// What a function of ours says.
fn told(root: &DataFusionError) -> Option<String> {
    match root {
        DataFusionError::External(inner) => {
            inner.downcast_ref::<FunctionError>().map(ToString::to_string)
        }
        _ => None,
    }
}

/// That a name stands for nothing, with what is near or all that there is.
pub(super) fn no_such(what: &str, name: &str, known: &[&str]) -> String {
    let shown: Vec<&str> = known.iter().copied().filter(|name| !name.starts_with("__")).collect();
    match nearest(name, shown.iter().copied()) {
        Some(near) => format!("`{name}` is no {what}: is `{near}` meant?"),
        None => format!("`{name}` is no {what}; there are {}", shown.join(", ")),
    }
}

fn no_function(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("`{name}` is no function: is `{near}` meant?"),
        None => format!("`{name}` is no function: `firstyear query --functions` lists ours"),
    }
}
