//! Births and deaths that a seed made up.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{AreaCode, CategoryId, DimensionId};

/// Version 1 of a plan of synthetic births and deaths.
///
/// A birth has an area, a category of each split and weeks of gestation, drawn independently
/// by their shares; its chance to die before the first birthday is that of the plan times the
/// risk of each. All of it is made up, and says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BirthSimulation {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The seed of all that is drawn.
    pub seed: u64,
    /// How many births, live and still.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 4_000_000_000_u64)))]
    pub births: u64,
    /// The first calendar year of births.
    #[cfg_attr(feature = "schema", schemars(range(min = 1900, max = 2100)))]
    pub first_year: i32,
    /// How many years of births.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100)))]
    pub years: u16,
    /// Deaths before the first birthday per 1,000 live births where every risk is 1.
    pub infant_deaths: f64,
    /// The share of these that come before the age of 28 days, from 0 to 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub neonatal: f64,
    /// Stillbirths per 1,000 births.
    pub stillbirths: f64,
    /// The share of deaths whose key is lost, so that no birth has it, from 0 to 1.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub unlinked: f64,
    /// The areas.
    #[serde(rename = "area")]
    pub areas: Vec<SimulatedArea>,
    /// By what births differ.
    #[serde(default, rename = "split", skip_serializing_if = "Vec::is_empty")]
    pub splits: Vec<SimulatedSplit>,
    /// Weeks of gestation.
    #[serde(rename = "gestation")]
    pub gestations: Vec<SimulatedGestation>,
}

/// An area of synthetic births.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedArea {
    /// Its code.
    pub code: AreaCode,
    /// Its share of births, against those of the other areas.
    pub share: f64,
    /// By what the chance to die is multiplied.
    pub risk: f64,
}

/// A way in which births differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedSplit {
    /// The dimension; the column bears its id with underscores.
    pub id: DimensionId,
    /// The share of births without a code, from 0 to 1.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub missing: f64,
    /// The category as which births without a code are counted, as `missing` of a dimension in a
    /// specification of counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_as: Option<CategoryId>,
    /// Its categories.
    #[serde(rename = "category")]
    pub categories: Vec<SimulatedBirthCategory>,
}

impl SimulatedSplit {
    /// The name of its column.
    #[must_use]
    pub fn column(&self) -> String {
        self.id.to_string().replace('-', "_")
    }
}

/// A category of synthetic births.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedBirthCategory {
    /// Its id, which is its code in the file too.
    pub id: CategoryId,
    /// Its share of births, against those of the other categories.
    pub share: f64,
    /// By what the chance to die is multiplied.
    pub risk: f64,
}

/// A week of gestation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedGestation {
    /// Completed weeks.
    #[cfg_attr(feature = "schema", schemars(range(min = 16, max = 47)))]
    pub weeks: u8,
    /// Its share of births, against those of the other weeks.
    pub share: f64,
    /// By what the chance to die is multiplied.
    pub risk: f64,
    /// The mean weight at birth, in grams.
    pub weight: f64,
    /// The standard deviation of the weight, in grams.
    pub deviation: f64,
}

impl BirthSimulation {
    /// What in it cannot be, each with what would be right.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut check = |holds: bool, message: String| {
            if !holds {
                found.push(message);
            }
        };
        let limits = [
            ("births", self.births >= 1 && self.births <= 4_000_000_000, "from 1 to 4000000000"),
            ("first_year", (1900..=2100).contains(&self.first_year), "from 1900 to 2100"),
            ("years", (1..=100).contains(&self.years), "from 1 to 100"),
            ("infant_deaths", (0.0..=1000.0).contains(&self.infant_deaths), "from 0 to 1000"),
            ("stillbirths", (0.0..=1000.0).contains(&self.stillbirths), "from 0 to 1000"),
            ("neonatal", (0.0..=1.0).contains(&self.neonatal), "from 0 to 1"),
            ("unlinked", (0.0..=1.0).contains(&self.unlinked), "from 0 to 1"),
        ];
        for (name, holds, right) in limits {
            check(holds, format!("`{name}` is not {right}"));
        }
        let shares =
            |all: &[f64]| all.iter().all(|share| *share >= 0.0) && all.iter().sum::<f64>() > 0.0;
        let risks = |all: &[f64]| all.iter().all(|risk| (0.0..=1000.0).contains(risk));
        let mut lists: Vec<(String, Vec<f64>, Vec<f64>)> = vec![
            (
                "area".to_owned(),
                self.areas.iter().map(|one| one.share).collect(),
                self.areas.iter().map(|one| one.risk).collect(),
            ),
            (
                "gestation".to_owned(),
                self.gestations.iter().map(|one| one.share).collect(),
                self.gestations.iter().map(|one| one.risk).collect(),
            ),
        ];
        for split in &self.splits {
            let name = format!("split {}", split.id);
            let of = |value: fn(&SimulatedBirthCategory) -> f64| {
                split.categories.iter().map(value).collect()
            };
            lists.push((name, of(|one| one.share), of(|one| one.risk)));
            check(
                (0.0..=1.0).contains(&split.missing),
                format!("`missing` of `{}` is not from 0 to 1", split.id),
            );
        }
        for (name, of_shares, of_risks) in &lists {
            check(
                !of_shares.is_empty() && of_shares.len() <= 60_000,
                format!("`{name}` has no entry, or over 60000"),
            );
            check(
                of_shares.is_empty() || shares(of_shares),
                format!("a `share` of `{name}` is below 0, or all are 0"),
            );
            check(risks(of_risks), format!("a `risk` of `{name}` is not from 0 to 1000"));
        }
        for one in &self.gestations {
            check(
                (16..=47).contains(&one.weeks),
                format!("{} is no week from 16 to 47", one.weeks),
            );
            check(
                (300.0..=6000.0).contains(&one.weight) && (0.0..=1500.0).contains(&one.deviation),
                format!(
                    "the weight at {} weeks is not from 300 to 6000 grams, or its deviation not from 0 to 1500",
                    one.weeks
                ),
            );
        }
        let mut twice = |what: &str, names: Vec<String>| {
            let mut seen = BTreeSet::new();
            for name in names {
                let message = format!("{what} `{name}` stands twice");
                check(seen.insert(name), message);
            }
        };
        twice("area", self.areas.iter().map(|one| one.code.to_string()).collect());
        twice("gestation", self.gestations.iter().map(|one| one.weeks.to_string()).collect());
        twice("split", self.splits.iter().map(|one| one.id.to_string()).collect());
        for split in &self.splits {
            let names = split.categories.iter().map(|one| one.id.to_string()).collect();
            twice(&format!("category of `{}`", split.id), names);
        }
        found
    }
}

/// Some synthetic births, a column a field; all columns have one length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BirthBlock {
    /// The key of the first; the others follow.
    pub first_key: u64,
    /// The days of birth.
    pub born: Vec<NaiveDate>,
    /// The place of the area in the plan.
    pub areas: Vec<u16>,
    /// For each split the place of the category in the plan; none where it is missing.
    pub splits: Vec<Vec<Option<u16>>>,
    /// Completed weeks of gestation.
    pub weeks: Vec<u8>,
    /// The weight at birth in grams.
    pub grams: Vec<u16>,
    /// Whether born dead.
    pub stillborn: Vec<bool>,
    /// The deaths among them.
    pub deaths: Vec<SimulatedDeath>,
}

/// A synthetic death.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulatedDeath {
    /// The key of its birth; none where it is lost.
    pub key: Option<u64>,
    /// The day.
    pub died: NaiveDate,
    /// The age in completed days.
    pub age: u16,
}
