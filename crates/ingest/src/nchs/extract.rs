//! CSV extracts of natality files: one birth a row, counted by group.

use std::sync::LazyLock;

use firstyear_core::project::FileFormat;
use firstyear_core::{Place, Problem, ProblemCode, Severity};
use serde::Deserialize;

use super::layout::Counts;
use super::split::{Split, Written, number};
use super::tally::{About, Count, MILLIONTHS, Tally};
use crate::OnProgress;
use crate::fault::Fault;
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::rows::Rows;
use crate::sample::Sample;
use crate::sink::{Fate, Sink};

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::NchsExtract,
    title: "Birth records of the NCHS, CSV extract",
    explanation: "\
One birth a row under the publisher's field names, in any case and order; at least five of them \
tell the format. Rows are counted by year, for everyone and by sex, mager (mother's age), \
mracehisp, meduc, dplural, oegest_comb (obstetric estimate of gestation) and dbwt (birthweight), \
as far as the columns are there; records are not kept, and the counts are restricted. The year is \
that of a column dob_yy, year or data_year, or else the only year in the file's name, which is \
told; without either the file is refused. Rows with restatus 4 are passed over; without that \
column foreign residents are counted, which is told. Empty cells are counted apart as left blank. \
Every other column is passed over and listed: the combined estimate of gestation (combgest) is \
never mixed with the obstetric one.",
    fits,
    read: read_into,
};

/// Field names of natality files, by which an extract is told.
const NAMES: [&str; 30] = [
    "ab_nicu",
    "apgar10",
    "apgar5",
    "bmi",
    "cig_0",
    "cig_1",
    "cig_2",
    "cig_3",
    "combgest",
    "dbwt",
    "dmar",
    "dob_mm",
    "dob_yy",
    "dplural",
    "dwgt_r",
    "fagecomb",
    "ilive",
    "ld_indl",
    "m_ht_in",
    "mager",
    "meduc",
    "mracehisp",
    "oegest_comb",
    "precare",
    "previs",
    "priordead",
    "priorlive",
    "pwgt_r",
    "restatus",
    "wic",
];
const YEARS: [&str; 4] = ["dob_yy", "year", "data_year", "birth_year"];
const RESIDENCE: &str = "restatus";
const FOREIGN: &str = "4";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    source: String,
    dimension: Vec<Written>,
}

/// The splits with their columns, and where their bounds come from.
static SPLITS: LazyLock<(String, Vec<(Split, String)>)> = LazyLock::new(|| {
    let text = include_str!("../../data/nchs/extract.toml");
    let data: Data = toml::from_str(text).expect("a test reads the data file");
    let split = |written: &Written| {
        let split = Split::new(written).expect("a test reads the data file");
        (split, written.field.clone())
    };
    (data.source, data.dimension.iter().map(split).collect())
});

fn names(header: impl Iterator<Item = String>) -> Vec<String> {
    header.map(|name| name.trim().to_lowercase()).collect()
}

fn fits(sample: &Sample) -> Fit {
    const ENOUGH: usize = 5;
    match sample.text() {
        Some(text) => Fit::words(&names(text.header().into_iter()), &NAMES, ENOUGH),
        None => Fit::No,
    }
}

fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let mut rows = Rows::open(input, None)?;
    let line = rows.next(progress)?.unwrap_or(1);
    let header = names(rows.cells().map(str::to_owned));
    let at = input.place().row(line);
    let columns = Columns::of(&header);
    if columns.splits.is_empty() {
        let message = "no column of the header is one by which births can be counted";
        return Err(Problem::new(ProblemCode::ColumnMissing, at, message).into());
    }
    let year = match columns.year {
        Some(_) => None,
        None => Some(year_of_name(&input.file).ok_or_else(|| no_year(at.clone()))?),
    };
    columns.problems(&header, &at, year, sink);
    let mut tally = Tally::new(columns.splits.iter().map(|(split, _)| *split), []);
    let mut groups = Vec::with_capacity(columns.splits.len());
    let (mut refused, mut foreign) = (0_u64, 0_u64);
    while let Some(line) = rows.next(progress)? {
        match columns.count(&rows, header.len(), year, &mut groups) {
            Ok(Some(year)) => {
                let count = Count { births: 1, deaths: 0, weight: MILLIONTHS };
                tally.add(year, count, &groups, &[]);
                sink.row(Fate::Used);
            }
            Ok(None) => {
                foreign += 1;
                sink.row(Fate::PassedOver);
            }
            Err((column, fault)) => {
                refused += 1;
                let place = input.place().row(line);
                let name = column.and_then(|column| header.get(column));
                let place = name.into_iter().fold(place, |place, name| place.column(&**name));
                sink.problem(fault.at(place));
                sink.row(Fate::Refused);
            }
        }
    }
    if tally.is_empty() {
        let (code, message) = match refused + foreign {
            0 => (ProblemCode::FileEmpty, "the file has a header and no rows"),
            _ => (ProblemCode::FileUnreadable, "no row could be counted"),
        };
        return Err(Problem::new(code, input.place(), message).into());
    }
    if foreign > 0 {
        let message = "records of mothers who live abroad are passed over, as publications do";
        sink.problem(Problem::new(ProblemCode::RowsPassedOver, input.place(), message));
    }
    rows.encoding_note().into_iter().for_each(|note| sink.problem(note));
    let about = About {
        counts: Counts::Births,
        weighted: false,
        title: "Birth records of the NCHS, an extract",
        layout_source: &SPLITS.0,
        note: Some(
            "counts of the records in the file, which may be a part of all births".to_owned(),
        ),
        id: with.source_or("nchs"),
        place: input.place(),
    };
    tally.finish(&about, with.codes, sink).map_err(|fault| fault.at(input.place()).into())
}

/// Where the columns that are read stand.
struct Columns {
    year: Option<usize>,
    residence: Option<usize>,
    splits: Vec<(&'static Split, usize)>,
}

impl Columns {
    fn of(header: &[String]) -> Self {
        let at = |name: &str| header.iter().position(|known| known == name);
        let split = |(split, name): &'static (Split, String)| Some((split, at(name)?));
        Self {
            year: YEARS.iter().find_map(|name| at(name)),
            residence: at(RESIDENCE),
            splits: SPLITS.1.iter().filter_map(split).collect(),
        }
    }

    /// The year of a row and the categories of its birth; `None` for a mother
    /// who lives abroad.
    fn count(
        &self,
        rows: &Rows<'_>,
        width: usize,
        year: Option<i32>,
        groups: &mut Vec<usize>,
    ) -> Result<Option<i32>, (Option<usize>, Fault)> {
        if rows.len() != width {
            let message = format!("the row has {} cells and the header {width}", rows.len());
            return Err((None, Fault::new(ProblemCode::RowShape, message)));
        }
        if self.residence.is_some_and(|column| rows.cell(column) == FOREIGN) {
            return Ok(None);
        }
        let year = match (self.year, year) {
            (Some(column), _) => {
                let year = number(rows.cell(column).as_bytes());
                let year =
                    year.and_then(|year| i32::try_from(year).ok()).filter(|year| is_year(*year));
                year.ok_or_else(|| {
                    (Some(column), Fault::new(ProblemCode::PeriodInvalid, "not a year"))
                })?
            }
            (None, Some(year)) => year,
            (None, None) => {
                return Err((None, Fault::new(ProblemCode::PeriodInvalid, "no year is known")));
            }
        };
        groups.clear();
        for (split, column) in &self.splits {
            let category = split.category(rows.cell(*column).as_bytes()).map_err(|_| {
                let message = "not a code or a number that the field can have";
                (Some(*column), Fault::new(ProblemCode::CategoryUnknown, message))
            })?;
            groups.push(category);
        }
        Ok(Some(year))
    }

