//! Dimensions, and the spellings of their categories that publishers print.

use std::collections::BTreeMap;

use firstyear_core::{
    Category, CategoryId, Dimension, DimensionAbout, DimensionId, Direction, OrderedDimension,
    Role, Splits, UnorderedDimension,
};
use serde::Deserialize;

use crate::error::parse;
use crate::{CatalogueError, Labels};

const FILE: &str = "dimensions.toml";

/// A printed label as it is looked up: blanks folded and trimmed, letters in
/// lower case.
///
/// ```
/// assert_eq!(firstyear_catalogue::normal_label(" Not  Stated "), "not stated");
/// ```
#[must_use]
pub fn normal_label(printed: &str) -> String {
    let mut out = String::with_capacity(printed.len());
    for word in printed.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema_version: u32,
    dimension: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: DimensionId,
    name: String,
    short_name: Option<String>,
    family: DimensionId,
    order: OrderWord,
    splits: SplitsWord,
    source: String,
    categories: Vec<CategoryRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryRow {
    id: CategoryId,
    label: String,
    role: Option<RoleWord>,
    within: Option<CategoryId>,
    #[serde(default)]
    printed: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum OrderWord {
    None,
    MostDisadvantagedFirst,
    LeastDisadvantagedFirst,
    Magnitude,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SplitsWord {
    Population,
    Events,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RoleWord {
    Total,
    Remainder,
    Beside,
}

pub(crate) fn load(
    text: &str,
) -> Result<(BTreeMap<DimensionId, Dimension>, Labels), CatalogueError> {
    let file: File = parse(FILE, text, |file: &File| file.schema_version)?;
    let (mut dimensions, mut labels) = (BTreeMap::new(), Labels::new());
    for row in file.dimension {
        labels.insert(row.id.clone(), labels_of(&row)?);
        let id = row.id.clone();
        if dimensions.insert(id.clone(), dimension(row)?).is_some() {
            return Err(CatalogueError::Repeated { file: FILE, id: id.to_string() });
        }
    }
    check_families(&dimensions)?;
    Ok((dimensions, labels))
}

fn labels_of(row: &Row) -> Result<BTreeMap<String, CategoryId>, CatalogueError> {
    let mut labels: BTreeMap<String, CategoryId> = BTreeMap::new();
    for category in &row.categories {
        for printed in category.printed.iter().chain([&category.label]) {
            let label = normal_label(printed);
            match labels.insert(label.clone(), category.id.clone()) {
                Some(other) if other != category.id => {
                    let id = format!("{}: {label}", row.id);
                    return Err(CatalogueError::Repeated { file: FILE, id });
                }
                _ => {}
            }
        }
    }
    Ok(labels)
}

/// Versions of one family split the same thing and read the same way round.
fn check_families(dimensions: &BTreeMap<DimensionId, Dimension>) -> Result<(), CatalogueError> {
    let mut first: BTreeMap<&DimensionId, &Dimension> = BTreeMap::new();
    for dimension in dimensions.values() {
        let known = *first.entry(&dimension.about().family).or_insert(dimension);
        let reading = |of: &Dimension| (of.about().splits, of.direction());
        if reading(known) != reading(dimension) {
            let problem = "the versions of a family must have one order and split one thing";
            return Err(CatalogueError::Wrong {
                file: FILE,
                id: dimension.id().to_string(),
                problem,
            });
        }
    }
    Ok(())
}

fn check_categories(row: &Row) -> Result<(), CatalogueError> {
    let mut totals = 0;
    for (i, category) in row.categories.iter().enumerate() {
        let from = || format!("{}={}", row.id, category.id);
        let wrong = |problem| CatalogueError::Wrong { file: FILE, id: from(), problem };
        if row.categories[..i].iter().any(|other| other.id == category.id) {
            return Err(CatalogueError::Repeated { file: FILE, id: from() });
        }
        totals += usize::from(matches!(category.role, Some(RoleWord::Total)));
        if totals > 1 {
            return Err(wrong("a second total: a dimension has one"));
        }
        let Some(whole) = &category.within else { continue };
        if category.role.is_some() {
            return Err(wrong("a part of a group has no other role: leave out `role` or `within`"));
        }
        if !row.categories.iter().any(|other| other.id == *whole) {
            let to = whole.to_string();
            return Err(CatalogueError::Unresolved { file: FILE, from: from(), to });
        }
        if !leads_to_group(row, category) {
            return Err(wrong("`within` must lead to a group"));
        }
    }
    Ok(())
}

/// Whether the wholes of a part end in a group. A chain longer than the list
/// of categories goes round in a circle.
fn leads_to_group(row: &Row, part: &CategoryRow) -> bool {
    let mut at = part;
    for _ in &row.categories {
        let Some(whole) = &at.within else { return at.role.is_none() };
        let Some(next) = row.categories.iter().find(|other| other.id == *whole) else {
            return false;
        };
        at = next;
    }
    false
}

fn dimension(row: Row) -> Result<Dimension, CatalogueError> {
    check_categories(&row)?;
    let about = DimensionAbout {
        id: row.id,
        short_name: row.short_name.unwrap_or_else(|| row.name.clone()),
        name: row.name,
        family: row.family,
        splits: match row.splits {
            SplitsWord::Population => Splits::Population,
            SplitsWord::Events => Splits::Events,
        },
        source: row.source,
    };
    let categories = row.categories.into_iter().map(category).collect();
    let direction = match row.order {
        OrderWord::None => {
            return Ok(Dimension::Unordered(UnorderedDimension { about, categories }));
        }
        OrderWord::MostDisadvantagedFirst => Direction::MostDisadvantagedFirst,
        OrderWord::LeastDisadvantagedFirst => Direction::LeastDisadvantagedFirst,
        OrderWord::Magnitude => Direction::Magnitude,
    };
    Ok(Dimension::Ordered(OrderedDimension { about, direction, categories }))
}

fn category(row: CategoryRow) -> Category {
    let role = match (row.role, row.within) {
        (_, Some(whole)) => Role::Within(whole),
        (Some(RoleWord::Total), None) => Role::Total,
        (Some(RoleWord::Remainder), None) => Role::Remainder,
        (Some(RoleWord::Beside), None) => Role::Beside,
        (None, None) => Role::Group,
    };
    Category { id: row.id, label: row.label, role }
}
