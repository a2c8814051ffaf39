//! One area among five others and its country.

mod support;

use firstyear_analysis::{
    AreaProfile, AreaProfileAsked, NeighbourOrigin, NoNeighbours, QuestionError, Rules, Standing,
    Verdict, area_profile, release,
};
use firstyear_core::project::{AreaProfileQuestion, NeighbourVariable, NeighboursOf};
use firstyear_core::{Cell, Groups, IndicatorId, Polarity, SourceClass, Withholding};
use support::{World, area, indicator_id};

const AREA: &str = "E06000001";
const COUNTRY: &str = "E92000001";
const OTHERS: [&str; 4] = ["E06000002", "E06000003", "E06000004", "E06000005"];

fn poverty() -> IndicatorId {
    IndicatorId::new("children-relative-low-income").unwrap()
}

/// Deaths of three years in 10,000 births a year: 50 in the area, 10, 20, 30 and
/// 40 in the others, 30 in 10,000 in the country; and percent in poverty.
fn world(class: SourceClass) -> World {
    let mut world = World::new(class);
    let deaths = [(AREA, 50), (OTHERS[0], 10), (OTHERS[1], 20), (OTHERS[2], 30), (OTHERS[3], 40)];
    for (code, deaths) in deaths {
        for year in ["2020", "2021", "2022"] {
            world.add(code, year, None, (deaths, 10_000));
        }
    }
    for year in ["2020", "2021", "2022"] {
        world.add(COUNTRY, year, None, (3_000, 1_000_000));
    }
    let mut definition = world.indicators[&indicator_id()].clone();
    definition.id = poverty();
    (definition.multiplier, definition.polarity) = (100, Polarity::LowerIsBetter);
    world.indicators.insert(poverty(), definition);
    let share = [(AREA, 30), (OTHERS[0], 10), (OTHERS[1], 28), (OTHERS[2], 29), (COUNTRY, 20)];
    for (code, poor) in share {
        world.add(code, "2022", None, (poor * 100, 10_000));
        let row = world.data.observations.last_mut().unwrap();
        row.indicator = poverty();
    }
    world
}

fn asked(neighbours: Option<NeighboursOf>) -> AreaProfileAsked {
    AreaProfileAsked {
        question: AreaProfileQuestion {
            name: None,
            area: None,
            comparator: area(COUNTRY),
            prefixes: vec!["E06".to_owned()],
            among: "authorities".to_owned(),
            main: None,
            pool_years: 3,
            indicators: Vec::new(),
            neighbours,
        },
        as_of: None,
    }
}

fn computed(count: u16) -> NeighboursOf {
    NeighboursOf {
        areas: Vec::new(),
        source: None,
        variables: vec![NeighbourVariable { indicator: poverty(), weight: 1.0 }],
        count,
    }
}

fn found(world: &World, asked: &AreaProfileAsked) -> AreaProfile {
    area_profile(&world.evidence(), asked, &area(AREA), &indicator_id()).unwrap()
}

#[test]
fn an_area_stands_among_the_others() {
    let profile = found(&world(SourceClass::Published), &asked(None));
    let main = profile.main_row().unwrap();
    assert_eq!(main.row.latest().unwrap().period.to_string(), "2020 to 2022");
    assert_eq!(main.peers.len(), 4, "neither itself nor what it is held against");
    // 1, 2, 3, 4 and 5 per 1,000: the quarters of five are the second and fourth.
    let spread = main.spread().unwrap();
    assert_eq!(spread.areas, 5);
    for (found, expected) in [
        (spread.lowest, 1.0),
        (spread.lower_quarter, 2.0),
        (spread.median, 3.0),
        (spread.upper_quarter, 4.0),
        (spread.highest, 5.0),
    ] {
        assert!((found - expected).abs() < 1e-9, "{spread:?}");
    }
    // Limits of 150 events are 127 and 176, of 30,000 births: above 3 per 1,000.
    assert_eq!(main.row.standing(), Standing::Worse);
    let poverty = profile.rows.iter().find(|row| row.row.indicator == poverty()).unwrap();
    assert_eq!(poverty.spread().unwrap().areas, 4);
    assert_eq!(profile.at_risk().len(), 3, "births of each year");
    let steadied = profile.steadied.as_ref().unwrap();
    assert_eq!(steadied.period.to_string(), "2020 to 2022");
    let (_, own) = steadied.shrunk().find(|(one, _)| one.code.as_str() == AREA).unwrap();
    assert!(own.rate.value < 5.0 && own.rate.value > 3.0, "drawn to the mean of 3: {own:?}");
}

