//! What an input can be, cut into atoms: no condition parts what lies in one of them.
//!
//! A number is cut at every threshold into half-open intervals between `least` and
//! `most`, both of which can be; words are cut into words; and each input may not be
//! recorded.

use std::fmt;

use firstyear_core::pathway::{Condition, DecisionInput, InputKind};

/// A part of what an input can be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Atom<'p> {
    /// Not recorded.
    Missing,
    /// A word.
    Word(&'p str),
    /// Numbers.
    Numbers {
        /// The smallest, for which it stands.
        from: Option<f64>,
        /// What comes after them.
        below: Option<f64>,
        /// The largest of the last.
        most: Option<f64>,
    },
}

impl Atom<'_> {
    /// Whether a condition holds of all of it; otherwise it holds of none.
    pub(crate) fn meets(&self, condition: &Condition) -> bool {
        if condition.missing {
            return *self == Self::Missing;
        }
        match *self {
            Self::Missing => false,
            Self::Word(word) => condition.is.iter().any(|one| one == word),
            Self::Numbers { from, .. } => {
                let stands = from.unwrap_or(f64::NEG_INFINITY);
                condition.is.is_empty()
                    && condition.at_least.is_none_or(|least| stands >= least)
                    && condition.below.is_none_or(|below| stands < below)
            }
        }
    }

    /// Whether every condition that names the input holds.
    pub(crate) fn meets_all(&self, input: &str, conditions: &[Condition]) -> bool {
        conditions.iter().filter(|one| one.input == input).all(|one| self.meets(one))
    }
}

impl fmt::Display for Atom<'_> {
    /// What follows the name of the input, such as `is below 4`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is not recorded"),
            Self::Word(word) => write!(f, "is {word}"),
            Self::Numbers { from: None, below: None, most: None } => f.write_str("is any number"),
            Self::Numbers { from: None, below: Some(below), .. } => write!(f, "is below {below}"),
            Self::Numbers { from: Some(from), below: Some(below), .. } => {
                write!(f, "is {from} or more and below {below}")
            }
            Self::Numbers { from: Some(from), below: None, most: None } => {
                write!(f, "is {from} or more")
            }
            Self::Numbers { from: Some(from), below: None, most: Some(most) } if from == most => {
                write!(f, "is {most}")
            }
            Self::Numbers { from, below: None, most: Some(most) } => match from {
                Some(from) => write!(f, "is from {from} to {most}"),
                None => write!(f, "is {most} or less"),
            },
        }
    }
}

/// The atoms of an input under conditions of which some may be of other inputs: what
/// is not recorded comes last.
pub(crate) fn atoms<'p>(
    input: &'p DecisionInput,
    conditions: impl Iterator<Item = &'p Condition>,
) -> Vec<Atom<'p>> {
    let mut atoms: Vec<_> = match input.kind {
        InputKind::Words => input.words.iter().map(|word| Atom::Word(word)).collect(),
        InputKind::Number => {
            let mut cuts: Vec<f64> = conditions
                .filter(|one| one.input == input.id)
                .flat_map(|one| [one.at_least, one.below])
                .flatten()
                .filter(|&cut| cut.is_finite())
                .filter(|&cut| input.least.is_none_or(|least| cut > least))
                .filter(|&cut| input.most.is_none_or(|most| cut <= most))
                .collect();
            cuts.sort_by(f64::total_cmp);
            cuts.dedup();
            let starts = std::iter::once(input.least).chain(cuts.iter().copied().map(Some));
            let ends = cuts.iter().copied().map(Some).chain([None]);
            starts
                .zip(ends)
                .map(|(from, below)| Atom::Numbers { from, below, most: input.most })
                .collect()
        }
    };
    atoms.push(Atom::Missing);
    atoms
}

/// Numbers that follow each other as one part, from the first on: anything else by
/// itself. `None` for no parts.
pub(crate) fn joined<'p>(parts: impl IntoIterator<Item = Atom<'p>>) -> Option<Atom<'p>> {
    let mut parts = parts.into_iter();
    let mut whole = parts.next()?;
    for part in parts {
        match (&mut whole, part) {
            (Atom::Numbers { below, .. }, Atom::Numbers { from, below: end, .. })
                if below.is_some() && *below == from =>
            {
                *below = end;
            }
            _ => break,
        }
    }
    Some(whole)
}

/// In words, such as `` `co-reading` is below 4 and `reported` is smokes``.
pub(crate) fn in_words<'a>(parts: impl Iterator<Item = (&'a str, &'a Atom<'a>)>) -> String {
    let parts: Vec<_> = parts.map(|(input, atom)| format!("`{input}` {atom}")).collect();
    parts.join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(least: Option<f64>, most: Option<f64>) -> DecisionInput {
        DecisionInput {
            id: "bmi".to_owned(),
            name: "Body mass index".to_owned(),
            kind: InputKind::Number,
            unit: None,
            least,
            most,
            words: Vec::new(),
        }
    }

    fn between(at_least: Option<f64>, below: Option<f64>) -> Condition {
        Condition { input: "bmi".to_owned(), at_least, below, is: Vec::new(), missing: false }
    }

    #[test]
    fn numbers_are_cut_at_thresholds_and_hold_their_largest() {
        let cases: [(_, _, &[&str]); 4] = [
            (None, None, &["is below 30", "is 30 or more", "is not recorded"]),
            (Some(30.0), None, &["is 30 or more", "is not recorded"]),
            (Some(10.0), Some(30.0), &["is 10 or more and below 30", "is 30", "is not recorded"]),
            (None, Some(20.0), &["is 20 or less", "is not recorded"]),
        ];
        for (least, most, want) in cases {
            let input = number(least, most);
            let conditions = [between(None, Some(30.0)), between(Some(30.0), None)];
            let got: Vec<_> =
                atoms(&input, conditions.iter()).iter().map(ToString::to_string).collect();
            assert_eq!(got, want);
        }
    }

    #[test]
    fn only_what_asks_for_it_holds_of_what_is_not_recorded() {
        let missing = Condition { missing: true, ..between(None, None) };
        assert!(Atom::Missing.meets(&missing));
        assert!(!Atom::Missing.meets(&between(Some(1.0), None)));
        assert!(!Atom::Word("smokes").meets(&missing));
    }
}
