//! What pages are made of. A block is written as HTML and as Markdown from
//! the same words.

use std::collections::BTreeSet;

use firstyear_analysis::Released;
use firstyear_core::{Source, SourceId};
use maud::{Markup, html};

use super::glossary::{self, Marker};
use super::markdown::{bullets, escaped};
use super::methods::Made;
use super::navigation::Question;
use super::shell::source_id;
use super::{Report, WordNote};
use crate::chart::{Chart, DataTable, direction, printable};
use crate::words::{Words, english, say};

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

/// A part of a page.
pub(super) enum Block {
    /// A section.
    Heading(String),
    /// A part of a section.
    Subheading(String),
    /// The same, with the name of its place, for links to it.
    Place {
        /// Name of the place.
        id: String,
        /// The heading.
        words: String,
    },
    /// A part of a section that sums another page up.
    Behind {
        /// The file of the page.
        path: String,
        /// The heading, which leads there.
        words: String,
    },
    /// What a reader comes with, each with what was found.
    Questions(Vec<Asked>),
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
    /// A table some of whose columns hold words with an order of their own.
    Ordered {
        /// The table.
        table: NamedTable,
        /// The words of each such order, the first first.
        orders: Vec<Vec<String>>,
    },
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
    /// Words with their meanings.
    Words(Vec<WordNote>),
}

/// A question on the first page.
pub(super) struct Asked {
    /// The question.
    pub(super) question: Question,
    /// The language in which it is asked.
    pub(super) words: &'static Words,
    /// The first that was found, and the page that has it.
    pub(super) finding: Option<(String, Link)>,
    /// The other pages on it.
    pub(super) others: Vec<Link>,
}

/// A page and its name.
#[derive(Clone)]
pub(super) struct Link {
    /// Its file.
    pub(super) path: String,
    /// What leads there.
    pub(super) words: String,
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

    fn html_in(&self, setting: &Setting<'_>, orders: &[Vec<String>]) -> Markup {
        let long = (self.table.rows.len() > LONG).then_some("long");
        let orders = orders.iter().map(|words| words.join("|")).collect::<Vec<_>>().join(";");
        let orders = (!orders.is_empty()).then_some(orders);
        // A wide table scrolls by itself, with the keyboard too, so that the
        // page keeps to the width of a phone.
        html! {
            div class={ "table " (long.unwrap_or_default()) } data-orders=[orders] {
                div class="scroll" role="region" tabindex="0"
                    aria-label={ (say!(setting.words, "frame-table")) ": " (printable(&self.table.caption)) } {
                    (self.table.html())
                }
                (setting.made(self.stem.as_deref()))
            }
        }
    }
}

/// Rows beyond which the script offers to sort and to filter a table.
const LONG: usize = 8;

/// What the blocks of one page are set with.
pub(super) struct Setting<'a> {
    made: Option<&'a Made>,
    sources: &'a [&'a Source],
    marker: Marker<'a>,
    words: &'static Words,
}

impl<'a> Setting<'a> {
    /// Of a page of a report with these sources, and the way from it to the first page.
    pub(super) fn new(
        report: &Report<'a>,
        made: &'a Made,
        (sources, top): (&'a [&'a Source], &'a str),
    ) -> Self {
        // Meanings stand in English alone.
        let glossary = if report.language.is_english() { report.words } else { &[] };
        let marker = Marker::new(glossary, top);
        Self { made: Some(made), sources, marker, words: report.language }
    }

    /// Of a page that stands alone: no files beside it, and no page of methods.
    fn alone() -> Self {
        Self { made: None, sources: &[], marker: Marker::new(&[], ""), words: english() }
    }

    /// The meanings of the words that were marked.
    pub(super) fn meanings(&self) -> Markup {
        self.marker.meanings()
    }

