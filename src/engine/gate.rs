//! The gate between a draft and a version: the draft and the profile that ranks are run over the same queries in
//! the same frame, and whatever the draft misses is named with what it was before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::evaluations::{DEPTH, named};
use super::ranking::Frame;
use super::{Engine, EngineError, EvaluationError, InUse, RunSetting, SubmitError, now_ms};
use crate::domain::relevance::{Change, Gate, GateChange, Passage, ProfileChange, SetKind};
use crate::domain::{Actor, Command, FieldError, Profile};
use crate::evaluate::slices::{Floors, MIN_QUERIES, Slices};
use crate::evaluate::{Evaluation, Guard, Rules, Shift};
use crate::lexicon::live::Synonyms;
use crate::retrieve::Filters;

/// Hits of a page in which guards are looked for, as a search shows them without a limit of its own.
const GUARDED_PAGE: usize = 20;

/// How a profile stands before a gate.
#[derive(Clone, Debug, Serialize)]
pub struct GateReport {
    /// Whether it passes.
    pub passes: bool,
    /// What was held against the gate.
    pub profile: String,
    /// What ranks now.
    pub current: String,
    /// What it misses: `overall`, `pairs.zh-sw` or `guards.NAME` as field, each with a fix.
    pub faults: Vec<FieldError>,
    /// nDCG@10 of all queries, from what ranks to the profile; none where nothing is measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall: Option<Shift>,
    /// The same of every language pair, the greatest loss on top.
    pub pairs: Vec<Shift>,
    /// The guards, in the order of their names.
    pub guards: Vec<Guarded>,
}

/// What became of a guard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Guarded {
    /// Its name.
    pub guard: String,
    /// What is asked, in a line.
    pub title: String,
    /// The posting that it is about.
    pub posting: String,
    /// `first`, `top` or `absent`.
    pub expect: &'static str,
    /// How many places count.
    pub k: usize,
    /// Where the posting stands under what ranks; none if nowhere in the first places.
    pub from: Option<usize>,
    /// Where it stands under the profile.
    pub to: Option<usize>,
    /// Whether the posting is stored; what is not stored stands nowhere.
    pub stored: bool,
    /// Whether the guard holds.
    pub holds: bool,
}

