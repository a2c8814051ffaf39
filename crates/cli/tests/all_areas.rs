//! `report --all-areas` as a user types it.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use support::{done, err, firstyear, folder, out, root};

/// The partnership with published figures alone.
fn partnership(folder: &Path) -> String {
    let project = folder.join("project");
    fs::create_dir(&project).unwrap();
    for entry in fs::read_dir(root().join("fixtures/partnership")).unwrap() {
        let from = entry.unwrap().path();
        fs::copy(&from, project.join(from.file_name().unwrap())).unwrap();
    }
    let file = project.join("firstyear.toml");
    let text = fs::read_to_string(&file).unwrap();
    let published = text.replace("class = \"restricted\"", "class = \"published\"");
    assert_ne!(text, published);
    fs::write(&file, published).unwrap();
    project.to_str().unwrap().to_owned()
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), bytes);
            }
        }
    }
    found
}

/// Where the links of a page lead, from the top of the report.
fn links(page: &Path, text: &str) -> BTreeSet<PathBuf> {
    let after = |mark: &str| -> Vec<String> {
        let parts = text.split(mark).skip(1);
        parts.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    let all = [after(" href=\""), after(" src=\"")].concat();
    let files = all.iter().filter(|link| !link.starts_with("data:"));
    let files = files.filter_map(|link| link.split('#').next()).filter(|link| !link.is_empty());
    let from = page.parent().unwrap();
    files.map(|link| plain(&from.join(link))).collect()
}

/// A path without steps up.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::ParentDir => assert!(plain.pop(), "{}: out of the report", path.display()),
            part => plain.push(part),
        }
        plain
    })
}

#[test]
fn every_area_has_a_report_and_every_link_leads_somewhere() {
    let folder = folder();
    let (project, site) = (partnership(folder.path()), path(folder.path(), "site"));
    let said = firstyear(&["report", &project, "--all-areas", "--out", &site]);
    assert!(out(&said).starts_with("report written, and 6 areas"), "{}{}", out(&said), err(&said));
    let found = files(Path::new(&site));
    let page = |path: &str| String::from_utf8(found[Path::new(path)].clone()).unwrap();
    let mut reached = BTreeSet::new();
    for (path, bytes) in
        found.iter().filter(|(path, _)| path.extension().is_some_and(|e| e == "html"))
    {
        for link in links(path, std::str::from_utf8(bytes).unwrap()) {
            assert!(
                found.contains_key(&link),
                "{}: {} is not there",
                path.display(),
                link.display()
            );
            reached.insert(link);
        }
    }
    let areas = ["eastport", "middlefield", "northtown", "southby", "stonebridge", "westham"];
    for area in areas {
        let index = format!("areas/made-up~{area}/index.html");
        assert!(reached.contains(Path::new(&index)), "{index}");
        assert!(found.contains_key(Path::new(&format!("areas/made-up~{area}/area-profile.html"))));
    }
    assert!(reached.contains(Path::new("areas/index.html")));
    let own = page("areas/made-up~eastport/index.html");
    for said in [
        "<h1>Eastport (made up)</h1>",
        "href=\"../../style.css\"",
        "href=\"../../index.html\"",
        "href=\"../index.html\"",
        "rel=\"next\" href=\"../made-up~middlefield/index.html\"",
    ] {
        assert!(own.contains(said), "{said}\n{own}");
    }
    assert!(!own.contains("rel=\"prev\""), "it is the first");
    let index = page("areas/index.html");
    assert!(index.contains("href=\"../style.css\"") && index.contains("href=\"../gap.html\""));
    assert!(index.contains("<h2>Areas of Landshire (made up)</h2>"), "{index}");
    // Style and scripts are there once.
    assert_eq!(found.keys().filter(|path| path.ends_with("style.css")).count(), 1);
    assert_eq!(found.keys().filter(|path| path.ends_with("report.js")).count(), 1);
    // The report of the project is the one without areas, and leads to theirs.
    let alone = path(folder.path(), "alone");
    firstyear(&["report", &project, "--out", &alone]);
    let alone = files(Path::new(&alone));
    assert_eq!(alone[Path::new("report.md")], found[Path::new("report.md")]);
    let data = |all: &BTreeMap<PathBuf, Vec<u8>>| {
        let data = all.iter().filter(|(path, _)| path.starts_with("data"));
        data.map(|(path, bytes)| (path.clone(), bytes.clone())).collect::<Vec<_>>()
    };
    assert_eq!(data(&alone), data(&found));
    assert!(page("index.html").contains("href=\"areas/index.html\""));
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let folder = folder();
    let project = partnership(folder.path());
    let written = ["1", "4"].map(|threads| {
        let site = path(folder.path(), threads);
        let args = ["report", &project, "--all-areas", "--threads", threads, "--out", &site];
        let said = firstyear(&args);
        assert!(out(&said).contains("6 areas"), "{}", err(&said));
        files(Path::new(&site))
    });
    assert!(written[0] == written[1]);
}

#[test]
fn what_an_area_has_no_figures_of_is_listed_with_its_data() {
    let folder = folder();
    let (project, site) = (partnership(folder.path()), path(folder.path(), "site"));
    firstyear(&["report", &project, "--all-areas", "--out", &site]);
    let page = |name: &str| {
        fs::read_to_string(Path::new(&site).join("areas/made-up~eastport").join(name)).unwrap()
    };
    let data = page("data-quality.html");
    assert!(data.contains("<h2>Questions without an answer</h2>"), "{data}");
    // The review of deaths is of one area.
    assert!(data.contains("Deaths_review: Audit of infant deaths"), "{data}");
    assert!(data.contains("href=\"../../data-quality.html\""), "{data}");
    assert!(!page("index.html").contains("Audit of infant deaths"));
}

#[test]
fn restricted_sources_are_refused_with_their_names() {
    let folder = folder();
    let site = path(folder.path(), "site");
    let said = firstyear(&["report", "fixtures/partnership", "--all-areas", "--out", &site]);
    assert_eq!(said.status.code(), Some(3), "{}", err(&said));
    assert!(err(&said).contains("`made-up-review` is restricted"), "{}", err(&said));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is written");
}

#[test]
fn what_cannot_be_is_told() {
    let folder = folder();
    let project = partnership(folder.path());
    let said = firstyear(&["report", &project, "--threads", "2"]);
    assert_eq!(said.status.code(), Some(2), "{}", err(&said));
    let said = firstyear(&["report", &project, "--all-areas", "--threads", "0"]);
    assert_eq!(said.status.code(), Some(2), "{}", err(&said));
    // A folder of the user.
    let mine = path(folder.path(), "mine");
    fs::create_dir(&mine).unwrap();
    fs::write(Path::new(&mine).join("thesis.docx"), "years of work").unwrap();
    let said = firstyear(&["report", &project, "--all-areas", "--out", &mine]);
    assert_eq!(said.status.code(), Some(4), "{}", err(&said));
    assert!(err(&said).contains("not a report of firstyear"), "{}", err(&said));
    assert_eq!(fs::read_dir(&mine).unwrap().count(), 1);
    // A project that compares no areas.
    let site = path(folder.path(), "site");
    let said = firstyear(&["report", "fixtures/report-2010", "--all-areas", "--out", &site]);
    assert_eq!(said.status.code(), Some(2), "{}", err(&said));
    assert!(err(&said).contains("--all-areas: the project compares no areas"), "{}", err(&said));
    let help = done(&firstyear(&["report", "--help"]));
    assert!(help.contains("--all-areas") && help.contains("--threads <NUMBER>"), "{help}");
}
