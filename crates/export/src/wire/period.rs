//! Periods.

use chrono::NaiveDate;
use firstyear_core::{Period, PeriodUnit};
use serde::Serialize;

/// A number of consecutive years, quarters or months.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PeriodV1 {
    /// As people write it, such as `2007 to 2009` or `2006/07`.
    pub label: String,
    /// What it counts in. A label such as `2006/07` alone leaves it open.
    pub kind: PeriodUnit,
    /// The first day, as YYYY-MM-DD.
    pub first_day: NaiveDate,
    /// The last day, included, as YYYY-MM-DD.
    pub last_day: NaiveDate,
}

impl From<Period> for PeriodV1 {
    fn from(period: Period) -> Self {
        Self {
            label: period.to_string(),
            kind: period.unit(),
            first_day: period.start(),
            last_day: period.end(),
        }
    }
}
