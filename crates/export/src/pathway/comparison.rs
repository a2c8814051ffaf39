//! A local pathway held against a reference, as sentences, tables and a page.
//!
//! | you want                                   | use             |
//! |--------------------------------------------|-----------------|
//! | what stands first                          | [`findings`]    |
//! | each obligation with its class and reasons | [`obligations`] |
//! | steps, decisions and loops that differ     | [`others`]      |
//! | in how many areas each obligation is kept  | [`matrix`]      |
//! | all of it as Markdown                      | [`markdown`]    |
//! | all of it as a flat table                  | [`flat`]        |

mod flat;
mod reasons;

use std::fmt::Write as _;

use firstyear_core::pathway::{CarePathway, ElementBasis, PathwayStatus, Step};
use firstyear_pathways::{
    Class, ComparedDecision, ComparedObligation, ComparedStep, Comparison, Coverage, Derivation,
    MatchedBy, SentElsewhere, StepChange,
};

use crate::chart::{Column, DataTable, TableCell};
use crate::format::{capital, count};
use crate::site::escaped;
use crate::words::{Words, english, say};

pub use flat::flat;
pub(crate) use reasons::{direction, reason};

/// What must be said with every class.
#[must_use]
pub fn caution(words: &Words) -> String {
    say!(words, "diff-caution")
}

/// What a class is called.
#[must_use]
pub fn class(class: Class, words: &Words) -> String {
    match class {
        Class::Entailed => say!(words, "diff-entailed"),
        Class::Weakened => say!(words, "diff-weakened"),
        Class::Altered => say!(words, "diff-altered"),
        Class::Absent => say!(words, "diff-absent"),
        Class::Open => say!(words, "diff-open"),
    }
}

/// What a pathway is called in a sentence.
#[must_use]
pub fn name(pathway: &CarePathway, words: &Words) -> String {
    let (id, version) = (pathway.id.as_str(), pathway.version.as_str());
    match &pathway.area {
        Some(area) => say!(words, "diff-name-of", id = id, version = version, area = area.as_str()),
        None => say!(words, "diff-name", id = id, version = version),
    }
}

/// What became of the obligations, whether the pathway was made from the reference, and
/// what else was lost.
#[must_use]
pub fn findings(found: &Comparison<'_>, words: &Words) -> Vec<String> {
    let of = |class| found.obligations.iter().filter(|one| one.class == class).count() as u64;
    let open = of(Class::Open);
    let held = found.obligations.len() as u64 - open;
    let classes = [Class::Entailed, Class::Weakened, Class::Altered, Class::Absent];
    let became = |one| {
        let (n, class) = (of(one), class(one, words));
        say!(words, "diff-are", n = n, count = count(n), class = class)
    };
    let became: Vec<String> = classes.into_iter().filter(|&one| of(one) > 0).map(became).collect();
    let became = if became.is_empty() { say!(words, "diff-none-held") } else { words.and(&became) };
    let mut said = vec![say!(
        words,
        "diff-became",
        local = name(found.local, words),
        reference = name(found.reference, words),
        n = held,
        held = count(held),
        became = became
    )];
    if found.local.status == PathwayStatus::Withdrawn {
        said.push(say!(words, "diff-local-withdrawn"));
    }
    if found.reference.status == PathwayStatus::Withdrawn {
        said.push(say!(words, "diff-reference-withdrawn"));
    }
    said.extend(derivation(found, words));
    if open > 0 {
        said.push(say!(words, "diff-more-open", n = open, count = count(open)));
    }
    let loops = found.lost_loops.len() as u64;
    if loops > 0 {
        said.push(say!(words, "diff-lost-loops", n = loops, count = count(loops)));
    }
    said
}

fn derivation(found: &Comparison<'_>, words: &Words) -> Option<String> {
    match found.derivation {
        Derivation::Same => None,
        Derivation::OtherVersion(version) => {
            Some(say!(words, "diff-other-version", version = version))
        }
        Derivation::OtherPathway(id) => Some(say!(words, "diff-other-pathway", id = id)),
        Derivation::Unsaid => Some(say!(words, "diff-unsaid")),
    }
}

