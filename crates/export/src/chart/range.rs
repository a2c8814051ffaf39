//! Areas or unordered groups, each with its interval, against a comparator.

use super::canvas::{Anchor, Area, Canvas, Stroke, Type, Weight};
use super::furniture::{
    KeyEntry, LEADING, MARGIN, Notes, axis_title, horizontal_axis, key, notes, reference_words,
    small, tick_labels, value_axis, widest, zero_left_out,
};
use super::rows::RowNames;
use super::style::{BAD, BAND, Dash, Fill, GOOD, INK, MUTED, STRIPE, Shape};
use super::table::{reading_cells, reading_columns};
use super::text::{SMALL, width, wrap};
use super::ticks::Axis;
use super::{
    AxisStart, Chart, Column, DataTable, Heading, Measure, Reading, ReferenceLine, Room, TableCell,
};
use crate::words::{Words, say};

/// One row per area or group: a dot, a whisker, and words for how it stands to the comparator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RangeChart {
    /// Name and words.
    pub heading: Heading,
    /// What the horizontal axis measures.
    pub measure: Measure,
    /// Where the horizontal axis begins.
    pub axis_start: AxisStart,
    /// Head of the first column of the data table: `Local authority`.
    pub row_label: String,
    /// Drawn from top to bottom as given.
    pub rows: Vec<RangeRow>,
    /// The vertical line that rows are held against; its interval is a shaded band.
    pub comparator: Option<ReferenceLine>,
    /// Whom rows are held against.
    pub against: Against,
    /// Readings of the other parts of a chart in several parts: the axis holds
    /// them, so that all parts have one axis, and none of them is drawn.
    pub other_parts: Vec<Reading>,
}

/// Whom the rows of a [`RangeChart`] are held against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Against {
    /// The comparator's line.
    #[default]
    Comparator,
    /// Others than the line: `everyone else`.
    Others(String),
    /// Nobody: the line is there to be seen beside the rows.
    Nobody,
}

/// One row of a [`RangeChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct RangeRow {
    /// Name of the area or group; a long one wraps, a very long one is cut and given whole on
    /// hovering and in the data table.
    pub label: String,
    /// The figure; a missing one shows its reason in the row.
    pub reading: Reading,
    /// How the row stands to the comparator, judged by the caller.
    pub standing: Standing,
    /// A remark of this row, shown under the chart and in the data table.
    pub note: Option<String>,
}

/// How a row stands to the comparator. Says nothing of good or bad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Above the comparator.
    Higher,
    /// Below the comparator.
    Lower,
    /// Not told apart from the comparator.
    Similar,
    /// Too few events to say.
    CannotTell,
    /// No comparison was made.
    #[default]
    NotCompared,
}

impl Standing {
    /// The word shown to readers.
    #[must_use]
    pub fn word(self, words: &Words) -> String {
        match self {
            Self::Higher => say!(words, "chart-higher"),
            Self::Lower => say!(words, "chart-lower"),
            Self::Similar => say!(words, "chart-similar"),
            Self::CannotTell => say!(words, "chart-cannot-tell"),
            Self::NotCompared => say!(words, "chart-not-compared"),
        }
    }
}

/// Room of the row names.
const LABELS: f64 = 200.0;
/// Room of the figures.
const FIGURES: f64 = 210.0;
/// Room of the words for how rows stand.
const STANDINGS: f64 = 100.0;
/// Between row names and the plot, with room for the number of a note.
const LABEL_GAP: f64 = 22.0;
const MARKER: f64 = 5.0;
/// Whiskers reach at most this many times the highest value.
const LONGEST: f64 = 2.0;
const REFERENCE: Stroke = Stroke { colour: INK, width: 1.5, dash: Dash("1 3") };
/// From this many rows on, rows are lower, striped, and the axis stands above them too.
const MANY: usize = 16;

impl Chart for RangeChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        self.draw(Room::PAGE)
    }

    /// A long one has one layout: two would make its page twice as heavy.
    fn svg_in(&self, room: Room) -> Option<String> {
        if self.is_long() && room.is_narrow() { None } else { self.draw(room) }
    }

    /// One row per area or group, in the order of the chart, the comparator last.
    fn table(&self) -> DataTable {
        let (compares, language) = (self.compares(), self.heading.words);
        let mut columns = vec![Column::text(&self.row_label)];
        columns.extend(reading_columns(language, &self.measure));
        columns.extend(compares.then(|| Column::text(self.standing_head())));
        columns.push(Column::text(say!(language, "chart-note")));
        let line = |label: &str, readings: [TableCell; 3], standing: &str, note: &str| {
            let mut cells = vec![TableCell::text(label)];
            cells.extend(readings);
            cells.extend(compares.then(|| TableCell::text(standing)));
            cells.push(TableCell::text(note));
            cells
        };
        let rows = self.rows.iter().map(|row| {
            let readings = reading_cells(language, &row.reading, self.measure.decimals);
            let standing = row.standing.word(language);
            line(&row.label, readings, &standing, row.note.as_deref().unwrap_or_default())
        });
        let comparator = self.comparator.iter().map(|c| {
            let readings = reading_cells(language, &c.reading, c.decimals);
            line(&c.label, readings, "", &say!(language, "chart-comparator"))
        });
        let rows = rows.chain(comparator).collect();
        DataTable { caption: self.heading.subject().to_owned(), columns, rows }
    }
}

