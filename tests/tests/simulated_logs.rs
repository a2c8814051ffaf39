//! Synthetic logs: what was planted comes back, in every format and for every pathway of
//! the catalogue.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use firstyear_analysis::{LogTruth, SimulatedLog, TruthOfGroup, add_objects, simulate_log};
use firstyear_catalogue::catalogue;
use firstyear_core::event::{CaseLogBuilder, EventLog, Precision, Value, When};
use firstyear_core::pathway::{
    CarePathway, ChanceOfGroup, ClockRule, LogMapping, LogSimulation, SimulatedCategory,
    SimulatedGroup, SimulatedInput, SimulatedPrecision, SimulatedStep, SimulatedValue,
    SimulatedWay, Verdict,
};
use firstyear_export::event_log::{gzip, write_csv, write_ocel, write_xes};
use firstyear_ingest::{ReadAs, read_event_log, unwatched};
use firstyear_pathways::{Grouping, PathwayLog, judge};

fn pathway(id: &str) -> &'static CarePathway {
    catalogue().pathway(id).unwrap()
}

const QUIT: &str = "stop-smoking-pregnancy";

fn threads(many: usize) -> NonZeroUsize {
    NonZeroUsize::new(many).unwrap()
}

fn made(plan: &LogSimulation) -> SimulatedLog {
    simulate_log(pathway(&plan.pathway), plan, threads(2)).unwrap()
}

fn fifths() -> SimulatedGroup {
    let category = |at: u8| SimulatedCategory { name: at.to_string(), probability: None };
    SimulatedGroup {
        id: "deprivation-fifth".to_owned(),
        categories: (1..=5).map(category).collect(),
    }
}

fn way(from: &str, to: &str, probability: f64, by: &[(&str, f64)]) -> SimulatedWay {
    let by = by.iter().map(|(category, probability)| ChanceOfGroup {
        group: "deprivation-fifth".to_owned(),
        is: vec![(*category).to_owned()],
        probability: *probability,
    });
    SimulatedWay {
        from: from.to_owned(),
        to: to.to_owned(),
        probability: Some(probability),
        by: by.collect(),
    }
}

/// A plan in which the most deprived fifth drops out more, at two steps.
fn unequal(cases: u32) -> LogSimulation {
    let smokes = SimulatedValue {
        is: Some("smokes".to_owned()),
        at_least: None,
        below: None,
        missing: false,
        probability: Some(1.0),
        by: Vec::new(),
    };
    LogSimulation {
        cases,
        groups: vec![fifths()],
        ways: vec![
            way("refer", "contact", 0.9, &[("1", 0.6)]),
            way("brief-intervention", "refer", 0.8, &[("1", 0.7), ("5", 0.95)]),
            way("brief-intervention", "opt-out", 0.05, &[]),
        ],
        inputs: vec![SimulatedInput { id: "reported-smoking".to_owned(), values: vec![smokes] }],
        ..LogSimulation::of_pathway(QUIT, 2_010)
    }
}

/// Within four standard errors of what was planted.
#[track_caller]
fn agrees(of: u64, taken: u64, planted: f64, what: &str) {
    let (n, share) = (of as f64, taken as f64 / of.max(1) as f64);
    let slack = 4.0 * (planted * (1.0 - planted) / n.max(1.0)).sqrt() + 1e-9;
    assert!(of == 0 || (share - planted).abs() <= slack, "{what}: {taken} of {of}, {planted}");
}

#[track_caller]
fn chances_hold(truth: &LogTruth) {
    for of in &truth.of {
        for way in &of.ways {
            let what = format!("{} {:?} {:?}", way.from, way.to, of.category);
            // Among all cases it differs, where it does by group.
            let Some(planted) = way.planted else {
                assert_eq!(of.group, None);
                continue;
            };
            agrees(way.of, way.taken, planted, &what);
        }
        for value in &of.inputs {
            agrees(value.of, value.drawn, value.planted.unwrap(), &value.value);
        }
    }
}

