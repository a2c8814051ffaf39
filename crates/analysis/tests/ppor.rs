//! Periods of risk: small tables whose rates fit on a line, those of the
//! example beside the method.

mod support;

use firstyear_analysis::{Ppor, PporRefusal, QuestionError, Rules, ppor, release};
use firstyear_core::project::{PporPopulation, PporQuestion, Years};
use firstyear_core::{
    CategoryId, Cell, Dimension, Groups, IndicatorId, Role, SourceClass, UnorderedDimension,
    Withholding,
};
use support::{World, about, area, category, dimension_id, indicator_id};

const AGES: [&str; 3] = ["stillbirth-rate", "neonatal-mortality", "post-neonatal-mortality"];

/// Fetal, neonatal and post-neonatal deaths below and from 1,500 g, with live
/// births of each.
type Table = [([u64; 3], u64); 2];
const GROUP: Table = [([20, 25, 5], 180), ([20, 12, 18], 9_780)];
const REFERENCE: Table = [([20, 24, 6], 180), ([30, 15, 15], 19_770)];

fn world(class: SourceClass) -> World {
    let mut world = World::new(class);
    for id in AGES {
        let indicator = world.indicators[&indicator_id()].clone();
        let id = IndicatorId::new(id).unwrap();
        world.indicators.insert(id.clone(), firstyear_core::Indicator { id, ..indicator });
    }
    for (id, groups) in [("weight", ["low", "high"]), ("age", ["young", "old"])] {
        let mut categories = groups.map(|id| category(id, Role::Group)).to_vec();
        categories.push(category("all", Role::Total));
        let about = about(id, id);
        let dimension = Dimension::Unordered(UnorderedDimension { about, categories });
        world.dimensions.insert(dimension_id(id), dimension);
    }
    world
}

/// Adds a table; deaths without a weight are in the total alone.
fn add(world: &mut World, place: &str, year: &str, age: Option<&str>, table: Table) {
    let in_all = table.iter().map(|(_, births)| births).sum::<u64>();
    for (at, id) in AGES.into_iter().enumerate() {
        let fetal: u64 = if at == 0 { table.iter().map(|(deaths, _)| deaths[0]).sum() } else { 0 };
        let total = table.iter().map(|(deaths, _)| deaths[at]).sum::<u64>() + 2;
        let rows = ["low", "high"].into_iter().zip(table).map(|(weight, (deaths, births))| {
            let births = if at == 0 { births + deaths[0] } else { births };
            (weight, deaths[at], births)
        });
        for (weight, deaths, births) in rows.chain([("all", total, in_all + fetal)]) {
            world.add(place, year, Some(("weight", weight)), (deaths, births));
            let row = world.data.observations.last_mut().unwrap();
            row.indicator = IndicatorId::new(id).unwrap();
            if let Some(age) = age {
                let pairs = [("weight", weight), ("age", age)];
                let pairs = pairs.map(|(d, c)| (dimension_id(d), CategoryId::new(c).unwrap()));
                row.groups = Groups::new(pairs).unwrap();
            }
        }
    }
}

fn population(name: &str, place: &str, year: u16) -> PporPopulation {
    PporPopulation {
        name: name.to_owned(),
        area: Some(area(place)),
        years: Some(Years { first: year, last: year }),
        dimension: None,
        categories: Vec::new(),
    }
}

fn question(group: PporPopulation, reference: PporPopulation) -> PporQuestion {
    let [fetal, neonatal, postneonatal] = PporQuestion::usual_indicators();
    PporQuestion {
        birthweight: dimension_id("weight"),
        very_low: vec![CategoryId::new("low").unwrap()],
        others: vec![CategoryId::new("high").unwrap()],
        group,
        reference,
        fetal,
        neonatal,
        postneonatal,
    }
}

fn two_areas() -> PporQuestion {
    question(population("here", "E06000001", 2022), population("there", "E06000002", 2022))
}

fn asked(world: &World, question: &PporQuestion) -> Result<Ppor, QuestionError> {
    ppor(&world.evidence(), question, &area("E92000001"), &indicator_id())
}

fn of_two_areas(class: SourceClass) -> World {
    let mut world = world(class);
    add(&mut world, "E06000001", "2022", None, GROUP);
    add(&mut world, "E06000002", "2022", None, REFERENCE);
    world
}

