//! Every reader on damaged files: it returns, whatever the bytes.
//!
//! The corpus is `tests/corpus/<format>/`: at least one small file for each
//! format, which is told as that format. `PROPTEST_CASES` sets how many
//! damaged ones are tried of each; those that once failed are kept beside this
//! file and tried first.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use firstyear_core::project::FileFormat;
use firstyear_core::{Area, AreaCode, Geography, Severity};
use firstyear_ingest::{Sources, detect, formats, read_bytes, unwatched};
use proptest::prelude::*;
use support::Lists;

/// One way to damage a file.
#[derive(Clone, Debug)]
enum Damage {
    Cut(prop::sample::Index),
    Flip(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    Remove(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize, usize),
    Swap(prop::sample::Index, prop::sample::Index, usize),
}

impl Damage {
    fn any() -> impl Strategy<Value = Self> {
        let index = any::<prop::sample::Index>;
        let odd = prop_oneof![
            prop::collection::vec(any::<u8>(), 1..8),
            prop::sample::select(vec![
                &b"\""[..],
                b",",
                b"\n",
                b"\r",
                b"\0",
                b";",
                b"\t",
                b"{",
                b"[",
                b"}",
                b"]",
                b"<",
                b">",
                b"&",
                b"-",
                b"*",
                b"NaN",
                b"1e999",
                b"99999999999999999999",
                b"\xEF\xBB\xBF",
                b"\xFF\xFE",
            ])
            .prop_map(<[u8]>::to_vec),
        ];
        prop_oneof![
            index().prop_map(Self::Cut),
            (index(), any::<u8>()).prop_map(|(at, bits)| Self::Flip(at, bits)),
            (index(), odd).prop_map(|(at, bytes)| Self::Insert(at, bytes)),
            (index(), 1_usize..40).prop_map(|(at, length)| Self::Remove(at, length)),
            (index(), 1_usize..60, 1_usize..50)
                .prop_map(|(at, length, times)| Self::Repeat(at, length, times)),
            (index(), index(), 1_usize..20).prop_map(|(a, b, length)| Self::Swap(a, b, length)),
        ]
    }

    fn done_to(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let size = bytes.len();
        let piece = |at: usize, length: usize| at..size.min(at + length);
        match self {
            Self::Cut(at) => bytes.truncate(at.index(size)),
            Self::Flip(at, bits) => bytes[at.index(size)] ^= bits,
            Self::Insert(at, odd) => {
                let at = at.index(size);
                bytes.splice(at..at, odd.iter().copied());
            }
            Self::Remove(at, length) => {
                bytes.drain(piece(at.index(size), *length));
            }
            Self::Repeat(at, length, times) => {
                let at = at.index(size);
                let piece = bytes[piece(at, *length)].repeat(*times);
                bytes.splice(at..at, piece);
            }
            Self::Swap(a, b, length) => {
                let (a, b) = (a.index(size), b.index(size));
                let moved: Vec<u8> = bytes[piece(a, *length)].to_vec();
                bytes.splice(b..b, moved);
            }
        }
    }
}

fn corpus(format: FileFormat) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(format.name());
    let entries = fs::read_dir(&folder);
    let mut files: Vec<PathBuf> =
        entries.map(|all| all.map(|entry| entry.unwrap().path()).collect()).unwrap_or_default();
    files.sort();
    files
}

#[test]
fn every_format_has_a_corpus_that_is_told() {
    for known in formats() {
        let files = corpus(known.format);
        assert!(!files.is_empty(), "{} has no file in tests/corpus", known.format.name());
        for file in files {
            let bytes = fs::read(&file).unwrap();
            let name = file.file_name().unwrap().to_str().unwrap();
            let told = detect(&bytes, name);
            let told = told.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            assert_eq!(told, known.format, "{}", file.display());
        }
    }
}

/// Areas of the corpus, by which a file of boundaries tells its codes.
fn areas() -> Geography {
    let mut areas = Geography::new();
    for code in ["E06000001", "E06000002", "E06000003"] {
        areas.add(Area::new(AreaCode::new(code).unwrap(), code));
    }
    areas
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_reader_fails_on_a_damaged_file(
        damage in prop::collection::vec(Damage::any(), 1..5),
        tell in any::<bool>(),
    ) {
        let (lists, areas) = (Lists::of_workbook(), areas());
        for known in formats() {
            for file in corpus(known.format) {
                let mut bytes = fs::read(&file).unwrap();
                for damage in &damage {
                    damage.done_to(&mut bytes);
                }
                let format = tell.then_some(known.format);
                let (codes, sources) = (lists.codes().with_areas(&areas), Sources::default());
                let read = read_bytes(&bytes, "damaged", format, &codes, sources, &mut unwatched);
                if let Ok((read, summary)) = read {
                    let errors = read.problems.iter().filter(|p| p.severity == Severity::Error);
                    prop_assert!(summary.rows.refused == 0 || errors.count() > 0);
                }
            }
        }
    }
}
