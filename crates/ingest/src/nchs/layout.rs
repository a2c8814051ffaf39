//! Where the fields of a file stand.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::split::{Split, Written};

/// The data files: positions and codes as their publisher gives them.
const DATA: [&str; 5] = [
    include_str!("../../data/nchs/linked-cohort-1989-1991.toml"),
    include_str!("../../data/nchs/linked-cohort-1995-2002.toml"),
    include_str!("../../data/nchs/linked-cohort-2003.toml"),
    include_str!("../../data/nchs/linked-cohort-2004-2010.toml"),
    include_str!("../../data/nchs/linked-2018pe-2017co.toml"),
];

/// Every layout, in the order of their years.
pub(super) static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    let read = |text: &&str| {
        let data: Data = toml::from_str(text).expect("a test reads every data file");
        data.layouts().expect("a test reads every data file")
    };
    DATA.iter().flat_map(read).collect()
});

/// The kinds of files of each table that is read of several.
pub(super) static JOINT: LazyLock<BTreeMap<String, Vec<&'static Layout>>> = LazyLock::new(|| {
    let read =
        |text: &&str| -> Data { toml::from_str(text).expect("a test reads every data file") };
    let joint = DATA.iter().map(read).flat_map(|data| data.table);
    let kinds = |joint: Joint| {
        let files = joint.files.iter().filter_map(|name| Layout::named(name)).collect();
        (joint.name, files)
    };
    joint.map(kinds).collect()
});

/// One data file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    source: String,
    field: Vec<Field>,
    dimension: Vec<Written>,
    file: Vec<Entry>,
    /// Kinds of files that are read as one table.
    #[serde(default)]
    table: Vec<Joint>,
}

/// Kinds of files whose records have the same fields, as far as they are long enough.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Joint {
    name: String,
    files: Vec<String>,
}

/// A field. Columns are counted from 1, both ends included.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    name: String,
    first: usize,
    last: usize,
}

/// A kind of file with these fields.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    title: String,
    counts: Counts,
    record_length: Option<usize>,
    year: String,
    years: [i32; 2],
    month: Option<String>,
    residence: Option<Residence>,
    linked: Option<Mark>,
    died: Option<Mark>,
    weight: Option<String>,
    dimensions: Vec<String>,
    #[serde(default)]
    death_dimensions: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Residence {
    field: String,
    foreign: String,
}

/// A field that says yes by a code, or by not being blank.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mark {
    field: String,
    code: Option<String>,
}

/// What the records of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Counts {
    Births,
    /// Births, each with whether the child died.
    BirthsAndDeaths,
    Deaths,
}

/// The layout of one kind of file.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) source: String,
    /// All fields of its records that are known.
    pub(super) fields: Vec<Place>,
    pub(super) counts: Counts,
    /// `None` where the source of the layout does not say it.
    pub(super) record_length: Option<usize>,
    /// The last column that is read.
    pub(super) shortest: usize,
    pub(super) year: Place,
    pub(super) years: [i32; 2],
    month: Option<Place>,
    residence: Option<(Place, String)>,
    linked: Option<(Place, Option<String>)>,
    died: Option<(Place, Option<String>)>,
    pub(super) weight: Option<Place>,
    pub(super) splits: Vec<(Split, Place)>,
    pub(super) death_splits: Vec<(Split, Place)>,
}

/// Where a field stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Place {
    /// The field of a record without blanks at its ends. The record is as long
    /// as the layout's last column at least.
    pub(super) fn of<'r>(&self, record: &'r [u8]) -> &'r [u8] {
        record.get(self.first - 1..self.last).unwrap_or_default().trim_ascii()
    }
}

