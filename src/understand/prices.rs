//! Prices: an amount of money, the unit it is for, and whether it is a wish, a ceiling or a floor.

use std::ops::Range;

use rust_decimal::Decimal;

use super::amounts::{AmountReader, Figure, REACH};
use super::finding::{Bound, ReadPrice};
use super::layout::What;
use super::tongue::{self, Stands};
use crate::domain::{Currency, Unit, UnitClass};
use crate::lexicon::Cue;

/// Languages that say the unit of a price before it without a word for per.
const UNIT_FIRST: &[&str] = &["bn", "hi", "sw", "id", "vi", "th", "am"];

impl AmountReader<'_, '_> {
    pub(super) fn prices(&mut self) {
        for at in 0..self.layout.pieces.len() {
            let Some(mut figure) = self.figure(at) else { continue };
            let cents = self.cents_of(&figure);
            if cents.is_some() {
                in_hundredths(&mut figure);
            }
            let Some((currency, mut pieces)) = cents.or_else(|| self.currency_of(&figure)).or_else(|| self.home_currency(&figure)) else { continue };
            self.spoken_tenths(&mut figure, &mut pieces);
            if self.is_share(&pieces) {
                continue;
            }
            let per = self.price_unit(&mut pieces);
            if self.is_difference(&pieces) || per.is_none() && self.is_total(&pieces) {
                self.take(pieces);
                continue;
            }
            let bound = self.bound(&pieces).or_else(|| self.about(&pieces));
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
        let alone = |at: usize| layout.mark(at).is_none() && layout.written(at).chars().count() == 1;
        let latin = |at: usize| layout.written(at).is_ascii();
        // Cement of class 42,5R costs no rand, and с НДС are no soms: a lone letter is money before its number if it
        // is a Latin one, and else behind it.
        let read = |at: usize| !alone(at) || !latin(at) && (layout.written(at) != "с" || layout.mark(at + 1) == Some('/'));
        if let Some(currency) = layout.currency(end).filter(|_| self.free(end) && read(end)) {
            return Some((currency, start..layout.whose_money(end).map_or(end + 1, |whose| whose + 1)));
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
        let currency = layout.currency(before).filter(|_| self.free(before) && (!alone(before) || latin(before)))?;
        let counted = layout.unit(end).is_some_and(|unit| unit.class() == UnitClass::Container);
        (!counted).then_some((currency, before..end))
    }

    /// Chat prices of Viet Nam and Indonesia leave the currency out: 95k/kg, 2tr6/tạ, 15rb/kg.
    fn home_currency(&self, figure: &Figure) -> Option<(Currency, Range<usize>)> {
        let layout = self.layout;
        let rupiah = layout.written(figure.pieces.start).to_lowercase().starts_with("rp").then_some("IDR");
        if let Some(yuan) = self.home_yuan(figure) {
            return Some(yuan);
        }
        let code = rupiah.or_else(|| layout.langs.iter().take(2).find_map(|lang| match lang.as_str() {
            "vi" => Some("VND"),
            "id" => Some("IDR"),
            _ => None,
        }))?;
        let end = figure.pieces.end;
        let spoken = layout.written(end.saturating_sub(1)).contains(char::is_alphabetic);
        let per = (matches!(layout.mark(end), Some('/')) || layout.has(end, Cue::Per)) && layout.unit(end + 1).is_some_and(|unit| unit.class() != UnitClass::Container);
        // Anggaran maks 150 juta, giá 3 triệu: the word for a price says that it is money.
        let priced = || layout.unit(end).is_none() && layout.before(figure.pieces.start, 3).take_while(|at| layout.number(*at).is_none() && !layout.cues(*at).any(&[Cue::Capacity, Cue::Quantity])).any(|at| layout.cues(at).any(&[Cue::Price, Cue::Target]));
        (spoken && (per || rupiah.is_some() || priced()) && figure.low >= Decimal::from(100)).then(|| Currency::parse(code)).flatten().map(|currency| (currency, figure.pieces.clone()))
    }

    /// Chinese leaves the yuan out before the one thing that a price is for: 38.5万一台, 35一斤. Where the text names
    /// other money, or a place with money of its own, it may be that.
    fn home_yuan(&self, figure: &Figure) -> Option<(Currency, Range<usize>)> {
        let layout = self.layout;
        let end = figure.pieces.end;
        let chinese = layout.langs.first().is_some_and(|lang| lang.as_str() == "zh");
        let one = layout.has(end, Cue::Per) && layout.number(end).is_some_and(|one| one.value == Decimal::ONE);
        let priced = layout.unit(end + 1).is_some_and(|unit| !matches!(unit.class(), UnitClass::Container | UnitClass::Package));
        if !chinese || !one || !priced || layout.get(end).map(|piece| piece.part) != layout.get(figure.pieces.start).map(|piece| piece.part) {
            return None;
        }
        let yuan = Currency::parse("CNY")?;
        let own_money = |country: &str| matches!(country, "HK" | "MO" | "TW" | "SG" | "MY");
        let there = |at: usize| layout.place(at).and_then(|(code, _)| code.get(..2)).is_some_and(own_money) || layout.country(at).is_some_and(|country| own_money(country.alpha2()));
        let theirs = |at: usize| layout.currency(at).is_some_and(|currency| currency != yuan) || there(at);
        let elsewhere = *self.elsewhere.get_or_init(|| (0..layout.pieces.len()).any(theirs));
        (!elsewhere).then(|| (yuan, figure.pieces.clone()))
    }

    /// Cents beside a number, and the currency of which they are hundredths: the one named with them, else the
    /// American one where it is said or the price is for a pound, as exchanges quote it.
    fn cents_of(&self, figure: &Figure) -> Option<(Currency, Range<usize>)> {
        let layout = self.layout;
        let Range { start, end } = figure.pieces;
        let american = |at: usize| layout.written(at).eq_ignore_ascii_case("us");
        let at = end + usize::from(american(end) && layout.mark(end + 1) == Some('¢'));
        let said = |at: usize| layout.mark(at) == Some('¢') || layout.has(at, Cue::Cents);
        // ¢82.5/lb, US¢ 82.5/lb.
        let before = || start.checked_sub(1).filter(|before| layout.mark(*before) == Some('¢'));
        let (first, until) = match (said(at), before()) {
            (true, _) => (start, at + 1),
            (false, Some(sign)) => (sign, end),
            _ => return None,
        };
        let named = layout.currency(until).filter(|_| layout.number(until + 1).is_none()).map(|currency| (currency, until + 1)).or_else(|| Some((layout.currency(first.checked_sub(1)?)?, until)));
        let written = layout.written(at).to_lowercase();
        let whose = written.contains("us") || written.contains('美') || written.contains("dólar") || written.contains("dolar") || layout.mark(at) == Some('¢') || before().is_some();
        let pound = layout.unit(until + 1).is_some_and(|unit| unit.name() == "lb") && (layout.mark(until).is_some() || layout.has(until, Cue::Per));
        let (currency, until) = named.or_else(|| Some((Currency::parse("USD").filter(|_| whose || pound)?, until)))?;
        Some((currency, first..until))
    }

    /// A price that is the difference to one of an exchange stands for nothing by itself: LME -80 USD/t, NY +12 cts/lb.
    fn is_difference(&self, pieces: &Range<usize>) -> bool {
        if pieces.start.checked_sub(1).is_some_and(|before| self.layout.mark(before) == Some('+')) {
            return true;
        }
        self.layout.before(pieces.start, 4).any(|at| self.layout.has(at, Cue::Exchange))
    }

    /// The price of all the goods: total USD 45,000, 2 करोड़ रुपये का तांबा.
    fn is_total(&self, pieces: &Range<usize>) -> bool {
        let layout = self.layout;
        let said = |at: usize| layout.has(at, Cue::TotalPrice) || layout.has(at, Cue::Quantity) && (at + 1 == pieces.start || at + 2 == pieces.start && layout.mark(at + 1).is_some());
        let worth = layout.has(pieces.end, Cue::Per) && layout.is_goods(pieces.end + 1);
        worth || layout.before(pieces.start, 3).any(said) || layout.after(pieces.end.saturating_sub(1), 1).any(|at| layout.has(at, Cue::TotalPrice))
    }

    /// A share behind letters that are also a currency: CAD 90% is paid against documents.
    fn is_share(&self, pieces: &Range<usize>) -> bool {
        self.layout.mark(pieces.end) == Some('%')
    }

    /// 8块5 is 8.50: a digit right after the currency counts tenths.
    fn spoken_tenths(&self, figure: &mut Figure, pieces: &mut Range<usize>) {
        let layout = self.layout;
        let adjacent = layout.get(pieces.end.saturating_sub(1)).zip(layout.get(pieces.end)).is_some_and(|(currency, digit)| currency.span.end == digit.span.start);
        let chinese = layout.langs.first().is_some_and(|lang| lang.as_str() == "zh");
        let Some(digit) = layout.number(pieces.end).filter(|digit| adjacent && chinese && figure.high.is_none() && digit.value < Decimal::TEN && layout.get(pieces.end).is_some_and(|piece| piece.span.len() == 1)) else { return };
        if layout.unit(pieces.end + 1).is_none() || layout.has(pieces.end + 1, Cue::Per) {
            let Some(sum) = digit.value.checked_div(Decimal::TEN).and_then(|tenth| figure.low.checked_add(tenth)) else { return };
            figure.low = sum;
            pieces.end += 1;
        }
    }

    /// The unit a price is for: after it (`/t`, `per kg`, `la tonne`, 一斤), else before it (每吨 6500).
    fn price_unit(&self, pieces: &mut Range<usize>) -> Option<Unit> {
        let layout = self.layout;
        let part = layout.get(pieces.end.saturating_sub(1)).map(|piece| piece.part);
        let unit_at = |at: usize| layout.get(at).filter(|piece| Some(piece.part) == part).and(layout.unit(at));
        let mut at = pieces.end;
        // 400 ডলারের নিচে টন: the word for a ceiling stands between.
        let follows = |at: usize| unit_at(at).is_some() || layout.has(at, Cue::Per) && unit_at(at + 1).is_some();
        if layout.cues(at).any(&[Cue::AtMost, Cue::AtLeast]) && !follows(at) && follows(at + 1) {
            at += 1;
        }
        // A note in between: `1250 USD (FOB) / t` is rare, `1250 USD FOB/t` and `1250/- per kg` are not.
        while layout.incoterm(at).is_some() || matches!(layout.mark(at), Some('-' | '=' | '.')) || matches!(layout.mark(at + 1), Some('=' | '-')) && layout.mark(at) == Some('/') {
            at += 1;
        }
        let linked = matches!(layout.mark(at), Some('/' | '／' | '\\')) || layout.has(at, Cue::Per);
        if linked {
            let mut next = at + 1;
            // `/l` is a litre before it is an article.
            while unit_at(next).is_none() && (layout.has(next, Cue::Per) || layout.cues(next).count() == Some(1) || layout.number(next).is_some_and(|number| number.value == Decimal::ONE)) {
                next += 1;
            }
            // 20 USD par chemise: what is counted without a word for it.
            if let Some(unit) = unit_at(next).or_else(|| layout.counted_by(next)) {
                pieces.end = next + 1;
                return Some(unit);
            }
        }
        // ١٢٠ ريال للكرسي: the word for per has grown onto what is counted.
        if let Some(unit) = layout.counted_held(at).or_else(|| Unit::parse("pc").filter(|_| layout.per_thing(at))) {
            pieces.end = at + 1;
            return Some(unit);
        }
        if let Some(unit) = unit_at(at).filter(|unit| unit.class() != UnitClass::Container) {
            pieces.end = at + 1;
            return Some(unit);
        }
        // Before: `每吨 6500`, `per kg: USD 5`, กิโลกรัมละ 50, kwa kilo 3000.
        for back in layout.before(pieces.start, 4) {
            // سعر الكيلو 4.80$, prix du kilo : 3 €.
            let named = back.checked_sub(1).is_some_and(|before| layout.has(before, Cue::Price)) || layout.has(back, Cue::Per);
            let beside = named || (back + 1..pieces.start).any(|at| layout.has(at, Cue::Per)) || back.checked_sub(1).is_some_and(|before| layout.has(before, Cue::Per) || layout.mark(before) == Some('/'));
            // কেজি ১২০ টাকা: where a unit needs no word for per, it stands right before the price.
            // በቶን ከ1,280 ዶላር የማይበልጥ: with a word for its ceiling between.
            let close = (back + 1..pieces.start).all(|at| layout.cues(at).any(&[Cue::AtMost, Cue::AtLeast]));
            let bare = close && UNIT_FIRST.iter().any(|lang| layout.langs.first().is_some_and(|own| own.as_str() == *lang)) && back.checked_sub(1).is_none_or(|before| layout.number(before).is_none());
            let held = layout.unit_held(back);
            // Bidon de 20 L à 14 000 FCFA: not the litre costs that.
            let counted = |at: usize| at.checked_sub(1).and_then(|before| layout.number(before)).is_some_and(|number| number.value != Decimal::ONE);
            // প্রতি চেয়ার ২০ ডলার: what is counted without a word for it.
            let each = || back.checked_sub(1).filter(|before| layout.has(*before, Cue::Per)).and_then(|_| layout.counted_by(back));
            if let Some(unit) = held.or(layout.unit(back)).or_else(each).filter(|_| (beside || bare || held.is_some()) && !counted(back) && self.free(back)) {
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
            // งบไม่เกิน is a budget with a ceiling; цена до 52 000 has no end in time.
            let ceiling = || at + 1 == pieces.start && cues.has(Cue::ValidUntil) && layout.words_cues(at).iter().any(|cues| cues.has(Cue::AtMost));
            if cues.has(Cue::AtMost) || ceiling() {
                Some(Bound::Max)
            } else if cues.has(Cue::Target) {
                Some(Bound::Target)
            } else if cues.has(Cue::AtLeast) && (!cues.has(Cue::Origin) || at + 1 == pieces.start) {
                Some(Bound::From)
            } else {
                None
            }
        };
        // Sampai Jakarta, до Бишкека, मुंबई तक: how far the goods go is no ceiling.
        let place = |at: usize| layout.place(at).is_some() || layout.country(at).is_some();
        let behind = layout.langs.first().is_some_and(|lang| tongue::to_stands(*lang) == Stands::Behind);
        let leads = |at: usize| !behind && layout.cues(at).any(&[Cue::Destination, Cue::To]) && layout.names_place(at + 1) || at.checked_sub(1).is_some_and(place);
        let after = layout.after(pieces.end.saturating_sub(1), 2).find_map(|at| of(at).filter(|_| !leads(at))).filter(|bound| *bound != Bound::Target);
        let after = after.or_else(|| pieces.clone().find_map(of));
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

    /// What a buyer says a price is about is what he hopes to pay: السعر بحدود ١٢٠ ريال.
    fn about(&self, pieces: &Range<usize>) -> Option<Bound> {
        let near = self.layout.before(pieces.start, 1).chain(self.layout.after(pieces.end.saturating_sub(1), 1)).any(|at| self.layout.has(at, Cue::About));
        (self.asks == Some(true) && near).then_some(Bound::Target)
    }

    /// A turnover or capital is money but no price.
    fn is_turnover(&self, pieces: &Range<usize>) -> bool {
        self.layout.before(pieces.start, 4).any(|at| self.layout.has(at, Cue::Turnover))
    }
}

/// Makes an amount one of hundredths.
fn in_hundredths(figure: &mut Figure) {
    let hundredth = Decimal::new(1, 2);
    figure.low *= hundredth;
    figure.high = figure.high.map(|high| high * hundredth);
    figure.others.iter_mut().for_each(|other| *other *= hundredth);
}
