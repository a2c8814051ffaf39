//! Periods of risk of two made-up populations.

use std::collections::BTreeMap;

use firstyear_analysis::{Evidence, Ppor};
use firstyear_core::project::{PporPopulation, PporQuestion, Years};
use firstyear_core::{
    Category, Confidence, Dataset, Dimension, DimensionAbout, Groups, Role, SourceClass, Splits,
    UnorderedDimension,
};

use super::{
    area, category, counted, dimension_id, indicator, indicator_id, made_up, source_id, year,
};

/// The example of the method: 100 deaths of 10,000 against 110 of 20,000. In
/// 2021 a neonatal death more has no birthweight.
pub(crate) fn ppor(class: SourceClass) -> Ppor {
    const DEATHS: [(u16, [[u64; 3]; 2], [u64; 2]); 2] = [
        (2021, [[20, 25, 5], [20, 12, 18]], [180, 9_780]),
        (2022, [[20, 24, 6], [30, 15, 15]], [180, 19_770]),
    ];
    let question = question();
    let indicators = PporQuestion::usual_indicators();
    let mut data = Dataset::default();
    let source = source_id("ons-child-mortality");
    data.sources.insert(source.clone(), made_up(source.clone(), class));
    for (when, deaths, births) in DEATHS {
        for (at, id) in indicators.iter().enumerate() {
            let extra = u64::from(at == 1 && when == 2021);
            let fetal = |band: usize| if at == 0 { deaths[band][0] } else { 0 };
            let rows = [("low", 0), ("high", 1)]
                .map(|(weight, band)| (weight, deaths[band][at], births[band] + fetal(band)));
            let all = ("all", rows[0].1 + rows[1].1 + extra, rows[0].2 + rows[1].2);
            for (weight, events, at_risk) in rows.into_iter().chain([all]) {
                data.observations.push(counted(
                    id,
                    "E92000001",
                    year(when.into()),
                    Groups::one(question.birthweight.clone(), category(weight)),
                    (events, at_risk),
                    &source,
                ));
            }
        }
    }
    let known = indicators.map(|id| (id.clone(), indicator(id.as_str(), "A rate")));
    let weights = weights();
    let evidence = Evidence {
        data: &data,
        indicators: &BTreeMap::from(known),
        dimensions: &BTreeMap::from([(weights.id().clone(), weights)]),
        interventions: &[],
        themes: &firstyear_core::recommendation::NO_THEMES,
        matrix: &firstyear_core::self_assessment::NO_MATRIX,
        confidence: Confidence::P95,
    };
    let infant = indicator_id("infant-mortality-rate");
    firstyear_analysis::ppor(&evidence, &question, &area("E92000001"), &infant).unwrap()
}

fn question() -> PporQuestion {
    let population = |name: &str, year| PporPopulation {
        name: name.to_owned(),
        area: None,
        years: Some(Years { first: year, last: year }),
        dimension: None,
        categories: Vec::new(),
    };
    let [fetal, neonatal, postneonatal] = PporQuestion::usual_indicators();
    PporQuestion {
        birthweight: dimension_id("birthweight"),
        very_low: vec![category("low")],
        others: vec![category("high")],
        group: population("births of 2021", 2021),
        reference: population("births of 2022", 2022),
        fetal,
        neonatal,
        postneonatal,
    }
}

fn weights() -> Dimension {
    let group =
        |id: &str, label: &str, role| Category { id: category(id), label: label.to_owned(), role };
    Dimension::Unordered(UnorderedDimension {
        about: DimensionAbout {
            id: dimension_id("birthweight"),
            name: "Birthweight".to_owned(),
            short_name: "Birthweight".to_owned(),
            family: dimension_id("birthweight"),
            splits: Splits::Population,
            source: "made by hand".to_owned(),
        },
        categories: vec![
            group("low", "Under 1,500 g", Role::Group),
            group("high", "1,500 g and over", Role::Group),
            group("all", "All", Role::Total),
        ],
    })
}
