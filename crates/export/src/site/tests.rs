//! Pages from small results made by hand: typical, withheld, absent, empty,
//! not computed, overlapping, broken.

use firstyear_analysis::{Answers, NotComputed, Rules, StartOrigin, Summary, release};
use firstyear_core::{Cell, SourceClass, Withholding};

use super::{Page, render};
use crate::format;
use crate::testing::{
    Fixture, area_comparison, area_funnel, causes, control_chart, deaths_review, estimate,
    ethnic_profile, evaluation, gap_trend, imd_profile, mother_age_profile, occupation_profile,
    ppor, recommendations, scenario, small_areas, trend,
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
        "<section",
        "<meta",
        "<script",
        "<dt",
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
fn rendered(fixture: &Fixture) -> Vec<Page> {
    render(&fixture.report()).expect("every figure is finite")
}

#[track_caller]
fn check(case: &str, fixture: &Fixture, path: &str) {
    let pages = rendered(fixture);
    insta::assert_snapshot!(case, skeleton(&pages, path));
}

#[test]
fn overview() {
    check("overview", &Fixture::full(), "index.html");
}

#[test]
fn the_overview_shows_the_gap_beside_the_gradient() {
    let fixture = Fixture::full();
    let pages = rendered(&fixture);
    let overview = text(&pages, "index.html");
    let beside = overview.split("<div class=\"beside\">").nth(1).expect("charts");
    assert!(beside.find("id=\"gap-1\"").unwrap() < beside.find("id=\"deprivation\"").unwrap());
    // Each for a page and for a telephone.
    assert_eq!(overview.matches("<svg").count(), 4);
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
    assert!(!text(&rendered(&empty), "index.html").contains("class=\"beside\""));
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
fn a_gap_with_marks_of_the_publisher() {
    use firstyear_core::Flags;
    let mut fixture = Fixture::full();
    let mut trend = gap_trend();
    let point = &mut trend.series[1].points[0];
    point.relative = Cell::flagged(point.relative.value().copied().unwrap(), Flags::PROVISIONAL);
    point.printed_rates =
        Some((Cell::flagged(5.9, Flags::SERIES_BREAK), Cell::flagged(4.9, Flags::PROVISIONAL)));
    fixture.answers.gaps = vec![release(trend, &Rules::default())];
    let pages = rendered(&fixture);
    let said = "provisional; rate of the group: not comparable with the one before";
    let page = text(&pages, "gap.html");
    assert!(page.contains("<th scope=\"col\">Marks of the publisher</th>"));
    assert!(
        page.contains(&format!("<td class=\"wide\">{said}</td>")),
        "in the table and not in the drawing alone"
    );
    assert!(text(&pages, "report.md").contains(&format!("| {said} |")));
    assert!(text(&pages, "data/gap-1.csv").contains(",known+provisional,"));
    let unmarked = rendered(&Fixture::full());
    assert!(!text(&unmarked, "gap.html").contains("Marks of the publisher"));
}

#[test]
fn a_change_across_classifications_cannot_be_told() {
    let mut fixture = Fixture::full();
    let mut trend = gap_trend();
    trend.comparisons[0].verdict = firstyear_analysis::Verdict::Higher;
    fixture.answers.gaps = vec![release(trend, &Rules::default())];
    let pages = rendered(&fixture);
    let overview = text(&pages, "index.html");
    let cannot = overview.split("cannot be told").last().unwrap_or_default();
    assert!(cannot.contains("changed between 1997 to 1999 and 2007 to 2009: the two"), "{cannot}");
}

#[test]
fn unordered_profile_with_a_withheld_group() {
    check("ethnic-group", &Fixture::full(), "ethnic-group.html");
}

/// The fixture with one profile in place of its own.
fn only(profile: firstyear_analysis::InequalityProfile) -> Fixture {
    let mut fixture = Fixture::full();
    fixture.answers.profiles = vec![release(profile, &Rules::default())];
    fixture
}

#[test]
fn occupation_with_the_best_off_first_and_a_sample() {
    check("ns-sec", &only(occupation_profile()), "ns-sec.html");
}

#[test]
fn age_of_the_mother_without_a_slope() {
    check("mother-age", &only(mother_age_profile()), "mother-age.html");
}

#[test]
fn areas() {
    check("areas", &Fixture::full(), "areas.html");
}

#[test]
fn a_long_chart_of_areas_is_several_with_one_axis() {
    let mut fixture = Fixture::full();
    let mut found = area_comparison();
    let one = found.areas[0].clone();
    found.areas = (0..151).map(|_| one.clone()).collect();
    // The highest of all stands in the last part.
    found.areas[150].area.rate.rate = Cell::known(estimate(30.0, 20.0, 40.0));
    fixture.answers.areas = vec![release(found, &Rules::default())];
    let pages = rendered(&fixture);
    let page = text(&pages, "areas.html");
    let drawings: Vec<&str> = page.split("<svg").skip(1).collect();
    assert_eq!(drawings.len(), 11, "151 rows, 14 a part");
    assert!(page.contains("part 11 of 11"));
    // Ticks reach 40 in the first part too.
    assert!(drawings.iter().all(|drawing| drawing.contains(">40<")), "one axis for all");
    assert_eq!(page.matches("<table").count(), 1, "one table");
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
    fixture.answers.funnels = vec![release(funnel, &Rules::default())];
    let pages = rendered(&fixture);
    let page = text(&pages, "funnel.html");
    assert!(
        page.contains("2 areas are not in the drawing, because a count is missing or withheld")
    );
    let drawing = page.split("<svg").nth(1).unwrap().split("</svg>").next().unwrap();
    assert!(!drawing.contains("Hartlepool") && drawing.contains("2 are not drawn"), "{drawing}");
    let csv = text(&pages, "data/funnel-1.csv");
    let rows: Vec<&str> = csv.lines().filter(|row| row.contains("E06000001")).collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| !row.contains(",5,")), "{csv}");
    assert!(rows.iter().any(|row| row.contains("withheld-primary")), "{csv}");
}

