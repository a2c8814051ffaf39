//! Any small pathway whose names lead somewhere, sound or not.

use firstyear_core::pathway::{
    Actor, Bound, CarePathway, Clock, ClockStart, Condition, Decision, DecisionInput, DecisionRow,
    DerivedFrom, ElementBasis, Exit, ExitReason, Flow, Grounds, InputKind, Obligation,
    ObligationTemplate, PathwayKind, PathwayMeasure, PathwaySource, PathwayStatus, Per,
    PopulationPart, Stage, StageKind, Step, StepCode, StepKind, Strength, TimeUnit, Window,
};
use firstyear_core::{AreaCode, IndicatorId};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Texts with what other languages read as their own.
fn text() -> impl Strategy<Value = String> {
    let odd = [
        "a",
        "  two  blanks ",
        "<script>alert(1)</script>",
        "a & b",
        "\"quoted\" 'too'",
        "]]>",
        "line\nend",
        "tab\tbed",
        "percent %20 %",
        "Grüße, 世界 🍼",
        "x|y",
        "`tick`",
        "\\n",
        "--",
        "a; b",
        "true",
        "4",
        "-1.5",
        "null",
        "%",
        ".",
    ];
    prop_oneof![
        3 => "[a-zA-Z ,.]{1,20}",
        2 => select(odd.to_vec()).prop_map(str::to_owned),
        1 => Just("long text ".repeat(30)),
    ]
}

fn word<T: Copy + std::fmt::Debug + 'static>(
    all: &'static [(T, &'static str)],
) -> impl Strategy<Value = T> {
    select(all.iter().map(|(choice, _)| *choice).collect::<Vec<_>>())
}

fn maybe<T: std::fmt::Debug>(one: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(one)
}

fn some<T: std::fmt::Debug>(one: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    proptest::collection::vec(one, 0..3)
}

fn grounds() -> impl Strategy<Value = Grounds> {
    (word(ElementBasis::ALL), maybe(text()), maybe(text()))
        .prop_map(|(basis, source, why)| Grounds { basis, source, why })
}

/// Ids of which some are longer than FHIR allows.
fn id(start: &str, at: usize) -> String {
    if at % 3 == 2 {
        format!("{start}-{at}-{}", "long-".repeat(15) + "id")
    } else {
        format!("{start}-{at}")
    }
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-1000..1000_i32).prop_map(|tenths| f64::from(tenths) / 10.0),
        (-1000..1000_i32).prop_map(f64::from),
        any::<f64>().prop_filter("finite", |number| number.is_finite()),
    ]
}

fn condition(inputs: Vec<String>) -> impl Strategy<Value = Condition> {
    let input =
        if inputs.is_empty() { Just("none".to_owned()).boxed() } else { select(inputs).boxed() };
    (input, maybe(number()), maybe(number()), some(text()), any::<bool>()).prop_map(
        |(input, at_least, below, is, missing)| Condition { input, at_least, below, is, missing },
    )
}

fn bound() -> impl Strategy<Value = Bound> {
    let value = prop_oneof![0..50_u32, Just(u32::MAX)];
    (value, word(TimeUnit::ALL)).prop_map(|(value, unit)| Bound { value, unit })
}

fn window(clocks: Vec<String>) -> impl Strategy<Value = Window> {
    let clock = if clocks.is_empty() { Just(None).boxed() } else { maybe(select(clocks)).boxed() };
    (clock, maybe(bound()), bound(), any::<bool>()).prop_map(|(clock, from, to, both)| {
        // One without any end is none.
        let (from, to) = if both { (from, Some(to)) } else { (Some(to), None) };
        Window { clock, from, to }
    })
}

/// How many of each there are.
type Many = (usize, usize, usize, usize, usize);

fn step(at: usize, actors: Vec<String>) -> impl Strategy<Value = Step> {
    let actors =
        if actors.is_empty() { Just(Vec::new()).boxed() } else { some(select(actors)).boxed() };
    let code = (
        prop_oneof![text(), select(vec!["snomed-ct", "loinc", "local"]).prop_map(str::to_owned)],
        text(),
    );
    let code = code.prop_map(|(system, code)| StepCode { system, code });
    let about = (text(), word(StepKind::ALL), actors, maybe(text()));
    let rest = (some(text()), some(text()), some(code), maybe(1..=u32::MAX), grounds());
    (about, rest).prop_map(
        move |((name, kind, actors, setting), (does, activities, codes, at_most, grounds))| Step {
            id: id("step", at),
            name,
            kind,
            actors,
            setting,
            does,
            activities,
            codes,
            at_most,
            grounds,
        },
    )
}

fn decision(at: usize, nodes: Vec<String>) -> impl Strategy<Value = Decision> {
    let ids: Vec<String> = (0..2).map(|input| format!("input-{at}-{input}")).collect();
    let input =
        |id: String| {
            (
                text(),
                word(InputKind::ALL),
                maybe(text()),
                maybe(number()),
                maybe(number()),
                some(text()),
            )
                .prop_map(move |(name, kind, unit, least, most, words)| {
                    DecisionInput { id: id.clone(), name, kind, unit, least, most, words }
                })
        };
    let inputs: Vec<_> = ids.iter().cloned().map(input).collect();
    let row = (some(condition(ids)), select(nodes), grounds());
    let row = row.prop_map(|(when, then, grounds)| DecisionRow { when, then, grounds });
    (text(), inputs, proptest::collection::vec(row, 1..4)).prop_map(
        move |(question, inputs, rows)| Decision { id: id("decision", at), question, inputs, rows },
    )
}

