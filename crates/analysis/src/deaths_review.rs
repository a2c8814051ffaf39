//! What a review of infant deaths found: how many died of what and at which age,
//! whether a cause takes more than elsewhere, and which factors that could be
//! changed were found.
//!
//! A review works with sums and never with single deaths. Small counts of a
//! restricted source are hidden across the whole table of causes and ages, and a
//! factor with what it leaves of the deaths reviewed.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::project::DeathsReviewQuestion;
use firstyear_core::{
    AgeSpan, AreaCode, Basis, Category, CategoryId, Cell, Confidence, Dimension, DimensionId,
    Estimate, Indicator, IndicatorId, Observation, Period, Role, SourceClass, SourceId,
    Withholding,
};

use crate::inequality_profile::{group, pools};
use crate::pool::Pooled;
use crate::release::{hidden_cells, leaves_small};
use crate::select::{Slice, by_category, within};
use crate::verdict::apart_by_chance;
use crate::{CountedRate, Disclose, Evidence, QuestionError, Rules, Verdict};

/// What a review found.
#[derive(Clone, Debug, PartialEq)]
pub struct DeathsReview {
    /// What it is called.
    pub name: String,
    /// Where.
    pub area: AreaCode,
    /// The area whose rates by cause its own are held against.
    pub comparator: Option<AreaCode>,
    /// Why nothing is held against it; `None` where something is, or nothing was
    /// asked.
    pub comparator_lacks: Option<ComparatorLacks>,
    /// When: the latest period, or the latest years that are added up.
    pub period: Period,
    /// The classification of causes.
    pub dimension: DimensionId,
    /// Its name.
    pub dimension_name: String,
    /// The indicator of deaths at all ages together.
    pub whole: IndicatorId,
    /// The ages at death, in order: indicator and name.
    pub ages: Vec<(IndicatorId, String)>,
    /// The causes, in the order of the classification; those of no group, such as
    /// not stated, stand among them.
    pub causes: Vec<ReviewedCause>,
    /// Groups of the classification that no age has a figure of, by their labels; none
    /// where the others make up all deaths.
    pub not_given: Vec<String>,
    /// All causes; `None` where nobody counted them.
    pub total: Option<ReviewedCause>,
    /// The indicator of factors, where they were looked for.
    pub factor_indicator: Option<IndicatorId>,
    /// The classification of factors.
    pub factor_dimension: DimensionId,
    /// The factors that were looked for in this period, in the order of their
    /// classification.
    pub factors: Vec<ReviewedFactor>,
    /// Factors with figures of some years that are added up and not of all, by their
    /// labels.
    pub factors_not_whole: Vec<String>,
    /// Confidence of all limits.
    pub confidence: Confidence,
}

/// Why nothing is held against a comparator.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ComparatorLacks {
    /// It has no deaths by cause.
    Figures,
    /// Its deaths are split by another version of the causes, of this name.
    Version(String),
    /// Periods of those that are added up for which some age has no figures. A sum of
    /// the others would stand for a longer time than it was counted in.
    Periods(Vec<Period>),
}

/// Deaths of one cause.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewedCause {
    /// The cause.
    pub cause: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Whether it is in no group, such as not stated.
    pub is_remainder: bool,
    /// Deaths at each age, in the order of [`DeathsReview::ages`].
    pub deaths: Vec<Cell<u64>>,
    /// Deaths at all ages among the live births of the area.
    pub all: CountedRate,
    /// The same of the comparator; `None` where there is none.
    pub comparator: Option<CountedRate>,
}

/// A factor that could be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewedFactor {
    /// The factor.
    pub factor: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Reviewed deaths in which it was found among all that were reviewed.
    pub found: CountedRate,
}

impl ReviewedCause {
    /// How its rate stands to the comparator's, which is taken as known.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let against = self.comparator.as_ref().and_then(|other| other.rate.value());
        Verdict::of(self.all.rate.value(), against.map(|rate| rate.value))
    }

    /// Deaths that would have been at the comparator's rate.
    #[must_use]
    pub fn expected(&self) -> Option<f64> {
        let (deaths, births) = self.comparator.as_ref()?.counts()?;
        let own = *self.all.at_risk.value()?;
        (births > 0).then(|| deaths as f64 / births as f64 * own as f64)
    }
}

