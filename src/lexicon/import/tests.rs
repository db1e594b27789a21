//! Planning an import against a lexicon of a few lines. It proves:
//!
//! - two agreeing languages make a foreign concept ours, one does not;
//! - a new concept stands below what its vocabulary has above it, else where the operator says;
//! - what clashes is said and not added;
//! - the table that results loads, adds its names, and is the same when made again.

use super::{Entry, Foreign, Name, Plan, plan};
use crate::domain::HsCode;
use crate::lexicon::{Lexicon, Source, build};
use crate::text::Lang;

const FACETS: &str = "facet\tgroup\texclusive\tcompatible\ten\tzh\nstate:dried\tstate\tyes\t\tdried\t干\n";
const PRODUCTS: &str = "concept\tbroader\ths\tfacets\ten\tzh\tfr\tnote
nut\t\t0802\t\tnuts\t坚果\tfruits à coque\t
cashew-nut\tnut\t0801\t\tcashew|cashew nuts\t腰果\tnoix de cajou\t
walnut\tnut\t0802\t\twalnut\t核桃\tnoix\t
";
const CODES: &str = "code\n08\n0801\n080132\n0802\n";

fn source() -> Source {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    Source::texts(vec![file("facets.tsv", FACETS), file("products/a.tsv", PRODUCTS), file("hs2022.tsv", CODES)])
}

fn lexicon(source: &Source) -> Lexicon {
    build::build(source.clone()).expect("builds")
}

/// Names are written "en cashew, zh 腰果", the first of a language preferred.
fn entry(key: &str, broader: &[&str], names: &str) -> Entry {
    let mut list: Vec<Name> = Vec::new();
    for (tag, text) in names.split(", ").filter_map(|name| name.split_once(' ')) {
        let lang = Lang::new(tag).expect("a tag");
        let preferred = list.iter().all(|name| name.lang != lang);
        list.push(Name { lang, text: text.to_owned(), preferred });
    }
    Entry { key: key.to_owned(), names: list, broader: broader.iter().map(|key| (*key).to_owned()).collect(), ..Entry::default() }
}

fn planned(source: &Source, entries: Vec<Entry>, under: Option<&str>) -> Plan {
    plan(Foreign { entries, ..Foreign::default() }, &lexicon(source), source, under).expect("plans")
}

fn names(names: &[(Lang, String)]) -> Vec<String> {
    names.iter().map(|(lang, text)| format!("{lang} {text}")).collect()
}

fn clashes(plan: &Plan) -> Vec<String> {
    plan.clashes.iter().map(|clash| format!("{}: {} {}", clash.key, clash.what, clash.why)).collect()
}

#[test]
fn two_languages_make_a_concept_ours() {
    let plan = planned(&source(), vec![entry("e:1", &[], "en Cashew nuts, zh-Hant 腰果, fr anacarde, sw korosho, de Kaschu")], None);
    let [known] = plan.known.as_slice() else { panic!("{plan:?}") };
    assert_eq!((known.slug.as_str(), names(&known.added)), ("cashew-nut", vec!["fr anacarde".to_owned(), "sw korosho".to_owned()]));
    assert_eq!(plan.languages(), [("fr", 1), ("sw", 1)]);
    assert!(plan.fresh.is_empty() && plan.clashes.is_empty(), "{plan:?}");
}

#[test]
fn a_regular_plural_is_the_same_name() {
    let plan = planned(&source(), vec![entry("e:1", &[], "en walnuts, fr noix, en walnut kernels")], None);
    let [known] = plan.known.as_slice() else { panic!("{plan:?}") };
    assert_eq!((known.slug.as_str(), names(&known.added)), ("walnut", vec!["en walnut kernels".to_owned()]));
}

#[test]
fn one_language_is_not_enough_to_be_ours_or_to_be_new() {
    let plan = planned(&source(), vec![entry("e:1", &[], "en cashew, zh 槚如树果")], Some("nut"));
    assert!(plan.known.is_empty() && plan.fresh.is_empty());
    assert_eq!(clashes(&plan), ["e:1: en \"cashew\" stands in cashew-nut, and no second language tells whether both are one thing"]);
}

