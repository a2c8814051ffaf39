//! A synthetic partnership: visits, recommendations and a year of what became of
//! them, drawn with a seed.
//!
//! Themes fall as often as in the tables of the report of 2010; everything else
//! is made up, and nobody is behind it.

use std::fs;
use std::path::Path;

use chrono::{Days, NaiveDate};
use firstyear_catalogue::catalogue;
use firstyear_core::recommendation::{
    Discussion, Priority, Recommendation, Recommendations, Status, StatusChange, Theme,
};
use firstyear_core::visit::{
    Finding, FindingKind, FollowUp, Interview, ParticipantAnswer, StageReached, SupportPackage,
    Visit, VisitStage, Visits,
};
use firstyear_core::{AreaCode, Dataset, IndicatorId};
use firstyear_export::tidy;
use firstyear_metrics::random::Counter;

use crate::{Failure, Finding as Wrong, shown};

mod figures;
mod review;

const FOLDER: &str = "fixtures/partnership";
const SEED: u64 = 2010;
const AREA: &str = "made-up:northtown";
/// The day until which it is followed.
const UNTIL: (i32, u32, u32) = (2025, 3, 31);

/// Themes with the totals of Tables 1 to 7 of the report, the agency that leads on
/// each here, and what it should move.
const WEIGHTS: [(&str, f64, &str, &str); 7] = [
    ("strategic", 311.0, "public health", "infant-mortality-rate"),
    ("ethnicity", 61.0, "maternity services", "early-booking"),
    ("housing", 73.0, "local authority housing", "overcrowded-households"),
    ("nutrition", 94.0, "health visiting", "breastfeeding-6-8-weeks"),
    ("safeguarding-sudi", 113.0, "safeguarding partnership", "sudi-rate"),
    ("smoking", 101.0, "stop smoking service", "smoking-at-booking"),
    ("teenage-pregnancy", 70.0, "children's services", "under-18-conceptions"),
];

/// Writes the files.
pub(crate) fn write(root: &Path) -> Result<Vec<String>, Failure> {
    let mut done = Vec::new();
    for (file, text) in files() {
        let path = root.join(FOLDER).join(file);
        if fs::read_to_string(&path).is_ok_and(|found| found == text) {
            continue;
        }
        let io = |error| Failure::Io { file: shown(root, &path), error };
        fs::write(&path, text).map_err(io)?;
        done.push(format!("written: {}", shown(root, &path)));
    }
    Ok(done)
}

/// Compares them with what is committed.
pub(crate) fn check(root: &Path) -> Result<Vec<String>, Failure> {
    let differs = |(file, text): &(&str, String)| {
        let path = root.join(FOLDER).join(file);
        let same = fs::read_to_string(&path).is_ok_and(|found| found == *text);
        let right = "run `cargo xtask partnership`";
        (!same).then(|| Wrong::new(shown(root, &path), "differs from its generator", right))
    };
    let wrong: Vec<Wrong> = files().iter().filter_map(differs).collect();
    if wrong.is_empty() {
        Ok(vec!["the partnership is as its generator makes it".to_owned()])
    } else {
        Err(Failure::Wrong(wrong))
    }
}

