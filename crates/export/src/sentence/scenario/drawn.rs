//! What the charts of a scenario show, for readers who cannot see them.

use firstyear_analysis::{
    DatedMeasure, GapScenario, MeasurePart, NamedSwing, Narrowing, PathYear, ScenarioPathResult,
};

use super::swing;
use crate::format::{capital, count, number};
use crate::words::{Words, say};

/// Measures that are worked out, each with its figures.
fn worked_out<'a>(
    found: &'a GapScenario,
    outcome: &'a Narrowing,
) -> impl Iterator<Item = (String, &'a MeasurePart)> {
    let all = found.measures.iter().zip(&outcome.of_measures);
    all.filter_map(|(measure, part)| Some((capital(&measure.label), part.as_ref()?)))
}

/// Those with the largest and the smallest figure; the smallest is `None` where there is one alone.
fn ends<T>(mut all: Vec<T>, figure: impl Fn(&T) -> f64) -> Option<(T, Option<T>)> {
    // Of equal figures the first stays first.
    all.sort_by(|a, b| figure(b).total_cmp(&figure(a)));
    let least = (all.len() > 1).then(|| all.pop()).flatten();
    Some((all.into_iter().next()?, least))
}

/// How many measures have no bar.
fn left_out(outcome: &Narrowing, words: &Words) -> Option<String> {
    let without = outcome.of_measures.iter().filter(|part| part.is_none()).count() as u64;
    (without > 0).then(|| {
        say!(words, "scenario-measures-left-out", count = without, written = count(without))
    })
}

