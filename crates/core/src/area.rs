//! Areas: codes valid for a time, and what they lie in.
//!
//! A code names a boundary, not a council: when the boundary moves, the code
//! changes, and the successor is explicit.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

mod code;
mod names;
mod over_time;
mod row;

pub use code::{AreaCode, AreaCodeError, EntityType};
pub use names::AreaNames;
pub use over_time::Later;
pub use row::AreaRowError;

/// An area: one code, its name and the time for which it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// The code of this boundary.
    pub code: AreaCode,
    /// The name as the publisher prints it, blanks at the ends removed.
    pub name: Arc<str>,
    /// Other names that are used for it.
    pub aliases: Vec<Arc<str>>,
    /// The first day on which the code holds; `None` when not known.
    pub from: Option<NaiveDate>,
    /// The last day on which the code holds; `None` while it does.
    pub until: Option<NaiveDate>,
    /// What it lies in, such as its county and its region.
    pub parents: Vec<Parent>,
    /// What took its place after `until`.
    pub successors: Vec<Successor>,
}

impl Area {
    /// An area of which only code and name are known.
    pub fn new(code: AreaCode, name: impl Into<Arc<str>>) -> Self {
        Self {
            code,
            name: name.into(),
            aliases: Vec::new(),
            from: None,
            until: None,
            parents: Vec::new(),
            successors: Vec::new(),
        }
    }

    /// Whether the code holds on `day`.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// A larger area that another lies in, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The larger area.
    pub code: AreaCode,
    /// The share of the smaller one that lies in it; `None` for the whole.
    pub share: Option<Share>,
    /// The first day of the relation; `None` when not known.
    pub from: Option<NaiveDate>,
    /// The last day of the relation; `None` while it stands.
    pub until: Option<NaiveDate>,
}

/// An area that took over a part of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successor {
    /// The new area.
    pub code: AreaCode,
    /// The share of the old area's population that it took over; `None` when
    /// not known.
    pub share: Option<Share>,
}

/// A share of a population: above 0 and at most 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share(f64);

/// A share that is not above 0 and at most 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a share lies above 0 and at most at 1: write 0.25 for a quarter")]
pub struct ShareError;

impl Share {
    /// ```
    /// use firstyear_core::{Share, ShareError};
    ///
    /// assert_eq!(Share::new(0.25)?.get(), 0.25);
    /// assert_eq!(Share::new(f64::NAN), Err(ShareError));
    /// # Ok::<(), ShareError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ShareError`] unless `0 < share <= 1`.
    pub fn new(share: f64) -> Result<Self, ShareError> {
        if share > 0.0 && share <= 1.0 { Ok(Self(share)) } else { Err(ShareError) }
    }

    /// All of it.
    pub const WHOLE: Self = Self(1.0);

    /// The share, such as 0.25.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// A share of a share.
    #[must_use]
    pub fn of(self, other: Self) -> Self {
        // Two shares that are not 0 can have a product that is.
        Self((self.0 * other.0).max(f64::MIN_POSITIVE))
    }

    /// Two shares of one thing together, at most all of it.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self((self.0 + other.0).min(1.0))
    }
}

// The constructor lets no share in that differs from itself.
impl Eq for Share {}

/// Areas by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Geography {
    areas: BTreeMap<AreaCode, Area>,
}

impl Geography {
    /// No areas.
    #[must_use]
    pub const fn new() -> Self {
        Self { areas: BTreeMap::new() }
    }

    /// Adds an area. One that is there already keeps its name and times and
    /// gains the parents that it lacked.
    pub fn add(&mut self, area: Area) {
        match self.areas.entry(area.code.clone()) {
            std::collections::btree_map::Entry::Vacant(slot) => {
                slot.insert(area);
            }
            std::collections::btree_map::Entry::Occupied(mut slot) => {
                for parent in area.parents {
                    if !slot.get().parents.contains(&parent) {
                        slot.get_mut().parents.push(parent);
                    }
                }
            }
        }
    }

    /// Takes over every area of another list, in place of those of the same
    /// code.
    pub fn replace(&mut self, other: Self) {
        self.areas.extend(other.areas);
    }

    /// The area with this code.
    #[must_use]
    pub fn get(&self, code: &AreaCode) -> Option<&Area> {
        self.areas.get(code)
    }

    /// The name of an area, or its code where no name is known.
    #[must_use]
    pub fn name<'a>(&'a self, code: &'a AreaCode) -> &'a str {
        self.get(code).map_or(code.as_str(), |area| &area.name)
    }

    /// All areas, in order of code.
    pub fn iter(&self) -> impl Iterator<Item = &Area> {
        self.areas.values()
    }

    /// Areas that name `parent` as a parent on `day`, in order of code.
    pub fn children<'a>(
        &'a self,
        parent: &'a AreaCode,
        day: NaiveDate,
    ) -> impl Iterator<Item = &'a Area> {
        self.iter().filter(move |area| {
            area.holds_on(day)
                && area.parents.iter().any(|p| {
                    p.code == *parent
                        && p.from.is_none_or(|from| from <= day)
                        && p.until.is_none_or(|until| day <= until)
                })
        })
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_part_or_the_whole() {
        for bad in [0.0, -0.1, 1.000_001, f64::NAN, f64::INFINITY] {
            assert_eq!(Share::new(bad), Err(ShareError), "{bad}");
        }
        assert!(Share::new(1.0).is_ok() && Share::new(f64::MIN_POSITIVE).is_ok());
    }

    #[test]
    fn a_child_belongs_to_its_parent_only_while_both_hold() {
        let day = |year| NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
        let region = AreaCode::new("E12000004").unwrap();
        let mut northampton = Area::new(AreaCode::new("E07000154").unwrap(), "Northampton");
        northampton.until = NaiveDate::from_ymd_opt(2021, 3, 31);
        northampton.parents.push(Parent {
            code: region.clone(),
            share: None,
            from: None,
            until: None,
        });
        let mut geography = Geography::default();
        geography.add(northampton.clone());
        geography.add(northampton);
        assert_eq!(geography.children(&region, day(2020)).count(), 1);
        assert_eq!(geography.children(&region, day(2022)).count(), 0);
        assert_eq!(geography.iter().next().unwrap().parents.len(), 1);
        assert_eq!(geography.name(&region), "E12000004");
    }
}
