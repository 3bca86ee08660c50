//! What may be written on the command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use model::{Role, Scope, Tlp};

use crate::config::Flags;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Cyan.on_default().bold())
    .usage(AnsiColor::Cyan.on_default().bold())
    .literal(AnsiColor::Green.on_default())
    .placeholder(AnsiColor::Yellow.on_default());

/// Recognise threats against protected people in reports, and show which reports share an origin.
///
/// Everything happens on this machine: nothing is sent anywhere but the calls that you set up.
#[derive(Debug, Parser)]
#[command(
    name = "wardline",
    version,
    styles = STYLES,
    max_term_width = 100,
    after_help = "Exit codes: 0 everything was read; 1 some input could not be read (it is named on standard error, the rest \
                  is reported); 2 the command line was wrong.\n\nStart with: wardline demo"
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read reports and show one picture of them: threats, claims, origins, conflicts
    #[command(after_help = "Examples:\n  \
        wardline analyze reports/\n  \
        wardline analyze tip.eml article.html -o picture.html\n  \
        wardline analyze reports/ --format json | jq '.claims[].statement'\n  \
        curl -s https://example.org/article | wardline analyze -")]
    Analyze(Analyze),
    /// Read texts one by one: a JSON object a line in, a reading a line out
    #[command(after_help = "Example:\n  \
        echo '{\"id\": \"1\", \"text\": \"They posted her home address.\"}' | wardline read\n\n\
        Each line in is an object with \"text\" and, if you like, \"id\" and \"published\" (a date). Each line out is the \
        reading of the line at the same place, with the same \"id\". A line that cannot be read gives {\"line\": N, \"error\": …} \
        in its place, and exit code 1 at the end; the rest is still read.")]
    Read(Read),
    /// Analyse a few made-up reports and run a desk that holds them, to see how it works
    #[command(
        after_help = "Example:\n  wardline demo\n  wardline analyze wardline-demo/reports -o wardline-demo/picture.html\n\n\
        The desk runs in a temporary folder until Ctrl-C, and listens on this machine alone."
    )]
    Demo(Demo),
    /// Run the desk and its anonymous tip line
    #[command(after_help = "Example:\n  \
        wardline serve --data /var/lib/wardline\n\n\
        The first start makes the folder, its database and a master key. The addresses are told on standard output. Each setting \
        can also stand in wardline.toml in the folder, or in the environment: see docs/settings.md.")]
    Serve(Serve),
    /// Take files into a desk: each report is stored once, logged and read
    #[command(after_help = "Examples:\n  \
        wardline receive --data /var/lib/wardline reports/\n  \
        zcat feed.ndjson.gz | wardline receive --data /var/lib/wardline -\n\n\
        What was stored before is known by its content and its place in the file, and not stored again: after an interruption, \
        give the same command again. The desk may be served meanwhile.")]
    Receive(Receive),
    /// List what a desk's reports are about, newest first, or show the picture of one incident
    #[command(after_help = "Examples:\n  \
        wardline incidents --data /var/lib/wardline\n  \
        wardline incidents --data /var/lib/wardline 42 -o picture.html\n\n\
        Reports are brought together as they are read, by what they name, quote and share with few others.")]
    Incidents(Incidents),
    /// Tell what is wrong with a desk's set-up, and what to do
    Doctor(Doctor),
    /// Let programs hand in and read reports
    #[command(subcommand)]
    Token(Token),
    /// Let people work at the desk
    #[command(subcommand)]
    User(User),
    /// Try whether whoever is on duty can be called
    #[command(subcommand)]
    Call(super::call::Call),
    /// Check that nothing was changed since it was logged
    #[command(subcommand)]
    Ledger(Ledger),
    /// Write an encrypted backup of a desk, which may be served meanwhile
    #[command(after_help = "Examples:\n  \
        wardline backup --new-identity backup-identity.txt\n  \
        wardline backup --data /var/lib/wardline --recipient age1… -o /mnt/backups\n\n\
        Two files: wardline-TIME.age, and wardline-keys.age with the wrapped keys of records, which each backup replaces. What was \
        erased is so erased from earlier backups too. The master key is in neither: keep a copy of it on paper.")]
    Backup(Backup),
    /// Make a desk of a backup, and check it
    #[command(after_help = "Example:\n  \
        wardline restore --data /var/lib/wardline --identity backup-identity.txt --master-key-file master.key \
        /mnt/backups/wardline-20260214T031500Z.age\n\n\
        The master key can also come from the environment, or lie in the folder already.")]
    Restore(Restore),
    /// Copy a desk from the file in its folder to PostgreSQL
    #[command(after_help = "Example:\n  \
        wardline migrate --data /var/lib/wardline --to postgres://wardline@localhost/wardline\n\n\
        The desk must not be served meanwhile, and the database must be empty. The copy is checked before it counts.")]
    Migrate(Migrate),
    /// Change the master key
    #[command(subcommand)]
    Key(Key),
    /// Paint an image from standard input anew to standard output: for the desk itself
    #[command(hide = true)]
    ImageCopy,
}

