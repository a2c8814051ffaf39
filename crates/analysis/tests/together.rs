//! Answers of restricted sources beside each other: what one hides does not
//! come out of another.

mod support;

use firstyear_analysis::{Answers, QuestionError, RatePoint, answers};
use firstyear_core::project::{
    FunnelQuestion, GapQuestion, GapSeries, Overdispersion, Project, TrendQuestion,
};
use firstyear_core::{CategoryId, Cell, SourceClass, SourceId, Withholding};
use support::{World, area, dimension_id, indicator_id, profile_question, regions};

const ENGLAND: &str = "E92000001";

fn project() -> Project {
    Project { indicator: indicator_id(), ..Project::new("together", area(ENGLAND)) }
}

fn categories(ids: &[&str]) -> Vec<CategoryId> {
    ids.iter().map(|id| CategoryId::new(id).unwrap()).collect()
}

fn trend_of(ids: &[&str]) -> TrendQuestion {
    TrendQuestion {
        name: ids.join(" and "),
        area: None,
        indicator: None,
        dimension: Some(dimension_id("fifth-2015")),
        categories: categories(ids),
        against: None,
    }
}

fn gap_of(ids: &[&str]) -> GapQuestion {
    GapQuestion {
        group: ids.join(" and "),
        against: "all".to_owned(),
        area: None,
        indicator: None,
        series: vec![GapSeries {
            dimension: dimension_id("fifth-2015"),
            categories: categories(ids),
            area: None,
            against: None,
        }],
    }
}

fn funnel_of_two_years() -> FunnelQuestion {
    FunnelQuestion {
        prefixes: vec!["E12".to_owned()],
        name: "regions".to_owned(),
        comparator: None,
        indicator: None,
        pool_years: 2,
        period: None,
        overdispersion: Overdispersion::None,
    }
}

fn last(found: &Answers) -> &RatePoint {
    found.trends[0].get().group.points.last().unwrap()
}

/// Three deaths in the first fifth of 2022: by the rule of 1 to 7 the profile
/// hides them, and the 20 of the second for their sake.
fn fifths(class: SourceClass) -> World {
    let mut world = World::new(class);
    for year in ["2020", "2021"] {
        world.add_fifths("fifth-2015", year, [30, 30, 40, 50, 60]);
    }
    world.add_fifths("fifth-2015", "2022", [3, 20, 40, 50, 60]);
    world
}

#[test]
fn a_group_that_is_hidden_for_anothers_sake_is_hidden_in_its_trend() {
    let world = fifths(SourceClass::Restricted);
    let mut project = project();
    project.profiles = vec![profile_question(1)];
    project.trends = vec![trend_of(&["2"])];
    let found = answers(&project, &world.evidence());
    let profile = found.profiles[0].get().periods.last().unwrap();
    assert_eq!(profile.groups[0].rate.events, Cell::Withheld(Withholding::Primary));
    assert_eq!(profile.groups[1].rate.events, Cell::Withheld(Withholding::Secondary));
    let point = last(&found);
    assert_eq!(point.rate.events, Cell::Withheld(Withholding::Secondary));
    assert_eq!(point.rate.rate.value(), None);
    assert!(found.trends[0].get().group.points[0].rate.events.value().is_some());
    // By itself the trend of the second fifth gives nothing away.
    project.profiles.clear();
    assert_eq!(last(&answers(&project, &world.evidence())).rate.counts(), Some((20, 10_000)));
}

#[test]
fn groups_of_several_do_not_give_one_away() {
    // 3 = 63 - 60: the trend of both beside that of one.
    let mut world = World::new(SourceClass::Restricted);
    world.add_fifths("fifth-2015", "2022", [3, 20, 40, 50, 60]);
    let mut project = project();
    project.profiles = vec![profile_question(1)];
    project.trends = vec![trend_of(&["1", "5"])];
    let found = answers(&project, &world.evidence());
    let fifth = found.profiles[0].get().periods[0].groups[4].rate.events;
    assert_eq!(fifth, Cell::known(60));
    assert_eq!(last(&found).rate.events, Cell::Withheld(Withholding::Secondary));
}

