//! Amounts and prices: a number with the unit or currency beside it, and the cue that says what it
//! is for. A number that can be read two ways is shown with both and stands for nothing.

use std::ops::Range;

use rust_decimal::Decimal;

use super::finding::{Amount, Bound, Content, Findings, ReadPrice};
use super::layout::{Layout, What};
use crate::domain::{Currency, Period, Unit, UnitClass};
use crate::lexicon::{Cue, Meaning};

/// What the amounts of a text say.
#[derive(Clone, Debug, Default)]
pub(super) struct Amounts {
    pub(super) quantity: Option<Amount>,
    pub(super) moq: Option<Amount>,
    pub(super) capacity: Option<Amount>,
    pub(super) load: Option<Content>,
    pub(super) packing: Option<Content>,
    pub(super) tolerance: Option<Decimal>,
    pub(super) price: Option<ReadPrice>,
}

/// A number, or a range of two.
struct Figure {
    low: Decimal,
    high: Option<Decimal>,
    /// Other readings of the number.
    others: Vec<Decimal>,
    /// Pieces from and to.
    pieces: Range<usize>,
}

/// What an amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Quantity,
    Moq,
    Capacity,
    /// A size, a purity, an age: of the goods and not of the deal.
    Measure,
}

/// Pieces looked at on either side for a cue.
const REACH: usize = 5;

/// Reads the amounts of a layout; `taken` marks the pieces that dates, codes and contacts own.
pub(super) fn read(layout: &Layout<'_>, taken: &mut [bool], findings: &mut Findings) -> Amounts {
    let mut reader = AmountReader { layout, taken, findings, found: Amounts::default(), stated: false };
    reader.prices();
    reader.amounts();
    reader.found
}

struct AmountReader<'l, 't> {
    layout: &'l Layout<'l>,
    taken: &'t mut [bool],
    findings: &'t mut Findings,
    found: Amounts,
    /// Whether the quantity was named as such.
    stated: bool,
}

impl AmountReader<'_, '_> {
    fn free(&self, at: usize) -> bool {
        self.taken.get(at).is_some_and(|taken| !taken)
    }

    fn take(&mut self, pieces: Range<usize>) {
        if let Some(taken) = self.taken.get_mut(pieces.start..pieces.end.min(self.layout.pieces.len())) {
            taken.fill(true);
        }
    }

    /// The number at a piece, with the second of a range.
    fn figure(&self, at: usize) -> Option<Figure> {
        if !self.free(at) {
            return None;
        }
        let layout = self.layout;
        let Some(first) = layout.number(at) else { return self.number_word(at) };
        let one = Figure { low: first.value, high: None, others: first.alternatives.clone(), pieces: at..at + 1 };
        // 50-60 t, 50 to 60 t, 50 t - 60 t, 1200 USD - 1300 USD.
        let same = |a: usize, b: usize| layout.unit(a).is_some() && layout.unit(a) == layout.unit(b) || layout.currency(a).is_some() && layout.currency(a) == layout.currency(b);
        let joint = |at: usize| matches!(layout.mark(at), Some('-' | '–' | '~' | '～' | '—')) || layout.has(at, Cue::To);
        let second = if joint(at + 1) && layout.number(at + 2).is_some() {
            at + 2
        } else if joint(at + 2) && layout.number(at + 3).is_some() && same(at + 1, at + 4) {
            at + 3
        } else if layout.number(at + 1).is_some_and(|next| next.span.start == first.span.end && next.value.is_sign_negative()) {
            at + 1
        } else {
            return Some(one);
        };
        let Some(last) = layout.number(second).filter(|_| self.free(second)) else { return Some(one) };
        if last.value <= first.value || first.alternatives.is_empty() != last.alternatives.is_empty() {
            return Some(one);
        }
        // 8-10 ribu, 5至6万: the word behind the second number holds for both.
        let scaled = last.factor > Decimal::ONE && first.factor == Decimal::ONE && first.value < last.value.checked_div(last.factor)?;
        let low = if scaled { first.value.checked_mul(last.factor)? } else { first.value };
        Some(Figure { low, high: Some(last.value), pieces: at..second + 1, ..one })
    }

    /// A number in words, directly before what it counts: two containers, deux conteneurs.
    fn number_word(&self, at: usize) -> Option<Figure> {
        let count = self.layout.cues(at).numbered("number-")?;
        let counted = self.layout.unit(at + 1)?;
        let sure = count > 1 || matches!(counted.class(), UnitClass::Container);
        sure.then(|| Figure { low: Decimal::from(count), high: None, others: Vec::new(), pieces: at..at + 1 })
    }

