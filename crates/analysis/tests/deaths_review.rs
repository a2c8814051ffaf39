//! What a review of deaths found. Expected deaths are arithmetic; 9 of 120 have
//! Wilson's limits 0.0400 and 0.1364, as in the tables of `firstyear-metrics`.

mod support;

use firstyear_analysis::{
    ComparatorLacks, DeathsReview, QuestionError, Rules, Verdict, deaths_review, release,
};
use firstyear_core::project::DeathsReviewQuestion;
use firstyear_core::{
    Cell, Dimension, IndicatorId, IndicatorKind, Observation, Period, Role, Source, SourceClass,
    SourceId, Splits, UnorderedDimension, Withholding,
};
use support::{World, about, area, category, dimension_id, indicator_id};

const AREA: &str = "E06000001";
const COUNTRY: &str = "E92000001";

fn id(of: &str) -> IndicatorId {
    IndicatorId::new(of).unwrap()
}

/// A world with causes, two ages and factors.
fn world(class: SourceClass) -> World {
    let mut world = World::new(class);
    world.define("early", IndicatorKind::Rate);
    world.define("late", IndicatorKind::Rate);
    world.define("factors", IndicatorKind::Proportion);
    let causes = ["born-early", "sudden", "other"].map(|one| category(one, Role::Group));
    let categories = causes.into_iter().chain([category("all", Role::Total)]).collect();
    let about_causes =
        firstyear_core::DimensionAbout { splits: Splits::Events, ..about("cause", "cause") };
    let causes = UnorderedDimension { about: about_causes, categories };
    world.dimensions.insert(dimension_id("cause"), Dimension::Unordered(causes));
    let factors = ["any", "smoke"].map(|one| category(one, Role::Beside)).to_vec();
    let factors = UnorderedDimension { about: about("factor", "factor"), categories: factors };
    world.dimensions.insert(dimension_id("factor"), Dimension::Unordered(factors));
    world
}

fn add(world: &mut World, place: &str, period: &str, births: u64, deaths: [(u64, u64); 3]) {
    let mut all = (0, 0);
    for (cause, (early, late)) in ["born-early", "sudden", "other"].iter().zip(deaths) {
        world.add_of("early", place, period, Some(("cause", cause)), (early, births));
        world.add_of("late", place, period, Some(("cause", cause)), (late, births));
        all = (all.0 + early, all.1 + late);
    }
    world.add_of("early", place, period, Some(("cause", "all")), (all.0, births));
    world.add_of("late", place, period, Some(("cause", "all")), (all.1, births));
}

fn asked() -> DeathsReviewQuestion {
    DeathsReviewQuestion {
        name: "audit".to_owned(),
        area: None,
        comparator: Some(area(COUNTRY)),
        dimension: dimension_id("cause"),
        ages: vec![id("early"), id("late")],
        pool_years: 1,
        factors: Some(id("factors")),
        factor_dimension: dimension_id("factor"),
    }
}

fn found(world: &World, question: &DeathsReviewQuestion) -> DeathsReview {
    deaths_review(&world.evidence(), question, &area(AREA), &indicator_id()).unwrap()
}

fn refused(world: &World, question: &DeathsReviewQuestion) -> QuestionError {
    deaths_review(&world.evidence(), question, &area(AREA), &indicator_id()).unwrap_err()
}

#[test]
fn causes_are_held_against_the_rate_elsewhere() {
    let mut world = world(SourceClass::Published);
    add(&mut world, AREA, "2024", 10_000, [(60, 20), (1, 8), (20, 11)]);
    add(&mut world, COUNTRY, "2024", 1_000_000, [(3_000, 1_000), (100, 800), (2_000, 1_000)]);
    world.add_of("factors", AREA, "2024", Some(("factor", "smoke")), (9, 120));
    let review = found(&world, &asked());
    let [born_early, sudden, other] = &review.causes[..] else { panic!("three causes") };
    // 80 in 10,000 against 4,000 in a million.
    assert_eq!(born_early.all.counts(), Some((80, 10_000)));
    assert_eq!(born_early.expected(), Some(40.0));
    assert_eq!(born_early.verdict(), Verdict::Higher);
    assert_eq!((sudden.expected(), sudden.verdict()), (Some(9.0), Verdict::CannotTell));
    assert_eq!(other.verdict(), Verdict::CannotTell, "31 against 30");
    let total = review.total.as_ref().unwrap();
    assert_eq!(total.all.counts(), Some((120, 10_000)));
    assert_eq!(total.deaths, [Cell::known(81), Cell::known(39)]);
    // 9 of 120.
    let share = review.share(sudden).unwrap();
    let limits = share.interval.unwrap();
    assert_eq!(format!("{:.4} {:.4}", limits.lower, limits.upper), "0.0400 0.1364");
    let [smoke] = &review.factors[..] else { panic!("one factor was looked for") };
    let limits = smoke.found.rate.value().unwrap().interval.unwrap();
    assert_eq!(format!("{:.2} {:.2}", limits.lower, limits.upper), "4.00 13.64");
}

