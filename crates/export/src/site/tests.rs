//! Pages from small results made by hand: typical, withheld, absent, empty,
//! not computed, overlapping, broken.

use firstyear_analysis::{Answers, NotComputed, Summary, release};
use firstyear_core::project::Disclosure;
use firstyear_core::{Cell, SourceClass, Withholding};

use super::{Page, render};
use crate::testing::{
    Fixture, area_comparison, area_funnel, causes, ethnic_profile, gap_trend, imd_profile,
    small_areas,
};

fn text<'a>(pages: &'a [Page], path: &str) -> &'a str {
    let page = pages.iter().find(|page| page.path == path).expect("the page is written");
    std::str::from_utf8(&page.bytes).expect("pages are UTF-8")
}

fn html_pages(pages: &[Page]) -> impl Iterator<Item = &Page> {
    pages.iter().filter(|page| page.bytes.starts_with(b"<!DOCTYPE html>"))
}

/// A page without its drawings, which have tests of their own, one element a
/// line.
fn skeleton(pages: &[Page], path: &str) -> String {
    let mut rest = text(pages, path);
    let mut out = String::new();
    while let Some((before, drawing)) = rest.split_once("<svg") {
        out.push_str(before);
        out.push_str("<svg/>");
        rest = drawing.split_once("</svg>").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    for open in [
        "<head",
        "<link",
        "<title",
        "<body",
        "<header",
        "<nav",
        "<li",
        "<main",
        "<h1",
        "<h2",
        "<h3",
        "<p",
        "<ul",
        "<div",
        "<table",
        "<caption",
        "<thead",
        "<tbody",
        "<tr",
        "<figure",
        "<footer",
        "<figcaption",
        "<svg",
    ] {
        out = out.replace(&format!("{open}>"), &format!("\n{open}>"));
        out = out.replace(&format!("{open} "), &format!("\n{open} "));
    }
    out.replace("<svg/>", "\n<svg/>")
}

#[track_caller]
fn check(case: &str, fixture: &Fixture, path: &str) {
    let pages = render(&fixture.report());
    insta::assert_snapshot!(case, skeleton(&pages, path));
}

#[test]
fn overview() {
    check("overview", &Fixture::full(), "index.html");
}

#[test]
fn the_overview_shows_the_gap_beside_the_gradient() {
    let fixture = Fixture::full();
    let pages = render(&fixture.report());
    let overview = text(&pages, "index.html");
    let beside = overview.split("<div class=\"beside\">").nth(1).expect("charts");
    assert!(beside.find("id=\"gap-1\"").unwrap() < beside.find("id=\"deprivation\"").unwrap());
    assert_eq!(overview.matches("<svg").count(), 2);
    assert!(
        beside.contains("<a href=\"gap.html\">")
            && beside.contains("<a href=\"deprivation.html\">")
    );
    // The same drawing as on its own page, so that the two cannot differ.
    let figure = |page: &str| {
        let start = page.find("<figure class=\"chart\" id=\"gap-1\"").unwrap();
        page[start..].split("</figure>").next().unwrap().to_owned()
    };
    assert_eq!(figure(overview), figure(text(&pages, "gap.html")));
    let empty = Fixture::empty();
    assert!(!text(&render(&empty.report()), "index.html").contains("class=\"beside\""));
}

#[test]
fn gap_with_a_break_and_overlapping_periods() {
    check("gap", &Fixture::full(), "gap.html");
}

#[test]
fn ordered_profile_with_a_break() {
    check("deprivation", &Fixture::full(), "deprivation.html");
}

#[test]
fn unordered_profile_with_a_withheld_group() {
    check("ethnic-group", &Fixture::full(), "ethnic-group.html");
}

#[test]
fn areas() {
    check("areas", &Fixture::full(), "areas.html");
}

#[test]
fn funnel() {
    check("funnel", &Fixture::full(), "funnel.html");
}

#[test]
fn a_hidden_area_is_counted_and_not_drawn() {
    let mut fixture = Fixture::full();
    let mut funnel = area_funnel();
    let rate = &mut funnel.areas[0].area.rate;
    rate.class = SourceClass::Restricted;
    rate.events = Cell::known(5);
    fixture.answers.funnels = vec![release(funnel, &Disclosure::default())];
    let pages = render(&fixture.report());
    let page = text(&pages, "funnel.html");
    assert!(
        page.contains("2 areas are not in the drawing, because a count is missing or withheld")
    );
    let drawing = page.split("<svg").nth(1).unwrap().split("</svg>").next().unwrap();
    assert!(!drawing.contains("Hartlepool") && drawing.contains("2 are not drawn"), "{drawing}");
    let csv = text(&pages, "data/funnel-1.csv");
    let hidden = "Hartlepool,E06000001,withheld,withheld,withheld,none,none,none,none,not compared";
    assert!(csv.contains(hidden), "{csv}");
}

#[test]
fn areas_with_few_events() {
    check("small-areas", &Fixture::full(), "small-areas.html");
}

#[test]
fn causes_of_death() {
    check("causes", &Fixture::full(), "causes.html");
}

#[test]
fn methods() {
    check("methods", &Fixture::full(), "methods.html");
}

#[test]
fn data_quality() {
    check("data-quality", &Fixture::full(), "data-quality.html");
}

#[test]
fn downloads() {
    check("downloads", &Fixture::full(), "downloads.html");
}

#[test]
fn markdown_and_data_of_the_same() {
    let fixture = Fixture::full();
    let pages = render(&fixture.report());
    insta::assert_snapshot!("report-markdown", text(&pages, "report.md"));
    insta::assert_snapshot!("data-csv", text(&pages, "data/gap-1.csv"));
    insta::assert_snapshot!("data-json", text(&pages, "data/ethnic-group.json"));
}

#[test]
fn a_project_without_answers() {
    let fixture = Fixture::empty();
    let pages = render(&fixture.report());
    let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "index.html",
            "methods.html",
            "data-quality.html",
            "downloads.html",
            "style.css",
            "report.md"
        ]
    );
    insta::assert_snapshot!("empty-overview", skeleton(&pages, "index.html"));
}

