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
use crate::format::{capital, count};
use crate::sentence::recommendations as told;
use crate::sentence::title as titles;
use crate::words::{Words, say};

pub(super) const PATH: &str = "recommendations.html";

/// The name of the files of the themes.
pub(super) const THEMES: &str = "recommendation-themes";
/// The name of the files of what became of them.
pub(super) const BECAME: &str = "recommendation-progress";

/// How many that are not closed a page lists; the download has all.
const LISTED: usize = 50;

/// How many bars that are as long as each other are told one by one.
const TOLD: usize = 3;

/// The page; `None` for a project without recommendations.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let found = report.answers.themes.get();
    if found.is_empty() {
        return None;
    }
    let mut blocks = match &report.answers.progress {
        Some(progress) => of_progress(report, progress.get()),
        None if found.recommendations == 0 => Vec::new(),
        None => vec![Block::Note(say!(report.language, "recommendations-no-day"))],
    };
    blocks.extend(of_themes(found, report.language));
    blocks.extend(of_visits(report, found));
    blocks.extend(elsewhere(report, found));
    Some(PageParts {
        path: PATH.to_owned(),
        nav: say!(report.language, "recommendations-page-short"),
        title: say!(report.language, "recommendations-page"),
        sources: BTreeSet::new(),
        blocks,
    })
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
    let said = told::themes(report.answers.themes.get(), report.language).into_iter();
    let progress = progress.map(|found| told::progress(found, report.language));
    said.chain(progress.into_iter().flatten()).collect()
}

fn of_progress(report: &Report<'_>, found: &Progress) -> Vec<Block> {
    let words = report.language;
    let mut blocks = vec![Block::Heading(say!(words, "recommendations-happening"))];
    blocks.extend(told::progress(found, words).into_iter().map(Block::Finding));
    blocks.push(Block::Note(told::progress_reading(words)));
    let by_theme: Vec<(String, &ProgressRow)> =
        found.by_theme.iter().map(|(theme, row)| (theme.clone(), row)).collect();
    let head = say!(words, "recommendations-column-theme");
    let caption = say!(words, "recommendations-by-theme");
    let table = progress_table(&head, caption, &by_theme, words);
    let chart = progress_chart(found, &by_theme, words);
    blocks.push(Block::Chart { chart: Box::new(chart), table });
    let by_area: Vec<(String, &ProgressRow)> =
        found.by_area.iter().map(|(area, row)| (report.area_name(area), row)).collect();
    if by_area.len() > 1 {
        let head = say!(words, "column-area");
        let caption = say!(words, "recommendations-by-area");
        blocks.push(Block::Table(progress_table(&head, caption, &by_area, words)));
    }
    let nobody = || say!(words, "recommendations-nobody");
    let lead = |lead: &Option<String>| lead.clone().unwrap_or_else(nobody);
    let by_lead: Vec<(String, &ProgressRow)> =
        found.by_lead.iter().map(|(name, row)| (lead(name), row)).collect();
    let head = say!(words, "tracker-column-lead");
    let caption = say!(words, "recommendations-by-lead");
    blocks.push(Block::Table(progress_table(&head, caption, &by_lead, words)));
    blocks.push(Block::Table(NamedTable::new(BECAME, not_closed_table(report, found))));
    blocks
}

/// What may have become of a recommendation, in the order of [`counts`].
fn series(words: &Words) -> [String; 5] {
    [
        say!(words, "recommendations-series-done"),
        say!(words, "recommendations-series-started"),
        say!(words, "recommendations-series-agreed"),
        say!(words, "recommendations-series-open"),
        say!(words, "recommendations-series-stopped"),
    ]
}

fn counts(row: &ProgressRow) -> [usize; 5] {
    [row.done, row.started, row.agreed, row.open, row.stopped]
}

fn progress_chart(
    found: &Progress,
    rows: &[(String, &ProgressRow)],
    words: &'static Words,
) -> BarChart {
    let bar = |(label, row): &(String, &ProgressRow)| BarRow {
        label: label.clone(),
        readings: counts(row).map(|count| Reading::value(count as f64)).into(),
    };
    let none = say!(words, "recommendations-none-made");
    let said = told::progress(found, words);
    BarChart {
        heading: Heading {
            id: Slug::new(BECAME),
            title: titles::of_first(&said, &titles::of_sentence(&none)),
            description: progress_words(&said, rows, words),
            subtitle: say!(words, "recommendations-became", day = words.day(found.as_of)),
            when_empty: none,
            words,
        },
        measure: cells::measure(
            words,
            say!(words, "recommendations-axis"),
            0,
            firstyear_core::Confidence::P95,
        ),
        row_label: say!(words, "recommendations-column-theme"),
        series: series(words).into(),
        rows: rows.iter().map(bar).collect(),
        arrangement: Arrangement::Stacked,
        whole: None,
    }
}

