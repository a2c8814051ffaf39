//! SDMX-CSV 1.0 and 2.x: one observation a row, its dimensions as columns.
//!
//! | a cell of the value       | its status         | is read as                    |
//! |---------------------------|--------------------|-------------------------------|
//! | a number                  | `A`, `E`, `P`, …   | the number, with flags        |
//! | empty or `NaN` or `#N/A`  | `O`, `L`, `H`, `K` | never reported                |
//! | the same                  | `Q`                | hidden                        |
//! | the same                  | `M`                | impossible                    |
//! | `NaN` or `#N/A`           | none               | never reported                |
//! | empty                     | none               | passed over: attributes alone |
//! | an infinity               | any                | a problem                     |

mod columns;
mod period;
mod status;

use std::sync::Arc;

use firstyear_core::project::FileFormat;
use firstyear_core::{
    Area, Cell, Confidence, Groups, Interval, Observation, Period, Place, Problem, ProblemCode,
    Severity,
};

use super::kit::{Group, Kit};
use super::once::Once;
use crate::OnProgress;
use crate::cells::{read_count, read_number};
use crate::fault::{Fault, RowProblems};
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::memo::Memo;
use crate::plausible::standard_error;
use crate::rows::{Rows, separator_of};
use crate::sample::{Sample, TextSample};
use crate::sink::{Fate, Sink};
use crate::vocabulary::read_basis;
use columns::{Columns, Known, id};
use status::State;

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::SdmxCsv,
    title: "SDMX-CSV 1.0 and 2.x, one observation a row",
    explanation: "Told by its first column, STRUCTURE or DATAFLOW, or by REF_AREA or INDICATOR \
                  beside TIME_PERIOD and OBS_VALUE, as UNICEF and its client libraries write it. \
                  The separator is the character after the first column; a comma in a number is \
                  a decimal comma where it is a semicolon. Codes stand alone, with their words \
                  (A: Value A) or before a column of words. REF_AREA is the area, three letters \
                  being ISO 3166; INDICATOR the indicator, or else the data flow; other columns \
                  before OBS_VALUE split the population, _T being everyone and _Z nobody's \
                  split. OBS_STATUS gives flags and the reason of a missing value. LOWER_BOUND \
                  and UPPER_BOUND are read where the file says their confidence \
                  (CONFIDENCE_LEVEL), and as 90% for the mortality estimates of UN IGME, which \
                  says so. Rows with the action D are passed over, and so are rows without a \
                  value, which change attributes alone. Infinite values are problems.",
    fits,
    read,
};

fn fits(sample: &Sample) -> Fit {
    let Some(text) = sample.text() else { return Fit::No };
    let header: Vec<String> = header(text).iter().map(|name| id(name)).collect();
    let has = |name: &str| header.iter().any(|column| column == name);
    let first = header.first().map_or("", String::as_str);
    let structured = first == "STRUCTURE" && has("STRUCTURE_ID");
    let first_version = first == "DATAFLOW" && header.len() > 2;
    let bare = has("TIME_PERIOD") && has("OBS_VALUE") && (has("REF_AREA") || has("INDICATOR"));
    let client = has("ISO3") && has("INDICATOR") && has("PERIOD") && has("VALUE");
    Fit::sure_if(structured || first_version || bare || client)
}