    fn prices(&mut self) {
        for at in 0..self.layout.pieces.len() {
            let Some(mut figure) = self.figure(at) else { continue };
            let Some((currency, mut pieces)) = self.currency_of(&figure).or_else(|| self.home_currency(&figure)) else { continue };
            self.spoken_tenths(&mut figure, &mut pieces);
            let per = self.price_unit(&mut pieces);
            let bound = self.bound(&pieces);
            let price = ReadPrice { amount: figure.low, to: figure.high, currency, per, bound };
            self.take(pieces.clone());
            let words = self.layout.words(&pieces);
            if !figure.others.is_empty() {
                let read = |amount: &Decimal| ReadPrice { amount: *amount, ..price.clone() }.to_string();
                self.findings.open("price", words, std::iter::once(&figure.low).chain(&figure.others).map(read).collect());
            } else if self.is_turnover(&pieces) {
                continue;
            } else if self.found.price.as_ref().is_none_or(|known| known.per.is_none() && per.is_some()) {
                self.findings.0.retain(|finding| finding.field != "price" || finding.value.is_none());
                self.findings.sure("price", price.to_string(), words);
                self.found.price = Some(price);
            }
        }
    }

    /// The currency beside a number: after it, else before it.
    fn currency_of(&self, figure: &Figure) -> Option<(Currency, Range<usize>)> {
        let layout = self.layout;
        let Range { start, end } = figure.pieces;
        // An amount of money is not `20 ton USD 500` read backwards: what follows the number decides.
        if let Some(currency) = layout.currency(end).filter(|_| self.free(end)) {
            return Some((currency, start..end + 1));
        }
        // US$ and HK$ are a word and a sign.
        if layout.mark(end + 1).is_some() && layout.get(end).is_some_and(|word| matches!(word.what, What::Word(_)) && word.span.len() <= 2)
            && let Some(currency) = layout.currency(end + 1).filter(|_| layout.get(end).map(|word| word.span.end) == layout.get(end + 1).map(|sign| sign.span.start)) {
                return Some((currency, start..end + 2));
            }
        let in_range = (figure.pieces.start..figure.pieces.end).find_map(|at| layout.currency(at));
        if let Some(currency) = in_range {
            return Some((currency, figure.pieces.clone()));
        }
        let skip = usize::from(start > 0 && matches!(layout.mark(start - 1), Some(':' | '=' | '.')));
        let before = start.checked_sub(1 + skip)?;
        let currency = layout.currency(before).filter(|_| self.free(before))?;
        let counted = layout.unit(end).is_some_and(|unit| unit.class() == UnitClass::Container);
        (!counted).then_some((currency, before..end))
    }

    /// Chat prices of Viet Nam and Indonesia leave the currency out: 95k/kg, 2tr6/tạ, 15rb/kg.
    fn home_currency(&self, figure: &Figure) -> Option<(Currency, Range<usize>)> {
        let layout = self.layout;
        let code = layout.langs.iter().take(2).find_map(|lang| match lang.as_str() {
            "vi" => Some("VND"),
            "id" => Some("IDR"),
            _ => None,
        })?;
        let spoken = layout.get(figure.pieces.end.saturating_sub(1)).and_then(|piece| layout.clean.as_str().get(piece.span.clone())).is_some_and(|text| text.contains(char::is_alphabetic));
        let per = matches!(layout.mark(figure.pieces.end), Some('/')) && layout.unit(figure.pieces.end + 1).is_some_and(|unit| unit.class() != UnitClass::Container);
        (spoken && per && figure.low >= Decimal::from(100)).then(|| Currency::parse(code)).flatten().map(|currency| (currency, figure.pieces.clone()))
    }

    /// 8块5 is 8.50: a digit right after the currency counts tenths.
    fn spoken_tenths(&self, figure: &mut Figure, pieces: &mut Range<usize>) {
        let layout = self.layout;
        let adjacent = layout.get(pieces.end.saturating_sub(1)).zip(layout.get(pieces.end)).is_some_and(|(currency, digit)| currency.span.end == digit.span.start);
        let chinese = layout.langs.first().is_some_and(|lang| lang.as_str() == "zh");
        let Some(digit) = layout.number(pieces.end).filter(|digit| adjacent && chinese && figure.high.is_none() && digit.value < Decimal::TEN && layout.get(pieces.end).is_some_and(|piece| piece.span.len() == 1)) else { return };
        if layout.unit(pieces.end + 1).is_none() || layout.has(pieces.end + 1, Cue::Per) {
            figure.low += digit.value / Decimal::TEN;
            pieces.end += 1;
        }
    }

