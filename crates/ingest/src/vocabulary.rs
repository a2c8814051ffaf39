//! Words of a row that must be in a code list or have a known form: each is
//! looked up once, and rows share the result.

use std::collections::BTreeSet;
use std::sync::Arc;

use firstyear_core::layout::basis;
use firstyear_core::{
    AreaCode, Basis, CategoryId, Dimension, DimensionId, Groups, IndicatorId, IndicatorKind,
    Period, PeriodError, PeriodUnit, ProblemCode, SampleFraction, SourceId,
};

use crate::fault::Fault;
use crate::memo::Memo;
use crate::{CodeLists, Sources};

/// An indicator as a row needs it.
#[derive(Clone, Debug)]
pub(crate) struct KnownIndicator {
    pub(crate) id: IndicatorId,
    pub(crate) kind: IndicatorKind,
    /// The factor of the printed value.
    pub(crate) factor: f64,
}

/// Looks words up, once each.
pub(crate) struct Vocabulary<'a> {
    codes: &'a CodeLists<'a>,
    sources: Sources<'a>,
    indicators: Memo<KnownIndicator>,
    named: BTreeSet<IndicatorId>,
    areas: Memo<AreaCode>,
    /// One label can stand with two kinds in one file.
    periods: Vec<(Option<PeriodUnit>, Memo<Period>)>,
    units: Memo<Option<PeriodUnit>>,
    groups: Memo<Groups>,
    source_ids: Memo<SourceId>,
    bases: Memo<Basis>,
    notes: Memo<Option<Arc<str>>>,
}

impl<'a> Vocabulary<'a> {
    pub(crate) fn new(codes: &'a CodeLists<'a>, sources: Sources<'a>) -> Self {
        Self {
            codes,
            sources,
            indicators: Memo::new(),
            named: BTreeSet::new(),
            areas: Memo::new(),
            periods: Vec::new(),
            units: Memo::new(),
            groups: Memo::new(),
            source_ids: Memo::new(),
            bases: Memo::new(),
            notes: Memo::new(),
        }
    }

    /// Takes in an indicator that the file names and no list defines.
    pub(crate) fn name(&mut self, id: IndicatorId) {
        if !self.codes.indicators.contains_key(&id) {
            self.named.insert(id);
        }
    }

    pub(crate) fn indicator(&mut self, text: &str) -> &Result<KnownIndicator, Fault> {
        let (codes, named) = (self.codes, &self.named);
        self.indicators.get(text, |text| {
            let id = IndicatorId::new(text).ok();
            if let Some(id) = id.as_ref().filter(|id| named.contains(*id)) {
                // What it is a comparison of, nobody has said: any value is
                // possible.
                let kind = IndicatorKind::Comparison;
                return Ok(KnownIndicator { id: id.clone(), kind, factor: 1.0 });
            }
            let known = id.and_then(|id| codes.indicators.get(&id));
            known
                .map(|indicator| KnownIndicator {
                    id: indicator.id.clone(),
                    kind: indicator.kind,
                    factor: indicator.factor(),
                })
                .ok_or_else(|| {
                    Fault::new(ProblemCode::IndicatorUnknown, "not a known indicator")
                        .with_nearest(text, codes.indicators.keys().map(IndicatorId::as_str))
                })
        })
    }

    pub(crate) fn area(&mut self, text: &str) -> &Result<AreaCode, Fault> {
        self.areas.get(text, |text| {
            AreaCode::new(text)
                .map_err(|_| Fault::new(ProblemCode::AreaCodeInvalid, "not an area code"))
        })
    }

    pub(crate) fn unit(&mut self, text: &str) -> &Result<Option<PeriodUnit>, Fault> {
        self.units.get(text, |text| {
            if text.is_empty() {
                return Ok(None);
            }
            let words = PeriodUnit::WORDS.map(|(_, word)| word);
            PeriodUnit::from_word(text).map(Some).ok_or_else(|| {
                Fault::new(ProblemCode::PeriodInvalid, "not a kind of period")
                    .with_help(format!("use {}", words.join(", ")))
                    .with_nearest(text, words)
            })
        })
    }

    pub(crate) fn period(
        &mut self,
        text: &str,
        unit: Option<PeriodUnit>,
    ) -> &Result<Period, Fault> {
        let known = self.periods.iter().position(|(kind, _)| *kind == unit);
        let at = known.unwrap_or_else(|| {
            self.periods.push((unit, Memo::new()));
            self.periods.len() - 1
        });
        self.periods[at].1.get(text, |text| Period::parse(text, unit).map_err(period_fault))
    }

    pub(crate) fn groups(&mut self, text: &str) -> &Result<Groups, Fault> {
        let codes = self.codes;
        self.groups.get(text, |text| read_groups(text, codes))
    }

    pub(crate) fn source(&mut self, text: &str) -> &Result<SourceId, Fault> {
        let sources = self.sources;
        self.source_ids.get(text, |text| read_source(text, sources))
    }

    /// A note as printed, shared by the rows that repeat it; `None` for an empty
    /// cell.
    pub(crate) fn note(&mut self, text: &str) -> Option<Arc<str>> {
        if text.is_empty() {
            return None;
        }
        let shared = self.notes.get(text, |text| Ok((!text.is_empty()).then(|| text.into())));
        shared.as_ref().ok().cloned().flatten()
    }