#[test]
fn every_pathway_of_the_catalogue_has_a_log_without_a_plan() {
    for pathway in catalogue().pathways() {
        let plan = LogSimulation { cases: 400, ..LogSimulation::of_pathway(&pathway.id, 7) };
        let SimulatedLog { log, truth } = simulate_log(pathway, &plan, threads(2)).unwrap();
        let of = &truth.of[0];
        assert_eq!((of.cases, truth.cases_without_event, of.open), (400, 0, 0), "{}", pathway.id);
        assert!(log.events.len() > 400, "{}", pathway.id);
        chances_hold(&truth);
        // Everyone goes on: who does not end at a step without a way ends at an exit.
        assert!(of.ways.iter().filter(|way| way.to.is_none()).all(|way| way.taken == 0));
        // Nothing is done more often than the pathway says, and the log can be judged.
        let reading = PathwayLog::new(pathway, &LogMapping::default()).unwrap();
        let judged_log = case_log(&reading, &log);
        let found = judged_log.found();
        assert_eq!((found.of_unknown, found.without_time), (0, 0), "{}: {found:?}", pathway.id);
        let whole = Grouping::whole(judged_log.len());
        let judged = judge(&reading, &judged_log, &whole, threads(2)).unwrap();
        assert_eq!(judged_log.len(), 400);
        let clocks = judged.findings.iter().map(ToString::to_string);
        // Who lost a pregnancy has no birth; nobody has two.
        let clocks: Vec<_> = clocks
            .filter(|said| said.contains("clock") && !said.contains("does not say when"))
            .collect();
        assert_eq!(clocks, Vec::<String>::new(), "{}", pathway.id);
        for step in pathway.steps.iter().filter(|step| step.at_most.is_some()) {
            let mut times: BTreeMap<&str, u32> = BTreeMap::new();
            for event in log.events.iter().filter(|event| *event.activity == *step.id) {
                *times.entry(event.case.as_ref().unwrap().reveal()).or_default() += 1;
            }
            assert!(times.values().all(|times| Some(*times) <= step.at_most), "{}", step.id);
        }
    }
}

/// A log as it is judged by.
fn case_log(reading: &PathwayLog<'_>, log: &EventLog) -> firstyear_core::event::CaseLog {
    let mut builder = CaseLogBuilder::new(reading.plan());
    for event in &log.events {
        let case = builder.case(event.case.as_ref().unwrap().reveal());
        let code = builder.code(&event.activity);
        if code == firstyear_core::event::CaseLog::OTHER {
            builder.unknown(&event.activity, 1);
        }
        builder.event(case, code, When::from(event.time));
        let of_case = log.cases.get(event.case.as_ref().unwrap()).into_iter().flatten();
        for (name, value) in of_case.chain(&event.attributes) {
            let known = reading.plan().attributes().iter().position(|known| known == name);
            if let Some(column) = known {
                let text = builder.text(column, &as_text(value));
                builder.of_event(column, text);
            }
        }
    }
    builder.finish()
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Whole(whole) => whole.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Time(time) => time.to_string(),
        Value::Truth(truth) => truth.to_string(),
        _ => String::new(),
    }
}

#[test]
fn drop_out_that_was_planted_is_in_the_log_by_group() {
    let SimulatedLog { log, truth } = made(&unequal(20_000));
    chances_hold(&truth);
    let planted = |category: &str, from: &str, to: &str| {
        let of: &TruthOfGroup = truth.of_category("deprivation-fifth", Some(category)).unwrap();
        let way = of.ways.iter().find(|way| way.from == from && way.to.as_deref() == Some(to));
        way.unwrap().planted.unwrap()
    };
    assert_eq!(planted("1", "refer", "contact"), 0.6);
    assert_eq!(planted("2", "refer", "contact"), 0.9);
    assert_eq!(planted("5", "brief-intervention", "refer"), 0.95);
    // The same of the log alone: those referred and those contacted, each once.
    let mut cases: BTreeMap<(i64, &str), u64> = BTreeMap::new();
    for event in &log.events {
        let of_case = &log.cases[event.case.as_ref().unwrap()];
        let Some((_, Value::Whole(fifth))) = of_case.first() else { panic!("no fifth") };
        *cases.entry((*fifth, &*event.activity)).or_default() += 1;
    }
    for fifth in 1..=5 {
        let chance = planted(&fifth.to_string(), "refer", "contact");
        agrees(cases[&(fifth, "refer")], cases[&(fifth, "contact")], chance, "contacted");
        let chance = planted(&fifth.to_string(), "brief-intervention", "refer");
        agrees(cases[&(fifth, "brief-intervention")], cases[&(fifth, "refer")], chance, "referred");
    }
}

#[test]
fn draws_depend_on_seed_case_and_element_alone() {
    let plan = unequal(500);
    let all = made(&plan);
    for many in [1, 3, 7, 600] {
        assert_eq!(simulate_log(pathway(QUIT), &plan, threads(many)).unwrap(), all, "{many}");
    }
    // Cases that come before others do not change with them.
    let few = made(&LogSimulation { cases: 100, ..plan.clone() });
    assert_eq!(few.log.events[..], all.log.events[..few.log.events.len()]);
    // Another chance at one step leaves what comes before it as it was.
    let mut other = plan.clone();
    other.ways[0].probability = Some(0.1);
    let other = made(&other);
    let referred = |made: &SimulatedLog| {
        let of = made.log.events.iter().filter(|event| &*event.activity == "refer");
        of.map(|event| (event.case.clone(), event.time)).collect::<Vec<_>>()
    };
    assert_eq!(referred(&other), referred(&all));
    let seeded = made(&LogSimulation { seed: 1, ..plan });
    assert_ne!(seeded.log.events, all.log.events);
}

