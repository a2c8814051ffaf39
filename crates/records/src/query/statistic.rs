//! A method of the registry, run on columns of the engine.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue, plan_err};
use datafusion::error::DataFusionError;
use firstyear_metrics::run::{RunError, Settings, Table, Value, run};

use super::functions::{Over, QueryFunction};

/// A statistic with what is to be told of it after the query.
#[derive(Clone, Debug)]
pub(super) struct Statistic {
    pub(super) function: Arc<QueryFunction>,
    pub(super) notes: Notes,
}

/// A function is told by its name: two of one name are one.
impl PartialEq for Statistic {
    fn eq(&self, other: &Self) -> bool {
        self.function.name == other.function.name
    }
}

impl Eq for Statistic {}

impl Hash for Statistic {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.function.name.hash(state);
    }
}

/// Why results are not there, and how many of each kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes(Arc<Mutex<BTreeMap<String, u64>>>);

impl Notes {
    pub(super) fn add(&self, note: String) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *notes.entry(note).or_default() += 1;
    }

    /// What was told so far.
    pub(super) fn taken(&self) -> BTreeMap<String, u64> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What a function says of its arguments. Its words hold no value of a column.
#[derive(Debug)]
pub(super) struct FunctionError(pub(super) String);

impl fmt::Display for FunctionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FunctionError {}

pub(super) fn failed(text: impl Into<String>) -> DataFusionError {
    DataFusionError::External(Box::new(FunctionError(text.into())))
}

/// As what numbers, texts and flags are taken; nothing else is.
pub(super) fn taken_as(given: &DataType) -> Option<DataType> {
    match given {
        number if number.is_numeric() || *number == DataType::Null => Some(DataType::Float64),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Some(DataType::Utf8),
        DataType::Boolean => Some(DataType::Boolean),
        _ => None,
    }
}

impl Statistic {
    /// The types that arguments are turned into before they are read.
    pub(super) fn coerced(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let function = &self.function;
        let needed = function.parameters.iter().filter(|one| !one.optional).count();
        if given.len() < needed || given.len() > function.parameters.len() {
            let (usage, given) = (function.usage(), given.len());
            return plan_err!("`{}` is called as {usage}, and {given} are given", function.name);
        }
        let taken = given.iter().zip(&function.parameters).map(|(given, parameter)| {
            taken_as(given).map_or_else(
                || {
                    let (name, parameter) = (&function.name, parameter.name);
                    plan_err!("`{name}` takes a number, a text or a flag as `{parameter}`")
                },
                Ok,
            )
        });
        taken.collect()
    }

    /// What the method gives for rows of arguments: one for each row, or one for all.
    pub(super) fn results(&self, rows: &[Vec<ScalarValue>]) -> Result<Vec<Option<f64>>> {
        let (function, expected) = (
            &self.function,
            match self.function.over {
                Over::Row => rows.len(),
                Over::Rows => 1,
            },
        );
        if rows.is_empty() {
            return Ok(vec![None; expected]);
        }
        // A method that takes what is missing for 0 is asked of what is there alone.
        let lacking: Vec<Option<&str>> = rows.iter().map(|row| self.lacking(row)).collect();
        if let Some(parameter) = lacking.iter().flatten().next() {
            let name = function.alias.as_ref().unwrap_or(&function.name);
            self.notes.add(format!("`{name}` has no result where `{parameter}` is NULL"));
            if expected == 1 {
                return Ok(vec![None]);
            }
            let whole = rows.iter().zip(&lacking).filter(|(_, lacking)| lacking.is_none());
            let whole: Vec<Vec<ScalarValue>> = whole.map(|(row, _)| row.clone()).collect();
            let mut results = self.results(&whole)?.into_iter();
            let of_row = |lacking: Option<&str>| match lacking {
                Some(_) => None,
                None => results.next().flatten(),
            };
            return Ok(lacking.into_iter().map(of_row).collect());
        }
        let table = self.table(rows)?;
        let ran = run(function.method, &table, &Settings::default())
            .map_err(|error| failed(format!("`{}`: {error}", function.name)))?;
        for problem in ran.problems {
            self.tell(problem.error)?;
        }
        let Some(column) = ran.table.column(function.column()) else {
            let name = function.alias.as_ref().unwrap_or(&function.name);
            return Err(failed(format!(
                "`{name}` gives one level at a time: give one `confidence`"
            )));
        };
        if ran.table.len() != expected {
            return Err(failed(format!("`{}` did not give one result each", function.name)));
        }
        let finite = |value: &Value| value.number().filter(|number| number.is_finite());
        Ok(ran.table.rows().map(|row| row.get(column).and_then(finite)).collect())
    }