#[test]
fn years_are_added_up_and_births_come_from_everyone() {
    let mut world = world(SourceClass::Published);
    for (period, more) in [("2022", 0), ("2023", 1), ("2024", 2)] {
        for (cause, deaths) in [("born-early", 5), ("sudden", 1), ("other", 3)] {
            let group = Some(("cause", cause));
            world.add_of("early", AREA, period, group, (deaths + more, 0));
            world.add_of("late", AREA, period, group, (deaths, 0));
        }
        world.add(AREA, period, None, (30, 4_000));
        world.add_of("factors", AREA, period, Some(("factor", "any")), (2, 5));
        if period != "2023" {
            world.add_of("factors", AREA, period, Some(("factor", "smoke")), (1, 5));
        }
    }
    for row in &mut world.data.observations {
        if row.denominator == Cell::known(0) {
            row.denominator = Cell::Absent;
        }
    }
    let question = DeathsReviewQuestion { pool_years: 3, comparator: None, ..asked() };
    let review = found(&world, &question);
    assert_eq!(review.period.to_string(), "2022 to 2024");
    assert_eq!(review.causes[0].deaths, [Cell::known(18), Cell::known(15)]);
    assert_eq!(review.causes[0].all.counts(), Some((33, 12_000)));
    assert_eq!(review.total, None, "nobody counted one");
    assert_eq!(review.share(&review.causes[0]), None);
    assert_eq!(review.factors[0].found.counts(), Some((6, 15)));
    assert_eq!(review.factors_not_whole, ["smoke"]);
}

/// One small cell hides others until no row and no column tells it.
#[test]
fn small_counts_come_out_of_no_row_and_no_column() {
    let mut small = world(SourceClass::Restricted);
    add(&mut small, AREA, "2024", 10_000, [(60, 20), (3, 18), (20, 11)]);
    small.add_of("factors", AREA, "2024", Some(("factor", "any")), (40, 110));
    small.add_of("factors", AREA, "2024", Some(("factor", "smoke")), (104, 110));
    let question = DeathsReviewQuestion { comparator: None, ..asked() };
    let shown = release(found(&small, &question), &Rules::default());
    let review = shown.get();
    assert_eq!(review.causes[1].deaths[0], Cell::Withheld(Withholding::Primary));
    let hidden = |cells: Vec<Cell<u64>>| cells.iter().filter(|c| c.value().is_none()).count();
    let total = review.total.as_ref().unwrap();
    for row in review.causes.iter().chain([total]) {
        let cells: Vec<_> = row.deaths.iter().copied().chain([row.all.events]).collect();
        assert_ne!(hidden(cells), 1, "{}: one hidden cell of a sum comes out", row.label);
    }
    for age in 0..2 {
        let rows = review.causes.iter().chain([total]);
        assert_ne!(hidden(rows.map(|row| row.deaths[age]).collect()), 1, "age {age}");
    }
    assert!(total.all.counts().is_some());
    // 6 of 110 reviewed deaths without smoking are few.
    assert_eq!(review.factors[1].found.events, Cell::Withheld(Withholding::Primary));
    assert_eq!(review.factors[0].found.counts(), Some((40, 110)));
}

