//! What was recommended and what became of it: few, worked out by hand, and many
//! against a second way of counting.

mod support;

use chrono::{Days, NaiveDate};
use firstyear_analysis::{Evidence, progress, themes};
use firstyear_core::project::{RecommendationsOf, ThemeComparison, Years};
use firstyear_core::recommendation::{Recommendation, Status, StatusChange, Themes};
use firstyear_core::{AreaCode, Place, Placed, SourceClass};
use support::World;

const THEMES: &str = r#"{"schema_version": 1, "chosen_groups": 0, "theme": [
    {"id": "smoking", "name": "Smoking", "category": [
        {"id": "pathways", "name": "Pathways", "parts": [
            {"id": "referral", "name": "Referral"}, {"id": "follow-up", "name": "Follow-up"}]},
        {"id": "staffing", "name": "Staffing"}]},
    {"id": "housing", "name": "Housing"}
]}"#;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `agreed 2024-05-01` and so on, in order.
fn history(text: &str) -> Vec<StatusChange> {
    let changes = text.split("; ").filter(|change| !change.is_empty());
    let change = |change: &str| {
        let (status, on) = change.split_once(' ').unwrap();
        let reason = (status == "stopped").then(|| "made up".to_owned());
        StatusChange { status: Status::from_word(status).unwrap(), on: day(on), reason }
    };
    changes.map(change).collect()
}

fn one(id: &str, area: &str, sorted: &str, made: &str, became: &str) -> Recommendation {
    let mut words = sorted.split('/').map(str::to_owned);
    Recommendation {
        id: id.to_owned(),
        area: AreaCode::new(area).unwrap(),
        visit: None,
        theme: words.next().unwrap(),
        category: words.next(),
        part: words.next(),
        text: None,
        lead: Some("midwifery".to_owned()),
        with: Vec::new(),
        indicators: Vec::new(),
        interventions: Vec::new(),
        pathways: Vec::new(),
        priority: None,
        made: day(made),
        due: None,
        evidence: Vec::new(),
        history: history(became),
    }
}

fn world(all: Vec<Recommendation>) -> World {
    let mut world = World::new(SourceClass::Published);
    let placed = |item| Placed { place: Place::file("r.toml"), item };
    world.data.recommendations = all.into_iter().map(placed).collect();
    world
}

