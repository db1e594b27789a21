//! SKOS, the form in which thesauri such as AGROVOC and EuroVoc are published, as RDF/XML, Turtle or
//! N-Triples. Labels may also be resources of their own (SKOS-XL). Large files are read as a stream;
//! only names in our languages are kept.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use oxrdf::{NamedOrBlankNode, Term, Triple};
use oxrdfxml::{RdfXmlParseError, RdfXmlParser};
use oxttl::{NTriplesParser, TurtleParseError, TurtleParser};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Entry, Foreign, ImportError, Name, at_line, extension, whole};
use crate::domain::HsCode;
use crate::lexicon::build::LANGUAGES;
use crate::lexicon::codes::Codes;
use crate::lexicon::table::Source;
use crate::text::Lang;

const CORE: &str = "http://www.w3.org/2004/02/skos/core#";
const XL: &str = "http://www.w3.org/2008/05/skos-xl#";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const DEPRECATED: &str = "http://www.w3.org/2002/07/owl#deprecated";

/// The share of notations that must be HS codes for all to be taken for such. Another scheme's
/// four-digit numbers hit an existing heading about one time in eight.
const MIN_HS_SHARE: f64 = 0.9;

pub(super) fn read(path: &Path) -> Result<Foreign, ImportError> {
    let file = File::open(path).map_err(|fault| ImportError::File(path.to_owned(), fault))?;
    let reader = BufReader::with_capacity(1 << 20, file);
    let mut graph = Graph::default();
    let syntax = syntax(path)?;
    let base = "file:///import";
    match syntax {
        "SKOS (RDF/XML)" => {
            let parser = RdfXmlParser::new().with_base_iri(base).map_err(|fault| whole(path, fault.to_string(), "report this"))?;
            let mut triples = parser.for_reader(reader);
            while let Some(triple) = triples.next() {
                match triple {
                    Ok(triple) => graph.take(triple),
                    Err(fault) => return Err(xml_fault(path, triples.buffer_position(), fault)),
                }
            }
        }
        "SKOS (N-Triples)" => {
            for triple in NTriplesParser::new().for_reader(reader) {
                graph.take(triple.map_err(|fault| turtle_fault(path, fault))?);
            }
        }
        _ => {
            let parser = TurtleParser::new().with_base_iri(base).map_err(|fault| whole(path, fault.to_string(), "report this"))?;
            for triple in parser.for_reader(reader) {
                graph.take(triple.map_err(|fault| turtle_fault(path, fault))?);
            }
        }
    }
    let mut foreign = graph.entries();
    foreign.syntax = syntax;
    Ok(foreign)
}

/// The file's ending decides, else what it begins with. N-Triples are also Turtle.
fn syntax(path: &Path) -> Result<&'static str, ImportError> {
    match extension(path).as_str() {
        "rdf" | "owl" | "xml" => return Ok("SKOS (RDF/XML)"),
        "ttl" => return Ok("SKOS (Turtle)"),
        "nt" => return Ok("SKOS (N-Triples)"),
        _ => {}
    }
    let mut head = Vec::new();
    let opened = File::open(path).and_then(|file| file.take(512).read_to_end(&mut head));
    opened.map_err(|fault| ImportError::File(path.to_owned(), fault))?;
    let text = String::from_utf8_lossy(&head);
    let start = text.trim_start_matches('\u{feff}').trim_start();
    Ok(if start.starts_with("<?xml") || start.starts_with("<rdf:") || start.starts_with("<!") { "SKOS (RDF/XML)" } else { "SKOS (Turtle)" })
}

fn turtle_fault(path: &Path, fault: TurtleParseError) -> ImportError {
    match fault {
        TurtleParseError::Io(fault) => ImportError::File(path.to_owned(), fault),
        TurtleParseError::Syntax(fault) => at_line(path, fault.location().start.line + 1, fault.message(), "mend the line, or take it out"),
    }
}

