//! Recall: from a wish or an offering to the candidates worth scoring. Stages run from strict to
//! relaxed and each has a name, so that an answer can say how far it had to go:
//! `all` (every thing asked for), `some` (any of them, or the next wider concept), `spelling`
//! (words one slip away).

use serde::Serialize;

use crate::domain::{Country, HsCode, Price, Side, Size};
use crate::lexicon::{ConceptId, Lexicon};
use crate::text::{Lang, TermKind};
use crate::understand::Reading;
use crate::views::deal::certificate;
use crate::views::facts::spelled;
use crate::views::index::{Clause, Entry, IndexError, Key, Snapshot};

/// A concept wider than this share of the lexicon (as 1 - specificity) is no substitute for a narrow one.
const MIN_SHARED_SPECIFICITY: f32 = 0.45;

/// So many wider concepts are asked for, the nearest first: a thing has two or three next wider ones
/// (spodumene: lithium ore; ore, lithium products).
const MAX_WIDER: usize = 4;

/// What must hold whatever the text says. A posting that does not state what a filter asks for does
/// not pass it; a ceiling alone lets pass what it cannot be compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Filters {
    /// Country of origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Country>,
    /// Harmonized System prefix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs: Option<HsCode>,
    /// Certificate identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certification: Option<String>,
    /// Import channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Language of the posting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Lang>,
    /// Size class of the supplier or buyer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// Highest price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_price: Option<Price>,
}

impl Filters {
    /// Whether nothing is filtered.
    pub fn is_empty(&self) -> bool {
        *self == Filters::default()
    }
}

/// Candidates with the stage that found them.
pub struct Recall {
    /// Entries, best first.
    pub entries: Vec<Entry>,
    /// How many match at all.
    pub total: usize,
    /// The most relaxed stage that was needed.
    pub stage: &'static str,
}

/// The things a reading asks for; a candidate of stage `all` has each of them.
fn groups(lexicon: &Lexicon, reading: &Reading) -> Vec<Vec<Clause>> {
    let clause = |key, value: &str, weight| Clause { key, value: value.to_owned(), weight };
    let mut groups = Vec::new();
    let heads: Vec<Clause> = reading
        .concepts
        .iter()
        .take(6)
        .filter_map(|concept| {
            let found = lexicon.concept(concept.id)?;
            Some(clause(Key::Concept, &found.slug, 10.0 * concept.weight * (0.3 + found.specificity)))
        })
        .collect();
    if !heads.is_empty() {
        groups.push(heads);
    }
    for (code, _) in &reading.codes {
        groups.push(vec![clause(Key::Code, code, 4.0), clause(Key::Word, code, 3.0)]);
    }
    if let Some(hs) = &reading.hs {
        groups.push(vec![clause(Key::Hs, hs.international(), 8.0)]);
    }
    let bare = groups.is_empty();
    let literal = if bare { &reading.terms } else { &reading.residue };
    for term in literal.iter().take(24) {
        let weight = match term.kind {
            TermKind::Word => 2.0,
            TermKind::Bigram => 0.8,
            TermKind::Unigram if bare && literal.len() <= 2 => 0.5,
            _ => continue,
        };
        groups.push(vec![clause(Key::Word, &term.text, weight)]);
    }
    groups
}

/// Wider concepts and properties: worth something, required by nobody.
fn extras(lexicon: &Lexicon, reading: &Reading) -> Vec<Clause> {
    let mut extras = Vec::new();
    for concept in reading.concepts.iter().take(3) {
        let wider = lexicon.concept(concept.id).map(|found| found.ancestors.as_slice()).unwrap_or_default();
        let near = wider.iter().filter_map(|id: &ConceptId| lexicon.concept(*id)).filter(|found| found.specificity >= MIN_SHARED_SPECIFICITY);
        extras.extend(near.take(MAX_WIDER).map(|found| Clause { key: Key::Concept, value: found.slug.clone(), weight: 4.0 * found.specificity * concept.weight }));
    }
    extras
}

/// What a query asks of the index.
struct Plan {
    /// What the filters ask for.
    required: Vec<Vec<Clause>>,
    /// The things the query asks for; each has what stands for it.
    groups: Vec<Vec<Clause>>,
    /// What makes a candidate: any of the things, or what is next to them.
    any: Vec<Clause>,
    /// Words that may be written with one slip.
    near: Vec<Clause>,
}

