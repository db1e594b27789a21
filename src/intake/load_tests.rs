//! Files into an engine in memory: what lands, what is refused, and what a second loading changes.

use std::path::PathBuf;

use rust_xlsxwriter::{ExcelDateTime, Format as Look, Workbook};
use serde_json::{Value, json};

use super::*;
use crate::engine::Options;
use crate::intake::{Format, Sheet};

/// Loads a text and gives a line for each row: `2 created`, `3 refused price: reason`.
fn load(engine: &Engine, side: Side, party: Option<&str>, format: Format, text: &str) -> Vec<String> {
    let rows = Rows::text(format, side, std::io::Cursor::new(text.to_owned()), 10_000).unwrap_or_else(|fault| panic!("{fault:?}"));
    run(engine, side, party, rows, false).0
}

fn run(engine: &Engine, side: Side, party: Option<&str>, mut rows: Rows, dry_run: bool) -> (Vec<String>, Summary) {
    let party = party.map(|id| Party { id: id.to_owned(), name: String::new(), country: None, size: None });
    let mut said = Vec::new();
    let load = Load { engine, side, actor: &Actor::operator(), party, max_rows: Some(1_000), dry_run };
    let summary = load.run(&mut rows, &mut |told| match told {
        Told::Ignored { row, column } => said.push(format!("{row} ignored {column}")),
        Told::Stored { row, receipt } => said.push(format!("{row} {}", if receipt.created { "created" } else { "updated" })),
        Told::Fits { row } => said.push(format!("{row} fits")),
        Told::Refused { row, faults } => {
            for fault in faults {
                assert!(!fault.fix.is_empty(), "{fault:?}");
                said.push(format!("{row} refused {}: {}", fault.column.unwrap_or_default(), fault.reason));
            }
        }
        Told::Failed { row, error } => said.push(format!("{row} failed {error}")),
        Told::Stopped { row, fault } => said.push(format!("{row:?} stopped {}", fault.reason)),
    });
    said.sort();
    (said, summary)
}

fn memory() -> Engine {
    Engine::open(Options::memory()).expect("opens")
}

fn stored(engine: &Engine, side: Side) -> Vec<Value> {
    let mut found: Vec<Value> = engine.list(side, None, 1_000).expect("lists").iter().map(|(posting, _)| posting.to_json()).collect();
    found.sort_by_key(|value| value["external_id"].as_str().map(str::to_owned));
    found
}

#[test]
fn a_file_may_be_loaded_again() {
    let engine = memory();
    let text = "title,external_id,supplier.id\ncashew kernels,A-1,borgou\ngreen tea,A-1,anhui\nsesame seeds,A-2,borgou\n";
    assert_eq!(load(&engine, Side::Offer, None, Format::Csv, text), ["2 created", "3 created", "4 created"]);
    let first = stored(&engine, Side::Offer);
    assert_eq!(load(&engine, Side::Offer, None, Format::Csv, text), ["2 updated", "3 updated", "4 updated"]);
    let second = stored(&engine, Side::Offer);
    let ids = |all: &[Value]| all.iter().map(|value| value["id"].clone()).collect::<Vec<_>>();
    assert_eq!((ids(&first), first.len()), (ids(&second), 3), "one key of two parties is two postings");
}

#[test]
fn nameless_rows_do_not_replace_each_other_within_a_file() {
    let engine = memory();
    let text = "title,external_id\ncashew kernels,A-1\ngreen tea,A-1\nsesame seeds,A-2\n";
    let said = load(&engine, Side::Offer, None, Format::Csv, text);
    assert_eq!(said.len(), 3, "{said:?}");
    assert_eq!((said[0].as_str(), said[2].as_str()), ("2 created", "4 created"));
    assert!(said[1].starts_with("3 refused external_id: is \"A-1\" in row 2 too, and neither row names its supplier"), "{said:?}");
    assert_eq!(load(&engine, Side::Offer, None, Format::Csv, text)[0], "2 updated", "the file again replaces its own");
    assert_eq!(stored(&engine, Side::Offer).len(), 2);
    // A party that the caller names makes the key its own: the last row wins.
    let engine = memory();
    assert_eq!(load(&engine, Side::Offer, Some("borgou"), Format::Csv, text), ["2 created", "3 updated", "4 created"]);
    let left = stored(&engine, Side::Offer);
    assert_eq!((&left[0]["title"], &left[0]["supplier"]["id"]), (&json!("green tea"), &json!("borgou")));
}

