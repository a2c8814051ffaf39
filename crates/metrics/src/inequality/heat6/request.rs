//! What a run of a compatible method asks for.

use super::sample::{Form, Options, Sample};
use crate::run::{Argument, Group, MOST_DRAWS, RunError};
use crate::special::normal;

/// Sets several arguments at once, by the name of a variant of the vectors.
pub(super) const VARIANT: Argument = Argument::new(
    "variant",
    "",
    "sets the arguments below by words joined with `_`: `ordered` or `nonordered`, `ref` or `noref`, `pop` or `nopop`, `avg`, `pop_avg` for both, `nose` for neither standard errors nor order nor reference, `bounded`, `wagstaff`, `erreygers`, `linear`, and `conf`, `sim` or `seed` with a number, such as `ordered_conf99` or `seed1_sim50`",
);
pub(super) const ORDERED: Argument = Argument::new(
    "ordered",
    "NA",
    "TRUE to go by `subgroup_order`, FALSE not to; NA: as `ordered_dimension` says, else FALSE",
);
pub(super) const REFERENCE: Argument =
    Argument::new("reference", "TRUE", "TRUE to use `reference_subgroup`, FALSE not to");
pub(super) const POPULATION: Argument = Argument::new(
    "use_population",
    "TRUE",
    "TRUE to use `population`, FALSE for groups that count alike",
);
pub(super) const AVERAGE: Argument =
    Argument::new("use_average", "FALSE", "TRUE to use `setting_average` for the mean");
pub(super) const ERRORS: Argument =
    Argument::new("use_se", "TRUE", "TRUE to use `se`, FALSE for an estimate without limits");
pub(super) const BOUNDED: Argument = Argument::new(
    "bounded",
    "FALSE",
    "TRUE to take estimates as fractions of `indicator_scale` first",
);
pub(super) const FORM: Argument =
    Argument::new("form", "plain", "`plain`, `wagstaff` or `erreygers`").aliases(&["method"]);
pub(super) const LINEAR: Argument =
    Argument::new("linear", "FALSE", "TRUE for a straight line, FALSE for a logistic one");
pub(super) const CONFIDENCE: Argument =
    Argument::new("confidence", "0.95", "confidence of the limits as a fraction")
        .aliases(&["conf_level", "conf"]);
pub(super) const SIM: Argument = Argument::new(
    "sim",
    "100",
    "how many sets of estimates are drawn for the limits, a whole number from 1 to 1000000",
);
pub(super) const SEED: Argument = Argument::new("seed", "123456", "where R's generator starts");

/// All of them, which every compatible method takes.
pub(super) const ARGUMENTS: &[Argument] = &[
    VARIANT, ORDERED, REFERENCE, POPULATION, AVERAGE, ERRORS, BOUNDED, FORM, LINEAR, CONFIDENCE,
    SIM, SEED,
];

/// The arguments of a run, once the variant has had its say.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what the package's functions take, as they take it"
)]
pub(super) struct Request {
    pub(super) variant: String,
    ordered: bool,
    reference: bool,
    population: bool,
    average: bool,
    errors: bool,
    bounded: bool,
    form: Form,
    linear: bool,
    confidence: f64,
    sim: usize,
    seed: i32,
}

pub(super) const FORMS: [(&str, Form); 3] =
    [("plain", Form::Plain), ("wagstaff", Form::Wagstaff), ("erreygers", Form::Erreygers)];

impl Request {
    pub(super) fn read(group: &Group<'_>) -> Result<Self, RunError> {
        let stated = |name: &str| group.argument(name).map(|said| said.is_some());
        let ordered =
            if stated("ordered")? { group.flag("ordered")? } else { says_ordered(group)? };
        let mut request = Self {
            ordered,
            reference: group.flag("reference")?,
            population: group.flag("use_population")?,
            average: group.flag("use_average")?,
            errors: group.flag("use_se")?,
            variant: group.argument("variant")?.unwrap_or_default(),
            bounded: group.flag("bounded")?,
            form: group.choice("form", &FORMS)?,
            linear: group.flag("linear")?,
            confidence: group.levels()?.first().copied().unwrap_or(0.95),
            sim: group.draws_from(1.0, "sim")?,
            seed: whole(group, "seed")?,
        };
        let variant = request.variant.clone();
        for word in variant.split('_').filter(|word| !word.is_empty()) {
            request.apply(word)?;
        }
        Ok(request)
    }

