//! Maternity statistics of NHS England, of the Maternity Services Data Set:
//! the annual file and the monthly one, as a workbook or as CSV.
//!
//! Each row counts babies, deliveries or women of one organisation in one
//! category of one dimension. A dimension is read as an indicator, since the
//! file gives no rate, and its categories as groups; rows without a category,
//! such as those of `TotalBabies`, are counts of everyone.

use std::collections::BTreeSet;
use std::sync::Arc;

use firstyear_core::project::FileFormat;
use firstyear_core::{
    Area, AreaCode, Basis, Cell, Observation, Period, Place, Problem, ProblemCode, Source,
    SourceClass, SourceId, Withholding,
};

use crate::cells::{read_count, read_number};
use crate::fault::{Fault, RowProblems};
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::memo::Memo;
use crate::sample::Sample;
use crate::sheet_rows::{Line, each_row};
use crate::sink::{Fate, Sink};
use crate::withheld::Withheld;
use crate::{CodeLists, OnProgress, ReadError};

mod areas;
mod block;
mod dimensions;
mod header;
mod known;
mod periods;
#[cfg(test)]
mod tests;

use block::Block;
use dimensions::Dimensions;
use header::Header;

/// The annual format, for the list of formats.
pub(crate) const ANNUAL: Format = Format {
    format: FileFormat::NhsMaternity,
    title: "Annual maternity statistics of NHS England, workbook or CSV",
    explanation: "The Maternity Services Data Set by financial year: columns are found by their \
                  names, which differ between years. Each dimension is read as an indicator and \
                  its measures as groups; missing and unknown values are remainders; rows of \
                  totals are everyone. Counts are those printed, which the publisher rounds to \
                  the nearest 5. Providers and regions bear their codes as ods:code.",
    fits: |sample| fits(sample, Kind::Annual),
    read: |input, with, sink, progress| read_into(input, with, sink, progress, Kind::Annual),
};

/// The monthly format, for the list of formats.
pub(crate) const MONTHLY: Format = Format {
    format: FileFormat::NhsMaternityMonthly,
    title: "Monthly maternity statistics of NHS England, workbook or CSV",
    explanation: "The same as the annual format by month. The two dates of a row must make one \
                  month; where they do so only with day and month of one exchanged, as a \
                  spreadsheet exchanges them, they are read so, with a warning. Averages are \
                  values without counts. Areas of residence bear their GSS codes, and other \
                  organisations theirs as ods:code.",
    fits: |sample| fits(sample, Kind::Monthly),
    read: |input, with, sink, progress| read_into(input, with, sink, progress, Kind::Monthly),
};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Annual,
    Monthly,
}

impl Kind {
    /// The system whose codes the indicators bear, and the usual source.
    const fn scheme(self) -> &'static str {
        match self {
            Self::Annual => "nhs-maternity",
            Self::Monthly => "nhs-maternity-monthly",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Annual => "NHS Maternity Statistics, England, Maternity Services Data Set",
            Self::Monthly => "Maternity Services Monthly Statistics, England",
        }
    }
}

const ROUNDED: &str = "the publisher rounds counts to the nearest 5";

fn fits(sample: &Sample, kind: Kind) -> Fit {
    let is_header =
        |cells: &[String]| Header::of(cells).is_some_and(|header| header.kind() == kind);
    let in_text = sample.text().is_some_and(|text| is_header(&text.header()));
    let in_sheet = sample.sheets().iter().any(|sheet| {
        let first = sheet.cells.first().map(|(row, ..)| *row);
        let cells = sheet.cells.iter().filter(|(row, ..)| Some(*row) == first);
        is_header(&cells.map(|(_, _, text)| text.clone()).collect::<Vec<_>>())
    });
    Fit::sure_if(in_text || in_sheet)
}

fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
    kind: Kind,
) -> Reading {
    let mut reader = Reader::new(input, with, kind);
    let wanted = |cells: &[String]| Header::of(cells).is_some();
    each_row(input, wanted, progress, |line| reader.line(line, sink))?;
    reader.finish(sink)
}

