//! Attributable fractions on a table.

use firstyear_core::{Confidence, Estimate, Interval};

use super::{
    AVERAGE_PAF, Adjustment, AttributableFraction, AttributionError, Basis, COVERAGE_EFFECT,
    Caution, FactorFraction, FractionLimits, GAP_AFTER, Intervention, JOINT_PAF, LEVIN, MIETTINEN,
    Orders, PAF_CATEGORIES, POTENTIAL_IMPACT_FRACTION, RelativeRisk, SEQUENTIAL_PAF, Shares, Shift,
    average_paf, coverage_effect, joint_paf, levin, miettinen, paf_categories,
    potential_impact_fraction, relative_gap_after, sequential_paf,
};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError, VALUE};

const P: Field = Field::new("p", "prevalence in the population, a fraction");
const RR: Field = Field::new("rr", "relative risk against the reference level, above 0");
const RR_LOWER: Field =
    Field::optional("rr_lower", "its lower limit; without limits it is taken as known");
const RR_UPPER: Field = Field::optional("rr_upper", "its upper limit");
const PEOPLE: Field =
    Field::optional("n", "people whom the shares were counted among; known shares without it");
const ADJUSTMENT: Argument = Argument::required(
    "adjustment",
    "`crude` or `adjusted`: whether the relative risk is adjusted for confounders",
);
const RR_CONFIDENCE: Argument =
    Argument::new("rr_confidence", "0.95", "confidence of the limits of the relative risk");
const LIMITS: Argument = Argument::new(
    "limits",
    "delta",
    "`delta` for the delta method on ln(1 - fraction), `profile` for the smallest and largest fraction within reach of the errors, `monte-carlo` for seeded draws (generator philox4x32-10)",
);
const SEED: Argument = Argument::new("seed", "1", "seed of the draws, a whole number from 0");
const CAUTION: Field =
    Field::new("caution", "what to know before the fraction is used; `NA` where there is nothing");
const FACTOR: Field = Field::optional("factor", "name of the factor, repeated beside its result");
const PAF: Field = Field::new("paf", "fraction of the factor, at most 1");
const PAF_LOWER: Field =
    Field::optional("paf_lower", "its lower limit; without limits it is taken as known");
const PAF_UPPER: Field = Field::optional("paf_upper", "its upper limit, below 1");
const PAF_CONFIDENCE: Argument =
    Argument::new("paf_confidence", "0.95", "confidence of the limits of the fractions");

const ONE_FACTOR: Call = Call {
    key: &[],
    inputs: &[P, RR, RR_LOWER, RR_UPPER, PEOPLE],
    arguments: &[ADJUSTMENT, RR_CONFIDENCE, LIMITS, Argument::DRAWS, SEED, Argument::CONFIDENCE],
    outputs: &[VALUE, CAUTION],
    vectors: &[],
    run: run_levin,
};

const SEVERAL: Call = Call {
    key: &["group"],
    inputs: &[FACTOR, PAF, PAF_LOWER, PAF_UPPER],
    arguments: &[PAF_CONFIDENCE, Argument::CONFIDENCE],
    outputs: &[FACTOR, VALUE],
    vectors: &[],
    run: run_joint,
};

const LEVIN_METHOD: Method = Method {
    id: LEVIN,
    name: "Attributable fraction from prevalence in the population (Levin)",
    family: "attribution",
    unit: "fraction of cases",
    ordered: false,
    reading: "the share of cases that would not be there without the exposure; negative where it protects",
    source: "Levin (1953), Acta Unio Int Contra Cancrum 9:531; limits: delta method on ln(1 - fraction), or profile (Venzon and Moolgavkar 1988, Appl Stat 37:87)",
    explanation: "p (RR - 1) / (1 + p (RR - 1)). Right for a crude relative risk alone: with an adjusted one the result is biased, and comes with a caution; miettinen takes adjusted ones. Limits allow for the error of the relative risk, and of the prevalence where the people it was counted among are given. Those by draws hold the true fraction as often as they say; those by the profile agree with them without any draws, and are the limits of the relative risk put into the formula where only that has an error. Those by the delta method, the usual ones, agree where errors are small; else both ends lie too low, and they cover too little (down to 0.90 for 0.95) where few are exposed or the relative risk is known badly: docs/methods/attribution-coverage.md.",
    call: ONE_FACTOR,
};