/// Everything that can be missing is missing.
fn nothing_known() -> Fixture {
    let mut fixture = Fixture::full();
    let rule = Disclosure::default();
    let mut trend = gap_trend();
    trend.comparisons.clear();
    trend.series[0].points.clear();
    for point in &mut trend.series[1].points {
        point.relative = Cell::Absent;
        point.printed_rates = Some((Cell::Absent, Cell::Withheld(Withholding::Publisher)));
    }
    let mut imd = imd_profile();
    for at in &mut imd.periods {
        at.slope = None;
        at.excess = None;
        let why = "the counts of the group Middle are not known".to_owned();
        at.not_computed = [Summary::Slope, Summary::Excess]
            .map(|what| NotComputed { what, why: why.clone() })
            .into();
        at.groups[1].lacking = Some("not reported for 2021".to_owned());
        at.groups[1].rate.events = Cell::Absent;
        at.groups[1].rate.rate = Cell::Absent;
    }
    let mut ethnic = ethnic_profile();
    ethnic.periods.clear();
    let mut areas = area_comparison();
    areas.areas.clear();
    areas.comparator.rate.rate = Cell::NotApplicable;
    let mut no_funnel = area_funnel();
    no_funnel.areas.truncate(1);
    no_funnel.comparator.rate.events = Cell::known(4);
    no_funnel.comparator.rate.class = SourceClass::Restricted;
    let mut no_ranks = small_areas();
    for area in &mut no_ranks.areas {
        area.shrunk = None;
    }
    no_ranks.areas.truncate(2);
    no_ranks.not_computed = Some("2 areas: three or more are needed".to_owned());
    let mut no_causes = causes();
    no_causes.causes.clear();
    no_causes.total = None;
    fixture.answers = Answers {
        gaps: vec![release(trend, &rule)],
        profiles: vec![release(imd, &rule), release(ethnic, &rule)],
        areas: vec![release(areas, &rule)],
        causes: vec![release(no_causes, &rule)],
        funnels: vec![release(no_funnel, &rule)],
        small_areas: vec![release(no_ranks, &rule)],
        ..fixture.answers
    };
    fixture
}

