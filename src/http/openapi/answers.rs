//! What comes back from the engine: the shapes that `engine` and `explain` write.
#![expect(dead_code, reason = "the types are read by the macro that writes the document")]

use utoipa::ToSchema;

use super::records::{Offer, Price, Quantity, Request};

/// A page of offers.
#[derive(ToSchema)]
pub(in crate::http) struct OfferPage {
    items: Vec<Offer>,
    /// For the next page; null on the last.
    cursor: Option<String>,
}

/// A page of requests.
#[derive(ToSchema)]
pub(in crate::http) struct RequestPage {
    items: Vec<Request>,
    /// For the next page; null on the last.
    cursor: Option<String>,
}

/// A page of hits, best first.
#[derive(ToSchema)]
pub(in crate::http) struct Answer {
    /// Names this answer, for `POST /v1/feedback`; absent where searches are not logged.
    #[schema(nullable = false)]
    query_id: Option<String>,
    /// How the query was understood.
    query: Understood,
    /// Language of the sentences, a BCP 47 tag: the reader's, or English where there are none in it.
    reader: String,
    /// How far the search was relaxed.
    stage: Stage,
    /// How many postings match.
    total: usize,
    /// Name and version of the relevance profile, with what an operator had switched off.
    profile: String,
    /// The trial that the answer is part of.
    #[schema(nullable = false)]
    trial: Option<InTrial>,
    /// The filters as they were read; absent without any.
    #[schema(nullable = false)]
    filters: Option<Filters>,
    /// How the ranked candidates divide.
    counts: Counts,
    /// The page.
    hits: Vec<Hit>,
    /// For the next page; absent on the last.
    #[schema(nullable = false)]
    cursor: Option<String>,
}

/// A part in a trial of a relevance profile.
#[derive(ToSchema)]
struct InTrial {
    /// Name of the trial.
    trial: String,
    arm: Arm,
}

/// Who served an answer: the profile that ranks, the one that is tried, or both, dealt into one list and
/// explained by the one that ranks.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum Arm {
    Baseline,
    Candidate,
    Both,
}

/// Where a hit comes from, for operators.
#[derive(ToSchema)]
struct Inspected {
    stage: Stage,
    /// What of the query it was found by; empty where filters alone found it.
    clauses: Vec<Clause>,
    /// Every feature; those with a value and a weight make the score.
    features: Vec<Measured>,
    /// The curation rules that moved it, by name.
    rules: Vec<String>,
}

/// One thing that candidates are looked up by.
#[derive(ToSchema)]
struct Clause {
    key: Key,
    value: String,
    /// How much it is worth in looking up; the score knows nothing of it.
    weight: f32,
}

/// What is looked up: a concept or property, a code, a Harmonized System prefix, a word, or one a letter away.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum Key {
    Concept,
    Facet,
    Code,
    Hs,
    Word,
    Near,
}

/// A feature of a hit.
#[derive(ToSchema)]
struct Measured {
    feature: String,
    /// Null where a side says nothing, which is not 0.
    #[schema(required = true)]
    value: Option<f64>,
    /// Weight in the profile, within its bound; 0 where the profile leaves it out.
    weight: f64,
    #[schema(required = true)]
    adds: Option<f64>,
}

/// A stretch of one script.
#[derive(ToSchema)]
struct Run {
    script: String,
    text: String,
    /// Bytes, from and to.
    #[schema(min_items = 2, max_items = 2)]
    span: Vec<usize>,
}

/// A unit of the text whose form for comparison is not what was written.
#[derive(ToSchema)]
struct Fold {
    text: String,
    folded: String,
    /// `word`, `character`, `number` or `code`.
    kind: String,
    /// Bytes, from and to.
    #[schema(min_items = 2, max_items = 2)]
    span: Vec<usize>,
}

/// How far a search was relaxed: everything asked for, some of it, or words one letter away.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
pub(super) enum Stage {
    All,
    Some,
    Spelling,
}

