//! Gate, tuning and standing: the shapes that the engine reads and writes.
#![expect(dead_code, reason = "the types are read by the macro that writes the document")]

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::evaluated::{SetVersion, Shift};
use super::profiles::Profile;
use super::rules::LeftOut;
use crate::http::problem::Fault;

/// What a draft must reach: guards, or figures on stored queries and judgments, or both. What is absent asks nothing.
#[derive(ToSchema)]
#[schema(as = Gate)]
pub(in crate::http) struct GateShape {
    /// A stored set of queries.
    #[schema(nullable = false)]
    queries: Option<String>,
    /// A stored set of judgments.
    #[schema(nullable = false)]
    judgments: Option<String>,
    /// The least nDCG@10 over all queries, 0 to 1.
    #[schema(nullable = false)]
    overall: Option<f64>,
    /// The least nDCG@10 of every language pair of at least 5 queries, 0 to 1.
    #[schema(nullable = false)]
    floor: Option<f64>,
    /// The least nDCG@10 of single pairs, however few their queries: `{"zh-fr": 0.6}`.
    #[schema(nullable = false)]
    floors: Option<BTreeMap<String, f64>>,
    /// How much nDCG@10 a pair of at least 5 queries, and all together, may lose against what ranks, 0 to 1.
    #[schema(nullable = false)]
    loss: Option<f64>,
    /// A stored set of guards, all of which must hold.
    #[schema(nullable = false)]
    guards: Option<String>,
}

/// How a profile stands before a gate.
#[derive(ToSchema)]
#[schema(as = GateReport)]
pub(in crate::http) struct GateReportShape {
    passes: bool,
    /// What was held against the gate.
    profile: String,
    /// What ranks now.
    current: String,
    /// What it misses: `overall`, `pairs.zh-sw` or `guards.NAME` as field.
    faults: Vec<Fault>,
    /// nDCG@10 of all queries, from what ranks to the profile; absent where nothing is measured.
    #[schema(nullable = false)]
    overall: Option<Shift>,
    /// The same of every language pair, the greatest loss on top.
    pairs: Vec<Shift>,
    guards: Vec<Guarded>,
}

/// What became of a guard.
#[derive(ToSchema)]
struct Guarded {
    /// Its name.
    guard: String,
    /// What is asked, in a line.
    title: String,
    /// The posting that it is about.
    posting: String,
    expect: Expect,
    /// How many places count.
    k: usize,
    /// Where the posting stands under what ranks; null if nowhere in the first places.
    from: Option<usize>,
    /// Where it stands under the profile.
    to: Option<usize>,
    /// Whether the posting is stored; what is not stored stands nowhere.
    stored: bool,
    holds: bool,
}

/// In the first place, in the first k places, or nowhere in them.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum Expect {
    First,
    Top,
    Absent,
}

/// Where a posting stands in the answers to a query.
#[derive(ToSchema)]
#[schema(as = Standing)]
pub(in crate::http) struct StandingShape {
    id: String,
    /// Its place, counted from 1; absent if it is left out.
    #[schema(nullable = false)]
    place: Option<usize>,
    /// How many postings answer.
    of: usize,
    /// Why it is left out.
    #[schema(nullable = false)]
    left_out: Option<LeftOut>,
    /// Its score, or what it would be.
    score: f64,
    /// They add up to the score.
    parts: Vec<ScorePart>,
}

/// One summand of a score.
#[derive(ToSchema)]
struct ScorePart {
    /// Name of the feature.
    feature: String,
    value: f64,
    /// Its weight in the profile.
    weight: f64,
    /// Value times weight.
    adds: f64,
}

/// What a search of weights found.
#[derive(ToSchema)]
#[schema(as = TunedDraft)]
pub(in crate::http) struct TunedShape {
    queries: SetVersion,
    judgments: SetVersion,
    /// The profile that the outcome is held against.
    base: String,
    outcome: Tuned,
    /// The base with the weights that are proposed.
    profile: Profile,
    /// The revision of the draft that it became; null if it did not.
    draft: Option<u64>,
}

/// What weights are proposed, and what they bring.
#[derive(ToSchema)]
struct Tuned {
    /// Of every feature.
    weights: BTreeMap<String, f64>,
    /// Queries that have something relevant.
    queries: usize,
    /// nDCG of all queries with the base.
    before: f64,
    /// nDCG of all queries with the proposed weights, which have seen them all.
    seen: f64,
    /// nDCG of each query with weights that have not seen it, in the mean.
    unseen: f64,
    /// What `unseen` has above `before`.
    gain: f64,
    /// Where the gain lies with 95 % confidence: the lower end, then the upper.
    gain_interval: Vec<f64>,
    /// By language pair, the greatest cost first.
    pairs: Vec<PairChange>,
}

/// What weights are worth in a language pair.
#[derive(ToSchema)]
struct PairChange {
    pair: String,
    /// Queries measured in it.
    queries: usize,
    /// nDCG with the weights of the base.
    before: f64,
    /// nDCG with weights that were searched without the query that is measured.
    after: f64,
    /// The floor that `after` does not reach; null if it does.
    broken: Option<f64>,
}
