//! The page of audits of equity: who uses a service against who needs it?

use firstyear_analysis::{AuditedGroup, AuditedNeed, EquityAudit, Verdict};
use firstyear_core::{Cell, Estimate, IndicatorId, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells, names};
use crate::chart::{
    Against, AxisStart, Column, DataTable, Heading, RangeChart, RangeRow, ReferenceLine, Slug,
    Standing, TableCell,
};
use crate::format::capital;
use crate::sentence::equity_audit::{self as words, READING};
use crate::sentence::{period, title as titles};

pub(super) const PATH: &str = "equity-audit.html";
pub(super) const TITLE: &str = "Who uses services, and who needs them?";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("equity-audit-{}", index + 1)
}

/// The page; `None` for a project that does not ask.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.equity_audits;
    PageParts::of_answers((PATH, "Use and need", TITLE), answers, |index, found| {
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
    words::findings(need, of_need.as_ref(), of_use.as_ref())
}

fn title(report: &Report<'_>, need: &AuditedNeed) -> String {
    let name = |id: &IndicatorId| report.indicator_name(id);
    match (&need.indicator, &need.service) {
        (Some(need), Some(service)) => {
            format!("{}, and {}", name(need), report.measured(service).name)
        }
        (Some(one), None) | (None, Some(one)) => name(one),
        (None, None) => String::new(),
    }
}

fn of_audit(report: &Report<'_>, found: &EquityAudit, stem: &str) -> Vec<Block> {
    let area = report.area_name(&found.area);
    let mut blocks = vec![
        Block::Heading(format!("{}, {area}", capital(&found.name))),
        Block::Note(READING.to_owned()),
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
        let named: Vec<String> = (lacking.indicator.iter().chain(&lacking.service))
            .map(|id| report.indicator_name(id))
            .collect();
        let why = lacking.why.told(&|id| report.measured(id).name);
        blocks.push(Block::Note(format!("Not audited: {}: {why}.", named.join(", and "))));
    }
    blocks
}

/// Use over need by group; need itself where there is no service.
fn chart(report: &Report<'_>, need: &AuditedNeed, id: &str) -> RangeChart {
    let is_used = need.service.is_some();
    let rate = |group: &AuditedGroup| match &group.used {
        Some(used) => used.rate,
        None => group.need.rate,
    };
    let row = |group: &AuditedGroup| RangeRow {
        label: group.label.clone(),
        reading: cells::reading(&rate(group)),
        standing: match need.verdict(group) {
            Verdict::Higher => Standing::Higher,
            Verdict::Lower => Standing::Lower,
            Verdict::CannotTell => Standing::CannotTell,
            Verdict::NotCompared => Standing::NotCompared,
        },
        note: None,
    };
    let label = if is_used {
        "Users for each 100 in need".to_owned()
    } else {
        let measured = need.indicator.as_ref().map(|id| report.measured(id));
        measured.map_or_else(String::new, |measured| capital(super::gap::unit_words(&measured)))
    };
    let what = if is_used { "Use over need" } else { "Need" };
    let everyone = need.total.as_ref().filter(|total| rate(total).value().is_some());
    let line = if everyone.is_some() { ", and a line for everyone" } else { "" };
    let of_need = need.indicator.as_ref().map(|id| report.measured(id));
    let finding = if is_used {
        titles::used(need)
    } else {
        let said = words::findings(need, of_need.as_ref(), None);
        titles::of_first(&said, "No need of any group is known")
    };
    RangeChart {
        heading: Heading {
            id: Slug::new(id),
            title: finding,
            description: format!(
                "A row for each group with its limits{line}. {}",
                if is_used {
                    "A group stands apart where its use over need differs from that of those whom it \
                     is held against by more than chance explains."
                } else {
                    "The table has how many they are."
                }
            ),
            subtitle: format!("{what} by {}, {}", need.version_name, period(need.period)),
            when_empty: "No figure can be shown.".to_owned(),
            words: report.language,
        },
        measure: cells::measure(label, 1, report.project.confidence),
        axis_start: AxisStart::Zero,
        row_label: "Group".to_owned(),
        rows: need.groups.iter().chain(&need.remainders).map(row).collect(),
        comparator: everyone.map(|total| ReferenceLine {
            label: total.label.clone(),
            reading: cells::reading(&rate(total)),
            decimals: 1,
        }),
        against: if is_used { Against::Others(words::against(need)) } else { Against::Nobody },
        other_parts: Vec::new(),
    }
}

fn need_table(report: &Report<'_>, need: &AuditedNeed) -> DataTable {
    let measured = need.indicator.as_ref().map(|id| report.measured(id));
    let mut columns = vec![Column::text("Group"), Column::number("In need")];
    if let Some(measured) = &measured {
        columns.push(Column::number(capital(&measured.at_risk)));
        columns.extend(cells::columns(&capital(super::gap::unit_words(measured))));
    }
    columns.push(Column::number("Share of all in need, %"));
    let row = |group: &AuditedGroup| {
        let mut cells_of = vec![TableCell::text(&group.label), cells::count(&group.need.events)];
        if measured.is_some() {
            cells_of.push(cells::count(&group.need.at_risk));
            cells_of.extend(cells::estimate(&group.need.rate, 1));
        }
        cells_of.push(share(need.share_of_need(group)));
        cells_of
    };
    DataTable {
        caption: format!("Need by {}, {}", need.version_name, period(need.period)),
        columns,
        rows: need.all_groups().map(row).collect(),
    }
}

/// How many of a group use the service.
fn use_table(report: &Report<'_>, need: &AuditedNeed) -> DataTable {
    let mut columns = vec![Column::text("Group"), Column::number("Users")];
    columns.extend(cells::columns("For each 100 in need"));
    columns.extend(["Share of all users, %", "In need, without the service"].map(Column::number));
    let row = |group: &AuditedGroup| {
        let used = group.used.as_ref();
        let (events, rate) = used.map_or((Cell::Absent, Cell::Absent), |u| (u.events, u.rate));
        let mut cells_of = vec![TableCell::text(&group.label), cells::count(&events)];
        cells_of.extend(cells::estimate(&rate, 1));
        cells_of.push(share(need.share_of_use(group)));
        cells_of.push(cells::count(&need.unmet(group)));
        cells_of
    };
    DataTable {
        caption: format!("{}: use, {}", service(report, need), period(need.period)),
        columns,
        rows: need.all_groups().map(row).collect(),
    }
}

/// How use over need of a group stands to that of the others.
fn standing_table(report: &Report<'_>, need: &AuditedNeed) -> DataTable {
    let against = words::against(need);
    let mut columns = vec![Column::text("Group")];
    columns.extend(cells::columns("Times as much"));
    columns.push(Column::text("Standing"));
    columns.extend(cells::columns("More who would use it"));
    let held = |estimate: Option<Estimate>, decimals| match estimate {
        Some(estimate) => cells::known(&estimate, decimals),
        None => [(); 3].map(|()| TableCell::missing("not compared")),
    };
    let row = |group: &AuditedGroup| {
        let mut cells_of = vec![TableCell::text(&group.label)];
        cells_of.extend(held(need.ratio(group), 2));
        cells_of.push(TableCell::text(match need.verdict(group) {
            Verdict::Higher => "more for its need",
            Verdict::Lower => "less for its need",
            other => other.word(),
        }));
        cells_of.extend(held(need.shortfall(group), 0));
        cells_of
    };
    DataTable {
        caption: format!("{}: use over need against {against}", service(report, need)),
        columns,
        rows: need.groups.iter().chain(&need.remainders).map(row).collect(),
    }
}

fn service(report: &Report<'_>, need: &AuditedNeed) -> String {
    need.service.as_ref().map_or_else(String::new, |id| report.indicator_name(id))
}

fn share(percent: Option<f64>) -> TableCell {
    percent.map_or_else(|| TableCell::missing("not known"), |one| TableCell::number(one, 1))
}
