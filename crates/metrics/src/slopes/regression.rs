//! Slope and relative index of inequality by regression on counts.

use firstyear_core::{Confidence, Counts, Estimate, Interval, MethodId};

use crate::fit::{Design, Family, Fit, FitError, FitWarning, Link, Model, Variance};
use crate::limits::deviate;
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError, Runner};
use crate::slope_index::{check_groups, ranks};
use crate::special::student_t_quantile;
use crate::{Order, SlopeGroupsError};

/// How counts are taken to vary, and on which scale they lie on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegressionModel {
    /// People with an event among people: each counts once.
    Binomial(SlopeLink),
    /// Events at an exposure, on the logarithm: a person can have several.
    Poisson,
}

/// The scale on which proportions lie on a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SlopeLink {
    /// The logit: the line never leaves the range of proportions.
    #[default]
    Logit,
    /// The logarithm: the line has one ratio throughout.
    Log,
    /// Proportions themselves: the line has one difference throughout.
    Identity,
}

/// Where the standard errors come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SlopeErrors {
    /// Chance alone, with normal limits: too narrow as soon as groups scatter
    /// for other reasons.
    Model,
    /// Chance times the scatter round the line, never less than chance, with
    /// limits of Student's t.
    Quasi,
    /// The scatter of each group by itself over (1 − its leverage), with limits
    /// of Student's t: near the level they claim, with scatter and without.
    #[default]
    Robust,
}

/// Slope and relative index of inequality by regression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RegressionSlope {
    /// The fitted proportion or rate at the most disadvantaged end minus that
    /// at the least. Positive when the disadvantaged have the higher one.
    pub sii: Estimate,
    /// The first over the second.
    pub rii: Estimate,
    /// The fitted value at the most disadvantaged end.
    pub most_disadvantaged: f64,
    /// The fitted value at the least disadvantaged end.
    pub least_disadvantaged: f64,
    /// Pearson's chi-square over its degrees of freedom: near 1 where chance
    /// explains the scatter round the line.
    pub dispersion: f64,
}

/// Why there is no slope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegressionSlopeError {
    /// The counts are not those of three groups or more.
    #[error(transparent)]
    Groups(#[from] SlopeGroupsError),
    /// Nothing varies.
    #[error("nobody had an event, or everybody: there is no slope to fit")]
    NoneOrAll,
    /// The fit runs away.
    #[error(
        "the fit does not settle: the events lie at one end of the order, or the line leaves the range of proportions"
    )]
    NotSettled,
    /// The line leaves the range of proportions before it reaches an end.
    #[error(
        "the line leaves the range of proportions before it reaches an end of the order: a logit line does not"
    )]
    EndOutside,
    /// The counts cannot be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
}

