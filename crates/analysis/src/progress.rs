//! What became of recommendations by a day: open, overdue, done, and how long it
//! took.

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use chrono::NaiveDate;
use firstyear_core::recommendation::{Priority, Recommendation, Status};
use firstyear_core::{AreaCode, Confidence, Estimate, IndicatorId};
use firstyear_metrics::survival::{MedianTime, Spell, incidence_by, kaplan_meier, median_time};
use firstyear_metrics::wilson;

use crate::Evidence;

/// Days without a change after which a recommendation that is not closed is said
/// to stall: half a year.
pub const STALLS_AFTER: i64 = 183;

/// Days after which the share done is told.
pub const DONE_BY: [u32; 3] = [91, 183, 365];

/// What became of recommendations by a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The day.
    pub as_of: NaiveDate,
    /// Recommendations that were made after it: they are in no figure.
    pub later: usize,
    /// All of them.
    pub all: ProgressRow,
    /// By area, in the order of their codes; the name is the code.
    pub by_area: Vec<(AreaCode, ProgressRow)>,
    /// By theme, in the order of the list; the first is its name, or the id of
    /// one that is not in the list.
    pub by_theme: Vec<(String, ProgressRow)>,
    /// By the agency that leads, in the order of the alphabet; `None` for those
    /// that nobody leads.
    pub by_lead: Vec<(Option<String>, ProgressRow)>,
    /// Those that are neither done nor stopped: overdue ones first, then those
    /// that wait longest.
    pub not_closed: Vec<Tracked>,
    /// Those that are done or stopped, the latest first.
    pub closed: Vec<Tracked>,
}

/// How far some recommendations are.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgressRow {
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
    /// Neither done nor stopped, and without a change for [`STALLS_AFTER`] days.
    pub stalled: usize,
    /// Share of those made that are done, a fraction with limits of chance.
    pub share_done: Option<Estimate>,
    /// Share done so many days after being made as [`DONE_BY`] names, where
    /// some were followed for so long; what is still open is followed until the
    /// day, and what was stopped will not be done.
    pub done_by: [Option<Estimate>; 3],
    /// Days until half of those that are not stopped are done; `None` where half
    /// are not.
    pub median_days: Option<MedianDays>,
}

/// Days until half are done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MedianDays {
    /// The day by which half are.
    pub days: f64,
    /// The lower limit; `None` where it cannot be told.
    pub lower: Option<f64>,
    /// The upper limit; `None` where it may lie at any time beyond.
    pub upper: Option<f64>,
}

/// A recommendation with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracked {
    /// Its id.
    pub id: String,
    /// The area.
    pub area: AreaCode,
    /// The name of its theme.
    pub theme: String,
    /// What should be done, where it is told.
    pub text: Option<String>,
    /// Who leads, where it is told.
    pub lead: Option<String>,
    /// How urgent it is.
    pub priority: Option<Priority>,
    /// What became of it; `None` where nothing was said.
    pub status: Option<Status>,
    /// When it is due.
    pub due: Option<NaiveDate>,
    /// Days past its being due; negative where it is due later. `None` for one that
    /// is done or stopped.
    pub days_overdue: Option<i64>,
    /// Days since the last change, or since it was made.
    pub days_waiting: i64,
    /// The day of the last change, or on which it was made.
    pub since: NaiveDate,
    /// Indicators that it should move.
    pub indicators: Vec<IndicatorId>,
}

impl Tracked {
    /// Whether it is past its day.
    #[must_use]
    pub fn is_overdue(&self) -> bool {
        self.days_overdue.is_some_and(|days| days > 0)
    }

    /// Whether nothing has changed for [`STALLS_AFTER`] days.
    #[must_use]
    pub const fn is_stalled(&self) -> bool {
        self.days_waiting >= STALLS_AFTER
    }
}

/// What became of every recommendation that was made by a day.
#[must_use]
pub fn progress(evidence: &Evidence<'_>, as_of: NaiveDate) -> Progress {
    let all = evidence.data.recommendations.iter().map(|one| &one.item);
    let (made, later): (Vec<_>, Vec<_>) = all.partition(|one| one.is_made_by(as_of));
    let row = |of: &[&Recommendation]| row(of, as_of, evidence.confidence);
    let by_area = grouped(&made, |one| one.area.clone());
    let by_lead = grouped(&made, |one| one.lead.clone());
    let mut by_theme = grouped(&made, |one| one.theme.clone());
    let listed = evidence.themes.themes.iter();
    let listed: Vec<(String, ProgressRow)> = listed
        .filter_map(|theme| Some((theme.name.clone(), row(&by_theme.remove(&theme.id)?))))
        .collect();
    // Themes that the list does not have come last, by their ids.
    let unlisted = by_theme.into_iter().map(|(id, of)| (id, row(&of)));
    let by_theme = listed.into_iter().chain(unlisted).collect();
    let (not_closed, closed) = tracked(evidence, &made, as_of);
    // Those that nobody leads are told last.
    let (nobody, led): (Vec<_>, Vec<_>) = by_lead.into_iter().partition(|(lead, _)| lead.is_none());
    Progress {
        as_of,
        later: later.len(),
        all: row(&made),
        by_area: by_area.into_iter().map(|(area, of)| (area, row(&of))).collect(),
        by_theme,
        by_lead: led.into_iter().chain(nobody).map(|(lead, of)| (lead, row(&of))).collect(),
        not_closed,
        closed,
    }
}

