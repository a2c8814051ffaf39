//! `aci`, `rci`, `sii` and `rii` of survey records.

use firstyear_core::MethodId;

use super::request::{BOUNDED, CONFIDENCE, FORM, FORMS, LINEAR};
use super::sample::{Answer, Form, Stop};
use super::slopes::guessed_scale;
use crate::Method;
use crate::fit::{Design as Columns, Family, Link, Model};
use crate::inequality::survey::Design;
use crate::run::{Argument, Call, Field, Group, Output, RunError};
use crate::special::normal;

const DESIGN: Argument = Argument::new(
    "design",
    "wps",
    "what of the sample is used: `w` weights alone, `wp` clusters (`psu`) too, `wps` strata as well; more words joined with `_` set the arguments below: `bounded01`, `wagstaff`, `erreygers`",
);
const SCALE: Argument =
    Argument::new("indicator_scale", "1", "the upper bound, for `bounded` and the other forms");

const CALL: Call = Call {
    key: &["survey"],
    inputs: &[
        Field::new("y", "what is measured of the person"),
        Field::new("weight", "how many people the person stands for"),
        Field::new(
            "subgroup_order",
            "place of the person's group in the order, 1 most disadvantaged",
        ),
        Field::optional("psu", "number of the cluster"),
        Field::optional("strata", "number of the stratum"),
    ],
    arguments: &[DESIGN, BOUNDED, FORM, SCALE, LINEAR, CONFIDENCE],
    outputs: &[
        Field::new("measure", "the measure's name in the package"),
        Field::new("design", "the design asked for"),
        Field::new("status", "`ok`, or `error` where the package stops"),
        Field::new("estimate", "the measure"),
        Field::new("se", "its standard error as the package gives it"),
        Field::new("lowerci", "lower limit"),
        Field::new("upperci", "upper limit"),
        Field::new("problem", "why the package stops"),
    ],
    vectors: &["healthequal/individual_survey"],
    run: |group, out| answer(group, out, "aci", concentration),
};

const fn compatible(
    id: &'static str,
    name: &'static str,
    unit: &'static str,
    explanation: &'static str,
    call: Call,
) -> Method {
    Method {
        id: MethodId::new(id),
        name,
        family: "inequality",
        unit,
        ordered: true,
        reading: "as the method of the same name under `survey-`",
        source: "WHO, package healthequal 1.0.1 (2024), as HEAT 6; numbers only",
        explanation,
        call,
    }
}

pub(crate) const METHODS: &[Method] = &[
    compatible(
        "heat6-survey-aci",
        "Absolute concentration index of survey records, as in HEAT 6",
        "unit of the values",
        "The slope of the \"convenient regression\" of twice the variance of the rank times the value on the rank, weighted, with its linearised standard error. Ranks of the groups, and the mean in the relative form, are taken as known, and limits are normal whatever the number of clusters: `survey-aci` counts all in.",
        CALL,
    ),
    compatible(
        "heat6-survey-rci",
        "Relative concentration index of survey records, as in HEAT 6",
        "fraction",
        "As `heat6-survey-aci` over the mean, with Wagstaff's and Erreygers' forms; ranks and the mean are taken as known.",
        Call { run: |group, out| answer(group, out, "rci", relative_concentration), ..CALL },
    ),
    compatible(
        "heat6-survey-sii",
        "Slope index of inequality of survey records, as in HEAT 6",
        "unit of the values",
        "A weighted line across people by the rank of their groups, with its linearised standard error, which takes the ranks as known; limits are normal. The scale is guessed as the smallest of 1, 100, 1000 and so on that no value exceeds, and the standard error stays on the scale of fractions while estimate and limits do not.",
        Call { run: |group, out| answer(group, out, "sii", slope), ..CALL },
    ),
    compatible(
        "heat6-survey-rii",
        "Relative index of inequality of survey records, as in HEAT 6",
        "ratio",
        "The line of `heat6-survey-sii`; the standard error is that of the logarithm.",
        Call { run: |group, out| answer(group, out, "rii", ratio), ..CALL },
    ),
];

/// The records of one survey, and what is asked of them.
struct Asked {
    y: Vec<f64>,
    /// Weights that add up to 1.
    shares: Vec<f64>,
    /// The middle of the share of each record's group.
    ranks: Vec<f64>,
    design: Design,
    form: Form,
    bounded: bool,
    scale: f64,
    linear: bool,
    deviate: f64,
}

