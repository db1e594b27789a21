//! Places: where goods come from, where they shall go, and the place of the delivery term.
//!
//! A country named beside the goods is their origin, unless a cue of destination or a delivery term
//! before it says otherwise; China is where things go unless the text names it as origin.

use super::finding::Findings;
use super::layout::{Layout, What};
use super::tongue::{self, Stands};
use super::{affix, origins, refusals};
use crate::domain::{Country, Incoterm};
use crate::lexicon::{Cue, Meaning};

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

/// What a place is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Origin,
    Destination,
    /// Where the goods shall not come from.
    Refused,
    /// Loading, or the seat of somebody: says nothing of the goods.
    Other,
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

/// What the words around a place say it is for, and whether they say it or it is only likely.
fn role(layout: &Layout<'_>, at: usize, asks: Option<bool>) -> Option<(Role, bool)> {
    let own = own_role(layout, at, asks);
    if matches!(own, Some((Role::Refused, _))) {
        return own;
    }
    // Of several places in a row the last one's words hold for all: 坦桑尼亚或科特迪瓦产, Ethiopia / Sudan origin.
    let comma = |pieces: std::ops::Range<usize>| pieces.into_iter().any(|at| matches!(layout.mark(at), Some(',' | '，' | '،')));
    let said = own == Some((Role::Origin, true));
    // To Qingdao port, Brazil origin; from South Africa, delivery Chittagong: not one list but two.
    let decided = own.is_some_and(|(_, said)| said);
    let alike = |other: usize| layout.country(at).is_some() == layout.country(other).is_some();
    let apart = |other: usize, role: Role, pieces: std::ops::Range<usize>| comma(pieces) && role != Role::Refused && (decided || role == Role::Destination && !alike(other));
    let (mut next, mut refused) = (at, false);
    for _ in 0..LONGEST_LIST {
        let Some(later) = next_of_list(layout, next) else { break };
        match own_role(layout, later, asks) {
            // 埃塞、苏丹，印度除外: what is excepted at the end is not what the list wants.
            Some((Role::Refused, _)) => {
                // 缅甸货、朝鲜货不要: the same word makes goods of both.
                let same = || layout.has(at + 1, Cue::Grown) && layout.written(at + 1) == layout.written(later + 1);
                // Russian and Belarusian origin not accepted: nothing parts the adjectives but the word for and.
                let joined = || !refusals::links(layout, at + 1) && !comma(at..later);
                refused = (!said || same() || joined()) && (!comma(at..later) || enumerated(layout, at));
                break;
            }
            Some((listed, true)) if apart(later, listed, next..later) => break,
            Some((listed, true)) => return Some((listed, true)),
            _ => {}
        }
        next = later;
    }
    let mut previous = at;
    for _ in 0..LONGEST_LIST {
        let Some(earlier) = previous_of_list(layout, previous) else { break };
        let parted = comma(earlier..previous);
        if refused && parted {
            break;
        }
        // Not from India, Vietnam origin: after a comma comes what is wanted instead.
        if let Some((listed, true)) = own_role(layout, earlier, asks).filter(|(role, _)| !apart(earlier, *role, earlier..previous) && (*role != Role::Refused || !(said && parted))) {
            return Some((listed, true));
        }
        previous = earlier;
    }
    if refused { Some((Role::Refused, true)) } else { own }
}

/// So many places of a list are looked at on either side.
const LONGEST_LIST: usize = 5;

/// Whether two pieces of one list are parted by nothing but a sign or the word for or, behind what makes goods of the
/// first: 缅甸货、朝鲜货.
fn listed(layout: &Layout<'_>, from: usize, to: usize) -> bool {
    let from = (from + 1..to).find(|at| !refusals::links(layout, *at)).unwrap_or(to);
    (from..to).all(|at| matches!(layout.mark(at), Some('/' | '、' | ',' | '，' | '،' | '-' | '+' | '&' | '(' | ')')) || (layout.has(at, Cue::To) && !layout.cues(at).any(&[Cue::Destination, Cue::NeededBy])))
}

/// Whether two countries side by side are two of a list: 印度巴基斯坦, الهند وباكستان, ከህንድና ከፓኪስታን.
fn side_by_side(layout: &Layout<'_>, first: usize) -> bool {
    let both = layout.country(first).is_some() && layout.country(first + 1).is_some();
    let unspaced = layout.written(first).ends_with(crate::text::is_unspaced);
    both && (unspaced || layout.written(first).ends_with('ና') || layout.written(first + 1).starts_with('و'))
}

fn next_of_list(layout: &Layout<'_>, at: usize) -> Option<usize> {
    if side_by_side(layout, at) {
        return Some(at + 1);
    }
    let next = (at + 2..at + 5).find(|next| is_place(layout, *next))?;
    listed(layout, at, next).then_some(next)
}

