//! One row of an export: for whom, where and when, and its figures.

use std::sync::Arc;

use firstyear_core::{
    Area, AreaCode, Basis, CategoryId, Cell, Confidence, DimensionId, Flags, Groups, Interval,
    Observation, Period, PeriodUnit, Place, ProblemCode, SourceId, Withholding, slug,
};

use super::header::{Group, Header, Kind, Measure};
use super::notes::{Chosen, Notes};
use crate::cells::{read_count, read_number};
use crate::fault::Fault;
use crate::found::{Found, Indicator};
use crate::memo::Memo;
use crate::rows::Rows;
use crate::sink::Sink;
use crate::{CodeLists, ReadError};

/// The mark of a row that adds up those before it.
const TOTAL: &str = "Total";
const SCHEME: &str = "cdc-wonder";

/// Reads rows.
pub(super) struct Reader<'a> {
    header: &'a Header,
    found: Found<'a>,
    indicators: Vec<Indicator>,
    /// Groups by label, for each column.
    groups: Vec<Memo<(DimensionId, CategoryId)>>,
    areas: Memo<AreaCode>,
    periods: Memo<Period>,
    notes: Memo<Arc<str>>,
    sex: DimensionId,
    /// The period of rows that name none.
    period: Option<Period>,
    /// The area of rows that name none; `None` where several were chosen.
    area: Option<AreaCode>,
    /// The factor of rates; `None` where the file does not say it.
    per: Option<f64>,
    source: SourceId,
    passed_over: bool,
}

/// What became of a row.
pub(super) enum Outcome {
    Read(Row),
    PassedOver,
    Refused,
}

/// A row that was read.
pub(super) struct Row {
    pub(super) observations: Vec<Observation>,
    pub(super) is_total: bool,
    /// The labels of its groups, each with a tab after it; without the blank
    /// ones at the end of a total.
    pub(super) labels: String,
    pub(super) counts: Counts,
}

/// The counts of the first figure of a row.
pub(super) struct Counts {
    pub(super) numerator: Cell<u64>,
    pub(super) denominator: Cell<u64>,
    /// The names of their columns.
    pub(super) columns: [Arc<str>; 2],
    rate: Option<Rate>,
}

/// A printed rate with its factor and the size of its last decimal.
struct Rate {
    value: f64,
    per: f64,
    step: f64,
}

impl Counts {
    /// Whether the printed rate lies further from its own counts than rounding
    /// explains.
    pub(super) fn rate_disagrees(&self) -> bool {
        let counts = (self.numerator.value(), self.denominator.value(), &self.rate);
        let (Some(events), Some(people), Some(rate)) = counts else { return false };
        if *people == 0 {
            return false;
        }
        let formed = *events as f64 / *people as f64 * rate.per;
        (formed - rate.value).abs() > rate.step * 0.500_001 + rate.value.abs() * 1e-12
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        header: &'a Header,
        notes: &Notes,
        codes: &'a CodeLists<'a>,
        source: &SourceId,
        file: &Place,
        sink: &mut dyn Sink,
    ) -> Result<Self, ReadError> {
        let mut found = Found::new(codes, SCHEME);
        let unit = notes.per().map(|per| format!("per {per}"));
        let filters = notes.filters();
        let mut indicators = Vec::new();
        for measure in &header.measures {
            let code = code_of(measure, &filters);
            let name = std::iter::once(measure.name.clone()).chain(filters.clone());
            let name = name.collect::<Vec<_>>().join("; ");
            let unit = unit.as_deref().filter(|_| measure.is_rate);
            let indicator = found.indicator(&code, &name, unit, sink);
            let place = || file.clone().column(measure.name.as_str());
            indicators.push(indicator.map_err(|fault| fault.at(place()))?);
        }
        let groups = header.groups.iter().map(|_| Memo::new()).collect();
        let per = notes.per().and_then(|per| per.replace(',', "").parse().ok());
        let area = area_of(&notes.chosen()).inspect(|(code, name)| {
            sink.area(Area::new(code.clone(), name.as_str()), file);
        });
        Ok(Self {
            header,
            found,
            indicators,
            groups,
            areas: Memo::new(),
            periods: Memo::new(),
            notes: Memo::new(),
            sex: DimensionId::new("sex").expect("a literal in kebab-case"),
            period: notes.period(),
            area: area.map(|(code, _)| code),
            per: per.filter(|per: &f64| *per > 0.0),
            source: source.clone(),
            passed_over: false,
        })
    }

