//! The gap model on a table.

use firstyear_core::Interval;

use super::{
    ExposureChange, ExposureTarget, GAP_CONTRIBUTION, GAP_SCENARIO, GapBaseline, GapModel, Input,
    Measure, ScenarioDraws, ScenarioError, ShareInput, Simulated, Whole, scenario, simulated,
};
use crate::attribution::{Adjustment, RelativeRisk, intervals};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError, VALUE, Value};

const P_BEFORE: Field =
    Field::optional("p_before", "share of the group's births exposed before, a fraction");
const P_AFTER: Field = Field::optional("p_after", "the share exposed afterwards");
const RR: Field = Field::optional("rr", "relative risk of those exposed, above 0");
const CAUSE_SHARE: Field = Field::optional(
    "cause_share",
    "share of the group's deaths of the cause that the exposure acts on; 1 where absent",
);
const GAP: Argument = Argument::required("gap", "relative gap of the group to all, 0.19 for 19%");
const SHARE_OF_BIRTHS: Argument =
    Argument::required("share_of_births", "the group's share of all births, between 0 and 1");
const WHOLE: Argument = Argument::new(
    "whole",
    "moves",
    "`moves`: the rate of all falls with that of the group; `held`: it is held fixed, for comparison alone",
);
const SEED: Argument = Argument::new("seed", "1", "seed of the draws, a whole number from 0");
const MEASURE: Field = Field::optional("measure", "name of the measure");

pub(crate) const METHODS: &[Method] = &[SCENARIO_METHOD, INVERSE_METHOD];

const SCENARIO_METHOD: Method = Method {
    id: GAP_SCENARIO,
    name: "What measures take from a relative gap, alone and together",
    family: "scenario",
    unit: "percentage points of the relative gap",
    ordered: false,
    reading: "positive where the gap narrows",
    source: "from the definition of the gap, 100 (1 + G)(1 - (1 - x)/(1 - s x)); falls: Morgenstern and Bursic (1982), J Community Health 7:292; parts: Eide and Gefeller (1995), J Clin Epidemiol 48:233",
    explanation: "Each row is a measure: an exposure before and after with its relative risk, or the fall of the group's rate itself. The last row, `together`, is all of them. `value` is what a measure takes from the gap alone; `part` its part in the whole, on average over all orders; `in_turn` what it adds in the order of the rows. Parts, and what is added in turn, add up to the whole. Measures multiply: a death that one prevents cannot be prevented by another. A measure that acts `through` another and no other way counts once with it: the one that prevents most. Limits by seeded draws (generator philox4x32-10) where an input has an error: relative risks log-normal, shares by a beta distribution. A `calibrated` measure, an input of which was solved from a published contribution, gets none, and neither does a whole that holds one.",
    call: Call {
        key: &["group"],
        inputs: &[
            MEASURE,
            P_BEFORE,
            P_AFTER,
            RR,
            Field::optional("rr_lower", "its lower limit; without limits it is taken as known"),
            Field::optional("rr_upper", "its upper limit"),
            Field::optional("n", "people whom `p_before` was counted among; a known share without"),
            CAUSE_SHARE,
            Field::optional("fall", "fall of the group's rate, a fraction, instead of exposures"),
            Field::optional("through", "name of the measure that it acts through"),
            Field::optional("calibrated", "1 where an input was solved from a published figure"),
        ],
        arguments: &[
            GAP,
            SHARE_OF_BIRTHS,
            WHOLE,
            Argument::new("rr_confidence", "0.95", "confidence of the limits of relative risks"),
            Argument::DRAWS,
            SEED,
            Argument::CONFIDENCE,
        ],
        outputs: &[
            MEASURE,
            VALUE,
            Field::new("fall", "by how much the group's rate falls, a fraction"),
            Field::new("part", "part of the measure in the whole, points"),
            Field::new("in_turn", "points that it adds in the order of the rows"),
        ],
        vectors: &[],
        run: run_scenario,
    },
};

const INVERSE_METHOD: Method = Method {
    id: GAP_CONTRIBUTION,
    name: "The input that gives a contribution to narrowing a gap",
    unit: "that of the input",
    reading: "the value at which the contribution comes out, all else as given",
    explanation: "Solves the gap model for one input: the relative risk, the exposure before (the exposure afterwards keeping its proportion to it) or the exposure afterwards at which a measure takes this many points from the gap. An input found so is calibrated to the figure, and tells nothing of its own about the measure.",
    call: Call {
        key: &[],
        inputs: &[
            Field::new("points", "percentage points of the gap"),
            Field::new("p_before", "share exposed before; where it is sought, any start"),
            Field::new("p_after", "share exposed afterwards; where it is sought, any"),
            Field::new("rr", "relative risk; where it is sought, any"),
            CAUSE_SHARE,
        ],
        arguments: &[
            Argument::required("solve", "`rr`, `p_before` or `p_after`: the input that is sought"),
            GAP,
            SHARE_OF_BIRTHS,
            WHOLE,
        ],
        outputs: &[
            Field::new("value", "the input"),
            Field::new("fall", "by how much the group's rate falls, a fraction"),
        ],
        run: run_inverse,
        ..SCENARIO_METHOD.call
    },
    ..SCENARIO_METHOD
};

