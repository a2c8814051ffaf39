//! What is known of one area: every indicator among those of other areas, its
//! births, its trend, its neighbours, and what few events allow one to say.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use firstyear_core::project::{
    AreaProfileQuestion, CompareRule, NeighbourVariable, NeighboursOf, ProfileQuestion,
    ScorecardIndicator, ScorecardQuestion, SmallAreasQuestion, Towards,
};
use firstyear_core::{
    AreaCode, Cell, Confidence, Counts, DimensionId, Estimate, Indicator, IndicatorId,
    IndicatorKind, Period, SourceClass,
};
use firstyear_metrics::neighbours::nearest;
use firstyear_metrics::special::quantile_of_sorted;

use crate::area_rates::{AreasAsked, area_rates};
use crate::counted::{is_finite, rates_ratio};
use crate::scorecard::{every_indicator, figure, rows_of};
use crate::small_areas::steadied;
use crate::{
    AreaRate, CountedRate, Evidence, InequalityProfile, QuestionError, ScorecardAsked,
    ScorecardRow, ShrunkRate, SmallAreas, Verdict, inequality_profile,
};

/// A profile with what the rest of its project says to it.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaProfileAsked {
    /// The question.
    pub question: AreaProfileQuestion,
    /// The day of the project.
    pub as_of: Option<NaiveDate>,
}

/// What is known of one area.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaProfile {
    /// What it is called; `None` for the area's name.
    pub name: Option<String>,
    /// The area.
    pub area: AreaCode,
    /// The area that it is held against.
    pub comparator: AreaCode,
    /// The areas among which it is shown, in words.
    pub among: String,
    /// The indicator of trend, births and neighbours.
    pub main: IndicatorId,
    /// Every indicator, by domain.
    pub rows: Vec<ProfileRow>,
    /// Who the babies are: the main indicator by each dimension that it is split
    /// by.
    pub groups: Vec<InequalityProfile>,
    /// The areas that are most like it; `None` where none are asked for.
    pub neighbours: Option<Result<Neighbours, NoNeighbours>>,
    /// The main indicator of the area and of those among which it is shown,
    /// steadied; `None` where it has no figures.
    pub steadied: Option<SmallAreas>,
    /// Indicators that are asked for and of which the area has no figures.
    pub lacking: Vec<IndicatorId>,
    /// The day of which it speaks; `None` where the project names none.
    pub as_of: Option<NaiveDate>,
    /// Confidence of the limits.
    pub confidence: Confidence,
    pub(crate) steadied_by: SmallAreasQuestion,
}

/// An indicator of the area among those of others.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileRow {
    /// The area's figures, and how they stand to the comparator's.
    pub row: ScorecardRow,
    /// The other areas' rates in the same period, in the order of their codes.
    pub peers: Vec<AreaRate>,
}

/// How the figures of areas are spread, the area itself among them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// How many areas have a figure.
    pub areas: usize,
    /// The lowest figure.
    pub lowest: f64,
    /// The figure below which a quarter of the areas lie.
    pub lower_quarter: f64,
    /// The middle one.
    pub median: f64,
    /// The figure above which a quarter of the areas lie.
    pub upper_quarter: f64,
    /// The highest figure.
    pub highest: f64,
}

/// Where a figure lies among those of areas. A quarter is a place that few events
/// leave standing; a rank is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceAmong {
    /// Half or more of the areas have the same figure, so there are no quarters.
    Alike,
    /// In the highest quarter, its edge included.
    HighestQuarter,
    /// Between the quarters.
    MiddleHalf,
    /// In the lowest quarter, its edge included.
    LowestQuarter,
}

/// How many are at risk in an area, and how many were before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtRiskChange {
    /// The latest period of which it is known, and how many in it.
    pub latest: (Period, u64),
    /// The earliest period of the same length in which there were any, and how
    /// many; `None` where the latest stands alone.
    pub earliest: Option<(Period, u64)>,
}

