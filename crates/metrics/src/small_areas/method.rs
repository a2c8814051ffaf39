//! Small areas on a table.

use firstyear_core::Confidence;

use super::{
    BETA_BINOMIAL, BetaPrior, GAMMA_POISSON, GammaPrior, PriorFit, PriorMean, PriorUncertainty,
    RANK_INTERVAL, RankFrom, Shrinkage, Shrunk, SmallAreasError, beta_binomial, gamma_poisson,
    ranks,
};
use crate::random::Counter;
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError, VALUE, X};

const AREA: Field = Field::optional("area", "name of the area, repeated beside its result");
const EXPOSURE: Field = Field::new(
    "n",
    "people at risk, births, or expected events; above 0, the same unit throughout",
);
const PRIOR_MEAN: Argument = Argument::new(
    "prior_mean",
    "NA",
    "what areas are drawn towards, such as a comparator's rate, in the unit of x/n; `NA` for the mean of the group's own areas",
);
const PRIOR_VARIANCE: Argument = Argument::new(
    "prior_variance",
    "NA",
    "variance of the true values, where it is known beforehand; needs `prior_mean`; `NA` to estimate it",
);
const FIT: Argument = Argument::new(
    "prior_fit",
    "likelihood",
    "how the spread of the true values is estimated: `likelihood` or `moments` (for `plug-in`)",
);
const UNCERTAINTY: Argument = Argument::new(
    "prior_uncertainty",
    "averaged",
    "`averaged`: limits allow for the prior being estimated; `plug-in`: they take it as known",
);
const COMPARATOR: Argument = Argument::new(
    "comparator",
    "NA",
    "value that an area is held against, in the unit of x/n; `NA` for the prior's mean",
);
const SHRUNK: &[Field] = &[
    AREA,
    VALUE,
    Field::new("probability_above", "probability that the true value lies above the comparator"),
    Field::new("reliability", "share of the variance of an own value that is signal, 0 to 1"),
];

pub(crate) const METHODS: &[Method] = &[
    Method {
        id: GAMMA_POISSON,
        name: "Rates of small areas by gamma-Poisson shrinkage",
        family: "small areas",
        unit: "events per unit of exposure",
        ordered: false,
        reading: "higher means more events; an area with few events gets a value near the mean",
        source: "Clayton and Kaldor (1987), Biometrics 43:671; Marshall (1991), Appl Stat 40:283; averaged over the prior: Deely and Lindley (1981), J Am Stat Assoc 76:833, and Gelman (2006), Bayesian Anal 1:515",
        explanation: "The true rates of areas are taken to be spread as a gamma distribution, and counts to vary round them by chance. Each area gets what is then known of its rate: a value between its own rate and the mean, nearer to its own the more events it has. The limits hold the true rates of areas on average over the areas, not that of every single area: one far from all others is drawn in too far. With `averaged` they allow for mean and spread being estimated, and cover within 0.03 of what they say or more; `plug-in` limits do not, and cover far too little where areas are few or differ little (docs/methods/small-areas-coverage.md).",
        call: GAMMA_CALL,
    },
    Method {
        id: BETA_BINOMIAL,
        name: "Shares of small areas by beta-binomial shrinkage",
        family: "small areas",
        unit: "fraction",
        ordered: false,
        reading: "higher means a larger share; an area with few people gets a value near the mean",
        source: "Kleinman (1973), J Am Stat Assoc 68:46; Griffiths (1973), Biometrics 29:637; averaged over the prior as gamma-poisson-shrinkage",
        explanation: "The true shares of areas are taken to be spread as a beta distribution. Each area gets what is then known of its share. The limits hold the true shares on average over the areas, not that of every single one. With `averaged` they allow for mean and spread being estimated, and cover within 0.03 of what they say or more; `plug-in` limits do not, and cover far too little where areas are few or differ little (docs/methods/small-areas-coverage.md).",
        call: Call {
            inputs: &[X, Field::new("n", "people, a count above 0"), AREA],
            run: run_beta,
            ..GAMMA_CALL
        },
    },
    Method {
        id: RANK_INTERVAL,
        name: "Ranks of areas with their uncertainty",
        family: "small areas",
        unit: "rank",
        ordered: false,
        reading: "1 is the area at the end named by `rank_1`",
        source: "Goldstein and Spiegelhalter (1996), J R Stat Soc A 159:385; Laird and Louis (1989), J Educ Stat 14:29",
        explanation: "Areas are shrunk, each one's true value is drawn many times from what is known of it (generator philox4x32-10, a stream for each area), and the areas are ranked in every draw. The value is the mean rank; the limits are the ranks that leave half of what the confidence leaves on either side. Wide limits are the message: a league table of such areas says little.",
        call: Call {
            arguments: &[
                Argument::new(
                    "model",
                    "gamma-poisson",
                    "`gamma-poisson` for rates, `beta-binomial` for shares",
                ),
                Argument::new("rank_1", "highest", "which end has rank 1: `highest` or `lowest`"),
                Argument::DRAWS,
                Argument::new("seed", "1", "seed of the generator, a whole number from 0"),
                PRIOR_MEAN,
                PRIOR_VARIANCE,
                FIT,
                UNCERTAINTY,
                Argument::CONFIDENCE,
            ],
            outputs: &[
                AREA,
                Field::new("value", "expected rank; beside it `lowercl` and `uppercl`"),
                Field::new("generator", "name of the generator"),
                Field::new("seed", "its seed"),
            ],
            run: run_ranks,
            ..GAMMA_CALL
        },
    },
];

