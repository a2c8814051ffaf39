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
        spc::PATH => Of(&["spc"]),
        scorecard::PATH => Of(&["scorecard"]),
        area_profile::PATH => Of(&["scorecard", "areas", "trend"]),
        areas::PATH | funnel::PATH | small_areas::PATH | selection::PATH => Of(&["areas"]),
        place::INDEX => Of(&["overview"]),
        causes::PATH => Of(&["causes"]),
        decomposition::PATH => Of(&["decomposition"]),
        ppor::PATH | deaths_review::PATH => Of(&["deaths"]),
        scenario::PATH => Of(&["scenario"]),
        drivers::PATH => Of(&["drivers"]),
        evaluation::PATH | learning::PATH => Of(&["evaluation"]),
        board::PATH | recommendations::PATH | tracker::PATH | self_assessment::PATH => {
            Of(&["recommendations"])
        }
        equity_audit::PATH => Of(&["profile"]),
        printed::PATH => Of(&["printed"]),
        data_quality::PATH => Of(&["quality"]),
        _ if path.starts_with(pathways::PATH.trim_end_matches("s.html")) => Of(&["pathways"]),
        _ => Of(&["profile"]),
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

    /// The language of the page that lists areas, and of what it says of each.
    pub(crate) fn list_language(&self) -> &'static Words {
        self.spoken(place::INDEX).language
    }

    /// The language of what a page says.
    pub(super) fn language_of(&self, page: &PageParts) -> &'static Words {
        self.spoken(&page.path).language
    }
}
