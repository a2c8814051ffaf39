//! Rows as they are written. That they read back is tested with the reader.

#[cfg(feature = "parquet")]
use std::num::NonZeroUsize;

use firstyear_core::count::{CountedCell, CountedKeys, CountedRows, EventsAtRisk};
use firstyear_core::{
    Area, AreaCode, CategoryId, Confidence, DimensionId, Flags, Groups, IndicatorId, Interval,
    Period, Place, SampleFraction, SourceId, Withholding,
};

use super::*;
use crate::atomic::never;

fn observation(area: &str, year: i32) -> Observation {
    Observation {
        indicator: IndicatorId::new("infant-mortality-rate").unwrap(),
        area: AreaCode::new(area).unwrap(),
        period: Period::year(year).unwrap(),
        groups: Groups::everyone(),
        numerator: Cell::known(3),
        denominator: Cell::known(1_200),
        basis: Basis::Complete,
        value: Cell::Absent,
        interval: None,
        standard_error: None,
        note: None,
        source: SourceId::new("s").unwrap(),
        place: Place::default(),
    }
}

fn gap() -> PublishedGap {
    // Report of the Department of Health, December 2010, section 1.3.
    PublishedGap {
        indicator: IndicatorId::new("infant-mortality-rate").unwrap(),
        area: AreaCode::new("K04000001").unwrap(),
        period: Period::years(2007, 2009).unwrap(),
        dimension: DimensionId::new("ns-sec-2001-father").unwrap(),
        group: CategoryId::new("routine-and-manual").unwrap(),
        relative_gap: Cell::flagged(12.0, Flags::PROVISIONAL),
        group_events: Cell::known(3_650),
        all_events: Cell::known(8_698),
        group_rate: Cell::known(5.0),
        all_rate: Cell::Absent,
        basis: Basis::Sample(SampleFraction::new(0.1).unwrap()),
        source: SourceId::new("imnst-report-2010").unwrap(),
        origin: "Report, section \"1.3\"".to_owned(),
        place: Place::default(),
    }
}

