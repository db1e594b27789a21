//! The built command, as a trader runs it. It proves that:
//! - NDJSON, CSV in a Chinese encoding and XLSX are imported, and what is bad in them is named;
//! - importing again changes nothing but versions; a dry run leaves no trace;
//! - what was imported is found, exported, verified, backed up and restored;
//! - what is read from a text is marked in it, in the language of the reader;
//! - rankings are measured, held to a floor, compared and tuned on files; an offer is followed down a list;
//! - stored sets are evaluated; evaluations are kept, compared and deleted;
//! - judgments are checked and converted, and what is wrong in them is named;
//! - relevance profiles are drafted, published, compared and rolled back, and the audit log names each change;
//! - curation rules are added, tested, listed and retired;
//! - trials are planned, shown with their verdict and stopped; new matches that a party was told of are listed;
//! - commands that read refuse a folder without a store; keys are listed; variables that nobody reads are named;
//! - what hits were ranked by is taken away from the query log, all of it, since a day or of one answer;
//! - a reader that goes away ends a command in good order;
//! - colours, progress and log messages keep out of files and pipes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use encoding_rs::GBK;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};
use tempfile::TempDir;
use tradewind::engine::{Ask, Engine, Options};
use tradewind::watch::Watching;

/// A folder to work in; the store lies below it.
struct Desk(TempDir);

/// What a command left: its exit code and what it said.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

/// The command, with nothing of our own environment that could change it.
fn clean() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradewind"));
    let ours = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("TRADEWIND_"));
    let names = ["RUST_LOG", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"].map(str::to_owned).into_iter().chain(ours);
    names.for_each(|name| { command.env_remove(name); });
    command
}

impl Desk {
    fn new() -> Desk {
        Desk(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).expect("writes");
    }

    fn run(&self, args: &[&str]) -> Said {
        self.run_with(args, &[])
    }