/// What the bars show: how far all are, and the theme with the longest bar.
fn progress_words(said: &[String], rows: &[(String, &ProgressRow)], words: &Words) -> String {
    let mut told = vec![say!(words, "recommendations-chart-words")];
    told.extend(said.first().cloned());
    let most = rows.iter().map(|(_, row)| row.made).max().filter(|made| *made > 0);
    if let Some(most) = most {
        let longest: Vec<_> = rows.iter().filter(|(_, row)| row.made == most).collect();
        // Where many are as long as each other, none stands out.
        let longest = Some(longest).filter(|longest| longest.len() <= TOLD);
        told.extend(longest.into_iter().flatten().map(|(theme, row)| {
            say!(
                words,
                "recommendations-chart-longest",
                theme = theme.as_str(),
                n = row.made as u64,
                made = count(row.made as u64),
                done = count(row.done as u64),
                started = count(row.started as u64),
                agreed = count(row.agreed as u64),
                open = count(row.open as u64),
                stopped = count(row.stopped as u64)
            )
        }));
    }
    told.push(say!(words, "figures-in-table"));
    told.join(" ")
}

fn progress_table(
    head: &str,
    caption: String,
    rows: &[(String, &ProgressRow)],
    words: &Words,
) -> NamedTable {
    let mut columns =
        vec![Column::text(head), Column::number(say!(words, "recommendations-column-made"))];
    columns.extend(series(words).map(Column::number));
    columns.push(Column::number(say!(words, "recommendations-column-overdue")));
    columns.push(Column::number(say!(words, "recommendations-column-stalled")));
    columns.extend(cells::columns(words, &say!(words, "recommendations-column-done")));
    columns.push(Column::number(say!(words, "recommendations-column-median")));
    let whole = |count: usize| TableCell::number(count as f64, 0);
    let row = |(name, row): &(String, &ProgressRow)| {
        let mut cells_of = vec![TableCell::text(name), whole(row.made)];
        cells_of.extend(counts(row).map(whole));
        cells_of.extend([row.overdue, row.stalled].map(whole));
        cells_of.extend(cells::computed(
            words,
            row.share_done.map(|share| share.scaled(100.0)).as_ref(),
            0,
        ));
        cells_of.push(row.median_days.map_or_else(
            || TableCell::missing(say!(words, "recommendations-half-are-not")),
            |median| TableCell::number(median.days, 0),
        ));
        cells_of
    };
    NamedTable::new(BECAME, DataTable { caption, columns, rows: rows.iter().map(row).collect() })
}

fn not_closed_table(report: &Report<'_>, found: &Progress) -> DataTable {
    let words = report.language;
    let all = found.not_closed.len();
    let caption = if all > LISTED {
        say!(
            words,
            "recommendations-not-closed-first",
            listed = count(LISTED as u64),
            all = count(all as u64),
            place = tracker::has_all(found)
        )
    } else {
        say!(words, "recommendations-not-closed")
    };
    tracker::table(report, caption, found.not_closed.iter().take(LISTED))
}

fn of_themes(found: &ThemeTables, words: &Words) -> Vec<Block> {
    if found.recommendations == 0 {
        return vec![Block::Note(say!(words, "recommendations-none-read"))];
    }
    let table = |table: DataTable| Block::Table(NamedTable::new(THEMES, table));
    let mut blocks = vec![Block::Heading(say!(words, "recommendations-what"))];
    blocks.extend(told::themes(found, words).map(Block::Finding));
    blocks.push(Block::Note(told::reading(words)));
    blocks.extend(found.tables.iter().map(|theme| table(theme_table(theme, words))));
    if found.tables.len() > 1 {
        blocks.push(table(per_area_table(found, words)));
    }
    if !found.together.is_empty() {
        blocks.push(table(together_table(found, words)));
    }
    for compared in &found.comparisons {
        blocks.push(Block::Subheading(compared.name.clone()));
        blocks.push(Block::Finding(told::comparison(compared, words)));
        blocks.push(table(comparison_table(compared, words)));
    }
    blocks
}

