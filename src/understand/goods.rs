//! The goods of a text: what is sold or sought, and its properties. The head of the title is what
//! the trade is about; what is packing, use or company weighs less; what is denied is left out, or
//! is the other of two properties (not roasted is raw).

use std::ops::Range;

use super::layout::{Layout, What};
use super::{ReadConcept, ReadFacet, Reading, homes, passing, places, properties, refusals};
use crate::domain::{Country, UnitClass};
use crate::lexicon::{ConceptId, Cue, FacetId, Lexicon, Meaning, Mention};
use crate::text::{Atom, AtomKind, Lang};

/// What a property weighs beside a title that names the goods, or after a word of packing or company.
const ASIDE: f32 = 0.55;
/// What it weighs where it is said of what the goods are used for.
const ELSEWHERE: f32 = 0.4;

/// Letters of a word that may stand in many languages.
const SHORT_WORD: usize = 3;
/// So many pieces stand between a verb of seeking and what is sought: urgently needs 200 t of white.
const MOST_BEFORE_SOUGHT: usize = 8;
/// What goods weigh beside the machine that works on them.
const WORKED_ON: f32 = 0.4;

/// Takes the goods and properties of a layout into a reading; returns the spans that names cover.
/// Pieces that are `taken` are somebody's address.
pub(super) fn read(reading: &mut Reading, layout: &Layout<'_>, title: bool, taken: &[bool]) -> Vec<Range<usize>> {
    let titled = !title && !reading.concepts.is_empty();
    let lang = reading.langs.first().map(|guess| guess.lang).or(layout.langs.first().copied());
    let laid = laid(layout);
    let noun_first = lang.is_some_and(noun_first);
    let seeks = seeks(layout, noun_first).unwrap_or(0);
    let head = head(noun_first, layout, &laid, seeks);
    let sold = head.and_then(|head| layout.mentions.get(head)).and_then(concept_of);
    let mut passing = false;
    let mut covered = Vec::new();
    for (piece, at) in layout.pieces.iter().zip(0usize..) {
        if let What::Code(atom) = piece.what {
            coded(reading, layout, atom, sold);
        }
        let What::Mention(index) = piece.what else { continue };
        let Some(mention) = layout.mentions.get(index).filter(|_| taken.get(at) != Some(&true) && !is_figure(layout, at)) else { continue };
        // Words that only a synonym leads from are looked for as words, too.
        if mention.senses.iter().any(|sense| sense.synonym == 0) {
            covered.push(mention.span.clone());
        }
        // `Looking for urea` asks for urea.
        let asked = at.checked_sub(1).is_some_and(|before| layout.cues(before).any(&[Cue::Buy, Cue::Sell]));
        passing |= !asked && passing::after_preposition(layout.atoms, mention);
        let beside = head.and_then(|head| layout.mentions.get(head)).is_some_and(|head| head.clause == mention.clause);
        let used = at < seeks || passing::before_postposition(layout.atoms, mention);
        let in_passing = passing || used;
        let worked = Some(index) != head && beside && head.and_then(|head| layout.mentions.get(head)).is_some_and(|head| worked_on(layout.lexicon, head, mention));
        let place = match (titled, in_passing) {
            (true, _) => 0.25,
            (_, true) => 0.3,
            _ if Some(index) == head => 1.0,
            _ if worked => WORKED_ON,
            _ if beside => 0.85,
            _ => 0.5,
        };
        let denied = layout.denied(at) || Some(index) != head && refusals::turned_down_goods(layout, at);
        // A bag after a number is what counts or holds the goods, unless nothing else is traded.
        let holds = layout.package(at).is_some() && beside_amount(layout, at) && head.is_some_and(|head| head != index);
        let place = if holds { 0.2 } else { place };
        if Some(index) == head {
            properties::nested(reading, layout, mention);
        } else if let Some(id) = sold.filter(|_| beside && !denied && !titled && !in_passing && !holds).and_then(|sold| cut_of(layout.lexicon, sold, mention).filter(|_| !worked).or_else(|| properties::said_by_goods(layout, sold, mention, worked))) {
            add_facet(reading, id, 0.7, layout.original(&mention.span).1, mention.senses.first().map_or(Lang::UND, |sense| sense.lang));
        }
        let facets = if of_figure(layout, at) { 0.0 } else if used { ELSEWHERE } else if titled || in_passing { ASIDE } else { 1.0 };
        if denied && Some(index) == head {
            without_property(reading, layout, mention, place, !title);
        }
        take(reading, layout, mention, Standing { place, facets, described: !title, denied, sold });
    }
    if title && reading.concepts.is_empty() {
        covered.extend(packages(reading, layout));
    }
    covered
}

