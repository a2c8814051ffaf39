//! Whatever stands beside them, an equity audit and a review of deaths give no small
//! count away: what they show is put into the sums that a reader knows, written
//! down here anew, and no small count may come out as it is.

mod support;

use std::collections::BTreeMap;

use firstyear_analysis::{Answers, answers};
use firstyear_core::project::{
    AuditedNeedOf, CausesQuestion, DeathsReviewQuestion, EquityAuditQuestion, ProfileQuestion,
    Project, UsersOf,
};
use firstyear_core::{
    Cell, Dimension, DimensionAbout, IndicatorId, IndicatorKind, Role, SourceClass, Splits,
    UnorderedDimension, Withholding,
};
use firstyear_metrics::disclosure::{Rule, Sum, Table, audit};
use proptest::prelude::*;
use support::{World, about, area, category, dimension_id, indicator_id};

const AREA: &str = "E06000001";
const COUNTRY: &str = "E92000001";

fn id(of: &str) -> IndicatorId {
    IndicatorId::new(of).unwrap()
}

/// Counts by name, which of them are shown, and the sums among them.
#[derive(Default)]
struct Reader {
    places: BTreeMap<String, usize>,
    counts: Vec<u64>,
    shown: Vec<bool>,
    sums: Vec<Sum>,
}

impl Reader {
    fn add(&mut self, name: String, count: u64) {
        self.places.insert(name, self.counts.len());
        self.counts.push(count);
        self.shown.push(false);
    }

    fn sum(&mut self, total: &str, parts: &[String]) {
        let parts = parts.iter().map(|part| self.places[part]).collect();
        self.sums.push(Sum { total: self.places[total], parts });
    }

    fn sees(&mut self, name: &str, cell: Cell<u64>) {
        if let Some(count) = cell.value() {
            let place = self.places[name];
            assert_eq!(self.counts[place], *count, "{name}");
            self.shown[place] = true;
        }
    }

    /// The small counts that come out, by name.
    fn finds(&self) -> Vec<&str> {
        let rule = Rule::threshold(1, 7).unwrap();
        let shown = |(count, shown): (&u64, &bool)| {
            if *shown { Cell::known(*count) } else { Cell::Withheld(Withholding::Publisher) }
        };
        let small = |place: &usize| rule.hides(self.counts[*place]);
        let cells: Vec<Cell<u64>> = self.counts.iter().zip(&self.shown).map(shown).collect();
        let names = self.places.iter().filter(|(_, place)| small(place));
        if let Some((name, _)) = names.clone().find(|(_, place)| self.shown[**place]) {
            return vec![name];
        }
        let ranges = audit(&Table::new(cells, self.sums.clone()).unwrap(), &rule).unwrap();
        names
            .filter(|(_, place)| ranges[**place].is_exact())
            .map(|(name, _)| name.as_str())
            .collect()
    }
}

fn with_total(ids: &[&str]) -> Vec<firstyear_core::Category> {
    let groups = ids.iter().map(|id| category(id, Role::Group));
    groups.chain([category("all", Role::Total)]).collect()
}

const GROUPS: [&str; 4] = ["one", "two", "three", "four"];

/// Those in need among 1,000, and users among them.
fn needs(counts: &[(u64, u64)]) -> World {
    let mut world = World::new(SourceClass::Restricted);
    world.define("smokers", IndicatorKind::Proportion);
    world.define("helped", IndicatorKind::Proportion);
    let categories = with_total(&GROUPS);
    let groups = UnorderedDimension { about: about("group", "group"), categories };
    world.dimensions.insert(dimension_id("group"), Dimension::Unordered(groups));
    let all = counts.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    for (group, (need, users)) in GROUPS.iter().chain([&"all"]).zip(counts.iter().chain([&all])) {
        let people = if *group == "all" { 4_000 } else { 1_000 };
        world.add_of("smokers", AREA, "2024", Some(("group", group)), (*need, people));
        world.add_of("helped", AREA, "2024", Some(("group", group)), (*users, *need));
    }
    world
}

fn of_need(indicator: Option<&str>, service: Option<&str>, users: UsersOf) -> AuditedNeedOf {
    let (indicator, service) = (indicator.map(id), service.map(id));
    AuditedNeedOf { indicator, service, users, reference: None }
}

fn audit_of(needs: Vec<AuditedNeedOf>) -> EquityAuditQuestion {
    let (name, dimension) = ("smoking".to_owned(), dimension_id("group"));
    EquityAuditQuestion { name, dimension, area: None, pool_years: 1, needs }
}

fn profile_of(indicator: &str) -> ProfileQuestion {
    ProfileQuestion {
        dimension: dimension_id("group"),
        area: None,
        indicator: Some(id(indicator)),
        pool_years: 1,
        reference: None,
    }
}