    fn apply(&mut self, word: &str) -> Result<(), RunError> {
        match word {
            "ordered" => self.ordered = true,
            "nonordered" => self.ordered = false,
            "ref" => self.reference = true,
            "noref" => self.reference = false,
            "pop" => (self.population, self.average) = (true, false),
            "nopop" => self.population = false,
            // After `pop` both are used, as in `pop_avg`.
            "avg" => {
                self.population = self.variant.split('_').any(|other| other == "pop");
                self.average = true;
            }
            "nose" => (self.errors, self.ordered, self.reference) = (false, false, false),
            "bounded" => self.bounded = true,
            "wagstaff" => self.form = Form::Wagstaff,
            "erreygers" => self.form = Form::Erreygers,
            "linear" => self.linear = true,
            _ => self.apply_number(word)?,
        }
        Ok(())
    }

    fn apply_number(&mut self, word: &str) -> Result<(), RunError> {
        let unknown = || RunError::Argument { name: "variant", wanted: VARIANT.meaning.to_owned() };
        let after = |name: &str| word.strip_prefix(name);
        if let Some(digits) = after("conf") {
            let digits: u32 = digits.parse().map_err(|_| unknown())?;
            self.confidence = f64::from(digits) / 100.0;
        } else if let Some(digits) = after("seed") {
            self.seed = digits.parse().map_err(|_| unknown())?;
        } else if let Some(digits) = after("sim") {
            let sim = digits.parse().ok().filter(|sim| (1..=MOST_DRAWS).contains(sim));
            self.sim = sim.ok_or_else(unknown)?;
        } else {
            return Err(unknown());
        }
        Ok(())
    }

    pub(super) fn options(&self) -> Options {
        Options {
            ordered: self.ordered,
            form: self.form,
            bounded: self.bounded,
            linear: self.linear,
            deviate: normal::quantile(f64::midpoint(1.0, self.confidence)),
            sim: self.sim,
            seed: self.seed,
        }
    }

    pub(super) fn sample(&self, group: &Group<'_>) -> Result<Sample, RunError> {
        let column = |name: &str, wanted: bool| {
            (wanted && group.has(name)).then(|| group.numbers_or_nan(name)).transpose()
        };
        let first = |values: Option<Vec<f64>>| values.and_then(|values| values.first().copied());
        let rows = 1..=group.len();
        let marks = column("reference_subgroup", self.reference)?.unwrap_or_default();
        Ok(Sample {
            estimate: group.numbers_or_nan("estimate")?,
            se: column("se", self.errors)?.filter(|se| !se.iter().all(|se| se.is_nan())),
            population: column("population", self.population)?,
            order: column("subgroup_order", true)?
                .unwrap_or_else(|| rows.map(|row| row as f64).collect()),
            average: first(column("setting_average", self.average)?),
            favourable: first(column("favourable_indicator", true)?) == Some(1.0),
            scale: first(column("indicator_scale", true)?).unwrap_or(f64::NAN),
            reference: marks.iter().position(|mark| *mark == 1.0),
        })
    }
}

fn says_ordered(group: &Group<'_>) -> Result<bool, RunError> {
    if !group.has("ordered_dimension") {
        return Ok(false);
    }
    Ok(group.numbers_or_nan("ordered_dimension")?.first() == Some(&1.0))
}

fn whole<T: std::str::FromStr>(group: &Group<'_>, name: &'static str) -> Result<T, RunError> {
    let text = group.argument(name)?.unwrap_or_default();
    let wanted =
        || RunError::Argument { name, wanted: "a whole number from 0 is asked for".to_owned() };
    text.parse().map_err(|_| wanted())
}
