//! Trends and control charts of small data sets whose answers are known from
//! outside the code: published cases, or arithmetic that fits on a line.

mod support;

use firstyear_analysis::{
    Assurance, Change, NewLimits, NoTrend, PointKind, QuestionError, Rules, Spc, Trend, WhyLeftOut,
    release, spc, trend,
};
use firstyear_core::project::{SpcChart, SpcQuestion, TrendAgainst, TrendQuestion};
use firstyear_core::{
    Basis, CategoryId, Cell, Flags, IndicatorKind, Period, Polarity, SampleFraction, SourceClass,
    Withholding,
};
use support::{World, area, dimension_id, indicator_id};

const ENGLAND: &str = "E92000001";

fn trend_question() -> TrendQuestion {
    TrendQuestion {
        name: "everyone".to_owned(),
        area: None,
        indicator: None,
        dimension: None,
        categories: Vec::new(),
        against: None,
    }
}

fn fifths(of: &[&str], against: &[&str]) -> TrendQuestion {
    let ids = |of: &[&str]| of.iter().map(|id| CategoryId::new(id).unwrap()).collect();
    TrendQuestion {
        name: "the most deprived fifth".to_owned(),
        dimension: Some(dimension_id("fifth")),
        categories: ids(of),
        against: (!against.is_empty()).then(|| TrendAgainst {
            name: "the least deprived fifth".to_owned(),
            categories: ids(against),
        }),
        ..trend_question()
    }
}

fn spc_question() -> SpcQuestion {
    SpcQuestion {
        name: "everyone".to_owned(),
        area: None,
        indicator: None,
        dimension: None,
        categories: Vec::new(),
        chart: None,
        rebase: Vec::new(),
        target: None,
    }
}

#[track_caller]
fn ask(world: &World, question: &TrendQuestion) -> Trend {
    trend(&world.evidence(), question, &area(ENGLAND), &indicator_id()).unwrap()
}

#[track_caller]
fn draw(world: &World, question: &SpcQuestion) -> Spc {
    spc(&world.evidence(), question, &area(ENGLAND), &indicator_id()).unwrap()
}

/// Events among 10,000 for each period.
fn series(periods: &[&str], events: &[u64]) -> World {
    let mut world = World::new(SourceClass::Published);
    for (period, events) in periods.iter().zip(events) {
        world.add(ENGLAND, period, None, (*events, 10_000));
    }
    world
}

fn years(first: i32, events: &[u64]) -> World {
    let labels: Vec<String> = (first..).take(events.len()).map(|year| year.to_string()).collect();
    series(&labels.iter().map(String::as_str).collect::<Vec<_>>(), events)
}

fn reasons(answer: &Trend) -> Vec<(String, WhyLeftOut)> {
    answer.group.left_out.iter().map(|left| (left.period.to_string(), left.why)).collect()
}

#[test]
fn the_marker_of_a_proportion_is_that_of_the_profiles() {
    // Inputs and outcome of the tests of fingertips-open (2020).
    let mut world = World::new(SourceClass::Published);
    world.indicators.get_mut(&indicator_id()).unwrap().kind = IndicatorKind::Proportion;
    let counts = [(621, 3454), (599, 3195), (556, 3256), (535, 3227), (447, 3121)];
    for (year, counts) in (2014..).zip(counts) {
        world.add(ENGLAND, &year.to_string(), None, counts);
    }
    let answer = ask(&world, &trend_question());
    assert_eq!(answer.group.recent.unwrap().change, Change::Decreasing);
    assert_eq!(Change::Decreasing.label(answer.polarity), "Decreasing and getting better");
}

