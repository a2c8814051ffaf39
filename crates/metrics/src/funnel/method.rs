//! Funnels on a table.

use super::{
    Band, Comparator, FUNNEL, FUNNEL_LIMITS, FUNNELPLOTR, FunnelKind, Funnelplotr, FunnelplotrKind,
    FunnelplotrLimits, FunnelplotrOptions, PHE_FUNNEL_LIMITS, PHE_FUNNEL_POINTS,
    PHE_FUNNEL_SIGNIFICANCE, PheLimits, PheSignificance, PheStatistic, PheUnits, Trimming, funnel,
    funnel_limits, funnelplotr, phe_funnel_limits, phe_funnel_points, phe_funnel_significance,
};
use crate::count_cells::count_cells;
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, Row, RunError, Value};

pub(crate) const METHODS: &[Method] = &[
    Method {
        id: FUNNEL,
        name: "Funnel",
        family: "funnel",
        unit: "events per unit of size, times the multiplier",
        ordered: false,
        reading: "a unit outside the limits differs from the comparator by more than chance",
        source: "Spiegelhalter (2005), Stat Med 24:1185; DerSimonian and Laird (1986), Control Clin Trials 7:177",
        explanation: "Each unit against the pooled value or a given comparator, with the 2.5%, 97.5%, 0.1% and 99.9% quantiles of the binomial or Poisson distribution at its size, interpolated between whole numbers so that neither tail holds more than its share. Adjusted limits allow for variation between units beyond chance: they lie further from the comparator by √(1 + τ²/s²), where τ² is the additive random-effects variance from scores winsorised at 10%. Without such variation they equal the limits of chance. Winsorising takes the ends for exceptions and makes τ² too small: where all units are as usual, up to 10% of them lie outside the adjusted 95% limits; with `trimming=none` at most 5% do, but a true exception widens the limits that should find it. A unit without a known count has no result and takes no part in the comparator.",
        call: Call {
            key: &["dataset", "config"],
            inputs: &[GROUP, X, SIZE],
            arguments: &[KIND, COMPARATOR, TRIMMING, TRIM_BY, Argument::MULTIPLIER],
            outputs: &[
                GROUP,
                Field::new("value", "events over size"),
                Field::new("comparator", "what it is held against"),
                Field::new("z", "distance from it in standard errors of chance"),
                Field::new("lower95_0cl", "limit of chance; likewise upper and 99.8%"),
                Field::new("upper95_0cl", "limit of chance"),
                Field::new("lower99_8cl", "limit of chance"),
                Field::new("upper99_8cl", "limit of chance"),
                Field::new("position", "where the unit lies in them"),
                Field::new("adjusted_lower95_0cl", "limit with variation between units"),
                Field::new("adjusted_upper95_0cl", "limit with variation between units"),
                Field::new("adjusted_lower99_8cl", "limit with variation between units"),
                Field::new("adjusted_upper99_8cl", "limit with variation between units"),
                Field::new("adjusted_position", "where the unit lies in them"),
                Field::new("phi", "mean of the squared scores, 1 for chance alone"),
                Field::new("tau2", "variance between units beyond chance"),
            ],
            vectors: &[],
            run: run_funnel,
        },
    },
    Method {
        id: FUNNEL_LIMITS,
        name: "Limits of a funnel",
        family: "funnel",
        unit: "that of the comparator",
        ordered: false,
        reading: "a unit of this size outside the limits differs from the comparator",
        source: "Spiegelhalter (2005), Stat Med 24:1185, appendix A.1.1",
        explanation: "Quantiles of the binomial or Poisson distribution around a comparator, interpolated between whole numbers so that curves are smooth, each sought from its own end so that neither tail holds more than its share, and never on the wrong side of the comparator. A value on a limit is inside. With few expected events both tails hold less than they say.",
        call: Call {
            key: &[],
            inputs: &[SIZE],
            arguments: &[
                KIND,
                Argument::required("comparator", "fraction, rate or ratio, times the multiplier"),
                Argument::MULTIPLIER,
                LEVELS,
            ],
            outputs: &[
                Field::new(
                    "lowercl",
                    "the lower limit where one level is asked for; at several, as without `confidence`, `lower95_0cl` and so on",
                ),
                Field::new("uppercl", "the upper limit, likewise"),
            ],
            vectors: &[],
            run: run_limits,
        },
    },
    Method {
        id: PHE_FUNNEL_LIMITS,
        name: "Limits of a funnel as PHEindicatormethods has them",
        family: "funnel",
        unit: "that of the statistic",
        ordered: false,
        reading: "the curves of a funnel at 100 points",
        source: "PHEindicatormethods 2.1.0 (2024), calculate_funnel_limits",
        explanation: "For reconciliation with the package. Its known differences: limits of proportions are the normal ones around the pooled value, and the upper is cut at 100 whatever the multiplier, so that it can pass 1 or lie below the baseline; limits of ratios and rates come from a bisection with 7 good digits, followed step by step up to 20,000 events; the axis is rounded by the number of characters that R prints, one short for 100000. `funnel` is right.",
        call: Call {
            inputs: &[NUMERATOR, DENOMINATOR, RATE],
            outputs: &[
                Field::new("x", "population, observed events or events"),
                Field::new("lower_2s_limit", "95% limit"),
                Field::new("upper_2s_limit", "95% limit"),
                Field::new("lower_3s_limit", "99.8% limit"),
                Field::new("upper_3s_limit", "99.8% limit"),
                Field::new("baseline", "pooled proportion or rate"),
                Field::optional("lower_2s_exp_events", "ratios: expected events at the limit"),
                Field::optional("upper_2s_exp_events", "ratios: expected events at the limit"),
                Field::optional("lower_3s_exp_events", "ratios: expected events at the limit"),
                Field::optional("upper_3s_exp_events", "ratios: expected events at the limit"),
                Field::optional("lower_2s_population_1_year", "rates: population at the limit"),
                Field::optional("upper_2s_population_1_year", "rates: population at the limit"),
                Field::optional("lower_3s_population_1_year", "rates: population at the limit"),
                Field::optional("upper_3s_population_1_year", "rates: population at the limit"),
            ],
            run: run_phe_limits,
            ..PHE
        },
    },
    Method {
        id: PHE_FUNNEL_POINTS,
        name: "Points of a funnel of rates as PHEindicatormethods has them",
        family: "funnel",
        unit: "rate per multiplier; people",
        ordered: false,
        reading: "where each unit stands in the funnel",
        source: "PHEindicatormethods 2.1.0 (2024), calculate_funnel_points",
        explanation: "The rate, and the population of one year that it and the events imply; for crude rates of 0 the denominator stands in. Directly standardised rates of fewer than 10 events have no point.",
        call: Call {
            arguments: &PHE_POINTS_ARGUMENTS,
            outputs: &[
                UNIT,
                Field::new("rate_chart", "the rate"),
                Field::new("denominator_derived", "population of one year"),
            ],
            run: run_phe_points,
            ..PHE
        },
    },
    Method {
        id: PHE_FUNNEL_SIGNIFICANCE,
        name: "Significance in a funnel as PHEindicatormethods has it",
        family: "funnel",
        unit: "label",
        ordered: false,
        reading: "high or low at 99.8% (0.001) or 95% (0.025)",
        source: "PHEindicatormethods 2.1.0 (2024), assign_funnel_significance",
        explanation: "Whether the baseline lies outside the limits of the unit: Wilson's of a proportion, those of the count (exact below 10 events, Byar's from there on) of ratios, against expected events, and of rates. Directly standardised rates of fewer than 10 events are not compared.",
        call: Call {
            outputs: &[UNIT, Field::new("significance", "the package's label")],
            run: run_phe_significance,
            ..PHE
        },
    },
    Method {
        id: FUNNELPLOTR,
        name: "Funnel as FunnelPlotR draws it",
        family: "funnel",
        unit: "ratio times multiplier",
        ordered: false,
        reading: "an outlier lies outside the limits that are drawn",
        source: "FunnelPlotR 0.6.0 (2025); Spiegelhalter (2005), Stat Med 24:1185; NHS Digital, SHMI specification",
        explanation: "For reconciliation with the package. Scores on the log scale truncated at 10% (SHMI), else winsorised at 10% (CQC: square root; proportions: arcsine; ratios of counts: log). Its known differences: normal deviates of seven digits; adjusted CQC limits are not squared back and can be negative; ratios of counts have limits from the standard error of an arcsine; the adjusted lower 95% limit of a proportion is not cut where its angle is below 0. `output=limits` gives `rows` rows of its curves, evenly taken from 1,000 sizes and those of the units, `rows=all` all of them. `funnel` is right.",
        call: Call {
            key: &["dataset", "config"],
            inputs: &[
                GROUP,
                NUMERATOR,
                Field::optional("expected", "expected events, for standardised ratios"),
                Field::optional("denominator", "people or counts, for proportions and ratios"),
            ],
            arguments: &[
                Argument::required("data_type", "`SR`, `PR` or `RC`"),
                Argument::new("sr_method", "SHMI", "`SHMI` or `CQC`, for standardised ratios"),
                Argument::new(
                    "denominator_column",
                    "",
                    "the column divided by; by default `expected` for SR, else `denominator`",
                ),
                Argument::MULTIPLIER,
                Argument::new("draw_adjusted", "TRUE", "whether to allow for overdispersion")
                    .aliases(&["draw_adjusted_arg"]),
                Argument::new("limit", "99", "limits that mark outliers: 95, or 99 for 99.8%"),
                TRIM_BY,
                Argument::new("output", "aggregated", "`aggregated`, `limits` or `summary`"),
                Argument::new("rows", "15", "how many rows of the curves, or `all`"),
            ],
            outputs: &[
                GROUP,
                Field::optional("numerator", "units: as given"),
                Field::optional("denominator", "units: what it is divided by"),
                Field::optional("rr", "units: ratio, without the multiplier"),
                Field::optional("target_transformed", "units: comparator on the transformed scale"),
                Field::optional("Y", "units: value on the transformed scale"),
                Field::optional("number_seq", "limits: the size"),
                Field::optional("s", "standard error on the transformed scale"),
                Field::optional("Uzscore", "units: score"),
                Field::optional("Wuzscore", "units: score after trimming"),
                Field::optional("LCL95", "units: limit of chance at 95%"),
                Field::optional("UCL95", "units: limit of chance at 95%"),
                Field::optional("LCL99", "units: limit of chance at 99.8%"),
                Field::optional("UCL99", "units: limit of chance at 99.8%"),
                Field::optional("OD95LCL", "units: adjusted limit at 95%"),
                Field::optional("OD95UCL", "units: adjusted limit at 95%"),
                Field::optional("OD99LCL", "units: adjusted limit at 99.8%"),
                Field::optional("OD99UCL", "units: adjusted limit at 99.8%"),
                Field::optional("outlier", "units: 1 outside the limits that are drawn, else 0"),
                Field::optional("odll95", "limits: adjusted limit at 95%"),
                Field::optional("odul95", "limits: adjusted limit at 95%"),
                Field::optional("odll998", "limits: adjusted limit at 99.8%"),
                Field::optional("odul998", "limits: adjusted limit at 99.8%"),
                Field::optional("ll95", "limits: limit of chance at 95%"),
                Field::optional("ul95", "limits: limit of chance at 95%"),
                Field::optional("ll998", "limits: limit of chance at 99.8%"),
                Field::optional("ul998", "limits: limit of chance at 99.8%"),
                Field::optional("phi", "summary: mean squared score"),
                Field::optional("tau2", "summary: variance between units"),
                Field::optional("draw_adjusted_out", "summary: whether adjusted limits are drawn"),
                Field::optional(
                    "draw_unadjusted_out",
                    "summary: whether limits of chance are drawn",
                ),
                Field::optional(
                    "messages",
                    "summary: 1 where the package says that it does not adjust",
                ),
            ],
            vectors: &["FunnelPlotR/funnel_plot"],
            run: run_funnelplotr,
        },
    },
];

