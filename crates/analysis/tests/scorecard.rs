//! How an area stands: counts whose limits are in any table of the Poisson
//! distribution. Of 60 events they are 45.79 and 77.23.

mod support;

use chrono::NaiveDate;
use firstyear_analysis::{
    QuestionError, Rules, Scorecard, ScorecardAsked, Standing, release, scorecard,
};
use firstyear_core::project::{
    CompareRule, GapQuestion, GapSeries, ScorecardDomain, ScorecardIndicator, ScorecardQuestion,
    ScorecardTarget,
};
use firstyear_core::recommendation::{Recommendation, Status, StatusChange};
use firstyear_core::{
    CategoryId, Cell, Confidence, Interval, Place, Placed, Polarity, SourceClass, Withholding,
};
use support::{World, area, dimension_id, indicator_id};

const AREA: &str = "E06000001";
const COUNTRY: &str = "E92000001";

/// 60 deaths in 10,000 births of the area in 2022, and so many of its country.
fn world(class: SourceClass, country: (u64, u64)) -> World {
    let mut world = World::new(class);
    world.add(AREA, "2021", None, (55, 10_000));
    world.add(AREA, "2022", None, (60, 10_000));
    world.add(COUNTRY, "2022", None, country);
    world
}

fn listed(target: Option<f64>) -> ScorecardIndicator {
    let source = "a plan".to_owned();
    ScorecardIndicator {
        id: indicator_id(),
        domain: None,
        weight: 1.0,
        pool_years: 1,
        target: target.map(|value| ScorecardTarget { value, by: 2030, source }),
    }
}

fn asked(compare: CompareRule, indicators: Vec<ScorecardIndicator>) -> ScorecardAsked {
    ScorecardAsked {
        question: ScorecardQuestion {
            name: "made up".to_owned(),
            area: None,
            comparator: Some(area(COUNTRY)),
            compare,
            indicators,
        },
        gaps: Vec::new(),
        as_of: NaiveDate::from_ymd_opt(2023, 12, 31),
    }
}

fn found(world: &World, asked: &ScorecardAsked) -> Scorecard {
    scorecard(&world.evidence(), asked, &area(AREA), &indicator_id()).unwrap()
}

fn standing(country: (u64, u64), compare: CompareRule) -> Standing {
    let world = world(SourceClass::Published, country);
    found(&world, &asked(compare, Vec::new())).rows[0].standing()
}

#[test]
fn an_area_stands_by_its_limits() {
    use CompareRule::{AgainstValue, Overlap};
    // 4.579 to 7.723 per 1,000 against 4.5, 4.6, 7.7 and 7.8.
    for (events, expected) in [
        (450_000, Standing::Worse),
        (460_000, Standing::CannotTell),
        (770_000, Standing::CannotTell),
        (780_000, Standing::Better),
    ] {
        assert_eq!(standing((events, 100_000_000), AgainstValue), expected, "{events}");
    }
    // 450 of 100,000 have limits up to 4.94: the two overlap.
    assert_eq!(standing((450, 100_000), AgainstValue), Standing::Worse);
    assert_eq!(standing((450, 100_000), Overlap), Standing::CannotTell);
    assert_eq!(standing((350, 100_000), Overlap), Standing::Worse, "up to 3.89");
}

/// What an area leaves of its country is a count too: 3 of 63.
#[test]
fn a_comparator_is_hidden_where_little_is_left_of_it() {
    let mut small = world(SourceClass::Restricted, (63, 11_000));
    let asks = asked(CompareRule::AgainstValue, Vec::new());
    let shown = release(found(&small, &asks), &Rules::default());
    let row = &shown.get().rows[0];
    assert_eq!(row.against(), Cell::Withheld(Withholding::Secondary));
    assert_eq!(row.standing(), Standing::NotCompared);
    small.data.observations[2].numerator = Cell::known(450);
    small.data.observations[2].denominator = Cell::known(100_000);
    let shown = release(found(&small, &asks), &Rules::default());
    assert_eq!(shown.get().rows[0].standing(), Standing::Worse);
}

