//! Small results made by hand, shared by the tests of sentences and pages.
//!
//! Figures follow published ones in size; only those of [`gap_trend`] are
//! quoted from a publication, and say so.

mod area_profile;
mod areas;
mod cascade;
mod evaluation;
mod fixture;
mod pathways;
mod ppor;
mod printed;
mod recommendations;
mod review;
mod scenario;
mod scorecard;
mod selection;

use std::collections::{BTreeMap, BTreeSet};

use firstyear_analysis::{
    CauseRow, Causes, CellStates, Counted, CountedRate, DataQuality, DecomposedCategory,
    DecomposedPopulation, Decomposition, DecompositionForm, DecompositionParts, Evidence,
    ExcessOverBest, GapComparison, GapOrigin, GapPoint, GapTest, GapTrend, GapTrendSeries,
    InequalityProfile, NotComputed, ProfileGroup, ProfilePeriod, QuestionError, RateDisagreement,
    Slope, SourceQuality, Spc, Summary, TotalDisagreement, Trend, Verdict,
};
use firstyear_core::project::{SpcQuestion, TrendAgainst, TrendQuestion};
use firstyear_core::{
    AreaCode, Basis, Category, CategoryId, Cell, Confidence, Dataset, Dimension, DimensionAbout,
    DimensionId, Direction, Estimate, Flags, Groups, Indicator, IndicatorId, IndicatorKind,
    Interval, Language, MethodId, Observation, OrderedDimension, Period, Place, Polarity, Role,
    SampleFraction, Source, SourceClass, SourceId, Splits, Withholding,
};

pub(crate) use area_profile::area_profile;
pub(crate) use areas::{area_comparison, area_funnel, small_areas};
pub(crate) use cascade::{cascade, cascade_of_everyone};
pub(crate) use evaluation::{evaluation, learning, stated_evaluation};
pub(crate) use fixture::Fixture;
pub(crate) use pathways::reference_pathways;
pub(crate) use ppor::ppor;
pub(crate) use printed::printed_arithmetic;
pub(crate) use recommendations::recommendations;
pub(crate) use review::{deaths_review, equity_audit, self_assessment, shares};
pub(crate) use scenario::scenario;
pub(crate) use scorecard::scorecard;
pub(crate) use selection::selection;

use crate::sentence::Measured;
use crate::words::Words;

pub(crate) fn estimate(value: f64, lower: f64, upper: f64) -> Estimate {
    let interval = Some(Interval { lower, upper, confidence: Confidence::P95 });
    Estimate { interval, ..bare(value) }
}

pub(crate) fn bare(value: f64) -> Estimate {
    Estimate { value, interval: None, method: MethodId::new("byar"), counts: None }
}

pub(crate) fn year(year: i32) -> Period {
    Period::year(year).unwrap()
}

pub(crate) fn years(first: i32, last: i32) -> Period {
    Period::years(first, last).unwrap()
}

pub(crate) fn measured() -> Measured {
    Measured::of(
        &indicator("infant-mortality-rate", "Infant mortality rate"),
        Words::of(Language::English),
    )
}

/// A source of made-up figures.
fn made_up(id: SourceId, class: SourceClass) -> Source {
    Source {
        id,
        title: "made by hand".to_owned(),
        publisher: "nobody".to_owned(),
        licence: "none".to_owned(),
        released: None,
        class,
        note: None,
    }
}

fn indicator(id: &str, name: &str) -> Indicator {
    Indicator {
        id: indicator_id(id),
        name: name.to_owned(),
        definition: "Deaths before the first birthday among live births.".to_owned(),
        domain: "mortality".to_owned(),
        numerator: "deaths at age under 1 year".to_owned(),
        denominator: "live births".to_owned(),
        multiplier: 1000,
        unit: "per 1,000 live births".to_owned(),
        polarity: Polarity::LowerIsBetter,
        kind: IndicatorKind::Rate,
    }
}

fn at_age(id: &str, name: &str, age: &str) -> Indicator {
    Indicator { numerator: format!("deaths at age {age}"), ..indicator(id, name) }
}

fn indicator_id(id: &str) -> IndicatorId {
    IndicatorId::new(id).unwrap()
}

fn dimension_id(id: &str) -> DimensionId {
    DimensionId::new(id).unwrap()
}

fn category(id: &str) -> CategoryId {
    CategoryId::new(id).unwrap()
}

