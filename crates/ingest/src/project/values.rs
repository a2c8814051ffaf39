//! Single values of the project file.

use chrono::NaiveDate;
use firstyear_core::count::{CountBasis, CountedAt, OtherAreas, RecordFormat};
use firstyear_core::driver::Standing;
use firstyear_core::intervention::{Origin, Quantity};
use firstyear_core::mapping::{DateOrder, DecimalMark, Mark, Separator, ThousandsMark};
use firstyear_core::pathway::{
    ClockStart, ClockValue, DelayDistribution, DelayUnit, ElementBasis, ExitReason, InputKind,
    ObligationTemplate, PathwayKind, PathwayStatus, Per, SimulatedPrecision, StageKind, StepKind,
    Strength, TimeUnit,
};
use firstyear_core::project::{
    AllGroups, CompareRule, FileFormat, Overdispersion, OverlapRule, PublisherRule,
    ScorecardDomain, SpcChart, SplitRule, Towards, UsersOf,
};
use firstyear_core::recommendation::{Priority, Status};
use firstyear_core::visit::{FindingKind, VisitStage};
use firstyear_core::{
    AreaCode, CategoryId, Confidence, DimensionId, IndicatorId, Language, PeriodUnit, ProblemCode,
    SourceClass, SourceId, day_from_text,
};
use firstyear_core::{IndicatorKind, Polarity};
use toml::de::DeValue;

use crate::fault::Fault;

/// A value of one type.
pub(crate) trait Value: Sized {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault>;
}

fn invalid(message: impl Into<String>) -> Fault {
    Fault::new(ProblemCode::ProjectInvalid, message)
}

fn text<'v>(value: &'v DeValue<'_>) -> Result<&'v str, Fault> {
    match value {
        DeValue::String(text) => Ok(text),
        _ => Err(invalid("not a text").with_help("write it in quotation marks")),
    }
}

impl Value for String {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        match text(value)? {
            "" => Err(invalid("the text is empty")),
            text => Ok(text.to_owned()),
        }
    }
}

/// A text that can be empty, where that has a meaning.
pub(crate) struct MaybeEmpty(pub(crate) String);

impl Value for MaybeEmpty {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        text(value).map(|text| Self(text.to_owned()))
    }
}

/// A list within a list; it may be empty.
pub(crate) struct ListOf<T>(pub(crate) Vec<T>);

impl<T: Value> Value for ListOf<T> {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        let DeValue::Array(values) = value else {
            return Err(invalid("not a list").with_help("write it in square brackets"));
        };
        values.iter().map(|value| T::read(value.get_ref())).collect::<Result<_, _>>().map(Self)
    }
}

macro_rules! ids {
    ($($id:ty)*) => {$(
        impl Value for $id {
            fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
                Self::new(text(value)?).map_err(|error| {
                    // These errors say what is wrong, a colon, what would be right.
                    let error = error.to_string();
                    let (message, help) = error.split_once(": ").unwrap_or((&error, ""));
                    invalid(message).with_help(help)
                })
            }
        }
    )*};
}

ids! { IndicatorId DimensionId CategoryId SourceId AreaCode }

impl Value for NaiveDate {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        let date = match value {
            DeValue::String(text) => day_from_text(text),
            DeValue::Datetime(moment) if moment.time.is_none() => moment.date.and_then(|date| {
                Self::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
            }),
            _ => None,
        };
        date.ok_or_else(|| invalid("not a date").with_help("write it as YYYY-MM-DD"))
    }
}

impl Value for Confidence {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        let level = match value {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(number) => number.as_str().parse().ok(),
            _ => None,
        };
        level
            .and_then(|level| Self::new(level).ok())
            .filter(|confidence| (0.5..=0.9999).contains(&confidence.level()))
            .ok_or_else(|| {
                invalid("not a confidence between 0.5 and 0.9999")
                    .with_help("write a fraction: 0.95 for 95%")
            })
    }
}

impl Value for PeriodUnit {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        let text = text(value)?;
        let known = Self::WORDS.map(|(_, word)| word);
        Self::from_word(text).ok_or_else(|| {
            invalid("not a unit of periods")
                .with_help(format!("use one of {}", known.join(", ")))
                .with_nearest(text, known)
        })
    }
}

impl Value for bool {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        match value {
            DeValue::Boolean(value) => Ok(*value),
            _ => Err(invalid("neither true nor false")),
        }
    }
}

macro_rules! whole_numbers {
    ($($number:ty)*) => {$(
        impl Value for $number {
            fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
                match value {
                    DeValue::Integer(whole) => Self::from_str_radix(whole.as_str(), whole.radix())
                        .ok(),
                    _ => None,
                }
                .ok_or_else(|| invalid("not a whole number of 0 or more"))
            }
        }
    )*};
}

whole_numbers! { u8 u16 u32 u64 }

macro_rules! signed_numbers {
    ($($number:ty)*) => {$(
        impl Value for $number {
            fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
                let number = match value {
                    DeValue::Integer(whole) => {
                        Self::from_str_radix(whole.as_str(), whole.radix()).ok()
                    }
                    _ => None,
                };
                number.ok_or_else(|| invalid("not a whole number, or too large"))
            }
        }
    )*};
}

signed_numbers! { i16 i32 }

impl Value for SourceClass {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        match text(value)? {
            "published" => Ok(Self::Published),
            "restricted" => Ok(Self::Restricted),
            other => Err(invalid("not a class of source")
                .with_help("write published, or restricted where small counts are not yet hidden")
                .with_nearest(other, ["published", "restricted"])),
        }
    }
}

