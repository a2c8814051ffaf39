//! The mapping file: how a table that no reader knows is read.
//!
//! It is an authored document and its own wire type: version 1 only gains
//! optional fields. Nothing in it has a default that a reader could disagree
//! on: what an empty cell means, whether a split year is financial, whether
//! the day comes first, is said in it or asked for.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::project::SourceEntry;
use crate::words::words;
use crate::{AreaCode, CategoryId, Confidence, DimensionId, IndicatorId, PeriodUnit};

/// Version 1 of the mapping file: how a table that no reader knows is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What the table is, in a few words.
    pub title: String,
    /// Where in the file the table stands, and how its numbers are written.
    #[serde(default)]
    pub table: TableShape,
    /// Which area a row is about.
    pub area: AreaRule,
    /// Which period a row is about.
    pub period: PeriodRule,
    /// By what the rows are split, beside area and period.
    #[serde(default, rename = "group", skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupRule>,
    /// The figures of a row: one table for each indicator that has columns of
    /// its own.
    #[serde(rename = "measure")]
    pub measures: Vec<MeasureRule>,
    /// Names of indicators that no list defines.
    #[serde(default, rename = "indicator", skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<IndicatorName>,
    /// What a cell without a number says, by its text; an empty text stands
    /// for an empty cell. A flag is the mark of a number that it follows, such
    /// as `12 [u]`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub marks: BTreeMap<String, Mark>,
    /// Rows that are left out, such as totals that the file repeats.
    #[serde(default, rename = "pass_over", skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<PassOver>,
    /// Columns that are left out on purpose. Any other that is not read is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// Where the figures come from; left out where the project or the command
    /// line says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceEntry>,
    /// Cells by which a publication is told from another with the same header:
    /// texts by column, which one row near the start of the file holds. Used
    /// for the mappings that come with the program.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub recognised_by: BTreeMap<String, String>,
}

/// Where in a file the table stands, and how its numbers are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TableShape {
    /// The sheet of a workbook; may be left out where there is one alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row of the header, counted from 1 as a spreadsheet or an editor
    /// does; the first that is not blank unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub header_row: Option<u64>,
    /// How many rows the header takes: the texts of one column are joined by a
    /// blank, and an upper cell reaches over the empty ones to its right; 1
    /// unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 5)))]
    pub header_rows: Option<u64>,
    /// What stands between the cells of a text; told from the header where
    /// left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<Separator>,
    /// What stands before the decimals of a number, `.` or `,`. Once it is
    /// said, a count may be written with decimals of zero, such as `12.0`; a
    /// point unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalMark>,
    /// What separates thousands within a number; nothing unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thousands: Option<ThousandsMark>,
    /// Starts of a first cell at which the table ends, such as `Notes`: this
    /// row and all below it are no data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends_at: Vec<String>,
}

words! {
    /// What stands between the cells of a text.
    Separator {
        /// `,`
        Comma ",",
        /// `;`
        Semicolon ";",
        /// A tab.
        Tab "\t",
        /// `|`
        Bar "|",
    }
    /// What stands before the decimals of a number.
    DecimalMark {
        /// `4.5`
        Point ".",
        /// `4,5`
        Comma ",",
    }
    /// What separates the thousands of a number.
    ThousandsMark {
        /// `1,234`
        Comma ",",
        /// `1.234`
        Point ".",
        /// `1 234`
        Blank " ",
        /// `1'234`
        Apostrophe "'",
    }
    /// The order of day, month and year in a date.
    DateOrder {
        /// `2017-03-01`
        YearFirst "year-first",
        /// `01/03/2017` is the first of March.
        DayFirst "day-first",
        /// `03/01/2017` is the first of March.
        MonthFirst "month-first",
    }
    /// What a text in place of a number, or behind one, says.
    Mark {
        /// Counted, and hidden by the publisher.
        Withheld "withheld",
        /// Never collected, not calculated or not published.
        Absent "absent",
        /// No value could exist there.
        NotApplicable "not-applicable",
        /// None at all: the number 0.
        Zero "zero",
        /// The number before it may change.
        Provisional "provisional",
        /// The number before it was changed.
        Revised "revised",
        /// The number before it was estimated.
        Estimated "estimated",
        /// The number before it stands on few events.
        LowReliability "low-reliability",
        /// The number before it cannot be held against earlier ones.
        SeriesBreak "series-break",
    }
}

impl Separator {
    /// The byte that separates.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }
}

