//! Directly standardised rates as the package gives them.

use firstyear_core::MethodId;

use super::level::{CONFIDENCE, Level, PER_100_000, levels, scaled, write};
use crate::rates::direct::{DirectBands, Totals, check_bands};
use crate::rates::sum::Sum;
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError, Value};

pub(super) const METHOD: Method = Method {
    id: MethodId::new("phe-dsr"),
    name: "Directly standardised rate, as the English public-health package gives it",
    family: "rates",
    unit: "events per person, times the multiplier",
    ordered: false,
    reading: "higher means more events, age for age",
    source: "PHEindicatormethods 2.1.0, calculate_dsr and phe_dsr; Dobson and others (1991), Stat Med 10:457",
    explanation: "Dobson's limits on Byar's for the total count. A missing count is taken as 0, and below 10 events in all there is no rate. Events that a person can have several times come as one row for each age and number of events (eventfreq), with x people who had so many: the variance of a person's events is the square of their number. Where few events fall into bands with large weights, the limits are too narrow.",
    call: Call {
        key: &["group"],
        inputs: &[
            Field::new("x", "events, or people with eventfreq events; missing is 0"),
            Field::new("n", "people at risk, above 0"),
            Field::new("stdpop", "standard population"),
            Field::optional("age", "age band, where events are not independent"),
            Field::optional("eventfreq", "how many events each of the x people had"),
        ],
        arguments: &[
            Argument::new(
                "independent_events",
                "NA",
                "FALSE where a person can have several events; if not said, FALSE when there is a column `eventfreq`",
            ),
            PER_100_000,
            CONFIDENCE,
        ],
        outputs: &[
            Field::new("total_count", "events"),
            Field::new("total_pop", "people"),
            Field::new(
                "value",
                "the rate; beside it `lowercl` and `uppercl`, or limits named by level",
            ),
            Field::new("confidence", "the levels of the limits"),
            Field::new("statistic", "what was estimated"),
            Field::new("method", "how the limits were made"),
        ],
        vectors: &["PHEindicatormethods/calculate_dsr", "PHEindicatormethods/phe_dsr"],
        run: run_dsr,
    },
};

fn run_dsr(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (levels, multiplier) = (levels(group)?, group.multiplier()?);
    let independent = match group.argument("independent_events")? {
        None => !group.has("eventfreq"),
        Some(_) => group.flag("independent_events")?,
    };
    let totals = if independent { independent_totals(group)? } else { repeated_totals(group)? };
    let mut row = out.row();
    row.set("total_count", totals.events).set("total_pop", totals.people);
    let enough = totals.events >= 10.0;
    let rate = if enough { (totals.rate * multiplier).into() } else { Value::Absent };
    row.set("value", rate);
    write(&mut row, &levels, |level: Level| {
        if !enough {
            return (None, None);
        }
        let (lower, upper) = level.byar(totals.events);
        let at = |limit: f64| totals.dobson((limit, limit)).0;
        scaled((lower.map(at), upper.map(at)), |limit| limit * multiplier)
    });
    let statistic = if enough {
        format!("dsr per {multiplier}")
    } else {
        "dsr NA for total count < 10".to_owned()
    };
    let method = if independent {
        "Dobson"
    } else {
        "Dobson, with confidence adjusted for non-independent events"
    };
    row.set("statistic", statistic).set("method", method);
    Ok(())
}

/// A missing count is no count here.
fn counts(group: &Group<'_>) -> Result<Vec<f64>, RunError> {
    let x = group.numbers_or_nan("x")?;
    Ok(x.into_iter().map(|x| if x.is_nan() { 0.0 } else { x }).collect())
}

fn independent_totals(group: &Group<'_>) -> Result<Totals, RunError> {
    let events = counts(group)?;
    let (at_risk, standard) = (group.numbers("n")?, group.numbers("stdpop")?);
    let bands = DirectBands { events: &events, at_risk: &at_risk, standard: &standard };
    check_bands(bands).map_err(RunError::measure)?;
    Ok(Totals::of(bands, |band| events[band]))
}

/// Rows of one age band, with how often its people had events.
#[derive(Default)]
struct Band {
    at_risk: f64,
    standard: f64,
    events: Sum,
    squared: Sum,
}

fn repeated_totals(group: &Group<'_>) -> Result<Totals, RunError> {
    for column in ["age", "eventfreq"] {
        if !group.has(column) {
            return Err(RunError::measure(format!(
                "no column `{column}`: events that are not independent need `age` and `eventfreq`"
            )));
        }
    }
    let (people, times) = (counts(group)?, group.numbers("eventfreq")?);
    let (at_risk, standard) = (group.numbers("n")?, group.numbers("stdpop")?);
    let mut bands: std::collections::BTreeMap<String, Band> = std::collections::BTreeMap::new();
    for (row, age) in group.texts("age").into_iter().enumerate() {
        let (n, weight) = (at_risk[row], standard[row]);
        let band =
            bands.entry(age).or_insert(Band { at_risk: n, standard: weight, ..Band::default() });
        if (band.at_risk, band.standard) != (n, weight) {
            return Err(group.out_of_range(
                "n",
                row,
                "people and weight of an age are the same for every eventfreq",
            ));
        }
        if people[row] < 0.0 || times[row] <= 0.0 || times[row].is_nan() {
            return Err(group.out_of_range(
                "eventfreq",
                row,
                "people who had an event at least once",
            ));
        }
        band.events.add(people[row] * times[row]);
        band.squared.add(people[row] * times[row] * times[row]);
    }
    let column = |of: fn(&Band) -> f64| bands.values().map(of).collect::<Vec<_>>();
    let (events, squared) = (column(|b| b.events.total()), column(|b| b.squared.total()));
    let (at_risk, standard) = (column(|b| b.at_risk), column(|b| b.standard));
    let bands = DirectBands { events: &events, at_risk: &at_risk, standard: &standard };
    check_bands(bands).map_err(RunError::measure)?;
    Ok(Totals::of(bands, |band| squared[band]))
}
