//! The text index: a cache over the journal, and the only home of tantivy.
//!
//! Invariants:
//! - a commit's payload is the journal position it has applied, what comes after is replayed; and the
//!   number of the lexicon's edits it was read with, what later ones touch is read again;
//! - a change of schema, analysis or lexicon changes the fingerprint and thereby the folder;
//! - whatever was damaged while the index was closed is noticed when it is opened: the library's
//!   checksums cover the segments, the seal covers the list of them;
//! - one writer for the life of the process; applying a posting deletes it by key first, so that
//!   replaying an event twice leaves one document;
//! - queries are built from our own terms: no text of a user meets a query parser.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::collector::{Count, DocSetCollector, TopDocs};
use tantivy::indexer::UserOperation;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, STRING, Schema};
use tantivy::{DocAddress, Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::entries::{self, Entries};
use super::facts::{PRICE_ROUNDING, rough_price};
use super::stated::{self, Barred};
use super::{Card, Facts};
use crate::domain::{Currency, Id, Posting, Price, Side, Unit};
use crate::lexicon::{ConceptId, FacetId, Lexicon, stable_hash};
use crate::text::TermKind;
use crate::understand::Reading;

/// Raised whenever documents are cut differently into terms.
const INDEX_VERSION: u64 = 9;
/// What the field of unread postings holds.
const UNREAD: &str = "1";
/// Present while the index is closed in good order: a checksum of the list of its segments.
const SEAL: &str = "seal";
/// Memory for terms not yet written, in bytes.
const WRITER_BYTES: usize = 60_000_000;

/// What can go wrong with the index; none of it touches the journal.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The library reports a fault.
    #[error("text index: {0}")]
    Library(#[from] tantivy::TantivyError),
    /// The folder cannot be used.
    #[error("text index folder: {0}")]
    Folder(#[from] std::io::Error),
}

/// What is stored with each indexed posting, for scoring without a look-up.
#[derive(Serialize, Deserialize)]
pub struct Entry {
    /// Identifier.
    pub id: String,
    /// First millisecond at which it no longer shows.
    pub expires_at: Option<i64>,
    /// Its card.
    pub card: Card,
    /// What is filtered and counted beside it.
    pub facts: Facts,
}

/// An entry that was found: rankings move it about, so it stays behind a pointer.
pub type Found = Box<Entry>;

/// How far an index has got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Position of the last event of the journal in it.
    pub position: u64,
    /// Number of the last edit of the lexicon that all its postings were read with.
    pub edits: u64,
}

/// A field that queries can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Key {
    /// A posting by its identifier.
    Id,
    /// Identifier of the supplier or buyer.
    Party,
    /// Concept slugs, with all their ancestors.
    Concept,
    /// Slugs of the goods, without their ancestors, see [`Card::goods`].
    Goods,
    /// Facets as `group:value`.
    Facet,
    /// Separator-free codes.
    Code,
    /// Harmonized System prefixes of 2, 4 and 6 digits, see [`Card::hs_codes`].
    Hs,
    /// Two-letter countries of origin.
    Origin,
    /// Certificate identifiers.
    Certificate,
    /// Import channels.
    Channel,
    /// Language of the posting.
    Language,
    /// Size class of the supplier or buyer.
    Size,
    /// Terms of the deal, see [`stated`].
    Stated,
    /// Words, character pairs and single characters.
    Word,
    /// Words with one slip allowed.
    Near,
}

/// One thing a query asks for.
#[derive(Clone, Debug, Serialize)]
pub struct Clause {
    /// Where.
    pub key: Key,
    /// What.
    pub value: String,
    /// How much a match is worth.
    pub weight: f32,
}

impl Clause {
    /// Asks for one posting.
    pub fn posting(side: Side, id: &str) -> Clause {
        Clause { key: Key::Id, value: key(side, id), weight: 0.0 }
    }
}

/// What is left out for a figure; what says none stays.
#[derive(Clone, Debug, Default)]
pub struct Limits<'a> {
    /// The highest price.
    pub ceiling: Option<&'a Price>,
    /// Other figures.
    pub barred: Vec<Barred>,
}

struct Fields {
    key: Field,
    side: Field,
    party: Field,
    concept: Field,
    goods: Field,
    facet: Field,
    code: Field,
    hs: Field,
    origin: Field,
    certificate: Field,
    channel: Field,
    language: Field,
    size: Field,
    /// Terms and figures of the deal as words, see [`stated`].
    stated: Field,
    /// Currency and class of units of a price.
    price_kind: Field,
    /// A price for the base unit of its class.
    price: Field,
    word: Field,
    /// Present where reading the text failed.
    unread: Field,
    entry: Field,
}

