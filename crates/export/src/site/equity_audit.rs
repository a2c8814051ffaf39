//! The page of audits of equity: who uses a service against who needs it?

use firstyear_analysis::{AuditedGroup, AuditedNeed, EquityAudit, Verdict};
use firstyear_core::{Cell, Estimate, IndicatorId, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells, names};
use crate::chart::{
    Against, AxisStart, Column, DataTable, Heading, RangeChart, RangeRow, ReferenceLine, Slug,
    Standing, TableCell,
};
use crate::format::{Unit, capital};
use crate::sentence::{equity_audit as sentences, title as titles};
use crate::words::{Words, say};

pub(super) const PATH: &str = "equity-audit.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("equity-audit-{}", index + 1)
}

/// The page; `None` for a project that does not ask.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let (answers, words) = (&report.answers.equity_audits, report.language);
    let (nav, title) = (say!(words, "equity-page-short"), say!(words, "equity-page"));
    PageParts::of_answers((PATH, &nav, &title), answers, |index, found| {
        (names::sources(found.rates()), of_audit(report, found, &stem(index)))
    })
}

/// The indicators that are shown.
pub(super) fn indicators(found: &EquityAudit) -> impl Iterator<Item = &IndicatorId> {
    found.needs.iter().flat_map(|need| need.indicator.iter().chain(&need.service))
}

/// The methods of the rates, of what they are held against and of slopes.
pub(super) fn methods(found: &EquityAudit) -> impl Iterator<Item = MethodId> {
    let beside = found.needs.iter().flat_map(|need| {
        let of_group = |group: &AuditedGroup| [need.ratio(group), need.shortfall(group)];
        let of_groups: Vec<_> = need.groups.iter().flat_map(of_group).flatten().collect();
        of_groups.into_iter().chain(need.slope().ok())
    });
    names::methods(found.rates()).chain(beside.map(|estimate| estimate.method))
}

/// What each need says, with its name in front.
pub(super) fn findings(report: &Report<'_>, found: &EquityAudit) -> Vec<String> {
    let one = |need: &AuditedNeed| {
        format!("{}: {}", title(report, need), of_need(report, need).join(" "))
    };
    found.needs.iter().map(one).collect()
}

fn of_need(report: &Report<'_>, need: &AuditedNeed) -> Vec<String> {
    let measured = |id: &Option<IndicatorId>| id.as_ref().map(|id| report.measured(id));
    let (of_need, of_use) = (measured(&need.indicator), measured(&need.service));
    sentences::findings(need, of_need.as_ref(), of_use.as_ref(), report.language)
}

fn title(report: &Report<'_>, need: &AuditedNeed) -> String {
    let name = |id: &IndicatorId| report.indicator_name(id);
    match (&need.indicator, &need.service) {
        (Some(need), Some(service)) => say!(
            report.language,
            "equity-need-and-service",
            need = name(need),
            service = report.measured(service).name
        ),
        (Some(one), None) | (None, Some(one)) => name(one),
        (None, None) => String::new(),
    }
}

fn of_audit(report: &Report<'_>, found: &EquityAudit, stem: &str) -> Vec<Block> {
    let area = report.area_name(&found.area);
    let mut blocks = vec![
        Block::Heading(format!("{}, {area}", capital(&found.name))),
        Block::Note(sentences::reading(report.language)),
    ];
    for (place, need) in found.needs.iter().enumerate() {
        blocks.push(Block::Subheading(title(report, need)));
        blocks.extend(of_need(report, need).into_iter().map(Block::Finding));
        let id = format!("{stem}-{}", place + 1);
        blocks.push(Block::Chart {
            chart: Box::new(chart(report, need, &id)),
            table: NamedTable::new(stem, need_table(report, need)),
        });
        if need.service.is_some() {
            for table in [use_table(report, need), standing_table(report, need)] {
                blocks.push(Block::Table(NamedTable::new(stem, table)));
            }
        }
    }
    for lacking in &found.lacking {
        let words = report.language;
        let name = |id: &IndicatorId| report.indicator_name(id);
        let named = match (&lacking.indicator, &lacking.service) {
            (Some(need), Some(service)) => {
                say!(words, "equity-need-and-service", need = name(need), service = name(service))
            }
            (one, other) => one.as_ref().or(other.as_ref()).map_or_else(String::new, name),
        };
        let why = lacking.why.told(&|id| report.measured(id).name);
        blocks.push(Block::Note(say!(words, "equity-not-audited", named = named, why = why)));
    }
    blocks
}

