//! Judges an offer against a wish, term by term. The features and the explanation both read these
//! judgements, so that a score and its reasons cannot disagree. What a wish does not name is not
//! judged; what an offer does not say is unknown, never a no.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::judged::{Figures, Incomparable, Judged, Status};
use super::literal;
use super::measure::{Scaled, Yardstick, common};
use crate::domain::{Country, Incoterm};
use crate::views::Card;
use crate::views::card::CountryCode;
use crate::views::deal::{DealAmount, DealContent, Packing, country_of, same_place};

/// A smallest order up to a quarter above the wish is talked over: half a container more, a second grade.
const MOQ_NEAR: Decimal = Decimal::from_parts(125, 0, 0, false, 2);
/// Of a repeated demand two deliveries may go in one.
const MOQ_NEAR_REPEATED: Decimal = Decimal::from_parts(2, 0, 0, false, 0);
/// Four fifths of a quantity are taken, and the rest bought elsewhere or later.
const SUPPLY_NEAR: Decimal = Decimal::from_parts(8, 0, 0, false, 1);
/// One order is spread over up to so many periods of what a supplier makes.
const SUPPLY_PERIODS_NEAR: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// Percent above a target within which prices are haggled down.
const TARGET_NEAR: Decimal = Decimal::from_parts(10, 0, 0, false, 0);
/// Percent above what a buyer called the most: less room than above a target.
const CEILING_NEAR: Decimal = Decimal::from_parts(5, 0, 0, false, 0);
/// Days that a shipment slips without anybody breaking off.
const DAYS_NEAR: i32 = 14;

/// Import channels of parcels and bonded shops: what a consumer cannot take home does not pass them.
const RETAIL_CHANNELS: &[&str] = &["1210", "1239", "9610"];
/// Certificates that say most of what another says: (asked, held).
const KINDRED: &[(&str, &str)] = &[
    ("haccp", "iso22000"), ("haccp", "fssc22000"), ("haccp", "brcgs"), ("haccp", "ifs"), ("haccp", "sqf"),
    ("iso22000", "fssc22000"), ("iso22000", "haccp"), ("fssc22000", "iso22000"), ("brcgs", "ifs"), ("ifs", "brcgs"),
    ("globalgap", "gap"), ("globalgap", "vietgap"), ("rainforest-alliance", "utz"), ("organic", "biodynamic"),
    ("fsc", "pefc"), ("pefc", "fsc"), ("gots", "ocs"), ("rspo", "ispo"), ("rspo", "mspo"),
];

/// The judgements of every wish that both sides give figures for, in the order in which a buyer asks.
pub fn judge(wish: &Card, offer: &Card, by: &Yardstick<'_>) -> Vec<Judged> {
    let judged = [
        grade(wish, offer), moq(wish, offer), supply(wish, offer), price(wish, offer, by), certificates(wish, offer), origin(wish, offer),
        delivery(wish, offer), channel(wish, offer), time(wish, offer, by), payment(wish, offer),
    ];
    judged.into_iter().flatten().collect()
}

fn contents<'a>(first: &'a Card, second: &'a Card) -> [&'a [DealContent]; 2] {
    [&first.deal.contents, &second.deal.contents]
}

fn grade(wish: &Card, offer: &Card) -> Option<Judged> {
    if wish.codes.is_empty() {
        return None;
    }
    let met = wish.codes.iter().filter(|code| literal::names(offer, code)).count();
    let status = match met {
        0 if offer.codes.is_empty() => Status::Unknown,
        0 => Status::Conflicts,
        met if met == wish.codes.len() => Status::Fits,
        _ => Status::Near,
    };
    Some(Judged { field: "grade", status, figures: Figures::Grade { asked: wish.codes.clone(), offered: offer.codes.clone() } })
}

/// The upper end of what is asked, with what it may differ by.
fn at_most(asked: &DealAmount, tolerance: Option<u8>) -> Option<Decimal> {
    asked.high.checked_mul(Decimal::new(100 + i64::from(tolerance.unwrap_or(0)), 2))
}

