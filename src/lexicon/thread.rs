//! Threading forms on the trie: each form once as written (folded) and once by its light stems.
//! Cutting the forms is most of the work of building a lexicon and is spread over the cores.

use super::trie::{RawPaths, Trie, symbol};
use super::{ARENAS, Form, Lexicon, Meaning, Span, store};
use crate::text::{self, Atom, AtomKind, Clean, Lang, Piece};

/// The languages whose stems are worth threading.
pub(super) const STEMMED: [Lang; 8] = [
    Lang::EN, Lang::FR, Lang::ES, Lang::PT,
    Lang::RU, Lang::AR, Lang::TR, Lang::AM,
];

/// About how many bytes of derived text a form needs; a first guess that saves growing.
const BYTES_A_FORM: usize = 16;

/// Most threads that cut forms; more gain nothing at this size. Each fills an arena of its own.
const MAX_THREADS: usize = 8;
const _: () = assert!(MAX_THREADS < ARENAS);

/// How many of [`STEMMED`] are light rules for the Latin script, which come first.
pub(super) const LATIN: usize = 4;
/// The place of Russian in [`STEMMED`].
pub(super) const RUSSIAN: usize = 4;
/// The place of Arabic in [`STEMMED`].
pub(super) const ARABIC: usize = 5;
/// The place of Amharic in [`STEMMED`].
pub(super) const AMHARIC: usize = 7;

/// Words that carry no goods, by language: left out of forms, and passed over in texts, so that
/// "óleo de soja" meets "óleo soja". Compared on the accented spelling, and in a form only in its own
/// language: Vietnamese "da" (leather) is not Portuguese "da".
const CONNECTORS: [(Lang, &[&str]); 7] = [
    (Lang::FR, &["de", "du", "des", "d", "la", "le", "les", "l"]),
    (Lang::ES, &["de", "del", "el", "la", "los", "las"]),
    (Lang::PT, &["de", "da", "do", "dos", "das"]),
    (Lang::EN, &["of", "the"]),
    (Lang::SW, &["ya", "za", "wa", "cha"]),
    (Lang::HI, &["का", "की", "के"]),
    (Lang::BN, &["এর"]),
];

/// Endings of Russian adjectives in the nominative, the case of names.
const ADJECTIVES: [&str; 9] = ["ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие"];

/// Bytes of the longest connector.
const LONGEST_CONNECTOR: usize = 6;

/// Whether an atom may be passed over in a text, whatever its language.
pub(super) fn is_connector(atom: &Atom) -> bool {
    atom.kind == AtomKind::Word && atom.exact.len() <= LONGEST_CONNECTOR && CONNECTORS.iter().any(|(_, words)| words.contains(&atom.exact.as_str()))
}

/// The words that are left out of forms of a language.
pub(super) fn connectors(lang: Lang) -> &'static [&'static str] {
    CONNECTORS.iter().find(|(known, _)| *known == lang).map(|(_, words)| *words).unwrap_or_default()
}

/// Whether a word of a form is a connector of its language.
pub(super) fn is_left_out(connectors: &[&str], kind: AtomKind, lower: &str) -> bool {
    kind == AtomKind::Word && connectors.contains(&lower)
}

