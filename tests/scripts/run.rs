//! Runs the steps of a script on an engine in memory and writes what comes of each.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::Value;
use tradewind::domain::{Actor, Command, Country, Currency, Draft, FieldError, HsCode, Id, Party, Price, Refusal, Role, Side, Size, Unit};
use tradewind::engine::{Answer, Ask, Engine, EngineError, Filters, Hit, Options, Receipt, SubmitError, now_ms};
use tradewind::text::Lang;

use super::form;
use super::text::{Part, Step, parts};

type Lines = Result<Vec<String>, String>;

/// Where the traders meet; swept before each script.
pub(crate) struct Floor {
    engine: Engine,
    actor: Actor,
    counts: HashMap<Side, u32>,
    /// Changes made before this script: versions are counted from there.
    before: u64,
}

fn side_of(id: &str) -> Result<Side, String> {
    match id.get(..1) {
        Some("o") => Ok(Side::Offer),
        Some("r") => Ok(Side::Request),
        _ => Err(format!("`{id}` begins neither with o nor with r")),
    }
}

/// `zh: 腰果` as language and text; `any: ...` declares none.
fn spoken(text: &str) -> Result<(Option<&str>, &str), String> {
    let (lang, text) = text.split_once(": ").ok_or("write the language, a colon and the words")?;
    Ok(((lang != "any").then_some(lang), text))
}

/// `7000 USD per t`.
fn ceiling(text: &str) -> Result<Price, &'static str> {
    let [amount, currency, "per", unit] = text.split(' ').collect::<Vec<_>>()[..] else { return Err("write a ceiling as `7000 USD per t`") };
    Ok(Price {
        amount: amount.parse().map_err(|_| "no amount")?,
        currency: Currency::parse(currency).ok_or("no currency")?,
        per: Some(Unit::parse(unit).ok_or("no unit")?),
    })
}

impl Floor {
    pub(crate) fn open() -> Floor {
        Floor { engine: Engine::open(Options::memory()).expect("opens"), actor: Actor::operator(), counts: HashMap::new(), before: 0 }
    }

    /// The script with the outcomes that came, or what cannot be read in it.
    pub(crate) fn script(&mut self, text: &str) -> Result<String, String> {
        self.sweep();
        let mut out = String::new();
        for part in parts(text)? {
            match part {
                Part::Aside(line) => out += &format!("{line}\n"),
                Part::Step(step) => {
                    let outcome = self.step(&step).map_err(|fault| format!("line {}: {fault}", step.line))?;
                    out += &step.written(&outcome);
                }
            }
        }
        Ok(out)
    }

    fn sweep(&mut self) {
        (self.actor, self.counts) = (Actor::operator(), HashMap::new());
        for side in [Side::Offer, Side::Request] {
            for (posting, _) in self.engine.list(side, None, 1000).expect("lists") {
                self.settle(Command::Delete { side, id: posting.id, expected: None }, "withdrawn");
            }
        }
        self.before = self.engine.status().journal_position;
    }

    /// The version the trader saw.
    fn seen(&self, step: &Step) -> Option<u64> {
        let seen: u64 = step.fields.iter().find(|(name, _)| name == "seen").and_then(|(_, value)| value.parse().ok())?;
        Some(seen + self.before)
    }

    fn step(&mut self, step: &Step) -> Lines {
        let (verb, rest) = step.text.split_once(' ').unwrap_or((&step.text, ""));
        match verb {
            "post" => {
                let (side, rest) = rest.split_once(' ').ok_or("post what?")?;
                let side = if side == "offer" { Side::Offer } else { Side::Request };
                let count = self.counts.entry(side).or_default();
                *count += 1;
                let id = format!("{}{count}", if side == Side::Offer { 'o' } else { 'r' });
                self.put(side, &id, rest, step, true)
            }
            "update" => {
                let (id, rest) = rest.split_once(' ').ok_or("update what?")?;
                self.put(side_of(id)?, id, rest, step, false)
            }
            "withdraw" => {
                let command = Command::Delete { side: side_of(rest)?, id: Id::parse(rest).ok_or("not an id")?, expected: self.seen(step) };
                Ok(self.settle(command, "withdrawn"))
            }
            "search" => self.search(rest, step),
            "match" => self.answers(rest),
            "show" => self.show(rest),
            "list" => {
                let side = if rest == "offers" { Side::Offer } else { Side::Request };
                let held = self.engine.list(side, None, 100).map_err(|fault| fault.to_string())?;
                Ok(or_nothing(held.iter().map(|(posting, version)| format!("{} {}, version {}", posting.id.as_str(), posting.title, version - self.before)).collect(), "nothing is listed"))
            }
            "as" => self.enter(rest),
            _ => Err(format!("`{verb}` is no step; see the head of tests/scripts.rs")),
        }
    }

    fn enter(&mut self, text: &str) -> Lines {
        let (role, party) = text.split_once(' ').ok_or("as whom?")?;
        let role = match role {
            "exporter" => Role::Exporter,
            "importer" => Role::Importer,
            "operator" => Role::Operator,
            _ => return Err(format!("`{role}` is no role")),
        };
        self.actor = Actor { role, party: party.to_owned() };
        Ok(Vec::new())
    }

