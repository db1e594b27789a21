//! The judgements of `score` as sentences, with their figures.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

use super::say::Arg;
use super::voice::Voice;
use crate::domain::{Incoterm, Price};
use crate::retrieve::Filters;
use crate::score::judged::{Figures, Incomparable, Judged, Status};
use crate::views::Deal;
use crate::views::stated::{self, Figure};

/// How one stated wish is met.
#[derive(Clone, Debug, Serialize)]
pub struct Fit {
    /// The field.
    pub field: &'static str,
    /// `fits`, `near`, `conflicts` or `unknown`.
    pub status: &'static str,
    /// What the two sides say, in the reader's language.
    pub detail: String,
    /// The figures of both sides; none where only one says anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<Value>,
}

/// The judgements in the reader's words.
pub fn fit(voice: &Voice<'_>, judged: &[Judged]) -> Vec<Fit> {
    judged.iter().map(|one| Fit { field: one.field, status: name(one.status), detail: detail(voice, one), figures: Some(figures(&one.figures)) }).collect()
}

/// What an offer without a price says of the ceiling of a filter: nothing.
pub fn priceless(voice: &Voice<'_>, most: &Price) -> Fit {
    Fit { field: "max_price", status: name(Status::Unknown), detail: silent(voice, "price", voice.price(most)), figures: None }
}

/// What a posting leaves open of the figures that a filter bounds: it says none, or one of another unit.
pub fn left_open(voice: &Voice<'_>, filters: &Filters, deal: &Deal) -> Vec<Fit> {
    let open = filters.bounds().filter(|(figure, bound)| !stated::says(deal, *figure, bound));
    open.filter_map(|(figure, bound)| {
        let (field, label, said) = match figure {
            Figure::Moq => ("max_moq", "moq", deal.moq.as_ref()),
            Figure::Quantity => ("min_quantity", "quantity", deal.quantity.as_ref()),
            Figure::Capacity => ("min_capacity", "capacity", deal.capacity.as_ref()),
            Figure::Lead | Figure::Needed => return None,
        };
        let bound = voice.quantity(bound);
        let detail = said.map_or_else(|| silent(voice, label, bound.clone()), |said| units(voice, label, voice.amount(said), bound.clone()));
        Some(Fit { field, status: name(Status::Unknown), detail, figures: None })
    })
    .collect()
}

fn name(status: Status) -> &'static str {
    match status {
        Status::Fits => "fits",
        Status::Near => "near",
        Status::Conflicts => "conflicts",
        Status::Unknown => "unknown",
    }
}

fn detail(voice: &Voice<'_>, judged: &Judged) -> String {
    let status = judged.status;
    match &judged.figures {
        Figures::Moq { asked, least } => {
            let key = by_status(status, "fit-moq-fits", "fit-moq-above");
            let (asked, least) = (voice.quantity(asked), voice.quantity(least));
            if status == Status::Unknown { units(voice, "moq", least, asked) } else { voice.text(key, &[("least", least.into()), ("asked", asked.into())]) }
        }
        Figures::Supply { asked, offered } => {
            // One lot for a standing demand, or one order out of a running production: neither is more.
            let apart = asked.per != offered.per;
            let key = by_status(status, "fit-supply-enough", "fit-supply-short");
            let (asked, offered) = (voice.quantity(asked), voice.quantity(offered));
            if status == Status::Unknown {
                units(voice, "quantity", offered, asked)
            } else if status == Status::Near && apart {
                sides(voice, judged, asked, offered)
            } else { voice.text(key, &[("offered", offered.into()), ("asked", asked.into())])
            }
        }
        Figures::Price { .. } => price(voice, &judged.figures),
        Figures::Certificates { held, near, missing } => certificates(voice, held, near, missing),
        Figures::Origin { asked, offered } => sides(voice, judged, voice.countries(asked), voice.countries(offered)),
        Figures::Delivery { asked, offered } => delivery(voice, judged, asked, offered),
        Figures::Channel { asked, offered } => sides(voice, judged, voice.say().list(asked), voice.say().list(offered)),
        Figures::Payment { asked, offered } => sides(voice, judged, voice.payments(asked), voice.payments(offered)),
        Figures::Grade { asked, offered } => sides(voice, judged, voice.say().list(&upper(asked)), voice.say().list(&upper(offered))),
        Figures::RefusedOrigin { offered, .. } => voice.text("fit-refused", &[("label", voice.label("origin").into()), ("offered", voice.countries(offered).into())]),
        Figures::Time { needed_by, wanted, ready, ships } => {
            let asked = || wanted.map(|wanted| voice.period(wanted)).or(needed_by.map(|day| voice.say().day(day))).unwrap_or_default();
            match (needed_by, ready) {
                // What ships before it is wanted is not late.
                (Some(needed), Some(ready)) if status == Status::Fits || ready > needed => {
                    voice.text(by_status(status, "fit-in-time", "fit-late"), &[("ready", voice.say().day(*ready).into()), ("needed", voice.say().day(*needed).into())])
                }
                (_, None) => silent(voice, if wanted.is_some() { "window" } else { judged.field }, asked()),
                _ => sides(voice, &Judged { field: "window", ..judged.clone() }, asked(), ships.map(|ships| voice.period(ships)).or(ready.map(|day| voice.say().day(day))).unwrap_or_default()),
            }
        }
    }
}

