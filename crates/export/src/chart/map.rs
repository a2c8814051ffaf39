//! Areas where they lie, each in the look of its class: hexagons of one size, or
//! boundaries made simpler for the page.
//!
//! Classes are verdicts and states of a figure, never shades of a raw rate: with
//! small numbers the darkest areas of such a map are mostly those with few births.

use firstyear_core::area_map::HexLayout;

use super::canvas::{Canvas, WIDTH};
use super::furniture::{KeyEntry, MARGIN, key, notes};
use super::table::{reading_cells, reading_columns};
use super::{Chart, Column, DataTable, Heading, Measure, Reading, ReferenceLine, TableCell};
use crate::format::count;
use crate::words::say;

mod class;
mod hexagons;
mod shapes;
mod short;
mod simplify;

pub use class::MapClass;

/// Areas on a map, by class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapChart {
    /// Name and words.
    pub heading: Heading,
    /// What the values measure.
    pub measure: Measure,
    /// Head of the first column of the data table: `Local authority`.
    pub row_label: String,
    /// What the classes are against, such as `England`.
    pub comparator: Option<ReferenceLine>,
    /// How places become points.
    pub ground: MapGround,
    /// The areas, in the order of the data table.
    pub areas: Vec<MapArea>,
}

/// What a map is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapGround {
    /// A hexagon for each area.
    Hexagons(HexLayout),
    /// Boundaries in degrees of longitude and latitude.
    Degrees,
    /// Boundaries in planar units.
    Planar,
}

impl Default for MapGround {
    fn default() -> Self {
        Self::Hexagons(HexLayout::OddR)
    }
}

/// One area of a [`MapChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct MapArea {
    /// Its name.
    pub label: String,
    /// Its value; a missing one shows its reason.
    pub reading: Reading,
    /// Its class, judged by the caller.
    pub class: MapClass,
    /// Where it lies; empty for one that is in the data table alone.
    pub shape: MapShape,
}

/// Where an area lies.
#[derive(Clone, Debug, PartialEq)]
pub enum MapShape {
    /// Columns and rows of hexagons, for a map of such.
    Cells(Vec<(i32, i32)>),
    /// Closed lines, outer ones and holes, for a map of boundaries: what lies
    /// within an odd number of them belongs to the area.
    Rings(Vec<Vec<[f64; 2]>>),
}

impl MapShape {
    fn is_empty(&self) -> bool {
        match self {
            Self::Cells(cells) => cells.is_empty(),
            Self::Rings(rings) => rings.is_empty(),
        }
    }
}

impl Chart for MapChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn svg(&self) -> Option<String> {
        let mut canvas = Canvas::default();
        let bottom = match self.ground {
            MapGround::Hexagons(layout) => hexagons::draw(self, layout, &mut canvas)?,
            MapGround::Degrees | MapGround::Planar => shapes::draw(self, &mut canvas)?,
        };
        let y = key(&mut canvas, &self.key_entries(), bottom + 10.0);
        let y = notes(&mut canvas, &self.sentences(), y + 2.0);
        Some(canvas.finish(&self.heading, y + MARGIN))
    }

    /// One row per area in the order given, the comparator last.
    fn table(&self) -> DataTable {
        let words = self.heading.words;
        let short = self.short_labels();
        let mut columns = vec![Column::text(&self.row_label)];
        columns.extend(short.is_some().then(|| Column::text(say!(words, "chart-on-the-map"))));
        columns.extend(reading_columns(words, &self.measure));
        columns.push(Column::text(say!(words, "chart-class")));
        let row = |label: &str, short: Option<&str>, reading: &Reading, decimals, class: &str| {
            let mut cells = vec![TableCell::text(label)];
            cells.extend(short.map(TableCell::text));
            cells.extend(reading_cells(words, reading, decimals));
            cells.push(TableCell::text(class));
            cells
        };
        let decimals = self.measure.decimals;
        let rows = self.areas.iter().enumerate().map(|(at, area)| {
            let short = short.as_ref().map(|short| short[at].as_str());
            row(&area.label, short, &area.reading, decimals, &area.class.word(words))
        });
        let comparator = self.comparator.iter().map(|line| {
            let short = short.as_ref().map(|_| "");
            let class = say!(words, "chart-comparator");
            row(&line.label, short, &line.reading, line.decimals, &class)
        });
        DataTable {
            caption: self.heading.title.clone(),
            columns,
            rows: rows.chain(comparator).collect(),
        }
    }
}