const JOINT_METHOD: Method = Method {
    id: JOINT_PAF,
    name: "Joint attributable fraction of several factors",
    family: "attribution",
    unit: "fraction of cases",
    ordered: false,
    reading: "the share of cases that would not be there without any of the factors",
    source: "Miettinen (1974), Am J Epidemiol 99:325; Ezzati and others (2003), Lancet 362:271",
    explanation: "1 less the product of (1 - w PAF): right where exposures are independent of one another and risks multiply. Fractions must not be added up, as a case that either of two factors would have prevented counts twice. The weight w is the share of a factor that is its own, 1 less its communality with the others, 1 where none is given. Limits by the delta method on ln(1 - fraction), with independent errors.",
    call: Call {
        inputs: &[
            FACTOR,
            PAF,
            PAF_LOWER,
            PAF_UPPER,
            Field::optional(
                "weight",
                "share of the factor that is its own, 0 to 1; 1 where absent",
            ),
        ],
        outputs: &[VALUE],
        ..SEVERAL
    },
};

pub(crate) const METHODS: &[Method] = &[
    LEVIN_METHOD,
    Method {
        id: MIETTINEN,
        name: "Attributable fraction from prevalence among cases (Miettinen)",
        source: "Miettinen (1974), Am J Epidemiol 99:325; limits as for levin",
        explanation: "p (RR - 1) / RR with the prevalence among those with the disease, or who died. Right for adjusted and crude relative risks. Limits as for levin.",
        call: Call {
            inputs: &[
                Field::new("p_cases", "prevalence among cases, a fraction"),
                RR,
                RR_LOWER,
                RR_UPPER,
                Field::optional("n", "cases whom it was counted among; a known share without it"),
            ],
            run: run_miettinen,
            ..ONE_FACTOR
        },
        ..LEVIN_METHOD
    },
    Method {
        id: PAF_CATEGORIES,
        name: "Attributable fraction of a factor with several levels",
        source: "Levin (1953), Acta Unio Int Contra Cancrum 9:531; Bruzzi and others (1985), Am J Epidemiol 122:904",
        explanation: "The share of cases that would not be there if all were at the reference level. Each row is a level other than the reference. With `population` shares are of all people, and relative risks must be crude; with `cases` they are of cases, and may be adjusted. Limits as for levin, with the relative risks of the levels taken as independent.",
        call: Call {
            key: &["group"],
            inputs: &[
                Field::new("p", "share of the level in the population, or among cases"),
                RR,
                RR_LOWER,
                RR_UPPER,
                PEOPLE,
            ],
            arguments: &[
                Argument::required("basis", "`population` or `cases`: whom the shares are of"),
                ADJUSTMENT,
                RR_CONFIDENCE,
                LIMITS,
                Argument::DRAWS,
                SEED,
                Argument::CONFIDENCE,
            ],
            run: run_categories,
            ..ONE_FACTOR
        },
        ..LEVIN_METHOD
    },
    Method {
        id: POTENTIAL_IMPACT_FRACTION,
        name: "Potential impact fraction",
        reading: "the share of cases that the change would prevent; negative where there would be more",
        source: "Morgenstern and Bursic (1982), J Community Health 7:292; Barendregt and Veerman (2010), J Epidemiol Community Health 64:209",
        explanation: "The share of cases prevented when shares of exposure levels become others (`p_after`), a fraction of each level moves to the reference (`reduction`), or relative risks of the levels become others (`rr_after`); one of the three. Each row is a level other than the reference. Shares of a continuous exposure cut into classes must not be shifted: use `rr_after`. What is aimed at is taken as certain. Limits as for levin.",
        call: Call {
            key: &["group"],
            inputs: &[
                P,
                RR,
                RR_LOWER,
                RR_UPPER,
                PEOPLE,
                Field::optional("p_after", "share of the level after the change"),
                Field::optional("reduction", "fraction of the level that moves to the reference"),
                Field::optional("rr_after", "relative risk of the level after the change"),
            ],
            run: run_impact,
            ..ONE_FACTOR
        },
        ..LEVIN_METHOD
    },
    JOINT_METHOD,
    Method {
        id: SEQUENTIAL_PAF,
        name: "Sequential attributable fractions",
        reading: "what each factor adds to the joint fraction in the order given",
        source: "Eide and Gefeller (1995), J Clin Epidemiol 48:233",
        explanation: "Factors are removed one after another, and each gets what it adds to the joint fraction. The parts add up to it, and depend on the order. Limits by the delta method on ln(1 - part), so that none passes 1; those of the parts do not add up.",
        call: Call {
            inputs: &[
                FACTOR,
                PAF,
                PAF_LOWER,
                PAF_UPPER,
                Field::optional(
                    "order",
                    "when the factor is removed, from 1; the order of rows where absent",
                ),
            ],
            run: run_sequential,
            ..SEVERAL
        },
        ..JOINT_METHOD
    },
    Method {
        id: AVERAGE_PAF,
        name: "Average attributable fractions (Shapley)",
        reading: "the part of each factor in the joint fraction",
        source: "Eide and Gefeller (1995), J Clin Epidemiol 48:233; Rabe and others (2007), J Clin Epidemiol 60:1036",
        explanation: "The mean, over all orders in which factors could be removed, of what each adds to the joint fraction. The parts add up to it, and no order is preferred. Exact for up to 15 factors; for up to 64 over drawn orders (generator philox4x32-10), each with its reverse. Limits by the delta method on ln(1 - part), so that none passes 1; those of the parts do not add up.",
        call: Call {
            arguments: &[
                Argument::new("orders", "all", "`all` (up to 15 factors) or `drawn`"),
                Argument::new("pairs", "1000", "how many pairs of orders are drawn"),
                SEED,
                PAF_CONFIDENCE,
                Argument::CONFIDENCE,
            ],
            run: run_average,
            ..SEVERAL
        },
        ..JOINT_METHOD
    },
    Method {
        id: COVERAGE_EFFECT,
        name: "What coverage of interventions leaves of deaths from a cause",
        unit: "multiplier",
        reading: "0.9 leaves nine deaths of ten; above 1 where coverage falls",
        source: "Winfrey, McKinnon and Stover (2011), BMC Public Health 11(S3):S32",
        explanation: "The product over interventions of 1 - A E (C1 - C0) / (1 - E C0): A the fraction of deaths from the cause that an intervention can act on, E its effectiveness, C its coverage before and after. The denominator takes out what it prevents already. Limits come from those of the effectiveness, by the delta method.",
        call: Call {
            inputs: &[
                Field::new("affected", "fraction of deaths from the cause that it can act on"),
                Field::new("effectiveness", "fraction of these that it prevents"),
                Field::optional("effectiveness_lower", "its lower limit"),
                Field::optional("effectiveness_upper", "its upper limit, below 1"),
                Field::new("coverage_before", "fraction of those in need whom it reaches"),
                Field::new("coverage_after", "fraction whom it would reach"),
            ],
            outputs: &[
                VALUE,
                Field::new("averted", "fraction of deaths averted, 1 less the value"),
            ],
            run: run_coverage,
            ..SEVERAL
        },
        ..JOINT_METHOD
    },
    Method {
        id: GAP_AFTER,
        name: "The relative gap that falls of rates leave",
        unit: "fraction",
        reading: "positive where the group's rate lies above that of all",
        source: "from the definition of the gap: (1 + G)(1 - x)/(1 - s x - (1 - s) y) - 1",
        explanation: "The relative gap of a group to the whole that contains it, after the group's rate has fallen by x and that of the others by y. The whole moves with the group. Equal falls leave the gap as it was. No limits: those of what goes in are the caller's.",
        call: Call {
            key: &[],
            inputs: &[
                Field::new("gap", "the gap before, 0.19 for 19%"),
                Field::new("share_of_events", "the group's share of all events"),
                Field::new("fall_in_group", "fall of the group's rate, a fraction"),
                Field::new("fall_in_others", "fall of the others' rate, a fraction"),
            ],
            arguments: &[],
            outputs: &[
                Field::new("value", "the gap after"),
                Field::new("change", "the gap after less that before"),
            ],
            run: run_gap_after,
            ..SEVERAL
        },
        ..JOINT_METHOD
    },
];

