//! Records with their fields: what each expression of the specification gives, read as what
//! its field holds, with deaths linked to births.
//!
//! Columns that the engine adds begin with two underscores, which no field may. `__raw_x` is
//! what the expression of the field `x` gives, `x` the same read as what the field holds, so
//! that what cannot be read is told from what is missing.

use std::collections::BTreeSet;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::Column;
use datafusion::common::tree_node::{TreeNode as _, TreeNodeRecursion};
use datafusion::logical_expr::{Expr, ExprSchemable as _, JoinType, Volatility, cast};
use datafusion::prelude::{DataFrame, SessionContext, lit, when};
use firstyear_catalogue::Catalogue;
use firstyear_core::CategoryId;
use firstyear_core::count::{
    CountCondition, CountFault, CountPart, CountSpec, FieldKind, RecordFiles, standard_field,
};

use super::CountError;
use super::files::Inputs;
use crate::table::MILLIONTHS;

/// A specification with what the catalogue knows of it.
pub(super) struct Asked<'s> {
    pub(super) spec: &'s CountSpec,
    pub(super) conditions: Vec<CountCondition>,
    /// For each dimension its codes, and what each stands for.
    pub(super) codes: Vec<Vec<(String, CategoryId)>>,
    /// For each dimension the category of births without a code.
    pub(super) missing: Vec<Option<CategoryId>>,
    /// The months of the first period, counted from the year 0, and of a period.
    pub(super) first_month: i64,
    pub(super) months: i64,
    /// How many periods.
    pub(super) periods: usize,
}

impl<'s> Asked<'s> {
    pub(super) fn of(spec: &'s CountSpec, catalogue: &Catalogue) -> Result<Self, CountError> {
        use chrono::Datelike as _;

        let mut faults = spec.faults();
        let conditions = crate::conditions(spec, catalogue);
        let codes = crate::codes(spec, catalogue);
        faults.extend(conditions.as_ref().err().into_iter().flatten().cloned());
        faults.extend(codes.as_ref().err().into_iter().flatten().cloned());
        let of_deaths = conditions.iter().flatten().enumerate();
        let of_deaths = of_deaths.filter(|(_, one)| !spec.tells_of_deaths() && one.is_of_deaths());
        faults.extend(of_deaths.map(|(at, one)| CountFault {
            part: CountPart::Indicator(at),
            message: format!(
                "`{}` counts deaths, and nothing tells of any: give `deaths`, or a field of death such as `death_date` in `births.fields`",
                one.id
            ),
        }));
        let periods = spec.periods();
        let (Ok(conditions), Ok(codes), Ok(periods), true) =
            (conditions, codes, &periods, faults.is_empty())
        else {
            return Err(CountError::Faults(faults));
        };
        let first = periods.first().ok_or_else(|| {
            let message = "there is no period".to_owned();
            CountError::Faults(vec![CountFault { part: CountPart::Spec, message }])
        })?;
        let start = first.start();
        Ok(Self {
            spec,
            conditions,
            codes,
            missing: spec
                .dimensions
                .iter()
                .map(|one| crate::missing_category(&one.id, one.missing.as_ref(), catalogue))
                .collect(),
            first_month: i64::from(start.year()) * 12 + i64::from(start.month0()),
            months: i64::from(first.months()),
            periods: periods.len(),
        })
    }

    fn has(&self, field: &str) -> bool {
        let deaths = self.spec.deaths.as_ref();
        self.spec.births.fields.contains_key(field)
            || deaths.is_some_and(|deaths| deaths.fields.contains_key(field))
    }
}

/// Births with their deaths, a row each.
pub(super) struct Frame {
    /// All records of births, with the columns that this module adds.
    pub(super) births: DataFrame,
    /// All records of deaths with their keys, where they have files of their own.
    pub(super) deaths: Option<DataFrame>,
    /// Births as they stand in their files, and their key in terms of those columns.
    pub(super) opened: DataFrame,
    pub(super) key: Option<Expr>,
    /// The first death of each key, as `__death_key`.
    pub(super) first_deaths: Option<DataFrame>,
    /// The place of the exclusion that leaves a record out; none for one that is kept.
    pub(super) excluded: Expr,
    /// Numerator and denominator of each indicator.
    pub(super) indicators: Vec<[Expr; 2]>,
}

