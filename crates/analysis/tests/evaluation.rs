//! Evaluations: the changes that the report of 2010 prints, and made-up counts.

mod support;

use firstyear_analysis::{
    Evaluation, EvaluationCaution, NoEffect, NoSeries, QuestionError, Rules, evaluation, release,
};
use firstyear_core::project::{
    EvaluatedAreas, EvaluationQuestion, StatedChange, StatedChanges, StatedFigure, Years,
};
use firstyear_core::{
    Basis, CategoryId, Cell, Confidence, Counts, SampleFraction, SourceClass, Withholding,
};
use firstyear_metrics::evaluation::{DidArea, DidKind, difference_in_differences_within};
use support::{World, area, dimension_id, indicator_id};

/// Deaths of four years before and four after among 10,000 births a year.
type Deaths = [u64; 8];
const VISITED: [(&str, Deaths); 2] = [
    ("E06000001", [60, 62, 58, 61, 45, 47, 44, 46]),
    ("E06000002", [70, 71, 72, 69, 58, 54, 56, 53]),
];
const OTHERS: [(&str, Deaths); 3] = [
    ("E06000003", [50, 52, 49, 51, 50, 48, 51, 49]),
    ("E06000004", [40, 41, 42, 40, 39, 41, 40, 38]),
    ("E06000005", [55, 53, 54, 56, 52, 53, 54, 51]),
];

fn world(class: SourceClass) -> World {
    let mut world = World::new(class);
    for at in 0..8 {
        let year = (2001 + at).to_string();
        let mut total = 0;
        for (code, deaths) in VISITED.into_iter().chain(OTHERS) {
            world.add(code, &year, None, (deaths[at], 10_000));
            total += deaths[at];
        }
        world.add("E92000001", &year, None, (total, 50_000));
    }
    world
}

fn areas(name: &str, codes: &[&str]) -> EvaluatedAreas {
    EvaluatedAreas {
        name: name.to_owned(),
        areas: codes.iter().map(|code| area(code)).collect(),
        prefixes: Vec::new(),
        rest_of: None,
    }
}

fn question() -> EvaluationQuestion {
    EvaluationQuestion {
        name: "visits".to_owned(),
        visited: areas("visited areas", &VISITED.map(|(code, _)| code)),
        comparison: areas("others", &OTHERS.map(|(code, _)| code)),
        before: Some(Years { first: 2001, last: 2004 }),
        after: Some(Years { first: 2005, last: 2008 }),
        indicator: None,
        dimension: None,
        categories: Vec::new(),
        stated: None,
    }
}

fn asked(world: &World, question: &EvaluationQuestion) -> Evaluation {
    evaluation(&world.evidence(), question, &area("E92000001"), &indicator_id()).unwrap()
}

/// What the report prints: before, after and change of visited areas and of
/// England.
fn stated(figures: [[(&str, f64); 2]; 2], printed: [f64; 2]) -> EvaluationQuestion {
    let figure = |(period, value): (&str, f64)| StatedFigure { period: period.to_owned(), value };
    let change = |at: usize| StatedChange {
        before: figure(figures[at][0]),
        after: figure(figures[at][1]),
        printed_change: Some(printed[at]),
    };
    EvaluationQuestion {
        visited: areas("areas visited", &[]),
        comparison: areas("England", &[]),
        before: None,
        after: None,
        stated: Some(StatedChanges {
            source: "report of 2010, section 1.6".to_owned(),
            visited: change(0),
            comparison: change(1),
            comparison_holds_visited: true,
        }),
        ..question()
    }
}

#[track_caller]
fn is_refused(found: &Evaluation) {
    let reasons = found.effect.as_ref().unwrap_err();
    assert!(reasons.contains(&NoEffect::NoDenominators), "{reasons:?}");
    assert!(reasons.iter().any(|why| matches!(why, NoEffect::UnequalBaselines { .. })));
    assert!(reasons.contains(&NoEffect::HoldsVisited));
    assert_eq!(found.series, Err(NoSeries::Stated));
}