#[test]
fn areas_with_few_events() {
    check("small-areas", &Fixture::full(), "small-areas.html");
}

#[test]
fn why_rates_differ() {
    check("decomposition", &Fixture::full(), "decomposition.html");
}

#[test]
fn periods_of_risk() {
    check("ppor", &Fixture::full(), "ppor.html");
}

#[test]
fn periods_of_risk_of_a_small_count_tell_nothing() {
    let mut fixture = Fixture::full();
    fixture.answers.periods_of_risk =
        vec![release(ppor(SourceClass::Restricted), &Rules::default())];
    let pages = rendered(&fixture);
    let page = text(&pages, "ppor.html");
    assert!(page.contains("are not shown: a count is too small to be shown"), "{page}");
    let csv = text(&pages, "data/ppor-1.csv");
    assert!(csv.contains("withheld-primary") && !csv.contains("rate-group"), "{csv}");
    assert!(!csv.contains(",25,"), "a neighbour of the small count: {csv}");
}

#[test]
fn which_areas_first() {
    check("selection", &Fixture::full(), "selection.html");
}

#[test]
fn what_is_known_of_one_area() {
    check("area-profile", &Fixture::full(), "area-profile.html");
}

#[test]
fn a_paper_for_the_board() {
    check("board", &Fixture::full(), "board.html");
}

/// Every recommendation stands in the page itself; the script only puts them in another order.
#[test]
fn the_tracker_is_whole_without_its_script() {
    let fixture = Fixture::full();
    let pages = rendered(&fixture);
    let page = text(&pages, "tracker.html");
    let progress = fixture.answers.progress.as_ref().unwrap().get();
    let all: Vec<_> = progress.not_closed.iter().chain(&progress.closed).collect();
    assert_eq!(all.len(), progress.all.made);
    for one in all {
        assert!(page.contains(&format!("<th scope=\"row\">{}</th>", one.id)), "{}", one.id);
    }
    // Words with an order of their own come with the table, not with the script.
    let orders =
        "data-orders=\"high|medium|low;open|agreed|started|done|done, after its day|stopped\"";
    assert!(page.contains(orders), "{page}");
    assert!(!text(&pages, "report.js").contains("medium"));
}

