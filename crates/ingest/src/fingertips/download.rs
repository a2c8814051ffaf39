//! A download of Fingertips: 26 or 27 columns, one figure a row.

use std::sync::Arc;

use firstyear_core::project::FileFormat;
use firstyear_core::{Cell, Groups, Observation, Period, SourceId};

use super::SCHEME;
use super::columns::{Column, Header, Known, fitting, header_of, needed, optional};
use super::figures::{self, Figures, Told, number};
use super::groups::{GroupsOf, Texts};
use super::indicator::{Indicator, Indicators};
use super::lines::{self, Lines};
use super::notes::Note;
use super::period;
use super::place::{Areas, Beside};
use super::subject::Subject;
use crate::fault::{Fault, RowProblems};
use crate::format::{Context, Fit, Format, Reading};
use crate::found::Found;
use crate::input::Input;
use crate::memo::Memo;
use crate::rows::Rows;
use crate::sink::Sink;
use crate::{CodeLists, OnProgress};

pub(crate) const FORMAT: Format = Format {
    format: FileFormat::Fingertips,
    title: "A download of Fingertips, CSV",
    explanation: "A table with the columns `Indicator ID`, `Area Code`, `Time period` and `Value`, \
                  in any order, as the website writes it (26 or 27 columns) or under the names \
                  that client libraries give them, such as `Lower_CI_95.0_limit`.\n\
                  Indicators that the catalogue knows by their Fingertips id bear its id, others \
                  `fingertips-` and their own. Categories, such as deprivation deciles or ethnic \
                  groups, and Male and Female are groups, and so are ages of indicators that the \
                  catalogue does not know; an age, or the sex of those who give birth, by which a \
                  known indicator is defined is none. Deciles of small areas of England are those of \
                  the catalogue; deciles of authorities are a dimension of their own, in the order \
                  that their labels say.\n\
                  A missing number is withheld where the value note speaks of suppression or \
                  disclosure, and absent otherwise; notes are kept. Counts that are not whole are \
                  rounded and flagged as estimated. An area listed under several parents is counted \
                  once.\n\
                  A split year such as 2017/18 can be financial or academic: say which with `years` \
                  beside the file in firstyear.toml, or with `--years`.\n\
                  Not kept: limits at 99.8% beside those at 95%, as a figure holds one pair; recent \
                  trends and \
                  comparisons with England, a parent or a goal, which are computed afresh.",
    fits: |sample| match sample.text() {
        Some(text) => match fitting(&text.header(), COLUMNS) {
            0 => Fit::No,
            found => Fit::Words(found),
        },
        None => Fit::No,
    },
    read: read_into,
};

const COLUMNS: &[Known] = &[
    needed("Indicator ID", &["indicatorid", "id"]),
    needed("Area Code", &["areacode"]),
    needed("Time period", &["timeperiod"]),
    needed("Value", &["value"]),
    optional("Indicator Name", &["indicatorname", "name"]),
    optional("Unit", &["unit"]),
    optional("Parent Code", &["parentcode"]),
    optional("Parent Name", &["parentname"]),
    optional("Area Name", &["areaname"]),
    optional("Sex", &["sex", "gender"]),
    optional("Age", &["age"]),
    optional("Category Type", &["categorytype"]),
    optional("Category", &["category"]),
    // Without a level the limits are those at 95%, as in the older upload
    // layout of the publisher.
    optional("Lower CI 95.0 limit", &["lowerci950limit", "lowerci95", "lowerci"]),
    optional("Upper CI 95.0 limit", &["upperci950limit", "upperci95", "upperci"]),
    optional("Lower CI 99.8 limit", &["lowerci998limit", "lowerci998"]),
    optional("Upper CI 99.8 limit", &["upperci998limit", "upperci998"]),
    optional("Count", &["count", "numerator"]),
    optional("Denominator", &["denominator"]),
    optional("Value note", &["valuenote"]),
    optional("Time period Sortable", &["timeperiodsortable"]),
    optional("Time period range", &["timeperiodrange"]),
];

