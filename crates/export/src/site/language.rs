//! In which language each page speaks.
//!
//! A page speaks the language of the report where the catalogue of that language has every message
//! on its subjects; else all of it is English, and says so. What stands on every page, which are
//! figures, charts and the frame, is no subject of any.

use super::block::PageParts;
use super::{
    Report, area_profile, areas, board, causes, data_quality, deaths_review, decomposition,
    downloads, drivers, equity_audit, evaluation, funnel, gap, glossary, learning, methods,
    overview, pathways, place, ppor, printed, recommendations, scenario, scorecard, selection,
    self_assessment, small_areas, spc, tracker, trend,
};
use crate::words::{Words, english};

/// What a page speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subjects {
    /// What stands in these files of the catalogue.
    Of(&'static [&'static str]),
    /// All that any page speaks of.
    All,
    /// Texts of the reference content, which are English.
    Reference,
}

/// What the page at this path speaks of.
fn subjects(path: &str) -> Subjects {
    use Subjects::{All, Of, Reference};
    match path {
        overview::PATH | downloads::PATH => All,
        methods::PATH | glossary::PATH => Reference,
        gap::PATH => Of(&["gap"]),
        trend::PATH => Of(&["trend"]),
        spc::PATH => Of(&["spc", "trend"]),
        scorecard::PATH | equity_audit::PATH => Of(&["scorecard", "gap"]),
        area_profile::PATH => Of(&["scorecard", "areas", "trend"]),
        self_assessment::PATH => Of(&["scorecard"]),
        areas::PATH | funnel::PATH | small_areas::PATH | selection::PATH => Of(&["areas"]),
        place::INDEX => Of(&["overview"]),
        causes::PATH => Of(&["causes"]),
        decomposition::PATH => Of(&["decomposition", "trend"]),
        ppor::PATH => Of(&["deaths"]),
        deaths_review::PATH => Of(&["deaths", "causes"]),
        scenario::PATH => Of(&["scenario"]),
        drivers::PATH => Of(&["drivers"]),
        evaluation::PATH | learning::PATH => Of(&["evaluation"]),
        recommendations::PATH | tracker::PATH => Of(&["recommendations"]),
        board::PATH => Of(&["recommendations", "scorecard"]),
        printed::PATH => Of(&["printed"]),
        data_quality::PATH => Of(&["quality"]),
        _ if path.starts_with(pathways::PATH.trim_end_matches("s.html")) => Of(&["pathways"]),
        _ => Of(&["profile", "trend"]),
    }
}

/// A path that every page of a dimension stands for, as each is named after its own.
pub(super) const OF_DIMENSION: &str = "";