/// Filters as they were read.
#[derive(ToSchema)]
struct Filters {
    /// ISO 3166 code.
    #[schema(nullable = false)]
    origin: Option<String>,
    /// Digits of the Harmonized System.
    #[schema(nullable = false)]
    hs: Option<String>,
    #[schema(nullable = false)]
    certification: Option<String>,
    #[schema(nullable = false)]
    channel: Option<String>,
    /// BCP 47 tag.
    #[schema(nullable = false)]
    language: Option<String>,
    /// Size class of the supplier or buyer.
    #[schema(nullable = false)]
    size: Option<Size>,
    #[schema(nullable = false)]
    max_price: Option<Price>,
    #[schema(nullable = false)]
    max_moq: Option<Quantity>,
    #[schema(nullable = false)]
    min_quantity: Option<Quantity>,
    #[schema(nullable = false)]
    min_capacity: Option<Quantity>,
    /// What one package holds.
    #[schema(nullable = false)]
    pack: Option<Quantity>,
    /// Three letters.
    #[schema(nullable = false)]
    incoterm: Option<String>,
    /// As it was asked for.
    #[schema(nullable = false)]
    destination: Option<String>,
    #[schema(nullable = false)]
    max_lead_days: Option<u32>,
    /// ISO 8601 day.
    #[schema(nullable = false)]
    needed_from: Option<String>,
}

/// Size class of a firm.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum Size {
    Micro,
    Small,
    Medium,
    Large,
}

/// How the candidates that were ranked divide, filters applied: all that match, or as many of them as
/// the `recall_depth` of the profile.
#[derive(ToSchema)]
struct Counts {
    /// Countries of origin.
    origin: Tally,
    /// First two digits of the Harmonized System code, stated or written in the text.
    hs_chapter: Tally,
    /// Certificates held or asked for.
    certification: Tally,
    /// Import channels.
    channel: Tally,
    /// Languages, declared or read.
    language: Tally,
    /// Where offers are found.
    #[schema(nullable = false)]
    supplier_size: Option<Tally>,
    /// Where requests are found.
    #[schema(nullable = false)]
    buyer_size: Option<Tally>,
}

/// The values of one kind, at most 50. A posting may hold several, so the sum may exceed the number of postings.
#[derive(ToSchema)]
struct Tally {
    /// Most frequent first, then by name.
    values: Vec<Count>,
    /// Postings that state none.
    unknown: usize,
}

/// A value and how many state it.
#[derive(ToSchema)]
struct Count {
    /// As the filter takes it.
    value: String,
    count: usize,
}

/// One hit.
#[derive(ToSchema)]
pub(super) struct Hit {
    id: String,
    /// Sum of what the reasons add.
    score: f64,
    gloss: Gloss,
    /// Where offers are found.
    #[schema(nullable = false)]
    offer: Option<Offer>,
    /// Where requests are found.
    #[schema(nullable = false)]
    request: Option<Request>,
    reasons: Vec<Reason>,
    /// How the stated wishes are met.
    fit: Vec<Fit>,
    /// What the reader can do about the wishes that are not met.
    hints: Vec<Hint>,
    /// For operators who asked to `explain`.
    #[schema(nullable = false)]
    inspected: Option<Inspected>,
    /// So many more hits of the same supplier or buyer come on later pages; absent if none.
    #[schema(nullable = false)]
    more_from_party: Option<usize>,
}

/// What a posting says, in the reader's language, from concepts, properties and structure alone: nothing
/// is translated.
#[derive(ToSchema)]
struct Gloss {
    /// The goods with their properties and grade; empty where the lexicon knows none of it.
    title: String,
    facts: Vec<Fact>,
    /// The title as its author wrote it.
    original: String,
    /// BCP 47 tag of the author's language, declared or read.
    #[schema(nullable = false)]
    lang: Option<String>,
}

/// One thing that a posting says, stated in a field or read from its words.
#[derive(ToSchema)]
struct Fact {
    /// The field, in the names of the records.
    field: String,
    /// Its name in the reader's language.
    label: String,
    /// In the reader's language.
    text: String,
}

