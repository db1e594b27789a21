//! Places: where goods come from, where they shall go, and the place of the delivery term.
//!
//! A country named beside the goods is their origin, unless a cue of destination or a delivery term
//! before it says otherwise; China is where things go unless the text names it as origin.

use super::finding::Findings;
use super::layout::{Layout, What};
use super::lists::next_of_list;
use super::roles::{MOST_SAID, Role, own_role, role, said_behind};
use super::{origins, refusals};
use crate::domain::{Country, Incoterm};
use crate::lexicon::Cue;

/// What the places of a text say.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    pub(super) origins: Vec<Country>,
    /// Countries that are refused as origins.
    pub(super) refused: Vec<Country>,
    pub(super) incoterm: Option<Incoterm>,
    /// The place of the delivery term: UN/LOCODE, or as written.
    pub(super) place: Option<String>,
    /// UN/LOCODE, or a country.
    pub(super) destination: Option<String>,
    /// Every place named, as UN/LOCODE.
    pub(super) named: Vec<String>,
}

pub(super) fn read(layout: &Layout<'_>, asks: Option<bool>, taken: &[bool], findings: &mut Findings) -> Places {
    let mut found = Places::default();
    let mut used = vec![false; layout.pieces.len()];
    // The three letters first: in words (delivered at place) a term may only be talked about.
    for coded in [true, false] {
        for at in 0..layout.pieces.len() {
            let is_code = layout.get(at).is_some_and(|piece| piece.span.len() <= 4);
            if let Some(term) = layout.incoterm(at).filter(|_| is_code == coded && taken.get(at) != Some(&true)) {
                read_term(layout, at, term, &mut found, &mut used, findings);
            }
        }
    }
    // Who loads in a country sends nothing there unless the text says so.
    let loading = used.iter().position(|used| *used).filter(|_| found.incoterm.is_some_and(|term| !term.arrives())).and_then(|at| country_of(layout, at));
    let origin_stated = (0..layout.pieces.len()).any(|at| (layout.country(at).is_some() || layout.place(at).is_some()) && role(layout, at, asks).is_some_and(|(role, said)| said && role == Role::Origin));
    for at in 0..layout.pieces.len() {
        if let Some((code, country)) = layout.place(at) {
            let region = layout.is_region(at);
            if !region && !found.named.iter().any(|known| known == code) {
                found.named.push(code.to_owned());
            }
            if used.get(at) == Some(&true) {
                continue;
            }
            let loads = loading.is_some() && country == loading;
            match role(layout, at, asks).filter(|(role, said)| *said || *role != Role::Destination || asks != Some(false) && !loads) {
                // CIF Montevideo in transit to Asunción: past the place of the term the goods go on.
                Some((Role::Destination, said)) if found.destination.is_none() || said && !region && found.destination == found.place => arrive(layout, at, code.to_owned(), &mut found, findings),
                Some((Role::Origin, said)) if said || (!origin_stated && (region || beside_goods(layout, at))) => {
                    if let Some(country) = country {
                        come_from(layout, at, country, &mut found, findings);
                    }
                }
                // Not from Assam refuses a region, and not its country.
                Some((Role::Refused, _)) => {}
                _ => {}
            }
        } else if let Some(country) = layout.country(at).filter(|_| used.get(at) != Some(&true) && taken.get(at) != Some(&true) && !moneys(layout, at)) {
            let arrives = found.incoterm.is_some_and(Incoterm::arrives);
            if addressed(layout, at, country, asks, |city| (used.get(city) == Some(&true)).then_some(arrives)) {
                continue;
            }
            match role(layout, at, asks) {
                Some((Role::Destination, _)) if found.destination.is_none() => arrive(layout, at, country.alpha2().to_owned(), &mut found, findings),
                Some((Role::Origin, said)) if said || (!origin_stated && beside_goods(layout, at)) => come_from(layout, at, country, &mut found, findings),
                Some((Role::Refused, _)) => refuse(layout, at, country, &mut found, findings),
                _ => {}
            }
        }
    }
    // Sesame of Ethiopia or Sudan: the first of the list may be in the name of the goods.
    for at in 0..layout.pieces.len() {
        let more = next_of_list(layout, at).is_some_and(|next| layout.country(next).is_some_and(|country| found.origins.contains(&country)) && layout.has(at + 1, Cue::To));
        if let Some(country) = more.then(|| layout.country_within(at)).flatten() {
            come_from(layout, at, country, &mut found, findings);
        }
    }
    if found.origins.is_empty() {
        let mut within = (0..layout.pieces.len()).filter_map(|at| Some((at, layout.country_within(at).or_else(|| origins::named_within(layout, at))?)));
        if let Some((at, country)) = within.find(|(at, _)| !refusals::refused(layout, *at)) {
            come_from(layout, at, country, &mut found, findings);
        }
    }
    found
}

