//! What leaves of a restricted source: small counts with everything made from
//! them stay behind.

mod support;

use firstyear_analysis::{
    CauseRow, Causes, GapPoint, GapTest, GapTrend, Rules, Verdict, area_comparison, data_quality,
    gap_trend, inequality_profile, release,
};
use firstyear_core::project::{AreasQuestion, Disclosure, PublisherRule};
use firstyear_core::{
    AreaCode, CategoryId, Cell, Flags, Period, SourceClass, SourceId, Withholding,
};
use support::{World, area, dimension_id, gap_question, indicator_id, profile_question, regions};

const HIDDEN: Withholding = Withholding::Primary;

fn released_gaps(world: &World) -> GapTrend {
    let trend =
        gap_trend(&world.evidence(), &gap_question(), &area("E92000001"), &indicator_id()).unwrap();
    release(trend, &Rules::default()).get().clone()
}

/// Every figure of a point that is still known.
fn shown(point: &GapPoint) -> Vec<f64> {
    let (rates, events) = (point.printed_rates.as_slice(), point.printed_events.as_slice());
    let rates = rates.iter().flat_map(|(group, all)| [group, all]).filter_map(|c| c.value());
    let events = events.iter().flat_map(|(group, all)| [group, all]).filter_map(|c| c.value());
    let gaps = [&point.relative, &point.absolute].into_iter().filter_map(|c| c.value());
    gaps.map(|gap| gap.value).chain(rates.copied()).chain(events.map(|n| *n as f64)).collect()
}

#[test]
fn a_published_gap_over_few_events_leaves_with_its_limits_and_rates() {
    // The limits of a gap of 40% over 3 of 60 events give back the 3.
    let mut world = World::new(SourceClass::Restricted);
    world.add_gap("class-90", "1997 to 1999", 40.0, Some((3, 60, 4.5)));
    world.add_gap("class-90", "2000 to 2002", 40.0, Some((30, 60, 4.5)));
    world.data.gaps[0].group_rate = Cell::known(6.3);
    let trend = released_gaps(&world);
    let [few, many] = &trend.series[0].points[..] else { panic!("two points") };
    assert_eq!(few.relative, Cell::Withheld(HIDDEN));
    assert_eq!(few.printed_rates, Some((Cell::Withheld(HIDDEN), Cell::Withheld(HIDDEN))));
    assert!(shown(few).is_empty());
    assert!(many.relative.value().is_some_and(|gap| gap.interval.is_some()));
    assert_eq!(trend.comparisons[0].verdict, Verdict::NotCompared);
}

#[test]
fn a_published_gap_of_a_restricted_source_needs_its_counts() {
    let mut world = World::new(SourceClass::Restricted);
    world.add_gap("class-90", "1997 to 1999", 40.0, None);
    assert_eq!(released_gaps(&world).series[0].points[0].relative, Cell::Withheld(HIDDEN));
    let mut world = World::new(SourceClass::Published);
    world.add_gap("class-90", "1997 to 1999", 40.0, Some((3, 60, 4.5)));
    let point = &released_gaps(&world).series[0].points[0];
    assert!(point.relative.value().is_some(), "shown as published");
}

#[test]
fn a_gap_made_from_few_events_leaves_with_them() {
    let mut world = World::new(SourceClass::Restricted);
    for (group, counts) in [("manual", (5, 900)), ("all", (90, 20_000))] {
        world.add("K04000001", "2019", Some(("class-90", group)), counts);
    }
    let point = &released_gaps(&world).series[0].points[0];
    assert_eq!(point.group.as_ref().unwrap().events, Cell::Withheld(HIDDEN));
    assert_eq!(point.all.as_ref().unwrap().counts(), Some((90, 20_000)));
    assert!(shown(point).is_empty());
}

#[test]
fn a_hidden_gap_does_not_void_that_of_another_series_in_the_same_period() {
    // class-90 of 2006 to 2008 rests on 3 events, class-2001 of the same
    // years on thousands.
    let mut world = World::new(SourceClass::Restricted);
    world.add_gap("class-90", "1997 to 1999", 13.0, Some((3_000, 7_000, 4.5)));
    world.add_gap("class-90", "2006 to 2008", 40.0, Some((3, 60, 4.5)));
    world.add_gap("class-2001", "2006 to 2008", 16.0, Some((3_777, 8_743, 4.5)));
    let trend = released_gaps(&world);
    let [same, across] = &trend.comparisons[..] else { panic!("one for each series") };
    assert_eq!((same.verdict, same.test), (Verdict::NotCompared, GapTest::WithinLimits));
    assert_ne!(across.verdict, Verdict::NotCompared);
}

