//! The gate that a draft has to pass before it becomes a version: what it must reach on judgments, overall and
//! in every language pair, and what must stand where in the answers to guard queries. The engine measures;
//! that a standing gate was passed, or forced with a reason, is held here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{ProfileChange, Stamp, fault};
use crate::domain::{FieldError, Id};

/// What a draft must reach. Whatever is absent asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Gate {
    /// A stored set of queries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queries: Option<Id>,
    /// A stored set of judgments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judgments: Option<Id>,
    /// The least nDCG@10 over all queries, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall: Option<f64>,
    /// The least nDCG@10 of every language pair of at least 5 queries, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor: Option<f64>,
    /// The least nDCG@10 of single pairs by their names, however few their queries.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub floors: BTreeMap<String, f64>,
    /// How much nDCG@10 a pair of at least 5 queries, and all queries together, may lose against what ranks, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss: Option<f64>,
    /// A stored set of guards, all of which must hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guards: Option<Id>,
}

/// A gate that stands, with who put it there, when and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptGate {
    /// The gate.
    pub gate: Gate,
    /// Who put it there.
    pub stamp: Stamp,
}

/// A change of the gate that stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum GateChange {
    /// Puts a gate in place of the one before.
    Set {
        /// The gate, read and checked.
        gate: Box<Gate>,
    },
    /// Takes the gate away.
    Clear,
}

/// How a draft came past its gates.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// The gates that it was held against.
    pub gates: Vec<Gate>,
    /// What it fails and was published in spite of, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forced: Vec<String>,
}

const FIELDS: &[&str] = &["queries", "judgments", "overall", "floor", "floors", "loss", "guards"];
const SHARE: &str = "write a number from 0 to 1, e.g. 0.7";

impl Gate {
    /// Reads a gate as it was sent, or names every field at fault.
    pub fn read(map: &Map<String, Value>) -> Result<Gate, Vec<FieldError>> {
        let mut faults = Vec::new();
        for strange in map.keys().filter(|name| !FIELDS.contains(&name.as_str())) {
            faults.push(fault(strange, "is no field of a gate", &format!("known here: {}", FIELDS.join(", "))));
        }
        let given = |name: &str| map.get(name).filter(|value| !value.is_null());
        let mut set = |name: &str| {
            let value = given(name)?;
            let read = value.as_str().and_then(Id::parse);
            if read.is_none() {
                faults.push(fault(name, "names no set", "write the name of a stored set: 1 to 64 of A-Z a-z 0-9 . _ -"));
            }
            read
        };
        let (queries, judgments, guards) = (set("queries"), set("judgments"), set("guards"));
        let mut share = |name: &str, value: Option<&Value>| {
            let value = value?;
            let read = value.as_f64().filter(|share| (0.0..=1.0).contains(share));
            if read.is_none() {
                faults.push(fault(name, "is no number from 0 to 1", SHARE));
            }
            read
        };
        let (overall, floor, loss) = (share("overall", given("overall")), share("floor", given("floor")), share("loss", given("loss")));
        let mut floors = BTreeMap::new();
        match given("floors") {
            None => {}
            Some(Value::Object(pairs)) => {
                for (pair, value) in pairs {
                    floors.extend(share(&format!("floors.{pair}"), Some(value)).map(|floor| (pair.clone(), floor)));
                }
            }
            Some(_) => faults.push(fault("floors", "is no object", "write pairs with numbers from 0 to 1, e.g. {\"zh-fr\": 0.6}")),
        }
        let gate = Gate { queries, judgments, overall, floor, floors, loss, guards };
        if faults.is_empty() {
            faults.extend(gate.faults());
        }
        if faults.is_empty() { Ok(gate) } else { Err(faults) }
    }

    /// Whether it asks anything of figures.
    pub fn measures(&self) -> bool {
        self.overall.is_some() || self.floor.is_some() || self.loss.is_some() || !self.floors.is_empty()
    }

    fn faults(&self) -> Option<FieldError> {
        let missing = |field: &str, of: &str| fault(field, "is missing", &format!("name the stored set of {of} to measure on"));
        match (&self.queries, &self.judgments) {
            (None, Some(_)) => Some(missing("queries", "queries")),
            (Some(_), None) => Some(missing("judgments", "judgments")),
            (None, None) if self.measures() => Some(missing("queries", "queries")),
            (Some(_), Some(_)) if !self.measures() => Some(fault("floor", "is missing, and nothing else says what is to be reached", "give overall, floor, floors or loss")),
            (None, None) if self.guards.is_none() => Some(fault("gate", "asks nothing", "name a set of guards, or queries and judgments with a floor")),
            _ => None,
        }
    }
}