/// Packages that are counted, sought or named first and hold nothing, as the goods: 50 000 sacs de jute neufs. Returns
/// their span.
fn packages(reading: &mut Reading, layout: &Layout<'_>) -> Option<Range<usize>> {
    let leads = |at: usize| at.checked_sub(1).is_none_or(|before| layout.number(before).is_some() || layout.cues(before).any(&[Cue::Buy, Cue::Sell]));
    // 500 cartons Chivas: what nothing knows is what they hold.
    let holds = |at: usize| layout.after(at, 1).any(|next| layout.is_word(next)) || layout.unit(at + 1).is_some();
    let (piece, id) = layout.pieces.iter().zip(0usize..).filter(|(_, at)| leads(*at) && !holds(*at)).find_map(|(piece, at)| Some((piece, layout.traded_as(at)?)))?;
    let (span, text) = layout.original(&piece.span);
    let lang = layout.langs.first().copied().unwrap_or(Lang::UND);
    reading.concepts.push(ReadConcept { id, weight: 1.0, exactness: 1.0, synonym: 0, lang, span, described: false, text });
    Some(piece.span.clone())
}

/// Goods that are only denied a property are the wider goods with the other one: not roasted coffee beans are
/// coffee, and raw.
fn without_property(reading: &mut Reading, layout: &Layout<'_>, mention: &Mention, weight: f32, described: bool) {
    let (span, text) = layout.original(&mention.span);
    for sense in &mention.senses {
        let Meaning::Concept(id) = sense.meaning else { continue };
        let Some((wider, concept)) = layout.lexicon.concept(id).and_then(|concept| Some((*concept.broader.first()?, concept))) else { continue };
        let others: Vec<FacetId> = concept.facets.iter().filter_map(|facet| properties::opposite(layout.lexicon, Some(wider), *facet)).collect();
        if others.is_empty() || reading.concepts.iter().any(|known| known.id == wider) {
            continue;
        }
        let weight = weight * sense.confidence;
        reading.concepts.push(ReadConcept { id: wider, weight, exactness: sense.exactness, synonym: sense.synonym, lang: sense.lang, span: span.clone(), described, text: text.clone() });
        others.into_iter().for_each(|facet| add_facet(reading, facet, sense.confidence, text.clone(), sense.lang));
    }
}

/// Whether goods beside what is sold, named in the same language, are what that works on: who sells a cashew
/// sheller sells no cashew.
fn worked_on(lexicon: &Lexicon, sold: &Mention, beside: &Mention) -> bool {
    let machine = |id: ConceptId| lexicon.concept(id).is_some_and(|concept| concept.hs.first().is_some_and(|code| matches!(code.digits().get(..2), Some("84" | "85"))));
    let spoken = |lang: Lang| beside.senses.iter().any(|sense| sense.lang == lang);
    concept_of(sold).is_some_and(machine) && concept_of(beside).is_some_and(|goods| !machine(goods)) && sold.senses.iter().any(|sense| spoken(sense.lang))
}

/// The mentions that are pieces of the text (and no greeting, unit or place), with whether each is
/// a package beside an amount.
fn laid(layout: &Layout<'_>) -> Vec<(usize, bool)> {
    let pieces = layout.pieces.iter().enumerate();
    let mentions = pieces.filter_map(|(at, piece)| if let What::Mention(index) = piece.what { Some((at, index)) } else { None }).filter(|(at, _)| !is_figure(layout, *at));
    mentions.map(|(at, index)| (index, layout.package(at).is_some() && beside_amount(layout, at))).collect()
}

/// Whether a word counts time, measures or says where to: 20 साल are years and no sal seed, سمك ٢ سم is a thickness
/// and no fish, LIVRE MARSEILLE is no book.
fn is_figure(layout: &Layout<'_>, at: usize) -> bool {
    if layout.has(at, Cue::MeasureOf) && layout.number(at + 1).is_some() && layout.class(at + 2) == Some(UnitClass::Length) {
        return true;
    }
    let delivered = layout.has(at, Cue::Destination) && places::is_place(layout, at + 1);
    delivered || layout.cues(at).any(&[Cue::Day, Cue::Week, Cue::Month, Cue::Year]) && at.checked_sub(1).is_some_and(|before| layout.number(before).is_some())
}

