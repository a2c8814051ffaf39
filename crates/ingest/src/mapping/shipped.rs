//! Mappings that come with the program, told by their headers.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use firstyear_core::mapping::Mapping;

use crate::sample::{Sample, TextSample};

macro_rules! files {
    ($($file:literal)*) => {
        &[$(($file, include_str!(concat!("../../data/mappings/", $file)))),*]
    };
}

/// Name and text of each.
const FILES: &[(&str, &str)] = files! {
    "ae_attendances.toml"
    "imd_2010_by_authority.toml"
    "imd_2015_average_score.toml"
    "imd_2015_by_authority.toml"
    "imd_2019_by_authority.toml"
    "imd_2025_by_authority.toml"
    "infant_mortality_by_authority.toml"
};

/// The mapping whose columns are those of the file. Where several fit, the
/// one whose known row the file holds.
pub(crate) fn told(sample: &Sample) -> Option<&'static Mapping> {
    let text = sample.text()?;
    let header: BTreeSet<String> = text.header().into_iter().collect();
    let fits = |mapping: &&Mapping| {
        let ignored = mapping.ignore.iter().map(String::as_str);
        let all: BTreeSet<&str> = mapping.columns().into_iter().chain(ignored).collect();
        all.len() == header.len() && all.iter().all(|name| header.contains(*name))
    };
    all().iter().filter(fits).find(|mapping| holds(text, mapping))
}

fn all() -> &'static [Mapping] {
    static ALL: OnceLock<Vec<Mapping>> = OnceLock::new();
    ALL.get_or_init(|| {
        // A test reads every one, so that none is left out here.
        FILES.iter().filter_map(|(name, text)| super::read(text.as_bytes(), name).ok()).collect()
    })
}

/// Whether a row at the start of the file has the cells by which the
/// publication is told.
fn holds(text: &TextSample, mapping: &Mapping) -> bool {
    let known = &mapping.recognised_by;
    if known.is_empty() {
        return true;
    }
    let header = text.header();
    text.head.lines().skip(1).any(|line| {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        known.iter().all(|(column, cell)| {
            let at = header.iter().position(|title| title == column);
            at.and_then(|at| cells.get(at)) == Some(&cell.as_str())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReadError;

    #[test]
    fn every_mapping_is_read() {
        for (name, text) in FILES {
            let read = super::super::read(text.as_bytes(), name);
            let problems = read.err().map(ReadError::problems);
            assert!(problems.is_none(), "{name}: {problems:?}");
        }
        assert_eq!(all().len(), FILES.len());
    }
}
