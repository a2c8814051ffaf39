//! Sentences about how far an area says it is.

use firstyear_analysis::{AssessedStatement, LevelChange, SelfAssessment};

use crate::format::{and, count, day, plural};

/// What a level can say.
pub const CAUTION: &str = "A level is what those who judged say of themselves. Levels are an order \
     and no quantity: they are counted here and never averaged, and areas that judge themselves more \
     strictly are not behind. A high level beside an indicator that is worse is a question to ask, \
     not a contradiction: what is done may be new, or something else may move the indicator.";

/// How many statements stand at which level, and what became of them.
#[must_use]
pub fn findings(found: &SelfAssessment, area: &str) -> Vec<String> {
    let (at, not_judged) = found.sum();
    let named = found.levels.iter().zip(&at).filter(|(_, statements)| **statements > 0);
    let told: Vec<String> = named
        .map(|(level, statements)| format!("{} {}", count(*statements as u64), level.name))
        .collect();
    let all = found.statements.len() as u64;
    let last = found.days.last().map_or_else(String::new, |last| format!(" on {}", day(*last)));
    let unjudged = match not_judged as u64 {
        0 => String::new(),
        left => format!("; {} {} never judged", count(left), plural(left, "was", "were")),
    };
    let mut said = vec![format!(
        "{area}, last judged{last}: of {} {} of the matrix it says of {}{unjudged}.",
        count(all),
        plural(all, "statement", "statements"),
        and(&told)
    )];
    let became = |change: LevelChange| {
        found.statements.iter().filter(|one| one.change() == change).count() as u64
    };
    let (higher, lower, same) =
        (became(LevelChange::Higher), became(LevelChange::Lower), became(LevelChange::Same));
    if higher + lower + same > 0 {
        said.push(format!(
            "Since each was first judged {} {} higher, {} lower and {} the same.",
            count(higher),
            plural(higher, "is", "are"),
            count(lower),
            count(same)
        ));
    }
    said
}

/// The latest level with its number, such as `3, under way`; `None` for a statement
/// that was never judged.
#[must_use]
pub fn latest(found: &SelfAssessment, one: &AssessedStatement) -> Option<String> {
    let level = one.latest()?;
    Some(format!("{level}, {}", found.level_name(level)))
}

/// Statements at the highest level beside indicators that are worse than
/// elsewhere: what to ask about.
#[must_use]
pub fn questions(found: &SelfAssessment, name: &dyn Fn(&str) -> String) -> Vec<String> {
    let question = |one: &AssessedStatement| {
        let worse: Vec<String> =
            found.at_odds(one).map(|row| name(row.indicator.as_str())).collect();
        (!worse.is_empty()).then(|| {
            format!(
                "To ask about: “{}” is claimed in full, and {} {} worse than elsewhere.",
                one.statement.text,
                and(&worse),
                plural(worse.len() as u64, "is", "are")
            )
        })
    };
    found.statements.iter().filter_map(question).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::self_assessment;

    #[test]
    fn levels_are_counted_and_never_averaged() {
        let found = self_assessment(firstyear_core::SourceClass::Published);
        assert_eq!(
            findings(&found, "Hartlepool"),
            [
                "Hartlepool, last judged on 1 March 2025: of 3 statements of the matrix it says of 1 \
                 begun and 1 done; 1 was never judged.",
                "Since each was first judged 1 is higher, 0 lower and 1 the same.",
            ]
        );
        let named = |id: &str| id.to_owned();
        let asked = questions(&found, &named);
        assert_eq!(asked.len(), 1);
        assert!(asked[0].ends_with("infant-mortality-rate is worse than elsewhere."), "{asked:?}");
    }
}
