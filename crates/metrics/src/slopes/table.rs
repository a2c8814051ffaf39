//! Quantiles and their slopes on a table.

use firstyear_core::Confidence;

use super::simulation::{FitOn, SlopeSettings};
use super::{Quantile, SimulatedSlope, ValueScale};
use crate::run::{Argument, Field, Group, Output, RunError, Value};

pub(super) const INPUTS: &[Field] = &[
    Field::optional("area", "the area; all rows are one where there is no such column"),
    Field::new("quantile", "place in the order, from 1"),
    Field::new("population", "people, above 0"),
    Field::optional("value", "the value"),
    Field::optional("se", "its standard error"),
    Field::optional("lower_cl", "its lower 95% limit"),
    Field::optional("upper_cl", "its upper 95% limit"),
    Field::optional("rate", "a rate, read in place of `value` for value_type 1"),
    Field::optional("rate_lower", "its lower 95% limit, in place of `lower_cl`"),
    Field::optional("rate_upper", "its upper 95% limit, in place of `upper_cl`"),
    Field::optional("x", "events among the population, for value_type 2"),
    Field::optional("prop", "a proportion, read in place of `value` for value_type 2"),
    Field::optional("prop_lower", "its lower 95% limit, in place of `lower_cl`"),
    Field::optional("prop_upper", "its upper 95% limit, in place of `upper_cl`"),
];

pub(super) const VALUE_TYPE: Argument = Argument::new(
    "value_type",
    "0",
    "0: values that vary evenly; 1: rates, evenly on the logarithm; 2: proportions, evenly on the logit",
);

pub(super) const UNCERTAINTY: Argument = Argument::new(
    "uncertainty",
    "",
    "`se`, `limits` or `events` (Wilson's limits of x among the population); unless said, `se` for value_type 0 and `events` for value_type 2 where there is such a column, else `limits`",
);

pub(super) const TRANSFORM: Argument = Argument::new(
    "transform",
    "FALSE",
    "TRUE: the line is fitted on the logarithm or logit, and its ends are taken back",
);

pub(super) const RELIABILITY: Argument = Argument::new(
    "reliability_stat",
    "FALSE",
    "TRUE: the simulation is repeated nine times, and `sii_mad` and `rii_mad` say how far limits moved on average",
);

pub(super) const LAYOUT: Argument = Argument::new(
    "layout",
    "wide",
    "`wide`: a column for each result; `long`: rows with `statistic` and `value`",
);

pub(super) const SII: Field =
    Field::optional("sii", "fitted value at the end of the order minus that at its beginning");
pub(super) const RII: Field =
    Field::optional("rii", "fitted value at the end of the order over that at its beginning");

pub(super) const STATISTIC: Field =
    Field::optional("statistic", "long layout: the name of the result, as the wide one has it");
pub(super) const LONG_VALUE: Field = Field::optional("value", "long layout: the result");

/// How the columns are to be read.
pub(super) struct Reading {
    pub(super) scale: ValueScale,
    fit_on: FitOn,
    uncertainty: Uncertainty,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Uncertainty {
    Errors,
    Limits,
    Events,
}

/// Reads the numbers of a column.
type Numbers<'a> = fn(&Group<'a>, &str) -> Result<Vec<f64>, RunError>;

impl Reading {
    pub(super) fn of(group: &Group<'_>) -> Result<Self, RunError> {
        let scale = group.choice(
            "value_type",
            &[("0", ValueScale::Identity), ("1", ValueScale::Log), ("2", ValueScale::Logit)],
        )?;
        let usual = match scale {
            ValueScale::Identity if group.has("se") => Uncertainty::Errors,
            ValueScale::Logit if group.has("x") => Uncertainty::Events,
            _ => Uncertainty::Limits,
        };
        let uncertainty = if group.argument("uncertainty")?.is_none() {
            usual
        } else {
            group.choice(
                "uncertainty",
                &[
                    ("se", Uncertainty::Errors),
                    ("limits", Uncertainty::Limits),
                    ("events", Uncertainty::Events),
                ],
            )?
        };
        if uncertainty == Uncertainty::Events && scale != ValueScale::Logit {
            let wanted = "`events` goes with value_type 2 alone".to_owned();
            return Err(RunError::Argument { name: "uncertainty", wanted });
        }
        let fit_on = if group.flag("transform")? { FitOn::Scale } else { FitOn::Values };
        Ok(Self { scale, fit_on, uncertainty })
    }

    pub(super) fn on_scale(&self) -> bool {
        self.fit_on == FitOn::Scale
    }

    pub(super) fn settings(
        &self,
        group: &Group<'_>,
        levels: fn(&Group<'_>) -> Result<Vec<Confidence>, RunError>,
    ) -> Result<SlopeSettings, RunError> {
        Ok(SlopeSettings {
            scale: self.scale,
            fit_on: self.fit_on,
            multiplier: group.number_required("multiplier")?,
            repetitions: group.draws("repetitions")?,
            confidences: levels(group)?,
            reliability: group.flag("reliability_stat")?,
        })
    }

    /// The quantile of each row.
    pub(super) fn quantiles<'a>(
        &self,
        group: &Group<'a>,
        numbers: Numbers<'a>,
    ) -> Result<Vec<Quantile>, RunError> {
        let population = numbers(group, "population")?;
        let column = |own: &'static str, general: &'static str| {
            let name = if group.has(own) { own } else { general };
            if group.has(name) { numbers(group, name) } else { Err(lacking(name)) }
        };
        if self.uncertainty == Uncertainty::Events {
            let of = |(population, events)| Quantile::of_events(population, events);
            return Ok(population.into_iter().zip(column("x", "x")?).map(of).collect());
        }
        let [value, lower, upper] = match self.scale {
            ValueScale::Identity => ["value", "lower_cl", "upper_cl"],
            ValueScale::Log => ["rate", "rate_lower", "rate_upper"],
            ValueScale::Logit => ["prop", "prop_lower", "prop_upper"],
        };
        let values = population.into_iter().zip(column(value, "value")?);
        if self.uncertainty == Uncertainty::Errors {
            let of = |((population, value), error)| Quantile::new(population, value, error);
            return Ok(values.zip(column("se", "se")?).map(of).collect());
        }
        let limits = column(lower, "lower_cl")?.into_iter().zip(column(upper, "upper_cl")?);
        let of = |((population, value), (lower, upper))| {
            Quantile::with_limits(population, value, lower, upper, self.scale)
        };
        Ok(values.zip(limits).map(of).collect())
    }

