//! What a specification of counts asks that cannot be, before any file is opened.

use std::collections::BTreeSet;

use super::{
    CountDimension, CountSpec, DERIVED_FIELDS, OtherAreas, RecordColumn, RecordFiles, RecordFormat,
    STANDARD_FIELDS, standard_field,
};
use crate::{DimensionId, Period, PeriodError, PeriodUnit};

/// A part of a specification, by its place in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountPart {
    /// The specification itself.
    Spec,
    /// Who is not counted.
    Exclusion(usize),
    /// A dimension.
    Dimension(usize),
    /// An indicator.
    Indicator(usize),
}

/// One thing that a specification asks and that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CountFault {
    /// Where.
    pub part: CountPart,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// How many single periods a count has at the most.
const MOST_PERIODS: usize = 2_400;

impl CountSpec {
    /// The single periods, in order.
    ///
    /// # Errors
    ///
    /// What is wrong with the first or the last.
    pub fn periods(&self) -> Result<Vec<Period>, String> {
        let unit = self.period.unit;
        let [first, last] = [("first", &self.period.first), ("last", &self.period.last)]
            .map(|(name, label)| single(name, label, unit));
        let (first, last) = (first?, last?);
        if last.start() < first.start() {
            return Err("`period.last` lies before `period.first`".to_owned());
        }
        let periods = std::iter::successors(Some(first), |period| Some(period.following()));
        let periods: Vec<Period> = periods
            .take(MOST_PERIODS + 1)
            .take_while(|period| period.start() <= last.start())
            .collect();
        if periods.len() > MOST_PERIODS {
            return Err(format!("more than {MOST_PERIODS} periods: choose a longer unit"));
        }
        Ok(periods)
    }

    /// What in it cannot be.
    #[must_use]
    pub fn faults(&self) -> Vec<CountFault> {
        let mut looking = Looking { spec: self, found: Vec::new() };
        looking.periods();
        looking.area();
        looking.records("births", &self.births, false);
        if let Some(deaths) = &self.deaths {
            looking.records("deaths", deaths, true);
            looking.linkage(deaths);
        }
        looking.birth_is_dated();
        looking.exclusions();
        looking.dimensions();
        looking.indicators();
        looking.tables();
        looking.found
    }
}

fn single(name: &str, label: &str, unit: PeriodUnit) -> Result<Period, String> {
    let read: Result<Period, PeriodError> = Period::parse(label, Some(unit));
    let wrong = |what: &str| {
        format!("`period.{name}` is {what}: write one {} as its publisher does", unit.word())
    };
    let period = read.map_err(|_| wrong("no period of this unit"))?;
    if period.unit() != unit || period.units() != 1 {
        return Err(wrong("not one period of this unit"));
    }
    Ok(period)
}

struct Looking<'s> {
    spec: &'s CountSpec,
    found: Vec<CountFault>,
}

