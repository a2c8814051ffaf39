//! Areas of the United Kingdom: codes, names, times and changes.

use firstyear_core::{Area, Geography};

use crate::CatalogueError;

const FILE: &str = "areas.csv";

/// Reads the list of areas.
pub(crate) fn load(text: &str) -> Result<Geography, CatalogueError> {
    let invalid = |message: String| CatalogueError::Invalid { file: FILE, message };
    let mut areas = Geography::new();
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| invalid(error.to_string()))? {
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<&str> = record.iter().collect();
        let cells = cells.try_into().map_err(|_| invalid(format!("line {line}: not 7 cells")))?;
        let area =
            Area::from_row(cells).map_err(|error| invalid(format!("line {line}: {error}")))?;
        if areas.get(&area.code).is_some() {
            return Err(CatalogueError::Repeated { file: FILE, id: area.code.to_string() });
        }
        areas.add(area);
    }
    for area in areas.iter() {
        let named = area.parents.iter().map(|parent| &parent.code);
        let mut named = named.chain(area.successors.iter().map(|successor| &successor.code));
        if let Some(lost) = named.find(|code| areas.get(code).is_none()) {
            let (from, to) = (area.code.to_string(), lost.to_string());
            return Err(CatalogueError::Unresolved { file: FILE, from, to });
        }
    }
    Ok(areas)
}
