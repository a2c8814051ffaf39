//! Evaluations of two made-up areas against two others, and of stated figures.

use std::collections::BTreeMap;

use firstyear_analysis::{Evaluation, Evidence, Learning, LearningArea};
use firstyear_core::project::{
    EvaluatedAreas, EvaluationQuestion, StatedChange, StatedChanges, StatedFigure, Years,
};
use firstyear_core::{Confidence, Dataset, Groups, SourceClass};

use super::{area, counted, indicator, indicator_id, made_up, source_id, year};

/// Deaths of each year from 2001 on among 10,000 births; something was done in
/// the first two areas after the third year.
const DEATHS: [(&str, [u64; 6]); 4] = [
    ("E06000001", [60, 62, 58, 45, 47, 44]),
    ("E06000002", [70, 71, 72, 58, 54, 56]),
    ("E06000003", [50, 52, 49, 50, 48, 51]),
    ("E06000004", [55, 53, 54, 52, 53, 54]),
];

/// Two areas visited, and two that were not.
pub(crate) fn evaluation(class: SourceClass) -> Evaluation {
    let mut data = Dataset::default();
    let source = source_id("ons-child-mortality");
    data.sources.insert(source.clone(), made_up(source.clone(), class));
    for (code, deaths) in DEATHS {
        for (deaths, when) in deaths.into_iter().zip(2001..) {
            data.observations.push(counted(
                &indicator_id("infant-mortality-rate"),
                code,
                year(when),
                Groups::everyone(),
                (deaths, 10_000),
                &source,
            ));
        }
    }
    let codes = DEATHS.map(|(code, _)| code);
    asked(
        &data,
        &EvaluationQuestion {
            before: Some(Years { first: 2001, last: 2003 }),
            after: Some(Years { first: 2004, last: 2006 }),
            ..question(
                "Support visits",
                areas("areas visited", &codes[..2]),
                areas("others", &codes[2..]),
            )
        },
    )
}

/// What followed in the areas of [`evaluation`], and in one that had done half.
pub(crate) fn learning(class: SourceClass) -> Learning {
    let one = |code: &str, done: &[&str], not_done: &[&str]| LearningArea {
        code: area(code),
        done: done.iter().map(ToString::to_string).collect(),
        at_another_time: Vec::new(),
        not_done: not_done.iter().map(ToString::to_string).collect(),
    };
    Learning {
        name: "What followed <smoking>".to_owned(),
        theme: "Smoking".to_owned(),
        done_by: chrono::NaiveDate::from_ymd_opt(2003, 12, 31).unwrap(),
        areas: vec![
            one("E06000001", &["quit-1", "quit-2"], &[]),
            one("E06000002", &["quit-3"], &[]),
            one("E06000003", &[], &["quit-4"]),
            one("E06000004", &[], &["quit-5"]),
            one("E06000005", &["quit-6"], &["quit-7"]),
        ],
        evaluation: Ok(evaluation(class)),
    }
}

/// Figures as a publication could state them.
pub(crate) fn stated_evaluation() -> Evaluation {
    let figure = |period: &str, value| StatedFigure { period: period.to_owned(), value };
    let change =
        |before, after, printed| StatedChange { before, after, printed_change: Some(printed) };
    let question =
        question("Visits as printed", areas("areas visited", &[]), areas("England", &[]));
    asked(
        &Dataset::default(),
        &EvaluationQuestion {
            stated: Some(StatedChanges {
                source: "report made by hand".to_owned(),
                visited: change(figure("2008/09", 6.4), figure("2010/11 Q1", 5.9), -0.4),
                comparison: change(figure("2008/09 Q3", 4.8), figure("2010/11 Q1", 4.6), -0.2),
                comparison_holds_visited: true,
            }),
            ..question
        },
    )
}

fn asked(data: &Dataset, question: &EvaluationQuestion) -> Evaluation {
    let id = indicator_id("infant-mortality-rate");
    let known = indicator("infant-mortality-rate", "Infant mortality rate");
    let evidence = Evidence {
        data,
        indicators: &BTreeMap::from([(id.clone(), known)]),
        dimensions: &BTreeMap::new(),
        interventions: &[],
        themes: &firstyear_core::recommendation::NO_THEMES,
        matrix: &firstyear_core::self_assessment::NO_MATRIX,
        confidence: Confidence::P95,
    };
    firstyear_analysis::evaluation(&evidence, question, &area("E92000001"), &id).unwrap()
}

fn areas(name: &str, codes: &[&str]) -> EvaluatedAreas {
    EvaluatedAreas {
        name: name.to_owned(),
        areas: codes.iter().map(|code| area(code)).collect(),
        prefixes: Vec::new(),
        rest_of: None,
    }
}

fn question(name: &str, visited: EvaluatedAreas, comparison: EvaluatedAreas) -> EvaluationQuestion {
    EvaluationQuestion {
        name: name.to_owned(),
        visited,
        comparison,
        before: None,
        after: None,
        indicator: None,
        dimension: None,
        categories: Vec::new(),
        stated: None,
    }
}
