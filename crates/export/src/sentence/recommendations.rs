//! Sentences about what was recommended and what became of it.

use firstyear_analysis::{
    ComparedTheme, ComparedThemes, DONE_BY, Progress, ProgressRow, STALLS_AFTER, ThemeTable,
    ThemeTables,
};
use firstyear_core::Estimate;

use crate::format::{count, number};
use crate::words::{Words, say};

/// How counts of recommendations are to be read.
#[must_use]
pub fn reading(words: &Words) -> String {
    say!(words, "recommendations-reading")
}

/// How progress is to be read.
#[must_use]
pub fn progress_reading(words: &Words) -> String {
    say!(words, "recommendations-progress-reading", days = STALLS_AFTER.to_string())
}

/// How many recommendations there are, and on what.
#[must_use]
pub fn themes(found: &ThemeTables, words: &Words) -> Option<String> {
    let most = found.tables.iter().map(|table| table.total).max()?;
    let on: Vec<&ThemeTable> = found.tables.iter().filter(|table| table.total == most).collect();
    let names: Vec<String> = on.iter().map(|table| table.name.to_lowercase()).collect();
    let (all, areas) = (found.recommendations as u64, found.areas as u64);
    let (visits, themes) = (found.visits as u64, found.tables.len() as u64);
    let areas = say!(words, "recommendations-areas", n = areas, count = count(areas));
    let themes = say!(words, "recommendations-on", n = themes, count = count(themes));
    let from = match visits {
        0 => String::new(),
        n => say!(words, "recommendations-from-visits", n = n, count = count(n)),
    };
    Some(say!(
        words,
        "recommendations-themes",
        n = all,
        count = count(all),
        areas = areas,
        visits = from,
        themes = themes,
        names = words.and(&names),
        most = count(most as u64),
        percent = number(found.percent(on[0]), 1),
        tied = on.len() as u64
    ))
}

/// How far all of them are.
#[must_use]
pub fn progress(found: &Progress, words: &Words) -> Vec<String> {
    let all = &found.all;
    let made = all.made as u64;
    let mut said = vec![say!(
        words,
        "recommendations-progress",
        n = made,
        made = count(made),
        day = words.day(found.as_of),
        done = done(all, words),
        started = count(all.started as u64),
        agreed = count(all.agreed as u64),
        open = count(all.open as u64),
        stopped = count(all.stopped as u64)
    )];
    if all.overdue > 0 || all.stalled > 0 {
        let (overdue, stalled) = (all.overdue as u64, all.stalled as u64);
        said.push(say!(
            words,
            "recommendations-late",
            n = overdue,
            overdue = count(overdue),
            nstalled = stalled,
            stalled = count(stalled),
            days = STALLS_AFTER.to_string()
        ));
    }
    said.extend(time_to_done(all, words));
    if found.later > 0 {
        let later = found.later as u64;
        said.push(say!(words, "recommendations-later", n = later, count = count(later)));
    }
    said
}

/// How many are done, and what share that is: `1 is done (17%, 95% interval 3 to 56%)`.
fn done(row: &ProgressRow, words: &Words) -> String {
    let (n, done) = (row.done as u64, count(row.done as u64));
    let Some(share) = &row.share_done else {
        return say!(words, "recommendations-done", n = n, count = done);
    };
    let percent = percent(share);
    match limits(share, words) {
        None => say!(words, "recommendations-done-share", n = n, count = done, percent = percent),
        Some(limits) => say!(
            words,
            "recommendations-done-limits",
            n = n,
            count = done,
            percent = percent,
            limits = limits
        ),
    }
}

/// How long it takes until they are done.
fn time_to_done(row: &ProgressRow, words: &Words) -> Option<String> {
    let shares = DONE_BY.into_iter().zip(&row.done_by);
    let mut within = shares.filter_map(|(days, share)| Some((days, share.as_ref()?)));
    let (days, share) = within.next_back()?;
    let whole = |days: f64| number(days, 0);
    let half = match row.median_days {
        Some(median) => {
            // As it is shown: half a day more than one is 2 days.
            let (n, days) = (median.days.round(), whole(median.days));
            match (median.lower.map(whole), median.upper.map(whole)) {
                (Some(lower), Some(upper)) => say!(
                    words,
                    "recommendations-half-between",
                    n = n,
                    days = days,
                    lower = lower,
                    upper = upper
                ),
                (Some(lower), None) => {
                    say!(words, "recommendations-half-from", n = n, days = days, lower = lower)
                }
                _ => say!(words, "recommendations-half", n = n, days = days),
            }
        }
        None => say!(words, "recommendations-half-not-done"),
    };
    let share = match limits(share, words) {
        None => percent(share),
        Some(limits) => {
            say!(words, "recommendations-share", percent = percent(share), limits = limits)
        }
    };
    let days = days.to_string();
    Some(say!(words, "recommendations-within", days = days, share = share, half = half))
}