#[test]
fn names_of_two_concepts_of_ours_decide_nothing_unless_the_labels_do() {
    let labelled = planned(&source(), vec![entry("e:1", &[], "en cashew, zh 核桃, fr noix de cajou, fr noix")], None);
    assert_eq!(labelled.known.iter().map(|known| known.slug.as_str()).collect::<Vec<_>>(), ["cashew-nut"]);
    let doubtful = planned(&source(), vec![entry("e:1", &[], "en shelled, en cashew, en walnut, zh 果仁, zh 腰果, zh 核桃")], None);
    assert_eq!(clashes(&doubtful), ["e:1: its names agree with those of cashew-nut and walnut"]);
}

#[test]
fn new_concepts_stand_below_what_their_vocabulary_has_above_them() {
    let entries = vec![
        entry("e:pili", &["e:asian"], "en pili nuts, zh 霹雳果"),
        entry("e:asian", &["e:nuts", "e:pili"], "en Asian nuts, zh 亚洲坚果"),
        entry("e:nuts", &[], "en nuts, zh 坚果"),
        entry("e:soil", &["e:earth"], "en soil, zh 土壤"),
        entry("e:earth", &["e:soil"], "en earth, zh 大地"),
        entry("e:tool", &[], "en tool, zh 工具"),
    ];
    let placed = |under: Option<&str>| {
        let plan = planned(&source(), entries.clone(), under);
        let mut lines: Vec<String> = plan.fresh.iter().map(|fresh| format!("{} < {}", fresh.slug, fresh.broader.join(" "))).collect();
        lines.sort();
        (lines, plan.placeless)
    };
    let (lines, placeless) = placed(None);
    assert_eq!(lines, ["asian-nuts < nut", "pili-nuts < asian-nuts"]);
    assert_eq!(placeless, ["e:soil", "e:earth", "e:tool"]);
    let (lines, placeless) = placed(Some("nut"));
    assert_eq!(lines, ["asian-nuts < nut", "earth < soil", "pili-nuts < asian-nuts", "soil < nut", "tool < nut"]);
    assert!(placeless.is_empty(), "{placeless:?}");
    let unknown = plan(Foreign::default(), &lexicon(&source()), &source(), Some("nuts")).expect_err("no such concept").to_string();
    assert!(unknown.starts_with("there is no concept nuts"), "{unknown}");
}

#[test]
fn what_clashes_is_said_and_left_out() {
    let mut new = entry("e:1", &["nut"], "en pili nuts, en walnut, en dried, en pili (nut), zh 果, zh 霹雳果, fr 霹雳果");
    new.hs = ["0801", "0816"].iter().filter_map(|code| HsCode::parse(code)).collect();
    new.facets = vec!["state:dried".to_owned(), "state:wet".to_owned()];
    let second = entry("e:2", &["nut"], "en canarium, zh 橄榄仁, zh 霹雳果");
    let third = entry("e:3", &["nuts"], "en dried, zh 仁");
    let plan = planned(&source(), vec![new, second, third], Some("nut"));
    let [pili, canarium] = plan.fresh.as_slice() else { panic!("{plan:?}") };
    assert_eq!(names(&pili.names), ["en pili nuts", "zh 霹雳果"]);
    assert_eq!((pili.hs.len(), pili.facets.as_slice()), (1, ["state:dried".to_owned()].as_slice()));
    assert_eq!(names(&canarium.names), ["en canarium", "zh 橄榄仁"]);
    let mut said = clashes(&plan);
    said.sort();
    let mut expected = vec![
        "e:1: en \"pili (nut)\" holds '('; names stand alone, without brackets and separators",
        "e:1: fr \"霹雳果\" is written in Han, where fr is written in Latin",
        "e:1: en \"walnut\" stands in walnut already",
        "e:1: en \"dried\" is a property, a unit or a place of ours",
        "e:1: zh \"果\" is a single character, which stands in too many words",
        "e:1: HS 0816 is no code of the Harmonized System 2022",
        "e:1: state:wet is no property of ours",
        "e:2: zh \"霹雳果\" stands in pili-nuts already",
        "e:3: broader nuts is no concept of ours and none of the file",
        "e:3: en \"dried\" is a property, a unit or a place of ours",
        "e:3: zh \"仁\" is a single character, which stands in too many words",
        "e:3: the concept is left out: no name of it can be added",
    ];
    expected.sort_unstable();
    assert_eq!(said, expected);
}

