//! A plan that is made up, and the specification by which its births are counted.

use std::collections::BTreeMap;

use firstyear_core::count::{
    BirthSimulation, CountArea, CountBasis, CountDimension, CountIndicator, CountPeriods,
    CountSpec, RecordFiles, SimulatedArea, SimulatedBirthCategory, SimulatedGestation,
    SimulatedSplit,
};
use firstyear_core::{
    AreaCode, CategoryId, DimensionId, IndicatorId, PeriodUnit, SourceClass, SourceId,
};

/// What is counted.
pub(super) const INDICATORS: [&str; 4] =
    ["infant-mortality-rate", "neonatal-mortality", "stillbirth-rate", "preterm-births"];

/// The source that observations of synthetic births name.
pub(super) const SOURCE: &str = "synthetic-births";

/// The code of all areas together.
pub(super) const TOTAL: &str = "E92000001";

/// The classes of a household with their shares of births and risks: made up.
const NS_SEC: [(&str, f64, f64); 9] = [
    ("1-1", 6.0, 0.7),
    ("1-2", 16.0, 0.65),
    ("2", 24.0, 0.75),
    ("3", 12.0, 0.9),
    ("4", 9.0, 0.9),
    ("5", 8.0, 1.05),
    ("6", 12.0, 1.25),
    ("7", 8.0, 1.4),
    ("8", 5.0, 1.8),
];

/// Groups with their shares of births and risks: made up.
const ETHNIC_GROUPS: [(&str, f64, f64); 8] = [
    ("bangladeshi", 1.5, 1.2),
    ("indian", 3.5, 1.0),
    ("pakistani", 4.5, 1.9),
    ("black-african", 4.0, 1.7),
    ("black-caribbean", 1.0, 1.8),
    ("mixed-multiple", 6.5, 1.1),
    ("white-british", 68.0, 0.9),
    ("white-other", 11.0, 0.8),
];

/// Weeks with their shares of births, risks, and the mean and deviation of weights in grams:
/// made up, in the shape that such figures have.
const GESTATIONS: [(u8, f64, f64, f64, f64); 10] = [
    (22, 0.1, 150.0, 500.0, 70.0),
    (25, 0.25, 60.0, 780.0, 120.0),
    (29, 0.6, 14.0, 1300.0, 220.0),
    (33, 1.6, 4.0, 2050.0, 350.0),
    (35, 2.2, 2.5, 2550.0, 400.0),
    (36, 3.4, 1.8, 2800.0, 420.0),
    (38, 26.0, 0.7, 3200.0, 440.0),
    (39, 28.0, 0.5, 3380.0, 430.0),
    (40, 25.0, 0.45, 3520.0, 430.0),
    (41, 12.85, 0.5, 3650.0, 430.0),
];

/// A plan of five years of births in ten areas, by class, tenth of deprivation and ethnic
/// group. Its shares and risks are made up: they stand for no population.
///
/// ```
/// let plan = firstyear_records::made_up_births(1_000, 7);
/// assert!(plan.faults().is_empty());
/// assert_eq!((plan.births, plan.years, plan.areas.len()), (1_000, 5, 10));
/// ```
#[must_use]
pub fn made_up_births(births: u64, seed: u64) -> BirthSimulation {
    let areas = (1..=10_u8).filter_map(|number| {
        let code = AreaCode::new(&format!("E069990{number:02}")).ok()?;
        let share = f64::from(12 - number);
        Some(SimulatedArea { code, share, risk: 0.8 + 0.04 * f64::from(number) })
    });
    let tenths = (1..=10_u8).filter_map(|tenth| {
        let id = CategoryId::new(&tenth.to_string()).ok()?;
        let (share, risk) = (15.0 - f64::from(tenth), 1.4 - 0.08 * f64::from(tenth));
        Some(SimulatedBirthCategory { id, share, risk })
    });
    let splits = [
        split("ns-sec-household", 0.08, Some("not-classified"), categories(&NS_SEC)),
        split("imd-2019-decile", 0.01, None, tenths.collect()),
        split("ethnic-group", 0.05, Some("not-stated"), categories(&ETHNIC_GROUPS)),
    ];
    BirthSimulation {
        schema_version: 1,
        seed,
        births,
        first_year: 2015,
        years: 5,
        infant_deaths: 3.6,
        neonatal: 0.7,
        stillbirths: 4.0,
        unlinked: 0.02,
        areas: areas.collect(),
        splits: splits.into_iter().flatten().collect(),
        gestations: GESTATIONS
            .iter()
            .map(|&(weeks, share, risk, weight, deviation)| SimulatedGestation {
                weeks,
                share,
                risk,
                weight,
                deviation,
            })
            .collect(),
    }
}

