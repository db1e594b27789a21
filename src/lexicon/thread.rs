//! Threading forms on the trie: each form once as written (folded) and once by its light stems.
//! Cutting the forms is most of the work of building a lexicon and is spread over the cores.

use super::trie::{Symbols, Trie};
use super::{Form, Lexicon, Meaning, Span};
use crate::text::{self, Atom, AtomKind, Clean, Lang};

/// The languages whose stems are worth threading.
pub(super) const STEMMED: [Lang; 7] =
    [Lang::code(*b"en"), Lang::code(*b"fr"), Lang::code(*b"es"), Lang::code(*b"pt"), Lang::code(*b"ru"), Lang::code(*b"ar"), Lang::code(*b"tr")];

/// Words that carry no goods: skipped inside forms and texts alike, so that "óleo de soja" meets
/// "óleo soja". Compared on the accented spelling: Vietnamese "lá" (leaf) is not French "la".
const CONNECTORS: &[&str] = &[
    "de", "du", "des", "d", "la", "le", "les", "l", "of", "the", "da", "do", "dos", "das", "del", "el", "los", "las", "of",
    "का", "की", "के", "এর", "ya", "za", "wa", "cha",
];

/// Most threads that cut forms; more gain nothing at this size.
const MAX_THREADS: usize = 8;

/// Whether an atom is skipped when matching.
pub(super) fn is_connector(atom: &Atom) -> bool {
    atom.kind == AtomKind::Word && CONNECTORS.contains(&atom.exact.as_str())
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
    let mut symbols = Symbols::default();
    let mut paths: Vec<(u32, std::ops::Range<usize>)> = Vec::new();
    let mut steps: Vec<u32> = Vec::new();
    let mut romanised: Vec<(String, Meaning)> = Vec::new();
    for (portion, number) in portions.into_iter().zip(0usize..) {
        let renumbered = portion.symbols.merge_into(&mut symbols);
        let moved = steps.len();
        steps.extend(portion.steps.iter().map(|step| renumbered.get(*step as usize).copied().unwrap_or_default()));
        let first = number * share;
        paths.extend(portion.paths.into_iter().map(|(form, range)| (form + first as u32, range.start + moved..range.end + moved)));
        let base = lexicon.text.len() as u32;
        lexicon.text.push_str(&portion.text);
        let shift = |span: Option<Span>, written: Span| span.map_or(written, |span| Span { start: span.start + base, ..span });
        for (form, (lower, folded)) in lexicon.forms.iter_mut().skip(first).zip(portion.spans) {
            form.lower = shift(lower, form.text);
            form.folded = shift(folded, form.lower);
        }
        romanised.extend(portion.romanised);
    }
    for (latin, meaning) in romanised {
        let start = steps.len();
        steps.push(symbols.number(None, &latin));
        paths.push((lexicon.forms.len() as u32, start..start + 1));
        let text = lexicon.store(&latin);
        lexicon.forms.push(Form { text, lower: text, folded: text, lang: Lang::UND, meaning });
    }
    let paths: Vec<(u32, &[u32])> = paths.iter().map(|(form, range)| (*form, steps.get(range.clone()).unwrap_or_default())).collect();
    lexicon.trie = Trie::new(symbols, &paths);
}

/// What one thread makes of its share of the forms. Numbers count from its own first.
#[derive(Default)]
struct Portion {
    text: String,
    /// Normal form and folded form; none where it is the form before it.
    spans: Vec<(Option<Span>, Option<Span>)>,
    symbols: Symbols,
    steps: Vec<u32>,
    paths: Vec<(u32, std::ops::Range<usize>)>,
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
        let folded = text::fold(clean.as_str());
        let lower_span = (lower != written).then(|| self.store(&lower));
        let folded_span = (folded != lower).then(|| self.store(&folded));
        self.spans.push((lower_span, folded_span));
        let mut atoms = text::atoms(&clean);
        atoms.retain(|atom| !is_connector(atom));
        if atoms.is_empty() {
            return;
        }
        self.path(number, None, atoms.iter().map(|atom| atom.folded.as_str()));
        if let Some(stemmer) = STEMMED.iter().position(|lang| *lang == form.lang) {
            let stems: Vec<_> = atoms.iter().filter_map(|atom| text::stem(form.lang, &atom.folded)).collect();
            self.path(number, Some(stemmer), stems.iter().map(|stem| &**stem));
        }
        let chinese = form.lang == Lang::code(*b"zh") && matches!(form.meaning, Meaning::Concept(_));
        if chinese && written.chars().nth(1).is_some() {
            self.romanised.extend(text::pinyin(written).map(|latin| (latin, form.meaning)));
        }
    }

    fn path<'t>(&mut self, form: u32, stemmer: Option<usize>, symbols: impl Iterator<Item = &'t str>) {
        let start = self.steps.len();
        for symbol in symbols {
            self.steps.push(self.symbols.number(stemmer, symbol));
        }
        self.paths.push((form, start..self.steps.len()));
    }

    fn store(&mut self, text: &str) -> Span {
        super::store(&mut self.text, text)
    }
}