    fn put(&mut self, side: Side, id: &str, text: &str, step: &Step, create_only: bool) -> Lines {
        let (lang, title) = spoken(text)?;
        let mut map = form::draft(title, lang.unwrap_or_default(), &step.fields);
        if lang.is_none() {
            map.remove("lang");
        }
        let own = Party { id: self.actor.party.clone(), name: String::new(), country: None, size: None };
        match Draft(map).read(side, id, (self.actor.role != Role::Operator).then_some(&own)) {
            Err(faults) => Ok(refused(&faults)),
            Ok(posting) => {
                let command = Command::Put { posting: Box::new(posting), expected: self.seen(step), create_only };
                Ok(self.settle(command, if create_only { "listed" } else { "replaced" }))
            }
        }
    }

    fn settle(&self, command: Command, done: &str) -> Vec<String> {
        let begun = now_ms();
        let outcome = self.engine.submit(&self.actor, command);
        // Of two alike the newer stands first, and no two should be of one age.
        while now_ms() <= begun {
            std::thread::sleep(Duration::from_millis(1));
        }
        match outcome {
            Ok(Receipt { id, version, position, .. }) => {
                assert!(self.engine.wait_searchable(position, Duration::from_secs(120)), "searchable");
                let version = if done == "withdrawn" { String::new() } else { format!(", version {}", version - self.before) };
                vec![format!("{} is {done}{version}", id.as_str())]
            }
            Err(SubmitError::Rejected(faults)) => refused(&faults),
            Err(SubmitError::Refused(Refusal::Stale { current })) => vec![format!("refused: {}", Refusal::Stale { current: current - self.before })],
            Err(other) => vec![format!("refused: {other}")],
        }
    }

    fn search(&self, rest: &str, step: &Step) -> Lines {
        let (side, rest) = match rest.split_once(' ') {
            Some(("requests", rest)) => (Side::Request, rest),
            Some(("offers", rest)) => (Side::Offer, rest),
            _ => (Side::Offer, rest),
        };
        let (lang, text) = spoken(rest)?;
        let field = |name: &str| step.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let ask = Ask {
            side,
            text: text.to_owned(),
            lang: lang.map(str::to_owned),
            filters: Filters {
                origin: field("origin").map(|value| Country::parse(value).ok_or("no country")).transpose()?,
                hs: field("hs").map(|value| HsCode::parse(value).ok_or("no HS code")).transpose()?,
                certification: field("certification").map(str::to_owned),
                channel: field("channel").map(str::to_owned),
                language: field("language").map(|value| Lang::new(value).ok_or("no language")).transpose()?,
                size: field("size").map(|value| Size::parse(value).ok_or("no size")).transpose()?,
                max_price: field("max_price").map(ceiling).transpose()?,
                ..Filters::default()
            },
            ..Ask::default()
        };
        Ok(told(self.engine.search(&ask)))
    }

    fn answers(&self, id: &str) -> Lines {
        let stored = self.engine.get(side_of(id)?, &Id::parse(id).ok_or("not an id")?).map_err(|fault| fault.to_string())?;
        let Some((posting, _)) = stored else { return Ok(vec![format!("there is no {id}")]) };
        Ok(told(self.engine.matches(&posting, &Ask::default())))
    }

    fn show(&self, id: &str) -> Lines {
        let stored = self.engine.get(side_of(id)?, &Id::parse(id).ok_or("not an id")?).map_err(|fault| fault.to_string())?;
        let Some((posting, version)) = stored else { return Ok(vec![format!("there is no {id}")]) };
        let state = if posting.expired(now_ms()) { ", expired" } else { "" };
        let mut lines = vec![format!("{id} {}, version {}{state}", posting.title, version - self.before)];
        let Value::Object(map) = posting.to_json() else { return Ok(lines) };
        let hidden = ["id", "title", "created_at", "updated_at", "valid_until", "needed_by"];
        lines.extend(map.iter().filter(|(name, _)| !hidden.contains(&name.as_str())).map(|(name, value)| format!("{name}: {}", plain(value))));
        Ok(lines)
    }
}

fn or_nothing(lines: Vec<String>, otherwise: &str) -> Vec<String> {
    if lines.is_empty() { vec![otherwise.to_owned()] } else { lines }
}

fn refused(faults: &[FieldError]) -> Vec<String> {
    faults.iter().map(|fault| format!("refused: {} {}; {}", fault.field, fault.problem, fault.hint)).collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(map) => map.iter().map(|(name, value)| format!("{name} {}", plain(value))).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn told(answer: Result<Answer, EngineError>) -> Vec<String> {
    match answer {
        Ok(answer) => or_nothing((1..).zip(&answer.hits).map(|(place, hit)| line(place, hit)).collect(), "nothing is found"),
        Err(EngineError::BadQuery { field, problem, hint }) => vec![format!("refused: {field} {problem}; {hint}")],
        Err(other) => vec![format!("refused: {other}")],
    }
}

/// Place, posting, the words on which both sides met, and what fits or does not.
fn line(place: usize, hit: &Hit) -> String {
    let posting = hit.offer.as_ref().or(hit.request.as_ref());
    let title = posting.and_then(|posting| posting.get("title")?.as_str()).unwrap_or_default();
    let mut notes: Vec<String> = Vec::new();
    for reason in &hit.reasons {
        if let (Some(asked), Some(offered)) = (&reason.request, &reason.offer) {
            notes.push(format!("{} = {}", asked.text, offered.text));
        }
    }
    notes.extend(hit.fit.iter().filter(|fit| fit.status != "unknown").map(|fit| format!("{} {}", fit.field, fit.status)));
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    format!("{place}. {} {title}{notes}", hit.id)
}
