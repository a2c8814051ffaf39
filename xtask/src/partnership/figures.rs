//! Figures of the synthetic partnership, of the areas beside it and of their
//! country.

use firstyear_core::{
    AreaCode, Basis, CategoryId, Cell, Dataset, DimensionId, Groups, IndicatorId, Observation,
    Period, Place, SourceId,
};
use firstyear_metrics::random::Counter;

use super::{AREA, SEED};

/// The source of all of it.
pub(super) const SOURCE: &str = "made-up";
pub(super) const COUNTRY: &str = "made-up:landshire";
const YEARS: std::ops::RangeInclusive<i32> = 2018..=2024;

/// Areas with their births a year, and by how much their rates are above those
/// of the country.
const AREAS: [(&str, f64, f64); 7] = [
    (AREA, 3_200.0, 1.35),
    ("made-up:eastport", 2_900.0, 1.25),
    ("made-up:westham", 4_100.0, 0.85),
    ("made-up:southby", 1_900.0, 1.1),
    ("made-up:middlefield", 5_200.0, 0.95),
    ("made-up:stonebridge", 2_400.0, 1.0),
    (COUNTRY, 310_000.0, 1.0),
];

/// An indicator: the country's rate a person, what becomes of it each year, how
/// many of those born or giving birth it is counted among, and whether a worse
/// place has more of it.
struct Made {
    id: &'static str,
    rate: f64,
    yearly: f64,
    among: f64,
    more_is_worse: bool,
}

const fn made(id: &'static str, rate: f64, yearly: f64, among: f64, more_is_worse: bool) -> Made {
    Made { id, rate, yearly, among, more_is_worse }
}

const MADE: [Made; 8] = [
    made("infant-mortality-rate", 0.0039, 1.0, 1.0, true),
    made("neonatal-mortality", 0.0028, 1.0, 1.0, true),
    made("smoking-at-booking", 0.13, 0.94, 0.97, true),
    made("early-booking", 0.62, 1.02, 0.98, false),
    made("breastfeeding-6-8-weeks", 0.49, 1.01, 0.9, false),
    made("under-18-conceptions", 0.017, 0.96, 1.1, true),
    made("overcrowded-households", 0.05, 1.0, 14.0, true),
    made("sudi-rate", 0.0003, 1.0, 1.0, true),
];

/// Every figure.
pub(super) fn figures() -> Dataset {
    let mut draws = Counter::named(SEED, "partnership figures");
    let mut data = Dataset::default();
    for one in &MADE {
        for (code, births, above) in AREAS {
            let worse = if one.more_is_worse { above } else { 1.0 / above };
            for year in YEARS {
                let since = f64::from(year - YEARS.start());
                let rate = (one.rate * one.yearly.powf(since) * worse).min(0.95);
                let counts = drawn((births * one.among, rate), &mut draws);
                data.observations.push(observation(one.id, code, year, Groups::everyone(), counts));
            }
        }
    }
    let fifths = fifths(&data, &mut draws);
    data.observations.extend(fifths);
    data
}

/// Infant deaths of the most deprived fifth of Northtown, in which two in five of
/// its babies are born and half of those who die: parts of those of everyone.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of people")]
fn fifths(data: &Dataset, draws: &mut Counter) -> Vec<Observation> {
    let dimension = DimensionId::new("imd-2019-quintile").expect("an id");
    let group =
        |category: &str| Groups::one(dimension.clone(), CategoryId::new(category).expect("an id"));
    let everyone = data.observations.iter().filter(|row| {
        row.area.as_str() == AREA && row.indicator.as_str() == "infant-mortality-rate"
    });
    let mut all = Vec::new();
    for row in everyone {
        let (Some(&deaths), Some(&births)) = (row.numerator.value(), row.denominator.value())
        else {
            continue;
        };
        let born = (births as f64 * (0.39 + 0.02 * draws.uniform())).round() as u64;
        let died = (0..deaths).filter(|_| draws.uniform() < 0.52).count() as u64;
        for (category, (died, born)) in [("1", (died, born)), ("all", (deaths, births))] {
            let (numerator, denominator) = (Cell::known(died), Cell::known(born));
            all.push(Observation {
                groups: group(category),
                numerator,
                denominator,
                ..row.clone()
            });
        }
    }
    all
}

/// A count that scatters as chance makes it, and those at risk.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of people")]
fn drawn((at_risk, rate): (f64, f64), draws: &mut Counter) -> (u64, u64) {
    let at_risk = (at_risk * (0.97 + 0.06 * draws.uniform())).round();
    let expected = at_risk * rate;
    // Of a frequent event the scatter is binomial: so much less than its mean.
    let scatter = draws.gamma(expected / (1.0 - rate)) * (1.0 - rate);
    (scatter.round().min(at_risk) as u64, at_risk as u64)
}

pub(super) fn observation(
    indicator: &str,
    code: &str,
    year: i32,
    groups: Groups,
    (events, at_risk): (u64, u64),
) -> Observation {
    Observation {
        indicator: IndicatorId::new(indicator).expect("an id"),
        area: AreaCode::new(code).expect("a code of a scheme"),
        period: Period::year(year).expect("a year"),
        groups,
        numerator: Cell::known(events),
        denominator: Cell::known(at_risk),
        basis: Basis::Complete,
        value: Cell::Absent,
        interval: None,
        standard_error: None,
        note: None,
        source: SourceId::new(SOURCE).expect("an id"),
        place: Place::default(),
    }
}
