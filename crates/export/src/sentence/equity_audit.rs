//! Sentences about use of a service against need.

use firstyear_analysis::{AuditedGroup, AuditedNeed, Verdict};
use firstyear_core::project::UsersOf;
use firstyear_core::{Cell, Direction, Estimate};

use super::Measured;
use super::areas::named;
use crate::format::{Unit, capital, count, number};
use crate::words::{Words, say};

/// How use over need is to be read.
#[must_use]
pub fn reading(words: &Words) -> String {
    say!(words, "equity-reading")
}

/// Who is in need most, and who uses the service less or more for its need.
/// `of_need` and `of_use` are the words of the indicators.
#[must_use]
pub fn findings(
    need: &AuditedNeed,
    of_need: Option<&Measured>,
    of_use: Option<&Measured>,
    words: &Words,
) -> Vec<String> {
    let mut said: Vec<String> = most_in_need(need, of_need).into_iter().collect();
    if of_use.is_none() {
        return said;
    }
    said.extend(everyone(need, words));
    let against = against(need, words);
    for verdict in [Verdict::Lower, Verdict::Higher] {
        for group in need.groups.iter().filter(|group| need.verdict(group) == verdict) {
            said.extend(one(need, group, &against, words));
        }
    }
    said.push(told_apart(need, words));
    said.extend(slope(need, words));
    let odd: Vec<String> = need.more_users_than_need().map(|group| group.label.clone()).collect();
    if !odd.is_empty() {
        let (groups, many) = (words.and(&odd), odd.len());
        said.push(say!(words, "equity-more-users", groups = groups, many = many));
    }
    said
}

/// Whom the groups are held against, in words.
#[must_use]
pub fn against(need: &AuditedNeed, words: &Words) -> String {
    let reference = need.reference.as_ref().and_then(|id| {
        need.groups.iter().find(|group| group.category == *id).map(|group| group.label.clone())
    });
    reference.unwrap_or_else(|| say!(words, "equity-everyone-else"))
}

/// The groups with the highest need that is shown; where one is withheld it may
/// stand higher.
fn most_in_need(need: &AuditedNeed, of_need: Option<&Measured>) -> Option<String> {
    let measured = of_need?;
    let words = measured.words;
    let rate = |group: &AuditedGroup| group.need.rate.value().map(|rate| rate.value);
    let top = need.groups.iter().filter_map(rate).max_by(f64::total_cmp)?;
    let highest: Vec<&AuditedGroup> =
        need.groups.iter().filter(|group| rate(group) == Some(top)).collect();
    let labels: Vec<String> = highest.iter().map(|group| group.label.clone()).collect();
    let share = match highest[..] {
        [only] => need.share_of_need(only),
        _ => None,
    };
    let (indicator, period) = (capital(&measured.name), words.period(need.period));
    let (groups, rate) =
        (words.and(&labels), words.estimate(&measured.unit, highest.first()?.need.rate.value()?));
    let is_hidden = |group: &AuditedGroup| matches!(group.need.rate, Cell::Withheld(_));
    let said = if need.groups.iter().any(is_hidden) {
        say!(
            words,
            "equity-highest-shown",
            indicator = indicator,
            period = period,
            groups = groups,
            rate = rate
        )
    } else {
        say!(
            words,
            "equity-highest",
            indicator = indicator,
            period = period,
            groups = groups,
            rate = rate
        )
    };
    let share = share.map(|share| say!(words, "equity-holds", share = number(share, 1)));
    Some(std::iter::once(said).chain(share).collect::<Vec<_>>().join(" "))
}

/// Use over need of everyone.
fn everyone(need: &AuditedNeed, words: &Words) -> Option<String> {
    let total = need.total.as_ref()?;
    let used = total.used.as_ref()?.rate.value().copied()?;
    let (rate, limits) = (number(used.value, 1), words.bracket(&Unit::Percent, &used));
    Some(match need.users {
        UsersOf::AmongNeed => say!(words, "equity-all-among", rate = rate, limits = limits),
        UsersOf::PerNeed => say!(words, "equity-all-uses", rate = rate, limits = limits),
    })
}

/// A group that uses the service less or more for its need.
fn one(need: &AuditedNeed, group: &AuditedGroup, against: &str, words: &Words) -> Option<String> {
    let ratio = need.ratio(group)?;
    let (name, times) = (capital(&group.label), number(ratio.value, 2));
    let limits = words.bracket(&Unit::Ratio, &ratio);
    let said = if need.verdict(group) == Verdict::Lower {
        say!(words, "equity-less", group = name, against = against, ratio = times, limits = limits)
    } else {
        say!(words, "equity-more", group = name, against = against, ratio = times, limits = limits)
    };
    let more = need.shortfall(group).filter(|more| more.value > 0.0);
    let more = more.map(|more| {
        let limits = words.bracket(&Unit::Events, &more);
        let more = number(more.value, 0);
        say!(words, "equity-would", against = against, count = more, limits = limits)
    });
    Some(std::iter::once(said).chain(more).collect::<Vec<_>>().join(" "))
}