fn moq(wish: &Card, offer: &Card) -> Option<Judged> {
    let (asked, least) = (wish.deal.quantity.as_ref()?, offer.deal.moq.as_ref()?);
    let status = || {
        let (left, right) = common(asked.unit, least.unit, contents(wish, offer))?;
        let mut asked_for = at_most(asked, wish.deal.tolerance)?.checked_mul(left)?;
        let mut needed = least.low.checked_mul(right)?;
        if let (Some(ours), Some(theirs)) = (asked.per, least.per) {
            asked_for = asked_for.checked_mul(theirs.days().into())?;
            needed = needed.checked_mul(ours.days().into())?;
        }
        let room = if asked.per.is_some() && least.per.is_none() { MOQ_NEAR_REPEATED } else { MOQ_NEAR };
        Some(if needed <= asked_for {
            Status::Fits
        } else if needed <= asked_for.checked_mul(room)? {
            Status::Near
        } else {
            Status::Conflicts
        })
    };
    let status = status().unwrap_or(Status::Unknown);
    Some(Judged { field: "moq", status, figures: Figures::Moq { asked: asked.most(), least: least.least() } })
}

/// What is ready and what can be made, whichever answers the wish better.
fn supply(wish: &Card, offer: &Card) -> Option<Judged> {
    let asked = wish.deal.quantity.as_ref()?;
    let offered = offer.deal.quantity.iter().chain(&offer.deal.capacity);
    let judged = offered.map(|offered| (supplied(wish, offer, asked, offered).unwrap_or(Status::Unknown), offered));
    let worth = |status: Status| match status {
        Status::Fits => 3,
        Status::Near => 2,
        Status::Conflicts => 1,
        Status::Unknown => 0,
    };
    let (mut status, offered) = judged.max_by_key(|(status, _)| worth(*status))?;
    if status == Status::Conflicts && together(wish, offer, asked) == Some(true) {
        status = Status::Near;
    }
    Some(Judged { field: "quantity", status, figures: Figures::Supply { asked: asked.least(), offered: offered.most() } })
}

/// Whether what is ready and what is made in the periods over which one order is spread are enough together.
fn together(wish: &Card, offer: &Card, asked: &DealAmount) -> Option<bool> {
    let (ready, made) = (offer.deal.quantity.as_ref()?, offer.deal.capacity.as_ref()?);
    if asked.per.is_some() || ready.per.is_some() || made.per.is_none() {
        return None;
    }
    let of_asked = |amount: &DealAmount| {
        let (left, right) = common(asked.unit, amount.unit, contents(wish, offer))?;
        amount.high.checked_mul(right)?.checked_div(left)
    };
    Some(of_asked(made)?.checked_mul(SUPPLY_PERIODS_NEAR)?.checked_add(of_asked(ready)?)? >= asked.low)
}

fn supplied(wish: &Card, offer: &Card, asked: &DealAmount, offered: &DealAmount) -> Option<Status> {
    let (left, right) = common(asked.unit, offered.unit, contents(wish, offer))?;
    let (mut wanted, mut had) = (asked.low.checked_mul(left)?, offered.high.checked_mul(right)?);
    let mut periods = Decimal::ONE;
    match (asked.per, offered.per) {
        (Some(ours), Some(theirs)) => {
            wanted = wanted.checked_mul(theirs.days().into())?;
            had = had.checked_mul(ours.days().into())?;
        }
        // One order out of a running production takes some periods of it.
        (None, Some(_)) => periods = SUPPLY_PERIODS_NEAR,
        // One lot serves a standing demand for a while.
        (Some(_), None) if had >= wanted => return Some(Status::Near),
        _ => {}
    }
    Some(if had >= wanted {
        Status::Fits
    } else if had.checked_mul(periods)? >= wanted.checked_mul(if periods > Decimal::ONE { Decimal::ONE } else { SUPPLY_NEAR })? {
        Status::Near
    } else {
        Status::Conflicts
    })
}