const GROUP: Field = Field::optional("group", "the unit's name");
const UNIT: Field = Field::optional("unit", "the unit's name");
const X: Field = Field::new("x", "events, a count");
const SIZE: Field = Field::new("n", "people, exposure or expected events");
const NUMERATOR: Field = Field::new("numerator", "events, a count");
const DENOMINATOR: Field =
    Field::new("denominator", "people, person-years of all years together, or expected events");
const RATE: Field = Field::optional("rate", "rate per multiplier, for funnels of rates");

const KIND: Argument = Argument::required("kind", "`proportion`, `rate` or `ratio`");
const COMPARATOR: Argument = Argument::new(
    "comparator",
    "NA",
    "what units are held against, times the multiplier; NA for all of them together",
);
const TRIMMING: Argument =
    Argument::new("trimming", "winsorise", "extreme scores: `winsorise`, `truncate` or `none`");
const TRIM_BY: Argument =
    Argument::new("trim_by", "0.1", "fraction of the scores trimmed at either end");
const LEVELS: Argument = Argument::new(
    "confidence",
    "0.95;0.998",
    "confidence of the limits as a fraction; several give limits named by level",
);

const PHE: Call = Call {
    key: &[
        "dataset",
        "statistic",
        "rate_or_ratio_type",
        "rate_type",
        "ratio_type",
        "type",
        "multiplier",
        "years",
    ],
    inputs: &[UNIT, NUMERATOR, DENOMINATOR, RATE],
    arguments: &PHE_ARGUMENTS,
    outputs: &[],
    vectors: &["PHEindicatormethods/funnels"],
    run: run_phe_limits,
};

