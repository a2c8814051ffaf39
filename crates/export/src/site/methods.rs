//! The page of methods: how each kind of figure was made.

use std::collections::BTreeSet;

use firstyear_analysis::{Evaluation, FUNNEL, RANK_INTERVAL, Released};
use firstyear_core::MethodId;

use super::block::{Block, PageParts};
use super::{
    Report, area_profile, decomposition, evaluation, learning, ppor, scenario, scorecard, selection,
};
use crate::format::capital;
use crate::sentence::areas::RULE;
use crate::sentence::profile::CAUTION;

pub(super) const PATH: &str = "methods.html";

pub(super) fn page(report: &Report<'_>) -> PageParts {
    let confidence = report.project.confidence;
    let mut blocks = vec![
        Block::Text(format!(
            "Every figure that is made from counts has limits, printed as a {confidence} \
             interval: made this way, limits hold the true value {confidence} of the time. Where \
             limits are wide, few events were counted."
        )),
        Block::List(vec![
            "Zero, withheld, not reported and not applicable are four different facts, and are \
             kept apart in every table."
                .to_owned(),
            "Two figures ‘cannot be told apart’ when chance alone could explain their difference. \
             It does not mean that they are equal."
                .to_owned(),
            "Nothing is drawn, tested or added up across a change of classification without \
             saying so, and periods that overlap are not compared."
                .to_owned(),
            CAUTION.to_owned(),
            RULE.to_owned(),
        ]),
    ];
    let used = used_methods(report);
    let methods: Vec<_> = report.methods.iter().filter(|m| used.contains(m.id.as_str())).collect();
    if !methods.is_empty() {
        blocks.push(Block::Heading("Methods used".to_owned()));
    }
    for method in methods {
        blocks.push(Block::Subheading(method.name.clone()));
        blocks.push(Block::Text(format!(
            "{} Source: {}. The program says more: firstyear explain {}",
            sentence(&method.explanation),
            method.source.trim_end_matches('.'),
            method.id
        )));
    }
    if !report.indicators.is_empty() {
        blocks.push(Block::Heading("What is measured".to_owned()));
        blocks.push(Block::List(indicators(report)));
    }
    PageParts {
        path: PATH.to_owned(),
        nav: "Methods".to_owned(),
        title: "How the figures were made".to_owned(),
        sources: BTreeSet::new(),
        blocks,
    }
}

