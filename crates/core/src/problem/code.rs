//! The kinds of problem, in one list, so that a code means one thing
//! everywhere and `firstyear explain` can expand each.

use super::Severity;

macro_rules! problem_codes {
    ($($name:ident $code:literal $severity:ident
        $explanation:literal
        $help:literal;)*) => {
        /// What kind of problem it is. Codes are stable: a script may rely on
        /// them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ProblemCode {
            $(#[doc = $explanation] $name,)*
        }

        impl ProblemCode {
            /// Every code, in alphabetical groups as declared.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as text: kebab-case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// How much such a problem usually matters.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What it means and why it is a problem.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$name => $explanation,)* }
            }

            /// What would be right.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $(Self::$name => $help,)* }
            }
        }
    };
}

problem_codes! {
    AreaCodeInvalid "area-code-invalid" Error
        "An area code has a form that no code of its scheme can have, such as a missing digit."
        "write a GSS code as a capital letter and eight digits, such as E06000001, or another scheme as scheme:code";
    AreaNameConflict "area-name-conflict" Warning
        "One area code stands beside two different names, so one of the two is probably in the wrong row."
        "check which name belongs to the code; the first one is used";
    CategoryUnknown "category-unknown" Error
        "A group is not one of the categories of its dimension, such as an eleventh decile."
        "use a category of the dimension: `firstyear list dimensions` shows them";
    CellEmpty "cell-empty" Error
        "A cell is empty without a status. It could be zero, hidden, never collected or impossible, and these are four different facts."
        "write the number, or a status: withheld-publisher, absent or not-applicable";
    CellNotANumber "cell-not-a-number" Error
        "A cell that should hold a number holds something else."
        "write a plain number without separators, units or marks, and put marks into the status column";
    CellNotWhole "cell-not-whole" Error
        "A count is negative or not a whole number."
        "write the count as a whole number of 0 or more";
    CellWithheld "cell-withheld" Note
        "The publisher counted, and hid the result. The cell is never read as zero: what needs it cannot be told."
        "nothing needs to be done: figures that need the cell are left out, and say why";
    CodeDamaged "code-damaged" Warning
        "A column of codes holds dates or other traces of a spreadsheet in place of codes. Groups are read by the labels beside them."
        "export again and open the file with its code columns as text";
    ColumnMissing "column-missing" Error
        "A column that the layout needs is not in the header, so no row of the table can be read."
        "compare the header with the layout: `firstyear explain tidy` lists its columns";
    ColumnRepeated "column-repeated" Error
        "Two columns have the same name, so it is not known which one is meant."
        "rename or remove one of them";
    ColumnUnknown "column-unknown" Warning
        "A column is not part of the layout and was not read. Often it is a column under a wrong name."
        "rename it to a column of the layout, or remove it";
    CountSmall "count-small" Warning
        "A file shows counts that its publisher does not display. Its source is treated as restricted, so small counts are hidden on the way out."
        "take the figures from the publisher's own export, where such counts are suppressed";
    DeathsExceedBirths "deaths-exceed-births" Error
        "More events than people at risk. A rate above the whole is impossible where everyone is counted, and usually means shifted columns. Where the denominator is a sample multiplied up it can happen by chance, and is a warning."
        "check that the two columns are not exchanged; for a sampled denominator declare the sample fraction";
    DimensionUnknown "dimension-unknown" Error
        "A row is split by a dimension that neither the catalogue nor the project defines."
        "use a dimension of `firstyear list dimensions`";
    EventIncomplete "event-incomplete" Error
        "An event of a log belongs to no case or names no activity, so it cannot be followed."
        "give every event a case and an activity";
    EventLogRead "event-log-read" Note
        "A log of events was read: how much it holds."
        "nothing needs to be done";
    EventObjectRepeated "event-object-repeated" Error
        "Two objects of a log have the same id. The first is used."
        "give each object an id of its own";
    EventObjectUnknown "event-object-unknown" Warning
        "An event or an object is tied to an object that the log does not describe."
        "add the object, or remove the tie";
    EventOrder "event-order" Warning
        "Events of one case do not stand in the order of their times, or have times that cannot be compared."
        "sort the events of a case by time, and write all times with an offset or all without";
    EventRepeated "event-repeated" Warning
        "An event repeats another in case, activity and time. It is kept: both may have happened."
        "remove the second where it is a slip";
    EventTimeMissing "event-time-missing" Warning
        "An event has no time. It is kept, and can neither be early nor late."
        "give the time of every event, to the day at least";
    FileEmpty "file-empty" Error
        "The file holds no table, or a header without rows."
        "check that the right file was saved in full";
    FileUnreadable "file-unreadable" Error
        "The file is missing, damaged or of another kind than it is named."
        "check the path, and that the file opens in the program that made it";
    FlagUnknown "flag-unknown" Error
        "A status names a flag that is not one of the known ones."
        "use provisional, revised, estimated, low-reliability or series-break";
    GroupsInvalid "groups-invalid" Error
        "The groups of a row cannot be read, or name one dimension twice."
        "write dimension=category, several separated by a semicolon, such as imd-2019-decile=1; sex=male";
    IndicatorUnknown "indicator-unknown" Error
        "A row is about an indicator that the catalogue does not hold."
        "use an id of `firstyear list indicators`";
    IntervalInvalid "interval-invalid" Error
        "Published limits are incomplete, exchanged, do not hold the value, or lack their confidence."
        "give lower, upper and confidence together, with lower at most the value and the value at most upper";
    LayoutIncomplete "layout-incomplete" Warning
        "A layout or an extract lacks a field on which published totals rest, such as where the mother lives."
        "compare totals with publications with care, or use a file that has the field";
    LayoutUnknown "layout-unknown" Error
        "It is not known where the fields of a file stand: no layout fits its records, or several do."
        "name the layout: `layout` beside the file in firstyear.toml, or --layout";
    MarkUnknown "mark-unknown" Error
        "A cell holds a bracketed mark that the publisher's key does not list."
        "see the notes of the workbook; known are [c] [u] [x] [z] [p] [r] [e] [b]";
    NotesMissing "notes-missing" Warning
        "An export has lost the notes that say what was asked for: the period, the filters and the unit of its rates."
        "export again and keep the lines after the rows";
    ObservationConflict "observation-conflict" Error
        "Two rows give different figures for the same indicator, area, period, group and source: two totals for one area. Neither is used."
        "remove the wrong row, or give the rows different sources if both are right";
    ObservationRepeated "observation-repeated" Note
        "A row repeats another with the same figures, as when an area is listed under several parents. It is counted once."
        "nothing needs to be done";
    PeriodAmbiguous "period-ambiguous" Error
        "A label such as 2006/07 can be a financial or an academic year."
        "say which in the column period_kind: financial-year or academic-year";
    PeriodAssumed "period-assumed" Warning
        "No row names its period, and it was taken from the name of the file."
        "check that the name says the year of the figures, or add a column with the year";
    PeriodInvalid "period-invalid" Error
        "A period cannot be read."
        "write it as 2006, 2006 to 2008, 2006/07, 2006 Q1, 2006/07 Q1, Jan 2009 or Aug 2006 to Jul 2007";
    ProjectFieldUnknown "project-field-unknown" Error
        "The project file has a field that does not exist, often a slip of the pen."
        "`firstyear schema project` lists the fields";
    ProjectInvalid "project-invalid" Error
        "The project file is not valid TOML, or a field has a value that it cannot have."
        "`firstyear init` writes a commented example";
    ProjectVersion "project-version" Error
        "The project file has a schema version that this program does not read."
        "set schema_version = 1";
    RateDisagrees "rate-disagrees" Warning
        "A published rate is not what its own counts give, rounded as it is printed."
        "see the data-quality page: a late revision or another denominator is the usual cause";
    RowShape "row-shape" Error
        "A row has more or fewer cells than the header."
        "check for a comma or a line break inside a cell that is not quoted";
    RowsHidden "rows-hidden" Warning
        "A query left rows out, so that groups are missing which had events. What is missing is not zero."
        "export again with suppressed rows and zero rows shown";
    RowsPassedOver "rows-passed-over" Note
        "Rows were passed over, because they say nothing that a figure could hold or nothing that is not said elsewhere."
        "nothing needs to be done";
    SampleInvalid "sample-invalid" Error
        "The denominator's basis is neither complete nor a sample fraction."
        "write complete, or sample:0.1 for a 10% sample";
    SeriesBreak "series-break" Note
        "A figure spans a change of classification, or is not comparable with the one before it in its series."
        "nothing needs to be done: the figure is flagged, and no trend is drawn across the break";
    SheetMissing "sheet-missing" Error
        "A table of the workbook was not found: its sheet is missing, renamed, or no longer holds the table that its title announces."
        "restore the sheet's title line, or download the workbook again";
    SheetRenamed "sheet-renamed" Note
        "A table of the workbook stands in a sheet that does not bear its number. It was read by its title."
        "nothing needs to be done where the sheet was renamed; check that it is the table which its title says";
    SheetUnknown "sheet-unknown" Note
        "A sheet holds no table that this reader knows, and was passed over."
        "nothing needs to be done";
    SourceUnknown "source-unknown" Error
        "A row names a source that the project does not declare."
        "declare it in firstyear.toml under [[source]]";
    StatusConflict "status-conflict" Error
        "A status says that there is no value, and a value stands beside it; or the other way round."
        "remove the value, or set the status to known";
    StatusUnknown "status-unknown" Error
        "A status is not one of the known words."
        "use known, withheld-publisher, withheld-primary, withheld-secondary, absent or not-applicable";
    TextEncoding "text-encoding" Error
        "The file is not UTF-8 text, so letters outside the English alphabet cannot be read."
        "save the file as CSV UTF-8";
    TimeAmbiguous "time-ambiguous" Error
        "A date such as 03/04/2024 is the third of April or the fourth of March. It is not guessed."
        "write dates as 2024-04-03, or say --layout day-first or --layout month-first";
    TimeInvalid "time-invalid" Error
        "A time cannot be read."
        "write it as 2024-03-01, 2024-03-01T09:30 or 2024-03-01T09:30:00+00:00";
    TotalDisagrees "total-disagrees" Warning
        "The groups of a table do not add up to its printed total."
        "see the data-quality page: rounding, a withheld group or a multiplied-up sample are the usual causes";
    ValueOutOfRange "value-out-of-range" Error
        "A value lies where its indicator cannot: a rate below zero, a proportion above the whole, a group with more events than all."
        "check the unit of the column, and that no column is shifted";
}

impl ProblemCode {
    /// The code with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl std::fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_kebab_case_and_explained() {
        for (i, code) in ProblemCode::ALL.iter().enumerate() {
            assert!(crate::id::is_kebab(code.as_str()), "{code}");
            assert_eq!(ProblemCode::from_text(code.as_str()), Some(*code));
            assert!(code.explanation().ends_with('.') && !code.help().ends_with('.'), "{code}");
            assert!(ProblemCode::ALL[i + 1..].iter().all(|other| other.as_str() > code.as_str()));
        }
    }
}
