//! Directly standardised rates on a table.

use std::collections::BTreeMap;

use firstyear_core::{Cell, Confidence};

use super::{BELOW_MINIMUM, MINIMUM_EVENTS, few_events, judged_at_levels, write};
use crate::rates::{
    BandsError, DSR, DirectBands, DirectLimits, DirectRules, Estimates, Repeated,
    directly_standardised, directly_standardised_repeated,
};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError, VALUE};

pub(super) const METHOD: Method = Method {
    id: DSR,
    name: "Directly standardised rate",
    family: "rates",
    unit: "events per person",
    ordered: false,
    reading: "higher means more events, age for age",
    source: "Dobson and others (1991), Stat Med 10:457; no events: Fay and Feuer (1997), Stat Med 16:791",
    explanation: "The rate that a standard population would have at the rates of each band. Dobson's limits carry those of the total count (exact below 10 events, Byar's from there on) over to the rate; without any events the upper limit is that of 0 events in the band with the largest weight per person. Where a person can have several events (a column eventfreq), a person with k of them adds k to the count and its square to the variance. Where few events fall into bands with large weights, limits at 95% can hold the rate 91 times in 100 alone; gamma limits do not, and are wider than needed.",
    call: Call {
        key: &["group"],
        inputs: &[
            Field::new("x", "events, or people with eventfreq events"),
            Field::new("n", "people at risk, above 0"),
            Field::new("stdpop", "standard population, in any unit"),
            Field::optional("eventfreq", "how many events each of the x people had"),
            Field::optional("age", "the band, needed beside eventfreq"),
        ],
        arguments: &[
            Argument::new("limits", "dobson", "`dobson` or `gamma`"),
            MINIMUM_EVENTS,
            BELOW_MINIMUM,
            Argument::MULTIPLIER,
            Argument::CONFIDENCE,
        ],
        outputs: &[
            Field::new("total_count", "events"),
            Field::new("total_pop", "people at risk"),
            VALUE,
        ],
        vectors: &[],
        run: run_dsr,
    },
};

fn run_dsr(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let limits = group
        .choice("limits", &[("dobson", DirectLimits::Dobson), ("gamma", DirectLimits::Gamma)])?;
    let rules = DirectRules { limits, few_events: few_events(group)? };
    let multiplier = group.multiplier()?;
    let columns = Columns::read(group)?;
    let figures = judged_at_levels(group, |levels| {
        columns.rate(rules, levels).map(|cell| cell.map(|rate| rate.scaled(multiplier)))
    })?;
    let mut row = out.row();
    row.set("total_count", columns.total()).set("total_pop", columns.at_risk.iter().sum::<f64>());
    write(&mut row, &group.confidences()?, &figures)
}

/// Bands, and for each number of events the people in each band who had it.
struct Columns {
    at_risk: Vec<f64>,
    standard: Vec<f64>,
    people: Vec<(f64, Vec<f64>)>,
}

impl Columns {
    fn read(group: &Group<'_>) -> Result<Self, RunError> {
        let (x, n, standard) = (group.numbers("x")?, group.numbers("n")?, group.numbers("stdpop")?);
        if !group.has("eventfreq") {
            return Ok(Self { at_risk: n, standard, people: vec![(1.0, x)] });
        }
        if !group.has("age") {
            return Err(RunError::measure("no column `age`: `eventfreq` needs the band beside it"));
        }
        let times = group.numbers("eventfreq")?;
        let mut bands: BTreeMap<String, usize> = BTreeMap::new();
        let mut columns = Self { at_risk: Vec::new(), standard: Vec::new(), people: Vec::new() };
        for (row, age) in group.texts("age").into_iter().enumerate() {
            let band = *bands.entry(age).or_insert(columns.at_risk.len());
            if band == columns.at_risk.len() {
                columns.at_risk.push(n[row]);
                columns.standard.push(standard[row]);
            } else if (columns.at_risk[band], columns.standard[band]) != (n[row], standard[row]) {
                let wanted = "people and weight of a band are the same for every eventfreq";
                return Err(group.out_of_range("n", row, wanted));
            }
            columns.add(times[row], band, x[row]);
        }
        columns.fill();
        Ok(columns)
    }

    fn add(&mut self, times: f64, band: usize, people: f64) {
        let at = self.people.iter().position(|(known, _)| *known == times).unwrap_or_else(|| {
            self.people.push((times, Vec::new()));
            self.people.len() - 1
        });
        let column = &mut self.people[at].1;
        if column.len() <= band {
            column.resize(band + 1, 0.0);
        }
        column[band] += people;
    }

    /// A band that a number of events does not mention has nobody with it.
    fn fill(&mut self) {
        let bands = self.at_risk.len();
        for (_, column) in &mut self.people {
            column.resize(bands, 0.0);
        }
    }

    fn total(&self) -> f64 {
        self.people.iter().map(|(times, people)| times * people.iter().sum::<f64>()).sum()
    }

    fn rate(
        &self,
        rules: DirectRules,
        levels: [Confidence; 1],
    ) -> Result<Cell<Estimates<1>>, BandsError> {
        let (at_risk, standard) = (&self.at_risk, &self.standard);
        if let [(1.0, events)] = self.people.as_slice() {
            return directly_standardised(DirectBands { events, at_risk, standard }, rules, levels);
        }
        let repeated: Vec<Repeated<'_>> =
            self.people.iter().map(|(times, people)| Repeated { times: *times, people }).collect();
        directly_standardised_repeated(&repeated, at_risk, standard, rules, levels)
    }
}
