//! The Health Index of the Office for National Statistics: values of named
//! indicators by area and year, without counts.

use std::sync::Arc;

use firstyear_core::project::FileFormat;
use firstyear_core::{
    AreaCode, Basis, Cell, Groups, IndicatorId, Observation, Period, Place, Problem, ProblemCode,
    Source, SourceClass, SourceId,
};

use crate::cells::read_number;
use crate::fault::{Fault, RowProblems};
use crate::format::{Context, Fit, Format, Reading};
use crate::found::Found;
use crate::input::Input;
use crate::memo::Memo;
use crate::sheet_rows::{Line, each_row};
use crate::sink::{Fate, Sink};
use crate::{OnProgress, ReadError};

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::OnsHealthIndex,
    title: "Indicators of the Health Index of the Office for National Statistics, CSV",
    explanation: "A column of area codes such as ltla21_code, with year, indicator and value. \
                  Each indicator of the file is one of its own, since the file says neither what \
                  it counts nor its unit; values stay as they are, without counts.",
    fits: |sample| match sample.text() {
        Some(text) => Fit::sure_if(Columns::of(&text.header()).is_some()),
        None => Fit::No,
    },
    read: read_into,
};

/// The system whose codes the indicators bear, and the usual source.
const SCHEME: &str = "ons-health-index";

fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let mut reader = Reader {
        columns: None,
        found: Found::new(with.codes, SCHEME),
        areas: Memo::new(),
        years: Memo::new(),
        indicators: Memo::new(),
        source: with.source_or(SCHEME),
        rows: 0,
    };
    each_row(
        input,
        |cells| Columns::of(cells).is_some(),
        progress,
        |line| reader.line(line, sink),
    )?;
    reader.finish(&input.place(), sink)
}

/// Where the columns stand.
#[derive(Clone, Copy)]
struct Columns {
    area: usize,
    year: usize,
    indicator: usize,
    value: usize,
    length: usize,
}

impl Columns {
    /// The columns of a header: the only one that ends in `_code`, and three
    /// more.
    fn of(cells: &[String]) -> Option<Self> {
        let cells: Vec<String> = cells.iter().map(|cell| cell.trim().to_lowercase()).collect();
        let one = |is: &dyn Fn(&str) -> bool| {
            let mut found = cells.iter().enumerate().filter(|(_, cell)| is(cell));
            let at = found.next()?.0;
            found.next().is_none().then_some(at)
        };
        Some(Self {
            area: one(&|cell| is_code_column(cell))?,
            year: one(&|cell| cell == "year")?,
            indicator: one(&|cell| cell == "indicator")?,
            value: one(&|cell| cell == "value")?,
            length: cells.len(),
        })
    }
}

/// A column such as `ltla21_code`: kind of area, year of its boundaries.
fn is_code_column(name: &str) -> bool {
    name.strip_suffix("_code").is_some_and(|kind| {
        let letters = kind.trim_end_matches(|c: char| c.is_ascii_digit());
        letters.len() >= 3
            && letters.bytes().all(|b| b.is_ascii_lowercase())
            && kind.len() == letters.len() + 2
    })
}

struct Reader<'r> {
    columns: Option<Columns>,
    found: Found<'r>,
    areas: Memo<AreaCode>,
    years: Memo<Period>,
    indicators: Memo<IndicatorId>,
    source: SourceId,
    rows: u64,
}

