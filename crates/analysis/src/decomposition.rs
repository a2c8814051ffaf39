//! Why one rate differs from another: what comes of another mix of births and
//! what of other risks, or what each cause of death adds.
//!
//! | the dimension splits                       | the parts                        |
//! |--------------------------------------------|----------------------------------|
//! | births and deaths, such as mother's age    | mix and risk of each category    |
//! | deaths alone, such as causes               | the difference of each cause     |
//!
//! Parts add up to the difference. They are arithmetic on two tables: they say
//! where a difference lies, not what made it.

use std::collections::BTreeSet;

use firstyear_core::project::DecompositionQuestion;
use firstyear_core::{
    AreaCode, Basis, Category, CategoryId, Cell, Counts, Dimension, DimensionId, Estimate,
    Indicator, IndicatorId, Interval, Period, PeriodUnit, Role, Splits,
};
use firstyear_metrics::decomposition::kitagawa;
use firstyear_metrics::rates::{RateDifferenceLimits, rate_difference};

use crate::inequality_profile::group;
use crate::select::{Slice, by_category};
use crate::{CountedRate, Evidence, QuestionError};

/// The difference of two rates, first minus second, and its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Decomposition {
    /// What the parts are.
    pub form: DecompositionForm,
    /// The dimension across which the difference is taken apart, or the family
    /// of its versions.
    pub dimension: DimensionId,
    /// What is measured: one indicator, or one for each age at death. All have
    /// one unit.
    pub indicators: Vec<(IndicatorId, String)>,
    /// The population whose rate is explained.
    pub first: DecomposedPopulation,
    /// The population that it is held against.
    pub second: DecomposedPopulation,
    /// The categories, in the order of the dimension.
    pub categories: Vec<DecomposedCategory>,
    /// The parts, or why there are none.
    pub parts: Result<DecompositionParts, DecompositionRefusal>,
}

/// What the parts of a difference are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecompositionForm {
    /// Two of each category: mix, and risk.
    MixAndRisk,
    /// One of each cause at each age at death.
    ByCause,
}

/// One of the two populations.
#[derive(Clone, Debug, PartialEq)]
pub struct DecomposedPopulation {
    /// Where.
    pub area: AreaCode,
    /// When.
    pub period: Period,
    /// The version of the dimension.
    pub version: DimensionId,
    /// Its name.
    pub version_name: String,
    /// Everyone that the table counts, for each indicator; `None` where it has
    /// no total.
    pub totals: Vec<Option<CountedRate>>,
    /// Events and births of the total that are in no category, for each
    /// indicator. Not known without a total. Of causes, births are not split
    /// and none are left out.
    pub left_out: Vec<(Cell<u64>, Cell<u64>)>,
}

/// One category in both populations.
#[derive(Clone, Debug, PartialEq)]
pub struct DecomposedCategory {
    /// Its id.
    pub category: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Its rate in the first population, for each indicator. That of a cause is
    /// over all births.
    pub first: Vec<CountedRate>,
    /// Its rate in the second population.
    pub second: Vec<CountedRate>,
}

/// The parts of a difference, in the indicator's unit; positive where the
/// first population has more.
#[derive(Clone, Debug, PartialEq)]
pub struct DecompositionParts {
    /// The whole: the difference between the rates of all categories together.
    pub difference: Estimate,
    /// Its parts: mix and risk, or one for each indicator.
    pub parts: Vec<Estimate>,
    /// What each category adds to each part, in the order of
    /// [`Decomposition::categories`]. `None` for a cause that cannot occur at
    /// an age.
    pub by_category: Vec<Vec<Option<Estimate>>>,
    /// What each category adds to the whole. Without limits for mix and risk
    /// together, which depend on each other.
    pub of_category: Vec<Estimate>,
}

