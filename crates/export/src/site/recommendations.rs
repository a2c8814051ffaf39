//! The page of recommendations: what was said, and is it happening?

use std::collections::BTreeSet;

use firstyear_analysis::{
    ComparedThemes, Progress, ProgressRow, Released, ThemeRow, ThemeTable, ThemeTables,
    VisitSummary,
};
use firstyear_core::MethodId;
use firstyear_core::library::CaseStudy;
use firstyear_core::visit::FindingKind;

use super::Report;
use super::block::{Block, NamedTable, PageParts};
use super::{cells, tracker};
use crate::chart::{
    Arrangement, BarChart, BarRow, Column, DataTable, Heading, Reading, Slug, TableCell,
};
use crate::format::{capital, day};
use crate::sentence::recommendations::{self as words, READING};
use crate::sentence::title as titles;

pub(super) const PATH: &str = "recommendations.html";
pub(super) const TITLE: &str = "What was recommended, and is it happening?";

/// The name of the files of the themes.
pub(super) const THEMES: &str = "recommendation-themes";
/// The name of the files of what became of them.
pub(super) const BECAME: &str = "recommendation-progress";

/// How many that are not closed a page lists; the download has all.
const LISTED: usize = 50;

/// The page; `None` for a project without recommendations.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let found = report.answers.themes.get();
    if found.is_empty() {
        return None;
    }
    let mut blocks = match &report.answers.progress {
        Some(progress) => of_progress(report, progress.get()),
        None if found.recommendations == 0 => Vec::new(),
        None => vec![Block::Note(
            "The project names no day (as_of), so that nothing can be said of progress.".to_owned(),
        )],
    };
    blocks.extend(of_themes(found));
    blocks.extend(of_visits(report, found));
    blocks.extend(elsewhere(report, found));
    let [path, nav, title] = [PATH, "Recommendations", TITLE].map(str::to_owned);
    Some(PageParts { path, nav, title, sources: BTreeSet::new(), blocks })
}

/// The methods of what was recommended, and those of what became of it.
pub(super) fn methods(
    report: &Report<'_>,
) -> (impl Iterator<Item = MethodId>, impl Iterator<Item = MethodId>) {
    let themes = report.answers.themes.get();
    let compared = themes.comparisons.iter().flat_map(|compared| &compared.rows);
    let compared = compared.filter_map(|row| row.difference);
    let asked = themes.summaries.iter().flat_map(|visit| &visit.participants);
    let asked = asked.filter_map(|answer| answer.share.value().copied());
    let progress = report.answers.progress.iter().map(Released::get);
    let done = progress.flat_map(|found| {
        let rows = found.by_theme.iter().map(|(_, row)| row);
        rows.chain(found.by_area.iter().map(|(_, row)| row))
            .chain(found.by_lead.iter().map(|(_, row)| row))
            .chain([&found.all])
    });
    let done = done.flat_map(|row| row.done_by.into_iter().chain([row.share_done]).flatten());
    let themes = compared.chain(asked).map(|estimate| estimate.method);
    (themes, done.map(|estimate| estimate.method))
}

/// What is said of them first.
pub(super) fn findings(report: &Report<'_>) -> Vec<String> {
    let progress = report.answers.progress.as_ref().map(Released::get);
    let said = words::themes(report.answers.themes.get()).into_iter();
    said.chain(progress.map(words::progress).into_iter().flatten()).collect()
}

fn of_progress(report: &Report<'_>, found: &Progress) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("Is it happening?".to_owned())];
    blocks.extend(words::progress(found).into_iter().map(Block::Finding));
    blocks.push(Block::Note(words::progress_reading()));
    let by_theme: Vec<(String, &ProgressRow)> =
        found.by_theme.iter().map(|(theme, row)| (theme.clone(), row)).collect();
    let chart = progress_chart(found, &by_theme);
    let table = progress_table("Theme", "By theme", &by_theme);
    blocks.push(Block::Chart { chart: Box::new(chart), table });
    let by_area: Vec<(String, &ProgressRow)> =
        found.by_area.iter().map(|(area, row)| (report.area_name(area), row)).collect();
    if by_area.len() > 1 {
        blocks.push(Block::Table(progress_table("Area", "By area", &by_area)));
    }
    let lead = |lead: &Option<String>| lead.clone().unwrap_or_else(|| "Nobody".to_owned());
    let by_lead: Vec<(String, &ProgressRow)> =
        found.by_lead.iter().map(|(name, row)| (lead(name), row)).collect();
    blocks.push(Block::Table(progress_table("Led by", "By the agency that leads", &by_lead)));
    blocks.push(Block::Table(NamedTable::new(BECAME, not_closed_table(report, found))));
    blocks
}

