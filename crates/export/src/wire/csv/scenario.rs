//! Scenarios as flat tables.

use std::io::Write;

use firstyear_analysis::{GapScenario, InequalityOf, Narrowing, Released, StartOrigin};
use firstyear_core::{Cell, Period};

use super::{Figure, write};
use crate::sentence::scenario::remarks;
use crate::tidy::WriteError;
use crate::words::english;

/// What would narrow gaps. A measure is named by its title in the column
/// `label`; its remarks are the note.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn scenarios<'a>(
    results: impl IntoIterator<Item = &'a Released<GapScenario>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| scenario(result.get())), out)
}

fn scenario(found: &GapScenario) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "scenario",
        indicator: Some(&found.indicator),
        area: Some(&found.area),
        period: Some(found.start.period),
        dimension: found.dimension.as_ref(),
        note: found.name.clone(),
        ..Figure::default()
    };
    let mut figures = start(&about, found);
    figures.extend(measures(&about, found));
    match &found.outcome {
        Ok(outcome) => figures.extend(together(&about, outcome)),
        Err(why) => figures.push(not_worked_out(&about, "points-together", why)),
    }
    figures.extend(across(&about, found));
    figures.extend(target(&about, found));
    figures.extend(path(&about, found));
    figures.extend(costs(&about, found));
    figures
}

/// A measure of inequality as data files name it, in every language.
const fn inequality(of: InequalityOf) -> &'static str {
    match of {
        InequalityOf::Difference => "difference between most and least disadvantaged",
        InequalityOf::Ratio => "ratio of most to least disadvantaged",
        InequalityOf::SlopeIndex => "slope index of inequality",
        InequalityOf::RelativeIndex => "relative index of inequality",
        InequalityOf::AttributableRisk => "population attributable risk",
        InequalityOf::AttributableFraction => "population attributable fraction",
    }
}

/// A figure that there is not, with the reason in its note.
fn not_worked_out<'a>(
    about: &Figure<'a>,
    measure: &'static str,
    why: &impl std::fmt::Display,
) -> Figure<'a> {
    let note = format!("{}; not worked out: {why}", about.note);
    Figure { note, ..about.clone() }.estimate(measure, &Cell::Absent)
}

/// What all measures do.
fn together<'a>(about: &Figure<'a>, outcome: &Narrowing) -> Vec<Figure<'a>> {
    let mut figures = vec![
        about.value("points-sum", outcome.sum),
        about.estimate("points-together", &Cell::known(outcome.together)),
        about.estimate("fall", &Cell::known(outcome.fall)),
        about.estimate("relative-gap-after", &Cell::known(outcome.gap_after)),
    ];
    for (measure, deaths) in [
        ("deaths-avoided", outcome.deaths_avoided),
        ("all-deaths-avoided", outcome.all_deaths_avoided),
    ] {
        figures.extend(deaths.map(|deaths| about.estimate(measure, &Cell::known(deaths))));
    }
    if let Some(rates) = &outcome.rates {
        let [before, after] = rates.absolute_gap();
        figures.push(about.value("absolute-gap-before", before));
        figures.push(about.value("absolute-gap-after", after));
    }
    figures
}

/// The gap before, with what it was counted from.
fn start<'a>(about: &Figure<'a>, found: &'a GapScenario) -> Vec<Figure<'a>> {
    let mut figures = vec![
        about.cell("relative-gap-before", &found.start.relative, |gap| *gap),
        about.cell("share-of-births", &found.start.share_of_births, |share| *share),
    ];
    if let StartOrigin::Counted { group, all } = &found.start.origin {
        let of_group = Figure { label: &found.group, ..about.clone() };
        figures.extend(of_group.counted(group));
        let of_all = Figure { area: found.whole.as_ref().or(about.area), ..about.clone() };
        figures.extend(of_all.counted(all));
    }
    for steadied in found.start.steadied.iter().flatten() {
        let of_group = Figure { label: &found.group, ..about.clone() };
        figures.push(of_group.estimate("shrunk-rate", &Cell::known(steadied.group)));
        let others = Figure { label: "all others", ..about.clone() };
        figures.push(others.estimate("shrunk-rate", &Cell::known(steadied.others)));
    }
    figures
}