/// Cuts every form of the lexicon and fills its trie.
pub(super) fn thread(lexicon: &mut Lexicon) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS);
    let mut forms = std::mem::take(&mut lexicon.forms);
    let share = forms.len().div_ceil(cores).max(1);
    let shared: &Lexicon = lexicon;
    let portions: Vec<Portion> = std::thread::scope(|scope| {
        let portions = forms.chunks_mut(share).zip(0..);
        let workers: Vec<_> = portions.map(|(forms, at)| scope.spawn(move || Portion::cut(shared, forms, at, at * share))).collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    let (mut paths, mut romanised) = (Vec::new(), RawPaths::for_forms(0));
    for portion in portions {
        lexicon.derived.push(portion.text);
        paths.push(portion.paths);
        for (path, text, meaning) in portion.romanised {
            romanised.push(forms.len() as u32, [path]);
            forms.push(Form { text, lower: text, plain: true, lang: Lang::UND, meaning, node: 0 });
        }
    }
    paths.push(romanised);
    lexicon.forms = forms;
    lexicon.trie = Trie::new(paths);
}

/// What one thread makes of its share of the forms.
struct Portion {
    /// The arena for normal forms that are not written so, and its number.
    text: String,
    arena: usize,
    paths: RawPaths,
    /// The atoms of a form, as symbols, and their stems.
    path: Vec<u64>,
    stemmed: Vec<u64>,
    /// Which atoms of a Russian form are adjectives.
    adjectives: Vec<bool>,
    /// The normal form of a form, in the making.
    lower: String,
    /// Symbol, spelling and meaning of romanised names.
    romanised: Vec<(u64, Span, Meaning)>,
}

impl Portion {
    /// Cuts forms, whose numbers begin with `first`.
    fn cut(lexicon: &Lexicon, forms: &mut [Form], at: usize, first: usize) -> Portion {
        let mut portion = Portion {
            text: String::with_capacity(forms.len() * BYTES_A_FORM),
            arena: lexicon.derived.len() + at,
            paths: RawPaths::for_forms(forms.len()),
            path: Vec::new(),
            stemmed: Vec::new(),
            adjectives: Vec::new(),
            lower: String::new(),
            romanised: Vec::new(),
        };
        let mut words = Words::new();
        for (form, number) in forms.iter_mut().zip(first as u32..) {
            // Pinyin of a synonym would be a name.
            let romanised = !lexicon.aliases.contains_key(&number);
            portion.take(&mut words, lexicon.text(form.text), form, number, romanised);
        }
        portion
    }

    fn take<'l>(&mut self, words: &mut Words<'l>, written: &'l str, form: &mut Form, number: u32, romanised: bool) {
        self.clear();
        let lang = form.lang;
        if !text::cut_plain(written, |piece| self.push(&Word::of(&piece, lang))) && !self.take_words(words, written, form) {
            self.clear();
            let clean = Clean::new(written);
            let lower = text::lower_case(clean.as_str());
            if lower != written {
                form.lower = store(&mut self.text, self.arena, &lower);
            }
            form.plain = text::is_folded(&lower);
            text::cut(&clean, |piece| self.push(&Word::of(&piece, lang)));
        }
        form.node = self.paths.push(number, self.path.iter().copied()).unwrap_or_default();
        self.paths.push(number, self.stemmed.iter().copied());
        if let Some(first) = turned(&self.adjectives) {
            self.path.rotate_left(first);
            self.stemmed.rotate_left(first);
            self.paths.push(number, self.path.iter().copied());
            self.paths.push(number, self.stemmed.iter().copied());
        }
        let chinese = lang == Lang::ZH && matches!(form.meaning, Meaning::Concept(_));
        // Figures with letters are a code, and no name that anybody types in Latin letters.
        if chinese && romanised && written.chars().nth(1).is_some() && !written.contains(|c: char| c.is_ascii_digit())
            && let Some(latin) = text::pinyin(written) {
                let span = store(&mut self.text, self.arena, &latin);
                self.romanised.push((symbol(None, &latin), span, form.meaning));
            }
    }

    /// Takes a form of nothing but words, most of which other forms have had; false if it is another.
    fn take_words<'l>(&mut self, words: &mut Words<'l>, written: &'l str, form: &mut Form) -> bool {
        if !text::is_words(written) {
            return false;
        }
        let mut plain = true;
        self.lower.clear();
        for part in written.split(' ') {
            let Some(spelt) = words.get(form.lang, part) else { return false };
            if !self.lower.is_empty() {
                self.lower.push(' ');
            }
            self.lower.push_str(spelt.lower.as_deref().unwrap_or(part));
            plain &= spelt.plain;
            self.push(&spelt.word);
        }
        if self.lower != written {
            form.lower = store(&mut self.text, self.arena, &self.lower);
        }
        form.plain = plain;
        true
    }

    fn clear(&mut self) {
        self.path.clear();
        self.stemmed.clear();
        self.adjectives.clear();
    }

    fn push(&mut self, word: &Word) {
        if !word.left_out {
            self.path.push(word.exact);
            self.stemmed.extend(word.stem);
            self.adjectives.push(word.adjective);
        }
    }
}

/// An atom of a form in one language.
#[derive(Debug, PartialEq)]
struct Word {
    exact: u64,
    stem: Option<u64>,
    /// Whether it looks like a Russian adjective.
    adjective: bool,
    /// Whether it is a connector of its language.
    left_out: bool,
}