fn header(text: &TextSample) -> Vec<String> {
    let separator = separator(&text.head);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.head.as_bytes());
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => record.iter().map(|cell| cell.trim().to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// The character behind the first column, as the standard rules; the usual
/// guess where the file does not begin as it rules.
fn separator(head: &str) -> u8 {
    let head = head.trim_start_matches(['\r', '\n', '"', '\u{feff}']);
    let rest = ["STRUCTURE", "DATAFLOW"].iter().find_map(|first| head.strip_prefix(first));
    let rest = rest.map(|rest| match rest.strip_prefix('[') {
        Some(inside) => inside.split_once(']').map_or("", |(_, rest)| rest),
        None => rest,
    });
    match rest.and_then(|rest| rest.trim_start_matches('"').bytes().next()) {
        Some(mark @ (b',' | b';' | b'\t' | b'|' | b':' | b'#')) => mark,
        _ => separator_of(head),
    }
}

/// The character between several values of one cell.
fn between(first: &str) -> char {
    let inside = first.split_once('[').and_then(|(_, rest)| rest.chars().next());
    inside.filter(|mark| *mark != ']').unwrap_or(';')
}

fn read(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let head = crate::rows::decode_head(&input.head(1 << 16)?);
    let separator = separator(&head);
    let mut rows = Rows::open(input, Some(separator))?;
    let first = rows.next(progress)?.unwrap_or(1);
    let header: Vec<String> = rows.cells().map(str::to_owned).collect();
    let columns = Columns::of(&header, with.codes);
    let mut reader = Reader::new(with, &columns, separator, between(&header[0]));
    reader.lacks(&input.place().row(first), sink);
    let mut problems = Vec::new();
    let mut any = false;
    while let Some(line) = rows.next(progress)? {
        any = true;
        if rows.len() != columns.len() {
            let message =
                format!("the row has {} cells and the header {}", rows.len(), columns.len());
            let place = input.place().row(line);
            sink.problem(Problem::new(ProblemCode::RowShape, place, message));
            sink.row(Fate::Refused);
            continue;
        }
        let row = RowProblems::new(&input.file, line, &mut problems);
        let fate = reader.row(&rows, row, sink);
        problems.drain(..).for_each(|problem| sink.problem(problem));
        sink.row(fate);
    }
    if !any {
        let message = "the answer has a header and no observation: nothing matched the query";
        return Err(Problem::new(ProblemCode::FileEmpty, input.place(), message)
            .with_help("ask for other areas, years or indicators, and check their codes")
            .into());
    }
    rows.encoding_note().into_iter().for_each(|note| sink.problem(note));
    reader.finish(sink);
    Ok(())
}

/// What the rows share.
struct Reader<'r> {
    columns: &'r Columns,
    kit: Kit<'r>,
    decimals: Decimals,
    between: char,
    periods: Memo<Period>,
    notes: Memo<Arc<str>>,
    deleted: Once,
    without_value: Once,
    unsure_limits: Once,
    bad_limits: Once,
    unknown_status: Once,
}

impl<'r> Reader<'r> {
    fn new(with: &Context<'r>, columns: &'r Columns, separator: u8, between: char) -> Self {
        use Severity::{Note, Warning};
        let unused = |message| Once::new(ProblemCode::RowUnused, Note, message);
        Self {
            columns,
            kit: Kit::new(with, "sdmx", "sdmx"),
            decimals: Decimals { commas: separator == b';', seen: None },
            between,
            periods: Memo::new(),
            notes: Memo::new(),
            deleted: unused("the row asks for a deletion, and holds no figure"),
            without_value: unused("the row gives no value, and changes attributes alone"),
            unsure_limits: Once::new(
                ProblemCode::IntervalInvalid,
                Warning,
                "the limits were not read: the file does not say how sure they are",
            ),
            bad_limits: Once::new(
                ProblemCode::IntervalInvalid,
                Warning,
                "the limits were not read: they are incomplete or do not hold the value",
            ),
            unknown_status: Once::new(
                ProblemCode::StatusUnknown,
                Warning,
                "the status is none of the SDMX list, and was read as a plain value",
            ),
        }
    }

    /// Tells of a header from which no row can be read.
    fn lacks(&self, place: &Place, sink: &mut dyn Sink) {
        let needed =
            [(Known::Area, "REF_AREA"), (Known::Time, "TIME_PERIOD"), (Known::Value, "OBS_VALUE")];
        for (known, name) in needed {
            if self.columns.at(known).is_none() {
                let message = "the column is missing, so that no figure can be read";
                let place = place.clone().column(name);
                sink.problem(Problem::new(ProblemCode::ColumnMissing, place, message).with_help(
                    "rename the columns that hold area, period and value to REF_AREA, TIME_PERIOD \
                     and OBS_VALUE",
                ));
            }
        }
    }

