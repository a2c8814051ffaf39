//! What a count says of its records: how many were read, left out, unlinked and unreadable,
//! and what cannot be right.

use datafusion::arrow::array::{Array as _, AsArray as _};
use datafusion::arrow::datatypes::Int64Type;
use datafusion::functions_aggregate::expr_fn::{count, count_distinct, sum};
use datafusion::logical_expr::{Expr, JoinType};
use datafusion::prelude::{DataFrame, col, lit, when};
use firstyear_core::count::{
    CheckCount, CountDimension, CountReport, CountSpec, DimensionCount, ExclusionCount, FieldCount,
    UnlinkedDeaths, standard_field,
};

use super::files::Inputs;
use super::frame::{Asked, Frame, failed, number, own, raw_name};
use super::pass::{Cross, Running};
use super::{CountError, CountOptions, Way, keys};

/// A check: its code, what is wrong, the fields that it looks at, and the condition.
struct Check {
    code: &'static str,
    text: &'static str,
    fields: &'static [&'static str],
    condition: &'static str,
}

const CHECKS: &[Check] = &[
    Check {
        code: "death-before-birth",
        text: "the death lies before the birth, or the age at death is below 0: the age counts as not known",
        fields: &["birth_date", "death_date"],
        condition: "__days_between < 0",
    },
    Check {
        code: "age-below-zero",
        text: "the age at death is below 0: it counts as not known",
        fields: &["age_at_death"],
        condition: "age_at_death < 0",
    },
    Check {
        code: "age-against-days",
        text: "the age at death is another than the days between birth and death",
        fields: &["age_at_death", "birth_date", "death_date"],
        condition: "abs(age_at_death - __days_between) > 1",
    },
    Check {
        code: "age-not-known",
        text: "a death of a live birth without an age: it is in no count of deaths by age",
        fields: &[],
        condition: "died AND age_days IS NULL",
    },
    Check {
        code: "stillbirth-with-death",
        text: "a stillbirth with a death after birth: it counts as a stillbirth",
        fields: &["stillborn"],
        condition: "stillborn AND __death_told",
    },
    Check {
        code: "gestation-out-of-range",
        text: "a gestation below 16 or above 47 weeks",
        fields: &["gestation_weeks"],
        condition: "gestation_weeks NOT BETWEEN 16 AND 47",
    },
    Check {
        code: "birth-weight-out-of-range",
        text: "a birth weight below 100 or above 8,500 grams",
        fields: &["birth_weight"],
        condition: "birth_weight NOT BETWEEN 100 AND 8500",
    },
    Check {
        code: "birth-weight-against-gestation",
        text: "a birth weight above 1,500 grams before 24 weeks, or below 500 grams from 37 weeks on",
        fields: &["birth_weight", "gestation_weeks"],
        condition: "(gestation_weeks < 24 AND birth_weight > 1500) OR (gestation_weeks >= 37 AND birth_weight < 500)",
    },
    Check {
        code: "mother-age-out-of-range",
        text: "a mother below 10 or above 60 years",
        fields: &["mother_age"],
        condition: "mother_age NOT BETWEEN 10 AND 60",
    },
    Check {
        code: "weight-missing",
        text: "a record without a weight, or with one of 0: it counts for none",
        fields: &["weight"],
        // Where births tell of deaths, a record of a death that has a weight of its own counts by
        // that one: beside births it is no birth again.
        condition: "__weight = 0 AND NOT (NOT __deaths_apart AND died AND __death_weight > 0)",
    },
    Check {
        code: "death-weight-missing",
        text: "a death without a weight of its own, or with one of 0: it is in no count of deaths",
        fields: &["death_weight"],
        condition: "died AND __death_weight = 0",
    },
];

