//! Terms of the literal index: words of all scripts, and fragments of those without spaces.
//!
//! A dictionary cuts words; bigrams and single characters beside them keep found what no
//! dictionary knows. Documents and queries are cut by the same code.
//!
//! Invariants: no atom of a text is without a term; the hidden Markov model stays off, because it
//! invents words that depend on their neighbours; the Chinese dictionary is loaded on a thread of
//! its own, and only the first text with Han characters waits for it.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;
use jieba_rs::{Jieba, TokenizeMode};

use super::script::{Class, class, is_han};
use super::{Atom, AtomKind, Clean, atoms, code};

/// What a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TermKind {
    /// A whole word.
    Word,
    /// Two neighbouring characters or clusters of a script without spaces.
    Bigram,
    /// One such character or cluster.
    Unigram,
    /// A code, letters and digits only.
    Code,
    /// A number.
    Number,
}

/// A term of the literal index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The text that is compared.
    pub text: String,
    /// What it is.
    pub kind: TermKind,
    /// Bytes of [`Clean::as_str`].
    pub span: Range<usize>,
    /// False for the folded twin of a word whose accents were folded away; the word as written
    /// is then a term as well.
    pub exact: bool,
}

/// Cuts clean text into terms. Cheap to make, to share and to clone.
#[derive(Clone)]
pub struct Segmenter {
    jieba: Arc<OnceLock<Jieba>>,
    words: Arc<[String]>,
}

impl std::fmt::Debug for Segmenter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Segmenter").field("extra_words", &self.words.len()).finish_non_exhaustive()
    }
}

impl Segmenter {
    /// A segmenter that knows these Han words beside its dictionary. Returns at once; the
    /// dictionary is loaded in the background.
    pub fn new<'a>(extra_han_words: impl Iterator<Item = &'a str>) -> Segmenter {
        let segmenter = Segmenter { jieba: Arc::default(), words: han_words(extra_han_words) };
        let ahead = segmenter.clone();
        // Where no thread can be had, the first Chinese text loads the dictionary itself.
        drop(std::thread::Builder::new().name("han-dictionary".into()).spawn(move || {
            ahead.jieba();
        }));
        segmenter
    }

    /// A segmenter as [`Segmenter::new`] makes it; what this one has loaded is not loaded again where the
    /// words are the same, or more of them behind the same.
    pub fn with_words<'a>(&self, extra_han_words: impl Iterator<Item = &'a str>) -> Segmenter {
        let words = han_words(extra_han_words);
        match words.strip_prefix(&*self.words) {
            Some([]) => self.clone(),
            Some(more) => {
                let mut jieba = self.jieba().clone();
                add_words(&mut jieba, more);
                Segmenter { jieba: Arc::new(OnceLock::from(jieba)), words }
            }
            None => Segmenter::new(words.iter().map(String::as_str)),
        }
    }

    fn jieba(&self) -> &Jieba {
        self.jieba.get_or_init(|| {
            let mut jieba = Jieba::new();
            add_words(&mut jieba, &self.words);
            jieba
        })
    }

    /// The terms of a text: words, codes and numbers; of Han runs dictionary words, bigrams and
    /// characters; of Thai, Lao, Khmer and Myanmar dictionary words and bigrams of clusters.
    pub fn terms(&self, clean: &Clean) -> Vec<Term> {
        self.terms_of(clean, &atoms(clean))
    }

    /// [`Segmenter::terms`] of a text whose atoms are cut already.
    pub fn terms_of(&self, clean: &Clean, atoms: &[Atom]) -> Vec<Term> {
        let text = clean.as_str();
        let mut terms = Vec::with_capacity(atoms.len() * 2);
        for run in atoms.chunk_by(|a, b| same_run(text, a, b)) {
            let Some(first) = run.first() else { continue };
            match first.kind {
                AtomKind::Cluster => {
                    if class_at(text, first) == Class::Ideograph {
                        self.han_words(text, run, &mut terms);
                        terms.extend(run.iter().map(|a| term(&a.folded, TermKind::Unigram, a.span.clone())));
                    } else {
                        clustered_words(text, run, &mut terms);
                        if let [only] = run {
                            terms.push(term(&only.folded, TermKind::Unigram, only.span.clone()));
                        }
                    }
                    bigrams(run, &mut terms);
                }
                AtomKind::Code => {
                    terms.push(term(&first.folded, TermKind::Code, first.span.clone()));
                    terms.extend(code::parts(&first.exact).iter().map(|part| term(part, TermKind::Code, first.span.clone())));
                }
                AtomKind::Number => terms.push(term(&first.folded, TermKind::Number, first.span.clone())),
                AtomKind::Word => {
                    let same = first.folded == first.exact;
                    if !same {
                        terms.push(term(&first.exact, TermKind::Word, first.span.clone()));
                    }
                    terms.push(Term { exact: same, ..term(&first.folded, TermKind::Word, first.span.clone()) });
                }
            }
        }
        terms
    }

    fn han_words(&self, text: &str, run: &[Atom], terms: &mut Vec<Term>) {
        let Some(span) = covered(run) else { return };
        let han = text.get(span.clone()).unwrap_or_default();
        if run.len() < 2 {
            return;
        }
        for token in self.jieba().tokenize(han, TokenizeMode::Search, false) {
            if token.word.chars().nth(1).is_none() {
                continue;
            }
            // The token is a slice of `han`: count its characters into bytes.
            let start = han.char_indices().nth(token.start).map_or(0, |(at, _)| at);
            let start = span.start + start;
            terms.push(term(token.word, TermKind::Word, start..start + token.word.len()));
        }
    }
}