impl Word {
    fn of(piece: &Piece<'_>, lang: Lang) -> Word {
        let stemmer = STEMMED.iter().position(|known| *known == lang);
        let connectors = connectors(lang);
        Word {
            exact: symbol(None, &piece.folded),
            stem: stemmer.and_then(|at| Some(symbol(Some(at), &text::stem(lang, &piece.folded)?))),
            adjective: stemmer == Some(RUSSIAN) && is_adjective(piece),
            left_out: piece.written.len() <= LONGEST_CONNECTOR && is_left_out(connectors, piece.kind, &text::lower_case(piece.written)),
        }
    }
}

/// How many words a thread remembers: what a chapter of the tables says again and again.
const REMEMBERED: usize = 1 << 14;

/// The words met last, as they are cut alone, each at the place of its spelling.
struct Words<'l>(Vec<Option<Met<'l>>>);

struct Met<'l> {
    lang: Lang,
    written: &'l str,
    /// None if it is cut into anything but one word.
    spelt: Option<Spelt>,
}

impl<'l> Words<'l> {
    fn new() -> Words<'l> {
        Words(std::iter::repeat_with(|| None).take(REMEMBERED).collect())
    }

    fn get(&mut self, lang: Lang, written: &'l str) -> Option<&Spelt> {
        let place = self.0.get_mut(symbol(None, written) as usize % REMEMBERED)?;
        if place.as_ref().is_none_or(|met| met.lang != lang || met.written != written) {
            *place = Some(Met { lang, written, spelt: Spelt::of(written, lang) });
        }
        place.as_ref()?.spelt.as_ref()
    }
}

/// A word with its spelling.
struct Spelt {
    word: Word,
    /// In normal form and lower case, unless it is written so.
    lower: Option<Box<str>>,
    /// Whether folding leaves that as it is.
    plain: bool,
}

impl Spelt {
    fn of(written: &str, lang: Lang) -> Option<Spelt> {
        let clean = Clean::new(written);
        let lower = text::lower_case(clean.as_str());
        let (mut word, mut pieces) = (None, 0);
        text::cut(&clean, |piece| {
            pieces += 1;
            word = Some(Word::of(&piece, lang)).filter(|_| piece.kind == AtomKind::Word && piece.written == clean.as_str());
        });
        let word = word.filter(|_| pieces == 1)?;
        Some(Spelt { word, plain: text::is_folded(&lower), lower: (lower != written).then(|| lower.as_ref().into()) })
    }
}

/// Whether a word looks like a Russian adjective.
fn is_adjective(piece: &Piece) -> bool {
    piece.kind == AtomKind::Word && ADJECTIVES.iter().any(|end| piece.folded.ends_with(end)) && piece.folded.chars().nth(3).is_some()
}

/// Where a Russian name begins when it is turned around its noun, as listings write it: хлопчатобумажная
/// пряжа and пряжа хлопчатобумажная. None if there is nothing to turn.
fn turned(adjectives: &[bool]) -> Option<usize> {
    match adjectives {
        [before @ .., false] if !before.is_empty() && before.iter().all(|is| *is) => Some(before.len()),
        [false, after @ ..] if !after.is_empty() && after.iter().all(|is| *is) => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_forms_share_are_cut_as_in_each_form() {
        let lexicon = Lexicon::builtin().expect("builds");
        let mut seen = 0;
        for form in lexicon.forms.iter().filter(|form| text::is_words(lexicon.text(form.text))) {
            let written = lexicon.text(form.text);
            let Some(spelt) = written.split(' ').map(|word| Spelt::of(word, form.lang)).collect::<Option<Vec<Spelt>>>() else { continue };
            let clean = Clean::new(written);
            let mut whole = Vec::new();
            text::cut(&clean, |piece| whole.push(Word::of(&piece, form.lang)));
            let lower: Vec<&str> = spelt.iter().zip(written.split(' ')).map(|(spelt, word)| spelt.lower.as_deref().unwrap_or(word)).collect();
            assert_eq!(lower.join(" "), text::lower_case(clean.as_str()), "{written}");
            assert_eq!(spelt.iter().all(|spelt| spelt.plain), text::is_folded(&text::lower_case(clean.as_str())), "{written}");
            assert_eq!(spelt.into_iter().map(|spelt| spelt.word).collect::<Vec<_>>(), whole, "{written}");
            seen += 1;
        }
        assert!(seen > 100_000, "{seen} forms are nothing but words");
    }
}
