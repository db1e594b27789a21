//! What an import would do: which foreign concepts are ours, what they add, where new ones go, and
//! what clashes.
//!
//! A foreign concept is one of ours if both share names that in our tables stand for that concept
//! alone, in two languages at least; a single shared name may be a false friend. Labels decide
//! before synonyms. One that an earlier import brought is known by its key.

use rustc_hash::{FxHashMap, FxHashSet};

use super::clash::{Tidy, folded, lone_character, stemmed, tidy};
use super::place::Placement;
use super::{Entry, Foreign, ImportError, Name};
use crate::domain::HsCode;
use crate::lexicon::build::LANGUAGES;
use crate::lexicon::codes::Codes;
use crate::lexicon::table::{Source, Table, is_products};
use crate::lexicon::{ConceptId, Lexicon, Meaning};
use crate::text::Lang;

/// Languages in which a name must agree.
const MIN_AGREEING: usize = 2;

/// A foreign concept that is ours.
#[derive(Clone, Debug)]
pub struct Known {
    /// Our name of it.
    pub slug: String,
    /// The vocabulary's name of it.
    pub key: String,
    /// Names that it adds.
    pub added: Vec<(Lang, String)>,
    /// Codes that it adds.
    pub hs: Vec<HsCode>,
}

/// A foreign concept that would be new.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// The name it would have.
    pub slug: String,
    /// The vocabulary's name of it.
    pub key: String,
    /// Concepts above it.
    pub broader: Vec<String>,
    /// Its names.
    pub names: Vec<(Lang, String)>,
    /// Its codes.
    pub hs: Vec<HsCode>,
    /// Its properties.
    pub facets: Vec<String>,
    /// Its note.
    pub note: String,
}

/// Something that is not added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The vocabulary's name of the concept.
    pub key: String,
    /// What: a name with its language, a code, a property.
    pub what: String,
    /// Why not.
    pub why: String,
}

/// What an import would do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Foreign concepts that are ours.
    pub known: Vec<Known>,
    /// Foreign concepts that would be new.
    pub fresh: Vec<Fresh>,
    /// What is not added, and why.
    pub clashes: Vec<Clash>,
    /// Keys of concepts that nothing of ours stands above.
    pub placeless: Vec<String>,
}

/// Compares a vocabulary with a lexicon, built from `source`. New concepts that have no place of their
/// own go below `under`.
pub fn plan(foreign: Foreign, lexicon: &Lexicon, source: &Source, under: Option<&str>) -> Result<Plan, ImportError> {
    if let Some(slug) = under.filter(|slug| lexicon.find(slug).is_none()) {
        return Err(ImportError::Under(slug.to_owned()));
    }
    let mut plan = Plan::default();
    let (entries, by_key) = unite(foreign.entries);
    let names: Vec<Vec<Tidy>> = entries.iter().map(|entry| plan.tidy(entry)).collect();
    let mut homes = Homes::of(lexicon, source);
    let fates: Vec<Fate> = entries.iter().zip(&names).map(|(entry, names)| homes.fate(lexicon, entry, names)).collect();
    let slug = |fate: &Fate| if let Fate::Known(id) = fate { lexicon.concept(*id).map(|concept| concept.slug.clone()) } else { None };
    let mut placement = Placement {
        lexicon,
        entries: &entries,
        names: &names,
        by_key: &by_key,
        slugs: fates.iter().map(slug).collect(),
        open: fates.iter().map(|fate| matches!(fate, Fate::New)).collect(),
        parents: vec![Vec::new(); entries.len()],
        used: entries.iter().filter_map(|entry| entry.slug.clone()).collect(),
    };
    placement.settle(under);
    let Placement { slugs, parents, .. } = placement;
    let codes = Codes::of(source);
    // Keys of other vocabularies have a colon; a sheet names concepts of ours or of its own.
    for entry in &entries {
        for parent in entry.broader.iter().filter(|key| !key.contains(':') && !by_key.contains_key(*key) && lexicon.find(key).is_none()) {
            plan.clash(entry, format!("broader {parent}"), "is no concept of ours and none of the file".to_owned());
        }
    }
    for ((((entry, names), fate), slug), broader) in entries.into_iter().zip(names).zip(fates).zip(slugs).zip(parents) {
        match (fate, slug) {
            (Fate::Doubtful(what, why), _) => plan.clash(&entry, what, why),
            (Fate::Known(id), Some(slug)) => {
                let added = homes.admit(&mut plan, &entry, names, &slug);
                let own = lexicon.concept(id).map(|concept| concept.hs.as_slice()).unwrap_or_default();
                let hs = plan.codes(&entry, codes.as_ref()).into_iter().filter(|code| !own.contains(code)).collect();
                plan.known.push(Known { slug, key: entry.key, added, hs });
            }
            (_, None) => plan.placeless.push(entry.key),
            (Fate::New, Some(slug)) => {
                let names = homes.admit(&mut plan, &entry, names, &slug);
                let hs = plan.codes(&entry, codes.as_ref());
                let facets = plan.facets(&entry, lexicon);
                plan.fresh.push(Fresh { slug, key: entry.key, broader, names, hs, facets, note: entry.note });
            }
        }
    }
    plan.drop_nameless();
    Ok(plan)
}