/// Files, methods and source of a figure are one click from it, and no method is named that the
/// page of methods does not have.
#[test]
fn a_figure_names_its_files_methods_and_source() {
    let pages = rendered(&Fixture::full());
    let methods = text(&pages, "methods.html");
    let mut named = 0;
    for page in html_pages(&pages) {
        let html = text(&pages, &page.path);
        for place in html.split("href=\"methods.html#").skip(1) {
            let place = place.split('"').next().unwrap();
            assert!(methods.contains(&format!("<h3 id=\"{place}\">")), "{}: {place}", page.path);
            named += 1;
        }
        let own = |target: &str| html.contains(&format!(" id=\"{target}\""));
        for target in html.split("href=\"#").skip(1) {
            assert!(own(target.split('"').next().unwrap()), "{}: {target:.40}", page.path);
        }
        for target in html.split("popovertarget=\"").skip(1) {
            assert!(own(target.split('"').next().unwrap()), "{}: {target:.40}", page.path);
        }
    }
    assert!(named > 5, "{named}");
    let gap = text(&pages, "gap.html");
    assert!(gap.contains("href=\"methods.html#method-byar\">Byar's limits</a>"), "{gap}");
    assert!(!text(&pages, "downloads.html").contains("methods.html#"), "no figure, no method");
}

/// A word is explained at its first use, and the glossary has it and what it refers to.
#[test]
fn words_of_the_field_are_explained() {
    let pages = rendered(&Fixture::full());
    let glossary = text(&pages, "glossary.html");
    let page = text(&pages, "gap.html");
    assert_eq!(page.matches("popovertarget=\"word-ns-sec\"").count(), 1);
    assert!(page.contains("<strong>NS-SEC</strong>: What NS-SEC is. "), "{page}");
    for word in ["ns-sec", "infant-mortality"] {
        assert!(glossary.contains(&format!("<dt id=\"word-{word}\">")), "{glossary}");
    }
    let mut without = Fixture::full();
    without.words.clear();
    assert!(rendered(&without).iter().all(|page| page.path != "glossary.html"));
}

/// Every page stands under one question, and the first page leads to what it tells.
#[test]
fn pages_stand_under_questions() {
    use super::navigation::Question;
    let pages = rendered(&Fixture::full());
    let overview = text(&pages, "index.html");
    for page in html_pages(&pages).filter(|page| page.path != "index.html") {
        let html = text(&pages, &page.path);
        let question = Question::of(&page.path).expect("all but the first");
        let over =
            format!("<p class=\"question\">{}</p><h1>", question.words(crate::words::english()));
        assert!(html.contains(&over), "{}", page.path);
    }
    let cards = overview.split("<section").skip(1).count();
    assert_eq!(cards, 5, "a card for each question that is asked");
    assert!(overview.contains("<p class=\"behind\"><a href=\"gap.html\">"), "{overview}");
    assert!(overview.contains("<h3><a href=\"deprivation.html\">"), "{overview}");
}

#[test]
fn the_download_has_every_recommendation_of_a_long_tracker() {
    let mut fixture = Fixture::full();
    let mut found = recommendations().1;
    let one = found.closed[0].clone();
    let ids = (0..super::tracker::LISTED).map(|at| format!("closed-{at}"));
    found.closed = ids.map(|id| firstyear_analysis::Tracked { id, ..one.clone() }).collect();
    let open = found.not_closed.len();
    fixture.answers.progress = Some(release(found, &Rules::default()));
    let pages = rendered(&fixture);
    let page = text(&pages, "tracker.html");
    assert!(page.contains(&format!("The first 2,000 of {}:", format::count(2_000 + open as u64))));
    assert!(page.contains("The download has all.") && !page.contains(">closed-1999<"));
    let csv = text(&pages, "data/recommendation-progress.csv");
    assert!(csv.contains(",closed-1999,days-since-closed,"), "{csv}");
    let document: serde_json::Value =
        serde_json::from_str(text(&pages, "data/recommendation-progress.json")).unwrap();
    let [not_closed, closed] =
        ["not_closed", "closed"].map(|list| document[list].as_array().unwrap().len());
    assert_eq!((not_closed, closed), (open, 2_000));
}

