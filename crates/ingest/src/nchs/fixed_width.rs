//! Linked birth and infant death files of fixed width: counted as
//! publications count them.
//!
//! | published counts              | here                                        |
//! |-------------------------------|---------------------------------------------|
//! | leave out foreign residents   | passed over, where the layout knows them    |
//! | weight deaths of period files | the sum of weights, and the rounded count   |
//! | leave deaths of cohort files  | counted as they are                         |
//! | know unlinked deaths apart    | an indicator of their own                   |
//! | use the obstetric estimate    | the only gestation that is read             |

use firstyear_core::project::FileFormat;
use firstyear_core::{Place, Problem, ProblemCode};

use super::layout::{Counts, LAYOUTS, Layout};
use super::lines::RecordLines;
use super::tally::{About, Count, MILLIONTHS, Tally};
use crate::fault::Fault;
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::sample::Sample;
use crate::sink::{Fate, Sink};
use crate::{OnProgress, ReadError};

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::NchsFixedWidth,
    title: "Linked birth and infant death records of the NCHS, fixed width",
    explanation: "\
One record a line, told by its length, its year and the codes of its fields; where several \
layouts fit, say which: `layout` beside the file in firstyear.toml, or --layout. Layouts: \
linked-cohort-1989-1991, linked-cohort-1995-2002, linked-cohort-2003, linked-cohort-2004-2010 \
(births, and which of them died within a year); linked-2018-period-births, \
linked-2018-period-deaths, linked-2017-cohort-births. Records are counted by year, for everyone \
and by sex, mother's age, race and Hispanic origin, education, plurality, obstetric estimate of \
gestation, birthweight and age at death, as far as the layout has them; they are not kept, and \
the counts are restricted: small ones are hidden on the way out. Foreign residents (RESTATUS 4) \
are passed over. Deaths of a period file are sums of RECWT, beside the rounded count; those of a \
cohort file are not weighted. Deaths linked to no birth are an indicator of their own. The \
combined estimate of gestation is not read, and never mixed with the obstetric one. A record of \
another length or year, or with a code that the layout does not have, is refused.",
    fits,
    read: read_into,
};

/// Records of the start of a file by which its layout is told.
fn records(text: &str) -> impl Iterator<Item = &[u8]> {
    // The last line of a sample may be cut.
    let whole = text.rfind('\n').map_or(text, |end| &text[..end]);
    let lines = whole.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line).as_bytes());
    lines.filter(|line| !line.trim_ascii().is_empty())
}

/// The layouts that every record of the start fits.
fn fitting(text: &str) -> Vec<&'static Layout> {
    let fits = |layout: &&Layout| {
        let mut any = false;
        records(text).all(|record| {
            any = true;
            layout.fits(record)
        }) && any
    };
    LAYOUTS.iter().filter(fits).collect()
}

fn fits(sample: &Sample) -> Fit {
    let text = sample.text().map_or("", |text| text.head.as_str());
    // A line of a table can be long too, and does not fit: every field has its
    // own codes.
    Fit::sure_if(!fitting(text).is_empty())
}

/// The layout that the user named, or the only one that fits.
fn chosen(input: &Input<'_>) -> Result<&'static Layout, ReadError> {
    let told = |message: &str| {
        Problem::new(ProblemCode::LayoutUnknown, input.place(), message)
            .with_help(format!("name one of {}", Layout::names()))
    };
    if let Some(name) = input.layout() {
        let layout = Layout::named(name).ok_or_else(|| told("no layout has this name"))?;
        return Ok(layout);
    }
    let Sample::Text(text) = Sample::of(input)? else {
        return Err(told("the file is no text of fixed width").into());
    };
    match &*fitting(&text.head) {
        [one] => Ok(one),
        [] => Err(told("the records fit no layout that is known").into()),
        _ => Err(told("the records fit several layouts").into()),
    }
}

fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    const BETWEEN_REPORTS: u64 = 8192;
    let layout = chosen(input)?;
    let mut counting = Counting::new(layout, input.place());
    let mut lines = RecordLines::new(input.stream()?);
    while let Some(line) = lines.next_line().map_err(|error| input.io(error))? {
        if line.is_multiple_of(BETWEEN_REPORTS) {
            input.report(progress)?;
        }
        counting.take(line, lines.record(), lines.length(), sink);
    }
    input.report(progress)?;
    if counting.tally.is_empty() {
        return Err(counting.nothing().into());
    }
    counting.finish(with, sink)
}

/// Counts the records of a file.
struct Counting {
    layout: &'static Layout,
    tally: Tally<'static>,
    place: Place,
    groups: Vec<usize>,
    at_death: Vec<usize>,
    refused: u64,
    foreign: u64,
}

/// Records whose problem is told one by one. With a wrong layout every record
/// of millions has one.
const TOLD: u64 = 1000;

impl Counting {
    fn new(layout: &'static Layout, place: Place) -> Self {
        let splits = layout.splits.iter().map(|(split, _)| split);
        let death_splits = layout.death_splits.iter().map(|(split, _)| split);
        Self {
            layout,
            tally: Tally::new(splits, death_splits),
            place,
            groups: Vec::new(),
            at_death: Vec::new(),
            refused: 0,
            foreign: 0,
        }
    }

