//! Our own drawing.

use std::collections::BTreeMap;

use firstyear_core::pathway::{
    Bound, CarePathway, ClockStart, Decision, ElementBasis, Obligation, ObligationTemplate, Step,
    Strength, TimeUnit,
};

use super::words as parts;
use crate::chart::flow::{
    FlowArrow, FlowBox, FlowBoxKind, FlowChart, FlowMark, FlowMarkKind, Standing,
};
use crate::chart::windows::{WindowBar, WindowStrip};
use crate::chart::{Chart as _, Heading, Light, Slug};
use crate::format::{capital, count};
use crate::words::{Words, english, say};

/// How a step stands, such as in a log of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepLight {
    /// Id of the step; one that the pathway does not have is passed over.
    pub step: String,
    /// Its colour.
    pub light: Light,
    /// What the colour says, in a few words: `82% met`.
    pub words: String,
}

/// A drawing as an SVG file, legible on a printed sheet of A4.
///
/// Each agency has a lane. A step of several agencies stands in the lane of the one that it names
/// first, and names the others; decisions and ways out, which belong to nobody, stand with the step
/// before them. Windows are drawn below on the axes that they count by. `lights` are drawn in the
/// boxes of their steps. Its words are English, as all of the command line.
///
/// # Example
///
/// ```
/// use firstyear_export::chart::Light;
/// use firstyear_export::pathway::{StepLight, svg};
///
/// # let pathway = serde_json::from_str(r#"{
/// #     "schema_version": 1, "id": "a", "version": "1", "title": "Smoking", "kind": "local",
/// #     "status": "draft", "review": "Not clinical advice.", "summary": "", "index": "ask",
/// #     "population": [], "step": [
/// #         {"id": "ask", "name": "Ask", "kind": "test", "grounds": {"basis": "stated"}}]
/// # }"#).unwrap();
/// let asked = StepLight {
///     step: "ask".to_owned(),
///     light: Light::Green,
///     words: "82% met".to_owned(),
/// };
/// let drawing = svg(&pathway, &[asked]);
/// assert!(drawing.starts_with("<svg") && drawing.contains(">82% met<"));
/// ```
#[must_use]
pub fn svg(pathway: &CarePathway, lights: &[StepLight]) -> String {
    chart(pathway, lights, english()).svg().unwrap_or_default()
}

/// The chart of a pathway.
pub(crate) fn chart(
    pathway: &CarePathway,
    lights: &[StepLight],
    words: &'static Words,
) -> FlowChart {
    let nobody = say!(words, "drawing-nobody");
    let mut lanes: Vec<String> = Vec::new();
    let mut boxes: Vec<FlowBox> = Vec::new();
    for step in &pathway.steps {
        let agency = pathway.actors_of(step).next().map_or(&nobody, |actor| &actor.agency);
        let lane = lanes.iter().position(|lane| lane == agency).unwrap_or_else(|| {
            lanes.push(agency.clone());
            lanes.len() - 1
        });
        let mut one = of_step(pathway, step, words);
        one.lane = Some(lane);
        let light = lights.iter().find(|light| light.step == step.id);
        one.light = light.map(|light| (light.light, light.words.clone()));
        boxes.push(one);
    }
    boxes.extend(pathway.decisions.iter().map(|decision| of_decision(decision, words)));
    boxes.extend(pathway.exits.iter().map(|exit| FlowBox {
        name: exit.name.clone(),
        details: vec![{
            let reason = parts::exit_reason(exit.reason, words);
            with_basis(say!(words, "drawing-ends", reason = reason), exit.grounds.basis, words)
        }],
        kind: FlowBoxKind::End,
        standing: standing(exit.grounds.basis),
        lane: None,
        marks: Vec::new(),
        light: None,
    }));
    let places = places(pathway);
    let place = |id: &str| places.get(id).copied().unwrap_or(usize::MAX);
    FlowChart {
        heading: Heading {
            id: Slug::new(&pathway.id),
            title: pathway.title.clone(),
            description: say!(
                words,
                "drawing-words",
                summary = sentence(&pathway.summary),
                review = sentence(&pathway.review)
            ),
            subtitle: String::new(),
            when_empty: say!(words, "drawing-empty"),
            words,
        },
        subtitle: vec![say!(
            words,
            "drawing-subtitle",
            status = capital(&crate::sentence::pathway::status(pathway, words)),
            version = pathway.version.as_str(),
            review = sentence(&pathway.review)
        )],
        lanes,
        boxes,
        arrows: arrows(pathway, &place, words),
        start: place(&pathway.index),
        windows: windows(pathway, &place, words),
        notes: notes(pathway, words),
    }
}

