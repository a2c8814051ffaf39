//! A driver diagram: what lies behind an outcome, from left to right.

use super::canvas::{Anchor, Canvas, Stroke, Type, WIDTH};
use super::furniture::{KeyEntry, LEADING, MARGIN, key, small};
use super::style::{Dash, INK, MUTED, PAPER, look};
use super::text::{SMALL, wrap};
use super::{Chart, Column, DataTable, Heading, TableCell};
use crate::words::say;

mod layout;

use layout::Layout;

/// Boxes in columns, and arrows from each to what it leads to in a later column.
///
/// An arrow that would pass over a column on its way to the outcome is a short
/// one beside its box; the key says so. The table has every link in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DriverChart {
    /// Name and words.
    pub heading: Heading,
    /// Heads of the columns, from left to right.
    pub columns: Vec<String>,
    /// The boxes; those of a column stand from top to bottom in an order that
    /// makes arrows cross little.
    pub boxes: Vec<DriverBox>,
    /// The arrows.
    pub links: Vec<DriverArrow>,
}

/// One box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverBox {
    /// Its name.
    pub name: String,
    /// Lines below the name, such as `2 measures`.
    pub details: Vec<String>,
    /// What is shown on hovering, beside the name.
    pub hover: String,
    /// The place of its column in [`DriverChart::columns`], from 0.
    pub column: usize,
    /// What it is.
    pub kind: DriverBoxKind,
}

/// What a box of a driver diagram is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DriverBoxKind {
    /// Something that lies behind the outcome.
    Driver,
    /// The outcome.
    Outcome,
    /// A driver of the next generation, where it begins again.
    NextGeneration,
}

/// One arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverArrow {
    /// The place in [`DriverChart::boxes`], from 0, of the box that it goes out
    /// from. An arrow of a box that is not there is not drawn; its row in the
    /// table stays.
    pub from: usize,
    /// The place of the box that it leads to, as [`Self::from`].
    pub to: usize,
    /// Whether it follows from its source, which does not say it.
    pub inferred: bool,
    /// What the source says.
    pub statement: String,
    /// The source.
    pub source: String,
}

/// Between columns, where the arrows run.
const GUTTER: f64 = 42.0;
/// Between the edge of a box and its words.
const PADDING: f64 = 6.0;
const INFERRED: Dash = Dash("4 3");
const AGAIN: Dash = Dash("6 3");

/// The words of a box in lines.
struct Words {
    name: Vec<String>,
    details: Vec<String>,
}

impl Words {
    fn height(&self) -> f64 {
        2.0 * PADDING + LEADING * (self.name.len() + self.details.len()) as f64
    }
}

impl Chart for DriverChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        let boxes: Vec<usize> = (0..self.boxes.len())
            .filter(|at| self.boxes[*at].column < self.columns.len())
            .collect();
        if boxes.is_empty() {
            return None;
        }
        let columns = self.columns.len() as f64;
        let wide = (WIDTH - 2.0 * MARGIN - GUTTER * (columns - 1.0)) / columns;
        let room = wide - 2.0 * PADDING;
        if room < 2.0 * SMALL {
            return None;
        }
        let words: Vec<Words> = self
            .boxes
            .iter()
            .map(|one| Words {
                name: wrap(&one.name, room, SMALL, 6),
                details: one.details.iter().flat_map(|line| wrap(line, room, SMALL, 2)).collect(),
            })
            .collect();
        let mut canvas = Canvas::default();
        let top = key(&mut canvas, &self.key_entries(), 2.0) + 6.0;
        let top = self.column_heads(&mut canvas, top, wide) + 6.0;
        let heights: Vec<f64> = words.iter().map(Words::height).collect();
        let layout = Layout::of(self, &heights);
        let x = |column: usize| MARGIN + (wide + GUTTER) * column as f64;
        for (link, course) in self.links.iter().zip(&layout.courses) {
            if let Some(course) = course {
                let ends = course.iter().map(|place| (x(place.column), top + place.y));
                arrow(&mut canvas, &through(&ends.collect::<Vec<_>>(), wide), link.inferred);
            }
        }
        for (at, place) in &layout.boxes {
            let corner = (x(place.column), top + place.y);
            self.draw_box(&mut canvas, *at, corner, (wide, heights[*at]), &words[*at]);
        }
        for (at, place) in &layout.stubs {
            let (x, y) = (x(place.column) + wide, top + place.y);
            let inferred = self.links[*at].inferred;
            stub(&mut canvas, (x + 1.0, y), inferred);
        }
        Some(canvas.finish(&self.heading, top + layout.height + 8.0))
    }

    fn table(&self) -> DataTable {
        let words = self.heading.words;
        let name = |at: usize| {
            self.boxes.get(at).map_or_else(
                || TableCell::missing(say!(words, "not-known")),
                |one| {
                    TableCell::text(match one.kind {
                        DriverBoxKind::NextGeneration => {
                            say!(words, "chart-next-generation", name = one.name.as_str())
                        }
                        DriverBoxKind::Driver | DriverBoxKind::Outcome => one.name.clone(),
                    })
                },
            )
        };
        let row = |link: &DriverArrow| {
            let standing = if link.inferred {
                say!(words, "chart-inferred")
            } else {
                say!(words, "chart-stated")
            };
            let [statement, standing, source] =
                [&*link.statement, &*standing, &*link.source].map(TableCell::text);
            vec![name(link.from), name(link.to), statement, standing, source]
        };
        DataTable {
            caption: self.heading.subject().to_owned(),
            columns: [
                say!(words, "chart-from"),
                say!(words, "chart-to"),
                say!(words, "chart-statement"),
                say!(words, "chart-standing"),
                say!(words, "chart-source"),
            ]
            .map(Column::text)
            .into(),
            rows: self.links.iter().map(row).collect(),
        }
    }
}

