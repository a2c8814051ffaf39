//! Asks the questions of small data sets whose answers are known from outside
//! the code: published figures, or arithmetic that fits on a line.

mod support;

use firstyear_analysis::{
    GapTest, QuestionError, Rules, Summary, Verdict, area_comparison, data_quality, gap_trend,
    inequality_profile, release,
};
use firstyear_core::project::ProfileQuestion;
use firstyear_core::{
    Basis, Cell, Flags, Observation, Period, SampleFraction, SourceClass, SourceId, Withholding,
};
use support::{World, area, dimension_id, gap_question, indicator_id, profile_question, regions};

#[test]
fn the_gap_of_2007_to_2009_cannot_be_told_from_that_of_1997_to_1999() {
    let mut world = World::new(SourceClass::Published);
    world.add_gap("class-90", "1997 to 1999", 13.0, None);
    world.add_gap("class-2001", "2006 to 2008", 16.0, Some((3_777, 8_743, 4.5)));
    world.add_gap("class-2001", "2007 to 2009", 12.0, Some((3_650, 8_698, 4.4)));
    let trend =
        gap_trend(&world.evidence(), &gap_question(), &area("E92000001"), &indicator_id()).unwrap();
    let last = &trend.series[1].points[1];
    let limits = last.relative.value().unwrap().interval.unwrap();
    // Department of Health (2010); limits as published in the note on the gap.
    assert!((limits.lower - 9.2).abs() < 0.05 && (limits.upper - 14.9).abs() < 0.05);
    assert!(last.overlaps_previous && !trend.series[1].points[0].overlaps_previous);
    let [comparison] = &trend.comparisons[..] else { panic!("one later series") };
    assert_eq!(comparison.verdict, Verdict::CannotTell);
    assert_eq!(comparison.test, GapTest::WithinLimits);
    let names = Some(("class-90".to_owned(), "class-2001".to_owned()));
    assert_eq!(comparison.across_break, names);
}

#[test]
fn a_series_can_be_held_against_others_than_the_question_says() {
    let mut world = World::new(SourceClass::Published);
    world.add_gap("class-90", "1997 to 1999", 13.0, None);
    world.add_gap("class-2001", "2007 to 2009", 12.0, None);
    let mut question = gap_question();
    question.series[1].against = Some("births at the same address".to_owned());
    let trend =
        gap_trend(&world.evidence(), &question, &area("E92000001"), &indicator_id()).unwrap();
    let against: Vec<_> = trend.series.iter().map(|series| series.against.as_str()).collect();
    assert_eq!(against, ["all", "births at the same address"]);
}

#[test]
fn overlapping_periods_are_not_tested() {
    let mut world = World::new(SourceClass::Published);
    world.add_gap("class-2001", "2006 to 2008", 16.0, Some((3_777, 8_743, 4.5)));
    world.add_gap("class-2001", "2007 to 2009", 12.0, Some((3_650, 8_698, 4.4)));
    let trend =
        gap_trend(&world.evidence(), &gap_question(), &area("E92000001"), &indicator_id()).unwrap();
    assert_eq!(trend.comparisons[0].test, GapTest::Overlapping);
    assert_eq!(trend.comparisons[0].verdict, Verdict::NotCompared);
}

#[test]
fn years_are_added_up_within_a_version_and_never_across() {
    let mut world = World::new(SourceClass::Published);
    for year in ["2013", "2014", "2015"] {
        world.add_fifths("fifth-2010", year, [60, 50, 40, 30, 20]);
    }
    for year in ["2016", "2017", "2018", "2019"] {
        world.add_fifths("fifth-2015", year, [60, 50, 40, 30, 20]);
    }
    let profile = inequality_profile(
        &world.evidence(),
        &profile_question(3),
        &area("E92000001"),
        &indicator_id(),
    )
    .unwrap();
    let periods: Vec<_> = profile.periods.iter().map(|p| p.period.to_string()).collect();
    assert_eq!(periods, ["2013 to 2015", "2017 to 2019"]);
    assert_eq!(profile.left_over, [Period::year(2016).unwrap()]);
    let latest = profile.periods.last().unwrap();
    let most = &latest.groups[0];
    assert_eq!(most.rate.counts(), Some((180, 30_000)));
    assert!((most.rate.rate.value().unwrap().value - 6.0).abs() < 1e-12);
    // 600 deaths of 150,000 are 4 per 1,000; the best-off group has 2.
    let excess = latest.excess.as_ref().unwrap();
    assert!((excess.paf.value - 50.0).abs() < 1e-9);
    assert!((excess.events.value - 300.0).abs() < 1e-9);
    assert!(latest.slope.unwrap().sii.value > 0.0);
}

