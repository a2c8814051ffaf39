//! Sentences about the state of the data.

use firstyear_analysis::DataQuality;
use firstyear_core::{Problem, Severity};

use crate::format::{and, count, plural};

/// How much was read, and from how many sources.
#[must_use]
pub fn read(quality: &DataQuality) -> String {
    let rows: usize = quality.sources.iter().map(|source| source.observations).sum();
    let gaps: usize = quality.sources.iter().map(|source| source.gaps).sum();
    let (rows, gaps, sources) = (rows as u64, gaps as u64, quality.sources.len() as u64);
    format!(
        "{} {} and {} published {} were read from {} {}.",
        count(rows),
        plural(rows, "row", "rows"),
        count(gaps),
        plural(gaps, "gap", "gaps"),
        count(sources),
        plural(sources, "source", "sources"),
    )
}

/// How many published rates their own counts give.
#[must_use]
pub fn rates(quality: &DataQuality) -> String {
    let checked = quality.rates_checked as u64;
    if checked == 0 {
        return "No published rate stands beside its counts, so none was recomputed.".to_owned();
    }
    format!(
        "{} published {} recomputed from the counts beside {}: {}.",
        count(checked),
        plural(checked, "rate was", "rates were"),
        plural(checked, "it", "them"),
        agreement(checked, quality.rates.len(), quality.rates_not_listed, " as printed"),
    )
}

/// How many printed totals their parts give.
#[must_use]
pub fn totals(quality: &DataQuality) -> String {
    let checked = quality.totals_checked as u64;
    if checked == 0 {
        return "No printed total stands beside all its parts, so none was added up.".to_owned();
    }
    format!(
        "{} printed {} added up from their parts: {}.",
        count(checked),
        plural(checked, "total was", "totals were"),
        agreement(checked, quality.totals.len(), quality.totals_not_listed, ""),
    )
}

/// How many of what was checked agree. Disagreements that are not listed are
/// disagreements all the same.
fn agreement(checked: u64, listed: usize, not_listed: usize, how: &str) -> String {
    let (listed, hidden) = (listed as u64, not_listed as u64);
    let wrong = listed + hidden;
    let does = plural(wrong, "does", "do");
    if wrong == 0 {
        return format!("every one agrees{how}");
    }
    if hidden == 0 {
        return format!("{} {does} not agree{how}", count(wrong));
    }
    let agree = checked.saturating_sub(wrong);
    let agree = format!("{} {}{how}", count(agree), plural(agree, "agrees", "agree"));
    let are = plural(hidden, "is", "are");
    if listed == 0 {
        format!("{agree}, {} {does} not and {are} not listed", count(wrong))
    } else {
        format!("{agree}, {} {does} not, of which {} {are} not listed", count(wrong), count(hidden))
    }
}

/// That disagreements are kept back; `None` where none is.
#[must_use]
pub fn not_listed(quality: &DataQuality) -> Option<String> {
    let kept = (quality.rates_not_listed + quality.totals_not_listed) as u64;
    (kept > 0).then(|| {
        format!(
            "{} {} not listed, because {} restricted and the figures could give counts away.",
            count(kept),
            plural(kept, "disagreement is", "disagreements are"),
            plural(kept, "its source is", "their sources are"),
        )
    })
}

/// How many problems the readers met, by severity.
#[must_use]
pub fn problems(problems: &[Problem]) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| {
            let found = problems.iter().filter(|p| p.severity == severity).count() as u64;
            let plural_s = plural(found, "", "s");
            (found > 0).then(|| format!("{} {severity}{plural_s}", count(found)))
        })
        .collect();
    if parts.is_empty() {
        "The files were read without a problem.".to_owned()
    } else {
        format!("Reading the files gave {}. What an error is about was not used.", and(&parts))
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Place, ProblemCode};

    use super::*;
    use crate::testing::data_quality;

    #[test]
    fn checks_are_said_with_their_numbers() {
        let mut quality = data_quality();
        assert_eq!(read(&quality), "1,234 rows and 10 published gaps were read from 2 sources.");
        assert_eq!(
            rates(&quality),
            "143 published rates were recomputed from the counts beside them: 1 does not agree \
             as printed."
        );
        assert_eq!(
            totals(&quality),
            "40 printed totals were added up from their parts: 37 agree, 3 do not, of which 2 \
             are not listed."
        );
        assert_eq!(
            not_listed(&quality).as_deref(),
            Some(
                "2 disagreements are not listed, because their sources are restricted and the \
             figures could give counts away."
            )
        );
        quality.rates.clear();
        quality.totals.clear();
        quality.rates_not_listed = 0;
        quality.totals_not_listed = 0;
        assert!(rates(&quality).ends_with("every one agrees as printed."));
        assert!(totals(&quality).ends_with("every one agrees."));
        assert_eq!(not_listed(&quality), None);
    }

    #[test]
    fn what_is_not_listed_does_not_agree_either() {
        let mut quality = data_quality();
        quality.rates_not_listed = 2;
        assert!(
            rates(&quality).ends_with("140 agree as printed, 3 do not, of which 2 are not listed.")
        );
        quality.totals.clear();
        quality.totals_not_listed = 1;
        assert!(totals(&quality).ends_with("39 agree, 1 does not and is not listed."));
    }

    #[test]
    fn problems_are_counted_by_severity() {
        let problem = |code| Problem::new(code, Place::file("a.csv"), "wrong");
        let found = [
            problem(ProblemCode::CellNotWhole),
            problem(ProblemCode::CellNotWhole),
            problem(ProblemCode::ColumnUnknown),
        ];
        assert_eq!(
            problems(&found),
            "Reading the files gave 2 errors and 1 warning. What an error is about was not used."
        );
        assert_eq!(problems(&[]), "The files were read without a problem.");
    }
}