const GAMMA_CALL: Call = Call {
    key: &["group"],
    inputs: &[X, EXPOSURE, AREA],
    arguments: &[
        PRIOR_MEAN,
        PRIOR_VARIANCE,
        FIT,
        UNCERTAINTY,
        COMPARATOR,
        Argument::MULTIPLIER,
        Argument::CONFIDENCE,
    ],
    outputs: SHRUNK,
    vectors: &[],
    run: run_gamma,
};

fn run_gamma(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let comparator = group.number("comparator")?;
    write(group, out, |confidence| gamma(group, comparator, confidence))
}

fn run_beta(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let comparator = group.number("comparator")?;
    write(group, out, |confidence| beta(group, comparator, confidence))
}

fn gamma(
    group: &Group<'_>,
    comparator: Option<f64>,
    confidence: Confidence,
) -> Result<Vec<Shrunk>, RunError> {
    let (events, exposures) = (group.counts("x")?, group.numbers("n")?);
    let shrinkage = Shrinkage { comparator, ..shrinkage(group)? };
    let Some(variance) = group.number("prior_variance")? else {
        return gamma_poisson(&events, &exposures, shrinkage, confidence)
            .map_err(RunError::measure);
    };
    let known = || {
        super::gamma_poisson::check_exposures(&events, &exposures)?;
        let prior = GammaPrior::new(known_mean(shrinkage)?, variance)?;
        let priors = [(1.0, prior)];
        Ok(super::gamma_poisson::with_priors(&events, &exposures, &priors, comparator, confidence))
    };
    known().map_err(|error: SmallAreasError| RunError::measure(error))
}

fn beta(
    group: &Group<'_>,
    comparator: Option<f64>,
    confidence: Confidence,
) -> Result<Vec<Shrunk>, RunError> {
    let (with, people) = (group.counts("x")?, group.counts("n")?);
    let shrinkage = Shrinkage { comparator, ..shrinkage(group)? };
    let Some(variance) = group.number("prior_variance")? else {
        return beta_binomial(&with, &people, shrinkage, confidence).map_err(RunError::measure);
    };
    let known = || {
        super::beta_binomial::check_people(&with, &people)?;
        let prior = BetaPrior::new(known_mean(shrinkage)?, variance)?;
        let priors = [(1.0, prior)];
        Ok(super::beta_binomial::with_priors(&with, &people, &priors, comparator, confidence))
    };
    known().map_err(|error: SmallAreasError| RunError::measure(error))
}

fn known_mean(shrinkage: Shrinkage) -> Result<f64, SmallAreasError> {
    match shrinkage.mean {
        PriorMean::Fixed(mean) => Ok(mean),
        PriorMean::Estimated => {
            Err(SmallAreasError::PriorMean { wanted: "said where the prior's variance is" })
        }
    }
}

fn shrinkage(group: &Group<'_>) -> Result<Shrinkage, RunError> {
    let fit = [("likelihood", PriorFit::MarginalLikelihood), ("moments", PriorFit::Moments)];
    let uncertainty =
        [("averaged", PriorUncertainty::Averaged), ("plug-in", PriorUncertainty::PlugIn)];
    Ok(Shrinkage {
        mean: group.number("prior_mean")?.map_or(PriorMean::Estimated, PriorMean::Fixed),
        fit: group.choice("prior_fit", &fit)?,
        uncertainty: group.choice("prior_uncertainty", &uncertainty)?,
        comparator: None,
    })
}