/// The parser of RDF/XML counts bytes; people count lines.
fn xml_fault(path: &Path, position: u64, fault: RdfXmlParseError) -> ImportError {
    let fault = match fault {
        RdfXmlParseError::Io(fault) => return ImportError::File(path.to_owned(), fault),
        RdfXmlParseError::Syntax(fault) => fault.to_string(),
    };
    let mut read = Vec::new();
    let line = match File::open(path).and_then(|file| file.take(position).read_to_end(&mut read)) {
        Ok(_) => 1 + read.iter().filter(|byte| **byte == b'\n').count() as u64,
        Err(fault) => return ImportError::File(path.to_owned(), fault),
    };
    at_line(path, line, fault, "mend the element that ends there, or save the vocabulary as Turtle")
}

/// What is kept of the triples.
#[derive(Default)]
struct Graph {
    order: Vec<String>,
    nodes: FxHashMap<String, Node>,
    /// Literal forms of labels that are resources.
    forms: FxHashMap<String, Vec<(Lang, String)>>,
    /// Labels without a language, or in one of no column.
    untagged: usize,
    other_languages: usize,
}

#[derive(Default)]
struct Node {
    concept: bool,
    other_type: bool,
    deprecated: bool,
    names: Vec<Name>,
    /// Labels that are resources, and whether preferred.
    labels: Vec<(String, bool)>,
    broader: Vec<String>,
    notations: Vec<String>,
    same: Vec<String>,
}

impl Graph {
    fn take(&mut self, triple: Triple) {
        let subject = key(&triple.subject);
        let predicate = triple.predicate.as_str();
        if let Some(local) = predicate.strip_prefix(CORE) {
            self.take_core(subject, local, triple.object);
        } else if let Some(local) = predicate.strip_prefix(XL) {
            match (local, triple.object) {
                ("literalForm", Term::Literal(literal)) => {
                    if let Some(lang) = self.language(literal.language()) {
                        self.forms.entry(subject).or_default().push((lang, literal.value().to_owned()));
                    }
                }
                ("prefLabel" | "altLabel", object) => {
                    if let Some(label) = resource(object) {
                        self.node(subject).labels.push((label, local == "prefLabel"));
                    }
                }
                _ => {}
            }
        } else if predicate == TYPE {
            if let Some(class) = resource(triple.object) {
                let concept = class.strip_prefix(CORE) == Some("Concept");
                let scheme = class.strip_prefix(CORE).is_some() && !concept;
                let label = class.starts_with(XL);
                if concept || scheme || label {
                    let node = self.node(subject);
                    node.concept |= concept;
                    node.other_type |= scheme || label;
                }
            }
        } else if predicate == DEPRECATED
            && let Term::Literal(literal) = triple.object
        {
            self.node(subject).deprecated |= matches!(literal.value(), "true" | "1");
        }
    }

    fn take_core(&mut self, subject: String, local: &str, object: Term) {
        match (local, object) {
            ("prefLabel" | "altLabel", Term::Literal(literal)) => {
                let lang = self.language(literal.language());
                let node = self.node(subject);
                if let Some(lang) = lang {
                    node.names.push(Name { lang, text: literal.value().to_owned(), preferred: local == "prefLabel" });
                }
            }
            ("notation", Term::Literal(literal)) => self.node(subject).notations.push(literal.value().to_owned()),
            ("broader" | "broaderGeneric", object) => {
                if let Some(parent) = resource(object) {
                    self.node(subject).broader.push(parent);
                }
            }
            ("narrower" | "narrowerGeneric", object) => {
                if let Some(child) = resource(object) {
                    self.node(child).broader.push(subject);
                }
            }
            ("exactMatch", object) => {
                if let Some(other) = resource(object) {
                    self.node(subject).same.push(other);
                }
            }
            _ => {}
        }
    }

    fn node(&mut self, key: String) -> &mut Node {
        if !self.nodes.contains_key(&key) {
            self.order.push(key.clone());
        }
        self.nodes.entry(key).or_default()
    }

