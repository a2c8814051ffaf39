//! What a package says of the columns of a table.

use std::collections::{BTreeMap, HashMap};

use firstyear_core::layout::observation;
use firstyear_core::{
    Category, CategoryId, Dimension, DimensionAbout, DimensionId, Direction, OrderedDimension,
    ProblemCode, Role, Splits, UnorderedDimension, Withholding,
};
use serde_json::{Map, Value};

use super::super::json::text;
use crate::CodeLists;
use crate::cells::{Status, read_status};
use crate::fault::Fault;

/// A table schema, as far as it is read.
#[derive(Default)]
pub(super) struct Schema {
    /// The names of its fields, in order.
    pub(super) names: Vec<String>,
    /// What stands for a missing number in a column, and why it is missing.
    pub(super) missing: HashMap<String, HashMap<String, Status>>,
    /// The dimensions that are columns.
    pub(super) dimensions: BTreeMap<String, Dimension>,
    /// Those of them that the code lists do not have.
    pub(super) own: Vec<DimensionId>,
    /// How the names must fit the header.
    pub(super) fields_match: String,
}

fn invalid(message: impl Into<String>) -> Fault {
    Fault::new(ProblemCode::PackageInvalid, message)
}

impl Schema {
    /// Reads a schema; each fault with the field that it is about.
    pub(super) fn of(
        schema: &Map<String, Value>,
        codes: &CodeLists<'_>,
        faults: &mut Vec<(String, Fault)>,
    ) -> Self {
        let mut read = Self { fields_match: fields_match(schema, faults), ..Self::default() };
        let for_all = schema.get("missingValues");
        let fields = schema.get("fields").and_then(Value::as_array);
        for field in fields.into_iter().flatten().filter_map(Value::as_object) {
            let name = text(field, "name").into_owned();
            let number = [observation::NUMERATOR, observation::DENOMINATOR, observation::VALUE];
            if number.contains(&name.as_str()) {
                let marks = field.get("missingValues").or(for_all);
                match states(marks) {
                    Ok(states) => {
                        read.missing.insert(name.clone(), states);
                    }
                    Err(fault) => faults.push((name.clone(), fault)),
                }
            } else if !observation::COLUMNS.contains(&name.as_str()) {
                match column_of_dimension(&name, field, codes) {
                    Ok(Some((dimension, listed))) => {
                        if !listed {
                            read.own.push(dimension.id().clone());
                        }
                        read.dimensions.insert(name.clone(), dimension);
                    }
                    Ok(None) => {}
                    Err(fault) => faults.push((name.clone(), fault)),
                }
            }
            read.names.push(name);
        }
        read
    }

    /// Whether the header fits, by the rule that the schema gives.
    pub(super) fn fits(&self, header: &[String]) -> Result<(), Fault> {
        let has = |name: &String| header.contains(name);
        let names = |name: &String| self.names.contains(name);
        let (fits, rule) = match self.fields_match.as_str() {
            "equal" => (
                header.len() == self.names.len() && self.names.iter().all(has),
                "the header must have the fields of the schema in any order",
            ),
            "subset" => {
                (self.names.iter().all(has), "the header must have every field of the schema")
            }
            "superset" => {
                (header.iter().all(names), "the schema must have every column of the header")
            }
            "partial" => (
                header.iter().any(names),
                "the header and the schema must have one column in common",
            ),
            _ => {
                (header == self.names, "the header must be the fields of the schema in their order")
            }
        };
        if self.names.is_empty() || fits {
            return Ok(());
        }
        Err(invalid("the header does not fit the fields of the schema").with_help(rule))
    }
}

fn fields_match(schema: &Map<String, Value>, faults: &mut Vec<(String, Fault)>) -> String {
    // Written as an array in early drafts of the standard.
    let given = match schema.get("fieldsMatch") {
        Some(Value::Array(one)) => one.first().and_then(Value::as_str),
        Some(other) => other.as_str(),
        None => None,
    };
    match given {
        None => "exact".to_owned(),
        Some(known @ ("exact" | "equal" | "subset" | "superset" | "partial")) => known.to_owned(),
        Some(_) => {
            let fault = invalid("fieldsMatch is none of the five words of the standard");
            faults.push((
                "fieldsMatch".to_owned(),
                fault.with_help("use exact, equal, subset, superset or partial"),
            ));
            "exact".to_owned()
        }
    }
}

