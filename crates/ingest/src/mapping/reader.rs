//! Reads a table by its mapping.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use firstyear_core::mapping::{GroupRule, Mapping, MeasureRule};
use firstyear_core::project::FileFormat;
use firstyear_core::{
    AreaCode, AreaNames, Basis, Category, CategoryId, Cell, Dimension, DimensionAbout, DimensionId,
    Groups, IndicatorId, Interval, NamedIndicator, Observation, Period, Place, Problem,
    ProblemCode, Role, Source, SourceId, Splits, UnorderedDimension, slug,
};

use super::lines::{self, Line};
use super::numbers::Numbers;
use super::places;
use super::shipped;
use crate::fault::{Fault, RowProblems};
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::memo::Memo;
use crate::plausible::standard_error;
use crate::sample::Sample;
use crate::sink::{Fate, Sink};
use crate::tidy::{Noted, plausible};
use crate::vocabulary::{Vocabulary, find_category};
use crate::withheld::Withheld;
use crate::{CodeLists, OnProgress, ReadError, area_names};

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::Mapped,
    title: "Any table, CSV or workbook, read as a mapping file says",
    explanation: "A mapping file (TOML) names the columns of area, period, groups, counts and \
                  values, and says what the file leaves open: what an empty cell means, whether a \
                  split year is financial, whether the day comes first. `firstyear map FILE` \
                  drafts one, `firstyear schema mapping` describes it; a project names it beside \
                  the file, and --mapping on the command line. Mappings of some publications come \
                  with the program and are told by their headers: scores of the English Indices of \
                  Deprivation by authority, infant mortality by authority 2010 to 2017, and \
                  attendances at emergency departments of the NHS in England.",
    fits: |sample| Fit::sure_if(shipped::told(sample).is_some()),
    read: |input, with, sink, progress| {
        let Some(mapping) = shipped::told(&Sample::of(input)?) else {
            let message = "no mapping that comes with the program fits the header";
            let problem = Problem::new(ProblemCode::FileUnreadable, input.place(), message);
            return Err(problem.with_help("draft one with `firstyear map`, and name it").into());
        };
        read_by(input, mapping, with, sink, progress)
    },
};

/// Reads a table by a mapping.
///
/// # Errors
///
/// [`ReadError`] when the file cannot be read, lacks a column that the mapping
/// names, or the mapping names what no list knows.
pub(crate) fn read_by(
    input: &Input<'_>,
    mapping: &Mapping,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let mut reader = Reader::new(input, mapping, with)?;
    reader.announce(sink);
    let encoding =
        lines::each(input, mapping, progress, &mut |at, line| reader.take(at, line, sink))?;
    if let Some(note) = encoding {
        sink.problem(note);
    }
    reader.finish(sink)
}

/// A table being read.
struct Reader<'r> {
    input: &'r Input<'r>,
    mapping: &'r Mapping,
    codes: &'r CodeLists<'r>,
    words: Vocabulary<'r>,
    numbers: Numbers<'r>,
    source: SourceId,
    /// The upper rows of a header of several, while they are collected.
    upper: Vec<Vec<String>>,
    header: Option<Header>,
    names: AreaNames,
    labels: area_names::AreaNames,
    areas: Memo<AreaCode>,
    by_name: BTreeMap<(String, Option<Period>), Result<AreaCode, Fault>>,
    periods: Memo<Period>,
    groups: Memo<Groups>,
    own: BTreeMap<DimensionId, UnorderedDimension>,
    fixed: Vec<Groups>,
    withheld: Withheld,
    passed: Vec<(Option<u64>, u64)>,
    ended: bool,
    rows: u64,
    problems: Vec<Problem>,
}

/// Where the columns of the mapping stand.
struct Header {
    at: BTreeMap<String, usize>,
    width: usize,
}

