//! Recommendations: what was said should be done, by whom, by when, and what
//! became of it.
//!
//! It is an authored document and its own wire type: version 1 only gains
//! optional fields. People are named by their roles and no other way.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{AreaCode, IndicatorId};

/// Version 1 of a document of recommendations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Recommendations {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The recommendations; their ids are unique in a project.
    #[serde(default, rename = "recommendation")]
    pub recommendations: Vec<Recommendation>,
}

/// One recommendation with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Recommendation {
    /// Its id, kebab-case.
    pub id: String,
    /// The area that it is made to.
    pub area: AreaCode,
    /// Id of the visit that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
    /// Id of its theme: `firstyear list themes` shows them.
    pub theme: String,
    /// Id of its category in the theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Id of the part of that category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// What should be done, without anything about a person. Left out where it
    /// had something that looked so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The agency that leads, by its role, such as `local authority housing`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// Other agencies, by their roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
    /// Indicators that it should move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<IndicatorId>,
    /// Ids of interventions of the catalogue that it is a step of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interventions: Vec<String>,
    /// Ids of care pathways that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pathways: Vec<String>,
    /// How urgent it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The day on which it was made, as YYYY-MM-DD.
    pub made: NaiveDate,
    /// The day by which it is to be done, as YYYY-MM-DD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// What it rests on: ids of the evidence library, or words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// What became of it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<StatusChange>,
}

/// A change of status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatusChange {
    /// What it became.
    pub status: Status,
    /// The day, as YYYY-MM-DD.
    pub on: NaiveDate,
    /// Why; asked for where it was stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

words! {
    /// What became of a recommendation. Before any of these it is open: made,
    /// and nothing said of it.
    Status {
        /// Those it is made to have agreed to it.
        Agreed "agreed",
        /// Work has begun.
        Started "started",
        /// It is done.
        Done "done",
        /// It was turned down or given up.
        Stopped "stopped",
    }
}

words! {
    /// How urgent a recommendation is.
    Priority {
        /// First.
        High "high",
        /// After these.
        Medium "medium",
        /// When there is room.
        Low "low",
    }
}

impl Status {
    /// What became of a recommendation in a word: `open` where nothing was said.
    #[must_use]
    pub fn word_of(status: Option<Self>) -> &'static str {
        status.map_or("open", Self::word)
    }

    /// What may come next: work is agreed before it starts or is done, what is
    /// done stays done, and what was stopped can be agreed to again.
    #[must_use]
    pub const fn may_become(from: Option<Self>, to: Self) -> bool {
        use Status::{Agreed, Done, Started, Stopped};
        matches!(
            (from, to),
            (None | Some(Stopped), Agreed)
                | (Some(Agreed), Started | Done)
                | (Some(Started), Done)
                | (None | Some(Agreed | Started), Stopped)
        )
    }
}

impl Recommendation {
    /// What had become of it on a day; `None` where nothing had been said of it.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use firstyear_core::recommendation::{Recommendation, Status};
    ///
    /// let day = |month| NaiveDate::from_ymd_opt(2024, month, 1).unwrap();
    /// let text = r#"{"id": "quit", "area": "E08000025", "theme": "smoking", "made": "2024-03-01",
    ///     "history": [{"status": "agreed", "on": "2024-05-01"}, {"status": "done", "on": "2024-09-01"}]}"#;
    /// let one: Recommendation = serde_json::from_str(text)?;
    /// assert_eq!([4, 6, 12].map(|month| one.status_on(day(month))),
    ///     [None, Some(Status::Agreed), Some(Status::Done)]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn status_on(&self, day: NaiveDate) -> Option<Status> {
        self.last_change(day).map(|change| change.status)
    }

    /// The last change by a day; `None` where nothing had been said of it.
    #[must_use]
    pub fn last_change(&self, day: NaiveDate) -> Option<&StatusChange> {
        self.history.iter().take_while(|change| change.on <= day).last()
    }

    /// Whether it was made by a day; what is made later is in no list of that day.
    #[must_use]
    pub fn is_made_by(&self, day: NaiveDate) -> bool {
        self.made <= day
    }

    /// Whether on a day it was done or stopped.
    #[must_use]
    pub fn is_closed(&self, day: NaiveDate) -> bool {
        matches!(self.status_on(day), Some(Status::Done | Status::Stopped))
    }

    /// The day on which it first became this.
    #[must_use]
    pub fn first(&self, status: Status) -> Option<NaiveDate> {
        self.history.iter().find(|change| change.status == status).map(|change| change.on)
    }

    /// Whether on a day it was neither done nor stopped, and its day of being
    /// due had passed.
    #[must_use]
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        !self.is_closed(day) && self.due.is_some_and(|due| due < day)
    }

    /// What is wrong with its history, as [`history_fault`] says it.
    #[must_use]
    pub fn history_fault(&self) -> Option<(usize, HistoryFault)> {
        history_fault(self.made, &self.history)
    }
}

/// What is wrong with the history of a recommendation that was made on a day:
/// the place of the change, from 0, and what would be right. `None` for one
/// whose order is legal.
#[must_use]
pub fn history_fault(made: NaiveDate, history: &[StatusChange]) -> Option<(usize, HistoryFault)> {
    let (mut before, mut since) = (None, made);
    for (place, change) in history.iter().enumerate() {
        if change.on < since {
            let fault =
                if place == 0 { HistoryFault::BeforeMade } else { HistoryFault::NotInOrder };
            return Some((place, fault));
        }
        if !Status::may_become(before, change.status) {
            return Some((place, HistoryFault::Order { from: before, to: change.status }));
        }
        let reason = change.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
        if change.status == Status::Stopped && !reason {
            return Some((place, HistoryFault::NoReason));
        }
        (before, since) = (Some(change.status), change.on);
    }
    None
}

