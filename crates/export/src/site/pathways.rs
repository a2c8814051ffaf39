//! The pages of care pathways: do they work, and one page for each.

use std::collections::BTreeSet;

use firstyear_analysis::{
    CascadeMeasure, PathwayAnswer, PathwayCascade, PathwayJudgement, Released, StageTiming,
};
use firstyear_core::pathway::PathwaySource;
use firstyear_core::{Cell, Estimate, MethodId, Problem, SourceId};
use firstyear_pathways::Class;

use super::block::{Block, NamedTable, PageParts};
use super::data::{DataFile, Named, RenderError};
use super::pathway::{CASCADE, DIFF, FLOW, JUDGEMENT, Told, file_of, lights, titled};
use super::{Page, Report, file};
use crate::chart::{Chart as _, Column, DataTable, TableCell, printable};
use crate::flow;
use crate::format::count;
use crate::pathway::{chart, checklist, comparison};
use crate::sentence::pathway as told;
use crate::wire::csv::TableLayout;
use crate::wire::{FlowV1, PathwayCascadeV1, PathwayDiffV1, PathwayJudgementV1, csv};
use crate::words::{Words, say};

pub(super) const PATH: &str = "pathways.html";

/// What pages and files of each pathway are called, in their order: by its id, which is
/// kebab-case where it is sound, and with a number where another question is about the
/// same.
fn stems(report: &Report<'_>) -> Vec<String> {
    // Systems do not take file names of any length.
    const LONGEST: usize = 80;
    let mut taken = BTreeSet::new();
    let stem = |answer: &PathwayAnswer| {
        let id: String = answer
            .pathway
            .id
            .chars()
            .filter(|sign| sign.is_ascii_alphanumeric() || *sign == '-')
            .take(LONGEST)
            .collect();
        let numbered = (2..).map(|number: usize| format!("pathway-{id}-{number}"));
        let mut stems = std::iter::once(format!("pathway-{id}")).chain(numbered);
        stems.find(|stem| taken.insert(stem.clone())).expect("numbers do not end")
    };
    report.answers.pathways.iter().map(stem).collect()
}

/// The page that tells of all of them; `None` for a project that asks about none.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.pathways;
    if answers.is_empty() {
        return None;
    }
    let (stems, words) = (stems(report), report.language);
    let mut blocks = vec![Block::Note(told::reading(words))];
    blocks.push(Block::Table(NamedTable { stem: None, table: overview(answers, words) }));
    for (answer, stem) in answers.iter().zip(&stems) {
        blocks.push(Block::Subheading(title(answer, words)));
        blocks.push(Block::Text(told::standing(answer, words)));
        blocks.extend(told::findings(answer, words).into_iter().map(Block::Finding));
        if answer.is_sound {
            let address = format!("{stem}.html");
            let what = say!(words, "pathways-more");
            blocks.push(Block::Links(vec![(address, what)]));
        } else {
            blocks.push(Block::Note(say!(words, "pathways-wrong")));
        }
    }
    // A subheading stands below a heading.
    blocks.insert(2, Block::Heading(say!(words, "pathways-found")));
    Some(PageParts {
        path: PATH.to_owned(),
        nav: say!(words, "pathways-page-short"),
        title: say!(words, "pathways-page"),
        sources: answers.iter().filter_map(|answer| answer.source.clone()).collect(),
        blocks,
    })
}

/// A page for each pathway that is sound.
pub(super) fn pages(report: &Report<'_>) -> Vec<PageParts> {
    let answers = report.answers.pathways.iter().zip(stems(report));
    let sound = answers.filter(|(answer, _)| answer.is_sound);
    sound.map(|(answer, stem)| of_pathway(answer, &stem, report.language)).collect()
}

