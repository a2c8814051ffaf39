//! Control charts on a table.

use std::cmp::Ordering;

use firstyear_core::Cell;

use super::chart::{Chart, ChartError, ChartOptions, ChartPoint, Improvement};
use super::dates::{Moment, moments};
use super::rules::{Rules, RunLength, Side, SpecialCause, TwoInThree};
use super::{
    G_CHART, G_CHART_EXACT, P_CHART, P_PRIME, PTD_XMR, Screening, T_CHART, T_CHART_EXPONENTIAL,
    U_CHART, U_PRIME, XMR, g_chart, g_chart_exact, p_chart, p_prime, ptd_xmr, t_chart,
    t_chart_exponential, u_chart, u_prime, xmr,
};
use crate::count_cells::count_cells;
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, N, Output, RunError, Value, X};

const READING: &str = "a point marked by a rule is more than chance; which way is better is said";

pub(crate) const METHODS: &[Method] = &[
    Method {
        id: XMR,
        name: "XmR chart",
        family: "control",
        unit: "that of the values",
        ordered: false,
        reading: READING,
        source: "Shewhart (1931), Economic control of quality of manufactured product; Wheeler (1993), Understanding variation; NHS England, Making data count",
        explanation: "Individual values with limits of mean ± 2.66 mean moving ranges. Moving ranges above 3.267 times their mean are left out once, unless `screen_outliers` is FALSE, as in the Excel tool of the English health service. Rules, in the order in which they name a point: outside the limits; 7 points that rise or fall; 2 of 3 in the outer third or beyond on the same side; 7 points on one side of the mean. A constant series has limits at its value; a series with no two neighbouring values has none. Phases of fewer than 12 values are called short. Without any change, 0.4% to 0.5% of the points lie outside screened limits (0.3% unscreened), and one chart of 24 points in five has a mark. Assurance holds the target against the limits of the last phase.",
        call: VALUES,
    },
    Method {
        id: PTD_XMR,
        name: "XmR chart as NHSRplotthedots draws it",
        family: "control",
        unit: "that of the values",
        ordered: false,
        reading: READING,
        source: "NHSRplotthedots 0.2.2 (2025)",
        explanation: "For reconciliation with the R package of the English health service. It differs from `xmr` in four ways: 2 in 3 needs all three points on one side of the mean and counts none beyond the limits; a phase of equal values has no limits when ranges are screened; the warning of a short phase comes at 12 points, those without a value counted, though its message calls 12 enough; and a target against no limits is inconsistent.",
        call: Call {
            outputs: &COLUMNS,
            vectors: &["NHSRplotthedots/ptd_spc"],
            run: run_ptd,
            ..VALUES
        },
    },
    Method {
        id: U_CHART,
        name: "u chart",
        family: "control",
        unit: "events per unit of exposure",
        ordered: false,
        reading: READING,
        source: "Montgomery (2009), Introduction to statistical quality control, 6th edition, equation 7.19",
        explanation: "Rates with limits 3 Poisson standard errors from the pooled rate, never below 0. Below 10 events to a point the upper limit is passed more often than it says, by chance up to 0.8% of the time. With one or two events to a point, as in a small area, chart what lies between them instead, `g-chart-exact` or `t-chart`: these need the date of each event, which counts by period do not give. Where the exposure is large, rates vary more than Poisson counts do and most points lie outside: use `u-prime-chart`.",
        call: Call { run: |group, out| run_counts(group, out, u_chart), ..COUNTS },
    },
    Method {
        id: P_CHART,
        name: "p chart",
        family: "control",
        unit: "fraction",
        ordered: false,
        reading: READING,
        source: "Montgomery (2009), Introduction to statistical quality control, 6th edition, equation 7.8",
        explanation: "Proportions with limits 3 binomial standard errors from the pooled proportion, within 0 and 1. For large groups use `p-prime-chart`.",
        call: Call { run: |group, out| run_counts(group, out, p_chart), ..COUNTS },
    },
    Method {
        id: U_PRIME,
        name: "u' chart (Laney)",
        family: "control",
        unit: "events per unit of exposure",
        ordered: false,
        reading: READING,
        source: "Laney (2002), Qual Eng 14:531",
        explanation: "A u chart whose standard errors are multiplied by the standard deviation of the standardised rates, their mean moving range over 1.128. Limits are narrower than those of the u chart where rates vary less than chance.",
        call: Call { run: |group, out| run_counts(group, out, u_prime), ..COUNTS },
    },
    Method {
        id: P_PRIME,
        name: "p' chart (Laney)",
        family: "control",
        unit: "fraction",
        ordered: false,
        reading: READING,
        source: "Laney (2002), Qual Eng 14:531",
        explanation: "A p chart whose standard errors are multiplied by the standard deviation of the standardised proportions, their mean moving range over 1.128.",
        call: Call { run: |group, out| run_counts(group, out, p_prime), ..COUNTS },
    },
    Method {
        id: T_CHART,
        name: "t chart (power transform)",
        family: "control",
        unit: "that of the times",
        ordered: false,
        reading: "high is rare: long times between bad events are an improvement",
        source: "Nelson (1994), J Qual Technol 26:239",
        explanation: "Times between rare events, raised to the power 1/3.6, charted as individual values without screening, and the lines raised back. Exponential times become nearly normal; the limits follow the scatter of the times.",
        call: Call { run: |group, out| run_times(group, out, t_chart), ..BETWEEN },
    },
    Method {
        id: T_CHART_EXPONENTIAL,
        name: "t chart (exponential quantiles)",
        family: "control",
        unit: "that of the times",
        ordered: false,
        reading: "high is rare: long times between bad events are an improvement",
        source: "Xie, Goh and Ranjan (2002), Reliab Eng Syst Saf 77:143",
        explanation: "Times between rare events with limits at the 0.135% and 99.865% quantiles of the exponential distribution with their mean, and its median as centre. The mean is taken as known, so that with few times false alarms can be more frequent than that.",
        call: Call { run: |group, out| run_times(group, out, t_chart_exponential), ..BETWEEN },
    },
    Method {
        id: G_CHART,
        name: "g chart (mean ± 3 standard deviations)",
        family: "control",
        unit: "cases",
        ordered: false,
        reading: "high is rare: many cases between bad events are an improvement",
        source: "Benneyan (2001), Health Care Manag Sci 4:305",
        explanation: "Cases without an event between two events, with limits 3 geometric standard deviations from the mean, never below 0. The distribution is skew: where nothing changes, more than half of all points lie below the mean and 1% to 2% above the upper limit, so that every second chart of 24 points has a mark; the lower limit is always 0. `g-chart-exact` allows for that.",
        call: Call { run: |group, out| run_cases(group, out, g_chart), ..BETWEEN },
    },
    Method {
        id: G_CHART_EXACT,
        name: "g chart (geometric quantiles)",
        family: "control",
        unit: "cases",
        ordered: false,
        reading: "high is rare: many cases between bad events are an improvement",
        source: "Kaminsky and others (1992), J Qual Technol 24:63; Xie and Goh (1997), Int J Qual Reliab Manag 14:64",
        explanation: "Cases without an event between two events, with limits that at most 0.135% of geometric counts with their mean pass on either side, and their median as centre. The mean is taken as known.",
        call: Call { run: |group, out| run_cases(group, out, g_chart_exact), ..BETWEEN },
    },
];

