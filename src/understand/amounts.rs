//! Amounts and prices: a number with the unit or currency beside it, and the cue that says what it
//! is for. A number that can be read two ways is shown with both and stands for nothing.

use std::cell::OnceCell;
use std::ops::Range;

use rust_decimal::Decimal;

use super::contents::held_reading;
use super::finding::{Amount, Content, Findings, ReadPrice};
use super::layout::Layout;
use crate::domain::{Period, Unit, UnitClass};
use crate::lexicon::{Cue, CueSet};

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
pub(super) struct Figure {
    pub(super) low: Decimal,
    pub(super) high: Option<Decimal>,
    /// Other readings of the number.
    pub(super) others: Vec<Decimal>,
    /// Pieces from and to.
    pub(super) pieces: Range<usize>,
}

/// What an amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Quantity,
    Moq,
    Capacity,
    /// A size, a purity, an age: of the goods and not of the deal.
    Measure,
}

impl Role {
    /// The field of a reading that it fills.
    fn field(self) -> Option<&'static str> {
        match self {
            Role::Quantity => Some("quantity"),
            Role::Moq => Some("moq"),
            Role::Capacity => Some("capacity"),
            Role::Measure => None,
        }
    }
}

/// Pieces looked at on either side for a cue.
pub(super) const REACH: usize = 5;

/// Kilograms up to which an amount before a count of containers is that of a piece or package.
const SMALL_KG: i64 = 50;

/// Reads the amounts of a layout; `taken` marks the pieces that dates, codes and contacts own.
pub(super) fn read(layout: &Layout<'_>, asks: Option<bool>, taken: &mut [bool], findings: &mut Findings) -> Amounts {
    let mut reader = AmountReader { layout, asks, taken, findings, found: Amounts::default(), stated: false, inner: None, elsewhere: OnceCell::new(), carrier: None };
    reader.prices();
    reader.amounts();
    reader.described_of_the_counted();
    reader.load_of_the_counted();
    reader.found
}

pub(super) struct AmountReader<'l, 't> {
    pub(super) layout: &'l Layout<'l>,
    /// Whether the author seeks, as far as the words say.
    pub(super) asks: Option<bool>,
    pub(super) taken: &'t mut [bool],
    pub(super) findings: &'t mut Findings,
    pub(super) found: Amounts,
    /// Whether the quantity was named as such.
    stated: bool,
    /// The package last read that stands within another, and the piece behind it.
    pub(super) inner: Option<(Unit, usize)>,
    /// Whether the text names other money than the yuan, or a place that has its own.
    pub(super) elsewhere: OnceCell<bool>,
    /// The containers last counted, how many, and the piece behind them.
    pub(super) carrier: Option<(Unit, Decimal, usize)>,
}

impl AmountReader<'_, '_> {
    pub(super) fn free(&self, at: usize) -> bool {
        self.taken.get(at).is_some_and(|taken| !taken)
    }

    pub(super) fn take(&mut self, pieces: Range<usize>) {
        if let Some(taken) = self.taken.get_mut(pieces.start..pieces.end.min(self.layout.pieces.len())) {
            taken.fill(true);
        }
    }

    /// The number at a piece, with the second of a range.
    pub(super) fn figure(&self, at: usize) -> Option<Figure> {
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
        let count = self.layout.cues(at).count()?;
        let counted = self.layout.unit(at + 1)?;
        let sure = count > 1 || matches!(counted.class(), UnitClass::Container);
        sure.then(|| Figure { low: Decimal::from(count), high: None, others: Vec::new(), pieces: at..at + 1 })
    }

