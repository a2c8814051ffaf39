//! Rows as they are written. That they read back is tested with the reader.

use firstyear_core::{
    Area, AreaCode, CategoryId, Confidence, DimensionId, Flags, Groups, IndicatorId, Interval,
    Period, Place, SampleFraction, SourceId, Withholding,
};

use super::*;

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

#[test]
fn counts_are_written_as_they_come_and_nothing_of_them_is_lost() {
    let rows = [observation("E06000001", 2021), observation("E06000002", 2020)];
    let mut out = Vec::new();
    write_counts(rows.clone(), &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), observations(rows.to_vec()).unwrap());
    for (row, lacking) in [
        (Observation { note: Some("made up".into()), ..rows[0].clone() }, "note"),
        (Observation { standard_error: Some(0.5), ..rows[0].clone() }, "standard_error"),
    ] {
        let refused = write_counts([row], Vec::new());
        assert!(matches!(refused, Err(WriteError::NoColumn { column }) if column == lacking));
    }
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
