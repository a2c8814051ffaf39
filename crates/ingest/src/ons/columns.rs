//! A header row to the columns that it names.

use firstyear_core::Period;

use super::bands::{self, Held};
use super::grid::{Row, fold};
use super::kind::{EARLY_NEONATAL, INFANT, Kind, NEONATAL, PERINATAL, Part, STILLBIRTH};

/// How the rows or columns of a table are split into groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    Birthweight,
    Cause,
    EthnicGroup,
    Gestation,
    Gestation24,
    IcdChapter,
    Imd,
    MotherAge,
    MotherCountry,
    NsSec,
    PlaceOfDelivery,
    PreviousChildren,
    Registration,
    Sex,
}

/// Columns of one kind of death, in one period, for one group.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Measure {
    pub(super) kind: Kind,
    /// From the header; `None` when row or title say it.
    pub(super) period: Option<Period>,
    /// Groups that the header or the title names, as printed there.
    pub(super) groups: Vec<(Split, String)>,
    pub(super) births: Option<usize>,
    pub(super) stillbirths: Option<usize>,
    pub(super) deaths: Deaths,
    pub(super) rate: Option<usize>,
    /// The column of marks such as `[u]`.
    pub(super) mark: Option<usize>,
}

/// Where the events of a measure stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deaths {
    /// In a column of their own.
    Column(usize),
    /// In two: perinatal deaths are stillbirths and early neonatal deaths.
    Sum(usize, usize),
    /// Nowhere: the rate alone is printed.
    Unprinted,
}

/// The columns of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Columns {
    pub(super) area: Option<usize>,
    pub(super) area_name: Option<usize>,
    pub(super) geography: Option<usize>,
    pub(super) year: Option<usize>,
    pub(super) splits: Vec<(usize, Split)>,
    pub(super) measures: Vec<Measure>,
    /// Columns whose header says nothing to this reader.
    pub(super) unknown: Vec<usize>,
    /// Columns that hold what one before them holds.
    pub(super) repeated: Vec<usize>,
}

/// Whether a header is known, and new in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    New,
    Repeated,
    Unknown,
}

/// Puts a column into its place, unless another stands there.
fn fill(slot: &mut Option<usize>, index: usize) -> Found {
    if slot.is_some() {
        return Found::Repeated;
    }
    *slot = Some(index);
    Found::New
}

/// Lower case, single blanks, plain hyphens and apostrophes.
pub(super) fn normal(header: &str) -> String {
    fold(header).to_lowercase().replace(['–', '—'], "-").replace('’', "'")
}

impl Columns {
    /// Reads a header row under a title.
    pub(super) fn new(title: &str, header: &Row) -> Self {
        let title = normal(title);
        let bands = title.contains("born at under 24 weeks");
        let fixed = title
            .contains("born at 24 weeks or over")
            .then(|| (Split::Gestation24, "24 weeks or over".to_owned()));
        let mut columns = Self::default();
        let mut blocks = Vec::new();
        let mut by_ethnic_group = false;
        for (index, cell) in header.filled() {
            let name = normal(&cell.printed());
            by_ethnic_group |= name == ALL_INFANT_DEATHS;
            let found = match columns.describes_row(*index, &name) {
                Found::Unknown if by_ethnic_group => columns.push(ethnic_group(*index, &name)),
                Found::Unknown => match children(*index, &name) {
                    Some(measure) => columns.push(measure),
                    None => Block::place(&mut blocks, *index, &name, bands),
                },
                found => found,
            };
            match found {
                Found::New => {}
                Found::Repeated => columns.repeated.push(*index),
                Found::Unknown => columns.unknown.push(*index),
            }
        }
        for block in blocks {
            columns.measures.extend(block.measures(fixed.as_ref()));
        }
        columns
    }

    /// Adds a column of deaths of one group.
    fn push(&mut self, measure: Measure) -> Found {
        let same = |other: &Measure| other.kind == measure.kind && other.groups == measure.groups;
        if self.measures.iter().any(same) {
            return Found::Repeated;
        }
        self.measures.push(measure);
        Found::New
    }

    /// Notes a column that says what a row is about.
    fn describes_row(&mut self, index: usize, name: &str) -> Found {
        let slot = match name {
            "area code" | "country code" | "area of usual residence (code)" => &mut self.area,
            "country of occurrence" | "country" | "area of usual residence (name)" => {
                &mut self.area_name
            }
            "area of usual residence (geography)" => &mut self.geography,
            "year" => &mut self.year,
            // The chapter beside it says the same.
            "icd-10 code" => return Found::New,
            _ => {
                let Some(split) = split(name) else { return Found::Unknown };
                if self.splits.iter().any(|(_, known)| *known == split) {
                    return Found::Repeated;
                }
                self.splits.push((index, split));
                return Found::New;
            }
        };
        fill(slot, index)
    }
}

