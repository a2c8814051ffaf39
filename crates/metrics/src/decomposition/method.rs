//! Decompositions on a table.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::{Confidence, Counts, Estimate};

use super::{
    BirthweightBand, DAS_GUPTA, DAS_GUPTA_CROSS_CLASSIFIED, DasGupta, DeathsByAge, DeathsByCause,
    DecompositionError, Factor, FetoInfantDeaths, FewestDeaths, GapDirection, KITAGAWA,
    LIFE_EXPECTANCY_GAP, PPOR_PHASE_1, PPOR_PHASE_2, Period, das_gupta, das_gupta_cross_classified,
    kitagawa, life_expectancy_gap, ppor_phase_1, ppor_phase_2,
};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, N, Output, RunError, VALUE, Value, X};

const X_REFERENCE: Field = Field::new("x_reference", "events of the second population, a count");
const N_REFERENCE: Field =
    Field::new("n_reference", "people at risk of the second population, a count");
const STRATUM: Field = Field::optional("stratum", "name of the stratum");
const PART: Field =
    Field::new("part", "which part: `difference` for the whole, then what it is made of");
const STRATUM_OUT: Field = Field::new("stratum", "which stratum, `all` for all together");
const FEWEST_TOGETHER: Argument = Argument::new(
    "fewest_deaths",
    "60",
    "fewest fetal and infant deaths of the group, and of the reference, with which anything is shown",
);
const FEWEST_IN_EACH: Argument =
    Argument::new("fewest_in_each", "10", "fewest deaths in each period, or class of birthweight");

const STRATA_CALL: Call = Call {
    key: &["group"],
    inputs: &[X, N, X_REFERENCE, N_REFERENCE, STRATUM],
    arguments: &[Argument::MULTIPLIER, Argument::CONFIDENCE],
    outputs: &[STRATUM_OUT, PART, VALUE],
    vectors: &[],
    run: run_kitagawa,
};