#[test]
fn an_identifier_and_a_key_of_two_postings_contradict() {
    let engine = memory();
    let text = "{\"id\":\"a\",\"title\":\"tea\",\"external_id\":\"x\",\"supplier\":{\"id\":\"s\"}}\n{\"id\":\"b\",\"title\":\"coffee\",\"external_id\":\"x\",\"supplier\":{\"id\":\"s\"}}\n";
    for round in ["created", "updated"] {
        let said = load(&engine, Side::Offer, None, Format::Lines, text);
        assert_eq!(said[0], format!("1 {round}"));
        assert_eq!(said[1], "2 refused external_id: belongs to the offer a");
    }
}

#[test]
fn all_faults_of_a_row_are_told_under_its_columns() {
    let engine = memory();
    let text = "品名;原产地;price;币种;颜色\n腰果;越南国;1.250;USD;白\n绿茶;CN;1250,50;CNY;\n123;CN;;;\n";
    let said = load(&engine, Side::Offer, None, Format::Csv, text);
    assert_eq!(said[0], "1 ignored 颜色");
    assert_eq!(said[1], "2 refused price: \"1.250\" may mean 1.25 or 1250");
    assert!(said[2].starts_with("2 refused 原产地: cannot be read from"), "{said:?}");
    assert_eq!(said[3], "3 created");
    assert_eq!(said.len(), 5, "{said:?}");
    assert_eq!(stored(&engine, Side::Offer)[0]["price"], json!({"amount": "1250.50", "currency": "CNY"}));
}

#[test]
fn a_dry_run_judges_alike_and_writes_nothing() {
    let text = "title,hs,external_id\ntea,0902.10,1\ncoffee,99,2\n!!!,,3\ncocoa,,1\n";
    let rows = |text: &str| Rows::text(Format::Csv, Side::Offer, std::io::Cursor::new(text.to_owned()), 100).unwrap_or_else(|fault| panic!("{fault:?}"));
    let engine = memory();
    let (dry, summary) = run(&engine, Side::Offer, None, rows(text), true);
    assert_eq!((summary.fitting, summary.refused, summary.stored(), summary.position), (1, 3, 0, None), "{dry:?}");
    assert!(stored(&engine, Side::Offer).is_empty());
    let (wet, summary) = run(&engine, Side::Offer, None, rows(text), false);
    assert_eq!((summary.created, summary.refused, summary.complete), (1, 3, true));
    assert_eq!(dry.iter().map(|line| line.replace("fits", "created")).collect::<Vec<_>>(), wet);
}

#[test]
fn a_file_that_is_too_long_says_where_to_go_on() {
    let engine = memory();
    let text = "{\"title\":\"tea\"}\n".repeat(1_002);
    let (said, summary) = run(&engine, Side::Request, None, Rows::text(Format::Lines, Side::Request, std::io::Cursor::new(text), 100).unwrap_or_else(|fault| panic!("{fault:?}")), false);
    assert_eq!((summary.created, summary.unkeyed, summary.complete), (1_000, 1_000, false));
    assert!(said.iter().any(|line| line.starts_with("Some(1001) stopped")), "{:?}", said.last());
}

/// A workbook as a company sends it: its name above the header, codes as numbers and as text, a sum
/// beside the table, a hidden sheet before it and a sheet of notes behind.
fn workbook(folder: &tempfile::TempDir) -> PathBuf {
    let path = folder.path().join("offers.xlsx");
    let mut book = Workbook::new();
    book.add_worksheet().set_name("hidden").expect("a name").set_hidden(true);
    let sheet = book.add_worksheet();
    sheet.set_name("报价").expect("a name").set_active(true);
    let (date, five) = (Look::new().set_num_format("yyyy-mm-dd"), Look::new().set_num_format("00000"));
    let day = ExcelDateTime::from_ymd(2027, 3, 31).expect("a day");
    sheet.write(1, 0, "某某进出口有限公司").expect("writes");
    for (at, name) in ["品名", "海关编码", "单价", "币种", "有效期", "货号", "数量", "单位", "监管方式"].iter().enumerate() {
        sheet.write(3, at as u16, *name).expect("writes");
    }
    // Row 5: everything as numbers and dates.
    sheet.write(4, 0, "腰果仁W320").expect("writes");
    sheet.write(4, 1, 80132).expect("writes");
    sheet.write(4, 2, 6800.1 + 0.2).expect("writes");
    sheet.write(4, 3, "USD").expect("writes");
    sheet.write_with_format(4, 4, &day, &date).expect("writes");
    sheet.write_with_format(4, 5, 42, &five).expect("writes");
    sheet.write(4, 6, 18.5).expect("writes");
    sheet.write(4, 7, "t").expect("writes");
    sheet.write(4, 8, 110).expect("writes");
    sheet.write(4, 12, 12345).expect("writes");
    // Row 7: everything as text; row 6 is empty.
    for (at, text) in ["绿茶", "0902.10", "1,250", "CNY", "2027/3/31", "0043", "5", "t", "0110"].iter().enumerate() {
        sheet.write(6, at as u16, *text).expect("writes");
    }
    // Row 8: a date where a code belongs, a number where a date belongs.
    sheet.write(7, 0, "芝麻").expect("writes");
    sheet.write(7, 4, 46477).expect("writes");
    sheet.write_with_format(7, 5, &day, &date).expect("writes");
    let notes = book.add_worksheet();
    notes.set_name("notes").expect("a name");
    notes.write(0, 0, "nothing for sale").expect("writes");
    book.save(&path).expect("saves");
    path
}

