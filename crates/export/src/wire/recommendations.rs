//! What was recommended, and what became of it.

use chrono::NaiveDate;
use firstyear_analysis::{
    ComparedTheme, ComparedThemes, DONE_BY, Progress, ProgressRow, Released, ThemeRow, ThemeTable,
    ThemeTables, Tracked, VisitSummary,
};
use firstyear_core::AreaCode;
use firstyear_core::recommendation::{Priority, Status};
use firstyear_core::visit::FindingKind;
use serde::Serialize;

use super::number::some;
use super::{EstimateV1, Number, SCHEMA_VERSION};

/// Recommendations by theme, category and part. Rows add up to their theme, and
/// parts to their row.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecommendationThemesV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// How many recommendations there are.
    pub recommendations: usize,
    /// How many areas they are made to.
    pub areas: usize,
    /// How many visits they come from.
    pub visits: usize,
    /// The themes that have any.
    pub themes: Vec<ThemeTableV1>,
    /// Pairs of themes that are recommended to the same areas.
    pub together: Vec<ThemePairV1>,
    /// Comparisons that the project asks for.
    pub comparisons: Vec<ThemeComparisonV1>,
    /// Visits to areas; left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub visit_summaries: Vec<VisitSummaryV1>,
}

/// A visit to an area.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitSummaryV1 {
    /// Its id.
    pub id: String,
    /// Code of the area.
    pub area: AreaCode,
    /// Its first day, as YYYY-MM-DD.
    pub first: NaiveDate,
    /// Its last day, as YYYY-MM-DD.
    pub last: NaiveDate,
    /// Names of the themes of its discussion groups.
    pub groups: Vec<String>,
    /// Names of core groups that were not held.
    pub core_groups_not_held: Vec<String>,
    /// How many people were interviewed.
    pub interviewed: u32,
    /// Their roles.
    pub roles: Vec<String>,
    /// How many recommendations come from it.
    pub recommendations: usize,
    /// Strengths and challenges.
    pub findings: Vec<VisitFindingV1>,
    /// Days from its last day until support was agreed; null where that is not
    /// told.
    pub days_to_support: Option<i64>,
    /// What the support holds.
    pub support: Vec<String>,
    /// When it was looked at again; left out where it was not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUpV1>,
    /// What those who took part said.
    pub participants: Vec<ParticipantsV1>,
}

/// A strength or a challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitFindingV1 {
    /// Which of both.
    pub kind: FindingKind,
    /// The name of its theme.
    pub theme: String,
    /// What was found; null where that is not told.
    pub text: Option<String>,
}

/// A later look at what became of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FollowUpV1 {
    /// Days from the last day of the visit.
    pub days: i64,
    /// What was seen; null where that is not told.
    pub text: Option<String>,
}

/// An answer of those who took part.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ParticipantsV1 {
    /// What they were asked.
    pub question: String,
    /// How many agreed; null where so few answered that it is withheld.
    pub agreed: Option<u64>,
    /// How many answered.
    pub answered: u64,
    /// The share that agreed, a fraction; null where nobody answered, or so few
    /// that it is withheld.
    pub share: Option<EstimateV1>,
}

/// One theme.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ThemeTableV1 {
    /// Its id.
    pub theme: String,
    /// Its name.
    pub name: String,
    /// How many recommendations it has.
    pub total: usize,
    /// Its categories that have any.
    pub rows: Vec<ThemeRowV1>,
    /// Areas that have any of it.
    pub areas: usize,
    /// The median that such an area has.
    pub median_per_area: Number,
    /// The fewest.
    pub fewest_per_area: usize,
    /// The most.
    pub most_per_area: usize,
}

/// A category or a part.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ThemeRowV1 {
    /// Its id; null for what is sorted no further.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// How many recommendations it has.
    pub count: usize,
    /// Its share of the theme, in percent.
    pub percent: Number,
    /// The ids of its recommendations.
    pub recommendations: Vec<String>,
    /// Its parts; empty where it has none.
    pub parts: Vec<ThemeRowV1>,
}

/// Two themes that are recommended to the same areas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ThemePairV1 {
    /// The names of both.
    pub themes: [String; 2],
    /// Areas that have recommendations of both.
    pub areas: usize,
    /// Areas that have any of either.
    pub of: usize,
}

/// Themes of some recommendations against those of others.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ThemeComparisonV1 {
    /// Its name.
    pub name: String,
    /// The names of both sides.
    pub sides: [String; 2],
    /// How many recommendations each side has.
    pub totals: [usize; 2],
    /// How many are on both sides; with any, no difference is worked out. Left
    /// out where none is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared: Option<usize>,
    /// The theme that is looked into; null where themes are compared.
    pub theme: Option<String>,
    /// The themes, or the categories of the theme.
    pub rows: Vec<ComparedThemeV1>,
}