fn by_status(status: Status, fits: &'static str, else_: &'static str) -> &'static str {
    if status == Status::Fits { fits } else { else_ }
}

pub(super) fn upper(codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| code.to_uppercase()).collect()
}

fn units(voice: &Voice<'_>, field: &str, offered: String, asked: String) -> String {
    voice.text("fit-units", &[("label", voice.label(field).into()), ("offered", offered.into()), ("asked", asked.into())])
}

fn silent(voice: &Voice<'_>, field: &str, asked: String) -> String {
    voice.text("fit-silent", &[("label", voice.label(field).into()), ("asked", asked.into())])
}

/// What both sides say of one field.
fn sides(voice: &Voice<'_>, judged: &Judged, asked: String, offered: String) -> String {
    if offered.is_empty() {
        return silent(voice, judged.field, asked);
    }
    let label = ("label", Arg::from(voice.label(judged.field)));
    match judged.status {
        Status::Fits => voice.text("fit-agrees", &[label, ("offered", offered.into())]),
        Status::Near => voice.text("fit-near", &[label, ("offered", offered.into()), ("asked", asked.into())]),
        _ => voice.text("fit-differs", &[label, ("offered", offered.into()), ("asked", asked.into())]),
    }
}

fn certificates(voice: &Voice<'_>, held: &[String], near: &[(String, String)], missing: &[String]) -> String {
    let mut clauses = Vec::new();
    if !held.is_empty() {
        clauses.push(voice.text("fit-certificates-held", &[("list", voice.certificates(held).into())]));
    }
    for (asked, held) in near {
        // The same word, of a scheme that may not count where the goods go.
        if asked == held {
            clauses.push(voice.text("fit-certificates-scheme", &[("held", voice.certificate(held).into())]));
            continue;
        }
        clauses.push(voice.text("fit-certificates-near", &[("held", voice.certificate(held).into()), ("asked", voice.certificate(asked).into())]));
    }
    if !missing.is_empty() {
        clauses.push(voice.text("fit-certificates-missing", &[("list", voice.certificates(missing).into())]));
    }
    clauses.join(&voice.word("between"))
}

fn delivery(voice: &Voice<'_>, judged: &Judged, asked: &(Option<Incoterm>, Option<String>), offered: &(Option<Incoterm>, Option<String>)) -> String {
    let said = |(term, place): &(Option<Incoterm>, Option<String>)| voice.term(*term, place.as_deref());
    let differ = matches!((asked.0, offered.0), (Some(asked), Some(offered)) if asked != offered);
    if differ && judged.status != Status::Fits {
        return voice.text("fit-terms-differ", &[("offered", said(offered).into()), ("asked", said(asked).into())]);
    }
    sides(voice, judged, said(asked), said(offered))
}