/// Columns of the layout that are not kept. The one after the comparison with
/// England bears the name of the parent.
fn is_ignored(keys: &[String], at: usize) -> bool {
    const IGNORED: [&str; 7] =
        ["", "areatype", "recenttrend", "newdata", "targetdata", "polarity", "significance"];
    let compares = |key: &str| key.starts_with("compared");
    let key = keys[at].as_str();
    IGNORED.contains(&key)
        || compares(key)
        || at > 0
            && compares(&keys[at - 1])
            && keys.get(at + 1).is_some_and(|next| next == SORTABLE)
}

const SORTABLE: &str = "timeperiodsortable";

fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let mut rows = Rows::open(input, None)?;
    let (record, place) = header_of(&mut rows, input, progress)?;
    let header = Header::matched(&record, &place, COLUMNS, is_ignored, sink)?;
    let lines = Box::new(Download {
        columns: Columns::of(&header),
        words: Words::new(with.codes, with.source_or(SCHEME)),
    });
    lines::read_all(lines, (rows, &header), input, sink, progress)
}

/// Where the columns stand.
struct Columns {
    indicator: Column,
    name: Column,
    unit: Column,
    area: Column,
    area_name: Column,
    parent: [Column; 2],
    sex: Column,
    age: Column,
    category: [Column; 2],
    period: [Column; 3],
    value: Column,
    limits: [Column; 2],
    outer: [Column; 2],
    count: Column,
    denominator: Column,
    note: Column,
}

impl Columns {
    fn of(header: &Header) -> Self {
        let one = |name| header.column(name);
        Self {
            indicator: one("Indicator ID"),
            name: one("Indicator Name"),
            unit: one("Unit"),
            area: one("Area Code"),
            area_name: one("Area Name"),
            parent: ["Parent Code", "Parent Name"].map(one),
            sex: one("Sex"),
            age: one("Age"),
            category: ["Category Type", "Category"].map(one),
            period: ["Time period", "Time period Sortable", "Time period range"].map(one),
            value: one("Value"),
            limits: ["Lower CI 95.0 limit", "Upper CI 95.0 limit"].map(one),
            outer: ["Lower CI 99.8 limit", "Upper CI 99.8 limit"].map(one),
            count: one("Count"),
            denominator: one("Denominator"),
            note: one("Value note"),
        }
    }
}

/// Texts that rows repeat, each read once.
struct Words<'a> {
    codes: &'a CodeLists<'a>,
    source: SourceId,
    found: Found<'a>,
    indicators: Indicators<'a>,
    groups: GroupsOf<'a>,
    areas: Areas,
    periods: Memo<Period>,
    notes: Memo<Arc<Note>>,
    told: Told,
    key: String,
}

impl<'a> Words<'a> {
    fn new(codes: &'a CodeLists<'a>, source: SourceId) -> Self {
        Self {
            codes,
            source,
            found: Found::new(codes, SCHEME),
            indicators: Indicators::new(codes),
            groups: GroupsOf::new(codes),
            areas: Areas::new(),
            periods: Memo::new(),
            notes: Memo::new(),
            told: Told::default(),
            key: String::new(),
        }
    }

    fn period(&mut self, [label, sortable, range]: [&str; 3]) -> &Result<Period, Fault> {
        self.key.clear();
        for part in [label, "\n", sortable, "\n", range] {
            self.key.push_str(part);
        }
        let years = self.codes.years;
        self.periods.get(&self.key, |_| period::read(label, sortable, range, years))
    }