/// Where one row is drawn.
struct RowPlace<'a> {
    axis: &'a Axis,
    plot: Area,
    /// Top and height of the row.
    row: (f64, f64),
    names: RowNames,
    number: Option<usize>,
    /// Where whiskers are cut.
    longest: f64,
    chart: &'a RangeChart,
}

impl RangeChart {
    fn draw(&self, room: Room) -> Option<String> {
        if !self.rows.iter().any(|row| row.reading.drawable().is_some()) {
            return None;
        }
        let axis = value_axis(self.axis_start, self.values());
        let comparator = self.comparator.as_ref().and_then(reference_words);
        let mut canvas = Canvas::of(room);
        let names = RowNames::new(room, LABELS, 3);
        let left = names.left(self.rows.iter().map(|row| &*row.label), LABEL_GAP);
        let right = if room.is_narrow() {
            room.units() - 2.0 * MARGIN
        } else {
            let standings = if self.compares() { STANDINGS } else { 0.0 };
            room.units() - MARGIN - self.value_room() - standings - 32.0
        };
        let heads = axis_title(&mut canvas, &self.measure.label, 2.0) + 6.0;
        let mut plot = Area { left, right, top: heads, bottom: heads };
        plot.top = self.draw_heads(&mut canvas, &axis, plot, comparator.as_ref());
        let heights: Vec<f64> = self.rows.iter().map(|row| self.height(names, row)).collect();
        plot.bottom = plot.top + heights.iter().sum::<f64>();

        self.draw_ground(&mut canvas, &axis, plot, &heights);
        let mut notes_below = Notes::default();
        let (mut top, longest) = (plot.top, self.longest());
        for (row, height) in self.rows.iter().zip(&heights) {
            let number = row.note.as_ref().map(|note| notes_below.number(note));
            row.draw(
                &mut canvas,
                &RowPlace {
                    axis: &axis,
                    plot,
                    row: (top, *height),
                    names,
                    number,
                    longest,
                    chart: self,
                },
            );
            top += height;
        }
        let mut y = key(&mut canvas, &self.key_entries(), plot.bottom + 30.0);
        y = notes(
            &mut canvas,
            &notes_below.after(zero_left_out(self.heading.words, &axis)),
            y + 2.0,
        );
        Some(canvas.finish(&self.heading, y + MARGIN))
    }

    fn compares(&self) -> bool {
        self.comparator.is_some() && self.against != Against::Nobody
            || self.rows.iter().any(|row| row.standing != Standing::NotCompared)
    }

    fn standing_head(&self) -> String {
        let words = self.heading.words;
        match (&self.against, &self.comparator) {
            (Against::Others(name), _) => say!(words, "chart-against", name = name.as_str()),
            (Against::Comparator, Some(line)) => {
                say!(words, "chart-against", name = line.label.as_str())
            }
            _ => say!(words, "chart-standing"),
        }
    }

    fn readings(&self) -> impl Iterator<Item = &Reading> {
        let comparator = self.comparator.iter().map(|line| &line.reading);
        self.rows.iter().map(|row| &row.reading).chain(comparator).chain(&self.other_parts)
    }

    /// Every value the axis has to hold.
    fn values(&self) -> impl Iterator<Item = f64> {
        let longest = self.longest();
        self.readings().filter_map(Reading::drawable).flat_map(move |(value, ends)| {
            let ends = ends.into_iter().flat_map(move |b| [b.lower, b.upper.min(longest)]);
            std::iter::once(value).chain(ends)
        })
    }

    /// Where whiskers are cut: one from a handful of people would press all
    /// others into a corner. No cut where no value lies above 0.
    fn longest(&self) -> f64 {
        let values = self.readings().filter_map(Reading::drawable).map(|(value, _)| value);
        let highest = values.fold(0.0, f64::max);
        if highest > 0.0 { LONGEST * highest } else { f64::INFINITY }
    }

    fn cuts(&self) -> bool {
        let longest = self.longest();
        let ends = self.rows.iter().filter_map(|row| row.reading.drawable()?.1);
        ends.into_iter().any(|b| b.upper > longest)
    }

