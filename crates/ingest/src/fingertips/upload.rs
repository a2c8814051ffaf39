//! The layouts in which figures are uploaded to Fingertips: the older one by
//! ids, the newer one by dates.

use firstyear_core::project::FileFormat;
use firstyear_core::{Basis, Cell, Observation, Period, SourceId};

use super::columns::{Column, Header, Known, fitting, header_of, no_rows};
use super::figures::{self, Number, Told};
use super::indicator::Indicator;
use super::notes::Note;
use super::{upload_by_date, upload_by_id};
use crate::OnProgress;
use crate::fault::RowProblems;
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::rows::Rows;
use crate::sink::{Fate, Sink};
use crate::withheld::Withheld;

pub(crate) const FORMAT: Format = Format {
    format: FileFormat::FingertipsUpload,
    title: "Figures for upload to Fingertips, CSV",
    explanation: "Both layouts, in any order of columns and any case.\n\
                  The older one names indicator, age, sex, category and value note by their ids \
                  (`IndicatorId`, `Year`, `YearRange`, `AgeId`, …). A number of -1 is missing there, \
                  and a pair of limits that are both 0 is refused. It does not say whether a year is \
                  a calendar, financial or academic one: say which with `years` beside the file in \
                  firstyear.toml, or with `--years`. Ages, and categories, bear their ids, as the \
                  file does not say what they are.\n\
                  The newer one (`area_code`, `date_from`, `date_to`, `period_type`, …) does not name \
                  its indicator: the file's name is its id, and a file that bears the Fingertips id \
                  of an indicator of the catalogue, such as 92196.csv, is read as that. The dates \
                  must make a period of the kind beside them. An empty number is absent. Which end \
                  of its deprivation deciles is the most deprived it does not say: they are read \
                  without an order, unless deprivation_category is a dimension of the catalogue.\n\
                  Not kept: limits at 99.8% beside those at 95%; the second denominator.",
    fits: |sample| match sample.text() {
        Some(text) => Layout::of(&text.header()).map_or(Fit::No, |(_, found)| Fit::Words(found)),
        None => Fit::No,
    },
    read: read_into,
};

/// Which of the two it is.
#[derive(Clone, Copy)]
enum Layout {
    ById,
    ByDate,
}

impl Layout {
    fn of(header: &[String]) -> Option<(Self, usize)> {
        let by_id = fitting(header, upload_by_id::COLUMNS);
        let by_date = fitting(header, upload_by_date::COLUMNS);
        match (by_id, by_date) {
            (0, 0) => None,
            (by_id, by_date) if by_id > by_date => Some((Self::ById, by_id)),
            (_, by_date) => Some((Self::ByDate, by_date)),
        }
    }

    const fn columns(self) -> &'static [Known] {
        match self {
            Self::ById => upload_by_id::COLUMNS,
            Self::ByDate => upload_by_date::COLUMNS,
        }
    }
}

/// A reader of the rows of one layout.
pub(super) trait Lines {
    fn read(
        &mut self,
        rows: &Rows<'_>,
        at: (u64, &mut RowProblems<'_>),
        sink: &mut dyn Sink,
    ) -> Option<Observation>;
    fn finish(self: Box<Self>, input: &Input<'_>, sink: &mut dyn Sink);
}

fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let mut rows = Rows::open(input, None)?;
    let (record, place) = header_of(&mut rows, input, progress)?;
    let layout = Layout::of(&record).map_or(Layout::ByDate, |(layout, _)| layout);
    let header = Header::matched(&record, &place, layout.columns(), |_, _| false, sink)?;
    let mut lines: Box<dyn Lines + '_> = match layout {
        Layout::ById => Box::new(upload_by_id::ById::new(&header, with)),
        Layout::ByDate => Box::new(upload_by_date::ByDate::new(&header, input, with)),
    };
    let (mut problems, mut withheld, mut seen) = (Vec::new(), Withheld::default(), false);
    while let Some(line) = rows.next(progress)? {
        seen = true;
        if !header.fits(&rows) {
            header.refuse(&rows, input.place().row(line), sink);
            continue;
        }
        let mut row = RowProblems::new(&input.file, line, &mut problems);
        let read = lines.read(&rows, (line, &mut row), sink);
        problems.drain(..).for_each(|problem| sink.problem(problem));
        sink.row(if read.is_some() { Fate::Used } else { Fate::Refused });
        if let Some(observation) = read {
            withheld.see(&observation);
            sink.observation(observation);
        }
    }
    if !seen {
        return Err(no_rows(&input.file).into());
    }
    rows.encoding_note().into_iter().for_each(|note| sink.problem(note));
    withheld.note().into_iter().for_each(|note| sink.problem(note));
    lines.finish(input, sink);
    Ok(())
}

