//! Which areas first: made-up counts.

mod support;

use firstyear_analysis::{AreaSelection, QuestionError, Rules, area_selection, release};
use firstyear_core::project::{SelectionQuestion, Years};
use firstyear_core::{CategoryId, Cell, IndicatorKind, SourceClass, Withholding};
use support::{World, area, dimension_id, indicator_id};

/// Deaths and births of two years together, half of each in either.
const AREAS: [(&str, u64, u64); 6] = [
    ("E06000001", 60, 8_000),
    ("E06000002", 24, 6_000),
    ("E06000003", 20, 5_000),
    ("E06000004", 18, 2_000),
    ("E06000005", 8, 4_000),
    ("E06000006", 2, 1_000),
];

fn world(class: SourceClass) -> World {
    let mut world = World::new(class);
    for year in ["2021", "2022"] {
        for (code, deaths, births) in AREAS {
            world.add(code, year, None, (deaths / 2, births / 2));
        }
        world.add("E92000001", year, None, (2_000, 500_000));
    }
    world
}

fn question() -> SelectionQuestion {
    SelectionQuestion {
        name: "authorities".to_owned(),
        prefixes: vec!["E0".to_owned()],
        years: Years { first: 2021, last: 2022 },
        comparator: None,
        indicator: None,
        dimension: None,
        categories: Vec::new(),
        at_least: 20,
        seed: 1,
    }
}

fn asked(world: &World, question: &SelectionQuestion) -> AreaSelection {
    area_selection(&world.evidence(), question, &area("E92000001"), &indicator_id()).unwrap()
}

#[test]
fn rules_stand_side_by_side_with_what_chance_has_in_them() {
    let found = asked(&world(SourceClass::Published), &question());
    let by_events: Vec<_> = found.areas.iter().map(|area| area.at_least).collect();
    assert_eq!(by_events, [true, true, true, false, false, false].map(Some));
    // At 4 by 1,000, excess is 28, 0, 0, 10, -8 and -2: of two alike the first.
    let excess: Vec<f64> = found.areas.iter().map(|area| area.excess.unwrap().value).collect();
    assert_eq!(excess, [28.0, 0.0, 0.0, 10.0, -8.0, -2.0]);
    let most: Vec<_> = found.areas.iter().map(|area| area.most_excess).collect();
    assert_eq!(most, [true, true, false, true, false, false].map(Some));
    // Byar's limits of 60 events are 45.78 and 77.23.
    let limits = found.areas[0].excess.unwrap().interval.unwrap();
    assert!((limits.lower - 13.78).abs() < 0.01 && (limits.upper - 45.23).abs() < 0.01);
    let again: Vec<f64> = found.areas.iter().map(|area| area.at_least_again.unwrap()).collect();
    assert!(again[0] > 0.99 && (0.3..0.7).contains(&again[2]) && again[5] < 0.01, "{again:?}");
    let list = found.by_events();
    assert_eq!(list.chosen, 3);
    assert!(list.again.unwrap() < 2.8, "one of the three is there by luck: {list:?}");
    assert!((found.by_excess().in_all.unwrap() - 3.0).abs() < 1e-9);
    assert_eq!(found.areas[0].likely_above(), Some(true));
    assert_eq!(found, asked(&world(SourceClass::Published), &question()), "the same bytes");
}

#[test]
fn an_area_without_counts_is_not_one_without_events() {
    let mut world = world(SourceClass::Published);
    world.data.observations[1].numerator = Cell::Withheld(Withholding::Publisher);
    let found = asked(&world, &question());
    assert_eq!((found.areas[1].at_least, found.areas[1].above_comparator), (None, None));
    assert_eq!((found.unknown(), found.by_events().chosen), (1, 2));
    world.data.observations.retain(|row| row.area != area("E92000001"));
    let found = asked(&world, &question());
    assert_eq!(found.areas[0].at_least, Some(true), "the first rule needs no comparator");
    assert_eq!(found.areas[0].excess, None);
    assert!(found.not_computed.unwrap().contains("not known or not shown"));
    let mut nowhere = question();
    nowhere.prefixes = vec!["W".to_owned()];
    let none = area_selection(&world.evidence(), &nowhere, &area("E92000001"), &indicator_id());
    assert!(matches!(none, Err(QuestionError::NoFigures { .. })));
}

#[test]
fn a_proportion_has_the_first_rule_alone() {
    let mut world = world(SourceClass::Published);
    world.indicators.get_mut(&indicator_id()).unwrap().kind = IndicatorKind::Proportion;
    let found = asked(&world, &question());
    assert_eq!(found.by_events().chosen, 3);
    assert!(found.not_computed.unwrap().contains("proportion"));
}

#[test]
fn a_group_has_its_own_counts() {
    let mut world = World::new(SourceClass::Published);
    for (code, deaths, births) in AREAS.into_iter().chain([("E92000001", 2_000, 500_000)]) {
        for (fifth, part) in [("1", 4), ("2", 2)] {
            let counts = (deaths / part, births / part);
            world.add(code, "2022", Some(("fifth-2010", fifth)), counts);
        }
    }
    let mut asks = question();
    asks.years = Years { first: 2022, last: 2022 };
    asks.dimension = Some(dimension_id("fifth-2010"));
    asks.categories = vec![CategoryId::new("2").unwrap()];
    let found = asked(&world, &asks);
    assert_eq!(found.areas[0].area.rate.counts(), Some((30, 4_000)));
    assert_eq!(found.by_events().chosen, 1);
}

#[test]
fn what_is_hidden_does_not_move_what_is_told_of_others() {
    let released = release(asked(&world(SourceClass::Restricted), &question()), &Rules::default());
    let found = released.get();
    let hidden = &found.areas[5];
    assert_eq!(hidden.area.rate.events, Cell::Withheld(Withholding::Primary));
    assert_eq!((hidden.at_least, hidden.excess), (None, None));
    let mut without = world(SourceClass::Restricted);
    without.data.observations.retain(|row| row.area != area("E06000006"));
    let without = asked(&without, &question());
    assert_eq!(found.areas[..5], without.areas[..]);
}