/// Whether prices under two terms are prices of the same thing. A side that names no term leaves the
/// figures to be compared, and the terms beside them.
fn terms_differ(wish: &Card, offer: &Card) -> bool {
    let (Some(asked), Some(offered)) = (wish.deal.incoterm, offer.deal.incoterm) else { return false };
    let elsewhere = wish.deal.place.as_deref().zip(offer.deal.place.as_deref()).is_some_and(|(asked, offered)| same_place(asked, offered) == Some(false));
    asked != offered || (asked.arrives() && elsewhere)
}

fn price(wish: &Card, offer: &Card, by: &Yardstick<'_>) -> Option<Judged> {
    let (ours, theirs) = (wish.deal.price.as_ref()?, offer.deal.price.as_ref()?);
    let (ceiling, offered) = (ours.most(), theirs.least());
    let terms = (wish.deal.incoterm, offer.deal.incoterm);
    let near = if ours.target { TARGET_NEAR } else { CEILING_NEAR };
    let (mut status, mut converted, mut over, mut rates_of, mut why) = (Status::Unknown, None, None, None, None);
    match Scaled::of(&offered, &ceiling, contents(offer, wish), by) {
        Err(reason) => why = Some(reason),
        Ok(scaled) => {
            let foreign = scaled.exchanged || offered.per != ceiling.per;
            converted = foreign.then(|| scaled.convert(offered.amount)).flatten();
            rates_of = scaled.exchanged.then_some(by.rates.date);
            if terms_differ(wish, offer) {
                why = Some(Incomparable::Term);
            } else {
                over = percent_over(scaled.convert(offered.amount), ceiling.amount);
                let limit = ceiling.amount.checked_mul(Decimal::ONE_HUNDRED + near).map(|limit| limit / Decimal::ONE_HUNDRED);
                status = match (scaled.above(theirs.low, ceiling.amount), scaled.above(theirs.high, ceiling.amount), limit.and_then(|limit| scaled.above(theirs.low, limit))) {
                    (Some(false), Some(false), _) => Status::Fits,
                    (Some(false), _, _) | (Some(true), _, Some(false)) => Status::Near,
                    (Some(true), _, Some(true)) => Status::Conflicts,
                    _ => Status::Unknown,
                };
            }
        }
    }
    Some(Judged { field: "price", status, figures: Figures::Price { ceiling, offered, converted, over, rates_of, terms, why } })
}

/// Percent above the ceiling, to one decimal, for a reader.
fn percent_over(amount: Option<Decimal>, ceiling: Decimal) -> Option<Decimal> {
    let over = amount?.checked_sub(ceiling)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(ceiling)?;
    Some(over.round_dp(1).normalize())
}

/// How one certificate is met.
enum Met {
    Held,
    Near(String),
    Missing,
    /// The offer says the contrary.
    Denied,
}

fn certificates(wish: &Card, offer: &Card) -> Option<Judged> {
    if wish.certificates.is_empty() {
        return None;
    }
    let china = wish.deal.market.is_some_and(|market| market.alpha2() == "CN");
    let (mut held, mut near, mut missing, mut denied) = (Vec::new(), Vec::new(), Vec::new(), false);
    for asked in &wish.certificates {
        match certified(asked, offer, china) {
            Met::Held => held.push(asked.clone()),
            Met::Near(by) => near.push((asked.clone(), by)),
            Met::Missing => missing.push(asked.clone()),
            Met::Denied => {
                denied = true;
                missing.push(asked.clone());
            }
        }
    }
    let status = match (denied, held.is_empty() && near.is_empty(), near.is_empty() && missing.is_empty()) {
        (true, ..) => Status::Conflicts,
        (_, true, _) => Status::Unknown,
        (_, _, true) => Status::Fits,
        _ => Status::Near,
    };
    Some(Judged { field: "certifications", status, figures: Figures::Certificates { held, near, missing } })
}

