//! Distribution functions on a table.

use super::{beta, chi_square_quantile, gamma, normal, poisson, student_t_quantile};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};
use firstyear_core::MethodId;

const P: Field = Field::new("p", "a probability, between 0 and 1");

pub(crate) const METHODS: &[Method] = &[
    Method {
        id: MethodId::new("gamma-probability"),
        name: "Gamma probabilities",
        source: "Abramowitz and Stegun 6.5.29 and 6.5.31; Loader (2000)",
        explanation: "The probability of at most x, and of more, for a gamma distribution with this shape and scale 1. Either is computed so that it keeps its digits when it is the small one.",
        call: Call {
            inputs: &[
                Field::new("x", "a value, 0 or more"),
                Field::new("shape", "the shape, above 0"),
            ],
            outputs: &[
                Field::new("pgamma", "probability of at most x"),
                Field::new("pgamma_upper", "probability of more than x"),
            ],
            run: |group, out| {
                let (lower, upper) = gamma::lower_and_upper(one(group, "shape")?, one(group, "x")?);
                out.row().set("pgamma", lower).set("pgamma_upper", upper);
                Ok(())
            },
            ..CALL
        },
        ..METHOD
    },
    Method {
        id: MethodId::new("gamma-quantile"),
        name: "Gamma quantiles",
        source: "Newton's steps on gamma-probability, from Wilson and Hilferty (1931)",
        explanation: "The value below which, and that above which, a fraction p of a gamma distribution with this shape and scale 1 lies.",
        call: Call {
            inputs: &[P, Field::new("shape", "the shape, above 0")],
            outputs: &[
                Field::new("qgamma", "the value below which p lies"),
                Field::new("qgamma_upper", "the value above which p lies"),
            ],
            run: |group, out| {
                let (p, shape) = (one(group, "p")?, one(group, "shape")?);
                out.row()
                    .set("qgamma", gamma::quantile(p, shape))
                    .set("qgamma_upper", gamma::upper_quantile(p, shape));
                Ok(())
            },
            ..CALL
        },
        ..METHOD
    },
    Method {
        id: MethodId::new("chi-square-quantile"),
        name: "Chi-square quantiles",
        source: "as gamma-quantile, of half the degrees of freedom",
        explanation: "The value below which a fraction p of chi-square lies; 0 for 0 degrees of freedom.",
        call: Call {
            inputs: &[P, Field::new("df", "degrees of freedom, 0 or more")],
            outputs: &[Field::new("qchisq", "the value below which p lies")],
            run: |group, out| {
                let q = chi_square_quantile(one(group, "p")?, one(group, "df")?);
                out.row().set("qchisq", q);
                Ok(())
            },
            ..CALL
        },
        ..METHOD
    },
    Method {
        id: MethodId::new("beta-quantile"),
        name: "Beta quantiles",
        source: "Newton's steps on the fraction of Didonato and Morris (1992)",
        explanation: "The value below which a fraction p of a beta distribution lies.",
        call: Call {
            inputs: &[
                P,
                Field::new("a", "the first shape, above 0"),
                Field::new("b", "the second shape, above 0"),
            ],
            outputs: &[Field::new("qbeta", "the value below which p lies")],
            run: |group, out| {
                let q = beta::quantile(one(group, "p")?, one(group, "a")?, one(group, "b")?);
                out.row().set("qbeta", q);
                Ok(())
            },
            ..CALL
        },
        ..METHOD
    },
    Method {
        id: MethodId::new("normal-quantile"),
        name: "Normal quantiles",
        source: "Abramowitz and Stegun 26.2.23, then Halley's steps",
        explanation: "The value below which a fraction p of the standard normal distribution lies.",
        call: Call {
            inputs: &[P],
            outputs: &[Field::new("qnorm", "the value below which p lies")],
            run: |group, out| {
                out.row().set("qnorm", normal::quantile(one(group, "p")?));
                Ok(())
            },
            ..CALL
        },
        ..METHOD
    },
    Method {
        id: MethodId::new("normal-probability"),
        name: "Normal probabilities",
        source: "as gamma-probability, of shape 1/2; Abramowitz and Stegun 26.2.14",
        explanation: "The probability of at most z for the standard normal distribution, and its logarithm, which has digits also where the probability is too small for a number.",
        call: Call {
            inputs: &[Field::new("z", "a value")],
            outputs: &[
                Field::new("pnorm", "probability of at most z"),
                Field::new("pnorm_log", "its natural logarithm"),
            ],
            run: |group, out| {
                let z = one(group, "z")?;
                out.row()
                    .set("pnorm", normal::probability(z))
                    .set("pnorm_log", normal::ln_probability(z));
                Ok(())
            },
            ..CALL
        },
        ..METHOD
    },
    Method {
        id: MethodId::new("student-t-quantile"),
        name: "Quantiles of Student's t",
        source: "as beta-quantile, of t squared",
        explanation: "The value below which a fraction p of Student's t lies.",
        call: Call {
            inputs: &[P, Field::new("df", "degrees of freedom, above 0")],
            outputs: &[Field::new("qt", "the value below which p lies")],
            run: |group, out| {
                out.row().set("qt", student_t_quantile(one(group, "p")?, one(group, "df")?));
                Ok(())
            },
            ..CALL
        },
        ..METHOD
    },
    Method {
        id: MethodId::new("poisson-probability"),
        name: "Poisson probabilities",
        source: "Loader (2000); as gamma-probability, of shape k + 1",
        explanation: "The probability of at most k events, and of exactly k, where lambda are expected.",
        call: Call {
            inputs: &[
                Field::new("k", "events"),
                Field::new("lambda", "expected events, 0 or more"),
            ],
            outputs: &[
                Field::new("ppois", "probability of at most k"),
                Field::new("dpois", "probability of exactly k"),
            ],
            run: |group, out| {
                let (k, lambda) = (one(group, "k")?, one(group, "lambda")?);
                out.row()
                    .set("ppois", poisson::at_most_and_more(k, lambda).0)
                    .set("dpois", poisson::density(k, lambda));
                Ok(())
            },
            ..CALL
        },
        ..METHOD
    },
    Method {
        id: MethodId::new("quantile-type-7"),
        name: "Quantiles of numbers, type 7",
        unit: "that of the numbers",
        source: "Hyndman and Fan (1996), Am Stat 50:361, definition 7",
        explanation: "The value below which a fraction p of the numbers lies: on a straight line between the two numbers in order round place 1 + (n - 1) p, which R and spreadsheets do too.",
        call: Call {
            key: &["case"],
            inputs: &[Field::new("v", "numbers")],
            arguments: &[Argument::new(
                "probabilities",
                "0;0.001;0.025;0.05;0.25;0.5;0.975;0.999;1",
                "fractions between 0 and 1, separated by `;`",
            )],
            outputs: &[
                Field::new("p", "the fraction"),
                Field::new("q", "the value below which it lies"),
            ],
            run: run_type_7,
            ..CALL
        },
        ..METHOD
    },
];