    /// Reads a row of data.
    pub(super) fn row(&mut self, rows: &Rows<'_>, place: &Place, sink: &mut dyn Sink) -> Outcome {
        let remark = self.header.notes.map_or("", |column| rows.cell(column));
        let is_total = remark == TOTAL;
        if is_total && !self.has_whole(rows) {
            if !self.passed_over {
                self.passed_over = true;
                let message = "totals over places or times that the notes do not name are passed \
                               over";
                sink.problem(Fault::new(ProblemCode::RowsPassedOver, message).at(place.clone()));
            }
            return Outcome::PassedOver;
        }
        let read = self.read(rows, place, is_total, remark, sink);
        match read {
            Ok(row) => Outcome::Read(row),
            Err((column, fault)) => {
                let place = place.clone().column(self.header.name(column));
                sink.problem(fault.at(place));
                Outcome::Refused
            }
        }
    }

    /// Whether a total's place and time are known where its row leaves them
    /// blank.
    fn has_whole(&self, rows: &Rows<'_>) -> bool {
        let filled = |wanted: fn(Kind) -> bool| {
            self.header
                .groups
                .iter()
                .any(|group| wanted(group.kind) && !rows.cell(group.label).is_empty())
        };
        let when = filled(|kind| matches!(kind, Kind::Year | Kind::Month));
        let where_ = filled(|kind| matches!(kind, Kind::Place(..)));
        (when || self.period.is_some()) && (where_ || self.area.is_some())
    }

    fn read(
        &mut self,
        rows: &Rows<'_>,
        place: &Place,
        is_total: bool,
        remark: &str,
        sink: &mut dyn Sink,
    ) -> Result<Row, (usize, Fault)> {
        let header = self.header;
        let mut pairs = Vec::with_capacity(header.groups.len());
        let mut labels = String::new();
        let mut period = None;
        let mut area: Option<(u8, AreaCode)> = None;
        for (i, group) in header.groups.iter().enumerate() {
            let label = rows.cell(group.label);
            labels.push_str(label);
            labels.push('\t');
            if label.is_empty() {
                if is_total {
                    continue;
                }
                let fault = Fault::new(ProblemCode::CellEmpty, "the row names no group here")
                    .with_help("only total rows leave groups blank: check for shifted cells");
                return Err((group.label, fault));
            }
            match group.kind {
                Kind::Year => {
                    let read = self.periods.get(label, |text| read_period(text, false));
                    period = Some(read.clone().map_err(|fault| (group.label, fault))?);
                }
                Kind::Month => {
                    let column = group.code.unwrap_or(group.label);
                    let code = rows.cell(column);
                    let read = self.periods.get(code, |text| read_period(text, true));
                    match read {
                        Ok(month) => period = Some(*month),
                        // January of all years together is a group.
                        Err(_) => pairs.push(self.category(i, group, label)?),
                    }
                }
                Kind::Place(scheme, narrow) => {
                    if area.as_ref().is_none_or(|(known, _)| *known < narrow) {
                        area = Some((narrow, self.place(group, scheme, rows, place, sink)?));
                    }
                }
                Kind::Split => pairs.push(self.category(i, group, label)?),
            }
        }
        if is_total {
            labels.truncate(labels.trim_end_matches('\t').len());
            if !labels.is_empty() {
                labels.push('\t');
            }
        }
        let subject = Subject {
            period: period.or(self.period).ok_or_else(|| (header.first(), no_period()))?,
            area: area
                .map(|(_, code)| code)
                .or_else(|| self.area.clone())
                .ok_or_else(|| (header.first(), no_area()))?,
            groups: Groups::new(pairs).ok_or_else(|| {
                let message = "two columns split the row by one dimension";
                (header.first(), Fault::new(ProblemCode::GroupsInvalid, message))
            })?,
            note: self.note(if is_total { "" } else { remark }),
        };
        let mut observations = Vec::with_capacity(header.measures.len());
        let mut counts = None;
        for (measure, indicator) in header.measures.iter().zip(&self.indicators) {
            let figure = Figure::read(measure, rows)?;
            if counts.is_none() {
                counts = Some(self.counts(measure, &figure, rows));
            }
            observations.push(subject.observe(&figure, indicator, &self.source, place));
        }
        let counts = counts.expect("a header has a measure");
        Ok(Row { observations, is_total, labels, counts })
    }

    fn category(
        &mut self,
        i: usize,
        group: &Group,
        label: &str,
    ) -> Result<(DimensionId, CategoryId), (usize, Fault)> {
        let (found, sex) = (&mut self.found, &self.sex);
        let is_sex = matches!(&*group.name, "Gender" | "Sex" | "Sex of Infant");
        let known = is_sex.then_some(sex);
        let read = self.groups[i].get(label, |label| found.category(&group.name, known, label));
        read.clone().map_err(|fault| (group.label, fault))
    }

