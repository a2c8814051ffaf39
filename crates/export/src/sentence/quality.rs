//! Sentences about the state of the data.

use firstyear_analysis::{DataQuality, RateDisagreement, TotalReason};
use firstyear_core::{Problem, Severity};

use crate::format::count;
use crate::words::{Words, say};

/// How much was read, and from how many sources.
#[must_use]
pub fn read(quality: &DataQuality, words: &Words) -> String {
    let rows: usize = quality.sources.iter().map(|source| source.observations).sum();
    let gaps: usize = quality.sources.iter().map(|source| source.gaps).sum();
    let (rows, gaps, sources) = (rows as u64, gaps as u64, quality.sources.len() as u64);
    let documents = documents(quality, words);
    match documents {
        Some(documents) if rows + gaps == 0 => documents,
        documents => {
            let figures = say!(
                words,
                "quality-read",
                rows = rows,
                rowsWritten = count(rows),
                gaps = gaps,
                gapsWritten = count(gaps),
                sources = sources,
                sourcesWritten = count(sources),
            );
            [Some(figures), documents].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
    }
}

/// How many recommendations and visits were read; `None` without any.
fn documents(quality: &DataQuality, words: &Words) -> Option<String> {
    let (made, visits) = (quality.recommendations as u64, quality.visits as u64);
    (made + visits > 0).then(|| {
        say!(
            words,
            "quality-documents",
            recommendations = made,
            recommendationsWritten = count(made),
            visits = visits,
            visitsWritten = count(visits),
        )
    })
}

/// How many published rates their own counts give.
#[must_use]
pub fn rates(quality: &DataQuality, words: &Words) -> String {
    let checked = quality.rates_checked as u64;
    if checked == 0 {
        return say!(words, "quality-rates-none");
    }
    let of = Agreement::of(checked, quality.rates.len(), quality.rates_not_listed);
    let agreement = match of.listed() {
        Listed::NoneWrong => say!(words, "quality-rates-agree"),
        Listed::All => {
            say!(words, "quality-rates-wrong", wrong = of.wrong, wrongWritten = count(of.wrong))
        }
        Listed::None => say!(
            words,
            "quality-rates-none-listed",
            agree = of.agree,
            agreeWritten = count(of.agree),
            wrong = of.wrong,
            wrongWritten = count(of.wrong),
        ),
        Listed::Some => say!(
            words,
            "quality-rates-some-listed",
            agree = of.agree,
            agreeWritten = count(of.agree),
            wrong = of.wrong,
            wrongWritten = count(of.wrong),
            hidden = of.hidden,
            hiddenWritten = count(of.hidden),
        ),
    };
    let written = count(checked);
    say!(words, "quality-rates", count = checked, written = written, agreement = agreement)
}

/// How many printed totals their parts give.
#[must_use]
pub fn totals(quality: &DataQuality, words: &Words) -> String {
    let checked = quality.totals_checked as u64;
    if checked == 0 {
        return say!(words, "quality-totals-none");
    }
    let of = Agreement::of(checked, quality.totals.len(), quality.totals_not_listed);
    let agreement = match of.listed() {
        Listed::NoneWrong => say!(words, "quality-totals-agree"),
        // In how many tables they are is said where they are several.
        Listed::All if of.wrong > 1 => {
            let kinds = quality.total_kinds().len() as u64;
            say!(
                words,
                "quality-totals-kinds",
                wrong = of.wrong,
                wrongWritten = count(of.wrong),
                kinds = kinds,
                kindsWritten = count(kinds),
            )
        }
        Listed::All => {
            say!(words, "quality-totals-wrong", wrong = of.wrong, wrongWritten = count(of.wrong))
        }
        Listed::None => say!(
            words,
            "quality-totals-none-listed",
            agree = of.agree,
            agreeWritten = count(of.agree),
            wrong = of.wrong,
            wrongWritten = count(of.wrong),
        ),
        Listed::Some => say!(
            words,
            "quality-totals-some-listed",
            agree = of.agree,
            agreeWritten = count(of.agree),
            wrong = of.wrong,
            wrongWritten = count(of.wrong),
            hidden = of.hidden,
            hiddenWritten = count(of.hidden),
        ),
    };
    let written = count(checked);
    say!(words, "quality-totals", count = checked, written = written, agreement = agreement)
}

/// How many of what was checked agree. Disagreements that are not listed are
/// disagreements all the same.
struct Agreement {
    agree: u64,
    wrong: u64,
    hidden: u64,
}

/// Which disagreements a page lists.
enum Listed {
    /// There is none.
    NoneWrong,
    All,
    Some,
    None,
}

impl Agreement {
    fn of(checked: u64, listed: usize, hidden: usize) -> Self {
        let hidden = hidden as u64;
        let wrong = listed as u64 + hidden;
        Self { agree: checked.saturating_sub(wrong), wrong, hidden }
    }

    const fn listed(&self) -> Listed {
        match (self.wrong, self.hidden) {
            (0, _) => Listed::NoneWrong,
            (_, 0) => Listed::All,
            (wrong, hidden) if wrong == hidden => Listed::None,
            _ => Listed::Some,
        }
    }
}

/// Why parts do not give their total. `people` names those at risk.
#[must_use]
pub fn reason(reason: TotalReason, people: &str, words: &Words) -> String {
    match reason {
        TotalReason::Sample => say!(words, "quality-reason-sample", people = people),
        TotalReason::PartsLeaveOut => say!(words, "quality-reason-parts-leave-out"),
        TotalReason::TotalLeavesOut => say!(words, "quality-reason-total-leaves-out"),
        _ => say!(words, "quality-reason-mixed"),
    }
}

/// Why a published rate is not the one that its counts give, as far as the
/// figures tell.
#[must_use]
pub fn rate_reason(rate: &RateDisagreement, words: &Words) -> String {
    let apart = (rate.recomputed - rate.published).abs();
    let digit = 10_f64.powi(-i32::from(rate.decimals));
    let is_whole = rate.decimals > 0 && rate.published.fract() == 0.0;
    match () {
        () if apart < digit => say!(words, "quality-reason-rounded"),
        () if is_whole && apart <= 0.5 => say!(words, "quality-reason-whole"),
        () if is_whole && apart < 1.0 => say!(words, "quality-reason-whole-rounded"),
        () => say!(words, "quality-reason-unknown"),
    }
}

/// That disagreements are kept back; `None` where none is.
#[must_use]
pub fn not_listed(quality: &DataQuality, words: &Words) -> Option<String> {
    let kept = (quality.rates_not_listed + quality.totals_not_listed) as u64;
    (kept > 0).then(|| say!(words, "quality-not-listed", count = kept, written = count(kept)))
}

/// How many problems the readers met, by severity.
#[must_use]
pub fn problems(problems: &[Problem], words: &Words) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| {
            let found = problems.iter().filter(|p| p.severity == severity).count() as u64;
            (found > 0).then(|| of_severity(severity, found, words))
        })
        .collect();
    if parts.is_empty() {
        return say!(words, "quality-problems-none");
    }
    let found = words.and(&parts);
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        say!(words, "quality-problems-left-out", found = found)
    } else {
        say!(words, "quality-problems", found = found)
    }
}

