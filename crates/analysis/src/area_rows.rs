//! The counts of a group in many areas.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::{
    AreaCode, Basis, CategoryId, Cell, DimensionId, Indicator, IndicatorId, Observation, Period,
};

use crate::pool::Pooled;
use crate::select::{is_total, within};
use crate::{CountedRate, Evidence};

/// The rows of an indicator and a group, by area.
pub(crate) struct AreaRows<'a> {
    by_area: BTreeMap<&'a AreaCode, Vec<&'a Observation>>,
    categories: Vec<Option<&'a CategoryId>>,
    dimension: Option<&'a DimensionId>,
}

impl<'a> AreaRows<'a> {
    /// One pass, as there are hundreds of areas.
    pub(crate) fn of(
        evidence: &Evidence<'a>,
        id: &IndicatorId,
        (dimension, asked): (Option<&'a DimensionId>, &'a [CategoryId]),
    ) -> Self {
        let at_total = |id: &DimensionId, category: &CategoryId| {
            evidence.dimensions.get(id).is_some_and(|known| is_total(known, category))
        };
        let is_asked_for = |row: &&Observation| {
            row.indicator == *id
                && dimension
                    .is_none_or(|id| row.groups.get(id).is_some_and(|found| asked.contains(found)))
                && row.groups.iter().all(|(id, found)| Some(id) == dimension || at_total(id, found))
        };
        let mut by_area: BTreeMap<&AreaCode, Vec<&Observation>> = BTreeMap::new();
        for row in evidence.data.observations.iter().filter(is_asked_for) {
            by_area.entry(&row.area).or_default().push(row);
        }
        let categories = match asked {
            [] => vec![None],
            all => all.iter().map(Some).collect(),
        };
        Self { by_area, categories, dimension }
    }

    /// The codes that are named or begin as told, without those of `except`.
    pub(crate) fn codes(
        &self,
        (areas, prefixes): (&[AreaCode], &[String]),
        except: &BTreeSet<AreaCode>,
    ) -> BTreeSet<AreaCode> {
        let begins = |code: &&&AreaCode| {
            prefixes.iter().any(|prefix| code.as_str().starts_with(prefix.as_str()))
        };
        let found = self.by_area.keys().filter(begins).map(|code| (*code).clone());
        areas.iter().cloned().chain(found).filter(|code| !except.contains(code)).collect()
    }

    /// The periods of which an area has rows, in order of time.
    pub(crate) fn periods(&self, code: &AreaCode) -> Vec<Period> {
        let rows = self.by_area.get(code).into_iter().flatten();
        let periods: BTreeSet<Period> = rows.map(|row| row.period).collect();
        periods.into_iter().collect()
    }

    /// The counts of an area, added up over years and categories; nothing where
    /// one of them has no row.
    pub(crate) fn pooled(&self, code: &AreaCode, of: Period) -> Option<Pooled> {
        let rows = self.by_area.get(code)?;
        let mut found = Vec::new();
        for category in &self.categories {
            let fits = |row: &&&Observation| {
                self.dimension.is_none_or(|id| row.groups.get(id) == *category)
                    && of.covers(row.period)
            };
            found.extend(within(rows.iter().filter(fits).copied(), of)?);
        }
        Pooled::sum(found)
    }

    pub(crate) fn rate(
        &self,
        evidence: &Evidence<'_>,
        indicator: &Indicator,
        code: &AreaCode,
        of: Period,
    ) -> CountedRate {
        match self.pooled(code, of) {
            Some(pooled) => pooled.rate(evidence, indicator),
            None => nothing(evidence, indicator),
        }
    }
}

/// A rate of which nothing is reported.
pub(crate) fn nothing(evidence: &Evidence<'_>, indicator: &Indicator) -> CountedRate {
    let (none, basis) = (Cell::Absent, Basis::Complete);
    CountedRate::new(none, none, basis, indicator, evidence.confidence, evidence.origin([]))
}