/// Slope and relative index of inequality by regression on counts, by the
/// delta method on the fitted values at both ends of the order.
///
/// # Units
///
/// Events and people at risk of each group, in the order that `order` names;
/// proportions or rates per person out.
///
/// # Errors
///
/// [`RegressionSlopeError`]: slices of different lengths, fewer than three
/// groups, a group without people, more events than people for a binomial
/// model, no variation, a fit that does not settle, or a line that leaves the
/// range of proportions.
///
/// # Source
///
/// Moreno-Betancur M and others (2015), Epidemiology 26:518-527; Wagstaff A,
/// Paci P, van Doorslaer E (1991), Soc Sci Med 33:545-557; for robust errors
/// White H (1980), Econometrica 48:817-838.
///
/// # Example
///
/// Infant deaths and live births in England in 2022, by tenth of deprivation
/// from the most deprived (Office for National Statistics, child mortality
/// 2022, table 21):
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::Order;
/// use firstyear_metrics::slopes::{RegressionModel, SlopeErrors, SlopeLink, regression_slope};
///
/// let slope = regression_slope(
///     &[471, 358, 297, 216, 195, 182, 180, 129, 117, 93],
///     &[76_729, 69_743, 66_227, 61_181, 57_286, 55_473, 51_524, 49_382, 47_149, 41_895],
///     Order::MostDisadvantagedFirst,
///     Confidence::P95,
///     RegressionModel::Binomial(SlopeLink::Logit),
///     SlopeErrors::Robust,
/// )?;
/// let limits = slope.sii.interval.unwrap();
/// assert!(limits.lower > 0.003 && limits.upper < 0.006);
/// # Ok::<(), firstyear_metrics::slopes::RegressionSlopeError>(())
/// ```
pub fn regression_slope(
    events: &[u64],
    at_risk: &[u64],
    order: Order,
    confidence: Confidence,
    model: RegressionModel,
    errors: SlopeErrors,
) -> Result<RegressionSlope, RegressionSlopeError> {
    check(events, at_risk, model)?;
    let (fit, link) = fitted(events, at_risk, order, model)?;
    let (most, least) = ends(&fit, link, model)?;
    let df = (events.len() - 2) as f64;
    let (variance, widened, q) = match errors {
        SlopeErrors::Model => (Variance::Model, 1.0, deviate(confidence)),
        SlopeErrors::Quasi => {
            (Variance::Model, fit.pearson_dispersion.max(1.0), student(confidence, df))
        }
        SlopeErrors::Robust => (Variance::Hc3, 1.0, student(confidence, df)),
    };
    // Groups that happen to lie on the line show no scatter, and chance is there
    // all the same.
    let (covariance, chance) = (fit.covariance(variance), fit.covariance(Variance::Model));
    let half = |gradient: [f64; 2]| {
        let scattered = covariance.of_combination(&gradient) * widened;
        q * scattered.max(chance.of_combination(&gradient)).max(0.0).sqrt()
    };
    let ends = [fit.coefficients[0], fit.coefficients[0] + fit.coefficients[1]];
    let [by_most, by_least] = ends.map(|eta| link.slope(eta));
    let half_sii = half([by_most - by_least, -by_least]);
    let spread = half([by_most / most - by_least / least, -by_least / least]).exp();
    let (sii, rii) = (most - least, most / least);
    let counts = Some(Counts { events: events.iter().sum(), at_risk: at_risk.iter().sum() });
    let estimate = |value, (lower, upper), method| Estimate {
        value,
        interval: Some(Interval { lower, upper, confidence }),
        method,
        counts,
    };
    let [sii_id, rii_id] = ids(model, errors);
    Ok(RegressionSlope {
        sii: estimate(sii, (sii - half_sii, sii + half_sii), sii_id),
        rii: estimate(rii, (rii / spread, rii * spread), rii_id),
        most_disadvantaged: most,
        least_disadvantaged: least,
        dispersion: fit.pearson / df,
    })
}

fn check(
    events: &[u64],
    at_risk: &[u64],
    model: RegressionModel,
) -> Result<(), RegressionSlopeError> {
    check_groups(events, at_risk)?;
    let all = matches!(model, RegressionModel::Binomial(_)) && events == at_risk;
    if all || events.iter().all(|&count| count == 0) {
        return Err(RegressionSlopeError::NoneOrAll);
    }
    Ok(())
}

/// The fit of a constant and the rank, which is 0 at the most disadvantaged
/// end and 1 at the least.
fn fitted(
    events: &[u64],
    at_risk: &[u64],
    order: Order,
    model: RegressionModel,
) -> Result<(Fit, Link), RegressionSlopeError> {
    let ranks = ranks(at_risk, order);
    let events: Vec<f64> = events.iter().map(|&count| count as f64).collect();
    let at_risk: Vec<f64> = at_risk.iter().map(|&count| count as f64).collect();
    let total: f64 = at_risk.iter().sum();
    let design = Design::with_intercept(ranks.len()).column(&ranks)?;
    let overall = events.iter().sum::<f64>() / total;
    let exposure: Vec<f64> = at_risk.iter().map(|people| people.ln()).collect();
    let (family, link) = match model {
        RegressionModel::Poisson => (Family::Poisson, Link::Log),
        RegressionModel::Binomial(SlopeLink::Logit) => (Family::Binomial, Link::Logit),
        RegressionModel::Binomial(SlopeLink::Log) => (Family::Binomial, Link::Log),
        RegressionModel::Binomial(SlopeLink::Identity) => (Family::Binomial, Link::Identity),
    };
    // From a level line, which every model allows.
    let start = match link {
        Link::Identity => [overall, 0.0],
        Link::Log => [overall.ln(), 0.0],
        Link::Logit => [(overall / (1.0 - overall)).ln(), 0.0],
    };
    let basis = Model::new(family, &events).link(link).until(1e-11, 200);
    let fit = match model {
        RegressionModel::Poisson => basis.offset(&exposure),
        RegressionModel::Binomial(_) => basis.trials(&at_risk).start(&start),
    };
    let fit = match fit.fit(&design) {
        Err(FitError::NoValidStart | FitError::StepsTooShort) => {
            return Err(RegressionSlopeError::NotSettled);
        }
        other => other?,
    };
    let runs_away = |warning: &FitWarning| {
        matches!(warning, FitWarning::FittedAtAnEnd | FitWarning::FittedZero)
    };
    if !fit.converged || fit.warnings.iter().any(runs_away) || fit.coefficients[1].abs() > 20.0 {
        return Err(RegressionSlopeError::NotSettled);
    }
    Ok((fit, link))
}

