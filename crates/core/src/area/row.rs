//! One row of a list of areas, in the layout of [`layout::area`](crate::layout::area).

use chrono::NaiveDate;

use super::{Area, AreaCode, Parent, Share, Successor};
use crate::layout::area as column;

/// A cell of a list of areas that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column `{column}`: {what}")]
pub struct AreaRowError {
    /// The column.
    pub column: &'static str,
    /// What is wrong, and what would be right.
    pub what: &'static str,
}

const CODE: &str = "not an area code";
const DAY: &str = "not a day: write 2023-04-01";
const SHARE: &str = "not a share: write the code, a colon and a number above 0 and at most 1";
const NAME: &str = "an area needs a name";

impl Area {
    /// Reads the cells of one row, in the order of
    /// [`layout::area::COLUMNS`](crate::layout::area::COLUMNS).
    ///
    /// ```
    /// use firstyear_core::Area;
    ///
    /// let row = [
    ///     "E07000026", "Allerdale", "Allerdale Borough Council", "2009-01-01", "2023-03-31",
    ///     "E10000006|E12000002", "E06000063",
    /// ];
    /// let allerdale = Area::from_row(row)?;
    /// assert_eq!(allerdale.successors[0].code.as_str(), "E06000063");
    /// # Ok::<(), firstyear_core::AreaRowError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`AreaRowError`] for the first cell that cannot be read.
    pub fn from_row(cells: [&str; column::COLUMNS.len()]) -> Result<Self, AreaRowError> {
        let [code, name, aliases, from, until, parents, successors] = cells.map(str::trim);
        if name.is_empty() {
            return Err(AreaRowError { column: column::NAME, what: NAME });
        }
        let mut area = Self::new(read_code(code, column::CODE)?, name);
        area.aliases = list(aliases).map(Into::into).collect();
        area.from = read_day(from, column::FROM)?;
        area.until = read_day(until, column::UNTIL)?;
        area.parents = list(parents).map(read_parent).collect::<Result<_, _>>()?;
        area.successors = list(successors).map(read_successor).collect::<Result<_, _>>()?;
        Ok(area)
    }
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split('|').map(str::trim).filter(|item| !item.is_empty())
}

fn read_code(text: &str, column: &'static str) -> Result<AreaCode, AreaRowError> {
    AreaCode::new(text).map_err(|_| AreaRowError { column, what: CODE })
}

fn read_day(text: &str, column: &'static str) -> Result<Option<NaiveDate>, AreaRowError> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    day.map(Some).map_err(|_| AreaRowError { column, what: DAY })
}

/// `E12000002`, `E54000048:0.0339`, `E54000048@2020-04-01/` or both.
fn read_parent(text: &str) -> Result<Parent, AreaRowError> {
    let (text, times) = text.split_once('@').unwrap_or((text, "/"));
    let (from, until) =
        times.split_once('/').ok_or(AreaRowError { column: column::PARENTS, what: DAY })?;
    let (code, share) = read_share(text, column::PARENTS)?;
    let (from, until) = (read_day(from, column::PARENTS)?, read_day(until, column::PARENTS)?);
    Ok(Parent { code, share, from, until })
}

fn read_successor(text: &str) -> Result<Successor, AreaRowError> {
    let (code, share) = read_share(text, column::SUCCESSORS)?;
    Ok(Successor { code, share })
}

/// A code, and the share after its last colon where that is a number: codes of
/// other schemes hold a colon too.
fn read_share(text: &str, column: &'static str) -> Result<(AreaCode, Option<Share>), AreaRowError> {
    if let Some((code, share)) = text.rsplit_once(':')
        && let Ok(share) = share.parse::<f64>()
        && let Ok(code) = AreaCode::new(code)
    {
        let share = Share::new(share).map_err(|_| AreaRowError { column, what: SHARE })?;
        return Ok((code, Some(share)));
    }
    Ok((read_code(text, column)?, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_times_stand_behind_a_code() {
        let parent = read_parent("E54000048:0.25@2022-07-01/2023-03-31").unwrap();
        assert_eq!(parent.share, Some(Share::new(0.25).unwrap()));
        assert_eq!(parent.until, NaiveDate::from_ymd_opt(2023, 3, 31));
        let other = read_successor("us-fips:01001:0.5").unwrap();
        assert_eq!(
            (other.code.as_str(), other.share.map(Share::get)),
            ("us-fips:01001", Some(0.5))
        );
        assert_eq!(read_successor("E54000048:2").unwrap_err().what, SHARE);
        assert_eq!(read_parent("E5400004").unwrap_err().what, CODE);
        assert_eq!(read_day("01/04/2023", column::FROM).unwrap_err().what, DAY);
    }
}
