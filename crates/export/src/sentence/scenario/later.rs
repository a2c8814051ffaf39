//! Sentences about a scenario over time, its target and its costs.

use firstyear_analysis::{GapScenario, InequalityOf, ScenarioPathResult, TargetArithmetic};

use crate::format::number;
use crate::sentence::refusal;
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
            return Some(say!(
                words,
                "scenario-across-not-worked-out",
                why = refusal::across(why, words)
            ));
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
        Err(why) => {
            return vec![say!(words, "scenario-path-refused", why = refusal::path(why, words))];
        }
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

#[cfg(test)]
mod tests {
    use firstyear_core::SourceClass;

    use super::*;
    use crate::testing::scenario;
    use crate::words::english;

    /// The sentences on a target after `change` was made to it.
    fn aimed(change: impl Fn(&mut TargetArithmetic)) -> Vec<String> {
        let mut found = scenario(SourceClass::Published);
        change(found.target.as_mut().unwrap());
        target(&found, english())
    }

    #[test]
    fn a_target_is_said_with_and_without_its_source() {
        let said = aimed(|_| {});
        assert!(
            said[0].starts_with(
                "The target (a <made-up> plan) is a gap of 20.0% in 2028, 5.0 points below where \
                 the scenario starts: the group's rate would have to fall by "
            ),
            "{said:?}"
        );
        assert!(said[2].ends_with("0.5 points would be left to it."), "{said:?}");
        let said = aimed(|at| at.source = None);
        assert!(
            said[0].starts_with("The target is a gap of 20.0% in 2028, 5.0 points"),
            "{said:?}"
        );
        for source in [None, Some("a plan".to_owned())] {
            let said = aimed(|at| (at.source, at.fall) = (source.clone(), None));
            let none = "which no fall of the group's rate takes from it.";
            assert!(said[0].ends_with(none), "{said:?}");
            let said = aimed(|at| (at.source, at.points) = (source.clone(), -1.0));
            assert!(said[0].ends_with("and the scenario starts from no more."), "{said:?}");
            assert_eq!(said.len(), 2, "nothing is asked of a measure alone");
        }
        let met = aimed(|at| at.relative_gap_percent = 24.0);
        assert_eq!(met.last().unwrap(), "All measures in full would meet it.");
    }

    #[test]
    fn what_a_measure_alone_can_do_is_said() {
        let alone = |also: bool, after: Option<f64>| {
            let mut found = scenario(SourceClass::Published);
            if !also {
                found.measures[0].also_in.clear();
            }
            found.target.as_mut().unwrap().exposed_after = vec![None, after, None];
            target(&found, english()).swap_remove(1)
        };
        assert_eq!(alone(false, None), "No measure that changes an exposure could meet it alone.");
        assert_eq!(
            alone(true, Some(0.05)),
            "Alone it would be met by Homes without smoke with 5.0% exposed. What Smoking in \
             pregnancy halved would have to reach is not worked out: other groups would gain too."
        );
        assert!(alone(true, None).starts_with("No measure that changes an exposure of this group"));
    }

    #[test]
    fn the_year_of_the_target_is_told_by_chance_or_by_value() {
        let said = |met: Option<f64>, aim: f64| {
            let mut found = scenario(SourceClass::Published);
            found.target.as_mut().unwrap().relative_gap_percent = aim;
            let mut of = found.path.clone().unwrap();
            of.drift_source = None;
            of.undated.clear();
            of.years.as_mut().unwrap().iter_mut().for_each(|year| year.target_met = met);
            path(&found, &of, english())
        };
        let by_chance = said(Some(0.4), 20.0);
        assert!(by_chance[1].ends_with("and met with a probability of 40%."), "{by_chance:?}");
        assert!(said(None, 20.0)[1].ends_with("above the 20.0% aimed at."));
        assert!(said(None, 30.0)[1].ends_with("within the 30.0% aimed at."));
    }

    #[test]
    fn later_deaths_count_in_full_or_less() {
        let mut found = scenario(SourceClass::Published);
        let less = cost_terms(&found, english()).unwrap();
        assert!(less.contains("and later deaths count 1.5% less a year. Each"), "{less}");
        found.cost_terms.as_mut().unwrap().discount_deaths_percent = 0.0;
        let full = cost_terms(&found, english()).unwrap();
        assert!(full.contains("and later deaths count in full. Each"), "{full}");
    }
}