impl DeathsReview {
    /// The share of all deaths that a cause takes, a fraction with limits of
    /// chance. `None` where one of both is not known, or nobody died.
    #[must_use]
    pub fn share(&self, cause: &ReviewedCause) -> Option<Estimate> {
        let all = *self.total.as_ref()?.all.events.value()?;
        let of_cause = *cause.all.events.value()?;
        let all = std::num::NonZeroU64::new(all)?;
        firstyear_metrics::wilson(of_cause, all, self.confidence).ok()
    }

    /// How many causes are held against the comparator.
    #[must_use]
    pub fn compared(&self) -> usize {
        self.causes.iter().filter(|cause| cause.verdict() != Verdict::NotCompared).count()
    }

    /// How many of these would seem apart by chance alone if none truly were.
    #[must_use]
    pub fn expected_by_chance(&self) -> f64 {
        apart_by_chance(self.compared(), self.confidence)
    }

    /// Every rate that is shown.
    pub fn rates(&self) -> impl Iterator<Item = &CountedRate> {
        let rows = self.causes.iter().chain(&self.total);
        let of_rows = rows.flat_map(|row| std::iter::once(&row.all).chain(&row.comparator));
        of_rows.chain(self.factors.iter().map(|factor| &factor.found))
    }
}

/// Answers a [`DeathsReviewQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator or dimension, for ages that overlap or
/// are not all, or when no period has deaths by cause at every age.
pub fn deaths_review(
    evidence: &Evidence<'_>,
    question: &DeathsReviewQuestion,
    area: &AreaCode,
    whole: &IndicatorId,
) -> Result<DeathsReview, QuestionError> {
    let area = question.area.as_ref().unwrap_or(area);
    let whole = evidence.indicator(whole)?;
    let mut ages = Vec::new();
    for id in &question.ages {
        ages.push(evidence.indicator(id)?);
    }
    check_ages(&ages, whole)?;
    let versions = evidence.versions(&question.dimension)?;
    let found = versions.into_iter().filter_map(|version| {
        let table = Table::of(evidence, &ages, area, version);
        let (period, parts) = table.latest(question.pool_years)?;
        Some((period, Table { parts, ..table }))
    });
    let Some((period, table)) = found.max_by_key(|(period, _)| *period) else {
        return Err(too_few(evidence, question, (&ages, whole), area));
    };
    let asked = Asked { evidence, ages: &ages, whole, period };
    let (mut causes, mut total) = asked.rows(&table);
    let other = question.comparator.as_ref().map(|code| asked.comparator(code, &table));
    let comparator_lacks = match other {
        None => None,
        Some(Err(lacks)) => Some(lacks),
        Some(Ok(other)) => {
            let (others, of_all) = asked.rows(&other);
            for row in &mut causes {
                let same = others.iter().find(|other| other.cause == row.cause);
                row.comparator = same.map(|other| other.all.clone());
            }
            if let Some(total) = &mut total {
                total.comparator = of_all.map(|other| other.all);
            }
            None
        }
    };
    let (factors, factors_not_whole) = match &question.factors {
        Some(id) => asked.factors(area, evidence.indicator(id)?, &question.factor_dimension)?,
        None => (Vec::new(), Vec::new()),
    };
    let is_given = |category: &&Category| causes.iter().any(|row| row.cause == category.id);
    let made_up = makes_up(&causes, total.as_ref());
    let not_given = table.version.groups().filter(|category| !made_up && !is_given(category));
    let not_given = not_given.map(|category| category.label.clone()).collect();
    Ok(DeathsReview {
        name: question.name.clone(),
        area: area.clone(),
        comparator: question.comparator.clone(),
        comparator_lacks,
        period,
        dimension: table.version.id().clone(),
        dimension_name: table.version.about().name.clone(),
        whole: whole.id.clone(),
        ages: ages.iter().map(|age| (age.id.clone(), age.name.clone())).collect(),
        causes,
        not_given,
        total,
        factor_indicator: question.factors.clone(),
        factor_dimension: question.factor_dimension.clone(),
        factors,
        factors_not_whole,
        confidence: evidence.confidence,
    })
}

