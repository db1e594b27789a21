//! From what somebody sent to a [`Posting`]: every field is read once, here, into a type that cannot
//! be wrong, and every field that cannot be read is named together with the fix. All faults of a
//! draft are reported at once.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{ANONYMOUS, Country, Currency, HsCode, Id, Incoterm, Party, Period, Posting, Price, Quantity, Side, Size, Unit,};

/// Longest title, in characters.
pub const MAX_TITLE_CHARS: usize = 300;
/// Longest text of a search, in characters; what is longer is posted as a request.
pub const MAX_QUERY_CHARS: usize = 500;
/// Longest description, in characters.
pub const MAX_DESCRIPTION_CHARS: usize = 10_000;

/// One field that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field, with its path: `price.currency`.
    pub field: String,
    /// What is wrong with it.
    pub problem: String,
    /// What to write instead.
    pub hint: String,
}

impl std::fmt::Display for FieldError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.field, self.problem, self.hint)
    }
}

/// A posting as it was sent: a JSON object in the shape of the API.
#[derive(Clone, Debug, Default)]
pub struct Draft(pub Map<String, Value>);

const SHARED: &[&str] = &[
    "id", "title", "description", "lang", "hs", "incoterm", "place", "quantity", "certifications", "channels",
    "valid_until", "external_id", "created_at", "updated_at",
];
const OFFER: &[&str] = &["origin", "price", "moq", "capacity", "supplier"];
const REQUEST: &[&str] = &["text", "origins", "max_price", "destination", "needed_by", "buyer"];

impl Draft {
    /// Reads a draft. The identifier, owner and times are settled by the caller: `fallback_id` and
    /// `party` stand in where the draft names none.
    pub fn read(&self, side: Side, fallback_id: &str, party: Option<&Party>) -> Result<Posting, Vec<FieldError>> {
        let mut r = Reader { map: &self.0, errors: Vec::new() };
        r.only_known(side);
        let (price_key, party_key) = match side {
            Side::Offer => ("price", "supplier"),
            Side::Request => ("max_price", "buyer"),
        };
        let whole = r.text("text", MAX_DESCRIPTION_CHARS);
        let mut title = r.text("title", MAX_TITLE_CHARS).unwrap_or_default();
        let mut description = r.text("description", MAX_DESCRIPTION_CHARS).unwrap_or_default();
        if let Some(whole) = whole.filter(|text| !text.is_empty()) {
            if title.is_empty() {
                title = opening(&whole);
            }
            if whole != title {
                description = if description.is_empty() { whole } else { format!("{whole}\n{description}") };
            }
        }
        if title.is_empty() && !r.errors.iter().any(|e| e.field == "title" || e.field == "text") {
            r.fault("title", "is missing or empty", "name the goods in your own words, e.g. \"Noix de cajou brutes KOR 48\"");
        }
        let id = r.text("id", 64).unwrap_or_else(|| fallback_id.to_owned());
        let id = r.parsed("id", Some(id), Id::parse, "use 1 to 64 of A-Z a-z 0-9 . _ -");
        let lang = r.text("lang", 35);
        let lang = r.parsed("lang", lang, language_tag, "use a BCP 47 tag such as fr, zh-Hant or sw");
        let hs = r.text("hs", 20);
        // A JSON number cannot begin with a zero.
        let hs = if self.0.get("hs").is_some_and(Value::is_number) { hs.map(|digits| HsCode::whole(&digits)) } else { hs };
        let hs = r.parsed("hs", hs, HsCode::parse, "use 2, 4, 6, 8 or 10 digits of the Harmonized System as text, with the zero that chapters 01 to 09 begin with, e.g. \"0801.32\"");
        let incoterm = r.text("incoterm", 10);
        let incoterm = r.parsed("incoterm", incoterm, Incoterm::parse, "use one of EXW FCA FAS FOB CFR CIF CPT CIP DAP DPU DDP");
        let mut origins = r.countries("origins");
        if let Some(origin) = r.text("origin", 60) {
            origins.extend(r.parsed("origin", Some(origin), Country::parse, "use an ISO 3166 code, e.g. BJ"));
        }
        let posting = Posting {
            side,
            id: id.unwrap_or_else(|| Id::parse("x").unwrap_or_else(|| unreachable!("a constant id"))),
            party: r.party(party_key, party),
            title,
            description,
            lang,
            hs,
            origins,
            price: r.price(price_key),
            incoterm,
            place: r.text("place", 120),
            quantity: r.quantity("quantity"),
            moq: r.quantity("moq"),
            capacity: r.quantity("capacity"),
            destination: r.text("destination", 120),
            certifications: r.list("certifications"),
            channels: r.channels(),
            needed_by: r.date("needed_by"),
            valid_until: r.date("valid_until"),
            external_id: r.text("external_id", 128),
            created_at: 0,
            updated_at: 0,
            worded_at: 0,
        };
        if r.errors.is_empty() { Ok(posting) } else { Err(r.errors) }
    }
}

