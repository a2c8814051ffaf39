//! An evidence library: what others did, what is known of it, and where to read
//! more.
//!
//! It is an authored document and its own wire type: version 1 only gains
//! optional fields.

use serde::{Deserialize, Serialize};

/// Version 1 of an evidence library.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The year of which it tells: what it names may have ended since. Left out
    /// where that is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<u16>,
    /// Case studies; ids are unique in the library, those of resources included.
    #[serde(default, rename = "case_study")]
    pub case_studies: Vec<CaseStudy>,
    /// Publications, tools and materials.
    #[serde(default, rename = "resource")]
    pub resources: Vec<Resource>,
}

/// What one place did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseStudy {
    /// Its id, kebab-case.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where.
    pub place: String,
    /// Id of its theme.
    pub theme: String,
    /// Since when, in words; left out where that is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Whom it is for.
    pub whom: String,
    /// What is done.
    pub what: String,
    /// Figures that are told of it. None of them is an effect unless it says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<CaseFigure>,
    /// How it was looked at, and what that can show.
    pub evaluation: String,
    /// Ids of interventions of the catalogue that it is an example of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interventions: Vec<String>,
    /// Where it is told.
    pub source: String,
}

/// A figure that is told of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseFigure {
    /// What it is.
    pub about: String,
    /// The figure, in the unit.
    pub value: f64,
    /// The unit.
    pub unit: String,
    /// When; left out where that is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
}

/// A publication, a tool or a material.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Its id, kebab-case.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Id of its theme.
    pub theme: String,
    /// Where it is named.
    pub source: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_comes_back_as_it_was_written() {
        let text = r#"{"schema_version":1,"case_study":[{"id":"one","title":"A service","place":"Somewhere","theme":"smoking","whom":"mothers","what":"a clinic","figures":[{"about":"referrals","value":600.0,"unit":"referrals"}],"evaluation":"none","source":"section 2.21"}],"resource":[{"id":"two","title":"A guide","theme":"smoking","source":"section 2.22"}]}"#;
        let read: Library = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        assert_eq!(read.as_of, None, "no year is made up for a library that names none");
        let dated = text.replacen(',', r#","as_of":2010,"#, 1);
        let read: Library = serde_json::from_str(&dated).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), dated);
    }
}
