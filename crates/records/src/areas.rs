//! In which areas births are counted, by what is known of areas over time.
//!
//! Nothing is lost on the way: births whose area is not known on the day of the boundaries, or
//! lies in several, are counted as the specification says, and told of. They are never divided:
//! a birth is in one place, and a share of a population does not say in which.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::count::{AreaCount, AreaCounts, AreaFate, CountGeography, OtherAreas};
use firstyear_core::{AreaCode, Geography, Later, Share};

/// The areas of a specification.
pub(crate) struct Areas<'s> {
    pub(crate) asked: &'s CountGeography,
    /// What is known of areas.
    pub(crate) known: Geography,
}

/// Where the births of an area are counted.
#[derive(Clone, Debug, PartialEq)]
enum Placed {
    /// Where they are.
    Here,
    /// In one area.
    In(AreaCode),
    /// In none, for a reason.
    Nowhere(AreaFate),
    /// No list has the code.
    Unknown,
}

impl Areas<'_> {
    /// The area in which births of another are counted; none for the total alone.
    pub(crate) fn counted_as(&self, code: &AreaCode) -> Option<AreaCode> {
        self.counted_at(code, &self.placed(code))
    }

    /// What became of areas, each with its births.
    pub(crate) fn told<'a>(&self, births: impl Iterator<Item = (&'a AreaCode, u64)>) -> AreaCounts {
        let mut of_area: BTreeMap<&AreaCode, u64> = BTreeMap::new();
        for (area, births) in births {
            *of_area.entry(area).or_default() += births;
        }
        let mut told = AreaCounts {
            boundaries_on: self.asked.boundaries_on,
            otherwise: self.asked.otherwise,
            areas: Vec::new(),
            codes_unknown: 0,
            births_unknown: 0,
        };
        for (area, births) in of_area {
            let place = self.placed(area);
            let counted_as = self.counted_at(area, &place);
            let fate = match place {
                Placed::Here => continue,
                Placed::Unknown => {
                    told.codes_unknown += 1;
                    told.births_unknown += births;
                    continue;
                }
                Placed::In(_) => AreaFate::Moved,
                Placed::Nowhere(fate) => fate,
            };
            told.areas.push(AreaCount { area: area.clone(), fate, counted_as, births });
        }
        told
    }

    fn counted_at(&self, code: &AreaCode, place: &Placed) -> Option<AreaCode> {
        match (place, self.asked.otherwise) {
            (Placed::In(target), _) => Some(target.clone()),
            (Placed::Here, _) | (_, OtherAreas::Keep) => Some(code.clone()),
            (_, OtherAreas::TotalOnly) => None,
        }
    }

    fn placed(&self, code: &AreaCode) -> Placed {
        let day = self.asked.boundaries_on;
        let Some(area) = self.known.get(code) else { return Placed::Unknown };
        if area.from.is_some_and(|from| from > day) {
            return Placed::Nowhere(AreaFate::Later);
        }
        let now = match self.known.later(code, day) {
            Later::Itself => vec![code.clone()],
            Later::Within(target) => vec![target],
            Later::Split(parts) => parts.into_iter().map(|(part, _)| part).collect(),
            Later::Unknown => return Placed::Nowhere(AreaFate::Ended),
        };
        let target = match &self.asked.within {
            // Parts of an area that was split may all be in one larger area.
            Some(kind) => self.larger(&now, kind).ok_or(AreaFate::Outside),
            None if now.len() > 1 => Err(AreaFate::Split),
            None => now.into_iter().next().ok_or(AreaFate::Ended),
        };
        match target {
            Ok(target) if target == *code => Placed::Here,
            Ok(target) => Placed::In(target),
            Err(fate) => Placed::Nowhere(fate),
        }
    }

    /// The one larger area of a kind in which all of these lie as a whole.
    fn larger(&self, areas: &[AreaCode], kind: &str) -> Option<AreaCode> {
        let mut found: Option<AreaCode> = None;
        for area in areas {
            let larger = self.in_kind(area, kind)?;
            if found.as_ref().is_some_and(|known| *known != larger) {
                return None;
            }
            found = Some(larger);
        }
        found
    }

    /// The one area of a kind in which an area lies as a whole, through what it lies in.
    fn in_kind(&self, area: &AreaCode, kind: &str) -> Option<AreaCode> {
        let day = self.asked.boundaries_on;
        let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
        let mut next = vec![area];
        while let Some(code) = next.pop() {
            if !seen.insert(code) {
                continue;
            }
            if code.as_str().starts_with(kind) {
                found.insert(code);
                continue;
            }
            let parents = self.known.get(code).into_iter().flat_map(|area| &area.parents);
            let holds = parents.filter(|parent| {
                parent.share.is_none_or(|share| share == Share::WHOLE)
                    && parent.from.is_none_or(|from| from <= day)
                    && parent.until.is_none_or(|until| day <= until)
                    && self.known.get(&parent.code).is_none_or(|larger| larger.holds_on(day))
            });
            next.extend(holds.map(|parent| &parent.code));
        }
        match found.into_iter().collect::<Vec<_>>()[..] {
            [one] => Some(one.clone()),
            _ => None,
        }
    }
}
