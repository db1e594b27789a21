//! The terms of a deal as pairs compare them: amounts, price, delivery, channels, times, payment. What
//! a person stated in fields wins; what is missing is taken from the text. An ambiguous reading is no
//! value, so nothing is judged by it.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::card::CountryCode;
use super::facts::spelled;
use super::packed::{exact, short};
use crate::domain::{Country, Currency, Incoterm, Period, Posting, Price, Quantity, Side, Unit, UnitClass};
use crate::lexicon::{FacetId, Lexicon, Meaning};
use crate::text::{Clean, atoms};
use crate::understand::{Amount, Bound, Content, Lead, Reading, When};

/// Most channels, means of payment and contents kept, of each.
const MAX_OF_A_KIND: usize = 8;
/// So many contents are followed from one to the next: a container of cartons, a carton of kilograms.
const MAX_STEPS: usize = 2;
/// From this mass on a package is for the trade, and no consumer takes it home.
const BULK_PACKAGE_KG: Decimal = Decimal::from_parts(10, 0, 0, false, 0);
/// Up to this mass a package is one that a shop sells.
const RETAIL_PACKAGE_KG: Decimal = Decimal::from_parts(5, 0, 0, false, 0);
/// Below this a property is too unsure to count.
const SURE: f32 = 0.6;
/// How sure a property is that the description tells and the title does not. It denies a certificate that
/// the offer does not claim, and contradicts nothing else.
const TOLD: f32 = 0.5;

/// An amount, or a range of amounts, once or per period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealAmount {
    /// The amount, of a range the lower end.
    #[serde(with = "exact")]
    pub low: Decimal,
    /// The amount, of a range the upper end.
    #[serde(with = "exact")]
    pub high: Decimal,
    /// Its unit as stated.
    #[serde(with = "short")]
    pub unit: Unit,
    /// The period of a repeated amount.
    pub per: Option<Period>,
}

/// What one package or container holds, as stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealContent {
    /// How much.
    #[serde(with = "exact")]
    pub amount: Decimal,
    /// Its unit.
    #[serde(with = "short")]
    pub unit: Unit,
    /// What holds it.
    #[serde(with = "short")]
    pub per: Unit,
}

/// A price, or a range of prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealPrice {
    /// The price, of a range the lower end.
    #[serde(with = "exact")]
    pub low: Decimal,
    /// The price, of a range the upper end.
    #[serde(with = "exact")]
    pub high: Decimal,
    /// Its currency.
    #[serde(with = "short")]
    pub currency: Currency,
    /// What it is for.
    #[serde(with = "short::option")]
    pub per: Option<Unit>,
    /// Whether a buyer called it a target, and not the most that is paid.
    pub target: bool,
}

/// Whom the packing is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Packing {
    /// It is not said.
    #[default]
    Unknown,
    /// A consumer.
    Retail,
    /// The trade: sacks, big bags, tanks.
    Bulk,
}

/// The terms of one side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// Wanted, or ready.
    pub quantity: Option<DealAmount>,
    /// Percent by which the quantity may differ.
    pub tolerance: Option<u8>,
    /// The smallest order.
    pub moq: Option<DealAmount>,
    /// What can be made.
    pub capacity: Option<DealAmount>,
    /// What packages and containers hold.
    pub contents: Vec<DealContent>,
    /// Asking price, or what a buyer pays.
    pub price: Option<DealPrice>,
    /// Delivery term.
    pub incoterm: Option<Incoterm>,
    /// Its place: UN/LOCODE or country where known, else as written.
    pub place: Option<String>,
    /// Where the goods shall go, the same way.
    pub destination: Option<String>,
    /// Country whose rules the buyer's goods must meet, if known.
    pub market: Option<CountryCode>,
    /// Import channels.
    pub channels: Vec<String>,
    /// Means of payment.
    pub payment: Vec<String>,
    /// Last day on which the goods are of use.
    pub needed_by: Option<Date>,
    /// First and, if there is one, last day on which the goods ship or are wanted.
    pub window: Option<(Date, Option<Date>)>,
    /// The year in which they grew: `2026`, `2025/2026`.
    pub harvest: Option<String>,
    /// Days until the goods are ready.
    pub lead_days: Option<u32>,
    /// Last day on which it stands.
    pub valid_until: Option<Date>,
    /// Whether a sample is asked or offered.
    pub sample: bool,
    /// Whom the packing is for.
    pub packing: Packing,
    /// Whether the goods are said to be grown conventionally.
    pub conventional: bool,
}

impl From<&Amount> for DealAmount {
    fn from(amount: &Amount) -> DealAmount {
        DealAmount { low: amount.amount, high: amount.to.unwrap_or(amount.amount), unit: amount.unit, per: amount.per }
    }
}

impl From<&Quantity> for DealAmount {
    fn from(quantity: &Quantity) -> DealAmount {
        DealAmount { low: quantity.amount, high: quantity.amount, unit: quantity.unit, per: quantity.per }
    }
}

impl DealAmount {
    /// The lower end as a quantity.
    pub fn least(&self) -> Quantity {
        Quantity { amount: self.low, unit: self.unit, per: self.per }
    }