fn source_id(id: &str) -> SourceId {
    SourceId::new(id).unwrap()
}

pub(crate) fn area(code: &str) -> AreaCode {
    AreaCode::new(code).unwrap()
}

/// A row of counts alone.
fn counted(
    indicator: &IndicatorId,
    code: &str,
    period: Period,
    groups: Groups,
    (events, at_risk): (u64, u64),
    source: &SourceId,
) -> Observation {
    Observation {
        indicator: indicator.clone(),
        area: area(code),
        period,
        groups,
        numerator: Cell::known(events),
        denominator: Cell::known(at_risk),
        basis: Basis::Complete,
        value: Cell::Absent,
        interval: None,
        standard_error: None,
        note: None,
        source: source.clone(),
        place: Place::default(),
    }
}

pub(crate) fn rate(events: u64, at_risk: u64, rate: Estimate) -> CountedRate {
    CountedRate {
        events: Cell::known(events),
        at_risk: Cell::known(at_risk),
        rate: Cell::known(rate),
        basis: Basis::Complete,
        class: SourceClass::Published,
        sources: BTreeSet::from([source_id("ons-child-mortality")]),
        published: None,
        published_limits: None,
    }
}

fn withheld() -> CountedRate {
    let by = Withholding::Publisher;
    CountedRate {
        events: Cell::Withheld(by),
        at_risk: Cell::Withheld(by),
        rate: Cell::Withheld(by),
        ..rate(0, 1, bare(0.0))
    }
}

/// The gaps of 1997 to 1999 (Hansard, 15 September 2004), of 2002 to 2004 and
/// 2003 to 2005 (press notices of the Department of Health) and of 2007 to
/// 2009 (*Tackling health inequalities in infant and maternal health
/// outcomes*, 2010).
pub(crate) fn gap_trend() -> GapTrend {
    let published = |period, relative, rates: (f64, f64)| GapPoint {
        period,
        relative: Cell::known(relative),
        absolute: Cell::Absent,
        group: None,
        all: None,
        printed_rates: Some((Cell::known(rates.0), Cell::known(rates.1))),
        printed_events: Some((Cell::Absent, Cell::Absent)),
        class: SourceClass::Published,
        origin: GapOrigin::Published {
            source: source_id("dh-2010"),
            origin: "Department of Health".to_owned(),
        },
        overlaps_previous: false,
    };
    let overlapping = GapPoint {
        overlaps_previous: true,
        printed_rates: None,
        ..published(years(2003, 2005), bare(18.0), (0.0, 0.0))
    };
    let series = |id: &str, name: &str, points| GapTrendSeries {
        dimension: dimension_id(id),
        name: name.to_owned(),
        against: "all jointly registered births".to_owned(),
        area: area("K04000001"),
        points,
    };
    GapTrend {
        group: "routine and manual occupations".to_owned(),
        against: "all jointly registered births".to_owned(),
        indicator: indicator_id("infant-mortality-rate"),
        series: vec![
            series(
                "ns-sec-90",
                "NS-SEC 90",
                vec![published(years(1997, 1999), bare(13.0), (6.3, 5.6))],
            ),
            series(
                "ns-sec-2001",
                "NS-SEC 2001",
                vec![
                    published(years(2002, 2004), bare(19.0), (5.9, 4.9)),
                    overlapping,
                    published(years(2007, 2009), estimate(12.0, 9.2, 14.9), (5.0, 4.4)),
                ],
            ),
        ],
        comparisons: vec![GapComparison {
            earlier: years(1997, 1999),
            earlier_series: 0,
            later: years(2007, 2009),
            later_series: 1,
            verdict: Verdict::CannotTell,
            test: GapTest::WithinLimits,
            across_break: Some(("NS-SEC 90".to_owned(), "NS-SEC 2001".to_owned())),
        }],
    }
}

fn group(id: &str, label: &str, rate: CountedRate) -> ProfileGroup {
    ProfileGroup { category: category(id), label: label.to_owned(), rate, lacking: None }
}