/// A whole number that is a size, bounded so that nobody's memory ends.
fn size(group: &Group<'_>, name: &'static str) -> Result<usize, RunError> {
    const MOST: u64 = 10_000_000;
    match usize::try_from(group.whole_required(name)?.min(MOST + 1)) {
        Ok(size) if size as u64 <= MOST => Ok(size),
        _ => Err(RunError::Argument { name, wanted: format!("at most {MOST}") }),
    }
}

fn level(group: &Group<'_>, name: &'static str) -> Result<Confidence, RunError> {
    Confidence::new(group.number_required(name)?)
        .map_err(|error| RunError::Argument { name, wanted: error.to_string() })
}

/// Limits from two optional columns, for each row.
pub(crate) fn intervals(
    group: &Group<'_>,
    (lower, upper): (&'static str, &'static str),
    confidence: &'static str,
) -> Result<Vec<Option<Interval>>, RunError> {
    let (lowers, uppers) = (group.numbers_or_nan(lower)?, group.numbers_or_nan(upper)?);
    let confidence = level(group, confidence)?;
    let both = lowers.into_iter().zip(uppers).enumerate();
    both.map(|(i, (low, high))| match (low.is_nan(), high.is_nan()) {
        (true, true) => Ok(None),
        (false, false) => Ok(Some(Interval { lower: low, upper: high, confidence })),
        _ => Err(group.out_of_range(upper, i, "both limits are asked for, or none")),
    })
    .collect()
}

