//! What stands round every page: title, navigation, sources and origin.

use firstyear_core::Source;
use maud::{DOCTYPE, Markup, html};

use super::block::{PageParts, Setting};
use super::head::{Look, head};
use super::methods::Made;
use super::navigation::{Question, in_order};
use super::{Report, labels, overview};
use crate::chart::{Slug, direction, printable};
use crate::format::day;

/// A page as a whole document.
pub(super) fn html(
    report: &Report<'_>,
    page: &PageParts,
    pages: &[PageParts],
    made: &Made,
) -> String {
    let title = &report.project.title;
    let sources = report.sources_of(&page.sources);
    let question = Question::of(&page.path);
    let head_title =
        if page.title == *title { title.clone() } else { format!("{} – {title}", page.title) };
    // From the page to the first page of its report, and to what reports share.
    let top = "../".repeat(page.path.matches('/').count());
    let shared = format!("{top}{}", report.place.shared());
    let mut setting = Setting::new(report, made, (&sources, &top));
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            (head(&head_title, &Look::Linked(&shared)))
            body {
                a class="skip" href="#content" { (labels::SKIP) }
                header {
                    p class="report-title" dir=[direction(title)] {
                        a href={ (top) (overview::PATH) } { (printable(title)) }
                    }
                    // What a reader chooses for the whole report stands here.
                    div class="tools" {
                        (report.place.switch())
                        button type="button" class="menu" popovertarget="pages" { (labels::MENU) }
                    }
                }
                (navigation(page, pages, &top))
                main id="content" tabindex="-1" data-question=[question.map(Question::id)] {
                    @if report.answers.not_for_release {
                        p class="not-for-release" role="note" { strong { (NOT_FOR_RELEASE) } }
                    }
                    @if let Some(question) = question {
                        p class="question" { (question.words()) }
                    }
                    h1 dir=[direction(&page.title)] { (printable(&page.title)) }
                    @for block in &page.blocks { (block.html_in(&mut setting)) }
                    (setting.meanings())
                    (turn(page, pages, &top))
                }
                footer {
                    h2 id="sources" { (labels::SOURCES) }
                    @if sources.is_empty() {
                        p { (labels::NO_SOURCE) }
                    } @else {
                        ul {
                            @for source in &sources {
                                @let line = source_line(source);
                                li id=(source_id(source)) dir=[direction(&line)] { (printable(&line)) }
                            }
                        }
                        p { (report.disclosure(&sources)) }
                    }
                    p { (self::made(report)) }
                }
            }
        }
    }
    .into_string()
}

/// Every page under its question. Where there is room it stands beside the content, else a button
/// opens it; both are the browser's own doing.
fn navigation(page: &PageParts, pages: &[PageParts], top: &str) -> Markup {
    let link = |other: &PageParts| {
        let current = (other.path == page.path).then_some("page");
        html! {
            li {
                a href={ (top) (other.path) } aria-current=[current] dir=[direction(&other.nav)] {
                    (printable(&other.nav))
                }
            }
        }
    };
    html! {
        nav id="pages" aria-label=(labels::PAGES) popover {
            ul {
                @for first in pages.iter().filter(|page| Question::of(&page.path).is_none()) {
                    (link(first))
                }
                @for question in Question::ALL {
                    @if question.pages(pages).next().is_some() {
                        li data-question=(question.id()) {
                            span class="question" { (question.words()) }
                            ul { @for other in question.pages(pages) { (link(other)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The pages before and after this one.
fn turn(page: &PageParts, pages: &[PageParts], top: &str) -> Markup {
    let order = in_order(pages);
    let at = order.iter().position(|other| other.path == page.path);
    let before = at.and_then(|at| at.checked_sub(1)).map(|at| order[at]);
    let next = at.and_then(|at| order.get(at + 1).copied());
    let link = |word: &str, way: &str, other: Option<&PageParts>| {
        html! {
            @if let Some(other) = other {
                a class=(way) rel=(way) href={ (top) (other.path) } {
                    span { (word) } (printable(&other.nav))
                }
            }
        }
    };
    html! {
        nav class="turn" aria-label=(labels::TURN) {
            (link(labels::BEFORE, "prev", before))
            (link(labels::NEXT, "next", next))
        }
    }
}

/// Name of the place of a source in the footer.
pub(super) fn source_id(source: &Source) -> String {
    format!("source-{}", Slug::new(source.id.as_str()))
}
/// What stands on everything that holds figures which a rule would have hidden.
pub const NOT_FOR_RELEASE: &str = "Not for release: contains figures that must not be published.";

/// A source with its publisher, licence and note.
pub(super) fn source_line(source: &Source) -> String {
    let released =
        source.released.map_or_else(String::new, |date| format!(", released {}", day(date)));
    let note = source.note.as_ref().map_or_else(String::new, |note| format!(" {note}"));
    let (publisher, title, licence) = (&source.publisher, &source.title, &source.licence);
    format!("{publisher}: {title}{released}. {licence}.{note}")
}

/// By which program and for which day the report was made.
pub(super) fn made(report: &Report<'_>) -> String {
    let as_of = report
        .project
        .as_of
        .map_or_else(String::new, |date| format!(" Figures as of {}.", day(date)));
    format!("Made by firstyear {}.{as_of}", report.version)
}
