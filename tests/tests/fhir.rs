//! Care pathways in FHIR R4: what is written, against the table of R4, and what WHO
//! publishes, read.

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;

use firstyear_catalogue::catalogue;
use firstyear_core::pathway::{CarePathway, ElementBasis, ElementKind, StepKind};
use firstyear_core::{Place, ProblemCode, Severity};
use firstyear_export::pathway::exchange::{fhir, fhir_unread, json, toml};
use firstyear_ingest::{
    CodeLists, ImportedPathway, ReadError, import_pathway, import_pathway_bytes,
    read_pathway_bytes, unwatched,
};
use firstyear_tests::fhir_r4::faults;
use firstyear_tests::{codes, shared};
use proptest::prelude::*;
use serde_json::Value;

fn read(bytes: &[u8]) -> Result<ImportedPathway, ReadError> {
    import_pathway_bytes(bytes, "plan.json", None, &codes(), &mut unwatched)
}

#[test]
fn every_pathway_of_the_catalogue_is_r4_and_comes_back() {
    for pathway in catalogue().pathways() {
        let text = fhir(pathway).unwrap();
        assert_eq!(text, fhir(pathway).unwrap(), "{}", pathway.id);
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(faults(&json), Vec::<String>::new(), "{}", pathway.id);
        let read = read(text.as_bytes());
        let read = read.unwrap_or_else(|error| panic!("{}: {:#?}", pathway.id, error.problems()));
        assert_eq!(read.problems, [], "{}", pathway.id);
        assert!(read.is_ours);
        assert_eq!(read.pathway, *pathway, "{}", pathway.id);
        assert_eq!(fhir_unread(pathway, &text, &Place::file("plan.json")), []);
    }
}

#[test]
fn what_is_written_keeps_the_profiles_that_it_names() {
    // What the profiles of CPG-on-FHIR (2.0.0) ask for beyond R4: those of a computable
    // plan and of a computable activity, and of the shareable ones that they rest on.
    let asked = ["url", "version", "name", "status", "experimental", "publisher", "description"];
    for pathway in catalogue().pathways() {
        let bundle: Value = serde_json::from_str(&fhir(pathway).unwrap()).unwrap();
        let entries = bundle["entry"].as_array().unwrap();
        let steps = pathway.steps.iter().filter(|step| !step.does.is_empty()).count();
        assert_eq!(entries.len(), 1 + steps + pathway.measures.len(), "{}", pathway.id);
        for resource in entries.iter().map(|entry| &entry["resource"]) {
            let Some(profile) = resource["meta"]["profile"][0].as_str() else { continue };
            for field in asked {
                assert!(!resource[field].is_null(), "{}: {profile}: {field}", pathway.id);
            }
            let extensions = resource["extension"].as_array().unwrap();
            let capability =
                |one: &&Value| one["url"].as_str().unwrap().ends_with("cpg-knowledgeCapability");
            assert!(extensions.iter().any(|one| capability(&one)), "{}: {profile}", pathway.id);
            if profile.ends_with("cpg-computableplandefinition") {
                assert!(resource["type"].is_object() && resource["action"].is_array());
            } else {
                assert!(profile.ends_with("cpg-computableactivity"), "{profile}");
                assert!(resource["kind"].is_string() && resource["code"].is_object());
            }
        }
        // Every action that another names is there.
        let plan = &entries[0]["resource"];
        let actions = plan["action"].as_array().unwrap();
        let named =
            |within: &Value| within["relatedAction"].as_array().cloned().unwrap_or_default();
        let rows =
            actions.iter().flat_map(|one| one["action"].as_array().cloned().unwrap_or_default());
        for related in actions.iter().cloned().chain(rows).flat_map(|one| named(&one)) {
            let id = &related["actionId"];
            assert!(actions.iter().any(|one| one["id"] == *id), "{}: {id}", pathway.id);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_pathway_is_r4_and_comes_back(pathway in support::pathway()) {
        let text = fhir(&pathway).unwrap();
        let bundle: Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(faults(&bundle), Vec::<String>::new());
        match read(text.as_bytes()) {
            Ok(read) => prop_assert_eq!(read.pathway, pathway),
            Err(error) => prop_assert!(false, "{:#?}", error.problems()),
        }
    }
}

#[test]
fn a_damaged_file_is_refused_and_breaks_nothing() {
    let text = fhir(catalogue().pathway("stop-smoking-pregnancy").unwrap()).unwrap();
    for end in (0..text.len()).step_by(997).filter(|end| text.is_char_boundary(*end)) {
        assert!(read(&text.as_bytes()[..end]).is_err(), "{end}");
    }
    // Without any one part it is another pathway, or faults are told; never a panic.
    let bundle: Value = serde_json::from_str(&text).unwrap();
    let (mut same, mut other, mut refused) = (0, 0, 0);
    for pointer in pointers(&bundle).into_iter().step_by(11) {
        let mut less = bundle.clone();
        remove(&mut less, &pointer);
        match read(less.to_string().as_bytes()) {
            Ok(read) if Some(&read.pathway) == catalogue().pathway("stop-smoking-pregnancy") => {
                same += 1;
            }
            Ok(_) => other += 1,
            Err(error) => {
                refused += 1;
                let placed = |one: &firstyear_core::Problem| one.place.column.is_some();
                let problems = error.problems();
                assert!(
                    problems.iter().all(placed) || pointer.matches('/').count() < 5,
                    "{pointer}: {problems:#?}"
                );
            }
        }
    }
    assert!(same > 50 && other > 5 && refused > 5, "{same} {other} {refused}");
}

/// The places of all values, as JSON Pointer has them.
fn pointers(value: &Value) -> Vec<String> {
    let within = |name: String, value: &Value| -> Vec<String> {
        let more = pointers(value).into_iter().map(|rest| format!("/{name}{rest}"));
        std::iter::once(format!("/{name}")).chain(more).collect()
    };
    match value {
        Value::Object(fields) => {
            fields.iter().flat_map(|(name, value)| within(name.clone(), value)).collect()
        }
        Value::Array(items) => (0..)
            .zip(items)
            .flat_map(|(at, value): (usize, _)| within(at.to_string(), value))
            .collect(),
        _ => Vec::new(),
    }
}

fn remove(value: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.remove(name)),
        Value::Array(items) => drop(items.remove(name.parse().unwrap())),
        _ => unreachable!("only these hold others"),
    }
}