/// A fraction in whole percent, without the sign.
fn whole_percent(fraction: f64) -> String {
    number(100.0 * fraction, 0)
}

/// A share in percent.
fn percent(share: &Estimate) -> String {
    format!("{}%", whole_percent(share.value))
}

/// Its limits in words; `None` where it has none.
fn limits(share: &Estimate, words: &Words) -> Option<String> {
    let limits = share.interval?;
    Some(say!(
        words,
        "recommendations-limits",
        confidence = limits.confidence.to_string(),
        lower = whole_percent(limits.lower),
        upper = whole_percent(limits.upper)
    ))
}

/// What a comparison finds: the rows whose limits leave 0 out.
#[must_use]
pub fn comparison(found: &ComparedThemes, words: &Words) -> String {
    let name = found.name.as_str();
    let [first, second] = [&found.sides[0], &found.sides[1]].map(String::as_str);
    if let Some(side) = found.totals.iter().position(|total| *total == 0) {
        let side = found.sides[side].as_str();
        return say!(words, "recommendations-compared-none", name = name, side = side);
    }
    if found.shared > 0 {
        let shared = found.shared as u64;
        return say!(
            words,
            "recommendations-compared-shared",
            name = name,
            n = shared,
            count = count(shared)
        );
    }
    let apart: Vec<String> = found.rows.iter().filter_map(|row| difference(row, words)).collect();
    let limits = |row: &ComparedTheme| row.difference.and_then(|found| found.interval);
    let tested = found.rows.iter().filter_map(limits).count() as u64;
    let confidence = found.rows.iter().find_map(limits).map(|limits| limits.confidence);
    if apart.is_empty() {
        return say!(
            words,
            "recommendations-compared-alike",
            name = name,
            n = tested,
            count = count(tested),
            first = first,
            second = second
        );
    }
    let by_chance = confidence.map_or(0.0, |level| 100.0 * (1.0 - level.level()));
    say!(
        words,
        "recommendations-compared-apart",
        name = name,
        n = tested,
        count = count(tested),
        first = first,
        second = second,
        apart = apart.join("; "),
        chance = number(by_chance, 1)
    )
}