const SERIES: [&str; 5] = ["Done", "Started", "Agreed", "Open", "Stopped"];

fn counts(row: &ProgressRow) -> [usize; 5] {
    [row.done, row.started, row.agreed, row.open, row.stopped]
}

fn progress_chart(found: &Progress, rows: &[(String, &ProgressRow)]) -> BarChart {
    let bar = |(label, row): &(String, &ProgressRow)| BarRow {
        label: label.clone(),
        readings: counts(row).map(|count| Reading::value(count as f64)).into(),
    };
    BarChart {
        heading: Heading {
            id: Slug::new(BECAME),
            title: titles::of_first(&words::progress(found), "No recommendation had been made"),
            description: "A bar for each theme, in five parts: done, started, agreed, open and \
                          stopped. Every figure is in the table."
                .to_owned(),
            subtitle: format!("What became of recommendations by {}", day(found.as_of)),
            when_empty: "No recommendation had been made.".to_owned(),
            words: crate::words::english(),
        },
        measure: cells::measure("Recommendations".to_owned(), 0, firstyear_core::Confidence::P95),
        row_label: "Theme".to_owned(),
        series: SERIES.map(str::to_owned).into(),
        rows: rows.iter().map(bar).collect(),
        arrangement: Arrangement::Stacked,
        whole: None,
    }
}

fn progress_table(head: &str, caption: &str, rows: &[(String, &ProgressRow)]) -> NamedTable {
    let mut columns = vec![Column::text(head), Column::number("Made")];
    columns.extend(SERIES.map(Column::number));
    columns.extend(["Overdue", "Stalled"].map(Column::number));
    columns.extend(cells::columns("Done, %"));
    columns.push(Column::number("Median days to done"));
    let whole = |count: usize| TableCell::number(count as f64, 0);
    let row = |(name, row): &(String, &ProgressRow)| {
        let mut cells_of = vec![TableCell::text(name), whole(row.made)];
        cells_of.extend(counts(row).map(whole));
        cells_of.extend([row.overdue, row.stalled].map(whole));
        cells_of
            .extend(cells::computed(row.share_done.map(|share| share.scaled(100.0)).as_ref(), 0));
        cells_of.push(row.median_days.map_or_else(
            || TableCell::missing("half are not done"),
            |median| TableCell::number(median.days, 0),
        ));
        cells_of
    };
    let table = DataTable {
        caption: format!("{caption}: what became of recommendations"),
        columns,
        rows: rows.iter().map(row).collect(),
    };
    NamedTable::new(BECAME, table)
}

fn not_closed_table(report: &Report<'_>, found: &Progress) -> DataTable {
    let all = found.not_closed.len();
    let caption = if all > LISTED {
        format!(
            "Neither done nor stopped: the first {LISTED} of {all}, overdue ones first; {} has all",
            tracker::has_all(found)
        )
    } else {
        "Neither done nor stopped, overdue ones first".to_owned()
    };
    tracker::table(report, caption, found.not_closed.iter().take(LISTED))
}

fn of_themes(found: &ThemeTables) -> Vec<Block> {
    if found.recommendations == 0 {
        return vec![Block::Note("No recommendation was read.".to_owned())];
    }
    let mut blocks = vec![Block::Heading("What was recommended".to_owned())];
    blocks.extend(words::themes(found).map(Block::Finding));
    blocks.push(Block::Note(READING.to_owned()));
    blocks.extend(
        found.tables.iter().map(|table| Block::Table(NamedTable::new(THEMES, theme_table(table)))),
    );
    if found.tables.len() > 1 {
        blocks.push(Block::Table(NamedTable::new(THEMES, per_area_table(found))));
    }
    if !found.together.is_empty() {
        blocks.push(Block::Table(NamedTable::new(THEMES, together_table(found))));
    }
    for compared in &found.comparisons {
        blocks.push(Block::Subheading(compared.name.clone()));
        blocks.push(Block::Finding(words::comparison(compared)));
        blocks.push(Block::Table(NamedTable::new(THEMES, comparison_table(compared))));
    }
    blocks
}