fn previous_of_list(layout: &Layout<'_>, at: usize) -> Option<usize> {
    if let Some(first) = at.checked_sub(1).filter(|first| side_by_side(layout, *first)) {
        return Some(first);
    }
    let previous = (at.saturating_sub(4)..at.saturating_sub(1)).rev().find(|previous| is_place(layout, *previous))?;
    listed(layout, previous, at).then_some(previous)
}

/// Whether commas alone part the places from one to a later one that is refused, and they begin a sentence: Sudan only.
/// India, Pakistan, China not accepted. Behind another comma what is refused is one thing more of the list.
fn enumerated(layout: &Layout<'_>, at: usize) -> bool {
    let mut first = at;
    for _ in 0..LONGEST_LIST {
        let Some(earlier) = previous_of_list(layout, first) else { break };
        if layout.mark(earlier + 1).is_none() || earlier + 2 != first {
            return false;
        }
        first = earlier;
    }
    let begins = first.checked_sub(1).is_none_or(|before| matches!(layout.mark(before), Some('.' | ';' | ':' | '\n' | '!' | '؛' | '।' | '።')));
    begins && layout.mark(at + 1).is_some_and(|sign| matches!(sign, ',' | '،'))
}

/// The country that a piece names, or in which the place lies.
fn country_of(layout: &Layout<'_>, at: usize) -> Option<Country> {
    layout.country(at).or_else(|| layout.place(at).and_then(|(_, country)| country))
}

fn in_china(layout: &Layout<'_>, at: usize) -> bool {
    country_of(layout, at).is_some_and(|country| country.alpha2() == "CN")
}

pub(super) fn is_place(layout: &Layout<'_>, at: usize) -> bool {
    layout.country(at).is_some() || layout.place(at).is_some()
}

/// So many pieces of a part are looked at on either side.
const LONGEST_PART: usize = 24;

/// So many pieces behind a country say something of it, and no sentence.
const MOST_SAID: usize = 2;

/// Whether a place stands in a part with goods, or in one that holds nothing but places and terms: a
/// country in a sentence of its own (our clients in Morocco) is nobody's origin.
fn beside_goods(layout: &Layout<'_>, at: usize) -> bool {
    let mut pieces = layout.before(at, LONGEST_PART).chain(layout.after(at, LONGEST_PART));
    let goods = layout.before(at, LONGEST_PART).chain(layout.after(at, LONGEST_PART)).any(|other| layout.is_goods(other));
    // Uruguay is fine; Bangladesh tossa: a country begins a few words about it.
    let begins = layout.country(at).is_some() && layout.before(at, 1).next().is_none() && layout.after(at, MOST_SAID + 1).count() <= MOST_SAID;
    goods || begins || pieces.all(|other| other == at || is_place(layout, other) || layout.word(other) == Some("的") || !layout.is_word(other))
}

/// Whether goods belong to a place by the word before it: korosho za Mtwara, vanille de Sambava.
fn owned(layout: &Layout<'_>, at: usize) -> bool {
    const OF: &[&str] = &["de", "du", "des", "d", "del", "do", "da", "dos", "za", "ya", "wa", "la", "cha", "vya", "cua", "ของ", "dari", "di", "asal"];
    let Some(before) = at.checked_sub(1) else { return false };
    let owner = layout.word(before).is_some_and(|word| OF.contains(&word));
    let china = in_china(layout, at);
    let goods = before.checked_sub(1).and_then(|thing| layout.get(thing)).is_some_and(|piece| matches!(piece.what, What::Mention(_) | What::Code(_) | What::Word(_)));
    let named = before.checked_sub(1).is_some_and(|thing| !layout.cues(thing).any(&[Cue::Destination, Cue::Loading, Cue::NeededBy, Cue::Price]));
    owner && goods && named && !china
}

/// Whether a place says where the house is for which something is sought, each with its preposition grown on: مطلوب
/// لفندق بالرياض. Neither begins so by itself, as بغداد and لديكم do.
fn housed(layout: &Layout<'_>, at: usize) -> bool {
    let bare = layout.written(at).strip_prefix('ب').and_then(|bare| layout.named(bare, |meaning| matches!(meaning, Meaning::Place(_))));
    let within = bare.is_some_and(|bare| layout.meaning(at, |meaning| (*meaning == bare).then_some(())).is_some());
    let house = |bare: &str| layout.lexicon.cues_of_word(bare, |lang, letters| layout.spoken(lang, letters)).has(Cue::Company);
    let word = at.checked_sub(1).and_then(|before| layout.word(before)).filter(|word| word.starts_with('ل'));
    within && word.is_some_and(|word| affix::stripped(word).iter().any(|(bare, _)| house(bare)))
}

