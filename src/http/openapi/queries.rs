//! What is asked: the parameters of searching and matching, as `search.rs` reads them.
#![expect(dead_code, reason = "the types are read by the macro that writes the document")]

use utoipa::IntoParams;

/// The words of a search.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct Asking {
    /// Text in any language, at most 2,000 bytes and 500 characters.
    q: Option<String>,
    /// `offers` (if absent) or `requests`.
    side: Option<String>,
    /// Language of the text as a BCP 47 tag, if known.
    lang: Option<String>,
}

/// Filters, pages and language of every search and matching.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct Sifting {
    /// Language of sentences and labels; `Accept-Language` if absent.
    reader: Option<String>,
    /// Only this origin, stated or read: an ISO 3166 code.
    origin: Option<String>,
    /// Only codes of the Harmonized System that begin so.
    hs: Option<String>,
    /// Only with this certificate, stated or read; `organic` is met by organic of any scheme.
    certification: Option<String>,
    /// Only for this import channel, stated or read, e.g. `1210`.
    channel: Option<String>,
    /// Only postings in this language, declared or read.
    language: Option<String>,
    /// Where offers are found: only of suppliers of this size, `micro small medium large`.
    supplier_size: Option<String>,
    /// Where requests are found: only of buyers of this size, `micro small medium large`.
    buyer_size: Option<String>,
    /// Where offers are found: none that is known to cost more. One without a price that compares stays, marked in `fit`. Needs `currency`.
    max_price: Option<String>,
    /// Currency of `max_price`: an ISO 4217 code.
    currency: Option<String>,
    /// Unit of `max_price`; `t` if absent.
    per: Option<String>,
    /// Where offers are found: none whose smallest order is known to be above this, e.g. `250 carton` or `5 t`.
    max_moq: Option<String>,
    /// None known to have or want less than this, e.g. `18 t`; of a repeated amount that of one period counts.
    min_quantity: Option<String>,
    /// None known to make or want less than this in a period (`day week month quarter year`), e.g. `200 t/month`.
    min_capacity: Option<String>,
    /// Only in packages that hold this, stated or read, e.g. `5 kg`.
    pack: Option<String>,
    /// Only under this term of Incoterms 2020, stated or read, e.g. `FOB`.
    incoterm: Option<String>,
    /// Only to this place, stated or read: a UN/LOCODE, an ISO 3166 code or a name. A country is met by every place in it. Of an offer it is the place of a term under which the goods arrive (`CIF`, `DAP` ...).
    destination: Option<String>,
    /// Where offers are found: none whose delivery is known to take more days.
    max_lead_days: Option<u32>,
    /// Where requests are found: none that is needed before this day, e.g. `2026-12-31`.
    needed_from: Option<String>,
    /// Hits on a page, 1 to 100; 20 if absent.
    limit: Option<usize>,
    /// The cursor of the page before, with the same query: what it tells is what was seen, so that nothing comes twice
    /// and nothing is passed over, whatever was listed meanwhile. Up to 1,000 hits are paged through.
    cursor: Option<String>,
    /// Whether to show how the text was cut and widened; to operators also what each hit was found by, with
    /// every feature of it.
    explain: Option<bool>,
    /// A token of at most 64 bytes that stays the same for a visitor, so that a trial serves them by one
    /// profile; the key if absent. It is not kept.
    session: Option<String>,
    /// For operators: rank by another profile, `draft` or a name with its version such as `winter-fair@2`.
    profile: Option<String>,
    /// For operators: features that shall count nothing, parted by commas, e.g. `freshness,moq`; `exposure` is the share of
    /// places kept for small suppliers, `rules` the curation rules, `synonyms` those of operators.
    without: Option<String>,
}