#[test]
fn a_rate_that_halves_each_year_falls_by_half_and_the_gap_to_a_steady_one_doubles() {
    let mut world = World::new(SourceClass::Published);
    for (year, halved) in (2016..).zip([1_600, 800, 400, 200, 100]) {
        world.add_fifths("fifth-2015", &year.to_string(), [1_000, 900, 800, 700, halved]);
    }
    let answer = ask(&world, &fifths(&["1"], &["5"]));
    let steady = answer.group.change.unwrap();
    assert!(steady.percent.value.abs() < 1e-6 && steady.p > 0.99, "{steady:?}");
    let falling = answer.against.as_ref().unwrap().change.unwrap();
    assert!((falling.percent.value + 50.0).abs() < 1e-6 && falling.p < 0.001, "{falling:?}");
    assert_eq!(answer.against.unwrap().recent.unwrap().change, Change::Decreasing);
    let gap = answer.gap.unwrap();
    assert!((gap.change.unwrap().percent.value - 100.0).abs() < 1e-6);
    // 1,000 against 1,600 at first, 1,000 against 100 at last.
    assert_eq!(gap.group_higher, Some((false, true)));
    assert_eq!(gap.run.unwrap().periods, 5);
}

#[test]
fn a_trend_stays_within_one_version_and_says_what_it_leaves_out() {
    let mut world = World::new(SourceClass::Published);
    for year in 2011..2016 {
        world.add_fifths("fifth-2010", &year.to_string(), [60, 50, 40, 30, 20]);
    }
    for year in 2016..2022 {
        world.add_fifths("fifth-2015", &year.to_string(), [60, 50, 40, 30, 20]);
    }
    let answer = ask(&world, &fifths(&["1"], &["5"]));
    let run = answer.group.run.clone().unwrap();
    assert_eq!(
        (run.first.to_string(), run.last.to_string(), run.periods),
        ("2016".into(), "2021".into(), 6)
    );
    assert_eq!(run.version, Some(dimension_id("fifth-2015")));
    let left = reasons(&answer);
    assert_eq!(left.len(), 5);
    assert!(left.iter().all(|(_, why)| *why == WhyLeftOut::OtherVersion), "{left:?}");
}

#[test]
fn rolling_periods_are_never_tested_together() {
    let labels = [
        "2013 to 2015",
        "2014 to 2016",
        "2015 to 2017",
        "2016 to 2018",
        "2017 to 2019",
        "2019 to 2021",
        "2020 to 2022",
    ];
    let world = series(&labels, &[90, 80, 70, 60, 50, 40, 30]);
    let answer = ask(&world, &trend_question());
    // 2017 to 2019 meets 2020 to 2022, and 2014 to 2016 meets the former.
    let run = answer.group.run.clone().unwrap();
    assert_eq!((run.first.to_string(), run.periods), ("2014 to 2016".into(), 3));
    assert_eq!(answer.group.recent, Err(NoTrend::NotYearly { years: 3 }));
    assert!(answer.group.change.is_ok());
    let left = reasons(&answer);
    assert_eq!(left.len(), 4);
    assert!(left.iter().all(|(_, why)| *why == WhyLeftOut::Overlaps), "{left:?}");
}

#[test]
fn single_years_go_before_rolling_ones_and_a_gap_in_time_ends_a_run() {
    let mut world = years(2015, &[90, 80, 70, 60, 50]);
    world.add(ENGLAND, "2012", None, (99, 10_000));
    world.add(ENGLAND, "2017 to 2019", None, (180, 30_000));
    world.add(ENGLAND, "2010 to 2011", None, (180, 20_000));
    let answer = ask(&world, &trend_question());
    assert_eq!(answer.group.run.clone().unwrap().periods, 5);
    assert_eq!(
        reasons(&answer),
        [
            ("2010 to 2011".to_owned(), WhyLeftOut::OtherLength),
            ("2012".to_owned(), WhyLeftOut::Interrupted),
            ("2017 to 2019".to_owned(), WhyLeftOut::Overlaps),
        ]
    );
}

