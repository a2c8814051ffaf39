//! Whether a decision is total and disjoint, and whom another sends elsewhere, held
//! against trying every value.

use firstyear_core::ProblemCode;
use firstyear_core::pathway::{
    CarePathway, Condition, Decision, DecisionInput, DecisionRow, ElementBasis, Grounds, InputKind,
};
use firstyear_pathways::{check, diff};
use proptest::prelude::*;

const WORDS: [&str; 3] = ["never", "once", "often"];

/// A number from 0 to 6, twice, and a word.
fn inputs() -> Vec<DecisionInput> {
    let input = |id: &str, kind| DecisionInput {
        id: id.to_owned(),
        name: id.to_owned(),
        kind,
        unit: None,
        least: (kind == InputKind::Number).then_some(0.0),
        most: (kind == InputKind::Number).then_some(6.0),
        words: match kind {
            InputKind::Number => Vec::new(),
            InputKind::Words => WORDS.map(str::to_owned).to_vec(),
        },
    };
    vec![
        input("first", InputKind::Number),
        input("second", InputKind::Number),
        input("third", InputKind::Words),
    ]
}

fn condition(input: &str) -> Condition {
    Condition {
        input: input.to_owned(),
        at_least: None,
        below: None,
        is: Vec::new(),
        missing: false,
    }
}

fn of_number(input: &'static str) -> impl Strategy<Value = Option<Condition>> {
    prop_oneof![
        2 => Just(None),
        2 => Just(Some(Condition { missing: true, ..condition(input) })),
        2 => (0..7_u8).prop_map(move |at| {
            Some(Condition { at_least: Some(f64::from(at)), ..condition(input) })
        }),
        2 => (1..8_u8).prop_map(move |at| {
            Some(Condition { below: Some(f64::from(at)), ..condition(input) })
        }),
        1 => (0..6_u8, 1..4_u8).prop_map(move |(at, more)| {
            Some(Condition {
                at_least: Some(f64::from(at)),
                below: Some(f64::from(at + more)),
                ..condition(input)
            })
        }),
    ]
}

fn of_word(input: &'static str) -> impl Strategy<Value = Option<Condition>> {
    prop_oneof![
        2 => Just(None),
        1 => Just(Some(Condition { missing: true, ..condition(input) })),
        3 => proptest::sample::subsequence(WORDS.to_vec(), 1..=3).prop_map(move |words| {
            let is = words.into_iter().map(str::to_owned).collect();
            Some(Condition { is, ..condition(input) })
        }),
    ]
}

fn row() -> impl Strategy<Value = Vec<Condition>> {
    (of_number("first"), of_number("second"), of_word("third"))
        .prop_map(|(first, second, third)| [first, second, third].into_iter().flatten().collect())
}

/// A value, or nothing recorded.
#[derive(Clone, Copy)]
enum Value {
    Missing,
    Number(f64),
    Word(&'static str),
}

fn meets(value: Value, one: &Condition) -> bool {
    match value {
        Value::Missing => one.missing,
        _ if one.missing => false,
        Value::Number(value) => {
            one.at_least.is_none_or(|least| value >= least)
                && one.below.is_none_or(|below| value < below)
        }
        Value::Word(word) => one.is.iter().any(|known| known == word),
    }
}

/// For each case the rows that fit it.
fn fitting(rows: &[Vec<Condition>]) -> Vec<Vec<usize>> {
    let numbers = || (0..=12_u8).map(|half| Value::Number(f64::from(half) / 2.0));
    let numbers = || numbers().chain([Value::Missing]);
    let words = || WORDS.into_iter().map(Value::Word).chain([Value::Missing]);
    let mut cases = Vec::new();
    for first in numbers() {
        for second in numbers() {
            for third in words() {
                let value = |input: &str| match input {
                    "first" => first,
                    "second" => second,
                    _ => third,
                };
                let fits =
                    |row: &Vec<Condition>| row.iter().all(|one| meets(value(&one.input), one));
                cases.push((0..rows.len()).filter(|&at| fits(&rows[at])).collect());
            }
        }
    }
    cases
}

/// How many cases no row fits, and the pairs of rows that fit one together.
fn brute_force(rows: &[Vec<Condition>]) -> (usize, Vec<(usize, usize)>) {
    let mut gaps = 0;
    let mut pairs = Vec::new();
    for fitting in fitting(rows) {
        gaps += usize::from(fitting.is_empty());
        for (nth, &late) in fitting.iter().enumerate() {
            pairs.extend(fitting[..nth].iter().map(|&early| (early, late)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    (gaps, pairs)
}

fn pathway(rows: &[Vec<Condition>]) -> CarePathway {
    let mut pathway: CarePathway = toml::from_str(include_str!("data/stop-smoking.toml")).unwrap();
    let rows = rows.iter().map(|when| DecisionRow {
        when: when.clone(),
        then: "refer".to_owned(),
        grounds: Grounds {
            basis: ElementBasis::Inferred,
            source: None,
            why: Some("for the test".to_owned()),
        },
    });
    pathway.decisions = vec![Decision {
        id: "smokes".to_owned(),
        question: "which?".to_owned(),
        inputs: inputs(),
        rows: rows.collect(),
    }];
    pathway
}

proptest! {
    #[test]
    fn gaps_and_overlaps_are_those_that_trying_every_value_finds(
        rows in proptest::collection::vec(row(), 1..7),
    ) {
        let found = check(&pathway(&rows));
        prop_assert!(found.iter().all(|one| one.code != ProblemCode::DecisionInvalid));
        let (gaps, pairs) = brute_force(&rows);
        let of = |code| found.iter().filter(move |one| one.code == code);
        prop_assert_eq!(of(ProblemCode::DecisionGap).next().is_some(), gaps > 0);
        let mut told: Vec<(usize, usize)> = of(ProblemCode::DecisionOverlap)
            .map(|one| {
                let late = one.element.id.rsplit('/').next().unwrap().parse::<usize>().unwrap();
                let early = one.message.split(' ').nth(1).unwrap().parse::<usize>().unwrap();
                (early - 1, late - 1)
            })
            .collect();
        told.sort_unstable();
        prop_assert_eq!(told, pairs);
    }
    #[test]
    fn who_is_sent_elsewhere_is_whom_trying_every_value_finds(
        ours in proptest::collection::vec(row(), 1..5),
        theirs in proptest::collection::vec(row(), 1..5),
    ) {
        let (mut local, mut reference) = (pathway(&ours), pathway(&theirs));
        // Rows lead to steps in turn, so that those of the same place lead to the same.
        let steps = ["refer", "contact", "feedback"];
        for decided in [&mut local, &mut reference] {
            for (at, row) in decided.decisions[0].rows.iter_mut().enumerate() {
                steps[at % 3].clone_into(&mut row.then);
            }
        }
        let mut want: Vec<_> = fitting(&theirs)
            .into_iter()
            .zip(fitting(&ours))
            .flat_map(|(theirs, ours)| {
                theirs.into_iter().flat_map(move |one| ours.clone().into_iter().map(move |other| (one, other)))
            })
            .filter(|(one, other)| one % 3 != other % 3)
            .collect();
        want.sort_unstable();
        want.dedup();
        let found = diff(&local, &reference);
        let mut want: Vec<_> = want.into_iter().map(|(one, other)| (steps[one % 3], steps[other % 3])).collect();
        let mut got: Vec<_> =
            found.decisions[0].elsewhere.iter().map(|one| (one.reference, one.local)).collect();
        want.sort_unstable();
        got.sort_unstable();
        prop_assert_eq!(got, want);
    }
}
