//! Why two rates differ: small tables whose parts are known by arithmetic that
//! fits on a line.

mod support;

use firstyear_analysis::{
    Decomposition, DecompositionForm, DecompositionRefusal, QuestionError, Rules, decomposition,
    release,
};
use firstyear_core::project::{DecompositionQuestion, Years};
use firstyear_core::{
    Basis, CategoryId, Cell, Dimension, DimensionAbout, Role, SampleFraction, SourceClass, Splits,
    UnorderedDimension, Withholding,
};
use support::{World, about, area, category, dimension_id, indicator_id};

/// A world that also knows birthweight in two groups and two causes of death.
fn world(class: SourceClass) -> World {
    let mut world = World::new(class);
    for (id, groups, splits) in
        [("weight", ["low", "normal"], Splits::Population), ("cause", ["a", "b"], Splits::Events)]
    {
        let mut categories = groups.map(|id| category(id, Role::Group)).to_vec();
        categories.push(category("not-stated", Role::Remainder));
        categories.push(category("all", Role::Total));
        let about = DimensionAbout { splits, ..about(id, id) };
        let dimension = Dimension::Unordered(UnorderedDimension { about, categories });
        world.dimensions.insert(dimension_id(id), dimension);
    }
    world
}

fn add(world: &mut World, dimension: &str, period: &str, rows: &[(&str, u64, u64)]) {
    for (group, events, births) in rows {
        world.add("E92000001", period, Some((dimension, group)), (*events, *births));
    }
}

/// Shares 0.2 and 0.8 against 0.1 and 0.9, rates of 50 and 5 against 40 and 3
/// per 1,000 births.
fn by_weight(class: SourceClass) -> World {
    let mut world = world(class);
    let later = [("low", 100, 2_000), ("normal", 40, 8_000), ("all", 140, 10_000)];
    let earlier = [("low", 40, 1_000), ("normal", 27, 9_000), ("all", 77, 10_020)];
    add(&mut world, "weight", "2022", &later);
    add(&mut world, "weight", "2019", &earlier);
    world
}

/// Of 2022 against 2019 in England.
fn question(dimension: &str) -> DecompositionQuestion {
    let year = |year| Some(Years { first: year, last: year });
    DecompositionQuestion {
        dimension: dimension_id(dimension),
        area: None,
        years: year(2022),
        against_area: None,
        against_years: year(2019),
        indicator: None,
        ages: Vec::new(),
    }
}

fn ask(world: &World, question: &DecompositionQuestion) -> Decomposition {
    decomposition(&world.evidence(), question, &area("E92000001"), &indicator_id()).unwrap()
}

fn refusal(world: &World, dimension: &str) -> DecompositionRefusal {
    ask(world, &question(dimension)).parts.unwrap_err()
}

fn near(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-12, "{value} is not {expected}");
}

#[test]
fn mix_and_risk_add_up_to_the_difference() {
    // Mix: 0.1 * 45 - 0.1 * 4 = 4.1. Risk: 10 * 0.15 + 2 * 0.85 = 3.2.
    let found = ask(&by_weight(SourceClass::Published), &question("weight"));
    assert_eq!(found.form, DecompositionForm::MixAndRisk);
    let parts = found.parts.unwrap();
    near(parts.difference.value, 7.3);
    near(parts.parts[0].value, 4.1);
    near(parts.parts[1].value, 3.2);
    near(parts.by_category[0][0].unwrap().value, 4.5);
    near(parts.by_category[0][1].unwrap().value, 1.5);
    near(parts.of_category.iter().map(|part| part.value).sum(), 7.3);
    assert!(parts.parts.iter().all(|part| part.interval.is_some()));
}

#[test]
fn what_is_in_no_category_is_counted() {
    let found = ask(&by_weight(SourceClass::Published), &question("weight"));
    assert_eq!(found.first.left_out, [(Cell::known(0), Cell::known(0))]);
    assert_eq!(found.second.left_out, [(Cell::known(10), Cell::known(20))]);
}