    /// What to know of the columns and of those that are not there.
    fn problems(&self, header: &[String], at: &Place, year: Option<i32>, sink: &mut dyn Sink) {
        let used = |column: usize| {
            self.year == Some(column)
                || self.residence == Some(column)
                || self.splits.iter().any(|(_, split)| *split == column)
        };
        let unread: Vec<&str> = (0..header.len())
            .filter(|column| !used(*column))
            .map(|column| shown(header, column))
            .collect();
        if !unread.is_empty() {
            let message = format!("columns by which births are not counted: {}", unread.join(", "));
            let problem = Problem::new(ProblemCode::ColumnUnknown, at.clone(), message);
            sink.problem(problem.with_severity(Severity::Note).with_help(
                "nothing needs to be done; combgest is the combined estimate of gestation, and \
                 only the obstetric one (oegest_comb) is read",
            ));
        }
        if self.residence.is_none() {
            let message = "no column says where mothers live, so foreign residents are counted, \
                           whom publications leave out";
            sink.problem(Problem::new(ProblemCode::LayoutIncomplete, at.clone(), message));
        }
        if let Some(year) = year {
            let message = format!("no column names the year: {year} is taken from the file's name");
            let problem = Problem::new(ProblemCode::PeriodAssumed, at.clone(), message);
            sink.problem(problem);
        }
    }
}

/// A name that the publisher uses; any other could be a cell of data.
fn shown(header: &[String], column: usize) -> &str {
    let name = header[column].as_str();
    let plain = name.len() <= 20
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if plain { name } else { "one without a plain name" }
}

fn is_year(year: i32) -> bool {
    (1968..=2100).contains(&year)
}

/// The year in a file's name, where there is one and no other.
fn year_of_name(file: &str) -> Option<i32> {
    let name = file.rsplit(['/', '\\']).next()?;
    let mut years = name
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| is_year(*year));
    let year = years.next()?;
    years.next().is_none().then_some(year)
}

fn no_year(place: Place) -> Problem {
    let message = "neither a column nor the file's name says the year of the births";
    Problem::new(ProblemCode::PeriodInvalid, place, message)
        .with_help("add a column dob_yy, or put the year into the file's name: natality_2014.csv")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CodeLists, Gather, ReadError, Sources, unwatched};

    fn read(file: &str, text: &str) -> Result<Gather, Vec<Problem>> {
        let input = Input::of_bytes(text.as_bytes(), &file.into());
        let mut all = Gather::default();
        let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
        read_into(&input, &with, &mut all, &mut unwatched).map_err(ReadError::problems)?;
        Ok(all)
    }

    /// Synthetic births.
    const ROWS: &str = "MAGER,sex,DPLURAL,dbwt,combgest,RESTATUS\n\
        19,F,1,2499,39,1\n20,M,1,2500,39.0,2\n55,M,1,3000,39,1\n30,M,1,9999,,4\n31,F,2,,39,3\n";

    #[test]
    fn births_are_counted_by_group() {
        let all = read("births_2014.csv", ROWS).unwrap();
        assert_eq!((all.counts.used, all.counts.refused, all.counts.passed_over), (3, 1, 1));
        let count = |groups: &str| {
            let rows = &all.read.rows.observations;
            let row = rows.iter().find(|row| row.groups.to_string() == groups);
            row.and_then(|row| row.numerator.value().copied())
        };
        assert_eq!(count(""), Some(3));
        assert_eq!(count("sex=female"), Some(2));
        assert_eq!(count("nchs-mother-age=15-19-years"), Some(1));
        assert_eq!(count("nchs-birthweight=2500-to-2999-grams"), Some(1));
        assert_eq!(count("nchs-birthweight=blank"), Some(1));
        assert_eq!(count("nchs-birthweight=not-stated"), Some(0));
        let codes: Vec<_> = all.read.problems.iter().map(|problem| problem.code).collect();
        let expected = [
            ProblemCode::ColumnUnknown,
            ProblemCode::PeriodAssumed,
            ProblemCode::CategoryUnknown,
            ProblemCode::RowsPassedOver,
        ];
        assert_eq!(codes, expected);
    }

    #[test]
    fn a_year_is_asked_for_and_not_guessed() {
        for name in ["births.csv", "births_2014_2015.csv", "births_201.csv"] {
            let problems = read(name, ROWS).unwrap_err();
            assert_eq!(problems[0].code, ProblemCode::PeriodInvalid, "{name}");
        }
        let with_year = ROWS.replace("MAGER", "mager").replace("RESTATUS", "DOB_YY");
        let problems = read("births.csv", &with_year).unwrap_err();
        assert_eq!(problems[0].code, ProblemCode::FileUnreadable, "residence codes are no years");
    }
}
