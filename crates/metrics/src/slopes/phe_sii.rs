//! The slope index as the package of English public health makes it.

use firstyear_core::MethodId;

use super::simulation::{Area, Room, Rules, SlopeSettings, in_parallel};
use super::table::{self, Reading};
use super::{Quantile, SimulatedSlope, SimulatedSlopeError};
use crate::random::{RDefault, whole_number};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};

/// The method of [`phe_sii`].
pub const PHE_SII: MethodId = MethodId::new("phe-sii");

/// Slope and relative index of inequality of areas, number by number as
/// `phe_sii` of `PHEindicatormethods` 2.1.0 gives them after `set.seed(seed)`.
///
/// Areas in the order in which the package works through them (that of their
/// names), quantiles in theirs. The random numbers are one stream, so limits
/// of an area depend on the areas before it. An area with an error draws none.
/// For figures of your own take [`sii_wls`](super::sii_wls()).
///
/// Kept as they are in the package:
///
/// - limits are the draws at the rounded places, without a line between
///   neighbours;
/// - with [`FitOn::Scale`](super::FitOn::Scale) the simulated lines keep the
///   observed mean, so that only their slope moves: limits are too narrow or
///   too wide, by the correlation of slope and intercept;
/// - there too, on the logarithm, limits are turned where the multiplier is
///   below 1 (0 is meant): at 0.5 the lower is above the upper, and those of
///   the relative index are upside down;
/// - the intercept is multiplied only there.
///
/// # Units
///
/// Values in, differences of values (times the multiplier) and ratios out.
///
/// # Errors
///
/// For each area [`SimulatedSlopeError`]: fewer than 5 quantiles or more than
/// 100, a quantile that cannot be used, settings that make no sense.
///
/// # Source
///
/// Low A, Low A (2004), J Public Health 26:390-395; behaviour from the
/// package's manual and its results.
///
/// # Example
///
/// ```
/// use firstyear_metrics::slopes::{Quantile, SlopeSettings, phe_sii};
///
/// let fifths: Vec<Quantile> = [70.0, 72.0, 74.0, 76.0, 78.0]
///     .map(|years| Quantile::new(10_000.0, years, 0.5))
///     .into();
/// let slopes = phe_sii(&[fifths], 1, &SlopeSettings::default());
/// let slope = slopes[0].as_ref().unwrap();
/// assert!((slope.sii - 10.0).abs() < 1e-9);
/// assert!((slope.rii - 79.0 / 69.0).abs() < 1e-9);
/// ```
#[must_use]
pub fn phe_sii(
    areas: &[Vec<Quantile>],
    seed: i32,
    settings: &SlopeSettings,
) -> Vec<Result<SimulatedSlope, SimulatedSlopeError>> {
    let areas: Vec<_> =
        areas.iter().map(|groups| Area::new(groups, settings, Rules::Phe, 5)).collect();
    let drawn = |at: usize| areas[at].as_ref().map_or(0, Area::normals);
    in_parallel(areas.len(), |mine| {
        let (mut generator, mut room, mut next) = (RDefault::new(seed), Room::default(), 0);
        mine.map(|at| {
            // What the areas in between draw, on other threads.
            generator.skip_normals((next..at).map(drawn).sum());
            next = at + 1;
            let simulate = |area: &Area| {
                area.simulate(&mut room, |numbers| generator.standard_normals(numbers))
            };
            (at, areas[at].as_ref().map(simulate).map_err(|error| *error))
        })
        .collect()
    })
}

const LEVELS: Argument = Argument {
    meaning: "confidence of the limits, a fraction such as 0.95 or a percentage from 90 on; several, such as `95;99.8`, give limits named by level",
    ..Argument::CONFIDENCE
};

