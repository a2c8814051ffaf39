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
    } else if let Some(number) =
        numbers(text).find_map(|(plus, groups)| kind_of_number(plus, &groups))
    {
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

/// Groups of digits that stand together, with single blanks, hyphens, dots or
/// brackets between them, and whether a plus is before the first.
fn numbers(text: &str) -> impl Iterator<Item = (bool, Vec<&str>)> {
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
                let groups = number.split(|c: char| !c.is_ascii_digit());
                return Some((first == '+', groups.filter(|group| !group.is_empty()).collect()));
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
        } else if (at == 0 && c == '+') || (joins(c) && gap < MOST_BETWEEN) {
            gap += 1;
        } else {
            break;
        }
    }
    length
}

/// What may stand between the groups of a number: blanks of any kind, hyphens and
/// dashes, dots, strokes and brackets.
fn joins(c: char) -> bool {
    c.is_whitespace() || ('\u{2010}'..='\u{2015}').contains(&c) || "-./()".contains(c)
}

/// How many of them.
const MOST_BETWEEN: usize = 3;

/// What groups of digits may hold, alone or beside other numbers.
fn kind_of_number(plus: bool, groups: &[&str]) -> Option<&'static str> {
    let starts = || (0..groups.len()).map(|from| &groups[from..]);
    if (plus && is_dialled(groups)) || starts().any(|from| has_trunk(from[0]) && is_dialled(from)) {
        Some("what may be a telephone number")
    } else if starts().any(begins_with_nhs_number) {
        Some("what may be an NHS number")
    } else {
        None
    }
}

/// Whether the first groups have the 9 to 15 digits of a telephone number.
fn is_dialled(groups: &[&str]) -> bool {
    let lengths = groups.iter().scan(0, |digits, group| {
        *digits += group.len();
        Some(*digits)
    });
    lengths.into_iter().any(|digits| (9..=15).contains(&digits))
}

/// Whether a group begins a number that is dialled: with 0 and the digits of a
/// place or an operator, or with the 00 of another country.
fn has_trunk(group: &str) -> bool {
    let is_zeros = group.bytes().all(|digit| digit == b'0');
    group.starts_with('0') && (group == "00" || (group.len() >= 3 && !is_zeros))
}

/// Whether an NHS number is first, in one group or as it is printed, 3 3 4.
fn begins_with_nhs_number(groups: &[&str]) -> bool {
    let is_printed = |three: &[&str]| three.iter().map(|group| group.len()).eq([3, 3, 4]);
    is_nhs_number(&groups[..1])
        || groups.get(..3).is_some_and(|three| is_printed(three) && is_nhs_number(three))
}

/// Ten digits, the last of which checks the others: weights 10 to 2, modulo 11.
fn is_nhs_number(groups: &[&str]) -> bool {
    let digits = groups.iter().flat_map(|group| group.bytes());
    let digits: Vec<u32> = digits.map(|digit| u32::from(digit - b'0')).collect();
    let [head @ .., check] = digits.as_slice() else { return false };
    if head.len() != 9 || head.iter().all(|digit| *digit == 0) {
        return false;
    }
    let sum: u32 = head.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    (11 - sum % 11) % 11 == *check
}

const TITLES: [&str; 18] = [
    "Doctor",
    "Lord",
    "Lady",
    "Baroness",
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

/// A title, initials or none, and a name.
fn has_title_and_name(text: &str) -> bool {
    let words = text.split(|c: char| c.is_whitespace() || c == '.' || c == '/');
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let title = |word: &str| {
        TITLES.iter().find_map(|title| {
            // `MS` is an abbreviation too, and so is a title of two capitals beside
            // a word that is not set in capitals.
            let shouted = word == title.to_uppercase();
            (shouted || word == *title).then_some(shouted && *title != "Dr")
        })
    };
    words.iter().enumerate().any(|(at, word)| {
        let Some(shouted) = title(word) else { return false };
        let after = words[at + 1..].iter().take(MOST_INITIALS + 1);
        let mut names = after.skip_while(|word| is_initial(word) || PARTICLES.contains(word));
        names.next().is_some_and(|name| is_name(name, shouted))
    })
}

/// What may stand before the capital of a surname.
const PARTICLES: [&str; 12] =
    ["al", "bin", "da", "de", "den", "der", "di", "el", "la", "le", "van", "von"];

/// Initials and particles before a name, at the most.
const MOST_INITIALS: usize = 3;

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// A word of two letters or more that begins with a capital. What is set in
/// capitals throughout is a name after a title in capitals alone: `MS Society`
/// is none.
fn is_name(word: &str, shouted: bool) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    letters().count() > 1
        && word.starts_with(char::is_uppercase)
        && (!shouted || letters().all(char::is_uppercase))
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
            "ask Dr A Smith",
            "Mrs J. Jones said so",
            "Mr J.B. Jones",
            "Dr JB Smith",
            "MR O'NEILL",
            "Mr SMITH",
            "Mr.Smith",
            "ward 7 020 7946 0000",
            "in 2024 0117 496 0123, 2025",
            "00 44 7700 900123",
            "943 476 5919 943 476 5919",
            "12 9434765919 3",
            "ring 020 7946\n0000",
            "ring 020\u{a0}7946\u{a0}0000",
            "0117\u{2013}496\u{2013}0123",
            "0117 - 496 - 0123",
            "0117/496 0123",
            "ask Dr van Dyke",
            "Mr de Silva",
            "Doctor Smith",
            "Mr/Mrs Smith",
            "DR Smith",
            "Lord Darzi chairs",
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
            "0.5 2007 2008 and 2009",
            "days 01.02.2024 03.04.2025",
            "an MS A clinic",
            "Vitamin D and Dr",
            "100 200 3000 943 476 5918",
            "on 2024-01-02 10 sites",
            "2009-10 2010",
            "ISBN 0-306-40615-2",
            "GBP 1 000 000 000",
            "20 000-30 000 2024",
        ] {
            assert_eq!(looks_personal(text), None, "{text}");
        }
    }
}