#[test]
fn an_area_is_held_against_another_in_its_latest_years() {
    let mut world = by_weight(SourceClass::Published);
    for (group, births) in [("low", 500), ("normal", 9_500), ("all", 10_000)] {
        world.add("E12000001", "2022", Some(("weight", group)), (births / 100, births));
    }
    let asked = DecompositionQuestion {
        years: None,
        against_area: Some(area("E12000001")),
        against_years: None,
        ..question("weight")
    };
    let found = ask(&world, &asked);
    assert_eq!(
        (found.first.period.to_string(), found.second.area.as_str()),
        ("2022".to_owned(), "E12000001")
    );
    // 14 against 10 per 1,000.
    near(found.parts.unwrap().difference.value, 4.0);
}

#[test]
fn single_years_are_added_up() {
    let mut world = by_weight(SourceClass::Published);
    add(
        &mut world,
        "weight",
        "2021",
        &[("low", 100, 2_000), ("normal", 40, 8_000), ("all", 140, 10_000)],
    );
    let asked = DecompositionQuestion {
        years: Some(Years { first: 2021, last: 2022 }),
        ..question("weight")
    };
    let found = ask(&world, &asked);
    assert_eq!(found.first.period.to_string(), "2021 to 2022");
    assert_eq!(found.categories[0].first[0].events, Cell::known(200));
    near(found.parts.unwrap().difference.value, 7.3);
}

fn by_cause(class: SourceClass) -> World {
    let mut world = world(class);
    add(&mut world, "cause", "2022", &[("a", 60, 0), ("b", 30, 0), ("not-stated", 0, 0)]);
    add(&mut world, "cause", "2019", &[("a", 20, 0), ("b", 40, 0), ("not-stated", 0, 0)]);
    for observation in &mut world.data.observations {
        observation.denominator = Cell::NotApplicable;
    }
    add(&mut world, "cause", "2022", &[("all", 90, 10_000)]);
    add(&mut world, "cause", "2019", &[("all", 62, 20_000)]);
    world
}

#[test]
fn each_cause_adds_its_own_difference() {
    // 6 - 1 and 3 - 2 per 1,000; the two deaths in no cause are left out.
    let found = ask(&by_cause(SourceClass::Published), &question("cause"));
    assert_eq!(found.form, DecompositionForm::ByCause);
    assert_eq!(found.second.left_out, [(Cell::known(2), Cell::NotApplicable)]);
    let parts = found.parts.unwrap();
    near(parts.difference.value, 6.0);
    near(parts.of_category[0].value, 5.0);
    near(parts.of_category[1].value, 1.0);
    near(parts.of_category[2].value, 0.0);
    // No death in either: the limits do not vanish.
    let limits = parts.of_category[2].interval.unwrap();
    assert!(limits.lower < 0.0 && limits.upper > 0.0);
}

#[test]
fn ages_at_death_are_parts_of_their_cause() {
    let mut world = by_cause(SourceClass::Published);
    let late = firstyear_core::IndicatorId::new("late").unwrap();
    let mut indicator = world.indicators[&indicator_id()].clone();
    indicator.id = late.clone();
    world.indicators.insert(late.clone(), indicator);
    let mut rows = world.data.observations.clone();
    for row in &mut rows {
        row.indicator = late.clone();
        if row.groups.get(&dimension_id("cause")) == Some(&CategoryId::new("b").unwrap()) {
            row.numerator = Cell::NotApplicable;
        }
    }
    world.data.observations.extend(rows);
    let asked = DecompositionQuestion { ages: vec![indicator_id(), late], ..question("cause") };
    let parts = ask(&world, &asked).parts.unwrap();
    // 6 at the first age, and of cause a alone 5 at the second.
    near(parts.parts[0].value, 6.0);
    near(parts.parts[1].value, 5.0);
    near(parts.difference.value, 11.0);
    near(parts.of_category[0].value, 10.0);
    assert_eq!(parts.by_category[1][1], None, "cannot occur at that age");
}

#[test]
fn versions_and_categories_must_be_the_same() {
    let mut world = world(SourceClass::Published);
    world.add_fifths("fifth-2010", "2019", [60, 50, 40, 30, 20]);
    world.add_fifths("fifth-2015", "2022", [60, 50, 40, 30, 20]);
    let versions = ("fifth-2015".to_owned(), "fifth-2010".to_owned());
    let differ = DecompositionRefusal::VersionsDiffer { first: versions.0, second: versions.1 };
    assert_eq!(refusal(&world, "fifth"), differ);
    let mut world = by_weight(SourceClass::Published);
    world.data.observations.remove(0);
    let label = "low".to_owned();
    assert_eq!(refusal(&world, "weight"), DecompositionRefusal::CategoriesDiffer { label });
}

