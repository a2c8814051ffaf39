//! A header row to the columns that it names.

use firstyear_core::Period;

use super::grid::{Row, fold};
use super::kind::{EARLY_NEONATAL, INFANT, Kind, NEONATAL, PERINATAL, STILLBIRTH};

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
}

/// Lower case, single blanks, plain hyphens and apostrophes.
fn normal(header: &str) -> String {
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
            let index = *index;
            let name = normal(&cell.printed());
            if columns.describes_row(index, &name) {
                continue;
            }
            by_ethnic_group |= name == "all infant deaths";
            let measure = if by_ethnic_group {
                Some(ethnic_group(index, &name))
            } else {
                children(index, &name)
            };
            match measure {
                Some(measure) => columns.measures.push(measure),
                None if Block::place(&mut blocks, index, &name, bands) => {}
                None => columns.unknown.push(index),
            }
        }
        for block in blocks {
            columns.measures.extend(block.measures(fixed.as_ref()));
        }
        columns
    }

    /// Whether the column says what a row is about.
    fn describes_row(&mut self, index: usize, name: &str) -> bool {
        let slot = match name {
            "area code" | "country code" | "area of usual residence (code)" => &mut self.area,
            "country of occurrence" | "country" | "area of usual residence (name)" => {
                &mut self.area_name
            }
            "area of usual residence (geography)" => &mut self.geography,
            "year" => &mut self.year,
            // The chapter beside it says the same.
            "icd-10 code" => return true,
            _ => {
                let split = split(name);
                self.splits.extend(split.map(|split| (index, split)));
                return split.is_some();
            }
        };
        *slot = Some(index);
        true
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

/// A column of infant deaths headed by an ethnic group.
fn ethnic_group(index: usize, name: &str) -> Measure {
    let group = if name == "all infant deaths" { "all" } else { name };
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
    kinds: Vec<(Kind, Found)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Found {
    deaths: Option<usize>,
    rate: Option<usize>,
    mark: Option<usize>,
}

impl Block {
    /// Puts a column into its block. `false` when its header names no kind.
    fn place(blocks: &mut Vec<Self>, index: usize, name: &str, bands: bool) -> bool {
        let (name, period) = split_period(name);
        let band = bands.then(|| band(&name));
        let births = name.contains("live births");
        let kind = if bands { Some(NEONATAL) } else { Kind::of_header(&name) };
        if kind.is_none() && !births {
            return false;
        }
        let known = blocks.iter().position(|block| block.period == period && block.band == band);
        let at = known.unwrap_or_else(|| {
            blocks.push(Self { period, band, births: None, kinds: Vec::new() });
            blocks.len() - 1
        });
        let block = &mut blocks[at];
        match kind {
            Some(kind) if !births => block.found(kind).put(index, &name),
            _ => block.births = Some(index),
        }
        true
    }

    fn found(&mut self, kind: Kind) -> &mut Found {
        let at = self.kinds.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            self.kinds.push((kind, Found::default()));
            self.kinds.len() - 1
        });
        &mut self.kinds[at].1
    }

    fn measures(self, fixed: Option<&(Split, String)>) -> Vec<Measure> {
        let deaths = |wanted: Kind| {
            self.kinds.iter().find(|(kind, _)| *kind == wanted).and_then(|(_, found)| found.deaths)
        };
        let stillbirths = deaths(STILLBIRTH);
        let both = stillbirths.zip(deaths(EARLY_NEONATAL));
        let band = self.band.map(|band| (Split::Gestation24, band.to_owned()));
        let groups: Vec<_> = band.into_iter().chain(fixed.cloned()).collect();
        let measure = |(kind, found): &(Kind, Found)| Measure {
            kind: *kind,
            period: self.period,
            groups: groups.clone(),
            births: self.births,
            stillbirths,
            deaths: match (found.deaths, both) {
                (Some(column), _) => Deaths::Column(column),
                (None, Some((still, early))) if *kind == PERINATAL => Deaths::Sum(still, early),
                _ => Deaths::Unprinted,
            },
            rate: found.rate,
            mark: found.mark,
        };
        self.kinds.iter().map(measure).collect()
    }
}

impl Found {
    fn put(&mut self, index: usize, name: &str) {
        let rate = name.split(' ').any(|word| word == "rate" || word == "rates");
        if name.contains("unreliable") {
            self.mark = Some(index);
        } else if rate || self.deaths.is_some() {
            // `Unlinked deaths` heads the count, and again the rate.
            self.rate = Some(index);
        } else {
            self.deaths = Some(index);
        }
    }
}

/// The band of gestation in a header, as labels of categories have it.
fn band(name: &str) -> &'static str {
    const BANDS: [(&str, &str); 4] = [
        ("under 24 weeks", "under 24 weeks"),
        ("24 weeks or over", "24 weeks or over"),
        ("not stated", "not stated"),
        ("unlinked", "unlinked deaths"),
    ];
    BANDS.iter().find(|(words, _)| name.contains(words)).map_or("all", |(_, label)| label)
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
}