/// What is asked of all records in one go; each answer is found by the place that asking gave.
pub(super) struct Questions {
    conditions: Vec<Expr>,
    all: usize,
    excluded: Vec<usize>,
    timeless: usize,
    outside: usize,
    unreadable: Vec<(&'static str, usize)>,
    checks: Vec<(&'static Check, usize)>,
}

impl Questions {
    pub(super) fn of(asked: &Asked<'_>, frame: &Frame) -> Result<Self, CountError> {
        let (spec, births) = (asked.spec, &frame.births);
        let mut conditions: Vec<Expr> = Vec::new();
        let mut ask = |condition: Expr| {
            conditions.push(condition);
            conditions.len() - 1
        };
        let all = ask(lit(true));
        let rules = 0..spec.exclusions.len();
        let excluded = rules.map(|at| ask(frame.excluded.clone().eq(lit(number(at))))).collect();
        let kept = || frame.excluded.clone().is_null();
        let timeless = ask(kept().and(own(births, "__birth_months IS NULL")?));
        let outside = own(births, "__birth_months IS NOT NULL AND __period IS NULL")?;
        let outside = ask(kept().and(outside));
        let fields = standard_fields(spec);
        let unreadable = fields
            .iter()
            .map(|field| Ok((*field, ask(own(births, &unread(field))?))))
            .collect::<Result<_, CountError>>()?;
        let checks = CHECKS
            .iter()
            .filter(|check| check.fields.iter().all(|field| fields.contains(field)))
            .map(|check| {
                let apart = if spec.deaths.is_some() { "true" } else { "false" };
                let condition = check.condition.replace("__deaths_apart", apart);
                Ok((check, ask(own(births, &condition)?)))
            })
            .collect::<Result<_, CountError>>()?;
        Ok(Self { conditions, all, excluded, timeless, outside, unreadable, checks })
    }

    /// The conditions, over the births of the frame.
    pub(super) fn conditions(&self) -> &[Expr] {
        &self.conditions
    }

    /// How many records meet each of them, by a pass of its own.
    pub(super) async fn answers(
        &self,
        frame: &Frame,
        stop: &dyn Fn() -> bool,
    ) -> Result<Vec<u64>, CountError> {
        let one = |condition: &Expr| {
            let one = when(condition.clone(), lit(1_i64)).otherwise(lit(0_i64));
            one.map(sum).map_err(|error| failed(&error))
        };
        let sums = self.conditions.iter().map(one).collect::<Result<_, _>>()?;
        numbers(frame.births.clone(), sums, stop).await
    }
}

pub(super) async fn report(
    asked: &Asked<'_>,
    inputs: &Inputs,
    frame: &Frame,
    (questions, found): (&Questions, &[u64]),
    cross: &Cross<'_>,
    (options, way): (&CountOptions<'_>, Way),
) -> Result<CountReport, CountError> {
    let spec = asked.spec;
    // Without records there is no answer to add up.
    let found = |at: usize| found.get(at).copied().unwrap_or(0);
    let excluded = spec.exclusions.iter().zip(&questions.excluded);
    let unreadable = questions.unreadable.iter();
    let unreadable = unreadable
        .map(|(field, at)| FieldCount { field: (*field).to_owned(), records: found(*at) });
    let mut checks: Vec<CheckCount> = questions
        .checks
        .iter()
        .map(|(check, at)| told(check.code, check.text, found(*at)))
        .collect();
    let keys = frame.keys()?;
    if let Some(keys) = keys.clone() {
        let text = "births with the key of another: a death linked to it is counted with each";
        let repeated = keys::repeated(keys, (options, way)).await?;
        checks.push(told("birth-key-repeated", text, repeated));
    }
    let deaths = match (&frame.deaths, keys) {
        (Some(deaths), Some(keys)) => Some(unlinked(deaths, keys, options.stop).await?),
        _ => None,
    };
    Ok(CountReport {
        schema_version: 1,
        source: spec.source.clone(),
        class: spec.class,
        basis: spec.basis,
        inputs: inputs.listed(),
        births: found(questions.all),
        excluded: excluded
            .map(|(rule, at)| ExclusionCount { id: rule.id.clone(), births: found(*at) })
            .collect(),
        births_without_time: found(questions.timeless),
        births_outside: found(questions.outside),
        births_counted: cross.births,
        deaths,
        unreadable: unreadable.filter(|field| field.records > 0).collect(),
        missing: missing(spec, cross),
        births_without_area: cross.without_area[0],
        births_area_unreadable: cross.without_area[1],
        areas: cross.areas_told(),
        checks: checks.into_iter().filter(|check| check.records > 0).collect(),
        observations: 0,
        plan: cross.plan.clone(),
    })
}

/// Births without a category, by dimension.
fn missing(spec: &CountSpec, cross: &Cross<'_>) -> Vec<DimensionCount> {
    let dimensions = spec.dimensions.iter().zip(&cross.without_category);
    let missing = |(dimension, [without_code, code_unknown]): (&CountDimension, &[u64; 2])| {
        let dimension = dimension.id.clone();
        DimensionCount { dimension, without_code: *without_code, code_unknown: *code_unknown }
    };
    dimensions.map(missing).collect()
}

fn told(code: &str, text: &str, records: u64) -> CheckCount {
    CheckCount { code: code.to_owned(), text: text.to_owned(), records }
}

/// The standard fields that the specification gives, in order.
fn standard_fields(spec: &CountSpec) -> Vec<&'static str> {
    let deaths = spec.deaths.iter().flat_map(|deaths| deaths.fields.keys());
    let names = spec.births.fields.keys().chain(deaths);
    names.filter_map(|name| standard_field(name)).map(|field| field.name).collect()
}

/// That what a field holds is there and cannot be read. `stillborn` is never missing once it is
/// read.
fn unread(field: &str) -> String {
    let text = format!("nullif(btrim(CAST({} AS VARCHAR)), '')", raw_name(field));
    if field == "stillborn" {
        format!(
            "lower({text}) NOT IN ('true', 'false', 'yes', 'no', 'y', 'n', '1', '0', '1.0', '0.0')"
        )
    } else {
        format!("{field} IS NULL AND {text} IS NOT NULL")
    }
}

/// What became of deaths in files of their own.
async fn unlinked(
    deaths: &DataFrame,
    keys: DataFrame,
    stop: &dyn Fn() -> bool,
) -> Result<UnlinkedDeaths, CountError> {
    let sums = vec![count(lit(1_i64)).alias("__all"), count(col("__key"))];
    let found = numbers(deaths.clone(), sums, stop).await?;
    let (all, keyed) = (found[0], found[1]);
    let keys = keys.select(vec![col("__key").alias("__birth_key")]);
    let keys = keys.map_err(|error| failed(&error))?;
    let linked = deaths
        .clone()
        .join(keys, JoinType::LeftSemi, &["__key"], &["__birth_key"], None)
        .map_err(|error| failed(&error))?;
    let sums = vec![count(col("__key")).alias("__all"), count_distinct(col("__key"))];
    let found = numbers(linked, sums, stop).await?;
    let (with_birth, linked) = (found[0], found[1]);
    Ok(UnlinkedDeaths {
        deaths: all,
        linked,
        without_key: all - keyed,
        unlinked: keyed - with_birth,
        repeated: with_birth - linked,
    })
}

/// One row of numbers; none counts as 0, as a sum of no records is.
async fn numbers(
    frame: DataFrame,
    sums: Vec<Expr>,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<u64>, CountError> {
    // Two sums of one condition would have one name.
    let named =
        sums.into_iter().enumerate().map(|(at, sum)| sum.unalias().alias(format!("__{at}")));
    let frame = frame.aggregate(Vec::new(), named.collect()).map_err(|error| failed(&error))?;
    let mut running = Running::begin(stop, frame, "looking at the records").await?;
    let mut found = Vec::new();
    while let Some(batch) = running.next(stop).await? {
        if batch.num_rows() != 1 {
            continue;
        }
        for column in batch.columns() {
            let numbers = column.as_primitive_opt::<Int64Type>();
            let value = numbers.filter(|numbers| !numbers.is_null(0)).map_or(0, |n| n.value(0));
            found.push(u64::try_from(value).unwrap_or(0));
        }
    }
    Ok(found)
}
