//! Why a need has no audit: which indicator lacks what, and what it has instead.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use firstyear_core::{AreaCode, Dimension, DimensionId, IndicatorId, Period, PeriodUnit};

use crate::Evidence;
use crate::select::{about, by_category};

/// How many periods of an indicator are named; of more the earliest are counted.
const SHOWN: usize = 6;

/// A need that could not be audited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LackingNeed {
    /// The indicator of the need; `None` where it names none.
    pub indicator: Option<IndicatorId>,
    /// The indicator of the service; `None` where it names none.
    pub service: Option<IndicatorId>,
    /// Why not.
    pub why: NoAudit,
}

/// Why a need could not be audited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAudit {
    /// The area has no figures of an indicator.
    NoFigures {
        /// The indicator.
        indicator: IndicatorId,
    },
    /// It has figures, and none by the dimension that was asked for.
    NotByDimension {
        /// The indicator.
        indicator: IndicatorId,
        /// The dimension, or the family of its versions.
        dimension: DimensionId,
        /// How its figures are split; an empty set for everyone.
        by: BTreeSet<Vec<DimensionId>>,
    },
    /// Need and use are split by different versions of the dimension.
    OtherVersions {
        /// Each indicator with its versions.
        of: Vec<(IndicatorId, BTreeSet<DimensionId>)>,
    },
    /// No period, or too few years in a row, have figures of each.
    NoPeriod {
        /// Each indicator with the periods of its figures.
        of: Vec<(IndicatorId, BTreeSet<Period>)>,
        /// How many years are added up.
        years: u16,
    },
}

impl NoAudit {
    /// Why `indicators` have no period in common by any of `versions`.
    pub(crate) fn of(
        evidence: &Evidence<'_>,
        indicators: &[&IndicatorId],
        area: &AreaCode,
        (asked, versions): (&DimensionId, &[&Dimension]),
        years: u16,
    ) -> Self {
        let mut found: Vec<(IndicatorId, BTreeMap<DimensionId, BTreeSet<Period>>)> = Vec::new();
        for &indicator in indicators {
            let of = |version: &&Dimension| {
                let slices = by_category(evidence, indicator, area, version.id());
                let periods: BTreeSet<Period> = slices.into_keys().collect();
                (!periods.is_empty()).then(|| (version.id().clone(), periods))
            };
            let by: BTreeMap<_, _> = versions.iter().filter_map(of).collect();
            if by.is_empty() {
                return Self::without(evidence, indicator, area, asked);
            }
            found.push((indicator.clone(), by));
        }
        let is_shared =
            |version: &&Dimension| found.iter().all(|(_, by)| by.contains_key(version.id()));
        if !versions.iter().any(is_shared) {
            let of = found.into_iter().map(|(id, by)| (id, by.into_keys().collect()));
            return Self::OtherVersions { of: of.collect() };
        }
        let of = found.into_iter().map(|(id, by)| (id, by.into_values().flatten().collect()));
        Self::NoPeriod { of: of.collect(), years }
    }

    /// Why an indicator has no figures by the dimension.
    fn without(
        evidence: &Evidence<'_>,
        indicator: &IndicatorId,
        area: &AreaCode,
        asked: &DimensionId,
    ) -> Self {
        let split = |row: &firstyear_core::Observation| {
            row.groups.iter().map(|(dimension, _)| dimension.clone()).collect::<Vec<_>>()
        };
        let by: BTreeSet<_> = about(evidence, indicator, area).map(split).collect();
        let indicator = indicator.clone();
        if by.is_empty() {
            return Self::NoFigures { indicator };
        }
        Self::NotByDimension { indicator, dimension: asked.clone(), by }
    }

    /// In words, with indicators as `name` has them.
    #[must_use]
    pub fn told(&self, name: &dyn Fn(&IndicatorId) -> String) -> String {
        match self {
            Self::NoFigures { indicator } => {
                format!("there are no figures of {}", name(indicator))
            }
            Self::NotByDimension { indicator, dimension, by } => {
                let splits: Vec<String> = by.iter().map(|split| split_in_words(split)).collect();
                format!(
                    "the figures of {} are {}, and none are by `{dimension}` alone",
                    name(indicator),
                    splits.join(", or ")
                )
            }
            Self::OtherVersions { of } => {
                let one = |(id, by): &(IndicatorId, BTreeSet<DimensionId>)| {
                    let by: Vec<String> = by.iter().map(|id| format!("`{id}`")).collect();
                    format!("those of {} are by {}", name(id), by.join(" and "))
                };
                let of: Vec<String> = of.iter().map(one).collect();
                format!("the figures are split by different groups: {}", of.join(", "))
            }
            Self::NoPeriod { of, years } => {
                let one = |(id, periods): &(IndicatorId, BTreeSet<Period>)| {
                    format!("of {} for {}", name(id), periods_in_words(periods))
                };
                let said: Vec<String> = of.iter().map(one).collect();
                let both = if of.len() > 1 { " that have both" } else { "" };
                let asked = match years {
                    0 | 1 => "no period has both".to_owned(),
                    years => format!("`pool_years` asks for {years} years in a row{both}"),
                };
                format!("there are figures {}, and {asked}", said.join(", "))
            }
        }
    }
}

impl fmt::Display for LackingNeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why.told(&|id| format!("`{id}`")))
    }
}

fn split_in_words(split: &[DimensionId]) -> String {
    if split.is_empty() {
        return "of everyone".to_owned();
    }
    let names: Vec<String> = split.iter().map(|id| format!("`{id}`")).collect();
    format!("by {}", names.join(" and "))
}

/// The latest periods, each kind of year named: a financial year is no calendar year.
fn periods_in_words(periods: &BTreeSet<Period>) -> String {
    let latest: Vec<&Period> = periods.iter().rev().take(SHOWN).collect();
    let mut names: Vec<String> = latest.into_iter().rev().map(|one| named(*one)).collect();
    match periods.len().saturating_sub(SHOWN) {
        0 => {}
        1 => names.push("1 earlier period".to_owned()),
        earlier => names.push(format!("{earlier} earlier periods")),
    }
    match names.pop() {
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
        None => String::new(),
    }
}

fn named(period: Period) -> String {
    match period.unit() {
        PeriodUnit::FinancialYear => format!("financial year {period}"),
        PeriodUnit::AcademicYear => format!("academic year {period}"),
        _ => period.to_string(),
    }
}
