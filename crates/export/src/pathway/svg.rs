//! Our own drawing.

use std::collections::BTreeMap;

use firstyear_core::pathway::{
    Bound, CarePathway, ClockStart, Decision, ElementBasis, Obligation, ObligationTemplate, Step,
    Strength, TimeUnit,
};

use super::words;
use crate::chart::flow::{
    FlowArrow, FlowBox, FlowBoxKind, FlowChart, FlowMark, FlowMarkKind, Standing,
};
use crate::chart::windows::{WindowBar, WindowStrip};
use crate::chart::{Chart as _, Heading, Light, Slug};
use crate::format::{and, capital};

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
/// boxes of their steps.
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
    chart(pathway, lights).svg().unwrap_or_default()
}

/// The chart of a pathway.
pub(crate) fn chart(pathway: &CarePathway, lights: &[StepLight]) -> FlowChart {
    let mut lanes: Vec<String> = Vec::new();
    let mut boxes: Vec<FlowBox> = Vec::new();
    for step in &pathway.steps {
        let agency = pathway.actors_of(step).next().map_or("nobody named", |actor| &actor.agency);
        let lane = lanes.iter().position(|lane| lane == agency).unwrap_or_else(|| {
            lanes.push(agency.to_owned());
            lanes.len() - 1
        });
        let mut one = of_step(pathway, step);
        one.lane = Some(lane);
        let light = lights.iter().find(|light| light.step == step.id);
        one.light = light.map(|light| (light.light, light.words.clone()));
        boxes.push(one);
    }
    boxes.extend(pathway.decisions.iter().map(of_decision));
    boxes.extend(pathway.exits.iter().map(|exit| FlowBox {
        name: exit.name.clone(),
        details: vec![with_basis(
            format!("ends here: {}", exit.reason.word().replace('-', " ")),
            exit.grounds.basis,
        )],
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
            description: format!(
                "A drawing of a care pathway. {} {}",
                sentence(&pathway.summary),
                sentence(&pathway.review)
            ),
            subtitle: String::new(),
            when_empty: "The pathway has no step.".to_owned(),
            words: crate::words::english(),
        },
        subtitle: vec![format!(
            "{}, version {}. {}",
            capital(pathway.status.word()),
            pathway.version,
            sentence(&pathway.review)
        )],
        lanes,
        boxes,
        arrows: arrows(pathway, &place),
        start: place(&pathway.index),
        windows: windows(pathway, &place),
        notes: notes(pathway),
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

fn with_basis(text: String, basis: ElementBasis) -> String {
    match basis {
        ElementBasis::Stated => text,
        other => format!("{text} · {}", other.word()),
    }
}

/// The text with a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let stop = if text.is_empty() || text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{text}{stop}")
}

fn of_step(pathway: &CarePathway, step: &Step) -> FlowBox {
    let mut said = vec![with_basis(step.kind.word().to_owned(), step.grounds.basis)];
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
            format!("{}, with {}", first.name, and(&others))
        });
    }
    if let Some(most) = step.at_most {
        said.push(match most {
            1 => "once at the most".to_owned(),
            most => format!("{most} times at the most"),
        });
    }
    FlowBox {
        name: step.name.clone(),
        details: vec![said.join(" · ")],
        kind: FlowBoxKind::Step,
        standing: standing(step.grounds.basis),
        lane: None,
        marks: marks(pathway, step),
        light: None,
    }
}

/// What is owed in a step, a mark for each word.
fn marks(pathway: &CarePathway, step: &Step) -> Vec<FlowMark> {
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
            (FlowMarkKind::Must, false) => "must",
            (FlowMarkKind::Must, true) => "must not",
            (FlowMarkKind::Should, false) => "should",
            (FlowMarkKind::Should, true) => "should not",
            (FlowMarkKind::May, false) => "may",
            (FlowMarkKind::May, true) => "need not",
            (FlowMarkKind::Open, _) => "open",
        };
        let words = if count == 1 { word.to_owned() } else { format!("{word} ×{count}") };
        FlowMark { kind, words }
    };
    counted.into_iter().map(mark).collect()
}

fn of_decision(decision: &Decision) -> FlowBox {
    let mut details = Vec::new();
    let is_open = decision.rows.iter().any(|row| row.grounds.basis == ElementBasis::Open);
    let standing = if is_open { Standing::Open } else { Standing::Stated };
    if is_open {
        details.push("open".to_owned());
    }
    details.extend(words::table_head(decision));
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

fn arrows(pathway: &CarePathway, place: &impl Fn(&str) -> usize) -> Vec<FlowArrow> {
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
            label: Some(words::short_row(decision, row)),
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

fn windows(pathway: &CarePathway, place: &impl Fn(&str) -> usize) -> Vec<WindowStrip> {
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
    let strip = |(count, obligations): (Count, Vec<&Obligation>)| {
        let ends = obligations.iter().filter_map(|one| one.window.as_ref());
        let days = ends.flat_map(|window| window.from.into_iter().chain(window.to)).map(in_days);
        let (unit, days_each) = match (count, days.fold(0.0, f64::max)) {
            (Count::Gestation, _) => ("weeks", 7.0),
            (_, most) if most <= 3.0 => ("hours", 1.0 / 24.0),
            (_, most) if most <= 60.0 => ("days", 1.0),
            _ => ("weeks", 7.0),
        };
        let title = match count {
            Count::Gestation => "When it is expected, in weeks of gestation".to_owned(),
            Count::Age => format!("When it is expected, by the age of the child in {unit}"),
            Count::Since => format!("How soon it is expected, in {unit} after what is named"),
        };
        let bar = |one: &&Obligation| {
            let window = one.window.as_ref();
            let end = |bound: Option<Bound>| bound.map(|bound| in_days(bound) / days_each);
            let mut words = vec![words::window(pathway, one)];
            words.push(match one.grounds.basis {
                ElementBasis::Open => "open".to_owned(),
                ElementBasis::Inferred => format!("{}, inferred", one.strength.word()),
                ElementBasis::Stated => one.strength.word().to_owned(),
            });
            let boxes: Vec<usize> = one.expects.iter().map(|id| place(id)).collect();
            let names = one.expects.iter().map(|id| words::named(pathway, id).to_owned());
            WindowBar {
                boxes,
                name: crate::format::or(&names.collect::<Vec<_>>()),
                words: words.join("; "),
                from: window.and_then(|window| end(window.from)),
                to: window.and_then(|window| end(window.to)),
                standing: standing(one.grounds.basis),
            }
        };
        let is_working = |bound: Bound| bound.unit == TimeUnit::WorkingDays;
        let windows = obligations.iter().filter_map(|one| one.window.as_ref());
        let mut bounds = windows.flat_map(|window| window.from.into_iter().chain(window.to));
        let title = if bounds.any(is_working) {
            format!("{title} (a working day is drawn as a day)")
        } else {
            title
        };
        let reach = if count == Count::Gestation { 42.0 } else { 0.0 };
        WindowStrip { title, reach, bars: obligations.iter().map(bar).collect() }
    };
    strips.into_iter().map(strip).collect()
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

fn notes(pathway: &CarePathway) -> Vec<String> {
    let open = pathway.open().count();
    let mut notes = vec![
        "A step of several agencies stands in the lane of the one named first. Decisions and ways \
         out belong to nobody and stand with the step before them."
            .to_owned(),
    ];
    if open > 0 {
        let elements = crate::format::plural(open as u64, "element is", "elements are");
        notes.push(format!("{open} {elements} open: the checklist says which."));
    }
    if !pathway.sources.is_empty() {
        notes.push(words::sources(pathway));
    }
    notes
}
