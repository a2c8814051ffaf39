//! Data values joined into observations.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use firstyear_core::layout::dhis2 as names;
use firstyear_core::{
    AreaCode, Basis, Cell, Groups, IndicatorId, Observation, Period, Place, Problem, ProblemCode,
    Severity,
};

use super::super::kit::{Group, Kit};
use super::super::once::Once;
use super::{Context, Fate, Sink, period};
use crate::CodeLists;
use crate::cells::{read_count, read_number};
use crate::fault::{Fault, RowProblems};
use crate::found::Indicator;
use crate::memo::Memo;
use crate::vocabulary::read_groups;

/// One record, as it is written.
pub(super) struct DataValue<'v> {
    /// Its line, or its number in the array.
    pub(super) row: u64,
    pub(super) data_element: Cow<'v, str>,
    pub(super) period: Cow<'v, str>,
    pub(super) org_unit: Cow<'v, str>,
    pub(super) category: Cow<'v, str>,
    pub(super) attribute: Cow<'v, str>,
    pub(super) value: Cow<'v, str>,
    pub(super) comment: Cow<'v, str>,
    pub(super) deleted: bool,
}

/// Which figure of an indicator a data element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Value,
    Numerator,
    Denominator,
}

type Key = (IndicatorId, AreaCode, Period, Groups);

/// The observations of a data value set, and what became of its records.
pub(super) struct Values<'a> {
    codes: &'a CodeLists<'a>,
    kit: Kit<'a>,
    file: &'a Arc<str>,
    periods: Memo<Period>,
    at: HashMap<Key, usize>,
    observations: Vec<Observation>,
    /// Kinds and codes that stand in the file, each with whether it is mapped.
    codes_seen: [BTreeSet<String>; 3],
    unmapped: [BTreeSet<String>; 3],
    used: u64,
    refused: u64,
    passed_over: u64,
    deleted: Once,
    texts: Once,
}

const KINDS: [&str; 3] = ["data-element", "org-unit", "category-option-combo"];

impl<'a> Values<'a> {
    pub(super) fn new(with: &Context<'a>, file: &'a Arc<str>) -> Self {
        let unused = |message| Once::new(ProblemCode::RowUnused, Severity::Note, message);
        Self {
            codes: with.codes,
            kit: Kit::new(with, names::SCHEME, names::SCHEME),
            file,
            periods: Memo::new(),
            at: HashMap::new(),
            observations: Vec::new(),
            codes_seen: Default::default(),
            unmapped: Default::default(),
            used: 0,
            refused: 0,
            passed_over: 0,
            deleted: unused("the value is deleted"),
            texts: unused("the value is empty or no number, which no figure holds"),
        }
    }

    /// How many records there were.
    pub(super) const fn seen(&self) -> u64 {
        self.used + self.refused + self.passed_over
    }

    /// Counts a record whose problem is told.
    pub(super) fn refuse(&mut self, sink: &mut dyn Sink) {
        self.refused += 1;
        sink.row(Fate::Refused);
    }

    pub(super) fn add(&mut self, given: &DataValue<'_>, sink: &mut dyn Sink) {
        let place = Place::file(Arc::clone(self.file)).row(given.row);
        let passed_over = if given.deleted {
            Some(&mut self.deleted)
        } else if given.value.is_empty() || read_number(&given.value).is_err() {
            Some(&mut self.texts)
        } else {
            None
        };
        if let Some(why) = passed_over {
            why.see(|| place);
            self.passed_over += 1;
            sink.row(Fate::PassedOver);
            return;
        }
        let mut problems = Vec::new();
        let row = RowProblems::new(self.file, given.row, &mut problems);
        let read = self.read(given, row, sink);
        for problem in problems {
            sink.problem(problem);
        }
        match read {
            Some(()) => {
                self.used += 1;
                sink.row(Fate::Used);
            }
            None => self.refuse(sink),
        }
    }

    fn read(
        &mut self,
        given: &DataValue<'_>,
        mut row: RowProblems<'_>,
        sink: &mut dyn Sink,
    ) -> Option<()> {
        let element = row.keep("dataElement", self.element(&given.data_element, sink));
        let area = row.keep("orgUnit", self.area(&given.org_unit));
        let period = row.share("period", self.periods.get(&given.period, period::read));
        let category = self.combo(KINDS[2], names::CATEGORY_DIMENSION, &given.category);
        let category = row.keep("categoryOptionCombo", category);
        let kind = "attribute-option-combo";
        let attribute = self.combo(kind, names::ATTRIBUTE_DIMENSION, &given.attribute);
        let attribute = row.keep("attributeOptionCombo", attribute);
        let ((subject, part), area, period) = (element?, area?, period?);
        let pairs: Vec<_> = [category?, attribute?]
            .iter()
            .flat_map(|groups| {
                groups.iter().map(|(d, c)| (d.clone(), c.clone())).collect::<Vec<_>>()
            })
            .collect();
        let groups = Groups::new(pairs).ok_or_else(|| {
            Fault::new(ProblemCode::GroupsInvalid, "both combinations name one dimension")
        });
        let groups = row.keep("categoryOptionCombo", groups)?;
        let figures = row.keep("value", figures(part, &given.value))?;
        row.keep("value", subject.admits(&figures.0))?;
        let source = row.keep("dataSet", self.kit.source(""))?;
        let (value, numerator, denominator) = figures;
        let place = row.place();
        let note = (!given.comment.is_empty()).then(|| given.comment.as_ref().into());
        self.join(Observation {
            indicator: subject.id,
            area,
            period,
            groups,
            numerator,
            denominator,
            basis: Basis::Complete,
            value,
            interval: None,
            standard_error: None,
            note,
            source,
            place,
        });
        Some(())
    }

