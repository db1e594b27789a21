//! Finding the forms of the lexicon in a text.
//!
//! All matches are collected in one pass over the atoms (a few trie steps each, so the time grows
//! with the text alone), then the best set of matches that do not overlap is chosen: longer
//! matches win, and 干花椒 is read 干 + 花椒 rather than 干花 + 椒. Which language a form belongs to is
//! settled last, by the declared language, the detector's guesses, and what the rest of the text
//! turned out to be written in.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::thread::{AMHARIC, ARABIC, LATIN, RUSSIAN, STEMMED, is_connector};
use super::trie::{Node, symbol};
use super::live::Synonyms;
use super::{Form, Lexicon, Meaning};
use crate::text::{self, Atom, AtomKind, Clean, Lang, LangGuess};

/// One reading of a stretch of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Sense {
    /// What it means.
    pub meaning: Meaning,
    /// The language of the form that matched.
    pub lang: Lang,
    /// Share of belief, 0 to 1; the senses of a mention sum to 1, or to less where none is of a language
    /// that the text is likely to be in.
    pub confidence: f32,
    /// 1 for the form as written, less for accents left out and for a shared stem.
    pub exactness: f32,
    /// Weight of the synonym that it is read by, in hundredths; 0 for a name of its own.
    pub synonym: u8,
}

/// A stretch of text that a form of the lexicon names.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Bytes of [`Clean::as_str`].
    pub span: Range<usize>,
    /// Atoms from and to.
    pub atoms: Range<usize>,
    /// Clause of the text it stands in, from 0.
    pub clause: u16,
    /// Its readings, the likeliest first.
    pub senses: Vec<Sense>,
}

/// So often the stretches of a text are chosen anew without those that turned out to be no names.
const MOST_ROUNDS: usize = 3;
/// A language with less than this share of the belief in the likeliest one is strange to a text.
const STRANGE_SHARE: f32 = 0.2;
/// Belief in a word that only a strange language has.
const STRANGE_TRUST: f32 = 0.5;
/// So many readings of a stretch are kept: raw honey, raw hides, unroasted, unripe and fresh are one word.
const MOST_SENSES: usize = 6;
/// So many clusters of Thai, Lao, Khmer or Myanmar may be a part of an unknown longer word.
const MAX_PART: usize = 5;
/// So many Han characters that begin inside one word and end inside another are a name by chance.
const MAX_CROSSING: usize = 3;
/// So many clusters are no particle of an unknown word: ตู้ in ตู้ละ is no cabinet.
const LEAST_PART: usize = 3;
/// Clusters of the longest word of Thai and its neighbours that is looked for before another.
const LONGEST_WORD: usize = 12;
/// Exactness of a match by stems.
const STEM_EXACTNESS: f32 = 0.85;

/// What the sums of weights may differ by and be the same.
const ROUNDING: f64 = 1e-6;

struct Found {
    end: usize,
    form: u32,
    exactness: f32,
}

/// What an atom may be on the trie: itself, or the stem of it in a language.
struct Symbols {
    exact: u64,
    /// The place in [`STEMMED`] of the first of `stems`.
    first: usize,
    /// A range of the text's stems.
    stems: Range<usize>,
}

impl Symbols {
    /// The symbol on paths of a kind: as written (none), or of stems of a language.
    fn of(&self, kind: Option<usize>, stems: &[u64]) -> Option<u64> {
        let Some(kind) = kind else { return Some(self.exact) };
        let at = self.stems.start + kind.checked_sub(self.first)?;
        stems.get(at).copied().filter(|_| at < self.stems.end)
    }
}

/// A path under way: a node and whether its symbols are atoms as written or stems of a language; a
/// path never mixes them.
type Path = (Node, Option<usize>);

