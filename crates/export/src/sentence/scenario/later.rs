//! Sentences about a scenario over time, its target and its costs.

use firstyear_analysis::{GapScenario, InequalityOf, ScenarioPathResult, TargetArithmetic};

use crate::format::{and, number};

/// What a path is, and what it is not.
pub const PATH: &str = "The path is no forecast: it says what the gap would be if measures were \
     taken up as dated, each evenly, and nothing else moved it but a drift that goes either way. \
     Limits hold that drift, the error of the counts and that of inputs with published limits; a \
     measure that is calibrated is taken at its value.";

/// A measure of inequality in words.
#[must_use]
pub const fn inequality(of: InequalityOf) -> &'static str {
    match of {
        InequalityOf::Difference => "difference between most and least disadvantaged",
        InequalityOf::Ratio => "ratio of most to least disadvantaged",
        InequalityOf::SlopeIndex => "slope index of inequality",
        InequalityOf::RelativeIndex => "relative index of inequality",
        InequalityOf::AttributableRisk => "population attributable risk",
        InequalityOf::AttributableFraction => "population attributable fraction",
    }
}

/// What the measures do to inequality across every group.
#[must_use]
pub fn across(found: &GapScenario) -> Option<String> {
    let across = match found.across.as_ref()? {
        Ok(across) => across,
        Err(why) => {
            return Some(format!("Inequality across every group is not worked out: {why}."));
        }
    };
    let wanted = [InequalityOf::SlopeIndex, InequalityOf::Difference];
    let named =
        wanted.into_iter().find_map(|of| across.measures.iter().find(|one| one.of == of))?;
    let unit = if named.of.is_a_rate() { 2 } else { 3 };
    Some(format!(
        "Across every group, the {} goes from {} to {}.",
        inequality(named.of),
        number(named.before.value, unit),
        number(named.after.value, unit)
    ))
}

/// What the target asks for; nothing without one.
#[must_use]
pub fn target(found: &GapScenario) -> Vec<String> {
    let Some(target) = &found.target else { return Vec::new() };
    let source = target.source.as_ref().map_or_else(String::new, |source| format!(" ({source})"));
    let mut said = vec![if target.points > 0.0 {
        let fall = target.fall.map_or_else(
            || ", which no fall of the group's rate takes from it".to_owned(),
            |fall| {
                let fall = number(100.0 * fall, 1);
                format!(
                    ": the group's rate would have to fall by {fall}% while those of the others \
                     stay as they are"
                )
            },
        );
        format!(
            "The target{source} is a gap of {}% in {}, {} points below where the scenario starts\
             {fall}.",
            number(target.relative_gap_percent, 1),
            target.by,
            number(target.points, 1)
        )
    } else {
        format!(
            "The target{source} is a gap of {}% in {}, and the scenario starts from no more.",
            number(target.relative_gap_percent, 1),
            target.by
        )
    }];
    if target.points > 0.0 {
        said.push(alone(found, target));
    }
    if let Ok(outcome) = &found.outcome {
        let left = target.left(outcome.gap_after.value);
        said.push(if left > 0.0 {
            format!("With all measures in full, {} points would be left to it.", number(left, 1))
        } else {
            "All measures in full would meet it.".to_owned()
        });
    }
    said
}

/// The measures that would meet it alone.
fn alone(found: &GapScenario, target: &TargetArithmetic) -> String {
    let measures = found.measures.iter().zip(&target.exposed_after);
    let enough: Vec<String> = measures
        .filter_map(|(measure, after)| {
            let after = number(100.0 * (*after)?, 1);
            Some(format!("{} with {after}% exposed", measure.label))
        })
        .collect();
    let reaching = found.measures.iter().filter(|measure| !measure.also_in.is_empty());
    let reaching: Vec<String> = reaching.map(|measure| measure.label.clone()).collect();
    let met = match (enough.as_slice(), reaching.as_slice()) {
        ([], []) => "No measure that changes an exposure could meet it alone.".to_owned(),
        ([], _) => {
            "No measure that changes an exposure of this group only could meet it alone.".to_owned()
        }
        (some, _) => format!("Alone it would be met by {}.", and(some)),
    };
    if reaching.is_empty() {
        return met;
    }
    format!(
        "{met} What {} would have to reach is not worked out: other groups would gain too.",
        and(&reaching)
    )
}

/// Where the path leads.
#[must_use]
pub fn path(found: &GapScenario, path: &ScenarioPathResult) -> Vec<String> {
    let years = match &path.years {
        Ok(years) => years,
        Err(why) => return vec![format!("The gap is not followed over time: {why}.")],
    };
    let mut said = Vec::new();
    if let Some(last) = years.last() {
        let limits = last.gap.interval.map_or_else(String::new, |limits| {
            format!(
                " ({} interval {}% to {}%)",
                limits.confidence,
                number(limits.lower, 1),
                number(limits.upper, 1)
            )
        });
        said.push(format!(
            "Taken up as dated, the measures leave a gap of {}%{limits} in {}.",
            number(last.gap.value, 1),
            last.year
        ));
    }
    let in_year = |target: &TargetArithmetic| years.iter().find(|at| at.year == target.by);
    if let Some((target, at)) = found.target.as_ref().and_then(|of| Some((of, in_year(of)?))) {
        said.push(match at.target_met {
            Some(met) => format!(
                "In {}, the year of the target, it would be {}%, and met with a probability of \
                 {}%.",
                at.year,
                number(at.gap.value, 1),
                number(100.0 * met, 0)
            ),
            None => format!(
                "In {}, the year of the target, it would be {}%, {} the {}% aimed at.",
                at.year,
                number(at.gap.value, 1),
                if target.left(at.gap.value) > 0.0 { "above" } else { "within" },
                number(target.relative_gap_percent, 1)
            ),
        });
    }
    said.extend(undated(found, path));
    said.extend(path.drift_source.as_ref().map(|source| {
        format!(
            "Its drift is a standard deviation of {} points a year: {source}.",
            number(path.drift_points, 1)
        )
    }));
    said
}

/// The measures that are in no year.
fn undated(found: &GapScenario, path: &ScenarioPathResult) -> Option<String> {
    let names: Vec<String> =
        path.undated.iter().map(|place| found.measures[*place].label.clone()).collect();
    (!names.is_empty()).then(|| format!("Not dated, and in no year of it: {}.", and(&names)))
}

/// How costs and deaths are valued; `None` without costs.
#[must_use]
pub fn cost_terms(found: &GapScenario) -> Option<String> {
    let terms = found.cost_terms.as_ref()?;
    let deaths = if terms.discount_deaths_percent == 0.0 {
        "later deaths count in full".to_owned()
    } else {
        format!("later deaths count {}% less a year", number(terms.discount_deaths_percent, 1))
    };
    Some(format!(
        "Costs are in {} of {}; later costs count {}% less a year, and {deaths}. Each measure stands by \
         itself: what two prevent together is not divided. Cost of a point is that of all years paid \
         for over what the measure takes from the gap in full. Limits are those of the effect alone.",
        terms.currency,
        terms.price_year,
        number(terms.discount_percent, 1)
    ))
}
