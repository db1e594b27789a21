//! Amounts and prices: a number with the unit or currency beside it, and the cue that says what it
//! is for. A number that can be read two ways is shown with both and stands for nothing.

use std::ops::Range;

use rust_decimal::Decimal;

use super::finding::{Amount, Bound, Content, Findings, ReadPrice};
use super::layout::{Layout, What};
use crate::domain::{Currency, Period, Unit, UnitClass};
use crate::lexicon::Cue;

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
    Packing,
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
        Some(Figure { high: Some(last.value), pieces: at..second + 1, ..one })
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
            let Some(figure) = self.figure(at) else { continue };
            let Some((currency, mut pieces)) = self.currency_of(&figure) else { continue };
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

    /// The unit a price is for: after it (`/t`, `per kg`, `la tonne`, 一斤), else before it (每吨 6500).
    fn price_unit(&self, pieces: &mut Range<usize>) -> Option<Unit> {
        let layout = self.layout;
        let part = layout.get(pieces.end.saturating_sub(1)).map(|piece| piece.part);
        let unit_at = |at: usize| layout.get(at).filter(|piece| Some(piece.part) == part).and(layout.unit(at));
        let mut at = pieces.end;
        // A note in between: `1250 USD (FOB) / t` is rare, `1250 USD FOB/t` and `1250/- per kg` are not.
        while layout.incoterm(at).is_some() || matches!(layout.mark(at), Some('-' | '=')) {
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
            let beside = layout.has(back + 1, Cue::Per) || back.checked_sub(1).is_some_and(|before| layout.has(before, Cue::Per) || layout.mark(before) == Some('/'));
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
        before.or(after)
    }

    /// Whether a cue stands inside of the price itself, as `to` of a range.
    fn is_range_word(&self, at: usize, pieces: &Range<usize>) -> bool {
        pieces.contains(&at)
    }

    /// A turnover or capital is money but no price.
    fn is_turnover(&self, pieces: &Range<usize>) -> bool {
        self.layout.before(pieces.start, 3).any(|at| self.layout.word(at).is_some_and(|word| matches!(word, "turnover" | "revenue" | "capital" | "sales")))
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
        let Some((unit, mut pieces)) = self.unit_of(&figure) else { return };
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
            Role::Packing | Role::Measure => return,
        };
        let amount = Amount { amount: figure.low, to: figure.high, unit, per };
        if !figure.others.is_empty() {
            let read = |value: &Decimal| Amount { amount: *value, ..amount.clone() }.to_string();
            let all = std::iter::once(&figure.low).chain(&figure.others).map(read).collect();
            self.findings.open(field, words, all);
            return;
        }
        self.keep(role, field, amount, words);
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
        while layout.cues(at).any(&[Cue::About]) || matches!(layout.mark(at), Some('-' | '+')) {
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
        let unit = layout.unit(before).filter(|_| swahili && self.free(before))?;
        Some((unit, before..end))
    }

    /// Containers: `2 x 40'HC`, `3x20ft`, two 20 foot containers.
    fn container(&self, figure: &Figure) -> Option<(Unit, Range<usize>)> {
        let layout = self.layout;
        let Range { start, end } = figure.pieces;
        let mut at = end;
        while matches!(layout.mark(at), Some('×' | '*' | 'х')) || matches!(layout.word(at), Some("x" | "х")) || layout.unit(at).is_some_and(|unit| unit.name() == "pc") {
            at += 1;
        }
        if at > end && let Some(unit) = layout.unit(at).filter(|unit| unit.class() == UnitClass::Container) {
            return Some((unit, start..at + 1));
        }
        let (unit, until) = self.sized(at).filter(|(_, until)| at > end || layout.unit(*until).is_some_and(|unit| unit.class() == UnitClass::Container))
            .or_else(|| self.sized(at))?;
        let mut until = until;
        while layout.unit(until).is_some_and(|unit| unit.class() == UnitClass::Container && matches!(unit.name(), "FCL" | "FCL40HC")) {
            until += 1;
        }
        (at > start).then_some((unit, start..until))
    }

    /// A container named by its length at a piece: 20', 40 ft, 40'HC.
    fn sized(&self, at: usize) -> Option<(Unit, usize)> {
        let layout = self.layout;
        let length = layout.number(at).filter(|_| self.free(at))?.value.to_string();
        if !matches!(length.as_str(), "20" | "40" | "45") {
            return None;
        }
        let mut next = at + 1;
        let mut measured = false;
        while matches!(layout.mark(next), Some('\'' | '’' | '"' | '-')) || layout.unit(next).is_some_and(|unit| unit.name() == "ft") {
            measured = true;
            next += 1;
        }
        let kind = layout.word(next).map(str::to_uppercase).unwrap_or_default();
        let name = match kind.as_str() {
            "HC" | "HQ" => format!("FCL{length}HC"),
            "RF" | "RH" | "REEFER" => format!("FCL{length}RF"),
            "GP" | "DV" | "DC" => format!("FCL{length}"),
            _ if measured => format!("FCL{length}"),
            _ => return None,
        };
        let named = matches!(kind.as_str(), "HC" | "HQ" | "RF" | "RH" | "REEFER" | "GP" | "DV" | "DC");
        Some((Unit::parse(&name)?, next + usize::from(named)))
    }

    /// A container without a count is one only if nothing else counts it: skipped, but noted as taken.
    fn lone_container(&mut self, at: usize) {
        let layout = self.layout;
        let counted = layout.number(at + 1).or_else(|| layout.number(at + 2).filter(|_| matches!(layout.word(at + 1), Some("x" | "х")) || matches!(layout.mark(at + 1), Some('×' | '*'))));
        let Some(count) = counted.filter(|count| count.alternatives.is_empty() && count.value < Decimal::from(1000)) else { return };
        let place = if layout.number(at + 1).is_some() { at + 1 } else { at + 2 };
        // `20'FCL x 2`; but in `1 container 25 t` the number belongs to what follows it.
        let follows = layout.unit(place + 1).is_some_and(|unit| unit.name() != "pc") || layout.currency(place + 1).is_some() || layout.mark(place + 1) == Some('%');
        let Some(unit) = layout.unit(at).filter(|_| !follows && self.free(place)) else { return };
        let linked = place == at + 2 || layout.unit(place + 1).is_some() || layout.langs.first().is_some_and(|lang| lang.as_str() == "sw");
        if linked {
            let mut pieces = at..place + 1;
            let amount = count.value;
            let per = self.period(&mut pieces);
            let words = self.layout.words(&pieces);
            self.take(pieces);
            self.keep(Role::Quantity, "quantity", Amount { amount, to: None, unit, per }, words);
        }
    }

    /// The package or container that an amount fills, and where its words end: 25 kg/bag, 18 t per FCL.
    fn content(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> Option<(Unit, usize)> {
        let layout = self.layout;
        if matches!(unit.class(), UnitClass::Container) {
            return None;
        }
        let holds = |at: usize| layout.unit(at).filter(|holder| matches!(holder.class(), UnitClass::Package | UnitClass::Container));
        let mut at = pieces.end;
        let linked = matches!(layout.mark(at), Some('/' | '／')) || layout.has(at, Cue::Per);
        if linked {
            at += 1;
            while layout.has(at, Cue::Per) || layout.cues(at).numbered("number-") == Some(1) {
                at += 1;
            }
            let sized = self.sized(at);
            if let Some(holder) = holds(at).or(sized.map(|(holder, _)| holder)) {
                return Some((holder, sized.map_or(at + 1, |(_, until)| until)));
            }
        }
        if unit.class() == UnitClass::Package || !packs(figure, unit) {
            return None;
        }
        // 50 kg bags, 25公斤编织袋, 25kg PP bag.
        let after = layout.after(pieces.end.saturating_sub(1), 3).take_while(|at| layout.number(*at).is_none()).find(|at| layout.is_package(*at));
        if let Some(at) = after.filter(|at| self.free(*at)) {
            let holder = holds(at).or_else(|| self.holder_of_facet(at))?;
            return Some((holder, at + 1));
        }
        // bags of 50 kg, sacs jute 80 kg, 每袋25公斤.
        let before = layout.before(pieces.start, 4).take_while(|at| layout.number(*at).is_none()).find(|at| layout.is_package(*at));
        let holder = before.and_then(|at| holds(at).or_else(|| self.holder_of_facet(at)))?;
        Some((holder, pieces.end))
    }

    /// The package that a property of packing means.
    fn holder_of_facet(&self, at: usize) -> Option<Unit> {
        let What::Mention(index) = self.layout.get(at)?.what else { return None };
        let slug = self.layout.mentions.get(index)?.senses.iter().find_map(|sense| match sense.meaning {
            crate::lexicon::Meaning::Facet(id) => self.layout.lexicon.facet(id).map(|facet| facet.slug.as_str()),
            _ => None,
        })?;
        let kind = slug.strip_prefix("packing:")?;
        let name = ["big-bag", "bag", "carton", "box", "crate", "drum", "ibc", "can", "tin", "bottle", "jar", "pallet", "bale", "roll", "tray", "pouch", "basket", "sack", "bundle"]
            .into_iter()
            .find(|name| kind == *name || kind.split('-').any(|word| word == *name) || kind.ends_with(name))?;
        Unit::parse(if name == "sack" { "bag" } else { name })
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
            (UnitClass::Mass, "g" | "mg" | "oz" | "grain") => if named { 0 } else { 1_000 },
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
