//! A script as remarks and steps, and back to text.

/// One part of a script.
#[derive(Debug)]
pub(crate) enum Part {
    /// A remark or an empty line, as written.
    Aside(String),
    Step(Step),
}

/// A step with its fields; the outcome written below it is left out.
#[derive(Debug)]
pub(crate) struct Step {
    /// Line in the file, from 1.
    pub(crate) line: usize,
    pub(crate) text: String,
    /// Names and values, as written.
    pub(crate) fields: Vec<(String, String)>,
}

/// Cuts a script into its parts.
pub(crate) fn parts(script: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    for (line, text) in (1..).zip(script.lines()) {
        if text.starts_with(' ') {
            continue;
        }
        if let Some(field) = text.strip_prefix("- ") {
            let Some(Part::Step(step)) = parts.last_mut() else { return Err(format!("line {line}: a field without a step")) };
            let Some((name, value)) = field.split_once(": ") else { return Err(format!("line {line}: write a field as `- name: value`")) };
            step.fields.push((name.to_owned(), value.to_owned()));
        } else if text.is_empty() || text.starts_with('#') {
            parts.push(Part::Aside(text.to_owned()));
        } else {
            parts.push(Part::Step(Step { line, text: text.to_owned(), fields: Vec::new() }));
        }
    }
    Ok(parts)
}

impl Step {
    /// The step with an outcome below it.
    pub(crate) fn written(&self, outcome: &[String]) -> String {
        let mut out = format!("{}\n", self.text);
        for (name, value) in &self.fields {
            out += &format!("- {name}: {value}\n");
        }
        for line in outcome {
            out += &format!("  {line}\n");
        }
        out
    }
}