pub(crate) fn imd_profile() -> InequalityProfile {
    let groups = || {
        vec![
            group("1", "Most deprived", rate(1_500, 254_000, estimate(5.9, 5.6, 6.2))),
            group("2", "Middle", rate(900, 220_000, estimate(4.1, 3.8, 4.4))),
            group("3", "Least deprived", rate(480, 165_000, estimate(2.9, 2.6, 3.2))),
        ]
    };
    let version = |period, year: &str| ProfilePeriod {
        period,
        version: dimension_id(&format!("imd-{year}-decile")),
        version_name: format!("Index of Multiple Deprivation {year}"),
        groups: groups(),
        remainders: Vec::new(),
        total: Some(rate(2_880, 639_000, estimate(4.5, 4.3, 4.7))),
        total_label: "All".to_owned(),
        slope: None,
        excess: None,
        not_computed: Vec::new(),
    };
    let slope = Slope {
        sii: estimate(3.4, 2.9, 3.9),
        rii: estimate(2.26, 1.95, 2.61),
        most_disadvantaged: 6.1,
        least_disadvantaged: 2.7,
        dispersion: 1.8,
    };
    let excess = ExcessOverBest {
        reference: category("3"),
        reference_label: "Least deprived".to_owned(),
        par: estimate(1.2, 0.9, 1.5),
        paf: estimate(27.0, 20.1, 33.2),
        events: estimate(1_850.0, 1_400.0, 2_300.0),
    };
    let unlinked = CountedRate {
        at_risk: Cell::NotApplicable,
        rate: Cell::NotApplicable,
        ..rate(31, 1, bare(0.0))
    };
    InequalityProfile {
        dimension: dimension_id("imd-decile"),
        area: area("E92000001"),
        indicator: indicator_id("infant-mortality-rate"),
        direction: Some(Direction::MostDisadvantagedFirst),
        periods: vec![
            ProfilePeriod {
                slope: Some(Slope { sii: estimate(3.1, 2.6, 3.6), ..slope }),
                excess: Some(excess.clone()),
                ..version(years(2015, 2017), "2015")
            },
            ProfilePeriod {
                slope: Some(slope),
                excess: Some(excess),
                remainders: vec![group("unlinked", "Deaths not linked to a birth", unlinked)],
                ..version(years(2020, 2022), "2019")
            },
        ],
        left_over: Vec::new(),
    }
}

/// Rates by occupation, the first class best off, over a sample of births.
pub(crate) fn occupation_profile() -> InequalityProfile {
    let sampled = |rate: CountedRate| CountedRate {
        basis: Basis::Sample(SampleFraction::new(0.1).unwrap()),
        ..rate
    };
    let groups = [
        ("1", "Higher managerial", rate(210, 88_000, estimate(2.4, 2.1, 2.7))),
        ("5", "Lower supervisory", rate(190, 45_000, estimate(4.2, 3.6, 4.9))),
        ("7", "Routine", rate(260, 52_000, estimate(5.0, 4.4, 5.6))),
    ];
    let imd = imd_profile();
    let mut latest = imd.periods[1].clone();
    latest.period = year(2022);
    latest.version = dimension_id("ns-sec-household");
    latest.version_name = "NS-SEC of the household".to_owned();
    latest.groups =
        groups.into_iter().map(|(id, label, rate)| group(id, label, sampled(rate))).collect();
    latest.excess = latest.excess.map(|excess| ExcessOverBest {
        reference: category("1"),
        reference_label: "Higher managerial".to_owned(),
        ..excess
    });
    latest.remainders = vec![group("not-classified", "Not classified", withheld())];
    latest.total = Some(sampled(rate(660, 185_000, estimate(3.6, 3.3, 3.9))));
    InequalityProfile {
        dimension: dimension_id("ns-sec-household"),
        area: area("K04000001"),
        direction: Some(Direction::LeastDisadvantagedFirst),
        periods: vec![latest],
        ..imd
    }
}

/// Rates by age, an order in which neither end is a disadvantage.
pub(crate) fn mother_age_profile() -> InequalityProfile {
    let groups = [
        ("under-20", "Under 20", rate(93, 14_000, estimate(6.6, 5.3, 8.1))),
        ("30-to-34", "30 to 34", rate(640, 205_000, estimate(3.1, 2.9, 3.4))),
        ("40-and-over", "40 and over", rate(130, 29_000, estimate(4.5, 3.7, 5.3))),
    ];
    let imd = imd_profile();
    let mut latest = imd.periods[1].clone();
    latest.period = year(2022);
    latest.version = dimension_id("mother-age");
    latest.version_name = "Mother's age in years".to_owned();
    latest.groups = groups.into_iter().map(|(id, label, rate)| group(id, label, rate)).collect();
    latest.remainders.clear();
    (latest.slope, latest.excess) = (None, None);
    InequalityProfile {
        dimension: dimension_id("mother-age"),
        area: area("K04000001"),
        direction: Some(Direction::Magnitude),
        periods: vec![latest],
        ..imd
    }
}

