//! Counts beside an answer: how the ranked candidates divide by origin, chapter, certificate, channel,
//! language and size. They cover what was ranked, at most the `recall_depth` of the profile; what
//! states nothing is counted as unknown.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::domain::Side;
use crate::lexicon::Lexicon;
use crate::views::card::CountryCode;
use crate::views::{Card, Facts};

/// Most values of one kind; certificates are free words, so there is no end to them.
const MAX_VALUES: usize = 50;

/// A value that can be filtered by, and how many state it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// As the filter takes it.
    pub value: String,
    /// Postings that state it.
    pub count: usize,
}

/// The values of one kind. Their sum may exceed the number of postings: one may hold two certificates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Most frequent first, then by name.
    pub values: Vec<Count>,
    /// Postings that state none.
    pub unknown: usize,
}

/// How the candidates divide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Countries of origin.
    pub origin: Tally,
    /// First two digits of the Harmonized System code, stated, written in the text or usual for the goods.
    pub hs_chapter: Tally,
    /// Certificates held or asked for.
    pub certification: Tally,
    /// Import channels.
    pub channel: Tally,
    /// Languages, declared or read.
    pub language: Tally,
    /// Size classes of suppliers, where offers are searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier_size: Option<Tally>,
    /// Size classes of buyers, where requests are searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer_size: Option<Tally>,
}

/// Counts candidates of a side.
pub(super) fn count<'a>(side: Side, lexicon: &'a Lexicon, candidates: impl Iterator<Item = (&'a Card, &'a Facts)>) -> Counts {
    let (mut origin, mut chapter, mut certificate) = (Tallying::default(), Tallying::default(), Tallying::default());
    let (mut channel, mut language, mut size) = (Tallying::default(), Tallying::default(), Tallying::default());
    for (card, facts) in candidates {
        origin.add(card.origins.iter().map(CountryCode::alpha2));
        chapter.add(card.hs_codes(lexicon).iter().filter_map(|code| code.get(..2)).collect::<BTreeSet<&str>>().into_iter());
        certificate.add(card.certificates.iter().map(String::as_str));
        channel.add(facts.channels.iter().map(String::as_str));
        language.add(facts.lang.as_ref().map(|lang| lang.as_str()).into_iter());
        size.add(facts.size.map(|size| size.name()).into_iter());
    }
    let (supplier_size, buyer_size) = match side {
        Side::Offer => (Some(size.tally()), None),
        Side::Request => (None, Some(size.tally())),
    };
    Counts {
        origin: origin.tally(),
        hs_chapter: chapter.tally(),
        certification: certificate.tally(),
        channel: channel.tally(),
        language: language.tally(),
        supplier_size,
        buyer_size,
    }
}

#[derive(Default)]
struct Tallying<'a> {
    counts: FxHashMap<&'a str, usize>,
    unknown: usize,
}

impl<'a> Tallying<'a> {
    fn add(&mut self, values: impl Iterator<Item = &'a str>) {
        let mut any = false;
        for value in values {
            *self.counts.entry(value).or_default() += 1;
            any = true;
        }
        self.unknown += usize::from(!any);
    }

    fn tally(self) -> Tally {
        let mut values: Vec<Count> = self.counts.into_iter().map(|(value, count)| Count { value: value.to_owned(), count }).collect();
        values.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        values.truncate(MAX_VALUES);
        Tally { values, unknown: self.unknown }
    }
}
