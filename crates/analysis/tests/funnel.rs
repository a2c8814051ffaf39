//! Areas by their size, with limits round a comparator.

mod support;

use firstyear_analysis::{
    AreaFunnel, Evidence, FunnelPosition, QuestionError, Rules, Verdict, area_funnel, release,
};
use firstyear_core::project::{FunnelQuestion, Overdispersion};
use firstyear_core::{Cell, Confidence, SourceClass, Withholding};
use support::{World, area, indicator_id};

fn question() -> FunnelQuestion {
    FunnelQuestion {
        prefixes: vec!["E12".to_owned()],
        name: "regions".to_owned(),
        comparator: None,
        indicator: None,
        pool_years: 1,
        period: None,
        overdispersion: Overdispersion::None,
    }
}

fn ask(evidence: &Evidence<'_>, question: &FunnelQuestion) -> Result<AreaFunnel, QuestionError> {
    area_funnel(evidence, question, &area("E92000001"), &indicator_id())
}

/// England at exactly 4 per 1,000, and regions of 2,500 births with these
/// deaths: 10 are expected in each.
fn world(class: SourceClass, deaths: &[u64]) -> World {
    let mut world = World::new(class);
    world.add("E92000001", "2022", None, (2_308, 577_000));
    for (code, deaths) in (1..).zip(deaths) {
        world.add(&format!("E1200000{code}"), "2022", None, (*deaths, 2_500));
    }
    world
}

use FunnelPosition::{High, Low, VeryHigh, Within};

fn positions(funnel: &AreaFunnel) -> Vec<FunnelPosition> {
    funnel.areas.iter().map(|area| area.band.expect("limits").position).collect()
}

#[test]
fn limits_are_those_of_a_poisson_table() {
    // Poisson with mean 10, from printed tables: at most 3 have 0.0103, at most
    // 4 have 0.0293, so 4 is inside the 95% limits and 3 is not; at most 16 have
    // 0.9730, at most 17 have 0.9857, so 17 is inside and 18 is not. At most 20
    // have 0.9984, at most 21 have 0.9993, so that 22 is beyond 99.8%.
    let world = world(SourceClass::Published, &[4, 3, 17, 18, 22]);
    let found = ask(&world.evidence(), &question()).unwrap();
    assert_eq!(positions(&found), [Within, Low, Within, High, VeryHigh]);
    let band = found.areas[0].band.unwrap();
    // Interpolated: 4 - (0.0293 - 0.025) / (0.0293 - 0.0103) events of 2,500.
    assert!((band.inner.lower - 3.77 / 2.5).abs() < 0.01, "{band:?}");
    assert_eq!((band.inner.confidence, band.outer.confidence), (Confidence::P95, Confidence::P998));
    assert_eq!(found.areas[1].verdict(), Verdict::Lower);
    assert!((found.expected_outside(Confidence::P95) - 0.25).abs() < 1e-12);
    let sizes: Vec<f64> = found.lines.iter().map(|line| line.at_risk).collect();
    assert!(sizes[0] <= 2_500.0 && *sizes.last().unwrap() >= 2_500.0, "{sizes:?}");
}

#[test]
fn overdispersion_widens_the_lines_by_the_variance_beyond_chance() {
    // Scores are (deaths - 10) / √10 and none is trimmed where all are alike
    // but for their sign: φ is 10, and τ² = 4 (4 φ - 3) / (4 × 4 - 4) / 2,500 of
    // 0.004, that is (40 - 3) / 3 times the variance of chance.
    let world = world(SourceClass::Published, &[0, 0, 20, 20]);
    let chance = ask(&world.evidence(), &question()).unwrap();
    let additive = FunnelQuestion { overdispersion: Overdispersion::Additive, ..question() };
    let both = ask(&world.evidence(), &additive).unwrap();
    let scatter = both.scatter.unwrap();
    assert_eq!(chance.scatter, both.scatter, "said in either case");
    assert!((scatter.phi - 10.0).abs() < 1e-9, "{scatter:?}");
    // Chance: 4 per 1,000 over 2,500 births is 1.6 per 1,000 squared.
    assert!((scatter.tau2 - 37.0 / 3.0 * 1.6).abs() < 1e-9, "{scatter:?}");
    let upper = |found: &AreaFunnel| found.areas[0].band.unwrap().inner.upper - 4.0;
    let stretch = (1.0 + 37.0_f64 / 3.0).sqrt();
    assert!((upper(&both) / upper(&chance) - stretch).abs() < 1e-9);
    assert_eq!(positions(&both), [FunnelPosition::Within; 4]);
}

