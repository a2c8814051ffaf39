//! Care pathways.

use std::collections::BTreeMap;
use std::path::Path;

use firstyear_core::pathway::{
    Actor, Bound, CarePathway, Clock, Condition, Decision, DecisionInput, DecisionRow, DerivedFrom,
    ElementKind, ElementRef, Exit, Flow, Grounds, Obligation, PathwayMeasure, PathwaySource,
    PopulationPart, Stage, Step, StepCode, Window,
};
use firstyear_core::{IndicatorId, Place};

use super::form::Kind;
use super::{check_theme_id, document};
use crate::input::Input;
use crate::project::fields::Fields;
use crate::project::questions::check_indicator;
use crate::project::values::Value;
use crate::{CodeLists, OnProgress, ReadError};

/// Lines of a pathway in JSON are not told: it has no one list whose entries could
/// stand for them.
const KIND: Kind = Kind { list: "", name: "care pathway", columns: &[] };

/// A care pathway with the places of its elements.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadPathway {
    /// The pathway.
    pub pathway: CarePathway,
    /// Where each element stands: its line, for one in TOML.
    pub places: BTreeMap<ElementRef<'static>, Place>,
    /// The file.
    pub file: Place,
}

impl ReadPathway {
    /// Where an element stands: the file where its line is not known.
    #[must_use]
    pub fn place(&self, element: &ElementRef<'static>) -> Place {
        self.places.get(element).unwrap_or(&self.file).clone()
    }
}