    /// Runs the command in the folder.
    fn run_with(&self, args: &[&str], environment: &[(&str, &str)]) -> Said {
        let mut command = clean();
        command.args(args).current_dir(self.0.path());
        let Output { status, stdout, stderr } = command.envs(environment.iter().copied()).output().expect("runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Said { code: status.code(), out: text(stdout), err: text(stderr) }
    }

    fn export(&self, side: &str, data: &str) -> Vec<Value> {
        let said = self.run(&["export", side, "--data", data]).fine();
        said.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }

    /// Titles found, best first.
    fn search(&self, text: &str, data: &str) -> Vec<String> {
        let answer: Value = serde_json::from_str(&self.run(&["search", text, "--json", "--data", data]).fine()).expect("JSON");
        answer["hits"].as_array().expect("hits").iter().map(|hit| hit["offer"]["title"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Said {
    /// The output of a command that succeeded and complained of nothing.
    fn fine(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }
}

const LINES: &str = "{\"title\":\"Noix de cajou brutes KOR 48\",\"hs\":\"0801.31\",\"origin\":\"BJ\",\"external_id\":\"BJ-1\",\"supplier\":{\"id\":\"borgou\"}}\n\
                     {\"title\":\"Korosho ghafi, Mtwara\",\"lang\":\"sw\",\"origin\":\"TZ\",\"external_id\":\"TZ-1\",\"supplier\":{\"id\":\"mtwara\"}}\n";
const CSV: &str = "品名,原产地,单价,币种,数量,单位,货号,供应商,有效期\r\n\
                   腰果仁W320,VN,\"6,800\",USD,18,t,A-1,平福腰果厂,2099/3/31\r\n\
                   生腰果,CI,1250.50,USD,200,t,A-2,阿比让贸易,2099/3/31\r\n";

fn sheet(path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, name) in ["product", "hs code", "price", "currency", "valid_until", "sku", "supplier id"].iter().enumerate() {
        sheet.write(0, at as u16, *name).expect("writes");
    }
    sheet.write(1, 0, "Cashew kernels W240").expect("writes");
    sheet.write(1, 1, 80132).expect("writes");
    sheet.write(1, 2, 7150.25).expect("writes");
    sheet.write(1, 3, "USD").expect("writes");
    let day = ExcelDateTime::from_ymd(2099, 3, 31).expect("a day");
    sheet.write_with_format(1, 4, &day, &Format::new().set_num_format("dd.mm.yyyy")).expect("writes");
    sheet.write(1, 5, "007").expect("writes");
    sheet.write(1, 6, "kollam").expect("writes");
    book.save(path).expect("saves");
}

#[test]
fn files_of_three_kinds_live_through_a_backup() {
    let desk = Desk::new();
    desk.write("offers.ndjson", LINES);
    desk.write("offers.csv", &GBK.encode(CSV).0);
    sheet(&desk.path("offers.xlsx"));
    let import = ["import", "offers", "offers.ndjson", "offers.csv", "offers.xlsx", "--data", "store"];

    // A dry run says what would happen and makes no store.
    let dry = desk.run(&[&import[..], &["--dry-run"]].concat()).fine();
    assert!(dry.contains("offers.csv: 2 would be stored, 0 refused") && !desk.path("store").exists(), "{dry}");

    let first = desk.run(&import).fine();
    let lines: Vec<&str> = first.lines().collect();
    assert!(lines[0].starts_with("offers.ndjson: 2 stored and searchable (2 new, 0 replaced), 0 refused") && lines[0].ends_with("read as UTF-8"), "{first}");
    assert!(lines[1].starts_with("offers.csv: 2 stored") && lines[1].ends_with("read as gb18030"), "{first}");
    assert!(lines[2].starts_with("offers.xlsx: 1 stored") && lines[2].ends_with("read as sheet Sheet1"), "{first}");

    // Nothing is lost on the way: amounts, days, codes with their zeros.
    let offers = desk.export("offers", "store");
    let of = |key: &str| offers.iter().find(|offer| offer["external_id"] == key).unwrap_or_else(|| panic!("{key} in {offers:?}"));
    assert_eq!((&of("A-1")["price"]["amount"], &of("A-1")["valid_until"]), (&"6800".into(), &"2099-03-31".into()));
    assert_eq!((&of("007")["hs"], &of("007")["price"]["amount"], &of("007")["valid_until"]), (&"0801.32".into(), &"7150.25".into(), &"2099-03-31".into()));

    // Chinese words find goods of every file.
    let mut found = desk.search("腰果", "store");
    found.sort();
    assert_eq!(found, ["Cashew kernels W240", "Korosho ghafi, Mtwara", "Noix de cajou brutes KOR 48", "生腰果", "腰果仁W320"]);

    // Again: the same records. So does what was exported.
    let again = desk.run(&import).fine();
    assert!(again.contains("offers.csv: 2 stored and searchable (0 new, 2 replaced)"), "{again}");
    let exported: String = offers.iter().map(|offer| format!("{offer}\n")).collect();
    desk.write("exported.ndjson", exported);
    assert!(desk.run(&["import", "offers", "exported.ndjson", "--data", "store"]).fine().contains("(0 new, 5 replaced)"));
    let ids = |offers: &[Value]| offers.iter().map(|offer| offer["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&desk.export("offers", "store")), ids(&offers));

    // The journal is sound; a backup fills another store that answers alike.
    let verified = desk.run(&["verify", "--data", "store"]).fine();
    assert!(verified.contains("records up to position") && verified.contains("all sound") && verified.contains("stored: 5 offers, 0 requests") && !verified.contains("unread"), "{verified}");
    let verified: Value = serde_json::from_str(&desk.run(&["verify", "--json", "--data", "store"]).fine()).expect("JSON");
    assert_eq!((&verified["faults"], &verified["offers"], &verified["unread"]), (&json!(0), &json!(5), &json!(0)));
    let written = desk.run(&["backup", "today.zst", "--data", "store"]).fine();
    assert!(written.starts_with("today.zst: ") && written.contains(" bytes, checksum "), "{written}");
    assert_ne!(desk.run(&["backup", "today.zst", "--data", "store"]).code, Some(0), "no backup is overwritten");
    desk.run(&["restore", "today.zst", "--data", "other"]).fine();
    assert_eq!(desk.export("offers", "other"), desk.export("offers", "store"));
    assert_eq!(desk.search("腰果", "other"), desk.search("腰果", "store"));
}

#[test]
fn bad_rows_are_named_and_the_exit_code_says_so() {
    let desk = Desk::new();
    desk.write("requests.csv", "titre;prix;devise;quantité;unité;couleur\ncafé robusta;1.250,50;EUR;18;t;brun\nthé vert;cher;EUR;5;t;\n");
    desk.write("offers.csv", "title,price,currency,external_id\ntea,\"1,250\",USD,1\ncoffee,5,USD,1\ncocoa,5,USD,1\n");
    let said = desk.run(&["import", "requests", "requests.csv", "missing.csv", "--data", "store"]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.starts_with("requests.csv: 1 stored and searchable (1 new, 0 replaced), 1 refused"), "{}", said.out);
    for line in [
        "requests.csv, row 1, column couleur: is not a known column; its cells are left out",
        "requests.csv, row 3, column prix: cannot be read from \"cher\"; fix: ",
        "requests.csv: 1 rows have neither id nor external_id",
        "missing.csv: cannot be read: ",
        "tradewind: 1 rows were refused, 1 files were not read to their end",
    ] {
        assert!(said.err.lines().any(|said| said.starts_with(line)), "{line} in {}", said.err);
    }
    assert_eq!(desk.export("requests", "store")[0]["max_price"]["amount"], "1250.50");

    // The same verdict on a dry run.
    let dry = desk.run(&["import", "offers", "offers.csv", "--dry-run"]);
    assert_eq!(dry.code, Some(1), "{}", dry.out);
    assert!(dry.err.contains("offers.csv, row 2, column price: \"1,250\" may mean 1250 or 1.25; fix: write 1250 or 1.25"), "{}", dry.err);
    assert!(dry.err.contains("offers.csv, row 4, column external_id: is \"1\" in row 3 too"), "{}", dry.err);
    // A named party makes them one posting, and the wrong name of a sheet or an encoding is said.
    let mended = desk.run(&["import", "offers", "offers.csv", "--party", "borgou", "--data", "store"]);
    assert!(mended.out.contains("2 stored and searchable (1 new, 1 replaced), 1 refused"), "{}", mended.out);
    sheet(&desk.path("offers.xlsx"));
    let sheetless = desk.run(&["import", "offers", "offers.xlsx", "--sheet", "Prices", "--dry-run"]);
    assert!(sheetless.code == Some(1) && sheetless.err.contains("has no sheet \"Prices\"; fix: name one of: Sheet1"), "{}", sheetless.err);
    assert_eq!(desk.run(&["import", "offers", "offers.csv", "--encoding", "klingon"]).code, Some(2));
}

#[test]
fn commands_that_read_make_no_store() {
    let desk = Desk::new();
    desk.write("queries.csv", QUERIES);
    desk.write("judged.csv", JUDGED);
    let reading: [&[&str]; 18] = [
        &["search", "tea"], &["export", "offers"], &["verify"], &["backup", "today.zst"], &["rebuild"], &["alerts", "coop"], &["audit"], &["keys", "list"], &["keys", "revoke", "k1"],
        &["reports", "queries"], &["signals"], &["profiles", "list"], &["rules", "list"], &["trials", "list"], &["judgments", "list"], &["evaluations", "list"], &["lexicon", "edits"],
        &["evaluate", "--queries", "queries.csv", "--judgments", "judged.csv"],
    ];
    for command in reading {
        let said = desk.run(&[command, &["--data", "missing"]].concat());
        assert_eq!(said.code, Some(1), "{command:?}: {}", said.out);
        assert!(said.err.contains("there is no store in missing") && said.err.contains("--data DIR"), "{command:?}: {}", said.err);
        assert!(!desk.path("missing").exists() && !desk.path("today.zst").exists(), "{command:?}");
    }
}

#[test]
fn keys_are_listed_without_their_secrets() {
    let desk = Desk::new();
    let made = desk.run(&["keys", "add", "exporter", "borgou", "--data", "store"]).fine();
    let key = made.trim().rsplit(' ').next().and_then(|bearer| bearer.split_once('.')).map(|(id, secret)| (id.to_owned(), secret.to_owned())).expect("a key");
    let listed = desk.run(&["keys", "list", "--data", "store"]).fine();
    assert!(listed.contains(&key.0) && listed.contains("exporter") && listed.contains("borgou") && !listed.contains(&key.1), "{listed}");
    let line: Value = serde_json::from_str(&desk.run(&["keys", "list", "--json", "--data", "store"]).fine()).expect("JSON");
    assert_eq!(line, json!({"id": key.0, "role": "exporter", "party": "borgou"}));
    desk.run(&["keys", "revoke", &key.0, "--data", "store"]).fine();
    assert!(!desk.run(&["keys", "list", "--data", "store"]).fine().contains(&key.0));
}

#[test]
fn options_that_nobody_reads_are_named() {
    let desk = Desk::new();
    let said = desk.run_with(&["lexicon", "show", "cashew-kernel"], &[("TRADEWIND_LEXICON_OVERLAI", "mine")]);
    assert_eq!((said.code, said.err.trim()), (Some(0), "tradewind: TRADEWIND_LEXICON_OVERLAI is set and has no effect, since no option has this name; did you mean TRADEWIND_LEXICON_OVERLAY?"));
    let help = desk.run(&["serve", "--help"]).fine();
    assert!(help.contains("TRADEWIND_OPERATOR_KEY") && help.contains("ID.SECRET"), "{help}");
    assert!(help.contains("--query-log-signals <COUNT>") && help.contains("TRADEWIND_QUERY_LOG_SIGNALS"), "{help}");
    desk.write("own.toml", "listen = \"127.0.0.1:0\"\nlisten_on = 1\n");
    let wrong = desk.run(&["serve", "--config", "own.toml", "--data", "store"]);
    assert!(wrong.code == Some(1) && wrong.err.contains("own.toml") && wrong.err.contains("listen_on") && !desk.path("store").exists(), "{}", wrong.err);
}

#[test]
fn what_hits_were_ranked_by_is_taken_away() {
    let desk = Desk::new();
    desk.write("offers.ndjson", LINES);
    desk.run(&["import", "offers", "offers.ndjson", "--data", "store"]).fine();
    let ask = || {
        let engine = Engine::open(Options::at(desk.path("store")).with_watching(Watching { signals: 1, ..Watching::default() })).expect("opens");
        engine.search(&Ask { text: "腰果".to_owned(), ..Ask::default() }).expect("answers").query_id.expect("logged")
    };
    let asked = [ask(), ask()];
    let on = |args: &[&str]| desk.run(&[&["signals"], args, &["--data", "store"]].concat());
    let rows = |printed: &str| printed.lines().map(|line| serde_json::from_str::<Value>(line).expect(line)).collect::<Vec<_>>();
    let all = rows(&on(&[]).fine());
    assert_eq!(all.iter().map(|row| (&row["query_id"], &row["position"])).collect::<Vec<_>>(), [(&json!(asked[0]), &json!(1)), (&json!(asked[1]), &json!(1))]);
    assert!(all[0]["features"]["concept"].is_f64() && all[0]["features"]["channel"].is_null(), "{}", all[0]);
    assert_eq!(rows(&on(&["--query", &asked[1]]).fine()), all[1..]);
    assert_eq!(on(&["--since", "2099-01-01"]).fine(), "");
    assert!(on(&["--query", "q-0192f0c8-1111-7222-8333-444455556666"]).err.contains("there is no answer q-0192f0c8"));
    assert_eq!((on(&["--since", "soon"]).code, on(&["--query", "mine"]).code), (Some(2), Some(2)));
}

#[test]
fn pipes_get_text_and_terminals_colours() {
    let desk = Desk::new();
    desk.write("offers.ndjson", LINES);
    desk.run(&["import", "offers", "offers.ndjson", "--data", "store"]).fine();
    let search = ["search", "腰果", "--data", "store"];
    let plain = desk.run(&search).fine();
    assert!(plain.contains("Noix de cajou brutes KOR 48") && !plain.contains('\u{1b}'), "{plain}");
    let forced = desk.run_with(&search, &[("CLICOLOR_FORCE", "1")]).fine();
    assert!(forced.contains("\u{1b}[1mNoix de cajou brutes KOR 48\u{1b}[0m"), "{forced}");
    assert_eq!(desk.run_with(&search, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).fine(), plain);
    // Quiet unless somebody asks to see the work.
    let log = desk.run_with(&search, &[("RUST_LOG", "debug")]).err;
    assert!(!log.is_empty(), "RUST_LOG opens the log");
    desk.run(&["lexicon", "show", "cashew-kernel"]).fine();
    let wrong = desk.run(&["serve", "--log", "=,=", "--data", "store"]);
    assert!(wrong.code == Some(1) && wrong.err.contains("the log filter \"=,=\" cannot be read"), "{}", wrong.err);
}

#[test]
fn a_text_is_marked_with_what_is_read_from_it() {
    let desk = Desk::new();
    let text = "求购越南腰果仁W320，CIF青岛，要求有机认证";
    let marked = desk.run(&["understand", text]).fine();
    let first = marked.lines().next().expect("the text");
    assert!(first.contains("[越南: 产地]") && first.contains("[青岛: 地点, 目的地]") && first.ends_with("要求[有机认证: 认证, 特征]"), "{first}");
    assert!(marked.lines().any(|line| line.trim() == "产地：越南") && !marked.contains('\u{1b}'), "{marked}");
    let french = desk.run(&["understand", text, "--reader", "fr"]).fine();
    assert!(french.lines().any(|line| line.trim() == "Origine : 越南 = Viêt Nam" || line.trim() == "Origine : 越南 = Vietnam"), "{french}");
    let json: Value = serde_json::from_str(&desk.run(&["understand", text, "--json"]).fine()).expect("JSON");
    assert_eq!(json["origins"][0], "VN");
}

#[test]
fn a_reader_that_goes_away_ends_the_command_in_good_order() {
    let mut child = clean().args(["lexicon", "coverage"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    drop(child.stdout.take());
    let Output { status, stderr, .. } = child.wait_with_output().expect("ends");
    assert_eq!((status.code(), String::from_utf8_lossy(&stderr).as_ref()), (Some(0), ""));
}

const OFFERS: &str = "{\"id\":\"o-fr\",\"title\":\"Noix de cajou brutes\",\"lang\":\"fr\"}\n\
                      {\"id\":\"o-vi\",\"title\":\"Hạt điều nhân W320\",\"lang\":\"vi\"}\n\
                      {\"id\":\"o-sw\",\"title\":\"Ufuta mweupe\",\"lang\":\"sw\"}\n";
const QUERIES: &str = "id,text,kind\nq-cashew,腰果仁 W320,code\nq-sesame,白芝麻,keyword\n";
const SHIPPED: &str = include_str!("../indexes/profiles/default.toml");
const JUDGED: &str = "\u{feff}query;offer;grade\r\nq-cashew;o-vi;3\r\nq-cashew;o-fr;1\r\nq-sesame;o-sw;3\r\n";

#[test]
fn rankings_are_measured_compared_and_tuned() {
    let desk = Desk::new();
    for (name, text) in [("offers.ndjson", OFFERS), ("queries.csv", QUERIES), ("judged.csv", JUDGED)] {
        desk.write(name, text);
    }
    let on = ["--queries", "queries.csv", "--offers", "offers.ndjson", "--today", "2026-11-28"];
    let run = |args: &[&str]| desk.run(&[args, &on].concat());
    let told: Value = serde_json::from_str(&run(&["evaluate", "--judgments", "judged.csv", "--json"]).fine()).expect("JSON");
    assert_eq!(told["evaluation"]["mean"]["ndcg"], 1.0);
    assert_eq!(told["slices"]["pairs"].as_array().expect("pairs").len(), 3);
    let printed = run(&["evaluate", "--judgments", "judged.csv"]).fine();
    assert!(printed.contains("nDCG@10") && printed.contains("zh-sw"), "{printed}");
    let below = run(&["evaluate", "--judgments", "judged.csv", "--floor", "zh-am=0.5"]);
    assert_eq!(below.code, Some(1));
    assert!(below.err.contains("zh-am: nDCG - is below its floor of 0.5"), "{}", below.err);
    let printed = run(&["tune", "--judgments", "judged.csv", "--out", "draft.toml", "--start", "equal", "--folds", "2"]).fine();
    assert!(printed.contains("gain on unseen queries") && desk.path("draft.toml").exists(), "{printed}");
    let again = run(&["tune", "--judgments", "judged.csv", "--out", "draft.toml"]);
    assert_eq!((again.code, again.err.contains("draft.toml exists")), (Some(1), true), "{}", again.err);
    // A profile that never relaxes a search does not find the raw nuts, which were judged kindred.
    desk.write("strict.toml", SHIPPED.replace("name = \"default\"", "name = \"strict\"").replace(r#"stages = ["all", "some", "spelling"]"#, r#"stages = ["all"]"#));
    desk.write("shipped.toml", SHIPPED);
    let against = ["compare", "shipped.toml", "strict.toml", "--judgments", "judged.csv"];
    let told: Value = serde_json::from_str(&run(&[&against[..], &["--json"]].concat()).fine()).expect("JSON");
    // Grade 3 alone in place of 3, 1: 7 / (7 + 1 / log2 3) - 1.
    let (second, differ) = (1.0 / 3_f64.log2(), told["comparison"]["queries"].as_array().expect("queries"));
    let gain = differ[0]["gain"].as_f64().expect("a gain");
    assert_eq!((differ.len(), &differ[0]["query"]), (1, &Value::from("q-cashew")), "{told:#}");
    assert!((gain - (7.0 / (7.0 + second) - 1.0)).abs() < 1e-9, "{gain}");
    assert_eq!(told["moves"], json!([{"run": told["comparison"]["runs"][1]["run"], "query": "q-cashew", "moves": [{"id": "o-fr", "from": 2, "to": null}]}]), "{told:#}");
    // Of three profiles each has a column of its own, and a loss of the one in the middle is on top.
    let printed = run(&["compare", "shipped.toml", "strict.toml", "current", "--judgments", "judged.csv"]).fine();
    let row = printed.lines().find(|line| line.contains("q-cashew") && line.contains("-0.0827")).unwrap_or_default();
    assert!(row.contains("+0.0000") && printed.matches("queries have another order").count() == 2, "{printed}");
    let none = run(&["compare", "shipped.toml", "winter@9", "--judgments", "judged.csv"]);
    assert!(none.code == Some(1) && none.err.contains("there is no profile winter@9; name a TOML file, draft, current"), "{}", none.err);
    let printed = run(&against).fine();
    assert!(printed.contains("1 of 2 queries have another order") && printed.contains("-0.0827"), "{printed}");
    let told: Value = serde_json::from_str(&run(&[&against[..], &["--query", "q-cashew", "--json"]].concat()).fine()).expect("JSON");
    let ids = |at: usize| told["lists"][at]["places"].as_array().expect("places").iter().map(|place| place["id"].clone()).collect::<Vec<_>>();
    assert_eq!((ids(0), ids(1)), (vec![json!("o-vi"), json!("o-fr")], vec![json!("o-vi")]), "{told:#}");
    assert_eq!(told["ideal"], json!([{"id": "o-vi", "grade": 3}, {"id": "o-fr", "grade": 1}]));
    assert_eq!(run(&[&against[..], &["--query", "none", "--json"]].concat()).code, Some(1));
    // What a signal does is the difference to the profile without it; rules are those of a store.
    let told: Value = serde_json::from_str(&run(&["compare", "current", "current without code, freshness", "--judgments", "judged.csv", "--json"]).fine()).expect("JSON");
    assert!(told["comparison"]["runs"][1]["run"].as_str().is_some_and(|name| name.ends_with(" without code, freshness")), "{told:#}");
    for (variant, word) in [("current with rules", "curation rules are those of a store"), ("current without charm", "charm"), ("current without concept", "without leaves no ranking")] {
        let refused = run(&["compare", "current", variant]);
        assert!(refused.code == Some(1) && refused.err.contains(word), "{}", refused.err);
    }
    let printed = run(&["where", "q-cashew", "o-fr"]).fine();
    assert!(printed.contains("place 2 of 2") && printed.contains("concept"), "{printed}");
    let printed = run(&["where", "q-sesame", "o-vi"]).fine();
    assert!(printed.contains("not among the 1 answers to 白芝麻"), "{printed}");
    assert_eq!(run(&["where", "q-cashew", "o-fr", "--k", "5"]).code, Some(2), "no figure is measured here");
}

#[test]
fn evaluations_of_a_store_are_kept_compared_and_deleted() {
    let desk = Desk::new();
    for (name, text) in [("offers.ndjson", OFFERS), ("core.csv", QUERIES), ("judged.csv", JUDGED), ("turned.csv", "q-cashew 0 o-vi 1\nq-cashew 0 o-fr 3\n")] {
        desk.write(name, text);
    }
    let on = |args: &[&str]| desk.run(&[args, &["--data", "d"]].concat());
    on(&["import", "offers", "offers.ndjson"]).fine();
    on(&["queries", "import", "core.csv"]).fine();
    on(&["judgments", "import", "judged.csv", "--set", "core"]).fine();
    let run = |name: &str| on(&["evaluations", "run", "--queries", "core", "--judgments", "core", "--keep", name, "--note", "for the record", "--floor", "zh-fr=0"]);
    let printed = run("before").fine();
    assert!(printed.contains("nDCG@10") && printed.ends_with("kept as before\n"), "{printed}");
    on(&["judgments", "import", "turned.csv", "--set", "core"]).fine();
    run("after").fine();
    let listed = on(&["evaluations", "list"]).fine();
    assert!(listed.find("after").zip(listed.find("before")).is_some_and(|(newest, oldest)| newest < oldest) && listed.contains("for the record"), "{listed}");
    let told: Value = serde_json::from_str(&on(&["evaluations", "show", "before", "--json"]).fine()).expect("JSON");
    assert_eq!((&told["ndcg"]["q-cashew"], &told["kept"]["floors"]["pairs"]["zh-fr"]), (&1.0.into(), &0.0.into()), "{told:#}");
    let printed = on(&["evaluations", "compare", "before", "after"]).fine();
    assert!(printed.contains("not the same: judgments") && printed.contains("-0.2902") && printed.contains("q-cashew"), "{printed}");
    let said = run("before");
    assert!(said.code == Some(1) && said.err.contains("keep is the name of another evaluation"), "{}", said.err);
    assert_eq!(on(&["evaluations", "delete", "before"]).fine(), "deleted: before\n");
    for args in [&["evaluations", "show", "before"][..], &["evaluations", "delete", "before"], &["evaluations", "compare", "before", "after"]] {
        assert_eq!(on(args).code, Some(1), "{args:?}");
    }
    let said = on(&["reports", "feedback", "--eta", "7"]);
    assert!(said.code == Some(2) && said.err.contains("use a number from 0 to 3"), "{}", said.err);
}

#[test]
fn profiles_and_sets_of_a_store_are_named_where_files_are() {
    let desk = Desk::new();
    for (name, text) in [("offers.ndjson", OFFERS), ("core.csv", QUERIES), ("judged.csv", JUDGED)] {
        desk.write(name, text);
    }
    let on = |args: &[&str]| desk.run(&[args, &["--data", "d"]].concat());
    on(&["import", "offers", "offers.ndjson"]).fine();
    on(&["queries", "import", "core.csv"]).fine();
    let taken = on(&["judgments", "import", "judged.csv", "--set", "core"]);
    assert!(taken.err.is_empty(), "{}", taken.err);
    desk.write("more.csv", "query,offer,grade,price\nq-cashew,o-gone,2,7\n");
    let taken = on(&["judgments", "import", "more.csv", "--set", "other"]);
    assert!(taken.err.contains("columns that are not read: price") && taken.err.contains("1 postings that it names are not stored: o-gone"), "{}", taken.err);
    desk.write("strict.toml", SHIPPED.replace("name = \"default\"", "name = \"strict\"").replace(r#"stages = ["all", "some", "spelling"]"#, r#"stages = ["all"]"#));
    on(&["profiles", "draft", "strict.toml"]).fine();
    let printed = on(&["compare", "current", "draft", "--queries", "core", "--judgments", "core"]).fine();
    assert!(printed.contains("strict@draft-1") && printed.contains("-0.0827"), "{printed}");
    let told: Value = serde_json::from_str(&on(&["evaluate", "--queries", "core", "--judgments", "core", "--profile", "draft", "--json"]).fine()).expect("JSON");
    assert_eq!(told["evaluation"]["run"], "strict@draft-1");
    let printed = on(&["evaluate", "--queries", "core", "--judgments", "other"]).fine();
    assert!(printed.contains("1 judged postings of 1 queries are not stored") && printed.contains("q-cashew: o-gone"), "{printed}");
    let printed = on(&["where", "q-cashew", "o-fr", "--queries", "core", "--profile", "draft"]).fine();
    assert!(printed.contains("not among the 1 answers"), "{printed}");
    let none = on(&["evaluate", "--queries", "core", "--judgments", "none"]);
    assert!(none.code == Some(1) && none.err.contains("none: is neither a file nor a set of judgments in the store"), "{}", none.err);
    // A search of weights leaves a draft behind and publishes nothing.
    let printed = on(&["tune", "--queries", "core", "--judgments", "core", "--folds", "2", "--draft"]).fine();
    assert!(printed.contains("The draft of the store is tuned, revision 2"), "{printed}");
    let listed = on(&["profiles", "list"]).fine();
    assert!(listed.contains("A draft by `tradewind tune` over 2 queries") && listed.contains("* default@"), "{listed}");
    assert_eq!(on(&["tune", "--queries", "core", "--judgments", "core", "--folds", "2"]).code, Some(2), "the outcome has to go somewhere");
    let files = desk.run(&["tune", "--queries", "core.csv", "--judgments", "judged.csv", "--folds", "2", "--draft", "--offers", "offers.ndjson"]);
    assert!(files.code == Some(1) && files.err.contains("leave out --offers"), "{}", files.err);
}

#[test]
fn a_gate_holds_drafts_back_at_the_desk() {
    let desk = Desk::new();
    for (name, text) in [("offers.ndjson", OFFERS), ("core.csv", QUERIES), ("judged.csv", JUDGED), ("guards.csv", "id,text,offer,expect,k\nkin,腰果仁 W320,o-fr,top,3\n")] {
        desk.write(name, text);
    }
    desk.write("strict.toml", SHIPPED.replace("name = \"default\"", "name = \"strict\"").replace(r#"stages = ["all", "some", "spelling"]"#, r#"stages = ["all"]"#));
    let on = |args: &[&str]| desk.run(&[args, &["--data", "d"]].concat());
    on(&["import", "offers", "offers.ndjson"]).fine();
    on(&["queries", "import", "core.csv"]).fine();
    on(&["judgments", "import", "judged.csv", "--set", "core"]).fine();
    assert!(on(&["guards", "import", "guards.csv"]).fine().contains("1 added"));
    assert!(on(&["guards", "export", "guards"]).fine().contains(r#""expect":"top","id":"kin""#));
    assert_eq!(on(&["profiles", "gate", "show"]).fine(), "no gate stands\n");
    on(&["profiles", "draft", "strict.toml"]).fine();
    let unset = on(&["profiles", "check"]);
    assert!(unset.code == Some(1) && unset.err.contains("no gate stands"), "{}", unset.err);
    let measured = ["--queries", "core", "--judgments", "core", "--loss", "0.01"];
    let checked = on(&[&["profiles", "check"][..], &measured].concat());
    assert!(checked.code == Some(1) && checked.out.contains("strict@draft-1 does not pass the gate") && checked.out.contains("falls by 0.0413"), "{}{}", checked.out, checked.err);
    assert!(on(&["profiles", "check", "current", "--guards", "guards"]).fine().contains("passes the gate"));
    assert_eq!(on(&["profiles", "gate", "set", "--guards", "guards", "--note", "the kin of cashews"]).fine(), "the gate stands\n");
    let shown: Value = serde_json::from_str(&on(&["profiles", "gate", "show"]).fine()).expect("JSON");
    assert_eq!((&shown["gate"], &shown["note"]), (&json!({"guards": "guards"}), &"the kin of cashews".into()));
    let closed = on(&["profiles", "publish", "--note", "stricter"]);
    assert!(closed.code == Some(1) && closed.out.contains("guards.kin breaks: for \"腰果仁 W320\" o-fr must be in the first 3 places and is not among the first hits; under what ranks now it stands at place 2"), "{}{}", closed.out, closed.err);
    assert!(closed.err.contains("nothing was published"), "{}", closed.err);
    assert_eq!(on(&["profiles", "publish", "--note", "all the same", "--force"]).fine(), "strict@1 ranks\n");
    assert!(on(&["audit"]).fine().contains("guards.kin breaks"));
    assert_eq!(on(&["profiles", "gate", "clear", "--note", "over"]).fine(), "the gate is gone\n");
    assert_eq!(on(&["profiles", "gate", "set", "--loss", "0.1", "--note", "x"]).code, Some(1));
}

#[test]
fn a_store_that_is_open_elsewhere_names_what_to_ask_instead() {
    let desk = Desk::new();
    let held = tradewind::engine::Engine::open(tradewind::engine::Options::at(desk.path("d"))).expect("opens");
    for (args, address) in [(&["profiles", "list"][..], "/v1/relevance/gate"), (&["judgments", "list"], "/v1/relevance/judgments/{set}/import"), (&["verify"], "stop that first")] {
        let said = desk.run(&[args, &["--data", "d"]].concat());
        assert!(said.code == Some(1) && said.err.contains("is in use by another instance") && said.err.contains("fix: a server or another command has it open") && said.err.contains(address), "{}", said.err);
    }
    drop(held);
    desk.run(&["profiles", "list", "--data", "d"]).fine();
}

#[test]
fn judgments_are_checked_and_converted() {
    let desk = Desk::new();
    desk.write("judged.csv", JUDGED);
    desk.write("queries.csv", QUERIES);
    assert_eq!(desk.run(&["judgments", "convert", "judged.csv", "--to", "qrels"]).fine(), "q-cashew 0 o-fr 1\nq-cashew 0 o-vi 3\nq-sesame 0 o-sw 3\n");
    assert!(desk.run(&["judgments", "check", "judged.csv", "--queries", "queries.csv"]).fine().starts_with("3 judgments of 2 queries\n"));
    desk.write("bad.csv", "query,offer,grade\nq1,o1,5\n");
    let said = desk.run(&["judgments", "check", "bad.csv"]);
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(said.err.contains("bad.csv, row 2, column grade: cannot be read from \"5\"; fix: use 0, 1, 2 or 3"), "{}", said.err);
}

#[test]
fn a_profile_is_drafted_published_compared_and_rolled_back() {
    let desk = Desk::new();
    desk.write("offers.ndjson", LINES);
    desk.run(&["import", "offers", "offers.ndjson", "--data", "store"]).fine();
    let profiles = |args: &[&str]| desk.run(&[&["profiles"], args, &["--data", "store"]].concat());
    let shown = profiles(&["show"]).fine();
    desk.write("own.toml", shown.replace("name = \"default\"", "name = \"autumn\"").replace("text = 1.2", "text = 2.0"));
    desk.write("taken.toml", &shown);
    desk.write("bad.toml", shown.replace("text = 1.2", "text = 12.0\nsponsored = 1.0"));
    assert_eq!(profiles(&["draft", "own.toml", "--note", "words count more"]).fine(), "draft 1\n");
    assert_eq!(profiles(&["diff"]).fine(), "weights.text: 1.2 -> 2.0\n");
    for (args, words) in [(&["publish"][..], "note is missing"), (&["draft", "taken.toml"], "name is that of the built-in profile"), (&["draft", "bad.toml"], "weights.text is 12"), (&["show", "none@1"], "there is no profile none@1")] {
        let said = profiles(args);
        assert!(said.code == Some(1) && said.err.contains(words), "{args:?}: {}", said.err);
    }
    assert_eq!(profiles(&["publish", "--note", "measured"]).fine(), "autumn@1 ranks\n");
    assert!(profiles(&["list"]).fine().starts_with("* autumn@1"));
    assert!(profiles(&["show", "autumn@1"]).fine().contains("text = 2.0"));
    assert!(profiles(&["rollback", "--note", "worse"]).fine().starts_with("default@"));
    let audit = desk.run(&["audit", "--data", "store"]).fine();
    let notes: Vec<String> = audit.lines().map(|line| serde_json::from_str::<Value>(line).expect(line)["note"].as_str().expect("a note").to_owned()).collect();
    assert_eq!(notes, ["words count more", "measured", "worse"]);
}

#[test]
fn curation_rules_are_added_tested_listed_and_retired() {
    let desk = Desk::new();
    desk.write("offers.ndjson", OFFERS);
    desk.run(&["import", "offers", "offers.ndjson", "--data", "d"]).fine();
    let rule = r#"{"id": "fair", "when": {"concept": "cashew-nut"}, "do": "pin", "on": {"id": "o-fr"}, "place": 1}"#;
    desk.write("rule.json", rule);
    assert_eq!(desk.search("腰果仁 W320", "d")[0], "Hạt điều nhân W320");
    assert_eq!(desk.run(&["rules", "add", "rule.json", "--note", "the fair", "--data", "d"]).fine(), "in use: fair\n");
    assert_eq!(desk.search("腰果仁 W320", "d")[0], "Noix de cajou brutes");
    let told = desk.run(&["rules", "test", "腰果仁 W320", "--data", "d"]).fine();
    assert_eq!(told, "fair: pin\n    o-fr: moved, 2 → 1\n");
    let told = desk.run(&["rules", "test", "白芝麻", "--data", "d"]).fine();
    assert_eq!(told, "no rule fires\nfair: does not fire, concept is not met\n");
    let listed = desk.run(&["rules", "list", "--data", "d"]).fine();
    assert!(listed.starts_with("fair  pin (version 1, in use, operator ") && listed.contains("the fair"), "{listed}");
    assert!(desk.run(&["search", "腰果仁 W320", "--lang", "en", "--data", "d"]).fine().contains("Chosen by the platform"));
    desk.write("bad.json", format!(r#"[{rule}, {{"id": "two", "do": "boost", "on": {{}}, "by": 3}}]"#));
    let said = desk.run(&["rules", "add", "bad.json", "--data", "d"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("bad.json, rule 2: by is out of range: use a number above 0, at most 1"), "{}", said.err);
    assert_eq!(desk.run(&["rules", "retire", "fair", "--data", "d"]).fine(), "retired: fair\n");
    assert_eq!(desk.search("腰果仁 W320", "d")[0], "Hạt điều nhân W320");
    let said = desk.run(&["rules", "retire", "fair", "--data", "d"]);
    assert_eq!((said.code, said.err.contains("id names no rule in use")), (Some(1), true), "{}", said.err);
}

#[test]
fn a_trial_is_planned_shown_with_its_verdict_and_stopped() {
    let desk = Desk::new();
    desk.write("offers.ndjson", LINES);
    desk.run(&["import", "offers", "offers.ndjson", "--data", "store"]).fine();
    let run = |args: &[&str]| desk.run(&[args, &["--data", "store"]].concat());
    let shown = run(&["profiles", "show"]).fine();
    desk.write("own.toml", shown.replace("name = \"default\"", "name = \"autumn\"").replace("text = 1.2", "text = 2.0"));
    run(&["profiles", "draft", "own.toml", "--note", "words count more"]).fine();
    assert_eq!(run(&["profiles", "publish", "--wait", "--note", "to be tried"]).fine(), "autumn@1 waits\n");
    let ends = (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24)).to_string();
    let start = |name: &str, rest: &[&str]| run(&[&["trials", "start", name], rest, &["--ends", &ends, "--note", "is it better?"]].concat());
    for (rest, words) in [(&["autumn@9", "--interleave"][..], "autumn@9 is no published profile"), (&["autumn@1"], "--split"), (&["autumn@1", "--split", "100"], "percent")] {
        let said = start("spring", rest);
        assert!(said.code != Some(0) && said.err.contains(words), "{rest:?}: {}", said.err);
    }
    let planned = start("spring", &["autumn@1", "--split", "20"]).fine();
    assert!(planned.starts_with("spring  autumn@1 against default@") && planned.contains("split 20 %, runs until ") && planned.contains("is it better?"), "{planned}");
    assert!(planned.contains("verdict: open (too few answers for a test)") && planned.contains("candidate: something was chosen in 0 of 0 answers"), "{planned}");
    let told: Value = serde_json::from_str(&run(&["trials", "show", "spring", "--json"]).fine()).expect("JSON");
    assert_eq!((&told["trial"]["name"], &told["verdict"]["outcome"], &told["verdict"]["over"]), (&"spring".into(), &"open".into(), &false.into()));
    let stopped = run(&["trials", "stop", "spring", "--note", "enough"]).fine();
    assert!(stopped.contains("over since ") && stopped.contains("stopped by operator ") && stopped.contains("enough"), "{stopped}");
    let again = run(&["trials", "stop", "spring", "--note", "enough"]);
    assert!(again.code == Some(1) && again.err.contains("is a trial that is over"), "{}", again.err);
    let other = start("deal", &["autumn@1", "--interleave"]).fine();
    assert!(other.contains("interleaved, runs until") && other.contains("answers in which more was chosen of the candidate 0"), "{other}");
    let names: Vec<String> = run(&["trials", "list"]).fine().lines().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect();
    assert_eq!(names, ["deal", "spring"]);
    let none = run(&["trials", "show", "none"]);
    assert!(none.code == Some(1) && none.err.contains("there is no trial none"), "{}", none.err);
}

#[test]
fn what_a_party_was_told_of_new_matches_is_listed() {
    let desk = Desk::new();
    desk.write("requests.ndjson", "{\"id\":\"r1\",\"title\":\"求购腰果仁\",\"lang\":\"zh\",\"buyer\":{\"id\":\"qingdao\"}}\n");
    desk.write("first.ndjson", "{\"id\":\"o1\",\"title\":\"Noix de cajou décortiquées\",\"lang\":\"fr\",\"supplier\":{\"id\":\"borgou\"}}\n");
    desk.write("second.ndjson", "{\"id\":\"o2\",\"title\":\"Cashew kernels\",\"lang\":\"en\",\"supplier\":{\"id\":\"borgou\"}}\n{\"id\":\"o3\",\"title\":\"Shea butter\",\"lang\":\"en\",\"supplier\":{\"id\":\"borgou\"}}\n");
    for (side, file) in [("requests", "requests.ndjson"), ("offers", "first.ndjson")] {
        desk.run(&["import", side, file, "--data", "d"]).fine();
    }
    assert_eq!(desk.run(&["alerts", "qingdao", "--data", "d"]).fine(), "", "what stood already is no news");
    desk.run(&["import", "offers", "second.ndjson", "--data", "d"]).fine();
    let listed = desk.run(&["alerts", "qingdao", "--lang", "zh", "--data", "d"]).fine();
    assert!(listed.contains(" *  o2: Cashew kernels\n") && listed.contains("腰果仁") && listed.contains("for request r1: 求购腰果仁"), "{listed}");
    assert!(!listed.contains("o1") && !listed.contains("o3"), "{listed}");
    let lines = desk.run(&["alerts", "qingdao", "--side", "requests", "--posting", "r1", "--unread", "--json", "--data", "d"]).fine();
    let alert: Value = serde_json::from_str(&lines).expect("one line");
    assert_eq!((&alert["for"]["id"], &alert["about"]["id"], &alert["hit"]["offer"]["title"]), (&"r1".into(), &"o2".into(), &"Cashew kernels".into()));
    for none in [&["alerts", "borgou"][..], &["alerts", "qingdao", "--side", "offers"], &["alerts", "qingdao", "--posting", "r2"], &["alerts", "qingdao", "--limit", "0"]] {
        assert_eq!(desk.run(&[none, &["--data", "d"]].concat()).fine(), "", "{none:?}");
    }
}
