//! Fills that stay apart without colour.

use maud::{Markup, html};

use super::style::{PAPER, look};
use super::{Room, Slug};

/// Number of patterns before they repeat.
const PATTERNS: usize = 6;

/// The fill of series number `index` in the chart named `id`: solid first, then patterns.
pub(crate) fn fill(id: &Slug, room: Room, index: usize) -> String {
    match index % PATTERNS {
        0 => look(index).colour.to_owned(),
        index => format!("url(#{})", name(id, room, index)),
    }
}

/// The id of a pattern. A drawing that is not shown lends no pattern to another, so that each
/// has its own.
fn name(id: &Slug, room: Room, index: usize) -> String {
    let narrow = if room.is_narrow() { "-narrow" } else { "" };
    format!("{id}{narrow}-fill-{index}")
}

/// Definitions of the patterns that `series` many fills refer to.
pub(crate) fn definitions(id: &Slug, room: Room, series: usize) -> Markup {
    html! {
        @if series > 1 {
            defs {
                @for index in 1..series.min(PATTERNS) {
                    pattern id=(name(id, room, index)) width="6" height="6"
                        patternUnits="userSpaceOnUse" {
                        rect width="6" height="6" fill=(PAPER) {}
                        path d=(strokes(index)) fill="none" stroke=(look(index).colour)
                            stroke-width="1.6" {}
                    }
                }
            }
        }
    }
}

/// Strokes of pattern number `index` in a cell 6 by 6.
const fn strokes(index: usize) -> &'static str {
    match index {
        // Diagonals; the corner pieces join neighbouring cells.
        1 => "M0 6L6 0M-1 1L1 -1M5 7L7 5",
        // Dots.
        2 => "M2 3h2",
        // Crossed diagonals.
        3 => "M0 6L6 0M0 0L6 6",
        // Level lines.
        4 => "M0 3h6",
        // Upright lines.
        _ => "M3 0v6",
    }
}
