//! The words of the frame: what stands round figures on every page. What a page says of its
//! figures is with the page.

/// On the way to the content for those who do not see the page.
pub(super) const SKIP: &str = "Skip to the content";
/// Opens the list of pages where it does not stand beside the content.
pub(super) const MENU: &str = "All pages";
/// The list of pages.
pub(super) const PAGES: &str = "Pages of the report";
/// The pages before and after.
pub(super) const TURN: &str = "Page before and after";
pub(super) const BEFORE: &str = "Before";
pub(super) const NEXT: &str = "Next";
pub(super) const SOURCES: &str = "Sources";
pub(super) const NO_SOURCE: &str = "The project names no source.";
/// Before the links to the files of a figure.
pub(super) const DOWNLOAD: &str = "Download at full precision";
/// Before the links to how a figure was made.
pub(super) const METHOD: &str = "Method";
/// The same for several.
pub(super) const METHODS: &str = "Methods";
/// Before the link to where a figure comes from.
pub(super) const SOURCE: &str = "Source";
/// Before the link to the page of a chart that is shown away from it.
pub(super) const EXPLAINED: &str = "Figures and how to read them";
/// Name of the place in which a table scrolls.
pub(super) const TABLE: &str = "Table";
/// Name of the place in which a chart scrolls.
pub(super) const CHART: &str = "Chart";
/// On the first page, where no page of a question finds anything.
pub(super) const NO_FINDING: &str = "The report has no finding on this.";
/// Before the links of a question's other pages.
pub(super) const MORE: &str = "More on this";
/// Over the findings of every page, on the first.
pub(super) const ALL_FINDINGS: &str = "All findings";
/// Over the words that are explained on a page, on paper.
pub(super) const EXPLANATIONS: &str = "Words on this page";
/// The page of words.
pub(super) const GLOSSARY: &str = "Glossary";
/// Before the words to read beside one.
pub(super) const SEE: &str = "See also";

/// What the script shows: its buttons, what became of a press, the field that filters, and how
/// many rows are left. It puts numbers for `{n}` and `{all}`.
pub(super) const SCRIPT_WORDS: [&str; 5] =
    ["Copy table", "Copied", "Could not copy", "Show rows with", "{n} of {all} rows"];