/// Use over need by group; need itself where there is no service.
fn chart(report: &Report<'_>, need: &AuditedNeed, id: &str) -> RangeChart {
    let words = report.language;
    let is_used = need.service.is_some();
    let rate = |group: &AuditedGroup| match &group.used {
        Some(used) => used.rate,
        None => group.need.rate,
    };
    let row = |group: &AuditedGroup| RangeRow {
        label: group.label.clone(),
        reading: cells::reading(words, &rate(group)),
        standing: match need.verdict(group) {
            Verdict::Higher => Standing::Higher,
            Verdict::Lower => Standing::Lower,
            Verdict::CannotTell => Standing::CannotTell,
            Verdict::NotCompared => Standing::NotCompared,
        },
        note: None,
    };
    let measured = need.indicator.as_ref().map(|id| report.measured(id));
    let label = if is_used {
        say!(words, "equity-axis")
    } else {
        measured.as_ref().map_or_else(String::new, |one| capital(&super::gap::unit_said(one)))
    };
    let everyone = need.total.as_ref().filter(|total| rate(total).value().is_some());
    let finding = if is_used {
        titles::used(need, words)
    } else {
        let said = sentences::findings(need, measured.as_ref(), None, words);
        titles::of_first(&said, &say!(words, "equity-title-unknown"))
    };
    // Users for each 100 in need stand with one decimal and no sign.
    let no_sign = Unit::Rate(String::new());
    let unit = measured.as_ref().filter(|_| !is_used).map_or(&no_sign, |one| &one.unit);
    let mut said = vec![sentences::in_a_drawing(need, &rate, unit, words)];
    said.extend(of_need(report, need));
    said.push(say!(words, "figures-in-table"));
    let (groups, when) = (need.version_name.as_str(), words.period(need.period));
    RangeChart {
        heading: Heading {
            id: Slug::new(id),
            title: finding,
            description: said.join(" "),
            subtitle: if is_used {
                say!(words, "equity-chart-use", groups = groups, period = when)
            } else {
                say!(words, "equity-chart-need", groups = groups, period = when)
            },
            when_empty: say!(words, "equity-chart-empty"),
            words,
        },
        measure: cells::measure(words, label, 1, report.project.confidence),
        axis_start: AxisStart::Zero,
        row_label: say!(words, "scorecard-group"),
        rows: need.groups.iter().chain(&need.remainders).map(row).collect(),
        comparator: everyone.map(|total| ReferenceLine {
            label: total.label.clone(),
            reading: cells::reading(words, &rate(total)),
            decimals: 1,
        }),
        against: if is_used {
            Against::Others(sentences::against(need, words))
        } else {
            Against::Nobody
        },
        other_parts: Vec::new(),
    }
}