impl Lexicon {
    /// The mentions of a text, in order; `declared` is the language its author named, `words` are
    /// the spans that a segmenter takes for words of an unspaced script, as advice.
    pub fn annotate(&self, clean: &Clean, atoms: &[Atom], declared: Option<Lang>, guesses: &[LangGuess], synonyms: Synonyms, words: &[Range<usize>]) -> Vec<Mention> {
        let turkish = declared.into_iter().chain(guesses.iter().map(|guess| guess.lang)).any(|lang| lang == Lang::TR);
        let mut stems = Vec::with_capacity(atoms.len() * LATIN);
        let symbols: Vec<Symbols> = atoms.iter().map(|atom| symbols(atom, turkish, &mut stems)).collect();
        let mut room = [Vec::new(), Vec::new()];
        let mut found: Vec<Vec<Found>> = (0..atoms.len()).map(|start| self.matches_at(atoms, &symbols, &stems, start, &mut room)).collect();
        if !self.aliases.is_empty() {
            found.iter_mut().for_each(|found| found.retain(|found| self.aliases.get(&found.form).is_none_or(|alias| synonyms.take(alias.reach))));
        }
        let mut chosen = choose(atoms, &found, words);
        let prior = self.language_prior(&chosen, &found, atoms, declared, guesses);
        let marked = atoms.iter().filter(|atom| text::is_vietnamese(&atom.exact)).nth(1).is_some();
        let mut rounds = 0;
        let mentions = loop {
            let read: Vec<Option<Mention>> = chosen.iter().map(|(start, end)| self.mention(clean, atoms, found.get(*start)?, *start..*end, &prior, marked)).collect();
            let longer = chosen.iter().zip(&read).filter(|((start, end), mention)| mention.is_none() && *end > start + 1).map(|(stretch, _)| *stretch);
            let lost: Vec<(usize, usize)> = longer.collect();
            rounds += 1;
            if lost.is_empty() || rounds == MOST_ROUNDS {
                break read.into_iter().flatten().collect();
            }
            // What is no name after all hides none: in أبيض سوداني no city stands, but a people does.
            for (start, end) in lost {
                found.iter_mut().skip(start).take(1).for_each(|found| found.retain(|found| found.end != end));
            }
            chosen = choose(atoms, &found, words);
        };
        self.join(atoms, mentions)
    }

    /// Every form that starts at an atom. `room` is for the paths under way: a handful at most, one
    /// per language with a shared stem.
    fn matches_at(&self, atoms: &[Atom], symbols: &[Symbols], stems: &[u64], start: usize, room: &mut [Vec<Path>; 2]) -> Vec<Found> {
        let mut found = Vec::new();
        let (Some(first), Some(own)) = (atoms.get(start), symbols.get(start)) else { return found };
        let [front, next] = room;
        front.clear();
        let kinds = std::iter::once(None).chain((own.first..own.first + own.stems.len()).map(Some));
        front.extend(kinds.filter_map(|kind| Some((self.trie.enter(own.of(kind, stems)?)?, kind))));
        self.take_ends(front, start + 1, &mut found);
        // A word too short to be stemmed is no inflection of a longer one: без is not безе.
        if short_of_inflection(first) {
            found.retain(|found| found.exactness > STEM_EXACTNESS);
        }
        for (at, (atom, symbols)) in atoms.iter().zip(symbols).enumerate().skip(start + 1) {
            if front.is_empty() || atom.clause != first.clause {
                break;
            }
            next.clear();
            for (node, kind) in front.iter() {
                let below = symbols.of(*kind, stems).and_then(|symbol| self.trie.step(*node, symbol));
                // The same path may be here twice, over one of two connectors.
                next.extend(below.map(|node| (node, *kind)).filter(|path| !next.contains(path)));
            }
            self.take_ends(next, at + 1, &mut found);
            // A connector may be part of a form of another language, or stand between two words of one.
            if is_connector(atom) {
                next.append(front);
            }
            std::mem::swap(front, next);
        }
        if denied(atoms, start) {
            found.retain(|found| self.form(found.form).is_some_and(|form| !matches!(form.meaning, Meaning::Concept(_))));
        }
        found
    }

