//! The compatible methods by their ids.

use firstyear_core::MethodId;

use super::request::{ARGUMENTS, Request};
use super::sample::{Answer, Options, Sample, Stop};
use super::{attributable, concentration, pairs, slopes, spread};
use crate::Method;
use crate::run::{Call, Field, Group, Output, RunError, Runner};

const ESTIMATE: Field =
    Field::new("estimate", "what was estimated for the group; NA where missing");
const SE: Field = Field::optional("se", "its standard error");
const POPULATION: Field = Field::optional("population", "people in the group");
const ORDER: Field = Field::optional("subgroup_order", "place in the order, 1 most disadvantaged");
const AVERAGE: Field = Field::optional("setting_average", "average of the whole setting");
const DIRECTION: Field = Field::new("favourable_indicator", "1 where high is good, 0 where low is");
const SCALE: Field =
    Field::optional("indicator_scale", "what the indicator is a part of: 1, 100, 1000, 100000");
const MARK: Field = Field::optional("reference_subgroup", "1 in the row of the reference group");
const NAMED: Field = Field::new("reference_subgroup", "1 in the row of the reference group");
const ORDERED: Field = Field::optional("ordered_dimension", "1 where the groups have an order");

const PAIR: &[Field] = &[ESTIMATE, SE, ORDER, DIRECTION, MARK, ORDERED];
const SPREAD: &[Field] = &[ESTIMATE, SE, POPULATION, AVERAGE, SCALE];
const BEST: &[Field] = &[ESTIMATE, SE, POPULATION, SCALE, DIRECTION];
const REFERENCE: &[Field] = &[ESTIMATE, SE, POPULATION, SCALE, NAMED];
const GAIN: &[Field] = &[ESTIMATE, POPULATION, ORDER, AVERAGE, SCALE, DIRECTION, ORDERED];
const ORDERED_GROUPS: &[Field] = &[ESTIMATE, POPULATION, ORDER, SCALE];

const OUTPUTS: &[Field] = &[
    Field::new("measure", "the measure's name in the package"),
    Field::new("variant", "the variant asked for"),
    Field::new("row", "1, or more where a call returns several rows"),
    Field::new("status", "`ok`, or `error` where the package stops"),
    Field::new("estimate", "the measure"),
    Field::new("se", "its standard error as the package gives it"),
    Field::new("lowerci", "lower limit"),
    Field::new("upperci", "upper limit"),
    Field::new("problem", "why the package stops"),
];

const VECTORS: &[&str] = &["healthequal/synthetic", "healthequal/missing_values"];

const SOURCE: &str = "WHO, package healthequal 1.0.1 (2024), as HEAT 6; numbers only";

type Function = fn(&Sample, &Options) -> Result<Vec<Answer>, Stop>;

const fn compatible(
    id: &'static str,
    name: &'static str,
    unit: &'static str,
    inputs: &'static [Field],
    explanation: &'static str,
    run: Runner,
) -> Method {
    Method {
        id: MethodId::new(id),
        name,
        family: "inequality",
        unit,
        ordered: false,
        reading: "as the method of the same name under `who-`",
        source: SOURCE,
        explanation,
        call: Call {
            key: &["case"],
            inputs,
            arguments: ARGUMENTS,
            outputs: OUTPUTS,
            vectors: VECTORS,
            run,
        },
    }
}

/// The quirk that all simulated limits share.
macro_rules! simulated {
    ($more:literal) => {
        concat!(
            "Limits are percentiles of simulated estimates (R's generator), at 2.5 and 97.5 whatever the confidence level; as noise is added to noisy estimates they lie too high and may leave out the estimate. Up to 15% of estimates may be missing.",
            $more
        )
    };
}

