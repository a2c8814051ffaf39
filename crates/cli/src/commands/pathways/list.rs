//! `pathway list`.

use firstyear_catalogue::catalogue;
use firstyear_core::pathway::CarePathway;
use firstyear_export::chart::{Column, DataTable, TableCell};

use crate::commands::grid;
use crate::commands::reference::print;
use crate::exit::{Code, Failure};

/// Lists the pathways of the catalogue.
pub(crate) fn list() -> Result<Code, Failure> {
    let row = |pathway: &CarePathway| {
        vec![
            TableCell::text(&pathway.id),
            TableCell::text(&pathway.title),
            TableCell::text(pathway.status.word()),
            TableCell::number(pathway.open().count() as f64, 0),
        ]
    };
    let table = DataTable {
        caption: String::new(),
        columns: vec![
            Column::text("Pathway"),
            Column::text("Title"),
            Column::text("Status"),
            Column::number("Open elements"),
        ],
        rows: catalogue().pathways().iter().map(row).collect(),
    };
    print(&format!("{}\n", grid::text(&table, grid::terminal_width())))
}