impl AtRiskChange {
    /// The change from the earliest to the latest in percent, negative where
    /// there are fewer; `None` without an earliest.
    #[must_use]
    pub fn percent(&self) -> Option<f64> {
        let (_, then) = self.earliest?;
        Some(100.0 * (self.latest.1 as f64 / then as f64 - 1.0))
    }
}

/// Fewer areas have no quarters.
const FEWEST: usize = 4;

impl ProfileRow {
    /// How the figures that are shown are spread; `None` for fewer than four.
    #[must_use]
    pub fn spread(&self) -> Option<Spread> {
        let own = self.row.figure();
        let peers = self.peers.iter().map(|peer| figure(&peer.rate));
        let all = peers.chain([own]).filter_map(|cell| Some(cell.value()?.value));
        let mut values: Vec<f64> = all.collect();
        values.sort_by(f64::total_cmp);
        if values.len() < FEWEST || own.value().is_none() {
            return None;
        }
        let at = |p| quantile_of_sorted(&values, p);
        Some(Spread {
            areas: values.len(),
            lowest: values[0],
            lower_quarter: at(0.25),
            median: at(0.5),
            upper_quarter: at(0.75),
            highest: values[values.len() - 1],
        })
    }
}

impl Spread {
    /// Where a value lies, in the unit of the figures.
    #[must_use]
    pub fn place(&self, value: f64) -> PlaceAmong {
        if self.lower_quarter >= self.upper_quarter {
            PlaceAmong::Alike
        } else if value >= self.upper_quarter {
            PlaceAmong::HighestQuarter
        } else if value <= self.lower_quarter {
            PlaceAmong::LowestQuarter
        } else {
            PlaceAmong::MiddleHalf
        }
    }
}

/// The areas that are most like another.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbours {
    /// Where they come from.
    pub origin: NeighbourOrigin,
    /// The nearest first, or as given.
    pub areas: Vec<Neighbour>,
    /// Areas that are given and have no figure of the main indicator.
    pub without_figures: Vec<AreaCode>,
    kind: IndicatorKind,
    factor: f64,
    confidence: Confidence,
}

/// Where neighbours come from.
#[derive(Clone, Debug, PartialEq)]
pub enum NeighbourOrigin {
    /// Others have chosen them.
    Given {
        /// Who.
        source: String,
    },
    /// They are computed.
    Computed {
        /// From what.
        variables: Vec<NeighbourVariable>,
        /// Areas that lack a variable, and are none.
        left_out: usize,
    },
}

/// One neighbour.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    /// The area with its rate of the main indicator.
    pub area: AreaRate,
    /// How far it is, in standard deviations; `None` where it is given.
    pub distance: Option<f64>,
}

/// Why there are no neighbours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoNeighbours {
    /// The area lacks a variable.
    #[error("the area has no figure of `{0}`, by which neighbours are computed")]
    Lacks(IndicatorId),
    /// A variable is of a restricted source.
    #[error(
        "`{0}` is of a restricted source, and how near areas are would tell figures that are hidden"
    )]
    Restricted(IndicatorId),
    /// No area has every variable.
    #[error("no other area has a figure of every variable: check `prefixes`")]
    Nobody,
}

/// Counts of a rate that is shown, that its counts give, and that everyone is
/// counted in.
fn usable(rate: &CountedRate) -> Option<(u64, u64)> {
    let gives_it = rate.printed_otherwise().is_none() && rate.basis.sample().is_none();
    crate::area_rates::usable(rate).filter(|_| gives_it)
}