fn own_role(layout: &Layout<'_>, at: usize, asks: Option<bool>) -> Option<(Role, bool)> {
    if refusals::refused(layout, at) {
        return Some((Role::Refused, true));
    }
    let said = said_before(layout, at, asks);
    let company = at.checked_sub(1).is_some_and(|before| layout.has(before, Cue::Company));
    if company || buys(layout, at) || introduces(layout, at, asks) || certifies(layout, at) || refusals::denied_seat(layout, at) {
        return said.filter(|(role, _)| *role == Role::Destination).or(Some((Role::Other, true)));
    }
    if asks == Some(true) && housed(layout, at) {
        return Some((Role::Destination, true));
    }
    let ours = layout.written(at).ends_with('产') || refusals::only(layout, at) || at.checked_sub(1).is_some_and(|before| refusals::freed(layout, before));
    if ours || layout.is_adjective_of_origin(at) || owned(layout, at) {
        return Some((Role::Origin, true));
    }
    said_behind(layout, at).or(said).or_else(|| likely(layout, at))
}

/// What the words behind a place say: 越南产, Vietnam origin, বাংলাদেশে উৎপাদিত, दिल्ली डिलीवरी.
fn said_behind(layout: &Layout<'_>, at: usize) -> Option<(Role, bool)> {
    let next = layout.after(at, 1).next()?;
    let cues = layout.cues(next);
    if cues.any(&[Cue::Grown, Cue::Accepted]) {
        return Some((Role::Origin, true));
    }
    if cues.has(Cue::Seat) && follows_verbs(layout) {
        return Some((Role::Other, true));
    }
    // In दिसंबर तक the verb is of a date.
    let timed = |at: usize| layout.cues(at).month().is_some() || layout.cues(at).any(&[Cue::Day, Cue::Week, Cue::Month]);
    let dated = cues.has(Cue::NeededBy) && (timed(next + 1) || layout.number(next + 1).is_some() && timed(next + 2));
    // सूरत से मुंबई तक ends at a place, and ሐዋሳ ድረስ says no more than where to.
    let joins = cues.has(Cue::To) && (layout.langs.first().is_some_and(|lang| lang.as_str() == "zh") || is_place(layout, next + 1) || layout.number(next + 1).is_some());
    let arrives = cues.has(Cue::Destination) && !cues.any(&[Cue::Origin, Cue::Sell]) && !joins && !dated;
    (arrives && follows_verbs(layout)).then_some((Role::Destination, true))
}

/// What the words before a place say, the nearest first.
fn said_before(layout: &Layout<'_>, at: usize, asks: Option<bool>) -> Option<(Role, bool)> {
    let mut passed_words = 0;
    for before in layout.before(at, 5) {
        let cues = layout.cues(before);
        // LIVRE MARSEILLE is no book.
        let told = before + 1 == at && cues.has(Cue::Destination);
        if layout.is_goods(before) && !told || layout.number(before).is_some() || layout.incoterm(before).is_some() {
            break;
        }
        if cues.has(Cue::Loading) {
            return Some((Role::Other, true));
        }
        // Where a buyer sits is no origin; where a supplier sits may be one.
        if cues.has(Cue::Seat) {
            return Some(if asks == Some(false) { (Role::Origin, false) } else { (Role::Other, true) });
        }
        // 出口越南腰果 sells what is from there.
        let next = at + 1 + usize::from(layout.word(at + 1) == Some("的"));
        let joint = layout.get(at).zip(layout.get(at + 1)).is_some_and(|(place, next)| place.span.end == next.span.start);
        let sold = cues.has(Cue::Sell) && joint && layout.is_goods(next);
        let (to, from) = (cues.has(Cue::Destination) && !sold, cues.has(Cue::Origin));
        let refused = refusals::denies(layout, before) && passed_words == 0 || before.checked_sub(1).is_some_and(|earlier| refusals::denies(layout, earlier)) && !cues.is_empty();
        if refused {
            return Some((Role::Other, true));
        }
        match (to, from) {
            (true, true) => return Some((if in_china(layout, at) { Role::Destination } else { Role::Origin }, true)),
            (true, false) => return Some((Role::Destination, true)),
            (false, true) => return Some((Role::Origin, true)),
            _ => {}
        }
        passed_words += usize::from(layout.is_word(before));
        if passed_words > 2 {
            break;
        }
    }
    None
}