pub(super) const METHOD: Method = Method {
    id: PHE_SII,
    name: "Slope index of inequality as in PHEindicatormethods",
    family: "inequality",
    unit: "that of the values, times the multiplier",
    ordered: true,
    reading: "positive when values rise along the order; quantile 1 stands at its beginning",
    source: "Low and Low (2004), J Public Health 26:390; PHEindicatormethods 2.1.0",
    explanation: "Reproduces the package number by number, simulated limits included, from R's generator: for holding published figures against their data, not for new ones, which sii-wls makes. A line weighted by population is fitted to the values at the middles of the quantiles' shares of the population; values are drawn anew from their standard errors, area by area in one stream. Kept as they are: limits are the draws at rounded places; a line on a scale keeps the observed mean in every draw, so its limits miss part of the uncertainty; on the logarithm limits are turned where the multiplier is below 1, so that at 0.5 the lower is above the upper one and those of the relative index are upside down; the intercept is multiplied only for a line on a scale. An area that lacks a quantile which another has, has one twice, or has a value that cannot be used is left out, as there, and told of.",
    call: Call {
        // Areas with the same number of quantiles are one call of the
        // package, with one stream of random numbers.
        key: &["nq"],
        inputs: table::INPUTS,
        arguments: &[
            table::VALUE_TYPE,
            table::UNCERTAINTY,
            table::TRANSFORM,
            Argument::MULTIPLIER,
            Argument::REPETITIONS,
            LEVELS,
            Argument::new("rii", "TRUE", "whether the relative index is given"),
            Argument::new("intercept", "TRUE", "whether the intercept is given"),
            table::RELIABILITY,
            Argument::new("seed", "1", "a whole number, as for R's `set.seed`"),
            table::LAYOUT,
        ],
        outputs: &[
            Field::optional("area", "the area"),
            table::SII,
            table::RII,
            Field::optional(
                "sii_lower95_0cl",
                "lower limit of the slope, by level; without `cl` for a line on a scale",
            ),
            Field::optional("sii_upper95_0cl", "upper limit of the slope, by level"),
            Field::optional("rii_lower95_0cl", "lower limit of the relative index, by level"),
            Field::optional("rii_upper95_0cl", "upper limit of the relative index, by level"),
            Field::optional("intercept", "the fitted value at the beginning of the order"),
            table::STATISTIC,
            table::LONG_VALUE,
        ],
        vectors: &["PHEindicatormethods/phe_sii"],
        run: run_phe,
    },
};

fn run_phe(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let reading = Reading::of(group)?;
    let settings = reading.settings(group, table::percentages)?;
    let seed = whole_number(group.number_required("seed")?).ok_or_else(|| RunError::Argument {
        name: "seed",
        wanted: "a whole number from -2147483647 to 2147483647".to_owned(),
    })?;
    let shown = table::Shown {
        rii: group.flag("rii")?,
        intercept: group.flag("intercept")?,
        long: table::is_long(group)?,
        suffix: if reading.on_scale() { "" } else { "cl" },
    };
    let read = read_areas(group, &reading)?;
    for (name, why) in &read.left_out {
        out.problem(format!("area `{name}` is left out: {why}"));
    }
    let (names, areas) = (read.names, read.quantiles);
    let slopes = phe_sii(&areas, seed, &settings);
    if let (Some(Err(error)), true) = (slopes.first(), slopes.iter().all(Result::is_err)) {
        return Err(RunError::measure(error));
    }
    for (name, slope) in names.iter().zip(slopes) {
        let area = group.has("area").then_some(name.as_str());
        let mut values = shown.values(slope.ok().as_ref(), &settings);
        if !shown.long {
            values.extend(reading.described(&settings));
        }
        table::write(out, area, shown.long, values);
    }
    Ok(())
}

/// What the rows say of areas.
#[derive(Default)]
struct Areas {
    names: Vec<String>,
    /// Those that have every quantile once, in the order of their names.
    quantiles: Vec<Vec<Quantile>>,
    /// The others, with what is wrong.
    left_out: Vec<(String, String)>,
}

/// The areas that have every quantile once; rows whose values cannot be used
/// do not count.
fn read_areas(group: &Group<'_>, reading: &Reading) -> Result<Areas, RunError> {
    let places = group.numbers("quantile")?;
    let quantiles = reading.quantiles(group, Group::numbers_or_nan)?;
    let names = group.texts("area");
    let mut rows: Vec<usize> = (0..quantiles.len()).collect();
    let by_number = names.iter().all(|name| name.parse::<f64>().is_ok());
    let number = |name: &str| name.parse::<f64>().unwrap_or(f64::NAN);
    rows.sort_by(|&a, &b| {
        let by_name = if by_number {
            number(&names[a]).total_cmp(&number(&names[b]))
        } else {
            names[a].cmp(&names[b])
        };
        by_name.then(places[a].total_cmp(&places[b]))
    });
    let mut all = places.clone();
    all.sort_by(f64::total_cmp);
    all.dedup();
    let mut read = Areas::default();
    for rows in rows.chunk_by(|&a, &b| names[a] == names[b]) {
        let name = names[rows[0]].clone();
        let is_sound = |row: usize| quantiles[row].is_sound(reading.scale);
        if let Some(why) = fault(rows, &places, &all, is_sound) {
            read.left_out.push((name, why));
            continue;
        }
        read.names.push(name);
        read.quantiles.push(rows.iter().map(|row| quantiles[*row]).collect());
    }
    Ok(read)
}