impl Looking<'_> {
    fn tell(&mut self, part: CountPart, message: impl Into<String>) {
        self.found.push(CountFault { part, message: message.into() });
    }

    fn periods(&mut self) {
        match self.spec.periods() {
            Err(message) => self.tell(CountPart::Spec, message),
            Ok(periods) => {
                let rolling = self.spec.period.rolling;
                if rolling.is_some_and(|rolling| !(2..=20).contains(&rolling)) {
                    self.tell(CountPart::Spec, "`period.rolling` is not from 2 to 20");
                } else if rolling.is_some_and(|rolling| usize::from(rolling) > periods.len()) {
                    let message = "`period.rolling` is longer than all periods together";
                    self.tell(CountPart::Spec, message);
                }
            }
        }
    }

    fn area(&mut self) {
        let area = &self.spec.area;
        if area.from.is_none() && area.total.is_none() {
            let message = "`area` names neither `from`, where the code of an area stands, nor `total`, the code of all";
            self.tell(CountPart::Spec, message);
        }
        let Some(geography) = &area.geography else { return };
        if area.from.is_none() {
            let message = "`area.geography` is about the codes of areas, and `area.from` does not say where they stand";
            self.tell(CountPart::Spec, message);
        }
        if geography.otherwise == OtherAreas::TotalOnly && area.total.is_none() {
            let message = "`area.geography.otherwise` counts births in the total alone, and `area.total` gives it no code";
            self.tell(CountPart::Spec, message);
        }
        if geography.within.as_ref().is_some_and(|kind| kind.trim().is_empty()) {
            let message = "`area.geography.within` is empty: give what the codes of the larger areas begin with, such as `E12`";
            self.tell(CountPart::Spec, message);
        }
    }

    fn records(&mut self, name: &str, records: &RecordFiles, are_deaths: bool) {
        if records.files.is_empty() {
            self.tell(CountPart::Spec, format!("`{name}.files` is empty: name a file"));
        }
        self.fixed_width(name, records);
        for field in records.fields.keys() {
            if DERIVED_FIELDS.iter().any(|(derived, _)| derived == field) {
                let message =
                    format!("`{name}.fields` gives `{field}`, which follows from other fields");
                self.tell(CountPart::Spec, message);
            }
            if !is_name(field) {
                let message = format!(
                    "`{field}` in `{name}.fields` is no name: small letters, digits and underscores"
                );
                self.tell(CountPart::Spec, message);
            }
            let known = standard_field(field);
            if known.is_none() && !self.is_spoken_of(field) {
                let standard: Vec<&str> = STANDARD_FIELDS.iter().map(|field| field.name).collect();
                let message = format!(
                    "`{field}` in `{name}.fields` has no meaning of its own, and nothing speaks of it: fields with one are {}",
                    standard.join(", ")
                );
                self.tell(CountPart::Spec, message);
            }
            if are_deaths && known.is_some_and(|known| !known.of_death) {
                let message = format!("`{field}` is a field of births, and stands with deaths");
                self.tell(CountPart::Spec, message);
            }
            if !are_deaths
                && self.spec.deaths.is_some()
                && known.is_some_and(|known| known.of_death)
            {
                let message = format!(
                    "`{field}` is a field of deaths, which have files of their own: put it there"
                );
                self.tell(CountPart::Spec, message);
            }
        }
    }

    /// Whether an expression of the specification has a word.
    fn is_spoken_of(&self, word: &str) -> bool {
        let spec = self.spec;
        let records = std::iter::once(&spec.births).chain(&spec.deaths);
        let fields = records.flat_map(|records| records.fields.values());
        let of_indicators = spec.indicators.iter();
        let of_indicators =
            of_indicators.flat_map(|one| one.numerator.iter().chain(&one.denominator));
        let mut all = fields
            .chain(of_indicators)
            .chain(spec.exclusions.iter().map(|one| &one.condition))
            .chain(spec.dimensions.iter().map(|one| &one.from))
            .chain(&spec.area.from);
        all.any(|text| has_word(text, word))
    }

    fn fixed_width(&mut self, name: &str, records: &RecordFiles) {
        const LONGEST: u32 = RecordColumn::LONGEST_RECORD;
        let is_said = records.format == Some(RecordFormat::FixedWidth);
        if is_said && !records.is_fixed_width() {
            let message = format!(
                "`{name}` has records of fixed width, and nothing says where their columns stand: give `{name}.layout`, or a `{name}.column` for each"
            );
            self.tell(CountPart::Spec, message);
        }
        if !is_said && records.format.is_some() && records.is_fixed_width() {
            let message = format!(
                "`{name}.layout` and `{name}.column` are for records of fixed width: leave out `format`, or those"
            );
            self.tell(CountPart::Spec, message);
        }
        for (at, column) in records.columns.iter().enumerate() {
            if column.name.is_empty() || column.name.starts_with("__") {
                let message = format!("a `{name}.column` has no name, or one that begins with __");
                self.tell(CountPart::Spec, message);
            }
            if records.columns[..at].iter().any(|known| known.name == column.name) {
                let message = format!("two of `{name}.column` are named `{}`", column.name);
                self.tell(CountPart::Spec, message);
            }
            let within = 1..=LONGEST;
            let stands = within.contains(&column.start) && within.contains(&column.width);
            if !stands || column.last() > LONGEST {
                let message = format!(
                    "`{}` of `{name}.column` does not stand from 1 to {LONGEST}: give `start`, counted from 1, and `width`",
                    column.name
                );
                self.tell(CountPart::Spec, message);
            }
        }
    }

    fn linkage(&mut self, deaths: &RecordFiles) {
        if self.spec.births.key.is_none() || deaths.key.is_none() {
            let message = "deaths in files of their own are linked by keys: give `births.key` and `deaths.key`";
            self.tell(CountPart::Spec, message);
        }
        for field in deaths.fields.keys().filter(|name| self.spec.births.fields.contains_key(*name))
        {
            let message =
                format!("`{field}` is given by births and by deaths: rename one of the two");
            self.found.push(CountFault { part: CountPart::Spec, message });
        }
    }

    fn birth_is_dated(&mut self) {
        let fields = &self.spec.births.fields;
        let has = |name: &str| fields.contains_key(name);
        if !has("birth_date") && !has("birth_year") {
            let message =
                "`births.fields` says neither `birth_date` nor `birth_year`: say from which column";
            self.tell(CountPart::Spec, message);
        }
        let of_years = self.spec.period.unit == PeriodUnit::CalendarYear;
        if !of_years && !has("birth_date") && !has("birth_month") {
            let message = "periods other than calendar years need `birth_date`, or `birth_month` beside `birth_year`";
            self.tell(CountPart::Spec, message);
        }
    }

    fn exclusions(&mut self) {
        let mut seen: Vec<&str> = Vec::new();
        for (at, exclusion) in self.spec.exclusions.iter().enumerate() {
            if seen.contains(&exclusion.id.as_str()) {
                let message = format!("`{}` stands twice", exclusion.id);
                self.found.push(CountFault { part: CountPart::Exclusion(at), message });
            }
            seen.push(&exclusion.id);
        }
    }

    fn dimensions(&mut self) {
        let mut seen: Vec<&CountDimension> = Vec::new();
        for (at, dimension) in self.spec.dimensions.iter().enumerate() {
            if seen.iter().any(|known| known.id == dimension.id) {
                let message = format!("`{}` stands twice", dimension.id);
                self.found.push(CountFault { part: CountPart::Dimension(at), message });
            }
            seen.push(dimension);
        }
    }

    fn indicators(&mut self) {
        if self.spec.indicators.is_empty() {
            self.tell(CountPart::Spec, "nothing is counted: give an `indicator`");
        }
        for (at, indicator) in self.spec.indicators.iter().enumerate() {
            if self.spec.indicators[..at].iter().any(|known| known.id == indicator.id) {
                let message = format!("`{}` stands twice", indicator.id);
                self.found.push(CountFault { part: CountPart::Indicator(at), message });
            }
        }
    }

    fn tables(&mut self) {
        let spec = self.spec;
        let mut seen: Vec<BTreeSet<&DimensionId>> = Vec::new();
        for (at, table) in spec.tables.iter().flatten().enumerate() {
            let dimensions = table.iter().collect();
            if let Some(first) = seen.iter().position(|known| *known == dimensions) {
                let message = format!(
                    "tables {} and {} are the same: leave out one of them",
                    first + 1,
                    at + 1
                );
                self.tell(CountPart::Spec, message);
            }
            seen.push(dimensions);
            for (place, id) in table.iter().enumerate() {
                if !spec.dimensions.iter().any(|dimension| dimension.id == *id) {
                    let message =
                        format!("table {} asks for `{id}`, which is no dimension", at + 1);
                    self.tell(CountPart::Spec, message);
                }
                if table[..place].contains(id) {
                    self.tell(CountPart::Spec, format!("table {} asks for `{id}` twice", at + 1));
                }
            }
        }
    }
}

/// Whether an expression has a word, as a name of a field is.
pub(super) fn has_word(text: &str, wanted: &str) -> bool {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
    text.split(|c| !is_of_word(c)).any(|word| word == wanted)
}

/// Whether a text is a name of a field.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
