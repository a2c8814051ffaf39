//! Sentences about how far an area says it is.

use firstyear_analysis::{AssessedStatement, LevelChange, SelfAssessment};

use crate::format::count;
use crate::words::{Words, say};

/// What a level can say.
#[must_use]
pub fn caution(words: &Words) -> String {
    say!(words, "self-assessment-caution")
}

/// How many statements stand at which level, and what became of them.
#[must_use]
pub fn findings(found: &SelfAssessment, area: &str, words: &Words) -> Vec<String> {
    let mut said = vec![levels(found, area, words)];
    let became = |change: LevelChange| {
        found.statements.iter().filter(|one| one.change() == change).count() as u64
    };
    let (higher, lower, same) =
        (became(LevelChange::Higher), became(LevelChange::Lower), became(LevelChange::Same));
    if higher + lower + same > 0 {
        said.push(say!(
            words,
            "self-assessment-since",
            higher = count(higher),
            many = higher,
            lower = count(lower),
            same = count(same)
        ));
    }
    said
}

/// How many statements stand at which level.
fn levels(found: &SelfAssessment, area: &str, words: &Words) -> String {
    let (at, not_judged) = found.sum();
    let named = found.levels.iter().zip(&at).filter(|(_, statements)| **statements > 0);
    let told: Vec<String> = named
        .map(|(level, statements)| {
            let statements = count(*statements as u64);
            let level = level.name.as_str();
            say!(words, "self-assessment-at-level", count = statements, level = level)
        })
        .collect();
    let many = found.statements.len();
    let all = count(many as u64);
    let Some(last) = found.days.last().filter(|_| !told.is_empty()) else {
        return say!(words, "self-assessment-none", area = area, count = all, many = many);
    };
    let (day, told) = (words.day(*last), words.and(&told));
    if not_judged == 0 {
        return say!(
            words,
            "self-assessment-levels",
            area = area,
            day = day,
            count = all,
            many = many,
            told = told
        );
    }
    say!(
        words,
        "self-assessment-levels-some",
        area = area,
        day = day,
        count = all,
        many = many,
        told = told,
        unjudged = count(not_judged as u64),
        manyunjudged = not_judged
    )
}

/// What became of the level of a statement, in a cell.
#[must_use]
pub fn change(change: LevelChange, words: &Words) -> String {
    match change {
        LevelChange::NotJudged => say!(words, "self-assessment-not-judged"),
        LevelChange::Once => say!(words, "self-assessment-once"),
        LevelChange::Same => say!(words, "self-assessment-same"),
        LevelChange::Higher => say!(words, "self-assessment-higher"),
        LevelChange::Lower => say!(words, "self-assessment-lower"),
    }
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
pub fn questions(
    found: &SelfAssessment,
    name: &dyn Fn(&str) -> String,
    words: &Words,
) -> Vec<String> {
    let question = |one: &AssessedStatement| {
        let worse: Vec<String> =
            found.at_odds(one).map(|row| name(row.indicator.as_str())).collect();
        (!worse.is_empty()).then(|| {
            say!(
                words,
                "self-assessment-question",
                statement = one.statement.text.as_str(),
                indicators = words.and(&worse),
                many = worse.len()
            )
        })
    };
    found.statements.iter().filter_map(question).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::self_assessment;
    use crate::words::english;

    #[test]
    fn levels_are_counted_and_never_averaged() {
        let found = self_assessment(firstyear_core::SourceClass::Published);
        assert_eq!(
            findings(&found, "Hartlepool", english()),
            [
                "Hartlepool, last judged on 1 March 2025: of 3 statements of the matrix it says of 1 \
                 begun and 1 done; 1 was never judged.",
                "Since each was first judged 1 is higher, 0 lower and 1 the same.",
            ]
        );
        let named = |id: &str| id.to_owned();
        let asked = questions(&found, &named, english());
        assert_eq!(asked.len(), 1);
        assert!(asked[0].ends_with("infant-mortality-rate is worse than elsewhere."), "{asked:?}");
    }

    #[test]
    fn none_one_and_several_are_told_apart() {
        let mut found = self_assessment(firstyear_core::SourceClass::Published);
        let changes = [
            LevelChange::NotJudged,
            LevelChange::Once,
            LevelChange::Same,
            LevelChange::Higher,
            LevelChange::Lower,
        ];
        assert!(changes.iter().all(|one| change(*one, english()) == one.word()));
        found.statements.retain(|one| one.latest().is_some());
        assert_eq!(
            findings(&found, "Hartlepool", english())[0],
            "Hartlepool, last judged on 1 March 2025: of 2 statements of the matrix it says of 1 \
             begun and 1 done."
        );
        for one in &mut found.statements {
            one.levels.fill(None);
        }
        assert_eq!(
            findings(&found, "Hartlepool", english()),
            ["Hartlepool: none of the 2 statements of the matrix was judged."]
        );
    }
}
