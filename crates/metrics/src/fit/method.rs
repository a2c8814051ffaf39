//! Poisson models on a table.

use firstyear_core::MethodId;

use super::{Design, Family, Fit, FitError, Model, Variance};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};
use crate::special::normal;

pub(crate) const METHODS: &[Method] = &[Method {
    id: MethodId::new("glm-poisson"),
    name: "Poisson regression of counts at an exposure",
    family: "fits",
    unit: "natural logarithm of a ratio of rates",
    ordered: false,
    reading: "positive where the rate is higher than that of the first group, or grows with x",
    source: "Nelder and Wedderburn (1972), J R Stat Soc A 135:370; starting values and stopping rule of R's glm.fit",
    explanation: "A log-linear model of counts with ln(exposure) as offset, by group (each against the first in the order of its name), by x, by both, or by a constant alone. Standard errors assume that counts vary as Poisson ones do. Steps end when the deviance changes by less than 1e-8 of itself: a group without events has a coefficient that runs away and stops there. A row without a count is left out, as R does. A coefficient that others already determine is NA, and so is all that is made of it. Where all rows are of one group there is no model by group: asking for it is an error.",
    call: Call {
        key: &["case"],
        inputs: &[
            Field::new("y", "events, counts; a row without one is left out"),
            Field::new("exposure", "what they are counted among, above 0"),
            Field::optional("group", "the name of the row's group"),
            Field::optional("x", "a number that may explain the rate"),
        ],
        arguments: &[
            Argument::new(
                "model",
                "",
                "`group`, `x`, `group_x` or `null`; all of them unless said",
            ),
            Argument::new(
                "output",
                "coefficients",
                "`coefficients`: a row for each coefficient; `models`: a row for each model",
            ),
        ],
        outputs: &[
            Field::new("model", "which model"),
            Field::optional("term", "which coefficient: gr and a name for groups, xx for x"),
            Field::optional("estimate", "the coefficient"),
            Field::optional("se", "its standard error"),
            Field::optional("z", "the coefficient over its standard error"),
            Field::optional("p", "two-sided probability of a z as large by chance"),
            Field::optional("rate_ratio", "exponential of the coefficient"),
            Field::optional("rr_lower", "lower 95% limit of the rate ratio"),
            Field::optional("rr_upper", "upper 95% limit of the rate ratio"),
            Field::optional("deviance", "models: deviance"),
            Field::optional("null_deviance", "models: deviance of a constant rate"),
            Field::optional("aic", "models: Akaike's criterion"),
            Field::optional("df_residual", "models: rows less coefficients"),
            Field::optional("iterations", "models: steps of the fit"),
            Field::optional("converged", "models: whether the fit came to an end"),
            Field::optional("pearson_chi2", "models: sum of the squared Pearson residuals"),
            Field::optional("warnings", "models: how many warnings the fit has"),
        ],
        vectors: &["base_r/glm_poisson"],
        run: run_poisson,
    },
}];

/// A model by its name: whether groups and whether x explain.
const MODELS: [(&str, (bool, bool)); 4] = [
    ("group", (true, false)),
    ("x", (false, true)),
    ("group_x", (true, true)),
    ("null", (false, false)),
];

#[derive(Clone, Copy)]
enum Wanted {
    Coefficients,
    Models,
}

struct Columns {
    y: Vec<f64>,
    offset: Vec<f64>,
    /// Names of groups in order, and the place of each row's among them.
    groups: Option<(Vec<String>, Vec<usize>)>,
    x: Option<Vec<f64>>,
}