#[test]
fn what_followed() {
    check("learning", &Fixture::full(), "learning.html");
}

#[test]
fn how_far_an_area_says_it_is() {
    check("self-assessment", &Fixture::full(), "self-assessment.html");
}

#[test]
fn who_uses_and_who_needs() {
    check("equity-audit", &Fixture::full(), "equity-audit.html");
    // Everyone is the line of the chart, and holds each group.
    let pages = rendered(&Fixture::full());
    let html = text(&pages, "equity-audit.html");
    assert!(html.contains(">everyone else</text>") && !html.contains("Against all"), "{html}");
}

#[test]
fn what_a_review_found() {
    check("deaths-review", &Fixture::full(), "deaths-review.html");
}

#[test]
fn a_review_of_a_restricted_source_hides_its_small_counts() {
    let mut fixture = Fixture::full();
    fixture.answers.deaths_reviews =
        vec![release(deaths_review(SourceClass::Restricted), &Rules::default())];
    let pages = rendered(&fixture);
    let csv = text(&pages, "data/deaths-review-1.csv");
    let small = csv.lines().filter(|row| row.contains(",deaths,1,"));
    assert_eq!(small.count(), 0, "{csv}");
    assert!(csv.contains("withheld-primary") && csv.contains("withheld-secondary"), "{csv}");
    let page = text(&pages, "deaths-review.html");
    assert!(page.contains("withheld"), "{page}");
}

#[test]
fn how_an_area_stands() {
    check("scorecard", &Fixture::full(), "scorecard.html");
}

#[test]
fn whether_it_worked() {
    check("evaluation", &Fixture::full(), "evaluation.html");
}

#[test]
fn an_evaluation_on_a_small_count_tells_nothing() {
    let mut fixture = Fixture::full();
    let mut hidden = evaluation(SourceClass::Restricted);
    hidden.comparison.areas[1].after.events = Cell::known(5);
    fixture.answers.evaluations = vec![release(hidden, &Rules::default())];
    let pages = rendered(&fixture);
    let page = text(&pages, "evaluation.html");
    assert!(page.contains("A count is too small to be shown"), "{page}");
    let csv = text(&pages, "data/evaluation-1.csv");
    assert!(csv.contains("withheld-primary") && csv.contains("withheld-secondary"), "{csv}");
    assert!(!csv.contains(",known,"), "a neighbour or a sum: {csv}");
}

#[test]
fn what_would_narrow_the_gap() {
    check("scenario", &Fixture::full(), "scenario.html");
}

#[test]
fn what_was_recommended() {
    check("recommendations", &Fixture::full(), "recommendations.html");
}

#[test]
fn what_lies_behind_deaths() {
    check("drivers", &Fixture::full(), "drivers.html");
}

#[test]
fn a_scenario_on_a_small_count_tells_nothing() {
    let mut fixture = Fixture::full();
    let mut hidden = scenario(SourceClass::Restricted);
    let StartOrigin::Counted { group, .. } = &mut hidden.start.origin else { panic!("counted") };
    group.events = Cell::known(5);
    fixture.answers.scenarios = vec![release(hidden, &Rules::default())];
    let pages = rendered(&fixture);
    let page = text(&pages, "scenario.html");
    assert!(page.contains("not worked out: a count is too small to be shown"), "{page}");
    let csv = text(&pages, "data/scenario-1.csv");
    assert!(csv.contains("relative-gap-before,,withheld-primary"), "{csv}");
    for name in ["points-alone", "relative-gap,", "deaths-avoided", "cost-per"] {
        let mut lines = csv.lines().filter(|line| line.contains(name)).peekable();
        assert!(lines.peek().is_some(), "nothing is said of {name}: {csv}");
        assert!(lines.all(|line| line.contains(",,absent,")), "{name}: {csv}");
    }
    assert!(!csv.contains(",fall"), "a fall is a figure of the outcome alone: {csv}");
    for kept in ["points-alone,,absent", "relative-gap,,absent", "cost-of-a-year,250000"] {
        assert!(csv.contains(kept), "what there is not is said, and costs are no counts: {csv}");
    }
}

