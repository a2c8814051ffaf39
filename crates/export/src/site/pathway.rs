//! A care pathway, what was held against it, and what came of that: the blocks of its page in
//! the report, and a page that needs nothing beside it.

use std::collections::BTreeSet;

use firstyear_analysis::{
    Flow, JudgedGroup, JudgedObligation, PathwayCascade, PathwayJudgement, Released,
};
use firstyear_core::Cell;
use firstyear_core::pathway::{CarePathway, Obligation, Verdict};
use firstyear_pathways::Comparison;
use maud::{DOCTYPE, html};

use super::block::{Block, NamedTable};
use super::cascade;
use super::head::{Look, STYLE, head};
use crate::chart::{Column, DataTable, Light, TableCell, printable};
use crate::format::{capital, number};
use crate::pathway::{
    StepLight, chart, comparison, judgement_notes, judgement_table, obligation_finding,
};
use crate::words::{Words, english, say};
use crate::{flow, sentence};

/// A page of a pathway: its drawing with what became of what is owed, each obligation in
/// words and by group, what is overdue as counts, and how far people come and at which
/// step groups part, where its stages were counted. It is English, as all of the command
/// line.
#[must_use]
pub fn pathway_page(
    pathway: &CarePathway,
    judged: &Released<PathwayJudgement>,
    cascade: Option<&Released<PathwayCascade>>,
) -> String {
    let (found, words) = (judged.get(), english());
    let title = titled(&found.title, found.grouping.as_deref(), words);
    let told = Told { judged: Some(judged), cascade, ..Told::of(pathway, words) };
    page(&title, &told.blocks(), words)
}

/// What a pathway is called, and by which groups it is told of.
pub(super) fn titled(title: &str, by: Option<&str>, words: &Words) -> String {
    match by {
        Some(by) => say!(words, "pathway-title-by", pathway = title, by = by),
        None => title.to_owned(),
    }
}

/// What is told of a pathway.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) pathway: &'a CarePathway,
    /// What became of what it owes.
    pub(super) judged: Option<&'a Released<PathwayJudgement>>,
    /// How far people come.
    pub(super) cascade: Option<&'a Released<PathwayCascade>>,
    /// What it keeps of a reference.
    pub(super) comparison: Option<&'a Comparison<'a>>,
    /// The answer to a plan of flow.
    pub(super) flow: Option<&'a Flow>,
    /// What the files of its figures are called; `None` where there are none.
    pub(super) stem: Option<&'a str>,
    /// The language.
    pub(super) words: &'static Words,
}

impl<'a> Told<'a> {
    pub(super) const fn of(pathway: &'a CarePathway, words: &'static Words) -> Self {
        Self {
            pathway,
            judged: None,
            cascade: None,
            comparison: None,
            flow: None,
            stem: None,
            words,
        }
    }

    /// All of it, from top to bottom.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let Self { pathway, judged, cascade, words, .. } = *self;
        let mut blocks =
            vec![Block::Text(capital(&pathway.summary)), Block::Note(pathway.review.clone())];
        if let Some(judged) = judged {
            blocks.extend(judgement_notes(judged, words).into_iter().map(Block::Note));
        }
        blocks.push(Block::Heading(say!(words, "pathway-drawing")));
        let lights = judged.map(|judged| lights(pathway, judged.get(), words));
        let lights = lights.unwrap_or_default();
        if !lights.is_empty() {
            blocks.push(Block::Note(say!(words, "pathway-lights")));
        }
        blocks.push(Block::Part(Box::new(chart(pathway, &lights, words))));
        blocks.push(Block::Heading(say!(words, "pathway-owed")));
        match judged {
            Some(judged) => blocks.extend(self.became(judged)),
            None => blocks.push(self.table("", obligations(pathway, words))),
        }
        if let Some(cascade) = cascade {
            blocks.push(Block::Heading(say!(words, "pathway-how-far")));
            blocks.extend(cascade::blocks(cascade.get(), self.file(CASCADE), words));
        }
        if let Some(found) = self.comparison {
            blocks.push(Block::Heading(say!(words, "pathway-kept")));
            blocks.extend(comparison::findings(found, words).into_iter().map(Block::Finding));
            blocks.push(Block::Note(comparison::caution(words)));
            blocks.push(self.table(DIFF, comparison::obligations(found, words)));
            let others = comparison::others(found, words);
            if !others.rows.is_empty() {
                blocks.push(self.table("", others));
            }
        }
        if let Some(flow) = self.flow {
            blocks.push(Block::Heading(say!(words, "pathway-plan")));
            blocks.push(Block::Note(say!(words, "pathway-plan-note")));
            let stems = [FLOW].into_iter().chain(std::iter::repeat(""));
            let tables = flow::tables(flow).into_iter().zip(stems);
            blocks.extend(tables.map(|(table, stem)| self.table(stem, table)));
            blocks.extend(flow::notes(flow).into_iter().map(Block::Note));
        }
        blocks
    }

    /// What became of each obligation, and what is overdue.
    fn became(&self, judged: &Released<PathwayJudgement>) -> Vec<Block> {
        let (found, words) = (judged.get(), self.words);
        let said = sentence::pathway::owed(found, words).into_iter();
        let mut blocks: Vec<Block> = said.map(Block::Finding).collect();
        for one in &found.obligations {
            blocks.push(Block::Subheading(one.text.clone()));
            blocks.push(Block::Finding(obligation_finding(one, words)));
        }
        blocks.push(self.table(JUDGEMENT, judgement_table(judged, words)));
        blocks.push(Block::Heading(say!(words, "pathway-overdue")));
        blocks.push(self.table("", overdue(found, words)));
        blocks
    }

    /// A table, with the files that hold its figures where these have a name.
    fn table(&self, of: &str, table: DataTable) -> Block {
        Block::Table(NamedTable { stem: self.file(of), table })
    }

    fn file(&self, of: &str) -> Option<String> {
        self.stem.filter(|_| !of.is_empty()).map(|stem| file_of(stem, of))
    }
}