fn certified(asked: &str, offer: &Card, china: bool) -> Met {
    let holds = |slug: &str| offer.certificates.iter().any(|held| held == slug);
    let by = |near: &dyn Fn(&str) -> bool| offer.certificates.iter().find(|held| near(held)).map(|held| Met::Near(held.clone()));
    let enough = match asked {
        // In China only its own scheme may be called organic; elsewhere any scheme is what was asked.
        "organic" if china => holds("organic-cn"),
        "organic" => offer.certificates.iter().any(|held| is_organic(held)),
        "gap" => holds("gap") || holds("globalgap") || holds("vietgap"),
        _ => holds(asked),
    };
    if enough {
        return Met::Held;
    }
    let organic = by(&|held| is_organic(asked) && is_organic(held));
    if organic.is_none() && is_organic(asked) && offer.deal.conventional {
        return Met::Denied;
    }
    organic.or_else(|| by(&|held| KINDRED.contains(&(asked, held)))).unwrap_or(Met::Missing)
}

fn is_organic(slug: &str) -> bool {
    slug == "organic" || slug.starts_with("organic-")
}

fn origin(wish: &Card, offer: &Card) -> Option<Judged> {
    let countries = |codes: &[CountryCode]| codes.iter().filter_map(|code| Country::parse(code.alpha2())).collect::<Vec<_>>();
    // Goods of several origins are only refused if all of these are.
    if !offer.origins.is_empty() && offer.origins.iter().all(|country| wish.refused_origins.contains(country)) {
        let figures = Figures::RefusedOrigin { refused: countries(&wish.refused_origins), offered: countries(&offer.origins) };
        return Some(Judged { field: "origin", status: Status::Conflicts, figures });
    }
    if wish.origins.is_empty() {
        return None;
    }
    let status = if offer.origins.is_empty() {
        Status::Unknown
    } else if wish.origins.iter().any(|country| offer.origins.contains(country)) {
        Status::Fits
    } else {
        Status::Conflicts
    };
    Some(Judged { field: "origin", status, figures: Figures::Origin { asked: countries(&wish.origins), offered: countries(&offer.origins) } })
}

/// Whether two places lie in different countries, as far as is known.
fn abroad(a: &str, b: &str) -> bool {
    country_of(a).zip(country_of(b)).is_some_and(|(a, b)| a != b)
}

/// Terms with their places. Another term is another price and not a refusal: it is near, and labelled.
fn delivery(wish: &Card, offer: &Card) -> Option<Judged> {
    let (ours, theirs) = (&wish.deal, &offer.deal);
    let goal = match ours.incoterm {
        Some(term) if !term.arrives() => ours.place.as_deref(),
        _ => ours.place.as_deref().or(ours.destination.as_deref()),
    };
    let same = goal.zip(theirs.place.as_deref()).and_then(|(asked, offered)| same_place(asked, offered));
    // A price to another country is none to the buyer's; another port of the same country is talked over.
    let away = theirs.incoterm.is_some_and(Incoterm::arrives) && goal.zip(theirs.place.as_deref()).is_some_and(|(asked, offered)| abroad(asked, offered));
    let status = match (ours.incoterm, theirs.incoterm) {
        (None, None) => return None,
        (Some(asked), Some(_)) if away && asked.arrives() => Status::Conflicts,
        (None, Some(_)) if away => Status::Conflicts,
        // A buyer who only says where the goods shall go is met by a term that brings them there.
        (None, Some(term)) if term.arrives() && goal.is_some() => same.map_or(Status::Unknown, |same| if same { Status::Fits } else { Status::Near }),
        (None, Some(_)) => return None,
        (Some(_), None) => Status::Unknown,
        (Some(asked), Some(offered)) if asked != offered => Status::Near,
        (Some(_), Some(_)) => if same == Some(false) { Status::Near } else { Status::Fits },
    };
    let asked = (ours.incoterm, goal.map(str::to_owned));
    Some(Judged { field: "delivery", status, figures: Figures::Delivery { asked, offered: (theirs.incoterm, theirs.place.clone()) } })
}