/// A step that would make a near match a match.
#[derive(ToSchema)]
struct Hint {
    /// The field of `fit` that it would mend.
    field: String,
    /// In the reader's language.
    text: String,
}

/// One summand of a score: `value` times `weight` is `adds`.
#[derive(ToSchema)]
struct Reason {
    /// Name of the feature; `pin` and `boost` where the platform itself has chosen.
    kind: String,
    value: f64,
    /// Weight in the profile, within its bound.
    weight: f64,
    adds: f64,
    /// The reason as a sentence in the reader's language; absent where the figures say it all.
    #[schema(nullable = false)]
    text: Option<String>,
    /// The concept on which the two sides met.
    #[schema(nullable = false)]
    concept: Option<String>,
    /// What was asked, in the asker's words.
    #[schema(nullable = false)]
    request: Option<Words>,
    /// What is offered, in the seller's words.
    #[schema(nullable = false)]
    offer: Option<Words>,
    /// What both mean, in the reader's language; absent if empty.
    #[schema(nullable = false)]
    labels: Option<Vec<String>>,
}

/// Words of one side.
#[derive(ToSchema)]
struct Words {
    /// As written.
    text: String,
    /// BCP 47 tag of the form.
    lang: String,
    /// Where they stand: `q` is what was typed.
    field: WordsField,
    /// Bytes of that field, from and to.
    #[schema(min_items = 2, max_items = 2)]
    span: Vec<usize>,
}

/// A field that words stand in.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum WordsField {
    Title,
    Description,
    Q,
}

/// How one stated wish is met.
#[derive(ToSchema)]
struct Fit {
    /// `grade moq quantity price certifications origin delivery channel time payment`, or the filter: `max_price max_moq min_quantity min_capacity`.
    field: String,
    status: FitStatus,
    /// What the two sides say, in the reader's language.
    detail: String,
    /// Absent where only one side says anything.
    #[schema(nullable = false)]
    figures: Option<Figures>,
}

/// The figures of both sides.
#[derive(ToSchema)]
#[serde(untagged)]
enum Figures {
    Moq(MoqFigures),
    Supply(SupplyFigures),
    Price(PriceFigures),
    Certificates(CertificateFigures),
    Delivery(DeliveryFigures),
    Time(TimeFigures),
    Refused(RefusedFigures),
    Sides(Sides),
}

/// The smallest order against what is asked for.
#[derive(ToSchema)]
struct MoqFigures {
    asked: Quantity,
    least: Quantity,
}

/// What is offered against what is asked for.
#[derive(ToSchema)]
struct SupplyFigures {
    asked: Quantity,
    offered: Quantity,
}

/// A price against a ceiling.
#[derive(ToSchema)]
struct PriceFigures {
    ceiling: Price,
    offered: Price,
    /// The offered amount in currency and unit of the ceiling, if it had to be converted.
    #[schema(required = true)]
    converted: Option<String>,
    /// Percent above the ceiling; below if negative.
    #[schema(required = true)]
    over_percent: Option<String>,
    /// Day of the exchange rates.
    #[schema(required = true)]
    rates_of: Option<String>,
    #[schema(required = true)]
    asked_incoterm: Option<String>,
    #[schema(required = true)]
    offered_incoterm: Option<String>,
    /// Why the figures do not compare.
    #[schema(required = true)]
    incomparable: Option<Incomparable>,
}

/// Why two prices do not compare: no rate, an old one, other units, or other delivery terms.
#[derive(ToSchema)]
#[schema(rename_all = "kebab-case")]
enum Incomparable {
    Rate,
    StaleRate,
    Unit,
    Term,
}

/// Certificates asked for.
#[derive(ToSchema)]
struct CertificateFigures {
    held: Vec<String>,
    near: Vec<NearCertificate>,
    /// Not named.
    missing: Vec<String>,
}

/// A certificate that says most of another.
#[derive(ToSchema)]
struct NearCertificate {
    asked: String,
    held: String,
}

/// Delivery terms.
#[derive(ToSchema)]
struct DeliveryFigures {
    asked: Delivery,
    offered: Delivery,
}

