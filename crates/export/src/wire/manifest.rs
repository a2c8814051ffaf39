//! What a report is made of, and what became of its files.

use chrono::NaiveDate;
use firstyear_core::Sha256;
use serde::{Deserialize, Serialize};

/// What a report was made from, by which program, and what was written: with it
/// anyone can tell whether a file is the one that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ManifestV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Title of the report.
    pub title: String,
    /// The day for which the report speaks, as YYYY-MM-DD; null where the project
    /// names none.
    pub as_of: Option<NaiveDate>,
    /// What made it.
    pub program: ProgramV1,
    /// Which counts of restricted sources were hidden.
    pub disclosure: DisclosureRuleV1,
    /// Results that rest on random numbers, in the order of the report: the same seed
    /// gives the same figures.
    pub random_numbers: Vec<RandomNumbersV1>,
    /// Every file that was read, the project file included, in order of path; none where
    /// `inputs_left_out` says why.
    pub inputs: Vec<FileHashV1>,
    /// Why no input is listed: of a restricted source, a hash would tell whether a guess
    /// at its hidden counts is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inputs_left_out: Option<String>,
    /// Every file that was written but this one, in order of path.
    pub outputs: Vec<FileHashV1>,
}

/// A program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProgramV1 {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The rule on small counts of restricted sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DisclosureRuleV1 {
    /// Smallest count that was hidden.
    pub withhold_from: u64,
    /// Largest count that was hidden.
    pub withhold_to: u64,
}

/// A result that rests on random numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RandomNumbersV1 {
    /// The file of the result, from the folder of the report.
    pub file: String,
    /// Name of the generator, such as `philox4x32-10`.
    pub generator: String,
    /// Its seed.
    pub seed: u64,
}

/// A file and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileHashV1 {
    /// From the folder of the report, or of an input from that of the project, with
    /// `/` between folders.
    pub path: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// SHA-256 of its bytes, in 64 digits of base 16.
    pub sha256: Sha256,
}

/// Whether the files of a report are those that were written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VerificationV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Whether everything is as it was written.
    pub unchanged: bool,
    /// SHA-256 of the manifest itself, to be held against one that was published.
    pub manifest_sha256: Sha256,
    /// Whether it is the manifest that was expected; null where nobody said which.
    pub manifest_as_expected: Option<bool>,
    /// The files of the report, in order of path.
    pub outputs: Vec<VerifiedFileV1>,
    /// The files that it was made from, in order of path; null where they were not
    /// looked at.
    pub inputs: Option<Vec<VerifiedFileV1>>,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VerifiedFileV1 {
    /// As in the manifest; for what it does not name, from the folder of the report.
    pub path: String,
    /// What became of it.
    pub state: FileStateV1,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FileStateV1 {
    /// It holds what it held.
    Unchanged,
    /// It holds something else.
    Changed,
    /// It is not there.
    Missing,
    /// It is there and was not written with the report.
    Extra,
    /// A link, a folder or a device stands where the file was; nothing of it was read.
    NotAFile,
}

impl FileStateV1 {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Extra => "extra",
            Self::NotAFile => "not a file",
        }
    }
}