/// Which desk.
#[derive(Debug, Args)]
pub(super) struct DeskFlags {
    /// The folder of the desk
    #[arg(long, value_name = "FOLDER")]
    pub(super) data: Option<PathBuf>,

    /// URL of a PostgreSQL database, in place of a file in the folder
    #[arg(long, value_name = "URL")]
    pub(super) database: Option<String>,
}

impl DeskFlags {
    pub(super) fn flags(&self) -> Flags {
        Flags {
            data: self.data.clone(),
            database: self.database.clone(),
            ..Flags::default()
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) desk: DeskFlags,

    /// Where the tip line listens [default: 127.0.0.1:8787]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) tipline: Option<SocketAddr>,

    /// Where the desk listens [default: 127.0.0.1:8788]
    #[arg(long = "desk", value_name = "ADDRESS")]
    pub(super) desk_at: Option<SocketAddr>,
}

impl Serve {
    pub(super) fn flags(&self) -> Flags {
        Flags {
            tipline: self.tipline,
            desk: self.desk_at,
            ..self.desk.flags()
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    pub(super) desk: DeskFlags,
}

#[derive(Debug, Args)]
pub(super) struct Receive {
    #[command(flatten)]
    pub(super) desk: DeskFlags,

    /// Files or folders, as for analyze; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Token {
    /// Make a token and print it, once, on standard output
    Add(TokenAdd),
}

#[derive(Debug, Args)]
pub(super) struct TokenAdd {
    #[command(flatten)]
    pub(super) desk: DeskFlags,

    /// What to call it
    #[arg(long, value_name = "NAME")]
    pub(super) name: String,

    /// What it allows: receive, read, decide, taxii
    #[arg(long, value_name = "SCOPES", value_delimiter = ',', required = true, value_parser = scope)]
    pub(super) scope: Vec<Scope>,

    /// Days until it ends
    #[arg(long, value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub(super) days: u32,
}

#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Add somebody and print, once, the link by which they choose a password and connect an authenticator
    #[command(after_help = "Example:\n  \
        wardline user add --data /var/lib/wardline --name ana --role intake,lead\n\n\
        Nobody else learns what they choose. The link is good for three days and for one use.")]
    Add(UserAdd),
    /// List who works at the desk
    List(UserList),
    /// Print a new link for somebody who lost their authenticator or password; their sessions end
    Link(UserLink),
}

#[derive(Debug, Args)]
pub(super) struct UserAdd {
    #[command(flatten)]
    pub(super) desk: DeskFlags,

    /// By which they sign in, and are called
    #[arg(long, value_name = "NAME")]
    pub(super) name: String,

    /// What they are: intake, lead, privacy, admin, reader
    #[arg(long, value_name = "ROLES", value_delimiter = ',', required = true, value_parser = role)]
    pub(super) role: Vec<Role>,
}

#[derive(Debug, Args)]
pub(super) struct UserList {
    #[command(flatten)]
    pub(super) desk: DeskFlags,
}

#[derive(Debug, Args)]
pub(super) struct UserLink {
    #[command(flatten)]
    pub(super) desk: DeskFlags,

    /// Whose
    #[arg(long, value_name = "NAME")]
    pub(super) name: String,
}

#[derive(Debug, Subcommand)]
pub(super) enum Ledger {
    /// Check a desk's whole ledger: exit code 0 if it is whole, 1 if it was tampered with
    Verify(LedgerVerify),
    /// Check the proof file of a tip
    Check(LedgerCheck),
}

#[derive(Debug, Args)]
pub(super) struct LedgerVerify {
    #[command(flatten)]
    pub(super) desk: DeskFlags,

    /// A checkpoint or proof file that was kept elsewhere, to find out whether what it covers was rewritten
    #[arg(long, value_name = "FILE")]
    pub(super) earlier: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct LedgerCheck {
    /// The proof file
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// The desk's public key, or a file that holds it
    #[arg(long, value_name = "KEY")]
    pub(super) key: String,
}

#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    pub(super) desk: DeskFlags,

    /// Whom the backup is for: an age recipient
    #[arg(long, value_name = "age1…", required_unless_present = "new_identity")]
    pub(super) recipient: Option<String>,

    /// Folder to write to; it is made if it does not exist
    #[arg(
        short,
        long,
        value_name = "FOLDER",
        required_unless_present = "new_identity"
    )]
    pub(super) output: Option<PathBuf>,

    /// Only make a file that opens backups, and print whom they must be for
    #[arg(long, value_name = "FILE", conflicts_with_all = ["recipient", "output"])]
    pub(super) new_identity: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    pub(super) desk: DeskFlags,