    fn row(&mut self, rows: &Rows<'_>, mut row: RowProblems<'_>, sink: &mut dyn Sink) -> Fate {
        let cell = |known| self.columns.at(known).map_or("", |at| rows.cell(at));
        match cell(Known::Action) {
            "" | "I" | "A" | "M" | "R" => {}
            "D" => {
                self.deleted.see(|| row.place());
                return Fate::PassedOver;
            }
            _ => {
                row.add("ACTION", &Fault::new(ProblemCode::ActionUnknown, "not an action of SDMX"));
                return Fate::Refused;
            }
        }
        if self.columns.at(Known::Area).is_none() || self.columns.at(Known::Time).is_none() {
            return Fate::Refused;
        }
        let Some(figures) = self.figures(rows, &mut row) else { return Fate::Refused };
        if figures.is_nothing() {
            self.without_value.see(|| row.place());
            return Fate::PassedOver;
        }
        match self.observation(rows, &figures, &mut row, sink) {
            Some(observation) => {
                sink.observation(observation);
                Fate::Used
            }
            None => Fate::Refused,
        }
    }

    fn figures(&mut self, rows: &Rows<'_>, row: &mut RowProblems<'_>) -> Option<Figures> {
        let cell = |known| self.columns.at(known).map_or("", |at| rows.cell(at));
        let coded = |known| self.coded(known, rows).0;
        let multiplier = coded(Known::Multiplier);
        let states = [
            (Known::Status, Known::Confidentiality),
            (Known::NumeratorStatus, Known::NumeratorConfidentiality),
            (Known::DenominatorStatus, Known::DenominatorConfidentiality),
        ]
        .map(|(state, conf)| status::read(coded(state), coded(conf), self.between));
        for state in states {
            if matches!(state, State::Known { understood: false, .. }) {
                self.unknown_status.see(|| row.place().column("OBS_STATUS"));
            }
        }
        let value = cell(Known::Value);
        let value = self.decimals.figure(value, multiplier).and_then(|value| match value {
            Figure::NotThere if matches!(states[0], State::Known { .. }) => Ok(Some(Cell::Absent)),
            other => status::cell(other.number(), states[0]),
        });
        let count = |text: &str, state| match text {
            "NaN" | "#N/A" if matches!(state, State::Known { .. }) => Ok(Some(Cell::Absent)),
            "" | "NaN" | "#N/A" => status::cell(None, state),
            text => read_count(text).and_then(|count| status::cell(Some(count), state)),
        };
        let value = row.keep("OBS_VALUE", value);
        let numerator = row.keep("NUMERATOR", count(cell(Known::Numerator), states[1]));
        let denominator = row.keep("DENOMINATOR", count(cell(Known::Denominator), states[2]));
        Some(Figures { value: value?, numerator: numerator?, denominator: denominator? })
    }

