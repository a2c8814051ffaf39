//! `pathway explain`.

use std::fmt::Write as _;

use firstyear_analysis::LogDisclosure;
use firstyear_core::Cell;
use firstyear_core::pathway::CarePathway;
use firstyear_export::chart::{Column, DataTable, TableCell};
use firstyear_pathways::{Deviations, Route, RouteMove, RouteWeights, Routes};

use super::{log, sound};
use crate::args::Explained;
use crate::commands::grid;
use crate::commands::reference::print;
use crate::exit::{Code, Failure};

/// What a route is, for those who read one.
const READING: &str = "The cheapest way through the flow that fits what was recorded. It explains, \
     and judges nothing: `firstyear pathway judge` says what was owed.";

/// Says how a case went, or what deviates in a log.
pub(crate) fn explain(asked: &Explained) -> Result<Code, Failure> {
    let Some(read) = sound(&asked.log.pathway)? else { return Ok(Code::Problems) };
    let mapping = log::mapping(&asked.log, &[])?;
    let Some(reading) = log::reading(&read.pathway, &mapping, &asked.log) else {
        return Ok(Code::Problems);
    };
    let weights = RouteWeights {
        of_steps: asked.weights.iter().cloned().collect(),
        ..RouteWeights::default()
    };
    let routes = Routes::new(&reading, &weights).map_err(|step| {
        Failure::Use(format!("--weight names `{step}`, which is no step of the pathway"))
    })?;
    let read_log = log::read(&reading, &mapping, &asked.log)?;
    let text = match &asked.case {
        Some(id) => {
            let case = read_log.events.cases().iter().position(|case| case.reveal() == id);
            // Not said again: it points to a person.
            let case = case.ok_or_else(|| {
                Failure::Use("the log has no case with the id of --case".to_owned())
            })?;
            match routes.of_case(&read_log.events, case) {
                Some(route) => of_route(&read.pathway, &route),
                None => "No way through the flow leads to an end.\n".to_owned(),
            }
        }
        None => of_log(
            &read.pathway,
            &routes.deviations(&read_log.events),
            log::disclosure(asked.disclosure),
        ),
    };
    print(&text)?;
    Ok(read_log.tell())
}

fn of_route(pathway: &CarePathway, route: &Route<'_>) -> String {
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

fn of_log(pathway: &CarePathway, found: &Deviations, disclosure: LogDisclosure) -> String {
    let cell = |count: u64| match disclosure.shown(count) {
        Cell::Known { value, .. } => TableCell::number(value as f64, 0),
        _ => TableCell::missing("withheld"),
    };
    let rows = pathway.steps.iter().filter_map(|step| {
        let (missing, surplus) = found.of_steps.get(&step.id)?;
        Some(vec![TableCell::text(&step.name), cell(*missing), cell(*surplus)])
    });
    let table = DataTable {
        caption: String::new(),
        columns: vec![
            Column::text("Step"),
            Column::number("Not recorded"),
            Column::number("Does not fit"),
        ],
        rows: rows.collect(),
    };
    let whole = [("Cases", found.cases), ("Fit without any cost", found.fitting)];
    let mut text = format!("{}\n\n", grid::text(&table, grid::terminal_width()));
    for (what, count) in whole {
        let shown = match disclosure.shown(count) {
            Cell::Known { value, .. } => value.to_string(),
            _ => "withheld".to_owned(),
        };
        let _ = writeln!(text, "{what}: {shown}.");
    }
    let _ = writeln!(text, "{READING}");
    text
}