#[test]
fn a_workbook_keeps_its_digits_and_days() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = workbook(&folder);
    let engine = memory();
    let sheet = Sheet::open(&path, None).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert_eq!(sheet.name(), "报价", "the first that is shown");
    let rows = Rows::sheet(sheet, Side::Offer).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert_eq!(rows.header_row(), 4);
    let (said, _) = run(&engine, Side::Offer, None, rows, false);
    assert_eq!(said[..2], ["5 created", "7 created"]);
    assert!(said[2].starts_with("8 refused 有效期: holds the number 46477"), "{said:?}");
    assert!(said[3].starts_with("8 refused 货号: holds the date 2027-03-31"), "{said:?}");
    assert_eq!(said.len(), 4);
    let found = stored(&engine, Side::Offer);
    let wanted = [
        json!({"hs": "0801.32", "price": {"amount": "6800.3", "currency": "USD"}, "valid_until": "2027-03-31", "external_id": "00042", "quantity": {"amount": "18.5", "unit": "t"}, "channels": ["0110"]}),
        json!({"hs": "0902.10", "price": {"amount": "1250", "currency": "CNY"}, "valid_until": "2027-03-31", "external_id": "0043", "quantity": {"amount": "5", "unit": "t"}, "channels": ["0110"]}),
    ];
    for (found, wanted) in found.iter().zip(&wanted) {
        for (field, value) in wanted.as_object().expect("an object") {
            assert_eq!(&found[field], value, "{field}");
        }
    }
}

#[test]
fn a_sheet_is_chosen_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = workbook(&folder);
    let unknown = Sheet::open(&path, Some("prices")).err().expect("refused");
    assert_eq!(unknown.fix, "name one of: hidden, 报价, notes");
    let notes = Sheet::open(&path, Some("notes")).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert!(Rows::sheet(notes, Side::Offer).err().is_some_and(|fault| fault.reason.contains("nothing for sale")));
    let torn = folder.path().join("torn.xlsx");
    let bytes = std::fs::read(&path).expect("reads");
    std::fs::write(&torn, &bytes[..bytes.len() / 2]).expect("writes");
    assert!(Sheet::open(&torn, None).err().is_some_and(|fault| fault.reason.contains("workbook")));
}

#[test]
fn cells_may_say_it_as_traders_do() {
    let engine = memory();
    for (text, wanted) in [
        ("品名,产地,单价,币种,单位,最小起订量,货号\n胡椒,越南,5200,美元,吨,18吨,1\n", json!(["VN", "USD", "t", "t"])),
        ("produit;pays d'origine;prix;devise;unité;commande minimale;sku\nnoix de cajou;Bénin;1250;€;tonne;10 t;2\n", json!(["BJ", "EUR", "t", "t"])),
        ("produto;país de origem;preço;moeda;unidade;encomenda mínima;sku\ncafé verde;Brasil;4,20;US$;kg;250 sacos;3\n", json!(["BR", "USD", "kg", "bag"])),
        ("product,origin,price,currency,unit,moq,sku\nmanganese ore,South Africa,142,US dollars,MT,500 MT,4\n", json!(["ZA", "USD", "t", "t"])),
    ] {
        let said = load(&engine, Side::Offer, None, Format::Csv, text);
        assert_eq!(said, ["2 created"], "{text}");
        let all = stored(&engine, Side::Offer);
        let last = all.last().expect("stored");
        assert_eq!(json!([last["origin"], last["price"]["currency"], last["price"]["per"], last["moq"]["unit"]]), wanted, "{last}");
    }
}
