//! A selection of made-up areas.

use std::collections::BTreeMap;

use firstyear_analysis::{AreaSelection, Evidence};
use firstyear_core::project::{SelectionQuestion, Years};
use firstyear_core::{Cell, Confidence, Dataset, Groups, Observation, SourceClass, Withholding};

use super::{area, counted, indicator, indicator_id, made_up, source_id, year};

/// Five areas of England and one of which nothing is known.
pub(crate) fn selection(class: SourceClass) -> AreaSelection {
    const DEATHS: [(&str, u64, u64); 7] = [
        ("E06000001", 60, 8_000),
        ("E06000002", 24, 6_000),
        ("E06000003", 20, 5_000),
        ("E06000004", 18, 2_000),
        ("E06000005", 8, 4_000),
        ("E06000006", 0, 1_000),
        ("E92000001", 2_000, 500_000),
    ];
    let mut data = Dataset::default();
    let source = source_id("ons-child-mortality");
    data.sources.insert(source.clone(), made_up(source.clone(), class));
    let id = indicator_id("infant-mortality-rate");
    for (code, deaths, births) in DEATHS {
        let is_hidden = code == "E06000006";
        data.observations.push(Observation {
            numerator: if is_hidden {
                Cell::Withheld(Withholding::Publisher)
            } else {
                Cell::known(deaths)
            },
            ..counted(&id, code, year(2022), Groups::everyone(), (deaths, births), &source)
        });
    }
    let evidence = Evidence {
        data: &data,
        indicators: &BTreeMap::from([(
            id.clone(),
            indicator("infant-mortality-rate", "Infant mortality rate"),
        )]),
        dimensions: &BTreeMap::new(),
        interventions: &[],
        themes: &firstyear_core::recommendation::NO_THEMES,
        matrix: &firstyear_core::self_assessment::NO_MATRIX,
        confidence: Confidence::P95,
    };
    let question = SelectionQuestion {
        name: "unitary authorities".to_owned(),
        prefixes: vec!["E06".to_owned()],
        years: Years { first: 2022, last: 2022 },
        comparator: None,
        indicator: None,
        dimension: None,
        categories: Vec::new(),
        at_least: 20,
        seed: 1,
    };
    firstyear_analysis::area_selection(&evidence, &question, &area("E92000001"), &id).unwrap()
}