impl Frame {
    pub(super) async fn of(
        asked: &Asked<'_>,
        inputs: &Inputs,
        context: &SessionContext,
    ) -> Result<Self, CountError> {
        let spec = asked.spec;
        let opened = inputs.births.open(context).await?;
        let mut whole = has_whole_keys(&opened, &spec.births, "births")?;
        let mut opened_deaths = None;
        if let (Some(table), Some(records_of)) = (&inputs.deaths, &spec.deaths) {
            let opened = table.open(context).await?;
            whole = whole && has_whole_keys(&opened, records_of, "deaths")?;
            opened_deaths = Some((opened, records_of));
        }
        let key = key_of(&opened, &spec.births, "births", whole)?;
        let mut births = records(opened.clone(), &spec.births, "births", whole, true)?;
        let (mut deaths, mut first_deaths) = (None, None);
        if let Some((opened, records_of)) = opened_deaths {
            let all = records(opened, records_of, "deaths", whole, false)?;
            let first = first_of_each(&all, records_of)?;
            births = first
                .clone()
                .join(births, JoinType::Right, &["__death_key"], &["__key"], None)
                .map_err(|error| failed(&error))?;
            (deaths, first_deaths) = (Some(all), Some(first));
        }
        let births = births_with(births, &lifespan(asked))?;
        let births = births_with(births, &ages(asked))?;
        let births = births_with(births, &periods(asked))?;
        let births = births_with_splits(births, asked)?;
        let conditions = asked.conditions.iter().zip(&spec.indicators);
        let indicators = conditions
            .map(|(condition, indicator)| {
                let part = |name| format!("{name} of `{}`", indicator.id);
                Ok([
                    whether(&births, &part("numerator"), &condition.numerator)?,
                    whether(&births, &part("denominator"), &condition.denominator)?,
                ])
            })
            .collect::<Result<Vec<_>, CountError>>()?;
        let excluded = excluded(&births, spec)?;
        Ok(Self { births, deaths, opened, key, first_deaths, excluded, indicators })
    }

    /// The keys of births alone, as `__key`; none where births have none.
    pub(super) fn keys(&self) -> Result<Option<DataFrame>, CountError> {
        let Some(key) = self.key.clone() else { return Ok(None) };
        selected(self.opened.clone(), vec![key.alias("__key")]).map(Some)
    }
}

/// Whether the keys are whole numbers, or there are none. Numbers are the same where their
/// text is, and take less of memory and time.
fn has_whole_keys(
    opened: &DataFrame,
    records: &RecordFiles,
    name: &str,
) -> Result<bool, CountError> {
    let Some(key) = &records.key else { return Ok(true) };
    let expr = expression(opened, &format!("{name}.key"), key)?;
    let held = expr.get_type(opened.schema()).map_err(|error| failed(&error))?;
    Ok(held.is_integer() && held != DataType::UInt64)
}

/// The key of records: a whole number, or text.
fn key_of(
    opened: &DataFrame,
    records: &RecordFiles,
    name: &str,
    whole: bool,
) -> Result<Option<Expr>, CountError> {
    let Some(key) = &records.key else { return Ok(None) };
    let expr = expression(opened, &format!("{name}.key"), key)?;
    Ok(Some(if whole { cast(expr, DataType::Int64) } else { as_text(expr) }))
}