fn baseline(group: &Group<'_>) -> Result<(GapBaseline, Whole), RunError> {
    let (gap, share) = (group.number_required("gap")?, group.number_required("share_of_births")?);
    let whole = group.choice("whole", &[("moves", Whole::Moves), ("held", Whole::Held)])?;
    Ok((GapBaseline::new(gap, share).map_err(RunError::measure)?, whole))
}

fn measures(group: &Group<'_>) -> Result<Vec<Measure>, RunError> {
    let (fall, before) = (group.numbers_or_nan("fall")?, group.numbers_or_nan("p_before")?);
    let calibrated = group.numbers_or_nan("calibrated")?;
    let names: Vec<String> = group.texts("measure");
    let (through, exposures) = (through(group, &names)?, Exposures::of(group, before)?);
    (0..group.len())
        .map(|i| {
            let input = match (fall[i].is_nan(), exposures.before[i].is_nan()) {
                (false, true) => Input::Fall { value: fall[i], ln_error: 0.0 },
                (true, false) => exposures.input(group, i)?,
                _ => {
                    let wanted = "either `fall`, or `p_before` with `p_after` and `rr`";
                    return Err(group.out_of_range("fall", i, wanted));
                }
            };
            let calibrated = match calibrated[i] {
                value if value.is_nan() || value == 0.0 => false,
                1.0 => true,
                _ => return Err(group.out_of_range("calibrated", i, "0 or 1")),
            };
            Ok(Measure { input, through: through[i], calibrated })
        })
        .collect()
}

/// The columns of exposures.
struct Exposures {
    before: Vec<f64>,
    after: Vec<f64>,
    rr: Vec<f64>,
    limits: Vec<Option<Interval>>,
    people: Vec<f64>,
    cause: Vec<f64>,
}

impl Exposures {
    fn of(group: &Group<'_>, before: Vec<f64>) -> Result<Self, RunError> {
        let column = |name| group.numbers_or_nan(name);
        Ok(Self {
            before,
            after: column("p_after")?,
            rr: column("rr")?,
            limits: intervals(group, ("rr_lower", "rr_upper"), "rr_confidence")?,
            people: column("n")?,
            cause: column("cause_share")?,
        })
    }

    fn input(&self, group: &Group<'_>, i: usize) -> Result<Input, RunError> {
        const SHARE: &str = "a fraction from 0 to 1";
        const RISK: &str = "a finite number above 0, within its limits";
        let given = |value: f64| (!value.is_nan()).then_some(value);
        let before = ShareInput::counted(self.before[i], given(self.people[i]));
        let risk = RelativeRisk::new(self.rr[i], self.limits[i], Adjustment::Crude);
        let cause = given(self.cause[i]).map(ShareInput::known).transpose();
        Ok(Input::Exposure {
            before: before.map_err(|_| {
                group.out_of_range("p_before", i, "a fraction from 0 to 1, of people above 0")
            })?,
            target: ExposureTarget::To(
                given(self.after[i]).ok_or_else(|| group.out_of_range("p_after", i, SHARE))?,
            ),
            risk: risk.map_err(|_| group.out_of_range("rr", i, RISK))?,
            cause_share: cause.map_err(|_| group.out_of_range("cause_share", i, SHARE))?,
        })
    }
}

/// The place of the measure that each one names.
fn through(group: &Group<'_>, names: &[String]) -> Result<Vec<Option<usize>>, RunError> {
    let find = |(i, value): (usize, &Value)| {
        if value.is_lacking() {
            return Ok(None);
        }
        let name = value.to_string();
        let place = names.iter().position(|other| *other == name);
        place.map(Some).ok_or_else(|| {
            group.out_of_range("through", i, "the name of a measure of the same group")
        })
    };
    group.values("through").enumerate().map(find).collect()
}

fn run_scenario(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (baseline, whole) = baseline(group)?;
    let measures = measures(group)?;
    let order: Vec<usize> = (0..measures.len()).collect();
    let model = GapModel::new(baseline, &measures).with_whole(whole);
    let point = scenario(&model, &order).map_err(RunError::measure)?;
    let draws = ScenarioDraws { draws: group.draws("draws")?, seed: group.whole_required("seed")? };
    let levels: Result<Vec<Simulated>, ScenarioError> = group
        .confidences()?
        .into_iter()
        .map(|confidence| simulated(&model, draws, confidence))
        .collect();
    let levels = levels.map_err(RunError::measure)?;
    for (i, name) in group.values("measure").enumerate() {
        let alone: Vec<_> = levels.iter().map(|level| level.alone[i]).collect();
        let mut row = out.row();
        row.set("measure", name.clone());
        row.estimates(&alone);
        row.set("fall", point.falls[i]);
        row.set("part", point.parts[i]);
        row.set("in_turn", point.in_turn[i]);
    }
    let together: Vec<_> = levels.iter().map(|level| level.together).collect();
    let mut row = out.row();
    row.set("measure", "together");
    row.estimates(&together);
    row.set("fall", point.fall);
    row.set("part", point.parts.iter().sum::<f64>());
    row.set("in_turn", point.in_turn.iter().sum::<f64>());
    Ok(())
}

