//! The reports of operators: the shapes that `watch` writes.
#![expect(dead_code, reason = "the types are read by the macro that writes the document")]

use std::collections::BTreeMap;

use utoipa::ToSchema;

/// Questions that went badly.
#[derive(ToSchema)]
pub(in crate::http) struct QueryReport {
    /// Beginning of what it covers, in milliseconds since 1970.
    since: i64,
    /// When it was made.
    until: i64,
    /// Whether searches are logged now.
    logging: bool,
    /// Whether feedback is taken now.
    feedback: bool,
    report: Queries,
}

/// Who was seen.
#[derive(ToSchema)]
pub(in crate::http) struct ExposureReport {
    /// Beginning of what it covers, in milliseconds since 1970.
    since: i64,
    /// When it was made.
    until: i64,
    /// Whether searches are logged now.
    logging: bool,
    /// Whether feedback is taken now.
    feedback: bool,
    /// How likely a place is taken to be looked at.
    model: Propensity,
    report: Exposure,
}

/// What readers chose.
#[derive(ToSchema)]
pub(in crate::http) struct FeedbackReport {
    /// Beginning of what it covers, in milliseconds since 1970.
    since: i64,
    /// When it was made.
    until: i64,
    /// Whether searches are logged now.
    logging: bool,
    /// Whether feedback is taken now.
    feedback: bool,
    /// How likely a place is taken to be looked at.
    model: Propensity,
    report: Vec<Attraction>,
}

/// Supply beside demand.
#[derive(ToSchema)]
pub(in crate::http) struct BalanceReport {
    /// Beginning of what it covers, in milliseconds since 1970.
    since: i64,
    /// When it was made.
    until: i64,
    /// Whether searches are logged now.
    logging: bool,
    /// Whether feedback is taken now.
    feedback: bool,
    report: Balance,
}

/// The report.
#[derive(ToSchema)]
struct Queries {
    /// Questions asked; later pages of one answer are not counted.
    asked: usize,
    /// Of them without a hit.
    failed: usize,
    /// With hits only after the search was relaxed.
    relaxed: usize,
    /// Median of the time to an answer, in milliseconds.
    ms_median: f64,
    /// 95 of 100 answers took at most so long, in milliseconds.
    ms_p95: f64,
    /// By language, the one with most failures first.
    languages: Vec<InLanguage>,
    /// The slowest.
    slow: Vec<Slow>,
    /// Questions with hits that nobody viewed, contacted or quoted; none where no feedback is taken.
    #[schema(nullable = false)]
    untouched: Option<Vec<AskedOften>>,
}

/// The questions of one language.
#[derive(ToSchema)]
struct InLanguage {
    /// BCP 47 tag; `und` where nothing says.
    lang: String,
    /// Questions asked.
    asked: usize,
    /// Of them without a hit.
    failed: usize,
    /// With hits only after the search was relaxed.
    relaxed: usize,
    /// Those without a hit, the most frequent first.
    failing: Vec<AskedOften>,
    /// Those that were relaxed, the most frequent first.
    relaxing: Vec<AskedOften>,
    /// What the lexicon lacks, the most frequent first.
    unknown: Vec<Word>,
}

/// A question that was asked once or more.
#[derive(ToSchema)]
struct AskedOften {
    /// In normal form; empty where filters alone were given.
    text: String,
    /// The side that was searched: `offers` or `requests`.
    side: String,
    /// How often it was asked.
    count: usize,
    /// When it was asked last, in milliseconds since 1970.
    last_at: i64,
    /// How far the last search was relaxed.
    stage: String,
    /// How many postings matched the last time.
    total: usize,
    /// Its words that the lexicon does not know.
    unknown: Vec<String>,
}

/// A word that the lexicon does not know.
#[derive(ToSchema)]
struct Word {
    /// The word.
    word: String,
    /// In how many failing or relaxed questions it stood.
    count: usize,
}

/// A question that took long.
#[derive(ToSchema)]
struct Slow {
    /// In normal form.
    text: String,
    /// Its language.
    lang: String,
    /// How often it was asked.
    count: usize,
    /// The longest answer, in milliseconds.
    ms: f64,
}

