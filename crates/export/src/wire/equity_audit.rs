//! Who uses a service against who needs it.

use firstyear_analysis::{AuditedGroup, AuditedNeed, EquityAudit, LackingNeed, Released};
use firstyear_core::project::UsersOf;
use firstyear_core::{AreaCode, CategoryId, DimensionId, IndicatorId};
use serde::Serialize;

use super::{CountV1, CountedRateV1, EstimateV1, Number, PeriodV1, SCHEMA_VERSION, VerdictV1};

/// Who needs something and who uses the service that answers it, by group.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EquityAuditV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What it is called.
    pub name: String,
    /// Code of the area.
    pub area: AreaCode,
    /// Id of the dimension of the groups, or of the family of its versions.
    pub dimension: DimensionId,
    /// The needs, in the order asked for.
    pub needs: Vec<AuditedNeedV1>,
    /// Needs without figures, or of which need and use have no period in common.
    pub lacking: Vec<LackingNeedV1>,
}

/// One need.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditedNeedV1 {
    /// Id of the indicator whose numerator counts those in need; null where the
    /// denominator of the service counts them.
    pub indicator: Option<IndicatorId>,
    /// Id of the indicator whose numerator counts those who use the service; null
    /// for a need alone.
    pub service: Option<IndicatorId>,
    /// How users and those in need relate.
    pub users: UsersOf,
    /// When.
    pub period: PeriodV1,
    /// Id of the version of the dimension.
    pub version: DimensionId,
    /// Name of the version.
    pub version_name: String,
    /// Id of the group whose use the others are held against; null for everyone
    /// else.
    pub reference: Option<CategoryId>,
    /// The groups, in the order of the dimension.
    pub groups: Vec<AuditedGroupV1>,
    /// Those in no group, such as not stated.
    pub remainders: Vec<AuditedGroupV1>,
    /// Everyone; null where nobody counted them.
    pub total: Option<AuditedGroupV1>,
    /// Fitted use over need at the most disadvantaged end less that at the other,
    /// in percentage points: negative where the disadvantaged use the service less
    /// for their need. Null without an order of disadvantage, or without counts.
    pub slope: Option<EstimateV1>,
    /// Why there is no slope although the groups have an order of disadvantage;
    /// null where there is one, or none could be expected.
    pub no_slope: Option<String>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditedGroupV1 {
    /// Id of the category.
    pub category: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Those in need among the group, in the indicator's unit; where the
    /// denominator of the service counts them, their number alone.
    pub need: CountedRateV1,
    /// Users over those in need, in percent; null for a need alone.
    pub used: Option<CountedRateV1>,
    /// Those in need who do not use the service; of users among those in need
    /// alone.
    pub unmet: CountV1,
    /// The share of all in need that is in the group, in percent; null where it is
    /// not known.
    pub share_of_need: Option<Number>,
    /// The share of all users that is in the group, in percent; null where it is
    /// not known.
    pub share_of_use: Option<Number>,
    /// Use over need of the group, over that of those whom it is held against:
    /// below 1 where it uses the service less for its need. Null where it is
    /// not held against anyone.
    pub ratio: Option<EstimateV1>,
    /// How the ratio stands to 1.
    pub verdict: VerdictV1,
    /// How many more would use the service if the group did so as those whom it is
    /// held against; negative where fewer would. Null where it is not held against
    /// anyone.
    pub shortfall: Option<EstimateV1>,
}

/// A need without an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LackingNeedV1 {
    /// Id of its indicator; null where it names none.
    pub indicator: Option<IndicatorId>,
    /// Id of the indicator of the service; null where it names none.
    pub service: Option<IndicatorId>,
    /// Which indicator lacks what, and what it has instead, in words; null in
    /// documents before this was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl From<&Released<EquityAudit>> for EquityAuditV1 {
    fn from(released: &Released<EquityAudit>) -> Self {
        let found = released.get();
        let lacking = |of: &LackingNeed| LackingNeedV1 {
            indicator: of.indicator.clone(),
            service: of.service.clone(),
            why: Some(of.to_string()),
        };
        Self {
            schema_version: SCHEMA_VERSION,
            name: found.name.clone(),
            area: found.area.clone(),
            dimension: found.dimension.clone(),
            needs: found.needs.iter().map(need).collect(),
            lacking: found.lacking.iter().map(lacking).collect(),
        }
    }
}

fn need(of: &AuditedNeed) -> AuditedNeedV1 {
    let groups = |groups: &[AuditedGroup]| groups.iter().map(|one| group(of, one)).collect();
    let slope = of.slope();
    AuditedNeedV1 {
        indicator: of.indicator.clone(),
        service: of.service.clone(),
        users: of.users,
        period: of.period.into(),
        version: of.version.clone(),
        version_name: of.version_name.clone(),
        reference: of.reference.clone(),
        groups: groups(&of.groups),
        remainders: groups(&of.remainders),
        total: of.total.as_ref().map(|total| group(of, total)),
        slope: slope.as_ref().ok().map(EstimateV1::new),
        no_slope: slope.err().filter(|why| !why.is_empty()),
    }
}

fn group(need: &AuditedNeed, of: &AuditedGroup) -> AuditedGroupV1 {
    AuditedGroupV1 {
        category: of.category.clone(),
        label: of.label.clone(),
        need: CountedRateV1::new(&of.need),
        used: of.used.as_ref().map(CountedRateV1::new),
        unmet: need.unmet(of).into(),
        share_of_need: need.share_of_need(of).map(Number::from),
        share_of_use: need.share_of_use(of).map(Number::from),
        ratio: need.ratio(of).as_ref().map(EstimateV1::new),
        verdict: VerdictV1::new(need.verdict(of)),
        shortfall: need.shortfall(of).as_ref().map(EstimateV1::new),
    }
}
