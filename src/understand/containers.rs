//! Containers and packages: how many, of which length and kind, and what each holds.

use std::ops::Range;

use rust_decimal::Decimal;

use super::amounts::{AmountReader, Figure, Role, packs};
use super::finding::{Amount, Content};
use super::layout::What;
use crate::domain::{Unit, UnitClass};
use crate::lexicon::{Cue, Meaning};

impl AmountReader<'_, '_> {
    /// A bag or bale whose name holds its weight says how the goods are packed: 640 sacas de 60 kg.
    pub(super) fn weighed_package(&mut self, unit: Unit, words: &(Range<usize>, String)) {
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

    /// Goods that are counted without a word for it: 500 pneus, 1500 goats, mashine 2.
    pub(super) fn counted_goods(&self, figure: &Figure) -> Option<(Unit, Range<usize>)> {
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
    pub(super) fn container(&self, figure: &Figure) -> Option<(Unit, Range<usize>)> {
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
    pub(super) fn container_run(&self, from: usize) -> Option<(Unit, usize)> {
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
    pub(super) fn is_cold(&self, at: usize) -> bool {
        let What::Mention(index) = (match self.layout.get(at) { Some(piece) => &piece.what, None => return false }) else { return false };
        self.layout.mentions.get(*index).is_some_and(|mention| {
            mention.senses.iter().any(|sense| match sense.meaning {
                Meaning::Facet(id) => self.layout.lexicon.facet(id).is_some_and(|facet| matches!(facet.slug.as_str(), "temperature:cool" | "temperature:refrigerated" | "temperature:frozen" | "state:chilled" | "state:frozen")),
                _ => false,
            })
        })
    }

    /// A container before its count: `20'FCL x 2`, kontena 2 za futi 40. Without a count it says nothing.
    pub(super) fn lone_container(&mut self, at: usize) {
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
    pub(super) fn content(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> Option<(Unit, usize)> {
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
    pub(super) fn loaded_before(&self, start: usize) -> Option<Unit> {
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

    pub(super) fn contents(&mut self, figure: &Figure, unit: Unit, holder: Unit, words: (Range<usize>, String)) {
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
}
