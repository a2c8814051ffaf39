//! The header: its columns under the names of any year.

use firstyear_core::{Problem, ProblemCode};

use super::Kind;
use crate::ReadError;
use crate::sheet_rows::Line;

/// Where the columns stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) period: When,
    pub(super) dimension: usize,
    pub(super) level: usize,
    pub(super) code: usize,
    pub(super) name: usize,
    pub(super) measure: usize,
    pub(super) count_of: usize,
    pub(super) value: usize,
    length: usize,
}

/// The column of the period, or those of its first and last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Year(usize),
    Dates(usize, usize),
}

impl Header {
    /// The columns of a header; `None` where one is missing or stands twice.
    pub(super) fn of(cells: &[String]) -> Option<Self> {
        let plain: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
        let find = |names: &[&str]| {
            let mut found =
                plain.iter().enumerate().filter(|(_, cell)| names.contains(&cell.as_str()));
            let at = found.next()?.0;
            found.next().is_none().then_some(at)
        };
        let year = find(&["period", "reportingperiod", "year"]).map(When::Year);
        let dates = || {
            let start = find(&["reportingperiodstartdate", "rpstartdate"])?;
            Some(When::Dates(start, find(&["reportingperiodenddate", "rpenddate"])?))
        };
        Some(Self {
            period: year.or_else(dates)?,
            dimension: find(&["dimension"])?,
            level: find(&["orglevel", "organisationlevel"])?,
            code: find(&["orgcode", "organisationcode"])?,
            name: find(&["orgname", "organisationname"])?,
            measure: find(&["measure", "measure1"])?,
            count_of: find(&["countof"])?,
            value: find(&["value", "finalvalue"])?,
            length: cells.len(),
        })
    }

    /// The header of a file that should have one.
    ///
    /// # Errors
    ///
    /// A column is missing, or the file is of the other kind.
    pub(super) fn found(line: &Line<'_>, kind: Kind) -> Result<Self, ReadError> {
        let right = match kind {
            Kind::Annual => "Period",
            Kind::Monthly => "ReportingPeriodStartDate, ReportingPeriodEndDate",
        };
        let problem = |message: &str| {
            let problem = Problem::new(ProblemCode::ColumnMissing, line.place.clone(), message);
            problem.with_help(format!(
                "the columns are {right}, Dimension, Org_Level, Org_Code, Org_Name, Measure, \
                 Count_Of, Value"
            ))
        };
        let header = Self::of(line.cells);
        let header = header.ok_or_else(|| problem("a column is missing, or stands twice"))?;
        if header.kind() != kind {
            return Err(problem("the columns are those of the other maternity format").into());
        }
        Ok(header)
    }

    pub(super) const fn kind(&self) -> Kind {
        match self.period {
            When::Year(_) => Kind::Annual,
            When::Dates(..) => Kind::Monthly,
        }
    }

    pub(super) const fn period_name(&self) -> &'static str {
        match self.period {
            When::Year(_) => "Period",
            When::Dates(..) => "ReportingPeriodStartDate",
        }
    }

    /// Whether a row has the cells of the header. A workbook has no cell where
    /// a row ends early.
    pub(super) const fn has_shape(&self, line: &Line<'_>) -> bool {
        let cells = line.cells.len();
        cells == self.length || (line.place.sheet.is_some() && cells < self.length)
    }
}

/// A name without its signs and capitals: `Org_Code` and `ORG CODE` are one.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Option<Header> {
        Header::of(&names.split(',').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn columns_are_found_under_the_names_of_any_year() {
        let old = header("period,dimension,org_level,org_code,org_name,measure1,count_of,value");
        let new = header("Period,Dimension,Org_Level,Org_Code,Org_Name,Measure,Count_Of,Value");
        assert!(old.is_some() && old == new);
        let monthly = header(
            "ReportingPeriodStartDate,ReportingPeriodEndDate,Dimension,Org_Level,Org_Code,\
             Org_Name,Measure,Count_Of,Final_value",
        );
        assert_eq!(monthly.map(|header| header.kind()), Some(Kind::Monthly));
        assert_eq!(header("Period,Dimension,Org_Level,Org_Code,Org_Name,Measure,Value"), None);
    }
}