/// A row for each obligation of the reference: what became of it, by which local one, and
/// why.
#[must_use]
pub fn obligations(found: &Comparison<'_>, words: &Words) -> DataTable {
    let none = say!(words, "none");
    let row = |one: &ComparedObligation<'_>| {
        vec![
            TableCell::text(&one.reference.id),
            TableCell::text(class(one.class, words)),
            TableCell::text_or(one.local.map(|local| &local.id), &none),
            TableCell::text(whys(found, one, words).join("; ")),
        ]
    };
    DataTable {
        caption: say!(words, "diff-obligations"),
        columns: vec![
            Column::text(say!(words, "pathway-column-obligation")),
            Column::text(say!(words, "diff-column-became")),
            Column::text(say!(words, "diff-column-here")),
            Column::text(say!(words, "diff-column-why")),
        ],
        rows: found.obligations.iter().map(row).collect(),
    }
}

/// Every reason with its direction.
fn whys(found: &Comparison<'_>, one: &ComparedObligation<'_>, words: &Words) -> Vec<String> {
    if one.class == Class::Open {
        let settled = one.local.filter(|local| local.grounds.basis != ElementBasis::Open);
        let why = one.reference.grounds.why.clone().into_iter();
        return why.chain(settled.map(|_| say!(words, "diff-settled-here"))).collect();
    }
    let said = one.reasons.iter().map(|difference| {
        let why = reason(found, one, difference, words);
        if one.class == Class::Absent {
            return why;
        }
        let direction = direction(difference.direction, words);
        say!(words, "diff-why", why = why, direction = direction)
    });
    said.collect()
}

/// What differs beside obligations: loops, steps and decisions, and what is owed in the
/// local pathway alone.
#[must_use]
pub fn others(found: &Comparison<'_>, words: &Words) -> DataTable {
    let rows = differing(found, words).into_iter().map(|one| {
        let element = one.element.word();
        vec![
            TableCell::text(say!(words, "diff-element", element = element, id = one.id)),
            TableCell::text(say!(words, "diff-element-became", became = one.became.word())),
            TableCell::text(one.what),
        ]
    });
    DataTable {
        caption: say!(words, "diff-others"),
        columns: vec![
            Column::text(say!(words, "diff-column-element")),
            Column::text(say!(words, "diff-column-became")),
            Column::text(say!(words, "diff-column-what")),
        ],
        rows: rows.collect(),
    }
}

/// Something that differs beside the obligations of the reference.
struct Other<'p> {
    element: Element,
    /// Its id in the reference; that of the local pathway for what is extra.
    id: &'p str,
    local: Option<&'p str>,
    became: Became,
    what: String,
}

/// What differs.
#[derive(Clone, Copy)]
enum Element {
    Loop,
    Obligation,
    Step,
    Decision,
}

impl Element {
    /// Its word in files and for the catalogue.
    const fn word(self) -> &'static str {
        match self {
            Self::Loop => "loop",
            Self::Obligation => "obligation",
            Self::Step => "step",
            Self::Decision => "decision",
        }
    }
}

/// What became of it.
#[derive(Clone, Copy)]
enum Became {
    Lost,
    Extra,
    Renamed,
    Changed,
    NotCompared,
    SendsElsewhere,
}

impl Became {
    /// Its word in files and for the catalogue.
    const fn word(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Extra => "extra",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
            Self::NotCompared => "not-compared",
            Self::SendsElsewhere => "sends-elsewhere",
        }
    }
}

