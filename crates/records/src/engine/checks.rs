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
use super::pass::{Cross, collected};
use super::{CountError, CountOptions, keys};

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
        condition: "__weight = 0",
    },
];

/// What is asked of all records in one go; each answer is found by the place that asking gave.
#[derive(Default)]
struct Questions(Vec<Expr>);

impl Questions {
    fn ask(&mut self, sum: Expr) -> usize {
        self.0.push(sum);
        self.0.len() - 1
    }

    /// How many records meet a condition.
    fn how_many(&mut self, condition: Expr) -> Result<usize, CountError> {
        let one = when(condition, lit(1_i64)).otherwise(lit(0_i64));
        one.map(|one| self.ask(sum(one))).map_err(|error| failed(&error))
    }
}

pub(super) async fn report(
    asked: &Asked<'_>,
    inputs: &Inputs,
    frame: &Frame,
    cross: &Cross,
    options: &CountOptions<'_>,
) -> Result<CountReport, CountError> {
    let stop = options.stop;
    let (spec, births) = (asked.spec, &frame.births);
    let mut questions = Questions::default();
    let all = questions.ask(count(lit(1_i64)));
    let excluded = (0..spec.exclusions.len())
        .map(|at| questions.how_many(frame.excluded.clone().eq(lit(number(at)))))
        .collect::<Result<Vec<_>, _>>()?;
    let kept = || frame.excluded.clone().is_null();
    let timeless = questions.how_many(kept().and(own(births, "__birth_months IS NULL")?))?;
    let outside = own(births, "__birth_months IS NOT NULL AND __period IS NULL")?;
    let outside = questions.how_many(kept().and(outside))?;
    let fields = standard_fields(spec);
    let unreadable = fields
        .iter()
        .map(|field| questions.how_many(own(births, &unread(field))?))
        .collect::<Result<Vec<_>, _>>()?;
    let checks: Vec<&Check> = CHECKS
        .iter()
        .filter(|check| check.fields.iter().all(|field| fields.contains(field)))
        .collect();
    let failed_checks = checks
        .iter()
        .map(|check| questions.how_many(own(births, check.condition)?))
        .collect::<Result<Vec<_>, _>>()?;
    let found = numbers(births.clone(), questions.0, stop).await?;

    let excluded = spec.exclusions.iter().zip(excluded);
    let unreadable = fields.iter().zip(unreadable);
    let unreadable =
        unreadable.map(|(field, at)| FieldCount { field: (*field).to_owned(), records: found[at] });
    let mut told: Vec<CheckCount> = checks
        .iter()
        .zip(failed_checks)
        .map(|(check, at)| told(check.code, check.text, found[at]))
        .collect();
    if spec.births.key.is_some() {
        let text = "births with the key of another: a death linked to it is counted with each";
        let repeated = keys::repeated(&frame.births, options).await?;
        told.push(self::told("birth-key-repeated", text, repeated));
    }
    let deaths = match &frame.deaths {
        Some(deaths) => Some(unlinked(deaths, frame, stop).await?),
        None => None,
    };
    Ok(CountReport {
        schema_version: 1,
        source: spec.source.clone(),
        class: spec.class,
        basis: spec.basis,
        inputs: inputs.listed(),
        births: found[all],
        excluded: excluded
            .map(|(rule, at)| ExclusionCount { id: rule.id.clone(), births: found[at] })
            .collect(),
        births_without_time: found[timeless],
        births_outside: found[outside],
        births_counted: cross.births,
        deaths,
        unreadable: unreadable.filter(|field| field.records > 0).collect(),
        missing: missing(spec, cross),
        births_without_area: cross.without_area,
        checks: told.into_iter().filter(|check| check.records > 0).collect(),
        observations: 0,
        plan: cross.plan.clone(),
    })
}

/// Births without a category, by dimension.
fn missing(spec: &CountSpec, cross: &Cross) -> Vec<DimensionCount> {
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
    frame: &Frame,
    stop: &dyn Fn() -> bool,
) -> Result<UnlinkedDeaths, CountError> {
    let sums = vec![count(lit(1_i64)).alias("__all"), count(col("__key"))];
    let found = numbers(deaths.clone(), sums, stop).await?;
    let (all, keyed) = (found[0], found[1]);
    let keys = frame.births.clone().select(vec![col("__key").alias("__birth_key")]);
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
    let (batches, _) = collected(frame, "looking at the records", stop).await?;
    let mut found = Vec::new();
    for batch in batches.iter().filter(|batch| batch.num_rows() == 1) {
        for column in batch.columns() {
            let numbers = column.as_primitive_opt::<Int64Type>();
            let value = numbers.filter(|numbers| !numbers.is_null(0)).map_or(0, |n| n.value(0));
            found.push(u64::try_from(value).unwrap_or(0));
        }
    }
    Ok(found)
}
