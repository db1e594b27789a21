//! The shape of the project. It proves:
//!
//! - a module names only modules of lower layers;
//! - a library with one home is named only there;
//! - every source file opens with its purpose;
//! - the root documents have no dead link and name no file that is missing.

use std::fs;
use std::path::{Path, PathBuf};

/// Layers, lowest first.
const LAYERS: &[&str] = &[
    "domain", "text", "lexicon", "understand", "storage", "journal", "views", "retrieve", "score", "rank", "explain", "evaluate",
    "watch", "engine", "intake", "config", "http", "cli",
];

/// Libraries with the only modules that may name them.
const HOMES: &[(&str, &[&str])] = &[
    ("tantivy::", &["views"]),
    ("sled::", &["storage"]),
    ("whatlang::", &["text"]),
    ("jieba_rs::", &["text"]),
    ("icu_segmenter::", &["text"]),
    ("icu_normalizer::", &["text"]),
    ("rust_stemmers::", &["text"]),
    ("icu_experimental::", &["lexicon", "explain"]),
    ("icu_calendar::", &["explain"]),
    ("icu_datetime::", &["explain"]),
    ("icu_decimal::", &["explain"]),
    ("icu_list::", &["explain"]),
    ("fluent_bundle::", &["explain"]),
    ("oxrdf::", &["lexicon"]),
    ("oxttl::", &["lexicon"]),
    ("oxrdfxml::", &["lexicon"]),
    ("calamine::", &["intake", "lexicon"]),
    ("csv::", &["evaluate", "intake", "lexicon"]),
    ("chardetng::", &["intake"]),
    ("zip::", &["intake"]),
    ("axum::", &["http"]),
    ("futures_util::", &["http"]),
    ("utoipa::", &["http"]),
    ("clap::", &["cli", "config"]),
    ("indicatif::", &["cli"]),
    ("anstream::", &["cli"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                out.push((path.clone(), fs::read_to_string(path).expect("UTF-8")));
            }
        }
    }
    assert!(out.len() > 50, "the sources are found");
    out
}

fn layer(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root().join("src")).expect("below src");
    let first = inside.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
    (first != "lib" && first != "main").then_some(first)
}

/// Lines of code: neither comments nor the tests at the end of a file.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().take_while(|line| !line.contains("#[cfg(test)]")).filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn a_module_names_only_lower_layers() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let Some(own) = layer(&path) else { continue };
        let rank = LAYERS.iter().position(|name| *name == own).unwrap_or_else(|| panic!("{own} is not in the table of layers"));
        for line in code(&text) {
            for (at, name) in LAYERS.iter().enumerate() {
                if at > rank && line.contains(&format!("crate::{name}")) {
                    faults.push(format!("{}: {}", path.display(), line.trim()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn libraries_stay_in_their_homes() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let own = layer(&path).unwrap_or_default();
        for line in code(&text) {
            for (library, homes) in HOMES {
                let starts = line.match_indices(library).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
                if starts && !homes.contains(&own.as_str()) {
                    faults.push(format!("{}: {}", path.display(), line.trim()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_file_opens_with_its_purpose() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "{} does not open with its purpose", path.display());
    }
}

#[test]
fn root_documents_name_what_exists() {
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let text = fs::read_to_string(root().join(name)).unwrap();
        for quoted in text.split('`').skip(1).step_by(2) {
            let looks_like_path = quoted.contains('/') && !quoted.contains(' ') || quoted.ends_with(".md") && !quoted.contains(' ');
            if looks_like_path {
                let inside_src = root().join("src").join(quoted);
                assert!(root().join(quoted).exists() || inside_src.exists(), "{name} names {quoted}, which does not exist");
            }
        }
    }
}