#[test]
fn what_is_not_recorded_or_comes_after_the_last_day_is_not_in_the_log() {
    let until = chrono::NaiveDate::from_ymd_opt(2025, 6, 30).unwrap();
    let plan = LogSimulation {
        observed_until: Some(until),
        open: Some(0.5),
        unrecorded: Some(0.1),
        steps: vec![SimulatedStep {
            id: "contact".to_owned(),
            delay: None,
            unrecorded: Some(0.4),
            all_ways: false,
        }],
        ..unequal(10_000)
    };
    let SimulatedLog { log, truth } = made(&plan);
    let of = &truth.of[0];
    assert!(log.events.iter().all(|event| event.time.unwrap().local().date() <= until));
    for step in &of.steps {
        let missing = if step.id == "contact" { 0.4 } else { 0.1 };
        agrees(step.by_last_day, step.recorded, 1.0 - missing, &step.id);
        assert!(step.by_last_day <= step.happened);
        let in_log = log.events.iter().filter(|event| *event.activity == *step.id).count();
        assert_eq!(in_log as u64, step.recorded, "{}", step.id);
    }
    // Half are made to stay open, and some others are on their way at the end.
    assert!((4_800..6_000).contains(&of.open), "{}", of.open);
    let with_events: std::collections::BTreeSet<_> =
        log.events.iter().filter_map(|event| event.case.clone()).collect();
    assert_eq!(truth.cases_without_event, 10_000 - with_events.len() as u64);
    assert!(truth.cases_without_event > 0);
}

#[test]
fn who_was_not_referred_missed_it_and_who_opted_out_declined() {
    let pathway = pathway(QUIT);
    let SimulatedLog { log, truth } = made(&unequal(3_000));
    let reading = PathwayLog::new(pathway, &LogMapping::default()).unwrap();
    let log = case_log(&reading, &log);
    let judged = judge(&reading, &log, &Grouping::whole(log.len()), threads(2)).unwrap();
    let at = judged.obligations.iter().position(|&at| pathway.obligations[at].id == "referred");
    let tally = judged.cases(&Grouping::whole(log.len()))[0][at.unwrap()];
    let taken = |to: Option<&str>| {
        let ways = truth.of[0].ways.iter();
        let way = ways.filter(|way| way.from == "brief-intervention");
        way.clone().find(|way| way.to.as_deref() == to).unwrap().taken
    };
    assert_eq!(tally[Verdict::Met as usize], taken(Some("refer")));
    assert_eq!(tally[Verdict::Declined as usize], taken(Some("opt-out")));
    // Whose case no exit closed by the end of the log are as good as missed.
    let left = tally[Verdict::Missed as usize] + tally[Verdict::Pending as usize];
    assert_eq!(left, taken(None));
}

