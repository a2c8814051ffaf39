//! Indicators and groups as a publisher's file names them: those of the code
//! lists where they are known, and ids of their own where they are not.

use std::collections::BTreeMap;

use firstyear_core::{
    Category, CategoryId, Cell, Dimension, DimensionAbout, DimensionId, Direction, IndicatorId,
    IndicatorKind, NamedIndicator, OrderedDimension, ProblemCode, Role, Splits, UnorderedDimension,
    slug,
};

use crate::CodeLists;
use crate::fault::Fault;
use crate::plausible::in_range;
use crate::sink::Sink;

/// What one file names, each once.
pub(crate) struct Found<'a> {
    codes: &'a CodeLists<'a>,
    scheme: &'static str,
    indicators: BTreeMap<String, Indicator>,
    dimensions: BTreeMap<DimensionId, UnorderedDimension>,
    ordered: BTreeMap<DimensionId, OrderedDimension>,
}

/// An indicator of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Indicator {
    pub(crate) id: IndicatorId,
    /// What the code lists say of it: how numerator and denominator relate, and
    /// the factor of the printed value. `None` for one that they do not define.
    pub(crate) known: Option<(IndicatorKind, f64)>,
}

impl Indicator {
    /// One of the code lists.
    pub(crate) fn of(known: &firstyear_core::Indicator) -> Self {
        Self { id: known.id.clone(), known: Some((known.kind, known.factor())) }
    }

    /// Whether it can have the value, as far as the code lists know it.
    pub(crate) fn admits(&self, value: &Cell<f64>) -> Result<(), Fault> {
        self.known.map_or(Ok(()), |known| in_range(known, value))
    }
}

impl<'a> Found<'a> {
    /// `scheme` is the system whose codes the file uses, such as `fingertips`.
    pub(crate) const fn new(codes: &'a CodeLists<'a>, scheme: &'static str) -> Self {
        Self {
            codes,
            scheme,
            indicators: BTreeMap::new(),
            dimensions: BTreeMap::new(),
            ordered: BTreeMap::new(),
        }
    }

    /// The indicator with this code. One that no list defines is told to the
    /// sink at its first sight, and its rows bear `scheme-code`.
    pub(crate) fn indicator(
        &mut self,
        code: &str,
        name: &str,
        unit: Option<&str>,
        sink: &mut dyn Sink,
    ) -> Result<Indicator, Fault> {
        if let Some(seen) = self.indicators.get(code) {
            return Ok(seen.clone());
        }
        let found = match self.codes.by_code(self.scheme, code) {
            Some(known) => Indicator::of(known),
            None => Indicator { id: self.named(code, name, unit, sink)?, known: None },
        };
        self.indicators.insert(code.to_owned(), found.clone());
        Ok(found)
    }

    fn named(
        &self,
        code: &str,
        name: &str,
        unit: Option<&str>,
        sink: &mut dyn Sink,
    ) -> Result<IndicatorId, Fault> {
        let no_indicator =
            || Fault::new(ProblemCode::IndicatorUnknown, "the row names no indicator");
        let text = slug(code).map(|code| format!("{}-{code}", self.scheme));
        let id = text.and_then(|text| IndicatorId::new(&text).ok()).ok_or_else(no_indicator)?;
        sink.named(NamedIndicator {
            id: id.clone(),
            scheme: self.scheme.to_owned(),
            code: code.to_owned(),
            name: name.to_owned(),
            unit: unit.map(str::to_owned),
        });
        Ok(id)
    }

    /// The category that the publisher prints as `label` in its own dimension
    /// `name`: that of `known` where the code lists have the label, else one of
    /// a dimension of the file's own, without an order.
    pub(crate) fn category(
        &mut self,
        name: &str,
        known: Option<&DimensionId>,
        label: &str,
    ) -> Result<(DimensionId, CategoryId), Fault> {
        if let Some(dimension) = known
            && let Some(category) = self.codes.category(dimension, label)
        {
            return Ok((dimension.clone(), category.clone()));
        }
        self.own_category(name, label, label)
    }

    /// A category of a dimension of the file's own, without an order. Its id
    /// comes from `id`, for labels that differ in signs alone.
    pub(crate) fn own_category(
        &mut self,
        name: &str,
        id: &str,
        label: &str,
    ) -> Result<(DimensionId, CategoryId), Fault> {
        let dimension = self.own_dimension(name)?;
        let category = slug(id).and_then(|id| CategoryId::new(&id).ok()).ok_or_else(no_group)?;
        self.note(&dimension, name, &category, label)?;
        Ok((dimension, category))
    }

