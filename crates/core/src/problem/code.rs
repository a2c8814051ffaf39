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
    AreaEnded "area-ended" Warning
        "The code of an area has ended by the day on whose boundaries figures shall stand, and what took its place is not known. Its figures stay under the old code."
        "give the successors in a list of areas of your own, under [geography] in firstyear.toml";
    AreaMoved "area-moved" Note
        "Figures of areas that have ended bear the code of what took their place, as the project asks for. Those of merged areas were added up, and rates are made from the sums."
        "nothing needs to be done";
    AreaNameConflict "area-name-conflict" Warning
        "One area code stands beside two different names, so one of the two is probably in the wrong row."
        "check which name belongs to the code; the first one is used";
    AreaNameShared "area-name-shared" Warning
        "Two codes of one kind of area stand beside one name, or two spellings of it, and both have a figure for one period, so that an area may be counted twice."
        "check whether one of the codes is wrong, or has been replaced by the other";
    AreaPartMissing "area-part-missing" Warning
        "An area that has ended is now part of another, and another part of that one has no figure. A sum of some of its parts would read as too few events; the figures stay under the old codes."
        "read the file that holds the missing part, or leave the figures as they are";
    AreaSplit "area-split" Warning
        "An area that has ended was split, so that its figures belong to several areas. They stay under the old code."
        "to divide them by shares of population write split = \"by-share\" under [geography] in firstyear.toml; such counts are estimates";
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
    ColumnMissing "column-missing" Error
        "A column that the layout needs is not in the header, so no row of the table can be read."
        "compare the header with the layout: `firstyear explain tidy` lists its columns";
    ColumnRepeated "column-repeated" Error
        "Two columns have the same name, so it is not known which one is meant."
        "rename or remove one of them";
    ColumnUnknown "column-unknown" Warning
        "A column is not part of the layout and was not read. Often it is a column under a wrong name."
        "rename it to a column of the layout, or remove it";
    DeathsExceedBirths "deaths-exceed-births" Error
        "More events than people at risk. A rate above the whole is impossible where everyone is counted, and usually means shifted columns. Where the denominator is a sample multiplied up it can happen by chance, and is a warning."
        "check that the two columns are not exchanged; for a sampled denominator declare the sample fraction";
    DigitsUneven "digits-uneven" Note
        "The last digits of counts are all about equally frequent. Where 0 and 5 stand far more often, the publisher rounds; where others do, counts were estimated, copied or made up."
        "where the publisher rounds, nothing needs to be done; rates of small counts are then less certain than their limits say";
    DimensionUnknown "dimension-unknown" Error
        "A row is split by a dimension that neither the catalogue nor the project defines."
        "use a dimension of `firstyear list dimensions`";
    FileEmpty "file-empty" Error
        "The file holds no table, or a header without rows."
        "check that the right file was saved in full";
    FileLarge "file-large" Note
        "The file has more rows than are held in memory at once. Each row was checked, repeated rows were looked for on disk, and what needs all rows side by side was not done."
        "to have series and totals checked as well, split the file by indicator";
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
    MarkUnknown "mark-unknown" Error
        "A cell holds a bracketed mark that the publisher's key does not list."
        "see the notes of the workbook; known are [c] [u] [x] [z] [p] [r] [e] [b]";
    Misprint "misprint" Warning
        "A printed percentage has a digit where its bracket should close, or more decimals than its column, and reads as another number. It is shown as it is printed, and read without the digits too many, which is what the count beside it gives."
        "nothing needs to be done: the cell stays as printed, with the reading beside it";
    ObservationConflict "observation-conflict" Error
        "Two rows give different figures for the same indicator, area, period, group and source: two totals for one area. Neither is used."
        "remove the wrong row, or give the rows different sources if both are right";
    ObservationRepeated "observation-repeated" Note
        "A row repeats another with the same figures, as when an area is listed under several parents. It is counted once."
        "nothing needs to be done";
    PathOutside "path-outside" Error
        "A project or package names a file outside its own folder, or an address. A file that someone else wrote must not choose what is read on this machine."
        "copy the file into the folder and name it from there";
    PercentDisagrees "percent-disagrees" Warning
        "A printed percentage is not what the count beside it gives of the printed total, rounded as it is printed."
        "see the page of printed tables, which shows both: a slip of the hand in the publication is the usual cause";
    PeriodAmbiguous "period-ambiguous" Error
        "A label such as 2006/07 can be a financial or an academic year."
        "say which in the column period_kind: financial-year or academic-year";
    PeriodInvalid "period-invalid" Error
        "A period cannot be read."
        "write it as 2006, 2006 to 2008, 2006/07, 2006 Q1, 2006/07 Q1, Jan 2009 or Aug 2006 to Jul 2007";
    PeriodsOverlap "periods-overlap" Note
        "Periods of one series share days, as rolling averages do. Counts in them are not independent, and are never tested or added up as if they were."
        "nothing needs to be done";
    PrintedIdInvalid "printed-id-invalid" Error
        "A row of a printed table, a statement or an annotation has an id that is not kebab-case or that stands in an earlier row, a table has a second total, or a row is a part of one that does not stand above it."
        "give each row an id of its own in lower-case letters and digits joined by hyphens, and put parts below their row";
    PrintedWordUnknown "printed-word-unknown" Error
        "A role, a relation or a severity is not one of the known words, or a relation does not fit the number of its operands."
        "`firstyear explain printed-tables`, `printed-statements` and `annotations` list the words";
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
    SampleInvalid "sample-invalid" Error
        "The denominator's basis is neither complete nor a sample fraction."
        "write complete, or sample:0.1 for a 10% sample";
    SeriesBreak "series-break" Note
        "A figure spans a change of classification, or is not comparable with the one before it in its series."
        "nothing needs to be done: the figure is flagged, and no trend is drawn across the break";
    SeriesGap "series-gap" Note
        "A series leaves out a period. No trend is drawn across it."
        "check whether the period was never published or is missing from the file";
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
    StatementDisagrees "statement-disagrees" Warning
        "The result that a publication prints is not what its own printed figures give, rounded as the result is printed."
        "see the page of printed tables, which shows both: figures that were rounded before they were printed are a usual cause";
    StatusConflict "status-conflict" Error
        "A status says that there is no value, and a value stands beside it; or the other way round."
        "remove the value, or set the status to known";
    StatusUnknown "status-unknown" Error
        "A status is not one of the known words."
        "use known, withheld-publisher, withheld-primary, withheld-secondary, absent or not-applicable";
    TextEncoding "text-encoding" Error
        "The file is not UTF-8 text, so letters outside the English alphabet cannot be read."
        "save the file as CSV UTF-8";
    TotalDisagrees "total-disagrees" Warning
        "The groups of a table do not add up to its printed total."
        "see the data-quality page: rounding, a withheld group or a multiplied-up sample are the usual causes";
    ValueJump "value-jump" Warning
        "A figure stands near 10, 100 or 1,000 times the others of its series, or a tenth and so on of them, which is usual for a slip of the unit or a shifted decimal point and rare by chance."
        "check the unit of the figure and the position of its decimal point";
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