/// The place of each box; the first that has an id has it.
fn places(pathway: &CarePathway) -> BTreeMap<&str, usize> {
    let mut places = BTreeMap::new();
    let steps = pathway.steps.iter().map(|step| &*step.id);
    let decisions = pathway.decisions.iter().map(|decision| &*decision.id);
    let exits = pathway.exits.iter().map(|exit| &*exit.id);
    for (at, id) in steps.chain(decisions).chain(exits).enumerate() {
        places.entry(id).or_insert(at);
    }
    places
}

const fn standing(basis: ElementBasis) -> Standing {
    match basis {
        ElementBasis::Stated => Standing::Stated,
        ElementBasis::Inferred => Standing::Inferred,
        ElementBasis::Open => Standing::Open,
    }
}

fn with_basis(text: String, basis: ElementBasis, words: &Words) -> String {
    match basis {
        ElementBasis::Stated => text,
        other => text + " · " + &say!(words, "pathway-basis", basis = other.word()),
    }
}

/// The text with a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let stop = if text.is_empty() || text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{text}{stop}")
}

fn of_step(pathway: &CarePathway, step: &Step, words: &Words) -> FlowBox {
    let kind = say!(words, "pathway-step", kind = step.kind.word());
    let mut said = vec![with_basis(kind, step.grounds.basis, words)];
    let mut actors = pathway.actors_of(step);
    if let Some(first) = actors.next() {
        let others = actors.map(|actor| {
            if actor.agency == first.agency {
                actor.name.clone()
            } else {
                format!("{} ({})", actor.name, actor.agency)
            }
        });
        let others: Vec<String> = others.collect();
        said.push(if others.is_empty() {
            first.name.clone()
        } else {
            let others = words.and(&others);
            say!(words, "drawing-with", first = first.name.as_str(), others = others)
        });
    }
    if let Some(most) = step.at_most {
        said.push(say!(words, "drawing-at-most", n = most, count = most.to_string()));
    }
    FlowBox {
        name: step.name.clone(),
        details: vec![said.join(" · ")],
        kind: FlowBoxKind::Step,
        standing: standing(step.grounds.basis),
        lane: None,
        marks: marks(pathway, step, words),
        light: None,
    }
}

/// What is owed in a step, a mark for each word.
fn marks(pathway: &CarePathway, step: &Step, words: &Words) -> Vec<FlowMark> {
    let mut counted: BTreeMap<(FlowMarkKind, bool), usize> = BTreeMap::new();
    for one in pathway.obligations.iter().filter(|one| one.expects.contains(&step.id)) {
        let kind = match (one.grounds.basis, one.strength) {
            (ElementBasis::Open, _) => FlowMarkKind::Open,
            (_, Strength::Must) => FlowMarkKind::Must,
            (_, Strength::Should) => FlowMarkKind::Should,
            (_, Strength::May) => FlowMarkKind::May,
        };
        let forbids =
            matches!(one.template, ObligationTemplate::Absence | ObligationTemplate::NotTogether);
        *counted.entry((kind, forbids)).or_default() += 1;
    }
    let mark = |((kind, forbids), count): ((FlowMarkKind, bool), usize)| {
        let word = match (kind, forbids) {
            (FlowMarkKind::Must, false) => say!(words, "drawing-must"),
            (FlowMarkKind::Must, true) => say!(words, "drawing-must-not"),
            (FlowMarkKind::Should, false) => say!(words, "drawing-should"),
            (FlowMarkKind::Should, true) => say!(words, "drawing-should-not"),
            (FlowMarkKind::May, false) => say!(words, "drawing-may"),
            (FlowMarkKind::May, true) => say!(words, "drawing-need-not"),
            (FlowMarkKind::Open, _) => say!(words, "drawing-open"),
        };
        let words = if count == 1 { word } else { format!("{word} ×{count}") };
        FlowMark { kind, words }
    };
    counted.into_iter().map(mark).collect()
}

fn of_decision(decision: &Decision, words: &Words) -> FlowBox {
    let mut details = Vec::new();
    let is_open = decision.rows.iter().any(|row| row.grounds.basis == ElementBasis::Open);
    let standing = if is_open { Standing::Open } else { Standing::Stated };
    if is_open {
        details.push(say!(words, "drawing-open"));
    }
    details.extend(parts::table_head(decision, words));
    FlowBox {
        name: decision.question.clone(),
        details,
        kind: FlowBoxKind::Question,
        standing,
        lane: None,
        marks: Vec::new(),
        light: None,
    }
}