/// What each measure does to the gap, or that it is not worked out.
fn measures<'a>(about: &Figure<'a>, found: &'a GapScenario) -> Vec<Figure<'a>> {
    let parts = found.outcome.as_ref().map_or(&[][..], |outcome| &outcome.of_measures);
    let mut figures = Vec::new();
    for (place, measure) in found.measures.iter().enumerate() {
        let of = Figure {
            label: &measure.title,
            note: remarks(found, measure, english()),
            ..about.clone()
        };
        let published = measure.published.map_or(Cell::Absent, Cell::known);
        figures.push(of.cell("points-published", &published, |points| *points));
        match parts.get(place).copied().flatten() {
            Some(part) => figures.extend([
                of.estimate("points-alone", &Cell::known(part.alone)),
                of.estimate("points-part", &Cell::known(part.part)),
                of.value("points-in-turn", part.in_turn),
                of.estimate("relative-gap-left", &Cell::known(part.left_in_turn)),
                of.value("fall", part.fall),
            ]),
            None => figures.push(of.estimate("points-alone", &Cell::Absent)),
        }
    }
    figures
}

/// Every group, and inequality across them.
fn across<'a>(about: &Figure<'a>, found: &'a GapScenario) -> Vec<Figure<'a>> {
    let across = match &found.across {
        Some(Ok(across)) => across,
        Some(Err(why)) => return vec![not_worked_out(about, "inequality-after", why)],
        None => return Vec::new(),
    };
    let mut figures = Vec::new();
    for group in &across.groups {
        let Some(dimension) = &found.dimension else { continue };
        let of = about.in_group(dimension, &group.category, &group.label);
        figures.extend(of.counted(&group.rate));
        let deaths = group.deaths_avoided.map(Cell::known);
        figures.extend(deaths.map(|deaths| of.estimate("deaths-avoided", &deaths)));
        figures.push(of.value("rate-after", group.after));
    }
    for change in &across.measures {
        let of = Figure { label: inequality(change.of), ..about.clone() };
        figures.push(of.estimate("inequality-before", &Cell::known(change.before)));
        figures.push(of.estimate("inequality-after", &Cell::known(change.after)));
        figures.push(of.estimate("inequality-change", &Cell::known(change.change)));
    }
    figures
}

/// What the target asks for.
fn target<'a>(about: &Figure<'a>, found: &'a GapScenario) -> Vec<Figure<'a>> {
    let Some(target) = &found.target else { return Vec::new() };
    let note = format!("{}; by {}", about.note, target.by);
    let of = Figure { note, ..about.clone() };
    let fall = target.fall.map_or(Cell::Absent, Cell::known);
    let mut figures = vec![
        of.value("target-gap", target.relative_gap_percent),
        of.value("points-to-target", target.points),
        of.cell("fall-for-target", &fall, |fall| *fall),
    ];
    for (measure, after) in found.measures.iter().zip(&target.exposed_after) {
        let of = Figure { label: &measure.title, ..of.clone() };
        figures.extend(after.map(|after| of.value("exposed-for-target", after)));
    }
    figures
}

/// The gap year by year.
fn path<'a>(about: &Figure<'a>, found: &'a GapScenario) -> Vec<Figure<'a>> {
    let Some(path) = &found.path else { return Vec::new() };
    let note = format!("{}; as measures are taken up", about.note);
    let about = Figure { note, ..about.clone() };
    let years = match &path.years {
        Ok(years) => years,
        Err(why) => return vec![not_worked_out(&about, "relative-gap", why)],
    };
    let mut figures = Vec::new();
    for at in years {
        let of = Figure { period: Period::year(at.year.into()).ok(), ..about.clone() };
        figures.push(of.estimate("relative-gap", &Cell::known(at.gap)));
        figures.extend(at.target_met.map(|met| of.value("probability-of-target", met)));
    }
    figures
}

/// What measures cost.
fn costs<'a>(about: &Figure<'a>, found: &'a GapScenario) -> Vec<Figure<'a>> {
    let currency = found.cost_terms.as_ref().map_or("", |terms| terms.currency.as_str());
    let mut figures = Vec::new();
    for cost in &found.costs {
        let note = format!("{}; {currency}, {} to {}", about.note, cost.first, cost.last);
        let of = Figure { label: &found.measures[cost.measure].title, note, ..about.clone() };
        figures.push(of.value("cost-of-a-year", cost.yearly));
        figures.push(of.value("cost-discounted", cost.discounted));
        for (measure, figure) in [
            ("deaths-avoided-discounted", cost.deaths_avoided),
            ("cost-per-death-avoided", cost.per_death),
            ("cost-per-point", cost.per_point),
        ] {
            figures.push(of.estimate(measure, &figure.map_or(Cell::Absent, Cell::known)));
        }
    }
    figures
}