const PHE_ARGUMENTS: [Argument; 7] =
    phe_arguments(Argument::required("statistic", "`proportion`, `ratio` or `rate`"));

/// Points are of rates alone.
const PHE_POINTS_ARGUMENTS: [Argument; 7] =
    phe_arguments(Argument::new("statistic", "rate", "`rate`: others have no points"));

const fn phe_arguments(statistic: Argument) -> [Argument; 7] {
    [
        statistic,
        Argument::new("rate_or_ratio_type", "", TYPE),
        Argument::new("rate_type", "", TYPE),
        Argument::new("ratio_type", "", TYPE),
        Argument::new("type", "", TYPE),
        Argument::MULTIPLIER,
        Argument::new("years", "1", "how many years the events are from, for rates")
            .aliases(&["years_of_data"]),
    ]
}

const TYPE: &str = "ratios: `count` or `isr`; rates: `dsr` or `crude`";

fn kind(group: &Group<'_>) -> Result<FunnelKind, RunError> {
    group.choice(
        "kind",
        &[
            ("proportion", FunnelKind::Proportion),
            ("rate", FunnelKind::Rate),
            ("ratio", FunnelKind::Ratio),
        ],
    )
}

/// As [`Group::multiplier`]; 1 where it is `NA`, as in the package's tables.
fn multiplier(group: &Group<'_>) -> Result<f64, RunError> {
    group.number("multiplier")?.map_or(Ok(1.0), |_| group.multiplier())
}