fn risks(group: &Group<'_>) -> Result<Vec<RelativeRisk>, RunError> {
    let words = [("crude", Adjustment::Crude), ("adjusted", Adjustment::Adjusted)];
    let adjustment = group.choice("adjustment", &words)?;
    let values = group.numbers("rr")?;
    let limits = intervals(group, ("rr_lower", "rr_upper"), "rr_confidence")?;
    let each = values.into_iter().zip(limits).enumerate();
    each.map(|(i, (value, limits))| {
        RelativeRisk::new(value, limits, adjustment).map_err(|error| match error {
            AttributionError::RelativeRiskLimits { .. } => {
                group.out_of_range("rr_lower", i, "limits above 0 hold the relative risk")
            }
            _ => group.out_of_range("rr", i, "a relative risk is a finite number above 0"),
        })
    })
    .collect()
}

fn limits(group: &Group<'_>) -> Result<FractionLimits, RunError> {
    let words = [
        ("delta", Some(FractionLimits::Delta)),
        ("profile", Some(FractionLimits::Profile)),
        ("monte-carlo", None),
    ];
    Ok(match group.choice("limits", &words)? {
        Some(limits) => limits,
        None => FractionLimits::MonteCarlo {
            draws: group.draws("draws")?,
            seed: group.whole_required("seed")?,
        },
    })
}

/// The people behind the shares: the same for all levels of a factor.
fn people(group: &Group<'_>) -> Result<Option<f64>, RunError> {
    let numbers = group.numbers_or_nan("n")?;
    let first = numbers.first().copied().unwrap_or(f64::NAN);
    if numbers.iter().any(|n| n.to_bits() != first.to_bits()) {
        return Err(RunError::ArgumentVaries { name: "n" });
    }
    Ok((!first.is_nan()).then_some(first))
}

fn write(
    group: &Group<'_>,
    out: &mut Output,
    fraction: impl Fn(Confidence) -> Result<AttributableFraction, AttributionError>,
) -> Result<(), RunError> {
    let found: Result<Vec<_>, _> = group.confidences()?.into_iter().map(fraction).collect();
    let found = found.map_err(RunError::measure)?;
    let estimates: Vec<Estimate> = found.iter().map(|one| one.estimate).collect();
    let caution = found.first().and_then(|one| one.caution).map(Caution::message);
    out.row().estimates(&estimates).set("caution", caution);
    Ok(())
}

fn run_levin(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (p, risk) = (group.numbers("p")?[0], risks(group)?[0]);
    let (people, limits) = (people(group)?, limits(group)?);
    write(group, out, |confidence| levin(p, people, risk, limits, confidence))
}

fn run_miettinen(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (p, risk) = (group.numbers("p_cases")?[0], risks(group)?[0]);
    let (cases, limits) = (people(group)?, limits(group)?);
    write(group, out, |confidence| miettinen(p, cases, risk, limits, confidence))
}

fn run_categories(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let words = [("population", Basis::Population), ("cases", Basis::Cases)];
    let basis = group.choice("basis", &words)?;
    let (values, risks, limits) = (group.numbers("p")?, risks(group)?, limits(group)?);
    let shares = Shares { values: &values, people: people(group)? };
    write(group, out, |confidence| paf_categories(shares, &risks, basis, limits, confidence))
}