impl<'a> Report<'a> {
    /// The report in the language of its page at this path.
    pub(super) fn spoken(&self, path: &str) -> Report<'a> {
        let language = match subjects(path) {
            Subjects::Of(subjects) => self.language.on(subjects),
            Subjects::All => self.language.on_all(),
            Subjects::Reference => english(),
        };
        Report { language, ..*self }
    }

    /// The language of the page of downloads, and of what it says that files hold.
    pub(crate) fn language_of_files(&self) -> &'static Words {
        self.spoken(downloads::PATH).language
    }

    /// The language of the page that lists areas, and of what it says of each.
    pub(crate) fn language_of_areas(&self) -> &'static Words {
        self.spoken(place::INDEX).language
    }

    /// The language of what a page says.
    pub(super) fn language_of(&self, page: &PageParts) -> &'static Words {
        self.spoken(&page.path).language
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use firstyear_core::Language;

    use super::*;
    use crate::site::navigation::PLACES;
    use crate::site::{Page, render};
    use crate::testing::Fixture;
    use crate::words::{ids, own, say};

    /// What every page may say beside its subjects.
    const SHARED: [&str; 3] = ["charts", "figures", "frame"];

    /// How a message is asked for; written so, it is no call itself.
    const CALL: &str = concat!("say!", "(");

    fn names(files: &'static [(&'static str, &'static str)]) -> impl Iterator<Item = &'static str> {
        files.iter().map(|(subject, _)| *subject)
    }

    /// The modules that write a page.
    fn modules(path: &str) -> Vec<String> {
        match path {
            overview::PATH => vec!["overview".to_owned()],
            place::INDEX => vec!["place".to_owned()],
            OF_DIMENSION => vec!["profile".to_owned()],
            pathways::PATH => ["pathways", "pathway", "cascade"].map(str::to_owned).into(),
            path => vec![path.trim_end_matches(".html").replace('-', "_")],
        }
    }

    /// The files of a module, which has sentences too.
    fn sources(module: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for folder in ["src/site", "src/sentence"] {
            let of_module = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(module);
            let below = fs::read_dir(&of_module).into_iter().flatten();
            found.extend(below.map(|entry| entry.unwrap().path()));
            found.push(of_module.with_extension("rs"));
        }
        found.retain(|path| path.is_file() && !path.ends_with("tests.rs"));
        found
    }

    #[test]
    fn every_page_asks_for_messages_on_its_subjects_alone() {
        let english = own(Language::English);
        let paths = PLACES.iter().map(|(path, _)| *path).chain([
            overview::PATH,
            pathways::PATH,
            OF_DIMENSION,
        ]);
        for path in paths {
            let Subjects::Of(subjects) = subjects(path) else { continue };
            for subject in subjects {
                assert!(names(english).any(|name| name == *subject), "{path}: no {subject}.ftl");
            }
            let sources: Vec<PathBuf> = modules(path).iter().flat_map(|one| sources(one)).collect();
            assert!(!sources.is_empty(), "{path}: no file writes it");
            for source in sources {
                let text = fs::read_to_string(&source).unwrap();
                let asked = text.split(CALL).skip(1).filter_map(|call| call.split('"').nth(1));
                for id in asked {
                    let of = english.iter().find(|(_, file)| ids(file).any(|own| own == id));
                    let Some((subject, _)) = of else { continue };
                    assert!(
                        subjects.contains(subject) || SHARED.contains(subject),
                        "{} asks for `{id}` of {subject}.ftl, which is no subject of {path}",
                        source.display()
                    );
                }
            }
        }
    }

    /// A report in which every question is answered, in this language.
    fn pages(language: &'static Words) -> Vec<Page> {
        let fixture = Fixture::full();
        let report = Report { language, ..fixture.report() };
        let mut pages = render(&report).unwrap();
        pages.retain(|page| page.bytes.starts_with(b"<!DOCTYPE html>"));
        pages
    }

    fn text(page: &Page) -> &str {
        std::str::from_utf8(&page.bytes).unwrap()
    }

    #[test]
    fn a_page_is_translated_or_says_that_it_is_not() {
        let welsh = Words::of(Language::Welsh);
        let (draft, in_english) = (say!(welsh, "frame-draft"), say!(welsh, "frame-in-english"));
        let mut translated = 0;
        for page in pages(welsh) {
            let (path, html) = (page.path.as_str(), text(&page));
            let is_welsh = match subjects(path) {
                Subjects::Of(subjects) => {
                    subjects.iter().all(|one| names(own(Language::Welsh)).any(|name| name == *one))
                }
                Subjects::All | Subjects::Reference => false,
            };
            translated += usize::from(is_welsh);
            assert!(html.contains("<html lang=\"cy\">"), "{path}");
            assert_eq!(html.contains("<h1>"), is_welsh, "{path}");
            assert_eq!(html.contains("<h1 lang=\"en-GB\">"), !is_welsh, "{path}");
            assert_eq!(html.contains(&draft), is_welsh, "{path}");
            assert_eq!(html.contains(&in_english), !is_welsh, "{path}");
        }
        assert!(translated > 0);
    }

    /// The words of a page: what stands between tags, and in attributes that are read out.
    fn said(html: &str) -> String {
        let between = html.split('<').filter_map(|rest| Some(rest.split_once('>')?.1));
        let read = html.split("aria-label=\"").skip(1).filter_map(|rest| rest.split('"').next());
        between.chain(read).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_translated_page_needs_no_word_of_english() {
        let welsh = Words::alone(Language::Welsh);
        let has =
            |id: &str| own(Language::Welsh).iter().any(|(_, file)| ids(file).any(|it| it == id));
        let english = own(Language::English).iter().flat_map(|(_, file)| ids(file));
        let lacking: Vec<&str> = english.filter(|id| !has(id)).collect();
        let fixture = Fixture::full();
        let report = Report { language: welsh, ..fixture.report() };
        let translated = pages(welsh).into_iter();
        let translated = translated.filter(|page| !report.spoken(&page.path).language.is_english());
        for page in translated {
            let said = said(text(&page));
            let words = |c: char| !c.is_alphanumeric() && c != '-';
            for word in said.split(words) {
                assert!(!lacking.contains(&word), "{}: `{word}` is not translated", page.path);
            }
        }
    }

    #[test]
    fn a_subject_that_is_translated_is_translated_whole() {
        for (language, _) in Language::ALL {
            for (subject, _) in own(*language) {
                if !SHARED.contains(subject) {
                    let words = Words::of(*language);
                    assert_eq!(words.on(&[*subject]), words, "{subject}.ftl lacks a message");
                }
            }
        }
        let welsh = Words::of(Language::Welsh);
        assert!(welsh.on(&["gap", "spc"]).is_english() && welsh.on_all().is_english());
        assert_eq!(english().on_all(), english());
    }
}