/// The fitted values at the most and the least disadvantaged end.
fn ends(fit: &Fit, link: Link, model: RegressionModel) -> Result<(f64, f64), RegressionSlopeError> {
    let at = |rank: f64| link.mean(fit.coefficients[0] + rank * fit.coefficients[1]);
    let (most, least) = (at(0.0), at(1.0));
    let inside = |value: f64| match model {
        RegressionModel::Poisson => value > 0.0,
        RegressionModel::Binomial(_) => value > 0.0 && value < 1.0,
    };
    if inside(most) && inside(least) {
        Ok((most, least))
    } else {
        Err(RegressionSlopeError::EndOutside)
    }
}

fn student(confidence: Confidence, df: f64) -> f64 {
    student_t_quantile(1.0 - confidence.tail(), df)
}

/// The methods of slope and relative index.
const fn ids(model: RegressionModel, errors: SlopeErrors) -> [MethodId; 2] {
    let [sii, rii] = match (model, errors) {
        (RegressionModel::Binomial(_), SlopeErrors::Model) => ["sii-binomial", "rii-binomial"],
        (RegressionModel::Binomial(_), SlopeErrors::Quasi) => {
            ["sii-binomial-quasi", "rii-binomial-quasi"]
        }
        (RegressionModel::Binomial(_), SlopeErrors::Robust) => {
            ["sii-binomial-robust", "rii-binomial-robust"]
        }
        // The method that has chance and dispersion as an argument.
        (RegressionModel::Poisson, SlopeErrors::Model | SlopeErrors::Quasi) => {
            ["sii-poisson", "rii-poisson"]
        }
        (RegressionModel::Poisson, SlopeErrors::Robust) => {
            ["sii-poisson-robust", "rii-poisson-robust"]
        }
    };
    [MethodId::new(sii), MethodId::new(rii)]
}

const LOGIT: RegressionModel = RegressionModel::Binomial(SlopeLink::Logit);

