//! Words that formats of exchange share: indicators, areas, sources and groups
//! by codes of a system, those of the code lists where they are known.

use std::collections::{BTreeMap, HashMap};

use firstyear_core::{
    AreaCode, Category, CategoryId, Dimension, DimensionId, Direction, IndicatorId, NamedIndicator,
    OrderedDimension, ProblemCode, Role, SourceId, UnorderedDimension, slug,
};

use crate::fault::Fault;
use crate::format::Context;
use crate::found::{Indicator, about, no_group};
use crate::memo::Memo;
use crate::sink::Sink;
use crate::{CodeLists, Sources};

/// Looks words up, once each, and gathers what the lists do not have.
pub(crate) struct Kit<'a> {
    codes: &'a CodeLists<'a>,
    sources: Sources<'a>,
    scheme: &'static str,
    usual_source: &'static str,
    subjects: HashMap<Box<str>, Indicator>,
    named: BTreeMap<IndicatorId, NamedIndicator>,
    areas: Memo<AreaCode>,
    source_ids: Memo<SourceId>,
    dimensions: BTreeMap<DimensionId, Own>,
}

/// A dimension that the file brings.
struct Own {
    name: String,
    direction: Option<Direction>,
    /// Each category with its place in the order.
    categories: Vec<(u32, Category)>,
}

/// A group as a file writes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group<'t> {
    pub(crate) dimension: &'t str,
    pub(crate) category: &'t str,
    /// The category in words; the same as `category` where there are none.
    pub(crate) label: &'t str,
    /// Its place from the most disadvantaged on, where the file gives one.
    pub(crate) order: Option<u32>,
}

impl<'a> Kit<'a> {
    /// `scheme` is the system whose codes the file uses, such as `sdmx`, and
    /// `usual_source` the source of rows that name none.
    pub(crate) fn new(
        with: &Context<'a>,
        scheme: &'static str,
        usual_source: &'static str,
    ) -> Self {
        Self {
            codes: with.codes,
            sources: with.sources,
            scheme,
            usual_source,
            subjects: HashMap::new(),
            named: BTreeMap::new(),
            areas: Memo::new(),
            source_ids: Memo::new(),
            dimensions: BTreeMap::new(),
        }
    }

    /// The indicator with this code: an id of the code lists, a code of the
    /// system, or one of another, written `scheme:code`.
    pub(crate) fn indicator(
        &mut self,
        code: &str,
        name: &str,
        unit: Option<&str>,
        sink: &mut dyn Sink,
    ) -> Result<Indicator, Fault> {
        if let Some(seen) = self.subjects.get(code) {
            return self.same_unit(seen, unit).map(|()| seen.clone());
        }
        let by_id = IndicatorId::new(code).ok().and_then(|id| self.codes.indicators.get(&id));
        let found = match by_id.or_else(|| self.codes.by_code(self.scheme, code)) {
            Some(known) => Indicator::of(known),
            None => Indicator { id: self.new_indicator(code, name, unit, sink)?, known: None },
        };
        self.subjects.insert(code.into(), found.clone());
        Ok(found)
    }

    fn same_unit(&self, seen: &Indicator, unit: Option<&str>) -> Result<(), Fault> {
        match self.named.get(&seen.id) {
            Some(named) if unit.is_some() && named.unit.as_deref() != unit => Err(Fault::new(
                ProblemCode::UnitConflict,
                "the indicator stands in another unit further up",
            )),
            _ => Ok(()),
        }
    }

    fn new_indicator(
        &mut self,
        text: &str,
        name: &str,
        unit: Option<&str>,
        sink: &mut dyn Sink,
    ) -> Result<IndicatorId, Fault> {
        let unknown = |message| Fault::new(ProblemCode::IndicatorUnknown, message);
        let other = text.split_once(':').filter(|(scheme, _)| SourceId::new(scheme).is_ok());
        let (scheme, code) = other.unwrap_or((self.scheme, text));
        let id = slug(code).map(|code| format!("{scheme}-{code}"));
        let id = id.and_then(|id| IndicatorId::new(&id).ok());
        let id = id.ok_or_else(|| unknown("the row names no indicator"))?;
        let name = if name.is_empty() { code } else { name };
        let named = NamedIndicator {
            id: id.clone(),
            scheme: scheme.to_owned(),
            code: code.to_owned(),
            name: name.to_owned(),
            unit: unit.map(str::to_owned),
        };
        if self.named.get(&id).is_some_and(|known| known.code != named.code) {
            return Err(unknown("two codes differ in signs or capitals alone, and get one id"));
        }
        sink.named(named.clone());
        self.named.insert(id.clone(), named);
        Ok(id)
    }

