//! A card for the wall or the pocket: one sheet of A4, which folds to A5.

use std::collections::BTreeSet;

use firstyear_core::pathway::{
    CarePathway, DecisionInput, ElementBasis, Grounds, Obligation, ObligationTemplate, Step,
    StepKind,
};
use maud::{DOCTYPE, Markup, html};

use super::words;
use crate::chart::printable;
use crate::format::{and, capital, or};
use crate::site::head::{Look, head};
use crate::words::english;

/// Sizes of letters in points, the largest that leaves all on one sheet first. Below the last,
/// nobody reads it on a wall: a longer card has a second sheet.
const SIZES: [f64; 12] = [12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5];
/// Height of a sheet of A4 without its margins, and width of one of its two columns, in points.
const SHEET: f64 = 785.0;
const COLUMN: f64 = 255.0;

const STYLE: &str = "\
@page { size: A4; margin: 10mm }
body { margin: 0; color: #1a1a1a; font-family: system-ui, -apple-system, 'Segoe UI', Roboto, \
Helvetica, Arial, sans-serif; line-height: 1.22 }
@media screen { body { margin: 1rem auto; max-width: 190mm } }
h1 { font-size: 1.6em; margin: 0 0 .15em }
header p { margin: 0 0 .25em }
main { columns: 2; column-gap: 6mm; border-top: 1.5pt solid #1a1a1a; padding-top: .4em }
section { margin: 0 0 .6em }
h2 { font-size: 1.12em; margin: 0 0 .2em; border-bottom: .75pt solid #1a1a1a; break-after: avoid }
h3 { font-size: 1em; margin: .3em 0 .1em; break-after: avoid }
p, ul { margin: 0 }
ul { padding: 0; list-style: none }
li { padding-left: 1.3em; text-indent: -1.3em; break-inside: avoid }
li::before { content: '\\2013'; display: inline-block; width: 1.3em; text-indent: 0 }
.owed li::before { content: '\\25A1' }
.missing { font-weight: bold }
footer { border-top: .75pt solid #1a1a1a; padding-top: .3em }
small { font-size: .9em; color: #4d4d4d }
";

/// A part of the card: its head and its entries.
struct Part {
    head: &'static str,
    class: &'static str,
    entries: Vec<Entry>,
}

enum Entry {
    /// A head within the part.
    Head(String),
    Item {
        words: String,
        /// What is said of it in small letters.
        beside: Vec<String>,
        /// It is what to do where nothing is recorded.
        is_missing: bool,
    },
}

impl Entry {
    fn item(words: impl Into<String>, beside: Vec<String>) -> Self {
        Self::Item { words: words.into(), beside, is_missing: false }
    }

    /// About how many letters it has.
    fn length(&self) -> usize {
        match self {
            Self::Head(words) => words.chars().count(),
            Self::Item { words, beside, .. } => {
                let beside = beside.iter().map(|words| words.chars().count() + 2);
                words.chars().count() + beside.sum::<usize>() + 2
            }
        }
    }
}

/// The card as a page of HTML that needs nothing beside it: what to ask, who goes where, what is
/// owed by when, whom to refer to and what comes back, what ends it, and what is not settled.
///
/// What is open stands under the last, since nobody is asked to keep to it. Letters are as large as
/// one sheet of A4 lets them be.
#[must_use]
pub fn card(pathway: &CarePathway) -> String {
    let parts = [
        Part { head: "Ask and find out", class: "ask", entries: asked(pathway) },
        Part { head: "Who goes where", class: "decide", entries: decided(pathway) },
        Part { head: "What is owed", class: "owed", entries: owed(pathway) },
        Part { head: "Referrals, and the answer", class: "refer", entries: referred(pathway) },
        Part { head: "What ends it", class: "end", entries: ended(pathway) },
        Part { head: "Not settled: judge nobody by it", class: "open", entries: open(pathway) },
    ];
    let population: Vec<String> = pathway.population.iter().map(|part| part.text.clone()).collect();
    let status = format!("{}, version {}. ", capital(pathway.status.word()), pathway.version);
    let style = format!("{STYLE}body {{ font-size: {}pt }}", size(&parts));
    html! {
        (DOCTYPE)
        html lang=(english().language().word()) {
            (head(&pathway.title, &Look::Inside(&style)))
            body {
                header {
                    h1 { (printable(&pathway.title)) }
                    p { (status) strong { (printable(&pathway.review)) } }
                    @if !population.is_empty() {
                        p { "For: " (printable(&population.join("; "))) "." }
                    }
                    p {
                        small {
                            "Inferred: added to make the pathway whole, for review. Open: not settled. \
                             Without a mark: stated by a source."
                        }
                    }
                }
                main {
                    @for part in parts.iter().filter(|part| !part.entries.is_empty()) {
                        (section(part))
                    }
                }
                @if !pathway.sources.is_empty() {
                    footer { p { small { (printable(&words::sources(pathway, english()))) } } }
                }
            }
        }
    }
    .into_string()
}

fn section(part: &Part) -> Markup {
    // A list for the entries below each head.
    let is_head = |entry: &Entry| matches!(entry, Entry::Head(_));
    let lists = part.entries.chunk_by(|one, other| is_head(one) == is_head(other));
    html! {
        section class=(part.class) {
            h2 { (part.head) }
            @for list in lists {
                @if list.iter().any(is_head) {
                    @for entry in list { (line(entry)) }
                } @else {
                    ul { @for entry in list { (line(entry)) } }
                }
            }
        }
    }
}

fn line(entry: &Entry) -> Markup {
    match entry {
        Entry::Head(words) => html! { h3 { (printable(words)) } },
        Entry::Item { words, beside, is_missing } => html! {
            li class=[is_missing.then_some("missing")] {
                (printable(words))
                @if !beside.is_empty() { " " small { "(" (printable(&beside.join("; "))) ")" } }
            }
        },
    }
}

/// The largest letters with which all stands on one sheet.
fn size(parts: &[Part]) -> f64 {
    let fits = |size: &f64| {
        // Half an em a letter, and the last word of a line goes to the next.
        let letters = (COLUMN / (size * 0.52)) - 4.0;
        let height = |entry: &Entry| {
            let lines = (entry.length() as f64 / letters).ceil();
            lines * size * 1.22 + if matches!(entry, Entry::Head(_)) { size * 0.4 } else { 0.0 }
        };
        let part = |part: &Part| part.entries.iter().map(height).sum::<f64>() + size * 2.4;
        let filled = parts.iter().filter(|part| !part.entries.is_empty()).map(part).sum::<f64>();
        filled / 2.0 + size * 12.0 <= SHEET
    };
    SIZES.into_iter().find(fits).unwrap_or(SIZES[SIZES.len() - 1])
}

fn basis(grounds: &Grounds) -> Vec<String> {
    words::basis(grounds).map(str::to_owned).into_iter().collect()
}

/// What is measured or asked, and what decisions look at.
fn asked(pathway: &CarePathway) -> Vec<Entry> {
    let tests = pathway.steps.iter().filter(|step| step.kind == StepKind::Test);
    let tests = tests.map(|step| {
        let what = if step.does.is_empty() {
            step.name.clone()
        } else {
            format!("{}: {}", step.name, step.does.join("; "))
        };
        Entry::item(what, basis(&step.grounds))
    });
    let mut known = BTreeSet::new();
    let inputs = pathway.decisions.iter().flat_map(|decision| &decision.inputs);
    let inputs: Vec<String> = inputs
        .filter(|input| known.insert(input.id.as_str()))
        .map(|input| input.name.clone())
        .collect();
    let record = (!inputs.is_empty())
        .then(|| Entry::item(format!("Record, to decide by: {}", inputs.join("; ")), Vec::new()));
    tests.chain(record).collect()
}

fn decided(pathway: &CarePathway) -> Vec<Entry> {
    let mut entries = Vec::new();
    for decision in &pathway.decisions {
        entries.push(Entry::Head(decision.question.clone()));
        if decision.inputs.len() > 1 {
            let look = format!("Look at {}", words::table_head(decision, english()).join("; "));
            entries.push(Entry::item(look, Vec::new()));
        }
        entries.extend(decision.rows.iter().map(|row| Entry::Item {
            words: format!(
                "{} → {}{}",
                capital(&words::short_row(decision, row, english())),
                if pathway.exit(&row.then).is_some() { "ends here: " } else { "" },
                words::named(pathway, &row.then)
            ),
            beside: basis(&row.grounds),
            is_missing: row.when.iter().any(|one| one.missing),
        }));
    }
    entries
}

/// What is owed to whom and by when, the strongest first.
fn owed(pathway: &CarePathway) -> Vec<Entry> {
    let settled = pathway.obligations.iter().filter(|one| one.grounds.basis != ElementBasis::Open);
    // An answer to a referral is said with the referral.
    let mut settled: Vec<&Obligation> = settled
        .filter(|one| {
            one.template != ObligationTemplate::FeedbackClosesLoop
                || referral(pathway, one).is_none()
        })
        .collect();
    settled.sort_by_key(|one| one.strength);
    let inputs: Vec<&DecisionInput> =
        pathway.decisions.iter().flat_map(|decision| &decision.inputs).collect();
    let item = |one: &Obligation| {
        let window = words::window(pathway, one, english());
        let mut beside = vec![one.strength.word().to_owned()];
        beside.extend((!window.is_empty()).then_some(window));
        if !one.eligible.is_empty() {
            beside.push(format!(
                "where: {}",
                words::spoken_conditions(&one.eligible, &inputs, english())
            ));
        }
        beside.extend(basis(&one.grounds));
        Entry::item(one.text.trim_end_matches('.'), beside)
    };
    settled.into_iter().map(item).collect()
}

/// The referral whose answer is owed.
fn referral<'p>(pathway: &'p CarePathway, one: &Obligation) -> Option<&'p Step> {
    let step = pathway.step(one.trigger.as_deref()?)?;
    (step.kind == StepKind::Referral).then_some(step)
}

fn referred(pathway: &CarePathway) -> Vec<Entry> {
    let mut entries = Vec::new();
    for step in pathway.steps.iter().filter(|step| step.kind == StepKind::Referral) {
        let next = pathway.flow.iter().filter(|flow| flow.from == step.id);
        let mut to: Vec<String> = Vec::new();
        for actor in next.filter_map(|flow| pathway.step(&flow.to)).flat_map(|next| {
            pathway.actors_of(next).map(|actor| format!("{} ({})", actor.name, actor.agency))
        }) {
            if !to.contains(&actor) {
                to.push(actor);
            }
        }
        let by: Vec<String> = pathway.actors_of(step).map(|actor| actor.name.clone()).collect();
        let mut words = step.name.clone();
        if !to.is_empty() {
            words = format!("{words} → {}", and(&to));
        }
        let mut beside = Vec::new();
        beside.extend((!by.is_empty()).then(|| format!("by {}", or(&by))));
        beside.extend(basis(&step.grounds));
        entries.push(Entry::item(words, beside));
        let answers = pathway.obligations.iter().filter(|one| {
            one.template == ObligationTemplate::FeedbackClosesLoop
                && referral(pathway, one).is_some_and(|other| other.id == step.id)
        });
        entries.extend(answers.map(|one| {
            let window = words::window(pathway, one, english());
            let mut beside = vec![one.strength.word().to_owned()];
            beside.extend((!window.is_empty()).then_some(window));
            beside.extend(basis(&one.grounds));
            Entry::item(format!("Answer: {}", one.text.trim_end_matches('.')), beside)
        }));
    }
    entries
}

/// Ways out, and what ends an obligation though the case goes on.
fn ended(pathway: &CarePathway) -> Vec<Entry> {
    let exits = pathway.exits.iter().map(|exit| {
        let mut beside = vec![exit.reason.word().replace('-', " ")];
        beside.extend(basis(&exit.grounds));
        Entry::item(exit.name.clone(), beside)
    });
    let mut known = BTreeSet::new();
    let settled =
        || pathway.obligations.iter().filter(|one| one.grounds.basis != ElementBasis::Open);
    let steps = settled().flat_map(|one| &one.discharged_by).filter_map(|id| pathway.step(id));
    let steps = steps.filter(|step| known.insert(step.id.as_str()));
    let steps = steps.map(|step| {
        let owed = settled().filter(|one| one.discharged_by.contains(&step.id));
        let owed: Vec<&str> = owed.map(|one| one.text.trim_end_matches('.')).collect();
        let words = format!("After “{}”, no longer owed: {}", step.name, owed.join("; "));
        Entry::item(words, basis(&step.grounds))
    });
    let steps: Vec<Entry> = steps.collect();
    exits.chain(steps).collect()
}

fn open(pathway: &CarePathway) -> Vec<Entry> {
    let open = pathway.obligations.iter().filter(|one| one.grounds.basis == ElementBasis::Open);
    let open = open.map(|one| Entry::item(one.text.trim_end_matches('.'), Vec::new()));
    let questions =
        pathway.open_questions.iter().map(|question| Entry::item(question.clone(), Vec::new()));
    open.chain(questions).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_card_keeps_letters_that_can_be_read() {
        for pathway in crate::testing::reference_pathways() {
            let page = card(&pathway);
            let size = page.split_once("body { font-size: ").unwrap().1.split_once("pt").unwrap().0;
            assert!(size.parse::<f64>().unwrap() >= 7.0, "{}: {size}", pathway.id);
            assert!(page.contains("not clinical advice"), "{}", pathway.id);
            for forbidden in ["://", "<script", "@import", "url("] {
                assert!(!page.contains(forbidden), "{}: {forbidden}", pathway.id);
            }
        }
    }
}
