//! The newer upload layout: dates and words, and no indicator.

use firstyear_core::{
    CategoryId, DimensionId, Groups, Observation, Period, Problem, ProblemCode, Severity, SourceId,
    slug,
};

use super::SCHEME;
use super::age::Ages;
use super::columns::{Column, Header, Known, needed, optional};
use super::dates;
use super::figures::{Told, number};
use super::groups::says_all;
use super::indicator::Indicators;
use super::lines::Lines;
use super::notes::Note;
use super::place::Areas;
use super::subject::Subject;
use super::upload::NumberColumns;
use crate::CodeLists;
use crate::fault::{Fault, RowProblems};
use crate::format::Context;
use crate::found::Found;
use crate::input::Input;
use crate::memo::Memo;
use crate::rows::Rows;
use crate::sink::Sink;

pub(super) const COLUMNS: &[Known] = &[
    needed("area_code", &["areacode"]),
    needed("date_from", &["datefrom"]),
    needed("date_to", &["dateto"]),
    needed("period_type", &["periodtype"]),
    optional("sex", &["sex"]),
    optional("age_from_years_inclusive", &["agefromyearsinclusive"]),
    optional("age_to_years_inclusive", &["agetoyearsinclusive"]),
    optional("deprivation_decile", &["deprivationdecile"]),
    optional("deprivation_category", &["deprivationcategory"]),
    optional("count", &["count"]),
    needed("value", &["value"]),
    optional("denominator", &["denominator"]),
    optional("lower_ci_95", &["lowerci95"]),
    optional("upper_ci_95", &["upperci95"]),
    optional("lower_ci_99_8", &["lowerci998"]),
    optional("upper_ci_99_8", &["upperci998"]),
];

/// The reader of its rows.
pub(super) struct ByDate<'a> {
    codes: &'a CodeLists<'a>,
    source: SourceId,
    /// The name of the file, which stands for the indicator.
    name: String,
    area: Column,
    period: [Column; 3],
    sex: Column,
    ages: [Column; 2],
    deprivation: [Column; 2],
    numbers: NumberColumns,
    found: Found<'a>,
    indicators: Indicators<'a>,
    areas: Areas,
    periods: Memo<Period>,
    groups: Memo<Groups>,
    /// The first row with deciles of which nobody says the direction.
    open_order: Option<u64>,
    unnamed: bool,
    told: Told,
}

impl<'a> ByDate<'a> {
    pub(super) fn new(header: &Header, input: &Input<'_>, with: &Context<'a>) -> Self {
        let one = |name| header.column(name);
        let numbers = [
            "count",
            "denominator",
            "value",
            "lower_ci_95",
            "upper_ci_95",
            "lower_ci_99_8",
            "upper_ci_99_8",
        ];
        Self {
            codes: with.codes,
            source: with.source_or(SCHEME),
            name: stem(&input.file),
            area: one("area_code"),
            period: ["date_from", "date_to", "period_type"].map(one),
            sex: one("sex"),
            ages: ["age_from_years_inclusive", "age_to_years_inclusive"].map(one),
            deprivation: ["deprivation_decile", "deprivation_category"].map(one),
            numbers: NumberColumns::of(header, numbers),
            found: Found::new(with.codes, SCHEME),
            indicators: Indicators::new(with.codes),
            areas: Areas::new(),
            periods: Memo::new(),
            groups: Memo::new(),
            open_order: None,
            unnamed: false,
            told: Told::default(),
        }
    }
}

/// The name of a file without folder and endings; `upload` where that is none.
fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    if slug(stem).is_some() { stem.to_owned() } else { "upload".to_owned() }
}