fn obligation(
    at: usize,
    (steps, ends, clocks, inputs): (Vec<String>, Vec<String>, Vec<String>, Vec<String>),
) -> impl Strategy<Value = Obligation> {
    let what = (
        text(),
        word(ObligationTemplate::ALL),
        maybe(select(steps.clone())),
        some(condition(inputs)),
    );
    let how = (
        proptest::collection::vec(select(steps), 1..3),
        maybe(window(clocks)),
        word(Per::ALL),
        some(select(ends)),
    );
    (what, how, word(Strength::ALL), grounds()).prop_map(move |(what, how, strength, grounds)| {
        let (text, template, trigger, eligible) = what;
        let (expects, window, per, discharged_by) = how;
        Obligation {
            id: id("owed", at),
            text,
            template,
            trigger,
            eligible,
            expects,
            window,
            per,
            discharged_by,
            strength,
            grounds,
        }
    })
}

/// A pathway.
pub(crate) fn pathway() -> impl Strategy<Value = CarePathway> {
    (1..4_usize, 0..3_usize, 0..3_usize, 0..4_usize, 0..3_usize).prop_flat_map(of)
}

fn of((steps, decisions, exits, obligations, actors): Many) -> impl Strategy<Value = CarePathway> {
    let ids = |start: &str, many: usize| (0..many).map(|at| id(start, at)).collect::<Vec<_>>();
    let (step_ids, exit_ids, actor_ids) =
        (ids("step", steps), ids("exit", exits), ids("actor", actors));
    let owed_ids = ids("owed", obligations);
    let clock_ids = ids("clock", actors);
    let nodes = [step_ids.clone(), ids("decision", decisions), exit_ids.clone()].concat();
    let ends = [step_ids.clone(), exit_ids].concat();
    let inputs: Vec<_> = (0..decisions).map(|at| format!("input-{at}-0")).collect();
    let all_steps: Vec<_> = (0..steps).map(|at| step(at, actor_ids.clone())).collect();
    let all_decisions: Vec<_> = (0..decisions).map(|at| decision(at, nodes.clone())).collect();
    let within = (step_ids.clone(), ends, clock_ids.clone(), inputs);
    let all_owed: Vec<_> = (0..obligations).map(|at| obligation(at, within.clone())).collect();
    let flow = (select(step_ids.clone()), select(nodes), maybe(text()), grounds())
        .prop_map(|(from, to, when, grounds)| Flow { from, to, when, grounds });
    let exit = |at: usize| {
        (text(), word(ExitReason::ALL), any::<bool>(), grounds()).prop_map(
            move |(name, reason, closes, grounds)| Exit {
                id: id("exit", at),
                name,
                reason,
                closes,
                grounds,
            },
        )
    };
    let all_exits: Vec<_> = (0..exits).map(exit).collect();
    let about = (text(), text(), text(), text(), word(PathwayKind::ALL), word(PathwayStatus::ALL));
    let around = (
        proptest::collection::vec((text(), grounds()), 1..3),
        maybe((text(), text())),
        some(text()),
        some((text(), text(), maybe(any::<u16>()))),
        proptest::collection::vec((text(), text()), actors),
        (maybe(text()), any::<Index>(), any::<Index>()),
    );
    let parts =
        (all_steps, all_decisions, all_exits, proptest::collection::vec(flow, 0..6), all_owed);
    (about, around, parts).prop_map(
        move |(about, around, (steps, decisions, exits, flow, obligations))| {
            let (title, version, review, summary, kind, status) = about;
            let (population, derived_from, open_questions, sources, actors, (name, index, step)) =
                around;
            let measures = owed_ids.first().zip(name).map(|(owed, name)| PathwayMeasure {
                id: "counted".to_owned(),
                name,
                obligation: owed.clone(),
                indicator: IndicatorId::new("infant-mortality-rate").ok(),
            });
            let clock = |id: &String| {
                let (from, _) = ClockStart::ALL[index.index(ClockStart::ALL.len())];
                let step = (from == ClockStart::Step).then(|| step.get(&step_ids).clone());
                Clock { id: id.clone(), from, step }
            };
            CarePathway {
                schema_version: 1,
                id: "any".to_owned() + &"-pathway".repeat(index.index(12)),
                version,
                title,
                kind,
                area: AreaCode::new("E06000001").ok().filter(|_| index.index(2) == 0),
                derived_from: derived_from.map(|(id, version)| DerivedFrom { id, version }),
                status,
                review,
                theme: None,
                summary,
                population: population
                    .into_iter()
                    .map(|(text, grounds)| PopulationPart { text, grounds })
                    .collect(),
                index: step_ids[0].clone(),
                clocks: clock_ids.iter().map(clock).collect(),
                actors: actors
                    .into_iter()
                    .zip(&actor_ids)
                    .map(|((name, agency), id)| Actor { id: id.clone(), name, agency })
                    .collect(),
                steps,
                decisions,
                exits,
                flow,
                obligations,
                measures: measures.into_iter().collect(),
                stages: (0..index.index(3)).map(|at| stage(at, &step_ids)).collect(),
                open_questions,
                sources: (0..).zip(sources).map(source).collect(),
            }
        },
    )
}

fn stage(at: usize, steps: &[String]) -> Stage {
    let condition = Condition {
        input: "bmi".to_owned(),
        at_least: Some(30.0),
        below: None,
        is: Vec::new(),
        missing: false,
    };
    let why = Some("made up".to_owned());
    Stage {
        id: id("stage", at),
        name: "  far & wide ".to_owned(),
        kind: StageKind::Offered,
        steps: steps.iter().take(at).cloned().collect(),
        conditions: vec![condition],
        grounds: Grounds { basis: ElementBasis::Inferred, source: None, why },
    }
}

fn source((at, about): (usize, (String, String, Option<u16>))) -> PathwaySource {
    let (title, publisher, year) = about;
    PathwaySource { id: id("source", at), title, publisher, year }
}
