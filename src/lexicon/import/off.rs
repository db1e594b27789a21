//! The taxonomy format of Open Food Facts: blocks parted by blank lines. In a block, `< en:Parent`
//! names a parent, `fr: nom, synonyme` gives the name and synonyms in a language, `origins:en: …` is
//! a property; `synonyms:` and `stopwords:` lines steer that project's own search; `#` comments.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::{Entry, Foreign, ImportError, Name, at_line, read_text};
use crate::text::{self, Clean, Lang};

/// What a line is.
#[derive(Debug, PartialEq)]
enum Line<'a> {
    Blank,
    Comment,
    Parent(&'a str),
    Names(&'a str, &'a str),
    Property,
    /// Synonyms and stop words of the whole file.
    Steering,
}

pub(super) fn read(path: &Path) -> Result<Foreign, ImportError> {
    let written = read_text(path)?;
    let mut blocks: Vec<Block> = vec![Block::default()];
    let mut steering = 0;
    for (line, number) in written.lines().zip(1u64..) {
        let Some(kind) = classify(line) else {
            return Err(at_line(path, number, format!("{:?} is no line of a taxonomy", line.trim()), "write \"xx: name, synonym\" with a language code, \"< xx:parent\", a property \"name:xx: value\", or \"# comment\""));
        };
        let Some(block) = blocks.last_mut() else { continue };
        match kind {
            Line::Blank if block.names.is_empty() && block.parents.is_empty() => {}
            Line::Blank => {
                block.sound(path)?;
                blocks.push(Block::default());
            }
            Line::Parent(parent) => {
                block.first_line.get_or_insert(number);
                block.parents.push((number, reference(parent)));
            }
            Line::Names(tag, list) => {
                block.first_line.get_or_insert(number);
                block.names.extend(names(path, number, tag, list)?);
            }
            Line::Steering => steering += 1,
            Line::Comment | Line::Property => {}
        }
    }
    blocks.retain(|block| !block.names.is_empty() || !block.parents.is_empty());
    if let Some(last) = blocks.last() {
        last.sound(path)?;
    }
    Ok(assemble(path, blocks, steering))
}

fn classify(line: &str) -> Option<Line<'_>> {
    let line = line.trim();
    if line.is_empty() {
        return Some(Line::Blank);
    }
    if line.starts_with('#') {
        return Some(Line::Comment);
    }
    if let Some(parent) = line.strip_prefix('<') {
        let parent = parent.trim();
        return parent.split_once(':').filter(|(tag, name)| is_tag(tag) && !name.trim().is_empty()).map(|_| Line::Parent(parent));
    }
    let (head, rest) = line.split_once(':')?;
    if head == "synonyms" || head == "stopwords" {
        return Some(Line::Steering);
    }
    if is_tag(head) {
        return Some(Line::Names(head, rest));
    }
    let named = !head.is_empty() && head.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' '));
    let tagged = rest.split_once(':').is_some_and(|(tag, _)| is_tag(tag.trim()));
    (named && tagged).then_some(Line::Property)
}

/// `en`, `pt-br`, `zh_TW`, and `xx` for names of every language.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let primary = parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase()));
    primary && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// `en:Cashew nuts` as the vocabulary refers to it: `en:cashew-nuts`.
fn reference(written: &str) -> String {
    let (tag, name) = written.split_once(':').unwrap_or(("xx", written));
    let folded = text::fold(Clean::new(name.trim()).as_str());
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!("{}:{}", tag.trim(), words.join("-"))
}

/// The entries of a line of names. A comma within a number, or after a backslash, is part of a name.
fn names(path: &Path, number: u64, tag: &str, list: &str) -> Result<Vec<(String, Name)>, ImportError> {
    let lang = Lang::new(tag).unwrap_or(Lang::UND);
    let found: Vec<String> = split(list).into_iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    if found.is_empty() {
        return Err(at_line(path, number, format!("{tag}: names nothing"), "write a name after the colon, or take the line out"));
    }
    Ok(found.into_iter().enumerate().map(|(at, text)| (reference(&format!("{tag}:{text}")), Name { lang, text, preferred: at == 0 })).collect())
}

fn split(list: &str) -> Vec<String> {
    let letters: Vec<char> = list.chars().collect();
    let mut out = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let within_number = before.is_some_and(char::is_ascii_digit) && letters.get(at + 1).is_some_and(char::is_ascii_digit);
        let Some(current) = out.last_mut() else { break };
        match letter {
            ',' if before == Some(&'\\') => {
                current.pop();
                current.push(',');
            }
            ',' if !within_number => out.push(String::new()),
            other => current.push(*other),
        }
    }
    out
}

