//! `pathway flow`.

use std::fmt::Write as _;
use std::thread::available_parallelism;

use firstyear_analysis::flow;
use firstyear_export::flow::{flat, notes, tables};
use firstyear_export::wire::{FlowV1, to_json};
use firstyear_ingest::read_flow_plan;

use super::{sound, write};
use crate::args::{FlowShape, Flowing};
use crate::commands::grid;
use crate::exit::{Code, Failure};
use crate::load;
use crate::progress::Watch;

/// Answers a plan of flow.
pub(crate) fn run(asked: &Flowing) -> Result<Code, Failure> {
    let Some(read) = sound(&asked.pathway)? else { return Ok(Code::Problems) };
    let mut watch = Watch::new();
    let plan = read_flow_plan(&asked.plan, &read.pathway, &mut |progress| watch.see(progress))
        .map_err(|error| load::unreadable(&asked.plan, error))?;
    let threads = available_parallelism().unwrap_or(std::num::NonZeroUsize::MIN);
    let found =
        flow(&read.pathway, &plan, threads).map_err(|error| Failure::Input(error.to_string()))?;
    let mut text = String::new();
    match asked.format {
        FlowShape::Json => {
            text = to_json(&FlowV1::from(&found))
                .map_err(|error| Failure::Defect(error.to_string()))?;
        }
        FlowShape::Csv => text = flat(&found).csv(),
        FlowShape::Md => {
            for table in tables(&found) {
                text.push_str(&table.markdown());
                text.push('\n');
            }
            for note in notes(&found) {
                // Writing to a string cannot fail.
                let _ = writeln!(text, "- {note}");
            }
        }
        FlowShape::Text => {
            let width = asked.out.is_none().then(grid::terminal_width).flatten();
            for table in tables(&found) {
                let caption = table.caption.replace(char::is_control, " ");
                let _ = writeln!(text, "{caption}\n\n{}\n", grid::text(&table, width));
            }
            for note in notes(&found) {
                let _ = writeln!(text, "note: {}", note.replace(char::is_control, " "));
            }
        }
    }
    write(&text, asked.out.as_deref())
}
