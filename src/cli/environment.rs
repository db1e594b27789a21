//! Variables of the environment that look like options and are none: a slip in a name would change nothing, silently.

use std::collections::BTreeSet;

use clap::Command;

const PREFIX: &str = "TRADEWIND_";
/// Read outside of the options.
const OPERATOR_KEY: &str = "TRADEWIND_OPERATOR_KEY";
/// Most letters by which a name may differ from the option that is meant.
const MAX_SLIPS: usize = 3;

/// What to say of each variable that no command reads.
pub(super) fn strays(command: &Command, present: impl Iterator<Item = String>) -> Vec<String> {
    let mut known = BTreeSet::from([OPERATOR_KEY.to_owned()]);
    collect(command, &mut known);
    let stray = |name: String| {
        let near = known.iter().map(|known| (strsim::levenshtein(&name, known), known)).filter(|(slips, _)| *slips <= MAX_SLIPS).min();
        let meant = near.map_or_else(|| "`tradewind serve --help` lists the known ones".to_owned(), |(_, known)| format!("did you mean {known}?"));
        format!("{name} is set and has no effect, since no option has this name; {meant}")
    };
    let strange: BTreeSet<String> = present.filter(|name| name.starts_with(PREFIX) && !known.contains(name)).collect();
    strange.into_iter().map(stray).collect()
}

fn collect(command: &Command, known: &mut BTreeSet<String>) {
    known.extend(command.get_arguments().filter_map(|option| Some(option.get_env()?.to_str()?.to_owned())));
    command.get_subcommands().for_each(|inner| collect(inner, known));
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn what_no_command_reads_is_named_with_what_may_be_meant() {
        let present = ["PATH", "TRADEWIND_DATA", "TRADEWIND_LEXICON_OVERLAY", "TRADEWIND_OPERATOR_KEY", "TRADEWIND_LISTN", "TRADEWIND_CORS_ORIGIN", "TRADEWIND_SHOE_SIZE"];
        let said = strays(&super::super::Cli::command(), present.iter().map(|name| (*name).to_owned()));
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(said[0].starts_with("TRADEWIND_CORS_ORIGIN is set") && said[0].ends_with("did you mean TRADEWIND_CORS_ORIGINS?"), "{said:?}");
        assert!(said[1].ends_with("did you mean TRADEWIND_LISTEN?"), "{said:?}");
        assert!(said[2].ends_with("lists the known ones"), "{said:?}");
    }
}