const DATE: Field = Field::new("date", "the date as given");
const Y_OUT: Field = Field::new("y", "the value drawn");
const REBASE_GROUP: Field = Field::new("rebase_group", "phase, from 0");
const FIX_Y: Field = Field::new("fix_y", "the value, where the lines are made from it");
const MEAN: Field = Field::new("mean", "centre line");
const PTD_MEAN: Field = Field::new("mean_col", "centre line, as in charts by facet");
const LPL: Field = Field::new("lpl", "lower process limit");
const UPL: Field = Field::new("upl", "upper process limit");
const OUTSIDE: Field = Field::new("outside_limits", "whether the point is outside");
const SIDE: Field = Field::new("relative_to_mean", "-1 below the centre, 0 on it, 1 above");
const NEAR: Field = Field::new("close_to_limits", "whether it is in the outer third");
const TYPE: Field = Field::new("special_cause_type", "the first rule that marks it");
const FLAG: Field = Field::new("special_cause_flag", "whether a rule marks it");
const POINT_TYPE: Field = Field::new("point_type", "improvement, concern or chance");
const SHORT: Field = Field::new("short_group_warning", "whether its phase is too short");
const TARGET_OUT: Field = Field::new("target", "the target");
const ASSURANCE: Field =
    Field::new("assurance", "consistent_pass, consistent_fail or inconsistent, for the series");

