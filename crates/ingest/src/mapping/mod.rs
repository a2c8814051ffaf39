//! Mapping files: how a table that no reader knows is read.
//!
//! [`read`] reads the authored document; [`read_mapped_file`] and
//! [`survey_mapped_file`] read a table by it.
//!
//! [`read_mapped_file`]: crate::read_mapped_file
//! [`survey_mapped_file`]: crate::survey_mapped_file

use std::collections::BTreeSet;
use std::sync::Arc;

use firstyear_core::ProblemCode;
use firstyear_core::mapping::{
    AreaRule, GroupRule, IndicatorName, Mapping, MeasureRule, PassOver, PeriodRule, TableShape,
};
use toml::de::DeTable;

use crate::ReadError;
use crate::fault::Fault;
use crate::project::fields::{Document, Fields};
use crate::text::decode;

mod draft;
pub(crate) mod lines;
pub(crate) mod numbers;
pub(crate) mod places;
pub(crate) mod reader;
pub(crate) mod shipped;

pub use draft::draft_mapping;
pub(crate) use reader::FORMAT;

/// The version of the layout that this program reads.
const VERSION: u32 = 1;

/// Reads a mapping file. `file` is the name under which problems speak of it.
///
/// # Errors
///
/// [`ReadError::Unusable`] with every problem of it: a mapping with a fault
/// would read a table as something it is not.
///
/// # Example
///
/// ```
/// let text = b"schema_version = 1\ntitle = 'Deaths'\n[area]\ncolumn = 'Code'\n[period]\n\
///              columns = ['Year']\n[[measure]]\nindicator = 'infant-mortality-rate'\n\
///              value = 'Rate'\n";
/// let problems = firstyear_ingest::mapping::read(text, "m.toml").unwrap_err().problems();
/// assert_eq!(problems[0].to_string(), "m.toml, row 7, column `factor`: the field is missing");
/// ```
pub fn read(input: &[u8], file: &str) -> Result<Mapping, ReadError> {
    let file: Arc<str> = file.into();
    let text = decode(input, &file)?;
    let document = Document::new(text, file, "mapping file");
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let message = format!("not valid TOML: {}", error.message());
        let fault = Fault::new(ProblemCode::ProjectInvalid, message);
        document.add(error.span(), None, &fault);
    }
    let mapping = errors
        .is_empty()
        .then(|| read_mapping(Fields::new(&document, table.get_ref(), None)))
        .flatten();
    let problems = document.finish();
    match mapping {
        Some(mapping) if problems.is_empty() => Ok(mapping),
        _ => Err(ReadError::Unusable { problems }),
    }
}

fn read_mapping(mut fields: Fields<'_, '_>) -> Option<Mapping> {
    let schema_version: u32 = fields.required("schema_version")?;
    if schema_version != VERSION {
        let message = "the file has a version of the layout that this program does not read";
        fields.fault("schema_version", &Fault::new(ProblemCode::ProjectVersion, message));
        return None;
    }
    let title = fields.required("title");
    let table = fields.table("table", read_table).unwrap_or_default();
    let area = fields.table("area", read_area);
    let period = fields.table("period", read_period);
    for (name, stands) in [("area", area.is_some()), ("period", period.is_some())] {
        if !stands && !fields.stands(name) {
            fields.missing(name);
        }
    }
    let groups = fields.tables("group", read_group);
    let measures = fields.tables("measure", |fields| Some(read_measure(fields)));
    if !fields.stands("measure") {
        fields.missing("measure");
    }
    let indicators = fields.tables("indicator", read_indicator);
    let marks = fields.named("marks");
    let passed_over = fields.tables("pass_over", read_pass_over);
    let ignore = fields.optional_list("ignore");
    let source = fields
        .table("source", |fields| crate::project::read_source(fields, &mut BTreeSet::new()))
        .flatten();
    let recognised_by = fields.named("recognised_by");
    fields.finish();
    Some(Mapping {
        schema_version,
        title: title?,
        table,
        area: area?,
        period: period?,
        groups,
        measures,
        indicators,
        marks,
        passed_over,
        ignore,
        source,
        recognised_by,
    })
}

