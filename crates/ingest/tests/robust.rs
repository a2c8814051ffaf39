//! What holds for any input: no panic, no cell in a message, a way to stop.

mod support;

use std::ops::ControlFlow;

use firstyear_core::{Problem, SourceId};
use firstyear_ingest::{
    Progress, ReadError, Sources, detect, ons, project, tidy, tidy_gaps, unwatched,
};
use support::{Lists, book, problems_text, rows_text};

const TIDY: &[u8] = include_bytes!("cases/every_state/deaths.csv");
const GAPS: &[u8] = include_bytes!("cases/gaps/gaps.csv");
const BOOK: &str = include_str!("cases/workbook_far_cells/book.sheets");
const PROJECT: &[u8] = include_bytes!("cases/project_good/firstyear.toml");

/// A sequence of numbers that is the same each time (Marsaglia G (2003), J
/// Stat Softw 8(14), triple 13, 7, 17).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap_or(0)
    }
}

/// Replaces, adds, removes, repeats or cuts bytes in a few places.
fn spoiled(good: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    const PIECES: [&[u8]; 14] = [
        b",",
        b"\n",
        b"\r",
        b"\"",
        b";",
        b"=",
        b"[",
        b"]",
        b"-",
        b"\0",
        b"\xFF",
        "é".as_bytes(),
        b"9999999999999999999",
        b"1e308",
    ];
    let mut bytes = good.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len());
        let end = (at + numbers.below(12)).min(bytes.len());
        match numbers.below(5) {
            0 => bytes.truncate(at),
            1 => drop(bytes.splice(at..end, [])),
            2 => drop(bytes.splice(at..at, PIECES[numbers.below(PIECES.len())].to_vec())),
            3 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
            _ => drop(bytes.splice(at..end, PIECES[numbers.below(PIECES.len())].to_vec())),
        }
    }
    bytes
}

#[test]
fn no_input_makes_a_reader_panic() {
    let lists = Lists::new();
    let codes = lists.codes();
    let sources = Sources { declared: Some(&lists.sources), default: None };
    let mut numbers = Numbers(0x0F1E_2D3C_4B5A_6978);
    for good in [TIDY, GAPS, PROJECT, b"PK\x03\x04"] {
        for _ in 0..1000 {
            let bytes = spoiled(good, &mut numbers);
            let _ = detect(&bytes, "file");
            let _ = tidy_gaps::read(&bytes, "file", &codes, sources, &mut unwatched);
            let _ = project::read(&bytes, "file", &codes);
            match tidy::read(&bytes, "file", &codes, sources, &mut unwatched) {
                Ok(read) => {
                    for row in &read.rows.observations {
                        assert!(row.value.value().is_none_or(|value| value.is_finite()));
                    }
                }
                Err(error) => assert!(!error.problems().is_empty()),
            }
        }
    }
}

#[test]
fn no_workbook_makes_its_reader_panic() {
    let lists = Lists::of_workbook();
    let source = SourceId::new("ons").unwrap();
    let mut numbers = Numbers(0x0F1E_2D3C_4B5A_6978);
    let whole = book::workbook(BOOK);
    for _ in 0..500 {
        // Once a workbook with odd cells, once one whose bytes are damaged.
        let text = spoiled(BOOK.as_bytes(), &mut numbers);
        let odd = book::workbook(&String::from_utf8_lossy(&text).replace('\0', ""));
        for bytes in [odd, spoiled(&whole, &mut numbers)] {
            let _ = detect(&bytes, "book.xlsx");
            match ons::read(&bytes, "book.xlsx", &source, &lists.codes()) {
                Ok(read) => {
                    for row in &read.rows.observations {
                        assert!(row.value.value().is_none_or(|value| value.is_finite()));
                    }
                }
                Err(error) => assert!(!error.problems().is_empty()),
            }
        }
    }
}

#[test]
fn no_message_repeats_a_cell() {
    // A name and a count that a shifted column could bring into any cell.
    const CELLS: [&str; 4] = ["Zq7Xw", "7391", "Zq7Xw=7391", "-7391.5"];
    let lists = Lists::new();
    let codes = lists.codes();
    let sources = Sources { declared: Some(&lists.sources), default: None };
    let holds_cell = |problems: &[Problem]| {
        let text = problems_text(problems);
        text.contains("Zq7Xw") || text.contains("7391")
    };
    for good in [TIDY, GAPS] {
        let text = std::str::from_utf8(good).unwrap();
        let rows: Vec<Vec<&str>> = text.lines().map(|row| row.split(',').collect()).collect();
        for (row, column) in (1..rows.len()).flat_map(|r| (0..rows[0].len()).map(move |c| (r, c))) {
            for cell in CELLS {
                let mut rows = rows.clone();
                rows[row][column] = cell;
                let text = rows.iter().map(|row| row.join(",")).collect::<Vec<_>>().join("\n");
                let text = text.as_bytes();
                let tidy = tidy::read(text, "f", &codes, sources, &mut unwatched)
                    .map_or_else(ReadError::problems, |read| read.problems);
                let gaps = tidy_gaps::read(text, "f", &codes, sources, &mut unwatched)
                    .map_or_else(ReadError::problems, |read| read.problems);
                assert!(!holds_cell(&tidy) && !holds_cell(&gaps), "row {row}, column {column}");
            }
        }
    }
}

#[test]
fn a_caller_sees_progress_and_can_stop() {
    let lists = Lists::new();
    let mut table = String::from_utf8(TIDY.to_vec()).unwrap();
    let row = table.lines().nth(1).unwrap().to_owned();
    for year in 1800..2200 {
        for area in 0..50 {
            let row = row.replace(",2022,", &format!(",{year},"));
            table.push_str(&row.replace("E06000001", &format!("E060{area:05}")));
            table.push('\n');
        }
    }
    let total = table.len() as u64;
    let mut seen = Vec::new();
    let mut watch = |progress: &Progress| {
        seen.push((progress.done, progress.total));
        ControlFlow::Continue(())
    };
    let sources = Sources::default();
    tidy::read(table.as_bytes(), "deaths.csv", &lists.codes(), sources, &mut watch).unwrap();
    assert!(seen.len() > 2 && seen.is_sorted(), "{seen:?}");
    assert_eq!(seen.last(), Some(&(total, total)));

    let mut stop = |_: &Progress| ControlFlow::Break(());
    let stopped = tidy::read(table.as_bytes(), "deaths.csv", &lists.codes(), sources, &mut stop);
    assert!(matches!(stopped, Err(ReadError::Stopped)));
}

#[test]
fn the_same_bytes_read_the_same_twice() {
    let lists = Lists::new();
    let read = || {
        let read =
            tidy::read(TIDY, "deaths.csv", &lists.codes(), Sources::default(), &mut unwatched)
                .unwrap();
        format!("{}{}", rows_text(&read.rows), problems_text(&read.problems))
    };
    assert_eq!(read(), read());
}