    /// Adds the forms that end where paths have got to.
    fn take_ends(&self, paths: &[Path], end: usize, found: &mut Vec<Found>) {
        for (node, kind) in paths {
            let exactness = if kind.is_none() { 1.0 } else { STEM_EXACTNESS };
            for form in self.trie.ends(*node) {
                if !found.iter().any(|known| known.form == form && known.end == end) {
                    found.push(Found { end, form, exactness });
                }
            }
        }
    }

    /// How likely each language is, from the author, the detector and the matches themselves.
    fn language_prior(&self, chosen: &[(usize, usize)], found: &[Vec<Found>], atoms: &[Atom], declared: Option<Lang>, guesses: &[LangGuess]) -> Vec<(Lang, f32)> {
        let mut prior: Vec<(Lang, f32)> = Vec::new();
        let mut add = |lang: Lang, share: f32| match prior.iter_mut().find(|(known, _)| *known == lang) {
            Some((_, sum)) => *sum += share,
            None => prior.push((lang, share)),
        };
        if let Some(lang) = declared {
            add(lang, 1.0);
        } else {
            for guess in guesses {
                add(guess.lang, 0.5 * guess.confidence);
            }
        }
        for (start, end) in chosen {
            let share = 0.5 * (*end - *start) as f32 / atoms.len().max(1) as f32;
            let mut langs: Vec<Lang> = found.get(*start).into_iter().flatten().filter(|f| f.end == *end).filter_map(|f| self.form(f.form)).map(|form| form.lang).collect();
            langs.sort();
            langs.dedup();
            for lang in langs {
                add(lang, share);
            }
        }
        prior
    }

