//! What is wrong with one cell, before it is known where the cell stands.

use std::sync::Arc;

use firstyear_core::{Place, Problem, ProblemCode};

use crate::nearest::nearest;

/// A [`Problem`] without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    code: ProblemCode,
    message: String,
    help: Option<String>,
}

impl Fault {
    pub(crate) fn new(code: ProblemCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: None }
    }

    /// The same with other help than the usual of its code.
    pub(crate) fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same with the nearest of `known` as help, where one is near.
    pub(crate) fn with_nearest<'k>(
        self,
        text: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Self {
        match nearest(text, known) {
            Some(near) => self.with_help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    pub(crate) fn code(&self) -> ProblemCode {
        self.code
    }

    /// The same under another code.
    pub(crate) fn coded(&self, code: ProblemCode) -> Self {
        Self { code, ..self.clone() }
    }

    pub(crate) fn at(&self, place: Place) -> Problem {
        let problem = Problem::new(self.code, place, self.message.clone());
        match &self.help {
            Some(help) => problem.with_help(help.clone()),
            None => problem,
        }
    }
}

/// The problems of one row. A row with an error is not used.
pub(crate) struct RowProblems<'p> {
    file: &'p Arc<str>,
    row: u64,
    problems: &'p mut Vec<Problem>,
}

impl<'p> RowProblems<'p> {
    pub(crate) fn new(file: &'p Arc<str>, row: u64, problems: &'p mut Vec<Problem>) -> Self {
        Self { file, row, problems }
    }

    /// Its line.
    pub(crate) fn line(&self) -> u64 {
        self.row
    }

    pub(crate) fn place(&self) -> Place {
        Place::file(Arc::clone(self.file)).row(self.row)
    }

    pub(crate) fn add(&mut self, column: &str, fault: &Fault) {
        self.problems.push(fault.at(self.place().column(column)));
    }

    pub(crate) fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.problems.extend(problems);
    }

    /// The value, or `None` after noting what is wrong with it.
    pub(crate) fn keep<T>(&mut self, column: &str, read: Result<T, Fault>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                self.add(column, &fault);
                None
            }
        }
    }

    /// The same for a value that is shared by many rows.
    pub(crate) fn share<T: Clone>(&mut self, column: &str, read: &Result<T, Fault>) -> Option<T> {
        self.lend(column, read).cloned()
    }

    /// The same without a copy.
    pub(crate) fn lend<'t, T>(
        &mut self,
        column: &str,
        read: &'t Result<T, Fault>,
    ) -> Option<&'t T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                self.add(column, fault);
                None
            }
        }
    }
}