/// Whether a number stands near that does not count pieces: 100,000 pcs of bags are bags.
fn beside_amount(layout: &Layout<'_>, at: usize) -> bool {
    layout.before(at, 3).chain(layout.after(at, 3)).any(|near| layout.number(near).is_some() && layout.class(near + 1) != Some(UnitClass::Count))
}

/// Whether a word that could be a property says something of the figure beside it: `min 67%`, 600 pieces,
/// 5% broken, `Partida 2603.00`, `fin janvier`; or who is trading (notre usine).
fn of_figure(layout: &Layout<'_>, at: usize) -> bool {
    let cues = layout.cues(at);
    let figure = |at: usize| layout.number(at).is_some() || layout.currency(at).is_some() || layout.class(at) == Some(UnitClass::Container) || matches!(layout.get(at).map(|piece| &piece.what), Some(What::Code(_)));
    let before = at.checked_sub(1);
    let share = || layout.mark(at + 2) == Some('%') && layout.number(at + 1).is_some() || before.is_some_and(|sign| layout.mark(sign) == Some('%') && sign.checked_sub(1).and_then(|at| layout.number(at)).is_some_and(|share| share.value < 50.into()));
    let counts = || layout.package(at).is_none() && layout.unit(at).is_some() && (layout.number(at + 1).is_some() && layout.class(at + 2).is_none() || before.is_some_and(figure) || layout.has(at + 1, Cue::Per));
    // A cold container: 40' reefer refrigerado.
    let cold = layout.slugs(at).iter().any(|slug| matches!(*slug, "state:chilled" | "temperature:cool"));
    let contained = || layout.before(at, 2).any(|near| layout.class(near) == Some(UnitClass::Container) || layout.unit(near).is_some_and(|unit| unit.name() == "ft"));
    let least = || cues.any(&[Cue::AtLeast, Cue::AtMost]) && before.is_some_and(|before| layout.mark(before) == Some('%') || layout.unit(before).is_some());
    // TSh milioni 6.5 kwa mashine is the price of a machine.
    let each = || before.is_some_and(|before| layout.number(before).is_some() || layout.currency(before).is_some()) && layout.words_cues(at).first().is_some_and(|cues| cues.has(Cue::Per));
    cold && contained() || least() || each() || cues.any(&[Cue::Moq, Cue::AtLeast, Cue::AtMost, Cue::Hs]) && figure(at + 1)
        || cues.has(Cue::MonthEnd) && layout.cues(at + 1).month().is_some()
        || cues.has(Cue::Per) && layout.unit(at + 1).is_some()
        || cues.has(Cue::Company)
        || layout.class(at) == Some(UnitClass::Container)
        || (cues.has(Cue::MeasureOf) || layout.slugs(at).contains(&"rice-milling:broken")) && share()
        || counts()
}

/// The property that the letters of a code name: HLSO 21/25 are headless.
fn coded(reading: &mut Reading, layout: &Layout<'_>, atom: usize, sold: Option<ConceptId>) {
    let Some(letters) = layout.atoms.get(atom).map(|atom| atom.folded.chars().take_while(char::is_ascii_alphabetic).collect::<String>()) else { return };
    let particular = |meaning: &Meaning| matches!(meaning, Meaning::Facet(id) if homes::particular(layout.lexicon, *id) && sold.is_some_and(|sold| homes::at_home(layout.lexicon, sold, *id)));
    if letters.len() > SHORT_WORD && let Some(Meaning::Facet(id)) = layout.named(&letters, particular) {
        add_facet(reading, id, 0.9, letters, Lang::UND);
    }
}

/// The goods that a mention names.
fn concept_of(mention: &Mention) -> Option<ConceptId> {
    mention.senses.iter().find_map(|sense| if let Meaning::Concept(id) = sense.meaning { Some(id) } else { None })
}

fn add_facet(reading: &mut Reading, id: FacetId, confidence: f32, text: String, lang: Lang) {
    match reading.facets.iter_mut().find(|known| known.id == id) {
        Some(known) => known.confidence = known.confidence.max(confidence),
        None => reading.facets.push(ReadFacet { id, confidence, text, lang }),
    }
}

