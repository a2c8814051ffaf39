//! Areas with few events: drawn to a mean, and ranked with limits.

mod support;

use firstyear_analysis::{
    Evidence, QuestionError, Rules, ShrunkRate, SmallAreas, release, small_areas,
};
use firstyear_core::project::{SmallAreasQuestion, Towards};
use firstyear_core::{Cell, SourceClass, Withholding};
use support::{World, area, indicator_id};

fn question() -> SmallAreasQuestion {
    SmallAreasQuestion {
        prefixes: vec!["E12".to_owned()],
        name: "regions".to_owned(),
        comparator: None,
        indicator: None,
        pool_years: 1,
        towards: Towards::Group,
        seed: 1,
    }
}

fn ask(
    evidence: &Evidence<'_>,
    question: &SmallAreasQuestion,
) -> Result<SmallAreas, QuestionError> {
    small_areas(evidence, question, &area("E92000001"), &indicator_id())
}

/// England at 4 per 1,000, and regions with these deaths and births.
fn world(class: SourceClass, regions: &[(u64, u64)]) -> World {
    let mut world = World::new(class);
    world.add("E92000001", "2022", None, (2_308, 577_000));
    for (code, counts) in (1..).zip(regions) {
        world.add(&format!("E1200000{code}"), "2022", None, *counts);
    }
    world
}

fn shrunk(found: &SmallAreas) -> Vec<ShrunkRate> {
    found.areas.iter().map(|area| area.shrunk.expect("a rate")).collect()
}

#[test]
fn many_events_keep_their_rate_and_their_rank() {
    // 2, 4 and 8 per 1,000 with standard errors below 0.05: chance blurs
    // nothing.
    let counts = [(4_000, 2_000_000), (8_000, 2_000_000), (16_000, 2_000_000)];
    let found = ask(&world(SourceClass::Published, &counts).evidence(), &question()).unwrap();
    for (area, (own, rank)) in shrunk(&found).iter().zip([(2.0, 3), (4.0, 2), (8.0, 1)]) {
        assert!((area.rate.value - own).abs() < 0.01, "{area:?}");
        assert_eq!((area.rank.unwrap().lower, area.rank.unwrap().upper), (rank, rank));
        assert!(area.reliability > 0.99, "{area:?}");
    }
    let above: Vec<_> = shrunk(&found).iter().map(|area| area.above_comparator.unwrap()).collect();
    assert!(above[0] < 1e-9 && above[2] > 1.0 - 1e-9, "{above:?}");
    assert!((0.2..0.8).contains(&above[1]), "{above:?}");
    let (likely_above, likely_below) = found.likely();
    assert_eq!((likely_above[0].code.as_str(), likely_above.len()), ("E12000003", 1));
    assert_eq!((likely_below[0].code.as_str(), likely_below.len()), ("E12000001", 1));
}

#[test]
fn few_events_are_drawn_to_the_mean_and_may_have_any_rank() {
    // One to seven deaths where four are expected: what Poisson counts with one
    // true rate look like.
    let counts = [1, 3, 4, 4, 5, 7, 4, 4].map(|deaths| (deaths, 1_000));
    let found = ask(&world(SourceClass::Published, &counts).evidence(), &question()).unwrap();
    // The mean is not known to the last digit: own rates of 4 move a little.
    for (area, (deaths, _)) in shrunk(&found).iter().zip(counts) {
        let own = deaths as f64;
        assert!((area.rate.value - 4.0).abs() <= (own - 4.0).abs() + 0.01, "{area:?}");
        let interval = area.rate.interval.expect("limits");
        assert!(interval.lower < 4.0 && 4.0 < interval.upper, "{area:?}");
        assert!(area.rank.unwrap().upper - area.rank.unwrap().lower >= 6, "{area:?}");
        assert!(area.reliability < 0.5, "{area:?}");
    }
    assert!(found.median_rank_span().unwrap() >= 7);
    let (above, below) = found.likely();
    assert!(above.is_empty() && below.is_empty());
    // Ranks add up to 1 + 2 + … + 8 in every draw.
    let ranks: f64 = shrunk(&found).iter().map(|area| area.rank.unwrap().expected).sum();
    assert!((ranks - 36.0).abs() < 1e-9, "{ranks}");
}

