//! Code lists: what the words in a file may be.

use std::collections::BTreeMap;

use firstyear_core::{
    CategoryId, Dimension, DimensionId, Indicator, IndicatorId, Source, SourceId,
};

/// The indicators and dimensions that a reader accepts.
///
/// Readers hold no content of their own: the caller hands in the lists, which
/// usually come from `firstyear-catalogue`.
#[derive(Clone, Copy, Debug)]
pub struct CodeLists<'a> {
    /// Indicators by id.
    pub indicators: &'a BTreeMap<IndicatorId, Indicator>,
    /// Dimensions by id, versions included.
    pub dimensions: &'a BTreeMap<DimensionId, Dimension>,
    /// Categories by the labels that publishers print, in lower case with
    /// single blanks. The tidy layout uses ids and needs none.
    pub labels: &'a BTreeMap<DimensionId, BTreeMap<String, CategoryId>>,
}

/// The sources of a file's rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sources<'a> {
    /// The sources that a project declares: a row that names any other has
    /// the problem `source-unknown`. `None` accepts every source, for a file
    /// that is read on its own.
    pub declared: Option<&'a BTreeMap<SourceId, Source>>,
    /// The source of rows that name none.
    pub default: Option<&'a SourceId>,
}
