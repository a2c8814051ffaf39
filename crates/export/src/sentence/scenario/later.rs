//! Sentences about a scenario over time, its target and its costs.

use firstyear_analysis::{GapScenario, InequalityOf, ScenarioPathResult, TargetArithmetic};

use crate::format::number;
use crate::words::{Words, say};

/// A measure of inequality in words.
#[must_use]
pub fn inequality(of: InequalityOf, words: &Words) -> String {
    match of {
        InequalityOf::Difference => say!(words, "scenario-across-difference"),
        InequalityOf::Ratio => say!(words, "scenario-across-ratio"),
        InequalityOf::SlopeIndex => say!(words, "scenario-across-slope"),
        InequalityOf::RelativeIndex => say!(words, "scenario-across-relative"),
        InequalityOf::AttributableRisk => say!(words, "scenario-across-risk"),
        InequalityOf::AttributableFraction => say!(words, "scenario-across-fraction"),
    }
}

/// What the measures do to inequality across every group.
#[must_use]
pub fn across(found: &GapScenario, words: &Words) -> Option<String> {
    let across = match found.across.as_ref()? {
        Ok(across) => across,
        Err(why) => {
            return Some(say!(words, "scenario-across-not-worked-out", why = why.to_string()));
        }
    };
    let wanted = [InequalityOf::SlopeIndex, InequalityOf::Difference];
    let named =
        wanted.into_iter().find_map(|of| across.measures.iter().find(|one| one.of == of))?;
    let unit = if named.of.is_a_rate() { 2 } else { 3 };
    Some(say!(
        words,
        "scenario-across",
        measure = inequality(named.of, words),
        before = number(named.before.value, unit),
        after = number(named.after.value, unit),
    ))
}

/// What the target asks for; nothing without one.
#[must_use]
pub fn target(found: &GapScenario, words: &Words) -> Vec<String> {
    let Some(target) = &found.target else { return Vec::new() };
    let mut said = vec![aim(target, words)];
    if target.points > 0.0 {
        said.push(alone(found, target, words));
    }
    if let Ok(outcome) = &found.outcome {
        let left = target.left(outcome.gap_after.value);
        said.push(if left > 0.0 {
            say!(words, "scenario-target-left", points = number(left, 1))
        } else {
            say!(words, "scenario-target-met")
        });
    }
    said
}

/// What is aimed at, and how far away it is.
fn aim(target: &TargetArithmetic, words: &Words) -> String {
    let gap = number(target.relative_gap_percent, 1);
    let (year, points) = (target.by.to_string(), number(target.points, 1));
    let fall = target.fall.map(|fall| number(100.0 * fall, 1));
    match (target.source.as_deref(), fall) {
        (None, _) if target.points <= 0.0 => {
            say!(words, "scenario-target-no-more", gap = gap, year = year)
        }
        (Some(source), _) if target.points <= 0.0 => {
            say!(words, "scenario-target-of-no-more", source = source, gap = gap, year = year)
        }
        (None, Some(fall)) => {
            say!(words, "scenario-target", gap = gap, year = year, points = points, fall = fall)
        }
        (Some(source), Some(fall)) => say!(
            words,
            "scenario-target-of",
            source = source,
            gap = gap,
            year = year,
            points = points,
            fall = fall,
        ),
        (None, None) => {
            say!(words, "scenario-target-no-fall", gap = gap, year = year, points = points)
        }
        (Some(source), None) => say!(
            words,
            "scenario-target-of-no-fall",
            source = source,
            gap = gap,
            year = year,
            points = points,
        ),
    }
}

/// The measures that would meet it alone.
fn alone(found: &GapScenario, target: &TargetArithmetic, words: &Words) -> String {
    let measures = found.measures.iter().zip(&target.exposed_after);
    let enough: Vec<String> = measures
        .filter_map(|(measure, after)| {
            let after = number(100.0 * (*after)?, 1);
            let measure = measure.label.as_str();
            Some(say!(words, "scenario-target-exposed", measure = measure, after = after))
        })
        .collect();
    let reaching = found.measures.iter().filter(|measure| !measure.also_in.is_empty());
    let reaching: Vec<String> = reaching.map(|measure| measure.label.clone()).collect();
    let met = match (enough.as_slice(), reaching.as_slice()) {
        ([], []) => say!(words, "scenario-target-no-measure"),
        ([], _) => say!(words, "scenario-target-no-measure-of-group"),
        (some, _) => say!(words, "scenario-target-alone", measures = words.and(some)),
    };
    let others = (!reaching.is_empty())
        .then(|| say!(words, "scenario-target-reaching", measures = words.and(&reaching)));
    [met].into_iter().chain(others).collect::<Vec<_>>().join(" ")
}

/// Where the path leads.
#[must_use]
pub fn path(found: &GapScenario, path: &ScenarioPathResult, words: &Words) -> Vec<String> {
    let years = match &path.years {
        Ok(years) => years,
        Err(why) => return vec![say!(words, "scenario-path-refused", why = why.to_string())],
    };
    let mut said = Vec::new();
    if let Some(last) = years.last() {
        said.push(say!(
            words,
            "scenario-path-end",
            gap = number(last.gap.value, 1),
            limits = words.within(&last.gap, 1, "%"),
            year = last.year.to_string(),
        ));
    }
    let in_year = |target: &TargetArithmetic| years.iter().find(|at| at.year == target.by);
    if let Some((target, at)) = found.target.as_ref().and_then(|of| Some((of, in_year(of)?))) {
        let (year, gap) = (at.year.to_string(), number(at.gap.value, 1));
        let aim = number(target.relative_gap_percent, 1);
        said.push(match at.target_met {
            Some(met) => say!(
                words,
                "scenario-path-target",
                year = year,
                gap = gap,
                probability = number(100.0 * met, 0),
            ),
            None if target.left(at.gap.value) > 0.0 => {
                say!(words, "scenario-path-target-above", year = year, gap = gap, target = aim)
            }
            None => {
                say!(words, "scenario-path-target-within", year = year, gap = gap, target = aim)
            }
        });
    }
    said.extend(undated(found, path, words));
    said.extend(path.drift_source.as_ref().map(|source| {
        let points = number(path.drift_points, 1);
        say!(words, "scenario-drift", points = points, source = source.as_str())
    }));
    said
}

/// The measures that are in no year.
fn undated(found: &GapScenario, path: &ScenarioPathResult, words: &Words) -> Option<String> {
    let names: Vec<String> =
        path.undated.iter().map(|place| found.measures[*place].label.clone()).collect();
    (!names.is_empty()).then(|| say!(words, "scenario-undated", measures = words.and(&names)))
}

/// How costs and deaths are valued; `None` without costs.
#[must_use]
pub fn cost_terms(found: &GapScenario, words: &Words) -> Option<String> {
    let terms = found.cost_terms.as_ref()?;
    let (currency, year) = (terms.currency.as_str(), terms.price_year.to_string());
    let percent = number(terms.discount_percent, 1);
    let valued = if terms.discount_deaths_percent == 0.0 {
        say!(
            words,
            "scenario-costs-deaths-full",
            currency = currency,
            year = year,
            percent = percent
        )
    } else {
        say!(
            words,
            "scenario-costs-deaths-less",
            currency = currency,
            year = year,
            percent = percent,
            deaths = number(terms.discount_deaths_percent, 1),
        )
    };
    Some(format!("{valued} {}", say!(words, "scenario-costs-reading")))
}
