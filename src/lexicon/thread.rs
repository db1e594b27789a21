//! Threading forms on the trie: each form once as written (folded) and once by its light stems.
//! Cutting the forms is most of the work of building a lexicon and is spread over the cores.

use super::trie::{RawPaths, Trie, symbol};
use super::{Form, Lexicon, Meaning, Span};
use crate::text::{self, Atom, AtomKind, Clean, Lang};

/// The languages whose stems are worth threading.
pub(super) const STEMMED: [Lang; 8] = [
    Lang::code(*b"en"), Lang::code(*b"fr"), Lang::code(*b"es"), Lang::code(*b"pt"),
    Lang::code(*b"ru"), Lang::code(*b"ar"), Lang::code(*b"tr"), Lang::code(*b"am"),
];

/// Most threads that cut forms; more gain nothing at this size.
const MAX_THREADS: usize = 8;

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
    (Lang::code(*b"fr"), &["de", "du", "des", "d", "la", "le", "les", "l"]),
    (Lang::code(*b"es"), &["de", "del", "el", "la", "los", "las"]),
    (Lang::code(*b"pt"), &["de", "da", "do", "dos", "das"]),
    (Lang::code(*b"en"), &["of", "the"]),
    (Lang::code(*b"sw"), &["ya", "za", "wa", "cha"]),
    (Lang::code(*b"hi"), &["का", "की", "के"]),
    (Lang::code(*b"bn"), &["এর"]),
];

/// Endings of Russian adjectives in the nominative, the case of names.
const ADJECTIVES: [&str; 9] = ["ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие"];

/// Whether an atom may be passed over in a text, whatever its language.
pub(super) fn is_connector(atom: &Atom) -> bool {
    atom.kind == AtomKind::Word && CONNECTORS.iter().any(|(_, words)| words.contains(&atom.exact.as_str()))
}

/// Whether an atom is left out of a form of a language.
fn connects(lang: Lang, atom: &Atom) -> bool {
    let words = CONNECTORS.iter().find(|(known, _)| *known == lang).map(|(_, words)| *words).unwrap_or_default();
    atom.kind == AtomKind::Word && words.contains(&atom.exact.as_str())
}

/// Cuts every form of the lexicon and fills its trie.
pub(super) fn thread(lexicon: &mut Lexicon) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS);
    let share = lexicon.forms.len().div_ceil(cores).max(1);
    let shared: &Lexicon = lexicon;
    let portions: Vec<Portion> = std::thread::scope(|scope| {
        let workers: Vec<_> = shared.forms.chunks(share).map(|forms| scope.spawn(move || Portion::cut(shared, forms))).collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    let mut paths: Vec<(RawPaths, u32)> = Vec::new();
    lexicon.derived.reserve(portions.iter().map(|portion| portion.text.len()).sum());
    let mut romanised: Vec<(String, Meaning)> = Vec::new();
    for (portion, number) in portions.into_iter().zip(0usize..) {
        let first = number * share;
        let base = lexicon.derived_end();
        lexicon.derived.push_str(&portion.text);
        for (form, (lower, plain)) in lexicon.forms.iter_mut().skip(first).zip(portion.spans) {
            form.lower = lower.map_or(form.text, |span| Span { start: span.start + base, ..span });
            form.plain = plain;
        }
        paths.push((portion.paths, first as u32));
        romanised.extend(portion.romanised);
    }
    let mut latin_paths = RawPaths::default();
    for (latin, meaning) in romanised {
        latin_paths.push(lexicon.forms.len() as u32, &[symbol(None, &latin)]);
        let text = lexicon.derive(&latin);
        lexicon.forms.push(Form { text, lower: text, plain: true, lang: Lang::UND, meaning });
    }
    paths.push((latin_paths, 0));
    lexicon.trie = Trie::new(&paths);
}

/// What one thread makes of its share of the forms. Numbers count from its own first.
#[derive(Default)]
struct Portion {
    text: String,
    /// The normal form in lower case, none where that is the form as written, and whether folding
    /// changes it no further.
    spans: Vec<(Option<Span>, bool)>,
    paths: RawPaths,
    /// Room for one path.
    path: Vec<u64>,
    romanised: Vec<(String, Meaning)>,
}

impl Portion {
    fn cut(lexicon: &Lexicon, forms: &[Form]) -> Portion {
        let mut portion = Portion::default();
        for (form, number) in forms.iter().zip(0u32..) {
            portion.take(lexicon.text(form.text), *form, number);
        }
        portion
    }

    fn take(&mut self, written: &str, form: Form, number: u32) {
        let clean = Clean::new(written);
        let lower = clean.as_str().to_lowercase();
        let span = (lower != written).then(|| super::store(&mut self.text, &lower));
        self.spans.push((span, text::fold(&lower) == lower));
        let mut atoms = text::atoms(&clean);
        atoms.retain(|atom| !connects(form.lang, atom));
        self.path(form.lang, &atoms, number);
        if form.lang == Lang::code(*b"ru") && turn(&mut atoms) {
            self.path(form.lang, &atoms, number);
        }
        let chinese = form.lang == Lang::code(*b"zh") && matches!(form.meaning, Meaning::Concept(_));
        if chinese && written.chars().nth(1).is_some() {
            self.romanised.extend(text::pinyin(written).map(|latin| (latin, form.meaning)));
        }
    }

    /// The paths of a form: its words as written and their stems.
    fn path(&mut self, lang: Lang, atoms: &[Atom], number: u32) {
        self.path.clear();
        self.path.extend(atoms.iter().map(|atom| symbol(None, &atom.folded)));
        self.paths.push(number, &self.path);
        if let Some(stemmer) = STEMMED.iter().position(|known| *known == lang) {
            self.path.clear();
            self.path.extend(atoms.iter().filter_map(|atom| text::stem(lang, &atom.folded)).map(|stem| symbol(Some(stemmer), &stem)));
            self.paths.push(number, &self.path);
        }
    }
}

/// Turns a Russian name around its noun, as listings write it: хлопчатобумажная пряжа and пряжа
/// хлопчатобумажная. Says whether there was anything to turn.
fn turn(atoms: &mut [Atom]) -> bool {
    let adjective = |atom: &Atom| atom.kind == AtomKind::Word && ADJECTIVES.iter().any(|end| atom.folded.ends_with(end)) && atom.folded.chars().nth(3).is_some();
    match atoms {
        [before @ .., noun] if !before.is_empty() && !adjective(noun) && before.iter().all(adjective) => atoms.rotate_right(1),
        [noun, after @ ..] if !after.is_empty() && !adjective(noun) && after.iter().all(adjective) => atoms.rotate_left(1),
        _ => return false,
    }
    true
}
