//! Asks the questions of small data sets whose answers are known from outside
//! the code: published figures, or arithmetic that fits on a line.

use std::collections::BTreeMap;

use firstyear_analysis::{
    Evidence, GapTest, QuestionError, Verdict, area_comparison, data_quality, gap_trend,
    inequality_profile, release,
};
use firstyear_core::project::{AreasQuestion, Disclosure, GapQuestion, GapSeries, ProfileQuestion};
use firstyear_core::{
    AreaCode, Basis, Category, CategoryId, Cell, Confidence, Dataset, Dimension, DimensionAbout,
    DimensionId, Direction, Groups, Indicator, IndicatorId, IndicatorKind, Observation,
    OrderedDimension, Period, Place, Polarity, PublishedGap, Role, SampleFraction, Source,
    SourceClass, SourceId, Splits, UnorderedDimension, Withholding,
};

fn indicator_id() -> IndicatorId {
    IndicatorId::new("infant-mortality-rate").unwrap()
}

fn area(code: &str) -> AreaCode {
    AreaCode::new(code).unwrap()
}

fn dimension_id(id: &str) -> DimensionId {
    DimensionId::new(id).unwrap()
}

fn category(id: &str, role: Role) -> Category {
    Category { id: CategoryId::new(id).unwrap(), label: id.to_owned(), role }
}

fn about(id: &str, family: &str) -> DimensionAbout {
    DimensionAbout {
        id: dimension_id(id),
        name: id.to_owned(),
        family: dimension_id(family),
        splits: Splits::Population,
        source: "synthetic".to_owned(),
    }
}

/// A small world: five ordered groups in two versions, and a gap by class in
/// two versions.
struct World {
    data: Dataset,
    indicators: BTreeMap<IndicatorId, Indicator>,
    dimensions: BTreeMap<DimensionId, Dimension>,
}

impl World {
    fn new(class: SourceClass) -> Self {
        let mut data = Dataset::default();
        let source = SourceId::new("s").unwrap();
        data.sources.insert(
            source.clone(),
            Source {
                id: source,
                title: "synthetic".to_owned(),
                publisher: "nobody".to_owned(),
                licence: "none".to_owned(),
                released: None,
                class,
                note: None,
            },
        );
        let indicator = Indicator {
            id: indicator_id(),
            name: "Infant mortality rate".to_owned(),
            definition: String::new(),
            domain: "mortality".to_owned(),
            numerator: "deaths".to_owned(),
            denominator: "births".to_owned(),
            multiplier: 1_000,
            unit: "per 1,000 live births".to_owned(),
            polarity: Polarity::LowerIsBetter,
            kind: IndicatorKind::Rate,
        };
        let mut dimensions = BTreeMap::new();
        for id in ["fifth-2010", "fifth-2015"] {
            let mut categories: Vec<_> =
                ["1", "2", "3", "4", "5"].map(|id| category(id, Role::Group)).to_vec();
            categories.push(category("all", Role::Total));
            categories.push(category("unlinked", Role::Remainder));
            let direction = Direction::MostDisadvantagedFirst;
            let ordered = OrderedDimension { about: about(id, "fifth"), direction, categories };
            dimensions.insert(dimension_id(id), Dimension::Ordered(ordered));
        }
        for id in ["class-90", "class-2001"] {
            let categories = vec![category("manual", Role::Group), category("all", Role::Total)];
            let unordered = UnorderedDimension { about: about(id, "class"), categories };
            dimensions.insert(dimension_id(id), Dimension::Unordered(unordered));
        }
        Self { data, indicators: BTreeMap::from([(indicator_id(), indicator)]), dimensions }
    }