/// Why a difference is not taken apart.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecompositionRefusal {
    /// The tables are by different versions of a classification.
    #[error(
        "the first population is classified by {first} and the second by {second}: a category of \
         one is not that of the other"
    )]
    VersionsDiffer {
        /// The version of the first population.
        first: String,
        /// That of the second.
        second: String,
    },
    /// One population has a category and the other has not.
    #[error("only one of the two populations has the category ‘{label}’")]
    CategoriesDiffer {
        /// The category.
        label: String,
    },
    /// A count is withheld, by its publisher or by the rule of the project.
    #[error("a count of the category ‘{label}’ is withheld")]
    Withheld {
        /// The category.
        label: String,
    },
    /// A count of a restricted source is small.
    #[error("a count is too small to be shown, and the parts would help to find it")]
    Disclosive,
    /// A count is not reported, or not for every year.
    #[error("a count of the category ‘{label}’ is not reported")]
    Absent {
        /// The category.
        label: String,
    },
    /// A population is held against days that it holds itself.
    #[error("the periods {first} and {second} overlap without being the same")]
    Overlapping {
        /// The period of the first population.
        first: Period,
        /// That of the second.
        second: Period,
    },
    /// Both populations are the same.
    #[error("both populations are the same area in the same period")]
    Same,
    /// Births are a sample, and deaths are not.
    #[error(
        "the births of at least one population are a sample multiplied up, while deaths are all \
         counted: limits would leave the sampling out"
    )]
    Sampled,
    /// Categories count more than their total.
    #[error("the categories of {period} add up to more than their total")]
    MoreThanTotal {
        /// When.
        period: Period,
    },
    /// The total of a population by cause has no births, or ages have
    /// different ones.
    #[error("the births behind the deaths of {period} are not known, or differ between ages")]
    Births {
        /// When.
        period: Period,
    },
    /// The indicators of ages have different units.
    #[error("the indicators of the ages at death have different units")]
    Units,
    /// No births, or deaths without births.
    #[error("no rate can be formed: {why}")]
    NoRate {
        /// Why.
        why: String,
    },
}

/// Answers a [`DecompositionQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator or dimension, or when one of the
/// populations has no figure.
pub fn decomposition(
    evidence: &Evidence<'_>,
    question: &DecompositionQuestion,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<Decomposition, QuestionError> {
    let one = [question.indicator.clone().unwrap_or_else(|| indicator.clone())];
    let ids = if question.ages.is_empty() { &one[..] } else { &question.ages };
    let indicators = ids.iter().map(|id| evidence.indicator(id)).collect::<Result<Vec<_>, _>>()?;
    let versions = evidence.versions(&question.dimension)?;
    let first_area = question.area.as_ref().unwrap_or(area);
    let second_area = question.against_area.as_ref().unwrap_or(first_area);
    let none = |area: &AreaCode| QuestionError::NoFigures {
        indicator: ids[0].clone(),
        area: area.clone(),
        dimension: Some(question.dimension.clone()),
    };
    // Years that make no period have no figures.
    let years = |asked: Option<firstyear_core::project::Years>, area| {
        asked.map(|years| years.period().map_err(|_| none(area))).transpose()
    };
    let asked = years(question.years, first_area)?;
    let against = years(question.against_years, second_area)?;
    let first = tables(evidence, &indicators, first_area, &versions, asked);
    let period = asked.or_else(|| first.iter().map(|table| table.period).max());
    let first: Vec<_> = first.into_iter().filter(|table| Some(table.period) == period).collect();
    let second = tables(evidence, &indicators, second_area, &versions, against.or(period));
    let shared = first.iter().find_map(|table| {
        let same = |other: &&Table<'_>| other.version.id() == table.version.id();
        Some((table, second.iter().find(same)?))
    });
    let (first, second) = match shared {
        Some(pair) => pair,
        None => (
            first.first().ok_or_else(|| none(first_area))?,
            second.first().ok_or_else(|| none(second_area))?,
        ),
    };
    let areas = (first_area, second_area);
    Ok(Pair { evidence, indicators, first, second, areas }.answer(&question.dimension))
}

/// The figures of one population by one version of the dimension.
struct Table<'a> {
    version: &'a Dimension,
    period: Period,
    /// For each indicator, the slices that make up the period.
    slices: Vec<Vec<(Period, Slice<'a>)>>,
}

/// The tables of an area for one period, or for each period that is read.
fn tables<'a>(
    evidence: &Evidence<'a>,
    indicators: &[&Indicator],
    area: &AreaCode,
    versions: &[&'a Dimension],
    asked: Option<Period>,
) -> Vec<Table<'a>> {
    let mut tables = Vec::new();
    for &version in versions {
        let read: Vec<_> = indicators
            .iter()
            .map(|indicator| by_category(evidence, &indicator.id, area, version.id()))
            .collect();
        let periods: BTreeSet<Period> = match asked {
            Some(period) => BTreeSet::from([period]),
            None => read.iter().flat_map(|slices| slices.keys().copied()).collect(),
        };
        for period in periods {
            let slices: Option<Vec<_>> = read.iter().map(|read| making_up(read, period)).collect();
            tables.extend(slices.map(|slices| Table { version, period, slices }));
        }
    }
    tables
}