/// Characters of the longest title that is taken from a text.
const OPENING: usize = 80;
/// Characters of the shortest that a longer line is cut to.
const SHORTEST_OPENING: usize = 40;

/// The first line of a pasted text; a long one is cut where a word or clause ends.
fn opening(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or(text).trim();
    let Some((end, _)) = line.char_indices().nth(OPENING) else { return line.to_owned() };
    let (most, next) = line.split_at(end);
    let least = most.char_indices().nth(SHORTEST_OPENING).map_or(end, |(at, _)| at);
    let parts = |sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '，' | '；' | '。' | '、' | '،' | '፣' | '।');
    let cut = if next.starts_with(parts) { end } else { most.rfind(parts).filter(|at| *at >= least).unwrap_or(end) };
    most.get(..cut).unwrap_or(most).trim_end_matches(parts).to_owned()
}

/// The languages that have a code of two letters (ISO 639-1).
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd \
    gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne \
    ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo \
    wa wo xh yi yo za zh zu";

/// A BCP 47 tag of a language that there is: of two letters by name, of three by shape.
pub(super) fn language_tag(text: &str) -> Option<String> {
    let language = text.split('-').next().unwrap_or_default().to_ascii_lowercase();
    if !(language.len() == 3 || TWO_LETTERS.split_whitespace().any(|known| known == language)) {
        return None;
    }
    let fits = text.len() <= 35
        && text.split('-').enumerate().all(|(i, part)| {
            let length = if i == 0 { 2..=8 } else { 1..=8 };
            length.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()) && (i > 0 || part.bytes().all(|b| b.is_ascii_alphabetic()))
        });
    fits.then(|| text.to_owned())
}

/// Reads the fields of a record and collects what is wrong with them.
pub(super) struct Reader<'a> {
    pub(super) map: &'a Map<String, Value>,
    pub(super) errors: Vec<FieldError>,
}