fn answer(
    group: &Group<'_>,
    out: &mut Output,
    measure: &'static str,
    function: fn(&Asked) -> Result<Answer, Stop>,
) -> Result<(), RunError> {
    let design = group.argument("design")?.unwrap_or_default();
    let result = function(&Asked::read(group, &design)?);
    let mut row = out.row();
    row.set("measure", measure).set("design", design.as_str());
    row.set("status", if result.is_ok() { "ok" } else { "error" });
    let problem = result.as_ref().err().map(ToString::to_string).unwrap_or_default();
    let nothing = Answer { estimate: None, se: None, lower: None, upper: None };
    let answer = result.unwrap_or(nothing);
    row.set("estimate", answer.estimate).set("se", answer.se);
    row.set("lowerci", answer.lower).set("upperci", answer.upper).set("problem", problem);
    Ok(())
}

impl Asked {
    fn read(group: &Group<'_>, design: &str) -> Result<Self, RunError> {
        let numbers = |name: &str| group.has(name).then(|| group.counts(name)).transpose();
        let (mut clusters, mut strata) = (numbers("psu")?, numbers("strata")?);
        let (mut form, mut bounded) = (group.choice("form", &FORMS)?, group.flag("bounded")?);
        for word in design.split('_') {
            match word {
                "w" => (clusters, strata) = (None, None),
                "wp" => strata = None,
                "wps" => {}
                "bounded01" => bounded = true,
                "wagstaff" => form = Form::Wagstaff,
                "erreygers" => form = Form::Erreygers,
                _ => {
                    let wanted = DESIGN.meaning.to_owned();
                    return Err(RunError::Argument { name: "design", wanted });
                }
            }
        }
        let (y, weights) = (group.numbers("y")?, group.numbers("weight")?);
        let design = Design::new(y.len(), clusters.as_deref(), strata.as_deref());
        let total: f64 = weights.iter().sum();
        let shares: Vec<f64> = weights.iter().map(|weight| weight / total).collect();
        let ranks = ranks(&group.numbers("subgroup_order")?, &shares);
        let linear = group.argument("linear")?.is_some() && group.flag("linear")?;
        let confidence = group.levels()?.first().copied().unwrap_or(0.95);
        Ok(Self {
            y,
            shares,
            ranks,
            design: design.map_err(RunError::measure)?,
            form,
            bounded,
            scale: group.number_required("indicator_scale")?,
            linear,
            deviate: normal::quantile(f64::midpoint(1.0, confidence)),
        })
    }

    fn mean(&self, values: &[f64]) -> f64 {
        self.shares.iter().zip(values).map(|(share, value)| share * value).sum()
    }

    /// The standard error of a sum to which each record adds its share of a
    /// part.
    fn error(&self, parts: impl Iterator<Item = f64>) -> f64 {
        self.design.error(self.shares.iter().zip(parts).map(|(share, part)| share * part))
    }
}

/// The middle of the share of each record's group.
fn ranks(order: &[f64], shares: &[f64]) -> Vec<f64> {
    let mut rows: Vec<usize> = (0..order.len()).collect();
    rows.sort_by(|a, b| order[*a].total_cmp(&order[*b]));
    let (mut ranks, mut before) = (vec![0.0; order.len()], 0.0);
    for group in rows.chunk_by(|a, b| order[*a] == order[*b]) {
        let size: f64 = group.iter().map(|row| shares[*row]).sum();
        for row in group {
            ranks[*row] = before + size / 2.0;
        }
        before += size;
    }
    ranks
}

fn concentration(asked: &Asked) -> Result<Answer, Stop> {
    index(asked, false)
}

fn relative_concentration(asked: &Asked) -> Result<Answer, Stop> {
    index(asked, true)
}