impl<'r> Reader<'r> {
    fn new(
        input: &'r Input<'r>,
        mapping: &'r Mapping,
        with: &Context<'r>,
    ) -> Result<Self, ReadError> {
        let mut words = Vocabulary::new(with.codes, with.sources);
        let refuse = |fault: Fault| ReadError::from(fault.at(input.place()));
        let mut fixed = Vec::new();
        for measure in &mapping.measures {
            let ids = measure.indicator.iter().chain(measure.recode.values());
            for id in ids {
                known_or_named(id, mapping, with.codes).map_err(refuse)?;
            }
            let groups = measure.groups.as_deref().unwrap_or_default();
            fixed.push(words.groups(groups).clone().map_err(refuse)?);
        }
        for group in &mapping.groups {
            check_group(group, with.codes).map_err(refuse)?;
        }
        let by_names = mapping.area.column.is_none() && mapping.area.names.is_some();
        let names = if by_names { AreaNames::of(with.codes.areas) } else { AreaNames::default() };
        Ok(Self {
            input,
            mapping,
            codes: with.codes,
            words,
            numbers: Numbers::new(mapping),
            source: source(mapping, with).map_err(refuse)?,
            upper: Vec::new(),
            header: None,
            names,
            labels: area_names::AreaNames::new(),
            areas: Memo::new(),
            by_name: BTreeMap::new(),
            periods: Memo::new(),
            groups: Memo::new(),
            own: BTreeMap::new(),
            fixed,
            withheld: Withheld::default(),
            passed: vec![(None, 0); mapping.passed_over.len()],
            ended: false,
            rows: 0,
            problems: Vec::new(),
        })
    }

    /// Tells what the mapping itself says: the source, and indicators that no
    /// list defines.
    fn announce(&self, sink: &mut dyn Sink) {
        if let Some(entry) = self.mapping.source.as_ref().filter(|entry| entry.id == self.source) {
            sink.source(Source {
                id: entry.id.clone(),
                title: entry.title.clone(),
                publisher: entry.publisher.clone(),
                licence: entry.licence.clone(),
                released: entry.released,
                class: entry.class,
                note: entry.note.clone(),
            });
        }
        for named in &self.mapping.indicators {
            if self.codes.indicators.contains_key(&named.id) {
                continue;
            }
            sink.named(NamedIndicator {
                id: named.id.clone(),
                scheme: "mapping".to_owned(),
                code: named.id.to_string(),
                name: named.name.clone(),
                unit: named.unit.clone(),
            });
        }
    }

    fn take(
        &mut self,
        at: u64,
        line: &Line<'_>,
        sink: &mut dyn Sink,
    ) -> Result<ControlFlow<()>, ReadError> {
        if self.header.is_none() {
            return self.take_header(at, line, sink).map(|()| ControlFlow::Continue(()));
        }
        let first = (0..line.len()).map(|at| line.cell(at)).find(|cell| !cell.is_empty());
        let ends = |text: &String| first.is_some_and(|cell| cell.starts_with(text.as_str()));
        if self.mapping.table.ends_at.iter().any(ends) {
            self.ended = true;
            return Ok(ControlFlow::Break(()));
        }
        self.rows += 1;
        let fate = self.take_row(at, line, sink);
        self.problems.drain(..).for_each(|problem| sink.problem(problem));
        sink.row(fate);
        Ok(ControlFlow::Continue(()))
    }

    /// Collects the rows of the header.
    fn take_header(
        &mut self,
        at: u64,
        line: &Line<'_>,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        let shape = &self.mapping.table;
        if shape.header_row.is_some_and(|first| at < first) {
            return Ok(());
        }
        self.upper.push((0..line.len()).map(|at| line.cell(at).to_owned()).collect());
        let needed = shape.header_rows.unwrap_or(1);
        if (self.upper.len() as u64) < needed {
            return Ok(());
        }
        let titles = joined(&std::mem::take(&mut self.upper));
        self.header = Some(self.matched(at, &titles, sink)?);
        Ok(())
    }

    fn matched(
        &self,
        row: u64,
        titles: &[String],
        sink: &mut dyn Sink,
    ) -> Result<Header, ReadError> {
        let place = |column: &str| self.input.place().row(row).column(column);
        let (mut at, mut problems) = (BTreeMap::new(), Vec::new());
        for name in self.mapping.columns() {
            let folded = blanks_folded(name);
            let mut found = (0..titles.len()).filter(|at| titles[*at] == folded);
            match (found.next(), found.next()) {
                (Some(one), None) => {
                    at.insert(name.to_owned(), one);
                }
                (Some(_), Some(_)) => problems.push(Problem::new(
                    ProblemCode::ColumnRepeated,
                    place(name),
                    "the column stands twice",
                )),
                (None, _) => {
                    let message = "the mapping names a column that the header does not have";
                    let fault = Fault::new(ProblemCode::ColumnMissing, message)
                        .with_help("compare the mapping file with the header, and see header_row")
                        .with_nearest(name, titles.iter().map(String::as_str));
                    problems.push(fault.at(place(name)));
                }
            }
        }
        if !problems.is_empty() {
            return Err(ReadError::Unusable { problems });
        }
        let read: BTreeSet<usize> = at.values().copied().collect();
        for (index, title) in titles.iter().enumerate() {
            let ignored = self.mapping.ignore.iter().any(|name| blanks_folded(name) == *title);
            if !read.contains(&index) && !ignored && !title.is_empty() {
                let message = "the mapping does not say what the column is, so it was not read";
                let name = crate::table::shown_name(title, index);
                let problem = Problem::new(ProblemCode::ColumnUnknown, place(&name), message);
                sink.problem(problem.with_help("name it in the mapping file, or under ignore"));
            }
        }
        Ok(Header { at, width: titles.len() })
    }

