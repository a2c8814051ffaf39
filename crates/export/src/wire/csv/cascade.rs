//! Cascades of care pathways as a flat table of their own: a row for each figure of each
//! group and stage.

use std::io::Write;

use firstyear_analysis::{
    CascadeCounts, CascadeGroup, CascadeMeasure, PathwayCascade, Released, StageTiming, Within,
};
use firstyear_core::{Cell, Estimate};

use super::column::ColumnKind::{Fraction, Id, Number, Status, Text, YesNo};
use super::column::{Column, may, must, names};
use crate::plain_csv::writer;
use crate::tidy::{WriteError, full_status, number};
use crate::wire::pathway_cascade::MEASURES;

/// The columns of a cascade with what may stand in them, in order.
pub const CASCADE_FIELDS: [Column; 13] = [
    must("pathway", Id, "id of the pathway"),
    may("grouping", Text, "id of what people are grouped by"),
    may("group", Text, "the group; empty for everyone and for those of whom it is not recorded"),
    must("recorded", YesNo, "no for those of whom the group is not recorded"),
    may("stage", Id, "id of the stage"),
    may("stage_kind", Id, "what the stage is"),
    must("measure", Id, "what the figure is"),
    may("value", Number, "shares in percent, times in days, parts of ratios as natural logarithms"),
    may("status", Status, "whether there is a figure and, if not, why; with flags"),
    may("lower", Number, "lower limit, in the unit of the value"),
    may("upper", Number, "upper limit, in the unit of the value"),
    may("confidence", Fraction, "confidence of the limits, as a fraction"),
    may("method", Id, "id of the method, which `firstyear explain` expands"),
];

/// The columns of a cascade, in order.
pub const CASCADE_COLUMNS: [&str; 13] = names(&CASCADE_FIELDS);

/// How far people come on a pathway: a row for each figure of each group and stage.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn pathway_cascade(
    result: &Released<PathwayCascade>,
    out: impl Write,
) -> Result<(), WriteError> {
    let found = result.get();
    let mut csv = writer(out);
    csv.write_record(CASCADE_COLUMNS)?;
    for group in found.rows() {
        for figure in of_group(found, group) {
            csv.write_record(figure.record(found, group)?)?;
        }
    }
    for (measure, word) in MEASURES {
        let Ok(slope) = found.slope(measure) else { continue };
        let names = match word {
            super::super::CascadeMeasureV1::Reach => ["slope-of-reach", "relative-slope-of-reach"],
            super::super::CascadeMeasureV1::Effectiveness => {
                ["slope-of-effectiveness", "relative-slope-of-effectiveness"]
            }
            super::super::CascadeMeasureV1::Completion => {
                ["slope-of-completion", "relative-slope-of-completion"]
            }
        };
        let slopes = [slope.sii.scaled(100.0), slope.rii];
        for (name, slope) in names.into_iter().zip(slopes) {
            let Some(everyone) = found.everyone() else { continue };
            let figure = Figure::estimate(None, name, &Cell::known(slope));
            csv.write_record(figure.record(found, everyone)?)?;
        }
    }
    Ok(csv.flush()?)
}

/// One figure.
struct Figure {
    stage: Option<usize>,
    measure: String,
    value: Option<f64>,
    status: String,
    estimate: Option<Estimate>,
}

impl Figure {
    fn count(stage: Option<usize>, measure: impl Into<String>, cell: &Cell<u64>) -> Self {
        Self {
            stage,
            measure: measure.into(),
            // Counts of people stay far below 2⁵³, where `f64` is exact.
            value: cell.value().map(|count| *count as f64),
            status: full_status(cell),
            estimate: None,
        }
    }

    fn estimate(stage: Option<usize>, measure: impl Into<String>, cell: &Cell<Estimate>) -> Self {
        Self {
            stage,
            measure: measure.into(),
            value: cell.value().map(|estimate| estimate.value),
            status: full_status(cell),
            estimate: cell.value().copied(),
        }
    }

    fn percent(stage: Option<usize>, measure: &str, cell: Cell<Estimate>) -> Self {
        Self::estimate(stage, measure, &cell.map(|estimate| estimate.scaled(100.0)))
    }

    fn days<T>(stage: usize, measure: String, known: Option<f64>, of: &Cell<T>) -> Self {
        let status = match (known, of) {
            (Some(_), _) => full_status(&Cell::known(())),
            (None, Cell::Known { .. }) => full_status(&Cell::<()>::Absent),
            (None, of) => full_status(of),
        };
        Self { stage: Some(stage), measure, value: known, status, estimate: None }
    }