fn categories(all: &[(&str, f64, f64)]) -> Vec<SimulatedBirthCategory> {
    let category = |&(id, share, risk): &(&str, f64, f64)| {
        Some(SimulatedBirthCategory { id: CategoryId::new(id).ok()?, share, risk })
    };
    all.iter().filter_map(category).collect()
}

fn split(
    id: &str,
    missing: f64,
    missing_as: Option<&str>,
    categories: Vec<SimulatedBirthCategory>,
) -> Option<SimulatedSplit> {
    let missing_as = missing_as.map(CategoryId::new).transpose().ok()?;
    Some(SimulatedSplit { id: DimensionId::new(id).ok()?, missing, missing_as, categories })
}

/// The specification by which synthetic births in these files are counted.
///
/// # Panics
///
/// Never: the ids in it are fixed.
#[must_use]
pub fn spec_of_births(
    plan: &BirthSimulation,
    basis: CountBasis,
    births: &str,
    deaths: &str,
) -> CountSpec {
    let fields = |pairs: &[(&str, &str)]| {
        let pair = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        pairs.iter().map(pair).collect::<BTreeMap<_, _>>()
    };
    let records = |file: &str, pairs: &[(&str, &str)]| RecordFiles {
        files: vec![file.to_owned()],
        format: None,
        layout: None,
        columns: Vec::new(),
        key: Some("id".to_owned()),
        fields: fields(pairs),
    };
    let last_year = plan.first_year + i32::from(plan.years) - 1;
    let indicator = |id: &str| CountIndicator {
        id: IndicatorId::new(id).expect("an id in small letters"),
        numerator: None,
        denominator: None,
        at: None,
    };
    CountSpec {
        schema_version: 1,
        source: SourceId::new(SOURCE).expect("an id in small letters"),
        title: "Synthetic births and deaths: nobody was born or died".to_owned(),
        class: SourceClass::Restricted,
        basis,
        births: records(
            births,
            &[
                ("birth_date", "born"),
                ("birth_weight", "birth_weight_grams"),
                ("gestation_weeks", "weeks"),
                ("stillborn", "born_dead"),
            ],
        ),
        deaths: Some(records(deaths, &[("age_at_death", "age_days"), ("death_date", "died")])),
        period: CountPeriods {
            unit: PeriodUnit::CalendarYear,
            first: plan.first_year.to_string(),
            last: last_year.to_string(),
            rolling: None,
        },
        area: CountArea {
            from: Some("area".to_owned()),
            total: AreaCode::new(TOTAL).ok(),
            geography: None,
        },
        exclusions: Vec::new(),
        dimensions: plan
            .splits
            .iter()
            .map(|split| CountDimension {
                id: split.id.clone(),
                from: split.column(),
                recode: split
                    .categories
                    .iter()
                    .map(|one| (one.id.to_string(), one.id.clone()))
                    .collect(),
                missing: split.missing_as.clone(),
            })
            .collect(),
        indicators: INDICATORS.map(indicator).to_vec(),
        tables: None,
    }
}
