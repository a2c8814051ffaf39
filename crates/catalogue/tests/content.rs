//! Holds the content against what it was made from, and against itself.

use std::path::PathBuf;

use firstyear_catalogue::{Catalogue, CatalogueError, ExternalStatus, FILES, Files, catalogue};
use firstyear_core::{Direction, Role};

#[test]
fn the_files_load_and_every_reference_resolves() {
    let catalogue = Catalogue::load(&FILES).unwrap_or_else(|error| panic!("{error}"));
    for entry in catalogue.indicators().values() {
        assert!(entry.indicator.multiplier > 0, "{}", entry.indicator.id);
        assert!(!entry.indicator.unit.is_empty(), "{}", entry.indicator.id);
    }
    for dimension in catalogue.dimensions().values() {
        assert!(dimension.groups().count() >= 1, "{}", dimension.id());
        assert!(dimension.total().is_some(), "{}", dimension.id());
        if let Some(Direction::MostDisadvantagedFirst) = dimension.direction() {
            let first = dimension.groups().next().unwrap();
            assert!(first.label.contains("most deprived"), "{}", dimension.id());
        }
    }
}

#[test]
fn the_scorecard_has_60_indicators_and_22_process_measures() {
    let entries = catalogue().indicators().values().filter(|entry| entry.origin.is_none());
    let (local, scorecard): (Vec<_>, Vec<_>) = entries.partition(|entry| entry.pathway.is_some());
    assert_eq!((scorecard.len(), local.len()), (60, 22));
    assert_eq!(catalogue().interventions().len(), 11);
    let published: f64 =
        catalogue().interventions().iter().filter_map(|i| i.contribution_points).sum();
    // The sum that the report prints.
    assert!((published - 15.6).abs() < 1e-9);
}

#[test]
fn ids_that_were_only_recalled_stay_unconfirmed() {
    let fingertips = |status| {
        catalogue()
            .indicators()
            .values()
            .flat_map(|entry| &entry.external)
            .filter(|external| external.scheme == "fingertips" && external.status == status)
            .count()
    };
    assert_eq!(fingertips(ExternalStatus::Verified), 22);
    assert_eq!(fingertips(ExternalStatus::Unconfirmed), 4);
}

#[test]
fn the_glossary_page_says_what_the_data_say() {
    let page = include_str!("../../../GLOSSARY.md");
    let rows: Vec<_> = page.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    let terms = catalogue().glossary();
    assert_eq!(rows.len(), terms.len());
    for (row, term) in rows.iter().zip(terms) {
        assert_eq!(*row, format!("| {} | {} |", term.term, term.meaning));
    }
}

#[test]
fn parts_of_the_population_add_up_without_those_listed_beside_it() {
    let id = firstyear_core::DimensionId::new("ns-sec-household").unwrap();
    let household = &catalogue().dimensions()[&id];
    let beside = household.categories().iter().filter(|c| c.role == Role::Beside).count();
    assert_eq!((household.groups().count(), beside), (9, 2));
}

#[test]
fn what_is_wrong_is_named() {
    let broken = |indicators: &str| Catalogue::load(&Files { indicators, ..FILES }).unwrap_err();
    let twice = FILES.indicators.replacen("\"neonatal-mortality\"", "\"infant-mortality-rate\"", 1);
    let repeated =
        CatalogueError::Repeated { file: "indicators.toml", id: "infant-mortality-rate".into() };
    assert_eq!(broken(&twice), repeated);
    let later = FILES.indicators.replacen("schema_version = 1", "schema_version = 2", 1);
    assert_eq!(broken(&later), CatalogueError::Version { file: "indicators.toml", given: 2 });
    let unknown = FILES.indicators.replacen("polarity", "polarty", 1);
    assert!(broken(&unknown).to_string().contains("polarty"));
    let dimensions = FILES.dimensions.replacen("within = \"", "within = \"no-", 1);
    let error = Catalogue::load(&Files { dimensions: &dimensions, ..FILES }).unwrap_err();
    assert!(matches!(error, CatalogueError::Unresolved { .. }), "{error}");
}

#[test]
fn facts_are_those_of_the_seed() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/seed-facts/indicators.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        assert!(std::env::var_os("FIRSTYEAR_REQUIRE_SHARED").is_none(), "seed facts are required");
        return;
    };
    let seed: serde_json::Value = serde_json::from_str(&text).unwrap();
    let lists = ["indicators", "local_process_measures"].map(|list| seed[list].as_array().unwrap());
    for row in lists.into_iter().flatten() {
        let id = row["id"].as_str().unwrap();
        let entry = catalogue()
            .indicators()
            .values()
            .find(|entry| entry.indicator.id.as_str() == id)
            .unwrap_or_else(|| panic!("{id} is missing"));
        assert_eq!(u64::from(entry.indicator.multiplier), row["multiplier"].as_u64().unwrap());
        assert_eq!(entry.indicator.numerator, row["numerator"].as_str().unwrap(), "{id}");
    }
}
