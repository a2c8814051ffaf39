//! The counts of both sides of an evaluation.

use std::collections::BTreeSet;

use firstyear_core::{AreaCode, Cell, Indicator, Period};

use super::{ArmRate, EvaluatedArea, EvaluatedArm, When, usable};
use crate::area_rows::{AreaRows, nothing};
use crate::pool::Pooled;
use crate::{CountedRate, Evidence};

/// What counting an arm needs.
pub(super) struct Work<'a> {
    pub(super) evidence: &'a Evidence<'a>,
    pub(super) indicator: &'a Indicator,
    pub(super) rows: &'a AreaRows<'a>,
    pub(super) times: [Period; 2],
    /// From the first before to the last after.
    pub(super) years: std::ops::RangeInclusive<u16>,
}

impl Work<'_> {
    pub(super) fn arm(&self, name: &str, codes: &BTreeSet<AreaCode>) -> EvaluatedArm {
        let of_area = |code: &AreaCode| {
            let rate = |of| self.rows.rate(self.evidence, self.indicator, code, of);
            let [before, after] = self.times.map(rate);
            Self::area(code, self.evidence.data.geography.name(code).to_owned(), [before, after])
        };
        let areas: Vec<EvaluatedArea> = codes.iter().map(of_area).collect();
        let used: Vec<&AreaCode> =
            areas.iter().filter(|area| area.used).map(|area| &area.code).collect();
        let sum = |of: Period| self.sum(&used, of).unwrap_or_else(|| self.nothing());
        let [before, after] = self.times.map(sum);
        let by_year = self.years().filter_map(|year| Some((year, self.sum(&used, year)?)));
        self.named(name, None, (areas.clone(), [before, after], by_year.collect()))
    }

    /// A whole less the visited areas.
    pub(super) fn rest(
        &self,
        name: &str,
        whole: &AreaCode,
        visited: &EvaluatedArm,
    ) -> EvaluatedArm {
        // One visited area without counts, and the rest is not known.
        let parts: Vec<&AreaCode> = visited.areas.iter().map(|area| &area.code).collect();
        let less = |of: Period| -> Option<CountedRate> {
            let whole = self.rows.rate(self.evidence, self.indicator, whole, of);
            let parts = self.sum(&parts, of)?;
            Some(self.without(&whole, &parts))
        };
        let [before, after] = self.times.map(|of| less(of).unwrap_or_else(|| self.nothing()));
        let area = Self::area(whole, name.to_owned(), [before.clone(), after.clone()]);
        let by_year = self.years().filter_map(|year| Some((year, less(year)?)));
        let known = |(_, rate): &(Period, CountedRate)| rate.counts().is_some();
        let by_year = by_year.filter(known).collect();
        self.named(name, Some(whole), (vec![area], [before, after], by_year))
    }

    fn named(
        &self,
        name: &str,
        rest_of: Option<&AreaCode>,
        (areas, [before, after], by_year): (
            Vec<EvaluatedArea>,
            [CountedRate; 2],
            Vec<(Period, CountedRate)>,
        ),
    ) -> EvaluatedArm {
        let [first, last] = self.times;
        EvaluatedArm {
            name: name.to_owned(),
            rest_of: rest_of.cloned(),
            areas,
            before: ArmRate { when: When::Period(first), rate: before },
            after: ArmRate { when: When::Period(last), rate: after },
            change: None,
            relative_change: None,
            printed_change: None,
            by_year,
        }
    }

    fn area(code: &AreaCode, name: String, [before, after]: [CountedRate; 2]) -> EvaluatedArea {
        let used = usable(&before).is_some() && usable(&after).is_some();
        EvaluatedArea { code: code.clone(), name, before, after, used }
    }

    /// The counts of several areas together; nothing where one has none.
    fn sum(&self, codes: &[&AreaCode], of: Period) -> Option<CountedRate> {
        let parts: Option<Vec<Pooled>> =
            codes.iter().map(|code| self.rows.pooled(code, of)).collect();
        let sum = parts?.into_iter().reduce(Pooled::add)?;
        let rate = sum.rate(self.evidence, self.indicator);
        rate.counts().is_some().then_some(rate)
    }

    fn without(&self, whole: &CountedRate, parts: &CountedRate) -> CountedRate {
        let less = |of: fn(&CountedRate) -> Cell<u64>| match of(whole)
            .zip_with(of(parts), u64::checked_sub)
        {
            Cell::Known { value: Some(value), flags } => Cell::Known { value, flags },
            Cell::Withheld(by) => Cell::Withheld(by),
            _ => Cell::Absent,
        };
        let sources = whole.sources.union(&parts.sources).cloned();
        let origin = self.evidence.origin(sources);
        let basis = if whole.basis.sample().is_some() { whole.basis } else { parts.basis };
        let level = self.evidence.confidence;
        let (events, at_risk) = (less(|rate| rate.events), less(|rate| rate.at_risk));
        CountedRate::new(events, at_risk, basis, self.indicator, level, origin)
    }

    fn nothing(&self) -> CountedRate {
        nothing(self.evidence, self.indicator)
    }

    /// The single years from the first to the last.
    fn years(&self) -> impl Iterator<Item = Period> {
        self.years.clone().filter_map(|year| Period::year(year.into()).ok())
    }
}
