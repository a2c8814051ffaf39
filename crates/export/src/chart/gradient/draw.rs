//! A [`GradientChart`] as SVG.

use super::{GradientChart, GradientGroup, GradientMark, SlopeCourse, SlopeLine};
use crate::chart::canvas::{Anchor, Area, Canvas, Stroke, Type, Weight};
use crate::chart::format::grouped;
use crate::chart::furniture::{
    KeyEntry, LEADING, Label, MARGIN, Notes, apart, axis_title, key, missing_sentence, normal,
    notes, reference_words, small, tick_room, value_axis, vertical_axis, widest,
};
use crate::chart::reading::{Bounds, Reading, fits};
use crate::chart::style::{BAND, Dash, Fill, INK, MUTED, Shape, look};
use crate::chart::text::{SIZE, SMALL, width, wrap};
use crate::chart::ticks::Axis;
use crate::chart::{AxisStart, Room};
use crate::words::say;

const PLOT_HEIGHT: f64 = 290.0;
/// How much wider bold words are.
const BOLD: f64 = 1.1;
const MARKER: f64 = 5.0;
/// Room of the label beside the reference line.
const REFERENCE_LABEL: f64 = 96.0;
const REFERENCE: Stroke = Stroke { colour: INK, width: 1.5, dash: Dash("1 3") };
/// The slope line, in the second colour and dash.
const SLOPE: Stroke = Stroke { colour: "#F46A25", width: 2.5, dash: Dash("9 4") };
/// Ground of bars: light enough for a whisker to show on it.
const BAR: &str = "#B7C9DC";

pub(super) fn svg(chart: &GradientChart, room: Room) -> Option<String> {
    if !chart.groups.iter().any(|group| group.reading.drawable().is_some()) {
        return None;
    }
    let mut canvas = Canvas::of(room);
    let top = axis_title(&mut canvas, &chart.measure.label, 2.0) + 20.0;
    let axis = value_axis(AxisStart::Zero, values(chart));
    let reference = chart.reference.as_ref().and_then(reference_words);
    let keyed = reference.as_ref().filter(|_| room.is_narrow()).map(|(_, words)| words.clone());
    let reference = reference.map(|(value, words)| {
        let beside =
            if room.is_narrow() { Vec::new() } else { wrap(&words, REFERENCE_LABEL, SIZE, 4) };
        (value, beside)
    });
    let beside = reference.as_ref().map_or(0.0, |(_, words)| widest(words, SIZE));
    let plot = Area {
        left: tick_room(&axis).max(40.0),
        right: room.units() - 2.0 * MARGIN - beside,
        top,
        bottom: top + PLOT_HEIGHT,
    };
    let slope = fitted(chart).map(|slope| slope.course(&axis, plot)).unwrap_or_default();
    let drawing = Drawing { chart, axis, plot, slope };

    drawing.reference(&mut canvas, reference.as_ref());
    if chart.mark == GradientMark::Dots {
        canvas.path(&drawing.slope, SLOPE);
    }
    let mut remarks = Notes::default();
    for (x, group) in drawing.placed() {
        drawing.group(&mut canvas, x, group);
    }
    if chart.mark == GradientMark::Bars {
        canvas.path(&drawing.slope, SLOPE);
    }
    drawing.values(&mut canvas, &mut remarks);
    let mut y = drawing.labels(&mut canvas);
    y = key(&mut canvas, &key_entries(chart, keyed), y + 6.0);
    let sentences = drawing.numbered_names(room).into_iter().chain(missing(chart));
    y = notes(&mut canvas, &remarks.after(sentences), y + 2.0);
    Some(canvas.finish(&chart.heading, y + MARGIN))
}

/// Every value the axis has to hold.
fn values(chart: &GradientChart) -> impl Iterator<Item = f64> {
    let readings = chart.groups.iter().map(|group| &group.reading);
    let readings = readings.chain(chart.reference.iter().map(|line| &line.reading));
    let slope = fitted(chart).into_iter().flat_map(|slope| [slope.first, slope.last]);
    readings
        .filter_map(Reading::drawable)
        .flat_map(|(value, ends)| {
            std::iter::once(value).chain(ends.into_iter().flat_map(|b| [b.lower, b.upper]))
        })
        .chain(slope)
}

/// The slope, where both its ends can be drawn.
fn fitted(chart: &GradientChart) -> Option<&SlopeLine> {
    chart.slope.as_ref().filter(|slope| fits(slope.first) && fits(slope.last))
}

