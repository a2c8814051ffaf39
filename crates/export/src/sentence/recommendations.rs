//! Sentences about what was recommended and what became of it.

use firstyear_analysis::{
    ComparedTheme, ComparedThemes, DONE_BY, Progress, ProgressRow, STALLS_AFTER, ThemeTable,
    ThemeTables,
};
use firstyear_core::Estimate;

use crate::format::{and, count, day, number, plural};

/// How counts of recommendations are to be read.
pub const READING: &str = "A count of recommendations says what was seen and written down, not what \
     matters most: areas, visits and writers differ in how finely they split what they say.";

/// How progress is to be read.
#[must_use]
pub fn progress_reading() -> String {
    format!(
        "Overdue is what is neither done nor stopped after its day; stalled is what has not \
         changed for {STALLS_AFTER} days. Shares done within some time follow what is open until \
         the day of the report, and count what was stopped as never done. Done is what its owner \
         says: whether it moved an indicator is another question."
    )
}

/// How many recommendations there are, and on what.
#[must_use]
pub fn themes(found: &ThemeTables) -> Option<String> {
    let most = found.tables.iter().map(|table| table.total).max()?;
    let on: Vec<&ThemeTable> = found.tables.iter().filter(|table| table.total == most).collect();
    let names: Vec<String> = on.iter().map(|table| table.name.to_lowercase()).collect();
    let all = found.recommendations as u64;
    let visits = match found.visits as u64 {
        0 => String::new(),
        visits => format!(", from {} {}", count(visits), plural(visits, "visit", "visits")),
    };
    let (areas, themes) = (found.areas as u64, found.tables.len() as u64);
    Some(format!(
        "{} {} made to {} {}{visits}, on {} {}: most on {} ({}, {}%{}).",
        count(all),
        plural(all, "recommendation was", "recommendations were"),
        count(areas),
        plural(areas, "area", "areas"),
        count(themes),
        plural(themes, "theme", "themes"),
        and(&names),
        count(most as u64),
        number(found.percent(on[0]), 1),
        if on.len() > 1 { " each" } else { "" }
    ))
}

/// How far all of them are.
#[must_use]
pub fn progress(found: &Progress) -> Vec<String> {
    let all = &found.all;
    let mut said = vec![format!(
        "Of {} {} made by {}, {}.",
        count(all.made as u64),
        plural(all.made as u64, "recommendation", "recommendations"),
        day(found.as_of),
        statuses(all)
    )];
    if all.overdue > 0 || all.stalled > 0 {
        said.push(format!(
            "{} {} overdue, and {} {} stalled: nothing has changed for {STALLS_AFTER} days.",
            count(all.overdue as u64),
            plural(all.overdue as u64, "is", "are"),
            count(all.stalled as u64),
            plural(all.stalled as u64, "has", "have")
        ));
    }
    said.extend(time_to_done(all));
    if found.later > 0 {
        let later = found.later as u64;
        said.push(format!(
            "{} {} made later, and in no figure here.",
            count(later),
            plural(later, "was", "were")
        ));
    }
    said
}

fn statuses(row: &ProgressRow) -> String {
    let share = row.share_done.as_ref().map_or_else(String::new, |share| {
        let (value, limits) = percent(share);
        let limits = limits.map_or_else(String::new, |limits| format!(", {limits}"));
        format!(" ({value}{limits})")
    });
    format!(
        "{} {} done{share}, {} started, {} agreed, {} open and {} stopped",
        count(row.done as u64),
        plural(row.done as u64, "is", "are"),
        count(row.started as u64),
        count(row.agreed as u64),
        count(row.open as u64),
        count(row.stopped as u64)
    )
}

/// How long it takes until they are done.
fn time_to_done(row: &ProgressRow) -> Option<String> {
    let shares = DONE_BY.into_iter().zip(&row.done_by);
    let mut within = shares.filter_map(|(days, share)| Some((days, share.as_ref()?)));
    let (days, share) = within.next_back()?;
    let median = match row.median_days {
        Some(median) => {
            let limits = match (median.lower, median.upper) {
                (Some(lower), Some(upper)) => {
                    format!(" (interval {} to {})", number(lower, 0), number(upper, 0))
                }
                (Some(lower), None) => format!(" (interval from {} on)", number(lower, 0)),
                _ => String::new(),
            };
            format!("half of those not stopped within {} days{limits}", number(median.days, 0))
        }
        None => "half of those not stopped are not done yet".to_owned(),
    };
    let (value, limits) = percent(share);
    let limits = limits.map_or_else(String::new, |limits| format!(" ({limits})"));
    Some(format!("Within {days} days of being made {value}{limits} are done; {median}."))
}

