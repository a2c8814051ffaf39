//! Indicator definitions.

use std::collections::BTreeMap;

use firstyear_core::{Indicator, IndicatorId, IndicatorKind, Polarity};
use serde::Deserialize;

use crate::CatalogueError;
use crate::error::parse;

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
    /// The section of the 2010 report that speaks of it.
    pub report_section: Option<String>,
    /// The publication that it was added for; `None` for the scorecard of the
    /// 2010 report.
    pub origin: Option<String>,
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
    report_section: Option<String>,
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
        let id = row.id.clone();
        if entries.insert(id.clone(), row.into()).is_some() {
            return Err(CatalogueError::Repeated { file: FILE, id: id.to_string() });
        }
    }
    Ok(entries)
}

impl From<Row> for IndicatorEntry {
    fn from(row: Row) -> Self {
        let per = match row.multiplier {
            1 => String::new(),
            100 => ", in percent".to_owned(),
            _ => format!(", {}", row.unit),
        };
        let indicator = Indicator {
            definition: format!("{} among {}{per}", row.numerator, row.denominator),
            id: row.id,
            name: row.name,
            domain: row.domain,
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
            report_section: row.report_section,
            origin: row.origin,
        }
    }
}
