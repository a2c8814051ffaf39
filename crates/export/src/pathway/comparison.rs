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
use crate::format::{and, count, or, plural};
use crate::site::escaped;

pub use flat::flat;
pub(crate) use reasons::{direction, reason};

/// What must be said with every class.
pub const CAUTION: &str = "A class is of what is written, not of what is done: what is entailed may \
     still be missed, and what is weakened or absent may be done all the same.";

/// What a class is called.
#[must_use]
pub const fn class(class: Class) -> &'static str {
    match class {
        Class::Entailed => "entailed",
        Class::Weakened => "weakened",
        Class::Altered => "altered",
        Class::Absent => "absent",
        Class::Open => "open in the reference",
    }
}

/// What a pathway is called in a sentence.
#[must_use]
pub fn name(pathway: &CarePathway) -> String {
    let area = pathway.area.as_ref().map_or_else(String::new, |area| format!(" ({area})"));
    format!("`{}`, version {}{area}", pathway.id, pathway.version)
}

/// What became of the obligations, whether the pathway was made from the reference, and
/// what else was lost.
#[must_use]
pub fn findings(found: &Comparison<'_>) -> Vec<String> {
    let of = |class| found.obligations.iter().filter(|one| one.class == class).count() as u64;
    let open = of(Class::Open);
    let held = found.obligations.len() as u64 - open;
    let classes = [Class::Entailed, Class::Weakened, Class::Altered, Class::Absent];
    let became: Vec<String> = classes
        .into_iter()
        .filter(|&one| of(one) > 0)
        .map(|one| format!("{} {} {}", count(of(one)), plural(of(one), "is", "are"), class(one)))
        .collect();
    let became = if became.is_empty() { "none is held against".to_owned() } else { and(&became) };
    let mut said = vec![format!(
        "{}, against {}: of {} {} {became}.",
        name(found.local),
        name(found.reference),
        count(held),
        plural(held, "obligation", "obligations"),
    )];
    for (pathway, whose) in [(found.local, "The local one"), (found.reference, "The reference")] {
        if pathway.status == PathwayStatus::Withdrawn {
            said.push(format!("{whose} is withdrawn: nobody works by it any more."));
        }
    }
    said.extend(derivation(found));
    if open > 0 {
        said.push(format!(
            "{} more {} open in the reference, where {} nothing.",
            count(open),
            plural(open, "is", "are"),
            plural(open, "it judges", "they judge")
        ));
    }
    let loops = found.lost_loops.len() as u64;
    if loops > 0 {
        said.push(format!(
            "{} {} lost: a referral that the reference wants answered is not.",
            count(loops),
            plural(loops, "feedback loop is", "feedback loops are")
        ));
    }
    said
}

fn derivation(found: &Comparison<'_>) -> Option<String> {
    match found.derivation {
        Derivation::Same => None,
        Derivation::OtherVersion(version) => Some(format!(
            "The local one was made from version {version} of the reference, not from this one."
        )),
        Derivation::OtherPathway(id) => {
            Some(format!("The local one was made from `{id}`, not from this reference."))
        }
        Derivation::Unsaid => {
            Some("The local one does not say that it was made from the reference.".to_owned())
        }
    }
}

/// A row for each obligation of the reference: what became of it, by which local one, and
/// why.
#[must_use]
pub fn obligations(found: &Comparison<'_>) -> DataTable {
    let row = |one: &ComparedObligation<'_>| {
        vec![
            TableCell::text(&one.reference.id),
            TableCell::text(class(one.class)),
            TableCell::text_or(one.local.map(|local| &local.id), "none"),
            TableCell::text(whys(found, one).join("; ")),
        ]
    };
    DataTable {
        caption: "Obligations of the reference".to_owned(),
        columns: ["Obligation", "Became", "Here", "Why"].map(Column::text).to_vec(),
        rows: found.obligations.iter().map(row).collect(),
    }
}

/// Every reason with its direction.
fn whys(found: &Comparison<'_>, one: &ComparedObligation<'_>) -> Vec<String> {
    if one.class == Class::Open {
        let settled = one.local.filter(|local| local.grounds.basis != ElementBasis::Open);
        let why = one.reference.grounds.why.clone().into_iter();
        return why.chain(settled.map(|_| "settled here".to_owned())).collect();
    }
    let said = one.reasons.iter().map(|difference| {
        let why = reason(found, one, difference);
        if one.class == Class::Absent {
            return why;
        }
        format!("{why} ({})", direction(difference.direction))
    });
    said.collect()
}

/// What differs beside obligations: loops, steps and decisions, and what is owed in the
/// local pathway alone.
#[must_use]
pub fn others(found: &Comparison<'_>) -> DataTable {
    let rows = differing(found).into_iter().map(|one| {
        let Other { element, id, became, what, .. } = one;
        vec![
            TableCell::text(format!("{element} {id}")),
            TableCell::text(became),
            TableCell::text(what),
        ]
    });
    DataTable {
        caption: "What else differs".to_owned(),
        columns: ["Element", "Became", "What differs"].map(Column::text).to_vec(),
        rows: rows.collect(),
    }
}

/// Something that differs beside the obligations of the reference.
struct Other<'p> {
    element: &'static str,
    /// Its id in the reference; that of the local pathway for what is extra.
    id: &'p str,
    local: Option<&'p str>,
    became: &'static str,
    what: String,
}