/// Which area a row is about: `column` with codes, `names` with names, or
/// `code` for the whole table. One of the three must be given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AreaRule {
    /// The column of codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The scheme of these codes, such as `ods`; GSS codes unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// The column of names. Beside `column` it gives names to the codes; alone
    /// it is looked up among the areas that are known, by their names and
    /// listed aliases and by nothing that is merely like them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names: Option<String>,
    /// Which areas may be meant by a name: those whose code starts with one of
    /// these, such as `E06`; all unless told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefixes: Vec<String>,
    /// The day on whose boundaries a name that several areas have had is
    /// meant, as YYYY-MM-DD; the last day of the row's period unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundaries_on: Option<NaiveDate>,
    /// Codes by the texts that stand for them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub recode: BTreeMap<String, AreaCode>,
    /// The area of the whole table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<AreaCode>,
}

/// Which period a row is about: `columns`, or `label` for the whole table. One
/// of the two must be given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PeriodRule {
    /// The columns that make the label, joined by a blank: `["Year",
    /// "Quarter"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// The unit. A split year such as 2006/07 and dates need it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<PeriodUnit>,
    /// The order of day, month and year, where the column holds dates: the
    /// period is the unit in which the date lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<DateOrder>,
    /// The period of the whole table, such as `2015`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// By what rows are split: a column, and the dimension whose categories it
/// names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupRule {
    /// The column.
    pub column: String,
    /// The dimension. Texts are looked up among the ids and printed labels of
    /// its categories; a total is everyone.
    pub dimension: DimensionId,
    /// The name of a dimension that no list defines: its categories are those
    /// that the file names, without an order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Categories by the texts that stand for them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub recode: BTreeMap<String, CategoryId>,
    /// Texts that stand for everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub everyone: Vec<String>,
}

/// The figures of one indicator: `indicator`, or `indicator_column` where rows
/// name it. At least one of `numerator`, `denominator` and `value` must be
/// given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MeasureRule {
    /// The indicator of every row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// The column that names the indicator, by its id or a text of `recode`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator_column: Option<String>,
    /// Indicators by the texts that stand for them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub recode: BTreeMap<String, IndicatorId>,
    /// The group that the columns of this table are about, as in the tidy
    /// layout: `sex=male`. Left out, they are about the row's groups alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<String>,
    /// The column of events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<String>,
    /// The column of those at risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<String>,
    /// The column of published values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// By what a published value, its limits and its standard error are
    /// multiplied to stand in the indicator's unit: 1 where they do, 10 for a
    /// percentage of an indicator per 1,000. Must be given beside `value`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<f64>,
    /// The column of lower limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<String>,
    /// The column of upper limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<String>,
    /// The confidence of the limits, as a fraction: 0.95 for 95%. Must be
    /// given beside them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<f64>", range(min = 0.5, max = 0.999_9))
    )]
    pub confidence: Option<Confidence>,
    /// The column of standard errors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_error: Option<String>,
    /// The column of notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The name of an indicator that no list defines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IndicatorName {
    /// The id that rows bear.
    pub id: IndicatorId,
    /// Its name.
    pub name: String,
    /// The unit of its values, such as `score`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// Rows that are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PassOver {
    /// The column.
    pub column: String,
    /// The texts in it that leave a row out.
    pub texts: Vec<String>,
    /// Why, in words.
    pub because: String,
}

impl Mapping {
    /// Every column that the mapping reads, each once, in order of its name.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let area = [&self.area.column, &self.area.names].into_iter().flatten();
        let groups = self.groups.iter().map(|group| &group.column);
        let measures = self.measures.iter().flat_map(MeasureRule::columns);
        let passed = self.passed_over.iter().map(|rule| &rule.column);
        let all = area.chain(&self.period.columns).chain(groups).chain(measures).chain(passed);
        let mut all: Vec<&str> = all.map(String::as_str).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl MeasureRule {
    fn columns(&self) -> impl Iterator<Item = &String> {
        let counts = [&self.indicator_column, &self.numerator, &self.denominator, &self.value];
        let others = [&self.lower, &self.upper, &self.standard_error, &self.note];
        counts.into_iter().chain(others).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_flags_are_those_of_the_tidy_layout() {
        for (mark, word) in Mark::ALL {
            let cell = ["withheld", "absent", "not-applicable", "zero"].contains(word);
            assert_eq!(crate::Flags::from_word(word).is_none(), cell, "{mark:?}");
        }
    }
}
