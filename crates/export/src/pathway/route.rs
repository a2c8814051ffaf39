//! How a case went through the flow, and what deviates from it in a log, in words.

use std::fmt::Write as _;

use firstyear_analysis::LogDisclosure;
use firstyear_core::Cell;
use firstyear_core::pathway::CarePathway;
use firstyear_pathways::{Deviations, Route, RouteMove};

use crate::chart::{Column, DataTable, TableCell};

/// What a route is, for those who read one.
const READING: &str = "The cheapest way through the flow that fits what was recorded. It explains, \
     and judges nothing: `firstyear pathway judge` says what was owed.";

/// The route of a case, a line for each move, with what is as cheap; `None` stands for a
/// closed case from which no way leads to an end.
///
/// It tells of one case, and is working data for those who may see it.
#[must_use]
pub fn route_text(pathway: &CarePathway, route: Option<&Route<'_>>) -> String {
    let Some(route) = route else {
        return "No way through the flow leads to an end.\n".to_owned();
    };
    let mut text = String::new();
    for (at, one) in route.moves.iter().enumerate() {
        let name = name(pathway, &one.element().id);
        let what = match one {
            RouteMove::Recorded(_, event) => format!("recorded, event {}", event + 1),
            RouteMove::Passed(_) => "passed, leaves no event".to_owned(),
            RouteMove::Missing(_) => "not recorded".to_owned(),
            RouteMove::Surplus(_, event) => format!("does not fit, event {}", event + 1),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}. {name}: {what}", at + 1);
        if let Some(tie) = route.ties.iter().find(|tie| tie.after == at) {
            let others: Vec<String> = tie.others.iter().map(|one| in_words(pathway, one)).collect();
            let _ = writeln!(text, "   as cheap: {}", others.join("; "));
        }
    }
    if route.is_open {
        text.push_str("The case is open: nothing is asked of what may yet come.\n");
    }
    if route.other_events > 0 {
        let _ = writeln!(text, "Events of no step, left out: {}.", route.other_events);
    }
    let _ = writeln!(text, "Cost: {}. {READING}", route.cost);
    text
}

fn in_words(pathway: &CarePathway, one: &RouteMove<'_>) -> String {
    let name = name(pathway, &one.element().id);
    match one {
        RouteMove::Recorded(..) | RouteMove::Passed(_) => name,
        RouteMove::Missing(_) => format!("{name}, not recorded"),
        RouteMove::Surplus(..) => format!("{name}, does not fit"),
    }
}

/// What a reader knows a step, a decision or an exit by.
fn name(pathway: &CarePathway, id: &str) -> String {
    let step = pathway.step(id).map(|one| &one.name);
    let decision = || pathway.decision(id).map(|one| &one.question);
    let exit = || pathway.exit(id).map(|one| &one.name);
    let name = step.or_else(decision).or_else(exit).map_or(id, String::as_str);
    name.replace(char::is_control, " ")
}

/// For each step that deviates how many cases lack it, and how many have it where it does
/// not fit.
#[must_use]
pub fn deviations_table(
    pathway: &CarePathway,
    found: &Deviations,
    disclosure: LogDisclosure,
) -> DataTable {
    let cell = |count: u64| match disclosure.shown(count) {
        Cell::Known { value, .. } => TableCell::number(value as f64, 0),
        _ => TableCell::missing("withheld"),
    };
    let rows = pathway.steps.iter().filter_map(|step| {
        let (missing, surplus) = found.of_steps.get(&step.id)?;
        Some(vec![TableCell::text(&step.name), cell(*missing), cell(*surplus)])
    });
    DataTable {
        caption: String::new(),
        columns: vec![
            Column::text("Step"),
            Column::number("Not recorded"),
            Column::number("Does not fit"),
        ],
        rows: rows.collect(),
    }
}

/// What readers must know of the whole log: how many cases, how many fit, and how routes
/// are to be read.
#[must_use]
pub fn deviations_notes(found: &Deviations, disclosure: LogDisclosure) -> Vec<String> {
    let shown = |count: u64| match disclosure.shown(count) {
        Cell::Known { value, .. } => value.to_string(),
        _ => "withheld".to_owned(),
    };
    vec![
        format!("Cases: {}.", shown(found.cases)),
        format!("Fit without any cost: {}.", shown(found.fitting)),
        READING.to_owned(),
    ]
}