fn observations(rows: Vec<Observation>) -> Result<String, WriteError> {
    let mut data = Dataset { observations: rows, ..Dataset::default() };
    data.geography.add(Area::new(AreaCode::new("E06000052").unwrap(), "Cornwall, all of it"));
    let mut out = Vec::new();
    write_observations(&data, &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

/// Two areas, of which the second has no births in 2020.
fn counted() -> CountedRows {
    let keys = CountedKeys {
        source: SourceId::new("s").unwrap(),
        indicators: ["infant-mortality-rate", "stillbirth-rate"]
            .map(|id| IndicatorId::new(id).unwrap())
            .to_vec(),
        areas: ["E06000001", "E06000002"].map(|code| AreaCode::new(code).unwrap()).to_vec(),
        periods: vec![Period::year(2020).unwrap(), Period::years(2020, 2021).unwrap()],
        groups: vec![
            Groups::everyone(),
            Groups::new([(
                DimensionId::new("imd-2019-decile").unwrap(),
                CategoryId::new("1").unwrap(),
            )])
            .unwrap(),
        ],
    };
    let cells = [(0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 1, 0)];
    let cells = cells.map(|(area, period, groups)| CountedCell { area, period, groups });
    let counts =
        |events: [u64; 4]| events.map(|events| EventsAtRisk { events, at_risk: 1_200 }).to_vec();
    CountedRows::new(keys, cells.to_vec(), vec![counts([3, 0, 9, 1]), counts([5, 2, 8, 0])])
        .unwrap()
}

#[test]
fn counts_are_written_as_their_observations_are() {
    let rows = counted();
    let data = Dataset { observations: rows.iter().collect(), ..Dataset::default() };
    let (mut as_counts, mut as_observations) = (Vec::new(), Vec::new());
    write_counts(&rows, &mut as_counts, &never).unwrap();
    write_observations(&data, &mut as_observations).unwrap();
    assert_eq!(String::from_utf8(as_counts).unwrap(), String::from_utf8(as_observations).unwrap());
    let stopped = &|| true;
    let mut nothing = Vec::new();
    write_counts(&rows, &mut nothing, stopped).unwrap();
    assert_eq!(String::from_utf8(nothing).unwrap().lines().count(), 1);
}

#[test]
#[cfg(feature = "parquet")]
fn counts_in_columns_are_those_of_their_observations() {
    let rows = counted();
    let data = Dataset { observations: rows.iter().collect(), ..Dataset::default() };
    let [as_counts, by_three] = [1, 3].map(|threads| {
        let mut out = Vec::new();
        let threads = NonZeroUsize::new(threads).unwrap();
        write_counts_parquet(&rows, &mut out, threads, &never).unwrap();
        out
    });
    assert_eq!(as_counts, by_three);
    let mut as_observations = Vec::new();
    write_parquet(&data, &mut as_observations).unwrap();
    assert_eq!(in_columns(as_counts), in_columns(as_observations));
}

/// The rows of a Parquet file.
#[cfg(feature = "parquet")]
fn in_columns(file: Vec<u8>) -> Vec<arrow_array::RecordBatch> {
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file)).unwrap();
    reader.build().unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn four_facts_stay_four_facts() {
    let mut rows = Vec::new();
    let states = [
        Cell::known(0.0),
        Cell::flagged(2.5, Flags::LOW_RELIABILITY | Flags::PROVISIONAL),
        Cell::Withheld(Withholding::Publisher),
        Cell::Withheld(Withholding::Primary),
        Cell::Withheld(Withholding::Secondary),
        Cell::Absent,
        Cell::NotApplicable,
    ];
    for (year, value) in (2000..).zip(states) {
        rows.push(Observation { value, ..observation("E06000001", year) });
    }
    let text = observations(rows).unwrap();
    let values: Vec<_> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').skip(11).take(2).collect::<Vec<_>>().join(","))
        .collect();
    assert_eq!(
        values,
        [
            "0,",
            "2.5,known+provisional+low-reliability",
            ",withheld-publisher",
            ",withheld-primary",
            ",withheld-secondary",
            ",absent",
            ",not-applicable",
        ]
    );
}

#[test]
fn a_row_says_everything() {
    let pair = |d, c| (DimensionId::new(d).unwrap(), CategoryId::new(c).unwrap());
    let row = Observation {
        groups: Groups::new([pair("sex", "male"), pair("imd-2019-decile", "1")]).unwrap(),
        value: Cell::known(0.1 + 0.2),
        interval: Some(Interval { lower: 1e-7, upper: 7.0, confidence: Confidence::P998 }),
        basis: Basis::Sample(SampleFraction::new(0.1).unwrap()),
        ..observation("E06000052", 2022)
    };
    assert_eq!(
        observations(vec![row]).unwrap(),
        "indicator,area,area_name,period,period_kind,groups,numerator,numerator_status,\
         denominator,denominator_status,denominator_basis,value,value_status,lower,upper,\
         confidence,source\n\
         infant-mortality-rate,E06000052,\"Cornwall, all of it\",2022,calendar-year,\
         imd-2019-decile=1; sex=male,3,,1200,,sample:0.1,0.30000000000000004,,0.0000001,7,\
         0.998,s\n"
    );
}

#[test]
fn rows_stand_in_one_order() {
    let rows = vec![
        observation("E06000052", 2001),
        observation("E06000001", 2001),
        observation("E06000001", 2000),
    ];
    let turned = rows.iter().rev().cloned().collect();
    let text = observations(rows).unwrap();
    assert_eq!(text, observations(turned).unwrap());
    let areas: Vec<_> = text.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
    assert_eq!(areas, ["E06000001", "E06000001", "E06000052"]);
}

#[test]
fn what_is_no_number_is_not_written() {
    let row = Observation { value: Cell::known(f64::NAN), ..observation("E06000001", 2000) };
    let message = observations(vec![row]).unwrap_err().to_string();
    assert_eq!(
        message,
        "a cell of `value` is not a finite number: only finite numbers can be written"
    );
}

#[test]
fn gaps_keep_what_was_printed() {
    let data = Dataset { gaps: vec![gap()], ..Dataset::default() };
    let mut out = Vec::new();
    write_gaps(&data, &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "indicator,area,period,period_kind,dimension,group,relative_gap_percent,\
         relative_gap_status,group_events,all_events,group_rate,all_rate,denominator_basis,source,\
         origin\n\
         infant-mortality-rate,K04000001,2007 to 2009,calendar-year,ns-sec-2001-father,\
         routine-and-manual,12,known+provisional,3650,8698,5,,sample:0.1,imnst-report-2010,\
         \"Report, section \"\"1.3\"\"\"\n"
    );
}

#[test]
fn a_state_without_a_column_is_refused() {
    let by = Withholding::Publisher;
    let hidden = PublishedGap { group_events: Cell::Withheld(by), ..gap() };
    let flagged = PublishedGap { all_rate: Cell::flagged(4.4, Flags::REVISED), ..gap() };
    for (row, column) in [(hidden, "group_events"), (flagged, "all_rate")] {
        let data = Dataset { gaps: vec![row], ..Dataset::default() };
        let message = write_gaps(&data, &mut Vec::new()).unwrap_err().to_string();
        assert!(message.starts_with(&format!("a cell of `{column}` is withheld")), "{message}");
    }
}
