//! Births and deaths by area: the yearly workbooks of the Office for National
//! Statistics, whose layout changes from year to year.
//!
//! A table is found by the words of its header, wherever they stand, and its
//! areas by their codes or, where a year has none, by their names. Marks mean
//! what the workbook's own key says.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use firstyear_core::project::FileFormat;
use firstyear_core::{Place, Problem, ProblemCode, Severity, Source, SourceClass, SourceId};

use crate::OnProgress;
use crate::format::{Context, Fit, Format, Reading};
use crate::found::Found;
use crate::input::Input;
use crate::sample::SheetSample;
use crate::sink::{Fate, Sink};
use crate::withheld::Withheld;

mod areas;
mod columns;
mod indicators;
mod key;
mod rows;
mod sheets;
mod table;

use areas::Names;
use key::Key;
use rows::{Reader, Row};
use sheets::Sheet;
use table::Table;

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::OnsVitalStatistics,
    title: "Births and deaths by area of the Office for National Statistics, workbooks",
    explanation: "Tables of live births, stillbirths and deaths by area of usual residence, found \
                  by the words of their headers: counts, rates, births by mother's age, deaths \
                  under 1 and at 1 to 4 by sex. Marks mean what the workbook's key says. Areas \
                  bear the codes of their year, older ones as ons-old:code; where a year has \
                  names alone, countries and regions have their codes, other areas those of the \
                  geography where one fits, and else ons-name:name. Left out are populations, \
                  which are rounded to thousands, and ages above 4.",
    fits: |sample| {
        let sheets = sample.sheets();
        let is_other = sheets.iter().any(|sheet| sheet.says("(death cohort)"));
        Fit::sure_if(!is_other && sheets.iter().any(names_itself))
    },
    read: read_into,
};

/// The system whose codes the indicators bear, and the usual source.
const SCHEME: &str = "ons-vital-statistics";

/// Whether a sheet has a title of the series, or of its contents.
fn names_itself(sheet: &SheetSample) -> bool {
    sheet.cells.iter().any(|(_, _, text)| {
        let text = text.to_lowercase();
        text.contains("area of usual residence")
            && ["births (numbers", "deaths (numbers"].iter().any(|words| text.contains(words))
    })
}

fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let sheets = sheets::read(input, progress)?;
    let names = Names::new(with.codes);
    let source = with.source_or(SCHEME);
    let mut found = Found::new(with.codes, SCHEME);
    let mut withheld = Withheld::default();
    let mut uncoded = Uncoded::default();
    let mut tables = 0;
    for sheet in &sheets {
        let Some(table) = Table::find(sheet) else { continue };
        tables += 1;
        let Some(year) = year_of(sheet, &sheets) else {
            let message = "neither the sheet nor the contents say which year the table is of";
            sink.problem(Problem::new(ProblemCode::PeriodInvalid, table.place(), message));
            continue;
        };
        let key = Key::of(sheet, &sheets);
        let mut reader = Reader::new(&table, &key, &names, year, &source, with.codes);
        for row in table.rows() {
            tell(reader.read(row, &mut found, sink), row, &mut withheld, &mut uncoded, sink);
        }
        if table.columns.unknown > 0 {
            let message = format!(
                "{} columns hold what is not read, such as populations and other ages",
                table.columns.unknown
            );
            let note = Problem::new(ProblemCode::ColumnUnknown, table.place(), message);
            let help = "nothing needs to be done: `firstyear explain ons-vital-statistics` lists \
                        what is read";
            sink.problem(note.with_severity(Severity::Note).with_help(help));
        }
    }
    if tables == 0 {
        let message = "no sheet holds a table of births or deaths by area under a known header";
        return Err(Problem::new(ProblemCode::SheetMissing, input.place(), message).into());
    }
    found.finish(sink);
    sink.source(describe(source));
    withheld.note().into_iter().for_each(|note| sink.problem(note));
    uncoded.note().into_iter().for_each(|note| sink.problem(note));
    Ok(())
}

/// Hands on what a row gave.
fn tell(
    read: Row,
    row: &sheets::Row,
    withheld: &mut Withheld,
    uncoded: &mut Uncoded,
    sink: &mut dyn Sink,
) {
    let Row::Figures { area, observations, problems } = read else { return };
    for problem in problems {
        sink.problem(problem);
    }
    sink.row(if observations.is_empty() { Fate::Refused } else { Fate::Used });
    if let Some(area) = area {
        if area.uncoded {
            uncoded.see(&area.code, &row.place);
        }
        sink.area(firstyear_core::Area::new(area.code, area.name), &row.place);
    }
    for observation in observations {
        withheld.see(&observation);
        sink.observation(observation);
    }
}

/// The year of a sheet, by its title; a sheet without one is of the year that
/// the others name.
fn year_of(sheet: &Sheet, all: &[Sheet]) -> Option<i32> {
    let title = |sheet: &Sheet| {
        let lines = sheet.rows.iter().take(6).flat_map(|row| row.cells.iter());
        let mut titles = lines.filter(|line| line.to_lowercase().starts_with("table"));
        titles.find_map(|line| table::year(line))
    };
    let contents = || {
        let lines = all.iter().flat_map(|sheet| sheet.rows.iter().take(30)).map(sheets::Row::line);
        let mut titles = lines.filter(|line| {
            line.to_lowercase().contains("area of usual residence") && table::year(line).is_some()
        });
        titles.find_map(|line| table::year(&line))
    };
    title(sheet).or_else(|| all.iter().find_map(title)).or_else(contents)
}

/// Areas that have names alone.
#[derive(Default)]
struct Uncoded {
    first: Option<Place>,
    codes: BTreeSet<Arc<str>>,
}

impl Uncoded {
    fn see(&mut self, code: &firstyear_core::AreaCode, place: &Place) {
        self.first.get_or_insert_with(|| place.clone());
        if !self.codes.contains(code.as_str()) {
            self.codes.insert(code.as_str().into());
        }
    }

    fn note(self) -> Option<Problem> {
        let message = format!(
            "the table names areas without their codes, and {} of them bear ids after their names",
            self.codes.len()
        );
        Some(Problem::new(ProblemCode::AreaUncoded, self.first?, message))
    }
}

fn describe(id: SourceId) -> Source {
    Source {
        id,
        title: "Births and deaths by area of usual residence".to_owned(),
        publisher: "Office for National Statistics".to_owned(),
        licence: "Open Government Licence v3.0".to_owned(),
        released: None,
        class: SourceClass::Published,
        note: Some("by year of registration, or of birth, as each table says".to_owned()),
    }
}

/// The middle of a year, on which its areas hold.
fn middle(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 7, 1).unwrap_or_default()
}
