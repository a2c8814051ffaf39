//! Whole reports over made-up tables with planted small counts, in the hands of a reader
//! who wants to know them.
//!
//! | a reader                                                | is held against           |
//! |---------------------------------------------------------|---------------------------|
//! | puts every count of the files into one set of equations | what is written           |
//! | does the same where small counts alone are hidden       | a naive report            |
//! | compares what is written with what another table gives  | every byte that was written |

mod random;
mod reader;
mod world;

use std::thread;

use firstyear_analysis::{Answers, answers};
use firstyear_core::SourceClass;
use firstyear_export::site::{Page, render};
use firstyear_ingest::{ProjectData, read_project, unwatched};
use firstyear_tests::{codes, evidence, report};
use reader::{Facts, Reader, Told, choice, facts};
use world::{Key, World};

/// How many tables are made.
const TABLES: u64 = 100;

/// How many of them are made anew with other counts, which takes three reports each.
const COMPARED: u64 = 40;

/// A report with what is said beside it, on standard error.
struct Written {
    pages: Vec<Page>,
    said: String,
}

fn pages(read: &ProjectData, answers: &Answers) -> Vec<Page> {
    render(&report(read, answers)).unwrap_or_else(|error| panic!("{error}"))
}

fn read(world: &World) -> ProjectData {
    let folder = tempfile::tempdir().expect("a folder");
    world.write(folder.path());
    let read = read_project(folder.path(), &codes(), &mut unwatched)
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(read.read.problems.is_empty(), "{:?}", read.read.problems);
    read
}

fn written(world: &World) -> Written {
    let read = read(world);
    let found = answers(&read.project, &evidence(&read));
    let said = found.unanswered.iter().map(|one| format!("{}: {}\n", one.question, one.why));
    Written { said: said.collect(), pages: pages(&read, &found) }
}

/// The facts of a report that hides small counts and nothing for their sake.
fn naive(world: &World) -> Facts {
    let mut read = read(world);
    for source in read.read.rows.sources.values_mut() {
        source.class = SourceClass::Published;
    }
    let mut facts = facts(world, &pages(&read, &answers(&read.project, &evidence(&read))));
    for (key, told) in &mut facts {
        if world.is_protected(key) {
            *told = Told::Small;
        }
    }
    facts
}

/// What a reader finds out beyond what the marks of the report say by themselves.
fn found_out(world: &World, facts: &Facts) -> Vec<String> {
    let (from, to) = (world.hidden.from, world.hidden.to);
    let mut found = Vec::new();
    let mut wanted: Vec<(Key, u64, u64)> = Vec::new();
    for (key, told) in facts.iter().filter(|(key, _)| world.is_protected(key)) {
        match told {
            Told::Count(count) => found.push(format!("{key:?} is shown: {count}")),
            Told::Small | Told::Large => wanted.push((key.clone(), from, to)),
        }
    }
    // Nobody asked for these, and their counts must not come out all the same. Where
    // nothing happened a reader may know it.
    let others = world.cells().into_iter();
    let others = others
        .filter(|key| world.is_protected(key) && world.count(key) > 0 && !facts.contains_key(key));
    wanted.extend(others.map(|key| (key, from, to)));
    let narrow = Reader::new(world, facts).narrowed(&wanted);
    // A table of zeros and of small totals tells of its parts whatever else is hidden.
    let at_most_hidden: Facts =
        facts.iter().map(|(key, told)| (key.clone(), hidden(world, key, *told))).collect();
    let asked: Vec<_> = narrow.iter().map(|(key, ..)| (key.clone(), from, to)).collect();
    let unavoidable = Reader::new(world, &at_most_hidden).narrowed(&asked);
    for (key, least, most) in narrow {
        let at_best = unavoidable.iter().find(|(other, ..)| *other == key);
        let (from, to) = at_best.map_or((from, to), |(_, least, most)| (*least, *most));
        let is_worse = if facts.contains_key(&key) {
            least > from || most < to
        } else {
            least == most && from < to
        };
        if is_worse {
            found.push(format!("{key:?} lies in {least} to {most}, and could in {from} to {to}"));
        }
    }
    found
}

/// What is told of a count where everything is hidden that may be.
fn hidden(world: &World, key: &Key, told: Told) -> Told {
    match told {
        Told::Count(count) if count > world.hidden.to && !world.is_published(key) => Told::Large,
        other => other,
    }
}

/// Does the same with every table, in two threads.
fn with_every_table<T: Send>(of: impl Fn(u64, &World) -> T + Sync) -> Vec<T> {
    let half = |odd: u64| {
        let of = &of;
        move || -> Vec<T> {
            let seeds = (0..TABLES).filter(|seed| seed % 2 == odd);
            seeds.map(|seed| of(seed, &World::new(seed))).collect()
        }
    };
    thread::scope(|scope| {
        let halves = [0, 1].map(|odd| scope.spawn(half(odd)));
        let found =
            halves.map(|half| half.join().unwrap_or_else(|why| std::panic::resume_unwind(why)));
        found.into_iter().flatten().collect()
    })
}

#[test]
fn no_hidden_count_of_a_whole_report_can_be_narrowed() {
    let found = with_every_table(|seed, world| {
        let facts = facts(world, &written(world).pages);
        let protected = facts.keys().filter(|key| world.is_protected(key)).count();
        let found = found_out(world, &facts).into_iter();
        (
            found.map(|what| format!("table {seed}: {what}")).collect::<Vec<_>>(),
            protected,
            facts.len(),
        )
    });
    let (mut all, mut protected, mut told) = (Vec::new(), 0, 0);
    for (what, of_table, facts) in found {
        all.extend(what);
        protected += of_table;
        told += facts;
    }
    assert_eq!(all, Vec::<String>::new());
    // The tables do put something to the proof.
    assert!(protected > 100 && told > 5 * protected, "{protected} of {told}");
}

#[test]
fn hiding_small_counts_alone_is_found_out() {
    let caught = with_every_table(|_, world| !found_out(world, &naive(world)).is_empty());
    let caught = caught.into_iter().filter(|caught| *caught).count();
    assert!(caught > 40, "{caught} of {TABLES}");
}

/// A figure made of a hidden count, a point of a drawing or a word about it would differ
/// between two tables that are the same in all that is shown.
#[test]
fn nothing_that_is_written_depends_on_what_is_hidden() {
    let compared = with_every_table(|seed, world| {
        if seed >= COMPARED {
            return 0;
        }
        let report = written(world);
        let told = facts(world, &report.pages);
        let small =
            told.iter().find(|(key, told)| world.is_protected(key) && **told == Told::Small);
        let Some((key, _)) = small else { return 0 };
        let mut same = 0;
        for up in [false, true] {
            let Some(deaths) = Reader::new(world, &told).other(key, up) else { continue };
            if deaths == world.deaths {
                continue;
            }
            let other = world.with(deaths);
            let theirs = written(&other);
            // Which figures are hidden for another's sake depends on their counts.
            if choice(&report.pages) != choice(&theirs.pages) || report.said != theirs.said {
                continue;
            }
            for (ours, theirs) in report.pages.iter().zip(&theirs.pages) {
                assert!(ours == theirs, "table {seed}: {} tells of {key:?}", ours.path);
            }
            same += 1;
        }
        same
    });
    let same: usize = compared.into_iter().sum();
    assert!(same > 10, "{same} pairs of tables were shown alike");
}