fn write(
    group: &Group<'_>,
    out: &mut Output,
    shrunk: impl Fn(Confidence) -> Result<Vec<Shrunk>, RunError>,
) -> Result<(), RunError> {
    let multiplier = group.multiplier()?;
    let levels: Result<Vec<_>, RunError> = group.confidences()?.into_iter().map(shrunk).collect();
    let levels = levels?;
    for (i, name) in group.values("area").enumerate() {
        let estimates: Vec<_> =
            levels.iter().map(|areas| areas[i].estimate.scaled(multiplier)).collect();
        let mut row = out.row();
        row.set("area", name.clone()).estimates(&estimates);
        if let Some(areas) = levels.first() {
            row.set("probability_above", areas[i].above_comparator)
                .set("reliability", areas[i].reliability);
        }
    }
    Ok(())
}

fn run_ranks(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let from =
        group.choice("rank_1", &[("highest", RankFrom::Highest), ("lowest", RankFrom::Lowest)])?;
    let shares = group.choice("model", &[("gamma-poisson", false), ("beta-binomial", true)])?;
    let draws = group.draws("draws")?;
    let seed = group.whole_required("seed")?;
    let levels: Result<Vec<_>, RunError> = group
        .confidences()?
        .into_iter()
        .map(|confidence| {
            let shrunk =
                if shares { beta(group, None, confidence) } else { gamma(group, None, confidence) };
            let posteriors: Vec<_> = shrunk?.into_iter().map(|area| area.posterior).collect();
            ranks(&posteriors, from, draws, seed, confidence).map_err(RunError::measure)
        })
        .collect();
    let levels = levels?;
    for (i, name) in group.values("area").enumerate() {
        let limits: Vec<_> = levels
            .iter()
            .map(|areas| firstyear_core::Interval {
                lower: areas[i].lower as f64,
                upper: areas[i].upper as f64,
                confidence: areas[i].confidence,
            })
            .collect();
        let mut row = out.row();
        row.set("area", name.clone())
            .set("value", levels.first().map(|areas| areas[i].expected))
            .limits(&limits)
            .set("generator", Counter::NAME)
            .set("seed", seed);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::run::{Settings, Table, Value, run};

    fn table() -> Table {
        let mut table = Table::new(["group", "area", "x", "n"]).unwrap();
        let rows = [("a", 2, 1_000), ("a", 9, 1_000), ("a", 4, 1_000), ("b", 1, 50), ("b", 2, 60)];
        for (i, (group, x, n)) in rows.into_iter().enumerate() {
            let row = [
                Value::from(group),
                Value::from(i),
                Value::Number(f64::from(x)),
                Value::Number(f64::from(n)),
            ];
            table.push(row).unwrap();
        }
        table
    }

    #[test]
    fn a_group_that_is_too_small_spoils_no_other() {
        let method = crate::method("gamma-poisson-shrinkage").unwrap();
        let result = run(method, &table(), &Settings::default()).unwrap();
        assert_eq!(result.problems.len(), 1);
        assert_eq!(result.table.len(), 4);
        let known = Settings::new([("prior_mean", "0.01"), ("prior_variance", "0.0001")]);
        let result = run(method, &table(), &known).unwrap();
        assert!(result.problems.is_empty(), "{:?}", result.problems);
        // Prior worth 1 event in 100: area 3 has (1 + 1) / (100 + 50).
        let value = result.table.get(3, "value").and_then(Value::number).unwrap();
        assert!((value - 2.0 / 150.0).abs() < 1e-15);
    }

    #[test]
    fn ranks_name_their_generator() {
        let method = crate::method("rank-interval").unwrap();
        let settings = Settings::new([("seed", "7"), ("model", "beta-binomial")]);
        let result = run(method, &table(), &settings).unwrap();
        assert_eq!(result.table.get(0, "generator"), Some(&Value::from("philox4x32-10")));
        let upper = result.table.get(1, "uppercl").and_then(Value::number).unwrap();
        assert!((1.0..=3.0).contains(&upper));
    }
}