    fn take(&mut self, line: u64, record: &[u8], length: usize, sink: &mut dyn Sink) {
        let fate = match self.count(record, length) {
            Ok(fate) => fate,
            Err((column, fault)) => {
                self.refused += 1;
                if self.refused <= TOLD {
                    let place = self.place.clone().row(line);
                    let place = match column {
                        Some(column) => place.column(column),
                        None => place,
                    };
                    sink.problem(fault.at(place));
                }
                Fate::Refused
            }
        };
        sink.row(fate);
    }

    fn count(
        &mut self,
        record: &[u8],
        length: usize,
    ) -> Result<Fate, (Option<&'static str>, Fault)> {
        let layout = self.layout;
        if !layout.has_length(length) {
            let right = match layout.record_length {
                Some(right) => right.to_string(),
                None => format!("{} or more", layout.shortest),
            };
            let message = format!("the record has {length} characters, and the layout {right}");
            return Err((None, Fault::new(ProblemCode::RowShape, message)));
        }
        let year = layout.year_of(record).ok_or_else(|| {
            let [first, last] = layout.years;
            let message = format!("the year is not one of the layout, {first} to {last}");
            (Some(&*layout.year.name), Fault::new(ProblemCode::PeriodInvalid, message))
        })?;
        if layout.is_foreign(record) {
            self.foreign += 1;
            return Ok(Fate::PassedOver);
        }
        if layout.counts == Counts::Deaths && !layout.is_linked(record) {
            self.tally.add_unlinked(year);
            return Ok(Fate::Used);
        }
        let died = layout.counts == Counts::Deaths || layout.died(record);
        self.groups.clear();
        self.at_death.clear();
        let deaths = layout.death_splits.iter().filter(|_| died).map(|split| (split, true));
        for ((split, place), of_death) in layout.splits.iter().map(|s| (s, false)).chain(deaths) {
            let category = split.category(place.of(record)).map_err(|_| {
                let fault = Fault::new(
                    ProblemCode::CategoryUnknown,
                    "the field holds a code that the layout does not have",
                );
                let help = "check that the layout is the right one for the year and the file";
                (Some(&*place.name), fault.with_help(help))
            })?;
            if of_death { self.at_death.push(category) } else { self.groups.push(category) }
        }
        let weight = match &layout.weight {
            Some(place) => weight(place.of(record)).map_err(|fault| (Some(&*place.name), fault))?,
            None => MILLIONTHS,
        };
        let count = Count {
            births: u64::from(layout.counts != Counts::Deaths),
            deaths: u64::from(died),
            weight: if died { weight } else { 0 },
        };
        self.tally.add(year, count, &self.groups, &self.at_death);
        Ok(Fate::Used)
    }

    /// No record could be counted.
    fn nothing(&self) -> Problem {
        let place = self.place.clone();
        if self.refused + self.foreign == 0 {
            return Problem::new(ProblemCode::FileEmpty, place, "the file is empty");
        }
        let message = format!("no record fits the layout {}", self.layout.name);
        Problem::new(ProblemCode::LayoutUnknown, place, message)
            .with_help(format!("name one of {}", Layout::names()))
    }

    fn finish(self, with: &Context<'_>, sink: &mut dyn Sink) -> Reading {
        let Self { layout, tally, place, refused, foreign, .. } = self;
        let told = |code, message: &str| Problem::new(code, place.clone(), message);
        if refused > TOLD {
            let message =
                format!("{} more records are refused than are told one by one", refused - TOLD);
            sink.problem(told(ProblemCode::RowShape, &message));
        }
        if foreign > 0 {
            let message = "records of mothers who live abroad are passed over, as publications do";
            sink.problem(told(ProblemCode::RowsPassedOver, message));
        }
        let mut notes = vec![format!("layout {}: {}", layout.name, layout.source)];
        if layout.knows_residence() {
            notes.push("residents only".to_owned());
        } else {
            let message = "the layout does not say where mothers live, so foreign residents are \
                           counted, whom publications leave out";
            sink.problem(told(ProblemCode::LayoutIncomplete, message));
            notes.push("residents and foreign residents".to_owned());
        }
        notes.push(match (layout.counts, &layout.weight) {
            (Counts::Births, _) => "births".to_owned(),
            (_, Some(place)) => format!("deaths weighted by {}", place.name),
            (_, None) => "deaths without weights".to_owned(),
        });
        let about = About {
            counts: layout.counts,
            weighted: layout.weight.is_some(),
            title: &layout.title,
            layout_source: &layout.source,
            note: Some(notes.join("; ")),
            id: with.source_or("nchs"),
            place: place.clone(),
        };
        tally.finish(&about, with.codes, sink).map_err(|fault| fault.at(place).into())
    }
}

/// A weight in millionths, such as `1.003142`: 1, or a little more where
/// deaths of a state could not all be linked.
fn weight(text: &[u8]) -> Result<u64, Fault> {
    let fault = || Fault::new(ProblemCode::CellNotANumber, "not a weight from 1 to below 2");
    let text = std::str::from_utf8(text).map_err(|_| fault())?;
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole != "1" || decimals.len() > 6 || !digits(decimals) {
        return Err(fault());
    }
    let parts: u64 = format!("{decimals:0<6}").parse().map_err(|_| fault())?;
    Ok(MILLIONTHS + parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_exact() {
        let read = |text: &str| weight(text.as_bytes()).ok();
        assert_eq!(read("1.003142"), Some(1_003_142));
        assert_eq!(read("1.0"), Some(1_000_000));
        assert_eq!(read("1"), Some(1_000_000));
        for bad in ["", "0.9", "2.0", "1.0000001", "1,5", "1.-5", "NaN"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
