//! The table `births`: what a specification of counts declares, as columns to group by and
//! columns to sum. Its rows are never made: a grouping is counted by the specification.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};
use firstyear_catalogue::Catalogue;
use firstyear_core::count::{CountCondition, CountIndicator, CountSpec, CountedAt, RecordFiles};
use firstyear_core::{AreaCode, CategoryId, IndicatorId, Observation};

use super::QueryError;
use super::form::Grouping;
use crate::{CountOptions, count};

/// The name of the table.
pub(super) const BIRTHS: &str = "births";

/// The sum of weights.
const WEIGHT: &str = "weight";

/// What stands for all births in a specification that is made for a grouping.
const ALL: &str = "all-births-of-query";

/// Whether a text of SQL may have a word, outside of literals.
pub(super) fn has_word(text: &str, wanted: &str) -> bool {
    let tokens = Tokenizer::new(&GenericDialect {}, text).tokenize();
    let is_it = |token: &Token| matches!(token, Token::Word(word) if word.value.eq_ignore_ascii_case(wanted));
    tokens.map_or(true, |tokens| tokens.iter().any(is_it))
}

/// What is counted in a grouping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Counted {
    /// How many births.
    Births,
    /// What their weights add up to.
    Weight,
    /// Events of an indicator.
    Numerator(usize),
    /// Those at risk of an indicator.
    Denominator(usize),
    /// Whether the counts of the row are shown.
    Status,
}

/// By what births are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Period,
    Area,
    Dimension(usize),
}

/// A specification as a table.
pub(super) struct Births {
    spec: CountSpec,
    conditions: Vec<CountCondition>,
    groups: Vec<(String, By)>,
    sums: Vec<(String, Counted)>,
    /// For each dimension its categories, in order.
    categories: Vec<Vec<CategoryId>>,
}

/// Groups with their counts: each combination of what there is in the columns.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    /// For each column its labels, in order; rows run through the last first.
    pub(super) labels: Vec<Vec<String>>,
    /// For each thing counted a number for each row.
    pub(super) counts: BTreeMap<Counted, Vec<u64>>,
    /// The same of records that are counted once each, where they have weights.
    pub(super) unweighted: Option<BTreeMap<Counted, Vec<u64>>>,
}

/// How many rows a grid has at the most.
const MOST_ROWS: usize = 10_000;

impl Births {
    pub(super) fn of(spec: &CountSpec, catalogue: &Catalogue) -> Result<Self, QueryError> {
        let mut faults = spec.faults();
        let conditions = crate::conditions(spec, catalogue);
        let codes = crate::codes(spec, catalogue);
        faults.extend(conditions.as_ref().err().into_iter().flatten().cloned());
        faults.extend(codes.as_ref().err().into_iter().flatten().cloned());
        let (Ok(conditions), Ok(codes), true) = (conditions, codes, faults.is_empty()) else {
            return Err(crate::CountError::Faults(faults).into());
        };
        let mut groups = vec![("period".to_owned(), By::Period), ("area".to_owned(), By::Area)];
        let mut categories = Vec::new();
        for (at, (dimension, codes)) in spec.dimensions.iter().zip(codes).enumerate() {
            groups.push((name_of(dimension.id.as_str()), By::Dimension(at)));
            let missing =
                crate::missing_category(&dimension.id, dimension.missing.as_ref(), catalogue);
            let mut all: Vec<CategoryId> = Vec::new();
            for category in codes.into_iter().map(|(_, category)| category).chain(missing) {
                if !all.contains(&category) {
                    all.push(category);
                }
            }
            categories.push(all);
        }
        let mut sums = vec![(WEIGHT.to_owned(), Counted::Weight)];
        for (at, condition) in conditions.iter().enumerate() {
            let name = name_of(condition.id.as_str());
            sums.push((format!("{name}_numerator"), Counted::Numerator(at)));
            sums.push((format!("{name}_denominator"), Counted::Denominator(at)));
        }
        let names = groups.iter().map(|(name, _)| name).chain(sums.iter().map(|(name, _)| name));
        let mut known = BTreeSet::new();
        for name in names {
            if !known.insert(name) {
                return Err(QueryError::Specification(format!(
                    "`{name}` would name two columns of `births`: rename a dimension or an indicator of the specification"
                )));
            }
        }
        Ok(Self { spec: spec.clone(), conditions, groups, sums, categories })
    }

    pub(super) fn schema(&self) -> SchemaRef {
        let groups = self.groups().map(|name| Field::new(name, DataType::Utf8, true));
        let sums = self.sums().map(|name| Field::new(name, DataType::Int64, true));
        Arc::new(Schema::new(groups.chain(sums).collect::<Vec<_>>()))
    }

