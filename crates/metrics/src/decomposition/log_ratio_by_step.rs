//! The ratio of two shares that come to the end of several steps, taken apart by
//! step.

use firstyear_core::{Confidence, Counts, Estimate, Interval, MethodId};

use super::DecompositionError;
use super::method::{Part, write};
use crate::limits::deviate;
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError, VALUE, Value};

/// The method of [`log_ratio_by_step`].
pub const LOG_RATIO_BY_STEP: MethodId = MethodId::new("log-ratio-by-step");

/// The logarithm of a ratio of two shares, first over second, in one part for each
/// step.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRatioBySteps {
    /// The whole: ln of the share that comes from the start to the end in the first
    /// population, over that in the second.
    pub ratio: Estimate,
    /// What each step adds; they add up to the whole.
    pub steps: Vec<Estimate>,
}

/// Takes the ratio of two shares apart by the steps that lead to the end: how much of
/// it each step makes.
///
/// Who comes to a step comes from the one before it, so that the share of all who come
/// to the end is the product of the shares at each step, and the logarithm of the ratio
/// of two such products is the sum of the logarithms of the ratios at each step. It is
/// an identity: nothing is left over, and no order of steps has to be chosen. It says
/// where two populations part, and not why.
///
/// Limits are by the delta method, with the variance 1/x − 1/n of the logarithm of a
/// share of x among n; given those who come to a step, the steps are independent. A step
/// that all pass adds no variance, so that limits are too narrow where few try it, and
/// one that all pass in both populations has none.
///
/// # Units
///
/// Those at the start and after each step, of each population. Natural logarithms out:
/// below 0 where fewer of the first population pass.
///
/// # Errors
///
/// [`DecompositionError`]: slices of different lengths, no step, more after a step than
/// before it, and a step after which nobody is left, of which the logarithm is infinite.
///
/// # Source
///
/// The identity: with x₀ at the start and xₖ after the last step, xₖ/x₀ = Π xᵢ/xᵢ₋₁.
/// Limits of the logarithm of a ratio of shares: Katz D and others (1978), Biometrics
/// 34:469-474. Effects on steps and on where they lead, in odds: Buis ML (2017), Sociol
/// Methods Res, doi:10.1177/0049124115591014.
///
/// # Example
///
/// Of 200 referred women 100 come and 40 of these quit; of 100 others 80 come and 32
/// quit. All of the difference is in who comes:
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::decomposition::log_ratio_by_step;
///
/// let found = log_ratio_by_step(&[200, 100, 40], &[100, 80, 32], Confidence::P95)?;
/// assert!((found.ratio.value - (0.2_f64 / 0.32).ln()).abs() < 1e-12);
/// assert!((found.steps[0].value - found.ratio.value).abs() < 1e-12);
/// assert!(found.steps[1].value.abs() < 1e-12);
/// # Ok::<(), firstyear_metrics::decomposition::DecompositionError>(())
/// ```
pub fn log_ratio_by_step(
    first: &[u64],
    second: &[u64],
    confidence: Confidence,
) -> Result<LogRatioBySteps, DecompositionError> {
    if first.len() != second.len() {
        return Err(DecompositionError::Lengths {
            what: "the second population",
            given: second.len(),
            expected: first.len(),
        });
    }
    if first.len() < 2 {
        return Err(DecompositionError::NoSteps);
    }
    check(first, "first")?;
    check(second, "second")?;
    let q = deviate(confidence);
    let estimate = |value: f64, variance: f64, counts| {
        let margin = q * variance.max(0.0).sqrt();
        let limits = Interval { lower: value - margin, upper: value + margin, confidence };
        Estimate {
            value,
            interval: (variance > 0.0).then_some(limits),
            method: LOG_RATIO_BY_STEP,
            counts,
        }
    };
    let shares = first.windows(2).zip(second.windows(2));
    let parts: Vec<(f64, f64)> = shares.map(|(own, other)| part(own, other)).collect();
    let (sum, variance) = parts
        .iter()
        .fold((0.0, 0.0), |(sum, all), (value, variance)| (sum + value, all + variance));
    let counts = |pair: &[u64]| Some(Counts { events: pair[1], at_risk: pair[0] });
    let ends = [first[0], first[first.len() - 1]];
    Ok(LogRatioBySteps {
        ratio: estimate(sum, variance, counts(&ends)),
        steps: parts
            .iter()
            .zip(first.windows(2))
            .map(|((value, variance), own)| estimate(*value, *variance, counts(own)))
            .collect(),
    })
}

