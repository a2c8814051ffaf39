//! Any method by its id, on a table of columns.
//!
//! | you have                             | you want                        | use                  |
//! |--------------------------------------|---------------------------------|----------------------|
//! | a method's id and a table            | its results, row by row or group by group | [`run`]    |
//! | columns in memory, or a file as text | a table                         | [`Table`]            |
//! | arguments such as a confidence level | what applies to every row       | [`Settings`]         |
//!
//! What a method reads and writes is in its [`Call`]: `firstyear explain`
//! prints it. The functions of this crate are the fast way; this one is for
//! checking them from outside, so it says what it could not do and goes on.
//!
//! Four kinds of nothing stay apart: a withheld input gives a withheld result,
//! an absent one an absent result; `NA` is absent, `NaN` a number.

mod call;
mod draws;
mod error;
mod group;
mod order;
mod output;
mod settings;
mod table;
mod value;

pub use call::{Argument, Call, Field, Runner};
pub(crate) use call::{N, VALUE, X};
pub(crate) use draws::MOST_DRAWS;
pub use error::{GroupProblem, RunError, SetupError};
pub use group::Group;
pub(crate) use output::limit_names;
pub use output::{Output, Row};
pub use settings::Settings;
pub use table::{Table, TableError};
pub use value::Value;

use crate::Method;

/// What a method made of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The results: what identifies each, then what the method gives.
    pub table: Table,
    /// The rows or groups that have no result, and why.
    pub problems: Vec<GroupProblem>,
    /// Why a part of a result does not exist, such as the limits where a curve
    /// has reached its end: as it should be, and nothing to mend.
    pub notes: Vec<GroupProblem>,
}

/// Runs a method on a table.
///
/// Methods with a key take all rows with the same values in its columns as one
/// group; where the table has none of these columns, it is one group, or each
/// row stands by itself where the method says so ([`Call::EACH_ROW`]). A table
/// that would be one group but has a column by which other methods tell groups
/// apart is refused where the values of this column repeat. Groups
/// come out in the order of their keys (by number where all are numbers), rows
/// in the order in which they came. A group that a method cannot use has
/// results that are not known, and a problem that says why; the others are not
/// touched by it. The columns are those that the method declares, in that
/// order, whatever becomes of the groups; a table without rows gives them alone.
///
/// # Errors
///
/// [`SetupError`]: a column that the method needs is not there, a setting is
/// none of its arguments, or rows look like several groups without a key.
///
/// # Example
///
/// ```
/// use firstyear_metrics::run::{Settings, Table, Value, run};
///
/// let mut table = Table::new(["x", "n"])?;
/// table.push(vec![Value::Number(9.0), Value::Number(120.0)])?;
/// let settings = Settings::new([("confidence", "0.95")]);
/// let wilson = firstyear_metrics::method("wilson").unwrap();
/// let result = run(wilson, &table, &settings)?;
/// let upper = result.table.get(0, "uppercl").and_then(Value::number).unwrap();
/// assert_eq!(format!("{upper:.3}"), "0.136");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn run(method: &Method, table: &Table, settings: &Settings) -> Result<Run, SetupError> {
    let call = &method.call;
    settings.check(call)?;
    call.check_columns(table)?;
    let keys = crate::methods().iter().flat_map(|method| method.call.key_columns()).collect();
    let unread = call.check_key(table, &keys)?;
    let groups = group::groups(table, call);
    let groups = || {
        let each = groups.iter();
        each.map(|group| Group::new(table, call, settings, &group.rows, &group.label))
    };
    let nobody = Group::new(table, call, settings, &[], "no rows");
    let limits = output::limits_asked_for(call, groups().chain([nobody]));
    let mut output = Output::new(table, call, &limits);
    let mut notes: Vec<GroupProblem> =
        unread.into_iter().map(|name| taken_as_one(call, name)).collect();
    let mut problems = Vec::new();
    // A method that reads columns has nothing to say of no rows.
    let idle = table.is_empty() && !call.inputs.is_empty();
    for group in groups().filter(|_| !idle) {
        output.start(&group);
        let told = |error| GroupProblem { at: group.label().to_owned(), error };
        match (call.run)(&group, &mut output) {
            Ok(()) => {
                let said = output.said();
                problems.extend(said.problems.into_iter().map(told));
                notes.extend(said.notes.into_iter().map(told));
            }
            Err(error) => {
                output.lacking(&group, &error);
                problems.extend(error.is_problem().then(|| told(error)));
            }
        }
    }
    Ok(Run { table: output.into_table(), problems, notes })
}

/// What to know of rows that were taken as one group although a column that is
/// not read tells them apart.
fn taken_as_one(call: &Call, column: &str) -> GroupProblem {
    let key = call.key_columns().collect::<Vec<_>>().join("`, `");
    let error = RunError::Measure(format!(
        "taken as one group, as there is no column `{key}`; `{column}` is not read"
    ));
    GroupProblem { at: "all rows".to_owned(), error }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
