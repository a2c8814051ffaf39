//! Proportions as the package gives them.

use firstyear_core::MethodId;

use super::level::{CONFIDENCE, known, levels, scaled, write};
use super::rate::{OUTPUTS, sums};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};

pub(super) const METHOD: Method = Method {
    id: MethodId::new("phe-proportion"),
    name: "Proportion, as the English public-health package gives it",
    family: "proportions",
    unit: "fraction, times the multiplier",
    ordered: false,
    reading: "between 0 and the multiplier",
    source: "PHEindicatormethods 2.1.0, phe_proportion",
    explanation: "Those with a property over all, with Wilson's limits as the formula leaves them: at 0 and 1 they can be off in the last bit. No limits are given where the confidence is missing, and a confidence of 1 gives 0 and the multiplier. Groups are added up as in phe-rate.",
    call: Call {
        key: &["group", Call::EACH_ROW],
        inputs: &[
            Field::new("x", "those with the property; need not be whole"),
            Field::new("n", "all of them, above 0"),
        ],
        arguments: &[
            Argument::new(
                "multiplier",
                "1",
                "what the results are multiplied by: 100 for a percentage",
            ),
            CONFIDENCE,
        ],
        outputs: OUTPUTS,
        vectors: &["PHEindicatormethods/phe_proportion"],
        run: run_proportion,
    },
};

fn run_proportion(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (levels, multiplier) = (levels(group)?, group.multiplier()?);
    let (each_x, each_n) = (group.numbers_or_nan("x")?, group.numbers_or_nan("n")?);
    if let Some(at) = each_x.iter().zip(&each_n).position(|(x, n)| x > n) {
        return Err(group.out_of_range("x", at, "a proportion counts each person once: at most n"));
    }
    for (x, n) in sums(group)? {
        let mut row = out.row();
        row.set("x", known(x)).set("n", known(n)).set("value", known(x / n * multiplier));
        write(&mut row, &levels, |level| scaled(level.wilson(x, n), |limit| limit * multiplier));
        let statistic = if multiplier == 100.0 {
            "percentage".to_owned()
        } else {
            format!("proportion of {multiplier}")
        };
        row.set("statistic", statistic).set("method", "Wilson");
    }
    Ok(())
}
