//! The report of England: asking its questions and writing its pages are to take
//! less than 2 s together with reading, and 150 areas less than 20 s on two
//! processors.

use divan::Bencher;
use firstyear_analysis::{EveryArea, answers};
use firstyear_catalogue::catalogue;
use firstyear_export::every_area::key;
use firstyear_export::site::{Report, ReportPlace, render};
use firstyear_ingest::{ProjectData, read_project, unwatched};
use firstyear_tests::{codes, evidence, report, root};

fn main() {
    divan::main();
}

fn england() -> ProjectData {
    read_project(&root().join("fixtures/england"), &codes(), &mut unwatched).expect("the fixture")
}

#[divan::bench]
fn read(bencher: Bencher<'_, '_>) {
    bencher.bench(england);
}

#[divan::bench]
fn ask(bencher: Bencher<'_, '_>) {
    let data = england();
    bencher.bench(|| answers(&data.project, &evidence(&data)));
}

#[divan::bench]
fn write_pages(bencher: Bencher<'_, '_>) {
    let data = england();
    let found = answers(&data.project, &evidence(&data));
    bencher.bench(|| render(&report(&data, &found)));
}

#[divan::bench]
fn key_of_all_that_was_read(bencher: Bencher<'_, '_>) {
    let data = england();
    let found = answers(&data.project, &evidence(&data));
    bencher.bench(|| key(&report(&data, &found), &evidence(&data), &[]));
}

#[divan::bench]
fn ask_one_area(bencher: Bencher<'_, '_>) {
    let data = england();
    let every = EveryArea::of(&data.project, evidence(&data), catalogue().areas());
    let every = every.expect("areas with published figures");
    bencher.bench(|| every.answers(&every.areas()[0]));
}

#[divan::bench]
fn write_pages_of_one_area(bencher: Bencher<'_, '_>) {
    let data = england();
    let above = answers(&data.project, &evidence(&data));
    let every = EveryArea::of(&data.project, evidence(&data), catalogue().areas());
    let every = every.expect("areas with published figures");
    let found = every.answers(&every.areas()[0]);
    let report = Report {
        project: &found.project,
        sources: &found.sources,
        answers: &found.answers,
        place: ReportPlace::Among { previous: None, next: None },
        ..report(&data, &above)
    };
    bencher.bench(|| render(&report));
}