    /// Code and words of a component.
    fn coded<'c>(&self, known: Known, rows: &'c Rows<'_>) -> (&'c str, &'c str) {
        self.columns.at(known).map_or(("", ""), |at| self.columns.coded(at, |at| rows.cell(at)))
    }

    fn observation(
        &mut self,
        rows: &Rows<'_>,
        figures: &Figures,
        row: &mut RowProblems<'_>,
        sink: &mut dyn Sink,
    ) -> Option<Observation> {
        let cell = |known| self.columns.at(known).map_or("", |at| rows.cell(at));
        let (code, name) = self.subject(rows);
        let (unit_code, unit) = self.coded(Known::Unit, rows);
        let unit = if unit.is_empty() { unit_code } else { unit };
        let unit = (!unit.is_empty()).then_some(unit);
        let subject = row.keep("INDICATOR", self.kit.indicator(code, name, unit, sink));
        let (area_code, area_name) = self.coded(Known::Area, rows);
        let area = row.keep("REF_AREA", self.kit.area(area_code));
        let (time, _) = self.coded(Known::Time, rows);
        let kind = cell(Known::TimeKind);
        let key = format!("{time}\n{kind}");
        let period = row.share("TIME_PERIOD", self.periods.get(&key, |_| period::read(time, kind)));
        let groups = self.groups(rows, row);
        let basis = row.keep("DENOMINATOR_BASIS", read_basis(cell(Known::Basis)));
        let source = row.keep("DATA_SOURCE", self.kit.source(self.coded(Known::Source, rows).0));
        let value = figures.value.unwrap_or(Cell::Absent);
        let interval = self.limits(rows, code, &value, row);
        let error = row.keep("STANDARD_ERROR", self.error(cell(Known::StandardError)));
        let (subject, area) = (subject?, area?);
        row.keep("OBS_VALUE", subject.admits(&value))?;
        if !area_name.is_empty() {
            sink.area(Area::new(area.clone(), area_name), &row.place());
        }
        Some(Observation {
            indicator: subject.id,
            area,
            period: period?,
            groups: groups?,
            numerator: figures.numerator.unwrap_or(Cell::Absent),
            denominator: figures.denominator.unwrap_or(Cell::Absent),
            basis: basis?,
            value,
            interval,
            standard_error: error?,
            note: self.note(rows),
            source: source?,
            place: row.place(),
        })
    }

    /// Code and name of what is measured: the indicator, or the data flow of a
    /// file that has no such column.
    fn subject<'c>(&self, rows: &'c Rows<'_>) -> (&'c str, &'c str) {
        if self.columns.at(Known::Indicator).is_some() {
            return self.coded(Known::Indicator, rows);
        }
        let (flow, name) = self.coded(Known::Flow, rows);
        let flow = flow.split_once(':').map_or(flow, |(_, id)| id);
        (flow.split('(').next().unwrap_or_default(), name)
    }

    fn groups(&mut self, rows: &Rows<'_>, row: &mut RowProblems<'_>) -> Option<Groups> {
        let mut pairs = Vec::new();
        let mut whole = true;
        for (name, at) in self.columns.dimensions() {
            let (code, words) = self.columns.coded(at, |at| rows.cell(at));
            if matches!(code, "" | "_T" | "_Z") || (name == "SEX" && code == "T") {
                continue;
            }
            match row.keep(name, self.kit.group(group(name, code, words))) {
                Some(pair) => pairs.push(pair),
                None => whole = false,
            }
        }
        let groups = Groups::new(pairs);
        if groups.is_none() {
            let fault = Fault::new(ProblemCode::GroupsInvalid, "one dimension is named twice");
            row.add("TIME_PERIOD", &fault);
        }
        groups.filter(|_| whole)
    }

    /// The limits, where they are whole and their confidence is known.
    fn limits(
        &mut self,
        rows: &Rows<'_>,
        code: &str,
        value: &Cell<f64>,
        row: &RowProblems<'_>,
    ) -> Option<Interval> {
        let cell = |known| self.columns.at(known).map_or("", |at| rows.cell(at));
        let [lower, upper] = [cell(Known::Lower), cell(Known::Upper)];
        if lower.is_empty() && upper.is_empty() {
            return None;
        }
        let confidence = match cell(Known::Confidence) {
            "" if code.starts_with("CME_") => Confidence::new(IGME).ok(),
            "" => None,
            text => read_number(text).ok().and_then(|level| Confidence::new(level).ok()),
        };
        let Some(confidence) = confidence else {
            self.unsure_limits.see(|| row.place().column("LOWER_BOUND"));
            return None;
        };
        let mut limit = |text| self.decimals.figure(text, "").ok().and_then(Figure::number);
        let interval = match (limit(lower), limit(upper), value.value()) {
            (Some(lower), Some(upper), Some(value)) => {
                let interval = Interval { lower, upper, confidence };
                interval.contains(*value).then_some(interval)
            }
            _ => None,
        };
        if interval.is_none() {
            self.bad_limits.see(|| row.place().column("LOWER_BOUND"));
        }
        interval
    }

    fn error(&mut self, text: &str) -> Result<Option<f64>, Fault> {
        self.decimals.figure(text, "")?.number().map(standard_error).transpose()
    }

    fn note(&mut self, rows: &Rows<'_>) -> Option<Arc<str>> {
        let texts = self.columns.all(Known::Note).map(|at| rows.cell(at));
        let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        let note = match &*texts {
            [] => return None,
            [one] => self.notes.get(one, |text| Ok(text.into())),
            several => self.notes.get(&several.join("; "), |text| Ok(text.into())),
        };
        note.as_ref().ok().cloned()
    }

    fn finish(self, sink: &mut dyn Sink) {
        let told = [
            self.deleted,
            self.without_value,
            self.unsure_limits,
            self.bad_limits,
            self.unknown_status,
        ];
        told.into_iter().filter_map(Once::told).for_each(|problem| sink.problem(problem));
        self.kit.finish(sink);
    }
}