/// Where a mention stands in its text.
struct Standing {
    place: f32,
    /// What a property weighs there.
    facets: f32,
    described: bool,
    denied: bool,
    /// The goods that the part of the text is about.
    sold: Option<ConceptId>,
}

fn take(reading: &mut Reading, layout: &Layout<'_>, mention: &Mention, standing: Standing) {
    let (span, written) = layout.original(&mention.span);
    let lone = mention.atoms.len() == 1 && written.chars().count() == 1;
    // A word that is a property and a unit or a scheme at once is both; only properties are rivals.
    let belief = |facets: bool| mention.senses.iter().filter(|sense| sense.synonym == 0).filter(|sense| !facets || matches!(sense.meaning, Meaning::Facet(_))).map(|sense| sense.confidence).sum::<f32>();
    let scale = belief(false) / belief(true).max(f32::MIN_POSITIVE);
    for sense in &mention.senses {
        match sense.meaning {
            // Nor goods, if it is short: que is no Vietnamese cinnamon.
            Meaning::Concept(_) if written.chars().count() <= SHORT_WORD && written.is_ascii() && !layout.spoken(sense.lang, written.chars().count()) => {}
            Meaning::Concept(id) if !standing.denied => {
                // A lone character inside a longer run is part of many other words.
                let alone = if lone && layout.clean.as_str().chars().count() > 2 { 0.4 } else { 1.0 };
                let weight = standing.place * alone * sense.confidence;
                match reading.concepts.iter_mut().find(|known| known.id == id) {
                    Some(known) => {
                        known.weight = known.weight.max(weight);
                        // A name says more than a synonym, wherever it stands.
                        if known.synonym > 0 && (sense.synonym == 0 || sense.synonym > known.synonym) {
                            (known.synonym, known.exactness, known.lang) = (sense.synonym, sense.exactness, sense.lang);
                            (known.span, known.text, known.described) = (span.clone(), written.clone(), standing.described);
                        }
                    }
                    None => reading.concepts.push(ReadConcept {
                        id,
                        weight,
                        exactness: sense.exactness,
                        synonym: sense.synonym,
                        lang: sense.lang,
                        span: span.clone(),
                        described: standing.described,
                        text: written.clone(),
                    }),
                }
            }
            // A word of a language that the text is not in names no property: la is an article, not Portuguese wool.
            Meaning::Facet(_) if !layout.speaks(sense.lang) || standing.facets == 0.0 => {}
            Meaning::Facet(id) => {
                let Some(id) = (if standing.denied { properties::opposite(layout.lexicon, standing.sold, id) } else { Some(id) }) else { continue };
                add_facet(reading, id, sense.confidence * scale * standing.facets, written.clone(), sense.lang);
            }
            _ => {}
        }
    }
}

/// The piece of a verb of seeking that stands between who seeks, named by goods, and what is sought: candle maker
/// seeks beeswax, fabricant de savon recherche. Behind a mere name it may be that name's own: cashew nuts wanted.
fn seeks(layout: &Layout<'_>, noun_first: bool) -> Option<usize> {
    let verb = (0..layout.pieces.len()).find(|at| layout.has(*at, Cue::Buy))?;
    let part = layout.get(verb)?.part;
    let who = || (0..verb).filter(|at| layout.get(*at).is_some_and(|piece| piece.part == part));
    let before = verb.checked_sub(1)?;
    let named = noun_first && !layout.is_goods(0) && layout.number(0).is_none();
    let somebody = layout.is_word(before) || named || places::is_place(layout, before) || who().any(|at| layout.has(at, Cue::Company));
    // We are a coffee mill, we need a colour sorter: who introduces itself in a clause of its own seeks, too.
    let line = (0..verb).rev().find(|at| matches!(layout.mark(*at), Some('\n' | '.' | '!' | '。'))).map_or(0, |sign| sign + 1);
    let introduced = (line..verb).any(|at| layout.has(at, Cue::Company)) && (line..verb).all(|at| layout.number(at).is_none() && !layout.cues(at).any(&[Cue::Sell]));
    let sought = || layout.after(verb, MOST_BEFORE_SOUGHT).take_while(|at| !layout.word(*at).is_some_and(passing::is_preposition)).any(|at| layout.is_goods(at));
    let alone = somebody && who().count() == verb && who().any(|at| layout.is_goods(at));
    ((alone || introduced && (line..verb).any(|at| layout.is_goods(at))) && sought()).then_some(verb)
}