/// One theme or category on both sides.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComparedThemeV1 {
    /// Its id; null for what is sorted no further.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// How many recommendations each side has of it.
    pub counts: [usize; 2],
    /// Share of the first side less that of the second, in percentage points;
    /// null where a side has none, or sides share some.
    pub difference_points: Option<EstimateV1>,
}

/// What became of recommendations by a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecommendationProgressV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The day, as YYYY-MM-DD.
    pub as_of: NaiveDate,
    /// Recommendations that were made after it, and are in no figure.
    pub made_later: usize,
    /// All together.
    pub all: ProgressRowV1,
    /// By area; the name is its code.
    pub by_area: Vec<ProgressRowV1>,
    /// By theme.
    pub by_theme: Vec<ProgressRowV1>,
    /// By the agency that leads; the name of those that nobody leads is empty.
    pub by_lead: Vec<ProgressRowV1>,
    /// Those that are neither done nor stopped: overdue ones first.
    pub not_closed: Vec<NotClosedV1>,
    /// Those that are done or stopped, the latest first; left out where none is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<ClosedV1>,
}

/// How far some recommendations are. Made is the sum of open, agreed, started,
/// done and stopped.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProgressRowV1 {
    /// Whose they are.
    pub name: String,
    /// How many were made.
    pub made: usize,
    /// Of which nothing was said yet.
    pub open: usize,
    /// Agreed to, and not begun.
    pub agreed: usize,
    /// Begun.
    pub started: usize,
    /// Done.
    pub done: usize,
    /// Turned down or given up.
    pub stopped: usize,
    /// Neither done nor stopped, and past the day of being due.
    pub overdue: usize,
    /// Neither done nor stopped, and without a change for 183 days.
    pub stalled: usize,
    /// Share of those made that are done, a fraction; null where none were made.
    pub share_done: Option<EstimateV1>,
    /// Share done within so many days of being made.
    pub done_within: Vec<DoneWithinV1>,
    /// Days until half of those that are not stopped are done; null where half
    /// are not.
    pub median_days: Option<Number>,
    /// Its lower limit; null where it cannot be told.
    pub median_days_lower: Option<Number>,
    /// Its upper limit; null where it may lie at any time beyond.
    pub median_days_upper: Option<Number>,
}

/// The share done within some days.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DoneWithinV1 {
    /// The days.
    pub days: u32,
    /// The share, a fraction; what was stopped will not be done. Null where none
    /// was followed for so long and some are not closed.
    pub share: Option<EstimateV1>,
}

/// A recommendation that is neither done nor stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NotClosedV1 {
    /// Its id.
    pub id: String,
    /// Code of the area.
    pub area: AreaCode,
    /// The name of its theme.
    pub theme: String,
    /// What should be done; null where that is not told.
    pub text: Option<String>,
    /// The agency that leads; null where nobody does.
    pub lead: Option<String>,
    /// How urgent it is; null where that is not told.
    pub priority: Option<Priority>,
    /// What became of it; null where nothing was said.
    pub status: Option<Status>,
    /// When it is due, as YYYY-MM-DD; null where that is not told.
    pub due: Option<NaiveDate>,
    /// Days past its being due; negative where it is due later.
    pub days_overdue: Option<i64>,
    /// Days since the last change, or since it was made.
    pub days_waiting: i64,
}

/// A recommendation that is done or stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClosedV1 {
    /// Its id.
    pub id: String,
    /// Code of the area.
    pub area: AreaCode,
    /// The name of its theme.
    pub theme: String,
    /// What should be done; null where that is not told.
    pub text: Option<String>,
    /// The agency that leads; null where nobody does.
    pub lead: Option<String>,
    /// How urgent it is; null where that is not told.
    pub priority: Option<Priority>,
    /// Whether it is done or stopped.
    pub status: Option<Status>,
    /// When it was due, as YYYY-MM-DD; null where that is not told.
    pub due: Option<NaiveDate>,
    /// The day on which it was done or stopped, as YYYY-MM-DD.
    pub closed: NaiveDate,
}

impl From<&Released<ThemeTables>> for RecommendationThemesV1 {
    fn from(released: &Released<ThemeTables>) -> Self {
        let found = released.get();
        let pair = |pair: &firstyear_analysis::ThemePair| ThemePairV1 {
            themes: pair.themes.clone(),
            areas: pair.areas,
            of: pair.of,
        };
        Self {
            schema_version: SCHEMA_VERSION,
            recommendations: found.recommendations,
            areas: found.areas,
            visits: found.visits,
            themes: found.tables.iter().map(table).collect(),
            together: found.together.iter().map(pair).collect(),
            comparisons: found.comparisons.iter().map(comparison).collect(),
            visit_summaries: found.summaries.iter().map(visit).collect(),
        }
    }
}

