//! How an area stands on many indicators, in one table: the latest figure of
//! each, what it is held against, where it is going, what is aimed at, and what
//! was recommended.
//!
//! No score is made of it. Sums by domain say how many rows, and of what weight,
//! are better, worse or cannot be told; the rows stand beside them.

use chrono::NaiveDate;
use firstyear_core::project::{
    CompareRule, GapQuestion, ScorecardDomain, ScorecardIndicator, ScorecardQuestion,
    ScorecardTarget, TrendQuestion,
};
use firstyear_core::recommendation::{Recommendation, Status};
use firstyear_core::{AreaCode, Cell, Confidence, Estimate, IndicatorId, Polarity};
use firstyear_metrics::benchmark::{Position, double_overlap};

use crate::area_rates::pooled_rate;
use crate::rate_series::rate_series;
use crate::verdict::apart_by_chance;
use crate::{
    CountedRate, Evidence, GapPoint, GapTrend, QuestionError, RatePoint, Trend, Verdict, gap_trend,
    trend,
};

/// A scorecard with what the rest of its project says to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorecardAsked {
    /// The question.
    pub question: ScorecardQuestion,
    /// The gaps that the project asks for.
    pub gaps: Vec<GapQuestion>,
    /// The day of the project.
    pub as_of: Option<NaiveDate>,
}

/// How an area stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Scorecard {
    /// What it is called.
    pub name: String,
    /// The area.
    pub area: AreaCode,
    /// The area that it is held against; `None` where nothing is compared.
    pub comparator: Option<AreaCode>,
    /// How the two are held against each other.
    pub compare: CompareRule,
    /// The day of which it speaks; `None` where the project names none.
    pub as_of: Option<NaiveDate>,
    /// The indicators: by domain, and in it in the order asked for.
    pub rows: Vec<ScorecardRow>,
    /// The gaps between groups of the area, of the indicators that it lists.
    pub gaps: Vec<ScorecardGap>,
    /// Indicators that are asked for and of which the area has no figures.
    pub lacking: Vec<IndicatorId>,
    /// Indicators that the files name, of which the area has figures and which
    /// nobody defines: where no indicators are listed they are left out, as which
    /// way is good is not known.
    pub undefined: Vec<IndicatorId>,
    /// Confidence of the limits.
    pub confidence: Confidence,
}

/// One indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorecardRow {
    /// Its id.
    pub indicator: IndicatorId,
    /// The domain that it is listed under.
    pub domain: ScorecardDomain,
    /// What it counts for in the sums of its domain.
    pub weight: f64,
    /// The area's rates over time.
    pub series: Trend,
    /// The rate over several years, where they are to be added up.
    pub pooled: Option<RatePoint>,
    /// The comparator's rate in the latest period; `None` where there is none.
    pub comparator: Option<CountedRate>,
    /// What is aimed at.
    pub target: Option<ScorecardTarget>,
    /// How many years are to be added up.
    pub pool_years: u16,
    /// Recommendations to the area that should move it.
    pub recommendations: LinkedRecommendations,
    compare: CompareRule,
}

/// A gap between a group and all.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorecardGap {
    /// The gap over time.
    pub trend: GapTrend,
    /// Which way of the indicator is good.
    pub polarity: Polarity,
    /// What its indicator counts for.
    pub weight: f64,
    pub(crate) question: GapQuestion,
}

/// Recommendations that name an indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkedRecommendations {
    /// The ids of all, in their order.
    pub made: Vec<String>,
    /// How many are done; with the next three 0 where the project names no day.
    pub done: usize,
    /// How many were stopped.
    pub stopped: usize,
    /// How many are neither done nor stopped.
    pub not_closed: usize,
    /// How many of these are past their day.
    pub overdue: usize,
}

/// How a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Better than what it is held against, by more than chance explains.
    Better,
    /// Worse, by more than chance explains.
    Worse,
    /// Apart by more than chance explains, of an indicator without an agreed
    /// optimum.
    Differs,
    /// Within what chance explains.
    CannotTell,
    /// Not held against anything.
    NotCompared,
}