fn run_impact(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (values, risks, limits) = (group.numbers("p")?, risks(group)?, limits(group)?);
    let shares = Shares { values: &values, people: people(group)? };
    let given: Vec<&str> =
        ["p_after", "reduction", "rr_after"].into_iter().filter(|name| group.has(name)).collect();
    let [change] = given[..] else {
        return Err(RunError::Measure(
            "one of the columns `p_after`, `reduction`, `rr_after` says what changes".to_owned(),
        ));
    };
    let after = group.numbers(change)?;
    let shift = match change {
        "p_after" => Shift::SharesTo(&after),
        "reduction" => Shift::Reduced(&after),
        _ => Shift::RisksTo(&after),
    };
    write(group, out, |confidence| {
        potential_impact_fraction(shares, shift, &risks, limits, confidence)
    })
}

fn factors(group: &Group<'_>) -> Result<Vec<FactorFraction>, RunError> {
    let limits = intervals(group, ("paf_lower", "paf_upper"), "paf_confidence")?;
    let values = group.numbers("paf")?.into_iter().zip(limits);
    Ok(values.map(|(value, interval)| FactorFraction { value, interval }).collect())
}

fn run_joint(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let factors = factors(group)?;
    let weights: Vec<f64> = group
        .numbers_or_nan("weight")?
        .into_iter()
        .map(|weight| if weight.is_nan() { 1.0 } else { weight })
        .collect();
    let joint: Result<Vec<Estimate>, _> = group
        .confidences()?
        .into_iter()
        .map(|confidence| joint_paf(&factors, Some(&weights), confidence))
        .collect();
    out.row().estimates(&joint.map_err(RunError::measure)?);
    Ok(())
}

fn run_sequential(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let factors = factors(group)?;
    let mut order: Vec<usize> = (0..factors.len()).collect();
    if group.has("order") {
        let places = group.counts("order")?;
        order.sort_by_key(|factor| places[*factor]);
        if order.iter().zip(1..).any(|(factor, place)| places[*factor] != place) {
            return Err(RunError::Measure(
                "the order must run from 1 without gaps or repeats".to_owned(),
            ));
        }
    }
    parts(group, out, |confidence| sequential_paf(&factors, &order, confidence))
}

fn run_average(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let factors = factors(group)?;
    let orders = if group.choice("orders", &[("all", false), ("drawn", true)])? {
        Orders::Drawn { pairs: size(group, "pairs")?, seed: group.whole_required("seed")? }
    } else {
        Orders::All
    };
    parts(group, out, |confidence| average_paf(&factors, orders, confidence))
}

fn parts(
    group: &Group<'_>,
    out: &mut Output,
    parts: impl Fn(Confidence) -> Result<Vec<Estimate>, AttributionError>,
) -> Result<(), RunError> {
    let levels: Result<Vec<_>, _> = group.confidences()?.into_iter().map(parts).collect();
    let levels = levels.map_err(RunError::measure)?;
    for (i, name) in group.values("factor").enumerate() {
        let estimates: Vec<Estimate> = levels.iter().map(|parts| parts[i]).collect();
        let mut row = out.row();
        row.set("factor", name.clone());
        row.estimates(&estimates);
    }
    Ok(())
}

fn run_coverage(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let columns = ("effectiveness_lower", "effectiveness_upper");
    let limits = intervals(group, columns, "paf_confidence")?;
    let (affected, effects) = (group.numbers("affected")?, group.numbers("effectiveness")?);
    let (before, after) = (group.numbers("coverage_before")?, group.numbers("coverage_after")?);
    let interventions: Vec<Intervention> = (0..group.len())
        .map(|i| Intervention {
            affected: affected[i],
            effectiveness: FactorFraction { value: effects[i], interval: limits[i] },
            coverage_before: before[i],
            coverage_after: after[i],
        })
        .collect();
    let found: Result<Vec<Estimate>, _> = group
        .confidences()?
        .into_iter()
        .map(|confidence| coverage_effect(&interventions, confidence))
        .collect();
    let found = found.map_err(RunError::measure)?;
    let mut row = out.row();
    row.estimates(&found);
    row.set("averted", found.first().map(|multiplier| 1.0 - multiplier.value));
    Ok(())
}