fn split(name: &str) -> Option<Split> {
    Some(match name {
        "birthweight (grams)" => Split::Birthweight,
        "cause group" | "ons cause group" => Split::Cause,
        "ethnic group" => Split::EthnicGroup,
        "gestational age (weeks)" => Split::Gestation,
        "imd" => Split::Imd,
        "marital status of mother/type of registration" => Split::Registration,
        "mother's age" => Split::MotherAge,
        "mother's country of birth" => Split::MotherCountry,
        "number of previous children" => Split::PreviousChildren,
        "place of delivery" => Split::PlaceOfDelivery,
        "sex" => Split::Sex,
        "type of registration and socio-economic classification" => Split::NsSec,
        "underlying cause group" => Split::IcdChapter,
        _ => return None,
    })
}

fn counted(kind: Kind, index: usize, group: (Split, String)) -> Measure {
    Measure {
        kind,
        period: None,
        groups: vec![group],
        births: None,
        stillbirths: None,
        deaths: Deaths::Column(index),
        rate: None,
        mark: None,
    }
}

/// The header of the first of the columns that are headed by ethnic groups.
const ALL_INFANT_DEATHS: &str = "all infant deaths";

/// A column of infant deaths headed by an ethnic group.
fn ethnic_group(index: usize, name: &str) -> Measure {
    let group = if name == ALL_INFANT_DEATHS { "all" } else { name };
    counted(INFANT, index, (Split::EthnicGroup, group.to_owned()))
}

/// A column such as `males aged 1-4 years`.
fn children(index: usize, name: &str) -> Option<Measure> {
    let (sex, age) = name.split_once(" aged ")?;
    let sex = match sex {
        "males" => "male",
        "females" => "female",
        _ => return None,
    };
    Some(counted(Kind::of_age(age)?, index, (Split::Sex, sex.to_owned())))
}

/// Columns that share a period and a band of gestation, and so their births.
#[derive(Debug)]
struct Block {
    period: Option<Period>,
    band: Option<&'static str>,
    births: Option<usize>,
    kinds: Vec<(Kind, Parts)>,
}

/// The columns of a kind.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    deaths: Option<usize>,
    rate: Option<usize>,
    marks: Option<usize>,
}

impl Block {
    /// Puts a column into its block.
    fn place(blocks: &mut Vec<Self>, index: usize, name: &str, bands: bool) -> Found {
        let (name, period) = split_period(name);
        let known = if bands { in_band(&name) } else { without_band(&name) };
        let Some((band, kind, held)) = known else { return Found::Unknown };
        let at = blocks.iter().position(|block| block.period == period && block.band == band);
        let at = at.unwrap_or_else(|| {
            blocks.push(Self { period, band, births: None, kinds: Vec::new() });
            blocks.len() - 1
        });
        let block = &mut blocks[at];
        let slot = match held {
            Held::Births => &mut block.births,
            Held::Part(part) => block.parts(kind).slot(part),
            Held::DeathsOrRate => {
                let parts = block.parts(kind);
                parts.slot(if parts.deaths.is_none() { Part::Deaths } else { Part::Rate })
            }
        };
        fill(slot, index)
    }

    fn parts(&mut self, kind: Kind) -> &mut Parts {
        let at = self.kinds.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            self.kinds.push((kind, Parts::default()));
            self.kinds.len() - 1
        });
        &mut self.kinds[at].1
    }

    fn measures(self, fixed: Option<&(Split, String)>) -> Vec<Measure> {
        let deaths = |wanted: Kind| {
            self.kinds.iter().find(|(kind, _)| *kind == wanted).and_then(|(_, parts)| parts.deaths)
        };
        let stillbirths = deaths(STILLBIRTH);
        let both = stillbirths.zip(deaths(EARLY_NEONATAL));
        let band = self.band.map(|band| (Split::Gestation24, band.to_owned()));
        let groups: Vec<_> = band.into_iter().chain(fixed.cloned()).collect();
        let measure = |(kind, parts): &(Kind, Parts)| Measure {
            kind: *kind,
            period: self.period,
            groups: groups.clone(),
            births: self.births,
            stillbirths,
            deaths: match (parts.deaths, both) {
                (Some(column), _) => Deaths::Column(column),
                (None, Some((still, early))) if *kind == PERINATAL => Deaths::Sum(still, early),
                _ => Deaths::Unprinted,
            },
            rate: parts.rate,
            mark: parts.marks,
        };
        self.kinds.iter().map(measure).collect()
    }
}