impl Standing {
    /// Every standing, in the order in which they are told.
    pub const ALL: [Self; 5] =
        [Self::Better, Self::Worse, Self::Differs, Self::CannotTell, Self::NotCompared];

    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Differs => "differs",
            Self::CannotTell => "cannot tell",
            Self::NotCompared => "not compared",
        }
    }

    /// What a verdict means for an indicator whose good way is known.
    #[must_use]
    pub const fn of(verdict: Verdict, polarity: Polarity) -> Self {
        match (verdict, verdict.is_better(polarity)) {
            (_, Some(true)) => Self::Better,
            (_, Some(false)) => Self::Worse,
            (Verdict::Higher | Verdict::Lower, None) => Self::Differs,
            (Verdict::CannotTell, None) => Self::CannotTell,
            (Verdict::NotCompared, None) => Self::NotCompared,
        }
    }
}

/// How far a figure is from what is aimed at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetDistance {
    /// Target less figure, in the indicator's unit: what is still to change.
    pub left: f64,
    /// Whether the target is met; `None` where chance alone could make the
    /// difference, or nobody knows which way is good.
    pub is_met: Option<bool>,
}

/// Rows of one domain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DomainSum {
    /// The domain.
    pub domain: ScorecardDomain,
    /// How many rows stand in each way, in the order of [`Standing::ALL`].
    pub rows: [usize; 5],
    /// What they weigh together, in the same order.
    pub weights: [f64; 5],
}

impl DomainSum {
    /// Every standing with how many rows stand so and what they weigh together, in
    /// the order of [`Standing::ALL`].
    pub fn standings(&self) -> impl Iterator<Item = (Standing, usize, f64)> + use<> {
        let sums = self.rows.into_iter().zip(self.weights);
        Standing::ALL
            .into_iter()
            .zip(sums)
            .map(|(standing, (rows, weight))| (standing, rows, weight))
    }
}

impl ScorecardRow {
    /// The latest period of which something is told, or the years that are added
    /// up.
    #[must_use]
    pub fn latest(&self) -> Option<&RatePoint> {
        if let Some(pooled) = &self.pooled {
            return Some(pooled);
        }
        let points = &self.series.group.points;
        let told = points.iter().rev().find(|point| point.rate.rate != Cell::Absent);
        told.or(points.last())
    }

    /// The latest figure: as its publisher prints it where the counts do not give
    /// it.
    #[must_use]
    pub fn figure(&self) -> Cell<Estimate> {
        self.latest().map_or(Cell::Absent, |point| figure(&point.rate))
    }

    /// Whether the figure is the publisher's, which the counts do not give.
    #[must_use]
    pub fn is_printed_otherwise(&self) -> bool {
        self.latest().is_some_and(|point| point.rate.printed_otherwise().is_some())
    }

    /// Whether years are to be added up and the area has no run of so many: its
    /// latest period stands alone. One that spans several years is such a run.
    #[must_use]
    pub fn lacks_years(&self) -> bool {
        let spans = self.latest().map_or(1.0, |point| point.period.length_in_years());
        self.pool_years > 1 && self.pooled.is_none() && spans < f64::from(self.pool_years)
    }

    /// The comparator's figure in the same period.
    #[must_use]
    pub fn against(&self) -> Cell<Estimate> {
        self.comparator.as_ref().map_or(Cell::Absent, figure)
    }