fn run_inverse(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    type Solver = fn(ExposureChange, f64) -> Result<f64, ScenarioError>;
    let (baseline, whole) = baseline(group)?;
    let at = |column: &str| Ok::<f64, RunError>(group.numbers(column)?[0]);
    let cause = group.numbers_or_nan("cause_share")?[0];
    let change = ExposureChange::new(at("p_before")?, at("p_after")?, at("rr")?)
        .and_then(|change| if cause.is_nan() { Ok(change) } else { change.on_cause(cause) })
        .map_err(RunError::measure)?;
    let solvers: [(&str, Solver); 3] = [
        ("rr", ExposureChange::relative_risk_for),
        ("p_before", ExposureChange::before_for),
        ("p_after", ExposureChange::after_for),
    ];
    let solve = group.choice("solve", &solvers)?;
    let fall = baseline.fall_for(at("points")?, whole).map_err(RunError::measure)?;
    let value = solve(change, fall).map_err(RunError::measure)?;
    out.row().set("value", value).set("fall", fall);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::run::testing::result;
    use crate::run::{Run, Value};

    const BASELINE: [(&str, &str); 2] = [("gap", "0.19"), ("share_of_births", "0.375")];

    #[track_caller]
    fn number(run: &Run, row: usize, column: &str) -> f64 {
        run.table.get(row, column).and_then(Value::number).unwrap_or_else(|| {
            panic!("no {column} in row {row}: {:?}", run.problems);
        })
    }

    #[test]
    fn measures_on_a_table() {
        let csv = "measure,p_before,p_after,rr,rr_lower,rr_upper,cause_share,fall,through\n\
            smoking,0.23,0.15,1.4,1.3,1.508,,,\n\
            sudi,0.2,0.1,3.7,,,0.12,,\n\
            overcrowding,0.1,0,3.13,,,0.12,,sudi\n\
            income,,,,,,,0.045,";
        let found = result("gap-scenario", csv, &BASELINE);
        // gap-model.md, section 3.
        for (row, points) in [1.96, 1.4, 1.4, 3.0].into_iter().enumerate() {
            assert!((number(&found, row, "value") - points).abs() < 0.05, "row {row}");
        }
        assert!(number(&found, 0, "lowercl") < 1.6 && number(&found, 0, "uppercl") > 2.3);
        assert_eq!(found.table.get(1, "lowercl"), Some(&Value::Absent));
        let parts: f64 = (0..4).map(|row| number(&found, row, "part")).sum();
        assert!((parts - number(&found, 4, "value")).abs() < 1e-9);
        // Overcrowding acts through the other, and adds nothing.
        assert!(number(&found, 2, "in_turn").abs() < 0.05);
        let held = [BASELINE[0], BASELINE[1], ("whole", "held")];
        assert!((number(&result("gap-scenario", csv, &held), 0, "value") - 3.49).abs() < 0.005);
    }

    #[test]
    fn inputs_are_solved_on_a_table() {
        let csv = "points,p_before,p_after,rr,cause_share\n2,0.23,0.15,1,\n1.4,0.2,0.1,1,0.12";
        let settings = [BASELINE[0], BASELINE[1], ("solve", "rr")];
        let found = result("gap-contribution", csv, &settings);
        assert!((number(&found, 0, "value") - 1.41).abs() < 0.005);
        assert!((number(&found, 1, "value") - 3.7).abs() < 0.02);
        let far = "points,p_before,p_after,rr\n60,0.23,0.15,1";
        assert_eq!(result("gap-contribution", far, &settings).problems.len(), 1);
    }

    #[test]
    fn rows_that_say_nothing_or_twice_are_refused() {
        for row in [
            "0.2,0.1,1.5,0.1,",
            ",,,,",
            "20,0.1,1.5,,",
            "0.2,,1.5,,",
            "0.2,0.1,0,,",
            "0.2,0.1,1.5,,nobody",
        ] {
            let csv = format!("p_before,p_after,rr,fall,through\n{row}");
            assert_eq!(result("gap-scenario", &csv, &BASELINE).problems.len(), 1, "{row}");
        }
        let whole = [("gap", "0"), ("share_of_births", "1")];
        assert_eq!(result("gap-scenario", "fall\n0.1", &whole).problems.len(), 1);
    }
}
