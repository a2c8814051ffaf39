//! Use against need. Limits are those that the papers print: Koopman PAR (1984),
//! Biometrics 40:513-517, 36 of 40 against 16 of 80, and Newcombe RG (1998), Stat
//! Med 17:873-890, 56 of 70 against 48 of 80.

mod support;

use firstyear_analysis::{
    AuditedNeed, EquityAudit, QuestionError, Rules, Verdict, equity_audit, release,
};
use firstyear_core::project::{AuditedNeedOf, EquityAuditQuestion, UsersOf};
use firstyear_core::{
    CategoryId, Cell, Dimension, IndicatorId, IndicatorKind, Period, PeriodUnit, Role, SourceClass,
    UnorderedDimension, Withholding,
};
use support::{World, about, area, category, dimension_id, indicator_id};

const AREA: &str = "E06000001";

fn id(of: &str) -> IndicatorId {
    IndicatorId::new(of).unwrap()
}

/// Smokers among 1,000 women of each group, and users of a service.
fn world(class: SourceClass, groups: &[(&str, u64, u64)]) -> World {
    let mut world = World::new(class);
    world.define("smokers", IndicatorKind::Proportion);
    world.define("helped", IndicatorKind::Proportion);
    let mut categories: Vec<_> = groups.iter().map(|(id, ..)| category(id, Role::Group)).collect();
    categories.push(category("all", Role::Total));
    let unordered = UnorderedDimension { about: about("group", "group"), categories };
    world.dimensions.insert(dimension_id("group"), Dimension::Unordered(unordered));
    for (group, need, users) in groups {
        world.add_of("smokers", AREA, "2024", Some(("group", group)), (*need, 1_000));
        world.add_of("helped", AREA, "2024", Some(("group", group)), (*users, *need));
    }
    world
}

fn need(service: Option<&str>, reference: Option<&str>) -> AuditedNeedOf {
    AuditedNeedOf {
        indicator: Some(id("smokers")),
        service: service.map(id),
        users: UsersOf::AmongNeed,
        reference: reference.map(|one| CategoryId::new(one).unwrap()),
    }
}

fn asked(needs: Vec<AuditedNeedOf>) -> EquityAuditQuestion {
    EquityAuditQuestion {
        name: "smoking".to_owned(),
        dimension: dimension_id("group"),
        area: None,
        pool_years: 1,
        needs,
    }
}

fn found(world: &World, question: &EquityAuditQuestion) -> EquityAudit {
    equity_audit(&world.evidence(), question, &area(AREA), &indicator_id()).unwrap()
}

fn of(need: &AuditedNeed, place: usize) -> (String, String) {
    let group = &need.groups[place];
    let shown = |estimate: Option<firstyear_core::Estimate>| {
        estimate.map_or_else(String::new, |found| {
            let limits = found.interval.unwrap();
            format!("{:.2} ({:.2} to {:.2})", found.value, limits.lower, limits.upper)
        })
    };
    (shown(need.ratio(group)), shown(need.shortfall(group)))
}

#[test]
fn use_is_held_against_need_and_not_against_people() {
    let world = world(SourceClass::Published, &[("a", 40, 36), ("b", 80, 16)]);
    let audit = found(&world, &asked(vec![need(Some("helped"), None)]));
    let need = &audit.needs[0];
    // Koopman: 4.5, limits 2.94 and 7.15.
    assert_eq!(of(need, 0).0, "4.50 (2.94 to 7.15)");
    assert_eq!(need.verdict(&need.groups[0]), Verdict::Higher);
    assert_eq!(need.verdict(&need.groups[1]), Verdict::Lower);
    let shares: Vec<_> = need
        .groups
        .iter()
        .map(|group| {
            let share = |of: Option<f64>| format!("{:.1}", of.unwrap());
            (share(need.share_of_need(group)), share(need.share_of_use(group)))
        })
        .collect();
    let text = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(shares, [text("33.3", "69.2"), text("66.7", "30.8")]);
    assert_eq!(need.unmet(&need.groups[1]), Cell::known(64));
}