#[test]
fn what_is_hidden_takes_no_part_in_the_lines() {
    let additive = FunnelQuestion { overdispersion: Overdispersion::Additive, ..question() };
    let mut with = world(SourceClass::Restricted, &[12, 30, 9, 22]);
    with.add("E12000009", "2022", None, (3, 90_000));
    let found = release(ask(&with.evidence(), &additive).unwrap(), &Rules::default());
    let found = found.get();
    let without = world(SourceClass::Restricted, &[12, 30, 9, 22]);
    let without = ask(&without.evidence(), &additive).unwrap();
    let hidden = found.areas.last().unwrap();
    assert_eq!(hidden.area.rate.events, Cell::Withheld(Withholding::Primary));
    assert_eq!((hidden.band, hidden.verdict()), (None, Verdict::NotCompared));
    assert_eq!((found.scatter, &found.lines), (without.scatter, &without.lines));
    assert_eq!(found.areas[..4], without.areas[..]);
    assert_eq!((found.compared(), found.areas.len()), (4, 5));
}

#[test]
fn a_hidden_comparator_leaves_no_line() {
    let mut world = world(SourceClass::Restricted, &[12, 30]);
    world.data.observations[0].numerator = Cell::known(5);
    let found = ask(&world.evidence(), &question()).unwrap();
    assert!(found.not_computed.is_none() && !found.lines.is_empty());
    let found = release(found, &Rules::default());
    let found = found.get();
    assert!(found.lines.is_empty() && found.scatter.is_none() && found.compared() == 0);
    let why = found.not_computed.as_deref().unwrap();
    assert!(why.ends_with("are not known or not shown"), "{why}");
}

#[test]
fn a_withheld_count_has_no_place_and_nobody_at_risk_neither() {
    let mut world = world(SourceClass::Published, &[12, 8, 10]);
    world.data.observations[1].numerator = Cell::Withheld(Withholding::Publisher);
    world.data.observations[2].numerator = Cell::known(0);
    world.data.observations[2].denominator = Cell::known(0);
    let found = ask(&world.evidence(), &question()).unwrap();
    let has: Vec<bool> = found.areas.iter().map(|area| area.band.is_some()).collect();
    assert_eq!(has, [false, false, true]);
}

#[test]
fn a_proportion_of_more_than_all_spoils_no_other() {
    let mut world = world(SourceClass::Published, &[12, 2_600, 8]);
    let indicator = world.indicators.get_mut(&indicator_id()).unwrap();
    indicator.kind = firstyear_core::IndicatorKind::Proportion;
    let found = ask(&world.evidence(), &question()).unwrap();
    let has: Vec<bool> = found.areas.iter().map(|area| area.band.is_some()).collect();
    assert_eq!((has, found.not_computed.as_ref()), (vec![true, false, true], None));
}

#[test]
fn the_comparator_is_not_held_against_itself() {
    let world = world(SourceClass::Published, &[12, 8]);
    let all = FunnelQuestion { prefixes: vec!["E".to_owned()], ..question() };
    let found = ask(&world.evidence(), &all).unwrap();
    assert!(found.areas.iter().all(|area| area.area.code != found.comparator.code));
    assert_eq!(found.compared(), 2);
}

#[test]
fn years_are_added_up_and_a_lacking_year_is_said() {
    let mut world = World::new(SourceClass::Published);
    for year in ["2019", "2020", "2021", "2022"] {
        world.add("E92000001", year, None, (2_000, 500_000));
        world.add("E12000001", year, None, (10, 2_500));
    }
    world.add("E12000002", "2022", None, (10, 2_500));
    let pooled = FunnelQuestion { pool_years: 3, ..question() };
    let found = ask(&world.evidence(), &pooled).unwrap();
    assert_eq!(found.period.to_string(), "2020 to 2022");
    assert_eq!(found.comparator.rate.counts(), Some((6_000, 1_500_000)));
    assert_eq!(found.areas[0].area.rate.counts(), Some((30, 7_500)));
    assert_eq!(found.areas[1].area.rate.events, Cell::Absent);
    for (label, period) in [("2021", "2019 to 2021"), ("2019 to 2021", "2019 to 2021")] {
        let question = FunnelQuestion { period: Some(label.to_owned()), ..pooled.clone() };
        assert_eq!(ask(&world.evidence(), &question).unwrap().period.to_string(), period);
    }
    let lacking = FunnelQuestion { period: Some("2020".to_owned()), ..pooled };
    let error = ask(&world.evidence(), &lacking).unwrap_err();
    assert!(error.to_string().starts_with("no period with 3 years in a row"), "{error}");
    let none = FunnelQuestion { comparator: Some(area("W92000004")), ..question() };
    assert!(matches!(ask(&world.evidence(), &none), Err(QuestionError::NoFigures { .. })));
}
