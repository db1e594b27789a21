//! Containers and packages: how many, of which length and kind, and what each holds.

use std::ops::Range;

use rust_decimal::Decimal;

use super::amounts::{AmountReader, Figure, Role, packs};
use super::finding::{Amount, Content};
use super::layout::What;
use super::pieces::weighed_holder;
use crate::domain::{Unit, UnitClass};
use crate::lexicon::{Cue, Meaning};

/// So many pieces describe one container at most: two 40' HC reefer containers of 40 feet.
const LONGEST_RUN: usize = 8;
/// Tonnes that a container carries at most; more of it stands in several.
const MOST_TONNES_LOADED: i64 = 32;
/// Packages that a larger one holds at most.
const MOST_WITHIN: i64 = 500;
/// Pieces between a package and what each of it holds.
const INNER_REACH: usize = 3;

/// Words between an amount and what it fills.
const LOADED: &[&str] = &["net", "nett", "netto", "neto", "loads", "load", "нетто"];
/// Words between a package and those that it holds.
const HOLDS: &[&str] = &["of", "with", "de", "à", "avec", "contenant", "con", "com", "contendo", "с", "по", "ya", "yenye", "isi", "berisi", "gồm"];
/// Words behind an amount that each of the things before it holds.
const EACH: &[&str] = &["each", "ea", "chacun", "chacune", "cada", "каждый", "masing"];
/// Words before an amount that say the same.
const EACH_OF: &[&str] = &["each", "chacun", "chacune", "masing", "по"];

/// The length of a container in feet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Length {
    Twenty,
    Forty,
    FortyFive,
}

impl Length {
    /// The length with which a text begins.
    fn of(text: &str) -> Option<Length> {
        Some(match text.trim_end_matches(|c: char| !c.is_ascii_digit()) {
            "20" => Length::Twenty,
            "40" => Length::Forty,
            "45" => Length::FortyFive,
            _ => return None,
        })
    }
}

/// The kind of a container, other than dry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    HighCube,
    Reefer,
}

impl Kind {
    /// The kind that the end of a unit's name says: none for a dry one; no answer for kinds that have no
    /// length of their own (open top, flat rack, tank).
    fn named(end: &str) -> Option<Option<Kind>> {
        match end {
            "" => Some(None),
            "HC" => Some(Some(Kind::HighCube)),
            "RF" => Some(Some(Kind::Reefer)),
            _ => None,
        }
    }
}

/// What the pieces read so far say of a container.
#[derive(Default)]
struct Described {
    length: Option<Length>,
    kind: Option<Kind>,
    /// Whether it surely is a container and no measure.
    certain: bool,
    /// Whether a small word parted the pieces: what follows may be the goods.
    parted: bool,
}

impl Described {
    fn unit(&self) -> Option<Unit> {
        Unit::parse(match (self.length, self.kind) {
            (Some(Length::Twenty), Some(Kind::Reefer)) => "FCL20RF",
            (_, Some(Kind::Reefer)) => "FCL40RF",
            (Some(Length::FortyFive), Some(Kind::HighCube)) => "FCL45HC",
            (Some(Length::Twenty), _) => "FCL20",
            (_, Some(Kind::HighCube)) => "FCL40HC",
            (Some(Length::Forty), None) => "FCL40",
            (Some(Length::FortyFive), None) => "FCL45",
            (None, None) => "FCL",
        })
    }
}

/// What one piece says of a container.
enum Part {
    /// A unit that needs no more words: TEU, a truck, an open top.
    Whole(Unit),
    /// A container by name.
    Named(Option<Length>, Option<Kind>),
    Length(Length),
    Kind(Kind),
    /// A sign or word for feet.
    Foot,
    /// A small word or sign between the others.
    Between,
}

