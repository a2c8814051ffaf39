//! What pages are made of. A block is written as HTML and as Markdown from
//! the same words.

use std::collections::BTreeSet;

use firstyear_core::SourceId;
use maud::{Markup, html};

use super::markdown::{bullets, escaped};
use crate::chart::{Chart, DataTable};

/// One page.
pub(super) struct PageParts {
    /// File name, such as `gap.html`.
    pub(super) path: String,
    /// The word in the navigation.
    pub(super) nav: String,
    /// The heading of the page.
    pub(super) title: String,
    /// Where its figures come from; empty for all sources.
    pub(super) sources: BTreeSet<SourceId>,
    /// From top to bottom.
    pub(super) blocks: Vec<Block>,
}

/// A part of a page.
pub(super) enum Block {
    /// A section.
    Heading(String),
    /// A part of a section.
    Subheading(String),
    /// Sentences.
    Text(String),
    /// Sentences that stand out: a finding.
    Finding(String),
    /// Sentences of caution.
    Note(String),
    /// Points.
    List(Vec<String>),
    /// A chart with its text alternative, and the table of its figures.
    Chart {
        /// The chart.
        chart: Box<dyn Chart>,
        /// Its figures.
        table: NamedTable,
    },
    /// A table.
    Table(NamedTable),
    /// A table that is too long for a page: its caption and its files alone.
    Files(NamedTable),
    /// Files: address and words of each.
    Links(Vec<(String, String)>),
}

/// A table with the name of its files.
pub(super) struct NamedTable {
    /// The file's name without its ending, unique in the report.
    pub(super) stem: String,
    /// The figures.
    pub(super) table: DataTable,
}

impl NamedTable {
    pub(super) fn new(stem: impl Into<String>, table: DataTable) -> Self {
        Self { stem: stem.into(), table }
    }

    fn html(&self) -> Markup {
        // A wide table scrolls by itself, with the keyboard too, so that the
        // page keeps to the width of a phone.
        html! {
            div class="scroll" role="region" tabindex="0" aria-label=(format!("Table: {}", self.table.caption)) {
                (self.table.html())
            }
            p class="files" { "Download: " (self.links()) }
        }
    }

    fn links(&self) -> Markup {
        html! {
            a href=(format!("data/{}.csv", self.stem)) { "CSV" }
            " "
            a href=(format!("data/{}.json", self.stem)) { "JSON" }
        }
    }
}

impl Block {
    /// The table of a block that has one.
    pub(super) const fn table(&self) -> Option<&NamedTable> {
        match self {
            Self::Chart { table, .. } | Self::Table(table) | Self::Files(table) => Some(table),
            _ => None,
        }
    }

    pub(super) fn html(&self) -> Markup {
        match self {
            Self::Heading(words) => html! { h2 { (words) } },
            Self::Subheading(words) => html! { h3 { (words) } },
            Self::Text(words) => html! { p { (words) } },
            Self::Finding(words) => html! { p class="finding" { (words) } },
            Self::Note(words) => html! { p class="note" { (words) } },
            Self::List(points) => html! { ul { @for point in points { li { (point) } } } },
            Self::Chart { chart, table } => html! {
                div class="scroll" role="region" tabindex="0" aria-label=(format!("Chart: {}", chart.heading().title)) {
                    (chart.figure())
                }
                @if !chart.heading().description.is_empty() {
                    p class="alternative" { (chart.heading().description) }
                }
                (table.html())
            },
            Self::Table(table) => table.html(),
            Self::Files(table) => html! {
                p class="files" { (table.table.caption) ": " (table.links()) }
            },
            Self::Links(links) => html! {
                ul { @for (address, words) in links { li { a href=(address) { (words) } } } }
            },
        }
    }

    /// The block as Markdown, ending in a line break.
    pub(super) fn markdown(&self) -> String {
        match self {
            Self::Heading(words) => format!("### {}\n", escaped(words)),
            Self::Subheading(words) => format!("#### {}\n", escaped(words)),
            Self::Text(words) | Self::Finding(words) => format!("{}\n", escaped(words)),
            Self::Note(words) => format!("> {}\n", escaped(words)),
            Self::List(points) => bullets(points.iter().map(|point| escaped(point))),
            Self::Chart { chart, table } => {
                let words = escaped(&chart.heading().description);
                let words = if words.is_empty() { words } else { format!("{words}\n\n") };
                format!("{words}{}", table.table.markdown())
            }
            Self::Table(table) => table.table.markdown(),
            Self::Files(NamedTable { stem, table }) => format!(
                "{}: [CSV](data/{stem}.csv) [JSON](data/{stem}.json)\n",
                escaped(&table.caption)
            ),
            Self::Links(links) => bullets(
                links.iter().map(|(address, words)| format!("[{}]({address})", escaped(words))),
            ),
        }
    }
}