fn project() -> Project {
    Project { indicator: indicator_id(), ..Project::new("reviews", area(AREA)) }
}

/// What a reader has of the audits and profiles of these needs.
fn reader_of_needs(counts: &[(u64, u64)], found: &Answers) -> Reader {
    let mut reader = Reader::default();
    let all = counts.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let rows = || GROUPS.iter().chain([&"all"]);
    for (group, (need, users)) in rows().zip(counts.iter().chain([&all])) {
        reader.add(format!("need {group}"), *need);
        reader.add(format!("users {group}"), *users);
        reader.add(format!("rest {group}"), need - users);
        let parts = [format!("users {group}"), format!("rest {group}")];
        reader.sum(&format!("need {group}"), &parts);
    }
    for what in ["need", "users", "rest"] {
        let parts: Vec<String> = GROUPS.iter().map(|group| format!("{what} {group}")).collect();
        reader.sum(&format!("{what} all"), &parts);
    }
    for need in found.equity_audits.iter().flat_map(|audit| &audit.get().needs) {
        for group in need.all_groups() {
            let of = |what: &str| format!("{what} {}", group.category);
            let alone = if need.indicator == Some(id("helped")) { "users" } else { "need" };
            reader.sees(&of(alone), group.need.events);
            if let Some(used) = &group.used {
                reader.sees(&of("users"), used.events);
                reader.sees(&of("need"), used.at_risk);
            }
            reader.sees(&of("rest"), need.unmet(group));
        }
    }
    for profile in &found.profiles {
        let profile = profile.get();
        let what = if profile.indicator == id("helped") { "users" } else { "need" };
        for period in &profile.periods {
            for group in &period.groups {
                reader.sees(&format!("{what} {}", group.category), group.rate.events);
            }
            if let Some(total) = &period.total {
                reader.sees(&format!("{what} all"), total.events);
            }
        }
    }
    reader
}

#[test]
fn a_hidden_need_is_not_shown_as_the_denominator_of_its_use() {
    let counts = [(3, 0), (20, 10), (21, 11), (80, 40)];
    let world = needs(&counts);
    let mut project = project();
    project.profiles = vec![profile_of("smokers")];
    project.equity_audits =
        vec![audit_of(vec![of_need(Some("smokers"), Some("helped"), UsersOf::PerNeed)])];
    let found = answers(&project, &world.evidence());
    let two = &found.equity_audits[0].get().needs[0].groups[1];
    assert_eq!(two.need.events, Cell::Withheld(Withholding::Secondary));
    let used = two.used.as_ref().unwrap();
    assert_eq!((used.at_risk.value(), used.events.value()), (None, None));
}

#[test]
fn those_without_a_service_do_not_come_out_of_need_and_use_apart() {
    let counts = [(200, 120), (150, 90), (100, 98), (80, 40)];
    let world = needs(&counts);
    let mut project = project();
    project.equity_audits = vec![audit_of(vec![
        of_need(Some("smokers"), Some("helped"), UsersOf::AmongNeed),
        of_need(Some("smokers"), None, UsersOf::AmongNeed),
        of_need(Some("helped"), None, UsersOf::AmongNeed),
    ])];
    let found = answers(&project, &world.evidence());
    assert_eq!(reader_of_needs(&counts, &found).finds(), Vec::<&str>::new());
    assert_eq!(found.equity_audits.len(), 1, "more is hidden, and the rest stands");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn audits_give_no_small_count_away(
        counts in prop::collection::vec((0..60_u64, 0..100_u64), 4),
        shape in 0..5_usize,
        per_need: bool,
    ) {
        let counts: Vec<(u64, u64)> =
            counts.iter().map(|(need, share)| (*need, need * share / 100)).collect();
        let world = needs(&counts);
        let users = if per_need { UsersOf::PerNeed } else { UsersOf::AmongNeed };
        let mut project = project();
        let both = of_need(Some("smokers"), Some("helped"), users);
        let needs = match shape {
            1 => vec![both, of_need(Some("smokers"), None, users)],
            2 => vec![of_need(Some("smokers"), None, users), of_need(None, Some("helped"), users)],
            _ => vec![both],
        };
        project.equity_audits = vec![audit_of(needs)];
        project.profiles = match shape {
            3 => vec![profile_of("smokers")],
            4 => vec![profile_of("helped")],
            _ => Vec::new(),
        };
        let found = answers(&project, &world.evidence());
        let reader = reader_of_needs(&counts, &found);
        // Users per need are no part of those in need, and leave none of them.
        let found: Vec<&str> =
            reader.finds().into_iter().filter(|name| !per_need || !name.starts_with("rest")).collect();
        prop_assert_eq!(found, Vec::<&str>::new());
    }
}

const CAUSES: [&str; 3] = ["born-early", "sudden", "other"];
const AGES: [&str; 3] = ["early", "late", "later"];