/// Records with their fields, and the key of each as `__key`.
fn records(
    opened: DataFrame,
    records: &RecordFiles,
    name: &str,
    whole_keys: bool,
    with_columns: bool,
) -> Result<DataFrame, CountError> {
    untold(&opened, records, name)?;
    let mut raw: Vec<Expr> = Vec::new();
    for (field, text) in &records.fields {
        let expr = expression(&opened, &format!("{name}.fields.{field}"), text)?;
        raw.push(expr.alias(raw_name(field)));
    }
    raw.extend(key_of(&opened, records, name, whole_keys)?.map(|key| key.alias("__key")));
    // A field takes the place of a column of its name.
    let kept = opened.schema().fields().iter().map(|field| field.name().clone());
    let kept: Vec<String> = kept
        .filter(|column| with_columns && !records.fields.contains_key(column))
        .filter(|column| !column.starts_with("__"))
        .collect();
    raw.extend(kept.iter().map(|column| Expr::Column(Column::new_unqualified(column))));
    let frame = selected(opened, raw)?;

    let mut read: Vec<Expr> = columns(&frame);
    for field in records.fields.keys() {
        let column = Expr::Column(Column::new_unqualified(raw_name(field)));
        let expr = match standard_field(field) {
            Some(standard) => typed(&frame, standard.kind, &raw_name(field))?,
            None => column,
        };
        read.push(expr.alias(field));
    }
    selected(frame, read)
}

/// A column with the name of a standard field is taken for it by who reads the specification:
/// it must be said what it holds.
fn untold(opened: &DataFrame, records: &RecordFiles, name: &str) -> Result<(), CountError> {
    let columns = opened.schema().fields().iter().map(|field| field.name());
    let mut untold = columns
        .filter(|column| standard_field(column).is_some() && !records.fields.contains_key(*column));
    untold.next().map_or(Ok(()), |column| {
        let why = format!(
            "is a column with the name of a standard field, and nothing says what it holds: add `{column} = \"{column}\"`, or rename the column"
        );
        Err(CountError::Expression { part: format!("{name}.fields"), text: column.clone(), why })
    })
}

/// Under what name the value of a field stands before it is read.
pub(super) fn raw_name(field: &str) -> String {
    format!("__raw_{field}")
}

/// The first death of each key, as `__death_key`. Deaths without a key stay apart. Where births
/// are joined, deaths are the side that the engine holds, as they are the fewer by far.
fn first_of_each(deaths: &DataFrame, records: &RecordFiles) -> Result<DataFrame, CountError> {
    let order: Vec<String> = records.fields.keys().map(|field| format!("\"{field}\"")).collect();
    let order = if order.is_empty() { "__key".to_owned() } else { order.join(", ") };
    let place = format!("row_number() OVER (PARTITION BY __key ORDER BY {order})");
    let mut taken: Vec<Expr> = columns(deaths);
    taken.push(own(deaths, &place)?.alias("__place"));
    let first = selected(deaths.clone(), taken)?;
    let is_first = own(&first, "__place = 1 AND __key IS NOT NULL")?;
    let first = first.filter(is_first).map_err(|error| failed(&error))?;
    let mut taken: Vec<Expr> = columns(&first)
        .into_iter()
        .filter(|expr| !matches!(expr, Expr::Column(column) if column.name == "__key" || column.name == "__place"))
        .collect();
    taken.push(own(&first, "__key")?.alias("__death_key"));
    selected(first, taken)
}

/// Whether a birth was alive, whether a death is told of, and what it weighs.
fn lifespan(asked: &Asked<'_>) -> Vec<(&'static str, String)> {
    let stillborn = if asked.has("stillborn") { "coalesce(stillborn, FALSE)" } else { "FALSE" };
    let one = format!("CAST({MILLIONTHS} AS BIGINT)");
    let weight = if asked.has("weight") { "coalesce(weight, 0)".to_owned() } else { one };
    let death_weight =
        if asked.has("death_weight") { "coalesce(death_weight, 0)" } else { &weight };
    let told = if asked.spec.deaths.is_some() {
        "__death_key IS NOT NULL".to_owned()
    } else {
        let dated = ["death_date", "age_at_death"].into_iter().filter(|field| asked.has(field));
        let dated: Vec<String> = dated.map(|field| format!("{field} IS NOT NULL")).collect();
        match (dated.is_empty(), asked.has("death_year")) {
            (false, _) => format!("({})", dated.join(" OR ")),
            (true, true) => "death_year IS NOT NULL".to_owned(),
            (true, false) => "FALSE".to_owned(),
        }
    };
    vec![
        ("__weight", weight.clone()),
        ("__death_weight", death_weight.to_owned()),
        ("__death_told", told.clone()),
        ("stillborn", stillborn.to_owned()),
        ("born_alive", format!("NOT ({stillborn})")),
        ("died", format!("(NOT ({stillborn})) AND {told}")),
    ]
}

