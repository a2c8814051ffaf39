//! What a method reads and writes.

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
}

impl Argument {
    /// An argument with a default.
    #[must_use]
    pub const fn new(name: &'static str, default: &'static str, meaning: &'static str) -> Self {
        Self { name, aliases: &[], default: Some(default), meaning }
    }

    /// An argument without a default.
    #[must_use]
    pub const fn required(name: &'static str, meaning: &'static str) -> Self {
        Self { name, aliases: &[], default: None, meaning }
    }

    /// The same argument with other names, sought before its own.
    #[must_use]
    pub const fn aliases(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
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
        let columns: Vec<&str> =
            self.key.iter().copied().filter(|name| *name != Self::EACH_ROW).collect();
        if columns.is_empty() {
            return "Each row stands by itself.".to_owned();
        }
        let columns = columns.join("`, `");
        let alone = if self.key.contains(&Self::EACH_ROW) {
            " Without such a column each row stands by itself."
        } else {
            ""
        };
        format!(
            "Rows with the same `{columns}` belong together; groups come out in the order of these values.{alone}"
        )
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