/// What is known while the rows pass.
struct Reader<'r> {
    kind: Kind,
    file: Place,
    header: Option<Header>,
    /// The sheet whose header it is.
    sheet: Option<Arc<str>>,
    source: SourceId,
    periods: Memo<periods::Read>,
    areas: Memo<areas::Named>,
    named: BTreeSet<AreaCode>,
    dimensions: Dimensions<'r>,
    block: Block,
    withheld: Withheld,
    rounded: Arc<str>,
    swapped: Option<(Place, Period, u64)>,
    problems: Vec<Problem>,
    key: String,
    rows: u64,
}

impl<'r> Reader<'r> {
    fn new(input: &Input<'_>, with: &Context<'r>, kind: Kind) -> Self {
        let codes: &'r CodeLists<'r> = with.codes;
        Self {
            kind,
            file: input.place(),
            header: None,
            sheet: None,
            source: with.source_or(kind.scheme()),
            periods: Memo::new(),
            areas: Memo::new(),
            named: BTreeSet::new(),
            dimensions: Dimensions::new(codes, kind.scheme()),
            block: Block::default(),
            withheld: Withheld::default(),
            rounded: ROUNDED.into(),
            swapped: None,
            problems: Vec::new(),
            key: String::new(),
            rows: 0,
        }
    }

    /// Takes a header, or a row of data.
    fn line(&mut self, line: &Line<'_>, sink: &mut dyn Sink) -> Result<(), ReadError> {
        let Some(header) = self.header.filter(|_| self.sheet == line.place.sheet) else {
            self.header = Some(Header::found(line, self.kind)?);
            self.sheet.clone_from(&line.place.sheet);
            return Ok(());
        };
        self.rows += 1;
        let read = self.row(&header, line, sink);
        self.problems.drain(..).for_each(|problem| sink.problem(problem));
        sink.row(if read.is_some() { Fate::Used } else { Fate::Refused });
        if let Some((observation, is_total)) = read {
            self.withheld.see(&observation);
            self.block.add(observation, is_total, sink);
        }
        Ok(())
    }

    /// Reads one row: every column, so that all its problems are told at once.
    /// Beside the figure stands whether it is the total of its dimension.
    fn row(
        &mut self,
        header: &Header,
        line: &Line<'_>,
        sink: &mut dyn Sink,
    ) -> Option<(Observation, bool)> {
        let mut problems = Vec::new();
        let file = Arc::clone(&self.file.file);
        let mut row = RowProblems::new(&file, line.place.row.unwrap_or(0), &mut problems);
        let read = self.read_row(header, line, &mut row, sink);
        // The sheet is part of the place.
        let at = |problem: Problem| match &line.place.sheet {
            Some(sheet) => {
                let place = problem.place.clone().sheet(Arc::clone(sheet));
                Problem { place, ..problem }
            }
            None => problem,
        };
        self.problems.extend(problems.into_iter().map(at));
        read
    }