#[test]
fn printed_tables() {
    check("printed", &Fixture::full(), "printed.html");
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
    let pages = rendered(&fixture);
    insta::assert_snapshot!("report-markdown", text(&pages, "report.md"));
    insta::assert_snapshot!("data-csv", text(&pages, "data/gap-1.csv"));
    insta::assert_snapshot!("data-json", text(&pages, "data/ethnic-group.json"));
}

#[test]
fn a_project_without_answers() {
    let fixture = Fixture::empty();
    let pages = rendered(&fixture);
    let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "index.html",
            "methods.html",
            "data-quality.html",
            "glossary.html",
            "downloads.html",
            "style.css",
            "report.js",
            "data/figures.schema.json",
            "datapackage.json",
            "dcat.jsonld",
            "CITATION.cff",
            "data/data-quality.csv",
            "data/data-quality.json",
            "report.md",
            "report.xlsx",
            "report.ods",
            "manifest.json",
        ]
    );
    insta::assert_snapshot!("empty-overview", skeleton(&pages, "index.html"));
}

/// A trend in a gap and a control chart, and no other question.
fn over_time(class: SourceClass) -> Fixture {
    let mut fixture = Fixture::empty();
    let rule = Rules::default();
    fixture.answers.trends = vec![release(trend(class), &rule)];
    fixture.answers.control_charts = vec![release(control_chart(class), &rule)];
    fixture
}

#[test]
fn trend_in_a_gap() {
    check("trend", &over_time(SourceClass::Published), "trend.html");
}

#[test]
fn control_chart_with_a_target() {
    check("spc", &over_time(SourceClass::Published), "spc.html");
}

#[test]
fn rates_over_time_stand_on_every_page_that_sums_up() {
    let fixture = over_time(SourceClass::Published);
    let pages = rendered(&fixture);
    let overview = text(&pages, "index.html");
    for said in ["it fell by 50.0% a year", "2 are more than chance", "Is it rising or falling"] {
        assert!(overview.contains(said), "{said}");
    }
    for file in ["data/trend-1.csv", "data/trend-1.json", "data/spc-1.csv"] {
        assert!(pages.iter().any(|page| page.path == file), "{file}");
    }
    assert!(text(&pages, "report.md").contains("| 2020 | 60 | 10,000 | 6.00 |"));
}

#[test]
fn a_control_chart_shows_what_is_withheld_as_such() {
    let mut chart = control_chart(SourceClass::Restricted);
    chart.points[4].at.rate.events = Cell::known(5);
    let mut fixture = Fixture::empty();
    fixture.answers.control_charts = vec![release(chart, &Rules::default())];
    let pages = rendered(&fixture);
    let csv = text(&pages, "data/spc-1.csv");
    let row = csv.lines().find(|row| row.contains(",2013,") && row.contains(",rate,"));
    assert!(row.is_some_and(|row| row.contains(",withheld-primary,")), "{csv}");
    assert!(text(&pages, "spc.html").contains("Without a figure: 2013 (withheld)."));
}

/// Everything that can be missing is missing.
fn nothing_known() -> Fixture {
    let mut fixture = Fixture::full();
    let rule = Rules::default();
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
    let pages = rendered(&fixture);
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
    fixture.answers.profiles = vec![release(ethnic, &Rules::default())];
    let pages = rendered(&fixture);
    let csv = text(&pages, "data/ethnic-group.csv");
    for measure in ["events", "at-risk", "rate"] {
        assert!(csv.contains(&format!(",Mixed,{measure},,withheld-primary,,,,")), "{csv}");
    }
    assert!(!csv.contains(",events,5,"), "{csv}");
    let footer = text(&pages, "ethnic-group.html");
    assert!(footer.contains("Withheld are its counts from 1 to 7, the rates, gaps and limits"));
    assert!(footer.contains("Not protected is what can be worked out with figures published"));
    // No page may promise that nothing gives a count away.
    assert!(html_pages(&pages).all(|page| !text(&pages, &page.path).contains("give them away")));
}