impl Plan {
    fn new(lexicon: &Lexicon, reading: &Reading, filters: &Filters) -> Plan {
        let mut required: Vec<Vec<Clause>> = Vec::new();
        let mut must = |key, value: Option<String>| required.extend(value.map(|value| vec![Clause { key, value, weight: 0.0 }]));
        must(Key::Origin, filters.origin.map(|country| country.alpha2().to_owned()));
        must(Key::Hs, filters.hs.as_ref().map(|code| code.international().to_owned()));
        must(Key::Certificate, filters.certification.as_deref().map(|word| certificate(lexicon, word)));
        must(Key::Channel, filters.channel.as_deref().map(spelled));
        must(Key::Language, filters.language.map(|lang| lang.as_str().to_owned()));
        must(Key::Size, filters.size.map(|size| size.name().to_owned()));
        let groups = groups(lexicon, reading);
        let any = if groups.is_empty() { Vec::new() } else { groups.iter().flatten().cloned().chain(extras(lexicon, reading)).collect() };
        let slips = |text: &str| text.is_ascii() && text.len() >= 5 && !text.bytes().any(|b| b.is_ascii_digit());
        let near = reading.residue.iter().filter(|term| term.kind == TermKind::Word && slips(&term.text));
        let near = near.map(|term| Clause { key: Key::Near, value: term.text.clone(), weight: 1.0 }).collect();
        Plan { required, groups, any, near }
    }
}

/// Finds candidates on a side. The search is relaxed until `wanted` are found.
pub fn recall(index: &Snapshot<'_>, lexicon: &Lexicon, reading: &Reading, side: Side, filters: &Filters, depth: usize, wanted: usize) -> Result<Recall, IndexError> {
    let Plan { required, groups, any, near } = Plan::new(lexicon, reading, filters);
    let ceiling = filters.max_price.as_ref();
    if groups.is_empty() {
        if filters.is_empty() {
            return Ok(Recall { entries: Vec::new(), total: 0, stage: "all" });
        }
        let (entries, total) = index.candidates(side, &[], &required, ceiling, depth)?;
        return Ok(Recall { entries, total, stage: "all" });
    }
    let strict: Vec<Vec<Clause>> = required.iter().cloned().chain(groups).collect();
    let (mut entries, mut total) = index.candidates(side, &any, &strict, ceiling, depth)?;
    let mut stage = "all";
    if entries.len() < wanted {
        let (relaxed, relaxed_total) = index.candidates(side, &any, &required, ceiling, depth)?;
        if relaxed.len() > entries.len() {
            (entries, total, stage) = (relaxed, relaxed_total, "some");
        }
    }
    if entries.is_empty() && !near.is_empty() {
        stage = "spelling";
        (entries, total) = index.candidates(side, &near, &required, ceiling, depth)?;
    }
    Ok(Recall { entries, total, stage })
}

/// How one posting stands to what a query asks the index for.
pub struct Reach {
    /// The posting.
    pub entry: Entry,
    /// Whether it shares anything with the query, filters apart.
    pub shares: bool,
    /// Whether the filters let it pass.
    pub passes: bool,
}

/// Looks one posting up as recall would see it; none if it cannot be found by any query.
pub fn reach(index: &Snapshot<'_>, lexicon: &Lexicon, reading: &Reading, side: Side, filters: &Filters, id: &str) -> Result<Option<Reach>, IndexError> {
    let Plan { required, groups, any, near } = Plan::new(lexicon, reading, filters);
    let one = |wanted: &[Clause], required: &[Vec<Clause>], ceiling: Option<&Price>| -> Result<Option<Entry>, IndexError> {
        let required: Vec<Vec<Clause>> = required.iter().cloned().chain([vec![Clause::posting(side, id)]]).collect();
        Ok(index.candidates(side, wanted, &required, ceiling, 1)?.0.pop())
    };
    let Some(entry) = one(&[], &[], None)? else { return Ok(None) };
    let asked = |wanted: &[Clause]| -> Result<bool, IndexError> { Ok(!wanted.is_empty() && one(wanted, &[], None)?.is_some()) };
    let shares = if groups.is_empty() { !filters.is_empty() } else { asked(&any)? || asked(&near)? };
    let passes = one(&[], &required, filters.max_price.as_ref())?.is_some();
    Ok(Some(Reach { entry, shares, passes }))
}