/// A log in a format and read again.
fn through(made: &SimulatedLog, ending: &str, objects: Option<&CarePathway>) -> EventLog {
    let mut log = made.log.clone();
    if let Some(pathway) = objects {
        add_objects(&mut log, pathway);
    }
    let mut bytes = Vec::new();
    match ending {
        "csv" => write_csv(&log, &mut bytes).unwrap(),
        "xes.gz" => write_xes(&log, &mut bytes).unwrap(),
        _ => write_ocel(&log, &mut bytes).unwrap(),
    };
    if ending.ends_with("gz") {
        bytes = gzip(&bytes).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join(format!("log.{ending}"));
    std::fs::write(&path, bytes).unwrap();
    let read = read_event_log(&path, ReadAs::default(), &mut unwatched).unwrap();
    assert_eq!(read.rows.refused, 0);
    read.read.rows
}

/// What an event says, but for where it stands.
fn core_of(log: &EventLog) -> Vec<(String, String, When)> {
    let case = |event: &firstyear_core::event::Event| match &event.case {
        Some(case) => case.reveal().to_owned(),
        None => event.objects[0].object.reveal().to_owned(),
    };
    let one = |event: &firstyear_core::event::Event| {
        (case(event), event.activity.to_string(), When::from(event.time))
    };
    log.events.iter().map(one).collect()
}

#[test]
fn a_log_comes_back_from_every_format() {
    let of_days = LogSimulation { precision: SimulatedPrecision::Day, ..unequal(200) };
    let of_offset = LogSimulation { offset_minutes: Some(60), ..unequal(200) };
    for plan in [of_days, of_offset, unequal(200)] {
        let made = made(&plan);
        let csv = through(&made, "csv", None);
        let xes = through(&made, "xes.gz", None);
        let ocel = through(&made, "jsonocel", Some(pathway(QUIT)));
        let want = core_of(&made.log);
        for (log, of) in [(&csv, "csv"), (&xes, "xes"), (&ocel, "ocel")] {
            assert_eq!(core_of(log), want, "{of}");
            let precision = log.events[0].time.unwrap().precision();
            let day = plan.precision == SimulatedPrecision::Day;
            assert_eq!(precision == Precision::Day, day, "{of}");
        }
        let synthetic = ("synthetic".into(), Value::Truth(true));
        assert!(csv.events.iter().all(|event| event.attributes[0] == synthetic));
        assert_eq!(xes.attributes, std::slice::from_ref(&synthetic));
        assert_eq!(xes.cases, made.log.cases);
        for (read, made) in xes.events.iter().zip(&made.log.events) {
            assert_eq!((&read.resource, &read.lifecycle), (&made.resource, &made.lifecycle));
            assert_eq!(read.attributes, made.attributes);
        }
        let kinds = |kind: &str| ocel.objects.iter().filter(|one| &*one.kind == kind).count();
        assert_eq!((kinds("pregnancy"), kinds("mother")), (200, 200));
        assert!(kinds("baby") > 0);
        let said = |one: &firstyear_core::event::Object| {
            one.attributes
                .iter()
                .any(|(name, value, _)| (name, value) == (&synthetic.0, &synthetic.1))
        };
        assert!(ocel.objects.iter().all(said));
        let pregnancy = ocel.objects.iter().find(|one| &*one.kind == "pregnancy").unwrap();
        assert_eq!(&*pregnancy.relations[0].qualifier, "mother");
        let (_, fifth, _) = &pregnancy.attributes[1];
        assert_eq!(Some(fifth), made.log.cases[pregnancy.id.reveal()].first().map(|(_, it)| it));
    }
}

#[test]
fn the_same_log_gives_the_same_bytes() {
    let write = || {
        let made = made(&unequal(50));
        let mut bytes = Vec::new();
        write_ocel(&made.log, &mut bytes).unwrap();
        gzip(&bytes).unwrap()
    };
    assert_eq!(write(), write());
}

#[test]
fn clocks_of_gestation_and_birth_are_told() {
    let id = "antenatal-newborn-screening";
    let plan = LogSimulation { cases: 100, ..LogSimulation::of_pathway(id, 3) };
    let SimulatedLog { log, .. } = made(&plan);
    for (case, attributes) in &log.cases {
        let (name, Value::Time(began)) = &attributes[0] else { panic!("no gestation") };
        assert_eq!(&**name, "gestation");
        let mine = || log.events.iter().filter(|event| event.case.as_ref() == Some(case));
        let day = |time: firstyear_core::event::Moment| time.local().date();
        let first = day(mine().next().unwrap().time.unwrap());
        assert!((56..=84).contains(&(first - day(*began)).num_days()));
        let births: Vec<_> = mine().filter(|event| &*event.activity == "birth").collect();
        assert!(births.len() <= 1);
        for birth in births {
            let weeks = (day(birth.time.unwrap()) - day(*began)).num_days();
            assert!(weeks >= 259, "{weeks}");
        }
    }
    // The mapping of a clock is the usual one.
    let rule = ClockRule {
        id: "gestation".to_owned(),
        activity: None,
        attribute: Some("gestation".to_owned()),
        is: None,
    };
    let mapping = LogMapping { clocks: vec![rule], ..LogMapping::default() };
    assert!(PathwayLog::new(pathway(id), &mapping).is_ok());
}

#[test]
fn branches_go_on_beside_each_other() {
    let id = "stop-smoking-pregnancy";
    let both =
        SimulatedStep { id: "contact".to_owned(), delay: None, unrecorded: None, all_ways: true };
    let mut plan = unequal(2_000);
    plan.steps = vec![both];
    let made = simulate_log(pathway(id), &plan, threads(2)).unwrap();
    let of = |id: &str| made.truth.of[0].steps.iter().find(|step| step.id == id).unwrap().happened;
    // Who is contacted goes both ways, unless the case is closed on one before the other.
    let ways = made.truth.of[0].ways.iter().filter(|way| way.from == "contact");
    assert!(ways.filter(|way| way.to.is_some()).all(|way| way.taken == way.of));
    assert!(of("nrt") <= of("contact") && of("nrt") * 10 > of("contact") * 9);
    assert!(of("follow-up") * 10 > of("contact") * 9);
    chances_hold(&made.truth);
}