impl DriverChart {
    /// The kind of the box at a place.
    fn kind(&self, at: usize) -> Option<DriverBoxKind> {
        self.boxes.get(at).map(|one| one.kind)
    }

    fn column_heads(&self, canvas: &mut Canvas, top: f64, wide: f64) -> f64 {
        let heads: Vec<_> = self.columns.iter().map(|words| wrap(words, wide, SMALL, 2)).collect();
        for (column, lines) in heads.iter().enumerate() {
            let at = (MARGIN + (wide + GUTTER) * column as f64, top + SMALL);
            canvas.lines(at, small(Anchor::Start), LEADING, lines);
        }
        top + LEADING * heads.iter().map(Vec::len).max().unwrap_or(0) as f64
    }

    fn draw_box(
        &self,
        canvas: &mut Canvas,
        at: usize,
        corner: (f64, f64),
        size: (f64, f64),
        words: &Words,
    ) {
        let one = &self.boxes[at];
        let hover = [&*one.name, &*one.hover].into_iter().filter(|words| !words.is_empty());
        canvas.hover(&hover.collect::<Vec<_>>().join(": "), |canvas| {
            frame(canvas, corner, size, one.kind);
            let (x, y) = (corner.0 + PADDING, corner.1 + PADDING + SMALL);
            canvas.lines((x, y), Type::new(SMALL, INK, Anchor::Start), LEADING, &words.name);
            let below = y + LEADING * words.name.len() as f64;
            canvas.lines((x, below), small(Anchor::Start), LEADING, &words.details);
        });
    }

    fn key_entries(&self) -> Vec<KeyEntry<'static>> {
        let said = self.heading.words;
        let inferred = |link: &&DriverArrow| link.inferred;
        let mut entries = Vec::new();
        let line = |inferred, words: String| KeyEntry {
            symbol: Box::new(move |c: &mut Canvas, (x, y): (f64, f64)| {
                arrow(c, &[(x - 13.0, y), (x + 13.0, y)], inferred);
            }),
            words,
        };
        if self.links.iter().any(|link| !link.inferred) {
            entries.push(line(false, say!(said, "chart-stated-by-source")));
        }
        if self.links.iter().any(|link| inferred(&link)) {
            entries.push(line(true, say!(said, "chart-inferred-from-it")));
        }
        let outcome = self.boxes.iter().find(|one| one.kind == DriverBoxKind::Outcome);
        if let Some(outcome) = outcome.filter(|_| self.links.iter().any(|l| self.is_stub(l))) {
            entries.push(KeyEntry {
                symbol: Box::new(|c: &mut Canvas, (x, y): (f64, f64)| {
                    stub(c, (x - 8.0, y), false);
                }),
                words: say!(said, "chart-leads-too", outcome = outcome.name.to_lowercase()),
            });
        }
        if self.boxes.iter().any(|one| one.kind == DriverBoxKind::NextGeneration) {
            entries.push(KeyEntry {
                symbol: Box::new(|c: &mut Canvas, (x, y): (f64, f64)| {
                    frame(c, (x - 12.0, y - 6.0), (24.0, 12.0), DriverBoxKind::NextGeneration);
                }),
                words: say!(said, "chart-begins-again"),
            });
        }
        entries
    }

    /// Whether a link passes over a column on its way to the outcome.
    fn is_stub(&self, link: &DriverArrow) -> bool {
        let columns = self.boxes.get(link.from).zip(self.boxes.get(link.to));
        self.kind(link.to) == Some(DriverBoxKind::Outcome)
            && columns.is_some_and(|(from, to)| to.column > from.column + 1)
    }
}

fn frame(canvas: &mut Canvas, corner: (f64, f64), size: (f64, f64), kind: DriverBoxKind) {
    let (colour, width, dash) = match kind {
        DriverBoxKind::Driver => (MUTED, 1.0, Dash("")),
        DriverBoxKind::Outcome => (look(0).colour, 2.0, Dash("")),
        DriverBoxKind::NextGeneration => (look(3).colour, 1.5, AGAIN),
    };
    canvas.rect(corner, size, PAPER, None);
    let ((x, y), (wide, high)) = (corner, size);
    let outline = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)];
    canvas.path(&outline, Stroke { colour, width, dash });
}

/// The points of an arrow: out of its box on the right, level over each column
/// on its way, and into the left of the last; columns are this wide.
fn through(columns: &[(f64, f64)], wide: f64) -> Vec<(f64, f64)> {
    let ends = columns.iter().flat_map(|(x, y)| [(*x, *y), (x + wide, *y)]);
    ends.skip(1).take(2 * columns.len() - 2).collect()
}

fn arrow(canvas: &mut Canvas, points: &[(f64, f64)], inferred: bool) {
    let dash = if inferred { INFERRED } else { Dash("") };
    canvas.path(points, Stroke { colour: MUTED, width: 1.2, dash });
    if let Some((x, y)) = points.last() {
        canvas.area(&[(x - 7.0, y - 3.5), (*x, *y), (x - 7.0, y + 3.5)], MUTED, 1.0);
    }
}

fn stub(canvas: &mut Canvas, (x, y): (f64, f64), inferred: bool) {
    let colour = look(0).colour;
    let dash = if inferred { Dash("2 2") } else { Dash("") };
    canvas.line((x, y), (x + 8.0, y), Stroke { colour, width: 3.0, dash });
    canvas.area(&[(x + 7.0, y - 5.5), (x + 16.0, y), (x + 7.0, y + 5.5)], colour, 1.0);
}