    fn take_row(&mut self, at: u64, line: &Line<'_>, sink: &mut dyn Sink) -> Fate {
        let Some(header) = self.header.take() else { return Fate::Refused };
        let fate = self.read_row(at, line, &header, sink);
        self.header = Some(header);
        fate
    }

    fn read_row(&mut self, at: u64, line: &Line<'_>, header: &Header, sink: &mut dyn Sink) -> Fate {
        let place = self.input.place().row(at);
        if line.has_shape() && line.len() != header.width {
            let message =
                format!("the row has {} cells and the header {}", line.len(), header.width);
            self.problems.push(Problem::new(ProblemCode::RowShape, place, message));
            return Fate::Refused;
        }
        let cell = |name: &str| header.at.get(name).map_or("", |at| line.cell(*at));
        let rules = self.mapping.passed_over.iter();
        let left_out = rules.enumerate().find(|(_, rule)| {
            let text = cell(&rule.column);
            rule.texts.iter().any(|known| known == text)
        });
        if let Some((index, _)) = left_out {
            let (first, rows) = &mut self.passed[index];
            first.get_or_insert(at);
            *rows += 1;
            return Fate::PassedOver;
        }
        match self.observations(&place, &cell) {
            Some(read) => {
                for observation in read {
                    self.withheld.see(&observation);
                    sink.observation(observation);
                }
                Fate::Used
            }
            None => Fate::Refused,
        }
    }