    fn record(
        self,
        found: &PathwayCascade,
        group: &CascadeGroup,
    ) -> Result<[String; CASCADE_COLUMNS.len()], WriteError> {
        let stage = self.stage.and_then(|at| found.stages.get(at));
        let limits = self.estimate.and_then(|estimate| estimate.interval);
        Ok([
            found.pathway.clone(),
            found.grouping.as_ref().map_or_else(String::new, |grouping| grouping.id.clone()),
            group.label.clone(),
            if group.recorded { "yes" } else { "no" }.to_owned(),
            stage.map_or_else(String::new, |stage| stage.id.clone()),
            stage.map_or("", |stage| stage.kind.word()).to_owned(),
            self.measure,
            number(self.value, "value")?,
            self.status,
            number(limits.map(|limits| limits.lower), "lower")?,
            number(limits.map(|limits| limits.upper), "upper")?,
            number(limits.map(|limits| limits.confidence.level()), "confidence")?,
            self.estimate.map_or_else(String::new, |estimate| estimate.method.to_string()),
        ])
    }
}

fn of_group(found: &PathwayCascade, group: &CascadeGroup) -> Vec<Figure> {
    let mut figures = vec![Figure::count(None, "cases", &group.cases)];
    for (at, stage) in group.stages.iter().enumerate() {
        figures.extend(of_stage(found, group, (at, stage)));
    }
    let measures = [
        (CascadeMeasure::Reach, "reach", "ratio-of-reach"),
        (CascadeMeasure::Effectiveness, "effectiveness", "ratio-of-effectiveness"),
        (CascadeMeasure::Completion, "completion", "ratio-of-completion"),
    ];
    for (measure, name, ratio) in measures {
        figures.push(Figure::percent(None, name, found.measure(group, measure)));
        if let Some(found) = found.ratio(group, measure) {
            figures.push(Figure::estimate(None, ratio, &Cell::known(found)));
        }
    }
    if let Ok(split) = found.split(group) {
        figures.push(Figure::estimate(None, "log-ratio", &Cell::known(split.ratio)));
        for part in &split.parts {
            let stage = Some(part.stage);
            figures.push(Figure::estimate(stage, "part-of-log-ratio", &Cell::known(part.part)));
        }
    }
    figures
}

fn of_stage(
    found: &PathwayCascade,
    group: &CascadeGroup,
    (at, counts): (usize, &CascadeCounts),
) -> Vec<Figure> {
    let stage = Some(at);
    let mut figures = vec![
        Figure::count(stage, "reached", &counts.reached),
        Figure::count(stage, "dropped", &counts.dropped),
        Figure::count(stage, "open", &counts.open),
        Figure::count(stage, "unmet", &counts.unmet),
        Figure::count(stage, "unknown", &counts.unknown),
    ];
    let left = counts.left.iter();
    figures.extend(
        left.map(|(reason, count)| Figure::count(stage, format!("left-{}", reason.word()), count)),
    );
    figures.push(Figure::percent(stage, "conditional", found.conditional(group, at)));
    figures.push(Figure::percent(stage, "cumulative", found.cumulative(group, at)));
    if at > 0 {
        for (since, timing) in [("before", &counts.since_before), ("index", &counts.since_index)] {
            figures.extend(times(at, since, timing));
        }
    }
    figures
}

fn times(at: usize, since: &str, timing: &Cell<StageTiming>) -> Vec<Figure> {
    let within = |of: fn(&StageTiming) -> Option<Within>, way: fn(&Within) -> Estimate| {
        let known = timing.value().and_then(of).map(|within| way(&within).scaled(100.0));
        match (known, timing) {
            (Some(estimate), _) => Cell::known(estimate),
            (None, Cell::Withheld(by)) => Cell::Withheld(*by),
            (None, _) => Cell::Absent,
        }
    };
    let stage = Some(at);
    let half = timing.value().and_then(|timing| timing.half_by);
    let days = |name: &str, known: Option<f64>| {
        Figure::days(at, format!("{name}-since-{since}"), known, timing)
    };
    let end = timing.value().map(|timing| f64::from(timing.at_end.days));
    let median = timing.value().and_then(|timing| timing.median_of_those_who_came);
    vec![
        Figure::estimate(
            stage,
            format!("came-by-horizon-since-{since}"),
            &within(|timing| timing.at_horizon, |within| within.came),
        ),
        Figure::estimate(
            stage,
            format!("left-by-horizon-since-{since}"),
            &within(|timing| timing.at_horizon, |within| within.left),
        ),
        Figure::estimate(
            stage,
            format!("came-by-end-since-{since}"),
            &within(|timing| Some(timing.at_end), |within| within.came),
        ),
        Figure::estimate(
            stage,
            format!("left-by-end-since-{since}"),
            &within(|timing| Some(timing.at_end), |within| within.left),
        ),
        days("end-days", end),
        days("half-by-days", half.map(|half| half.days)),
        days("half-by-days-lower", half.and_then(|half| half.lower)),
        days("half-by-days-upper", half.and_then(|half| half.upper)),
        days("median-days-of-those-who-came", median),
    ]
}