    /// The unit a price is for: after it (`/t`, `per kg`, `la tonne`, 一斤), else before it (每吨 6500).
    fn price_unit(&self, pieces: &mut Range<usize>) -> Option<Unit> {
        let layout = self.layout;
        let part = layout.get(pieces.end.saturating_sub(1)).map(|piece| piece.part);
        let unit_at = |at: usize| layout.get(at).filter(|piece| Some(piece.part) == part).and(layout.unit(at));
        let mut at = pieces.end;
        // A note in between: `1250 USD (FOB) / t` is rare, `1250 USD FOB/t` and `1250/- per kg` are not.
        while layout.incoterm(at).is_some() || matches!(layout.mark(at), Some('-' | '=' | '.')) || matches!(layout.mark(at + 1), Some('=' | '-')) && layout.mark(at) == Some('/') {
            at += 1;
        }
        let linked = matches!(layout.mark(at), Some('/' | '／' | '\\')) || layout.has(at, Cue::Per);
        if linked {
            let mut next = at + 1;
            while layout.has(next, Cue::Per) || layout.cues(next).numbered("number-") == Some(1) || layout.number(next).is_some_and(|number| number.value == Decimal::ONE) {
                next += 1;
            }
            if let Some(unit) = unit_at(next) {
                pieces.end = next + 1;
                return Some(unit);
            }
        }
        if let Some(unit) = unit_at(at).filter(|unit| unit.class() != UnitClass::Container) {
            pieces.end = at + 1;
            return Some(unit);
        }
        // Before: `每吨 6500`, `per kg: USD 5`, กิโลกรัมละ 50, kwa kilo 3000.
        for back in layout.before(pieces.start, 4) {
            let beside = (back + 1..pieces.start).any(|at| layout.has(at, Cue::Per)) || back.checked_sub(1).is_some_and(|before| layout.has(before, Cue::Per) || layout.mark(before) == Some('/'));
            if let Some(unit) = layout.unit(back).filter(|_| beside && self.free(back)) {
                pieces.start = back;
                return Some(unit);
            }
            let passes = layout.cues(back).any(&[Cue::Price, Cue::Per, Cue::About, Cue::Target, Cue::AtMost, Cue::AtLeast]) || layout.mark(back).is_some();
            if !passes {
                break;
            }
        }
        None
    }

    /// Target, ceiling or floor, by the nearest cue on either side.
    fn bound(&self, pieces: &Range<usize>) -> Option<Bound> {
        let layout = self.layout;
        let of = |at: usize| {
            let cues = layout.cues(at);
            if cues.has(Cue::Target) {
                Some(Bound::Target)
            } else if cues.has(Cue::AtMost) && !self.is_range_word(at, pieces) {
                Some(Bound::Max)
            } else if cues.has(Cue::AtLeast) && !cues.has(Cue::Origin) {
                Some(Bound::From)
            } else {
                None
            }
        };
        let after = layout.after(pieces.end.saturating_sub(1), 2).find_map(of).filter(|bound| *bound != Bound::Target);
        let mut before = None;
        for at in layout.before(pieces.start, REACH) {
            if layout.number(at).is_some() {
                break;
            }
            before = before.or(of(at));
        }
        // A budget with a ceiling is a ceiling.
        if after == Some(Bound::Max) { after } else { before.or(after) }
    }

    /// Whether a cue stands inside of the price itself, as `to` of a range.
    fn is_range_word(&self, at: usize, pieces: &Range<usize>) -> bool {
        pieces.contains(&at)
    }

    /// A turnover or capital is money but no price.
    fn is_turnover(&self, pieces: &Range<usize>) -> bool {
        self.layout.before(pieces.start, 4).any(|at| self.layout.has(at, Cue::Turnover))
    }

    fn amounts(&mut self) {
        for at in 0..self.layout.pieces.len() {
            if !self.free(at) {
                continue;
            }
            if let Some(figure) = self.figure(at) {
                self.amount(figure);
            } else if self.layout.class(at) == Some(UnitClass::Container) {
                self.lone_container(at);
            } else if let Some(unit) = self.layout.unit(at).filter(|_| self.layout.get(at).is_some_and(|piece| self.layout.clean.as_str().get(piece.span.clone()).is_some_and(|text| text.contains(|c: char| c.is_ascii_digit())))) {
                let words = self.layout.words(&(at..at + 1));
                self.weighed_package(unit, &words);
            }
        }
    }