#[track_caller]
fn map_is_by_hand(found: &Ppor) {
    let map = found.map.as_ref().expect("there is a map");
    let expected = [[5.0, 2.5], [2.0, 1.5], [1.2, 0.75], [1.8, 0.75]];
    for (period, [group, reference]) in map.periods.iter().zip(expected) {
        let rates = [&period.group, &period.reference, &period.excess].map(|rate| rate.value);
        for (rate, expected) in rates.into_iter().zip([group, reference, group - reference]) {
            assert!((rate - expected).abs() < 1e-9, "{rate} is not {expected}");
        }
    }
    let sum: f64 = map.periods.iter().map(|period| period.excess.value).sum();
    assert!((sum - map.together.excess.value).abs() < 1e-9 && (sum - 4.5).abs() < 1e-9);
    let parts = found.parts.as_ref().unwrap();
    let both = parts.together.distribution.value + parts.together.mortality.value;
    assert!((both - 4.5).abs() < 1e-9 && (parts.excess.value - 4.5).abs() < 1e-9);
}

#[test]
fn an_area_against_another() {
    let found = asked(&of_two_areas(SourceClass::Published), &two_areas()).unwrap();
    map_is_by_hand(&found);
    assert_eq!(found.group.in_no_band, [Cell::known(2); 3], "deaths without a weight");
}

#[test]
fn years_and_categories_are_added_up() {
    let mut world = world(SourceClass::Published);
    let half = |table: Table| table.map(|(deaths, births)| (deaths.map(|n| n / 2), births / 2));
    let rest = |table: Table| {
        table.map(|(deaths, births)| (deaths.map(|n| n - n / 2), births - births / 2))
    };
    for year in ["2021", "2022"] {
        let part = if year == "2021" { half } else { rest };
        add(&mut world, "E06000001", year, Some("young"), part(GROUP));
        add(&mut world, "E06000001", year, Some("old"), part(REFERENCE));
    }
    let of = |name: &str, age: &str| PporPopulation {
        years: Some(Years { first: 2021, last: 2022 }),
        dimension: Some(dimension_id("age")),
        categories: vec![CategoryId::new(age).unwrap()],
        ..population(name, "E06000001", 2022)
    };
    let mut asks = question(of("young", "young"), of("old", "old"));
    map_is_by_hand(&asked(&world, &asks).unwrap());
    asks.reference.years = Some(Years { first: 2020, last: 2022 });
    assert!(matches!(asked(&world, &asks), Err(QuestionError::NoFigures { .. })), "no 2020");
    asks.reference = of("young too", "young");
    let refused = asked(&world, &asks).unwrap().map.unwrap_err();
    assert!(matches!(refused, PporRefusal::InCommon { .. }), "{refused}");
}

#[test]
fn what_cannot_be_shown_says_why() {
    let of = |change: fn(&mut World)| {
        let mut world = of_two_areas(SourceClass::Published);
        change(&mut world);
        asked(&world, &two_areas()).unwrap().map.unwrap_err().to_string()
    };
    let few = of(|world| world.data.observations[4].numerator = Cell::known(9));
    assert!(few.contains("newborn-care"), "{few}");
    let hidden = of(|world| {
        world.data.observations[3].numerator = Cell::Withheld(Withholding::Publisher);
    });
    assert_eq!(hidden, "deaths or births of here at low are not known");
    let births = of(|world| world.data.observations[0].denominator = Cell::known(180));
    assert!(births.starts_with("the births of here at low do not fit"), "{births}");
    let own = question(population("a", "E06000001", 2022), population("b", "E06000001", 2022));
    let own = asked(&of_two_areas(SourceClass::Published), &own).unwrap().map.unwrap_err();
    assert_eq!(own.to_string(), "a and b have births in common: the reference must be others");
}

#[test]
fn a_small_count_hides_the_map() {
    let found = asked(&of_two_areas(SourceClass::Restricted), &two_areas()).unwrap();
    assert!(found.map.is_ok());
    let released = release(found, &Rules::default());
    let found = released.get();
    assert_eq!(found.map, Err(PporRefusal::Disclosive));
    assert_eq!(found.parts, Err(PporRefusal::Disclosive));
    assert_eq!(found.group.rates[0][2].events, Cell::Withheld(Withholding::Primary), "5 deaths");
    assert_eq!(found.group.rates[0][0].events, Cell::Withheld(Withholding::Secondary));
    assert_eq!(found.group.in_no_band[0], Cell::Withheld(Withholding::Primary));
}
