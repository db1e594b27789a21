//! Recall: from a wish or an offering to the candidates worth scoring. Stages run from strict to
//! relaxed and each has a name, so that an answer can say how far it had to go:
//! `all` (every thing asked for), `some` (any of them, or the next wider concept), `spelling`
//! (words one slip away).

use std::collections::HashSet;

use jiff::civil::Date;
use serde::Serialize;

use std::collections::BTreeMap;

use crate::domain::{Country, HsCode, Incoterm, Price, Profile, Quantity, Side, Size, Stage};
use crate::lexicon::{ConceptId, Lexicon};
use crate::text::{Lang, TermKind};
use crate::understand::Reading;
use crate::views::deal::{certificate, place_code};
use crate::views::facts::spelled;
use crate::views::index::{Clause, Found, IndexError, Key, Limits, Snapshot};
use crate::views::stated::{self, Barred, Figure};

/// A concept wider than this share of the lexicon (as 1 - specificity) is no substitute for a narrow one.
const MIN_SHARED_SPECIFICITY: f32 = 0.45;

/// So many wider concepts are asked for, the nearest first: a thing has two or three next wider ones
/// (spodumene: lithium ore; ore, lithium products).
const MAX_WIDER: usize = 4;

/// What must hold whatever the text says. A posting that does not state what a filter asks for does
/// not pass it; a limit (`max_`, `min_`, `needed_from`) leaves out only what is known to be beyond it.
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
    /// Most that a smallest order may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_moq: Option<Quantity>,
    /// Least that is ready or wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_quantity: Option<Quantity>,
    /// Least that is made, or wanted, in a period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_capacity: Option<Quantity>,
    /// What one package holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack: Option<Quantity>,
    /// Delivery term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incoterm: Option<Incoterm>,
    /// Where the goods go: UN/LOCODE, country or name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// Most days that delivery may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_lead_days: Option<u32>,
    /// First day on which goods may be needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed_from: Option<Date>,
}

impl Filters {
    /// Whether nothing is filtered.
    pub fn is_empty(&self) -> bool {
        *self == Filters::default()
    }

    /// The figures that are bounded, with their bounds.
    pub fn bounds(&self) -> impl Iterator<Item = (Figure, &Quantity)> {
        let bounds = [(Figure::Moq, &self.max_moq), (Figure::Quantity, &self.min_quantity), (Figure::Capacity, &self.min_capacity)];
        bounds.into_iter().filter_map(|(figure, bound)| Some((figure, bound.as_ref()?)))
    }

    fn limits(&self) -> Limits<'_> {
        let beyond = |(figure, bound): (Figure, &Quantity)| if figure == Figure::Moq { stated::above(figure, bound) } else { stated::below(figure, bound) };
        let days = [self.max_lead_days.and_then(stated::slower), self.needed_from.and_then(stated::sooner)];
        let barred: Vec<Barred> = self.bounds().filter_map(beyond).chain(days.into_iter().flatten()).collect();
        Limits { ceiling: self.max_price.as_ref(), barred }
    }
}

/// Candidates with the stage that found them.
pub struct Recall {
    /// Entries, best first.
    pub entries: Vec<Found>,
    /// Entries that come after all of these, whatever they score: the strict ones filled the first page, so
    /// what a later page needs must not move what was shown.
    pub further: Vec<Found>,
    /// How many match at all.
    pub total: usize,
    /// The most relaxed stage that was needed.
    pub stage: &'static str,
    /// What made an entry a candidate: any of these; empty where filters alone did.
    pub clauses: Vec<Clause>,
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
            Some(clause(Key::Concept, &found.slug, 10.0 * concept.weight * (0.3 + found.specificity) * if concept.synonym == 0 { 1.0 } else { f32::from(concept.synonym) / 100.0 }))
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
        must(Key::Stated, filters.pack.as_ref().map(|pack| stated::pack(pack.amount, pack.unit).unwrap_or_default()));
        must(Key::Stated, filters.incoterm.map(stated::incoterm));
        must(Key::Stated, filters.destination.as_deref().map(|place| stated::destination(&place_code(lexicon, place))));
        let groups = groups(lexicon, reading);
        let any = if groups.is_empty() { Vec::new() } else { groups.iter().flatten().cloned().chain(extras(lexicon, reading)).collect() };
        let slips = |text: &str| text.is_ascii() && text.len() >= 5 && !text.bytes().any(|b| b.is_ascii_digit());
        let near = reading.residue.iter().filter(|term| term.kind == TermKind::Word && slips(&term.text));
        let near = near.map(|term| Clause { key: Key::Near, value: term.text.clone(), weight: 1.0 }).collect();
        Plan { required, groups, any, near }
    }
}

