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
use crate::{flow, sentence};

/// What the lights of the drawing say.
const LIGHTS: &str = "Marks in the boxes say what became of what is owed there, for all cases. A \
     circle: met for everyone of whom it is decided. A triangle: late or not met so far for \
     some, or too few to tell. A square: missed for some.";

/// A page of a pathway: its drawing with what became of what is owed, each obligation in
/// words and by group, what is overdue as counts, and how far people come and at which
/// step groups part, where its stages were counted.
#[must_use]
pub fn pathway_page(
    pathway: &CarePathway,
    judged: &Released<PathwayJudgement>,
    cascade: Option<&Released<PathwayCascade>>,
) -> String {
    let found = judged.get();
    let title = match &found.grouping {
        Some(by) => format!("{}, by {by}", found.title),
        None => found.title.clone(),
    };
    let told = Told { judged: Some(judged), cascade, ..Told::of(pathway) };
    page(&title, &told.blocks())
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
}

impl<'a> Told<'a> {
    pub(super) const fn of(pathway: &'a CarePathway) -> Self {
        Self { pathway, judged: None, cascade: None, comparison: None, flow: None, stem: None }
    }

    /// All of it, from top to bottom.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let Self { pathway, judged, cascade, .. } = *self;
        let mut blocks =
            vec![Block::Text(capital(&pathway.summary)), Block::Note(pathway.review.clone())];
        if let Some(judged) = judged {
            blocks.extend(judgement_notes(judged).into_iter().map(Block::Note));
        }
        blocks.push(Block::Heading("The pathway".to_owned()));
        let lights = judged.map(|judged| lights(pathway, judged.get())).unwrap_or_default();
        if !lights.is_empty() {
            blocks.push(Block::Note(LIGHTS.to_owned()));
        }
        blocks.push(Block::Part(Box::new(chart(pathway, &lights))));
        blocks.push(Block::Heading("What is owed".to_owned()));
        match judged {
            Some(judged) => blocks.extend(self.became(judged)),
            None => blocks.push(self.table("", obligations(pathway))),
        }
        if let Some(cascade) = cascade {
            blocks.push(Block::Heading("How far people come, and where groups part".to_owned()));
            blocks.extend(cascade::blocks(cascade.get(), self.file(CASCADE)));
        }
        if let Some(found) = self.comparison {
            blocks.push(Block::Heading("What is kept of the reference".to_owned()));
            blocks.extend(comparison::findings(found).into_iter().map(Block::Finding));
            blocks.push(Block::Note(comparison::CAUTION.to_owned()));
            blocks.push(self.table(DIFF, comparison::obligations(found)));
            let others = comparison::others(found);
            if !others.rows.is_empty() {
                blocks.push(self.table("", others));
            }
        }
        if let Some(flow) = self.flow {
            blocks.push(Block::Heading("How many a plan expects".to_owned()));
            blocks.push(Block::Note(PLAN.to_owned()));
            let stems = [FLOW].into_iter().chain(std::iter::repeat(""));
            let tables = flow::tables(flow).into_iter().zip(stems);
            blocks.extend(tables.map(|(table, stem)| self.table(stem, table)));
            blocks.extend(flow::notes(flow).into_iter().map(Block::Note));
        }
        blocks
    }

    /// What became of each obligation, and what is overdue.
    fn became(&self, judged: &Released<PathwayJudgement>) -> Vec<Block> {
        let found = judged.get();
        let said = sentence::pathway::owed(found).into_iter();
        let mut blocks: Vec<Block> = said.map(Block::Finding).collect();
        for one in &found.obligations {
            blocks.push(Block::Subheading(one.text.clone()));
            blocks.push(Block::Finding(obligation_finding(one)));
        }
        blocks.push(self.table(JUDGEMENT, judgement_table(judged)));
        blocks.push(Block::Heading("What is overdue".to_owned()));
        blocks.push(self.table("", overdue(found)));
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

/// What must be said of a plan beside the figures of a log.
const PLAN: &str = "These numbers come from the plan that the project names, and from no log.";

/// What is owed, as it is written.
fn obligations(pathway: &CarePathway) -> DataTable {
    let row = |one: &Obligation| {
        vec![
            TableCell::text(&one.text),
            TableCell::text(one.strength.word()),
            TableCell::text(one.grounds.basis.word()),
        ]
    };
    DataTable {
        caption: "What is owed; what is open judges nothing".to_owned(),
        columns: ["Obligation", "How strongly", "Rests on"].map(Column::text).to_vec(),
        rows: pathway.obligations.iter().map(row).collect(),
    }
}

fn page(title: &str, blocks: &[Block]) -> String {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
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
pub(super) fn lights(pathway: &CarePathway, found: &PathwayJudgement) -> Vec<StepLight> {
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
        let words = match &worst.met {
            Cell::Known { value, .. } => format!("{}% met", number(100.0 * value.value, 0)),
            Cell::NotApplicable => return None,
            _ => "met: withheld".to_owned(),
        };
        Some(StepLight { step: step.to_owned(), light: colour(worst), words })
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
fn overdue(found: &PathwayJudgement) -> DataTable {
    let row = |one: &JudgedObligation| {
        let all = one.cases.first();
        let cell = |verdict| match all.map(|all| all.of(verdict)) {
            Some(Cell::Known { value, .. }) => TableCell::number(value as f64, 0),
            Some(Cell::Withheld(_)) => TableCell::missing("withheld"),
            _ => TableCell::missing("none"),
        };
        vec![
            TableCell::text(&one.text),
            cell(Verdict::Missed),
            cell(Verdict::Late),
            cell(Verdict::Pending),
            TableCell::text(if one.has_end { "" } else { "no time is set" }),
        ]
    };
    DataTable {
        caption: "Cases in which it is overdue, was late or is still to come".to_owned(),
        columns: vec![
            Column::text("Obligation"),
            Column::number("Overdue"),
            Column::number("Late"),
            Column::number("To come"),
            Column::text("By when"),
        ],
        rows: found.obligations.iter().map(row).collect(),
    }
}
