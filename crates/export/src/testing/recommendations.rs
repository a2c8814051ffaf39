//! Recommendations of a made-up partnership.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use firstyear_analysis::{Evidence, Progress, ThemeTables, progress, themes};
use firstyear_core::project::{RecommendationsOf, ThemeComparison};
use firstyear_core::recommendation::{
    Priority, Recommendation, Status, StatusChange, Theme, ThemeCategory, ThemePart, Themes,
};
use firstyear_core::{Confidence, Dataset, Place, Placed};

use super::area;

fn day(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap()
}

/// Six to two areas, one of them overdue, one without a lead.
pub(crate) fn recommendations() -> (ThemeTables, Progress) {
    let list = list();
    let data = Dataset {
        recommendations: [
            one(
                "quit-1",
                "E92000001",
                ["smoking", "pathways", "referral"],
                &[(Status::Agreed, 5), (Status::Done, 9)],
            ),
            one("quit-2", "E92000001", ["smoking", "pathways", "referral"], &[(Status::Agreed, 5)]),
            one("quit-3", "E92000001", ["smoking", "pathways", ""], &[]),
            one("quit-4", "K04000001", ["smoking", "", ""], &[(Status::Stopped, 6)]),
            one(
                "homes-1",
                "K04000001",
                ["housing", "", ""],
                &[(Status::Agreed, 5), (Status::Started, 12)],
            ),
            one("homes-2", "K04000001", ["housing", "", ""], &[]),
        ]
        .into_iter()
        .map(|item| Placed { place: Place::file("made-up.toml"), item })
        .collect(),
        ..Dataset::default()
    };
    let evidence = Evidence {
        data: &data,
        indicators: &BTreeMap::new(),
        dimensions: &BTreeMap::new(),
        interventions: &[],
        themes: &list,
        matrix: &firstyear_core::self_assessment::NO_MATRIX,
        confidence: Confidence::P95,
    };
    let of = |name: &str, code: &str| RecommendationsOf {
        name: name.to_owned(),
        years: None,
        areas: vec![area(code)],
        kind: None,
        visits: Vec::new(),
    };
    let comparison = ThemeComparison {
        name: "One against the other".to_owned(),
        first: of("<England>", "E92000001"),
        second: of("both", "K04000001"),
        theme: None,
    };
    (themes(&evidence, &[comparison]), progress(&evidence, day(2025, 1)))
}

fn one(id: &str, place: &str, sorted: [&str; 3], became: &[(Status, u32)]) -> Recommendation {
    let word = |word: &str| (!word.is_empty()).then(|| word.to_owned());
    let change = |(status, month): &(Status, u32)| StatusChange {
        status: *status,
        on: day(2024, *month),
        reason: (*status == Status::Stopped).then(|| "no money".to_owned()),
    };
    Recommendation {
        id: id.to_owned(),
        area: area(place),
        visit: None,
        theme: sorted[0].to_owned(),
        category: word(sorted[1]),
        part: word(sorted[2]),
        text: Some("Refer <all> who smoke".to_owned()),
        lead: (id != "homes-2").then(|| "midwifery".to_owned()),
        with: Vec::new(),
        indicators: Vec::new(),
        interventions: Vec::new(),
        pathways: Vec::new(),
        priority: Some(Priority::High),
        made: day(2024, 3),
        due: (id == "quit-2").then(|| day(2024, 10)),
        evidence: Vec::new(),
        history: became.iter().map(change).collect(),
    }
}

fn list() -> Themes {
    let theme = |id: &str, name: &str, categories| Theme {
        id: id.to_owned(),
        name: name.to_owned(),
        discussion: None,
        categories,
    };
    let referral = ThemePart { id: "referral".to_owned(), name: "Referral".to_owned() };
    let pathways = ThemeCategory {
        id: "pathways".to_owned(),
        name: "Pathways & <more>".to_owned(),
        parts: vec![referral],
    };
    Themes {
        schema_version: 1,
        chosen_groups: 0,
        themes: vec![
            theme("smoking", "Smoking", vec![pathways]),
            theme("housing", "Housing", Vec::new()),
        ],
    }
}