/// Ages at death. An age below 0 is not known: a check tells how many there are.
fn ages(asked: &Asked<'_>) -> Vec<(&'static str, String)> {
    const BETWEEN: &str = "CAST(CAST(death_date AS INT) - CAST(birth_date AS INT) AS BIGINT)";
    let days = asked.has("death_date") && asked.has("birth_date");
    let between = if days { BETWEEN } else { "CAST(NULL AS BIGINT)" };
    let told = match (asked.has("age_at_death"), days) {
        (true, true) => format!("coalesce(age_at_death, {BETWEEN})"),
        (true, false) => "age_at_death".to_owned(),
        (false, _) => between.to_owned(),
    };
    let age = format!("CASE WHEN died AND ({told}) >= 0 THEN ({told}) END");
    let by_age = format!("({age}) < 365");
    let under = if days {
        // Completed years: those between the calendar years, less one where the birthday
        // has not come. A birthday on 29 February comes on 1 March in a common year.
        let day =
            |name: &str| format!("(date_part('month', {name}) * 100 + date_part('day', {name}))");
        let (death, birth) = (day("death_date"), day("birth_date"));
        let years = "date_part('year', death_date) - date_part('year', birth_date)";
        format!(
            "CASE WHEN NOT died THEN NULL WHEN {BETWEEN} >= 0 THEN {years} - (CASE WHEN {death} < {birth} THEN 1 ELSE 0 END) < 1 ELSE {by_age} END"
        )
    } else {
        by_age
    };
    vec![("__days_between", between.to_owned()), ("age_days", age), ("under_1_year", under)]
}

/// In which period a record was born, and in which its events are counted.
fn periods(asked: &Asked<'_>) -> Vec<(&'static str, String)> {
    let months = |event: &str| {
        let (date, year, month) =
            (format!("{event}_date"), format!("{event}_year"), format!("{event}_month"));
        let by_date = format!(
            "CAST(date_part('year', {date}) AS BIGINT) * 12 + CAST(date_part('month', {date}) AS BIGINT) - 1"
        );
        let by_year = if asked.has(&month) {
            format!("CASE WHEN {month} BETWEEN 1 AND 12 THEN {year} * 12 + {month} - 1 END")
        } else {
            format!("{year} * 12")
        };
        match (asked.has(&date), asked.has(&year)) {
            (true, true) => format!("coalesce({by_date}, {by_year})"),
            (true, false) => by_date,
            (false, true) => by_year,
            (false, false) => "CAST(NULL AS BIGINT)".to_owned(),
        }
    };
    let index = |months: &str| {
        let (first, length) = (asked.first_month, asked.months);
        let end = first + length * number(asked.periods);
        format!(
            "CASE WHEN ({months}) >= {first} AND ({months}) < {end} THEN (({months}) - {first}) / {length} END"
        )
    };
    let (birth, death) = (months("birth"), months("death"));
    let of_birth = index(&birth);
    vec![
        ("__birth_months", birth),
        ("__period", of_birth.clone()),
        ("__event_period", format!("CASE WHEN died THEN {} ELSE {of_birth} END", index(&death))),
    ]
}