/// The columns of a chart, behind one that the package alone has.
const COLUMNS: [Field; 17] = [
    PTD_MEAN,
    DATE,
    Y_OUT,
    REBASE_GROUP,
    FIX_Y,
    MEAN,
    LPL,
    UPL,
    OUTSIDE,
    SIDE,
    NEAR,
    TYPE,
    FLAG,
    POINT_TYPE,
    SHORT,
    TARGET_OUT,
    ASSURANCE,
];

const DATE_IN: Field = Field::optional(
    "date",
    "year first, such as 2019-01-31, or a number, of one form in every row; puts the rows in order, which without dates is that of the file",
);

const FIX_AFTER: Argument = Argument::new(
    "fix_after_n_points",
    "NA",
    "points of a phase that its lines are made from, at least 12; NA for all",
);
const REBASE_DATES: Argument =
    Argument::new("rebase_dates", "", "dates at which a phase begins, separated by `;`");
const REBASE: Argument = Argument::new(
    "rebase",
    "",
    "points, counted from 1, at which a phase begins, separated by `;`",
);
const TARGET: Argument = Argument::new("target", "NA", "a value to be reached");
const RUN: Argument = Argument::new("points_in_run", "7", "points that make a run: 6 or 7");
const SCREEN: Argument =
    Argument::new("screen_outliers", "TRUE", "whether outlying moving ranges are left out once");
const DIRECTION: Argument = Argument::new(
    "improvement_direction",
    "neutral",
    "which way is better: `increase`, `decrease` or `neutral`",
);

const VALUES: Call = Call {
    key: &["series", "config"],
    inputs: &[DATE_IN, Field::new("y", "the values, NA where there is none")],
    arguments: &[DIRECTION, SCREEN, FIX_AFTER, REBASE_DATES, REBASE, TARGET, RUN],
    outputs: COLUMNS.split_at(1).1,
    vectors: &[],
    run: run_xmr,
};

const COUNTS: Call = Call {
    inputs: &[DATE_IN, X, N],
    arguments: &[DIRECTION, FIX_AFTER, REBASE_DATES, REBASE, TARGET, RUN, Argument::MULTIPLIER],
    ..VALUES
};

const BETWEEN: Call = Call {
    inputs: &[DATE_IN, Field::new("y", "time or cases from one event to the next")],
    arguments: &[DIRECTION, FIX_AFTER, REBASE_DATES, REBASE, TARGET, RUN],
    ..VALUES
};

const ONCE: &str = "the date is there twice: each point of one series is one row; a column `series` keeps several apart";

/// The rows of a series in their order, and how its chart is drawn.
struct Asked {
    /// Rows of the group, by date.
    order: Vec<usize>,
    moments: Option<Vec<Moment>>,
    rebase: Vec<usize>,
    fix_after: Option<usize>,
    improvement: Improvement,
    target: Option<f64>,
    run: RunLength,
}

impl Asked {
    fn of(group: &Group<'_>) -> Result<Self, RunError> {
        let moments = moments(group)?;
        let mut order: Vec<usize> = (0..group.len()).collect();
        if let Some(moments) = &moments {
            // All are of one form, so that none is without its place.
            order.sort_by(|a, b| moments[*a].order(&moments[*b]).unwrap_or(Ordering::Equal));
        }
        Ok(Self {
            rebase: rebase(group, moments.as_deref().unwrap_or_default(), &order)?,
            moments,
            order,
            fix_after: group.number("fix_after_n_points")?.map(fixed_points).transpose()?,
            improvement: group.choice(
                "improvement_direction",
                &[
                    ("increase", Improvement::Increase),
                    ("decrease", Improvement::Decrease),
                    ("neutral", Improvement::Neutral),
                ],
            )?,
            target: group.number("target")?,
            run: group
                .choice("points_in_run", &[("6", RunLength::Six), ("7", RunLength::Seven)])?,
        })
    }

