//! The files that describe a report, held against the files that they describe.

use std::collections::BTreeSet;

use firstyear_analysis::{Answers, Rules, release};
use firstyear_core::{Cell, Content, Language, Sha256, SourceClass, Withholding};
use serde_json::Value;

use super::fits::misfits;
use super::*;
use crate::site::{render, render_with};
use crate::testing::{Fixture, ethnic_profile, gap_trend, selection, small_areas};
use crate::wire::ManifestV1;
use crate::wire::csv::TableLayout;

fn bytes<'p>(pages: &'p [Page], path: &str) -> &'p [u8] {
    &pages.iter().find(|page| page.path == path).unwrap_or_else(|| panic!("{path}")).bytes
}

fn value(pages: &[Page], path: &str) -> Value {
    serde_json::from_slice(bytes(pages, path)).unwrap()
}

fn ends(page: &Page, ending: &str) -> bool {
    page.path.rsplit_once('.').is_some_and(|(_, own)| own == ending)
}

#[test]
fn every_cell_of_every_table_fits_its_schema() {
    let mut restricted = Fixture::full();
    restricted.answers.selections =
        vec![release(selection(SourceClass::Restricted), &Rules::default())];
    for fixture in [Fixture::full(), Fixture::empty(), restricted] {
        let pages = render(&fixture.report()).unwrap();
        let package = value(&pages, data_package::PATH);
        let mut tables = 0;
        for resource in package["resources"].as_array().unwrap() {
            let Some(schema) = resource["schema"].as_str() else { continue };
            let path = resource["path"].as_str().unwrap();
            let wrong = misfits(bytes(&pages, path), &value(&pages, schema));
            assert_eq!(wrong, Vec::<String>::new(), "{path}");
            tables += 1;
        }
        assert_eq!(tables, pages.iter().filter(|page| ends(page, "csv")).count());
    }
}

#[test]
fn a_cell_that_does_not_fit_is_found() {
    let schema = serde_json::to_value(table_schema::schema(&TableLayout::PROBLEMS)).unwrap();
    let head = "code,severity,file,sheet,row,column,message,help\n";
    let row = |row: &str| misfits(format!("{head}{row}\n").as_bytes(), &schema);
    assert_eq!(row("a-b,error,f,,1,,m,"), Vec::<String>::new());
    assert_eq!(row("A b,error,f,,1,,m,"), ["\"code\": `A b`"]);
    assert_eq!(
        row("a,fatal,f,,0,,,"),
        ["\"severity\": `fatal`", "\"row\": `0`", "\"message\": ``"]
    );
}

#[test]
fn the_package_describes_every_file_of_data_as_it_is() {
    let fixture = Fixture::full();
    let pages = render(&fixture.report()).unwrap();
    let package = value(&pages, data_package::PATH);
    let resources = package["resources"].as_array().unwrap();
    let mut names = BTreeSet::new();
    for resource in resources {
        let bytes = bytes(&pages, resource["path"].as_str().unwrap());
        assert_eq!(resource["bytes"], bytes.len());
        assert_eq!(resource["hash"], format!("sha256:{}", Sha256::of(bytes)));
        assert!(names.insert(resource["name"].as_str().unwrap()), "{resource}");
    }
    let in_data =
        |page: &&Page| page.path.starts_with("data/") && !page.path.ends_with(".schema.json");
    assert_eq!(resources.len(), pages.iter().filter(in_data).count());
}

#[test]
fn a_licence_is_claimed_where_every_source_has_one_that_is_known() {
    let mut fixture = Fixture::full();
    let package =
        |fixture: &Fixture| value(&render(&fixture.report()).unwrap(), data_package::PATH);
    assert_eq!(package(&fixture)["licenses"][0]["name"], "OGL-UK-3.0");
    let first = fixture.sources.values_mut().next().unwrap();
    first.licence = "Crown copyright 2010".to_owned();
    let package = package(&fixture);
    assert_eq!(package.get("licenses"), None);
    assert_eq!(package["sources"][0]["license"], "Crown copyright 2010");
}

