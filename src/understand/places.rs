//! Places: where goods come from, where they shall go, and the place of the delivery term.
//!
//! A country named beside the goods is their origin, unless a cue of destination or a delivery term
//! before it says otherwise; China is where things go unless the text names it as origin.

use super::finding::Findings;
use super::layout::{Layout, What};
use crate::domain::{Country, Incoterm};
use crate::lexicon::Cue;
use crate::text::fold;

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
    let origin_stated = (0..layout.pieces.len()).any(|at| (layout.country(at).is_some() || layout.place(at).is_some()) && role(layout, at).is_some_and(|(role, said)| said && role == Role::Origin));
    for at in 0..layout.pieces.len() {
        if let Some((code, country)) = layout.place(at) {
            let region = layout.is_region(at);
            if !region && !found.named.iter().any(|known| known == code) {
                found.named.push(code.to_owned());
            }
            if used.get(at) == Some(&true) {
                continue;
            }
            match role(layout, at).filter(|(role, said)| *said || *role != Role::Destination || asks != Some(false)) {
                Some((Role::Destination, _)) if found.destination.is_none() => arrive(layout, at, code.to_owned(), &mut found, findings),
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
            match role(layout, at) {
                Some((Role::Destination, _)) if found.destination.is_none() => arrive(layout, at, country.alpha2().to_owned(), &mut found, findings),
                Some((Role::Origin, said)) if said || (!origin_stated && beside_goods(layout, at)) => come_from(layout, at, country, &mut found, findings),
                Some((Role::Refused, _)) => refuse(layout, at, country, &mut found, findings),
                _ => {}
            }
        }
    }
    if found.origins.is_empty() {
        let within = (0..layout.pieces.len()).filter(|at| !refused(layout, *at)).find_map(|at| layout.country_within(at).map(|country| (at, country)));
        if let Some((at, country)) = within {
            come_from(layout, at, country, &mut found, findings);
        }
    }
    found
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
    let place = after.filter(|place| *place <= at + 3).or(direct).or(after).or_else(over).or_else(before);
    found.incoterm = Some(term);
    findings.sure("incoterm", term.code(), layout.original(&piece.span));
    let arrives = matches!(term, Incoterm::Cfr | Incoterm::Cif | Incoterm::Cpt | Incoterm::Cip | Incoterm::Dap | Incoterm::Dpu | Incoterm::Ddp);
    let Some((place, code)) = place
        .and_then(|place| Some((place, layout.place(place).map(|(code, _)| code.to_owned()).or_else(|| layout.country(place).map(|c| c.alpha2().to_owned()))?)))
        .or_else(|| unlisted(layout, at))
    else {
        return;
    };
    if let (Some(slot), Some(piece)) = (used.get_mut(place), layout.get(place)) {
        *slot = true;
        findings.sure("place", code.clone(), layout.original(&piece.span));
        if arrives {
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
fn role(layout: &Layout<'_>, at: usize) -> Option<(Role, bool)> {
    let own = own_role(layout, at);
    if matches!(own, Some((Role::Refused, _))) {
        return own;
    }
    // Of several places in a row the last one's words hold for all: 坦桑尼亚或科特迪瓦产, Ethiopia / Sudan origin.
    let comma = |pieces: std::ops::Range<usize>| pieces.into_iter().any(|at| matches!(layout.mark(at), Some(',' | '，' | '،')));
    let said = own == Some((Role::Origin, true));
    let (mut next, mut refused) = (at, false);
    for _ in 0..LONGEST_LIST {
        let Some(later) = next_of_list(layout, next) else { break };
        match own_role(layout, later) {
            // 埃塞、苏丹，印度除外: what is excepted at the end is not what the list wants.
            Some((Role::Refused, _)) => {
                refused = !said && !comma(next..later);
                break;
            }
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
        if let Some((listed, true)) = own_role(layout, earlier).filter(|(role, _)| *role != Role::Refused || !(said && parted)) {
            return Some((listed, true));
        }
        previous = earlier;
    }
    if refused { Some((Role::Refused, true)) } else { own }
}

/// So many places of a list are looked at on either side.
const LONGEST_LIST: usize = 5;

/// Whether two pieces of one list are parted by nothing but a sign or the word for or.
fn listed(layout: &Layout<'_>, from: usize, to: usize) -> bool {
    (from + 1..to).all(|at| matches!(layout.mark(at), Some('/' | '、' | ',' | '，' | '،' | '-' | '+' | '&' | '(' | ')')) || (layout.has(at, Cue::To) && !layout.cues(at).any(&[Cue::Destination, Cue::NeededBy])) || layout.word(at).is_some_and(|word| matches!(word, "or" | "and" | "ou" | "et" | "o" | "y" | "e" | "и" | "или" | "或" | "和" | "及" | "hoac" | "va" | "atau" | "dan" | "au" | "na" | "या" | "और" | "বা" | "ও" | "أو" | "و" | "หรือ" | "ወይም" | "እና")))
}

fn next_of_list(layout: &Layout<'_>, at: usize) -> Option<usize> {
    let next = (at + 2..at + 5).find(|next| is_place(layout, *next))?;
    listed(layout, at, next).then_some(next)
}

fn previous_of_list(layout: &Layout<'_>, at: usize) -> Option<usize> {
    let previous = (at.saturating_sub(4)..at.saturating_sub(1)).rev().find(|previous| is_place(layout, *previous))?;
    listed(layout, previous, at).then_some(previous)
}

fn in_china(layout: &Layout<'_>, at: usize) -> bool {
    layout.country(at).or_else(|| layout.place(at).and_then(|(_, country)| country)).is_some_and(|country| country.alpha2() == "CN")
}

fn is_place(layout: &Layout<'_>, at: usize) -> bool {
    layout.country(at).is_some() || layout.place(at).is_some()
}

/// So many pieces of a part are looked at on either side.
const LONGEST_PART: usize = 24;

/// Whether a place stands in a part with goods, or in one that holds nothing but places and terms: a
/// country in a sentence of its own (our clients in Morocco) is nobody's origin.
fn beside_goods(layout: &Layout<'_>, at: usize) -> bool {
    let mut pieces = layout.before(at, LONGEST_PART).chain(layout.after(at, LONGEST_PART));
    let goods = layout.before(at, LONGEST_PART).chain(layout.after(at, LONGEST_PART)).any(|other| layout.is_goods(other));
    goods || pieces.all(|other| other == at || is_place(layout, other) || layout.word(other) == Some("的") || !matches!(layout.get(other).map(|piece| &piece.what), Some(What::Word(_))))
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

/// Words between a denial and the place that it refuses: not from the, que no sean de la, không lấy hàng.
const BETWEEN: &[&str] = &[
    "the", "of", "a", "any", "d", "de", "des", "du", "del", "da", "do", "dos", "das", "la", "el", "las", "los", "les", "l", "le", "en", "em", "sea", "sean", "seja", "sejam", "soit", "soient", "ser", "venant", "hang", "mau",
    "mahu", "ambil", "terima", "menerima", "lay", "ya", "za", "wa", "cha", "vya", "из", "с", "от", "สินค้า", "ของ", "要", "来自",
];
/// Words between a place and what excepts it.
const LINKS: &[&str] = &["को", "के", "का", "की", "产", "的", "货", "মূল", "ኛ", "माल", "মাল", "পণ্য", "goods", "is", "are"];
/// Words that except a place directly behind them and say something else elsewhere, with their language.
const EXCEPTING: &[(&str, &str)] = &[("menos", "es"), ("menos", "pt"), ("ila", "sw")];
/// Words behind a place that make it the seat of somebody.
const PEOPLE: &[&str] = &["agent", "agents", "broker", "brokers", "traders", "middlemen"];

/// Whether a piece denies the place behind it.
fn denies(layout: &Layout<'_>, near: usize) -> bool {
    let excepting = |(word, lang): &(&str, &str)| layout.word(near) == Some(word) && layout.langs.iter().take(3).any(|own| own.as_str() == *lang);
    layout.has(near, Cue::Not) && !in_the(layout, near) && !freed(layout, near) || is_place(layout, near + 1) && EXCEPTING.iter().any(excepting)
}

/// Whether a denial is the Portuguese `in the`: plantada no Brasil.
fn in_the(layout: &Layout<'_>, at: usize) -> bool {
    const GROWN: &[&str] = &["ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"];
    let rank = |lang: &str| layout.langs.iter().position(|own| own.as_str() == lang).unwrap_or(usize::MAX);
    let grown = || at.checked_sub(1).and_then(|before| layout.word(before)).is_some_and(|word| GROWN.iter().any(|end| word.ends_with(end)));
    layout.word(at) == Some("no") && is_place(layout, at + 1) && rank("pt") < usize::MAX && (rank("pt") < rank("es").min(rank("en")) || grown())
}

/// Whether goods are free of something and come from the place behind: pesticide free from Paraguay.
fn freed(layout: &Layout<'_>, at: usize) -> bool {
    layout.written(at).eq_ignore_ascii_case("free from") && is_place(layout, at + 1)
}

/// Whether nothing but this place is accepted: لا نقبل إلا السوداني.
fn only(layout: &Layout<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| matches!(layout.written(before), "إلا" | "الا") && layout.before(before, 3).any(|near| layout.has(near, Cue::Not)))
}

/// Whether the text refuses goods from a place: by a denial before it, or behind it.
fn refused(layout: &Layout<'_>, at: usize) -> bool {
    let passed = |near: usize| {
        let cues = layout.cues(near);
        cues.any(&[Cue::Origin, Cue::Grown]) || matches!(layout.mark(near), Some('-' | '\'' | '’')) || BETWEEN.contains(&fold(&layout.written(near).to_lowercase()).as_str())
    };
    if seats(layout, at) || only(layout, at) {
        return false;
    }
    let before = layout.before(at, 6).find(|near| denies(layout, *near) || !passed(*near)).is_some_and(|near| denies(layout, near));
    before || excepted(layout, at)
}

/// Whether what stands behind a place excepts it: भारत को छोड़कर, 印度以外, Китай не предлагать.
fn excepted(layout: &Layout<'_>, at: usize) -> bool {
    // 印度芝麻不要: where the verb comes last, so do the goods before it.
    let verbs_last = layout.langs.first().is_some_and(|lang| matches!(lang.as_str(), "hi" | "bn" | "am" | "zh" | "ur" | "tr"));
    let link = |near: usize| layout.cues(near).any(&[Cue::Origin, Cue::Grown]) || LINKS.contains(&layout.written(near)) || verbs_last && layout.is_goods(near);
    let says = |near: usize| layout.has(near, Cue::Excepted);
    let ends = |near: usize| layout.after(near, 1).next().is_none_or(|next| layout.mark(next).is_some_and(|sign| !matches!(sign, '?' | '？')) && layout.after(next, 1).next().is_none());
    // A Vietnamese denial at the end asks.
    let asks = layout.langs.first().is_some_and(|lang| lang.as_str() == "vi");
    // In 要印度的不要中国的 the denial is the next one's.
    let last = |near: usize| ends(near) || layout.has(near + 1, Cue::Buy) && ends(near + 1);
    let denial = layout.after(at, 4).find(|near| layout.has(*near, Cue::Not) || says(*near) || !link(*near));
    denial.is_some_and(|near| says(near) || layout.has(near, Cue::Not) && !in_the(layout, near) && !asks && last(near))
}

/// Whether a place is where somebody sits, by the word behind it: non-Chinese buyers only.
fn seats(layout: &Layout<'_>, at: usize) -> bool {
    let near = layout.after(at, 1).next();
    near.is_some_and(|next| layout.has(next, Cue::Company) || layout.word(next).is_some_and(|word| PEOPLE.contains(&word)))
}

fn own_role(layout: &Layout<'_>, at: usize) -> Option<(Role, bool)> {
    if refused(layout, at) {
        return Some((Role::Refused, true));
    }
    let ours = layout.written(at).ends_with('产') || only(layout, at) || at.checked_sub(1).is_some_and(|before| freed(layout, before));
    let denied = at.checked_sub(1).is_some_and(|before| denies(layout, before) || layout.mark(before) == Some('-') && before.checked_sub(1).is_some_and(|earlier| denies(layout, earlier)));
    if at.checked_sub(1).is_some_and(|before| layout.has(before, Cue::Company)) || denied && seats(layout, at) {
        return Some((Role::Other, true));
    }
    if ours || layout.is_adjective_of_origin(at) || owned(layout, at) {
        return Some((Role::Origin, true));
    }
    let china = in_china(layout, at);
    let next = layout.cues(at + 1);
    let beside = layout.get(at).zip(layout.get(at + 1)).is_some_and(|(place, next)| place.part == next.part);
    // A suffix: 越南产, Vietnam origin, বাংলাদেশে উৎপাদিত.
    if beside && next.any(&[Cue::Grown]) {
        return Some((Role::Origin, true));
    }
    if beside && next.has(Cue::Destination) && !next.has(Cue::Origin) && !next.any(&[Cue::To, Cue::NeededBy]) && follows_verbs(layout) {
        return Some((Role::Destination, true));
    }
    let mut passed_words = 0;
    for before in layout.before(at, 5) {
        let cues = layout.cues(before);
        if layout.is_goods(before) || layout.number(before).is_some() || layout.incoterm(before).is_some() {
            break;
        }
        if cues.has(Cue::Loading) {
            return Some((Role::Other, true));
        }
        let (to, from) = (cues.has(Cue::Destination), cues.has(Cue::Origin));
        let refused = denies(layout, before) && passed_words == 0 || before.checked_sub(1).is_some_and(|earlier| denies(layout, earlier)) && !cues.is_empty();
        if refused {
            return Some((Role::Other, true));
        }
        match (to, from) {
            (true, true) => return Some((if china { Role::Destination } else { Role::Origin }, true)),
            (true, false) => return Some((Role::Destination, true)),
            (false, true) => return Some((Role::Origin, true)),
            _ => {}
        }
        passed_words += usize::from(matches!(layout.get(before).map(|piece| &piece.what), Some(What::Word(_))));
        if passed_words > 2 {
            break;
        }
    }
    if china {
        let chinese = layout.langs.first().is_none_or(|lang| lang.as_str() == "zh");
        return match layout.place(at) {
            Some(_) if layout.is_region(at) => Some((Role::Origin, false)),
            Some(_) => Some((Role::Destination, false)),
            // A buyer abroad who names China says where the goods come from.
            None => Some((if chinese { Role::Other } else { Role::Origin }, false)),
        };
    }
    let grown = |near: usize| layout.is_goods(near) || layout.facet(near);
    let adjacent = at.checked_sub(1).is_some_and(grown);
    Some((if layout.country(at).is_some() || layout.is_region(at) || adjacent { Role::Origin } else { Role::Other }, false))
}

/// Whether the language of a text puts the word for "to" behind the place: मुंबई तक, 青岛交货.
fn follows_verbs(layout: &Layout<'_>) -> bool {
    layout.langs.first().is_some_and(|lang| matches!(lang.as_str(), "hi" | "bn" | "ur" | "tr" | "zh" | "ja" | "ko"))
}
