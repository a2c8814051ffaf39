//! `pathway explain`.

use firstyear_analysis::LogDisclosure;
use firstyear_export::pathway::{deviations_notes, deviations_table, route_text};
use firstyear_pathways::{RouteWeights, Routes};

use super::{log, sound};
use crate::args::Explained;
use crate::commands::grid;
use crate::commands::reference::print;
use crate::exit::{Code, Failure};

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
    let (events, told) = log::held(&reading, &mapping, &asked.log)?;
    let text = if let Some(id) = &asked.case {
        let case = events.cases().iter().position(|case| case.reveal() == id);
        // Not said again: it points to a person.
        let case = case
            .ok_or_else(|| Failure::Use("the log has no case with the id of --case".to_owned()))?;
        route_text(&read.pathway, routes.of_case(&events, case).as_ref())
    } else {
        let found = routes.deviations(&events);
        let disclosure = LogDisclosure::of(log::class(asked.disclosure));
        let table = deviations_table(&read.pathway, &found, disclosure);
        let notes = deviations_notes(&found, disclosure).join("\n");
        format!("{}\n\n{notes}\n", grid::text(&table, grid::terminal_width()))
    };
    print(&text)?;
    Ok(told.tell())
}