impl Neighbours {
    /// Events and those at risk of all neighbours together; `None` where those of
    /// one are not known, not shown, or do not give its figure.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        let mut counts = self.areas.iter().map(|one| usable(&one.area.rate));
        let sum = counts.try_fold((0_u64, 0_u64), |(events, at_risk), one| {
            let (more, people) = one?;
            Some((events.checked_add(more)?, at_risk.checked_add(people)?))
        });
        sum.filter(|(_, at_risk)| *at_risk > 0).map(|(events, at_risk)| Counts { events, at_risk })
    }

    /// The rate of all neighbours together, in the indicator's unit.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        let Counts { events, at_risk } = self.counts()?;
        Some(self.factor * events as f64 / at_risk as f64)
    }

    /// The area's rate over that of its neighbours together, both with the error
    /// of their counts.
    #[must_use]
    pub fn ratio(&self, own: &CountedRate) -> Option<Estimate> {
        let (events, at_risk) = usable(own)?;
        let (own, others) = (Counts { events, at_risk }, self.counts()?);
        // Against others without events there is no ratio that could be shown.
        rates_ratio(self.kind, own, others, self.confidence).filter(is_finite)
    }

    /// How the area stands to its neighbours together.
    #[must_use]
    pub fn verdict(&self, own: &CountedRate) -> Verdict {
        Verdict::of(self.ratio(own).as_ref(), Some(1.0))
    }
}

impl AreaProfile {
    /// The row of the main indicator.
    #[must_use]
    pub fn main_row(&self) -> Option<&ProfileRow> {
        self.rows.iter().find(|row| row.row.indicator == self.main)
    }

    /// The area's own rate of the main indicator, steadied by those of the others.
    #[must_use]
    pub fn own_steadied(&self) -> Option<&ShrunkRate> {
        let mut shrunk = self.steadied.as_ref()?.shrunk();
        shrunk.find(|(one, _)| one.code == self.area).map(|(_, own)| own)
    }

    /// Those at risk of the main indicator, such as births, by period.
    #[must_use]
    pub fn at_risk(&self) -> Vec<(Period, Cell<u64>)> {
        let points = self.main_row().map_or(&[][..], |row| &row.row.series.group.points);
        points.iter().map(|point| (point.period, point.rate.at_risk)).collect()
    }

    /// How their number changed between periods of one length; `None` where it is
    /// known of none.
    #[must_use]
    pub fn change_at_risk(&self) -> Option<AtRiskChange> {
        let all = self.at_risk();
        let mut known = all.iter().filter_map(|(at, cell)| Some((*at, *cell.value()?)));
        let latest = known.clone().next_back()?;
        // Only periods of the same length can be held against each other.
        let (units, unit) = (latest.0.units(), latest.0.unit());
        let first = known.find(|(at, _)| at.units() == units && at.unit() == unit);
        let earliest = first.filter(|(at, then)| *at != latest.0 && *then > 0);
        Some(AtRiskChange { latest, earliest })
    }
}

