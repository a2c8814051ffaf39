//! A table with named columns.

use super::Value;

/// Rows of values under named columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    names: Vec<String>,
    /// Row by row, each as long as `names`.
    values: Vec<Value>,
}

/// Why a table cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// A column could not be told from another.
    #[error("two columns are named `{name}`: rename one")]
    Repeated {
        /// The name.
        name: String,
    },
    /// A row of another shape.
    #[error("row {row} has {given} values under {columns} columns")]
    Shape {
        /// Counted from 1, the header not counted.
        row: usize,
        /// How many values it has.
        given: usize,
        /// How many columns there are.
        columns: usize,
    },
}

impl Table {
    /// A table with these columns and no rows.
    ///
    /// # Errors
    ///
    /// [`TableError::Repeated`] for two columns of one name.
    pub fn new<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Result<Self, TableError> {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        for (i, name) in names.iter().enumerate() {
            if names[..i].contains(name) {
                return Err(TableError::Repeated { name: name.clone() });
            }
        }
        Ok(Self { names, values: Vec::new() })
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// [`TableError::Shape`] unless it has one value for each column.
    pub fn push(&mut self, row: impl IntoIterator<Item = Value>) -> Result<(), TableError> {
        let before = self.values.len();
        self.values.extend(row);
        let given = self.values.len() - before;
        if given == self.names.len() {
            return Ok(());
        }
        self.values.truncate(before);
        Err(TableError::Shape { row: self.len() + 1, given, columns: self.names.len() })
    }

    /// The names of the columns, in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        if self.names.is_empty() { 0 } else { self.values.len() / self.names.len() }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The place of a column, from 0.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// A value by row (from 0) and column name.
    #[must_use]
    pub fn get(&self, row: usize, name: &str) -> Option<&Value> {
        self.at(row, self.column(name)?)
    }

    /// A value by row and column, both from 0.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> Option<&Value> {
        if column >= self.names.len() {
            return None;
        }
        self.values.get(row * self.names.len() + column)
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = &[Value]> {
        self.values.chunks_exact(self.names.len().max(1))
    }

    /// Gives a column another name.
    ///
    /// # Errors
    ///
    /// [`TableError::Repeated`] when another column has it.
    pub fn rename(&mut self, column: usize, name: &str) -> Result<(), TableError> {
        match self.column(name) {
            Some(other) if other != column => Err(TableError::Repeated { name: name.to_owned() }),
            _ => {
                name.clone_into(&mut self.names[column]);
                Ok(())
            }
        }
    }
}