    /// The same for points that are periods, of which each has a date of its
    /// own; events can share theirs.
    fn of_periods(group: &Group<'_>) -> Result<Self, RunError> {
        let asked = Self::of(group)?;
        let moments = asked.moments.as_deref().unwrap_or_default();
        let twice = |pair: &&[usize]| !moments.is_empty() && moments[pair[0]] == moments[pair[1]];
        if let Some(pair) = asked.order.windows(2).find(twice) {
            return Err(group.out_of_range("date", pair[1], ONCE));
        }
        Ok(asked)
    }

    fn options(&self, scale: f64) -> ChartOptions<'_> {
        ChartOptions {
            rebase: &self.rebase,
            fix_after: self.fix_after,
            improvement: self.improvement,
            target: self.target.map(|target| target / scale),
            rules: Rules { run: self.run, two_in_three: TwoInThree::OuterThird },
        }
    }

    /// What an error says, with the row of the table that a point comes from:
    /// dates can have put points in another order.
    fn said(&self, group: &Group<'_>, values: &'static str, error: ChartError) -> RunError {
        let (point, column, wanted) = match error {
            ChartError::NotFinite { point } => (point, values, "a finite number, or nothing"),
            ChartError::Negative { point } => {
                (point, values, "the time between events is 0 or more")
            }
            ChartError::NoDenominator { point } => (point, "n", "a number above 0 is asked for"),
            ChartError::EventsExceedAtRisk { point } => {
                (point, values, "more events than people; a chart of rates allows that")
            }
            error => return RunError::measure(error),
        };
        group.out_of_range(column, self.order[point - 1], wanted)
    }

    fn ordered<T: Copy>(&self, values: &[T]) -> Vec<T> {
        self.order.iter().map(|row| values[*row]).collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and in range"
)]
fn position(text: f64, name: &'static str) -> Result<usize, RunError> {
    if text >= 1.0 && text.fract() == 0.0 && text <= 1e15 {
        return Ok(text as usize);
    }
    Err(RunError::Argument { name, wanted: "a whole number of points is asked for".to_owned() })
}

fn fixed_points(points: f64) -> Result<usize, RunError> {
    position(points, "fix_after_n_points")
}

/// The positions at which phases begin, from 0.
fn rebase(group: &Group<'_>, moments: &[Moment], order: &[usize]) -> Result<Vec<usize>, RunError> {
    let mut starts = Vec::new();
    for date in parts(group.argument("rebase_dates")?) {
        let wanted = "a phase begins at a date of the series, written as its dates are";
        let refused = || RunError::Argument { name: "rebase_dates", wanted: wanted.to_owned() };
        let date = Moment::read(&date).ok_or_else(refused)?;
        let reached = |row: &usize| moments.get(*row)?.order(&date).map(Ordering::is_ge);
        let at = order.iter().position(|row| reached(row) == Some(true));
        starts.push(at.ok_or_else(refused)?);
    }
    for point in parts(group.argument("rebase")?) {
        let number = Value::Text(point).number().unwrap_or(f64::NAN);
        starts.push(position(number, "rebase")? - 1);
    }
    starts.sort_unstable();
    starts.dedup();
    Ok(starts)
}

