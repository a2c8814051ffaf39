//! `pathway render`.

use firstyear_export::pathway;

use super::{sound, write};
use crate::args::{Drawn, Rendered};
use crate::exit::{Code, Failure};

/// Draws a pathway that is sound.
pub(crate) fn render(asked: &Rendered) -> Result<Code, Failure> {
    let Some(read) = sound(&asked.pathway)? else { return Ok(Code::Problems) };
    let text = match asked.format {
        Drawn::Mermaid => pathway::mermaid(&read.pathway),
        Drawn::Dot => pathway::dot(&read.pathway),
        Drawn::Svg => pathway::svg(&read.pathway, &[]),
        Drawn::Md => pathway::checklist(&read.pathway),
        Drawn::Card => pathway::card(&read.pathway),
    };
    write(&text, asked.out.as_deref())
}
