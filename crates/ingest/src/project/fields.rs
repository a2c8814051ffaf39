//! The fields of a TOML table, read one by one, so that each fault has its
//! line and one fault does not hide the next.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

use firstyear_core::{Place, Problem, ProblemCode};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::values::Value;
use crate::fault::Fault;

/// The text of an authored document and the problems found in it so far.
pub(crate) struct Document<'t> {
    /// Where each line of the text begins.
    lines: Vec<usize>,
    file: Arc<str>,
    /// What kind of document it is, in words.
    kind: &'static str,
    /// The codes of a value that cannot be and of a field that is not known.
    codes: [ProblemCode; 2],
    problems: RefCell<Vec<Problem>>,
    text: PhantomData<&'t str>,
}

impl<'t> Document<'t> {
    pub(crate) fn new(text: &'t str, file: Arc<str>, kind: &'static str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
        Self {
            lines: std::iter::once(0).chain(ends).collect(),
            file,
            kind,
            codes: [ProblemCode::ProjectInvalid, ProblemCode::ProjectFieldUnknown],
            problems: RefCell::default(),
            text: PhantomData,
        }
    }

    /// The same with other codes for a value that cannot be and a field that is
    /// not known.
    pub(crate) fn with_codes(self, codes: [ProblemCode; 2]) -> Self {
        Self { codes, ..self }
    }

    /// How many problems there are so far.
    pub(crate) fn len(&self) -> usize {
        self.problems.borrow().len()
    }

    /// The line of a byte, from 1.
    fn line(&self, byte: usize) -> u64 {
        self.lines.partition_point(|begin| *begin <= byte) as u64
    }

    /// Notes a fault at the first byte of `span`.
    pub(crate) fn add(&self, span: Option<Range<usize>>, field: Option<&str>, fault: &Fault) {
        let mut place = Place::file(Arc::clone(&self.file));
        if let Some(span) = span {
            place = place.row(self.line(span.start));
        }
        if let Some(field) = field {
            place = place.column(field);
        }
        let usual = [ProblemCode::ProjectInvalid, ProblemCode::ProjectFieldUnknown];
        let known = usual.iter().position(|code| *code == fault.code());
        let problem = match known {
            Some(at) => fault.coded(self.codes[at]).at(place),
            None => fault.at(place),
        };
        self.problems.borrow_mut().push(problem);
    }

    /// All problems, in the order of the file.
    pub(crate) fn finish(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|problem| problem.place.row);
        problems
    }
}

/// One table, with the names that were asked of it: any other is unknown.
pub(crate) struct Fields<'d, 't> {
    document: &'d Document<'t>,
    table: &'d DeTable<'t>,
    /// `None` for the whole file.
    span: Option<Range<usize>>,
    asked: Vec<&'static str>,
}

impl<'d, 't> Fields<'d, 't> {
    pub(crate) fn new(
        document: &'d Document<'t>,
        table: &'d DeTable<'t>,
        span: Option<Range<usize>>,
    ) -> Self {
        Self { document, table, span, asked: Vec::new() }
    }

    /// The value of a field that may be left out. `None` as well when it
    /// cannot be read, which is noted.
    pub(crate) fn optional<T: Value>(&mut self, name: &'static str) -> Option<T> {
        let value = self.ask(name)?;
        match T::read(value.get_ref()) {
            Ok(read) => Some(read),
            Err(fault) => {
                self.document.add(Some(value.span()), Some(name), &fault);
                None
            }
        }
    }

    /// The value of a field that must stand.
    pub(crate) fn required<T: Value>(&mut self, name: &'static str) -> Option<T> {
        if !self.stands(name) {
            self.missing(name);
        }
        self.optional(name)
    }

    /// The values of a list that may be left out.
    pub(crate) fn optional_list<T: Value>(&mut self, name: &'static str) -> Vec<T> {
        if self.stands(name) { self.list(name).unwrap_or_default() } else { Vec::new() }
    }

    /// What stands under each of the names that the author chose, in a table
    /// that may be left out.
    pub(crate) fn named<T: Value>(&mut self, name: &'static str) -> BTreeMap<String, T> {
        let Some(value) = self.ask(name) else { return BTreeMap::new() };
        let DeValue::Table(table) = value.get_ref() else {
            self.reject(name, &format!("not a table: start it with [{name}]"));
            return BTreeMap::new();
        };
        let mut read = BTreeMap::new();
        for (key, value) in table {
            match T::read(value.get_ref()) {
                Ok(one) => {
                    read.insert(key.get_ref().to_string(), one);
                }
                Err(fault) => self.document.add(Some(value.span()), Some(name), &fault),
            }
        }
        read
    }

