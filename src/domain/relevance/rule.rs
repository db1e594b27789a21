//! One curation rule: for which questions it fires ([`When`]), which of the postings found it means
//! ([`Target`]) and what it does with them ([`Act`]). It is read from JSON once, here; every field that
//! cannot be used is named with the fix. Whether a concept exists only the lexicon knows.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::domain::draft::{Reader, language_tag};
use crate::domain::{Country, FieldError, HsCode, Id, MAX_QUERY_CHARS, Side};

/// The last place that a pin can name: that of the largest page.
pub const MAX_PLACE: usize = 100;
/// Longest slug of a concept and longest identifier of a party, in characters.
const MAX_NAME_CHARS: usize = 64;

/// Where the platform decides a place itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Its name.
    pub id: Id,
    /// The side that is searched.
    pub side: Side,
    /// The questions it fires for.
    #[serde(default)]
    pub when: When,
    /// The postings it means.
    #[serde(default)]
    pub on: Target,
    /// What it does with them.
    #[serde(flatten)]
    pub act: Act,
    /// First day on which it holds, in UTC; none for at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day on which it holds, in UTC; none for until it is retired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// What must be true of a question; without any condition every question is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// A concept that is asked for, itself or a narrower one, in whatever language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concept: Option<String>,
    /// Prefix of the code that is asked for, stated or of the goods named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hs: Option<HsCode>,
    /// A country of origin that is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Country>,
    /// Language of the question, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The whole text, but for case, marks, width and spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What must be true of a posting that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The one posting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// Its supplier or buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// A concept that it is about, itself or a narrower one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concept: Option<String>,
    /// Prefix of 2, 4 or 6 digits of its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hs: Option<HsCode>,
    /// Its country of origin, or one that it accepts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Country>,
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    /// Puts the one posting at a place, if it is among what was found.
    Pin {
        /// From 1 to [`MAX_PLACE`].
        place: usize,
    },
    /// Puts postings behind all others.
    Bury,
    /// Leaves postings out, from hits, totals and counts.
    Block,
    /// Lets postings come first among those that match as much.
    Boost {
        /// Share of what a boost may add at all, above 0, at most 1.
        by: f64,
    },
}

impl Act {
    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Act::Pin { .. } => "pin",
            Act::Bury => "bury",
            Act::Block => "block",
            Act::Boost { .. } => "boost",
        }
    }
}

impl Rule {
    /// Reads a rule as it was sent, or names every field at fault.
    pub fn read(id: &str, map: &Map<String, Value>) -> Result<Rule, Vec<FieldError>> {
        let mut r = Reader { map, errors: Vec::new() };
        r.fields(&["id", "side", "when", "on", "do", "place", "by", "from", "until"]);
        r.filled();
        let own = r.text("id", MAX_NAME_CHARS).unwrap_or_else(|| id.to_owned());
        if own != id {
            r.fault("id", "is not the one of the address", "leave it out, or write the same in both places");
        }
        let id = r.parsed("id", Some(own), Id::parse, "use 1 to 64 of A-Z a-z 0-9 . _ -");
        let side = r.text("side", MAX_NAME_CHARS).or(Some("offer".to_owned()));
        let side = r.parsed("side", side, side_named, "use offer or request: the side that is searched");
        let (when, on) = (r.when(), r.target());
        let (from, until) = (r.date("from"), r.date("until"));
        let act = r.act();
        let (Some(id), Some(side), Some(act)) = (id, side, act) else { return Err(r.errors) };
        let rule = Rule { id, side, when, on, act, from, until };
        let errors = if r.errors.is_empty() { rule.faults() } else { r.errors };
        if errors.is_empty() { Ok(rule) } else { Err(errors) }
    }

    /// What cannot be about a rule that was read.
    pub(super) fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, problem: &str, hint: &str| faults.push(super::fault(field, problem, hint));
        if self.from.zip(self.until).is_some_and(|(from, until)| until < from) {
            fault("until", "is before from", "write the last day on which the rule holds");
        }
        match self.act {
            Act::Pin { place } => {
                if !(1..=MAX_PLACE).contains(&place) {
                    fault("place", "is out of range", "use 1 to 100");
                }
                if self.on.id.is_none() || self.on != (Target { id: self.on.id.clone(), ..Target::default() }) {
                    fault("on", "is not one posting", "write {\"id\": \"...\"} alone: a pin places one posting");
                }
                if self.when == When::default() {
                    fault("when", "is empty", "name the questions that the pin is for: concept, hs, origin, lang or text");
                }
            }
            Act::Boost { by } if !(by > 0.0 && by <= 1.0) => fault("by", "is out of range", "use a number above 0, at most 1"),
            _ if self.on == Target::default() => fault("on", "is empty", "name the postings that are meant: id, party, concept, hs or origin"),
            _ => {}
        }
        if self.on.hs.as_ref().is_some_and(|code| ![2, 4, 6].contains(&code.digits().len())) {
            fault("on.hs", "has not 2, 4 or 6 digits", "write a chapter, heading or subheading, e.g. 0801.32");
        }
        faults
    }

    /// Whether it holds on a day.
    pub fn holds(&self, today: Date) -> bool {
        self.from.is_none_or(|from| from <= today) && self.until.is_none_or(|until| today <= until)
    }

    /// Whether there is a day on which both hold.
    pub(super) fn overlaps(&self, other: &Rule) -> bool {
        let before = |until: Option<Date>, from: Option<Date>| until.zip(from).is_some_and(|(until, from)| until < from);
        !before(self.until, other.from) && !before(other.until, self.from)
    }

    /// Whether both fire for the same questions, as far as letters tell.
    pub(super) fn fires_like(&self, other: &Rule) -> bool {
        let alike = |when: &When| When { text: when.text.as_ref().map(|text| text.to_lowercase()), ..when.clone() };
        self.side == other.side && alike(&self.when) == alike(&other.when)
    }
}