pub(crate) fn ethnic_profile() -> InequalityProfile {
    let few = rate(12, 3_900, estimate(3.1, 1.6, 5.4))
        .with_published(Cell::flagged(3.1, Flags::LOW_RELIABILITY));
    InequalityProfile {
        dimension: dimension_id("ethnic-group"),
        area: area("E92000001"),
        indicator: indicator_id("infant-mortality-rate"),
        direction: None,
        periods: vec![ProfilePeriod {
            period: year(2022),
            version: dimension_id("ethnic-group"),
            version_name: "Ethnic group of the baby".to_owned(),
            groups: vec![
                group(
                    "white-british",
                    "White British",
                    rate(1_000, 333_000, estimate(3.0, 2.8, 3.2)),
                ),
                group("pakistani", "Pakistani", rate(160, 24_200, estimate(6.6, 5.6, 7.8))),
                group("mixed", "Mixed", few),
                group("chinese", "Chinese", withheld()),
            ],
            remainders: vec![group(
                "not-stated",
                "Not stated",
                rate(90, 19_800, estimate(4.5, 3.7, 5.6)),
            )],
            total: Some(rate(1_262, 381_100, estimate(3.3, 3.1, 3.5))),
            total_label: "All births with a notification".to_owned(),
            slope: None,
            excess: None,
            not_computed: vec![NotComputed {
                what: Summary::Excess,
                why: "the counts of the group Chinese are not known".to_owned(),
            }],
        }],
        left_over: vec![year(2021)],
    }
}

pub(crate) fn causes() -> Causes {
    let row = |id: &str, label: &str, deaths| CauseRow {
        cause: category(id),
        label: label.to_owned(),
        deaths,
        class: SourceClass::Published,
        sources: BTreeSet::from([source_id("ons-child-mortality")]),
    };
    let counts = |a, b| vec![Cell::known(a), Cell::known(b)];
    Causes {
        dimension: dimension_id("ons-cause-group"),
        dimension_name: "ONS cause groups".to_owned(),
        area: area("K04000001"),
        period: year(2022),
        ages: vec![
            (indicator_id("neonatal-mortality"), "Neonatal mortality rate".to_owned()),
            (indicator_id("post-neonatal-mortality"), "Post-neonatal mortality rate".to_owned()),
        ],
        causes: vec![
            row("immaturity", "Immaturity related conditions", counts(800, 60)),
            row("congenital", "Congenital anomalies", counts(500, 190)),
            row(
                "infections",
                "Infections",
                vec![Cell::known(90), Cell::Withheld(Withholding::Publisher)],
            ),
            row("sudden", "Sudden infant deaths", vec![Cell::NotApplicable, Cell::known(130)]),
        ],
        total: Some(row("all", "All causes", counts(1_700, 640))),
    }
}

