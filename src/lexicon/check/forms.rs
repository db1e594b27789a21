//! What the names of the built lexicon show: ambiguities, names that say too little, names that our
//! own reading does not lead back to what they name.

use rustc_hash::{FxHashMap, FxHashSet};

use super::tables::Notes;
use super::{Kind, Report};
use crate::lexicon::live::Synonyms;
use crate::lexicon::{Concept, ConceptId, Form, Lexicon, Meaning};
use crate::text::{self, Atom, AtomKind, Clean, Lang};

/// More unrelated concepts than this in whose names a lone Han character stands make it say too
/// little. 香, 牛 and 派 lie above, 蟹 and 藕 below.
const MANY_HAN: usize = 12;
/// The same for a word of a spaced script, where it is parted from the words beside it.
const MANY_WORDS: usize = 40;
/// A property and a thing that share names in so many languages are one notion: glass, and of glass.
const SAME_NOTION: usize = 3;

type Key<'a> = (Lang, &'a str);

/// Looks at every form.
pub(super) fn examine(lexicon: &Lexicon, notes: &Notes, report: &mut Report) {
    let view = View { lexicon, notes };
    view.stand_once(report);
    view.stand_in_one_table(report);
    view.say_enough(report);
    view.find_home(report);
}

struct View<'a> {
    lexicon: &'a Lexicon,
    notes: &'a Notes,
}

impl<'a> View<'a> {
    fn names_of_goods(&self) -> impl Iterator<Item = (ConceptId, &'a Form)> + use<'a> {
        self.lexicon.forms.iter().filter(|form| form.lang != Lang::UND).filter_map(|form| match form.meaning {
            Meaning::Concept(id) => Some((id, form)),
            _ => None,
        })
    }

    fn key(&self, form: &Form) -> Key<'a> {
        (form.lang, self.lexicon.text(form.lower))
    }

