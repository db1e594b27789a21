//! Words around a mention that say it is packing, use or company, and not the goods.

use std::ops::Range;

use crate::lexicon::Mention;
use crate::text::Atom;

/// Words before packing, use and company.
const PREPOSITIONS: [&str; 19] = [
    "in", "for", "with", "en", "pour", "avec", "para", "con", "em", "com", "в", "для", "под", "trong", "untuk", "dalam", "用", "kwa", "في",
];

/// Of these, the ones before what goods are packed in.
const HOLDING: [&str; 7] = ["in", "en", "em", "в", "trong", "dalam", "في"];

/// Words behind what goods are used for, where the language puts them there: होजरी के लिए.
const USES: [&str; 8] = ["के लिए", "हेतु", "জন্য", "এর জন্য", "کے لیے", "የሚሆን", "የሚሆኑ", "የሚውል"];

/// Chinese words right after what goods are used for, or what their buyer makes: 针织用, 奶茶店, 速溶咖啡生产企业.
const POSTPOSITIONS: [&str; 9] = ["用", "专用", "店", "厂", "工厂", "加工厂", "生产", "企业", "公司"];

/// Hindi for "of", whose owner stands before it: in बकरी की लेदर the goods are leather.
const OF: [&str; 3] = ["का", "की", "के"];

/// Whether the word just before a mention says that it is packing, use or company.
pub(super) fn after_preposition(atoms: &[Atom], mention: &Mention) -> bool {
    let before = mention.atoms.start.checked_sub(1).and_then(|at| atoms.get(at));
    mention.atoms.start > 1 && before.is_some_and(|atom| is_preposition(&atom.exact))
}

/// Whether a word stands before packing, use and company.
pub(super) fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(&word)
}

/// Whether a word says that goods are in what follows.
pub(super) fn holds(word: &str) -> bool {
    HOLDING.contains(&word)
}

/// Whether the words right after a mention say so, or those around it: 做豆芽的 makes sprouts.
pub(super) fn before_postposition(atoms: &[Atom], mention: &Mention) -> bool {
    let after: String = atoms.iter().skip(mention.atoms.end).take_while(|atom| !atom.gap && atom.clause == mention.clause).take(3).map(|atom| atom.exact.as_str()).collect();
    let made = || mention.atoms.start.checked_sub(1).and_then(|at| atoms.get(at)).is_some_and(|atom| atom.exact == "做");
    let next = |words: usize| atoms.get(mention.atoms.end..mention.atoms.end + words).filter(|atoms| atoms.iter().all(|atom| atom.clause == mention.clause)).map(|atoms| atoms.iter().map(|atom| atom.exact.as_str()).collect::<Vec<_>>().join(" "));
    let used = || [1, 2].into_iter().filter_map(next).any(|words| USES.contains(&words.as_str()));
    POSTPOSITIONS.iter().any(|word| after.starts_with(word)) || (after.starts_with('的') && made()) || used()
}

/// Whether a stretch between two mentions makes the first the owner of the second.
pub(super) fn of(atoms: &[Atom], between: Range<usize>) -> bool {
    !between.is_empty() && atoms.get(between).is_some_and(|words| words.iter().all(|atom| OF.contains(&atom.exact.as_str())))
}
