//! The tracker: recommendations with who leads each, when it is due and how far
//! it is, as a table and as a calendar.

use chrono::NaiveDate;
use firstyear_core::AreaCode;
use firstyear_core::recommendation::{Priority, Recommendation, Status, Themes};

use crate::calendar::{Due, calendar};
use crate::chart::{Column, DataTable, TableCell};
use crate::words::{Words, english, say};

/// What every table of recommendations says of each, before how long it stands so.
pub(crate) fn columns(words: &Words) -> [String; COLUMNS] {
    [
        say!(words, "tracker-column-recommendation"),
        say!(words, "tracker-column-text"),
        say!(words, "column-area"),
        say!(words, "recommendations-column-theme"),
        say!(words, "tracker-column-lead"),
        say!(words, "tracker-column-priority"),
        say!(words, "tracker-column-status"),
        say!(words, "tracker-column-due"),
    ]
}

/// How many these are.
const COLUMNS: usize = 8;

/// A status in words; that of one of which nothing was said yet is open.
pub(crate) fn status_word(status: Option<Status>, words: &Words) -> String {
    say!(words, "tracker-status", status = Status::word_of(status))
}

/// How urgent one is, in words.
pub(crate) fn priority_word(priority: Priority, words: &Words) -> String {
    say!(words, "tracker-priority", priority = priority.word())
}

/// A recommendation, as every table says it.
pub(crate) struct Entry<'a> {
    pub(crate) id: &'a str,
    pub(crate) text: Option<&'a str>,
    pub(crate) area: String,
    pub(crate) theme: &'a str,
    pub(crate) lead: Option<&'a str>,
    pub(crate) priority: Option<Priority>,
    /// In words; `None` where no day is named on which it could be told.
    pub(crate) status: Option<String>,
    pub(crate) due: Option<NaiveDate>,
}

impl Entry<'_> {
    /// The cells of [`columns`].
    pub(crate) fn cells(self, words: &Words) -> [TableCell; COLUMNS] {
        let not_told = say!(words, "tracker-not-told");
        [
            TableCell::text(self.id),
            TableCell::text_or(self.text, &not_told),
            TableCell::text(self.area),
            TableCell::text(self.theme),
            TableCell::text_or(self.lead, &say!(words, "tracker-nobody")),
            TableCell::text_or(self.priority.map(|one| priority_word(one, words)), &not_told),
            TableCell::text_or(self.status, &say!(words, "tracker-no-day")),
            TableCell::text_or(self.due.map(|due| due.to_string()), &not_told),
        ]
    }
}

/// Days past the day on which one is due; nothing where it is not past it.
pub(crate) fn days_overdue(days: Option<i64>, words: &Words) -> TableCell {
    days.filter(|days| *days > 0).map_or_else(
        || TableCell::missing(say!(words, "tracker-not-overdue")),
        |days| TableCell::number(days as f64, 0),
    )
}

/// Recommendations as they are on a day.
pub struct Tracker<'a> {
    /// The recommendations, in the order in which they are shown.
    pub recommendations: Vec<&'a Recommendation>,
    /// The day; `None` where nothing can be said of how far they are.
    pub as_of: Option<NaiveDate>,
    /// The themes, for their names.
    pub themes: &'a Themes,
    /// The name of an area.
    pub area_name: &'a dyn Fn(&AreaCode) -> String,
}

impl Tracker<'_> {
    /// One row for each, in English as all of the command line.
    #[must_use]
    pub fn table(&self, caption: &str) -> DataTable {
        let words = english();
        let mut columns: Vec<Column> = columns(words).map(Column::text).into();
        columns.push(Column::number(say!(words, "tracker-column-overdue")));
        DataTable {
            caption: caption.to_owned(),
            columns,
            rows: self.recommendations.iter().map(|one| self.row(one)).collect(),
        }
    }

    fn row(&self, one: &Recommendation) -> Vec<TableCell> {
        let overdue = self.as_of.filter(|day| one.is_overdue(*day)).zip(one.due);
        let entry = Entry {
            id: &one.id,
            text: one.text.as_deref(),
            area: (self.area_name)(&one.area),
            theme: self.theme(one),
            lead: one.lead.as_deref(),
            priority: one.priority,
            status: self.as_of.map(|day| status_word(one.status_on(day), english())),
            due: one.due,
        };
        let mut cells: Vec<TableCell> = entry.cells(english()).into();
        cells.push(days_overdue(overdue.map(|(day, due)| (day - due).num_days()), english()));
        cells
    }

    fn theme<'s>(&'s self, one: &'s Recommendation) -> &'s str {
        self.themes.theme(&one.theme).map_or(&one.theme, |theme| &theme.name)
    }

    /// What is due of those that are neither done nor stopped, as iCalendar;
    /// `None` where nothing is, or no day is named.
    #[must_use]
    pub fn calendar(&self) -> Option<String> {
        let day = self.as_of?;
        let open = self.recommendations.iter().filter(|one| !one.is_closed(day));
        // The same recommendation is the same entry wherever it is told.
        let entries: Vec<([String; 3], NaiveDate)> = open
            .filter_map(|one| {
                let theme = self.theme(one);
                let id = format!("{}.{}.{}@firstyear", one.id, one.area, one.made);
                let title = one.text.clone();
                let title = title.unwrap_or_else(|| format!("Recommendation on {theme}"));
                let lead = one.lead.as_deref().unwrap_or("nobody");
                Some(([id, title, format!("{theme}; led by {lead}; {}", one.id)], one.due?))
            })
            .collect();
        let due = entries.iter().map(|([id, title, about], on)| Due { id, on: *on, title, about });
        calendar(&due.collect::<Vec<_>>(), day)
    }
}