/// Whether a language names goods before what describes them.
fn noun_first(lang: Lang) -> bool {
    matches!(lang.as_str(), "fr" | "es" | "pt" | "ar" | "vi" | "th" | "id" | "ms" | "sw" | "ru" | "fa" | "ha")
}

/// The mention that names what is sold. Of the first run of goods that stand side by side it is the
/// first where the noun comes before what describes it, and the last where it comes after
/// (芝麻 香油 is an oil, mủ cao su is a latex).
fn head(noun_first: bool, layout: &Layout<'_>, laid: &[(usize, bool)], seeks: usize) -> Option<usize> {
    let (atoms, mentions) = (layout.atoms, layout.mentions);
    let goods = |mention: &Mention| concept_of(mention).is_some();
    let first_of = |fits: &dyn Fn(&Mention, bool) -> bool| laid.iter().find(|(index, holds)| mentions.get(*index).is_some_and(|mention| fits(mention, *holds))).map(|(index, _)| *index);
    // What is only used for other goods, or a word of a strange language, comes last.
    let from = layout.get(seeks).map_or(0, |verb| verb.span.start);
    let sure = |mention: &Mention| goods(mention) && mention.span.start >= from && mention.senses.iter().map(|sense| sense.confidence).sum::<f32>() > 0.6 && !passing::before_postposition(atoms, mention) && !fitted(atoms, mention);
    let first = first_of(&|mention, holds| sure(mention) && !holds).or_else(|| first_of(&|mention, _| sure(mention))).or_else(|| first_of(&|mention, _| goods(mention)))?;
    if noun_first {
        return Some(first);
    }
    let mut last = first;
    for (at, pair) in mentions.windows(2).enumerate().skip(first) {
        let [here, next] = pair else { break };
        let unspaced = atoms.get(next.atoms.start).is_some_and(|atom| atom.kind == AtomKind::Cluster);
        let gap = atoms.get(next.atoms.start).is_some_and(|atom| atom.gap);
        let joined = here.atoms.end == next.atoms.start || passing::of(atoms, here.atoms.end..next.atoms.start);
        if !joined || here.clause != next.clause || (unspaced && gap) {
            break;
        }
        let source = mentions.get(last).is_some_and(|product| from_animal(layout.lexicon, product, next));
        if sure(next) && !source && mentions.get(last).and_then(concept_of).is_none_or(|thing| cut_of(layout.lexicon, thing, next).is_none()) {
            last = at + 1;
        }
    }
    Some(last)
}

/// Whether goods are what other goods behind them are fitted to: 家具配套铰链 are hinges.
fn fitted(atoms: &[Atom], mention: &Mention) -> bool {
    let behind: String = atoms.iter().skip(mention.atoms.end).take_while(|atom| !atom.gap && atom.clause == mention.clause).take(2).map(|atom| atom.exact.as_str()).collect();
    behind.starts_with("配套") || behind.starts_with("配件")
}

/// Whether an animal beside its meat, bones or skin only says where those come from.
fn from_animal(lexicon: &Lexicon, product: &Mention, animal: &Mention) -> bool {
    const PRODUCTS: &[(u16, u16)] = &[(201, 210), (502, 511), (1601, 1602), (4101, 4303)];
    let alive = concept_of(animal).is_some_and(|id| homes::of_headings(lexicon, id, 101, 106));
    alive && concept_of(product).is_some_and(|id| PRODUCTS.iter().any(|(from, to)| homes::of_headings(lexicon, id, *from, *to)))
}

/// The form in which goods come by the name of others beside it: rosewood logs are rosewood.
fn cut_of(lexicon: &Lexicon, thing: ConceptId, form: &Mention) -> Option<FacetId> {
    let (thing, form) = (lexicon.concept(thing)?, lexicon.concept(concept_of(form)?)?);
    let wood = |id: &FacetId| lexicon.facet(*id).is_some_and(|facet| facet.slug.starts_with("wood:"));
    let kin = thing.broader.iter().any(|parent| form.broader.contains(parent)) && !thing.facets.iter().any(wood);
    form.facets.iter().copied().find(wood).filter(|_| kin)
}

/// Countries as origins in the order they were found, each once.
pub(super) fn add_origins(reading: &mut Reading, origins: Vec<Country>) {
    for country in origins {
        if !reading.origins.contains(&country) {
            reading.origins.push(country);
        }
    }
}
