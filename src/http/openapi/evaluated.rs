//! An evaluation: the shapes that `evaluate` writes.
#![expect(dead_code, reason = "the types are read by the macro that writes the document")]

use std::collections::BTreeMap;

use utoipa::ToSchema;

/// How good a ranking is, by graded judgments, with all that the figures depend on.
#[derive(ToSchema)]
pub(in crate::http) struct Evaluated {
    queries: SetVersion,
    judgments: SetVersion,
    /// Name and version of the relevance profile, with what was left out of it.
    profile: String,
    /// Version of the program that ranked; empty where an earlier one did not say.
    program: String,
    /// Fingerprint of the tables of the lexicon, in hexadecimal.
    lexicon: String,
    /// Number of the last edit of the lexicon that queries were read with.
    edits: u64,
    /// The curation rules that took part, each with its version; none where scores alone ranked.
    curation: Vec<String>,
    made: Made,
    /// The language pair that fares worst; null if none was measured.
    worst_pair: Option<Slice>,
    floors: Floors,
    /// The pairs below their floors.
    breaches: Vec<Breach>,
    evaluation: Evaluation,
    slices: Slices,
}

/// An evaluation that is kept, in short.
#[derive(ToSchema)]
pub(in crate::http) struct KeptShape {
    /// Its name.
    id: String,
    /// Journal position of when it was kept.
    version: u64,
    /// Who kept it.
    by: String,
    #[schema(format = DateTime)]
    at: String,
    /// Why, in the operator's words.
    note: String,
    queries: SetVersion,
    judgments: SetVersion,
    /// Name and version of the relevance profile, with what was left out of it.
    profile: String,
    /// Version of the program that ranked; empty where an earlier one did not say.
    program: String,
    /// Fingerprint of the tables of the lexicon, in hexadecimal.
    lexicon: String,
    /// Number of the last edit of the lexicon that queries were read with.
    edits: u64,
    /// The curation rules that took part, each with its version; none where scores alone ranked.
    curation: Vec<String>,
    made: Made,
    rules: Rules,
    /// Means over the queries that have a value.
    mean: Metrics,
    /// How many queries have one.
    valued: usize,
    /// The language pair that fared worst; null if none was measured.
    worst_pair: Option<Slice>,
    floors: Floors,
    /// The pairs below their floors.
    breaches: Vec<Breach>,
}

/// An evaluation that is kept, with its figures.
#[derive(ToSchema)]
pub(in crate::http) struct KeptFiguresShape {
    kept: KeptShape,
    /// nDCG by query; queries without a value are left out.
    ndcg: BTreeMap<String, f64>,
    slices: Slices,
}

/// Two kept evaluations beside each other.
#[derive(ToSchema)]
pub(in crate::http) struct ComparedShape {
    from: KeptShape,
    to: KeptShape,
    /// What the figures depend on and is not the same: `queries`, `judgments`, `profile`, `program`, `lexicon`,
    /// `edits`, `curation`, `today`, `rates`, `index` or `position`.
    differs: Vec<String>,
    /// The queries that differ, the greatest loss on top.
    queries: Vec<Shift>,
    significance: Significance,
    slices: SliceShifts,
}

/// Profiles beside each other, with all that the figures depend on.
#[derive(ToSchema)]
pub(in crate::http) struct ComparisonShape {
    queries: SetVersion,
    /// Null where only moves are told.
    judgments: Option<SetVersion>,
    /// Version of the program that ranked.
    program: String,
    /// Fingerprint of the tables of the lexicon, in hexadecimal.
    lexicon: String,
    /// Number of the last edit of the lexicon that queries were read with.
    edits: u64,
    /// The curation rules that took part where a profile ranks with them, each with its version.
    curation: Vec<String>,
    made: Made,
    comparison: Comparison,
    /// What moved in the first k places between the first profile and each other; queries of which nothing did are left out.
    moves: Vec<Moved>,
    /// The lists of the query that was named.
    side_by_side: Option<SideBySide>,
}

/// Runs, held against the first of them.
#[derive(ToSchema)]
struct Comparison {
    /// Every run, measured.
    runs: Vec<Evaluation>,
    /// The queries that differ, the greatest loss of any run against the first on top, the greatest gain at the end.
    queries: Vec<Difference>,
    /// Each run but the first against the first.
    significance: Vec<Significance>,
}

/// One query under every run.
#[derive(ToSchema)]
struct Difference {
    query: String,
    /// What was asked, in a line.
    title: String,
    /// nDCG under each run; null where nothing that counts was judged.
    ndcg: Vec<Option<f64>>,
    /// What each run but the first has above the first.
    gains: Vec<Option<f64>>,
    /// Of these the one that is furthest from nothing.
    gain: f64,
}

/// What moved in the answers to one query.
#[derive(ToSchema)]
struct Moved {
    /// What is held against the first.
    run: String,
    query: String,
    moves: Vec<Move>,
}

/// Where a hit stood and where it stands; places count from 1, and null is not in the list.
#[derive(ToSchema)]
struct Move {
    id: String,
    from: Option<usize>,
    to: Option<usize>,
}

/// The first k places of one query under each run, beside the best order.
#[derive(ToSchema)]
struct SideBySide {
    query: String,
    /// What was asked, in a line.
    title: String,
    lang: String,
    lists: Vec<Column>,
    /// The best order of what was judged; empty if nothing was.
    ideal: Vec<GradedPlace>,
}

/// The places of one run, best first.
#[derive(ToSchema)]
struct Column {
    run: String,
    /// How far recall went: `all`, `some` or `spelling`.
    stage: String,
    places: Vec<GradedPlace>,
}