impl Reader<'_> {
    pub(super) fn fault(&mut self, field: &str, problem: impl Into<String>, hint: &str) {
        self.errors.push(FieldError { field: field.to_owned(), problem: problem.into(), hint: hint.to_owned() });
    }

    /// Names what is none of these fields.
    pub(super) fn fields(&mut self, known: &[&str]) {
        let map = self.map;
        for name in map.keys().filter(|name| !known.contains(&name.as_str())) {
            let hint = format!("known here: {}", known.join(", "));
            self.fault(name, "is not a field of this record", &hint);
        }
    }

    fn only_known(&mut self, side: Side) {
        let (own, others) = match side {
            Side::Offer => (OFFER, REQUEST),
            Side::Request => (REQUEST, OFFER),
        };
        let strange: Vec<(String, bool)> = self
            .map
            .keys()
            .filter(|key| !SHARED.contains(&key.as_str()) && !own.contains(&key.as_str()))
            .map(|key| (key.clone(), others.contains(&key.as_str())))
            .collect();
        for (key, other_side) in strange {
            if other_side {
                self.fault(&key, format!("belongs to {}", side.other().plural()), "leave it out here");
            } else {
                self.fault(&key, "is not a field of this record", "check the spelling against /openapi.json");
            }
        }
    }

    /// A string or number at `key`; control characters other than line breaks are refused.
    pub(super) fn text(&mut self, key: &str, max_chars: usize) -> Option<String> {
        let value = self.map.get(key)?.clone();
        self.scalar(key, &value, max_chars)
    }

    pub(super) fn scalar(&mut self, field: &str, value: &Value, max_chars: usize) -> Option<String> {
        let text = match value {
            Value::Null => return None,
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => {
                self.fault(field, "is not a text", "write it as a JSON string");
                return None;
            }
        };
        if text.chars().count() > max_chars {
            self.fault(field, format!("is longer than {max_chars} characters"), "shorten it");
            return None;
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.fault(field, "holds a control character", "remove it");
            return None;
        }
        if text.chars().any(|c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')) && field == "title" {
            self.fault(field, "holds a bidirectional override", "remove the invisible direction marks U+202A to U+2069");
            return None;
        }
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn parsed<T>(&mut self, field: &str, text: Option<String>, parse: impl Fn(&str) -> Option<T>, hint: &str) -> Option<T> {
        let text = text?;
        let value = parse(&text);
        if value.is_none() {
            self.fault(field, format!("cannot be read from {text:?}"), hint);
        }
        value
    }

    pub(super) fn object(&mut self, key: &str, known: &[&str]) -> Option<Map<String, Value>> {
        match self.map.get(key)? {
            Value::Null => None,
            Value::Object(map) => {
                let map = map.clone();
                for name in map.keys().filter(|name| !known.contains(&name.as_str())) {
                    let hint = format!("known here: {}", known.join(", "));
                    self.fault(&format!("{key}.{name}"), "is not a field of this record", &hint);
                }
                Some(map)
            }
            _ => {
                let hint = format!("write an object with {}", known.join(", "));
                self.fault(key, "is not an object", &hint);
                None
            }
        }
    }

    fn amount(&mut self, field: &str, map: &Map<String, Value>) -> Option<Decimal> {
        let path = format!("{field}.amount");
        let Some(value) = map.get("amount") else {
            self.fault(&path, "is missing", "write a decimal string, e.g. \"1250.50\"");
            return None;
        };
        let text = self.scalar(&path, value, 40)?;
        let number = self.parsed(&path, Some(text), |t| t.parse::<Decimal>().ok().or_else(|| Decimal::from_scientific(t).ok()), "write a decimal with a point and no grouping, e.g. \"1250.50\"")?;
        if number.is_sign_negative() || number.is_zero() {
            self.fault(&path, "is not above zero", "write a positive amount");
            return None;
        }
        Some(number)
    }

    fn unit(&mut self, path: &str, value: &Value) -> Option<Unit> {
        let text = self.scalar(path, value, 40)?;
        self.parsed(path, Some(text), Unit::parse, "use t kg g lb l m3 m2 m pc pair head bag carton FCL20 FCL40 FCL40HC LCL, or a Rec 20 code")
    }

    fn quantity(&mut self, key: &str) -> Option<Quantity> {
        let map = self.object(key, &["amount", "unit", "per"])?;
        let amount = self.amount(key, &map);
        let path = format!("{key}.unit");
        let unit = match map.get("unit") {
            Some(value) => self.unit(&path, value),
            None => {
                self.fault(&path, "is missing", "name the unit, e.g. \"t\"");
                None
            }
        };
        let path = format!("{key}.per");
        let per = map.get("per").and_then(|value| self.scalar(&path, value, 20));
        let per = self.parsed(&path, per, Period::parse, "use day, week, month, quarter or year");
        Some(Quantity { amount: amount?, unit: unit?, per })
    }

    fn price(&mut self, key: &str) -> Option<Price> {
        let map = self.object(key, &["amount", "currency", "per"])?;
        let amount = self.amount(key, &map);
        let path = format!("{key}.currency");
        let currency = match map.get("currency") {
            Some(value) => {
                let text = self.scalar(&path, value, 10);
                self.parsed(&path, text, Currency::parse, "use an ISO 4217 code, e.g. USD")
            }
            None => {
                self.fault(&path, "is missing", "use an ISO 4217 code, e.g. USD");
                None
            }
        };
        let per = map.get("per").and_then(|value| self.unit(&format!("{key}.per"), value));
        Some(Price { amount: amount?, currency: currency?, per })
    }

    fn list(&mut self, key: &str) -> Vec<String> {
        let items: Vec<Value> = match self.map.get(key) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(items)) => items.clone(),
            Some(Value::String(text)) => text.split([',', ';', '|']).map(|t| Value::String(t.to_owned())).collect(),
            Some(_) => {
                self.fault(key, "is not a list", "write a JSON array of strings");
                return Vec::new();
            }
        };
        if items.len() > 50 {
            self.fault(key, "has more than 50 entries", "shorten it");
            return Vec::new();
        }
        items.iter().enumerate().filter_map(|(i, item)| self.scalar(&format!("{key}[{i}]"), item, 80)).collect()
    }

    /// Codes of customs supervision: four digits, of which a number drops the first zero.
    fn channels(&mut self) -> Vec<String> {
        let code = |text: &str| (matches!(text.len(), 3 | 4) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("{text:0>4}"));
        let words = self.list("channels");
        let hint = "use the four digits of customs supervision: 0110 general trade, 1210 bonded import, 1239, 9610 direct mail, 1039 market purchase, 4019 border trade, and the like";
        words.into_iter().filter_map(|word| self.parsed("channels", Some(word), code, hint)).collect()
    }

    fn countries(&mut self, key: &str) -> Vec<Country> {
        let words = self.list(key);
        words.into_iter().filter_map(|word| self.parsed(key, Some(word), Country::parse, "use ISO 3166 codes, e.g. [\"VN\", \"BJ\"]")).collect()
    }

    pub(super) fn date(&mut self, key: &str) -> Option<Date> {
        let text = self.text(key, 40);
        self.parsed(key, text, |t| t.parse::<Date>().ok(), "write a date as 2027-03-31")
    }

    fn party(&mut self, key: &str, fallback: Option<&Party>) -> Party {
        let unnamed = || Party { id: ANONYMOUS.to_owned(), name: String::new(), country: None, size: None };
        let Some(map) = self.object(key, &["id", "name", "country", "size"]) else {
            return fallback.cloned().unwrap_or_else(unnamed);
        };
        let mut get = |name: &str, max: usize| {
            map.get(name).and_then(|value| self.scalar(&format!("{key}.{name}"), value, max))
        };
        let (id, name, country, size) = (get("id", 64), get("name", 200), get("country", 3), get("size", 10));
        let country = self.parsed(&format!("{key}.country"), country, Country::parse, "use an ISO 3166 code, e.g. BJ");
        let size = self.parsed(&format!("{key}.size"), size, Size::parse, "use micro, small, medium or large");
        let id = self.parsed(&format!("{key}.id"), id, |t| Id::parse(t).map(String::from), "use 1 to 64 of A-Z a-z 0-9 . _ -");
        let name = name.unwrap_or_default();
        let id = id.or_else(|| fallback.map(|party| party.id.clone())).unwrap_or_else(|| party_id(&name));
        Party { id, name, country: country.or_else(|| fallback.and_then(|p| p.country)), size }
    }
}