#[test]
fn neighbours_are_those_that_are_most_alike() {
    let world = world(SourceClass::Published);
    let profile = found(&world, &asked(Some(computed(2))));
    let near = profile.neighbours.as_ref().unwrap().as_ref().unwrap();
    let codes: Vec<_> = near.areas.iter().map(|one| one.area.code.as_str()).collect();
    assert_eq!(codes, [OTHERS[2], OTHERS[1]], "29% and 28% are nearest to 30%");
    let NeighbourOrigin::Computed { left_out, .. } = &near.origin else { panic!("computed") };
    assert_eq!(*left_out, 0, "the fifth has no figure at all of this year");
    // 90 and 60 deaths of 60,000 births: 2.5 per 1,000, and the area twice that.
    assert!((near.rate().unwrap() - 2.5).abs() < 1e-9);
    let own = &profile.main_row().unwrap().row.latest().unwrap().rate;
    assert!((near.ratio(own).unwrap().value - 2.0).abs() < 1e-9);
    assert_eq!(near.verdict(own), Verdict::Higher);

    let mut given = asked(Some(NeighboursOf {
        areas: vec![area(OTHERS[3]), area("E06000099")],
        source: Some("a list".to_owned()),
        variables: Vec::new(),
        count: 10,
    }));
    let profile = found(&world, &given);
    let near = profile.neighbours.as_ref().unwrap().as_ref().unwrap();
    assert_eq!((near.areas.len(), near.without_figures.as_slice()), (1, &[area("E06000099")][..]));
    let own = &profile.main_row().unwrap().row.latest().unwrap().rate;
    // 150 against 120 in as many births: a ratio of 1.25, from 0.98 on.
    assert_eq!(near.verdict(own), Verdict::CannotTell);

    // The area itself, its country and one twice are no neighbours.
    let odd = [AREA, OTHERS[3], OTHERS[3], COUNTRY].map(area).to_vec();
    given.question.neighbours.as_mut().unwrap().areas = odd;
    let profile = found(&world, &given);
    assert_eq!(profile.neighbours.as_ref().unwrap().as_ref().unwrap().areas.len(), 1);
    // Against others without events there is no ratio.
    let mut none = world.data.observations.clone();
    for row in none.iter_mut().filter(|row| row.area.as_str() == OTHERS[3]) {
        row.numerator = Cell::known(0);
    }
    let mut eventless = self::world(SourceClass::Published);
    eventless.data.observations = none;
    let profile = found(&eventless, &given);
    let near = profile.neighbours.as_ref().unwrap().as_ref().unwrap();
    let own = &profile.main_row().unwrap().row.latest().unwrap().rate;
    assert_eq!((near.ratio(own), near.verdict(own)), (None, Verdict::NotCompared));

    let mut of = computed(2);
    of.variables[0].indicator = IndicatorId::new("no-such-figure").unwrap();
    given.question.neighbours = Some(of);
    let none = found(&world, &given).neighbours.unwrap().unwrap_err();
    assert!(matches!(none, NoNeighbours::Lacks(_)), "{none}");
}

#[test]
fn few_years_and_no_figures_are_said() {
    let mut world = world(SourceClass::Published);
    let mut asks = asked(None);
    asks.question.pool_years = 4;
    let profile = found(&world, &asks);
    assert_eq!(profile.main_row().unwrap().row.latest().unwrap().period.to_string(), "2022");
    assert!(profile.groups.is_empty());
    world.add(AREA, "2022", Some(("fifth-2010", "1")), (20, 3_000));
    world.add(AREA, "2022", Some(("fifth-2010", "all")), (50, 10_000));
    let profile = found(&world, &asks);
    assert_eq!(profile.groups.len(), 1, "who the babies are");
    assert!(world.data.observations.iter().any(|row| row.groups != Groups::everyone()));
    asks.question.area = Some(area("W92000004"));
    let none = area_profile(&world.evidence(), &asks, &area(AREA), &indicator_id());
    assert!(matches!(none, Err(QuestionError::NoFiguresOfAny { .. })));
}

/// Who hides a small count of an area hides what could be worked out of a spread.
#[test]
fn small_counts_are_in_no_spread_and_in_no_sum() {
    let mut world = world(SourceClass::Restricted);
    for row in &mut world.data.observations {
        if row.area.as_str() == OTHERS[0] && row.indicator == indicator_id() {
            row.numerator = Cell::known(2);
        }
    }
    let given = NeighboursOf {
        areas: vec![area(OTHERS[0]), area(OTHERS[1])],
        source: Some("a list".to_owned()),
        variables: Vec::new(),
        count: 10,
    };
    // How near areas are would tell what is hidden.
    let near = found(&world, &asked(Some(computed(2)))).neighbours.unwrap();
    assert_eq!(near.unwrap_err(), NoNeighbours::Restricted(poverty()));
    let shown = release(found(&world, &asked(Some(given))), &Rules::default());
    let profile = shown.get();
    let main = profile.main_row().unwrap();
    let hidden = main.peers.iter().find(|peer| peer.code.as_str() == OTHERS[0]).unwrap();
    assert_eq!(hidden.rate.rate, Cell::Withheld(Withholding::Primary), "6 in three years");
    assert_eq!(main.spread().unwrap().areas, 4, "four are left");
    assert!((main.spread().unwrap().lowest - 2.0).abs() < 1e-9);
    let near = profile.neighbours.as_ref().unwrap().as_ref().unwrap();
    assert_eq!((near.counts(), near.rate()), (None, None));
    let own = &main.row.latest().unwrap().rate;
    assert_eq!(near.verdict(own), Verdict::NotCompared);
}