/// Whether causes make up all deaths, so that those without a figure have none.
fn makes_up(causes: &[ReviewedCause], total: Option<&ReviewedCause>) -> bool {
    let mut can_occur =
        causes.iter().map(|row| row.all.events).filter(|cell| *cell != Cell::NotApplicable);
    let sum = can_occur.try_fold(0_u64, |sum, cell| sum.checked_add(*cell.value()?));
    sum.is_some() && sum == total.and_then(|total| total.all.events.value().copied())
}

/// Why no period can be made: an age without any figure, or years that some age
/// lacks.
fn too_few(
    evidence: &Evidence<'_>,
    question: &DeathsReviewQuestion,
    (ages, whole): (&[&Indicator], &Indicator),
    area: &AreaCode,
) -> QuestionError {
    let versions = evidence.versions(&question.dimension).unwrap_or_default();
    let tables = versions.into_iter().map(|version| Table::of(evidence, ages, area, version));
    let most = |table: &Table<'_>| (table.filled(), table.periods().len());
    let table = tables.max_by_key(most).filter(|table| table.filled() > 0);
    let dimension = question.dimension.clone();
    let empty = |table: &Table<'_>| table.ages.iter().position(BTreeMap::is_empty);
    let none = table.as_ref().map_or(Some(0), empty);
    let (None, Some(table)) = (none, table) else {
        let age = none.and_then(|age| ages.get(age));
        let indicator = age.map_or_else(|| whole.id.clone(), |age| age.id.clone());
        return QuestionError::NoFigures {
            indicator,
            area: area.clone(),
            dimension: Some(dimension),
        };
    };
    let periods = table.periods();
    let of_age = |(age, id): (&BTreeMap<Period, Slice<'_>>, &IndicatorId)| {
        let lacking = periods.iter().filter(|period| !age.contains_key(period));
        let lacking: Vec<Period> = lacking.copied().collect();
        (!lacking.is_empty()).then(|| (id.clone(), lacking))
    };
    QuestionError::YearsLacking {
        area: area.clone(),
        dimension,
        years: question.pool_years,
        lacking: table.ages.iter().zip(&question.ages).filter_map(of_age).collect(),
        found: periods.iter().filter(|period| table.has(&[**period])).copied().collect(),
    }
}

/// Whether the ages are all of those that `whole` counts, or else of the first year,
/// each once. Of an indicator whose words tell no age it cannot be said.
fn check_ages(ages: &[&Indicator], whole: &Indicator) -> Result<(), QuestionError> {
    let spans = ages.iter().map(|age| Some((AgeSpan::of(age)?, *age)));
    let Some(mut spans) = spans.collect::<Option<Vec<_>>>() else { return Ok(()) };
    spans.sort_by_key(|(span, _)| *span);
    for pair in spans.windows(2) {
        if let [(first, one), (next, other)] = pair
            && next.from < first.to
        {
            let (first, second) = (one.id.clone(), other.id.clone());
            return Err(QuestionError::AgesOverlap { first, second });
        }
    }
    let all = AgeSpan::of(whole).unwrap_or(AgeSpan::FIRST_YEAR);
    let meet = spans.windows(2).all(|pair| pair[0].0.to == pair[1].0.from);
    let ends = spans.first().zip(spans.last());
    let is_all = ends.is_some_and(|(first, last)| (first.0.from, last.0.to) == (all.from, all.to));
    if meet && is_all {
        return Ok(());
    }
    let whole = AgeSpan::of(whole).map_or("deaths at age under 1 year", |_| &whole.numerator);
    Err(QuestionError::AgesNotWhole {
        ages: ages.iter().map(|age| (age.id.clone(), age.numerator.clone())).collect(),
        whole: whole.to_owned(),
    })
}