#[test]
fn the_same_thing_under_two_keys_is_one_concept() {
    let mut twin = entry("f:9", &[], "fr noix de pili, en pili");
    twin.same = vec!["e:1".to_owned()];
    let plan = planned(&source(), vec![entry("e:1", &["nut"], "en pili nuts"), twin], None);
    let [fresh] = plan.fresh.as_slice() else { panic!("{plan:?}") };
    assert_eq!(names(&fresh.names), ["en pili nuts", "fr noix de pili", "en pili"]);
}

#[test]
fn the_table_loads_adds_its_names_and_is_made_again_alike() {
    let entries = vec![entry("e:1", &[], "en cashew, zh 腰果, fr anacarde"), entry("e:2", &["e:1"], "en cashew butter, zh 腰果酱")];
    let first = planned(&source(), entries.clone(), None);
    let overlaid = source().with(vec![("overlay/v.tsv".to_owned(), first.table())]);
    let (plain, grown) = (lexicon(&source()), lexicon(&overlaid));
    assert_ne!(plain.fingerprint(), grown.fingerprint());
    let concept = |slug: &str| grown.find(slug).and_then(|id| grown.concept(id)).expect("a concept");
    let french: Vec<&str> = grown.names_in(&concept("cashew-nut").names, Lang::new("fr").expect("a tag")).collect();
    assert_eq!(french, ["noix de cajou", "anacarde"]);
    assert_eq!(concept("cashew-nut").names.languages().count(), 3);
    assert_eq!(concept("cashew-butter").ancestors, [grown.find("cashew-nut"), grown.find("nut")].map(Option::unwrap));
    let reading = grown.read("anacarde décortiquée", None, Default::default(), |_, _| Vec::new()).3;
    assert_eq!(reading.len(), 1, "{reading:?}");
    // Known by their keys, both now add nothing; compared with the tables without them, the same.
    let again = planned(&overlaid, entries.clone(), None);
    assert!(again.languages().is_empty() && again.known.len() == 2, "{again:?}");
    assert_eq!(planned(&overlaid.without("overlay/v.tsv"), entries, None).table(), first.table());
}

#[test]
fn the_list_of_codes_leaves_the_fingerprint_alone() {
    let other = source().with(vec![("hs2022.tsv".to_owned(), "code\n09\n".to_owned())]);
    assert_eq!(lexicon(&other).fingerprint(), lexicon(&source()).fingerprint());
}

#[test]
fn an_overlay_that_cannot_be_loaded_names_its_line() {
    let built = |table: &str| build::build(source().with(vec![("overlay/v.tsv".to_owned(), table.to_owned())])).map(|_| ()).map_err(|fault| fault.to_string());
    assert_eq!(built("concept\ten\ncashew-nut\tkaju\n"), Ok(()));
    for (table, expected) in [
        ("slug\ten\nx\ty\n", "overlay/v.tsv, line 1: there is no column named concept"),
        ("concept\tbroader\nx\ty\n", "overlay/v.tsv, line 2: unknown broader concept y"),
        ("concept\ths\n\ncashew-nut\tnone\n", "overlay/v.tsv, line 3: none is not an HS code"),
    ] {
        let fault = built(table).expect_err(expected);
        assert!(fault.starts_with(expected), "{fault}");
    }
}