#[test]
fn documents_name_their_schemas() {
    let pages = render(&Fixture::full().report()).unwrap();
    let documents =
        pages.iter().filter(|page| ends(page, "json") && page.path != measure_report::PATH);
    for page in documents {
        let id = value(&pages, &page.path)["$schema"].as_str().unwrap_or_default().to_owned();
        let known = ["urn:firstyear:schema:v1:", "https://datapackage.org/profiles/2.0/"];
        assert!(known.iter().any(|start| id.starts_with(start)), "{}: {id}", page.path);
    }
}

#[test]
fn the_manifest_lists_everything_and_every_seed() {
    let mut fixture = Fixture::full();
    fixture.answers.small_areas = vec![release(small_areas(), &Rules::default())];
    let pages = render(&fixture.report()).unwrap();
    let manifest: ManifestV1 = serde_json::from_slice(bytes(&pages, MANIFEST)).unwrap();
    assert_eq!(pages.last().unwrap().path, MANIFEST);
    let listed: Vec<_> = manifest.outputs.iter().map(|file| file.path.as_str()).collect();
    let mut written: Vec<_> = pages.iter().map(|page| page.path.as_str()).collect();
    written.pop();
    written.push(crate::atomic::MARKER);
    written.sort_unstable();
    assert_eq!(listed, written);
    for page in &pages[..pages.len() - 1] {
        let file = manifest.outputs.iter().find(|file| file.path == page.path).unwrap();
        let content = Content { bytes: file.bytes, sha256: file.sha256 };
        assert_eq!(content, Content::of(&page.bytes), "{}", page.path);
    }
    let random: Vec<_> = manifest
        .random_numbers
        .iter()
        .map(|of| (of.file.as_str(), of.generator.as_str(), of.seed))
        .collect();
    let philox = "philox4x32-10";
    assert_eq!(
        random,
        [
            ("data/small-areas-1.json", philox, 1),
            ("data/selection-1.json", philox, 1),
            ("data/scenario-1.json", philox, 1),
        ]
    );
    assert_eq!(manifest.inputs.len(), 1);
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let fixture = Fixture::full();
    let all = [Extra::Pdf, Extra::Png, Extra::Parquet];
    let extras: Vec<Extra> = all.into_iter().filter(|one| one.built().is_ok()).collect();
    let make = || render_with(&fixture.report(), &extras).unwrap();
    assert!(make() == make());
}

#[test]
fn rates_by_group_tell_withheld_from_absent() {
    let mut fixture = Fixture::empty();
    let mut profile = ethnic_profile();
    let period = &mut profile.periods[0];
    let fill = |rate: &mut firstyear_analysis::CountedRate, events: Cell<u64>| {
        rate.events = events;
        rate.rate = events.map(|_| unreachable!("there is no count"));
    };
    fill(&mut period.groups[0].rate, Cell::Withheld(Withholding::Primary));
    fill(&mut period.groups[1].rate, Cell::Absent);
    fill(&mut period.groups[2].rate, Cell::NotApplicable);
    fixture.answers = Answers {
        profiles: vec![release(profile, &Rules::default())],
        gaps: vec![release(gap_trend(), &Rules::default())],
        ..fixture.answers
    };
    let pages = render(&fixture.report()).unwrap();
    let bundle = value(&pages, measure_report::PATH);
    let entries = bundle["entry"].as_array().unwrap();
    assert_eq!(entries[0]["resource"]["resourceType"], "Measure");
    let last = &entries.last().unwrap()["resource"];
    assert_eq!(last["measure"], entries[0]["resource"]["url"]);
    let strata = last["group"][0]["stratifier"][0]["stratum"].as_array().unwrap();
    for (stratum, why) in strata.iter().zip(["masked", "unknown", "not-applicable"]) {
        let numerator = &stratum["population"][1];
        assert_eq!(numerator["count"], Value::Null);
        assert_eq!(numerator["_count"]["extension"][0]["valueCode"], why);
        assert_eq!(stratum["measureScore"]["extension"][0]["valueCode"], why);
        assert!(stratum["population"][0]["count"].is_u64());
    }
    // Where no rates by group are released there is no file, and no link to one.
    let none = render(&Fixture::empty().report()).unwrap();
    assert!(none.iter().all(|page| page.path != measure_report::PATH));
    let downloads = String::from_utf8_lossy(bytes(&none, "downloads.html")).into_owned();
    assert!(downloads.contains("datapackage.json") && !downloads.contains("measure-reports"));
}