/// Two and two of five, and all, leave the fifth that nobody shows.
#[test]
fn overlapping_groups_do_not_tell_the_one_that_none_of_them_names() {
    let shown = |world: &World| {
        let mut project = project();
        project.trends = vec![trend_of(&["1", "2"]), trend_of(&["4", "5"])];
        project.gaps = vec![gap_of(&["1", "5"])];
        let found = answers(&project, &world.evidence());
        let of_trends = found.trends.iter().map(|trend| {
            let point = trend.get().group.points.last().unwrap();
            point.rate.events.value().is_some()
        });
        let of_gaps = found.gaps.iter().map(|gap| {
            let point = gap.get().series[0].points.last().unwrap();
            point.all.as_ref().is_some_and(|all| all.events.value().is_some())
        });
        of_trends.chain(of_gaps).filter(|shown| *shown).count()
    };
    let mut world = World::new(SourceClass::Restricted);
    world.add_fifths("fifth-2015", "2022", [20, 20, 2, 50, 60]);
    assert!(shown(&world) < 3, "the third is all without the others");
    let mut world = World::new(SourceClass::Restricted);
    world.add_fifths("fifth-2015", "2022", [20, 20, 40, 50, 60]);
    assert_eq!(shown(&world), 3);
}

#[test]
fn a_profile_hides_more_where_a_gap_shows_what_it_would_have_hidden() {
    let world = fifths(SourceClass::Restricted);
    let mut project = project();
    project.gaps = vec![gap_of(&["2"])];
    project.profiles = vec![profile_question(1)];
    let found = answers(&project, &world.evidence());
    assert_eq!(found.unanswered, []);
    let gap = found.gaps[0].get().series[0].points.last().unwrap();
    assert_eq!(gap.group.as_ref().unwrap().counts(), Some((20, 10_000)));
    // 173 in all, less the 20 of the gap: without a third figure hidden, the 3
    // would be what is left.
    let profile = found.profiles[0].get().periods.last().unwrap();
    let hidden = profile.groups[2..].iter().filter(|g| g.rate.events.value().is_none());
    assert_eq!(hidden.count(), 1);
}

#[test]
fn a_year_that_is_hidden_does_not_come_out_of_two_periods() {
    // 4 deaths in 2021: 13 in two years less 9 in the second.
    let mut world = World::new(SourceClass::Restricted);
    for (year, deaths) in [("2021", [4, 60]), ("2022", [9, 70])] {
        world.add("E12000001", year, None, (deaths[0], 9_000));
        world.add("E12000002", year, None, (deaths[1], 9_000));
        world.add(ENGLAND, year, None, (500, 90_000));
    }
    let mut project = project();
    project.areas = vec![regions()];
    project.funnels = vec![funnel_of_two_years()];
    let found = answers(&project, &world.evidence());
    let one_year = &found.areas[0].get().areas;
    let two_years = &found.funnels[0].get().areas;
    assert_eq!(one_year[0].area.rate.events, Cell::known(9));
    assert_eq!(two_years[0].area.rate.events, Cell::Withheld(Withholding::Secondary));
    assert_eq!(two_years[1].area.rate.events, Cell::known(130));
    assert!(two_years[0].band.is_none() && two_years[1].band.is_some());
}

#[test]
fn what_is_left_of_a_total_does_not_come_out_of_gaps() {
    // 173 in all: beside 20, 40 and 50 the 60 of the last gap would leave 3.
    let world = fifths(SourceClass::Restricted);
    let mut project = project();
    project.gaps = ["2", "3", "4", "5"].map(|id| gap_of(&[id])).to_vec();
    let found = answers(&project, &world.evidence());
    let groups = found.gaps.iter().map(|gap| {
        let point = gap.get().series[0].points.last().unwrap();
        point.group.as_ref().unwrap().events
    });
    let groups: Vec<_> = groups.collect();
    let withheld = Cell::Withheld(Withholding::Secondary);
    assert_eq!(groups, [Cell::known(20), Cell::known(40), Cell::known(50), withheld]);
    let last = found.gaps[3].get().series[0].points.last().unwrap();
    assert_eq!(last.relative.value(), None, "the gap would give its counts away");
}

#[test]
fn an_earlier_answer_hides_what_a_later_one_could_not_make_up_for() {
    // 14 in two groups of up to 7 are 7 and 7, as soon as both are hidden for
    // being small.
    let mut world = World::new(SourceClass::Restricted);
    world.add_fifths("fifth-2015", "2022", [7, 7, 40, 50, 60]);
    let mut project = project();
    project.trends = [&["1", "2"][..], &["1"], &["2"]].map(trend_of).to_vec();
    let found = answers(&project, &world.evidence());
    assert_eq!(found.unanswered, []);
    assert_eq!(last(&found).rate.events, Cell::Withheld(Withholding::Secondary));
}

