//! How far an area says it is.

mod support;

use chrono::NaiveDate;
use firstyear_analysis::{
    LevelChange, QuestionError, SelfAssessment, SelfAssessmentAsked, self_assessment,
};
use firstyear_core::driver::Standing;
use firstyear_core::project::SelfAssessmentQuestion;
use firstyear_core::self_assessment::{
    MatrixStatement, MaturityLevel, SelfAssessmentAnswer, SelfAssessmentMatrix,
};
use firstyear_core::{Place, Placed, SourceClass};
use support::{World, area, indicator_id};

const AREA: &str = "E06000001";
const OTHER: &str = "E06000002";

fn day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 3, 1).unwrap()
}

fn matrix() -> SelfAssessmentMatrix {
    let level = |name: &str| MaturityLevel { name: name.to_owned(), meaning: String::new() };
    let statement = |id: &str, theme: &str, measured: bool| MatrixStatement {
        id: id.to_owned(),
        theme: theme.to_owned(),
        text: format!("{id} is the case"),
        standing: Standing::Stated,
        source: "made up".to_owned(),
        indicators: if measured { vec![indicator_id()] } else { Vec::new() },
    };
    SelfAssessmentMatrix {
        schema_version: 1,
        name: "made up".to_owned(),
        source: "nobody".to_owned(),
        levels: ["none", "some", "all"].map(level).to_vec(),
        statements: vec![
            statement("lead", "strategic", true),
            statement("plan", "strategic", false),
            statement("quit", "smoking", false),
        ],
    }
}

fn answer(place: &str, year: i32, statement: &str, level: u8) -> Placed<SelfAssessmentAnswer> {
    let item = SelfAssessmentAnswer {
        area: area(place),
        on: day(year),
        statement: statement.to_owned(),
        level,
        by: None,
        evidence: Some(format!("said in {year}")),
    };
    Placed { place: Place::default(), item }
}

fn ask(world: &World, as_of: Option<NaiveDate>) -> Result<SelfAssessment, QuestionError> {
    let matrix = matrix();
    let evidence = firstyear_analysis::Evidence { matrix: &matrix, ..world.evidence() };
    let question =
        SelfAssessmentQuestion { name: "board".to_owned(), area: None, comparator: None };
    let asked = SelfAssessmentAsked { question, as_of };
    self_assessment(&evidence, &asked, &area(AREA), &indicator_id())
}

fn world() -> World {
    let mut world = World::new(SourceClass::Published);
    world.add(AREA, "2023", None, (60, 10_000));
    world.data.self_assessments = vec![
        answer(AREA, 2025, "lead", 3),
        answer(AREA, 2023, "lead", 1),
        answer(AREA, 2023, "quit", 2),
        answer(AREA, 2024, "quit", 1),
        answer(OTHER, 2024, "lead", 3),
        answer(OTHER, 2022, "lead", 1),
    ];
    world
}

#[test]
fn levels_stand_by_day_with_what_became_of_them() {
    let found = ask(&world(), Some(day(2025))).unwrap();
    assert_eq!(found.days, [day(2023), day(2024), day(2025)]);
    let [lead, plan, quit] = &found.statements[..] else { panic!("three statements") };
    assert_eq!(lead.levels, [Some(1), None, Some(3)]);
    assert_eq!((lead.latest(), lead.change()), (Some(3), LevelChange::Higher));
    assert_eq!(lead.evidence.as_deref(), Some("said in 2025"));
    // Two areas, each by its latest answer.
    assert_eq!(lead.areas, [0, 0, 2]);
    assert_eq!((plan.latest(), plan.change()), (None, LevelChange::NotJudged));
    assert_eq!((quit.latest(), quit.change()), (Some(1), LevelChange::Lower));
    let themes = found.themes();
    assert_eq!(
        (&*themes[0].theme, &themes[0].at[..], themes[0].not_judged),
        ("strategic", &[0, 0, 1][..], 1)
    );
    assert_eq!(found.sum(), (vec![1, 0, 1], 1));
    let beside = found.indicators.as_ref().expect("the area has figures of one");
    assert_eq!(beside.rows.len(), 1);
}

#[test]
fn later_answers_are_not_yet_given() {
    let found = ask(&world(), Some(day(2023))).unwrap();
    assert_eq!(found.days, [day(2023)]);
    assert_eq!(found.statements[0].change(), LevelChange::Once);
    assert_eq!(found.statements[0].areas, [2, 0, 0]);
    let none = ask(&world(), Some(day(2021)));
    assert_eq!(none, Err(QuestionError::NotAssessed { area: area(AREA) }));
}
