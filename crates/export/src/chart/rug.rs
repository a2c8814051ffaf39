//! A tartan rug: areas by indicators, each cell with a sign and a word's colour for how the area
//! stands.

use super::canvas::{Anchor, Canvas, Type, Weight};
use super::forest::plain_small;
use super::format::grouped;
use super::furniture::{KeyEntry, LEADING, MARGIN, key, notes, widest};
use super::rows::RowNames;
use super::spine::SpineStanding;
use super::style::{INK, PAPER, RUG_BETTER, RUG_DIFFERS, RUG_NONE, RUG_SIMILAR, RUG_WORSE};
use super::text::{SMALL, width, wrap};
use super::{Chart, Column, DataTable, Heading, Reading, Room, TableCell};
use crate::words::say;

/// A row for each indicator and a column for each area; a cell has the figure, and a sign and a
/// ground for how it stands to the comparator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RugChart {
    /// Name and words.
    pub heading: Heading,
    /// Head of the first column of the data table: `Indicator`.
    pub row_label: String,
    /// The areas, from left to right.
    pub columns: Vec<String>,
    /// The indicators, from top to bottom.
    pub rows: Vec<RugRow>,
}

/// One indicator of a [`RugChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct RugRow {
    /// Its name.
    pub label: String,
    /// Digits after the decimal point.
    pub decimals: usize,
    /// One for each area; one that is not there is `not given`.
    pub cells: Vec<RugCell>,
}

/// One cell of a [`RugChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct RugCell {
    /// The area's figure.
    pub figure: Reading,
    /// How it stands.
    pub standing: SpineStanding,
}

/// Room of the names of indicators.
const LABELS: f64 = 190.0;
/// The narrowest cell with a figure, beside names and under them.
const NARROWEST: [f64; 2] = [52.0, 34.0];
const ROW: f64 = 38.0;
const HEAD_LINES: usize = 4;

impl Chart for RugChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.svg_in(Room::PAGE)
    }

    fn svg_in(&self, room: Room) -> Option<String> {
        let cells = || self.rows.iter().flat_map(|row| row.cells.iter().take(self.columns.len()));
        if !cells().any(|cell| cell.figure.drawable().is_some()) {
            return None;
        }
        let names = RowNames::new(room, LABELS, 2);
        let left = names.left(self.rows.iter().map(|row| &*row.label), 10.0);
        let left = if names.are_above() { MARGIN } else { left };
        let wide = (room.units() - MARGIN - left) / self.columns.len() as f64;
        if wide < NARROWEST[usize::from(names.are_above())] {
            return None;
        }
        let mut canvas = Canvas::of(room);
        let numbered = self.is_numbered(wide);
        let top = self.draw_heads(&mut canvas, (left, wide), numbered);
        let mut y = top;
        for row in &self.rows {
            let height = names.height(&row.label, ROW);
            let above = names.above(&row.label);
            names.draw(&mut canvas, &row.label, (y, height), left - 10.0);
            for at in 0..self.columns.len() {
                let place = (left + wide * at as f64, y + above);
                self.draw_cell(&mut canvas, row, at, (place, (wide, height - above)));
            }
            y += height;
        }
        let mut y = key(&mut canvas, &self.key_entries(), y + 12.0);
        let named = self.columns.iter().enumerate().map(|(at, name)| format!("{}: {name}", at + 1));
        let named: Vec<String> = named.collect();
        let named: Vec<String> =
            numbered.then(|| format!("{}.", named.join("; "))).into_iter().collect();
        y = notes(&mut canvas, &named, y + 2.0);
        Some(canvas.finish(&self.heading, y + MARGIN))
    }

    /// One row per indicator, with the figure of each area and its standing in words.
    fn table(&self) -> DataTable {
        let words = self.heading.words;
        let mut columns = vec![Column::text(&self.row_label)];
        columns.extend(self.columns.iter().map(Column::text));
        let rows = self.rows.iter().map(|row| {
            let cells = (0..self.columns.len()).map(|at| match row.cells.get(at) {
                Some(cell) => match cell.figure.drawable() {
                    Some((value, _)) => {
                        let (figure, standing) =
                            (grouped(value, row.decimals), cell.standing.word(words));
                        TableCell::text(format!("{figure}, {standing}"))
                    }
                    None => TableCell::missing(cell.figure.reason(words).unwrap_or_default()),
                },
                None => TableCell::missing(say!(words, "chart-not-given")),
            });
            std::iter::once(TableCell::text(&row.label)).chain(cells).collect()
        });
        DataTable { caption: self.heading.subject().to_owned(), columns, rows: rows.collect() }
    }
}