/// A delivery term with its place.
#[derive(ToSchema)]
struct Delivery {
    #[schema(nullable = false)]
    incoterm: Option<String>,
    /// UN/LOCODE, or as written.
    #[schema(nullable = false)]
    place: Option<String>,
}

/// When the goods are needed, and when they can be there.
#[derive(ToSchema)]
struct TimeFigures {
    #[schema(required = true)]
    needed_by: Option<String>,
    #[schema(required = true)]
    wanted: Option<PeriodFigures>,
    #[schema(required = true)]
    ready: Option<String>,
    #[schema(required = true)]
    ships: Option<PeriodFigures>,
}

/// The first and, if there is one, the last day of a period.
#[derive(ToSchema)]
struct PeriodFigures {
    from: String,
    #[schema(required = true)]
    until: Option<String>,
}

/// Countries that are refused, and where the goods come from.
#[derive(ToSchema)]
struct RefusedFigures {
    refused: Vec<String>,
    offered: Vec<String>,
}

/// Origins, grades, import channels or means of payment of both sides.
#[derive(ToSchema)]
struct Sides {
    asked: Vec<String>,
    offered: Vec<String>,
}

/// How a wish is met; what the other side does not say is unknown, never a no.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum FitStatus {
    Fits,
    Near,
    Conflicts,
    Unknown,
}

/// A text as structure.
#[derive(ToSchema)]
pub(in crate::http) struct Understood {
    /// Likeliest first.
    lang: Vec<LangGuess>,
    /// By weight.
    concepts: Vec<FoundConcept>,
    facets: Vec<FoundFacet>,
    /// Grade and model codes, separator-free.
    codes: Vec<String>,
    /// Code of the Harmonized System.
    hs: Option<String>,
    /// ISO 3166 codes.
    origins: Vec<String>,
    /// Countries of which the text says that the goods shall not, or do not, come from them.
    refused_origins: Vec<String>,
    /// UN/LOCODE.
    places: Vec<String>,
    incoterm: Option<String>,
    /// The place of the delivery term: UN/LOCODE, or as written.
    place: Option<String>,
    /// Where the goods shall go: UN/LOCODE or country.
    destination: Option<String>,
    certifications: Vec<String>,
    /// What is offered or wanted, in all or per period.
    quantity: Option<ReadAmount>,
    /// The smallest order.
    moq: Option<ReadAmount>,
    /// What a supplier can make.
    capacity: Option<ReadAmount>,
    /// What a container holds.
    load: Option<ReadContent>,
    /// What a package holds.
    packing: Option<ReadContent>,
    /// Percent by which the quantity may differ.
    tolerance: Option<String>,
    price: Option<ReadPrice>,
    /// The price, if it is a buyer's.
    max_price: Option<ReadPrice>,
    /// `tt`, `tt 30/70`, `advance`, `lc`, `lc-sight`, `lc-usance`, `dp`, `da`, `cad`, `open-account`, `cod`, `escrow`.
    payment: Vec<String>,
    /// Customs supervision codes of China.
    channels: Vec<String>,
    /// Whether a sample is asked or offered.
    sample: bool,
    /// A day, or a month: `2026-12-31`, `2027-03`.
    valid_until: Option<String>,
    /// A day, or a month.
    needed_by: Option<String>,
    /// When the goods ship or are wanted: `2027-06..2027-08`, `2027-07..` without an end, `2027-03`; days as well.
    window: Option<String>,
    /// The year in which they grew: `2026`, `2025/2026`.
    harvest: Option<String>,
    lead_time: Option<LeadTime>,
    /// `offer` or `request`, if the text says.
    side: Option<String>,
    /// Of `/v1/understand`: each fact with its words.
    #[schema(nullable = false)]
    findings: Option<Vec<Finding>>,
    /// Words that were read as others.
    mended: Vec<Mended>,
    /// With `explain`: wider concepts that were searched as well.
    #[schema(nullable = false)]
    expansions: Option<Vec<String>>,
    /// With `explain`: the terms of the text.
    #[schema(nullable = false)]
    tokens: Option<Vec<String>>,
    /// With `explain`: terms that the lexicon does not know.
    #[schema(nullable = false)]
    unknown: Option<Vec<String>>,
    /// With `explain`: terms that are matched as amounts or not at all.
    #[schema(nullable = false)]
    dropped: Option<Vec<String>>,
    /// With `explain`, for operators: the stretches of one script each.
    #[schema(nullable = false)]
    runs: Option<Vec<Run>>,
    /// With `explain`, for operators: what is compared in another form than it was written in.
    #[schema(nullable = false)]
    folds: Option<Vec<Fold>>,
    /// With `explain`, for operators: how many invisible characters were left out.
    #[schema(nullable = false)]
    removed_controls: Option<usize>,
}