/// Deaths of an area by cause, for each age.
struct Table<'a> {
    area: &'a AreaCode,
    version: &'a Dimension,
    /// One for each age.
    ages: Vec<BTreeMap<Period, Slice<'a>>>,
    /// The periods that are added up.
    parts: Vec<Period>,
}

impl<'a> Table<'a> {
    fn of(
        evidence: &Evidence<'a>,
        ages: &[&Indicator],
        area: &'a AreaCode,
        version: &'a Dimension,
    ) -> Self {
        let of = |age: &&Indicator| by_category(evidence, &age.id, area, version.id());
        Self { area, version, ages: ages.iter().map(of).collect(), parts: Vec::new() }
    }

    /// The latest period that every age has, or the latest years in a row, with the
    /// periods that make it up.
    fn latest(&self, years: u16) -> Option<(Period, Vec<Period>)> {
        let (first, others) = self.ages.split_first()?;
        let in_all = |period: &Period| others.iter().all(|age| age.contains_key(period));
        let common = first.iter().filter(|(period, _)| in_all(period));
        let common = common.map(|(period, slice)| (*period, slice.clone())).collect();
        pools(&common, years).0.into_iter().max_by_key(|(period, _)| *period)
    }

    /// How many ages have any figure.
    fn filled(&self) -> usize {
        self.ages.iter().filter(|age| !age.is_empty()).count()
    }

    /// The periods of any age.
    fn periods(&self) -> BTreeSet<Period> {
        self.ages.iter().flat_map(BTreeMap::keys).copied().collect()
    }

    fn has(&self, parts: &[Period]) -> bool {
        self.ages.iter().all(|age| parts.iter().all(|part| age.contains_key(part)))
    }

    /// The periods that make up `period` at every age: those given, the whole in one,
    /// or its years.
    ///
    /// # Errors
    ///
    /// Those of `parts` that some age lacks.
    fn making_up(&self, period: Period, parts: &[Period]) -> Result<Vec<Period>, Vec<Period>> {
        let in_it =
            |one: &&Period| one.unit() == period.unit() && one.units() == 1 && period.covers(**one);
        let years = self.ages.iter().flat_map(|age| age.keys().filter(in_it).copied());
        let years: Vec<Period> = years.collect::<BTreeSet<_>>().into_iter().collect();
        let are_all = years.len() == usize::from(period.units());
        let ways = [Some(parts.to_vec()), Some(vec![period]), are_all.then_some(years)];
        let found = ways.into_iter().flatten().find(|way| self.has(way));
        found.ok_or_else(|| parts.iter().filter(|one| !self.has(&[**one])).copied().collect())
    }
}

/// What is asked of each area.
struct Asked<'q, 'a> {
    evidence: &'q Evidence<'a>,
    ages: &'q [&'a Indicator],
    whole: &'a Indicator,
    period: Period,
}