/// What a place is likely for of which no word says it.
fn likely(layout: &Layout<'_>, at: usize) -> Option<(Role, bool)> {
    if in_china(layout, at) {
        let chinese = layout.langs.first().is_none_or(|lang| lang.as_str() == "zh");
        return match layout.place(at) {
            Some(_) if layout.is_region(at) => Some((Role::Origin, false)),
            // 绍兴上虞工厂: where a factory stands nothing need go.
            Some(_) if layout.after(at, MOST_SAID + 1).take_while(|near| !layout.is_goods(*near)).any(|near| layout.has(near, Cue::Company)) => Some((Role::Other, false)),
            Some(_) => Some((Role::Destination, false)),
            // A buyer abroad who names China says where the goods come from.
            None => Some((if chinese { Role::Other } else { Role::Origin }, false)),
        };
    }
    let grown = |near: usize| layout.is_goods(near) || layout.facet(near);
    let adjacent = at.checked_sub(1).is_some_and(grown);
    Some((if layout.country(at).is_some() || layout.is_region(at) || adjacent { Role::Origin } else { Role::Other }, false))
}

/// Whether a place is where somebody buys: UK importer, importateur marocain, наши клиенты в Китае.
fn buys(layout: &Layout<'_>, at: usize) -> bool {
    let behind = layout.after(at, 2).find(|near| layout.word(*near) != Some("的")).is_some_and(|near| layout.has(near, Cue::Customer));
    let mut before = layout.before(at, 2);
    let (nearest, next) = (before.next(), before.next());
    let customer = |near: Option<usize>| near.is_some_and(|near| layout.has(near, Cue::Customer));
    let link = |near: usize| layout.written(near).chars().count() <= LONGEST_LINK && (layout.is_word(near) || layout.has(near, Cue::Origin));
    behind || customer(nearest) || nearest.is_some_and(link) && customer(next)
}

/// Whether the buyer begins with who it is: German company looking for cashew kernels.
fn introduces(layout: &Layout<'_>, at: usize, asks: Option<bool>) -> bool {
    let company = layout.after(at, 1).next().is_some_and(|next| layout.cues(next).any(&[Cue::Company, Cue::Seat]));
    asks == Some(true) && (company || seeks_from(layout, at)) && !(0..at).any(|before| layout.has(before, Cue::Buy))
}

/// Whether a verb of seeking follows a place before any goods do, and goods follow the verb: distribuidor na Praia
/// procura bacalhau. In languages with the verb behind its object such a place may be an origin.
fn seeks_from(layout: &Layout<'_>, at: usize) -> bool {
    let part = layout.get(at).map(|piece| piece.part);
    let seeks = |near: usize| layout.has(near, Cue::Buy);
    let verb = (at + 1..at + 1 + MOST_BEFORE_VERB).find(|near| seeks(*near) || layout.is_goods(*near) || matches!(layout.mark(*near), Some('.' | '\n'))).filter(|near| seeks(*near));
    let bracketed = |verb: usize| (at..verb).any(|near| layout.mark(near) == Some(')'));
    let together = |verb: &usize| layout.get(*verb).map(|piece| piece.part) == part || bracketed(*verb);
    !follows_verbs(layout) && verb.filter(together).is_some_and(|verb| layout.after(verb, MOST_BEFORE_VERB).any(|near| layout.is_goods(near)))
}

/// So many pieces stand between the seat of a buyer and what is sought, on either side of the verb.
const MOST_BEFORE_VERB: usize = 8;

/// Letters of the longest preposition between a buyer and a place.
const LONGEST_LINK: usize = 5;

/// Certificates of one country, beside which its name says whose they are: JAS Japan, US FDA.
const CERTIFYING: &[(&str, &str)] = &[
    ("organic-jas", "JP"), ("organic-usda", "US"), ("fda", "US"), ("gacc", "CN"), ("ccc", "CN"), ("ciq", "CN"), ("organic-cn", "CN"), ("organic-india", "IN"), ("fssai", "IN"), ("bis", "IN"), ("agmark", "IN"),
    ("sni", "ID"), ("bpom", "ID"), ("eac", "RU"), ("saber", "SA"), ("ukca", "GB"), ("organic-brazil", "BR"),
];

fn certifies(layout: &Layout<'_>, at: usize) -> bool {
    let Some(country) = layout.country(at) else { return false };
    let own = |near: usize| layout.certificate(near).is_some_and(|slug| CERTIFYING.contains(&(slug, country.alpha2())));
    (at.saturating_sub(2)..at + 3).any(own)
}

/// Whether the language of a text may put the word for "to" behind the place: मुंबई तक, 青岛交货.
fn follows_verbs(layout: &Layout<'_>) -> bool {
    layout.langs.first().is_some_and(|lang| tongue::to_stands(*lang) != Stands::Before)
}