pub(super) const METHODS: [Method; 8] = [
    slope(
        (LOGIT, SlopeErrors::Model),
        "Slope index of inequality (binomial)",
        "A line is fitted to proportions on the logit, unless another link is named, at the middles of the groups' shares of the population; the index is the fitted proportion at the most disadvantaged end minus that at the least, with limits by the delta method. The limits allow for chance alone: where rates of groups scatter by 15% round the line and each has 100 events, limits of 95% hold the true slope in some 70 of 100 cases (docs/methods/slopes-coverage.md). The sign is the opposite of `who-sii`, which is positive when the advantaged have the higher value.",
        |group, out| run_binomial(group, out, SlopeErrors::Model, |s| s.sii),
    ),
    ratio(
        (LOGIT, SlopeErrors::Model),
        "Relative index of inequality (binomial)",
        "The fitted proportion at the most disadvantaged end over that at the least, from the line of the binomial slope index, with limits by the delta method on the logarithm. The limits allow for chance alone, and are too narrow where groups scatter round the line for other reasons. It is the inverse of `who-rii`, which is above 1 when the advantaged have the higher value.",
        |group, out| run_binomial(group, out, SlopeErrors::Model, |s| s.rii),
    ),
    slope(
        (LOGIT, SlopeErrors::Quasi),
        "Slope index of inequality (binomial, with dispersion)",
        "As the binomial slope index, with limits of Student's t widened by the scatter of the groups round the line, never narrower than chance. For five groups they are wider than needed. The sign is the opposite of `who-sii`, which is positive when the advantaged have the higher value.",
        |group, out| run_binomial(group, out, SlopeErrors::Quasi, |s| s.sii),
    ),
    ratio(
        (LOGIT, SlopeErrors::Quasi),
        "Relative index of inequality (binomial, with dispersion)",
        "As the binomial relative index, with limits of Student's t widened by the scatter of the groups round the line, never narrower than chance. For five groups they are wider than needed. It is the inverse of `who-rii`, which is above 1 when the advantaged have the higher value.",
        |group, out| run_binomial(group, out, SlopeErrors::Quasi, |s| s.rii),
    ),
    slope(
        (LOGIT, SlopeErrors::Robust),
        "Slope index of inequality (binomial, robust)",
        "As the binomial slope index, with errors from the scatter of each group by itself (HC3), never below those of chance, and limits of Student's t. They hold whatever the scatter: in simulations limits of 95% held the true slope in 94 or more of 100 cases, for five groups as for ten (docs/methods/slopes-coverage.md). The sign is the opposite of `who-sii`, which is positive when the advantaged have the higher value.",
        |group, out| run_binomial(group, out, SlopeErrors::Robust, |s| s.sii),
    ),
    ratio(
        (LOGIT, SlopeErrors::Robust),
        "Relative index of inequality (binomial, robust)",
        "As the binomial relative index, with errors from the scatter of each group by itself (HC3), never below those of chance, and limits of Student's t. They hold whatever the scatter: in simulations limits of 95% held the true slope in 94 or more of 100 cases, for five groups as for ten (docs/methods/slopes-coverage.md). It is the inverse of `who-rii`, which is above 1 when the advantaged have the higher value.",
        |group, out| run_binomial(group, out, SlopeErrors::Robust, |s| s.rii),
    ),
    slope(
        (RegressionModel::Poisson, SlopeErrors::Robust),
        "Slope index of inequality (Poisson, robust)",
        "The line of the Poisson slope index, with errors from the scatter of each group by itself (HC3), never below those of chance, and limits of Student's t. They hold whatever the scatter: in simulations limits of 95% held the true slope in 94 or more of 100 cases, for five groups as for ten (docs/methods/slopes-coverage.md). The sign is the opposite of `who-sii`, which is positive when the advantaged have the higher value.",
        |group, out| run(group, out, RegressionModel::Poisson, SlopeErrors::Robust, |s| s.sii),
    ),
    ratio(
        (RegressionModel::Poisson, SlopeErrors::Robust),
        "Relative index of inequality (Poisson, robust)",
        "The fitted rate at the most disadvantaged end over that at the least, from the line of the Poisson slope index, with errors from the scatter of each group by itself (HC3), never below those of chance, and limits of Student's t on the logarithm. In simulations limits of 95% held the true ratio in 95 to 99 of 100 cases (docs/methods/slopes-coverage.md). It is the inverse of `who-rii`, which is above 1 when the advantaged have the higher value.",
        |group, out| run(group, out, RegressionModel::Poisson, SlopeErrors::Robust, |s| s.rii),
    ),
];

/// The method of the slope index of a model with its errors.
const fn slope(
    (model, errors): (RegressionModel, SlopeErrors),
    name: &'static str,
    explanation: &'static str,
    run: Runner,
) -> Method {
    let arguments: &[Argument] = match model {
        RegressionModel::Binomial(_) => &[Argument::MULTIPLIER, Argument::CONFIDENCE, LINK],
        RegressionModel::Poisson => &[Argument::MULTIPLIER, Argument::CONFIDENCE],
    };
    let call = Call { arguments, run, ..CALL };
    Method { id: ids(model, errors)[0], name, explanation, call, ..SLOPE }
}

/// That of the relative index, which has no unit to multiply.
const fn ratio(
    (model, errors): (RegressionModel, SlopeErrors),
    name: &'static str,
    explanation: &'static str,
    run: Runner,
) -> Method {
    let arguments: &[Argument] = match model {
        RegressionModel::Binomial(_) => &[Argument::CONFIDENCE, LINK],
        RegressionModel::Poisson => &[Argument::CONFIDENCE],
    };
    Method {
        id: ids(model, errors)[1],
        name,
        unit: "ratio",
        reading: "above 1 when the disadvantaged have the higher rate",
        explanation,
        call: Call { arguments, run, ..CALL },
        ..SLOPE
    }
}

const SLOPE: Method = Method {
    id: MethodId::new("sii-binomial"),
    name: "",
    family: "inequality",
    unit: "events per person",
    ordered: true,
    reading: "positive when the disadvantaged have the higher rate",
    source: "Moreno-Betancur and others (2015), Epidemiology 26:518; White (1980), Econometrica 48:817",
    explanation: "",
    call: CALL,
};

