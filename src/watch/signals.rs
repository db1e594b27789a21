//! What hits were ranked by when they were served: the value of every feature, and its absence, which is not 0.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Asked, QueryId};
use crate::domain::posting::stamp;
use crate::text::Lang;

/// Most hits of an answer of which the values may be kept: about a fifth of a KB each.
pub const MAX_SIGNALS: usize = 50;

/// What one hit was ranked by. Serialised into the store: fields are only ever added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signals {
    /// Its score.
    #[serde(rename = "s")]
    pub score: f64,
    /// The values in the order of [`Asked::signals`]; none where a side said nothing.
    #[serde(rename = "v")]
    pub values: Vec<Option<f64>>,
}

/// A hit with what it was ranked by, as operators take it away.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SignalRow {
    /// The answer.
    pub query_id: String,
    /// When it was given.
    pub at: String,
    /// Name and version of the profile whose weights made the score.
    pub profile: String,
    /// The side that was searched: `offers` or `requests`.
    pub side: &'static str,
    /// Likeliest language of the question; none if nothing says.
    pub query_lang: Option<String>,
    /// Language of the posting, declared or read; none if nothing says.
    pub posting_lang: Option<String>,
    /// Place in the whole list, 1 for the first.
    pub position: usize,
    /// The posting.
    pub id: String,
    /// Its score.
    pub score: f64,
    /// The value of every feature by its name; none where a side said nothing, which is not 0.
    pub features: BTreeMap<String, Option<f64>>,
}

impl Asked {
    /// The hits of which is kept what they were ranked by, in order.
    pub fn signal_rows(&self, id: &QueryId) -> Vec<SignalRow> {
        let known = |lang: &String| Some(lang.clone()).filter(|lang| lang != Lang::UND.as_str());
        let kept = self.places().filter_map(|(position, shown)| Some((position, shown, shown.signals.as_ref()?)));
        let row = kept.map(|(position, shown, signals)| SignalRow {
            query_id: id.to_string(),
            at: stamp(id.at()),
            profile: self.profile.clone(),
            side: self.side.plural(),
            query_lang: known(&self.lang),
            posting_lang: shown.lang.as_ref().and_then(known),
            position,
            id: shown.id.clone(),
            score: signals.score,
            features: self.signals.iter().cloned().zip(signals.values.iter().copied()).collect(),
        });
        row.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::asked::tests::asked;

    #[test]
    fn absent_is_read_back_as_absent_and_zero_as_zero() {
        let mut page = Asked { before: 20, signals: vec!["hs".to_owned(), "moq".to_owned()], ..asked("tea", "und", &["a", "b"]) };
        page.shown[0].signals = Some(Signals { score: 1.5, values: vec![None, Some(0.0)] });
        let read: Asked = serde_json::from_slice(&serde_json::to_vec(&page).expect("plain")).expect("reads");
        let rows = read.signal_rows(&QueryId::draw());
        assert_eq!(rows.iter().map(|row| (row.id.as_str(), row.position, row.query_lang.as_deref())).collect::<Vec<_>>(), [("a", 21, None)]);
        let told = serde_json::to_value(&rows[0]).expect("plain");
        assert_eq!(told["features"], serde_json::json!({"hs": null, "moq": 0.0}));
    }

    #[test]
    fn what_an_earlier_program_kept_has_none() {
        let kept = serde_json::to_string(&asked("tea", "en", &["a"])).expect("plain");
        assert!(!kept.contains("signals"), "{kept}");
        let read: Asked = serde_json::from_str(&kept).expect("reads");
        assert_eq!(read.signal_rows(&QueryId::draw()), []);
    }
}