fn grouped<'a, K: Ord>(
    all: &[&'a Recommendation],
    key: impl Fn(&Recommendation) -> K,
) -> BTreeMap<K, Vec<&'a Recommendation>> {
    let mut groups: BTreeMap<K, Vec<&Recommendation>> = BTreeMap::new();
    for one in all {
        groups.entry(key(one)).or_default().push(one);
    }
    groups
}

fn row(all: &[&Recommendation], as_of: NaiveDate, confidence: Confidence) -> ProgressRow {
    let count =
        |wanted: Option<Status>| all.iter().filter(|one| one.status_on(as_of) == wanted).count();
    let done = count(Some(Status::Done));
    let stalls =
        |one: &&&Recommendation| !one.is_closed(as_of) && days_waiting(one, as_of) >= STALLS_AFTER;
    let spells: Vec<Spell> = all.iter().map(|one| spell(one, as_of)).collect();
    ProgressRow {
        made: all.len(),
        open: count(None),
        agreed: count(Some(Status::Agreed)),
        started: count(Some(Status::Started)),
        done,
        stopped: count(Some(Status::Stopped)),
        overdue: all.iter().filter(|one| one.is_overdue(as_of)).count(),
        stalled: all.iter().filter(stalls).count(),
        share_done: share(done, all.len(), confidence),
        done_by: DONE_BY.map(|days| done_by(&spells, days, confidence)),
        median_days: median_days(&spells, confidence),
    }
}

/// Days since the last change by the day, or since it was made.
fn days_waiting(one: &Recommendation, as_of: NaiveDate) -> i64 {
    let since = one.last_change(as_of).map_or(one.made, |change| change.on);
    (as_of - since).num_days()
}

/// Days from being made to done (1) or stopped (2), or to the day (0).
fn spell(one: &Recommendation, as_of: NaiveDate) -> Spell {
    let (end, exit) = match one.last_change(as_of) {
        Some(change) if change.status == Status::Done => (change.on, 1),
        Some(change) if change.status == Status::Stopped => (change.on, 2),
        _ => (as_of, 0),
    };
    // What is done on the day on which it is made takes a moment all the same.
    let days = (end - one.made).num_days();
    Spell { entry: 0.0, end: if days == 0 { 0.5 } else { days as f64 }, exit }
}

fn share(done: usize, all: usize, confidence: Confidence) -> Option<Estimate> {
    wilson(done as u64, NonZeroU64::new(all as u64)?, confidence).ok()
}

/// The share done by so many days; `None` where none was followed for so long
/// and some are not closed.
fn done_by(spells: &[Spell], days: u32, confidence: Confidence) -> Option<Estimate> {
    let found = incidence_by(spells, 2, f64::from(days), confidence).ok()??;
    found.into_iter().next()
}

/// Days until half are done; what was stopped leaves the question on its day.
fn median_days(spells: &[Spell], confidence: Confidence) -> Option<MedianDays> {
    let done: Vec<Spell> =
        spells.iter().map(|spell| Spell { exit: usize::from(spell.exit == 1), ..*spell }).collect();
    let curve = kaplan_meier(&done, confidence).ok()?;
    let MedianTime { time, lower, upper } = median_time(&curve);
    Some(MedianDays { days: time?, lower, upper })
}

/// Each recommendation with where it stands: those that are open, and those that
/// are closed.
fn tracked(
    evidence: &Evidence<'_>,
    made: &[&Recommendation],
    as_of: NaiveDate,
) -> (Vec<Tracked>, Vec<Tracked>) {
    let name = |id: &str| {
        evidence.themes.theme(id).map_or_else(|| id.to_owned(), |theme| theme.name.clone())
    };
    let one = |one: &&&Recommendation| Tracked {
        id: one.id.clone(),
        area: one.area.clone(),
        theme: name(&one.theme),
        text: one.text.clone(),
        lead: one.lead.clone(),
        priority: one.priority,
        status: one.status_on(as_of),
        due: one.due,
        days_overdue: one.due.filter(|_| !one.is_closed(as_of)).map(|due| (as_of - due).num_days()),
        days_waiting: days_waiting(one, as_of),
        since: one.last_change(as_of).map_or(one.made, |change| change.on),
        indicators: one.indicators.clone(),
    };
    let (closed, open): (Vec<_>, Vec<_>) = made.iter().partition(|one| one.is_closed(as_of));
    let mut open: Vec<Tracked> = open.iter().map(one).collect();
    let overdue = |one: &Tracked| one.days_overdue.filter(|days| *days > 0).unwrap_or(0);
    open.sort_by(|one, other| {
        let waits = other.days_waiting.cmp(&one.days_waiting);
        overdue(other).cmp(&overdue(one)).then(waits).then_with(|| one.id.cmp(&other.id))
    });
    let mut closed: Vec<Tracked> = closed.iter().map(one).collect();
    closed.sort_by(|one, other| {
        one.days_waiting.cmp(&other.days_waiting).then_with(|| one.id.cmp(&other.id))
    });
    (open, closed)
}