#[test]
fn a_shortfall_is_counted_in_people() {
    let world = world(SourceClass::Published, &[("a", 70, 56), ("b", 80, 48)]);
    let audit = found(&world, &asked(vec![need(Some("helped"), Some("a"))]));
    // Newcombe: a difference of 0.2, limits 0.0528 and 0.3382 to four decimals, of
    // 80 people.
    let need = &audit.needs[0];
    let short = need.shortfall(&need.groups[1]).unwrap();
    let limits = short.interval.unwrap();
    for (found, printed) in [(short.value, 0.2), (limits.lower, 0.0528), (limits.upper, 0.3382)] {
        assert!((found / 80.0 - printed).abs() < 5e-5, "{found} of 80 against {printed}");
    }
    assert_eq!(of(&audit.needs[0], 0), (String::new(), String::new()), "it is the reference");
}

#[test]
fn a_need_alone_has_no_use() {
    let world = world(SourceClass::Published, &[("a", 40, 36), ("b", 80, 16)]);
    let audit = found(&world, &asked(vec![need(None, None)]));
    let need = &audit.needs[0];
    assert!(need.groups.iter().all(|group| group.used.is_none()));
    assert_eq!(need.unmet(&need.groups[0]), Cell::NotApplicable);
    assert_eq!(need.groups[0].need.rate.value().map(|rate| rate.value), Some(4.0));
}

/// Families entitled to a scheme are the denominator of its uptake.
#[test]
fn those_in_need_can_be_the_denominator_of_the_service() {
    let world = world(SourceClass::Published, &[("a", 40, 36), ("b", 80, 16)]);
    let of_service = AuditedNeedOf { indicator: None, ..need(Some("helped"), None) };
    let audit = found(&world, &asked(vec![of_service]));
    let need = &audit.needs[0];
    assert_eq!(of(need, 0).0, "4.50 (2.94 to 7.15)");
    assert_eq!(need.groups[1].need.events, Cell::known(80));
    assert_eq!(need.groups[1].need.rate, Cell::Absent);
}

#[test]
fn more_users_than_need_are_named_and_not_judged() {
    let world = world(SourceClass::Published, &[("a", 40, 50), ("b", 80, 16)]);
    let asks = |users| asked(vec![AuditedNeedOf { users, ..need(Some("helped"), None) }]);
    let audit = found(&world, &asks(UsersOf::AmongNeed));
    let named: Vec<_> = audit.needs[0].more_users_than_need().map(|one| &*one.label).collect();
    assert_eq!(named, ["a"]);
    assert_eq!(audit.needs[0].ratio(&audit.needs[0].groups[0]), None);
    let audit = found(&world, &asks(UsersOf::PerNeed));
    let need = &audit.needs[0];
    assert_eq!(need.more_users_than_need().count(), 0);
    assert_eq!(need.groups[0].used.as_ref().unwrap().rate.value().unwrap().value, 125.0);
    assert_eq!(need.verdict(&need.groups[0]), Verdict::Higher);
    // 16 of 80 against 50 of 40: at that rate 100, 84 more.
    assert_eq!(need.shortfall(&need.groups[1]).map(|more| more.value.round()), Some(84.0));
}

