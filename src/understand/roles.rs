//! What a place is for: by the words around it, by the list that it stands in, else by where it lies.

use super::layout::{Layout, What};
use super::lists::{LONGEST_LIST, enumerated, next_of_list, previous_of_list};
use super::places::{country_of, is_place};
use super::tongue::{self, Stands};
use super::{affix, refusals};
use crate::lexicon::{Cue, Meaning};

/// What a place is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Origin,
    Destination,
    /// Where the goods shall not come from.
    Refused,
    /// Loading, or the seat of somebody: says nothing of the goods.
    Other,
}

/// What the words around a place say it is for, and whether they say it or it is only likely.
pub(super) fn role(layout: &Layout<'_>, at: usize, asks: Option<bool>) -> Option<(Role, bool)> {
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

pub(super) fn own_role(layout: &Layout<'_>, at: usize, asks: Option<bool>) -> Option<(Role, bool)> {
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

/// So many pieces behind a country say something of it, and no sentence.
pub(super) const MOST_SAID: usize = 2;

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

/// What the words behind a place say: 越南产, Vietnam origin, বাংলাদেশে উৎপাদিত, दिल्ली डिलीवरी.
pub(super) fn said_behind(layout: &Layout<'_>, at: usize) -> Option<(Role, bool)> {
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

fn in_china(layout: &Layout<'_>, at: usize) -> bool {
    country_of(layout, at).is_some_and(|country| country.alpha2() == "CN")
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

/// Letters of the longest preposition between a buyer and a place.
const LONGEST_LINK: usize = 5;

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
