//! Frictionless Data Packages 2.0, by their `datapackage.json`: tables in the
//! tidy layout, whose schema says why numbers are missing and how groups are
//! ordered.
//!
//! | the schema has                         | is read as                          |
//! |----------------------------------------|-------------------------------------|
//! | labelled missing values of a number    | withheld, absent or not applicable  |
//! | a field with categories                | a dimension, and its rows' groups   |
//! | categories that are ordered            | the order of the dimension          |

mod schema;

use std::path::Path;
use std::sync::Arc;

use firstyear_core::layout::{gap, observation as column};
use firstyear_core::project::FileFormat;
use firstyear_core::{
    CategoryId, Groups, IndicatorId, NamedIndicator, Observation, Place, Problem, ProblemCode,
    Severity, slug,
};
use serde_json::{Map, Value};

use super::json::{broken, text};
use crate::fault::{Fault, RowProblems};
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::sample::{Sample, TextSample};
use crate::sink::Sink;
use crate::table::{Layout, Table};
use crate::vocabulary::Vocabulary;
use crate::{OnProgress, ReadError, tidy, tidy_gaps};
use schema::Schema;

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::DataPackage,
    title: "A Frictionless Data Package 2.0, by its datapackage.json",
    explanation: "Told by its list of resources. Resources whose columns are those of the tidy \
                  layout are read, CSV or TSV, packed or not; others are passed over with a note. \
                  Missing values of numerator, denominator and value say by their labels whether \
                  a figure is withheld, absent or not applicable. A field with categories, or one \
                  that bears the id of a dimension, gives groups; categoriesOrdered is an order \
                  of size where nothing says which end is worse off. fieldsMatch is held against \
                  the header. Paths that leave the folder of the package, absolute paths and \
                  addresses are refused.",
    fits,
    read,
};

fn fits(sample: &Sample) -> Fit {
    let Some(text) = sample.text().and_then(|text| text.json()) else { return Fit::No };
    let has = |field: &str| text.contains(&format!("\"{field}\""));
    Fit::sure_if(text.starts_with('{') && has("resources") && (has("path") || has("data")))
}

fn read(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let bytes = input.whole()?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let package: Value = serde_json::from_slice(bytes).map_err(|error| broken(input, &error))?;
    let invalid = |message: &str| {
        ReadError::from(Problem::new(ProblemCode::PackageInvalid, input.place(), message))
    };
    let resources = package.get("resources").and_then(Value::as_array);
    let resources = resources.ok_or_else(|| invalid("the package has no list of resources"))?;
    let Some(folder) = input.folder() else {
        return Err(invalid("a package is read from its folder, and not from memory"));
    };
    let named = named(&package);
    for indicator in &named {
        sink.named(indicator.clone());
    }
    let reader = Reader { package: input, folder, with, named: &named };
    let mut read = false;
    for (number, resource) in (1..).zip(resources) {
        let place = input.place().column(format!("resource {number}"));
        let empty = Map::new();
        let resource = resource.as_object().unwrap_or(&empty);
        read |= reader.resource(resource, &place, sink, progress)?;
    }
    if !read {
        return Err(invalid("no resource of the package is a table in the tidy layout"));
    }
    Ok(())
}

/// The indicators that the package names beside its tables.
fn named(package: &Value) -> Vec<NamedIndicator> {
    let all = package.pointer("/firstyear/indicators").and_then(Value::as_array);
    let one = |one: &Map<String, Value>| {
        let unit = text(one, "unit");
        Some(NamedIndicator {
            id: IndicatorId::new(&text(one, "id")).ok()?,
            scheme: text(one, "scheme").into_owned(),
            code: text(one, "code").into_owned(),
            name: text(one, "name").into_owned(),
            unit: (!unit.is_empty()).then(|| unit.into_owned()),
        })
    };
    all.into_iter().flatten().filter_map(Value::as_object).filter_map(one).collect()
}

