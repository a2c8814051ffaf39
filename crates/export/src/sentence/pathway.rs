//! Sentences that say whether a care pathway works.

use std::collections::BTreeMap;

use firstyear_analysis::{
    JudgedObligation, LogDisclosure, PathwayAnswer, PathwayJudgement, Released,
};
use firstyear_core::pathway::{CarePathway, PathwayKind, Verdict};
use firstyear_core::{Cell, Estimate};

use super::cascade;
use crate::format::count;
use crate::pathway::{comparison, groups_apart, percent_with_limits};
use crate::words::{Words, say};

/// How the findings are to be read.
#[must_use]
pub fn reading(words: &Words) -> String {
    say!(words, "pathway-reading")
}

/// Obligations that a sentence names.
const NAMED: usize = 3;

/// Which version it is, and whether anything is wrong in it.
#[must_use]
pub fn standing(answer: &PathwayAnswer, words: &Words) -> String {
    let pathway = &answer.pathway;
    let version = pathway.version.as_str();
    let status = status(pathway, words);
    let said = match (pathway.kind, answer.is_sound) {
        (PathwayKind::Reference, true) => {
            say!(words, "pathway-reference-sound", version = version, status = status)
        }
        (PathwayKind::Reference, false) => {
            say!(words, "pathway-reference-unsound", version = version, status = status)
        }
        (PathwayKind::Local, true) => {
            say!(words, "pathway-local-sound", version = version, status = status)
        }
        (PathwayKind::Local, false) => {
            say!(words, "pathway-local-unsound", version = version, status = status)
        }
    };
    let open = pathway.open().count() as u64;
    match open {
        0 => said,
        _ => said + " " + &say!(words, "pathway-elements-open", n = open, count = count(open)),
    }
}

/// How far a pathway is agreed, in words.
#[must_use]
pub fn status(pathway: &CarePathway, words: &Words) -> String {
    say!(words, "pathway-status", status = pathway.status.word())
}

/// What stands first: what is least often met and for whom, how far people come and where
/// most are lost, and what is kept of the reference.
#[must_use]
pub fn findings(answer: &PathwayAnswer, words: &Words) -> Vec<String> {
    if !answer.is_sound {
        return Vec::new();
    }
    let mut said = Vec::new();
    let judged = answer.judgement.as_ref().map(Released::get);
    said.extend(judged.into_iter().flat_map(|judged| owed(judged, words)));
    if let Some(found) = answer.cascade.as_ref().map(Released::get) {
        said.extend(cascade::headline(found, words));
    }
    if let Some(found) = answer.comparison() {
        said.extend(comparison::findings(&found, words));
    }
    said
}

/// What of all that is owed is least often met, and which groups lie apart.
#[must_use]
pub fn owed(judged: &PathwayJudgement, words: &Words) -> Vec<String> {
    std::iter::once(least_met(judged, words)).chain(by_group(judged, words)).collect()
}

/// The obligation of which the smallest share is met, and whether chance can have put it
/// there.
fn least_met(judged: &PathwayJudgement, words: &Words) -> String {
    let met = |one: &JudgedObligation| one.cases.first()?.met.value().copied();
    let mut shown: Vec<(&JudgedObligation, Estimate)> =
        judged.obligations.iter().filter_map(|one| Some((one, met(one)?))).collect();
    let hidden = judged.obligations.len() - shown.len();
    if judged.obligations.is_empty() {
        return say!(words, "pathway-nothing-owed");
    }
    shown.sort_by(|(_, a), (_, b)| a.value.total_cmp(&b.value));
    let Some(((least, share), others)) = shown.split_first() else {
        return say!(words, "pathway-nothing-told");
    };
    let mut met = percent_with_limits(share, words);
    if let Some(missed) = missed(judged, least, words) {
        met = say!(words, "pathway-met-overdue", share = met, cases = missed);
    }
    if !least.has_end {
        met = say!(words, "pathway-met-no-time", share = met);
    }
    let text = stripped(&least.text);
    let said = if hidden == 0 {
        say!(words, "pathway-least", obligation = text, share = met)
    } else {
        say!(words, "pathway-least-shown", obligation = text, share = met)
    };
    let limits = share.interval;
    let near = others.iter().filter(|(_, other)| {
        let apart = limits.zip(other.interval).map(|(own, other)| own.upper < other.lower);
        apart != Some(true)
    });
    match near.count() as u64 {
        0 => said,
        near => said + " " + &say!(words, "pathway-least-near", n = near, count = count(near)),
    }
}

/// In how many cases it is overdue, where that is shown.
fn missed(judged: &PathwayJudgement, one: &JudgedObligation, words: &Words) -> Option<String> {
    let missed = one.cases.first()?.of(Verdict::Missed);
    let missed = *missed.value().filter(|&&missed| missed > 0)?;
    let many = count(missed);
    Some(if judged.disclosure == LogDisclosure::Rounded {
        say!(words, "pathway-about-cases", n = missed, count = many)
    } else {
        say!(words, "cascade-cases", n = missed, count = many)
    })
}

/// The groups for which something is met less or more often than for all, by more than
/// their limits.
fn by_group(judged: &PathwayJudgement, words: &Words) -> Vec<String> {
    let Some(by) = judged.grouping.as_deref() else { return Vec::new() };
    // Those of less before those of more.
    let mut apart: BTreeMap<(bool, String), Vec<String>> = BTreeMap::new();
    for one in &judged.obligations {
        for (more, groups) in [false, true].into_iter().zip(groups_apart(one, words)) {
            for group in groups {
                let text = say!(words, "cascade-quoted", name = stripped(&one.text));
                apart.entry((more, group)).or_default().push(text);
            }
        }
    }
    if apart.is_empty() {
        let mut groups = judged.obligations.iter().flat_map(|one| one.cases.iter().skip(1));
        let is_hidden = |cell: &Cell<Estimate>| matches!(cell, Cell::Withheld(_));
        if !groups.clone().any(|group| group.met.value().is_some()) {
            return Vec::new();
        }
        return vec![if groups.any(|group| is_hidden(&group.met)) {
            say!(words, "pathway-no-group-apart-shown", by = by)
        } else {
            say!(words, "pathway-no-group-apart", by = by)
        }];
    }
    let said = apart.into_iter().map(|((more, group), mut texts)| {
        let others = texts.len().saturating_sub(NAMED) as u64;
        texts.truncate(NAMED);
        if others > 0 {
            texts.push(say!(words, "pathway-others", count = count(others)));
        }
        let list = words.and(&texts);
        if more {
            say!(words, "pathway-group-more", group = group, by = by, list = list)
        } else {
            say!(words, "pathway-group-less", group = group, by = by, list = list)
        }
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