impl SlopeLine {
    /// The fit from the left to the right edge of `plot`.
    fn course(&self, axis: &Axis, plot: Area) -> Vec<(f64, f64)> {
        const STEPS: u8 = 40;
        let proportional =
            self.course == SlopeCourse::Proportional && self.first > 0.0 && self.last > 0.0;
        let place = |step: u8| {
            let rank = f64::from(step) / f64::from(STEPS);
            let value = if proportional {
                // Logarithms add where the ratio of a tiny and a huge end would overflow.
                ((1.0 - rank) * self.first.ln() + rank * self.last.ln()).exp()
            } else {
                (1.0 - rank) * self.first + rank * self.last
            };
            (plot.left + (plot.right - plot.left) * rank, axis.place(value, plot.bottom, plot.top))
        };
        (0..=STEPS).map(place).collect()
    }
}

/// A chart with its scales.
struct Drawing<'a> {
    chart: &'a GradientChart,
    axis: Axis,
    plot: Area,
    /// Course of the slope line; empty without one.
    slope: Vec<(f64, f64)>,
}

impl<'a> Drawing<'a> {
    fn y(&self, value: f64) -> f64 {
        self.axis.place(value, self.plot.bottom, self.plot.top)
    }

    /// Width of the place of one group.
    fn slot(&self) -> f64 {
        (self.plot.right - self.plot.left) / self.chart.groups.len().max(1) as f64
    }

    /// Groups with the middle of their places.
    fn placed(&self) -> impl Iterator<Item = (f64, &'a GradientGroup)> {
        let (left, slot) = (self.plot.left, self.slot());
        let groups = self.chart.groups.iter().enumerate();
        groups.map(move |(index, group)| (left + slot * (index as f64 + 0.5), group))
    }

    /// The reference line with its band and label, and the axis over the band.
    fn reference(&self, canvas: &mut Canvas, words: Option<&(f64, Vec<String>)>) {
        let Area { left, right, .. } = self.plot;
        let reading = self.chart.reference.as_ref().and_then(|line| line.reading.drawable());
        if let Some((_, Some(b))) = reading {
            let (low, high) = (self.y(b.lower), self.y(b.upper));
            canvas.area(&[(left, low), (right, low), (right, high), (left, high)], BAND, 1.0);
        }
        vertical_axis(canvas, &self.axis, self.plot);
        if let Some((value, lines)) = words {
            let y = self.y(*value);
            canvas.line((left, y), (right, y), REFERENCE);
            let first = y + 4.5 - LEADING * (lines.len() as f64 - 1.0) / 2.0;
            // Below the title of the axis.
            let first = first.max(self.plot.top - 8.0);
            canvas.lines((right + 6.0, first), normal(Anchor::Start), LEADING, lines);
        }
    }

    fn group(&self, canvas: &mut Canvas, x: f64, group: &GradientGroup) {
        let colour = look(0).colour;
        let wide = (self.slot() * 0.64).min(60.0);
        canvas.hover(&hover_words(self.chart, group), |canvas| {
            let Some((value, ends)) = group.reading.drawable() else {
                canvas.cross((x, self.y(0.0) - 9.0), MUTED);
                return;
            };
            let (y, zero) = (self.y(value), self.y(0.0));
            if self.chart.mark == GradientMark::Bars {
                let corner = (x - wide / 2.0, y.min(zero));
                canvas.rect(corner, (wide, (y - zero).abs()), BAR, Some(colour));
            }
            if let Some(b) = ends {
                canvas.upright_whisker(x, (self.y(b.lower), self.y(b.upper)), colour);
            }
            if self.chart.mark == GradientMark::Dots {
                canvas.marker((x, y), MARKER, Shape::Circle, colour, Fill::Solid);
            }
        });
    }