    fn amount(&mut self, figure: Figure) {
        let layout = self.layout;
        let end = figure.pieces.end;
        if layout.mark(end) == Some('%') || matches!(layout.mark(end), Some('°' | '℃')) {
            self.percent(&figure);
            self.take(figure.pieces.start..end + 1);
            return;
        }
        let Some((unit, mut pieces)) = self.unit_of(&figure).or_else(|| self.counted_goods(&figure)) else { return };
        if pieces.clone().any(|at| !self.free(at)) {
            return;
        }
        let content = self.content(&figure, unit, &pieces);
        let per = self.period(&mut pieces);
        let role = self.role(&figure, unit, &pieces);
        let words = self.layout.words(&pieces);
        self.take(pieces);
        if let Some((holder, until)) = content {
            if figure.others.is_empty() && role != Some(Role::Measure) {
                self.contents(&figure, unit, holder, words);
            }
            self.take(figure.pieces.start..until);
            return;
        }
        let Some(role) = role else { return };
        let field = match role {
            Role::Quantity => "quantity",
            Role::Moq => "moq",
            Role::Capacity => "capacity",
            Role::Measure => return,
        };
        self.weighed_package(unit, &words);
        let amount = Amount { amount: figure.low, to: figure.high, unit, per };
        if !figure.others.is_empty() {
            let read = |value: &Decimal| Amount { amount: *value, ..amount.clone() }.to_string();
            let all = std::iter::once(&figure.low).chain(&figure.others).map(read).collect();
            self.findings.open(field, words, all);
            return;
        }
        self.keep(role, field, amount, words);
    }

    /// A bag or bale whose name holds its weight says how the goods are packed: 640 sacas de 60 kg.
    fn weighed_package(&mut self, unit: Unit, words: &(Range<usize>, String)) {
        let holder = unit.name().split_once('-').and_then(|(kind, _)| match kind {
            "saca" => Unit::parse("bag"),
            "bale" => Unit::parse("bale"),
            _ => None,
        });
        if let (Some(per), Some(amount), Some(kilogram), None) = (holder, unit.factor(), Unit::parse("kg"), &self.found.packing) {
            let content = Content { amount, unit: kilogram, per };
            self.findings.sure("packing", content.to_string(), words.clone());
            self.found.packing = Some(content);
        }
    }

    fn keep(&mut self, role: Role, field: &'static str, amount: Amount, words: (Range<usize>, String)) {
        let named = matches!(role, Role::Quantity) && self.named_quantity(&words.0);
        let slot = match role {
            Role::Moq => &mut self.found.moq,
            Role::Capacity => &mut self.found.capacity,
            _ => &mut self.found.quantity,
        };
        // A quantity named as such outweighs an amount that only stands first.
        let replaces = slot.is_none() || (role == Role::Quantity && named && !self.stated);
        if replaces {
            self.findings.0.retain(|finding| finding.field != field || finding.value.is_none());
            self.findings.sure(field, amount.to_string(), words);
            *slot = Some(amount);
        }
        self.stated |= named;
    }

    /// Whether a cue of quantity stands before the words.
    fn named_quantity(&self, span: &Range<usize>) -> bool {
        let at = self.layout.pieces.iter().position(|piece| self.layout.original(&piece.span).0.start >= span.start);
        at.is_some_and(|at| self.layout.before(at, 3).any(|before| self.layout.has(before, Cue::Quantity)))
    }

    /// `±10%`, `10% more or less`.
    fn percent(&mut self, figure: &Figure) {
        let layout = self.layout;
        let Range { start, end } = figure.pieces;
        let sign = start.checked_sub(1).and_then(|at| layout.mark(at));
        let signed = sign == Some('±') || (sign == Some('-') && start.checked_sub(2).is_some_and(|at| matches!(layout.mark(at), Some('+' | '/'))) && start >= 2);
        let named = layout.before(start, 2).chain(layout.after(end, 2)).any(|at| layout.has(at, Cue::Tolerance));
        if (signed || named) && figure.high.is_none() && self.found.tolerance.is_none() {
            let words = self.layout.words(&(start.saturating_sub(usize::from(signed))..end + 1));
            self.findings.sure("tolerance", format!("{}%", figure.low.normalize()), words);
            self.found.tolerance = Some(figure.low);
        }
    }

