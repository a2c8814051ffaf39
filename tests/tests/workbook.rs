//! A project that names the published workbook gives the report of one that
//! names its converted figures.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use firstyear_analysis::answers;
use firstyear_export::site::{Report, render};
use firstyear_ingest::{read_project, unwatched};
use firstyear_tests::{codes, evidence, root, shared};

const WORKBOOK: &str = "data/ons-child-mortality/cim2022deathcohortworkbook.xlsx";

/// The files of a project's report by their path.
fn report(project: &Path) -> BTreeMap<String, Vec<u8>> {
    let data = read_project(project, &codes(), &mut unwatched).expect("the project");
    let answers = answers(&data.project, &evidence(&data));
    assert_eq!(answers.unanswered, []);
    // The two projects differ in what they read, and in nothing else.
    let pages = render(&Report { inputs: &[], ..firstyear_tests::report(&data, &answers) });
    let pages = pages.expect("every figure is finite");
    pages.into_iter().map(|page| (page.path, page.bytes)).collect()
}

/// The project of England with the workbook in place of its figures.
fn project_of(workbook: &Path) -> PathBuf {
    const CONVERTED: &str = "path = \"ons-child-mortality-2022.csv\"\nformat = \"tidy\"\n";
    let england = root().join("fixtures/england");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("england-of-the-workbook");
    fs::create_dir_all(&folder).expect("a folder");
    for file in ["report-2010.csv", "gaps.csv", "regions.hexjson", "authorities.hexjson"] {
        fs::copy(england.join(file), folder.join(file)).expect("a file of the fixture");
    }
    fs::copy(workbook, folder.join("workbook.xlsx")).expect("the workbook is there");
    let entry = "path = 'workbook.xlsx'\nformat = \"ons-child-mortality\"\nsource = \"ons-child-mortality-2022\"\n";
    let project = fs::read_to_string(england.join("firstyear.toml")).expect("the fixture");
    assert_eq!(project.matches(CONVERTED).count(), 1, "one file to replace");
    fs::write(folder.join("firstyear.toml"), project.replace(CONVERTED, entry)).expect("written");
    folder
}

/// Lines in the order of letters: lists of disagreements follow the order of
/// the file, and a converted file is sorted.
fn sorted(bytes: &[u8]) -> Vec<&str> {
    let mut lines: Vec<_> = std::str::from_utf8(bytes).expect("text").lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn the_workbook_itself_gives_the_report_of_the_fixture() {
    let Some(workbook) = shared(WORKBOOK) else { return };
    let direct = report(&project_of(&workbook));
    let converted = report(&root().join("fixtures/england"));
    let paths = |site: &BTreeMap<String, Vec<u8>>| site.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&direct), paths(&converted));

    // Problems name the file, and a workbook has a note on cause groups that
    // its converted figures carry as a flag. All else is the same, byte for
    // byte, but for the order of two lists.
    let differ: Vec<&str> = direct
        .iter()
        .filter(|(path, bytes)| converted[*path] != **bytes)
        .map(|(path, _)| path.as_str())
        .collect();
    // Problems stand in other files and rows; everything else is the same.
    let expected = [
        "data-quality.html",
        "data/problems.csv",
        "data/problems.json",
        // What names the files that differ, with their hashes.
        "datapackage.json",
        "dcat.jsonld",
        "index.html",
        "manifest.json",
        "report.md",
        "report.ods",
        "report.xlsx",
    ];
    assert_eq!(differ, expected);
    let quality = "data/data-quality.csv";
    assert_eq!(sorted(&direct[quality]), sorted(&converted[quality]), "{quality}");
    // The overview differs in how many problems there were, and nowhere else.
    let overview = |site: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        let text = std::str::from_utf8(&site["index.html"]).expect("text");
        let says = |piece: &&str| !piece.starts_with("Reading the files gave");
        text.split('>').filter(|piece| says(&piece.trim_start())).map(str::to_owned).collect()
    };
    assert_eq!(overview(&direct), overview(&converted));
}