impl AmountReader<'_, '_> {
    /// A bag or bale whose name holds its weight says how the goods are packed: 640 sacas de 60 kg.
    pub(super) fn weighed_package(&mut self, unit: Unit, words: &(Range<usize>, String)) {
        if let (Some(per), Some(amount), Some(kilogram), None) = (weighed_holder(unit), unit.factor(), Unit::parse("kg"), &self.found.packing) {
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
        // Swahili measures before the number: tani 16 kwa kontena fills one, and sixteen would stand behind it.
        if layout.has(end, Cue::Per) && start.checked_sub(1).is_some_and(|before| layout.class(before) == Some(UnitClass::Mass)) {
            return None;
        }
        // 40 ফুট রিফার: the feet of a container are not counted.
        if figure.high.is_none() && Length::of(&figure.low.to_string()).is_some() && layout.unit(end).is_some_and(|unit| unit.name() == "ft") {
            return None;
        }
        let mut at = end;
        while matches!(layout.mark(at), Some('×' | '*' | 'х')) || matches!(layout.word(at), Some("x" | "х")) || layout.unit(at).is_some_and(|unit| unit.name() == "pc") || layout.has(at, Cue::About) {
            at += 1;
        }
        // 950 pieces per container are no containers.
        if at > end && layout.has(at, Cue::Per) && layout.mark(at).is_none() {
            return None;
        }
        let (unit, until) = self.container_run(at)?;
        Some((unit, start..until))
    }

    /// The container that a run of pieces describes, with its length and kind in any order; none
    /// unless a word, a foot sign or a code says that it is one.
    pub(super) fn container_run(&self, from: usize) -> Option<(Unit, usize)> {
        let mut run = Described::default();
        let (mut at, mut until) = (from, from);
        while at < from + LONGEST_RUN && self.free(at) {
            match self.described_by(at, &run) {
                Some(Part::Whole(unit)) => return (at == from).then_some((unit, at + 1)),
                Some(Part::Named(length, kind)) => {
                    run.length = length.or(run.length);
                    run.kind = kind.or(run.kind);
                    run.certain = true;
                }
                Some(Part::Length(length)) => run.length = Some(length),
                Some(Part::Kind(kind)) => {
                    run.certain |= kind == Kind::HighCube || self.layout.word(at).is_some_and(|word| word.starts_with('r'));
                    // Frozen chicken in a high cube does not make it a reefer.
                    run.kind = run.kind.or(Some(kind));
                }
                Some(Part::Foot) => run.certain |= run.length.is_some(),
                Some(Part::Between) => {
                    at += 1;
                    run.parted = true;
                    continue;
                }
                None => break,
            }
            at += 1;
            until = at;
        }
        (run.certain && until > from).then(|| run.unit()).flatten().map(|unit| (unit, until))
    }

    /// What a piece adds to the description of a container.
    fn described_by(&self, at: usize, run: &Described) -> Option<Part> {
        let layout = self.layout;
        if let Some(unit) = layout.unit(at).filter(|unit| unit.class() == UnitClass::Container) {
            let Some(rest) = unit.name().strip_prefix("FCL") else { return Some(Part::Whole(unit)) };
            let kind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let Some(kind) = Kind::named(kind) else { return Some(Part::Whole(unit)) };
            // A bare reefer is filed as one of 40 feet; a length that the text says stays.
            let length = Length::of(rest).filter(|_| run.length.is_none());
            return Some(Part::Named(length, kind));
        }
        if let Some(length) = layout.number(at).and_then(|number| Length::of(&number.value.to_string())) {
            let counted = layout.unit(at + 1).is_some_and(|unit| unit.name() != "ft" && unit.class() != UnitClass::Container) || layout.currency(at + 1).is_some() || layout.mark(at + 1) == Some('%');
            return (!counted && (run.length.is_none() || run.kind == Some(Kind::Reefer))).then_some(Part::Length(length));
        }
        let word = layout.word(at).unwrap_or_default();
        let foot = matches!(layout.mark(at), Some('\'' | '’' | '′' | '"')) || layout.unit(at).is_some_and(|unit| unit.name() == "ft") || matches!(word, "gp" | "dv" | "dc" | "ft" | "feet" | "standard");
        if foot {
            return run.length.map(|_| Part::Foot).or_else(|| layout.unit(at).map(|_| Part::Foot));
        }
        match word {
            "hc" | "hq" | "cao" | "highcube" if run.length.is_some() => return Some(Part::Kind(Kind::HighCube)),
            "rf" | "rh" | "reefer" | "reefers" | "ref" | "lanh" | "dingin" | "pendingin" => return Some(Part::Kind(Kind::Reefer)),
            _ if run.certain && !run.parted && self.is_cold(at) => return Some(Part::Kind(Kind::Reefer)),
            _ => {}
        }
        let sign = layout.mark(at) == Some('-') || (run.certain && matches!(layout.mark(at), Some('.' | '(')));
        let small = matches!(word, "de" | "of" | "za" | "ya" | "la" | "wa" | "ขนาด" | "по" | "size" | "ukuran") || (layout.has(at, Cue::Per) && layout.mark(at).is_none());
        (sign || small).then_some(Part::Between)
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
        if layout.written(at).to_lowercase().replace(' ', "").starts_with("1x") {
            let mut pieces = self.container_run(at).map_or(at..at + 1, |(_, until)| at..until);
            let Some(unit) = self.container_run(at).map(|(unit, _)| unit).or(layout.unit(at)) else { return };
            let per = self.period(&mut pieces);
            self.counted_container(Amount { amount: Decimal::ONE, to: None, unit, per }, pieces);
            return;
        }
        let crossed = matches!(layout.word(at + 1), Some("x" | "х")) || matches!(layout.mark(at + 1), Some('×' | '*'));
        let place = at + 1 + usize::from(crossed);
        let Some(count) = self.figure(place).filter(|count| layout.number(place).is_some() && count.others.is_empty() && count.low < Decimal::from(1_000)) else { return };
        let swahili = layout.langs.iter().take(2).any(|lang| lang.as_str() == "sw");
        // Crossed counts stand in lists of containers, whose hyphens part and do not span.
        let (to, next) = if crossed { (None, place + 1) } else { (count.high, count.pieces.end) };
        let follows = layout.unit(next).is_some_and(|unit| unit.name() != "pc" && unit.class() != UnitClass::Container) || layout.currency(next).is_some() || layout.mark(next) == Some('%');
        if follows || !(crossed || swahili) {
            return;
        }
        let more = self.container_run(next);
        let Some(unit) = more.map(|(unit, _)| unit).or(layout.unit(at)) else { return };
        let mut pieces = at..more.map_or(next, |(_, until)| until);
        let per = self.period(&mut pieces);
        self.counted_container(Amount { amount: count.low, to, unit, per }, pieces);
    }

    /// Keeps an amount of containers: what is wanted, unless a cue says that it is the least or the most.
    fn counted_container(&mut self, amount: Amount, pieces: Range<usize>) {
        let figure = Figure { low: amount.amount, high: amount.to, others: Vec::new(), pieces: pieces.clone() };
        let (role, field) = match self.role(&figure, amount.unit, &pieces) {
            Some(Role::Moq) => (Role::Moq, "moq"),
            Some(Role::Capacity) => (Role::Capacity, "capacity"),
            _ => (Role::Quantity, "quantity"),
        };
        let words = self.layout.words(&pieces);
        self.take(pieces);
        self.keep(role, field, amount, words);
    }

    /// The package or container that an amount fills, and where its words end: 25 kg/bag, 18 t per FCL.
    pub(super) fn content(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> Option<(Unit, usize)> {
        let layout = self.layout;
        if matches!(unit.class(), UnitClass::Container) {
            return None;
        }
        let holds = |at: usize| layout.package(at).and_then(|package| package.unit);
        // 12 jars x 500 g per carton: it is a jar that holds the 500 g.
        let inner = self.inner.filter(|(_, until)| pieces.start.checked_sub(*until).is_some_and(|gap| gap <= INNER_REACH) && packs(figure, unit));
        if let Some((holder, _)) = inner {
            return Some((holder, self.outer_behind(pieces.end, holder).map_or(pieces.end, |(_, until)| until)));
        }
        let mut at = pieces.end;
        while layout.word(at).is_some_and(|word| LOADED.contains(&word)) {
            at += 1;
        }
        // 5 containers (19 t net each), in jumbo bags 1 MT each.
        if layout.word(at).is_some_and(|word| EACH.contains(&word)) || layout.unit(at).is_some() && EACH.contains(&layout.written(at).to_lowercase().as_str()) {
            let masing = layout.mark(at + 1) == Some('-') && layout.word(at + 2) == layout.word(at);
            if let Some(holder) = self.held_by_each(figure, unit, pieces.start) {
                return Some((holder, at + if masing { 3 } else { 1 }));
            }
        }
        // 3 kontainer 20', masing-masing 18 ton; 4 контейнера по 25 тонн.
        let each = pieces.start.checked_sub(1).filter(|before| EACH_OF.contains(&layout.written(*before).to_lowercase().as_str()));
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
            if let Some((container, until)) = self.container_run(at) {
                return Some((container, until));
            }
            let stroke = layout.mark(pieces.end).is_some();
            if let Some(holder) = holds(at).filter(|_| linked && (stroke || packs(figure, unit))) {
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

    /// Whether one container is named for what it holds: 一个高柜装26吨.
    pub(super) fn is_loaded(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> bool {
        let one = figure.low == Decimal::ONE && figure.high.is_none() && unit.class() == UnitClass::Container;
        one && self.layout.has(pieces.end, Cue::Packing) && self.layout.number(pieces.end + 1).is_some()
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

    /// Packages counted behind what each holds: 25 kg x 1000 bags.
    pub(super) fn counted_packages(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> Option<(Decimal, Unit, usize)> {
        let layout = self.layout;
        let crossed = matches!(layout.mark(pieces.end), Some('×' | '*')) || layout.word(pieces.end) == Some("x");
        let count = layout.number(pieces.end + 1).filter(|count| crossed && count.alternatives.is_empty() && packs(figure, unit))?;
        let holder = layout.package(pieces.end + 2).and_then(|package| package.unit)?;
        Some((count.value, holder, pieces.end + 3))
    }

    /// The container just before an amount that fills it.
    pub(super) fn loaded_before(&self, start: usize) -> Option<Unit> {
        let layout = self.layout;
        for back in layout.before(start, 6) {
            let each = layout.has(back, Cue::Packing) || layout.has(back, Cue::Per) || back.checked_sub(1).is_some_and(|before| layout.has(before, Cue::Per));
            if let Some((unit, until)) = self.container_run(back).filter(|(_, until)| *until <= start) {
                let filled = until == start || (until..start).all(|at| layout.has(at, Cue::Packing) || layout.has(at, Cue::Per) || layout.has(at, Cue::About) || layout.mark(at).is_some());
                let counted = back.checked_sub(1).is_some_and(|before| layout.number(before).is_some());
                let said = back.checked_sub(1).is_some_and(|before| layout.has(before, Cue::Per)) || (until..start).any(|at| layout.has(at, Cue::Packing)) || self.located(until);
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
        let holder = if chinese { super::packing::holder_of(figure.low, unit, holder) } else { holder };
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
}

/// Whether one container carries a mass.
fn carried(figure: &Figure, unit: Unit) -> bool {
    let kg = unit.factor().and_then(|factor| figure.low.checked_mul(factor));
    unit.class() == UnitClass::Mass && kg.is_some_and(|kg| kg <= Decimal::from(MOST_TONNES_LOADED * 1_000))
}