    /// The column of a language tag, regional or not.
    fn language(&mut self, tag: Option<&str>) -> Option<Lang> {
        let Some(tag) = tag else {
            self.untagged += 1;
            return None;
        };
        let known = Lang::new(tag).filter(|lang| LANGUAGES.contains(&lang.as_str()));
        self.other_languages += usize::from(known.is_none());
        known
    }

    fn entries(mut self) -> Foreign {
        let mut remarks = Vec::new();
        let codes_are_hs = self.notations_are_hs();
        let (mut deprecated, mut notations) = (0usize, 0usize);
        let mut entries = Vec::new();
        for key in std::mem::take(&mut self.order) {
            let Some(mut node) = self.nodes.remove(&key) else { continue };
            for (label, preferred) in std::mem::take(&mut node.labels) {
                let forms = self.forms.get(&label).into_iter().flatten();
                node.names.extend(forms.map(|(lang, text)| Name { lang: *lang, text: text.clone(), preferred }));
            }
            if !node.concept && (node.names.is_empty() || node.other_type) {
                continue;
            }
            if node.deprecated {
                deprecated += 1;
                continue;
            }
            notations += node.notations.len();
            let hs = node.notations.iter().filter(|text| codes_are_hs || says_hs(text)).filter_map(|text| HsCode::parse(text)).collect();
            node.names.sort_by_key(|name| !name.preferred);
            drop_repeated(&mut node.names, |name| (name.lang, name.text.clone()));
            drop_repeated(&mut node.broader, String::clone);
            entries.push(Entry { key, names: node.names, broader: node.broader, hs, same: node.same, ..Entry::default() });
        }
        let mut say = |count: usize, what: &str| {
            if count > 0 {
                remarks.push(format!("{count} {what}"));
            }
        };
        say(deprecated, "deprecated concepts are left out");
        say(self.untagged, "labels without a language are left out");
        say(self.other_languages, "labels in languages without a column are left out");
        say(notations, if codes_are_hs { "notations are read as HS codes" } else { "notations are not those of the Harmonized System; only those that begin with HS are read" });
        Foreign { entries, remarks, ..Foreign::default() }
    }

    fn notations_are_hs(&self) -> bool {
        let source = Source::builtin();
        let Some(codes) = Codes::of(&source) else { return false };
        let (mut all, mut known) = (0usize, 0usize);
        for notation in self.nodes.values().flat_map(|node| &node.notations) {
            all += 1;
            known += usize::from(HsCode::parse(notation).is_some_and(|code| codes.has(&code)));
        }
        all > 0 && known as f64 >= MIN_HS_SHARE * all as f64
    }
}

fn says_hs(notation: &str) -> bool {
    notation.trim().get(..2).is_some_and(|start| start.eq_ignore_ascii_case("hs"))
}

fn drop_repeated<T, K: std::hash::Hash + Eq>(list: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let mut seen = FxHashSet::default();
    list.retain(|item| seen.insert(key(item)));
}

fn key(subject: &NamedOrBlankNode) -> String {
    match subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => format!("_:{}", node.as_str()),
    }
}

