//! Sentences about use of a service against need.

use firstyear_analysis::{AuditedGroup, AuditedNeed, Verdict};
use firstyear_core::project::UsersOf;
use firstyear_core::{Cell, Direction};

use super::{Measured, period};
use crate::format::{Unit, and, capital, count, number, plural};

/// How use over need is to be read.
pub const READING: &str = "Use is held against need, and not against people: a group can use a \
     service more than others do and still less for its need. Need is what the figures count, which \
     is need that somebody saw: groups whom services do not reach may have more.";

/// Who is in need most, and who uses the service less or more for its need.
/// `of_need` and `of_use` are the words of the indicators.
#[must_use]
pub fn findings(
    need: &AuditedNeed,
    of_need: Option<&Measured>,
    of_use: Option<&Measured>,
) -> Vec<String> {
    let mut said: Vec<String> = most_in_need(need, of_need).into_iter().collect();
    if of_use.is_none() {
        return said;
    }
    said.extend(everyone(need));
    let apart = |verdict: Verdict| -> Vec<&AuditedGroup> {
        need.groups.iter().filter(|group| need.verdict(group) == verdict).collect()
    };
    let against = against(need);
    for (verdict, word) in [(Verdict::Lower, "less"), (Verdict::Higher, "more")] {
        for group in apart(verdict) {
            said.extend(one(need, group, word, &against));
        }
    }
    said.push(told_apart(need));
    said.extend(slope(need));
    let odd: Vec<String> = need.more_users_than_need().map(|group| group.label.clone()).collect();
    if !odd.is_empty() {
        said.push(format!(
            "{} {} more users than there are in need, so that users cannot all be among these: \
             nothing is told of their use. Write users = \"per-need\" where they may be others.",
            and(&odd),
            plural(odd.len() as u64, "has", "have")
        ));
    }
    said
}

/// Whom the groups are held against, in words.
#[must_use]
pub fn against(need: &AuditedNeed) -> String {
    let reference = need.reference.as_ref().and_then(|id| {
        need.groups.iter().find(|group| group.category == *id).map(|group| group.label.clone())
    });
    reference.unwrap_or_else(|| "everyone else".to_owned())
}

/// The groups with the highest need that is shown; where one is withheld it may
/// stand higher.
fn most_in_need(need: &AuditedNeed, of_need: Option<&Measured>) -> Option<String> {
    let measured = of_need?;
    let rate = |group: &AuditedGroup| group.need.rate.value().map(|rate| rate.value);
    let top = need.groups.iter().filter_map(rate).max_by(f64::total_cmp)?;
    let highest: Vec<&AuditedGroup> =
        need.groups.iter().filter(|group| rate(group) == Some(top)).collect();
    let labels: Vec<String> = highest.iter().map(|group| group.label.clone()).collect();
    let share = match highest[..] {
        [only] => need.share_of_need(only),
        _ => None,
    };
    let share = share.map_or_else(String::new, |share| {
        format!(" It holds {}% of all in need.", number(share, 1))
    });
    let is_hidden = |group: &AuditedGroup| matches!(group.need.rate, Cell::Withheld(_));
    let shown = if need.groups.iter().any(is_hidden) { " of those that are shown" } else { "" };
    Some(format!(
        "{}, {}: highest{shown} in {}, {}.{share}",
        capital(&measured.name),
        period(need.period),
        and(&labels),
        measured.unit.estimate(highest.first()?.need.rate.value()?)
    ))
}

/// Use over need of everyone.
fn everyone(need: &AuditedNeed) -> Option<String> {
    let total = need.total.as_ref()?;
    let rate = total.used.as_ref()?.rate.value().copied()?;
    let used = Unit::Percent.bracket(&rate);
    Some(match need.users {
        UsersOf::AmongNeed => {
            format!("Of all in need {}% use the service {used}.", number(rate.value, 1))
        }
        UsersOf::PerNeed => {
            format!("There are {} uses for each 100 in need {used}.", number(rate.value, 1))
        }
    })
}