impl Data {
    /// `None` where a field or dimension is named that the file does not have.
    fn layouts(&self) -> Option<Vec<Layout>> {
        let fields: BTreeMap<&str, &Field> =
            self.field.iter().map(|field| (field.name.as_str(), field)).collect();
        let place = |name: &str| {
            let Field { name, first, last } = *fields.get(name)?;
            let place = Place { name: name.clone(), first: *first, last: *last };
            (*first > 0 && first <= last).then_some(place)
        };
        let split = |id: &String| {
            let found = self.dimension.iter().map(|written| (Split::new(written), written));
            let mut found = found.filter_map(|(split, written)| Some((split?, written)));
            let (split, written) = found.find(|(split, _)| split.id.as_str() == id)?;
            Some((split, place(&written.field)?))
        };
        let layout = |entry: &Entry| {
            let mark = |mark: &Mark| Some((place(&mark.field)?, mark.code.clone()));
            let mut layout = Layout {
                name: entry.name.clone(),
                title: entry.title.clone(),
                source: self.source.clone(),
                fields: self.field.iter().filter_map(|field| place(&field.name)).collect(),
                counts: entry.counts,
                record_length: entry.record_length,
                shortest: 0,
                year: place(&entry.year)?,
                years: entry.years,
                month: all(entry.month.as_ref(), |name| place(name)).ok()?,
                residence: all(entry.residence.as_ref(), |residence| {
                    Some((place(&residence.field)?, residence.foreign.clone()))
                })
                .ok()?,
                linked: all(entry.linked.as_ref(), mark).ok()?,
                died: all(entry.died.as_ref(), mark).ok()?,
                weight: all(entry.weight.as_ref(), |name| place(name)).ok()?,
                splits: entry.dimensions.iter().map(split).collect::<Option<_>>()?,
                death_splits: entry.death_dimensions.iter().map(split).collect::<Option<_>>()?,
            };
            if let Some(length) = layout.record_length {
                layout.fields.retain(|place| place.last <= length);
            }
            layout.shortest = layout.places().map(|place| place.last).max()?;
            Some(layout)
        };
        self.file.iter().map(layout).collect()
    }
}

/// What is there must be good.
fn all<T, U>(given: Option<&T>, read: impl Fn(&T) -> Option<U>) -> Result<Option<U>, NotThere> {
    given.map(|given| read(given).ok_or(NotThere)).transpose()
}

/// A name that the data file does not have.
struct NotThere;

fn says((place, code): &(Place, Option<String>), record: &[u8]) -> bool {
    let text = place.of(record);
    match code {
        Some(code) => text == code.as_bytes(),
        None => !text.is_empty(),
    }
}