/// Why a draft was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// It does not pass the gate.
    #[error("{} does not pass the gate", .0.profile)]
    Closed(Box<GateReport>),
    /// The gate cannot be measured.
    #[error(transparent)]
    Unmeasured(#[from] EvaluationError),
    /// The draft cannot be published.
    #[error(transparent)]
    Submit(#[from] SubmitError),
}

impl Engine {
    /// Makes the draft a version, once it passes the gate that stands and one that is sent along. With `force` it is
    /// published all the same, and the audit log keeps what it misses.
    pub fn publish(&self, actor: &Actor, (expected, rank): (Option<u64>, bool), own: Option<&Gate>, force: bool, note: &str) -> Result<(), PublishError> {
        let used = self.in_use();
        let standing = used.workbench.gate.as_ref().map(|kept| &kept.gate);
        let gates: Vec<Gate> = standing.into_iter().chain(own.filter(|own| Some(*own) != standing)).cloned().collect();
        let fault = |problem: &str, hint: &str| FieldError { field: "force".to_owned(), problem: problem.to_owned(), hint: hint.to_owned() };
        if force && gates.is_empty() {
            return Err(SubmitError::Rejected(vec![fault("has no gate to pass by", "leave it out: nothing stands in the way")]).into());
        }
        let mut passage = Passage { gates, forced: Vec::new() };
        // What is refused anyway is not worth measuring: the draft was seen, and there is a reason.
        if used.workbench.profiles.draft.as_ref().map(|draft| draft.revision) == expected && expected.is_some() && !note.trim().is_empty() {
            for gate in &passage.gates {
                let report = self.hold_with(&used, gate, Some("draft"), None)?;
                if !report.passes && !force {
                    return Err(PublishError::Closed(Box::new(report)));
                }
                passage.forced.extend(report.faults.iter().map(|fault| format!("{} {}", fault.field, fault.problem)));
            }
        }
        let passage = (!passage.gates.is_empty()).then(|| Box::new(passage));
        let change = Change::Profiles(ProfileChange::Publish { expected, rank, passage });
        self.submit(actor, Command::Tune { change: Box::new(change), note: note.to_owned() })?;
        Ok(())
    }

    /// Puts a gate in place of the one that stands, or takes it away. The sets that it names have to be there.
    pub fn change_gate(&self, actor: &Actor, gate: Option<Gate>, note: &str) -> Result<(), PublishError> {
        let sets = gate.iter().flat_map(|gate| [(SetKind::Queries, &gate.queries), (SetKind::Judgments, &gate.judgments), (SetKind::Guards, &gate.guards)]);
        for (kind, set) in sets {
            set.as_ref().map(|set| self.set_version(kind, set)).transpose()?;
        }
        let change = Change::Gate(gate.map_or(GateChange::Clear, |gate| GateChange::Set { gate: Box::new(gate) }));
        self.submit(actor, Command::Tune { change: Box::new(change), note: note.to_owned() })?;
        Ok(())
    }

    /// Holds a profile, the one in use if none is named, against a gate. `now` is in milliseconds since 1970.
    pub fn hold(&self, gate: &Gate, profile: Option<&str>, now: Option<i64>) -> Result<GateReport, EvaluationError> {
        self.hold_with(&self.in_use(), gate, profile, now)
    }

    fn hold_with(&self, used: &Arc<InUse>, gate: &Gate, profile: Option<&str>, now: Option<i64>) -> Result<GateReport, EvaluationError> {
        let (tried, current) = (named(used, profile, "profile")?, named(used, None, "profile")?);
        let now = now.unwrap_or_else(now_ms);
        let mut report = GateReport { passes: false, profile: tried.name, current: current.name, faults: Vec::new(), overall: None, pairs: Vec::new(), guards: Vec::new() };
        if let (Some(queries), Some(judgments)) = (&gate.queries, &gate.judgments) {
            let ground = self.ground(queries, judgments)?;
            let rules = Rules::default();
            let moment = self.moment();
            let measured = |profile: &Profile| -> Result<(Option<f64>, Slices), EngineError> {
                let run = self.run_at(&moment, used, &ground.asked, &ground.judged, &RunSetting::new(profile, now, DEPTH))?;
                Ok((Evaluation::of(&run, &ground.judged, &rules).mean.ndcg, Slices::of(&run, &ground.judged, &rules)))
            };
            report.figures(gate, measured(current.profile)?, measured(tried.profile)?);
        }
        if let Some(guards) = &gate.guards {
            self.set_version(SetKind::Guards, guards)?;
            let frames = [current.profile, tried.profile].map(|profile| self.frame(used, profile, now).under(used.workbench.rules.in_use()));
            for guard in &self.guards(guards)?.0 {
                let guarded = self.guarded(guard, &frames)?;
                report.faults.extend(guarded.fault(guard));
                report.guards.push(guarded);
            }
        }
        report.passes = report.faults.is_empty();
        Ok(report)
    }

    fn guarded(&self, guard: &Guard, [current, tried]: &[Frame<'_>; 2]) -> Result<Guarded, EngineError> {
        let read = self.asked(&tried.used, &guard.query, Synonyms::Asked)?;
        let place = |frame: &Frame<'_>| -> Result<Option<usize>, EngineError> {
            let ranking = self.rank(&read, &Filters::default(), frame, guard.k.max(GUARDED_PAGE), GUARDED_PAGE)?;
            let at = ranking.hits.iter().position(|hit| hit.id == guard.posting.as_str());
            Ok(at.map(|at| at + 1).filter(|place| *place <= guard.k.max(GUARDED_PAGE)))
        };
        let (from, to) = (place(current)?, place(tried)?);
        Ok(Guarded {
            guard: guard.query.id.as_str().to_owned(),
            title: guard.query.title().to_owned(),
            posting: guard.posting.as_str().to_owned(),
            expect: guard.expect.name(),
            k: guard.k,
            from,
            to,
            stored: self.get(guard.query.side(), &guard.posting)?.is_some(),
            holds: guard.holds(to),
        })
    }
}

impl Guarded {
    fn fault(&self, guard: &Guard) -> Option<FieldError> {
        if self.holds {
            return None;
        }
        let stands = |place: Option<usize>| place.map_or_else(|| "is not among the first hits".to_owned(), |place| format!("stands at place {place}"));
        if !self.stored {
            let problem = format!("breaks: {} {} for {:?} and is not stored", self.posting, guard.demand(), opening(&self.title));
            return Some(FieldError { field: format!("guards.{}", self.guard), problem, hint: "post it again, name another posting in the guard, or take the guard out".to_owned() });
        }
        let problem = format!("breaks: for {:?} {} {} and {}; under what ranks now it {}", opening(&self.title), self.posting, guard.demand(), stands(self.to), stands(self.from));
        let hint = format!("find out with GET /v1/relevance/standing or `tradewind where` why {} stands there; mend the weights or the guard, or publish with force and say why", self.posting);
        Some(FieldError { field: format!("guards.{}", self.guard), problem, hint })
    }
}

impl GateReport {
    /// Takes in what was measured under what ranks and under the profile.
    fn figures(&mut self, gate: &Gate, before: (Option<f64>, Slices), after: (Option<f64>, Slices)) {
        let overall = Shift::between("overall", before.0, after.0);
        // A gate that nobody passes through is not open.
        self.faults.extend(if overall.to.is_none() { Some(unmeasured("overall", "measures nothing: no query of the set has a relevant judgment", "name judgments of these queries")) } else { missed("overall", &overall, gate.overall, gate.loss) });
        self.overall = Some(overall);
        let floors = Floors { all: gate.floor, pairs: gate.floors.clone() };
        let by_name = |slices: &Slices| slices.pairs.iter().map(|slice| (slice.name.clone(), (slice.mean.ndcg, slice.queries))).collect::<BTreeMap<_, _>>();
        let (before, after) = (by_name(&before.1), by_name(&after.1));
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).chain(gate.floors.keys()).collect();
        if gate.floor.is_some() && !after.values().any(|(_, queries)| *queries >= MIN_QUERIES) {
            self.faults.push(unmeasured("floor", &format!("holds no language pair: none has {MIN_QUERIES} queries"), "name single pairs in floors, or judge more queries"));
        }
        for name in names {
            let (was, queries) = before.get(name).copied().unwrap_or_default();
            let (is, now) = after.get(name).copied().unwrap_or_default();
            let queries = queries.max(now);
            let shift = Shift::between(name, was, is);
            self.faults.extend(missed(&format!("pairs.{name}"), &shift, floors.of(name, queries), gate.loss.filter(|_| queries >= MIN_QUERIES)));
            self.pairs.push(shift);
        }
        self.pairs.sort_by(Shift::by_loss);
    }
}