    /// The unit of a number and the pieces of both: after it, else before it in languages that count so.
    fn unit_of(&self, figure: &Figure) -> Option<(Unit, Range<usize>)> {
        let layout = self.layout;
        let Range { start, end } = figure.pieces;
        if let Some(container) = self.container(figure) {
            return Some(container);
        }
        let mut at = end;
        while layout.cues(at).any(&[Cue::About]) || matches!(layout.mark(at), Some('-' | '+')) || matches!(layout.word(at), Some("de" | "d" | "of")) && layout.unit(at).is_none() {
            at += 1;
        }
        if let Some(unit) = layout.unit(at).filter(|_| self.free(at)) {
            if let Some(counted) = layout.unit(at + 1).filter(|counted| unit.name() == "pc" && counted.class() == UnitClass::Container) {
                return Some((counted, start..at + 2));
            }
            return Some((unit, start..at + 1));
        }
        if let Some(unit) = (start..end).find_map(|at| layout.unit(at)) {
            return Some((unit, figure.pieces.clone()));
        }
        // Swahili counts behind the noun: tani 20, makontena 2.
        let before = start.checked_sub(1)?;
        let swahili = layout.langs.iter().take(2).any(|lang| matches!(lang.as_str(), "sw" | "ha"));
        let unit = layout.unit(before).or_else(|| layout.package(before).and_then(|package| package.unit)).filter(|_| swahili && self.free(before))?;
        Some((unit, before..end))
    }

    /// Goods that are counted without a word for it: 500 pneus, 1500 goats, mashine 2.
    fn counted_goods(&self, figure: &Figure) -> Option<(Unit, Range<usize>)> {
        let layout = self.layout;
        let Range { start, end } = figure.pieces;
        let whole = figure.low.fract().is_zero() && figure.low > Decimal::ZERO;
        let after = layout.after(end.saturating_sub(1), 2).find_map(|at| layout.counted_by(at));
        let swahili = layout.langs.first().is_some_and(|lang| lang.as_str() == "sw");
        let before = || layout.before(start, 2).find_map(|at| layout.counted_by(at)).filter(|_| swahili);
        let unit = after.or_else(before).filter(|_| whole)?;
        let year = figure.high.is_none() && figure.low >= Decimal::from(1_990) && figure.low <= Decimal::from(2_040);
        (!year).then_some((unit, start..end))
    }

    /// Containers: `2 x 40'HC`, `3x20ft`, two 20 foot containers, 4 contenedores reefer de 40.
    fn container(&self, figure: &Figure) -> Option<(Unit, Range<usize>)> {
        let layout = self.layout;
        let Range { start, end } = figure.pieces;
        let mut at = end;
        while matches!(layout.mark(at), Some('×' | '*' | 'х')) || matches!(layout.word(at), Some("x" | "х")) || layout.unit(at).is_some_and(|unit| unit.name() == "pc") || layout.has(at, Cue::About) {
            at += 1;
        }
        let (unit, until) = self.container_run(at)?;
        Some((unit, start..until))
    }