#[test]
fn counts_that_are_not_there_are_named() {
    let label = || "low".to_owned();
    let with = |cell| {
        let mut world = by_weight(SourceClass::Published);
        world.data.observations[0].numerator = cell;
        refusal(&world, "weight")
    };
    let withheld = DecompositionRefusal::Withheld { label: label() };
    assert_eq!(with(Cell::Withheld(Withholding::Publisher)), withheld);
    assert_eq!(with(Cell::Absent), DecompositionRefusal::Absent { label: label() });
    assert!(matches!(with(Cell::known(101)), DecompositionRefusal::MoreThanTotal { .. }));
    let mut sampled = by_weight(SourceClass::Published);
    sampled.data.observations[3].basis = Basis::Sample(SampleFraction::new(0.1).unwrap());
    assert_eq!(refusal(&sampled, "weight"), DecompositionRefusal::Sampled);
    let mut births = by_cause(SourceClass::Published);
    births.data.observations.last_mut().unwrap().denominator = Cell::NotApplicable;
    let unknown = refusal(&births, "cause");
    assert!(matches!(unknown, DecompositionRefusal::Births { .. }), "{unknown}");
}

#[test]
fn populations_must_be_apart() {
    let mut world = by_weight(SourceClass::Published);
    add(
        &mut world,
        "weight",
        "2019 to 2021",
        &[("low", 9, 90), ("normal", 9, 900), ("all", 18, 990)],
    );
    let asked = |first, last, against| DecompositionQuestion {
        years: Some(Years { first, last }),
        against_years: Some(Years { first: against, last: against }),
        ..question("weight")
    };
    let overlapping = ask(&world, &asked(2019, 2021, 2019)).parts.unwrap_err();
    assert!(matches!(overlapping, DecompositionRefusal::Overlapping { .. }));
    let same = ask(&world, &asked(2022, 2022, 2022)).parts.unwrap_err();
    assert_eq!(same, DecompositionRefusal::Same);
    let nothing = decomposition(
        &world.evidence(),
        &asked(2022, 2022, 1999),
        &area("E92000001"),
        &indicator_id(),
    );
    assert!(matches!(nothing, Err(QuestionError::NoFigures { .. })));
}

/// One small count, of a category or of what is in none, hides all counts that
/// it could be found from.
#[test]
fn of_a_restricted_source_nothing_small_can_be_found() {
    let released = |world: &World, dimension: &str| {
        release(ask(world, &question(dimension)), &Rules::default()).get().clone()
    };
    let shown = |found: &Decomposition| {
        let rates = found.categories.iter().flat_map(|row| row.first.iter().chain(&row.second));
        let left_out = found.first.left_out.iter().chain(&found.second.left_out);
        rates.filter(|rate| rate.events.value().is_some() || rate.rate.value().is_some()).count()
            + left_out
                .filter(|(events, births)| events.value().or(births.value()).is_some())
                .count()
    };
    let whole = released(&by_weight(SourceClass::Restricted), "weight");
    assert!(whole.parts.is_ok(), "no count is small");
    let mut few = by_weight(SourceClass::Restricted);
    few.data.observations[1].numerator = Cell::known(3);
    let few = released(&few, "weight");
    assert_eq!(few.parts, Err(DecompositionRefusal::Disclosive));
    assert_eq!(shown(&few), 0);
    assert_eq!(few.categories[1].first[0].events, Cell::Withheld(Withholding::Primary));
    assert_eq!(few.categories[0].first[0].events, Cell::Withheld(Withholding::Secondary));
    assert_eq!(few.first.totals[0].as_ref().unwrap().events, Cell::known(140));
    // The two deaths without a cause are the total less all causes.
    let causes = released(&by_cause(SourceClass::Restricted), "cause");
    assert_eq!((&causes.parts, shown(&causes)), (&Err(DecompositionRefusal::Disclosive), 0));
    let published = released(&by_cause(SourceClass::Published), "cause");
    assert!(published.parts.is_ok());
}
