//! Sentences about the state of the data.

use firstyear_analysis::{DataQuality, RateDisagreement, TotalReason};
use firstyear_core::{Problem, Severity};

use crate::format::{and, count, plural};

/// How much was read, and from how many sources.
#[must_use]
pub fn read(quality: &DataQuality) -> String {
    let rows: usize = quality.sources.iter().map(|source| source.observations).sum();
    let gaps: usize = quality.sources.iter().map(|source| source.gaps).sum();
    let (rows, gaps, sources) = (rows as u64, gaps as u64, quality.sources.len() as u64);
    let documents = documents(quality);
    match documents {
        Some(documents) if rows + gaps == 0 => documents,
        documents => {
            let figures = format!(
                "{} {} and {} published {} were read from {} {}.",
                count(rows),
                plural(rows, "row", "rows"),
                count(gaps),
                plural(gaps, "gap", "gaps"),
                count(sources),
                plural(sources, "source", "sources"),
            );
            [Some(figures), documents].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
    }
}

/// How many recommendations and visits were read; `None` without any.
fn documents(quality: &DataQuality) -> Option<String> {
    let (made, visits) = (quality.recommendations as u64, quality.visits as u64);
    (made + visits > 0).then(|| {
        format!(
            "{} {} and {} {} were read.",
            count(made),
            plural(made, "recommendation", "recommendations"),
            count(visits),
            plural(visits, "visit", "visits")
        )
    })
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
        "{} printed {} added up from their parts: {}{}.",
        count(checked),
        plural(checked, "total was", "totals were"),
        agreement(checked, quality.totals.len(), quality.totals_not_listed, ""),
        in_tables(quality),
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

/// In how many tables the disagreements are, where they are several.
fn in_tables(quality: &DataQuality) -> String {
    let tables = quality.total_kinds().len() as u64;
    if quality.totals.len() < 2 || quality.totals_not_listed > 0 {
        return String::new();
    }
    format!(", in {} {} of figures", count(tables), plural(tables, "kind", "kinds"))
}

/// Why parts do not give their total. `sampled` names those at risk.
#[must_use]
pub fn reason(reason: TotalReason, sampled: &str) -> String {
    match reason {
        TotalReason::Sample => {
            format!("{sampled} are a sample multiplied up: parts and total are estimated apart")
        }
        TotalReason::PartsLeaveOut => "the parts leave out some whom the total counts".to_owned(),
        TotalReason::TotalLeavesOut => {
            "the total leaves out some whom the parts count, or parts count some twice".to_owned()
        }
        _ => "some parts give more than their total and some less".to_owned(),
    }
}

/// Why a published rate is not the one that its counts give, as far as the
/// figures tell.
#[must_use]
pub fn rate_reason(rate: &RateDisagreement) -> &'static str {
    let apart = (rate.recomputed - rate.published).abs();
    let digit = 10_f64.powi(-i32::from(rate.decimals));
    let is_whole = rate.decimals > 0 && rate.published.fract() == 0.0;
    match () {
        () if apart < digit => "rounded the other way, or made from other counts",
        () if is_whole && apart <= 0.5 => "printed as a whole number",
        () if is_whole && apart < 1.0 => {
            "printed as a whole number, and rounded the other way or added up from rounded rates"
        }
        () => "the figures do not tell",
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
        let errors = problems.iter().any(|problem| problem.severity == Severity::Error);
        let left_out = if errors { " What an error is about was not used." } else { "" };
        format!("Reading the files gave {}.{left_out}", and(&parts))
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
        let kept = DataQuality { recommendations: 60, visits: 1, ..quality.clone() };
        assert!(read(&kept).ends_with("from 2 sources. 60 recommendations and 1 visit were read."));
        let alone = DataQuality { sources: Vec::new(), ..kept };
        assert_eq!(read(&alone), "60 recommendations and 1 visit were read.");
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
        quality.totals_not_listed = 0;
        let again = quality.totals[0].clone();
        quality.totals.push(again);
        assert!(totals(&quality).ends_with("2 do not agree, in 1 kind of figures."));
        quality.rates.clear();
        quality.totals.clear();
        quality.rates_not_listed = 0;
        assert!(rates(&quality).ends_with("every one agrees as printed."));
        assert!(totals(&quality).ends_with("every one agrees."));
        assert_eq!(not_listed(&quality), None);
    }

    /// Child mortality tables of 2022: rates of 2002, and post-neonatal deaths by
    /// birthweight and mother's country of birth. The last is made up.
    #[test]
    fn a_rate_that_is_not_that_of_its_counts_has_a_reason() {
        let wrong = data_quality().rates.remove(0);
        let reason = |published, recomputed| {
            rate_reason(&RateDisagreement { published, recomputed, decimals: 1, ..wrong.clone() })
        };
        assert_eq!(reason(0.4, 0.452), "rounded the other way, or made from other counts");
        assert_eq!(reason(8.0, 8.327), "printed as a whole number");
        assert!(reason(11.0, 10.486).starts_with("printed as a whole number, and rounded"));
        assert_eq!(reason(5.3, 3.5), "the figures do not tell");
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
        assert_eq!(problems(&found[2..]), "Reading the files gave 1 warning.");
        assert_eq!(problems(&[]), "The files were read without a problem.");
    }
}
