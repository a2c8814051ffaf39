//! A Frictionless Data Package 2.0: tables in the tidy layout beside a
//! `datapackage.json` that describes them.
//!
//! | the tidy layout has             | the package has                              |
//! |---------------------------------|----------------------------------------------|
//! | a status and an empty number    | the status as a labelled missing value       |
//! | the column of groups            | a column for each dimension, with its categories and their order |

use std::collections::BTreeSet;

use firstyear_core::layout::{gap, observation, status};
use firstyear_core::{Dataset, Dimension, DimensionId, Direction, Role, Splits};
use serde_json::{Value, json};

use super::{Lists, Loss, WriteError};
use crate::package::PROFILE;
use crate::plain_csv::writer;
use crate::tidy::{observation_record, ordered_observations, write_gaps};

/// A file of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageFile {
    /// Its name within the folder of the package.
    pub name: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The files of a package that holds the observations and gaps of `dataset`:
/// its tables, and `datapackage.json` last.
///
/// # Errors
///
/// As [`write_observations`](crate::tidy::write_observations) and
/// [`write_gaps`](crate::tidy::write_gaps).
///
/// ```
/// use std::collections::BTreeMap;
///
/// use firstyear_core::Dataset;
/// use firstyear_export::exchange::{Lists, write_data_package};
///
/// let (indicators, dimensions) = (BTreeMap::new(), BTreeMap::new());
/// let lists = Lists { indicators: &indicators, dimensions: &dimensions };
/// let (files, loss) = write_data_package(&Dataset::default(), lists)?;
/// let names: Vec<_> = files.iter().map(|file| file.name).collect();
/// assert_eq!(names, ["observations.csv", "datapackage.json"]);
/// assert!(loss.is_empty());
/// # Ok::<(), firstyear_export::exchange::WriteError>(())
/// ```
pub fn write_data_package(
    dataset: &Dataset,
    lists: Lists<'_>,
) -> Result<(Vec<PackageFile>, Loss), WriteError> {
    let mut loss = Loss::default();
    dataset.sources.iter().for_each(|_| loss.add("licence, class and day of a source"));
    let dimensions: BTreeSet<&DimensionId> =
        dataset.observations.iter().flat_map(|row| row.groups.iter().map(|(id, _)| id)).collect();
    let dimensions: Vec<&DimensionId> = dimensions.into_iter().collect();
    let mut files =
        vec![PackageFile { name: "observations.csv", bytes: observations(dataset, &dimensions)? }];
    let mut resources = vec![resource("observations", &fields(dataset, lists, &dimensions))];
    if !dataset.gaps.is_empty() {
        let mut bytes = Vec::new();
        write_gaps(dataset, &mut bytes)?;
        files.push(PackageFile { name: "gaps.csv", bytes });
        resources.push(resource("gaps", &gap_fields()));
    }
    let package = json!({
        "$schema": PROFILE,
        "name": "firstyear-observations",
        "resources": resources,
        "firstyear": { "indicators": indicators(dataset) },
    });
    let mut bytes = serde_json::to_vec_pretty(&package).map_err(std::io::Error::from)?;
    bytes.push(b'\n');
    files.push(PackageFile { name: "datapackage.json", bytes });
    Ok((files, loss))
}

/// Columns of numbers, each with its status behind it.
const NUMBERS: [&str; 3] = [observation::NUMERATOR, observation::DENOMINATOR, observation::VALUE];

/// The columns of the tidy layout that the package keeps as they are.
fn kept() -> impl Iterator<Item = (usize, &'static str)> {
    observation::COLUMNS.into_iter().enumerate().filter(|(_, name)| *name != observation::GROUPS)
}

fn observations(dataset: &Dataset, dimensions: &[&DimensionId]) -> Result<Vec<u8>, WriteError> {
    let mut out = Vec::new();
    let mut csv = writer(&mut out);
    let names = kept().map(|(_, name)| name).chain(dimensions.iter().map(|id| id.as_str()));
    csv.write_record(names)?;
    for row in ordered_observations(dataset) {
        let mut record = observation_record(row, &dataset.geography)?;
        for at in 0..record.len() {
            // The reason stands where the number would.
            if NUMBERS.contains(&observation::COLUMNS[at]) && record[at].is_empty() {
                let reason = record[at + 1].clone();
                record[at] = reason;
            }
        }
        let groups =
            dimensions.iter().map(|id| row.groups.get(id).map_or("", |category| category.as_str()));
        csv.write_record(kept().map(|(at, _)| record[at].as_str()).chain(groups))?;
    }
    csv.flush()?;
    drop(csv);
    Ok(out)
}

