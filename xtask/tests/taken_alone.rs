//! Other teams take crates one by one: each can be packed, and `metrics`
//! builds outside the workspace with few dependencies.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Runs cargo and returns what it prints; no network is asked.
#[track_caller]
fn cargo(folder: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(args)
        .arg("--offline")
        .current_dir(folder)
        .env_remove("RUSTFLAGS")
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {}:\n{error}", args.join(" "));
    String::from_utf8(output.stdout).unwrap()
}

/// A package outside the workspace that takes `metrics` and nothing else,
/// with the versions that the workspace has.
fn consumer(folder: &Path) {
    let metrics = root().join("crates/metrics");
    let manifest = format!(
        "[package]\nname = \"consumer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nfirstyear-metrics = {{ path = {:?} }}\n\n[workspace]\n",
        metrics.display().to_string()
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    fs::create_dir(folder.join("src")).unwrap();
    let source = "\
//! Births and deaths of another team.
pub use firstyear_metrics::{rate, wilson};
";
    fs::write(folder.join("src/lib.rs"), source).unwrap();
}

#[test]
fn metrics_builds_alone_with_few_dependencies() {
    let folder = tempfile::tempdir().unwrap();
    consumer(folder.path());
    cargo(folder.path(), &["check", "--quiet"]);
    let tree = cargo(folder.path(), &["tree", "--edges", "normal,build", "--prefix", "none"]);
    let names: BTreeSet<&str> =
        tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    // Dates come with chrono, errors with thiserror, words of the vocabulary
    // with serde, and fits with nalgebra, without its optional parts; the rest
    // is what these four are made of.
    let expected = [
        "approx",
        "autocfg",
        "bytemuck",
        "chrono",
        "consumer",
        "firstyear-core",
        "firstyear-metrics",
        "matrixmultiply",
        "nalgebra",
        "num-complex",
        "num-integer",
        "num-rational",
        "num-traits",
        "paste",
        "proc-macro2",
        "quote",
        "rawpointer",
        "safe_arch",
        "serde",
        "serde_core",
        "serde_derive",
        "simba",
        "syn",
        "thiserror",
        "thiserror-impl",
        "typenum",
        "unicode-ident",
        "wide",
    ];
    assert_eq!(names, BTreeSet::from(expected));
}

#[test]
fn every_library_crate_can_be_packed() {
    let mut packed = 0;
    for folder in fs::read_dir(root().join("crates")).unwrap() {
        let folder: PathBuf = folder.unwrap().path();
        if !folder.join("src/lib.rs").is_file() {
            continue;
        }
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        assert!(manifest.contains("rust-version"), "{}", folder.display());
        let readme = fs::read_to_string(folder.join("README.md")).unwrap();
        assert!(readme.starts_with("# firstyear-"), "{}", folder.display());
        let list = pack(&folder);
        for file in ["Cargo.toml", "README.md", "src/lib.rs"] {
            assert!(list.lines().any(|line| line == file), "{}: {file}", folder.display());
        }
        packed += 1;
    }
    assert!(packed >= 6, "{packed} library crates");
}

/// The files of a package.
fn pack(folder: &Path) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(folder)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}:\n{error}", folder.display());
    String::from_utf8(output.stdout).unwrap()
}
