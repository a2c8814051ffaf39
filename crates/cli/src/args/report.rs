//! Arguments of `report`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use firstyear_core::Language;

use super::Disclosure;
use super::extras::Extra;

/// What to write, and where.
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// The project folder
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) project: PathBuf,
    /// The folder to write; replaced whole if it holds an earlier report
    #[arg(long, default_value = "report", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,
    /// Write a report for each area that the project compares as well
    ///
    /// These are the areas that its profiles, comparisons, funnels, small areas
    /// and selections name by `prefixes`. Each is asked the questions of the
    /// project about one area; those of which it has no figures are listed on
    /// its page of data quality. A run that is stopped goes on where it was
    /// when it is started again. Restricted sources are refused: what the
    /// report of one area hides could be worked out from that of another.
    #[arg(long)]
    pub(crate) all_areas: bool,
    /// How many areas are made at once; as many as the machine has processors
    /// unless told. The report is the same for any number
    #[arg(long, value_name = "NUMBER", requires = "all_areas")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// What to write beside the pages; several are parted by commas
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) with: Vec<Extra>,
    /// What is hidden of restricted sources
    #[arg(long, value_enum, default_value_t = Disclosure::Rules)]
    pub(crate) disclosure: Disclosure,
    /// In which language; that of the project unless told. Welsh is a draft, and what it
    /// lacks stands in English
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub(crate) language: Option<Language>,
}

fn language(tag: &str) -> Result<Language, String> {
    Language::from_word(tag).ok_or_else(|| {
        let known: Vec<&str> = Language::ALL.iter().map(|(_, word)| *word).collect();
        format!("there is: {}", known.join(", "))
    })
}