pub(super) fn apply(gate: &mut Option<KeptGate>, change: &GateChange, stamp: &Stamp) -> Result<(), FieldError> {
    match change {
        GateChange::Set { gate: wanted } => {
            wanted.faults().map_or(Ok(()), Err)?;
            stamp.explained()?;
            *gate = Some(KeptGate { gate: (**wanted).clone(), stamp: stamp.clone() });
        }
        GateChange::Clear => {
            if gate.is_none() {
                return Err(fault("gate", "is not there", "nothing needs to be done"));
            }
            stamp.explained()?;
            *gate = None;
        }
    }
    Ok(())
}

/// Refuses to publish past the gate that stands.
pub(super) fn passed(standing: Option<&KeptGate>, change: &ProfileChange) -> Result<(), FieldError> {
    let (Some(standing), ProfileChange::Publish { passage, .. }) = (standing, change) else { return Ok(()) };
    if passage.as_ref().is_some_and(|passage| passage.gates.contains(&standing.gate)) {
        return Ok(());
    }
    Err(fault("gate", "stands and was not passed", "publish again: the draft is then held against the gate as it is now"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::Profile;
    use crate::domain::relevance::{Change, Workbench};

    fn read(value: Value) -> Result<Gate, Vec<String>> {
        let Value::Object(map) = value else { panic!("an object") };
        Gate::read(&map).map_err(|faults| {
            assert!(faults.iter().all(|fault| !fault.problem.is_empty() && !fault.hint.is_empty()));
            faults.into_iter().map(|fault| fault.field).collect()
        })
    }

    #[test]
    fn a_gate_asks_something_that_can_be_measured() {
        let gate = read(json!({"queries": "q", "judgments": "j", "floor": 0.5, "floors": {"zh-sw": 0.4}, "loss": 0.01, "guards": "g"})).expect("reads");
        assert_eq!(serde_json::from_value::<Gate>(json!(gate)).expect("reads again"), gate);
        assert!(read(json!({"guards": "g"})).is_ok_and(|gate| !gate.measures()));
        for (bad, fields) in [
            (json!({}), &["gate"][..]),
            (json!({"floor": 0.5}), &["queries"]),
            (json!({"queries": "q", "floor": 0.5}), &["judgments"]),
            (json!({"judgments": "j", "floor": 0.5}), &["queries"]),
            (json!({"queries": "q", "judgments": "j"}), &["floor"]),
            (json!({"guards": "a b", "overall": 1.1, "loss": "0.1", "floors": {"zh-fr": -1}, "flor": 1}), &["flor", "guards", "overall", "loss", "floors.zh-fr"]),
            (json!({"guards": "g", "floors": [0.5]}), &["floors"]),
        ] {
            assert_eq!(read(bad.clone()), Err(fields.iter().map(|field| (*field).to_owned()).collect()), "{bad}");
        }
    }

    #[test]
    fn nobody_publishes_past_a_standing_gate() {
        let stamp = Stamp { by: "amina".to_owned(), at: 1, note: "why".to_owned() };
        let built_in = Profile::parse(include_str!("../../../indexes/profiles/default.toml")).expect("the built-in one");
        let gate = read(json!({"guards": "g"})).expect("reads");
        let set = Change::Gate(GateChange::Set { gate: Box::new(gate.clone()) });
        let mut workbench = Workbench::default();
        assert_eq!(workbench.apply(&set, &Stamp { note: String::new(), ..stamp.clone() }).expect_err("refused").field, "note");
        assert_eq!(workbench.apply(&Change::Gate(GateChange::Clear), &stamp).expect_err("refused").field, "gate");
        workbench.apply(&set, &stamp).expect("accepted");
        let draft = ProfileChange::Draft { profile: Box::new(Profile { name: "own".to_owned(), ..built_in }), expected: None };
        workbench.apply(&Change::Profiles(draft), &stamp).expect("accepted");
        let publish = |passage: Option<Passage>| Change::Profiles(ProfileChange::Publish { expected: Some(1), rank: true, passage: passage.map(Box::new) });
        let other = Gate { floor: Some(0.5), ..gate.clone() };
        for passage in [None, Some(Passage::default()), Some(Passage { gates: vec![other], forced: Vec::new() })] {
            let before = workbench.clone();
            assert_eq!(workbench.apply(&publish(passage), &stamp).expect_err("refused").field, "gate");
            assert_eq!(workbench, before);
        }
        workbench.apply(&publish(Some(Passage { gates: vec![gate], forced: Vec::new() })), &stamp).expect("accepted");
        workbench.apply(&Change::Gate(GateChange::Clear), &stamp).expect("accepted");
        assert_eq!(workbench.gate, None);
    }
}