    /// The columns to group by.
    pub(super) fn groups(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(|(name, _)| name.as_str())
    }

    /// The columns to sum.
    pub(super) fn sums(&self) -> impl Iterator<Item = &str> {
        self.sums.iter().map(|(name, _)| name.as_str())
    }

    pub(super) fn group(&self, name: &str) -> Option<usize> {
        self.groups.iter().position(|(known, _)| known == name)
    }

    pub(super) fn sum(&self, name: &str) -> Option<Counted> {
        let found = self.sums.iter().find(|(known, _)| known == name);
        found.map(|(_, counted)| *counted)
    }

    /// Whether small counts are hidden.
    pub(super) const fn class(&self) -> firstyear_core::SourceClass {
        self.spec.class
    }

    /// Counts a grouping by the specification.
    pub(super) fn grid(
        &self,
        grouping: &Grouping,
        catalogue: &Catalogue,
        folder: &Path,
        options: &CountOptions<'_>,
    ) -> Result<Grid, QueryError> {
        let wanted: BTreeSet<Counted> =
            grouping.counted.iter().copied().chain([Counted::Births, Counted::Weight]).collect();
        let spec = self.spec_of(grouping, &wanted)?;
        let counted = count(&spec, catalogue, folder, options)?;
        let counted: Vec<Observation> = counted.observations.iter().collect();
        let labels = self.labels(grouping, &counted)?;
        let counts = self.counts(grouping, &wanted, &labels, &counted);
        let mut grid = Grid { labels, counts, unweighted: None };
        if self.is_weighted() {
            let spec = Self::unweighted(spec)?;
            let counted = count(&spec, catalogue, folder, options)?;
            let counted: Vec<Observation> = counted.observations.iter().collect();
            let once = self.counts(grouping, &wanted, &grid.labels, &counted);
            let births = once.get(&Counted::Births).cloned().unwrap_or_default();
            grid.counts.insert(Counted::Births, births);
            grid.unweighted = Some(once);
        }
        Ok(grid)
    }

    /// The specification that counts a grouping: its dimensions in one table, and what is
    /// counted as indicators with conditions of their own.
    fn spec_of(
        &self,
        grouping: &Grouping,
        wanted: &BTreeSet<Counted>,
    ) -> Result<CountSpec, QueryError> {
        let mut spec = self.spec.clone();
        let by = |by: By| grouping.by.iter().any(|at| self.groups[*at].1 == by);
        spec.period.rolling = None;
        if by(By::Area) && spec.area.from.is_some() {
            spec.area.total = None;
        } else {
            spec.area.from = None;
            spec.area.total = Some(self.whole()?);
        }
        let kept = spec.dimensions.iter().enumerate().filter(|(at, _)| by(By::Dimension(*at)));
        spec.dimensions = kept.map(|(_, dimension)| dimension.clone()).collect();
        spec.tables = Some(vec![spec.dimensions.iter().map(|one| one.id.clone()).collect()]);
        let asked = |at: usize| {
            wanted.contains(&Counted::Numerator(at)) || wanted.contains(&Counted::Denominator(at))
        };
        let indicator = |condition: &CountCondition| CountIndicator {
            id: condition.id.clone(),
            numerator: Some(condition.numerator.clone()),
            denominator: Some(condition.denominator.clone()),
            at: Some(condition.at),
        };
        let conditions = self.conditions.iter().enumerate().filter(|(at, _)| asked(*at));
        spec.indicators = conditions.map(|(_, condition)| indicator(condition)).collect();
        spec.indicators.push(CountIndicator {
            id: all()?,
            numerator: Some("TRUE".to_owned()),
            denominator: Some("TRUE".to_owned()),
            at: Some(CountedAt::Birth),
        });
        Ok(spec)
    }

    /// The code of all areas together, in whose place any will do.
    fn whole(&self) -> Result<AreaCode, QueryError> {
        if let Some(total) = &self.spec.area.total {
            return Ok(total.clone());
        }
        AreaCode::new("E92000001").map_err(|error| QueryError::Engine(error.to_string()))
    }

    fn is_weighted(&self) -> bool {
        self.files().any(|files| WEIGHTS.iter().any(|name| files.fields.contains_key(*name)))
    }

    fn files(&self) -> impl Iterator<Item = &RecordFiles> {
        std::iter::once(&self.spec.births).chain(&self.spec.deaths)
    }

