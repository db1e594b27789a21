//! Relevance profiles, as the domain reads and writes them.
#![expect(dead_code, reason = "the types are read by the macro that writes the document")]

use std::collections::BTreeMap;

use utoipa::ToSchema;
use utoipa::openapi::schema::{AnyOfBuilder, ArrayBuilder};
use utoipa::openapi::{ObjectBuilder, Schema, Type};

use super::answers::Stage;

/// A relevance profile: weights and limits of a ranking.
#[derive(ToSchema)]
pub(in crate::http) struct Profile {
    /// 1 to 40 of `a-z 0-9 -`; `default` is that of the built-in one.
    name: String,
    /// Rises with every published version, over all names; 0 in a draft, where it is not read.
    #[schema(required = false)]
    version: u32,
    /// Most candidates a search ranks, 10 to 2,000.
    recall_depth: u32,
    /// How far a search may be relaxed: `all` first, then `some`, then `spelling`; all three if absent.
    #[schema(required = false)]
    stages: Vec<Stage>,
    /// Most hits of one supplier or buyer on a page, 1 to 100.
    party_cap: u32,
    /// Share of a first page that micro and small suppliers have among comparably relevant offers, 0 to
    /// 0.5; 0 if absent.
    #[schema(required = false)]
    exposure_share: f64,
    /// Days after which the freshness feature has halved, 1 to 3,650.
    freshness_half_life_days: f64,
    /// Days after which exchange rates are too old to compare prices by, 1 to 3,650; 45 if absent.
    #[schema(required = false)]
    rates_max_age_days: u32,
    /// What becomes of an offer whose smallest order is well above the asked quantity; `penalty` if absent.
    #[schema(required = false)]
    moq_above_asked: MoqAbove,
    /// Weight by feature, each within the range of the feature; one that is absent weighs nothing.
    weights: BTreeMap<String, f64>,
    /// Lowest and highest weight that a feature may be given, by hand or by tuning.
    #[schema(nullable = false)]
    bounds: Option<BTreeMap<String, Vec<f64>>>,
}

/// It stays, further down, or it is left out.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum MoqAbove {
    Penalty,
    Filter,
}

/// The value of a field of a profile, or null where a profile lacks it.
pub(in crate::http) fn number_or_text() -> Schema {
    let plain = |kind| ObjectBuilder::new().schema_type(kind);
    let of = |kind| ArrayBuilder::new().items(plain(kind));
    let one = AnyOfBuilder::new().item(plain(Type::Number)).item(plain(Type::String)).item(plain(Type::Null));
    one.item(of(Type::String)).item(of(Type::Number)).build().into()
}