#[test]
fn the_changes_of_the_report_are_recomputed_and_give_no_effect() {
    // Figures 5 and 6 of the report, from its section 1.6.
    let world = World::new(SourceClass::Published);
    let breastfeeding = stated(
        [[("2008/09", 64.8), ("2010/11 Q1", 66.8)], [("2008/09 Q3", 71.7), ("2010/11 Q1", 73.4)]],
        [2.1, 1.6],
    );
    let found = asked(&world, &breastfeeding);
    let changes = [&found.visited, &found.comparison]
        .map(|arm| (arm.change.unwrap().value, arm.printed_change.unwrap()));
    assert_eq!(changes, [(2.0, 2.1), (1.7, 1.6)], "neither is what is printed");
    is_refused(&found);
    let reasons = found.effect.unwrap_err();
    assert_eq!(
        reasons[0].to_string().split(", so").next(),
        Some("unequal baselines: 64.8 in 2008/09 against 71.7 in 2008/09 Q3")
    );
    assert!(reasons.iter().any(|why| matches!(why, NoEffect::UnequalPeriods { .. })));

    let smoking = stated(
        [[("2008/09", 14.7), ("2009/10 Q1", 12.7)], [("2008/09", 14.0), ("2010/11 Q1", 13.6)]],
        [-2.0, -0.4],
    );
    let found = asked(&world, &smoking);
    let changes = [&found.visited, &found.comparison].map(|arm| arm.change.unwrap().value);
    assert_eq!(changes, [-2.0, -0.4]);
    is_refused(&found);
}

#[test]
fn counts_give_an_effect() {
    let found = asked(&world(SourceClass::Published), &question());
    let sums = |deaths: Deaths| {
        let at = |deaths: &[u64]| Counts { events: deaths.iter().sum(), at_risk: 40_000 };
        [at(&deaths[..4]), at(&deaths[4..])]
    };
    let by_hand: Vec<DidArea> = VISITED
        .iter()
        .map(|(_, deaths)| (true, *deaths))
        .chain(OTHERS.iter().map(|(_, deaths)| (false, *deaths)))
        .map(|(treated, deaths)| {
            let [before, after] = sums(deaths);
            DidArea { treated, before, after }
        })
        .collect();
    let expected =
        difference_in_differences_within(&by_hand, DidKind::Rate, Confidence::P95).unwrap();
    let effect = found.effect.as_ref().unwrap();
    assert_eq!(effect.relative.unwrap(), expected.ratio.unwrap().scaled(100.0));
    assert_eq!(effect.absolute, expected.absolute.unwrap().scaled(1_000.0));
    assert_eq!(effect.areas, [2, 3]);
    // 241 + 282 deaths before and 182 + 221 after, of 80,000 births each.
    assert_eq!(found.visited.before.rate.counts(), Some((523, 80_000)));
    assert_eq!(found.visited.after.rate.counts(), Some((403, 80_000)));
    assert!((found.visited.relative_change.unwrap().value + 22.944_55).abs() < 1e-4);
    assert!(found.is_beyond_chance());

    let series = found.series.as_ref().unwrap();
    assert!(series.level.value < -15.0 && series.at_end.value < -15.0, "{series:?}");
    assert!(found.before.as_ref().unwrap().interval.unwrap().contains(0.0));
    // 6.54 against 4.86 before: those visited were chosen for it.
    assert!((found.baseline.unwrap().value - 100.0 * (523.0 * 1.5 / 583.0 - 1.0)).abs() < 1e-9);
    assert_eq!(found.cautions, [EvaluationCaution::StartedWorse]);
}