    /// The same specification where each record stands for one. A rule that speaks of the
    /// weight would mean something else then.
    fn unweighted(mut spec: CountSpec) -> Result<CountSpec, QueryError> {
        let expressions = spec
            .exclusions
            .iter()
            .map(|exclusion| &exclusion.condition)
            .chain(spec.dimensions.iter().map(|dimension| &dimension.from))
            .chain(&spec.area.from)
            .chain(
                spec.indicators.iter().flat_map(|one| one.numerator.iter().chain(&one.denominator)),
            );
        for text in expressions {
            if WEIGHTS.iter().any(|name| has_word(text, name)) {
                return Err(QueryError::Specification(format!(
                    "`{text}` speaks of a weight: how many records stand behind a count cannot be told then, and no query is answered"
                )));
            }
        }
        for files in std::iter::once(&mut spec.births).chain(&mut spec.deaths) {
            for name in WEIGHTS {
                if let Some(weight) = files.fields.get_mut(*name) {
                    "1".clone_into(weight);
                }
            }
        }
        Ok(spec)
    }

    /// The labels of each column of a grouping: all that is declared, and the areas that
    /// there are.
    fn labels(
        &self,
        grouping: &Grouping,
        counted: &[Observation],
    ) -> Result<Vec<Vec<String>>, QueryError> {
        let of = |at: &usize| -> Vec<String> {
            match self.groups[*at].1 {
                By::Period => {
                    let periods = self.spec.periods().unwrap_or_default();
                    periods.iter().map(ToString::to_string).collect()
                }
                By::Area => {
                    let areas: BTreeSet<&AreaCode> = counted.iter().map(|row| &row.area).collect();
                    areas.into_iter().map(ToString::to_string).collect()
                }
                By::Dimension(at) => self.categories[at].iter().map(ToString::to_string).collect(),
            }
        };
        let labels: Vec<Vec<String>> = grouping.by.iter().map(of).collect();
        let rows = labels.iter().try_fold(1_usize, |rows, more| rows.checked_mul(more.len()));
        match rows {
            Some(rows) if rows <= MOST_ROWS => Ok(labels),
            _ => Err(QueryError::Disclosive {
                why: format!(
                    "more than {MOST_ROWS} rows are too many to look through for small counts: group by fewer columns"
                ),
            }),
        }
    }

    /// The numbers of each row. A combination without a birth is a row of zeros, so that its
    /// absence tells nothing.
    fn counts(
        &self,
        grouping: &Grouping,
        wanted: &BTreeSet<Counted>,
        labels: &[Vec<String>],
        counted: &[Observation],
    ) -> BTreeMap<Counted, Vec<u64>> {
        let places: Vec<BTreeMap<&str, usize>> = labels
            .iter()
            .map(|labels| labels.iter().enumerate().map(|(at, one)| (one.as_str(), at)).collect())
            .collect();
        let rows = labels.iter().map(Vec::len).product();
        let mut counts: BTreeMap<Counted, Vec<u64>> =
            wanted.iter().map(|one| (*one, vec![0; rows])).collect();
        for observation in counted {
            let mut row = Some(0);
            for ((column, labels), places) in grouping.by.iter().zip(labels).zip(&places) {
                let label = match self.groups[*column].1 {
                    By::Period => Some(observation.period.to_string()),
                    By::Area => Some(observation.area.to_string()),
                    By::Dimension(at) => {
                        let id = &self.spec.dimensions[at].id;
                        observation.groups.get(id).map(ToString::to_string)
                    }
                };
                let place = label.and_then(|label| places.get(label.as_str()).copied());
                row = row.zip(place).map(|(row, place)| row * labels.len() + place);
            }
            let Some(row) = row else { continue };
            let (events, at_risk) =
                (observation.numerator.value(), observation.denominator.value());
            let mut add = |counted: Counted, more: Option<&u64>| {
                if let (Some(counts), Some(more)) = (counts.get_mut(&counted), more) {
                    counts[row] += more;
                }
            };
            let known = self.conditions.iter().position(|one| one.id == observation.indicator);
            if let Some(at) = known {
                add(Counted::Numerator(at), events);
                add(Counted::Denominator(at), at_risk);
            } else {
                add(Counted::Births, events);
                add(Counted::Weight, events);
            }
        }
        counts.remove(&Counted::Status);
        counts
    }
}

/// Fields that say for how many a record stands.
const WEIGHTS: &[&str] = &["weight", "death_weight"];

fn all() -> Result<IndicatorId, QueryError> {
    IndicatorId::new(ALL).map_err(|error| QueryError::Engine(error.to_string()))
}

/// An id as a name that needs no quotation marks.
fn name_of(id: &str) -> String {
    id.replace(['-', '.', ':'], "_")
}