/// A share in percent, and its limits in words.
fn percent(share: &Estimate) -> (String, Option<String>) {
    let whole = |fraction: f64| number(100.0 * fraction, 0);
    let limits = share.interval.map(|limits| {
        let (lower, upper) = (whole(limits.lower), whole(limits.upper));
        format!("{} interval {lower} to {upper}%", limits.confidence)
    });
    (format!("{}%", whole(share.value)), limits)
}

/// What a comparison finds: the rows whose limits leave 0 out.
#[must_use]
pub fn comparison(found: &ComparedThemes) -> String {
    let [first, second] = &found.sides;
    if let Some(side) = found.totals.iter().position(|total| *total == 0) {
        return format!(
            "{}: nothing is compared, as there are no recommendations of {}.",
            found.name, found.sides[side]
        );
    }
    if found.shared > 0 {
        let shared = found.shared as u64;
        return format!(
            "{}: no difference is worked out, as {} {} on both sides: limits take them to be apart.",
            found.name,
            count(shared),
            plural(shared, "recommendation is", "recommendations are")
        );
    }
    let apart: Vec<String> = found
        .rows
        .iter()
        .filter_map(|row| {
            let difference = row.difference?;
            let limits = difference.interval.filter(|limits| !limits.contains(0.0))?;
            let more = if difference.value > 0.0 { "more" } else { "fewer" };
            let (low, high) = if difference.value > 0.0 {
                (limits.lower, limits.upper)
            } else {
                (-limits.upper, -limits.lower)
            };
            Some(format!(
                "{} {} points {more} ({} interval {} to {})",
                row.name,
                number(difference.value.abs(), 0),
                limits.confidence,
                number(low, 0),
                number(high, 0)
            ))
        })
        .collect();
    let limits = |row: &ComparedTheme| row.difference.and_then(|found| found.interval);
    let tested = found.rows.iter().filter_map(limits).count() as u64;
    let confidence = found.rows.iter().find_map(limits).map(|limits| limits.confidence);
    if apart.is_empty() {
        return format!(
            "{}: of {} {} no share differs between {first} and {second} by more than chance may \
             explain.",
            found.name,
            count(tested),
            plural(tested, "row", "rows")
        );
    }
    let by_chance = confidence.map_or(0.0, |level| 100.0 * (1.0 - level.level()));
    format!(
        "{}: of {} {}, {first} has against {second}: {}. Of rows that do not differ about {}% would \
         seem to.",
        found.name,
        count(tested),
        plural(tested, "row", "rows"),
        apart.join("; "),
        number(by_chance, 1)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::recommendations;

    #[test]
    fn a_comparison_says_what_differs_and_when_it_cannot() {
        let (tables, _) = recommendations();
        let mut compared = tables.comparisons[0].clone();
        assert_eq!(
            comparison(&compared),
            "One against the other: of 2 rows no share differs between <England> and both by more \
             than chance may explain."
        );
        let row = &mut compared.rows[0];
        let difference = row.difference.as_mut().expect("both sides have some");
        let limits = difference.interval.as_mut().expect("a difference of shares has limits");
        (difference.value, limits.lower, limits.upper) = (-40.0, -70.0, -5.0);
        let fewer = format!("{} 40 points fewer (95% interval 5 to 70)", row.name);
        assert!(comparison(&compared).contains(&fewer), "{}", comparison(&compared));
        compared.totals = [3, 0];
        assert_eq!(
            comparison(&compared),
            "One against the other: nothing is compared, as there are no recommendations of both."
        );
    }

    #[test]
    fn progress_is_told_with_its_limits() {
        let (_, found) = recommendations();
        let said = progress(&found);
        assert!(
            said[0].starts_with("Of 6 recommendations made by 1 January 2025, 1 is done (17%, 95% interval 3 to 56%)"),
            "{said:?}"
        );
        assert!(said[1].starts_with("1 is overdue, and "), "{said:?}");
        // Done after 184 days.
        let within = "Within 183 days of being made 0% are done; half of those not stopped are not done yet.";
        assert_eq!(said[2], within);
    }
}