/// What is wrong with a change of status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryFault {
    /// It happened before the recommendation was made.
    #[error("the change is dated before the recommendation was made")]
    BeforeMade,
    /// It happened before the one above it.
    #[error("the change is dated before the one above it")]
    NotInOrder,
    /// What it was cannot become that.
    #[error("{} cannot become {}", .from.map_or("what is open", Status::word), .to.word())]
    Order {
        /// What it was; `None` where nothing had been said.
        from: Option<Status>,
        /// What it should become.
        to: Status,
    },
    /// It was stopped, and nobody says why.
    #[error("it was stopped without a reason")]
    NoReason,
}

/// Version 1 of the themes that recommendations are sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Themes {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// How many discussion groups a visit chooses beside the core ones.
    pub chosen_groups: usize,
    /// The themes.
    #[serde(rename = "theme")]
    pub themes: Vec<Theme>,
}

/// A theme with its categories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Its id, kebab-case.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What discussion group a visit holds on it; left out for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discussion: Option<Discussion>,
    /// Its categories; without any, recommendations are sorted no further.
    #[serde(default, rename = "category", skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<ThemeCategory>,
}

/// A category of a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThemeCategory {
    /// Its id, kebab-case, unique in the theme.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<ThemePart>,
}

/// A part of a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThemePart {
    /// Its id, kebab-case, unique in the category.
    pub id: String,
    /// Its name.
    pub name: String,
}

words! {
    /// What discussion group a visit holds on a theme.
    Discussion {
        /// Every visit holds it.
        Core "core",
        /// An area may choose it.
        Chosen "chosen",
    }
}

/// A list that knows no themes.
pub static NO_THEMES: Themes = Themes { schema_version: 1, chosen_groups: 0, themes: Vec::new() };

impl Themes {
    /// The theme with this id.
    #[must_use]
    pub fn theme(&self, id: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.id == id)
    }
}

impl Theme {
    /// The category with this id.
    #[must_use]
    pub fn category(&self, id: &str) -> Option<&ThemeCategory> {
        self.categories.iter().find(|category| category.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, month, 1).unwrap()
    }

    fn with(history: &[(Status, u32)]) -> Recommendation {
        let change = |(status, month): &(Status, u32)| StatusChange {
            status: *status,
            on: day(*month),
            reason: (*status == Status::Stopped).then(|| "no money".to_owned()),
        };
        Recommendation {
            id: "quit".to_owned(),
            area: AreaCode::new("E08000025").unwrap(),
            visit: None,
            theme: "smoking".to_owned(),
            category: None,
            part: None,
            text: None,
            lead: None,
            with: Vec::new(),
            indicators: Vec::new(),
            interventions: Vec::new(),
            pathways: Vec::new(),
            priority: None,
            made: day(3),
            due: Some(day(8)),
            evidence: Vec::new(),
            history: history.iter().map(change).collect(),
        }
    }

    #[test]
    fn histories_have_a_legal_order() {
        use Status::{Agreed, Done, Started, Stopped};
        type History = &'static [(Status, u32)];
        let legal: [History; 5] = [
            &[],
            &[(Agreed, 3), (Started, 3), (Done, 9)],
            &[(Agreed, 4), (Done, 9)],
            &[(Stopped, 4)],
            &[(Agreed, 4), (Started, 5), (Stopped, 6), (Agreed, 7), (Done, 8)],
        ];
        for history in legal {
            assert_eq!(with(history).history_fault(), None, "{history:?}");
        }
        let order = |from, to| HistoryFault::Order { from, to };
        let cases: [(History, usize, HistoryFault); 6] = [
            (&[(Done, 4)], 0, order(None, Done)),
            (&[(Started, 4)], 0, order(None, Started)),
            (&[(Agreed, 4), (Done, 5), (Started, 6)], 2, order(Some(Done), Started)),
            (&[(Agreed, 4), (Agreed, 5)], 1, order(Some(Agreed), Agreed)),
            (&[(Agreed, 2)], 0, HistoryFault::BeforeMade),
            (&[(Agreed, 6), (Done, 5)], 1, HistoryFault::NotInOrder),
        ];
        for (history, place, fault) in cases {
            assert_eq!(with(history).history_fault(), Some((place, fault)), "{history:?}");
        }
        let mut bare = with(&[(Stopped, 4)]);
        bare.history[0].reason = Some(" ".to_owned());
        assert_eq!(bare.history_fault(), Some((0, HistoryFault::NoReason)));
        assert_eq!(order(None, Done).to_string(), "what is open cannot become done");
    }

    #[test]
    fn what_is_closed_is_never_overdue() {
        use Status::{Agreed, Done, Started};
        let open = with(&[(Agreed, 4), (Started, 5)]);
        assert!(!open.is_overdue(day(8)), "on the day itself it is not");
        assert!(open.is_overdue(day(9)));
        let done = with(&[(Agreed, 4), (Done, 10)]);
        assert!(done.is_overdue(day(9)) && !done.is_overdue(day(11)));
    }
}
