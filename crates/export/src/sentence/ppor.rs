//! Sentences about perinatal periods of risk.

use firstyear_analysis::{PeriodOfRisk, Ppor, PporSide};
use firstyear_core::{Cell, Estimate};

use super::period;
use crate::format::{and, capital, count, number, plural};

/// What the map is, and what it is not.
pub const MAP: &str = "Deaths below 1,500 g, at any age, point to the health of mothers before and \
     in pregnancy and to prematurity; those from 1,500 g before birth to care in pregnancy and at \
     birth, in the first 28 days to care of the newborn, later to the health and safety of infants. \
     An excess says where to look, not what went wrong. The approach leaves out births below 500 g \
     and fetal deaths before 24 weeks, which published bands of birthweight may hold.";

/// What the parts are.
pub const PARTS: &str = "Distribution is the part of the excess from more births at weights of \
     higher mortality; mortality is that from more deaths at the same weight, each at the average \
     of the two populations, so that they add up.";

/// A period in words.
#[must_use]
pub const fn name(of: PeriodOfRisk) -> &'static str {
    match of {
        PeriodOfRisk::MaternalHealth => "maternal health and prematurity",
        PeriodOfRisk::MaternalCare => "maternal care",
        PeriodOfRisk::NewbornCare => "newborn care",
        PeriodOfRisk::InfantHealth => "infant health",
    }
}

/// A population with its place and time; `area` is its name.
#[must_use]
pub fn population(side: &PporSide, area: &str) -> String {
    format!("{} ({area}, {})", side.name, period(side.period))
}

/// The excess, and where it lies.
#[must_use]
pub fn findings(found: &Ppor, group: &str, reference: &str) -> Vec<String> {
    let map = match &found.map {
        Ok(map) => map,
        Err(why) => {
            return vec![format!(
                "Periods of risk of {group} against {reference} are not shown: {why}."
            )];
        }
    };
    let excess = &map.together.excess;
    let mut said = vec![format!(
        "Of 1,000 live births and fetal deaths of {group}, {} died before birth or in the first \
         year; of {reference}, {}. The excess is {}{}.",
        number(map.together.group.value, 1),
        number(map.together.reference.value, 1),
        number(excess.value, 1),
        limits(excess)
    )];
    let beyond_chance = |estimate: &Estimate| {
        estimate.interval.is_some_and(|limits| limits.lower > 0.0 || limits.upper < 0.0)
    };
    if !beyond_chance(excess) {
        said.push("Chance alone could explain the whole excess.".to_owned());
    }
    let periods: Vec<String> = PeriodOfRisk::ALL
        .into_iter()
        .zip(&map.periods)
        .map(|(of, rates)| format!("{} {}", name(of), number(rates.excess.value, 2)))
        .collect();
    said.push(format!("By period of risk: {}.", and(&periods)));
    let beyond: Vec<String> = PeriodOfRisk::ALL
        .into_iter()
        .zip(&map.periods)
        .filter(|(_, rates)| beyond_chance(&rates.excess) && rates.excess.value > 0.0)
        .map(|(of, _)| name(of).to_owned())
        .collect();
    said.push(match beyond.as_slice() {
        [] => "In no period is the excess more than chance explains.".to_owned(),
        some => format!("More than chance explains is that of {}.", and(some)),
    });
    said.push(match &found.parts {
        Ok(parts) => format!(
            "By birthweight: {} from its distribution and {} from mortality at the same weight.",
            number(parts.together.distribution.value, 2),
            number(parts.together.mortality.value, 2)
        ),
        Err(why) => format!("The excess is not taken apart by birthweight: {why}."),
    });
    said
}

fn limits(estimate: &Estimate) -> String {
    estimate.interval.map_or_else(String::new, |limits| {
        format!(
            " ({} interval {} to {})",
            limits.confidence,
            number(limits.lower, 1),
            number(limits.upper, 1)
        )
    })
}

/// Deaths without a band, and how many of all they are; `None` where there are
/// none.
#[must_use]
pub fn left_out(side: &PporSide) -> Option<String> {
    let unknown =
        || format!("{}: how many deaths have no birthweight is not known.", capital(&side.name));
    let (mut said, mut left, mut all) = (Vec::new(), 0, 0);
    for (at, age) in ["fetal", "neonatal", "post-neonatal"].into_iter().enumerate() {
        let of_age = side.rates.iter().map(|rates| rates[at].events.value());
        let (Cell::Known { value, .. }, Some(known)) =
            (side.in_no_band[at], of_age.map(Option::<&u64>::copied).sum::<Option<u64>>())
        else {
            return Some(unknown());
        };
        said.extend((value > 0).then(|| format!("{} {age}", count(value))));
        (left, all) = (left + value, all + known + value);
    }
    let share = number(100.0 * left as f64 / all as f64, 0);
    (left > 0).then(|| {
        format!(
            "{}: {} {}, {share}% of all, without a usable birthweight, in no period.",
            capital(&side.name),
            and(&said),
            plural(left, "death", "deaths")
        )
    })
}

#[cfg(test)]
mod tests {
    use firstyear_core::SourceClass;

    use super::*;
    use crate::testing::ppor;

    #[test]
    fn the_excess_is_said_by_period_and_by_weight() {
        let found = ppor(SourceClass::Published);
        let said = findings(&found, "here", "there");
        assert!(
            said[0].starts_with(
                "Of 1,000 live births and fetal deaths of here, 10.0 died before birth or in the \
                 first year; of there, 5.5. The excess is 4.5 (95% interval 2."
            ),
            "{said:?}"
        );
        assert_eq!(
            said[1],
            "By period of risk: maternal health and prematurity 2.50, maternal care 0.50, newborn \
             care 0.45 and infant health 1.05."
        );
        assert_eq!(
            said[2],
            "More than chance explains is that of maternal health and prematurity and infant \
             health."
        );
    }

    #[test]
    fn deaths_without_a_weight_are_counted() {
        let found = ppor(SourceClass::Published);
        assert_eq!(
            left_out(&found.group).unwrap(),
            "Births of 2021: 1 neonatal death, 1% of all, without a usable birthweight, in no \
             period."
        );
        assert_eq!(left_out(&found.reference), None);
        let mut unknown = found.reference;
        unknown.in_no_band[2] = Cell::Absent;
        assert!(left_out(&unknown).unwrap().ends_with("is not known."));
    }
}