fn differing<'p>(found: &Comparison<'p>, words: &Words) -> Vec<Other<'p>> {
    use Became::{Changed, Extra, Lost, Renamed};
    use Element::{Decision, Loop, Obligation, Step};
    let mut rows = Vec::new();
    for one in &found.lost_loops {
        let asked = words.or(&reasons::quoted(&one.obligations));
        let what = say!(words, "diff-loop-lost", obligations = asked);
        let local = one.local.map(|step| step.id.as_str());
        rows.push(Other { element: Loop, id: &one.reference.id, local, became: Lost, what });
    }
    for one in &found.extra_obligations {
        let (id, what) = (one.id.as_str(), one.text.clone());
        rows.push(Other { element: Obligation, id, local: Some(id), became: Extra, what });
    }
    let lost = |element, id, name: &str| Other {
        element,
        id,
        local: None,
        became: Lost,
        what: name.to_owned(),
    };
    let extra = |element, id, name: &str| Other {
        element,
        id,
        local: Some(id),
        became: Extra,
        what: name.to_owned(),
    };
    rows.extend(found.lost_steps.iter().map(|one| lost(Step, &one.id, &one.name)));
    rows.extend(found.extra_steps.iter().map(|one| extra(Step, &one.id, &one.name)));
    for one in &found.steps {
        let mut said: Vec<String> = renamed(one.by, &one.local.id, words).into_iter().collect();
        said.extend(one.changes.iter().map(|change| changed(found, one, *change, words)));
        if said.is_empty() {
            continue;
        }
        rows.push(Other {
            element: Step,
            id: &one.reference.id,
            local: Some(&one.local.id),
            became: if one.changes.is_empty() { Renamed } else { Changed },
            what: said.join("; "),
        });
    }
    rows.extend(found.lost_decisions.iter().map(|one| lost(Decision, &one.id, &one.question)));
    rows.extend(found.extra_decisions.iter().map(|one| extra(Decision, &one.id, &one.question)));
    rows.extend(found.decisions.iter().flat_map(|one| sent(one, words)));
    rows
}

/// Under which id something stands, and what shows that it is the same; `None` for the id
/// itself.
fn renamed(by: MatchedBy, id: &str, words: &Words) -> Option<String> {
    Some(match by {
        MatchedBy::Id => return None,
        MatchedBy::Code => say!(words, "diff-same-by-code", id = id),
        MatchedBy::Activity => say!(words, "diff-same-by-activity", id = id),
        MatchedBy::Inputs => say!(words, "diff-same-by-inputs", id = id),
        _ => say!(words, "diff-same-otherwise", id = id),
    })
}

fn changed(
    found: &Comparison<'_>,
    one: &ComparedStep<'_>,
    change: StepChange,
    words: &Words,
) -> String {
    let listed = |names: &[String]| Some(words.and(names)).filter(|names| !names.is_empty());
    let who = |pathway: &CarePathway, step: &Step| listed(&reasons::who(pathway, step));
    let agencies = |pathway: &CarePathway, step: &Step| {
        let mut agencies: Vec<String> =
            pathway.actors_of(step).map(|actor| actor.agency.clone()).collect();
        agencies.sort();
        agencies.dedup();
        listed(&agencies)
    };
    let of = |said: &dyn Fn(&Step) -> Option<String>| (said(one.local), said(one.reference));
    let kind = |step: &Step| Some(say!(words, "pathway-step", kind = step.kind.word()));
    let (what, (local, reference)) = match change {
        StepChange::Kind => (say!(words, "diff-kind"), of(&kind)),
        StepChange::Actors => (
            say!(words, "diff-who"),
            (who(found.local, one.local), who(found.reference, one.reference)),
        ),
        StepChange::Agencies => (
            say!(words, "diff-agency"),
            (agencies(found.local, one.local), agencies(found.reference, one.reference)),
        ),
        StepChange::Setting => (say!(words, "diff-where"), of(&|step| step.setting.clone())),
        StepChange::AtMost => {
            (say!(words, "diff-at-most"), of(&|step| step.at_most.map(|most| most.to_string())))
        }
        _ => return say!(words, "diff-differs"),
    };
    match (local, reference) {
        (Some(local), Some(reference)) => {
            say!(words, "diff-changed", what = what, local = local, reference = reference)
        }
        (Some(local), None) => say!(words, "diff-added", what = what, local = local),
        (None, Some(reference)) => {
            say!(words, "diff-left-out", what = what, reference = reference)
        }
        (None, None) => say!(words, "diff-not-the-same", what = what),
    }
}

