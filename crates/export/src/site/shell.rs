//! What stands round every page: title, navigation, sources and origin.

use firstyear_core::Source;
use maud::{DOCTYPE, html};

use super::Report;
use super::block::PageParts;
use crate::format::day;

/// A page as a whole document.
pub(super) fn html(report: &Report<'_>, page: &PageParts, pages: &[PageParts]) -> String {
    let title = &report.project.title;
    let sources = report.sources_of(&page.sources);
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                // Keeps a browser from asking a server for an icon.
                link rel="icon" href="data:,";
                link rel="stylesheet" href="style.css";
                @if page.is_sortable() { script src="sort.js" defer {} }
                title { (page.title) " – " (title) }
            }
            body {
                a class="skip" href="#content" { "Skip to the content" }
                header {
                    p class="report-title" { (title) }
                    nav aria-label="Pages of the report" {
                        ul {
                            @for other in pages {
                                li {
                                    a href=(other.path)
                                        aria-current=[(other.path == page.path).then_some("page")]
                                    { (other.nav) }
                                }
                            }
                        }
                    }
                }
                main id="content" tabindex="-1" {
                    h1 { (page.title) }
                    @for block in &page.blocks { (block.html()) }
                }
                footer {
                    h2 { "Sources" }
                    @if sources.is_empty() {
                        p { "The project names no source." }
                    } @else {
                        ul { @for source in &sources { li { (source_line(source)) } } }
                        p { (report.disclosure(&sources)) }
                    }
                    p { (made(report)) }
                }
            }
        }
    }
    .into_string()
}

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
