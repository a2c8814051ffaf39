//! How far the pathways of several areas cover what a reference asks.

use std::collections::BTreeMap;

use firstyear_core::AreaCode;
use firstyear_core::pathway::Obligation;

use super::{Class, Comparison};

/// What became of each obligation of a reference in each area.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage<'p> {
    /// The areas by code, then the pathways that name none.
    pub areas: Vec<CoveredArea<'p>>,
    /// The obligations of the reference, in its order.
    pub obligations: Vec<CoveredObligation<'p>>,
}

/// An area with its pathways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredArea<'p> {
    /// Its code; `None` for a pathway that names no area.
    pub area: Option<&'p AreaCode>,
    /// The places of its pathways among those compared; none where it has none.
    pub pathways: Vec<usize>,
}

/// What became of an obligation of the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct CoveredObligation<'p> {
    /// The obligation.
    pub obligation: &'p Obligation,
    /// What became of it in each area, in the order of the areas; `None` for an area
    /// without a pathway.
    pub classes: Vec<Option<Class>>,
}

impl CoveredObligation<'_> {
    /// In how many areas that became of it.
    #[must_use]
    pub fn count(&self, class: Option<Class>) -> usize {
        self.classes.iter().filter(|one| **one == class).count()
    }
}

/// What became of each obligation in each area: those of the pathways and those of
/// `asked`, which may have none.
///
/// An area with several pathways counts by the one that keeps least of an obligation:
/// what one service does not owe is not owed in the area. The comparisons are with one
/// reference; those with another than that of the first are left out.
///
/// # Example
///
/// ```
/// use firstyear_core::AreaCode;
/// use firstyear_core::pathway::{CarePathway, PathwayKind};
/// use firstyear_pathways::{Class, coverage, diff};
///
/// # let text = include_str!("../../tests/data/stop-smoking.toml");
/// let reference: CarePathway = toml::from_str(text)?;
/// let mut local = CarePathway { kind: PathwayKind::Local, ..reference.clone() };
/// local.area = Some(AreaCode::new("E06000001")?);
/// let asked = [AreaCode::new("E06000002")?];
/// let covered = coverage(&[diff(&local, &reference)], &asked);
/// assert_eq!(covered.obligations[0].classes, [Some(Class::Entailed), None]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn coverage<'p>(comparisons: &[Comparison<'p>], asked: &'p [AreaCode]) -> Coverage<'p> {
    let Some(first) = comparisons.first() else {
        return Coverage { areas: Vec::new(), obligations: Vec::new() };
    };
    let reference = first.reference;
    let mut by_code: BTreeMap<&AreaCode, Vec<usize>> =
        asked.iter().map(|area| (area, Vec::new())).collect();
    let mut nameless = Vec::new();
    for (at, one) in comparisons.iter().enumerate() {
        if one.reference != reference {
            continue;
        }
        match &one.local.area {
            Some(area) => by_code.entry(area).or_default().push(at),
            None => nameless.push(CoveredArea { area: None, pathways: vec![at] }),
        }
    }
    let mut areas: Vec<_> = by_code
        .into_iter()
        .map(|(area, pathways)| CoveredArea { area: Some(area), pathways })
        .collect();
    areas.append(&mut nameless);
    let class = |area: &CoveredArea<'_>, nth: usize| {
        let classes = area.pathways.iter().map(|&at| comparisons[at].obligations[nth].class);
        classes.max()
    };
    let obligations = first.obligations.iter().enumerate().map(|(nth, one)| CoveredObligation {
        obligation: one.reference,
        classes: areas.iter().map(|area| class(area, nth)).collect(),
    });
    let obligations = obligations.collect();
    Coverage { areas, obligations }
}