    fn place(
        &mut self,
        group: &Group,
        scheme: &str,
        rows: &Rows<'_>,
        place: &Place,
        sink: &mut dyn Sink,
    ) -> Result<AreaCode, (usize, Fault)> {
        let Some(column) = group.code else {
            let message = "the column of codes beside the places is missing";
            return Err((group.label, Fault::new(ProblemCode::AreaCodeInvalid, message)));
        };
        let name = rows.cell(group.label);
        let read = self.areas.get(rows.cell(column), |code| {
            let area = area_code(scheme, code)?;
            sink.area(Area::new(area.clone(), name), &place.clone().column(&*group.name));
            Ok(area)
        });
        read.clone().map_err(|fault| (column, fault))
    }

    fn note(&mut self, text: &str) -> Option<Arc<str>> {
        if text.is_empty() {
            return None;
        }
        self.notes.get(text, |text| Ok(text.into())).as_ref().ok().cloned()
    }

    fn counts(&self, measure: &Measure, figure: &Figure, rows: &Rows<'_>) -> Counts {
        let name = |column: Option<usize>| column.map_or("", |column| self.header.name(column));
        let printed = measure.value.map_or("", |column| rows.cell(column));
        let digits = printed.split(' ').next().unwrap_or_default();
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let rate = figure.value.value().zip(self.per).filter(|_| measure.is_quotient());
        Counts {
            numerator: figure.numerator,
            denominator: figure.denominator,
            columns: [name(measure.count).into(), name(measure.at_risk).into()],
            rate: rate.map(|(value, per)| Rate {
                value: *value,
                per,
                step: 10_f64.powi(-i32::try_from(decimals).unwrap_or(i32::MAX)),
            }),
        }
    }

    pub(super) fn finish(self, sink: &mut dyn Sink) {
        self.found.finish(sink);
    }
}

impl Header {
    /// The column at which to speak of a row as a whole.
    fn first(&self) -> usize {
        self.groups.first().map_or(0, |group| group.label)
    }
}

/// For whom, where and when.
struct Subject {
    period: Period,
    area: AreaCode,
    groups: Groups,
    note: Option<Arc<str>>,
}

impl Subject {
    fn observe(
        &self,
        figure: &Figure,
        indicator: &Indicator,
        source: &SourceId,
        place: &Place,
    ) -> Observation {
        let unreliable = || Some(Arc::from("Unreliable"));
        let note = if figure.unreliable { unreliable() } else { None };
        Observation {
            indicator: indicator.id.clone(),
            area: self.area.clone(),
            period: self.period,
            groups: self.groups.clone(),
            numerator: figure.numerator,
            denominator: figure.denominator,
            basis: Basis::Complete,
            value: figure.value,
            interval: figure.interval,
            standard_error: figure.standard_error,
            note: self.note.clone().or(note),
            source: source.clone(),
            place: place.clone(),
        }
    }
}

/// The cells of a measure.
struct Figure {
    numerator: Cell<u64>,
    denominator: Cell<u64>,
    value: Cell<f64>,
    interval: Option<Interval>,
    standard_error: Option<f64>,
    unreliable: bool,
}

impl Figure {
    fn read(measure: &Measure, rows: &Rows<'_>) -> Result<Self, (usize, Fault)> {
        let count = |column: Option<usize>| match column {
            Some(column) => read_marked(rows.cell(column), read_count).map_err(|f| (column, f)),
            None => Ok((Cell::Absent, false)),
        };
        let number = |column: Option<usize>| match column {
            Some(column) => read_marked(rows.cell(column), percent).map_err(|f| (column, f)),
            None => Ok((Cell::Absent, false)),
        };
        let (mut numerator, shaky) = count(measure.count)?;
        let (denominator, _) = count(measure.at_risk)?;
        let (value, unreliable) = number(measure.value)?;
        let (standard_error, _) = number(measure.error)?;
        let unreliable = unreliable || shaky;
        // The rate is not printed where its count is small: the warning is
        // about the count.
        if unreliable && let Cell::Known { flags, .. } = &mut numerator {
            *flags |= Flags::LOW_RELIABILITY;
        }
        let interval = match measure.limits {
            Some([lower, upper]) => {
                let limits = (number(Some(lower))?.0, number(Some(upper))?.0);
                interval(&value, limits.0.value(), limits.1.value()).map_err(|f| (lower, f))?
            }
            None => None,
        };
        let standard_error = standard_error.value().copied();
        Ok(Self { numerator, denominator, value, interval, standard_error, unreliable })
    }
}

fn interval(
    value: &Cell<f64>,
    lower: Option<&f64>,
    upper: Option<&f64>,
) -> Result<Option<Interval>, Fault> {
    // Limits without a value would give a hidden one away.
    let (Some(lower), Some(upper), Some(value)) = (lower, upper, value.value()) else {
        return Ok(None);
    };
    let interval = Interval { lower: *lower, upper: *upper, confidence: Confidence::P95 };
    if lower <= upper && interval.contains(*value) {
        return Ok(Some(interval));
    }
    Err(Fault::new(ProblemCode::IntervalInvalid, "the limits do not hold the rate"))
}