impl Lines for ByDate<'_> {
    fn read(
        &mut self,
        rows: &Rows<'_>,
        (line, row): (u64, &mut RowProblems<'_>),
        sink: &mut dyn Sink,
    ) -> Option<Observation> {
        let cell = |column: Column| column.at.map_or("", |at| rows.cell(at));
        let Self { indicators, found, codes, .. } = self;
        let indicator = indicators.get(found, &self.name, &self.name, "", sink);
        let indicator = row.share("indicator", indicator);
        self.unnamed |= indicator.as_ref().is_some_and(|indicator| indicator.known.is_none());
        let area = row.share(self.area.name, self.areas.code(cell(self.area)));
        let [from, to, kind] = self.period.map(cell);
        let key = format!("{from}\n{to}\n{kind}");
        let period = self.periods.get(&key, |_| dates::strict(from, to, kind));
        let period = row.share(self.period[2].name, period);
        let numbers = self.numbers.read(rows, row, number);
        let texts = Texts {
            sex: cell(self.sex),
            ages: self.ages.map(cell),
            decile: cell(self.deprivation[0]),
            category: cell(self.deprivation[1]),
        };
        let indicator = indicator?;
        let ages = texts.ages.join("-");
        let of_definition = ages == "-" || !indicators.age_is_group(&indicator, &ages, row);
        let own_sex = !indicator.sex_is_group(texts.sex);
        let texts = Texts {
            ages: if of_definition { [""; 2] } else { texts.ages },
            sex: if own_sex { "" } else { texts.sex },
            ..texts
        };
        let key = format!(
            "{}\n{}\n{}\n{}",
            texts.sex,
            texts.ages.join("-"),
            texts.decile,
            texts.category
        );
        let groups = self.groups.get(&key, |_| groups(texts, codes, found));
        let groups = row.share(self.deprivation[0].name, groups);
        if !texts.decile.is_empty() && known_dimension(texts.category, codes).is_none() {
            self.open_order.get_or_insert(line);
        }
        let subject = Subject {
            indicator: indicator.id,
            area: area?,
            period: period?,
            groups: groups?,
            source: self.source.clone(),
        };
        numbers?.of(subject, indicator.known, &Note::default(), &mut self.told, (line, row))
    }

    fn finish(self: Box<Self>, input: &Input<'_>, sink: &mut dyn Sink) {
        if self.unnamed {
            let message = "the layout does not name its indicator: its rows bear the file's name";
            let problem = Problem::new(ProblemCode::IndicatorUnknown, input.place(), message);
            sink.problem(problem.with_severity(Severity::Note).with_help(
                "give the file the Fingertips id of an indicator of the catalogue as its name, such \
                 as 92196.csv",
            ));
        }
        if let Some(line) = self.open_order {
            let message = "the layout does not say which decile is the most deprived: they are read \
                           without an order";
            let place = input.place().row(line).column(self.deprivation[0].name);
            let problem = Problem::new(ProblemCode::DimensionUnknown, place, message);
            sink.problem(problem.with_severity(Severity::Note).with_help(
                "name a dimension of `firstyear list dimensions` as the category, such as \
                 imd_2019_decile, where its deciles are meant",
            ));
        }
        self.told.finish(input, sink);
        self.areas.finish(input, sink);
        self.found.finish(sink);
    }
}

#[derive(Clone, Copy)]
struct Texts<'r> {
    sex: &'r str,
    ages: [&'r str; 2],
    decile: &'r str,
    category: &'r str,
}

/// The dimension of the code lists that a category names: `imd_2019_decile`.
fn known_dimension<'c>(
    category: &str,
    codes: &CodeLists<'c>,
) -> Option<&'c firstyear_core::Dimension> {
    let id = slug(category).and_then(|id| DimensionId::new(&id).ok())?;
    codes.dimensions.get(&id)
}

fn groups(texts: Texts<'_>, codes: &CodeLists<'_>, found: &mut Found<'_>) -> Result<Groups, Fault> {
    let invalid = |message| Fault::new(ProblemCode::GroupsInvalid, message);
    let mut pairs = Vec::new();
    if !says_all(texts.sex) {
        let dimension = DimensionId::new("sex").expect("a literal in kebab-case");
        pairs.push(found.category("sex", Some(&dimension), texts.sex)?);
    }
    let age = |text: &str| match text {
        "" => Ok(None),
        text => text.parse::<u16>().map(Some).map_err(|_| invalid("an age is not a whole number")),
    };
    let ages = Ages { from: age(texts.ages[0])?, to: age(texts.ages[1])? };
    if matches!((ages.from, ages.to), (Some(from), Some(to)) if from > to) {
        return Err(invalid("the youngest age is above the oldest"));
    }
    if let Some(id) = ages.id() {
        pairs.push(found.own_category("age", &id, &format!("{id} years"))?);
    }
    match (texts.decile, texts.category) {
        ("", "") => {}
        ("", _) | (_, "") => {
            return Err(invalid("a deprivation decile and its category do not both stand there"));
        }
        (decile, category) => pairs.push(deprivation(decile, category, codes, found)?),
    }
    Groups::new(pairs).ok_or_else(|| invalid("one dimension is named twice"))
}

fn deprivation(
    decile: &str,
    category: &str,
    codes: &CodeLists<'_>,
    found: &mut Found<'_>,
) -> Result<(DimensionId, CategoryId), Fault> {
    let outside = || Fault::new(ProblemCode::CategoryUnknown, "not a decile of 1 to 10");
    let number: u8 = decile.parse().ok().filter(|n| (1..=10).contains(n)).ok_or_else(outside)?;
    let id = number.to_string();
    match known_dimension(category, codes) {
        Some(dimension) => {
            let id = CategoryId::new(&id).ok();
            let known = id.and_then(|id| dimension.category(&id)).ok_or_else(outside)?;
            Ok((dimension.id().clone(), known.id.clone()))
        }
        None => found.own_category(category, &id, &id),
    }
}