fn resource(name: &str, fields: &[Value]) -> Value {
    json!({
        "name": name,
        "type": "table",
        "path": format!("{name}.csv"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": { "fields": fields, "fieldsMatch": "exact" },
    })
}

fn fields(dataset: &Dataset, lists: Lists<'_>, dimensions: &[&DimensionId]) -> Vec<Value> {
    let tidy = kept().map(|(at, name)| {
        let mut field = field(name, observation::MEANINGS[at]);
        if NUMBERS.contains(&name) {
            field["missingValues"] = missing_values();
        }
        field
    });
    let split = dimensions.iter().map(|id| dimension(id, lists.dimension(dataset, id)));
    tidy.chain(split).collect()
}

fn gap_fields() -> Vec<Value> {
    gap::COLUMNS.iter().zip(gap::MEANINGS).map(|(name, meaning)| field(name, meaning)).collect()
}

fn field(name: &str, meaning: &str) -> Value {
    let kind = match name {
        observation::NUMERATOR | observation::DENOMINATOR | gap::GROUP_EVENTS | gap::ALL_EVENTS => {
            "integer"
        }
        observation::VALUE
        | observation::LOWER
        | observation::UPPER
        | observation::CONFIDENCE
        | observation::STANDARD_ERROR
        | gap::RELATIVE_GAP
        | gap::GROUP_RATE
        | gap::ALL_RATE => "number",
        _ => "string",
    };
    json!({ "name": name, "type": kind, "description": meaning })
}

/// Why a number can be missing.
fn missing_values() -> Value {
    json!([
        { "value": status::WITHHELD_PUBLISHER, "label": "counted, then withheld by the publisher" },
        { "value": status::WITHHELD_PRIMARY, "label": "withheld because the cell is small" },
        { "value": status::WITHHELD_SECONDARY, "label": "withheld because the cell would reveal another" },
        { "value": status::ABSENT, "label": "not collected, not calculated or not reported" },
        { "value": status::NOT_APPLICABLE, "label": "not applicable: no value can exist" },
    ])
}

/// The column of a dimension.
fn dimension(id: &DimensionId, known: Option<&Dimension>) -> Value {
    let everyone = json!([{ "value": "", "label": "everyone" }]);
    let Some(known) = known else {
        return json!({ "name": id.as_str(), "type": "string", "missingValues": everyone });
    };
    let about = known.about();
    let categories = known
        .categories()
        .iter()
        .map(|category| json!({ "value": category.id.as_str(), "label": category.label }));
    let roles = known.categories().iter().filter_map(|category| {
        let role = match &category.role {
            Role::Group => return None,
            Role::Within(whole) => format!("within:{whole}"),
            Role::Total => "total".to_owned(),
            Role::Remainder => "remainder".to_owned(),
            Role::Beside => "beside".to_owned(),
        };
        Some((category.id.as_str().to_owned(), Value::from(role)))
    });
    json!({
        "name": id.as_str(),
        "title": about.name,
        "type": "string",
        "categories": categories.collect::<Vec<_>>(),
        "categoriesOrdered": known.direction().is_some(),
        "missingValues": everyone,
        "firstyear": {
            "shortName": about.short_name,
            "family": about.family.as_str(),
            "splits": match about.splits { Splits::Population => "population", Splits::Events => "events" },
            "source": about.source,
            "direction": known.direction().map(direction),
            "roles": roles.collect::<serde_json::Map<_, _>>(),
        },
    })
}

const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::MostDisadvantagedFirst => "most-disadvantaged-first",
        Direction::LeastDisadvantagedFirst => "least-disadvantaged-first",
        Direction::Magnitude => "magnitude",
    }
}

/// Indicators that no code list defines.
fn indicators(dataset: &Dataset) -> Vec<Value> {
    let named = dataset.named.values().map(|named| {
        json!({
            "id": named.id.as_str(),
            "scheme": named.scheme,
            "code": named.code,
            "name": named.name,
            "unit": named.unit,
        })
    });
    named.collect()
}
