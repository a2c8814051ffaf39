//! Decisions: one row and no other fits every case.

use std::collections::BTreeSet;

use firstyear_core::ProblemCode;
use firstyear_core::is_kebab;
use firstyear_core::pathway::{
    CarePathway, Decision, DecisionInput, ElementKind, ElementRef, InputKind,
};

use super::conditions::{Fault, Inputs, faults};
use crate::atoms::{Atom, atoms, in_words};
use crate::finding::Finding;

/// How many parts of a decision are looked at for gaps before it is said that it is
/// too wide: a second of work at the most.
const PARTS: usize = 200_000;

pub(super) fn check(pathway: &CarePathway, inputs: &Inputs, found: &mut Vec<Finding>) {
    for decision in &pathway.decisions {
        let before = found.len();
        inputs_of(decision, inputs, found);
        rows_of(decision, found);
        // A table that cannot be read is not judged.
        if found.len() == before {
            let table = Table::new(decision);
            table.overlaps(found);
            table.gaps(found);
        }
    }
}

fn inputs_of(decision: &Decision, inputs: &Inputs, found: &mut Vec<Finding>) {
    let element = ElementRef::new(ElementKind::Decision, &decision.id);
    let mut tell = |code, message: String| found.push(Finding::new(code, element.clone(), message));
    if decision.inputs.is_empty() {
        tell(ProblemCode::DecisionInvalid, "it looks at nothing".to_owned());
    }
    if decision.rows.is_empty() {
        tell(ProblemCode::DecisionInvalid, "it has no rows".to_owned());
    }
    let mut seen = BTreeSet::new();
    for input in &decision.inputs {
        let id = &input.id;
        if !is_kebab(id) {
            tell(
                ProblemCode::PathwayIdInvalid,
                format!("the id of its input `{id}` is not kebab-case"),
            );
        }
        if !seen.insert(id) {
            tell(ProblemCode::PathwayIdRepeated, format!("it has two inputs `{id}`"));
        }
        if inputs.get(id).is_some_and(|first| first.kind != input.kind) {
            let message = format!("`{id}` is a number in one decision and a word in another");
            tell(ProblemCode::DecisionInvalid, message);
        }
        if let Some(message) = input_fault(input) {
            tell(ProblemCode::DecisionInvalid, message);
        }
    }
}

fn input_fault(input: &DecisionInput) -> Option<String> {
    let id = &input.id;
    let ends = [input.least, input.most];
    match input.kind {
        InputKind::Number if !input.words.is_empty() => {
            Some(format!("its input `{id}` is a number and has words"))
        }
        InputKind::Number if ends.iter().flatten().any(|end| !end.is_finite()) => {
            Some(format!("an end of its input `{id}` is no number"))
        }
        InputKind::Number => {
            let crossed = input.least.zip(input.most).is_some_and(|(least, most)| least > most);
            crossed.then(|| format!("the least of its input `{id}` is more than the most"))
        }
        InputKind::Words if ends.iter().any(Option::is_some) => {
            Some(format!("its input `{id}` is a word and has a least or a most"))
        }
        InputKind::Words if input.words.is_empty() => {
            Some(format!("its input `{id}` is a word, and none is given"))
        }
        InputKind::Words => {
            let unique: BTreeSet<_> = input.words.iter().collect();
            (unique.len() < input.words.len())
                .then(|| format!("a word of its input `{id}` is given twice"))
        }
    }
}

fn rows_of(decision: &Decision, found: &mut Vec<Finding>) {
    for (at, row) in decision.rows.iter().enumerate() {
        let id = row_id(decision, at);
        let element = ElementRef::new(ElementKind::DecisionRow, &id);
        let input = |id: &str| decision.inputs.iter().find(|one| one.id == id);
        for fault in faults(&row.when, input) {
            found.push(match fault {
                Fault::Unknown(input) => Finding::new(
                    ProblemCode::PathwayReferenceUnknown,
                    element.clone(),
                    format!("the decision has no input `{input}`"),
                ),
                Fault::Invalid(message) => {
                    Finding::new(ProblemCode::DecisionInvalid, element.clone(), message)
                }
            });
        }
    }
}

fn row_id(decision: &Decision, at: usize) -> String {
    format!("{}/{}", decision.id, at + 1)
}

/// A decision with the atoms of each of its inputs.
struct Table<'p> {
    decision: &'p Decision,
    atoms: Vec<Vec<Atom<'p>>>,
}

/// Where a walk through the parts of a table stands.
struct Walk<'w, 'p> {
    /// The input by its place with the atom that was chosen of it.
    chosen: Vec<(usize, &'w Atom<'p>)>,
    gaps: Vec<Gap<'w, 'p>>,
    left: usize,
}

/// A part that no row fits.
struct Gap<'w, 'p> {
    witness: Vec<(usize, &'w Atom<'p>)>,
    /// The inputs that are not recorded there.
    missing: BTreeSet<usize>,
}