/// What a file names and nobody defines has no row, and is told.
#[test]
fn what_nobody_defines_is_told() {
    let mut world = world(SourceClass::Published, (450, 100_000));
    world.add_of("of-nobody", AREA, "2022", None, (5, 10));
    let of_all = found(&world, &asked(CompareRule::AgainstValue, Vec::new()));
    let undefined: Vec<&str> =
        of_all.undefined.iter().map(firstyear_core::IndicatorId::as_str).collect();
    assert_eq!((of_all.rows.len(), undefined), (1, vec!["of-nobody"]));
    let listed = found(&world, &asked(CompareRule::AgainstValue, vec![listed(None)]));
    assert_eq!(listed.undefined, [], "what is not asked for is not missed");
}

/// A standardised figure is not held against a crude one.
#[test]
fn standardised_and_crude_are_not_held_against_each_other() {
    let mut world = world(SourceClass::Published, (600, 100_000));
    world.data.observations[2].value = Cell::known(4.5);
    let asks = asked(CompareRule::AgainstValue, Vec::new());
    let row = &found(&world, &asks).rows[0];
    assert!(row.is_mixed());
    assert_eq!(row.standing(), Standing::NotCompared);
    world.data.observations[1].value = Cell::known(4.4);
    let row = &found(&world, &asks).rows[0];
    assert!(!row.is_mixed());
}

#[test]
fn what_is_not_compared_says_so() {
    let mut world = world(SourceClass::Published, (450, 100_000));
    let mut alone = asked(CompareRule::AgainstValue, Vec::new());
    alone.question.comparator = None;
    let row = &found(&world, &alone).rows[0];
    assert_eq!((row.standing(), row.comparator.is_none()), (Standing::NotCompared, true));
    // Of another year than the area's latest nothing is compared.
    world.data.observations.pop();
    world.add(COUNTRY, "2021", None, (450, 100_000));
    let card = found(&world, &asked(CompareRule::AgainstValue, Vec::new()));
    assert_eq!(card.rows[0].standing(), Standing::NotCompared);
    assert_eq!(card.rows[0].latest().unwrap().period.to_string(), "2022");
    assert_eq!(card.rows[0].age_days(card.as_of.unwrap()), Some(365));
    let mut elsewhere = asked(CompareRule::AgainstValue, Vec::new());
    elsewhere.question.area = Some(area("W92000004"));
    let none = scorecard(&world.evidence(), &elsewhere, &area(AREA), &indicator_id());
    assert!(matches!(none, Err(QuestionError::NoFiguresOfAny { .. })));
}

/// 115 deaths of two years in 20,000 births: 5.75 per 1,000.
#[test]
fn years_are_added_up_on_both_sides() {
    let mut world = world(SourceClass::Published, (450, 100_000));
    world.add(COUNTRY, "2021", None, (550, 100_000));
    let mut asks = asked(CompareRule::AgainstValue, vec![listed(None)]);
    asks.question.indicators[0].pool_years = 2;
    let row = &found(&world, &asks).rows[0];
    assert_eq!(row.latest().unwrap().period.to_string(), "2021 to 2022");
    assert!((row.figure().value().unwrap().value - 5.75).abs() < 1e-9);
    assert!((row.against().value().unwrap().value - 5.0).abs() < 1e-9);
    assert_eq!(row.series.group.points.len(), 2, "the series stays that of years");
    // Where there are not so many, the latest year stands.
    asks.question.indicators[0].pool_years = 3;
    assert_eq!(found(&world, &asks).rows[0].latest().unwrap().period.to_string(), "2022");
}

