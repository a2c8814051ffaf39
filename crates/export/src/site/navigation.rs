//! The pages by the question that they answer.

use super::block::PageParts;
use super::{
    area_profile, areas, board, causes, data_quality, deaths_review, decomposition, downloads,
    drivers, equity_audit, evaluation, funnel, gap, glossary, learning, methods, overview, place,
    ppor, printed, recommendations, scenario, scorecard, selection, self_assessment, small_areas,
    spc, tracker, trend,
};

use crate::words::{Words, say};

/// What a page is called in the navigation: by its own word, or by that of the catalogue.
pub(super) fn name(page: &PageParts, words: &Words) -> String {
    let stem = page.path.strip_suffix(".html").unwrap_or(&page.path);
    words.name(&format!("nav-{stem}"), None).unwrap_or_else(|| page.nav.clone())
}

/// What a reader comes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    Gap,
    Who,
    Help,
    Agreed,
    Pathways,
    Figures,
}

impl Question {
    /// In the order of the navigation.
    pub(super) const ALL: [Self; 6] =
        [Self::Gap, Self::Who, Self::Help, Self::Agreed, Self::Pathways, Self::Figures];

    pub(super) fn words(self, words: &Words) -> String {
        match self {
            Self::Gap => say!(words, "question-gap"),
            Self::Who => say!(words, "question-who"),
            Self::Help => say!(words, "question-help"),
            Self::Agreed => say!(words, "question-agreed"),
            Self::Pathways => say!(words, "question-pathways"),
            Self::Figures => say!(words, "question-figures"),
        }
    }

    /// Its name in the style sheet.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Who => "who",
            Self::Help => "help",
            Self::Agreed => "agreed",
            Self::Pathways => "pathways",
            Self::Figures => "figures",
        }
    }

    /// The question of a page; `None` for the first page, which has all.
    pub(super) fn of(path: &str) -> Option<Self> {
        if path == overview::PATH {
            return None;
        }
        let place = PLACES.iter().find(|(known, _)| *known == path);
        Some(match place {
            Some((_, question)) => *question,
            None if path.starts_with("pathway") => Self::Pathways,
            // A page for each dimension by which a project asks, named after it.
            None => Self::Who,
        })
    }

    /// Its pages, in the order of [`PLACES`]; those that are not there come first.
    pub(super) fn pages(self, pages: &[PageParts]) -> impl Iterator<Item = &PageParts> {
        let own = pages.iter().filter(|page| Self::of(&page.path) == Some(self));
        let mut own: Vec<&PageParts> = own.collect();
        own.sort_by_key(|page| PLACES.iter().position(|(known, _)| *known == page.path));
        own.into_iter()
    }
}

/// Where each page stands, in the order in which they are read; those that are not here are told by [`Question::of`].
pub(super) const PLACES: [(&str, Question); 28] = [
    (gap::PATH, Question::Gap),
    (trend::PATH, Question::Gap),
    (spc::PATH, Question::Gap),
    (scorecard::PATH, Question::Gap),
    (area_profile::PATH, Question::Gap),
    (areas::PATH, Question::Who),
    (place::INDEX, Question::Who),
    (funnel::PATH, Question::Who),
    (small_areas::PATH, Question::Who),
    (causes::PATH, Question::Who),
    (decomposition::PATH, Question::Who),
    (ppor::PATH, Question::Who),
    (deaths_review::PATH, Question::Who),
    (scenario::PATH, Question::Help),
    (drivers::PATH, Question::Help),
    (selection::PATH, Question::Help),
    (evaluation::PATH, Question::Help),
    (board::PATH, Question::Agreed),
    (recommendations::PATH, Question::Agreed),
    (tracker::PATH, Question::Agreed),
    (learning::PATH, Question::Agreed),
    (self_assessment::PATH, Question::Agreed),
    (equity_audit::PATH, Question::Pathways),
    (printed::PATH, Question::Figures),
    (methods::PATH, Question::Figures),
    (glossary::PATH, Question::Figures),
    (data_quality::PATH, Question::Figures),
    (downloads::PATH, Question::Figures),
];

/// The pages in the order of the navigation, the first page first.
pub(super) fn in_order(pages: &[PageParts]) -> Vec<&PageParts> {
    let first = pages.iter().filter(|page| Question::of(&page.path).is_none());
    first.chain(Question::ALL.into_iter().flat_map(|question| question.pages(pages))).collect()
}