#[test]
fn how_to_cite_a_report() {
    insta::assert_snapshot!("citation", citation::text(&Fixture::full().report()));
}

#[test]
fn an_entry_of_a_catalogue() {
    let fixture = Fixture::empty();
    let pages = render(&fixture.report()).unwrap();
    let text = String::from_utf8(bytes(&pages, dcat::PATH).to_vec()).unwrap();
    insta::assert_snapshot!("dcat", text);
}

#[cfg(feature = "parquet")]
#[test]
fn tables_in_columns_hold_what_the_csv_holds() {
    use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Float64Type, Int64Type};
    use arrow_array::{Array, RecordBatch};

    fn cell(batch: &RecordBatch, row: usize, column: usize) -> String {
        let cells = batch.column(column);
        match cells.data_type() {
            _ if cells.is_null(row) => String::new(),
            arrow_schema::DataType::Float64 => {
                cells.as_primitive::<Float64Type>().value(row).to_string()
            }
            arrow_schema::DataType::Int64 => {
                cells.as_primitive::<Int64Type>().value(row).to_string()
            }
            _ => cells.as_string::<i32>().value(row).to_owned(),
        }
    }

    let pages = render_with(&Fixture::full().report(), &[Extra::Parquet]).unwrap();
    let mut twins = 0;
    for page in pages.iter().filter(|page| page.path.ends_with(".parquet")) {
        let csv = page.path.replace(".parquet", ".csv");
        let mut rows = csv::Reader::from_reader(bytes(&pages, &csv));
        let names: Vec<_> = rows.headers().unwrap().iter().map(str::to_owned).collect();
        let mut rows = rows.records();
        let held = bytes::Bytes::from(page.bytes.clone());
        for batch in ParquetRecordBatchReaderBuilder::try_new(held).unwrap().build().unwrap() {
            let batch = batch.unwrap();
            let columns: Vec<_> =
                batch.schema().fields().iter().map(|field| field.name().clone()).collect();
            assert_eq!(columns, names);
            for row in 0..batch.num_rows() {
                let expected = rows.next().unwrap().unwrap();
                let found: Vec<_> = (0..names.len()).map(|at| cell(&batch, row, at)).collect();
                assert_eq!(found, expected.iter().collect::<Vec<_>>(), "{}", page.path);
            }
        }
        assert!(rows.next().is_none(), "{}", page.path);
        twins += 1;
    }
    assert_eq!(twins, pages.iter().filter(|page| ends(page, "csv")).count());
    let plain = render(&Fixture::full().report()).unwrap();
    assert!(plain.iter().all(|page| !page.path.ends_with(".parquet")), "only where asked for");
}

#[test]
fn the_languages_of_a_report_and_of_its_title_are_told() {
    let languages = |language| {
        let mut fixture = Fixture::full();
        fixture.project.language = language;
        let told = value(&render(&fixture.report()).unwrap(), dcat::PATH);
        let title = told["dct:title"]["@language"].as_str().unwrap().to_owned();
        let of_source = told["prov:wasDerivedFrom"][0]["dct:title"]["@language"].clone();
        assert_eq!(of_source, "en-GB", "names of sources are English");
        (told["dct:language"].to_string(), title)
    };
    let (english, title) = languages(Language::English);
    assert!(english.contains("language/ENG") && !english.contains("CYM"), "{english}");
    assert_eq!(title, "en-GB");
    let (welsh, title) = languages(Language::Welsh);
    assert!(welsh.contains("language/CYM") && welsh.contains("language/ENG"), "{welsh}");
    assert_eq!(title, "cy");
}