    /// Whether it, or the chart of which it is a part, has many rows.
    fn is_long(&self) -> bool {
        self.rows.len().max(self.other_parts.len()) >= MANY
    }

    /// Room of the values in figures.
    fn value_room(&self) -> f64 {
        let words = self.rows.iter().map(|row| width(&row.figures(self), SMALL));
        words.fold(0.0, f64::max).min(FIGURES)
    }

    fn height(&self, names: RowNames, row: &RangeRow) -> f64 {
        let marks = match (names.are_above(), self.is_long()) {
            (true, _) => LEADING + 24.0,
            (false, true) => 21.0,
            (false, false) => 28.0,
        };
        names.height(&row.label, marks)
    }

    /// Heads of the word columns and the comparator's label; returns where the rows begin.
    fn draw_heads(
        &self,
        canvas: &mut Canvas,
        axis: &Axis,
        plot: Area,
        comparator: Option<&(f64, String)>,
    ) -> f64 {
        let mut top = plot.top;
        if self.is_long() {
            tick_labels(canvas, axis, plot, top + SMALL);
            top += LEADING;
        }
        let narrow = canvas.room().is_narrow();
        let heads = if self.compares() && !narrow {
            wrap(&self.standing_head(), STANDINGS, SMALL, 3)
        } else {
            Vec::new()
        };
        let words = comparator.map(|(_, words)| wrap(words, plot.right - plot.left, SMALL, 2));
        let words = words.unwrap_or_default();
        let most = heads.len().max(words.len()) as f64;
        // The last lines of both stand on one baseline, next to the rows.
        let first = |lines: &[String]| top + SMALL + LEADING * (most - lines.len() as f64);
        let at = (canvas.width() - MARGIN - STANDINGS, first(&heads));
        canvas.lines(at, small(Anchor::Start), LEADING, &heads);
        if let Some((value, _)) = comparator {
            let half = widest(&words, SMALL) / 2.0;
            let aside = if narrow { 8.0 } else { 20.0 };
            let least = plot.left + half - aside;
            let x = axis.place(*value, plot.left, plot.right);
            let x = x.clamp(least, least.max(plot.right - half + aside));
            let bold = Type::new(SMALL, INK, Anchor::Middle).weight(Weight::Bold);
            canvas.lines((x, first(&words)), bold, LEADING, &words);
        }
        top += LEADING * most;
        top + 6.0
    }

    /// Stripes, grid, comparator band and line.
    fn draw_ground(&self, canvas: &mut Canvas, axis: &Axis, plot: Area, heights: &[f64]) {
        let mut top = plot.top;
        for (index, height) in heights.iter().enumerate() {
            if self.is_long() && index % 2 == 1 {
                let wide = canvas.width() - MARGIN;
                canvas.rect((MARGIN / 2.0, top), (wide, *height), STRIPE, None);
            }
            top += height;
        }
        let comparator = self.comparator.as_ref().and_then(|c| c.reading.drawable());
        if let Some((_, Some(b))) = comparator {
            let [low, high] = [b.lower, b.upper].map(|v| axis.place(v, plot.left, plot.right));
            let corners =
                [(low, plot.top), (high, plot.top), (high, plot.bottom), (low, plot.bottom)];
            canvas.area(&corners, BAND, 1.0);
        }
        horizontal_axis(canvas, axis, plot);
        if let Some((value, _)) = comparator {
            let x = axis.place(value, plot.left, plot.right);
            canvas.line((x, plot.top - 4.0), (x, plot.bottom), REFERENCE);
        }
    }

    fn key_entries(&self) -> Vec<KeyEntry<'static>> {
        let language = self.heading.words;
        let mut entries: Vec<KeyEntry<'static>> = Vec::new();
        if self.rows.iter().any(|row| matches!(row.reading.drawable(), Some((_, Some(_))))) {
            let symbol = |c: &mut Canvas, (x, y): (f64, f64)| {
                c.level_whisker(y, (x - 12.0, x + 12.0), MUTED);
            };
            let words = self.measure.interval_label.clone();
            entries.push(KeyEntry { symbol: Box::new(symbol), words });
        }
        if self.cuts() {
            let symbol = |c: &mut Canvas, (x, y): (f64, f64)| {
                c.level_whisker(y, (x - 12.0, x + 8.0), MUTED);
                c.level_arrow((x + 8.0, y), MUTED);
            };
            let words = say!(language, "chart-reaches-figures");
            entries.push(KeyEntry { symbol: Box::new(symbol), words });
        }
        if let Some((comparator, (_, Some(_)))) =
            self.comparator.as_ref().and_then(|c| Some((c, c.reading.drawable()?)))
        {
            let symbol = |c: &mut Canvas, (x, y): (f64, f64)| {
                c.rect((x - 12.0, y - 6.0), (24.0, 12.0), BAND, None);
            };
            let (name, interval) = (&*comparator.label, &*self.measure.interval_label);
            let words = say!(language, "chart-interval-of", name = name, interval = interval);
            entries.push(KeyEntry { symbol: Box::new(symbol), words });
        }
        let mut standings: Vec<Standing> = self
            .rows
            .iter()
            .filter(|row| row.reading.drawable().is_some())
            .map(|row| row.standing)
            .collect();
        standings.sort();
        standings.dedup();
        if self.compares() {
            entries.extend(standings.into_iter().map(|standing| KeyEntry {
                symbol: Box::new(move |c, at| standing.draw(c, at)),
                words: standing.word(language),
            }));
        }
        entries
    }
}

