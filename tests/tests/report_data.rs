//! What a report holds for other programs, from the files of the fixtures.

use std::collections::BTreeMap;
use std::fs;

use firstyear_analysis::answers;
use firstyear_core::Content;
use firstyear_export::package::MANIFEST;
use firstyear_export::site::render;
use firstyear_export::wire::ManifestV1;
use firstyear_ingest::{ProjectData, read_project, unwatched};
use firstyear_tests::{codes, evidence, fhir_r4, report, root};
use serde_json::Value;

#[path = "../../crates/export/src/package/fits.rs"]
mod fits;

fn read(project: &str) -> ProjectData {
    read_project(&root().join("fixtures").join(project), &codes(), &mut unwatched)
        .expect("the fixture")
}

fn rendered(data: &ProjectData) -> BTreeMap<String, Vec<u8>> {
    let answers = answers(&data.project, &evidence(data));
    let pages = render(&report(data, &answers));
    let pages = pages.expect("every figure is finite");
    pages.into_iter().map(|page| (page.path, page.bytes)).collect()
}

fn json(pages: &BTreeMap<String, Vec<u8>>, path: &str) -> Value {
    serde_json::from_slice(&pages[path]).expect("JSON")
}

#[test]
fn every_cell_of_every_table_fits_its_schema() {
    for project in ["england", "partnership", "report-2010"] {
        let pages = rendered(&read(project));
        let package = json(&pages, "datapackage.json");
        let mut tables = 0;
        for resource in package["resources"].as_array().expect("resources") {
            let Some(schema) = resource["schema"].as_str() else { continue };
            let path = resource["path"].as_str().expect("a path");
            let wrong = fits::misfits(&pages[path], &json(&pages, schema));
            assert_eq!(wrong, Vec::<String>::new(), "{project}: {path}");
            tables += 1;
        }
        let is_table = |path: &&String| path.rsplit_once('.').is_some_and(|(_, end)| end == "csv");
        assert_eq!(tables, pages.keys().filter(is_table).count());
    }
}

#[test]
fn rates_by_group_are_fhir_r4() {
    let pages = rendered(&read("england"));
    let bundle = json(&pages, "data/measure-reports.json");
    assert_eq!(fhir_r4::faults(&bundle), Vec::<String>::new());
    let resources = bundle["entry"].as_array().expect("entries");
    let reports = resources.iter().map(|entry| &entry["resource"]);
    let reports: Vec<_> =
        reports.filter(|resource| resource["resourceType"] == "MeasureReport").collect();
    // Child mortality workbook of 2022: of 605,479 births in England, Wales and
    // elsewhere, 2,349 died before their first birthday.
    let all = |report: &&&Value| {
        let counts = &report["group"][0]["population"];
        counts[0]["count"] == 605_479 && counts[1]["count"] == 2_349
    };
    let of_2022 = reports.iter().find(all).expect("2022 by the mother's age");
    assert_eq!(of_2022["period"]["start"], "2022-01-01");
    assert_eq!(of_2022["subject"]["identifier"]["value"], "K04000001+J99000001");
    assert_eq!(of_2022["group"][0]["measureScore"]["unit"], "per 1,000 live births");
}

/// Hashes of the files as they lie in the fixtures, read apart from the program.
#[test]
fn everything_that_a_project_names_is_in_the_manifest() {
    let expected = [
        (
            "england",
            vec![
                "authorities.hexjson",
                "firstyear.toml",
                "gaps.csv",
                "ons-child-mortality-2022.csv",
                "regions.hexjson",
                "report-2010.csv",
            ],
        ),
        // By the hash of a restricted file its hidden counts could be guessed at.
        ("partnership", vec![]),
    ];
    for (project, names) in expected {
        let data = read(project);
        let pages = rendered(&data);
        let manifest: ManifestV1 = serde_json::from_slice(&pages[MANIFEST]).expect("a manifest");
        let paths: Vec<_> = manifest.inputs.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, names);
        assert_eq!(manifest.inputs_left_out.is_some(), names.is_empty(), "{project}");
        for file in &manifest.inputs {
            let bytes = fs::read(data.folder.join(&file.path)).expect("an input");
            let content = Content { bytes: file.bytes, sha256: file.sha256 };
            assert_eq!(content, Content::of(&bytes), "{}", file.path);
        }
    }
}
