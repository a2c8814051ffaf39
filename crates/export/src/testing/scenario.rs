//! What would narrow a made-up gap.

use firstyear_analysis::GapScenario;
use firstyear_core::intervention::{Input, Origin, Quantity};
use firstyear_core::project::{
    AllGroups, GapTarget, MeasureCost, MeasureUptake, OtherGroupInputs, OverlapRule, OwnMeasure,
    ScenarioCosts, ScenarioPath, ScenarioQuestion,
};
use firstyear_core::{Groups, SourceClass};

use super::{area, asked, category, dimension_id, indicator_id};

/// The most deprived fifth with 60 of 120 deaths and 10,000 of 25,000 births: a
/// twelfth fewer of its deaths, 5, by a measure with limits, as many by another
/// that acts through it; a third cannot be worked out.
pub(crate) fn scenario(class: SourceClass) -> GapScenario {
    let fifth = |id: &str| Groups::one(dimension_id("imd-2019-quintile"), category(id));
    let rows = [
        (2022, fifth("1"), (60, 10_000)),
        (2022, fifth("2"), (20, 4_000)),
        (2022, fifth("3"), (16, 4_000)),
        (2022, fifth("4"), (13, 3_500)),
        (2022, fifth("5"), (11, 3_500)),
        (2022, fifth("all"), (120, 25_000)),
    ];
    let input = |quantity, value| Input::new(quantity, value, Origin::Assumed, None);
    let measure = |id: &str, title: &str, through: Option<&str>| OwnMeasure {
        id: id.to_owned(),
        title: Some(title.to_owned()),
        acts_through: through.map(str::to_owned),
        inputs: vec![
            input(Quantity::ExposedBefore, 0.2),
            input(Quantity::ExposedAfter, 0.1),
            Input {
                lower: Some(1.5),
                upper: Some(2.667),
                outcome: Some("neonatal death".to_owned()),
                origin: Origin::External,
                source: Some("a <made-up> cohort".to_owned()),
                ..input(Quantity::RelativeRisk, 2.0)
            },
        ],
        also_in: Vec::new(),
    };
    let mut smoking = measure("smoking", "Smoking in pregnancy halved", None);
    smoking.also_in = vec![OtherGroupInputs {
        category: category("2"),
        inputs: vec![
            Input { people: Some(400.0), ..input(Quantity::ExposedBefore, 0.15) },
            input(Quantity::ExposedAfter, 0.1),
        ],
    }];
    let mut lacking = measure("lacking", "What nobody has measured", None);
    lacking.inputs.truncate(1);
    let question = ScenarioQuestion {
        name: "Made up".to_owned(),
        group: "the most deprived fifth".to_owned(),
        dimension: Some(dimension_id("imd-2019-quintile")),
        whole: None,
        categories: vec![category("1")],
        area: None,
        indicator: None,
        years: None,
        baseline: None,
        steadied_by: Vec::new(),
        interventions: Vec::new(),
        measures: vec![smoking, measure("homes", "Homes without smoke", Some("smoking")), lacking],
        overlap: OverlapRule::Declared,
        all_groups: AllGroups::Move,
        uptakes: vec![MeasureUptake {
            measure: "smoking".to_owned(),
            from: 2024,
            full: 2026,
            lag_years: 1.0,
        }],
        path: Some(ScenarioPath {
            first: 2023,
            last: 2030,
            drift_points: 0.5,
            drift_source: Some("assumed".to_owned()),
        }),
        target: Some(GapTarget {
            relative_gap_percent: 20.0,
            by: 2028,
            source: Some("a <made-up> plan".to_owned()),
        }),
        costs: Some(ScenarioCosts {
            currency: "GBP".to_owned(),
            price_year: 2024,
            discount_percent: 3.5,
            discount_deaths_percent: 1.5,
            measures: vec![MeasureCost {
                id: "smoking".to_owned(),
                yearly: 250_000.0,
                first: 2024,
                last: 2030,
                source: "a <made-up> budget".to_owned(),
            }],
        }),
        seed: 1,
    };
    let (place, infant) = (area("E92000001"), indicator_id("infant-mortality-rate"));
    asked(class, rows, |evidence| {
        firstyear_analysis::gap_scenario(evidence, &question, &place, &infant)
    })
}