fn need_table(report: &Report<'_>, need: &AuditedNeed) -> DataTable {
    let words = report.language;
    let measured = need.indicator.as_ref().map(|id| report.measured(id));
    let mut columns = vec![
        Column::text(say!(words, "scorecard-group")),
        Column::number(say!(words, "equity-in-need")),
    ];
    if let Some(measured) = &measured {
        columns.push(Column::number(capital(&measured.at_risk)));
        columns.extend(cells::columns(words, &capital(&super::gap::unit_said(measured))));
    }
    columns.push(Column::number(say!(words, "equity-share-of-need")));
    let row = |group: &AuditedGroup| {
        let mut cells_of =
            vec![TableCell::text(&group.label), cells::count(words, &group.need.events)];
        if measured.is_some() {
            cells_of.push(cells::count(words, &group.need.at_risk));
            cells_of.extend(cells::estimate(words, &group.need.rate, 1));
        }
        cells_of.push(share(need.share_of_need(group), words));
        cells_of
    };
    DataTable {
        caption: say!(
            words,
            "equity-chart-need",
            groups = need.version_name.as_str(),
            period = words.period(need.period)
        ),
        columns,
        rows: need.all_groups().map(row).collect(),
    }
}

/// How many of a group use the service.
fn use_table(report: &Report<'_>, need: &AuditedNeed) -> DataTable {
    let words = report.language;
    let mut columns = vec![
        Column::text(say!(words, "scorecard-group")),
        Column::number(say!(words, "equity-users")),
    ];
    columns.extend(cells::columns(words, &say!(words, "equity-per-100")));
    columns.push(Column::number(say!(words, "equity-share-of-use")));
    columns.push(Column::number(say!(words, "equity-unmet")));
    let row = |group: &AuditedGroup| {
        let used = group.used.as_ref();
        let (events, rate) = used.map_or((Cell::Absent, Cell::Absent), |u| (u.events, u.rate));
        let mut cells_of = vec![TableCell::text(&group.label), cells::count(words, &events)];
        cells_of.extend(cells::estimate(words, &rate, 1));
        cells_of.push(share(need.share_of_use(group), words));
        cells_of.push(cells::count(words, &need.unmet(group)));
        cells_of
    };
    DataTable {
        caption: say!(
            words,
            "equity-use-table",
            service = service(report, need),
            period = words.period(need.period)
        ),
        columns,
        rows: need.all_groups().map(row).collect(),
    }
}

/// How use over need of a group stands to that of the others.
fn standing_table(report: &Report<'_>, need: &AuditedNeed) -> DataTable {
    let words = report.language;
    let mut columns = vec![Column::text(say!(words, "scorecard-group"))];
    columns.extend(cells::columns(words, &say!(words, "equity-times")));
    columns.push(Column::text(say!(words, "scorecard-standing")));
    columns.extend(cells::columns(words, &say!(words, "equity-shortfall")));
    let held = |estimate: Option<Estimate>, decimals| match estimate {
        Some(estimate) => cells::known(words, &estimate, decimals),
        None => [(); 3].map(|()| TableCell::missing(say!(words, "scorecard-not-compared"))),
    };
    let row = |group: &AuditedGroup| {
        let mut cells_of = vec![TableCell::text(&group.label)];
        cells_of.extend(held(need.ratio(group), 2));
        cells_of.push(TableCell::text(match need.verdict(group) {
            Verdict::Higher => say!(words, "equity-more-for-need"),
            Verdict::Lower => say!(words, "equity-less-for-need"),
            Verdict::CannotTell => say!(words, "scorecard-cannot-tell"),
            Verdict::NotCompared => say!(words, "scorecard-not-compared"),
        }));
        cells_of.extend(held(need.shortfall(group), 0));
        cells_of
    };
    DataTable {
        caption: say!(
            words,
            "equity-standing-table",
            service = service(report, need),
            against = sentences::against(need, words)
        ),
        columns,
        rows: need.groups.iter().chain(&need.remainders).map(row).collect(),
    }
}

fn service(report: &Report<'_>, need: &AuditedNeed) -> String {
    need.service.as_ref().map_or_else(String::new, |id| report.indicator_name(id))
}

fn share(percent: Option<f64>, words: &Words) -> TableCell {
    percent.map_or_else(
        || TableCell::missing(say!(words, "not-known")),
        |one| TableCell::number(one, 1),
    )
}