    fn amounts(&mut self) {
        for at in 0..self.layout.pieces.len() {
            if !self.free(at) {
                continue;
            }
            if let Some(figure) = self.figure(at) {
                self.amount(figure);
            } else if let Some(unit) = self.layout.dual(at) {
                self.two(at, unit);
            } else if self.layout.class(at) == Some(UnitClass::Container) {
                self.lone_container(at);
            } else if let Some(unit) = self.layout.unit(at).filter(|_| self.layout.written(at).contains(|c: char| c.is_ascii_digit())) {
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
        if pieces.clone().any(|at| !self.free(at)) || self.is_loaded(&figure, unit, &pieces) || self.is_length(&figure, unit, &pieces) {
            return;
        }
        if self.is_size(&figure, unit, &pieces) {
            self.take(figure.pieces);
            return;
        }
        if let Some((count, holder, until)) = self.counted_packages(&figure, unit, &pieces) {
            let words = self.layout.words(&pieces);
            self.contents(&figure, unit, holder, words);
            let words = self.layout.words(&(pieces.end + 1..until));
            self.take(pieces.start..until);
            self.keep(Role::Quantity, Amount { amount: count, to: None, unit: holder, per: None }, words);
            return;
        }
        if let Some((outer, until)) = self.packed_within(&figure, unit, &pieces) {
            let words = self.layout.words(&pieces);
            self.contents(&figure, unit, outer, words);
            self.inner = Some((unit, pieces.end));
            self.take(pieces.start..until);
            return;
        }
        let content = self.content(&figure, unit, &pieces);
        let figure = match &content {
            Some((holder, _)) => held_reading(figure, unit, *holder),
            None => figure,
        };
        let (figure, pieces_read) = match (self.times_before(pieces.start), &content) {
            (Some((times, from)), Some((holder, until))) if self.holds_several(*holder, *until, &pieces, from) => {
                let Some(low) = figure.low.checked_mul(times) else { return };
                (Figure { low, ..figure }, from..pieces.end)
            }
            _ => (figure, pieces.clone()),
        };
        pieces.start = pieces_read.start;
        let per = self.period(&mut pieces);
        // An amount that is too small by one reading only is asked about.
        let larger = || figure.others.iter().max().map(|most| Figure { low: *most, high: None, others: Vec::new(), pieces: figure.pieces.clone() });
        let role = self.role(&figure, unit, &pieces).or_else(|| self.role(&larger()?, unit, &pieces));
        let words = self.layout.words(&pieces);
        if unit.class() == UnitClass::Container && content.is_none() {
            self.carrier = Some((unit, figure.low, pieces.end));
        }
        self.take(pieces);
        if let Some((holder, until)) = content {
            self.weighed_package(unit, &words);
            let sampled = self.layout.before(figure.pieces.start, 4).chain(self.layout.after(figure.pieces.end, 3)).any(|near| self.layout.has(near, Cue::Sample));
            if figure.others.is_empty() && !sampled {
                self.contents(&figure, unit, holder, words);
            }
            self.take(figure.pieces.start..until);
            return;
        }
        let Some((role, field)) = role.and_then(|role| Some((role, role.field()?))) else { return };
        self.weighed_package(unit, &words);
        let amount = Amount { amount: figure.low, to: figure.high, unit, per };
        if !figure.others.is_empty() {
            let read = |value: &Decimal| Amount { amount: *value, ..amount.clone() }.to_string();
            let all = std::iter::once(&figure.low).chain(&figure.others).map(read).collect();
            self.findings.open(field, words, all);
            return;
        }
        self.keep(role, amount, words);
    }

    pub(super) fn keep(&mut self, role: Role, amount: Amount, words: (Range<usize>, String)) {
        let Some(field) = role.field() else { return };
        let named = matches!(role, Role::Quantity) && self.named_quantity(&words.0);
        let slot = match role {
            Role::Moq => &mut self.found.moq,
            Role::Capacity => &mut self.found.capacity,
            _ => &mut self.found.quantity,
        };
        // A quantity named as such outweighs an amount that only stands first, as do containers what a block weighs.
        let small = |known: &Amount| known.per.is_none() && known.in_base().is_some_and(|(class, low, _)| class == UnitClass::Mass && low <= Decimal::from(SMALL_KG));
        // 22-25kg 1000张: what one of them weighs is said from and to.
        let outer = role == Role::Quantity && slot.as_ref().is_some_and(|known| small(known) && (amount.unit.class() == UnitClass::Container || known.to.is_some()) || self.layout.is_rating(known, &amount));
        let replaces = slot.is_none() || (role == Role::Quantity && (named || outer) && !self.stated);
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
        // 50 × bag: only what is counted is crossed with its number.
        let crossed = matches!(layout.mark(at), Some('×')) || layout.word(at) == Some("x");
        at += usize::from(crossed && matches!(layout.class(at + 1), Some(UnitClass::Package | UnitClass::Count)));
        if let Some(unit) = layout.unit(at).filter(|_| self.free(at)) {
            if let Some(counted) = layout.unit(at + 1).filter(|counted| unit.name() == "pc" && counted.class() == UnitClass::Container) {
                return Some((counted, start..at + 2));
            }
            return Some((unit, start..at + 1));
        }
        if let Some(unit) = (start..end).find_map(|at| layout.unit(at)) {
            return Some((unit, figure.pieces.clone()));
        }
        // 500 bidons: a package that is an article of trade, too.
        let whole = figure.low.fract().is_zero() && figure.low > Decimal::ONE && figure.high.is_none();
        if let Some(unit) = layout.package(end).and_then(|package| package.unit).filter(|_| whole && self.free(end)) {
            return Some((unit, start..end + 1));
        }
        // Swahili counts behind the noun: tani 20, makontena 2. Russian does where it is not sure: паллет 2-3.
        let before = start.checked_sub(1)?;
        let counted = || before.checked_sub(1).is_some_and(|first| layout.number(first).is_some()) || layout.currency(end).is_some();
        let crossed = matches!(layout.mark(end), Some('×' | '*')) || matches!(layout.word(end), Some("x" | "х"));
        let about = layout.langs.first().is_some_and(|lang| lang.as_str() == "ru") && !crossed && !counted();
        let swahili = about || layout.langs.iter().take(2).any(|lang| matches!(lang.as_str(), "sw" | "ha"));
        let unit = layout.unit(before).or_else(|| layout.package(before).and_then(|package| package.unit)).filter(|_| swahili && self.free(before))?;
        Some((unit, before..end))
    }

    /// The period of an amount, before or after it.
    pub(super) fn period(&self, pieces: &mut Range<usize>) -> Option<Period> {
        let layout = self.layout;
        let each = |at: usize| each_of(layout.cues(at));
        let noun = |at: usize| noun_of(layout.cues(at));
        // 400 u./mes: the stop of an abbreviation.
        let end = pieces.end + usize::from(layout.mark(pieces.end) == Some('.') && layout.mark(pieces.end + 1) == Some('/'));
        let linked = matches!(layout.mark(end), Some('/' | '／')) || layout.has(end, Cue::Per);
        if let Some(period) = noun(end + 1).or_else(|| each(end + 1)).filter(|_| linked) {
            pieces.end = end + 2;
            return Some(period);
        }
        if let Some(at) = layout.after(end.saturating_sub(1), 3).take_while(|at| layout.number(*at).is_none()).find(|at| each(*at).is_some()) {
            return each(at);
        }
        let before = || layout.before(pieces.start, 4).take_while(|at| layout.number(*at).is_none());
        // Words for a capacity may say of what time: annual capacity, 年产能.
        let inside = |at: usize| layout.has(at, Cue::Capacity).then(|| layout.words_cues(at)).into_iter().flatten().find_map(period_of);
        before().find_map(each).or_else(|| before().chain(layout.after(end.saturating_sub(1), 3)).find_map(inside))
    }

    /// What an amount is for: by the nearest cue, else by its unit and size.
    pub(super) fn role(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> Option<Role> {
        let layout = self.layout;
        // 50 kg/jam: what a machine does in an hour.
        if layout.has(pieces.end, Cue::Hour) || layout.has(pieces.end + 1, Cue::Hour) && (layout.mark(pieces.end).is_some() || layout.has(pieces.end, Cue::Per)) {
            return Some(Role::Measure);
        }
        // 25KG/件: what one piece weighs.
        let one = |at: usize| layout.unit(at).is_some_and(|unit| matches!(unit.name(), "pc" | "head"));
        let linked = layout.mark(pieces.end) == Some('/') || layout.has(pieces.end, Cue::Per);
        // 40 ตัว/กก.: how many weigh so much.
        let counted = unit.class() == UnitClass::Count && layout.unit(pieces.end + 1).is_some_and(|unit| matches!(unit.name(), "kg" | "lb"));
        if linked && (unit.class() == UnitClass::Mass && one(pieces.end + 1) || counted) {
            return Some(Role::Measure);
        }
        let of = |at: usize| {
            let cues = layout.cues(at);
            let role = if cues.has(Cue::Moq) {
                Role::Moq
            } else if cues.has(Cue::Capacity) {
                Role::Capacity
            } else if cues.any(&[Cue::Quantity, Cue::Buy, Cue::Sell]) {
                Role::Quantity
            } else if cues.has(Cue::MeasureOf) && at.checked_sub(1).is_some_and(|before| layout.mark(before) == Some('%')) {
                // 12.5% protein 60,000 t: its figure stands before it.
                return None;
            } else if cues.has(Cue::MeasureOf) && layout.is_goods(at) && unit.class() != UnitClass::Length {
                // سمك ٢٠ طن: where thickness is also a fish, a weight is of the fish.
                return None;
            } else if cues.any(&[Cue::MeasureOf, Cue::Sample]) {
                Role::Measure
            } else {
                return None;
            };
            Some(role)
        };
        // What follows directly: 18吨起订, 18 t minimum, 5 t MOQ.
        let next = layout.after(pieces.end.saturating_sub(1), 2).take_while(|at| layout.number(*at).is_none()).find_map(|at| of(at).filter(|role| matches!(role, Role::Moq | Role::Capacity)));
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
            let small = role == Role::Quantity && !self.labelled(pieces.start) && !self.traded(figure, unit, true);
            return (!small).then_some(role);
        }
        if next.is_some() && !moq_is_theirs {
            return next;
        }
        self.traded(figure, unit, false).then_some(Role::Quantity)
    }

    /// Whether the word for a quantity and a colon stand before, with no more than a period between (数量：每月
    /// 5 公斤): then it is one, however small.
    pub(super) fn labelled(&self, start: usize) -> bool {
        let colon = (start.saturating_sub(3)..start).rev().take_while(|at| self.layout.number(*at).is_none()).find(|at| matches!(self.layout.mark(*at), Some(':' | '፦')));
        colon.and_then(|at| at.checked_sub(1)).is_some_and(|at| self.layout.cues(at).any(&[Cue::Quantity, Cue::Moq, Cue::Capacity]))
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
pub(super) fn packs(figure: &Figure, unit: Unit) -> bool {
    let most = match unit.class() {
        UnitClass::Mass => match unit.factor() {
            Some(factor) => return figure.low.checked_mul(factor).is_some_and(|kg| kg <= Decimal::from(1_500)),
            None => return false,
        },
        UnitClass::Volume => 1_100,
        UnitClass::Count => 1_000,
        _ => return false,
    };
    figure.low <= Decimal::from(most)
}

/// The period that cues say something is for.
fn each_of(cues: CueSet) -> Option<Period> {
    let periods = [(Cue::EachDay, Period::Day), (Cue::EachWeek, Period::Week), (Cue::EachMonth, Period::Month), (Cue::EachQuarter, Period::Quarter), (Cue::EachYear, Period::Year)];
    periods.into_iter().find(|(cue, _)| cues.has(*cue)).map(|(_, period)| period)
}

/// The period that cues name.
fn noun_of(cues: CueSet) -> Option<Period> {
    let periods = [(Cue::Day, Period::Day), (Cue::Week, Period::Week), (Cue::Month, Period::Month), (Cue::Year, Period::Year)];
    periods.into_iter().find(|(cue, _)| cues.has(*cue)).map(|(_, period)| period)
}

fn period_of(cues: CueSet) -> Option<Period> {
    each_of(cues).or_else(|| noun_of(cues))
}
