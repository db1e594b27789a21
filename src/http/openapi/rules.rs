//! Curation rules, the questions that they are tested with, and what they do: the shapes that
//! `domain::relevance` reads and `engine` writes.
#![expect(dead_code, reason = "the types are read by the macro that writes the document")]

use utoipa::ToSchema;

use super::records::{Offer, Request};

/// Where the platform decides a place itself.
#[derive(ToSchema)]
pub(in crate::http) struct RuleShape {
    /// That of the address.
    #[schema(nullable = false)]
    id: Option<String>,
    /// The side that is searched; `offer` if absent.
    #[schema(nullable = false)]
    side: Option<RuleSide>,
    /// The questions it fires for; those of a pin have to be named.
    #[schema(nullable = false)]
    when: Option<RuleWhen>,
    /// The postings it means; a pin means one.
    on: RuleTarget,
    r#do: RuleAct,
    /// Of a pin: the place, 1 to 100.
    #[schema(nullable = false, minimum = 1, maximum = 100)]
    place: Option<usize>,
    /// Of a boost: share of what a boost may add at all, above 0, at most 1. The most is less than what one more thing that is asked for adds.
    #[schema(nullable = false)]
    by: Option<f64>,
    /// First day on which it holds, in UTC.
    #[schema(nullable = false, format = Date)]
    from: Option<String>,
    /// Last day on which it holds, in UTC.
    #[schema(nullable = false, format = Date)]
    until: Option<String>,
    /// Sent only: why.
    #[schema(nullable = false)]
    note: Option<String>,
}

/// A side of the market.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum RuleSide {
    Offer,
    Request,
}

/// Places one posting; puts postings behind all others; leaves them out; or lets them come first among those
/// that match as much.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum RuleAct {
    Pin,
    Bury,
    Block,
    Boost,
}

/// Conditions on the question, all of which must be met.
#[derive(ToSchema)]
struct RuleWhen {
    /// A concept that is asked for, itself or a narrower one, in any language.
    #[schema(nullable = false)]
    concept: Option<String>,
    /// Prefix of the code that is asked for, stated or of the goods named.
    #[schema(nullable = false)]
    hs: Option<String>,
    /// ISO 3166 code of an origin that is asked for.
    #[schema(nullable = false)]
    origin: Option<String>,
    /// BCP 47 tag of the question's language.
    #[schema(nullable = false)]
    lang: Option<String>,
    /// The whole text; case, marks, width and spaces make no difference.
    #[schema(nullable = false)]
    text: Option<String>,
}

/// Conditions on a posting, all of which must be met.
#[derive(ToSchema)]
struct RuleTarget {
    /// The one posting.
    #[schema(nullable = false)]
    id: Option<String>,
    /// Supplier or buyer.
    #[schema(nullable = false)]
    party: Option<String>,
    /// A concept that it is about, itself or a narrower one.
    #[schema(nullable = false)]
    concept: Option<String>,
    /// Prefix of 2, 4 or 6 digits of its code.
    #[schema(nullable = false)]
    hs: Option<String>,
    /// ISO 3166 code of its origin.
    #[schema(nullable = false)]
    origin: Option<String>,
}

/// A question to test the rules with: a search, or a posting that looks for its answers. Filters are named as
/// in the query string of `/v1/search`; beside a posting only they are read.
#[derive(ToSchema)]
pub(in crate::http) struct RuleQuestion {
    q: Option<String>,
    /// `offers` (if absent) or `requests`.
    side: Option<String>,
    lang: Option<String>,
    request: Option<Request>,
    offer: Option<Offer>,
    /// A rule to be tried as if it were stored.
    rule: Option<RuleShape>,
    origin: Option<String>,
    hs: Option<String>,
    certification: Option<String>,
    channel: Option<String>,
    language: Option<String>,
    supplier_size: Option<String>,
    buyer_size: Option<String>,
    max_price: Option<String>,
    currency: Option<String>,
    per: Option<String>,
    /// Of offers alone, with a unit: `20 t`.
    max_moq: Option<String>,
    min_quantity: Option<String>,
    /// With a unit and a period: `200 t/month`.
    min_capacity: Option<String>,
    pack: Option<String>,
    incoterm: Option<String>,
    destination: Option<String>,
    /// Of offers alone.
    max_lead_days: Option<u32>,
    /// Of requests alone.
    #[schema(format = Date)]
    needed_from: Option<String>,
    /// Hits on a page, 1 to 100; 20 if absent.
    limit: Option<usize>,
}

/// What the rules do to a question.
#[derive(ToSchema)]
pub(in crate::http) struct TrialShape {
    /// Rules that fire, in the order of names.
    fired: Vec<FiredRule>,
    /// Rules in use that do not.
    idle: Vec<IdleRule>,
    /// The first page without the rules.
    before: Vec<String>,
    /// The first page with them.
    after: Vec<String>,
}

/// A rule that fires.
#[derive(ToSchema)]
struct FiredRule {
    rule: String,
    r#do: RuleAct,
    /// What becomes of the postings that it means: at most 20.
    effects: Vec<RuleEffect>,
    /// How many more there are.
    more: usize,
}

/// What becomes of a posting that a rule means.
#[derive(ToSchema)]
struct RuleEffect {
    id: String,
    effect: EffectKind,
    /// Its place without the rules; absent where it has none.
    #[schema(nullable = false)]
    from: Option<usize>,
    /// Its place with the rules; absent where it has none.
    #[schema(nullable = false)]
    to: Option<usize>,
    /// Why it has no place without the rules; absent where it has one.
    #[schema(nullable = false)]
    left_out: Option<LeftOut>,
}

/// It moved, it stays where it stands anyway, or it was left out; none where it has no place anyway.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum EffectKind {
    Moved,
    Stays,
    Removed,
    None,
}

/// Why a posting does not answer a question: there is none that can be found, it shares nothing with the
/// question, a filter leaves it out, a rule blocks it, too many share more, its time is over, it belongs to who asks, it is
/// above the ceiling, its smallest order is too large, or it shares neither goods nor a code nor words.
#[derive(ToSchema)]
#[schema(rename_all = "kebab-case")]
pub(super) enum LeftOut {
    Unknown,
    NotRecalled,
    Filtered,
    Blocked,
    TooDeep,
    Expired,
    Own,
    Dear,
    MoqAbove,
    NotGrounded,
}

/// A rule that does not fire.
#[derive(ToSchema)]
struct IdleRule {
    rule: String,
    /// The first condition that is not met.
    unmet: UnmetCondition,
}

/// The day is outside of its time, or a condition on the question is not met.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum UnmetCondition {
    Day,
    Side,
    Concept,
    Hs,
    Origin,
    Lang,
    Text,
}