    /// How the figure stands to the comparator's.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.latest().map_or(Verdict::NotCompared, |point| self.verdict_of(&point.rate))
    }

    /// How the figure of another area in the same period stands to the comparator's, and
    /// whether that is good.
    #[must_use]
    pub fn standing_of(&self, other: &CountedRate) -> Standing {
        Standing::of(self.verdict_of(other), self.series.polarity)
    }

    fn verdict_of(&self, rate: &CountedRate) -> Verdict {
        if self.is_mixed_with(rate) {
            return Verdict::NotCompared;
        }
        let (figure, against) = (figure(rate), self.against());
        let own = figure.value();
        match self.compare {
            CompareRule::AgainstValue => Verdict::of(own, against.value().map(|one| one.value)),
            CompareRule::Overlap => {
                let limits = own.and_then(|one| one.interval);
                let others = against.value().and_then(|one| one.interval);
                limits.zip(others).map_or(Verdict::NotCompared, |(limits, others)| {
                    match double_overlap(&limits, &others) {
                        Position::Above | Position::FarAbove => Verdict::Higher,
                        Position::Below | Position::FarBelow => Verdict::Lower,
                        Position::Similar => Verdict::CannotTell,
                    }
                })
            }
        }
    }

    /// Whether the publisher's figure, which may be standardised, would be held
    /// against one that its counts give.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        self.latest().is_some_and(|point| self.is_mixed_with(&point.rate))
    }

    fn is_mixed_with(&self, own: &CountedRate) -> bool {
        let is = |rate: &CountedRate| rate.printed_otherwise().is_some();
        self.comparator.as_ref().is_some_and(|other| {
            is(own) != is(other) && !own.is_as_published() && !other.is_as_published()
        })
    }

    /// Whether that is good.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing::of(self.verdict(), self.series.polarity)
    }

    /// How far the figure is from the target; `None` without a target, or
    /// without a figure.
    #[must_use]
    pub fn distance(&self) -> Option<TargetDistance> {
        let target = self.target.as_ref()?.value;
        let figure = self.figure();
        let figure = figure.value()?;
        // On the target it is met, whichever way is good.
        let side = |limit: f64| match self.series.polarity {
            Polarity::LowerIsBetter => Some(limit <= target),
            Polarity::HigherIsBetter => Some(limit >= target),
            Polarity::NoAgreedOptimum => None,
        };
        let limits = figure.interval;
        let [lower, upper] = [limits.map(|one| one.lower), limits.map(|one| one.upper)];
        let is_met = lower.and_then(side).zip(upper.and_then(side));
        let is_met = is_met.and_then(|(lower, upper)| (lower == upper).then_some(lower));
        Some(TargetDistance { left: target - figure.value, is_met })
    }

    /// Days from the end of the latest period to a day; negative where it ends
    /// later.
    #[must_use]
    pub fn age_days(&self, day: NaiveDate) -> Option<i64> {
        Some((day - self.latest()?.period.end()).num_days())
    }
}

/// A figure as its publisher prints it where the counts do not give it.
pub(crate) fn figure(rate: &CountedRate) -> Cell<Estimate> {
    rate.printed_otherwise().unwrap_or(rate.rate)
}

impl ScorecardGap {
    /// The latest relative gap of the latest classification that is told, or the
    /// last where none is.
    #[must_use]
    pub fn latest(&self) -> Option<&GapPoint> {
        let points = &self.trend.series.last()?.points;
        points.iter().rev().find(|point| point.relative.value().is_some()).or(points.last())
    }

    /// That gap against an earlier one of its classification; `None` where they are
    /// not held against each other.
    #[must_use]
    pub fn change(&self) -> Option<Verdict> {
        let last = self.trend.series.len().checked_sub(1)?;
        let period = self.latest()?.period;
        let of_series = self.trend.comparisons.iter().find(|one| {
            (one.earlier_series, one.later_series) == (last, last) && one.later == period
        });
        of_series.map(|one| one.verdict)
    }

    /// Whether the group is worse off than all, by more than chance explains.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let gap = self.latest().and_then(|point| point.relative.value());
        Standing::of(Verdict::of(gap, Some(0.0)), self.polarity)
    }
}

impl Scorecard {
    /// Whether an indicator has a row.
    #[must_use]
    pub fn has_row_of(&self, indicator: &IndicatorId) -> bool {
        self.rows.iter().any(|row| row.indicator == *indicator)
    }

    /// How many indicators are held against the comparator.
    #[must_use]
    pub fn compared(&self) -> usize {
        self.rows.iter().filter(|row| row.verdict() != Verdict::NotCompared).count()
    }

    /// How many of these would seem apart by chance alone if none truly were;
    /// `None` by the rule of overlap, by which it is fewer and nobody says how many.
    #[must_use]
    pub fn expected_by_chance(&self) -> Option<f64> {
        (self.compare == CompareRule::AgainstValue)
            .then(|| apart_by_chance(self.compared(), self.confidence))
    }