fn side_named(name: &str) -> Option<Side> {
    [Side::Offer, Side::Request].into_iter().find(|side| side.name() == name)
}

impl Reader<'_> {
    /// Refuses fields that are there and say nothing: a condition that is left out by mistake means everything.
    fn filled(&mut self) {
        let blank = |value: &Value| value.as_str().is_some_and(|text| text.trim().is_empty());
        let inner = self.map.iter().filter_map(|(name, value)| Some((name, value.as_object()?)));
        let inside = inner.flat_map(|(name, map)| map.iter().map(move |(field, value)| (format!("{name}.{field}"), value)));
        let all = self.map.iter().map(|(name, value)| (name.clone(), value)).chain(inside);
        let empty: Vec<String> = all.filter(|(_, value)| blank(value)).map(|(path, _)| path).collect();
        empty.iter().for_each(|path| self.fault(path, "is empty", "fill it in, or leave it out if it is to ask nothing"));
    }

    fn when(&mut self) -> When {
        let Some(map) = self.object("when", &["concept", "hs", "origin", "lang", "text"]) else { return When::default() };
        let lang = self.within(&map, "when.lang", 35);
        When {
            concept: self.within(&map, "when.concept", MAX_NAME_CHARS),
            hs: self.code(&map, "when.hs"),
            origin: self.country(&map, "when.origin"),
            lang: self.parsed("when.lang", lang, language_tag, "use a BCP 47 tag such as fr, zh or sw"),
            text: self.within(&map, "when.text", MAX_QUERY_CHARS),
        }
    }

    fn target(&mut self) -> Target {
        let Some(map) = self.object("on", &["id", "party", "concept", "hs", "origin"]) else { return Target::default() };
        let id = self.within(&map, "on.id", MAX_NAME_CHARS);
        Target {
            id: self.parsed("on.id", id, Id::parse, "use the identifier of a posting"),
            party: self.within(&map, "on.party", MAX_NAME_CHARS),
            concept: self.within(&map, "on.concept", MAX_NAME_CHARS),
            hs: self.code(&map, "on.hs"),
            origin: self.country(&map, "on.origin"),
        }
    }

    fn act(&mut self) -> Option<Act> {
        let name = self.text("do", MAX_NAME_CHARS);
        if name.is_none() {
            self.fault("do", "is missing", "use pin, bury, block or boost");
        }
        let (place, by) = (self.text("place", 40), self.text("by", 40));
        let place = self.parsed("place", place, |text| text.parse().ok(), "use a whole number from 1 to 100");
        let by = self.parsed("by", by, |text| text.parse::<f64>().ok().filter(|by| by.is_finite()), "use a number above 0, at most 1");
        let name = name?;
        for (field, owner) in [("place", "pin"), ("by", "boost")] {
            let given = self.map.contains_key(field);
            match name == owner {
                true if !given => self.fault(field, "is missing", if owner == "pin" { "use 1 to 100" } else { "use a number above 0, at most 1" }),
                false if given => self.fault(field, format!("belongs to {owner}"), "leave it out here"),
                _ => {}
            }
        }
        match name.as_str() {
            "pin" => place.map(|place| Act::Pin { place }),
            "bury" => Some(Act::Bury),
            "block" => Some(Act::Block),
            "boost" => by.map(|by| Act::Boost { by }),
            _ => {
                self.fault("do", format!("cannot be read from {name:?}"), "use pin, bury, block or boost");
                None
            }
        }
    }

    /// The text of a field inside of an object; `path` is its name with the object's before it.
    fn within(&mut self, map: &Map<String, Value>, path: &str, max_chars: usize) -> Option<String> {
        let (_, name) = path.split_once('.')?;
        self.scalar(path, map.get(name)?, max_chars)
    }

    fn code(&mut self, map: &Map<String, Value>, path: &str) -> Option<HsCode> {
        let text = self.within(map, path, 20);
        self.parsed(path, text, HsCode::parse, "use 2 to 10 digits of the Harmonized System, e.g. 0801.32")
    }

    fn country(&mut self, map: &Map<String, Value>, path: &str) -> Option<Country> {
        let text = self.within(map, path, 60);
        self.parsed(path, text, Country::parse, "use an ISO 3166 code, e.g. BJ")
    }
}
