//! A posting: an offer or a request. Both sides share one shape, so that one matcher serves both;
//! [`Posting::to_json`] writes the names that each side uses in the API.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{Country, HsCode, Incoterm, Party, Price, Quantity, Side};

/// Identifier of a posting: 1 to 64 of `A-Za-z0-9._-`, unique within its side.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

impl Id {
    /// Accepts a short ASCII name; longer or stranger ones could not be deleted from an index.
    pub fn parse(text: &str) -> Option<Id> {
        let fits = (1..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        fits.then(|| Id(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Id {
    type Error = String;
    fn try_from(text: String) -> Result<Id, String> {
        Id::parse(&text).ok_or_else(|| "an id is 1 to 64 of A-Z a-z 0-9 . _ -".to_owned())
    }
}

impl From<Id> for String {
    fn from(id: Id) -> String {
        id.0
    }
}

/// What somebody offers or asks for, exactly as stated; nothing in it is inferred.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// Offer or request.
    pub side: Side,
    /// Its identifier.
    pub id: Id,
    /// Supplier of an offer, buyer of a request.
    pub party: Party,
    /// Short name of the goods in the party's own words.
    pub title: String,
    /// Everything else in words; for a pasted request the whole text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Declared BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Stated HS code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hs: Option<HsCode>,
    /// Origin of offered goods, or the origins a buyer accepts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<Country>,
    /// Asking price of an offer, highest price of a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// Delivery term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incoterm: Option<Incoterm>,
    /// Named place of the term, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Wanted (request) or ready (offer) quantity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// Smallest order the supplier takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moq: Option<Quantity>,
    /// What the supplier can deliver in a period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Quantity>,
    /// Where the buyer wants the goods, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// Certificates held (offer) or required (request): identifiers or free words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certifications: Vec<String>,
    /// Chinese customs supervision codes the posting suits (`0110`, `1210`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// When a buyer needs the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed_by: Option<Date>,
    /// Last day on which the posting may be found, in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// The party's own key; a second posting with the same key replaces the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// First posted, milliseconds since 1970.
    #[serde(default)]
    pub created_at: i64,
    /// Last changed, milliseconds since 1970.
    #[serde(default)]
    pub updated_at: i64,
    /// When title and description were last worded otherwise, milliseconds since 1970; 0 where it was not noted.
    #[serde(default, skip_serializing_if = "is_unknown")]
    pub worded_at: i64,
}

fn is_unknown(moment: &i64) -> bool {
    *moment == 0
}

impl Posting {
    /// First millisecond at which the posting no longer shows, if it ends at all.
    pub fn expires_at(&self) -> Option<i64> {
        let next = self.valid_until?.tomorrow().ok()?;
        Some(next.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
    }

    /// The same without anything that is stated beside its name, its party and its end.
    pub fn bare(&self) -> Posting {
        let Posting { side, id, party, title, valid_until, created_at, updated_at, worded_at, .. } = self.clone();
        Posting {
            side,
            id,
            party,
            title,
            description: String::new(),
            lang: None,
            hs: None,
            origins: Vec::new(),
            price: None,
            incoterm: None,
            place: None,
            quantity: None,
            moq: None,
            capacity: None,
            destination: None,
            certifications: Vec::new(),
            channels: Vec::new(),
            needed_by: None,
            valid_until,
            external_id: None,
            created_at,
            updated_at,
            worded_at,
        }
    }

    /// Whether it has ended at `now` (milliseconds since 1970).
    pub fn expired(&self, now: i64) -> bool {
        self.expires_at().is_some_and(|end| end <= now)
    }

    /// When its text was written, milliseconds since 1970: from then on its days without a year are counted.
    pub fn written_at(&self) -> i64 {
        if self.worded_at > 0 { self.worded_at } else { self.created_at }
    }

    /// Title and description as one text, title first.
    pub fn text(&self) -> String {
        if self.description.is_empty() || self.description == self.title {
            return self.title.clone();
        }
        format!("{}\n{}", self.title, self.description)
    }

    /// The posting as the API shows it.
    pub fn to_json(&self) -> Value {
        let mut map = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                map.insert(key.to_owned(), value);
            }
        };
        let offer = self.side == Side::Offer;
        put("id", Some(json!(self.id)));
        put("title", Some(json!(self.title)));
        put("description", (!self.description.is_empty()).then(|| json!(self.description)));
        put("lang", self.lang.as_ref().map(|v| json!(v)));
        match (offer, self.origins.as_slice()) {
            (_, []) => {}
            (true, [one, ..]) => put("origin", Some(json!(one))),
            (false, many) => put("origins", Some(json!(many))),
        }
        put("hs", self.hs.as_ref().map(|code| json!(code.dotted())));
        put(if offer { "price" } else { "max_price" }, self.price.as_ref().map(|v| json!(v)));
        put("incoterm", self.incoterm.map(|v| json!(v)));
        put("place", self.place.as_ref().map(|v| json!(v)));
        put("quantity", self.quantity.as_ref().map(|v| json!(v)));
        put("moq", self.moq.as_ref().map(|v| json!(v)));
        put("capacity", self.capacity.as_ref().map(|v| json!(v)));
        put("destination", self.destination.as_ref().map(|v| json!(v)));
        put("certifications", (!self.certifications.is_empty()).then(|| json!(self.certifications)));
        put("channels", (!self.channels.is_empty()).then(|| json!(self.channels)));
        put("needed_by", self.needed_by.map(|v| json!(v)));
        put("valid_until", self.valid_until.map(|v| json!(v)));
        put("external_id", self.external_id.as_ref().map(|v| json!(v)));
        put(if offer { "supplier" } else { "buyer" }, Some(json!(self.party)));
        put("created_at", Some(json!(stamp(self.created_at))));
        put("updated_at", Some(json!(stamp(self.updated_at))));
        Value::Object(map)
    }
}

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;

/// Milliseconds since 1970 as the API shows a moment.
pub fn stamp(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).map(|t| t.to_string()).unwrap_or_default()
}

/// The beginning of a day in UTC, in milliseconds since 1970; none if it cannot be read.
pub fn beginning(day: &str) -> Option<i64> {
    let day: Date = day.parse().ok()?;
    day.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|begins| begins.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_ascii() {
        assert!(Id::parse("o-fr_1.2").is_some());
        for bad in ["", "a b", "é", &"x".repeat(65), "a/b"] {
            assert!(Id::parse(bad).is_none(), "{bad}");
        }
    }
}