pub(crate) const METHODS: &[Method] = &[
    compatible(
        "heat6-d",
        "Difference, as in HEAT 6",
        "unit of the estimates",
        PAIR,
        "Two groups as in `who-d`. With a reference, one row for each group that is equally far from it. Missing values give missing results.",
        |group, out| answer(group, out, "d", pairs::d),
    ),
    compatible(
        "heat6-r",
        "Ratio, as in HEAT 6",
        "ratio",
        PAIR,
        "Two groups as in `who-r`; the standard error is that of the logarithm, and a ratio to 0 is infinite with limits that are not numbers. Without standard errors the package stops.",
        |group, out| answer(group, out, "r", pairs::r),
    ),
    Method {
        ordered: true,
        ..compatible(
            "heat6-aci",
            "Absolute concentration index, as in HEAT 6",
            "unit of the estimates",
            ORDERED_GROUPS,
            "The standard error is that of the residuals of a regression on the rank, not the technical notes' own formula: it says how far groups lie off a straight line and not how well they are known. `bounded` gives a fraction of the scale.",
            |group, out| answer(group, out, "aci", concentration::aci),
        )
    },
    Method {
        ordered: true,
        ..compatible(
            "heat6-rci",
            "Relative concentration index, as in HEAT 6",
            "fraction",
            ORDERED_GROUPS,
            "A fraction, though the technical notes multiply it by 100; the standard error is that of regression residuals, as in `heat6-aci`, and in Wagstaff's and Erreygers' forms takes the mean as known.",
            |group, out| answer(group, out, "rci", concentration::rci),
        )
    },
    Method {
        ordered: true,
        ..compatible(
            "heat6-sii",
            "Slope index of inequality, as in HEAT 6",
            "unit of the estimates",
            ORDERED_GROUPS,
            "Population counts twice, as size of a binomial response and as its weight, so that large groups pull too much. The scale is guessed as the smallest of 1, 100, 1000 and so on that no estimate exceeds, whatever is declared. People are rounded up and cases to the nearest even number: without population every case is 0 or 1. The standard error stays on the scale of fractions while estimate and limits do not. It is found here in closed form, where the package differentiates numerically, with agreement to about a millionth. Where all cases are 1 its differences are 0 and it has no error, as here; where all are 0 their rounding shows in the fifth digit of the error of the ratio.",
            |group, out| answer(group, out, "sii", slopes::sii),
        )
    },
    Method {
        ordered: true,
        ..compatible(
            "heat6-rii",
            "Relative index of inequality, as in HEAT 6",
            "ratio",
            ORDERED_GROUPS,
            "The line of `heat6-sii`, with population twice and a guessed scale. The standard error is that of the logarithm. Where a straight line falls to 0 the package stops. Where all cases are 0, rounding in the package's numerical differences shows in the fifth digit of its error; ours is the closed form.",
            |group, out| answer(group, out, "rii", slopes::rii),
        )
    },
    compatible(
        "heat6-bgv",
        "Between-group variance, as in HEAT 6",
        "squared unit of the estimates",
        SPREAD,
        "Normal limits round the observed variance, which fall below 0 and, as the observed variance is too large by chance, miss the true one. Up to 15% of estimates may be missing.",
        |group, out| answer(group, out, "bgv", spread::bgv),
    ),
    compatible(
        "heat6-bgsd",
        "Between-group standard deviation, as in HEAT 6",
        "unit of the estimates",
        SPREAD,
        simulated!(""),
        |group, out| answer(group, out, "bgsd", spread::bgsd),
    ),
    compatible(
        "heat6-covar",
        "Coefficient of variation, as in HEAT 6",
        "per cent",
        SPREAD,
        simulated!(""),
        |group, out| answer(group, out, "covar", spread::covar),
    ),
    compatible(
        "heat6-mdmu",
        "Unweighted mean difference from the mean, as in HEAT 6",
        "unit of the estimates",
        SPREAD,
        simulated!(
            " Given population and setting average, the estimate is held against the average and the simulated ones against their mean."
        ),
        |group, out| answer(group, out, "mdmu", spread::mdmu),
    ),
    compatible(
        "heat6-mdmw",
        "Weighted mean difference from the mean, as in HEAT 6",
        "unit of the estimates",
        SPREAD,
        simulated!(""),
        |group, out| answer(group, out, "mdmw", spread::mdmw),
    ),
    compatible(
        "heat6-mdbu",
        "Unweighted mean difference from the best-performing group, as in HEAT 6",
        "unit of the estimates",
        BEST,
        simulated!(" Here, though, a missing estimate or standard error stops the package."),
        |group, out| answer(group, out, "mdbu", spread::mdbu),
    ),
    compatible(
        "heat6-mdbw",
        "Weighted mean difference from the best-performing group, as in HEAT 6",
        "unit of the estimates",
        BEST,
        simulated!(" Here, though, a missing estimate or standard error stops the package."),
        |group, out| answer(group, out, "mdbw", spread::mdbw),
    ),
    compatible(
        "heat6-mdru",
        "Unweighted mean difference from a reference group, as in HEAT 6",
        "unit of the estimates",
        REFERENCE,
        simulated!(" Here, though, a missing estimate or standard error stops the package."),
        |group, out| answer(group, out, "mdru", spread::mdru),
    ),
    compatible(
        "heat6-mdrw",
        "Weighted mean difference from a reference group, as in HEAT 6",
        "unit of the estimates",
        REFERENCE,
        simulated!(
            " Rows with a missing estimate are left out while the place of the reference is not, so that it moves to a later group; a missing standard error stops the package."
        ),
        |group, out| answer(group, out, "mdrw", spread::mdrw),
    ),
    compatible(
        "heat6-idisu",
        "Unweighted index of disparity, as in HEAT 6",
        "per cent",
        SPREAD,
        simulated!(
            " Given population and setting average, the package stops where it has standard errors to simulate with."
        ),
        |group, out| answer(group, out, "idisu", spread::idisu),
    ),
    compatible(
        "heat6-idisw",
        "Weighted index of disparity, as in HEAT 6",
        "per cent",
        SPREAD,
        simulated!(" The simulated ones are held against the mean of the original estimates."),
        |group, out| answer(group, out, "idisw", spread::idisw),
    ),
    compatible(
        "heat6-ti",
        "Theil index, as in HEAT 6",
        "thousandths of a nat",
        SPREAD,
        "The index is times 1,000 and its standard error is not, so that the limits are 1,000 times too narrow. An estimate of 0 becomes 0.000001; a missing one stops the package.",
        |group, out| answer(group, out, "ti", spread::ti),
    ),
    compatible(
        "heat6-mld",
        "Mean log deviation, as in HEAT 6",
        "thousandths of a nat",
        SPREAD,
        "The index is times 1,000 and its standard error is not, so that the limits are 1,000 times too narrow. An estimate of 0 becomes 0.000001; a missing one stops the package.",
        |group, out| answer(group, out, "mld", spread::mld),
    ),
    compatible(
        "heat6-paf",
        "Population attributable fraction, as in HEAT 6",
        "per cent",
        GAIN,
        "In per cent, with the standard error of a fraction, so that the limits are 100 times too narrow. The reference is the last in the order or the best group; one that was named is not heeded. Held against a setting average there are no limits.",
        |group, out| answer(group, out, "paf", attributable::paf),
    ),
    compatible(
        "heat6-parisk",
        "Population attributable risk, as in HEAT 6",
        "unit of the estimates",
        GAIN,
        "The standard error comes from a table of cases and non-cases of the size of the population, whatever the standard errors of the groups. The reference is the last in the order or the best group. Held against a setting average there are no limits.",
        |group, out| answer(group, out, "parisk", attributable::parisk),
    ),
];

fn answer(
    group: &Group<'_>,
    out: &mut Output,
    measure: &'static str,
    function: Function,
) -> Result<(), RunError> {
    let request = Request::read(group)?;
    let sample = request.sample(group)?;
    let label = |row: &mut crate::run::Row<'_>, number: usize, status: &str| {
        row.set("measure", measure).set("variant", request.variant.as_str());
        row.set("row", number).set("status", status);
    };
    match function(&sample, &request.options()) {
        Ok(answers) => {
            for (number, answer) in (1..).zip(answers) {
                let mut row = out.row();
                label(&mut row, number, "ok");
                row.set("estimate", answer.estimate).set("se", answer.se);
                row.set("lowerci", answer.lower).set("upperci", answer.upper);
                row.set("problem", "");
            }
        }
        Err(stop) => {
            let mut row = out.row();
            label(&mut row, 1, "error");
            for column in ["estimate", "se", "lowerci", "upperci"] {
                row.set(column, None::<f64>);
            }
            row.set("problem", stop.to_string());
        }
    }
    Ok(())
}