fn of_pathway(answer: &PathwayAnswer, stem: &str, words: &'static Words) -> PageParts {
    let comparison = answer.comparison();
    let told = Told {
        judged: answer.judgement.as_ref(),
        cascade: answer.cascade.as_ref(),
        comparison: comparison.as_ref(),
        flow: answer.flow.as_ref(),
        stem: Some(stem),
        ..Told::of(&answer.pathway, words)
    };
    let mut blocks = vec![Block::Text(told::standing(answer, words))];
    blocks.extend(told.blocks());
    if !answer.problems.is_empty() {
        blocks.push(Block::Heading(say!(words, "pathways-does-not-fit")));
        let said = answer.problems.iter().map(|problem: &Problem| problem.message.clone());
        blocks.push(Block::List(said.collect()));
    }
    let sources: Vec<String> =
        answer.pathway.sources.iter().map(|one| source(one, words)).collect();
    if !sources.is_empty() {
        blocks.push(Block::Heading(say!(words, "pathways-rests-on")));
        blocks.push(Block::List(sources));
    }
    blocks.push(Block::Heading(say!(words, "pathways-take-away")));
    blocks.push(Block::Links(vec![
        (format!("data/{stem}.svg"), say!(words, "pathways-drawing")),
        (format!("data/{stem}-checklist.md"), say!(words, "pathways-checklist")),
    ]));
    PageParts {
        path: format!("{stem}.html"),
        nav: told::short_title(&answer.pathway),
        title: title(answer, words),
        sources: answer.source.clone().into_iter().collect::<BTreeSet<SourceId>>(),
        blocks,
    }
}

/// What a pathway is called, and by which groups it is told of.
fn title(answer: &PathwayAnswer, words: &Words) -> String {
    let by = answer.judgement.as_ref().and_then(|judged| judged.get().grouping.as_deref());
    printable(&titled(&answer.pathway.title, by, words))
}

fn source(source: &PathwaySource, words: &Words) -> String {
    let (publisher, title) = (source.publisher.as_str(), source.title.as_str());
    match source.year {
        Some(year) => say!(
            words,
            "pathways-source-of",
            publisher = publisher,
            title = title,
            year = year.to_string()
        ),
        None => say!(words, "pathways-source", publisher = publisher, title = title),
    }
}

/// A row for each pathway: what it is, whether it is sound, and what it was held against.
fn overview(answers: &[PathwayAnswer], words: &Words) -> DataTable {
    let no_reference = say!(words, "pathways-no-reference");
    let row = |answer: &PathwayAnswer| {
        let pathway = &answer.pathway;
        let sound = if answer.is_sound {
            say!(words, "pathways-sound")
        } else {
            say!(words, "pathways-unsound")
        };
        let cases = match answer.judgement.as_ref().map(|judged| judged.get().cases) {
            Some(Cell::Known { value, .. }) => TableCell::number(value as f64, 0),
            Some(_) => TableCell::missing(say!(words, "withheld")),
            None => TableCell::missing(say!(words, "pathways-no-log")),
        };
        let kept = answer.is_sound.then(|| kept(answer, words)).flatten();
        vec![
            TableCell::text(printable(&pathway.title)),
            TableCell::text(&pathway.version),
            TableCell::text(told::status(pathway, words)),
            TableCell::text(sound),
            TableCell::number(pathway.obligations.len() as f64, 0),
            TableCell::number(pathway.open().count() as f64, 0),
            TableCell::text_or(kept, &no_reference),
            cases,
        ]
    };
    DataTable {
        caption: say!(words, "pathways-caption"),
        columns: vec![
            Column::text(say!(words, "pathways-column-pathway")),
            Column::text(say!(words, "pathways-column-version")),
            Column::text(say!(words, "pathways-column-status")),
            Column::text(say!(words, "pathways-column-check")),
            Column::number(say!(words, "pathways-column-obligations")),
            Column::number(say!(words, "pathways-column-open")),
            Column::text(say!(words, "pathways-column-kept")),
            Column::number(say!(words, "cascade-stream-unit")),
        ],
        rows: answers.iter().map(row).collect(),
    }
}