/// Of each of some postings the clauses that it meets, in their order; each clause is searched once.
pub fn met(index: &Snapshot<'_>, side: Side, ids: &[&str], clauses: &[Clause]) -> Result<BTreeMap<String, Vec<Clause>>, IndexError> {
    let mut met: BTreeMap<String, Vec<Clause>> = BTreeMap::new();
    let asked = [ids.iter().map(|id| Clause::posting(side, id)).collect()];
    for clause in clauses.iter().filter(|_| !ids.is_empty()) {
        for entry in index.candidates(side, std::slice::from_ref(clause), &asked, &[], &Limits::default(), ids.len())?.0 {
            met.entry(entry.id).or_default().push(clause.clone());
        }
    }
    Ok(met)
}

/// Where candidates are looked for.
#[derive(Clone, Copy)]
pub struct Within<'a> {
    /// The side that is searched.
    pub side: Side,
    /// What must hold.
    pub filters: &'a Filters,
    /// Left out is what meets all clauses of any of these groups.
    pub forbidden: &'a [Vec<Clause>],
}

/// How many candidates are looked for.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// Hits on a page.
    pub page: usize,
    /// Hits up to the end of the page that is shown.
    pub so_far: usize,
    /// Says how many candidates a stage has at most, and how far the search may be relaxed.
    pub profile: &'a Profile,
}

/// Finds candidates. The search is relaxed until as many are found as are wanted, as far as the profile lets it be.
pub fn recall(index: &Snapshot<'_>, lexicon: &Lexicon, reading: &Reading, within: Within<'_>, wanted: &Wanted<'_>) -> Result<Recall, IndexError> {
    let Within { side, filters, forbidden } = within;
    let Plan { required, groups, any, near } = Plan::new(lexicon, reading, filters);
    let limits = filters.limits();
    let find = |wished: &[Clause], required: &[Vec<Clause>]| index.candidates(side, wished, required, forbidden, &limits, wanted.profile.recall_depth);
    let mut found = Recall { entries: Vec::new(), further: Vec::new(), total: 0, stage: Stage::All.name(), clauses: Vec::new() };
    if groups.is_empty() {
        if !filters.is_empty() {
            (found.entries, found.total) = find(&[], &required)?;
        }
        return Ok(found);
    }
    let strict: Vec<Vec<Clause>> = required.iter().cloned().chain(groups).collect();
    (found.entries, found.total) = find(&any, &strict)?;
    if found.entries.len() < wanted.so_far && wanted.profile.runs(Stage::Some) {
        let (mut relaxed, total) = find(&any, &required)?;
        if relaxed.len() > found.entries.len() {
            (found.total, found.stage) = (total, Stage::Some.name());
            if found.entries.len() < wanted.page {
                found.entries = relaxed;
            } else {
                let known: HashSet<&str> = found.entries.iter().map(|entry| entry.id.as_str()).collect();
                relaxed.retain(|entry| !known.contains(entry.id.as_str()));
                found.further = relaxed;
            }
        }
    }
    found.clauses = any;
    if found.entries.is_empty() && !near.is_empty() && wanted.profile.runs(Stage::Spelling) {
        found.stage = Stage::Spelling.name();
        (found.entries, found.total) = find(&near, &required)?;
        found.clauses = near;
    }
    Ok(found)
}

/// How one posting stands to what a query asks the index for.
pub struct Recalled {
    /// The posting.
    pub entry: Found,
    /// Whether it shares anything with the query, filters apart.
    pub shares: bool,
    /// Whether the filters let it pass.
    pub passes: bool,
}

/// Looks one posting up as recall would see it; none if it cannot be found by any query.
pub fn recalled(index: &Snapshot<'_>, lexicon: &Lexicon, reading: &Reading, side: Side, filters: &Filters, id: &str) -> Result<Option<Recalled>, IndexError> {
    let Plan { required, groups, any, near } = Plan::new(lexicon, reading, filters);
    let one = |wanted: &[Clause], required: &[Vec<Clause>], limits: &Limits<'_>| -> Result<Option<Found>, IndexError> {
        let required: Vec<Vec<Clause>> = required.iter().cloned().chain([vec![Clause::posting(side, id)]]).collect();
        Ok(index.candidates(side, wanted, &required, &[], limits, 1)?.0.pop())
    };
    let Some(entry) = one(&[], &[], &Limits::default())? else { return Ok(None) };
    let asked = |wanted: &[Clause]| -> Result<bool, IndexError> { Ok(!wanted.is_empty() && one(wanted, &[], &Limits::default())?.is_some()) };
    let shares = if groups.is_empty() { !filters.is_empty() } else { asked(&any)? || asked(&near)? };
    let passes = one(&[], &required, &filters.limits())?.is_some();
    Ok(Some(Recalled { entry, shares, passes }))
}
