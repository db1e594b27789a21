//! What packages and containers hold: 25 kg/bag, 10x1.8kg per carton, 1x40'HC (26 t), 每柜27吨.

use std::ops::Range;

use rust_decimal::Decimal;

use super::amounts::{AmountReader, Figure, packs};
use super::containers::LONGEST_RUN;
use super::finding::{Amount, Content};
use super::{homes, packing};
use super::pieces::weighed_holder;
use crate::domain::{Unit, UnitClass};
use crate::lexicon::{Cue, Meaning, Sense};

/// Tonnes that a container carries at most; more of it stands in several.
const MOST_TONNES_LOADED: i64 = 32;
/// Metres that a roll holds at most.
const MOST_METRES_ROLLED: i64 = 1_000;
/// Kilograms that a big bag or the like holds at least and at most.
const BULKY_KG: (i64, i64) = (200, 2_500);
/// Packages that a larger one holds at most.
const MOST_WITHIN: i64 = 500;
/// Pieces between a container and its load in brackets.
const LOAD_REACH: usize = 4;
/// Kilograms of the smallest load of a container; less is what a package holds.
const LEAST_LOAD_KG: i64 = 1_000;
/// Pieces between a package and what each of it holds.
const INNER_REACH: usize = 3;
/// Pieces between the name of a set and the count of sets.
const SET_REACH: usize = 3;
/// Letters of the longest small word between a package and what it holds.
const SHORT_WORD: usize = 3;
/// Pieces of the largest set.
const MOST_OF_A_SET: i64 = 100;
/// Words between an amount and what it fills.
const LOADED: &[&str] = &["net", "nett", "netto", "neto", "loads", "load", "нетто"];
/// Words between a package and those that it holds.
pub(super) const HOLDS: &[&str] = &["of", "with", "de", "à", "avec", "contenant", "con", "com", "contendo", "с", "по", "ya", "yenye", "isi", "berisi", "gồm", "में"];
/// Of these, words behind several containers before what each of them holds.
const OF: &[&str] = &["of", "de", "по", "ya", "à", "x", "х", "×", "*", "@"];

impl AmountReader<'_, '_> {
    /// A bag or bale whose name holds its weight says how the goods are packed: 640 sacas de 60 kg.
    pub(super) fn weighed_package(&mut self, unit: Unit, words: &(Range<usize>, String)) {
        if let (Some(per), Some(amount), Some(kilogram), None) = (weighed_holder(unit), unit.factor(), Unit::parse("kg"), &self.found.packing) {
            let content = Content { amount, unit: kilogram, per };
            self.findings.sure("packing", content.to_string(), words.clone());
            self.found.packing = Some(content);
        }
    }

