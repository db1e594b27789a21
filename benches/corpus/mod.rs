//! Seeded offers and queries, made from the lexicon: every language and chapter takes part, and the
//! same seed gives the same corpus on every machine.

use serde_json::{Value, json};
use tradewind::lexicon::{Concept, Lexicon};
use tradewind::text::Lang;

/// Countries of origin that offers are spread over.
const ORIGINS: [&str; 16] = ["BJ", "ET", "PE", "BR", "VN", "TH", "IN", "BD", "KE", "TZ", "CI", "ID", "MX", "EG", "RU", "UZ"];
const TERMS: [&str; 4] = ["FOB", "CIF", "CFR", "EXW"];
/// Words of no trade that stand in descriptions, as they do in real ones.
const FILLER: [&str; 12] = ["cooperative", "harvest", "2026", "lot", "season", "family", "export", "humidity", "max", "grade", "sample", "ready"];

/// A source of offers and queries.
pub(crate) struct Corpus<'a> {
    lexicon: &'a Lexicon,
    concepts: Vec<&'a Concept>,
    random: fastrand::Rng,
}

impl<'a> Corpus<'a> {
    /// A source with a seed.
    pub(crate) fn new(lexicon: &'a Lexicon, seed: u64) -> Corpus<'a> {
        let concepts = lexicon.concepts().map(|(_, concept)| concept).collect();
        Corpus { lexicon, concepts, random: fastrand::Rng::with_seed(seed) }
    }

    fn form(&mut self, concept: &'a Concept) -> (Lang, &'a str) {
        let langs: Vec<Lang> = concept.names.languages().collect();
        let lang = self.random.choice(langs).expect("a concept has names");
        let forms: Vec<&str> = self.lexicon.names_in(&concept.names, lang).collect();
        (lang, self.random.choice(forms).expect("a language has forms"))
    }

    fn facet(&mut self, lang: Lang) -> &'a str {
        let at = self.random.u16(..200);
        let facet = self.lexicon.facet(tradewind::lexicon::FacetId(at));
        facet.and_then(|facet| self.lexicon.names_in(&facet.names, lang).next()).unwrap_or_default()
    }

    /// The next offer, in the shape of the API.
    pub(crate) fn offer(&mut self, number: usize) -> Value {
        let concept = self.random.choice(&self.concepts).copied().expect("the lexicon has concepts");
        let (lang, name) = self.form(concept);
        let grade = if self.random.u8(..3) == 0 { format!(" W{}", 100 + self.random.u16(..400)) } else { String::new() };
        let title = format!("{name} {}{grade}", self.facet(lang));
        let mut description = format!("{name}, {} ", self.facet(lang));
        for _ in 0..self.random.usize(4..20) {
            description.push_str(self.random.choice(FILLER).unwrap_or("lot"));
            description.push(' ');
        }
        let supplier = self.random.usize(..1 + number / 8);
        let mut offer = json!({
            "id": format!("o-{number:07}"), "title": title.trim(), "description": description, "lang": lang.as_str(),
            "origin": self.random.choice(ORIGINS), "incoterm": self.random.choice(TERMS),
            "moq": {"amount": self.random.u16(1..50).to_string(), "unit": "t"},
            "price": {"amount": self.random.u16(100..9000).to_string(), "currency": "USD", "per": "t"},
            "supplier": {"id": format!("s{supplier}"), "name": format!("Supplier {supplier}")},
        });
        if let (true, Some(code), Some(map)) = (self.random.bool(), concept.hs.first(), offer.as_object_mut()) {
            map.insert("hs".to_owned(), json!(code.digits()));
        }
        offer
    }

    /// The next query: a Chinese name, half of the time with a property beside it.
    pub(crate) fn query(&mut self) -> String {
        let chinese = Lang::new("zh").expect("a language");
        let name = loop {
            let concept = self.random.choice(&self.concepts).copied().expect("the lexicon has concepts");
            let forms: Vec<&str> = self.lexicon.names_in(&concept.names, chinese).collect();
            if let Some(name) = self.random.choice(forms) {
                break name;
            }
        };
        let facet = if self.random.bool() { self.facet(chinese) } else { "" };
        format!("{facet}{name}")
    }
}