#[test]
fn a_target_is_met_where_the_limits_say_so() {
    let world = world(SourceClass::Published, (450, 100_000));
    for (target, left, is_met) in
        [(4.0, -2.0, Some(false)), (6.0, 0.0, None), (7.0, 1.0, None), (8.0, 2.0, Some(true))]
    {
        let asks = asked(CompareRule::AgainstValue, vec![listed(Some(target))]);
        let distance = found(&world, &asks).rows[0].distance().unwrap();
        assert!((distance.left - left).abs() < 1e-9, "{target}: {distance:?}");
        assert_eq!(distance.is_met, is_met, "{target}");
    }
    let mut neither = world;
    neither.indicators.get_mut(&indicator_id()).unwrap().polarity = Polarity::NoAgreedOptimum;
    let asks = asked(CompareRule::AgainstValue, vec![listed(Some(4.0))]);
    let row = &found(&neither, &asks).rows[0];
    assert_eq!(row.distance().unwrap().is_met, None);
    assert_eq!(row.standing(), Standing::Differs, "apart, and nobody says which is better");
}

#[test]
fn sums_have_every_row_whatever_it_weighs() {
    let mut world = world(SourceClass::Published, (450, 100_000));
    world.add(AREA, "2022", Some(("class-2001", "manual")), (40, 5_000));
    world.add(AREA, "2022", Some(("class-2001", "all")), (60, 10_000));
    let mut asks = asked(CompareRule::AgainstValue, vec![listed(None)]);
    asks.question.indicators[0].weight = 0.5;
    asks.gaps = vec![GapQuestion {
        group: "manual".to_owned(),
        against: "all".to_owned(),
        area: Some(area(AREA)),
        indicator: None,
        series: vec![GapSeries {
            dimension: dimension_id("class-2001"),
            categories: vec![CategoryId::new("manual").unwrap()],
            against: None,
            area: None,
        }],
    }];
    let card = found(&world, &asks);
    assert_eq!(card.rows[0].domain, ScorecardDomain::Mortality);
    assert_eq!(card.gaps.len(), 1);
    let sums = card.sums();
    let domains: Vec<_> = sums.iter().map(|sum| sum.domain).collect();
    assert_eq!(domains, [ScorecardDomain::Mortality, ScorecardDomain::Inequality]);
    assert_eq!((sums[0].rows, sums[0].weights), ([0, 1, 0, 0, 0], [0.0, 0.5, 0.0, 0.0, 0.0]));
    // 8.0 against 6.0 per 1,000, on 40 of 60 deaths: a gap of 33%.
    assert!(
        (card.gaps[0].latest().unwrap().relative.value().unwrap().value - 100.0 / 3.0).abs() < 1e-9
    );
    assert_eq!(card.gaps[0].standing(), Standing::Worse);
    // A gap of another area is none of this one.
    asks.gaps[0].area = Some(area(COUNTRY));
    assert!(found(&world, &asks).gaps.is_empty());
    let mut more = asked(CompareRule::AgainstValue, vec![listed(None)]);
    let other = firstyear_core::IndicatorId::new("low-birth-weight").unwrap();
    let mut definition = world.indicators[&indicator_id()].clone();
    definition.id = other.clone();
    world.indicators.insert(other.clone(), definition);
    more.question.indicators.push(ScorecardIndicator { id: other.clone(), ..listed(None) });
    assert_eq!(found(&world, &more).lacking, [other], "asked for, and without figures");
}