    fn concept(&self, id: ConceptId) -> Option<&'a Concept> {
        self.lexicon.concept(id)
    }

    fn slug(&self, id: ConceptId) -> &'a str {
        self.concept(id).map_or("", |concept| concept.slug.as_str())
    }

    fn declared(&self, id: ConceptId) -> bool {
        self.notes.homographs.contains(self.slug(id))
    }

    /// The same form twice in one language is an ambiguity, of which the table of shared names must know. A thing
    /// and its kind may share a name: the reading keeps the kind.
    fn stand_once(&self, report: &mut Report) {
        let mut homes: FxHashMap<Key<'_>, Vec<ConceptId>> = FxHashMap::default();
        let mut order = Vec::new();
        for (id, form) in self.names_of_goods() {
            let known = homes.entry(self.key(form)).or_default();
            if !known.contains(&id) {
                known.push(id);
                if known.len() == 2 {
                    order.push(self.key(form));
                }
            }
        }
        for key in order {
            let homes = homes.get(&key).map_or(&[][..], Vec::as_slice);
            for (at, one) in homes.iter().enumerate() {
                for other in homes.iter().skip(at + 1).filter(|other| !self.related(*one, **other) && self.lexicon.beside(*one, **other).is_none()) {
                    report.add(Kind::Homograph, format!("{} \"{}\" stands in {} and {}", key.0, key.1, self.slug(*one), self.slug(*other)));
                }
            }
        }
    }

    /// A word that names goods is read as goods, so that one which is also a property or a place takes
    /// these away: with "seco" for a spirit, "mango seco" would be a drink. Units are none of these: they
    /// count behind a number and are goods elsewhere (20 cartons, carton boxes).
    fn stand_in_one_table(&self, report: &mut Report) {
        let mut others: FxHashMap<Key<'_>, Vec<Meaning>> = FxHashMap::default();
        for form in self.lexicon.forms.iter().filter(|form| !matches!(form.meaning, Meaning::Concept(_) | Meaning::Unit(_))) {
            others.entry(self.key(form)).or_default().push(form.meaning);
        }
        let mut shared: FxHashMap<(ConceptId, Meaning), FxHashSet<Lang>> = FxHashMap::default();
        let mut pairs: Vec<(ConceptId, &Form, Meaning)> = Vec::new();
        for (id, form) in self.names_of_goods() {
            for meaning in others.get(&self.key(form)).into_iter().flatten() {
                shared.entry((id, *meaning)).or_default().insert(form.lang);
                pairs.push((id, form, *meaning));
            }
        }
        for (id, form, meaning) in pairs {
            let one_notion = shared.get(&(id, meaning)).is_some_and(|langs| langs.len() >= SAME_NOTION) && matches!(meaning, Meaning::Facet(_));
            if !one_notion && !self.declared(id) {
                report.add(Kind::OtherTable, format!("{}: {} \"{}\" is also {}", self.slug(id), form.lang, self.lexicon.text(form.text), self.name(meaning)));
            }
        }
    }

    fn name(&self, meaning: Meaning) -> String {
        let kind = match meaning {
            Meaning::Concept(_) => "the product",
            Meaning::Facet(id) => return format!("the property {}", self.lexicon.facet(id).map_or("", |facet| facet.slug.as_str())),
            Meaning::Country(_) | Meaning::Origin(_) => "the country",
            Meaning::Place(_) => "the place",
            Meaning::Certificate(_) => "the certificate",
            Meaning::Unit(_) => "the unit",
            Meaning::Currency(_) => "the currency",
            Meaning::Incoterm(_) => "the delivery term",
        };
        format!("{kind} {}", self.lexicon.label(meaning, Lang::EN))
    }

    /// A lone word that stands in the names of many things that are neither wider nor narrower. A
    /// concept with narrower ones is a trade, whose name may well be general.
    fn say_enough(&self, report: &mut Report) {
        let mut lone: Vec<(ConceptId, &Form, Atom)> = Vec::new();
        let mut within: FxHashMap<(Lang, String), Vec<ConceptId>> = FxHashMap::default();
        for (id, form) in self.names_of_goods() {
            let mut atoms = text::atoms(&Clean::new(self.lexicon.text(form.text)));
            if let (1, Some(atom)) = (atoms.len(), atoms.pop()) {
                lone.push((id, form, atom));
                continue;
            }
            for atom in atoms {
                let homes = within.entry((form.lang, atom.exact)).or_default();
                if homes.last() != Some(&id) {
                    homes.push(id);
                }
            }
        }
        for (id, form, atom) in lone {
            if !self.lexicon.children(id).is_empty() || self.declared(id) {
                continue;
            }
            let many = if atom.kind == AtomKind::Cluster { MANY_HAN } else { MANY_WORDS };
            let mut homes: Vec<ConceptId> = within.get(&(form.lang, atom.exact)).into_iter().flatten().copied().filter(|home| !self.related(id, *home)).collect();
            homes.sort_unstable();
            homes.dedup();
            if homes.len() > many {
                let some: Vec<&str> = homes.iter().step_by((homes.len() / 4).max(1)).map(|home| self.slug(*home)).take(4).collect();
                report.add(Kind::General, format!("{}: {} \"{}\" stands in the names of {} other concepts ({} …)", self.slug(id), form.lang, self.lexicon.text(form.text), homes.len(), some.join(", ")));
            }
        }
    }

    fn related(&self, a: ConceptId, b: ConceptId) -> bool {
        let above = |low: ConceptId, high: ConceptId| self.concept(low).is_some_and(|concept| concept.ancestors.contains(&high));
        a == b || above(a, b) || above(b, a)
    }

    /// Our own analysis must lead each form back to what it names.
    fn find_home(&self, report: &mut Report) {
        for form in self.lexicon.forms.iter().filter(|form| matches!(form.meaning, Meaning::Concept(_) | Meaning::Facet(_))) {
            let written = self.lexicon.text(form.text);
            let (_, atoms, _, mentions) = self.lexicon.read(written, Some(form.lang), Synonyms::None, |_, _| Vec::new());
            let slug = match form.meaning {
                Meaning::Concept(id) => self.slug(id),
                Meaning::Facet(id) => self.lexicon.facet(id).map_or("", |facet| facet.slug.as_str()),
                _ => "",
            };
            if atoms.is_empty() {
                report.add(Kind::NoToken, format!("{slug} \"{written}\" ({})", form.lang));
                continue;
            }
            let home = mentions.iter().any(|mention| mention.senses.iter().any(|sense| sense.meaning == form.meaning));
            // A property's name that is also that of goods is read as goods, by rule.
            let goods = matches!(form.meaning, Meaning::Facet(_)) && mentions.iter().all(|mention| mention.senses.iter().any(|sense| matches!(sense.meaning, Meaning::Concept(_))));
            if !home && (!goods || mentions.len() != 1) {
                let read: Vec<String> = mentions.iter().filter_map(|mention| mention.senses.first()).map(|sense| self.name(sense.meaning)).collect();
                let read = if read.is_empty() { "nothing".to_owned() } else { read.join(" and ") };
                report.add(Kind::ReadOtherwise, format!("{slug} \"{written}\" ({}) is read as {read}", form.lang));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::table::Source;

    /// Rows are written "slug|broader|en|zh|note".
    fn found(rows: &[String], facets: &str) -> Vec<(Kind, String)> {
        let rows: Vec<String> = rows.iter().map(|row| row.replace('|', "\t")).collect();
        let source = Source::texts(vec![
            ("facets.tsv".to_owned(), format!("facet\tgroup\texclusive\tcompatible\ten\tzh\tfr\n{facets}")),
            ("products/a.tsv".to_owned(), format!("concept\tbroader\ten\tzh\tnote\n{}", rows.join("\n"))),
        ]);
        let mut report = Report::default();
        let notes = Notes { homographs: rows.iter().filter(|row| row.contains("homograph")).filter_map(|row| row.split('\t').next()).map(str::to_owned).collect() };
        let lexicon = crate::lexicon::build::build(source).expect("builds");
        examine(&lexicon, &notes, &mut report);
        report.findings.into_iter().map(|finding| (finding.kind, finding.text)).collect()
    }

    fn rows(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn a_form_of_two_concepts_is_declared_or_found() {
        let found_in = |note: &str| found(&rows(&["wether||gelded sheep|羯羊", &format!("mule||gelded sheep|骡子|{note}")]), "");
        assert_eq!(found_in(""), [(Kind::Homograph, "en \"gelded sheep\" stands in wether and mule".to_owned())]);
    }

    #[test]
    fn a_property_of_the_same_name_is_found_unless_it_is_the_same_notion() {
        let liquor = rows(&["liquor||dry|干酒", "glass||glass|玻璃"]);
        let found = found(&liquor, "state:dried\tstate\tyes\t\tdry\t干\tsec\nof:glass\tof\t\t\tglass\t玻璃\tverre");
        let kinds: Vec<&str> = found.iter().filter(|(kind, _)| *kind == Kind::OtherTable).map(|(_, text)| text.as_str()).collect();
        // Two languages are shared here, one fewer than makes one notion.
        assert_eq!(kinds, ["liquor: en \"dry\" is also the property state:dried", "glass: en \"glass\" is also the property of:glass", "glass: zh \"玻璃\" is also the property of:glass"]);
    }

    #[test]
    fn a_character_in_many_unrelated_names_says_too_little() {
        let mut lines = rows(&["incense||incense|香", "crab||crab|蟹"]);
        lines.extend((0..=MANY_HAN).map(|at| format!("tea-{at}||tea number {at}|香茶{at}号")));
        lines.push("crab-stick||crab stick|蟹棒".to_owned());
        let general: Vec<String> = found(&lines, "").into_iter().filter(|(kind, _)| *kind == Kind::General).map(|(_, text)| text).collect();
        assert_eq!(general.len(), 1, "{general:?}");
        assert!(general.first().is_some_and(|text| text.starts_with("incense: zh \"香\" stands in the names of 13 other concepts (tea-0")), "{general:?}");
    }
}
