//! Origins that a text refuses: not from India, 印度除外, لا نقبل الهندي.

use super::layout::Layout;
use super::places::is_place;
use super::tongue;
use crate::lexicon::Cue;
use crate::text::{Lang, fold};

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
pub(super) fn denies(layout: &Layout<'_>, near: usize) -> bool {
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
pub(super) fn freed(layout: &Layout<'_>, at: usize) -> bool {
    layout.written(at).eq_ignore_ascii_case("free from") && is_place(layout, at + 1)
}

/// Whether nothing but this place is accepted: لا نقبل إلا السوداني.
pub(super) fn only(layout: &Layout<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| matches!(layout.written(before), "إلا" | "الا") && layout.before(before, 3).any(|near| layout.has(near, Cue::Not)))
}

/// Whether the text refuses goods from a place: by a denial before it, or behind it.
pub(super) fn refused(layout: &Layout<'_>, at: usize) -> bool {
    let passed = |near: usize| {
        let cues = layout.cues(near);
        cues.any(&[Cue::Origin, Cue::Grown]) || matches!(layout.mark(near), Some('-' | '\'' | '’')) || BETWEEN.contains(&fold(&layout.written(near).to_lowercase()).as_str())
    };
    if seats(layout, at) || only(layout, at) {
        return false;
    }
    let before = layout.before(at, 6).find(|near| denies(layout, *near) || !passed(*near)).is_some_and(|near| denies(layout, near));
    // لا نقبل لحم باكستاني: behind a verb of refusal the goods may stand before their origin.
    let verb = |near: usize| layout.has(near, Cue::Refuse);
    let described = |near: usize| passed(near) || layout.is_goods(near) || layout.facet(near);
    let verbally = || layout.before(at, 6).find(|near| verb(*near) || !described(*near)).is_some_and(verb);
    before || verbally() || excepted(layout, at) || turned_down(layout, at)
}

/// So many pieces stand between a place and the words at the end of its part that turn it down.
const MOST_BETWEEN: usize = 4;
/// So many pieces of courtesy stand behind them.
const MOST_COURTESY: usize = 2;

/// Whether the part that names a place ends in words of refusal, whatever it says of the goods: 澳洲材太贵不要, le Maroc
/// ne nous intéresse pas, Chinese fish - no. What stands behind a denial would be what it denies.
fn turned_down(layout: &Layout<'_>, at: usize) -> bool {
    let told = |near: usize| layout.number(near).is_some() || layout.certificate(near).is_some() || layout.incoterm(near).is_some() || is_place(layout, near) || layout.has(near, Cue::Accepted);
    let denies = |near: usize| layout.cues(near).any(&[Cue::Not, Cue::Refuse, Cue::Excepted]);
    let Some(denial) = layout.after(at, MOST_BETWEEN + 1).take_while(|near| !told(*near)).find(|near| denies(*near)) else { return false };
    let firm = layout.cues(denial).any(&[Cue::Refuse, Cue::Excepted]);
    // In 印度的不可以 what is denied is that it is welcome.
    let denial = if layout.cues(denial + 1).any(&[Cue::Buy, Cue::Accepted]) { denial + 1 } else { denial };
    let denied = |near: usize| told(near) || layout.is_goods(near) || layout.facet(near);
    if layout.after(denial, MOST_COURTESY + 1).any(denied) || layout.after(denial, MOST_COURTESY + 1).count() > MOST_COURTESY {
        return false;
    }
    // A Vietnamese denial at the end asks, and a bare one in the middle denies what comes.
    let vietnamese = layout.langs.first() == Some(&Lang::VI);
    firm || !vietnamese && layout.after(denial, 1).next().is_none_or(|next| layout.mark(next).is_some_and(|sign| !matches!(sign, '?' | '？')))
}

/// So many pieces of a list of goods stand before the words that turn them all down.
const LONGEST_LIST: usize = 8;

/// Whether goods, or the list that they stand in, end in words of refusal: 绿豆瓣、绿豆仁勿扰, лом и стружку не предлагать.
pub(super) fn turned_down_goods(layout: &Layout<'_>, at: usize) -> bool {
    let firm = |near: usize| layout.cues(near).any(&[Cue::Refuse, Cue::Excepted]);
    let listed = |near: usize| layout.is_goods(near) || layout.facet(near) || layout.has(near, Cue::To) || matches!(layout.mark(near), Some('、' | '/'));
    // 蜜饯类不要: one word may stand between.
    let Some(denial) = (at + 1..at + 1 + LONGEST_LIST).find(|near| firm(*near) || !(listed(*near) || layout.is_word(*near) && firm(near + 1))).filter(|near| firm(*near)) else { return false };
    layout.after(denial, 1).next().is_none_or(|next| layout.mark(next).is_some())
}

/// Whether a denial is of those who sit at a place: no Indian agents.
pub(super) fn denied_seat(layout: &Layout<'_>, at: usize) -> bool {
    let denied = at.checked_sub(1).is_some_and(|before| denies(layout, before) || layout.mark(before) == Some('-') && before.checked_sub(1).is_some_and(|earlier| denies(layout, earlier)));
    denied && seats(layout, at)
}

/// Whether a piece behind a place makes goods of it: 缅甸货, पाकिस्तान का माल.
pub(super) fn links(layout: &Layout<'_>, near: usize) -> bool {
    layout.cues(near).any(&[Cue::Origin, Cue::Grown]) && !layout.has(near, Cue::To) || LINKS.contains(&layout.written(near))
}

/// Whether what stands behind a place excepts it: भारत को छोड़कर, 印度以外, Китай не предлагать.
fn excepted(layout: &Layout<'_>, at: usize) -> bool {
    // 印度芝麻不要: where the verb comes last, so do the goods before it.
    let verbs_last = layout.langs.first().is_some_and(|lang| tongue::verbs_last(*lang) || *lang == Lang::ZH);
    let link = |near: usize| layout.cues(near).any(&[Cue::Origin, Cue::Grown, Cue::Wholly]) || LINKS.contains(&layout.written(near)) || verbs_last && layout.is_goods(near);
    let says = |near: usize| layout.has(near, Cue::Excepted);
    layout.after(at, 4).find(|near| says(*near) || !link(*near)).is_some_and(says)
}

/// Whether a place is where somebody sits, by the word behind it: non-Chinese buyers only.
fn seats(layout: &Layout<'_>, at: usize) -> bool {
    let near = layout.after(at, 1).next();
    near.is_some_and(|next| layout.has(next, Cue::Company) || layout.word(next).is_some_and(|word| PEOPLE.contains(&word)))
}