impl<'a> Asked<'_, 'a> {
    /// The deaths of the area that `own` is held against, in the same years and by
    /// the same causes.
    fn comparator(
        &self,
        area: &'a AreaCode,
        own: &Table<'a>,
    ) -> Result<Table<'a>, ComparatorLacks> {
        let of = |version| Table::of(self.evidence, self.ages, area, version);
        let has_any = |table: &Table<'_>| table.ages.iter().any(|age| !age.is_empty());
        let table = of(own.version);
        if !has_any(&table) {
            let family = &own.version.about().family;
            let mut others =
                self.evidence.dimensions.values().filter(|one| one.about().family == *family);
            return Err(others
                .find(|version| has_any(&of(version)))
                .map_or(ComparatorLacks::Figures, |version| {
                    ComparatorLacks::Version(version.about().name.clone())
                }));
        }
        let parts = table.making_up(self.period, &own.parts).map_err(ComparatorLacks::Periods)?;
        Ok(Table { parts, ..table })
    }

    /// The causes of an area, and all of them together.
    fn rows(&self, table: &Table<'_>) -> (Vec<ReviewedCause>, Option<ReviewedCause>) {
        let of_total = |category: &Category| self.row(table, category, None);
        let listed = table.version.total().and_then(of_total);
        let births = listed.as_ref().map(|total| total.all.clone());
        let births = births.filter(|total| total.at_risk.value().is_some());
        let births = births.or_else(|| self.births(table.area));
        let total = listed.map(|total| match &births {
            Some(births) => ReviewedCause { all: self.over(births, &total.all), ..total },
            None => total,
        });
        let categories = table.version.categories().iter();
        let groups =
            categories.filter(|category| matches!(category.role, Role::Group | Role::Remainder));
        let causes = groups.filter_map(|category| self.row(table, category, births.as_ref()));
        (causes.collect(), total)
    }

    /// A cause with its deaths at each age; `None` for one that no age has.
    fn row(
        &self,
        table: &Table<'_>,
        category: &Category,
        births: Option<&CountedRate>,
    ) -> Option<ReviewedCause> {
        let mut sources: BTreeSet<SourceId> = BTreeSet::new();
        let (mut deaths, mut at_risk) = (Vec::new(), Cell::Absent);
        let mut is_there = false;
        for (age, indicator) in table.ages.iter().zip(self.ages) {
            let slices: Vec<_> =
                table.parts.iter().filter_map(|part| Some((*part, age.get(part)?))).collect();
            let is_listed = slices.iter().any(|(_, slice)| slice.contains_key(&category.id));
            is_there |= is_listed;
            let found = is_listed.then(|| group(self.evidence, category, &slices, indicator));
            match found.flatten() {
                Some(found) => {
                    deaths.push(found.rate.events);
                    if at_risk == Cell::Absent {
                        at_risk = found.rate.at_risk;
                    }
                    sources.extend(found.rate.sources);
                }
                None => deaths.push(Cell::Absent),
            }
        }
        if !is_there {
            return None;
        }
        // A cause that cannot occur at an age adds nothing there.
        let can_occur = deaths.iter().filter(|cell| !matches!(cell, Cell::NotApplicable));
        let all = can_occur.copied().reduce(|sum, cell| sum.zip_with(cell, u64::saturating_add));
        let events = all.unwrap_or(Cell::NotApplicable);
        let own = self.rate(events, at_risk, Basis::Complete, sources);
        Some(ReviewedCause {
            cause: category.id.clone(),
            label: category.label.clone(),
            is_remainder: category.role == Role::Remainder,
            deaths,
            all: births.map_or_else(|| own.clone(), |births| self.over(births, &own)),
            comparator: None,
        })
    }

    fn rate(
        &self,
        events: Cell<u64>,
        at_risk: Cell<u64>,
        basis: Basis,
        sources: BTreeSet<SourceId>,
    ) -> CountedRate {
        let origin = self.evidence.origin(sources);
        CountedRate::new(events, at_risk, basis, self.whole, self.evidence.confidence, origin)
    }

    /// Deaths over the births of all.
    fn over(&self, births: &CountedRate, deaths: &CountedRate) -> CountedRate {
        let sources = births.sources.union(&deaths.sources).cloned().collect();
        self.rate(deaths.events, births.at_risk, births.basis, sources)
    }

    /// The live births of an area, from the rows of everyone.
    fn births(&self, area: &AreaCode) -> Option<CountedRate> {
        let first = self.ages.first().map(|age| &age.id);
        let is_asked = |row: &&Observation| {
            let counts = row.indicator == self.whole.id || Some(&row.indicator) == first;
            let is_then = self.period.covers(row.period);
            counts && is_then && row.area == *area && row.groups.is_everyone()
        };
        let rows = self.evidence.data.observations.iter().filter(is_asked);
        let rows = rows.filter(|row| row.denominator.value().is_some());
        Pooled::sum(within(rows, self.period)?).map(|pooled| pooled.rate(self.evidence, self.whole))
    }

    /// The factors that were looked for, and the labels of those that lack a year.
    fn factors(
        &self,
        area: &AreaCode,
        indicator: &Indicator,
        dimension: &DimensionId,
    ) -> Result<(Vec<ReviewedFactor>, Vec<String>), QuestionError> {
        let slices = by_category(self.evidence, &indicator.id, area, dimension);
        let (mut factors, mut not_whole) = (Vec::new(), Vec::new());
        for category in self.evidence.dimension(dimension)?.categories() {
            let then = slices.iter().filter(|(period, _)| self.period.covers(**period));
            let rows: Vec<&Observation> =
                then.filter_map(|(_, slice)| slice.get(&category.id).copied()).collect();
            let label = category.label.clone();
            match within(rows.iter().copied(), self.period).and_then(Pooled::sum) {
                Some(pooled) => factors.push(ReviewedFactor {
                    factor: category.id.clone(),
                    label,
                    found: pooled.rate(self.evidence, indicator),
                }),
                None if rows.is_empty() => {}
                None => not_whole.push(label),
            }
        }
        Ok((factors, not_whole))
    }
}