fn read_table(mut fields: Fields<'_, '_>) -> TableShape {
    const HEADER_ROWS: std::ops::RangeInclusive<u64> = 1..=5;
    let shape = TableShape {
        sheet: fields.optional("sheet"),
        header_row: fields.optional("header_row"),
        header_rows: fields.optional("header_rows"),
        separator: fields.optional("separator"),
        decimal: fields.optional("decimal"),
        thousands: fields.optional("thousands"),
        ends_at: fields.optional_list("ends_at"),
    };
    if shape.header_row == Some(0) {
        fields.reject("header_row", "rows are counted from 1");
    }
    if shape.header_rows.is_some_and(|rows| !HEADER_ROWS.contains(&rows)) {
        fields.reject("header_rows", "a header takes 1 to 5 rows");
    }
    let point = shape.decimal.map_or(".", |mark| mark.word());
    if shape.thousands.is_some_and(|mark| mark.word() == point) {
        fields.reject("thousands", "thousands and decimals have the same mark");
    }
    fields.finish();
    shape
}

fn read_area(mut fields: Fields<'_, '_>) -> AreaRule {
    let rule = AreaRule {
        column: fields.optional("column"),
        scheme: fields.optional("scheme"),
        names: fields.optional("names"),
        prefixes: fields.optional_list("prefixes"),
        boundaries_on: fields.optional("boundaries_on"),
        recode: fields.named("recode"),
        code: fields.optional("code"),
    };
    let given = [fields.stands("column") || fields.stands("names"), fields.stands("code")];
    match given.into_iter().filter(|given| *given).count() {
        0 => fields.reject("column", "say which area: column, names or code"),
        2 => fields.reject("code", "the area stands in a column, and for the whole table as well"),
        _ => {}
    }
    fields.finish();
    rule
}

fn read_period(mut fields: Fields<'_, '_>) -> PeriodRule {
    let rule = PeriodRule {
        columns: fields.optional_list("columns"),
        unit: fields.optional("unit"),
        dates: fields.optional("dates"),
        label: fields.optional("label"),
    };
    match (fields.stands("columns"), fields.stands("label")) {
        (false, false) => fields.reject("columns", "say which period: columns or label"),
        (true, true) => {
            fields.reject("label", "the period stands in columns, and for the whole table as well");
        }
        _ => {}
    }
    if fields.stands("dates") && !fields.stands("unit") {
        fields.reject("dates", "a date needs the unit in which it lies: add unit");
    }
    fields.finish();
    rule
}

fn read_group(mut fields: Fields<'_, '_>) -> Option<GroupRule> {
    let column = fields.required("column");
    let dimension = fields.required("dimension");
    let name = fields.optional("name");
    let recode = fields.named("recode");
    let everyone = fields.optional_list("everyone");
    fields.finish();
    Some(GroupRule { column: column?, dimension: dimension?, name, recode, everyone })
}

fn read_measure(mut fields: Fields<'_, '_>) -> MeasureRule {
    let rule = MeasureRule {
        indicator: fields.optional("indicator"),
        indicator_column: fields.optional("indicator_column"),
        recode: fields.named("recode"),
        groups: fields.optional("groups"),
        numerator: fields.optional("numerator"),
        denominator: fields.optional("denominator"),
        value: fields.optional("value"),
        factor: fields.optional("factor"),
        lower: fields.optional("lower"),
        upper: fields.optional("upper"),
        confidence: fields.optional("confidence"),
        standard_error: fields.optional("standard_error"),
        note: fields.optional("note"),
    };
    match (fields.stands("indicator"), fields.stands("indicator_column")) {
        (false, false) => fields.missing("indicator"),
        (true, true) => {
            fields.reject("indicator", "one indicator is named, and a column of them as well");
        }
        _ => {}
    }
    let figures = ["numerator", "denominator", "value"];
    if !figures.into_iter().any(|name| fields.stands(name)) {
        fields.reject("value", "name a column of figures: numerator, denominator or value");
    }
    if fields.stands("value") && !fields.stands("factor") {
        fields.missing("factor");
    }
    if rule.factor.is_some_and(|factor| factor <= 0.0) {
        fields.reject("factor", "the factor is not above zero");
    }
    let limits = ["lower", "upper", "confidence"];
    if limits.into_iter().any(|name| fields.stands(name)) {
        limits.into_iter().filter(|name| !fields.stands(name)).for_each(|n| fields.missing(n));
    }
    fields.finish();
    rule
}

fn read_indicator(mut fields: Fields<'_, '_>) -> Option<IndicatorName> {
    let (id, name) = (fields.required("id"), fields.required("name"));
    let unit = fields.optional("unit");
    fields.finish();
    Some(IndicatorName { id: id?, name: name?, unit })
}

fn read_pass_over(mut fields: Fields<'_, '_>) -> Option<PassOver> {
    let column = fields.required("column");
    let texts = fields.list("texts");
    let because = fields.required("because");
    fields.finish();
    Some(PassOver { column: column?, texts: texts?, because: because? })
}