/// How many obligations of the reference are entailed, of those that judge.
fn kept(answer: &PathwayAnswer, words: &Words) -> Option<String> {
    let found = answer.comparison()?;
    let held = found.obligations.iter().filter(|one| one.class != Class::Open).count() as u64;
    let kept = found.obligations.iter().filter(|one| one.class == Class::Entailed).count() as u64;
    Some(say!(words, "pathways-kept", kept = count(kept), n = held, held = count(held)))
}

/// What is told of the pathways on the first page.
pub(super) fn findings(report: &Report<'_>) -> Vec<Block> {
    let words = report.language;
    let said = |answer: &PathwayAnswer| {
        let findings = told::findings(answer, words);
        let said = std::iter::once(told::standing(answer, words)).chain(findings);
        format!("{}. {}", title(answer, words), said.collect::<Vec<_>>().join(" "))
    };
    report.answers.pathways.iter().map(said).map(Block::Finding).collect()
}

/// How the first pathway stands, with the first that was found of it.
pub(super) fn headline(report: &Report<'_>) -> Option<String> {
    let (answer, words) = (report.answers.pathways.first()?, report.language);
    let first = told::findings(answer, words).into_iter().next();
    let said = std::iter::once(told::standing(answer, words)).chain(first);
    Some(format!("{}. {}", title(answer, words), said.collect::<Vec<_>>().join(" ")))
}

/// The methods of the figures of every pathway, by the name of their files.
pub(super) fn methods(report: &Report<'_>) -> Vec<(String, BTreeSet<MethodId>)> {
    let mut found = Vec::new();
    for (answer, stem) in report.answers.pathways.iter().zip(stems(report)) {
        let judged = answer.judgement.as_ref().map(|judged| of_judgement(judged.get()).collect());
        found.extend(judged.map(|methods| (file_of(&stem, JUDGEMENT), methods)));
        let cascade = answer.cascade.as_ref().map(|found| of_cascade(found.get()));
        let cascade = cascade.map(|methods| methods.into_iter().collect());
        found.extend(cascade.map(|methods| (file_of(&stem, CASCADE), methods)));
    }
    found
}

fn of_judgement(found: &PathwayJudgement) -> impl Iterator<Item = MethodId> {
    let groups = found.obligations.iter().flat_map(|one| one.cases.iter().chain(&one.activations));
    groups.filter_map(|group| group.met.value().map(|met| met.method))
}

fn of_cascade(found: &PathwayCascade) -> Vec<MethodId> {
    let mut used = Vec::new();
    let mut add = |estimate: Option<&Estimate>| used.extend(estimate.map(|one| one.method));
    let measures =
        [CascadeMeasure::Reach, CascadeMeasure::Effectiveness, CascadeMeasure::Completion];
    for group in found.rows() {
        for (at, stage) in group.stages.iter().enumerate() {
            add(found.conditional(group, at).value());
            add(found.cumulative(group, at).value());
            for timing in [&stage.since_before, &stage.since_index] {
                add(timing.value().map(|timing: &StageTiming| &timing.at_end.came));
            }
        }
        if let Ok(split) = found.split(group) {
            add(Some(&split.ratio));
            split.parts.iter().for_each(|part| add(Some(&part.part)));
        }
        for measure in measures {
            add(found.ratio(group, measure).as_ref());
        }
    }
    for measure in measures {
        if let Ok(slope) = found.slope(measure) {
            add(Some(&slope.sii));
            add(Some(&slope.rii));
        }
    }
    used
}