#[test]
fn few_events_of_an_area_leave_with_its_verdict() {
    let mut world = World::new(SourceClass::Restricted);
    world.add("E92000001", "2022", None, (2_240, 577_046));
    world.add("E12000001", "2022", None, (7, 24_701));
    world.add("E12000002", "2022", None, (400, 80_000));
    let ask = |world: &World, code: &AreaCode| {
        let found = area_comparison(&world.evidence(), &regions(), code, &indicator_id()).unwrap();
        release(found, &Rules::default()).get().clone()
    };
    let found = ask(&world, &area("E92000001"));
    let [few, many] = &found.areas[..] else { panic!("two areas") };
    assert_eq!(few.area.rate.events, Cell::Withheld(HIDDEN));
    assert_eq!(few.area.rate.rate, Cell::Withheld(HIDDEN));
    assert_eq!(few.verdict, Verdict::NotCompared);
    assert_eq!(many.verdict, Verdict::Higher);
    // One comparison is left, and chance alone makes one in 20 differ.
    assert!((found.expected_by_chance() - 0.05).abs() < 1e-12);
    world.data.observations[0].numerator = Cell::known(4);
    let found = ask(&world, &area("E92000001"));
    assert!(found.areas.iter().all(|area| area.verdict == Verdict::NotCompared));
}

#[test]
fn disagreements_of_a_restricted_source_are_counted_and_not_listed() {
    let mut world = World::new(SourceClass::Restricted);
    world.add_fifths("fifth-2015", "2019", [60, 50, 40, 30, 20]);
    world.data.observations[0].value = Cell::known(9.9);
    world.data.observations[5].numerator = Cell::known(201);
    let released = release(data_quality(&world.evidence()), &Rules::default());
    let quality = released.get();
    assert_eq!((quality.rates.len(), quality.totals.len()), (0, 0));
    assert_eq!((quality.rates_not_listed, quality.totals_not_listed), (1, 1));
}

#[test]
fn small_counts_of_a_restricted_source_leave_with_everything_made_from_them() {
    let mut world = World::new(SourceClass::Restricted);
    world.add_fifths("fifth-2015", "2019", [60, 50, 0, 30, 3]);
    let profile = inequality_profile(
        &world.evidence(),
        &profile_question(1),
        &area("E92000001"),
        &indicator_id(),
    )
    .unwrap();
    let released = release(profile, &Rules::default());
    let period = &released.get().periods[0];
    let hidden = &period.groups[4].rate;
    assert_eq!(hidden.events, Cell::Withheld(Withholding::Primary));
    assert_eq!(hidden.rate, Cell::Withheld(Withholding::Primary));
    assert_eq!(period.groups[2].rate.events, Cell::known(0), "no deaths identify no family");
    // The smallest of the others goes too, else the three is found by
    // subtraction; the total stays.
    let second = &period.groups[3].rate;
    assert_eq!(second.events, Cell::Withheld(Withholding::Secondary));
    assert_eq!(second.at_risk, Cell::Withheld(Withholding::Secondary));
    assert_eq!(period.total.as_ref().unwrap().events, Cell::known(143));
    assert!(period.slope.is_none() && period.excess.is_none());
}

#[test]
fn a_total_that_its_groups_do_not_make_up_goes_with_a_hidden_group() {
    let mut world = World::new(SourceClass::Restricted);
    world.add_fifths("fifth-2015", "2019", [60, 50, 40, 30, 3]);
    world.data.observations[5].numerator = Cell::known(190);
    let question = profile_question(1);
    let evidence = world.evidence();
    let profile =
        inequality_profile(&evidence, &question, &area("E92000001"), &indicator_id()).unwrap();
    let released = release(profile, &Rules::default());
    let period = &released.get().periods[0];
    assert_eq!(period.groups[4].rate.events, Cell::Withheld(Withholding::Primary));
    assert_eq!(period.groups[3].rate.events, Cell::known(30));
    let total = period.total.as_ref().unwrap();
    assert_eq!(total.events, Cell::Withheld(Withholding::Secondary));
}

