//! Evaluations of stored sets: made, kept under a name, and two of them held against each other.

use serde::Serialize;

use super::{Engine, EngineError, InUse, MAX_COMPARED, Named, Receipt, RunSetting, SubmitError, now_ms};
use crate::domain::posting::stamp;
use crate::domain::relevance::{Change, EvaluationChange, SetKind};
use crate::domain::{Actor, Command, Id};
use crate::evaluate::slices::{Breach, Floors, Slice, Slices};
use crate::evaluate::tune::TuneError;
use crate::evaluate::{Basis, Evaluation, Figures, Judgments, KeptComparison, QuerySet, Rules, SetVersion, Summary};
use crate::views::evaluations::{EvaluationHead, Evaluations};

/// Hits of a list: recall and average precision look further down than the first page.
pub(super) const DEPTH: usize = 100;

/// What to evaluate.
#[derive(Clone, Debug)]
pub struct EvaluationAsk {
    /// A stored set of queries.
    pub queries: Id,
    /// A stored set of judgments.
    pub judgments: Id,
    /// `draft`, `current`, or a profile with its version, with or without what a [`Variant`](super::Variant) says; the one
    /// in use if absent.
    pub profile: Option<String>,
    /// What is measured.
    pub rules: Rules,
    /// What language pairs have to reach.
    pub floors: Floors,
    /// What counts as now, in milliseconds since 1970; the clock if absent.
    pub now: Option<i64>,
}

/// Stored queries and judgments with the versions that they are of.
pub(super) struct Ground {
    pub(super) queries: SetVersion,
    pub(super) judgments: SetVersion,
    pub(super) asked: QuerySet,
    pub(super) judged: Judgments,
}

/// The profile behind a name, the one in use if absent; `field` is where it was named.
pub(super) fn named<'a>(used: &'a InUse, name: Option<&str>, field: &'static str) -> Result<Named<'a>, EvaluationError> {
    let name = name.unwrap_or("current");
    used.named(name).ok_or_else(|| EvaluationError::NoProfile { field, name: name.chars().take(64).collect() })
}

/// How good a ranking is, by graded judgments, with all that the figures depend on.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluated {
    /// What it was made of.
    #[serde(flatten)]
    pub basis: Basis,
    /// The language pair that fares worst; none if none was measured.
    pub worst_pair: Option<Slice>,
    /// What language pairs had to reach.
    pub floors: Floors,
    /// The pairs that did not.
    pub breaches: Vec<Breach>,
    /// The figures of every query.
    pub evaluation: Evaluation,
    /// By language pair, kind and chapter.
    pub slices: Slices,
}

/// An evaluation that is kept, in short.
#[derive(Clone, Debug, Serialize)]
pub struct KeptEvaluation {
    /// Its name.
    pub id: Id,
    /// Journal position of when it was kept.
    pub version: u64,
    /// Who kept it.
    pub by: String,
    /// When, in UTC as RFC 3339 writes it.
    pub at: String,
    /// Why, in the operator's words.
    pub note: String,
    /// What it was made of and what came out.
    #[serde(flatten)]
    pub summary: Summary,
}

/// The same with its figures.
#[derive(Clone, Debug, Serialize)]
pub struct KeptFigures {
    /// In short.
    pub kept: KeptEvaluation,
    /// Of every query and slice.
    #[serde(flatten)]
    pub figures: Figures,
}

/// Two kept evaluations beside each other.
#[derive(Clone, Debug, Serialize)]
pub struct EvaluationsCompared {
    /// The first.
    pub from: KeptEvaluation,
    /// The one that is held against it.
    pub to: KeptEvaluation,
    /// What is different.
    #[serde(flatten)]
    pub comparison: KeptComparison,
}