    /// The upper end as a quantity.
    pub fn most(&self) -> Quantity {
        Quantity { amount: self.high, unit: self.unit, per: self.per }
    }
}

impl From<&Content> for DealContent {
    fn from(content: &Content) -> DealContent {
        DealContent { amount: content.amount, unit: content.unit, per: content.per }
    }
}

impl DealPrice {
    /// The lower end.
    pub fn least(&self) -> Price {
        Price { amount: self.low, currency: self.currency, per: self.per }
    }

    /// The upper end.
    pub fn most(&self) -> Price {
        Price { amount: self.high, currency: self.currency, per: self.per }
    }
}

/// A unit as a class with its factor to the base unit: its own, or by what packages and containers are
/// stated to hold. The contents that come first count first.
pub fn scale(unit: Unit, contents: [&[DealContent]; 2]) -> Option<(UnitClass, Decimal)> {
    within(unit, contents, MAX_STEPS)
}

fn within(unit: Unit, contents: [&[DealContent]; 2], steps: usize) -> Option<(UnitClass, Decimal)> {
    if let Some(factor) = unit.factor() {
        return Some((unit.class(), factor));
    }
    let held = contents.into_iter().flatten().filter(|content| steps > 0 && content.per == unit);
    held.into_iter().find_map(|content| {
        let (class, factor) = within(content.unit, contents, steps - 1)?;
        Some((class, content.amount.checked_mul(factor)?)).filter(|(_, factor)| factor.is_sign_positive() && !factor.is_zero())
    })
}

impl Deal {
    /// The terms of a text alone.
    pub fn of_reading(reading: &Reading, lexicon: &Lexicon) -> Deal {
        let some = |list: &[String]| list.iter().take(MAX_OF_A_KIND).cloned().collect::<Vec<_>>();
        let contents: Vec<DealContent> = reading.load.iter().chain(&reading.packing).map(DealContent::from).collect();
        let lead = reading.lead_time.and_then(Lead::most_days);
        Deal {
            quantity: reading.quantity.as_ref().map(DealAmount::from),
            tolerance: reading.tolerance.and_then(|percent| u8::try_from(percent.trunc()).ok()).filter(|percent| *percent <= 50),
            moq: reading.moq.as_ref().map(DealAmount::from),
            capacity: reading.capacity.as_ref().map(DealAmount::from),
            packing: packing(&contents, reading, lexicon),
            contents,
            price: reading.price.as_ref().filter(|price| !(reading.asks == Some(true) && price.bound == Some(Bound::From))).map(|price| DealPrice {
                low: price.amount,
                high: price.to.unwrap_or(price.amount),
                currency: price.currency,
                per: price.per,
                target: price.bound == Some(Bound::Target),
            }),
            incoterm: reading.incoterm,
            place: reading.place.clone(),
            destination: reading.destination.clone(),
            market: reading.destination.as_deref().and_then(country_of),
            channels: some(&reading.channels),
            payment: some(&reading.payment),
            needed_by: reading.needed_by.map(When::last_day),
            window: reading.window.map(|window| (window.from.first_day(), window.until.map(When::last_day))),
            harvest: reading.harvest.map(|harvest| harvest.to_string()),
            lead_days: lead,
            valid_until: reading.valid_until.map(When::last_day),
            sample: reading.sample,
            conventional: named(reading, lexicon, TOLD).any(|slug| slug == "farming:conventional"),
        }
    }

    /// The terms of a posting: its fields, and what they leave open from its text.
    pub fn of_posting(posting: &Posting, reading: &Reading, lexicon: &Lexicon) -> Deal {
        let mut deal = Deal::of_reading(reading, lexicon);
        let stated = |field: &Option<Quantity>, slot: &mut Option<DealAmount>| {
            if let Some(quantity) = field {
                *slot = Some(DealAmount::from(quantity));
            }
        };
        stated(&posting.quantity, &mut deal.quantity);
        stated(&posting.moq, &mut deal.moq);
        stated(&posting.capacity, &mut deal.capacity);
        if posting.quantity.is_some() {
            deal.tolerance = None;
        }
        if let Some(price) = &posting.price {
            deal.price = Some(DealPrice { low: price.amount, high: price.amount, currency: price.currency, per: price.per, target: false });
        }
        if posting.incoterm.is_some_and(|term| deal.incoterm != Some(term)) {
            // The place in the text belongs to the term in the text.
            (deal.incoterm, deal.place) = (posting.incoterm, None);
        }
        if let Some(place) = &posting.place {
            deal.place = Some(place_code(lexicon, place));
        }
        if let Some(destination) = &posting.destination {
            deal.destination = Some(place_code(lexicon, destination));
        }
        deal.market = deal.destination.as_deref().and_then(country_of);
        if posting.side == Side::Request {
            deal.market = deal.market.or(posting.party.country.map(CountryCode::from));
        }
        if !posting.channels.is_empty() {
            deal.channels = posting.channels.iter().take(MAX_OF_A_KIND).map(|channel| spelled(channel)).collect();
        }
        if posting.side == Side::Offer {
            // A seller needs nothing: the month in which goods are said to ship is their period.
            let month = reading.needed_by.filter(|when| matches!(when, When::Month(..)));
            deal.window = deal.window.or(month.map(|month| (month.first_day(), Some(month.last_day()))));
            deal.needed_by = None;
        }
        if posting.needed_by.is_some() {
            deal.window = None;
        }
        deal.needed_by = posting.needed_by.or(deal.needed_by).or(deal.window.filter(|_| posting.side == Side::Request).and_then(|(_, until)| until));
        deal.valid_until = posting.valid_until.or(deal.valid_until);
        deal
    }
}