/// The files of the figures, in the order of the pages.
pub(super) fn files(report: &Report<'_>) -> Result<Vec<DataFile>, RenderError> {
    let mut files = Vec::new();
    let words = report.language;
    let answers = report.answers.pathways.iter().zip(stems(report));
    for (answer, stem) in answers.filter(|(answer, _)| answer.is_sound) {
        let page = format!("{stem}.html");
        let name = told::short_title(&answer.pathway);
        let name = name.as_str();
        let named = |of: &str, title: String| Named::new(&page, file_of(&stem, of), title);
        if let Some(judged) = &answer.judgement {
            let named = named(JUDGEMENT, say!(words, "pathway-judgement", pathway = name));
            let document = PathwayJudgementV1::from(judged);
            files.push(named.with(&document, |out| csv::pathway_judgements([judged], out))?);
        }
        if let Some(cascade) = &answer.cascade {
            let named = named(CASCADE, say!(words, "cascade-title", pathway = name));
            let document = PathwayCascadeV1::from(cascade);
            let file = named.with(&document, |out| csv::pathway_cascade(cascade, out))?;
            files.push(DataFile { layout: &TableLayout::CASCADE, ..file });
        }
        if let (Some(found), Some(reference)) = (answer.comparison(), &answer.reference) {
            let found = [found];
            let document = PathwayDiffV1::new(reference, &found, None);
            let flat = comparison::flat(&found).csv();
            let named = named(DIFF, say!(words, "pathways-file-kept", pathway = name));
            let file = named.with(&document, plain(flat))?;
            files.push(DataFile { layout: &TableLayout::DIFF, ..file });
        }
        if let Some(found) = &answer.flow {
            let flat = flow::flat(found).csv();
            let named = named(FLOW, say!(words, "pathways-file-plan", pathway = name));
            let file = named.with(&FlowV1::from(found), plain(flat))?;
            files.push(DataFile { layout: &TableLayout::FLOW, ..file });
        }
    }
    Ok(files)
}

/// A table that is a text already.
fn plain(text: String) -> impl FnOnce(&mut Vec<u8>) -> Result<(), crate::tidy::WriteError> {
    move |out| {
        out.extend(text.into_bytes());
        Ok(())
    }
}

