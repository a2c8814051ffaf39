//! Care pathways in BPMN 2.0: what is written opens in a parser of somebody else, runs
//! there from start to end, and comes back.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Mutex;

use firstyear_catalogue::catalogue;
use firstyear_core::pathway::exchange::bpmn as names;
use firstyear_core::pathway::{CarePathway, ElementBasis, ExitReason, StepKind};
use firstyear_core::{ProblemCode, Severity};
use firstyear_export::pathway::exchange::{PathwayWriteError, bpmn, toml};
use firstyear_ingest::{
    ImportedPathway, ReadError, import_pathway_bytes, read_pathway_bytes, unwatched,
};
use firstyear_tests::codes;
use proptest::prelude::*;
use snurr::ProcessBuilder;

fn read(text: &str) -> Result<ImportedPathway, ReadError> {
    import_pathway_bytes(text.as_bytes(), "model.bpmn", None, &codes(), &mut unwatched)
}

#[test]
fn every_pathway_of_the_catalogue_comes_back() {
    for pathway in catalogue().pathways() {
        let text = bpmn(pathway).unwrap();
        assert_eq!(text, bpmn(pathway).unwrap(), "{}", pathway.id);
        let read = read(&text);
        let read = read.unwrap_or_else(|error| panic!("{}: {:#?}", pathway.id, error.problems()));
        assert_eq!((read.is_ours, &read.problems), (true, &Vec::new()), "{}", pathway.id);
        assert_eq!(read.pathway, *pathway, "{}", pathway.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_pathway_comes_back(pathway in support::pathway()) {
        let text = bpmn(&pathway).unwrap();
        match read(&text) {
            Ok(read) => prop_assert_eq!(read.pathway, pathway),
            Err(error) => prop_assert!(false, "{:#?}", error.problems()),
        }
    }
}

/// The ways of a model: id, from and to.
fn ways(text: &str) -> Vec<(String, String, String)> {
    let attribute = |line: &str, name: &str| {
        let (_, rest) = line.split_once(&format!(" {name}=\"")).expect("the attribute");
        rest.split_once('"').expect("its end").0.to_owned()
    };
    let flows = text.lines().filter(|line| line.trim_start().starts_with("<sequenceFlow "));
    flows
        .map(|line| {
            (attribute(line, "id"), attribute(line, "sourceRef"), attribute(line, "targetRef"))
        })
        .collect()
}

/// A model whose ways are tags with nothing in them.
fn without_what_ways_hold(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in text.lines() {
        let way = line.trim_start().starts_with("<sequenceFlow ");
        if way && !line.ends_with("/>") {
            inside = true;
            out.push_str(line.trim_end_matches('>'));
            out.push_str("/>\n");
        } else if line.trim() == "</sequenceFlow>" {
            inside = false;
        } else if !inside {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// What was done in the runs of a model so far, and how often each way was gone.
#[derive(Debug, Default)]
struct Walk {
    done: BTreeSet<String>,
    gone: BTreeMap<String, u32>,
}

/// Runs a model a hundred times in the engine of `snurr` and tells the steps that were
/// done; at a gateway the way is gone that was gone least.
fn run(pathway: &CarePathway, text: &str) -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("model.bpmn");
    // The engine takes a way with anything in it for a conditional one, which it does not
    // run: what stands in ways is left out for it, and nothing else.
    std::fs::write(&file, without_what_ways_hold(text)).unwrap();
    let mut builder: ProcessBuilder<Mutex<Walk>> =
        ProcessBuilder::new(&file).unwrap_or_else(|error| panic!("{}: {error:?}", pathway.id));
    for step in &pathway.steps {
        let id = step.id.clone();
        builder = builder.task(names::id(&step.id, 0), move |walk: &Mutex<Walk>| {
            walk.lock().unwrap().done.insert(id.clone());
            snurr::Task::default()
        });
    }
    let mut by_gateway: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (way, from, _) in ways(text) {
        by_gateway.entry(from).or_default().push(way);
    }
    for (gateway, ways) in by_gateway.into_iter().filter(|(_, ways)| ways.len() > 1) {
        builder = builder.exclusive(gateway, move |walk: &Mutex<Walk>| {
            let mut walk = walk.lock().unwrap();
            let often = |way: &&String| walk.gone.get(*way).copied().unwrap_or_default();
            let way = ways.iter().min_by_key(often).unwrap().clone();
            *walk.gone.entry(way.clone()).or_default() += 1;
            way.into()
        });
    }
    let process = builder.build().unwrap_or_else(|error| panic!("{}: {error:?}", pathway.id));
    let mut walk = Walk::default();
    for _ in 0..100 {
        let run = process.run(Mutex::new(walk));
        walk =
            run.unwrap_or_else(|error| panic!("{}: {error:?}", pathway.id)).into_inner().unwrap();
    }
    walk.done
}

#[test]
fn an_engine_of_somebody_else_opens_every_model_and_runs_it_to_its_ends() {
    for pathway in catalogue().pathways() {
        let text = bpmn(pathway).unwrap();
        let steps: BTreeSet<String> = pathway.steps.iter().map(|step| step.id.clone()).collect();
        assert_eq!(run(pathway, &text), steps, "{}", pathway.id);
    }
}

#[test]
fn every_node_and_way_is_drawn() {
    for pathway in catalogue().pathways() {
        let text = bpmn(pathway).unwrap();
        let (model, diagram) = text.split_once("<bpmndi:BPMNDiagram").unwrap();
        let ids = |text: &str, tags: &[&str], name: &str| -> BTreeSet<String> {
            let tag = |line: &&str| {
                tags.iter().any(|tag| line.trim_start().starts_with(&format!("<{tag} ")))
            };
            let of = |line: &str| {
                line.split_once(&format!(" {name}=\""))?.1.split('"').next().map(str::to_owned)
            };
            text.lines().filter(tag).filter_map(of).collect()
        };
        let nodes = [
            "participant",
            "lane",
            "startEvent",
            "endEvent",
            "task",
            "sendTask",
            "exclusiveGateway",
            "textAnnotation",
        ];
        let drawn = ids(diagram, &["bpmndi:BPMNShape"], "bpmnElement");
        assert_eq!(drawn, ids(model, &nodes, "id"), "{}", pathway.id);
        let drawn = ids(diagram, &["bpmndi:BPMNEdge"], "bpmnElement");
        assert_eq!(drawn, ids(model, &["sequenceFlow", "association"], "id"), "{}", pathway.id);
        // Each node is in one lane, and every way has its ends.
        let nodes: BTreeSet<String> = ids(model, &nodes[2..7], "id");
        let in_lanes: Vec<&str> = model
            .lines()
            .filter_map(|line| {
                line.trim().strip_prefix("<flowNodeRef>")?.strip_suffix("</flowNodeRef>")
            })
            .collect();
        assert_eq!(in_lanes.len(), nodes.len(), "{}", pathway.id);
        for (_, from, to) in ways(model) {
            assert!(nodes.contains(&from) && nodes.contains(&to), "{}: {from} {to}", pathway.id);
        }
    }
}

#[test]
fn a_damaged_model_is_refused_or_another_and_breaks_nothing() {
    let pathway = catalogue().pathway("stop-smoking-pregnancy").unwrap();
    let text = bpmn(pathway).unwrap();
    for end in (0..text.len()).step_by(499).filter(|end| text.is_char_boundary(*end)) {
        assert!(read(&text[..end]).is_err(), "{end}");
    }
    // Without any one line that is whole by itself.
    let lines: Vec<&str> = text.lines().collect();
    let whole = |line: &str| {
        line.ends_with("/>") || (line.contains("</") && !line.trim().starts_with("</"))
    };
    let (mut same, mut other, mut refused) = (0, 0, 0);
    for (at, _) in lines.iter().enumerate().filter(|(_, line)| whole(line)).step_by(3) {
        let less = [&lines[..at], &lines[at + 1..]].concat().join("\n");
        match read(&less) {
            Ok(read) if read.pathway == *pathway => same += 1,
            Ok(_) => other += 1,
            Err(error) => {
                refused += 1;
                assert!(error.problems().iter().all(|one| one.severity == Severity::Error));
            }
        }
    }
    assert!(same > 40 && other > 8 && refused > 8, "{same} {other} {refused}");
}

#[test]
fn what_xml_cannot_hold_is_said() {
    let mut pathway = catalogue().pathway("bereavement").unwrap().clone();
    pathway.title.push('\u{1}');
    assert_eq!(bpmn(&pathway), Err(PathwayWriteError::Character { format: "BPMN" }));
    let mut pathway = catalogue().pathway("bereavement").unwrap().clone();
    pathway.index = "nowhere".to_owned();
    assert_eq!(bpmn(&pathway), Err(PathwayWriteError::Nowhere { id: "nowhere".to_owned() }));
}

/// Made up, in the form in which modelling tools write: with a prefix, a pool with two
/// lanes, gateways that part and join, a boundary event and an annotation.
const MODEL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:x">
  <bpmn:collaboration id="c">
    <bpmn:participant id="p" name="Quit &amp; stay quit" processRef="q"/>
    <bpmn:participant id="w" name="Woman"/>
    <bpmn:messageFlow id="m" sourceRef="t1" targetRef="w"/>
  </bpmn:collaboration>
  <bpmn:process id="q" isExecutable="false">
    <bpmn:laneSet id="ls">
      <bpmn:lane id="l1" name="Midwife"><bpmn:flowNodeRef>t1</bpmn:flowNodeRef></bpmn:lane>
      <bpmn:lane id="l2" name="Adviser"><bpmn:flowNodeRef>t2</bpmn:flowNodeRef></bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="s"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="t1" name="Ask&#10;and test"><bpmn:documentation>At booking</bpmn:documentation></bpmn:userTask>
    <bpmn:exclusiveGateway id="g1" name="Smokes?" default="f4"/>
    <bpmn:task id="t2" name="Support"/>
    <bpmn:parallelGateway id="g2"/>
    <bpmn:task id="t3" name="Measure"/>
    <bpmn:task id="t4" name="Talk"/>
    <bpmn:parallelGateway id="g3"/>
    <bpmn:boundaryEvent id="b" name="after 4 weeks" attachedToRef="t2"><bpmn:timerEventDefinition/></bpmn:boundaryEvent>
    <bpmn:endEvent id="e1" name="Does not smoke"/>
    <bpmn:endEvent id="e2"/>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t1"/>
    <bpmn:sequenceFlow id="f2" sourceRef="t1" targetRef="g1"/>
    <bpmn:sequenceFlow id="f3" name="yes" sourceRef="g1" targetRef="t2"/>
    <bpmn:sequenceFlow id="f4" name="no" sourceRef="g1" targetRef="e1"/>
    <bpmn:sequenceFlow id="f5" sourceRef="t2" targetRef="g2"><bpmn:conditionExpression>${done}</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f6" sourceRef="g2" targetRef="t3"/>
    <bpmn:sequenceFlow id="f7" sourceRef="g2" targetRef="t4"/>
    <bpmn:sequenceFlow id="f8" sourceRef="t3" targetRef="g3"/>
    <bpmn:sequenceFlow id="f9" sourceRef="t4" targetRef="g3"/>
    <bpmn:sequenceFlow id="f10" sourceRef="g3" targetRef="e2"/>
    <bpmn:sequenceFlow id="f11" name="no success" sourceRef="b" targetRef="e2"/>
    <bpmn:sequenceFlow id="f12" sourceRef="t4" targetRef="nowhere"/>
    <bpmn:dataObject id="o"/>
    <bpmn:textAnnotation id="a"><bpmn:text>weekly</bpmn:text></bpmn:textAnnotation>
    <bpmn:association id="as" sourceRef="t2" targetRef="a"/>
  </bpmn:process>
</bpmn:definitions>"#;

#[test]
fn a_model_of_others_is_read_as_far_as_it_goes() {
    let read = read(MODEL).unwrap();
    let pathway = &read.pathway;
    assert!(!read.is_ours);
    assert_eq!(
        (pathway.id.as_str(), pathway.title.as_str()),
        ("quit-and-stay-quit", "Quit & stay quit")
    );
    assert_eq!(pathway.index, "ask-and-test");
    let steps: Vec<_> = pathway.steps.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(steps, ["Ask and test", "Support", "At one time", "Measure", "Talk"]);
    let support = pathway.step("support").unwrap();
    assert_eq!((support.kind, &support.does), (StepKind::Intervention, &vec!["weekly".to_owned()]));
    let adviser = pathway.actors_of(support).next().unwrap();
    assert_eq!((adviser.name.as_str(), adviser.agency.as_str()), ("Adviser", "Quit & stay quit"));
    assert_eq!(pathway.step("ask-and-test").unwrap().does, ["At booking"]);
    let flows: Vec<_> = pathway
        .flow
        .iter()
        .map(|flow| (flow.from.as_str(), flow.to.as_str(), flow.when.as_deref()))
        .collect();
    assert_eq!(
        flows,
        [
            ("ask-and-test", "smokes", None),
            ("support", "at-one-time", Some("${done}")),
            ("support", "done", Some("no success")),
            ("at-one-time", "measure", None),
            ("at-one-time", "talk", None),
            ("measure", "done", None),
            ("talk", "done", None),
        ]
    );
    let smokes = pathway.decision("smokes").unwrap();
    let rows: Vec<_> =
        smokes.rows.iter().map(|row| (row.then.as_str(), row.grounds.basis)).collect();
    assert_eq!(
        rows,
        [
            ("support", ElementBasis::Inferred),
            ("does-not-smoke", ElementBasis::Inferred),
            ("does-not-smoke", ElementBasis::Open),
        ]
    );
    assert!(pathway.exits.iter().all(|exit| exit.reason == ExitReason::Completed));
    let told: Vec<String> = read
        .problems
        .iter()
        .map(|one| {
            format!(
                "{} {}: {}",
                one.code,
                one.place.column.as_deref().unwrap_or_default(),
                one.message
            )
        })
        .collect();
    let expected = [
        "pathway-part-supplied process q, line 8: it has no version: it is called 1",
        "pathway-part-supplied process q, line 8: it has no documentation: its title is the summary",
        "pathway-part-invalid sequenceFlow f12, line 35: no node here has the id that the way names",
        "pathway-part-supplied parallelGateway g2, line 17: all ways are gone at one time: a step stands for where they part",
        "pathway-part-supplied userTask t1, line 14: the kind of the step is not said: it is called an intervention, as are 3 more",
        "pathway-part-supplied endEvent e1, line 22: why somebody leaves is not said: it is called completed, as is one more",
        "pathway-part-not-taken dataObject o, line 36: dataObject is not taken",
        "pathway-part-not-taken messageFlow m, line 6: messageFlow is not taken",
        "pathway-part-not-taken timerEventDefinition, line 21: timerEventDefinition is not taken",
    ];
    assert_eq!(told, expected);
    // It is a document of ours, sound but for what is open.
    let ours = toml(pathway).unwrap();
    let ours = read_pathway_bytes(ours.as_bytes(), "ours.toml", &codes(), &mut unwatched).unwrap();
    for finding in firstyear_pathways::check(&ours.pathway) {
        assert_eq!(finding.code, ProblemCode::PathwayElementOpen, "{finding}");
    }
    let again = self::read(&bpmn(pathway).unwrap()).unwrap();
    assert_eq!((again.is_ours, &again.pathway), (true, pathway));
}

#[test]
fn what_is_no_model_of_one_process_is_refused() {
    let model = |inside: &str| {
        format!(
            "<definitions xmlns=\"{}\" targetNamespace=\"urn:x\">{inside}</definitions>",
            names::MODEL
        )
    };
    let one = "<process id=\"a\"><task id=\"t\"/></process>";
    let many = format!("<process id=\"a\">{}</process>", "<task/>".repeat(10_001));
    let deep = format!("<process id=\"a\">{}", "<subProcess>".repeat(100_000));
    let cases = [
        ("<a/>".to_owned(), "the XML is no BPMN 2.0"),
        ("<PlanDefinition xmlns=\"http://hl7.org/fhir\"/>".to_owned(), "the XML is no BPMN 2.0"),
        (model(""), "the model holds no process with anything in it"),
        (model("<process id=\"a\"/>"), "the model holds no process"),
        (model(&one.repeat(2)), "the model holds 2 processes, and one is read"),
        (model(&many), "more than 10000 parts"),
        (model(&deep), "deeper"),
        (model("&x;"), "an entity that is none of XML"),
        (format!("<!DOCTYPE a>{}", model(one)), "declares a document type"),
    ];
    for (text, told) in cases {
        let problems = read(&text).unwrap_err().problems();
        assert!(problems[0].message.contains(told), "{told}: {problems:?}");
        assert_eq!(problems[0].code, ProblemCode::PathwayFileInvalid);
    }
    let mut chain = String::new();
    for at in 0..4000 {
        let next = at + 1;
        write!(
            chain,
            "<exclusiveGateway id=\"g{at}\"/>\
             <sequenceFlow id=\"f{at}\" sourceRef=\"g{at}\" targetRef=\"g{next}\"/>"
        )
        .unwrap();
    }
    let text = model(&format!(
        "<process id=\"a\"><startEvent id=\"s\"/><sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"g0\"/>{chain}<task id=\"g4000\"/></process>"
    ));
    assert_eq!(read(&text).unwrap().pathway.index, "g4000");
}