#[test]
fn a_group_that_one_year_lacks_stands_as_not_reported() {
    let mut world = World::new(SourceClass::Published);
    for year in ["2017", "2018", "2019"] {
        world.add_fifths("fifth-2015", year, [60, 50, 40, 30, 20]);
    }
    // The third fifth of 2018 and the fifth one of every year.
    let lacks = |o: &Observation| {
        let fifth = o.groups.get(&dimension_id("fifth-2015")).unwrap().as_str();
        fifth == "5" || (fifth == "3" && o.period == Period::year(2018).unwrap())
    };
    world.data.observations.retain(|o| !lacks(o));
    let profile = inequality_profile(
        &world.evidence(),
        &profile_question(3),
        &area("E92000001"),
        &indicator_id(),
    )
    .unwrap();
    let groups = &profile.periods[0].groups;
    assert_eq!(groups.len(), 5, "no group vanishes");
    assert_eq!((groups[2].rate.events, groups[2].rate.rate), (Cell::Absent, Cell::Absent));
    let why = "not reported for 2018, so that the years cannot be added up";
    assert_eq!(groups[2].lacking.as_deref(), Some(why));
    assert_eq!(groups[4].lacking.as_deref(), Some("not in the table"));
    assert_eq!(groups[0].rate.counts(), Some((180, 30_000)));
}

#[test]
fn what_is_not_computed_says_what_it_is() {
    // No deaths at all: neither a slope nor a share, each for its own reason.
    let mut world = World::new(SourceClass::Published);
    world.add_fifths("fifth-2015", "2019", [0; 5]);
    let profile = inequality_profile(
        &world.evidence(),
        &profile_question(1),
        &area("E92000001"),
        &indicator_id(),
    )
    .unwrap();
    let whats: Vec<_> = profile.periods[0].not_computed.iter().map(|n| n.what).collect();
    assert_eq!(whats, [Summary::Slope, Summary::Excess]);
    let whys: Vec<_> = profile.periods[0].not_computed.iter().map(|n| n.why.as_str()).collect();
    assert_eq!(whys[0], "no events in any group");
    assert!(whys[1].starts_with("no events in those the group is held against"));
}

#[test]
fn a_share_over_sampled_births_allows_for_the_sampling() {
    let limits = |basis| {
        let mut world = World::new(SourceClass::Published);
        world.add_fifths("fifth-2015", "2019", [60, 50, 40, 30, 20]);
        for observation in &mut world.data.observations {
            observation.basis = basis;
        }
        let profile = inequality_profile(
            &world.evidence(),
            &profile_question(1),
            &area("E92000001"),
            &indicator_id(),
        )
        .unwrap();
        profile.periods[0].excess.as_ref().unwrap().paf.interval.unwrap()
    };
    let sample = Basis::Sample(SampleFraction::new(0.1).unwrap());
    let (complete, sampled) = (limits(Basis::Complete), limits(sample));
    // By hand: 20 of 200 deaths are 0.1, so the logarithm of 0.5 has variance
    // 0.9/20; a fifth of 50,000 births, of which 5,000 are sampled, adds
    // 0.8/(0.2 × 5,000).
    let lower = |variance: f64| 100.0 * (1.0 - 0.5 * (1.959_964 * variance.sqrt()).exp());
    assert!((complete.lower - lower(0.045)).abs() < 1e-4);
    assert!((sampled.lower - lower(0.045 + 0.000_8)).abs() < 1e-4);
}