struct Reader<'r> {
    package: &'r Input<'r>,
    folder: &'r Path,
    with: &'r Context<'r>,
    named: &'r [NamedIndicator],
}

impl Reader<'_> {
    /// Reads a resource; whether it was one that can be read.
    fn resource(
        &self,
        resource: &Map<String, Value>,
        place: &Place,
        sink: &mut dyn Sink,
        progress: OnProgress<'_>,
    ) -> Result<bool, ReadError> {
        let paths: Vec<&str> = match resource.get("path") {
            Some(Value::String(path)) => vec![path],
            Some(Value::Array(paths)) => paths.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if paths.is_empty() {
            sink.problem(passed_over(place, "the resource names no file, and was passed over"));
            return Ok(false);
        }
        let Some(schema) = self.schema(resource, place, sink)? else { return Ok(true) };
        let mut any = false;
        for path in paths {
            match crate::paths::inside(self.folder, path, || place.clone()) {
                Ok(file) => any |= self.file(&file, path, &schema, place, sink, progress)?,
                Err(problem) => {
                    sink.problem(problem);
                    any = true;
                }
            }
        }
        Ok(any)
    }

    /// The schema of a resource, which may stand in a file of its own; `None`
    /// where it cannot be used.
    fn schema(
        &self,
        resource: &Map<String, Value>,
        place: &Place,
        sink: &mut dyn Sink,
    ) -> Result<Option<Schema>, ReadError> {
        let loaded;
        let schema = match resource.get("schema") {
            Some(Value::Object(schema)) => schema,
            Some(Value::String(path)) => {
                let file = match crate::paths::inside(self.folder, path, || place.clone()) {
                    Ok(file) => file,
                    Err(problem) => {
                        sink.problem(problem);
                        return Ok(None);
                    }
                };
                let input = self.open(&file, path)?;
                let bytes = input.whole()?;
                input.note()?;
                loaded = serde_json::from_slice::<Map<String, Value>>(&bytes)
                    .map_err(|error| broken(&input, &error))?;
                &loaded
            }
            _ => &Map::new(),
        };
        let mut faults = Vec::new();
        let schema = Schema::of(schema, self.with.codes, &mut faults);
        for (field, fault) in &faults {
            sink.problem(fault.at(place.clone().column(format!("schema: {field}"))));
        }
        Ok(faults.is_empty().then_some(schema))
    }

    /// The name of a file beside the package, as problems say it.
    fn name_of(&self, path: &str) -> Arc<str> {
        let package = Path::new(&*self.package.file);
        package.parent().unwrap_or(Path::new("")).join(path).display().to_string().into()
    }

    fn file(
        &self,
        file: &Path,
        path: &str,
        schema: &Schema,
        place: &Place,
        sink: &mut dyn Sink,
        progress: OnProgress<'_>,
    ) -> Result<bool, ReadError> {
        let input = self.open(file, path)?;
        let read = self.table(&input, schema, place, sink, progress)?;
        input.note()?;
        Ok(read)
    }

    /// A file of the package, noted where the package is.
    fn open(&self, file: &Path, path: &str) -> Result<Input<'static>, ReadError> {
        Ok(Input::at(file, &self.name_of(path))?.noted(self.package.ledger()))
    }

    /// Reads a table of the package; whether it was one that can be read.
    fn table(
        &self,
        input: &Input<'_>,
        schema: &Schema,
        place: &Place,
        sink: &mut dyn Sink,
        progress: OnProgress<'_>,
    ) -> Result<bool, ReadError> {
        let sample = Sample::of(input)?;
        let header = sample.text().map(TextSample::header).unwrap_or_default();
        if Fit::words(&header, &gap::COLUMNS, tidy::ENOUGH)
            > Fit::words(&header, &column::COLUMNS, tidy::ENOUGH)
        {
            (tidy_gaps::FORMAT.read)(input, self.with, sink, progress)?;
            return Ok(true);
        }
        if Fit::words(&header, &column::COLUMNS, tidy::ENOUGH) == Fit::No {
            let message = "the resource is no table in the tidy layout, and was passed over";
            sink.problem(passed_over(place, message));
            return Ok(false);
        }
        if let Err(fault) = schema.fits(&header) {
            sink.problem(fault.at(input.place().row(1)));
            return Ok(true);
        }
        self.observations(input, schema, sink, progress)?;
        Ok(true)
    }

    fn observations(
        &self,
        input: &Input<'_>,
        schema: &Schema,
        sink: &mut dyn Sink,
        progress: OnProgress<'_>,
    ) -> Reading {
        let mut problems = Vec::new();
        let may_lack = self.with.sources.default.map(|_| column::SOURCE);
        let mut table =
            Table::open(input, Layout::OBSERVATIONS, may_lack, &mut problems, progress)?;
        let is_dimension = |name: &str| schema.dimensions.contains_key(name);
        problems.retain(|problem| {
            let column = problem.place.column.as_deref();
            // A name that is not shown is told by its number.
            let column = column.map(|name| match name.strip_prefix("number ") {
                Some(number) => number
                    .parse::<usize>()
                    .ok()
                    .and_then(|number| table.names.get(number.checked_sub(1)?))
                    .map_or(name, String::as_str),
                None => name,
            });
            problem.code != ProblemCode::ColumnUnknown || !column.is_some_and(is_dimension)
        });
        for problem in problems {
            sink.problem(problem);
        }
        for (name, marks) in &schema.missing {
            table.declare(name, marks.clone());
        }
        let columns: Vec<(usize, String)> = table.names.iter().cloned().enumerate().collect();
        let columns: Vec<_> = columns.into_iter().filter(|(_, name)| is_dimension(name)).collect();
        let mut words = Vocabulary::new(self.with.codes, self.with.sources);
        for named in self.named {
            words.name(named.id.clone());
        }
        let mut then = |table: &Table<'_>, row: &mut Observation, mut problems: RowProblems<'_>| {
            row.groups = groups(table, &columns, schema, row, &mut problems)?;
            Some(())
        };
        tidy::read_rows(table, words, &mut then, (input, sink), progress)?;
        let own = schema.dimensions.values().filter(|known| schema.own.contains(known.id()));
        own.for_each(|dimension| sink.dimension(dimension.clone()));
        Ok(())
    }
}