    fn indicator<'r>(
        &mut self,
        columns: &Columns,
        cell: impl Fn(Column) -> &'r str,
        row: &mut RowProblems<'_>,
        sink: &mut dyn Sink,
    ) -> Option<Indicator> {
        let Self { indicators, found, .. } = self;
        let [code, name, unit] = [columns.indicator, columns.name, columns.unit].map(cell);
        row.share(columns.indicator.name, indicators.get(found, code, name, unit, sink))
    }

    /// Numerator and denominator.
    fn counts<'r>(
        &mut self,
        columns: &Columns,
        cell: impl Fn(Column) -> &'r str,
        note: &Note,
        (line, row): (u64, &mut RowProblems<'_>),
    ) -> Option<[Cell<u64>; 2]> {
        let [numerator, denominator] = [columns.count, columns.denominator].map(|column| {
            let read = number(cell(column));
            let read = read.and_then(|number| figures::count(number, note, line, &mut self.told));
            row.keep(column.name, read)
        });
        Some([numerator?, denominator?])
    }

    fn groups<'r>(
        &mut self,
        columns: &Columns,
        cell: impl Fn(Column) -> &'r str,
        indicator: &Indicator,
        row: &mut RowProblems<'_>,
    ) -> Option<Groups> {
        let Self { groups, indicators, found, .. } = self;
        let texts = Texts {
            sex: cell(columns.sex),
            age: cell(columns.age),
            category_type: cell(columns.category[0]),
            category: cell(columns.category[1]),
        };
        let read = groups.get(texts, indicator, indicators, found, row);
        row.share(columns.category[1].name, read)
    }

    fn note(&mut self, text: &str) -> Arc<Note> {
        let read = self.notes.get(text, |text| Ok(Arc::new(Note::read(text))));
        read.as_ref().map_or_else(|_| Arc::default(), Arc::clone)
    }
}

/// The reader of its rows.
struct Download<'a> {
    columns: Columns,
    words: Words<'a>,
}

impl Lines for Download<'_> {
    /// Reads one row: every column, so that all its problems are told at once.
    fn read(
        &mut self,
        rows: &Rows<'_>,
        (line, row): (u64, &mut RowProblems<'_>),
        sink: &mut dyn Sink,
    ) -> Option<Observation> {
        let Self { columns, words } = self;
        let cell = |column: Column| column.at.map_or("", |at| rows.cell(at));
        let indicator = words.indicator(columns, cell, row, sink);
        let area = row.share(columns.area.name, words.areas.code(cell(columns.area)));
        let period = row.share(columns.period[0].name, words.period(columns.period.map(cell)));
        let note = words.note(cell(columns.note));
        let counts = words.counts(columns, cell, &note, (line, row));
        let value = row.keep(columns.value.name, number(cell(columns.value)));
        let mut limit = |column: Column| {
            row.keep(column.name, number(cell(column))).map(|number| (column, number))
        };
        let [lower, upper] = columns.limits.map(&mut limit);
        let [outer_lower, outer_upper] = columns.outer.map(&mut limit);
        let indicator = indicator?;
        let groups = words.groups(columns, cell, &indicator, row);
        let figures = Figures::of(counts?, value?, &note);
        row.keep(columns.value.name, figures.check(indicator.known))?;
        let subject = Subject {
            indicator: indicator.id,
            area: area?,
            period: period?,
            groups: groups?,
            source: words.source.clone(),
        };
        let limits = [[lower?, upper?], [outer_lower?, outer_upper?]];
        let read = subject.with(figures, limits, note.text.clone(), &mut words.told, (line, row));
        // A row with a fault may be shifted, and its name another column's text.
        let beside = Beside {
            name: cell(columns.area_name),
            parent: cell(columns.parent[0]),
            parent_name: cell(columns.parent[1]),
        };
        words.areas.note(&read.area, &beside, columns.area_name.name, row);
        Some(read)
    }

    fn finish(self: Box<Self>, input: &Input<'_>, sink: &mut dyn Sink) {
        let Words { told, areas, found, .. } = self.words;
        told.finish(input, sink);
        areas.finish(input, sink);
        found.finish(sink);
    }
}
