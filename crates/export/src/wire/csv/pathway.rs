//! What became of what pathways owe, as a flat table.

use std::io::Write;

use firstyear_analysis::{JudgedGroup, JudgedObligation, JudgedWho, PathwayJudgement, Released};
use firstyear_core::pathway::Verdict;

use super::{Figure, write};
use crate::tidy::WriteError;

/// What became of what pathways owe: a row for each obligation, group and verdict, and
/// one for the share met. The label is the id of the obligation; the note says of what,
/// cases or activations, and of which pathway.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn pathway_judgements<'a>(
    results: impl IntoIterator<Item = &'a Released<PathwayJudgement>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| judgement(result.get())), out)
}

fn judgement(found: &PathwayJudgement) -> Vec<Figure<'_>> {
    let about = Figure { result: "pathway-judgement", ..Figure::default() };
    let mut figures = Vec::new();
    for one in &found.obligations {
        for (of, groups) in [("cases", &one.cases), ("activations", &one.activations)] {
            for group in groups {
                figures.extend(in_group(&about, found, one, (of, group)));
            }
        }
    }
    figures
}

fn in_group<'a>(
    about: &Figure<'a>,
    found: &'a PathwayJudgement,
    one: &'a JudgedObligation,
    (of, group): (&str, &JudgedGroup),
) -> Vec<Figure<'a>> {
    let grouping = found.grouping.as_deref().unwrap_or_default();
    let groups = match &group.who {
        JudgedWho::All => String::new(),
        JudgedWho::Category(category) => format!("{grouping}={category}"),
        JudgedWho::NotRecorded => format!("{grouping}=not recorded"),
    };
    let until = found.observed_until.map_or_else(String::new, |day| format!(", until {day}"));
    let note = format!("{of}; {} {}{until}", found.pathway, found.version);
    let about = Figure { label: &one.id, groups, note, ..about.clone() };
    let verdicts = [
        ("met", Verdict::Met),
        ("late", Verdict::Late),
        ("missed", Verdict::Missed),
        ("declined", Verdict::Declined),
        ("pending", Verdict::Pending),
        ("unknown-verdict", Verdict::Unknown),
    ];
    let mut figures = vec![about.count("owed", group.owed)];
    figures.extend(verdicts.map(|(measure, verdict)| about.count(measure, group.of(verdict))));
    figures.push(about.estimate("share-met", &group.met));
    figures
}