    pub(crate) fn basis(&mut self, text: &str) -> &Result<Basis, Fault> {
        self.bases.get(text, read_basis)
    }

    /// The dimension with this id.
    pub(crate) fn dimension(&self, text: &str) -> Result<&'a Dimension, Fault> {
        find_dimension(text, self.codes)
    }
}

fn period_fault(error: PeriodError) -> Fault {
    let invalid = |message: &str| Fault::new(ProblemCode::PeriodInvalid, message);
    match error {
        PeriodError::FinancialOrAcademic => {
            Fault::new(ProblemCode::PeriodAmbiguous, "a split year can be financial or academic")
        }
        // The error's own text holds the styles, which are the help here.
        PeriodError::Unreadable => invalid("not a period"),
        PeriodError::OtherUnit => invalid("the label does not fit the column period_kind")
            .with_help(
                "correct one of the two, or leave period_kind empty where the label says it",
            ),
        other => invalid(&other.to_string()),
    }
}

fn read_source(text: &str, sources: Sources<'_>) -> Result<SourceId, Fault> {
    if text.is_empty() {
        return sources
            .default
            .cloned()
            .ok_or_else(|| Fault::new(ProblemCode::SourceUnknown, "the row names no source"));
    }
    let id = SourceId::new(text).map_err(|_| {
        Fault::new(ProblemCode::SourceUnknown, "not the id of a source").with_help(
            "use the id, not the title: lower-case letters and digits joined by single hyphens",
        )
    })?;
    match sources.declared {
        Some(declared) if !declared.contains_key(&id) => {
            Err(Fault::new(ProblemCode::SourceUnknown, "the project does not declare this source")
                .with_nearest(text, declared.keys().map(SourceId::as_str)))
        }
        _ => Ok(id),
    }
}

pub(crate) fn read_basis(text: &str) -> Result<Basis, Fault> {
    if text.is_empty() || text == basis::COMPLETE {
        return Ok(Basis::Complete);
    }
    text.strip_prefix(basis::SAMPLE_PREFIX)
        .and_then(|fraction| fraction.trim().parse().ok())
        .and_then(|fraction| SampleFraction::new(fraction).ok())
        .map(Basis::Sample)
        .ok_or_else(|| {
            Fault::new(ProblemCode::SampleInvalid, "neither complete nor a sample fraction")
        })
}

fn find_dimension<'a>(text: &str, codes: &CodeLists<'a>) -> Result<&'a Dimension, Fault> {
    DimensionId::new(text).ok().and_then(|id| codes.dimensions.get(&id)).ok_or_else(|| {
        Fault::new(ProblemCode::DimensionUnknown, "not a known dimension")
            .with_nearest(text, codes.dimensions.keys().map(DimensionId::as_str))
    })
}

pub(crate) fn read_groups(text: &str, codes: &CodeLists<'_>) -> Result<Groups, Fault> {
    let invalid = |message: &str| Fault::new(ProblemCode::GroupsInvalid, message);
    if text.is_empty() {
        return Ok(Groups::everyone());
    }
    let mut pairs = Vec::new();
    for pair in text.split(';') {
        let (dimension, category) = pair
            .split_once('=')
            .ok_or_else(|| invalid("a group is not written as dimension=category"))?;
        let dimension = find_dimension(dimension.trim(), codes)?;
        pairs.push((dimension.id().clone(), find_category(category.trim(), dimension)?));
    }
    Groups::new(pairs).ok_or_else(|| invalid("one dimension is named twice"))
}

/// A category of a dimension by its id.
pub(crate) fn find_category(text: &str, dimension: &Dimension) -> Result<CategoryId, Fault> {
    let known = CategoryId::new(text).ok().and_then(|id| dimension.category(&id));
    known.map(|category| category.id.clone()).ok_or_else(|| unknown_category(text, dimension))
}

/// Where the categories of dimensions are to be seen.
pub(crate) fn category_help<'d>(of: impl IntoIterator<Item = &'d Dimension>) -> String {
    let known: Vec<String> =
        of.into_iter().take(3).map(|one| format!("`firstyear explain {}`", one.id())).collect();
    if known.is_empty() {
        return ProblemCode::CategoryUnknown.help().to_owned();
    }
    format!("use a category of the dimension: {} shows them", known.join(" or "))
}

fn unknown_category(text: &str, dimension: &Dimension) -> Fault {
    let code = ProblemCode::CategoryUnknown;
    let help = category_help([dimension]);
    // A small number says which decile was meant and points to nobody.
    let numbers: Option<Vec<u8>> =
        dimension.groups().map(|category| category.id.as_str().parse().ok()).collect();
    let range = numbers.and_then(|all| Some((*all.iter().min()?, *all.iter().max()?)));
    if let (Some((first, last)), Ok(given)) = (range, text.parse::<u8>())
        && !(first..=last).contains(&given)
    {
        return Fault::new(code, format!("category {given} is outside {first} to {last}"))
            .with_help(help);
    }
    Fault::new(code, format!("not a category of the dimension {}", dimension.id()))
        .with_help(help)
        .with_nearest(text, dimension.categories().iter().map(|category| category.id.as_str()))
}