/// What becomes of an entry.
enum Fate {
    Known(ConceptId),
    New,
    /// It may be ours or not: what speaks for it, and why that is not enough.
    Doubtful(String, String),
}

/// Entries that say they are the same become one, under the key of the first.
fn unite(entries: Vec<Entry>) -> (Vec<Entry>, FxHashMap<String, usize>) {
    let mut by_key: FxHashMap<String, usize> = FxHashMap::default();
    let mut united: Vec<Entry> = Vec::new();
    for entry in entries {
        let twin = entry.same.iter().chain([&entry.key]).find_map(|key| by_key.get(key).copied());
        let at = twin.unwrap_or(united.len());
        by_key.extend(entry.same.iter().chain([&entry.key]).map(|key| (key.clone(), at)));
        match united.get_mut(at) {
            None => united.push(entry),
            Some(first) => {
                // One concept keeps one label a language.
                let labelled: Vec<Lang> = first.names.iter().filter(|name| name.preferred).map(|name| name.lang).collect();
                first.names.extend(entry.names.into_iter().map(|name| Name { preferred: name.preferred && !labelled.contains(&name.lang), ..name }));
                first.broader.extend(entry.broader);
                first.hs.extend(entry.hs);
                first.same.push(entry.key);
                first.same.extend(entry.same);
            }
        }
    }
    (united, by_key)
}

type Key = (Lang, String);

/// Which names stand for what, ours and those that the import adds.
struct Homes {
    concepts: FxHashMap<Key, Vec<String>>,
    /// The same by stems, asked where no name is written alike.
    stems: FxHashMap<Key, Vec<String>>,
    /// Properties, units, places and the like.
    others: FxHashSet<Key>,
    /// Concepts that earlier imports brought, by key.
    origins: FxHashMap<String, String>,
}

impl Homes {
    fn of(lexicon: &Lexicon, source: &Source) -> Homes {
        let mut homes = Homes { concepts: FxHashMap::default(), stems: FxHashMap::default(), others: FxHashSet::default(), origins: origins(source) };
        for form in lexicon.forms.iter().filter(|form| form.lang != Lang::UND) {
            let key = (form.lang, folded(lexicon.text(form.lower)));
            match form.meaning {
                Meaning::Concept(id) => {
                    let slug = lexicon.concept(id).map_or("", |concept| concept.slug.as_str());
                    homes.add(key, slug);
                }
                _ => {
                    homes.others.insert(key);
                }
            }
        }
        homes
    }

    fn add(&mut self, (lang, folded): Key, slug: &str) {
        let stems = (lang, stemmed(lang, &folded));
        for known in [self.concepts.entry((lang, folded)).or_default(), self.stems.entry(stems).or_default()] {
            if !known.iter().any(|known| known == slug) {
                known.push(slug.to_owned());
            }
        }
    }

