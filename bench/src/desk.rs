//! The desk's pages with many reports behind them, as a browser asks for them: waiting time and weight.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use anyhow::{Context, ensure};
use seal::Authenticator;

use crate::grow::receive;
use crate::measure::now;
use crate::variants::{Shape, Variants};

/// Times that each page is asked for.
const TIMES: usize = 400;

/// Reports that are decided at once.
const BULK: usize = 1000;

const PASSWORD: &str = "tide lantern oblique marrow";

#[derive(clap::Args)]
pub struct Args {
    /// The program to measure
    #[arg(long, default_value = "target/release/wardline")]
    program: PathBuf,

    /// How many reports are stored
    #[arg(long, default_value_t = 100_000)]
    stored: usize,

    /// Clusters that the reports retell
    #[arg(long, default_value = "corpus/clusters/develop")]
    clusters: PathBuf,

    /// URL of an empty PostgreSQL database, in place of SQLite
    #[arg(long)]
    database: Option<String>,

    /// Where the desk is made, and removed
    #[arg(long, default_value = "target")]
    folder: PathBuf,

    #[command(flatten)]
    shape: Shape,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let variants = Variants::open(&args.clusters, args.shape)?;
    let folder = tempfile::tempdir_in(&args.folder)?;
    let desk = folder.path().join("desk");
    let texts = (0..args.stored).map(|place| variants.text(place));
    let texts = texts.filter(|text| !text.trim().is_empty());
    receive(&args.program, args.database.as_deref(), &desk, texts)?;
    let mut server = Server::start(args, &desk)?;
    let measured = measure(&mut server, args.stored);
    server.child.kill()?;
    server.child.wait()?;
    measured
}

fn measure(server: &mut Server, stored: usize) -> anyhow::Result<()> {
    server.sign_in()?;
    let spread = |turn: usize| 1 + turn * 7919 % stored;
    println!("{stored} reports       half      99 %     weight");
    server.page("front page", |_| "/".to_owned())?;
    server.page("queue", |_| "/queue".to_owned())?;
    server.page("late", |_| "/queue?show=late".to_owned())?;
    server.page("level 5", |_| "/queue?show=P5".to_owned())?;
    server.page("a report opened", |turn| {
        format!("/queue?at={}", spread(turn))
    })?;
    let incidents = server.incidents()?;
    server.page("incident", |turn| incidents[turn % incidents.len()].clone())?;
    let account = server.ask("GET", "/account", "")?;
    let form = between(&account.body, "name=\"form\" value=\"", "\"").context("a form")?;
    let mut body = format!("form={form}&go=decide:spam&next=/queue");
    for place in 1..=BULK {
        body += &format!("&report={place}_{place}");
    }
    let begun = now();
    let answer = server.ask("POST", "/decide", &body)?;
    let took = begun.elapsed();
    ensure!(
        answer.status == 303,
        "the decision was refused: {}",
        answer.status
    );
    println!("decide {BULK} at once   {:.3} s", took.as_secs_f64());
    Ok(())
}