    /// Values at the whiskers, or the reason for a missing one; left out where they would touch.
    /// The number of a note follows its value.
    fn values(&self, canvas: &mut Canvas, remarks: &mut Notes) {
        let words = |value: f64| grouped(value, self.chart.measure.decimals);
        let room = self.slot() - 2.0;
        let known = self.chart.groups.iter().filter_map(|group| group.reading.drawable());
        let mut numbers = Vec::new();
        let roomy = known.map(|(value, _)| width(&words(value), SIZE)).fold(0.0, f64::max) <= room;
        for (x, group) in self.placed() {
            let (wide, y) = match group.reading.drawable() {
                Some((value, ends)) if roomy => {
                    let wide = width(&words(value), SIZE);
                    let y = self.value_height(x, wide, value, ends);
                    let style = normal(Anchor::Middle).weight(Weight::Bold);
                    canvas.rimmed((x, y), style, &words(value));
                    (wide, y)
                }
                Some((value, _)) => (2.0 * MARKER, self.y(value)),
                None => {
                    self.reason(canvas, x, group, (room, remarks));
                    continue;
                }
            };
            if let Some(note) = &group.note {
                let beside = [wide / 2.0 + 3.0, -wide / 2.0 - 11.0].map(|dx| (x + dx, y - 5.0));
                numbers.push((beside, remarks.number(note)));
            }
        }
        // Values have the first choice of a place.
        for (beside, number) in numbers {
            canvas.place(&beside, small(Anchor::Start), &number.to_string());
        }
    }

    /// Baseline of a value label: above the whisker, or below it where the slope or reference line
    /// would run through the label above but not below.
    fn value_height(&self, x: f64, wide: f64, value: f64, ends: Option<Bounds>) -> f64 {
        let (low, high) = ends.map_or((value, value), |b| {
            (b.lower.min(b.upper).min(value), b.upper.max(b.lower).max(value))
        });
        let (above, below) = (self.y(high) - 7.0, self.y(low) + 7.0 + SIZE);
        let reference = self.chart.reference.as_ref().and_then(|line| line.reading.drawable());
        let reference = reference.map(|(value, _)| (x, self.y(value)));
        let crossed = |baseline: f64| {
            self.slope.iter().chain(&reference).any(|(at, y)| {
                (at - x).abs() < wide / 2.0 + 8.0 && (baseline - SIZE..=baseline + 3.0).contains(y)
            })
        };
        let dots = self.chart.mark == GradientMark::Dots;
        if dots && crossed(above) && !crossed(below) && below < self.plot.bottom - 4.0 {
            below
        } else {
            above
        }
    }

    /// The reason for a missing value over its cross, where it fits whole, and the number of its
    /// note.
    fn reason(
        &self,
        canvas: &mut Canvas,
        x: f64,
        group: &GradientGroup,
        (room, remarks): (f64, &mut Notes),
    ) {
        let reason = group.reading.reason(self.chart.heading.words).unwrap_or_default();
        let number = group.note.as_ref().map(|note| remarks.number(note).to_string());
        let mut lines = wrap(&reason, room, SMALL, usize::MAX);
        if lines.len() > 2 {
            lines.clear();
        }
        lines.extend(number);
        let over = self.y(0.0) - 18.0 - LEADING * (lines.len() as f64 - 1.0);
        // Where every value is below 0 there is room under the line alone.
        let first = if over < self.plot.top { self.y(0.0) + LEADING } else { over };
        let style = small(Anchor::Middle).weight(Weight::Italic);
        canvas.lines((x, first), style, LEADING, &lines);
    }

    /// Whether groups are numbered under the plot and named below it: where a name would be cut
    /// in a narrow drawing.
    fn is_numbered(&self, room: Room) -> bool {
        let slot = (self.slot() - 4.0).max(24.0);
        let cut = |group: &GradientGroup| {
            let words = group.label.split(" (").next().unwrap_or_default();
            let is_long = |word: &str| width(word, SMALL) > slot;
            words.split_whitespace().any(is_long) || wrap(words, slot, SMALL, 4).len() > 3
        };
        room.is_narrow() && self.chart.groups.iter().any(cut)
    }

    /// The names of groups that are numbered.
    fn numbered_names(&self, room: Room) -> Option<String> {
        let name = |(at, group): (usize, &GradientGroup)| format!("{}: {}", at + 1, group.label);
        let names: Vec<String> = self.chart.groups.iter().enumerate().map(name).collect();
        self.is_numbered(room).then(|| format!("{}.", names.join("; ")))
    }