const WHO: &str = "data/interop/fhir-smart-anc";

/// The files of WHO of one kind, in the order of their names.
fn who(kind: &str) -> Vec<PathBuf> {
    let Some(folder) = shared(&format!("{WHO}/{kind}")) else { return Vec::new() };
    let entries = std::fs::read_dir(folder).expect("the folder");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

#[test]
fn the_files_of_who_are_r4_but_for_two_expressions() {
    let mut found = Vec::new();
    for (kind, many) in [("plandefinition", 40), ("activitydefinition", 9), ("measure", 13)] {
        let files = who(kind);
        assert!(files.is_empty() || files.len() == many, "{kind}: {}", files.len());
        for file in files {
            let json: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            found.extend(faults(&json).into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    // An Expression of R4 must say its language; these two measures leave it out at the
    // stratifier that only they have.
    let known = [
        "measure-ANCIND03: Measure.group[0].stratifier[1].criteria.language: missing",
        "measure-ANCIND07: Measure.group[0].stratifier[1].criteria.language: missing",
    ];
    assert!(found.is_empty() || found == known, "{found:#?}");
}

/// What became of a plan, in a line.
fn became(pathway: &CarePathway) -> String {
    let open = |kind| {
        let of = |(element, grounds): &(
            firstyear_core::pathway::ElementRef<'_>,
            &firstyear_core::pathway::Grounds,
        )| { element.kind == kind && grounds.basis == ElementBasis::Open };
        pathway.grounds().filter(of).count()
    };
    format!(
        "{} steps, {} decisions with {} open rows, {} open obligations, {} sources",
        pathway.steps.len(),
        pathway.decisions.len(),
        open(ElementKind::DecisionRow),
        open(ElementKind::Obligation),
        pathway.sources.len(),
    )
}

#[test]
fn all_plans_of_who_are_read_and_say_what_was_left() {
    let files = who("plandefinition");
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = BTreeMap::new();
    for file in &files {
        let read = import_pathway(file, None, &codes(), &mut unwatched);
        let read = read.unwrap_or_else(|error| panic!("{:#?}", error.problems()));
        assert!(!read.is_ours);
        for problem in &read.problems {
            assert_eq!(problem.severity, Severity::Note, "{problem}");
            let message = problem.message.split([':', ',']).next().unwrap_or_default();
            *told.entry(format!("{}: {message}", problem.code)).or_default() += 1;
        }
        // It is a document of ours, sound but for what is open.
        for text in [toml(&read.pathway).unwrap(), json(&read.pathway).unwrap()] {
            let ours = read_pathway_bytes(text.as_bytes(), "ours", &codes(), &mut unwatched);
            assert_eq!(ours.unwrap().pathway, read.pathway, "{}", file.display());
        }
        for finding in firstyear_pathways::check(&read.pathway) {
            assert_eq!(
                finding.code,
                ProblemCode::PathwayElementOpen,
                "{}: {finding}",
                file.display()
            );
        }
        // What was read once can be written, and is then ours.
        let again = self::read(fhir(&read.pathway).unwrap().as_bytes()).unwrap();
        assert_eq!((again.is_ours, &again.pathway), (true, &read.pathway));
        all.insert(read.pathway.id.clone(), read.pathway);
    }
    if files.is_empty() {
        return;
    }
    assert_eq!((files.len(), all.len()), (40, 40));
    let tables: Vec<_> = all.values().filter(|one| !one.decisions.is_empty()).collect();
    let of =
        |count: fn(&CarePathway) -> usize| -> usize { tables.iter().map(|one| count(one)).sum() };
    assert_eq!(
        (tables.len(), of(|one| one.decisions.len()), of(|one| one.steps.len())),
        (38, 122, 122 + 38)
    );
    assert_eq!(
        became(&all["anc-b"]),
        "9 steps, 0 decisions with 0 open rows, 0 open obligations, 1 sources"
    );
    assert_eq!(
        became(&all["anc-s-01"]),
        "9 steps, 0 decisions with 0 open rows, 9 open obligations, 1 sources"
    );
    assert_eq!(
        became(&all["anc-dt-15"]),
        "6 steps, 5 decisions with 10 open rows, 0 open obligations, 3 sources"
    );
    let lines: Vec<_> = told.iter().map(|(what, many)| format!("{many} {what}")).collect();
    let expected = [
        "2 pathway-part-not-taken: `action.action.documentation` is not taken",
        "39 pathway-part-not-taken: `library` is not taken",
        "1 pathway-part-not-taken: `useContext` is not taken",
        "40 pathway-part-supplied: it has no version",
        "2 pathway-part-supplied: the code says discharge or referral",
        "38 pathway-part-supplied: the kind of the step is not said",
        "40 pathway-part-supplied: what was read is a draft and not active",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn a_rule_of_who_is_read_as_printed() {
    let Some(file) = shared(&format!("{WHO}/plandefinition/plandefinition-ANCDT15.json")) else {
        return;
    };
    let pathway = import_pathway(&file, None, &CodeLists::NONE, &mut unwatched).unwrap().pathway;
    assert_eq!(pathway.title, "ANC.DT.15 Behaviour counselling required");
    let first = pathway.step(&pathway.index).unwrap();
    assert_eq!(
        (first.name.as_str(), first.kind),
        ("ANC.B10. Counselling, in-facility management & treatment", StepKind::Contact)
    );
    let tobacco = pathway.step("conduct-counselling-on-tobacco-cessation").unwrap();
    assert_eq!(
        tobacco.grounds.source.as_deref(),
        Some("who-anc-recommendations-2016 B.1.5. Tobacco use (3)")
    );
    let source =
        pathway.sources.iter().find(|one| one.id == "who-anc-recommendations-2016").unwrap();
    assert_eq!(
        (source.title.as_str(), source.year),
        ("WHO ANC recommendations (2016)", Some(2016))
    );
    let whether = pathway.decision("whether-conduct-counselling-on-tobacco-cessation").unwrap();
    assert_eq!(whether.question, "Should Conduct counselling on tobacco cessation?");
    let why = whether.rows[0].grounds.why.as_deref().unwrap();
    assert!(why.contains("\"Tobacco use\" = TRUE"), "{why}");
}