/// The words of several characters that are Han throughout, in normal form.
fn han_words<'a>(words: impl Iterator<Item = &'a str>) -> Arc<[String]> {
    words.map(|word| Clean::new(word).as_str().to_owned()).filter(|word| word.chars().count() > 1 && word.chars().all(is_han)).collect()
}

/// Adds words in their order, on which the guesses of their frequencies depend.
fn add_words(jieba: &mut Jieba, words: &[String]) {
    for word in words {
        jieba.add_word(word, None, None);
    }
}

fn term(text: &str, kind: TermKind, span: Range<usize>) -> Term {
    Term { text: text.to_owned(), kind, span, exact: true }
}

fn same_run(text: &str, a: &Atom, b: &Atom) -> bool {
    a.kind == AtomKind::Cluster && b.kind == AtomKind::Cluster && !b.gap && class_at(text, a) == class_at(text, b)
}

fn class_at(text: &str, atom: &Atom) -> Class {
    text.get(atom.span.start..).and_then(|t| t.chars().next()).map_or(Class::Separator, class)
}

fn covered(run: &[Atom]) -> Option<Range<usize>> {
    Some(run.first()?.span.start..run.last()?.span.end)
}

fn bigrams(run: &[Atom], terms: &mut Vec<Term>) {
    for pair in run.windows(2) {
        if let [a, b] = pair {
            let mut text = String::with_capacity(a.folded.len() + b.folded.len());
            text.push_str(&a.folded);
            text.push_str(&b.folded);
            terms.push(Term { text, kind: TermKind::Bigram, span: a.span.start..b.span.end, exact: true });
        }
    }
}

/// Dictionary words of Thai, Lao, Khmer and Myanmar.
fn clustered_words(text: &str, run: &[Atom], terms: &mut Vec<Term>) {
    let Some(span) = covered(run) else { return };
    let words = text.get(span.clone()).unwrap_or_default();
    let icu = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let mut start = 0;
    for end in icu.segment_str(words).filter(|end| *end > 0) {
        let word = words.get(start..end).unwrap_or_default();
        if !word.is_empty() {
            terms.push(term(word, TermKind::Word, span.start + start..span.start + end));
        }
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(kind: TermKind, text: &str, extra: &[&str]) -> Vec<String> {
        let segmenter = Segmenter::new(extra.iter().copied());
        segmenter.terms(&Clean::new(text)).into_iter().filter(|t| t.kind == kind).map(|t| t.text).collect()
    }

    #[test]
    fn han_runs() {
        let words = texts(TermKind::Word, "求購帶殼腰果 W-320", &["带壳", "帶殼腰果"]);
        assert!(words.contains(&"带壳腰果".to_owned()), "{words:?}");
        assert_eq!(texts(TermKind::Bigram, "黄麻袋", &[]), ["黄麻", "麻袋"]);
        assert_eq!(texts(TermKind::Unigram, "茶", &[]), ["茶"]);
        assert_eq!(texts(TermKind::Code, "腰果 W-320", &[]), ["w320"]);
    }

    #[test]
    fn spans_of_han_words() {
        let clean = Clean::new("abc 花生 купить 腰果");
        for term in Segmenter::new(std::iter::empty()).terms(&clean) {
            if term.kind == TermKind::Word {
                assert_eq!(clean.as_str().get(term.span), Some(term.text.as_str()));
            }
        }
    }

    #[test]
    fn accents_give_two_terms() {
        let segmenter = Segmenter::new(std::iter::empty());
        let terms = segmenter.terms(&Clean::new("Hạt gao"));
        let seen: Vec<(&str, bool)> = terms.iter().map(|t| (t.text.as_str(), t.exact)).collect();
        assert_eq!(seen, [("hạt", true), ("hat", false), ("gao", true)]);
    }

    #[test]
    fn thai_and_khmer() {
        let words = texts(TermKind::Word, "ข้าวหอมมะลิ", &[]);
        assert!(words.contains(&"ข้าว".to_owned()), "{words:?}");
        assert!(!texts(TermKind::Bigram, "ម្រេចខ្មៅ", &[]).is_empty());
    }

    #[test]
    fn words_added_later_are_as_if_they_had_been_there() {
        let first = Segmenter::new(["带壳"].into_iter());
        let clean = Clean::new("带壳佐布果仁酱和佐布果");
        for words in [&["带壳"][..], &["带壳", "佐布果", "佐布果仁酱"], &["佐布果"]] {
            let fresh = Segmenter::new(words.iter().copied());
            assert_eq!(first.with_words(words.iter().copied()).terms(&clean), fresh.terms(&clean), "{words:?}");
        }
    }

    #[test]
    fn shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Segmenter>();
    }
}