    /// The container that a run of pieces describes, with its length and kind in any order; none
    /// unless a word, a foot sign or a code says that it is one.
    fn container_run(&self, from: usize) -> Option<(Unit, usize)> {
        let layout = self.layout;
        let (mut length, mut kind, mut certain, mut until) = (None, None, false, from);
        let mut at = from;
        while at < from + 8 && self.free(at) {
            let name = layout.unit(at).filter(|unit| unit.class() == UnitClass::Container).map(Unit::name);
            let word = layout.word(at).unwrap_or_default();
            if let Some(name) = name {
                let digits: String = name.chars().filter(char::is_ascii_digit).collect();
                // A bare reefer is filed as one of 40 feet; the text may say another length.
                let sized = !digits.is_empty() && (length.is_none() || layout.number(at).is_some());
                let rest = name.trim_start_matches("FCL").trim_start_matches(|c: char| c.is_ascii_digit());
                if !matches!(name, "FCL") && !name.starts_with("FCL") {
                    return (at == from).then(|| layout.unit(at)).flatten().map(|unit| (unit, at + 1));
                }
                length = if sized { Some(digits) } else { length };
                kind = if rest.is_empty() { kind } else { Some(rest.to_owned()) };
                certain = true;
            } else if let Some(feet) = layout.number(at).map(|number| number.value.to_string()).filter(|feet| matches!(feet.as_str(), "20" | "40" | "45") && (length.is_none() || kind.as_deref() == Some("RF"))) {
                let counted = layout.unit(at + 1).is_some_and(|unit| unit.name() != "ft" && unit.class() != UnitClass::Container) || layout.currency(at + 1).is_some() || layout.mark(at + 1) == Some('%');
                if counted {
                    break;
                }
                length = Some(feet);
            } else if matches!(layout.mark(at), Some('\'' | '’' | '′' | '"')) && length.is_some() {
                certain = true;
            } else if layout.unit(at).is_some_and(|unit| unit.name() == "ft") {
                // `kontena la futi 40` and `40 футов`.
                certain |= length.is_some();
            } else if matches!(word, "hc" | "hq" | "cao" | "highcube") && length.is_some() {
                (kind, certain) = (Some("HC".to_owned()), true);
            } else if matches!(word, "rf" | "rh" | "reefer" | "reefers" | "ref" | "lanh" | "dingin" | "pendingin") {
                (kind, certain) = (Some("RF".to_owned()), certain || word.starts_with('r'));
            } else if matches!(word, "gp" | "dv" | "dc" | "ft" | "feet" | "standard") && length.is_some() {
                certain = true;
            } else if certain && self.is_cold(at) {
                kind = Some("RF".to_owned());
            } else if matches!(layout.mark(at), Some('-')) || (certain && matches!(layout.mark(at), Some('.' | '('))) || matches!(word, "de" | "of" | "za" | "ya" | "la" | "wa" | "ขนาด" | "по" | "size" | "ukuran") || layout.has(at, Cue::Per) && layout.mark(at).is_none() {
                at += 1;
                continue;
            } else {
                break;
            }
            at += 1;
            until = at;
        }
        let length = length.unwrap_or_default();
        let name = match kind.as_deref() {
            Some("RF") => format!("FCL{}RF", if length == "20" { "20" } else { "40" }),
            Some("HC") => format!("FCL{}HC", if length.is_empty() { "40" } else { &length }),
            Some(kind) if kind.starts_with('-') => format!("FCL{kind}"),
            _ => format!("FCL{length}"),
        };
        (certain && until > from).then(|| Unit::parse(&name)).flatten().map(|unit| (unit, until))
    }

    /// Whether a piece says that a container is cooled.
    fn is_cold(&self, at: usize) -> bool {
        let What::Mention(index) = (match self.layout.get(at) { Some(piece) => &piece.what, None => return false }) else { return false };
        self.layout.mentions.get(*index).is_some_and(|mention| {
            mention.senses.iter().any(|sense| match sense.meaning {
                Meaning::Facet(id) => self.layout.lexicon.facet(id).is_some_and(|facet| matches!(facet.slug.as_str(), "temperature:cool" | "temperature:refrigerated" | "temperature:frozen" | "state:chilled" | "state:frozen")),
                _ => false,
            })
        })
    }

    /// A container before its count: `20'FCL x 2`, kontena 2 za futi 40. Without a count it says nothing.
    fn lone_container(&mut self, at: usize) {
        let layout = self.layout;
        let written = layout.get(at).and_then(|piece| layout.clean.as_str().get(piece.span.clone())).unwrap_or_default();
        if written.to_lowercase().replace(' ', "").starts_with("1x") {
            let mut pieces = self.container_run(at).map_or(at..at + 1, |(_, until)| at..until);
            let Some(unit) = self.container_run(at).map(|(unit, _)| unit).or(layout.unit(at)) else { return };
            let per = self.period(&mut pieces);
            let words = self.layout.words(&pieces);
            self.take(pieces);
            self.keep(Role::Quantity, "quantity", Amount { amount: Decimal::ONE, to: None, unit, per }, words);
            return;
        }
        let crossed = matches!(layout.word(at + 1), Some("x" | "х")) || matches!(layout.mark(at + 1), Some('×' | '*'));
        let place = at + 1 + usize::from(crossed);
        let Some(count) = layout.number(place).filter(|count| count.alternatives.is_empty() && count.value < Decimal::from(1_000) && self.free(place)) else { return };
        let (amount, swahili) = (count.value, layout.langs.iter().take(2).any(|lang| lang.as_str() == "sw"));
        let follows = layout.unit(place + 1).is_some_and(|unit| unit.name() != "pc" && unit.class() != UnitClass::Container) || layout.currency(place + 1).is_some() || layout.mark(place + 1) == Some('%');
        if follows || !(crossed || swahili) {
            return;
        }
        let more = self.container_run(place + 1);
        let Some(unit) = more.map(|(unit, _)| unit).or(layout.unit(at)) else { return };
        let mut pieces = at..more.map_or(place + 1, |(_, until)| until);
        let per = self.period(&mut pieces);
        let words = self.layout.words(&pieces);
        self.take(pieces);
        self.keep(Role::Quantity, "quantity", Amount { amount, to: None, unit, per }, words);
    }

