//! What stands round every page: title, navigation, sources and origin.

use firstyear_core::Source;
use maud::{DOCTYPE, Markup, html};

use super::block::{PageParts, Setting};
use super::head::{Look, head};
use super::methods::Made;
use super::navigation::{Question, in_order, name};
use super::{Report, overview};
use crate::chart::{Slug, direction, printable};
use crate::words::{Words, english, say};

/// A page as a whole document. The frame speaks the language of the report, and says where the
/// page does not, or speaks it as a draft.
pub(super) fn html(
    report: &Report<'_>,
    page: &PageParts,
    pages: &[PageParts],
    made: &Made,
) -> String {
    let words = report.language;
    let own = report.language_of(page);
    let (title, other) = (&report.project.title, (own != words).then_some(own.language().word()));
    let sources = report.sources_of(&page.sources);
    let question = Question::of(&page.path);
    let head_title =
        if page.title == *title { title.clone() } else { format!("{} – {title}", page.title) };
    // From the page to the first page of its report, and to what reports share.
    let top = "../".repeat(page.path.matches('/').count());
    let shared = format!("{top}{}", report.place.shared());
    let spoken = Report { language: own, ..*report };
    let mut setting = Setting::new(&spoken, made, (&sources, &top));
    let content = html! {
        @for block in &page.blocks { (block.html_in(&mut setting)) }
        (setting.meanings())
    };
    let in_english = (!words.is_english()).then_some("en-GB");
    html! {
        (DOCTYPE)
        html lang=(words.language().word()) {
            (head(&head_title, &Look::Linked(&shared, words)))
            body {
                a class="skip" href="#content" { (say!(words, "frame-skip")) }
                header {
                    p class="report-title" dir=[direction(title)] {
                        a href={ (top) (overview::PATH) } { (printable(title)) }
                    }
                    // What a reader chooses for the whole report stands here.
                    div class="tools" {
                        (report.place.switch(words))
                        button type="button" class="menu" popovertarget="pages" { (say!(words, "frame-menu")) }
                    }
                }
                (navigation((page, pages), &top, words))
                main id="content" tabindex="-1" data-question=[question.map(Question::id)] {
                    @if report.answers.not_for_release {
                        p class="not-for-release" role="note" { strong { (say!(words, "frame-not-for-release")) } }
                    }
                    @if let Some(question) = question {
                        p class="question" { (question.words(words)) }
                    }
                    @if other.is_some() {
                        p class="note" { (say!(words, "frame-in-english")) }
                    } @else if !words.is_english() {
                        p class="note" { (say!(words, "frame-draft")) }
                    }
                    h1 lang=[other] dir=[direction(&page.title)] { (printable(&page.title)) }
                    @if other.is_some() { div lang=[other] { (content) } } @else { (content) }
                    (turn((page, pages), &top, words))
                }
                footer {
                    h2 id="sources" { (say!(words, "frame-sources")) }
                    @if sources.is_empty() {
                        p { (say!(words, "frame-no-source")) }
                    } @else {
                        // What a source calls itself and says of itself is English.
                        ul lang=[in_english] {
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
fn navigation((page, pages): (&PageParts, &[PageParts]), top: &str, words: &Words) -> Markup {
    let link = |other: &PageParts| {
        let current = (other.path == page.path).then_some("page");
        let name = name(other, words);
        html! {
            li {
                a href={ (top) (other.path) } aria-current=[current] dir=[direction(&name)] {
                    (printable(&name))
                }
            }
        }
    };
    html! {
        nav id="pages" aria-label=(say!(words, "frame-pages")) popover {
            ul {
                @for first in pages.iter().filter(|page| Question::of(&page.path).is_none()) {
                    (link(first))
                }
                @for question in Question::ALL {
                    @if question.pages(pages).next().is_some() {
                        li data-question=(question.id()) {
                            span class="question" { (question.words(words)) }
                            ul { @for other in question.pages(pages) { (link(other)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The pages before and after this one.
fn turn((page, pages): (&PageParts, &[PageParts]), top: &str, words: &Words) -> Markup {
    let order = in_order(pages);
    let at = order.iter().position(|other| other.path == page.path);
    let before = at.and_then(|at| at.checked_sub(1)).map(|at| order[at]);
    let next = at.and_then(|at| order.get(at + 1).copied());
    let link = |word: String, way: &str, other: Option<&PageParts>| {
        html! {
            @if let Some(other) = other {
                a class=(way) rel=(way) href={ (top) (other.path) } {
                    span { (word) } (printable(&name(other, words)))
                }
            }
        }
    };
    html! {
        nav class="turn" aria-label=(say!(words, "frame-turn")) {
            (link(say!(words, "frame-before"), "prev", before))
            (link(say!(words, "frame-next"), "next", next))
        }
    }
}

/// Name of the place of a source in the footer.
pub(super) fn source_id(source: &Source) -> String {
    format!("source-{}", Slug::new(source.id.as_str()))
}

/// What stands on everything that holds figures which a rule would have hidden: in English, for
/// files and messages; pages say it in their language.
pub const NOT_FOR_RELEASE: &str = "Not for release: contains figures that must not be published.";

/// A source with its publisher, licence and note, in English as these are.
pub(super) fn source_line(source: &Source) -> String {
    let words = english();
    let (publisher, title) = (source.publisher.as_str(), source.title.as_str());
    let licence = source.licence.clone();
    let line = match source.released {
        Some(date) => say!(
            words,
            "frame-source-released",
            publisher = publisher,
            title = title,
            day = words.day(date),
            licence = licence
        ),
        None => say!(
            words,
            "frame-source-line",
            publisher = publisher,
            title = title,
            licence = licence
        ),
    };
    source.note.iter().fold(line, |line, note| line + " " + note)
}

/// By which program and for which day the report was made.
pub(super) fn made(report: &Report<'_>) -> String {
    let words = report.language;
    match report.project.as_of {
        Some(date) => {
            say!(words, "frame-made-as-of", version = report.version, day = words.day(date))
        }
        None => say!(words, "frame-made", version = report.version),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn pages_and_files_bear_the_same_mark() {
        assert_eq!(say!(english(), "frame-not-for-release"), NOT_FOR_RELEASE);
    }

    #[test]
    fn the_day_of_the_figures_and_of_a_source_are_said_where_there_is_one() {
        let mut fixture = testing::Fixture::full();
        fixture.project.as_of = None;
        let said = made(&fixture.report());
        assert!(said.starts_with("Made by firstyear ") && !said.contains("Figures"), "{said}");
        fixture.project.as_of = chrono::NaiveDate::from_ymd_opt(2010, 12, 16);
        assert!(made(&fixture.report()).ends_with(" Figures as of 16 December 2010."));
        let mut source = fixture.report().sources.values().next().expect("a source").clone();
        source.released = None;
        assert!(!source_line(&source).contains("released"), "{}", source_line(&source));
        source.released = fixture.project.as_of;
        assert!(source_line(&source).contains(", released 16 December 2010. "));
    }
}