/// The visits, what they found, and what those who took part said.
fn of_visits(report: &Report<'_>, found: &ThemeTables) -> Vec<Block> {
    if found.summaries.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading("Visits".to_owned())];
    blocks.push(Block::Table(NamedTable::new(THEMES, visits_table(report, found))));
    if found.summaries.iter().any(|visit| !visit.findings.is_empty()) {
        blocks.push(Block::Table(NamedTable::new(THEMES, findings_table(found))));
    }
    if found.summaries.iter().any(|visit| !visit.participants.is_empty()) {
        blocks.push(Block::Table(NamedTable::new(THEMES, participants_table(found))));
    }
    blocks
}

fn visits_table(report: &Report<'_>, found: &ThemeTables) -> DataTable {
    let row = |visit: &VisitSummary| {
        vec![
            TableCell::text(&visit.id),
            TableCell::text(report.area_name(&visit.area)),
            TableCell::text(format!("{} to {}", visit.first, visit.last)),
            TableCell::list_or(&visit.groups, "not told"),
            TableCell::list_or(&visit.not_held, "none"),
            TableCell::number(f64::from(visit.interviewed), 0),
            TableCell::number(visit.recommendations as f64, 0),
            visit.days_to_support.map_or_else(
                || TableCell::missing("not told"),
                |days| TableCell::number(days as f64, 0),
            ),
            match visit.follow_ups.last() {
                Some((days, _)) => TableCell::number(*days as f64, 0),
                None => TableCell::missing("not yet"),
            },
        ]
    };
    DataTable {
        caption: "Visits, in the order of their days".to_owned(),
        columns: vec![
            Column::text("Visit"),
            Column::text("Area"),
            Column::text("Days"),
            Column::text("Discussion groups"),
            Column::text("Core groups not held"),
            Column::number("Interviewed"),
            Column::number("Recommendations"),
            Column::number("Days until support was agreed"),
            Column::number("Days until last looked at again"),
        ],
        rows: found.summaries.iter().map(row).collect(),
    }
}

fn findings_table(found: &ThemeTables) -> DataTable {
    let row = |visit: &VisitSummary| {
        let of = |(kind, theme, text): &(FindingKind, String, Option<String>)| {
            let text = text.as_ref();
            vec![
                TableCell::text(&visit.id),
                TableCell::text(kind.word()),
                TableCell::text(theme),
                text.map_or_else(|| TableCell::missing("not told"), TableCell::text),
            ]
        };
        visit.findings.iter().map(of).collect::<Vec<_>>()
    };
    DataTable {
        caption: "Strengths and challenges".to_owned(),
        columns: ["Visit", "Kind", "Theme", "What was found"].map(Column::text).into(),
        rows: found.summaries.iter().flat_map(row).collect(),
    }
}

fn participants_table(found: &ThemeTables) -> DataTable {
    let row = |visit: &VisitSummary| {
        let of = |answer: &firstyear_analysis::Participants| {
            let mut cells_of = vec![
                TableCell::text(&visit.id),
                TableCell::text(&answer.question),
                cells::count(&answer.agreed),
                TableCell::number(answer.answered as f64, 0),
            ];
            cells_of.extend(cells::estimate(&answer.share.map(|share| share.scaled(100.0)), 0));
            cells_of
        };
        visit.participants.iter().map(of).collect::<Vec<_>>()
    };
    let mut columns = vec![
        Column::text("Visit"),
        Column::text("Asked"),
        Column::number("Agreed"),
        Column::number("Answered"),
    ];
    columns.extend(cells::columns("Agreed, %"));
    DataTable {
        caption: "What those who took part said".to_owned(),
        columns,
        rows: found.summaries.iter().flat_map(row).collect(),
    }
}

