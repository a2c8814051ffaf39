//! Sentences about one area.

use firstyear_analysis::{
    AreaProfile, NeighbourOrigin, Neighbours, PlaceAmong, ProfileRow, Spread, Verdict,
};
use firstyear_core::IndicatorId;

use super::Measured;
use super::scorecard::{standings, stands, worst_first};
use crate::format::{Unit, capital, count, number};
use crate::words::{Words, say};

/// How a profile is to be read.
#[must_use]
pub fn reading(words: &Words) -> String {
    say!(words, "area-profile-reading")
}

/// Births, where the area stands, its neighbours, and what few events allow one
/// to say.
#[must_use]
pub fn findings(found: &AreaProfile, area: &str, measured: &Measured) -> Vec<String> {
    let mut said: Vec<String> = at_risk(found, area, measured).into_iter().collect();
    said.extend(neighbours(found, area, measured));
    said.extend(steadied(found, area, measured));
    said
}

/// How many are at risk, and how that has changed.
fn at_risk(found: &AreaProfile, area: &str, measured: &Measured) -> Option<String> {
    let words = measured.words;
    let at_risk = found.change_at_risk()?;
    let (last, now) = at_risk.latest;
    let (many, period, of) = (count(now), words.period(last), measured.at_risk.as_str());
    let Some(((at, then), change)) = at_risk.earliest.zip(at_risk.percent()) else {
        return Some(say!(
            words,
            "area-profile-at-risk",
            area = area,
            count = many,
            atrisk = of,
            period = period
        ));
    };
    let (earlier, percent) = (words.period(at), number(change.abs(), 1));
    Some(if now == then {
        say!(
            words,
            "area-profile-at-risk-same",
            area = area,
            count = many,
            atrisk = of,
            period = period,
            earlier = earlier
        )
    } else if change < 0.0 {
        say!(
            words,
            "area-profile-at-risk-fewer",
            area = area,
            count = many,
            atrisk = of,
            period = period,
            percent = percent,
            earlier = earlier
        )
    } else {
        say!(
            words,
            "area-profile-at-risk-more",
            area = area,
            count = many,
            atrisk = of,
            period = period,
            percent = percent,
            earlier = earlier
        )
    })
}

/// The indicators that stand out, the worst first, each with where it lies among
/// the areas.
#[must_use]
pub fn stands_out(
    found: &AreaProfile,
    measured: &dyn Fn(&ProfileRow) -> Measured,
    comparator: &str,
) -> Vec<String> {
    let rows = worst_first(&found.rows, |row| row.row.standing());
    rows.filter_map(|row| {
        let measured = measured(row);
        let said = stands(&row.row, &measured, comparator)?;
        let spread = row.spread().zip(row.row.figure().value().copied());
        Some(spread.map_or_else(
            || said.clone(),
            |(spread, figure)| format!("{said} {}", place(spread, figure.value, measured.words)),
        ))
    })
    .collect()
}

/// Where a figure lies among those of areas.
fn place(spread: Spread, value: f64, words: &Words) -> String {
    let areas = count(spread.areas as u64);
    match spread.place(value) {
        PlaceAmong::Alike => say!(words, "area-profile-alike", areas = areas),
        PlaceAmong::HighestQuarter => say!(words, "area-profile-highest", areas = areas),
        PlaceAmong::LowestQuarter => say!(words, "area-profile-lowest", areas = areas),
        PlaceAmong::MiddleHalf => say!(words, "area-profile-middle", areas = areas),
    }
}