/// The visits, what they found, and what those who took part said.
fn of_visits(report: &Report<'_>, found: &ThemeTables) -> Vec<Block> {
    if found.summaries.is_empty() {
        return Vec::new();
    }
    let words = report.language;
    let mut blocks = vec![Block::Heading(say!(words, "visits-heading"))];
    blocks.push(Block::Table(NamedTable::new(THEMES, visits_table(report, found))));
    if found.summaries.iter().any(|visit| !visit.findings.is_empty()) {
        blocks.push(Block::Table(NamedTable::new(THEMES, findings_table(found, words))));
    }
    if found.summaries.iter().any(|visit| !visit.participants.is_empty()) {
        blocks.push(Block::Table(NamedTable::new(THEMES, participants_table(found, words))));
    }
    blocks
}

fn visits_table(report: &Report<'_>, found: &ThemeTables) -> DataTable {
    let words = report.language;
    let row = |visit: &VisitSummary| {
        vec![
            TableCell::text(&visit.id),
            TableCell::text(report.area_name(&visit.area)),
            TableCell::text(say!(
                words,
                "span",
                from = visit.first.to_string(),
                to = visit.last.to_string()
            )),
            TableCell::list_or(&visit.groups, &say!(words, "tracker-not-told")),
            TableCell::list_or(&visit.not_held, &say!(words, "none")),
            TableCell::number(f64::from(visit.interviewed), 0),
            TableCell::number(visit.recommendations as f64, 0),
            visit.days_to_support.map_or_else(
                || TableCell::missing(say!(words, "tracker-not-told")),
                |days| TableCell::number(days as f64, 0),
            ),
            match visit.follow_ups.last() {
                Some((days, _)) => TableCell::number(*days as f64, 0),
                None => TableCell::missing(say!(words, "visits-not-yet")),
            },
        ]
    };
    DataTable {
        caption: say!(words, "visits-caption"),
        columns: vec![
            Column::text(say!(words, "visits-column-visit")),
            Column::text(say!(words, "column-area")),
            Column::text(say!(words, "visits-column-days")),
            Column::text(say!(words, "visits-column-groups")),
            Column::text(say!(words, "visits-column-not-held")),
            Column::number(say!(words, "visits-column-interviewed")),
            Column::number(say!(words, "recommendations-axis")),
            Column::number(say!(words, "visits-column-support")),
            Column::number(say!(words, "visits-column-again")),
        ],
        rows: found.summaries.iter().map(row).collect(),
    }
}

fn findings_table(found: &ThemeTables, words: &Words) -> DataTable {
    let row = |visit: &VisitSummary| {
        let of = |(kind, theme, text): &(FindingKind, String, Option<String>)| {
            let text = text.as_ref();
            vec![
                TableCell::text(&visit.id),
                TableCell::text(say!(words, "visits-kind", kind = kind.word())),
                TableCell::text(theme),
                text.map_or_else(
                    || TableCell::missing(say!(words, "tracker-not-told")),
                    TableCell::text,
                ),
            ]
        };
        visit.findings.iter().map(of).collect::<Vec<_>>()
    };
    DataTable {
        caption: say!(words, "visits-findings"),
        columns: vec![
            Column::text(say!(words, "visits-column-visit")),
            Column::text(say!(words, "visits-column-kind")),
            Column::text(say!(words, "recommendations-column-theme")),
            Column::text(say!(words, "visits-column-finding")),
        ],
        rows: found.summaries.iter().flat_map(row).collect(),
    }
}

fn participants_table(found: &ThemeTables, words: &Words) -> DataTable {
    let row = |visit: &VisitSummary| {
        let of = |answer: &firstyear_analysis::Participants| {
            let mut cells_of = vec![
                TableCell::text(&visit.id),
                TableCell::text(&answer.question),
                cells::count(words, &answer.agreed),
                TableCell::number(answer.answered as f64, 0),
            ];
            cells_of.extend(cells::estimate(
                words,
                &answer.share.map(|share| share.scaled(100.0)),
                0,
            ));
            cells_of
        };
        visit.participants.iter().map(of).collect::<Vec<_>>()
    };
    let mut columns = vec![
        Column::text(say!(words, "visits-column-visit")),
        Column::text(say!(words, "visits-column-asked")),
        Column::number(say!(words, "visits-column-agreed")),
        Column::number(say!(words, "visits-column-answered")),
    ];
    columns.extend(cells::columns(words, &say!(words, "visits-column-share")));
    DataTable {
        caption: say!(words, "visits-participants"),
        columns,
        rows: found.summaries.iter().flat_map(row).collect(),
    }
}