#[test]
fn the_rule_that_a_source_declares_is_told() {
    use firstyear_core::project::{PublisherRule, SourceEntry};
    let mut fixture = Fixture::full();
    let source = fixture.sources.values_mut().last().unwrap();
    source.class = SourceClass::Restricted;
    fixture.project.sources.push(SourceEntry {
        id: source.id.clone(),
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        licence: source.licence.clone(),
        released: None,
        class: source.class,
        rule: Some(PublisherRule::OnsDeaths),
        note: None,
    });
    let said = "Of Child mortality no rate on fewer than 3 events is shown, a rate on fewer than \
                20 is marked as of low reliability.";
    assert!(text(&rendered(&fixture), "ethnic-group.html").contains(said));
}

#[test]
fn many_problems_do_not_make_a_large_report() {
    use firstyear_core::{Place, Problem, ProblemCode};
    let mut fixture = Fixture::full();
    fixture.problems = (2..300_002)
        .map(|row| {
            let place = Place::file("deaths.csv").row(row).column("numerator");
            Problem::new(ProblemCode::CellNotWhole, place, "the count is not a whole number")
        })
        .collect();
    let pages = rendered(&fixture);
    let page = text(&pages, "data-quality.html");
    assert!(page.contains("Reading the files gave 300,000 errors."), "all are counted");
    assert!(page.contains("and 299,980 more like it"), "what is not listed is counted");
    assert!(page.len() < 40_000, "{} bytes", page.len());
    assert_eq!(text(&pages, "data/problems.csv").lines().count(), 1 + 1_000);
    let document: serde_json::Value =
        serde_json::from_str(text(&pages, "data/problems.json")).unwrap();
    assert_eq!(document["errors"], 300_000);
    assert_eq!(document["problems"].as_array().unwrap().len(), 1_000);
}

#[test]
fn downloads_have_ids_full_precision_and_a_status() {
    let pages = rendered(&Fixture::full());
    let csv = text(&pages, "data/ethnic-group.csv");
    assert!(csv.starts_with("result,indicator,area,period,period_kind,dimension,groups,label,"));
    assert!(csv.contains(",ethnic-group=pakistani,Pakistani,rate,"), "{csv}");
    let json = text(&pages, "data/ethnic-group.json");
    assert!(json.contains("\"category\": \"pakistani\""), "{json}");
    // A count is a whole number, and prints as one.
    assert!(!json.contains("\"value\": 1320.0"), "{json}");
}

#[test]
fn a_figure_that_is_not_finite_is_refused() {
    let mut fixture = Fixture::full();
    let mut areas = area_comparison();
    areas.areas[0].area.rate.rate = Cell::known(estimate(f64::NAN, 1.0, 2.0));
    fixture.answers.areas = vec![release(areas, &Rules::default())];
    let error = render(&fixture.report()).unwrap_err().to_string();
    assert!(error.starts_with("data/areas-1."), "{error}");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let (a, b) = (Fixture::full(), Fixture::full());
    assert_eq!(rendered(&a), rendered(&b));
}

#[test]
fn pages_are_whole_and_ask_nothing_of_anyone() {
    let fixture = Fixture::full();
    let pages = rendered(&fixture);
    let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    for page in html_pages(&pages) {
        let html = text(&pages, &page.path);
        let name = &page.path;
        // The one script, in its file: the policy forbids any other, and styles in attributes.
        assert_eq!(html.matches("<script").count(), 1, "{name}");
        assert!(html.contains("<script src=\"report.js\" defer"), "{name}");
        assert!(
            html.contains("content=\"default-src 'none'; style-src 'self'; script-src 'self';")
        );
        assert!(!html.contains(" style=\"") && !html.contains("<style"), "{name}");
        assert!(!html.contains("@import"), "{name}");
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
    let pages = rendered(&fixture);
    assert!(text(&pages, "index.html").contains("&lt;England&gt; &amp; Wales"));
    assert!(text(&pages, "report.md").contains(r"\<England> \& Wales"));
    assert!(!text(&pages, "data-quality.html").contains("<b>rate"));
}
