//! The published workbook, where it stands beside the repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use firstyear_core::{
    CategoryId, Cell, Dataset, DimensionId, Indicator, IndicatorId, IndicatorKind, Observation,
    Polarity, ProblemCode, Read, Severity, SourceId,
};
use firstyear_ingest::{CodeLists, ons};

const WORKBOOK: &str = "../shared/data/ons-child-mortality/cim2022deathcohortworkbook.xlsx";

/// A part of the catalogue's files, from which the code lists are built.
fn table(file: &str) -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue/data").join(file);
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

fn labels() -> BTreeMap<DimensionId, BTreeMap<String, CategoryId>> {
    let normal =
        |label: &str| label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut all = BTreeMap::new();
    for dimension in table("dimensions.toml")["dimension"].as_array().unwrap() {
        let mut known = BTreeMap::new();
        for category in dimension["categories"].as_array().unwrap() {
            let id = CategoryId::new(category["id"].as_str().unwrap()).unwrap();
            let printed = category.get("printed").and_then(toml::Value::as_array);
            let printed = printed.into_iter().flatten().filter_map(toml::Value::as_str);
            for label in printed.chain(category["label"].as_str()) {
                known.insert(normal(label), id.clone());
            }
        }
        all.insert(DimensionId::new(dimension["id"].as_str().unwrap()).unwrap(), known);
    }
    all
}

fn indicators() -> BTreeMap<IndicatorId, Indicator> {
    let about = |id: &IndicatorId| Indicator {
        id: id.clone(),
        name: String::new(),
        definition: String::new(),
        domain: String::new(),
        numerator: String::new(),
        denominator: String::new(),
        multiplier: 1_000,
        unit: String::new(),
        polarity: Polarity::LowerIsBetter,
        kind: IndicatorKind::Rate,
    };
    let table = table("indicators.toml");
    let rows = table["indicator"].as_array().unwrap();
    let ids = rows.iter().map(|row| IndicatorId::new(row["id"].as_str().unwrap()).unwrap());
    ids.map(|id| (id.clone(), about(&id))).collect()
}

/// The workbook, or nothing on a clone without it.
fn workbook() -> Option<Read<Dataset>> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(WORKBOOK);
    if !path.exists() {
        assert!(std::env::var_os("FIRSTYEAR_REQUIRE_SHARED").is_none(), "{WORKBOOK} is missing");
        eprintln!("{WORKBOOK} is not there: passed over");
        return None;
    }
    let (indicators, labels) = (indicators(), labels());
    let codes =
        CodeLists { indicators: &indicators, dimensions: &BTreeMap::new(), labels: &labels };
    let input = std::fs::read(path).unwrap();
    Some(ons::read(&input, WORKBOOK, &SourceId::new("ons").unwrap(), &codes).unwrap())
}

fn find<'a>(
    data: &'a Dataset,
    indicator: &str,
    area: &str,
    year: &str,
    groups: &str,
) -> &'a Observation {
    let fits = |o: &&Observation| {
        o.indicator.as_str() == indicator
            && o.area.as_str() == area
            && o.period.to_string() == year
            && o.groups.to_string() == groups
            && o.source.as_str() == "ons"
    };
    data.observations.iter().find(fits).unwrap()
}

#[test]
fn all_tables_are_read_without_an_error() {
    let Some(read) = workbook() else { return };
    let errors: Vec<_> = read.problems.iter().filter(|p| p.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(read.problems.iter().all(|p| p.code != ProblemCode::ColumnUnknown));
    let sheets: std::collections::BTreeSet<_> =
        read.rows.observations.iter().map(|o| o.place.sheet.clone()).collect();
    assert_eq!(sheets.len(), 27);
    assert_eq!(read.rows.sources.len(), 2);
}

#[test]
fn infant_rates_by_deprivation_follow_from_their_counts() {
    let Some(read) = workbook() else { return };
    let by_deprivation = |o: &&Observation| {
        o.area.as_str() == "E92000001"
            && o.indicator.as_str() == "infant-mortality-rate"
            && o.groups.to_string().starts_with("imd-")
    };
    let rates: Vec<_> = read.rows.observations.iter().filter(by_deprivation).collect();
    assert_eq!(rates.len(), 143, "13 years, ten tenths and their total");
    for rate in rates {
        let (deaths, births) =
            (*rate.numerator.value().unwrap(), *rate.denominator.value().unwrap());
        // Tenths of a death per 1,000, rounded half up, in whole numbers.
        let tenths = (2 * 10_000 * deaths + births) / (2 * births);
        let printed = rate.value.value().unwrap() * 10.0;
        assert!((printed - tenths as f64).abs() < 1e-6, "{}", rate.place);
    }
}

/// Figures read off the published workbook by eye: tables 1, 3, 12 and 21.
#[test]
fn figures_are_those_of_the_printed_tables() {
    let Some(read) = workbook() else { return };
    let data = &read.rows;
    let all = "K04000001+J99000001";
    let infant = find(data, "infant-mortality-rate", all, "2022", "");
    assert_eq!((infant.numerator, infant.denominator), (Cell::known(2_349), Cell::known(605_479)));
    let perinatal = find(data, "perinatal-mortality", all, "2022", "");
    assert_eq!(perinatal.numerator, Cell::known(3_818));
    assert_eq!(perinatal.denominator, Cell::known(607_912), "605,479 and 2,433 stillbirths");
    let routine = "birthweight-broad=all; ns-sec-household=7";
    let routine = find(data, "infant-mortality-rate", all, "2022", routine);
    assert_eq!((routine.numerator, routine.denominator), (Cell::known(168), Cell::known(30_370)));
    let worst = find(data, "infant-mortality-rate", "E92000001", "2022", "imd-2019-decile=1");
    assert_eq!((worst.numerator, worst.value), (Cell::known(471), Cell::known(6.1)));
    let gateshead = data.geography.iter().find(|area| &*area.name == "Gateshead").unwrap();
    let parents: Vec<_> = gateshead.parents.iter().map(|parent| parent.code.as_str()).collect();
    assert_eq!(
        parents,
        ["E11000007", "E12000001", "E92000001"],
        "Tyne and Wear, North East, England"
    );
}