    /// The package or container that an amount fills, and where its words end: 25 kg/bag, 18 t per FCL.
    fn content(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> Option<(Unit, usize)> {
        let layout = self.layout;
        if matches!(unit.class(), UnitClass::Container) {
            return None;
        }
        let holds = |at: usize| layout.package(at).and_then(|package| package.unit);
        let mut at = pieces.end;
        if matches!(layout.mark(at), Some('/' | '／')) || layout.has(at, Cue::Per) {
            at += 1;
            while layout.has(at, Cue::Per) || layout.cues(at).numbered("number-") == Some(1) {
                at += 1;
            }
            if let Some((container, until)) = self.container_run(at) {
                return Some((container, until));
            }
            let stroke = layout.mark(pieces.end).is_some();
            if let Some(holder) = holds(at).filter(|_| stroke || packs(figure, unit)) {
                return Some((holder, at + 1));
            }
        }
        // 每柜27吨, 40HQ装620片, 27 t in each container.
        if let Some(container) = self.loaded_before(pieces.start) {
            return Some((container, pieces.end));
        }
        if unit.class() == UnitClass::Package || !packs(figure, unit) {
            return None;
        }
        // 50 kg bags, 25公斤编织袋, 25kg PP bag; but not `100 kg, 5 bags`.
        let after = layout.after(pieces.end.saturating_sub(1), 3).take_while(|at| layout.number(*at).is_none() && !layout.has(*at, Cue::Quantity)).find(|at| holds(*at).is_some());
        let counts_next = after.is_some_and(|at| layout.number(at + 1).is_some() && layout.langs.first().is_some_and(|lang| lang.as_str() == "sw"));
        if let Some(at) = after.filter(|at| self.free(*at) && !counts_next) {
            return holds(at).map(|holder| (holder, at + 1));
        }
        // bags of 50 kg, sacs jute 80 kg, 每袋25公斤, 320 bags of 60 kg.
        let counts = |at: usize| layout.number(at).is_some() && at.checked_sub(1).is_some_and(|before| holds(before).is_some());
        let before = layout.before(pieces.start, 4).take_while(|at| (layout.number(*at).is_none() || counts(*at)) && layout.class(*at).is_none_or(|class| class == UnitClass::Package)).find(|at| holds(*at).is_some());
        before.and_then(holds).map(|holder| (holder, pieces.end))
    }

    /// The container just before an amount that fills it.
    fn loaded_before(&self, start: usize) -> Option<Unit> {
        let layout = self.layout;
        for back in layout.before(start, 6) {
            let each = layout.has(back, Cue::Packing) || layout.has(back, Cue::Per) || back.checked_sub(1).is_some_and(|before| layout.has(before, Cue::Per));
            if let Some((unit, until)) = self.container_run(back).filter(|(_, until)| *until <= start) {
                let filled = until == start || (until..start).all(|at| layout.has(at, Cue::Packing) || layout.has(at, Cue::Per) || layout.has(at, Cue::About) || layout.mark(at).is_some());
                let counted = back.checked_sub(1).is_some_and(|before| layout.number(before).is_some());
                let said = back.checked_sub(1).is_some_and(|before| layout.has(before, Cue::Per)) || (until..start).any(|at| layout.has(at, Cue::Packing));
                return (filled && (said || !counted) && (said || until < start)).then_some(unit);
            }
            if !each && layout.number(back).is_none() && layout.class(back).is_none() && layout.mark(back).is_none() {
                return None;
            }
        }
        None
    }

    fn contents(&mut self, figure: &Figure, unit: Unit, holder: Unit, words: (Range<usize>, String)) {
        let content = Content { amount: figure.low, unit, per: holder };
        let (field, slot) = match holder.class() {
            UnitClass::Container => ("load", &mut self.found.load),
            _ => ("packing", &mut self.found.packing),
        };
        if slot.is_none() {
            self.findings.sure(field, content.to_string(), words);
            *slot = Some(content);
        }
    }

    /// The period of an amount, before or after it.
    fn period(&self, pieces: &mut Range<usize>) -> Option<Period> {
        let layout = self.layout;
        let each = |at: usize| {
            let cues = layout.cues(at);
            [(Cue::EachDay, Period::Day), (Cue::EachWeek, Period::Week), (Cue::EachMonth, Period::Month), (Cue::EachQuarter, Period::Quarter), (Cue::EachYear, Period::Year)]
                .into_iter().find(|(cue, _)| cues.has(*cue)).map(|(_, period)| period)
        };
        let noun = |at: usize| {
            let cues = layout.cues(at);
            [(Cue::Day, Period::Day), (Cue::Week, Period::Week), (Cue::Month, Period::Month), (Cue::Year, Period::Year)]
                .into_iter().find(|(cue, _)| cues.has(*cue)).map(|(_, period)| period)
        };
        let end = pieces.end;
        if matches!(layout.mark(end), Some('/' | '／')) || layout.has(end, Cue::Per) {
            if let Some(period) = noun(end + 1).or_else(|| each(end + 1)) {
                pieces.end = end + 2;
                return Some(period);
            }
        }
        if let Some(at) = layout.after(end.saturating_sub(1), 3).take_while(|at| layout.number(*at).is_none()).find(|at| each(*at).is_some()) {
            return each(at);
        }
        layout.before(pieces.start, 4).take_while(|at| layout.number(*at).is_none()).find_map(each)
    }

    /// What an amount is for: by the nearest cue, else by its unit and size.
    fn role(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> Option<Role> {
        let layout = self.layout;
        let of = |at: usize| {
            let cues = layout.cues(at);
            let role = if cues.has(Cue::Moq) {
                Role::Moq
            } else if cues.has(Cue::Capacity) {
                Role::Capacity
            } else if cues.any(&[Cue::Quantity, Cue::Buy, Cue::Sell]) {
                Role::Quantity
            } else if cues.has(Cue::MeasureOf) {
                Role::Measure
            } else if cues.has(Cue::Sample) {
                Role::Measure
            } else {
                return None;
            };
            Some(role)
        };
        // What follows directly: 18吨起订, 18 t minimum, 5 t MOQ.
        let next = layout.after(pieces.end.saturating_sub(1), 2).take_while(|at| layout.number(*at).is_none()).find_map(|at| of(at).filter(|role| *role == Role::Moq));
        let moq_is_theirs = layout.after(pieces.end.saturating_sub(1), 4).skip_while(|at| of(*at) != Some(Role::Moq)).nth(1).is_some_and(|after| layout.number(after).is_some() || layout.mark(after) == Some(':'));
        let mut before = None;
        for at in layout.before(pieces.start, REACH) {
            let ends = layout.number(at).is_some() || layout.unit(at).is_some() && !layout.cues(at).has(Cue::MeasureOf);
            if before.is_none() {
                before = of(at);
            }
            if ends || before.is_some() {
                break;
            }
        }
        if let Some(role) = before {
            let small = role == Role::Quantity && !self.traded(figure, unit, true);
            return (!small).then_some(role);
        }
        if next.is_some() && !moq_is_theirs {
            return next;
        }
        self.traded(figure, unit, false).then_some(Role::Quantity)
    }

    /// Whether an amount of this unit is likely what is traded, and not the size of a piece or pack.
    fn traded(&self, figure: &Figure, unit: Unit, named: bool) -> bool {
        let least = match (unit.class(), unit.name()) {
            (UnitClass::Container | UnitClass::Package | UnitClass::Cubic, _) => 0,
            (UnitClass::Mass, "oz" | "mg" | "grain") => 1_000,
            (UnitClass::Mass, "g") => if named { 0 } else { 1_000 },
            (UnitClass::Mass, "kg" | "lb" | "jin" | "liang") => if named { 1 } else { 20 },
            (UnitClass::Mass, _) => 0,
            (UnitClass::Volume, "ml" | "cl" | "fl-oz") => return false,
            (UnitClass::Volume, _) => if named { 1 } else { 100 },
            (UnitClass::Length, "m" | "yd" | "km") => if named { 20 } else { 300 },
            (UnitClass::Length, _) => return false,
            (UnitClass::Area, "m2" | "ft2" | "yd2") => 20,
            (UnitClass::Area, "ha" | "acre" | "mu" | "rai" | "feddan") => return false,
            (UnitClass::Area, _) => if named { 1 } else { 1_000 },
            (UnitClass::Count, _) => 1,
        };
        figure.low >= Decimal::from(least)
    }
}

/// Whether an amount is one that a package holds.
fn packs(figure: &Figure, unit: Unit) -> bool {
    let most = match unit.class() {
        UnitClass::Mass => match unit.factor() {
            Some(factor) => return figure.low.checked_mul(factor).is_some_and(|kg| kg <= Decimal::from(1_500)),
            None => return false,
        },
        UnitClass::Volume => 1_100,
        UnitClass::Count => 1_000,
        UnitClass::Length | UnitClass::Area => return false,
        _ => return false,
    };
    figure.low <= Decimal::from(most)
}