/// The slice of the period, or those of the calendar years that make it up.
fn making_up<'a>(
    slices: &std::collections::BTreeMap<Period, Slice<'a>>,
    period: Period,
) -> Option<Vec<(Period, Slice<'a>)>> {
    if let Some(slice) = slices.get(&period) {
        return Some(vec![(period, slice.clone())]);
    }
    let is_year = |part: &Period| {
        part.unit() == PeriodUnit::CalendarYear && part.units() == 1 && period.covers(*part)
    };
    let years: Vec<_> = slices.iter().filter(|(part, _)| is_year(part)).collect();
    (period.unit() == PeriodUnit::CalendarYear && years.len() == usize::from(period.units()))
        .then(|| years.into_iter().map(|(part, slice)| (*part, slice.clone())).collect())
}

/// Two populations and what is asked of them.
struct Pair<'a, 't> {
    evidence: &'t Evidence<'a>,
    indicators: Vec<&'a Indicator>,
    first: &'t Table<'a>,
    second: &'t Table<'a>,
    areas: (&'t AreaCode, &'t AreaCode),
}

impl Pair<'_, '_> {
    fn answer(&self, dimension: &DimensionId) -> Decomposition {
        let form = match self.first.version.about().splits {
            Splits::Population => DecompositionForm::MixAndRisk,
            Splits::Events => DecompositionForm::ByCause,
        };
        let categories = self.categories(form);
        let first = self.population(self.first, self.areas.0, &categories, |row| &row.first, form);
        let second =
            self.population(self.second, self.areas.1, &categories, |row| &row.second, form);
        let parts = self.parts(form, &first, &second, &categories);
        let named = |indicator: &&Indicator| (indicator.id.clone(), indicator.name.clone());
        Decomposition {
            form,
            dimension: dimension.clone(),
            indicators: self.indicators.iter().map(named).collect(),
            first,
            second,
            categories,
            parts,
        }
    }