/// How many groups were held against others, and how many chance alone would set
/// apart.
fn told_apart(need: &AuditedNeed, words: &Words) -> String {
    let compared = need.compared();
    if compared == 0 {
        return none_held(need, words);
    }
    say!(
        words,
        "equity-by-chance",
        compared = count(compared as u64),
        many = compared,
        expected = number(need.expected_by_chance(), 1)
    )
}

/// Whose counts are not known.
fn none_held(need: &AuditedNeed, words: &Words) -> String {
    let is_unknown =
        |group: &&AuditedGroup| group.used.as_ref().is_none_or(|used| used.counts().is_none());
    let groups: Vec<String> =
        need.all_groups().filter(is_unknown).map(|group| group.label.clone()).collect();
    if groups.is_empty() {
        return say!(words, "equity-none-held");
    }
    say!(words, "equity-none-held-of", groups = words.and(&groups))
}

fn slope(need: &AuditedNeed, words: &Words) -> Option<String> {
    let is_ordered = need.direction.is_some_and(|direction| direction != Direction::Magnitude);
    if !is_ordered {
        return None;
    }
    match need.slope() {
        Ok(slope) => {
            let is_lower = slope.value < 0.0;
            // The limits turn with the word: how much lower is above 0.
            let turned = slope.scaled(if is_lower { -1.0 } else { 1.0 });
            let points = number(turned.value, 1);
            let limits = words.bracket(&Unit::Rate(String::new()), &turned);
            let said = if is_lower {
                say!(words, "equity-slope-lower", points = points, limits = limits)
            } else {
                say!(words, "equity-slope-higher", points = points, limits = limits)
            };
            let is_doubtful = slope.interval.is_some_and(|limits| limits.contains(0.0));
            let doubt = is_doubtful.then(|| say!(words, "equity-slope-doubt"));
            Some(std::iter::once(said).chain(doubt).collect::<Vec<_>>().join(" "))
        }
        Err(why) if why.is_empty() => None,
        Err(why) => Some(say!(words, "equity-no-slope", why = why)),
    }
}

/// What the drawing of groups shows, for those who do not see it. `rate` is what is drawn of a
/// group, `unit` its unit.
pub(crate) fn in_a_drawing(
    need: &AuditedNeed,
    rate: &dyn Fn(&AuditedGroup) -> Cell<Estimate>,
    unit: &Unit,
    words: &Words,
) -> String {
    let line = need.total.as_ref().and_then(|all| Some((all, *rate(all).value()?)));
    let mut said = vec![match line {
        Some(_) => say!(words, "equity-chart-words-line"),
        None => say!(words, "equity-chart-words"),
    }];
    said.push(if need.service.is_some() {
        say!(words, "equity-chart-apart")
    } else {
        say!(words, "equity-chart-counts")
    });
    let of_group = |group: &AuditedGroup| {
        let rate = rate(group);
        match rate.value() {
            Some(estimate) => named(&group.label, estimate, unit, words),
            None => say!(
                words,
                "equity-chart-missing",
                group = group.label.as_str(),
                missing = words.missing(&rate).unwrap_or_else(|| say!(words, "not-known"))
            ),
        }
    };
    let groups: Vec<String> = need.groups.iter().chain(&need.remainders).map(of_group).collect();
    if !groups.is_empty() {
        said.push(say!(words, "equity-chart-groups", groups = groups.join("; ")));
    }
    said.extend(line.map(|(all, rate)| {
        say!(words, "equity-chart-everyone", everyone = named(&all.label, &rate, unit, words))
    }));
    said.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::equity_audit;
    use crate::words::english;

    #[test]
    fn less_use_than_need_is_told_in_people() {
        let audit = equity_audit(firstyear_core::SourceClass::Published);
        let measured = crate::testing::measured();
        let said =
            findings(&audit.needs[0], Some(&measured), Some(&measured), english()).join("\n");
        assert!(
            said.contains(
                "1: it is used less for the need than by everyone else, 0.70 times as much"
            ),
            "{said}"
        );
        assert!(said.contains("more would use it (95% interval"), "{said}");
        assert!(said.contains("lower at the most disadvantaged end"), "{said}");
        let alone = findings(&audit.needs[1], Some(&measured), None, english());
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
        let said = findings(need, Some(&measured), None, english()).join(" ");
        assert!(said.contains(&format!("highest in {}", need.groups[at].label)), "{said}");
        // Two that are the same are both named.
        let other = usize::from(at == 0);
        need.groups[other].need.rate = rates[at];
        let said = findings(need, Some(&measured), None, english()).join(" ");
        assert!(said.contains(" and "), "{said}");
        need.groups[other].need.rate = Cell::Withheld(firstyear_core::Withholding::Primary);
        let said = findings(need, Some(&measured), None, english()).join(" ");
        assert!(said.contains("highest of those that are shown in"), "{said}");
    }
}
