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
    #[expect(clippy::too_many_lines, reason = "one line for each code")]
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
            Self::AreaUncoded => (
                "a table that lists `Bournemouth` and gives no code",
                "a list of areas under [geography] that holds its code and its days",
            ),
            Self::DatesSwapped => (
                "a month from 2025-01-02 until 2025-02-28",
                "a month from 2025-02-01 until 2025-02-28",
            ),
            Self::ActionUnknown => {
                ("ACTION: X", "ACTION: A, or no ACTION column, which means merge")
            }
            Self::CodeUnmapped => (
                "data element fbfJHSPpUQD, which no mapping names",
                "a row of the mapping table: indicator,fbfJHSPpUQD,antenatal-booking",
            ),
            Self::DirectionDisagrees => {
                ("favourable_indicator: 1 for an indicator of deaths", "favourable_indicator: 0")
            }
            Self::ImportSummary => (
                "a data value set of 120 values, 117 of them used",
                "nothing to mend: it says what became of each value",
            ),
            Self::MapAreaMissing => (
                "figures of E06000066 beside a map of 2021, which has E10000027",
                "a map of 2023 or later",
            ),
            Self::MapAreaRepeated => (
                "\"E06000001\": {\"q\": 8, \"r\": 18} and \"E06000002\": {\"q\": 8, \"r\": 18}",
                "\"E06000001\": {\"q\": 8, \"r\": 18} and \"E06000002\": {\"q\": 8, \"r\": 17}",
            ),
            Self::MapAreaUnknown => {
                ("\"E06999999\": {\"q\": 0, \"r\": 0}", "\"E06000001\": {\"q\": 0, \"r\": 0}")
            }
            Self::MapCoordinates => (
                "one feature at [-1.24, 54.72], the next at [448986, 536729]",
                "all features in degrees, or all in metres of one grid",
            ),
            Self::MapPropertyUnclear => (
                "properties LAD23CD and CTYUA23CD, both with codes of areas",
                "property = \"CTYUA23CD\" beside the file in firstyear.toml",
            ),
            Self::MapRead => ("a file of 153 boundaries", "nothing to mend: it says what was read"),
            Self::MapShapeInvalid => {
                ("[[0, 0], [1, 0], [1, 1], [0, 1]]", "[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]")
            }
            Self::MapShapeNotTaken => {
                ("a feature whose geometry is a Point", "nothing to mend: it is no area")
            }
            Self::MappingInvalid => (
                "kind: area, from: O6uvpzGd5pu, to: Bo",
                "kind: area, from: O6uvpzGd5pu, to: sl:BO",
            ),
            Self::PackageInvalid => (
                "a datapackage.json without resources",
                "resources: one for each table, with its path and schema",
            ),
            Self::RowUnused => {
                ("a row whose ACTION is D, delete", "nothing to mend: it holds no figure")
            }
            Self::TemplateRule => ("subgroup_order: 1, 2, 4", "subgroup_order: 1, 2, 3"),
            Self::UnitConflict => (
                "one indicator per 1,000 in one row and per 100,000 in the next",
                "one unit for each indicator",
            ),
            Self::CodeDamaged => (
                "Feb-35 in a column of census region codes",
                "the file exported again and opened without a spreadsheet",
            ),
            Self::CountSmall => (
                "a count between 1 and 9 in an export that never shows them",
                "the export downloaded again",
            ),
            Self::LayoutIncomplete => (
                "a layout without the position of the record weight",
                "the layout with all fields that its counts need",
            ),
            Self::LayoutUnknown => (
                "records of a length that no layout has",
                "format nchs-fixed-width with the layout of the year of the file",
            ),
            Self::NotesMissing => (
                "an export cut before its --- line",
                "the export with its notes, which say what was asked for",
            ),
            Self::PeriodAssumed => (
                "an export of one year that names the year in its notes alone",
                "the export grouped by year",
            ),
            Self::RowsHidden => {
                ("four of five groups in an export", "the export with suppressed rows shown")
            }
            Self::RowsPassedOver => (
                "Total rows beside the groups they add up",
                "nothing to mend: they are counted once",
            ),
            Self::CaseWithoutIndex => {
                ("a case whose first event is a referral", "the booking, or a mapping of its name")
            }
            Self::ClockAmbiguous => ("two births on two days in one case", "a case for each baby"),
            Self::ClockWithoutStart => (
                "a window that counts from birth, and no births in the log",
                "[[clock]] with id = \"birth\" and activity = \"Birth\"",
            ),
            Self::EventActivityUnknown => {
                ("the activity `Phone call`", "[[activity]] with name = \"Phone call\"")
            }
            Self::ColumnAmbiguous => {
                ("a column `date` beside a column `time`", "one column with both: 2024-03-01T09:30")
            }
            Self::EventAttributeMissing => (
                "an input `smokes`, and a log with a column `smoker`",
                "[[attribute]] with name = \"smoker\" and input = \"smokes\"",
            ),
            Self::EventCaseAmbiguous => (
                "a call tied to a woman with two pregnancies",
                "the call tied to the pregnancy that it was about",
            ),
            Self::EventHourMissing => (
                "2024-03-01 00:00:00 in every row",
                "2024-03-01 09:30:00 where the hour is known; else nothing to mend",
            ),
            Self::EventObjectDiffers => (
                "a woman who smokes at first and does not later",
                "an attribute `smokes` of each event at which she was asked",
            ),
            Self::EventTimeZone => {
                ("a column of times in Europe/London", "2024-07-01T00:30:00+01:00")
            }
            Self::EventWithoutCase => (
                "an event tied to a midwife alone, where cases are pregnancies",
                "the event tied to the pregnancy too",
            ),
            Self::EventBeforeClock => {
                ("a check of a baby on the day before its birth", "the day of the check")
            }
            Self::EventValueUnreadable => {
                ("`Y` where the words are yes and no", "words = { Y = \"yes\", N = \"no\" }")
            }
            Self::LogMappingInvalid => ("step = \"refr\"", "step = \"refer\""),
            Self::StageInvalid => ("steps = []", "steps = [\"refer\"]"),
            Self::EventIncomplete => (
                "an event without an activity",
                "the event with its case, its activity and its time",
            ),
            Self::EventLogRead => {
                ("a log of 1,200 events", "nothing to mend: it says what the log holds")
            }
            Self::EventLogUnsorted => {
                ("rows of the cases a, b and a again", "those of the case a, then those of b")
            }
            Self::EventObjectRepeated => ("two objects with one id", "one object for each id"),
            Self::EventObjectUnknown => (
                "an event that names an object which is not listed",
                "the object listed under objects",
            ),
            Self::EventOrder => (
                "an event that stands before an earlier one of its case",
                "nothing to mend where only the order of rows is odd: events are sorted by time",
            ),
            Self::EventRepeated => {
                ("the same activity of one case at one time twice", "the event once")
            }
            Self::EventTimeMissing => {
                ("an event without a time", "the event with its time, such as 2024-03-01T09:30:00Z")
            }
            Self::TimeAmbiguous => ("03/04/2024", "2024-04-03"),
            Self::TimeInvalid => ("2024-02-30", "2024-02-29"),
            Self::AreaNameAmbiguous => (
                "Cornwall, which is a county and a unitary authority",
                "a column with codes, or `kind` in the mapping",
            ),
            Self::AreaNameUnknown => ("Kings Lyn", "King's Lynn and West Norfolk"),
            Self::IndicatorUndefined => (
                "rows of fingertips-93085, which nobody has defined",
                "[[definition]] with its unit and which way is good, and codes = [\"fingertips:93085\"]",
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
            Self::DocumentFieldUnknown => ("theam = \"smoking\"", "theme = \"smoking\""),
            Self::DocumentInvalid => ("made = \"spring 2024\"", "made = 2024-03-07"),
            Self::DueBeforeMade => {
                ("made = 2024-03-07, due = 2023-12-31", "made = 2024-03-07, due = 2024-12-31")
            }
            Self::GroupsOfVisit => (
                "groups = [\"housing\", \"smoking\"]",
                "the four core groups and two of those that an area chooses",
            ),
            Self::DecisionGap => (
                "rows for smokes and does-not-smoke alone",
                "a third row: when = [{ input = \"smoking\", missing = true }]",
            ),
            Self::DecisionInvalid => ("at_least = 10, below = 4", "at_least = 4, below = 10"),
            Self::DecisionOverlap => ("below = 5 and at_least = 4", "below = 4 and at_least = 4"),
            Self::ObligationInvalid => ("window = {}", "window = { to = 2 weeks }"),
            Self::PathwayDeadEnd => {
                ("a last step without a flow", "a flow from it to an exit `completed`")
            }
            Self::PathwayDerivationCyclic => {
                ("north derived from south, and south from north", "north derived from south alone")
            }
            Self::PathwayElementOpen => (
                "grounds = { basis = \"open\", why = \"no source states how soon\" }",
                "nothing to mend in a draft",
            ),
            Self::PathwayFileInvalid => (
                "a Bundle without a PlanDefinition",
                "the same with one, `\"resourceType\": \"PlanDefinition\"`",
            ),
            Self::PathwayPartInvalid => {
                ("relatedAction with actionId 9 in a plan of eight actions", "actionId 8")
            }
            Self::PathwayPartNotTaken => {
                ("a `library` of programs", "nothing to mend where the programs are not needed")
            }
            Self::PathwayPartSupplied => {
                ("a plan without a version, read as version 1", "version = \"2024-1\"")
            }
            Self::PathwayGroundsMissing => (
                "grounds = { basis = \"stated\" }",
                "grounds = { basis = \"stated\", source = \"report 2.20\" }",
            ),
            Self::PathwayIdInvalid => ("id = \"Follow up\"", "id = \"follow-up\""),
            Self::PathwayIdRepeated => {
                ("a step and an exit with the id declined", "ids opts-out and declined")
            }
            Self::PathwayLoopUnbounded => (
                "a flow from follow-up to itself",
                "the same with at_most = 12 at the step follow-up",
            ),
            Self::PathwayNotDraft => {
                ("status = \"agreed\" beside basis = \"open\"", "status = \"draft\"")
            }
            Self::PathwayReferenceUnknown => ("then = \"refr\"", "then = \"refer\""),
            Self::PathwayUnchecked => {
                ("a decision of twelve inputs in one table", "two decisions of six inputs each")
            }
            Self::PathwayUnreachable => {
                ("a step that no flow leads to", "a flow from the step before it")
            }
            Self::ReferralUnanswered => (
                "a step of kind referral that nothing answers",
                "an obligation with template = \"feedback-closes-loop\" and trigger = \"refer\"",
            ),
            Self::WindowContradiction => (
                "contact within 2 days of referral, and not before 5 days after it",
                "contact from 2 to 5 days after referral",
            ),
            Self::HistoryOrder => {
                ("done 2024-06-01; agreed 2024-09-01", "agreed 2024-04-20; done 2024-06-01")
            }
            Self::OwnerMissing => ("no lead", "lead = \"local authority housing\""),
            Self::PersonalText => ("ask Dr Smith", "ask the lead consultant"),
            Self::RecommendationRepeated => {
                ("two recommendations with the id quit", "ids quit-1 and quit-2")
            }
            Self::StatementUnknown => ("statement = \"leadr\"", "statement = \"local-leadership\""),
            Self::ThemeUnknown => ("theme = \"smokng\"", "theme = \"smoking\""),
            Self::VisitUnknown => ("visit = \"secnd\"", "visit = \"second\""),
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