    /// The package or container that an amount fills, and where its words end: 25 kg/bag, 18 t per FCL.
    pub(super) fn content(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> Option<(Unit, usize)> {
        let layout = self.layout;
        if matches!(unit.class(), UnitClass::Container) {
            return None;
        }
        let holds = |at: usize| layout.package(at).and_then(|package| package.unit);
        if let Some(container) = self.load_of_one(figure, unit, pieces) {
            return Some((container, pieces.end));
        }
        // 12 jars x 500 g per carton: it is a jar that holds the 500 g.
        let inner = self.inner.filter(|(_, until)| pieces.start.checked_sub(*until).is_some_and(|gap| gap <= INNER_REACH) && packs(figure, unit));
        if let Some((holder, _)) = inner {
            return Some((holder, self.outer_behind(pieces.end, holder).map_or(pieces.end, |(_, until)| until)));
        }
        // ١٩ طن للحاوية, 18 ቶን በኮንቴነር: the word for per has grown onto what is filled.
        // But 30,000 ሜትር በጥቅል are in many rolls.
        let fits = |holder: &Unit| match holder.class() {
            UnitClass::Container => true,
            UnitClass::Package => packs(figure, unit) || unit.class() == UnitClass::Length && figure.low <= Decimal::from(MOST_METRES_ROLLED),
            _ => false,
        };
        if let Some(holder) = layout.unit_held(pieces.end).filter(fits) {
            return Some((holder, pieces.end + 1));
        }
        let mut at = pieces.end;
        while layout.word(at).is_some_and(|word| LOADED.contains(&word)) {
            at += 1;
        }
        // 5 containers (19 t net each), in jumbo bags 1 MT each.
        if layout.has(at, Cue::Each) && !layout.has(at, Cue::Packing) && let Some(holder) = self.held_by_each(figure, unit, pieces.start) {
            return Some((holder, at + 1));
        }
        // 3 kontainer 20', masing-masing 18 ton; 4 контейнера по 25 тонн.
        let each = pieces.start.checked_sub(1).filter(|before| layout.has(*before, Cue::Each));
        if let Some(holder) = each.filter(|_| carried(figure, unit)).and_then(|before| self.held_by_each(figure, unit, before)) {
            return Some((holder, pieces.end));
        }
        // `29 t in a 40ft container`; but 200 t in containers are in several.
        let within = layout.has(at, Cue::Packing) && carried(figure, unit);
        // 950 قطعة في الحاوية: pieces are counted by the container where it is one.
        let one = layout.cues(at + 1).count() == Some(1) || layout.written(at + 1).starts_with("ال");
        let within = within || layout.has(at, Cue::Packing) && one && matches!(unit.class(), UnitClass::Count | UnitClass::Package);
        let linked = matches!(layout.mark(at), Some('/' | '／')) || layout.has(at, Cue::Per);
        if linked || within {
            at += 1;
            while layout.has(at, Cue::Per) || layout.cues(at).count() == Some(1) {
                at += 1;
            }
            if let Some((container, until)) = self.container_run(at).filter(|_| !self.is_small(figure, unit)) {
                return Some((container, until));
            }
            let stroke = layout.mark(pieces.end).is_some();
            // 25 kg per multiwall paper bag: what it is made of stands between.
            let named = (at..at + 3).take_while(|at| layout.number(*at).is_none() && layout.mark(*at).is_none()).find(|at| holds(*at).is_some()).unwrap_or(at);
            // 300-500克 每箱20公斤: 每 stands before the box of the next amount.
            let next = !stroke && layout.number(named + 1).is_some() && layout.langs.first().is_some_and(|lang| lang.as_str() == "zh");
            if let Some(holder) = holds(named).filter(|_| linked && !next && (stroke || packs(figure, unit))) {
                return Some((holder, named + 1));
            }
        }
        // 1080 cajas de 40 lbs por contenedor: what each of them holds stands between.
        let weighed = unit.class() == UnitClass::Package && layout.number(pieces.end + 1).is_some() && layout.class(pieces.end + 2) == Some(UnitClass::Mass);
        if weighed && layout.has(pieces.end + 3, Cue::Per) && let Some((container, _)) = self.container_run(pieces.end + 4) {
            return Some((container, pieces.end));
        }
        // 500 bales (170 kg).
        let bracket = pieces.start.checked_sub(1).filter(|before| matches!(layout.mark(*before), Some('(' | '（')));
        if let Some(holder) = bracket.and_then(|bracket| holds(bracket.checked_sub(1)?)).filter(|holder| holder.class() == UnitClass::Package && unit.class() == UnitClass::Mass && packs(figure, unit)) {
            return Some((holder, pieces.end));
        }
        // 每柜27吨, 40HQ装620片, 27 t in each container.
        if let Some(container) = self.loaded_before(pieces.start) {
            return Some((container, pieces.end));
        }
        if unit.class() == UnitClass::Package || !packs(figure, unit) {
            return None;
        }
        // Boîtes 70g en carton de 100: what stands before holds it, and the carton many of those.
        let own = pieces.start.checked_sub(1).and_then(holds).filter(|own| own.class() == UnitClass::Package);
        let outer = || layout.has(pieces.end, Cue::Packing) && holds(pieces.end + 1).is_some_and(|outer| Some(outer) != own) && (layout.number(pieces.end + 2).is_some() || layout.number(pieces.end + 3).is_some());
        if let Some(own) = own.filter(|_| outer()) {
            return Some((own, pieces.end));
        }
        // 50 kg bags, 25公斤编织袋, 25kg PP bag; but not `100 kg, 5 bags`.
        let after = layout.after(pieces.end.saturating_sub(1), 3).take_while(|at| layout.number(*at).is_none() && !layout.has(*at, Cue::Quantity)).find(|at| holds(*at).is_some());
        // 300-500 กรัม กล่องละ 20 กก.: the box belongs to what is said of each.
        let each = |at: usize| layout.has(at + 1, Cue::Per) && layout.mark(at + 1).is_none() && layout.number(at + 2).is_some() || at.checked_sub(1).is_some_and(|before| before >= pieces.end && layout.has(before, Cue::Per)) && layout.number(at + 1).is_some();
        let counts_next = after.is_some_and(|at| each(at) || layout.number(at + 1).is_some() && layout.langs.first().is_some_and(|lang| lang.as_str() == "sw"));
        if let Some(at) = after.filter(|at| self.free(*at) && !counts_next) {
            return holds(at).map(|holder| (holder, at + 1));
        }
        // bags of 50 kg, sacs jute 80 kg, 每袋25公斤, 320 bags of 60 kg.
        let counts = |at: usize| layout.number(at).is_some() && at.checked_sub(1).is_some_and(|before| holds(before).is_some());
        let before = layout.before(pieces.start, 4).take_while(|at| (layout.number(*at).is_none() || counts(*at)) && layout.class(*at).is_none_or(|class| class == UnitClass::Package)).find(|at| holds(*at).is_some());
        before.or_else(|| self.past_note(pieces.start)).and_then(holds).map(|holder| (holder, pieces.end))
    }

    /// The piece before a note in brackets, which a word or two part from an amount: viroba (PP) vya kilo 40.
    fn past_note(&self, start: usize) -> Option<usize> {
        let layout = self.layout;
        let small = |at: usize| layout.cues(at).any(&[Cue::Per, Cue::Packing, Cue::Each]) || layout.is_word(at) && layout.written(at).chars().count() <= SHORT_WORD;
        let close = (start.saturating_sub(2)..start).rev().find(|at| !small(*at)).filter(|at| matches!(layout.mark(*at), Some(')' | '）')))?;
        let open = (close.saturating_sub(LOAD_REACH)..close).rev().take_while(|at| layout.number(*at).is_none()).find(|at| matches!(layout.mark(*at), Some('(' | '（')))?;
        open.checked_sub(1)
    }

    /// The one container counted just before an amount that says what it holds: 1x40'HC (26 t), 1 contenedor con 25 t,
    /// 1 фура в месяц (20 т). Of several it may be what all of them hold.
    fn load_of_one(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> Option<Unit> {
        let layout = self.layout;
        let (container, count, end) = self.carrier?;
        let between = end..pieces.start;
        let bracket = between.clone().any(|at| matches!(layout.mark(at), Some('(' | '（')));
        // 3 flexitanks de 21,5 T, 4 containers of 25 t: each of them.
        let of = |at: usize| OF.contains(&layout.written(at).to_lowercase().as_str());
        let per = |at: usize| layout.has(at, Cue::Per) || layout.written(at) == "ๆ";
        let each = !bracket && !between.is_empty() && between.len() <= 2 && (between.len() == 1 && of(end) || between.clone().all(per));
        let link = |at: usize| layout.has(at, Cue::Packing) || matches!(layout.mark(at), Some('=' | ':')) || HOLDS.contains(&layout.written(at).to_lowercase().as_str());
        let near = between.len() <= LOAD_REACH && between.clone().all(|at| layout.number(at).is_none() && (bracket || each || link(at) || layout.has(at, Cue::About)));
        let said = bracket || between.clone().any(link) || each;
        let fills = match unit.class() {
            UnitClass::Mass => carried(figure, unit) && !self.is_small(figure, unit),
            UnitClass::Cubic | UnitClass::Count | UnitClass::Package => true,
            _ => false,
        };
        ((count == Decimal::ONE || each) && end <= pieces.start && near && said && fills).then_some(container)
    }

    /// Whether a mass is one that somebody carries, as of a bag.
    fn is_small(&self, figure: &Figure, unit: Unit) -> bool {
        unit.class() == UnitClass::Mass && packs(figure, unit) && unit.factor().and_then(|factor| figure.low.checked_mul(factor)).is_some_and(|kg| kg < Decimal::from(LEAST_LOAD_KG))
    }

    /// How many of an amount a package holds, and the piece that says so: 10x1.8kg per carton, 每箱10x1.8kg.
    pub(super) fn times_before(&self, start: usize) -> Option<(Decimal, usize)> {
        let layout = self.layout;
        let cross = start.checked_sub(1)?;
        let crossed = matches!(layout.mark(cross), Some('×' | '*' | '✕')) || matches!(layout.written(cross), "x" | "X" | "х" | "Х");
        let count = cross.checked_sub(1).filter(|at| crossed && self.free(*at))?;
        let number = layout.number(count).filter(|number| number.alternatives.is_empty() && number.value.fract().is_zero())?;
        (number.value > Decimal::ONE && number.value <= Decimal::from(MOST_WITHIN)).then_some((number.value, count))
    }

    /// The larger package that holds a count of smaller ones, and where its words end: cartons of 2 bags, 每箱2袋,
    /// 12 jars per carton.
    pub(super) fn packed_within(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> Option<(Unit, usize)> {
        let layout = self.layout;
        if unit.class() != UnitClass::Package || !figure.others.is_empty() || figure.low > Decimal::from(MOST_WITHIN) {
            return None;
        }
        let other = |at: usize| layout.package(at).and_then(|package| package.unit).filter(|outer| *outer != unit && outer.class() == UnitClass::Package);
        let small = |at: usize| layout.has(at, Cue::Packing) || layout.has(at, Cue::Per) || layout.mark(at) == Some(':') || HOLDS.contains(&layout.written(at).to_lowercase().as_str());
        let before = layout.before(pieces.start, 3).find(|at| other(*at).is_some() || !small(*at)).and_then(other);
        before.map(|outer| (outer, pieces.end)).or_else(|| self.outer_behind(pieces.end, unit)).or_else(|| {
            // 2 bags x 11.34 kg / carton: what each holds stands between.
            let crossed = matches!(layout.mark(pieces.end), Some('×' | '*')) || layout.word(pieces.end) == Some("x");
            let behind = self.outer_behind(pieces.end + 3, unit).filter(|_| crossed && layout.class(pieces.end + 2) == Some(UnitClass::Mass));
            behind.map(|(outer, _)| (outer, pieces.end))
        })
    }

    /// The package other than a smaller one that a stroke or a word for each leads to, and where its words end.
    fn outer_behind(&self, at: usize, inner: Unit) -> Option<(Unit, usize)> {
        let layout = self.layout;
        let linked = matches!(layout.mark(at), Some('/' | '／')) || layout.has(at, Cue::Per);
        let outer = layout.package(at + 1).and_then(|package| package.unit).filter(|outer| linked && *outer != inner && outer.class() == UnitClass::Package)?;
        Some((outer, at + 2))
    }

    /// A load in a container of no length is one of those that the text counts: 3 kontainer 20', 19 t per kontainer.
    pub(super) fn load_of_the_counted(&mut self) {
        let counted = self.found.quantity.as_ref().map(|quantity| quantity.unit).filter(|unit| unit.class() == UnitClass::Container);
        let Some((load, unit)) = self.found.load.as_mut().zip(counted) else { return };
        if load.per.name() == "FCL" && unit != load.per && unit.name().starts_with("FCL") {
            load.per = unit;
            let value = load.to_string();
            self.findings.0.iter_mut().filter(|finding| finding.field == "load").for_each(|finding| finding.value = Some(value.clone()));
        }
    }

    /// Containers counted without their kind are of the one kind that the text describes elsewhere: ตู้ 40RF
    /// อาทิตย์ละ 2 ตู้.
    pub(super) fn described_of_the_counted(&mut self) {
        let plain = |amount: &Option<Amount>| amount.as_ref().is_some_and(|amount| amount.unit.name() == "FCL");
        if !plain(&self.found.quantity) {
            return;
        }
        let mut kinds: Vec<Unit> = (0..self.layout.pieces.len()).filter_map(|at| self.container_run(at)).map(|(unit, _)| unit).filter(|unit| unit.name().starts_with("FCL") && unit.name() != "FCL").collect();
        kinds.dedup();
        let ([kind], Some(quantity)) = (kinds.as_slice(), self.found.quantity.as_mut()) else { return };
        quantity.unit = *kind;
        let value = quantity.to_string();
        self.findings.0.iter_mut().filter(|finding| finding.field == "quantity" && finding.value.is_some()).for_each(|finding| finding.value = Some(value.clone()));
    }

    /// Packages counted behind what each holds: 25 kg x 1000 bags.
    pub(super) fn counted_packages(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> Option<(Decimal, Unit, usize)> {
        let layout = self.layout;
        let crossed = matches!(layout.mark(pieces.end), Some('×' | '*')) || layout.word(pieces.end) == Some("x");
        let count = layout.number(pieces.end + 1).filter(|count| crossed && count.alternatives.is_empty() && packs(figure, unit))?;
        let holder = layout.package(pieces.end + 2).and_then(|package| package.unit)?;
        Some((count.value, holder, pieces.end + 3))
    }

    /// The container just before an amount that fills it.
    fn loaded_before(&self, start: usize) -> Option<Unit> {
        let layout = self.layout;
        for back in layout.before(start, 6) {
            let holds = |at: usize| HOLDS.contains(&layout.written(at).to_lowercase().as_str());
            let each = layout.cues(back).any(&[Cue::Packing, Cue::Per, Cue::About]) || holds(back) || back.checked_sub(1).is_some_and(|before| layout.has(before, Cue::Per));
            if let Some((unit, until)) = self.container_run(back).filter(|(_, until)| *until <= start) {
                let filled = until == start || (until..start).all(|at| layout.cues(at).any(&[Cue::Packing, Cue::Per, Cue::About]) || layout.mark(at).is_some() || holds(at));
                let counted = back.checked_sub(1).is_some_and(|before| layout.number(before).is_some());
                let said = back.checked_sub(1).is_some_and(|before| layout.has(before, Cue::Per)) || (until..start).any(|at| layout.has(at, Cue::Packing) || !counted && holds(at)) || self.located(until);
                return (filled && (said || !counted) && (said || until < start)).then_some(unit);
            }
            if !each && layout.number(back).is_none() && layout.class(back).is_none() && layout.mark(back).is_none() {
                return None;
            }
        }
        None
    }

    /// What each of the things before a piece is, which the amount behind it fills: a package, else a container.
    fn held_by_each(&self, figure: &Figure, unit: Unit, until: usize) -> Option<Unit> {
        let layout = self.layout;
        let back = (until.saturating_sub(LONGEST_RUN)..until).rev();
        let container = || back.clone().find_map(|at| layout.unit(at).filter(|unit| unit.class() == UnitClass::Container));
        let package = back.clone().take_while(|at| layout.number(*at).is_none()).find_map(|at| layout.package(at)?.unit);
        package.filter(|_| packs(figure, unit)).or_else(container)
    }

    /// Whether the word before a piece has the Bengali ending for in: রিফারে.
    fn located(&self, until: usize) -> bool {
        until.checked_sub(1).is_some_and(|last| self.layout.written(last).ends_with('ে'))
    }

    pub(super) fn contents(&mut self, figure: &Figure, unit: Unit, holder: Unit, words: (Range<usize>, String)) {
        let chinese = self.layout.langs.first().is_some_and(|lang| lang.as_str() == "zh");
        let holder = if chinese { packing::holder_of(figure.low, unit, holder) } else { holder };
        let content = Content { amount: figure.low, unit, per: holder };
        let (field, slot) = match holder.class() {
            UnitClass::Container => ("load", &mut self.found.load),
            _ => ("packing", &mut self.found.packing),
        };
        // What a package weighs says more than how many smaller ones it holds.
        let counted = slot.as_ref().is_some_and(|known| known.unit.class() == UnitClass::Package && unit.class() != UnitClass::Package);
        if counted {
            self.findings.0.retain(|finding| finding.field != field);
        }
        if slot.is_none() || counted {
            self.findings.sure(field, content.to_string(), words);
            *slot = Some(content);
        }
    }

    /// Whether a number before a package is a size of the goods and counts none: no package is counted in parts
    /// (cement 42.5, bags), nor with a range where it holds what follows (41-50 caja 10x2lb).
    pub(super) fn is_size(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> bool {
        let layout = self.layout;
        if unit.class() != UnitClass::Package && !matches!(unit.name(), "pc" | "head") {
            return false;
        }
        // 32支 of yarn say how fine it is.
        let yarn = |sense: &Sense| matches!(sense.meaning, Meaning::Concept(id) if homes::of_headings(layout.lexicon, id, 5004, 5607));
        if layout.written(pieces.end.saturating_sub(1)) == "支" && layout.mentions.iter().flat_map(|mention| &mention.senses).any(yarn) {
            return true;
        }
        // 三件套 2400套, parure 4 pièces, 800 parures: the name of a set says of how many pieces it is.
        let sets = |at: usize| layout.unit(at).is_some_and(|unit| unit.name() == "set");
        let counted = (pieces.end..pieces.end + SET_REACH).any(|at| layout.number(at).is_some_and(|count| count.value > figure.low) && sets(at + 1));
        if unit.name() == "pc" && figure.low <= Decimal::from(MOST_OF_A_SET) && counted {
            return true;
        }
        let weighed = |at: usize| layout.number(at).is_some() && layout.class(at + 1) == Some(UnitClass::Mass);
        let holds = || weighed(pieces.end) || layout.number(pieces.end).is_some() && weighed(pieces.end + 2);
        let parted = layout.number(figure.pieces.start).is_some_and(|number| number.factor == Decimal::ONE && number.value.scale() > 0);
        parted && !self.labelled(pieces.start) || figure.high.is_some() && holds()
    }

    /// Whether a package holds several of an amount, of which the count stands before: it does if it is named
    /// before them or behind a word for per, or if it is one in which others are packed.
    pub(super) fn holds_several(&self, holder: Unit, until: usize, pieces: &Range<usize>, from: usize) -> bool {
        let layout = self.layout;
        let linked = matches!(layout.mark(pieces.end), Some('/' | '／')) || layout.has(pieces.end, Cue::Per);
        let before = until == pieces.end && layout.before(from, 3).any(|at| layout.package(at).and_then(|package| package.unit) == Some(holder));
        holder.class() == UnitClass::Package && (linked || before || matches!(holder.name(), "carton" | "box" | "crate"))
    }
}

/// An amount that can be read two ways, where what holds it can hold one of them only: no big bag is of 1.25 kg.
pub(super) fn held_reading(figure: Figure, unit: Unit, holder: Unit) -> Figure {
    let bulky = matches!(holder.name(), "big-bag" | "ibc") && unit.class() == UnitClass::Mass;
    let fits = |amount: &Decimal| unit.factor().and_then(|factor| amount.checked_mul(factor)).is_some_and(|kg| kg >= Decimal::from(BULKY_KG.0) && kg <= Decimal::from(BULKY_KG.1));
    if !bulky || figure.others.is_empty() {
        return figure;
    }
    let mut fitting = std::iter::once(&figure.low).chain(&figure.others).copied().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Figure { low: one, others: Vec::new(), ..figure },
        _ => figure,
    }
}

/// Whether one container carries a mass.
fn carried(figure: &Figure, unit: Unit) -> bool {
    let kg = unit.factor().and_then(|factor| figure.low.checked_mul(factor));
    unit.class() == UnitClass::Mass && kg.is_some_and(|kg| kg <= Decimal::from(MOST_TONNES_LOADED * 1_000))
}