/// What others did on the themes that are recommended.
fn elsewhere(report: &Report<'_>, found: &ThemeTables) -> Vec<Block> {
    let words = report.language;
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
    let heads = [
        say!(words, "recommendations-column-theme"),
        say!(words, "cases-column-what"),
        say!(words, "cases-column-where"),
        say!(words, "cases-column-how"),
        say!(words, "cases-column-known"),
        say!(words, "cases-column-source"),
    ];
    let table = DataTable {
        caption: say!(words, "cases-caption"),
        columns: heads.map(Column::text).into(),
        rows,
    };
    let note = match report.library.as_of {
        Some(year) => say!(words, "cases-note-of", year = year.to_string()),
        None => say!(words, "cases-note"),
    };
    vec![
        Block::Heading(say!(words, "cases-heading")),
        Block::Note(note),
        Block::Table(NamedTable { stem: None, table }),
    ]
}

/// Categories with their parts below them, and the total.
fn theme_table(table: &ThemeTable, words: &Words) -> DataTable {
    let all_parts = || TableCell::missing(say!(words, "recommendations-all-parts"));
    let of = |name: &str, part: Option<&str>, count: usize, percent: f64| {
        vec![
            TableCell::text(name),
            part.map_or_else(all_parts, TableCell::text),
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
    let total = say!(words, "recommendations-total");
    rows.push(of(&total, None, table.total, 100.0));
    DataTable {
        caption: say!(words, "recommendations-theme-caption", theme = table.name.to_lowercase()),
        columns: vec![
            Column::text(say!(words, "recommendations-column-category")),
            Column::text(say!(words, "recommendations-column-part")),
            Column::number(say!(words, "recommendations-axis")),
            Column::number("%"),
        ],
        rows,
    }
}

fn per_area_table(found: &ThemeTables, words: &Words) -> DataTable {
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
        caption: say!(words, "recommendations-per-area"),
        columns: vec![
            Column::text(say!(words, "recommendations-column-theme")),
            Column::number(say!(words, "recommendations-axis")),
            Column::number(say!(words, "recommendations-column-of-all")),
            Column::number(say!(words, "recommendations-column-areas")),
            Column::number(say!(words, "recommendations-column-median-area")),
            Column::number(say!(words, "recommendations-column-fewest")),
            Column::number(say!(words, "recommendations-column-most")),
        ],
        rows: found.tables.iter().map(row).collect(),
    }
}

fn together_table(found: &ThemeTables, words: &Words) -> DataTable {
    let row = |pair: &firstyear_analysis::ThemePair| {
        vec![
            TableCell::text(&pair.themes[0]),
            TableCell::text(&pair.themes[1]),
            TableCell::number(pair.areas as f64, 0),
            TableCell::number(pair.of as f64, 0),
        ]
    };
    DataTable {
        caption: say!(words, "recommendations-together"),
        columns: vec![
            Column::text(say!(words, "recommendations-column-theme")),
            Column::text(say!(words, "recommendations-column-and")),
            Column::number(say!(words, "recommendations-column-both")),
            Column::number(say!(words, "recommendations-column-either")),
        ],
        rows: found.together.iter().map(row).collect(),
    }
}

fn comparison_table(found: &ComparedThemes, words: &Words) -> DataTable {
    let head = |side: usize| {
        say!(
            words,
            "recommendations-column-side",
            side = capital(&found.sides[side]),
            total = found.totals[side].to_string()
        )
    };
    let first = match &found.theme {
        Some(_) => say!(words, "recommendations-column-category"),
        None => say!(words, "recommendations-column-theme"),
    };
    let mut columns = vec![Column::text(first), Column::number(head(0)), Column::number(head(1))];
    columns.extend(cells::columns(words, &say!(words, "recommendations-column-difference")));
    let row = |row: &firstyear_analysis::ComparedTheme| {
        let mut cells_of = vec![TableCell::text(&row.name)];
        cells_of.extend(row.counts.map(|count| TableCell::number(count as f64, 0)));
        cells_of.extend(cells::computed(words, row.difference.as_ref(), 1));
        cells_of
    };
    let name = found.name.as_str();
    let [first, second] = [&found.sides[0], &found.sides[1]].map(String::as_str);
    let caption = match &found.theme {
        Some(theme) => say!(
            words,
            "recommendations-compared-on",
            name = name,
            theme = theme.as_str(),
            first = first,
            second = second
        ),
        None => {
            say!(words, "recommendations-compared", name = name, first = first, second = second)
        }
    };
    DataTable { caption, columns, rows: found.rows.iter().map(row).collect() }
}