/// A stable identifier for a party known by its name alone.
fn party_id(name: &str) -> String {
    if name.is_empty() {
        return ANONYMOUS.to_owned();
    }
    // FNV-1a: the identifier must be the same on every machine and in every version.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("p-{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_long_text_opens_with_a_title_that_ends_where_a_word_does() {
        let text = "Cherche 50 000 sacs de jute neufs 65x112 cm, qualité alimentaire, livrés San Pedro";
        assert_eq!(opening(text), "Cherche 50 000 sacs de jute neufs 65x112 cm, qualité alimentaire, livrés San");
        assert_eq!(opening(&format!("\n{}", "长期收购芝麻，".repeat(20))), "长期收购芝麻，".repeat(11).trim_end_matches('，'));
        let unparted = "ก".repeat(100);
        assert_eq!((opening(&unparted).chars().count(), opening("mangue séchée").as_str()), (80, "mangue séchée"));
    }

    fn read(side: Side, value: Value) -> Result<Posting, Vec<FieldError>> {
        let Value::Object(map) = value else { panic!("an object") };
        Draft(map).read(side, "new", None)
    }

    #[test]
    fn a_whole_offer_is_read() {
        let offer = read(Side::Offer, json!({"title":"Noix de cajou","hs":"0801.31","origin":"BJ",
            "price":{"amount":"1250.50","currency":"USD","per":"t"},"moq":{"amount":18,"unit":"TNE"},
            "valid_until":"2027-03-31","supplier":{"name":"Coop","country":"BJ","size":"micro"}}));
        let offer = offer.expect("valid");
        assert_eq!(offer.hs.as_ref().map(HsCode::digits), Some("080131"));
        assert_eq!(offer.moq.map(|q| q.unit.name()), Some("t"));
        assert_eq!(offer.price.map(|p| p.amount.to_string()).as_deref(), Some("1250.50"));
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let faults = read(Side::Offer, json!({"title":" ","hs":"99","price":{"amount":"1.250,50"},"colour":"red","buyer":{}}));
        let fields: Vec<String> = faults.expect_err("faulty").into_iter().map(|f| f.field).collect();
        for field in ["title", "hs", "price.amount", "price.currency", "colour", "buyer"] {
            assert!(fields.iter().any(|f| f == field), "{field} in {fields:?}");
        }
    }

    #[test]
    fn what_names_nothing_is_refused_by_field() {
        let field = |value: Value| read(Side::Offer, value).err().map(|faults| faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>());
        for (name, value) in [("lang", "english"), ("lang", "xx"), ("lang", "français"), ("channels", "一般贸易"), ("channels", "12100"), ("hs", "80131"), ("hs", "801")] {
            assert_eq!(field(json!({"title": "Thé", name: value})), Some(vec![name.to_owned()]), "{value}");
        }
        let offer = read(Side::Offer, json!({"title": "Noix de cajou", "lang": "fr-BJ", "hs": 80131, "channels": [110, "1210"], "certifications": ["Label Village"]})).expect("valid");
        assert_eq!(offer.hs.as_ref().map(HsCode::digits), Some("080131"));
        assert_eq!((offer.channels, offer.certifications), (vec!["0110".to_owned(), "1210".to_owned()], vec!["Label Village".to_owned()]));
    }

    #[test]
    fn a_pasted_request_needs_no_title() {
        let request = read(Side::Request, json!({"text":"求购越南腰果仁W320\n每月两个20尺柜"})).expect("valid");
        assert_eq!(request.title, "求购越南腰果仁W320");
        assert!(request.description.contains("20尺柜"));
    }

    #[test]
    fn direction_overrides_in_titles_are_refused() {
        let faults = read(Side::Offer, json!({"title":"\u{202e}abc"})).expect_err("refused");
        assert_eq!(faults.first().map(|f| f.field.as_str()), Some("title"));
    }
}