fn channel(wish: &Card, offer: &Card) -> Option<Judged> {
    let (asked, offered) = (&wish.deal.channels, &offer.deal.channels);
    if asked.is_empty() {
        return None;
    }
    let retail = |channel: &str| RETAIL_CHANNELS.contains(&channel);
    // Sacks do not become parcels because an offer says so.
    let passes = |channel: &str| !(retail(channel) && offer.deal.packing == Packing::Bulk);
    let open = asked.iter().any(|channel| passes(channel));
    let shared = asked.iter().any(|channel| passes(channel) && offered.contains(channel));
    // The bonded shop of one city and the parcel from abroad want the same goods.
    let kindred = asked.iter().any(|channel| retail(channel) && passes(channel)) && offered.iter().any(|channel| retail(channel));
    let status = match (open, offered.is_empty()) {
        (false, _) => Status::Conflicts,
        (true, true) => Status::Unknown,
        (true, false) if shared => Status::Fits,
        (true, false) if kindred => Status::Near,
        _ => Status::Conflicts,
    };
    Some(Judged { field: "channel", status, figures: Figures::Channel { asked: asked.clone(), offered: offered.clone() } })
}

/// The day or period in which goods are wanted against the one in which they can be had. Goods that come
/// after the time conflict, and so do goods that are gone before it; a little is talked over.
fn time(wish: &Card, offer: &Card, by: &Yardstick<'_>) -> Option<Judged> {
    let (wanted, ships) = (wish.deal.window, offer.deal.window);
    let needed_by = wish.deal.needed_by.or(wanted.and_then(|(_, until)| until));
    if needed_by.is_none() && wanted.is_none() {
        return None;
    }
    let made = offer.deal.lead_days.and_then(|lead| by.today.checked_add(jiff::Span::new().try_days(lead).ok()?).ok());
    let ready = made.max(ships.map(|(from, _)| from));
    let days = |from: Date, to: Date| from.until(to).ok().map(|days| days.get_days());
    let late = needed_by.zip(ready).and_then(|(needed_by, ready)| days(needed_by, ready));
    let early = ships.and_then(|(_, until)| until).zip(wanted).and_then(|(until, (from, _))| days(until, from));
    // Without an end to what is wanted, goods that ship at any time after its beginning are in time.
    let open = || (needed_by.is_none() && ready.is_some()).then_some(0);
    let status = match late.max(early).or_else(open) {
        None => Status::Unknown,
        Some(apart) if apart <= 0 => Status::Fits,
        Some(apart) if apart <= DAYS_NEAR => Status::Near,
        Some(_) => Status::Conflicts,
    };
    Some(Judged { field: "time", status, figures: Figures::Time { needed_by, wanted, ready, ships } })
}

/// The asked means are a set of which one is enough.
fn payment(wish: &Card, offer: &Card) -> Option<Judged> {
    let (asked, offered) = (&wish.deal.payment, &offer.deal.payment);
    if asked.is_empty() {
        return None;
    }
    // A letter of credit at sight is a letter of credit, and a transfer in two parts a transfer.
    let family = |means: &str| means.split([' ', '-']).next().unwrap_or_default().to_owned();
    let meets = |asked: &str, offered: &str| asked == offered || (asked == family(asked) && family(offered) == asked);
    let near = |asked: &str, offered: &str| matches!(family(asked).as_str(), "lc" | "tt") && family(offered) == family(asked);
    let any = |test: &dyn Fn(&str, &str) -> bool| asked.iter().any(|asked| offered.iter().any(|offered| test(asked, offered)));
    let status = if offered.is_empty() {
        Status::Unknown
    } else if any(&meets) {
        Status::Fits
    } else if any(&near) {
        Status::Near
    } else {
        Status::Conflicts
    };
    Some(Judged { field: "payment", status, figures: Figures::Payment { asked: asked.clone(), offered: offered.clone() } })
}