#[expect(clippy::unnecessary_wraps, reason = "of one type with the others, which can stop")]
fn index(asked: &Asked, relative: bool) -> Result<Answer, Stop> {
    let bounded = asked.bounded || asked.form != Form::Plain;
    let per = if bounded { asked.scale } else { 1.0 };
    let y: Vec<f64> = asked.y.iter().map(|y| y / per).collect();
    let mean = asked.mean(&y);
    let middle = asked.mean(&asked.ranks);
    let off: Vec<f64> = asked.ranks.iter().map(|rank| rank - middle).collect();
    let variance = asked.mean(&off.iter().map(|off| off * off).collect::<Vec<_>>());
    let left: Vec<f64> =
        y.iter().map(|y| 2.0 * variance * y / if relative { mean } else { 1.0 }).collect();
    let left_mean = asked.mean(&left);
    let across: Vec<f64> =
        off.iter().zip(&left).map(|(off, left)| off * (left - left_mean)).collect();
    let slope = asked.mean(&across) / variance;
    let parts =
        off.iter().zip(&left).map(|(off, left)| off * (left - left_mean - slope * off) / variance);
    let factor = match asked.form {
        Form::Wagstaff if relative => 1.0 / (1.0 - mean),
        Form::Erreygers if relative => 4.0 * mean,
        _ => 1.0,
    };
    let error = asked.error(parts) * factor;
    Ok(Answer::normal(slope * factor, Some(error), asked.deviate))
}

/// The line at both ends, with what each record adds to a function of it.
struct Ends {
    low: f64,
    high: f64,
    by_low: f64,
    by_high: f64,
    scale: f64,
    /// Each record's part in intercept and slope.
    parts: Vec<[f64; 2]>,
}

impl Ends {
    fn fit(asked: &Asked) -> Result<Self, Stop> {
        let scale = guessed_scale(&asked.y);
        let y: Vec<f64> = asked.y.iter().map(|y| y / scale).collect();
        // The package's weights have the mean 1.
        let weights: Vec<f64> = asked.shares.iter().map(|p| p * y.len() as f64).collect();
        let (family, link) = if asked.linear {
            (Family::Gaussian, Link::Identity)
        } else {
            (Family::QuasiBinomial, Link::Logit)
        };
        let fit = Columns::with_intercept(y.len())
            .column(&asked.ranks)
            .and_then(|columns| Model::new(family, &y).weights(&weights).fit(&columns))
            .map_err(|_| Stop("the line cannot be fitted"))?;
        let (a, b) = (fit.coefficients[0], fit.coefficients[1]);
        let mut bread = [0.0; 3];
        for ((share, rank), eta) in asked.shares.iter().zip(&asked.ranks).zip(&fit.linear) {
            for (slot, power) in bread.iter_mut().zip([1.0, *rank, rank * rank]) {
                *slot += share * link.slope(*eta) * power;
            }
        }
        let [s0, s1, s2] = bread;
        let determinant = s0 * s2 - s1 * s1;
        let part = |((y, fitted), rank): ((&f64, &f64), &f64)| {
            let miss = (y - fitted) / determinant;
            [miss * (s2 - s1 * rank), miss * (s0 * rank - s1)]
        };
        let parts = y.iter().zip(&fit.fitted).zip(&asked.ranks).map(part).collect();
        Ok(Self {
            low: link.mean(a),
            high: link.mean(a + b),
            by_low: link.slope(a),
            by_high: link.slope(a + b),
            scale,
            parts,
        })
    }

    fn error(&self, asked: &Asked, [by_a, by_b]: [f64; 2]) -> f64 {
        asked.error(self.parts.iter().map(|[a, b]| by_a * a + by_b * b))
    }
}

fn slope(asked: &Asked) -> Result<Answer, Stop> {
    let ends = Ends::fit(asked)?;
    let difference = ends.high - ends.low;
    let se = ends.error(asked, [ends.by_high - ends.by_low, ends.by_high]);
    let limit = |side: f64| Some((difference + side * asked.deviate * se) * ends.scale);
    let estimate = Some(difference * ends.scale);
    Ok(Answer { estimate, se: Some(se), lower: limit(-1.0), upper: limit(1.0) })
}

fn ratio(asked: &Asked) -> Result<Answer, Stop> {
    let ends = Ends::fit(asked)?;
    let log = (ends.high / ends.low).ln();
    if log.is_nan() {
        return Err(Stop("the line falls to 0"));
    }
    let (by_low, by_high) = (ends.by_low / ends.low, ends.by_high / ends.high);
    let se = ends.error(asked, [by_high - by_low, by_high]);
    let limit = |side: f64| Some((log + side * asked.deviate * se).exp());
    Ok(Answer { estimate: Some(log.exp()), se: Some(se), lower: limit(-1.0), upper: limit(1.0) })
}