impl<'p> Table<'p> {
    fn new(decision: &'p Decision) -> Self {
        let conditions = || decision.rows.iter().flat_map(|row| &row.when);
        let atoms = decision.inputs.iter().map(|input| atoms(input, conditions())).collect();
        Self { decision, atoms }
    }

    fn fits(&self, row: usize, input: usize, atom: &Atom<'_>) -> bool {
        atom.meets_all(&self.decision.inputs[input].id, &self.decision.rows[row].when)
    }

    fn names(&self, row: usize, input: usize) -> bool {
        let id = &self.decision.inputs[input].id;
        self.decision.rows[row].when.iter().any(|one| one.input == *id)
    }

    fn witness(&self, chosen: &[(usize, &Atom<'_>)]) -> String {
        in_words(chosen.iter().map(|&(at, atom)| (self.decision.inputs[at].id.as_str(), atom)))
    }

    /// Two rows overlap where for each input both fit one of its atoms.
    fn overlaps(&self, found: &mut Vec<Finding>) {
        let inputs = self.decision.inputs.len();
        for late in 0..self.decision.rows.len() {
            for early in 0..late {
                let mut both = Vec::new();
                let apart = (0..inputs).any(|input| {
                    let shared = self.atoms[input]
                        .iter()
                        .find(|atom| self.fits(early, input, atom) && self.fits(late, input, atom));
                    if self.names(early, input) || self.names(late, input) {
                        both.extend(shared.map(|atom| (input, atom)));
                    }
                    shared.is_none()
                });
                if apart {
                    continue;
                }
                let witness = match both.as_slice() {
                    [] => "everywhere".to_owned(),
                    _ => format!("where {}", self.witness(&both)),
                };
                let message = format!("row {} fits too {witness}", early + 1);
                let id = row_id(self.decision, late);
                let element = ElementRef::new(ElementKind::DecisionRow, &id);
                found.push(Finding::new(ProblemCode::DecisionOverlap, element, message));
            }
        }
    }

    fn gaps(&self, found: &mut Vec<Finding>) {
        let rows: Vec<_> = (0..self.decision.rows.len()).collect();
        let mut walk = Walk { chosen: Vec::new(), gaps: Vec::new(), left: PARTS };
        self.walk(0, &rows, &mut walk);
        let element = ElementRef::new(ElementKind::Decision, &self.decision.id);
        for gap in &walk.gaps {
            let message = format!("no row fits where {}", self.witness(&gap.witness));
            let mut finding = Finding::new(ProblemCode::DecisionGap, element.clone(), message);
            if !gap.missing.is_empty() {
                let inputs = gap.missing.iter().map(|&at| &self.decision.inputs[at].id);
                let inputs: Vec<_> = inputs.map(|id| format!("`{id}`")).collect();
                finding = finding.help(format!(
                    "the missing-data row is missing: add one with `missing = true` for {}",
                    inputs.join(" and ")
                ));
            }
            found.push(finding);
        }
        if walk.left == 0 {
            let message = "it has too many combinations to look for gaps in all of them";
            found.push(Finding::new(ProblemCode::PathwayUnchecked, element, message));
        }
    }

    fn walk<'w>(&'w self, input: usize, rows: &[usize], walk: &mut Walk<'w, 'p>) {
        if walk.left == 0 {
            return;
        }
        walk.left -= 1;
        if rows.is_empty() {
            walk.gap();
            return;
        }
        let further = |row: usize, from: usize| {
            (from..self.decision.inputs.len()).any(|input| self.names(row, input))
        };
        // A row that asks nothing more fits all that is left.
        if rows.iter().any(|&row| !further(row, input)) {
            return;
        }
        if !rows.iter().any(|&row| self.names(row, input)) {
            self.walk(input + 1, rows, walk);
            return;
        }
        for atom in &self.atoms[input] {
            let fitting: Vec<_> =
                rows.iter().copied().filter(|&row| self.fits(row, input, atom)).collect();
            walk.chosen.push((input, atom));
            self.walk(input + 1, &fitting, walk);
            walk.chosen.pop();
        }
    }
}

impl Walk<'_, '_> {
    /// One witness is enough for each set of inputs that are not recorded: a row that
    /// is missing leaves many parts open.
    fn gap(&mut self) {
        let missing: BTreeSet<_> = self
            .chosen
            .iter()
            .filter(|(_, atom)| **atom == Atom::Missing)
            .map(|&(input, _)| input)
            .collect();
        let told = |gap: &Gap<'_, '_>| {
            if gap.missing.is_empty() {
                missing.is_empty()
            } else {
                gap.missing.is_subset(&missing)
            }
        };
        if !self.gaps.iter().any(told) {
            self.gaps.push(Gap { witness: self.chosen.clone(), missing });
        }
    }
}
