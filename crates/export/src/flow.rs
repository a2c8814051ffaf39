//! How many come how far on a pathway, as tables for the eye and as one flat table.
//!
//! | you want                                  | use          |
//! |-------------------------------------------|--------------|
//! | tables under their captions               | [`tables`]   |
//! | what must be said with them               | [`notes`]    |
//! | a figure a row                            | [`flat`]     |
//!
//! What comes in is working data of a plan: nothing in it is hidden.

use firstyear_analysis::{Flow, FlowOtherwise, FlowState, QueueNumbers, Ranged};

use crate::chart::{Column, DataTable, TableCell};
use crate::format::number;
use crate::wire::csv::{Column as Field, ColumnKind, FLOW_FIELDS};

/// Tables of what a plan asked: people and chances by stage, each question, and queues.
#[must_use]
pub fn tables(flow: &Flow) -> Vec<DataTable> {
    let mut tables = vec![people(flow), chances(flow)];
    tables
        .extend(flow.what_ifs.iter().filter(|one| is_of_chances(one)).map(|one| change(flow, one)));
    if !flow.now.queues.is_empty() {
        tables.push(queues(flow));
    }
    tables
}

/// What must be said with the tables.
#[must_use]
pub fn notes(flow: &Flow) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(draws) = flow.draws {
        notes.push(format!(
            "Limits are of 95%, from {} draws of the counts ({}, seed {}); who enters is taken to \
             be known.",
            number(f64::from(draws), 0),
            flow.generator,
            flow.plan.seed
        ));
    }
    for one in &flow.what_ifs {
        if let Some(best) = &one.best {
            notes.push(format!(
                "{}: the best is {best}. The best of several is so by luck too, the more so the \
                 smaller they are.",
                one.what_if.text
            ));
        }
    }
    if let Some(how) = &flow.simulation {
        notes.push(format!(
            "Queues: {} days after {} that are not counted, {} times ({}, seed {}); limits hold \
             95% of these, so that they say how one run can turn out.",
            number(f64::from(how.days), 0),
            number(f64::from(how.warm_up_days), 0),
            number(f64::from(how.replications), 0),
            flow.generator,
            flow.plan.seed
        ));
    }
    let states = [("As it is", &flow.now)].into_iter();
    let otherwise = flow.what_ifs.iter().filter(|one| one.then.queues != flow.now.queues);
    let then = otherwise.map(|one| (one.what_if.text.as_str(), &one.then));
    for (text, state) in states.chain(then) {
        for queue in state.queues.iter().filter(|queue| queue.is_unstable) {
            notes.push(format!(
                "{text}: the queue for {} grows without end, as more come than can be seen and \
                 nobody leaves. Its waits depend on how long it is looked at.",
                queue.stage
            ));
        }
    }
    notes.push("Working data: nothing in it went through disclosure control.".to_owned());
    notes
}

/// Whether a question is about chances and not about places alone.
fn is_of_chances(one: &FlowOtherwise) -> bool {
    one.what_if.as_best || one.what_if.probability.is_some()
}

/// A number with its limits, such as `240 (221 to 259)`.
fn shown(of: &Ranged, times: f64, decimals: usize) -> TableCell {
    let text = |value: f64| number(value * times, decimals);
    TableCell::text(match of.limits {
        Some((lower, upper)) => {
            format!("{} ({} to {})", text(of.value), text(lower), text(upper))
        }
        None => text(of.value),
    })
}

fn or_none(of: Option<&Ranged>, times: f64, decimals: usize) -> TableCell {
    of.map_or_else(|| TableCell::missing("none"), |of| shown(of, times, decimals))
}