/// The methods of every estimate in the answers.
fn used_methods(report: &Report<'_>) -> BTreeSet<&'static str> {
    let answers = report.answers;
    let points = answers.gaps.iter().flat_map(|gap| &gap.get().series).flat_map(|s| &s.points);
    let of_gaps = points.flat_map(|point| {
        let rates = [&point.group, &point.all].into_iter().flatten().map(|rate| rate.rate);
        rates.chain([point.relative, point.absolute])
    });
    let periods = answers.profiles.iter().flat_map(|profile| &profile.get().periods);
    let of_profiles = periods.clone().flat_map(|at| {
        let groups = at.groups.iter().chain(&at.remainders).map(|group| group.rate.rate);
        groups.chain(at.total.iter().map(|total| total.rate))
    });
    let of_areas = answers.areas.iter().map(Released::get).flat_map(|found| {
        let areas = found.areas.iter().map(|compared| compared.area.rate.rate);
        areas.chain([found.comparator.rate.rate])
    });
    let of_funnels = answers.funnels.iter().map(Released::get).flat_map(|found| {
        let areas = found.areas.iter().map(|area| area.area.rate.rate);
        areas.chain([found.comparator.rate.rate])
    });
    let of_small = answers.small_areas.iter().map(Released::get).flat_map(|found| {
        let areas = found.areas.iter().map(|area| area.area.rate.rate);
        areas.chain([found.comparator.rate.rate])
    });
    let differences = answers.decompositions.iter().map(Released::get);
    let of_differences = differences.clone().flat_map(decomposition::rates).map(|rate| rate.rate);
    let parts = differences.filter_map(|found| found.parts.as_ref().ok());
    let parts = parts.flat_map(|found| found.parts.iter().copied().chain([found.difference]));
    let cells = of_gaps.chain(of_profiles).chain(of_areas).chain(of_funnels).chain(of_small);
    let started = answers.scenarios.iter().map(Released::get).flat_map(scenario::rates);
    let by_weight = answers.periods_of_risk.iter().map(Released::get).flat_map(ppor::rates);
    let evaluated = || answers.evaluations.iter().map(Released::get);
    let followed = answers.learnings.iter().map(Released::get).flat_map(learning::rates);
    let before_and_after = evaluated().flat_map(Evaluation::rates).chain(followed);
    let chosen = answers.selections.iter().map(Released::get).flat_map(selection::rates);
    let stands = answers.scorecards.iter().map(Released::get).flat_map(scorecard::rates);
    let of_areas_alone = answers.area_profiles.iter().map(Released::get);
    let chosen = chosen.chain(stands).chain(of_areas_alone.flat_map(area_profile::rates));
    let started = started.chain(by_weight).chain(before_and_after).chain(chosen);
    let cells = cells.chain(of_differences).chain(started.map(|rate| rate.rate));
    let known = cells.filter_map(|cell| cell.value().copied());
    let slopes = periods.clone().filter_map(|at| at.slope).flat_map(|s| [s.sii, s.rii]);
    let excess = periods.filter_map(|at| at.excess.as_ref()).flat_map(|e| [e.par, e.paf, e.events]);
    let with_limits = answers.funnels.iter().any(|found| found.get().scatter.is_some());
    let funnels = with_limits.then_some(FUNNEL);
    let shrunk = answers.small_areas.iter().flat_map(|found| found.get().shrunk());
    let shrunk = shrunk.flat_map(|(_, shrunk)| [shrunk.rate.method, RANK_INTERVAL]);
    let estimates = known.chain(slopes).chain(excess).chain(parts).map(|estimate| estimate.method);
    let scenarios = answers.scenarios.iter().map(Released::get).flat_map(scenario::methods);
    let risks = || answers.periods_of_risk.iter().map(Released::get);
    let of_risks = risks().flat_map(ppor::estimates).map(|estimate| estimate.method);
    let of_groups = estimates
        .chain(scenarios)
        .chain(of_risks)
        .chain(evaluated().flat_map(evaluation::estimates).map(|estimate| estimate.method))
        .chain(funnels)
        .chain(shrunk)
        .map(MethodId::as_str);
    of_groups.chain(methods_over_time(report)).collect()
}

/// The methods of trends and control charts, and of the rates in them.
fn methods_over_time(report: &Report<'_>) -> BTreeSet<&'static str> {
    let answers = report.answers;
    let mut used = BTreeSet::new();
    for trend in answers.trends.iter().map(Released::get) {
        let series = || [Some(&trend.group), trend.against.as_ref()].into_iter().flatten();
        let rates = series().flat_map(|s| &s.points).filter_map(|p| p.rate.rate.value().copied());
        let gap = trend.gap.as_ref().and_then(|gap| gap.change.as_ref().ok());
        let changes = series().filter_map(|s| s.change.as_ref().ok()).chain(gap);
        let estimates = rates.chain(changes.map(|change| change.percent));
        used.extend(estimates.map(|estimate| estimate.method.as_str()));
        if series().any(|s| s.recent.is_ok()) {
            used.insert(trend.recent_method().as_str());
        }
    }
    let profiled = answers.area_profiles.iter().flat_map(|found| &found.get().rows);
    let rows = answers.scorecards.iter().flat_map(|found| &found.get().rows);
    for row in rows.chain(profiled.map(|profiled| &profiled.row)) {
        used.extend(row.figure().value().map(|figure| figure.method.as_str()));
        if row.series.group.recent.is_ok() {
            used.insert(row.series.recent_method().as_str());
        }
    }
    for chart in answers.control_charts.iter().map(Released::get) {
        used.insert(chart.method().as_str());
    }
    used
}

/// The indicators that an answer uses, each with its definition.
fn indicators(report: &Report<'_>) -> Vec<String> {
    let answers = report.answers;
    let mut used: BTreeSet<_> = [&report.project.indicator].into();
    used.extend(answers.gaps.iter().map(|found| &found.get().indicator));
    used.extend(answers.profiles.iter().map(|found| &found.get().indicator));
    used.extend(answers.areas.iter().map(|found| &found.get().indicator));
    used.extend(answers.trends.iter().map(|found| &found.get().indicator));
    used.extend(answers.control_charts.iter().map(|found| &found.get().indicator));
    used.extend(answers.funnels.iter().map(|found| &found.get().indicator));
    used.extend(answers.small_areas.iter().map(|found| &found.get().indicator));
    used.extend(answers.causes.iter().flat_map(|found| found.get().ages.iter().map(|(id, _)| id)));
    let apart = answers.decompositions.iter().map(Released::get);
    used.extend(apart.flat_map(decomposition::indicators));
    used.extend(answers.periods_of_risk.iter().flat_map(|found| ppor::indicators(found.get())));
    used.extend(answers.scenarios.iter().map(|found| &found.get().indicator));
    used.extend(answers.evaluations.iter().map(|found| &found.get().indicator));
    used.extend(answers.selections.iter().map(|found| &found.get().indicator));
    used.extend(answers.learnings.iter().filter_map(|found| learning::indicator(found.get())));
    let stands = answers.scorecards.iter().flat_map(|found| &found.get().rows);
    used.extend(stands.map(|row| &row.indicator));
    let profiled = answers.area_profiles.iter().flat_map(|found| &found.get().rows);
    used.extend(profiled.map(|profiled| &profiled.row.indicator));
    used.into_iter()
        .filter_map(|id| report.indicators.get(id))
        .map(|found| format!("{}: {}", found.name, sentence(&found.definition)))
        .collect()
}

/// Text with a capital and a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{stop}", capital(text))
}