#[test]
fn a_withheld_group_gives_a_withheld_rate_and_no_slope() {
    let mut world = World::new(SourceClass::Published);
    world.add_fifths("fifth-2015", "2019", [60, 50, 40, 30, 20]);
    world.data.observations[2].numerator = Cell::Withheld(Withholding::Publisher);
    let profile = inequality_profile(
        &world.evidence(),
        &profile_question(1),
        &area("E92000001"),
        &indicator_id(),
    )
    .unwrap();
    let period = &profile.periods[0];
    assert_eq!(period.groups[2].rate.rate, Cell::Withheld(Withholding::Publisher));
    assert_eq!((period.slope, &period.excess), (None, &None));
    assert!(period.not_computed[0].why.contains("the group 3"));
}

#[test]
fn areas_are_held_against_the_comparator_in_order_of_code() {
    let mut world = World::new(SourceClass::Published);
    world.add("E92000001", "2022", None, (2_240, 577_046));
    world.add("E12000002", "2022", None, (400, 80_000));
    world.add("E12000001", "2022", None, (96, 24_701));
    let found = area_comparison(&world.evidence(), &regions(), &area("E92000001"), &indicator_id())
        .unwrap();
    let verdicts: Vec<_> = found.areas.iter().map(|a| (a.area.code.as_str(), a.verdict)).collect();
    let expected = [("E12000001", Verdict::CannotTell), ("E12000002", Verdict::Higher)];
    assert_eq!(verdicts, expected);
    assert!((found.expected_by_chance() - 0.1).abs() < 1e-12);
}

#[test]
fn marks_of_the_publisher_stay_with_its_rate() {
    let mut world = World::new(SourceClass::Published);
    for (code, counts) in
        [("E92000001", (2_240, 577_046)), ("E12000001", (9, 2_400)), ("E12000002", (2, 900))]
    {
        world.add(code, "2022", None, counts);
    }
    world.data.observations[0].value = Cell::known(3.9);
    world.data.observations[1].value = Cell::flagged(3.8, Flags::LOW_RELIABILITY);
    let ask = |world: &World| {
        let found =
            area_comparison(&world.evidence(), &regions(), &area("E92000001"), &indicator_id());
        found.unwrap().areas.into_iter().map(|compared| compared.area.rate).collect::<Vec<_>>()
    };
    let rates = ask(&world);
    assert_eq!(rates[0].rate.flags(), Flags::LOW_RELIABILITY);
    assert!(!rates[0].is_reliable() && !rates[0].lacks_published());
    assert!(rates[1].lacks_published() && !rates[1].is_reliable());
    // Where no rate at all is printed, none is kept back.
    for observation in &mut world.data.observations {
        observation.value = Cell::Absent;
    }
    assert!(ask(&world).iter().all(|rate| rate.published.is_none() && rate.is_reliable()));
}

#[test]
fn a_printed_rate_stands_where_its_counts_are_not_known() {
    // Report of 2010: 3,650 deaths, 5.0 per 1,000, births not printed.
    let mut world = World::new(SourceClass::Published);
    world.add_fifths("fifth-2015", "2019", [60, 50, 40, 30, 20]);
    let printed = &mut world.data.observations[0];
    (printed.numerator, printed.denominator) = (Cell::known(3_650), Cell::Absent);
    printed.value = Cell::flagged(5.0, Flags::PROVISIONAL);
    let ask = |world: &World| {
        inequality_profile(
            &world.evidence(),
            &profile_question(1),
            &area("E92000001"),
            &indicator_id(),
        )
        .unwrap()
        .periods
        .remove(0)
    };
    let period = ask(&world);
    let rate = period.groups[0].rate.rate;
    assert_eq!(rate.value().map(|rate| (rate.value, rate.interval)), Some((5.0, None)));
    assert_eq!(rate.flags(), Flags::PROVISIONAL);
    assert!(period.groups[0].rate.is_as_published());
    assert!(period.slope.is_none(), "a printed rate has no counts to fit");
    world.data.sources.values_mut().for_each(|s| s.class = SourceClass::Restricted);
    let profile = inequality_profile(
        &world.evidence(),
        &profile_question(1),
        &area("E92000001"),
        &indicator_id(),
    );
    let released = release(profile.unwrap(), &Rules::default());
    let hidden = &released.get().periods[0].groups[0].rate;
    assert_eq!(hidden.rate, Cell::Withheld(Withholding::Primary));
    assert_eq!(hidden.published, Some(Cell::Withheld(Withholding::Primary)));
}

