//! What reading costs: building the lexicon, annotating text, reading an offer, a request of 500
//! characters, a query.

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

/// The length at which a request is read, in characters: the most that a search takes.
const REQUEST_CHARS: usize = 500;
/// Requests as buyers write them, in three scripts, repeated up to that length.
const REQUESTS: &[&str] = &[
    "求购越南腰果仁W320，水分5%以下，每月两个20尺柜，25公斤纸箱包装，目标价6500美元/吨，CIF青岛，要求有机认证和HACCP，信用证付款，2026年12月31日前到货，HS 0801.32。\n",
    "Looking for white sesame seed 99.9% purity, 18 MT per 20'FCL, 54 t a month, target USD 1,450.50/MT CFR Qingdao, SGS inspection, T/T 30/70, shipment before 31 March 2027, MOQ 1 container.\n",
    "مطلوب تمور مجهول، عبوة ٥ كغم، الكمية ٢٠ طن شهريًا، الحد الأدنى ٢٠٠ كرتون، السعر المستهدف ٣٬٢٥٠٫٥٠ دولار للطن CIF شنغهاي، شهادة حلال، الدفع باعتماد مستندي خلال ٣٠ يومًا.\n",
];

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
    // What a buyer pastes: the goal is a millisecond for 500 characters, amounts and places and all.
    let requests: Vec<String> = REQUESTS.iter().map(|text| text.chars().cycle().take(REQUEST_CHARS).collect()).collect();
    group.throughput(Throughput::Elements(requests.len() as u64));
    group.bench_function("read_request_500", |b| {
        b.iter(|| {
            for request in &requests {
                black_box(reader.read_on(request, "", None, Some(jiff::civil::date(2026, 11, 28))));
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