/// The estimates of the United Nations' Inter-agency Group for Child Mortality
/// Estimation come with 90% limits (its reports, section on methods).
const IGME: f64 = 0.9;

/// A group in the words of SDMX: sexes by their letters, and quintiles of
/// wealth from the poorest on, as the code list defines them.
fn group<'t>(dimension: &'t str, code: &'t str, words: &'t str) -> Group<'t> {
    let label = match (dimension, code, words) {
        ("SEX", "F", "") => "Female",
        ("SEX", "M", "") => "Male",
        (_, code, "") => code,
        (_, _, words) => words,
    };
    let order = match (dimension, code.strip_prefix('Q').map(str::parse::<u32>)) {
        ("WEALTH_QUINTILE", Some(Ok(order @ 1..=5))) => Some(order),
        _ => None,
    };
    Group { dimension, category: code, label, order }
}

/// The figures of a row, each `None` where the row does not speak of it.
struct Figures {
    value: Option<Cell<f64>>,
    numerator: Option<Cell<u64>>,
    denominator: Option<Cell<u64>>,
}

impl Figures {
    const fn is_nothing(&self) -> bool {
        self.value.is_none() && self.numerator.is_none() && self.denominator.is_none()
    }
}

/// How a file writes decimals, as far as it has shown.
struct Decimals {
    /// Whether it may write commas: its separator is none.
    commas: bool,
    /// The mark that was seen first.
    seen: Option<char>,
}

/// What a cell of a number holds.
enum Figure {
    Empty,
    /// Left out on purpose.
    NotThere,
    Number(f64),
}

impl Figure {
    const fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Empty | Self::NotThere => None,
        }
    }
}

impl Decimals {
    /// Reads a number times ten to the power of `multiplier`.
    fn figure(&mut self, text: &str, multiplier: &str) -> Result<Figure, Fault> {
        match text {
            "" => return Ok(Figure::Empty),
            "NaN" | "#N/A" => return Ok(Figure::NotThere),
            _ => {}
        }
        let bare = text.trim_start_matches(['-', '+']);
        if bare.eq_ignore_ascii_case("inf") || bare.eq_ignore_ascii_case("infinity") {
            return Err(Fault::new(ProblemCode::ValueOutOfRange, "the value is infinite")
                .with_help("a figure must be finite: leave the cell empty with the status O"));
        }
        let mark = text.chars().find(|c| matches!(c, ',' | '.'));
        if self.commas
            && let Some(mark) = mark
            && *self.seen.get_or_insert(mark) != mark
        {
            let message = "decimal commas and decimal points stand in one file";
            return Err(Fault::new(ProblemCode::CellNotANumber, message)
                .with_help("write all numbers with the same decimal mark"));
        }
        let comma = self.commas && mark == Some(',') && text.matches(',').count() == 1;
        let text = if comma { text.replace(',', ".") } else { text.to_owned() };
        let number = read_number(&text)?;
        match multiplier {
            "" | "0" => Ok(Figure::Number(number)),
            power => powered(&text, power).map(Figure::Number),
        }
    }
}

/// A decimal number times a power of ten, rounded once.
fn powered(text: &str, power: &str) -> Result<f64, Fault> {
    let wrong = |message: &str| Fault::new(ProblemCode::CellNotANumber, message);
    let power: i32 =
        power.parse().map_err(|_| wrong("the unit multiplier is not a whole number"))?;
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent = exponent.parse::<i32>().ok().and_then(|own| own.checked_add(power));
    let exponent = exponent.ok_or_else(|| wrong("the unit multiplier is too large"))?;
    read_number(&format!("{digits}e{exponent}"))
}

#[cfg(test)]
mod tests;
