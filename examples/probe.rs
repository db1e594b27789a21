use tradewind::lexicon::*;
fn main() {
    let t = std::time::Instant::now();
    let lex = Lexicon::builtin().unwrap();
    println!("built {:?} concepts {} forms {}", t.elapsed(), lex.concepts().count(), lex.form_count());
    let zh = tradewind::text::Lang::new("zh").unwrap();
    for s in std::env::args().skip(1) {
        let t = std::time::Instant::now();
        let (c, a, g, m) = lex.read(&s, None);
        println!("{s} {:?} guesses {:?} atoms {:?}", t.elapsed(), g, a.iter().map(|a| &a.folded).collect::<Vec<_>>());
        for m in m { println!("   {:?} {:?}", &c.as_str()[m.span.clone()], m.senses.iter().map(|s| (lex.label(s.meaning, zh), s.lang.as_str().to_string(), s.confidence, s.exactness, match s.meaning {Meaning::Concept(c)=>lex.concept(c).unwrap().slug.clone(), Meaning::Facet(f)=>lex.facet(f).unwrap().slug.clone(), _=>format!("{:?}",s.meaning)})).collect::<Vec<_>>()); }
    }
}