/// An age-standardised rate is not what its counts give.
#[test]
fn what_the_counts_do_not_give_is_shown_as_printed() {
    let mut world = world(SourceClass::Published, (450, 100_000));
    let limits = Interval { lower: 3.0, upper: 4.0, confidence: Confidence::P95 };
    world.data.observations[1].value = Cell::known(3.5);
    world.data.observations[1].interval = Some(limits);
    // Its country is known as printed alone.
    world.data.observations[2].numerator = Cell::Absent;
    world.data.observations[2].value = Cell::known(4.5);
    let asks = asked(CompareRule::AgainstValue, Vec::new());
    let row = &found(&world, &asks).rows[0];
    assert!(row.is_printed_otherwise());
    assert_eq!(row.figure().value().unwrap().value, 3.5);
    assert_eq!(row.standing(), Standing::Better, "4.5 is above its printed limits");
    // A rounded one is ours.
    world.data.observations[1].value = Cell::known(6.0);
    assert!(found(&world, &asks).rows[0].is_printed_otherwise(), "its limits are half as wide");
    world.data.observations[1].interval = None;
    assert!(!found(&world, &asks).rows[0].is_printed_otherwise());
    // 60 of 10,000 in one decimal of another unit is no other rate either.
    world.data.observations[1].numerator = Cell::known(28);
    world.data.observations[1].denominator = Cell::known(14_482);
    world.data.observations[1].value = Cell::known(1.9);
    assert!(!found(&world, &asks).rows[0].is_printed_otherwise(), "1.93 is printed as 1.9");
    // Without counts the printed rate has its printed limits.
    let observation = &mut world.data.observations[1];
    (observation.numerator, observation.value) = (Cell::Absent, Cell::known(3.5));
    observation.interval = Some(limits);
    assert_eq!(found(&world, &asks).rows[0].standing(), Standing::Better);
}

#[test]
fn a_small_count_takes_its_standing_and_its_distance() {
    let mut world = world(SourceClass::Restricted, (450, 100_000));
    world.data.observations[1].numerator = Cell::known(5);
    world.data.observations[1].denominator = Cell::known(100);
    let asks = asked(CompareRule::AgainstValue, vec![listed(Some(4.0))]);
    let before = found(&world, &asks);
    assert_eq!(before.rows[0].standing(), Standing::Worse);
    let released = release(before, &Rules::default());
    let row = &released.get().rows[0];
    assert_eq!(row.figure(), Cell::Withheld(Withholding::Primary));
    assert_eq!((row.standing(), row.distance()), (Standing::NotCompared, None));
}

#[test]
fn recommendations_stand_beside_what_they_should_move() {
    let mut world = world(SourceClass::Published, (450, 100_000));
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let one = |id: &str, place: &str, due: &str, became: &[(Status, &str)]| Recommendation {
        id: id.to_owned(),
        area: area(place),
        visit: None,
        theme: "strategic".to_owned(),
        category: None,
        part: None,
        text: None,
        lead: None,
        with: Vec::new(),
        indicators: vec![indicator_id()],
        interventions: Vec::new(),
        pathways: Vec::new(),
        priority: None,
        made: day("2023-01-01"),
        due: Some(day(due)),
        evidence: Vec::new(),
        history: became
            .iter()
            .map(|(status, on)| StatusChange { status: *status, on: day(on), reason: None })
            .collect(),
    };
    let mut unlinked = one("e", AREA, "2023-06-01", &[]);
    unlinked.indicators.clear();
    let all = vec![
        one("a", AREA, "2023-06-01", &[]),
        one("b", AREA, "2024-06-01", &[(Status::Agreed, "2023-02-01")]),
        one(
            "c",
            AREA,
            "2023-06-01",
            &[(Status::Agreed, "2023-02-01"), (Status::Done, "2023-05-01")],
        ),
        one("d", COUNTRY, "2023-06-01", &[]),
        unlinked,
    ];
    let placed = |item| Placed { place: Place::file("r.toml"), item };
    world.data.recommendations = all.into_iter().map(placed).collect();
    let mut asks = asked(CompareRule::AgainstValue, Vec::new());
    let linked = found(&world, &asks).rows.remove(0).recommendations;
    assert_eq!(linked.made, ["a", "b", "c"]);
    assert_eq!((linked.done, linked.not_closed, linked.overdue), (1, 2, 1));
    asks.as_of = NaiveDate::from_ymd_opt(2022, 12, 31);
    let early = found(&world, &asks).rows.remove(0).recommendations;
    assert!(early.made.is_empty(), "made after the day");
    asks.as_of = None;
    let linked = found(&world, &asks).rows.remove(0).recommendations;
    assert_eq!((linked.made.len(), linked.done, linked.not_closed), (3, 0, 0));
}