fn run_poisson(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let wanted = group
        .choice("output", &[("coefficients", Wanted::Coefficients), ("models", Wanted::Models)])?;
    let columns = columns(group)?;
    let asked = group.argument("model")?;
    if asked.as_deref().is_some_and(|asked| MODELS.iter().all(|(name, _)| *name != asked)) {
        let wanted = "one of `group`, `x`, `group_x`, `null`".to_owned();
        return Err(RunError::Argument { name: "model", wanted });
    }
    for (name, (by_group, by_x)) in MODELS {
        let groups = columns.groups.as_ref().map(|(names, _)| names.len());
        let possible = (!by_group || groups.is_some_and(|groups| groups > 1))
            && (!by_x || columns.x.is_some());
        match asked.as_deref() {
            Some(asked) if asked != name => continue,
            None if !possible => continue,
            _ => {}
        }
        if !possible {
            return Err(RunError::measure(if by_group && groups == Some(1) {
                "all rows are of one group: the model needs two or more"
            } else {
                "the model needs a column that is not there"
            }));
        }
        let (fit, terms) = fitted(&columns, by_group, by_x).map_err(RunError::measure)?;
        match wanted {
            Wanted::Coefficients => write_coefficients(out, name, &fit, &terms),
            Wanted::Models => write_model(out, name, &fit),
        }
    }
    Ok(())
}

fn columns(group: &Group<'_>) -> Result<Columns, RunError> {
    let exposure = group.numbers("exposure")?;
    let no_rate = |exposure: &f64| exposure.is_nan() || *exposure <= 0.0;
    if let Some(at) = exposure.iter().position(no_rate) {
        return Err(group.out_of_range("exposure", at, "an exposure is above 0"));
    }
    let y = group.numbers_or_nan("y")?;
    let counted: Vec<usize> = (0..y.len()).filter(|row| !y[*row].is_nan()).collect();
    if counted.is_empty() {
        return Err(RunError::measure("no row has a count"));
    }
    let keep = |values: &[f64]| counted.iter().map(|row| values[*row]).collect::<Vec<_>>();
    let groups = group.has("group").then(|| {
        let names = group.texts("group");
        let names: Vec<String> = counted.iter().map(|row| names[*row].clone()).collect();
        let mut levels = names.clone();
        levels.sort_unstable();
        levels.dedup();
        let places = names.iter().map(|name| levels.partition_point(|level| level < name));
        let places = places.collect();
        (levels, places)
    });
    Ok(Columns {
        y: keep(&y),
        offset: keep(&exposure).into_iter().map(f64::ln).collect(),
        groups,
        x: group.has("x").then(|| group.numbers("x").map(|x| keep(&x))).transpose()?,
    })
}

fn fitted(columns: &Columns, by_group: bool, by_x: bool) -> Result<(Fit, Vec<String>), FitError> {
    let mut design = Design::with_intercept(columns.y.len());
    let mut terms = vec!["(Intercept)".to_owned()];
    if let (true, Some((names, places))) = (by_group, &columns.groups) {
        design = design.levels(places)?;
        terms.extend(names.iter().skip(1).map(|name| format!("gr{name}")));
    }
    if let (true, Some(x)) = (by_x, &columns.x) {
        design = design.column(x)?;
        terms.push("xx".to_owned());
    }
    let model = Model::new(Family::Poisson, &columns.y).offset(&columns.offset);
    Ok((model.fit(&design)?, terms))
}

fn write_coefficients(out: &mut Output, model: &str, fit: &Fit, terms: &[String]) {
    let covariance = fit.covariance(Variance::Model);
    let deviate = normal::quantile(0.975);
    for (i, term) in terms.iter().enumerate() {
        // All that is made of an aliased coefficient is NA.
        let known = |x: f64| (!fit.aliased[i]).then_some(x);
        let (estimate, se) = (fit.coefficients[i], covariance.standard_error(i));
        let z = estimate / se;
        out.row()
            .set("model", model)
            .set("term", term.as_str())
            .set("estimate", known(estimate))
            .set("se", known(se))
            .set("z", known(z))
            .set("p", known(2.0 * normal::probability(-z.abs())))
            .set("rate_ratio", known(estimate.exp()))
            .set("rr_lower", known((estimate - deviate * se).exp()))
            .set("rr_upper", known((estimate + deviate * se).exp()));
    }
}

fn write_model(out: &mut Output, model: &str, fit: &Fit) {
    out.row()
        .set("model", model)
        .set("deviance", fit.deviance)
        .set("null_deviance", fit.null_deviance)
        .set("aic", fit.aic)
        .set("df_residual", fit.df_residual)
        .set("iterations", f64::from(fit.iterations))
        .set("converged", fit.converged)
        .set("pearson_chi2", fit.pearson)
        .set("warnings", fit.warnings.len());
}
