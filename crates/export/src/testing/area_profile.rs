//! The profile of a made-up area.

use std::collections::BTreeMap;

use firstyear_analysis::{AreaProfile, AreaProfileAsked, Evidence};
use firstyear_core::project::{AreaProfileQuestion, NeighbourVariable, NeighboursOf};
use firstyear_core::{Confidence, Dataset, Groups, SourceClass};

use super::{area, at_age, counted, indicator, indicator_id, made_up, source_id, year};

/// Six areas of England over three years, one of them profiled.
pub(crate) fn area_profile(class: SourceClass) -> AreaProfile {
    let (infant, neonatal) =
        (indicator_id("infant-mortality-rate"), indicator_id("neonatal-mortality"));
    let mut data = Dataset::default();
    let source = source_id("ons-child-mortality");
    data.sources.insert(source.clone(), made_up(source.clone(), class));
    let mut add = |id: &firstyear_core::IndicatorId, code: &str, when, (deaths, births)| {
        data.observations.push(counted(
            id,
            code,
            year(when),
            Groups::everyone(),
            (deaths, births),
            &source,
        ));
    };
    for (at, deaths) in [60, 16, 24, 30, 36, 44].into_iter().enumerate() {
        let code = format!("E0600000{}", at + 1);
        for when in 2020..=2022 {
            add(&infant, &code, when, (deaths, 8_000));
        }
        add(&neonatal, &code, 2022, (deaths / 2, 8_000));
    }
    for when in 2020..=2022 {
        add(&infant, "E92000001", when, (2_400, 600_000));
    }
    add(&neonatal, "E92000001", 2022, (1_700, 600_000));
    let indicators = BTreeMap::from([
        (infant.clone(), indicator("infant-mortality-rate", "Infant mortality rate")),
        (
            neonatal.clone(),
            at_age("neonatal-mortality", "Neonatal mortality rate", "under 28 days"),
        ),
    ]);
    let evidence = Evidence {
        data: &data,
        indicators: &indicators,
        dimensions: &BTreeMap::new(),
        interventions: &[],
        themes: &firstyear_core::recommendation::NO_THEMES,
        matrix: &firstyear_core::self_assessment::NO_MATRIX,
        confidence: Confidence::P95,
    };
    let asked = AreaProfileAsked {
        question: AreaProfileQuestion {
            name: Some("<Made-up> town".to_owned()),
            area: Some(area("E06000001")),
            comparator: area("E92000001"),
            prefixes: vec!["E06".to_owned()],
            among: "unitary authorities".to_owned(),
            main: None,
            pool_years: 3,
            indicators: Vec::new(),
            neighbours: Some(NeighboursOf {
                areas: Vec::new(),
                source: None,
                variables: vec![NeighbourVariable { indicator: neonatal, weight: 2.0 }],
                count: 2,
            }),
        },
        as_of: None,
    };
    firstyear_analysis::area_profile(&evidence, &asked, &area("E92000001"), &infant).unwrap()
}