/// The lines of one entry.
#[derive(Default)]
struct Block {
    first_line: Option<u64>,
    /// Each name with the reference that other entries may use for it.
    names: Vec<(String, Name)>,
    parents: Vec<(u64, String)>,
}

impl Block {
    fn sound(&self, path: &Path) -> Result<(), ImportError> {
        if self.names.is_empty() {
            let line = self.first_line.unwrap_or(1);
            return Err(at_line(path, line, "the entry has a parent but no name", "write its names below, without a blank line between"));
        }
        Ok(())
    }

    /// The reference that the vocabulary itself prefers: the English one, else the first.
    fn key(&self) -> String {
        let english = self.names.iter().find(|(key, _)| key.starts_with("en:"));
        english.or(self.names.first()).map(|(key, _)| key.clone()).unwrap_or_default()
    }
}

fn assemble(path: &Path, blocks: Vec<Block>, steering: usize) -> Foreign {
    let mut keys: FxHashMap<String, String> = FxHashMap::default();
    for block in &blocks {
        // A label outranks a synonym of an earlier entry.
        for (reference, name) in &block.names {
            if name.preferred {
                keys.insert(reference.clone(), block.key());
            } else {
                keys.entry(reference.clone()).or_insert_with(|| block.key());
            }
        }
    }
    let mut remarks = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    for block in blocks {
        let key = block.key();
        let mut broader = Vec::new();
        for (line, parent) in block.parents {
            match keys.get(&parent) {
                Some(known) => broader.push(known.clone()),
                None => remarks.push(format!("{}, line {line}: the parent {parent} is not in the file", path.display())),
            }
        }
        let names = block.names.into_iter().map(|(_, name)| name).collect();
        entries.push(Entry { key, names, broader, ..Entry::default() });
    }
    if steering > 0 {
        remarks.push(format!("{steering} lines of synonyms and stop words steer another search and are left out"));
    }
    Foreign { syntax: "Open Food Facts taxonomy", entries, remarks }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(content: &str) -> Result<Foreign, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("t.txt");
        std::fs::write(&path, content).expect("writes");
        read(&path).map_err(|fault| fault.to_string().replace(&format!("{}", path.display()), "t.txt"))
    }

    #[test]
    fn blocks_become_entries() {
        let text = "# a taxonomy\nstopwords:fr: aux, de\nsynonyms:en: nut, nuts\n\nen: Nuts, nut kernels\nfr: Fruits à coque\nwikidata:en: Q11009\n\n\
            < en:nuts\n<fr:Noix du Brésil\nen: Milk 3,5 % fat, smooth\\, sweet\npt-br: castanha\nxx: NUTTO\n\nfr: noix du Bresil\n";
        let foreign = parse(text).expect("reads");
        let keys: Vec<&str> = foreign.entries.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["en:nuts", "en:milk-3-5-fat", "fr:noix-du-bresil"]);
        let milk = foreign.entries.get(1).expect("an entry");
        let names: Vec<String> = milk.names.iter().map(|name| format!("{} {}{}", name.lang, name.text, if name.preferred { " *" } else { "" })).collect();
        assert_eq!(names, ["en Milk 3,5 % fat *", "en smooth, sweet", "pt castanha *", "xx NUTTO *"]);
        assert_eq!(milk.broader, ["en:nuts", "fr:noix-du-bresil"]);
        assert_eq!(foreign.remarks, ["2 lines of synonyms and stop words steer another search and are left out"]);
    }

    #[test]
    fn a_parent_that_is_not_there_is_said() {
        let foreign = parse("< en:Nuts\nen: Cashew\n").expect("reads");
        assert!(foreign.remarks.first().is_some_and(|remark| remark.ends_with("line 1: the parent en:nuts is not in the file")), "{:?}", foreign.remarks);
    }

    #[test]
    fn what_is_no_taxonomy_is_refused_with_the_line() {
        for (text, expected) in [
            ("en: Cashew\nwhatever this is\n", "t.txt, line 2: \"whatever this is\" is no line of a taxonomy"),
            ("en: Cashew\n< Nuts\n", "t.txt, line 2: \"< Nuts\" is no line of a taxonomy"),
            ("en: Cashew\n\n< en:Cashew\n\nfr: Noix\n", "t.txt, line 3: the entry has a parent but no name"),
            ("en: ,\n", "t.txt, line 1: en: names nothing"),
            ("English: Cashew\n", "t.txt, line 1: \"English: Cashew\" is no line of a taxonomy"),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