impl Layout {
    /// The layout with this name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        LAYOUTS.iter().find(|layout| layout.name == name)
    }

    /// The names of all layouts.
    pub(super) fn names() -> String {
        let names: Vec<&str> = LAYOUTS.iter().map(|layout| layout.name.as_str()).collect();
        names.join(", ")
    }

    fn places(&self) -> impl Iterator<Item = &Place> {
        let marks = [&self.linked, &self.died].into_iter().flatten().map(|(place, _)| place);
        let splits = self.splits.iter().chain(&self.death_splits).map(|(_, place)| place);
        std::iter::once(&self.year)
            .chain(&self.month)
            .chain(&self.weight)
            .chain(self.residence.iter().map(|(place, _)| place))
            .chain(marks)
            .chain(splits)
    }

    /// Whether a record has the length of this layout.
    pub(super) fn has_length(&self, length: usize) -> bool {
        match self.record_length {
            Some(right) => length == right,
            None => length >= self.shortest,
        }
    }

    /// The year of a record, where it is one of the layout's.
    pub(super) fn year_of(&self, record: &[u8]) -> Option<i32> {
        let [first, last] = self.years;
        let year = std::str::from_utf8(self.year.of(record)).ok()?.parse().ok()?;
        (first..=last).contains(&year).then_some(year)
    }

    /// Whether the mother lives abroad: such records are not in publications.
    pub(super) fn is_foreign(&self, record: &[u8]) -> bool {
        self.residence.as_ref().is_some_and(|(place, code)| place.of(record) == code.as_bytes())
    }

    /// Whether the layout says where the mother lives.
    pub(super) const fn knows_residence(&self) -> bool {
        self.residence.is_some()
    }

    /// Whether a death is linked to its birth.
    pub(super) fn is_linked(&self, record: &[u8]) -> bool {
        self.linked.as_ref().is_none_or(|mark| says(mark, record))
    }

    /// Whether the child of a birth died.
    pub(super) fn died(&self, record: &[u8]) -> bool {
        self.died.as_ref().is_some_and(|mark| says(mark, record))
    }

    /// Whether a record looks like one of this layout: its length, its year,
    /// its month and the code of every field that is read.
    pub(super) fn fits(&self, record: &[u8]) -> bool {
        let good = |(split, place): &(Split, Place)| split.category(place.of(record)).is_ok();
        let month = self.month.as_ref().is_none_or(|place| {
            let month = std::str::from_utf8(place.of(record)).ok().and_then(|m| m.parse().ok());
            month.is_some_and(|month: u32| (1..=12).contains(&month))
        });
        self.has_length(record.len())
            && self.year_of(record).is_some()
            && month
            && self.splits.iter().all(good)
            && self.death_splits.iter().all(good)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_data_file_is_whole() {
        for text in DATA {
            let data: Data = toml::from_str(text).unwrap();
            assert!(data.layouts().is_some_and(|layouts| !layouts.is_empty()));
            for joint in data.table {
                assert_eq!(JOINT[&joint.name].len(), joint.files.len(), "{}", joint.name);
                assert!(Layout::named(&joint.name).is_none());
                let explained = super::super::fixed_width::FORMAT.explanation;
                assert!(explained.contains(&joint.name), "{} is not explained", joint.name);
            }
        }
        for (i, layout) in LAYOUTS.iter().enumerate() {
            assert!(LAYOUTS[i + 1..].iter().all(|other| other.name != layout.name));
            assert!(layout.record_length.is_none_or(|length| length >= layout.shortest));
            let explained = super::super::fixed_width::FORMAT.explanation;
            assert!(explained.contains(&layout.name), "{} is not explained", layout.name);
        }
    }

    fn shared(name: &str) -> Option<String> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/us-nchs/");
        std::fs::read_to_string(format!("{path}{name}")).ok()
    }

    #[test]
    fn positions_are_those_of_the_published_layout() {
        let tables =
            ["linked_2018pe2017co_denominator_vars.csv", "linked_2018pe2017co_numerator_vars.csv"];
        let texts: Vec<String> = tables.iter().filter_map(|name| shared(name)).collect();
        if texts.is_empty() {
            return;
        }
        let lines = texts.iter().flat_map(|text| text.lines().skip(1));
        let published: BTreeMap<&str, [usize; 2]> = lines
            .map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                (cells[2], [cells[3].parse().unwrap(), cells[4].parse().unwrap()])
            })
            .collect();
        for layout in LAYOUTS
            .iter()
            .filter(|layout| layout.name.contains("2018") || layout.name.contains("2017"))
        {
            for place in &layout.fields {
                assert_eq!(
                    Some(&[place.first, place.last]),
                    published.get(&*place.name),
                    "{place:?}"
                );
            }
        }
    }

    #[test]
    fn positions_are_those_of_the_codebook() {
        let Some(text) = shared("codebook_us_cohort_linked_1989-2016.yaml") else { return };
        let mut compared = 0;
        for layout in LAYOUTS.iter().filter(|layout| layout.name.starts_with("linked-cohort")) {
            // The first file of a layout holds its fields; later ones refer to it.
            let start = text.find(&format!("    Cohort{}:", layout.years[0])).unwrap();
            let part = &text[start..];
            for place in &layout.fields {
                let field = &part[part.find(&format!("{}:", place.name)).unwrap()..];
                let value = |word: &str| -> usize {
                    let rest = &field[field.find(&format!("{word} ")).unwrap()..];
                    rest.lines().next().unwrap().rsplit(' ').next().unwrap().parse().unwrap()
                };
                assert_eq!(
                    [place.first, place.last],
                    [value("start"), value("end")],
                    "{} {place:?}",
                    layout.name
                );
                compared += 1;
            }
        }
        assert!(compared >= 20, "{compared}");
    }
}
