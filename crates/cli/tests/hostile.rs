//! Reports on what no page expects: names that are markup, run from right to left or fill a page,
//! and data of which there is nothing, one or nothing to show.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use support::{err, firstyear, folder, out, root};

/// Elements that pages are made of.
const ELEMENTS: &str = "a body br button caption circle code dd defs desc details div dl dt figcaption figure footer g h1 \
     h2 h3 head header html li line link main meta nav p path pattern polygon polyline rect script \
     section span strong summary svg table tbody td text th thead title tr tspan ul";
/// Those that hold nothing.
const EMPTY: [&str; 3] = ["meta", "link", "br"];

/// The pages of a report on the hostile project, its rows changed by `change`.
#[track_caller]
fn report(change: impl Fn(&[&str]) -> Option<String>) -> BTreeMap<String, String> {
    let folder = folder();
    let project = folder.path().join("project");
    copy(&project, change);
    let site = folder.path().join("site");
    let output = write(&project, &site);
    // A question without an answer is a problem, and the report is written all the same.
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}{}", out(&output), err(&output));
    pages(&site)
}

/// The hostile project with its rows changed.
fn copy(project: &Path, change: impl Fn(&[&str]) -> Option<String>) {
    fs::create_dir(project).unwrap();
    let from = root().join("fixtures/hostile");
    for name in ["firstyear.toml", "areas.csv"] {
        fs::copy(from.join(name), project.join(name)).unwrap();
    }
    let rows = fs::read_to_string(from.join("indicators.csv")).unwrap();
    let (head, rows) = rows.split_once('\n').unwrap();
    let rows = rows.lines().filter_map(|row| change(&row.split(',').collect::<Vec<_>>()));
    let table = [head.to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join("\n") + "\n";
    fs::write(project.join("indicators.csv"), table).unwrap();
}

fn write(project: &Path, site: &Path) -> Output {
    firstyear(&["report", project.to_str().unwrap(), "--out", site.to_str().unwrap()])
}

fn pages(site: &Path) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for entry in fs::read_dir(site).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "html" || ending == "md") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            pages.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    pages
}

/// Fails where a page is not whole, or a name has become markup.
#[track_caller]
fn check(pages: &BTreeMap<String, String>) {
    assert!(pages.contains_key("index.html") && pages.contains_key("methods.html"));
    for (name, page) in pages.iter().filter(|(name, _)| *name != "report.md") {
        let mut open: Vec<String> = Vec::new();
        for tag in tags(page) {
            if let Some(closed) = tag.strip_prefix('/') {
                assert_eq!(open.pop().as_deref(), Some(closed), "{name}: {open:?}");
                continue;
            }
            let (element, attributes) = tag.split_once(' ').unwrap_or((&tag, ""));
            assert!(ELEMENTS.split_whitespace().any(|one| one == element), "{name}: <{tag}>");
            for attribute in attributes.split(' ').filter(|part| part.contains('=')) {
                let handler = attribute.starts_with("on") || attribute.starts_with("style");
                assert!(!handler, "{name}: <{tag}>");
            }
            if !EMPTY.contains(&element) {
                open.push(element.to_owned());
            }
        }
        assert!(open.is_empty(), "{name}: not closed: {open:?}");
        assert_eq!(page.matches("<script").count(), 1, "{name}: the report's own");
        for broken in ["NaN", "inf ", "not a number"] {
            assert!(!page.contains(broken), "{name}: {broken}");
        }
    }
    let markdown = &pages["report.md"];
    assert!(markdown.contains(r"\<script>alert(1)") && !markdown.contains(" <script"));
}

/// What stands between `<` and `>`, with the words of quoted values taken out.
fn tags(page: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect("a page");
    while let Some((_, from)) = rest.split_once('<') {
        let mut is_quoted = false;
        let end = from.find(|c| {
            is_quoted ^= c == '"';
            c == '>' && !is_quoted
        });
        let (tag, after) = from.split_at(end.expect("a tag ends"));
        let outside = tag.split('"').step_by(2);
        tags.push(outside.collect::<String>());
        rest = after;
    }
    tags
}

#[test]
fn names_stay_names() {
    let pages = report(|row| Some(row.join(",")));
    check(&pages);
    let areas = &pages["areas.html"];
    for said in [
        "<th scope=\"row\" class=\"words\">&lt;script&gt;alert(1)&lt;/script&gt;</th>",
        "<th scope=\"row\" class=\"words\" dir=\"rtl\">עיר בדויה (כאן)</th>",
        "<th scope=\"row\" class=\"words\" dir=\"rtl\">مدينة خيالية 1</th>",
    ] {
        assert!(areas.contains(said), "{said}");
    }
    let table = areas.split_once("<tbody>").unwrap().1;
    let longest = table
        .split("<th scope=\"row\" class=\"wide\">")
        .skip(1)
        .map(|cell| cell.find("</th>").unwrap_or(0));
    assert_eq!(longest.max(), Some(300), "a long name is whole in the table");
    assert!(pages["index.html"].contains("<p class=\"report-title\" dir=\"ltr\">"));
}

#[test]
fn a_file_without_rows_is_refused_and_nothing_is_written() {
    let folder = folder();
    let project = folder.path().join("project");
    copy(&project, |_| None);
    let site = folder.path().join("site");
    let output = write(&project, &site);
    assert_eq!(output.status.code(), Some(1), "{}", out(&output));
    assert!(err(&output).contains("the file has a header and no rows"), "{}", err(&output));
    assert!(!site.exists(), "no report that looks whole");
}

#[test]
fn without_a_figure_of_the_area_the_report_says_what_it_cannot_tell() {
    let pages = report(|row| (row[1] == "made-up:long" && row[3] == "2013").then(|| row.join(",")));
    check(&pages);
    assert!(pages["index.html"].contains("What cannot be told"), "{}", pages["index.html"]);
}

#[test]
fn one_area_is_compared_with_nothing() {
    let pages = report(|row| (row[1] == "made-up:script").then(|| row.join(",")));
    check(&pages);
    assert!(pages["gap.html"].contains("<svg"), "what can be told is told");
}

#[test]
fn one_period_has_no_trend() {
    let pages = report(|row| (row[3] == "2022").then(|| row.join(",")));
    check(&pages);
    assert!(pages["areas.html"].contains("<svg"), "what can be told is told");
}

#[test]
fn what_is_withheld_is_nowhere() {
    let pages = report(|row| {
        let mut row: Vec<&str> = row.to_vec();
        (row[6], row[7]) = ("", "withheld-publisher");
        Some(row.join(","))
    });
    check(&pages);
    assert!(pages.values().any(|page| page.contains("withheld")), "and said to be");
}