/// Attention by group; the shares of a group add up to 1.
#[derive(ToSchema)]
struct Exposure {
    /// Answers counted.
    answers: usize,
    /// Hits shown.
    shown: usize,
    /// By supplier or buyer; only those that were seen most.
    party: Vec<Share>,
    /// By size class.
    size: Vec<Share>,
    /// By country.
    country: Vec<Share>,
    /// By language.
    language: Vec<Share>,
}

/// One value of a group.
#[derive(ToSchema)]
struct Share {
    /// The value; `unknown` where a posting states none.
    value: String,
    /// Hits shown.
    shown: usize,
    /// Part of the attention that all hits got together, 0 to 1: a hit at place `r` gets `1 / r^eta`.
    exposure: f64,
    /// Postings in the catalogue.
    postings: usize,
    /// Part of the catalogue, 0 to 1.
    catalogue: f64,
}

/// How likely a place is looked at.
#[derive(ToSchema)]
struct Propensity {
    /// How fast attention falls with the place, 0 to 3.
    eta: f64,
    /// Highest weight of one choice, 1 or more.
    clip: f64,
}

/// How a posting does under a question.
#[derive(ToSchema)]
struct Attraction {
    /// The question in normal form.
    text: String,
    /// Its language.
    lang: String,
    /// The posting.
    id: String,
    /// Answers that showed it.
    shown: usize,
    /// Mean of its places.
    mean_place: f64,
    /// Answers after which it was viewed, contacted or quoted.
    chosen: Chosen,
    /// The same as shares of the answers, corrected for the place.
    corrected: Corrected,
}

/// A figure for each kind of feedback.
#[derive(ToSchema)]
struct Chosen {
    /// Of views.
    view: usize,
    /// Of contacts.
    contact: usize,
    /// Of quotations.
    quote: usize,
}

/// The same as shares, corrected for the place; above 1 where few answers were counted.
#[derive(ToSchema)]
struct Corrected {
    /// Of views.
    view: f64,
    /// Of contacts.
    contact: f64,
    /// Of quotations.
    quote: f64,
}

/// The report.
#[derive(ToSchema)]
struct Balance {
    /// Supply and demand by chapter and origin, in their order.
    cells: Vec<Cell>,
    /// What is asked for and nobody offers, the most wanted first.
    unserved: Vec<Gap>,
    /// What is offered and nobody asks for, the most offered first.
    unasked: Vec<Gap>,
}

/// Where supply and demand stand.
#[derive(ToSchema)]
struct Cell {
    /// Chapter of the Harmonized System; `unknown` if neither code nor goods say.
    chapter: String,
    /// Country of origin; `any` for a demand that states none, `unknown` for such a supply.
    origin: String,
    /// Stored requests.
    requests: usize,
    /// Searches for offers, in the query log.
    buyer_searches: usize,
    /// Stored offers.
    offers: usize,
    /// Searches for requests, in the query log.
    seller_searches: usize,
}

/// Goods on one side without the other.
#[derive(ToSchema)]
struct Gap {
    /// Chapter of the Harmonized System, or `unknown`.
    chapter: String,
    /// Country of origin, `any` or `unknown`.
    origin: String,
    /// The concept, or an HS heading.
    goods: String,
    /// Stored postings.
    postings: usize,
    /// Searches for the like of them: of buyers beside requests, of sellers beside offers.
    searches: usize,
    /// Identifiers of some of the postings.
    ids: Vec<String>,
}

/// A hit with what it was ranked by.
#[derive(ToSchema)]
pub(in crate::http) struct SignalRow {
    /// The answer.
    query_id: String,
    /// When it was given.
    #[schema(format = DateTime)]
    at: String,
    /// Name and version of the profile whose weights made the score.
    profile: String,
    /// The side that was searched: `offers` or `requests`.
    side: String,
    /// Likeliest language of the question; null if nothing says.
    query_lang: Option<String>,
    /// Language of the posting, declared or read; null if nothing says.
    posting_lang: Option<String>,
    /// Place in the whole list, 1 for the first.
    position: usize,
    /// The posting.
    id: String,
    /// Its score.
    score: f64,
    /// The value of every feature by its name, with `boost` and `pin` of curation rules; null where a side said nothing,
    /// which is not 0.
    features: BTreeMap<String, Option<f64>>,
}
