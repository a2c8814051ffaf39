//! What followed recommendations: areas where they were done against areas where
//! they were not.

mod support;

use chrono::NaiveDate;
use firstyear_analysis::{
    Evidence, Learning, LearningSide, NoLearning, QuestionError, Rules, learning, release,
};
use firstyear_core::project::{LearningQuestion, Years};
use firstyear_core::recommendation::{Recommendation, Status, StatusChange, Themes};
use firstyear_core::{Place, Placed, SourceClass};
use support::{World, area, indicator_id};

const THEMES: &str = r#"{"schema_version": 1, "chosen_groups": 0, "theme": [
    {"id": "smoking", "name": "Smoking", "category": [{"id": "pathways", "name": "Pathways"}]},
    {"id": "housing", "name": "Housing"}]}"#;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn one(id: &str, code: &str, theme: &str, done: Option<&str>) -> Placed<Recommendation> {
    let change = |status, on: &str| StatusChange { status, on: day(on), reason: None };
    let item = Recommendation {
        id: id.to_owned(),
        area: area(code),
        visit: None,
        theme: theme.to_owned(),
        category: None,
        part: None,
        text: None,
        lead: None,
        with: Vec::new(),
        indicators: Vec::new(),
        interventions: Vec::new(),
        pathways: Vec::new(),
        priority: None,
        made: day("2012-03-01"),
        due: None,
        evidence: Vec::new(),
        history: done.map_or_else(Vec::new, |on| {
            vec![change(Status::Agreed, "2012-04-01"), change(Status::Done, on)]
        }),
    };
    Placed { place: Place::file("r.toml"), item }
}

/// Five areas with 10,000 births a year: in the first two all was done in 2012,
/// in the third half, in the fourth after the day, in the fifth nothing; and a
/// sixth with a recommendation on something else.
fn world(class: SourceClass) -> World {
    let mut world = World::new(class);
    let deaths = [
        ("E06000001", 60, 45),
        ("E06000002", 50, 40),
        ("E06000003", 50, 50),
        ("E06000004", 52, 51),
        ("E06000005", 50, 50),
        ("E06000006", 30, 30),
    ];
    for (code, before, after) in deaths {
        for (year, deaths) in [("2010", before), ("2011", before), ("2013", after), ("2014", after)]
        {
            world.add(code, year, None, (deaths, 10_000));
        }
    }
    world.data.recommendations = vec![
        one("a", "E06000001", "smoking", Some("2012-10-01")),
        one("b", "E06000002", "smoking", Some("2012-12-31")),
        one("c", "E06000003", "smoking", Some("2012-10-01")),
        one("d", "E06000003", "smoking", None),
        one("e", "E06000004", "smoking", Some("2013-01-01")),
        one("f", "E06000005", "smoking", None),
        one("g", "E06000006", "housing", Some("2012-10-01")),
    ];
    world
}

fn question() -> LearningQuestion {
    LearningQuestion {
        name: "made up".to_owned(),
        theme: "smoking".to_owned(),
        category: None,
        indicator: None,
        before: Years { first: 2010, last: 2011 },
        after: Years { first: 2013, last: 2014 },
    }
}

fn asked(world: &World, question: &LearningQuestion) -> Result<Learning, QuestionError> {
    let themes: Themes = serde_json::from_str(THEMES).unwrap();
    let evidence = Evidence { themes: &themes, ..world.evidence() };
    learning(&evidence, question, &area("E92000001"), &indicator_id())
}

/// Where all was done 110 deaths of 20,000 births a year became 85, and where
/// nothing was 50 of 10,000 stayed 50: 1.25 per 1,000 fewer against none.
#[test]
fn areas_where_all_was_done_are_held_against_those_where_nothing_was() {
    let found = asked(&world(SourceClass::Published), &question()).unwrap();
    assert_eq!((found.theme.as_str(), found.done_by), ("Smoking", day("2012-12-31")));
    let sides: Vec<_> = found.areas.iter().map(|area| (area.code.as_str(), area.side())).collect();
    assert_eq!(
        sides,
        [
            ("E06000001", LearningSide::Done),
            ("E06000002", LearningSide::Done),
            ("E06000003", LearningSide::Partly),
            ("E06000004", LearningSide::Partly),
            ("E06000005", LearningSide::NotDone),
        ]
    );
    assert_eq!(found.areas[2].done, ["c"]);
    assert_eq!(found.areas[3].at_another_time, ["e"], "in the years after");
    let evaluation = found.evaluation.as_ref().unwrap();
    let codes: Vec<_> = evaluation.visited.areas.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["E06000001", "E06000002"]);
    let rate = |arm: &firstyear_analysis::ArmRate| arm.rate.rate.value().unwrap().value;
    assert!((rate(&evaluation.visited.before) - 5.5).abs() < 1e-9);
    assert!((rate(&evaluation.visited.after) - 4.25).abs() < 1e-9);
    assert!((rate(&evaluation.comparison.before) - 5.0).abs() < 1e-9);
    assert!((rate(&evaluation.comparison.after) - 5.0).abs() < 1e-9);
    let effect = evaluation.effect.as_ref().unwrap().absolute;
    assert!((effect.value + 1.25).abs() < 1e-9, "{effect:?}");
}

#[test]
fn where_nothing_can_be_held_against_anything_it_is_said() {
    let whole = world(SourceClass::Published);
    let why = |world: &World, question: &LearningQuestion| {
        asked(world, question).unwrap().evaluation.unwrap_err()
    };
    let mut housing = question();
    housing.theme = "housing".to_owned();
    assert_eq!(why(&whole, &housing), NoLearning::EverywhereDone);
    let mut early = question();
    early.before = Years { first: 2010, last: 2010 };
    early.after = Years { first: 2012, last: 2012 };
    assert_eq!(why(&whole, &early), NoLearning::NoRecommendations, "made in 2012");
    let mut none = world(SourceClass::Published);
    none.data.recommendations.retain(|one| one.item.id == "f");
    assert_eq!(why(&none, &question()), NoLearning::NowhereDone);
    let mut category = question();
    category.category = Some("pathways".to_owned());
    assert_eq!(why(&whole, &category), NoLearning::NoRecommendations);
    assert_eq!(asked(&whole, &category).unwrap().theme, "Smoking: Pathways");
    let mut unknown = question();
    unknown.theme = "smokng".to_owned();
    assert!(matches!(asked(&whole, &unknown), Err(QuestionError::ThemeUnknown { .. })));
}

#[test]
fn small_counts_take_the_comparison_with_them() {
    let mut small = world(SourceClass::Restricted);
    for row in &mut small.data.observations[..2] {
        row.numerator = firstyear_core::Cell::known(2);
    }
    let shown = release(asked(&small, &question()).unwrap(), &Rules::default());
    let evaluation = shown.get().evaluation.as_ref().unwrap();
    assert!(evaluation.effect.is_err() && evaluation.visited.before.rate.counts().is_none());
}