    /// What must be given, and is NULL in a row.
    fn lacking(&self, row: &[ScalarValue]) -> Option<&'static str> {
        let parameters = self.function.parameters.iter().zip(row);
        let mut lacking =
            parameters.filter(|(parameter, value)| !parameter.optional && value.is_null());
        lacking.next().map(|(parameter, _)| parameter.name)
    }

    /// A column for each argument that is said somewhere; where it is not said in a row,
    /// its default.
    fn table(&self, rows: &[Vec<ScalarValue>]) -> Result<Table> {
        let given = rows.first().map_or(0, Vec::len);
        let parameters = &self.function.parameters;
        let said: Vec<usize> = (0..given)
            .filter(|at| {
                let optional = parameters.get(*at).is_some_and(|one| one.optional);
                !optional || rows.iter().any(|row| row.get(*at).is_some_and(|one| !one.is_null()))
            })
            .collect();
        let names = said.iter().filter_map(|at| Some(parameters.get(*at)?.name));
        let mut table = Table::new(names).map_err(|error| failed(error.to_string()))?;
        for row in rows {
            let values = said.iter().map(|at| {
                let default = parameters.get(*at).and_then(|one| one.default);
                match row.get(*at).map(value) {
                    None | Some(Value::Absent) => default.map_or(Value::Absent, Value::from),
                    Some(value) => value,
                }
            });
            table.push(values.collect::<Vec<_>>()).map_err(|error| failed(error.to_string()))?;
        }
        Ok(table)
    }

    /// An argument that cannot be is an error; a row that has no result is noted.
    fn tell(&self, error: RunError) -> Result<()> {
        let name = self.function.alias.as_ref().unwrap_or(&self.function.name);
        match error {
            RunError::Argument { name: argument, .. } => {
                let parameter = self.function.parameters.iter().find(|one| one.name == argument);
                let meaning = parameter.map_or("", |one| one.meaning);
                Err(failed(format!(
                    "`{name}` cannot take what is given as `{argument}`: {meaning}"
                )))
            }
            RunError::ArgumentMissing { name: argument, meaning } => {
                Err(failed(format!("`{name}` needs `{argument}`: {meaning}")))
            }
            RunError::ArgumentVaries { name: argument } => Err(failed(format!(
                "`{name}`: `{argument}` holds for a whole group, and differs between its rows"
            ))),
            RunError::NotANumber { column, .. } => {
                self.notes.add(format!("`{name}` has no result where `{column}` is no number"));
                Ok(())
            }
            RunError::OutOfRange { column, wanted, .. } => {
                self.notes.add(format!("`{name}` has no result, of `{column}`: {wanted}"));
                Ok(())
            }
            other => {
                self.notes.add(format!("`{name}` has no result: {other}"));
                Ok(())
            }
        }
    }
}

/// A value of the engine, of the types that are taken.
fn value(scalar: &ScalarValue) -> Value {
    match scalar {
        ScalarValue::Float64(number) => Value::from(*number),
        ScalarValue::Boolean(flag) => Value::from(*flag),
        ScalarValue::Utf8(text) => Value::from(text.clone()),
        _ => Value::Absent,
    }
}
