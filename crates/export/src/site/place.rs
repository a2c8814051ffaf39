//! Where a report stands: by itself, above those of single areas, or among them.
//!
//! Reports of areas lie in `areas/FOLDER/` of the report of the project and use its
//! style sheet and scripts. A list of all areas is one page, `areas/index.html`, and
//! not on each of theirs: 150 links on every page of 150 reports are a tenth of all
//! bytes.

use std::collections::BTreeSet;

use firstyear_core::Content;
use maud::{Markup, html};

use super::Report;
use super::block::{Block, PageParts};
use crate::chart::{direction, printable};
use crate::format;
use crate::words::{Words, say};

/// The folder of the reports of areas.
pub(crate) const FOLDER: &str = "areas";
pub(super) const INDEX: &str = "areas/index.html";

/// Where a report stands.
#[derive(Clone, Copy, Debug, Default)]
pub enum ReportPlace<'a> {
    /// By itself.
    #[default]
    Alone,
    /// Above reports of single areas.
    Above {
        /// The areas.
        groups: &'a [AreaGroup],
        /// Every file of their reports, by its path in the report above them.
        files: &'a [(String, Content)],
    },
    /// Among the reports of single areas.
    Among {
        /// The report before it.
        previous: Option<&'a AreaLink>,
        /// The report after it.
        next: Option<&'a AreaLink>,
    },
}

/// Areas that are listed together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaGroup {
    /// What they are, in words.
    pub name: String,
    /// By what they lie in, such as their region; the first name is `None` where
    /// that is not known.
    pub parts: Vec<(Option<String>, Vec<AreaLink>)>,
}

/// The report of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaLink {
    /// The area's name.
    pub name: String,
    /// The name of the report's folder.
    pub folder: String,
    /// What a reader should know before opening it.
    pub remark: Option<String>,
}

impl AreaLink {
    fn words(&self, words: &Words) -> String {
        match &self.remark {
            None => self.name.clone(),
            Some(remark) => {
                let (area, remark) = (self.name.as_str(), remark.as_str());
                say!(words, "each-area-remark", area = area, remark = remark)
            }
        }
    }
}

impl ReportPlace<'_> {
    /// From the first page of a report to the folder of its style sheet.
    pub(super) const fn shared(self) -> &'static str {
        match self {
            Self::Alone | Self::Above { .. } => "",
            Self::Among { .. } => "../../",
        }
    }

    /// Whether it is the report of one of several areas.
    pub(super) const fn is_among(self) -> bool {
        matches!(self, Self::Among { .. })
    }

    /// The files of the reports below it.
    pub(crate) const fn files_below(&self) -> &[(String, Content)] {
        match self {
            Self::Above { files, .. } => files,
            Self::Alone | Self::Among { .. } => &[],
        }
    }

    /// The way to other areas, which stands on every page.
    pub(super) fn switch(self, words: &Words) -> Markup {
        let Self::Among { previous, next } = self else { return html! {} };
        let neighbour = |way: &str, word: String, area: Option<&AreaLink>| {
            html! {
                @if let Some(area) = area {
                    li {
                        a rel=(way) href=(address(area)) {
                            (word) ": "
                            span dir=[direction(&area.name)] { (printable(&area.name)) }
                        }
                    }
                }
            }
        };
        html! {
            nav class="switch" aria-label=(say!(words, "switch-areas")) {
                ul {
                    li { a href="../../index.html" { (say!(words, "switch-whole")) } }
                    li { a href="../index.html" { (say!(words, "switch-all")) } }
                    (neighbour("prev", say!(words, "switch-previous"), previous))
                    (neighbour("next", say!(words, "switch-next"), next))
                }
            }
        }
    }
}

fn address(area: &AreaLink) -> String {
    format!("../{}/index.html", area.folder)
}

/// The list of all areas; `None` for a report that is not above them.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let ReportPlace::Above { groups, .. } = report.place else { return None };
    let areas = groups.iter().flat_map(|group| &group.parts);
    let (words, count) = (report.language, areas.map(|(_, areas)| areas.len()).sum::<usize>());
    let written = format::count(count as u64);
    let about = say!(words, "each-area-about", count = count as u64, written = written);
    let mut blocks = vec![Block::Text(about)];
    for group in groups {
        blocks.push(Block::Heading(format::capital(&group.name)));
        for (name, areas) in &group.parts {
            // Elsewhere stands apart from what has a name.
            let others = || (group.parts.len() > 1).then(|| say!(words, "each-area-others"));
            let name = name.clone().or_else(others);
            blocks.extend(name.map(Block::Subheading));
            let link = |area: &AreaLink| (format!("{}/index.html", area.folder), area.words(words));
            blocks.push(Block::Links(areas.iter().map(link).collect()));
        }
    }
    Some(PageParts {
        path: INDEX.to_owned(),
        nav: say!(words, "each-area-page-short"),
        title: say!(words, "each-area-page"),
        sources: BTreeSet::new(),
        blocks,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Fixture;

    /// The list of so many areas, in a region and elsewhere.
    fn listed(of_region: usize, elsewhere: usize) -> String {
        let area = |at: usize| AreaLink {
            name: format!("Area {at}"),
            folder: format!("E0{at}"),
            remark: (at == 1).then(|| "no question has an answer".to_owned()),
        };
        let region = (Some("North".to_owned()), (0..of_region).map(area).collect());
        let mut parts = vec![region];
        if elsewhere > 0 {
            parts.push((None, (of_region..of_region + elsewhere).map(area).collect()));
        }
        let groups = [AreaGroup { name: "local authorities".to_owned(), parts }];
        let fixture = Fixture::empty();
        let place = ReportPlace::Above { groups: &groups, files: &[] };
        let page = page(&Report { place, ..fixture.report() }).unwrap();
        page.blocks.iter().map(Block::markdown).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn areas_are_counted_and_what_is_noted_of_them_stands_beside_them() {
        assert_eq!(
            listed(2, 1),
            "3 areas have a report of their own, with what the figures of this report say of \
             them.\n\n### Local authorities\n\n#### North\n\n- [Area 0](E00/index.html)\n\
             - [Area 1 (no question has an answer)](E01/index.html)\n\n#### Others\n\n\
             - [Area 2](E02/index.html)\n"
        );
        assert!(listed(1, 0).starts_with(
            "1 area has a report of its own, with what the figures of this report say of it.\n"
        ));
    }
}