/// Why the rows of an area, in the order of their places, are not one for each
/// of all places.
fn fault(
    rows: &[usize],
    places: &[f64],
    all: &[f64],
    is_sound: impl Fn(usize) -> bool,
) -> Option<String> {
    if let Some(row) = rows.iter().find(|row| !is_sound(**row)) {
        return Some(format!(
            "the population or value of quantile {} cannot be used",
            places[*row]
        ));
    }
    if let Some(pair) = rows.windows(2).find(|pair| places[pair[0]] == places[pair[1]]) {
        return Some(format!("quantile {} is there twice", places[pair[0]]));
    }
    let lacks = |place: &&f64| rows.iter().all(|row| places[*row] != **place);
    all.iter().find(lacks).map(|place| format!("quantile {place} is not there, as in other areas"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tenths(errors: f64) -> Vec<Quantile> {
        (0..10).map(|i| Quantile::new(5_000.0, 70.0 + f64::from(i), errors)).collect()
    }

    #[test]
    fn an_area_draws_the_same_whatever_thread_it_is_on() {
        // The second and third area after the numbers of the first, drawn one
        // after the other.
        let settings = SlopeSettings { repetitions: 1_000, ..SlopeSettings::default() };
        let areas = [tenths(1.0), tenths(0.5), tenths(2.0)];
        let got = phe_sii(&areas, 7, &settings);
        let (mut generator, mut room) = (RDefault::new(7), Room::default());
        for (groups, got) in areas.iter().zip(got) {
            let area = Area::new(groups, &settings, Rules::Phe, 5).unwrap();
            let one = area.simulate(&mut room, |numbers| {
                numbers.fill_with(|| generator.standard_normal());
            });
            assert_eq!(Ok(one), got);
        }
    }

    #[test]
    fn an_area_that_cannot_be_used_draws_nothing() {
        let settings = SlopeSettings { repetitions: 1_000, ..SlopeSettings::default() };
        let bad = tenths(f64::NAN);
        let with = phe_sii(&[bad, tenths(1.0)], 7, &settings);
        assert_eq!(with[0], Err(SimulatedSlopeError::Group { index: 1 }));
        assert_eq!(with[1], phe_sii(&[tenths(1.0)], 7, &settings)[0]);
        assert_eq!(phe_sii(&[], 7, &settings), []);
    }

    #[test]
    fn areas_that_are_left_out_are_told_of() {
        let rows = |area: &str, places: &[u32]| {
            let row = |place: &u32| format!("{area},{place},5000,{},1\n", 70 + place);
            places.iter().map(row).collect::<String>()
        };
        let csv = "area,quantile,population,value,se\n".to_owned()
            + &rows("b", &[1, 2, 3, 4, 5])
            + &rows("lacking", &[1, 2, 4, 5])
            + &rows("twice", &[1, 2, 2, 4, 5])
            + &rows("empty", &[1, 2, 3, 4])
            + "empty,5,0,75,1\n";
        let found = crate::run::testing::result("phe-sii", &csv, &[("repetitions", "1000")]);
        assert_eq!(found.table.len(), 1);
        let said: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "all rows: area `empty` is left out: the population or value of quantile 5 cannot be used",
                "all rows: area `lacking` is left out: quantile 3 is not there, as in other areas",
                "all rows: area `twice` is left out: quantile 2 is there twice",
            ]
        );
    }

    proptest! {
        #[test]
        fn limits_without_errors_are_the_slope(step in -3.0..3.0_f64) {
            let groups: Vec<Quantile> =
                (0..6).map(|i| Quantile::new(100.0, 80.0 + step * f64::from(i), 0.0)).collect();
            let settings = SlopeSettings { repetitions: 1_000, ..SlopeSettings::default() };
            let slope = phe_sii(&[groups], 1, &settings).remove(0).unwrap();
            prop_assert!((slope.sii - 6.0 * step).abs() < 1e-9);
            prop_assert!((slope.limits[0].sii.lower - slope.sii).abs() < 1e-9);
            prop_assert!((slope.limits[0].rii.upper - slope.rii).abs() < 1e-9);
        }
    }
}