#[test]
fn the_rest_of_a_whole_is_those_not_visited() {
    let world = world(SourceClass::Published);
    let mut rest = question();
    rest.comparison = EvaluatedAreas { rest_of: Some(area("E92000001")), ..areas("the rest", &[]) };
    let (others, rest) = (asked(&world, &question()), asked(&world, &rest));
    let counts = |found: &Evaluation| {
        [&found.comparison.before, &found.comparison.after].map(|at| at.rate.counts())
    };
    assert_eq!(counts(&others), counts(&rest));
    assert_eq!(counts(&rest)[0], Some((583, 120_000)));
    let by_year = |found: &Evaluation| {
        let years = found.comparison.by_year.iter();
        years.map(|(year, rate)| (*year, rate.counts())).collect::<Vec<_>>()
    };
    assert_eq!(by_year(&others), by_year(&rest));
    assert!(rest.cautions.contains(&EvaluationCaution::OneArea));
}

#[test]
fn areas_come_by_what_their_codes_begin_with() {
    let world = world(SourceClass::Published);
    let mut asks = question();
    asks.comparison.areas.clear();
    asks.comparison.prefixes = vec!["E06".to_owned()];
    assert_eq!(asked(&world, &asks).effect, asked(&world, &question()).effect);
    asks.comparison.prefixes = vec!["W06".to_owned()];
    let reasons = asked(&world, &asks).effect.unwrap_err();
    assert_eq!(reasons, [NoEffect::NoArea("others".to_owned())]);
    asks.visited = asks.comparison.clone();
    let none = evaluation(&world.evidence(), &asks, &area("E92000001"), &indicator_id());
    assert!(matches!(none, Err(QuestionError::NoFigures { .. })));
}

#[test]
fn an_area_that_lacks_a_year_is_left_out_and_told() {
    let mut world = world(SourceClass::Published);
    world.data.observations.retain(|row| {
        row.area != area("E06000005") || row.period.start() < "2008-01-01".parse().unwrap()
    });
    let found = asked(&world, &question());
    assert_eq!(found.effect.as_ref().unwrap().areas, [2, 2]);
    assert!(found.cautions.contains(&EvaluationCaution::LeftOut { areas: 1 }));
    let left_out: Vec<_> = found.comparison.areas.iter().filter(|area| !area.used).collect();
    assert_eq!(left_out.len(), 1);
    assert_eq!(left_out[0].after.events, Cell::Absent);
    assert_eq!(found.comparison.before.rate.counts(), Some((365, 80_000)), "of the two used");

    let mut gone = question();
    gone.comparison = areas("others", &["E06000005"]);
    let reasons = asked(&world, &gone).effect.unwrap_err();
    assert_eq!(reasons, [NoEffect::NoArea("others".to_owned())]);
}

#[test]
fn what_is_no_count_gives_no_effect() {
    let reasons = |change: &dyn Fn(&mut World)| {
        let mut world = world(SourceClass::Published);
        change(&mut world);
        asked(&world, &question()).effect.unwrap_err()
    };
    let sampled = reasons(&|world| {
        world.data.observations[0].basis = Basis::Sample(SampleFraction::new(0.1).unwrap());
    });
    assert_eq!(sampled, [NoEffect::Sampled]);
    let published = reasons(&|world| {
        for row in world.data.observations.iter_mut().filter(|row| row.area == area("E06000001")) {
            (row.numerator, row.denominator) = (Cell::Absent, Cell::Absent);
            row.value = Cell::known(6.0);
        }
        world.data.observations.retain(|row| row.area != area("E06000002"));
        // One row a period alone: rates of single years do not add up.
        let of = |row: &firstyear_core::Observation| row.area == area("E06000001");
        let one = world.data.observations.iter().find(|row| of(row)).unwrap().clone();
        world.data.observations.retain(|row| !of(row));
        for label in ["2001-2004", "2005-2008"] {
            let period = firstyear_core::Period::parse(label, None).unwrap();
            world.data.observations.push(firstyear_core::Observation { period, ..one.clone() });
        }
    });
    assert_eq!(published, [NoEffect::NoDenominators]);
    let silent = reasons(&|world| {
        let visited = VISITED.map(|(code, _)| area(code));
        for row in &mut world.data.observations {
            if visited.contains(&row.area) {
                row.numerator = Cell::known(0);
            }
        }
    });
    assert_eq!(silent, [NoEffect::NoEvents("visited areas".to_owned())]);
}