/// Observations of `counts` in each year from `first` on, with their rows'
/// groups, asked as a project would ask them.
fn asked<T>(
    class: SourceClass,
    rows: impl IntoIterator<Item = (i32, Groups, (u64, u64))>,
    ask: impl FnOnce(&Evidence<'_>) -> Result<T, QuestionError>,
) -> T {
    let mut data = Dataset::default();
    let source = source_id("ons-child-mortality");
    data.sources.insert(
        source.clone(),
        Source {
            id: source.clone(),
            title: "Child mortality".to_owned(),
            publisher: "Office for National Statistics".to_owned(),
            licence: "Open Government Licence v3.0".to_owned(),
            released: None,
            class,
            note: None,
        },
    );
    data.observations.extend(rows.into_iter().map(|(when, groups, (events, at_risk))| {
        counted(
            &indicator_id("infant-mortality-rate"),
            "E92000001",
            year(when),
            groups,
            (events, at_risk),
            &source,
        )
    }));
    let infant = indicator("infant-mortality-rate", "Infant mortality rate");
    let fifth = fifths();
    let evidence = Evidence {
        data: &data,
        indicators: &BTreeMap::from([(infant.id.clone(), infant)]),
        dimensions: &BTreeMap::from([(fifth.id().clone(), fifth)]),
        interventions: &[],
        themes: &firstyear_core::recommendation::NO_THEMES,
        matrix: &firstyear_core::self_assessment::NO_MATRIX,
        confidence: Confidence::P95,
    };
    ask(&evidence).unwrap()
}

/// Fifths of deprivation, the most deprived first.
fn fifths() -> Dimension {
    let group = |id: &str| Category { id: category(id), label: id.to_owned(), role: Role::Group };
    Dimension::Ordered(OrderedDimension {
        about: DimensionAbout {
            id: dimension_id("imd-2019-quintile"),
            name: "IMD 2019, fifth".to_owned(),
            short_name: "IMD 2019, fifth".to_owned(),
            family: dimension_id("imd-quintile"),
            splits: Splits::Population,
            source: "made by hand".to_owned(),
        },
        direction: Direction::MostDisadvantagedFirst,
        categories: ["1", "2", "3", "4", "5"]
            .map(group)
            .into_iter()
            .chain([Category { role: Role::Total, ..group("all") }])
            .collect(),
    })
}

/// The most deprived fifth stays at 100 deaths of 10,000 from 2016 to 2020,
/// the least deprived halves each year from 160 to 10.
pub(crate) fn trend(class: SourceClass) -> Trend {
    let fifth = |id: &str| Groups::one(dimension_id("imd-2019-quintile"), category(id));
    let rows = (2016..).zip([160, 80, 40, 20, 10]).flat_map(|(when, halved)| {
        [(when, fifth("1"), (100, 10_000)), (when, fifth("5"), (halved, 10_000))]
    });
    let question = TrendQuestion {
        name: "the most deprived fifth".to_owned(),
        area: None,
        indicator: None,
        dimension: Some(dimension_id("imd-quintile")),
        categories: vec![category("1")],
        against: Some(TrendAgainst {
            name: "the least deprived fifth".to_owned(),
            categories: vec![category("5")],
        }),
    };
    let (place, infant) = (area("E92000001"), indicator_id("infant-mortality-rate"));
    asked(class, rows, |evidence| firstyear_analysis::trend(evidence, &question, &place, &infant))
}

/// 480 deaths of 120,000 in twelve years, of which the last two lie outside
/// the limits.
pub(crate) fn control_chart(class: SourceClass) -> Spc {
    let deaths = [40, 41, 39, 42, 38, 40, 41, 39, 42, 38, 20, 60];
    let rows =
        (2009..).zip(deaths).map(|(when, deaths)| (when, Groups::everyone(), (deaths, 10_000)));
    let question = SpcQuestion {
        name: "everyone".to_owned(),
        area: None,
        indicator: None,
        dimension: None,
        categories: Vec::new(),
        chart: None,
        rebase: Vec::new(),
        target: Some(7.0),
    };
    let (place, infant) = (area("E92000001"), indicator_id("infant-mortality-rate"));
    asked(class, rows, |evidence| firstyear_analysis::spc(evidence, &question, &place, &infant))
}

/// Mix and risk of two groups of birthweight: 4.1 and 3.2 per 1,000, as worked
/// out by hand beside the method.
pub(crate) fn decomposition() -> Decomposition {
    let part = |value: f64| Some(estimate(value, value - 1.0, value + 1.0));
    let row = |id: &str, label: &str, first: CountedRate, second: CountedRate| DecomposedCategory {
        category: category(id),
        label: label.to_owned(),
        first: vec![first],
        second: vec![second],
    };
    let population = |period, total, left_out: (u64, u64)| DecomposedPopulation {
        area: area("E92000001"),
        period,
        version: dimension_id("birthweight"),
        version_name: "Birthweight".to_owned(),
        totals: vec![Some(total)],
        left_out: vec![(Cell::known(left_out.0), Cell::known(left_out.1))],
    };
    Decomposition {
        form: DecompositionForm::MixAndRisk,
        dimension: dimension_id("birthweight"),
        indicators: vec![(
            indicator_id("infant-mortality-rate"),
            "Infant mortality rate".to_owned(),
        )],
        first: population(year(2022), rate(140, 10_000, estimate(14.0, 11.8, 16.5)), (0, 0)),
        second: population(year(2019), rate(77, 10_020, estimate(7.7, 6.1, 9.6)), (10, 20)),
        categories: vec![
            row(
                "low",
                "Low",
                rate(100, 2_000, estimate(50.0, 40.7, 60.8)),
                rate(40, 1_000, estimate(40.0, 28.6, 54.5)),
            ),
            row(
                "normal",
                "Normal",
                rate(40, 8_000, estimate(5.0, 3.6, 6.8)),
                rate(27, 9_000, estimate(3.0, 2.0, 4.4)),
            ),
        ],
        parts: Ok(DecompositionParts {
            difference: estimate(7.3, 4.4, 10.2),
            parts: vec![estimate(4.1, 3.2, 5.0), estimate(3.2, 0.3, 6.1)],
            by_category: vec![vec![part(4.5), part(1.5)], vec![part(-0.4), part(1.7)]],
            of_category: vec![bare(6.0), bare(1.3)],
        }),
    }
}

/// Two causes at two ages: 6 and 5 per 1,000, of which one cause has 10.
pub(crate) fn by_cause() -> Decomposition {
    let wide = |value: f64| estimate(value, value - 2.0, value + 2.0);
    let of = |events| rate(events, 10_000, wide(events as f64 / 10.0));
    let row = |id: &str, label: &str, first: [u64; 2], second: [u64; 2]| DecomposedCategory {
        category: category(id),
        label: label.to_owned(),
        first: first.map(of).into(),
        second: second.map(of).into(),
    };
    let population = |period, totals: [u64; 2]| DecomposedPopulation {
        area: area("K04000001"),
        period,
        version: dimension_id("ons-cause-group"),
        version_name: "ONS cause groups".to_owned(),
        totals: totals.map(|events| Some(of(events))).into(),
        left_out: vec![(Cell::known(0), Cell::NotApplicable); 2],
    };
    let mut sudden = row("sudden", "Sudden infant deaths", [0, 20], [0, 10]);
    for rate in [&mut sudden.first[0], &mut sudden.second[0]] {
        rate.events = Cell::NotApplicable;
        rate.rate = Cell::NotApplicable;
    }
    Decomposition {
        form: DecompositionForm::ByCause,
        dimension: dimension_id("ons-cause-group"),
        indicators: causes().ages,
        first: population(year(2022), [100, 120]),
        second: population(year(2021), [40, 80]),
        categories: vec![
            row("immaturity", "Immaturity related conditions", [100, 100], [40, 70]),
            sudden,
        ],
        parts: Ok(DecompositionParts {
            difference: wide(10.0),
            parts: vec![wide(6.0), wide(4.0)],
            by_category: vec![vec![Some(wide(6.0)), Some(wide(3.0))], vec![None, Some(wide(1.0))]],
            of_category: vec![wide(9.0), wide(1.0)],
        }),
    }
}

pub(crate) fn data_quality() -> DataQuality {
    let source = |id: &str, observations, gaps| SourceQuality {
        source: source_id(id),
        observations,
        gaps,
        cells: CellStates { known: 3_000, withheld: 12, absent: 40, not_applicable: 5 },
        low_reliability: 7,
        periods: Some((year(1997), year(2022))),
    };
    DataQuality {
        sources: vec![source("dh-2010", 0, 10), source("ons-child-mortality", 1_234, 0)],
        rates: vec![RateDisagreement {
            indicator: indicator_id("infant-mortality-rate"),
            area: area("E92000001"),
            period: year(2022),
            groups: Groups::one(dimension_id("ethnic-group"), category("pakistani")),
            published: 6.7,
            recomputed: 6.611_57,
            decimals: 1,
            class: SourceClass::Published,
            place: firstyear_core::Place::default(),
        }],
        rates_checked: 143,
        totals: vec![TotalDisagreement {
            source: source_id("ons-child-mortality"),
            indicator: indicator_id("infant-mortality-rate"),
            area: area("E92000001"),
            period: year(2022),
            dimension: dimension_id("ethnic-group"),
            within: Groups::everyone(),
            what: Counted::Events,
            sampled: false,
            difference: -3,
            class: SourceClass::Published,
            place: firstyear_core::Place::default(),
        }],
        totals_checked: 40,
        rates_not_listed: 0,
        totals_not_listed: 2,
        recommendations: 0,
        visits: 0,
    }
}