/// Why there is no evaluation to tell.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    /// A set is not stored.
    #[error("there is no set of {} named {}", .0.name(), .1.as_str())]
    NoSet(SetKind, Id),
    /// An import of a set has not ended.
    #[error("an import of the {} {} is under way, or was cut off", .0.name(), .1.as_str())]
    Open(SetKind, Id),
    /// A profile is not known.
    #[error("there is no profile {name}; write draft, current or a name with its version, e.g. winter-fair@2")]
    NoProfile {
        /// Where it was named.
        field: &'static str,
        /// The name.
        name: String,
    },
    /// Profiles that cannot be compared.
    #[error("are fewer than 2, more than {MAX_COMPARED}, or one of them twice")]
    Profiles,
    /// A set has no query of the name.
    #[error("{} has no query named {}", .0.as_str(), .1.as_str())]
    NoQuery(Id, Id),
    /// A set is larger than can be worked on while somebody waits.
    #[error("{} has {} queries, above {}", .0.as_str(), .1, .2)]
    TooMany(Id, usize, usize),
    /// Weights cannot be searched.
    #[error(transparent)]
    Tune(#[from] TuneError),
    /// None is kept under the name.
    #[error("there is no evaluation named {}", .0.as_str())]
    NotKept(Id),
    /// Two were measured by different rules: their figures say nothing of each other.
    #[error("{} was measured by other rules than {}", .1.as_str(), .0.as_str())]
    OtherRules(Id, Id),
    /// Anything else.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl Engine {
    /// Runs a stored query set and holds it against stored judgments.
    pub fn evaluate(&self, ask: &EvaluationAsk) -> Result<Evaluated, EvaluationError> {
        let ground = self.ground(&ask.queries, &ask.judgments)?;
        let used = self.in_use();
        let ranks = used.ranks(ask.profile.as_deref().unwrap_or("current"), "profile")?;
        let now = ask.now.unwrap_or_else(now_ms);
        let mut run = self.run_with(&used, &ground.asked, &ground.judged, &RunSetting::of(&ranks, now, DEPTH))?;
        run.name = ranks.label.clone();
        let slices = Slices::of(&run, &ground.judged, &ask.rules);
        Ok(Evaluated {
            worst_pair: slices.worst_pair().cloned(),
            breaches: slices.breaches(&ask.floors),
            floors: ask.floors.clone(),
            evaluation: Evaluation::of(&run, &ground.judged, &ask.rules),
            slices,
            basis: Basis {
                queries: ground.queries,
                judgments: ground.judgments,
                profile: run.name,
                program: env!("CARGO_PKG_VERSION").to_owned(),
                lexicon: format!("{:016x}", used.lexicon().fingerprint()),
                edits: used.lexicon().edits(),
                curation: if ranks.rules { used.rules_at(now) } else { Vec::new() },
                made: run.made,
            },
        })
    }

    /// Two stored sets as they were at one moment.
    pub(super) fn ground(&self, queries: &Id, judgments: &Id) -> Result<Ground, EvaluationError> {
        let versions = || Ok::<_, EvaluationError>((self.set_version(SetKind::Queries, queries)?, self.set_version(SetKind::Judgments, judgments)?));
        let (versions, (asked, judged)) = steady(versions, || (self.queries(queries), self.judgments(judgments)))?;
        Ok(Ground { queries: versions.0, judgments: versions.1, asked: asked?, judged: judged? })
    }

    /// A stored set of queries as it was at one moment.
    pub(super) fn ground_of_queries(&self, queries: &Id) -> Result<(SetVersion, QuerySet), EvaluationError> {
        let (version, asked) = steady(|| self.set_version(SetKind::Queries, queries), || self.queries(queries))?;
        Ok((version, asked?))
    }

    /// A stored set that is whole.
    pub(super) fn set_version(&self, kind: SetKind, set: &Id) -> Result<SetVersion, EvaluationError> {
        match self.set_info(kind, set)? {
            Some(info) if info.open => Err(EvaluationError::Open(kind, set.clone())),
            Some(info) => Ok(SetVersion { name: info.name, version: info.version }),
            None => Err(EvaluationError::NoSet(kind, set.clone())),
        }
    }

    /// Refuses a name that none can be kept under.
    pub fn may_keep(&self, id: &Id) -> Result<(), SubmitError> {
        let unread = |fault: crate::storage::StoreError| SubmitError::Unavailable(fault.to_string());
        let names = self.stored_evaluations().names().map_err(unread)?;
        let change = EvaluationChange::Keep { id: id.clone(), head: serde_json::Value::Null, figures: None };
        change.fits(&names).map_err(|fault| SubmitError::Rejected(vec![fault]))
    }

    /// Keeps an evaluation under a name that no other has.
    pub fn keep_evaluation(&self, actor: &Actor, id: &Id, evaluated: &Evaluated, note: &str) -> Result<Receipt, SubmitError> {
        let Evaluated { basis, worst_pair, floors, breaches, evaluation, slices } = evaluated;
        let summary = Summary {
            basis: basis.clone(),
            rules: evaluation.rules,
            mean: evaluation.mean,
            valued: evaluation.valued,
            worst_pair: worst_pair.clone(),
            floors: floors.clone(),
            breaches: breaches.clone(),
        };
        let change = EvaluationChange::Keep { id: id.clone(), head: serde_json::json!(summary), figures: Some(serde_json::json!(Figures::of(evaluation, slices))) };
        self.change_evaluations(actor, change, note)
    }

    /// Refuses a name that none is kept under.
    pub fn keeps_evaluation(&self, id: &Id) -> Result<(), EvaluationError> {
        let names = self.stored_evaluations().names().map_err(EngineError::from)?;
        if names.contains(id) { Ok(()) } else { Err(EvaluationError::NotKept(id.clone())) }
    }

    /// Forgets an evaluation.
    pub fn delete_evaluation(&self, actor: &Actor, id: &Id, note: &str) -> Result<Receipt, SubmitError> {
        self.change_evaluations(actor, EvaluationChange::Delete { id: id.clone() }, note)
    }

    fn change_evaluations(&self, actor: &Actor, change: EvaluationChange, note: &str) -> Result<Receipt, SubmitError> {
        self.submit(actor, Command::Tune { change: Box::new(Change::Evaluations(change)), note: note.to_owned() })
    }

    /// The evaluations that are kept, the newest first. What cannot be read is left out.
    pub fn evaluations(&self) -> Result<Vec<KeptEvaluation>, EngineError> {
        let heads = self.stored_evaluations().heads()?;
        let unread = |fault: &EngineError| tracing::warn!(%fault, "an evaluation cannot be read and is left out");
        let mut kept: Vec<KeptEvaluation> = heads.into_iter().filter_map(|(id, head)| kept(id, head).inspect_err(unread).ok()).collect();
        kept.sort_by_key(|kept| std::cmp::Reverse(kept.version));
        Ok(kept)
    }

    /// One of them, with its figures.
    pub fn evaluation(&self, id: &Id) -> Result<KeptFigures, EvaluationError> {
        let stored = self.stored_evaluations().get(id).map_err(EngineError::from)?;
        let (head, figures) = stored.ok_or_else(|| EvaluationError::NotKept(id.clone()))?;
        let figures = serde_json::from_value(figures).map_err(|fault| unreadable(id, &fault))?;
        Ok(KeptFigures { kept: kept(id.clone(), head)?, figures })
    }

    /// Holds one against another.
    pub fn compare_evaluations(&self, from: &Id, to: &Id) -> Result<EvaluationsCompared, EvaluationError> {
        let (first, second) = (self.evaluation(from)?, self.evaluation(to)?);
        let comparison = KeptComparison::of((&first.kept.summary, &first.figures), (&second.kept.summary, &second.figures));
        let comparison = comparison.ok_or_else(|| EvaluationError::OtherRules(from.clone(), to.clone()))?;
        Ok(EvaluationsCompared { from: first.kept, to: second.kept, comparison })
    }

    fn stored_evaluations(&self) -> Evaluations<'_> {
        Evaluations(&**self.journal.store())
    }
}

/// Reads what somebody may change meanwhile until nobody does.
fn steady<V: PartialEq, R>(version: impl Fn() -> Result<V, EvaluationError>, read: impl Fn() -> R) -> Result<(V, R), EvaluationError> {
    loop {
        let (before, rows) = (version()?, read());
        if version()? == before {
            return Ok((before, rows));
        }
    }
}

fn kept(id: Id, head: EvaluationHead) -> Result<KeptEvaluation, EngineError> {
    let summary = serde_json::from_value(head.head).map_err(|fault| unreadable(&id, &fault))?;
    Ok(KeptEvaluation { id, version: head.version, by: head.stamp.by, at: stamp(head.stamp.at), note: head.stamp.note, summary })
}

fn unreadable(id: &Id, fault: &serde_json::Error) -> EngineError {
    EngineError::Internal(format!("evaluation {}: {fault}", id.as_str()))
}