/// The drawing and the checklist of each pathway.
pub(super) fn drawings(report: &Report<'_>) -> Vec<Page> {
    let answers = report.answers.pathways.iter().zip(stems(report));
    let sound = answers.filter(|(answer, _)| answer.is_sound);
    sound
        .flat_map(|(answer, stem)| {
            let pathway = &answer.pathway;
            let judged = answer.judgement.as_ref().map(Released::get);
            let words = report.language;
            let lights = judged.map(|judged| lights(pathway, judged, words)).unwrap_or_default();
            let drawing = chart(pathway, &lights, words).svg().unwrap_or_default();
            [
                file(&format!("data/{stem}.svg"), drawing),
                file(&format!("data/{stem}-checklist.md"), checklist(pathway)),
            ]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use firstyear_analysis::{
        CascadeAsked, LogDisclosure, Rules, cascade, pathway_judgement, release,
    };
    use firstyear_core::SourceClass;
    use firstyear_core::event::{CaseLogBuilder, When};
    use firstyear_core::pathway::{CarePathway, LogMapping, PathwayKind};
    use firstyear_pathways::{Grouping, PathwayLog, cascade as count, judge};

    use super::super::render;
    use super::*;
    use crate::testing::{Fixture, reference_pathways};
    use crate::words::english;

    fn smoking() -> CarePathway {
        let all = reference_pathways();
        all.into_iter().find(|one| one.id == "stop-smoking-pregnancy").unwrap()
    }

    fn alone(pathway: CarePathway) -> PathwayAnswer {
        PathwayAnswer {
            pathway,
            is_sound: true,
            reference: None,
            source: None,
            judgement: None,
            cascade: None,
            flow: None,
            problems: Vec::new(),
        }
    }

    /// A log in which of 90 smokers in two groups some come as far as told.
    fn judged(numbers: [[usize; 4]; 2], class: SourceClass) -> PathwayAnswer {
        let mut answer = alone(smoking());
        let mapping = LogMapping::default().asked(&["deprivation".to_owned()], None);
        let reading = PathwayLog::new(&answer.pathway, &mapping).unwrap();
        let mut log = CaseLogBuilder::new(reading.plan());
        let columns: Vec<String> = log.attributes().iter().map(ToString::to_string).collect();
        let column = |name: &str| columns.iter().position(|one| one == name).unwrap();
        let (smokes, group) = (column("reported-smoking"), column("deprivation"));
        let steps = ["identify", "brief-intervention", "refer", "contact", "follow-up"];
        for (name, came) in ["most", "least"].into_iter().zip(numbers) {
            for nth in 0..came[0] {
                let case = log.case(&format!("{name}-{nth}"));
                let far = came.iter().filter(|&&many| nth < many).count();
                for (day, step) in steps.iter().take(far + 1).enumerate() {
                    let code = log.code(step);
                    log.event(case, code, When::on_day(i32::try_from(10 * day).unwrap()));
                    for (column, text) in [(smokes, "smokes"), (group, name)] {
                        let place = log.text(column, text);
                        log.of_event(column, place);
                    }
                }
            }
        }
        let log = log.finish();
        let threads = 1.try_into().unwrap();
        let whole = Grouping::whole(log.len());
        let by = reading.grouping(&log, "deprivation").unwrap();
        let judged = judge(&reading, &log, &by, threads).unwrap();
        let disclosure = match class {
            SourceClass::Published => LogDisclosure::Everything,
            SourceClass::Restricted => LogDisclosure::Rounded,
        };
        answer.judgement =
            Some(pathway_judgement(&answer.pathway, &judged, &whole, Some(&by), disclosure));
        let stages = answer.pathway.stages.clone();
        let counted = count(&reading, &log, &stages, &by, threads).unwrap();
        let how = CascadeAsked { class, ..CascadeAsked::default() };
        let found = cascade(&counted, &answer.pathway, Some(&by), &how).unwrap();
        answer.cascade = Some(release(found, &Rules::default()));
        answer
    }

    fn local() -> PathwayAnswer {
        let mut pathway = CarePathway {
            id: "ours".to_owned(),
            title: "Stop smoking <here> & now".to_owned(),
            kind: PathwayKind::Local,
            ..smoking()
        };
        pathway.obligations.retain(|one| one.id != "contacted");
        PathwayAnswer { reference: Some(smoking()), ..alone(pathway) }
    }

    fn asked(answers: Vec<PathwayAnswer>) -> Fixture {
        let mut fixture = Fixture::empty();
        fixture.answers.pathways = answers;
        fixture
    }

    #[test]
    fn pathways_are_summed_up_and_each_has_a_page() {
        let found = judged([[120, 90, 40, 30], [60, 55, 50, 40]], SourceClass::Published);
        let fixture = asked(vec![found, local()]);
        let report = fixture.report();
        let page = page(&report).unwrap();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("pathways", super::super::answer::answer(&page).markdown);
        });
        let pages = render(&report).unwrap();
        let has = |path: &str| pages.iter().any(|page| page.path == path);
        for path in [
            "pathways.html",
            "pathway-stop-smoking-pregnancy.html",
            "pathway-ours.html",
            "data/pathway-stop-smoking-pregnancy-judgement.json",
            "data/pathway-stop-smoking-pregnancy-cascade.csv",
            "data/pathway-ours-diff.csv",
            "data/pathway-ours.svg",
            "data/pathway-ours-checklist.md",
        ] {
            assert!(has(path), "{path}");
        }
        assert!(!has("data/pathway-ours-judgement.csv"), "it has no log");
    }

    #[test]
    fn what_is_most_lost_is_said_with_the_doubt_that_limits_leave() {
        // Half are lost at one step, and next to nobody at the others.
        let sure = judged([[120, 118, 50, 49], [80, 78, 40, 39]], SourceClass::Published);
        // The same at each step.
        let unsure = judged([[120, 84, 59, 41], [80, 56, 39, 27]], SourceClass::Published);
        let said = |answer: &PathwayAnswer| told::findings(answer, english()).join(" ");
        let doubt = "The limits of another step overlap with these";
        assert!(said(&sure).contains("leads to “Specialist contact”"), "{}", said(&sure));
        assert!(!said(&sure).contains(doubt), "{}", said(&sure));
        assert!(said(&unsure).contains(doubt), "{}", said(&unsure));
    }

    #[test]
    fn a_log_of_few_tells_nothing_of_them() {
        let few = judged([[4, 4, 3, 2], [3, 3, 2, 1]], SourceClass::Restricted);
        let said = told::findings(&few, english()).join(" ");
        assert!(said.contains("Of nothing that is owed can it be told"), "{said}");
        assert!(!said.contains('%'), "{said}");
        let fixture = asked(vec![few]);
        for page in render(&fixture.report()).unwrap() {
            // The script asks whether something is a number.
            let Ok(text) = String::from_utf8(page.bytes) else { continue };
            assert!(page.path == "report.js" || !text.contains("NaN"), "{}", page.path);
        }
    }

    #[test]
    fn one_that_is_not_sound_is_listed_and_has_no_page() {
        let fixture = asked(vec![PathwayAnswer { is_sound: false, ..local() }]);
        let report = fixture.report();
        let told = super::super::answer::answer(&page(&report).unwrap()).markdown;
        assert!(told.contains("errors: not used") && !told.contains("entailed"), "{told}");
        assert!(pages(&report).is_empty() && files(&report).unwrap().is_empty());
    }

    #[test]
    fn pages_of_the_same_pathway_and_of_long_ids_have_names_of_their_own() {
        let long = |end: &str| {
            let id = format!("{}-{end}", "a".repeat(300));
            alone(CarePathway { id, title: "x".repeat(300), ..smoking() })
        };
        let fixture = asked(vec![local(), local(), long("one"), long("other")]);
        let report = fixture.report();
        let stems = stems(&report);
        assert_eq!(stems[..2], ["pathway-ours", "pathway-ours-2"]);
        assert!(stems.iter().all(|stem| stem.len() < 100), "{stems:?}");
        assert_eq!(stems.iter().collect::<BTreeSet<_>>().len(), 4);
        assert!(pages(&report).iter().all(|page| page.nav.chars().count() <= 60));
    }

    #[test]
    fn methods_of_the_figures_are_named() {
        let found = judged([[120, 90, 40, 30], [60, 55, 50, 40]], SourceClass::Published);
        let fixture = asked(vec![found]);
        let used = methods(&fixture.report());
        let has = |end: &str, method: &str| {
            let of_file = used.iter().find(|(stem, _)| stem.ends_with(end));
            of_file.is_some_and(|(_, ids)| ids.iter().any(|id| id.as_str() == method))
        };
        assert!(has("-judgement", "wilson") && has("-cascade", "aalen-johansen"), "{used:?}");
    }

    #[test]
    fn how_each_pathway_stands_is_said() {
        let said = |kind, is_sound| {
            let pathway = CarePathway { kind, version: "2".to_owned(), ..smoking() };
            told::standing(&PathwayAnswer { is_sound, ..alone(pathway) }, english())
        };
        let (sound, unsound) =
            (": the check found no error in it.", ": the check found errors in it, so that nobody");
        for (kind, name) in
            [(PathwayKind::Reference, "A reference"), (PathwayKind::Local, "A local pathway")]
        {
            for (is_sound, end) in [(true, sound), (false, unsound)] {
                let said = said(kind, is_sound);
                assert!(said.starts_with(&format!("{name}, version 2, ")), "{said}");
                assert!(said.contains(end), "{said}");
            }
        }
    }
}