#[test]
fn a_break_and_a_withheld_year_end_a_run() {
    let mut world = years(2010, &[90, 80, 70, 60, 50, 40, 30, 20]);
    let flag = |cell: &mut Cell<u64>| {
        *cell = Cell::flagged(*cell.value().unwrap(), Flags::SERIES_BREAK);
    };
    flag(&mut world.data.observations[3].numerator);
    world.data.observations[7].numerator = Cell::Withheld(Withholding::Publisher);
    let answer = ask(&world, &trend_question());
    let run = answer.group.run.clone().unwrap();
    assert_eq!((run.first.to_string(), run.last.to_string()), ("2013".into(), "2016".into()));
    assert_eq!(answer.group.recent, Err(NoTrend::TooFewPeriods { given: 4, needed: 5 }));
    let withheld = WhyLeftOut::NoCounts(Cell::Withheld(Withholding::Publisher));
    let left = reasons(&answer);
    assert_eq!(left[..3].iter().filter(|(_, why)| *why == WhyLeftOut::BeforeBreak).count(), 3);
    assert_eq!(left[3], ("2017".to_owned(), withheld));
}

#[test]
fn months_make_no_trend_and_a_whole_is_no_other_group() {
    let months = ["Jan 2020", "Feb 2020", "Mar 2020", "Apr 2020", "May 2020"];
    let answer = ask(&series(&months, &[5, 4, 3, 2, 1]), &trend_question());
    assert_eq!(answer.group.run, None);
    assert_eq!(answer.group.recent, Err(NoTrend::TooFewPeriods { given: 0, needed: 5 }));
    assert!(reasons(&answer).iter().all(|(_, why)| *why == WhyLeftOut::NotYears));
    let mut world = World::new(SourceClass::Published);
    for year in 2016..2021 {
        world.add_fifths("fifth-2015", &year.to_string(), [60, 50, 40, 30, 20]);
    }
    let answer = ask(&world, &fifths(&["1"], &["all"]));
    assert_eq!(answer.gap.unwrap().change, Err(NoTrend::SharedMembers));
}

#[test]
fn a_group_that_lacks_a_part_has_no_counts() {
    let mut world = World::new(SourceClass::Published);
    for year in 2016..2021 {
        world.add_fifths("fifth-2015", &year.to_string(), [60, 50, 40, 30, 20]);
    }
    // The second fifth of 2018 is not in the table.
    let gone = Period::year(2018).unwrap();
    let second = CategoryId::new("2").unwrap();
    let id = dimension_id("fifth-2015");
    world.data.observations.retain(|o| o.period != gone || o.groups.get(&id) != Some(&second));
    let answer = ask(&world, &fifths(&["1", "2"], &[]));
    assert_eq!(answer.group.run.unwrap().periods, 2);
    let point = &answer.group.points[2];
    assert_eq!((point.period, point.rate.events), (gone, Cell::Absent));
}

#[test]
fn a_trend_tells_nothing_of_a_hidden_count() {
    let hide = |events| {
        let mut world = World::new(SourceClass::Restricted);
        for (year, events) in (2014..).zip([40, 39, 38, events, 41, 42, 43]) {
            world.add(ENGLAND, &year.to_string(), None, (events, 10_000));
        }
        release(ask(&world, &trend_question()), &Rules::default()).get().clone()
    };
    assert_eq!(hide(3), hide(6), "the same answer whatever is hidden");
    let answer = hide(3);
    assert_eq!(answer.group.points[3].rate.events, Cell::Withheld(Withholding::Primary));
    assert_eq!(answer.group.run.as_ref().unwrap().first, Period::year(2018).unwrap());
    assert_eq!(reasons(&answer)[3].1, WhyLeftOut::NoCounts(Cell::Withheld(Withholding::Primary)));
}

