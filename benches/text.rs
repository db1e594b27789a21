//! What reading costs: building the lexicon, annotating text, reading a query.

mod corpus;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::hint::black_box;

use corpus::Corpus;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tradewind::lexicon::Lexicon;
use tradewind::lexicon::live::Synonyms;
use tradewind::text::Lang;
use tradewind::understand::Reader;

fn text(c: &mut Criterion) {
    let lexicon = Lexicon::builtin().expect("builds");
    let mut corpus = Corpus::new(&lexicon, 3);
    let texts: Vec<(String, String)> = (0..2_000)
        .map(|number| {
            let offer = corpus.offer(number);
            let of = |key: &str| offer.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
            (of("description"), of("lang"))
        })
        .collect();
    let bytes: usize = texts.iter().map(|(text, _)| text.len()).sum();
    let queries: Vec<String> = (0..500).map(|_| corpus.query()).collect();

    let mut group = c.benchmark_group("text");
    group.sample_size(10);
    group.bench_function("lexicon_build", |b| b.iter(|| black_box(Lexicon::builtin().expect("builds"))));
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("annotate", |b| {
        b.iter(|| {
            for (text, lang) in &texts {
                black_box(lexicon.read(text, Lang::new(lang), Synonyms::None, |_, _| Vec::new()));
            }
        })
    });
    let reader = Reader::new(lexicon.clone());
    group.bench_function("read_offer", |b| {
        b.iter(|| {
            for (text, lang) in &texts {
                black_box(reader.read(text, "", Some(lang)));
            }
        })
    });
    group.throughput(Throughput::Elements(queries.len() as u64));
    group.bench_function("read_query", |b| {
        b.iter(|| {
            for query in &queries {
                black_box(reader.read_query(query, Some("zh"), Default::default(), false));
            }
        })
    });
    group.finish();
}

criterion_group!(benches, text);
criterion_main!(benches);