/// What others did on the themes that are recommended.
fn elsewhere(report: &Report<'_>, found: &ThemeTables) -> Vec<Block> {
    let name = |id: &str| {
        found.tables.iter().find(|table| table.theme == id).map(|table| table.name.clone())
    };
    let row = |case: &CaseStudy| {
        Some(vec![
            TableCell::text(name(&case.theme)?),
            TableCell::text(&case.title),
            TableCell::text(&case.place),
            TableCell::text(&case.what),
            TableCell::text(&case.evaluation),
            TableCell::text(&case.source),
        ])
    };
    let rows: Vec<_> = report.library.case_studies.iter().filter_map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let heads = ["Theme", "What", "Where", "How", "What is known of it", "Source"];
    let table = DataTable {
        caption: "What others did on these themes".to_owned(),
        columns: heads.map(Column::text).into(),
        rows,
    };
    let as_of = report.library.as_of.map_or_else(String::new, |year| format!(" as of {year}"));
    vec![
        Block::Heading("What others did".to_owned()),
        Block::Note(format!(
            "Case studies{as_of}: none of them is an effect estimate, and few were held against \
             anything."
        )),
        Block::Table(NamedTable { stem: None, table }),
    ]
}

/// Categories with their parts below them, and the total.
fn theme_table(table: &ThemeTable) -> DataTable {
    let of = |name: &str, part: Option<&str>, count: usize, percent: f64| {
        vec![
            TableCell::text(name),
            part.map_or_else(|| TableCell::missing("all parts"), TableCell::text),
            TableCell::number(count as f64, 0),
            TableCell::number(percent, 1),
        ]
    };
    let mut rows = Vec::new();
    for row in &table.rows {
        rows.push(of(&row.name, None, row.count(), table.percent(row)));
        let part =
            |part: &ThemeRow| of(&row.name, Some(&part.name), part.count(), table.percent(part));
        rows.extend(row.parts.iter().map(part));
    }
    rows.push(of("Total", None, table.total, 100.0));
    DataTable {
        caption: format!("Recommendations on {}", table.name.to_lowercase()),
        columns: vec![
            Column::text("Category"),
            Column::text("Part"),
            Column::number("Recommendations"),
            Column::number("%"),
        ],
        rows,
    }
}

fn per_area_table(found: &ThemeTables) -> DataTable {
    let row = |table: &ThemeTable| {
        let per = table.per_area;
        vec![
            TableCell::text(&table.name),
            TableCell::number(table.total as f64, 0),
            TableCell::number(found.percent(table), 1),
            TableCell::number(per.areas as f64, 0),
            TableCell::number(per.median, 1),
            TableCell::number(per.fewest as f64, 0),
            TableCell::number(per.most as f64, 0),
        ]
    };
    DataTable {
        caption: "Themes, and how many recommendations an area has of each".to_owned(),
        columns: vec![
            Column::text("Theme"),
            Column::number("Recommendations"),
            Column::number("% of all"),
            Column::number("Areas"),
            Column::number("Median of an area"),
            Column::number("Fewest"),
            Column::number("Most"),
        ],
        rows: found.tables.iter().map(row).collect(),
    }
}

fn together_table(found: &ThemeTables) -> DataTable {
    let row = |pair: &firstyear_analysis::ThemePair| {
        vec![
            TableCell::text(&pair.themes[0]),
            TableCell::text(&pair.themes[1]),
            TableCell::number(pair.areas as f64, 0),
            TableCell::number(pair.of as f64, 0),
        ]
    };
    DataTable {
        caption: "Themes that are recommended to the same areas".to_owned(),
        columns: vec![
            Column::text("Theme"),
            Column::text("And"),
            Column::number("Areas with both"),
            Column::number("Areas with either"),
        ],
        rows: found.together.iter().map(row).collect(),
    }
}

fn comparison_table(found: &ComparedThemes) -> DataTable {
    let head = |side: usize| format!("{} (of {})", capital(&found.sides[side]), found.totals[side]);
    let mut columns = vec![
        Column::text(if found.theme.is_some() { "Category" } else { "Theme" }),
        Column::number(head(0)),
        Column::number(head(1)),
    ];
    columns.extend(cells::columns("Difference of shares, percentage points"));
    let row = |row: &firstyear_analysis::ComparedTheme| {
        let mut cells_of = vec![TableCell::text(&row.name)];
        cells_of.extend(row.counts.map(|count| TableCell::number(count as f64, 0)));
        cells_of.extend(cells::computed(row.difference.as_ref(), 1));
        cells_of
    };
    let theme = found.theme.as_ref().map_or_else(String::new, |theme| format!(", {theme}"));
    DataTable {
        caption: format!("{}{theme}: {} less {}", found.name, found.sides[0], found.sides[1]),
        columns,
        rows: found.rows.iter().map(row).collect(),
    }
}