/// ln of the ratio at one step, and its variance.
fn part(own: &[u64], other: &[u64]) -> (f64, f64) {
    let [(own_share, own_variance), (share, variance)] = [own, other].map(|pair| {
        let (n, x) = (pair[0] as f64, pair[1] as f64);
        (x.ln() - n.ln(), (n - x) / (n * x))
    });
    (own_share - share, own_variance + variance)
}

fn check(counts: &[u64], population: &'static str) -> Result<(), DecompositionError> {
    for (step, pair) in counts.windows(2).enumerate() {
        if pair[1] > pair[0] {
            return Err(DecompositionError::MoreAfterStep { population, step: step + 1 });
        }
        if pair[1] == 0 {
            return Err(DecompositionError::NobodyPasses { population, step: step + 1 });
        }
    }
    Ok(())
}

pub(super) const METHOD: Method = Method {
    id: LOG_RATIO_BY_STEP,
    name: "The part of each step in a ratio of completion",
    family: "decomposition",
    unit: "natural logarithm of a ratio",
    ordered: true,
    reading: "below 0 where fewer of the first population pass the step; e to its power is the ratio",
    source: "the identity of a product of conditional shares; limits: Katz and others (1978), Biometrics 34:469",
    explanation: "Who comes to the end came through every step, so the share of all who do is the product of the shares at each step, and the logarithm of the ratio of two populations is the sum of those at each step: an identity, with nothing left over. It says where two populations part, not why. Each row is a stage, in order, the first the start, with how many came to it. Limits by the delta method, 1/x - 1/n for each share; too narrow where few try a step that nearly all pass, and none where all do in both populations. Refused where nobody passes a step.",
    call: Call {
        key: &["group"],
        inputs: &[
            Field::new("x", "how many of the first population came to the stage, a count"),
            Field::new("x_reference", "how many of the second population did, a count"),
            Field::optional("stage", "name of the stage"),
        ],
        arguments: &[Argument::CONFIDENCE],
        outputs: &[Field::new("step", "to which stage the step leads, `all` for the whole"), VALUE],
        vectors: &[],
        run,
    },
};