    fn mention(&self, clean: &Clean, atoms: &[Atom], found: &[Found], words: Range<usize>, prior: &[(Lang, f32)], marked: bool) -> Option<Mention> {
        let (start, end) = (words.start, words.end);
        let (first, last) = (atoms.get(start)?, atoms.get(end.checked_sub(1)?)?);
        let span = first.span.start..last.span.end;
        let written = text::lower_case(clean.as_str().get(span.clone())?);
        let connector = end == start + 1 && is_connector(first);
        let vietnamese = prior.iter().max_by(|a, b| a.1.total_cmp(&b.1)).is_some_and(|(lang, _)| *lang == Lang::VI);
        let mut senses: Vec<Sense> = Vec::new();
        let mut by_synonym: Vec<Sense> = Vec::new();
        for found in found.iter().filter(|found| found.end == end) {
            let Some(form) = self.form(found.form) else { continue };
            let synonym = self.aliases.get(&found.form).map_or(0, |alias| alias.hundredths);
            let senses = if synonym > 0 { &mut by_synonym } else { &mut senses };
            let likely = prior.iter().find(|(lang, _)| *lang == form.lang).map_or(0.0, |(_, p)| *p);
            let strange = strange(form.lang, prior);
            let base = if form.lang == Lang::UND { 0.3 } else if form.lang == Lang::EN { 0.15 } else { 0.05 };
            if !self.accents_agree(&written, form, vietnamese) {
                continue;
            }
            let accented = self.text(form.lower) == written;
            // Who writes Vietnamese with its marks leaves none out: a kho there is a store, and khô is dry.
            let property = matches!(form.meaning, Meaning::Concept(_) | Meaning::Facet(_));
            if marked && property && !accented && form.lang == Lang::VI && written.is_ascii() {
                continue;
            }
            // Accents are left out by those who write the language: "de" and "cu" in a Spanish title
            // are not the Vietnamese dê and cú.
            if !accented && (strange && matches!(form.meaning, Meaning::Concept(_)) || connector && matches!(form.meaning, Meaning::Concept(_) | Meaning::Facet(_))) {
                continue;
            }
            // A stem of a Latin word is another word: chilli is not Chile. The article of an Arabic city belongs to its
            // name: أبيض سوداني is white and Sudanese, and no الأبيض.
            let named = match form.meaning {
                Meaning::Country(_) | Meaning::Origin(_) => written.starts_with(|c: char| c < '\u{250}'),
                Meaning::Place(_) => written.starts_with(|c: char| c < '\u{250}' || ('\u{600}'..='\u{6FF}').contains(&c)),
                _ => false,
            };
            // Nor do Arabic prefixes make one people of another: بيشيل carries, and is no سيشيلي.
            let people = matches!(form.meaning, Meaning::Origin(_)) && !same_beginning(&written, self.text(form.lower));
            if (named || people) && found.exactness <= STEM_EXACTNESS {
                continue;
            }
            let exactness = if accented { found.exactness } else { found.exactness * 0.97 };
            let weight = (base + likely) * exactness;
            match senses.iter_mut().find(|sense| sense.meaning == form.meaning) {
                Some(sense) if sense.confidence < weight => {
                    *sense = Sense { meaning: form.meaning, lang: form.lang, confidence: weight, exactness, synonym };
                }
                Some(_) => {}
                None => senses.push(Sense { meaning: form.meaning, lang: form.lang, confidence: weight, exactness, synonym }),
            }
        }
        // A word that stands in the tables as written is not the inflection of another one of the same
        // language: мёд is honey and not a form of медь.
        let as_written: Vec<Lang> = senses.iter().filter(|sense| sense.exactness > STEM_EXACTNESS).map(|sense| sense.lang).collect();
        senses.retain(|sense| sense.exactness > STEM_EXACTNESS || !as_written.contains(&sense.lang));
        // Words that name goods are read as goods: 麻袋 alone is a sack, not a way of packing.
        // But a property as written outweighs goods that share its stem: мороженый is not мороженое.
        let names_goods = |sense: &Sense| matches!(sense.meaning, Meaning::Concept(_));
        let best = |goods: bool| senses.iter().filter(|sense| names_goods(sense) == goods).map(|sense| sense.exactness).fold(0.0, f32::max);
        let goods_win = best(true) > 0.0 && best(true) + 0.05 >= best(false);
        senses.retain(|sense| names_goods(sense) == goods_win);
        senses.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        let best = senses.first().map_or(0.0, |sense| sense.confidence);
        senses.retain(|sense| sense.confidence >= 0.5 * best);
        senses.truncate(MOST_SENSES);
        let total: f32 = senses.iter().map(|sense| sense.confidence).sum();
        let trust = if senses.iter().all(|sense| names_goods(sense) && strange(sense.lang, prior)) { STRANGE_TRUST } else { 1.0 };
        for sense in &mut senses {
            sense.confidence *= trust / total.max(f32::MIN_POSITIVE);
        }
        // What an operator says beside the names takes no belief from them.
        by_synonym.retain(|other| senses.iter().all(|sense| sense.meaning != other.meaning));
        by_synonym.iter_mut().for_each(|sense| sense.confidence = 1.0);
        senses.append(&mut by_synonym);
        if senses.is_empty() {
            return None;
        }
        Some(Mention { span, atoms: start..end, clause: first.clause, senses })
    }

    /// Accents are letters where both sides write them: Vietnamese "thể" is not French "thé". They
    /// are optional where a word has none, on either side.
    fn accents_agree(&self, written: &str, form: &Form, vietnamese: bool) -> bool {
        let lower = self.text(form.lower);
        if written == lower {
            return true;
        }
        if text::is_vietnamese(written) || (vietnamese && text::fold(written) != *written) {
            return false;
        }
        // Sacs livrés are no livres.
        if form.lang == Lang::FR && is_participle(written) && !is_participle(lower) {
            return false;
        }
        if form.plain {
            return true;
        }
        let accented = |word: &&str| !word.is_empty() && text::fold(word) != *word;
        let parts = |text: &'_ str| text.split([' ', '-', '\'']).map(str::to_owned).collect::<Vec<_>>();
        let known = parts(lower);
        parts(written).iter().map(String::as_str).filter(accented).all(|word| known.iter().any(|other| same_spelling(word, other)))
    }

    /// Reads a whole text: normal form, atoms, guesses and mentions in one call.
    pub fn read(&self, original: &str, declared: Option<Lang>, synonyms: Synonyms, words: impl FnOnce(&Clean, &[Atom]) -> Vec<Range<usize>>) -> (Clean, Vec<Atom>, Vec<LangGuess>, Vec<Mention>) {
        let clean = Clean::new(original);
        let atoms = text::atoms(&clean);
        let guesses = if declared.is_some() { Vec::new() } else { text::guess(&clean) };
        let mentions = self.annotate(&clean, &atoms, declared, &guesses, synonyms, &words(&clean, &atoms));
        (clean, atoms, guesses, mentions)
    }
}

