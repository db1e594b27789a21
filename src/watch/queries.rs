//! Questions that went badly: without an answer, with one that had to be relaxed, slowly, or answered by
//! hits that nobody touched; language by language, with the words that the lexicon does not know.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::Asked;
use crate::domain::Side;

/// A question that was asked once or more.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AskedOften {
    /// In normal form; empty where filters alone were given.
    pub text: String,
    /// The side that was searched: `offers` or `requests`.
    pub side: &'static str,
    /// How often it was asked.
    pub count: usize,
    /// When it was asked last, in milliseconds since 1970.
    pub last_at: i64,
    /// How far the last search was relaxed.
    pub stage: String,
    /// How many postings matched the last time.
    pub total: usize,
    /// Its words that the lexicon does not know.
    pub unknown: Vec<String>,
}

/// A word that the lexicon does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Word {
    /// The word.
    pub word: String,
    /// In how many failing or relaxed questions it stood.
    pub count: usize,
}

/// The questions of one language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InLanguage {
    /// BCP 47 tag; `und` where nothing says.
    pub lang: String,
    /// Questions asked.
    pub asked: usize,
    /// Of them without a hit.
    pub failed: usize,
    /// With hits only after the search was relaxed.
    pub relaxed: usize,
    /// Those without a hit, the most frequent first.
    pub failing: Vec<AskedOften>,
    /// Those that were relaxed, the most frequent first.
    pub relaxing: Vec<AskedOften>,
    /// What the lexicon lacks, the most frequent first.
    pub unknown: Vec<Word>,
}

/// A question that took long.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Slow {
    /// In normal form.
    pub text: String,
    /// Its language.
    pub lang: String,
    /// How often it was asked.
    pub count: usize,
    /// The longest answer, in milliseconds.
    pub ms: f64,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Queries {
    /// Questions asked; later pages of one answer are not counted.
    pub asked: usize,
    /// Of them without a hit.
    pub failed: usize,
    /// With hits only after the search was relaxed.
    pub relaxed: usize,
    /// Median of the time to an answer, in milliseconds.
    pub ms_median: f64,
    /// 95 of 100 answers took at most so long, in milliseconds.
    pub ms_p95: f64,
    /// By language, the one with most failures first.
    pub languages: Vec<InLanguage>,
    /// The slowest.
    pub slow: Vec<Slow>,
    /// Questions with hits that nobody viewed, contacted or quoted; none where no feedback is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untouched: Option<Vec<AskedOften>>,
}

#[derive(Default)]
struct Sum {
    count: usize,
    last: Option<AskedOften>,
    micros: u64,
    touched: bool,
    failed: usize,
    relaxed: usize,
}

/// Adds questions up.
#[derive(Default)]
pub struct QueryTally {
    /// By language, side and text.
    sums: BTreeMap<(String, Side, String), Sum>,
    micros: Vec<u64>,
}

impl QueryTally {
    /// Adds a question asked at `at` milliseconds since 1970; `touched` says whether one of its hits was
    /// viewed, contacted or quoted.
    pub fn add(&mut self, asked: &Asked, at: i64, touched: bool) {
        let sum = self.sums.entry((asked.lang.clone(), asked.side, asked.text.clone())).or_default();
        sum.touched |= touched;
        // A later page is the same question.
        if !asked.is_first_page() {
            return;
        }
        self.micros.push(asked.micros);
        sum.count += 1;
        sum.micros = sum.micros.max(asked.micros);
        sum.failed += usize::from(asked.total == 0);
        sum.relaxed += usize::from(asked.total > 0 && asked.stage != "all");
        if sum.last.as_ref().is_none_or(|last| last.last_at <= at) {
            sum.last = Some(AskedOften {
                text: asked.text.clone(),
                side: asked.side.plural(),
                count: 0,
                last_at: at,
                stage: asked.stage.clone(),
                total: asked.total,
                unknown: asked.unknown.clone(),
            });
        }
    }

    /// The report, with at most `limit` rows in each list. `feedback` says whether feedback is taken.
    pub fn finish(mut self, limit: usize, feedback: bool) -> Queries {
        self.micros.sort_unstable();
        let mut by_lang: BTreeMap<&str, Vec<(&Side, &Sum)>> = BTreeMap::new();
        for ((lang, side, _), sum) in &self.sums {
            by_lang.entry(lang).or_default().push((side, sum));
        }
        let mut languages: Vec<InLanguage> = by_lang.into_iter().map(|(lang, sums)| in_language(lang, &sums, limit)).collect();
        languages.retain(|row| row.asked > 0);
        languages.sort_by_key(|row| (Reverse(row.failed), Reverse(row.relaxed), Reverse(row.asked)));
        let untouched = |sum: &Sum| !sum.touched && sum.last.as_ref().is_some_and(|last| last.total > 0);
        Queries {
            asked: self.micros.len(),
            failed: languages.iter().map(|row| row.failed).sum(),
            relaxed: languages.iter().map(|row| row.relaxed).sum(),
            ms_median: quantile(&self.micros, 50),
            ms_p95: quantile(&self.micros, 95),
            languages,
            slow: self.slow(limit),
            untouched: feedback.then(|| often(self.sums.values().filter(|sum| untouched(sum)).map(|sum| (sum, sum.count)), limit)),
        }
    }

