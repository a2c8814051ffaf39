//! Text that looks as if it were about a person.
//!
//! What is found: e-mail addresses, telephone numbers, NHS numbers, and a title
//! before a name. What is not: a name without a title, a street, a description
//! that only one person fits. Finding nothing is no proof that a text is free
//! of it.

use std::sync::Arc;

use firstyear_core::{Place, Problem, ProblemCode};

/// What looked personal in a text, in words; `None` where nothing did.
pub(super) fn looks_personal(text: &str) -> Option<&'static str> {
    if text.split_whitespace().any(is_address) {
        Some("what may be an e-mail address")
    } else if let Some(number) = numbers(text).find_map(|number| kind_of_number(&number)) {
        Some(number)
    } else if has_title_and_name(text) {
        Some("a title before what may be a name")
    } else {
        None
    }
}

/// Takes out of `text` what looks personal, and notes it.
pub(super) fn keep_out(
    text: Option<String>,
    field: &str,
    place: &Place,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let text = text?;
    let Some(what) = looks_personal(&text) else { return Some(text) };
    let place = Place { column: Some(Arc::from(field)), ..place.clone() };
    let message = format!("the text holds {what}, and is kept out");
    problems.push(Problem::new(ProblemCode::PersonalText, place, message));
    None
}

/// The same of every text of a list; those that look personal are left out.
pub(super) fn keep_out_of_list(
    texts: Vec<String>,
    field: &str,
    place: &Place,
    problems: &mut Vec<Problem>,
) -> Vec<String> {
    texts.into_iter().filter_map(|text| keep_out(Some(text), field, place, problems)).collect()
}

fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| {
        name.ends_with(char::is_alphanumeric)
            && host.split_once('.').is_some_and(|(first, rest)| {
                !first.is_empty() && rest.starts_with(char::is_alphanumeric)
            })
    })
}

/// Digits that stand together, with single blanks, hyphens, dots or brackets
/// between them, and a sign before them.
fn numbers(text: &str) -> impl Iterator<Item = String> + '_ {
    let mut rest = text;
    let mut before = ' ';
    std::iter::from_fn(move || {
        while let Some(first) = rest.chars().next() {
            let begins = (first.is_ascii_digit() || first == '+' || first == '(')
                && !before.is_alphanumeric();
            let length = if begins { number_length(rest) } else { 0 };
            if length > 0 {
                let (number, after) = rest.split_at(length);
                (before, rest) = ('0', after);
                return Some(number.to_owned());
            }
            before = first;
            rest = &rest[first.len_utf8()..];
        }
        None
    })
}

/// How many bytes from the beginning belong to a number; 0 for none.
fn number_length(text: &str) -> usize {
    let (mut length, mut gap) = (0, 0);
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            (length, gap) = (at + 1, 0);
        } else if (at == 0 && c == '+') || (" -.()".contains(c) && gap < 2) {
            gap += 1;
        } else {
            break;
        }
    }
    length
}

/// What a number may be: a telephone number begins with 0 or a plus and has 9 to
/// 15 digits; an NHS number has ten with a check digit.
fn kind_of_number(number: &str) -> Option<&'static str> {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let dialled = number.starts_with('+') || digits.first() == Some(&0);
    if dialled && (9..=15).contains(&digits.len()) {
        Some("what may be a telephone number")
    } else if is_nhs_number(&digits) {
        Some("what may be an NHS number")
    } else {
        None
    }
}

/// Ten digits, the last of which checks the others: weights 10 to 2, modulo 11.
fn is_nhs_number(digits: &[u32]) -> bool {
    let [head @ .., check] = digits else { return false };
    if head.len() != 9 || head.iter().all(|digit| *digit == 0) {
        return false;
    }
    let sum: u32 = head.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    (11 - sum % 11) % 11 == *check
}

const TITLES: [&str; 14] = [
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Mx",
    "Dr",
    "Prof",
    "Professor",
    "Sir",
    "Dame",
    "Cllr",
    "Councillor",
    "Rev",
    "Revd",
];

fn has_title_and_name(text: &str) -> bool {
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .collect();
    words.windows(2).any(|pair| {
        let mut letters = pair[1].chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        // What is set in capitals throughout is a name after a title in
        // capitals alone: `MS services` is none.
        let shouted = pair[0].chars().all(char::is_uppercase);
        let like_title = letters.next().is_some_and(|c| c.is_uppercase() == shouted);
        TITLES.iter().any(|title| pair[0] == *title || pair[0] == title.to_uppercase())
            && capital
            && like_title
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_personal_is_found() {
        for text in [
            "write to jo.bloggs@example.nhs.uk.",
            "(contact: a@b.org)",
            "ring 020 7946 0000 for the list",
            "ring (0117) 496-0123",
            "+44 7700 900123",
            "case 943 476 5919 was missed",
            "number 9434765919",
            "ask Dr Smith",
            "as Mrs. Jones said",
            "MR SMITH",
            "Professor O’Neill leads",
        ] {
            assert!(looks_personal(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_does_not_is_left_alone() {
        for text in [
            "",
            "Refer all smokers at booking by 2024-12-31",
            "10,000 births in 2007 2008 2009",
            "area E08000025 and 12 others",
            "the Family Nurse Partnership and Sister agencies",
            "an MS Society group", // an abbreviation
            "Dr-led clinics",
            "943 476 5918 is no NHS number",
            "@ 5 sites",
            "60% of 1,000 by the year 2030",
            "miss appointments",
            "room 12 345",
        ] {
            assert_eq!(looks_personal(text), None, "{text}");
        }
    }
}