impl RangeRow {
    /// Value and interval in figures; a missing value has its reason in the plot instead.
    fn figures(&self, chart: &RangeChart) -> String {
        match self.reading.drawable() {
            Some(_) => self.reading.figures(chart.heading.words, chart.measure.decimals),
            None => String::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, place: &RowPlace<'_>) {
        let &RowPlace { axis, plot, row, names, number, longest, chart } = place;
        let language = chart.heading.words;
        let figures = self.figures(chart);
        let words = self.reading.figures(language, chart.measure.decimals);
        let words = say!(language, "chart-of", name = self.label.as_str(), figures = words);
        let mut middle = 0.0;
        canvas.hover(&words, |canvas| {
            middle = names.draw(canvas, &self.label, row, plot.left - LABEL_GAP);
            if names.are_above() {
                middle += LEADING / 2.0;
            }
            if let Some((value, ends)) = self.reading.drawable() {
                let x = |value: f64| axis.place(value, plot.left, plot.right);
                if let Some(b) = ends {
                    let ends = (x(b.lower), x(b.upper.min(longest)));
                    canvas.level_whisker(middle, ends, self.standing.colour());
                    if b.upper > longest {
                        canvas.level_arrow((ends.1, middle), self.standing.colour());
                    }
                }
                self.standing.draw(canvas, (x(value), middle));
            } else {
                canvas.cross((plot.left + 12.0, middle), MUTED);
                let reason = self.reading.reason(language).unwrap_or_default();
                let reason = wrap(&reason, plot.right - plot.left - 30.0, SMALL, 1);
                let style = small(Anchor::Start).weight(Weight::Italic);
                canvas.rimmed((plot.left + 24.0, middle + 4.0), style, &reason.concat());
            }
        });
        let style = Type::new(SMALL, INK, Anchor::Start);
        let standing = chart.compares() && self.reading.drawable().is_some();
        let note = number.map(|number| number.to_string());
        if names.are_above() {
            // The line between the name and the marks.
            let standing = standing.then(|| self.standing.word(language));
            let note = note.map(|number| say!(language, "chart-note-number", number = number));
            let said = [Some(figures), standing, note].into_iter().flatten();
            let said: Vec<String> = said.filter(|words| !words.is_empty()).collect();
            let said = wrap(&said.join(", "), canvas.width() - 2.0 * MARGIN, SMALL, 1).concat();
            canvas.grounded((MARGIN, row.0 + names.above(&self.label) + 9.0), style, &said);
            return;
        }
        if let Some(number) = note {
            let at = (plot.left - LABEL_GAP + 3.0, middle - 1.0);
            canvas.text(at, small(Anchor::Start), &number);
        }
        let baseline = middle + 4.0;
        let figures = wrap(&figures, FIGURES, SMALL, 1).concat();
        canvas.text((plot.right + 16.0, baseline), style, &figures);
        if standing {
            let left = canvas.width() - MARGIN - STANDINGS;
            canvas.text((left, baseline), style, &self.standing.word(language));
        }
    }
}

impl Standing {
    const fn colour(self) -> &'static str {
        match self {
            Self::Higher => BAD,
            Self::Lower => GOOD,
            Self::Similar | Self::CannotTell | Self::NotCompared => "#3D3D3D",
        }
    }

    /// The marker of this standing; no two share shape and fill.
    fn draw(self, canvas: &mut Canvas, at: (f64, f64)) {
        let (shape, fill) = match self {
            Self::Higher => (Shape::Triangle, Fill::Solid),
            Self::Lower => (Shape::TriangleDown, Fill::Solid),
            Self::Similar => (Shape::Circle, Fill::Solid),
            Self::CannotTell => (Shape::Circle, Fill::Hollow),
            Self::NotCompared => (Shape::Square, Fill::Hollow),
        };
        canvas.marker(at, MARKER, shape, self.colour(), fill);
    }
}