    /// The category at `place`, counted from 1, of a dimension of the file's
    /// own whose `labels` the publisher gives from the most deprived on.
    pub(crate) fn ordered_category(
        &mut self,
        name: &str,
        place: u8,
        labels: impl Iterator<Item = String>,
    ) -> Result<(DimensionId, CategoryId), Fault> {
        let dimension = self.own_dimension(name)?;
        let id = |place: u8| CategoryId::new(&place.to_string()).expect("digits are an id");
        self.ordered.entry(dimension.clone()).or_insert_with(|| OrderedDimension {
            about: about(&dimension, name),
            direction: Direction::MostDisadvantagedFirst,
            categories: labels
                .zip(1..)
                .map(|(label, place)| Category { id: id(place), label, role: Role::Group })
                .collect(),
        });
        Ok((dimension, id(place)))
    }

    fn own_dimension(&self, name: &str) -> Result<DimensionId, Fault> {
        let id = slug(name).map(|name| format!("{}-{name}", self.scheme));
        id.and_then(|id| DimensionId::new(&id).ok()).ok_or_else(no_group)
    }

    fn note(
        &mut self,
        dimension: &DimensionId,
        name: &str,
        category: &CategoryId,
        label: &str,
    ) -> Result<(), Fault> {
        let entry = self.dimensions.entry(dimension.clone());
        let categories = &mut entry.or_insert_with(|| unordered(dimension, name)).categories;
        match categories.iter().find(|known| known.id == *category) {
            Some(known) if known.label != label => Err(Fault::new(
                ProblemCode::CategoryUnknown,
                "two groups of the file differ in signs alone, and cannot be told apart",
            )),
            Some(_) => Ok(()),
            None => {
                let (id, role) = (category.clone(), role_of(label));
                categories.push(Category { id, label: label.to_owned(), role });
                Ok(())
            }
        }
    }

    /// Tells the sink of the dimensions that the file brought, once all rows
    /// are read.
    pub(crate) fn finish(mut self, sink: &mut dyn Sink) {
        for (id, mut ordered) in self.ordered {
            // What stands beside the parts of an order, such as `not known`,
            // has no place in it.
            let others = self.dimensions.remove(&id).map(|others| others.categories);
            ordered.categories.extend(
                others
                    .into_iter()
                    .flatten()
                    .map(|other| Category { role: Role::Remainder, ..other }),
            );
            sink.dimension(Dimension::Ordered(ordered));
        }
        self.dimensions
            .into_values()
            .for_each(|dimension| sink.dimension(Dimension::Unordered(dimension)));
    }
}

/// A group, or those of whom it is not known which group is theirs.
fn role_of(label: &str) -> Role {
    const UNKNOWN: [&str; 4] = ["not stated", "unknown", "unknown or not stated", "not reported"];
    if UNKNOWN.contains(&label.to_lowercase().as_str()) { Role::Remainder } else { Role::Group }
}

pub(crate) fn no_group() -> Fault {
    Fault::new(ProblemCode::GroupsInvalid, "the row names no group")
}

fn unordered(id: &DimensionId, name: &str) -> UnorderedDimension {
    UnorderedDimension { about: about(id, name), categories: Vec::new() }
}

/// A dimension of a file, as far as the file tells.
pub(crate) fn about(id: &DimensionId, name: &str) -> DimensionAbout {
    DimensionAbout {
        id: id.clone(),
        name: name.to_owned(),
        short_name: name.to_owned(),
        family: id.clone(),
        splits: Splits::Population,
        source: "as the file names it".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Gather;

    #[test]
    fn what_no_list_defines_bears_the_code_of_its_publisher() {
        let mut all = Gather::default();
        let mut found = Found::new(&CodeLists::NONE, "fingertips");
        let indicator = found.indicator("93085", "Smoking at delivery", None, &mut all).unwrap();
        assert_eq!(indicator.id.as_str(), "fingertips-93085");
        assert_eq!(indicator.known, None);
        found.indicator("93085", "Smoking at delivery", None, &mut all).unwrap();
        let (dimension, category) = found.category("Age", None, "1 yr").unwrap();
        assert_eq!(format!("{dimension}={category}"), "fingertips-age=1-yr");
        assert!(found.category("Age", None, "1+ yr").is_err(), "two labels of one id");
        found.finish(&mut all);
        assert_eq!(all.read.rows.named.len(), 1);
        assert_eq!(all.read.rows.dimensions.len(), 1);
    }
}
