//! What an element of a pathway is, and what says so.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::words::words;

/// What an element rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Grounds {
    /// Whether a source states it.
    pub basis: ElementBasis,
    /// Id of the source and where in it, such as `report-2010 2.20`; asked for where
    /// it is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why it was inferred, or what is open; asked for there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

words! {
    /// Whether a source states an element.
    ElementBasis {
        /// A source states it.
        Stated "stated",
        /// It was inferred, and is for review.
        Inferred "inferred",
        /// Nobody states what it needs, such as a threshold or a window: it judges
        /// nothing.
        Open "open",
    }
}

impl Grounds {
    /// The id of the source, which stands before the first blank.
    #[must_use]
    pub fn source_id(&self) -> Option<&str> {
        self.source.as_deref()?.split_whitespace().next()
    }
}

/// An element of a pathway by its kind and id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementRef<'p> {
    /// What it is.
    pub kind: ElementKind,
    /// Its id in the pathway.
    pub id: Cow<'p, str>,
}

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ElementKind {
    /// The pathway itself.
    Pathway,
    /// A part of those whom it is for.
    Population,
    /// A clock.
    Clock,
    /// Who acts.
    Actor,
    /// A step.
    Step,
    /// A decision.
    Decision,
    /// A row of one: the id of the decision, and the place of the row from 1.
    DecisionRow,
    /// A way out.
    Exit,
    /// What follows what.
    Flow,
    /// What is owed.
    Obligation,
    /// What is counted.
    Measure,
    /// How far people come.
    Stage,
    /// A publication.
    Source,
}

impl<'p> ElementRef<'p> {
    /// An element.
    #[must_use]
    pub const fn new(kind: ElementKind, id: &'p str) -> Self {
        Self { kind, id: Cow::Borrowed(id) }
    }

    /// The same by itself.
    #[must_use]
    pub fn into_owned(self) -> ElementRef<'static> {
        ElementRef { kind: self.kind, id: Cow::Owned(self.id.into_owned()) }
    }
}

impl fmt::Display for ElementRef<'_> {
    /// Such as ``step `refer` ``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            ElementKind::Pathway => "pathway",
            ElementKind::Population => "population",
            ElementKind::Clock => "clock",
            ElementKind::Actor => "actor",
            ElementKind::Step => "step",
            ElementKind::Decision => "decision",
            ElementKind::DecisionRow => "row",
            ElementKind::Exit => "exit",
            ElementKind::Flow => "flow",
            ElementKind::Obligation => "obligation",
            ElementKind::Measure => "measure",
            ElementKind::Stage => "stage",
            ElementKind::Source => "source",
        };
        write!(f, "{kind} `{}`", self.id)
    }
}