const CALL: Call = Call {
    key: &["area"],
    inputs: &[
        Field::new("subgroup_order", "place in the order, 1 for the most disadvantaged group"),
        Field::new("x", "events, a count"),
        Field::new("n", "people at risk, a count above 0"),
    ],
    arguments: &[Argument::MULTIPLIER, Argument::CONFIDENCE],
    outputs: &[
        Field::new("value", "the index"),
        Field::new("lowercl", "its lower limit; `lower95_0cl` and so on for several levels"),
        Field::new("uppercl", "its upper limit"),
    ],
    vectors: &[],
    run: |group, out| run(group, out, RegressionModel::Poisson, SlopeErrors::Robust, |s| s.sii),
};

const LINK: Argument = Argument::new(
    "link",
    "logit",
    "the scale on which proportions lie on a line: `logit`, `log` or `identity`",
);

fn run_binomial(
    group: &Group<'_>,
    out: &mut Output,
    errors: SlopeErrors,
    which: fn(RegressionSlope) -> Estimate,
) -> Result<(), RunError> {
    let link = group.choice(
        "link",
        &[("logit", SlopeLink::Logit), ("log", SlopeLink::Log), ("identity", SlopeLink::Identity)],
    )?;
    run(group, out, RegressionModel::Binomial(link), errors, which)
}