fn positive(group: &Group<'_>, name: &'static str) -> Result<f64, RunError> {
    let number = group.number(name)?.unwrap_or(1.0);
    if number > 0.0 && number.is_finite() {
        return Ok(number);
    }
    Err(RunError::Argument { name, wanted: "a positive number is asked for".to_owned() })
}

fn run_limits(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let kind = kind(group)?;
    let multiplier = multiplier(group)?;
    let comparator = group.number_required("comparator")? / multiplier;
    let sizes = group.numbers("n")?;
    let confidences = group.confidences()?;
    for size in sizes {
        let limits: Result<Vec<_>, _> = confidences
            .iter()
            .map(|confidence| funnel_limits(kind, comparator, size, *confidence))
            .collect();
        let limits = limits.map_err(RunError::measure)?;
        let scaled: Vec<_> = limits.iter().map(|limits| limits.scaled(multiplier)).collect();
        out.row().limits(&scaled);
    }
    Ok(())
}

fn run_funnel(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let kind = kind(group)?;
    let multiplier = multiplier(group)?;
    let comparator = match group.number("comparator")? {
        Some(value) => Comparator::Value(value / multiplier),
        None => Comparator::Pooled,
    };
    let trim_by = group.number_required("trim_by")?;
    let trimming = group.choice(
        "trimming",
        &[
            ("winsorise", Trimming::Winsorise(trim_by)),
            ("truncate", Trimming::Truncate(trim_by)),
            ("none", Trimming::None),
        ],
    )?;
    let cells = count_cells(group, "x")?;
    let events: Vec<_> = cells.iter().map(|cell| cell.value().copied()).collect();
    let sizes = group.numbers("n")?;
    let found = funnel(kind, &events, &sizes, comparator, trimming).map_err(RunError::measure)?;
    let names: Vec<&Value> = group.values("group").collect();
    for ((unit, cell), name) in found.units.iter().zip(&cells).zip(names) {
        let lacking = Value::from_cell(cell.map(|count| count as f64));
        let mut row = out.row();
        row.set("group", name.clone());
        let scaled = |value: Option<f64>| {
            value.map_or_else(|| lacking.clone(), |value| Value::Number(value * multiplier))
        };
        row.set("value", scaled(unit.map(|unit| unit.value)))
            .set("comparator", found.comparator * multiplier)
            .set("z", unit.map_or_else(|| lacking.clone(), |unit| Value::Number(unit.score)));
        band(&mut row, "", unit.map(|unit| unit.chance), multiplier, &lacking);
        band(&mut row, "adjusted_", unit.map(|unit| unit.adjusted), multiplier, &lacking);
        row.set("phi", found.overdispersion.phi)
            .set("tau2", found.overdispersion.tau2 * multiplier * multiplier);
    }
    Ok(())
}

