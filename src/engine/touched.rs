//! Which indexed postings the edits of the lexicon touch.

use std::collections::BTreeSet;

use crate::domain::relevance::Touched;
use crate::lexicon::{ConceptId, Lexicon};
use crate::text::{self, Lang};
use crate::views::holding::Held;
use crate::views::index::{IndexError, TextIndex};

/// The postings that are to be read again with a lexicon which has taken the edits in.
pub(super) fn holding(index: &TextIndex, lexicon: &Lexicon, touched: &Touched) -> Result<BTreeSet<Held>, IndexError> {
    let chinese = Lang::ZH;
    // A Chinese name is found by its pinyin as well.
    let pinyin: Vec<String> = touched.forms.iter().filter(|(lang, _)| lang == chinese.as_str()).filter_map(|(_, form)| text::pinyin(form)).collect();
    let tagged = touched.forms.iter().filter_map(|(lang, form)| Some((Lang::new(lang)?, form.as_str())));
    let forms: Vec<(Lang, &str)> = tagged.chain(pinyin.iter().map(|form| (Lang::UND, form.as_str()))).collect();
    let mut concepts: Vec<&str> = touched.concepts.iter().map(String::as_str).collect();
    // Goods with the properties of a kind of theirs are that kind (shelled cashew nuts are kernels).
    let above = touched.concepts.iter().filter_map(|slug| lexicon.find(slug)).filter_map(|id| lexicon.concept(id)).flat_map(|concept| &concept.broader);
    concepts.extend(above.filter_map(|id: &ConceptId| lexicon.concept(*id)).map(|concept| concept.slug.as_str()));
    index.snapshot().holding(&forms, &concepts)
}