pub(crate) const METHODS: &[Method] = &[
    Method {
        id: KITAGAWA,
        name: "Mix and risk behind a difference of rates (Kitagawa)",
        family: "decomposition",
        unit: "events per person",
        ordered: false,
        reading: "positive where the part makes the first population's rate the higher one",
        source: "Kitagawa (1955), J Am Stat Assoc 50:1168",
        explanation: "The difference of two rates, first minus second, is the sum of a composition part (the first population has another mix of strata) and a rate part (it has other rates within them). Each row is a stratum with the counts of both populations. Limits by the delta method: events vary as Poisson counts, people among strata; a stratum without events adds no variance, so the limits are too narrow where most have none.",
        call: STRATA_CALL,
    },
    Method {
        id: DAS_GUPTA,
        name: "The part of each factor in a difference of products (Das Gupta)",
        family: "decomposition",
        unit: "that of the product",
        ordered: false,
        reading: "positive where the factor makes the first population's value the higher one",
        source: "Das Gupta (1993), US Bureau of the Census P23-186, chapters 2 and 3",
        explanation: "Where a rate is a product of factors, or a sum of such products over strata, the part of a factor is the mean over all orders in which factors could change from the second population to the first. Parts add up to the difference, and no order is preferred. Each row is a factor, or a factor in a stratum. Limits by the delta method from the standard errors given, all independent.",
        call: Call {
            inputs: &[
                Field::new("factor", "name of the factor"),
                STRATUM,
                Field::new("first", "its value in the first population"),
                Field::new("second", "its value in the second population"),
                Field::optional("first_se", "standard error of the first value; absent for 0"),
                Field::optional("second_se", "standard error of the second value; absent for 0"),
            ],
            outputs: &[PART, VALUE],
            run: run_das_gupta,
            ..STRATA_CALL
        },
    },
    Method {
        id: DAS_GUPTA_CROSS_CLASSIFIED,
        name: "Several classifications behind a difference of rates (Das Gupta)",
        family: "decomposition",
        unit: "events per person",
        ordered: false,
        reading: "positive where the part makes the first population's rate the higher one",
        source: "Das Gupta (1993), US Bureau of the Census P23-186, chapters 4 and 5",
        explanation: "Strata are combinations of levels of several classifications. The mix is written as a product of one factor for each classification, and the difference is taken apart into these and the rates, averaged over all orders. With one classification it is Kitagawa's method. Limits as there.",
        call: Call {
            arguments: &[
                Argument::required(
                    "classifications",
                    "the columns that hold the levels, separated by `;`, such as `mother_age;birthweight`",
                )
                .naming_columns(),
                Argument::MULTIPLIER,
                Argument::CONFIDENCE,
            ],
            outputs: &[PART, VALUE],
            run: run_cross_classified,
            ..STRATA_CALL
        },
    },
    Method {
        id: PPOR_PHASE_1,
        name: "Perinatal periods of risk, phase 1: the map",
        family: "decomposition",
        unit: "deaths per live birth and fetal death",
        ordered: false,
        reading: "positive where the group has more deaths than at the reference's rate",
        source: "Sappenfield and others (2010), Matern Child Health J 14:838",
        explanation: "Fetal and infant deaths in four periods: below 1,500 g at any age (maternal health and prematurity); from 1,500 g fetal (maternal care), neonatal (newborn care), postneonatal (infant health). The value is the group's rate less the reference's. Nothing is shown with fewer than 60 deaths together or 10 in a period, of the group or the reference. The reference must have no birth in common with the group. Count live births and infant deaths from 500 g, fetal deaths from 24 weeks and 500 g.",
        call: Call {
            key: &["area"],
            inputs: &[
                Field::new("population", "`group` or `reference`, one row of each"),
                Field::new("live_births", "live births, a count"),
                Field::new("very_low_fetal", "fetal deaths below 1,500 g"),
                Field::new("very_low_neonatal", "deaths under 28 days, birthweight below 1,500 g"),
                Field::new(
                    "very_low_postneonatal",
                    "deaths from 28 days to a year, birthweight below 1,500 g",
                ),
                Field::new("fetal", "fetal deaths of 1,500 g and above"),
                Field::new("neonatal", "deaths under 28 days, birthweight from 1,500 g"),
                Field::new(
                    "postneonatal",
                    "deaths from 28 days to a year, birthweight from 1,500 g",
                ),
            ],
            arguments: &[
                FEWEST_TOGETHER,
                FEWEST_IN_EACH,
                Argument::MULTIPLIER,
                Argument::CONFIDENCE,
            ],
            outputs: &[
                Field::new("period", "which period of risk, `all` for all together"),
                Field::new("value", "excess of the group; beside it `lowercl` and `uppercl`"),
                Field::new("group_rate", "rate of the group"),
                Field::new("reference_rate", "rate of the reference"),
            ],
            vectors: &[],
            run: run_phase_1,
        },
    },
    Method {
        id: PPOR_PHASE_2,
        name: "Perinatal periods of risk, phase 2: birthweight and mortality at a weight",
        family: "decomposition",
        unit: "deaths per live birth and fetal death",
        ordered: false,
        reading: "positive where the part raises the group's rate over the reference's",
        source: "Peck and others (2010), Matern Child Health J 14:851; Kitagawa (1955), J Am Stat Assoc 50:1168",
        explanation: "The excess of a group over a reference, taken apart into birthweight distribution and birthweight-specific mortality by Kitagawa's method, for bands below and from 1,500 g and for each band. Refused with fewer than 60 deaths together or 10 in either class. Limits by the delta method.",
        call: Call {
            key: &["area"],
            inputs: &[
                Field::new("very_low", "1 for a band below 1,500 g, 0 for one from there on"),
                Field::new("x", "fetal and infant deaths of the group, a count"),
                Field::new("n", "live births and fetal deaths of the group, a count"),
                Field::new("x_reference", "fetal and infant deaths of the reference"),
                Field::new("n_reference", "live births and fetal deaths of the reference"),
                Field::optional("stratum", "name of the band"),
            ],
            arguments: &[
                FEWEST_TOGETHER,
                FEWEST_IN_EACH,
                Argument::MULTIPLIER,
                Argument::CONFIDENCE,
            ],
            run: run_phase_2,
            ..STRATA_CALL
        },
    },
    Method {
        id: LIFE_EXPECTANCY_GAP,
        name: "A gap in life expectancy by age and cause (Arriaga)",
        family: "decomposition",
        unit: "years",
        ordered: false,
        reading: "positive where the first population lives longer, or dies less of the cause",
        source: "Arriaga (1984), Demography 21:83; Arriaga (1989), in Ruzicka, Wunsch and Kane, Differential mortality, 53",
        explanation: "The gap at the start of the first age band, first minus second, by age and cause: an age's part is shared among causes in proportion to the differences of their death rates. Parts add up to the gap. Arriaga's formula depends on which population is reckoned from; `both` takes the mean of the two ways. Limits by the delta method, deaths varying as Poisson counts.",
        call: Call {
            inputs: &[
                Field::new("age", "age at which the band starts, in years; the last has no end"),
                Field::optional("cause", "cause of death; without it there is one"),
                X,
                Field::new(
                    "n",
                    "people of the first population in the band, the same for all causes",
                ),
                X_REFERENCE,
                Field::new("n_reference", "people of the second population in the band"),
                Field::optional(
                    "fraction",
                    "how much of the band those live who die in it; half, and a tenth of the first year, where absent",
                ),
            ],
            arguments: &[
                Argument::new(
                    "direction",
                    "both",
                    "`both` for the mean of the two ways, `first-to-second` as Arriaga has it",
                ),
                Argument::CONFIDENCE,
            ],
            outputs: &[
                Field::new("age", "which age band, `all` for all together"),
                Field::new("cause", "which cause, `all` for all together"),
                VALUE,
            ],
            run: run_life_expectancy_gap,
            ..STRATA_CALL
        },
    },
    super::log_ratio_by_step::METHOD,
];