    /// The concepts that a name stands for: those that have it as written, else those that have it in
    /// another number or case.
    fn home(&self, name: &Tidy) -> &[String] {
        let written = self.concepts.get(&(name.lang, name.folded.clone()));
        written.or_else(|| self.stems.get(&(name.lang, name.stemmed.clone()))).map_or(&[], Vec::as_slice)
    }

    fn fate(&self, lexicon: &Lexicon, entry: &Entry, names: &[Tidy]) -> Fate {
        let said = entry.slug.as_ref().or_else(|| std::iter::once(&entry.key).chain(&entry.same).find_map(|key| self.origins.get(key)));
        if let Some(slug) = said {
            return lexicon.find(slug).map_or(Fate::New, Fate::Known);
        }
        let labels: Vec<&Tidy> = names.iter().filter(|name| name.preferred).collect();
        let all: Vec<&Tidy> = names.iter().collect();
        for names in [labels.as_slice(), &all] {
            match self.agreed(names).as_slice() {
                [] => {}
                [one] => return lexicon.find(one).map_or(Fate::New, Fate::Known),
                several => return Fate::Doubtful("its names".to_owned(), format!("agree with those of {}", several.join(" and "))),
            }
        }
        let doubt = labels.iter().filter(|name| matches!(name.lang.as_str(), "en" | "zh")).find_map(|name| Some((name, self.home(name).first()?)));
        match doubt {
            Some((name, home)) => Fate::Doubtful(quoted(name), format!("stands in {home}, and no second language tells whether both are one thing")),
            None => Fate::New,
        }
    }

    /// Our concepts that names in enough languages stand for, and for no other.
    fn agreed(&self, names: &[&Tidy]) -> Vec<&str> {
        let mut votes: Vec<(&str, Vec<Lang>)> = Vec::new();
        for name in names {
            let [home] = self.home(name) else { continue };
            match votes.iter_mut().find(|(slug, _)| slug == home) {
                Some((_, langs)) if langs.contains(&name.lang) => {}
                Some((_, langs)) => langs.push(name.lang),
                None => votes.push((home, vec![name.lang])),
            }
        }
        votes.into_iter().filter(|(_, langs)| langs.len() >= MIN_AGREEING).map(|(slug, _)| slug).collect()
    }

    /// The names of an entry that its concept does not have yet; what clashes is noted in the plan.
    fn admit(&mut self, plan: &mut Plan, entry: &Entry, names: Vec<Tidy>, slug: &str) -> Vec<(Lang, String)> {
        let mut added = Vec::new();
        for name in names {
            let home = self.home(&name);
            if home.iter().any(|home| home == slug) {
                continue;
            }
            let why = if let Some(other) = home.first() {
                Some(format!("stands in {other} already"))
            } else if self.others.contains(&(name.lang, name.folded.clone())) {
                Some("is a property, a unit or a place of ours".to_owned())
            } else if lone_character(&name) {
                Some("is a single character, which stands in too many words".to_owned())
            } else {
                None
            };
            match why {
                Some(why) => plan.clash(entry, quoted(&name), why),
                None => {
                    self.add((name.lang, name.folded), slug);
                    added.push((name.lang, name.text));
                }
            }
        }
        added
    }
}

fn quoted(name: &Tidy) -> String {
    format!("{} \"{}\"", name.lang, name.text)
}

/// The keys that the notes of the tables name as origins.
fn origins(source: &Source) -> FxHashMap<String, String> {
    let mut origins = FxHashMap::default();
    for (path, content) in source.files().filter(|(path, _)| is_products(path)) {
        let mut table = Table::open(path, content);
        while let Some(row) = table.next_row() {
            if let Some((_, key)) = row.get("note").split_once(ORIGIN) {
                let key = key.split_once("; ").map_or(key, |(key, _)| key);
                origins.insert(key.to_owned(), row.get("concept").to_owned());
            }
        }
    }
    origins
}

/// What stands before a foreign key in a note.
const ORIGIN: &str = "imported: ";