    /// The figures of a row; `None` where any part of it has a fault.
    fn observations<'c>(
        &mut self,
        place: &Place,
        cell: &dyn Fn(&str) -> &'c str,
    ) -> Option<Vec<Observation>> {
        let period = self.period(place, cell);
        let area = self.area(place, cell, period);
        let groups = self.groups(place, cell);
        let mut read = Vec::new();
        let mut whole = true;
        let mapping = self.mapping;
        for (index, measure) in mapping.measures.iter().enumerate() {
            let Some(figures) = self.figures(measure, place, cell) else {
                whole = false;
                continue;
            };
            let (Some(area), Some(period), Some(groups)) = (&area, period, &groups) else {
                continue;
            };
            let groups = joint(groups, &self.fixed[index]);
            let Some(groups) = groups else {
                self.fault(
                    place,
                    "groups",
                    &Fault::new(
                        ProblemCode::GroupsInvalid,
                        "a measure and a column split by one dimension",
                    ),
                );
                return None;
            };
            let note = self.words.note(measure.note.as_deref().map_or("", cell));
            let observation = Observation {
                indicator: figures.indicator,
                area: area.clone(),
                period,
                groups,
                numerator: figures.numerator,
                denominator: figures.denominator,
                basis: Basis::Complete,
                value: figures.value,
                interval: figures.interval,
                standard_error: figures.standard_error,
                note,
                source: self.source.clone(),
                place: place.clone(),
            };
            whole &= self.plausible(&observation, measure);
            read.push(observation);
        }
        (whole && area.is_some() && period.is_some() && groups.is_some()).then_some(read)
    }

    /// Checks what no single cell shows, for an indicator that is defined.
    fn plausible(&mut self, observation: &Observation, measure: &MeasureRule) -> bool {
        let Some(known) = self.codes.indicators.get(&observation.indicator) else { return true };
        let row = observation.place.row.unwrap_or_default();
        let mut row = RowProblems::new(&self.input.file, row, &mut self.problems);
        let name = |column: &Option<String>| column.clone().unwrap_or_default();
        let names = [name(&measure.numerator), name(&measure.value)];
        let names = [names[0].as_str(), names[1].as_str()];
        plausible(observation, (known.kind, known.factor()), names, &mut row)
    }

    fn fault(&mut self, place: &Place, column: &str, fault: &Fault) {
        self.problems.push(fault.at(place.clone().column(column)));
    }

    fn keep<T>(&mut self, place: &Place, column: &str, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.fault(place, column, &fault)).ok()
    }

    fn period<'c>(&mut self, place: &Place, cell: &dyn Fn(&str) -> &'c str) -> Option<Period> {
        let rule = &self.mapping.period;
        let label = match (&rule.label, rule.columns.as_slice()) {
            (Some(label), _) => label.clone(),
            (None, columns) => {
                let texts = columns.iter().map(|name| cell(name));
                let texts = texts.map(|text| text.strip_suffix(".0").unwrap_or(text));
                texts.collect::<Vec<_>>().join(" ")
            }
        };
        let read = self.periods.get(&label, |text| places::period(text, rule)).clone();
        let column = rule.columns.first().map_or("period", String::as_str);
        self.keep(place, column, read)
    }

    fn area<'c>(
        &mut self,
        place: &Place,
        cell: &dyn Fn(&str) -> &'c str,
        period: Option<Period>,
    ) -> Option<AreaCode> {
        let rule = &self.mapping.area;
        if let Some(code) = &rule.code {
            return Some(code.clone());
        }
        if let Some(column) = &rule.column {
            let read = self.areas.get(cell(column), |text| places::area_by_code(text, rule));
            let read = read.clone();
            let code = self.keep(place, column, read)?;
            if let Some(names) = &rule.names {
                let row = place.row.unwrap_or_default();
                let mut row = RowProblems::new(&self.input.file, row, &mut self.problems);
                self.labels.note(&code, cell(names), names, &mut row);
            }
            return Some(code);
        }
        let names = rule.names.as_deref()?;
        let day = rule.boundaries_on.or_else(|| period.map(Period::end))?;
        let text = cell(names);
        let key = (text.to_owned(), period);
        let found = self.by_name.entry(key).or_insert_with(|| {
            places::area_by_name(text, rule, day, &self.names, self.codes.areas)
        });
        let found = found.clone();
        self.keep(place, names, found)
    }

    fn groups<'c>(&mut self, place: &Place, cell: &dyn Fn(&str) -> &'c str) -> Option<Groups> {
        let mapping = self.mapping;
        let key: Vec<&str> = mapping.groups.iter().map(|rule| cell(&rule.column)).collect();
        let mut failed = None;
        let (codes, own) = (self.codes, &mut self.own);
        let read = self.groups.get(&key.join("\n"), |_| {
            let mut pairs = Vec::new();
            for (rule, text) in mapping.groups.iter().zip(&key) {
                match category(text, rule, codes, own) {
                    Ok(Some(category)) => pairs.push((rule.dimension.clone(), category)),
                    Ok(None) => {}
                    Err(fault) => {
                        failed = Some(rule.column.clone());
                        return Err(fault);
                    }
                }
            }
            Groups::new(pairs).ok_or_else(|| {
                Fault::new(ProblemCode::GroupsInvalid, "one dimension is named twice")
            })
        });
        let read = read.clone();
        let column = failed.or_else(|| mapping.groups.first().map(|rule| rule.column.clone()));
        self.keep(place, column.as_deref().unwrap_or("groups"), read)
    }

    fn figures<'c>(
        &mut self,
        measure: &MeasureRule,
        place: &Place,
        cell: &dyn Fn(&str) -> &'c str,
    ) -> Option<Figures> {
        let indicator = self.indicator(measure, place, cell);
        let factor = measure.factor.unwrap_or(1.0);
        let counts = [&measure.numerator, &measure.denominator].map(|column| match column {
            Some(column) => {
                let read = self.numbers.count(cell(column));
                self.keep(place, column, read)
            }
            None => Some(Cell::Absent),
        });
        let value = match &measure.value {
            Some(column) => {
                let read = self.numbers.value(cell(column), factor);
                self.keep(place, column, read)
            }
            None => Some(Cell::Absent),
        };
        let error = match &measure.standard_error {
            Some(column) if !self.numbers.is_none(cell(column)) => {
                let read = self.numbers.bare(cell(column), factor).and_then(standard_error);
                self.keep(place, column, read).map(Some)
            }
            _ => Some(None),
        };
        let interval = self.interval(measure, place, cell, value.as_ref());
        let [numerator, denominator] = counts;
        Some(Figures {
            indicator: indicator?,
            numerator: numerator?,
            denominator: denominator?,
            value: value?,
            interval: interval.ok()?,
            standard_error: error?,
        })
    }

    fn indicator<'c>(
        &mut self,
        measure: &MeasureRule,
        place: &Place,
        cell: &dyn Fn(&str) -> &'c str,
    ) -> Option<IndicatorId> {
        let Some(column) = &measure.indicator_column else { return measure.indicator.clone() };
        let text = cell(column);
        if let Some(id) = measure.recode.get(text) {
            return Some(id.clone());
        }
        let read = match self.words.indicator(text) {
            Ok(known) => Ok(known.id.clone()),
            Err(fault) => Err(fault
                .clone()
                .with_help("say in the recode of the measure which indicator the text stands for")),
        };
        self.keep(place, column, read)
    }

    /// Published limits; `None` where both are empty or marked.
    fn interval<'c>(
        &mut self,
        measure: &MeasureRule,
        place: &Place,
        cell: &dyn Fn(&str) -> &'c str,
        value: Option<&Cell<f64>>,
    ) -> Result<Option<Interval>, Noted> {
        let (Some(lower), Some(upper), Some(confidence)) =
            (&measure.lower, &measure.upper, measure.confidence)
        else {
            return Ok(None);
        };
        let invalid = |message: &str| Fault::new(ProblemCode::IntervalInvalid, message);
        match [lower, upper].map(|column| self.numbers.is_none(cell(column))) {
            [true, true] => return Ok(None),
            [false, false] => {}
            _ => {
                self.fault(place, lower, &invalid("the published limits are incomplete"));
                return Err(Noted);
            }
        }
        let factor = measure.factor.unwrap_or(1.0);
        let [low, high] = [lower, upper].map(|column| {
            let read = self.numbers.bare(cell(column), factor);
            self.keep(place, column, read)
        });
        let (Some(lower_limit), Some(upper_limit)) = (low, high) else { return Err(Noted) };
        let limits = Interval { lower: lower_limit, upper: upper_limit, confidence };
        let message = match value.ok_or(Noted)?.value() {
            Some(value) if limits.lower <= *value && *value <= limits.upper => {
                return Ok(Some(limits));
            }
            Some(_) => "the limits do not hold the value",
            // Limits give a hidden value away.
            None => "limits stand beside a value that is not known",
        };
        self.fault(place, lower, &invalid(message));
        Err(Noted)
    }

    fn finish(self, sink: &mut dyn Sink) -> Reading {
        if self.header.is_none() || self.rows == 0 {
            let message = "the table has no rows below its header";
            let problem = Problem::new(ProblemCode::FileEmpty, self.input.place(), message);
            return Err(problem.with_help("check header_row and ends_at in the mapping").into());
        }
        for (rule, (first, rows)) in self.mapping.passed_over.iter().zip(&self.passed) {
            let Some(first) = first else { continue };
            let place = self.input.place().row(*first).column(rule.column.as_str());
            let message = format!("{rows} rows passed over: {}", rule.because);
            sink.problem(Problem::new(ProblemCode::RowsPassedOver, place, message));
        }
        self.withheld.note().into_iter().for_each(|note| sink.problem(note));
        for area in self.labels.finish().iter() {
            sink.area(area.clone(), &self.input.place());
        }
        for dimension in self.own.into_values() {
            sink.dimension(Dimension::Unordered(dimension));
        }
        Ok(())
    }
}