/// Reads a number or the mark in its place, and whether it is marked as
/// unreliable.
fn read_marked<T>(
    text: &str,
    read: impl FnOnce(&str) -> Result<T, Fault>,
) -> Result<(Cell<T>, bool), Fault> {
    let is = |mark: &str| text.eq_ignore_ascii_case(mark);
    if is("Suppressed") {
        return Ok((Cell::Withheld(Withholding::Publisher), false));
    }
    if is("Not Applicable") {
        return Ok((Cell::NotApplicable, false));
    }
    if is("Not Available") || is("Missing") {
        return Ok((Cell::Absent, false));
    }
    if is("Unreliable") {
        return Ok((Cell::Absent, true));
    }
    if text.is_empty() {
        let fault = Fault::new(ProblemCode::CellEmpty, "the cell is empty, and says not why");
        return Err(fault.with_help(
            "an export marks every cell: Suppressed, Unreliable, Not Applicable, Not Available or \
             Missing; export again",
        ));
    }
    match text.strip_suffix("(Unreliable)") {
        Some(number) => Ok((Cell::flagged(read(number.trim_end())?, Flags::LOW_RELIABILITY), true)),
        None => Ok((Cell::known(read(text)?), false)),
    }
}

/// Reads a number, with a percent sign or without.
fn percent(text: &str) -> Result<f64, Fault> {
    read_number(text.strip_suffix('%').unwrap_or(text))
}

fn read_period(text: &str, is_month: bool) -> Result<Period, Fault> {
    let invalid = || Fault::new(ProblemCode::PeriodInvalid, "not a year or month of the export");
    let number = |text: &str| text.parse::<i32>().map_err(|_| invalid());
    if !is_month {
        // Years of provisional data say so: `2023 (provisional)`.
        let year = text.split(' ').next().unwrap_or_default();
        return Period::year(number(year)?).map_err(|_| invalid());
    }
    let (year, month) = text.split_once('/').ok_or_else(invalid)?;
    let month = u32::try_from(number(month)?).map_err(|_| invalid())?;
    Period::new(PeriodUnit::Month, number(year)?, month, 1).map_err(|_| invalid())
}

fn area_code(scheme: &str, code: &str) -> Result<AreaCode, Fault> {
    let invalid = || Fault::new(ProblemCode::AreaCodeInvalid, "not a code of a place");
    // Spreadsheets drop the zero at the start: states have two digits and
    // counties five.
    let digits = !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit());
    let code = match (scheme, code.len()) {
        ("us-fips", 1 | 4) if digits => format!("0{code}"),
        ("us-fips", 2 | 5) if digits => code.to_owned(),
        ("us-fips", _) => return Err(invalid()),
        _ => code.to_owned(),
    };
    AreaCode::new(&format!("{scheme}:{code}")).map_err(|_| invalid())
}

/// The area of rows that name none, with its name.
fn area_of(chosen: &Chosen) -> Option<(AreaCode, String)> {
    match chosen {
        Chosen::All => {
            let code = AreaCode::new("iso3166:USA").expect("a literal of a known form");
            Some((code, "United States".to_owned()))
        }
        Chosen::One(text) => {
            let (name, code) = text.strip_suffix(')')?.rsplit_once('(')?;
            let scheme = match code {
                _ if code.starts_with("CENS") => "us-census",
                _ if code.starts_with("HHS") => "us-hhs",
                _ => "us-fips",
            };
            Some((area_code(scheme, code).ok()?, name.trim().to_owned()))
        }
        Chosen::Several => None,
    }
}

fn no_period() -> Fault {
    Fault::new(ProblemCode::PeriodInvalid, "neither the row nor the notes name its period")
        .with_help("export again grouped by year, or for consecutive years, notes included")
}

fn no_area() -> Fault {
    Fault::new(
        ProblemCode::AreaCodeInvalid,
        "the query chose places, and the row does not say which",
    )
    .with_help("export again grouped by the place")
}

/// The code of an indicator: its measure, and what the query chose. Two
/// queries that chose different people measure different things.
fn code_of(measure: &Measure, filters: &[String]) -> String {
    const LONGEST: usize = 60;
    if filters.is_empty() {
        return measure.name.clone();
    }
    let all = filters.join(" ");
    match slug(&all) {
        Some(text) if text.len() <= LONGEST => format!("{} {text}", measure.name),
        _ => format!("{} query {:08x}", measure.name, fnv(&all)),
    }
}

/// FNV-1a, 32 bits: the same in every run and on every machine.
fn fnv(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
