//! What a count says of its records: how many were read, left out, unlinked and unreadable,
//! and what cannot be right.

use datafusion::arrow::array::{Array as _, AsArray as _};
use datafusion::arrow::datatypes::Int64Type;
use datafusion::functions_aggregate::expr_fn::{count, count_distinct, sum};
use datafusion::logical_expr::{Expr, JoinType};
use datafusion::prelude::{DataFrame, col, lit, when};
use firstyear_core::count::{
    CheckCount, CountReport, CountSpec, DimensionCount, ExclusionCount, FieldCount, UnlinkedDeaths,
    standard_field,
};

use super::CountError;
use super::files::Inputs;
use super::frame::{Asked, Frame, failed, number, own, raw_name};
use super::pass::{Cross, collected};

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

pub(super) async fn report(
    asked: &Asked<'_>,
    inputs: &Inputs,
    frame: &Frame,
    cross: &Cross,
    stop: &dyn Fn() -> bool,
) -> Result<CountReport, CountError> {
    let spec = asked.spec;
    let fields = standard_fields(spec);
    let checks: Vec<&Check> = CHECKS
        .iter()
        .filter(|check| check.fields.iter().all(|field| fields.contains(field)))
        .collect();
    let births = frame.births.clone();
    let mut sums = vec![count(lit(1_i64)).alias("__all")];
    for at in 0..spec.exclusions.len() {
        sums.push(how_many(frame.excluded.clone().eq(lit(number(at))))?);
    }
    let kept = || frame.excluded.clone().is_null();
    sums.push(how_many(kept().and(own(&births, "__birth_months IS NULL")?))?);
    let outside = own(&births, "__birth_months IS NOT NULL AND __period IS NULL")?;
    sums.push(how_many(kept().and(outside))?);
    for field in &fields {
        let text = format!(
            "{field} IS NULL AND nullif(btrim(CAST({} AS VARCHAR)), '') IS NOT NULL",
            raw_name(field)
        );
        // `stillborn` is never missing once it is read.
        let text = if *field == "stillborn" { unread_flag() } else { text };
        sums.push(how_many(own(&births, &text)?)?);
    }
    for check in &checks {
        sums.push(how_many(own(&births, check.condition)?)?);
    }
    let has_keys = spec.births.key.is_some();
    if has_keys {
        sums.push(count(col("__key")));
        sums.push(count_distinct(col("__key")));
    }
    let mut found = numbers(births, sums, stop).await?.into_iter();
    let mut next = || found.next().unwrap_or(0);

    let all = next();
    let excluded = spec.exclusions.iter();
    let excluded =
        excluded.map(|rule| ExclusionCount { id: rule.id.clone(), births: next() }).collect();
    let (births_without_time, births_outside) = (next(), next());
    let unreadable =
        fields.iter().map(|field| FieldCount { field: (*field).to_owned(), records: next() });
    let unreadable = unreadable.filter(|field| field.records > 0).collect();
    let mut told: Vec<CheckCount> = checks
        .iter()
        .map(|check| told(check.code, check.text, next()))
        .filter(|check| check.records > 0)
        .collect();
    if has_keys {
        let repeated = next().saturating_sub(next());
        let text = "births with the key of another: a death linked to it is counted with each";
        told.extend((repeated > 0).then(|| self::told("birth-key-repeated", text, repeated)));
    }
    let deaths = match &frame.deaths {
        Some(deaths) => Some(unlinked(deaths, frame, stop).await?),
        None => None,
    };
    let missing = spec.dimensions.iter().zip(&cross.without_category);
    Ok(CountReport {
        schema_version: 1,
        source: spec.source.clone(),
        class: spec.class,
        basis: spec.basis,
        inputs: inputs.listed(),
        births: all,
        excluded,
        births_without_time,
        births_outside,
        births_counted: cross.births,
        deaths,
        unreadable,
        missing: missing
            .map(|(dimension, [without_code, code_unknown])| DimensionCount {
                dimension: dimension.id.clone(),
                without_code: *without_code,
                code_unknown: *code_unknown,
            })
            .collect(),
        births_without_area: cross.without_area,
        checks: told,
        observations: 0,
        plan: cross.plan.clone(),
    })
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

/// That what `stillborn` holds is neither yes nor no.
fn unread_flag() -> String {
    let raw = raw_name("stillborn");
    format!(
        "lower(nullif(btrim(CAST({raw} AS VARCHAR)), '')) NOT IN ('true', 'false', 'yes', 'no', 'y', 'n', '1', '0', '1.0', '0.0')"
    )
}

/// How many records meet a condition.
fn how_many(condition: Expr) -> Result<Expr, CountError> {
    when(condition, lit(1_i64)).otherwise(lit(0_i64)).map(sum).map_err(|error| failed(&error))
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