fn resource(object: Term) -> Option<String> {
    match object {
        Term::NamedNode(node) => Some(node.into_string()),
        Term::BlankNode(node) => Some(format!("_:{}", node.as_str())),
        Term::Literal(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TURTLE: &str = r#"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix c: <http://example.org/c/> .
c:nuts a skos:Concept ; skos:prefLabel "nuts"@en, "坚果"@zh-Hans ; skos:narrower c:cashew .
c:cashew a skos:Concept ; skos:altLabel "caju"@pt-BR, "kaschu"@de, "cashew" ; skos:prefLabel "cashew nuts"@en-GB ;
  skos:broader c:nuts ; skos:notation "0801.32" ; skos:exactMatch <http://example.net/77> ; xl:altLabel c:l1 .
c:l1 a xl:Label ; xl:literalForm "腰果"@zh .
c:old skos:prefLabel "old nuts"@en ; owl:deprecated true .
c:scheme a skos:ConceptScheme ; skos:prefLabel "Nuts of the world"@en .
"#;

    fn parse(name: &str, content: &str) -> Result<Foreign, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, content).expect("writes");
        read(&path).map_err(|fault| fault.to_string().replace(&format!("{}", path.display()), name))
    }

    fn names(entry: &Entry) -> Vec<String> {
        entry.names.iter().map(|name| format!("{}{} {}", name.lang, if name.preferred { "*" } else { "" }, name.text)).collect()
    }

    #[test]
    fn turtle_gives_names_parents_and_codes() {
        let foreign = parse("v.ttl", TURTLE).expect("reads");
        let [nuts, cashew] = foreign.entries.as_slice() else { panic!("{:?}", foreign.entries) };
        assert_eq!(names(nuts), ["en* nuts", "zh* 坚果"]);
        assert_eq!(names(cashew), ["en* cashew nuts", "pt caju", "zh 腰果"]);
        assert_eq!(cashew.broader, ["http://example.org/c/nuts"]);
        assert_eq!(cashew.hs.first().map(HsCode::digits), Some("080132"));
        assert_eq!(cashew.same, ["http://example.net/77"]);
        let remarks = [
            "1 deprecated concepts are left out",
            "1 labels without a language are left out",
            "1 labels in languages without a column are left out",
            "1 notations are read as HS codes",
        ];
        assert_eq!(foreign.remarks, remarks);
    }

    #[test]
    fn every_syntax_gives_the_same() {
        let triples: Vec<Triple> = TurtleParser::new().for_slice(TURTLE).map(|triple| triple.expect("sound")).collect();
        let lines: String = triples.iter().map(|triple| format!("{triple} .\n")).collect();
        let mut writer = oxrdfxml::RdfXmlSerializer::new().for_writer(Vec::new());
        for triple in &triples {
            writer.serialize_triple(triple).expect("writes");
        }
        let xml = String::from_utf8(writer.finish().expect("ends")).expect("UTF-8");
        let turtle = parse("v.ttl", TURTLE).expect("reads").entries;
        for (name, content, syntax) in [("v.nt", &lines, "SKOS (N-Triples)"), ("v.rdf", &xml, "SKOS (RDF/XML)"), ("v.data", &xml, "SKOS (RDF/XML)"), ("v.dat", &lines, "SKOS (Turtle)")] {
            let other = parse(name, content).expect(name);
            assert_eq!((other.syntax, &other.entries), (syntax, &turtle), "{name}");
        }
    }

    #[test]
    fn numbers_of_another_scheme_are_not_codes() {
        let text = TURTLE.replace("\"0801.32\"", "\"0801\", \"2841\", \"5999\", \"hs 0801.31\"");
        let codes: Vec<String> = parse("v.ttl", &text).expect("reads").entries.into_iter().flat_map(|entry| entry.hs).map(|code| code.digits().to_owned()).collect();
        assert_eq!(codes, ["080131"]);
    }

    #[test]
    fn a_broken_file_is_refused_with_the_line() {
        let cases = [
            ("v.ttl", "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n<#a> skos:prefLabel \"nuts\"@en ;;; .\n<#b> skos:prefLabel nuts .\n", "v.ttl, line 4: "),
            ("v.ttl", "<#a> skos:prefLabel \"nuts\"@en .\n", "v.ttl, line 1: "),
            ("v.nt", "<http://e.org/a> <http://e.org/b> \"c\" .\n<http://e.org/a> <http://e.org/b> .\n", "v.nt, line 2: "),
            ("v.rdf", "<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n<rdf:Description>\n</rdf:RDF>\n", "v.rdf, line 4: "),
        ];
        for (name, content, expected) in cases {
            let error = parse(name, content).expect_err(content);
            assert!(error.starts_with(expected) && error.contains("mend the"), "{error}");
        }
    }
}