/// The index with its writer and reader.
pub struct TextIndex {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    folder: Option<PathBuf>,
}

/// The one writer, as the indexer holds it.
pub type IndexingWriter = IndexWriter;

/// Changes that are handed over together, so that the threads that index are not woken for each of them.
#[derive(Default)]
pub struct Changes(Vec<UserOperation>);

/// A posting as the index keeps it.
pub type IndexDocument = TantivyDocument;

/// The fingerprint of everything that decides how a document is indexed.
pub fn fingerprint(lexicon: &Lexicon) -> u64 {
    // Cards point into the tables of units and currencies.
    let names = Unit::all().map(Unit::name).chain(Currency::all().map(Currency::code));
    names.fold(stable_hash(&INDEX_VERSION.to_be_bytes(), lexicon.fingerprint()), |hash, name| stable_hash(name.as_bytes(), hash))
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        key: builder.add_text_field("key", STRING),
        side: builder.add_text_field("side", STRING),
        party: builder.add_text_field("party", STRING),
        concept: builder.add_text_field("concept", STRING),
        goods: builder.add_text_field("goods", STRING),
        facet: builder.add_text_field("facet", STRING),
        code: builder.add_text_field("code", STRING),
        hs: builder.add_text_field("hs", STRING),
        origin: builder.add_text_field("origin", STRING),
        certificate: builder.add_text_field("certificate", STRING),
        channel: builder.add_text_field("channel", STRING),
        language: builder.add_text_field("language", STRING),
        size: builder.add_text_field("size", STRING),
        stated: builder.add_text_field("stated", STRING),
        price_kind: builder.add_text_field("price_kind", STRING),
        price: builder.add_f64_field("price", FAST),
        word: builder.add_text_field("word", STRING),
        unread: builder.add_text_field("unread", STRING),
        entry: builder.add_u64_field(entries::COLUMN, FAST),
    };
    (builder.build(), fields)
}

impl TextIndex {
    /// Opens the index of a fingerprint below `folder`, or makes an empty one. Older fingerprints
    /// stay until [`TextIndex::drop_others`].
    pub fn open(folder: Option<&Path>, fingerprint: u64) -> Result<TextIndex, IndexError> {
        let (schema, fields) = schema();
        let reading = |index: &Index| index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let Some(folder) = folder else {
            let index = Index::create_in_ram(schema);
            return Ok(TextIndex { reader: reading(&index)?, index, fields, folder: None });
        };
        let at = folder.join(format!("{fingerprint:016x}"));
        std::fs::create_dir_all(&at)?;
        let open = || Index::open_or_create(tantivy::directory::MmapDirectory::open(&at)?, schema.clone());
        let sound = |index: &Index| unbroken(&at) && index.validate_checksum().is_ok_and(|damaged| damaged.is_empty());
        // Only what is sound is read, and even of that the library may think otherwise, by a panic.
        let whole = || open().ok().filter(sound).and_then(|index| Some((reading(&index).ok()?, index)));
        let (reader, index) = match std::panic::catch_unwind(std::panic::AssertUnwindSafe(whole)).ok().flatten() {
            Some(opened) => opened,
            // A damaged cache is put away and made again from the journal.
            None => {
                tracing::warn!(index.folder = %at.display(), "text index is damaged, rebuilding");
                std::fs::remove_dir_all(&at)?;
                std::fs::create_dir_all(&at)?;
                let index = open()?;
                (reading(&index)?, index)
            }
        };
        // From here on the list of segments changes.
        match std::fs::remove_file(at.join(SEAL)) {
            Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => return Err(fault.into()),
            _ => {}
        }
        Ok(TextIndex { index, reader, fields, folder: Some(at) })
    }

    /// The same index with nothing in it, to be filled from the journal.
    pub fn emptied(self, fingerprint: u64) -> Result<TextIndex, IndexError> {
        let Some(folder) = self.folder.clone() else { return TextIndex::open(None, fingerprint) };
        drop(self);
        std::fs::remove_dir_all(&folder)?;
        TextIndex::open(folder.parent(), fingerprint)
    }

    /// Removes index folders of other fingerprints beside this one.
    pub fn drop_others(&self) -> std::io::Result<()> {
        let Some((own, parent)) = self.folder.as_ref().and_then(|own| own.parent().map(|parent| (own, parent))) else { return Ok(()) };
        for entry in std::fs::read_dir(parent)? {
            let at = entry?.path();
            if at.is_dir() && at != *own {
                std::fs::remove_dir_all(at)?;
            }
        }
        Ok(())
    }