fn run(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (first, second) = (group.counts("x")?, group.counts("x_reference")?);
    let names: Vec<Value> = if group.has("stage") {
        group.values("stage").cloned().collect()
    } else {
        (1..=group.len()).map(Value::from).collect()
    };
    write(group, out, 1.0, |confidence| {
        let found = log_ratio_by_step(&first, &second, confidence).map_err(RunError::measure)?;
        let step = |name: &Value| [("step", name.clone())];
        let mut parts = vec![Part::new(found.ratio, step(&Value::from("all")))];
        let steps = found.steps.iter().zip(names.iter().skip(1));
        parts.extend(steps.map(|(part, name)| Part::new(*part, step(name))));
        Ok(parts)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rates::{RiskRatioLimits, risk_ratio};
    use crate::run::testing::result;

    #[test]
    fn an_example_worked_out_by_hand() {
        // 0.5 and 0.4 against 0.8 and 0.5: ln(0.625) = -0.470004, ln(0.8) = -0.223144;
        // variances 1/100 - 1/200 + 1/80 - 1/100 and 1/40 - 1/100 + 1/40 - 1/80.
        let found = log_ratio_by_step(&[200, 100, 40], &[100, 80, 40], Confidence::P95).unwrap();
        let error = |part: &Estimate| {
            let limits = part.interval.unwrap();
            (limits.upper - limits.lower) / (2.0 * 1.959_964)
        };
        let [first, second] = found.steps.as_slice() else { panic!("two steps") };
        assert!((first.value + 0.470_003_63).abs() < 1e-8);
        assert!((second.value + 0.223_143_55).abs() < 1e-8);
        assert!((error(first) - 0.0075_f64.sqrt()).abs() < 1e-6);
        assert!((error(second) - 0.0275_f64.sqrt()).abs() < 1e-6);
        assert!((error(&found.ratio) - 0.035_f64.sqrt()).abs() < 1e-6);
    }

    #[test]
    fn what_cannot_be_taken_apart_is_refused() {
        let refused = |a: &[u64], b: &[u64]| {
            log_ratio_by_step(a, b, Confidence::P95).unwrap_err().to_string()
        };
        assert_eq!(
            refused(&[3], &[3]),
            "no step: those at the start and after each step are asked for"
        );
        assert!(refused(&[3, 2], &[3]).contains("1 values where 2 are needed"));
        assert_eq!(
            refused(&[3, 2, 1], &[3, 2, 0]),
            "nobody of the second population passes step 2 (counted from 1)"
        );
        assert_eq!(
            refused(&[3, 4], &[3, 2]),
            "more of the first population are after step 1 (counted from 1) than before it"
        );
        assert!(refused(&[0, 0], &[3, 2]).contains("nobody of the first population"));
    }

    #[test]
    fn a_step_that_all_pass_has_no_limits() {
        let found = log_ratio_by_step(&[9, 9, 5], &[7, 7, 5], Confidence::P95).unwrap();
        assert_eq!((found.steps[0].value, found.steps[0].interval), (0.0, None));
        assert!(found.steps[1].interval.is_some());
    }

    #[test]
    fn parts_on_a_table() {
        let csv = "stage,x,x_reference\nreferred,200,100\ncame,100,80\nquit,40,32";
        let found = result("log-ratio-by-step", csv, &[]);
        let value = |row| found.table.get(row, "value").and_then(Value::number).unwrap();
        assert!((value(0) - 0.625_f64.ln()).abs() < 1e-12);
        assert!((value(1) - 0.625_f64.ln()).abs() < 1e-12 && value(2).abs() < 1e-12);
    }

    fn stages() -> impl Strategy<Value = Vec<u64>> {
        (proptest::collection::vec(1..100_000_u64, 5)).prop_map(|mut counts| {
            counts.sort_unstable_by(|one, other| other.cmp(one));
            counts
        })
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_ratio_of_risks(a in stages(), b in stages()) {
            let found = log_ratio_by_step(&a, &b, Confidence::P95)?;
            let sum: f64 = found.steps.iter().map(|part| part.value).sum();
            prop_assert!((sum - found.ratio.value).abs() < 1e-9);
            let counts = |of: &[u64]| Counts { events: of[4], at_risk: of[0] };
            let limits = RiskRatioLimits::default();
            let whole = risk_ratio(counts(&a), counts(&b), limits, [Confidence::P95])?.at(0);
            prop_assert!((found.ratio.value - whole.value.ln()).abs() < 1e-9);
            // As Katz and others have it of the whole.
            let katz = [&a, &b].map(|of| 1.0 / of[4] as f64 - 1.0 / of[0] as f64);
            if let Some(own) = found.ratio.interval {
                let error = (own.upper - own.lower) / (2.0 * deviate(Confidence::P95));
                prop_assert!((error.powi(2) - katz.iter().sum::<f64>()).abs() < 1e-9);
            }
            let back = log_ratio_by_step(&b, &a, Confidence::P95)?;
            prop_assert!((found.ratio.value + back.ratio.value).abs() < 1e-9);
        }
    }
}