fn band(row: &mut Row<'_>, prefix: &str, band: Option<Band>, scale: f64, lacking: &Value) {
    let limits =
        band.map(|band| [band.inner.lower, band.inner.upper, band.outer.lower, band.outer.upper]);
    let names = ["lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl"];
    for (at, name) in names.iter().enumerate() {
        let value =
            limits.map_or_else(|| lacking.clone(), |limits| Value::Number(limits[at] * scale));
        row.set(&format!("{prefix}{name}"), value);
    }
    let position = band.map_or_else(|| lacking.clone(), |band| Value::from(band.position.label()));
    row.set(&format!("{prefix}position"), position);
}

/// The columns of a funnel of the package.
struct PheColumns {
    statistic: PheStatistic,
    numerators: Vec<u64>,
    denominators: Vec<f64>,
    rates: Vec<f64>,
    multiplier: f64,
    years: f64,
}

impl PheColumns {
    fn of(group: &Group<'_>) -> Result<Self, RunError> {
        let statistic = statistic(group)?;
        let rates = matches!(statistic, PheStatistic::StandardisedRate | PheStatistic::CrudeRate);
        if rates && !group.has("rate") {
            return Err(RunError::measure("no column `rate`: a funnel of rates reads it"));
        }
        Ok(Self {
            statistic,
            numerators: group.counts("numerator")?,
            denominators: group.numbers("denominator")?,
            rates: if rates { group.numbers("rate")? } else { Vec::new() },
            multiplier: multiplier(group)?,
            years: positive(group, "years")?,
        })
    }

    fn units(&self) -> PheUnits<'_> {
        PheUnits {
            statistic: self.statistic,
            numerators: &self.numerators,
            denominators: &self.denominators,
            rates: &self.rates,
            multiplier: self.multiplier,
            years: self.years,
        }
    }
}

fn statistic(group: &Group<'_>) -> Result<PheStatistic, RunError> {
    let mut kind = String::new();
    for name in ["rate_or_ratio_type", "rate_type", "ratio_type", "type"] {
        if let Some(said) = group.argument(name)? {
            kind = said;
            break;
        }
    }
    let statistic = group.argument("statistic")?.unwrap_or_default();
    Ok(match (statistic.as_str(), kind.as_str()) {
        ("proportion", _) => PheStatistic::Proportion,
        // The labels of ratios do not depend on how the ratio is shown.
        ("ratio", "count" | "") => PheStatistic::CountRatio,
        ("ratio", "isr") => PheStatistic::StandardisedRatio,
        ("rate", "dsr") => PheStatistic::StandardisedRate,
        ("rate", "crude") => PheStatistic::CrudeRate,
        ("ratio" | "rate", _) => {
            return Err(RunError::Argument { name: "rate_or_ratio_type", wanted: TYPE.to_owned() });
        }
        _ => {
            return Err(RunError::Argument {
                name: "statistic",
                wanted: "one of `proportion`, `ratio`, `rate`".to_owned(),
            });
        }
    })
}

fn run_phe_limits(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let columns = PheColumns::of(group)?;
    let limits = phe_funnel_limits(&columns.units()).map_err(RunError::measure)?;
    for PheLimits { x, limits, places, baseline } in limits {
        let mut row = out.row();
        row.set("x", x);
        set_four(&mut row, "limit", limits);
        row.set("baseline", baseline);
        let measure = if baseline.is_none() { "exp_events" } else { "population_1_year" };
        if let Some(places) = places {
            set_four(&mut row, measure, places);
        }
    }
    Ok(())
}