/// A table that does not add up shows neither small counts nor totals.
#[test]
fn a_table_that_does_not_add_up_hides_its_totals() {
    let mut odd = world(SourceClass::Restricted);
    add(&mut odd, AREA, "2024", 10_000, [(60, 20), (3, 18), (20, 11)]);
    let of_all = odd
        .data
        .observations
        .iter_mut()
        .filter(|row| row.groups.iter().any(|(_, category)| category.as_str() == "all"));
    of_all.for_each(|row| row.numerator = Cell::known(500));
    let question = DeathsReviewQuestion { comparator: None, ..asked() };
    let shown = release(found(&odd, &question), &Rules::default());
    let total = shown.get().total.as_ref().unwrap();
    assert!(total.deaths.iter().all(|cell| *cell == Cell::Withheld(Withholding::Secondary)));
    assert_eq!(shown.get().causes[1].deaths[0], Cell::Withheld(Withholding::Primary));
    assert_eq!(shown.get().causes[0].deaths[0], Cell::known(60));
}

#[test]
fn every_age_must_have_the_period() {
    let mut world = world(SourceClass::Published);
    add(&mut world, AREA, "2023", 10_000, [(60, 20), (3, 18), (20, 11)]);
    world.add_of("early", AREA, "2024", Some(("cause", "sudden")), (2, 10_000));
    assert_eq!(found(&world, &asked()).period.to_string(), "2023");
    let question = DeathsReviewQuestion { pool_years: 2, ..asked() };
    let why = refused(&world, &question);
    let year = |year| Period::year(year).unwrap();
    let QuestionError::YearsLacking { years: 2, found, lacking, .. } = &why else {
        panic!("{why:?}")
    };
    assert_eq!(
        (&found[..], &lacking[..]),
        (&[year(2023)][..], &[(id("late"), vec![year(2024)])][..])
    );
    assert_eq!(
        why.to_string(),
        "area `E06000001` has deaths by `cause` at every age for 2023; `late` lacks 2024, and 2 \
         years in a row are asked for: add what is missing, or lower `pool_years`"
    );
    // An age without any figure is another fault: it is the one that is named.
    world.define("later", IndicatorKind::Rate);
    let question = DeathsReviewQuestion { ages: vec![id("early"), id("later")], ..asked() };
    let why = refused(&world, &question);
    assert!(
        matches!(&why, QuestionError::NoFigures { indicator, .. } if *indicator == id("later")),
        "{why:?}"
    );
}

/// Two years of three are no three years, of the comparator as of the area.
#[test]
fn a_comparator_that_lacks_a_year_is_not_held_against() {
    let deaths = [(60, 20), (3, 18), (20, 11)];
    let mut world = world(SourceClass::Published);
    for year in ["2021", "2022", "2023"] {
        add(&mut world, AREA, year, 10_000, deaths);
    }
    let question = DeathsReviewQuestion { pool_years: 3, ..asked() };
    let lacks = |world: &World| found(world, &question).comparator_lacks;
    assert_eq!(lacks(&world), Some(ComparatorLacks::Figures));
    add(&mut world, COUNTRY, "2021", 1_000_000, deaths);
    add(&mut world, COUNTRY, "2022", 1_000_000, deaths);
    world.add_of("early", COUNTRY, "2023", Some(("cause", "sudden")), (3, 1_000_000));
    let lacking = vec![Period::year(2023).unwrap()];
    assert_eq!(lacks(&world), Some(ComparatorLacks::Periods(lacking)), "one age of 2023");
    let review = found(&world, &question);
    assert!(review.causes.iter().chain(&review.total).all(|row| row.comparator.is_none()));
    // The three years may be one row, or the single years of one.
    add(&mut world, COUNTRY, "2021 to 2023", 3_000_000, deaths);
    let review = found(&world, &question);
    assert_eq!(review.comparator_lacks, None);
    let total = review.total.unwrap().comparator.unwrap();
    assert_eq!(total.counts(), Some((132, 3_000_000)));
}

