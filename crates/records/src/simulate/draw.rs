//! One block of births.

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use firstyear_core::count::{BirthBlock, BirthSimulation, SimulatedDeath};
use firstyear_metrics::random::Counter;

/// A plan with what every birth looks up.
pub(super) struct Drawing<'p> {
    plan: &'p BirthSimulation,
    first_day: NaiveDate,
    days: u32,
    areas: Shares,
    splits: Vec<Shares>,
    gestations: Shares,
}

/// Shares that add up one after another, with the risk of each.
struct Shares {
    sums: Vec<f64>,
    risks: Vec<f64>,
}

impl Shares {
    fn of(shares: impl Iterator<Item = (f64, f64)>) -> Self {
        let (mut sums, mut risks, mut sum) = (Vec::new(), Vec::new(), 0.0);
        for (share, risk) in shares {
            sum += share;
            sums.push(sum);
            risks.push(risk);
        }
        Self { sums, risks }
    }

    /// The entry for a number between 0 and 1.
    fn at(&self, uniform: f64) -> usize {
        let all = self.sums.last().copied().unwrap_or(0.0);
        let place = self.sums.partition_point(|sum| *sum <= uniform * all);
        place.min(self.sums.len().saturating_sub(1))
    }
}

impl<'p> Drawing<'p> {
    /// That of a plan without faults.
    pub(super) fn of(plan: &'p BirthSimulation) -> Self {
        let day = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        let first_day = day(plan.first_year);
        let days = (day(plan.first_year + i32::from(plan.years)) - first_day).num_days();
        Self {
            plan,
            first_day,
            days: u32::try_from(days).unwrap_or(1),
            areas: Shares::of(plan.areas.iter().map(|one| (one.share, one.risk))),
            splits: plan
                .splits
                .iter()
                .map(|split| Shares::of(split.categories.iter().map(|one| (one.share, one.risk))))
                .collect(),
            gestations: Shares::of(plan.gestations.iter().map(|one| (one.share, one.risk))),
        }
    }

    /// The births of a block, whose keys begin with `first_key`.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "days, places, weeks and grams are small and not below 0"
    )]
    pub(super) fn block(&self, stream: u64, first_key: u64, births: u64) -> BirthBlock {
        let mut random = Counter::new(self.plan.seed, stream);
        let mut block = BirthBlock {
            first_key,
            splits: vec![Vec::new(); self.splits.len()],
            ..BirthBlock::default()
        };
        for key in first_key..first_key + births {
            let day = (random.uniform() * f64::from(self.days)) as i64;
            let born = self.first_day + TimeDelta::days(day);
            let area = self.areas.at(random.uniform());
            let mut risk = self.areas.risks[area];
            for ((shares, split), column) in
                self.splits.iter().zip(&self.plan.splits).zip(&mut block.splits)
            {
                let place = shares.at(random.uniform());
                risk *= shares.risks[place];
                let is_missing = random.uniform() < split.missing;
                column.push((!is_missing).then_some(place as u16));
            }
            let week = self.gestations.at(random.uniform());
            risk *= self.gestations.risks[week];
            let gestation = &self.plan.gestations[week];
            let grams = gestation.weight + gestation.deviation * random.normal();
            let stillborn = random.uniform() * 1000.0 < self.plan.stillbirths;
            let dies = random.uniform() * 1000.0 < self.plan.infant_deaths * risk;
            if dies && !stillborn {
                block.deaths.push(self.death(&mut random, key, born));
            }
            block.born.push(born);
            block.areas.push(area as u16);
            block.weeks.push(gestation.weeks);
            block.grams.push(grams.clamp(200.0, 7000.0).round() as u16);
            block.stillborn.push(stillborn);
        }
        block
    }

    /// Early deaths crowd towards the birth.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an age is from 0 to 364 days"
    )]
    fn death(&self, random: &mut Counter, key: u64, born: NaiveDate) -> SimulatedDeath {
        let is_neonatal = random.uniform() < self.plan.neonatal;
        let place = random.uniform();
        let age = if is_neonatal {
            28.0 * place * place * place
        } else {
            28.0 + (365.0 - 28.0) * place * place
        } as u16;
        let is_lost = random.uniform() < self.plan.unlinked;
        let age = age.min(364);
        let died = born + TimeDelta::days(age.into());
        debug_assert!(died.year() <= born.year() + 1);
        SimulatedDeath { key: (!is_lost).then_some(key), died, age }
    }
}