    /// What the package says of its results.
    pub(super) fn described(&self, settings: &SlopeSettings) -> Vec<(String, Value)> {
        let (kind, transform) = match self.scale {
            ValueScale::Identity => ("normal", "none"),
            ValueScale::Log => ("rate", "log"),
            ValueScale::Logit => ("proportion", "logit"),
        };
        let transform = if self.on_scale() { transform } else { "none" };
        let percent = |level: &Confidence| format!("{}%", (level.level() * 1_000.0).round() / 10.0);
        let levels: Vec<String> = settings.confidences.iter().map(percent).collect();
        vec![
            ("indicator_type".to_owned(), kind.into()),
            ("multiplier".to_owned(), settings.multiplier.into()),
            ("transform".to_owned(), transform.into()),
            ("CI_confidence".to_owned(), levels.join(", ").into()),
            ("CI_method".to_owned(), format!("simulation {} reps", settings.repetitions).into()),
        ]
    }
}

fn lacking(name: &str) -> RunError {
    RunError::Measure(format!("no column `{name}`, which this value_type and uncertainty need"))
}

/// Levels as fractions.
pub(super) fn fractions(group: &Group<'_>) -> Result<Vec<Confidence>, RunError> {
    group.confidences()
}

/// Levels as the package reads them: 90 and above are percentages.
pub(super) fn percentages(group: &Group<'_>) -> Result<Vec<Confidence>, RunError> {
    let fraction = |level: f64| if level >= 90.0 { level / 100.0 } else { level };
    group
        .levels()?
        .into_iter()
        .map(|level| match Confidence::new(fraction(level)) {
            Ok(known) if known.level() >= 0.9 => Ok(known),
            _ => Err(RunError::Argument {
                name: "confidence",
                wanted: "levels from 0.9 to below 1, or from 90 to below 100".to_owned(),
            }),
        })
        .collect()
}

/// An argument that is a whole number from 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and in range"
)]
pub(super) fn whole(group: &Group<'_>, name: &'static str) -> Result<u64, RunError> {
    let number = group.number_required(name)?;
    if number.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&number) {
        return Ok(number as u64);
    }
    Err(RunError::Argument { name, wanted: "a whole number from 0".to_owned() })
}

pub(super) fn is_long(group: &Group<'_>) -> Result<bool, RunError> {
    group.choice("layout", &[("wide", false), ("long", true)])
}

/// What is shown of a slope, and how.
pub(super) struct Shown {
    pub(super) rii: bool,
    pub(super) intercept: bool,
    pub(super) long: bool,
    /// What the names of limits end with.
    pub(super) suffix: &'static str,
}

impl Shown {
    /// The results under their names; absent ones where there is no slope.
    pub(super) fn values(
        &self,
        slope: Option<&SimulatedSlope>,
        settings: &SlopeSettings,
    ) -> Vec<(String, Value)> {
        let mut values = vec![("sii".to_owned(), Value::from(slope.map(|s| s.sii)))];
        let mut add = |name: String, value: Option<f64>| values.push((name, value.into()));
        if self.rii {
            add("rii".to_owned(), slope.map(|s| s.rii));
        }
        for (at, level) in settings.confidences.iter().enumerate() {
            let limits = slope.map(|slope| slope.limits[at]);
            let percent = format!("{:.1}", level.level() * 100.0).replace('.', "_");
            let name = |what: &str, suffix: &str| format!("{what}{percent}{suffix}");
            add(name("sii_lower", self.suffix), limits.map(|l| l.sii.lower));
            add(name("sii_upper", self.suffix), limits.map(|l| l.sii.upper));
            if self.rii {
                add(name("rii_lower", self.suffix), limits.map(|l| l.rii.lower));
                add(name("rii_upper", self.suffix), limits.map(|l| l.rii.upper));
            }
            if settings.reliability {
                let moved = limits.and_then(|l| l.moved);
                add(name("sii_mad", ""), moved.map(|moved| moved.0));
                if self.rii {
                    add(name("rii_mad", ""), moved.map(|moved| moved.1));
                }
            }
        }
        if self.intercept {
            add("intercept".to_owned(), slope.map(|s| s.intercept));
        }
        values
    }
}

/// Writes the results of an area.
pub(super) fn write(
    out: &mut Output,
    area: Option<&str>,
    long: bool,
    values: Vec<(String, Value)>,
) {
    if long {
        for (name, value) in values {
            let mut row = out.row();
            if let Some(area) = area {
                row.set("area", area);
            }
            row.set("statistic", name).set("value", value);
        }
        return;
    }
    let mut row = out.row();
    if let Some(area) = area {
        row.set("area", area);
    }
    for (name, value) in values {
        row.set(&name, value);
    }
}