impl Value for PublisherRule {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        let text = text(value)?;
        let known: Vec<&str> = Self::ALL.iter().map(|(_, word)| *word).collect();
        Self::from_word(text).ok_or_else(|| {
            let rounds = ["nhs-maternity", "opensafely"].contains(&text);
            let message = if rounds {
                "the rule rounds counts, and a report shows them as they are"
            } else {
                "not the rule of a publisher"
            };
            invalid(message)
                .with_help(format!("use {}, or set the range in [disclosure]", known.join(", ")))
                .with_nearest(text, known)
        })
    }
}

impl Value for Language {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        let text = text(value)?;
        Self::from_word(text).ok_or_else(|| {
            invalid("not a language that reports are written in")
                .with_help("write en-GB for English or cy for Welsh")
                .with_nearest(text, Self::ALL.iter().map(|(_, word)| *word))
        })
    }
}

impl Value for Overdispersion {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        let text = text(value)?;
        let known = Self::ALL.map(|(_, name)| name);
        let choice = Self::ALL.into_iter().find(|(_, name)| *name == text);
        choice.map(|(choice, _)| choice).ok_or_else(|| {
            invalid("not a way to allow for overdispersion")
                .with_help(format!("use {}", known.join(" or ")))
                .with_nearest(text, known)
        })
    }
}

impl Value for SplitRule {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        let text = text(value)?;
        let known = Self::ALL.map(|(_, name)| name);
        let choice = Self::ALL.into_iter().find(|(_, name)| *name == text);
        choice.map(|(choice, _)| choice).ok_or_else(|| {
            invalid("not what can become of an area that was split")
                .with_help(format!("use {}", known.join(" or ")))
                .with_nearest(text, known)
        })
    }
}

impl Value for Towards {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        let text = text(value)?;
        let known = Self::ALL.map(|(_, name)| name);
        let choice = Self::ALL.into_iter().find(|(_, name)| *name == text);
        choice.map(|(choice, _)| choice).ok_or_else(|| {
            invalid("not what rates can be drawn to")
                .with_help(format!("use {}", known.join(" or ")))
                .with_nearest(text, known)
        })
    }
}

impl Value for FileFormat {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        let text = text(value)?;
        let known: Vec<&str> = crate::formats().map(|known| known.format.name()).collect();
        let read = known.iter().find(|name| **name == text);
        read.and_then(|name| Self::from_name(name)).ok_or_else(|| {
            invalid("not a format of files")
                .with_help(format!("use {}", known.join(", ")))
                .with_nearest(text, known)
        })
    }
}

impl Value for f64 {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        let number: Option<Self> = match value {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(number) => number.as_str().parse().ok(),
            _ => None,
        };
        number.filter(|number| number.is_finite()).ok_or_else(|| invalid("not a number"))
    }
}

impl Value for SpcChart {
    fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
        let text = text(value)?;
        let known = Self::ALL.map(|(_, name)| name);
        Self::from_name(text).ok_or_else(|| {
            invalid("not a kind of control chart")
                .with_help(format!("use {}", known.join(", ")))
                .with_nearest(text, known)
        })
    }
}

macro_rules! words {
    ($($choice:ty, $what:literal;)*) => {$(
        impl Value for $choice {
            fn read(value: &DeValue<'_>) -> Result<Self, Fault> {
                let text = text(value)?;
                let known: Vec<&str> = Self::ALL.iter().map(|(_, word)| *word).collect();
                Self::from_word(text).ok_or_else(|| {
                    invalid(concat!("not ", $what))
                        .with_help(format!("use one of {}", known.join(", ")))
                        .with_nearest(text, known)
                })
            }
        }
    )*};
}

words! {
    CompareRule, "a way to hold an area against another";
    ScorecardDomain, "a domain of a scorecard";
    Separator, "a separator of cells";
    DecimalMark, "a decimal mark";
    ThousandsMark, "a mark between thousands";
    DateOrder, "an order of day, month and year";
    Mark, "what a mark can say";
    Polarity, "a way that is good";
    IndicatorKind, "a kind of indicator";
    Quantity, "a quantity of a model";
    Origin, "an origin of a number";
    OverlapRule, "what can become of overlaps";
    CountBasis, "a basis of counts";
    CountedAt, "where a record can be counted";
    RecordFormat, "a layout of records";
    OtherAreas, "what can become of births in other areas";
    AllGroups, "what can become of the rate of all";
    Status, "a status of a recommendation";
    Priority, "a priority";
    VisitStage, "a stage of a visit";
    FindingKind, "a kind of finding";
    Standing, "whether a source states it";
    UsersOf, "how users and those in need relate";
    PathwayKind, "a kind of pathway";
    PathwayStatus, "a status of a pathway";
    ElementBasis, "what an element rests on";
    ClockStart, "what a clock counts from";
    ClockValue, "what an attribute says of a clock";
    StageKind, "a kind of stage";
    StepKind, "a kind of step";
    ExitReason, "a reason to leave";
    InputKind, "a kind of input";
    ObligationTemplate, "a template of obligations";
    Per, "how often an obligation is looked at";
    Strength, "how strongly something is owed";
    TimeUnit, "a unit of time";
    SimulatedPrecision, "how finely times are written";
    DelayDistribution, "how a time is spread";
    DelayUnit, "a unit of a time that passes";
}