impl Disclose for DeathsReview {
    fn disclose(&mut self, rule: &Rules) {
        self.disclose_causes(rule);
        for row in self.causes.iter_mut().chain(&mut self.total) {
            let Some(comparator) = &mut row.comparator else { continue };
            let tells = leaves_small(comparator, &std::iter::once(&row.all), rule);
            comparator.disclose(rule);
            if tells {
                comparator.hide(Withholding::Secondary);
            }
        }
        for ReviewedFactor { found, .. } in &mut self.factors {
            let rest = found.counts().map(|(found, reviewed)| reviewed.saturating_sub(found));
            let restricted = found.class == SourceClass::Restricted;
            found.disclose(rule);
            if restricted && rest.is_some_and(|rest| rule.of_counts().hides(rest)) {
                found.hide(Withholding::Primary);
            }
        }
    }
}

impl DeathsReview {
    /// Hides small counts of the table of causes and ages, with further ones until
    /// none comes out by subtraction.
    fn disclose_causes(&mut self, rule: &Rules) {
        let restricted = |row: &ReviewedCause| row.all.class == SourceClass::Restricted;
        if !self.causes.iter().chain(&self.total).any(restricted) {
            return;
        }
        let size = [self.causes.len(), self.ages.len()];
        let unknown = vec![Cell::Absent; self.ages.len() + 1];
        let cells_of = |row: &ReviewedCause| {
            row.deaths.iter().copied().chain([row.all.events]).collect::<Vec<_>>()
        };
        let mut cells: Vec<Cell<u64>> = self.causes.iter().flat_map(&cells_of).collect();
        cells.extend(self.total.as_ref().map_or(unknown, &cells_of));
        let chosen = hidden_cells(&size, cells.clone(), rule);
        let by = chosen.unwrap_or_else(|| hidden_with_totals(&cells, self.ages.len(), rule));
        let rows = self.causes.iter_mut().chain(&mut self.total);
        for (row, by) in rows.zip(by.chunks(self.ages.len() + 1)) {
            for (cell, by) in row.deaths.iter_mut().zip(by) {
                if let Some(by) = by {
                    *cell = Cell::Withheld(*by);
                }
            }
            match by.last() {
                Some(Some(by)) => row.all.hide(*by),
                // Of births that are few as well nothing is shown.
                _ => row.all.disclose(rule),
            }
        }
    }
}

/// Where the table does not add up: every small count, and every total as soon as
/// there is one.
fn hidden_with_totals(cells: &[Cell<u64>], ages: usize, rule: &Rules) -> Vec<Option<Withholding>> {
    let is_small = |cell: &Cell<u64>| cell.value().is_some_and(|&n| rule.of_counts().hides(n));
    let any = cells.iter().any(is_small);
    let last = cells.len() - (ages + 1);
    let of = |(at, cell): (usize, &Cell<u64>)| {
        let is_total = at >= last || at % (ages + 1) == ages;
        if is_small(cell) {
            Some(Withholding::Primary)
        } else {
            (any && is_total && cell.value().is_some()).then_some(Withholding::Secondary)
        }
    };
    cells.iter().enumerate().map(of).collect()
}