/// Reads a care pathway, TOML or JSON. Whether it is sound is for `firstyear-pathways`
/// to say.
///
/// # Errors
///
/// [`ReadError`] when the file cannot be opened, or with every fault: a pathway with
/// any is none.
pub fn read_pathway(
    path: &Path,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<ReadPathway, ReadError> {
    read_input(&Input::at(path, &path.display().to_string().into())?, codes, progress)
}

/// Reads the bytes of a care pathway, as [`read_pathway`] does.
///
/// ```
/// use firstyear_ingest::{CodeLists, read_pathway_bytes, unwatched};
///
/// let text = b"schema_version = 1\nid = \"quit\"\nkind = \"refrence\"\n";
/// let error = read_pathway_bytes(text, "quit.toml", &CodeLists::NONE, &mut unwatched);
/// let problems = error.unwrap_err().problems();
/// let kind = problems.iter().find(|one| one.place.row == Some(3)).unwrap();
/// assert_eq!(kind.to_string(), "quit.toml, row 3, column `kind`: not a kind of pathway");
/// ```
///
/// # Errors
///
/// As [`read_pathway`].
pub fn read_pathway_bytes(
    bytes: &[u8],
    file: &str,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<ReadPathway, ReadError> {
    read_input(&Input::of_bytes(bytes, &file.into()), codes, progress)
}

pub(crate) fn read_input(
    input: &Input<'_>,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<ReadPathway, ReadError> {
    let read = document(input, &KIND, progress, |fields, document, form| {
        let before = document.len();
        let file = fields.place();
        let mut places = Places::default();
        let pathway = read(fields, codes, &mut places);
        for place in places.0.values_mut() {
            form.back(place);
        }
        let pathway = pathway.filter(|_| document.len() == before)?;
        Some(ReadPathway { pathway, places: places.0, file })
    })?;
    let problems = read.problems;
    read.rows.filter(|_| problems.is_empty()).ok_or(ReadError::Unusable { problems })
}

/// Where elements stand.
#[derive(Default)]
struct Places(BTreeMap<ElementRef<'static>, Place>);

impl Places {
    fn note(&mut self, kind: ElementKind, id: impl Into<String>, fields: &Fields<'_, '_>) {
        self.0.insert(ElementRef { kind, id: id.into().into() }, fields.place());
    }

    /// The same of an element by the id that it bears.
    fn id(&mut self, kind: ElementKind, fields: &mut Fields<'_, '_>) -> Option<String> {
        let id: Option<String> = fields.required("id");
        if let Some(id) = &id {
            self.note(kind, id.as_str(), fields);
        }
        id
    }
}

fn read(
    fields: &mut Fields<'_, '_>,
    codes: &CodeLists<'_>,
    places: &mut Places,
) -> Option<CarePathway> {
    let id = places.id(ElementKind::Pathway, fields);
    let (version, title) = (fields.required("version"), fields.required("title"));
    let (kind, status) = (fields.required("kind"), fields.required("status"));
    let area = fields.optional("area");
    let derived_from = fields.table("derived_from", derived_from);
    let (review, summary) = (fields.required("review"), fields.required("summary"));
    let theme: Option<String> = fields.optional("theme");
    if let Some(theme) = &theme {
        check_theme_id(fields, "theme", theme, codes);
    }
    let index = fields.required("index");
    let mut part = 0_usize;
    let population = some_tables(fields, "population", |fields| {
        part += 1;
        places.note(ElementKind::Population, part.to_string(), &fields);
        population_part(fields)
    });
    let clocks = fields.tables("clock", |fields| clock(fields, places));
    let actors = fields.tables("actor", |fields| actor(fields, places));
    let steps = some_tables(fields, "step", |fields| step(fields, places));
    let decisions = fields.tables("decision", |fields| decision(fields, places));
    let exits = fields.tables("exit", |fields| exit(fields, places));
    let flow = fields.tables("flow", |fields| flow(fields, places));
    let obligations = fields.tables("obligation", |fields| obligation(fields, places));
    let measures = fields.tables("measure", |fields| measure(fields, codes, places));
    let stages = fields.tables("stage", |fields| stage(fields, places));
    let open_questions = fields.optional_list("open_questions");
    let sources = fields.tables("source", |fields| source(fields, places));
    Some(CarePathway {
        schema_version: super::VERSION,
        id: id?,
        version: version?,
        title: title?,
        kind: kind?,
        area,
        derived_from: match derived_from {
            Some(from) => Some(from?),
            None => None,
        },
        status: status?,
        review: review?,
        theme,
        summary: summary?,
        population,
        index: index?,
        clocks,
        actors,
        steps,
        decisions,
        exits,
        flow,
        obligations,
        measures,
        stages,
        open_questions,
        sources,
    })
}

/// A list of tables that must stand and hold at least one.
pub(super) fn some_tables<'d, 't, T>(
    fields: &mut Fields<'d, 't>,
    name: &'static str,
    read: impl FnMut(Fields<'d, 't>) -> Option<T>,
) -> Vec<T> {
    if !fields.stands(name) {
        fields.missing(name);
    } else if fields.is_empty_list(name) {
        fields.reject(name, "the list is empty");
    }
    fields.tables(name, read)
}

fn derived_from(mut fields: Fields<'_, '_>) -> Option<DerivedFrom> {
    let (id, version) = (fields.required("id"), fields.required("version"));
    fields.finish();
    Some(DerivedFrom { id: id?, version: version? })
}

fn grounds(fields: &mut Fields<'_, '_>) -> Option<Grounds> {
    fields.required_table("grounds", |mut fields| {
        let basis = fields.required("basis");
        let (source, why) = (fields.optional("source"), fields.optional("why"));
        fields.finish();
        Some(Grounds { basis: basis?, source, why })
    })
}

fn population_part(mut fields: Fields<'_, '_>) -> Option<PopulationPart> {
    let (text, grounds) = (fields.required("text"), grounds(&mut fields));
    fields.finish();
    Some(PopulationPart { text: text?, grounds: grounds? })
}

fn clock(mut fields: Fields<'_, '_>, places: &mut Places) -> Option<Clock> {
    let id = places.id(ElementKind::Clock, &mut fields);
    let (from, step) = (fields.required("from"), fields.optional("step"));
    fields.finish();
    Some(Clock { id: id?, from: from?, step })
}

fn actor(mut fields: Fields<'_, '_>, places: &mut Places) -> Option<Actor> {
    let id = places.id(ElementKind::Actor, &mut fields);
    let (name, agency) = (fields.required("name"), fields.required("agency"));
    fields.finish();
    Some(Actor { id: id?, name: name?, agency: agency? })
}

fn step(mut fields: Fields<'_, '_>, places: &mut Places) -> Option<Step> {
    let id = places.id(ElementKind::Step, &mut fields);
    let (name, kind) = (fields.required("name"), fields.required("kind"));
    let actors = fields.optional_list("actors");
    let setting = fields.optional("setting");
    let (does, activities) = (fields.optional_list("does"), fields.optional_list("activities"));
    let codes = fields.tables("code", |mut fields| {
        let (system, code) = (fields.required("system"), fields.required("code"));
        fields.finish();
        Some(StepCode { system: system?, code: code? })
    });
    let at_most = fields.optional("at_most");
    if at_most == Some(0) {
        fields.reject("at_most", "a step that is never done is none: write 1 or more");
    }
    let grounds = grounds(&mut fields);
    fields.finish();
    Some(Step {
        id: id?,
        name: name?,
        kind: kind?,
        actors,
        setting,
        does,
        activities,
        codes,
        at_most,
        grounds: grounds?,
    })
}

fn decision(mut fields: Fields<'_, '_>, places: &mut Places) -> Option<Decision> {
    let id = places.id(ElementKind::Decision, &mut fields);
    let question = fields.required("question");
    let inputs = some_tables(&mut fields, "input", input);
    let mut at = 0_usize;
    let rows = some_tables(&mut fields, "row", |fields| {
        at += 1;
        if let Some(id) = &id {
            places.note(ElementKind::DecisionRow, format!("{id}/{at}"), &fields);
        }
        row(fields)
    });
    fields.finish();
    Some(Decision { id: id?, question: question?, inputs, rows })
}

fn input(mut fields: Fields<'_, '_>) -> Option<DecisionInput> {
    let (id, name, kind) =
        (fields.required("id"), fields.required("name"), fields.required("kind"));
    let unit = fields.optional("unit");
    let (least, most) = (fields.optional("least"), fields.optional("most"));
    let words = fields.optional_list("words");
    fields.finish();
    Some(DecisionInput { id: id?, name: name?, kind: kind?, unit, least, most, words })
}

fn row(mut fields: Fields<'_, '_>) -> Option<DecisionRow> {
    let when = fields.tables("when", condition);
    let then = fields.required("then");
    let grounds = grounds(&mut fields);
    fields.finish();
    Some(DecisionRow { when, then: then?, grounds: grounds? })
}

fn condition(mut fields: Fields<'_, '_>) -> Option<Condition> {
    let input = fields.required("input");
    let (at_least, below) = (fields.optional("at_least"), fields.optional("below"));
    let is = fields.optional_list("is");
    let missing = fields.optional("missing").unwrap_or_default();
    fields.finish();
    Some(Condition { input: input?, at_least, below, is, missing })
}

fn exit(mut fields: Fields<'_, '_>, places: &mut Places) -> Option<Exit> {
    let id = places.id(ElementKind::Exit, &mut fields);
    let (name, reason) = (fields.required("name"), fields.required("reason"));
    let closes = fields.optional("closes").unwrap_or(true);
    let grounds = grounds(&mut fields);
    fields.finish();
    Some(Exit { id: id?, name: name?, reason: reason?, closes, grounds: grounds? })
}

fn flow(mut fields: Fields<'_, '_>, places: &mut Places) -> Option<Flow> {
    let from: Option<String> = fields.required("from");
    let to: Option<String> = fields.required("to");
    if let (Some(from), Some(to)) = (&from, &to) {
        places.note(ElementKind::Flow, format!("{from} to {to}"), &fields);
    }
    let when = fields.optional("when");
    let grounds = grounds(&mut fields);
    fields.finish();
    Some(Flow { from: from?, to: to?, when, grounds: grounds? })
}

fn obligation(mut fields: Fields<'_, '_>, places: &mut Places) -> Option<Obligation> {
    let id = places.id(ElementKind::Obligation, &mut fields);
    let (text, template) = (fields.required("text"), fields.required("template"));
    let trigger = fields.optional("trigger");
    let eligible = fields.tables("eligible", condition);
    let expects = fields.list("expects");
    let window = fields.table("window", window);
    let per = or_usual(&mut fields, "per");
    let discharged_by = fields.optional_list("discharged_by");
    let strength = or_usual(&mut fields, "strength");
    let grounds = grounds(&mut fields);
    fields.finish();
    Some(Obligation {
        id: id?,
        text: text?,
        template: template?,
        trigger,
        eligible,
        expects: expects?,
        window,
        per,
        discharged_by,
        strength,
        grounds: grounds?,
    })
}

/// The word of a field, or the usual one where it is left out.
fn or_usual<T: Value + Default>(fields: &mut Fields<'_, '_>, name: &'static str) -> T {
    fields.optional(name).unwrap_or_default()
}

fn window(mut fields: Fields<'_, '_>) -> Window {
    let clock = fields.optional("clock");
    let (from, to) = (fields.table("from", bound), fields.table("to", bound));
    fields.finish();
    Window { clock, from: from.flatten(), to: to.flatten() }
}

fn bound(mut fields: Fields<'_, '_>) -> Option<Bound> {
    let (value, unit) = (fields.required("value"), fields.required("unit"));
    fields.finish();
    Some(Bound { value: value?, unit: unit? })
}

fn measure(
    mut fields: Fields<'_, '_>,
    codes: &CodeLists<'_>,
    places: &mut Places,
) -> Option<PathwayMeasure> {
    let id = places.id(ElementKind::Measure, &mut fields);
    let (name, obligation) = (fields.required("name"), fields.required("obligation"));
    let indicator: Option<IndicatorId> = fields.optional("indicator");
    if let Some(indicator) = &indicator {
        check_indicator(&fields, "indicator", indicator, codes);
    }
    fields.finish();
    Some(PathwayMeasure { id: id?, name: name?, obligation: obligation?, indicator })
}

fn stage(mut fields: Fields<'_, '_>, places: &mut Places) -> Option<Stage> {
    let id = places.id(ElementKind::Stage, &mut fields);
    let (name, kind) = (fields.required("name"), fields.required("kind"));
    let steps = fields.optional_list("steps");
    let conditions = fields.tables("when", condition);
    let grounds = grounds(&mut fields);
    fields.finish();
    Some(Stage { id: id?, name: name?, kind: kind?, steps, conditions, grounds: grounds? })
}

fn source(mut fields: Fields<'_, '_>, places: &mut Places) -> Option<PathwaySource> {
    let id = places.id(ElementKind::Source, &mut fields);
    let (title, publisher) = (fields.required("title"), fields.required("publisher"));
    let year = fields.optional("year");
    fields.finish();
    Some(PathwaySource { id: id?, title: title?, publisher: publisher?, year })
}