/// Answers an [`AreaProfileQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator, or where the area has no figures
/// of any.
pub fn area_profile(
    evidence: &Evidence<'_>,
    asked: &AreaProfileAsked,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<AreaProfile, QuestionError> {
    let question = &asked.question;
    let area = question.area.as_ref().unwrap_or(area);
    if question.comparator == *area {
        return Err(QuestionError::AgainstItself { area: area.clone() });
    }
    let main = question.main.as_ref().unwrap_or(indicator);
    let definition = evidence.indicator(main)?;
    let (rows, lacking) = rows_of(
        evidence,
        &as_scorecard(asked, area),
        area,
        entries(evidence, question, area, main),
    )?;
    if rows.is_empty() {
        return Err(QuestionError::NoFiguresOfAny { indicators: lacking, area: area.clone() });
    }
    let rows: Vec<ProfileRow> =
        rows.into_iter().map(|row| among(evidence, question, area, row)).collect();
    let period = rows.iter().find(|row| row.row.indicator == *main);
    let period = period.and_then(|row| Some(row.row.latest()?.period));
    let steadied_by = SmallAreasQuestion {
        prefixes: question.prefixes.clone(),
        name: question.among.clone(),
        comparator: Some(question.comparator.clone()),
        indicator: Some(main.clone()),
        pool_years: question.pool_years,
        towards: Towards::Group,
        seed: 1,
    };
    let neighbours = question
        .neighbours
        .as_ref()
        .map(|of| neighbours(evidence, (question, of), area, (definition, period)));
    Ok(AreaProfile {
        name: question.name.clone(),
        area: area.clone(),
        comparator: question.comparator.clone(),
        among: question.among.clone(),
        main: main.clone(),
        groups: groups(evidence, area, main),
        neighbours,
        steadied: steadied(evidence, &steadied_by, (area, main), 0).ok(),
        steadied_by,
        rows,
        lacking,
        as_of: asked.as_of,
        confidence: evidence.confidence,
    })
}

/// The indicators of a profile, the main one among them, with the years that are
/// added up.
fn entries(
    evidence: &Evidence<'_>,
    question: &AreaProfileQuestion,
    area: &AreaCode,
    main: &IndicatorId,
) -> Vec<ScorecardIndicator> {
    let mut entries = match question.indicators.as_slice() {
        [] => every_indicator(evidence, area),
        listed => listed.to_vec(),
    };
    if !entries.iter().any(|entry| entry.id == *main) {
        entries.insert(0, ScorecardIndicator::new(main.clone()));
    }
    let is_listed = question.indicators.iter().any(|entry| entry.id == *main);
    for entry in entries.iter_mut().filter(|entry| !is_listed && entry.id == *main) {
        entry.pool_years = question.pool_years;
    }
    entries
}

/// The scorecard whose rows a profile shows.
fn as_scorecard(asked: &AreaProfileAsked, area: &AreaCode) -> ScorecardAsked {
    ScorecardAsked {
        question: ScorecardQuestion {
            name: asked.question.among.clone(),
            area: Some(area.clone()),
            comparator: Some(asked.question.comparator.clone()),
            compare: CompareRule::AgainstValue,
            indicators: Vec::new(),
        },
        gaps: Vec::new(),
        as_of: asked.as_of,
    }
}

/// A row with the figures of other areas in its period; none where there are
/// none.
fn among(
    evidence: &Evidence<'_>,
    question: &AreaProfileQuestion,
    area: &AreaCode,
    row: ScorecardRow,
) -> ProfileRow {
    let found = row.latest().and_then(|point| {
        let label = point.period.to_string();
        // Years that are added up make the period that is asked for.
        let years = if row.pooled.is_some() { point.period.units() } else { 1 };
        let asked = AreasAsked {
            prefixes: &question.prefixes,
            comparator: area,
            indicator: &row.indicator,
            pool_years: years,
            period: Some(&label),
        };
        area_rates(evidence, &asked).ok()
    });
    // What they are held against is no area among them.
    let peers = found.map_or_else(Vec::new, |found| found.areas).into_iter();
    let peers = peers.filter(|peer| peer.code != question.comparator).collect();
    ProfileRow { row, peers }
}

/// The main indicator by each dimension that its rows of the area are split by.
fn groups(evidence: &Evidence<'_>, area: &AreaCode, main: &IndicatorId) -> Vec<InequalityProfile> {
    let rows = evidence.data.observations.iter();
    let own = rows.filter(|row| row.area == *area && row.indicator == *main);
    let split = own.filter_map(|row| match row.groups.as_slice() {
        [(dimension, _)] => Some(dimension),
        _ => None,
    });
    let dimensions: BTreeSet<&DimensionId> = split.collect();
    let profile = |dimension: &DimensionId| {
        let question = ProfileQuestion {
            dimension: dimension.clone(),
            area: Some(area.clone()),
            indicator: Some(main.clone()),
            pool_years: 1,
            reference: None,
        };
        inequality_profile(evidence, &question, area, main).ok()
    };
    dimensions.into_iter().filter_map(profile).collect()
}

fn neighbours(
    evidence: &Evidence<'_>,
    (question, of): (&AreaProfileQuestion, &NeighboursOf),
    area: &AreaCode,
    (main, period): (&Indicator, Option<Period>),
) -> Result<Neighbours, NoNeighbours> {
    let (origin, chosen) = if of.areas.is_empty() {
        computed(evidence, (question, of), area)?
    } else {
        let source = of.source.clone().unwrap_or_default();
        // Neither the area itself nor what holds it is a neighbour, and none twice.
        let mut seen = BTreeSet::from([area, &question.comparator]);
        let chosen = of.areas.iter().filter(|code| seen.insert(*code));
        let chosen = chosen.map(|code| (code.clone(), None)).collect();
        (NeighbourOrigin::Given { source }, chosen)
    };
    let rates = rates_of(evidence, main, period, &chosen);
    let (mut areas, mut without_figures) = (Vec::new(), Vec::new());
    for (code, distance) in chosen {
        match rates.get(&code) {
            Some(found) => areas.push(Neighbour { area: found.clone(), distance }),
            None => without_figures.push(code),
        }
    }
    Ok(Neighbours {
        origin,
        areas,
        without_figures,
        kind: main.kind,
        factor: main.factor(),
        confidence: evidence.confidence,
    })
}

/// Codes with their distances.
type Chosen = Vec<(AreaCode, Option<f64>)>;

/// The rates of the chosen areas in the period of the area's own.
fn rates_of(
    evidence: &Evidence<'_>,
    main: &Indicator,
    period: Option<Period>,
    chosen: &Chosen,
) -> BTreeMap<AreaCode, AreaRate> {
    let Some(period) = period else { return BTreeMap::new() };
    let rate = |code: &AreaCode| {
        let years = (period.units(), Some(period));
        let (_, rate) = crate::area_rates::pooled_rate(evidence, main, code, years)?;
        let name = evidence.data.geography.name(code).to_owned();
        Some((code.clone(), AreaRate { code: code.clone(), name, rate }))
    };
    chosen.iter().filter_map(|(code, _)| rate(code)).collect()
}

/// The areas that are nearest in the variables.
fn computed(
    evidence: &Evidence<'_>,
    (question, of): (&AreaProfileQuestion, &NeighboursOf),
    area: &AreaCode,
) -> Result<(NeighbourOrigin, Chosen), NoNeighbours> {
    let (mut own, mut others): (Vec<f64>, BTreeMap<AreaCode, Vec<f64>>) = Default::default();
    let mut seen: BTreeSet<AreaCode> = BTreeSet::new();
    for (at, variable) in of.variables.iter().enumerate() {
        let asked = AreasAsked {
            prefixes: &question.prefixes,
            comparator: area,
            indicator: &variable.indicator,
            pool_years: 1,
            period: None,
        };
        let lacks = || NoNeighbours::Lacks(variable.indicator.clone());
        let own_figure = evidence.data.observations.iter().any(|row| {
            row.area == *area && row.indicator == variable.indicator && row.groups.is_everyone()
        });
        let found = area_rates(evidence, &asked)
            .map_err(|_| if own_figure { NoNeighbours::Nobody } else { lacks() })?;
        let mut rates = found.areas.iter().map(|peer| &peer.rate).chain([&found.comparator.rate]);
        if rates.any(|rate| rate.class == SourceClass::Restricted) {
            return Err(NoNeighbours::Restricted(variable.indicator.clone()));
        }
        let value = |rate: &CountedRate| figure(rate).value().map(|one| one.value);
        own.push(value(&found.comparator.rate).ok_or_else(lacks)?);
        for peer in found.areas.iter().filter(|peer| peer.code != question.comparator) {
            seen.insert(peer.code.clone());
            let values = others.entry(peer.code.clone()).or_default();
            // One that lacks an earlier variable has fewer values than it should.
            if let (Some(value), true) = (value(&peer.rate), values.len() == at) {
                values.push(value);
            }
        }
    }
    others.retain(|_, values| values.len() == own.len());
    let (codes, values): (Vec<AreaCode>, Vec<Vec<f64>>) = others.into_iter().unzip();
    if codes.is_empty() {
        return Err(NoNeighbours::Nobody);
    }
    let weights: Vec<f64> = of.variables.iter().map(|variable| variable.weight).collect();
    let near = nearest(&own, &values, &weights, of.count.into()).unwrap_or_default();
    let left_out = seen.len() - codes.len();
    let chosen = near.iter().map(|near| (codes[near.place].clone(), Some(near.distance)));
    let origin = NeighbourOrigin::Computed { variables: of.variables.clone(), left_out };
    Ok((origin, chosen.collect()))
}
