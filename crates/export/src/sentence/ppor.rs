//! Sentences about perinatal periods of risk.

use firstyear_analysis::{PeriodMap, PeriodOfRisk, Ppor, PporSide};
use firstyear_core::{Cell, Estimate};

use super::refusal;
use crate::format::{capital, count, number};
use crate::words::{Words, say};

/// A period in words.
#[must_use]
pub fn name(of: PeriodOfRisk, words: &Words) -> String {
    match of {
        PeriodOfRisk::MaternalHealth => say!(words, "ppor-maternal-health"),
        PeriodOfRisk::MaternalCare => say!(words, "ppor-maternal-care"),
        PeriodOfRisk::NewbornCare => say!(words, "ppor-newborn-care"),
        PeriodOfRisk::InfantHealth => say!(words, "ppor-infant-health"),
    }
}

/// A population with its place and time; `area` is its name.
#[must_use]
pub fn population(side: &PporSide, area: &str, words: &Words) -> String {
    let (name, period) = (side.name.as_str(), words.period(side.period));
    say!(words, "ppor-population", name = name, area = area, period = period)
}

/// The excess, and where it lies.
#[must_use]
pub fn findings(found: &Ppor, group: &str, reference: &str, words: &Words) -> Vec<String> {
    let map = match &found.map {
        Ok(map) => map,
        Err(why) => {
            return vec![say!(
                words,
                "ppor-refused",
                group = group,
                reference = reference,
                why = refusal::periods_of_risk(why, words),
            )];
        }
    };
    let excess = &map.together.excess;
    let mut said = vec![say!(
        words,
        "ppor-excess",
        group = group,
        deaths = number(map.together.group.value, 1),
        reference = reference,
        others = number(map.together.reference.value, 1),
        excess = number(excess.value, 1),
        limits = words.within(excess, 1, ""),
    )];
    if !beyond_chance(excess) {
        said.push(say!(words, "ppor-chance"));
    }
    let periods: Vec<String> = PeriodOfRisk::ALL
        .into_iter()
        .zip(&map.periods)
        .map(|(of, rates)| {
            let excess = number(rates.excess.value, 2);
            say!(words, "ppor-period-excess", period = name(of, words), excess = excess)
        })
        .collect();
    said.push(say!(words, "ppor-by-period", periods = words.and(&periods)));
    said.push(beyond(map, words));
    said.push(match &found.parts {
        Ok(parts) => say!(
            words,
            "ppor-by-weight",
            distribution = number(parts.together.distribution.value, 2),
            mortality = number(parts.together.mortality.value, 2),
        ),
        Err(why) => say!(words, "ppor-no-parts", why = why.to_string()),
    });
    said
}

/// Whether chance alone could have made an excess; one without limits could be anything.
fn beyond_chance(excess: &Estimate) -> bool {
    excess.interval.is_some_and(|limits| limits.lower > 0.0 || limits.upper < 0.0)
}

/// The periods whose excess is more than chance explains.
fn beyond(map: &PeriodMap, words: &Words) -> String {
    let beyond: Vec<String> = PeriodOfRisk::ALL
        .into_iter()
        .zip(&map.periods)
        .filter(|(_, rates)| beyond_chance(&rates.excess) && rates.excess.value > 0.0)
        .map(|(of, _)| name(of, words))
        .collect();
    match beyond.as_slice() {
        [] => say!(words, "ppor-beyond-none"),
        some => say!(words, "ppor-beyond", periods = words.and(some)),
    }
}

/// What chance could have made of the excess: of all of it, or else of that of each period.
#[must_use]
pub fn standing(map: &PeriodMap, words: &Words) -> String {
    if beyond_chance(&map.together.excess) {
        beyond(map, words)
    } else {
        say!(words, "ppor-chance")
    }
}

