//! One scorecard on files of three publishers: Fingertips, the Health Index and the
//! child mortality tables of the Office for National Statistics.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use firstyear_analysis::{Scorecard, Standing, answers};
use firstyear_catalogue::catalogue;
use firstyear_core::SourceId;
use firstyear_ingest::{read_project, unwatched};
use firstyear_tests::{codes, shared};

const FILES: [&str; 3] = [
    "data/fingertips/sussex_lifecourse_vs_england.csv",
    "data/ons-health-index/england_ltla_indicators_2015_2021_subset.csv",
    "data/ons-child-mortality/cim2022deathcohortworkbook.xlsx",
];

const PROJECT: &str = r#"schema_version = 1
title = "Brighton and Hove, by three publishers"
area = "E06000043"
as_of = 2024-06-30

[[definition]]
id = "ons-health-index-infant-mortality"
name = "Infant mortality, Health Index"
definition = "Infant deaths for every 1,000 live births, as the Health Index has them."
numerator = "infant deaths"
denominator = "live births"
multiplier = 1000
unit = "per 1,000 live births"
polarity = "lower-is-better"
kind = "rate"

[[source]]
id = "fingertips"
title = "Fingertips"
publisher = "Office for Health Improvement and Disparities"
licence = "Open Government Licence v3.0"
class = "published"

[[source]]
id = "health-index"
title = "Health Index"
publisher = "Office for National Statistics"
licence = "Open Government Licence v3.0"
class = "published"

[[source]]
id = "child-mortality"
title = "Child mortality in England and Wales, 2022"
publisher = "Office for National Statistics"
licence = "Open Government Licence v3.0"
class = "published"

[[file]]
path = "sussex_lifecourse_vs_england.csv"
years = "financial-year"
source = "fingertips"

[[file]]
path = "england_ltla_indicators_2015_2021_subset.csv"
source = "health-index"

[[file]]
path = "cim2022deathcohortworkbook.xlsx"
format = "ons-child-mortality"
source = "child-mortality"

[[scorecard]]
name = "Brighton and Hove"
comparator = "E92000001"
"#;

/// The project in a folder of its own; `None` without the published files.
fn project(folder: &Path) -> Option<Scorecard> {
    for file in FILES {
        let from = shared(file)?;
        fs::copy(&from, folder.join(from.file_name().unwrap())).unwrap();
    }
    fs::write(folder.join("firstyear.toml"), PROJECT).unwrap();
    let read = read_project(folder, &codes(), &mut unwatched).expect("it is read");
    let catalogue = catalogue();
    let evidence = firstyear_analysis::Evidence {
        data: &read.read.rows,
        indicators: &read.indicators,
        dimensions: catalogue.dimensions(),
        interventions: catalogue.interventions(),
        themes: catalogue.themes(),
        matrix: catalogue.self_assessment(),
        confidence: read.project.confidence,
    };
    let found = answers(&read.project, &evidence);
    assert_eq!(found.unanswered, []);
    Some(found.scorecards[0].get().clone())
}

#[test]
fn rows_of_three_publishers_stand_beside_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let Some(card) = project(folder.path()) else { return };
    let rows: BTreeMap<&str, _> =
        card.rows.iter().map(|row| (row.indicator.as_str(), row)).collect();
    // What the files print: Fingertips 20201 with its limits, the Health Index of
    // 2021, and table 2 of 2022, whose rate is printed to one decimal.
    let printed = |id: &str, decimals: usize| {
        let figure = rows[id].figure().value().copied().unwrap();
        let limits = figure.interval.map(|one| format!("{:.1} {:.1}", one.lower, one.upper));
        (format!("{:.decimals$}", figure.value), limits.unwrap_or_default())
    };
    let text = |value: &str, limits: &str| (value.to_owned(), limits.to_owned());
    assert_eq!(printed("breastfeeding-initiation", 4), text("88.2081", "87.0 89.3"));
    let of_index = index_of_2021(folder.path());
    assert_eq!(printed("ons-health-index-infant-mortality", 9), (of_index, String::new()));
    assert_eq!(printed("infant-mortality-rate", 1).0, "4.3");
    let source = |id: &str| -> Vec<String> {
        let point = rows[id].latest().unwrap();
        point.rate.sources.iter().map(SourceId::to_string).collect()
    };
    assert_eq!(source("breastfeeding-initiation"), ["fingertips"]);
    assert_eq!(source("ons-health-index-infant-mortality"), ["health-index"]);
    assert_eq!(source("infant-mortality-rate"), ["child-mortality"]);
    // England's figure is in the tables of deaths alone: without one nothing is
    // compared, and a figure without limits is not judged.
    assert_eq!(rows["infant-mortality-rate"].standing(), Standing::CannotTell);
    assert_eq!(rows["breastfeeding-initiation"].standing(), Standing::NotCompared);
    assert_eq!(rows["ons-health-index-infant-mortality"].standing(), Standing::NotCompared);
    let left = |id: &str| card.undefined.iter().any(|one| one.as_str() == id);
    assert!(left("ons-health-index-air-pollution") && left("fingertips-10101"));
    assert!(!left("ons-health-index-infant-mortality"));
}

/// The value of Brighton and Hove in the file itself.
fn index_of_2021(folder: &Path) -> String {
    let text = fs::read_to_string(folder.join("england_ltla_indicators_2015_2021_subset.csv"));
    let text = text.unwrap();
    let line = text.lines().find(|line| line.starts_with("E06000043,2021,Infant mortality,"));
    line.and_then(|line| line.rsplit(',').next()).map(str::to_owned).unwrap()
}
