//! Names of areas in three letters, no two alike.

use std::collections::BTreeSet;

/// Words that names of areas are joined by.
const SMALL: [&str; 9] = ["and", "of", "upon", "on", "with", "the", "in", "le", "under"];

/// A short form of each name, in order: the first letters of its words, or the
/// beginning of its only word. No two are alike.
pub(super) fn short_forms<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    names
        .map(|name| {
            let short = candidates(name).into_iter().find(|one| !taken.contains(one));
            // More names of one form than letters and numbers: the number goes on.
            let numbers = 1..=taken.len() + 1;
            let mut numbered = numbers.map(|n| n.to_string());
            let short = short.or_else(|| numbered.find(|one| !taken.contains(one)));
            let short = short.expect("one number more than there are names is free");
            taken.insert(short.clone());
            short
        })
        .collect()
}

/// Short forms of a name, the best first.
fn candidates(name: &str) -> Vec<String> {
    // `Bristol, City of` and `Northtown (made up)` go by what comes first.
    let main = name.split([',', '(']).next().unwrap_or_default();
    let words: Vec<Vec<char>> = main
        .split(|c: char| c.is_whitespace() || c == '-')
        .map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<char>>())
        .filter(|word| !word.is_empty())
        .collect();
    let small = |word: &&Vec<char>| SMALL.contains(&word.iter().collect::<String>().as_str());
    let main: Vec<&Vec<char>> = words.iter().filter(|word| !small(word)).collect();
    let text = |letters: &[char]| letters.iter().collect::<String>();
    let mut all = Vec::new();
    match *main.as_slice() {
        [] => {}
        [one] => {
            all.push(text(&one[..one.len().min(3)]));
            let start = &one[..one.len().min(2)];
            all.extend(one.iter().skip(3).map(|letter| format!("{}{letter}", text(start))));
        }
        [first, second, ..] => {
            let initials: Vec<char> = main.iter().take(3).map(|word| word[0]).collect();
            all.push(text(&initials));
            all.extend(
                second.iter().skip(1).map(|letter| format!("{}{}{letter}", first[0], second[0])),
            );
            all.extend(
                first.iter().skip(1).map(|letter| format!("{}{letter}{}", first[0], second[0])),
            );
        }
    }
    let start = all.first().map(|one| one.chars().take(2).collect::<String>()).unwrap_or_default();
    all.extend(('2'..='9').map(|number| format!("{start}{number}")));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_three_letters() {
        let names = [
            "Hartlepool",
            "Bath and North East Somerset",
            "Bristol, City of",
            "Stoke-on-Trent",
            "Kingston upon Hull, City of",
            "Kingston upon Thames",
            "City of London",
            "Northtown (made up)",
        ];
        let short = short_forms(names.into_iter());
        assert_eq!(short, ["Har", "BNE", "Bri", "ST", "KH", "KT", "CL", "Nor"]);
    }

    #[test]
    fn no_two_are_alike_however_many() {
        let names: Vec<String> = (0..60).map(|_| "Northtown".to_owned()).collect();
        let short = short_forms(names.iter().map(String::as_str));
        let different: BTreeSet<&String> = short.iter().collect();
        assert_eq!(different.len(), 60);
        assert_eq!(&short[..3], ["Nor", "Not", "Noh"]);
        let odd = short_forms(["", "of", "<script>", "ابجد"].into_iter());
        assert_eq!(odd.iter().collect::<BTreeSet<_>>().len(), 4, "{odd:?}");
    }
}