fn differing<'p>(found: &Comparison<'p>) -> Vec<Other<'p>> {
    let mut rows = Vec::new();
    for one in &found.lost_loops {
        let what =
            format!("what {} asks for is not owed here", or(&reasons::quoted(&one.obligations)));
        let local = one.local.map(|step| step.id.as_str());
        rows.push(Other { element: "loop", id: &one.reference.id, local, became: "lost", what });
    }
    for one in &found.extra_obligations {
        let (id, what) = (one.id.as_str(), one.text.clone());
        rows.push(Other { element: "obligation", id, local: Some(id), became: "extra", what });
    }
    let lost = |element, id, name: &str| Other {
        element,
        id,
        local: None,
        became: "lost",
        what: name.to_owned(),
    };
    let extra = |element, id, name: &str| Other {
        element,
        id,
        local: Some(id),
        became: "extra",
        what: name.to_owned(),
    };
    rows.extend(found.lost_steps.iter().map(|one| lost("step", &one.id, &one.name)));
    rows.extend(found.extra_steps.iter().map(|one| extra("step", &one.id, &one.name)));
    for one in &found.steps {
        let mut said: Vec<String> = renamed(one.by, &one.local.id).into_iter().collect();
        said.extend(one.changes.iter().map(|change| changed(found, one, *change)));
        if said.is_empty() {
            continue;
        }
        rows.push(Other {
            element: "step",
            id: &one.reference.id,
            local: Some(&one.local.id),
            became: if one.changes.is_empty() { "renamed" } else { "changed" },
            what: said.join("; "),
        });
    }
    rows.extend(found.lost_decisions.iter().map(|one| lost("decision", &one.id, &one.question)));
    rows.extend(found.extra_decisions.iter().map(|one| extra("decision", &one.id, &one.question)));
    rows.extend(found.decisions.iter().flat_map(sent));
    rows
}

/// Under which id something stands, and what shows that it is the same; `None` for the id
/// itself.
fn renamed(by: MatchedBy, id: &str) -> Option<String> {
    let by = match by {
        MatchedBy::Id => return None,
        MatchedBy::Code => "a code",
        MatchedBy::Activity => "the name of an activity",
        MatchedBy::Inputs => "what it looks at",
        _ => "something else",
    };
    Some(format!("called `{id}` here, the same by {by}"))
}

fn changed(found: &Comparison<'_>, one: &ComparedStep<'_>, change: StepChange) -> String {
    let listed = |words: &[String]| Some(and(words)).filter(|words| !words.is_empty());
    let who = |pathway: &CarePathway, step: &Step| listed(&reasons::who(pathway, step));
    let agencies = |pathway: &CarePathway, step: &Step| {
        let mut agencies: Vec<String> =
            pathway.actors_of(step).map(|actor| actor.agency.clone()).collect();
        agencies.sort();
        agencies.dedup();
        listed(&agencies)
    };
    let of = |said: fn(&Step) -> Option<String>| (said(one.local), said(one.reference));
    let (what, (local, reference)) = match change {
        StepChange::Kind => ("kind", of(|step| Some(step.kind.word().to_owned()))),
        StepChange::Actors => {
            ("who", (who(found.local, one.local), who(found.reference, one.reference)))
        }
        StepChange::Agencies => {
            ("agency", (agencies(found.local, one.local), agencies(found.reference, one.reference)))
        }
        StepChange::Setting => ("where", of(|step| step.setting.clone())),
        StepChange::AtMost => ("at most", of(|step| step.at_most.map(|most| most.to_string()))),
        _ => return "it differs".to_owned(),
    };
    match (local, reference) {
        (Some(local), Some(reference)) => format!("{what}: {local}, not {reference}"),
        (Some(local), None) => format!("{what}: {local}, which the reference does not say"),
        (None, Some(reference)) => format!("{what}: not said, where the reference has {reference}"),
        (None, None) => format!("{what}: not the same"),
    }
}

/// Whom a decision sends elsewhere.
fn sent<'p>(decision: &ComparedDecision<'p>) -> Vec<Other<'p>> {
    let row = |became, what| Other {
        element: "decision",
        id: &decision.reference.id,
        local: Some(&decision.local.id),
        became,
        what,
    };
    if let Some(input) = decision.other_input {
        let what = format!("`{input}` is not the same input in both, by its kind or unit");
        return vec![row("not compared", what)];
    }
    let renamed = renamed(decision.by, &decision.local.id).map(|what| row("renamed", what));
    let sent = decision.elsewhere.iter().map(|one| row("sends elsewhere", elsewhere(one)));
    renamed.into_iter().chain(sent).collect()
}

/// Who is sent where.
fn elsewhere(one: &SentElsewhere<'_>) -> String {
    let place = if one.witness.0.is_empty() {
        "everywhere".to_owned()
    } else {
        format!("where {}", one.witness)
    };
    let open = if one.open { "; a row of it is open" } else { "" };
    format!("{place} to `{}`, not to `{}`{open}", one.local, one.reference)
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
    let _ = writeln!(text, "{}\n\n**{}**\n", CAUTION, escaped(&first.reference.review));
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
    let findings = findings(found);
    let findings: Vec<String> = findings.iter().map(|one| escaped(one)).collect();
    let _ = writeln!(text, "{}", findings.join(" "));
    for of in [Class::Absent, Class::Altered, Class::Weakened, Class::Entailed, Class::Open] {
        let all = || found.obligations.iter().filter(|one| one.class == of);
        if all().next().is_none() {
            continue;
        }
        let _ = writeln!(text, "\n### {}\n", crate::format::capital(class(of)));
        for one in all() {
            let whys = whys(found, one);
            let whys =
                if whys.is_empty() { String::new() } else { format!(": {}", whys.join("; ")) };
            let said = format!("{} ({}){whys}", one.reference.text, one.reference.id);
            let _ = writeln!(text, "- {}", escaped(&said));
        }
    }
    let others = others(found);
    text.push('\n');
    if !others.rows.is_empty() {
        let _ = writeln!(text, "{}", others.markdown());
    }
}

#[cfg(test)]
mod tests;