    /// The file that opens the backup; may be given more than once
    #[arg(long, value_name = "FILE", required = true)]
    pub(super) identity: Vec<PathBuf>,

    /// The file with the keys [default: wardline-keys.age beside the backup]
    #[arg(long, value_name = "FILE")]
    pub(super) keys: Option<PathBuf>,

    /// The desk's master key, to be put into the folder
    #[arg(long, value_name = "FILE")]
    pub(super) master_key_file: Option<PathBuf>,

    /// The backup
    #[arg(value_name = "BACKUP")]
    pub(super) file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Migrate {
    /// The folder of the desk
    #[arg(long, value_name = "FOLDER")]
    pub(super) data: Option<PathBuf>,

    /// URL of an empty PostgreSQL database
    #[arg(long, value_name = "URL")]
    pub(super) to: String,
}

#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Make a new master key and wrap everything by it; the desk may be served meanwhile
    Rotate(KeyRotate),
}

#[derive(Debug, Args)]
pub(super) struct KeyRotate {
    #[command(flatten)]
    pub(super) desk: DeskFlags,
}

fn role(word: &str) -> Result<Role, String> {
    word.parse()
        .map_err(|()| "the roles are intake, lead, privacy, admin and reader".to_owned())
}

fn scope(word: &str) -> Result<Scope, String> {
    word.parse()
        .map_err(|()| "the scopes are receive, read, decide and taxii".to_owned())
}

#[derive(Debug, Args)]
pub(super) struct Analyze {
    /// Files or folders; `-` is standard input
    ///
    /// Read are .txt, .md, .html, .eml, .json, .ndjson and .csv. Folders are read with all that is in
    /// them, in sorted order, without hidden files. .json, .ndjson and .csv may hold many reports,
    /// each with its text under the name text, body, content, articleBody or description.
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) drawn: Drawn,
}

/// How a picture is drawn.
#[derive(Debug, Args)]
pub(super) struct Drawn {
    /// How to write the picture [default: by the ending of FILE, otherwise terminal]
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        hide_possible_values = true,
        help = "How to write the picture: terminal, json, html or pdf [default: by the ending of FILE, otherwise terminal]"
    )]
    pub(super) format: Option<Format>,

    /// Write to FILE instead of standard output, which is also `-`
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Marking of the document: clear, green, amber, amber+strict or red
    #[arg(long, value_name = "LABEL", value_parser = tlp, default_value = "amber")]
    pub(super) tlp: Tlp,

    /// Language of the picture: en or es; reports are quoted in their own, and JSON is in English
    #[arg(
        long,
        value_name = "LANG",
        value_enum,
        default_value = "en",
        hide_possible_values = true
    )]
    pub(super) lang: Language,
}

#[derive(Debug, Args)]
pub(super) struct Incidents {
    #[command(flatten)]
    pub(super) desk: DeskFlags,

    /// Number of the incident whose picture is shown
    #[arg(value_name = "NUMBER")]
    pub(super) number: Option<u64>,

    #[command(flatten)]
    pub(super) drawn: Drawn,
}

#[derive(Debug, Args)]
pub(super) struct Read {
    /// File of one JSON object a line; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub(super) file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Folder to write to; it is made if it does not exist, and nothing in it is overwritten
    #[arg(value_name = "FOLDER", default_value = "wardline-demo")]
    pub(super) folder: PathBuf,

    /// Only analyse; start no desk
    #[arg(long)]
    pub(super) no_desk: bool,
}

/// How an analysis is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For reading in a terminal.
    Terminal,
    /// The contract `wardline-analysis/1`.
    Json,
    /// One page that needs nothing else.
    Html,
    /// A bulletin on paper.
    Pdf,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Format::Terminal, Format::Json, Format::Html, Format::Pdf]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Format::Terminal => "terminal",
            Format::Json => "json",
            Format::Html => "html",
            Format::Pdf => "pdf",
        }))
    }
}

/// Language of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// English.
    En,
    /// Spanish.
    Es,
}

/// A TLP 2.0 label, with or without `TLP:`, in any case.
fn tlp(label: &str) -> Result<Tlp, String> {
    let bare = label.trim().to_ascii_uppercase();
    let bare = bare.strip_prefix("TLP:").unwrap_or(&bare);
    format!("TLP:{bare}").parse().map_err(|()| {
        "the labels of TLP 2.0 are clear, green, amber, amber+strict and red".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use model::Tlp;

    use super::{Cli, tlp};

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn labels_in_any_case() {
        assert_eq!(tlp("amber+strict"), Ok(Tlp::AmberStrict));
        assert_eq!(tlp("TLP:Clear"), Ok(Tlp::Clear));
        assert!(tlp("white").is_err());
    }
}