fn set_four(row: &mut Row<'_>, what: &str, values: [f64; 4]) {
    for (name, value) in ["lower_2s", "upper_2s", "lower_3s", "upper_3s"].iter().zip(values) {
        row.set(&format!("{name}_{what}"), value);
    }
}

fn run_phe_points(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let columns = PheColumns::of(group)?;
    let points = phe_funnel_points(&columns.units()).map_err(RunError::measure)?;
    for (point, unit) in points.iter().zip(group.values("unit")) {
        out.row()
            .set("unit", unit.clone())
            .set("rate_chart", point.map(|point| point.rate))
            .set("denominator_derived", point.map(|point| point.population));
    }
    Ok(())
}

fn run_phe_significance(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let columns = PheColumns::of(group)?;
    let found = phe_funnel_significance(&columns.units()).map_err(RunError::measure)?;
    for (significance, unit) in found.into_iter().zip(group.values("unit")) {
        out.row()
            .set("unit", unit.clone())
            .set("significance", PheSignificance::label(significance));
    }
    Ok(())
}

/// What is written of a funnel.
#[derive(Clone, Copy)]
enum Part {
    Units,
    Curves,
    Summary,
}

fn run_funnelplotr(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let options = funnelplotr_options(group)?;
    let ratio = matches!(options.kind, FunnelplotrKind::RatioShmi | FunnelplotrKind::RatioCqc);
    let column = group
        .argument("denominator_column")?
        .unwrap_or_else(|| if ratio { "expected" } else { "denominator" }.to_owned());
    if !group.has(&column) {
        return Err(RunError::Argument {
            name: "denominator_column",
            wanted: "a column of the table is asked for".to_owned(),
        });
    }
    let numerators = group.counts("numerator")?;
    let denominators = group.numbers(&column)?;
    let found = funnelplotr(&numerators, &denominators, options).map_err(RunError::measure)?;
    match group.choice(
        "output",
        &[("aggregated", Part::Units), ("limits", Part::Curves), ("summary", Part::Summary)],
    )? {
        Part::Units => write_units(group, out, &found, &numerators, &denominators),
        Part::Curves => write_curves(group, out, &found)?,
        Part::Summary => {
            out.row()
                .set("phi", found.phi)
                .set("tau2", found.tau2)
                .set("draw_adjusted_out", found.adjusted)
                .set("draw_unadjusted_out", !found.adjusted)
                .set("messages", usize::from(!found.adjusted));
        }
    }
    Ok(())
}

fn funnelplotr_options(group: &Group<'_>) -> Result<FunnelplotrOptions, RunError> {
    let ratio = group.choice(
        "sr_method",
        &[("SHMI", FunnelplotrKind::RatioShmi), ("CQC", FunnelplotrKind::RatioCqc)],
    )?;
    Ok(FunnelplotrOptions {
        kind: group.choice(
            "data_type",
            &[
                ("SR", ratio),
                ("PR", FunnelplotrKind::Proportion),
                ("RC", FunnelplotrKind::CountRatio),
            ],
        )?,
        multiplier: multiplier(group)?,
        draw_adjusted: group.flag("draw_adjusted")?,
        outer_limit: group.choice("limit", &[("95", false), ("99", true), ("99.8", true)])?,
        trim_by: group.number_required("trim_by")?,
    })
}

fn write_units(
    group: &Group<'_>,
    out: &mut Output,
    found: &Funnelplotr,
    numerators: &[u64],
    denominators: &[f64],
) {
    let names = group.values("group");
    for ((unit, name), (&events, &size)) in
        found.units.iter().zip(names).zip(numerators.iter().zip(denominators))
    {
        let mut row = out.row();
        row.set("group", name.clone())
            .set("numerator", events)
            .set("denominator", size)
            .set("rr", unit.ratio)
            .set("target_transformed", unit.target)
            .set("Y", unit.transformed)
            .set("s", unit.standard_error)
            .set("Uzscore", unit.score)
            .set("Wuzscore", unit.trimmed_score);
        set_limits(&mut row, ["LCL95", "UCL95", "LCL99", "UCL99"], unit.chance);
        set_limits(&mut row, ["OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL"], unit.adjusted);
        row.set("outlier", usize::from(unit.outlier));
    }
}