/// Whether a country only says where the city before it lies, which is no origin: CIF Hamburg, Germany; DAP Valencia
/// (España); of a buyer also Nairobi, Kenya. Who ships from a city sells what its country grows. `arrives` says of
/// the place of the delivery term whether the goods arrive there.
fn addressed(layout: &Layout<'_>, at: usize, country: Country, asks: Option<bool>, arrives: impl Fn(usize) -> Option<bool>) -> bool {
    let parted = at.checked_sub(1).filter(|before| matches!(layout.mark(*before), Some(',' | '，' | '،' | '、' | '(' | '（' | '-' | '/')));
    let Some(city) = parted.unwrap_or(at).checked_sub(1) else { return false };
    if said_behind(layout, at).is_some_and(|(role, _)| role == Role::Origin) || refusals::refused(layout, at) {
        return false;
    }
    let own = layout.place(city).is_some_and(|(_, of)| of == Some(country)) && !layout.is_region(city);
    match (arrives(city), own) {
        // Also beside a place that no table knows.
        (Some(arrives), _) => arrives && layout.country(city).is_none(),
        (None, true) => match own_role(layout, city, asks) {
            Some((Role::Destination, _) | (Role::Other, true)) => true,
            Some((Role::Other, false)) | None => asks == Some(true),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a country says whose the money before it is.
fn moneys(layout: &Layout<'_>, at: usize) -> bool {
    (at.saturating_sub(2)..at).any(|currency| layout.whose_money(currency) == Some(at))
}

fn come_from(layout: &Layout<'_>, at: usize, country: Country, found: &mut Places, findings: &mut Findings) {
    if let Some(piece) = layout.get(at).filter(|_| !found.origins.contains(&country)) {
        found.origins.push(country);
        findings.sure("origins", country.alpha2(), layout.original(&piece.span));
    }
}

fn refuse(layout: &Layout<'_>, at: usize, country: Country, found: &mut Places, findings: &mut Findings) {
    if let Some(piece) = layout.get(at).filter(|_| !found.refused.contains(&country)) {
        found.refused.push(country);
        findings.sure("refused_origins", country.alpha2(), layout.original(&piece.span));
    }
}

fn arrive(layout: &Layout<'_>, at: usize, place: String, found: &mut Places, findings: &mut Findings) {
    if let Some(piece) = layout.get(at) {
        findings.0.retain(|finding| finding.field != "destination" || finding.value.is_none());
        findings.sure("destination", place.clone(), layout.original(&piece.span));
        found.destination = Some(place);
    }
}

/// A delivery term and its place: after it (past a price, the word for port, the edition), else just
/// before it (青岛CIF).
fn read_term(layout: &Layout<'_>, at: usize, term: Incoterm, found: &mut Places, used: &mut [bool], findings: &mut Findings) {
    let Some(piece) = layout.get(at) else { return };
    let denied = layout.before(at, 2).any(|before| layout.has(before, Cue::Not));
    if found.incoterm.is_some() || denied {
        return;
    }
    let part = piece.part;
    let near = |place: &usize| layout.get(*place).is_some_and(|piece| piece.part == part);
    let is_place = |place: &usize| layout.place(*place).is_some_and(|_| !layout.is_region(*place)) || layout.country(*place).is_some();
    let stops = |place: usize| layout.incoterm(place).is_some() || layout.is_goods(place);
    let after = (at + 1..at + 8).take_while(|place| near(place) && !stops(*place)).find(is_place);
    // `FOB, Mombasa` and `FOB (Mombasa)`: over one break, and nothing else between.
    let over = || (at + 1..at + 4).take_while(|place| is_place(place) || layout.mark(*place).is_some()).find(is_place);
    let before = || (at.saturating_sub(3)..at).rev().take_while(|place| near(place) && !stops(*place)).find(is_place);
    let direct = before().filter(|place| *place + 1 == at || (layout.mark(*place + 1).is_some() && *place + 2 == at));
    // `to Balikpapan (DAP)`, 到张家港，CIF价: the place ends the part before, in brackets or where the goods shall go.
    let apart = || at.checked_sub(2).filter(|place| is_place(place) && layout.mark(at - 1).is_some_and(|sign| matches!(sign, '(' | '（') || matches!(sign, ',' | '，' | '،') && own_role(layout, *place, Some(true)).is_some_and(|(role, said)| said && role == Role::Destination)));
    let place = after.filter(|place| *place <= at + 3).or(direct).or(after).or_else(over).or_else(before).or_else(apart);
    found.incoterm = Some(term);
    findings.sure("incoterm", term.code(), layout.original(&piece.span));
    let Some((place, code)) = place
        .and_then(|place| Some((place, layout.place(place).map(|(code, _)| code.to_owned()).or_else(|| layout.country(place).map(|c| c.alpha2().to_owned()))?)))
        .or_else(|| unlisted(layout, at))
    else {
        return;
    };
    if let (Some(slot), Some(piece)) = (used.get_mut(place), layout.get(place)) {
        *slot = true;
        findings.sure("place", code.clone(), layout.original(&piece.span));
        if term.arrives() {
            findings.sure("destination", code.clone(), layout.original(&piece.span));
            found.destination = Some(code.clone());
        }
    }
    found.place = Some(code);
}

/// A place after the term that no table knows: a word with a capital, as written.
fn unlisted(layout: &Layout<'_>, at: usize) -> Option<(usize, String)> {
    let piece = layout.get(at + 1).filter(|piece| matches!(piece.what, What::Word(_)) && piece.cues.is_empty())?;
    let (_, text) = layout.original(&piece.span);
    let capital = text.chars().next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    let spaced = text.chars().all(|c| !crate::text::is_unspaced(c));
    (capital && spaced && text.chars().count() > 2).then_some((at + 1, text))
}

/// The country that a piece names, or in which the place lies.
pub(super) fn country_of(layout: &Layout<'_>, at: usize) -> Option<Country> {
    layout.country(at).or_else(|| layout.place(at).and_then(|(_, country)| country))
}

pub(super) fn is_place(layout: &Layout<'_>, at: usize) -> bool {
    layout.country(at).is_some() || layout.place(at).is_some()
}

/// So many pieces of a part are looked at on either side.
const LONGEST_PART: usize = 24;

/// Whether a place stands in a part with goods, or in one that holds nothing but places and terms: a
/// country in a sentence of its own (our clients in Morocco) is nobody's origin.
fn beside_goods(layout: &Layout<'_>, at: usize) -> bool {
    let mut pieces = layout.before(at, LONGEST_PART).chain(layout.after(at, LONGEST_PART));
    let goods = layout.before(at, LONGEST_PART).chain(layout.after(at, LONGEST_PART)).any(|other| layout.is_goods(other));
    // Uruguay is fine; Bangladesh tossa: a country begins a few words about it.
    let begins = layout.country(at).is_some() && layout.before(at, 1).next().is_none() && layout.after(at, MOST_SAID + 1).count() <= MOST_SAID;
    goods || begins || pieces.all(|other| other == at || is_place(layout, other) || layout.word(other) == Some("的") || !layout.is_word(other))
}