/// The columns of the numbers of both layouts.
pub(super) struct NumberColumns {
    pub(super) count: Column,
    pub(super) denominator: Column,
    pub(super) value: Column,
    pub(super) inner: [Column; 2],
    pub(super) outer: [Column; 2],
}

/// The numbers of a row, each beside its column.
pub(super) struct Numbers {
    pub(super) count: (Column, Number),
    pub(super) denominator: (Column, Number),
    pub(super) value: (Column, Number),
    pub(super) inner: [(Column, Number); 2],
    pub(super) outer: [(Column, Number); 2],
}

impl NumberColumns {
    pub(super) fn of(header: &Header, names: [&str; 7]) -> Self {
        let [count, denominator, value, lower, upper, outer_lower, outer_upper] =
            names.map(|name| header.column(name));
        let (inner, outer) = ([lower, upper], [outer_lower, outer_upper]);
        Self { count, denominator, value, inner, outer }
    }

    /// Reads them with `read`; every fault is told.
    pub(super) fn read(
        &self,
        rows: &Rows<'_>,
        row: &mut RowProblems<'_>,
        read: impl Fn(&str) -> Result<Number, crate::fault::Fault>,
    ) -> Option<Numbers> {
        let mut one = |column: Column| {
            let text = column.at.map_or("", |at| rows.cell(at));
            row.keep(column.name, read(text)).map(|number| (column, number))
        };
        let (count, denominator, value) = (one(self.count), one(self.denominator), one(self.value));
        let ([lower, upper], [outer_lower, outer_upper]) =
            (self.inner.map(&mut one), self.outer.map(&mut one));
        Some(Numbers {
            count: count?,
            denominator: denominator?,
            value: value?,
            inner: [lower?, upper?],
            outer: [outer_lower?, outer_upper?],
        })
    }
}

/// What a row is about, read and good.
pub(super) struct Subject {
    pub(super) indicator: Indicator,
    pub(super) area: firstyear_core::AreaCode,
    pub(super) period: Period,
    pub(super) groups: firstyear_core::Groups,
    pub(super) source: SourceId,
}

/// Joins what a row is about with its numbers.
pub(super) fn observation(
    subject: Subject,
    numbers: &Numbers,
    note: &Note,
    told: &mut Told,
    (line, row): (u64, &mut RowProblems<'_>),
) -> Option<Observation> {
    let mut count = |(column, number): (Column, Number), told: &mut Told| {
        row.keep(column.name, figures::count(number, note, line, told))
    };
    let numerator = count(numbers.count, told);
    let denominator = count(numbers.denominator, told);
    let (numerator, denominator) = (numerator?, denominator?);
    let value = numbers
        .value
        .1
        .map_or_else(|| figures::missing(note), |value| Cell::flagged(value, note.flags));
    if let Some(known) = subject.indicator.known
        && let Some(fault) = figures::impossible(known, &numerator, &denominator, &value)
    {
        row.add(numbers.value.0.name, &fault);
        return None;
    }
    let interval = figures::limits_of_row(numbers.inner, numbers.outer, &value, told, (line, row));
    Some(Observation {
        indicator: subject.indicator.id,
        area: subject.area,
        period: subject.period,
        groups: subject.groups,
        numerator,
        denominator,
        basis: Basis::Complete,
        value,
        interval,
        standard_error: None,
        note: note.text.clone(),
        source: subject.source,
        place: row.place(),
    })
}