    /// Adds the figure to the observation of its key. One that stands there
    /// already stays, and the second is left to the search for repeats.
    fn join(&mut self, row: Observation) {
        let key = (row.indicator.clone(), row.area.clone(), row.period, row.groups.clone());
        let first = self.at.get(&key).map(|at| &mut self.observations[*at]);
        let Some(first) = first else {
            self.at.insert(key, self.observations.len());
            self.observations.push(row);
            return;
        };
        let takes = join_cell(&mut first.value, row.value)
            | join_cell(&mut first.numerator, row.numerator)
            | join_cell(&mut first.denominator, row.denominator);
        if !takes {
            self.observations.push(row);
        } else if first.note.is_none() {
            first.note = row.note;
        }
    }

    fn element(&mut self, code: &str, sink: &mut dyn Sink) -> Result<(Indicator, Part), Fault> {
        let mapped = self.codes.map.get(KINDS[0], code);
        let text = mapped.unwrap_or(code);
        let ends = [(names::NUMERATOR, Part::Numerator), (names::DENOMINATOR, Part::Denominator)];
        let ended = ends.iter().find_map(|(end, part)| Some((text.strip_suffix(end)?, *part)));
        let (text, part) = ended.unwrap_or((text, Part::Value));
        let subject = self.kit.indicator(text, "", None, sink)?;
        if !self.codes_seen[0].contains(code) {
            self.codes_seen[0].insert(code.to_owned());
            if mapped.is_none() && subject.known.is_none() {
                self.unmapped[0].insert(code.to_owned());
            }
        }
        Ok((subject, part))
    }

    fn area(&mut self, unit: &str) -> Result<AreaCode, Fault> {
        let mapped = self.codes.map.get(KINDS[1], unit);
        let text = mapped.unwrap_or(unit);
        let invalid =
            || Fault::new(ProblemCode::AreaCodeInvalid, "not the code of an organisation unit");
        if let Ok(code) = AreaCode::new(text) {
            self.codes_seen[1].insert(unit.to_owned());
            return Ok(code);
        }
        let code =
            AreaCode::new(&format!("{}{unit}", names::AREA_PREFIX)).map_err(|_| invalid())?;
        if self.codes_seen[1].insert(unit.to_owned()) {
            self.unmapped[1].insert(unit.to_owned());
        }
        Ok(code)
    }

    fn combo(&mut self, kind: &str, dimension: &'static str, code: &str) -> Result<Groups, Fault> {
        if let Some(groups) = self.codes.map.get(kind, code) {
            return read_groups(groups, self.codes);
        }
        if matches!(code, "" | names::DEFAULT | names::DEFAULT_UID) {
            return Ok(Groups::everyone());
        }
        let mut pairs = Vec::new();
        for piece in code.split(';').map(str::trim) {
            let (name, category) = piece.split_once('=').unwrap_or((dimension, piece));
            let group = Group { dimension: name, category, label: category, order: None };
            pairs.push(self.kit.group(group)?);
            if name == dimension && self.codes_seen[2].insert(code.to_owned()) {
                self.unmapped[2].insert(code.to_owned());
            }
        }
        Groups::new(pairs)
            .ok_or_else(|| Fault::new(ProblemCode::GroupsInvalid, "one dimension is named twice"))
    }

    /// Hands on the observations, and sums up the import.
    pub(super) fn finish(self, sink: &mut dyn Sink) {
        let place = Place::file(Arc::clone(self.file));
        self.observations.into_iter().for_each(|row| sink.observation(row));
        self.kit.finish(sink);
        for (at, unmapped) in self.unmapped.iter().enumerate().filter(|(_, all)| !all.is_empty()) {
            let words = ["data elements", "organisation units", "option combinations"][at];
            let (without, all) = (unmapped.len(), self.codes_seen[at].len().max(unmapped.len()));
            let message = format!("{without} of {all} {words} have no entry in a mapping table");
            sink.problem(Problem::new(ProblemCode::CodeUnmapped, place.clone(), message));
        }
        let told = [self.deleted, self.texts].into_iter().filter_map(Once::told);
        told.for_each(|problem| sink.problem(problem));
        let message = format!(
            "import summary: {} values used, {} refused with an error, {} passed over",
            self.used, self.refused, self.passed_over
        );
        sink.problem(Problem::new(ProblemCode::ImportSummary, place, message));
    }
}

/// Value, numerator and denominator, of which a data value gives one.
type Figures = (Cell<f64>, Cell<u64>, Cell<u64>);

fn figures(part: Part, text: &str) -> Result<Figures, Fault> {
    let absent = (Cell::Absent, Cell::Absent, Cell::Absent);
    Ok(match part {
        Part::Value => (Cell::known(read_number(text)?), absent.1, absent.2),
        Part::Numerator => (absent.0, Cell::known(read_count(text)?), absent.2),
        Part::Denominator => (absent.0, absent.1, Cell::known(read_count(text)?)),
    })
}

/// Fills a cell that is absent; whether it did.
fn join_cell<T: Copy>(cell: &mut Cell<T>, with: Cell<T>) -> bool {
    let fills = matches!((&*cell, &with), (Cell::Absent, Cell::Known { .. }));
    if fills {
        *cell = with;
    }
    fills
}