fn facets<'a>(reading: &'a Reading, lexicon: &'a Lexicon) -> impl Iterator<Item = &'a str> {
    named(reading, lexicon, SURE)
}

fn named<'a>(reading: &'a Reading, lexicon: &'a Lexicon, least: f32) -> impl Iterator<Item = &'a str> {
    reading.facets.iter().filter(move |facet| facet.confidence >= least).filter_map(|facet| lexicon.facet(FacetId(facet.id.0))).map(|facet| facet.slug.as_str())
}

/// Whom the packing is for: by what a package holds, else by its kind.
fn packing(contents: &[DealContent], reading: &Reading, lexicon: &Lexicon) -> Packing {
    let mass = |content: &&DealContent| content.unit.class() == UnitClass::Mass && content.per.class() == UnitClass::Package;
    let held = contents.iter().find(mass).filter(|content| content.per.name() != "carton" && content.per.name() != "pallet").and_then(|content| content.amount.checked_mul(content.unit.factor()?));
    match held {
        Some(kg) if kg >= BULK_PACKAGE_KG => return Packing::Bulk,
        Some(kg) if kg <= RETAIL_PACKAGE_KG => return Packing::Retail,
        _ => {}
    }
    let (mut retail, mut bulk) = (false, false);
    for slug in facets(reading, lexicon) {
        retail |= matches!(slug, "pack-size:retail-pack" | "packing:pouch" | "packing:sachet" | "packing:jar" | "packing:bottle" | "packing:can" | "packing:tin");
        bulk |= matches!(slug, "packing:bulk" | "packing:jute-bag" | "packing:pp-bag" | "packing:big-bag" | "packing:flexitank" | "packing:ibc" | "packing:bale" | "packing:drum" | "pack-size:wholesale-pack");
    }
    match (retail, bulk) {
        (true, false) => Packing::Retail,
        (false, true) => Packing::Bulk,
        _ => Packing::Unknown,
    }
}

/// What the lexicon has under exactly these words.
fn meaning<T>(lexicon: &Lexicon, text: &str, pick: impl Fn(Meaning) -> Option<T>) -> Option<T> {
    let found = atoms(&Clean::new(text));
    lexicon.meanings_at(&found, 0).into_iter().filter(|(_, end, _)| *end == found.len()).find_map(|(meaning, ..)| pick(meaning))
}

/// A stated place as a UN/LOCODE or a country where the lexicon or the spelling tells, else as written.
pub fn place_code(lexicon: &Lexicon, text: &str) -> String {
    let place = |meaning| match meaning {
        Meaning::Place(at) => lexicon.place(at).map(|named| named.slug.clone()),
        _ => None,
    };
    let country = |meaning| match meaning {
        Meaning::Country(country) => Some(country.alpha2().to_owned()),
        _ => None,
    };
    let text = text.trim();
    let code = |text: &str| is_code(text).then(|| text.to_owned());
    meaning(lexicon, text, place).or_else(|| meaning(lexicon, text, country)).or_else(|| code(text)).unwrap_or_else(|| text.to_owned())
}

/// A stated certificate as the lexicon calls it, else as filters compare it.
pub fn certificate(lexicon: &Lexicon, word: &str) -> String {
    let slug = spelled(word);
    let known = (0..=u16::MAX).map_while(|at| lexicon.certificate(at)).any(|named| named.slug == slug);
    if known {
        return slug;
    }
    let named = |meaning| match meaning {
        Meaning::Certificate(at) => lexicon.certificate(at).map(|named| named.slug.clone()),
        _ => None,
    };
    meaning(lexicon, word, named).unwrap_or(slug)
}

/// Whether a place is a country or a UN/LOCODE.
fn is_code(place: &str) -> bool {
    let shape = matches!(place.len(), 2 | 5) && place.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    shape && place.get(..2).is_some_and(|country| Country::parse(country).is_some())
}

/// The country of a place, if it is a code.
pub fn country_of(place: &str) -> Option<CountryCode> {
    place.get(..2).filter(|_| is_code(place)).and_then(Country::parse).map(CountryCode::from)
}

/// Whether two places are one, or one lies in the other; none where a name is not known.
pub fn same_place(a: &str, b: &str) -> Option<bool> {
    if a.eq_ignore_ascii_case(b) {
        return Some(true);
    }
    let inside = |whole: &str, part: &str| whole.len() == 2 && part.starts_with(whole);
    (is_code(a) && is_code(b)).then(|| inside(a, b) || inside(b, a))
}
