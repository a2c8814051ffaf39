//! The report, or a part of it, as a document that is taken away.
//!
//! | you have     | you want                            | use          |
//! |--------------|-------------------------------------|--------------|
//! | a [`Document`] | its tables, to calculate with       | [`workbook`] |
//! | a [`Document`] | all of it, to print or to send      | `pdf`, with the feature of that name |
//!
//! A [`Document`] holds what pages hold, in words, drawings and tables, without
//! their markup. It comes from [`crate::site`], so that no document says what
//! the pages do not.

#[cfg(feature = "pdf")]
pub mod pdf;
pub mod workbook;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use firstyear_core::SourceId;

use crate::chart::DataTable;
use crate::words::Words;

/// Language and country, as the formats of documents name them apart.
fn locale(words: &Words) -> (&'static str, &'static str) {
    let word = words.language().word();
    // A language without a country is one of Britain too.
    word.split_once('-').unwrap_or((word, "GB"))
}

/// What is taken away.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The language of what is not a part: cover, notes, contents and origin.
    pub words: &'static Words,
    /// What it is called.
    pub title: String,
    /// The day that its figures speak for; `None` where none is named.
    pub day: Option<NaiveDate>,
    /// By which program it was made.
    pub made: String,
    /// Publisher, title, licence and note of each source.
    pub sources: Vec<String>,
    /// What is shown and what is hidden.
    pub disclosure: String,
    /// From first to last.
    pub parts: Vec<Part>,
}

/// What one page says.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its language.
    pub words: &'static Words,
    /// Its heading.
    pub title: String,
    /// Where its figures come from; empty for all sources.
    pub sources: BTreeSet<SourceId>,
    /// From top to bottom.
    pub items: Vec<Item>,
}

/// One thing that a page says.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
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
    /// A chart; its figures follow as a table where they are not elsewhere.
    Figure(Figure),
    /// A table.
    Table(DataTable),
    /// Where a new sheet begins on paper.
    NewSheet,
    /// Addresses, with the words of each.
    Links(Vec<(String, String)>),
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it shows, in one line.
    pub title: String,
    /// What a reader who does not see it is told.
    pub alternative: String,
    /// The drawing as SVG; `None` when there is nothing to draw.
    pub drawing: Option<String>,
    /// The sentence in its place when there is nothing to draw.
    pub when_empty: String,
}