#[test]
fn what_its_publisher_shows_stays_shown() {
    let mut world = World::new(SourceClass::Published);
    world.add_fifths("fifth-2015", "2019", [60, 50, 40, 1, 3]);
    world.data.observations[0].numerator = Cell::Withheld(Withholding::Publisher);
    let question = profile_question(1);
    let evidence = world.evidence();
    let profile =
        inequality_profile(&evidence, &question, &area("E92000001"), &indicator_id()).unwrap();
    let released = release(profile.clone(), &Rules::default());
    assert_eq!(*released.get(), profile);
}

#[test]
fn a_second_cause_hides_a_small_one() {
    let dimension = dimension_id("cause");
    let row = |cause: &str, deaths: [u64; 2]| CauseRow {
        cause: CategoryId::new(cause).unwrap(),
        label: cause.to_owned(),
        deaths: deaths.map(Cell::known).to_vec(),
        class: SourceClass::Restricted,
        sources: std::collections::BTreeSet::new(),
    };
    let causes = Causes {
        dimension_name: "Cause".to_owned(),
        dimension,
        area: area("E92000001"),
        period: Period::parse("2019", None).unwrap(),
        ages: vec![(indicator_id(), "first".to_owned()), (indicator_id(), "second".to_owned())],
        causes: vec![row("a", [2, 40]), row("b", [13, 50]), row("c", [30, 0])],
        total: Some(row("all", [45, 90])),
    };
    let released = release(causes, &Rules::default());
    let deaths = |row: usize| released.get().causes[row].deaths.clone();
    let by = |by| Cell::Withheld(by);
    // Thirteen is just enough: were the 2 a 7, it would be 8, the least that a
    // count outside the threshold can be.
    assert_eq!(deaths(0), [by(Withholding::Primary), Cell::known(40)]);
    assert_eq!(deaths(1), [by(Withholding::Secondary), Cell::known(50)]);
    assert_eq!(deaths(2), [Cell::known(30), Cell::known(0)]);
    assert_eq!(released.get().total.as_ref().unwrap().deaths, [45, 90].map(Cell::known));
}

#[test]
fn areas_that_make_up_the_comparator_are_a_split_of_it() {
    let released = |all: (u64, u64)| {
        let mut world = World::new(SourceClass::Restricted);
        world.add("E92000001", "2022", None, all);
        world.add("E12000001", "2022", None, (3, 1_000));
        world.add("E12000002", "2022", None, (40, 9_000));
        world.add("E12000003", "2022", None, (50, 8_000));
        let question = AreasQuestion {
            prefixes: vec!["E12".to_owned()],
            name: "regions".to_owned(),
            comparator: None,
            indicator: None,
        };
        let england = area("E92000001");
        let found =
            area_comparison(&world.evidence(), &question, &england, &indicator_id()).unwrap();
        let released = release(found, &Rules::default());
        let events = |at: usize| released.get().areas[at].area.rate.events;
        ([0, 1, 2].map(events), released.get().comparator.rate.events)
    };
    let (primary, secondary) =
        (Cell::Withheld(Withholding::Primary), Cell::Withheld(Withholding::Secondary));
    let (areas, all) = released((93, 18_000));
    assert_eq!(areas, [primary, secondary, Cell::known(50)]);
    assert_eq!(all, Cell::known(93));
    // England has more than these three: nothing can be subtracted.
    let (areas, all) = released((2_240, 577_046));
    assert_eq!(areas, [primary, Cell::known(40), Cell::known(50)]);
    assert_eq!(all, Cell::known(2_240));
}

/// The rule of the Office for National Statistics for deaths, and
/// none of these counts hidden.
fn ons_deaths() -> Rules {
    let none = Disclosure { withhold_from: 1_000_000_000, withhold_to: 1_000_000_000 };
    let source = SourceId::new("s").unwrap();
    Rules::from(none).with(source, PublisherRule::OnsDeaths)
}