/// Of 40 in need 36 use it: the 4 who do not are few, and two groups with a total
/// can only be hidden together.
#[test]
fn few_without_the_service_are_hidden_with_another_group() {
    let mut small = world(SourceClass::Restricted, &[("a", 40, 36), ("b", 80, 16), ("c", 90, 45)]);
    small.add_of("smokers", AREA, "2024", Some(("group", "all")), (210, 3_000));
    small.add_of("helped", AREA, "2024", Some(("group", "all")), (97, 210));
    let question = asked(vec![need(Some("helped"), None)]);
    let shown = release(found(&small, &question), &Rules::default());
    let need = &shown.get().needs[0];
    let used = |place: usize| need.groups[place].used.as_ref().unwrap().events;
    assert_eq!(used(0), Cell::Withheld(Withholding::Primary));
    let hidden = need.groups.iter().filter(|one| one.used.as_ref().unwrap().counts().is_none());
    assert_eq!(hidden.count(), 2, "with one group alone the total would tell");
    assert!(need.total.as_ref().unwrap().used.as_ref().unwrap().counts().is_some());
    assert_eq!(need.ratio(&need.groups[0]), None);
    let open = release(
        found(&world(SourceClass::Published, &[("a", 40, 36), ("b", 80, 16)]), &question),
        &Rules::default(),
    );
    assert!(open.get().needs[0].ratio(&open.get().needs[0].groups[0]).is_some());
}

#[test]
fn need_and_use_without_a_common_period_are_told() {
    let mut apart = world(SourceClass::Published, &[("a", 40, 36), ("b", 80, 16)]);
    apart.define("visited", IndicatorKind::Rate);
    apart.add_of("visited", AREA, "2023", Some(("group", "a")), (3, 40));
    let question = asked(vec![need(Some("visited"), None), need(None, None)]);
    let audit = found(&apart, &question);
    let lacking = &audit.lacking[0];
    assert_eq!(
        (&lacking.indicator, &lacking.service),
        (&Some(id("smokers")), &Some(id("visited")))
    );
    assert_eq!(audit.needs.len(), 1);
    let alone = asked(vec![need(Some("visited"), None)]);
    let why = equity_audit(&apart.evidence(), &alone, &area(AREA), &indicator_id());
    assert!(matches!(why, Err(QuestionError::NothingAudited { .. })), "{why:?}");
}

/// Each mistake is told by the indicator that lacks something and what it has.
#[test]
fn what_a_need_lacks_is_named() {
    let why = |prepare: &dyn Fn(&mut World), question: &EquityAuditQuestion| {
        let mut world = World::new(SourceClass::Published);
        for id in ["smokers", "helped", "nothing"] {
            world.define(id, IndicatorKind::Proportion);
        }
        for year in ["2022", "2023", "2024"] {
            world.add_of("smokers", AREA, year, Some(("fifth-2010", "1")), (40, 1_000));
        }
        prepare(&mut world);
        let found = equity_audit(&world.evidence(), question, &area(AREA), &indicator_id());
        let said = found.unwrap_err().to_string();
        said.split_once(": ").expect("a reason").1.to_owned()
    };
    let by = |dimension: &str, service: &str, pool_years| EquityAuditQuestion {
        dimension: dimension_id(dimension),
        pool_years,
        ..asked(vec![need(Some(service), None)])
    };
    let helped = |period: &'static str, group: Option<(&'static str, &'static str)>| {
        move |world: &mut World| world.add_of("helped", AREA, period, group, (16, 40))
    };
    let financial = |world: &mut World| {
        helped("2023", Some(("fifth-2010", "1")))(world);
        let last = world.data.observations.last_mut().expect("a row");
        last.period = Period::parse("2023/24", Some(PeriodUnit::FinancialYear)).unwrap();
    };
    let fifth = Some(("fifth-2010", "1"));
    assert_eq!(
        why(&helped("2024", fifth), &by("fifth-2010", "nothing", 1)),
        "there are no figures of `nothing`"
    );
    assert_eq!(
        why(&helped("2024", None), &by("fifth-2010", "helped", 1)),
        "the figures of `helped` are of everyone, and none are by `fifth-2010` alone"
    );
    assert_eq!(
        why(&helped("2021", fifth), &by("fifth-2010", "helped", 1)),
        "there are figures of `smokers` for 2022, 2023 and 2024, of `helped` for 2021, and \
         no period has both"
    );
    assert_eq!(
        why(&financial, &by("fifth-2010", "helped", 1)),
        "there are figures of `smokers` for 2022, 2023 and 2024, of `helped` for financial year 2023/24, and \
         no period has both"
    );
    assert_eq!(
        why(&helped("2024", fifth), &by("fifth-2010", "helped", 3)),
        "there are figures of `smokers` for 2022, 2023 and 2024, of `helped` for 2024, and \
         `pool_years` asks for 3 years in a row that have both"
    );
}