#[test]
fn the_seed_decides_the_ranks_and_nothing_else() {
    let counts = [(3, 900), (9, 1_500), (2, 700), (12, 2_000)];
    let world = world(SourceClass::Published, &counts);
    let ask = |seed| ask(&world.evidence(), &SmallAreasQuestion { seed, ..question() }).unwrap();
    assert_eq!(ask(7), ask(7));
    let (one, other) = (shrunk(&ask(7)), shrunk(&ask(8)));
    assert!(one.iter().zip(&other).all(|(a, b)| a.rate == b.rate));
    assert!(
        one.iter().zip(&other).any(|(a, b)| a.rank.unwrap().expected != b.rank.unwrap().expected)
    );
    assert_eq!((ask(7).draws.seed, ask(7).draws.generator), (7, "philox4x32-10"));
}

#[test]
fn rates_are_drawn_to_the_comparator_where_it_is_asked() {
    // All regions at 10 per 1,000, England at 4: the group's mean is 10.
    let counts = [(10, 1_000), (11, 1_100), (9, 900), (12, 1_200)];
    let world = world(SourceClass::Published, &counts);
    let group = shrunk(&ask(&world.evidence(), &question()).unwrap());
    let comparator = SmallAreasQuestion { towards: Towards::Comparator, ..question() };
    let comparator = shrunk(&ask(&world.evidence(), &comparator).unwrap());
    for (group, comparator) in group.iter().zip(&comparator) {
        assert!((group.rate.value - 10.0).abs() < 0.5, "{group:?}");
        assert!((4.0..group.rate.value).contains(&comparator.rate.value), "{comparator:?}");
    }
}

#[test]
fn what_is_hidden_takes_no_part_in_the_others() {
    let shown = [(12, 2_500), (30, 2_600), (9, 2_400), (22, 3_000)];
    let mut with = world(SourceClass::Restricted, &shown);
    with.add("E12000009", "2022", None, (3, 400));
    let found = release(ask(&with.evidence(), &question()).unwrap(), &Rules::default());
    let found = found.get();
    let without = ask(&world(SourceClass::Restricted, &shown).evidence(), &question()).unwrap();
    let hidden = found.areas.last().unwrap();
    assert_eq!(hidden.area.rate.events, Cell::Withheld(Withholding::Primary));
    assert_eq!(hidden.shrunk, None);
    assert_eq!(found.areas[..4], without.areas[..]);
    assert_eq!(found.shrunk().count(), 4);
}

#[test]
fn a_hidden_comparator_leaves_no_probability() {
    let mut world = world(SourceClass::Restricted, &[(12, 2_500), (30, 2_600), (9, 2_400)]);
    world.data.observations[0].numerator = Cell::known(5);
    let released = |question: &SmallAreasQuestion| {
        let found = ask(&world.evidence(), question).unwrap();
        release(found, &Rules::default()).get().clone()
    };
    let found = released(&question());
    assert!(shrunk(&found).iter().all(|area| area.above_comparator.is_none()));
    let found = released(&SmallAreasQuestion { towards: Towards::Comparator, ..question() });
    assert_eq!(found.shrunk().count(), 0);
    let why = found.not_computed.as_deref().unwrap();
    assert!(why.ends_with("are not known or not shown"), "{why}");
}

#[test]
fn too_few_areas_are_said_and_years_are_added_up() {
    let found =
        ask(&world(SourceClass::Published, &[(3, 900), (2, 800)]).evidence(), &question()).unwrap();
    assert!(found.not_computed.as_deref().unwrap().starts_with("2 areas:"), "{found:?}");
    let mut world = World::new(SourceClass::Published);
    for year in ["2020", "2021", "2022"] {
        world.add("E92000001", year, None, (2_000, 500_000));
        for code in ["E12000001", "E12000002", "E12000003"] {
            world.add(code, year, None, (4, 1_000));
        }
    }
    let pooled = SmallAreasQuestion { pool_years: 3, ..question() };
    let found = ask(&world.evidence(), &pooled).unwrap();
    assert_eq!(found.period.to_string(), "2020 to 2022");
    assert_eq!(found.areas[0].area.rate.counts(), Some((12, 3_000)));
}