impl Parts {
    const fn slot(&mut self, part: Part) -> &mut Option<usize> {
        match part {
            Part::Deaths => &mut self.deaths,
            Part::Rate => &mut self.rate,
            Part::Marks => &mut self.marks,
        }
    }
}

/// What a header names: a band of gestation, a kind of death and a part of it.
type Named = (Option<&'static str>, Kind, Held);

fn in_band(name: &str) -> Option<Named> {
    bands::of_header(name).map(|(band, held)| (Some(band), NEONATAL, held))
}

fn without_band(name: &str) -> Option<Named> {
    if name == "live births" {
        // Births are those of every kind in the block.
        return Some((None, INFANT, Held::Births));
    }
    Kind::of_header(name).map(|(kind, part)| (None, kind, Held::Part(part)))
}

/// Takes a period from the end of a header: `live births 2021`.
fn split_period(name: &str) -> (String, Option<Period>) {
    let name = name.strip_suffix("(combined years)").unwrap_or(name).trim();
    let Some((rest, last)) = name.rsplit_once(' ') else { return (name.to_owned(), None) };
    match Period::parse(last, None) {
        Ok(period) => (rest.to_owned(), Some(period)),
        Err(_) => (name.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::grid::testing::row;
    use super::*;

    fn columns(title: &str, names: &[&str]) -> Columns {
        Columns::new(title, &row(names))
    }

    #[test]
    fn perinatal_deaths_without_a_column_are_a_sum_of_two() {
        let names =
            ["Live births", "Stillbirths", "Early neonatal deaths", "Perinatal mortality rates"];
        let read = columns("Table 10: x", &names);
        let perinatal = read.measures.iter().find(|m| m.kind == PERINATAL).unwrap();
        assert_eq!(perinatal.deaths, Deaths::Sum(1, 2));
        assert_eq!((perinatal.births, perinatal.rate), (Some(0), Some(3)));
    }

    #[test]
    fn years_in_headers_part_the_columns() {
        let names = [
            "Live births  2018-2022 (combined years)",
            "Neonatal deaths 2018-2022 (combined years)",
            "Live births 2013",
            "Neonatal deaths 2013",
        ];
        let read = columns("Table 27: x", &names);
        assert_eq!(read.measures.len(), 2);
        assert_eq!(read.measures[0].period, Period::years(2018, 2022).ok());
        assert_eq!(read.measures[1].births, Some(2));
        assert_eq!(read.measures[1].deaths, Deaths::Column(3));
    }

    #[test]
    fn the_second_unlinked_column_is_the_rate() {
        let names =
            ["Total live births", "Neonatal deaths Unlinked deaths", "Unlinked deaths", "Odd"];
        let read = columns("Table 22: babies born at under 24 weeks or more", &names[..3]);
        let unlinked = &read.measures[0];
        assert_eq!((unlinked.births, unlinked.deaths), (None, Deaths::Column(1)));
        assert_eq!(unlinked.rate, Some(2));
        assert_eq!(columns("Table 9: x", &names[3..]).unknown, [0]);
    }

    #[test]
    fn a_header_with_more_words_is_not_taken_for_the_shorter_one() {
        let names = [
            "Live births",
            "Infant deaths",
            "Infant mortality rate",
            "Infant mortality rate lower limit",
            "Infant mortality rate upper limit",
            "Infant deaths, previous edition",
            "Live births per day",
        ];
        let read = columns("Table 21: x", &names);
        assert_eq!(read.unknown, [3, 4, 5, 6]);
        let [infant] = read.measures.as_slice() else { panic!("one kind") };
        let found = (infant.births, infant.deaths, infant.rate);
        assert_eq!(found, (Some(0), Deaths::Column(1), Some(2)));
    }

    #[test]
    fn a_second_column_for_the_same_figures_is_repeated() {
        let names = [
            "Year",
            "Sex",
            "Live births",
            "Infant deaths",
            "Year",
            "Sex",
            "Live births",
            "Infant deaths",
            "Infant under 1 year",
        ];
        assert_eq!(columns("Table 2: x", &names).repeated, [4, 5, 6, 7, 8]);
        let names = ["All infant deaths", "Indian", "Indian"];
        assert_eq!(columns("Table 20: x", &names).repeated, [2]);
        let names =
            ["Total neonatal deaths", "Unlinked deaths", "Unlinked deaths", "Unlinked deaths"];
        assert_eq!(columns("Table 22: babies born at under 24 weeks", &names).repeated, [3]);
    }
}