    /// How far the last commit had got.
    pub fn mark(&self) -> Mark {
        let payload = self.index.load_metas().ok().and_then(|metas| metas.payload).unwrap_or_default();
        let mut numbers = payload.split(' ').map(|number| number.parse().unwrap_or(0));
        Mark { position: numbers.next().unwrap_or(0), edits: numbers.next().unwrap_or(0) }
    }

    /// Takes the one writer, and removes what a commit that was cut off left behind: the same
    /// commit made again would find its own files in the way, each time.
    pub fn writer(&self) -> Result<IndexWriter, IndexError> {
        let writer = self.index.writer_with_num_threads(1, WRITER_BYTES)?;
        writer.garbage_collect_files().wait()?;
        Ok(writer)
    }

    /// What is indexed of a posting.
    pub fn document(&self, posting: &Posting, reading: &Reading, lexicon: &Lexicon) -> Result<IndexDocument, IndexError> {
        let f = &self.fields;
        let mut doc = TantivyDocument::default();
        doc.add_text(f.key, key(posting.side, posting.id.as_str()));
        doc.add_text(f.side, posting.side.name());
        doc.add_text(f.party, &posting.party.id);
        let card = Card::of_posting(posting, reading, lexicon);
        let mut concepts: Vec<ConceptId> = Vec::new();
        for concept in card.concepts.iter().filter(|concept| concept.weight >= super::card::ABOUT) {
            let id = ConceptId(concept.id);
            concepts.push(id);
            concepts.extend(lexicon.concept(id).map(|c| c.ancestors.clone()).unwrap_or_default());
        }
        concepts.sort();
        concepts.dedup();
        for slug in concepts.iter().filter_map(|id| lexicon.concept(*id)).map(|concept| &concept.slug) {
            doc.add_text(f.concept, slug);
        }
        for concept in card.goods().filter_map(|id| lexicon.concept(id)) {
            doc.add_text(f.goods, &concept.slug);
        }
        for slug in card.facets.iter().filter_map(|(id, _)| lexicon.facet(FacetId(*id))).map(|facet| &facet.slug) {
            doc.add_text(f.facet, slug);
        }
        for code in &card.codes {
            doc.add_text(f.code, code);
        }
        let codes = card.hs_codes(lexicon);
        let prefixes = codes.iter().flat_map(|code| [2, 4, 6].into_iter().filter_map(|length| code.get(..length)));
        for prefix in prefixes.collect::<BTreeSet<&str>>() {
            doc.add_text(f.hs, prefix);
        }
        for origin in &card.origins {
            doc.add_text(f.origin, origin.alpha2());
        }
        for certificate in &card.certificates {
            doc.add_text(f.certificate, certificate);
        }
        // Organic by a scheme is organic.
        if card.certificates.iter().any(|slug| slug.starts_with("organic-")) && !card.certificates.iter().any(|slug| slug == "organic") {
            doc.add_text(f.certificate, "organic");
        }
        let mut terms: Vec<&str> = reading.terms.iter().filter(|term| term.kind != TermKind::Number).map(|term| term.text.as_str()).filter(|text| text.len() <= 200).collect();
        terms.sort_unstable();
        terms.dedup();
        for term in terms {
            doc.add_text(f.word, term);
        }
        let facts = Facts::of(posting, reading);
        for channel in &facts.channels {
            doc.add_text(f.channel, channel);
        }
        if let Some(lang) = facts.lang {
            doc.add_text(f.language, lang.as_str());
        }
        if let Some(size) = facts.size {
            doc.add_text(f.size, size.name());
        }
        if let Some((kind, amount)) = facts.price.as_ref().and_then(rough_price) {
            doc.add_text(f.price_kind, kind);
            doc.add_f64(f.price, amount);
        }
        for word in stated::words(&card.deal) {
            doc.add_text(f.stated, word);
        }
        let entry = Entry { id: posting.id.as_str().to_owned(), expires_at: posting.expires_at(), card, facts };
        let bytes = postcard::to_allocvec(&entry).map_err(|fault| tantivy::TantivyError::InternalError(fault.to_string()))?;
        entries::add(&mut doc, f.entry, &bytes);
        Ok(doc)
    }

    /// Marks a document whose text could not be read.
    pub fn mark_unread(&self, document: &mut IndexDocument) {
        document.add_text(self.fields.unread, UNREAD);
    }

