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
    let (checked, wrong) = (quality.rates_checked as u64, quality.rates.len() as u64);
    match (checked, wrong) {
        (0, _) => "No published rate stands beside its counts, so none was recomputed.".to_owned(),
        (_, 0) => format!(
            "{} published {} recomputed from the counts beside {}: every one agrees as printed.",
            count(checked),
            plural(checked, "rate was", "rates were"),
            plural(checked, "it", "them"),
        ),
        _ => format!(
            "{} published {} recomputed from the counts beside {}: {} {} not agree as printed.",
            count(checked),
            plural(checked, "rate was", "rates were"),
            plural(checked, "it", "them"),
            count(wrong),
            plural(wrong, "does", "do"),
        ),
    }
}

/// How many printed totals their parts give.
#[must_use]
pub fn totals(quality: &DataQuality) -> String {
    let (checked, wrong) = (quality.totals_checked as u64, quality.totals.len() as u64);
    match (checked, wrong) {
        (0, _) => "No printed total stands beside all its parts, so none was added up.".to_owned(),
        (_, 0) => format!(
            "{} printed {} added up from their parts: every one agrees.",
            count(checked),
            plural(checked, "total was", "totals were"),
        ),
        _ => format!(
            "{} printed {} added up from their parts: {} {} not agree.",
            count(checked),
            plural(checked, "total was", "totals were"),
            count(wrong),
            plural(wrong, "does", "do"),
        ),
    }
}

/// That disagreements are kept back; `None` where none is.
#[must_use]
pub fn not_listed(quality: &DataQuality) -> Option<String> {
    let kept = quality.not_listed as u64;
    (kept > 0).then(|| {
        format!(
            "{} more {} not listed, because {} restricted and the figures could give counts away.",
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
            "40 printed totals were added up from their parts: 1 does not agree."
        );
        assert_eq!(
            not_listed(&quality).as_deref(),
            Some(
                "2 more disagreements are not listed, because their sources are restricted and the \
             figures could give counts away."
            )
        );
        quality.rates.clear();
        quality.totals.clear();
        quality.not_listed = 0;
        assert!(rates(&quality).ends_with("every one agrees as printed."));
        assert!(totals(&quality).ends_with("every one agrees."));
        assert_eq!(not_listed(&quality), None);
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