fn asked<T>(world: &World, ask: impl Fn(&Evidence<'_>) -> T) -> T {
    let list: Themes = serde_json::from_str(THEMES).unwrap();
    ask(&Evidence { themes: &list, ..world.evidence() })
}

/// Seven recommendations to three areas.
fn seven() -> World {
    world(vec![
        one(
            "a",
            "E06000001",
            "smoking/pathways/referral",
            "2024-01-01",
            "agreed 2024-02-01; done 2024-04-01",
        ),
        one(
            "b",
            "E06000001",
            "smoking/pathways/referral",
            "2024-01-01",
            "agreed 2024-02-01; started 2024-03-01",
        ),
        one("c", "E06000001", "smoking/pathways", "2024-01-01", ""),
        one("d", "E06000002", "smoking/staffing", "2024-01-01", "stopped 2024-03-01"),
        one("e", "E06000002", "smoking", "2025-01-01", "agreed 2025-01-02; done 2025-01-11"),
        one("f", "E06000002", "housing", "2025-01-01", ""),
        one("g", "E06000003", "housing", "2026-01-01", ""),
    ])
}

#[test]
fn rows_add_up_to_their_theme_and_name_what_they_count() {
    let found = asked(&seven(), |evidence| themes(evidence, &[]));
    assert_eq!((found.recommendations, found.areas, found.visits), (7, 3, 0));
    let smoking = &found.tables[0];
    assert_eq!((&*smoking.name, smoking.total), ("Smoking", 5));
    let rows: Vec<_> = smoking.rows.iter().map(|row| (&*row.name, row.count())).collect();
    assert_eq!(rows, [("Pathways", 3), ("Staffing", 1), ("Sorted no further", 1)]);
    let parts: Vec<_> =
        smoking.rows[0].parts.iter().map(|part| (&*part.name, part.count())).collect();
    assert_eq!(parts, [("Referral", 2), ("Sorted no further", 1)]);
    assert_eq!(smoking.rows[0].recommendations, ["a", "b", "c"]);
    // Three and two in two areas.
    let per = smoking.per_area;
    assert_eq!((per.areas, per.median, per.fewest, per.most), (2, 2.5, 2, 3));
    // Housing and smoking meet in one of three areas.
    assert_eq!((found.together[0].areas, found.together[0].of), (1, 3));
}

#[test]
fn themes_are_held_against_each_other() {
    let of = |name: &str, year| RecommendationsOf {
        name: name.to_owned(),
        years: Some(Years { first: year, last: year }),
        areas: Vec::new(),
        kind: None,
        visits: Vec::new(),
    };
    let mut comparison = ThemeComparison {
        name: "2025 against 2024".to_owned(),
        first: of("2025", 2025),
        second: of("2024", 2024),
        theme: None,
    };
    let found = asked(&seven(), |evidence| themes(evidence, std::slice::from_ref(&comparison)));
    let compared = &found.comparisons[0];
    assert_eq!(compared.totals, [2, 4]);
    let housing = compared.rows.iter().find(|row| row.name == "Housing").unwrap();
    assert_eq!(housing.counts, [1, 0]);
    let difference = housing.difference.unwrap();
    assert!((difference.value - 50.0).abs() < 1e-9, "percentage points");
    assert!(difference.interval.unwrap().contains(0.0), "two and four tell little");
    comparison.theme = Some("smoking".to_owned());
    comparison.second.areas = vec![AreaCode::new("E06000009").unwrap()];
    let found = asked(&seven(), |evidence| themes(evidence, std::slice::from_ref(&comparison)));
    assert_eq!(found.comparisons[0].totals, [1, 0]);
    assert_eq!(found.comparisons[0].rows[0].difference, None, "nothing to hold it against");
}

#[test]
fn progress_is_that_of_the_day() {
    let mut world = seven();
    world.data.recommendations[1].item.due = Some(day("2024-12-31"));
    world.data.recommendations[5].item.due = Some(day("2025-12-31"));
    world.data.recommendations[5].item.lead = None;
    let found = asked(&world, |evidence| progress(evidence, day("2025-03-01")));
    assert_eq!(found.later, 1, "g is made in 2026");
    let all = &found.all;
    assert_eq!(
        (all.made, all.open, all.agreed, all.started, all.done, all.stopped),
        (6, 2, 0, 1, 2, 1)
    );
    assert_eq!((all.overdue, all.stalled), (1, 2), "b, and c since it was made");
    assert!((all.share_done.unwrap().value - 2.0 / 6.0).abs() < 1e-12);
    let areas: Vec<_> = found.by_area.iter().map(|(code, row)| (code.as_str(), row.made)).collect();
    assert_eq!(areas, [("E06000001", 3), ("E06000002", 3)]);
    assert_eq!(found.by_lead.last().unwrap().0, None, "nobody comes last");
    let order: Vec<_> = found.not_closed.iter().map(|one| &*one.id).collect();
    assert_eq!(order, ["b", "c", "f"], "overdue first, then by waiting");
    assert_eq!(found.not_closed[0].days_overdue, Some(60));
    assert_eq!(found.not_closed[2].days_overdue, Some(-305));
    let closed: Vec<_> = found.closed.iter().map(|one| (&*one.id, one.days_waiting)).collect();
    // Since 11 January 2025, 1 April and 1 March 2024.
    assert_eq!(closed, [("e", 49), ("a", 334), ("d", 365)], "the latest first");
    assert!(found.closed.iter().all(|one| one.days_overdue.is_none()));
    // On the day before it was agreed to, nothing had been said of a.
    let early = asked(&world, |evidence| progress(evidence, day("2024-01-31")));
    assert_eq!((early.all.made, early.all.open), (4, 4));
}

/// e is done after 10 days, d stopped after 60, a done after 91; b, c and f are
/// open after 425, 425 and 59. Worked out by hand: of six, 1/6 is done at 10;
/// f has left by 60, where one of four goes; at 91 one of three is done.
#[test]
fn what_is_stopped_is_never_done() {
    let found = asked(&seven(), |evidence| progress(evidence, day("2025-03-01")));
    let [quarter, half, year] = found.all.done_by;
    let left_at_91 = 5.0 / 6.0 * 3.0 / 4.0;
    let done = 1.0 / 6.0 + left_at_91 / 3.0;
    for found in [quarter, half, year] {
        assert!((found.unwrap().value - done).abs() < 1e-12, "{found:?}");
    }
    // With the stopped one censored: 5/6, then 2/3 of it are left, above a half.
    assert_eq!(found.all.median_days, None);
    let early = asked(&seven(), |evidence| progress(evidence, day("2024-01-31")));
    assert_eq!(early.all.done_by, [None, None, None], "nobody was followed for so long");
}

/// Ten thousand over 150 areas, each counted a second way.
#[test]
fn many_are_counted_as_one_by_one() {
    let words = ["smoking/pathways/referral", "smoking/staffing", "smoking", "housing"];
    let all: Vec<Recommendation> = (0..10_000_u64)
        .map(|at| {
            let area = format!("E06{:06}", at % 150);
            let made = day("2020-01-01") + Days::new(at % 1_500);
            let on = |days: u64| made + Days::new(days);
            let became = match at % 5 {
                0 => String::new(),
                1 => format!("agreed {}", on(20)),
                2 => format!("agreed {}; started {}", on(20), on(50)),
                3 => format!("agreed {}; done {}", on(20), on(30 + at % 400)),
                _ => format!("stopped {}", on(40)),
            };
            let sorted = words[usize::try_from(at / 7 % 4).unwrap()];
            one(&format!("r-{at}"), &area, sorted, &made.to_string(), &became)
        })
        .collect();
    let done =
        all.iter().filter(|one| one.status_on(day("2024-06-01")) == Some(Status::Done)).count();
    let world = world(all);
    let (tables, now) =
        asked(&world, |evidence| (themes(evidence, &[]), progress(evidence, day("2024-06-01"))));
    assert_eq!(tables.tables.iter().map(|table| table.total).sum::<usize>(), 10_000);
    for table in &tables.tables {
        assert_eq!(
            table.rows.iter().map(firstyear_analysis::ThemeRow::count).sum::<usize>(),
            table.total
        );
    }
    assert_eq!((now.all.done, now.by_area.len()), (done, 150));
    let rows = now.by_area.iter().map(|(_, row)| row.done).sum::<usize>();
    assert_eq!(rows, done);
}

/// One of three is done after 10 days and two are stopped after 20: nobody is
/// left to be followed, and what is known stays known.
#[test]
fn where_all_are_closed_the_share_done_is_known() {
    let closed = world(vec![
        one("a", "E06000001", "smoking", "2024-01-01", "agreed 2024-01-02; done 2024-01-11"),
        one("b", "E06000001", "smoking", "2024-01-01", "stopped 2024-01-21"),
        one("c", "E06000001", "smoking", "2024-01-01", "stopped 2024-01-21"),
    ]);
    let found = asked(&closed, |evidence| progress(evidence, day("2024-02-01")));
    for share in found.all.done_by {
        assert!((share.unwrap().value - 1.0 / 3.0).abs() < 1e-12, "{share:?}");
    }
}

/// What the list does not have is counted beside it.
#[test]
fn what_is_not_listed_is_not_lost() {
    let odd = world(vec![
        one("a", "E06000001", "smoking/other-words/odd", "2024-01-01", ""),
        one("b", "E06000001", "smoking/pathways/odd", "2024-01-01", ""),
        one("c", "E06000001", "weather", "2024-01-01", ""),
        one("d", "E06000001", "smoking", "2024-01-01", ""),
    ]);
    let found = asked(&odd, |evidence| themes(evidence, &[]));
    let totals: Vec<_> = found.tables.iter().map(|table| (&*table.name, table.total)).collect();
    assert_eq!(totals, [("Smoking", 3), ("weather", 1)]);
    let rows: Vec<_> = found.tables[0].rows.iter().map(|row| (&*row.name, row.count())).collect();
    assert_eq!(rows, [("Pathways", 1), ("other-words", 1), ("Sorted no further", 1)]);
    let progress = asked(&odd, |evidence| progress(evidence, day("2024-02-01")));
    let made: usize = progress.by_theme.iter().map(|(_, row)| row.made).sum();
    assert_eq!(made, 4);
}

#[test]
fn sides_that_share_recommendations_are_not_tested() {
    let of = |name: &str, years: Option<Years>| RecommendationsOf {
        name: name.to_owned(),
        years,
        areas: Vec::new(),
        kind: None,
        visits: Vec::new(),
    };
    let mut comparison = ThemeComparison {
        name: "all against 2024".to_owned(),
        first: of("all", None),
        second: of("2024", Some(Years { first: 2024, last: 2024 })),
        theme: None,
    };
    let found = asked(&seven(), |evidence| themes(evidence, std::slice::from_ref(&comparison)));
    let compared = &found.comparisons[0];
    assert_eq!((compared.totals, compared.shared), ([7, 4], 4));
    assert!(compared.rows.iter().all(|row| row.difference.is_none()));
    // Of a theme that is not there nothing is compared, and no other is put in
    // its place.
    comparison.theme = Some("weather".to_owned());
    let found = asked(&seven(), |evidence| themes(evidence, std::slice::from_ref(&comparison)));
    let compared = &found.comparisons[0];
    assert_eq!((compared.theme.as_deref(), compared.totals), (Some("weather"), [0, 0]));
}

#[test]
fn a_side_can_be_what_some_visits_gave() {
    let mut data = seven();
    for (place, one) in data.data.recommendations.iter_mut().enumerate() {
        one.item.visit = (place < 3).then(|| format!("visit-{}", place % 2));
    }
    let of = |name: &str, visits: &[&str]| RecommendationsOf {
        name: name.to_owned(),
        years: None,
        areas: Vec::new(),
        kind: None,
        visits: visits.iter().map(ToString::to_string).collect(),
    };
    let comparison = ThemeComparison {
        name: "one visit against the other".to_owned(),
        first: of("first", &["visit-0"]),
        second: of("both", &["visit-0", "visit-1"]),
        theme: None,
    };
    let found = asked(&data, |evidence| themes(evidence, std::slice::from_ref(&comparison)));
    assert_eq!((found.comparisons[0].totals, found.comparisons[0].shared), ([2, 3], 2));
}

#[test]
fn what_few_answered_is_withheld() {
    use firstyear_analysis::{Rules, release};
    use firstyear_core::visit::{ParticipantAnswer, Visit};
    use firstyear_core::{Cell, Withholding};
    let answer = |agreed, answered| ParticipantAnswer {
        question: "a basis for improvement".to_owned(),
        agreed,
        answered,
    };
    let visit = Visit {
        id: "spring".to_owned(),
        area: AreaCode::new("E06000001").unwrap(),
        kind: None,
        first: day("2024-03-04"),
        last: day("2024-03-07"),
        groups: Vec::new(),
        interviews: Vec::new(),
        stages: Vec::new(),
        findings: Vec::new(),
        support: None,
        follow_ups: Vec::new(),
        participants: vec![answer(8, 9), answer(9, 10)],
    };
    let mut world = seven();
    world.data.visits = vec![Placed { place: Place::file("v.toml"), item: visit }];
    let found = release(asked(&world, |evidence| themes(evidence, &[])), &Rules::default());
    let [few, enough] = found.get().summaries[0].participants.as_slice() else { panic!("two") };
    assert_eq!((few.agreed, few.answered), (Cell::Withheld(Withholding::Primary), 9));
    assert_eq!(few.share, Cell::Withheld(Withholding::Primary));
    assert_eq!((enough.agreed, enough.answered), (Cell::known(9), 10));
}