/// The figures of one measure in one row.
struct Figures {
    indicator: IndicatorId,
    numerator: Cell<u64>,
    denominator: Cell<u64>,
    value: Cell<f64>,
    interval: Option<Interval>,
    standard_error: Option<f64>,
}

/// The source of the rows: what the caller says goes before the mapping.
fn source(mapping: &Mapping, with: &Context<'_>) -> Result<SourceId, Fault> {
    let own = mapping.source.as_ref().map(|entry| &entry.id);
    with.sources.default.or(own).cloned().ok_or_else(|| {
        Fault::new(ProblemCode::SourceUnknown, "neither the project nor the mapping names a source")
            .with_help("give source beside the file in firstyear.toml, or [source] in the mapping")
    })
}

fn known_or_named(id: &IndicatorId, mapping: &Mapping, codes: &CodeLists<'_>) -> Result<(), Fault> {
    if codes.indicators.contains_key(id) || mapping.indicators.iter().any(|own| own.id == *id) {
        return Ok(());
    }
    let message = format!("the mapping names an indicator that no list defines: {id}");
    Err(Fault::new(ProblemCode::IndicatorUnknown, message)
        .with_help("give its name under [[indicator]] in the mapping file")
        .with_nearest(id.as_str(), codes.indicators.keys().map(IndicatorId::as_str)))
}