    /// The values of a list that must stand and hold at least one.
    pub(crate) fn list<T: Value>(&mut self, name: &'static str) -> Option<Vec<T>> {
        let Some(value) = self.ask(name) else {
            self.missing(name);
            return None;
        };
        let DeValue::Array(values) = value.get_ref() else {
            self.reject(name, "not a list: write it in square brackets");
            return None;
        };
        if values.is_empty() {
            self.reject(name, "the list is empty");
        }
        let read = |value: &Spanned<DeValue<'_>>| {
            T::read(value.get_ref())
                .map_err(|fault| self.document.add(Some(value.span()), Some(name), &fault))
                .ok()
        };
        // Each value is read before one that failed ends the list.
        let read: Vec<Option<T>> = values.iter().map(read).collect();
        read.into_iter().collect()
    }

    /// What `read` makes of a table that may be left out.
    pub(crate) fn table<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Fields<'d, 't>) -> T,
    ) -> Option<T> {
        let value = self.ask(name)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.reject(name, &format!("not a table: start it with [{name}]"));
            return None;
        };
        Some(read(Fields::new(self.document, table, Some(value.span()))))
    }

    /// What `read` makes of a table that is asked for.
    pub(crate) fn required_table<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Fields<'d, 't>) -> Option<T>,
    ) -> Option<T> {
        if !self.stands(name) {
            self.missing(name);
        }
        self.table(name, read).flatten()
    }

    /// What `read` makes of each table of a list that may be left out. Those
    /// that cannot be read are noted and left out.
    pub(crate) fn tables<T>(
        &mut self,
        name: &'static str,
        mut read: impl FnMut(Fields<'d, 't>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.ask(name) else { return Vec::new() };
        let mut rows = Vec::new();
        let entries = value.get_ref().as_array().into_iter().flatten();
        let mut all_tables = value.get_ref().is_array();
        for entry in entries {
            match entry.get_ref() {
                DeValue::Table(table) => {
                    rows.extend(read(Fields::new(self.document, table, Some(entry.span()))));
                }
                _ => all_tables = false,
            }
        }
        if !all_tables {
            self.reject(name, &format!("not a list of tables: start each with [[{name}]]"));
        }
        rows
    }

    /// Where the table stands.
    pub(crate) fn place(&self) -> Place {
        let place = Place::file(Arc::clone(&self.document.file));
        match &self.span {
            Some(span) => place.row(self.document.line(span.start)),
            None => place,
        }
    }

    /// Notes that a value, although of the right type, cannot be.
    pub(crate) fn reject(&self, name: &'static str, message: &str) {
        self.fault(name, &Fault::new(ProblemCode::ProjectInvalid, message));
    }

    /// The same with a fault of any kind.
    pub(crate) fn fault(&self, name: &'static str, fault: &Fault) {
        let span = self.table.get(name).map(Spanned::span).or_else(|| self.span.clone());
        self.document.add(span, Some(name), fault);
    }

    pub(crate) fn missing(&self, name: &'static str) {
        let fault = Fault::new(ProblemCode::ProjectInvalid, "the field is missing");
        self.document.add(self.span.clone(), Some(name), &fault);
    }

    pub(crate) fn stands(&self, name: &'static str) -> bool {
        self.table.contains_key(name)
    }

    pub(crate) fn is_empty_list(&self, name: &'static str) -> bool {
        let list = self.table.get(name).and_then(|value| value.get_ref().as_array());
        list.is_some_and(|entries| entries.is_empty())
    }

    /// Notes every field that nobody asked for.
    pub(crate) fn finish(self) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !self.asked.contains(&name) {
                let message = format!("not a field of the {}", self.document.kind);
                let free = self.asked.iter().copied().filter(|known| !self.stands(known));
                let fault =
                    Fault::new(ProblemCode::ProjectFieldUnknown, message).with_nearest(name, free);
                self.document.add(Some(key.span()), Some(name), &fault);
            }
        }
    }

    fn ask(&mut self, name: &'static str) -> Option<&'d Spanned<DeValue<'t>>> {
        self.asked.push(name);
        self.table.get(name)
    }
}