impl Plan {
    /// Names that would be added, to concepts of ours and to new ones, by language.
    pub fn languages(&self) -> Vec<(&'static str, usize)> {
        let added = self.known.iter().flat_map(|known| &known.added);
        let names: Vec<&str> = added.chain(self.fresh.iter().flat_map(|fresh| &fresh.names)).map(|(lang, _)| lang.as_str()).collect();
        let count = |lang: &&'static str| (*lang, names.iter().filter(|known| *known == lang).count());
        LANGUAGES.iter().map(count).filter(|(_, count)| *count > 0).collect()
    }

    /// The table that would be written: a line for each concept, new or known.
    pub fn table(&self) -> String {
        let mut lines = vec![format!("concept\tbroader\ths\tfacets\t{}\tnote", LANGUAGES.join("\t"))];
        for known in &self.known {
            lines.push(line(&known.slug, &[], &known.hs, &[], &known.added, &known.key, ""));
        }
        for fresh in &self.fresh {
            lines.push(line(&fresh.slug, &fresh.broader, &fresh.hs, &fresh.facets, &fresh.names, &fresh.key, &fresh.note));
        }
        lines.join("\n") + "\n"
    }

    fn clash(&mut self, entry: &Entry, what: String, why: String) {
        self.clashes.push(Clash { key: entry.key.clone(), what, why });
    }

    fn tidy(&mut self, entry: &Entry) -> Vec<Tidy> {
        let mut sound: Vec<Tidy> = Vec::new();
        for name in entry.names.iter().filter(|name| LANGUAGES.contains(&name.lang.as_str())) {
            match tidy(name) {
                Ok(name) => sound.push(name),
                Err(why) => self.clash(entry, format!("{} \"{}\"", name.lang, name.text), why),
            }
        }
        sound
    }

    fn codes(&mut self, entry: &Entry, codes: Option<&Codes<'_>>) -> Vec<HsCode> {
        let (real, unreal): (Vec<HsCode>, Vec<HsCode>) = entry.hs.iter().cloned().partition(|code| codes.is_none_or(|codes| codes.has(code)));
        for code in unreal {
            self.clash(entry, format!("HS {}", code.dotted()), "is no code of the Harmonized System 2022".to_owned());
        }
        real
    }

    fn facets(&mut self, entry: &Entry, lexicon: &Lexicon) -> Vec<String> {
        let (ours, strange): (Vec<String>, Vec<String>) = entry.facets.iter().cloned().partition(|facet| lexicon.find_facet(facet).is_some());
        for facet in strange {
            self.clash(entry, facet, "is no property of ours".to_owned());
        }
        ours
    }

    /// A new concept of which no name could be added is found by nothing; what stands below it moves
    /// up to its parents.
    fn drop_nameless(&mut self) {
        while let Some(at) = self.fresh.iter().position(|fresh| fresh.names.is_empty()) {
            let gone = self.fresh.remove(at);
            for fresh in &mut self.fresh {
                if let Some(place) = fresh.broader.iter().position(|parent| *parent == gone.slug) {
                    fresh.broader.remove(place);
                    let new: Vec<String> = gone.broader.iter().filter(|parent| !fresh.broader.contains(parent)).cloned().collect();
                    fresh.broader.extend(new);
                }
            }
            self.clashes.push(Clash { key: gone.key, what: "the concept".to_owned(), why: "is left out: no name of it can be added".to_owned() });
        }
    }
}

fn line(slug: &str, broader: &[String], hs: &[HsCode], facets: &[String], names: &[(Lang, String)], key: &str, note: &str) -> String {
    let codes: Vec<&str> = hs.iter().map(HsCode::digits).collect();
    let forms = |lang: &str| names.iter().filter(|(known, _)| known.as_str() == lang).map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("|");
    let languages: Vec<String> = LANGUAGES.iter().map(|lang| forms(lang)).collect();
    let note = if note.is_empty() { format!("{ORIGIN}{key}") } else { format!("{ORIGIN}{key}; {note}") };
    let note: String = note.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    [slug, &broader.join("|"), &codes.join("|"), &facets.join("|"), &languages.join("\t"), &note].join("\t")
}