#[test]
fn others_without_events_before_leave_no_ratio_of_the_two() {
    let mut world = world(SourceClass::Published);
    let others = OTHERS.map(|(code, _)| area(code));
    let years = ["2001", "2002", "2003", "2004"];
    for row in &mut world.data.observations {
        let before = years.contains(&row.period.to_string().as_str());
        if before && others.contains(&row.area) {
            row.numerator = Cell::known(0);
        }
    }
    let found = asked(&world, &question());
    assert_eq!(found.comparison.before.rate.counts(), Some((0, 120_000)));
    assert_eq!(found.baseline, None, "a ratio to nothing has no size");
    assert!(found.cautions.contains(&EvaluationCaution::StartedWorse), "{:?}", found.cautions);
    assert_eq!(found.effect.unwrap().relative, None);
}

#[test]
fn too_few_years_make_no_series() {
    let mut asks = question();
    asks.after = Some(Years { first: 2006, last: 2008 });
    let found = asked(&world(SourceClass::Published), &asks);
    assert_eq!(found.series, Err(NoSeries::YearsBetween));
    asks.after = Some(Years { first: 2005, last: 2006 });
    let found = asked(&world(SourceClass::Published), &asks);
    assert_eq!(found.series, Err(NoSeries::TooFewYears { given: 2, side: "after" }));
    assert!(found.before.is_ok());
    assert!(
        found.cautions.contains(&EvaluationCaution::UnequalPeriods { before: 4, after: 2 }),
        "{:?}",
        found.cautions
    );
}

#[test]
fn a_group_is_looked_at_by_its_categories() {
    let mut world = World::new(SourceClass::Published);
    for (code, deaths) in VISITED.into_iter().chain(OTHERS) {
        for (at, deaths) in deaths.into_iter().enumerate() {
            let year = (2001 + at).to_string();
            for (fifth, part) in [("1", deaths / 2), ("2", deaths - deaths / 2), ("3", 99)] {
                world.add(code, &year, Some(("fifth-2010", fifth)), (part, 5_000));
            }
        }
    }
    let mut asks = question();
    asks.dimension = Some(dimension_id("fifth-2010"));
    asks.categories = ["1", "2"].map(|id| CategoryId::new(id).unwrap()).to_vec();
    let found = asked(&world, &asks);
    assert_eq!(found.effect, asked(&self::world(SourceClass::Published), &question()).effect);
}

#[test]
fn a_small_count_hides_all_that_is_made_of_it() {
    let mut world = world(SourceClass::Restricted);
    let rules = Rules::default();
    let released = release(asked(&world, &question()), &rules);
    let found = released.get();
    assert!(found.effect.is_ok(), "no count is small");
    assert_eq!(found.series, Err(NoSeries::Restricted));

    for row in world.data.observations.iter_mut().filter(|row| row.area == area("E06000003")) {
        row.numerator = Cell::known(1);
    }
    let released = release(asked(&world, &question()), &rules);
    let found = released.get();
    assert_eq!(found.effect, Err(vec![NoEffect::Disclosive]));
    assert_eq!((found.baseline, found.visited.change), (None, None));
    assert_eq!(found.comparison.areas[0].before.events, Cell::Withheld(Withholding::Primary));
    assert_eq!(found.comparison.areas[1].before.events, Cell::Withheld(Withholding::Secondary));
    assert!(found.rates().all(|rate| rate.events.value().is_none()), "and every sum");

    let mut rest = question();
    rest.comparison = EvaluatedAreas { rest_of: Some(area("E92000001")), ..areas("the rest", &[]) };
    let released = release(asked(&self::world(SourceClass::Restricted), &rest), &rules);
    assert_eq!(released.get().effect, Err(vec![NoEffect::Disclosive]), "a whole less its parts");
}
