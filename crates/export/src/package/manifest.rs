//! `manifest.json`: what a report was made from, and the hash of everything written.

use firstyear_core::{Content, InputFile, Source, SourceClass};

use crate::atomic::{MARKER, MARKER_TEXT};
use crate::site::{DataFile, Page, Report};
use crate::wire::{
    DisclosureRuleV1, FileHashV1, ManifestV1, ProgramV1, RandomNumbersV1, SCHEMA_VERSION, to_json,
};

/// Where the manifest stands in a report.
pub const MANIFEST: &str = "manifest.json";

/// Adds the manifest of a report to its files, as the last of them: it lists all others.
/// What is added behind it is extra to [`verify`](super::verify()).
pub(crate) fn sealed(report: &Report<'_>, random: Vec<RandomNumbersV1>, pages: &mut Vec<Page>) {
    let disclosure = report.project.disclosure;
    let mut manifest = ManifestV1 {
        schema_version: SCHEMA_VERSION,
        title: report.project.title.clone(),
        as_of: report.project.as_of,
        program: ProgramV1 { name: "firstyear".to_owned(), version: report.version.to_owned() },
        disclosure: DisclosureRuleV1 {
            withhold_from: disclosure.withhold_from,
            withhold_to: disclosure.withhold_to,
        },
        random_numbers: random,
        inputs: inputs(report).iter().map(input).collect(),
        inputs_left_out: has_secrets(report).then(|| LEFT_OUT.to_owned()),
        outputs: Vec::new(),
    };
    manifest.outputs = report.place.files_below().iter().map(below).collect();
    seal(&mut manifest, pages);
}

/// Why the inputs of a restricted source are not listed.
const LEFT_OUT: &str = "a source is restricted: by the hash of its file a guess at what is hidden \
could be tried until it fits";

/// The files that a report may be said to be made from.
pub(super) fn inputs<'a>(report: &Report<'a>) -> &'a [InputFile] {
    if has_secrets(report) { &[] } else { report.inputs }
}

/// Whether something of its inputs is hidden.
fn has_secrets(report: &Report<'_>) -> bool {
    let is_restricted = |source: &Source| source.class == SourceClass::Restricted;
    !report.answers.not_for_release && report.sources.values().any(is_restricted)
}

/// Lists `pages` in a manifest beside what it lists already, with what marks the folder as a
/// report, and adds it to them.
///
/// # Panics
///
/// Never: a manifest holds texts and whole numbers, which can be written.
pub fn seal(manifest: &mut ManifestV1, pages: &mut Vec<Page>) {
    let marker = (MARKER, MARKER_TEXT.as_bytes());
    let all = pages.iter().map(|page| (page.path.as_str(), &page.bytes[..])).chain([marker]);
    manifest.outputs.extend(all.map(|(path, bytes)| hashed(path, Content::of(bytes))));
    manifest.outputs.sort_by(|a, b| a.path.cmp(&b.path));
    let text = to_json(manifest).expect("texts and whole numbers can be written");
    pages.push(Page { path: MANIFEST.to_owned(), bytes: text.into_bytes() });
}

fn below((path, content): &(String, Content)) -> FileHashV1 {
    hashed(path, *content)
}

fn input(file: &InputFile) -> FileHashV1 {
    hashed(&file.path, file.content)
}

fn hashed(path: &str, content: Content) -> FileHashV1 {
    FileHashV1 { path: path.to_owned(), bytes: content.bytes, sha256: content.sha256 }
}

/// The results that rest on random numbers.
pub(crate) fn random_numbers(data: &[DataFile]) -> Vec<RandomNumbersV1> {
    let of = |of: &DataFile| {
        let (generator, seed) = of.random?;
        let (file, generator) = (format!("data/{}.json", of.stem), generator.to_owned());
        Some(RandomNumbersV1 { file, generator, seed })
    };
    data.iter().filter_map(of).collect()
}