fn run(
    group: &Group<'_>,
    out: &mut Output,
    model: RegressionModel,
    errors: SlopeErrors,
    which: fn(RegressionSlope) -> Estimate,
) -> Result<(), RunError> {
    let rows = group.in_order("subgroup_order")?;
    let sorted = |column| -> Result<Vec<u64>, RunError> {
        let counts = group.counts(column)?;
        Ok(rows.iter().map(|row| counts[*row]).collect())
    };
    let (events, at_risk) = (sorted("x")?, sorted("n")?);
    let order = Order::MostDisadvantagedFirst;
    let slopes: Result<Vec<Estimate>, RegressionSlopeError> = group
        .confidences()?
        .into_iter()
        .map(|confidence| {
            let slope = regression_slope(&events, &at_risk, order, confidence, model, errors)?;
            Ok(which(slope))
        })
        .collect();
    let mut slopes = slopes.map_err(RunError::measure)?;
    // A ratio has no unit to scale.
    if group.takes("multiplier") {
        let multiplier = group.multiplier()?;
        slopes = slopes.into_iter().map(|slope| slope.scaled(multiplier)).collect();
    }
    out.row().estimates(&slopes);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Dispersion, slope_index_with};

    const DEATHS: [u64; 10] = [471, 358, 297, 216, 195, 182, 180, 129, 117, 93];
    const BIRTHS: [u64; 10] =
        [76_729, 69_743, 66_227, 61_181, 57_286, 55_473, 51_524, 49_382, 47_149, 41_895];
    #[test]
    fn groups_on_the_line_leave_chance() {
        let fit = |errors| {
            let order = Order::MostDisadvantagedFirst;
            let (x, n) = ([5, 5, 5], [100, 100, 100]);
            let model = RegressionModel::Poisson;
            regression_slope(&x, &n, order, Confidence::P95, model, errors).unwrap().sii
        };
        let limits = fit(SlopeErrors::Robust).interval.unwrap();
        assert!(limits.upper - limits.lower > 0.1, "{limits:?}");
    }

    const MODELS: [RegressionModel; 4] = [
        LOGIT,
        RegressionModel::Binomial(SlopeLink::Log),
        RegressionModel::Binomial(SlopeLink::Identity),
        RegressionModel::Poisson,
    ];
    const ERRORS: [SlopeErrors; 3] = [SlopeErrors::Model, SlopeErrors::Quasi, SlopeErrors::Robust];

    fn slope(
        events: &[u64],
        at_risk: &[u64],
        model: RegressionModel,
        errors: SlopeErrors,
    ) -> Result<RegressionSlope, RegressionSlopeError> {
        let order = Order::MostDisadvantagedFirst;
        regression_slope(events, at_risk, order, Confidence::P95, model, errors)
    }

    #[test]
    fn poisson_is_the_slope_index_fitted_by_newton() {
        for (errors, dispersion) in [
            (SlopeErrors::Model, Dispersion::Poisson),
            (SlopeErrors::Quasi, Dispersion::QuasiAtLeastPoisson),
        ] {
            let got = slope(&DEATHS, &BIRTHS, RegressionModel::Poisson, errors).unwrap();
            let order = Order::MostDisadvantagedFirst;
            let other =
                slope_index_with(&DEATHS, &BIRTHS, order, Confidence::P95, dispersion).unwrap();
            for (a, b) in [(got.sii, other.sii), (got.rii, other.rii)] {
                let (i, j) = (a.interval.unwrap(), b.interval.unwrap());
                assert!((a.value / b.value - 1.0).abs() < 1e-9);
                assert!((i.lower / j.lower - 1.0).abs() < 1e-6, "{i:?} {j:?}");
                assert!((i.upper / j.upper - 1.0).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn an_exact_line_is_found_again() {
        // Proportions on a line of each scale, among so many people that
        // rounding is far below the tolerance.
        let people = [1_000_000_000_u64; 5];
        let line = |link, rank: f64| match link {
            SlopeLink::Identity => 0.30 - 0.20 * rank,
            SlopeLink::Log => 0.30 * (1.0_f64 / 3.0).powf(rank),
            SlopeLink::Logit => 1.0 / (1.0 + (7.0 / 3.0) * (27.0_f64 / 7.0).powf(rank)),
        };
        for link in [SlopeLink::Identity, SlopeLink::Log, SlopeLink::Logit] {
            let events: Vec<u64> = (0..5)
                .map(|i| {
                    format!("{:.0}", 1e9 * line(link, 0.1 + 0.2 * f64::from(i))).parse().unwrap()
                })
                .collect();
            let model = RegressionModel::Binomial(link);
            let got = slope(&events, &people, model, SlopeErrors::Model).unwrap();
            assert!((got.most_disadvantaged - 0.3).abs() < 1e-7, "{link:?} {got:?}");
            assert!((got.least_disadvantaged - 0.1).abs() < 1e-7, "{link:?} {got:?}");
            assert!((got.sii.value - 0.2).abs() < 1e-7 && (got.rii.value - 3.0).abs() < 1e-6);
        }
    }

    #[test]
    fn what_has_no_slope_is_refused() {
        for errors in ERRORS {
            for model in MODELS {
                let refuse = |x: &[u64], n: &[u64]| slope(x, n, model, errors).unwrap_err();
                let few = SlopeGroupsError::TooFew { given: 0 };
                assert_eq!(refuse(&[], &[]), few.into());
                let lengths = SlopeGroupsError::Lengths { events: 1, at_risk: 3 };
                assert_eq!(refuse(&[1], &[1, 2, 3]), lengths.into());
                let nobody = SlopeGroupsError::NobodyAtRisk { index: 2 };
                assert_eq!(refuse(&[1, 0, 3], &[9, 0, 9]), nobody.into());
                assert_eq!(refuse(&[0; 3], &[9; 3]), RegressionSlopeError::NoneOrAll);
                let steep = refuse(&[9, 0, 0], &[9; 3]);
                let expected = [RegressionSlopeError::NotSettled, RegressionSlopeError::EndOutside];
                assert!(expected.contains(&steep), "{model:?} {steep:?}");
            }
            let more = slope(&[1, 10, 1], &[9; 3], LOGIT, errors).unwrap_err();
            let outside = FitError::OutsideFamily { index: 2 };
            assert_eq!(more, RegressionSlopeError::Fit(outside));
            assert_eq!(
                slope(&[9; 3], &[9; 3], LOGIT, errors),
                Err(RegressionSlopeError::NoneOrAll)
            );
        }
    }

    proptest! {
        #[test]
        fn equal_proportions_have_no_slope(events in 1..50_u64, people in 60..9_000_u64, k in 3..12_usize) {
            for model in MODELS {
                let got = slope(&vec![events; k], &vec![people; k], model, SlopeErrors::Model)?;
                prop_assert!(got.sii.value.abs() < 1e-9 && (got.rii.value - 1.0).abs() < 1e-8);
            }
        }

        #[test]
        fn turning_groups_and_order_round_changes_nothing(
            counts in prop::collection::vec((20..90_u64, 1_000..9_000_u64), 5),
        ) {
            let (x, n): (Vec<u64>, Vec<u64>) = counts.iter().copied().unzip();
            let (rx, rn): (Vec<u64>, Vec<u64>) = counts.iter().rev().copied().unzip();
            for errors in ERRORS {
                let of = |x: &[u64], n: &[u64], order| {
                    regression_slope(x, n, order, Confidence::P95, LOGIT, errors)
                };
                let one = of(&x, &n, Order::MostDisadvantagedFirst)?;
                let other = of(&rx, &rn, Order::LeastDisadvantagedFirst)?;
                let (a, b) = (one.sii.interval.unwrap(), other.sii.interval.unwrap());
                prop_assert!((one.sii.value - other.sii.value).abs() < 1e-9);
                prop_assert!((a.lower - b.lower).abs() < 1e-9);
            }
        }
    }
}