    fn evidence(&self) -> Evidence<'_> {
        Evidence {
            data: &self.data,
            indicators: &self.indicators,
            dimensions: &self.dimensions,
            confidence: Confidence::P95,
        }
    }

    fn add(&mut self, place: &str, period: &str, group: Option<(&str, &str)>, counts: (u64, u64)) {
        self.data.observations.push(Observation {
            indicator: indicator_id(),
            area: area(place),
            period: Period::parse(period, None).unwrap(),
            groups: group.map_or(Groups::everyone(), |(d, c)| {
                Groups::one(dimension_id(d), CategoryId::new(c).unwrap())
            }),
            numerator: Cell::known(counts.0),
            denominator: Cell::known(counts.1),
            basis: Basis::Complete,
            value: Cell::Absent,
            interval: None,
            source: SourceId::new("s").unwrap(),
            place: Place::default(),
        });
    }

    fn add_fifths(&mut self, version: &str, period: &str, deaths: [u64; 5]) {
        for (i, deaths) in deaths.into_iter().enumerate() {
            let group = (i + 1).to_string();
            self.add("E92000001", period, Some((version, &group)), (deaths, 10_000));
        }
        let total = (deaths.iter().sum(), 50_000);
        self.add("E92000001", period, Some((version, "all")), total);
    }

    fn add_gap(
        &mut self,
        class: &str,
        period: &str,
        percent: f64,
        counts: Option<(u64, u64, f64)>,
    ) {
        let known = |x: Option<f64>| x.map_or(Cell::Absent, Cell::known);
        self.data.gaps.push(PublishedGap {
            indicator: indicator_id(),
            area: area("K04000001"),
            period: Period::parse(period, None).unwrap(),
            dimension: dimension_id(class),
            group: CategoryId::new("manual").unwrap(),
            relative_gap: Cell::known(percent),
            group_events: counts.map_or(Cell::Absent, |c| Cell::known(c.0)),
            all_events: counts.map_or(Cell::Absent, |c| Cell::known(c.1)),
            group_rate: Cell::Absent,
            all_rate: known(counts.map(|c| c.2)),
            basis: Basis::Sample(SampleFraction::new(0.1).unwrap()),
            source: SourceId::new("s").unwrap(),
            origin: "a publication".to_owned(),
            place: Place::default(),
        });
    }
}

fn gap_question() -> GapQuestion {
    let series = |id: &str| GapSeries {
        dimension: dimension_id(id),
        categories: vec![CategoryId::new("manual").unwrap()],
        area: Some(area("K04000001")),
    };
    GapQuestion {
        group: "manual occupations".to_owned(),
        against: "all".to_owned(),
        area: None,
        indicator: None,
        series: vec![series("class-90"), series("class-2001")],
    }
}

fn profile_question(pool_years: u16) -> ProfileQuestion {
    ProfileQuestion {
        dimension: dimension_id("fifth"),
        area: None,
        indicator: None,
        pool_years,
        reference: None,
    }
}

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
    assert!(period.not_computed[0].contains("the group 3"));
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
    let released = release(profile, &Disclosure::default());
    let period = &released.get().periods[0];
    let hidden = &period.groups[4].rate;
    assert_eq!(hidden.events, Cell::Withheld(Withholding::Primary));
    assert_eq!(hidden.rate, Cell::Withheld(Withholding::Primary));
    assert_eq!(period.groups[2].rate.events, Cell::known(0), "no deaths identify no family");
    let total = period.total.as_ref().unwrap();
    assert_eq!(total.events, Cell::Withheld(Withholding::Secondary), "else by subtraction");
    assert!(period.slope.is_none() && period.excess.is_none());
}

#[test]
fn areas_are_held_against_the_comparator_in_order_of_code() {
    let mut world = World::new(SourceClass::Published);
    world.add("E92000001", "2022", None, (2_240, 577_046));
    world.add("E12000002", "2022", None, (400, 80_000));
    world.add("E12000001", "2022", None, (96, 24_701));
    let question = AreasQuestion {
        prefixes: vec!["E12".to_owned()],
        name: "regions".to_owned(),
        comparator: None,
        indicator: None,
    };
    let found =
        area_comparison(&world.evidence(), &question, &area("E92000001"), &indicator_id()).unwrap();
    let verdicts: Vec<_> = found.areas.iter().map(|a| (a.area.code.as_str(), a.verdict)).collect();
    let expected = [("E12000001", Verdict::CannotTell), ("E12000002", Verdict::Higher)];
    assert_eq!(verdicts, expected);
    assert!((found.expected_by_chance - 0.1).abs() < 1e-12);
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
