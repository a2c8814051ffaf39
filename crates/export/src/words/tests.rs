//! Catalogues held against the code that asks for their messages, and against each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use firstyear_core::Language;
use fluent_bundle::FluentResource;

use super::*;
use crate::site::gap_answer;
use crate::testing;

/// The module itself, where the macro has no call of its own.
const OWN: &str = include_str!("../words.rs");

/// All files of a language as one.
fn all(files: &[(&str, &str)]) -> String {
    files.iter().map(|(_, text)| *text).collect()
}

/// The messages of a file with the names of what is put into each.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    assert!(FluentResource::try_new(text.to_owned()).is_ok(), "a file cannot be read");
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut now = String::new();
    for line in text.lines() {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            now = line.split_once(" =").expect("a message has a value").0.to_owned();
            assert!(found.insert(now.clone(), BTreeSet::new()).is_none(), "{now} stands twice");
        }
        let names = line.split('$').skip(1).filter(|_| !line.starts_with('#'));
        let name =
            |rest: &str| rest.split(|c: char| !c.is_alphanumeric()).next().map(str::to_owned);
        found.entry(now.clone()).or_default().extend(names.filter_map(name));
    }
    found.remove("");
    found
}

/// The messages that the code asks for, with the names of what it puts in.
fn asked() -> BTreeMap<String, BTreeSet<String>> {
    fn walk(folder: &Path, found: &mut BTreeMap<String, BTreeSet<String>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && !path.ends_with("words/tests.rs")
                && !path.ends_with("src/words.rs")
            {
                calls(&fs::read_to_string(&path).unwrap(), found);
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    calls(OWN.split_once("impl Words").unwrap().1, &mut found);
    for month in MONTHS {
        found.insert(month.to_owned(), BTreeSet::new());
    }
    found
}

/// The calls of `say!` in a text: the first text within one is the id, and what
/// stands before ` =` are names.
fn calls(text: &str, found: &mut BTreeMap<String, BTreeSet<String>>) {
    for call in text.split("say!(").skip(1) {
        let Some(id) = call.split('"').nth(1) else { continue };
        let own = outermost(call);
        let before = own.split(" = ").collect::<Vec<_>>();
        // What follows the last ` = ` is a value.
        let names = before[..before.len() - 1]
            .iter()
            .filter_map(|before| before.rsplit(|c: char| !c.is_alphanumeric()).next());
        found.entry(id.to_owned()).or_default().extend(names.map(str::to_owned));
    }
}

/// What a call holds outside of further brackets and of texts.
fn outermost(call: &str) -> String {
    let (mut depth, mut in_text, mut own) = (1_usize, false, String::new());
    for c in call.chars() {
        match c {
            '"' => in_text = !in_text,
            '(' if !in_text => depth += 1,
            ')' if !in_text => depth -= 1,
            _ if depth == 1 && !in_text => own.push(c),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    own
}

#[test]
fn every_message_is_asked_for_and_every_one_asked_for_is_there() {
    let (english, asked) = (messages(&all(ENGLISH)), asked());
    for (id, put) in &asked {
        let takes = english.get(id).unwrap_or_else(|| panic!("no message `{id}`"));
        assert_eq!(put, takes, "`{id}`: what the code puts in, and what the message takes");
    }
    let unused: Vec<&String> = english.keys().filter(|id| !asked.contains_key(*id)).collect();
    assert!(unused.is_empty(), "nothing asks for {unused:?}");
}

/// Whether a message is a name of something that has another in English.
fn is_name(id: &str) -> bool {
    ["indicator-", "nav-"].iter().any(|kind| id.starts_with(kind))
}

#[test]
fn a_translation_knows_no_other_messages_and_puts_in_the_same() {
    let english = messages(&all(ENGLISH));
    // Names of reference content are English where that is.
    for (id, put) in messages(&all(WELSH)).into_iter().filter(|(id, _)| !is_name(id)) {
        assert_eq!(Some(&put), english.get(&id), "`{id}`");
    }
}

#[test]
fn every_language_has_its_catalogue() {
    for (language, _) in Language::ALL {
        assert_eq!(Words::of(*language).language(), *language);
    }
    assert_eq!(say!(Words::of(Language::Welsh), "withheld"), "wedi'i atal");
    assert!(
        WELSH.iter().all(|(_, text)| text.contains("for review")),
        "a draft says that it is one"
    );
}

#[test]
fn periods_and_days_are_said_in_the_language() {
    let welsh = Words::of(Language::Welsh);
    let years = Period::years(2007, 2009).unwrap();
    assert_eq!(welsh.period(years), "2007 i 2009");
    let financial = Period::new(PeriodUnit::FinancialYear, 2006, 1, 1).unwrap();
    assert_eq!(welsh.period(financial), "blwyddyn ariannol 2006/07");
    let day = NaiveDate::from_ymd_opt(2010, 12, 16).unwrap();
    assert_eq!(welsh.day(day), "16 Rhagfyr 2010");
}

#[test]
fn the_page_of_gaps_speaks_welsh() {
    let mut fixture = testing::Fixture::full();
    fixture.project.language = Language::Welsh;
    let page = gap_answer(&fixture.report()).unwrap();
    insta::assert_snapshot!(page.markdown);
}
