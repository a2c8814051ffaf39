//! Totals that do not add up, by table and reason: a table that leaves some
//! out does so in every row, and a reader wants to know it once.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::{DimensionId, IndicatorId, SourceId};

use crate::{Counted, DataQuality, TotalDisagreement};

/// Disagreements of one table for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalKind {
    /// Where the table comes from.
    pub source: SourceId,
    /// The dimension over which was added up.
    pub dimension: DimensionId,
    /// The other dimensions of the table.
    pub within: Vec<DimensionId>,
    /// Which count.
    pub what: Counted,
    /// Why, as far as the figures tell.
    pub reason: TotalReason,
    /// What is measured.
    pub indicators: BTreeSet<IndicatorId>,
    /// How many totals.
    pub totals: usize,
    /// The smallest sum of the parts minus the total, with its sign.
    pub smallest: i64,
    /// The largest sum of the parts minus the total, with its sign.
    pub largest: i64,
}

/// Why parts do not give their total, as far as the figures tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum TotalReason {
    /// Those at risk are a sample multiplied up: parts and total are estimated
    /// apart.
    Sample,
    /// Every difference is negative: the parts leave some out.
    PartsLeaveOut,
    /// Every difference is positive: the total leaves some out, or parts count
    /// some twice.
    TotalLeavesOut,
    /// Differences go both ways.
    BothWays,
}

/// What is printed in one table, as far as a data set knows it.
type Table<'a> = (&'a SourceId, &'a DimensionId, Vec<&'a DimensionId>, Counted, bool);

impl DataQuality {
    /// The totals that do not add up, one row for each table and reason, in
    /// order of source and dimension.
    #[must_use]
    pub fn total_kinds(&self) -> Vec<TotalKind> {
        let mut tables: BTreeMap<Table<'_>, Vec<&TotalDisagreement>> = BTreeMap::new();
        for total in &self.totals {
            let within = total.within.iter().map(|(dimension, _)| dimension).collect();
            let table = (&total.source, &total.dimension, within, total.what, total.sampled);
            tables.entry(table).or_default().push(total);
        }
        tables.into_iter().map(|(table, totals)| kind(table, &totals)).collect()
    }
}

fn kind(
    (source, dimension, within, what, sampled): Table<'_>,
    totals: &[&TotalDisagreement],
) -> TotalKind {
    let differences = totals.iter().map(|total| total.difference);
    let smallest = differences.clone().min().unwrap_or(0);
    let largest = differences.max().unwrap_or(0);
    TotalKind {
        source: source.clone(),
        dimension: dimension.clone(),
        within: within.into_iter().cloned().collect(),
        what,
        reason: match (smallest < 0, largest > 0) {
            _ if sampled => TotalReason::Sample,
            (true, true) => TotalReason::BothWays,
            (true, false) => TotalReason::PartsLeaveOut,
            (false, _) => TotalReason::TotalLeavesOut,
        },
        indicators: totals.iter().map(|total| total.indicator.clone()).collect(),
        totals: totals.len(),
        smallest,
        largest,
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{CategoryId, Groups, Period, SourceClass};

    use super::*;

    fn id<T: std::str::FromStr>(text: &str) -> T
    where
        T::Err: std::fmt::Debug,
    {
        text.parse().unwrap()
    }

    fn total(indicator: &str, within: &str, sampled: bool, difference: i64) -> TotalDisagreement {
        let category: CategoryId = id("all");
        TotalDisagreement {
            source: id("ons"),
            indicator: id(indicator),
            area: id("E92000001"),
            period: Period::year(2022).unwrap(),
            dimension: id("ns-sec"),
            within: Groups::one(id(within), category),
            what: if sampled { Counted::AtRisk } else { Counted::Events },
            sampled,
            difference,
            class: SourceClass::Published,
            place: firstyear_core::Place::default(),
        }
    }

    #[test]
    fn one_row_tells_of_every_total_of_a_table() {
        let quality = DataQuality {
            totals: vec![
                total("infant", "birthweight", false, -32),
                total("neonatal", "birthweight", false, -2),
                total("infant", "age", false, -1),
                total("infant", "age", false, 4),
                total("infant", "birthweight", true, -255),
                total("infant", "birthweight", true, 22),
                total("infant", "country", false, 7),
            ],
            ..DataQuality::default()
        };
        let kinds: Vec<_> = quality
            .total_kinds()
            .iter()
            .map(|k| {
                let of = k.indicators.len();
                (k.within[0].to_string(), k.reason, of, k.totals, k.smallest, k.largest)
            })
            .collect();
        assert_eq!(
            kinds,
            [
                ("age".to_owned(), TotalReason::BothWays, 1, 2, -1, 4),
                ("birthweight".to_owned(), TotalReason::PartsLeaveOut, 2, 2, -32, -2),
                ("birthweight".to_owned(), TotalReason::Sample, 1, 2, -255, 22),
                ("country".to_owned(), TotalReason::TotalLeavesOut, 1, 1, 7, 7),
            ]
        );
    }
}