/// Births and factors are those of the years of the deaths.
#[test]
fn nothing_of_other_years_is_added() {
    let mut world = world(SourceClass::Published);
    for row in [("early", "sudden", 12), ("late", "sudden", 9)] {
        world.add_of(row.0, AREA, "2024", Some(("cause", row.1)), (row.2, 0));
    }
    for row in &mut world.data.observations {
        row.denominator = Cell::Absent;
    }
    world.add(AREA, "2019", None, (30, 4_000));
    world.add_of("factors", AREA, "2019", Some(("factor", "any")), (20, 50));
    let question = DeathsReviewQuestion { comparator: None, ..asked() };
    let review = found(&world, &question);
    assert_eq!(review.causes[0].all.at_risk, Cell::Absent, "births of 2019");
    assert_eq!(review.factors, [], "factors of 2019");
}

/// A cause without a row has no deaths where the others make up all of them.
#[test]
fn a_cause_without_figures_is_told() {
    let mut world = world(SourceClass::Published);
    add(&mut world, AREA, "2024", 10_000, [(60, 20), (0, 0), (20, 11)]);
    let is_cause = |row: &Observation, of: &str| {
        row.groups.iter().any(|(_, category)| category.as_str() == of)
    };
    let question = DeathsReviewQuestion { comparator: None, ..asked() };
    world.data.observations.retain(|row| !is_cause(row, "sudden"));
    assert_eq!(found(&world, &question).not_given, [""; 0], "80 and 31 are all 111");
    world.data.observations.retain(|row| !is_cause(row, "other"));
    assert_eq!(found(&world, &question).not_given, ["sudden", "other"]);
}

/// What is published stays, unless a number of the area shown beside it would leave a
/// small one of everybody else.
#[test]
fn published_small_counts_of_the_comparator_are_shown() {
    let mut mixed = world(SourceClass::Restricted);
    add(&mut mixed, AREA, "2024", 10_000, [(60, 20), (0, 0), (20, 11)]);
    let own = mixed.data.observations.len();
    add(&mut mixed, COUNTRY, "2024", 1_000_000, [(3_000, 1_000), (2, 1), (22, 13)]);
    let published = SourceId::new("published").unwrap();
    let known = mixed.data.sources.values().next().unwrap().clone();
    let known = Source { id: published.clone(), class: SourceClass::Published, ..known };
    mixed.data.sources.insert(published.clone(), known);
    for row in &mut mixed.data.observations[own..] {
        row.source = published.clone();
    }
    let shown = release(found(&mixed, &asked()), &Rules::default());
    let of = |cause: usize| shown.get().causes[cause].comparator.as_ref().unwrap().events;
    assert_eq!(of(1), Cell::known(3), "nobody of them died here");
    assert_eq!(of(2), Cell::Withheld(Withholding::Secondary), "35 and 31 leave 4");
    assert_eq!(shown.get().causes[1].verdict(), Verdict::CannotTell);
}

/// Ages that leave deaths out, or count them twice, give no number of all.
#[test]
fn ages_are_all_of_infancy_and_each_once() {
    let mut world = world(SourceClass::Published);
    add(&mut world, AREA, "2024", 10_000, [(60, 20), (3, 18), (20, 11)]);
    for (age, words) in [
        ("early", "deaths at age under 28 days"),
        ("late", "deaths at age 28 to 364 days"),
        ("factors", "deaths at age under 7 days"),
    ] {
        world.indicators.get_mut(&id(age)).unwrap().numerator = words.to_owned();
    }
    let of = |ages: &[&str]| DeathsReviewQuestion {
        ages: ages.iter().map(|age| id(age)).collect(),
        comparator: None,
        factors: None,
        ..asked()
    };
    assert_eq!(found(&world, &of(&["late", "early"])).ages.len(), 2, "in any order");
    let why = refused(&world, &of(&["early"])).to_string();
    assert!(
        why.starts_with(
            "`ages` are not deaths at age under 1 year: `early` counts deaths at age under 28 days;"
        ),
        "{why}"
    );
    assert_eq!(
        refused(&world, &of(&["early", "late", "factors"])),
        QuestionError::AgesOverlap { first: id("factors"), second: id("early") }
    );
    assert!(matches!(refused(&world, &of(&[])), QuestionError::AgesNotWhole { .. }));
    // All neonatal deaths are all, where the project is about these.
    world.indicators.get_mut(&indicator_id()).unwrap().numerator =
        "deaths at age under 28 days".to_owned();
    assert_eq!(found(&world, &of(&["early"])).ages.len(), 1);
}