    /// The number of postings whose text could not be read, and the identifiers of up to `most` of them.
    pub fn unread(&self, most: usize) -> Result<(usize, Vec<String>), IndexError> {
        let now = self.snapshot();
        let query = TermQuery::new(Term::from_field_text(self.fields.unread, UNREAD), IndexRecordOption::Basic);
        let found = now.searcher.search(&query, &DocSetCollector)?;
        let count = found.len();
        let mut ids = now.ids(found.into_iter().take(most))?;
        ids.sort_unstable();
        Ok((count, ids))
    }

    /// Adds to changes that a posting's document takes the place of what has its key.
    pub fn put(&self, changes: &mut Changes, posting: &Posting, document: IndexDocument) {
        self.delete(changes, posting.side, &posting.id);
        changes.0.push(UserOperation::Add(document));
    }

    /// Adds to changes that a posting is taken out.
    pub fn delete(&self, changes: &mut Changes, side: Side, id: &Id) {
        changes.0.push(UserOperation::Delete(Term::from_field_text(self.fields.key, &key(side, id.as_str()))));
    }

    /// Makes changes in their order.
    pub fn apply(&self, writer: &IndexWriter, changes: Changes) -> Result<(), IndexError> {
        writer.run(changes.0)?;
        Ok(())
    }

    /// Makes everything put so far durable and visible, as of a mark.
    pub fn commit(&self, writer: &mut IndexWriter, mark: Mark) -> Result<(), IndexError> {
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&format!("{} {}", mark.position, mark.edits));
        prepared.commit()?;
        self.reader.reload()?;
        Ok(())
    }

    /// Waits for running merges, gives the writer back and seals the list of segments.
    pub fn finish(&self, writer: IndexWriter) -> Result<(), IndexError> {
        writer.wait_merging_threads()?;
        if let Some(folder) = &self.folder {
            std::fs::write(folder.join(SEAL), format!("{:08x}", listed(folder)?))?;
        }
        Ok(())
    }

    /// Number of documents that can be found.
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether nothing is indexed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The index as it is now: what is committed later does not show in it.
    pub fn snapshot(&self) -> Snapshot<'_> {
        Snapshot { fields: &self.fields, searcher: self.reader.searcher() }
    }
}

/// The index at one moment. Two questions to one snapshot have the same answers.
#[derive(Clone)]
pub struct Snapshot<'a> {
    fields: &'a Fields,
    searcher: Searcher,
}