    /// How the rows of each domain stand, and the gaps as those of inequality;
    /// domains without any are left out.
    #[must_use]
    pub fn sums(&self) -> Vec<DomainSum> {
        let rows = self.rows.iter().map(|row| (row.domain, row.standing(), row.weight));
        let gaps = self.gaps.iter();
        let gaps = gaps.map(|gap| (ScorecardDomain::Inequality, gap.standing(), gap.weight));
        let all: Vec<_> = rows.chain(gaps).collect();
        let sum = |(domain, _): &(ScorecardDomain, &str)| {
            let mut sum = DomainSum { domain: *domain, rows: [0; 5], weights: [0.0; 5] };
            for (_, standing, weight) in all.iter().filter(|(of, ..)| of == domain) {
                let place = Standing::ALL.iter().position(|known| known == standing);
                if let Some(place) = place {
                    sum.rows[place] += 1;
                    sum.weights[place] += weight;
                }
            }
            (sum.rows != [0; 5]).then_some(sum)
        };
        ScorecardDomain::ALL.iter().filter_map(sum).collect()
    }
}

/// Answers a [`ScorecardQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator, or where the area has no figures
/// of any.
pub fn scorecard(
    evidence: &Evidence<'_>,
    asked: &ScorecardAsked,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<Scorecard, QuestionError> {
    let question = &asked.question;
    let area = question.area.as_ref().unwrap_or(area);
    if question.comparator.as_ref() == Some(area) {
        return Err(QuestionError::AgainstItself { area: area.clone() });
    }
    let entries = match question.indicators.as_slice() {
        [] => every_indicator(evidence, area),
        listed => listed.to_vec(),
    };
    let (rows, lacking) = rows_of(evidence, asked, area, entries)?;
    let gaps = gaps(evidence, asked, (area, indicator), &rows);
    if rows.is_empty() && gaps.is_empty() {
        return Err(QuestionError::NoFiguresOfAny { indicators: lacking, area: area.clone() });
    }
    Ok(Scorecard {
        name: question.name.clone(),
        area: area.clone(),
        comparator: question.comparator.clone(),
        compare: question.compare,
        as_of: asked.as_of,
        rows,
        gaps,
        lacking,
        undefined: if question.indicators.is_empty() {
            of_everyone(evidence, area, |id| !evidence.indicators.contains_key(id))
        } else {
            Vec::new()
        },
        confidence: evidence.confidence,
    })
}

/// The rows of these indicators by their domains, and those without figures.
pub(crate) fn rows_of(
    evidence: &Evidence<'_>,
    asked: &ScorecardAsked,
    area: &AreaCode,
    entries: Vec<ScorecardIndicator>,
) -> Result<(Vec<ScorecardRow>, Vec<IndicatorId>), QuestionError> {
    let (mut rows, mut lacking) = (Vec::new(), Vec::new());
    for entry in entries {
        match row(evidence, asked, area, &entry) {
            Ok(row) => rows.push(row),
            Err(QuestionError::NoFigures { .. }) => lacking.push(entry.id),
            Err(other) => return Err(other),
        }
    }
    rows.sort_by_key(|row| row.domain);
    Ok((rows, lacking))
}

/// Every indicator that is defined and of which the area has figures, in the
/// order of the ids.
pub(crate) fn every_indicator(evidence: &Evidence<'_>, area: &AreaCode) -> Vec<ScorecardIndicator> {
    let defined = of_everyone(evidence, area, |id| evidence.indicators.contains_key(id));
    defined.into_iter().map(ScorecardIndicator::new).collect()
}

/// The indicators of which the area has figures of everyone and that are wanted, in
/// the order of their ids.
fn of_everyone(
    evidence: &Evidence<'_>,
    area: &AreaCode,
    is_wanted: impl Fn(&IndicatorId) -> bool,
) -> Vec<IndicatorId> {
    let rows = evidence.data.observations.iter();
    let own = rows.filter(|row| row.area == *area && row.groups.is_everyone());
    let ids: std::collections::BTreeSet<&IndicatorId> = own.map(|row| &row.indicator).collect();
    ids.into_iter().filter(|id| is_wanted(id)).cloned().collect()
}

fn row(
    evidence: &Evidence<'_>,
    asked: &ScorecardAsked,
    area: &AreaCode,
    entry: &ScorecardIndicator,
) -> Result<ScorecardRow, QuestionError> {
    let definition = evidence.indicator(&entry.id)?;
    let series = trend(evidence, &everyone(&entry.id), area, &entry.id)?;
    let mut row = ScorecardRow {
        indicator: entry.id.clone(),
        domain: entry.domain.unwrap_or_else(|| ScorecardDomain::of_field(&definition.domain)),
        weight: entry.weight,
        series,
        pooled: None,
        pool_years: entry.pool_years,
        comparator: None,
        target: entry.target.clone(),
        recommendations: linked(evidence, &entry.id, area, asked.as_of),
        compare: asked.question.compare,
    };
    let years = entry.pool_years;
    if years > 1 {
        let pooled = pooled_rate(evidence, definition, area, (years, None));
        row.pooled = pooled.map(|(period, rate)| RatePoint { period, version: None, rate });
    }
    // A comparator without figures leaves the row as it is.
    if let (Some(code), Some(period)) =
        (&asked.question.comparator, row.latest().map(|at| at.period))
    {
        row.comparator = if row.pooled.is_some() {
            pooled_rate(evidence, definition, code, (years, Some(period))).map(|(_, rate)| rate)
        } else {
            let points = rate_series(evidence, definition, code, None, &[]).unwrap_or_default();
            points.into_iter().find(|point| point.period == period).map(|point| point.rate)
        };
    }
    Ok(row)
}

/// The rate of everyone over time.
fn everyone(id: &IndicatorId) -> TrendQuestion {
    TrendQuestion {
        name: "everyone".to_owned(),
        dimension: None,
        categories: Vec::new(),
        against: None,
        area: None,
        indicator: Some(id.clone()),
    }
}

/// Recommendations to the area that name the indicator.
fn linked(
    evidence: &Evidence<'_>,
    id: &IndicatorId,
    area: &AreaCode,
    day: Option<NaiveDate>,
) -> LinkedRecommendations {
    let mut found = LinkedRecommendations::default();
    let all = evidence.data.recommendations.iter().map(|one| &one.item);
    let named = |one: &&Recommendation| {
        let is_of_row = one.area == *area && one.indicators.contains(id);
        is_of_row && day.is_none_or(|day| one.is_made_by(day))
    };
    for one in all.filter(named) {
        found.made.push(one.id.clone());
        let Some(day) = day else { continue };
        let closed = one.is_closed(day);
        found.done += usize::from(one.status_on(day) == Some(Status::Done));
        found.stopped += usize::from(one.status_on(day) == Some(Status::Stopped));
        found.not_closed += usize::from(!closed);
        found.overdue += usize::from(one.is_overdue(day));
    }
    found
}

/// The gaps of the project that are of the area and of an indicator of a row;
/// of any indicator where there is none.
fn gaps(
    evidence: &Evidence<'_>,
    asked: &ScorecardAsked,
    (area, indicator): (&AreaCode, &IndicatorId),
    rows: &[ScorecardRow],
) -> Vec<ScorecardGap> {
    let gap = |question: &GapQuestion| {
        let trend = gap_trend(evidence, question, area, indicator).ok()?;
        let of_area = trend.series.last().is_some_and(|series| series.area == *area);
        let row = rows.iter().find(|row| row.indicator == trend.indicator);
        let listed = asked.question.indicators.iter().find(|one| one.id == trend.indicator);
        let is_asked = asked.question.indicators.is_empty() || listed.is_some();
        let definition = evidence.indicator(&trend.indicator).ok()?;
        let weight = listed.map(|one| one.weight).or(row.map(|row| row.weight));
        (of_area && is_asked).then(|| ScorecardGap {
            trend,
            polarity: definition.polarity,
            weight: weight.unwrap_or(1.0),
            question: question.clone(),
        })
    };
    asked.gaps.iter().filter_map(gap).collect()
}