struct Server {
    child: Child,
    at: String,
    link: String,
    cookie: String,
    stream: Option<BufReader<TcpStream>>,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Server {
    fn start(args: &Args, desk: &Path) -> anyhow::Result<Server> {
        let mut command = Command::new(&args.program);
        command.args([
            "serve",
            "--tipline",
            "127.0.0.1:0",
            "--desk",
            "127.0.0.1:0",
            "--data",
        ]);
        command.arg(desk);
        if let Some(url) = &args.database {
            command.args(["--database", url]);
        }
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let link = loop {
            let line = lines
                .next()
                .context("the program gave no link to enrol")??;
            if let Some((_, link)) = line
                .split_once("http://")
                .filter(|_| line.contains("/enrol/"))
            {
                break link.trim().to_owned();
            }
        };
        let (at, link) = link.split_once('/').context("an address")?;
        Ok(Server {
            child,
            at: at.to_owned(),
            link: format!("/{link}"),
            cookie: String::new(),
            stream: None,
        })
    }

    /// Enrols as the first person does, and signs in.
    fn sign_in(&mut self) -> anyhow::Result<()> {
        let link = self.link.clone();
        let page = self.ask("GET", &link, "")?.body;
        let secret = between(&page, "class=\"secret\">", "<").context("a secret")?;
        let authenticator = Authenticator::kept(from_base32(&secret)?);
        let seconds = |later: u64| -> anyhow::Result<u64> {
            let since = SystemTime::UNIX_EPOCH.elapsed()?;
            Ok(since.as_secs() + later)
        };
        let code = authenticator.code(seconds(0)?);
        let password = PASSWORD.replace(' ', "+");
        let body = format!("name=bench&password={password}&again={password}&code={code}");
        let answer = self.ask("POST", &link, &body)?;
        ensure!(answer.status == 200, "enrolling was refused");
        // each code is good once: that of the next half minute is already taken
        let code = authenticator.code(seconds(30)?);
        let body = format!("name=bench&password={password}&code={code}");
        let answer = self.ask("POST", "/sign-in", &body)?;
        self.cookie = between(&answer.head, "set-cookie: ", ";").context("a session")?;
        Ok(())
    }

    fn incidents(&mut self) -> anyhow::Result<Vec<String>> {
        let page = self.ask("GET", "/incidents", "")?.body;
        let links = page.split("href=\"/incidents/").skip(1);
        let links = links.filter_map(|rest| rest.split('"').next());
        let found: Vec<String> = links.map(|number| format!("/incidents/{number}")).collect();
        ensure!(!found.is_empty(), "there is no incident");
        Ok(found)
    }

    /// Asks for a page many times, and tells half and 99 % of the times and the largest weight.
    fn page(&mut self, name: &str, path: impl Fn(usize) -> String) -> anyhow::Result<()> {
        let mut times: Vec<Duration> = Vec::with_capacity(TIMES);
        let mut weight = 0;
        for turn in 0..TIMES {
            let path = path(turn);
            let begun = now();
            let answer = self.ask("GET", &path, "")?;
            times.push(begun.elapsed());
            ensure!(
                [200, 404].contains(&answer.status),
                "{path}: {}",
                answer.status
            );
            weight = weight.max(answer.body.len());
        }
        times.sort_unstable();
        let told = |share: usize| times[TIMES * share / 100].as_secs_f64() * 1e3;
        println!(
            "{name:<18} {:>7.1} ms {:>7.1} ms {:>7.1} kB",
            told(50),
            told(99),
            weight as f64 / 1e3
        );
        Ok(())
    }

    /// One request over a connection that stays open.
    fn ask(&mut self, method: &str, path: &str, body: &str) -> anyhow::Result<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(&self.at)?;
                stream.set_nodelay(true)?;
                BufReader::new(stream)
            }
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.at,
            self.cookie,
            body.len()
        );
        stream.get_mut().write_all(request.as_bytes())?;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            ensure!(
                stream.read_line(&mut head)? > 0,
                "{path}: the connection ended"
            );
        }
        let length = between(&head, "content-length: ", "\r\n").context("a length")?;
        let mut body = vec![0; length.parse()?];
        stream.read_exact(&mut body)?;
        if !head.contains("connection: close") {
            self.stream = Some(stream);
        }
        let status = head.split(' ').nth(1).context("a status")?.parse()?;
        let body = String::from_utf8(body)?;
        Ok(Answer { status, head, body })
    }
}

fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after)?.0.to_owned())
}

/// The bytes of an authenticator's secret, as a page shows it.
fn from_base32(text: &str) -> anyhow::Result<[u8; 20]> {
    let (mut bits, mut count, mut bytes) = (0_u64, 0, Vec::new());
    for letter in text.chars().filter(|c| !c.is_whitespace()) {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter);
        bits = bits << 5 | value.context("a letter of a secret")? as u64;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes.try_into().ok().context("a secret of 20 bytes")
}