fn passed_over(place: &Place, message: &str) -> Problem {
    Problem::new(ProblemCode::RowUnused, place.clone(), message).with_severity(Severity::Note)
}

/// The groups of a row: those of the column of groups, and those that columns
/// of their own give.
fn groups(
    table: &Table<'_>,
    columns: &[(usize, String)],
    schema: &Schema,
    row: &Observation,
    problems: &mut RowProblems<'_>,
) -> Option<Groups> {
    let mut pairs: Vec<_> = row.groups.iter().map(|(d, c)| (d.clone(), c.clone())).collect();
    for (at, name) in columns {
        let cell = table.raw(*at);
        if cell.is_empty() {
            continue;
        }
        let dimension = &schema.dimensions[name];
        let id = CategoryId::new(cell).ok();
        let id = id.or_else(|| slug(cell).and_then(|id| CategoryId::new(&id).ok()));
        let category = id.and_then(|id| dimension.category(&id)).ok_or_else(|| {
            let message = format!("not a category of the dimension {}", dimension.id());
            Fault::new(ProblemCode::CategoryUnknown, message)
        });
        pairs.push((dimension.id().clone(), problems.keep(name, category)?.id.clone()));
    }
    let groups = Groups::new(pairs)
        .ok_or_else(|| Fault::new(ProblemCode::GroupsInvalid, "one dimension is named twice"));
    problems.keep(column::GROUPS, groups)
}

#[cfg(test)]
mod tests;