/// What each mark of a missing value means, by its label or by itself.
fn states(marks: Option<&Value>) -> Result<HashMap<String, Status>, Fault> {
    let mut states = HashMap::new();
    for mark in marks.and_then(Value::as_array).into_iter().flatten() {
        let (value, label) = match mark {
            Value::String(value) => (value.clone(), String::new()),
            Value::Object(mark) => {
                (text(mark, "value").into_owned(), text(mark, "label").into_owned())
            }
            _ => return Err(invalid("a missing value is neither text nor a value with a label")),
        };
        let by_itself = read_status(&value).ok().filter(|status| *status != Status::Unstated);
        let state = match by_itself {
            Some(state) => state,
            None if label.is_empty() => Status::Unstated,
            None => of_label(&label)?,
        };
        states.insert(value, state);
    }
    Ok(states)
}

/// The reason that a label gives in words.
fn of_label(label: &str) -> Result<Status, Fault> {
    let label = label.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| label.contains(word));
    if says(&["withheld", "suppress", "hidden", "confidential", "disclos", "redacted"]) {
        Ok(Status::Withheld(Withholding::Publisher))
    } else if says(&["not applicable", "cannot exist", "inapplicable", "impossible"]) {
        Ok(Status::NotApplicable)
    } else if says(&[
        "absent",
        "missing",
        "not collected",
        "not reported",
        "not available",
        "not recorded",
        "unavailable",
        "no data",
        "unknown",
    ]) {
        Ok(Status::Absent)
    } else {
        Err(invalid(
            "the label of a missing value says neither withheld, absent nor not applicable",
        )
        .with_help("label it with one of these words: they are three different facts"))
    }
}

/// The dimension that a column with categories is, and whether the code lists
/// have it; `None` for another column.
fn column_of_dimension(
    name: &str,
    field: &Map<String, Value>,
    codes: &CodeLists<'_>,
) -> Result<Option<(Dimension, bool)>, Fault> {
    let id = DimensionId::new(name);
    if let Some(known) = id.as_ref().ok().and_then(|id| codes.dimensions.get(id)) {
        return Ok(Some((known.clone(), true)));
    }
    let Some(categories) = field.get("categories").and_then(Value::as_array) else {
        return Ok(None);
    };
    let id = id.map_err(|_| {
        invalid("the name of a field with categories is no id")
            .with_help("write lower-case letters and digits joined by single hyphens")
    })?;
    let empty = Map::new();
    let more = field.get("firstyear").and_then(Value::as_object).unwrap_or(&empty);
    let roles = more.get("roles").and_then(Value::as_object).unwrap_or(&empty);
    let categories = categories.iter().map(|one| category(one, roles)).collect::<Result<_, _>>()?;
    let about = about(id, field, more)?;
    let ordered = field.get("categoriesOrdered").and_then(Value::as_bool) == Some(true);
    let dimension = match (ordered, text(more, "direction").as_ref()) {
        (false, _) => Dimension::Unordered(UnorderedDimension { about, categories }),
        (true, direction) => {
            let direction = match direction {
                "most-disadvantaged-first" => Direction::MostDisadvantagedFirst,
                "least-disadvantaged-first" => Direction::LeastDisadvantagedFirst,
                // The standard says that there is an order, not which end is
                // worse off.
                _ => Direction::Magnitude,
            };
            Dimension::Ordered(OrderedDimension { about, direction, categories })
        }
    };
    Ok(Some((dimension, false)))
}

fn about(
    id: DimensionId,
    field: &Map<String, Value>,
    more: &Map<String, Value>,
) -> Result<DimensionAbout, Fault> {
    let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
    let name = or(text(field, "title").into_owned(), id.as_str());
    let family = or(text(more, "family").into_owned(), id.as_str());
    Ok(DimensionAbout {
        family: DimensionId::new(&family)
            .map_err(|_| invalid("the family of a dimension is no id"))?,
        id,
        short_name: or(text(more, "shortName").into_owned(), &name),
        name,
        splits: if text(more, "splits") == "events" { Splits::Events } else { Splits::Population },
        source: or(text(more, "source").into_owned(), "as the data package names it"),
    })
}

fn category(one: &Value, roles: &Map<String, Value>) -> Result<Category, Fault> {
    let (value, label) = match one {
        Value::String(value) => (value.clone(), value.clone()),
        Value::Number(number) => (number.to_string(), number.to_string()),
        Value::Object(one) => (text(one, "value").into_owned(), text(one, "label").into_owned()),
        _ => return Err(invalid("a category is neither a text nor a value with a label")),
    };
    let id = firstyear_core::slug(&value).and_then(|id| CategoryId::new(&id).ok());
    let id = id.ok_or_else(|| invalid("a category has no letter or digit"))?;
    let role = match text(roles, id.as_str()).as_ref() {
        "total" => Role::Total,
        "remainder" => Role::Remainder,
        "beside" => Role::Beside,
        other => match other.strip_prefix("within:").map(CategoryId::new) {
            Some(Ok(whole)) => Role::Within(whole),
            _ => Role::Group,
        },
    };
    let label = if label.is_empty() { value } else { label };
    Ok(Category { id, label, role })
}