/// From the gap at the start to the one that is left.
#[must_use]
pub fn cascade(found: &GapScenario, outcome: &Narrowing, words: &Words) -> String {
    let mut said = vec![say!(words, "scenario-cascade-words")];
    if let Some(start) = found.start.relative.value() {
        said.push(say!(
            words,
            "scenario-cascade-ends",
            start = number(*start, 1),
            left = number(outcome.gap_after.value, 1),
            limits = words.within(&outcome.gap_after, 1, "%"),
        ));
    }
    let steps = worked_out(found, outcome).collect();
    said.extend(ends(steps, |(_, part)| part.in_turn).map(|((most, by), least)| match least {
        Some((least, by_least)) => say!(
            words,
            "scenario-cascade-steps",
            most = most,
            mostpoints = number(by.in_turn, 1),
            least = least,
            leastpoints = number(by_least.in_turn, 1),
        ),
        None => {
            say!(words, "scenario-cascade-step", measure = most, points = number(by.in_turn, 1))
        }
    }));
    said.extend(left_out(outcome, words));
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// Each measure alone, and its part of all together.
#[must_use]
pub fn points(found: &GapScenario, outcome: &Narrowing, words: &Words) -> String {
    let mut said = vec![
        say!(words, "scenario-points-words"),
        say!(
            words,
            "scenario-points-together",
            points = number(outcome.together.value, 2),
            limits = words.within(&outcome.together, 2, ""),
            sum = number(outcome.sum, 2),
        ),
    ];
    let parts = worked_out(found, outcome).map(|(label, part)| (label, &part.part)).collect();
    said.extend(ends(parts, |(_, part)| part.value).map(|((most, part), least)| match least {
        Some((least, of_least)) => say!(
            words,
            "scenario-points-parts",
            most = most,
            mostpoints = number(part.value, 2),
            mostlimits = words.within(part, 2, ""),
            least = least,
            leastpoints = number(of_least.value, 2),
            leastlimits = words.within(of_least, 2, ""),
        ),
        None => say!(
            words,
            "scenario-points-part",
            measure = most,
            points = number(part.value, 2),
            limits = words.within(part, 2, ""),
        ),
    }));
    said.extend(left_out(outcome, words));
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// What the measures of each timescale do: the title of the chart has every figure.
#[must_use]
pub fn timescales(words: &Words) -> String {
    [say!(words, "scenario-timescales-words"), say!(words, "figures-in-table")].join(" ")
}

/// An input as it is named in the drawing.
#[must_use]
pub fn input(found: &GapScenario, of: &NamedSwing, words: &Words) -> String {
    let measure = capital(&found.measures[of.measure].label);
    say!(words, "scenario-measure-input", measure = measure, input = swing(found, of, words))
}

/// Which input matters, the widest swing first.
#[must_use]
pub fn tornado(found: &GapScenario, outcome: &Narrowing, words: &Words) -> String {
    let drawn = outcome.swings.len() as u64;
    let mut said = vec![
        say!(words, "scenario-tornado-words"),
        say!(
            words,
            "scenario-tornado-centre",
            count = drawn,
            written = count(drawn),
            points = number(outcome.together.value, 2),
        ),
    ];
    said.extend(outcome.swings.first().map(|widest| {
        say!(
            words,
            "scenario-tornado-widest",
            input = input(found, widest, words),
            lower = number(widest.at_lower, 2),
            upper = number(widest.at_upper, 2),
        )
    }));
    said.extend(outcome.swings.last().filter(|_| drawn > 1).map(|narrowest| {
        say!(
            words,
            "scenario-tornado-narrowest",
            input = input(found, narrowest, words),
            lower = number(narrowest.at_lower, 2),
            upper = number(narrowest.at_upper, 2),
        )
    }));
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// The gap year by year.
#[must_use]
pub fn path(found: &GapScenario, years: &[PathYear], words: &Words) -> String {
    let mut said = vec![say!(words, "scenario-path-words")];
    let figures = |at: &PathYear| {
        (at.year.to_string(), number(at.gap.value, 1), words.within(&at.gap, 1, "%"))
    };
    said.extend(match years {
        [] => None,
        [only] => {
            let (year, gap, limits) = figures(only);
            Some(say!(words, "scenario-path-year", gap = gap, limits = limits, year = year))
        }
        [first, .., last] => {
            let ((from, before, own), (to, after, limits)) = (figures(first), figures(last));
            Some(say!(
                words,
                "scenario-path-ends",
                first = before,
                firstlimits = own,
                from = from,
                last = after,
                lastlimits = limits,
                to = to,
            ))
        }
    });
    said.extend(found.target.as_ref().map(|target| {
        let aim = number(target.relative_gap_percent, 1);
        say!(words, "scenario-path-line", target = aim, year = target.by.to_string())
    }));
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// When each measure is taken up, and from when it works in full.
#[must_use]
pub fn dates(found: &GapScenario, path: &ScenarioPathResult, words: &Words) -> String {
    let mut said = vec![say!(words, "scenario-dates-words")];
    let name = |one: &DatedMeasure| capital(&found.measures[one.measure].label);
    let mut dated: Vec<&DatedMeasure> = path.dated.iter().collect();
    dated.sort_by(|a, b| works_in_full(a).total_cmp(&works_in_full(b)));
    match dated.as_slice() {
        [] => {}
        [only] => said.push(say!(
            words,
            "scenario-dates-only",
            measure = name(only),
            from = only.from.to_string(),
            to = only.full.to_string(),
            full = in_full(only),
        )),
        [first, .., last] => {
            said.push(say!(
                words,
                "scenario-dates-first",
                measure = name(first),
                full = in_full(first)
            ));
            said.push(say!(
                words,
                "scenario-dates-last",
                measure = name(last),
                full = in_full(last)
            ));
        }
    }
    said.extend(
        found.target.as_ref().map(|at| say!(words, "scenario-dates-aim", year = at.by.to_string())),
    );
    let undated = path.undated.len() as u64;
    if undated > 0 {
        said.push(say!(words, "scenario-dates-undated", count = undated, written = count(undated)));
    }
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// When a measure works in full, as a decimal year: it is complete at the end of its last year.
#[must_use]
pub fn works_in_full(one: &DatedMeasure) -> f64 {
    f64::from(one.full) + 1.0 + one.lag_years
}

/// The same in words: a year has no thousands.
#[must_use]
pub fn in_full(one: &DatedMeasure) -> String {
    format!("{:.1}", works_in_full(one))
}

#[cfg(test)]
mod tests {
    use firstyear_core::SourceClass;

    use super::*;
    use crate::sentence::title;
    use crate::testing::scenario;
    use crate::words::english;

    #[test]
    fn charts_of_one_measure_have_no_smallest() {
        let found = scenario(SourceClass::Published);
        let mut outcome = found.outcome.clone().unwrap();
        outcome.of_measures.truncate(1);
        outcome.swings.truncate(1);
        let said = cascade(&found, &outcome, english());
        let only =
            "The only step is that of ‘Smoking in pregnancy halved’, 4.5 points. Every figure";
        assert!(said.contains(only), "{said}");
        let said = points(&found, &outcome, english());
        assert!(said.contains("The only part is that of ‘Smoking in pregnancy halved’"), "{said}");
        let said = tornado(&found, &outcome, english());
        assert!(said.contains("1 input is drawn") && !said.contains("narrowest"), "{said}");
        outcome.of_measures = vec![None, None];
        let said = cascade(&found, &outcome, english());
        assert!(said.contains("2 measures are not worked out and have no bar."), "{said}");
        assert!(!said.contains("step"), "{said}");
        assert_eq!(
            title::largest_part(&found, &outcome, english()),
            "No measure can be worked out"
        );
        assert_eq!(title::swings(&found, &[], english()), "No input has limits");
    }

    #[test]
    fn what_has_no_limits_is_given_none() {
        let found = scenario(SourceClass::Published);
        let mut outcome = found.outcome.clone().unwrap();
        outcome.gap_after.interval = None;
        let said = cascade(&found, &outcome, english());
        assert!(said.contains("the one that is left 20.5%. The largest"), "{said}");
        outcome.together.value = -outcome.together.value;
        assert_eq!(
            title::narrowing(&outcome, english()),
            "All measures together would add 4.5 points to the gap and leave 20.5%"
        );
    }

    #[test]
    fn a_path_is_told_by_its_ends() {
        let mut found = scenario(SourceClass::Published);
        let mut years = found.path.clone().unwrap().years.unwrap();
        found.target = None;
        years.truncate(1);
        let said = path(&found, &years, english());
        let only = "The gap is 25.0% (95% interval 2.6% to 46.7%) in 2023. Every figure";
        assert!(said.contains(only), "{said}");
        assert!(!path(&found, &[], english()).contains("The gap is"));
    }

    #[test]
    fn the_first_and_the_last_to_work_are_named() {
        let mut found = scenario(SourceClass::Published);
        let mut of = found.path.clone().unwrap();
        of.undated = vec![1, 2];
        of.dated.push(DatedMeasure { measure: 1, full: 2024, lag_years: 0.5, ..of.dated[0] });
        let said = dates(&found, &of, english());
        assert!(
            said.contains(
                "‘Homes without smoke’ is the first to work in full, from 2025.5. ‘Smoking in \
                 pregnancy halved’ is the last, from 2028.0. A line marks the end of 2028"
            ),
            "{said}"
        );
        assert!(said.contains("2 measures have no dates, and no bars."), "{said}");
        of.dated.clear();
        of.undated.clear();
        found.target = None;
        let said = dates(&found, &of, english());
        assert!(said.ends_with("when it works in full. Every figure is in the table."), "{said}");
    }
}