fn parts(text: Option<String>) -> Vec<String> {
    let text = text.unwrap_or_default();
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn screening(group: &Group<'_>) -> Result<Screening, RunError> {
    Ok(if group.flag("screen_outliers")? { Screening::Screened } else { Screening::Unscreened })
}

fn run_xmr(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let asked = Asked::of_periods(group)?;
    let cells = asked.ordered(&group.cells("y")?);
    let values: Vec<_> = cells.iter().map(|cell| cell.value().copied()).collect();
    let chart = xmr(&values, screening(group)?, &asked.options(1.0))
        .map_err(|error| asked.said(group, "y", error))?;
    write(group, out, &asked, &chart, &cells, 1.0);
    Ok(())
}

fn run_ptd(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let asked = Asked::of_periods(group)?;
    let cells = asked.ordered(&group.cells("y")?);
    // R takes NaN for missing.
    let values: Vec<_> =
        cells.iter().map(|cell| cell.value().copied().filter(|value| !value.is_nan())).collect();
    let chart = ptd_xmr(&values, screening(group)?, &asked.options(1.0))
        .map_err(|error| asked.said(group, "y", error))?;
    let dates: Vec<&Value> = group.values("date").collect();
    for (at, point) in chart.points.iter().enumerate() {
        let (lower, upper) = point.limits.unwrap_or((f64::NAN, f64::NAN));
        let centre = point.centre.unwrap_or(f64::NAN);
        let mut row = out.row();
        row.set("date", dates[asked.order[at]].clone())
            .set("y", Value::from_cell(cells[at]))
            .set("rebase_group", point.phase)
            .set("fix_y", point.value.filter(|_| point.in_baseline))
            .set("mean", centre)
            .set("mean_col", centre)
            .set("lpl", lower)
            .set("upl", upper);
        readings(&mut row, point, &Value::Absent);
        labels(&mut row, point);
        last_columns(&mut row, point, &asked, &chart);
    }
    Ok(())
}

/// A chart of counts over what they are counted among.
type CountChart = fn(&[Option<u64>], &[f64], &ChartOptions<'_>) -> Result<Chart, ChartError>;

fn run_counts(group: &Group<'_>, out: &mut Output, chart: CountChart) -> Result<(), RunError> {
    let asked = Asked::of_periods(group)?;
    let multiplier = group.multiplier()?;
    let events = asked.ordered(&count_cells(group, "x")?);
    let sizes = asked.ordered(&group.numbers("n")?);
    let counts: Vec<_> = events.iter().map(|cell| cell.value().copied()).collect();
    let chart = chart(&counts, &sizes, &asked.options(multiplier))
        .map_err(|error| asked.said(group, "x", error))?;
    let cells: Vec<Cell<f64>> = events
        .iter()
        .zip(&chart.points)
        .map(|(cell, point)| cell.map(|_| point.value.unwrap_or(f64::NAN) * multiplier))
        .collect();
    write(group, out, &asked, &chart, &cells, multiplier);
    Ok(())
}

fn run_times(
    group: &Group<'_>,
    out: &mut Output,
    chart: fn(&[Option<f64>], &ChartOptions<'_>) -> Result<Chart, ChartError>,
) -> Result<(), RunError> {
    let asked = Asked::of(group)?;
    let cells = asked.ordered(&group.cells("y")?);
    let values: Vec<_> = cells.iter().map(|cell| cell.value().copied()).collect();
    let chart =
        chart(&values, &asked.options(1.0)).map_err(|error| asked.said(group, "y", error))?;
    write(group, out, &asked, &chart, &cells, 1.0);
    Ok(())
}

fn run_cases(
    group: &Group<'_>,
    out: &mut Output,
    chart: fn(&[Option<u64>], &ChartOptions<'_>) -> Result<Chart, ChartError>,
) -> Result<(), RunError> {
    let asked = Asked::of(group)?;
    let cells = asked.ordered(&count_cells(group, "y")?);
    let values: Vec<_> = cells.iter().map(|cell| cell.value().copied()).collect();
    let chart =
        chart(&values, &asked.options(1.0)).map_err(|error| asked.said(group, "y", error))?;
    let cells: Vec<_> = cells.iter().map(|cell| cell.map(|count| count as f64)).collect();
    write(group, out, &asked, &chart, &cells, 1.0);
    Ok(())
}

/// Writes a chart, its lines times `scale`; what is lacking in a point is what
/// is lacking in its value.
fn write(
    group: &Group<'_>,
    out: &mut Output,
    asked: &Asked,
    chart: &Chart,
    cells: &[Cell<f64>],
    scale: f64,
) {
    let dates: Vec<&Value> = group.values("date").collect();
    for (at, point) in chart.points.iter().enumerate() {
        let value = Value::from_cell(cells[at]);
        let fixed =
            if point.in_baseline || point.value.is_none() { value.clone() } else { Value::Absent };
        let mut row = out.row();
        row.set("date", dates[asked.order[at]].clone())
            .set("y", value.clone())
            .set("rebase_group", point.phase)
            .set("fix_y", fixed)
            .set("mean", point.centre.map(|centre| centre * scale))
            .set("lpl", point.limits.map(|(lower, _)| lower * scale))
            .set("upl", point.limits.map(|(_, upper)| upper * scale));
        if point.value.is_some() {
            readings(&mut row, point, &Value::Absent);
            labels(&mut row, point);
        } else {
            readings(&mut row, point, &value);
            for column in ["special_cause_type", "special_cause_flag", "point_type"] {
                row.set(column, value.clone());
            }
        }
        last_columns(&mut row, point, asked, chart);
    }
}

fn readings(row: &mut crate::run::Row<'_>, point: &ChartPoint, lacking: &Value) {
    let or_lacking = |value: Option<Value>| value.unwrap_or_else(|| lacking.clone());
    let side = point.side.map(|side: Side| Value::Number(f64::from(side.sign())));
    row.set("outside_limits", or_lacking(point.outside.map(Value::Flag)))
        .set("relative_to_mean", or_lacking(side))
        .set("close_to_limits", or_lacking(point.near.map(Value::Flag)));
}

fn labels(row: &mut crate::run::Row<'_>, point: &ChartPoint) {
    row.set("special_cause_type", point.cause.map_or("Common Cause", SpecialCause::label))
        .set("special_cause_flag", point.cause.is_some())
        .set("point_type", point.kind.label());
}

fn last_columns(row: &mut crate::run::Row<'_>, point: &ChartPoint, asked: &Asked, chart: &Chart) {
    row.set("short_group_warning", point.short)
        .set("target", asked.target)
        .set("assurance", chart.assurance.map(super::Assurance::label));
}

#[cfg(test)]
mod tests {
    use firstyear_core::Withholding;

    use crate::run::testing::result;
    use crate::run::{Run, Value};

    #[test]
    fn one_date_that_does_not_sort_is_named() {
        let rows = "date,y\n2020-02,3\n01/01/2020,4\n2020-03,5";
        let said = result("xmr", rows, &[]).problems[0].to_string();
        assert!(said.starts_with("all rows: column `date` of row 2: a date of one form"));
        for mixed in ["2020-03-01", "7", "2019/20", "March"] {
            let rows = format!("date,y\n2020-02,3\n2020-04,4\n{mixed},5");
            let said = result("xmr", &rows, &[]);
            assert!(said.problems[0].to_string().contains("`date` of row 3"), "{mixed}");
        }
        for rows in ["date,y\nNA,3\nNA,4\nNA,5", "y\n3\n4\n5"] {
            let Run { table, problems, .. } = result("ptd-xmr", rows, &[]);
            assert!(problems.is_empty());
            assert_eq!(table.get(2, "y"), Some(&Value::Number(5.0)));
        }
    }

    #[test]
    fn a_point_that_cannot_be_drawn_is_named_by_its_row() {
        let said = |id: &str, rows: &str| result(id, rows, &[]).problems[0].to_string();
        let rows = "date,y\n2020-03,1\n2020-01,4\n2020-02,-2";
        assert_eq!(
            said("t-chart", rows),
            "all rows: column `y` of row 3: the time between events is 0 or more"
        );
        let rows = "date,y\n2020-03,Inf\n2020-01,4";
        assert_eq!(said("xmr", rows), "all rows: column `y` of row 1: a finite number, or nothing");
        let rows = "date,x,n\n2020-03,1,5\n2020-02,6,5\n2020-01,4,0";
        assert_eq!(
            said("u-chart", rows),
            "all rows: column `n` of row 3: a number above 0 is asked for"
        );
        let rows = "date,x,n\n2020-03,1,5\n2020-01,6,5\n2020-02,4,9";
        assert!(said("p-chart", rows).starts_with("all rows: column `x` of row 2: more events"));
    }

    #[test]
    fn a_withheld_value_stays_withheld_and_the_others_are_drawn() {
        let rows =
            "date,y\n2020-01,3\n2020-02,withheld-publisher\n2020-03,NA\n2020-04,5\n2020-05,4";
        let Run { table, problems, .. } = result("xmr", rows, &[]);
        assert!(problems.is_empty());
        let withheld = Value::Withheld(Withholding::Publisher);
        for column in ["y", "relative_to_mean", "point_type"] {
            assert_eq!(table.get(1, column), Some(&withheld), "{column}");
            assert_eq!(table.get(2, column), Some(&Value::Absent), "{column}");
        }
        assert_eq!(table.get(1, "mean"), Some(&Value::Number(4.0)));
        assert_eq!(table.get(1, "upl"), Some(&Value::Number(4.0 + 2.66)));
    }

    #[test]
    fn rows_are_charted_by_date_and_phases_begin_at_one() {
        let rows = "date,y\n2020-03,30\n2020-01,10\n2020-04,40\n2020-02,20";
        let Run { table, .. } = result("xmr", rows, &[("rebase_dates", "2020-03")]);
        let column = |name: &str| -> Vec<f64> {
            (0..4).map(|row| table.get(row, name).and_then(Value::number).unwrap()).collect()
        };
        assert_eq!(column("y"), [10.0, 20.0, 30.0, 40.0]);
        assert_eq!(column("rebase_group"), [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(column("mean"), [15.0, 15.0, 35.0, 35.0]);
        let Run { table: by_point, .. } = result("xmr", rows, &[("rebase", "3")]);
        assert_eq!(table, by_point);
    }

    #[test]
    fn numbers_order_as_numbers_and_a_period_is_there_once() {
        let rows = "date,y\n10,30\n9,20\n8,10";
        let table = result("xmr", rows, &[("rebase_dates", "9")]).table;
        let of = |name: &str| -> Vec<f64> {
            (0..3).map(|row| table.get(row, name).and_then(Value::number).unwrap()).collect()
        };
        assert_eq!((of("date"), of("rebase_group")), (vec![8.0, 9.0, 10.0], vec![0.0, 1.0, 1.0]));
        let twice = "date,y\n2020-02,3\n2020-01,4\n2020-02,5";
        for id in ["xmr", "ptd-xmr"] {
            let said = result(id, twice, &[]).problems[0].to_string();
            assert!(said.starts_with("all rows: column `date` of row 3: the date is there twice"));
        }
        // Two events can fall on one day.
        assert!(result("t-chart", twice, &[]).problems.is_empty());
    }

    #[test]
    fn rates_come_out_times_the_multiplier() {
        let rows = "x,n\n3,1\n5,1\n4,1\n4,1";
        let settings =
            [("multiplier", "10"), ("target", "120"), ("improvement_direction", "decrease")];
        let Run { table, .. } = result("u-chart", rows, &settings);
        assert_eq!(table.get(0, "y"), Some(&Value::Number(30.0)));
        assert_eq!(table.get(0, "upl"), Some(&Value::Number(100.0)));
        assert_eq!(table.get(0, "assurance"), Some(&Value::from("consistent_pass")));
    }

    #[test]
    fn wrong_input_is_named_and_spoils_its_series_alone() {
        let rows = "series,x,n\na,1,0\nb,1,10\nb,2,10\nc,1.5,10";
        let Run { table, problems, .. } = result("p-chart", rows, &[]);
        let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "series a: column `n` of row 1: a number above 0 is asked for",
                "series c: column `x` of row 4: a count is a whole number from 0"
            ]
        );
        assert_eq!(table.len(), 4);
        assert!(table.get(1, "mean").and_then(Value::number).is_some());
        let wrong = [
            ("fix_after_n_points", "5", "limits fixed after 5 points: at least 12 are needed"),
            ("points_in_run", "8", "`points_in_run`: one of `6`, `7`"),
            (
                "rebase_dates",
                "2031-01",
                "`rebase_dates`: a phase begins at a date of the series, written as its dates are",
            ),
            (
                "rebase_dates",
                "01/02/2020",
                "`rebase_dates`: a phase begins at a date of the series, written as its dates are",
            ),
            ("rebase", "0", "`rebase`: a whole number of points is asked for"),
            (
                "rebase",
                "9",
                "a new phase at point 9: phases begin at rising points between 2 and 2",
            ),
        ];
        for (name, value, message) in wrong {
            let run = result("xmr", "date,y\n2020-01,1\n2020-02,2", &[(name, value)]);
            assert_eq!(run.problems[0].error.to_string(), message);
        }
    }

    #[test]
    fn rare_events_are_charted_by_cases_and_by_time() {
        let rows = "y\n0\n16\n4\n12";
        for (id, upper) in
            [("g-chart", 8.0 + 3.0 * 72.0_f64.sqrt()), ("t-chart-exponential", 8.0 * 6.607_726)]
        {
            let Run { table, problems, .. } = result(id, rows, &[]);
            assert!(problems.is_empty(), "{problems:?}");
            let got = table.get(3, "upl").and_then(Value::number).unwrap();
            assert!((got - upper).abs() < 1e-4, "{id}: {got}");
        }
        assert_eq!(result("g-chart", "y\n1.5", &[]).problems.len(), 1);
    }
}