#[test]
fn a_chart_of_rates_has_the_limits_of_poisson_and_marks_what_is_outside() {
    // 480 events in 12 × 10,000: 4 per 1,000 ± 3 × √(0.004 / 10,000).
    let world = years(2009, &[40, 41, 39, 42, 38, 40, 41, 39, 42, 38, 20, 60]);
    let mut question = spc_question();
    question.target = Some(7.0);
    let chart = draw(&world, &question);
    assert_eq!(chart.chart, SpcChart::U);
    let last = chart.points.last().unwrap();
    assert!((last.centre.unwrap() - 4.0).abs() < 1e-12);
    let (lower, upper) = last.limits.unwrap();
    let width = 3.0 * (0.004_f64 / 10_000.0).sqrt() * 1_000.0;
    assert!((lower - (4.0 - width)).abs() < 1e-9 && (upper - (4.0 + width)).abs() < 1e-9);
    // 6 is above 4 + 1.9, 2 below 4 - 1.9.
    let kinds: Vec<PointKind> = chart.points[10..].iter().map(|point| point.kind).collect();
    assert_eq!(kinds, [PointKind::Improvement, PointKind::Concern]);
    assert!(!last.short);
    // Low is good, and even the upper limit of 5.9 is below 7.
    assert_eq!(chart.assurance, Some(Assurance::ConsistentPass));
}

#[test]
fn without_an_agreed_optimum_nothing_is_better_and_nothing_assured() {
    let mut world = years(2009, &[40, 41, 39, 42, 38, 40, 41, 39, 42, 38, 20, 60]);
    world.indicators.get_mut(&indicator_id()).unwrap().polarity = Polarity::NoAgreedOptimum;
    let chart = draw(&world, &SpcQuestion { target: Some(7.0), ..spc_question() });
    assert_eq!(chart.points[11].kind, PointKind::NeutralHigh);
    assert_eq!(chart.assurance, None);
}

#[test]
fn a_missing_or_withheld_period_keeps_its_place_and_breaks_runs() {
    let mut world = years(2000, &[30, 31, 32, 33, 34, 35, 36, 37]);
    let seven = |world: &World| {
        let chart = draw(world, &spc_question());
        chart.points.iter().filter(|point| point.cause.is_some()).count()
    };
    assert_eq!(seven(&world), 8, "a run of rising points");
    world.data.observations[4].numerator = Cell::Withheld(Withholding::Publisher);
    world.data.observations.remove(2);
    let chart = draw(&world, &spc_question());
    let labels: Vec<String> = chart.points.iter().map(|p| p.at.period.to_string()).collect();
    assert_eq!(labels, ["2000", "2001", "2002", "2003", "2004", "2005", "2006", "2007"]);
    assert_eq!(chart.points[2].at.rate.rate, Cell::Absent);
    assert_eq!(chart.points[4].at.rate.rate, Cell::Withheld(Withholding::Publisher));
    assert_eq!(seven(&world), 0);
    assert!(chart.points.iter().all(|point| point.short));
}

#[test]
fn new_limits_begin_where_asked_and_at_a_break() {
    let mut world = years(2000, &[30, 31, 29, 60, 61, 59, 10, 11, 9]);
    let first = *world.data.observations[6].denominator.value().unwrap();
    world.data.observations[6].denominator = Cell::flagged(first, Flags::SERIES_BREAK);
    let question = SpcQuestion { rebase: vec!["2003".to_owned()], ..spc_question() };
    let chart = draw(&world, &question);
    let centres: Vec<f64> =
        chart.points.iter().step_by(3).map(|p| (p.centre.unwrap() * 1e6).round() / 1e6).collect();
    assert_eq!(centres, [3.0, 6.0, 1.0]);
    assert_eq!(chart.points[3].new_limits, Some(NewLimits::Asked));
    assert_eq!(chart.points[6].new_limits, Some(NewLimits::Break));
    for label in ["2000", "1999", "often"] {
        let question = SpcQuestion { rebase: vec![label.to_owned()], ..spc_question() };
        let refused = spc(&world.evidence(), &question, &area(ENGLAND), &indicator_id());
        assert_eq!(refused, Err(QuestionError::RebaseUnknown { entry: 1 }), "{label}");
    }
}