/// A language that a text may be in.
#[derive(ToSchema)]
struct LangGuess {
    /// BCP 47 tag.
    tag: String,
    /// 0 to 1.
    confidence: f64,
}

/// A concept found in a text.
#[derive(ToSchema)]
struct FoundConcept {
    concept: String,
    /// In the reader's language.
    label: String,
    /// As written.
    text: String,
    lang: String,
    /// How much of the text is about it, 0 to 1.
    weight: f64,
    /// Bytes of the text, from and to.
    #[schema(min_items = 2, max_items = 2)]
    span: Vec<usize>,
}

/// A property found in a text, or implied by what is named.
#[derive(ToSchema)]
struct FoundFacet {
    /// `group:value`.
    facet: String,
    /// In the reader's language.
    label: String,
    /// As written; empty if implied.
    text: String,
    /// 0 to 1.
    confidence: f64,
}

/// An amount as written, never converted.
#[derive(ToSchema)]
struct ReadAmount {
    /// Decimal; of a range the lower end.
    amount: String,
    /// The upper end of a range.
    #[schema(nullable = false)]
    to: Option<String>,
    unit: String,
    /// `day`, `week`, `month`, `quarter` or `year`.
    #[schema(nullable = false)]
    per: Option<String>,
}

/// What one package or container holds.
#[derive(ToSchema)]
struct ReadContent {
    amount: String,
    unit: String,
    /// The package or container.
    per: String,
}

/// A price as written.
#[derive(ToSchema)]
struct ReadPrice {
    /// Decimal; of a range the lower end.
    amount: String,
    /// The upper end of a range.
    #[schema(nullable = false)]
    to: Option<String>,
    /// ISO 4217.
    currency: String,
    /// The unit it is for.
    #[schema(nullable = false)]
    per: Option<String>,
    /// `target`, `max` or `from`.
    #[schema(nullable = false)]
    bound: Option<String>,
}

/// How long delivery takes.
#[derive(ToSchema)]
struct LeadTime {
    /// Days, weeks or months; of a range the fewest.
    amount: u32,
    /// The most of a range.
    #[schema(nullable = false)]
    to: Option<u32>,
    /// `day`, `week` or `month`.
    unit: String,
}

/// A fact with the words it was read from.
#[derive(ToSchema)]
struct Finding {
    /// Name of the field.
    field: String,
    /// Its value; null where the words can be read two ways.
    value: Option<String>,
    /// Bytes of the text, from and to.
    span: [usize; 2],
    /// As written.
    text: String,
    /// 0 to 1.
    confidence: f64,
    /// What the words may mean; such a finding stands for nothing.
    #[schema(nullable = false)]
    alternatives: Option<Vec<String>>,
}

/// A word that was read as another.
#[derive(ToSchema)]
struct Mended {
    typed: String,
    read: String,
}

/// Counts and positions.
#[derive(ToSchema)]
pub(in crate::http) struct Status {
    /// Offers stored.
    offers: usize,
    /// Requests stored.
    requests: usize,
    /// Position of the last event.
    journal_position: u64,
    /// Position up to which postings can be found.
    indexed_position: u64,
    /// Postings that are found by their words alone, since reading their text failed.
    unread: u64,
    /// Concepts in the lexicon.
    lexicon_concepts: usize,
    /// Whether everything stored can be found.
    ready: bool,
}