fn run_gap_after(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let at = |column: &str| Ok::<f64, RunError>(group.numbers(column)?[0]);
    let before = at("gap")?;
    let falls = (at("fall_in_group")?, at("fall_in_others")?);
    let after = relative_gap_after(before, at("share_of_events")?, falls.0, falls.1)
        .map_err(RunError::measure)?;
    out.row().set("value", after).set("change", after - before);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::run::testing::result;
    use crate::run::{Run, Value};

    #[track_caller]
    fn number(run: &Run, row: usize, column: &str) -> f64 {
        run.table.get(row, column).and_then(Value::number).unwrap_or_else(|| {
            panic!("no {column} in row {row}: {:?}", run.problems);
        })
    }

    #[test]
    fn levin_asks_whether_the_risk_is_adjusted() {
        let csv = "p,rr,rr_lower,rr_upper\n0.085,1.59,1.15,2.20\n0.085,3,1.15,2.20";
        assert_eq!(result("levin", csv, &[]).problems.len(), 2);
        let found = result("levin", csv, &[("adjustment", "crude")]);
        // R package deltapif; the second row's limits do not hold its value.
        assert!((number(&found, 0, "lowercl") - 0.00717).abs() < 1e-5);
        assert_eq!(found.table.get(0, "caution"), Some(&Value::Absent));
        assert_eq!(found.problems.len(), 1);
        let found = result("levin", csv, &[("adjustment", "adjusted")]);
        assert!(found.table.get(0, "caution").unwrap().to_string().starts_with("biased"));
    }

    #[test]
    fn levels_and_changes_on_a_table() {
        let csv = "group,p,rr,n\na,0.2,1.5,500\na,0.1,3,500\nb,0.23,1.4,NA";
        let settings = [("adjustment", "crude"), ("basis", "population")];
        let found = result("paf-categories", csv, &settings);
        assert!((number(&found, 0, "value") - 0.3 / 1.3).abs() < 1e-12);
        assert!(number(&found, 0, "uppercl") > 0.2);
        assert_eq!(found.table.get(1, "uppercl"), Some(&Value::Absent));
        let csv = "p,rr,p_after\n0.23,1.4,0.15";
        let found = result("potential-impact-fraction", csv, &[("adjustment", "crude")]);
        assert!((number(&found, 0, "value") - 0.0293).abs() < 5e-5);
        let both = "p,rr,p_after,reduction\n0.23,1.4,0.15,0.1";
        let found = result("potential-impact-fraction", both, &[("adjustment", "crude")]);
        assert_eq!(found.problems.len(), 1);
        let drawn = [("adjustment", "adjusted"), ("limits", "monte-carlo"), ("seed", "4")];
        let csv = "p_cases,rr,rr_lower,rr_upper,n\n0.4,2,1.5,2.667,900";
        let found = result("miettinen", csv, &drawn);
        assert!((number(&found, 0, "value") - 0.2).abs() < 1e-12);
        assert!(number(&found, 0, "lowercl") > 0.1 && number(&found, 0, "uppercl") < 0.3);
    }

    #[test]
    fn several_factors_on_a_table() {
        let csv = "factor,paf,paf_lower,paf_upper,order\nx,0.2,0.1,0.29,2\ny,0.5,,,1";
        assert!((number(&result("joint-paf", csv, &[]), 0, "value") - 0.6).abs() < 1e-12);
        let found = result("sequential-paf", csv, &[]);
        assert!((number(&found, 0, "value") - 0.1).abs() < 1e-12);
        let found = result("average-paf", csv, &[]);
        assert!((number(&found, 0, "value") - 0.15).abs() < 1e-12);
        let drawn = result("average-paf", csv, &[("orders", "drawn"), ("pairs", "1")]);
        // An order and its reverse are both orders of two.
        assert!((number(&drawn, 0, "value") - 0.15).abs() < 1e-12);
    }

    #[test]
    fn coverage_and_gap_on_a_table() {
        let csv =
            "affected,effectiveness,coverage_before,coverage_after\n1,0.5,0.4,0.8\n1,0.5,0.4,0.4";
        let found = result("coverage-effect", csv, &[]);
        assert!((number(&found, 0, "value") - 0.75).abs() < 1e-12);
        let csv = "gap,share_of_events,fall_in_group,fall_in_others\n0.19,0.44625,0.029304,0";
        let found = result("gap-after", csv, &[]);
        assert!((number(&found, 0, "change") + 0.01957).abs() < 5e-6);
    }
}