#[test]
fn rolling_and_other_periods_are_not_on_the_chart() {
    let mut world = years(2015, &[90, 80, 70, 60, 50]);
    world.add(ENGLAND, "2017 to 2019", None, (180, 30_000));
    world.add(ENGLAND, "Jan 2021", None, (4, 800));
    let chart = draw(&world, &spc_question());
    let left: Vec<_> = chart.left_out.iter().map(|l| (l.period.to_string(), l.why)).collect();
    assert_eq!(
        left,
        [
            ("2017 to 2019".to_owned(), WhyLeftOut::Overlaps),
            ("Jan 2021".to_owned(), WhyLeftOut::OtherLength)
        ]
    );
}

#[test]
fn lines_tell_nothing_of_a_hidden_count() {
    let hide = |events| {
        let mut world = World::new(SourceClass::Restricted);
        for (year, events) in (2014..).zip([40, 39, 38, events, 41, 42, 43]) {
            world.add(ENGLAND, &year.to_string(), None, (events, 10_000));
        }
        release(draw(&world, &spc_question()), &Rules::default()).get().clone()
    };
    assert_eq!(hide(3), hide(6), "the same chart whatever is hidden");
    let chart = hide(3);
    // (40 + 39 + 38 + 41 + 42 + 43) / 60,000.
    assert!((chart.points[0].centre.unwrap() - 4.05).abs() < 1e-9);
    assert_eq!(chart.points[3].limits, None);
}

#[test]
fn more_events_than_people_make_no_chart_of_proportions_and_say_why() {
    let mut world = years(2015, &[90, 80, 70]);
    world.add(ENGLAND, "2018", None, (20, 10));
    let chart = draw(&world, &SpcQuestion { chart: Some(SpcChart::P), ..spc_question() });
    let why = chart.no_lines.unwrap().to_string();
    assert!(why.starts_with("point 4: more events than people"), "{why}");
    assert!(chart.points.iter().all(|point| point.centre.is_none()));
}

#[test]
fn an_xmr_chart_has_the_limits_of_moving_ranges() {
    // 2 and 9 per 1,000, as in the example of the method: 5.5 ± 2.66 × 7.
    let world = years(2020, &[20, 90]);
    let chart = draw(&world, &SpcQuestion { chart: Some(SpcChart::Xmr), ..spc_question() });
    let (lower, upper) = chart.points[0].limits.unwrap();
    assert!((lower + 13.12).abs() < 1e-9 && (upper - 24.12).abs() < 1e-9);
}

/// Every 10th birth sampled: births of a rate of 20 per 1,000 widen its variance
/// by 0.02/0.1, to 1.2 times.
#[test]
fn births_of_a_sample_widen_a_yearly_change() {
    // 10, 12, ... 20 per 1,000 with little scatter about a line.
    let complete = years(2017, &[100, 120, 140, 160, 180, 200]);
    let mut sampled = years(2017, &[100, 120, 140, 160, 180, 200]);
    for row in &mut sampled.data.observations {
        row.basis = Basis::Sample(SampleFraction::new(0.1).unwrap());
    }
    let change = |world: &World| ask(world, &trend_question()).group.change.unwrap();
    let (before, after) = (change(&complete), change(&sampled));
    assert_eq!((before.dispersion, after.dispersion), (1.0, 1.2));
    let margin = |upper: f64, value: f64| (1.0 + upper / 100.0).ln() - (1.0 + value / 100.0).ln();
    let of = |change: &firstyear_analysis::YearlyChange| {
        margin(change.percent.interval.unwrap().upper, change.percent.value)
    };
    assert!((of(&after) / of(&before) - 1.2_f64.sqrt()).abs() < 1e-9);
    assert!(after.p > before.p);
}

#[test]
fn years_without_an_event_have_no_limits_and_rolling_periods_alone_are_named() {
    let chart = draw(&years(2018, &[0, 0, 0, 0]), &spc_question());
    assert!(chart.points.iter().all(|point| point.limits.is_none()));
    let rolling = series(&["2016 to 2018", "2019 to 2021"], &[40, 50]);
    let found = spc(&rolling.evidence(), &spc_question(), &area(ENGLAND), &indicator_id());
    assert!(matches!(found, Err(QuestionError::OnlyLongPeriods { .. })), "{found:?}");
}
