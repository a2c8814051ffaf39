//! An example of each kind of problem: what a file may say, and what mends it.

use super::ProblemCode;

impl ProblemCode {
    /// What a file may say that has this problem, and the same mended.
    /// Examples are made up.
    ///
    /// ```
    /// use firstyear_core::ProblemCode;
    ///
    /// let (wrong, right) = ProblemCode::CellNotWhole.example();
    /// assert_eq!((wrong, right), ("numerator: 12.5", "numerator: 12, or value: 12.5"));
    /// ```
    #[must_use]
    pub const fn example(self) -> (&'static str, &'static str) {
        match self {
            Self::AreaCodeInvalid => ("area: E0600001", "area: E06000001"),
            Self::AreaEnded => (
                "figures of E07000157 with boundaries_on = 2024-04-01",
                "a row of your own list of areas: E07000157,Alnwick,,,2009-03-31,,E06000057",
            ),
            Self::AreaMoved => (
                "figures of E07000026 for 2019 with boundaries_on = 2024-04-01",
                "nothing to mend: they are part of E06000063 now",
            ),
            Self::AreaNameConflict => (
                "E06000001,Hartlepool and E06000001,Middlesbrough",
                "E06000001,Hartlepool and E06000002,Middlesbrough",
            ),
            Self::AreaNameShared => (
                "E07000008,Cambridge and E07000080,Cambridge, both for 2022",
                "E07000008,Cambridge alone",
            ),
            Self::AreaPartMissing => (
                "E06000063 is to be made of Allerdale, Carlisle and Copeland, and the file lacks Copeland",
                "the file with the rows of E07000029 added",
            ),
            Self::AreaSplit => (
                "figures of E10000006, Cumbria, which is two areas now",
                "[geography] split = \"by-share\", or the figures of its districts",
            ),
            Self::CategoryUnknown => ("groups: imd-2019-decile=11", "groups: imd-2019-decile=10"),
            Self::CellEmpty => (
                "numerator: (empty), numerator_status: (empty)",
                "numerator: (empty), numerator_status: withheld-publisher",
            ),
            Self::CellNotANumber => ("denominator: 1,024", "denominator: 1024"),
            Self::CellNotWhole => ("numerator: 12.5", "numerator: 12, or value: 12.5"),
            Self::CellWithheld => (
                "numerator: (empty), numerator_status: withheld-publisher",
                "nothing to mend: the count stays unknown, and is not 0",
            ),
            Self::ColumnMissing => (
                "indicator,area,year,numerator,denominator,value,source",
                "indicator,area,period,numerator,denominator,value,source",
            ),
            Self::ColumnRepeated => ("period,value,value", "period,value,lower"),
            Self::ColumnUnknown => ("numertaor", "numerator"),
            Self::DeathsExceedBirths => {
                ("numerator: 1000, denominator: 4", "numerator: 4, denominator: 1000")
            }
            Self::DigitsUneven => (
                "310, 285, 290, 415 and so on: every count ends in 0 or 5",
                "nothing to mend where the publisher rounds to 5",
            ),
            Self::DimensionUnknown => ("groups: deprivation=1", "groups: imd-2019-decile=1"),
            Self::FileEmpty => {
                ("a header and nothing below it", "the file downloaded again, in full")
            }
            Self::FileLarge => ("a file of 50 million rows", "one file for each indicator"),
            Self::FileUnreadable => ("path = \"deaths 2022.csv\"", "path = \"deaths-2022.csv\""),
            Self::FlagUnknown => {
                ("value_status: known+shaky", "value_status: known+low-reliability")
            }
            Self::GroupsInvalid => ("groups: sex male", "groups: sex=male"),
            Self::IndicatorUnknown => {
                ("indicator: infant-mortality", "indicator: infant-mortality-rate")
            }
            Self::IntervalInvalid => (
                "value: 3.9, lower: 4.1, upper: 3.7, confidence: 0.95",
                "value: 3.9, lower: 3.7, upper: 4.1, confidence: 0.95",
            ),
            Self::MarkUnknown => ("[q]", "[c], with the key of the workbook at hand"),
            Self::Misprint => ("17 (24.30 with 70 in all", "nothing to mend: it is read as 24.3"),
            Self::ObservationConflict => (
                "two rows for E92000001 and 2022, one with 3.9 and one with 4.0",
                "one of the rows removed, or each with a source of its own",
            ),
            Self::ObservationRepeated => (
                "one area under two regions, with the same figures",
                "nothing to mend: it is counted once",
            ),
            Self::PathOutside => ("path = \"../deaths.csv\"", "path = \"deaths.csv\""),
            Self::PercentDisagrees => {
                ("count: 5 of 73, percent: 5.5", "count: 5 of 73, percent: 6.8")
            }
            Self::PeriodAmbiguous => {
                ("period: 2006/07", "period: 2006/07, period_kind: financial-year")
            }
            Self::PeriodInvalid => ("period: 06-08", "period: 2006 to 2008"),
            Self::PeriodsOverlap => (
                "2018 to 2020, 2019 to 2021",
                "nothing to mend: they are never treated as independent",
            ),
            Self::PrintedIdInvalid => ("table: Table 4", "table: table-4"),
            Self::PrintedWordUnknown => ("relation: minus", "relation: difference"),
            Self::ProjectFieldUnknown => ("aera = \"E92000001\"", "area = \"E92000001\""),
            Self::ProjectInvalid => ("confidence = 95", "confidence = 0.95"),
            Self::ProjectVersion => ("schema_version = 7", "schema_version = 1"),
            Self::RateDisagrees => (
                "numerator: 4, denominator: 1000, value: 4.4",
                "numerator: 4, denominator: 1000, value: 4.0",
            ),
            Self::RowShape => (
                "Bristol, City of,2022,4 under the header area_name,period,numerator",
                "\"Bristol, City of\",2022,4",
            ),
            Self::SampleInvalid => ("denominator_basis: 10%", "denominator_basis: sample:0.1"),
            Self::SeriesBreak => (
                "a three-year figure across a change of cause groups",
                "nothing to mend: the figure is flagged",
            ),
            Self::SeriesGap => (
                "2013, 2014, 2016",
                "2013, 2014, 2015, 2016, with the status absent where nothing was published",
            ),
            Self::SheetMissing => (
                "Table 21 without a header row",
                "the title line of the table with its header below it",
            ),
            Self::SheetRenamed => (
                "table 21 in a sheet called Deprivation",
                "nothing to mend: its title was believed",
            ),
            Self::SheetUnknown => ("a sheet without a title", "nothing to mend"),
            Self::SourceUnknown => ("source: ons-2022", "[[source]] with id = \"ons-2022\""),
            Self::StatementDisagrees => (
                "difference of 66.8 and 64.8 printed as 2.1",
                "both are shown, and neither is called right",
            ),
            Self::StatusConflict => {
                ("value: 3.9, value_status: absent", "value: 3.9, value_status: known")
            }
            Self::StatusUnknown => ("value_status: suppressed", "value_status: withheld-publisher"),
            Self::TextEncoding => {
                ("Ynys M\u{fffd}n, saved in an older encoding", "the same saved as CSV UTF-8")
            }
            Self::TotalDisagrees => (
                "groups of 10 and 20 beside a total of 31",
                "both are shown, and neither is called right",
            ),
            Self::ValueJump => ("4.1, 4.0, 39, 4.2", "4.1, 4.0, 3.9, 4.2"),
            Self::ValueOutOfRange => ("value: 104 percent", "value: 10.4"),
        }
    }
}
