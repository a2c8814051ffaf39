//! A scorecard of a made-up area.

use std::collections::BTreeMap;

use firstyear_analysis::{Evidence, Scorecard, ScorecardAsked};
use firstyear_core::project::{
    CompareRule, GapQuestion, GapSeries, ScorecardDomain, ScorecardIndicator, ScorecardQuestion,
    ScorecardTarget,
};
use firstyear_core::{CategoryId, Confidence, Dataset, Groups, SourceClass};

use super::{
    area, at_age, counted, dimension_id, fifths, indicator, indicator_id, made_up, source_id, year,
};

/// Two indicators of an area against England over six years, one with a target,
/// a gap, and an indicator without figures.
pub(crate) fn scorecard(class: SourceClass) -> Scorecard {
    let (infant, neonatal) =
        (indicator_id("infant-mortality-rate"), indicator_id("neonatal-mortality"));
    let mut data = Dataset::default();
    let source = source_id("ons-child-mortality");
    data.sources.insert(source.clone(), made_up(source.clone(), class));
    let mut add = |id: &firstyear_core::IndicatorId,
                   code: &str,
                   when: i32,
                   group: Option<&str>,
                   (deaths, births)| {
        data.observations.push(counted(
            id,
            code,
            year(when),
            group.map_or_else(Groups::everyone, |category| {
                Groups::one(dimension_id("imd-2019-quintile"), CategoryId::new(category).unwrap())
            }),
            (deaths, births),
            &source,
        ));
    };
    for (at, deaths) in (2017..).zip([40, 44, 50, 52, 58, 60]) {
        add(&infant, "E06000001", at, None, (deaths, 8_000));
        add(&infant, "E92000001", at, None, (2_400, 600_000));
    }
    add(&neonatal, "E06000001", 2022, None, (24, 8_000));
    add(&neonatal, "E92000001", 2022, None, (1_700, 600_000));
    for (category, deaths, births) in [("1", 30, 2_500), ("all", 60, 8_000)] {
        add(&infant, "E06000001", 2022, Some(category), (deaths, births));
    }
    let lacking = indicator_id("post-neonatal-mortality");
    let indicators = BTreeMap::from([
        (infant.clone(), indicator("infant-mortality-rate", "Infant mortality rate")),
        (
            neonatal.clone(),
            at_age("neonatal-mortality", "Neonatal mortality rate", "under 28 days"),
        ),
        (
            lacking.clone(),
            at_age("post-neonatal-mortality", "Post-neonatal mortality rate", "28 to 364 days"),
        ),
    ]);
    let evidence = Evidence {
        data: &data,
        indicators: &indicators,
        dimensions: &BTreeMap::from([(dimension_id("imd-2019-quintile"), fifths())]),
        interventions: &[],
        themes: &firstyear_core::recommendation::NO_THEMES,
        matrix: &firstyear_core::self_assessment::NO_MATRIX,
        confidence: Confidence::P95,
    };
    let listed = ScorecardIndicator::new;
    let aimed = ScorecardTarget { value: 4.0, by: 2030, source: "a plan".to_owned() };
    let asked = ScorecardAsked {
        question: ScorecardQuestion {
            name: "made-up partnership".to_owned(),
            area: Some(area("E06000001")),
            comparator: Some(area("E92000001")),
            compare: CompareRule::AgainstValue,
            indicators: vec![
                ScorecardIndicator { weight: 2.0, target: Some(aimed), ..listed(infant.clone()) },
                ScorecardIndicator { domain: Some(ScorecardDomain::Services), ..listed(neonatal) },
                listed(lacking),
            ],
        },
        gaps: vec![GapQuestion {
            group: "the most deprived fifth".to_owned(),
            against: "all".to_owned(),
            area: Some(area("E06000001")),
            indicator: None,
            series: vec![GapSeries {
                dimension: dimension_id("imd-2019-quintile"),
                categories: vec![CategoryId::new("1").unwrap()],
                against: None,
                area: None,
            }],
        }],
        as_of: chrono::NaiveDate::from_ymd_opt(2026, 3, 1),
    };
    firstyear_analysis::scorecard(&evidence, &asked, &area("E92000001"), &infant).unwrap()
}