/// Whom a decision sends elsewhere.
fn sent<'p>(decision: &ComparedDecision<'p>, words: &Words) -> Vec<Other<'p>> {
    let row = |became, what| Other {
        element: Element::Decision,
        id: &decision.reference.id,
        local: Some(&decision.local.id),
        became,
        what,
    };
    if let Some(input) = decision.other_input {
        let what = say!(words, "diff-other-input", input = input);
        return vec![row(Became::NotCompared, what)];
    }
    let renamed = renamed(decision.by, &decision.local.id, words);
    let renamed = renamed.map(|what| row(Became::Renamed, what));
    let sent = decision.elsewhere.iter();
    let sent = sent.map(|one| row(Became::SendsElsewhere, elsewhere(one, words)));
    renamed.into_iter().chain(sent).collect()
}

/// Who is sent where.
fn elsewhere(one: &SentElsewhere<'_>, words: &Words) -> String {
    let (local, reference) = (one.local, one.reference);
    let said = if one.witness.0.is_empty() {
        say!(words, "diff-sent-everywhere", local = local, reference = reference)
    } else {
        let witness = one.witness.to_string();
        say!(words, "diff-sent-where", witness = witness, local = local, reference = reference)
    };
    if one.open { say!(words, "diff-sent-open", sent = said) } else { said }
}

/// In how many areas each obligation of the reference is kept.
#[must_use]
pub fn matrix(covered: &Coverage<'_>) -> DataTable {
    let classes = [Class::Entailed, Class::Weakened, Class::Altered, Class::Absent];
    let rows = covered.obligations.iter().map(|one| {
        let mut row = vec![TableCell::text(&one.obligation.id)];
        let open = one.obligation.grounds.basis == ElementBasis::Open;
        let areas = |class| TableCell::number(one.count(Some(class)) as f64, 0);
        row.extend(
            classes.map(|class| if open { TableCell::missing("open") } else { areas(class) }),
        );
        row.push(TableCell::number(one.count(None) as f64, 0));
        row
    });
    let mut columns = vec![Column::text("Obligation")];
    columns.extend(["Entailed", "Weakened", "Altered", "Absent", "No pathway"].map(Column::number));
    DataTable { caption: "Areas by what became of it".to_owned(), columns, rows: rows.collect() }
}

/// All of it as Markdown: of several first the matrix, and then each.
#[must_use]
pub fn markdown(found: &[Comparison<'_>], covered: Option<&Coverage<'_>>) -> String {
    let mut text = String::new();
    let Some(first) = found.first() else { return text };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "# {}: what is kept of it\n", escaped(&first.reference.title));
    let _ = writeln!(text, "{}\n\n**{}**\n", caution(english()), escaped(&first.reference.review));
    if let Some(covered) = covered {
        let _ = writeln!(text, "{}", matrix(covered).markdown());
    }
    for one in found {
        push_comparison(&mut text, one);
    }
    text
}

fn push_comparison(text: &mut String, found: &Comparison<'_>) {
    let _ = writeln!(text, "## {}\n", escaped(&found.local.title));
    let words = english();
    let findings = findings(found, words);
    let findings: Vec<String> = findings.iter().map(|one| escaped(one)).collect();
    let _ = writeln!(text, "{}", findings.join(" "));
    for of in [Class::Absent, Class::Altered, Class::Weakened, Class::Entailed, Class::Open] {
        let all = || found.obligations.iter().filter(|one| one.class == of);
        if all().next().is_none() {
            continue;
        }
        let _ = writeln!(text, "\n### {}\n", capital(&class(of, words)));
        for one in all() {
            let whys = whys(found, one, words);
            let whys =
                if whys.is_empty() { String::new() } else { format!(": {}", whys.join("; ")) };
            let said = format!("{} ({}){whys}", one.reference.text, one.reference.id);
            let _ = writeln!(text, "- {}", escaped(&said));
        }
    }
    let others = others(found, words);
    text.push('\n');
    if !others.rows.is_empty() {
        let _ = writeln!(text, "{}", others.markdown());
    }
}

#[cfg(test)]
mod tests;