    /// Files, methods and source of a figure.
    fn made(&self, stem: Option<&str>) -> Markup {
        let methods = stem.zip(self.made).map_or_else(Vec::new, |(stem, made)| made.links(stem));
        let words = self.words;
        let word = match methods.len() {
            1 => say!(words, "frame-method"),
            _ => say!(words, "frame-methods"),
        };
        html! {
            @if stem.is_some() || !self.sources.is_empty() {
                ul class="made" {
                    @if let Some(stem) = stem { li { (say!(words, "frame-download")) ": " (links(stem)) } }
                    @if !methods.is_empty() {
                        li {
                            (word) ": "
                            @for (at, (address, name)) in methods.iter().enumerate() {
                                @if at > 0 { ", " }
                                a href=(address) { (name) }
                            }
                        }
                    }
                    @if let [source] = self.sources {
                        li {
                            (say!(words, "frame-source")) ": "
                            a href={ "#" (source_id(source)) } dir=[direction(&source.title)] {
                                (printable(&source.title))
                            }
                        }
                    } @else if !self.sources.is_empty() {
                        li { a href="#sources" { (say!(words, "frame-sources")) } }
                    }
                }
            }
        }
    }

    /// Sentences with the words of the field marked.
    fn marked(&mut self, text: &str) -> Markup {
        self.marker.mark(text)
    }
}

/// What a chart shows, for those who do not see it and for those who ask.
fn in_words(description: &str, words: &Words) -> Markup {
    html! {
        @if !description.is_empty() {
            details class="alternative" {
                summary { (say!(words, "frame-chart-in-words")) }
                p dir=[direction(description)] { (printable(description)) }
            }
        }
    }
}

/// A drawing in a place where it scrolls.
fn drawing(chart: &dyn Chart, words: &Words) -> Markup {
    html! {
        div class="scroll" role="region" tabindex="0"
            aria-label={ (say!(words, "frame-chart")) ": " (printable(&chart.heading().title)) } {
            (chart.figure())
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
            Self::Chart { table, .. } | Self::Table(table) | Self::Ordered { table, .. } => {
                Some(table)
            }
            _ => None,
        }
    }

    /// Calls `f` with each of its sentences, in their order.
    pub(super) fn texts(&self, f: &mut impl FnMut(&str)) {
        match self {
            Self::Text(words) | Self::Finding(words) | Self::Note(words) => f(words),
            Self::List(points) => points.iter().for_each(|point| f(point)),
            Self::Questions(all) => {
                all.iter().filter_map(|one| one.finding.as_ref()).for_each(|(words, _)| f(words));
            }
            _ => {}
        }
    }

    /// The block on a page that stands alone.
    pub(super) fn html(&self) -> Markup {
        self.html_in(&mut Setting::alone())
    }

    /// The block on a page with this setting.
    pub(super) fn html_in(&self, setting: &mut Setting<'_>) -> Markup {
        match self {
            Self::Heading(words) => html! { h2 dir=[direction(words)] { (printable(words)) } },
            Self::Subheading(words) => html! { h3 dir=[direction(words)] { (printable(words)) } },
            Self::Place { id, words } => html! { h3 id=(id) { (printable(words)) } },
            Self::Behind { path, words } => html! {
                h3 dir=[direction(words)] { a href=(path) { (printable(words)) } }
            },
            Self::Questions(all) => html! {
                div class="questions" { @for one in all { (one.html(setting)) } }
            },
            Self::Text(words) => html! { p dir=[direction(words)] { (setting.marked(words)) } },
            Self::Finding(words) => html! {
                p class="finding" dir=[direction(words)] { (setting.marked(words)) }
            },
            Self::Note(words) => html! {
                p class="note" dir=[direction(words)] { (setting.marked(words)) }
            },
            Self::List(points) => html! {
                ul {
                    @for point in points {
                        li dir=[direction(point)] { (setting.marked(point)) }
                    }
                }
            },
            Self::Chart { chart, table } => html! {
                (drawing(&**chart, setting.words))
                (in_words(&chart.heading().description, setting.words))
                (table.html_in(setting, &[]))
            },
            Self::Part(chart) => html! {
                (drawing(&**chart, setting.words))
                (in_words(&chart.heading().description, setting.words))
            },
            Self::Beside(pointers) => html! {
                div class="beside" {
                    @for Pointer { chart, path, title } in pointers {
                        div {
                            (drawing(&**chart, setting.words))
                            p class="files" {
                                (say!(setting.words, "frame-explained")) ": " a href=(path) { (printable(title)) }
                            }
                        }
                    }
                }
            },
            Self::Table(table) => table.html_in(setting, &[]),
            Self::Ordered { table, orders } => table.html_in(setting, orders),
            Self::NewSheet => html! { div class="new-sheet" {} },
            Self::Files { caption, stem } => html! {
                p class="files" { (printable(caption)) ": " (links(stem)) }
            },
            Self::Links(links) => html! {
                ul {
                    @for (address, words) in links {
                        li dir=[direction(words)] { a href=(address) { (printable(words)) } }
                    }
                }
            },
            Self::Words(words) => html! {
                dl class="words" {
                    @for word in words {
                        dt id=(glossary::id(word)) dir=[direction(&word.word)] {
                            (printable(&word.word))
                        }
                        dd dir=[direction(&word.meaning)] {
                            (printable(&word.meaning)) "."
                            @if !word.see.is_empty() {
                                " " (say!(setting.words, "frame-see-also")) ": "
                                @for (at, see) in word.see.iter().enumerate() {
                                    @if at > 0 { ", " }
                                    (beside(words, see))
                                }
                                "."
                            }
                        }
                    }
                }
            },
        }
    }

    /// The block as Markdown, ending in a line break.
    pub(super) fn markdown(&self) -> String {
        match self {
            Self::Heading(words) => format!("### {}\n", escaped(words)),
            Self::Subheading(words) | Self::Place { words, .. } | Self::Behind { words, .. } => {
                format!("#### {}\n", escaped(words))
            }
            Self::Questions(all) => bullets(all.iter().filter_map(Asked::markdown)),
            Self::Text(words) | Self::Finding(words) => format!("{}\n", escaped(words)),
            Self::Note(words) => format!("> {}\n", escaped(words)),
            Self::List(points) => bullets(points.iter().map(|point| escaped(point))),
            Self::Chart { chart, table } => {
                let words = escaped(&chart.heading().description);
                let words = if words.is_empty() { words } else { format!("{words}\n\n") };
                format!("{words}{}", table.table.markdown())
            }
            // Markdown has no drawing: the table further down takes its place.
            Self::Beside(_) | Self::NewSheet => String::new(),
            Self::Part(chart) => format!("{}\n", escaped(&chart.heading().description)),
            Self::Table(table) | Self::Ordered { table, .. } => table.table.markdown(),
            Self::Files { caption, stem } => {
                format!("{}: [CSV](data/{stem}.csv) [JSON](data/{stem}.json)\n", escaped(caption))
            }
            Self::Links(links) => bullets(
                links.iter().map(|(address, words)| format!("[{}]({address})", escaped(words))),
            ),
            // Meanings stand in English alone.
            Self::Words(words) => bullets(words.iter().map(|word| {
                let see = if word.see.is_empty() {
                    String::new()
                } else {
                    let see = escaped(&word.see.join(", "));
                    format!(" {}: {see}.", say!(english(), "frame-see-also"))
                };
                format!("**{}**: {}.{see}", escaped(&word.word), escaped(&word.meaning))
            })),
        }
    }
}

