//! Which recommendations of a project are listed.

use chrono::NaiveDate;
use firstyear_core::AreaCode;
use firstyear_core::recommendation::{Recommendation, Status};

/// What a list of recommendations is narrowed to; what is `None` narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecommendationChoice {
    /// The id of their theme.
    pub theme: Option<String>,
    /// Who leads them.
    pub lead: Option<String>,
    /// The area that they are made to.
    pub area: Option<AreaCode>,
    /// How they are on a day.
    pub on: Option<ChoiceOnDay>,
}

/// How recommendations are on a day: those that are made later are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceOnDay {
    /// The day.
    pub day: NaiveDate,
    /// What became of them.
    pub status: StatusChoice,
    /// Whether they are to be past their day, and neither done nor stopped.
    pub overdue: bool,
}

/// What became of a recommendation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusChoice {
    /// Whatever it is.
    #[default]
    Any,
    /// Nothing was said of it yet.
    Open,
    /// This was said last.
    Is(Status),
}

impl RecommendationChoice {
    /// Those that are chosen, in their order.
    pub fn of<'a>(
        &self,
        all: impl IntoIterator<Item = &'a Recommendation>,
    ) -> Vec<&'a Recommendation> {
        all.into_iter().filter(|one| self.holds(one)).collect()
    }

    fn holds(&self, one: &Recommendation) -> bool {
        self.theme.as_ref().is_none_or(|theme| one.theme == *theme)
            && (self.lead.is_none() || one.lead == self.lead)
            && self.area.as_ref().is_none_or(|area| one.area == *area)
            && self.on.is_none_or(|on| on.holds(one))
    }
}

impl ChoiceOnDay {
    fn holds(self, one: &Recommendation) -> bool {
        let has_status = match self.status {
            StatusChoice::Any => true,
            StatusChoice::Open => one.status_on(self.day).is_none(),
            StatusChoice::Is(status) => one.status_on(self.day) == Some(status),
        };
        one.is_made_by(self.day) && has_status && (!self.overdue || one.is_overdue(self.day))
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::recommendation::StatusChange;

    use super::*;

    fn day(month: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, month, 1).unwrap()
    }

    fn one(id: &str, area: &str, theme: &str, lead: Option<&str>) -> Recommendation {
        Recommendation {
            id: id.to_owned(),
            area: AreaCode::new(area).unwrap(),
            visit: None,
            theme: theme.to_owned(),
            category: None,
            part: None,
            text: None,
            lead: lead.map(str::to_owned),
            with: Vec::new(),
            indicators: Vec::new(),
            interventions: Vec::new(),
            pathways: Vec::new(),
            priority: None,
            made: day(2),
            due: None,
            evidence: Vec::new(),
            history: Vec::new(),
        }
    }

    /// Open and overdue from June; started in May; done in July; made in September.
    fn all() -> Vec<Recommendation> {
        let change = |status, month| StatusChange { status, on: day(month), reason: None };
        vec![
            Recommendation {
                due: Some(day(5)),
                ..one("late", "E06000001", "smoking", Some("midwifery"))
            },
            Recommendation {
                history: vec![change(Status::Started, 5)],
                ..one("begun", "E06000001", "housing", None)
            },
            Recommendation {
                due: Some(day(5)),
                history: vec![change(Status::Done, 7)],
                ..one("done", "E06000002", "smoking", Some("housing"))
            },
            Recommendation { made: day(9), ..one("new", "E06000002", "smoking", None) },
        ]
    }

    #[track_caller]
    fn check(choice: &RecommendationChoice, expected: &[&str]) {
        let all = all();
        let ids: Vec<&str> = choice.of(&all).into_iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, expected, "{choice:?}");
    }

    #[test]
    fn nothing_asked_is_everything() {
        check(&RecommendationChoice::default(), &["late", "begun", "done", "new"]);
    }

    #[test]
    fn theme_lead_and_area_narrow_together() {
        let smoking =
            RecommendationChoice { theme: Some("smoking".to_owned()), ..Default::default() };
        check(&smoking, &["late", "done", "new"]);
        let there = AreaCode::new("E06000002").unwrap();
        let there = RecommendationChoice { area: Some(there), ..smoking };
        check(&there, &["done", "new"]);
        check(&RecommendationChoice { lead: Some("housing".to_owned()), ..there }, &["done"]);
    }

    #[test]
    fn a_day_says_how_they_were() {
        let on = |month, status, overdue| RecommendationChoice {
            on: Some(ChoiceOnDay { day: day(month), status, overdue }),
            ..Default::default()
        };
        check(&on(1, StatusChoice::Any, false), &[]);
        check(&on(8, StatusChoice::Any, false), &["late", "begun", "done"]);
        check(&on(8, StatusChoice::Open, false), &["late"]);
        check(&on(4, StatusChoice::Open, false), &["late", "begun", "done"]);
        check(&on(8, StatusChoice::Is(Status::Started), false), &["begun"]);
        check(&on(6, StatusChoice::Any, true), &["late", "done"]);
        check(&on(8, StatusChoice::Any, true), &["late"]);
        check(&on(8, StatusChoice::Is(Status::Done), true), &[]);
    }
}