/// The symbols of an atom; those of its stems are appended to `stems`. Stems are tried in every
/// language that the script allows, whatever the text claims to be; Turkish alone, whose rules are
/// the dearest, only where the text may be Turkish.
fn symbols(atom: &Atom, turkish: bool, stems: &mut Vec<u64>) -> Symbols {
    let start = stems.len();
    let likely = match atom.folded.chars().next() {
        _ if atom.kind != AtomKind::Word => 0..0,
        Some('\u{400}'..='\u{52F}') => RUSSIAN..RUSSIAN + 1,
        Some('\u{600}'..='\u{6FF}') => ARABIC..ARABIC + 1,
        Some('\u{1200}'..='\u{137F}') => AMHARIC..AMHARIC + 1,
        _ if !atom.folded.is_ascii() => 0..0,
        _ if turkish => 0..AMHARIC,
        _ => 0..LATIN,
    };
    let langs = STEMMED.iter().enumerate().take(likely.end).skip(likely.start);
    stems.extend(langs.filter_map(|(at, lang)| Some(symbol(Some(at), &text::stem(*lang, &atom.folded)?))));
    Symbols { exact: symbol(None, &atom.folded), first: likely.start, stems: start..stems.len() }
}

/// Whether the Han character before denies what follows, so that no goods begin here: 未精炼乳木果油 is no
/// 精炼乳木果油. What the tables name together with its denial (无花果) begins before.
fn denied(atoms: &[Atom], start: usize) -> bool {
    const DENIALS: [&str; 4] = ["未", "无", "非", "不"];
    let (Some(here), Some(before)) = (atoms.get(start), start.checked_sub(1).and_then(|at| atoms.get(at))) else { return false };
    !here.gap && here.clause == before.clause && DENIALS.contains(&before.exact.as_str()) && !names_africa(atoms, start - 1)
}

/// Whether an atom is the Africa of 西非 or 非洲 and no denial.
pub(crate) fn names_africa(atoms: &[Atom], at: usize) -> bool {
    let Some(here) = atoms.get(at).filter(|atom| atom.exact == "非") else { return false };
    let part = || at.checked_sub(1).and_then(|before| atoms.get(before)).is_some_and(|part| !here.gap && part.clause == here.clause && matches!(part.exact.as_str(), "东" | "西" | "南" | "北" | "中"));
    let continent = || atoms.get(at + 1).is_some_and(|next| !next.gap && next.clause == here.clause && next.exact == "洲");
    part() || continent()
}

/// Whether a text gives next to no sign of a language, while it gives signs of another one that is written
/// in the same letters, or for a language in Latin letters in any. English words stand in titles of every
/// language.
fn strange(lang: Lang, prior: &[(Lang, f32)]) -> bool {
    const LATIN: [Lang; 10] = [Lang::EN, Lang::FR, Lang::ES, Lang::PT, Lang::SW, Lang::ID, Lang::VI, Lang::TR, Lang::code(*b"ha"), Lang::code(*b"ms")];
    const ARABIC: [Lang; 3] = [Lang::AR, Lang::code(*b"ur"), Lang::code(*b"fa")];
    let Some((top, most)) = prior.iter().max_by(|a, b| a.1.total_cmp(&b.1)) else { return false };
    let alike = LATIN.contains(&lang) && *top != Lang::UND || ARABIC.contains(&lang) && ARABIC.contains(top);
    let own = prior.iter().find(|(known, _)| *known == lang).map_or(0.0, |(_, share)| *share);
    alike && lang != Lang::EN && own < STRANGE_SHARE * most
}

