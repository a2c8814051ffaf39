//! What a method reads and writes.

use std::collections::BTreeSet;

use super::{Group, Output, RunError, SetupError, Table};

/// Works out one group of rows.
pub type Runner = fn(&Group<'_>, &mut Output) -> Result<(), RunError>;

/// What a method reads and writes when it is run by its id.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The columns that say which rows belong together; none where each row
    /// stands by itself.
    pub key: &'static [&'static str],
    /// The columns that it reads.
    pub inputs: &'static [Field],
    /// What else it asks for: a column of that name, or a setting.
    pub arguments: &'static [Argument],
    /// The columns that it writes, in their order, whatever becomes of its
    /// groups. Limits stand behind `value`, or where `lowercl` and `uppercl`
    /// are declared; an optional column is left out where no group has it.
    pub outputs: &'static [Field],
    /// The folders of reference vectors that it answers.
    pub vectors: &'static [&'static str],
    /// How it is run.
    pub run: Runner,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds, with the unit.
    pub meaning: &'static str,
    /// Whether the method can go without it.
    pub optional: bool,
}

/// Events.
pub(crate) const X: Field = Field::new("x", "events, a count");
/// People at risk.
pub(crate) const N: Field = Field::new("n", "people at risk, a count above 0");
/// An estimate, with its limits beside it.
pub(crate) const VALUE: Field = Field::new(
    "value",
    "the estimate; beside it `lowercl` and `uppercl`, or limits named by level",
);

impl Field {
    /// A column that must be there.
    #[must_use]
    pub const fn new(name: &'static str, meaning: &'static str) -> Self {
        Self { name, meaning, optional: false }
    }

    /// A column that may be left out.
    #[must_use]
    pub const fn optional(name: &'static str, meaning: &'static str) -> Self {
        Self { name, meaning, optional: true }
    }
}

/// Something that a method asks for beside its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// Other names under which it is found, sought before its own.
    pub aliases: &'static [&'static str],
    /// What holds when nothing is said; `None` where something must be said.
    pub default: Option<&'static str>,
    /// What it means, with the choices or the unit.
    pub meaning: &'static str,
    /// Whether it names columns, which the method then reads.
    pub names_columns: bool,
}

impl Argument {
    /// An argument with a default.
    #[must_use]
    pub const fn new(name: &'static str, default: &'static str, meaning: &'static str) -> Self {
        Self { name, aliases: &[], default: Some(default), meaning, names_columns: false }
    }

    /// An argument without a default.
    #[must_use]
    pub const fn required(name: &'static str, meaning: &'static str) -> Self {
        Self { name, aliases: &[], default: None, meaning, names_columns: false }
    }

    /// The same argument with other names, sought before its own.
    #[must_use]
    pub const fn aliases(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// The same argument, as one that names columns.
    #[must_use]
    pub const fn naming_columns(self) -> Self {
        Self { names_columns: true, ..self }
    }

    /// All its names, in the order in which they are sought.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.aliases.iter().copied().chain([self.name])
    }

    /// The confidence level of limits, or several.
    pub const CONFIDENCE: Self = Self::new(
        "confidence",
        "0.95",
        "confidence of the limits as a fraction; several, such as `0.95;0.998`, give limits named by level",
    )
    .aliases(&["confidence_arg", "conf_level", "conf"]);

    /// What a rate is multiplied by.
    pub const MULTIPLIER: Self = Self::new(
        "multiplier",
        "1",
        "what the results are multiplied by, above 0, such as 1000 for a rate per 1,000",
    );
}

impl Call {
    /// In a key beside columns: without any of these each row stands by
    /// itself, instead of all rows being one group.
    pub const EACH_ROW: &'static str = "each row";

    /// Whether each row of a table stands by itself.
    pub(super) fn by_row(&self, table: &Table) -> bool {
        let each_row = self.key.is_empty() || self.key.contains(&Self::EACH_ROW);
        each_row && !self.key.iter().any(|name| table.column(name).is_some())
    }

    /// Which rows belong together, as a sentence.
    #[must_use]
    pub fn grouping(&self) -> String {
        let columns: Vec<&str> = self.key_columns().collect();
        if columns.is_empty() {
            return "Each row stands by itself.".to_owned();
        }
        let columns = columns.join("`, `");
        let alone = if self.key.contains(&Self::EACH_ROW) {
            " Without such a column each row stands by itself."
        } else {
            ""
        };
        let together = if alone.is_empty() && !self.reads_any_column() {
            " Without such a column all rows are one group; a column by which other methods tell groups apart is then refused where its values repeat."
        } else {
            ""
        };
        format!(
            "Rows with the same `{columns}` belong together; groups come out in the order of these values.{alone}{together}"
        )
    }

    /// Columns of a table without a key that the method does not read, although
    /// their values tell rows apart: what a name among `keys`, the columns by
    /// which methods tell groups apart, refuses, and others are worth a note.
    pub(super) fn check_key<'a>(
        &self,
        table: &'a Table,
        keys: &BTreeSet<&str>,
    ) -> Result<Vec<&'a str>, SetupError> {
        let has_key = self.key.iter().any(|name| table.column(name).is_some());
        if has_key || self.reads_any_column() || self.key.is_empty() || self.by_row(table) {
            return Ok(Vec::new());
        }
        let mut unread = Vec::new();
        for (column, name) in table.names().iter().enumerate() {
            if self.reads(name) {
                continue;
            }
            let is_key = keys.contains(name.as_str());
            match Spread::of(table, column) {
                Spread::Repeated if is_key => {
                    let key = self.key_columns().collect::<Vec<_>>().join("`, `");
                    return Err(SetupError::Key { key, found: name.clone() });
                }
                Spread::Repeated => unread.push(name.as_str()),
                Spread::Distinct if is_key => unread.push(name.as_str()),
                Spread::Distinct | Spread::One => {}
            }
        }
        Ok(unread)
    }

    /// Whether an argument tells the method which columns to read.
    pub(super) fn reads_any_column(&self) -> bool {
        self.arguments.iter().any(|argument| argument.names_columns)
    }

    /// Whether a column is an input or an argument.
    pub(super) fn reads(&self, name: &str) -> bool {
        self.inputs.iter().any(|field| field.name == name) || self.argument(name).is_some()
    }

    /// The columns of the key.
    pub(super) fn key_columns(&self) -> impl Iterator<Item = &'static str> {
        self.key.iter().copied().filter(|name| *name != Self::EACH_ROW)
    }

    pub(super) fn argument(&self, name: &str) -> Option<&'static Argument> {
        self.arguments.iter().find(|argument| argument.names().any(|known| known == name))
    }

    pub(super) fn check_columns(&self, table: &Table) -> Result<(), SetupError> {
        let missing: Vec<&str> = self
            .inputs
            .iter()
            .filter(|field| !field.optional && table.column(field.name).is_none())
            .map(|field| field.name)
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(SetupError::Columns {
            missing: missing.join("`, `"),
            needed: self.inputs.iter().map(|field| field.name).collect::<Vec<_>>().join("`, `"),
        })
    }
}

/// How the values of a column tell rows apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spread {
    /// All rows have the same, or there is one row.
    One,
    /// Each row has its own.
    Distinct,
    /// Several rows have one value, and others another.
    Repeated,
}

impl Spread {
    fn of(table: &Table, column: usize) -> Self {
        let seen: BTreeSet<String> =
            table.rows().map(|values| values[column].to_string()).collect();
        if seen.len() < 2 {
            Self::One
        } else if seen.len() == table.len() {
            Self::Distinct
        } else {
            Self::Repeated
        }
    }
}
