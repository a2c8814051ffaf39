//! The rows of a table under a matched header, whichever layout it has.

use firstyear_core::Observation;

use super::columns::{Header, no_rows};
use crate::OnProgress;
use crate::fault::RowProblems;
use crate::format::Reading;
use crate::input::Input;
use crate::rows::Rows;
use crate::sink::{Fate, Sink};
use crate::withheld::Withheld;

/// A reader of the rows of one layout.
pub(super) trait Lines {
    /// Reads the present row; `None`, with its problems told, where it is
    /// refused.
    fn read(
        &mut self,
        rows: &Rows<'_>,
        at: (u64, &mut RowProblems<'_>),
        sink: &mut dyn Sink,
    ) -> Option<Observation>;

    /// Tells what holds of the file as a whole.
    fn finish(self: Box<Self>, input: &Input<'_>, sink: &mut dyn Sink);
}

/// Reads every row below the header to the end of the file.
///
/// # Errors
///
/// The file cannot be read on, or has no rows.
pub(super) fn read_all(
    mut lines: Box<dyn Lines + '_>,
    (mut rows, header): (Rows<'_>, &Header),
    input: &Input<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let (mut problems, mut withheld, mut seen) = (Vec::new(), Withheld::default(), false);
    while let Some(line) = rows.next(progress)? {
        seen = true;
        if !header.fits(&rows) {
            header.refuse(&rows, input.place().row(line), sink);
            continue;
        }
        let mut row = RowProblems::new(&input.file, line, &mut problems);
        let read = lines.read(&rows, (line, &mut row), sink);
        problems.drain(..).for_each(|problem| sink.problem(problem));
        sink.row(if read.is_some() { Fate::Used } else { Fate::Refused });
        if let Some(observation) = read {
            withheld.see(&observation);
            sink.observation(observation);
        }
    }
    if !seen {
        return Err(no_rows(&input.file).into());
    }
    rows.encoding_note().into_iter().for_each(|note| sink.problem(note));
    withheld.note().into_iter().for_each(|note| sink.problem(note));
    lines.finish(input, sink);
    Ok(())
}
