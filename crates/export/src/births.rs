//! Synthetic births and deaths as files: CSV, and with the feature `parquet` Parquet.
//!
//! What is written says that it is made up: every row of births in the column `synthetic`, a
//! Parquet file in its metadata too.
//!
//! | column                  | holds                                             |
//! |-------------------------|---------------------------------------------------|
//! | `id`                    | the key                                           |
//! | `born`, `died`          | days, `2019-12-31`                                |
//! | `area`                  | the code of the area                              |
//! | a split, `ns_sec_household` | the category; empty where it is missing       |
//! | `weeks`                 | completed weeks of gestation                      |
//! | `birth_weight_grams`    | grams                                             |
//! | `born_dead`             | 1 for a stillbirth, 0 otherwise                   |
//! | `age_days`              | completed days                                    |

#[cfg(feature = "parquet")]
mod columnar;

use std::io::{self, Write};

use firstyear_core::count::{BirthBlock, BirthSimulation};

#[cfg(feature = "parquet")]
pub use columnar::ParquetBirths;

/// Writes blocks of births and of their deaths as CSV, one after another.
#[derive(Debug)]
pub struct CsvBirths<B: Write, D: Write> {
    plan: BirthSimulation,
    births: B,
    deaths: D,
}

impl<B: Write, D: Write> CsvBirths<B, D> {
    /// Writes the heads of both files. Output that is not buffered is slow.
    ///
    /// # Errors
    ///
    /// What `births` or `deaths` fails with.
    pub fn new(plan: &BirthSimulation, mut births: B, mut deaths: D) -> io::Result<Self> {
        write!(births, "id,born,area")?;
        for split in &plan.splits {
            write!(births, ",{}", split.column())?;
        }
        writeln!(births, ",weeks,birth_weight_grams,born_dead,synthetic")?;
        writeln!(deaths, "id,died,age_days")?;
        Ok(Self { plan: plan.clone(), births, deaths })
    }

    /// Writes the next block.
    ///
    /// # Errors
    ///
    /// What `births` or `deaths` fails with.
    pub fn write(&mut self, block: &BirthBlock) -> io::Result<()> {
        let out = &mut self.births;
        for (row, key) in (0..block.born.len()).zip(block.first_key..) {
            let area = &self.plan.areas[usize::from(block.areas[row])].code;
            write!(out, "{key},{},{area}", block.born[row])?;
            for (split, column) in self.plan.splits.iter().zip(&block.splits) {
                out.write_all(b",")?;
                if let Some(place) = column[row] {
                    write!(out, "{}", split.categories[usize::from(place)].id)?;
                }
            }
            let still = u8::from(block.stillborn[row]);
            writeln!(out, ",{},{},{still},yes", block.weeks[row], block.grams[row])?;
        }
        for death in &block.deaths {
            if let Some(key) = death.key {
                write!(self.deaths, "{key}")?;
            }
            writeln!(self.deaths, ",{},{}", death.died, death.age)?;
        }
        Ok(())
    }

    /// Hands what was buffered on.
    ///
    /// # Errors
    ///
    /// What `births` or `deaths` fails with.
    pub fn finish(mut self) -> io::Result<()> {
        self.births.flush()?;
        self.deaths.flush()
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use firstyear_core::count::{
        SimulatedArea, SimulatedBirthCategory, SimulatedDeath, SimulatedGestation, SimulatedSplit,
    };
    use firstyear_core::{AreaCode, CategoryId, DimensionId};

    use super::*;

    pub(super) fn plan() -> BirthSimulation {
        let category =
            |id| SimulatedBirthCategory { id: CategoryId::new(id).unwrap(), share: 1.0, risk: 1.0 };
        BirthSimulation {
            schema_version: 1,
            seed: 1,
            births: 2,
            first_year: 2019,
            years: 1,
            infant_deaths: 4.0,
            neonatal: 0.7,
            stillbirths: 4.0,
            unlinked: 0.0,
            areas: vec![SimulatedArea {
                code: AreaCode::new("E06999001").unwrap(),
                share: 1.0,
                risk: 1.0,
            }],
            splits: vec![SimulatedSplit {
                id: DimensionId::new("made-up-class").unwrap(),
                missing: 0.5,
                missing_as: None,
                categories: vec![category("high"), category("low")],
            }],
            gestations: vec![SimulatedGestation {
                weeks: 40,
                share: 1.0,
                risk: 1.0,
                weight: 3500.0,
                deviation: 400.0,
            }],
        }
    }

    pub(super) fn block() -> BirthBlock {
        let day = |month, day| NaiveDate::from_ymd_opt(2019, month, day).unwrap();
        let death = |key| SimulatedDeath { key, died: day(12, 31), age: 1 };
        BirthBlock {
            first_key: 8,
            born: vec![day(1, 2), day(12, 30)],
            areas: vec![0, 0],
            splits: vec![vec![Some(1), None]],
            weeks: vec![40, 39],
            grams: vec![3400, 3300],
            stillborn: vec![true, false],
            deaths: vec![death(Some(9)), death(None)],
        }
    }

    #[test]
    fn rows_stand_as_they_were_drawn() {
        let (mut births, mut deaths) = (Vec::new(), Vec::new());
        let mut writer = CsvBirths::new(&plan(), &mut births, &mut deaths).unwrap();
        writer.write(&block()).unwrap();
        writer.finish().unwrap();
        let [births, deaths] = [births, deaths].map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(
            births,
            "id,born,area,made_up_class,weeks,birth_weight_grams,born_dead,synthetic\n\
             8,2019-01-02,E06999001,low,40,3400,1,yes\n\
             9,2019-12-30,E06999001,,39,3300,0,yes\n"
        );
        assert_eq!(deaths, "id,died,age_days\n9,2019-12-31,1\n,2019-12-31,1\n");
    }
}
