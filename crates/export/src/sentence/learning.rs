//! Sentences about what followed recommendations.

use firstyear_analysis::{Learning, LearningSide};

use super::Measured;
use super::evaluation;
use crate::format::count;
use crate::words::{Words, say};

/// What a comparison of areas that did and did not do something can say.
#[must_use]
pub fn caution(words: &Words) -> String {
    say!(words, "learning-caution")
}

/// The side of an area in words.
#[must_use]
pub fn side(side: LearningSide, words: &Words) -> String {
    match side {
        LearningSide::Done => say!(words, "learning-side-done"),
        LearningSide::NotDone => say!(words, "learning-side-not-done"),
        LearningSide::Partly => say!(words, "learning-side-partly"),
    }
}

/// How many areas are on each side, and what became of the indicator.
#[must_use]
pub fn findings(found: &Learning, measured: &Measured) -> Vec<String> {
    let words = measured.words;
    let of =
        |side: LearningSide| found.areas.iter().filter(|area| area.side() == side).count() as u64;
    let all = found.areas.len() as u64;
    let mut said = vec![say!(
        words,
        "learning-areas",
        count = all,
        day = words.day(found.done_by),
        written = count(all),
        theme = found.theme.to_lowercase(),
        done = count(of(LearningSide::Done)),
        undone = count(of(LearningSide::NotDone)),
        partly = count(of(LearningSide::Partly)),
    )];
    match &found.evaluation {
        Ok(held) => said.extend(evaluation::findings(held, measured)),
        Err(why) => said.push(say!(words, "learning-refused", why = why.to_string())),
    }
    said
}

#[cfg(test)]
mod tests {
    use firstyear_core::SourceClass;

    use super::*;
    use crate::testing;

    #[test]
    fn areas_are_counted_by_their_side() {
        let mut found = testing::learning(SourceClass::Published);
        let first = |found: &Learning| findings(found, &testing::measured()).swap_remove(0);
        assert_eq!(
            first(&found),
            "By 31 December 2003 5 areas had been recommended something on smoking: in 2 all of it \
             was done between the years that are compared, in 2 nothing was done by their end, and \
             in 1 some, or at another time, which are on neither side."
        );
        found.areas.truncate(1);
        assert!(first(&found).starts_with("By 31 December 2003 1 area had been recommended"));
    }
}