/// A word to read beside another: a link where it is listed.
fn beside(words: &[WordNote], see: &str) -> Markup {
    let listed = words.iter().find(|word| word.word == see).map(glossary::id);
    html! {
        @if let Some(id) = listed {
            a href={ "#" (id) } { (printable(see)) }
        } @else {
            (printable(see))
        }
    }
}

impl Asked {
    fn html(&self, setting: &mut Setting<'_>) -> Markup {
        html! {
            section data-question=(self.question.id()) {
                h2 { (self.question.words(self.words)) }
                @if let Some((words, link)) = &self.finding {
                    p dir=[direction(words)] { (setting.marked(words)) }
                    p class="behind" { a href=(link.path) { (printable(&link.words)) } }
                } @else {
                    p { (say!(setting.words, "frame-no-finding")) }
                }
                @if !self.others.is_empty() {
                    p class="more" {
                        (say!(setting.words, "frame-more")) ": "
                        @for (at, link) in self.others.iter().enumerate() {
                            @if at > 0 { ", " }
                            a href=(link.path) dir=[direction(&link.words)] {
                                (printable(&link.words))
                            }
                        }
                    }
                }
            }
        }
    }

    fn markdown(&self) -> Option<String> {
        let (words, _) = self.finding.as_ref()?;
        Some(format!("**{}** {}", escaped(&self.question.words(self.words)), escaped(words)))
    }

    /// The same as a sentence; `None` for a question of which nothing was found.
    pub(super) fn said(&self) -> Option<String> {
        let (words, _) = self.finding.as_ref()?;
        Some(format!("{} {words}", self.question.words(self.words)))
    }
}
