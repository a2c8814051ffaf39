//! The synthetic partnership: every count comes from its documents.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;

use firstyear_analysis::{Evidence, answers, progress, simulate_log, themes};
use firstyear_catalogue::catalogue;
use firstyear_core::event::Event;
use firstyear_ingest::{
    ProjectData, ReadAs, read_event_log, read_log_simulation, read_project, unwatched,
};
use firstyear_tests::{codes, root};

fn partnership() -> ProjectData {
    read_project(&root().join("fixtures/partnership"), &codes(), &mut unwatched)
        .unwrap_or_else(|error| panic!("{error}"))
}

fn evidence(data: &ProjectData) -> Evidence<'_> {
    Evidence {
        data: &data.read.rows,
        indicators: catalogue().definitions(),
        dimensions: catalogue().dimensions(),
        interventions: catalogue().interventions(),
        themes: catalogue().themes(),
        matrix: catalogue().self_assessment(),
        confidence: data.project.confidence,
    }
}

/// Counted from the text of the document, by nothing of ours.
fn entries() -> Vec<toml::Table> {
    let path = root().join("fixtures/partnership/recommendations.toml");
    let text = fs::read_to_string(path).expect("the fixture");
    let document: toml::Table = text.parse().expect("it is TOML");
    let entries = document["recommendation"].as_array().expect("a list");
    entries.iter().map(|entry| entry.as_table().expect("a table").clone()).collect()
}

#[test]
fn its_tables_come_from_single_recommendations() {
    let data = partnership();
    let found = themes(&evidence(&data), &data.project.theme_comparisons);
    let text = |entry: &toml::Table, field: &str| {
        entry.get(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
    };
    let mut expected: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for entry in entries() {
        let sorted = (text(&entry, "theme"), text(&entry, "category"));
        expected.entry(sorted).or_default().push(text(&entry, "id"));
    }
    let rows = found.tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)));
    let counted: BTreeMap<(String, String), Vec<String>> = rows
        .map(|(table, row)| {
            let category = row.category.clone().unwrap_or_default();
            ((table.theme.clone(), category), row.recommendations.clone())
        })
        .collect();
    assert_eq!(counted, expected);
    assert_eq!((found.recommendations, found.areas, found.visits), (60, 1, 2));
    for row in found.tables.iter().flat_map(|table| &table.rows).filter(|row| !row.parts.is_empty())
    {
        let parts: usize = row.parts.iter().map(firstyear_analysis::ThemeRow::count).sum();
        assert_eq!(parts, row.count(), "{}", row.name);
    }
    assert_eq!(found.comparisons[0].totals, [24, 36]);
    let visits = &found.summaries;
    assert_eq!(visits.iter().map(|visit| visit.recommendations).collect::<Vec<_>>(), [36, 24]);
    assert_eq!((visits[0].groups.len(), visits[0].not_held.len()), (6, 0), "four and two");
    assert_eq!((visits[0].interviewed, visits[0].days_to_support), (9, Some(39)));
    let share = *visits[0].participants[0].share.value().expect("23 answered");
    assert!((share.value - 21.0 / 23.0).abs() < 1e-12);
}

#[test]
fn what_became_of_them_is_what_their_histories_say() {
    let data = partnership();
    let as_of = data.project.as_of.expect("a day");
    let found = progress(&evidence(&data), as_of);
    let last = |entry: &toml::Table| {
        let history = entry.get("history").and_then(|history| history.as_array());
        let change = history.and_then(|history| history.last()).and_then(|one| one.as_table());
        change.and_then(|change| change["status"].as_str()).unwrap_or("open").to_owned()
    };
    let mut expected: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries() {
        *expected.entry(last(&entry)).or_default() += 1;
    }
    let all = &found.all;
    let counts = [
        ("open", all.open),
        ("agreed", all.agreed),
        ("started", all.started),
        ("done", all.done),
        ("stopped", all.stopped),
    ];
    for (status, count) in counts {
        assert_eq!(count, expected.get(status).copied().unwrap_or(0), "{status}");
    }
    assert_eq!(found.not_closed.len(), all.open + all.agreed + all.started);
    assert_eq!(data.read.rows.geography.name(&data.project.area), "Northtown (made up)");
}

/// The log is what the plan beside it gives, and stands there so that nobody takes it for
/// one of people.
#[test]
fn its_log_is_made_by_the_plan_beside_it() {
    let folder = root().join("fixtures/partnership");
    let pathway = catalogue().pathway("stop-smoking-pregnancy").expect("of the catalogue");
    let plan = folder.join("stop-smoking-simulation.toml");
    let plan = read_log_simulation(&plan, pathway, &mut unwatched).expect("the plan");
    let threads = NonZeroUsize::MIN;
    let made = simulate_log(pathway, &plan, threads).expect("it can be drawn").log;
    let log = folder.join("stop-smoking-log.csv.gz");
    let bytes = fs::metadata(&log).expect("the log").len();
    assert!(bytes <= 60_000, "{bytes} bytes");
    let read =
        read_event_log(&log, ReadAs::default(), &mut unwatched).expect("it is read").read.rows;
    assert_eq!(read.events.len(), made.events.len());
    let activity = |event: &Event| event.activity.to_string();
    let read: Vec<String> = read.events.iter().map(activity).collect();
    assert_eq!(read, made.events.iter().map(activity).collect::<Vec<_>>());
}

/// A project reads nothing outside its folder, so that it has a copy.
#[test]
fn its_local_pathway_is_that_of_the_other_fixtures() {
    let text = |path: &str| fs::read_to_string(root().join(path)).expect("the fixture");
    assert_eq!(
        text("fixtures/partnership/northtown-stop-smoking.toml"),
        text("fixtures/pathways/northtown-stop-smoking.toml")
    );
}

#[test]
fn its_pathways_are_answered_from_what_was_planted() {
    let data = partnership();
    let answers = answers(&data.project, &evidence(&data));
    let lacking = answers.unanswered.iter().filter(|one| one.question.starts_with("pathway"));
    assert_eq!(lacking.count(), 0);
    let [recorded, local] = answers.pathways.as_slice() else { panic!("two pathways") };
    // The plan sets the most deprived apart by the way to the specialist, and by no other.
    let found = recorded.cascade.as_ref().expect("a cascade").get();
    let most = found.groups.iter().find(|group| group.label == "most deprived third");
    let split = found.split(most.expect("the group")).expect("a split");
    let main = split.main().expect("a step");
    assert_eq!(found.stages[main.stage].id, "contacted");
    assert_eq!(found.class, firstyear_core::SourceClass::Restricted);
    let counts = found.rows().flat_map(|group| &group.stages).map(|stage| stage.reached);
    let small = |count: &u64| (1..=7).contains(count);
    assert!(!counts.into_iter().any(|count| count.value().is_some_and(small)));
    assert!(local.judgement.is_none() && local.comparison().is_some());
}