/// Deaths of the area by cause and age, and those of the country at all ages.
fn deaths(counts: &[[u64; 3]], country: &[u64]) -> World {
    let mut world = World::new(SourceClass::Restricted);
    for age in AGES {
        world.define(age, IndicatorKind::Rate);
    }
    let categories = with_total(&CAUSES);
    let about = DimensionAbout { splits: Splits::Events, ..about("cause", "cause") };
    let causes = UnorderedDimension { about, categories };
    world.dimensions.insert(dimension_id("cause"), Dimension::Unordered(causes));
    for (at, age) in AGES.iter().enumerate() {
        let total = counts.iter().map(|row| row[at]).sum();
        let of = |counts: Vec<u64>, all| counts.into_iter().chain([all]).collect::<Vec<u64>>();
        let area = of(counts.iter().map(|row| row[at]).collect(), total);
        // The deaths of the country beyond the area stand at the first age.
        let beyond = |cause: usize| if at == 0 { country[cause] } else { 0 };
        let other: Vec<u64> = area[..3].iter().enumerate().map(|(c, n)| n + beyond(c)).collect();
        let all = other.iter().sum();
        let country = of(other, all);
        for (code, births, deaths) in [(AREA, 50_000, area), (COUNTRY, 600_000, country)] {
            for (cause, deaths) in CAUSES.iter().chain([&"all"]).zip(deaths) {
                world.add_of(age, code, "2024", Some(("cause", cause)), (deaths, births));
            }
        }
    }
    world
}

fn review() -> DeathsReviewQuestion {
    DeathsReviewQuestion {
        name: "audit".to_owned(),
        area: None,
        comparator: Some(area(COUNTRY)),
        dimension: dimension_id("cause"),
        ages: AGES.iter().map(|age| id(age)).collect(),
        pool_years: 1,
        factors: None,
        factor_dimension: dimension_id("cause"),
    }
}

/// What a reader has of a review, and of a table of causes beside it.
fn reader_of_deaths(counts: &[[u64; 3]], country: &[u64], found: &Answers) -> Reader {
    let mut reader = Reader::default();
    let rows = || CAUSES.iter().chain([&"all"]);
    let all = [0, 1, 2].map(|at| counts.iter().map(|row| row[at]).sum());
    let beyond = [country, &[country.iter().sum()]].concat();
    for ((cause, row), beyond) in rows().zip(counts.iter().chain([&all])).zip(beyond) {
        for (age, deaths) in AGES.iter().zip(row) {
            reader.add(format!("{age} {cause}"), *deaths);
        }
        let ages: u64 = row.iter().sum();
        reader.add(format!("area {cause}"), ages);
        reader.add(format!("beyond {cause}"), beyond);
        reader.add(format!("country {cause}"), ages + beyond);
        let parts: Vec<String> = AGES.iter().map(|age| format!("{age} {cause}")).collect();
        reader.sum(&format!("area {cause}"), &parts);
        let parts = [format!("area {cause}"), format!("beyond {cause}")];
        reader.sum(&format!("country {cause}"), &parts);
    }
    for what in AGES.iter().chain(&["area", "beyond", "country"]) {
        let parts: Vec<String> = CAUSES.iter().map(|cause| format!("{what} {cause}")).collect();
        reader.sum(&format!("{what} all"), &parts);
    }
    for review in &found.deaths_reviews {
        for row in review.get().causes.iter().chain(&review.get().total) {
            let of = |what: &str| format!("{what} {}", row.cause);
            AGES.iter().zip(&row.deaths).for_each(|(age, cell)| reader.sees(&of(age), *cell));
            reader.sees(&of("area"), row.all.events);
            row.comparator.iter().for_each(|other| reader.sees(&of("country"), other.events));
        }
    }
    for causes in &found.causes {
        for row in causes.get().causes.iter().chain(&causes.get().total) {
            for (age, cell) in AGES.iter().zip(&row.deaths) {
                reader.sees(&format!("{age} {}", row.cause), *cell);
            }
        }
    }
    reader
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn reviews_of_deaths_give_no_small_count_away(
        counts in prop::collection::vec(prop::array::uniform3(0..40_u64), 3),
        country in prop::collection::vec(0..60_u64, 3),
        beside_causes: bool,
    ) {
        let world = deaths(&counts, &country);
        let mut project = project();
        project.deaths_reviews = vec![review()];
        if beside_causes {
            project.causes = vec![CausesQuestion {
                dimension: dimension_id("cause"),
                area: None,
                ages: AGES.iter().map(|age| id(age)).collect(),
            }];
        }
        let found = answers(&project, &world.evidence());
        let reader = reader_of_deaths(&counts, &country, &found);
        prop_assert_eq!(reader.finds(), Vec::<&str>::new());
    }
}
