//! Areas: against a comparator, by their size, and small ones.

use firstyear_analysis::{
    AreaComparison, AreaFunnel, AreaRate, ComparedArea, Draws, FunnelArea, FunnelBand, FunnelKind,
    FunnelLine, FunnelPosition, RankInterval, Scatter, ShrunkRate, SmallArea, SmallAreas, Verdict,
};
use firstyear_core::project::{Overdispersion, Towards};
use firstyear_core::{Cell, Confidence, Estimate, Flags, IndicatorKind, MethodId};

use super::{area, estimate, indicator_id, rate, withheld, years};

pub(crate) fn area_comparison() -> AreaComparison {
    let compared = |code: &str, name: &str, rate, verdict| ComparedArea {
        area: AreaRate { code: area(code), name: name.to_owned(), rate },
        verdict,
    };
    AreaComparison {
        name: "Local authorities".to_owned(),
        indicator: indicator_id("infant-mortality-rate"),
        period: years(2020, 2022),
        comparator: AreaRate {
            code: area("E92000001"),
            name: "England".to_owned(),
            rate: rate(7_200, 1_800_000, estimate(4.0, 3.9, 4.1)),
        },
        areas: vec![
            compared(
                "E06000001",
                "Hartlepool",
                rate(20, 3_000, estimate(6.7, 4.1, 10.3))
                    .with_published(Cell::flagged(6.7, Flags::LOW_RELIABILITY)),
                Verdict::Higher,
            ),
            compared(
                "E06000002",
                "Middlesbrough",
                rate(24, 5_300, estimate(4.5, 2.9, 6.7)).with_published(Cell::Absent),
                Verdict::CannotTell,
            ),
            compared("E06000053", "Isles of Scilly", withheld(), Verdict::NotCompared),
            compared(
                "E10000002",
                "Buckinghamshire",
                rate(30, 17_000, estimate(1.8, 1.2, 2.5)),
                Verdict::Lower,
            ),
        ],
        confidence: Confidence::P95,
    }
}

/// The authorities of [`area_comparison`] in their funnel; limits are Poisson
/// quantiles round 4.0 per 1,000, read from tables.
pub(crate) fn area_funnel() -> AreaFunnel {
    let band = |inner: (f64, f64), outer: (f64, f64), position| {
        let limits =
            |(lower, upper), confidence| firstyear_core::Interval { lower, upper, confidence };
        Some(FunnelBand {
            inner: limits(inner, Confidence::P95),
            outer: limits(outer, Confidence::P998),
            position,
        })
    };
    let bands = [
        band((2.0, 6.4), (1.1, 8.0), FunnelPosition::High),
        band((2.4, 5.8), (1.7, 7.0), FunnelPosition::Within),
        None,
        band((3.1, 5.0), (2.6, 5.6), FunnelPosition::VeryLow),
    ];
    let line = |at_risk, inner, outer| {
        let FunnelBand { inner, outer, .. } = band(inner, outer, FunnelPosition::Within).unwrap();
        FunnelLine { at_risk, inner, outer }
    };
    let AreaComparison { indicator, period, comparator, areas, .. } = area_comparison();
    let areas = areas.into_iter().zip(bands);
    AreaFunnel {
        name: "local authorities".to_owned(),
        indicator,
        period,
        comparator,
        overdispersion: Overdispersion::None,
        scatter: Some(Scatter { phi: 6.25, tau2: 1.44 }),
        areas: areas.map(|(compared, band)| FunnelArea { area: compared.area, band }).collect(),
        lines: vec![
            line(2_500.0, (1.8, 6.7), (0.9, 8.5)),
            line(6_000.0, (2.5, 5.7), (1.8, 6.8)),
            line(18_000.0, (3.1, 5.0), (2.6, 5.6)),
        ],
        not_computed: None,
        kind: FunnelKind::Rate,
        factor: 1_000.0,
    }
}

/// The authorities of [`area_comparison`] as small areas. Made up.
pub(crate) fn small_areas() -> SmallAreas {
    let shrunk = |rate: (f64, f64, f64), above, reliability, (expected, lower, upper)| {
        let method = MethodId::new("gamma-poisson-shrinkage");
        Some(ShrunkRate {
            rate: Estimate { method, ..estimate(rate.0, rate.1, rate.2) },
            above_comparator: Some(above),
            reliability,
            rank: Some(RankInterval { expected, lower, upper, confidence: Confidence::P95 }),
        })
    };
    let known = [
        shrunk((5.7, 4.0, 8.1), 0.97, 0.52, (1.2, 1, 2)),
        shrunk((4.4, 3.1, 6.0), 0.66, 0.61, (1.9, 1, 3)),
        None,
        shrunk((2.2, 1.6, 3.0), 0.001, 0.83, (2.9, 2, 3)),
    ];
    let AreaComparison { indicator, period, comparator, areas, confidence, .. } = area_comparison();
    let areas = areas.into_iter().zip(known);
    SmallAreas {
        name: "local authorities".to_owned(),
        indicator,
        period,
        comparator,
        towards: Towards::Group,
        areas: areas.map(|(compared, shrunk)| SmallArea { area: compared.area, shrunk }).collect(),
        confidence,
        draws: Draws { generator: "philox4x32-10", seed: 1, count: 5_000 },
        not_computed: None,
        kind: IndicatorKind::Rate,
        factor: 1_000.0,
    }
}