/// Whether a Cyrillic or Arabic word has too few letters to be an inflected one. Snowball's rules cut so
/// much there that any short word is somebody's stem.
fn short_of_inflection(atom: &Atom) -> bool {
    let inflects = atom.folded.starts_with(|c| matches!(c, '\u{400}'..='\u{52F}' | '\u{600}'..='\u{6FF}'));
    inflects && atom.folded.chars().nth(3).is_none()
}

/// Whether two Arabic words begin with the same letter behind their prefixes; words of other scripts do.
fn same_beginning(word: &str, other: &str) -> bool {
    let bare = |word: &str| word.trim_start_matches(['و', 'ب', 'ل', 'ك', 'ف']).trim_start_matches("ال").chars().next();
    !word.starts_with(|c| ('\u{600}'..='\u{6FF}').contains(&c)) || bare(word) == bare(other)
}

/// Whether the last word is a French participle with its accent.
fn is_participle(written: &str) -> bool {
    written.trim_end_matches(['s', 'e']).ends_with('é')
}

/// Whether two words that fold or stem alike also agree in their accents: all of a short one, and of a
/// longer one all but the ending, where a plural may differ. A word without accents agrees with any
/// that folds to it.
fn same_spelling(word: &str, other: &str) -> bool {
    let length = word.chars().count().min(other.chars().count());
    let agree = |a: &str, b: &str| a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let needed = length.saturating_sub(3).max(length.min(3));
    let plain = text::fold(other) == other;
    agree(word, other) >= needed || (plain && agree(&text::fold(word), other) >= needed)
}

/// The set of non-overlapping matches with the greatest weight, by dynamic programming from the end.
fn choose(atoms: &[Atom], found: &[Vec<Found>], words: &[Range<usize>]) -> Vec<(usize, usize)> {
    let n = atoms.len();
    let starts: FxHashSet<usize> = words.iter().map(|word| word.start).collect();
    let ends: FxHashSet<usize> = words.iter().map(|word| word.end).collect();
    // 进口红茶 is 进口 + 红茶, not 进 + 口红 + 茶: a match that begins and ends with words is likelier.
    let begins = |start: usize| atoms.get(start).is_some_and(|atom| starts.contains(&atom.span.start));
    let finishes = |end: usize| atoms.get(end - 1).is_some_and(|atom| ends.contains(&atom.span.end));
    let parted = parted_words(atoms, words);
    let parts_word = |at: usize| parted.get(at).copied().unwrap_or(false);
    // A word that no segmenter knows, of two that stand in the tables: โป๊ยกั๊กแห้ง is star anise, dried.
    let beside = |start: usize, end: usize| {
        let rest = |from: usize| found.get(from).into_iter().flatten().map(|found| found.end);
        let behind = || begins(start) && rest(end).any(finishes);
        let before = || finishes(end) && (0..start).rev().take(LONGEST_WORD).any(|from| begins(from) && rest(from).any(|until| until == start));
        end - start >= LEAST_PART && (behind() || before())
    };
    let mut best: Vec<(f64, Option<usize>)> = vec![(0.0, None); n + 1];
    for start in (0..n).rev() {
        let mut pick = (best.get(start + 1).map_or(0.0, |b| b.0), None);
        let ends = found.get(start).into_iter().flatten().map(|f| f.end);
        for end in ends {
            let whole = words.is_empty() || begins(start) && finishes(end);
            let crosses = || end - start <= MAX_CROSSING && is_han(atoms, start) && parts_word(start) && parts_word(end) && !within_a_word(atoms, start, end, words);
            if !whole && (crosses() || part_of_a_word(atoms, start, end, words) && (is_han(atoms, start) || !beside(start, end))) || takes_a_letter(atoms, start, end) {
                continue;
            }
            let advice = if whole { 1.3 } else { 1.0 };
            let weight = advice * f64::from(weight(atoms, start, end)) + best.get(end).map_or(0.0, |b| b.0);
            // Of two cuts of the same weight the first is taken, whatever the rest of the text rounds to.
            if weight > pick.0 + ROUNDING {
                pick = (weight, Some(end));
            }
        }
        if let Some(slot) = best.get_mut(start) {
            *slot = pick;
        }
    }
    let mut chosen = Vec::new();
    let mut at = 0;
    while at < n {
        match best.get(at).and_then(|b| b.1) {
            Some(end) if end > at => {
                chosen.push((at, end));
                at = end;
            }
            _ => at += 1,
        }
    }
    chosen
}