/// What the methods have in common.
const METHOD: Method = Method {
    id: MethodId::new("distribution"),
    name: "",
    family: "distributions",
    unit: "as the columns say",
    ordered: false,
    reading: "as the columns say",
    source: "",
    explanation: "",
    call: CALL,
};

const CALL: Call = Call {
    key: &[],
    inputs: &[],
    arguments: &[],
    outputs: &[],
    vectors: &["base_r/quantiles"],
    run: run_type_7,
};

/// The number of a row.
fn one(group: &Group<'_>, column: &str) -> Result<f64, RunError> {
    Ok(group.numbers(column)?[0])
}

fn run_type_7(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    const NAME: &str = "probabilities";
    let wanted = || RunError::Argument {
        name: NAME,
        wanted: "fractions between 0 and 1, separated by `;`".to_owned(),
    };
    let text = group.argument(NAME)?.ok_or_else(wanted)?;
    let mut values = group.numbers("v")?;
    values.sort_by(f64::total_cmp);
    for part in text.split(';') {
        let p: f64 = part.trim().parse().map_err(|_| wanted())?;
        if !(0.0..=1.0).contains(&p) {
            return Err(wanted());
        }
        out.row().set("p", p).set("q", super::quantile_of_sorted(&values, p));
    }
    Ok(())
}