impl RugChart {
    /// Whether areas are numbered above their columns and named below: where a name would be cut.
    fn is_numbered(&self, wide: f64) -> bool {
        let cut = |name: &String| {
            let long = |word: &str| width(word, SMALL) > wide - 6.0;
            name.split_whitespace().any(long) || wrap(name, wide - 6.0, SMALL, 9).len() > HEAD_LINES
        };
        self.columns.iter().any(cut)
    }

    /// Names or numbers of areas; returns where the rows begin.
    fn draw_heads(&self, canvas: &mut Canvas, (left, wide): (f64, f64), numbered: bool) -> f64 {
        let heads: Vec<Vec<String>> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, name)| {
                if numbered {
                    vec![(at + 1).to_string()]
                } else {
                    wrap(name, wide - 6.0, SMALL, HEAD_LINES)
                }
            })
            .collect();
        let most = heads.iter().map(Vec::len).max().unwrap_or(0);
        for (at, lines) in heads.iter().enumerate() {
            let x = left + wide * (at as f64 + 0.5);
            let first = 2.0 + SMALL + LEADING * (most - lines.len()) as f64;
            canvas.hover(&self.columns[at], |canvas| {
                canvas.lines((x, first), plain_small(Anchor::Middle), LEADING, lines);
            });
        }
        2.0 + LEADING * most as f64 + 6.0
    }

    fn draw_cell(
        &self,
        canvas: &mut Canvas,
        row: &RugRow,
        at: usize,
        ((x, y), (wide, high)): ((f64, f64), (f64, f64)),
    ) {
        let language = self.heading.words;
        let missing = RugCell {
            figure: Reading::missing(say!(language, "chart-not-given")),
            standing: SpineStanding::NotCompared,
        };
        let cell = row.cells.get(at).unwrap_or(&missing);
        let words = say!(
            language,
            "chart-of-with",
            name = format!("{}, {}", self.columns[at], row.label),
            figures = cell.figure.figures(language, row.decimals),
            remark = cell.standing.word(language)
        );
        canvas.hover(&words, |canvas| {
            let known = cell.figure.drawable();
            let ground = if known.is_some() { ground(cell.standing) } else { RUG_NONE };
            canvas.rect((x, y), (wide, high), ground, Some(PAPER));
            let middle = x + wide / 2.0;
            if let Some((value, _)) = known {
                cell.standing.draw(canvas, (middle, y + 11.0));
                let words = wrap(&grouped(value, row.decimals), wide - 4.0, SMALL, 1).concat();
                let style = Type::new(SMALL, INK, Anchor::Middle);
                canvas.text((middle, y + high - 6.0), style, &words);
            } else {
                let reason = cell.figure.reason(language).unwrap_or_default();
                let lines = wrap(&reason, wide - 4.0, SMALL, 2);
                let style = plain_small(Anchor::Middle).weight(Weight::Italic);
                // A reason that would be cut is on hovering and in the table.
                let whole = lines.iter().all(|line| !line.ends_with(['-', '…']));
                let lines = if whole { lines } else { vec!["–".to_owned()] };
                let first = y + high / 2.0 + 4.0 - LEADING * (lines.len() as f64 - 1.0) / 2.0;
                if widest(&lines, SMALL) <= wide {
                    canvas.lines((middle, first), style, LEADING, &lines);
                }
            }
        });
    }

    fn key_entries(&self) -> Vec<KeyEntry<'static>> {
        let cells = || self.rows.iter().flat_map(|row| row.cells.iter().take(self.columns.len()));
        let drawn = || cells().filter(|cell| cell.figure.drawable().is_some());
        let used = |standing: &SpineStanding| drawn().any(|cell| cell.standing == *standing);
        SpineStanding::ALL
            .into_iter()
            .filter(used)
            .map(|standing| KeyEntry {
                symbol: Box::new(move |c: &mut Canvas, (x, y): (f64, f64)| {
                    c.rect((x - 12.0, y - 8.0), (24.0, 16.0), ground(standing), None);
                    standing.draw(c, (x, y));
                }),
                words: standing.word(self.heading.words),
            })
            .collect()
    }
}

/// The ground of a cell; its sign says the same.
const fn ground(standing: SpineStanding) -> &'static str {
    match standing {
        SpineStanding::Better => RUG_BETTER,
        SpineStanding::Worse => RUG_WORSE,
        SpineStanding::Differs => RUG_DIFFERS,
        SpineStanding::CannotTell => RUG_SIMILAR,
        SpineStanding::NotCompared => RUG_NONE,
    }
}
