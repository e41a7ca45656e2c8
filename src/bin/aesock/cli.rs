//! The command line: commands, options, and what `--help` and the manual pages say of them.

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use std::{net::SocketAddr, path::PathBuf};

const STATUSES: &str = "\
Exit status:
  0  done, and nothing to look at
  1  a target is refused, or a new rules file changes what was seen
  2  wrong usage, or an input that cannot be read; a sentence on standard error says which";

/// Logs, rules and counters of aesock, the PHP extension, from the command line
///
/// It reads what the extension writes and what an operator wrote, and changes nothing. It needs no PHP.
#[derive(Debug, Parser)]
#[command(name = "aesock", version, after_help = STATUSES, after_long_help = STATUSES, disable_help_subcommand = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a rules file of what logs have seen
    ///
    /// Reads the log of a pool in `aesock.mode=audit` and prints a rules file that lets pass what was seen, with how
    /// often, when and by which pages in comments. What is dangerous to open (metadata services, the host itself, port
    /// 25, sockets that take orders) and what opens more than was seen stands in it as a comment.
    #[command(after_help = STATUSES)]
    Learn(LearnArguments),
    /// Say what a policy decides on targets, or would change of what logs have seen
    ///
    /// Targets are written as `tcp://db.internal:5432`, `udp://192.0.2.9:5000`, `unix:/run/x.sock`, `https://host/` or
    /// `host:port`. Names are resolved as in PHP; nothing is connected.
    #[command(after_help = STATUSES)]
    Check(CheckArguments),
    /// Show who uses how much, again and again
    ///
    /// Reads the file of `aesock.usage_file`: connections and bytes of each application, what was denied and why, and
    /// how quotas stand. On a terminal the table is renewed until Ctrl-C, otherwise it is printed once.
    #[command(after_help = STATUSES)]
    Top(TopArguments),
    /// Print or serve the counters as OpenMetrics
    ///
    /// Reads the file of `aesock.usage_file`. With `--listen`, Prometheus scrapes `http://ADDR/metrics` without a page
    /// of PHP.
    #[command(after_help = STATUSES)]
    Metrics(MetricsArguments),
    /// Say what a reason means, and what to do
    ///
    /// A whole line of the log does as well as a reason. Without one, all reasons are listed.
    #[command(after_help = STATUSES)]
    Explain(ExplainArguments),
    /// Print a policy for the layer below: nftables, or systemd
    ///
    /// A second net under the extension, for whatever else runs as the same user or in the same unit. What that layer
    /// cannot express (names, pages, files, counters) stands in comments.
    #[command(after_help = STATUSES)]
    Export(ExportArguments),
    /// Print the completions of a shell
    #[command(after_help = STATUSES)]
    Completions(CompletionsArguments),
    /// Print the manual page, or that of a command
    #[command(after_help = STATUSES)]
    Man(ManArguments),
}

/// What happens to public destinations that no rule names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Otherwise {
    /// They are allowed.
    Allow,
    /// They are refused.
    Deny,
}

impl Otherwise {
    /// The text of the setting.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
        }
    }
}

/// Of `aesock learn`.
#[derive(Debug, Args)]
pub struct LearnArguments {
    /// Logs with the lines of aesock, as text or JSON, rotated and compressed by gzip or not; `-` is standard input
    #[arg(required = true, value_name = "LOG")]
    pub logs: Vec<PathBuf>,
    /// Only what this application did
    #[arg(long, value_name = "NAME")]
    pub app: Option<String>,
    /// The `aesock.default` that the rules are for: with `deny`, public destinations need a rule, too
    #[arg(long, value_enum, default_value_t = Otherwise::Allow)]
    pub default: Otherwise,
}

/// The settings that a policy is made of.
#[derive(Debug, Clone, Args)]
pub struct PolicyArguments {
    /// The settings in force, as PHP prints them by `json_encode(ini_get_all('aesock', false))`, in place of those
    /// below; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["rules", "allow", "deny", "default", "google_ranges"])]
    pub settings: Option<PathBuf>,
    /// A rules file, as `aesock.rules` names it
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    /// Rules, as in `aesock.allow`
    #[arg(
        long,
        value_name = "RULES",
        default_value = "",
        hide_default_value = true
    )]
    pub allow: String,
    /// Rules, as in `aesock.deny`
    #[arg(
        long,
        value_name = "RULES",
        default_value = "",
        hide_default_value = true
    )]
    pub deny: String,
    /// `aesock.default`
    #[arg(long, value_enum, default_value_t = Otherwise::Allow)]
    pub default: Otherwise,
    /// `aesock.google_ranges`
    #[arg(
        long,
        value_name = "FILES",
        default_value = "",
        hide_default_value = true
    )]
    pub google_ranges: String,
    /// The name servers in place of the system's, as in `aesock.nameservers`
    #[arg(
        long,
        value_name = "SERVERS",
        default_value = "",
        hide_default_value = true
    )]
    pub nameservers: String,
}

/// Of `aesock check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The policy.
    #[command(flatten)]
    pub policy: PolicyArguments,
    /// Decide on what this log has seen, and print what differs; may be given several times
    #[arg(long, value_name = "LOG")]
    pub corpus: Vec<PathBuf>,
    /// What to decide on
    #[arg(required_unless_present = "corpus", value_name = "TARGET")]
    pub targets: Vec<String>,
}

/// Of `aesock top`.
#[derive(Debug, Args)]
pub struct TopArguments {
    /// The file of `aesock.usage_file`
    #[arg(value_name = "USAGE_FILE")]
    pub file: PathBuf,
    /// Seconds between two tables
    #[arg(long, value_name = "SECONDS", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub interval: u32,
    /// The quotas in force, as in `aesock.quota`: the file has what was used of them, not how much may be
    #[arg(long, value_name = "QUOTAS")]
    pub quota: Option<String>,
    /// Print one table and end, on a terminal too
    #[arg(long)]
    pub once: bool,
}

/// Of `aesock metrics`.
#[derive(Debug, Args)]
pub struct MetricsArguments {
    /// The file of `aesock.usage_file`
    #[arg(value_name = "USAGE_FILE")]
    pub file: PathBuf,
    /// Serve them there, such as `127.0.0.1:9717`, instead of printing them
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
}

/// Of `aesock explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// A reason such as `private`, or a line of the log
    #[arg(value_name = "REASON")]
    pub reason: Vec<String>,
}

/// A layer that a policy is printed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Layer {
    /// A ruleset for `nft -f`.
    Nftables,
    /// Lines for the `[Service]` section of a unit.
    Systemd,
}

/// Of `aesock export`.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// The layer
    #[arg(value_enum)]
    pub layer: Layer,
    /// The policy.
    #[command(flatten)]
    pub policy: PolicyArguments,
    /// Whom nftables holds to it, by name or number: the users of PHP's workers; may be given several times
    #[arg(long, value_name = "USER", required_if_eq("layer", "nftables"))]
    pub user: Vec<String>,
}

/// Of `aesock completions`.
#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Of `aesock man`.
#[derive(Debug, Args)]
pub struct ManArguments {
    /// The command
    pub command: Option<String>,
}

/// What clap knows of the command line.
pub fn command() -> clap::Command {
    Arguments::command()
}