#[test]
fn rates_on_few_deaths_follow_the_rule_of_their_source() {
    // FOI/2021/3301: no crude rate below 3 deaths, flag "u" below 20.
    let shown = |class, deaths| {
        let mut world = World::new(class);
        world.add("E92000001", "2022", None, (2_240, 577_046));
        world.add("E12000001", "2022", None, (deaths, 24_701));
        let ask =
            area_comparison(&world.evidence(), &regions(), &area("E92000001"), &indicator_id());
        let found = release(ask.unwrap(), &ons_deaths()).get().areas[0].clone();
        assert_eq!(found.area.rate.events, Cell::known(deaths), "the rule hides no count");
        assert_eq!(found.area.rate.at_risk, Cell::known(24_701));
        (found.area.rate.rate, found.verdict)
    };
    for deaths in [0, 2] {
        let (rate, verdict) = shown(SourceClass::Restricted, deaths);
        assert_eq!(rate, Cell::Withheld(HIDDEN), "{deaths}");
        assert_eq!(verdict, Verdict::NotCompared);
    }
    for (deaths, flags) in [(3, Flags::LOW_RELIABILITY), (19, Flags::LOW_RELIABILITY)] {
        let (rate, verdict) = shown(SourceClass::Restricted, deaths);
        assert_eq!(rate.flags(), flags, "{deaths}");
        assert!(rate.value().is_some_and(|rate| rate.interval.is_some()));
        assert_ne!(verdict, Verdict::NotCompared);
    }
    assert!(shown(SourceClass::Restricted, 20).0.flags().is_empty());
    // What is published is shown as published.
    assert!(shown(SourceClass::Published, 2).0.value().is_some());
}

#[test]
fn a_gap_and_an_excess_leave_with_the_rate_that_they_are_made_from() {
    let mut world = World::new(SourceClass::Restricted);
    for (group, counts) in [("manual", (2, 900)), ("all", (90, 20_000))] {
        world.add("K04000001", "2019", Some(("class-90", group)), counts);
    }
    world.add_fifths("fifth-2015", "2019", [60, 50, 40, 30, 2]);
    let (evidence, code) = (world.evidence(), area("E92000001"));
    let trend = gap_trend(&evidence, &gap_question(), &code, &indicator_id()).unwrap();
    let released = release(trend, &ons_deaths());
    let point = &released.get().series[0].points[0];
    let group = point.group.as_ref().unwrap();
    assert_eq!((group.counts(), group.rate), (Some((2, 900)), Cell::Withheld(HIDDEN)));
    assert!(shown(point).is_empty());

    let profile =
        inequality_profile(&evidence, &profile_question(1), &code, &indicator_id()).unwrap();
    assert!(profile.periods[0].excess.is_some());
    let released = release(profile, &ons_deaths());
    let period = &released.get().periods[0];
    let [.., last] = &period.groups[..] else { panic!("five groups") };
    assert_eq!(last.rate.rate, Cell::Withheld(HIDDEN));
    assert_eq!(period.total.as_ref().unwrap().counts().map(|(deaths, _)| deaths), Some(182));
    assert!(period.excess.is_none(), "the reference group has no rate");
    assert!(period.slope.is_some(), "it is made of all counts, which are shown");
}

#[test]
fn a_declared_rule_widens_what_is_hidden_of_every_restricted_source() {
    let mut world = World::new(SourceClass::Restricted);
    world.add("E92000001", "2022", None, (2_240, 577_046));
    world.add("E12000001", "2022", None, (9, 24_701));
    world.add("E12000002", "2022", None, (10, 24_701));
    let found = area_comparison(&world.evidence(), &regions(), &area("E92000001"), &indicator_id());
    let rules = Rules::default().with(SourceId::new("another").unwrap(), PublisherRule::CdcWonder);
    let released = release(found.unwrap(), &rules);
    let rates: Vec<_> = released.get().areas.iter().map(|area| area.area.rate.clone()).collect();
    assert_eq!(rates[0].events, Cell::Withheld(HIDDEN));
    assert_eq!(rates[0].rate, Cell::Withheld(HIDDEN));
    assert_eq!(rates[1].events, Cell::known(10));
    assert!(rates[1].rate.flags().is_empty(), "the mark is for rates of the source that has it");
}