fn of_severity(severity: Severity, found: u64, words: &Words) -> String {
    let written = count(found);
    match severity {
        Severity::Error => say!(words, "quality-errors", count = found, written = written),
        Severity::Warning => say!(words, "quality-warnings", count = found, written = written),
        Severity::Note => say!(words, "quality-notes", count = found, written = written),
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Place, ProblemCode};

    use super::*;
    use crate::testing::data_quality;
    use crate::words::english;

    #[test]
    fn checks_are_said_with_their_numbers() {
        let mut quality = data_quality();
        assert_eq!(
            read(&quality, english()),
            "1,234 rows and 10 published gaps were read from 2 sources."
        );
        let kept = DataQuality { recommendations: 60, visits: 1, ..quality.clone() };
        assert!(
            read(&kept, english())
                .ends_with("from 2 sources. 60 recommendations and 1 visit were read.")
        );
        let alone = DataQuality { sources: Vec::new(), ..kept };
        assert_eq!(read(&alone, english()), "60 recommendations and 1 visit were read.");
        assert_eq!(
            rates(&quality, english()),
            "143 published rates were recomputed from the counts beside them: 1 does not agree \
             as printed."
        );
        assert_eq!(
            totals(&quality, english()),
            "40 printed totals were added up from their parts: 37 agree, 3 do not, of which 2 \
             are not listed."
        );
        assert_eq!(
            not_listed(&quality, english()).as_deref(),
            Some(
                "2 disagreements are not listed, because their sources are restricted and the \
             figures could give counts away."
            )
        );
        quality.totals_not_listed = 0;
        let again = quality.totals[0].clone();
        quality.totals.push(again);
        assert!(totals(&quality, english()).ends_with("2 do not agree, in 1 kind of figures."));
        quality.rates.clear();
        quality.totals.clear();
        quality.rates_not_listed = 0;
        assert!(rates(&quality, english()).ends_with("every one agrees as printed."));
        assert!(totals(&quality, english()).ends_with("every one agrees."));
        assert_eq!(not_listed(&quality, english()), None);
    }

    /// Child mortality tables of 2022: rates of 2002, and post-neonatal deaths by
    /// birthweight and mother's country of birth. The last is made up.
    #[test]
    fn a_rate_that_is_not_that_of_its_counts_has_a_reason() {
        let wrong = data_quality().rates.remove(0);
        let reason = |published, recomputed| {
            let rate = RateDisagreement { published, recomputed, decimals: 1, ..wrong.clone() };
            rate_reason(&rate, english())
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
            rates(&quality, english())
                .ends_with("140 agree as printed, 3 do not, of which 2 are not listed.")
        );
        quality.totals.clear();
        quality.totals_not_listed = 1;
        assert!(totals(&quality, english()).ends_with("39 agree, 1 does not and is not listed."));
    }

    #[test]
    fn one_of_each_is_said_as_one() {
        let mut quality = data_quality();
        quality.sources.truncate(1);
        (quality.sources[0].observations, quality.sources[0].gaps) = (1, 1);
        (quality.recommendations, quality.visits) = (1, 2);
        assert_eq!(
            read(&quality, english()),
            "1 row and 1 published gap were read from 1 source. 1 recommendation and 2 visits \
             were read."
        );
        (quality.rates_checked, quality.totals_checked) = (1, 1);
        quality.rates.clear();
        quality.totals_not_listed = 0;
        assert_eq!(
            rates(&quality, english()),
            "1 published rate was recomputed from the counts beside it: every one agrees as \
             printed."
        );
        assert_eq!(
            totals(&quality, english()),
            "1 printed total was added up from its parts: 1 does not agree."
        );
        quality.totals.clear();
        quality.totals_not_listed = 1;
        assert_eq!(
            not_listed(&quality, english()).unwrap(),
            "1 disagreement is not listed, because its source is restricted and the figures \
             could give counts away."
        );
    }

    #[test]
    fn what_was_not_checked_is_said() {
        let mut quality = data_quality();
        (quality.rates_checked, quality.totals_checked) = (0, 0);
        assert_eq!(
            rates(&quality, english()),
            "No published rate stands beside its counts, so none was recomputed."
        );
        assert_eq!(
            totals(&quality, english()),
            "No printed total stands beside all its parts, so none was added up."
        );
    }

    #[test]
    fn what_agrees_is_counted_beside_what_is_kept_back() {
        let mut quality = data_quality();
        (quality.rates_checked, quality.rates_not_listed) = (3, 1);
        let said = rates(&quality, english());
        assert!(
            said.ends_with("1 agrees as printed, 2 do not, of which 1 is not listed."),
            "{said}"
        );
        quality.rates.clear();
        (quality.rates_checked, quality.rates_not_listed) = (2, 2);
        let said = rates(&quality, english());
        assert!(said.ends_with("0 agree as printed, 2 do not and are not listed."), "{said}");
        (quality.totals_checked, quality.totals_not_listed) = (1, 0);
        let again = quality.totals[0].clone();
        quality.totals.push(again);
        quality.totals[1].what = firstyear_analysis::Counted::AtRisk;
        quality.totals_checked = 5_000;
        let said = totals(&quality, english());
        assert_eq!(
            said,
            "5,000 printed totals were added up from their parts: 2 do not agree, in 2 kinds of \
             figures."
        );
    }

    #[test]
    fn parts_that_do_not_give_their_total_have_a_reason() {
        let said = |why| reason(why, "Live births", english());
        assert_eq!(
            said(TotalReason::Sample),
            "Live births are a sample multiplied up: parts and total are estimated apart"
        );
        assert_eq!(
            said(TotalReason::PartsLeaveOut),
            "the parts leave out some whom the total counts"
        );
        assert_eq!(
            said(TotalReason::TotalLeavesOut),
            "the total leaves out some whom the parts count, or parts count some twice"
        );
        assert_eq!(
            said(TotalReason::BothWays),
            "some parts give more than their total and some less"
        );
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
            problems(&found, english()),
            "Reading the files gave 2 errors and 1 warning. What an error is about was not used."
        );
        assert_eq!(problems(&found[2..], english()), "Reading the files gave 1 warning.");
        assert_eq!(problems(&[], english()), "The files were read without a problem.");
    }
}
