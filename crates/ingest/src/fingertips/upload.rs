//! The layouts in which figures are uploaded to Fingertips: the older one by
//! ids, the newer one by dates.

use firstyear_core::project::FileFormat;
use firstyear_core::{IndicatorKind, Observation};

use super::columns::{Column, Header, Known, fitting, header_of};
use super::figures::{self, Figures, Number, Told};
use super::lines::{self, Lines};
use super::notes::Note;
use super::subject::Subject;
use super::{upload_by_date, upload_by_id};
use crate::OnProgress;
use crate::fault::RowProblems;
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::rows::Rows;
use crate::sink::Sink;

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
    let lines: Box<dyn Lines + '_> = match layout {
        Layout::ById => Box::new(upload_by_id::ById::new(&header, with)),
        Layout::ByDate => Box::new(upload_by_date::ByDate::new(&header, input, with)),
    };
    lines::read_all(lines, (rows, &header), input, sink, progress)
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

impl Numbers {
    /// Joins what a row is about with its numbers.
    pub(super) fn of(
        &self,
        subject: Subject,
        known: Option<(IndicatorKind, f64)>,
        note: &Note,
        told: &mut Told,
        (line, row): (u64, &mut RowProblems<'_>),
    ) -> Option<Observation> {
        let mut count = |(column, number): (Column, Number)| {
            row.keep(column.name, figures::count(number, note, line, told))
        };
        let (numerator, denominator) = (count(self.count), count(self.denominator));
        let figures = Figures::of([numerator?, denominator?], self.value.1, note);
        row.keep(self.value.0.name, figures.check(known))?;
        Some(subject.with(figures, [self.inner, self.outer], note.text.clone(), told, (line, row)))
    }
}
