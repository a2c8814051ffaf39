//! Sources: where figures come from and what may be shown of them.

use chrono::NaiveDate;

use crate::SourceId;

/// A published file or a local collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Its title.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Under which licence.
    pub licence: String,
    /// The day of its release.
    pub released: Option<NaiveDate>,
    /// Whether disclosure control is still to be done.
    pub class: SourceClass,
    /// What a reader must know before comparing it with another.
    pub note: Option<String>,
}

/// Whether small counts of a source may be shown.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SourceClass {
    /// The publisher has applied its own rules: shown as published.
    Published,
    /// Not yet safe to show: small counts are hidden on the way out.
    Restricted,
}