fn check_group(group: &GroupRule, codes: &CodeLists<'_>) -> Result<(), Fault> {
    let known = codes.dimensions.get(&group.dimension);
    match (known, &group.name) {
        (Some(dimension), _) => group
            .recode
            .values()
            .try_for_each(|id| find_category(id.as_str(), dimension).map(|_| ())),
        (None, Some(_)) => Ok(()),
        (None, None) => Err(Fault::new(
            ProblemCode::DimensionUnknown,
            format!("the mapping names a dimension that no list defines: {}", group.dimension),
        )
        .with_help("use a dimension of `firstyear list dimensions`, or give it a name")),
    }
}

/// The category that a text stands for; `None` for everyone.
fn category(
    text: &str,
    rule: &GroupRule,
    codes: &CodeLists<'_>,
    own: &mut BTreeMap<DimensionId, UnorderedDimension>,
) -> Result<Option<CategoryId>, Fault> {
    if rule.everyone.iter().any(|known| known == text) {
        return Ok(None);
    }
    if let Some(dimension) = codes.dimensions.get(&rule.dimension) {
        let recoded = rule.recode.get(text).or_else(|| codes.category(&rule.dimension, text));
        let id = match recoded {
            Some(id) => id.clone(),
            None => find_category(text, dimension)?,
        };
        let total = dimension.category(&id).is_some_and(|found| found.role == Role::Total);
        return Ok((!total).then_some(id));
    }
    let no_group = || Fault::new(ProblemCode::GroupsInvalid, "the row names no group");
    let id = match rule.recode.get(text) {
        Some(id) => id.clone(),
        None => CategoryId::new(&slug(text).ok_or_else(no_group)?).map_err(|_| no_group())?,
    };
    let entry = own.entry(rule.dimension.clone());
    let dimension = entry.or_insert_with(|| own_dimension(rule));
    match dimension.categories.iter().find(|known| known.id == id) {
        Some(known) if known.label != text && !rule.recode.contains_key(text) => Err(Fault::new(
            ProblemCode::CategoryUnknown,
            "two groups of the file differ in signs alone, and cannot be told apart",
        )),
        Some(_) => Ok(Some(id)),
        None => {
            let label = text.to_owned();
            dimension.categories.push(Category { id: id.clone(), label, role: Role::Group });
            Ok(Some(id))
        }
    }
}

fn own_dimension(rule: &GroupRule) -> UnorderedDimension {
    let name = rule.name.clone().unwrap_or_else(|| rule.dimension.to_string());
    let about = DimensionAbout {
        id: rule.dimension.clone(),
        short_name: name.clone(),
        name,
        family: rule.dimension.clone(),
        splits: Splits::Population,
        source: "as the mapping file names it".to_owned(),
    };
    UnorderedDimension { about, categories: Vec::new() }
}

/// The groups of a row and of a measure together; `None` where both name one
/// dimension.
fn joint(row: &Groups, measure: &Groups) -> Option<Groups> {
    if measure.is_everyone() {
        return Some(row.clone());
    }
    let pairs = row.iter().chain(measure.iter());
    Groups::new(pairs.map(|(dimension, category)| (dimension.clone(), category.clone())))
}

/// The titles of the columns from the rows of the header: an upper cell
/// reaches over the empty ones to its right.
pub(crate) fn joined(rows: &[Vec<String>]) -> Vec<String> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let last = rows.len().saturating_sub(1);
    let mut titles = vec![String::new(); width];
    for (index, row) in rows.iter().enumerate() {
        let mut reaching = "";
        for (at, title) in titles.iter_mut().enumerate() {
            let own = row.get(at).map_or("", String::as_str);
            let below = rows.get(last).and_then(|row| row.get(at)).map_or("", String::as_str);
            if !own.is_empty() {
                reaching = own;
            }
            let text = if index < last && !below.is_empty() { reaching } else { own };
            if !text.is_empty() {
                if !title.is_empty() {
                    title.push(' ');
                }
                title.push_str(text);
            }
        }
    }
    titles.iter().map(|title| blanks_folded(title)).collect()
}

fn blanks_folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