fn write_curves(group: &Group<'_>, out: &mut Output, found: &Funnelplotr) -> Result<(), RunError> {
    let wanted = group.argument("rows")?.unwrap_or_default();
    let count = if wanted == "all" {
        found.sizes.len()
    } else {
        wanted.parse().ok().filter(|count| *count >= 2).ok_or_else(|| RunError::Argument {
            name: "rows",
            wanted: "a whole number from 2, or `all`".to_owned(),
        })?
    };
    for place in evenly(found.sizes.len(), count) {
        let curve = found.curve(found.sizes[place]);
        let mut row = out.row();
        row.set("number_seq", curve.size).set("s", curve.standard_error);
        set_limits(&mut row, ["odll95", "odul95", "odll998", "odul998"], curve.adjusted);
        set_limits(&mut row, ["ll95", "ul95", "ll998", "ul998"], curve.chance);
    }
    Ok(())
}

fn set_limits(row: &mut Row<'_>, names: [&str; 4], limits: FunnelplotrLimits) {
    let (inner, outer) = (limits.inner, limits.outer);
    for (name, value) in names.into_iter().zip([inner.0, inner.1, outer.0, outer.1]) {
        row.set(name, value);
    }
}

/// `count` places among `length`, the first and the last with them, rounded
/// as R rounds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place within a slice"
)]
fn evenly(length: usize, count: usize) -> impl Iterator<Item = usize> {
    let count = count.min(length);
    let step = (length - 1) as f64 / (count.max(2) - 1) as f64;
    // R counts places from 1, which decides which way a half is rounded.
    (0..count).map(move |at| (1.0 + at as f64 * step).round_ties_even() as usize - 1)
}

#[cfg(test)]
mod tests {
    use firstyear_core::Withholding;

    use crate::run::testing::result;
    use crate::run::{Run, Value};

    #[test]
    fn a_withheld_unit_stays_withheld_and_the_others_are_compared() {
        let rows = "group,x,n\na,10,1000\nb,withheld-publisher,900\nc,30,1000";
        let Run { table, problems, .. } =
            result("funnel", rows, &[("kind", "rate"), ("multiplier", "1000")]);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(table.get(0, "comparator"), Some(&Value::Number(20.0)));
        let withheld = Value::Withheld(Withholding::Publisher);
        for column in ["value", "z", "lower95_0cl", "position", "adjusted_upper99_8cl"] {
            assert_eq!(table.get(1, column), Some(&withheld), "{column}");
        }
        // Poisson with mean 20: the 97.5% quantile is 29, so 30 is outside.
        assert_eq!(table.get(2, "position"), Some(&Value::from("above 95%")));
        assert_eq!(table.get(0, "position"), Some(&Value::from("below 95%")));
    }

    #[test]
    fn limits_come_for_each_size() {
        let rows = "n,kind,comparator\n10,ratio,1\n0,ratio,1\n10,proportion,1";
        let Run { table, problems, .. } = result("funnel-limits", rows, &[]);
        assert!(table.get(0, "lower95_0cl").and_then(Value::number).unwrap() > 0.3);
        let said: Vec<_> = problems.iter().map(|problem| problem.error.to_string()).collect();
        assert_eq!(
            said,
            [
                "unit 1: the size is not a positive number",
                "the comparator is not above 0, or a proportion not below 1: nothing varies around it"
            ]
        );
    }

    #[test]
    fn wrong_arguments_are_named() {
        let rows = "numerator,denominator,expected\n5,10,4.5\n6,10,5.5";
        let wrong = |id: &str, settings: &[(&str, &str)]| {
            result(id, rows, settings).problems[0].error.to_string()
        };
        assert_eq!(
            wrong("phe-funnel-limits", &[("statistic", "mean")]),
            "`statistic`: one of `proportion`, `ratio`, `rate`"
        );
        assert_eq!(
            wrong("phe-funnel-points", &[]),
            "`rate_or_ratio_type`: ratios: `count` or `isr`; rates: `dsr` or `crude`"
        );
        assert_eq!(
            wrong("funnelplotr", &[("data_type", "XR")]),
            "`data_type`: one of `SR`, `PR`, `RC`"
        );
        let rows = [("data_type", "SR"), ("output", "limits"), ("rows", "1")];
        assert_eq!(wrong("funnelplotr", &rows), "`rows`: a whole number from 2, or `all`");
        let column = [("data_type", "SR"), ("denominator_column", "people")];
        assert_eq!(
            wrong("funnelplotr", &column),
            "`denominator_column`: a column of the table is asked for"
        );
    }
}