    fn slow(&self, limit: usize) -> Vec<Slow> {
        let mut rows: Vec<Slow> = self
            .sums
            .iter()
            .filter(|(_, sum)| sum.count > 0)
            .map(|((lang, _, text), sum)| Slow { text: text.clone(), lang: lang.clone(), count: sum.count, ms: ms(sum.micros) })
            .collect();
        rows.sort_by(|a, b| b.ms.total_cmp(&a.ms));
        rows.truncate(limit);
        rows
    }
}

fn in_language(lang: &str, sums: &[(&Side, &Sum)], limit: usize) -> InLanguage {
    let total = |of: fn(&Sum) -> usize| sums.iter().map(|(_, sum)| of(sum)).sum();
    let mut unknown: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, sum) in sums {
        for word in sum.last.iter().flat_map(|last| &last.unknown) {
            *unknown.entry(word).or_default() += sum.failed + sum.relaxed;
        }
    }
    let mut unknown: Vec<Word> = unknown.into_iter().filter(|(_, count)| *count > 0).map(|(word, count)| Word { word: word.to_owned(), count }).collect();
    unknown.sort_by_key(|word| Reverse(word.count));
    unknown.truncate(limit);
    InLanguage {
        lang: lang.to_owned(),
        asked: total(|sum| sum.count),
        failed: total(|sum| sum.failed),
        relaxed: total(|sum| sum.relaxed),
        failing: often(sums.iter().map(|(_, sum)| (*sum, sum.failed)), limit),
        relaxing: often(sums.iter().map(|(_, sum)| (*sum, sum.relaxed)), limit),
        unknown,
    }
}

/// The most frequent first, equally frequent ones by text.
fn often<'a>(sums: impl Iterator<Item = (&'a Sum, usize)>, limit: usize) -> Vec<AskedOften> {
    let row = |(sum, count): (&Sum, usize)| Some(AskedOften { count, ..sum.last.clone()? });
    let mut rows: Vec<AskedOften> = sums.filter(|(_, count)| *count > 0).filter_map(row).collect();
    rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    rows.truncate(limit);
    rows
}

/// The smallest value that `percent` of 100 do not exceed, in milliseconds; 0 of none.
fn quantile(sorted: &[u64], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).map_or(0.0, |micros| ms(*micros))
}

fn ms(micros: u64) -> f64 {
    micros as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::asked::tests::asked;

    #[test]
    fn failures_and_relaxations_by_language_with_their_words() {
        let mut tally = QueryTally::default();
        let failing = Asked { unknown: vec!["machangu".to_owned()], stage: "spelling".to_owned(), ..asked("machangu kavu", "sw", &[]) };
        tally.add(&failing, 10, false);
        tally.add(&failing, 30, false);
        tally.add(&Asked { stage: "some".to_owned(), unknown: vec!["doré".to_owned()], ..asked("cajou doré", "fr", &["a"]) }, 20, false);
        tally.add(&asked("cajou", "fr", &["a"]), 20, false);
        let found = tally.finish(10, false);
        assert_eq!((found.asked, found.failed, found.relaxed), (4, 2, 1));
        let rows: Vec<(&str, usize, usize, usize)> = found.languages.iter().map(|row| (row.lang.as_str(), row.asked, row.failed, row.relaxed)).collect();
        assert_eq!(rows, [("sw", 2, 2, 0), ("fr", 2, 0, 1)]);
        let sw = &found.languages[0];
        assert_eq!((sw.failing[0].text.as_str(), sw.failing[0].count, sw.failing[0].last_at), ("machangu kavu", 2, 30));
        assert_eq!(sw.unknown, [Word { word: "machangu".to_owned(), count: 2 }]);
        assert_eq!(found.languages[1].relaxing.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), ["cajou doré"]);
        assert_eq!(found.untouched, None);
    }

    #[test]
    fn later_pages_are_no_questions_and_touch_the_first() {
        let mut tally = QueryTally::default();
        tally.add(&asked("tea", "en", &["a"]), 1, false);
        tally.add(&Asked { before: 1, ..asked("tea", "en", &["b"]) }, 2, true);
        tally.add(&asked("mango", "en", &["c"]), 3, false);
        tally.add(&asked("xyz", "en", &[]), 4, false);
        let found = tally.finish(10, true);
        assert_eq!(found.asked, 3);
        let untouched: Vec<String> = found.untouched.into_iter().flatten().map(|row| row.text).collect();
        assert_eq!(untouched, ["mango"], "a question without hits is failing, not untouched");
    }

    #[test]
    fn times_by_hand() {
        let mut tally = QueryTally::default();
        for (micros, text) in [(1_000, "a"), (2_000, "b"), (3_000, "c"), (40_000, "a")] {
            tally.add(&Asked { micros, ..asked(text, "en", &["x"]) }, 1, false);
        }
        let found = tally.finish(2, false);
        assert_eq!((found.ms_median, found.ms_p95), (2.0, 40.0));
        let slow: Vec<(&str, usize, f64)> = found.slow.iter().map(|row| (row.text.as_str(), row.count, row.ms)).collect();
        assert_eq!(slow, [("a", 2, 40.0), ("c", 1, 3.0)]);
        assert!(quantile(&[], 50).abs() < f64::EPSILON);
    }
}