/// What the spines show, for those who do not see them: how many rows stand in which way, and
/// the first of those that `stand_out`.
#[must_use]
pub fn in_spines(
    found: &AreaProfile,
    (area, comparator): (&str, &str),
    stand_out: &[String],
    words: &Words,
) -> String {
    /// So many are told.
    const TOLD: usize = 6;
    let many = found.rows.len();
    let mut said = vec![say!(
        words,
        "area-profile-chart-words",
        among = found.among.as_str(),
        comparator = comparator,
        area = area
    )];
    if many > 0 {
        let told = standings(found.rows.iter().map(|row| row.row.standing()), words);
        let rows = count(many as u64);
        said.push(say!(words, "scorecard-chart-rows", count = rows, many = many, told = told));
    }
    said.extend(stand_out.iter().take(TOLD).cloned());
    let others = stand_out.len().saturating_sub(TOLD);
    if others > 0 {
        let more = count(others as u64);
        said.push(say!(words, "area-profile-more-apart", count = more, many = others));
    }
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// Which figures are of several years; `None` where all are of one.
#[must_use]
pub fn years(found: &AreaProfile, measured: &Measured) -> Option<String> {
    let main = found.main_row()?;
    let pooled = main.row.pooled.as_ref()?;
    let period = measured.words.period(pooled.period);
    let indicator = measured.name.as_str();
    Some(say!(measured.words, "area-profile-years", indicator = indicator, period = period))
}

/// The area against those that are most like it.
fn neighbours(found: &AreaProfile, area: &str, measured: &Measured) -> Option<String> {
    let words = measured.words;
    let near = match found.neighbours.as_ref()? {
        Ok(near) => near,
        Err(why) => return Some(say!(words, "area-profile-no-neighbours", why = why.to_string())),
    };
    let own = found.main_row()?.row.latest()?;
    let together = near.rate()?;
    let ratio = near.ratio(&own.rate)?;
    let verdict = match near.verdict(&own.rate) {
        Verdict::Higher => "higher",
        Verdict::Lower => "lower",
        Verdict::CannotTell => "cannot-tell",
        Verdict::NotCompared => return None,
    };
    let areas = near.areas.len();
    let (count, rate) = (count(areas as u64), measured.unit.value(together));
    let (period, times) = (words.period(own.period), Unit::Ratio.value(ratio.value));
    Some(if ratio.interval.is_some() {
        say!(
            words,
            "area-profile-beside-neighbours",
            indicator = measured.name.as_str(),
            count = count,
            many = areas,
            rate = rate,
            period = period,
            area = area,
            ratio = times,
            limits = words.bracket(&Unit::Ratio, &ratio),
            verdict = verdict
        )
    } else {
        say!(
            words,
            "area-profile-beside-neighbours-without-limits",
            indicator = measured.name.as_str(),
            count = count,
            many = areas,
            rate = rate,
            period = period,
            area = area,
            ratio = times,
            verdict = verdict
        )
    })
}

/// In percent, and never as sure as 0 or 100.
fn probability(p: f64, words: &Words) -> String {
    match p {
        p if p > 0.99 => say!(words, "area-profile-nearly-sure"),
        p if p < 0.01 => say!(words, "area-profile-hardly"),
        p => format!("{}%", number(100.0 * p, 0)),
    }
}

/// Who the neighbours are and how they were found. Areas that are chosen because
/// they are alike in the indicator that they are then held against (`main`) are
/// alike in it by choice, which is said.
#[must_use]
pub fn origin(
    near: &Neighbours,
    main: &IndicatorId,
    name: &dyn Fn(&IndicatorId) -> String,
    words: &Words,
) -> String {
    let (variables, left_out) = match &near.origin {
        NeighbourOrigin::Given { source } => {
            return say!(words, "area-profile-given", source = source.as_str());
        }
        NeighbourOrigin::Computed { variables, left_out } => (variables, *left_out as u64),
    };
    let names: Vec<String> = variables
        .iter()
        .map(|variable| {
            let name = name(&variable.indicator);
            if (variable.weight - 1.0).abs() < f64::EPSILON {
                return name;
            }
            let weight = number(variable.weight, 1);
            say!(words, "area-profile-weighed", indicator = name, weight = weight)
        })
        .collect();
    let mut said = vec![say!(words, "area-profile-nearest", indicators = words.listed(&names))];
    if left_out > 0 {
        said.push(say!(words, "area-profile-lacking", count = count(left_out), many = left_out));
    }
    if variables.iter().any(|variable| variable.indicator == *main) {
        said.push(say!(words, "area-profile-by-choice", indicator = capital(&name(main))));
    }
    said.join(" ")
}

/// The rate drawn to the mean of the areas, for few events.
fn steadied(found: &AreaProfile, area: &str, measured: &Measured) -> Option<String> {
    let words = measured.words;
    let all = found.steadied.as_ref()?;
    let own = found.own_steadied()?;
    let chance = number(100.0 * (1.0 - own.reliability), 0);
    let areas = count(all.shrunk().count() as u64);
    let rate = words.estimate(&measured.unit, &own.rate);
    let (indicator, period) = (measured.name.as_str(), words.period(all.period));
    Some(match own.above_comparator {
        Some(above) => say!(
            words,
            "area-profile-steadied-above",
            chance = chance,
            areas = areas,
            indicator = indicator,
            area = area,
            period = period,
            rate = rate,
            comparator = all.comparator.name.as_str(),
            probability = probability(above, words)
        ),
        None => say!(
            words,
            "area-profile-steadied",
            chance = chance,
            areas = areas,
            indicator = indicator,
            area = area,
            period = period,
            rate = rate
        ),
    })
}

#[cfg(test)]
mod tests {
    use firstyear_core::SourceClass;

    use super::*;
    use crate::testing;
    use crate::words::english;

    #[test]
    fn neighbours_by_the_indicator_itself_are_alike_by_choice() {
        let found = testing::area_profile(SourceClass::Published);
        let near = found.neighbours.as_ref().unwrap().as_ref().unwrap();
        let said = |main: &IndicatorId| origin(near, main, &|id| id.to_string(), english());
        assert!(!said(&found.main).contains("by choice"));
        let chosen_by = IndicatorId::new("neonatal-mortality").unwrap();
        assert!(said(&chosen_by).contains("Neonatal-mortality is among what they are chosen by"));
    }
}