#[test]
fn what_hiding_does_not_help_is_refused_and_the_rest_stands() {
    // The same, and another source publishes the 14.
    let mut world = World::new(SourceClass::Restricted);
    world.add(ENGLAND, "2022", None, (14, 89_000));
    world.add("E12000001", "2022", None, (7, 9_000));
    world.add("E12000002", "2022", None, (7, 80_000));
    let published = SourceId::new("p").unwrap();
    let mut source = world.data.sources.values().next().unwrap().clone();
    (source.id, source.class) = (published.clone(), SourceClass::Published);
    world.data.sources.insert(published.clone(), source);
    world.data.observations[0].source = published;
    let mut project = project();
    let of = |code: &str| TrendQuestion {
        name: code.to_owned(),
        area: Some(area(code)),
        dimension: None,
        categories: Vec::new(),
        ..trend_of(&["1"])
    };
    project.trends = [ENGLAND, "E12000001", "E12000002"].map(of).to_vec();
    let found = answers(&project, &world.evidence());
    assert_eq!(found.trends.len(), 2);
    assert_eq!(found.unanswered.len(), 1);
    assert_eq!(found.unanswered[0].question, "trend: E12000002");
    assert_eq!(found.unanswered[0].why, QuestionError::Disclosive);
}

#[test]
fn an_age_that_two_others_leave_does_not_come_out() {
    // 50 deaths under one year less 46 under four weeks.
    let mut world = World::new(SourceClass::Restricted);
    world.define("neonatal-mortality", firstyear_core::IndicatorKind::Rate);
    world.add(ENGLAND, "2022", None, (50, 9_000));
    world.add_of("neonatal-mortality", ENGLAND, "2022", None, (46, 9_000));
    let mut project = project();
    let of = |id: &str| TrendQuestion {
        name: id.to_owned(),
        indicator: Some(firstyear_core::IndicatorId::new(id).unwrap()),
        dimension: None,
        categories: Vec::new(),
        ..trend_of(&["1"])
    };
    project.trends = [indicator_id().as_str(), "neonatal-mortality"].map(of).to_vec();
    let found = answers(&project, &world.evidence());
    let of_both = found.trends.iter().map(|trend| trend.get().group.points[0].rate.events);
    assert_eq!(
        of_both.collect::<Vec<_>>(),
        [Cell::known(50), Cell::Withheld(Withholding::Secondary)]
    );
}

#[test]
fn what_another_source_publishes_is_known_to_the_reader() {
    // 5 of 100 deaths: whoever knows the published 100 takes the 95 from them.
    let mut world = World::new(SourceClass::Restricted);
    world.add("E12000001", "2022", None, (5, 9_000));
    world.add("E12000002", "2022", None, (95, 80_000));
    world.add(ENGLAND, "2022", None, (100, 89_000));
    let published = SourceId::new("p").unwrap();
    let mut source = world.data.sources.values().next().unwrap().clone();
    (source.id, source.class) = (published.clone(), SourceClass::Published);
    world.data.sources.insert(published.clone(), source);
    world.data.observations[2].source = published;
    let mut project = project();
    project.areas = vec![regions()];
    let found = answers(&project, &world.evidence());
    let of_second = found.areas[0].get().areas[1].area.rate.events;
    assert_eq!(of_second, Cell::Withheld(Withholding::Secondary));
}

#[test]
fn published_figures_are_never_held_against_each_other() {
    let world = fifths(SourceClass::Published);
    let mut project = project();
    project.profiles = vec![profile_question(1)];
    project.trends = vec![trend_of(&["1"])];
    let found = answers(&project, &world.evidence());
    assert_eq!(last(&found).rate.counts(), Some((3, 10_000)));
}

#[test]
fn what_published_counts_leave_is_no_fault_of_a_later_answer() {
    // 8 of 15 published deaths in one fifth: whoever reads them has the 7 of the
    // others, whatever a restricted source tells of another area.
    let mut world = World::new(SourceClass::Restricted);
    world.add(ENGLAND, "2022", Some(("fifth-2015", "2")), (8, 3_000));
    world.add(ENGLAND, "2022", Some(("fifth-2015", "all")), (15, 9_000));
    let published = SourceId::new("p").unwrap();
    let mut source = world.data.sources.values().next().unwrap().clone();
    (source.id, source.class) = (published.clone(), SourceClass::Published);
    world.data.sources.insert(published.clone(), source);
    world.data.observations.iter_mut().for_each(|row| row.source = published.clone());
    world.add("E12000001", "2022", None, (60, 9_000));
    let mut project = project();
    project.gaps = vec![gap_of(&["2"])];
    let everyone =
        TrendQuestion { dimension: None, categories: Vec::new(), ..trend_of(&["everyone"]) };
    project.trends = vec![TrendQuestion { area: Some(area("E12000001")), ..everyone }];
    let found = answers(&project, &world.evidence());
    assert_eq!(found.unanswered, []);
    assert_eq!(last(&found).rate.counts(), Some((60, 9_000)));
}
