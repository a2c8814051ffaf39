//! What pages are made of. A block is written as HTML and as Markdown from
//! the same words.

use std::collections::BTreeSet;

use firstyear_analysis::Released;
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

impl PageParts {
    /// The page of one kind of question, with its path, its word in the
    /// navigation and its heading: what `of` makes of each answer, one below the
    /// other. `None` where there is no answer.
    pub(super) fn of_answers<T>(
        (path, nav, title): (&str, &str, &str),
        answers: &[Released<T>],
        of: impl Fn(usize, &T) -> (BTreeSet<SourceId>, Vec<Block>),
    ) -> Option<Self> {
        if answers.is_empty() {
            return None;
        }
        let (mut sources, mut blocks) = (BTreeSet::new(), Vec::new());
        for (index, found) in answers.iter().map(Released::get).enumerate() {
            let (from, said) = of(index, found);
            sources.extend(from);
            blocks.extend(said);
        }
        let [path, nav, title] = [path, nav, title].map(str::to_owned);
        Some(Self { path, nav, title, sources, blocks })
    }
}

impl PageParts {
    /// Whether it has a table that a reader can put in another order.
    pub(super) fn is_sortable(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Sortable(_)))
    }
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
    /// A part of a chart that goes on below.
    Part(Box<dyn Chart>),
    /// Charts side by side where there is room, each with the page that
    /// explains it and has its figures.
    Beside(Vec<Pointer>),
    /// A table.
    Table(NamedTable),
    /// A table that a reader can put in another order.
    Sortable(NamedTable),
    /// Where a new sheet begins on paper.
    NewSheet,
    /// What is too long for a page: its caption, and the file that holds it by
    /// its name without an ending.
    Files {
        /// What it is.
        caption: String,
        /// The file.
        stem: String,
    },
    /// Files: address and words of each.
    Links(Vec<(String, String)>),
}

/// A chart shown away from its page.
pub(super) struct Pointer {
    /// The chart.
    pub(super) chart: Box<dyn Chart>,
    /// The file of its page.
    pub(super) path: String,
    /// The title of its page.
    pub(super) title: String,
}

/// A table with the name of the files that hold its figures.
pub(super) struct NamedTable {
    /// The file's name without its ending; `None` where the table gathers from
    /// several files.
    pub(super) stem: Option<String>,
    /// The figures.
    pub(super) table: DataTable,
}

impl NamedTable {
    pub(super) fn new(stem: impl Into<String>, table: DataTable) -> Self {
        Self { stem: Some(stem.into()), table }
    }

    fn html(&self) -> Markup {
        // A wide table scrolls by itself, with the keyboard too, so that the
        // page keeps to the width of a phone.
        html! {
            div class="scroll" role="region" tabindex="0" aria-label=(format!("Table: {}", self.table.caption)) {
                (self.table.html())
            }
            @if let Some(stem) = &self.stem {
                p class="files" { "Download, with every figure at full precision: " (links(stem)) }
            }
        }
    }
}

/// Links to the two forms of a file.
fn links(stem: &str) -> Markup {
    html! {
        a href=(format!("data/{stem}.csv")) { "CSV" }
        " "
        a href=(format!("data/{stem}.json")) { "JSON" }
    }
}

impl Block {
    /// The table of a block that has one.
    pub(super) const fn table(&self) -> Option<&NamedTable> {
        match self {
            Self::Chart { table, .. } | Self::Table(table) | Self::Sortable(table) => Some(table),
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
            Self::Part(chart) => html! {
                div class="scroll" role="region" tabindex="0" aria-label=(format!("Chart: {}", chart.heading().title)) {
                    (chart.figure())
                }
            },
            Self::Beside(pointers) => html! {
                div class="beside" {
                    @for Pointer { chart, path, title } in pointers {
                        div class="scroll" role="region" tabindex="0" aria-label=(format!("Chart: {}", chart.heading().title)) {
                            (chart.figure())
                            p class="files" { "Figures and how to read them: " a href=(path) { (title) } }
                        }
                    }
                }
            },
            Self::Table(table) => table.html(),
            Self::Sortable(table) => html! {
                div class="sortable" { (table.html()) }
            },
            Self::NewSheet => html! { div class="new-sheet" {} },
            Self::Files { caption, stem } => html! {
                p class="files" { (caption) ": " (links(stem)) }
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
            // Markdown has no drawing: the table further down takes its place.
            Self::Beside(_) | Self::Part(_) | Self::NewSheet => String::new(),
            Self::Table(table) | Self::Sortable(table) => table.table.markdown(),
            Self::Files { caption, stem } => {
                format!("{}: [CSV](data/{stem}.csv) [JSON](data/{stem}.json)\n", escaped(caption))
            }
            Self::Links(links) => bullets(
                links.iter().map(|(address, words)| format!("[{}]({address})", escaped(words))),
            ),
        }
    }
}
