//! The pathways of the catalogue: sound, and the same in each form.

use firstyear_catalogue::catalogue;
use firstyear_core::pathway::ElementBasis;
use firstyear_core::{ProblemCode, Severity};
use firstyear_ingest::{CodeLists, read_pathway_bytes, unwatched};
use firstyear_pathways::{Class, check, check_derivations, diff};

/// The texts of the catalogue's files as the reader takes them.
fn lists() -> CodeLists<'static> {
    let catalogue = catalogue();
    CodeLists { indicators: catalogue.definitions(), ..CodeLists::NONE }
        .with_improvement(catalogue.themes(), catalogue.interventions())
}

#[test]
fn every_pathway_is_sound_and_a_draft_with_its_open_elements() {
    let pathways = catalogue().pathways();
    assert_eq!(pathways.len(), 17);
    for pathway in pathways {
        for finding in check(pathway) {
            let said = finding.to_string();
            assert_eq!(finding.code.severity(), Severity::Note, "{}: {said}", pathway.id);
            assert_eq!(finding.code, ProblemCode::PathwayElementOpen, "{}: {said}", pathway.id);
        }
        assert!(!pathway.obligations.is_empty(), "{}", pathway.id);
        assert!(!pathway.measures.is_empty(), "{}", pathway.id);
        assert!(pathway.review.contains("not clinical advice"), "{}", pathway.id);
    }
    assert_eq!(check_derivations(&pathways.iter().collect::<Vec<_>>()), []);
}

#[test]
fn every_pathway_says_the_same_in_both_forms() {
    let codes = lists();
    for pathway in catalogue().pathways() {
        let toml = toml::to_string(pathway).unwrap();
        let json = serde_json::to_string(pathway).unwrap();
        for (text, form) in [(toml, "toml"), (json, "json")] {
            let file = format!("{}.{form}", pathway.id);
            let read = read_pathway_bytes(text.as_bytes(), &file, &codes, &mut unwatched);
            let read = read.unwrap_or_else(|error| panic!("{file}: {:?}", error.problems()));
            assert_eq!(read.pathway, *pathway, "{file}");
        }
    }
}

#[test]
fn the_reader_takes_the_files_of_the_catalogue_and_knows_their_lines() {
    let codes = lists();
    for (file, text) in firstyear_catalogue::FILES.pathways {
        let read = read_pathway_bytes(text.as_bytes(), file, &codes, &mut unwatched);
        let read = read.unwrap_or_else(|error| panic!("{file}: {:?}", error.problems()));
        assert_eq!(Some(&read.pathway), catalogue().pathway(&read.pathway.id), "{file}");
        for (element, _) in read.pathway.grounds() {
            assert!(read.place(&element.into_owned()).row.is_some(), "{file}");
        }
    }
}

#[test]
fn every_pathway_keeps_all_of_itself() {
    for pathway in catalogue().pathways() {
        let found = diff(pathway, pathway);
        for one in &found.obligations {
            let open = one.reference.grounds.basis == ElementBasis::Open;
            let class = if open { Class::Open } else { Class::Entailed };
            assert_eq!(one.class, class, "{}: {}", pathway.id, one.reference.id);
            assert!(one.reasons.is_empty(), "{}: {:?}", pathway.id, one.reasons);
        }
        assert!(found.lost_loops.is_empty() && found.lost_steps.is_empty(), "{}", pathway.id);
        assert!(found.extra_steps.is_empty() && found.extra_obligations.is_empty());
        assert!(found.decisions.iter().all(|one| one.elsewhere.is_empty()), "{}", pathway.id);
    }
}