impl Snapshot<'_> {
    /// The index, and its fields of sides, words and concepts.
    pub(super) fn fields_of_holding(&self) -> (&Searcher, Field, Field, Field) {
        (&self.searcher, self.fields.side, self.fields.word, self.fields.concept)
    }

    /// The identifiers of documents.
    pub(super) fn ids(&self, documents: impl IntoIterator<Item = DocAddress>) -> Result<Vec<String>, IndexError> {
        let mut entries = Entries::of(&self.searcher)?;
        // The identifier comes first in an entry.
        Ok(documents.into_iter().filter_map(|at| entries.read(at)).collect())
    }

    fn clause(&self, clause: &Clause) -> Box<dyn Query> {
        let f = self.fields;
        let field = match clause.key {
            Key::Id => f.key,
            Key::Party => f.party,
            Key::Concept => f.concept,
            Key::Goods => f.goods,
            Key::Facet => f.facet,
            Key::Code => f.code,
            Key::Hs => f.hs,
            Key::Origin => f.origin,
            Key::Certificate => f.certificate,
            Key::Channel => f.channel,
            Key::Language => f.language,
            Key::Size => f.size,
            Key::Stated => f.stated,
            Key::Word | Key::Near => f.word,
        };
        let term = Term::from_field_text(field, &clause.value);
        if clause.key == Key::Near {
            return Box::new(BoostQuery::new(Box::new(FuzzyTermQuery::new(term, 1, true)), clause.weight));
        }
        // Constant scores: how rare a word or language is must not decide what is found first.
        Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), clause.weight))
    }

    /// Prices that compare with the ceiling and are above it by more than rounding.
    fn dearer(&self, ceiling: &Price) -> Option<Box<dyn Query>> {
        let (kind, amount) = rough_price(ceiling)?;
        let kind = Term::from_field_text(self.fields.price_kind, &kind);
        let least = Bound::Excluded(Term::from_field_f64(self.fields.price, amount * (1.0 + PRICE_ROUNDING)));
        Some(Box::new(BooleanQuery::new(vec![
            (Occur::Must, Box::new(TermQuery::new(kind, IndexRecordOption::Basic))),
            (Occur::Must, Box::new(RangeQuery::new(least, Bound::Unbounded))),
        ])))
    }

    /// Figures in a barred range.
    fn barred(&self, range: &Barred) -> Box<dyn Query> {
        let word = |word: &str| Bound::Excluded(Term::from_field_text(self.fields.stated, word));
        Box::new(RangeQuery::new(word(&range.above), word(&range.below)))
    }

    /// Up to `depth` entries of a side that match any of `wanted` and all of `required`, those that
    /// match most first, and the number of all that match; `forbidden` leaves out what meets all clauses of
    /// any of its groups. Figures beyond a limit are left out; prices only but for rounding, so that their
    /// exact comparison is the caller's.
    pub fn candidates(&self, side: Side, wanted: &[Clause], required: &[Vec<Clause>], forbidden: &[Vec<Clause>], limits: &Limits<'_>, depth: usize) -> Result<(Vec<Found>, usize), IndexError> {
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let side = Term::from_field_text(self.fields.side, side.name());
        parts.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(side, IndexRecordOption::Basic)), 0.0))));
        let joined = |occur: Occur, clauses: &[Clause]| -> Box<dyn Query> {
            Box::new(BooleanQuery::new(clauses.iter().map(|clause| (occur, self.clause(clause))).collect()))
        };
        let any = |clauses: &[Clause]| joined(Occur::Should, clauses);
        for group in forbidden.iter().filter(|group| !group.is_empty()) {
            parts.push((Occur::MustNot, joined(Occur::Must, group)));
        }
        for group in required.iter().filter(|group| !group.is_empty()) {
            parts.push((Occur::Must, any(group)));
        }
        if !wanted.is_empty() {
            parts.push((Occur::Must, any(wanted)));
        }
        let dearer = limits.ceiling.and_then(|ceiling| self.dearer(ceiling));
        parts.extend(dearer.into_iter().chain(limits.barred.iter().map(|range| self.barred(range))).map(|beyond| (Occur::MustNot, beyond)));
        let (top, total) = self.searcher.search(&BooleanQuery::new(parts), &(TopDocs::with_limit(depth.max(1)).order_by_score(), Count))?;
        let mut entries = Entries::of(&self.searcher)?;
        Ok((top.into_iter().filter_map(|(_, at)| entries.read(at)).collect(), total))
    }

    /// Visits the entries of a side that match any of `wanted`, however many they are, until the visitor has enough.
    pub fn each(&self, side: Side, wanted: &[Clause], visit: &mut dyn FnMut(Found) -> bool) -> Result<(), IndexError> {
        let side = Term::from_field_text(self.fields.side, side.name());
        let any = BooleanQuery::new(wanted.iter().map(|clause| (Occur::Should, self.clause(clause))).collect());
        let query = BooleanQuery::new(vec![(Occur::Must, Box::new(TermQuery::new(side, IndexRecordOption::Basic)) as Box<dyn Query>), (Occur::Must, Box::new(any))]);
        let mut documents: Vec<DocAddress> = self.searcher.search(&query, &DocSetCollector)?.into_iter().collect();
        documents.sort_unstable();
        let mut entries = Entries::of(&self.searcher)?;
        documents.into_iter().filter_map(|at| entries.read(at)).all(visit);
        Ok(())
    }

    /// The posting of an identifier.
    pub fn posting(&self, side: Side, id: &str) -> Result<Option<Found>, IndexError> {
        let mut found = None;
        self.each(side, &[Clause::posting(side, id)], &mut |entry| {
            found = Some(entry);
            false
        })?;
        Ok(found)
    }
}

/// Checksum of the files that list the segments; the library keeps none of them.
fn listed(folder: &Path) -> std::io::Result<u32> {
    let mut hasher = crc32fast::Hasher::new();
    for name in ["meta.json", ".managed.json"] {
        hasher.update(&std::fs::read(folder.join(name))?);
    }
    Ok(hasher.finalize())
}

/// Whether the list of segments is as it was sealed; after a crash there is no seal to say so.
fn unbroken(folder: &Path) -> bool {
    let Ok(seal) = std::fs::read_to_string(folder.join(SEAL)) else { return !folder.join(SEAL).exists() };
    listed(folder).is_ok_and(|sum| format!("{sum:08x}") == seal)
}

fn key(side: Side, id: &str) -> String {
    format!("{}/{id}", side.name())
}