/// A row whose limits leave 0 out, by how much the first side has more or fewer.
fn difference(row: &ComparedTheme, words: &Words) -> Option<String> {
    let difference = row.difference?;
    let limits = difference.interval.filter(|limits| !limits.contains(0.0))?;
    let (name, confidence) = (row.name.as_str(), limits.confidence.to_string());
    let points = |value: f64| number(value, 0);
    Some(if difference.value > 0.0 {
        say!(
            words,
            "recommendations-more",
            name = name,
            points = points(difference.value),
            confidence = confidence,
            lower = points(limits.lower),
            upper = points(limits.upper)
        )
    } else {
        say!(
            words,
            "recommendations-fewer",
            name = name,
            points = points(difference.value.abs()),
            confidence = confidence,
            lower = points(-limits.upper),
            upper = points(-limits.lower)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::recommendations;
    use crate::words::english;

    #[test]
    fn a_comparison_says_what_differs_and_when_it_cannot() {
        let (tables, _) = recommendations();
        let mut compared = tables.comparisons[0].clone();
        assert_eq!(
            comparison(&compared, english()),
            "One against the other: of 2 rows no share differs between <England> and both by more \
             than chance may explain."
        );
        let row = &mut compared.rows[0];
        let difference = row.difference.as_mut().expect("both sides have some");
        let limits = difference.interval.as_mut().expect("a difference of shares has limits");
        (difference.value, limits.lower, limits.upper) = (-40.0, -70.0, -5.0);
        let fewer = format!("{} 40 points fewer (95% interval 5 to 70)", row.name);
        assert!(
            comparison(&compared, english()).contains(&fewer),
            "{}",
            comparison(&compared, english())
        );
        compared.totals = [3, 0];
        assert_eq!(
            comparison(&compared, english()),
            "One against the other: nothing is compared, as there are no recommendations of both."
        );
    }

    #[test]
    fn progress_is_told_with_its_limits() {
        let (_, found) = recommendations();
        let said = progress(&found, english());
        assert!(
            said[0].starts_with("Of 6 recommendations made by 1 January 2025, 1 is done (17%, 95% interval 3 to 56%)"),
            "{said:?}"
        );
        assert!(said[1].starts_with("1 is overdue, and "), "{said:?}");
        // Done after 184 days.
        let within = "Within 183 days of being made 0% are done; half of those not stopped are not done yet.";
        assert_eq!(said[2], within);
    }

    #[test]
    fn one_and_many_are_told_with_and_without_visits() {
        let (mut tables, _) = recommendations();
        let said = themes(&tables, english()).expect("there are themes");
        assert!(said.starts_with("6 recommendations were made to 2 areas, on 2 themes: most on "));
        (tables.recommendations, tables.areas, tables.visits) = (1, 1, 1);
        tables.tables.truncate(1);
        let said = themes(&tables, english()).expect("there are themes");
        let start = "1 recommendation was made to 1 area, from 1 visit, on 1 theme: most on ";
        assert!(said.starts_with(start) && !said.contains("each"), "{said}");
        tables.visits = 1_200;
        tables.tables = vec![tables.tables[0].clone(), tables.tables[0].clone()];
        let said = themes(&tables, english()).expect("there are themes");
        assert!(said.contains(", from 1,200 visits, on 2 themes"), "{said}");
        assert!(said.ends_with("% each)."), "{said}");
        tables.tables.clear();
        assert_eq!(themes(&tables, english()), None);
    }

    #[test]
    fn shares_and_times_are_told_as_far_as_they_are_known() {
        let (_, mut found) = recommendations();
        (found.all.made, found.all.done, found.all.overdue, found.all.stalled) = (1, 2, 2, 1);
        found.later = 1;
        let limited = found.all.share_done.expect("some were made");
        let bare = Estimate { interval: None, ..limited };
        found.all.share_done = Some(bare);
        let last = found.all.done_by.len() - 1;
        found.all.done_by[last] = Some(limited);
        let median =
            |lower, upper| Some(firstyear_analysis::MedianDays { days: 90.0, lower, upper });
        found.all.median_days = median(Some(60.0), Some(120.0));
        let said = progress(&found, english());
        assert!(said[0].starts_with("Of 1 recommendation made"), "{said:?}");
        assert!(said[0].contains("2 are done (17%), "), "{said:?}");
        assert!(said[1].starts_with("2 are overdue, and 1 has stalled: nothing"), "{said:?}");
        let within = format!(
            "Within {} days of being made 17% (95% interval 3 to 56%) are done; half \
                              of those not stopped within 90 days (interval 60 to 120).",
            DONE_BY[last]
        );
        assert_eq!(said[2], within);
        assert_eq!(said[3], "1 was made later, and in no figure here.");
        found.all.median_days = median(Some(60.0), None);
        found.all.share_done = None;
        found.later = 2;
        let said = progress(&found, english());
        assert!(said[0].contains("2 are done, "), "{said:?}");
        assert!(said[2].ends_with("within 90 days (interval from 60 on)."), "{said:?}");
        assert!(said[3].starts_with("2 were made later"), "{said:?}");
        found.all.median_days = median(None, None);
        assert!(progress(&found, english())[2].ends_with("within 90 days."));
    }

    #[test]
    fn what_stands_on_both_sides_is_not_compared() {
        let (tables, _) = recommendations();
        let mut compared = tables.comparisons[0].clone();
        compared.shared = 2;
        let said = comparison(&compared, english());
        assert!(said.contains("as 2 recommendations are on both sides"), "{said}");
        compared.shared = 0;
        let difference = compared.rows[0].difference.as_mut().expect("both sides have some");
        let limits = difference.interval.as_mut().expect("a difference of shares has limits");
        (difference.value, limits.lower, limits.upper) = (40.0, 5.0, 70.0);
        let said = comparison(&compared, english());
        assert!(said.contains(" 40 points more (95% interval 5 to 70). Of rows that do"), "{said}");
    }
}