/// A posting with what it was judged.
#[derive(ToSchema)]
struct GradedPlace {
    id: String,
    /// Null if nobody judged it.
    grade: Option<u8>,
    /// Absent in the best order.
    score: Option<f64>,
}

/// nDCG of a query or a slice under two evaluations; null where it has no value.
#[derive(ToSchema)]
pub(super) struct Shift {
    name: String,
    from: Option<f64>,
    to: Option<f64>,
    gain: Option<f64>,
}

/// Slices that differ, the greatest loss on top.
#[derive(ToSchema)]
struct SliceShifts {
    pairs: Vec<Shift>,
    kinds: Vec<Shift>,
    chapters: Vec<Shift>,
}

/// How sure the difference of two runs is.
#[derive(ToSchema)]
struct Significance {
    /// What is held against the first.
    run: String,
    /// Mean difference to the first.
    gain: f64,
    /// Queries that both have.
    queries: usize,
    /// Queries that are better, then those that are worse.
    better_worse: Vec<usize>,
    /// The chance of a difference at least as great, to either side, if the runs were alike.
    p: f64,
}

/// The least nDCG of language pairs.
#[derive(ToSchema)]
struct Floors {
    /// Of every pair of at least 5 queries; null asks nothing of them.
    all: Option<f64>,
    /// Of single pairs, however few their queries.
    pairs: BTreeMap<String, f64>,
}

/// A pair below its floor.
#[derive(ToSchema)]
struct Breach {
    pair: String,
    /// Its nDCG; null if nothing of the pair was measured.
    ndcg: Option<f64>,
    /// What it must reach.
    floor: f64,
}

/// A stored set as it was.
#[derive(ToSchema)]
pub(super) struct SetVersion {
    name: String,
    version: u64,
}

/// What a run depends on beside queries and profile. Runs of equal queries that agree in it and in the
/// profile are the same.
#[derive(ToSchema)]
struct Made {
    /// Milliseconds since 1970 that counted as now.
    now: i64,
    /// Date of the exchange rates.
    rates: String,
    /// Fingerprint of lexicon and index, in hexadecimal.
    index: String,
    /// Position of the journal up to which postings could be found.
    position: u64,
}

/// A run, measured.
#[derive(ToSchema)]
struct Evaluation {
    /// Name of the run.
    run: String,
    /// What was measured.
    rules: Rules,
    /// Means over the queries that have a value.
    mean: Metrics,
    /// How many queries have one: those for which something that counts was judged.
    valued: usize,
    /// Every query of the run.
    queries: Vec<MeasuredQuery>,
    /// Queries that have judgments and were not asked.
    not_asked: Vec<String>,
    /// Scores by grade, the highest grade first.
    scores: Vec<GradeScores>,
}

/// One query, measured.
#[derive(ToSchema)]
struct MeasuredQuery {
    /// Identifier of the query.
    query: String,
    /// What was asked, in a line.
    title: String,
    /// Its language.
    lang: String,
    /// The metrics.
    metrics: Metrics,
    /// Hits in the first k places that nobody judged, best first.
    unjudged: Vec<String>,
    /// What was judged and is not stored: it counts as never found.
    missing: Vec<String>,
}

/// The scores of the hits of one grade, where a cut-off could lie.
#[derive(ToSchema)]
struct GradeScores {
    /// The grade; none for hits that nobody judged.
    grade: Option<u8>,
    /// How many hits.
    hits: usize,
    /// Lowest score.
    min: f64,
    /// Mean score.
    mean: f64,
    /// Highest score.
    max: f64,
}

/// What is measured.
#[derive(ToSchema)]
struct Rules {
    /// How many places of a list count in the metrics with a k, from 1.
    k: usize,
    /// What a grade is worth.
    gain: Gain,
    /// What becomes of hits that nobody judged.
    unjudged: Unjudged,
    /// The least grade that is relevant, where a metric knows only yes and no.
    relevant: u8,
    /// Whether only offers in another language than the query's count.
    across: bool,
}

/// What a grade is worth in DCG.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum Gain {
    /// 2^grade - 1.
    Exponential,
    /// The grade.
    Linear,
}

/// What becomes of a hit that nobody judged.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum Unjudged {
    /// It counts as grade 0.
    Zero,
    /// It is passed over, as if it were not in the list.
    Skip,
}

/// The metrics of a list; none where nothing that counts was judged.
#[derive(ToSchema)]
struct Metrics {
    /// Normalised discounted cumulative gain in the first k places.
    ndcg: Option<f64>,
    /// One over the place of the first relevant hit.
    mrr: Option<f64>,
    /// Relevant hits in the first k places, of k.
    precision: Option<f64>,
    /// Relevant hits in the first k places, of all relevant ones.
    recall: Option<f64>,
    /// Average precision over the whole list.
    map: Option<f64>,
    /// Expected reciprocal rank in the first k places.
    err: Option<f64>,
    /// Judged hits in the first k places, of the hits that stand there.
    judged: Option<f64>,
}

/// A run in parts. A query stands in a slice if something in it was judged as an answer.
#[derive(ToSchema)]
struct Slices {
    /// By language pair. Of each list only the offers of the pair's language count, found and judged.
    pairs: Vec<Slice>,
    /// By kind of query.
    kinds: Vec<Slice>,
    /// By chapter of the Harmonized System; `?` where it cannot be told.
    chapters: Vec<Slice>,
}

/// Part of a run, measured.
#[derive(ToSchema)]
struct Slice {
    /// Its name: a pair as `zh-fr` (language of the query, language of the offers), a kind, a chapter.
    name: String,
    /// How many queries have a value in it.
    queries: usize,
    /// Means over them.
    mean: Metrics,
}