    /// The area with this code: as the project writes areas, three letters of
    /// ISO 3166, or a code of the system.
    pub(crate) fn area(&mut self, text: &str) -> Result<AreaCode, Fault> {
        let scheme = self.scheme;
        let read = |text: &str| {
            let iso = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
            let code = match AreaCode::new(text) {
                Ok(code) => Ok(code),
                Err(_) if iso => AreaCode::new(&format!("iso3166:{text}")),
                Err(_) => AreaCode::new(&format!("{scheme}:{text}")),
            };
            code.map_err(|_| Fault::new(ProblemCode::AreaCodeInvalid, "not the code of an area"))
        };
        self.areas.get(text, read).clone()
    }

    /// The source of a row: what it says, where the project declares that or
    /// declares nothing; else the source of the file.
    pub(crate) fn source(&mut self, text: &str) -> Result<SourceId, Fault> {
        let (sources, usual) = (self.sources, self.usual_source);
        let read = |text: &str| {
            let said = slug(text).and_then(|text| SourceId::new(&text).ok());
            let declared = |id: &SourceId| sources.declared.is_none_or(|all| all.contains_key(id));
            if let Some(id) = said.filter(declared) {
                return Ok(id);
            }
            let usual = || SourceId::new(usual).ok().filter(declared);
            sources.default.cloned().or_else(usual).ok_or_else(|| {
                Fault::new(ProblemCode::SourceUnknown, "the project declares no source of this row")
                    .with_help("give the file a source in firstyear.toml: source = \"…\"")
            })
        };
        self.source_ids.get(text, read).clone()
    }

    /// A category of a dimension: one of the code lists where they have both,
    /// else of a dimension of the file's own.
    pub(crate) fn group(&mut self, group: Group<'_>) -> Result<(DimensionId, CategoryId), Fault> {
        let dimension = slug(group.dimension).ok_or_else(no_group)?;
        let listed = DimensionId::new(&dimension).ok();
        let listed = listed.and_then(|id| self.codes.dimensions.get(&id));
        if let Some(known) = listed.and_then(|known| self.listed_category(known, group)) {
            return Ok(known);
        }
        let own = dimension.strip_prefix(self.scheme).is_some_and(|rest| rest.starts_with('-'));
        let dimension = if own { dimension } else { format!("{}-{dimension}", self.scheme) };
        let dimension = DimensionId::new(&dimension).map_err(|_| no_group())?;
        let category = slug(group.category).and_then(|id| CategoryId::new(&id).ok());
        let category = category.ok_or_else(no_group)?;
        self.note(&dimension, &category, group)?;
        Ok((dimension, category))
    }

    fn listed_category(
        &self,
        known: &Dimension,
        group: Group<'_>,
    ) -> Option<(DimensionId, CategoryId)> {
        let by_id = CategoryId::new(group.category).ok();
        let by_id = by_id.and_then(|id| known.category(&id)).map(|category| &category.id);
        let category = by_id
            .or_else(|| self.codes.category(known.id(), group.category))
            .or_else(|| self.codes.category(known.id(), group.label))?;
        Some((known.id().clone(), category.clone()))
    }

    fn note(
        &mut self,
        dimension: &DimensionId,
        category: &CategoryId,
        group: Group<'_>,
    ) -> Result<(), Fault> {
        let own = self.dimensions.entry(dimension.clone()).or_insert_with(|| Own {
            name: group.dimension.to_owned(),
            direction: group.order.map(|_| Direction::MostDisadvantagedFirst),
            categories: Vec::new(),
        });
        if group.order.is_none() {
            own.direction = None;
        }
        let order = group.order.unwrap_or(0);
        match own.categories.iter_mut().find(|(_, known)| known.id == *category) {
            Some((_, known)) if known.label != group.label => Err(Fault::new(
                ProblemCode::CategoryUnknown,
                "two groups of the file differ in signs or capitals alone, and get one id",
            )),
            Some((highest, _)) => {
                *highest = (*highest).max(order);
                Ok(())
            }
            None => {
                let (id, label) = (category.clone(), group.label.to_owned());
                own.categories.push((order, Category { id, label, role: Role::Group }));
                Ok(())
            }
        }
    }

    /// Tells the sink of the dimensions that the file brought.
    pub(crate) fn finish(self, sink: &mut dyn Sink) {
        for (id, mut own) in self.dimensions {
            own.categories.sort_by_key(|(order, _)| *order);
            let categories = own.categories.into_iter().map(|(_, category)| category).collect();
            let about = about(&id, &own.name);
            sink.dimension(match own.direction {
                Some(direction) => {
                    Dimension::Ordered(OrderedDimension { about, direction, categories })
                }
                None => Dimension::Unordered(UnorderedDimension { about, categories }),
            });
        }
    }
}