#[test]
fn what_is_missing_is_said() {
    let fixture = nothing_known();
    let pages = render(&fixture.report());
    insta::assert_snapshot!("missing-markdown", text(&pages, "report.md"));
    for page in html_pages(&pages) {
        let html = text(&pages, &page.path);
        assert!(!html.contains("NaN") && !html.contains("not a number"), "{}", page.path);
    }
}

#[test]
fn small_counts_of_a_restricted_source_appear_nowhere() {
    let mut fixture = Fixture::full();
    let mut ethnic = ethnic_profile();
    let groups = &mut ethnic.periods[0].groups;
    groups[2].rate.class = SourceClass::Restricted;
    groups[2].rate.events = Cell::known(5);
    for source in fixture.sources.values_mut() {
        source.class = SourceClass::Restricted;
    }
    fixture.answers.profiles = vec![release(ethnic, &Disclosure::default())];
    let pages = render(&fixture.report());
    let csv = text(&pages, "data/ethnic-group.csv");
    assert!(csv.contains("\nMixed,withheld,withheld,withheld,withheld,withheld\n"), "{csv}");
    assert!(csv.contains("\nAll births with a notification,withheld,"), "{csv}");
    let footer = text(&pages, "ethnic-group.html");
    assert!(footer.contains("Withheld are its counts from 1 to 7, the rates, gaps and limits"));
    assert!(footer.contains("Not protected is what can be worked out by subtraction"));
    // The page of areas prints England's total, which the profile withholds:
    // no page may promise that nothing gives a count away.
    assert!(text(&pages, "data/areas-1.csv").contains("England,E92000001,7200,"));
    assert!(html_pages(&pages).all(|page| !text(&pages, &page.path).contains("give them away")));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let (a, b) = (Fixture::full(), Fixture::full());
    assert_eq!(render(&a.report()), render(&b.report()));
}

#[test]
fn pages_are_whole_and_ask_nothing_of_anyone() {
    let fixture = Fixture::full();
    let pages = render(&fixture.report());
    let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    for page in html_pages(&pages) {
        let html = text(&pages, &page.path);
        let name = &page.path;
        assert!(!html.contains("<script") && !html.contains("@import"), "{name}");
        for attribute in ["href=\"", "src=\""] {
            for target in html.split(attribute).skip(1) {
                let target = target.split('"').next().unwrap_or_default();
                let (file, _) = target.split_once('#').unwrap_or((target, ""));
                let known = file.is_empty() || file == "data:," || paths.contains(&file);
                assert!(known, "{name} links to {target}");
            }
        }
        assert_eq!(html.matches("<h1>").count(), 1, "{name}");
        assert_eq!(html.matches("aria-current=\"page\"").count(), 1, "{name}");
        assert!(html.contains("<html lang=\"en-GB\">"), "{name}");
        assert!(headings_in_order(html), "{name}");
        assert_eq!(html.matches("<table").count(), html.matches("<caption>").count(), "{name}");
        let mut ids: Vec<&str> =
            html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name}: an id stands twice");
    }
    assert!(paths.iter().enumerate().all(|(i, path)| !paths[..i].contains(path)), "{paths:?}");
}

/// Whether no heading is more than one level below the one before it.
fn headings_in_order(html: &str) -> bool {
    let levels: Vec<u32> =
        html.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect();
    levels.first() == Some(&1) && levels.windows(2).all(|pair| pair[1] <= pair[0] + 1)
}

#[test]
fn words_of_a_project_are_never_markup() {
    let fixture = Fixture::full();
    let pages = render(&fixture.report());
    assert!(text(&pages, "index.html").contains("&lt;England&gt; &amp; Wales"));
    assert!(text(&pages, "report.md").contains(r"\<England> \& Wales"));
    assert!(!text(&pages, "data-quality.html").contains("<b>rate"));
}