/// What the files of a pathway are called, by what they hold.
pub(super) fn file_of(stem: &str, of: &str) -> String {
    format!("{stem}-{of}")
}

pub(super) const JUDGEMENT: &str = "judgement";
pub(super) const CASCADE: &str = "cascade";
pub(super) const DIFF: &str = "diff";
pub(super) const FLOW: &str = "flow";

/// What is owed, as it is written.
fn obligations(pathway: &CarePathway, words: &Words) -> DataTable {
    let row = |one: &Obligation| {
        vec![
            TableCell::text(&one.text),
            TableCell::text(say!(words, "pathway-strength", strength = one.strength.word())),
            TableCell::text(say!(words, "pathway-basis", basis = one.grounds.basis.word())),
        ]
    };
    DataTable {
        caption: say!(words, "pathway-obligations"),
        columns: vec![
            Column::text(say!(words, "pathway-column-obligation")),
            Column::text(say!(words, "pathway-column-strength")),
            Column::text(say!(words, "pathway-column-basis")),
        ],
        rows: pathway.obligations.iter().map(row).collect(),
    }
}

fn page(title: &str, blocks: &[Block], words: &Words) -> String {
    html! {
        (DOCTYPE)
        html lang=(words.language().word()) {
            (head(title, &Look::Inside(STYLE)))
            body {
                main id="content" {
                    h1 { (printable(title)) }
                    @for block in blocks { (block.html()) }
                }
            }
        }
    }
    .into_string()
}

/// How each step stands by what is owed there: the worst of it.
pub(super) fn lights(
    pathway: &CarePathway,
    found: &PathwayJudgement,
    words: &Words,
) -> Vec<StepLight> {
    let light = |step: &str| {
        let owed = pathway
            .obligations
            .iter()
            .filter(|one| !one.template.forbids() && one.expects.iter().any(|id| id == step));
        let ids: BTreeSet<&str> = owed.map(|one| one.id.as_str()).collect();
        let here = found.obligations.iter().filter(|one| ids.contains(one.id.as_str()));
        let all: Vec<&JudgedGroup> = here.filter_map(|one| one.cases.first()).collect();
        let share = |all: &JudgedGroup| all.met.value().map_or(1.0, |met| met.value);
        let worst = all.into_iter().max_by(|one, other| {
            let by_colour = (colour(one) as u8).cmp(&(colour(other) as u8));
            by_colour.then(share(other).total_cmp(&share(one)))
        })?;
        let said = match &worst.met {
            Cell::Known { value, .. } => {
                say!(words, "pathway-light", percent = number(100.0 * value.value, 0))
            }
            Cell::NotApplicable => return None,
            _ => say!(words, "pathway-light-withheld"),
        };
        Some(StepLight { step: step.to_owned(), light: colour(worst), words: said })
    };
    pathway.steps.iter().filter_map(|step| light(&step.id)).collect()
}

fn colour(all: &JudgedGroup) -> Light {
    let some = |verdict: Verdict| all.of(verdict).value().is_none_or(|&count| count > 0);
    let met = all.met.value().is_some_and(|met| met.value >= 1.0);
    match all.of(Verdict::Missed) {
        Cell::Known { value: 0, .. } if met && !some(Verdict::Late) => Light::Green,
        Cell::Known { value: 1.., .. } | Cell::Withheld(_) => Light::Red,
        _ => Light::Amber,
    }
}

/// How many are overdue, and how many wait, a row for each obligation.
fn overdue(found: &PathwayJudgement, words: &Words) -> DataTable {
    let row = |one: &JudgedObligation| {
        let all = one.cases.first();
        let cell = |verdict| match all.map(|all| all.of(verdict)) {
            Some(Cell::Known { value, .. }) => TableCell::number(value as f64, 0),
            Some(Cell::Withheld(_)) => TableCell::missing(say!(words, "withheld")),
            _ => TableCell::missing(say!(words, "none")),
        };
        vec![
            TableCell::text(&one.text),
            cell(Verdict::Missed),
            cell(Verdict::Late),
            cell(Verdict::Pending),
            TableCell::text(if one.has_end {
                String::new()
            } else {
                say!(words, "pathway-no-time-set")
            }),
        ]
    };
    DataTable {
        caption: say!(words, "pathway-overdue-caption"),
        columns: vec![
            Column::text(say!(words, "pathway-column-obligation")),
            Column::number(say!(words, "pathway-column-overdue")),
            Column::number(say!(words, "pathway-column-late")),
            Column::number(say!(words, "pathway-column-to-come")),
            Column::text(say!(words, "pathway-column-by-when")),
        ],
        rows: found.obligations.iter().map(row).collect(),
    }
}
