//! Runs of query sets for evaluation and tuning: the same ranking as a search, for every query in one frozen
//! frame, without sentences and glosses. Queries are shared out among the cores.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ranking::{Frame, Query, Ranking};
use super::{Engine, EngineError, InUse, Ranks};
use crate::domain::{MAX_QUERY_CHARS, Profile, Side};
use crate::evaluate::tune::{Candidate, Case, Matrix};
use crate::evaluate::{self, Asked, Judgments, Languages, List, Made, Place, QuerySet, Run, side_by_side};
use crate::lexicon::ConceptId;
use crate::lexicon::live::Synonyms;
use crate::retrieve::Filters;
use crate::text::Lang;
use crate::views::Facts;
use crate::views::index::{Snapshot, fingerprint};

/// Under what a run is made.
#[derive(Clone, Copy, Debug)]
pub struct RunSetting<'a> {
    /// The profile that ranks; it need not be the one in use.
    pub profile: &'a Profile,
    /// What counts as now, in milliseconds since 1970: expiry, freshness and delivery times depend on it.
    pub now: i64,
    /// Hits of a list, as a search with this limit shows them on its first page.
    pub depth: usize,
    /// Whether curation rules take part; without them they hide no fault of a ranking.
    pub rules: bool,
    /// Which synonyms queries are read with.
    pub(super) synonyms: Synonyms,
}

impl<'a> RunSetting<'a> {
    /// By the scores of a profile alone.
    pub fn new(profile: &'a Profile, now: i64, depth: usize) -> RunSetting<'a> {
        RunSetting { profile, now, depth, rules: false, synonyms: Synonyms::Asked }
    }

    /// As a variant of a profile ranks.
    pub fn of(ranks: &'a Ranks, now: i64, depth: usize) -> RunSetting<'a> {
        RunSetting { rules: ranks.rules, synonyms: ranks.synonyms, ..RunSetting::new(&ranks.profile, now, depth) }
    }
}

/// What could be found at some moment.
pub(super) struct Moment<'a> {
    /// Position of the journal up to which postings could be found, at least.
    position: u64,
    index: Snapshot<'a>,
}

/// What is taken from the answers to one query, with the languages of what was found.
struct Taken<T> {
    what: T,
    languages: Vec<(String, Lang)>,
}

impl Engine {
    /// Runs a query set. What is stored meanwhile does not show; the same queries, setting, rates, rules and index give the
    /// same run, byte for byte. The languages of what was judged are looked up as well.
    pub fn run(&self, queries: &QuerySet, judgments: &Judgments, setting: &RunSetting<'_>) -> Result<Run, EngineError> {
        self.run_with(&self.in_use(), queries, judgments, setting)
    }

    /// The same with what was in use at some moment.
    pub(super) fn run_with(&self, used: &Arc<InUse>, queries: &QuerySet, judgments: &Judgments, setting: &RunSetting<'_>) -> Result<Run, EngineError> {
        self.run_at(&self.moment(), used, queries, judgments, setting)
    }

    /// What can be found now.
    pub(super) fn moment(&self) -> Moment<'_> {
        Moment { position: self.indexer.position(), index: self.index.snapshot() }
    }

    /// The same over what could be found at some moment: runs of one moment are held against each other.
    pub(super) fn run_at(&self, moment: &Moment<'_>, used: &Arc<InUse>, queries: &QuerySet, judgments: &Judgments, setting: &RunSetting<'_>) -> Result<Run, EngineError> {
        let frame = self.frozen(used, setting)?.over(moment.index.clone());
        let (lists, languages) = self.each(queries, judgments, |query| self.ordered(query, &frame, setting))?;
        let made = Made {
            now: setting.now,
            rates: frame.used.rates.date.to_string(),
            index: format!("{:016x}", fingerprint(frame.used.lexicon())),
            position: moment.position,
        };
        Ok(Run { name: format!("{}@{}", setting.profile.name, setting.profile.version), made, lists, languages })
    }

    /// The values of every candidate of a query set, before any cut: weights are tried on them without a search.
    pub fn matrix(&self, queries: &QuerySet, judgments: &Judgments, setting: &RunSetting<'_>) -> Result<Matrix, EngineError> {
        let used = self.in_use();
        let frame = self.frozen(&used, setting)?;
        let (cases, languages) = self.each(queries, judgments, |query| self.case(query, &frame, setting))?;
        Ok(Matrix { cases, languages, party_cap: setting.profile.party_cap, page: setting.depth })
    }

