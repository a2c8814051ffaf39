//! The vocabulary of firstyear: what a figure is about, what it says, and how
//! sure it is.
//!
//! | you have                          | use                                      |
//! |-----------------------------------|------------------------------------------|
//! | a place                           | [`AreaCode`], [`Area`], [`Geography`]     |
//! | where areas are drawn             | [`area_map::AreaMap`]                    |
//! | a time                            | [`Period`]                               |
//! | a definition of what is counted   | [`Indicator`]                            |
//! | a way to split a population       | [`Dimension`], [`Groups`]                |
//! | a cell of a table                 | [`Cell`]                                 |
//! | a row of a table                  | [`Observation`], [`PublishedGap`]        |
//! | a result                          | [`Estimate`], [`Interval`], [`Confidence`]|
//! | something that could not be read  | [`Problem`], [`Place`], [`Read`]         |
//! | what a file held                  | [`Content`], [`InputFile`]               |
//! | a log of what was done            | [`event::EventLog`]                      |
//! | records to be counted             | [`count::CountSpec`]                     |
//! | a table or a statement as printed | [`PrintedRow`], [`Statement`]            |
//! | an authored project               | [`project::Project`]                     |
//! | how a table of one's own is read  | [`mapping::Mapping`]                     |
//! | what is done, and what it changes | [`intervention::Intervention`]           |
//! | what lies behind an outcome       | [`driver::DriverMap`]                    |
//! | what others did, and what is known of it | [`library::Library`]            |
//! | what should be done, and whether it is | [`recommendation::Recommendation`], [`visit::Visit`] |
//! | who does what when, and what is owed   | [`pathway::CarePathway`]      |
//! | how far an area says it is             | [`self_assessment::SelfAssessmentMatrix`] |
//!
//! Everything here is a value: no files, no clock, no randomness.

mod age_span;
mod area;
pub mod area_map;
mod cell;
mod confidence;
mod content;
pub mod count;
mod dimension;
pub mod driver;
mod estimate;
pub mod event;
pub mod formula;
mod id;
mod indicator;
pub mod intervention;
mod language;
pub mod layout;
pub mod library;
pub mod mapping;
mod observation;
pub mod pathway;
mod period;
mod printed;
mod problem;
pub mod project;
pub mod recommendation;
pub mod self_assessment;
mod source;
pub mod visit;
mod words;

pub use age_span::AgeSpan;
pub use area::{
    Area, AreaCode, AreaCodeError, AreaNames, AreaRowError, EntityType, Geography, Later, Parent,
    Share, ShareError, Successor,
};
pub use cell::{Cell, Flags, Withholding};
pub use confidence::{Confidence, ConfidenceError};
#[cfg(feature = "hash")]
pub use content::ContentSum;
pub use content::{Content, InputFile, Sha256, Sha256Error};
pub use dimension::{
    Category, Dimension, DimensionAbout, Direction, OrderedDimension, Role, Splits,
    UnorderedDimension,
};
pub use estimate::{Counts, Estimate, Interval, MethodId};
pub use id::{CategoryId, DimensionId, IdError, IndicatorId, PrintedId, SourceId, is_kebab, slug};
pub use indicator::{Indicator, IndicatorKind, Polarity};
pub use language::Language;
pub use observation::{
    Basis, Dataset, Groups, NamedIndicator, Observation, PublishedGap, SampleFraction,
    SampleFractionError,
};
pub use period::{Period, PeriodError, PeriodUnit, day_from_text};
pub use printed::{
    Annotation, Concern, Printed, PrintedNumber, PrintedNumberError, PrintedPart, PrintedRole,
    PrintedRow, Relation, Statement, Weight,
};
pub use problem::{
    Place, Placed, Problem, ProblemCode, ProblemGroup, ProblemGroups, Read, Severity,
};
pub use source::{Source, SourceClass};
