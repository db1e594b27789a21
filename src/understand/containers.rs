//! Containers: how many, of which length and kind.

use std::ops::Range;

use rust_decimal::Decimal;

use super::amounts::{AmountReader, Figure, Role};
use super::contents::HOLDS;
use super::finding::Amount;
use super::layout::What;
use crate::domain::{Unit, UnitClass};
use crate::lexicon::{Cue, Meaning};

/// So many pieces describe one container at most: two 40' HC reefer containers of 40 feet.
pub(super) const LONGEST_RUN: usize = 8;

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
    /// Goods that are counted without a word for it: 500 pneus, 1500 goats, mashine 2.
    pub(super) fn counted_goods(&self, figure: &Figure) -> Option<(Unit, Range<usize>)> {
        let layout = self.layout;
        let Range { start, end } = figure.pieces;
        let whole = figure.low.fract().is_zero() && figure.low > Decimal::ZERO;
        // 2 new machines: only a property stands between a number and a word so general.
        let fits = |at: &usize| !layout.has(*at, Cue::Thing) || *at == end || layout.facet(end);
        let after = layout.after(end.saturating_sub(1), 2).filter(fits).find_map(|at| layout.counted_by(at));
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
        let (unit, start) = self.length_before(unit, start).unwrap_or((unit, start));
        Some((unit, start..until))
    }

    /// A container whose length stands before its count: 20 फीट के 5 कंटेनर, ২০ ফুট ৩০ কন্টেইনার.
    fn length_before(&self, unit: Unit, start: usize) -> Option<(Unit, usize)> {
        let layout = self.layout;
        let lengthless = matches!(unit.name(), "FCL") || unit.name() == "FCL40RF" && layout.langs.first().is_some_and(|lang| matches!(lang.as_str(), "hi" | "bn" | "am"));
        let foot = layout.before(start, 2).filter(|_| lengthless).find(|at| layout.unit(*at).is_some_and(|unit| unit.name() == "ft"))?;
        let number = foot.checked_sub(1)?;
        let length = layout.number(number).and_then(|number| Length::of(&number.value.to_string()))?;
        let kind = unit.name().ends_with("RF").then_some(Kind::Reefer);
        Described { length: Some(length), kind, ..Described::default() }.unit().map(|unit| (unit, number))
    }

    /// Whether an amount of feet is the length of containers that are counted behind it: 20 ফুট ৩০ কন্টেইনার.
    pub(super) fn is_length(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> bool {
        let counted = |at: usize| self.layout.number(at).is_some() && self.container_run(at + 1).is_some();
        // 20 फीट में 14 टन: or of those that hold what follows.
        let holds = || self.layout.has(pieces.end, Cue::Packing) || self.layout.written(pieces.end.saturating_sub(1)).ends_with('ে') || HOLDS.contains(&self.layout.written(pieces.end).to_lowercase().as_str());
        let filled = |at: usize| self.layout.number(at).is_some() && self.layout.class(at + 1) == Some(UnitClass::Mass);
        unit.name() == "ft" && Length::of(&figure.low.to_string()).is_some() && (counted(pieces.end) || counted(pieces.end + 1) || holds() && (filled(pieces.end) || filled(pieces.end + 1)))
    }

    /// The container that a run of pieces describes, with its length and kind in any order; none
    /// unless a word, a foot sign or a code says that it is one.
    pub(super) fn container_run(&self, from: usize) -> Option<(Unit, usize)> {
        let mut run = Described::default();
        let (mut at, mut until) = (from, from);
        while at < from + LONGEST_RUN && self.free(at) {
            // 3 ตู้ ตู้ละ 18 ตัน, 10 حاويات كل حاوية 22 طن: a container again is what each of them is.
            let again = || at > from && self.layout.written(at) == self.layout.written(at - 1) || run.parted;
            // 3 ตู้ 40HC ตู้ละ 45 คิว: so is one that a word for per and an amount follow.
            let each = || at > from && self.layout.has(at + 1, Cue::Per) && self.layout.number(at + 2).is_some();
            if run.certain && self.layout.unit(at).is_some_and(|unit| unit.name() == "FCL") && (again() || each()) {
                break;
            }
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
        // RF is a reefer here and no Rwandan franc.
        let name = layout.written(at).to_lowercase();
        let word = layout.word(at).unwrap_or(&name);
        let foot = matches!(layout.mark(at), Some('\'' | '’' | '′' | '"')) || layout.unit(at).is_some_and(|unit| unit.name() == "ft") || matches!(word, "gp" | "dv" | "dc" | "ft" | "feet" | "standard");
        if foot {
            return run.length.map(|_| Part::Foot).or_else(|| layout.unit(at).map(|_| Part::Foot));
        }
        match word {
            "hc" | "hq" | "cao" | "highcube" if run.length.is_some() => return Some(Part::Kind(Kind::HighCube)),
            "rf" | "rh" | "ref" => return Some(Part::Kind(Kind::Reefer)),
            _ if layout.has(at, Cue::Cooled) => return Some(Part::Kind(Kind::Reefer)),
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
        if let Some((amount, pieces)) = self.counted_behind(at) {
            self.counted_container(amount, pieces);
            return;
        }
        let crossed = matches!(layout.word(at + 1), Some("x" | "х")) || matches!(layout.mark(at + 1), Some('×' | '*'));
        let place = at + 1 + usize::from(crossed);
        let swahili = layout.langs.iter().take(2).any(|lang| lang.as_str() == "sw");
        // Kontena mbili za futi 40: the count may be a word.
        let said = layout.cues(place).count().filter(|_| swahili).map(|count| Figure { low: Decimal::from(count), high: None, others: Vec::new(), pieces: place..place + 1 });
        let figure = self.figure(place).filter(|count| layout.number(place).is_some() && count.others.is_empty() && count.low < Decimal::from(1_000));
        let Some(count) = figure.or(said) else { return };
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

    /// Containers with their count and a word for pieces behind them: 20尺柜2个, ৪০ ফিট রিফার কন্টেইনার ২টা.
    fn counted_behind(&self, at: usize) -> Option<(Amount, Range<usize>)> {
        let layout = self.layout;
        let (unit, until) = self.container_run(at).filter(|_| layout.langs.first().is_some_and(|lang| matches!(lang.as_str(), "zh" | "bn" | "hi")))?;
        let count = self.figure(until).filter(|count| count.high.is_none() && count.others.is_empty() && count.low < Decimal::from(1_000))?;
        let end = count.pieces.end;
        layout.unit(end).filter(|unit| unit.name() == "pc")?;
        let (unit, start) = self.length_before(unit, at).unwrap_or((unit, at));
        let mut pieces = start..end + 1;
        let per = self.period(&mut pieces);
        Some((Amount { amount: count.low, to: None, unit, per }, pieces))
    }

    /// Two of something, said by the ending of its name: حاويتين ٤٠ قدم, ماكينتين.
    pub(super) fn two(&mut self, at: usize, unit: Unit) {
        let two = Decimal::from(2);
        let (unit, until) = if unit.class() == UnitClass::Container { self.container_run(at + 1).unwrap_or((unit, at + 1)) } else { (unit, at + 1) };
        let mut pieces = at..until;
        let per = self.period(&mut pieces);
        if unit.class() == UnitClass::Container {
            self.counted_container(Amount { amount: two, to: None, unit, per }, pieces);
            return;
        }
        let figure = Figure { low: two, high: None, others: Vec::new(), pieces: pieces.clone() };
        let Some(role @ (Role::Moq | Role::Quantity)) = self.role(&figure, unit, &pieces) else { return };
        let words = self.layout.words(&pieces);
        self.take(pieces);
        self.keep(role, Amount { amount: two, to: None, unit, per }, words);
    }

    /// Keeps an amount of containers: what is wanted, unless a cue says that it is the least or the most.
    fn counted_container(&mut self, amount: Amount, pieces: Range<usize>) {
        let figure = Figure { low: amount.amount, high: amount.to, others: Vec::new(), pieces: pieces.clone() };
        let role = self.role(&figure, amount.unit, &pieces).filter(|role| *role != Role::Measure).unwrap_or(Role::Quantity);
        let words = self.layout.words(&pieces);
        self.carrier = Some((amount.unit, amount.amount, pieces.end));
        self.take(pieces);
        self.keep(role, amount, words);
    }

    /// Whether one container is named for what it holds: 一个高柜装26吨.
    pub(super) fn is_loaded(&self, figure: &Figure, unit: Unit, pieces: &Range<usize>) -> bool {
        let one = figure.low == Decimal::ONE && figure.high.is_none() && unit.class() == UnitClass::Container;
        one && self.layout.has(pieces.end, Cue::Packing) && self.layout.number(pieces.end + 1).is_some()
    }

}