    fn rates(&self, table: &Table<'_>, category: &Category) -> Vec<Option<CountedRate>> {
        let rate = |(indicator, slices): (&&Indicator, &Vec<(Period, Slice<'_>)>)| {
            let slices: Vec<_> = slices.iter().map(|(period, slice)| (*period, slice)).collect();
            group(self.evidence, category, &slices, indicator).map(|found| found.rate)
        };
        self.indicators.iter().zip(&table.slices).map(rate).collect()
    }

    fn totals(&self, table: &Table<'_>) -> Vec<Option<CountedRate>> {
        table.version.total().map_or_else(
            || vec![None; self.indicators.len()],
            |category| self.rates(table, category),
        )
    }

    /// The categories of the first version that either population has. Where
    /// versions differ there is nothing to set side by side.
    fn categories(&self, form: DecompositionForm) -> Vec<DecomposedCategory> {
        if self.first.version.id() != self.second.version.id() {
            return Vec::new();
        }
        let (first_total, second_total) = (self.totals(self.first), self.totals(self.second));
        let is_part = |category: &&Category| match form {
            DecompositionForm::MixAndRisk => category.role == Role::Group,
            // Deaths whose cause is not stated are deaths all the same.
            DecompositionForm::ByCause => matches!(category.role, Role::Group | Role::Remainder),
        };
        let mut rows = Vec::new();
        for category in self.first.version.categories().iter().filter(is_part) {
            let found = [(self.first, &first_total), (self.second, &second_total)].map(
                |(table, totals)| {
                    let rates = self.rates(table, category).into_iter().zip(totals);
                    rates
                        .zip(&self.indicators)
                        .map(|((rate, total), indicator)| match form {
                            DecompositionForm::MixAndRisk => rate,
                            DecompositionForm::ByCause => {
                                rate.map(|rate| self.over_births(rate, total.as_ref(), indicator))
                            }
                        })
                        .collect::<Option<Vec<_>>>()
                },
            );
            let [Some(first), Some(second)] = found else { continue };
            let cannot_occur = |rate: &CountedRate| matches!(rate.events, Cell::NotApplicable);
            if first.iter().chain(&second).all(cannot_occur) {
                continue;
            }
            let (category, label) = (category.id.clone(), category.label.clone());
            rows.push(DecomposedCategory { category, label, first, second });
        }
        rows
    }

    /// Deaths of a cause over the births of the total.
    fn over_births(
        &self,
        rate: CountedRate,
        total: Option<&CountedRate>,
        indicator: &Indicator,
    ) -> CountedRate {
        let births = total.map_or(Cell::Absent, |total| total.at_risk);
        let basis = total.map_or(rate.basis, |total| total.basis);
        let sources = total.map(|total| total.sources.clone()).into_iter().flatten();
        let origin = self.evidence.origin(sources.chain(rate.sources));
        CountedRate::new(rate.events, births, basis, indicator, self.evidence.confidence, origin)
    }

    fn population(
        &self,
        table: &Table<'_>,
        area: &AreaCode,
        categories: &[DecomposedCategory],
        side: fn(&DecomposedCategory) -> &Vec<CountedRate>,
        form: DecompositionForm,
    ) -> DecomposedPopulation {
        let totals = self.totals(table);
        let left_out = totals.iter().enumerate().map(|(at, total)| {
            let rows: Vec<_> = categories.iter().map(|row| &side(row)[at]).collect();
            let rest = |of: fn(&CountedRate) -> Cell<u64>| {
                let total = total.as_ref().map_or(Cell::Absent, of);
                rows.iter().map(|rate| of(rate)).fold(total, |rest, part| match part {
                    Cell::NotApplicable => rest,
                    part => rest.zip_with(part, u64::saturating_sub),
                })
            };
            let births = match form {
                DecompositionForm::MixAndRisk => rest(|rate| rate.at_risk),
                DecompositionForm::ByCause => Cell::NotApplicable,
            };
            (rest(|rate| rate.events), births)
        });
        DecomposedPopulation {
            area: area.clone(),
            period: table.period,
            version: table.version.id().clone(),
            version_name: table.version.about().name.clone(),
            left_out: left_out.collect(),
            totals,
        }
    }

    fn parts(
        &self,
        form: DecompositionForm,
        first: &DecomposedPopulation,
        second: &DecomposedPopulation,
        categories: &[DecomposedCategory],
    ) -> Result<DecompositionParts, DecompositionRefusal> {
        comparable(first, second)?;
        let factor = self.indicators[0].factor();
        if self.indicators.iter().any(|other| other.factor() != factor) {
            return Err(DecompositionRefusal::Units);
        }
        for row in categories {
            usable(row)?;
        }
        for (population, side) in [
            (first, (|row| &row.first) as fn(&DecomposedCategory) -> &Vec<CountedRate>),
            (second, |row| &row.second),
        ] {
            if exceeds(population, categories, side, form) {
                return Err(DecompositionRefusal::MoreThanTotal { period: population.period });
            }
        }
        match form {
            DecompositionForm::MixAndRisk => self.mix_and_risk(categories, factor),
            DecompositionForm::ByCause => self.by_cause(first, second, categories, factor),
        }
    }

    fn mix_and_risk(
        &self,
        categories: &[DecomposedCategory],
        factor: f64,
    ) -> Result<DecompositionParts, DecompositionRefusal> {
        let no_rate =
            |why: &dyn std::fmt::Display| DecompositionRefusal::NoRate { why: why.to_string() };
        let counts = |side: fn(&DecomposedCategory) -> &Vec<CountedRate>| -> Option<Vec<Counts>> {
            categories.iter().map(|row| counts(side(row).first()?)).collect()
        };
        let (Some(first), Some(second)) = (counts(|row| &row.first), counts(|row| &row.second))
        else {
            return Err(no_rate(&"a count is not known"));
        };
        let found = kitagawa(&first, &second, self.evidence.confidence).map_err(|e| no_rate(&e))?;
        let pairs = found.composition_by_stratum.iter().zip(&found.rates_by_stratum);
        let by_category: Vec<Vec<_>> = pairs
            .map(|(mix, risk)| vec![Some(mix.scaled(factor)), Some(risk.scaled(factor))])
            .collect();
        let sum = |parts: &Vec<Option<Estimate>>| {
            let value = parts.iter().flatten().map(|part| part.value).sum();
            Estimate { value, interval: None, ..found.difference }
        };
        Ok(DecompositionParts {
            difference: found.difference.scaled(factor),
            parts: vec![found.composition.scaled(factor), found.rates.scaled(factor)],
            of_category: by_category.iter().map(sum).collect(),
            by_category,
        })
    }

    fn by_cause(
        &self,
        first: &DecomposedPopulation,
        second: &DecomposedPopulation,
        categories: &[DecomposedCategory],
        factor: f64,
    ) -> Result<DecompositionParts, DecompositionRefusal> {
        let (births, against) = (births(first)?, births(second)?);
        // Deaths at all ages of a row, or of all rows at one age.
        let difference = |deaths: [u64; 2]| {
            let [events, others] = deaths;
            let first = Counts { events, at_risk: births };
            let second = Counts { events: others, at_risk: against };
            let limits = RateDifferenceLimits::ExactByar;
            let confidence = self.evidence.confidence;
            rate_difference(first, second, limits, [confidence])
                .map(|found| {
                    let scaled = found.scaled(factor);
                    let limits = scaled.intervals[0];
                    Estimate {
                        value: scaled.value,
                        interval: Some(Interval {
                            lower: limits.lower,
                            upper: limits.upper,
                            confidence,
                        }),
                        method: scaled.method,
                        counts: None,
                    }
                })
                .map_err(|error| DecompositionRefusal::NoRate { why: error.to_string() })
        };
        let ages = 0..self.indicators.len();
        let deaths = |row: &DecomposedCategory, age: usize| {
            Some([*row.first[age].events.value()?, *row.second[age].events.value()?])
        };
        let add = |a: [u64; 2], b: [u64; 2]| [a[0].saturating_add(b[0]), a[1].saturating_add(b[1])];
        let of_row = |row: &DecomposedCategory| {
            ages.clone().filter_map(|age| deaths(row, age)).fold([0, 0], add)
        };
        let of_age =
            |age: usize| categories.iter().filter_map(|row| deaths(row, age)).fold([0, 0], add);
        let whole = categories.iter().map(of_row).fold([0, 0], add);
        let cells = |row: &DecomposedCategory| {
            ages.clone().map(|age| deaths(row, age).map(difference).transpose()).collect()
        };
        Ok(DecompositionParts {
            difference: difference(whole)?,
            parts: ages.clone().map(|age| difference(of_age(age))).collect::<Result<_, _>>()?,
            by_category: categories.iter().map(cells).collect::<Result<_, _>>()?,
            of_category: categories
                .iter()
                .map(|row| difference(of_row(row)))
                .collect::<Result<_, _>>()?,
        })
    }
}

/// Whether the two may be held against each other at all.
fn comparable(
    first: &DecomposedPopulation,
    second: &DecomposedPopulation,
) -> Result<(), DecompositionRefusal> {
    let (period, other) = (first.period, second.period);
    if period.overlaps(other) && period != other {
        return Err(DecompositionRefusal::Overlapping { first: period, second: other });
    }
    if period == other && first.area == second.area {
        return Err(DecompositionRefusal::Same);
    }
    if first.version != second.version {
        return Err(DecompositionRefusal::VersionsDiffer {
            first: first.version_name.clone(),
            second: second.version_name.clone(),
        });
    }
    Ok(())
}

/// Whether the counts of a category are there, and of one kind.
fn usable(row: &DecomposedCategory) -> Result<(), DecompositionRefusal> {
    let label = || row.label.clone();
    for (first, second) in row.first.iter().zip(&row.second) {
        let cells = [first.events, second.events, first.at_risk, second.at_risk];
        if cells.iter().any(|cell| matches!(cell, Cell::Withheld(_))) {
            return Err(DecompositionRefusal::Withheld { label: label() });
        }
        let cannot_occur = |rate: &CountedRate| matches!(rate.events, Cell::NotApplicable);
        // A category that one table does not have stands in it as absent.
        let is_lacking = |rate: &CountedRate| {
            matches!((rate.events, rate.at_risk), (Cell::Absent, Cell::Absent))
        };
        if cannot_occur(first) != cannot_occur(second) || is_lacking(first) != is_lacking(second) {
            return Err(DecompositionRefusal::CategoriesDiffer { label: label() });
        }
        if cells.iter().any(|cell| matches!(cell, Cell::Absent)) {
            return Err(DecompositionRefusal::Absent { label: label() });
        }
        if [first, second].iter().any(|rate| rate.basis != Basis::Complete) {
            return Err(DecompositionRefusal::Sampled);
        }
    }
    Ok(())
}

/// Whether the categories count more than the total of their table.
fn exceeds(
    population: &DecomposedPopulation,
    categories: &[DecomposedCategory],
    side: fn(&DecomposedCategory) -> &Vec<CountedRate>,
    form: DecompositionForm,
) -> bool {
    population.totals.iter().enumerate().any(|(at, total)| {
        let more = |of: fn(&CountedRate) -> Cell<u64>| {
            let total = total.as_ref().and_then(|total| of(total).value().copied());
            let parts = categories.iter().filter_map(|row| of(&side(row)[at]).value().copied());
            total.is_some_and(|total| parts.fold(0, u64::saturating_add) > total)
        };
        more(|rate| rate.events)
            || form == DecompositionForm::MixAndRisk && more(|rate| rate.at_risk)
    })
}

/// The births behind the deaths of every age.
fn births(population: &DecomposedPopulation) -> Result<u64, DecompositionRefusal> {
    let unknown = DecompositionRefusal::Births { period: population.period };
    let mut found = population.totals.iter().map(|total| total.as_ref()?.at_risk.value().copied());
    match found.next().flatten() {
        Some(births) if found.all(|other| other == Some(births)) => Ok(births),
        _ => Err(unknown),
    }
}

fn counts(rate: &CountedRate) -> Option<Counts> {
    rate.counts().map(|(events, at_risk)| Counts { events, at_risk })
}
