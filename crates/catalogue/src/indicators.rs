//! Indicator definitions.

use std::collections::BTreeMap;

use firstyear_core::{Indicator, IndicatorId, IndicatorKind, Polarity};
use serde::Deserialize;

use crate::error::parse;
use crate::{CatalogueError, ExternalCodes};

const FILE: &str = "indicators.toml";

/// An indicator with everything that is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorEntry {
    /// The definition.
    pub indicator: Indicator,
    /// The method of its limits, an id of `firstyear list methods`.
    pub method: String,
    /// Who collects it.
    pub data_source: String,
    /// The period for which it is usually published.
    pub usual_period: Option<String>,
    /// The areas for which it is usually published.
    pub usual_geography: Vec<String>,
    /// The groups by which it can be split.
    pub disaggregations: Vec<String>,
    /// Its ids in other systems.
    pub external: Vec<External>,
    /// The care pathway that it is a measure of.
    pub pathway: Option<String>,
    /// Why it is here; `None` for local measures and for those of a
    /// publication.
    pub evidence: Option<Evidence>,
    /// What to know before it is compared, such as a break of the series or an
    /// id of another system that looks like it and is not.
    pub note: Option<String>,
    /// The publication that it was added for; `None` for the scorecard of the
    /// 2010 report.
    pub origin: Option<String>,
}

/// What ties an indicator to inequality in infant mortality.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Where the tie comes from.
    pub basis: Basis,
    /// The tie, in a sentence.
    pub text: String,
    /// Sections of the report of 2010, such as `1.4; 2.19`.
    pub section: Option<String>,
}

/// Where the evidence for an indicator comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// It is itself an outcome.
    Outcome,
    /// The report of 2010 says so, in the section named.
    Stated,
    /// It follows from the report of 2010, which does not say so.
    Inferred,
    /// Another publication says so.
    External,
}

/// An id in another system.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct External {
    /// The system, such as `fingertips`.
    pub scheme: String,
    /// The id there.
    pub id: String,
    /// Whether it was seen there.
    pub status: ExternalStatus,
}

/// Whether an id of another system was seen there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExternalStatus {
    /// Seen in public code or a listing.
    Verified,
    /// Recalled: check it before use.
    Unconfirmed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema_version: u32,
    indicator: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: IndicatorId,
    name: String,
    domain: String,
    definition: String,
    numerator: String,
    denominator: String,
    multiplier: u32,
    unit: String,
    polarity: PolarityWord,
    kind: KindWord,
    method: String,
    data_source: String,
    usual_period: Option<String>,
    #[serde(default)]
    usual_geography: Vec<String>,
    #[serde(default)]
    disaggregations: Vec<String>,
    #[serde(default)]
    external: Vec<External>,
    pathway: Option<String>,
    evidence: Option<Evidence>,
    note: Option<String>,
    origin: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PolarityWord {
    LowerIsBetter,
    HigherIsBetter,
    NoAgreedOptimum,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KindWord {
    Rate,
    Proportion,
    Comparison,
}

pub(crate) fn load(text: &str) -> Result<BTreeMap<IndicatorId, IndicatorEntry>, CatalogueError> {
    let file: File = parse(FILE, text, |file: &File| file.schema_version)?;
    let mut entries = BTreeMap::new();
    for row in file.indicator {
        check(&row)?;
        let id = row.id.clone();
        if entries.insert(id.clone(), row.into()).is_some() {
            return Err(CatalogueError::Repeated { file: FILE, id: id.to_string() });
        }
    }
    Ok(entries)
}

/// Indicators by their verified codes in other systems. A code that two
/// indicators claim is an error: a reader could not tell which is meant.
pub(crate) fn by_external_code(
    entries: &BTreeMap<IndicatorId, IndicatorEntry>,
) -> Result<ExternalCodes, CatalogueError> {
    let mut codes = ExternalCodes::new();
    for (id, entry) in entries {
        let seen = |external: &&External| external.status == ExternalStatus::Verified;
        for External { scheme, id: code, .. } in entry.external.iter().filter(seen) {
            let of_scheme = codes.entry(scheme.clone()).or_default();
            if of_scheme.insert(code.clone(), id.clone()).is_some() {
                let id = format!("{scheme} {code}");
                return Err(CatalogueError::Repeated { file: FILE, id });
            }
        }
    }
    Ok(codes)
}

fn check(row: &Row) -> Result<(), CatalogueError> {
    let wrong = |problem| CatalogueError::Wrong { file: FILE, id: row.id.to_string(), problem };
    if row.multiplier == 0 {
        return Err(wrong("the multiplier is zero: it must be 1, 100, 1,000 or the like"));
    }
    match &row.evidence {
        Some(Evidence { basis: Basis::Stated, section: None, .. }) => {
            Err(wrong("stated evidence must name its section"))
        }
        _ => Ok(()),
    }
}

impl From<Row> for IndicatorEntry {
    fn from(row: Row) -> Self {
        let indicator = Indicator {
            id: row.id,
            name: row.name,
            domain: row.domain,
            definition: row.definition,
            numerator: row.numerator,
            denominator: row.denominator,
            multiplier: row.multiplier,
            unit: row.unit,
            polarity: match row.polarity {
                PolarityWord::LowerIsBetter => Polarity::LowerIsBetter,
                PolarityWord::HigherIsBetter => Polarity::HigherIsBetter,
                PolarityWord::NoAgreedOptimum => Polarity::NoAgreedOptimum,
            },
            kind: match row.kind {
                KindWord::Rate => IndicatorKind::Rate,
                KindWord::Proportion => IndicatorKind::Proportion,
                KindWord::Comparison => IndicatorKind::Comparison,
            },
        };
        Self {
            indicator,
            method: row.method,
            data_source: row.data_source,
            usual_period: row.usual_period,
            usual_geography: row.usual_geography,
            disaggregations: row.disaggregations,
            external: row.external,
            pathway: row.pathway,
            evidence: row.evidence,
            note: row.note,
            origin: row.origin,
        }
    }
}