fn files() -> [(&'static str, String); 5] {
    let head =
        "# Synthetic: made by `cargo xtask partnership`, seed 2010. Nobody is behind it.\n\n";
    let toml = |text: Result<String, toml::ser::Error>| {
        format!("{head}{}", text.expect("texts, days and lists alone"))
    };
    let csv = |data: &Dataset| {
        let mut csv = Vec::new();
        tidy::write_observations(data, &mut csv).expect("figures that can be written");
        String::from_utf8(csv).expect("text")
    };
    let figures = figures::figures();
    [
        ("indicators.csv", csv(&figures)),
        ("reviews.csv", csv(&review::figures(&figures))),
        ("self-assessments.csv", review::self_assessments()),
        ("visits.toml", toml(toml::to_string(&visits()))),
        ("recommendations.toml", toml(toml::to_string(&recommendations()))),
    ]
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

fn area() -> AreaCode {
    AreaCode::new(AREA).expect("a code of a scheme")
}

fn visits() -> Visits {
    let visit = |id: &str, first: NaiveDate, chosen: [&str; 2]| {
        let core = catalogue().themes().themes.iter();
        let core = core.filter(|theme| theme.discussion == Some(Discussion::Core));
        let groups = core.map(|theme| theme.id.clone());
        let later = |days| first + Days::new(days);
        Visit {
            id: id.to_owned(),
            area: area(),
            kind: Some("urban".to_owned()),
            first,
            last: later(3),
            groups: groups.chain(chosen.map(str::to_owned)).collect(),
            interviews: interviews(),
            stages: [
                (VisitStage::AgreeGroups, 0),
                (VisitStage::Visit, 0),
                (VisitStage::EndOfVisit, 3),
                (VisitStage::Recommend, 14),
                (VisitStage::AgreeSupport, 42),
            ]
            .map(|(stage, days)| StageReached { stage, on: later(days) })
            .into(),
            findings: findings(),
            support: Some(SupportPackage {
                agreed: later(42),
                until: Some(later(365)),
                items: vec![
                    "help with a scorecard".to_owned(),
                    "a workshop on pathways".to_owned(),
                ],
            }),
            follow_ups: vec![FollowUp {
                on: later(200),
                text: Some("Half-way meeting of the partnership".to_owned()),
            }],
            participants: vec![ParticipantAnswer {
                question: "The visit gave a basis for further improvement".to_owned(),
                agreed: 21,
                answered: 23,
            }],
        }
    };
    let visits = vec![
        visit("northtown-autumn", day(2023, 10, 2), ["ethnicity", "teenage-pregnancy"]),
        visit("northtown-spring", day(2024, 3, 4), ["immunisation", "substance-misuse"]),
    ];
    Visits { schema_version: 1, visits }
}

fn interviews() -> Vec<Interview> {
    let one = |role: &str, people| Interview { role: role.to_owned(), people };
    vec![
        one("director of public health", 1),
        one("head of midwifery", 1),
        one("housing officer", 3),
        one("health visitor", 4),
    ]
}

fn findings() -> Vec<Finding> {
    let one = |kind, theme: &str, text: &str| Finding {
        kind,
        theme: theme.to_owned(),
        text: Some(text.to_owned()),
    };
    vec![
        one(FindingKind::Strength, "smoking", "Every midwife asks and records"),
        one(FindingKind::Challenge, "housing", "Nobody tells health visitors of overcrowding"),
    ]
}

fn recommendations() -> Recommendations {
    let mut draws = Counter::named(SEED, "partnership");
    let mut all = Vec::new();
    for (visit, made, count) in
        [("northtown-autumn", day(2023, 10, 16), 36), ("northtown-spring", day(2024, 3, 18), 24)]
    {
        for place in 1..=count {
            all.push(one(visit, made, place, &mut draws));
        }
    }
    Recommendations { schema_version: 1, recommendations: all }
}

fn one(visit: &str, made: NaiveDate, place: usize, draws: &mut Counter) -> Recommendation {
    let (theme, lead, moves) = theme(draws);
    let (category, part, about) = sorted(theme, draws);
    let due = made + Days::new(if draws.uniform() < 0.5 { 182 } else { 365 });
    let interventions: Vec<String> = catalogue()
        .drivers()
        .drivers
        .iter()
        .filter(|driver| driver.id == theme.id)
        .flat_map(|driver| driver.interventions.iter().cloned())
        .collect();
    Recommendation {
        id: format!("{visit}-{place:02}"),
        area: area(),
        visit: Some(visit.to_owned()),
        theme: theme.id.clone(),
        category,
        part,
        text: Some(format!("Agree who does what, and begin: {about}")),
        // One in ten has no owner, as in life.
        lead: (draws.uniform() < 0.9).then(|| lead.to_owned()),
        with: Vec::new(),
        indicators: vec![IndicatorId::new(moves).expect("an id")],
        interventions,
        pathways: Vec::new(),
        priority: Some(priority(draws.uniform())),
        made,
        due: Some(due),
        evidence: Vec::new(),
        history: history(made, draws),
    }
}

fn priority(draw: f64) -> Priority {
    match draw {
        draw if draw < 0.3 => Priority::High,
        draw if draw < 0.8 => Priority::Medium,
        _ => Priority::Low,
    }
}

/// A theme, as often as in the report.
fn theme(draws: &mut Counter) -> (&'static Theme, &'static str, &'static str) {
    let all: f64 = WEIGHTS.iter().map(|(_, weight, ..)| weight).sum();
    let mut left = draws.uniform() * all;
    let drawn = WEIGHTS.into_iter().find(|(_, weight, ..)| {
        left -= weight;
        left <= 0.0
    });
    let (id, _, lead, moves) = drawn.unwrap_or(WEIGHTS[0]);
    (catalogue().themes().theme(id).expect("a theme with a table"), lead, moves)
}

/// A category, a part where it has some, and what it is about.
fn sorted(theme: &Theme, draws: &mut Counter) -> (Option<String>, Option<String>, String) {
    let category = &theme.categories[pick(theme.categories.len(), draws)];
    if category.parts.is_empty() {
        return (Some(category.id.clone()), None, category.name.to_lowercase());
    }
    let part = &category.parts[pick(category.parts.len(), draws)];
    (Some(category.id.clone()), Some(part.id.clone()), part.name.to_lowercase())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the length")]
fn pick(of: usize, draws: &mut Counter) -> usize {
    ((draws.uniform() * of as f64) as usize).min(of - 1)
}

/// Agreed after some weeks, begun and done after some months, or stopped; what
/// would come after the last day has not happened.
fn history(made: NaiveDate, draws: &mut Counter) -> Vec<StatusChange> {
    let until = day(UNTIL.0, UNTIL.1, UNTIL.2);
    let mut on = made;
    let mut history = Vec::new();
    for (status, mean, likely) in
        [(Status::Agreed, 40.0, 0.9), (Status::Started, 60.0, 0.85), (Status::Done, 150.0, 0.9)]
    {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some days")]
        let days = (draws.gamma(2.0) * mean / 2.0).round() as u64;
        on = on + Days::new(days.max(1));
        let goes_on = draws.uniform() < likely;
        if on > until {
            break;
        }
        let (status, reason) = if goes_on {
            (status, None)
        } else {
            (Status::Stopped, Some("other work came first".to_owned()))
        };
        history.push(StatusChange { status, on, reason });
        if !goes_on {
            break;
        }
    }
    history
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_partnership_is_as_its_generator_makes_it() {
        check(crate::root()).unwrap_or_else(|failure| panic!("{failure}"));
        let all = recommendations().recommendations;
        assert_eq!(all.len(), 60);
        assert!(all.iter().all(|one| one.history_fault().is_none()));
    }
}