fn unmeasured(field: &str, problem: &str, hint: &str) -> FieldError {
    FieldError { field: field.to_owned(), problem: problem.to_owned(), hint: hint.to_owned() }
}

/// What a figure misses: its floor, or what it may lose at most.
fn missed(field: &str, shift: &Shift, floor: Option<f64>, loss: Option<f64>) -> Option<FieldError> {
    let told = |value: Option<f64>| value.map_or_else(|| "not measured".to_owned(), |value| format!("{value:.4}"));
    let fell = shift.gain.map_or_else(String::new, |gain| format!(", {gain:+.4} against what ranks now"));
    let problem = match (floor, loss) {
        (Some(floor), _) if !shift.to.is_some_and(|value| value >= floor) => format!("has nDCG@10 {}, below its floor of {floor}{fell}", told(shift.to)),
        // What sums and means round off is no loss.
        (_, Some(loss)) if shift.gain.is_some_and(|gain| gain < -loss - 1e-9) => format!("falls by {:.4} from {} to {}, more than the {loss} that may be lost", -shift.gain.unwrap_or_default(), told(shift.from), told(shift.to)),
        (_, Some(_)) if shift.from.is_some() && shift.to.is_none() => format!("falls from {} to nothing that is measured", told(shift.from)),
        _ => return None,
    };
    let hint = "evaluate the draft to see which queries lose, mend the weights or tune them with floors, or publish with force and say why".to_owned();
    Some(FieldError { field: field.to_owned(), problem, hint })
}

fn opening(title: &str) -> String {
    title.chars().take(60).collect()
}