    fn read_row(
        &mut self,
        header: &Header,
        line: &Line<'_>,
        row: &mut RowProblems<'_>,
        sink: &mut dyn Sink,
    ) -> Option<(Observation, bool)> {
        if !header.has_shape(line) {
            let message = "the row has more or fewer cells than the header";
            row.extend([Problem::new(ProblemCode::RowShape, line.place.clone(), message)]);
            return None;
        }
        let period = self.period(header, line, row);
        let area = self.area(header, line, row, sink);
        let [dimension, measure, counted] =
            [header.dimension, header.measure, header.count_of].map(|at| line.cell(at));
        let indicator = self.dimensions.indicator(dimension, counted, sink);
        let indicator = row.keep("Dimension", indicator);
        let groups = row.keep("Measure", self.dimensions.groups(dimension, measure));
        let is_mean = counted.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("average"));
        let text = line.cell(header.value);
        let (count, mean) = if is_mean {
            (Some(Cell::Absent), row.keep("Value", cell(text, read_number)))
        } else {
            (row.keep("Value", cell(text, read_count)), Some(Cell::Absent))
        };
        let is_rounded = count.is_some_and(|count| count.value().is_some_and(|n| n % 5 == 0));
        let (groups, is_total) = groups?;
        let observation = Observation {
            indicator: indicator?,
            area: area?,
            period: period?,
            groups,
            numerator: count?,
            denominator: Cell::Absent,
            basis: Basis::Complete,
            value: mean?,
            interval: None,
            standard_error: None,
            note: is_rounded.then(|| Arc::clone(&self.rounded)),
            source: self.source.clone(),
            place: line.place.clone(),
        };
        Some((observation, is_total))
    }

    fn period(
        &mut self,
        header: &Header,
        line: &Line<'_>,
        row: &mut RowProblems<'_>,
    ) -> Option<Period> {
        let column = header.period_name();
        let read = match header.period {
            header::When::Year(at) => self.periods.get(line.cell(at), periods::of_year),
            header::When::Dates(start, end) => {
                let (start, end) = (line.cell(start), line.cell(end));
                self.key.clear();
                self.key.extend([start, "|", end]);
                self.periods.get(&self.key, |_| periods::of_dates(start, end))
            }
        };
        let read = row.share(column, read)?;
        if read.swapped {
            let place = || line.place.clone().column(column);
            self.swapped.get_or_insert_with(|| (place(), read.period, 0)).2 += 1;
        }
        Some(read.period)
    }

    fn area(
        &mut self,
        header: &Header,
        line: &Line<'_>,
        row: &mut RowProblems<'_>,
        sink: &mut dyn Sink,
    ) -> Option<AreaCode> {
        let [level, code, name] = [header.level, header.code, header.name].map(|at| line.cell(at));
        self.key.clear();
        self.key.extend([level, "|", code, "|", name]);
        let read = self.areas.get(&self.key, |_| areas::read(level, code, name));
        let area = row.share("Org_Code", read)?;
        if let Some(name) = area.name
            && self.named.insert(area.code.clone())
        {
            sink.area(Area::new(area.code.clone(), name), &line.place);
        }
        Some(area.code)
    }

    fn finish(self, sink: &mut dyn Sink) -> Reading {
        if self.header.is_none() {
            let message = "no sheet has the columns of the maternity statistics";
            return Err(Problem::new(ProblemCode::ColumnMissing, self.file, message).into());
        }
        if self.rows == 0 {
            let message = "the file has a header and no rows";
            return Err(Problem::new(ProblemCode::FileEmpty, self.file, message).into());
        }
        self.block.finish(sink);
        self.dimensions.finish(sink);
        sink.source(Source {
            id: self.source,
            title: self.kind.title().to_owned(),
            publisher: "NHS England".to_owned(),
            licence: "Open Government Licence v3.0".to_owned(),
            released: None,
            class: SourceClass::Published,
            note: Some(
                "counts are rounded to the nearest 5, so that groups need not add up to totals; \
                 organisations add up to more than the country"
                    .to_owned(),
            ),
        });
        if let Some((place, period, rows)) = self.swapped {
            let message = format!(
                "day and month of a date are exchanged, and the two dates were read as {period} \
                 ({rows} rows)"
            );
            sink.problem(Problem::new(ProblemCode::DatesSwapped, place, message));
        }
        self.withheld.note().into_iter().for_each(|note| sink.problem(note));
        Ok(())
    }
}

/// A cell of a number. The publisher prints `*` for a count of 1 to 4, and
/// leaves no cell empty.
fn cell<T>(text: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Result<Cell<T>, Fault> {
    match text {
        "*" => Ok(Cell::Withheld(Withholding::Publisher)),
        "" => Err(Fault::new(ProblemCode::CellEmpty, "the cell is empty, which could mean any")
            .with_help("write the number, or * for one that is withheld")),
        number => read(number).map(Cell::known),
    }
}