fn people(flow: &Flow) -> DataTable {
    let heads = [Column::text("Group"), Column::text("Enter")].into_iter();
    let groups = flow.plan.groups.iter().enumerate().map(|(at, group)| {
        let cells = [TableCell::text(&group.name), TableCell::text(number(group.entering, 0))];
        let of = flow.now.stages.iter().map(|stage| shown(&stage.people[at], 1.0, 0));
        cells.into_iter().chain(of).collect()
    });
    let mut rows: Vec<Vec<TableCell>> = groups.collect();
    let enter: f64 = flow.plan.groups.iter().map(|group| group.entering).sum();
    let all = [TableCell::text("All"), TableCell::text(number(enter, 0))].into_iter();
    rows.push(all.chain(flow.now.stages.iter().map(|stage| shown(&stage.all, 1.0, 0))).collect());
    let gap = [TableCell::text("Gap, percentage points"), TableCell::text("")].into_iter();
    rows.push(gap.chain(flow.now.stages.iter().map(|stage| shown(&stage.gap, 100.0, 1))).collect());
    DataTable {
        caption: format!("People who come to each stage, over {}", flow.plan.period),
        columns: heads.chain(flow.stages.iter().map(Column::text)).collect(),
        rows,
    }
}

fn chances(flow: &Flow) -> DataTable {
    let groups = flow.plan.groups.iter().enumerate().map(|(at, group)| {
        let of = flow.now.stages.iter().map(|stage| shown(&stage.chances[at], 100.0, 1));
        [TableCell::text(&group.name)].into_iter().chain(of).collect()
    });
    let heads = [Column::text("Group")].into_iter();
    DataTable {
        caption: "Who comes to each stage of those at the stage before, percent".to_owned(),
        columns: heads.chain(flow.stages.iter().map(Column::text)).collect(),
        rows: groups.collect(),
    }
}

fn change(flow: &Flow, one: &FlowOtherwise) -> DataTable {
    let mut columns = vec![Column::text("Stage")];
    columns
        .extend(flow.plan.groups.iter().map(|group| Column::text(format!("More, {}", group.name))));
    columns.extend([Column::text("More, all"), Column::text("Change of the gap, points")]);
    let row = |(name, change): (&String, &firstyear_analysis::StageChange)| {
        let mut cells = vec![TableCell::text(name)];
        cells.extend(change.people.iter().map(|people| shown(people, 1.0, 0)));
        cells.extend([shown(&change.all, 1.0, 0), shown(&change.gap, 100.0, 1)]);
        cells
    };
    DataTable {
        caption: format!("{} People over {}", one.what_if.text, flow.plan.period),
        columns,
        rows: flow.stages.iter().zip(&one.changes).map(row).collect(),
    }
}

const QUEUE: [&str; 10] = [
    "Question",
    "Queue for",
    "Places",
    "Load, %",
    "Came",
    "Seen",
    "Left",
    "Days waited, middle",
    "Days waited, nine of ten",
    "Places used, %",
];

fn queues(flow: &Flow) -> DataTable {
    let mut rows = queue_rows(flow, "as it is", &flow.now);
    for one in flow.what_ifs.iter().filter(|one| one.then.queues != flow.now.queues) {
        rows.extend(queue_rows(flow, &one.what_if.text, &one.then));
    }
    DataTable {
        caption: "Who waits, while it is counted; waits are those of who was seen".to_owned(),
        columns: QUEUE.map(Column::text).to_vec(),
        rows,
    }
}

fn queue_rows(flow: &Flow, text: &str, state: &FlowState) -> Vec<Vec<TableCell>> {
    let row = |queue: &QueueNumbers| {
        let place = flow.plan.stages.iter().position(|stage| stage.id == queue.stage);
        let name = place.and_then(|at| flow.stages.get(at)).unwrap_or(&queue.stage);
        let load = queue.load.map(|load| number(load * 100.0, 0));
        vec![
            TableCell::text(text),
            TableCell::text(name),
            TableCell::text(number(f64::from(queue.places), 0)),
            TableCell::text_or(load, "no place"),
            shown(&queue.came, 1.0, 0),
            shown(&queue.seen, 1.0, 0),
            TableCell::list_or(&left(queue), "nobody leaves"),
            or_none(queue.wait_median.as_ref(), 1.0, 1),
            or_none(queue.wait_90.as_ref(), 1.0, 1),
            or_none(queue.used.as_ref(), 100.0, 0),
        ]
    };
    state.queues.iter().map(row).collect()
}

fn left(queue: &QueueNumbers) -> Vec<String> {
    let one = |(reason, people): &(firstyear_core::pathway::ExitReason, Ranged)| {
        let limits = people.limits.map_or_else(String::new, |(lower, upper)| {
            format!(" ({} to {})", number(lower, 0), number(upper, 0))
        });
        format!("{} {}{limits}", reason.word(), number(people.value, 0))
    };
    queue.left.iter().map(one).collect()
}