    /// Takes something from the answers to each query, several queries at a time.
    fn each<T: Send>(&self, queries: &QuerySet, judgments: &Judgments, take: impl Fn(&evaluate::Query) -> Result<Taken<T>, EngineError> + Sync) -> Result<(Vec<T>, Languages), EngineError> {
        let (mut all, mut languages) = (Vec::with_capacity(queries.queries.len()), Languages::new());
        for taken in side_by_side(&queries.queries, usize::MAX, take) {
            let Taken { what, languages: found } = taken?;
            all.push(what);
            languages.extend(found);
        }
        self.add_judged(queries, judgments, &mut languages)?;
        Ok((all, languages))
    }

    fn frozen<'a>(&'a self, used: &'a Arc<InUse>, setting: &RunSetting<'a>) -> Result<Frame<'a>, EngineError> {
        crate::score::check(setting.profile)?;
        Ok(self.frame(used, setting.profile, setting.now).under(used.workbench.rules.in_use().filter(|_| setting.rules)))
    }

    /// Reads a query of a set as a search would.
    pub(super) fn asked<'a>(&self, used: &InUse, query: &'a evaluate::Query, synonyms: Synonyms) -> Result<Query<'a>, EngineError> {
        match &query.asked {
            Asked::Posting(posting) => Ok(used.posted(posting, synonyms)),
            Asked::Text { text, side, lang } => {
                let length = text.chars().count();
                if length > MAX_QUERY_CHARS {
                    return Err(EngineError::BadQuery {
                        field: query.id.as_str().to_owned(),
                        problem: format!("has {length} characters, above {MAX_QUERY_CHARS}"),
                        hint: "write it as a request: an object a line with id and text, and \"kind\": \"request\"".to_owned(),
                    });
                }
                Ok(used.typed(*side, text, lang.as_ref().map(Lang::as_str), synonyms))
            }
        }
    }

    fn ordered(&self, query: &evaluate::Query, frame: &Frame<'_>, &RunSetting { depth, synonyms, .. }: &RunSetting<'_>) -> Result<Taken<List>, EngineError> {
        let read = self.asked(&frame.used, query, synonyms)?;
        let mut ranking = self.rank(&read, &Filters::default(), frame, depth, depth)?;
        ranking.hits.truncate(depth);
        let languages = languages(&ranking);
        let places = ranking.hits.into_iter().map(|hit| Place { id: hit.id, score: hit.score, values: hit.item.values }).collect();
        let list = List {
            query: query.id.clone(),
            title: query.title().to_owned(),
            kind: query.kind.clone(),
            lang: query.lang(),
            chapter: chapter(&frame.used, &read),
            stage: ranking.stage,
            places,
        };
        Ok(Taken { what: list, languages })
    }

    fn case(&self, query: &evaluate::Query, frame: &Frame<'_>, &RunSetting { depth, synonyms, .. }: &RunSetting<'_>) -> Result<Taken<Case>, EngineError> {
        let ranking = self.rank(&self.asked(&frame.used, query, synonyms)?, &Filters::default(), frame, depth, depth)?;
        let languages = languages(&ranking);
        let candidates = ranking.hits.into_iter().map(|hit| Candidate { id: hit.id, party: hit.party, values: hit.item.values }).collect();
        Ok(Taken { what: Case { query: query.id.clone(), lang: query.lang(), candidates }, languages })
    }

    /// Adds the languages of what was judged and not found.
    fn add_judged(&self, queries: &QuerySet, judgments: &Judgments, languages: &mut Languages) -> Result<(), EngineError> {
        let sides: BTreeMap<&str, Side> = queries.queries.iter().map(|query| (query.id.as_str(), query.side())).collect();
        for judgment in judgments.iter().filter(|judgment| !languages.contains_key(judgment.offer.as_str())).collect::<Vec<_>>() {
            let Some(side) = sides.get(judgment.query.as_str()) else { continue };
            let Some((posting, _)) = self.get(*side, &judgment.offer)? else { continue };
            let reading = self.reader().read(&posting.title, &posting.description, posting.lang.as_deref());
            let lang = Facts::of(&posting, &reading).lang.unwrap_or(Lang::UND);
            languages.insert(judgment.offer.as_str().to_owned(), lang);
        }
        Ok(())
    }
}

/// The chapter that a query asks for: stated, or that of the goods it is chiefly about.
fn chapter(used: &InUse, query: &Query<'_>) -> Option<String> {
    let head = || {
        let concept = used.lexicon().concept(ConceptId(query.card.concepts.first()?.id))?;
        concept.hs.first().map(|code| code.digits().to_owned())
    };
    let digits = Some(query.card.hs.clone()).filter(|digits| !digits.is_empty()).or_else(head)?;
    digits.get(..2).map(str::to_owned)
}

fn languages(ranking: &Ranking) -> Vec<(String, Lang)> {
    ranking.hits.iter().map(|hit| (hit.id.clone(), hit.item.entry.facts.lang.unwrap_or(Lang::UND))).collect()
}