/// Use falls from the least to the most deprived fifth by 10 points each. A
/// logistic regression on the ranks, fitted by hand by Newton's method, falls by
/// 48.198 points over the whole of the order.
#[test]
fn the_slope_is_negative_where_the_deprived_use_less() {
    let mut world = World::new(SourceClass::Published);
    world.define("smokers", IndicatorKind::Proportion);
    world.define("helped", IndicatorKind::Proportion);
    for (place, users) in [200, 300, 400, 500, 600].into_iter().enumerate() {
        let fifth = (place + 1).to_string();
        let group = Some(("fifth-2010", &*fifth));
        world.add_of("smokers", AREA, "2024", group, (1_000, 10_000));
        world.add_of("helped", AREA, "2024", group, (users, 1_000));
    }
    let question = EquityAuditQuestion {
        dimension: dimension_id("fifth"),
        ..asked(vec![need(Some("helped"), None)])
    };
    let audit = found(&world, &question);
    let slope = audit.needs[0].slope().unwrap();
    assert!((slope.value + 48.198).abs() < 5e-4, "{slope:?}");
    assert!(slope.interval.unwrap().upper < 0.0);
}

/// A group that no line can be drawn through is named.
#[test]
fn why_there_is_no_slope_names_the_group() {
    for (fourth, said) in [
        ((130, 120), "4 has more users than there are in need"),
        ((0, 0), "nobody in 4 is in need"),
    ] {
        let mut world = World::new(SourceClass::Published);
        world.define("smokers", IndicatorKind::Proportion);
        world.define("helped", IndicatorKind::Proportion);
        let groups =
            [("1", (90, 260)), ("2", (60, 120)), ("3", (35, 60)), ("4", fourth), ("5", (4, 9))];
        for (place, (users, need)) in groups {
            let group = Some(("fifth-2010", place));
            world.add_of("smokers", AREA, "2024", group, (need, 1_000));
            world.add_of("helped", AREA, "2024", group, (users, need.max(1)));
        }
        let question = EquityAuditQuestion {
            dimension: dimension_id("fifth"),
            ..asked(vec![need(Some("helped"), None)])
        };
        assert_eq!(found(&world, &question).needs[0].slope(), Err(said.to_owned()));
    }
}

/// A row of everyone is the total, where need and use both have one.
#[test]
fn a_row_of_everyone_stands_for_the_total() {
    let question = asked(vec![need(Some("helped"), None)]);
    let total = |world: &World| {
        let audit = found(world, &question);
        let total = audit.needs[0].total.clone();
        total.map(|of| (of.label, of.need.events, of.used.unwrap().events))
    };
    let mut world = world(SourceClass::Published, &[("a", 40, 36), ("b", 80, 16)]);
    assert_eq!(total(&world), None);
    world.add_of("smokers", AREA, "2024", None, (130, 2_100));
    assert_eq!(total(&world), None, "of need alone");
    world.add_of("helped", AREA, "2024", None, (60, 130));
    assert_eq!(total(&world), Some(("all".to_owned(), Cell::known(130), Cell::known(60))));
    world.add_of("smokers", AREA, "2024", Some(("group", "all")), (120, 2_000));
    world.add_of("helped", AREA, "2024", Some(("group", "all")), (52, 120));
    assert_eq!(total(&world), Some(("all".to_owned(), Cell::known(120), Cell::known(52))));
}