fn arrows(pathway: &CarePathway, place: &impl Fn(&str) -> usize, words: &Words) -> Vec<FlowArrow> {
    let flow = pathway.flow.iter().map(|flow| FlowArrow {
        from: place(&flow.from),
        to: place(&flow.to),
        label: flow.when.clone(),
        standing: standing(flow.grounds.basis),
    });
    let rows = pathway.decisions.iter().flat_map(|decision| {
        decision.rows.iter().map(move |row| FlowArrow {
            from: place(&decision.id),
            to: place(&row.then),
            label: Some(parts::short_row(decision, row, words)),
            standing: standing(row.grounds.basis),
        })
    });
    flow.chain(rows).collect()
}

/// What the windows of obligations count by, a strip each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Count {
    Gestation,
    Age,
    Since,
}

fn windows(
    pathway: &CarePathway,
    place: &impl Fn(&str) -> usize,
    words: &Words,
) -> Vec<WindowStrip> {
    let mut strips: BTreeMap<Count, Vec<&Obligation>> = BTreeMap::new();
    for one in &pathway.obligations {
        let Some(window) = &one.window else { continue };
        if window.from.is_none() && window.to.is_none() {
            continue;
        }
        let clock = window.clock.as_deref().and_then(|id| pathway.clock(id));
        let count = match clock.map(|clock| clock.from) {
            Some(ClockStart::Gestation) => Count::Gestation,
            Some(ClockStart::Birth) => Count::Age,
            Some(ClockStart::Step) | None => Count::Since,
        };
        strips.entry(count).or_default().push(one);
    }
    let strips = strips.into_iter();
    strips.map(|(count, owed)| strip(pathway, place, (count, &owed), words)).collect()
}

/// The windows that count by one clock, on one axis.
fn strip(
    pathway: &CarePathway,
    place: &impl Fn(&str) -> usize,
    (count, obligations): (Count, &[&Obligation]),
    words: &Words,
) -> WindowStrip {
    let windows = obligations.iter().filter_map(|one| one.window.as_ref());
    let bounds: Vec<Bound> =
        windows.flat_map(|window| window.from.into_iter().chain(window.to)).collect();
    let most = bounds.iter().copied().map(in_days).fold(0.0, f64::max);
    let (unit, days_each) = match (count, most) {
        (Count::Gestation, _) => ("weeks", 7.0),
        (_, most) if most <= 3.0 => ("hours", 1.0 / 24.0),
        (_, most) if most <= 60.0 => ("days", 1.0),
        _ => ("weeks", 7.0),
    };
    let title = match count {
        Count::Gestation => say!(words, "drawing-by-gestation"),
        Count::Age => say!(words, "drawing-by-age", unit = unit),
        Count::Since => say!(words, "drawing-since", unit = unit),
    };
    let bar = |one: &&Obligation| {
        let window = one.window.as_ref();
        let end = |bound: Option<Bound>| bound.map(|bound| in_days(bound) / days_each);
        let strength = say!(words, "pathway-strength", strength = one.strength.word());
        let strength = match one.grounds.basis {
            ElementBasis::Open => say!(words, "drawing-open"),
            ElementBasis::Inferred => say!(words, "drawing-inferred", strength = strength),
            ElementBasis::Stated => strength,
        };
        let names = one.expects.iter().map(|id| parts::named(pathway, id).to_owned());
        WindowBar {
            boxes: one.expects.iter().map(|id| place(id)).collect(),
            name: words.or(&names.collect::<Vec<_>>()),
            words: format!("{}; {strength}", parts::window(pathway, one, words)),
            from: window.and_then(|window| end(window.from)),
            to: window.and_then(|window| end(window.to)),
            standing: standing(one.grounds.basis),
        }
    };
    let title = if bounds.iter().any(|bound| bound.unit == TimeUnit::WorkingDays) {
        say!(words, "drawing-working-days", title = title)
    } else {
        title
    };
    let reach = if count == Count::Gestation { 42.0 } else { 0.0 };
    WindowStrip { title, reach, bars: obligations.iter().map(bar).collect() }
}

/// About how many days these are; words beside the bar say it as it is written.
fn in_days(bound: Bound) -> f64 {
    let value = f64::from(bound.value);
    match bound.unit {
        TimeUnit::Hours => value / 24.0,
        TimeUnit::Days | TimeUnit::WorkingDays => value,
        TimeUnit::Weeks => value * 7.0,
    }
}

fn notes(pathway: &CarePathway, words: &Words) -> Vec<String> {
    let open = pathway.open().count() as u64;
    let mut notes = vec![say!(words, "drawing-lanes")];
    if open > 0 {
        notes.push(say!(words, "drawing-elements-open", n = open, count = count(open)));
    }
    if !pathway.sources.is_empty() {
        notes.push(parts::sources(pathway, words));
    }
    notes
}