    /// Names of groups and ends under the plot; returns where they end.
    fn labels(&self, canvas: &mut Canvas) -> f64 {
        let Area { left, right, bottom, .. } = self.plot;
        let room = (self.slot() - 4.0).max(24.0);
        let numbered = self.is_numbered(canvas.room());
        let labels = self.placed().enumerate().map(|(at, (x, group))| {
            let lines =
                if numbered { vec![(at + 1).to_string()] } else { name(&group.label, room) };
            (x, lines)
        });
        let labels: Vec<Label> = labels.collect();
        let most = labels.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        for (x, lines) in apart(labels, SMALL) {
            let style = Type::new(SMALL, INK, Anchor::Middle);
            canvas.lines((x, bottom + 17.0), style, LEADING, &lines);
        }
        let mut y = bottom + 21.0 + LEADING * most as f64;
        let half = (right - left) / 2.0;
        let ends = [(&self.chart.first_end, Anchor::Start), (&self.chart.last_end, Anchor::End)];
        let (mut ends_room, mut most): (f64, usize) = (0.0, 1);
        for (words, anchor) in ends.into_iter().filter(|(words, _)| !words.is_empty()) {
            let (words, x) = match anchor {
                Anchor::Start => (format!("← {words}"), left),
                _ => (format!("{words} →"), right),
            };
            let words = wrap(&words, half / BOLD - 8.0, SIZE, 2);
            ends_room = ends_room.max(widest(&words, SIZE) * BOLD + 12.0);
            most = most.max(words.len());
            canvas.lines((x, y), normal(anchor).weight(Weight::Bold), LEADING, &words);
        }
        y += LEADING * (most as f64 - 1.0);
        let middle = left + half;
        if width(&self.chart.group_label, SIZE) <= 2.0 * (half - ends_room) {
            canvas.text((middle, y), normal(Anchor::Middle), &self.chart.group_label);
            return y + 8.0;
        }
        let lines = wrap(&self.chart.group_label, right - left, SIZE, 2);
        canvas.lines((middle, y + LEADING + 2.0), normal(Anchor::Middle), LEADING, &lines);
        y + 10.0 + LEADING * lines.len() as f64
    }
}

/// The name of a group in lines of at most `room`. Where a word of a remark in
/// brackets would be cut, as in `1 (most deprived)` on a narrow place, the name
/// stands without it: hovering and the table have the whole.
fn name(label: &str, room: f64) -> Vec<String> {
    let cut = |words: &str| words.split_whitespace().any(|word| width(word, SMALL) > room);
    let bare = label.split(" (").next().unwrap_or(label);
    let words = if cut(label) && !cut(bare) { bare } else { label };
    wrap(words, room, SMALL, 3)
}

fn key_entries(chart: &GradientChart, reference: Option<String>) -> Vec<KeyEntry<'static>> {
    let mut entries: Vec<KeyEntry<'static>> = Vec::new();
    entries.extend(reference.map(|words| KeyEntry {
        symbol: Box::new(|c: &mut Canvas, (x, y): (f64, f64)| {
            c.line((x - 13.0, y), (x + 13.0, y), REFERENCE);
        }),
        words,
    }));
    if chart.groups.iter().any(|g| matches!(g.reading.drawable(), Some((_, Some(_))))) {
        let symbol = |c: &mut Canvas, (x, y): (f64, f64)| {
            c.upright_whisker(x, (y - 7.0, y + 7.0), look(0).colour);
        };
        let words = chart.measure.interval_label.clone();
        entries.push(KeyEntry { symbol: Box::new(symbol), words });
    }
    if let Some(slope) = fitted(chart) {
        let [first, last] = [slope.first, slope.last].map(|v| grouped(v, chart.measure.decimals));
        let (said, name) = (chart.heading.words, slope.label.as_str());
        let words = say!(said, "chart-slope", name = name, first = first, last = last);
        let symbol = |c: &mut Canvas, (x, y): (f64, f64)| {
            c.line((x - 13.0, y), (x + 13.0, y), SLOPE);
        };
        entries.push(KeyEntry { symbol: Box::new(symbol), words });
    }
    entries
}

fn missing(chart: &GradientChart) -> Option<String> {
    let words = chart.heading.words;
    let missing = chart.groups.iter().filter_map(|group| {
        let reason = group.reading.reason(words)?;
        Some(say!(words, "chart-missing-one", name = group.label.as_str(), reason = reason))
    });
    let missing: Vec<String> = missing.collect();
    missing_sentence(words, &missing)
}

fn hover_words(chart: &GradientChart, group: &GradientGroup) -> String {
    let words = chart.heading.words;
    let figures = group.reading.figures(words, chart.measure.decimals);
    say!(words, "chart-of", name = group.label.as_str(), figures = figures)
}