impl Reader<'_> {
    fn line(&mut self, line: &Line<'_>, sink: &mut dyn Sink) -> Result<(), ReadError> {
        let Some(columns) = self.columns else {
            let message = "the header lacks the area's code, year, indicator or value";
            let lacks = || Problem::new(ProblemCode::ColumnMissing, line.place.clone(), message);
            self.columns = Some(Columns::of(line.cells).ok_or_else(lacks)?);
            return Ok(());
        };
        self.rows += 1;
        let mut problems = Vec::new();
        let file = Arc::clone(&line.place.file);
        let row = RowProblems::new(&file, line.place.row.unwrap_or(0), &mut problems);
        let read = self.row(columns, line, row, sink);
        for problem in problems {
            sink.problem(problem);
        }
        sink.row(if read.is_some() { Fate::Used } else { Fate::Refused });
        if let Some(observation) = read {
            sink.observation(observation);
        }
        Ok(())
    }

    fn row(
        &mut self,
        columns: Columns,
        line: &Line<'_>,
        mut row: RowProblems<'_>,
        sink: &mut dyn Sink,
    ) -> Option<Observation> {
        if line.cells.len() != columns.length {
            let message = "the row has more or fewer cells than the header";
            row.extend([Problem::new(ProblemCode::RowShape, line.place.clone(), message)]);
            return None;
        }
        let area = row.share("code", self.areas.get(line.cell(columns.area), area));
        let period = row.share("year", self.years.get(line.cell(columns.year), year));
        let found = &mut self.found;
        let indicator = self.indicators.get(line.cell(columns.indicator), |name| {
            found.indicator(name, name, None, sink).map(|indicator| indicator.id)
        });
        let indicator = row.share("indicator", indicator);
        let value = row.keep("value", value(line.cell(columns.value)));
        Some(Observation {
            indicator: indicator?,
            area: area?,
            period: period?,
            groups: Groups::everyone(),
            numerator: Cell::Absent,
            denominator: Cell::Absent,
            basis: Basis::Complete,
            value: value?,
            interval: None,
            standard_error: None,
            note: None,
            source: self.source.clone(),
            place: line.place.clone(),
        })
    }

    fn finish(self, file: &Place, sink: &mut dyn Sink) -> Reading {
        if self.rows == 0 {
            let message = "the file has a header and no rows";
            return Err(Problem::new(ProblemCode::FileEmpty, file.clone(), message).into());
        }
        self.found.finish(sink);
        sink.source(Source {
            id: self.source,
            title: "Health Index for England, indicators".to_owned(),
            publisher: "Office for National Statistics".to_owned(),
            licence: "Open Government Licence v3.0".to_owned(),
            released: None,
            class: SourceClass::Published,
            note: Some(
                "values without counts; some indicators span several years or are modelled, which \
                 the file does not say"
                    .to_owned(),
            ),
        });
        Ok(())
    }
}

fn area(text: &str) -> Result<AreaCode, Fault> {
    let gss = AreaCode::new(text).ok().filter(|code| code.as_str().len() == 9);
    gss.ok_or_else(|| Fault::new(ProblemCode::AreaCodeInvalid, "not a GSS code"))
}

fn year(text: &str) -> Result<Period, Fault> {
    let year = (text.len() == 4).then(|| text.parse().ok()).flatten();
    year.and_then(|year| Period::year(year).ok())
        .ok_or_else(|| Fault::new(ProblemCode::PeriodInvalid, "not a year such as 2021"))
}

/// A value; the publisher leaves out what it has not, so that a cell without
/// one was never given.
fn value(text: &str) -> Result<Cell<f64>, Fault> {
    match text {
        "" | "NA" => Ok(Cell::Absent),
        number => read_number(number).map(Cell::known),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CodeLists, Gather, Sources, unwatched};

    #[test]
    fn values_stand_alone_under_the_names_of_the_file() {
        // Synthetic.
        let text = "ltla21_code,year,indicator,value\n\
                    E06000001,2015,Air pollution,6.9913\n\
                    E06000001,2016,Air pollution,\n\
                    Hartlepool,2016,Air pollution,1\n\
                    E06000001,16,Air pollution,x\n\
                    E06000001,2016,Air pollution\n";
        let input = Input::of_bytes(text.as_bytes(), &"index.csv".into());
        let mut all = Gather::default();
        let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
        (FORMAT.read)(&input, &with, &mut all, &mut unwatched).unwrap();
        let rows = &all.read.rows.observations;
        assert_eq!(rows[0].indicator.as_str(), "ons-health-index-air-pollution");
        assert_eq!((rows[0].value, rows[0].numerator), (Cell::known(6.9913), Cell::Absent));
        assert_eq!(rows[1].value, Cell::Absent);
        let codes: Vec<_> = all.read.problems.iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!(
            codes,
            ["area-code-invalid", "period-invalid", "cell-not-a-number", "row-shape"]
        );
        assert_eq!((all.counts.used, all.counts.refused), (2, 3));
        let named = all.read.rows.named.values().next().unwrap();
        assert_eq!((named.name.as_str(), named.unit.as_deref()), ("Air pollution", None));
    }

    #[test]
    fn only_the_columns_of_the_index_are_told_as_it() {
        let of = |text: &str| {
            Columns::of(&text.split(',').map(str::to_owned).collect::<Vec<_>>()).is_some()
        };
        assert!(of("ltla21_code,year,indicator,value"));
        assert!(of("utla23_code,Year,Indicator,Value"));
        assert!(!of("area_code,year,indicator,value"));
        assert!(!of("indicator,area,period,value"));
    }
}