/// What the chart of the periods shows: the excess of each with its limits.
#[must_use]
pub fn drawn(found: &Ppor, map: &PeriodMap, words: &Words) -> String {
    let mut said = vec![say!(words, "ppor-chart-words", group = found.group.name.as_str())];
    let whole = (say!(words, "ppor-all-periods"), &map.together);
    let each = PeriodOfRisk::ALL.into_iter().zip(&map.periods);
    let each = each.map(|(of, rates)| (name(of, words), rates));
    said.extend([whole].into_iter().chain(each).map(|(name, rates)| {
        say!(
            words,
            "ppor-chart-figure",
            period = capital(&name),
            excess = number(rates.excess.value, 2),
            limits = words.within(&rates.excess, 2, ""),
        )
    }));
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// Deaths without a band, and how many of all they are; `None` where there are
/// none.
#[must_use]
pub fn left_out(side: &PporSide, words: &Words) -> Option<String> {
    let (mut ages, mut left, mut all) = (Vec::new(), 0, 0);
    for (at, in_no_band) in side.in_no_band.iter().enumerate() {
        let of_age = side.rates.iter().map(|rates| rates[at].events.value());
        let (Cell::Known { value, .. }, Some(known)) =
            (*in_no_band, of_age.map(Option::<&u64>::copied).sum::<Option<u64>>())
        else {
            return Some(say!(words, "ppor-left-out-unknown", side = capital(&side.name)));
        };
        let deaths = count(value);
        ages.extend((value > 0).then(|| match at {
            0 => say!(words, "ppor-fetal", deaths = deaths),
            1 => say!(words, "ppor-neonatal", deaths = deaths),
            _ => say!(words, "ppor-post-neonatal", deaths = deaths),
        }));
        (left, all) = (left + value, all + known + value);
    }
    (left > 0).then(|| {
        say!(
            words,
            "ppor-left-out",
            count = left,
            side = capital(&side.name),
            ages = words.and(&ages),
            share = number(100.0 * left as f64 / all as f64, 0),
        )
    })
}

#[cfg(test)]
mod tests {
    use firstyear_core::SourceClass;

    use super::*;
    use crate::testing::ppor;
    use crate::words::english;

    #[test]
    fn the_excess_is_said_by_period_and_by_weight() {
        let found = ppor(SourceClass::Published);
        let said = findings(&found, "here", "there", english());
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
            "The excess is more than chance explains in maternal health and prematurity and infant \
             health."
        );
    }

    #[test]
    fn deaths_without_a_weight_are_counted() {
        let found = ppor(SourceClass::Published);
        assert_eq!(
            left_out(&found.group, english()).unwrap(),
            "Births of 2021: 1 neonatal death, 1% of all, without a usable birthweight, in no \
             period."
        );
        assert_eq!(left_out(&found.reference, english()), None);
        let mut unknown = found.reference;
        unknown.in_no_band[2] = Cell::Absent;
        assert!(left_out(&unknown, english()).unwrap().ends_with("is not known."));
    }

    #[test]
    fn a_title_says_what_chance_could_have_made() {
        let mut map = ppor(SourceClass::Published).map.unwrap();
        assert!(
            standing(&map, english()).starts_with("The excess is more than chance explains in")
        );
        for rates in &mut map.periods {
            rates.excess.interval = None;
        }
        assert_eq!(
            standing(&map, english()),
            "In no period is the excess more than chance explains."
        );
        map.together.excess.interval = None;
        assert_eq!(standing(&map, english()), "Chance alone could explain the whole excess.");
    }

    #[test]
    fn deaths_without_a_weight_are_told_by_age() {
        let mut side = ppor(SourceClass::Published).group;
        side.in_no_band = [2, 1, 3].map(Cell::known);
        let said = left_out(&side, english()).unwrap();
        let ages = "Births of 2021: 2 fetal, 1 neonatal and 3 post-neonatal deaths, 6% of all";
        assert!(said.starts_with(ages), "{said}");
    }
}