fn one(need: &AuditedNeed, group: &AuditedGroup, word: &str, against: &str) -> Option<String> {
    let ratio = need.ratio(group)?;
    let more = need.shortfall(group).filter(|more| more.value > 0.0);
    let more = more.map_or_else(String::new, |more| {
        format!(
            " If it were used as by {against}, {} more would use it {}.",
            number(more.value, 0),
            Unit::Events.bracket(&more)
        )
    });
    Some(format!(
        "{}: it is used {word} for the need than by {against}, {} times as much {}.{more}",
        capital(&group.label),
        number(ratio.value, 2),
        Unit::Ratio.bracket(&ratio)
    ))
}

/// How many groups were held against others, and how many chance alone would set
/// apart.
fn told_apart(need: &AuditedNeed) -> String {
    match need.compared() as u64 {
        0 => format!("No group is held against others: {} missing or withheld.", unknown(need)),
        compared => format!(
            "Of {} {} held against others about {} would seem apart by chance alone.",
            count(compared),
            plural(compared, "group", "groups"),
            number(need.expected_by_chance(), 1)
        ),
    }
}

/// Whose counts are not known.
fn unknown(need: &AuditedNeed) -> String {
    let is_unknown =
        |group: &&AuditedGroup| group.used.as_ref().is_none_or(|used| used.counts().is_none());
    let groups: Vec<String> =
        need.all_groups().filter(is_unknown).map(|group| group.label.clone()).collect();
    match &*groups {
        [] => "counts are".to_owned(),
        groups => format!("use or need of {} is", and(groups)),
    }
}

fn slope(need: &AuditedNeed) -> Option<String> {
    let is_ordered = need.direction.is_some_and(|direction| direction != Direction::Magnitude);
    if !is_ordered {
        return None;
    }
    match need.slope() {
        Ok(slope) => {
            let word = if slope.value < 0.0 { "lower" } else { "higher" };
            // The limits turn with the word: how much lower is above 0.
            let turned = slope.scaled(if slope.value < 0.0 { -1.0 } else { 1.0 });
            let doubt = if slope.interval.is_some_and(|limits| limits.contains(0.0)) {
                " Chance alone could make as much, either way."
            } else {
                ""
            };
            Some(format!(
                "Across the order of the groups use over need is {} percentage points {word} at \
                 the most disadvantaged end than at the other {}.{doubt}",
                number(turned.value, 1),
                Unit::Rate(String::new()).bracket(&turned)
            ))
        }
        Err(why) if why.is_empty() => None,
        Err(why) => Some(format!("No slope across the groups: {why}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::equity_audit;

    #[test]
    fn less_use_than_need_is_told_in_people() {
        let audit = equity_audit(firstyear_core::SourceClass::Published);
        let measured = crate::testing::measured();
        let said = findings(&audit.needs[0], Some(&measured), Some(&measured)).join("\n");
        assert!(
            said.contains(
                "1: it is used less for the need than by everyone else, 0.70 times as much"
            ),
            "{said}"
        );
        assert!(said.contains("more would use it (95% interval"), "{said}");
        assert!(said.contains("lower at the most disadvantaged end"), "{said}");
        let alone = findings(&audit.needs[1], Some(&measured), None);
        assert_eq!(alone.len(), 1, "{alone:?}");
    }
    #[test]
    fn the_highest_is_told_of_what_is_shown() {
        let mut audit = equity_audit(firstyear_core::SourceClass::Published);
        let measured = crate::testing::measured();
        let need = &mut audit.needs[1];
        let rates: Vec<_> = need.groups.iter().map(|group| group.need.rate).collect();
        let top = rates.iter().filter_map(|rate| rate.value()).map(|rate| rate.value);
        let top = top.max_by(f64::total_cmp).unwrap();
        let at = rates.iter().position(|r| r.value().is_some_and(|r| (r.value - top).abs() < 1e-9));
        let at = at.unwrap();
        let said = findings(need, Some(&measured), None).join(" ");
        assert!(said.contains(&format!("highest in {}", need.groups[at].label)), "{said}");
        // Two that are the same are both named.
        let other = usize::from(at == 0);
        need.groups[other].need.rate = rates[at];
        let said = findings(need, Some(&measured), None).join(" ");
        assert!(said.contains(" and "), "{said}");
        need.groups[other].need.rate = Cell::Withheld(firstyear_core::Withholding::Primary);
        let said = findings(need, Some(&measured), None).join(" ");
        assert!(said.contains("highest of those that are shown in"), "{said}");
    }
}
