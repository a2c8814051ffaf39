//! Sentences that say whether a care pathway works.

use std::collections::BTreeMap;

use firstyear_analysis::{
    JudgedObligation, LogDisclosure, PathwayAnswer, PathwayJudgement, Released,
};
use firstyear_core::pathway::{CarePathway, PathwayKind, Verdict};
use firstyear_core::{Cell, Estimate};

use super::cascade;
use crate::format::{and, count, plural};
use crate::pathway::{comparison, groups_apart, percent_with_limits};

/// How the findings are to be read.
pub const READING: &str = "A pathway is judged by what is written and by what is recorded: that \
     the check finds no error in it does not make it good care, and a step that nobody wrote down \
     counts as not taken.";

/// Obligations that a sentence names.
const NAMED: usize = 3;

/// Which version it is, and whether anything is wrong in it.
#[must_use]
pub fn standing(answer: &PathwayAnswer) -> String {
    let pathway = &answer.pathway;
    let kind = match pathway.kind {
        PathwayKind::Reference => "A reference",
        PathwayKind::Local => "A local pathway",
    };
    let checked = if answer.is_sound {
        "the check found no error in it"
    } else {
        "the check found errors in it, so that nobody is judged by it"
    };
    let open = pathway.open().count() as u64;
    let open = match open {
        0 => String::new(),
        _ => format!(
            " {} {} open in it and {} nothing.",
            count(open),
            plural(open, "element is", "elements are"),
            plural(open, "judges", "judge"),
        ),
    };
    format!("{kind}, version {}, {}: {checked}.{open}", pathway.version, pathway.status.word())
}

/// What stands first: what is least often met and for whom, how far people come and where
/// most are lost, and what is kept of the reference.
#[must_use]
pub fn findings(answer: &PathwayAnswer) -> Vec<String> {
    if !answer.is_sound {
        return Vec::new();
    }
    let mut said = Vec::new();
    said.extend(answer.judgement.as_ref().map(Released::get).into_iter().flat_map(owed));
    if let Some(found) = answer.cascade.as_ref().map(Released::get) {
        said.extend(cascade::headline(found));
    }
    if let Some(found) = answer.comparison() {
        said.extend(comparison::findings(&found));
    }
    said
}

/// What of all that is owed is least often met, and which groups lie apart.
#[must_use]
pub fn owed(judged: &PathwayJudgement) -> Vec<String> {
    std::iter::once(least_met(judged)).chain(by_group(judged)).collect()
}

/// The obligation of which the smallest share is met, and whether chance can have put it
/// there.
fn least_met(judged: &PathwayJudgement) -> String {
    let met = |one: &JudgedObligation| one.cases.first()?.met.value().copied();
    let mut shown: Vec<(&JudgedObligation, Estimate)> =
        judged.obligations.iter().filter_map(|one| Some((one, met(one)?))).collect();
    let hidden = judged.obligations.len() - shown.len();
    if judged.obligations.is_empty() {
        return "Nothing is owed on it that judges.".to_owned();
    }
    shown.sort_by(|(_, a), (_, b)| a.value.total_cmp(&b.value));
    let Some(((least, share), others)) = shown.split_first() else {
        return "Of nothing that is owed can it be told how often it is met: it is decided for \
                nobody, or withheld."
            .to_owned();
    };
    let among = if hidden == 0 { "" } else { " among those that are shown" };
    let mut said = format!(
        "The smallest share met{among} is that of “{}”: {}",
        stripped(&least.text),
        percent_with_limits(share)
    );
    if let Some(missed) = missed(judged, least) {
        said = format!("{said}, overdue in {missed}");
    }
    if !least.has_end {
        said.push_str(" so far, as no time is set by which it is to be done");
    }
    said.push('.');
    let limits = share.interval;
    let near = others.iter().filter(|(_, other)| {
        let apart = limits.zip(other.interval).map(|(own, other)| own.upper < other.lower);
        apart != Some(true)
    });
    match near.count() as u64 {
        0 => {}
        near => {
            said = format!(
                "{said} Its limits overlap with those of {} {}, so that chance may have put it \
                 first.",
                count(near),
                plural(near, "other", "others")
            );
        }
    }
    said
}

/// In how many cases it is overdue, where that is shown.
fn missed(judged: &PathwayJudgement, one: &JudgedObligation) -> Option<String> {
    let missed = one.cases.first()?.of(Verdict::Missed);
    let missed = *missed.value().filter(|&&missed| missed > 0)?;
    let about = if judged.disclosure == LogDisclosure::Rounded { "about " } else { "" };
    Some(format!("{about}{} {}", count(missed), plural(missed, "case", "cases")))
}

/// The groups for which something is met less or more often than for all, by more than
/// their limits.
fn by_group(judged: &PathwayJudgement) -> Vec<String> {
    let Some(by) = &judged.grouping else { return Vec::new() };
    let mut apart: BTreeMap<(&str, String), Vec<String>> = BTreeMap::new();
    for one in &judged.obligations {
        for (word, groups) in groups_apart(one) {
            for group in groups {
                apart.entry((word, group)).or_default().push(format!("“{}”", stripped(&one.text)));
            }
        }
    }
    if apart.is_empty() {
        let mut groups = judged.obligations.iter().flat_map(|one| one.cases.iter().skip(1));
        let is_hidden = |cell: &Cell<Estimate>| matches!(cell, Cell::Withheld(_));
        if !groups.clone().any(|group| group.met.value().is_some()) {
            return Vec::new();
        }
        let shown = if groups.any(|group| is_hidden(&group.met)) { " that is shown" } else { "" };
        return vec![format!(
            "By {by}, no group has a share met{shown} that lies apart from that of all by more \
             than its limits."
        )];
    }
    let said = apart.into_iter().map(|((word, group), mut texts)| {
        let more = texts.len().saturating_sub(NAMED);
        texts.truncate(NAMED);
        if more > 0 {
            texts.push(format!("{} more", count(more as u64)));
        }
        format!("Met {word} often than for all among “{group}” ({by}): {}.", and(&texts))
    });
    said.collect()
}

/// A text without its stop, to stand in a sentence.
fn stripped(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

/// The name of a pathway where room is short.
#[must_use]
pub fn short_title(pathway: &CarePathway) -> String {
    const LONGEST: usize = 60;
    let title = crate::chart::printable(&pathway.title);
    if title.chars().count() <= LONGEST {
        return title;
    }
    let cut: String = title.chars().take(LONGEST - 1).collect();
    format!("{}…", cut.trim_end())
}