/// One figure a row: the question, `now` for none; the stage; the group, empty for all; the
/// measure; its unit; the value and its limits, empty where no chance is in it.
///
/// | measure                                  | unit                              |
/// |------------------------------------------|-----------------------------------|
/// | `chance`, `gap`                          | fraction                          |
/// | `people`                                 | people                            |
/// | `more-people`                            | people; positive: more            |
/// | `change-of-gap`                          | fraction; negative: it narrows    |
/// | `places`, `came`, `seen`, `waiting`, `left-…` | places; people               |
/// | `load`, `used`                           | fraction                          |
/// | `wait-mean`, `wait-median`, `wait-90`    | days                              |
#[must_use]
pub fn flat(flow: &Flow) -> DataTable {
    let mut rows = state_rows(flow, "now", &flow.now);
    for one in &flow.what_ifs {
        let id = one.what_if.id.as_str();
        rows.extend(state_rows(flow, id, &one.then));
        for (stage, change) in flow.plan.stages.iter().zip(&one.changes) {
            for (group, people) in flow.plan.groups.iter().zip(&change.people) {
                rows.push(figure(
                    [id, &stage.id, &group.name, "more-people", "people"],
                    Some(people),
                ));
            }
            rows.push(figure([id, &stage.id, "", "more-people", "people"], Some(&change.all)));
            rows.push(figure([id, &stage.id, "", "change-of-gap", "fraction"], Some(&change.gap)));
        }
    }
    let column = |field: &Field| match field.kind {
        ColumnKind::Number => Column::number(field.name),
        _ => Column::text(field.name),
    };
    let columns = FLOW_FIELDS.iter().map(column).collect();
    DataTable { caption: String::new(), columns, rows }
}

fn figure(words: [&str; 5], of: Option<&Ranged>) -> Vec<TableCell> {
    let cell = |value: Option<f64>| {
        TableCell::text_or(value.filter(|value| value.is_finite()).map(|it| it.to_string()), "")
    };
    let mut cells = words.map(TableCell::text).to_vec();
    cells.extend([
        cell(of.map(|of| of.value)),
        cell(of.and_then(|of| of.limits).map(|(lower, _)| lower)),
        cell(of.and_then(|of| of.limits).map(|(_, upper)| upper)),
    ]);
    cells
}

fn state_rows(flow: &Flow, question: &str, state: &FlowState) -> Vec<Vec<TableCell>> {
    let mut rows = Vec::new();
    for (stage, of) in flow.plan.stages.iter().zip(&state.stages) {
        let id = stage.id.as_str();
        let figures = of.chances.iter().zip(&of.people);
        for (group, (chance, people)) in flow.plan.groups.iter().zip(figures) {
            rows.push(figure([question, id, &group.name, "chance", "fraction"], Some(chance)));
            rows.push(figure([question, id, &group.name, "people", "people"], Some(people)));
        }
        rows.push(figure([question, id, "", "people", "people"], Some(&of.all)));
        rows.push(figure([question, id, "", "gap", "fraction"], Some(&of.gap)));
    }
    for queue in &state.queues {
        let id = queue.stage.as_str();
        let plain = |value: f64| Ranged { value, limits: None };
        let places = plain(f64::from(queue.places));
        let load = queue.load.map(plain);
        let figures = [
            ("places", "places", Some(&places)),
            ("load", "fraction", load.as_ref()),
            ("came", "people", Some(&queue.came)),
            ("seen", "people", Some(&queue.seen)),
            ("waiting", "people", Some(&queue.waiting)),
            ("wait-mean", "days", queue.wait_mean.as_ref()),
            ("wait-median", "days", queue.wait_median.as_ref()),
            ("wait-90", "days", queue.wait_90.as_ref()),
            ("used", "fraction", queue.used.as_ref()),
        ];
        for (measure, unit, of) in figures {
            rows.push(figure([question, id, "", measure, unit], of));
        }
        for (reason, people) in &queue.left {
            let measure = format!("left-{}", reason.word());
            rows.push(figure([question, id, "", &measure, "people"], Some(people)));
        }
    }
    rows
}
