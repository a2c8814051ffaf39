//! Specifications of counts.

use std::path::Path;

use firstyear_core::count::{
    CountArea, CountDimension, CountExclusion, CountGeography, CountIndicator, CountPart,
    CountPeriods, CountSpec, RecordColumn, RecordFiles,
};
use firstyear_core::{DimensionId, SourceClass};

use super::VERSION;
use super::form::Kind;
use super::plan::{Places, read_plan};
use crate::input::Input;
use crate::project::fields::Fields;
use crate::project::values::ListOf;
use crate::{OnProgress, ReadError, RecordLayout};

const KIND: Kind = Kind { list: "", name: "specification of counts", columns: &[] };

/// Reads a specification of counts, TOML or JSON.
///
/// # Errors
///
/// [`ReadError`] when the file cannot be opened, or with every fault and its line: a
/// specification with any is none. The files of records are not opened.
pub fn read_count_spec(path: &Path, progress: OnProgress<'_>) -> Result<CountSpec, ReadError> {
    read_input(&Input::at(path, &path.display().to_string().into())?, progress)
}

/// Reads the bytes of a specification, as [`read_count_spec`] does.
///
/// # Errors
///
/// As [`read_count_spec`].
pub fn read_count_spec_bytes(
    bytes: &[u8],
    file: &str,
    progress: OnProgress<'_>,
) -> Result<CountSpec, ReadError> {
    read_input(&Input::of_bytes(bytes, &file.into()), progress)
}

pub(crate) fn read_input(
    input: &Input<'_>,
    progress: OnProgress<'_>,
) -> Result<CountSpec, ReadError> {
    read_plan(input, &KIND, progress, spec, |spec: &CountSpec| {
        let faults = spec.faults().into_iter().map(|fault| (fault.part, fault.message));
        let fixed = [("births", Some(&spec.births)), ("deaths", spec.deaths.as_ref())];
        let fixed = fixed.into_iter().filter_map(|(name, records)| {
            let records = records.filter(|records| records.is_fixed_width())?;
            let message = RecordLayout::of(records).err()?;
            Some((CountPart::Spec, format!("`{name}.layout`: {message}")))
        });
        faults.chain(fixed).collect()
    })
}

fn spec(fields: &mut Fields<'_, '_>, places: &mut Places<CountPart>) -> Option<CountSpec> {
    let (source, title) = (fields.required("source"), fields.required("title"));
    let class = fields.optional("class").unwrap_or(SourceClass::Restricted);
    let basis = fields.required("basis");
    let births = fields.required_table("births", records);
    let deaths = fields.table("deaths", records).flatten();
    let period = fields.required_table("period", |mut fields| {
        let unit = fields.required("unit");
        let (first, last) = (fields.required("first"), fields.required("last"));
        let rolling = fields.optional("rolling");
        fields.finish();
        Some(CountPeriods { unit: unit?, first: first?, last: last?, rolling })
    });
    let area = fields.required_table("area", |mut fields| {
        let (from, total) = (fields.optional("from"), fields.optional("total"));
        let geography = fields.table("geography", geography).flatten();
        fields.finish();
        Some(CountArea { from, total, geography })
    });
    let exclusions = places.tables(fields, "exclude", CountPart::Exclusion, |mut fields| {
        let (id, condition) = (fields.required("id"), fields.required("where"));
        fields.finish();
        Some(CountExclusion { id: id?, condition: condition? })
    });
    let dimensions = places.tables(fields, "dimension", CountPart::Dimension, dimension);
    let indicators = places.tables(fields, "indicator", CountPart::Indicator, |mut fields| {
        let id = fields.required("id");
        let (numerator, denominator) =
            (fields.optional("numerator"), fields.optional("denominator"));
        let at = fields.optional("at");
        fields.finish();
        Some(CountIndicator { id: id?, numerator, denominator, at })
    });
    let tables = fields.stands("tables").then(|| fields.list::<ListOf<DimensionId>>("tables"));
    let tables = tables.flatten().map(|tables| tables.into_iter().map(|table| table.0).collect());
    Some(CountSpec {
        schema_version: VERSION,
        source: source?,
        title: title?,
        class,
        basis: basis?,
        births: births?,
        deaths,
        period: period?,
        area: area?,
        exclusions,
        dimensions,
        indicators,
        tables,
    })
}

fn records(mut fields: Fields<'_, '_>) -> Option<RecordFiles> {
    let files = fields.list("files");
    let (format, key) = (fields.optional("format"), fields.optional("key"));
    let layout = fields.optional("layout");
    let columns = fields.tables("column", |mut fields| {
        let name = fields.required("name");
        let (start, width) = (fields.required("start"), fields.required("width"));
        fields.finish();
        Some(RecordColumn { name: name?, start: start?, width: width? })
    });
    let named = fields.named("fields");
    fields.finish();
    Some(RecordFiles { files: files?, format, layout, columns, key, fields: named })
}

fn geography(mut fields: Fields<'_, '_>) -> Option<CountGeography> {
    let boundaries_on = fields.required("boundaries_on");
    let files = if fields.stands("files") { fields.list("files") } else { None };
    let within = fields.optional("within");
    let otherwise = fields.optional("otherwise").unwrap_or_default();
    fields.finish();
    let files = files.unwrap_or_default();
    Some(CountGeography { boundaries_on: boundaries_on?, files, within, otherwise })
}

fn dimension(mut fields: Fields<'_, '_>) -> Option<CountDimension> {
    let (id, from) = (fields.required("id"), fields.required("from"));
    let recode = fields.named("recode");
    let missing = fields.optional("missing");
    fields.finish();
    Some(CountDimension { id: id?, from: from?, recode, missing })
}