fn visit(found: &VisitSummary) -> VisitSummaryV1 {
    let findings = found.findings.iter().map(|(kind, theme, text)| VisitFindingV1 {
        kind: *kind,
        theme: theme.clone(),
        text: text.clone(),
    });
    let participants = found.participants.iter().map(|answer| ParticipantsV1 {
        question: answer.question.clone(),
        agreed: answer.agreed.value().copied(),
        answered: answer.answered,
        share: answer.share.value().map(EstimateV1::new),
    });
    VisitSummaryV1 {
        id: found.id.clone(),
        area: found.area.clone(),
        first: found.first,
        last: found.last,
        groups: found.groups.clone(),
        core_groups_not_held: found.not_held.clone(),
        interviewed: found.interviewed,
        roles: found.roles.clone(),
        recommendations: found.recommendations,
        findings: findings.collect(),
        days_to_support: found.days_to_support,
        support: found.support.clone(),
        follow_ups: found
            .follow_ups
            .iter()
            .map(|(days, text)| FollowUpV1 { days: *days, text: text.clone() })
            .collect(),
        participants: participants.collect(),
    }
}

fn table(found: &ThemeTable) -> ThemeTableV1 {
    ThemeTableV1 {
        theme: found.theme.clone(),
        name: found.name.clone(),
        total: found.total,
        rows: found.rows.iter().map(|one| row(one, found)).collect(),
        areas: found.per_area.areas,
        median_per_area: found.per_area.median.into(),
        fewest_per_area: found.per_area.fewest,
        most_per_area: found.per_area.most,
    }
}

fn row(found: &ThemeRow, table: &ThemeTable) -> ThemeRowV1 {
    ThemeRowV1 {
        id: found.category.clone(),
        name: found.name.clone(),
        count: found.count(),
        percent: table.percent(found).into(),
        recommendations: found.recommendations.clone(),
        parts: found.parts.iter().map(|part| row(part, table)).collect(),
    }
}

fn comparison(found: &ComparedThemes) -> ThemeComparisonV1 {
    let row = |row: &ComparedTheme| ComparedThemeV1 {
        id: row.id.clone(),
        name: row.name.clone(),
        counts: row.counts,
        difference_points: row.difference.as_ref().map(EstimateV1::new),
    };
    ThemeComparisonV1 {
        name: found.name.clone(),
        sides: found.sides.clone(),
        totals: found.totals,
        shared: some(found.shared),
        theme: found.theme.clone(),
        rows: found.rows.iter().map(row).collect(),
    }
}

impl From<&Released<Progress>> for RecommendationProgressV1 {
    fn from(released: &Released<Progress>) -> Self {
        let found = released.get();
        let areas = found.by_area.iter().map(|(area, row)| progress(area.as_str(), row));
        let themes = found.by_theme.iter().map(|(theme, row)| progress(theme, row));
        let leads =
            found.by_lead.iter().map(|(lead, row)| progress(lead.as_deref().unwrap_or(""), row));
        Self {
            schema_version: SCHEMA_VERSION,
            as_of: found.as_of,
            made_later: found.later,
            all: progress("all", &found.all),
            by_area: areas.collect(),
            by_theme: themes.collect(),
            by_lead: leads.collect(),
            not_closed: found.not_closed.iter().map(not_closed).collect(),
            closed: found.closed.iter().map(closed).collect(),
        }
    }
}

fn progress(name: &str, row: &ProgressRow) -> ProgressRowV1 {
    let median = row.median_days;
    let done_within = DONE_BY.into_iter().zip(&row.done_by);
    ProgressRowV1 {
        name: name.to_owned(),
        made: row.made,
        open: row.open,
        agreed: row.agreed,
        started: row.started,
        done: row.done,
        stopped: row.stopped,
        overdue: row.overdue,
        stalled: row.stalled,
        share_done: row.share_done.as_ref().map(EstimateV1::new),
        done_within: done_within
            .map(|(days, share)| DoneWithinV1 { days, share: share.as_ref().map(EstimateV1::new) })
            .collect(),
        median_days: median.map(|median| median.days.into()),
        median_days_lower: median.and_then(|median| median.lower).map(Number::from),
        median_days_upper: median.and_then(|median| median.upper).map(Number::from),
    }
}

fn not_closed(one: &Tracked) -> NotClosedV1 {
    NotClosedV1 {
        id: one.id.clone(),
        area: one.area.clone(),
        theme: one.theme.clone(),
        text: one.text.clone(),
        lead: one.lead.clone(),
        priority: one.priority,
        status: one.status,
        due: one.due,
        days_overdue: one.days_overdue,
        days_waiting: one.days_waiting,
    }
}

fn closed(one: &Tracked) -> ClosedV1 {
    ClosedV1 {
        id: one.id.clone(),
        area: one.area.clone(),
        theme: one.theme.clone(),
        text: one.text.clone(),
        lead: one.lead.clone(),
        priority: one.priority,
        status: one.status,
        due: one.due,
        closed: one.since,
    }
}