impl MapChart {
    /// What stands for each area in its hexagon, in the order of the areas, where
    /// their names are too long for it; `None` where nothing is shortened.
    #[must_use]
    pub fn short_labels(&self) -> Option<Vec<String>> {
        match self.ground {
            MapGround::Hexagons(layout) => hexagons::short_labels(self, layout),
            MapGround::Degrees | MapGround::Planar => None,
        }
    }

    /// The areas that have a place, with their numbers.
    fn drawn(&self) -> impl Iterator<Item = (usize, &MapArea)> {
        self.areas.iter().enumerate().filter(|(_, area)| !area.shape.is_empty())
    }

    /// Name, figures and class, for hovering.
    fn words(&self, area: &MapArea) -> String {
        let (words, name) = (self.heading.words, area.label.as_str());
        let figures = area.reading.figures(words, self.measure.decimals);
        let class = area.class.word(words);
        if figures == class {
            say!(words, "chart-of", name = name, figures = class)
        } else {
            say!(words, "chart-of-with", name = name, figures = figures, remark = class)
        }
    }

    /// Every class that is drawn, with how many areas it has, and the mark of a
    /// rate of 0.
    fn key_entries(&self) -> Vec<KeyEntry<'_>> {
        let said = self.heading.words;
        let against = self.comparator.as_ref().map(|line| line.label.as_str());
        let mut classes: Vec<MapClass> = self.drawn().map(|(_, area)| area.class).collect();
        classes.sort_unstable();
        let of = |class| classes.iter().filter(|one| **one == class).count();
        let mut entries = Vec::new();
        for class in MapClass::ALL.into_iter().filter(|class| of(*class) > 0) {
            let (name, figures) = (class.legend(said, against), count(of(class) as u64));
            let words = say!(said, "chart-of", name = name, figures = figures);
            let id = &self.heading.id;
            let patterned = !matches!(self.ground, MapGround::Hexagons(_));
            entries.push(KeyEntry {
                symbol: Box::new(move |c: &mut Canvas, at| class.sample(c, at, id, patterned)),
                words,
            });
        }
        let zeros = self.drawn().filter(|(_, area)| is_zero(area)).count();
        if zeros > 0 {
            entries.push(KeyEntry {
                symbol: Box::new(|c: &mut Canvas, at| class::zero_mark(c, at)),
                words: say!(said, "chart-zero", count = count(zeros as u64)),
            });
        }
        entries
    }

    /// What the drawing leaves out.
    fn sentences(&self) -> Vec<String> {
        let left_out: Vec<&str> = self
            .areas
            .iter()
            .filter(|area| area.shape.is_empty())
            .map(|area| area.label.as_str())
            .collect();
        let words = self.heading.words;
        let mut said = Vec::new();
        if !left_out.is_empty() {
            said.push(say!(words, "chart-no-place", areas = left_out.join("; ")));
        }
        if self.short_labels().is_some() {
            said.push(say!(words, "chart-names-shortened"));
        }
        if matches!(self.ground, MapGround::Hexagons(_)) {
            said.push(say!(words, "chart-hexagons"));
        }
        said
    }
}

/// Whether the value of an area is 0: no events were counted.
fn is_zero(area: &MapArea) -> bool {
    area.reading.drawable().is_some_and(|(value, _)| value == 0.0)
}

/// The least and the largest of each coordinate.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Extent {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Extent {
    /// Of points; `None` where there is none.
    fn of(points: impl Iterator<Item = (f64, f64)>) -> Option<Self> {
        let mut extent: Option<Self> = None;
        for (x, y) in points {
            let one = extent.get_or_insert(Self { left: x, right: x, top: y, bottom: y });
            *one = Self {
                left: one.left.min(x),
                right: one.right.max(x),
                top: one.top.min(y),
                bottom: one.bottom.max(y),
            };
        }
        extent
    }

    fn width(&self) -> f64 {
        self.right - self.left
    }

    fn height(&self) -> f64 {
        self.bottom - self.top
    }

    fn middle(&self) -> (f64, f64) {
        (f64::midpoint(self.left, self.right), f64::midpoint(self.top, self.bottom))
    }
}

/// The width that maps have.
const MAP_WIDTH: f64 = WIDTH - 2.0 * MARGIN;