/// Whether a stretch that does not begin and end with words is too short to stand for itself: one Han
/// character of a word (油 in 油漆; but 虾 in 去头带壳虾, which no word holds, is a shrimp), or few clusters of Thai and its neighbours (งา in โรงงาน, เพชร in เพชรบูรณ์).
fn part_of_a_word(atoms: &[Atom], start: usize, end: usize, words: &[Range<usize>]) -> bool {
    if atoms.get(start).is_none_or(|atom| atom.kind != AtomKind::Cluster) {
        return false;
    }
    let held = || within_a_word(atoms, start, start + 1, words);
    if is_han(atoms, start) { end - start <= 1 && held() } else { end - start <= MAX_PART }
}

/// Whether one word holds a stretch.
fn within_a_word(atoms: &[Atom], start: usize, end: usize, words: &[Range<usize>]) -> bool {
    let (Some(first), Some(last)) = (atoms.get(start), end.checked_sub(1).and_then(|last| atoms.get(last))) else { return false };
    words.iter().any(|word| word.start <= first.span.start && last.span.end <= word.end)
}

/// For each atom, whether a word begins before it and ends behind it.
fn parted_words(atoms: &[Atom], words: &[Range<usize>]) -> Vec<bool> {
    let mut steps = vec![0i32; atoms.len() + 1];
    for word in words {
        let from = atoms.partition_point(|atom| atom.span.start <= word.start);
        let until = atoms.partition_point(|atom| atom.span.start < word.end);
        if from < until {
            steps.iter_mut().skip(from).take(1).for_each(|step| *step += 1);
            steps.iter_mut().skip(until).take(1).for_each(|step| *step -= 1);
        }
    }
    let depths = steps.into_iter().scan(0, |depth, step| {
        *depth += step;
        Some(*depth)
    });
    depths.take(atoms.len()).map(|depth| depth > 0).collect()
}

/// Whether an atom is a Han character.
fn is_han(atoms: &[Atom], at: usize) -> bool {
    atoms.get(at).is_some_and(|atom| atom.kind == AtomKind::Cluster && atom.folded.chars().any(|c| c >= '\u{2e80}'))
}

/// Whether a stretch over a gap takes but one letter of the run before it or behind it: 亚麻籽 油用 is no 亚麻籽油.
fn takes_a_letter(atoms: &[Atom], start: usize, end: usize) -> bool {
    let cluster = |at: usize| atoms.get(at).filter(|atom| atom.kind == AtomKind::Cluster);
    let parted = |at: usize| cluster(at).is_none_or(|atom| atom.gap);
    let gap = |at: usize| cluster(at).is_some_and(|atom| atom.gap);
    let first = end - start > 1 && gap(start + 1) && cluster(start).is_some() && !parted(start);
    let last = end - start > 1 && gap(end - 1) && !parted(end);
    first || last
}

/// The square of the length, so that one long match beats two short ones; a lone character of an
/// unspaced script inside a longer run says little, being part of many other words.
fn weight(atoms: &[Atom], start: usize, end: usize) -> f32 {
    let cluster = |at: usize| atoms.get(at).is_some_and(|atom| atom.kind == AtomKind::Cluster);
    let length: f32 = (start..end).map(|at| if cluster(at) { 1.0 } else { 2.0 }).sum();
    // 吉马咖啡 生豆 is a coffee and its beans, not 吉马 and 咖啡 生豆: a name of an unspaced script has no gap.
    let gaps = (start + 1..end).filter(|at| cluster(*at) && atoms.get(*at).is_some_and(|atom| atom.gap)).count();
    if end - start == 1 && cluster(start) { 0.5 } else { length * length * 0.8_f32.powi(gaps as i32) }
}
