//! The reference pathways, which are files beside this crate.

use std::fs;
use std::path::Path;

use firstyear_core::pathway::CarePathway;

pub(crate) fn reference_pathways() -> Vec<CarePathway> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue/data/pathways");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| toml::from_str(&fs::read_to_string(file).unwrap()).unwrap()).collect()
}