fn price(voice: &Voice<'_>, figures: &Figures) -> String {
    let Figures::Price { ceiling, offered, converted, over, rates_of, terms, why } = figures else { return String::new() };
    let both = || vec![("offered", Arg::from(voice.price(offered))), ("ceiling", Arg::from(voice.price(ceiling)))];
    let with = |key: &str, more: Vec<(&'static str, Arg)>| voice.text(key, &both().into_iter().chain(more).collect::<Vec<_>>());
    let main = match (why, over) {
        (Some(Incomparable::Term), _) => match terms {
            // One term to two places is two prices all the same.
            (Some(asked), Some(theirs)) if asked == theirs => with("fit-price-places", vec![("theirs", theirs.code().into()), ("asked", asked.code().into())]),
            (Some(asked), Some(theirs)) => with("fit-price-terms", vec![("theirs", theirs.code().into()), ("asked", asked.code().into())]),
            (Some(term), None) | (None, Some(term)) => with("fit-price-one-term", vec![("term", term.code().into())]),
            (None, None) => with("fit-price-unlike", Vec::new()),
        },
        (Some(Incomparable::Rate), _) => with("fit-price-rate", vec![("from", voice.currency(offered.currency).into()), ("to", voice.currency(ceiling.currency).into())]),
        (Some(Incomparable::StaleRate), _) => match rates_of {
            Some(day) => with("fit-price-stale", vec![("date", voice.say().day(*day).into())]),
            None => with("fit-price-rate", vec![("from", voice.currency(offered.currency).into()), ("to", voice.currency(ceiling.currency).into())]),
        },
        (Some(Incomparable::Unit), _) | (None, None) => with("fit-price-unlike", Vec::new()),
        (None, Some(over)) if over.is_zero() => with("fit-price-within", Vec::new()),
        (None, Some(over)) => {
            let key = if over.is_sign_negative() { "fit-price-below" } else { "fit-price-above" };
            with(key, vec![("percent", voice.say().percent(over.abs()).into())])
        }
    };
    match (converted, rates_of) {
        (Some(amount), Some(day)) if why.is_none() && offered.currency != ceiling.currency => {
            let same = Price { amount: amount.round_dp(2), ..ceiling.clone() };
            let aside = voice.text("converted", &[("price", voice.price(&same).into()), ("date", voice.say().day(*day).into())]);
            voice.text("aside", &[("text", main.into()), ("aside", aside.into())])
        }
        _ => main,
    }
}

/// The figures as the API shows them.
fn figures(figures: &Figures) -> Value {
    let term = |(term, place): &(Option<Incoterm>, Option<String>)| {
        let mut map = serde_json::Map::new();
        map.extend(term.map(|term| ("incoterm".to_owned(), json!(term))));
        map.extend(place.as_ref().map(|place| ("place".to_owned(), json!(place))));
        Value::Object(map)
    };
    match figures {
        Figures::Moq { asked, least } => json!({"asked": asked, "least": least}),
        Figures::Supply { asked, offered } => json!({"asked": asked, "offered": offered}),
        Figures::Price { ceiling, offered, converted, over, rates_of, terms, why } => json!({
            "ceiling": ceiling, "offered": offered, "converted": converted, "over_percent": over.map(|over| over.round_dp(1)), "rates_of": rates_of,
            "asked_incoterm": terms.0, "offered_incoterm": terms.1, "incomparable": why,
        }),
        Figures::Certificates { held, near, missing } => json!({
            "held": held, "missing": missing,
            "near": near.iter().map(|(asked, held)| json!({"asked": asked, "held": held})).collect::<Vec<_>>(),
        }),
        Figures::Origin { asked, offered } => json!({"asked": asked, "offered": offered}),
        Figures::Delivery { asked, offered } => json!({"asked": term(asked), "offered": term(offered)}),
        Figures::Channel { asked, offered } | Figures::Payment { asked, offered } => json!({"asked": asked, "offered": offered}),
        Figures::Grade { asked, offered } => json!({"asked": upper(asked), "offered": upper(offered)}),
        Figures::RefusedOrigin { refused, offered } => json!({"refused": refused, "offered": offered}),
        Figures::Time { needed_by, wanted, ready, ships } => {
            let period = |period: &Option<(Date, Option<Date>)>| period.map(|(from, until)| json!({"from": from, "until": until}));
            json!({"needed_by": needed_by, "wanted": period(wanted), "ready": ready, "ships": period(ships)})
        }
    }
}