fn births_with(
    births: DataFrame,
    added: &[(&'static str, String)],
) -> Result<DataFrame, CountError> {
    let names: BTreeSet<&str> = added.iter().map(|(name, _)| *name).collect();
    let mut exprs: Vec<Expr> = columns(&births)
        .into_iter()
        .filter(
            |expr| !matches!(expr, Expr::Column(column) if names.contains(column.name.as_str())),
        )
        .collect();
    for (name, text) in added {
        exprs.push(own(&births, text)?.alias(*name));
    }
    selected(births, exprs)
}

/// The area as `__area` and the place of the code in each dimension as `__split_n`: one more
/// than the last for a code that is not known, none for a missing one.
fn births_with_splits(births: DataFrame, asked: &Asked<'_>) -> Result<DataFrame, CountError> {
    let mut exprs = columns(&births);
    let area = match &asked.spec.area.from {
        Some(text) => as_text(expression(&births, "area.from", text)?),
        None => lit(datafusion::common::ScalarValue::Utf8(None)),
    };
    exprs.push(area.alias("__area"));
    for (at, dimension) in asked.spec.dimensions.iter().enumerate() {
        let part = format!("`from` of `{}`", dimension.id);
        let code = as_text(expression(&births, &part, &dimension.from)?);
        let codes = asked.codes.get(at).map(Vec::as_slice).unwrap_or_default();
        let unknown = number(codes.len());
        let mut place =
            when(code.clone().is_null(), lit(datafusion::common::ScalarValue::Int64(None)));
        for (at, (text, _)) in codes.iter().enumerate() {
            place = place.when(code.clone().eq(lit(text.as_str())), lit(number(at)));
        }
        let place = place.otherwise(lit(unknown)).map_err(|error| failed(&error))?;
        exprs.push(place.alias(split_name(at)));
    }
    selected(births, exprs)
}

pub(super) fn split_name(at: usize) -> String {
    format!("__split_{at}")
}

/// Which exclusion leaves a record out: the first that holds, none where all fail or cannot
/// be told.
fn excluded(births: &DataFrame, spec: &CountSpec) -> Result<Expr, CountError> {
    let mut rules = spec.exclusions.iter().enumerate().map(|(at, exclusion)| {
        let part = format!("`where` of `{}`", exclusion.id);
        whether(births, &part, &exclusion.condition).map(|holds| (holds, lit(number(at))))
    });
    let Some(first) = rules.next() else {
        return Ok(lit(datafusion::common::ScalarValue::Int64(None)));
    };
    let (holds, at) = first?;
    let mut case = when(holds, at);
    for rule in rules {
        let (holds, at) = rule?;
        case = case.when(holds, at);
    }
    case.end().map_err(|error| failed(&error))
}

/// A condition of the specification.
fn whether(frame: &DataFrame, part: &str, text: &str) -> Result<Expr, CountError> {
    let expr = expression(frame, part, text)?;
    let wrong =
        |why: String| CountError::Expression { part: part.to_owned(), text: text.to_owned(), why };
    match expr.get_type(frame.schema()) {
        Ok(DataType::Boolean) => Ok(expr),
        Ok(other) => {
            Err(wrong(format!("is no condition, as it gives {other}: compare it with something")))
        }
        Err(error) => Err(CountError::of_expression(&error, part, text)),
    }
}

/// An expression of the specification. It must give the same for the same record each time.
fn expression(frame: &DataFrame, part: &str, text: &str) -> Result<Expr, CountError> {
    let of = |error| CountError::of_expression(&error, part, text);
    let expr = frame.parse_sql_expr(text).map_err(of)?;
    let mut changing: Option<String> = None;
    let mut own_column: Option<String> = None;
    expr.apply(|inner| {
        match inner {
            Expr::ScalarFunction(call)
                if call.func.signature().volatility != Volatility::Immutable =>
            {
                changing = Some(call.func.name().to_owned());
            }
            Expr::AggregateFunction(call) => changing = Some(call.func.name().to_owned()),
            Expr::WindowFunction(_)
            | Expr::ScalarSubquery(_)
            | Expr::InSubquery(_)
            | Expr::Exists(_) => {
                changing = Some("a query".to_owned());
            }
            Expr::Column(column) if column.name.starts_with("__") => {
                own_column = Some(column.name.clone());
            }
            _ => {}
        }
        Ok(TreeNodeRecursion::Continue)
    })
    .map_err(of)?;
    let wrong =
        |why: String| CountError::Expression { part: part.to_owned(), text: text.to_owned(), why };
    if let Some(name) = changing {
        return Err(wrong(format!(
            "asks for `{name}`, which looks beyond one record: use its own columns"
        )));
    }
    if let Some(name) = own_column {
        return Err(wrong(format!(
            "names `{name}`, which is no column: names do not begin with __"
        )));
    }
    // Whether its types fit is told now, and not by the first record.
    expr.get_type(frame.schema()).map_err(of)?;
    Ok(expr)
}

/// An expression of this crate.
pub(super) fn own(frame: &DataFrame, text: &str) -> Result<Expr, CountError> {
    frame.parse_sql_expr(text).map_err(|error| failed(&error))
}

/// A value as text without blanks around it, where it is not empty.
fn as_text(expr: Expr) -> Expr {
    use datafusion::functions::core::expr_fn::nullif;
    use datafusion::functions::string::expr_fn::btrim;

    let text = cast(expr, DataType::Utf8);
    nullif(btrim(vec![text]), lit(""))
}

/// What a column holds, read as a field of this kind; none where it cannot be.
fn typed(frame: &DataFrame, kind: FieldKind, column: &str) -> Result<Expr, CountError> {
    let field = frame.schema().field_with_unqualified_name(column);
    let held = field.map_err(|error| failed(&error))?.data_type().clone();
    let is_text = matches!(held, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
        || matches!(&held, DataType::Dictionary(_, values) if matches!(values.as_ref(), DataType::Utf8 | DataType::LargeUtf8));
    let trimmed = format!("nullif(btrim(CAST({column} AS VARCHAR)), '')");
    let number = if is_text {
        format!("TRY_CAST({trimmed} AS DOUBLE)")
    } else {
        format!("TRY_CAST({column} AS DOUBLE)")
    };
    let text = match kind {
        FieldKind::Day if is_text => format!("TRY_CAST({trimmed} AS DATE)"),
        FieldKind::Day if held.is_temporal() => format!("TRY_CAST({column} AS DATE)"),
        FieldKind::Day => "CAST(NULL AS DATE)".to_owned(),
        FieldKind::Whole if held.is_integer() => format!("CAST({column} AS BIGINT)"),
        FieldKind::Whole => format!(
            "CASE WHEN CAST(TRY_CAST({number} AS BIGINT) AS DOUBLE) = {number} THEN TRY_CAST({number} AS BIGINT) END"
        ),
        FieldKind::Flag if held == DataType::Boolean => column.to_owned(),
        FieldKind::Flag if is_text => format!(
            "CASE lower({trimmed}) WHEN 'true' THEN TRUE WHEN 'yes' THEN TRUE WHEN 'y' THEN TRUE WHEN '1' THEN TRUE WHEN 'false' THEN FALSE WHEN 'no' THEN FALSE WHEN 'n' THEN FALSE WHEN '0' THEN FALSE END"
        ),
        FieldKind::Flag => {
            format!("CASE WHEN {number} = 1 THEN TRUE WHEN {number} = 0 THEN FALSE END")
        }
        FieldKind::Weight => format!(
            "CASE WHEN {number} >= 0 AND {number} <= 1000000 THEN CAST({number} * {MILLIONTHS} + 0.5 AS BIGINT) END"
        ),
    };
    own(frame, &text)
}

/// Every column as it stands.
pub(super) fn columns(frame: &DataFrame) -> Vec<Expr> {
    let names = frame.schema().fields().iter().map(|field| field.name().clone());
    names.map(|name| Expr::Column(Column::new_unqualified(name))).collect()
}

fn selected(frame: DataFrame, exprs: Vec<Expr>) -> Result<DataFrame, CountError> {
    frame.select(exprs).map_err(|error| failed(&error))
}

/// A place or a length as the engine counts.
pub(super) fn number(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

/// That the engine does not take what this crate asks of it.
pub(super) fn failed(error: &datafusion::error::DataFusionError) -> CountError {
    CountError::of(error, "planning the count")
}