#[test]
fn rates_and_totals_that_do_not_agree_are_listed() {
    let mut world = World::new(SourceClass::Published);
    world.add_fifths("fifth-2015", "2019", [60, 50, 40, 30, 20]);
    for observation in &mut world.data.observations {
        observation.value = Cell::known(4.2);
    }
    world.data.observations[5].numerator = Cell::known(201);
    let quality = data_quality(&world.evidence());
    assert_eq!(quality.rates_checked, 6);
    assert_eq!(quality.rates.len(), 6, "no rate is 4.2");
    assert_eq!(quality.totals_checked, 2);
    assert_eq!(quality.totals[0].difference, -1);
    world.data.observations[5].numerator = Cell::known(200);
    world.data.observations[2].value = Cell::known(4.0);
    let quality = data_quality(&world.evidence());
    assert_eq!((quality.rates.len(), quality.totals.len()), (5, 0));
}

#[test]
fn one_group_beside_its_total_is_not_added_up() {
    let mut world = World::new(SourceClass::Published);
    world.add_fifths("fifth-2015", "2019", [60, 50, 40, 30, 20]);
    let all = world.data.observations.len() - 1;
    world.data.observations.drain(1..all);
    assert_eq!(world.data.observations.len(), 2, "the first fifth and all");
    let quality = data_quality(&world.evidence());
    assert_eq!((quality.totals_checked, quality.totals.len()), (0, 0));
}

#[test]
fn a_question_without_figures_says_so() {
    let world = World::new(SourceClass::Published);
    let error = inequality_profile(
        &world.evidence(),
        &profile_question(1),
        &area("E92000001"),
        &indicator_id(),
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "no figures for indicator `infant-mortality-rate`, area `E92000001`, dimension `fifth`: check the area's code and the files of the project"
    );
    let unknown = ProfileQuestion { dimension: dimension_id("sixth"), ..profile_question(1) };
    let error =
        inequality_profile(&world.evidence(), &unknown, &area("E92000001"), &indicator_id());
    assert!(matches!(error, Err(QuestionError::DimensionUnknown { .. })));
}

#[test]
fn the_order_of_files_changes_nothing() {
    let mut world = World::new(SourceClass::Published);
    for version in ["fifth-2015", "fifth-2010"] {
        world.add_fifths(version, "2019", [60, 50, 40, 30, 20]);
    }
    for observation in &mut world.data.observations {
        observation.value = Cell::known(4.2);
        observation.numerator = observation.numerator.map(|deaths| deaths + 1);
    }
    for (source, deaths) in [("s", 2_240), ("a", 2_300)] {
        world.add("E92000001", "2022", None, (deaths, 577_046));
        world.add("E12000001", "2022", None, (deaths / 10, 24_701));
        for observation in world.data.observations.iter_mut().rev().take(2) {
            observation.source = SourceId::new(source).unwrap();
        }
    }
    for (percent, origin) in [(13.0, "report"), (14.0, "answer in parliament")] {
        world.add_gap("class-90", "1997 to 1999", percent, None);
        world.data.gaps.last_mut().unwrap().origin = origin.to_owned();
    }
    let asked = |world: &World| {
        let (evidence, england) = (world.evidence(), area("E92000001"));
        (
            data_quality(&evidence),
            gap_trend(&evidence, &gap_question(), &england, &indicator_id()).unwrap(),
            area_comparison(&evidence, &regions(), &england, &indicator_id()).unwrap(),
        )
    };
    let forward = asked(&world);
    assert_eq!((forward.0.rates.len(), forward.0.totals.len()), (12, 2));
    world.data.observations.reverse();
    world.data.gaps.reverse();
    assert_eq!(asked(&world), forward);
}