/// A row of results: what names it, and its estimate.
pub(super) struct Part {
    names: Vec<(&'static str, Value)>,
    estimate: Estimate,
}

impl Part {
    pub(super) fn new(
        estimate: Estimate,
        names: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Self {
        Self { names: names.into_iter().collect(), estimate }
    }
}

/// Writes parts at all levels of confidence.
pub(super) fn write(
    group: &Group<'_>,
    out: &mut Output,
    multiplier: f64,
    parts: impl Fn(Confidence) -> Result<Vec<Part>, RunError>,
) -> Result<(), RunError> {
    let levels: Result<Vec<Vec<Part>>, RunError> =
        group.confidences()?.into_iter().map(parts).collect();
    let levels = levels?;
    let Some(first) = levels.first() else { return Ok(()) };
    for (i, part) in first.iter().enumerate() {
        let estimates: Vec<Estimate> =
            levels.iter().map(|parts| parts[i].estimate.scaled(multiplier)).collect();
        let mut row = out.row();
        for (name, value) in &part.names {
            row.set(name, value.clone());
        }
        row.estimates(&estimates);
    }
    Ok(())
}

fn counts(group: &Group<'_>, x: &str, n: &str) -> Result<Vec<Counts>, RunError> {
    let (events, at_risk) = (group.counts(x)?, group.counts(n)?);
    Ok(events
        .into_iter()
        .zip(at_risk)
        .map(|(events, at_risk)| Counts { events, at_risk })
        .collect())
}

/// Names of the strata, or their numbers where they have none.
fn strata(group: &Group<'_>) -> Result<Vec<Value>, RunError> {
    if !group.has("stratum") {
        return Ok((1..=group.len()).map(Value::from).collect());
    }
    let names = group.texts("stratum");
    let mut seen = BTreeSet::new();
    match names.iter().find(|name| !seen.insert(*name)) {
        Some(name) => Err(RunError::Measure(format!(
            "stratum `{name}` stands twice: add its rows up, or tell populations apart by `group`"
        ))),
        None => Ok(group.values("stratum").cloned().collect()),
    }
}

/// What an error says, with strata by the names that columns give them.
fn said(group: &Group<'_>, columns: &[&str]) -> impl Fn(DecompositionError) -> RunError + use<> {
    let columns = columns.iter().filter(|column| group.has(column));
    let columns: Vec<(&str, Vec<String>)> =
        columns.map(|column| (*column, group.texts(column))).collect();
    let name = |row: usize| {
        let parts = columns.iter().map(|(column, names)| format!("{column} `{}`", names[row]));
        parts.collect::<Vec<_>>().join(", ")
    };
    let names: Vec<String> =
        if columns.is_empty() { Vec::new() } else { (0..group.len()).map(name).collect() };
    move |error| RunError::Measure(error.with_names(&names))
}

fn named(stratum: &Value, part: &str) -> [(&'static str, Value); 2] {
    [("stratum", stratum.clone()), ("part", Value::from(part))]
}

fn run_kitagawa(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (first, second) = (counts(group, "x", "n")?, counts(group, "x_reference", "n_reference")?);
    let (strata, all) = (strata(group)?, Value::from("all"));
    let said = said(group, &["stratum"]);
    write(group, out, group.multiplier()?, |confidence| {
        let found = kitagawa(&first, &second, confidence).map_err(&said)?;
        let mut parts = vec![
            Part::new(found.difference, named(&all, "difference")),
            Part::new(found.composition, named(&all, "composition")),
            Part::new(found.rates, named(&all, "rates")),
        ];
        let each = found.composition_by_stratum.iter().zip(&found.rates_by_stratum);
        for (stratum, (composition, rates)) in strata.iter().zip(each) {
            parts.push(Part::new(*composition, named(stratum, "composition")));
            parts.push(Part::new(*rates, named(stratum, "rates")));
        }
        Ok::<_, RunError>(parts)
    })
}

fn gathered(found: &DasGupta, names: &[String]) -> Vec<Part> {
    let name = |name: &str| [("part", Value::from(name))];
    let whole = Part::new(found.difference, name("difference"));
    let parts = found.parts.iter().zip(names);
    std::iter::once(whole)
        .chain(parts.map(|(part, factor)| Part::new(*part, name(factor))))
        .collect()
}

fn run_das_gupta(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (rows, strata) = (group.texts("factor"), group.texts("stratum"));
    let (first, second) = (group.numbers("first")?, group.numbers("second")?);
    let (first_se, second_se) = (errors(group, "first_se")?, errors(group, "second_se")?);
    let (names, own) = rows_by_factor(&rows, &strata)?;
    let factors: Vec<Factor> = own
        .iter()
        .map(|own| {
            let of = |values: &[f64]| own.iter().map(|row| values[*row]).collect::<Vec<f64>>();
            let errors = Some((of(&first_se), of(&second_se)));
            Factor { first: of(&first), second: of(&second), errors }
        })
        .collect();
    write(group, out, group.multiplier()?, |confidence| {
        Ok::<_, RunError>(gathered(
            &das_gupta(&factors, confidence).map_err(RunError::measure)?,
            &names,
        ))
    })
}

/// The factors in the order in which they come, and the rows of each in the
/// order of their strata, which may stand in another order in each factor.
fn rows_by_factor(
    factors: &[String],
    strata: &[String],
) -> Result<(Vec<String>, Vec<Vec<usize>>), RunError> {
    let mut names: Vec<String> = Vec::new();
    let mut rows: Vec<BTreeMap<&str, usize>> = Vec::new();
    let mut places = BTreeMap::new();
    for (row, (factor, stratum)) in factors.iter().zip(strata).enumerate() {
        let place = *places.entry(factor.as_str()).or_insert_with(|| {
            names.push(factor.clone());
            rows.push(BTreeMap::new());
            rows.len() - 1
        });
        if rows[place].insert(stratum, row).is_some() {
            return Err(RunError::Measure(format!("factor `{factor}` has {} twice", of(stratum))));
        }
    }
    let all: BTreeSet<&str> = strata.iter().map(String::as_str).collect();
    for (name, rows) in names.iter().zip(&rows) {
        if let Some(stratum) = all.iter().find(|stratum| !rows.contains_key(*stratum)) {
            let message = format!("factor `{name}` lacks {}: each has every stratum", of(stratum));
            return Err(RunError::Measure(message));
        }
    }
    Ok((names, rows.into_iter().map(|rows| rows.into_values().collect()).collect()))
}

/// A stratum in a message; a factor without strata has one value.
fn of(stratum: &str) -> String {
    if stratum == "NA" { "its value".to_owned() } else { format!("stratum `{stratum}`") }
}

/// Standard errors; 0 where none are given.
fn errors(group: &Group<'_>, column: &str) -> Result<Vec<f64>, RunError> {
    let numbers = group.numbers_or_nan(column)?;
    Ok(numbers.into_iter().map(|error| if error.is_nan() { 0.0 } else { error }).collect())
}

fn run_cross_classified(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    const NAME: &str = "classifications";
    let (first, second) = (counts(group, "x", "n")?, counts(group, "x_reference", "n_reference")?);
    let listed = group.argument(NAME)?.unwrap_or_default();
    let mut names: Vec<String> = listed.split(';').map(|name| name.trim().to_owned()).collect();
    if let Some(missing) = names.iter().find(|name| !group.has(name)) {
        return Err(RunError::Argument { name: NAME, wanted: format!("no column `{missing}`") });
    }
    let levels: Vec<Vec<u64>> = names.iter().map(|name| numbered(&group.texts(name))).collect();
    let levels: Vec<&[u64]> = levels.iter().map(Vec::as_slice).collect();
    let said = said(group, &names.iter().map(String::as_str).collect::<Vec<_>>());
    names.push("rates".to_owned());
    write(group, out, group.multiplier()?, |confidence| {
        let found =
            das_gupta_cross_classified(&levels, &first, &second, confidence).map_err(&said)?;
        Ok::<_, RunError>(gathered(&found, &names))
    })
}

/// A number for each different text.
fn numbered(texts: &[String]) -> Vec<u64> {
    let mut known = std::collections::BTreeMap::new();
    texts
        .iter()
        .map(|text| {
            let next = known.len() as u64;
            *known.entry(text).or_insert(next)
        })
        .collect()
}

fn fewest(group: &Group<'_>) -> Result<FewestDeaths, RunError> {
    let together = group.whole_required("fewest_deaths")?;
    Ok(FewestDeaths { together, in_each: group.whole_required("fewest_in_each")? })
}

fn run_phase_1(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let populations = group.texts("population");
    let row_of = |name: &str| {
        let mut rows = (0..populations.len()).filter(|row| populations[*row] == name);
        match (rows.next(), rows.next(), populations.len()) {
            (Some(row), None, 2) => Ok(row),
            _ => Err(RunError::Measure(
                "an area has one row for the `group` and one for the `reference`".to_owned(),
            )),
        }
    };
    let of = |row: usize| -> Result<FetoInfantDeaths, RunError> {
        let at = |column: &str| Ok(group.counts(column)?[row]);
        Ok(FetoInfantDeaths {
            live_births: at("live_births")?,
            very_low: DeathsByAge {
                fetal: at("very_low_fetal")?,
                neonatal: at("very_low_neonatal")?,
                postneonatal: at("very_low_postneonatal")?,
            },
            others: DeathsByAge {
                fetal: at("fetal")?,
                neonatal: at("neonatal")?,
                postneonatal: at("postneonatal")?,
            },
        })
    };
    let (own, reference) = (of(row_of("group")?)?, of(row_of("reference")?)?);
    let (fewest, multiplier) = (fewest(group)?, group.multiplier()?);
    write(group, out, multiplier, |confidence| {
        let map = ppor_phase_1(&own, &reference, fewest, confidence).map_err(RunError::measure)?;
        let names = std::iter::once("all").chain(Period::ALL.iter().map(|period| period.name()));
        let rates = std::iter::once(&map.together).chain(&map.periods);
        let parts = names.zip(rates).map(|(name, rates)| {
            Part::new(
                rates.excess,
                [
                    ("period", Value::from(name)),
                    ("group_rate", Value::Number(rates.group.value * multiplier)),
                    ("reference_rate", Value::Number(rates.reference.value * multiplier)),
                ],
            )
        });
        Ok::<_, RunError>(parts.collect())
    })
}

fn run_phase_2(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (first, second) = (counts(group, "x", "n")?, counts(group, "x_reference", "n_reference")?);
    let marks = group.numbers("very_low")?;
    if let Some(bad) = marks.iter().position(|mark| *mark != 0.0 && *mark != 1.0) {
        return Err(group.out_of_range("very_low", bad, "1 below 1,500 g, 0 from there on"));
    }
    let bands: Vec<BirthweightBand> = (0..group.len())
        .map(|i| BirthweightBand {
            very_low: marks[i] == 1.0,
            group: first[i],
            reference: second[i],
        })
        .collect();
    let (fewest, strata) = (fewest(group)?, strata(group)?);
    let said = said(group, &["stratum"]);
    write(group, out, group.multiplier()?, |confidence| {
        let found = ppor_phase_2(&bands, fewest, confidence).map_err(&said)?;
        let (all, low, others) =
            (Value::from("all"), Value::from("very-low"), Value::from("others"));
        let classes = [(&all, found.together), (&low, found.very_low), (&others, found.others)];
        let mut parts = vec![Part::new(found.excess, named(&all, "difference"))];
        for (stratum, pair) in classes.into_iter().chain(strata.iter().zip(found.bands)) {
            parts.push(Part::new(pair.distribution, named(stratum, "distribution")));
            parts.push(Part::new(pair.mortality, named(stratum, "mortality")));
        }
        Ok::<_, RunError>(parts)
    })
}

fn run_life_expectancy_gap(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let cells = LifeCells::read(group)?;
    let direction = group.choice(
        "direction",
        &[("both", GapDirection::Both), ("first-to-second", GapDirection::FirstToSecond)],
    )?;
    let (first, second) = (cells.population(0), cells.population(1));
    write(group, out, 1.0, |confidence| {
        let fractions = cells.fractions.as_deref();
        let found =
            life_expectancy_gap(&cells.ages, fractions, &first, &second, direction, confidence)
                .map_err(RunError::measure)?;
        let named = |age: Option<usize>, cause: Option<usize>| {
            let all = || Value::from("all");
            [
                ("age", age.map_or_else(all, |age| Value::Number(cells.ages[age]))),
                (
                    "cause",
                    cause.map_or_else(all, |cause| Value::from(cells.causes[cause].as_str())),
                ),
            ]
        };
        let mut parts = vec![Part::new(found.gap, named(None, None))];
        for (age, part) in found.by_age.iter().enumerate() {
            parts.push(Part::new(*part, named(Some(age), None)));
        }
        for (cause, part) in found.by_cause.iter().enumerate() {
            parts.push(Part::new(*part, named(None, Some(cause))));
        }
        for (cause, ages) in found.by_cause_and_age.iter().enumerate() {
            for (age, part) in ages.iter().enumerate() {
                parts.push(Part::new(*part, named(Some(age), Some(cause))));
            }
        }
        Ok::<_, RunError>(parts)
    })
}

/// Deaths and people by age and cause, in order.
struct LifeCells {
    ages: Vec<f64>,
    causes: Vec<String>,
    fractions: Option<Vec<f64>>,
    /// Of each population: deaths by cause and age, people by age.
    deaths: [Vec<Vec<u64>>; 2],
    people: [Vec<f64>; 2],
}

impl LifeCells {
    fn read(group: &Group<'_>) -> Result<Self, RunError> {
        let grid = AgesAndCauses::read(group)?;
        let deaths = |column: &str| Ok::<_, RunError>(grid.of_each(&group.counts(column)?));
        let people = |column| grid.one_for_all(&group.numbers(column)?, column);
        let fractions = grid.fractions(group)?;
        Ok(Self {
            deaths: [deaths("x")?, deaths("x_reference")?],
            people: [people("n")?, people("n_reference")?],
            fractions,
            ages: grid.ages,
            causes: grid.causes,
        })
    }

    fn population(&self, which: usize) -> DeathsByCause {
        DeathsByCause { deaths: self.deaths[which].clone(), people: self.people[which].clone() }
    }
}

/// Where each age of each cause stands among the rows.
struct AgesAndCauses {
    /// In order.
    ages: Vec<f64>,
    /// As they come.
    causes: Vec<String>,
    /// By cause and age.
    rows: Vec<Vec<usize>>,
}

impl AgesAndCauses {
    fn read(group: &Group<'_>) -> Result<Self, RunError> {
        let (row_ages, row_causes) = (group.numbers("age")?, group.texts("cause"));
        let mut ages = row_ages.clone();
        ages.sort_by(f64::total_cmp);
        ages.dedup();
        let mut causes: Vec<String> = Vec::new();
        for cause in &row_causes {
            if !causes.contains(cause) {
                causes.push(cause.clone());
            }
        }
        let mut found = vec![vec![None; ages.len()]; causes.len()];
        for (row, (age, cause)) in row_ages.iter().zip(&row_causes).enumerate() {
            let age = ages.iter().position(|known| known == age);
            let cause = causes.iter().position(|known| known == cause);
            if let (Some(age), Some(cause)) = (age, cause)
                && found[cause][age].replace(row).is_some()
            {
                let (age, cause) = (ages[age], &causes[cause]);
                let message = format!("age {age} stands twice for cause `{cause}`");
                return Err(RunError::Measure(message));
            }
        }
        let rows = complete(found, &ages, &causes)?;
        Ok(Self { ages, causes, rows })
    }

    /// The values of a column, by cause and age.
    fn of_each(&self, values: &[u64]) -> Vec<Vec<u64>> {
        self.rows.iter().map(|ages| ages.iter().map(|row| values[*row]).collect()).collect()
    }

    /// The values of a column by age, which every cause has the same.
    fn one_for_all(&self, values: &[f64], column: &str) -> Result<Vec<f64>, RunError> {
        let of_age = |(at, age): (usize, &f64)| {
            let first = values[self.rows[0][at]];
            let same = self.rows.iter().all(|rows| values[rows[at]].to_bits() == first.to_bits());
            same.then_some(first).ok_or_else(|| {
                RunError::Measure(format!("`{column}` of age {age} differs between causes"))
            })
        };
        self.ages.iter().enumerate().map(of_age).collect()
    }

    /// How much of each age but the last those live who die in it, where that
    /// is given.
    fn fractions(&self, group: &Group<'_>) -> Result<Option<Vec<f64>>, RunError> {
        const NAME: &str = "fraction";
        let mut fractions = self.one_for_all(&group.numbers_or_nan(NAME)?, NAME)?;
        fractions.truncate(self.ages.len().saturating_sub(1));
        let given = fractions.iter().filter(|fraction| !fraction.is_nan()).count();
        if given > 0 && given < fractions.len() {
            return Err(RunError::Measure(
                "`fraction` must be given for all ages but the last, or for none".to_owned(),
            ));
        }
        Ok((given > 0).then_some(fractions))
    }
}

/// The rows of each cause and age, of which none may be lacking.
fn complete(
    found: Vec<Vec<Option<usize>>>,
    ages: &[f64],
    causes: &[String],
) -> Result<Vec<Vec<usize>>, RunError> {
    let of_cause = |(found, cause): (Vec<Option<usize>>, &String)| {
        let row = |(row, age): (Option<usize>, &f64)| {
            row.ok_or_else(|| {
                RunError::Measure(format!(
                    "cause `{cause}` lacks age {age}: each cause has each age, with 0 deaths where there are none"
                ))
            })
        };
        found.into_iter().zip(ages).map(row).collect()
    };
    found.into_iter().zip(causes).map(of_cause).collect()
}

#[cfg(test)]
mod tests {
    use crate::run::testing::result;
    use crate::run::{Run, Value};

    #[track_caller]
    fn value(run: &Run, row: usize) -> f64 {
        assert!(run.problems.is_empty(), "{:?}", run.problems);
        run.table.get(row, "value").and_then(Value::number).unwrap()
    }

    #[test]
    fn kitagawa_and_classifications_on_a_table() {
        // The worked example beside the function.
        let csv =
            "stratum,x,n,x_reference,n_reference\nlow,100,2000,40,1000\nother,40,8000,27,9000";
        let found = result("kitagawa", csv, &[("multiplier", "1000")]);
        assert!((value(&found, 1) - 4.1).abs() < 1e-9 && (value(&found, 2) - 3.2).abs() < 1e-9);
        assert_eq!(found.table.len(), 7);
        let settings = [("classifications", "stratum"), ("multiplier", "1000")];
        let found = result("das-gupta-cross-classified", csv, &settings);
        assert!((value(&found, 1) - 4.1).abs() < 1e-9 && (value(&found, 2) - 3.2).abs() < 1e-9);
    }

    #[test]
    fn what_is_refused_is_named() {
        let refused = |id: &str, csv: &str, settings: &[(&str, &str)]| {
            result(id, csv, settings).problems[0].error.to_string()
        };
        let header = "stratum,x,n,x_reference,n_reference,age";
        let twice = format!("{header}\nlow,1,20,4,10,1\nlow,4,80,2,90,2");
        assert_eq!(
            refused("kitagawa", &twice, &[]),
            "stratum `low` stands twice: add its rows up, or tell populations apart by `group`"
        );
        let alone = format!("{header}\nlow,1,20,4,10,1\nother,4,80,0,0,2");
        let message = "stratum `other` has people in one population alone: join it with another";
        assert_eq!(refused("kitagawa", &alone, &[]), message);
        let settings = [("classifications", "stratum; age")];
        let twice = format!("{header}\nlow,1,20,4,10,1\nlow,4,80,2,90,1");
        assert_eq!(
            refused("das-gupta-cross-classified", &twice, &settings),
            "stratum `low`, age `1` has the levels of one before it: add them up"
        );
        let header = "age,cause,x,n,x_reference,n_reference";
        let ages = format!("{header}\n0,a,1,9,1,9\n1,a,1,9,1,9\n0,b,1,9,1,9");
        assert_eq!(
            refused("life-expectancy-gap", &ages, &[]),
            "cause `b` lacks age 1: each cause has each age, with 0 deaths where there are none"
        );
        let twice = format!("{header}\n0,a,1,9,1,9\n0,a,1,9,1,9");
        assert_eq!(refused("life-expectancy-gap", &twice, &[]), "age 0 stands twice for cause `a`");
        let differs = format!("{header}\n0,a,1,9,1,9\n1,a,1,9,1,9\n0,b,1,8,1,9\n1,b,1,9,1,9");
        assert_eq!(
            refused("life-expectancy-gap", &differs, &[]),
            "`n` of age 0 differs between causes"
        );
    }

    #[test]
    fn factors_on_a_table_in_any_order() {
        let csv = "factor,stratum,first,second,first_se\na,s,3,2,0.1\na,t,0,0,\nb,t,9,9,\nb,s,5,4,";
        let found = result("das-gupta", csv, &[]);
        assert!((value(&found, 1) - 4.5).abs() < 1e-12 && (value(&found, 2) - 2.5).abs() < 1e-12);
        let refused = |rows: &str| {
            let csv = format!("factor,stratum,first,second\n{rows}");
            result("das-gupta", &csv, &[]).problems[0].error.to_string()
        };
        let lacking = "factor `a` lacks stratum `t`: each has every stratum";
        assert_eq!(refused("a,s,3,2\nb,t,9,9\nb,s,1,1"), lacking);
        assert_eq!(refused("a,s,3,2\na,s,9,9"), "factor `a` has stratum `s` twice");
        let without = result("das-gupta", "factor,first,second\na,1,2\na,2,3", &[]);
        assert_eq!(without.problems[0].error.to_string(), "factor `a` has its value twice");
    }

    #[test]
    fn periods_of_risk_on_a_table() {
        let csv = "area,population,live_births,very_low_fetal,very_low_neonatal,very_low_postneonatal,fetal,neonatal,postneonatal\n\
            a,group,9960,20,25,5,20,12,18\na,reference,19950,20,24,6,30,15,15\n\
            b,group,9960,20,25,5,20,12,suppressed\nb,reference,19950,20,24,6,30,15,15\n\
            c,group,960,2,2,5,2,1,1\nc,reference,19950,20,24,6,30,15,15";
        let csv = csv.replace("suppressed", firstyear_core::layout::status::WITHHELD_PRIMARY);
        let found = result("ppor-phase-1", &csv, &[("multiplier", "1000")]);
        // What is withheld is no problem; too few deaths are one.
        assert_eq!(found.problems.len(), 1);
        let excess = found.table.get(1, "value").and_then(Value::number).unwrap();
        assert!((excess - 2.5).abs() < 1e-12);
        assert!(matches!(found.table.get(5, "value"), Some(Value::Withheld(_))));
        let csv =
            "area,very_low,x,n,x_reference,n_reference\na,1,50,200,50,200\na,0,50,9800,60,19800";
        let found = result("ppor-phase-2", csv, &[]);
        assert_eq!(value(&found, 4), 0.0);
        assert_eq!(found.table.len(), 11);
    }

    #[test]
    fn life_expectancy_on_a_table() {
        let csv = "age,cause,x,n,x_reference,n_reference\n65,all causes,200,4000,200,4000\n\
            0,all causes,4,1000,8,1000\n1,all causes,100,60000,100,60000";
        let found = result("life-expectancy-gap", csv, &[]);
        assert!(value(&found, 0) > 0.25);
        assert_eq!(found.table.len(), 8);
        let gap = "age,cause,x,n,x_reference,n_reference\n0,a,1,9,1,9\n1,a,1,9,1,9\n0,b,1,9,1,9";
        assert_eq!(result("life-expectancy-gap", gap, &[]).problems.len(), 1);
    }
}
